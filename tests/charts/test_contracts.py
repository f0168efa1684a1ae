"""Pictures and tables of contract management: what they say is what the tables hold."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest

from course_support.charts.contracts import (
    calendar,
    cases,
    change,
    dashboard,
    duties,
    lists,
    market,
    payments,
    risks,
    tiers,
)
from course_support.charts.contracts.sheets import Said, Sheet, count
from course_support.charts.show import Chart
from course_support.errors import WorkbookError
from course_support.methods.contracts import GOOD, INADEQUATE
from course_support.sources import cases as sources
from course_support.sources import contracts, package, populations
from course_support.workbook import Workbook

IDS = tuple(populations.load())
RULE = tiers.authority_rule()
OWN = {"cap": "own", "fails": "target"}


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("WORKBOOK_TODAY", "2026-11-22")
    yield


# --- tiers -------------------------------------------------------------------------------------


def test_the_authoritys_rule_is_its_own_table_averaged() -> None:
    assert RULE["standard-from"] == 11 / 4
    assert RULE["enhanced-from"] == 14 / 4
    assert (RULE["light-days"], RULE["standard-days"], RULE["enhanced-days"]) == (3, 10, 24)


def test_the_rule_costs_more_than_there_is_and_says_so() -> None:
    """By hand from the table: 5 light, 9 standard, 13 enhanced."""
    needed = 5 * 3 + 9 * 10 + 13 * 24
    assert needed == 417
    title = tiers.tiers("homelessness", RULE).charts[1].title
    assert title == "The rule asks for 417 officer-days a year; there are 400"


def test_moving_the_rule_moves_contracts_and_days() -> None:
    gentle = {**RULE, "enhanced-from": 4.0}
    before, after = (tiers.tiers("homelessness", rule) for rule in (RULE, gentle))
    assert before.charts[0].title == "3 of these 6 would be watched most closely"
    assert after.charts[0].title == "None of these 6 would be watched most closely"
    assert "fewer than there are" in after.charts[1].title


def test_a_rule_moved_to_an_end_still_places_every_contract() -> None:
    """Standard from 1 leaves nobody in light; a closer tier from a lower score is refused."""
    none_light = tiers.plan(contracts.held(), {**RULE, "standard-from": 1.0})
    assert {row["Tier"] for row in none_light.rows} == {"standard", "enhanced"}
    all_close = {**RULE, "standard-from": 1.0, "enhanced-from": 1.0}
    charts = tiers.tiers("homelessness", all_close).charts
    assert charts[0].title == "6 of these 6 would be watched most closely"
    assert charts[0].svg.count(" from 1<") == 1
    with pytest.raises(WorkbookError, match="standard from 4, enhanced from 3.5. Move one"):
        tiers.plan(contracts.held(), {**RULE, "standard-from": 4.0})


def test_the_floor_lifts_the_most_vulnerable() -> None:
    plan = tiers.plan(contracts.held("older_people"), {**RULE, "floor": "enhanced"})
    lifted = [row for row in plan.rows if row["How vulnerable the people are"] == 5]
    assert lifted
    assert {row["Tier"] for row in lifted} == {"enhanced"}


# --- the dashboard -----------------------------------------------------------------------------


@pytest.mark.parametrize("population", IDS)
def test_only_the_planted_shift_is_called_a_lasting_change_for_the_worse(population: str) -> None:
    planted = {
        row["kpi_id"]
        for row in package.rows("planted_features", population)
        if row["feature"] == "real shift"
    }
    for row in package.rows("kpis", population):
        watched = dashboard.watch(row["kpi_id"])
        assert bool(watched.lasting) == (row["kpi_id"] in planted), row["kpi_id"]


def test_each_rating_is_the_contracts_own() -> None:
    """Rooms that passed inspection: 82.6% against 98, inadequate beyond 85."""
    rooms = dashboard.watch("HO-K8")
    assert (rooms.rating.actual, rooms.rating.rating) == (82.6, INADEQUATE)
    assert dashboard.watch("CC-K1").rating.rating == GOOD


def test_the_contracts_own_cut_offs_stand_beside_the_rating() -> None:
    """Home care, zone 2: 92 is the target, 89 where Approaching ends, below 82 inadequate."""
    late, missed = (dashboard.watch(kpi).cut_offs for kpi in ("OP-K1", "OP-K2"))
    assert late == "92% or more; Approaching target to 89; Inadequate beyond 82"
    assert missed == "5 per 1,000 or less; Approaching target to 6; Inadequate beyond 9"


def test_the_newest_signal_is_the_one_told_with_its_month() -> None:
    """Nights delivered: good months in the summer of 2025, and none since."""
    nights = dashboard.watch("CD-K4", dt.date(2026, 2, 3))
    assert nights.standing_out is not None
    word, month = nights.standing_out
    assert nights.signal == f"a signal for the {word} in {month:%b %Y}"
    assert nights.review is not None
    later = range(nights.months.index(month) + 1, len(nights.months))
    kinds = {nights.review.chart.kind(place - nights.offset + 1) for place in later}
    assert not kinds & {"concern", "improvement"}


def test_a_month_in_doubt_is_not_judged() -> None:
    nights = dashboard.watch("CD-K4")
    names = {f"{nights.months[place]:%Y-%m}" for place in nights.doubtful}
    assert names == {"2025-02", "2025-03"}
    assert nights.review is not None
    assert nights.review.chart.segments[0].lower > 100
    judged = nights.review.chart.values
    assert all(judged[place - nights.offset] != judged[place - nights.offset]  # no number
               for place in nights.doubtful)  # fmt: skip


def test_a_case_sees_no_month_that_came_after_its_newest_paper() -> None:
    case = sources.case("PC4")
    watched = dashboard.watch("EH-K1", case.closed_on)
    assert f"{watched.months[-1]:%Y-%m}" == "2025-11"


@pytest.mark.parametrize("population", IDS)
def test_the_dashboard_says_in_words_and_table_what_it_draws(population: str) -> None:
    chart = dashboard.dashboard(population)
    assert len(chart.rows) == len(package.rows("kpis", population))
    assert chart.svg.count("<svg") == len(chart.rows)
    assert all(row[4][0] in "✓≈▽✗–" for row in chart.rows)
    assert not re.search(r"\bnan\b", chart.svg)


# --- what is owed ------------------------------------------------------------------------------


def test_indicators_are_owed_for_the_one_large_contract_that_is_not_light_touch() -> None:
    """Domain facts, section 0 and S1: over £5m, not light touch, not older law."""
    owed = {
        row[0]: row[4]
        for population in IDS
        for row in duties.owed(population).rows
        if row[4] == "owed"
    }
    assert owed == {"Nightly-paid rooms": "owed"}
    assert "has 1; the law asks for at least 3" in duties.owed("homelessness").reading


def test_credits_by_hand_and_capped() -> None:
    """Two months' fees: £4.7m / 12 × (2% + 2%), and the same held to 3% of the fee."""
    fee = 4_700_000 / 12
    assert f"£{fee * 0.04:,.2f} is credited" in duties.credits("older_people", OWN).reading
    short = duties.credits("early_help", {**OWN, "cap": "3"})
    assert "held to the cap of 3%" in short.reading


