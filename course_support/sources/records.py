"""Reading the rows of one table as text: CSV, or a list in YAML."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from course_support.errors import WorkbookError


@dataclass(frozen=True)
class Records:
    """The headings and rows of a file, as text. ``first_row`` numbers the first of ``rows``."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_row: int


def read_records(path: Path) -> Records:
    """Return the rows of a file as text. Row numbers are those a spreadsheet shows.

    Raises
    ------
    WorkbookError
        When the file is missing, is not UTF-8 text, is empty or cannot be taken apart.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise WorkbookError(f"{path.name}: there is no such file in {path.parent}.") from None
    except UnicodeDecodeError:
        raise WorkbookError(
            f"{path.name}: not saved as UTF-8 text. In Excel, use 'Save as' and 'CSV UTF-8'."
        ) from None
    except OSError as error:
        raise WorkbookError(f"{path.name}: cannot be read ({error.strerror}).") from None
    if path.suffix in (".yaml", ".yml"):
        return _from_yaml(path, text)
    return _from_csv(path, text)


def _from_csv(path: Path, text: str) -> Records:
    try:
        rows = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), strict=True)]
    except csv.Error as error:
        raise WorkbookError(
            f"{path.name}: the cells cannot be told apart ({error}). Look for a quote that is "
            "opened and not closed."
        ) from None
    if not rows or not any(cell.strip() for cell in rows[0]):
        raise WorkbookError(f"{path.name}: empty. Expected column headings in row 1.")
    if len(rows[0]) == 1 and (found := next((c for c in ";\t|" if c in rows[0][0]), None)):
        name = {";": "semicolons", "\t": "tabs", "|": "bars"}[found]
        raise WorkbookError(
            f"{path.name}: the cells are separated by {name}. Save it again with commas between "
            "them (in Excel: 'CSV UTF-8')."
        )
    while rows and not any(rows[-1]):
        rows.pop()
    return Records(tuple(cell.strip() for cell in rows[0]), tuple(rows[1:]), 2)


def _from_yaml(path: Path, text: str) -> Records:
    import yaml

    try:
        entries = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise WorkbookError(f"{path.name}{where}: not valid YAML. {error!s}") from None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise WorkbookError(f"{path.name}: expected a list of entries, each with named values.")
    header = tuple(dict.fromkeys(str(key) for entry in entries for key in entry))
    rows = tuple(tuple(_text(entry.get(key)) for key in header) for entry in entries)
    return Records(header, rows, 1)


def _text(value: object) -> str:
    return "" if value is None else str(value)
