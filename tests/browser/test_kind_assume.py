"""Settings, as people move them: by keyboard and by mouse, and what follows them."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

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

#: Note what would be printed instead of opening the system's dialogue.
PRINTING = """() => new MutationObserver(changes => changes.forEach(change => {
  for (const node of change.addedNodes) if (node.tagName === "IFRAME") {
    const note = () => { node.contentWindow.print = () => {
      window.printed.push(node.contentDocument.body.innerText); }; };
    node.addEventListener("load", note, { capture: true, once: true });
  }
})).observe(document.body, { childList: true })"""

PAGE, TITLE = "pages/kind_assume", "Demand"


def test_settings_are_moved_followed_kept_and_set_back(open_notebook: Open, answers: Path) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TITLE)
    slide = root.get_by_role("slider", name="Take-up <b>now</b>")
    expect(slide).to_have_attribute("aria-valuetext", "48%")
    expect(root.get_by_text("The take-up is last year's.")).to_be_visible()
    expect(keyed(root, "keep")).to_be_hidden()

    # By keyboard alone: the chart below moves along, and the place is kept.
    keyed(root, "group-summary").focus()
    tab_to(page, "slide:take-up")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_text("'take-up': 52")).to_be_visible()
    assert focused(page) == "slide:take-up"
    expect(keyed(root, "number:take-up")).to_have_value("52")
    expect(root.get_by_text("Moved. It starts at 48%.")).to_be_visible()
    expect(root.get_by_text("The take-up is last year's.")).to_be_hidden()

    # A number is typed as people type it; one that is none, or too large, is refused in words.
    tab_to(page, "number:price")
    for typed, said in (("lots", "“lots” is not a number."), ("2,001", "Choose from £0 to £2,000")):
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        expect(root.locator(".wb-refusal", has_text=said)).to_be_visible()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("£1,234.50")
    page.keyboard.press("Tab")
    expect(keyed(root, "number:price")).to_have_value("1,234.50")
    keyed(root, "choose:pace").select_option("fast")
    unfold(root)
    keyed(root, "why:price").fill("Last year's <i>invoice</i>")
    keyed(root, "why:price").blur()
    saved(root)
    kept = stored(answers, "assume-demand")
    assert kept["values"] == {"take-up": 52, "price": 1234.5, "pace": "fast"}
    assert kept["why"] == {"price": "Last year's <i>invoice</i>"}
    assert kept["starts"]["take-up"] == 48

    # By mouse to the far end; then set back, and all of it.
    box = slide.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2)
    expect(page.get_by_text("'take-up': 100")).to_be_visible()
    keyed(root, "back:take-up").click()
    assert focused(page) == "slide:take-up"
    expect(page.get_by_text("'take-up': 48")).to_be_visible()
    keyed(root, "reset").click()
    expect(page.get_by_text("'price': 950")).to_be_visible()
    expect(root.get_by_text("The take-up is last year's.")).to_be_visible()
    keyed(root, "undo").click()
    expect(page.get_by_text("'price': 1234.5")).to_be_visible()
    # One thread has kept them all: two would overtake one another, and the later answer be lost.
    expect(page.get_by_text("Saved by ['MainThread'].")).to_be_visible()


def test_a_paper_follows_and_is_kept_as_a_page_or_printed(open_notebook: Open) -> None:
    page = open_notebook(PAGE)
    paper = page.get_by_role("article", name="What we assume")
    expect(paper).to_contain_text("We assume that 48% come <b>forward</b>.")
    keyed(exercise(page, TITLE), "slide:take-up").focus()
    page.keyboard.press("ArrowRight")
    expect(paper).to_contain_text("49%")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a page: What we assume").press("Enter")
    assert download.value.suggested_filename == "what-we-assume-children-in-care.html"
    assert "We assume that 49% come" in download.value.path().read_text("utf-8")

    page.evaluate("() => { window.printed = []; }")
    page.evaluate(PRINTING)
    page.get_by_role("button", name="Print: What we assume").press("Enter")
    page.wait_for_function("() => window.printed.some(text => text.includes('49%'))")


def test_it_can_be_used_by_everyone(open_notebook: Open, axe: Callable[..., list[str]]) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TITLE)
    unfold(root)
    for look in looks(page, 320, 600, 1200):
        assert_usable(root)
        assert [*axe(".wb-kind-assume"), *axe(".wb-paper"), *axe(".wb-kind-paper")] == [], look
    assert_no_shortcut_leaks(page, root)
