"""The analytic hierarchy process: weights from comparisons two at a time.

Weights are the principal eigenvector of the matrix of judgements; the consistency ratio
compares its excess eigenvalue with that of random matrices.

Source: Saaty (1980), with his table of random indices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from course_support.errors import WorkbookError
from course_support.methods import guards
from course_support.methods.result import Result

#: Mean consistency index of random matrices by number of items (Saaty 1980).
RANDOM_INDEX = {3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49}
#: Judgements with a ratio up to here are usually accepted (Saaty).
ACCEPTED = 0.10


@dataclass(frozen=True)
class PairwiseWeights(Result):
    """Weights from pairwise judgements, and how consistent those are.

    Attributes
    ----------
    largest_eigenvalue, consistency_index
        lmax, and (lmax - n) / (n - 1); the index is None for one item.
    consistency_ratio
        Index over random index; None where there is no random index (``why_undefined``).
    least_consistent
        The pair of items whose judgement fits the weights least; None when all fit, or when no
        one pair stands out (as always with three items).
    """

    items: tuple[str, ...]
    weights: NDArray[np.float64]
    largest_eigenvalue: float
    consistency_index: float | None
    consistency_ratio: float | None
    least_consistent: tuple[str, str] | None
    why_undefined: str | None = None
    assumptions: tuple[str, ...] = (
        "A ratio of up to 0.10 is usually accepted; that is a convention.",
        "Consistent judgements are not thereby right ones.",
    )

    def table(self) -> pd.DataFrame:
        """Return item and weight, heaviest first."""
        table = pd.DataFrame({"Item": self.items, "Weight": self.weights})
        return table.sort_values("Weight", ascending=False, kind="stable", ignore_index=True)

    def reading(self) -> str:
        """Say the heaviest item and whether the judgements are consistent."""
        top = int(self.weights.argmax())
        text = f"{self.items[top]} has most weight ({self.weights[top]:.0%})."
        if self.consistency_ratio is None:
            return f"{text} There is no consistency ratio: {self.why_undefined}."
        ratio = f"consistency ratio {self.consistency_ratio:.2f}"
        if self.consistency_ratio <= ACCEPTED:
            return f"{text} The judgements are consistent enough by convention ({ratio})."
        pair = " against ".join(self.least_consistent or ("all of them",))
        return f"{text} The judgements contradict each other ({ratio}): look again at {pair}."


def ahp(
    judgements: Sequence[Sequence[float]], items: Sequence[str] | None = None
) -> PairwiseWeights:
    """Return weights from pairwise judgements.

    Parameters
    ----------
    judgements
        n × n: how many times as important the row's item is as the column's. The diagonal is 1
        and each cell is one over its mirror image.
    items
        Names, in the order of the rows.

    Raises
    ------
    WorkbookError
        When the table is not square, a judgement is not above 0, or two mirror images disagree.
    """
    names = list(items) if items is not None else [f"Item {i + 1}" for i in range(len(judgements))]
    table = _reciprocal(judgements, names)
    n = len(names)
    weights, largest = principal_eigenvector(table)
    index = max(0.0, (largest - n) / (n - 1)) if n > 1 else None
    random = RANDOM_INDEX.get(n)
    return PairwiseWeights(
        tuple(names),
        weights,
        largest,
        index,
        index / random if random and index is not None else None,
        _least_consistent(table, weights, names),
        None if random else _why_no_ratio(n),
    )


def principal_eigenvector(table: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Return the principal eigenvector (summing to one) and its eigenvalue."""
    values, vectors = np.linalg.eig(table)
    at = int(np.argmax(values.real))
    vector = np.abs(vectors[:, at].real)
    return vector / vector.sum(), float(values[at].real)


def _why_no_ratio(n: int) -> str:
    """Return why there is no consistency ratio for n items."""
    if n < 3:
        return "fewer than three items cannot contradict each other"
    return f"there is no published random index for {n} items (it goes to {max(RANDOM_INDEX)})"


def _least_consistent(
    table: NDArray[np.float64], weights: NDArray[np.float64], names: Sequence[str]
) -> tuple[str, str] | None:
    """Return the pair whose judgement is furthest from the ratio of its weights."""
    rows, columns = np.triu_indices(len(names), k=1)
    off = np.abs(np.log(table * weights[None, :] / weights[:, None]))[rows, columns]
    most = np.flatnonzero(off >= off.max() - 1e-9) if off.size else off
    if len(most) != 1 or off.max() <= 1e-9:
        return None
    at = int(most[0])
    return names[int(rows[at])], names[int(columns[at])]


def _reciprocal(judgements: Sequence[Sequence[float]], names: list[str]) -> NDArray[np.float64]:
    """Return the judgements as a positive reciprocal matrix, or say which cell is wrong."""
    n = len(names)
    guards.no_repeats(names, "Pairwise comparison")
    if n == 0 or len(judgements) != n or any(len(row) != n for row in judgements):
        raise WorkbookError(
            f"Pairwise comparison: expected {n} rows of {n} judgements, one for each pair."
            if n
            else "Pairwise comparison: there are no items. Give at least one."
        )
    table = np.vstack(
        [
            guards.numbers(row, f"Judgements of {name}", labels=names, above=0)
            for name, row in zip(names, judgements, strict=True)
        ]
    )
    # 0.33 for a third is a rounding that people write; anything beyond it is a slip.
    wrong = np.argwhere(np.abs(table * table.T - 1) > 0.02)
    if wrong.size:
        a, b = wrong[0]
        raise WorkbookError(
            f"Pairwise comparison: {names[a]} against {names[b]} is {table[a, b]:g}, and the "
            f"reverse is {table[b, a]:g}; expected {1 / table[a, b]:.3g}. Correct one of them."
        )
    return table
