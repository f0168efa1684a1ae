"""The sums behind scored options, against worked figures and a second opinion."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.exercises import scoring
from course_support.methods import weights


def test_swing_points_become_shares() -> None:
    shares = scoring.shares([100, 60, 40])
    assert shares == [0.5, 0.3, 0.2]
    assert shares == pytest.approx(weights.from_points([100, 60, 40]))


@pytest.mark.parametrize("points", [[100, None], [0, 0], [], [None]])
def test_no_weights_while_points_are_missing_or_all_zero(points: list[float | None]) -> None:
    assert scoring.shares(points) is None


def test_a_total_is_the_weighted_sum_of_how_far_up_each_scale() -> None:
    # 0.5 × 4/5 + 0.3 × 3/5 + 0.2 × 50/100, as a share of 100
    found = scoring.total([4, 3, 50], [0.5, 0.3, 0.2], [(0, 5), (0, 5), (0, 100)])
    assert found.value == pytest.approx(68.0)
    assert found.low == found.high == found.value
    assert found.missing == 0


def test_the_ends_of_the_scales_are_nothing_and_a_hundred() -> None:
    spans = [(1.0, 5.0), (-2.0, 2.0)]
    assert scoring.total([1, -2], [0.25, 0.75], spans).value == 0
    assert scoring.total([5, 2], [0.25, 0.75], spans).value == 100


def test_a_missing_score_is_not_a_zero() -> None:
    found = scoring.total([4, None], [0.5, 0.5], [(0, 5), (0, 5)])
    assert found.value is None
    assert (found.low, found.high, found.missing) == (40, 90, 1)
    unimportant = scoring.total([4, None], [1, 0], [(0, 5), (0, 5)])
    assert (unimportant.value, unimportant.missing) == (80, 1)


@pytest.mark.parametrize(
    ("score", "scale", "on"),
    [
        (3, (0, 5, 1), True),
        (3.5, (0, 5, 1), False),
        (3.5, (0, 5, 0.5), True),
        (0.3, (0, 1, 0.1), True),
        (-1, (-2, 2, 1), True),
        (6, (0, 5, 1), False),
    ],
)
def test_a_score_is_on_a_step_of_the_scale(
    score: float, scale: tuple[float, float, float], on: bool
) -> None:
    assert scoring.fits(score, *scale) is on


def test_totals_are_shown_with_halves_up_as_a_browser_shows_them() -> None:
    # 62.25 and 0.25 are exact in binary; 1.15 lies just below the half.
    assert [scoring.shown(each) for each in (62.25, 0.25, 1.15, 100.0)] == [
        "62.3",
        "0.3",
        "1.1",
        "100.0",
    ]


POINTS = st.floats(0, 100, allow_nan=False)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(POINTS, st.integers(0, 5)), min_size=1, max_size=12))
def test_totals_agree_with_exact_fractions(cells: list[tuple[float, int]]) -> None:
    shares = scoring.shares([points for points, _ in cells])
    if shares is None:
        return
    whole = sum(Fraction(points) for points, _ in cells)
    exact = sum(Fraction(points) / whole * Fraction(score, 5) * 100 for points, score in cells)
    found = scoring.total([score for _, score in cells], shares, [(0, 5)] * len(cells))
    assert found.value == pytest.approx(float(exact), abs=1e-9)
