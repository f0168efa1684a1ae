"""Paired change, distance travelled, wellbeing scores: domain facts, section 8."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from course_support.errors import WorkbookError
from course_support.methods import change
from course_support.sources import rules

RAW_BEFORE = [18, 20, 15, 22, 19, 17, 21, 16]
RAW_AFTER = [22, 23, 18, 22, 24, 20, 20, 21]
TABLE = {row.columns["raw_total"]: row.value for row in rules.table("swemwbs_metric")}
TERMS = {"meaningful": 3, "least_people": 30}
NAN = float("nan")


def test_seven_item_scores_before_and_after() -> None:
    """17.78875 -> 19.51125, change 1.7225 (.5293-2.9157), t 3.4135, p .0112 (section 8)."""
    before = change.metric_scores(RAW_BEFORE, TABLE)
    after = change.metric_scores(RAW_AFTER, TABLE)
    found = change.paired_change(before, after, **TERMS)
    assert found.mean_before == pytest.approx(17.78875)
    assert found.mean_after == pytest.approx(19.51125)
    assert found.mean_change == pytest.approx(1.7225)
    assert (found.lower, found.upper) == pytest.approx((0.5293, 2.9157), abs=5e-5)
    assert found.t == pytest.approx(3.4135, abs=5e-5)
    assert found.p_value == pytest.approx(0.0112, abs=5e-5)
    raw = change.paired_change(RAW_BEFORE, RAW_AFTER, **TERMS)
    assert raw.mean_change == pytest.approx(2.75)


@pytest.mark.parametrize(("raw", "metric"), [(7, 7.00), (23, 20.73), (32, 29.31), (35, 35.00)])
def test_the_conversion_table(raw: int, metric: float) -> None:
    """23 -> 20.73 and 32 -> 29.31 confirmed by a second paper (domain facts, section 8)."""
    assert change.metric_scores([raw], TABLE)[0] == metric


def test_the_conversion_takes_whole_numbers_only() -> None:
    assert np.isnan(change.metric_scores([NAN], TABLE)[0])
    for total in (20.5, 6, 36):
        with pytest.raises(WorkbookError, match="whole numbers from 7 to 35"):
            change.metric_scores([total], TABLE)


scores = st.lists(st.tuples(st.integers(14, 70), st.integers(14, 70)), min_size=3, max_size=30)


@given(scores)
def test_the_interval_agrees_with_scipy(pairs) -> None:
    before, after = [a for a, _ in pairs], [b for _, b in pairs]
    found = change.paired_change(before, after, **TERMS)
    if len({b - a for a, b in pairs}) > 1:
        theirs = stats.ttest_rel(after, before)
        interval = theirs.confidence_interval()
        assert found.t == pytest.approx(theirs.statistic, abs=1e-9)
        assert found.p_value == pytest.approx(theirs.pvalue, abs=1e-9)
        assert (found.lower, found.upper) == pytest.approx((interval.low, interval.high))
    assert sum(found.counts.values()) == len(pairs)
    reversed_ = change.paired_change(before[::-1], after[::-1], **TERMS)
    assert reversed_.mean_change == pytest.approx(found.mean_change)


def test_who_left_is_shown_and_never_counted() -> None:
    found = change.paired_change([40, 45, 30, NAN, 50], [44, 45, NAN, 60, 46], **TERMS)
    assert found.people == 3
    assert (found.only_before, found.only_after) == (1, 1)
    assert found.mean_before == pytest.approx(45)
    assert found.mean_before_of_leavers == 30
    assert found.share_lost == pytest.approx(0.25)
    assert found.counts == {"higher": 1, "little change": 1, "lower": 1}
    assert "1 of 4 were not scored again" in found.reading()
    assert "first sign only" in found.reading()
    assert "does not show what caused it" in found.reading()
    assert len(found.table()) == 12


def test_everyone_changing_alike() -> None:
    alike = change.paired_change([1, 2, 3], [2, 3, 4], **TERMS)
    assert np.isinf(alike.t)
    assert alike.p_value == 0
    same = change.paired_change([1, 2, 3], [1, 2, 3], **TERMS)
    assert (same.t, same.p_value) == (0, 1)


def test_regression_to_the_mean_is_shown() -> None:
    """Unchanged people chosen for low scores seem to improve; the expectation says so."""
    rng = np.random.default_rng(7)
    true = rng.normal(50, 6, 6000)
    first, second = true + rng.normal(0, 4, 6000), true + rng.normal(0, 4, 6000)
    chosen = first < 45
    reliability = 36 / (36 + 16)
    found = change.distance_travelled(
        first[chosen], second[chosen], population_mean=50, reliability=reliability, **TERMS
    )
    assert found.paired.mean_change > 2
    assert found.beyond == pytest.approx(0, abs=0.3)
    assert "could come from regression to the mean alone" in found.reading()
    table = found.table()
    assert list(table["Started"]) == ["lowest", "middle", "highest"]
    assert table["Mean change"].is_monotonic_decreasing


def test_distance_travelled_with_everyone_starting_alike() -> None:
    found = change.distance_travelled(
        [5, 5, 5, NAN, 5], [6, 7, 5, 4, NAN], population_mean=5, reliability=0.8, **TERMS
    )
    assert len(found.by_start) == 1
    assert found.expected_anyway == pytest.approx(0)
    assert "25% were not seen again" in found.reading()


@given(st.floats(0, 1), st.floats(20, 60))
def test_a_perfectly_reliable_score_does_not_regress(reliability, mean) -> None:
    kwargs = {"population_mean": mean, **TERMS}
    found = change.distance_travelled(RAW_BEFORE, RAW_AFTER, reliability=reliability, **kwargs)
    assert found.expected_anyway == pytest.approx((1 - reliability) * (mean - 18.5))


ITEMS = pd.DataFrame(
    [[5] * 14, [1] * 14, [3] * 13 + [NAN], [3] * 10 + [NAN] * 4, [NAN] * 14, [3] * 13 + [6],
     [3] * 13 + [2.5]],
    index=list("abcdefg"),
)  # fmt: skip


def test_totals_and_why_some_have_none() -> None:
    """14 items, 1-5, total 14-70 (domain facts, section 8)."""
    found = change.scale_totals(ITEMS, lowest=1, highest=5, count=14, most_missing=3)
    assert found.totals[:3] == (70, 14, 42)
    assert np.isnan(found.totals[3:]).all()
    assert found.statuses == (
        change.SCORED, change.SCORED, change.ESTIMATED, change.TOO_FEW, change.NOTHING,
        change.OUT_OF_RANGE, change.OUT_OF_RANGE,
    )  # fmt: skip
    assert "2 an answer out of range" in found.reading()
    assert len(found.table()) == 7
    strict = change.scale_totals(ITEMS, lowest=1, highest=5, count=14)
    assert np.isnan(strict.totals[2])


@given(st.lists(st.integers(1, 5), min_size=7, max_size=7), st.randoms())
def test_a_total_does_not_depend_on_the_order_of_items(answers, random) -> None:
    shuffled = random.sample(answers, 7)
    found = change.scale_totals(
        pd.DataFrame([answers, shuffled]), lowest=1, highest=5, count=7
    )  # fmt: skip
    assert found.totals[0] == found.totals[1] == sum(answers)
    assert 7 <= found.totals[0] <= 35


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda: change.paired_change([1, NAN], [2, 3], **TERMS), "1 people have both"),
        (lambda: change.paired_change([1], [2, 3], **TERMS), "Make them match"),
        (
            lambda: change.paired_change([1, 2], [2, 3], meaningful=0, least_people=1),
            "Meaningful change",
        ),
        (lambda: change.scale_totals(ITEMS, lowest=1, highest=5, count=7), "14 items"),
        (
            lambda: change.scale_totals(ITEMS, lowest=1, highest=5, count=14, most_missing=14),
            "between 0 and 13",
        ),
        (
            lambda: change.distance_travelled(
                [1, 2], [1, 2], population_mean=1, reliability=1.2, **TERMS
            ),
            "Reliability",
        ),
    ],
)
def test_plain_messages(act, said) -> None:
    with pytest.raises(WorkbookError, match=said):
        act()
