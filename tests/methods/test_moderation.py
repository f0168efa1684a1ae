"""Agreement between evaluators and assessment summaries: domain facts, section 5."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa

from course_support.errors import WorkbookError
from course_support.methods import moderation as mod
from course_support.methods.assessment import assessment_summaries

LEVELS = range(6)
FIRST, SECOND = [3, 4, 2, 5, 3, 1], [3, 3, 2, 5, 4, 1]
score_lists = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=30)


def test_quadratic_kappa() -> None:
    """[3,4,2,5,3,1] v [3,3,2,5,4,1] = .90 (domain facts, section 5)."""
    assert mod.weighted_kappa(FIRST, SECOND, LEVELS) == pytest.approx(0.90, abs=5e-3)


def test_one_score_throughout_says_nothing_beyond_chance() -> None:
    assert np.isnan(mod.weighted_kappa([3, 3], [3, 3], LEVELS))
    # Each always gives one score, but not the same one: no better than chance.
    assert mod.weighted_kappa([3, 3], [4, 4], LEVELS) == 0


@given(score_lists)
def test_kappa_agrees_with_statsmodels(pairs) -> None:
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    ours = mod.weighted_kappa(first, second, LEVELS)
    table = np.zeros((6, 6))
    for a, b in pairs:
        table[a, b] += 1
    if np.isnan(ours):
        assert len({*first, *second}) == 1
    else:
        theirs = cohens_kappa(table, wt="quadratic", return_results=False)
        assert ours == pytest.approx(theirs)
        assert -1 - 1e-9 <= ours <= 1 + 1e-9
        assert mod.weighted_kappa(second, first, LEVELS) == pytest.approx(ours)


def long_scores() -> pd.DataFrame:
    rows = [
        (evaluator, bidder, f"Q{place}", score)
        for evaluator, scores in (("Ann", FIRST), ("Bel", SECOND))
        for place, score in enumerate(scores[:3], start=1)
        for bidder in ["North"]
    ]
    rows += [("Ann", "South", "Q1", 1), ("Bel", "South", "Q1", 5), ("Ann", "South", "Q2", None)]
    return pd.DataFrame(rows, columns=["evaluator", "bidder", "question", "score"])


def test_the_widest_difference_comes_first() -> None:
    result = mod.moderation(long_scores(), LEVELS)
    assert "start with Q1 of South (1 to 5)" in result.reading()
    assert len(result.to_discuss) == 1
    assert result.by_question.set_index("Question").loc["Q1", "Widest range"] == 4
    assert result.agreement.loc[0, "Answers"] == 4
    assert "1 blank scores are left out." in result.assumptions
    table = result.table()
    assert list(table["Range"]) == sorted(table["Range"], reverse=True)
    assert list(result.by_question["Mean range"]) == [2, 1, 0]  # Q1: 4 and 0
    calm = mod.moderation(long_scores(), LEVELS, wide=5)
    assert "does not show that a score is right" in calm.reading()


def test_a_difference_of_just_so_much_is_talked_about() -> None:
    assert len(mod.moderation(long_scores(), LEVELS, wide=4).to_discuss) == 1
    assert len(mod.moderation(long_scores(), LEVELS, wide=4.5).to_discuss) == 0
    two_apart = pd.DataFrame(
        {"evaluator": ["Ann", "Bel"], "bidder": "North", "question": "Q1", "score": [2, 4]}
    )
    assert len(mod.moderation(two_apart, LEVELS).to_discuss) == 1  # 2 unless said otherwise


def test_plain_messages() -> None:
    scores = long_scores()
    with pytest.raises(WorkbookError, match="It may be: 0, 1, 2, 3, 4, 5"):
        mod.weighted_kappa([1], [9], [5, 3, 4, 0, 1, 2])
    with pytest.raises(WorkbookError, match="not on the scale"):
        mod.weighted_kappa([1], [9], LEVELS)
    with pytest.raises(WorkbookError, match="twice"):
        mod.moderation(pd.concat([scores, scores.head(1)]), LEVELS)
    with pytest.raises(WorkbookError, match="nothing to compare"):
        mod.moderation(scores[scores["evaluator"] == "Ann"], LEVELS)
    with pytest.raises(WorkbookError, match="'score' is missing"):
        mod.moderation(scores.drop(columns="score"), LEVELS)


SCORES = {"A": {"Care": 4, "Price": 3}, "B": {"Care": 5, "Price": 2}}
REASONS = {
    name: {criterion: f"{criterion} reason of {name}" for criterion in ("Care", "Price")}
    for name in SCORES
}


def test_assessment_summaries_say_scores_reasons_and_relative_advantages() -> None:
    first, second = assessment_summaries(SCORES, REASONS, {"Care": 60, "Price": 40}, "B")
    assert (first.total, second.total) == pytest.approx((72, 76))
    assert first.winner_advantages == ("Care",)
    assert first.feedback[0].comparison == "the winning bid scored 1 more"
    assert first.feedback[1].comparison == "this bid scored 1 more"
    assert "Care reason of B" in first.table()["Why it scored so"].tolist()
    assert second.successful
    assert "Winning score" not in second.table()
    assert "winning bid of B 76.00" in first.reading()


def test_a_level_score_is_nobodys_advantage() -> None:
    scores = {"A": {"Care": 5, "Price": 2}, "B": {"Care": 5, "Price": 2}}
    first, second = assessment_summaries(scores, REASONS, {"Care": 60, "Price": 40}, "B")
    assert first.winner_advantages == ()
    assert first.feedback[0].comparison == "level with the winning bid"
    assert first.reading().endswith("the winning bid scored higher on no single criterion.")
    assert second.reading() == "B has the winning bid with 76.00 marks."
    assert first.table()["Winning score"].tolist() == ["5 of 5", "2 of 5"]


def test_a_summary_without_a_reason_is_refused() -> None:
    with pytest.raises(WorkbookError, match="no recorded reason for the score of A on 'Price'"):
        assessment_summaries(SCORES, {**REASONS, "A": {"Care": "x"}}, {"Care": 1, "Price": 1}, "B")
    with pytest.raises(WorkbookError, match="no agreed score for 'Price'"):
        assessment_summaries({"A": {"Care": 1}}, REASONS, {"Care": 1, "Price": 1}, "A")
    with pytest.raises(WorkbookError, match="'Z' has no scores"):
        assessment_summaries(SCORES, REASONS, {"Care": 1}, "Z")
    with pytest.raises(WorkbookError, match="highest score for 'Price'"):
        assessment_summaries(
            SCORES, REASONS, {"Care": 1, "Price": 1}, "B", highest={"Care": 5}
        )  # fmt: skip
