"""The sums behind scored options: shares of weights, totals out of 100, and what is missing.

Plain Python in a fixed order of adding up, so that the view's script, which must show
totals while people type, arrives at the same numbers to the last digit.

Source: the linear additive model of the multi-criteria analysis manual of the Department
for Communities and Local Government (2009), chapter 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

Span = tuple[float, float]


@dataclass(frozen=True)
class Total:
    """The weighted total of one option, out of 100.

    ``low`` and ``high`` are what it would be if every missing score were the worst or the
    best of its scale; ``value`` is given only where nothing that counts is missing.
    """

    value: float | None
    low: float
    high: float
    missing: int


def shares(points: Sequence[float | None]) -> list[float] | None:
    """Return weights as shares of 1, or None while one is missing or all are zero."""
    whole = 0.0
    for each in points:
        if each is None:
            return None
        whole += each
    return [each / whole for each in points if each is not None] if whole > 0 else None


def total(scores: Sequence[float | None], weights: Sequence[float], spans: Sequence[Span]) -> Total:
    """Return one option's total: its worst possible scores give 0, its best give 100.

    Parameters
    ----------
    scores
        One score a criterion, None where it is missing.
    weights
        One share of 1 a criterion.
    spans
        Lowest and highest score of each criterion's scale.
    """
    low = high = 0.0
    missing, open_ = 0, False
    for score, weight, (lowest, highest) in zip(scores, weights, spans, strict=True):
        if score is None:
            missing += 1
            open_ = open_ or weight > 0
            high += weight * 100
            continue
        part = weight * (100 * (score - lowest) / (highest - lowest))
        low += part
        high += part
    return Total(None if open_ else low, low, high, missing)


def fits(score: float, lowest: float, highest: float, step: float) -> bool:
    """Return whether a score is on a scale: between its ends and on one of its steps."""
    steps = (score - lowest) / step
    return lowest <= score <= highest and abs(steps - _nearest(steps)) < 1e-9


def _nearest(value: float) -> int:
    return int(value + 0.5)


def shown(value: float) -> str:
    """Return a total to one decimal place, halves up, as the view shows it."""
    return str(Decimal(value).quantize(Decimal("0.1"), ROUND_HALF_UP))
