"""The authority's outcome records: a wheel of eight areas and seven wellbeing answers, over time.

The records are as untidy as real ones. What cannot be (a 0, a 99, a score above ten) counts as
not scored, a record entered twice counts once, and both are said.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

from course_support.sources import package

AREAS, ITEMS = 8, 7
#: The wheel runs from 1 to 10; the answers of a wellbeing scale from 1 to 5.
WHEEL, ANSWER = (1, 10), (1, 5)
#: A person's wheel is compared as a whole when at least so many areas are scored.
ENOUGH_AREAS = 6

Row = dict[str, Any]


@dataclass(frozen=True)
class PersonsScores:
    """One person's scores at first and at last, NaN where not scored; blank when seen once."""

    person: str
    left_how: str
    completed_by: tuple[str, str]
    areas: tuple[tuple[float, ...], tuple[float, ...]]
    items: tuple[tuple[float, ...], tuple[float, ...]]

    @property
    def twice(self) -> bool:
        """Return whether there is a second record."""
        return bool(self.completed_by[1])

    def wheel(self, time: int) -> float:
        """Return the mean of the areas scored at a time (0 or 1); NaN when too few are."""
        known = [score for score in self.areas[time] if math.isfinite(score)]
        return sum(known) / len(known) if len(known) >= ENOUGH_AREAS else math.nan


@dataclass(frozen=True)
class Records:
    """Everybody of a population with a first record, and what had to be said about the data."""

    areas: tuple[str, ...]
    people: tuple[PersonsScores, ...]
    said: tuple[str, ...]

    def first(self) -> list[float]:
        """Return everyone's wheel at first, as one mean each."""
        return [one.wheel(0) for one in self.people]

    def second(self) -> list[float]:
        """Return everyone's wheel at last, NaN for those seen once."""
        return [one.wheel(1) for one in self.people]

    def means(self) -> tuple[tuple[float, ...], tuple[float, ...], int]:
        """Return the mean of each area at both times, of those seen twice, and how many."""
        twice = [one for one in self.people if one.twice]
        return _means(twice, 0), _means(twice, 1), len(twice)

    def example(self) -> PersonsScores:
        """Return a person seen twice with every area scored who did the scoring themselves."""
        whole = [
            one
            for one in self.people
            if one.twice
            and all(map(math.isfinite, (*one.areas[0], *one.areas[1])))
            and "worker alone" not in one.completed_by
        ]
        whole.sort(key=lambda one: one.wheel(1) - one.wheel(0))
        return whole[len(whole) // 2]

    def who_left(self) -> dict[str, int]:
        """Return how those who were seen once ended, commonest first."""
        return dict(Counter(one.left_how for one in self.people if not one.twice).most_common())


def _means(people: list[PersonsScores], time: int) -> tuple[float, ...]:
    columns = zip(*(one.areas[time] for one in people), strict=True)
    known = [[score for score in column if math.isfinite(score)] for column in columns]
    return tuple(sum(column) / len(column) if column else math.nan for column in known)


def records(population: str) -> Records:
    """Return a population's outcome records, first and last of each person."""
    areas = sorted(
        package.rows("wheel_areas", population), key=lambda r: int(str(r["area_number"]))
    )
    people: list[Row] = list(package.rows("people", population))
    rows: list[Row] = list(package.rows("outcome_records", population))
    once = [row for row in rows if not row["entered_twice"]]
    odd: Counter[str] = Counter()
    by_person: dict[str, list[Row]] = {}
    for row in sorted(once, key=lambda r: (r["person_id"], r["occasion"])):
        by_person.setdefault(row["person_id"], []).append(row)
    found = [
        _person(one, by_person[one["person_id"]], odd)
        for one in people
        if one["person_id"] in by_person
    ]
    return Records(tuple(str(r["area"]) for r in areas), tuple(found), _said(rows, once, odd))


def _person(person: Row, rows: list[Row], odd: Counter[str]) -> PersonsScores:
    first = rows[0]
    last = rows[-1] if len(rows) > 1 else None
    return PersonsScores(
        person["person_id"],
        person["left_how"],
        (first["completed_by"], last["completed_by"] if last else ""),
        (_scores(first, "area", AREAS, WHEEL, odd), _scores(last, "area", AREAS, WHEEL, odd)),
        (
            _scores(first, "wellbeing", ITEMS, ANSWER, odd),
            _scores(last, "wellbeing", ITEMS, ANSWER, odd),
        ),
    )


def _scores(
    row: Row | None, what: str, count: int, span: tuple[int, int], odd: Counter[str]
) -> tuple[float, ...]:
    found = []
    for number in range(1, count + 1):
        score = row[f"{what}_{number}"] if row else None
        if score is not None and not span[0] <= score <= span[1]:
            odd[f"{score} on a scale of {span[0]} to {span[1]}"] += 1
            score = None
        found.append(math.nan if score is None else float(score))
    return tuple(found)


def _said(rows: list[Row], once: list[Row], odd: Counter[str]) -> tuple[str, ...]:
    said = []
    if again := len(rows) - len(once):
        records_ = "record was" if again == 1 else "records were"
        said.append(
            f"{again} {records_} entered twice and {'counts' if again == 1 else 'count'} once."
        )
    if odd:
        times = {1: "once", 2: "twice"}
        shown = "; ".join(
            f"{value}, {times.get(count, f'{count} times')}" for value, count in odd.most_common(4)
        )
        said.append(f"Scores that cannot be are taken as not scored: {shown}.")
    alone = sum(row["completed_by"] == "worker alone" for row in once)
    if alone:
        said.append(
            f"{alone} of {len(once)} records were scored by a worker alone, without the person."
        )
    return tuple(said)
