"""Comparing an area with others, in words that do not overclaim.

Sources: the comparison of an area's interval with a benchmark value is the convention of
Fingertips; the interval for a difference of two estimates is Zou and Donner (2008).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Literal

import pandas as pd

from course_support.errors import WorkbookError
from course_support.methods import guards
from course_support.methods.rates import Estimate
from course_support.methods.result import Result

Verdict = Literal["higher", "lower", "cannot tell"]


@dataclass(frozen=True)
class Comparison(Result):
    """An estimate beside a benchmark or another estimate.

    Attributes
    ----------
    difference, lower, upper
        First less second, with its interval; None when a figure is not known. Against a
        benchmark value the interval is the estimate's own, less the value.
    overlap
        Whether the two intervals overlap; None against a benchmark value.
    """

    name: str
    other: str
    verdict: Verdict
    difference: float | None
    lower: float | None
    upper: float | None
    overlap: bool | None
    why: str | None = None
    assumptions: tuple[str, ...] = ()

    def table(self) -> pd.DataFrame:
        """Return the comparison in one row."""
        return pd.DataFrame(
            {
                "Name": [self.name],
                "Compared with": [self.other],
                "Verdict": [self.verdict],
                "Difference": pd.Series([self.difference], dtype=float),
                "Lower": pd.Series([self.lower], dtype=float),
                "Upper": pd.Series([self.upper], dtype=float),
                "Why not": [self.why or ""],
            }
        )

    def reading(self) -> str:
        """Say higher, lower or cannot tell, and no more than that."""
        if self.verdict != "cannot tell":
            return (
                f"{self.name} is {self.verdict} than {self.other}, by more than chance alone "
                "would usually explain."
            )
        if self.why:
            return f"{self.name} cannot be compared with {self.other}: {self.why}."
        return (
            f"The figures cannot tell whether {self.name} is higher or lower than {self.other}. "
            "That does not show that they are the same."
        )


def against_value(estimate: Estimate, benchmark: float, other: str = "the benchmark") -> Comparison:
    """Compare an estimate's interval with a benchmark taken as exact (such as England's value).

    "Higher" or "lower" only when the whole interval lies to one side.

    Parameters
    ----------
    estimate
        A figure with its interval; one without a value gives "cannot tell".
    benchmark
        In the unit of the estimate.
    other
        What the benchmark is, as it stands in a sentence.

    Raises
    ------
    WorkbookError
        When the benchmark is not a number.
    """
    value = guards.number(benchmark, f"Benchmark ({other})")
    given = (
        f"The benchmark is taken as exact; the interval is {estimate.confidence:.0%}.",
        "Higher or lower is not better or worse: that depends on what is measured.",
    )
    if estimate.value is None or estimate.lower is None or estimate.upper is None:
        why = f"there is no figure ({estimate.status})"
        return Comparison(estimate.name, other, "cannot tell", None, None, None, None, why, given)
    return Comparison(
        estimate.name,
        other,
        _side(estimate.lower - value, estimate.upper - value),
        estimate.value - value,
        estimate.lower - value,
        estimate.upper - value,
        None,
        None,
        given,
    )


def between(first: Estimate, second: Estimate) -> Comparison:
    """Compare two estimates that each have an interval, by the interval of their difference.

    Two intervals that overlap do not show that there is no difference, so overlap decides
    nothing here: ``L = d - sqrt((a - la)² + (ub - b)²)`` and likewise for the upper limit.

    Parameters
    ----------
    first, second
        Figures with intervals, worked out the same way (per so many, same confidence).

    Raises
    ------
    WorkbookError
        When the two are in different units or at different confidence levels.
    """
    if (first.per, first.confidence) != (second.per, second.confidence):
        raise WorkbookError(
            f"Comparing {first.name} with {second.name}: one is per {first.per:g} at "
            f"{first.confidence:.0%}, the other per {second.per:g} at {second.confidence:.0%}. "
            "Work both out the same way."
        )
    given = (
        f"The interval is of the difference itself ({first.confidence:.0%}); whether the two "
        "intervals overlap does not decide it.",
        "The two are taken as separate: do not compare an area with a region that contains it.",
        "Higher or lower is not better or worse: that depends on what is measured.",
    )
    for estimate in (first, second):
        if estimate.value is None:
            why = f"{estimate.name} has no figure ({estimate.status})"
            return Comparison(
                first.name, second.name, "cannot tell", None, None, None, None, why, given
            )
    low, high = difference_limits(_limits(first), _limits(second))
    a, b = _limits(first), _limits(second)
    overlap = a[1] <= b[2] and b[1] <= a[2]
    return Comparison(
        first.name, second.name, _side(low, high), a[0] - b[0], low, high, overlap, None, given
    )


def difference_limits(
    a: tuple[float, float, float], b: tuple[float, float, float]
) -> tuple[float, float]:
    """Return limits of a - b from (value, lower, upper) of each (Zou and Donner 2008).

    Parameters
    ----------
    a, b
        Value, lower and upper limit of each, in the same unit.
    """
    d = a[0] - b[0]
    return (
        d - sqrt((a[0] - a[1]) ** 2 + (b[2] - b[0]) ** 2),
        d + sqrt((a[2] - a[0]) ** 2 + (b[0] - b[1]) ** 2),
    )


def _limits(estimate: Estimate) -> tuple[float, float, float]:
    """Return value and limits of an estimate that has them."""
    assert estimate.value is not None and estimate.lower is not None and estimate.upper is not None
    return estimate.value, estimate.lower, estimate.upper


def _side(lower: float, upper: float) -> Verdict:
    """Return on which side of zero an interval lies."""
    return "higher" if lower > 0 else "lower" if upper < 0 else "cannot tell"
