"""Price formulas, weighted totals, and the losing bid that changes the winner.

Formulas are data: a name, a function, and whether a bid's score depends on the other bids.
Relative formulas can let a losing bid decide who wins; the search for that is here too.

Sources: formulas as commonly published in English invitations to tender; Government
bid evaluation guidance (2021) on the risk of relative scoring and on price per quality point.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_support.errors import WorkbookError
from course_support.methods.guards import no_repeats, number, numbers, one_of, same_length
from course_support.methods.result import Result
from course_support.methods.words import and_

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


# --- the formulas: validation-free mathematics -------------------------------------------
# Each takes prices in pounds, shape (n,), the marks there are for price and a ceiling in pounds
# (NaN where none is needed), and gives marks, shape (n,).


def lowest_over_bid(prices: Floats, weight: float, ceiling: float) -> Floats:
    """Return weight × lowest price / own price."""
    return weight * prices.min() / prices


def min_max(prices: Floats, weight: float, ceiling: float) -> Floats:
    """Return full marks for the lowest, none for the highest, in line between.

    When every price is the same, all get full marks.
    """
    spread = prices.max() - prices.min()
    if spread == 0:
        return np.full(prices.shape, float(weight))
    return weight * (prices.max() - prices) / spread


def linear_from_lowest(prices: Floats, weight: float, ceiling: float) -> Floats:
    """Return full marks less the share by which the price is above the lowest, at least 0."""
    lowest = prices.min()
    return weight * np.maximum(0.0, 1 - (prices - lowest) / lowest)


def linear_about_mean(prices: Floats, weight: float, ceiling: float) -> Floats:
    """Return half marks at the mean price, one hundredth more or less per 1% below or above."""
    percent = 50 - 100 * (prices - prices.mean()) / prices.mean()
    return weight * np.clip(percent, 0, 100) / 100


def below_ceiling(prices: Floats, weight: float, ceiling: float) -> Floats:
    """Return weight × the share by which the price is below a published ceiling, at least 0."""
    return weight * np.maximum(0.0, 1 - prices / ceiling)


@dataclass(frozen=True)
class PriceFormula:
    """A way to turn prices into marks, as data."""

    name: str
    title: str
    formula: str
    relative: bool
    score: Callable[[Floats, float, float], Floats] | None
    needs_ceiling: bool = False

    @property
    def lowest_wins(self) -> bool:
        """Return whether bids are ranked by a ratio, lowest first, instead of by marks."""
        return self.score is None


#: Every formula by name. Relative means that a bid's score depends on the other bids.
FORMULAS: dict[str, PriceFormula] = {
    formula.name: formula
    for formula in (
        PriceFormula(
            "lowest_over_bid", "Lowest price over bid price", "W × lowest / price", True,
            lowest_over_bid,
        ),
        PriceFormula(
            "min_max", "Between lowest and highest", "W × (highest − price) / (highest − lowest)",
            True, min_max,
        ),
        PriceFormula(
            "linear_from_lowest", "Straight line from the lowest",
            "W × (1 − (price − lowest) / lowest), at least 0", True, linear_from_lowest,
        ),
        PriceFormula(
            "linear_about_mean", "Straight line about the mean",
            "W × (50 − per cent above the mean) / 100, between 0 and W", True, linear_about_mean,
        ),
        PriceFormula(
            "below_ceiling", "Below a published ceiling", "W × (1 − price / ceiling)", False,
            below_ceiling, needs_ceiling=True,
        ),
        PriceFormula(
            "price_per_quality_point", "Price per quality point", "price / quality, lowest wins",
            False, None,
        ),
    )
}  # fmt: skip


# --- weighted totals ----------------------------------------------------------------------


@dataclass(frozen=True)
class Bids:
    """Bids to be compared: names, prices in pounds, quality marks from 0 to 100."""

    bidders: tuple[str, ...]
    prices: tuple[float, ...]
    quality: tuple[float, ...]

    @classmethod
    def of(cls, bidders: Sequence[str], prices: ArrayLike, quality: ArrayLike) -> Bids:
        """Check names, prices and quality marks, and put them together.

        Parameters
        ----------
        bidders
            Names, shape (n,).
        prices
            Pounds, shape (n,).
        quality
            Marks from 0 to 100, shape (n,).

        Raises
        ------
        WorkbookError
            When there are no bids, a name repeats, lists differ in length, a price is not above
            nought, or a quality mark is not from 0 to 100.
        """
        names = tuple(str(name) for name in bidders)
        if not names:
            raise WorkbookError("There are no bids to compare. Enter at least one.")
        no_repeats(names, "Bidders")
        same_length(names, prices, "Bidders and prices")
        same_length(names, quality, "Bidders and quality marks")
        marks = numbers(quality, "Quality mark", labels=names, least=0, most=100)
        return cls(names, tuple(_check_prices(prices, names)), tuple(marks))

    def without(self, *names: str) -> Bids:
        """Return the bids that are not named."""
        kept = [place for place, name in enumerate(self.bidders) if name not in names]
        return Bids(
            tuple(self.bidders[place] for place in kept),
            tuple(self.prices[place] for place in kept),
            tuple(self.quality[place] for place in kept),
        )

    def plus(self, name: str, price: float, quality: float) -> Bids:
        """Return the bids with one more."""
        return Bids((*self.bidders, name), (*self.prices, price), (*self.quality, quality))


@dataclass(frozen=True)
class TieBreak:
    """One published way to choose between bids whose totals are equal."""

    name: str
    values: Mapping[str, float]
    higher_wins: bool = True


@dataclass(frozen=True)
class Totals(Result):
    """Marks for quality and price, totals and the winner under one formula."""

    bids: Bids
    formula: PriceFormula
    price_weight: float
    price_marks: tuple[float, ...]
    quality_marks: tuple[float, ...]
    totals: tuple[float, ...]
    order: tuple[str, ...]
    winners: tuple[str, ...]
    tie_broken_by: str = ""
    decimals: int = 2
    assumptions: tuple[str, ...] = ()

    @property
    def winner(self) -> str | None:
        """Return the one winner, or None while bids are level."""
        return self.winners[0] if len(self.winners) == 1 else None

    @property
    def margin(self) -> float:
        """Return how far the first bid is ahead of the second, in marks (or in the ratio)."""
        ranked = sorted(self.totals, reverse=not self.formula.lowest_wins)
        return abs(ranked[0] - ranked[1]) if len(ranked) > 1 else float("nan")

    def table(self) -> pd.DataFrame:
        """Return one row a bidder, best first: price, marks, total."""
        import pandas as pd

        total = "Pounds per quality point" if self.formula.lowest_wins else "Total"
        frame = pd.DataFrame(
            {
                "Bidder": self.bids.bidders,
                "Price (£)": self.bids.prices,
                "Quality (0 to 100)": self.bids.quality,
                "Marks for quality": self.quality_marks,
                "Marks for price": self.price_marks,
                total: self.totals,
            }
        )
        if self.formula.lowest_wins:
            frame = frame.drop(columns=["Marks for quality", "Marks for price"])
        return frame.set_index("Bidder").loc[list(self.order)].reset_index()

    def reading(self) -> str:
        """Return who wins, by how much, in one sentence."""
        how = f"By “{self.formula.title.lower()}”"
        if self.winner is None:
            return f"{how}, {and_(self.winners)} are level; a published tie-break must decide."
        if self.tie_broken_by:
            return (
                f"{how}, the best totals are level and {self.winner} wins on {self.tie_broken_by}."
            )
        if len(self.order) == 1:
            return f"{how}, {self.winner} is the only bid."
        lead = f"{self.margin:.2f} marks ahead of"
        if self.formula.lowest_wins:
            lead = f"£{self.margin:,.{2 if self.margin >= 1 else 4}f} a quality point cheaper than"
        return f"{how}, {self.winner} wins, {lead} {self.order[1]}."


def evaluate(
    bids: Bids,
    formula: str,
    price_weight: float,
    *,
    ceiling: float | None = None,
    tie_breaks: Sequence[TieBreak] = (),
    decimals: int = 2,
) -> Totals:
    """Weigh quality and price by one formula and say who wins.

    Parameters
    ----------
    bids : Bids
    formula : str
        A name in ``FORMULAS``.
    price_weight : float
        Per cent of the marks for price, 0 to 100; quality has the rest.
    ceiling : float, optional
        Published ceiling price in pounds, for ``below_ceiling``.
    tie_breaks : sequence of TieBreak
        As published in advance, in order. None other may decide.
    decimals : int
        Totals equal to this many places are level.

    Raises
    ------
    WorkbookError
        When the formula is not known, the weight is not from 0 to 100, a ceiling is needed and
        missing, a price divided by quality has no quality, or a tie-break lacks a bid.
    """
    chosen = FORMULAS[one_of(formula, FORMULAS, "Price formula")]
    number(price_weight, "Per cent for price", least=0, most=100)
    limit = _check_ceiling(chosen, ceiling)
    if chosen.lowest_wins:
        _check_quality_for_ratio(bids)
    price_marks, totals = _totals(bids, chosen, price_weight, limit)
    winners, broken_by = _winners(bids, totals, chosen, tie_breaks, decimals)
    return Totals(
        bids,
        chosen,
        price_weight,
        tuple(price_marks),
        tuple((100 - price_weight) / 100 * np.array(bids.quality)),
        tuple(totals),
        _order(bids, totals, chosen, winners),
        winners,
        broken_by,
        decimals,
        _evaluation_notes(bids, chosen, ceiling, decimals),
    )


def _totals(
    bids: Bids, formula: PriceFormula, price_weight: float, ceiling: float
) -> tuple[Floats, Floats]:
    prices, quality = np.array(bids.prices), np.array(bids.quality)
    if formula.score is None:
        return np.full(prices.shape, np.nan), prices / quality
    marks = formula.score(prices, price_weight, ceiling)
    return marks, (100 - price_weight) / 100 * quality + marks


def _winners(
    bids: Bids,
    totals: Floats,
    formula: PriceFormula,
    tie_breaks: Sequence[TieBreak],
    decimals: int,
) -> tuple[tuple[str, ...], str]:
    places = decimals + 2 if formula.lowest_wins else decimals
    rounded = np.round(totals, places)
    best = rounded.min() if formula.lowest_wins else rounded.max()
    level = [name for name, total in zip(bids.bidders, rounded, strict=True) if total == best]
    return break_tie(level, tie_breaks) if len(level) > 1 else (tuple(level), "")


def break_tie(level: Sequence[str], tie_breaks: Sequence[TieBreak]) -> tuple[tuple[str, ...], str]:
    """Apply published tie-breaks in order until one bid is left.

    Parameters
    ----------
    level
        Bids whose totals are equal.
    tie_breaks
        As published, in order.

    Returns
    -------
    tuple of str, str
        The bids still level (one when decided) and the name of the rule that decided.

    Raises
    ------
    WorkbookError
        When a tie-break has no value for a bid that is level.
    """
    left = list(level)
    for rule in tie_breaks:
        missing = [name for name in left if name not in rule.values]
        if missing:
            raise WorkbookError(
                f"The tie-break '{rule.name}' has no value for {missing[0]}. Add it."
            )
        best = (max if rule.higher_wins else min)(rule.values[name] for name in left)
        left = [name for name in left if rule.values[name] == best]
        if len(left) == 1:
            return tuple(left), rule.name
    return tuple(left), ""


def _order(
    bids: Bids, totals: Floats, formula: PriceFormula, winners: Sequence[str]
) -> tuple[str, ...]:
    key = totals if formula.lowest_wins else -totals
    places = sorted(
        range(len(bids.bidders)), key=lambda place: (bids.bidders[place] not in winners, key[place])
    )
    return tuple(bids.bidders[place] for place in places)


def _evaluation_notes(
    bids: Bids, formula: PriceFormula, ceiling: float | None, decimals: int
) -> tuple[str, ...]:
    notes = [f"Totals equal to {decimals} decimal places are level."]
    if formula.relative:
        notes.append("A bid's marks for price depend on the other bids' prices.")
    if formula.needs_ceiling and ceiling is not None:
        over = [n for n, p in zip(bids.bidders, bids.prices, strict=True) if p > ceiling]
        notes.append(f"The published ceiling is £{ceiling:,.2f}.")
        if over:
            notes.append(f"Above the ceiling and so without marks for price: {and_(over)}.")
    return tuple(notes)


# --- formulas side by side ----------------------------------------------------------------


@dataclass(frozen=True)
class FormulaComparison(Result):
    """The same bids under every formula."""

    by_formula: tuple[Totals, ...]
    left_out: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()

    @property
    def winners(self) -> dict[str, str]:
        """Return formula name to winner; level bids are joined by "and"."""
        return {one.formula.name: and_(one.winners) for one in self.by_formula}

    def table(self) -> pd.DataFrame:
        """Return one row a formula: relative or absolute, winner, each bidder's total."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "Formula": one.formula.title,
                    "Depends on other bids": "yes" if one.formula.relative else "no",
                    "Winner": and_(one.winners),
                    **{f"{n}": t for n, t in zip(one.bids.bidders, one.totals, strict=True)},
                }
                for one in self.by_formula
            ]
        )

    def reading(self) -> str:
        """Return whether the choice of formula decides the winner."""
        different = sorted(set(self.winners.values()))
        if len(different) == 1:
            return f"{different[0]} wins under all {len(self.by_formula)} formulas tried."
        return (
            f"The formula decides: {and_(different)} each win under at least one of the "
            f"{len(self.by_formula)} formulas tried, with the same bids."
        )


