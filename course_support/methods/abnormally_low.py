"""Screens for abnormally low prices, side by side; each only ever prompts an enquiry.

No screen is a reason to reject a bid. The law asks the authority to enquire first
(Procurement Act 2023 s.19; Public Contracts Regulations 2015 reg. 69).

Sources: Scottish Government construction procurement handbook (adjusted average);
Iglewicz and Hoaglin 1993 (modified z by median absolute deviation); Sourcing Playbook
practice (per cent below the mean or the expected cost).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_support.errors import WorkbookError
from course_support.methods.guards import no_repeats, number, numbers, same_length
from course_support.methods.result import Result

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

PROMPT_ONLY = (
    "A flag is a prompt to enquire, never a reason to reject. Ask the bidder to explain the "
    "price and weigh the answer."
)


@dataclass(frozen=True)
class ScreenRules:
    """The figures of each screen, from the dated rules (per cent, pounds, z)."""

    average_percent: float
    margin_percent: float
    margin_minimum: float
    margin_maximum: float
    modified_z: float
    mean_percent: float
    expected_percent: float


@dataclass(frozen=True)
class Screen:
    """One screen: its line, its measure for each bid, and whom it would ask about."""

    name: str
    rule: str
    measure: str
    values: tuple[float, ...]
    #: True: enquire. False: no flag. None: the screen cannot be worked out.
    flags: tuple[bool | None, ...]


@dataclass(frozen=True)
class Screens(Result):
    """Every screen over the same bids."""

    bidders: tuple[str, ...]
    prices: tuple[float, ...]
    screens: tuple[Screen, ...]
    assumptions: tuple[str, ...] = ()

    def flagged_by(self, bidder: str) -> tuple[str, ...]:
        """Return the names of the screens that would prompt an enquiry about a bidder."""
        place = self.bidders.index(bidder)
        return tuple(screen.name for screen in self.screens if screen.flags[place])

    def facts(self, bidder: str) -> tuple[str, ...]:
        """Return what each screen found about one bid, one sentence each, for an enquiry."""
        place = self.bidders.index(bidder)
        return tuple(
            f"{screen.name}: {screen.measure} {screen.values[place]:,.2f}. {screen.rule}"
            for screen in self.screens
            if screen.flags[place] is not None
        )

    def table(self) -> pd.DataFrame:
        """Return one row a bidder, one column a screen: enquire, no flag, or not known."""
        import pandas as pd

        words = {True: "enquire", False: "no flag", None: "cannot be worked out"}
        columns = {s.name: [words[flag] for flag in s.flags] for s in self.screens}
        return pd.DataFrame({"Bidder": self.bidders, "Price (£)": self.prices, **columns})

    def reading(self) -> str:
        """Return whom the screens ask about, and that they only ask."""
        usable = sum(any(flag is not None for flag in s.flags) for s in self.screens)
        asked = [name for name in self.bidders if self.flagged_by(name)]
        if not usable:
            return (
                f"{len(self.bidders)} prices alone are too few for any screen. An own estimate "
                "would give them something to be compared with."
            )
        if not asked:
            return f"None of the {usable} screens that could be used prompts an enquiry."
        counts = "; ".join(f"{name} by {len(self.flagged_by(name))}" for name in asked)
        return (
            f"Of {usable} screens that could be used, these would prompt an enquiry: {counts}. "
            "They prompt a question and reject nothing."
        )


def screen_prices(
    bidders: Sequence[str],
    prices: ArrayLike,
    rules: ScreenRules,
    *,
    expected_cost: float | None = None,
) -> Screens:
    """Put the bids through every screen.

    Parameters
    ----------
    bidders : sequence of str, length n
    prices : array_like, shape (n,)
        Pounds.
    rules : ScreenRules
        From the dated rules.
    expected_cost : float, optional
        The authority's own estimate of what the service should cost, pounds.

    Raises
    ------
    WorkbookError
        When a price is not above nought or names repeat.
    """
    names = tuple(str(name) for name in bidders)
    no_repeats(names, "Bidders")
    same_length(names, prices, "Bidders and prices")
    values = numbers(prices, "Price", labels=names, above=0)
    if not names:
        raise WorkbookError("There are no bids to look at. Enter at least one.")
    return Screens(
        names,
        tuple(values),
        (
            _adjusted_average(values, rules),
            _modified_z(values, rules),
            _below_mean(values, rules),
            _below(values, expected_cost, "Expected cost", rules.expected_percent),
        ),
        (PROMPT_ONLY, "Screens disagree because they ask different questions: look at all."),
    )


def adjusted_average(prices: Floats) -> float:
    """Return the mean of all prices but the highest."""
    return float(np.sort(prices)[:-1].mean())


def modified_z_scores(prices: Floats) -> Floats:
    """Return 0.6745 (price − median) / median absolute deviation; NaN when that is nought."""
    middle = np.median(prices)
    deviation = np.median(np.abs(prices - middle))
    if deviation == 0:
        return np.full(prices.shape, np.nan)
    return 0.6745 * (prices - middle) / deviation


def _adjusted_average(prices: Floats, rules: ScreenRules) -> Screen:
    """Flag a price below the line whose gap to the lowest price above it exceeds the margin."""
    rule = (
        f"Flag: more than {rules.average_percent:g}% below the mean without the highest bid, and "
        f"further below the lowest other bid than a margin of {rules.margin_percent:g}%."
    )
    if prices.size < 3:
        return _unusable("Adjusted average", rule, prices)
    average = adjusted_average(prices)
    line = average * (1 - rules.average_percent / 100)
    qualifying = prices[prices >= line].min()
    share = qualifying * rules.margin_percent / 100
    margin = min(max(share, rules.margin_minimum), rules.margin_maximum)
    flags = (prices < line) & (qualifying - prices > margin)
    below = 100 * (average - prices) / average
    return Screen("Adjusted average", rule, "per cent below it", tuple(below), _flags(flags))


def _modified_z(prices: Floats, rules: ScreenRules) -> Screen:
    rule = f"Flag: {rules.modified_z:g} or lower."
    scores = modified_z_scores(prices)
    if prices.size < 3 or np.isnan(scores).any():
        return _unusable("Modified z score", rule, prices)
    flags = scores <= rules.modified_z
    return Screen("Modified z score", rule, "score", tuple(scores), _flags(flags))


def _below_mean(prices: Floats, rules: ScreenRules) -> Screen:
    if prices.size < 3:
        return _unusable("Mean price", f"Flag: more than {rules.mean_percent:g}% below.", prices)
    return _below(prices, float(prices.mean()), "Mean price", rules.mean_percent)


def _below(prices: Floats, anchor: float | None, name: str, percent: float) -> Screen:
    rule = f"Flag: more than {percent:g}% below."
    if anchor is None:
        return _unusable(name, rule, prices)
    number(anchor, name, above=0)
    below = 100 * (anchor - prices) / anchor
    return Screen(name, rule, "per cent below", tuple(below), _flags(below > percent))


def _unusable(name: str, rule: str, prices: Floats) -> Screen:
    nothing = (float("nan"),) * prices.size
    return Screen(name, rule, "not known", nothing, (None,) * prices.size)


def _flags(flags: NDArray[np.bool_]) -> tuple[bool, ...]:
    return tuple(bool(flag) for flag in flags)
