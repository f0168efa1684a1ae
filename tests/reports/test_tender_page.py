"""Page 05 brought together: cold, with answers, with tenders pasted in."""

from pathlib import Path
from typing import Any

import pytest

from course_support import Workbook
from course_support.charts import low_prices
from course_support.errors import WorkbookError
from course_support.methods import tender as methods
from course_support.reports import procurement_findings, tender_page
from course_support.reports.award_paper import NO_REASON
from course_support.reports.tender_page import TenderPage

LOW = "Sorrelbank Residential Ltd"
ASIDE = {"looks-low": "yes", "law": "pa23", "asked": "yes", "shown": "no", "choice": "aside"}
PASTED = [
    {"id": "a", "cells": {"who": "A", "bid-price": "100", "score-1": "3.5", "why": "Clear plan"}},
    {"id": "b", "cells": {"who": "B", "bid-price": "£120", "score-1": "3.95"}},
    {"id": "c", "cells": {"who": "C", "bid-price": "60", "score-1": "2"}},
]


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TenderPage:
    monkeypatch.setenv("WORKBOOK_TODAY", "2026-11-22")
    workbook = Workbook.open("children_in_care", "Ann", answers=tmp_path)
    made = TenderPage(workbook)
    workbook.begin(tender_page.LETTER, made.letter_begin)
    workbook.begin(tender_page.FEEDBACK, made.feedback_begin)
    workbook.begin(tender_page.DATES, made.dates_begin)
    return made


def save(page: TenderPage, name: str, value: dict[str, Any]) -> None:
    sheet = page.workbook.sheet(name)
    page.workbook.store.save(sheet.key, sheet.exercise.kind, value)
    page.workbook.changed(name)


def test_cold_the_worked_example_carries_the_page(page: TenderPage) -> None:
    assert methods.result(page.tender()).winner == "Mothlamp Therapeutic Homes Ltd"
    assert "six people are invented" in page.group().notes[0]
    assert "the invented group's one order" in page.group_weights().charts[0].title
    assert "Emberlow" in page.workbook.answer(tender_page.FEEDBACK).texts["second"]
    assert LOW in page.workbook.answer(tender_page.LETTER).texts["letter"]
    assert page.award().title == "Award summary: Eight beds in small homes"
    assert procurement_findings.findings(page).sentences == ()
    assert page.tally("all-for-one").charts == []
    assert page.quick_wins_begin() == {"rows": []}


def test_a_bid_set_aside_is_gone_and_the_winner_changes(page: TenderPage) -> None:
    save(page, tender_page.DECIDED, {"answers": ASIDE, "comment": "No evidence of nights."})
    here = page.tender()
    assert list(here.left_out) == [LOW]
    assert methods.result(here).winner == "Emberlow Children's Homes Ltd"
    assert LOW in page.everyone().prices
    assert LOW not in here.standing().prices
    paper = page.award()._repr_html_()
    assert "No evidence of nights." in paper
    said = procurement_findings.findings(page).sentences
    assert said[-1] == f"On the low price of {LOW}: the bid is set aside."
    save(page, tender_page.SET, {"values": {"lot": "second"}})
    assert page.tender().left_out == {}
    assert "No evidence of nights." not in page.award()._repr_html_()


def test_a_decision_belongs_to_the_lot_that_was_looked_at(tmp_path: Path) -> None:
    page = TenderPage(Workbook.open("older_people", "Ann", answers=tmp_path))
    save(page, tender_page.SET, {"values": {"lot": "second"}})
    save(page, tender_page.DECIDED, {"answers": ASIDE, "comment": "Fees for nobody."})
    asked = low_prices.asked_about(page.everyone())
    assert asked == "Harrowgill Homecare Ltd"
    assert list(page.tender().left_out) == [asked]
    assert "Fees for nobody." in page.award()._repr_html_()
    save(page, tender_page.SET, {"values": {"lot": "first"}})
    assert page.tender().left_out == {}
    save(page, tender_page.SET, {"values": {"lot": "second"}})
    assert list(page.tender().left_out) == [asked]


def test_a_decision_about_no_price_is_about_nobody(page: TenderPage) -> None:
    save(page, tender_page.SET, {"values": {"lot": "second"}})
    save(page, tender_page.DECIDED, {"answers": ASIDE, "comment": "Fees for nobody."})
    assert low_prices.asked_about(page.everyone()) == ""  # three prices within 10% of the estimate
    assert page.tender().left_out == {}
    assert "Fees for nobody." not in page.award()._repr_html_()
    assert not any("low price of" in said for said in procurement_findings.findings(page).sentences)


