"""What the pictures of page 05 say, and that their tables hold the numbers."""

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import pytest

from course_support.charts import (
    award,
    group_order,
    life_cycle,
    low_prices,
    procurement_law,
    tally,
    tender_prices,
    tender_scores,
)
from course_support.errors import WorkbookError
from course_support.exercises import plan, poll, score
from course_support.exercises.library import Library
from course_support.methods import tendering
from course_support.methods.tender import Question, Tender
from course_support.sources import rules, tenders

LIBRARY = Library()
#: Domain facts, section 5, the relative paradox.
PARADOX = Tender(
    "Paradox", "domain facts", (Question("q", "Quality", 60.0),), 40.0,
    {"Ann": 100.0, "Bo": 120.0, "Cy": 60.0},
    {"Ann": {"q": 3.5}, "Bo": {"q": 3.95}, "Cy": {"q": 2.0}},
)  # fmt: skip


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOOK_TODAY", "2026-11-22")


def sheet(definition: Any, answer: Any) -> Any:
    class Sheet:
        exercise = definition

    Sheet.answer = answer  # type: ignore[attr-defined]
    return Sheet


# --- the law --------------------------------------------------------------------------------


def test_the_layers_name_the_one_that_has_gone() -> None:
    chart = procurement_law.layers()
    assert [row[0] for row in chart.rows][:3] == [
        "International agreement", "European law", "National law",
    ]  # fmt: skip
    assert "2. European law (gone)" in chart.svg
    assert "not re-checked" in chart.source
    assert "…" not in chart.svg  # a box is as tall as its words need


def test_dots_of_many_people_stay_in_their_row() -> None:
    words = {"a": "Quality", "b": "Price"}
    found = group_order.combined({str(n): ("a", "b") for n in range(30)}, words)
    drawn = group_order.one_order(found, "thirty people").charts[0].svg
    assert max(map(float, re.findall(r' r="([0-9.]+)"', drawn))) <= 14
    assert ">30<" in drawn


def test_a_name_of_two_lines_is_whole() -> None:
    words = {"a": "Outcomes for children and families", "b": "Price"}
    found = group_order.combined({"Ann": ("a", "b"), "Bo": ("b", "a")}, words)
    drawn = group_order.one_order(found, "two people").charts[0].svg
    assert ">Outcomes for children and<" in drawn
    assert ">families<" in drawn


def test_five_old_procedures_stand_beside_todays() -> None:
    rows = procurement_law.procedures().rows
    assert [row[1] for row in rows if row[0] == "Today"] == [
        "Open procedure", "Competitive flexible procedure", "Direct award",
    ]  # fmt: skip
    assert sum(row[0] == "2015" for row in rows) == 6  # five, and the light touch regime


@pytest.mark.parametrize("begun", [dt.date(2024, 5, 1), dt.date(2026, 7, 6)])
def test_the_law_of_a_tender_follows_from_the_day_it_began(begun: dt.date) -> None:
    about = replace(tenders.about("children_in_care"), begun=begun)
    definition: Any = LIBRARY.named("which-law")
    trail = procurement_law.which_law(definition, about)
    old = begun.year == 2024
    assert trail.outcome == (
        "Public Contracts Regulations 2015"
        if old
        else "Procurement Act 2023: a light touch contract"
    )
    assert "<caption>" in trail._repr_html_()


# --- a group's order --------------------------------------------------------------------------


def test_the_panel_of_the_domain_facts_agrees_strongly() -> None:
    # Domain facts, section 6: panel P, W = .8125, Kemeny ABCDE 36 of 40.
    orders = {"1": "ABCDE", "2": "BACED", "3": "ACBDE", "4": "ABDCE"}
    found = group_order.combined(orders, {letter: letter for letter in "ABCDE"})
    charts = group_order.one_order(found, "four people")
    (chart,) = charts.charts
    assert chart.title == "“A” comes first, with strong agreement"
    assert "agrees with 36 of the 40 preferences" in chart.reading
    assert [row[1] for row in chart.rows] == list("ABCDE")
    assert "gives the same order" in charts.notes[-1]


def test_where_points_and_consensus_differ_both_are_told() -> None:
    # Domain facts, section 6: the cycle 4 × ABC, 3 × BCA, 2 × CAB; Kemeny ABC, Borda A = B.
    orders = {f"p{n}": order for n, order in enumerate(["ABC"] * 4 + ["BCA"] * 3 + ["CAB"] * 2)}
    found = group_order.combined(orders, {})
    assert found.kemeny.orders[0] == ("A", "B", "C")
    differ = {"1": "ABC", "2": "ABC", "3": "BCA", "4": "BCA", "5": "ABC"}
    charts = group_order.one_order(group_order.combined(differ, {}), "five")
    assert "Counting points (Borda) gives another order: it puts “B” above “A”" in charts.notes[-1]


