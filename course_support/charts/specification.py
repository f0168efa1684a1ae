"""A service specification held beside the outcomes: what it asks for, and what it only hopes."""

from __future__ import annotations

from course_support.exercises import audit

from . import drawing as d
from .appraisal_drawing import GREEN, GREY, ORANGE, PINK, WIDE
from .show import Chart

_MARKS = {"green": ("G", GREEN), "amber": ("A", ORANGE), "red": ("R", PINK)}


def checked(exercise: audit.Definition, answer: audit.Answer, objectives: str) -> Chart | str:
    """Draw which lines of a specification could be checked, and set the objectives beside them.

    Parameters
    ----------
    objectives
        What the participant wrote that must be different for people.
    """
    statements = [(each, exercise.finding(answer, each.id)) for each in exercise.statements()]
    if not any(found.rating for _, found in statements):
        return "Rate your specification above to see here what it asks for, beside your objectives."
    parts: list[str] = []
    y = 14.0
    rows = []
    for each, found in statements:
        mark, fill = _MARKS.get(str(found.rating), ("", GREY))
        drawn, number = d.lines(36, y, each.text, 62, size=12.5, gap=15)
        parts += [
            d.dot(16, y, 9, fill=fill, hollow=not mark),
            d.text(16, y + 0.5, mark, size=11, anchor="middle", fill=d.ON_FILL),
            drawn,
        ]
        y += 15 * number + 9
        rows.append([each.text, str(found.rating or "not rated"), found.evidence, found.action])
    return Chart(
        _title([str(found.rating or "") for _, found in statements]),
        _reading(statements[0][1].rating, objectives),
        d.svg(WIDE, y, parts),
        ["What a specification should hold", "Rating", "Clause", "What it should say"],
        rows,
        "your own check. G there, and could be checked; A vague; R not in it; empty: not rated",
    )


def _title(ratings: list[str]) -> str:
    rated = [each for each in ratings if each]
    green = rated.count("green")
    return f"{green} of {len(rated)} lines could be checked; {rated.count('red')} are not there"


def _reading(outcomes: object, objectives: str) -> str:
    if not objectives.strip():
        return "You have not written your objectives yet, so nothing can be set beside it."
    first = " ".join(objectives.split())[:200]
    if outcomes == "green":
        return f"Its outcomes could be checked. Are they these? “{first}”"
    if outcomes in ("red", "amber"):
        return f"Its outcomes are missing or vague, though you wrote: “{first}”"
    return f"Hold it beside what you wrote: “{first}”"