def compare_formulas(
    bids: Bids, price_weight: float, *, ceiling: float | None = None, decimals: int = 2
) -> FormulaComparison:
    """Evaluate the same bids under every formula that can be used with what is known.

    A formula that needs a ceiling is left out when none is given, and price per quality
    point when a bid has no quality marks; both are said in the assumptions.

    Parameters
    ----------
    price_weight
        Per cent of the marks for price.
    ceiling
        Published ceiling in pounds, where there is one.
    decimals
        Places to which totals are compared.

    Raises
    ------
    WorkbookError
        When the weight is not from 0 to 100.
    """
    left_out = [f.title for f in FORMULAS.values() if f.needs_ceiling and ceiling is None]
    left_out += [f.title for f in FORMULAS.values() if f.lowest_wins and min(bids.quality) <= 0]
    usable = [f for f in FORMULAS.values() if f.title not in left_out]
    notes = ["Price per quality point takes no account of the weight for price."]
    if left_out:
        notes.append(f"Left out, because a figure it needs is missing: {and_(left_out)}.")
    return FormulaComparison(
        tuple(
            evaluate(bids, f.name, price_weight, ceiling=ceiling, decimals=decimals) for f in usable
        ),
        tuple(left_out),
        tuple(notes),
    )


# --- the paradox ----------------------------------------------------------------------------


