"""The pictures of page 03: what they say is what the figures say, for every population."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from course_support import Workbook
from course_support.charts import (
    appraisal,
    appraisal_costs,
    appraisal_findings,
    appraisal_risk,
    long_list,
    purchasing,
    specification,
)
from course_support.charts import appraisal_sensitivity as firm
from course_support.charts.appraisal_numbers import Sums, million, schedule
from course_support.charts.show import Chart
from course_support.errors import WorkbookError
from course_support.exercises import audit
from course_support.exercises.library import Library
from course_support.exercises.plan import Row
from course_support.methods.discounting import factor
from course_support.reports import options_paper
from course_support.sources import options, own_options, populations
from course_support.sources.options import COST, STANDING, Case
from course_support.widgets import options_page

POPULATIONS = tuple(populations.load())
DRAWN: dict[str, Callable[[Sums], Chart]] = {
    "scores": appraisal.scores,
    "totals": appraisal.totals,
    "weights": lambda sums: appraisal.weights_three_ways(sums, ["cost", "criterion-2"], True),
    "scales": appraisal.scales,
    "today": appraisal_costs.today,
    "paid back": appraisal_costs.paid_back,
    "factors": appraisal_costs.factors,
    "in cash": appraisal_costs.in_cash,
    "margins": appraisal_costs.margins,
    "crossing": lambda sums: firm.crossing(sums, firm.best_to_move(sums)),
    "crossing moved": lambda sums: firm.crossing(sums, "cost", 55),
    "all weights": firm.acceptability,
    "in order": lambda sums: firm.acceptability(sums, ["cost"]),
    "group": lambda sums: firm.over_group(
        sums, [given(sums, **{"criterion-1": 100.0}), given(sums, cost=100.0), {}]
    ),
    "true": firm.what_would_have_to_be_true,
    "risk": lambda sums: appraisal_risk.matrix(sums.case),
    "gains": lambda sums: appraisal_risk.gains(sums.case, sums.leader, 34_000),
}


def sums_of(population: str, **settings: float | str) -> Sums:
    case = options.authority(population)
    return Sums(
        case,
        {"capital-bias": 24, **settings},
        {**{each.id: each.points for each in case.criteria}, COST: 60},
    )


def given(sums: Sums, **points: float) -> dict[str, float | str]:
    """Return a row of the group's table: 0 where nothing else is said."""
    return {"person": "B", **{each.id: 0.0 for each in sums.criteria}, **points}


def whole(chart: Chart) -> str:
    """Return a chart's page after checking what every chart must have."""
    html = chart._repr_html_()
    assert chart.title and chart.reading.endswith((".", "”")) and chart.source
    assert all(len(row) == len(chart.columns) for row in chart.rows), chart.title
    assert 'aria-hidden="true"' in chart.svg and "http" not in chart.svg
    assert not re.search(r"\bnan\b|\bNone\b|£-|--", html), chart.title
    return html


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("population", POPULATIONS)
def test_every_chart_for_every_population(population: str, name: str) -> None:
    whole(DRAWN[name](sums_of(population)))


def test_the_title_names_the_option_with_the_highest_total() -> None:
    sums = sums_of("early_help")
    leader = sums.totals.leaders[0]
    assert f"{leader} leads" in appraisal.totals(sums).title
    best = max(
        sums.scores.index, key=lambda o: float(sums.scores.loc[o] @ list(sums.weights.values()))
    )
    assert leader == best


def test_business_as_usual_stays_even_when_it_is_dominated() -> None:
    chart = appraisal.totals(sums_of("children_in_care"))
    assert "but it stays: it is what happens if nobody decides" in chart.reading
    assert "can be dropped" not in chart.reading


def test_the_crossing_in_the_title_is_where_two_totals_are_equal() -> None:
    sums = sums_of("children_with_disabilities")
    found = re.search(r"weight of Cost passes ([\d.]+)%", firm.crossing(sums, "cost", 12).title)
    assert found
    at = float(found[1]) / 100
    rest = 1 - sums.weights["Cost"]
    moved = {k: at if k == "Cost" else w * (1 - at) / rest for k, w in sums.weights.items()}
    first, second = sorted(sums.totals_of(moved).totals, reverse=True)[:2]
    assert first - second < 0.15


