"""The planner: two dates in, a timeline and a calendar file out, kept with the person."""

import json
from pathlib import Path
from typing import Any

import pytest

from course_support import Workbook
from course_support.widgets.planner import PlannerWidget, entries, plan_of


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workbook:
    monkeypatch.setenv("WORKBOOK_ANSWERS", str(tmp_path))
    return Workbook.open()


def send(widget: PlannerWidget, kind: str, **more: Any) -> dict[str, Any]:
    message = {"type": kind, "window": "w", "seq": 1, **more}
    widget._heard(widget, json.loads(json.dumps(message)), [])
    json.dumps(widget.state)
    return dict(widget.state)


def dates(first: str, last: str) -> dict[str, str]:
    return {"teaching_ends": first, "submission": last}


def test_without_dates_there_is_no_plan_and_no_file(workbook: Workbook) -> None:
    widget = PlannerWidget(workbook)
    assert widget.state["answer"] == dates("", "")
    assert not widget.state["ready"]
    assert not send(widget, "save", value=dates("2027-01-29", ""))["ready"]
    assert repr(widget) == "Planner()"


def test_two_dates_make_a_plan_that_is_kept(workbook: Workbook) -> None:
    state = send(PlannerWidget(workbook), "save", value=dates("2027-01-29", "2027-07-30"))
    assert state["ready"] and state["saved"] and state["ack"] == {"window": "w", "seq": 1}
    assert "Friday 18 June 2027" in state["chart_html"]
    again = PlannerWidget(Workbook.open())
    assert again.state["answer"] == dates("2027-01-29", "2027-07-30")
    assert again.state["ready"]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2027-07-30", "2027-01-29", "the second must be later"),
        ("2027-01-29", "2027-02-10", "nothing fits"),
        ("2027-01-29", "2061-02-10", "The bank holidays of 2029 are not in the tables"),
    ],
)
def test_impossible_dates_are_kept_and_said_to_be_so(
    workbook: Workbook, first: str, last: str, said: str
) -> None:
    state = send(PlannerWidget(workbook), "save", value=dates(first, last))
    assert said in state["refused"]
    assert not state["ready"] and state["problem"] is None
    assert PlannerWidget(Workbook.open()).state["answer"] == dates(first, last)


@pytest.mark.parametrize("typed", ["tomorrow", "2027-02-30", "31/01/2027 <b>"])
def test_what_is_no_date_is_refused_and_nothing_is_lost(workbook: Workbook, typed: str) -> None:
    widget = PlannerWidget(workbook)
    send(widget, "save", value=dates("2027-01-29", "2027-07-30"))
    state = send(widget, "save", value=dates(typed, "2027-07-30"))
    assert "is no date for the last day of teaching" in state["problem"]["text"]
    assert workbook.person.teaching_ends == "2027-01-29"


def test_the_calendar_file(workbook: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(PlannerWidget, "send", lambda _, message: sent.append(message))
    widget = PlannerWidget(workbook)
    send(widget, "calendar")
    assert sent == []
    send(widget, "save", value=dates("2027-01-29", "2027-07-30"))
    assert "commissioning-course.ics" in send(widget, "calendar")["said"]
    (file,) = sent
    assert file["text"].count("BEGIN:VEVENT") == 6
    plan = plan_of(workbook)
    assert plan is not None
    assert [each.name for each in entries(plan)][-1] == "Work is due"


def test_the_dates_go_with_the_person_and_their_copy(workbook: Workbook, tmp_path: Path) -> None:
    from course_support.answers.transfer import read_bundle

    widget = PlannerWidget(workbook)
    send(widget, "save", value=dates("2027-01-29", "2027-07-30"))
    copy = workbook.export()
    workbook.switch(None)
    workbook.changed("profile")
    assert widget.state["answer"] == dates("", "")
    workbook.take_in(read_bundle(copy))
    assert workbook.person.submission == "2027-07-30"


def test_a_date_that_a_file_holds_wrongly_is_as_if_not_given(workbook: Workbook) -> None:
    home = workbook.home
    assert home is not None
    workbook.choose(teaching_ends="2027-01-29")
    profile = home / "profile.json"
    profile.write_text(profile.read_text().replace("2027-01-29", "2027-99-99"))
    assert PlannerWidget(Workbook.open()).state["answer"] == dates("", "")


def test_other_choices_stay(workbook: Workbook) -> None:
    workbook.choose(name="Ann", population="older_people")
    send(PlannerWidget(workbook), "save", value=dates("2027-01-29", "2027-07-30"))
    assert Workbook.open().person.name == "Ann"
    assert Workbook.open().population.id == "older_people"
