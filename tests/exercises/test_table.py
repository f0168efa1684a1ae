"""Table: nothing typed is lost, values are read or said to be unreadable, rows gather."""

import datetime as dt
import json
import re
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.exercises import table
from course_support.exercises.base import clean
from course_support.widgets.exercise import checked, page_of

from .round_trip import taken_and_back

TYPED = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
IDS = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4}){0,2}", fullmatch=True).filter("id".__ne__)
CELLS = TYPED | st.sampled_from(["£1.2m", "12.5%", "3/4/2027", "(120)", "high", "High", "1,2", ""])
HOLDS = ["words", "long-words", "number", "money", "percent", "date", "choice"]
CHOICES = [{"id": "high", "text": "High"}, {"id": "low", "text": "Low"}]
ABOUT = {
    "id": "some-table",
    "kind": "table",
    "title": "Some table",
    "purpose": "To see.",
    "minutes": 5,
    "mode": "individual",
    "instructions": "Fill in.",
    "source_note": "Made up.",
}


def column(id_: str, holds: str = "words", **more: object) -> dict[str, Any]:
    options = {"options": CHOICES} if holds == "choice" else {}
    return {"id": id_, "text": id_.upper(), "holds": holds, **options, **more}


def exercise(*columns: dict[str, Any], **more: object) -> table.Definition:
    whole = {**ABOUT, "columns": list(columns) or [column("name")], **more}
    return table.Definition.model_validate(whole)


def row(id_: str, **cells: str) -> dict[str, Any]:
    return {"id": id_, "cells": cells}


def read(holds: str, typed: str, **more: object) -> table.Cell:
    return table.read_cell(table.Column.model_validate(column("cost", holds, **more)), typed)


ALL = [column(holds, holds, optional=True) for holds in HOLDS]


# --- what a cell is read as -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("holds", "typed", "value"),
    [
        ("words", "  Home first ", "Home first"),
        ("long-words", "One\nTwo", "One\nTwo"),
        ("number", "1,234.5", 1234.5),
        ("number", "(3)", -3.0),
        ("number", "4-", -4.0),
        ("number", "−7", -7.0),
        ("money", "£250,000", 250_000.0),
        ("money", "1.2m", 1_200_000.0),
        ("money", "£(1,200.50)", -1200.5),
        ("money", "(£3)", -3.0),
        ("percent", "12.5%", 12.5),
        ("percent", "12.5", 12.5),
        ("percent", "12 per cent", 12.0),
        ("date", "3/4/2027", dt.date(2027, 4, 3)),
        ("date", "2027-04-03", dt.date(2027, 4, 3)),
        ("choice", "high", "high"),
        ("choice", " HIGH ", "high"),
        ("money", "   ", None),
    ],
)
def test_a_cell_is_read_as_people_write_it(holds: str, typed: str, value: object) -> None:
    found = read(holds, typed)
    assert (found.value, found.problem) == (value, "")


@pytest.mark.parametrize(
    ("holds", "typed", "problem"),
    [
        ("number", "abc", "“abc” is not a number"),
        ("number", "£5", "“£5” says £, and a plain number belongs here."),
        ("number", "5%", "“5%” says %, and a plain number belongs here."),
        ("number", "5 per cent", "“5 per cent” says per cent, and a plain number"),
        ("number", "1e9", "is not a number"),
        ("number", "3 to 5", "is not a number"),
        ("number", "(-3)", "is not a number"),
        ("money", "12%", "an amount in pounds belongs here"),
        ("money", "$12", "“$12” says $"),
        ("money", "1,2", "can be read in two ways"),
        ("percent", "£12", "a share in per cent belongs here"),
        ("date", "31/4/2027", "April has 30 days"),
        ("date", "04/15/2027", "there is no month 15. The day comes first."),
        ("choice", "hgih", "“hgih” is not one of the choices. Choose “High”, “Low”."),
    ],
)
def test_a_cell_that_cannot_be_read_says_why_and_has_no_value(
    holds: str, typed: str, problem: str
) -> None:
    found = read(holds, typed)
    assert found.value is None
    assert problem in found.problem


def test_a_number_outside_its_limits_is_told_and_does_not_count() -> None:
    low = read("money", "-£1", low=0, high=1000)
    high = read("money", "2k", low=0, high=1000)
    assert (low.value, high.value) == (None, None)
    assert low.problem == "“-£1” is less than £0, the least that can stand here."
    assert high.problem == "“2k” is more than £1,000, the most that can stand here."
    assert read("money", "1000", low=0, high=1000).value == 1000


