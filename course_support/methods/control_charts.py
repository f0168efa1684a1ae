"""XmR charts and run charts with named rules; assurance against a target.

Sources: XmR limits, Wheeler (mean ± 2.66 × mean moving range; moving range limit 3.267 ×
mean moving range); rules as in NHS Making Data Count and other published schemes, chosen by
name; run chart tests, Anhøj and Olesen 2014 (PLoS ONE 9: e113825).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf, log2
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_support.errors import WorkbookError
from course_support.methods.figures import said
from course_support.methods.guards import number, numbers, one_of, same_length
from course_support.methods.result import Result
from course_support.methods.words import and_

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Direction = Literal["higher", "lower", "neither"]

LIMIT_FACTOR = 2.66
NEAR_LIMIT_FACTOR = 1.773
RANGE_LIMIT_FACTOR = 3.267
#: Fewer points than this give limits that still move a good deal.
FIRM_LIMITS = 12


@dataclass(frozen=True)
class RuleSet:
    """Which patterns count as signals. A chart always says whose rules it uses."""

    name: str
    run: int
    trend: int
    two_of_three: bool = True

    def in_words(self) -> str:
        """Return the rules as one sentence."""
        near = ", or two of three near the same limit" if self.two_of_three else ""
        return (
            f"Rules: {self.name}. A signal is a point outside the limits, {self.run} in a row on "
            f"one side of the mean, {self.trend} in a row rising or falling{near}."
        )


#: Rule sets by name; others can be made, and the dated rules hold the same two.
RULE_SETS = {
    "making_data_count": RuleSet("NHS Making Data Count", run=7, trend=7),
    "run_of_8_trend_of_6": RuleSet("run of eight, trend of six", run=8, trend=6),
}


@dataclass(frozen=True)
class Segment:
    """A stretch of points that share a mean and limits; no limit passes what can be counted."""

    start: int
    stop: int
    mean: float
    moving_range: float
    baseline_points: int
    fixed: bool
    least: float = -inf
    most: float = inf

    @property
    def worked_out(self) -> tuple[float, float]:
        """Return both limits as the formula gives them."""
        reach = LIMIT_FACTOR * self.moving_range
        return self.mean - reach, self.mean + reach

    @property
    def lower(self) -> float:
        """Return the lower process limit."""
        return max(self.least, self.worked_out[0])

    @property
    def upper(self) -> float:
        """Return the upper process limit."""
        return min(self.most, self.worked_out[1])

    @property
    def range_upper(self) -> float:
        """Return the upper limit of the moving range."""
        return RANGE_LIMIT_FACTOR * self.moving_range


#: The rules, in the order they are told, with their words.
SIGNALS = {
    "outside": "outside the limits",
    "run": "a run on one side of the mean",
    "trend": "a run of rises or falls",
    "two_of_three": "two of three near a limit",
}


@dataclass(frozen=True)
class ControlChart(Result):
    """An XmR chart: points, segments with their limits, and signals by rule."""

    measure: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    segments: tuple[Segment, ...]
    signals: dict[str, tuple[bool, ...]]
    rules: RuleSet
    direction: Direction = "neither"
    assumptions: tuple[str, ...] = ()

    @property
    def any_signal(self) -> tuple[bool, ...]:
        """Return, for each point, whether any rule marks it."""
        return tuple(any(marks) for marks in zip(*self.signals.values(), strict=True))

    @property
    def current(self) -> Segment:
        """Return the last segment: what the process does now."""
        return self.segments[-1]

    def points(self, rule: str) -> tuple[int, ...]:
        """Return the positions (1 for the first point) that a rule marks."""
        return tuple(place for place, marked in enumerate(self.signals[rule], start=1) if marked)

    def kind(self, place: int) -> str:
        """Return whether a marked point (1 for the first) is improvement, concern or a change."""
        if not self.any_signal[place - 1]:
            return "usual variation"
        segment = next(s for s in self.segments if s.start < place <= s.stop)
        up = _is_up(self.values, segment, place - 1, self.signals)
        if self.direction == "neither" or up is None:
            return "change"
        return "improvement" if up == (self.direction == "higher") else "concern"

    def table(self) -> pd.DataFrame:
        """Return one row a point: value, mean, limits, signals in words."""
        import pandas as pd

        rows = []
        for segment in self.segments:
            for place in range(segment.start, segment.stop):
                words = [SIGNALS[rule] for rule, marks in self.signals.items() if marks[place]]
                rows.append(
                    {
                        "Period": self.labels[place],
                        self.measure: self.values[place],
                        "Mean": segment.mean,
                        "Lower limit": segment.lower,
                        "Upper limit": segment.upper,
                        "Signals": "; ".join(words),
                        "Kind": self.kind(place + 1),
                    }
                )
        return pd.DataFrame(rows)

    def reading(self) -> str:
        """Return which signals there are, and when, in one sentence."""
        found = [
            f"{SIGNALS[rule]} ({_spans(self.points(rule), self.labels)})"
            for rule in self.signals
            if any(self.signals[rule])
        ]
        if not found:
            return (
                f"{self.measure}: no signal by these rules; its ups and downs are the usual ones, "
                f"between about {said(self.current.lower)} and {said(self.current.upper)}."
            )
        return f"{self.measure}: {'; '.join(found)}. That shows that something differed, not why."


def xmr(
    values: ArrayLike,
    *,
    measure: str = "Value",
    labels: Sequence[Any] | None = None,
    rules: RuleSet = RULE_SETS["making_data_count"],
    baseline: int | None = None,
    changes: Sequence[int] = (),
    direction: Direction = "neither",
    least: float = -inf,
    most: float = inf,
) -> ControlChart:
    """Make an XmR chart.

    Limits are mean ± 2.66 × mean moving range, in each segment.

    Parameters
    ----------
    values : array_like, shape (n,)
        In time order; NaN where a period has no figure. Moving ranges are not taken across
        a gap, and a gap does not break a run.
    measure : str
    labels : sequence, optional
        Names of the periods; 1, 2, … when left out.
    rules : RuleSet
    baseline : int, optional
        Fix the limits on the first so many points of each segment; all points otherwise.
    changes : sequence of int
        Positions (1 for the first point) from which limits are worked out afresh, because
        something known changed there.
    direction : {"higher", "lower", "neither"}
        Which way is better.
    least, most : float
        What the figures cannot pass (nought for a count, 100 for a share): a limit beyond it
        stands at it. No point can then be outside on that side.

    Raises
    ------
    WorkbookError
        When a segment or baseline has too few figures, or a change lies outside the series.
    """
    known = numbers(values, measure, gaps=True)
    names = _labels(labels, known.size)
    one_of(direction, ("higher", "lower", "neither"), "Better direction")
    segments = tuple(
        replace(_segment(known, start, stop, baseline, measure), least=least, most=most)
        for start, stop in _stretches(known.size, changes)
    )
    signals = {rule: np.zeros(known.size, dtype=bool) for rule in SIGNALS}
    for segment in segments:
        _mark(known, segment, rules, signals)
    return ControlChart(
        measure,
        names,
        tuple(known),
        segments,
        {rule: tuple(bool(mark) for mark in marks) for rule, marks in signals.items()},
        rules,
        direction,
        _chart_notes(known, segments, rules, changes, names),
    )


# --- the mathematics of the XmR chart ------------------------------------------------------


def moving_ranges(values: Floats) -> Floats:
    """Return the distances between neighbours, leaving out those across a gap."""
    steps = np.abs(np.diff(values))
    return steps[~np.isnan(steps)]


def _segment(values: Floats, start: int, stop: int, baseline: int | None, measure: str) -> Segment:
    length = stop - start if baseline is None else min(baseline, stop - start)
    fixed = length < stop - start
    part = values[start : start + length]
    ranges = moving_ranges(part)
    figures = part[~np.isnan(part)]
    if figures.size < 3 or ranges.size < 2:
        raise WorkbookError(
            f"{measure}: points {start + 1} to {start + part.size} hold {figures.size} figures. "
            "Limits need at least three that follow one another, and a dozen to be firm. "
            "Move the marked change, or wait for more points."
        )
    return Segment(
        start, stop, float(figures.mean()), float(ranges.mean()), int(figures.size), fixed
    )


def _stretches(size: int, changes: Sequence[int]) -> list[tuple[int, int]]:
    for place in changes:
        if not 2 <= place <= size:
            raise WorkbookError(
                f"A change is marked at point {place}, but the series has points 1 to {size}. "
                "Mark the first point after the change."
            )
    edges = [0, *sorted({place - 1 for place in changes}), size]
    return list(zip(edges, edges[1:], strict=False))


def _mark(values: Floats, segment: Segment, rules: RuleSet, signals: dict[str, Bools]) -> None:
    """Mark the signals of one segment in place. Gaps are passed over."""
    places = np.flatnonzero(~np.isnan(values[segment.start : segment.stop])) + segment.start
    points = values[places]
    slack = _slack(segment.mean)
    outside = (points < segment.lower - slack) | (points > segment.upper + slack)
    signals["outside"][places] |= outside
    signals["run"][places] |= runs_on_one_side(points, segment.mean, rules.run)
    signals["trend"][places] |= trends(points, rules.trend)
    if rules.two_of_three:
        signals["two_of_three"][places] |= two_of_three(points, segment)


def runs_on_one_side(points: Floats, mean: float, length: int) -> Bools:
    """Mark every point of a stretch of ``length`` or more on one side of the mean.

    A point on the mean belongs to neither side and ends a stretch.

    Parameters
    ----------
    points : ndarray, shape (n,)
        Without gaps.
    mean : float
    length : int
        Points that make a run.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    return _long_stretches(_side(points, mean), length)


