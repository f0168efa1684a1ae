"""A paper: what people typed stays text, nothing is fetched, and gaps say what to do."""

import re
from pathlib import Path
from typing import Any

import pytest

from course_support import Workbook
from course_support.charts.show import Chart
from course_support.errors import WorkbookError
from course_support.exercises.base import Table
from course_support.reports.paper import Paper, Section
from course_support.widgets.paper import PaperButtons

HOSTILE = "<script>alert(1)</script> & <img src=x onerror=alert(2)>"
CHART = Chart("A finding", "It rises.", "<svg></svg>", ("Year", "People"), (("2026", "5"),), "Us")


def paper() -> Paper:
    return Paper(
        f"Needs {HOSTILE}",
        f"The main thing.\n\n{HOSTILE}",
        (
            Section(f"Demand {HOSTILE}", f"One.\nTwo {HOSTILE}\n\nThree.", CHART),
            Section("Supply", Table(("Site", "Places"), ((HOSTILE, "4"),), "Sites")),
            Section("Unknowns", "  ", Table(("What",), ()), missing="Write in exercise 4."),
        ),
        f"Source: {HOSTILE}",
    )


@pytest.mark.parametrize("html", [paper()._repr_html_(), paper().document()])
def test_what_people_typed_stays_text(html: str) -> None:
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("&lt;script&gt;") >= 6


def test_paragraphs_lines_tables_and_charts_stand_in_order() -> None:
    html = paper()._repr_html_()
    order = ["The main thing.", "One.<br>Two", "<p>Three.</p>", "A finding", "<caption>Sites"]
    places = [html.index(each) for each in order]
    assert places == sorted(places)
    assert re.findall(r"<h\d", html) == ["<h3", "<h4", "<h4", "<h4"]


def test_a_gap_says_what_to_do() -> None:
    assert "<em>Write in exercise 4.</em>" in paper()._repr_html_()


def test_as_a_page_it_is_whole_dated_and_asks_nothing_of_the_outside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WORKBOOK_TODAY", "2026-11-22")
    html = paper().document()
    assert html.startswith('<!doctype html><html lang="en-GB">')
    assert "default-src 'none'" in html
    assert re.findall(r"<h\d", html) == ["<h1", "<h2", "<h2", "<h2"]
    assert "Made on 22 November 2026" in html
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!x)""", html)


def test_a_page_shows_it_and_its_buttons(tmp_path: Path) -> None:
    workbook = Workbook.open("older_people", answers=tmp_path)
    workbook.paper("needs", paper, "how-well-are-we-doing")
    sent: list[dict[str, Any]] = []
    buttons: Any = PaperButtons("needs-older-people", "Needs", paper)
    buttons.send = sent.append
    buttons._heard(None, {"type": "paper", "use": "save"}, None)
    assert sent[0]["text"] == paper().document()
    assert buttons.page["name"] == "needs-older-people.html"


def test_what_cannot_be_made_is_told() -> None:
    def fail() -> Paper:
        raise WorkbookError("Choose a file first.")

    sent: list[dict[str, Any]] = []
    buttons: Any = PaperButtons("needs", "Needs", fail)
    buttons.send = sent.append
    buttons._heard(None, {"type": "paper", "use": "print"}, None)
    assert sent == [{"type": "paper", "use": "print", "problem": "Choose a file first."}]
