"""The course map: what is done, in words and shapes, and what is next."""

from pathlib import Path

import pytest

from course_support import Workbook
from course_support.course import pages
from course_support.exercises.library import Library
from course_support.widgets import progress
from course_support.widgets.progress import ProgressMap


@pytest.fixture
def workbook(tmp_path: Path) -> Workbook:
    return Workbook.open("older_people", answers=tmp_path)


def test_every_page_and_exercise_is_there_and_the_first_is_next(workbook: Workbook) -> None:
    html = ProgressMap(workbook)._repr_html_()
    library = Library()
    here = [name for page in pages() for name in library.of_notebook(page.folder)]
    assert html.count("○ Not started") == len(here)
    for page in pages():
        assert f'href="{page.file}"' in html
    for name in here:
        assert progress.escape(workbook.exercise(name).title) in html
    assert f"Next for you: “{progress.escape(workbook.exercise(here[0]).title)}”" in html
    assert '<th scope="row">' in html


def test_what_was_begun_and_done_is_told_with_what_is_missing(workbook: Workbook) -> None:
    sheet = workbook.sheet("rank-award-criteria")
    done = sheet.answer.model_copy(update={"ranked": True})
    workbook.store.save(sheet.key, "rank", done.model_dump(mode="json"))
    sheet = workbook.sheet("friedman-grid")
    box = sheet.exercise.boxes[0].id
    value = {"cards": [{"id": "c", "box": box, "text": "A measure"}]}
    workbook.store.save(sheet.key, "grid", value)
    html = ProgressMap(workbook)._repr_html_()
    assert "● Done" in html
    assert "◐ Started" in html
    assert "add to “How well did we do it?”" in html


def test_when_all_is_done_it_says_so(workbook: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "pages", lambda: ())
    assert "Everything here is done." in ProgressMap(workbook)._repr_html_()


def test_one_answer_that_cannot_be_read_does_not_hide_the_others(workbook: Workbook) -> None:
    sheet = workbook.sheet("rank-award-criteria")
    workbook.store.save(sheet.key, "rank", sheet.answer.model_dump(mode="json"))
    path = workbook.store.path(sheet.key)  # type: ignore[attr-defined]
    path.write_text(path.read_text().replace('"schema_version": 2', '"schema_version": 99'))
    html = ProgressMap(workbook)._repr_html_()
    assert "Cannot be read" in html
    assert "newer workbook" in html
    assert "○ Not started" in html
