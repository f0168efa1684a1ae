"""A lasting change of level, told apart from a pattern that comes with the calendar.

Every month of a stretch is tried as the first month of a new level, with the calendar months
allowed for, and the best is judged against the values for the *largest* of so many tests.

Source: Andrews, Econometrica 61 (1993) 821-856, with the corrected values of Econometrica 71
(2003) 395-397: one coefficient, 15% left out at each end, 1% point 12.16, 5% point 8.68.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_support.methods.figures import said
from course_support.methods.guards import numbers, same_length
from course_support.methods.result import Result

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

#: Largest F that chance gives in 1 of 100 series without a shift (Andrews 2003).
ONE_IN_A_HUNDRED = 12.16
#: Share of the series at each end in which no shift is looked for, because too little is left.
LEFT_OUT = 0.15
#: With fewer figures a shift is not looked for at all.
LEAST_FIGURES = 24
#: Whole cycles needed before the calendar is allowed for.
LEAST_CYCLES = 2


@dataclass(frozen=True)
class Shift(Result):
    """The likeliest lasting change of level in a series, and whether it stands out."""

    measure: str
    labels: tuple[str, ...]
    #: Position (1 for the first point) of the first point at the new level; 0 when not sought.
    place: int
    size: float
    f: float
    season_allowed_for: bool
    #: Change from point to point where a straight line explains more than any step; else 0.
    slope: float = 0.0
    assumptions: tuple[str, ...] = ()

    @property
    def steady(self) -> bool:
        """Return whether the figures rise or fall steadily, more than chance would give."""
        return self.f > ONE_IN_A_HUNDRED and self.slope != 0

    @property
    def found(self) -> bool:
        """Return whether there is a step larger than chance would give in 99 of 100 series."""
        return self.f > ONE_IN_A_HUNDRED and not self.steady

    @property
    def when(self) -> str:
        """Return the label of the first point at the new level."""
        return self.labels[self.place - 1] if self.place else ""

    def steps(self) -> Floats:
        """Return how much of each point the shift, or the steady rise or fall, explains."""
        if self.steady:
            return np.array([self.slope * at for at in range(len(self.labels))])
        after = np.arange(1, len(self.labels) + 1) >= self.place
        return np.where(after & self.found, self.size, 0.0)

    def table(self) -> pd.DataFrame:
        """Return when, by how much, and the test."""
        import pandas as pd

        return pd.DataFrame(
            {
                "Measure": [self.measure],
                "First month of the new level": [self.when],
                "Change of level": [self.size],
                "Largest F": [self.f],
                "Stands out above": [ONE_IN_A_HUNDRED],
                "Found": ["yes" if self.found else "no, it is steady" if self.steady else "no"],
            }
        )

    def reading(self) -> str:
        """Return whether there was a lasting change, when, and how large."""
        beside = ", beside what the calendar brings" if self.season_allowed_for else ""
        if not self.place:
            return f"{self.measure}: too few figures to look for a lasting change of level."
        if self.steady:
            way = "rises" if self.slope > 0 else "falls"
            return (
                f"{self.measure}: it {way} steadily, by about {said(abs(self.slope), 2)} a month"
                f"{beside}, rather than at one time. Limits that stay level do not fit it."
            )
        if not self.found:
            return f"{self.measure}: no lasting change of level stands out from chance{beside}."
        way = "up" if self.size > 0 else "down"
        return (
            f"{self.measure}: the level went {way} by about {said(abs(self.size))} from "
            f"{self.when}{beside}. The month is a best guess; ask what happened around it."
        )


def find_shift(
    values: ArrayLike,
    *,
    labels: Sequence[Any] | None = None,
    measure: str = "Value",
    period: int = 12,
) -> Shift:
    """Look for one lasting change of level.

    For each possible first point of a new level: F of the step in a least-squares model of
    level + season + step. The largest F is compared with Andrews' value for the largest. Whether
    there is a shift is always judged with the calendar allowed for; when it came and how large
    it is are read from the model with or without seasons that the Bayesian information criterion
    prefers, because eleven needless seasons blur the month. Where a straight line explains more
    than the best step, the change is called steady, and no step.

    Parameters
    ----------
    values : array_like, shape (n,)
        In time order, equally spaced; NaN for gaps.
    labels : sequence, optional
        Names of the points, 1, 2, … when left out.
    period : int
        Points in a cycle of the calendar (12 for months). It is allowed for once there are
        two whole cycles and every season has two figures.
    measure : str
        What is counted, for messages.

    Returns
    -------
    Shift
        With ``place`` 0 when fewer than 24 figures are known.

    Raises
    ------
    WorkbookError
        When a value is no number, or values and labels differ in length.
    """
    series = numbers(values, measure, gaps=True)
    names = tuple(map(str, labels)) if labels is not None else _counted(series.size)
    same_length(names, series, "Periods and values")
    known = ~np.isnan(series)
    assumed = (
        "One change of level at most is looked for, and none in the first or last 15% of points.",
        "Points scatter independently about their level.",
    )
    if known.sum() < LEAST_FIGURES:
        return Shift(measure, names, 0, 0.0, 0.0, False, assumptions=assumed)
    model = _calendar(series.size, known, period)
    with_calendar = _best_step(series, known, model)
    level = np.ones((series.size, 1))
    plain = _best_step(series, known, level)
    best = min(with_calendar, plain, key=lambda step: step.criterion)
    lines = (_line(series, known, model), _line(series, known, level))
    line = min(lines, key=lambda each: each.criterion)
    slope = line.size if line.criterion < best.criterion else 0.0
    return Shift(
        measure,
        names,
        best.place,
        best.size,
        with_calendar.f,
        model.shape[1] > 1,
        slope,
        assumed,
    )


def _counted(size: int) -> tuple[str, ...]:
    return tuple(str(place) for place in range(1, size + 1))


def _calendar(size: int, known: NDArray[np.bool_], period: int) -> Floats:
    """Return columns for the level and, where there is enough to tell, for each season."""
    season = np.arange(size) % period
    level = np.ones((size, 1))
    counts = np.bincount(season[known], minlength=period)
    if size < LEAST_CYCLES * period or counts.min() < 2:
        return level
    return np.hstack([level, (season[:, None] == np.arange(1, period)[None, :]).astype(float)])


class _Step(NamedTuple):
    """The best step in one model: position, size, F, and the model's information criterion."""

    place: int
    size: float
    f: float
    criterion: float


