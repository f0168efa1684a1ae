"""How a chart is shown: as a labelled picture that scales, with its numbers underneath."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: Colours that stay apart for people who see colours differently (Okabe and Ito, 2008,
#: darkened where needed for contrast on white). Never the only sign of a difference.
BLUE, ORANGE, GREEN, PINK, GREY = "#0072b2", "#b25000", "#00795c", "#a83f80", "#5f6b76"
SERIES = (BLUE, ORANGE, GREEN, PINK, GREY)
MARKERS = ("o", "s", "^", "D", "v")
#: Drawn in this colour, replaced by the page's own text colour in light and dark themes.
INK = "#1b1f24"

#: Width of a letter beside an axis, in inches, on the generous side.
LETTER = 0.082

_STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "commissioning-workbook",
    "font.family": "sans-serif",
    "font.size": 11,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "grid.color": INK,
    "grid.alpha": 0.15,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
}


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


def blank(
    width: float, height: float, labels: Iterable[str], columns: int = 1
) -> tuple[Figure, Any]:
    """Return an empty figure in the house style, and its axes.

    Parameters
    ----------
    width, height
        In inches.
    labels
        What will stand to the left of an axis: room is kept for the longest. Matplotlib's own
        layout would find the same room by drawing everything twice.
    columns
        With several, the axes come as a list and share their horizontal scale.
    """
    import matplotlib
    from matplotlib.figure import Figure

    room = 0.3 + LETTER * max((len(label) for label in labels), default=0)
    each = (width - columns * room - 0.2) / columns
    margins = {
        "left": room / width,
        "right": 1 - 0.2 / width,
        "bottom": 0.55 / height,
        "top": 1 - 0.35 / height,
        "wspace": room / each,
    }
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(width, height))
        figure.subplots_adjust(**margins)
        if columns == 1:
            return figure, figure.subplots()
        return figure, list(figure.subplots(1, columns, sharex=True))


def to_svg(figure: Figure) -> str:
    """Return a figure as SVG that scales to its place and follows the page's text colour."""
    import matplotlib

    buffer = io.StringIO()
    with matplotlib.rc_context(_STYLE), warnings.catch_warnings():
        # The browser draws the letters, and has those that matplotlib's own font lacks.
        warnings.filterwarnings("ignore", "Glyph")
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(
        r'(<svg[^>]*?) height="[^"]*"', r'\1 aria-hidden="true" focusable="false"', svg, count=1
    )
    return svg.replace(INK, "currentColor")


def per_cent(share: float) -> str:
    """Return a share of one in words people use: 7.5%, 34%."""
    points = 100 * share
    return f"{points:.1f}%" if points < 10 and round(points, 1) % 1 else f"{points:.0f}%"


def trimmed(text: str, letters: int) -> str:
    """Return text that fits into so many letters of a hand-drawn picture."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def shorten(text: str, letters: int = 34) -> str:
    """Return text that fits beside an axis, in which a dollar is a dollar and begins no formula."""
    short = text if len(text) <= letters else text[: letters - 1].rstrip() + "…"
    return short.replace("$", r"\$")