def trends(points: Floats, length: int) -> Bools:
    """Mark every point of ``length`` or more in a row that each rise, or each fall.

    Parameters
    ----------
    points : ndarray, shape (n,)
        Without gaps.
    length : int
        Points that make a trend.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    steps = _long_stretches(np.sign(np.diff(points)), length - 1)
    marks = np.zeros(points.size, dtype=bool)
    marks[:-1] |= steps
    marks[1:] |= steps
    return marks


def two_of_three(points: Floats, segment: Segment) -> Bools:
    """Mark the near-limit points where two of three in a row, all on one side, are near it.

    Near is beyond the mean ± 1.773 × mean moving range and not outside the limits.

    Parameters
    ----------
    points : ndarray, shape (n,)
        Without gaps.
    segment : Segment
        Whose mean and limits hold.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    side = _side(points, segment.mean)
    distance = np.abs(points - segment.mean)
    near_limit = NEAR_LIMIT_FACTOR * segment.moving_range
    near = (distance > near_limit) & (distance <= LIMIT_FACTOR * segment.moving_range)
    marks = np.zeros(points.size, dtype=bool)
    for start in range(points.size - 2):
        three = slice(start, start + 3)
        if abs(side[three].sum()) == 3 and near[three].sum() >= 2:
            marks[three] |= near[three]
    return marks


