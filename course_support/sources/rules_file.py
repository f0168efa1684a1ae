"""Reading files of dated rules (plain csv, so that exercises start at once)."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast, get_args

from course_support.errors import WorkbookError
from course_support.sources.rule import Certainty, Rule, Value

#: The columns that every file of rules has; any other column belongs to the file's own table.
COLUMNS = (
    "rule", "title", "value", "unit", "regime", "nation", "valid_from", "valid_to", "law",
    "source", "checked_on", "check_again_by", "certainty", "remark",
)  # fmt: skip
_NEEDED = ("rule", "title", "unit", "regime", "nation", "law", "source")
_INTEGER = re.compile(r"-?\d+")
_NUMBER = re.compile(r"-?\d+\.\d+")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_rules(path: Path) -> list[Rule]:
    """Return the rules in one file.

    Raises
    ------
    WorkbookError
        Naming file, line and column of the first thing that cannot be read.
    """
    return [_rule(path, line, row) for line, row in read_rows(path, COLUMNS)]


def read_rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line number, row) of a CSV file that must have the columns named."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise WorkbookError(
            f"{path.name} is not saved as UTF-8 text. In Excel, save it as 'CSV UTF-8'."
        ) from None
    except OSError as error:
        raise WorkbookError(f"{path} cannot be read: {error.strerror}.") from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in needed if name not in (reader.fieldnames or ())]
    if missing:
        raise WorkbookError(
            f"{path.name}, line 1: the column heading {', '.join(missing)} is missing. "
            f"Found: {', '.join(reader.fieldnames or ['nothing'])}."
        )
    for row in reader:
        if None in row or None in row.values():
            raise WorkbookError(
                f"{path.name}, line {reader.line_num}: the row does not have as many cells as "
                "the headings. Put double quotes around a text that holds a comma."
            )
        yield reader.line_num, {name: cell.strip() for name, cell in row.items()}


def _rule(path: Path, line: int, row: dict[str, str]) -> Rule:
    where = f"{path.name}, line {line}"
    for column in _NEEDED:
        if not row[column]:
            raise WorkbookError(f"{where}, column {column}: empty. Every rule needs it.")
    certainty = row["certainty"]
    if certainty not in get_args(Certainty):
        raise WorkbookError(
            f"{where}, column certainty: found '{certainty}', "
            f"expected {', '.join(get_args(Certainty))}."
        )
    value = parse_value(row["value"])
    if value is None and certainty != "unresolved":
        raise WorkbookError(f"{where}, column value: empty. Only an unresolved rule may lack one.")
    return Rule(
        name=row["rule"],
        title=row["title"],
        value=value,
        unit=row["unit"],
        regime=row["regime"],
        nation=row["nation"],
        valid_from=parse_date(where, "valid_from", row["valid_from"]),
        valid_to=parse_date(where, "valid_to", row["valid_to"]),
        law=row["law"],
        source=row["source"],
        checked_on=parse_date(where, "checked_on", row["checked_on"]),
        check_again_by=_required_date(where, "check_again_by", row["check_again_by"]),
        certainty=cast(Certainty, certainty),
        remark=row["remark"],
        columns={n: _plain(cell) if cell else None for n, cell in row.items() if n not in COLUMNS},
    )


def parse_value(text: str) -> Value | None:
    """Return a cell as a whole number, a number, a date or text; None when empty."""
    if not text:
        return None
    if _ISO_DATE.fullmatch(text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            return text
    return _plain(text)


def _plain(text: str) -> int | float | str:
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) else text


def parse_date(where: str, column: str, text: str) -> dt.date | None:
    """Return an ISO date; None when empty.

    Raises
    ------
    WorkbookError
        When the text is not a date as year-month-day.
    """
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise WorkbookError(
            f"{where}, column {column}: found '{text}', expected a date as 2026-04-01."
        ) from None


def _required_date(where: str, column: str, text: str) -> dt.date:
    found = parse_date(where, column, text)
    if found is None:
        raise WorkbookError(f"{where}, column {column}: empty, expected a date as 2026-04-01.")
    return found
