"""Combining rankings: Borda, Copeland, Kemeny, agreement, and where the group splits.

Weights from ranks are in ``weights``; the shape of rankings is in ``rankings``. This
module brings together what a notebook or the wall needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from course_support.errors import WorkbookError
from course_support.methods.agreement import (
    WORDS,
    Concordance,
    RankComparison,
    compare,
    in_words,
    kendalls_w,
)
from course_support.methods.kemeny import Kemeny, kemeny
from course_support.methods.rankings import (
    Rankings,
    compared,
    from_orders,
    midranks,
    pairwise,
    read,
)
from course_support.methods.result import Result
from course_support.methods.words import and_

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "WORDS",
    "Borda",
    "Concordance",
    "Copeland",
    "GroupRanking",
    "Kemeny",
    "RankComparison",
    "Rankings",
    "Splits",
    "borda",
    "combine",
    "compare",
    "copeland",
    "from_orders",
    "in_words",
    "kemeny",
    "kendalls_w",
    "read",
    "splits",
]


@dataclass(frozen=True)
class Borda(Result):
    """Borda points: for each person, one for every item below and a half for every tie.

    Attributes
    ----------
    points
        Points over all people (n).
    share
        Points as a share of the comparisons the item was in, NaN when it was in none.
    places
        Place by share, ties averaged, NaN when the item was compared with nothing.
    """

    items: tuple[str, ...]
    points: NDArray[np.float64]
    share: NDArray[np.float64]
    places: NDArray[np.float64]
    assumptions: tuple[str, ...] = (
        "Each step in a person's list counts the same.",
        "Items are ordered by points for each comparison, so that an item few people ranked is "
        "not punished for it.",
    )

    def table(self) -> pd.DataFrame:
        """Return item, points, share of comparisons won and place, best first."""
        import pandas as pd

        table = pd.DataFrame(
            {
                "Item": self.items,
                "Points": self.points,
                "Share of comparisons won": self.share,
                "Place": self.places,
            }
        )
        return table.sort_values("Place", kind="stable", ignore_index=True)

    def reading(self) -> str:
        """Say which item has most points."""
        return f"By Borda points {_leaders(self.items, self.places)}."


def borda(rankings: Rankings) -> Borda:
    """Return Borda points, with ties as halves; complete rankings give n - 1 … 0."""
    wins = pairwise(rankings)
    both = compared(rankings)
    ties = both - wins - wins.T
    points = (wins + ties / 2).sum(axis=1)
    met = both.sum(axis=1)
    share = np.divide(points, met, out=np.full(len(points), np.nan), where=met > 0)
    return Borda(rankings.items, points, share, midranks(-np.round(share, 12)))


@dataclass(frozen=True)
class Copeland(Result):
    """Copeland scores: pairs won less pairs lost, each pair decided by majority.

    ``condorcet_winner`` is the item that beats every other, or None.
    """

    items: tuple[str, ...]
    scores: NDArray[np.int64]
    places: NDArray[np.float64]
    condorcet_winner: str | None
    assumptions: tuple[str, ...] = (
        "A pair that is level, or that nobody ranked, counts for neither.",
    )

    def table(self) -> pd.DataFrame:
        """Return item, score and place, best first."""
        import pandas as pd

        table = pd.DataFrame(
            {"Item": self.items, "Won less lost": self.scores, "Place": self.places}
        )
        return table.sort_values("Place", kind="stable", ignore_index=True)

    def reading(self) -> str:
        """Say which item wins most head-to-head contests."""
        if self.condorcet_winner is not None:
            return (
                f"More people prefer {self.condorcet_winner} to each other item than the reverse."
            )
        return (
            "No item beats every other head to head. By contests won less lost "
            f"{_leaders(self.items, self.places)}."
        )


def copeland(rankings: Rankings) -> Copeland:
    """Return Copeland scores and the Condorcet winner where there is one."""
    wins = pairwise(rankings)
    scores = np.sign(wins - wins.T).sum(axis=1).astype(np.int64)
    n = len(rankings.items)
    winner = next((rankings.items[i] for i in range(n) if n > 1 and scores[i] == n - 1), None)
    return Copeland(rankings.items, scores, midranks(-scores.astype(float)), winner)


@dataclass(frozen=True)
class Splits(Result):
    """Where a group disagrees most, item by item.

    Attributes
    ----------
    spread
        Standard deviation of the item's place, as a share of the most it can be (0 to 1;
        NaN when fewer than two people ranked it).
    top, bottom
        For each item, who has it among their first (last) ``size`` places.
    """

    items: tuple[str, ...]
    spread: NDArray[np.float64]
    top: tuple[tuple[str, ...], ...]
    bottom: tuple[tuple[str, ...], ...]
    size: int
    assumptions: tuple[str, ...] = (
        "A place is measured from first (0) to last (1) in each person's own list.",
        "The most an item can be spread is half the group putting it first and half last.",
    )

    def table(self) -> pd.DataFrame:
        """Return items with most spread first, and who has them at either end."""
        import pandas as pd

        table = pd.DataFrame(
            {
                "Item": self.items,
                "Spread (0 to 1)": self.spread,
                f"In the top {self.size}": [", ".join(names) for names in self.top],
                f"In the bottom {self.size}": [", ".join(names) for names in self.bottom],
            }
        )
        return table.sort_values(
            "Spread (0 to 1)", ascending=False, kind="stable", ignore_index=True
        )

    def reading(self) -> str:
        """Say on which item the group splits most, and who stands where."""
        torn = [i for i, names in enumerate(self.top) if names and self.bottom[i]]
        if not torn:
            ends = f"in the top {self.size} of one list and the bottom {self.size} of another"
            return f"No item is {ends}."
        most = max(torn, key=lambda i: self.spread[i])
        return (
            f"The group splits on “{self.items[most]}”: {and_(self.top[most])} put it in the top "
            f"{self.size}, {and_(self.bottom[most])} in the bottom {self.size}."
        )


def splits(rankings: Rankings, size: int = 2) -> Splits:
    """Find the items on which people differ most, and who put them at the top or bottom.

    Parameters
    ----------
    rankings
        Complete or not; a short list counts by its own length.
    size
        Places that count as the top, and as the bottom.

    Raises
    ------
    WorkbookError
        When ``size`` is not a whole number of at least 1.
    """
    if size < 1 or int(size) != size:
        raise WorkbookError(f"Splits: top and bottom {size} makes no sense; expected 1 or more.")
    ranks = rankings.ranks
    ranked = (~np.isnan(ranks)).sum(axis=1, keepdims=True)
    # In a short list the top and bottom must not overlap.
    reach = np.minimum(size, ranked // 2)
    top, bottom = ranks <= reach, ranks > ranked - reach
    return Splits(
        rankings.items,
        _spread(ranks, ranked, rankings.counts),
        tuple(_names(rankings, column) for column in top.T),
        tuple(_names(rankings, column) for column in bottom.T),
        int(size),
    )


def _spread(
    ranks: NDArray[np.float64], ranked: NDArray[np.int64], counts: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return each item's population standard deviation of place, twice (so the most is 1)."""
    steps = np.where(ranked > 1, ranked - 1, np.nan)
    place = (ranks - 1) / steps
    held = np.where(np.isnan(place), 0, counts[:, None])
    n = held.sum(axis=0)
    some = np.where(n > 1, n, np.nan)
    mean = (np.nan_to_num(place) * held).sum(axis=0) / some
    squares = (np.nan_to_num(place - mean) ** 2 * held).sum(axis=0) / some
    return 2 * np.sqrt(squares)