def _slack(mean: float) -> float:
    """Return the distance below which binary fractions, not figures, make a difference."""
    return 1e-9 * max(1.0, abs(mean))


def _side(points: Floats, mean: float) -> Floats:
    """Return 1 above the mean, -1 below, 0 on it."""
    gap = points - mean
    return np.where(np.abs(gap) <= _slack(mean), 0.0, np.sign(gap))


def _long_stretches(signs: Floats, length: int) -> Bools:
    """Mark the stretches of equal, non-zero signs that are at least ``length`` long."""
    marks = np.zeros(signs.size, dtype=bool)
    start = 0
    for place in range(1, signs.size + 1):
        if place == signs.size or signs[place] != signs[start]:
            if signs.size and signs[start] != 0 and place - start >= length:
                marks[start:place] = True
            start = place
    return marks


def _is_up(
    values: Sequence[float], segment: Segment, place: int, signals: dict[str, tuple[bool, ...]]
) -> bool | None:
    """Return whether a marked point lies on the high side (or, for a trend alone, rises)."""
    other_rules = any(signals[rule][place] for rule in signals if rule != "trend")
    if signals["trend"][place] and not other_rules:
        before, after = max(place - 1, segment.start), min(place + 1, segment.stop - 1)
        step = values[after] - values[before]
        return None if np.isnan(step) or step == 0 else step > 0
    gap = values[place] - segment.mean
    return None if gap == 0 else gap > 0


