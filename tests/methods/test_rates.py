"""Intervals and standardised rates. Figures: domain facts, section 2."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from course_support.errors import WorkbookError
from course_support.methods import rates

# European Standard Population 2013 per 100,000 (domain facts, section 2; sum 100,000).
ESP2013 = [5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000]
ESP2013 += [6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000]


def limits(estimate: rates.Estimate) -> tuple[float | None, float | None]:
    return estimate.lower, estimate.upper


# --- oracles -----------------------------------------------------------------------


def test_byar_as_published() -> None:
    # PHEindicatormethods package test [V]: byars_lower(100).
    assert rates.count_interval(100).lower == pytest.approx(81.36210549052788, rel=1e-12)
    assert rates.count_interval(100).upper == pytest.approx(121.6279, abs=5e-5)
    assert limits(rates.count_interval(65)) == pytest.approx((50.1632, 82.8491), abs=5e-5)
    assert rates.count_interval(65).method == "Byar"


def test_exact_below_ten() -> None:
    assert limits(rates.count_interval(8)) == pytest.approx((3.4538, 15.7632), abs=5e-5)
    assert limits(rates.count_interval(0)) == pytest.approx((0, 3.6889), abs=5e-5)
    assert rates.count_interval(9).method == "exact Poisson"
    assert rates.count_interval(10).method == "Byar"


def test_rate_per_100_000() -> None:
    found = rates.rate(65, 12_500)
    assert found.value == pytest.approx(520.0)
    assert limits(found) == pytest.approx((401.31, 662.79), abs=5e-3)


def test_wilson_as_published() -> None:
    found = rates.proportion(27, 120)
    assert found.value == pytest.approx(0.225)
    assert limits(found) == pytest.approx((0.15949, 0.30757), abs=5e-6)
    assert limits(rates.proportion(0, 20)) == pytest.approx((0, 0.16113), abs=5e-6)
    assert limits(rates.proportion(20, 20)) == pytest.approx((0.83887, 1), abs=5e-6)


def test_directly_standardised_rate() -> None:
    found = rates.directly_standardised_rate([40, 90, 110], [9000, 5000, 1800], [10500, 6500, 2500])
    assert found.value == pytest.approx(1622.79, abs=5e-3)
    assert limits(found) == pytest.approx((1423.60, 1842.01), abs=5e-3)
    crude = rates.rate(240, 15_800)
    assert crude.value == pytest.approx(1518.99, abs=5e-3)
    assert limits(crude) == pytest.approx((1332.87, 1723.82), abs=5e-3)


def test_z_and_the_standard_population() -> None:
    assert rates.normal_quantile(0.95) == pytest.approx(1.959964, abs=5e-7)
    assert len(ESP2013) == 19 and sum(ESP2013) == 100_000


# --- second opinions ---------------------------------------------------------------


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@settings(max_examples=60, deadline=None)
def test_wilson_agrees_with_statsmodels_and_holds_the_estimate(pair: tuple[int, int]) -> None:
    found = rates.proportion(*pair)
    assert limits(found) == pytest.approx(proportion_confint(*pair, method="wilson"), abs=1e-9)
    assert 0 <= found.lower <= found.value <= found.upper <= 1


@given(st.integers(0, 9), st.sampled_from([0.8, 0.95, 0.998]))
def test_exact_agrees_with_scipy(count: int, confidence: float) -> None:
    found = rates.count_interval(count, confidence=confidence)
    tail = (1 - confidence) / 2
    lower = stats.chi2.ppf(tail, 2 * count) / 2 if count else 0
    assert limits(found) == pytest.approx(
        (lower, stats.chi2.ppf(1 - tail, 2 * count + 2) / 2), rel=1e-9
    )


@given(st.integers(0, 100_000), st.integers(1, 10_000_000))
@settings(max_examples=60, deadline=None)
def test_rates_hold_the_estimate_and_widen_with_confidence(count: int, people: int) -> None:
    usual = rates.rate(count, people)
    wide = rates.rate(count, people, confidence=0.998)
    assert 0 <= wide.lower <= usual.lower <= usual.value <= usual.upper <= wide.upper


bands = st.integers(1, 8).flatmap(
    lambda k: st.tuples(
        st.lists(st.integers(0, 400), min_size=k, max_size=k),
        st.lists(st.integers(400, 50_000), min_size=k, max_size=k),
        st.lists(st.integers(1, 9_000), min_size=k, max_size=k),
        st.permutations(range(k)),
    )
)


@given(bands)
@settings(max_examples=60, deadline=None)
def test_standardised_rate_lies_among_its_bands_whatever_their_order(drawn) -> None:
    counts, people, weight, order = drawn
    found = rates.directly_standardised_rate(counts, people, weight)
    if sum(counts) < 10:
        assert found.value is None and "too few events" in found.status
        return
    by_band = np.array(counts) / people * 100_000
    assert by_band.min() - 1e-6 <= found.value <= by_band.max() + 1e-6
    assert found.lower <= found.value <= found.upper
    again = rates.directly_standardised_rate(
        *[[values[i] for i in order] for values in (counts, people, weight)]
    )
    assert again.value == pytest.approx(found.value)


def test_standardised_to_itself_is_the_crude_rate() -> None:
    people = [9000, 5000, 1800]
    same = rates.directly_standardised_rate([40, 90, 110], people, people)
    crude = rates.rate(240, 15_800)
    assert same.value == pytest.approx(crude.value)
    assert limits(same) == pytest.approx(limits(crude))


# --- suppression and gaps --------------------------------------------------------------


def test_fewer_than_ten_events_give_no_standardised_rate() -> None:
    # Domain facts, section 2: "Suppress if total O < 10".
    few = rates.directly_standardised_rate([4, 5], [9000, 5000], [1, 1])
    assert few.value is None
    assert "too few events: 9, and at least 10 are needed" in few.reading()
    assert rates.directly_standardised_rate([5, 5], [9000, 5000], [1, 1]).value is not None


@pytest.mark.parametrize(
    "counts",
    [
        np.ma.masked_array([40, 0, 110], mask=[False, True, False]),
        [40, None, 110],
        [40, float("nan"), 110],
        pd.Series([40, pd.NA, 110], dtype="Int64"),
    ],
)
def test_a_band_that_is_not_known_is_not_zero(counts) -> None:
    found = rates.directly_standardised_rate(counts, [9000, 5000, 1800], [10500, 6500, 2500])
    assert found.value is None and found.lower is None
    assert "1 suppressed" in found.status or "1 missing" in found.status


def test_status_outranks_a_zero_in_the_value_column() -> None:
    found = rates.directly_standardised_rate(
        [40, 0, 110],
        [9000, 5000, 1800],
        [10500, 6500, 2500],
        status=["ok", "suppressed", "ok"],
    )
    assert found.value is None and "1 suppressed among 3 bands" in found.status


def test_a_rate_that_cannot_be_given_is_no_nought() -> None:
    found = [
        rates.rate(65, 12_500, "North", per=10_000),
        rates.rate(None, 9_000, "South", per=10_000, status="suppressed"),
        rates.rate(0, 8_000, "East", per=10_000),
        rates.rate(None, 7_000, "West", per=10_000),
        rates.rate(12, None, "Isle", per=10_000, status="provisional"),
    ]
    assert [e.status for e in found] == ["ok", "suppressed", "ok", "missing", "missing"]
    assert [e.value for e in found] == [pytest.approx(52), None, 0, None, None]
    shown = rates.tabulate(found)
    assert shown["Value"].isna().tolist() == [False, True, False, True, True]
    assert found[1].reading() == "South: no figure can be given (suppressed)."
    assert found[0].reading() == "North: 52.0 per 10,000 (95% confidence interval 40.1 to 66.3)."


def test_a_share_reads_as_a_percentage() -> None:
    assert rates.proportion(27, 120, "Moved twice").reading() == (
        "Moved twice: 22.5% (95% confidence interval 15.9% to 30.8%)."
    )
    assert rates.proportion(None, 120).value is None
    assert rates.proportion(5, 120, status="suppressed").value is None


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: rates.proportion(5, 4, "Moved"), "Moved, count: found 5; expected .* at most 4"),
        (lambda: rates.proportion(0, 0), "expected a number above 0"),
        (lambda: rates.count_interval(-1, "Deaths"), "Deaths: found -1"),
        (lambda: rates.rate(1, 0), "population: found 0"),
        (lambda: rates.rate(1, 10, confidence=95), "expected one below 1"),
        (lambda: rates.rate(1, 10, confidence=0), "above 0"),
        (lambda: rates.proportion(1, 2, status="odd"), "status 'odd'"),
        (
            lambda: rates.directly_standardised_rate([1, 2], [3], [1, 1]),
            "one list has 2 values, the other 1",
        ),
        (
            lambda: rates.directly_standardised_rate(
                [9, 20], [10, 10], [1, 1], bands=["0-4", "5-9"]
            ),
            "in '5-9' there are 20 events among 10 people",
        ),
        (
            lambda: rates.directly_standardised_rate([9, "c"], [10, 10], [1, 1]),
            "not a number",
        ),
    ],
)
def test_mistakes_are_said_plainly(call, says: str) -> None:
    with pytest.raises(WorkbookError, match=says):
        call()
