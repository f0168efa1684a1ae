"""Every result of tendering, outcomes, measures and contracts shows itself to a reader."""

from __future__ import annotations

import dataclasses
from datetime import date

import numpy as np
import pandas as pd
import pytest

from course_support.methods import (
    abnormally_low,
    assessment,
    change,
    contract_risk,
    contracts,
    control_charts,
    dates,
    logic_model,
    measures,
    moderation,
    outcome_checks,
    outcomes,
    tendering,
    time_series,
)
from course_support.methods.result import Result

HOLIDAYS = [date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)]
BIDS = tendering.Bids.of(["A & B", "C"], [100, 120], [70, 79])
LONG = pd.DataFrame(
    [("X", "A", "Q", 1), ("Y", "A", "Q", 4)], columns=["evaluator", "bidder", "question", "score"]
)
TERMS = outcomes.payment_terms(100, 0.3, 40, 60)
HALF = [outcomes.Group("a", 5, 0.5), outcomes.Group("b", 5, 0.4)]
CHART = control_charts.xmr([3, 5, 4, 6, 5, float("nan"), 4], direction="higher")
LINE = time_series.baseline_forecast([1, 2, 4, 3], 1)
RULES = abnormally_low.ScreenRules(15, 1, 1000, 100000, -3.5, 10, 10)
PLAN = pd.DataFrame([{**dict.fromkeys(contract_risk.PLAN_PARTS, "x"), "due": "2026-01-01",
                      "review": "2026-02-01"}])  # fmt: skip
ARGUED = [contract_risk.Argument(name, "unclear", "x") for name in contract_risk.DETERMINANTS]
FACTORS = pd.DataFrame([{"contract": "X", **dict.fromkeys(contract_risk.FACTORS, 2)}])
RATED = measures.RatedMeasure("A", "high", "high", "low")
CHANGE = {"meaningful": 3, "least_people": 30}

RESULTS: list[Result] = [
    tendering.evaluate(BIDS, "min_max", 40),
    tendering.compare_formulas(BIDS, 40),
    tendering.losing_bids_that_change_the_winner(BIDS, "lowest_over_bid", 40),
    tendering.life_cycle_costs({"A": 1}, {"A": [1]}, [0.9]),
    abnormally_low.screen_prices(["A", "B", "C"], [1, 2, 3], RULES),
    moderation.moderation(LONG, range(6)),
    *assessment.assessment_summaries({"A": {"Care": 3}}, {"A": {"Care": "good"}}, {"Care": 1}, "A"),
    dates.standstill("pa23", date(2026, 12, 23), 8, HOLIDAYS),
    dates.notice_due("Notice", date(2026, 1, 1), 30),
    CHART,
    control_charts.assurance(CHART, 5),
    control_charts.run_chart(list(range(12))),
    time_series.seasonality([1, 2] * 3, period=2),
    LINE,
    time_series.curve_turned(LINE, [5], "higher"),
    contracts.rate_kpis([contracts.Indicator("X", 9, 1, 2)], {"X": None}),
    contracts.service_credits(100, {"X": 2}, ["X"], 10),
    contracts.contract_calendar(
        [contracts.Contract("X", date(2026, 1, 1), date(2027, 1, 1), 6)], date(2026, 1, 1)
    ),
    contracts.council_rating([2, 3], {"low": 25, "good": 63}, statements=2, highest=4),
    contract_risk.monitoring_plan(FACTORS, contract_risk.TierRule.suggested(), 10),
    contract_risk.determinants(ARGUED, immediate_safety=False),
    contract_risk.check_action_plan(PLAN, date(2026, 1, 2)),
    outcomes.social_return([outcomes.ValuedOutcome("X", 1, 100)], 50, [0.9]),
    outcomes.payment(TERMS, 50),
    outcomes.payment_odds(TERMS, HALF, HALF),
    outcomes.simulated_payment_odds(TERMS, HALF, HALF, np.random.default_rng(1), spread=0.3),
    outcomes.whom_it_pays_to_leave_out(TERMS, HALF),
    logic_model.check_logic_model([logic_model.Card("a", "final", "Run clubs")], []),
    outcome_checks.check_outcomes([outcome_checks.Outcome("Run clubs")], date(2026, 11, 22)),
    measures.grid_mix({"A": "how_much"}),
    measures.headline_measures([RATED]),
    measures.three_tests({"A": dict.fromkeys(measures.TESTS, "unsure")}),
    measures.triangulation(["A"], []),
    change.paired_change([1, 2, 3], [2, 2, 5], **CHANGE),
    change.distance_travelled(
        [1, 2, 3], [2, 2, 5], population_mean=3, reliability=0.8, **CHANGE
    ),
    change.scale_totals(pd.DataFrame([[1, 2]]), lowest=1, highest=5, count=2),
]  # fmt: skip


@pytest.mark.parametrize("result", RESULTS, ids=lambda one: type(one).__name__)
def test_a_result_shows_a_sentence_a_table_and_what_was_assumed(result: Result) -> None:
    reading = result.reading()
    assert reading.endswith(".")
    assert "nan" not in reading.split()
    assert result.assumptions
    assert all(text.endswith(".") for text in result.assumptions)
    table = result.table()
    assert isinstance(table, pd.DataFrame)
    assert all(isinstance(column, str) for column in table.columns)
    html = result._repr_html_()
    assert "wb-result" in html
    assert "A & B" not in html
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.assumptions = ()  # type: ignore[misc]
