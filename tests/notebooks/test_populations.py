"""Each page runs for each population, cold and in any order, and speaks of that population."""

import json
import re
from html import escape
from pathlib import Path
from typing import Any

import pytest

from course_support import Workbook, course
from course_support.cohort.run import Request, run_notebooks
from course_support.sources import needs, populations

pytestmark = pytest.mark.notebook

PAGES = tuple(page.folder for page in course.pages())
POPULATIONS = tuple(populations.load())


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of answers in which children in care have an audit, and the others nothing."""
    folder = tmp_path_factory.mktemp("answers")
    workbook = Workbook.open("children_in_care", "Ann", answers=folder)
    for together, rating in ((False, "red"), (True, "green")):
        sheet = workbook.sheet("audit-your-organisation", group=together)
        found = {each.id: {"rating": rating} for each in list(sheet.exercise.statements())[::3]}
        workbook.store.save(sheet.key, "audit", {"findings": found})
    return folder


@pytest.fixture(scope="module")
def run(answers: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the pages show for every population, by population."""
    patch = pytest.MonkeyPatch()
    patch.setenv("WORKBOOK_ANSWERS", str(answers))
    patch.setenv("WORKBOOK_TODAY", "2026-11-22")
    shown = {}
    for population in POPULATIONS:
        folder = tmp_path_factory.mktemp(population)
        chosen = {"population": population, "participant": "Ann"}
        report = run_notebooks(Request(PAGES, folder, chosen))
        assert report.exit_code == 0, report
        pages = [json.loads(each.written.read_text("utf-8")) for each in report.results]
        shown[population] = "".join(shows(cell) for page in pages for cell in page["cells"])
    patch.undo()
    return shown


def shows(cell: dict[str, Any]) -> str:
    """Return the text and HTML of a cell's outputs."""
    kinds = ("text/html", "text/markdown")
    data = [output.get("data", {}) for output in cell.get("outputs", [])]
    return "".join("".join(each.get(kind, "")) for each in data for kind in kinds)


@pytest.mark.parametrize("population", POPULATIONS)
def test_it_is_about_that_population(run: dict[str, str], population: str) -> None:
    known = populations.load()
    own = known.pop(population)
    shown = run[population]
    assert f"Your population: {own.phrase}" in shown
    assert own.paragraph[:60] in shown
    assert f"an invented audit of Marrenshire for {own.phrase}" in shown
    for other in known.values():
        assert other.paragraph[:60] not in shown
        assert f"audit of Marrenshire for {other.phrase}" not in shown


@pytest.mark.parametrize("population", POPULATIONS)
def test_both_rates_of_the_forecast_say_where_they_come_from(
    run: dict[str, str], population: str
) -> None:
    rates = needs.load(population)
    for words in (rates.need, rates.need_source, rates.taken, rates.taken_source):
        assert escape(words) in run[population]


@pytest.mark.parametrize("population", POPULATIONS)
def test_nothing_is_left_to_fill_in(run: dict[str, str], population: str) -> None:
    mistakes = r"Traceback|\bNone\b(?! of)|\bnan\b|\{row|\{here|\{workbook"
    assert re.findall(f".{{40}}(?:{mistakes})", run[population]) == []


def test_cold_the_worked_example_carries_the_page(run: dict[str, str]) -> None:
    assert "Nothing is rated yet. Until you begin, the worked example" in run["homelessness"]
    assert "Nothing is answered yet" in run["homelessness"]


def test_with_answers_they_are_shown_and_set_beside_the_group(run: dict[str, str]) -> None:
    shown = run["children_in_care"]
    assert "Nothing is rated yet. Until you begin" not in shown
    assert "Source: your own audit" in shown
    assert "rate 14 statements differently" in shown