def test_a_criterion_that_is_gone_gives_way_to_the_nearest() -> None:
    sums = sums_of("early_help")
    assert (
        firm.crossing(sums, "criterion-6").title
        == firm.crossing(sums, firm.best_to_move(sums)).title
    )


def test_where_no_weight_changes_the_answer_it_says_so() -> None:
    assert (
        "No weight of Cost changes the answer"
        in firm.crossing(sums_of("homelessness"), "cost").title
    )


def test_the_example_of_uplift_on_one_option_turns_the_answer() -> None:
    # Domain facts, section 3: 1944.742; 2016.742 with the uplift on it alone; 2151.538.
    chart = appraisal_costs.bias_example()
    whole(chart)
    by_option = {row[0]: row[1:] for row in chart.rows}
    assert by_option["Preferred"] == ["£1.94 million", "£2.02 million", "£2.02 million"]
    assert by_option["More ambitious"] == ["£1.98 million", "£1.98 million", "£2.15 million"]
    assert "Put on Preferred alone, the uplift changes the answer" in chart.title


def test_an_uplift_that_changes_nothing_is_one_sentence() -> None:
    found = appraisal_costs.bias_on_leader(sums_of("children_in_care"))
    assert isinstance(found, str) and "changes nothing" in found
    close = appraisal_costs.bias_on_leader(
        sums_of("children_with_disabilities", **{"running-bias": 9})
    )
    assert isinstance(close, Chart)


def test_discount_factors_are_the_published_ones() -> None:
    # Domain facts, section 3: year 10 at .708919, and .861667 for health.
    assert factor(schedule("standard"), 10) == pytest.approx(0.708919, abs=5e-7)
    assert factor(schedule("health"), 10) == pytest.approx(0.861667, abs=5e-7)
    assert appraisal_costs.factors(sums_of("homelessness")).title.startswith(
        "A pound in year 10 counts as 71p today, or 86p"
    )


def test_health_rates_raise_the_value_of_benefits_only() -> None:
    usual, health = (
        sums_of("older_people", schedule=name).money for name in ("standard", "health")
    )
    assert (health.rows["cost"] == usual.rows["cost"]).all()
    assert (health.rows["benefit"] >= usual.rows["benefit"]).all()
    assert health.rows["benefit"].sum() > usual.rows["benefit"].sum()


@pytest.mark.parametrize("population", POPULATIONS)
def test_every_picture_of_money_discounts_benefits_by_their_own_rates(population: str) -> None:
    """What is paid back in the last year is the net value; bias and bill use the same sums."""
    sums = sums_of(population, schedule="health")
    found = sums.money
    if found.ranked_by == "npsv":
        last = appraisal_costs.against_standing_still(sums).iloc[-1]
        for option, value in last.items():
            assert value == pytest.approx(found.of(str(option), "npsv"))
    bias = appraisal_costs.bias(sums, found.order[0])
    for option in found.order:
        column = "npsv" if found.ranked_by == "npsv" else "npc"
        assert bias.on_all.of(option, column) == pytest.approx(found.of(option, column))
    net = found.of(sums.leader, "cost") - found.of(sums.leader, "benefit")
    assert sum(appraisal_costs.net_by_year(sums, discounted=True)[sums.leader]) == (
        pytest.approx(net)
    )


def test_a_shorter_horizon_counts_fewer_years() -> None:
    assert sums_of("homelessness", years=3).years == 3
    assert (
        "over 3 years"
        in appraisal_findings.findings(sums_of("homelessness", years=3)).sentences[2].lower()
    )


