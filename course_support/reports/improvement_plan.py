"""The improvement plan: four boxes and one or three improvements, as a paper to take away."""

from __future__ import annotations

from collections.abc import Sequence

from course_support.charts.contracts.lists import improvements
from course_support.charts.contracts.sheets import count
from course_support.exercises import grid, plan
from course_support.exercises.base import ExerciseSheet, Table
from course_support.reports.paper import Paper, Section


def improvement_paper(
    boxes: ExerciseSheet, plan_sheet: ExerciseSheet, facts: Sequence[str], phrase: str
) -> Paper:
    """Put the four boxes and the improvements together as a paper to take away."""
    table = _plan_table(plan_sheet)
    rows = improvements(plan_sheet)
    lead = (
        f"{count(len(rows), 'improvement').capitalize()} to how contracts are managed for {phrase}."
        if rows
        else "What is written above is put together here."
    )
    return Paper(
        f"Improving how we manage contracts: {phrase}",
        lead,
        (
            Section("Where we are", _boxes_table(boxes),
                    missing="Add cards to the four boxes above."),
            Section("What we found on the way", *facts,
                    missing="Nothing is answered on this page yet."),
            Section("What we shall improve", table,
                    missing="Write one improvement, or three."),
        ),
        foot="Made from answers on the page on contract management. What is said of Marrenshire is "
        "invented.",
    )  # fmt: skip


def _boxes_table(sheet: ExerciseSheet) -> Table:
    exercise, answer = sheet.exercise, sheet.answer
    assert isinstance(exercise, grid.Definition)
    assert isinstance(answer, grid.Answer)
    rows = [
        (box.title, "; ".join(card.text for card in answer.cards if card.box == box.id))
        for box in exercise.boxes
    ]
    return Table(("Box", "What we do now"), tuple(r for r in rows if r[1]), "The four boxes")


def _plan_table(sheet: ExerciseSheet) -> Table:
    exercise = sheet.exercise
    assert isinstance(exercise, plan.Definition)
    heads = (exercise.action, *(c.title for c in exercise.columns), exercise.owner, exercise.date)
    rows = tuple(
        (
            row.action,
            *(row.more.get(c.id, "") for c in exercise.columns),
            row.owner or "nobody yet",
            plan.written(row.date) or "no date",
        )
        for row in improvements(sheet)
    )
    return Table(heads, rows, "Improvements")
