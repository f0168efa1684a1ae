"""Series over time: seasons noticed, a baseline carried on, and turning the curve.

Sources: additive year-and-season model, tested by F (any textbook of analysis of variance);
prediction interval of a straight line (Draper and Smith); turning the curve, Friedman.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_support.errors import WorkbookError
from course_support.methods.guards import number, numbers, one_of, same_length
from course_support.methods.result import Result

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


# --- seasons -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Seasonality(Result):
    """How far a series follows the calendar, and the series without that pattern."""

    measure: str
    period: int
    season_names: tuple[str, ...]
    effects: tuple[float, ...]
    adjusted: tuple[float, ...]
    share: float
    p_value: float
    threshold: float
    assumptions: tuple[str, ...] = ()

    @property
    def noticed(self) -> bool:
        """Return whether the pattern is stronger than chance would usually give."""
        return self.p_value < self.threshold

    def table(self) -> pd.DataFrame:
        """Return one row a season: how far it usually lies above or below the year's level."""
        import pandas as pd

        return pd.DataFrame({"Season": self.season_names, "Usual difference": self.effects})

    def reading(self) -> str:
        """Return whether a season is noticed and what to do about it."""
        if not self.noticed:
            return (
                f"{self.measure}: no pattern by season that stands out from chance "
                f"(p = {self.p_value:.2f})."
            )
        high = self.season_names[int(np.argmax(self.effects))]
        low = self.season_names[int(np.argmin(self.effects))]
        return (
            f"{self.measure} follows the calendar: usually highest in {high}, lowest in {low}. "
            "Compare with the same time last year, or chart it with the pattern taken out."
        )


def seasonality(
    values: ArrayLike,
    *,
    period: int = 12,
    first: int = 0,
    names: Sequence[str] | None = None,
    measure: str = "Value",
    threshold: float = 0.01,
) -> Seasonality:
    """Look for a pattern that repeats every ``period`` points.

    The model is level of the cycle + effect of the season, fitted by least squares; the
    seasons are tested together by F.

    Parameters
    ----------
    values : array_like, shape (n,)
        In time order; NaN for gaps.
    period : int
        Points in a cycle: 12 for months, 4 for quarters.
    first : int
        The season of the first point, 0 for the first name.
    names : sequence of str, optional
        Names of the seasons, length ``period``.
    threshold : float
        p below which a pattern is said to be noticed.
    measure : str
        What is counted, for messages.

    Returns
    -------
    Seasonality
        With ``adjusted``: the series less the effects (which sum to 0), whether noticed or not.

    Raises
    ------
    WorkbookError
        When there are fewer than two whole cycles.
    """
    series = numbers(values, measure, gaps=True)
    if period < 2 or series.size < 2 * period:
        raise WorkbookError(
            f"{measure}: {series.size} points cannot show a pattern over {period}. "
            f"At least {2 * period} are needed; more are better."
        )
    season = (np.arange(series.size) + first) % period
    known = ~np.isnan(series)
    if np.unique(season[known]).size < period:
        raise WorkbookError(
            f"{measure}: some seasons have no figure at all, so a pattern cannot be worked out."
        )
    cycle = np.arange(series.size) // period
    effects, share, p_value = _season_fit(series[known], season[known], cycle[known], period)
    labels = tuple(names) if names else tuple(str(number) for number in range(1, period + 1))
    same_length(labels, effects, "Names of seasons")
    return Seasonality(
        measure,
        period,
        labels,
        tuple(effects),
        tuple(series - effects[season]),
        share,
        p_value,
        threshold,
        (
            "Each cycle has its own level and each season the same difference from it.",
            f"Noticed when p is below {threshold:g}. From few cycles the pattern is rough.",
        ),
    )