def test_cost_is_a_criterion_only_where_all_have_costs() -> None:
    sums = sums_of("homelessness")
    assert sums.criteria[-1].id == "cost"
    poorer = replace(sums.case, money=tuple(m for m in sums.case.money if m[0] != "ho-o1"))
    without = replace(sums, case=poorer)
    assert [each.id for each in without.criteria] == [f"criterion-{n}" for n in range(1, 5)]
    assert "not every option" in firm.note_on_cost(without)
    whole(appraisal.totals(without))


def test_a_criterion_that_tells_nothing_apart_is_left_out() -> None:
    case = options.authority("early_help")
    same = {k: 5.0 if k[1] == "criterion-1" else v for k, v in case.performance.items()}
    sums = replace(sums_of("early_help"), case=replace(case, performance=same))
    assert "Families reached" not in sums.weights
    whole(appraisal.scores(sums))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda case: replace(case, performance={}), "Fewer than two options have a figure"),
        (lambda case: replace(case, performance=dict.fromkeys(case.performance, 1.0), money=()),
         "alike on every criterion"),
    ],
)  # fmt: skip
def test_what_cannot_be_weighed_is_told(change: Callable[[Case], Case], said: str) -> None:
    sums = sums_of("early_help")
    with pytest.raises(WorkbookError, match=said):
        appraisal.totals(replace(sums, case=change(sums.case)))


def test_without_costs_the_page_says_what_to_do() -> None:
    sums = sums_of("early_help")
    with pytest.raises(WorkbookError, match="Fill in the table of costs"):
        appraisal_costs.today(replace(sums, case=replace(sums.case, money=())))


def test_a_leader_that_costs_nothing_is_said_in_pounds() -> None:
    """Costs are often entered as differences from today, which then costs nought."""
    sums = sums_of("homelessness", **{"capital-bias": 0})
    first, second, *_ = (each.id for each in sums.case.costed)
    money = ((first, 0, "revenue", 0.0), (second, 0, "revenue", 100.0))
    chart = appraisal_costs.margins(replace(sums, case=replace(sums.case, money=money)))
    assert "nan%" not in whole(chart)
    assert chart.title.endswith("by £100,000 and costs nothing itself")
    assert chart.rows[0][2:4] == ["no cost to change", "−100.0%"]


def test_everyone_in_the_group_counts_once_and_a_missing_point_is_no_nought() -> None:
    sums = sums_of("early_help")
    rows = [given(sums, cost=100.0), given(sums, cost=50.0), {**given(sums), "cost": None}]
    chart = firm.over_group(sums, rows)
    first = sums.scores["Cost"].idxmax()
    assert chart.title == f"{first} leads by the points of 2 of 2 people"
    assert "points of 2 people. Left out, as points are missing: B" in chart.source
    alone = firm.over_group(sums, rows[:1])
    assert alone.title == f"{first} leads by the points of one person"


@pytest.mark.parametrize("number", [2, 3])
def test_two_options_cannot_show_what_a_scale_does(number: int) -> None:
    sums = sums_of("older_people")
    some = sums.case.options[:number]
    few = replace(sums, case=replace(sums.case, options=some))
    if number == 2:
        with pytest.raises(WorkbookError, match="With three options or more you see"):
            appraisal.scales(few)
    else:
        whole(appraisal.scales(few))


def test_what_is_left_out_is_said_also_where_nothing_can_be_drawn() -> None:
    sums = sums_of("early_help")
    case = replace(sums.case, money=(), notes=("Row 1 of the costs names no option.",))
    page = appraisal.with_notes(case, lambda: appraisal_costs.today(replace(sums, case=case)))
    html = page._repr_html_()
    assert html.index("No option has any costs yet") < html.index("Row 1 of the costs names no")


def test_costs_of_one_year_only_are_said_as_such() -> None:
    sums = sums_of("homelessness")
    money = tuple(row for row in sums.case.money if row[1] == 0)
    once = replace(sums, case=replace(sums.case, money=money))
    today = appraisal_costs.today(once)
    whole(today)
    assert "In year 0 alone, in today's value" in today.reading
    assert {row[4] for row in today.rows} == {"–"}
    for name in ("paid back", "in cash", "totals", "margins", "crossing"):
        assert "0 years" not in whole(DRAWN[name](once))


