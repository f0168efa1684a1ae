"""XmR and run charts: domain facts, section 9."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from course_support.errors import WorkbookError
from course_support.methods import control_charts as cc
from course_support.sources import rules as dated

A = [82, 79, 85, 81, 84, 80, 83, 86, 78, 82, 81, 84, 88, 89, 90, 91, 90, 92, 91, 89]
B = [50, 52, 51, 49, 50, 51, 53, 54, 56, 57, 59, 60, 61, 50, 49, 51]
C = [20, 22, 21, 19, 20, 21, 22, 20, 35, 21, 20, 19]
EIGHT = cc.RULE_SETS["run_of_8_trend_of_6"]
series = st.lists(st.integers(0, 100), min_size=6, max_size=40)


def span(first: int, last: int) -> tuple[int, ...]:
    return tuple(range(first, last + 1))


def test_series_a() -> None:
    """Mean 85.25, MR 2.894737, limits 77.55 / 92.95, signals (domain facts, section 9)."""
    chart = cc.xmr(A)
    limits = chart.current
    assert limits.mean == pytest.approx(85.25)
    assert limits.moving_range == pytest.approx(2.894737, abs=5e-7)
    assert (limits.lower, limits.upper) == pytest.approx((77.55, 92.95), abs=5e-3)
    assert chart.points("outside") == ()
    assert chart.points("run") == (*span(1, 7), *span(13, 20))
    assert chart.points("two_of_three") == (16, 18, 19)
    assert cc.xmr(A, rules=EIGHT).points("run") == span(13, 20)


def test_series_a_with_a_fixed_baseline() -> None:
    """First 12 fixed: 82.0833, 3.818182, 71.9270 / 92.2397 (domain facts, section 9)."""
    limits = cc.xmr(A, baseline=12).current
    assert limits.mean == pytest.approx(82.0833, abs=5e-5)
    assert limits.moving_range == pytest.approx(3.818182, abs=5e-7)
    assert (limits.lower, limits.upper) == pytest.approx((71.9270, 92.2397), abs=5e-5)
    assert limits.fixed


def test_series_b() -> None:
    """Limits 47.8152 / 58.8098; outside 11-13; trend 4-13; run 1-7 (domain facts, 9)."""
    chart = cc.xmr(B)
    assert (chart.current.lower, chart.current.upper) == pytest.approx((47.8152, 58.8098), abs=5e-5)
    assert chart.points("outside") == span(11, 13)
    assert chart.points("trend") == span(4, 13)
    assert chart.points("run") == span(1, 7)


def test_series_c() -> None:
    """Mean 21.6667, limits 11.7521 / 31.5812; outside 9 only (domain facts, section 9)."""
    chart = cc.xmr(C)
    assert chart.current.mean == pytest.approx(21.6667, abs=5e-5)
    assert (chart.current.lower, chart.current.upper) == pytest.approx((11.7521, 31.5812), abs=5e-5)
    assert chart.points("outside") == (9,)
    assert "outside the limits (9)" in chart.reading()
    named = cc.xmr(A, labels=[f"m{n}" for n in range(1, 21)]).reading()
    assert "a run on one side of the mean (m1 to m7 and m13 to m20)" in named
    assert "two of three near a limit (m16 and m18 to m19)" in named
    assert "not why" in chart.reading()


def test_assurance() -> None:
    """Increase target 93 above the upper limit is a consistent fail (domain facts, 9)."""
    chart = cc.xmr(A, direction="higher", measure="Seen in time")
    assert cc.assurance(chart, 93).verdict == "consistent fail"
    assert cc.assurance(chart, 85).verdict == "inconsistent"
    assert cc.assurance(chart, 77).verdict == "consistent pass"
    lower = cc.xmr(A, direction="lower")
    assert cc.assurance(lower, 93).verdict == "consistent pass"
    assert cc.assurance(lower, 77).verdict == "consistent fail"
    assert "unless the process changes" in cc.assurance(chart, 93).reading()
    with pytest.raises(WorkbookError, match="higher or lower is better"):
        cc.assurance(cc.xmr(A), 93)


def test_a_marked_change_works_the_limits_out_afresh() -> None:
    chart = cc.xmr(A, changes=[13], labels=[f"month {n}" for n in range(1, 21)])
    assert [(s.start, s.stop) for s in chart.segments] == [(0, 12), (12, 20)]
    assert chart.current.mean == pytest.approx(np.mean(A[12:]))
    assert chart.current.moving_range == pytest.approx(np.abs(np.diff(A[12:])).mean())
    assert chart.points("run") == ()
    assert "Limits for month 13 to month 20 are worked out from all 8 points." in chart.assumptions
    assert any("provisional" in note for note in chart.assumptions)


def test_moving_range_limit() -> None:
    assert cc.xmr(A).current.range_upper == pytest.approx(3.267 * 2.894737, abs=1e-5)


def test_a_constant_series_has_no_signal() -> None:
    chart = cc.xmr([0.1] * 11)
    assert not any(chart.any_signal)
    assert cc.assurance(cc.xmr([0.1] * 11, direction="higher"), 0.2).verdict == "consistent fail"


def test_improvement_or_concern() -> None:
    chart = cc.xmr(A, direction="higher")
    assert chart.kind(20) == "improvement"
    assert chart.kind(1) == "concern"
    assert chart.kind(10) == "usual variation"
    assert cc.xmr(A).kind(20) == "change"
    rising = cc.xmr(B, direction="lower")
    assert rising.kind(8) == "concern"
    # Point 5 is below the mean but marked only as part of a rise.
    only_trend = cc.xmr(B, direction="higher", rules=cc.RuleSet("long runs", run=99, trend=7))
    assert only_trend.points("outside") == span(11, 13)
    assert only_trend.kind(5) == "improvement"
    assert cc.xmr(B[::-1], direction="higher", rules=only_trend.rules).kind(12) == "concern"


def test_gaps_are_left_out_and_said() -> None:
    gap = [*A[:5], float("nan"), *A[5:]]
    chart = cc.xmr(gap)
    assert chart.current.mean == pytest.approx(85.25)
    ranges = np.abs(np.diff(A))
    assert chart.current.moving_range == pytest.approx(np.delete(ranges, 4).mean())
    assert chart.points("run") == (1, 2, 3, 4, 5, 7, 8, *span(14, 21))
    assert "1 periods have no figure" in chart.assumptions[-1]


@pytest.mark.parametrize(("rule_set", "name"), [(r, n) for n, r in cc.RULE_SETS.items()])
def test_the_rule_sets_are_those_of_the_dated_rules(rule_set: cc.RuleSet, name: str) -> None:
    rows = {
        row.columns["signal"]: row.value
        for row in dated.table("control_chart_rules")
        if row.columns["rule_set"] == name
    }
    assert (rule_set.run, rule_set.trend) == (rows["run_one_side"], rows["trend"])
    assert rule_set.name in cc.xmr(A, rules=rule_set).assumptions[0]
    constants = [cc.LIMIT_FACTOR, cc.RANGE_LIMIT_FACTOR, cc.NEAR_LIMIT_FACTOR]
    names = ["xmr_limit_factor", "xmr_moving_range_factor", "xmr_near_limit_factor"]
    assert constants == [dated.get(one).value for one in names]


@given(series, st.integers(-50, 50), st.integers(1, 9))
def test_signals_do_not_depend_on_the_unit(values: list[int], shift: int, scale: int) -> None:
    chart = cc.xmr(values)
    moved = cc.xmr([shift + 1024 * scale * 2.0**-10 * v for v in values])
    assert moved.points("trend") == chart.points("trend")
    assert moved.current.moving_range == pytest.approx(scale * chart.current.moving_range)


@given(series)
def test_the_mirror_image_has_the_same_signals(values: list[int]) -> None:
    chart, mirror = cc.xmr(values), cc.xmr([-v for v in values])
    assert chart.signals == mirror.signals
    table = chart.table()
    assert len(table) == len(values)


@given(series, st.integers(4, 9))
def test_a_stricter_rule_marks_no_more_points(values: list[int], run: int) -> None:
    loose = cc.xmr(values, rules=cc.RuleSet("loose", run, run))
    strict = cc.xmr(values, rules=cc.RuleSet("strict", run + 1, run + 1))
    assert set(strict.points("run")) <= set(loose.points("run"))
    assert set(strict.points("trend")) <= set(loose.points("trend"))


def test_run_chart_of_series_a() -> None:
    """Median 84.5, longest 8, crossings 5: both signal (domain facts, section 9)."""
    chart = cc.run_chart(A)
    assert (chart.median, chart.longest_run, chart.crossings) == (84.5, 8, 5)
    assert chart.long_run
    assert chart.few_crossings
    assert "run of 8" in chart.reading()


def test_the_run_chart_says_what_chance_would_give() -> None:
    """Few crossings are fewer than chance gives, and a long run is longer: never "more"."""
    reading = cc.run_chart(A, measure="M").reading()
    assert reading == (
        "M: a run of 8 on one side of the median, where chance seldom gives more than 7; only 5 "
        "crossings of the median, where chance seldom gives fewer than 6."
    )
    once = cc.run_chart([1] * 12 + [2] * 12).reading()
    assert "only 1 crossing of the median" in once
    crossing = cc.run_chart([1, 2] * 12, measure="M")
    assert "nothing in the order of the points" in crossing.reading()


@pytest.mark.parametrize(("useful", "longest", "crossings"), [(12, 7, 3), (20, 7, 6), (24, 8, 8)])
def test_run_chart_limits(useful: int, longest: int, crossings: int) -> None:
    """n=12 7/3, n=20 7/6, n=24 8/8 (domain facts, section 9)."""
    assert cc.longest_run_limit(useful) == longest
    assert cc.crossings_limit(useful) == crossings


@pytest.mark.parametrize("useful", range(10, 61, 5))
def test_crossings_agree_with_scipy(useful: int) -> None:
    assert cc.crossings_limit(useful) == stats.binom.ppf(0.05, useful - 1, 0.5)


def test_ten_useful_points_are_enough() -> None:
    assert cc.run_chart(range(10)).useful == 10


def test_a_calm_run_chart() -> None:
    chart = cc.run_chart([1, 9, 2, 8, 3, 7, 4, 6, 1, 9, 2, 8, 5])
    assert not chart.long_run
    assert not chart.few_crossings
    assert "nothing in the order" in chart.reading()
    assert chart.useful == 12


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda: cc.xmr([1, 2]), "at least three"),
        (lambda: cc.xmr(A, changes=[20]), "points 20 to 20"),
        (lambda: cc.xmr(A, changes=[21]), "points 1 to 20"),
        (lambda: cc.xmr(A, changes=[1]), "first point after the change"),
        (lambda: cc.xmr(A, baseline=2), "at least three"),
        (lambda: cc.xmr(A, labels=["x"]), "Make them match"),
        (lambda: cc.xmr(A, direction="up"), "Choose one of"),
        (lambda: cc.xmr([1, "two", 3]), "not a number"),
        (lambda: cc.run_chart([1, 2, 3]), "at least ten"),
        (lambda: cc.run_chart([]), "at least ten"),
        (lambda: cc.run_chart([5, *range(1, 10)]), "9 points lie off|8 points lie off"),
    ],
)
def test_plain_messages(act, said) -> None:
    with pytest.raises(WorkbookError, match=said):
        act()


def test_a_limit_stands_at_what_can_be_counted() -> None:
    """Wheeler's formula knows no bounds: 0, 3, 0, 3 gives 1.5 ± 2.66 × 3."""
    chart = cc.xmr([0, 3, 0, 3], least=0, most=9)
    assert chart.current.worked_out == pytest.approx((-6.48, 9.48))
    assert (chart.current.lower, chart.current.upper) == (0, 9)
    assert "works out at -6.48" in " ".join(chart.assumptions)
    assert "stands at 9." in chart.assumptions[-1]
    assert not any(chart.any_signal)
    free = cc.xmr([0, 3, 0, 3])
    assert (free.current.lower, free.current.upper) == free.current.worked_out
    assert "works out at" not in " ".join(free.assumptions)