def test_only_grave_failures_count_when_the_contract_says_so() -> None:
    strict = duties.credits("older_people", {**OWN, "fails": "inadequate"})
    assert {row[5] for row in strict.rows} == {"no"}


def test_publication_duties_carry_their_dates() -> None:
    rows = {(row[0], row[1]): row[2] for row in duties.publication("homelessness").rows}
    rating = "Rating against each indicator (contract performance notice)"
    # It ends on 31 March 2027, a day before the next twelve months are over.
    assert rows[rating, "Nightly-paid rooms"].startswith("by 31 March 2027; every 12 months")
    what, paid = next((w, when) for (w, _), when in rows.items() if "payments over £30,000" in w)
    assert what.endswith("April to June 2026")
    # Section 70: 30 days "beginning with the last day of the quarter", so 30 June is the first.
    assert paid == "by 29 July 2026"
    copied = {name: when for (what, name), when in rows.items() if what.startswith("A copy")}
    assert copied == {"Nightly-paid rooms": "within 90 days of signing"}


def test_a_large_light_touch_contract_is_copied_but_its_failures_are_not_published() -> None:
    """Procurement Act 2023, sections 53 and 71: the second does not reach light touch."""
    rows = {row[0]: row[2] for row in duties.publication("children_in_care").rows}
    copy = next(when for what, when in rows.items() if what.startswith("A copy"))
    assert copy == "within 180 days of signing"
    assert not any("poor performance" in what for what in rows)
    assert any("poor performance" in row[0] for row in duties.publication("homelessness").rows)


