"""Weights from an order of importance, or from points for swings.

Pure Python on purpose: the ranking exercise shows these weights as people drag,
also in a browser where no numerical library is installed.

Sources: Barron and Barrett (1996) for the rank order centroid; Stillwell, Seaver and
Edwards (1981) for rank-sum and rank-reciprocal; the multi-criteria analysis manual of
the Department for Communities and Local Government (2009) for swing weights.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isfinite
from typing import TYPE_CHECKING

from course_support.errors import WorkbookError
from course_support.methods.result import Result

if TYPE_CHECKING:
    import pandas as pd


def rank_order_centroid(n: int) -> tuple[float, ...]:
    """Return the weights in the middle of all weights that keep the order.

    ``w_i = (1/n) * sum(1/k for k = i..n)``, most important first.
    """
    return tuple(fsum(1 / k for k in range(i, n + 1)) / n for i in range(1, n + 1))


def rank_sum(n: int) -> tuple[float, ...]:
    """Return weights that fall in equal steps: ``w_i = 2(n + 1 - i) / (n(n + 1))``."""
    return tuple(2 * (n + 1 - i) / (n * (n + 1)) for i in range(1, n + 1))


def rank_reciprocal(n: int) -> tuple[float, ...]:
    """Return weights in proportion to 1, 1/2, 1/3 …: ``w_i = (1/i) / sum(1/k)``."""
    whole = fsum(1 / k for k in range(1, n + 1))
    return tuple(1 / i / whole for i in range(1, n + 1))


#: The three ways to turn an order into weights, by the name people see.
METHODS: Mapping[str, Callable[[int], tuple[float, ...]]] = {
    "rank order centroid": rank_order_centroid,
    "rank sum": rank_sum,
    "rank reciprocal": rank_reciprocal,
}


def spread_over_ties(ranks: Sequence[float], by_place: Sequence[float]) -> tuple[float, ...]:
    """Give each item the weight of its place; tied items share theirs equally.

    Only the order of ``ranks`` matters: (1, 2, 2, 4), (1, 2.5, 2.5, 4) and (1, 2, 2, 3)
    are the same order.

    Parameters
    ----------
    ranks
        One rank an item, 1 for the most important.
    by_place
        One weight a place, the first place first.
    """
    places: dict[float, list[int]] = {}
    for place, item in enumerate(sorted(range(len(ranks)), key=lambda i: ranks[i])):
        places.setdefault(ranks[item], []).append(place)
    shared = {
        rank: fsum(by_place[place] for place in tied) / len(tied) for rank, tied in places.items()
    }
    return tuple(shared[rank] for rank in ranks)


def from_ranks(ranks: Sequence[float], method: str = "rank order centroid") -> tuple[float, ...]:
    """Turn ranks into weights that sum to one.

    Parameters
    ----------
    ranks
        One rank an item, 1 for the most important; equal ranks are ties.
    method
        One of ``METHODS``.

    Raises
    ------
    WorkbookError
        When there is nothing to rank, a rank is missing, or the method is unknown.
    """
    if method not in METHODS:
        raise WorkbookError(
            f"Weights: there is no method called '{method}'. Choose one of: {', '.join(METHODS)}."
        )
    return spread_over_ties(_checked(ranks, "rank"), METHODS[method](len(ranks)))


def from_points(points: Sequence[float]) -> tuple[float, ...]:
    """Turn swing points (100 for the swing that matters most) into weights that sum to one.

    Parameters
    ----------
    points
        One number an item, at least 0.

    Raises
    ------
    WorkbookError
        When a number of points is missing or below zero, or all are zero.
    """
    checked = _checked(points, "number of points")
    for place, value in enumerate(checked, start=1):
        if value < 0:
            raise WorkbookError(
                f"Swing weights: item {place} has {value:g} points. Points cannot be below "
                "zero. Give the swing that matters most 100 and the others their share of it."
            )
    largest = max(checked)
    if largest == 0:
        raise WorkbookError(
            "Swing weights: every item has 0 points, so no weight can be worked out. Give the "
            "swing that matters most 100 points."
        )
    # Divide by the largest first: points near the limits of a number then stay in range.
    parts = [value / largest for value in checked]
    whole = fsum(parts)
    return tuple(part / whole for part in parts)


def equal(n: int) -> tuple[float, ...]:
    """Return ``n`` equal weights that sum to one.

    Raises
    ------
    WorkbookError
        When ``n`` is below 1.
    """
    if n < 1:
        raise WorkbookError("Weights: there are no items yet. Add at least one.")
    return (1 / n,) * n


@dataclass(frozen=True)
class RankWeights(Result):
    """What one order of importance means as weights, by each method."""

    items: tuple[str, ...]
    ranks: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]
    assumptions: tuple[str, ...] = (
        "Only the order was used; how much more important one item is than the next was not asked.",
        "Tied items share the weights of their places equally.",
    )

    def table(self) -> pd.DataFrame:
        """Return item, rank and one column of weights (shares of 1) a method."""
        import pandas as pd

        table = pd.DataFrame({"Item": self.items, "Rank": self.ranks, **self.weights})
        return table.sort_values("Rank", kind="stable", ignore_index=True)

    def reading(self) -> str:
        """Say how far the methods differ for the item ranked first."""
        first = min(range(len(self.items)), key=lambda i: self.ranks[i])
        given = [weights[first] for weights in self.weights.values()]
        low, high = min(given), max(given)
        top = min(self.ranks)
        tied = [name for name, rank in zip(self.items, self.ranks, strict=True) if rank == top]
        lead = f"“{tied[0]}” comes" if len(tied) == 1 else f"{len(tied)} items tie and come"
        each = "" if len(tied) == 1 else " each"
        if f"{low:.0%}" == f"{high:.0%}":
            return f"{lead} first, with {low:.0%} of the weight{each} by every method."
        return (
            f"{lead} first, with {low:.0%} to {high:.0%} of the weight{each}, by the method used."
        )


def compare(items: Sequence[str], ranks: Sequence[float]) -> RankWeights:
    """Return the weights of one order by every method, side by side.

    Parameters
    ----------
    items
        Names.
    ranks
        One rank an item, 1 for the most important; equal ranks are ties.

    Raises
    ------
    WorkbookError
        When items and ranks differ in number, or a rank is missing.
    """
    if len(items) != len(ranks):
        raise WorkbookError(
            f"Weights: there are {len(items)} items but {len(ranks)} ranks. "
            "Give each item one rank."
        )
    weights = {name: from_ranks(ranks, name) for name in METHODS}
    return RankWeights(tuple(items), tuple(float(rank) for rank in ranks), weights)


def _checked(values: Sequence[float], what: str) -> list[float]:
    """Return the values as numbers, or say which one is no number."""
    if len(values) == 0:
        raise WorkbookError("Weights: there are no items yet. Add at least one.")
    numbers = []
    for place, value in enumerate(values, start=1):
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = float("nan")
        if not isfinite(number):
            raise WorkbookError(
                f"Weights: item {place} has '{value}' where a {what} was expected. Give every "
                "item a number, or leave the item out."
            )
        numbers.append(number)
    return numbers