def test_the_nearest_turning_point_is_on_the_far_side_of_its_weight() -> None:
    """Rounded to whole per cent, 39.5% read as 40%, at which nothing has turned."""
    for population in POPULATIONS:
        sums = sums_of(population)
        name, turn, winner = firm.turning_point(sums) or ("", 0.0, "")
        past = "more" if turn >= sums.weights[name] else "less"
        said = appraisal_findings.findings(sums).sentences
        assert any(f"weighed {past} than {100 * turn:.1f}%" in each for each in said)


def test_a_score_of_nought_is_never_minus_nought() -> None:
    for population in POPULATIONS:
        sums = sums_of(population)
        assert "-0" not in sums.scores.to_csv(header=False, index=False)
        assert "-0" not in str(firm.what_would_have_to_be_true(sums).rows)


def test_without_business_as_usual_costs_are_still_compared() -> None:
    sums = sums_of("homelessness")
    none = tuple(
        replace(o, place="alternative") if o.place == STANDING else o for o in sums.case.options
    )
    without = replace(sums, case=replace(sums.case, options=none))
    assert "costs least over 10 years" in appraisal_costs.today(without).title
    with pytest.raises(WorkbookError, match="Mark one option as business as usual"):
        appraisal_costs.paid_back(without)
    assert "no risk named yet" in appraisal_risk.matrix(without.case).title


def test_points_all_at_nought_are_told() -> None:
    sums = replace(sums_of("early_help"), points={})
    with pytest.raises(WorkbookError, match="0 points"):
        appraisal.totals(sums)
    one = replace(sums, points={"cost": 100})
    with pytest.raises(WorkbookError, match="Only one swing has any points"):
        firm.crossing(one, "cost")


def test_nobody_in_the_group_yet() -> None:
    with pytest.raises(WorkbookError, match="points of everyone in your group"):
        firm.over_group(sums_of("early_help"), [{"person": "A"}])


@pytest.mark.parametrize(
    ("thousand", "words"),
    [
        (0, "£0"),
        (412.3, "£412,000"),
        (-515, "−£515,000"),
        (24_066.6, "£24.1 million"),
        (0.5, "£500"),
    ],
)
def test_amounts_in_words(thousand: float, words: str) -> None:
    assert million(thousand) == words


# --- the long list, the specification, the plan -----------------------------------------------


def choice(verdict: str, reason: str = "", dimension: str = "scope") -> dict[str, str]:
    return {"choice": f"A {verdict}", "dimension": dimension, "verdict": verdict, "reason": reason}


def test_business_as_usual_cannot_be_dropped_and_is_asked_for() -> None:
    shown = long_list.sifted([choice("drop", "no", "whole")], "yours")
    assert "stays" in shown.charts[0].reading and "dropped" not in shown.charts[0].reading
    assert any("drawn here as staying" in note for note in shown.notes)
    assert any("not on the list" in note for note in long_list.problems([choice("drop", "x")]))


def test_a_choice_dropped_without_a_reason_is_named() -> None:
    shown = long_list.sifted(
        [choice("stays", "", "whole"), choice("drop"), choice("drop", "x")], "yours"
    )
    assert shown.charts[0].title == "2 choices dropped, only 1 of them with a reason"
    assert "“A drop” is dropped without a reason" in shown.notes[0]
    assert any("Everything under “Scope" in note for note in shown.notes)


def test_a_specification_is_held_beside_the_objectives() -> None:
    exercise = Library()["specification-check"]
    assert isinstance(specification.checked(exercise, exercise.empty(), "x"), str)
    answer = audit.Answer.model_validate(
        {"findings": {"outcomes": {"rating": "red"}, "who": {"rating": "green"}}}
    )
    chart = specification.checked(exercise, answer, "Fewer moves")
    assert isinstance(chart, Chart)
    assert chart.title == "1 of 2 lines could be checked; 1 are not there"
    assert "though you wrote: “Fewer moves”" in chart.reading
    whole(chart)


