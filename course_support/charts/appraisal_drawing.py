"""What the pictures of page 03 share: bars under their labels, shades, marks, line charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from . import drawing as d
from .show import BLUE, GREEN, GREY, ORANGE, PINK, SERIES

WIDE = 440
#: A fill for each criterion; always with its number or name beside it.
FILLS = (*SERIES, "#7a5c00", "#6a5acd")
DASHES = ("", "7 4", "2 3", "9 3 2 3", "4 2", "1 4", "12 4")
_LETTERS = 58

__all__ = [
    "BLUE",
    "FILLS",
    "GREEN",
    "GREY",
    "ORANGE",
    "PINK",
    "WIDE",
    "Bar",
    "Frame",
    "Line",
    "bars",
    "key",
    "line_chart",
    "rect",
    "small_bars",
]


@dataclass(frozen=True)
class Bar:
    """A bar of one or several parts under its label; ``parts`` are (length, mark, fill)."""

    label: str
    value: str
    parts: tuple[tuple[float, str, str], ...]
    note: str = ""


def rect(x: float, y: float, width: float, height: float, fill: str, opacity: float = 1) -> str:
    """Return a filled rectangle without an outline."""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{max(width, 0):g}" height="{height:g}" fill="{fill}" '
        f'fill-opacity="{opacity:g}"/>'
    )


def bars(found: Sequence[Bar], most: float, top: float = 12) -> tuple[list[str], float]:
    """Return bars one under the other, each with its label above, and where they end.

    Lengths are in the chart's unit, ``most`` the longest. A length below 0 runs to the left of a
    mark drawn where nought is.
    """
    least = min((sum(min(n, 0) for n, _, _ in each.parts) for each in found), default=0)
    unit = (WIDE - 8) / max(most - least, 1e-9)
    nought = 4 - least * unit
    parts: list[str] = []
    y = top
    for each in found:
        drawn, number = d.lines(4, y, each.label, _LETTERS - len(each.value), size=13)
        parts += [drawn, d.text(WIDE - 4, y, each.value, anchor="end", bold=True)]
        y += 16 * number - 2
        parts += _segments(each, nought, y, unit)
        if least < 0:
            parts.append(d.line(nought, y - 2, nought, y + 20, width=1.5))
        y += 22
        if each.note:
            drawn, number = d.lines(4, y + 6, each.note, _LETTERS + 8, size=11.5, gap=14)
            parts.append(drawn)
            y += 14 * number + 2
        y += 14
    return parts, y


def small_bars(found: Sequence[tuple[str, float]], most: float = 100) -> str:
    """Return a picture of one thin bar a line, with its name and number beside it."""
    parts: list[str] = []
    for number, (name, value) in enumerate(found):
        y = 10 + 20 * number
        parts += [
            d.text(2, y, d.trimmed(name, 32), size=11.5),
            rect(212, y - 6, 190 * value / most, 12, BLUE),
            d.text(WIDE - 2, y, f"{value:.0f}", size=11.5, anchor="end", bold=True),
        ]
    return d.svg(WIDE, 20 * len(found) + 6, parts)


def _segments(bar: Bar, nought: float, y: float, unit: float) -> Iterator[str]:
    x = nought
    for length, mark, fill in bar.parts:
        wide = abs(length) * unit
        start = x if length >= 0 else x - wide
        yield rect(start, y, wide - (1 if wide > 3 else 0), 18, fill)
        if mark and wide > 9 + 7 * len(mark):
            middle = start + wide / 2
            yield d.text(middle, y + 9.5, mark, size=12, anchor="middle", fill=d.ON_FILL)
        x = start + wide if length >= 0 else start


def key(entries: Sequence[tuple[str, str, str]], y: float) -> tuple[list[str], float]:
    """Return a list of (mark, fill, words) under a chart, and where it ends."""
    parts: list[str] = []
    for mark, fill, words in entries:
        parts += [
            rect(4, y - 8, 20, 16, fill),
            d.text(14, y + 0.5, mark, size=12, anchor="middle", fill=d.ON_FILL),
        ]
        drawn, number = d.lines(32, y, words, _LETTERS, size=12.5, gap=15)
        parts.append(drawn)
        y += 15 * number + 7
    return parts, y


@dataclass(frozen=True)
class Line:
    """One line of a chart: its points (x, y), and its name at the right end."""

    name: str
    points: tuple[tuple[float, float], ...]
    fill: str
    dash: str = ""
    bold: bool = False


@dataclass(frozen=True)
class Frame:
    """Where values stand in a picture."""

    left: float
    right: float
    top: float
    bottom: float
    x: tuple[float, float]
    y: tuple[float, float]

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the place of a point."""
        across = (x - self.x[0]) / ((self.x[1] - self.x[0]) or 1)
        up = (y - self.y[0]) / ((self.y[1] - self.y[0]) or 1)
        return (
            self.left + across * (self.right - self.left),
            self.bottom - up * (self.bottom - self.top),
        )


def line_chart(
    lines: Sequence[Line],
    frame: Frame,
    x_ticks: Mapping[float, str],
    y_ticks: Mapping[float, str],
    x_title: str,
    y_title: str,
) -> list[str]:
    """Return lines with a grid, ticks, and a number in a circle at each end for the key."""
    parts = [d.text(4, frame.top - 14, y_title, size=12)]
    for value, words in y_ticks.items():
        _, y = frame.at(frame.x[0], value)
        parts += [
            f'<line x1="{frame.left:g}" y1="{y:.1f}" x2="{frame.right:g}" y2="{y:.1f}" '
            'stroke="currentColor" stroke-opacity=".15"/>',
            d.text(frame.left - 6, y, words, size=11.5, anchor="end"),
        ]
    for value, words in x_ticks.items():
        x, _ = frame.at(value, frame.y[0])
        parts.append(d.text(x, frame.bottom + 14, words, size=11.5, anchor="middle"))
    middle = (frame.left + frame.right) / 2
    parts.append(d.text(middle, frame.bottom + 32, x_title, size=12, anchor="middle"))
    for each in lines:
        places = " ".join(f"{x:.1f},{y:.1f}" for x, y in (frame.at(*p) for p in each.points))
        dash = f' stroke-dasharray="{each.dash}"' if each.dash else ""
        parts.append(
            f'<polyline points="{places}" fill="none" stroke="{each.fill}" '
            f'stroke-width="{3.5 if each.bold else 2}"{dash}/>'
        )
    parts += _ends(lines, frame)
    return parts


def _ends(lines: Sequence[Line], frame: Frame) -> Iterator[str]:
    """Number the right ends, apart from one another."""
    ends = [(frame.at(*each.points[-1])[1], number) for number, each in enumerate(lines, start=1)]
    placed: dict[int, float] = {}
    last = frame.top - 30
    for y, number in sorted(ends):
        last = max(y, last + 17)
        placed[number] = last
    over = max(0.0, last - frame.bottom - 4)
    for number, y in placed.items():
        fill = lines[number - 1].fill
        yield d.dot(frame.right + 14, y - over, 7.5, fill=fill)
        yield d.text(
            frame.right + 14, y - over + 0.5, str(number), size=11, anchor="middle", fill=d.ON_FILL
        )