def _season_fit(
    values: Floats, season: NDArray[np.intp], cycle: NDArray[np.intp], period: int
) -> tuple[Floats, float, float]:
    """Return season effects that sum to 0, their share of variance, and the p of the F test."""
    from scipy.special import fdtrc

    cycles = (cycle[:, None] == np.unique(cycle)[None, :]).astype(float)
    seasons = (season[:, None] == np.arange(1, period)[None, :]).astype(float)
    both = np.hstack([cycles, seasons])
    without = _residual(cycles, values)
    coefficients, *_ = np.linalg.lstsq(both, values, rcond=None)
    left = values - both @ coefficients
    effects = np.concatenate([[0.0], coefficients[cycles.shape[1] :]])
    total, rest = float(without @ without), float(left @ left)
    share = 0.0 if total == 0 else 1 - rest / total
    spare = values.size - int(np.linalg.matrix_rank(both))
    if total == 0 or spare < 1:
        return effects - effects.mean(), share, 1.0
    f = ((total - rest) / (period - 1)) / (rest / spare) if rest > 1e-12 * total else np.inf
    return effects - effects.mean(), share, float(fdtrc(period - 1, spare, f))


def _residual(design: Floats, values: Floats) -> Floats:
    coefficients, *_ = np.linalg.lstsq(design, values, rcond=None)
    return values - design @ coefficients


# --- turning the curve --------------------------------------------------------------------


@dataclass(frozen=True)
class Baseline(Result):
    """A history and where it leads if nothing changes, with an interval."""

    measure: str
    history: tuple[float, ...]
    slope: float
    forecast: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    level: float
    assumptions: tuple[str, ...] = ()

    @property
    def naive(self) -> float:
        """Return the simplest forecast: the last figure again."""
        return self.history[-1]

    def table(self) -> pd.DataFrame:
        """Return one row a coming period: forecast, interval, and the last figure repeated."""
        import pandas as pd

        return pd.DataFrame(
            {
                "Periods ahead": range(1, len(self.forecast) + 1),
                "If nothing changes": self.forecast,
                "From": self.lower,
                "To": self.upper,
                "Last figure repeated": self.naive,
            }
        )

    def reading(self) -> str:
        """Return where the line leads, in a sentence."""
        way = "rising" if self.slope > 0 else "falling"
        move = f"{way} by about {abs(self.slope):.2f} a period" if self.slope else "level"
        return (
            f"{self.measure}: {move}; if nothing changes, about {self.forecast[-1]:.1f} in "
            f"{len(self.forecast)} periods, and {100 * self.level:.0f}% of the time between "
            f"{self.lower[-1]:.1f} and {self.upper[-1]:.1f} if the line holds."
        )


def baseline_forecast(
    history: ArrayLike, ahead: int = 3, *, measure: str = "Value", level: float = 0.95
) -> Baseline:
    """Forecast a series if nothing changes, by a straight line with its prediction interval.

    Parameters
    ----------
    history : array_like, shape (n,)
        In time order, equally spaced; NaN for gaps, but not at the end.
    ahead : int
        Periods to forecast.
    level : float
        Probability that the interval should hold one new point.
    measure : str
        What is counted, for messages.

    Raises
    ------
    WorkbookError
        When fewer than four figures are known, or the last one is missing.
    """
    from scipy.special import stdtrit

    series = numbers(history, measure, gaps=True)
    known = ~np.isnan(series)
    if known.sum() < 4 or not known[-1]:
        raise WorkbookError(
            f"{measure}: a forecast needs at least four figures and the latest one; found "
            f"{int(known.sum())} figures."
        )
    if ahead < 1:
        raise WorkbookError(f"{measure}: give the number of periods ahead as at least 1.")
    number(level, "Level of the interval", above=0, most=0.999)
    x, y = np.arange(series.size)[known].astype(float), series[known]
    slope, intercept = np.polyfit(x, y, 1)
    new = np.arange(series.size, series.size + ahead, dtype=float)
    centre = intercept + slope * new
    reach = stdtrit(x.size - 2, (1 + level) / 2) * _prediction_error(x, y, slope, intercept, new)
    return Baseline(
        measure,
        tuple(series),
        float(slope),
        tuple(centre),
        tuple(centre - reach),
        tuple(centre + reach),
        level,
        (
            "The past moves along a straight line and goes on as before.",
            "Points scatter about the line independently and evenly; with few points the "
            "interval is rough.",
        ),
    )


