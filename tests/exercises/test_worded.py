"""Exercises in a participant's own words: ids stay, words change, the file does not."""

from collections.abc import Mapping
from typing import Any

import pytest

from course_support.errors import WorkbookError
from course_support.exercises.base import Exercise
from course_support.exercises.library import Library
from course_support.exercises.worded import Worded


def own(exercise: Exercise[Any]) -> Mapping[str, Any]:
    items = exercise.model_dump()["items"]
    return {"items": [{**each, "text": f"Mine: {each['id']}"} for each in items]}


LIBRARY = Library()
WORDED = Worded(LIBRARY, "homelessness", {"which-swing": own})


def test_words_are_the_participants_and_ids_stay() -> None:
    found = WORDED.named("which-swing").for_population("homelessness")
    before = LIBRARY.named("which-swing").for_population("homelessness")
    assert found.texts() == {key: f"Mine: {key}" for key in before.texts()}
    assert found.instructions == before.instructions


def test_the_other_exercises_and_the_file_are_left_alone() -> None:
    assert WORDED.named("my-criteria") == LIBRARY.named("my-criteria")
    assert "Mine" not in str(WORDED["which-swing"].texts())
    assert WORDED.of_notebook("03_options_appraisal") == LIBRARY.of_notebook("03_options_appraisal")


def test_an_unknown_exercise_is_told_as_ever() -> None:
    with pytest.raises(WorkbookError, match="There is no exercise called"):
        WORDED.named("which-swng")
