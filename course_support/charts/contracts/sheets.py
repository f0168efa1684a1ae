"""A table that says what it shows: for findings that need no picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from course_support.charts.show import table_html


@dataclass(frozen=True)
class Sheet:
    """Rows of text under a finding, with the reading, the source and what is assumed."""

    title: str
    reading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    source: str
    notes: Sequence[str] = field(default_factory=tuple)

    def _repr_html_(self) -> str:
        notes = "".join(f"<li>{escape(note)}</li>" for note in self.notes)
        return (
            f"<div><p><strong>{escape(self.title)}</strong><br>{escape(self.reading)}</p>"
            f"{table_html(self.columns, self.rows, self.title) if self.rows else ''}"
            f"<p><small>Source: {escape(self.source)}</small></p>"
            + (f"<ul>{notes}</ul>" if notes else "")
            + "</div>"
        )


@dataclass(frozen=True)
class Said:
    """A few paragraphs of plain text, or what to do to have some."""

    paragraphs: Sequence[str]

    def _repr_html_(self) -> str:
        return "".join(f"<p>{escape(each)}</p>" for each in self.paragraphs)


@dataclass(frozen=True)
class Pieces:
    """Anything that can show itself, one under the other."""

    parts: Sequence[Any]

    def _repr_html_(self) -> str:
        return "".join(part._repr_html_() for part in self.parts)


def pounds(amount: float) -> str:
    """Return whole pounds as people write them."""
    return f"-£{-amount:,.0f}" if amount < 0 else f"£{amount:,.0f}"


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: 1 contract, 3 contracts, no contracts."""
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"
