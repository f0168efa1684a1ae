"""The course map: pages, topics, and where to go on."""

from pathlib import Path

import pytest

from course_support import Workbook
from course_support.course import pages
from course_support.sources.cycle import topics
from course_support.widgets import course_map
from course_support.widgets.course_map import CourseMap
from course_support.widgets.cycle import CycleWidget


@pytest.fixture
def workbook(tmp_path: Path) -> Workbook:
    return Workbook.open("older_people", answers=tmp_path)


def test_every_page_is_linked_and_every_topic_named(workbook: Workbook) -> None:
    html = CourseMap(workbook)._repr_html_()
    for page in pages():
        assert f'href="{page.file}"' in html
    for topic in topics():
        assert course_map.escape(topic.topic) in html
    assert 'role="img" aria-label="A line with' in html
    assert "<strong>Begin:</strong>" in html


def test_what_was_begun_is_where_to_go_on(workbook: Workbook) -> None:
    sheet = workbook.sheet("how-well-are-we-doing")
    workbook.store.save(sheet.key, "write", {"texts": {"what": "Deciding"}})
    html = CourseMap(workbook)._repr_html_()
    assert '<strong>Continue:</strong> <a href="01_commissioning_cycle.ipynb">' in html
    assert "“What is commissioning, and how well are we doing it?”" in html


def test_a_done_exercise_counts_and_the_next_is_named(workbook: Workbook) -> None:
    sheet = workbook.sheet("align-with-priorities")
    texts = {prompt.id: "x" for prompt in sheet.exercise.prompts}
    workbook.store.save(sheet.key, "write", {"texts": texts})
    html = CourseMap(workbook)._repr_html_()
    assert "30 minutes, 1 of 1 exercises done." in html
    assert "“Commissioning, procurement or contracting?”" in html
    assert "<strong>Continue:</strong>" in html


def test_an_answer_that_cannot_be_read_does_not_hide_the_map(workbook: Workbook) -> None:
    sheet = workbook.sheet("align-with-priorities")
    workbook.store.save(sheet.key, "write", {"texts": {"vision": "x"}})
    path = workbook.store.path(sheet.key)  # type: ignore[attr-defined]
    path.write_text(path.read_text().replace('"schema_version": 2', '"schema_version": 99'))
    assert "0 of 1 exercises done" in CourseMap(workbook)._repr_html_()


def test_topics_of_pages_that_are_not_here_are_told(
    workbook: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(course_map, "pages", lambda: pages()[:2])
    html = CourseMap(workbook)._repr_html_()
    assert "Not in this copy: 3. Needs and resource analysis" in html
    monkeypatch.setattr(course_map, "pages", lambda: ())
    assert "Everything here is done." in CourseMap(workbook)._repr_html_()


def test_the_cycle_gives_every_activity_with_its_number() -> None:
    page = CycleWidget().page
    numbers = [
        each["number"]
        for element in page["elements"]
        for ring in element["rings"]
        for each in ring["activities"]
    ]
    assert sorted(numbers) == list(range(1, 42))
    assert "drives the inner one" in page["alternative"]
    assert repr(CycleWidget()) == "Cycle()"
