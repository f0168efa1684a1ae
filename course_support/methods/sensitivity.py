"""What an answer hangs on: one input at a time, and the value at which it changes.

Used for the gap between need and supply (which unknown is worth knowing?) and for options
(by how much must a cost move before another option wins?).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite

import numpy as np
import pandas as pd

from course_support.errors import WorkbookError
from course_support.methods import guards
from course_support.methods.reach import Reach
from course_support.methods.result import Result
from course_support.methods.words import small_first

#: Points tried across a range; crossings closer together than this can be missed.
POINTS = 201


@dataclass(frozen=True)
class Bar(Reach):
    """One input of a tornado: what the result does across its range.

    Attributes
    ----------
    low, high
        The range of the input.
    at_low, at_high
        The result at its ends.
    least, most
        The smallest and largest result anywhere in the range.
    changes_answer
        Whether the result crosses the threshold within the range.
    """

    name: str
    low: float
    high: float
    at_low: float
    at_high: float
    least: float
    most: float
    changes_answer: bool


@dataclass(frozen=True)
class Tornado(Result):
    """Which unknown moves the result most, longest bar first.

    This is also what knowing an unknown is worth: one that barely moves the result, or
    cannot carry it past the threshold, would not change what you do.
    """

    what: str
    unit: str
    central: float
    threshold: float | None
    bars: tuple[Bar, ...]
    assumptions: tuple[str, ...] = (
        "One input moves at a time; the others stay at their central values.",
        "Ranges are as given: a range set too narrow makes an unknown look unimportant.",
    )

    def table(self) -> pd.DataFrame:
        """Return one input a row, with the result at both ends and the swing."""
        return pd.DataFrame(
            {
                "Unknown": [b.name for b in self.bars],
                "From": [b.low for b in self.bars],
                "To": [b.high for b in self.bars],
                f"{self.what} at from ({self.unit})": [b.at_low for b in self.bars],
                f"{self.what} at to ({self.unit})": [b.at_high for b in self.bars],
                f"Swing ({self.unit})": [b.swing for b in self.bars],
                "Could change the answer": ["yes" if b.changes_answer else "no" for b in self.bars],
            }
        )

    def reading(self) -> str:
        """Name the unknown that matters most and those that could change the answer."""
        first = self.bars[0]
        if first.swing == 0:
            return f"None of these unknowns moves the {small_first(self.what)} within its range."
        text = (
            f"Knowing “{first.name}” better is worth most: across its range it moves the "
            f"{small_first(self.what)} by {first.swing:,.0f} {self.unit}."
        )
        if self.threshold is None:
            return text
        turns = [f"“{b.name}”" for b in self.bars if b.changes_answer]
        if not turns:
            return f"{text} None of them alone carries it past {self.threshold:,.0f}."
        return f"{text} On its own it could pass {self.threshold:,.0f} through {', '.join(turns)}."


def tornado(
    model: Callable[..., float],
    central: Mapping[str, float],
    ranges: Mapping[str, tuple[float, float]],
    *,
    what: str = "Result",
    unit: str = "",
    threshold: float | None = None,
    names: Mapping[str, str] | None = None,
) -> Tornado:
    """Move each unknown across its range and see how far the result goes.

    Parameters
    ----------
    model
        Takes every key of ``central`` as a named argument and returns one number.
    ranges
        From and to for each unknown; its central value lies within.
    threshold
        A value that matters (0 for a gap: shortage on one side, spare places on the other).
    names
        How to call the unknowns in words.
    what, unit
        What the result is called, and its unit.

    Raises
    ------
    WorkbookError
        When there are no ranges, a range is back to front or does not hold the central value, or
        the model gives no number.
    """
    if not ranges:
        raise WorkbookError("Tornado: there are no unknowns. Give at least one with its range.")
    called = names or {}
    middle = _run(model, dict(central), what)
    bars = []
    for key, (low, high) in ranges.items():
        name = called.get(key, key)
        _range_makes_sense(key, name, low, high, central)
        tried = [
            _run(model, {**central, key: float(x)}, f"{what} with {name} at {x:g}")
            for x in np.linspace(low, high, 21)
        ]
        least, most = min(*tried, middle), max(*tried, middle)
        turns = threshold is not None and least < threshold < most
        bars.append(Bar(name, low, high, tried[0], tried[-1], least, most, turns))
    bars.sort(key=lambda bar: -bar.swing)
    return Tornado(what, unit, middle, threshold, tuple(bars))


def _range_makes_sense(
    key: str, name: str, low: float, high: float, central: Mapping[str, float]
) -> None:
    """Refuse a range for an unknown input, back to front, or beside the central value."""
    if key not in central:
        raise WorkbookError(f"Tornado: '{key}' has a range but no central value. Add one.")
    guards.number(low, f"{name}, from")
    guards.number(high, f"{name}, to")
    if not low <= central[key] <= high:
        raise WorkbookError(
            f"Tornado: {name} runs from {low:g} to {high:g}, but its central value is "
            f"{central[key]:g}. The range must hold the central value."
        )


def _run(model: Callable[..., float], inputs: dict[str, float], what: str) -> float:
    """Return the model's number, or say that there is none."""
    found = model(**inputs)
    if found is None or not isfinite(found):
        raise WorkbookError(f"{what}: no number came out. Check the inputs: {inputs}.")
    return float(found)


