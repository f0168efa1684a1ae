"""A lasting change of level, told apart from the calendar."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.methods.shift import ONE_IN_A_HUNDRED, find_shift


def noise(seed: int, size: int = 36) -> np.ndarray:
    return np.random.default_rng(seed).normal(80, 4, size)


def test_a_shift_is_found_where_it_is() -> None:
    values = noise(1)
    values[20:] -= 15
    found = find_shift(values)
    assert found.found
    assert found.place == 21
    assert found.size == pytest.approx(-15, abs=3)
    assert "went down by about" in found.reading()
    assert found.steps()[19] == 0
    assert found.steps()[20] == found.size


def test_the_step_is_that_of_least_squares() -> None:
    """By hand: without seasons, the best step is the difference of two means."""
    values = np.array(
        [1.0, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1] + [11.0, 12, 11, 12, 11, 12, 11, 12, 11, 12, 11]
    )
    found = find_shift(values, period=100)
    assert not found.season_allowed_for
    assert found.place == 14
    assert found.size == pytest.approx(values[13:].mean() - values[:13].mean())


@pytest.mark.parametrize("slope", [0.8, -0.8])
@pytest.mark.parametrize("size", [30, 36])
def test_a_steady_change_is_no_step(slope: float, size: int) -> None:
    """The slope is that of least squares; level limits and one month do not describe it."""
    values = 80 + slope * np.arange(size) + np.random.default_rng(1).normal(0, 2, size)
    found = find_shift(values, measure="M")
    assert found.steady and not found.found
    assert found.slope == pytest.approx(np.polyfit(np.arange(size), values, 1)[0])
    assert found.steps() == pytest.approx(found.slope * np.arange(size))
    way = "rises" if slope > 0 else "falls"
    assert found.reading().startswith(f"M: it {way} steadily, by about {abs(found.slope):.2g} a")
    assert list(found.table()["Found"]) == ["no, it is steady"]


def test_a_step_is_not_taken_for_a_steady_change() -> None:
    for seed in range(20):
        values = noise(seed)
        values[20:] -= 15
        assert find_shift(values).found
    assert not any(find_shift(noise(seed)).steady for seed in range(20))


def test_a_steady_change_under_a_season_is_seen() -> None:
    months = np.arange(36)
    values = 60 + 0.8 * months + 10 * np.sin(2 * np.pi * months / 12)
    found = find_shift(values + np.random.default_rng(4).normal(0, 1, 36))
    assert found.steady and found.season_allowed_for
    assert found.slope == pytest.approx(0.8, abs=0.1)


def test_a_season_alone_is_no_shift() -> None:
    months = np.arange(36)
    values = noise(3) + np.where((months % 12) < 6, 12, -12)
    found = find_shift(values)
    assert found.season_allowed_for
    assert not found.found


def test_a_shift_under_a_season_is_found() -> None:
    months = np.arange(36)
    values = noise(4) + 10 * np.sin(2 * np.pi * months / 12) - np.where(months >= 22, 12, 0)
    found = find_shift(values)
    assert found.found
    assert abs(found.place - 23) <= 1


def test_too_few_figures_are_not_judged() -> None:
    found = find_shift(noise(5, 20))
    assert not found.found
    assert "too few figures" in found.reading()
    assert not find_shift([5.0] * 36).found


def test_gaps_are_passed_over() -> None:
    values = noise(1)
    values[20:] -= 15
    values[[3, 4, 25]] = np.nan
    assert find_shift(values).place == 21


def test_chance_alone_seldom_passes() -> None:
    """The level is 1 in 100 for long series; short ones with seasons pass somewhat oftener."""
    false = sum(find_shift(noise(seed), period=100).found for seed in range(200))
    assert false <= 8


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(-1000, 1000), st.floats(0.1, 50))
def test_level_and_scale_change_nothing(seed: int, level: float, scale: float) -> None:
    values = noise(seed)
    values[18:] += 9
    first, second = find_shift(values), find_shift(level + scale * values)
    assert first.place == second.place
    assert second.f == pytest.approx(first.f, rel=1e-6)
    assert second.size == pytest.approx(scale * first.size, rel=1e-6)


def test_the_best_step_agrees_with_another_library() -> None:
    """F of the step in an ordinary least-squares model, by statsmodels."""
    from statsmodels.regression.linear_model import OLS

    values = noise(7)
    values[15:] += 6
    found = find_shift(values, period=100)
    best = max(
        float(OLS(values, np.column_stack([np.ones(36), np.arange(36) >= start])).fit().fvalue)
        for start in range(5, 32)
    )
    assert found.f == pytest.approx(best)
    assert ONE_IN_A_HUNDRED == 12.16
    assert len(found.table()) == 1
