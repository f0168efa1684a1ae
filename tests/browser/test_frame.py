"""What stands round every exercise, tried on the three kinds that the pages show."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .kind_checks import (
    assert_no_shortcut_leaks,
    assert_usable,
    exercise,
    keyed,
    saved,
    unfold,
)

Open = Callable[..., Page]
PAGE = "pages/core"
RANK, GRID = "Rank the award criteria", "Build a performance grid"
WRITE = "What would your measures tell you?"


@pytest.mark.parametrize("title", [RANK, GRID, WRITE], ids=["rank", "grid", "write"])
def test_every_control_has_a_name_a_size_and_no_shortcut(open_notebook: Open, title: str) -> None:
    page = open_notebook(PAGE)
    box = exercise(page, title)
    if title == GRID:
        keyed(box, "how-much:new").fill("Nights of care")
        keyed(box, "how-much:new").press("Enter")
        saved(box)
    unfold(box)
    for width in (320, 600):  # 600 stands for 1200 at 200 % zoom
        page.set_viewport_size({"width": width, "height": 800})
        assert_usable(box)
    assert_no_shortcut_leaks(page, box)


def test_a_grid_is_filled_changed_and_emptied_by_keyboard(open_notebook: Open) -> None:
    page = open_notebook(PAGE)
    box = exercise(page, GRID)
    keyed(box, "how-much:new").focus()
    for words in ("Nights of care", "Children looked after"):
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    cards = box.locator("[data-box='how-much'] .wb-card .wb-text")
    expect(cards).to_have_text(["Nights of care", "Children looked after"])
    second = box.locator(".wb-card").nth(1)
    second.get_by_role("button", name="Move up: Children looked after").focus()
    page.keyboard.press("Enter")
    expect(cards).to_have_text(["Children looked after", "Nights of care"])
    box.get_by_role("button", name="Edit: Nights of care").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Bed nights")
    page.keyboard.press("Enter")
    expect(cards).to_have_text(["Children looked after", "Bed nights"])
    expect(box.get_by_role("button", name="Edit: Bed nights")).to_be_focused()
    box.get_by_label("Box of Bed nights").select_option("how-well")
    expect(box.locator("[data-box='how-well'] .wb-card .wb-text")).to_have_text(["Bed nights"])
    box.get_by_role("button", name="Delete: Bed nights").focus()
    page.keyboard.press("Enter")
    expect(keyed(box, "how-well:new")).to_be_focused()
    keyed(box, "undo").focus()
    page.keyboard.press("Enter")
    expect(box.locator("[data-box='how-well'] .wb-card .wb-text")).to_have_text(["Bed nights"])
    saved(box)
    # What is typed and not yet added is there again after a reload; what was added is not.
    keyed(box, "how-well:new").fill("Half a <b>thought")
    page.reload()
    again = exercise(page, GRID)
    expect(keyed(again, "how-well:new")).to_have_value("Half a <b>thought")
    expect(keyed(again, "how-much:new")).to_have_value("")


def test_a_card_is_dragged_to_another_box(open_notebook: Open) -> None:
    page = open_notebook(PAGE)
    box = exercise(page, GRID)
    keyed(box, "how-much:new").fill("Nights of care")
    keyed(box, "how-much:new").press("Enter")
    grip = box.locator(".wb-card .wb-grip").bounding_box()
    target = box.locator(".wb-box[data-box='how-well'] .wb-empty").bounding_box()
    assert grip and target
    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(target["x"] + 40, target["y"] + 10, steps=8)
    page.mouse.up()
    expect(box.locator("[data-box='how-well'] .wb-card .wb-text")).to_have_text(["Nights of care"])
    saved(box)


def test_the_timer_tells_and_the_keys_are_shown_on_asking(open_notebook: Open) -> None:
    page = open_notebook(PAGE)
    box = exercise(page, RANK)
    box.get_by_text("Timer: 15 minutes").click()
    time = box.get_by_role("timer")
    expect(time).to_have_text("15:00 left")
    box.get_by_role("button", name="Start", exact=True).click()
    expect(time).to_have_text(re.compile("^14:[45][0-9] left$"))
    box.get_by_role("button", name="5 minutes more").click()
    expect(time).to_contain_text(re.compile("19:[345]"))
    box.get_by_role("button", name="Pause").click()
    box.get_by_role("button", name="Set back").click()
    expect(time).to_have_text("15:00 left")
    keyed(box, "undo").focus()
    page.keyboard.press("?")
    expect(box.get_by_text("Move the item up or down")).to_be_visible()
    page.keyboard.press("?")
    expect(box.get_by_text("Move the item up or down")).to_be_hidden()


def test_an_answer_is_copied_as_text_never_as_a_formula(
    open_notebook: Open, new_context: Any
) -> None:
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = open_notebook(PAGE, in_page=context.new_page())
    box = exercise(page, WRITE)
    box.get_by_role("textbox").first.fill('=HYPERLINK("x")\nsecond line')
    box.get_by_role("textbox").nth(1).fill("<img src=x onerror=alert(1)>")
    page.keyboard.press("Tab")
    saved(box)
    box.get_by_role("button", name="Copy as a table").click()
    expect(box.get_by_text("Copied. Paste it")).to_be_attached()
    text = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert text[0] == "Question\tAnswer"
    assert text[1].endswith('\t\'=HYPERLINK("x") second line')
    read = """async () => { const [item] = await navigator.clipboard.read();
        return (await item.getType('text/html')).text(); }"""
    html = page.evaluate(read)
    assert "<img" not in html
    assert "&lt;img" in html


def test_an_answer_is_printed_by_itself(open_notebook: Open, new_context: Any) -> None:
    context = new_context()
    context.add_init_script(
        "window.print = function () { window.top.printed = document.body.innerText; }"
    )
    page = open_notebook(PAGE, in_page=context.new_page())
    box = exercise(page, RANK)
    first = box.locator("ol > li .wb-text").first.inner_text()
    box.get_by_role("button", name="Print").click()
    page.wait_for_function("window.printed")
    printed = page.evaluate("window.printed")
    assert printed.startswith("Rank the award criteria")
    assert first in printed
    assert "Show code" not in printed
