"""Assume: what a person can set is taken, starts may come from a page, nothing is lost."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from course_support import Workbook
from course_support.errors import WorkbookError
from course_support.exercises import assume
from course_support.widgets.exercise import checked

ABOUT = {
    "id": "some-settings",
    "kind": "assume",
    "title": "Some settings",
    "purpose": "To see.",
    "minutes": 5,
    "mode": "individual",
    "instructions": "Move.",
    "source_note": "Made up.",
}
TAKE_UP = {"id": "take-up", "text": "Take-up", "unit": "%", "low": 0, "high": 100, "start": 60}
PRICE = {"id": "price", "text": "Price", "unit": "£", "low": 0, "high": 2000, "start": 950.5}
PACE = {
    "id": "pace",
    "text": "Pace",
    "options": [{"id": "slow", "text": "Slowly"}, {"id": "fast", "text": "At once"}],
    "start": "slow",
}


def exercise(*settings: dict[str, Any], **more: Any) -> assume.Definition:
    return assume.Definition.model_validate(
        {**ABOUT, "settings": list(settings or (TAKE_UP, PRICE, PACE)), **more}
    )


def answer(made: assume.Definition, **fields: Any) -> assume.Answer:
    return checked(made, {**made.empty().model_dump(mode="json"), **fields})  # type: ignore[no-any-return]


def test_what_nobody_moved_stands_at_its_start() -> None:
    made = exercise()
    assert made.in_force(made.empty()) == {"take-up": 60, "price": 950.5, "pace": "slow"}
    moved = answer(made, values={"take-up": 55.5})
    assert made.in_force(moved) == {"take-up": 55.5, "price": 950.5, "pace": "slow"}


def test_a_page_may_let_it_start_from_its_figures_and_the_ends_make_room() -> None:
    made = exercise().starting_at(lambda: {"values": {"take-up": 104, "pace": "fast"}})
    assert made.in_force(made.empty()) == {"take-up": 104, "price": 950.5, "pace": "fast"}
    assert made.settings[0].high == 104
    with pytest.raises(ValidationError, match="has no option “never”"):
        exercise().starting_at(lambda: {"values": {"pace": "never"}})


@given(st.floats(0, 100))
def test_any_number_between_the_ends_is_kept_as_it_is(value: float) -> None:
    made = exercise()
    taken = answer(made, values={"take-up": value})
    again = made.answer_type.model_validate_json(json.dumps(taken.model_dump(mode="json")))
    assert made.fit(again) == (taken, [])
    assert made.in_force(again)["take-up"] == value


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"take-up": 101}, "“Take-up” lies between 0% and 100%, not at 101%."),
        ({"price": -1}, "“Price” lies between £0 and £2,000, not at −£1."),
        ({"pace": "never"}, "“Pace” has no option “never”."),
        ({"take-up": "half"}, "“Take-up” needs a number."),
        ({"unknown": 1}, "A value belongs to no setting of this exercise."),
        ({"take-up": float("nan")}, "The answer came in a form this exercise does not know."),
    ],
)
def test_what_does_not_fit_is_refused_in_words(values: dict[str, Any], said: str) -> None:
    with pytest.raises(WorkbookError) as refused:
        answer(exercise(), values=values)
    assert str(refused.value) == said


def test_an_answer_from_before_the_ends_changed_is_told_and_kept_in_the_history() -> None:
    old = answer(exercise(), values={"take-up": 90, "pace": "fast"})
    narrower = exercise({**TAKE_UP, "high": 80}, PRICE, PACE)
    fitted, notes = narrower.fit(old)
    assert fitted.values == {"pace": "fast"}
    assert notes == [
        "“Take-up” lies between 0% and 80%, not at 90%. It is back at its start. "
        "Your earlier answer is in the history."
    ]


def test_the_table_says_where_things_stood_even_where_the_figures_are_not_known() -> None:
    here = exercise(ask_why="Why?").starting_at(lambda: {"values": {"take-up": 48}})
    kept = answer(here, values={"price": 1000}, why={"price": "Last year's"})
    elsewhere = exercise(ask_why="Why?")  # a page that knows nothing of the 48 per cent
    assert elsewhere.table(kept).rows == (
        ("Take-up", "48%", "48%", ""),
        ("Price", "£1,000", "£950.50", "Last year's"),
        ("Pace", "Slowly", "Slowly", ""),
    )


def test_groups_are_gathered_by_lowest_middle_and_highest() -> None:
    made = exercise(TAKE_UP, PACE)
    given_ = [answer(made, values={"take-up": n}) for n in (10, 20, 60.0)]
    found = made.collate([*given_, made.empty(), answer(made, values={"pace": "fast"})])
    assert found.answered == 4
    assert found.tables[0].rows[0] == ("Take-up", "10%", "40%", "60%", "3")
    assert found.tables[0].rows[1] == ("Pace", "", "Slowly: 3; At once: 1", "", "1")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({**TAKE_UP, "low": 100}, "low must be less than high"),
        ({**TAKE_UP, "start": 101}, "start: “Take-up” lies between"),
        ({**PACE, "low": 0}, "give either low and high, or at least two options"),
        ({**PACE, "start": "never"}, "has no option “never”"),
        ({"id": "x", "text": "X", "start": 1}, "give low and high"),
    ],
)
def test_an_author_is_told_what_is_wrong(setting: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        exercise(setting)


def test_the_example_is_valid() -> None:
    assume.Definition.model_validate({**ABOUT, **yaml.safe_load(assume.EXAMPLE)})


def test_a_workbook_gives_what_is_in_force(tmp_path: Path) -> None:
    page = tmp_path / "exercises" / "page"
    page.mkdir(parents=True)
    (page / "some-settings.yaml").write_text(
        yaml.safe_dump({**ABOUT, "settings": [TAKE_UP, PACE]}), "utf-8"
    )
    workbook = Workbook.open(answers=tmp_path / "answers", exercises=page.parent)
    workbook.begin("some-settings", {"values": {"take-up": 48}})
    assert workbook.settings("some-settings") == {"take-up": 48, "pace": "slow"}
    sheet = workbook.sheet("some-settings")
    workbook.store.save(sheet.key, "assume", {"values": {"pace": "fast"}})
    assert workbook.settings("some-settings") == {"take-up": 48, "pace": "fast"}
