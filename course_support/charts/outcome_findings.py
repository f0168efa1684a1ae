"""What the answers of the page on outcomes say together, as sentences to write from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from course_support.exercises import audit, grid, plan, poll, sort
from course_support.exercises.base import ExerciseSheet

from . import logic_model, outcomes
from .sentences import Sentences


def findings(sheets: Mapping[str, ExerciseSheet]) -> Sentences:
    """Return what a participant has found so far, in the order of the page.

    Parameters
    ----------
    sheets
        By exercise id; those that are not there are passed over.
    """
    found = []
    for name, say in _SAID.items():
        if name in sheets:
            found += list(say(sheets[name].exercise, sheets[name].answer))
    return Sentences(tuple(found))


def _of_sort(exercise: sort.Definition, answer: sort.Answer) -> Iterator[str]:
    if not answer.placed:
        return
    words = exercise.texts()
    results = [words[item] for item, place in answer.placed.items() if place == "outcome"]
    listed = f": {'; '.join(results)}" if results else ""
    yield f"Of seven objectives you called {len(results)} an outcome{listed}."


def _of_shifts(exercise: audit.Definition, answer: audit.Answer) -> Iterator[str]:
    chart = outcomes.shifts(exercise, answer)
    if any(exercise.finding(answer, each.id).rating for each in exercise.statements()):
        yield f"Six shifts. {chart.title}. {chart.reading}"


def _of_poll(exercise: poll.Definition, answer: poll.Answer) -> Iterator[str]:
    if said := outcomes.chosen(exercise, answer):
        yield f"What would matter most to them: {said}."
    if answer.comment.strip():
        yield f"The honest difficulty: {answer.comment.strip()}"


def _of_outcomes(exercise: Any, answer: Any) -> Iterator[str]:
    found = outcomes.questions(exercise.typed(answer)).found
    if found.outcomes:
        yield f"Your outcomes. {found.reading()}"


def _of_board(exercise: grid.Definition, answer: grid.Answer) -> Iterator[str]:
    right = exercise.next_boxes()
    challenges = [card for card in answer.cards if card.box in right]
    linked = {link.start for link in answer.links}
    if challenges:
        bare = [card.text for card in challenges if card.id not in linked]
        yield f"Challenges on your board: {len(challenges)}. " + (
            f"Nothing beside them yet: {'; '.join(bare)}."
            if bare
            else "Each has something beside it."
        )


def _of_system(exercise: audit.Definition, answer: audit.Answer) -> Iterator[str]:
    if answer.findings:
        chart = outcomes.parts_of_the_system(exercise, answer)
        yield f"The system around the contract. {chart.title}. {chart.reading}"


def _of_model(exercise: grid.Definition, answer: grid.Answer) -> Iterator[str]:
    if answer.cards:
        found = logic_model.check(exercise, answer)
        yield f"Your logic model has {len(answer.cards)} cards. {found.reading()}"


def _of_plan(exercise: plan.Definition, answer: plan.Answer) -> Iterator[str]:
    rows = [row.action.strip() for row in answer.rows if row.action.strip()]
    if rows:
        yield f"You commit yourself to: {'; '.join(rows)}."


_SAID: Mapping[str, Any] = {
    "classify-objectives": _of_sort,
    "six-shifts": _of_shifts,
    "why-outcomes": _of_poll,
    "set-your-outcomes": _of_outcomes,
    "outcome-challenges": _of_board,
    "whole-system": _of_system,
    "build-logic-model": _of_model,
    "three-commitments": _of_plan,
}
#: The exercises from whose answers something is said.
NAMES = tuple(_SAID)
