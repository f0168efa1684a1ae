"""Page 05 by keyboard: the law, one's own order, the tenders, a low price, the award."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .kind_checks import assert_page_usable, exercise, saved

Open = Callable[..., Page]
#: Headings, prices and scores as they leave a spreadsheet (domain facts, section 5).
PASTED = "Bidder\tPrice\tQuality\nA\t100\t3.5\nB\t£120\t3.95\nC\t60\t2"
#: The same with bidders across the top, weights beside the names, and a total.
ACROSS = (
    "Criterion\tWeighting\tAlder\tBirch\nTender price (£ ex VAT)\t50%\t£100,000\t90k\n"
    'Method (out of 10)\t30%\t8\t6\n"Staff\nand pay"\t20%\t3\t5\nRank\t\t2\t1\n'
)


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    target.focus()
    page.keyboard.press(key)


def choose(page: Page, box: Locator, answer: str) -> None:
    """Answer the question of a guided choice that is open."""
    press(page, box.get_by_role("radio", name=re.compile(f"^{answer}")).last, "Space")
    press(page, box.get_by_role("button", name="Next").last)


def paste(page: Page, box: Locator, rows: str) -> None:
    press(page, box.locator("[data-key=paste]"))
    box.locator("textarea").last.focus()
    page.keyboard.insert_text(rows)
    press(page, box.locator("[data-key=box-add]"))


def test_from_the_law_to_the_award_by_keyboard(open_notebook: Open, axe: Any) -> None:
    """Journey A, steps 2 to 8, and a set of tenders pasted in."""
    page = open_notebook("05_procurement")
    figures = page.locator("figure.wb-figure figcaption")

    # A link of the overview leads to its part.
    press(page, page.get_by_role("link", name="Prices that look too low").first)
    expect(page.get_by_role("heading", name="Prices that look too low")).to_be_in_viewport()

    # Which law: the reasons stand beside the result.
    law = exercise(page, "Which law governs yours?")
    for answer in ("Buying a service", "No$", "On or after", "A light touch service"):
        choose(page, law, answer)
    law.get_by_role("textbox").first.focus()
    page.keyboard.insert_text("5,200,000")
    press(page, law.get_by_role("button", name="Next").last)
    expect(law.get_by_text("Procurement Act 2023: a light touch contract").first).to_be_visible()
    found = page.get_by_role("listitem").filter(has_text="The law that governs your case:")
    expect(found).to_contain_text("a light touch contract")

    # One's own order decides who would win, and how close it is.
    rank = exercise(page, "Rank the award criteria")
    first = rank.locator("ol > li .wb-text").nth(1).inner_text()
    press(page, rank.get_by_role("button", name=f"Move up: {first}"))
    saved(rank)
    expect(figures.filter(has_text=f"“{first}” would carry")).to_be_visible()
    expect(figures.filter(has_text="Under your order")).to_be_visible()
    expect(page.get_by_text("These six people are invented")).to_be_visible()

    # A score of one's own joins those of the panel.
    scores = exercise(page, "Score the tenders")
    cell = scores.locator("table input").first
    cell.focus()
    page.keyboard.insert_text("4")
    page.keyboard.press("Tab")
    saved(scores)
    expect(figures.filter(has_text="Yours are among them: 1.")).to_be_visible()

    # The rules of the evaluation: more for price, another winner.
    rules = exercise(page, "The rules of the evaluation")
    price = rules.get_by_role("slider", name=re.compile("Share of the marks for price"))
    press(page, price, "End")
    saved(rules)
    expect(figures.filter(has_text="Sorrelbank Residential Ltd would win").first).to_be_visible()
    press(page, rules.get_by_role("button", name="Set back: Share of the marks for price"))
    expect(figures.filter(has_text="A loser decides: without Sorrelbank")).to_be_visible()

    # The low price: asked about, answered, set aside; the others change places.
    letter = exercise(page, "Ask about a price that looks too low")
    expect(letter.get_by_role("textbox").first).to_have_value(re.compile("have not yet decided"))
    low = exercise(page, "The answer is in. What do you decide?")
    for answer in ("Yes, on more than one", "Procurement Act 2023", "Yes, in writing",
                   "No, or only in part", "Yes: set it aside"):  # fmt: skip
        choose(page, low, answer)
    expect(low.get_by_text("The bid is set aside").first).to_be_visible()
    expect(low.get_by_text("Uncertain: From general knowledge").first).to_be_visible()
    expect(figures.filter(has_text="Emberlow Children's Homes Ltd would win").first).to_be_visible()
    paper = page.get_by_role("article", name=re.compile("^Award summary"))
    expect(paper).to_contain_text("set aside as abnormally low, after its answer")

    # The standstill: a notice before Christmas, counted with the holidays.
    plan = exercise(page, "Plan the award to the day")
    day = plan.locator("[data-key='award-notice:date']")
    press(page, day, "ControlOrMeta+a")
    page.keyboard.insert_text("23/12/2026")
    page.keyboard.press("Tab")
    expect(figures.filter(has_text="ends on Wednesday 6 January 2027").first).to_be_visible()
    expect(page.get_by_text("falls within the standstill").first).to_be_visible()

    # Tenders made up on the day: everything below is about them.
    own = exercise(page, "Tenders of your own")
    paste(page, own, PASTED)
    saved(own)
    expect(figures.filter(has_text="B would win").first).to_be_visible()
    expect(figures.filter(has_text="A loser decides: without C, A wins")).to_be_visible()
    heads = own.get_by_role("columnheader")
    expect(heads.filter(has_text="First score: Quality")).to_be_visible()
    expect(heads.filter(has_text="Fourth score")).to_be_hidden()

    # Another set, turned: the page shows how it was understood.
    press(page, own.locator("[data-key=undo]"))
    expect(own.locator("tbody tr")).to_have_count(0)
    paste(page, own, ACROSS)
    saved(own)
    expect(own.locator(".wb-report")).to_contain_text(
        "Names stood across the top, so rows and columns were changed round. The first two rows "
        "were taken as headings. Left out, as it is no part of this table: “Rank”."
    )
    asked = page.get_by_role("table", name="Your own tenders", exact=True)
    expect(asked.get_by_role("row", name=re.compile("^Method . 30% 0 to 10"))).to_be_visible()
    expect(asked.get_by_role("row", name=re.compile("^Staff and pay . 20% 0 to 5"))).to_be_visible()
    # By hand: 24 + 12 + 45 for Alder, 18 + 20 + 50 for Birch.
    expect(figures.filter(has_text="Birch wins, 7.00 marks ahead of Alder").first).to_be_visible()

    # Quick wins come over into a plan.
    wins = exercise(page, "Choose your quick wins")
    press(page, wins.get_by_role("checkbox").first, "Space")
    saved(wins)
    planned = exercise(page, "Plan your quick wins")
    expect(planned.get_by_role("textbox").first).to_have_value(re.compile("^Commissioner: ask"))

    # Charts, tables, folds and the paper; nothing sticks out of a narrow screen.
    page.locator("details.wb-bid").evaluate_all("all => all.forEach(d => { d.open = true; })")
    assert_page_usable(page, axe, 1200, 400, boxes="figure.wb-figure")
