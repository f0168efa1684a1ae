"""The page on outcomes by keyboard: objectives, no more than four outcomes, a model, payment."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .kind_checks import (
    assert_no_shortcut_leaks,
    assert_page_usable,
    assert_usable,
    exercise,
    keyed,
    saved,
    stored,
)

Open = Callable[..., Page]
OUTCOME = ("Families keep <b>their</b> home", "90 households", "Number housed, and they say so")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    target.focus()
    page.keyboard.press(key)


def type_in(page: Page, target: Locator, words: str, then: str = "Tab") -> None:
    press(page, target, "ControlOrMeta+a")
    page.keyboard.insert_text(words)
    page.keyboard.press(then)


def add_card(page: Page, box: Locator, place: str, words: str) -> None:
    type_in(page, keyed(box, f"{place}:new"), words, "Enter")
    expect(box.locator(f'.wb-cards[data-box="{place}"]')).to_contain_text(words)


def link(page: Page, box: Locator, start: str, end: str, only_if: str = "") -> None:
    """Link two cards by their words, with the keyboard alone."""
    press(page, box.get_by_role("button", name=re.compile(f"(Link to|Change links): {start}")))
    choice = box.get_by_role("group", name=f"“{start}” leads to").get_by_role(
        "checkbox", name=end, exact=True
    )
    expect(choice).to_be_visible()
    press(page, choice, "Space")
    expect(choice).to_be_focused()
    if only_if:
        page.keyboard.press("Tab")
        page.keyboard.insert_text(only_if)
    page.keyboard.press("Escape")
    expect(box.get_by_role("button", name=f"Change links: {start}")).to_be_focused()


def test_from_seven_objectives_to_an_outcomes_sheet(
    open_notebook: Open, answers: Path, axe: Any
) -> None:
    page = open_notebook("04_outcomes")
    figures = page.locator("figure.wb-figure:not(.wb-paper *) figcaption")
    expect(figures.filter(has_text="Everything in this model leads somewhere")).to_be_visible()

    # Telling outcomes apart, and the organisation on six lines.
    seven = exercise(page, "Seven objectives. What are they?")
    keyed(seven, "tenancies:place").focus()
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    saved(seven)
    expect(page.get_by_text("Of seven objectives you called 1 an outcome")).to_be_visible()
    shifts = exercise(page, "Six shifts. Where is your organisation?")
    group = shifts.get_by_role("group", name="From deficits to strengths").or_(
        shifts.get_by_role("radiogroup", name="From deficits to strengths")
    )
    press(page, group.first.get_by_role("radio", name="Red"), "Space")
    expect(figures.filter(has_text="Furthest to go: deficits to strengths")).to_be_visible()

    # Outcomes, with five questions to each; a fifth outcome is refused kindly.
    mine = exercise(page, "Set your outcomes")
    press(page, keyed(mine, "add"))
    expect(mine.locator("tbody tr")).to_have_count(1)
    for words in (*OUTCOME, "31 March 2029"):
        page.keyboard.insert_text(words)
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    saved(mine)
    asked = page.get_by_role("table", name="Outcome 1: Families keep <b>their</b> home")
    expect(asked).to_contain_text("There is something to count and something to hear.")
    for _ in range(3):
        press(page, keyed(mine, "add"))
    expect(mine.locator("tbody tr")).to_have_count(4)
    press(page, keyed(mine, "add"))
    expect(mine.get_by_text("This table takes 4 rows at most.")).to_be_visible()
    expect(mine.locator("tbody tr")).to_have_count(4)

    # Challenges and what would overcome them.
    board = exercise(page, "What stands in the way, and what would overcome it")
    add_card(page, board, "inside", "Pay by hours")
    add_card(page, board, "inside-remedy", "A trial")
    link(page, board, "Pay by hours", "A trial", "finance is in the room")
    saved(board)
    expect(page.get_by_text("Every challenge has something beside it.")).to_be_visible()

    # The model begins with the outcome that was set; linked, undone, drawn again.
    model = exercise(page, "Build a logic model")
    expect(model.locator('.wb-cards[data-box="final"]')).to_contain_text(OUTCOME[0])
    add_card(page, model, "interim", "Rent is paid")
    link(page, model, "Rent is paid", OUTCOME[0], "rents stay as they are")
    saved(model)
    drawn = page.get_by_role("article", name=re.compile("^Logic model")).locator("figcaption")
    expect(drawn).to_contain_text("1 link, 1 with what it rests on")
    questions = page.get_by_role("table", name="Questions to this model")
    expect(questions).to_contain_text("nothing leads to this interim outcome")
    type_in(page, model.get_by_label("How would you know? (Rent is paid)"), "Arrears")
    saved(model)
    assert stored(answers, "build-logic-model")["cards"][1]["sign"] == "Arrears"
    press(page, model.get_by_role("button", name="Delete: Rent is paid"))
    expect(drawn).to_contain_text("0 links")
    press(page, keyed(model, "undo"))
    expect(drawn).to_contain_text("1 link, 1 with what it rests on")
    assert (
        stored(answers, "build-logic-model")["links"][0]["assumption"] == "rents stay as they are"
    )
    assert_no_shortcut_leaks(page, model, every=7)

    # Paying by results, and what would have happened anyway.
    terms = exercise(page, "Set the terms of a payment by results")
    type_in(page, keyed(terms, "number:share"), "0")
    saved(terms)
    expect(figures.filter(has_text="pays nobody to leave anyone out")).to_be_visible()
    claim = exercise(page, "What would have happened anyway?")
    type_in(page, keyed(claim, "number:deadweight"), "100")
    saved(claim)
    expect(figures.filter(has_text=re.compile("^£0 of £"))).to_be_visible()

    # What it comes to, on one sheet.
    sheet = page.get_by_role("article", name=re.compile("^Outcomes sheet"))
    expect(sheet).to_contain_text(OUTCOME[0])
    expect(sheet).to_contain_text("90 households")

    press(page, model.get_by_role("button", name=re.compile("^Change links: Rent is paid")))
    assert_page_usable(page, axe, 1200, 400, boxes=".jp-OutputArea :is(.wb-figure, .wb-live)")
    assert_usable(model)
    assert_usable(board)
