"""Scales, ticks and marks for the hand-drawn charts of needs: narrow, to be read on a telephone.

A mark's form (filled, hollow, dashed, shape) tells series apart; colour never does so alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from course_support.charts.drawing import text
from course_support.charts.timeline import spread

#: Width of every picture, in units of its own.
WIDTH = 440
SMALL = 12.5


@dataclass(frozen=True)
class Scale:
    """Turns a number into a place between two edges of a picture."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        width = self.high - self.low
        share = (value - self.low) / width if width else 0.5
        return self.start + (self.end - self.start) * share


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Return round numbers from at or below ``low`` to at or above ``high``."""
    if high <= low:
        high = low + 1
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(first, last + 1)]


def number(value: float) -> str:
    """Return a number for an axis or label: 1,200, 0.4, 2.5m."""
    if abs(value) >= 10_000_000:
        return f"{value / 1e6:,.0f}m"
    if abs(value) >= 1_000_000:
        return f"{value / 1e6:,.1f}m"
    return f"{value:,.0f}" if abs(value) >= 10 or value == round(value) else f"{value:.2g}"


def across(
    scale: Scale, marks: Iterable[float], top: float, bottom: float, say: Callable[[float], str]
) -> list[str]:
    """Return upright grid lines with their numbers underneath."""
    drawn = []
    for mark in marks:
        x = scale(mark)
        drawn += [
            _faint(x, top, x, bottom),
            text(x, bottom + 13, say(mark), size=SMALL, anchor="middle"),
        ]
    return drawn


def up(
    scale: Scale, marks: Iterable[float], left: float, right: float, say: Callable[[float], str]
) -> list[str]:
    """Return level grid lines with their numbers on the left."""
    drawn = []
    for mark in marks:
        y = scale(mark)
        drawn += [_faint(left, y, right, y), text(left - 6, y, say(mark), size=SMALL, anchor="end")]
    return drawn


def _faint(x1: float, y1: float, x2: float, y2: float) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="currentColor" '
        'stroke-opacity=".18"/>'
    )


def path(points: Sequence[tuple[float, float]], colour: str, *, dashes: str = "") -> str:
    """Return a line through points; ``dashes`` as in SVG."""
    there = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<polyline points="{there}" fill="none" stroke="{colour}" stroke-width="2.5"{dashed}/>'


def between(
    above: Sequence[tuple[float, float]], below: Sequence[tuple[float, float]], colour: str
) -> str:
    """Return the faint area between two lines."""
    there = " ".join(f"{x:.1f},{y:.1f}" for x, y in [*above, *reversed(below)])
    return f'<polygon points="{there}" fill="{colour}" fill-opacity=".14"/>'


def bar(
    x: float, y: float, width: float, height: float, colour: str, *, hollow: bool = False
) -> str:
    """Return a bar, filled or only outlined."""
    inside = "none" if hollow else colour
    return (
        f'<rect x="{min(x, x + width):.1f}" y="{y:.1f}" width="{abs(width):.1f}" '
        f'height="{height:.1f}" fill="{inside}" stroke="{colour}" stroke-width="1.5"/>'
    )


def diamond(x: float, y: float, reach: float, colour: str) -> str:
    """Return a small diamond."""
    corners = ((x - reach, y), (x, y - reach), (x + reach, y), (x, y + reach))
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
    return f'<polygon points="{points}" fill="{colour}"/>'


def end_labels(
    x: float, labels: Sequence[tuple[float, str]], bottom: float, apart: float = 15
) -> list[str]:
    """Return labels at the ends of lines, moved apart where they would touch."""
    order = sorted(range(len(labels)), key=lambda n: labels[n][0])
    places = spread([labels[n][0] for n in order], apart, bottom)
    return [
        text(x, place, labels[n][1], size=SMALL) for n, place in zip(order, places, strict=True)
    ]


def whisker(y: float, low: float, high: float, colour: str) -> str:
    """Return an interval as a level line with ends."""
    return (
        f'<path d="M{low:.1f} {y:.1f}H{high:.1f}M{low:.1f} {y - 4:.1f}v8M{high:.1f} {y - 4:.1f}v8" '
        f'stroke="{colour}" stroke-width="2" fill="none"/>'
    )
