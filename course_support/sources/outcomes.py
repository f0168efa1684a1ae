"""What the page on outcomes shows: short tables in data/lookups, and prices of the authority.

Everything about chances and worth in these tables is invented, as the tables' guide says. A
population without rows of its own gets those called ``general``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from course_support.folders import course_folder
from course_support.sources import package, rules
from course_support.sources.records import read_records

GENERAL = "general"
#: From what is put in to what comes of it.
LEVELS = ("input", "process", "output", "outcome")


@dataclass(frozen=True)
class Group:
    """People alike in their chances of the result, in per cent."""

    name: str
    people: int
    anyway: float
    with_service: float


@dataclass(frozen=True)
class ResultsCase:
    """A service that might be paid by results, and what is said of its results.

    Money in pounds a year; shares in per cent. ``total`` is people × price, where the
    authority's price list has the service; otherwise what the table says.
    """

    what: str
    outcome: str
    people_are: str
    total: float
    share: float
    value: float
    value_is: str
    displacement: float
    attribution: float
    drop_off: float
    years: int
    groups: tuple[Group, ...]

    @property
    def people(self) -> int:
        """Return how many people the contract is for."""
        return sum(group.people for group in self.groups)

    @property
    def anyway(self) -> float:
        """Return the rate that would be reached without the service, per cent."""
        return sum(group.people * group.anyway for group in self.groups) / self.people

    @property
    def reached(self) -> float:
        """Return the rate that a good service reaches, per cent."""
        return sum(group.people * group.with_service for group in self.groups) / self.people

    def payment_settings(self) -> dict[str, float]:
        """Return where the settings of the payment explorer begin."""
        return {
            "sum": self.total,
            "share": self.share,
            "baseline": round(self.anyway),
            "target": round(self.reached),
            "reached": round(self.reached) - 3,
            "people": self.people,
        }

    def anyway_settings(self) -> dict[str, float]:
        """Return where the settings of “what would have happened anyway” begin.

        Deadweight follows from the groups: of those with the result, the share that would
        have had it without the service.
        """
        return {
            "inputs": self.total,
            "quantity": round(self.people * self.reached / 100),
            "value": self.value,
            "deadweight": round(100 * self.anyway / self.reached),
            "displacement": self.displacement,
            "attribution": self.attribution,
            "drop-off": self.drop_off,
            "years": self.years,
        }


def levels(population: str) -> dict[str, str]:
    """Return the population's example of an input, a process, an output and an outcome."""
    return {row["level"]: row["example"] for row in _of("outcome_levels.csv", population)}


def results_case(population: str) -> ResultsCase:
    """Return the worked example of paying by results for a population."""
    row = _of("results_cases.csv", population)[0]
    groups = tuple(
        Group(
            each["group"], int(each["people"]), float(each["anyway"]), float(each["with_service"])
        )
        for each in _of("results_groups.csv", population)
    )
    people = sum(group.people for group in groups)
    price = _price(population, row["service_id"])
    total = people * float(row["units_each"]) * price if price else float(row["total"])
    numbers = ("share", "value", "displacement", "attribution", "drop_off")
    words = ("what", "outcome", "people_are", "value_is")
    return ResultsCase(
        **{name: row[name] for name in words},
        **{name: float(row[name]) for name in numbers},
        total=total,
        years=int(row["years"]),
        groups=groups,
    )


def example_model() -> dict[str, Any]:
    """Return the worked logic model as an answer to a grid with links."""
    return {
        "cards": [dict(row) for row in _rows("logic_model_cards.csv")],
        "links": [dict(row) for row in _rows("logic_model_links.csv")],
    }


def contract_types() -> list[dict[str, str]]:
    """Return kinds of contract, what each pays for, and who bears which risk."""
    return [dict(row) for row in _rows("contract_types.csv")]


def discount_factors(years: int) -> tuple[float, ...]:
    """Return the factors for the ends of years 1, 2, …, by the dated standard schedule.

    Years up to 30 only: results of a service are not counted for longer.
    """
    first = next(iter(rules.table("discount_rates_standard")))
    rate = float(str(first.value)) / 100
    return tuple((1 + rate) ** -year for year in range(1, years + 1))


def _price(population: str, service: str) -> float | None:
    """Return what one unit of a service costs in the authority's price list."""
    for row in package.rows("services", population):
        if service and row["service_id"] == service:
            return float(str(row["price_gbp"]))
    return None


def _of(name: str, population: str) -> list[dict[str, str]]:
    rows = _rows(name)
    own = [row for row in rows if row["population"] == population]
    return own or [row for row in rows if row["population"] == GENERAL]


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    records = read_records(course_folder() / "data" / "lookups" / name)
    return tuple(dict(zip(records.header, row, strict=True)) for row in records.rows)
