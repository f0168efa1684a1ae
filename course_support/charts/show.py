"""How a chart is shown: as a labelled picture that scales, with its numbers underneath."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol

#: Colours that stay apart for people who see colours differently (Okabe and Ito, 2008,
#: darkened where needed for contrast on white, and no further than a dark page allows). Never
#: the only sign of a difference.
BLUE, ORANGE, GREEN, PINK, GREY = "#0072b2", "#b25000", "#00795c", "#a83f80", "#5f6b76"
SERIES = (BLUE, ORANGE, GREEN, PINK, GREY)


@dataclass(frozen=True)
class Chart:
    """A picture with everything that makes it readable without seeing it.

    Attributes
    ----------
    title
        What the chart shows, as a finding.
    reading
        The same in one or two full sentences: the text alternative.
    svg
        The picture.
    columns, rows
        The numbers behind it, as text.
    source
        Where the numbers come from.
    """

    title: str
    reading: str
    svg: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    source: str

    def _repr_html_(self) -> str:
        return (
            f'<figure class="wb-figure"><figcaption><strong>{escape(self.title)}</strong>'
            f"<br>{escape(self.reading)}</figcaption>"
            f'<div role="img" aria-label="{escape(self.reading)}">{self.svg}</div>'
            f"<p><small>Source: {escape(self.source)}</small></p>"
            f"<details><summary>The numbers as a table</summary>"
            f"{table_html(self.columns, self.rows, self.title)}</details></figure>"
        )


@dataclass(frozen=True)
class Charts:
    """Several charts one under the other, and what could not be drawn."""

    charts: Sequence[Chart]
    notes: Sequence[str] = ()

    def _repr_html_(self) -> str:
        notes = "".join(f"<p>{escape(note)}</p>" for note in self.notes)
        return "".join(chart._repr_html_() for chart in self.charts) + notes


class Shown(Protocol):
    """Anything that shows itself as safe HTML: a chart, several charts, a data frame."""

    def _repr_html_(self) -> str: ...


@dataclass(frozen=True)
class Pieces:
    """Safe HTML and things that show themselves, one under the other."""

    parts: Sequence[str | Shown]

    def _repr_html_(self) -> str:
        return "".join(p if isinstance(p, str) else p._repr_html_() for p in self.parts)


def table_html(columns: Iterable[str], rows: Iterable[Sequence[str]], caption: str = "") -> str:
    """Return rows of text as an accessible table: a caption, and headers that say their scope."""
    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in columns)
    body = "".join(
        "<tr>"
        + f'<th scope="row">{escape(str(row[0]))}</th>'
        + "".join(f"<td>{escape(str(cell))}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    head = f"<thead><tr>{head}</tr></thead>"
    return f'<table class="wb-table">{title}{head}<tbody>{body}</tbody></table>'


def per_cent(share: float) -> str:
    """Return a share of one in words people use: 7.5%, 34%."""
    points = 100 * share
    return f"{points:.1f}%" if points < 10 and round(points, 1) % 1 else f"{points:.0f}%"
