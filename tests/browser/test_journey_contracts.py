"""Page 07 by keyboard: a case walked in each direction, and four boxes to an improvement."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from course_support import Workbook

from .kind_checks import assert_page_usable, exercise, focused, keyed, saved, stored

Open = Callable[..., Page]
TITLES = {
    "rule": "Which contracts do you watch most closely?",
    "audit": "Six duties and four conditions",
    "case": "Which case does your room take?",
    "file": "What do you know, what not, and why has it happened?",
    "danger": "Is anyone in danger now, or is the law being broken?",
    "five": "Developmental or punitive? Argue the five one by one",
    "course": "Which course do you take?",
    "plan": "Corrective action plan",
    "tens": "What makes contract management good? Your top ten",
    "risks": "A risk register that somebody would open",
    "dates": "How long does it take you to buy again?",
    "boxes": "Your current approach in four boxes",
    "three": "One key improvement for the chat, or three",
}
REASON = "The file says <b>enough</b>"


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    target.focus()
    page.keyboard.press(key)


def type_in(page: Page, target: Locator, words: str, then: str = "Tab") -> None:
    press(page, target, "ControlOrMeta+a")
    page.keyboard.insert_text(words)
    page.keyboard.press(then)


def choose(page: Page, box: Locator, words: str) -> None:
    press(page, box.get_by_role("radio", name=words), "Space")


def argue(page: Page, five: Locator) -> None:
    """Place each of the five from its list, and give a reason."""
    for name in ("seriousness", "risks", "breach", "relationship", "response"):
        keyed(five, f"{name}:place").select_option("punitive")
        keyed(five, f"{name}:fold").press("Enter")
        type_in(page, keyed(five, f"{name}:note"), REASON)
    saved(five)


def test_a_case_in_each_direction_and_four_boxes(
    open_notebook: Open, answers: Path, axe: Any
) -> None:
    Workbook.open(answers=answers).choose(population="homelessness")
    page = open_notebook("07_contract_management")
    boxes = {name: exercise(page, title) for name, title in TITLES.items()}
    live = page.locator(".wb-live")
    figures = page.locator("figure.wb-figure figcaption")
    expect(
        page.get_by_role("heading", name="Your population: people who are homeless")
    ).to_be_visible()

    # The rule is moved, and the days follow.
    expect(figures.filter(has_text="The rule asks for 417 officer-days")).to_be_visible()
    type_in(page, keyed(boxes["rule"], "number:enhanced-from"), "4", "Enter")
    saved(boxes["rule"])
    expect(figures.filter(has_text="81 fewer than there are")).to_be_visible()

    # The audit shows the weakest first.
    press(page, boxes["audit"].get_by_role("radio", name="Red").first, "Space")
    expect(live.get_by_text("0 of 10 are in place").first).to_be_visible()

    # Another case is opened, a paper is read by key, and the own case again.
    expect(live.get_by_text("Good figures, empty rooms", exact=True).first).to_be_visible()
    choose(page, boxes["case"], "Sorrel Lodge: a children's home")
    paper = live.locator("summary", has_text="visit note")
    expect(paper).to_contain_text("20 January 2026")
    press(page, paper)
    expect(live.get_by_text("One worker for four children at 20:40").first).to_be_visible()

    # What happened is not told before a course and reasons are there.
    story = live.get_by_text("What happened next.")
    expect(story).to_have_count(0)
    type_in(page, boxes["file"].get_by_role("textbox").first, "One worker, two on the rota")
    choose(page, boxes["danger"], "Yes, or we must act as if")
    expect(live.get_by_text("Write what makes you think so").first).to_be_visible()
    type_in(page, boxes["danger"].get_by_role("textbox"), "A missing child")
    argue(page, boxes["five"])
    expect(live.get_by_text("act formally now").first).to_be_visible()
    expect(live.get_by_text("A boy of 13 was missing for two nights").first).to_be_visible()
    choose(page, boxes["course"], "Punitive")
    expect(live.get_by_text("Write your reasons first").first).to_be_visible()
    type_in(page, boxes["course"].get_by_role("textbox"), REASON)
    expect(story).to_be_visible()
    expect(live.get_by_text("Two placements broke down by Easter").first).to_be_visible()
    expect(live.get_by_text(f"Your reasons: {REASON}").first).to_be_visible()
    endings = {
        "Developmental": "A second child went missing on the ninth day",
        "Both, in sequence": "An interim manager came in week two",
    }
    for course, ending in endings.items():
        choose(page, boxes["course"], course)
        told = live.locator("p", has_text="What happened next.").filter(has_text=ending)
        expect(told).to_be_visible()

    # The plan is told what it lacks.
    press(page, keyed(boxes["plan"], "add"))
    expect(boxes["plan"].locator("tbody tr")).to_have_count(1)
    page.keyboard.insert_text("Nobody awake")
    page.keyboard.press("Tab")
    expect(live.get_by_text("missing: why it happened").first).to_be_visible()

    # The register begins with the council's own, and the calendar follows the months.
    extreme = figures.filter(has_text="3 risks of 5 in the band")
    expect(extreme).to_be_visible()
    type_in(page, keyed(boxes["dates"], "number:procurement-months"), "3", "Enter")
    expect(live.get_by_text("with 3 months to buy anew").first).to_be_visible()

    # A list of ten: said to stand as it is, or moved.
    press(page, boxes["tens"].get_by_role("button", name="Move down").first)
    expect(live.get_by_text("comes first").first).to_be_visible()

    # Four boxes, one improvement, a line for the chat, a paper.
    for box in ("measures", "monitoring", "management", "improvement"):
        type_in(page, keyed(boxes["boxes"], f"{box}:new"), f"We do {box}", "Enter")
    expect(live.get_by_text("Every box has something in it").first).to_be_visible()
    press(page, keyed(boxes["three"], "add"))
    expect(boxes["three"].locator("tbody tr")).to_have_count(1)
    assert focused(page).endswith(":action")
    page.keyboard.insert_text("Count the rooms ourselves")
    page.keyboard.press("Tab")
    expect(live.get_by_text("For the chat: “Count the rooms ourselves.").first).to_be_visible()
    sheet = page.get_by_role("article", name="Improving how we manage contracts")
    expect(sheet).to_contain_text("We do monitoring")
    expect(sheet).to_contain_text("Count the rooms ourselves")
    saved(boxes["three"])
    assert stored(answers, "choose-the-course")["chosen"] == ["sequence"]

    # Nothing of ours is inaccessible or sticks out, in any look.
    assert_page_usable(page, axe, 1200, 400, boxes=".jp-OutputArea :is(.wb-live, .wb-figure)")