# --- changes, payments, dates ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("population", "whole", "less"),
    [
        ("early_help", "Not permitted: a new procurement", "permitted under regulation 72"),
        ("children_with_disabilities", "Not permitted: a new procurement", "permitted under"),
        ("children_in_care", "May be changed without a ground", "may be changed without"),
        ("homelessness", "Not permitted: a new procurement", "permitted under the Procurement"),
        ("older_people", "Not permitted: select a provider again", "permitted under the Prov"),
    ],
)
def test_the_worked_change_meets_its_own_law(population: str, whole: str, less: str) -> None:
    said = change.worked(population).parts[1].paragraphs
    assert whole in said[0]
    assert less in said[1]
    assert change.notice(population)


@pytest.mark.parametrize("population", IDS)
def test_a_request_is_taken_through_every_step_or_stops_at_the_law(population: str) -> None:
    steps = change.worked(population).parts[-1]
    assert [row[0] for row in steps.rows] == [
        "Request", "Effects", "Approval", "Test of the law", "Variation", "Notice", "Log",
    ]  # fmt: skip
    stops = steps.rows[3][2].startswith("Not permitted")
    assert stops == ("stops at the fourth" in steps.title) == steps.rows[4][2].startswith("Nothing")


def test_ten_per_cent_is_not_below_ten_per_cent() -> None:
    assert "or 10.0%" in change.worked("early_help").parts[1].paragraphs[0]


def test_no_notice_for_a_light_touch_contract() -> None:
    """Procurement Act 2023, section 75(6)(b)."""
    assert change.notice("children_in_care").startswith("No notice is due")


@pytest.mark.parametrize("population", IDS)
def test_payment_checks_ask_and_do_not_accuse(population: str) -> None:
    sheet = payments.checks(population)
    assert len(sheet.rows) == len(contracts.held(population))
    assert "question" in sheet.title


def test_the_break_of_the_empty_rooms_is_a_week_away() -> None:
    chart = calendar.calendar("homelessness", {"procurement-months": 12.0})
    assert "by 30 November 2026: Supported housing (coast and quarry towns)" in chart.reading


def test_more_months_to_buy_bring_more_days_that_have_gone_by() -> None:
    few, many = (
        calendar.calendar("children_in_care", {"procurement-months": months}).reading
        for months in (3.0, 24.0)
    )
    assert "gone by for" not in few
    assert "Agency fostering framework (lot 1)" in many.split("gone by for")[-1]


@pytest.mark.parametrize("population", IDS)
def test_the_way_out_is_dated_from_the_last_end(population: str) -> None:
    sheet = calendar.way_out(population)
    first = min(each.latest_end for each in contracts.held(population))
    assert f"{first.day} {first:%B %Y}" in sheet.reading
    assert len(sheet.rows) == 8


# --- risks -------------------------------------------------------------------------------------


def risk(name: str, likelihood: object, impact: object, owner: str = "x") -> dict[str, object]:
    return {"risk": name, "likelihood": likelihood, "impact": impact, "control": "", "owner": owner}


def test_the_matrix_orders_names_and_warns() -> None:
    chart = risks.register([risk("rare", 2.0, 5.0), risk("slight", 5.0, 2.0), risk("worst", 5, 5)])
    assert isinstance(chart, Chart)
    assert chart.title == "1 risk of 3 in the band “extreme”"
    assert [row[1] for row in chart.rows] == ["worst", "rare", "slight"]
    assert "look at both" in chart.reading


def test_risks_half_written_are_named_and_left_out() -> None:
    chart = risks.register(
        [risk("a", 3.0, 3.0, owner=""), risk("b", None, 2.0), risk("c", 9.0, 1.0)]
    )
    assert isinstance(chart, Chart)
    assert "Without an owner: a" in chart.reading
    assert "2 risks without both grades left out" in chart.reading
    assert isinstance(risks.register([]), Said)


