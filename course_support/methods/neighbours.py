"""Areas most like one's own, to compare with: nearest neighbours.

Source: the published description of the CIPFA nearest neighbours model (indicators put on one
scale, straight-line distance, the furthest set to 1). The indicators are the user's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from course_support.errors import WorkbookError
from course_support.methods import guards
from course_support.methods.result import Result


@dataclass(frozen=True)
class Neighbours(Result):
    """Areas by how like the target they are.

    Attributes
    ----------
    distances, rebased
        Straight-line distance over standardised indicators; and with the furthest set to 1
        (NaN where there is no distance at all).
    left_out
        Areas without a distance, with the indicator they lack.
    not_used
        Indicators that are the same everywhere, so that they tell nothing apart.
    """

    target: str
    areas: tuple[str, ...]
    distances: NDArray[np.float64]
    rebased: NDArray[np.float64]
    left_out: Mapping[str, str]
    not_used: tuple[str, ...]
    assumptions: tuple[str, ...] = (
        "Every indicator counts the same unless weights were given.",
        "Areas are alike on these indicators only.",
    )

    def table(self) -> pd.DataFrame:
        """Return the other areas, nearest first."""
        table = pd.DataFrame(
            {"Area": self.areas, "Distance": self.distances, "Rebased (furthest = 1)": self.rebased}
        )
        others = table[table["Area"] != self.target]
        return others.sort_values("Distance", kind="stable", ignore_index=True)

    def nearest(self, k: int = 15) -> tuple[str, ...]:
        """Return the names of the ``k`` nearest areas, nearest first."""
        return tuple(self.table()["Area"].head(k))

    def reading(self) -> str:
        """Name the nearest areas, and those left out."""
        if len(self.areas) < 2:
            return f"No area can be compared with {self.target}."
        near = ", ".join(self.nearest(3))
        text = f"The areas most like {self.target} on these indicators are {near}."
        if self.left_out:
            text += f" {len(self.left_out)} areas are left out because an indicator is missing."
        if self.not_used:
            text += f" The same everywhere, so they tell nothing apart: {', '.join(self.not_used)}."
        return text


def nearest_neighbours(
    indicators: pd.DataFrame, target: str, weights: Mapping[str, float] | None = None
) -> Neighbours:
    """Rank areas by likeness to the target.

    Parameters
    ----------
    indicators
        One area a row (named by the index), one indicator a column; blanks where not known.
    weights
        How much each indicator counts (1 when left out); columns not named count 1.

    Raises
    ------
    WorkbookError
        When the target is not there or lacks an indicator, or an area is there twice.
    """
    guards.no_repeats(indicators.index, "Nearest neighbours")
    if target not in indicators.index:
        raise WorkbookError(
            f"Nearest neighbours: '{target}' is not among the areas. Check its spelling or code."
        )
    values = _values(indicators)
    lacks = np.isnan(values)
    names = [str(a) for a in indicators.index]
    columns = [str(c) for c in indicators.columns]
    at = names.index(str(target))
    if not columns or lacks[at].any():
        what = f"'{columns[int(np.argmax(lacks[at]))]}'" if columns else "any indicator"
        raise WorkbookError(
            f"Nearest neighbours: {target} has no value for {what}. Fill it in, or leave the "
            "indicator out."
        )
    whole: NDArray[np.bool_] = np.asarray(~lacks.any(axis=1))
    kept = [name for name, keep in zip(names, whole, strict=True) if keep]
    counts = _indicator_weights(columns, weights)
    distances, flat = distances_from(values[whole], kept.index(str(target)), counts)
    furthest = distances.max()
    return Neighbours(
        str(target),
        tuple(kept),
        distances,
        distances / furthest if furthest > 0 else np.full(len(kept), np.nan),
        {names[i]: columns[int(np.argmax(lacks[i]))] for i in np.flatnonzero(~whole)},
        tuple(c for c, same in zip(columns, flat.tolist(), strict=True) if same),
    )


def _values(indicators: pd.DataFrame) -> NDArray[np.float64]:
    """Return the indicators as areas × indicators, blanks kept."""
    labels = list(indicators.index)
    found = [
        guards.numbers(indicators[c], str(c), labels=labels, gaps=True) for c in indicators.columns
    ]
    return np.column_stack(found) if found else np.empty((len(labels), 0))


def distances_from(
    values: NDArray[np.float64], target: int, weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return each row's distance from the target row, and which columns do not vary.

    Columns are standardised by mean and population standard deviation (ddof 0).

    Parameters
    ----------
    values
        Areas × characteristics.
    target
        The row of one's own area.
    weights
        One a characteristic.

    Returns
    -------
    tuple of ndarray
        Distances, shape (areas,), and for each column whether it is flat.
    """
    flat: NDArray[np.bool_] = np.asarray(np.ptp(values, axis=0) == 0)
    spread = np.where(flat, 1.0, values.std(axis=0))
    apart = np.where(flat, 0.0, (values - values[target]) / spread)
    return np.sqrt((weights * apart**2).sum(axis=1)), flat


def _indicator_weights(
    columns: list[str], weights: Mapping[str, float] | None
) -> NDArray[np.float64]:
    """Return one weight an indicator, refusing names that are not there."""
    for name, weight in (weights or {}).items():
        guards.one_of(name, columns, "Indicator weights")
        guards.number(weight, f"Weight of {name}", least=0)
    return np.array([float((weights or {}).get(c, 1)) for c in columns])
