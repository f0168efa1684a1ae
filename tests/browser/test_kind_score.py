"""Scoring, as people do it: typing, pasting, moderating, on a phone, in the dark."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, expect

from course_support.exercises.library import Library
from course_support.exercises.scoring import shown

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

HERE = Path(__file__).parent
PAGE, TITLE, LARGE, OWN = (
    "pages/kind_score",
    "Score the bids",
    "Twelve by twelve",
    "Your own options",
)
PASTE = """(node, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  node.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""  # noqa: E501


def fill(root: Locator, **values: object) -> None:
    for key, value in values.items():
        keyed(root, key.replace("__", ":").replace("_", "-")).fill(str(value))


def paste(root: Locator, key: str, text: str) -> None:
    keyed(root, key).focus()
    keyed(root, key).evaluate(PASTE, text)


def total(root: Locator, option: str) -> Locator:
    return root.locator(f'[data-total="{option}"] strong')


def test_it_is_done_by_keyboard_alone_and_totals_are_those_of_the_kernel(
    open_notebook: Open, answers: Path
) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TITLE)
    expect(root.locator(".wb-todo")).to_contain_text("weigh every criterion; 6 scores missing")
    keyed(root, "scales").focus()
    tab_to(page, "weight:quality")
    # Enter goes down a column: weight, then each bid.
    columns = (("quality", "100", "4", "2"), ("social-value", "37", "3", "5"))
    for name, *numbers in (*columns, ("price", "61.5", "62.5", "0.5")):
        tab_to(page, f"weight:{name}")
        for number in numbers:
            page.keyboard.type(number)
            page.keyboard.press("Enter")
        if name != "price":
            keyed(root, f"weight:{name}").focus()
            page.keyboard.press("Tab")
    expect(root.locator(".wb-todo")).to_have_text("Everything is scored.")
    saved(root)
    definition = Library(HERE / "pages" / "kinds").named("score-small")
    answer = definition.answer_type.model_validate(stored(answers, "score-small"))
    totals = definition.insight(answer)["totals"]["first"]
    for option in ("alder", "birch"):
        expect(total(root, option)).to_have_text(shown(totals[option]["value"]))


def test_what_the_scale_does_not_have_is_not_counted_and_says_so(
    open_notebook: Open, answers: Path
) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TITLE)
    fill(root, alder__quality="7")
    keyed(root, "alder:social-value").focus()
    expect(root.get_by_role("alert").first).to_contain_text(
        "“7” is not counted: Quality, Alder Care takes a number from 0 to 5."
    )
    expect(keyed(root, "alder:quality")).to_have_attribute("aria-invalid", "true")
    fill(root, alder__quality="4")
    keyed(root, "alder:social-value").focus()
    expect(root.get_by_role("alert").first).to_have_text("")
    saved(root)
    assert stored(answers, "score-small")["scores"] == {"first": {"alder": {"quality": 4}}}


def test_missing_scores_are_shown_and_a_total_says_how_far_it_could_reach(
    open_notebook: Open,
) -> None:
    root = exercise(open_notebook(PAGE), TITLE)
    fill(root, weight__quality=100, weight__social_value=50, weight__price=50, alder__quality=5)
    expect(total(root, "alder")).to_have_text("50.0 to 100.0")
    expect(root.locator('[data-total="alder"]')).to_contain_text("2 missing")
    expect(root.locator(".wb-missing")).to_have_count(5)


def test_a_block_from_a_spreadsheet_fills_the_table(open_notebook: Open, answers: Path) -> None:
    root = exercise(open_notebook(PAGE), TITLE)
    fill(root, weight__quality=100)
    keyed(root, "alder:quality").focus()
    saved(root)
    block = "Bid\tQuality\tSocial\tPrice\tMore\r\nAlder\t4\tgood\t62,5\t9\r\nBirch\t\t2\t101\t\r\n"
    paste(root, "alder:quality", block)
    said = root.locator(".wb-pasted")
    expect(said).to_contain_text("3 numbers taken")
    expect(said).to_contain_text("left out: the first row and the first column")
    expect(said).to_contain_text("1 cell lay outside the table")
    expect(said).to_contain_text("“good” for Social value, Alder Care: expected a number from 0")
    expect(said).to_contain_text("“101” for Price, Birch")
    expect(keyed(root, "alder:price")).to_have_value("62.5")
    assert focused(root.page) == "alder:quality"
    saved(root)
    assert stored(answers, "score-small")["scores"]["first"] == {
        "alder": {"quality": 4, "price": 62.5},
        "birch": {"social-value": 2},
    }
    keyed(root, "undo").click()
    expect(keyed(root, "alder:price")).to_have_value("")
    expect(keyed(root, "weight:quality")).to_have_value("100")


def test_weights_can_be_pasted_too_and_one_number_is_pasted_as_ever(open_notebook: Open) -> None:
    root = exercise(open_notebook(PAGE), TITLE)
    paste(root, "weight:quality", "100\t40\t60\n5\t5\t100\n")
    expect(root.locator(".wb-pasted")).to_contain_text("6 numbers taken")
    expect(total(root, "alder")).to_have_text("100.0")
    paste(root, "birch:quality", "3")  # no block: left to the browser
    expect(keyed(root, "birch:quality")).to_have_value("")


