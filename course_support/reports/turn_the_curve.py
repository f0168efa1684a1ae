"""Turn the Curve: one measure on one page, from baseline to action.

After Results-Based Accountability, the work of Mark Friedman; the layout is this workbook's own.
"""

from __future__ import annotations

from collections.abc import Mapping

from course_support.charts.monitoring.months import baseline
from course_support.methods.monthly import Outlook
from course_support.reports.paper import Paper, Section

_MISSING = "Write this under “Turn the curve” above."


def turn_the_curve(ahead: Outlook, texts: Mapping[str, str], whose: str) -> Paper:
    """Return the page.

    Parameters
    ----------
    ahead
        The measure with its forecast if nothing changes.
    texts
        What was written, by prompt.
    whose
        For which people and by whom, as it should stand under the title.
    """
    measure = ahead.review.series.measure
    said = {key: texts.get(key, "").strip() for key in (*_IDEAS, "lay-definition", "story")}
    ideas = tuple(f"{name}: {said[key]}" for key, name in _IDEAS.items() if said[key])
    lacking = [name for key, name in _IDEAS.items() if not said[key]]
    if ideas and lacking:
        ideas = (*ideas, f"Still to find: {'; '.join(name.lower() for name in lacking)}.")
    return Paper(
        title=f"Turn the curve: {measure}",
        lead=f"{whose}. {ahead.review.headline()}.",
        sections=(
            Section("The measure in plain words", said["lay-definition"], missing=_MISSING),
            Section("Where it leads if nothing changes", baseline(ahead)),
            Section("The story behind it", said["story"], missing=_MISSING),
            Section("Partners with a part to play", texts.get("partners", ""), missing=_MISSING),
            Section("Three best ideas", *ideas, missing=_MISSING),
            Section("What we will do", texts.get("action", ""), missing=_MISSING),
        ),
        foot="The curve has turned only when later figures beat the forecast made here. "
        "After Results-Based Accountability, the work of Mark Friedman.",
    )


_IDEAS = {
    "what-works": "Known to work",
    "low-cost": "Little or no cost",
    "off-the-wall": "Off the wall",
}
