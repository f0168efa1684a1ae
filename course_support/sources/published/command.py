"""What ``workbook read`` does: read, say what was found, write if asked."""

from __future__ import annotations

from pathlib import Path

from course_support.errors import WorkbookError
from course_support.sources.published.reading import survey_published


def report(file: Path, *, as_json: bool, to: Path | None, keep_personal: bool) -> str:
    """Read a file, write its values where asked, and return what to print.

    Raises
    ------
    WorkbookError
        If the file cannot be read, or the values cannot be written.
    """
    if to is not None and to.suffix.lower() not in {".csv", ".parquet"}:
        raise WorkbookError(f"{to.name}: the name must end in .csv or .parquet.")
    if to is not None and to.exists() and to.resolve() == file.resolve():
        raise WorkbookError(
            "The values would be written over the file itself. Choose another name."
        )
    found = survey_published(file, to, keep_personal=keep_personal)
    if as_json:
        return found.to_json()
    written = f"\n\nWritten to {to}: {found.count:,} values." if to is not None else ""
    return found.summary() + written