@dataclass(frozen=True)
class WinnerChange:
    """A set of losing bids without which another bid would have won."""

    without: tuple[str, ...]
    winner: str


@dataclass(frozen=True)
class AddedBid:
    """A bid that would itself lose, and would hand the win to another."""

    lowest_price: float
    highest_price: float
    quality: float
    winner: str


@dataclass(frozen=True)
class Paradox(Result):
    """Whether losing bids decide who wins, under one formula."""

    formula: PriceFormula
    winner: str
    singles: Mapping[str, str]
    changes: tuple[WinnerChange, ...]
    added: tuple[AddedBid, ...]
    assumptions: tuple[str, ...] = ()

    @property
    def found(self) -> bool:
        """Return whether taking away losing bids changes the winner."""
        return bool(self.changes)

    def table(self) -> pd.DataFrame:
        """Return one row for each losing bid left out, then any that would do so if added."""
        import pandas as pd

        rows = [
            {"If": f"{name} had not bid", "The winner would be": winner}
            for name, winner in self.singles.items()
        ]
        rows += [
            {"If": f"{and_(change.without)} had not bid", "The winner would be": change.winner}
            for change in self.changes
            if len(change.without) > 1
        ]
        rows += [
            {
                "If": f"someone else had bid at £{added.lowest_price:,.2f} to "
                f"£{added.highest_price:,.2f} with quality {added.quality:g}",
                "The winner would be": added.winner,
            }
            for added in self.added
        ]
        return pd.DataFrame(rows, columns=["If", "The winner would be"])

    def reading(self) -> str:
        """Return which losing bid would change the winner, in one sentence."""
        how = f"Under “{self.formula.title.lower()}”"
        if self.changes:
            first = self.changes[0]
            return (
                f"{how}, {self.winner} wins only because {and_(first.without)} bid and lost: "
                f"without that, {first.winner} would win."
            )
        if self.added:
            return (
                f"{how}, no losing bid decides the winner here, but one more losing bid could: "
                f"it would hand the win from {self.winner} to {self.added[0].winner}."
            )
        return f"{how}, no losing bid was found that changes the winner, present or added."