def _names(rankings: Rankings, column: NDArray[np.bool_]) -> tuple[str, ...]:
    """Return the people marked in ``column`` who hold their ranking at all."""
    return tuple(
        name
        for name, marked, count in zip(rankings.people, column, rankings.counts, strict=True)
        if marked and count
    )


@dataclass(frozen=True)
class GroupRanking(Result):
    """One group's rankings combined by three rules, with agreement and splits."""

    rankings: Rankings
    borda: Borda
    copeland: Copeland
    kemeny: Kemeny
    agreement: Concordance
    splits: Splits
    assumptions: tuple[str, ...] = (
        "Borda counts places, Copeland counts contests won, Kemeny seeks the order nearest to all.",
        "The words for agreement are a convention; agreement is not correctness.",
    )

    def table(self) -> pd.DataFrame:
        """Return each item's place by each rule, in Kemeny's order."""
        import pandas as pd

        order = [self.rankings.items.index(name) for name in self.kemeny.orders[0]]
        return pd.DataFrame(
            {
                "Item": self.kemeny.orders[0],
                "Kemeny place": range(1, len(order) + 1),
                "Borda place": self.borda.places[order],
                "Copeland place": self.copeland.places[order],
                "Spread (0 to 1)": self.splits.spread[order],
            }
        )

    def reading(self) -> str:
        """Say the combined order, the agreement and the split."""
        return f"{self.kemeny.reading()} {self.agreement.reading()} {self.splits.reading()}"


def combine(rankings: Rankings, size: int = 2) -> GroupRanking:
    """Combine a group's rankings by Borda, Copeland and Kemeny, and say how far they agree.

    Parameters
    ----------
    rankings
        Complete or not.
    size
        As in :func:`splits`.

    Raises
    ------
    WorkbookError
        When ``size`` is not a whole number of at least 1, or there are too many items to search.
    """
    return GroupRanking(
        rankings,
        borda(rankings),
        copeland(rankings),
        kemeny(rankings),
        kendalls_w(rankings),
        splits(rankings, size),
    )


def _leaders(items: tuple[str, ...], places: NDArray[np.float64]) -> str:
    """Return "X comes first", or who ties for it."""
    if np.isnan(places).all():
        return "no item can be placed, as nobody compared any"
    first = np.nanmin(places)
    names = [name for name, place in zip(items, places, strict=True) if place == first]
    return f"{names[0]} comes first" if len(names) == 1 else f"{and_(names)} tie for first"