def test_one_person_is_no_group() -> None:
    with pytest.raises(WorkbookError, match="at least two people"):
        group_order.combined({"you": "AB"}, {})


# --- scores --------------------------------------------------------------------------------------


def test_ones_own_scores_are_drawn_among_the_panels() -> None:
    given = tenders.given_alone("children_in_care", tenders.lots("children_in_care")[0].id)
    definition: Any = LIBRARY.named("score-the-tenders").for_population("children_in_care")
    cold = tender_scores.spread(given).charts[0]
    assert "Yours are not in yet." in cold.reading
    assert len(cold.rows) == 16
    answer = score.Answer(scores={"first": {"b3": {"q1": 0}}})
    warm = tender_scores.spread(given, sheet(definition, answer)).charts[0]
    assert warm.title == "Talk first about “A home and not a unit” of Wrenholt Homes Ltd"
    assert "You" in warm.columns
    names = {q.name: q.id for q in tenders.questions("children_in_care")}
    agreed = tender_scores.agreed(sheet(definition, answer), names)
    assert agreed["Wrenholt Homes Ltd"]["CC-Q1"] == 0
    assert agreed["Wrenholt Homes Ltd"]["CC-Q2"] is None


def test_bid_sheets_do_not_give_the_scores_away() -> None:
    lot = tenders.lots("early_help")[0].id
    page = tender_scores.BidSheets(
        tenders.bids("early_help", lot),
        tenders.given_alone("early_help", lot),
        rules.get("national_living_wage"),
    )._repr_html_()
    assert "Tindlebank Trust" in page
    assert "Consent and choice run through the answer." in page
    assert re.findall(r"\b(Good|Excellent|Poor|Limited|Satisfactory)\.", page) == []


def test_totals_say_who_wins_and_how_close_it_is() -> None:
    chart = tender_scores.totals(PARADOX).charts[0]
    assert chart.title == "Bo would win"
    assert "1.40 marks ahead of Ann" in chart.reading
    assert "£5.49 lower (5.5% less)" in chart.reading
    assert [row[0] for row in chart.rows] == ["Bo", "Ann", "Cy"]
    ratio = tender_scores.totals(replace(PARADOX, formula="price_per_quality_point")).charts[0]
    assert ratio.title == "Ann costs least for each quality point"


def test_minimums_name_who_falls_out_and_who_has_nothing_to_spare() -> None:
    asked = (Question("q", "Quality", 60.0, minimum=3.5),)
    chart = tender_scores.minimums(replace(PARADOX, questions=asked))
    assert chart.title == "Cy falls below a minimum score"
    assert "nothing to spare: Ann on “Quality”" in chart.reading
    assert [row[-1] for row in chart.rows] == ["stays in", "stays in", "out"]


def test_a_tie_is_shown_step_by_step() -> None:
    page = tender_scores.TieBreak(PARADOX)._repr_html_()
    assert "Bo would win the tie." in page
    alone = replace(PARADOX, left_out={"Bo": "x", "Cy": "x"})
    assert "nothing can be level" in tender_scores.TieBreak(alone)._repr_html_()


# --- prices ---------------------------------------------------------------------------------


def test_every_formula_is_shown_or_its_absence_explained() -> None:
    charts = tender_prices.every_formula(PARADOX)
    assert charts.charts[0].title.startswith("The formula decides")
    assert len(charts.charts[0].rows) == 5
    assert "needs the ceiling price" in charts.notes[0]


def test_the_losing_bid_that_decides_is_named() -> None:
    chart = tender_prices.losing_bids(PARADOX).charts[0]
    assert chart.title == "A loser decides: without Cy, Ann wins"
    assert ["Cy had not bid", "Ann"] in [list(row) for row in chart.rows]
    level = tender_prices.losing_bids(replace(PARADOX, left_out={"Cy": "x"})).charts[0]
    assert not level.title.startswith("A loser decides")


def test_own_weights_show_what_no_question_tests() -> None:
    words = {"care": "Care", "cost": "Cost", "voice": "Voice"}
    charts = tender_prices.under_own_weights(
        PARADOX, ["care", "cost", "voice"], words, {"care": "q", "cost": "price"}, "your order"
    )
    assert charts.charts[0].title == "Under your order, Bo would win"
    assert "No question of the tender tests “Voice” (11%)" in charts.notes[0]
    with pytest.raises(WorkbookError, match="have their own criteria"):
        tender_prices.under_own_weights(replace(PARADOX, pasted=True), [], {}, {}, "x")