def losing_bids_that_change_the_winner(
    bids: Bids,
    formula: str,
    price_weight: float,
    *,
    ceiling: float | None = None,
    largest_set: int = 3,
    steps: int = 120,
) -> Paradox:
    """Find losing bids that decide who wins.

    Each losing bid is left out in turn, then sets of up to ``largest_set`` if no single one
    changes the winner. One more bid is also tried: quality as low as the lowest or nought,
    and ``steps`` prices from a quarter of the lowest to four times the highest.

    Parameters
    ----------
    formula
        A name in ``FORMULAS``.
    price_weight
        Per cent of the marks for price.
    ceiling
        Published ceiling in pounds, where the formula needs one.
    largest_set
        The most losing bids left out together.
    steps
        Prices tried for one more bid.

    Raises
    ------
    WorkbookError
        When the bids are level at the top: then there is no one winner to change.
    """
    whole = evaluate(bids, formula, price_weight, ceiling=ceiling)
    if whole.winner is None:
        raise WorkbookError(
            f"{and_(whole.winners)} are level, so there is no one winner whom a losing bid "
            "could change: the published tie-break decides."
        )
    quick = _WinnerOf(whole.formula, price_weight, _check_ceiling(whole.formula, ceiling))
    losers = [name for name in bids.bidders if name != whole.winner]
    singles = {name: quick(bids.without(name)) for name in losers}
    return Paradox(
        whole.formula,
        whole.winner,
        singles,
        _smallest_changes(bids, whole.winner, losers, quick, largest_set),
        _added_changes(bids, whole.winner, quick, steps),
        (
            "The bids left are taken as they are: nobody would have bid differently.",
            f"Sets of up to {largest_set} losing bids are left out when no single one matters.",
            f"One more bid is tried at {steps} prices, with the lowest quality or none.",
        ),
    )


