"""What audit, poll and foundations say together, as sentences to write from."""

from __future__ import annotations

from collections.abc import Iterator

from course_support.exercises import audit, poll
from course_support.exercises.base import ExerciseSheet
from course_support.methods.cycle_audit import balance, to_do_first
from course_support.sources.cycle import ELEMENTS, activities

from .cycle import rated
from .sentences import Sentences


def findings(audited: ExerciseSheet, polled: ExerciseSheet, founded: ExerciseSheet) -> Sentences:
    """Return what a participant has found so far, in the order of the page."""
    return Sentences(
        (
            *_of_audit(audited.exercise, audited.answer),
            *_of_poll(polled.exercise, polled.answer),
            *_of_foundations(founded.exercise, founded.answer),
        )
    )


def _of_audit(exercise: audit.Definition, answer: audit.Answer) -> Iterator[str]:
    found = rated(exercise, answer, activities())
    done = [each for each in found if each.rating]
    if not done:
        return
    yield f"You rated {len(done)} of {len(found)} activities. {balance(found, ELEMENTS).reading()}"
    green = [each.text for each in done if each.rating == "green"]
    if green:
        yield f"Green, and to be shown: {'; '.join(green[:5])}{_more(len(green) - 5)}."
    if first := to_do_first(found, ELEMENTS, 3):
        yield f"To mend first: {'; '.join(each.text for each in first)}."
    planned = sum(bool(each.action) for each in found)
    yield f"Activities with an action: {planned}."


def _of_poll(exercise: poll.Definition, answer: poll.Answer) -> Iterator[str]:
    words = exercise.texts() | ({poll.OTHER: answer.other} if answer.other.strip() else {})
    if answer.chosen:
        yield f"Between you and your providers: {'; '.join(words[key] for key in answer.chosen)}."


def _of_foundations(exercise: audit.Definition, answer: audit.Answer) -> Iterator[str]:
    ratings = [exercise.finding(answer, each.id).rating for each in exercise.statements()]
    if any(ratings):
        green = ratings.count("green")
        yield f"Foundations of the relationship in place: {green} of {len(ratings)}."


def _more(number: int) -> str:
    return f"; and {number} more" if number > 0 else ""
