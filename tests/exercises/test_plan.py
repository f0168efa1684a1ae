"""Plan: nothing typed is lost, dates are read in words, rows gather by date."""

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.exercises import plan
from course_support.exercises.base import clean
from course_support.widgets.exercise import checked, page_of

from .round_trip import taken_and_back

TYPED = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
IDS = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
DATES = TYPED | st.sampled_from(["3/4/2027", "31 April 2027", "2026-01-01", "soon", ""])
ABOUT = {
    "id": "some-plan",
    "kind": "plan",
    "title": "Some plan",
    "purpose": "To see.",
    "minutes": 5,
    "mode": "individual",
    "instructions": "Plan.",
    "source_note": "Made up.",
}


def exercise(*columns: str, **more: object) -> plan.Definition:
    own = [{"id": each, "title": each.upper()} for each in columns]
    return plan.Definition.model_validate({**ABOUT, "columns": own, **more})


def row(id_: str, action: str = "", **more: Any) -> dict[str, Any]:
    return {"id": id_, "action": action, "status": "not-started", **more}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOOK_TODAY", "2026-11-22")


@st.composite
def definitions(draw: st.DrawFn) -> plan.Definition:
    words = TYPED.map(clean).map(str.strip).filter(bool)
    own = IDS.filter(lambda i: i not in {"action", "owner", "date", "status"})
    columns = draw(st.lists(own, max_size=4, unique=True))
    statuses = draw(st.lists(IDS, min_size=2, max_size=8, unique=True))
    least = draw(st.integers(1, 20))
    return exercise(
        columns=[{"id": i, "title": draw(words), "help": draw(st.none() | words)} for i in columns],
        statuses=[{"id": i, "text": draw(words)} for i in statuses],
        row_name=draw(words),
        action=draw(words),
        at_least=least,
        at_most=draw(st.integers(least, 100)),
    )


def sent(draw: st.DrawFn, made: plan.Definition) -> dict[str, Any]:
    """Do what a person can do in plan.js, and return what it would send."""
    answer = made.empty().model_dump(mode="json")
    rows = answer["rows"]
    acts = ["add", "action", "owner", "date", "status", "more", "move", "delete"]
    for act in draw(st.lists(st.sampled_from(acts), max_size=12)):
        if act == "add" and len(rows) < made.at_most:
            id_ = f"row-{draw(st.from_regex('[0-9a-f]{10}', fullmatch=True))}"
            if id_ not in {each["id"] for each in rows}:
                new = {"action": "", "owner": "", "date": "", "more": {}}
                rows.append({"id": id_, **new, "status": made.statuses[0].id})
        if not rows or act == "add":
            continue
        one = draw(st.sampled_from(rows))
        if act in ("action", "owner"):
            one[act] = draw(TYPED)
        elif act == "date":
            one["date"] = draw(DATES)
        elif act == "status":
            one["status"] = draw(st.sampled_from(made.statuses)).id
        elif act == "more" and made.columns:
            one["more"][draw(st.sampled_from(made.columns)).id] = draw(TYPED)
        elif act in ("move", "delete"):
            rows.remove(one)
            if act == "move":
                rows.insert(draw(st.integers(0, len(rows))), one)
    return answer


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_whatever_the_view_sends_is_taken_and_comes_back_the_same(data: st.DataObject) -> None:
    made = data.draw(definitions())
    taken = taken_and_back(made, data.draw(st.composite(sent)(made)))
    json.dumps(made.insight(taken))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_definition_gives_a_page(data: st.DataObject) -> None:
    page = page_of(data.draw(definitions()), "older people")
    json.dumps(page)
    assert all("help" not in column for column in page["definition"]["columns"])


ROWS = st.builds(
    plan.Row,
    id=st.sampled_from(["a", "b", "a-2", "x" * 60]),
    action=TYPED,
    owner=TYPED,
    date=DATES,
    status=st.sampled_from(["", "not-started", "done", "gone"]),
    more=st.dictionaries(st.sampled_from(["sign", "gone"]), TYPED, max_size=2),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(ROWS, max_size=6))
def test_any_stored_answer_can_be_shown_and_saved_again(rows: list[plan.Row]) -> None:
    made = exercise("sign", at_most=3)
    answer = plan.Answer(rows=rows, seen={"column gone": "Gone"})
    fitted, _ = made.fit(answer)
    assert made.check(fitted) == []
    assert len(fitted.rows) == len(rows)
    assert [each.action for each in fitted.rows] == [each.action for each in rows]
    assert made.fit(fitted) == (fitted, [])
    table, progress = made.table(fitted), made.progress(fitted)
    assert all(len(each) == len(table.columns) for each in table.rows)
    assert 0 <= progress.done <= progress.of
    assert bool(progress.missing) is (progress.done < progress.of)
    made.collate([fitted, answer])