def test_a_unit_may_be_typed_too() -> None:
    found = read("number", "36 Beds", unit="beds")
    assert (found.value, found.problem, found.words) == (36.0, "", "")
    assert "“5 months”" in read("number", "5 months", unit="beds").problem


@pytest.mark.parametrize(
    ("holds", "typed", "words"),
    [
        ("money", "1.2m", "Read as £1,200,000."),
        ("money", "£1,200.50", ""),
        ("money", "(1200.5)", "Read as -£1,200.50."),
        ("percent", "3 per cent", "Read as 3%."),
        ("percent", "3.25%", ""),
        ("date", "3/4/2027", "Saturday 3 April 2027."),
        ("date", "Mon 3/4/2027", "Saturday 3 April 2027. 3 April 2027 is a Saturday: check the"),
    ],
)
def test_how_a_cell_was_read_is_said_where_it_may_be_in_doubt(
    holds: str, typed: str, words: str
) -> None:
    found = read(holds, typed).words
    assert found.startswith(words) if words else not found


@pytest.mark.parametrize(
    ("unit", "typed", "value"),
    [("£000", "£1,200", 1200.0), ("£000", "(£30)", -30.0), ("percent", "85%", 85.0),
     ("%", "85 per cent", 85.0), ("£", "1.2m", 1_200_000.0)],
)  # fmt: skip
def test_a_number_may_bear_the_sign_that_its_unit_names(
    unit: str, typed: str, value: float
) -> None:
    found = read("number", typed, unit=unit)
    assert (found.value, found.problem) == (value, "")
    assert "says %" in read("number", "85%", unit="£000").problem
    assert "says £" in read("number", "£85", unit="percent").problem


@pytest.mark.parametrize("typed", ["-", " – ", "£-", "£ -"])
def test_the_dash_of_an_account_is_an_empty_cell_where_one_may_be_empty(typed: str) -> None:
    found = read("number", typed, unit="£000", optional=True)
    assert (found.value, found.problem, found.words) == (None, "", "Read as nothing.")
    assert read("number", typed).problem


# --- rows -------------------------------------------------------------------------------------


def test_rows_are_given_with_their_values_and_blank_ones_left_out() -> None:
    made = exercise(column("name"), column("cost", "money"), column("level", "choice"))
    rows = [
        row("a", name="Home first", cost="£1.2m", level="high"),
        row("b", name=" ", cost=""),
        row("c", name="Beds", cost="lots"),
    ]
    assert made.typed(checked(made, {"rows": rows})) == [
        {"id": "a", "name": "Home first", "cost": 1_200_000.0, "level": "high"},
        {"id": "c", "name": "Beds", "cost": None, "level": None},
    ]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_every_value_is_of_its_type_or_none_and_what_has_none_is_said(data: st.DataObject) -> None:
    made = exercise(*ALL)
    cells = data.draw(st.dictionaries(st.sampled_from(HOLDS), CELLS))
    answer = checked(made, {"rows": [{"id": "a", "cells": cells}]})
    said = made.insight(answer)["cells"].get("a", {})
    types = {"number": float, "money": float, "percent": float, "date": dt.date}
    for found in made.typed(answer):
        for holds in HOLDS:
            value, typed = found[holds], answer.rows[0].cells.get(holds, "")
            assert value is None or isinstance(value, types.get(holds, str))
            if value is None and typed.strip():
                assert said[holds]["typed"] == typed
                assert said[holds]["problem"]
    json.dumps(said)
    assert all(len(each) == len(HOLDS) for each in made.table(answer).rows)


@settings(max_examples=60)
@given(st.floats(-1e12, 1e12), st.sampled_from(["number", "money", "percent"]))
def test_a_number_as_it_is_shown_is_read_as_the_same_again(number: float, holds: str) -> None:
    made = table.Column.model_validate(column("cost", holds))
    shown = made.shown(round(number, 6))
    assert table.read_cell(made, shown).value == pytest.approx(number, rel=1e-9, abs=1e-6)


def sent(draw: st.DrawFn, made: table.Definition) -> dict[str, Any]:
    """Do what a person can do in table.js, and return what it would send."""
    answer = made.empty().model_dump(mode="json")
    rows = answer["rows"]
    for act in draw(st.lists(st.sampled_from(["add", "type", "move", "delete"]), max_size=12)):
        if act == "add" and len(rows) < made.at_most:
            id_ = f"row-{draw(st.from_regex('[0-9a-f]{10}', fullmatch=True))}"
            if id_ not in {each["id"] for each in rows}:
                rows.append({"id": id_, "cells": {}})
        elif rows:
            one = draw(st.sampled_from(rows))
            if act == "type":
                one["cells"][draw(st.sampled_from(made.columns)).id] = draw(CELLS)
                continue
            rows.remove(one)
            if act == "move":
                rows.insert(draw(st.integers(0, len(rows))), one)
    return answer


