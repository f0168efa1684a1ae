"""The loop of four steps that the page follows."""

from __future__ import annotations

import math

from course_support.charts.drawing import ON_FILL, svg, text
from course_support.charts.show import BLUE, GREEN, ORANGE, PINK, Chart

STEPS = (
    ("Measures", "Choose what would tell you"),
    ("Monitoring and reporting", "Gather it, fairly and in time"),
    ("Evaluation", "Ask why, not only what"),
    ("Action", "Do something, and say so"),
)
_COLOURS = (BLUE, ORANGE, GREEN, PINK)
_PLACES = ((220, 32), (348, 130), (220, 228), (92, 130))
_HALF = (84, 26)
#: From one step to the next, clockwise.
_ARROWS = ((300, 64, 342, 98), (342, 162, 300, 196), (140, 196, 98, 162), (98, 98, 140, 64))


def loop(here: int = 0) -> Chart:
    """Draw the four steps as a ring, the present one filled.

    Parameters
    ----------
    here
        1 to 4 for the step at hand; 0 for none.
    """
    parts = [_arrow(*ends) for ends in _ARROWS]
    for number, ((name, _), (x, y), colour) in enumerate(
        zip(STEPS, _PLACES, _COLOURS, strict=True), start=1
    ):
        filled = number == here or not here
        half, tall = _HALF
        parts.append(
            f'<rect x="{x - half}" y="{y - tall}" width="{2 * half}" height="{2 * tall}" rx="6" '
            f'fill="{colour if filled else "none"}" stroke="{colour}" stroke-width="2"/>'
        )
        fill = ON_FILL if filled else "currentColor"
        for place, words in enumerate(_two_lines(f"{number}. {name}")):
            lines = len(_two_lines(f"{number}. {name}"))
            at = y + 16 * (place - (lines - 1) / 2)
            parts.append(text(x, at, words, size=13.5, anchor="middle", bold=True, fill=fill))
    name = STEPS[here - 1][0].lower() if here else ""
    title = f"Step {here} of 4: {name}" if here else "Four steps that come round again"
    said = " Then it begins again, with better measures." if not here else ""
    reading = (
        "Measures lead to monitoring and reporting, that to evaluation, that to action, and "
        f"action back to measures.{said}"
    )
    rows = [(str(number), name, what) for number, (name, what) in enumerate(STEPS, start=1)]
    return Chart(
        title, reading, svg(440, 262, parts), ("Step", "Name", "What is done"), rows, "own drawing"
    )


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
