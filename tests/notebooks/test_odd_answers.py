"""Pages hold whatever was answered: half done, hostile, extreme, or no number at all."""

import json
import re
from pathlib import Path

import pytest

from course_support import Workbook
from course_support.cohort.run import Request, run_notebooks
from course_support.folders import numbered_pages
from course_support.widgets.exercise import checked

from .odd_answers import odd_answer
from .test_populations import shows

pytestmark = pytest.mark.notebook

PAGES = tuple(page.stem for page in numbered_pages())
#: What must not come out of them: markup that somebody typed, and values that nobody meant.
MISTAKES = re.compile(r"<script|<b>bold|<b>Ann|Traceback|\bnan\b|unforeseen|\bNone\b(?! of| due)")


def answer_everything(population: str, answers: Path, seed: int) -> None:
    """Save an odd answer to every exercise of the course, as a page would."""
    workbook = Workbook.open(population, "Bea", answers=answers)
    for name in workbook.library:
        exercise = workbook.exercise(name)
        answer = checked(exercise, odd_answer(exercise, seed)).model_dump(mode="json")
        workbook.store.save(workbook.key(exercise), exercise.kind, answer)


@pytest.mark.parametrize(("population", "seed"), [("homelessness", 0)])
def test_no_answer_stops_a_page(
    population: str, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBOOK_ANSWERS", str(tmp_path / "answers"))
    monkeypatch.setenv("WORKBOOK_TODAY", "2026-11-22")
    answer_everything(population, tmp_path / "answers", seed)
    chosen = {"population": population, "participant": "Bea"}
    report = run_notebooks(Request(PAGES, tmp_path / "pages", chosen))
    assert report.exit_code == 0, report.text()
    for result in report.results:
        assert result.written
        page = json.loads(result.written.read_text("utf-8"))
        shown = "".join(shows(cell) for cell in page["cells"])
        found = [shown[max(0, m.start() - 60) : m.end() + 40] for m in MISTAKES.finditer(shown)]
        assert found == [], result.page
