"""Recomputing published rates from the counts beside them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from course_support.sources.published.cells import parse_column, text_of
from course_support.sources.published.result import Disagreement


@dataclass(frozen=True)
class RateRule:
    """``rate`` should be ``per`` × ``numerator`` / ``denominator``.

    ``count_rounding`` is the step counts are rounded to, ``rate_rounding`` the rate's own;
    both may explain a difference, and only a larger one is reported.
    """

    rate: str
    numerator: str
    denominator: str
    per: float
    count_rounding: float = 0.0
    rate_rounding: float = 0.0


def disagreements(
    frame: pd.DataFrame, rule: RateRule, area: pd.Series, period: pd.Series | str, label: str = ""
) -> list[Disagreement]:
    """Return the rows whose published rate does not follow from their counts."""
    rate, top, below = (
        parse_column(frame[h]).values for h in (rule.rate, rule.numerator, rule.denominator)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        again = rule.per * top / below
        spread = rule.per * (rule.count_rounding / 2) / below
        spread = spread + again * (rule.count_rounding / 2) / below
    allowed = np.nan_to_num(spread) + rule.rate_rounding / 2 + 0.005 * np.abs(again) + 1e-9
    known = np.isfinite(rate) & np.isfinite(again) & (below > 0)
    odd = np.flatnonzero(known & (np.abs(rate - again) > allowed))
    names = area.to_numpy(dtype=object)
    times = period if isinstance(period, str) else period.to_numpy(dtype=object)
    return [
        Disagreement(
            text_of(names[at]).strip(),
            times if isinstance(times, str) else text_of(times[at]),
            label or rule.rate,
            float(rate[at]),
            float(again[at]),
        )
        for at in odd
    ]


def infer_per(rate: np.ndarray, top: np.ndarray, below: np.ndarray) -> float | None:
    """Return what a crude rate is per (100, 1,000, 10,000, 100,000), or None if it is not one.

    A standardised rate, or one from other data, does not follow from the counts; then
    nothing can be checked.
    """
    known = np.isfinite(rate) & np.isfinite(top) & (below > 0) & (top > 0) & (rate > 0)
    if known.sum() < 5:
        return None
    ratio = rate[known] / (top[known] / below[known])
    for per in (1.0, 100.0, 1_000.0, 10_000.0, 100_000.0, 1_000_000.0):
        if np.mean(np.abs(ratio / per - 1) < 0.01) > 0.9:
            return per
    return None
