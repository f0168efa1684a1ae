"""Short tables that page 06 teaches from: arguments, example outcomes, what others collect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from course_support.folders import course_folder
from course_support.sources import rules
from course_support.sources.records import read_records

#: The columns that an outcome has on page 04, and those that page 06 adds.
OUTCOME = ("outcome", "for-whom", "how-we-would-know", "by-when", "in-our-control")
ADDED = ("indicator", "how-we-get-it", "why-changed")


@dataclass(frozen=True)
class Argument:
    """An argument for monitoring or against, and what guards against the failure."""

    kind: str
    argument: str
    looks_like: str
    guard: str


def arguments() -> tuple[Argument, ...]:
    """Return the arguments, those for first."""
    return tuple(Argument(**row) for row in _rows("monitoring_arguments.csv"))


@dataclass(frozen=True)
class ExampleOutcome:
    """An invented outcome, and what became of it when somebody tried to measure it."""

    first: dict[str, str]
    indicator: str
    how_we_get_it: str
    revised: str
    why_changed: str

    def now(self) -> dict[str, str]:
        """Return the outcome as it stands after measures were found for it."""
        more = dict(zip(ADDED, (self.indicator, self.how_we_get_it, self.why_changed), strict=True))
        changed = {"outcome": self.revised} if self.revised else {}
        return {**self.first, **more, **changed}


def example_outcomes(population: str) -> tuple[ExampleOutcome, ...]:
    """Return three invented outcomes; none for a population that has no examples."""
    return tuple(
        ExampleOutcome(
            {column: row[column.replace("-", "_")] for column in OUTCOME},
            row["indicator"],
            row["how_we_get_it"],
            row["revised"],
            row["why_changed"],
        )
        for row in _rows("example_outcomes.csv")
        if row["population_id"] == population
    )


def collections(population: str) -> list[dict[str, Any]]:
    """Return what regulators, partners and central bodies collect on a population already."""
    return [
        {**row.columns, "collection": row.value}
        for row in rules.table("other_collections")
        if row.columns["population"] == population
    ]


def national(population: str) -> list[dict[str, Any]]:
    """Return the national collections of a population, from the dated rules."""
    return [
        {**row.columns, "collection": row.value}
        for row in rules.table("national_collections")
        if row.columns["population"] == population
    ]


def _rows(name: str) -> list[dict[str, str]]:
    table = read_records(course_folder() / "data" / "lookups" / name)
    return [dict(zip(table.header, cells, strict=True)) for cells in table.rows]
