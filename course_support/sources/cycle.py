"""The commissioning cycle as the course tells it, and its topics: short tables in data/lookups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from course_support.errors import WorkbookError
from course_support.folders import course_folder
from course_support.sources.records import read_records

#: The four elements in order, and the two rings from the outside in.
ELEMENTS = ("Analyse", "Plan", "Do", "Review")
RINGS = ("Outer", "Inner")
#: Column of the example audits for a population that has none of its own.
GENERAL = "general"


@dataclass(frozen=True)
class Activity:
    """One activity of the cycle and its place in it."""

    id: str
    element: str
    ring: str
    activity: str
    explanation: str


@dataclass(frozen=True)
class Topic:
    """One topic of the course, and the number of the page that holds it (``"02"``)."""

    number: int
    topic: str
    page: str
    where: str


def activities() -> tuple[Activity, ...]:
    """Return every activity of both rings, ring by ring in the order of the cycle."""
    found = tuple(Activity(**row) for row in _rows("commissioning_cycle.csv"))
    for each in found:
        if each.element not in ELEMENTS or each.ring not in RINGS:
            raise WorkbookError(
                f"commissioning_cycle.csv: the activity {each.id} has the place {each.element}, "
                f"{each.ring}. Use one of {', '.join(ELEMENTS)} and one of {', '.join(RINGS)}."
            )
    return found


def topics() -> tuple[Topic, ...]:
    """Return the topics of the course, in order."""
    return tuple(
        Topic(int(row["number"]), row["topic"], row["page"], row["where"])
        for row in _rows("course_topics.csv")
    )


def example_audit(population: str) -> dict[str, str]:
    """Return the invented ratings of one population's worked example, by activity."""
    rows = _rows("example_audits.csv")
    column = population if population in rows[0] else GENERAL
    return {row["id"]: row[column] for row in rows}


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    records = read_records(course_folder() / "data" / "lookups" / name)
    return tuple(dict(zip(records.header, row, strict=True)) for row in records.rows)
