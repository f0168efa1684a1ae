"""Where the parts of the course are on this computer."""

from pathlib import Path


def course_folder() -> Path:
    """Return the folder that holds ``notebooks``, ``exercises`` and ``data``."""
    return Path(__file__).resolve().parent.parent


def notebooks_folder() -> Path:
    """Return the folder of the workbook's pages."""
    return course_folder() / "notebooks"
