"""Several people's rankings of the same items, in one shape for every method.

A ranking may hold ties and may be incomplete. An item that a person did not rank is
either *no opinion* (it is compared with nothing in that person's list) or *last* (below
all they ranked, tied with the others they left out: right when people were asked to
choose their top few).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from course_support.errors import WorkbookError

if TYPE_CHECKING:
    import pandas as pd

Unranked = Literal["no opinion", "last"]


@dataclass(frozen=True)
class Rankings:
    """Rankings of the same items by several people.

    Attributes
    ----------
    items
        Names of the n items.
    people
        Names of the m people or groups.
    ranks
        m × n midranks, 1 for the best, NaN for an item that the person did not rank.
    counts
        How many people hold each ranking (m whole numbers, 1 each as a rule).
    unranked
        What an item left out means; already carried out in ``ranks`` when "last".
    """

    items: tuple[str, ...]
    people: tuple[str, ...]
    ranks: NDArray[np.float64]
    counts: NDArray[np.int64]
    unranked: Unranked = "no opinion"

    @property
    def complete(self) -> bool:
        """Whether everyone ranked everything."""
        return not np.isnan(self.ranks).any()

    @property
    def votes(self) -> int:
        """How many people there are, with counts."""
        return int(self.counts.sum())


def midranks(row: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ranks 1…k of the numbers in ``row``, ties averaged; NaN stays NaN."""
    known = ~np.isnan(row)
    values, place, size = np.unique(row[known], return_inverse=True, return_counts=True)
    ends = np.cumsum(size)
    ranks = np.full(row.shape, np.nan)
    ranks[known] = ((2 * ends - size + 1) / 2)[place] if values.size else []
    return ranks


def read(
    ranks: pd.DataFrame | Sequence[Sequence[float | None]] | NDArray[np.float64],
    items: Sequence[str] | None = None,
    people: Sequence[str] | None = None,
    counts: Sequence[int] | None = None,
    unranked: Unranked = "no opinion",
) -> Rankings:
    """Take rankings as people hold them: a row a person, a column an item, 1 for the best.

    Parameters
    ----------
    ranks
        A table (its index names the people, its columns the items) or rows of numbers.
        A blank, None or NaN means the person did not rank the item.
    counts
        How many people hold each row's ranking; one each when left out.
    unranked
        "no opinion" or "last" (see the module).

    Raises
    ------
    WorkbookError
        When a rank is not a number, rows differ in length, names do not match, or nobody
        or nothing is there.
    """
    names, index, cells = _sheet(ranks, items, people)
    if not names or not index:
        raise WorkbookError("Rankings: there are none yet. At least one person must rank an item.")
    if len(set(names)) < len(names):
        twice = next(name for place, name in enumerate(names) if name in names[:place])
        raise WorkbookError(f"Rankings: two items are called '{twice}'. Rename one of them.")
    values = np.vstack([midranks(row) for row in _numbers(names, index, cells)])
    if unranked == "last":
        values = np.vstack([midranks(np.where(np.isnan(row), np.inf, row)) for row in values])
    elif unranked != "no opinion":
        raise WorkbookError(
            f"Rankings: '{unranked}' is not a way to treat items left out. Choose 'no opinion' "
            "or 'last'."
        )
    return Rankings(
        tuple(str(name) for name in names),
        tuple(str(name) for name in index),
        values,
        _whole_counts(counts, len(index)),
        unranked,
    )


def from_orders(
    orders: Mapping[str, Sequence[str]],
    items: Sequence[str] | None = None,
    counts: Sequence[int] | None = None,
    unranked: Unranked = "no opinion",
) -> Rankings:
    """Take rankings as lists of names, best first (a list may leave items out).

    Parameters
    ----------
    orders
        Person to names, best first.
    items
        Every name that may stand there; those that do, when left out.
    counts
        How many hold each order, 1 each when left out.
    unranked
        As in :func:`read`.

    Raises
    ------
    WorkbookError
        When a list names an item twice, or one that is not among ``items``.
    """
    known = list(items or dict.fromkeys(name for order in orders.values() for name in order))
    rows = []
    for person, order in orders.items():
        for name in order:
            if name not in known or list(order).count(name) > 1:
                fault = "twice" if name in known else "but it is not among the items"
                raise WorkbookError(f"Rankings: {person} lists '{name}' {fault}. Correct the list.")
        rows.append([order.index(name) + 1 if name in order else np.nan for name in known])
    return read(rows, known, list(orders), counts, unranked)


