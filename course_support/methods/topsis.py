"""TOPSIS: how near each option is to the best imaginable and how far from the worst.

Shown beside the linear additive model to see whether the method itself changes the answer.
Source: Hwang and Yoon (1981), with vector normalisation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from course_support.errors import WorkbookError
from course_support.methods import guards
from course_support.methods.mcda import matrix, shares
from course_support.methods.result import Result
from course_support.methods.words import and_


@dataclass(frozen=True)
class Closeness(Result):
    """Closeness of each option to the ideal, 0 to 1; NaN when undefined."""

    options: tuple[str, ...]
    closeness: NDArray[np.float64]
    why_undefined: str | None = None
    assumptions: tuple[str, ...] = (
        "Best and worst are made of the options at hand: adding one can change the order.",
    )

    def table(self) -> pd.DataFrame:
        """Return option and closeness, nearest first."""
        table = pd.DataFrame({"Option": self.options, "Closeness (0 to 1)": self.closeness})
        return table.sort_values(
            "Closeness (0 to 1)", ascending=False, kind="stable", ignore_index=True
        )

    def reading(self) -> str:
        """Say which option is nearest to the ideal."""
        if self.why_undefined:
            return f"Closeness cannot be worked out: {self.why_undefined}."
        top = self.closeness.max()
        names = [o for o, c in zip(self.options, self.closeness, strict=True) if top - c <= 1e-9]
        verb = "is" if len(names) == 1 else "are"
        return f"By this method {and_(names)} {verb} nearest to the ideal ({top:.3f})."


def topsis(
    performance: pd.DataFrame, weights: Mapping[str, float], better: Mapping[str, str]
) -> Closeness:
    """Return each option's closeness to the ideal.

    Parameters
    ----------
    performance
        Options × criteria in their own units.
    better
        "higher" or "lower" for each criterion.
    weights
        Criterion to weight; brought to a sum of one.

    Raises
    ------
    WorkbookError
        When a cell is blank, a weight or direction is missing, or all values of a criterion are 0.
    """
    values, options, criteria = matrix(performance, "Performance")
    share = shares(weights, criteria)
    for criterion in criteria:
        guards.one_of(better.get(criterion, ""), ("higher", "lower"), f"Better on {criterion}")
    flat = np.flatnonzero(~values.any(axis=0))
    if flat.size:
        raise WorkbookError(
            f"TOPSIS: every option has 0 on {criteria[flat[0]]}, which cannot be scaled. "
            "Leave it out."
        )
    up = np.array([better[c] == "higher" for c in criteria])
    found = closeness(values, share, up)
    why = "all options are the same" if np.isnan(found).any() else None
    return Closeness(tuple(options), found, why)


def closeness(
    values: NDArray[np.float64], share: NDArray[np.float64], up: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return d- / (d+ + d-) on vector-normalised, weighted values; NaN when all are the same.

    Parameters
    ----------
    values
        Options × criteria, in their own units.
    share
        One weight a criterion; they sum to one.
    up
        For each criterion, whether more is better.

    Returns
    -------
    ndarray, shape (options,)
        0 at the worst of all, 1 at the best of all.
    """
    scaled = share * values / np.sqrt((values**2).sum(axis=0))
    high, low = scaled.max(axis=0), scaled.min(axis=0)
    to_best = np.sqrt(((scaled - np.where(up, high, low)) ** 2).sum(axis=1))
    to_worst = np.sqrt(((scaled - np.where(up, low, high)) ** 2).sum(axis=1))
    whole = to_best + to_worst
    return np.divide(to_worst, whole, out=np.full(len(whole), np.nan), where=whole > 0)