@dataclass(frozen=True)
class _WinnerOf:
    formula: PriceFormula
    price_weight: float
    ceiling: float

    def __call__(self, bids: Bids) -> str:
        if self.formula.lowest_wins and min(bids.quality) <= 0:
            kept = [n for n, q in zip(bids.bidders, bids.quality, strict=True) if q <= 0]
            bids = bids.without(*kept)
        _, totals = _totals(bids, self.formula, self.price_weight, self.ceiling)
        return and_(_winners(bids, totals, self.formula, (), 2)[0])


def _smallest_changes(
    bids: Bids, winner: str, losers: Sequence[str], quick: _WinnerOf, largest: int
) -> tuple[WinnerChange, ...]:
    for size in range(1, min(largest, len(losers) - 1) + 1):
        found = [
            WinnerChange(left_out, other)
            for left_out in combinations(losers, size)
            if (other := quick(bids.without(*left_out))) != winner
        ]
        if found:
            return tuple(found)
    return ()


def _added_changes(bids: Bids, winner: str, quick: _WinnerOf, steps: int) -> tuple[AddedBid, ...]:
    """Return, for each bid that could be handed the win, the prices that would do it."""
    if not quick.formula.relative:
        return ()
    name = "one more bid"
    prices = np.geomspace(min(bids.prices) / 4, max(bids.prices) * 4, steps)
    found: dict[tuple[str, float], list[float]] = {}
    for quality in sorted({0.0, min(bids.quality)}):
        for price in prices:
            other = quick(bids.plus(name, float(price), quality))
            if other in bids.bidders and other != winner:
                found.setdefault((other, quality), []).append(float(price))
    return tuple(
        AddedBid(min(band), max(band), quality, other) for (other, quality), band in found.items()
    )


# --- life-cycle cost --------------------------------------------------------------------------


