"""A record: history, undo and redo, typing, merging and the limit on versions."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.answers import record as module
from course_support.answers.record import Key, Record, Version, new_version, upgraded
from course_support.errors import WorkbookError

START = datetime(2025, 1, 20, 14, 0, tzinfo=UTC)
KEY = Key("me", "some-exercise", "older_people")


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def version(text: str, seconds: float = 0, **about: object) -> Version:
    return new_version({"text": text}, at(seconds), **about)


def record(*versions: Version) -> Record:
    made = Record.new(KEY, "write")
    for each in versions:
        made.add(each)
    return made


def texts(of: Record) -> list[str]:
    return [v.value["text"] for v in of.versions]


def now(of: Record) -> str | None:
    found = of.version()
    return found.value["text"] if found else None


def test_undo_and_redo_walk_through_what_was_saved() -> None:
    made = record(version("a", 0), version("b", 1), version("c", 2))
    assert [made.step_back(), now(made)] == [True, "b"]
    assert [made.step_back(), now(made)] == [True, "a"]
    assert [made.step_back(), now(made)] == [False, "a"]
    assert [made.step_forward(), now(made)] == [True, "b"]
    made.add(version("d", 3))
    assert not made.step_forward()
    assert texts(made) == ["a", "b", "c", "d"]
    assert made.step_back()
    assert now(made) == "b"


def test_a_step_counts_as_a_change_and_nothing_to_undo_does_not() -> None:
    made = record(version("a"), version("b"))
    assert made.revision == 2
    made.step_back()
    assert made.revision == 3
    made.step_back()
    assert made.revision == 3


def test_typing_in_one_window_is_one_version() -> None:
    typing = {"how": "typing", "window": "one"}
    made = record(
        version("h", 0, **typing), version("he", 1, **typing), version("hey", 2, **typing)
    )
    assert texts(made) == ["hey"]
    assert made.undo == []


@pytest.mark.parametrize(
    ("before", "after", "seconds"),
    [
        ({"how": "typing", "window": "one"}, {"how": "typing", "window": "two"}, 1),
        ({"how": "typing", "window": ""}, {"how": "typing", "window": ""}, 1),
        ({"how": "saved", "window": "one"}, {"how": "typing", "window": "one"}, 1),
        ({"how": "typing", "window": "one"}, {"how": "reset", "window": "one"}, 1),
        ({"how": "typing", "window": "one"}, {"how": "typing", "window": "one"}, 61),
        ({"how": "typing", "window": "one"}, {"how": "typing", "window": "one"}, -5),
    ],
)
def test_anything_else_is_a_version_of_its_own(
    before: dict[str, str], after: dict[str, str], seconds: float
) -> None:
    made = record(version("before", 0, **before), version("after", seconds, **after))
    assert texts(made) == ["before", "after"]
    assert made.step_back()
    assert now(made) == "before"


def test_an_hour_of_typing_without_a_pause_can_be_undone_in_minutes() -> None:
    typing = {"how": "typing", "window": "one"}
    made = record(*(version(str(second), second, **typing) for second in range(0, 3600, 5)))
    assert 55 <= len(made.versions) <= 65
    made.step_back()
    assert 3595 - int(now(made) or 0) <= 60


def test_the_limit_lets_go_of_what_undo_cannot_reach_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST_VERSIONS", 4)
    made = record(*(version(name, place) for place, name in enumerate("abcd")))
    for _ in range(3):
        made.step_back()
    made.add(version("e", 5))  # b, c and d cannot be reached any more
    made.add(version("f", 6))
    assert texts(made) == ["a", "d", "e", "f"]
    assert made.step_back()
    assert made.step_back()
    assert now(made) == "a"


def test_at_the_limit_undo_loses_only_its_far_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_VERSIONS", 3)
    made = record(*(version(name, place) for place, name in enumerate("abcde")))
    assert texts(made) == ["c", "d", "e"]
    assert [made.step_back(), made.step_back(), made.step_back()] == [True, True, False]
    assert now(made) == "c"


ACTS = st.lists(
    st.sampled_from(["save", "save", "typing", "other", "undo", "redo"]), min_size=1, max_size=20
)


def acted(acts: list[str], start: float = 0) -> Record:
    made = Record.new(KEY, "write")
    for number, act in enumerate(acts):
        seconds = start + 10 * number
        if act == "undo":
            made.step_back(at(seconds))
        elif act == "redo":
            made.step_forward(at(seconds))
        else:
            how = "typing" if act == "typing" else "saved"
            window = "two" if act == "other" else "one"
            made.add(version(f"{start}:{number}", seconds, how=how, window=window))
    return made


@settings(max_examples=60, deadline=None)
@given(ACTS)
def test_whatever_is_done_undo_then_redo_is_where_one_was(acts: list[str]) -> None:
    made = acted(acts)
    here = now(made)
    known = {v.id for v in made.versions}
    assert {*made.undo, *made.redo} <= known
    assert Record.model_validate_json(made.model_dump_json()) == made
    if made.step_back():
        assert made.step_forward()
        assert now(made) == here


def state(of: Record) -> object:
    return of.current, of.versions


@settings(max_examples=60, deadline=None)
@given(ACTS, ACTS, ACTS)
def test_merging_is_idempotent_and_its_order_does_not_matter(
    one: list[str], two: list[str], three: list[str]
) -> None:
    records = [acted(one), acted(two, 3), acted(three, 7)]

    def merged(order: tuple[int, ...]) -> Record:
        made = Record.new(KEY, "write")
        for place in order:
            made.merge(records[place])
        return made

    result = merged((0, 1, 2))
    for order in [(2, 1, 0), (1, 0, 2), (0, 0, 1, 1, 2, 0), (2, 0, 1)]:
        assert state(merged(order)) == state(result)
    for each in records:
        assert not result.merge(each)


@settings(max_examples=40, deadline=None)
@given(ACTS)
def test_merging_into_nothing_brings_back_what_stood_and_its_undo(acts: list[str]) -> None:
    theirs = acted(acts)
    ours = Record.new(KEY, "write")
    ours.merge(theirs)
    assert (ours.current, ours.undo, ours.redo) == (theirs.current, theirs.undo, theirs.redo)


def test_merging_something_newer_can_be_undone() -> None:
    ours, theirs = record(version("ours", 0)), record(version("theirs", 5))
    assert ours.merge(theirs)
    assert now(ours) == "theirs"
    assert ours.step_back()
    assert now(ours) == "ours"


def test_merging_something_older_goes_into_the_history_only() -> None:
    ours, theirs = record(version("ours", 5)), record(version("theirs", 0))
    assert ours.merge(theirs)
    assert now(ours) == "ours"
    assert texts(ours) == ["theirs", "ours"]


def test_format_1_is_brought_up_to_date() -> None:
    old = json.loads((Path(__file__).parent / "data" / "answer_format_1.json").read_text("utf-8"))
    made = Record.model_validate(upgraded(dict(old)))
    assert made.schema_version == module.SCHEMA_VERSION
    found = made.version()
    assert found is not None
    assert found.value == old["value"]
    assert found.saved == datetime(2025, 1, 20, 14, 2, 11, tzinfo=UTC)
    again = Record.model_validate(upgraded(dict(old)))
    assert not made.merge(again), "the same old file twice is one version"


def test_a_newer_format_is_refused_in_words() -> None:
    with pytest.raises(WorkbookError, match="newer workbook.*Nothing was changed"):
        upgraded({"schema_version": module.SCHEMA_VERSION + 1})


@pytest.mark.parametrize("wrong", ["x", 0, -1, None, 1.5, True])
def test_a_format_that_never_was_is_damage(wrong: object) -> None:
    with pytest.raises(ValueError) as raised:
        upgraded({"schema_version": wrong})
    assert not isinstance(raised.value, WorkbookError)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("exercise", "../../escape"),
        ("exercise", "a/b"),
        ("population", ".."),
        ("population", "a/b"),
        ("current", "no-such-version"),
    ],
)
def test_a_record_that_points_elsewhere_is_no_record(field: str, value: str) -> None:
    fields = {**record(version("a")).model_dump(), field: value}
    with pytest.raises(ValueError):
        Record.model_validate(fields)