def test_screens_pay_and_build_up_speak_of_the_lowest_bid() -> None:
    here = tenders.authoritys("older_people")
    bids = tenders.bids("older_people", tenders.lots("older_people")[0].id)
    low = "Siskinfield Care Ltd"
    assert low_prices.asked_about(here) == low
    assert low_prices.too_low(here).title == f"4 of 4 screens ask about {low}"
    wage = rules.get("national_living_wage")
    assert low_prices.pay(bids, wage).title.startswith(f"The price of {low} holds pay below")
    assert low_prices.build_ups(bids).title == f"{low} has nothing for travel"
    assert low_prices.after_decision(here, "keep-must").left_out == {}
    assert list(low_prices.after_decision(here, "set-aside").left_out) == [low]
    calm = replace(PARADOX, prices={"Ann": 100.0, "Bo": 101.0, "Cy": 102.0})
    assert low_prices.asked_about(calm) == ""
    assert low_prices.too_low(calm).title == "No screen asks about any price"


def test_the_cost_over_its_life() -> None:
    # Domain facts, section 5: A 120+30×7 -> 303.436; B 160+20×7 -> 282.291 (£k).
    factors = [1.035**-year for year in range(1, 8)]
    found = tendering.life_cycle_costs(
        {"A": 120_000.0, "B": 160_000.0}, {"A": [30_000.0] * 7, "B": [20_000.0] * 7}, factors
    )
    chart = life_cycle.life_cycle(found, "facts")
    assert chart.title == "Cheaper over its life by £21,145: B"
    assert [row[-1] for row in chart.rows] == ["£303,436", "£282,291"]


# --- the award ---------------------------------------------------------------------------------


def steps(**days: str) -> award.Steps:
    keys = {"notice": award.NOTICE, "sign": award.SIGN, "details": award.DETAILS}
    keys["summaries"] = award.SUMMARIES
    rows = [plan.Row(id=keys[name], action="x", date=day) for name, day in days.items()]
    return award.planned(plan.Answer(rows=rows))


@pytest.mark.parametrize(
    ("notice", "ends"),
    [("2024-12-24", "7 January 2025"), ("14/12/2026", "23 December 2026"),
     ("23 December 2026", "6 January 2027")],
)  # fmt: skip
def test_the_standstill_of_the_domain_facts(notice: str, ends: str) -> None:
    assert award.on_calendar(steps(notice=notice)).chart.title.endswith(ends)


@pytest.mark.parametrize(
    ("notice", "left_out", "ends", "sign"),
    [("2026-12-23", "Monday 4 January 2027", dt.date(2027, 1, 7), dt.date(2027, 1, 8)),
     ("2026-12-14", None, dt.date(2026, 12, 23), dt.date(2026, 12, 24)),
     ("2026-07-06", "Monday 13 July 2026", dt.date(2026, 7, 16), dt.date(2026, 7, 17))],
)  # fmt: skip
def test_bank_holidays_of_any_part_of_the_kingdom_hold_up_signing(
    notice: str, left_out: str | None, ends: dt.date, sign: dt.date
) -> None:
    """Procurement Act 2023, section 123: Scotland's 2 January, the 12th of July in Ulster."""
    found = award.on_calendar(steps(notice=notice))
    assert found.steps["Standstill ends at midnight"] == ends
    assert found.steps["First working day to sign"] == sign
    assert ("section 123 of the Act leaves out" in found.chart.reading) == bool(left_out)
    assert (left_out or "") in found.chart.reading
    early = award.on_calendar(steps(notice=notice, sign=ends.isoformat()))
    assert "falls within the standstill" in " ".join(early.problems)


def test_dates_that_do_not_fit_are_told() -> None:
    found = award.on_calendar(
        steps(summaries="2026-12-20", notice="2026-12-19", sign="2026-12-28", details="2027-06-30")
    )
    said = " ".join(found.problems)
    assert "after the award notice. They go first." in said
    assert "Saturday 19 December 2026 is no working day" in said
    assert "falls within the standstill" in said
    assert "120 days, the day of signing included" in said
    assert "data:text/calendar;base64," in found._repr_html_()
    with pytest.raises(WorkbookError, match="Give the contract award notice a date"):
        award.on_calendar(steps())


def test_a_drafted_plan_keeps_its_own_rules() -> None:
    draft = award.drafted(dt.date(2026, 12, 21))
    found = award.on_calendar(award.planned(plan.Answer.model_validate(draft)))
    assert found.problems == ()


def test_a_poll_is_counted() -> None:
    definition: Any = LIBRARY.named("all-for-one")
    answers = [poll.Answer(chosen=["plan", "team"]), poll.Answer(chosen=["plan"]), poll.Answer()]
    chart = tally.tally(definition, answers, "two people")
    assert chart.title == "Most chosen: One plan of all that will be bought in the next years"
    assert [row[1] for row in chart.rows][:2] == ["2", "1"]
    assert tally.tally(definition, [], "nobody").title == "Nobody has answered yet"
