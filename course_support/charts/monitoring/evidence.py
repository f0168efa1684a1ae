"""Which outcome is seen from which side: methods across, perception and objective marked apart."""

from __future__ import annotations

from collections.abc import Iterator

from course_support.charts.drawing import box, dot, line, svg, text, wrapped
from course_support.charts.monitoring.plot import diamond
from course_support.charts.show import BLUE, ORANGE, Chart
from course_support.methods.measures import METHODS, Triangulation

_FIRST, _EACH = 176, 65
#: Headings that fit above a column; the table has the full words.
_SHORT = dict(zip(METHODS, ("survey", "interview", "observed", "records"), strict=True))


def matrix(found: Triangulation, source: str) -> Chart:
    """Draw outcomes down and methods across; a ring is somebody's view, a diamond is objective."""
    parts = [
        text(_FIRST + _EACH * (at + 0.5), 12, _SHORT[method], size=11.5, anchor="middle", bold=True)
        for at, method in enumerate(METHODS)
    ]
    parts.append(line(4, 24, 436, 24, width=1))
    y = 36.0
    for outcome in found.outcomes:
        lines = wrapped(outcome, 21) or [""]
        missing = found.missing(outcome)
        lacks = wrapped(f"Missing: {', '.join(missing)}", 27) if missing else ["Covered"]
        tall = max(34, 15 * (len(lines) + len(lacks)))
        for place, words in enumerate(lines):
            parts.append(text(4, y + 15 * place, words, size=12.5, bold=True))
        for place, words in enumerate(lacks):
            parts.append(text(4, y + 15 * (len(lines) + place), words, size=11.5))
        parts += _sides(found, outcome, y)
        y += tall + 12
    parts += [
        dot(70, y + 4, 5.5, fill=ORANGE, hollow=True),
        text(82, y + 4, "somebody's view", size=12.5),
        diamond(230, y + 4, 6, BLUE),
        text(242, y + 4, "objective", size=12.5),
    ]
    table = found.table()
    covered, every = len(found.covered), len(found.outcomes)
    title = (
        "Every outcome is seen from two sides" if covered == every
        else f"{every - covered} of {every} outcomes lack a side"
    )  # fmt: skip
    return Chart(
        title,
        found.reading(),
        svg(440, y + 20, parts),
        list(table.columns),
        table.astype(str).to_numpy().tolist(),
        f"{source}. {' '.join(found.assumptions)}",
    )


def _sides(found: Triangulation, outcome: str, y: float) -> Iterator[str]:
    """Return a box a method, with a mark for each view that there is of the outcome."""
    for at, method in enumerate(METHODS):
        x = _FIRST + _EACH * at
        yield box(x + 3, y - 8, _EACH - 6, 28)
        views = {o.view for o in found.evidence if (o.outcome, o.method) == (outcome, method)}
        if "perception" in views:
            yield dot(x + _EACH / 2 - 12, y + 6, 5.5, fill=ORANGE, hollow=True)
        if "objective" in views:
            yield diamond(x + _EACH / 2 + 12, y + 6, 6, BLUE)
