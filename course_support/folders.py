"""Where the parts of the course are on this computer."""

import os
import re
from functools import cache
from pathlib import Path

from course_support.errors import WorkbookError

START_PAGE = "00_start_here.ipynb"


@cache
def package_home() -> Path:
    """Return the folder that holds the ``course_support`` package."""
    return Path(__file__).resolve().parent.parent


def course_folder() -> Path:
    """Return the folder that holds ``notebooks``, ``exercises`` and ``data``.

    It is the folder around this package, unless ``WORKBOOK_COURSE`` names another.
    """
    chosen = os.environ.get("WORKBOOK_COURSE")
    return Path(chosen).resolve() if chosen else package_home()


def notebooks_folder() -> Path:
    """Return the folder of the workbook's pages."""
    return course_folder() / "notebooks"


def numbered_pages() -> list[Path]:
    """Return the pages of the course, in course order."""
    return sorted(notebooks_folder().glob("[0-9][0-9]_*.ipynb"))


def find_page(name: str | None = None) -> Path:
    """Return the notebook that a person means by a number, a name or a path.

    Without a name it is the start page.

    Raises
    ------
    WorkbookError
        If no page is called that, or more than one could be meant.
    """
    folder = notebooks_folder()
    wanted = name or START_PAGE
    for path in (Path(wanted), folder / wanted, folder / f"{wanted}.ipynb"):
        if path.is_file() and path.suffix == ".ipynb":
            return path.resolve()
    pages = sorted(folder.glob("*.ipynb"))
    found = [page for page in pages if re.match(rf"0*{re.escape(wanted)}(_|$)", page.stem)]
    if len(found) == 1:
        return found[0]
    listed = "\n".join(f"  {page.stem}" for page in pages) or "  (none)"
    raise WorkbookError(
        f'There is no page called "{wanted}" in {folder}.\nThe pages are:\n{listed}\n'
        'Give one of these names, or its number, such as "05".'
    )
