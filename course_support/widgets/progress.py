"""What is done and what is next, as a table with links."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from course_support.course import pages
from course_support.errors import WorkbookError

if TYPE_CHECKING:
    from course_support.workbook import Workbook

#: A shape and a word for each state: never colour alone.
MARKS = {"not started": "○ Not started", "started": "◐ Started", "done": "● Done"}


class ProgressMap:
    """The course map of one workbook: every page, its exercises, and how far each has come."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook

    def _repr_html_(self) -> str:
        rows, first = [], None
        for page in pages():
            names = self.workbook.library.of_notebook(page.folder)
            for name in names:
                try:
                    done = self.workbook.sheet(name).progress
                except WorkbookError as error:  # one answer must not hide how far the others are
                    state = "! Cannot be read"
                    rows.append(self._row(page.file, page.title, name, state, (str(error),)))
                    continue
                if first is None and done.state != "done":
                    first = (page, self.workbook.exercise(name).title)
                rows.append(self._row(page.file, page.title, name, MARKS[done.state], done.missing))
            if not names:
                rows.append(self._row(page.file, page.title, None, "", ()))
        head = "".join(
            f'<th scope="col">{name}</th>' for name in ("Page", "Exercise", "State", "Still to do")
        )
        return (
            f"<p>{self._next(first)}</p>"
            f'<table class="wb-table"><caption>Your progress</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        )

    def _next(self, first: tuple[object, str] | None) -> str:
        if first is None:
            return "Everything here is done."
        page, title = first
        link = f'<a href="{escape(page.file)}">{escape(page.title)}</a>'  # type: ignore[attr-defined]
        return f"Next for you: “{escape(title)}” on the page {link}."

    def _row(
        self, file: str, title: str, name: str | None, state: str, missing: tuple[str, ...]
    ) -> str:
        exercise = escape(self.workbook.exercise(name).title) if name else "Nothing to fill in"
        rest = escape("; ".join(missing)) or "–"
        return (
            f'<tr><th scope="row"><a href="{escape(file)}">{escape(title)}</a></th>'
            f"<td>{exercise}</td><td>{state or '–'}</td><td>{rest}</td></tr>"
        )
