# ruff: noqa: E501  (descriptions are whole sentences)
"""Invented people and how they were doing at two or three times, as such records come."""

from __future__ import annotations

from typing import Any

from chance import Chance
from inputs import populations, read
from tables import Row, Table, column, key, population_id

AREAS, ITEMS = 8, 7


def people_tables() -> list[Table]:
    """Return the people, the areas of the wheel and their records."""
    people, records = _everyone()
    return [_wheel_areas(), _people(people), _records(records)]


def _wheel_areas() -> Table:
    rows = [
        {"population_id": plan["population"], "area_number": number, "area": area}
        for plan in populations()
        for number, area in enumerate(plan["outcomes"]["areas"], start=1)
    ]
    return Table(
        "wheel_areas",
        "Areas of the wheel",
        "Eight parts of life on which a person places themselves from 1 (stuck) to 10 (as I want it). An invented, generic wheel: it is not a published tool.",
        "Nothing: own wording",
        [
            population_id(),
            column(
                "area_number",
                "integer",
                "Number of the area, as in outcome_records",
                required=True,
                minimum=1,
                maximum=AREAS,
            ),
            key("area", "Name of the area"),
        ],
        rows,
        ["population_id", "area_number"],
        [("population_id", "populations", "id")],
    )


def _everyone() -> tuple[list[Row], list[Row]]:
    people: list[Row] = []
    records: list[Row] = []
    localities = [p["code"] for p in read("authority")["localities"]]
    for plan in populations():
        about, chance = plan["outcomes"], Chance(f"people {plan['population']}")
        for number in range(1, about["people"] + 1):
            person = f"{about['service'][:2]}-{number:03d}"
            month = chance.whole(1, 12)
            start = f"2025-{month:02d}-{chance.whole(1, 27):02d}"
            people.append(
                {
                    "person_id": person,
                    "population_id": plan["population"],
                    "service_id": about["service"],
                    "age": chance.whole(*about["ages"]),
                    "sex": chance.pick(["female", "male"], [0.56, 0.44]),
                    "locality_code": chance.pick(localities, [0.31, 0.27, 0.2, 0.13, 0.09]),
                    "started_on": start,
                    "left_how": "",
                }
            )
            records += _records_of(person, plan["population"], about, start, chance, people[-1])
    _add_duplicate(records)
    return people, records


def _records_of(
    person: str, population: str, about: dict[str, Any], start: str, chance: Chance, row: Row
) -> list[Row]:
    level, gain = chance.normal(4.4, 1.2), chance.normal(about["change"], 1.0)
    mood = chance.normal(2.75, 0.55) + 0.12 * (level - 4.4)
    # Those who start lower leave early more often: drop-out is not by chance.
    dropped = chance.yes(min(0.8, about["dropout"] * (1.35 if level < 4 else 0.8)))
    row["left_how"] = (
        "stopped coming"
        if dropped
        else chance.pick(["finished as planned", "moved on", "still using"], [6, 2, 3])
    )
    third = not dropped and chance.yes(0.45)
    found = []
    for occasion in range(1, 2 + (not dropped) + third):
        done = {1: 0.0, 2: 1.0, 3: 1.15}[occasion]
        found.append(
            {
                "person_id": person,
                "population_id": population,
                "occasion": occasion,
                "recorded_on": _later(start, 90 * (occasion - 1) + chance.whole(0, 14)),
                "completed_by": chance.pick(
                    ["the person", "with a worker", "worker alone"], [5, 6, 1]
                ),
                **_wheel(chance, level + gain * done),
                **_wellbeing(chance, mood + 0.2 * gain * done),
            }
        )
    return found


def _wheel(chance: Chance, level: float) -> Row:
    found: Row = {}
    for number in range(1, AREAS + 1):
        score: int | None = min(10, max(1, round(chance.normal(level, 1.35))))
        if chance.yes(0.035):
            score = None
        elif chance.yes(0.006):
            score = chance.pick([0, 11, 55])
        found[f"area_{number}"] = score
    return found


def _wellbeing(chance: Chance, mood: float) -> Row:
    if chance.yes(0.08):
        return {f"wellbeing_{number}": None for number in range(1, ITEMS + 1)}
    found: Row = {}
    for number in range(1, ITEMS + 1):
        answer: int | None = min(5, max(1, round(chance.normal(mood, 0.75))))
        if chance.yes(0.015):
            answer = None
        elif chance.yes(0.005):
            answer = chance.pick([0, 6, 99])
        found[f"wellbeing_{number}"] = answer
    return found


def _later(day: str, days: int) -> str:
    import datetime as dt

    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()


def _add_duplicate(records: list[Row]) -> None:
    """Enter one person's second record twice, as happens."""
    second = next(record for record in records if record["occasion"] == 2)
    records.append({**second, "entered_twice": True})


def _people(rows: list[Row]) -> Table:
    return Table(
        "people",
        "People (invented)",
        "People who used one service of each population, none of them real. 'left_how' says how it ended: those who stopped coming have no second record.",
        "Drop-out of a fifth to two fifths, likelier for those who start lower",
        [
            key("person_id", "Person: not a name"),
            population_id(),
            key("service_id", "Service"),
            column(
                "age", "integer", "Age at the start", "years", required=True, minimum=0, maximum=110
            ),
            column("sex", "string", "Sex as recorded", required=True, enum=["female", "male"]),
            key("locality_code", "Locality"),
            column("started_on", "date", "First day", required=True),
            column(
                "left_how",
                "string",
                "How it ended",
                required=True,
                enum=["stopped coming", "finished as planned", "moved on", "still using"],
            ),
        ],
        rows,
        ["person_id"],
        [
            ("population_id", "populations", "id"),
            ("service_id", "services", "service_id"),
            ("locality_code", "areas", "area_code"),
        ],
    )


def _records(rows: list[Row]) -> Table:
    for number, row in enumerate(rows, start=1):
        row["record_id"] = f"R{number:04d}"
        row.setdefault("entered_twice", False)
    wheel = [
        column(
            f"area_{n}",
            "integer",
            f"Area {n} of the wheel as entered. Valid: 1 to 10; other numbers are mistakes in entry; blank is missing",
            "score",
        )
        for n in range(1, AREAS + 1)
    ]
    answers = [
        column(
            f"wellbeing_{n}",
            "integer",
            f"Answer {n} to a seven-item wellbeing scale as entered. Valid: 1 to 5; other numbers are mistakes in entry; blank is missing",
            "score",
        )
        for n in range(1, ITEMS + 1)
    ]
    return Table(
        "outcome_records",
        "How people were doing",
        "Records at the start, after about three months, and for some after six, exactly as entered: missing answers, numbers out of range and one record entered twice are left in, because cleaning is part of the exercise. The wellbeing scale's items are numbered and not worded: it is used under licence.",
        "Change of about one point in ten on the wheel; wellbeing near published spreads",
        [
            key("record_id", "Record"),
            key("person_id", "Person"),
            population_id(),
            column(
                "occasion",
                "integer",
                "1 at the start, 2 after three months, 3 after six",
                required=True,
                minimum=1,
                maximum=3,
            ),
            column("recorded_on", "date", "Day recorded", required=True),
            column(
                "completed_by",
                "string",
                "Who filled it in",
                required=True,
                enum=["the person", "with a worker", "worker alone"],
            ),
            column(
                "entered_twice",
                "boolean",
                "True for the record that repeats another",
                required=True,
            ),
            *wheel,
            *answers,
        ],
        rows,
        ["record_id"],
        [("person_id", "people", "person_id"), ("population_id", "populations", "id")],
    )
