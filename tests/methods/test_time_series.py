"""Seasons, renamed measures and turning the curve: domain facts, section 7."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.formula.api import ols

from course_support.errors import WorkbookError
from course_support.methods import control_charts as cc
from course_support.methods import time_series as ts

HISTORY = [62, 60, 59, 57, 56]
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905


def test_forecast_if_nothing_changes() -> None:
    """Slope -1.5; next three 54.3, 52.8, 51.3; naive 56 (domain facts, section 7)."""
    baseline = ts.baseline_forecast(HISTORY, 3)
    assert baseline.slope == pytest.approx(-1.5)
    assert baseline.forecast == pytest.approx((54.3, 52.8, 51.3))
    assert baseline.naive == 56
    # The interval of the third, to which statsmodels agrees, is 49.36 to 53.24.
    assert baseline.reading() == (
        "Value: falling by about 1.50 a period; if nothing changes, about 51.3 in 3 periods, and "
        "95% of the time between 49.4 and 53.2 if the line holds."
    )
    assert list(baseline.table()["If nothing changes"]) == pytest.approx([54.3, 52.8, 51.3])
    assert list(baseline.table()["Last figure repeated"]) == [56, 56, 56]
    assert len(ts.baseline_forecast(HISTORY).forecast) == 3  # unless said otherwise


@given(st.lists(st.integers(0, 200), min_size=5, max_size=24))
@settings(max_examples=25, deadline=None)
def test_the_interval_agrees_with_statsmodels(history: list[int]) -> None:
    baseline = ts.baseline_forecast(history, 2)
    model = sm.OLS(history, sm.add_constant(np.arange(len(history)))).fit()
    new = np.column_stack([np.ones(2), np.arange(len(history), len(history) + 2)])
    theirs = model.get_prediction(new).summary_frame(alpha=0.05)
    assert baseline.lower == pytest.approx(theirs["obs_ci_lower"].to_list(), abs=1e-6)
    assert baseline.upper == pytest.approx(theirs["obs_ci_upper"].to_list(), abs=1e-6)


def test_a_curve_turned_only_if_later_figures_beat_the_forecast() -> None:
    baseline = ts.baseline_forecast(HISTORY, 3)
    assert ts.curve_turned(baseline, [55, 56, 57], "higher").turned
    assert not ts.curve_turned(baseline, [55, 52, 57], "higher").turned
    assert not ts.curve_turned(baseline, [55, 56, 57], "lower").turned
    better = ts.curve_turned(baseline, [50, 48], "lower")
    assert better.turned
    assert better.beyond_interval == (True, True)
    assert "does not show why" in better.reading()
    not_yet = ts.curve_turned(baseline, [55.9, 52.0, 50.0], "higher")
    assert "1 of 3 later figures" in not_yet.reading()
    assert list(not_yet.table()["Better by"]) == pytest.approx([1.6, -0.8, -1.3])
    assert len(better.table()) == 2


def test_still_falling_but_better_than_forecast_is_turned_and_flat_is_not_naive() -> None:
    baseline = ts.baseline_forecast(HISTORY, 1)
    assert ts.curve_turned(baseline, [55], "higher").turned
    assert baseline.naive > 55


def monthly(years: int = 3, *, season: float = 10, noise: float = 1, shift: float = 0) -> list:
    rng = np.random.default_rng(4)
    months = np.arange(12 * years)
    return list(
        100
        + season * np.cos(2 * np.pi * months / 12)
        + noise * rng.standard_normal(months.size)
        + shift * (months >= 20)
    )


def test_a_season_is_noticed_and_named() -> None:
    found = ts.seasonality(monthly(), names=MONTHS, measure="Calls")
    assert found.noticed
    assert sum(found.effects) == pytest.approx(0)
    assert "highest in Jan, lowest in Jul" in found.reading()
    assert found.share > 0.9
    table = found.table().set_index("Season")["Usual difference"]
    assert table.idxmax() == "Jan" and table["Jan"] == pytest.approx(10, abs=1.5)


def test_noise_and_a_shift_are_not_called_a_season() -> None:
    assert not ts.seasonality(monthly(season=0, noise=5)).noticed
    assert not ts.seasonality(monthly(season=0, noise=2, shift=15)).noticed


def test_taking_the_season_out_leaves_the_real_shift_to_be_found() -> None:
    values = monthly(shift=8, noise=1.5)
    found = ts.seasonality(values)
    chart = cc.xmr(found.adjusted)
    raw = cc.xmr(values)
    assert set(range(22, 37)) <= set(chart.points("run")) | set(chart.points("outside"))
    assert chart.current.moving_range < raw.current.moving_range


def test_the_season_test_agrees_with_statsmodels() -> None:
    values = monthly(season=2, noise=2)
    frame = pd.DataFrame(
        {"y": values, "m": [str(n % 12) for n in range(36)], "c": [str(n // 12) for n in range(36)]}
    )
    table = sm.stats.anova_lm(ols("y ~ C(c) + C(m)", frame).fit(), typ=2)
    assert ts.seasonality(values).p_value == pytest.approx(table.loc["C(m)", "PR(>F)"])


def test_quarters_and_a_late_start() -> None:
    found = ts.seasonality([9, 1, 5, 5] * 3, period=4, first=2, names=["Q1", "Q2", "Q3", "Q4"])
    assert found.noticed
    assert found.effects == pytest.approx((0, 0, 4, -4))
    assert not ts.seasonality([5] * 12, period=4).noticed


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda: ts.seasonality([1] * 20), "At least 24"),
        (lambda: ts.seasonality([float("nan"), *range(11)] * 2), "no figure at all"),
        (lambda: ts.baseline_forecast([1, 2, 3]), "at least four"),
        (lambda: ts.baseline_forecast([1, 2, 3, 4, float("nan")]), "the latest one"),
        (lambda: ts.baseline_forecast([1, 2, 3, 4], 0), "at least 1"),
        (lambda: ts.curve_turned(ts.baseline_forecast(HISTORY, 1), [1, 2], "lower"), "covers 1"),
        (lambda: ts.curve_turned(ts.baseline_forecast(HISTORY, 1), [1], "up"), "Choose one of"),
    ],
)
def test_plain_messages(act, said) -> None:
    with pytest.raises(WorkbookError, match=said):
        act()
