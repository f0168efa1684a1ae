"""Costs under other assumptions, and what would bring a rival level: figures by hand."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.methods import costs, option_flows
from course_support.methods.discounting import Schedule

FLAT = Schedule(((0, None, 0.0),), "no discounting")

FLOWS = pd.DataFrame(
    [
        ("Now", 0, "revenue", 100.0),
        ("Now", 1, "revenue", 100.0),
        ("Now", 2, "revenue", 100.0),
        ("New", 0, "capital", 40.0),
        ("New", 0, "revenue", 100.0),
        ("New", 1, "revenue", 60.0),
        ("New", 2, "revenue", 60.0),
        ("New", 2, "benefit", 10.0),
    ],
    columns=["option", "year", "kind", "amount"],
)


def run(demand: float, benefits: float) -> costs.CostAppraisal:
    moved = option_flows.adjusted(FLOWS, years=2, demand=demand, benefits=benefits)
    return costs.appraise(moved, FLAT, baseline="Now")


def test_demand_moves_running_costs_and_benefits_from_year_one() -> None:
    moved = option_flows.adjusted(FLOWS, years=2, demand=1.5, benefits=0.5)
    found = {(o, y, k): a for o, y, k, a in moved.itertuples(index=False)}
    assert found["New", 0, "revenue"] == 100  # the year of change is as it is
    assert found["New", 0, "capital"] == 40
    assert found["New", 1, "revenue"] == 90
    assert found["New", 2, "benefit"] == pytest.approx(10 * 1.5 * 0.5)


def test_later_years_are_cut() -> None:
    assert option_flows.adjusted(FLOWS, years=1)["year"].max() == 1


def test_margins_by_hand() -> None:
    # Now costs 300; New costs 260 and brings 10: New is 50 ahead.
    found = option_flows.margins(run)
    row = found.rows.iloc[0]
    assert found.leader == "New"
    assert row["ahead"] == pytest.approx(50)
    assert row["leader_cost"] == pytest.approx(50 / 260)
    assert row["rival_cost"] == pytest.approx(50 / 300)
    # At demand d: Now 100 + 200 d; New 140 + 120 d - 10 d. Level at 40 = 90 d.
    assert row["demand"] == pytest.approx(40 / 90)
    # Benefits would have to be below nought: no share from 0 up does it.
    assert math.isnan(row["benefits"])
    assert "19.2% more than planned" in found.reading()
    assert list(found.table()["Rival"]) == ["Now"]


def test_benefits_at_which_options_are_level() -> None:
    dear = FLOWS.assign(amount=FLOWS["amount"].where(FLOWS["kind"] != "benefit", 80.0))
    dear.loc[dear["kind"] == "capital", "amount"] = 140.0

    def again(demand: float, benefits: float) -> costs.CostAppraisal:
        moved = option_flows.adjusted(dear, years=2, demand=demand, benefits=benefits)
        return costs.appraise(moved, FLAT, baseline="Now")

    # Now 300; New 360 less 80 b: level at b = 60 / 80.
    assert option_flows.margins(again).rows["benefits"].iloc[0] == pytest.approx(0.75)


def test_rivals_are_named_nearest_first_and_by_cost_where_no_benefit_is_counted() -> None:
    third = FLOWS[FLOWS["option"] == "Now"].assign(option="Dear", amount=120.0)
    table = pd.concat([third, FLOWS[FLOWS["kind"] != "benefit"]])
    found = option_flows.margins(lambda demand, benefits: costs.appraise(table, FLAT))
    # New 260, Now 300, Dear 360, and cheapest is first.
    assert found.leader == "New"
    assert list(found.rows["rival"]) == ["Now", "Dear"]
    assert list(found.rows["ahead"]) == pytest.approx([40, 100])
    assert "Now would be level if New cost 15.4% more" in found.reading()


@pytest.mark.parametrize("amount", [0.0, -5.0])
def test_a_leader_that_costs_nothing_has_no_rise_in_per_cent(amount: float) -> None:
    """Costs are often entered as differences from today, which then costs nought."""
    rows = [("Now", 0, "revenue", amount), ("New", 0, "capital", 40.0)]
    table = pd.DataFrame(rows, columns=["option", "year", "kind", "amount"])
    found = option_flows.margins(lambda demand, benefits: costs.appraise(table, FLAT))
    assert found.leader == "Now" and math.isnan(found.rows["leader_cost"].iloc[0])
    assert found.rows["rival_cost"].iloc[0] == pytest.approx((40 - amount) / 40)
    assert f"£{40 - amount:.0f} thousand ahead of New" in found.reading()
    assert "nan" not in found.reading()


@given(st.floats(0.3, 3), st.floats(0.3, 3))
@settings(max_examples=20)  # each example appraises four times
def test_at_the_demand_it_names_the_two_are_level(revenue: float, capital: float) -> None:
    table = FLOWS.copy()
    mine = table["option"] == "New"
    table.loc[mine & (table["kind"] == "revenue"), "amount"] *= revenue
    table.loc[mine & (table["kind"] == "capital"), "amount"] *= capital

    def again(demand: float, benefits: float) -> costs.CostAppraisal:
        moved = option_flows.adjusted(table, years=2, demand=demand, benefits=benefits)
        return costs.appraise(moved, FLAT, baseline="Now")

    level = float(option_flows.margins(again).rows["demand"].iloc[0])
    if not math.isnan(level):
        found = again(level, 1.0)
        assert found.of("New", "npsv") == pytest.approx(0, abs=1e-6 * max(1, level) * 1000)


def test_with_one_option_there_is_no_rival() -> None:
    alone = FLOWS[FLOWS["option"] == "New"]
    found = option_flows.margins(lambda demand, benefits: costs.appraise(alone, FLAT))
    assert found.rows.empty
    assert "no rival" in found.reading()