def _chart_notes(
    values: Floats,
    segments: Sequence[Segment],
    rules: RuleSet,
    changes: Sequence[int],
    labels: Sequence[str],
) -> tuple[str, ...]:
    notes = [rules.in_words()]
    for segment in segments:
        span = f"{labels[segment.start]} to {labels[segment.stop - 1]}"
        how = "fixed on the first" if segment.fixed else "worked out from all"
        notes.append(f"Limits for {span} are {how} {segment.baseline_points} points.")
        if segment.baseline_points < FIRM_LIMITS:
            notes.append(f"With fewer than {FIRM_LIMITS} points these limits are provisional.")
        for limit, shown in zip(segment.worked_out, (segment.lower, segment.upper), strict=True):
            if limit != shown:
                notes.append(
                    f"A limit works out at {said(limit)}, which no figure of this kind can reach; "
                    f"it stands at {shown:g}."
                )
    if changes:
        notes.append(
            "Limits are worked out afresh only where something known changed, and it lasted."
        )
    gaps = int(np.isnan(values).sum())
    if gaps:
        notes.append(f"{gaps} periods have no figure; they are left out and not counted as 0.")
    return tuple(notes)


# --- assurance against a target -------------------------------------------------------------


@dataclass(frozen=True)
class Assurance(Result):
    """Whether a process, as it runs now, can be relied on to meet its target."""

    chart: ControlChart
    target: float
    verdict: Literal["consistent pass", "consistent fail", "inconsistent"]
    assumptions: tuple[str, ...] = ()

    def table(self) -> pd.DataFrame:
        """Return the target beside the limits."""
        import pandas as pd

        current = self.chart.current
        return pd.DataFrame(
            {
                "Measure": [self.chart.measure],
                "Target": [self.target],
                "Better": [self.chart.direction],
                "Lower limit": [current.lower],
                "Upper limit": [current.upper],
                "Verdict": [self.verdict],
            }
        )

    def reading(self) -> str:
        """Return the verdict in a sentence."""
        words = {
            "consistent pass": "can be expected to meet it every time",
            "consistent fail": "cannot be expected to meet it unless the process changes",
            "inconsistent": "will sometimes meet it and sometimes miss it, by chance alone",
        }[self.verdict]
        return (
            f"{self.chart.measure} against a target of {self.target:g}: as it runs now, it {words}."
        )


def assurance(chart: ControlChart, target: float) -> Assurance:
    """Compare the present limits with a target.

    Beyond the limits on the good side is a consistent fail, on the bad side a consistent
    pass; between them inconsistent.

    Parameters
    ----------
    chart : ControlChart
        Its last segment is looked at.
    target : float
        In the unit of the chart.

    Raises
    ------
    WorkbookError
        When the chart does not say which way is better.
    """
    if chart.direction == "neither":
        raise WorkbookError(
            f"{chart.measure}: say whether higher or lower is better before comparing with a "
            "target."
        )
    number(target, "Target")
    current, higher = chart.current, chart.direction == "higher"
    passes = target < current.lower if higher else target > current.upper
    fails = target > current.upper if higher else target < current.lower
    verdict: Literal["consistent pass", "consistent fail", "inconsistent"] = (
        "consistent pass" if passes else "consistent fail" if fails else "inconsistent"
    )
    notes = ("The limits of the last segment describe what happens next, if nothing changes.",)
    return Assurance(chart, float(target), verdict, notes)


# --- run chart --------------------------------------------------------------------------------


