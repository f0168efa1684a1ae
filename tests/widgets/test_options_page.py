"""Page 03's exercises tied together: what they begin with, and how they follow one another."""

from pathlib import Path

import pytest

from course_support import Workbook
from course_support.sources import own_options
from course_support.sources.options import CRITERIA, OPTIONS, Case
from course_support.widgets import options_page


@pytest.fixture
def workbook(tmp_path: Path) -> Workbook:
    return Workbook.open("children_in_care", "Ann", answers=tmp_path)


def test_the_needs_statement_is_brought_over_where_written(workbook: Workbook) -> None:
    options_page.prepare(workbook)
    assert workbook.answer("objectives-and-limits").texts == {}
    assert workbook.sheet("objectives-and-limits").begun == ""
    sheet = workbook.sheet(options_page.NEEDS)
    texts = {"gap": "Forty homes short.", "demand": "Rising.", "who": "Children"}
    workbook.store.save(sheet.key, "write", {"texts": texts})
    options_page.prepare(workbook)
    begun = workbook.sheet("objectives-and-limits")
    assert begun.answer.texts == {"objectives": "Forty homes short.\n\nRising."}  # type: ignore[attr-defined]
    assert "brought over" in begun.begun


def test_without_the_page_on_needs_nothing_is_brought_over(
    workbook: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(options_page, "NEEDS", "no-such-exercise")
    options_page.prepare(workbook)
    assert workbook.answer("objectives-and-limits").texts == {}


def test_an_exercise_is_worded_anew_with_its_answer_in_one_message(workbook: Workbook) -> None:
    options_page.prepare(workbook)
    widget = workbook.show("swing-points", follows=(CRITERIA, OPTIONS))
    before, sent = widget.page, list[set[str]]()
    widget.send_state = lambda key=None: sent.append({key} if isinstance(key, str) else set(key))
    workbook.changed(OPTIONS)  # nothing of its words has changed
    assert widget.page is before
    sheet = workbook.sheet(CRITERIA)
    rows = [row.model_dump() for row in sheet.answer.rows]  # type: ignore[attr-defined]
    rows[0]["cells"]["name"] = "Close to school"
    workbook.store.save(sheet.key, "table", {"rows": rows})
    sent.clear()
    workbook.changed(CRITERIA)
    assert widget.page["definition"]["settings"][0]["text"] == "Close to school"
    assert sent == [{"page", "state"}]


def test_the_weight_to_move_begins_where_the_answer_turns_soonest(workbook: Workbook) -> None:
    options_page.prepare(workbook)
    found = workbook.settings("move-one-weight")
    assert found == {"criterion": "criterion-4", "weight": 9.0}


def test_settings_begin_with_the_uplift_of_the_rules(workbook: Workbook) -> None:
    options_page.prepare(workbook)
    assert workbook.settings("appraisal-settings")["capital-bias"] == 24
    assert workbook.settings("strategy-span") == {"first": "2026", "last": "2030"}


def test_what_was_begun_before_a_change_never_stands_for_what_came_after(
    workbook: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pictures are drawn beside the loop that saves: a change may come while one is made."""
    desk = options_page.prepare(workbook)
    sheet = workbook.sheet(CRITERIA)
    rows = [row.model_dump() for row in sheet.answer.rows]  # type: ignore[attr-defined]
    rows[0]["cells"]["name"] = "Close to school"
    read = own_options.case

    def slow(book: Workbook) -> Case:
        old = read(book)
        monkeypatch.setattr(own_options, "case", read)
        workbook.store.save(sheet.key, "table", {"rows": rows})
        workbook.changed(CRITERIA)
        return old

    monkeypatch.setattr(own_options, "case", slow)
    assert desk.case.criteria[0].name != "Close to school"
    assert desk.case.criteria[0].name == "Close to school"
    assert desk.sums.criteria[0].name == "Close to school"