SPAN = purchasing.Span("Strategy", 2026, 2027)
TODAY = dt.date(2026, 11, 22)


def step(date: str, action: str = "Do it", owner: str = "") -> Row:
    return Row(id=f"s-{abs(hash((date, action))) % 999}", action=action, date=date, owner=owner)


def test_steps_stand_in_time_and_those_beyond_the_strategy_are_named() -> None:
    rows = [step("30/06/2028", "Late"), step("31/03/2027", "Early", "Ann"), step("soon", "When?")]
    chart = purchasing.plan_timeline(rows, SPAN, TODAY, "yours")
    whole(chart)
    assert [row[1] for row in chart.rows] == ["Early", "Late"]
    assert chart.title.startswith("One step lies beyond the end of the strategy")
    assert "Without a date, so not drawn: When?." in chart.reading
    assert "Steps with nobody named: 1." in chart.reading


def test_an_empty_plan_is_drawn_as_one() -> None:
    chart = purchasing.plan_timeline([], SPAN, TODAY, "yours")
    whole(chart)
    assert chart.title == "No step has a date yet"


# --- findings, draft, paper -------------------------------------------------------------------


@pytest.fixture
def workbook(tmp_path: Path) -> Workbook:
    return Workbook.open("homelessness", "Ann", answers=tmp_path)


def test_a_draft_names_the_leader_the_losers_and_a_date() -> None:
    sums = sums_of("homelessness")
    texts = appraisal_findings.draft(sums, options.strategy("homelessness"))["texts"]
    assert texts["preferred"].startswith("Homes first. Lease 110 flats")
    assert "Renters who compete" in texts["gains"]
    assert "30 June 2027" in texts["review"]
    assert "24% on capital" in texts["assumptions"]
    assert set(texts) == {each.id for each in Library()["the-decision"].prompts}  # type: ignore[attr-defined]


def test_running_costs_alone_carry_no_optimism_bias_and_stop_nothing() -> None:
    """Most own options have no buildings: the page went down with them."""
    sums = sums_of("homelessness")
    money = tuple(row for row in sums.case.money if row[2] == "revenue")
    running = replace(sums, case=replace(sums.case, money=money))
    texts = appraisal_findings.draft(running, options.strategy("homelessness"))["texts"]
    assert "Optimism bias on every option: none." in texts["assumptions"]


def test_where_nothing_can_be_weighed_there_is_no_draft() -> None:
    sums = sums_of("homelessness")
    assert appraisal_findings.draft(replace(sums, points={}), None) == {"texts": {}}


def test_the_paper_is_put_together_from_answers_and_figures(workbook: Workbook) -> None:
    desk = options_page.prepare(workbook)
    span = purchasing.Span("Homelessness strategy", 2023, 2027)
    html = options_paper.options_paper(workbook, desk.sums, span)._repr_html_()
    assert "Options paper: people who are homeless" in html
    assert "A new hostel of sixty beds" in html  # dropped, with its reason
    assert "Homes first" in html and "What follows “Housing First”" in html
    assert "Write your objectives at the top of the page" in html


def test_the_paper_says_what_cannot_be_worked_out(workbook: Workbook) -> None:
    desk = options_page.prepare(workbook)
    sums = replace(desk.sums, points={})
    span = purchasing.Span("Homelessness strategy", 2023, 2027)
    assert "0 points" in options_paper.options_paper(workbook, sums, span)._repr_html_()


def test_one_change_is_worked_out_once(workbook: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = options_page.prepare(workbook)
    calls = []
    real = own_options.case
    monkeypatch.setattr(own_options, "case", lambda book: calls.append(1) or real(book))
    workbook.changed("my-options")
    assert desk.sums is desk.sums and desk.case is desk.sums.case
    assert len(calls) == 1
    workbook.changed("my-options")
    assert desk.case.options
    assert len(calls) == 2
