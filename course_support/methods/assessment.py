"""The assessment summary each bidder is owed: scores, reasons, and how the winner compares.

Source: Procurement Act 2023 s.50 (assessment summaries) and Procurement Regulations 2024
reg. 31; under the Public Contracts Regulations 2015 the like duty is in reg. 86.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from course_support.errors import WorkbookError
from course_support.methods.guards import no_repeats
from course_support.methods.result import Result

if TYPE_CHECKING:
    import pandas as pd

#: Criterion to score, or to reason, for each bidder.
ByBidder = Mapping[str, Mapping[str, float]]
ReasonsByBidder = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class CriterionFeedback:
    """One criterion: this bid's score and reason beside those of the winning bid."""

    criterion: str
    weight: float
    highest: float
    score: float
    reason: str
    winner_score: float
    winner_reason: str

    @property
    def comparison(self) -> str:
        """Return who scored higher on this criterion, and by how much."""
        gap = self.winner_score - self.score
        if gap == 0:
            return "level with the winning bid"
        who = "the winning bid scored" if gap > 0 else "this bid scored"
        return f"{who} {abs(gap):g} more"


@dataclass(frozen=True)
class AssessmentSummary(Result):
    """Fair feedback for one bidder."""

    bidder: str
    winner: str
    feedback: tuple[CriterionFeedback, ...]
    total: float
    winner_total: float
    assumptions: tuple[str, ...] = ()

    @property
    def successful(self) -> bool:
        """Return whether this is the winning bidder."""
        return self.bidder == self.winner

    @property
    def winner_advantages(self) -> tuple[str, ...]:
        """Return the criteria on which the winning bid scored higher."""
        return tuple(f.criterion for f in self.feedback if f.winner_score > f.score)

    def table(self) -> pd.DataFrame:
        """Return one row a criterion: weight, score, reason, the winner's score and reason."""
        import pandas as pd

        rows = [
            {
                "Criterion": f.criterion,
                "Weight": f.weight,
                "Your score": f"{f.score:g} of {f.highest:g}",
                "Why": f.reason,
                **(
                    {}
                    if self.successful
                    else {
                        "Winning score": f"{f.winner_score:g} of {f.highest:g}",
                        "Why it scored so": f.winner_reason,
                        "Compared": f.comparison,
                    }
                ),
            }
            for f in self.feedback
        ]
        return pd.DataFrame(rows)

    def reading(self) -> str:
        """Return the result for this bidder in a sentence."""
        if self.successful:
            return f"{self.bidder} has the winning bid with {self.total:.2f} marks."
        ahead = ", ".join(self.winner_advantages) or "no single criterion"
        return (
            f"{self.bidder} has {self.total:.2f} marks and the winning bid of {self.winner} "
            f"{self.winner_total:.2f}; the winning bid scored higher on {ahead}."
        )


def assessment_summaries(
    scores: ByBidder,
    reasons: ReasonsByBidder,
    weights: Mapping[str, float],
    winner: str,
    *,
    highest: float | Mapping[str, float] = 5.0,
    totals: Mapping[str, float] | None = None,
) -> tuple[AssessmentSummary, ...]:
    """Write the summary for every bidder, the winner included.

    Parameters
    ----------
    scores : mapping
        Bidder to criterion to agreed score. Price may be one of the criteria.
    reasons : mapping
        Bidder to criterion to the recorded reason for the score.
    weights : mapping
        Criterion to weight, as published.
    winner : str
    highest : float or mapping
        The highest score, for all criteria or for each.
    totals : mapping, optional
        Bidder to total marks. Otherwise weight × score / highest, added up.

    Raises
    ------
    WorkbookError
        When a score, a reason or a highest score is missing, or the winner has no scores.
    """
    if winner not in scores:
        raise WorkbookError(f"The winner '{winner}' has no scores. Bidders: {', '.join(scores)}.")
    no_repeats(list(weights), "Criteria")
    tops = {name: _highest(highest, name) for name in weights}
    for bidder in scores:
        _complete(bidder, scores, reasons, list(weights))
    sums = totals or {
        bidder: sum(weights[c] * scores[bidder][c] / tops[c] for c in weights) for bidder in scores
    }
    return tuple(
        AssessmentSummary(
            bidder,
            winner,
            tuple(_feedback(c, bidder, winner, scores, reasons, weights, tops) for c in weights),
            float(sums[bidder]),
            float(sums[winner]),
            (
                "Scores and reasons are those agreed at moderation, against published criteria.",
                "Take out what is commercially confidential before a summary is sent.",
            ),
        )
        for bidder in scores
    )


def _highest(highest: float | Mapping[str, float], criterion: str) -> float:
    value = highest.get(criterion) if isinstance(highest, Mapping) else highest
    if value is None or not value > 0:
        raise WorkbookError(f"The highest score for '{criterion}' is missing. Give it.")
    return float(value)


def _complete(
    bidder: str, scores: ByBidder, reasons: ReasonsByBidder, criteria: Sequence[str]
) -> None:
    for criterion in criteria:
        score = scores[bidder].get(criterion)
        if score is None or np.isnan(score):
            raise WorkbookError(f"{bidder} has no agreed score for '{criterion}'. Add it.")
        if not str(reasons.get(bidder, {}).get(criterion, "")).strip():
            raise WorkbookError(
                f"There is no recorded reason for the score of {bidder} on '{criterion}'. "
                "A summary without reasons is no feedback: write down why."
            )


def _feedback(
    criterion: str,
    bidder: str,
    winner: str,
    scores: ByBidder,
    reasons: ReasonsByBidder,
    weights: Mapping[str, float],
    tops: Mapping[str, float],
) -> CriterionFeedback:
    return CriterionFeedback(
        criterion,
        float(weights[criterion]),
        tops[criterion],
        float(scores[bidder][criterion]),
        reasons[bidder][criterion],
        float(scores[winner][criterion]),
        reasons[winner][criterion],
    )
