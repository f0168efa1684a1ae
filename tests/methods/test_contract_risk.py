"""Monitoring tiers, determinants, action plans: domain facts, section 9."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_support.errors import WorkbookError
from course_support.methods import contract_risk as risk
from course_support.methods.contract_risk import Argument, Tier, TierRule

RULE = TierRule.suggested()


def tiers_of(plan: risk.MonitoringPlan) -> dict[str, str]:
    return {row["Contract"]: row["Tier"] for row in plan.rows}


def contracts(**scores) -> pd.DataFrame:
    rows = [
        {"contract": name, **dict(zip(risk.FACTORS, values, strict=True))}
        for name, values in scores.items()
    ]
    return pd.DataFrame(rows)


def test_tiers_by_a_rule_that_is_shown() -> None:
    plan = risk.monitoring_plan(
        contracts(Lunch=(1, 1, 2, 1), Homes=(4, 4, 4, 3), Advice=(2, 3, 3, 2)), RULE, 20
    )
    assert tiers_of(plan) == {"Lunch": "light", "Homes": "enhanced", "Advice": "standard"}
    assert plan.days_needed == 23
    assert "3 more than there are" in plan.reading()
    assert list(plan.table()["Contract"]) == ["Homes", "Advice", "Lunch"]
    assert "yours to change" in plan.assumptions[0]
    assert "7 fewer than there are" in replace(plan, days_available=30).reading()
    assert plan.rows[0]["Why"] == "score 3.75"


def test_a_score_exactly_at_a_tier_reaches_it_whatever_the_weights() -> None:
    """Thirds and tenths do not add up exactly on a computer."""
    weights = dict(zip(risk.FACTORS, (0.1, 0.2, 0.3, 0.4), strict=True))
    tiers = (Tier("light", 1, 1, ""), Tier("standard", 1.8, 5, ""))
    found = risk.monitoring_plan(contracts(X=(1, 2, 3, 1)), TierRule(weights, tiers))
    assert found.table()["Score"].iloc[0] < 1.8  # which is why it is rounded
    assert tiers_of(found)["X"] == "standard"


def test_the_most_vulnerable_are_never_in_the_light_tier() -> None:
    plan = risk.monitoring_plan(contracts(Small=(1, 5, 1, 1)), RULE)
    assert tiers_of(plan)["Small"] == "standard"
    assert "lifted because how vulnerable" in plan.rows[0]["Why"]
    without = replace(RULE, floor_tier="", floor_factors=())
    assert tiers_of(risk.monitoring_plan(contracts(Small=(1, 5, 1, 1)), without)) == {
        "Small": "light"
    }
    assert "officer-days a year in all" in plan.reading()


scores = st.tuples(*[st.integers(1, 5)] * 4)


@given(scores, st.integers(0, 3))
def test_more_concern_never_means_a_lighter_tier(values, which) -> None:
    raised = tuple(min(5, v + (place == which)) for place, v in enumerate(values))
    names = [tier.name for tier in RULE.tiers]
    before, after = (
        names.index(tiers_of(risk.monitoring_plan(contracts(X=one), RULE))["X"])
        for one in (values, raised)
    )
    assert after >= before


@given(st.lists(scores, min_size=2, max_size=5), st.randoms())
def test_the_order_of_contracts_does_not_matter(rows, random) -> None:
    table = contracts(**{f"c{place}": row for place, row in enumerate(rows)})
    shuffled = table.sample(frac=1, random_state=random.randint(0, 99))
    one, other = risk.monitoring_plan(table, RULE), risk.monitoring_plan(shuffled, RULE)
    assert tiers_of(one) == tiers_of(other)
    assert one.days_needed == other.days_needed


def argue(**leans: risk.Lean) -> list[Argument]:
    return [
        Argument(name, leans.get(name, "developmental"), f"because of {name}")
        for name in risk.DETERMINANTS
    ]


def test_the_five_determinants_are_laid_out_not_added_up() -> None:
    all_one_way = risk.determinants(argue(), immediate_safety=False)
    assert all_one_way.course == "developmental action"
    mixed = risk.determinants(
        argue(breach="punitive", response="unclear")[::-1], immediate_safety=False
    )
    assert mixed.course.startswith("mixed")
    assert mixed.leaning("punitive") == ("breach",)
    assert "3 developmental, 1 punitive, 1 unclear" in mixed.reading()
    assert [one.determinant for one in mixed.arguments] == list(risk.DETERMINANTS)
    assert not any("score" in str(column).lower() for column in mixed.table().columns)


def test_immediate_safety_overrides() -> None:
    """Immediate safety or legal breach leads to formal action regardless (section 9)."""
    found = risk.determinants(argue(), immediate_safety=True, safety_reason="no night staff")
    assert found.course == "formal action now"
    assert "no night staff" in found.reading()


def plan(**changes) -> pd.DataFrame:
    row = {part: part for part in risk.PLAN_PARTS}
    row |= {"due": date(2026, 12, 1), "review": date(2026, 12, 15), **changes}
    return pd.DataFrame([row])


def test_action_plan_completeness() -> None:
    """Issue, cause, action, owner, date, evidence, review, escalation (section 9)."""
    on = date(2026, 11, 22)
    assert risk.check_action_plan(plan(), on).complete
    gaps = risk.check_action_plan(plan(owner=" ", evidence=None), on)
    assert gaps.gaps == (("issue", "owner"), ("issue", "evidence"))
    assert "2 things are missing" in gaps.reading()
    late = risk.check_action_plan(plan(review="2026-11-30"), date(2026, 12, 2))
    assert late.late_review == ("issue",)
    assert late.overdue == (("issue", date(2026, 12, 1)),)
    assert not late.complete
    assert len(late.table()) == 2
    assert risk.check_action_plan(plan(issue=""), on).gaps[0] == ("row 1", "issue")
    assert risk.check_action_plan(plan(), on).reading() == "Every part is written: 1 action."


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda: risk.monitoring_plan(contracts(X=(1, 6, 1, 1)), RULE), "at most 5"),
        (lambda: risk.monitoring_plan(contracts(X=(1, None, 1, 1)), RULE), "a blank"),
        (lambda: risk.monitoring_plan(pd.DataFrame({"contract": ["X"]}), RULE), "is missing"),
        (lambda: risk.monitoring_plan(contracts(X=(1,) * 4), TierRule({})), "no weight"),
        (
            lambda: risk.monitoring_plan(
                contracts(X=(1,) * 4), replace(RULE, tiers=(Tier("a", 2, 1, ""),))
            ),
            "first begins at 1 or below",
        ),
        (
            lambda: risk.monitoring_plan(contracts(X=(1,) * 4), replace(RULE, floor_tier="x")),
            "Choose one of",
        ),
        (lambda: risk.determinants(argue()[:4], immediate_safety=False), "Not yet argued"),
        (
            lambda: risk.determinants([Argument("risks", "unclear", " ")], immediate_safety=False),
            "has no reason",
        ),
        (lambda: risk.determinants(argue(), immediate_safety=True), "Say what makes"),
        (lambda: risk.check_action_plan(plan(due="soon"), date(2026, 1, 1)), "is not a date"),
    ],
)
def test_plain_messages(act, said) -> None:
    with pytest.raises(WorkbookError, match=said):
        act()
