"""An exercise on the page: every message is answered, and told only once the answer is safe."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from course_support import Workbook
from course_support.answers.files import FileStore
from course_support.errors import WorkbookError
from course_support.exercises.library import kinds
from course_support.widgets.exercise import ExerciseWidget, page_of

NAME = "rank-award-criteria"
Send = Callable[..., dict[str, Any]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "answers"


def opened(home: Path) -> ExerciseWidget:
    return Workbook.open("older_people", answers=home).show(NAME)


def send(widget: ExerciseWidget, kind: str, seq: int = 1, **more: Any) -> dict[str, Any]:
    """Send what a view sends, and return the state it gets back."""
    message = {"type": kind, "window": f"view-{id(widget)}", "seq": seq, **more}
    widget._heard(widget, json.loads(json.dumps(message)), [])
    json.dumps(widget.state)
    return dict(widget.state)


def ranked(widget: ExerciseWidget, *first: str) -> dict[str, Any]:
    answer = widget.state["answer"]
    rest = [key for key in answer["order"] if key not in first]
    return {**answer, "order": [*first, *rest], "ranked": True}


def save(widget: ExerciseWidget, *first: str, **more: Any) -> dict[str, Any]:
    base = widget.state["revision"]
    return send(widget, "save", **{"value": ranked(widget, *first), "base": base, **more})


def test_every_save_is_acknowledged_with_its_number_and_time(home: Path) -> None:
    widget = opened(home)
    assert (widget.state["saved"], widget.state["ack"], widget.state["revision"]) == (None, None, 0)
    for seq in (1, 2, 3):
        state = save(widget, ["capacity", "voice", "price"][seq - 1], seq=seq)
        assert state["ack"] == {"window": f"view-{id(widget)}", "seq": seq, "redraw": False}
        assert (state["problem"], state["revision"]) == (None, seq + 1)  # the empty answer first
        assert state["saved"]
        assert opened(home).state["answer"] == state["answer"], "safe before it is told"
    assert state["can_undo"]


def test_undo_redo_and_starting_again(home: Path) -> None:
    widget = opened(home)
    start = widget.state["answer"]
    save(widget, "capacity")
    save(widget, "voice")
    assert send(widget, "undo")["answer"]["order"][0] == "capacity"
    assert widget.state["ack"]["redraw"]
    assert widget.state["can_redo"]
    assert send(widget, "redo")["answer"]["order"][0] == "voice"
    assert send(widget, "reset")["answer"] == start
    assert send(widget, "undo")["answer"]["order"][0] == "voice"


def test_even_the_first_save_can_be_undone(home: Path) -> None:
    widget = opened(home)
    before = widget.state["answer"]
    save(widget, "capacity")
    assert widget.state["can_undo"]
    assert send(widget, "undo")["answer"] == before


def test_a_change_put_back_after_a_stop_is_drawn(home: Path) -> None:
    assert save(opened(home), "capacity", how="recovered")["ack"]["redraw"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "in a form this exercise does not know"),
        ({"order": ["price"]}, "The order must name every item once"),
        ({"order": [], "colour": 1}, "in a form this exercise does not know"),
    ],
)
def test_what_is_no_answer_is_refused_for_good_and_changes_nothing(
    home: Path, value: Any, words: str
) -> None:
    widget = opened(home)
    before = save(widget, "capacity")["answer"]
    state = send(widget, "save", seq=9, value=value)
    assert words in state["problem"]["text"]
    assert state["problem"]["final"]
    assert state["ack"]["seq"] == 9
    assert state["answer"] == before == opened(home).state["answer"]
    assert save(widget, "voice")["problem"] is None


def test_a_disk_that_fails_shows_the_problem_and_keeps_the_answer(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    widget = opened(home)
    before = save(widget, "capacity")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        state = save(widget, "voice", seq=2)
    assert "The disk is full" in state["problem"]["text"]
    assert not state["problem"]["final"]
    assert state["ack"]["seq"] == 2
    assert state["answer"] == before["answer"]
    assert opened(home).state["answer"] == before["answer"]
    assert save(widget, "voice")["problem"] is None


def test_a_failure_nobody_thought_of_is_told_too(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    widget = opened(home)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no idea")

    monkeypatch.setattr(FileStore, "save", broken)
    state = save(widget, "capacity", seq=3)
    assert state["ack"]["seq"] == 3
    assert "no idea" in state["problem"]["text"]
    assert "Keep this page open" in state["problem"]["text"]


@pytest.mark.parametrize("message", [{"type": "dance"}, {}, {"type": None}])
def test_what_no_view_says_is_ignored(home: Path, message: dict[str, Any]) -> None:
    widget = opened(home)
    before = widget.state
    widget._heard(widget, message, [])
    assert widget.state is before


# --- two windows -----------------------------------------------------------------------------


def test_the_later_window_wins_and_both_are_told(home: Path) -> None:
    one, two = opened(home), opened(home)
    save(one, "capacity")
    two.look_again()
    assert two.state["answer"]["order"][0] == "capacity"
    assert "changed in another window" in two.state["notices"][0]["text"]
    assert two.state["ack"] is None
    base = one.state["revision"]
    save(one, "voice", base=base)
    state = save(two, "price", base=base)
    assert state["answer"]["order"][0] == "price"
    (note,) = state["notices"]
    assert "Another window had saved a different answer" in note["text"]
    assert note["window"] == state["ack"]["window"], "told to the window that overtook"
    one.look_again()
    assert one.state["answer"]["order"][0] == "price"
    assert "changed in another window" in one.state["notices"][0]["text"]
    assert send(one, "undo")["answer"]["order"][0] == "voice"


def test_an_answer_goes_to_whom_it_was_given_for(home: Path) -> None:
    """Somebody types here while another window chooses another person."""
    workbook = Workbook.open("older_people", answers=home)
    widget = workbook.show(NAME)
    ann, bob = workbook.owner, "bob"
    typed, meant = ranked(widget, "voice"), widget.state["key"]
    workbook.owner = bob
    state = send(widget, "save", value=typed, key=meant)
    assert state["ack"]["redraw"], "what now stands here is another person's"
    assert (state["saved"], state["revision"]) == (None, 0)
    assert state["key"] != meant
    workbook.owner = ann
    assert workbook.answer(NAME).order[0] == "voice"
    workbook.owner = bob
    assert not workbook.answered(NAME)


def test_whoever_works_now_has_the_page(home: Path) -> None:
    workbook = Workbook.open("older_people", answers=home)
    widget = workbook.show(NAME)
    save(widget, "voice")
    before, page = widget.state["key"], widget.page
    workbook.choose(population="homelessness")
    workbook.changed("profile")
    assert widget.state["key"] != before
    assert (widget.state["saved"], widget.state["revision"]) == (None, 0)
    assert widget.page != page, "the exercise in the other population's words"
    state = save(widget, "price", key=widget.state["key"])
    assert state["saved"]
    assert workbook.answer(NAME).order[0] == "price"


def test_looking_again_says_nothing_where_nothing_changed(home: Path) -> None:
    widget = opened(home)
    save(widget, "capacity")
    before = widget.state
    widget.look_again()
    assert widget.state is before
    path = widget._workbook.store.path(widget._workbook.sheet(NAME).key)  # type: ignore[attr-defined]
    path.write_bytes(path.read_bytes())  # touched, and the same
    widget.look_again()
    assert widget.state is before


def test_an_answer_deleted_elsewhere_is_told_as_that(home: Path) -> None:
    one, two = opened(home), opened(home)
    save(one, "capacity")
    two.look_again()
    one._workbook.delete_mine()
    two.look_again()
    (note,) = two.state["notices"]
    assert "is no longer there" in note["text"]
    assert "Undo" not in note["text"]
    assert two.state["saved"] is None


def test_damage_found_while_saving_is_told(home: Path) -> None:
    widget = opened(home)
    save(widget, "capacity")
    store = widget._workbook.store
    assert isinstance(store, FileStore)
    store.path(widget._workbook.sheet(NAME).key).write_bytes(b"\x00" * 9)
    state = save(widget, "voice")
    assert state["problem"] is None
    assert state["answer"]["order"][0] == "voice"
    assert "damaged" in state["notices"][0]["text"]
    assert save(widget, "price")["notices"] == []


def test_watchers_hear_after_the_save_and_cannot_stop_it(home: Path) -> None:
    widget, heard = opened(home), []

    def fails() -> None:
        raise RuntimeError("a chart that cannot be drawn")

    widget._workbook.on_change((NAME,), fails)
    widget._workbook.on_change((NAME,), lambda: heard.append(widget.state["ack"]["seq"]))
    assert save(widget, "capacity", seq=4)["problem"] is None
    assert heard == [4]
    send(widget, "save", seq=5, value=None)
    assert heard == [4], "nothing changed"


# --- groups -----------------------------------------------------------------------------------


def test_a_group_answers_together_and_says_who_was_there(home: Path) -> None:
    widget = opened(home)
    mine = save(widget, "capacity")
    state = send(widget, "group", on=True, name=" Group\u202e 1 ", present=["Ann", " ", "x" * 99])
    assert state["group"] == {"on": True, "name": "Group 1", "present": ("Ann", "x" * 80)}
    assert state["key"] != mine["key"]
    assert state["saved"] is None
    save(widget, "voice")
    version = widget._workbook.sheet(NAME).record.version()
    assert version is not None
    assert version.present == ("Ann", "x" * 80)
    back = send(widget, "group", on=False, name="", present=[])
    assert back["answer"] == mine["answer"]
    assert back["key"] == mine["key"]


# --- what the view is given ---------------------------------------------------------------------


def test_the_page_and_the_repr_hold_still(home: Path) -> None:
    one, two = opened(home), opened(home)
    assert one.page == two.page
    assert one.state == two.state
    assert repr(one) == repr(two) == "Exercise('rank-award-criteria', 'older_people')"


def test_the_page_says_how_long_how_and_for_whom(home: Path) -> None:
    page = opened(home).page
    assert page["meta"].startswith("About 15 minutes, usually done in breakout groups, for ")
    exercise = Workbook.open(answers=home).exercise(NAME)
    alone = exercise.model_copy(update={"per_population": False, "mode": "individual"})
    assert page_of(alone, "nobody")["meta"] == "About 15 minutes, usually done alone"


def test_help_is_safe_html_and_everything_else_is_text(home: Path) -> None:
    exercise = Workbook.open(answers=home).exercise(NAME)
    hostile = exercise.model_validate(
        {
            **exercise.model_dump(exclude={"populations"}),
            "title": "<b>x</b>",
            "instructions": "<script>x</script>",
            "items": [
                {"id": "a", "text": "<i>a</i>", "help": "<img src=x>"},
                {"id": "b", "text": "b"},
            ],
        }
    )
    page = page_of(hostile, "older people")
    assert page["title"] == "<b>x</b>", "the view sets it as text"
    assert "<script>" not in page["instructions_html"]
    first, second = page["definition"]["items"]
    assert "<img" not in first["help_html"]
    assert first["text"] == "<i>a</i>"
    assert "help_html" not in second


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_has_a_view_of_its_own(kind: str, home: Path) -> None:
    from course_support.widgets.exercise import _view_of

    assert _view_of(kind) is _view_of(kind)
    assert issubclass(_view_of(kind), ExerciseWidget)


def test_an_exercise_nobody_wrote_is_told(home: Path) -> None:
    with pytest.raises(WorkbookError, match="no exercise called"):
        Workbook.open(answers=home).show("nothing-like-it")
