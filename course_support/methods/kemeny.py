"""The orders that fit a set of rankings best, exactly: Kemeny's rule.

An order scores one point for every person and pair of items that it puts the way the
person does. The best orders are found by dynamic programming over sets of items (Held
and Karp; Betzler and others 2009): the best way to fill the first k places with a set
does not depend on what follows. All sets of one size are treated at once with numpy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from course_support.errors import WorkbookError
from course_support.methods.rankings import Rankings, pairwise
from course_support.methods.result import Result

if TYPE_CHECKING:
    import pandas as pd

#: Beyond this the table of sets no longer fits comfortably in memory (20 items: 30 MB).
MOST_ITEMS = 20


@dataclass(frozen=True)
class Kemeny(Result):
    """The best orders by Kemeny's rule.

    Attributes
    ----------
    items
        Names of the items.
    score
        Pairs agreed with, over all people, by each best order.
    possible
        Pairs on which people expressed a preference.
    optima
        How many orders reach the best score (exact, however many).
    orders
        Those orders, as names best first; at most as many as were asked for.
    places
        n × 2 whole numbers: the best and the worst place of each item over *all* optima.
    """

    items: tuple[str, ...]
    score: int
    possible: int
    optima: int
    orders: tuple[tuple[str, ...], ...]
    places: NDArray[np.int64]
    assumptions: tuple[str, ...] = (
        "A tie in a person's list, or a pair they did not rank, counts for neither side.",
        "The combined order has no ties; where orders fit equally well, each is an answer.",
    )

    def table(self) -> pd.DataFrame:
        """Return each item with its place in the first best order and over all of them."""
        import pandas as pd

        first = self.orders[0]
        at = [self.items.index(name) for name in first]
        return pd.DataFrame(
            {
                "Item": first,
                "Place": range(1, len(first) + 1),
                "Best place in any best order": self.places[at, 0],
                "Worst place in any best order": self.places[at, 1],
            }
        )

    def reading(self) -> str:
        """Say the best order and whether it is the only one."""
        if self.possible == 0:
            return "Nobody prefers any item to another here, so no order fits better than another."
        order = ", ".join(self.orders[0])
        share = f"It agrees with {self.score} of the {self.possible} preferences expressed."
        if self.optima == 1:
            return f"The order that fits the rankings best is {order}. {share}"
        return (
            f"{self.optima:,} orders fit the rankings equally well; one is {order}. {share} "
            "Treat the order among them as undecided."
        )


def kemeny(rankings: Rankings, list_up_to: int = 20) -> Kemeny:
    """Find every best order, exactly.

    Parameters
    ----------
    rankings
        Ties and incomplete rankings allowed.
    list_up_to
        How many of the best orders to write out; all are counted.

    Raises
    ------
    WorkbookError
        With more than ``MOST_ITEMS`` items.
    """
    n = len(rankings.items)
    if n > MOST_ITEMS:
        raise WorkbookError(
            f"Kemeny: {n} items are too many for an exact answer (the limit is {MOST_ITEMS}). "
            "Leave out items that nobody puts near the top, or use the Borda points."
        )
    prefers = pairwise(rankings)
    best, ways = best_scores(prefers)
    orders = best_orders(prefers, best, max(1, list_up_to))
    return Kemeny(
        items=rankings.items,
        score=int(best[-1]),
        possible=int(prefers.sum()),
        optima=int(ways[-1]),
        orders=tuple(tuple(rankings.items[i] for i in order) for order in orders),
        places=places_in_optima(prefers, best),
    )


def best_scores(prefers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return, for each set of items, its best score as a front group and in how many ways.

    A set is a whole number whose bit i says that item i is in it. O(2^n n) time, O(2^n)
    memory. Up to 20 items the counts stay within 64 bits, as 20! does.

    Parameters
    ----------
    prefers
        n × n: how many people put the row's item above the column's.
    """
    n = len(prefers)
    best = np.full(1 << n, -1, dtype=np.int64)
    ways = np.zeros(1 << n, dtype=np.int64)
    best[0], ways[0] = 0, 1
    gains = _Gains(prefers)
    for sets in _sets_by_size(n)[:-1]:
        for item in range(n):
            before = sets[(sets >> item) & 1 == 0]
            after = before | (1 << item)
            score = best[before] + gains.of(item, before)
            better, equal = score > best[after], score == best[after]
            ways[after] = np.where(better, ways[before], ways[after] + equal * ways[before])
            best[after] = np.where(better, score, best[after])
    return best, ways


def best_orders(
    prefers: NDArray[np.int64], best: NDArray[np.int64], cap: int
) -> list[tuple[int, ...]]:
    """Walk back from the whole set and list up to ``cap`` best orders.

    Parameters
    ----------
    prefers
        As in :func:`best_scores`.
    best
        Best score of each set, as it returns them.
    cap
        The most orders listed.

    Returns
    -------
    list of tuple of int
        Items by number, best first.
    """
    n = len(prefers)
    gains = _Gains(prefers)
    found: list[tuple[int, ...]] = []
    waiting: list[tuple[int, tuple[int, ...]]] = [((1 << n) - 1, ())]
    while waiting and len(found) < cap:
        members, tail = waiting.pop()
        if not members:
            found.append(tail)
            continue
        for item in range(n):
            rest = members & ~(1 << item)
            if (
                rest != members
                and best[rest] + gains.of(item, np.array([rest]))[0] == best[members]
            ):
                waiting.append((rest, (item, *tail)))
    return found


def places_in_optima(prefers: NDArray[np.int64], best: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the first and last place (from 1) that each item takes over all best orders.

    Parameters
    ----------
    prefers, best
        As in :func:`best_orders`.

    Returns
    -------
    ndarray, shape (n, 2)
    """
    n = len(prefers)
    gains = _Gains(prefers)
    on_path = np.zeros(1 << n, dtype=bool)
    on_path[-1] = True
    places = np.tile(np.array([n, 1], dtype=np.int64), (n, 1))
    by_size = _sets_by_size(n)
    for size in range(n, 0, -1):
        sets = by_size[size][on_path[by_size[size]]]
        for item in range(n):
            after = sets[(sets >> item) & 1 == 1]
            before = after & ~(1 << item)
            tight = best[before] + gains.of(item, before) == best[after]
            on_path[before[tight]] = True
            if tight.any():
                places[item] = min(places[item, 0], size), max(places[item, 1], size)
    return places


class _Gains:
    """What adding an item after a set scores: how many people put the set's members above it.

    Looked up in two tables over half the items each, so that memory stays small.
    """

    def __init__(self, prefers: NDArray[np.int64]) -> None:
        self.half = len(prefers) // 2
        self.low = _subset_sums(prefers[: self.half])
        self.high = _subset_sums(prefers[self.half :])

    def of(self, item: int, sets: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the gain of ``item`` after each of ``sets``."""
        mask = (1 << self.half) - 1
        return self.low[item, sets & mask] + self.high[item, sets >> self.half]


def _subset_sums(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return columns × 2^rows sums of the rows in each subset."""
    sums = np.zeros((rows.shape[1], 1), dtype=np.int64)
    for row in rows:
        sums = np.concatenate([sums, sums + row[:, None]], axis=1)
    return sums


def _sets_by_size(n: int) -> list[NDArray[np.int64]]:
    """Return all sets of n items, grouped by how many they hold."""
    size = np.zeros(1, dtype=np.int8)
    for _ in range(n):
        size = np.concatenate([size, size + 1])
    order = np.argsort(size, kind="stable").astype(np.int64)
    return np.split(order, np.cumsum(np.bincount(size, minlength=n + 1))[:-1])