def test_a_least_score_leaves_bids_out(page: TenderPage) -> None:
    save(page, tender_page.SET, {"values": {"least": 3}})
    assert list(page.tender().left_out) == ["Wrenholt Homes Ltd", LOW]
    save(page, tender_page.SET, {"values": {"least": 5}})
    assert (
        page.award().lead.startswith("There is nothing to award yet")
        or "left out" in page.award().lead
    )


def test_a_changed_score_loses_the_panels_reason(page: TenderPage) -> None:
    save(page, tender_page.SCORED, {"scores": {"first": {"b1": {"q1": 5}}}})
    assert "CC-Q1" not in page.reasons()["Emberlow Children's Homes Ltd"]
    assert NO_REASON in page.award()._repr_html_()
    moderated = {"b1": {"q1": {"score": 5, "reason": "Own front-door code"}}}
    save(page, tender_page.SCORED, {"moderated": moderated})
    assert page.reasons()["Emberlow Children's Homes Ltd"]["CC-Q1"] == "Own front-door code"


def test_pasted_tenders_take_over_the_page(page: TenderPage) -> None:
    save(page, tender_page.DECIDED, {"answers": ASIDE})
    save(page, tender_page.OWN_TENDERS, {"rows": PASTED})
    here = page.tender()
    assert here.pasted
    assert here.left_out == {}  # the decision was about another bid
    rows = [{"id": "q", "cells": {"name": "Plan", "weight": "70"}},
            {"id": "p", "cells": {"name": "Price", "weight": "30"}}]  # fmt: skip
    save(page, tender_page.OWN_CRITERIA, {"rows": rows})
    assert page.weights_begin() == {"values": {"price-weight": 30}}
    assert page.reasons()["A"] == {"score-1": "Clear plan"}
    assert "not known here" in page.pay_and_build_up().notes[0]
    assert "No answer is known" in page.answers()._repr_html_()
    assert "Plan" in page.award()._repr_html_()
    save(page, tender_page.DECIDED, {"answers": ASIDE})
    assert list(page.tender().left_out) == ["C"]


def test_a_mistake_in_what_was_pasted_is_said_where_the_page_would_be(page: TenderPage) -> None:
    wrong = [*PASTED[:2], {"id": "c", "cells": {"who": "C", "score-1": "2"}}]
    save(page, tender_page.OWN_TENDERS, {"rows": wrong})
    assert page.award().lead.startswith("Your tenders, row 3: C needs a price")
    assert page.feedback_begin() == {"texts": {}}
    assert page.letter_begin() == {"texts": {}}
    assert page.weights_begin() == {}


def test_quick_wins_come_over_in_their_words(page: TenderPage) -> None:
    save(page, "choose-quick-wins", {"chosen": ["align", "other"], "other": "Lunch"})
    rows = page.quick_wins_begin()["rows"]
    assert [row["action"] for row in rows][1] == "Lunch"
    assert rows[0]["action"].startswith("Commissioner: lay the measures")


def test_the_whole_life_cost_uses_the_rate_in_force(page: TenderPage) -> None:
    save(page, "whole-life-cost", {"values": {"buy-a": 120000, "run-a": 30000, "buy-b": 160000,
                                              "run-b": 20000, "years": 7, "left": 0}})  # fmt: skip
    chart: Any = page.whole_life()
    # Domain facts, section 5: £303,436 and £282,291 at 3.5%.
    assert [row[-1] for row in chart.rows] == ["£303,436", "£282,291"]


# --- tenders pasted from a spreadsheet -----------------------------------------------------


def bids(page: TenderPage, *rows: tuple[str, ...], **headings: str) -> None:
    keys = ("who", "bid-price", *(f"score-{n}" for n in range(1, 11)))
    save(page, tender_page.OWN_TENDERS, {
        "rows": [{"id": f"r{n}", "cells": dict(zip(keys, row, strict=False))}
                 for n, row in enumerate(rows)],
        "headings": {key.replace("_", "-"): text for key, text in headings.items()},
    })  # fmt: skip


