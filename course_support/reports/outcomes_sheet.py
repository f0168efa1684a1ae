"""The outcomes sheet: who, which outcomes, how they are meant to come about, on one paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course_support.charts import logic_model, outcomes
from course_support.exercises import grid
from course_support.exercises.base import ExerciseSheet, Table
from course_support.reports.paper import Paper, Section

#: The exercises that it is made of.
NAMES = ("who-are-they", "set-your-outcomes", "build-logic-model", "three-commitments")
_HEADS = ("What will be different", "For whom", "How we would know", "By when", "In our control")


def outcomes_sheet(sheets: Mapping[str, ExerciseSheet], phrase: str) -> Paper:
    """Put outcomes, the people behind them and the logic model together as one paper.

    Parameters
    ----------
    sheets
        By exercise id: those of ``NAMES``.
    phrase
        The population, as it stands inside a sentence.
    """
    table, asked = _outcomes(sheets["set-your-outcomes"])
    number = len(table.rows)
    lead = (
        f"{number} {'outcome' if number == 1 else 'outcomes'} for {phrase}."
        if number
        else "What is written above is put together here."
    )
    return Paper(
        f"Outcomes sheet: {phrase}",
        lead,
        (
            Section("Who they are", _who(sheets["who-are-they"]),
                    missing="Say above who these people are."),
            Section("What will be different", table,
                    missing="Set your outcomes above."),
            Section("What is still open", asked, missing="Nothing the questions could find."),
            Section("How it is meant to come about", *_model(sheets["build-logic-model"]),
                    missing="Build your logic model above."),
            Section("What we commit ourselves to", _commitments(sheets["three-commitments"]),
                    missing="Write your commitments above."),
        ),
        foot="Made from answers on the page on outcomes. Measures for these outcomes are chosen on "
        "the page on monitoring and review.",
    )  # fmt: skip


def model_page(sheet: ExerciseSheet, phrase: str) -> Paper:
    """Put the logic model on a page of its own: for a slide, a wall or a meeting.

    Parameters
    ----------
    sheet
        A grid with links, and its answer.
    phrase
        The population, as it stands inside a sentence.
    """
    exercise, answer = sheet.exercise, sheet.answer
    return Paper(
        f"Logic model: {phrase}",
        "",
        (
            Section(
                "How it is meant to work", logic_model.draw(exercise, answer, "own logic model")
            ),
        ),
    )


def _who(sheet: ExerciseSheet) -> str:
    texts = sheet.answer.texts
    return "\n\n".join(
        f"{prompt.text}\n{texts[prompt.id].strip()}"
        for prompt in sheet.exercise.prompts
        if texts.get(prompt.id, "").strip()
    )


def _outcomes(sheet: ExerciseSheet) -> tuple[Table, Table]:
    found = outcomes.questions(sheet.exercise.typed(sheet.answer)).found
    rows = tuple(tuple(row) for row in outcomes.sheet_rows(found))
    still = tuple(
        (one.outcome or "Not written yet", check.question, check.ask)
        for one, checks in zip(found.outcomes, found.checks, strict=True)
        for check in checks
        if check.state != "said"
    )
    return (
        Table(_HEADS, rows, "The outcomes"),
        Table(("Outcome", "Question", "What one might ask"), still, "Questions to come back to"),
    )


def _model(sheet: ExerciseSheet) -> tuple[Any, ...]:
    exercise, answer = sheet.exercise, sheet.answer
    assert isinstance(exercise, grid.Definition)
    return (logic_model.draw(exercise, answer, "own logic model"),) if answer.cards else ()


def _commitments(sheet: ExerciseSheet) -> Table:
    whole = sheet.exercise.table(sheet.answer)
    return Table(whole.columns, whole.rows, "Commitments")
