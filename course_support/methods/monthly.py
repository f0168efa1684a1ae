"""A measure by month, looked at as a whole: what was sent, calendar, shift, limits, target.

This puts together what ``control_charts``, ``time_series`` and ``shift`` work out, in the order
in which a careful reader would: is the figure sound, does it follow the calendar, did its level
change, and only then: is there a signal?
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from course_support.errors import WorkbookError
from course_support.methods.control_charts import (
    RULE_SETS,
    Assurance,
    ControlChart,
    Direction,
    RuleSet,
    RunChart,
    assurance,
    run_chart,
    xmr,
)
from course_support.methods.figures import said
from course_support.methods.shift import Shift, find_shift
from course_support.methods.time_series import Baseline, Seasonality, baseline_forecast, seasonality

Floats = NDArray[np.float64]
Limits = Literal["first-year", "all", "afresh"]
CALENDAR = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
YEAR = 12
#: Figures needed before the first year alone sets the limits: a year, and as much after it.
ENOUGH_FOR_A_BASELINE = 18
#: Figures after a shift that are enough to set out a baseline from.
ENOUGH_AFTER = 6
#: A baseline looks back so far at most: older months say little about the next ones.
LOOK_BACK = 24


@dataclass(frozen=True)
class MonthlySeries:
    """One measure, a figure a month, with everything that was sent beside it.

    Attributes
    ----------
    months : first day of each month, without a gap in the calendar.
    values : the figures; NaN where there is none, and ``statuses`` says why.
    numerators, denominators : NaN where not sent.
    unit : "percent", "number", "per 1000" or any other word.
    recorded_as : the name each figure was sent under.
    notes : what the reader of the table or file has to say about it.
    """

    measure: str
    months: tuple[dt.date, ...]
    values: tuple[float, ...]
    statuses: tuple[str, ...]
    numerators: tuple[float, ...]
    denominators: tuple[float, ...]
    unit: str = "number"
    better: Direction = "neither"
    target: float | None = None
    recorded_as: tuple[str, ...] = ()
    source: str = ""
    notes: tuple[str, ...] = field(default=())

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the months as people write them: Jul 2025."""
        return tuple(f"{CALENDAR[month.month - 1][:3]} {month.year}" for month in self.months)

    @property
    def known(self) -> int:
        """Return how many months have a figure."""
        return int(np.isfinite(self.values).sum())

    @property
    def joins(self) -> tuple[int, ...]:
        """Return positions (1 for the first point) from which the measure has another name."""
        names = self.recorded_as
        return tuple(p + 1 for p in range(1, len(names)) if names[p] != names[p - 1])

    def with_values(self, values: Sequence[float], *notes: str) -> MonthlySeries:
        """Return the series with other figures, and more to say about it."""
        return replace(self, values=tuple(values), notes=(*self.notes, *notes))


@dataclass(frozen=True)
class Review:
    """A series read: its chart with signals, and what must be known before trusting them."""

    series: MonthlySeries
    chart: ControlChart
    run: RunChart | None
    season: Seasonality | None
    shift: Shift
    assurance: Assurance | None
    season_taken_out: bool

    def headline(self) -> str:
        """Return the finding in a few words."""
        if self.shift.found:
            way = "up" if self.shift.size > 0 else "down"
            much = said(abs(self.shift.size), 2)
            much += " percentage points" if self.series.unit == "percent" else ""
            return f"A lasting change: {way} by about {much} from {self.shift.when}"
        if self.shift.steady:
            way = "rise" if self.shift.slope > 0 else "fall"
            much = said(YEAR * abs(self.shift.slope), 2)
            much += " percentage points" if self.series.unit == "percent" else ""
            return f"A steady {way}: about {much} a year"
        calendar = self.season is not None and self.season.noticed
        if calendar and not self.season_taken_out:
            return "It follows the calendar: do not take that for a change"
        if any(self.chart.any_signal):
            return "Some months stand out; the level has not changed for good"
        return "The usual ups and downs, and no more"

    def sentences(self) -> tuple[str, ...]:
        """Return what a careful reader would say, in order."""
        said = [*self.series.notes]
        if self.season is not None and self.season.noticed:
            done = " Here the pattern is taken out." if self.season_taken_out else ""
            said.append(self.season.reading() + done)
        said += [self.shift.reading(), self.chart.reading()]
        if self.run is not None:
            said.append(self.run.reading())
        if self.assurance is not None:
            said.append(self.assurance.reading())
        return tuple(said)


def review(
    series: MonthlySeries,
    *,
    rules: RuleSet = RULE_SETS["making_data_count"],
    limits: Limits = "first-year",
    take_out_season: bool = True,
) -> Review:
    """Read a monthly series.

    A shift is looked for with the calendar allowed for, and the calendar is worked out with
    the shift taken away, so that neither is mistaken for the other.

    Parameters
    ----------
    series : MonthlySeries
    rules : RuleSet
        Which patterns are called signals.
    limits : {"first-year", "all", "afresh"}
        Limits from the first twelve figures, from all, or afresh from a shift that was found.
        With fewer than 18 figures all of them are used.
    take_out_season : bool
        Whether a calendar pattern that is noticed is taken out before the chart is made.

    Raises
    ------
    WorkbookError
        When there are too few figures for limits.
    """
    start = _first_known(series)
    cut = _from(series, start)
    values = np.array(cut.values)
    shift = find_shift(values, labels=cut.labels, measure=cut.measure)
    season = _season(cut, values - shift.steps())
    out = bool(take_out_season and season is not None and season.noticed)
    shown = values - _effects(cut, season) if out and season is not None else values
    changes = (shift.place,) if limits == "afresh" and shift.found else ()
    fixed = limits == "first-year" and cut.known >= ENOUGH_FOR_A_BASELINE
    bounds = _bounds(cut, shown)
    chart = xmr(
        shown,
        measure=cut.measure,
        labels=cut.labels,
        rules=rules,
        baseline=_first_year(shown) if fixed else None,
        changes=changes,
        direction=cut.better,
        least=bounds[0],
        most=bounds[1],
    )
    return Review(
        cut, chart, _run(cut, shown), season, shift, _assurance(cut, values, shift, rules), out
    )


