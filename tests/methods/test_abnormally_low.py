"""Abnormally low screens, side by side: domain facts, section 5."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from course_support.errors import WorkbookError
from course_support.methods import abnormally_low as low

RULES = low.ScreenRules(
    average_percent=15,
    margin_percent=1,
    margin_minimum=1_000,
    margin_maximum=100_000,
    modified_z=-3.5,
    mean_percent=10,
    expected_percent=10,
)
NAMES = ["A", "B", "C", "D", "E"]
PRICES = [700_000, 880_000, 900_000, 950_000, 1_300_000]


def screens(**kwargs) -> dict[str, low.Screen]:
    return {s.name: s for s in low.screen_prices(NAMES, PRICES, RULES, **kwargs).screens}


def test_the_scottish_screen_flags_700() -> None:
    """Adjusted average 857.5, line 728.875 -> 700 flagged (domain facts, section 5)."""
    assert low.adjusted_average(low.np.array(PRICES)) == pytest.approx(857_500)
    screen = screens()["Adjusted average"]
    assert screen.flags == (True, False, False, False, False)
    assert screen.values[0] == pytest.approx(100 * 157.5 / 857.5)


def test_the_modified_z_does_not() -> None:
    """Median 900, MAD 50 -> -2.698, not flagged at -3.5 (domain facts, section 5)."""
    screen = screens()["Modified z score"]
    assert screen.values[0] == pytest.approx(-2.698, abs=5e-4)
    assert not any(screen.flags)


def test_modified_z_agrees_with_scipy() -> None:
    values = low.np.array(PRICES, dtype=float)
    deviation = stats.median_abs_deviation(values)
    expected = 0.6745 * (values - stats.scoreatpercentile(values, 50)) / deviation
    assert low.modified_z_scores(values) == pytest.approx(expected)


def test_below_the_mean() -> None:
    """26.0% below the mean of 946 (domain facts, section 5)."""
    screen = screens()["Mean price"]
    assert screen.values[0] == pytest.approx(26.0, abs=0.05)
    assert screen.flags[0]


def test_the_screens_disagree_and_only_ever_ask() -> None:
    result = low.screen_prices(NAMES, PRICES, RULES)
    assert result.flagged_by("A") == ("Adjusted average", "Mean price")
    assert "reject nothing" in result.reading()
    assert "never a reason to reject" in result.assumptions[0]
    table = result.table()
    assert list(table["Modified z score"]) == ["no flag"] * 5
    assert list(table["Expected cost"]) == ["cannot be worked out"] * 5
    assert len(result.facts("A")) == 3


def test_prices_are_compared_with_the_expected_cost_and_with_no_ceiling() -> None:
    found = screens(expected_cost=1_000_000)
    assert len(found) == 4  # domain facts, section 5: 10% below the average or the should-cost
    assert found["Expected cost"].flags == (True, True, False, False, False)
    assert found["Expected cost"].values[4] == pytest.approx(-30)


def test_the_margin_matters() -> None:
    tight = low.screen_prices(["A", "B", "C", "D"], [840, 850, 1150, 2000], RULES)
    assert tight.screens[0].flags == (False, False, False, False)


def test_two_bids_are_too_few_and_equal_bids_have_no_spread() -> None:
    two = low.screen_prices(["A", "B"], [10, 100], RULES)
    assert all(flag is None for screen in two.screens for flag in screen.flags)
    same = low.screen_prices(["A", "B", "C"], [100, 100, 100], RULES)
    assert same.screens[1].flags == (None, None, None)
    assert "None of the 2 screens" in same.reading()


@given(st.lists(st.integers(10_000, 900_000), min_size=3, max_size=8), st.randoms())
def test_the_order_does_not_matter_and_the_highest_is_never_flagged(prices, random) -> None:
    names = [str(number) for number in range(len(prices))]
    result = low.screen_prices(names, prices, RULES)
    pairs = list(zip(names, prices, strict=True))
    random.shuffle(pairs)
    again = low.screen_prices([n for n, _ in pairs], [p for _, p in pairs], RULES)
    assert all(result.flagged_by(name) == again.flagged_by(name) for name in names)
    assert not result.flagged_by(names[prices.index(max(prices))])


def test_plain_messages() -> None:
    with pytest.raises(WorkbookError, match="found 0 for 'B'"):
        low.screen_prices(["A", "B"], [1, 0], RULES)
    with pytest.raises(WorkbookError, match="no bids"):
        low.screen_prices([], [], RULES)


def test_two_prices_alone_are_said_to_be_too_few() -> None:
    found = low.screen_prices(["A", "B"], [100, 90], RULES)
    assert found.reading().startswith("2 prices alone are too few for any screen.")