def test_a_risk_named_like_the_second_of_another_stays_too() -> None:
    chart = risks.register([risk("same", 5, 5), risk("same", 4, 4), risk("same (2)", 3, 3)])
    assert [row[1] for row in chart.rows] == ["same", "same (2)", "same (2) (2)"]


def test_two_risks_of_one_name_both_stay() -> None:
    chart = risks.register([risk("same", 1.0, 1.0), risk("same", 5.0, 5.0)])
    assert isinstance(chart, Chart)
    assert len(chart.rows) == 2


# --- a case, walked in each direction ----------------------------------------------------------


@pytest.mark.parametrize("case", sources.cases(), ids=lambda case: case.id)
@pytest.mark.parametrize("course", list(sources.COURSES))
def test_what_happened_is_told_only_after_a_course_and_a_reason(
    case: sources.Case, course: str
) -> None:
    assert isinstance(cases.what_happened(case, [], "because", "no", {}), Said)
    assert isinstance(cases.what_happened(case, [course], "  ", "no", {}), Said)
    told = cases.what_happened(case, [course], "because <of> it", "no", {})
    assert isinstance(told, cases.Sequel)
    page = told._repr_html_()
    assert case.sequels[sources.COURSES[course]][:40].replace("'", "&#x27;") in page
    assert "because &lt;of&gt; it" in page
    assert page.count("And if you had chosen") == 2


def test_danger_met_by_development_alone_is_asked_about() -> None:
    told = cases.what_happened(sources.case("PC2"), ["developmental"], "trust", "yes", {})
    assert "What protects them tonight?" in told._repr_html_()


def argue(lean: str, reason: str, danger: str, why: str = "") -> Sheet:
    placed = dict.fromkeys(sources.DETERMINANTS, lean)
    notes = dict.fromkeys(sources.DETERMINANTS, reason)
    sheet = cases.argued(sources.case("PC1"), placed, notes, danger, why).parts[0]
    assert isinstance(sheet, Sheet)
    return sheet


def test_a_course_that_no_argument_leans_to_is_asked_about() -> None:
    leans = dict.fromkeys(sources.DETERMINANTS, "punitive")
    against = cases.what_happened(sources.case("PC3"), ["developmental"], "trust", "no", leans)
    assert "What outweighed your reasons?" in against._repr_html_()
    for course, own in (
        ("punitive", leans), ("sequence", leans), ("developmental", {}),
        ("developmental", {**leans, "breach": "developmental"}),
    ):  # fmt: skip
        told = cases.what_happened(sources.case("PC3"), [course], "trust", "no", own)
        assert "outweighed" not in told._repr_html_()


@pytest.mark.parametrize("lean", ["developmental", "punitive"])
def test_five_that_lean_one_way_point_that_way(lean: str) -> None:
    assert f"{lean} action" in argue(lean, "a reason", "no").reading


def test_danger_now_comes_before_the_five() -> None:
    assert "act formally now" in argue("developmental", "a reason", "yes", "one worker").reading
    assert "Write what makes you think so" in argue("developmental", "a reason", "yes").reading
    assert "find out today" in argue("developmental", "a reason", "unknown").reading
    assert argue("developmental", "a reason", "").reading.startswith("First say whether")


def test_what_the_file_says_waits_for_the_argument() -> None:
    case = sources.case("PC3")
    sheet = cases.argued(case, {"breach": "unclear"}, {}, "no", "").parts[0]
    shown = {row[0]: row[3] for row in sheet.rows}
    assert sum(text == "shown when you have argued it" for text in shown.values()) == 4
    assert case.facts["breach"] in shown.values()
    assert "Still without a reason" in sheet.reading


@pytest.mark.parametrize("case", sources.cases(), ids=lambda case: case.id)
def test_every_paper_can_be_opened_by_itself(case: sources.Case) -> None:
    page = cases.file_of(case)._repr_html_()
    assert page.count("<summary>") == len(case.papers) + 2  # the terms, and the chart's table
    after = case.closed_on.year * 12 + case.closed_on.month
    assert f">{dt.date(after // 12, after % 12 + 1, 1):%b %Y}<" not in page
    assert ">Sep 2026<" not in page
    assert "<script" not in page