def _best_step(values: Floats, known: NDArray[np.bool_], model: Floats) -> _Step:
    """Return the step that explains most."""
    size = values.size
    edge = max(2, round(LEFT_OUT * size))
    without, _ = _fit(model[known], values[known])
    best = _Step(0, 0.0, 0.0, np.inf)
    count = int(known.sum())
    for start in range(edge, size - edge + 1):
        step = (np.arange(size) >= start).astype(float)[:, None]
        design = np.hstack([model, step])[known]
        rest, coefficients = _fit(design, values[known])
        spare = count - design.shape[1]
        f = (without - rest) / (rest / spare) if rest > 1e-12 * max(without, 1e-12) else np.inf
        f = 0.0 if without <= 1e-12 else float(f)
        if f > best.f:
            criterion = count * np.log(max(rest, 1e-12) / count) + np.log(count) * design.shape[1]
            best = _Step(start + 1, float(coefficients[-1]), f, float(criterion))
    return best


def _line(values: Floats, known: NDArray[np.bool_], model: Floats) -> _Step:
    """Return the straight line that explains most: its slope and criterion, without place or F."""
    count = int(known.sum())
    design = np.hstack([model, np.arange(values.size, dtype=float)[:, None]])[known]
    rest, coefficients = _fit(design, values[known])
    criterion = count * np.log(max(rest, 1e-12) / count) + np.log(count) * design.shape[1]
    return _Step(0, float(coefficients[-1]), 0.0, float(criterion))


def _fit(design: Floats, values: Floats) -> tuple[float, Floats]:
    """Return the sum of squares left over, and the coefficients."""
    coefficients, *_ = np.linalg.lstsq(design, values, rcond=None)
    rest = values - design @ coefficients
    return float(rest @ rest), np.asarray(coefficients, dtype=np.float64)
