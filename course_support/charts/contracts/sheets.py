"""A table that says what it shows: for findings that need no picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from course_support.charts.sentences import bullets, paragraph
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
        return (
            f"<div><p><strong>{escape(self.title)}</strong><br>{escape(self.reading)}</p>"
            f"{self._table() if self.rows else ''}"
            f"<p><small>Source: {escape(self.source)}</small></p>"
            + (bullets(self.notes) if self.notes else "")
            + "</div>"
        )

    def _table(self) -> str:
        # The title stands above the reading: a caption would say it a second time. On a narrow
        # screen the table is moved sideways, by key as well.
        name = escape(self.title)
        table = table_html(self.columns, self.rows).replace(
            '<table class="wb-table">', f'<table class="wb-table" aria-label="{name}">', 1
        )
        return (
            f'<div role="group" aria-label="Table: {name}" tabindex="0" '
            f'style="overflow-x:auto">{table}</div>'
        )


def faint(x1: float, y1: float, x2: float, y2: float) -> str:
    """Return a thin dashed line that words can be read across."""
    return (
        f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="currentColor" '
        'stroke-opacity=".35" stroke-dasharray="4 4"/>'
    )


@dataclass(frozen=True)
class Said:
    """A few paragraphs of plain text, or what to do to have some."""

    paragraphs: Sequence[str]

    def _repr_html_(self) -> str:
        return "".join(map(paragraph, self.paragraphs))


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: 1 contract, 3 contracts, no contracts."""
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"
