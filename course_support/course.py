"""The course as its pages tell it: their order, titles and minutes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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
    """Return the numbered pages, in course order."""
    found = []
    for path in sorted((folder or notebooks_folder()).glob("[0-9][0-9]_*.ipynb")):
        about = json.loads(path.read_text("utf-8"))["metadata"]["workbook"]
        found.append(
            Page(
                path.name,
                about["title"],
                about["minutes"],
                tuple(about["questions"]),
                tuple(about["objectives"]),
            )
        )
    return tuple(found)