def pairwise(rankings: Rankings) -> NDArray[np.int64]:
    """Return n × n counts: how many people put the row's item above the column's.

    A tie, or a pair that a person did not rank, counts for neither.
    """
    distinct, place = np.unique(rankings.ranks, axis=0, return_inverse=True)
    held = np.bincount(place.ravel(), weights=rankings.counts).astype(np.int64)
    above = distinct[:, :, None] < distinct[:, None, :]
    return np.tensordot(held, above.astype(np.int64), axes=1)


def compared(rankings: Rankings) -> NDArray[np.int64]:
    """Return n × n counts: how many people ranked both items (ties too); 0 on the diagonal."""
    ranked = (~np.isnan(rankings.ranks)).astype(np.int64)
    both = (ranked * rankings.counts[:, None]).T @ ranked
    np.fill_diagonal(both, 0)
    return both


def _sheet(
    ranks: pd.DataFrame | Sequence[Sequence[float | None]] | NDArray[np.float64],
    items: Sequence[str] | None,
    people: Sequence[str] | None,
) -> tuple[list[Any], list[Any], list[list[Any]]]:
    """Return names of items and people, and the cells, whatever shape came in."""
    if hasattr(ranks, "columns"):
        table: Any = ranks
        return list(table.columns), list(table.index), table.astype(object).to_numpy().tolist()
    rows = [list(row) for row in ranks]
    width = len(items) if items is not None else len(rows[0]) if rows else 0
    for place, row in enumerate(rows, start=1):
        if len(row) != width:
            raise WorkbookError(
                f"Rankings: row {place} has {len(row)} ranks but there are {width} items. "
                "Leave a blank for an item that was not ranked."
            )
    if people is not None and len(people) != len(rows):
        raise WorkbookError(f"Rankings: {len(people)} names were given for {len(rows)} rankings.")
    names = items if items is not None else [f"Item {i + 1}" for i in range(width)]
    index = people if people is not None else [f"Person {i + 1}" for i in range(len(rows))]
    return list(names), list(index), rows


def _numbers(names: list[Any], people: list[Any], cells: list[list[Any]]) -> NDArray[np.float64]:
    """Return the ranks as numbers, or name the cell that is none. Plain Python: no pandas."""
    found = np.full((len(people), len(names)), np.nan)
    for i, row in enumerate(cells):
        for j, cell in enumerate(row):
            if _is_blank(cell):
                continue
            try:
                found[i, j] = float(cell)
            except (TypeError, ValueError):
                found[i, j] = np.inf
            if not np.isfinite(found[i, j]):
                raise WorkbookError(
                    f"Rankings: {people[i]} has '{cell!s}' for '{names[j]}'. A rank is a number, "
                    "1 for the best. Correct it, or leave it blank."
                )
    return found


def _is_blank(cell: object) -> bool:
    """Return whether a cell holds nothing: None, an empty text, NaN or a missing value."""
    if cell is None or cell == "":
        return True
    return type(cell).__name__ in ("NAType", "NaTType") or cell != cell


def _whole_counts(counts: Sequence[int] | None, m: int) -> NDArray[np.int64]:
    """Return how many people hold each ranking, whole numbers so that sums are exact."""
    if counts is None:
        return np.ones(m, dtype=np.int64)
    given = np.asarray(counts, dtype=float)
    if given.shape != (m,) or not np.all((given >= 0) & (given == np.floor(given))):
        raise WorkbookError(
            f"Rankings: expected {m} whole numbers of people, one a ranking, none below zero; "
            f"found {list(counts)}."
        )
    if given.sum() == 0:
        raise WorkbookError("Rankings: nobody holds any of these rankings (all counts are 0).")
    return given.astype(np.int64)
