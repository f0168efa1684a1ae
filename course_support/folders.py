"""Where the parts of the course are on this computer."""

import os
from pathlib import Path


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
