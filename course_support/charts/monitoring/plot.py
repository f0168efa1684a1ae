"""Axes and lines for small pictures of months, drawn by hand so that they stay light and sharp."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from course_support.charts.drawing import line, text

WIDTH = 440
#: Room for the figures at the left and for the names of lines at the right.
LEFT, RIGHT, TOP, BOTTOM = 46, 352, 14, 34


@dataclass(frozen=True)
class Frame:
    """Where points stand: so many months across, from one value up to another."""

    count: int
    low: float
    high: float
    step: float
    height: float = 250
    right: float = RIGHT

    def x(self, place: float) -> float:
        """Return where the point of a place (0 for the first) stands across."""
        return LEFT + 6 + (self.right - LEFT - 12) * place / max(1, self.count - 1)

    def y(self, value: float) -> float:
        """Return where a value stands from the top."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.bottom - (self.bottom - TOP) * share

    @property
    def bottom(self) -> float:
        """Return where the lower axis stands."""
        return self.height - BOTTOM


def frame_of(
    values: Iterable[float],
    count: int,
    *,
    most: float = math.inf,
    height: float = 250,
    right: float = RIGHT,
) -> Frame:
    """Return a frame that holds every value, with a little room and round ends.

    ``most`` is the highest that can be (100 for per cent): the frame does not go beyond it.
    """
    known = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
    low, high = min(known), max(known)
    room = 0.06 * (high - low) or max(1.0, abs(high) * 0.1)
    step = tick_step(high - low + 2 * room)
    low, high = math.floor((low - room) / step) * step, math.ceil((high + room) / step) * step
    if min(known) >= 0:
        low = max(0.0, low)
    return Frame(count, low, min(high, most), step, height, right)


def tick_step(span: float) -> float:
    """Return a round step (1, 2 or 5 times a power of ten) that gives about five."""
    raw = span / 5
    power: float = 10.0 ** math.floor(math.log10(raw))
    return next(each * power for each in (1, 2, 5, 10) if each * power >= raw * 0.999)


def axes(frame: Frame, labels: Sequence[str], unit: str) -> Iterator[str]:
    """Draw figures at the left, months below and what is counted above."""
    step = frame.step
    value = frame.low
    while value <= frame.high + step / 1000:
        y = frame.y(value)
        yield faint(LEFT, y, frame.right, y)
        yield text(LEFT - 6, y, short_number(value, step), size=11.5, anchor="end")
        value += step
    yield text(LEFT, TOP - 8, unit, size=11.5)  # clear of the figures at the left
    yield line(LEFT, frame.bottom, frame.right, frame.bottom, width=1)
    shown = month_places(len(labels))
    for place in shown:
        x = frame.x(place)
        yield line(x, frame.bottom, x, frame.bottom + 4, width=1)
        month, _, year = labels[place].rpartition(" ")
        anchor = "middle" if place < len(labels) - 2 else "end"
        yield text(x, frame.bottom + 12, month or year, size=11.5, anchor=anchor)
        if month:
            yield text(x, frame.bottom + 25, year, size=11.5, anchor=anchor)


def month_places(count: int) -> list[int]:
    """Return which months are named below the axis: about seven, evenly spaced."""
    every = next((n for n in (1, 2, 3, 6, 12, 24, 60) if count / n <= 7), 120)
    return list(range(0, count, every))


def short_number(value: float, step: float) -> str:
    """Return a figure of an axis with as many places as its step needs."""
    places = max(0, -math.floor(math.log10(step))) if step < 1 else 0
    return f"{value:,.{places}f}"


def faint(x1: float, y1: float, x2: float, y2: float) -> str:
    """Return a line of the background."""
    return (
        f'<line x1="{x1:g}" y1="{y1:.1f}" x2="{x2:g}" y2="{y2:.1f}" stroke="currentColor" '
        'stroke-opacity=".15"/>'
    )


def path(points: Iterable[tuple[float, float]], colour: str, *, dashed: bool = False) -> str:
    """Return a line through points, broken where one has no value."""
    parts: list[str] = []
    pen = "M"
    for x, y in points:
        if math.isfinite(y):
            parts.append(f"{pen}{x:.1f} {y:.1f}")
            pen = "L"
        else:
            pen = "M"
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    return f'<path d="{"".join(parts)}" fill="none" stroke="{colour}" stroke-width="1.8"{dash}/>'


def band(
    frame: Frame, first: int, lower: Sequence[float], upper: Sequence[float], fill: str
) -> str:
    """Return a shaded band between two lines that begin at a place."""
    places = range(first, first + len(lower))
    above = [f"{frame.x(p):.1f} {frame.y(v):.1f}" for p, v in zip(places, upper, strict=True)]
    below = [f"{frame.x(p):.1f} {frame.y(v):.1f}" for p, v in zip(places, lower, strict=True)]
    outline = "L".join([*above, *reversed(below)])
    return f'<path d="M{outline}Z" fill="{fill}" fill-opacity=".16"/>'


def diamond(x: float, y: float, radius: float, fill: str) -> str:
    """Return a diamond: a point that is a signal, told by its shape as well as its colour."""
    return (
        f'<path d="M{x:.1f} {y - radius:.1f}L{x + radius:.1f} {y:.1f}L{x:.1f} {y + radius:.1f}'
        f'L{x - radius:.1f} {y:.1f}Z" fill="{fill}" stroke="{fill}"/>'
    )


def cross(x: float, y: float, radius: float = 4) -> str:
    """Return a cross: a month without a figure."""
    return (
        f'<path d="M{x - radius:.1f} {y - radius:.1f}L{x + radius:.1f} {y + radius:.1f}'
        f'M{x - radius:.1f} {y + radius:.1f}L{x + radius:.1f} {y - radius:.1f}" '
        'stroke="currentColor" stroke-width="1.5"/>'
    )


def names_at_right(named: Sequence[tuple[float, str]], right: float, apart: float = 14) -> str:
    """Write the names of level lines at their right end, none on top of another."""
    placed: list[float] = []
    parts = []
    for y, words in sorted(named):
        at = max(y, placed[-1] + apart) if placed else y
        placed.append(at)
        parts.append(text(right + 5, at, words, size=11.5))
    return "".join(parts)