def test_a_moderated_score_counts_once_it_has_its_reason(
    open_notebook: Open, answers: Path
) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TITLE)
    fill(root, weight__quality=100, weight__social_value=0, weight__price=0, alder__quality=4)
    keyed(root, "who-fold").click()
    keyed(root, "add-scorer").click()
    expect(root.get_by_label("Name of scorer 2")).to_be_focused()
    page.keyboard.type("Bo")
    keyed(root, "who").select_option("Bo")
    fill(root, alder__quality=2)
    keyed(root, "who").select_option("Moderated: what stands")
    expect(keyed(root, "alder:quality")).to_have_attribute(
        "aria-label", "Quality, Alder Care. Given: Scorer 1: 4, Bo: 2"
    )
    fill(root, alder__quality=3)
    expect(total(root, "alder")).to_have_text("0.0 to 100.0")
    expect(root.locator(".wb-todo")).to_contain_text("1 score does not count until you say why")
    why = root.get_by_label("Quality, Alder Care: why 3? Given alone: Scorer 1: 4, Bo: 2.")
    why.fill("Bo had not seen the annex.")
    expect(why).to_be_focused()
    expect(total(root, "alder")).to_have_text("60.0")
    saved(root)
    cell = stored(answers, "score-small")["moderated"]["alder"]["quality"]
    assert cell == {"score": 3, "reason": "Bo had not seen the annex."}


def test_own_options_and_criteria_come_and_go(open_notebook: Open) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, OWN)
    expect(root.get_by_text("Nothing to score yet. Add the first option below.")).to_be_visible()
    for name, words in (("option", "Do it <b>ourselves</b>"), ("criterion", "Cost")):
        keyed(root, f"new:{name}").fill(words)
        page.keyboard.press("Enter")
    field = root.get_by_role("textbox", name="Cost, Do it <b>ourselves</b>")
    field.fill("5")
    expect(root.locator(".wb-total strong")).to_have_text("100.0")
    root.get_by_role("button", name="Remove Do it <b>ourselves</b>").click()
    expect(keyed(root, "new:option")).to_be_focused()
    expect(root.locator(".wb-sheet")).to_contain_text("Nothing to score yet")
    saved(root)
    keyed(root, "undo").click()
    expect(field).to_have_value("5")


def test_reload_brings_scores_back(open_notebook: Open) -> None:
    page = open_notebook(PAGE)
    fill(exercise(page, TITLE), weight__quality=100, alder__quality=4)
    saved(exercise(page, TITLE))
    root = exercise(open_notebook(PAGE), TITLE)
    expect(keyed(root, "alder:quality")).to_have_value("4")
    expect(keyed(root, "weight:quality")).to_have_value("100")


def test_twelve_by_twelve_keeps_its_headings_in_view(open_notebook: Open) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, LARGE)
    last = keyed(root, "option-12:criterion-12")
    last.focus()
    for heading in (
        root.get_by_role("columnheader", name="Criterion 12 with a longer name"),
        root.get_by_role("rowheader", name="Option 12"),
        root.locator('[data-total="option-12"]'),
    ):
        sheet, box = root.locator(".wb-sheet").bounding_box(), heading.bounding_box()
        assert sheet and box
        assert box["x"] >= sheet["x"] - 1
        assert box["x"] + box["width"] <= sheet["x"] + sheet["width"] + 1
        assert box["y"] >= sheet["y"] - 1
    field, fixed = last.bounding_box(), root.locator('[data-total="option-12"]').bounding_box()
    assert field and fixed
    assert field["x"] + field["width"] <= fixed["x"] + 1  # not hidden behind the totals
    assert page.evaluate("() => document.scrollingElement.scrollWidth <= innerWidth")


def test_a_phone_shows_one_option_at_a_time(
    open_notebook: Open, new_context: Callable[..., Any]
) -> None:
    narrow = new_context(viewport={"width": 320, "height": 800}).new_page()
    page = open_notebook(PAGE, in_page=narrow)
    root = exercise(page, TITLE)
    expect(keyed(root, "weight:quality")).to_be_visible()
    expect(keyed(root, "alder:quality")).not_to_be_visible()
    keyed(root, "page").select_option("Alder Care")
    expect(keyed(root, "weight:quality")).not_to_be_visible()
    keyed(root, "alder:quality").focus()
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(keyed(root, "alder:social-value")).to_be_focused()
    keyed(root, "page-on").click()
    expect(keyed(root, "birch:quality")).to_be_visible()
    saved(root)


def test_it_can_be_used_by_everyone(open_notebook: Open, axe: Callable[..., list[str]]) -> None:
    page = open_notebook(PAGE)
    roots = [exercise(page, title) for title in (TITLE, LARGE, OWN)]
    keyed(roots[0], "alder:quality").fill("9")
    for root in roots:
        unfold(root)
    for look in looks(page, 320, 600, 1200):  # 600: a usual window at 200 % zoom
        if keyed(roots[0], "page").is_visible():  # no room for the table
            keyed(roots[0], "page").select_option("Alder Care")
        for root in roots:
            assert_usable(root)
        assert axe(".wb-kind-score") == [], look
    assert_no_shortcut_leaks(page, roots[0])
