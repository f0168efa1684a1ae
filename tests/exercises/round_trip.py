"""What every kind of exercise does with what its view sends."""

import json
from typing import Any

from course_support.exercises.base import Exercise
from course_support.widgets.exercise import checked


def taken_and_back(made: Exercise[Any], sent: object) -> Any:
    """Take an answer as a page does, and see that it comes back from where it is kept the same."""
    taken = checked(made, sent)
    stored = made.answer_type.model_validate_json(json.dumps(taken.model_dump(mode="json")))
    assert made.fit(stored) == (taken, [])
    return taken
