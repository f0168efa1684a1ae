"""What an order of options hangs on: one weight moved by hand, and what would put another first.

Totals are straight lines in a weight when the other weights keep their proportions, so every
crossing is found exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from course_support.errors import WorkbookError
from course_support.methods import guards
from course_support.methods.mcda import LEVEL, highest, matrix, shares
from course_support.methods.result import Result
from course_support.methods.words import and_


@dataclass(frozen=True)
class WeightCrossings(Result):
    """What happens to the order as one criterion's weight goes from 0 to 1.

    Attributes
    ----------
    crossings
        Columns weight, first, second, changes_winner: where two totals are equal.
    intervals
        (from, to, winners): who leads in each stretch of the weight; several when level.
    current
        The criterion's weight as it stands.
    """

    criterion: str
    current: float
    crossings: pd.DataFrame
    intervals: tuple[tuple[float, float, tuple[str, ...]], ...]
    assumptions: tuple[str, ...] = ("The other weights keep their proportions to one another.",)

    def table(self) -> pd.DataFrame:
        """Return who leads in each stretch of the weight."""
        return pd.DataFrame(
            {
                f"Weight of {self.criterion} from": [a for a, _, _ in self.intervals],
                "to": [b for _, b, _ in self.intervals],
                "First": [and_(names) for _, _, names in self.intervals],
            }
        )

    def reading(self) -> str:
        """Say who leads now and at which weight that changes."""
        at = next(i for i, (_, end, _) in enumerate(self.intervals) if self.current <= end)
        start, end, names = self.intervals[at]
        lead = and_(names)
        if len(self.intervals) == 1:
            return f"Whatever the weight of {self.criterion}, {lead} comes first."
        turns = []
        if at > 0:
            turns.append(f"below {start:.3f} it is {and_(self.intervals[at - 1][2])}")
        if at + 1 < len(self.intervals):
            turns.append(f"above {end:.3f} it is {and_(self.intervals[at + 1][2])}")
        return (
            f"With the weight of {self.criterion} at {self.current:.3f}, {lead} comes first; "
            f"{and_(turns)}."
        )


def weight_crossings(
    scores: pd.DataFrame, weights: Mapping[str, float], criterion: str
) -> WeightCrossings:
    """Find every weight of one criterion at which two options are level, and who leads between.

    Parameters
    ----------
    scores
        Options × criteria, higher is better.
    weights
        Criterion to weight; the others keep their proportions while one moves.
    criterion
        The one whose weight moves from 0 to 1.

    Raises
    ------
    WorkbookError
        When the criterion is unknown, or holds all the weight so that the others have no
        proportions to keep.
    """
    values, options, criteria = matrix(scores, "Scores")
    guards.one_of(criterion, criteria, "Weight crossings, criterion")
    share = shares(weights, criteria)
    j = criteria.index(criterion)
    if 1 - share[j] <= LEVEL:
        raise WorkbookError(
            f"Weight crossings: {criterion} holds all the weight, so the others have no "
            "proportions to keep. Give at least one other criterion some weight."
        )
    rest = np.delete(values, j, axis=1) @ np.delete(share, j) / (1 - share[j])
    # Each total is a straight line in the weight: rest at 0, own score at 1.
    points = _line_crossings(rest, values[:, j])
    intervals = _leaders_between(rest, values[:, j], [w for w, _, _ in points], options)
    turns = [start for start, _, _ in intervals[1:]]
    table = pd.DataFrame(
        [
            (w, options[a], options[b], any(abs(w - t) <= LEVEL for t in turns))
            for w, a, b in points
        ],
        columns=["weight", "first", "second", "changes_winner"],
    )
    return WeightCrossings(criterion, float(share[j]), table, intervals)


def _line_crossings(
    at_0: NDArray[np.float64], at_1: NDArray[np.float64]
) -> list[tuple[float, int, int]]:
    """Return (weight, line, line) for each crossing in [0, 1], ascending."""
    found = []
    for a in range(len(at_0)):
        for b in range(a + 1, len(at_0)):
            start, end = at_0[a] - at_0[b], at_1[a] - at_1[b]
            if start != end:
                w = start / (start - end)
                if 0 <= w <= 1:
                    found.append((float(w), a, b))
    return sorted(found)


def _leaders_between(
    at_0: NDArray[np.float64],
    at_1: NDArray[np.float64],
    points: Sequence[float],
    options: Sequence[str],
) -> tuple[tuple[float, float, tuple[str, ...]], ...]:
    """Return who leads in each stretch between crossings, like stretches joined.

    Together they cover 0 to 1: crossings that differ by no more than the computer's rounding
    are one, so a stretch begins where the one before it ends.
    """
    ends = [0.0, *points, 1.0]
    found: list[tuple[float, float, tuple[str, ...]]] = []
    for start, end in zip(ends, ends[1:], strict=False):
        if end - start <= LEVEL:
            continue
        middle = (start + end) / 2
        names = tuple(options[i] for i in highest(at_0 * (1 - middle) + at_1 * middle))
        if found and found[-1][2] == names:
            found[-1] = (found[-1][0], end, names)
        else:
            found.append((found[-1][1] if found else 0.0, end, names))
    found[-1] = (found[-1][0], 1.0, found[-1][2])
    return tuple(found)


@dataclass(frozen=True)
class WhatWouldHaveToBeTrue(Result):
    """What it would take for one option to come first.

    Attributes
    ----------
    weights
        The nearest weights at which it leads or is level (least sum of changes); None when
        there are none at all.
    moved
        Share of the weight that changes hands to get there.
    rows
        For each criterion: weight now, stretches of weight where it leads with the others pro
        rata (text), and the score it would need there alone (NaN if its weight is 0).
    """

    option: str
    leads_now: bool
    weights: Mapping[str, float] | None
    moved: float | None
    rows: pd.DataFrame
    assumptions: tuple[str, ...] = (
        "Nearest means that least weight changes hands in all; other weights may do as well.",
        "A needed score above the best point of the scale means the step is out of reach.",
    )

    def table(self) -> pd.DataFrame:
        """Return one criterion a row."""
        return self.rows.rename(
            columns={
                "criterion": "Criterion",
                "weight": "Weight now",
                "nearest": "Nearest weight",
                "leads_between": "Leads when this weight alone is",
                "score": "Score now",
                "needed": "Score needed here alone",
            }
        )

    def reading(self) -> str:
        """Say how far away first place is."""
        if self.leads_now:
            return f"{self.option} comes first as things stand."
        if self.weights is None or self.moved is None:
            return f"No weights at all put {self.option} first: only better scores could."
        changes = [
            (abs(new - old), name, old, new)
            for name, old, new in zip(
                self.rows["criterion"], self.rows["weight"], self.weights.values(), strict=True
            )
        ]
        _, name, old, new = max(changes)
        return (
            f"{self.option} would draw level if {self.moved:.0%} of the weight changed hands, most "
            f"of all {name} from {old:.0%} to {new:.0%}."
        )


def what_would_have_to_be_true(
    scores: pd.DataFrame, weights: Mapping[str, float], option: str
) -> WhatWouldHaveToBeTrue:
    """Find what would put one option first: other weights, or a better score on one criterion.

    Parameters
    ----------
    scores
        Options × criteria, higher is better.
    weights
        Criterion to weight.
    option
        The option that should come first.

    Raises
    ------
    WorkbookError
        When the option is unknown, a score is blank, or a weight is missing or below 0.
    """
    values, options, criteria = matrix(scores, "Scores")
    guards.one_of(option, options, "What would have to be true, option")
    share = shares(weights, criteria)
    at = options.index(option)
    totals = values @ share
    short = totals.max() - totals[at]
    nearest = nearest_winning_weights(values, share, at)
    rows = pd.DataFrame(
        {
            "criterion": criteria,
            "weight": share,
            "nearest": np.nan if nearest is None else nearest,
            "leads_between": [_stretches(scores, weights, c, option) for c in criteria],
            "score": values[at],
            "needed": values[at]
            + np.divide(short, share, out=np.full(len(share), np.nan), where=share > 0),
        }
    )
    return WhatWouldHaveToBeTrue(
        option,
        bool(short <= LEVEL),
        None if nearest is None else dict(zip(criteria, nearest.tolist(), strict=True)),
        None if nearest is None else float(np.abs(nearest - share).sum() / 2),
        rows,
    )


def _stretches(
    scores: pd.DataFrame, weights: Mapping[str, float], criterion: str, option: str
) -> str:
    """Return where an option leads as one weight moves, in words."""
    if scores.shape[1] == 1 or abs(weights[criterion] - sum(weights.values())) <= LEVEL:
        return "cannot move alone"
    found = weight_crossings(scores, weights, criterion).intervals
    parts = [f"{start:.2f} to {end:.2f}" for start, end, names in found if option in names]
    return ", ".join(parts) or "never"


def nearest_winning_weights(
    values: NDArray[np.float64], share: NDArray[np.float64], at: int
) -> NDArray[np.float64] | None:
    """Return the weights nearest to ``share`` (least sum of changes) that put a row first.

    A linear programme over weights and the size of each change; None when it has no answer.
    Drawing level with today's leader is part of it and is solved by hand; where nobody else is
    ahead then, that is the whole answer and the solver (slow to load) is not needed.

    Parameters
    ----------
    values
        Options × criteria, higher is better.
    share
        One weight a criterion; they sum to one.
    at
        The row of the option.
    """
    by_hand = _level_with_leader(values, share, at)
    if by_hand is None or (values @ by_hand).max() <= values[at] @ by_hand + LEVEL:
        return by_hand
    from scipy.optimize import linprog

    n = len(share)
    eye = np.eye(n)
    others = np.delete(values, at, axis=0) - values[at]
    solved = linprog(
        np.concatenate([np.zeros(n), np.ones(n)]),
        A_ub=np.vstack(
            [
                np.hstack([others, np.zeros((len(others), n))]),
                np.hstack([eye, -eye]),
                np.hstack([-eye, -eye]),
            ]
        ),
        b_ub=np.concatenate([np.zeros(len(others)), share, -share]),
        A_eq=[np.concatenate([np.ones(n), np.zeros(n)])],
        b_eq=[1.0],
        bounds=(0, None),
    )
    return np.asarray(solved.x[:n]) if solved.status == 0 else None


def _level_with_leader(
    values: NDArray[np.float64], share: NDArray[np.float64], at: int
) -> NDArray[np.float64] | None:
    """Return the nearest weights at which a row is level with the one that leads at ``share``.

    Weight goes to the criterion where the row is best against the leader, and comes from where
    it is worst first: no move closes more of the gap. None where even all of it is too little.
    """
    gain = values[at] - values[int(np.argmax(values @ share))]
    short = -float(gain @ share)
    weights = share.copy()
    to = int(np.argmax(gain))
    for source in np.argsort(gain, kind="stable"):
        if short <= LEVEL:
            break
        worth = float(gain[to] - gain[source])
        if worth <= 0:
            return None
        moved = min(float(weights[source]), short / worth)
        weights[source] -= moved
        weights[to] += moved
        short -= moved * worth
    return weights if short <= LEVEL else None