@st.composite
def definitions(draw: st.DrawFn) -> table.Definition:
    words = TYPED.map(clean).map(str.strip).filter(bool)
    ids = draw(st.lists(IDS, min_size=1, max_size=6, unique=True))
    columns = [
        {**column(i, draw(st.sampled_from(HOLDS))), "help": draw(st.none() | words)} for i in ids
    ]
    least = draw(st.integers(1, 20))
    most = draw(st.integers(least, 200))
    return exercise(*columns, row_name=draw(words), at_least=least, at_most=most)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_whatever_the_view_sends_is_taken_and_comes_back_the_same(data: st.DataObject) -> None:
    made = data.draw(definitions())
    taken = taken_and_back(made, data.draw(st.composite(sent)(made)))
    json.dumps([made.insight(taken), page_of(made, "older people")])


ROWS = st.builds(
    table.Row,
    id=st.sampled_from(["a", "b", "a-2", "x" * 60]),
    cells=st.dictionaries(st.sampled_from([*HOLDS, "gone"]), CELLS, max_size=3),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(ROWS, max_size=6))
def test_any_stored_answer_can_be_shown_and_saved_again(rows: list[table.Row]) -> None:
    made = exercise(*ALL, at_most=3)
    fitted, _ = made.fit(table.Answer(rows=rows, seen={"column gone": "Gone"}))
    assert made.check(fitted) == []
    assert len(fitted.rows) == len(rows)
    assert made.fit(fitted) == (fitted, [])
    progress = made.progress(fitted)
    assert 0 <= progress.done <= progress.of
    assert bool(progress.missing) is (progress.done < progress.of)
    made.collate([fitted, fitted])


# --- what changed since -----------------------------------------------------------------------


def test_a_column_and_a_choice_that_went_are_said() -> None:
    before = exercise(column("name"), column("cost", "money"), column("level", "choice"))
    answer = checked(before, {"rows": [row("a", name="Home", cost="5", level="high")]})
    other = [{"id": "low", "text": "Low"}, {"id": "some", "text": "Some"}]
    after = exercise(column("name"), {**column("level", "choice"), "options": other})
    fitted, notes = after.fit(answer)
    assert fitted.rows[0].cells == {"name": "Home", "level": "High"}
    assert any("“COST” is no longer part of this exercise. Your earlier" in note for note in notes)
    assert any("“High” is no longer part of this exercise." in note for note in notes)
    assert after.typed(fitted) == [{"id": "a", "name": "Home", "level": None}]
    assert "“High” is not one of the choices" in after.progress(fitted).missing[0]
    assert after.fit(fitted) == (fitted, [])


def test_a_column_that_was_never_here_is_said_too() -> None:
    answer = table.Answer.model_validate({"rows": [row("a", name="Home", other="5", none=" ")]})
    fitted, notes = exercise().fit(answer)
    assert fitted.rows[0].cells == {"name": "Home"}
    assert notes == [
        "What stood under “other” has no column here. Your earlier answer is in the history."
    ]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([row("a"), row("a")], "Two rows have the same id"),
        ([row("a", gone="x")], "a column that this table does not have"),
        ([row(f"r{i}") for i in range(201)], "200 is the most that fits"),
        ([row("a", name="x" * 50_001)], "longer than 50,000 letters"),
        ([{"id": "A B"}], "a form this exercise does not know"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_in_words(rows: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        checked(exercise(), {"rows": rows})


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ([column("a"), column("a")], "column ids are used twice: a"),
        ([column("a"), {**column("b"), "text": " a "}], "same heading: a"),
        ([column("id")], "“id” is the name of the row itself"),
        ([{**column("a", "choice"), "options": []}], "needs options if it is a choice"),
        ([{**column("a"), "options": CHOICES}], "needs options if it is a choice, and only then"),
        ([{**column("a", "choice"), "options": CHOICES * 2}], "cannot be told apart: high, low"),
        (
            [
                {
                    **column("a", "choice"),
                    "options": [{"id": "x", "text": "Y"}, {"id": "y", "text": "X"}],
                }
            ],
            "cannot be told apart: x, y",
        ),
        ([column("a", "date", low=1)], "low, high and unit are for numbers"),
        ([column("a", "money", unit="pounds")], "the unit of “a” is £ already"),
        ([column("a", "number", low=2, high=2)], "low of “a” is not below high"),
    ],
)
def test_definitions_that_cannot_work_are_refused(
    columns: list[dict[str, Any]], problem: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(problem)):
        exercise(*columns)
    with pytest.raises(ValueError, match="at_least is greater"):
        exercise(at_least=5, at_most=4)