@dataclass(frozen=True)
class SwitchingValue(Result):
    """The values of one input at which the answer changes.

    Attributes
    ----------
    values
        All switching values found within the range, ascending; empty when there are none.
    current
        The input as it stands, if known.
    """

    name: str
    low: float
    high: float
    values: tuple[float, ...]
    current: float | None
    assumptions: tuple[str, ...] = (
        "Only this input moves.",
        f"The range was searched at {POINTS} points; two switches closer than that can be missed.",
    )

    @property
    def nearest(self) -> float | None:
        """The switching value nearest to the current one (the lowest when that is not given)."""
        if not self.values:
            return None
        start = self.low if self.current is None else self.current
        return min(self.values, key=lambda value: abs(value - start))

    def table(self) -> pd.DataFrame:
        """Return one switching value a row, with the change from today's value."""
        now = self.current
        change = [np.nan if not now else value / now - 1 for value in self.values]
        return pd.DataFrame(
            {
                "Input": [self.name] * len(self.values),
                "Switching value": pd.Series(self.values, dtype=float),
                "Change from now": pd.Series(change, dtype=float),
            }
        )

    def reading(self) -> str:
        """Say where the answer changes, or that it does not within the range."""
        if self.nearest is None:
            return (
                f"Whatever {self.name} is between {self.low:,.6g} and {self.high:,.6g}, the answer "
                "stays the same."
            )
        if not self.current:
            return f"The answer changes when {self.name} passes {self.nearest:,.6g}."
        change = self.nearest / self.current - 1
        return (
            f"The answer changes when {self.name} passes {self.nearest:,.6g} ({change:+.1%} from "
            f"{self.current:,.6g})."
        )


def switching_value(
    margin: Callable[[float], float],
    low: float,
    high: float,
    name: str = "the input",
    current: float | None = None,
) -> SwitchingValue:
    """Find every value in [low, high] at which ``margin`` passes through zero.

    Parameters
    ----------
    margin
        A continuous function of the input: how far the first answer is ahead of the second.
    name
        What the input is called, as it stands in a sentence.
    current
        Its value now, where there is one.
    low, high
        The range searched.

    Raises
    ------
    WorkbookError
        When the range is back to front or the margin is not a number somewhere in it.
    """
    guards.number(low, f"{name}, from")
    guards.number(high, f"{name}, to")
    if not low < high:
        raise WorkbookError(f"Switching value of {name}: from {low:g} to {high:g} is no range.")
    tried = np.linspace(low, high, POINTS)
    found = [_run(lambda x: margin(x), {"x": float(x)}, f"Margin at {x:g}") for x in tried]
    return SwitchingValue(name, low, high, _roots(margin, tried.tolist(), found), current)


def _roots(margin: Callable[[float], float], x: list[float], y: list[float]) -> tuple[float, ...]:
    """Return where the margin changes sign, refined between neighbouring points.

    A zero counts where the sign differs on its two sides; a margin that only touches zero, or
    stays there, does not switch the answer.
    """
    from scipy.optimize import brentq

    roots: list[float] = []
    last: int | None = None
    for i, value in enumerate(y):
        if value == 0:
            continue
        if last is not None and (y[last] < 0) != (value < 0):
            if i == last + 1:
                roots.append(float(brentq(margin, x[last], x[i])))
            else:  # exact zeros in between: the middle of them
                roots.append((x[last + 1] + x[i - 1]) / 2)
        last = i
    return tuple(roots)
