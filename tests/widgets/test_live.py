"""Parts of a page that are drawn again whenever an answer changes."""

from collections.abc import Callable
from typing import Any

import pytest

from course_support.errors import WorkbookError
from course_support.widgets import live


class Shown:
    """A display that remembers what it was told to show."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, handle: bool = True) -> None:
        self.pages: list[str] = []
        monkeypatch.setattr("IPython.display.display", self.display)
        self.handle = self if handle else None

    def display(self, page: Any, display_id: bool) -> Any:
        self.pages.append(page.data)
        return self.handle

    def update(self, page: Any) -> None:
        self.pages.append(page.data)


def test_it_shows_at_once_and_again_when_something_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    shown, calls, number = Shown(monkeypatch), [], iter(range(9))
    live.display_live(lambda: f"drawn {next(number)}", calls.append)
    calls[0]()
    assert shown.pages == [f'<div class="{live.LIVE}"><p>drawn {n}</p></div>' for n in (0, 1)]


def test_a_workbook_error_is_shown_as_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Shown(monkeypatch)

    def fails() -> None:
        raise WorkbookError("Rank <first>.")

    live.display_live(fails, lambda again: again())
    assert shown.pages == [f'<div class="{live.LIVE}"><p>Rank &lt;first&gt;.</p></div>'] * 2
    assert "mathjax_ignore" in live.LIVE, "or “from $5 to $9” is set as mathematics"


def test_a_fault_never_leaves_the_old_picture_standing(monkeypatch: pytest.MonkeyPatch) -> None:
    shown, calls, first = Shown(monkeypatch), [], iter([True])

    def draws_once() -> str:
        return "drawn" if next(first, False) else str(1 // 0)

    live.display_live(draws_once, calls.append)
    calls[0]()
    assert "drawn" in shown.pages[0]
    assert "division" in shown.pages[1] and "Your answers are kept" in shown.pages[1]


def test_outside_a_notebook_nothing_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    watched: list[Callable[[], None]] = []
    Shown(monkeypatch, handle=False)
    live.display_live(lambda: "x", watched.append)
    assert watched == []


def test_text_is_shown_as_text_and_things_as_they_show_themselves() -> None:
    class Thing:
        def _repr_html_(self) -> str:
            return "<b>thing</b>"

    assert live.html_of("<b>") == "<p>&lt;b&gt;</p>"
    assert live.html_of(Thing()) == "<b>thing</b>"
