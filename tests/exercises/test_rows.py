"""Rows kept apart, and how far each has come."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from course_support.exercises.base import Progress
from course_support.exercises.rows import apart, progress


@dataclass(frozen=True)
class Row:
    id: str
    blank: bool = False


@given(st.lists(st.sampled_from(["a", "a-2", "b", "c" * 60]), max_size=12))
def test_ids_are_made_different_and_the_first_of_each_stays(ids: list[str]) -> None:
    rows = [Row(id_, blank=place % 2 == 0) for place, id_ in enumerate(ids)]
    made = [id_ for id_, _ in apart(rows)]
    assert [row for _, row in apart(rows)] == rows
    assert len(set(made)) == len(made) == len(ids)
    assert all(len(each) <= 60 for each in made)
    for place, id_ in enumerate(ids):
        if id_ not in ids[:place] and id_ not in made[:place]:
            assert made[place] == id_


def test_blank_rows_do_not_count_and_what_is_missing_is_named_by_number() -> None:
    rows = [Row("a"), Row("b", blank=True), Row("c")]
    lacks = {"a": [], "c": ["give a date", "name somebody"]}
    found = progress(rows, 3, "action", lambda row: lacks[row.id])
    assert found == Progress(1, 3, ("action 3: give a date, name somebody", "add 1 more"))
    assert progress([], 2, "action", lambda row: []).missing == ("add at least 2",)