@dataclass(frozen=True)
class LifeCycleCosts(Result):
    """What each offer costs over its life, in today's money."""

    names: tuple[str, ...]
    purchase: tuple[float, ...]
    running: tuple[float, ...]
    residual: tuple[float, ...]
    assumptions: tuple[str, ...] = ()

    @property
    def totals(self) -> dict[str, float]:
        """Return the life-cycle cost of each offer."""
        parts = zip(self.names, self.purchase, self.running, self.residual, strict=True)
        return {name: bought + run - left for name, bought, run, left in parts}

    def table(self) -> pd.DataFrame:
        """Return one row an offer: bought for, running, left over, whole life (pounds)."""
        import pandas as pd

        return pd.DataFrame(
            {
                "Offer": self.names,
                "Bought for (£)": self.purchase,
                "Running, discounted (£)": self.running,
                "Left over, discounted (£)": self.residual,
                "Whole life (£)": list(self.totals.values()),
            }
        )

    def reading(self) -> str:
        """Return which offer costs least over its life, and whether it is the cheapest to buy."""
        best = min(self.totals, key=lambda name: self.totals[name])
        cheapest = self.names[int(np.argmin(self.purchase))]
        if best == cheapest:
            return f"{best} costs least to buy and least over its whole life."
        return f"{cheapest} costs least to buy, but {best} costs least over its whole life."


def life_cycle_costs(
    purchase: Mapping[str, float],
    running: Mapping[str, Sequence[float]],
    discount_factors: Sequence[float],
    residual: Mapping[str, float] | None = None,
) -> LifeCycleCosts:
    """Add up purchase and discounted running costs, less what is left at the end.

    Parameters
    ----------
    purchase : mapping
        Offer to price today (year 0), pounds.
    running : mapping
        Offer to costs at the end of years 1, 2, …; all offers over the same years.
    discount_factors : sequence of float
        One for each of years 1, 2, …, from the dated discount schedule.
    residual : mapping, optional
        Offer to value left at the end of the last year.

    Raises
    ------
    WorkbookError
        When offers do not run over the same years, there is not one discount factor a year, or an
        amount is below 0.
    """
    years = {len(costs) for costs in running.values()}
    if set(purchase) != set(running) or len(years) != 1:
        raise WorkbookError(
            "Give every offer a purchase price and running costs over the same years, so that "
            "they can be compared."
        )
    length = years.pop()
    # One more would be that of year 0, and every year then discounted by the one before it.
    if length != len(discount_factors) or not length:
        raise WorkbookError(
            f"The running costs cover {length} years but there are {len(discount_factors)} "
            "discount factors. Give one for each year."
        )
    factors = numbers(list(discount_factors), "Discount factor", above=0, most=1)
    ends = residual or {}
    return LifeCycleCosts(
        tuple(purchase),
        tuple(number(value, f"Price of {name}", least=0) for name, value in purchase.items()),
        tuple(
            float(factors @ numbers(running[name], f"Running cost of {name}", least=0))
            for name in purchase
        ),
        tuple(
            float(factors[-1]) * number(ends.get(name, 0), f"Value left of {name}", least=0)
            for name in purchase
        ),
        (
            "The purchase is paid now; running costs at the end of each year.",
            f"Every offer is looked at over {length} years.",
        ),
    )


# --- guards -----------------------------------------------------------------------------


def _check_prices(prices: ArrayLike, bidders: Sequence[str]) -> Floats:
    values = numbers(prices, "Price", labels=bidders)
    wrong = np.flatnonzero(values <= 0)
    if wrong.size:
        place = int(wrong[0])
        raise WorkbookError(
            f"The price of {bidders[place]} is £{values[place]:,.2f}. A price of nought or less "
            "cannot be scored: formulas divide by it. Ask the bidder what the price is meant to "
            "be, and whether it is abnormally low."
        )
    return values


def _check_ceiling(formula: PriceFormula, ceiling: float | None) -> float:
    if not formula.needs_ceiling:
        return float("nan")
    if ceiling is None:
        raise WorkbookError(
            f"“{formula.title}” needs the ceiling price that was published. Give it with "
            "the weight of the price, in pounds."
        )
    return number(ceiling, "Ceiling price", above=0)


def _check_quality_for_ratio(bids: Bids) -> None:
    for name, quality in zip(bids.bidders, bids.quality, strict=True):
        if quality <= 0:
            raise WorkbookError(
                f"{name} has no quality marks, so a price per quality point cannot be worked "
                "out. Apply the published quality threshold first."
            )
