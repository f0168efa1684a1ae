"""Small pictures drawn as SVG by hand: narrow, so that they can be read on a telephone too.

They use the house's colours, and the page's own text colour where there is no fill.
"""

from __future__ import annotations

import math
import textwrap
import unicodedata
from collections.abc import Iterable
from html import escape
from typing import Any

#: Text on a filled shape. Every colour of a series has a contrast of at least 4.5 with it.
ON_FILL = "#ffffff"


def svg(width: float, height: float, parts: Iterable[str]) -> str:
    """Return a picture of so many units that grows to its place, and not beyond legible."""
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" aria-hidden="true" focusable="false" '
        f'style="width:100%;max-width:{width * 1.35:g}px;height:auto;display:block" '
        'font-family="system-ui, sans-serif" fill="currentColor">'
        f"{''.join(parts)}</svg>"
    )


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 13,
    anchor: str = "start",
    bold: bool = False,
    fill: str = "currentColor",
) -> str:
    """Return a line of text; ``y`` is its middle."""
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" text-anchor="{anchor}" '
        f'dominant-baseline="central" fill="{fill}"{weight}>{escape(words)}</text>'
    )


def lines(
    x: float, y: float, words: str, letters: int, *, size: float = 13, gap: float = 16, **look: Any
) -> tuple[str, int]:
    """Return text broken into lines of so many letters, and how many lines there are.

    ``look`` is the look of each line, as :func:`text` takes it.
    """
    broken = wrapped(words, letters) or [""]
    drawn = (
        text(x, y + number * gap, line, size=size, **look) for number, line in enumerate(broken)
    )
    return "".join(drawn), len(broken)


# --- how much fits ------------------------------------------------------------------------------

#: Widths of letters beside that of an ordinary small one, in the usual fonts of screens.
_WIDTHS = {
    **dict.fromkeys("iljI.,:;'|! ", 0.5),
    **dict.fromkeys("ftr()[]-/", 0.65),
    **dict.fromkeys("Mm%", 1.7),
    **dict.fromkeys("W@", 2.0),
    "w": 1.45,
}
#: How much wider than ordinary words a line may be and still has the room it was given.
_SPARE = 1.15


def breadth(words: str) -> float:
    """Return how much room words take, in ordinary small letters of their size."""
    return sum(map(_letter, words))


def _letter(letter: str) -> float:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if unicodedata.east_asian_width(letter) in "WF":
        return 2.0
    if unicodedata.combining(letter):
        return 0.0
    return 1.4 if letter.isupper() else 1.05


def wrapped(words: str, letters: int, indent: str = "") -> list[str]:
    """Return text in lines of so many ordinary letters; of broad ones, fewer stand in a line.

    Parameters
    ----------
    indent
        What lines after the first begin with.
    """
    room = letters
    while True:
        broken = textwrap.wrap(words, room, subsequent_indent=indent)
        widest = max(map(breadth, broken), default=0.0)
        if widest <= _SPARE * letters or room <= len(indent) + 2:
            return broken
        room -= max(1, round(room * (1 - _SPARE * letters / widest)))


def trimmed(words: str, letters: int) -> str:
    """Return text that fits into the room of so many ordinary letters.

    What is cut off ends with an ellipsis: the full words stand in the table of the chart.
    """
    if len(words) <= letters and breadth(words) <= _SPARE * letters:
        return words
    kept = words[: letters - 1]
    while kept and breadth(kept) + 1 > _SPARE * letters:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def box(
    x: float, y: float, width: float, height: float, *, fill: str = "none", dashed: bool = False
) -> str:
    """Return a rectangle with an outline in the text's colour."""
    dash = ' stroke-dasharray="4 3"' if dashed else ""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="4" fill="{fill}" '
        f'stroke="currentColor" stroke-opacity=".45"{dash}/>'
    )


def line(
    x1: float, y1: float, x2: float, y2: float, *, width: float = 2, dashed: bool = False
) -> str:
    """Return a straight line in the text's colour."""
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    return (
        f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="currentColor" '
        f'stroke-width="{width:g}"{dash}/>'
    )


def uprights(
    x: float, spans: Iterable[tuple[float, float]], *, width: float = 2, dashed: bool = False
) -> str:
    """Return an upright line in pieces (top, bottom): beside bars, never across their labels."""
    return "".join(line(x, top, x, low, width=width, dashed=dashed) for top, low in spans)


def dot(
    x: float, y: float, radius: float, *, fill: str = "currentColor", hollow: bool = False
) -> str:
    """Return a circle, filled or only outlined."""
    inside = "none" if hollow else fill
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{inside}" stroke="{fill}" '
        'stroke-width="2"/>'
    )


def on_circle(x: float, y: float, radius: float, degrees: float) -> tuple[float, float]:
    """Return a point on a circle; 0 degrees is at the top, and they run clockwise."""
    angle = math.radians(degrees)
    return x + radius * math.sin(angle), y - radius * math.cos(angle)


def sector(
    x: float,
    y: float,
    inner: float,
    outer: float,
    start: float,
    end: float,
    fill: str,
    opacity: float,
) -> str:
    """Return a piece of a ring between two angles (degrees from the top, clockwise)."""
    (ax, ay), (bx, by) = on_circle(x, y, outer, start), on_circle(x, y, outer, end)
    (cx, cy), (dx, dy) = on_circle(x, y, inner, end), on_circle(x, y, inner, start)
    big = int(end - start > 180)
    return (
        f'<path d="M{ax:.1f} {ay:.1f}A{outer:g} {outer:g} 0 {big} 1 {bx:.1f} {by:.1f}'
        f'L{cx:.1f} {cy:.1f}A{inner:g} {inner:g} 0 {big} 0 {dx:.1f} {dy:.1f}Z" '
        f'fill="{fill}" fill-opacity="{opacity:g}" stroke="{fill}"/>'
    )
