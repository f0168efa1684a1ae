"""Every measure of a population's contracts at a glance: change, calendar, target, flaws."""

from __future__ import annotations

from collections.abc import Iterable

from course_support.charts.sentences import paragraph
from course_support.charts.show import Pieces, table_html
from course_support.errors import WorkbookError
from course_support.methods.figures import said
from course_support.methods.monthly import MonthlySeries, Review, review
from course_support.methods.series_checks import check_series

VERDICTS = {
    "consistent pass": "can be expected to meet it",
    "consistent fail": "cannot, unless something changes",
    "inconsistent": "hit or miss, by chance",
}


def overview(series: Iterable[MonthlySeries]) -> Pieces:
    """Return one row a measure: the lasting change, the calendar, the target, and what is odd."""
    rows = [_row(one) for one in series]
    sure = sum("by chance" in row[2] for row in rows)
    said = (
        f"{sure} of {len(rows)} measures will sometimes meet their target and sometimes miss it "
        "while nothing changes. Blame and praise for those are wasted."
    )
    heads = ("Measure", "Its level", "Its target", "Odd in the data")
    return Pieces((paragraph(said), table_html(heads, rows, "The measures of the contracts")))


def _row(series: MonthlySeries) -> tuple[str, ...]:
    checked = check_series(series)
    odd = "; ".join(f"{one.months[0]}: {_brief(one.what)}" for one in checked.findings) or "–"
    try:
        found = review(checked.series, limits="afresh")
    except WorkbookError as refusal:
        return (series.measure, "too few months", str(refusal), odd)
    return (series.measure, _level(found), _target(found), odd)


def _brief(what: str) -> str:
    return what.split(".")[0].split(":")[0]


def _level(found: Review) -> str:
    shift, season = found.shift, found.season
    if not shift.place:
        return "too few months to tell"
    points = " points" if found.series.unit == "percent" else ""
    change = (
        f"{said(shift.size, 2, sign=True)}{points} from {shift.when}"
        if shift.found
        else "no lasting change"
    )
    if shift.steady:
        change = f"{said(12 * shift.slope, 2, sign=True)}{points} a year, steadily"
    calendar = "; follows the calendar" if season is not None and season.noticed else ""
    return f"{change}{calendar}"


def _target(found: Review) -> str:
    if found.assurance is None:
        return "none set"
    return f"{said(found.assurance.target, 4)}: {VERDICTS[found.assurance.verdict]}"