@dataclass(frozen=True)
class RunChart(Result):
    """A run chart: median, longest run and crossings beside their limits."""

    measure: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    median: float
    useful: int
    longest_run: int
    crossings: int
    longest_run_limit: int
    crossings_limit: int
    assumptions: tuple[str, ...] = ()

    @property
    def long_run(self) -> bool:
        """Return whether the longest run is unusually long."""
        return self.longest_run > self.longest_run_limit

    @property
    def few_crossings(self) -> bool:
        """Return whether the median is crossed unusually seldom."""
        return self.crossings < self.crossings_limit

    def table(self) -> pd.DataFrame:
        """Return the two tests with their limits."""
        import pandas as pd

        return pd.DataFrame(
            {
                "Test": ["Longest run on one side of the median", "Crossings of the median"],
                "Found": [self.longest_run, self.crossings],
                "Signal if": [
                    f"more than {self.longest_run_limit}",
                    f"fewer than {self.crossings_limit}",
                ],
                "Signal": ["yes" if self.long_run else "no", "yes" if self.few_crossings else "no"],
            }
        )

    def reading(self) -> str:
        """Return whether the points look shuffled, in one sentence."""
        found = []
        if self.long_run:
            found.append(
                f"a run of {self.longest_run} on one side of the median, where chance seldom gives "
                f"more than {self.longest_run_limit}"
            )
        if self.few_crossings:
            found.append(
                f"only {self.crossings} crossing{'' if self.crossings == 1 else 's'} of the "
                f"median, where chance seldom gives fewer than {self.crossings_limit}"
            )
        if not found:
            return (
                f"{self.measure}: nothing in the order of the points beyond chance by these tests."
            )
        return f"{self.measure}: {'; '.join(found)}."


def run_chart(
    values: ArrayLike, *, measure: str = "Value", labels: Sequence[Any] | None = None
) -> RunChart:
    """Test a run chart by its longest run and its crossings (Anhøj rules).

    Useful points are those not on the median. Signals: longest run above
    round(log2(useful) + 3); crossings below the 5% point of binomial(useful − 1, ½).

    Parameters
    ----------
    values : array_like, shape (n,)
        In time order; NaN for gaps.
    measure : str
        What is counted, for messages.
    labels : sequence, optional
        Names of the points, 1, 2, … when left out.

    Raises
    ------
    WorkbookError
        When fewer than ten points lie off the median: the tests say little then.
    """
    series = numbers(values, measure, gaps=True)
    names = _labels(labels, series.size)
    known = series[~np.isnan(series)]
    middle = float(np.median(known)) if known.size else float("nan")
    sides = np.sign(known - middle)
    sides = sides[sides != 0]
    if sides.size < 10:
        raise WorkbookError(
            f"{measure}: {sides.size} points lie off the median. A run chart needs at least ten; "
            "add periods before testing for runs."
        )
    crossings = int((np.diff(sides) != 0).sum())
    return RunChart(
        measure,
        names,
        tuple(series),
        middle,
        int(sides.size),
        longest_stretch(sides),
        crossings,
        longest_run_limit(int(sides.size)),
        crossings_limit(int(sides.size)),
        (
            "Rules: Anhøj and Olesen. Points on the median are left out.",
            "No trend rule is used, because it seldom finds what it looks for.",
        ),
    )


def longest_stretch(sides: Floats) -> int:
    """Return the length of the longest stretch of equal values."""
    breaks = np.flatnonzero(np.diff(sides) != 0) + 1
    edges = np.concatenate([[0], breaks, [sides.size]])
    return int(np.diff(edges).max())


def longest_run_limit(useful: int) -> int:
    """Return the longest run that chance would usually give: round(log2(n) + 3)."""
    return round(log2(useful) + 3)


def crossings_limit(useful: int) -> int:
    """Return the fewest crossings chance would usually give: 5% point of binomial(n − 1, ½)."""
    from scipy.special import bdtr

    fewest = np.arange(useful)
    return int(np.argmax(bdtr(fewest, useful - 1, 0.5) >= 0.05))


# --- words ------------------------------------------------------------------------------------


def _labels(labels: Sequence[Any] | None, size: int) -> tuple[str, ...]:
    if labels is None:
        return tuple(str(place) for place in range(1, size + 1))
    same_length(list(labels), np.empty(size), "Periods and values")
    return tuple(str(label) for label in labels)


def _spans(places: Sequence[int], labels: Sequence[str]) -> str:
    """Return positions as spans of labels: "1 to 7 and 13 to 20"."""
    groups: list[list[int]] = []
    for place in places:
        if groups and place == groups[-1][-1] + 1:
            groups[-1].append(place)
        else:
            groups.append([place])
    words = [
        labels[g[0] - 1] if len(g) == 1 else f"{labels[g[0] - 1]} to {labels[g[-1] - 1]}"
        for g in groups
    ]
    return and_(words)
