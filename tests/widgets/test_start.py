"""The start page: who you are, and what happens to your answers."""

import json
from pathlib import Path
from typing import Any

import pytest

from course_support import Workbook
from course_support.answers.profile import FIRST
from course_support.sources import populations
from course_support.widgets.start import StartWidget

NAME = "rank-award-criteria"


@pytest.fixture
def widget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StartWidget:
    monkeypatch.setenv("WORKBOOK_ANSWERS", str(tmp_path / "answers"))
    return StartWidget(Workbook.open())


def send(widget: StartWidget, kind: str, **more: Any) -> dict[str, Any]:
    widget._heard(
        widget, json.loads(json.dumps({"type": kind, "window": "w", "seq": 1, **more})), []
    )
    json.dumps(widget.state)
    return dict(widget.state)


def about(**more: str) -> dict[str, str]:
    return {"name": "", "group": "", "organisation": "", "population": "", **more}


def test_it_offers_every_population_and_nothing_is_chosen_yet(widget: StartWidget) -> None:
    assert [each["id"] for each in widget.page["populations"]] == list(populations.load())
    assert widget.state["answer"] == about()
    assert widget.state["saved"] is None
    assert str(widget._workbook.home) in widget.state["place"]
    assert repr(widget) == "Start('children_in_care')"


def test_what_is_said_is_kept_and_acknowledged(widget: StartWidget) -> None:
    mine = about(name="Ann", group="Group 1", population="older_people")
    state = send(widget, "save", value=mine)
    assert (state["answer"], state["ack"]) == (mine, {"window": "w", "seq": 1, "redraw": False})
    assert state["saved"]
    assert StartWidget(Workbook.open()).state["answer"] == mine
    assert send(widget, "save", value=about(name="Ann"))["answer"] == about(name="Ann")


def test_what_cannot_be_kept_is_told(widget: StartWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "too long" in send(widget, "save", value=about(name="x" * 81))["problem"]["text"]
    state = send(widget, "save", value=about(population="martians"))
    assert "not a target population" in state["problem"]["text"]
    assert send(widget, "save", value=about(name="Ann"))["problem"] is None

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    for kind in ("save", "someone-else", "delete"):
        state = send(widget, kind, value=about(name="Bob"))
        assert "could not be kept" in state["problem"]["text"]
        assert state["ack"]["seq"] == 1


def test_a_copy_is_handed_to_the_browser_and_can_be_loaded_again(
    widget: StartWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(StartWidget, "send", lambda _, message: sent.append(message))
    workbook = widget._workbook
    sheet = workbook.sheet(NAME)
    workbook.store.save(sheet.key, "rank", sheet.answer.model_dump(mode="json"))
    assert "A copy was made" in send(widget, "copy")["said"]
    (copy,) = sent
    assert copy["name"].endswith(".workbook.json")
    send(widget, "delete")
    assert not workbook.answered(NAME)
    assert "1 answer read: 1 new" in send(widget, "load", text=copy["text"])["said"]
    assert workbook.answered(NAME)
    assert "not a saved workbook" in send(widget, "load", text="hello")["problem"]["text"]
    assert workbook.answered(NAME)


def test_people_of_one_computer(widget: StartWidget) -> None:
    send(widget, "save", value=about(name="Ann", population="older_people"))
    key = widget.state["key"]
    state = send(widget, "someone-else")
    assert state["answer"] == about()
    assert state["key"] != key
    assert state["people"] == [{"id": FIRST, "name": "Ann"}]
    state = send(widget, "switch", person=FIRST)
    assert state["answer"] == about(name="Ann", population="older_people")
    assert state["people"][0]["name"] == "Someone without a name"
    assert repr(widget) == "Start('older_people')"


def test_a_damaged_profile_is_told_on_the_page(widget: StartWidget) -> None:
    send(widget, "save", value=about(name="Ann"))
    home = widget._workbook.home
    assert home is not None
    (home / "profile.json").write_bytes(b"\x00\x00")
    assert "could not be read" in StartWidget(Workbook.open()).state["said"]


def test_what_no_view_says_is_ignored(widget: StartWidget) -> None:
    before = widget.state
    widget._heard(widget, {"type": "dance"}, [])
    assert widget.state is before


def test_others_hear_of_a_choice(widget: StartWidget) -> None:
    heard: list[str] = []
    widget._workbook.on_change(("profile",), lambda: heard.append("profile"))
    send(widget, "save", value=about(name="Ann"))
    assert heard == ["profile"]