def test_a_plan_is_told_what_it_lacks() -> None:
    whole = {
        "id": "a", "issue": "late", "root-cause": "rota", "action": "mend it", "owner": "manager",
        "due": dt.date(2027, 1, 31), "evidence": "records", "review": dt.date(2027, 2, 1),
        "escalation": "notice",
    }  # fmt: skip
    day = dt.date(2026, 2, 3)
    good = cases.plan_check([whole], day)
    assert isinstance(good, Sheet)
    assert good.title == "The plan is complete"
    late = cases.plan_check([{**whole, "owner": None, "review": dt.date(2027, 1, 1)}], day)
    assert isinstance(late, Sheet)
    assert {row[1] for row in late.rows} == {
        "missing: who will do it",
        "the review is before the action is due",
    }
    assert isinstance(cases.plan_check([], day), Said)


def test_a_plan_is_judged_on_the_day_of_its_case_and_not_on_ours() -> None:
    """The case of the home is of 2 February 2026; today, in these tests, is November."""
    day = sources.case("PC2").closed_on
    line = {
        "id": "a", "issue": "one at night", "root-cause": "no manager", "action": "two on shift",
        "owner": "director", "evidence": "time sheets", "escalation": "the end",
    }  # fmt: skip
    soon = {"due": dt.date(2026, 2, 4), "review": dt.date(2026, 3, 1)}
    past = {"due": dt.date(2026, 1, 30), "review": dt.date(2026, 3, 1)}
    assert cases.plan_check([{**line, **soon}], day).title == "The plan is complete"
    gone = cases.plan_check([{**line, **past}], day)
    assert gone.title == "The plan still lacks something"
    assert "1 is due on a day that has passed" in gone.reading


def test_the_record_says_what_is_still_to_come() -> None:
    case = sources.case("PC5")
    bare = cases.record(case, [("What do you know?", "")], "", "", "", {}, {})
    assert bare.reading == "9 parts still to come."
    leans = dict.fromkeys(sources.DETERMINANTS, "punitive")
    notes = {"breach": "not yet five, but two months"}
    know = [("What do you know?", "it")]
    done = cases.record(case, know, "sequence", "because", "yes", leans, notes)
    assert done.reading == "Complete."
    rows = dict(done.rows)
    breach = "Towards punitive: not yet five, but two months"
    assert rows["Is it a breach of the contract?"] == breach
    assert rows["How serious is the failure?"] == "Towards punitive: no reason written"


# --- what participants wrote -------------------------------------------------------------------


def workbook(tmp_path: object, population: str = "homelessness") -> Workbook:
    return Workbook.open(population, "Ann", answers=str(tmp_path))


def save(book: Workbook, name: str, value: dict[str, object], *, group: bool = False) -> None:
    sheet = book.sheet(name, group=group)
    book.store.save(sheet.key, sheet.exercise.kind, value)


def test_the_audit_shows_the_weakest_first(tmp_path: object) -> None:
    book = workbook(tmp_path)
    assert isinstance(lists.audited(book.sheet("duties-and-conditions")), Said)
    found = {"people": {"rating": "green"}, "change": {"rating": "red", "action": "log it"}}
    save(book, "duties-and-conditions", {"findings": found})
    sheet = lists.audited(book.sheet("duties-and-conditions"))
    assert isinstance(sheet, Sheet)
    assert sheet.title == "1 of 10 is in place"
    assert sheet.rows[0][1] == "■ red"
    assert "1 green without evidence" in sheet.reading


