"""Weighing options on several criteria: the linear additive model.

``S_i = sum over criteria of w_j × s_ij`` with scores from 0 to 100. It holds when a good score
on one criterion is worth the same whatever the others are (mutual preference independence).

Source: the multi-criteria analysis manual of the Department for Communities and Local
Government (2009).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from course_support.errors import WorkbookError
from course_support.methods import guards
from course_support.methods.result import Result
from course_support.methods.words import and_

#: Totals closer than this are level: the last digits of a sum are rounding.
LEVEL = 1e-9


def local_scale(performance: pd.DataFrame, better: Mapping[str, str]) -> pd.DataFrame:
    """Score each criterion 0 for the worst option here and 100 for the best.

    Parameters
    ----------
    performance
        Options down (named by the index), criteria across, in their own units.
    better
        "higher" or "lower" for each criterion.

    Raises
    ------
    WorkbookError
        When all options are the same on a criterion, a cell is blank, or a direction is missing.
    """
    values, _, criteria = matrix(performance, "Performance")
    low, high = values.min(axis=0), values.max(axis=0)
    up = _upward(criteria, better)
    return global_scale(
        performance,
        dict(zip(criteria, np.where(up, low, high).tolist(), strict=True)),
        dict(zip(criteria, np.where(up, high, low).tolist(), strict=True)),
    )


def global_scale(
    performance: pd.DataFrame, worst: Mapping[str, float], best: Mapping[str, float]
) -> pd.DataFrame:
    """Score each criterion between reference points: ``worst`` is 0 and ``best`` is 100.

    Options beyond a reference point score below 0 or above 100. A criterion where less is
    better has a ``worst`` above its ``best``.

    Parameters
    ----------
    performance
        Options × criteria, in their own units.
    worst, best
        The two reference points of each criterion, in its unit.

    Raises
    ------
    WorkbookError
        When a reference point is missing or the two are the same.
    """
    values, _, criteria = matrix(performance, "Performance")
    for criterion in criteria:
        if criterion not in worst or criterion not in best:
            raise WorkbookError(
                f"Scale of {criterion}: it needs a worst and a best point. Add them."
            )
        if worst[criterion] == best[criterion]:
            raise WorkbookError(
                f"Scale of {criterion}: worst and best are both {worst[criterion]:g}, so it cannot "
                "tell options apart. Leave it out, or set reference points that differ."
            )
    zero = guards.numbers([worst[c] for c in criteria], "Worst point", labels=criteria)
    full = guards.numbers([best[c] for c in criteria], "Best point", labels=criteria)
    scores = 100 * (values - zero) / (full - zero) + 0.0  # no “-0” where less is better
    return pd.DataFrame(scores, index=performance.index, columns=performance.columns)


@dataclass(frozen=True)
class WeightedTotals(Result):
    """Options by weighted total, with what each criterion adds.

    Attributes
    ----------
    contributions
        Options × criteria: weight times score. Rows add up to ``totals``.
    totals
        0 to 100 on a local scale.
    dominated
        Option -> an option at least as good on every criterion and better on one.
    """

    options: tuple[str, ...]
    weights: Mapping[str, float]
    contributions: pd.DataFrame
    totals: NDArray[np.float64]
    dominated: Mapping[str, str]
    assumptions: tuple[str, ...] = (
        "Scores add up: a good score on one criterion makes up for a poor one on another.",
        "Weights say how much the step from worst to best on a criterion matters.",
    )

    @property
    def leaders(self) -> tuple[str, ...]:
        """The option, or the options level, with the highest total."""
        return tuple(self.options[i] for i in highest(self.totals))

    def table(self) -> pd.DataFrame:
        """Return contributions and totals, best option first."""
        table = self.contributions.assign(Total=self.totals).rename_axis("Option")
        return table.sort_values("Total", ascending=False, kind="stable")

    def reading(self) -> str:
        """Say which option leads, by how much, and which are dominated."""
        if len(self.leaders) > 1:
            text = f"{and_(self.leaders)} are level at {self.totals.max():.1f}."
        elif len(self.options) == 1:
            text = f"{self.options[0]} scores {self.totals[0]:.1f}; there is nothing to compare."
        else:
            order = np.argsort(-self.totals, kind="stable")
            lead = self.totals[order[0]] - self.totals[order[1]]
            text = (
                f"With these weights {self.options[order[0]]} comes first with "
                f"{self.totals[order[0]]:.1f}, {lead:.1f} ahead of {self.options[order[1]]}."
            )
        for worse, than in self.dominated.items():
            text += f" {worse} is nowhere better than {than} and can be dropped."
        return text


def weighted_totals(scores: pd.DataFrame, weights: Mapping[str, float]) -> WeightedTotals:
    """Return weighted totals.

    Parameters
    ----------
    scores
        Options × criteria, higher is better.
    weights
        One a criterion; brought to a sum of one.

    Raises
    ------
    WorkbookError
        When a score is blank, a name repeats, or a weight is missing or below 0.
    """
    values, options, criteria = matrix(scores, "Scores")
    share = shares(weights, criteria)
    parts = pd.DataFrame(values * share, index=options, columns=criteria)
    return WeightedTotals(
        tuple(options),
        dict(zip(criteria, share.tolist(), strict=True)),
        parts,
        values @ share,
        dominance(scores),
    )


def dominance(scores: pd.DataFrame) -> dict[str, str]:
    """Return each dominated option with one that dominates it (higher scores are better).

    Parameters
    ----------
    scores
        Options × criteria.

    Raises
    ------
    WorkbookError
        When a score is blank or a name repeats.
    """
    values, options, _ = matrix(scores, "Scores")
    found = {}
    for i, option in enumerate(options):
        beats = (values >= values[i]).all(axis=1) & (values > values[i]).any(axis=1)
        if beats.any():
            found[option] = options[int(np.argmax(beats))]
    return found


def matrix(table: pd.DataFrame, what: str) -> tuple[NDArray[np.float64], list[str], list[str]]:
    """Return a table of options × criteria as numbers with its names, complete and unrepeated.

    Parameters
    ----------
    table
        Options down (named by the index), criteria across.
    what
        What the table holds, as it should stand in a message.

    Raises
    ------
    WorkbookError
        When the table is empty, a name repeats, or a cell is blank or no number.
    """
    if table.shape[0] == 0 or table.shape[1] == 0:
        raise WorkbookError(f"{what}: at least one option and one criterion are needed.")
    options, criteria = [str(i) for i in table.index], [str(c) for c in table.columns]
    guards.no_repeats(options, f"{what}, options")
    guards.no_repeats(criteria, f"{what}, criteria")
    values = table.to_numpy()
    if values.dtype.kind == "f" and np.isfinite(values).all():
        return values.copy(), options, criteria
    columns = [
        guards.numbers(table.iloc[:, j], f"{what} on {criterion}", labels=options)
        for j, criterion in enumerate(criteria)
    ]
    return np.column_stack(columns), options, criteria


def shares(weights: Mapping[str, float], criteria: Sequence[str]) -> NDArray[np.float64]:
    """Return one weight a criterion, brought to a sum of one.

    Parameters
    ----------
    weights
        Criterion to weight, at least 0.
    criteria
        Every criterion, in the order wanted.

    Returns
    -------
    ndarray, shape (criteria,)

    Raises
    ------
    WorkbookError
        When a weight is missing, unknown, below 0 or no number, or all are 0.
    """
    for name in weights:
        guards.one_of(name, criteria, "Weights")
    missing = [c for c in criteria if c not in weights]
    if missing:
        raise WorkbookError(
            f"Weights: {missing[0]} has none. Give every criterion one (0 is allowed)."
        )
    given = guards.numbers([weights[c] for c in criteria], "Weight", labels=criteria, least=0)
    if not given.sum():
        raise WorkbookError("Weights: all are 0, so nothing counts. Give at least one some weight.")
    return given / given.sum()


def _upward(criteria: Sequence[str], better: Mapping[str, str]) -> NDArray[np.bool_]:
    """Return for each criterion whether more is better."""
    for criterion in criteria:
        if criterion not in better:
            raise WorkbookError(f"Scale of {criterion}: say whether 'higher' or 'lower' is better.")
        guards.one_of(better[criterion], ("higher", "lower"), f"Scale of {criterion}")
    return np.array([better[c] == "higher" for c in criteria])


def highest(totals: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the places of the highest total, several when level."""
    return np.flatnonzero(totals >= totals.max() - LEVEL)
