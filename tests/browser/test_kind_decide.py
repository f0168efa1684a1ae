"""Guided choices, as people walk them: by keyboard, back and on again, on a phone, in the dark."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from .kind_checks import (
    Open,
    assert_no_shortcut_leaks,
    assert_usable,
    exercise,
    focused,
    keyed,
    looks,
    saved,
    stored,
    tab_to,
    unfold,
)

PAGE, TITLE = "pages/kind_decide", "Which route for a health service?"
NOES = ("urgent", "framework", "only-provider", "patient-choice")


def radio(root: Locator, question: str, option: str) -> Locator:
    return root.locator(f'[data-radio="{question}:{option}"]')


def give(root: Locator, question: str, option: str) -> None:
    """Answer the question on screen with the keyboard; the next one takes the focus."""
    radio(root, question, "yes").press("Space")
    if option == "no":
        root.page.keyboard.press("ArrowDown")
    root.page.keyboard.press("Enter")
    expect(keyed(root, f"{question}:change")).to_be_attached()


def to_the_value(root: Locator) -> None:
    for question in NOES:
        give(root, question, "no")
    give(root, "satisfied", "yes")
    give(root, "character", "no")
    give(root, "external", "no")


def test_it_is_done_by_keyboard_alone(open_notebook: Open, answers: Path) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TITLE)
    expect(root.get_by_text("Answer the first question.")).to_be_visible()
    keyed(root, "group-summary").focus()
    page.keyboard.press("Tab")
    expect(radio(root, "urgent", "yes")).to_be_focused()
    to_the_value(root)
    assert focused(page) == "existing-value:number"
    page.keyboard.type("two millions")
    page.keyboard.press("Enter")
    amount = keyed(root, "existing-value:number")
    expect(amount).to_have_accessible_description(
        "“two millions” is not a number. Write digits, such as 250,000 or 1.2 million."
    )
    expect(amount).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("£2m")
    page.keyboard.press("Enter")
    expect(keyed(root, "proposed-value:number")).to_be_focused()
    page.keyboard.type("2,600,000")
    page.keyboard.press("Enter")
    expect(radio(root, "identify", "yes")).to_be_focused()
    give(root, "identify", "yes")
    result = root.get_by_role("heading", name="Recommendation: Most suitable provider process")
    expect(result).to_be_focused()
    expect(root.get_by_text("What would have changed the result")).to_be_visible()
    expect(root.get_by_text("would lead to “Urgent award”.")).to_be_visible()
    expect(root.get_by_text("increase in lifetime value: £600,000")).to_be_visible()
    expect(root.get_by_text("legislation.gov.uk, text of regulation 6").first).to_be_attached()
    saved(root)
    kept = stored(answers, "decide-route")["answers"]
    assert kept["existing-value"] == "£2m" and kept["proposed-value"] == "2,600,000"


def test_an_earlier_answer_is_changed_and_later_ones_are_kept(
    open_notebook: Open, answers: Path
) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TITLE)
    to_the_value(root)
    change = keyed(root, "framework:change")
    change.press("Enter")
    expect(radio(root, "framework", "no")).to_be_focused()
    page.keyboard.press("Escape")
    expect(change).to_be_focused()
    change.press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(root.get_by_role("heading", name="Recommendation: Competitive process")).to_be_visible()
    expect(keyed(root, "framework:change")).to_be_focused()
    expect(root.get_by_text("Changed. Recommendation: Competitive process.")).to_be_attached()
    saved(root)
    assert len(stored(answers, "decide-route")["answers"]) == 7
    keyed(root, "framework:change").click()
    radio(root, "framework", "no").check()
    keyed(root, "framework:next").click()
    expect(root.locator(".wb-trail > li")).to_have_count(7)
    expect(keyed(root, "existing-value:number")).to_be_focused()


def test_nothing_chosen_is_asked_for_in_words(open_notebook: Open) -> None:
    root = exercise(open_notebook(PAGE), TITLE)
    keyed(root, "urgent:next").click()
    expect(root.get_by_text("Choose an answer first.")).to_be_visible()
    expect(radio(root, "urgent", "yes")).to_be_focused()


def test_reasons_law_and_source_stand_with_each_step(open_notebook: Open) -> None:
    root = exercise(open_notebook(PAGE), TITLE)
    give(root, "urgent", "yes")
    expect(root.get_by_text("Urgent awards are allowed for as long")).to_be_visible()
    root.get_by_text("Law or rule: Regulation 14").click()
    link = root.get_by_role(
        "link", name="Provider Selection Regime Regulations 2023, regulation 14"
    )
    expect(link).to_have_attribute(
        "href", "https://www.legislation.gov.uk/uksi/2023/1348/regulation/14"
    )
    expect(link).to_have_attribute("target", "_blank")
    expect(root.get_by_text("Checked on 22 November 2026.").first).to_be_visible()


def test_undo_start_again_and_reload(open_notebook: Open) -> None:
    root = exercise(open_notebook(PAGE), TITLE)
    give(root, "urgent", "no")
    give(root, "framework", "yes")
    keyed(root, "comment").fill("Let us ask <b>legal</b>.")
    keyed(root, "comment").blur()
    saved(root)
    root = exercise(open_notebook(PAGE), TITLE)
    expect(root.get_by_role("heading", name="Recommendation: Competitive process")).to_be_visible()
    expect(keyed(root, "comment")).to_have_value("Let us ask <b>legal</b>.")
    keyed(root, "reset").click()
    expect(root.locator(".wb-trail > li")).to_have_count(0)
    keyed(root, "undo").click()
    expect(root.locator(".wb-trail > li")).to_have_count(2)
    keyed(root, "undo").click()  # the comment
    keyed(root, "undo").click()
    expect(root.locator(".wb-trail > li")).to_have_count(1)
    expect(keyed(root, "framework:next")).to_be_visible()


def test_tab_leads_through_the_way_so_far_to_the_question(open_notebook: Open) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TITLE)
    give(root, "urgent", "no")
    keyed(root, "group-summary").focus()
    tab_to(page, "urgent:change")
    tab_to(page, "step:0")
    tab_to(page, "framework:next")


def test_it_can_be_used_by_everyone(open_notebook: Open, axe: Callable[..., list[str]]) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TITLE)
    assert axe(".wb-kind-decide") == [], "empty"
    to_the_value(root)
    page.keyboard.type("lots")
    page.keyboard.press("Enter")
    expect(root.get_by_text("“lots” is not a number.").first).to_be_visible()
    unfold(root)
    assert_good_looks(page, root, axe)
    assert_no_shortcut_leaks(page, root)
    keyed(root, "urgent:change").click()
    assert_usable(root)
    radio(root, "urgent", "yes").check()
    keyed(root, "urgent:next").click()
    expect(root.get_by_role("heading", name="Recommendation: Urgent award")).to_be_visible()
    assert_good_looks(page, root, axe)


def assert_good_looks(page: Page, root: Locator, axe: Callable[..., list[str]]) -> None:
    for look in looks(page, 320, 600, 1200):  # 600: a usual window at 200 % zoom
        assert_usable(root)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), look
        assert axe(".wb-kind-decide") == [], look
