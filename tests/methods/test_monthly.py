"""A monthly measure read as a whole: calendar, shift, limits, target and a baseline."""

import datetime as dt
import math

import numpy as np
import pytest

from course_support.errors import WorkbookError
from course_support.methods.monthly import MonthlySeries, outlook, review
from course_support.methods.series_checks import check_series

# Domain facts, section 9, oracle A.
ORACLE_A = (82, 79, 85, 81, 84, 80, 83, 86, 78, 82, 81, 84, 88, 89, 90, 91, 90, 92, 91, 89)


def series(values: list[float], **more: object) -> MonthlySeries:
    months = tuple(
        dt.date(2023 + (9 + at) // 12, (9 + at) % 12 + 1, 1) for at in range(len(values))
    )
    blank = (math.nan,) * len(values)
    statuses = tuple("reported" if math.isfinite(v) else "missing" for v in values)
    given = {"numerators": blank, "denominators": blank, "recorded_as": ("M",) * len(values)}
    return MonthlySeries("M", months, tuple(values), statuses, **{**given, **more})  # type: ignore[arg-type]


def test_the_first_year_fixes_the_limits() -> None:
    """Domain facts, section 9: the first 12 fixed give 71.9270 and 92.2397."""
    found = review(series(list(ORACLE_A), better="higher", target=93))
    segment = found.chart.current
    assert (segment.lower, segment.upper) == pytest.approx((71.9270, 92.2397), abs=1e-4)
    assert found.assurance is not None
    # All points give 77.55 to 92.95: a target of 93 lies just beyond.
    assert found.assurance.verdict == "consistent fail"


def test_the_target_is_judged_by_how_things_run_since_a_shift() -> None:
    values = np.random.default_rng(1).normal(96, 1, 36)
    values[26:] -= 10
    sure = review(series(values.tolist(), better="higher", target=94)).assurance
    assert sure is not None
    assert sure.verdict == "consistent fail"
    assert sure.chart.values == pytest.approx(values[26:])
    # Five figures since are too few: then all of them are looked at.
    few = review(series([*values[5:26], *values[26:31]], better="higher", target=94)).assurance
    assert few is not None and len(few.chart.values) == 26
    before = review(series(values[:26].tolist(), better="higher", target=96)).assurance
    assert before is not None
    assert before.verdict == "inconsistent"


def test_all_points_may_set_the_limits() -> None:
    found = review(series(list(ORACLE_A)), limits="all")
    segment = found.chart.current
    assert (segment.lower, segment.upper) == pytest.approx((77.55, 92.95), abs=1e-4)
    assert found.assurance is None


def test_a_short_series_uses_all_its_points() -> None:
    assert not review(series([5, 6, 5, 7, 6, 5])).chart.current.fixed


@pytest.mark.parametrize(("size", "fixed"), [(17, False), (18, True)])
def test_the_first_year_is_a_yardstick_once_half_a_year_follows_it(size: int, fixed: bool) -> None:
    values = [5.0, 6, 5, 7, 6, 5, 8, 6, 5, 7, 6, 5, 7, 5, 6, 8, 5, 6][:size]
    found = review(series([math.nan, *values, math.nan])).chart.current
    assert found.fixed is fixed
    assert found.baseline_points == (12 if fixed else size)


def test_a_headline_for_each_finding() -> None:
    calm = [5.0, 6, 5, 7, 6, 5, 8, 6, 5, 7, 6, 5, 7, 5, 6, 8, 5, 6, 7, 5]
    assert review(series(calm)).headline() == "The usual ups and downs, and no more"
    once = review(series([*calm[:-1], 40]))
    assert once.headline() == "Some months stand out; the level has not changed for good"


def test_a_steady_rise_is_told_as_one() -> None:
    values = 50 + 0.8 * np.arange(36) + np.random.default_rng(1).normal(0, 2, 36)
    found = review(series(values.tolist(), unit="percent", better="higher", target=70))
    slope = np.polyfit(np.arange(36), values, 1)[0]
    much = f"{12 * slope:.2g}"
    assert found.headline() == f"A steady rise: about {much} percentage points a year"
    assert found.season is not None and not found.season.noticed
    assert found.assurance is not None
    assert found.assurance.chart.values == pytest.approx(values[-12:]), "now is the last year"
    assert outlook(found).why == "the last 24 months"
    fall = review(series((-values).tolist()))
    assert fall.headline() == f"A steady fall: about {much} a year"


def test_a_new_name_is_a_join_at_its_first_month() -> None:
    one = series([1.0, 2, 3, 4, 5], recorded_as=("A", "A", "B", "B", "A"))
    assert one.joins == (3, 5)
    assert series([1.0, 2]).joins == ()
    assert one.with_values([2, 2, 2, 2, 2], "asked").notes == ("asked",)


def test_months_before_the_first_figure_are_left_out() -> None:
    found = review(series([math.nan] * 5 + [5, 6, 5, 7, 6, 5]))
    assert found.series.labels[0] == "Mar 2024"
    with pytest.raises(WorkbookError, match="no month has a figure"):
        review(series([math.nan] * 5))


def test_a_season_is_taken_out_only_where_it_is_noticed_and_wished() -> None:
    wave = 10 * np.sin(2 * np.pi * np.arange(36) / 12)
    values = (80 + wave + np.random.default_rng(2).normal(0, 1, 36)).tolist()
    out, left = review(series(values)), review(series(values), take_out_season=False)
    assert out.season_taken_out
    assert not any(out.chart.any_signal)
    assert any(left.chart.any_signal)
    assert left.headline() == "It follows the calendar: do not take that for a change"
    assert any("Here the pattern is taken out" in each for each in out.sentences())


def test_limits_are_worked_out_afresh_from_a_shift() -> None:
    values = np.random.default_rng(1).normal(80, 3, 36)
    values[20:] -= 15
    found = review(series(values.tolist(), better="higher"), limits="afresh")
    assert len(found.chart.segments) == 2
    assert found.headline() == "A lasting change: down by about 15 from Jun 2025"


def test_the_baseline_starts_after_a_shift() -> None:
    values = np.random.default_rng(1).normal(80, 3, 36)
    values[20:] -= 15
    ahead = outlook(review(series(values.tolist())), 6)
    assert ahead.why == "the months since the change in Jun 2025"
    assert ahead.labels == ("Oct 2026", "Nov 2026", "Dec 2026", "Jan 2027", "Feb 2027", "Mar 2027")
    assert len(ahead.baseline.history) == 16


def test_the_baseline_looks_back_two_years_at_most() -> None:
    values = np.random.default_rng(3).normal(80, 3, 40).tolist()
    ahead = outlook(review(series([*values, math.nan])), 2)
    assert not ahead.review.shift.found and ahead.review.shift.place > 17
    assert (ahead.why, ahead.first) == ("the last 24 months", 16)
    assert ahead.baseline.history == pytest.approx(values[16:])
    assert ahead.labels == ("Feb 2027", "Mar 2027")
    # A change longer ago than two years is no reason to look back further.
    old = np.array(values)
    old[:9] -= 30
    long_ago = outlook(review(series(old.tolist())))
    assert long_ago.review.shift.found and long_ago.review.shift.place == 10
    assert (long_ago.why, long_ago.first) == ("the last 24 months", 16)


@pytest.mark.parametrize(("since", "enough"), [(5, False), (6, True)])
def test_six_figures_since_a_change_are_enough(since: int, enough: bool) -> None:
    values = np.random.default_rng(1).normal(80, 3, 36)
    values[36 - since :] -= 25
    found = review(series(values.tolist(), better="higher", target=90))
    assert found.shift.found and found.shift.place == 37 - since
    assert outlook(found).why.startswith("the months since" if enough else "the last 24 months")
    assert found.assurance is not None
    assert len(found.assurance.chart.values) == (since if enough else 36)


def test_the_baseline_without_a_shift_is_the_oracle() -> None:
    """Domain facts, section 7: 62, 60, 59, 57, 56 lead to 54.3, 52.8 and 51.3."""
    ahead = outlook(review(series([62, 60, 59, 57, 56])), 3)
    assert ahead.baseline.forecast == pytest.approx((54.3, 52.8, 51.3))


@pytest.mark.parametrize(
    ("values", "unit", "bounds"),
    [
        ([0, 3, 0, 3, 0, 3], "number", (0, math.inf)),
        ([0, 3.5, 0, 3, 0, 3], "number", (-math.inf, math.inf)),
        ([-1, 3, 0, 3, 0, 3], "number", (-math.inf, math.inf)),
        ([0, 3.5, 0, 3, 0, 3], "per 1000", (0, math.inf)),
        ([100, 96.5, 100, 90, 100, 95], "percent", (0, 100)),
        ([101, 96, 100, 90, 100, 95], "percent", (0, math.inf)),
        ([math.nan, 3, 0, 3, 0, 3, math.nan, 2], "number", (0, math.inf)),
    ],
)
def test_limits_do_not_pass_what_can_be(
    values: list[float], unit: str, bounds: tuple[float, float]
) -> None:
    found = review(series(values, unit=unit, better="higher", target=50.0))
    assert (found.chart.current.least, found.chart.current.most) == bounds
    assert found.assurance is not None
    assert (found.assurance.chart.current.least, found.assurance.chart.current.most) == bounds


def test_a_pattern_taken_out_may_pass_the_whole() -> None:
    """A month that is usually low and once was not lies, without its season, above 100."""
    wave = 8 * np.cos(2 * np.pi * np.arange(36) / 12)
    values = 90 + wave + np.random.default_rng(2).normal(0, 1, 36)
    values[30] = 99
    found = review(series(values.tolist(), unit="percent"))
    assert found.season_taken_out
    assert max(values) < 100 < max(found.chart.values)
    assert (found.chart.current.least, found.chart.current.most) == (0, math.inf)


def test_a_change_of_a_share_is_told_in_percentage_points() -> None:
    values = np.random.default_rng(1).normal(80, 3, 36)
    values[20:] -= 15
    assert "by about 15 percentage points from" in review(
        series(values.tolist(), unit="percent")
    ).headline()  # fmt: skip


# --- checks on the figures themselves ----------------------------------------------------------


def test_a_proportion_without_proof_is_left_as_sent() -> None:
    values = [85.0, 86, 0.84, 0.85, 87, 88, 84, 86]
    checked = check_series(series(values, unit="percent"))
    assert checked.series.values[2] == 0.84
    assert "Nothing beside it proves that" in checked.reading()


def test_a_rate_unlike_its_counts_is_asked_about() -> None:
    checked = check_series(
        series([80, 90, 85], unit="percent", numerators=(8, 9, 7), denominators=(10, 10, 10))
    )
    (one,) = checked.findings
    assert one.months == ("Dec 2023",)
    assert checked.series.values == (80, 90, 85)


def test_the_same_rate_from_other_counts_is_chance() -> None:
    values = [14.0, 15, 20, 20, 20, 17, 18, 19, 13]
    counts = {"numerators": (7, 9, 2, 3, 4, 5, 6, 7, 8), "denominators": (50,) * 9}
    assert "very same" not in check_series(series(values, **counts)).reading()
    assert "very same" in check_series(series(values)).reading()


def test_sound_figures_are_called_so() -> None:
    checked = check_series(series([10, 12, 11, 13, 9, 12, 10, 11]))
    assert checked.reading() == "M: nothing odd was noticed in the figures themselves."
    assert checked.table().empty


def test_a_share_beyond_its_whole_is_asked_about() -> None:
    values = [90.0, 95, 100, 104, 108, 96, 94, 97, 99, 95]
    checked = check_series(series(values, unit="percent"))
    assert "not between 0 and 100 per cent" in checked.reading()
    assert checked.series.values == tuple(values)  # pointed out, not put right
    assert "per cent" not in check_series(series(values)).reading()
