"""The course as its pages tell it: their order, titles and minutes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from course_support.errors import WorkbookError
from course_support.folders import notebooks_folder


@dataclass(frozen=True)
class Page:
    """One notebook of the course, as its metadata describes it."""

    file: str
    title: str
    minutes: int
    questions: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """The folder of the page's exercises."""
        return self.file.removesuffix(".ipynb")


@cache
def pages(folder: Path | None = None) -> tuple[Page, ...]:
    """Return the numbered pages, in course order.

    Raises
    ------
    WorkbookError
        When a page lacks what the course map says of it.
    """
    found = []
    for path in sorted((folder or notebooks_folder()).glob("[0-9][0-9]_*.ipynb")):
        try:
            about = json.loads(path.read_text("utf-8"))["metadata"]["workbook"]
            title, minutes = about["title"], about["minutes"]
            questions, objectives = tuple(about["questions"]), tuple(about["objectives"])
        except (ValueError, KeyError, TypeError) as error:
            raise WorkbookError(
                f"The page {path.name} does not describe itself. Its metadata need a part called "
                "workbook with title, minutes, questions and objectives; other pages show how."
            ) from error
        found.append(Page(path.name, title, minutes, questions, objectives))
    return tuple(found)