def test_ones_own_list_and_the_groups_become_one(tmp_path: object) -> None:
    book = workbook(tmp_path)
    names = [item.id for item in book.exercise("top-ten-attributes").items]  # type: ignore[attr-defined]
    both = {"Good": tuple(book.sheet("top-ten-attributes", group=g) for g in (False, True))}
    assert isinstance(lists.top_tens(both, "Group 3"), Said)
    own = [{"id": "own-1", "text": "Luck"}]
    save(book, "top-ten-attributes", {"order": ["own-1", *names], "own": own, "ranked": True,
                                      "notes": {names[0]: "our <new> form"}})  # fmt: skip
    mine = {"Good": tuple(book.sheet("top-ten-attributes", group=g) for g in (False, True))}
    alone = lists.top_tens(mine, "Group 3")._repr_html_()
    assert "Good: Luck comes first" in alone
    assert "our &lt;new&gt; form" in alone
    save(book, "top-ten-attributes", {"order": names[::-1], "ranked": True}, group=True)
    merged = {"Good": tuple(book.sheet("top-ten-attributes", group=g) for g in (False, True))}
    page = lists.top_tens(merged, "Group 3")._repr_html_()
    assert "You and the group differ most on" in page
    assert "made one by Borda points" in page
    assert page.count("<tr>") == 1 + lists.TOP


def test_the_first_improvement_is_a_line_for_the_chat(tmp_path: object) -> None:
    book = workbook(tmp_path)
    assert (
        "Write one improvement" in lists.chat_line(book.sheet("three-improvements")).paragraphs[0]
    )
    row = {"id": "r1", "action": "Count the rooms", "owner": "Jo", "date": "1 March 2027",
           "more": {"first-step": "Ask for keys."}}  # fmt: skip
    save(book, "three-improvements", {"rows": [row]})
    said = lists.chat_line(book.sheet("three-improvements")).paragraphs
    assert (
        said[0] == "For the chat: “Count the rooms. First step: Ask for keys. Jo, by 1 March 2027.”"
    )
    assert said[1] == "2 improvements short of three."


def test_three_are_not_settled_while_one_lacks_its_person_or_day(tmp_path: object) -> None:
    book = workbook(tmp_path)
    whole = {"action": "Count the rooms", "owner": "Jo", "date": "2027-03-01",
             "more": {"first-step": "Ask for keys"}}  # fmt: skip
    rows = [{"id": "a", **whole}, {"id": "b", **whole, "owner": " "}, {"id": "c", "action": "Go"}]
    save(book, "three-improvements", {"rows": rows})
    said = lists.chat_line(book.sheet("three-improvements")).paragraphs[1]
    assert said == (
        "You have three. Still to be settled: “Count the rooms” lacks somebody to see to it; "
        "“Go” lacks somebody to see to it, a date and a first step."
    )


def test_the_groups_improvements_are_gathered_beside_ones_own(tmp_path: object) -> None:
    book = workbook(tmp_path)
    both = tuple(book.sheet("three-improvements", group=g) for g in (False, True))
    assert len(lists.gathered(*both, "Group 3").parts) == 1
    row = {"id": "r1", "action": "Count <rooms>", "owner": "Jo", "date": "2027-03-01",
           "more": {"first-step": "Ask"}}  # fmt: skip
    save(book, "three-improvements", {"rows": [row]})
    save(book, "three-improvements", {"rows": [row]}, group=True)
    both = tuple(book.sheet("three-improvements", group=g) for g in (False, True))
    page = lists.gathered(*both, "Group 3")._repr_html_()
    assert "2 improvements of you and Group 3" in page
    assert page.count("Count &lt;rooms&gt;") == 3


# --- the market --------------------------------------------------------------------------------


@pytest.mark.parametrize("population", IDS)
def test_the_market_is_that_of_providers_under_contract(population: str) -> None:
    names = {each.provider for each in contracts.held(population)}
    assert {row[0] for row in market.pressure(population).rows} <= names
    assert market.changes(population).rows
    outcomes = [row for row in package.rows("kpis", population) if row["kind"] == "outcome"]
    assert len(market.outcomes(population).rows) == len(outcomes)


def test_one_owner_behind_two_providers_is_seen() -> None:
    rows = {row[0]: row[2] for row in market.pressure("children_in_care").rows}
    assert "its owner has" in rows["Fennimarsh Fostering Ltd"]
    assert "its owner has" in rows["Wrenholt Homes Ltd"]


def test_small_words() -> None:
    assert (count(0, "risk"), count(1, "risk"), count(2, "risk")) == (
        "no risks",
        "1 risk",
        "2 risks",
    )