def test_progress_names_what_each_row_still_needs() -> None:
    costs = column("cost", "money", optional=True)
    made = exercise(column("name"), costs, column("level", "choice"), row_name="option", at_least=2)
    assert made.progress(made.empty()).missing == ("add at least 2",)
    rows = [row("a", name="Home", cost="lots"), row("b"), row("c", level="low", name="Beds")]
    found = made.progress(checked(made, {"rows": rows}))
    assert (found.done, found.of) == (1, 2)
    assert found.missing == (
        "option 1: COST: “lots” is not a number. Write digits, such as 250,000 or 1.2 million, "
        "fill in “LEVEL”",
    )
    one = made.progress(checked(made, {"rows": [row("a", name="Home", level="low")]}))
    assert (one.done, one.of, one.missing) == (1, 2, ("add 1 more",))


def test_the_table_writes_values_in_full_and_keeps_what_could_not_be_read() -> None:
    made = exercise(
        column("name"),
        column("cost", "money"),
        column("beds", "number", unit="beds"),
        column("start", "date"),
        column("level", "choice"),
    )
    rows = [
        row("a", name=" Home ", cost="1.2m", beds="3", start="3/4/27", level="low"),
        row("b", name="Beds", cost="lots", start="soon", level="mid"),
        row("c"),
    ]
    found = made.table(checked(made, {"rows": rows}))
    assert found.columns == ("NAME", "COST", "BEDS (beds)", "START", "LEVEL")
    no = "(could not be read)"
    assert found.rows == (
        ("Home", "£1,200,000", "3", "3 April 2027", "Low"),
        ("Beds", f"lots {no}", "", f"soon {no}", f"mid {no}"),
    )


def test_tables_gather_with_numbers_apart_and_choices_counted() -> None:
    made = exercise(column("name"), column("cost", "money"), column("level", "choice"))
    answers = [
        made.empty(),
        checked(made, {"rows": [row("a", name="A", cost="1k", level="low"), row("b")]}),
        checked(made, {"rows": [row("a", name="B", cost="2k"), row("b", name="C", cost="?")]}),
    ]
    found = made.collate(answers)
    assert found.answered == 2
    rows, numbers, levels = found.tables
    assert [each[:2] for each in rows.rows] == [("1", "A"), ("2", "B"), ("2", "C")]
    assert numbers.rows == (("COST", "2", "£1,000", "£1,500", "£2,000"),)
    assert levels.rows == (("High", "0"), ("Low", "1"))
    assert found.counts == {"level/high": 0, "level/low": 1}


def test_the_example_is_a_whole_exercise() -> None:
    made = table.Definition.model_validate({**ABOUT, **yaml.safe_load(table.EXAMPLE)})
    assert {each.holds for each in made.columns} >= {"words", "number", "money", "date", "choice"}


# --- headings of a spreadsheet ---------------------------------------------------------------


def headed() -> table.Definition:
    return exercise(
        column("name"),
        column("one", "number", optional=True, own_heading=True),
        column("two", "number", optional=True, own_heading=True),
        left_out=["Rank"],
    )


def test_a_column_is_shown_under_the_heading_that_it_brought() -> None:
    made = headed()
    answer = checked(made, {"rows": [row("a", name="A", one="3")], "headings": {"one": "Care"}})
    assert made.table(answer).columns == ("NAME", "Care")  # nothing stands in the other
    other = checked(made, {"rows": [row("b", name="B", one="4", two="5")]})
    gathered, *numbers = made.collate([answer, other]).tables
    assert gathered.rows == (("1", "A", "Care: 3", ""), ("2", "B", "4", "5"))
    assert numbers == []  # under headings of their own, figures of two tables are no set


def test_a_cell_that_cannot_be_read_is_named_by_its_row_on_the_page() -> None:
    made = headed()
    answer = checked(made, {"rows": [row("a"), row("b", name="B", two="4/5")]})
    ((number, where, why),) = made.unread(answer)
    assert (number, where.id) == (2, "two")
    assert why == "“4/5” is not a number. Write digits, such as 4."


def test_a_heading_belongs_to_one_column() -> None:
    with pytest.raises(ValueError, match="belong to two columns: cost"):
        exercise(column("name"), column("price", also=["Cost"]), column("cost", also=["Fee"]))
    with pytest.raises(ValueError, match="belong to two columns: rank"):
        exercise(column("name", also=["rank"]), left_out=["Rank"])


def test_a_heading_of_a_column_that_went_is_not_kept() -> None:
    kept = headed().reconcile(table.Answer(headings={"one": "Care", "gone": "Access"}))
    assert kept.headings == {"one": "Care"}