def _assurance(
    series: MonthlySeries, values: Floats, shift: Shift, rules: RuleSet
) -> Assurance | None:
    """Compare the target with limits of how things run now: since a shift, or from all points.

    Where the figures rise or fall steadily, now is the last year.

    The calendar is left in: a month is judged as it comes.
    """
    if series.target is None or series.better == "neither":
        return None
    enough = shift.found and np.isfinite(values[shift.place - 1 :]).sum() >= ENOUGH_AFTER
    now = values[shift.place - 1 :] if enough else values
    now = values[-YEAR:] if shift.steady else now
    least, most = _bounds(series, values)
    chart = xmr(
        now,
        measure=series.measure,
        rules=rules,
        direction=series.better,
        least=least,
        most=most,
    )
    return assurance(chart, series.target)


def _bounds(series: MonthlySeries, shown: Floats) -> tuple[float, float]:
    """Return what limits cannot pass: nought for counts and rates, 100 for shares of a whole.

    Where a figure passes it (a share above its whole, a pattern taken out), it is no bound.
    """
    known = np.array([v for v in (*series.values, *shown) if np.isfinite(v)])
    counts = series.unit == "number" and not np.any(np.mod(series.values, 1) > 0)
    least = known.min() >= 0 and (counts or series.unit in ("percent", "per 1000"))
    most = known.max() <= 100 and series.unit == "percent"
    return (0.0 if least else -np.inf, 100.0 if most else np.inf)


def _first_known(series: MonthlySeries) -> int:
    known = np.flatnonzero(np.isfinite(series.values))
    if known.size == 0:
        raise WorkbookError(
            f"{series.measure}: no month has a figure. Choose another measure, or send one."
        )
    return int(known[0])


def _from(series: MonthlySeries, start: int) -> MonthlySeries:
    """Leave out the months before a measure began."""
    return replace(
        series,
        **{
            name: getattr(series, name)[start:]
            for name in ("months", "values", "statuses", "numerators", "denominators")
        },
        recorded_as=series.recorded_as[start:],
    )


def _first_year(values: Floats) -> int:
    """Return how many points hold the first twelve figures."""
    return int(np.flatnonzero(np.isfinite(values))[YEAR - 1]) + 1


def _season(series: MonthlySeries, values: Floats) -> Seasonality | None:
    """Return the calendar pattern, or None where there are too few figures to tell."""
    first = series.months[0].month - 1
    try:
        return seasonality(values, period=YEAR, first=first, names=CALENDAR, measure=series.measure)
    except WorkbookError:
        return None


def _effects(series: MonthlySeries, season: Seasonality | None) -> Floats:
    if season is None:
        return np.zeros(len(series.months))
    return np.array([season.effects[month.month - 1] for month in series.months])


def _run(series: MonthlySeries, values: Floats) -> RunChart | None:
    """Return the run chart, or None where too few points lie off the median to test."""
    try:
        return run_chart(values, measure=series.measure, labels=series.labels)
    except WorkbookError:
        return None


# --- a baseline to turn ---------------------------------------------------------------------


@dataclass(frozen=True)
class Outlook:
    """History and where it leads if nothing changes, with the months named."""

    review: Review
    baseline: Baseline
    first: int
    months: tuple[dt.date, ...]
    why: str

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the coming months as people write them."""
        return tuple(f"{CALENDAR[month.month - 1][:3]} {month.year}" for month in self.months)


def outlook(found: Review, ahead: int = 6) -> Outlook:
    """Forecast a measure if nothing changes.

    From the months since a shift that was found, when there are at least six figures since;
    else from the last two years. A line through a shift would forecast the past.

    Parameters
    ----------
    found
        A review; the months up to the last with a figure are used.
    ahead
        Months to forecast.

    Raises
    ------
    WorkbookError
        When there are too few figures, or the last months have none.
    """
    values = np.array(found.chart.values)
    last = int(np.flatnonzero(np.isfinite(values))[-1])
    values = values[: last + 1]
    first = max(0, values.size - LOOK_BACK)
    why = f"the last {values.size - first} months"
    since = found.shift.place - 1
    if found.shift.found and np.isfinite(values[since:]).sum() >= ENOUGH_AFTER and since > first:
        first, why = since, f"the months since the change in {found.shift.when}"
    line = baseline_forecast(values[first:], ahead, measure=found.series.measure)
    months = [found.series.months[last]]
    for _ in range(ahead):
        months.append(_next(months[-1]))
    return Outlook(found, line, first, tuple(months[1:]), why)


def _next(month: dt.date) -> dt.date:
    year, number = (month.year + 1, 1) if month.month == YEAR else (month.year, month.month + 1)
    return dt.date(year, number, 1)
