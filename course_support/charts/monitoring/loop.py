"""The loop of four steps that the page follows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

from course_support.charts.drawing import ON_FILL, svg, text
from course_support.charts.show import BLUE, GREEN, ORANGE, PINK, Chart

STEPS = (
    ("Measures", "Choose what would tell you"),
    ("Monitoring and reporting", "Gather it, fairly and in time"),
    ("Evaluation", "Ask why, not only what"),
    ("Action", "Do something, and say so"),
)
_SHORT = ("Measure", "Monitor", "Evaluate", "Act")
_COLOURS = (BLUE, ORANGE, GREEN, PINK)
_PLACES = ((220, 32), (348, 130), (220, 228), (92, 130))
_HALF = (84, 26)
#: From one step to the next, clockwise.
_ARROWS = ((300, 64, 342, 98), (342, 162, 300, 196), (140, 196, 98, 162), (98, 98, 140, 64))


def loop() -> Chart:
    """Draw the four steps as a ring."""
    parts = [_arrow(*ends) for ends in _ARROWS]
    half, tall = _HALF
    for number, ((name, _), (x, y), colour) in enumerate(
        zip(STEPS, _PLACES, _COLOURS, strict=True), start=1
    ):
        parts.append(
            f'<rect x="{x - half}" y="{y - tall}" width="{2 * half}" height="{2 * tall}" rx="6" '
            f'fill="{colour}" stroke="{colour}" stroke-width="2"/>'
        )
        lines = _two_lines(f"{number}. {name}")
        for place, words in enumerate(lines):
            at = y + 16 * (place - (len(lines) - 1) / 2)
            parts.append(text(x, at, words, size=13.5, anchor="middle", bold=True, fill=ON_FILL))
    reading = (
        "Measures lead to monitoring and reporting, that to evaluation, that to action, and "
        "action back to measures. Then it begins again, with better measures."
    )
    return Chart(
        "Four steps that come round again",
        reading,
        svg(440, 262, parts),
        ("Step", "Name", "What is done"),
        _rows(),
        "own drawing",
    )


def _rows() -> list[tuple[str, str, str]]:
    return [(str(number), name, what) for number, (name, what) in enumerate(STEPS, start=1)]


def step(here: int) -> Where:
    """Draw the four steps in a row, the present one filled: where on the page one is."""
    parts = []
    for number, colour in enumerate(_COLOURS, start=1):
        x, now = 3 + 110 * (number - 1), number == here
        parts.append(
            f'<path d="M{x} 3h92l12 19l-12 19h-92{"l12 -19" if number > 1 else "v-38"}Z" '
            f'fill="{colour if now else "none"}" stroke="{colour}" stroke-width="2"/>'
        )
        short = _SHORT[number - 1]
        fill = ON_FILL if now else "currentColor"
        left = x + (18 if number > 1 else 8)
        parts.append(text(left, 22, f"{number}. {short}", size=13, bold=now, fill=fill))
    name, what = STEPS[here - 1]
    return Where(f"Step {here} of 4, {name.lower()}: {what.lower()}.", svg(440, 44, parts))


@dataclass(frozen=True)
class Where:
    """A small picture that says where on the page one is; it holds no figures."""

    reading: str
    svg: str

    def _repr_html_(self) -> str:
        words = escape(self.reading)
        return f'<div class="wb-live"><div role="img" aria-label="{words}">{self.svg}</div></div>'


def _two_lines(words: str) -> list[str]:
    if len(words) < 20:
        return [words]
    first, _, rest = words.partition(" and ")
    return [f"{first} and", rest] if rest else [words]


def _arrow(ax: float, ay: float, bx: float, by: float) -> str:
    """Return an arrow from one step to the next."""
    angle = math.atan2(by - ay, bx - ax)
    tips = [
        (bx - 9 * math.cos(angle + turn), by - 9 * math.sin(angle + turn)) for turn in (0.5, -0.5)
    ]
    head = "".join(f"M{bx:.1f} {by:.1f}L{x:.1f} {y:.1f}" for x, y in tips)
    return (
        f'<path d="M{ax:.1f} {ay:.1f}L{bx:.1f} {by:.1f}{head}" fill="none" '
        'stroke="currentColor" stroke-width="2"/>'
    )