def _prediction_error(x: Floats, y: Floats, slope: float, intercept: float, new: Floats) -> Floats:
    """Return s·√(1 + 1/n + (x₀ − x̄)²/Sxx)."""
    rest = y - (intercept + slope * x)
    spread = np.sqrt(rest @ rest / (x.size - 2))
    across = ((x - x.mean()) ** 2).sum()
    return spread * np.sqrt(1 + 1 / x.size + (new - x.mean()) ** 2 / across)


@dataclass(frozen=True)
class Curve(Result):
    """What happened after the baseline, beside what it led one to expect."""

    baseline: Baseline
    actual: tuple[float, ...]
    better: Literal["higher", "lower"]
    assumptions: tuple[str, ...] = ()

    @property
    def gains(self) -> tuple[float, ...]:
        """Return how much better than the forecast each later figure is; NaN where unknown."""
        sign = 1 if self.better == "higher" else -1
        pairs = zip(self.actual, self.baseline.forecast, strict=True)
        return tuple(sign * (found - expected) for found, expected in pairs)

    @property
    def beyond_interval(self) -> tuple[bool, ...]:
        """Return, for each later figure, whether it is better than the whole interval."""
        edge = self.baseline.upper if self.better == "higher" else self.baseline.lower
        sign = 1 if self.better == "higher" else -1
        return tuple(sign * (a - e) > 0 for a, e in zip(self.actual, edge, strict=True))

    @property
    def turned(self) -> bool:
        """Return whether every later figure known beats the forecast in the good direction."""
        known = [gain for gain in self.gains if not np.isnan(gain)]
        return bool(known) and min(known) > 0

    def table(self) -> pd.DataFrame:
        """Return one row a later period: expected, found, how much better."""
        import pandas as pd

        return pd.DataFrame(
            {
                "Periods after": range(1, len(self.actual) + 1),
                "If nothing had changed": self.baseline.forecast,
                "Found": self.actual,
                "Better by": self.gains,
                "Better than the interval": [
                    "yes" if beyond else "no" for beyond in self.beyond_interval
                ],
            }
        )

    def reading(self) -> str:
        """Return whether the curve has turned, and how surely."""
        name, count = self.baseline.measure, len(self.actual)
        beat = sum(gain > 0 for gain in self.gains)
        if not self.turned:
            return (
                f"{name}: the curve has not turned; {beat} of {count} later figures are better "
                "than the forecast, and all would have to be."
            )
        clear = sum(self.beyond_interval)
        return (
            f"{name}: every later figure is better than the forecast, {clear} of {count} by more "
            "than chance scatter about the line would explain. This does not show why."
        )


def curve_turned(
    baseline: Baseline, actual: ArrayLike, better: Literal["higher", "lower"]
) -> Curve:
    """Compare later figures with the forecast made before them.

    The curve has turned only if the later figures beat the forecast in the good direction.

    Parameters
    ----------
    baseline : Baseline
        A forecast of at least as many periods as ``actual`` has.
    actual : array_like
        The figures that followed, in time order; NaN for gaps.
    better : {"higher", "lower"}
        Which way is good.

    Raises
    ------
    WorkbookError
        When there are more later figures than forecast periods, or none.
    """
    one_of(better, ("higher", "lower"), "Better direction")
    found = numbers(actual, baseline.measure, gaps=True)
    if not 1 <= found.size <= len(baseline.forecast) or np.isnan(found).all():
        raise WorkbookError(
            f"{baseline.measure}: {found.size} later figures, but the forecast covers "
            f"{len(baseline.forecast)} periods. Forecast as many periods as you compare."
        )
    cut = replace(
        baseline,
        forecast=baseline.forecast[: found.size],
        lower=baseline.lower[: found.size],
        upper=baseline.upper[: found.size],
    )
    return Curve(cut, tuple(found), better, (*baseline.assumptions, _ONE_CAUSE))


_ONE_CAUSE = "Other things may have changed at the same time; ask what else did."
