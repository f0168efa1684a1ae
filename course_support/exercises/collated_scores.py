"""Scores of a group beside one another: totals, where people differ, and what they added.

Only the options and criteria of the exercise itself can be compared; what participants added
is listed. Totals are those of :mod:`.scoring`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import TYPE_CHECKING

from . import scoring
from .base import Collation, Table

if TYPE_CHECKING:
    from .score import Answer, Definition


def collate(exercise: Definition, answers: Sequence[Answer]) -> Collation:
    """Set totals and scores of groups beside one another, widest disagreement first.

    Returns
    -------
    Collation
        How many scored or weighed anything; the order of options of everybody whose totals are
        complete and all differ; tables of totals (out of 100), of scores, of what was added.
    """
    started = [a for a in answers if any(a.cells()) or a.weights]
    return Collation(
        answered=len(started),
        rankings=tuple(_rankings(exercise, started)),
        tables=(_totals(exercise, started), _spread(exercise, started), _added(exercise, started)),
    )


def _rankings(exercise: Definition, answers: Sequence[Answer]) -> Iterator[tuple[str, ...]]:
    known = {item.id for item in exercise.options}
    for answer in answers:
        totals = exercise.totals(answer, exercise.final(answer)) or {}
        values = {key: each.value for key, each in totals.items() if key in known}
        complete = {key: value for key, value in values.items() if value is not None}
        # Equal totals are no order; such an answer is left to the table of totals.
        if known and complete.keys() == known and len(set(complete.values())) == len(known):
            yield tuple(sorted(complete, key=lambda key: -complete[key]))


def _totals(exercise: Definition, answers: Sequence[Answer]) -> Table:
    rows = []
    found = [exercise.totals(each, exercise.final(each)) or {} for each in answers]
    for item in exercise.options:
        totals = [each.get(item.id) for each in found]
        values = [t.value for t in totals if t is not None and t.value is not None]
        cells = [median(values), min(values), max(values)] if values else []
        words = [scoring.shown(each) for each in cells] or ["", "", ""]
        rows.append((item.text, *words, str(len(values))))
    columns = (exercise.option_name.capitalize(), "Median total", "Lowest", "Highest", "Complete")
    return Table(columns, tuple(rows), exercise.title)


def _spread(exercise: Definition, answers: Sequence[Answer]) -> Table:
    found = []
    for item in exercise.options:
        for key in exercise.criteria:
            scores = [exercise.score(a, exercise.final(a), item.id, key.id) for a in answers]
            values = sorted(score for score in scores if score is not None)
            if values:
                scale = exercise.scale_of(key.id)
                width = (values[-1] - values[0]) / (scale.highest - scale.lowest)
                found.append((width, item.text, key.text, values))
    found.sort(key=lambda row: -row[0])
    rows = tuple(
        (option, key, ", ".join(f"{v:g}" for v in values), f"{median(values):g}", f"{width:.0%}")
        for width, option, key, values in found
    )
    columns = (exercise.option_name.capitalize(), "Criterion", "Scores", "Median", "Spread")
    return Table(columns, rows, "Where scores differ most, as a share of the scale")


def _added(exercise: Definition, answers: Sequence[Answer]) -> Table:
    rows = [
        (
            each.what.capitalize() if each.what == "criterion" else exercise.option_name,
            each.text,
        )
        for answer in answers
        for each in answer.own
    ]
    return Table(("What", "Added by groups"), tuple(rows), "Added by groups")
