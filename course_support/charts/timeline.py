"""The dates of support and tutorials, one under the other in proportion to time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from course_support.methods.support_plan import SupportPlan
from course_support.methods.words import full_date

from .drawing import dot, line, svg, text
from .show import BLUE, ORANGE, Chart

_TOP, _LONG, _APART = 24, 440, 40


def timeline(plan: SupportPlan) -> Chart:
    """Draw a plan from the last teaching day at the top to the submission at the bottom."""
    stops = [
        ("Last day of teaching", plan.teaching_ends, False),
        *((each.name, each.day, True) for each in plan.events),
        ("Work is due", plan.submission, False),
    ]
    stops.sort(key=lambda stop: stop[1])
    title = (
        "The dates are too close" if plan.problems else "Your support, from teaching to submission"
    )
    return Chart(
        title,
        plan.reading(),
        svg(440, _TOP + _LONG + 30, _drawn(stops)),
        ["What", "When", "Why then"],
        plan.rows(),
        f"your two dates; bank holidays of England and Wales. {' '.join(plan.assumptions)}",
    )


def _drawn(stops: list[tuple[str, date, bool]]) -> Iterable[str]:
    first, last = stops[0][1], stops[-1][1]
    whole = max(1, (last - first).days)
    places = [_TOP + _LONG * (day - first).days / whole for _, day, _ in stops]
    yield line(24, _TOP, 24, _TOP + _LONG, width=3)
    for (name, day, ours), y, words_y in zip(stops, places, spread(places), strict=True):
        yield dot(24, y, 9, fill=BLUE if ours else ORANGE, hollow=not ours)
        yield line(34, y, 54, words_y, width=1)
        yield text(60, words_y - 8, name, size=14, bold=True)
        yield text(60, words_y + 9, full_date(day), size=13)


def spread(places: list[float], apart: float = _APART, end: float = _TOP + _LONG) -> list[float]:
    """Return places for labels in the same order, none nearer than ``apart`` to the next."""
    out: list[float] = []
    for place in places:
        out.append(max(place, out[-1] + apart) if out else place)
    for number in range(len(out) - 1, -1, -1):
        most = end if number == len(out) - 1 else out[number + 1] - apart
        out[number] = min(out[number], most)
    return out