def test_a_column_and_a_status_that_went_are_said() -> None:
    before = exercise("sign", "cost")
    answer = checked(
        before, {"rows": [row("a", "Meet", status="stopped", more={"sign": "x", "cost": "y"})]}
    )
    two = [{"id": "not-started", "text": "Not started"}, {"id": "done", "text": "Finished"}]
    fitted, notes = exercise("sign", statuses=two).fit(answer)
    assert fitted.rows[0].more == {"sign": "x"}
    assert fitted.rows[0].status == ""
    assert "“COST” is no longer part of this exercise." in notes[0]
    assert any("“Stopped” is no longer part" in note for note in notes)
    assert "“Done” now reads “Finished”." in notes


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([row("a"), row("a")], "Two rows have the same id"),
        ([row("a", status="gone")], "a status that this plan does not have"),
        ([row("a", more={"gone": "x"})], "a column that this plan does not have"),
        ([row(f"r{i}") for i in range(101)], "100 is the most that fits"),
        ([{"id": "A B"}], "a form this exercise does not know"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_in_words(rows: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        checked(exercise(), {"rows": rows})


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"columns": [{"id": "date", "title": "x"}]}, "column ids are used twice: date"),
        ({"columns": [{"id": str(i), "title": "x"} for i in range(5)]}, "at most 4"),
        ({"statuses": [{"id": "a", "text": "x"}]}, "at least 2"),
        ({"statuses": [{"id": "a", "text": "x"}] * 2}, "status ids are used twice: a"),
        ({"at_least": 5, "at_most": 4}, "at_least is greater"),
    ],
)
def test_definitions_that_cannot_work_are_refused(wrong: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        exercise(**wrong)


def test_progress_says_what_each_row_still_needs() -> None:
    made = exercise(at_least=2)
    assert made.progress(made.empty()).missing == ("add at least 2",)
    rows = [row("a", "Meet", owner="Sam", date="31/4/2027"), row("b"), row("c", owner="Jo")]
    found = made.progress(checked(made, {"rows": rows}))
    assert (found.done, found.of) == (0, 2)
    assert found.missing == (
        "action 1: 31 April is not a date: April has 30 days",
        "action 3: say what will be done, give a date",
    )
    one = made.progress(checked(made, {"rows": [row("a", "Meet", owner="Sam", date="3/4/2027")]}))
    assert (one.done, one.of, one.missing) == (1, 2, ("add 1 more",))


def test_dates_are_read_for_the_view_and_past_ones_noticed() -> None:
    made = exercise()
    rows = [row("a", date="3/4/2027"), row("b", date="1/1/2026"), row("c", date="x"), row("d")]
    dates = made.insight(checked(made, {"rows": rows}))["dates"]
    assert sorted(dates) == ["a", "b", "c"]
    assert dates["a"]["iso"] == "2027-04-03"
    assert dates["a"]["words"] == "Saturday 3 April 2027"
    assert dates["b"]["remark"] == "This date is past."
    assert dates["c"]["problem"].startswith("“x” is not a date.")


def test_the_table_writes_dates_in_full_and_keeps_what_is_none() -> None:
    made = exercise("sign")
    rows = [
        row("a", "Meet", owner="Sam", date="3/4/27", more={"sign": "Minutes"}),
        row("b", "Ask", date="soon", status="done"),
        row("c"),
    ]
    table = made.table(checked(made, {"rows": rows}))
    assert table.columns[:2] == ("What will be done", "SIGN")
    assert table.rows == (
        ("Meet", "Minutes", "Sam", "3 April 2027", "Not started"),
        ("Ask", "", "", "soon (not a date)", "Done"),
    )


def test_plans_gather_by_date_with_statuses_counted() -> None:
    made = exercise()
    answers = [
        made.empty(),
        checked(made, {"rows": [row("a", "Late", date="1/5/2027"), row("b", "Never", date="?")]}),
        checked(made, {"rows": [row("a", "Soon", date="1/4/2027", status="done"), row("b")]}),
    ]
    found = made.collate(answers)
    assert found.answered == 2
    assert [(each[0], each[1]) for each in found.tables[0].rows] == [
        ("2", "Soon"),
        ("1", "Late"),
        ("1", "Never"),
    ]
    assert found.counts == {"not-started": 2, "under-way": 0, "done": 1, "stopped": 0}


def test_the_example_is_a_whole_exercise() -> None:
    made = plan.Definition.model_validate({**ABOUT, **yaml.safe_load(plan.EXAMPLE)})
    assert made.columns[0].help
