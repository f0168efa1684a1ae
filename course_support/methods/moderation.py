"""How far evaluators agree before they moderate, and what to talk about first.

Source: quadratic weighted kappa, Cohen 1968 (Psychological Bulletin 70).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from course_support.errors import WorkbookError
from course_support.methods.guards import columns, number, numbers, same_length
from course_support.methods.result import Result

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Moderation(Result):
    """Spread by question and bidder, agreement by pair, and the widest differences."""

    spread: pd.DataFrame
    by_question: pd.DataFrame
    agreement: pd.DataFrame
    wide: float
    assumptions: tuple[str, ...] = ()

    @property
    def to_discuss(self) -> pd.DataFrame:
        """Return the question and bidder pairs whose scores differ by ``wide`` or more."""
        return self.spread[self.spread["Range"] >= self.wide].reset_index(drop=True)

    def table(self) -> pd.DataFrame:
        """Return one row a question and bidder, widest difference first."""
        return self.spread

    def reading(self) -> str:
        """Return how many scores to talk about, and where the difference is widest."""
        pairs = len(self.spread)
        if not len(self.to_discuss):
            return (
                f"No score differs between evaluators by {self.wide:g} or more, over "
                f"{pairs} answers. Agreeing does not show that a score is right."
            )
        first = self.spread.iloc[0]
        return (
            f"{len(self.to_discuss)} of {pairs} answers differ by {self.wide:g} or more between "
            f"evaluators; start with {first['Question']} of {first['Bidder']} "
            f"({first['Lowest']:g} to {first['Highest']:g})."
        )


def weighted_kappa(first: ArrayLike, second: ArrayLike, levels: Sequence[float]) -> float:
    """Return quadratic weighted kappa between two evaluators.

    κ = 1 − Σ w·observed / Σ w·expected, with w the squared distance between levels.

    Parameters
    ----------
    first, second : array_like, shape (n,)
        Scores of the same answers.
    levels : sequence of float
        Every score that may be given, in order.

    Returns
    -------
    float
        1 for full agreement, 0 for what chance would give; NaN when both always give the
        same one score, because then chance explains everything.

    Raises
    ------
    WorkbookError
        When lengths differ or a score is not among the levels.
    """
    same_length(first, second, "Scores of the two evaluators")
    a, b = numbers(first, "Score"), numbers(second, "Score")
    scale = np.asarray(sorted(levels), dtype=float)
    for value in np.concatenate([a, b]):
        if value not in scale:
            allowed = ", ".join(f"{level:g}" for level in scale)
            raise WorkbookError(f"The score {value:g} is not on the scale. It may be: {allowed}.")
    observed = np.mean((a - b) ** 2)
    expected = np.mean((a[:, None] - b[None, :]) ** 2)
    return float("nan") if expected == 0 else float(1 - observed / expected)


def moderation(scores: pd.DataFrame, levels: Sequence[float], wide: float = 2.0) -> Moderation:
    """Compare individual scores before moderation.

    Parameters
    ----------
    scores : DataFrame
        Columns ``evaluator``, ``bidder``, ``question``, ``score``; one row each. A blank
        score means not scored, and is left out and counted.
    levels : sequence of float
        Every score that may be given.
    wide : float
        The difference from which an answer is to be talked about.

    Raises
    ------
    WorkbookError
        When a column is missing, an evaluator scored an answer twice, or nothing can be
        compared.
    """
    columns(scores, ("evaluator", "bidder", "question", "score"), "Scores")
    number(wide, "Difference to talk about", above=0)
    numbers(scores["score"], "Score", gaps=True)
    known = scores.dropna(subset=["score"])
    _no_doubles(known)
    spread = _spread(known)
    if spread.empty:
        raise WorkbookError(
            "No answer has scores from two evaluators, so there is nothing to compare. "
            "Collect individual scores first."
        )
    by_question = (
        spread.groupby("Question", sort=False)["Range"].agg(["mean", "max"]).reset_index()
    ).rename(columns={"mean": "Mean range", "max": "Widest range"})
    blanks = len(scores) - len(known)
    return Moderation(
        spread,
        by_question,
        _agreement(known, levels),
        wide,
        (
            "Each person scored alone before anyone saw other scores.",
            "Moderation means agreeing a score with a recorded reason, not averaging.",
            *([f"{blanks} blank scores are left out."] if blanks else []),
        ),
    )


def _no_doubles(scores: pd.DataFrame) -> None:
    double = scores[scores.duplicated(["evaluator", "bidder", "question"])]
    if len(double):
        row = double.iloc[0]
        raise WorkbookError(
            f"{row['evaluator']} scored {row['question']} of {row['bidder']} twice. Keep one score."
        )


def _spread(scores: pd.DataFrame) -> pd.DataFrame:
    grouped = scores.groupby(["question", "bidder"], sort=False)["score"]
    table = grouped.agg(["count", "min", "max", "median"]).reset_index()
    table = table[table["count"] >= 2]
    table["Range"] = table["max"] - table["min"]
    names = {
        "question": "Question", "bidder": "Bidder", "count": "Evaluators",
        "min": "Lowest", "max": "Highest", "median": "Middle",
    }  # fmt: skip
    table = table.rename(columns=names)
    return table.sort_values("Range", ascending=False, kind="stable").reset_index(drop=True)


def _agreement(scores: pd.DataFrame, levels: Sequence[float]) -> pd.DataFrame:
    import pandas as pd

    wide = scores.pivot(index=["question", "bidder"], columns="evaluator", values="score")
    rows = []
    for first, second in combinations(wide.columns, 2):
        both = wide[[first, second]].dropna()
        kappa = weighted_kappa(both[first], both[second], levels) if len(both) else float("nan")
        rows.append({"One": first, "Other": second, "Answers": len(both), "Weighted kappa": kappa})
    return pd.DataFrame(rows, columns=["One", "Other", "Answers", "Weighted kappa"])