def test_headings_of_a_spreadsheet_are_the_criteria(page: TenderPage) -> None:
    heads = {"score_1": "Quality (50%, out of 10)", "score_2": "Access (10%)"}
    rows = ("A", "£1.2m", "8", "3"), ("B", "1,000,000", "6", "4")
    bids(page, *rows, bid_price="Price (40%)", **heads)
    here = page.everyone()
    assert [(q.name, q.weight, q.top) for q in here.questions] == [
        ("Quality", 50, 10), ("Access", 10, 5),
    ]  # fmt: skip
    found = methods.result(here)  # 50 × 8/10 + 10 × 3/5 + 40 × 1.0/1.2, and 30 + 8 + 40
    assert dict(zip(found.bids.bidders, found.totals, strict=True)) == pytest.approx(
        {"A": 46 + 40 / 1.2, "B": 78}
    )
    save(page, tender_page.SET, {"values": {"least": 4}})  # of 5: 8 of 10
    assert page.tender().left_out == {
        "A": "3 for “Access”, below the published minimum 4",
        "B": "6 for “Quality”, below the published minimum 8",
    }


def test_a_price_weight_that_was_moved_is_told_beside_that_of_the_criteria(
    page: TenderPage,
) -> None:
    bids(page, ("A", "100", "3"), ("B", "90", "4"), bid_price="Price (1%)", score_1="Care (2%)")
    assert page.weights_begin() == {"values": {"price-weight": 33.3333}}
    assert not any("as set in" in note for note in page.everyone().notes)
    save(page, tender_page.SET, {"values": {"price-weight": 60}})
    assert "Your criteria give it 33.33%" in page.everyone().notes[-1]


def test_a_column_that_cannot_be_read_is_told_and_not_left_out(page: TenderPage) -> None:
    bids(page, ("A", "100", "3", "4/5"), ("B", "90", "4", "3/5"))
    with pytest.raises(WorkbookError, match="row 1, under “Second score”: “4/5” is not a number"):
        page.everyone()


def test_every_bidder_gets_a_letter_and_nobody_that_of_another(page: TenderPage) -> None:
    many = [(f"Bidder {n}", str(100 + n), "4", "3") for n in range(1, 9)]
    bids(page, *many, ("Bidder 9", "90", "1", "1"), score_2="Care")
    save(page, tender_page.SET, {"values": {"least": 2}})
    drafts = page.feedback_begin()["texts"]
    assert [text.split("\n")[0] for text in drafts["further"].split("\n\n\n")] == [
        "To Bidder 6", "To Bidder 7", "To Bidder 8",
    ]  # fmt: skip
    assert drafts["left-out"].startswith("To Bidder 9\n")
    swapped = {**drafts, "first": drafts["second"], "second": drafts["first"]}
    save(page, tender_page.FEEDBACK, {"texts": swapped})
    sections = {section.heading: section.parts for section in page.award().sections}
    assert str(sections["Bidder 1 (successful)"][-1]).startswith("To Bidder 1\n")
    assert str(sections["Bidder 8"][-1]).startswith("To Bidder 8\n")
    assert str(sections["Bidder 9 (left out)"][-1]).startswith("To Bidder 9\n")


def test_a_tie_and_a_ratio_are_said_as_they_were_decided(page: TenderPage) -> None:
    # 60 × 4/5 + 40 × 90/120 = 78 = 60 × 3.5/5 + 40 × 90/100.
    bids(page, ("Good", "120", "4"), ("Cheap", "100", "3.5"), ("Low", "90", "0"))
    good, cheap = (page.feedback_begin()["texts"][place] for place in ("first", "second"))
    assert "wins with 78.0 of 100 marks. The totals are level, and the higher mark for q" in good
    assert "The tender of Good has 78.0 of 100 marks. The totals are level" in cheap
    bids(page, ("Good", "120", "5"), ("Cheap", "100", "4"))
    save(page, tender_page.SET, {"values": {"formula": "price-per-quality-point"}})
    first = page.feedback_begin()["texts"]["first"]
    assert "Your tender costs £1.20 for each point of quality (£120 for 100.0 points of" in first
    assert "highest total" not in first


def test_what_was_asked_is_shown_as_it_was_understood(page: TenderPage) -> None:
    assert "What would a young person of 14 see" in page.asked()._repr_html_()
    bids(page, ("A", "100", "3"), ("B", "90", "4"), score_1="Quality (70%, out of 10)")
    shown = page.asked()._repr_html_()
    assert "<td>70%</td><td>0 to 10</td><td>none</td>" in shown
    assert "30% stands, which the criteria leave" in shown
