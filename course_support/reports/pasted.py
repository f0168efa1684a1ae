"""Tables that a participant filled in or pasted, read for a page that works with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from course_support.errors import WorkbookError
from course_support.exercises.table import Answer, Definition


@dataclass(frozen=True)
class Pasted:
    """A table, read.

    Attributes
    ----------
    rows
        Typed rows that are no headings, each with the ``number`` it has on the page.
    headings
        By column, the heading under which its cells stood in a spreadsheet.
    notes
        What a reader must know of how it was read.
    """

    rows: tuple[dict[str, Any], ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read(name: str, exercise: Definition, answer: Answer) -> Pasted:
    """Read a table as it stands on the page; ``name`` calls it in messages.

    A first row without any number, where others have some, holds headings.

    Raises
    ------
    WorkbookError
        When a cell cannot be read: a page must not go on as if it were empty.
    """
    shown = [(number, row) for number, row in enumerate(answer.rows, 1) if not row.blank]
    rows = [
        {**typed, "number": number}
        for (number, _), typed in zip(shown, exercise.typed(answer), strict=True)
    ]
    headings = dict(answer.headings)
    notes: tuple[str, ...] = ()
    if len(rows) > 1 and not _has_number(rows[0]) and any(map(_has_number, rows[1:])):
        typed = {key: " ".join(text.split()) for key, text in shown[0][1].cells.items()}
        headings |= {key: text for key, text in typed.items() if text}
        notes = (f"{name}, row {shown[0][0]}, has no numbers and was taken for headings.",)
        rows = rows[1:]
    known = {row["number"] for row in rows}
    for number, column, problem in exercise.unread(answer):
        if number in known:
            called = headings.get(column.id) or column.text
            raise WorkbookError(f"{name}, row {number}, under “{called}”: {problem}")
    return Pasted(tuple(rows), headings, notes)


def _has_number(row: Mapping[str, Any]) -> bool:
    return any(isinstance(value, int | float) for key, value in row.items() if key != "number")
