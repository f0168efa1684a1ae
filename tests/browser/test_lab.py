"""What a person meets around the exercises: pages that read as pages, in JupyterLab."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

Open = Callable[..., Page]
CODE = ".jp-CodeCell .jp-InputArea-editor:visible"
SCROLLED = (
    "document.querySelector('.wb-page:not(.lm-mod-hidden) .jp-WindowedPanel-outer').scrollTop"
)


def wait_until_run(page: Page) -> None:
    page.locator(".wb-page.wb-ran:not(.lm-mod-hidden)").wait_for()


def shown(page: Page, words: str) -> Locator:
    """Output with these words: the code that prints them is in the page as well, hidden."""
    return page.locator(".jp-OutputArea-output").get_by_text(words)


def test_a_page_runs_on_opening_and_shows_no_code(open_notebook: Open) -> None:
    page = open_notebook("pages/first")
    expect(shown(page, "six times seven is 42")).to_be_visible()
    assert page.locator(CODE).count() == 0
    assert page.locator(".jp-InputPrompt:visible, .jp-OutputPrompt:visible").count() == 0
    assert page.evaluate(SCROLLED) == 0
    assert page.title() == "The first page – Commissioning workbook"


def test_nothing_stands_around_the_page_but_a_short_menu(open_notebook: Open) -> None:
    page = open_notebook("pages/first")
    menus = page.locator(".lm-MenuBar-item:visible").all_inner_texts()
    assert menus == ["File", "View", "Run", "Kernel", "Help"]
    for part in ("#jp-left-stack", "#jp-right-stack", ".jp-SideBar", "#jp-main-statusbar"):
        assert page.locator(f"{part}:visible").count() == 0, part
    assert page.locator(".jp-NotebookPanel-toolbar:visible").count() == 0
    assert page.locator(".jp-Dialog, .jp-toast-message, .Toastify__toast").count() == 0


def test_the_code_can_be_shown_and_hidden_by_keyboard(open_notebook: Open) -> None:
    page = open_notebook("pages/first")
    show = page.get_by_role("button", name="Show code")
    show.focus()
    page.keyboard.press("Enter")
    expect(page.locator(CODE).first).to_be_visible()
    hide = page.get_by_role("button", name="Hide code")
    expect(hide).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator(CODE)).to_have_count(0)
    expect(page.get_by_role("button", name="Show code")).to_be_focused()


def test_the_button_is_reached_with_tab_and_its_focus_is_seen(open_notebook: Open) -> None:
    page = open_notebook("pages/first")
    page.keyboard.press("Shift+Tab")
    show = page.get_by_role("button", name="Show code")
    expect(show).to_be_focused()
    assert show.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(show).not_to_be_focused()  # no trap: Tab goes on into the page


def test_a_notebook_that_is_no_page_is_left_alone(open_notebook: Open) -> None:
    page = open_notebook("pages/plain", wait=False)
    expect(page.get_by_role("heading", name="Not a workbook page")).to_be_visible()
    expect(page.locator(CODE).first).to_be_visible()
    assert page.locator(".wb-page").count() == 0
    assert shown(page, "not run by itself").count() == 0


def test_no_single_key_changes_the_page(open_notebook: Open) -> None:
    page = open_notebook("pages/first")
    cells = page.locator(".wb-page .jp-Cell")
    kinds = "cells => cells.map(cell => cell.matches('.jp-CodeCell'))"
    before = cells.evaluate_all(kinds)
    for state in ("code hidden", "code shown"):
        for key in ["d", "d", "x", "a", "b", "c", "v", "y", "m", "r", "Shift+M", "1"]:
            page.get_by_role("button", name="A plain button").focus()
            page.keyboard.press(key)
            page.wait_for_timeout(50)
            assert cells.evaluate_all(kinds) == before, f"{key} with {state}"
        page.get_by_role("button", name=re.compile("(Show|Hide) code")).click()


def test_a_double_click_does_not_open_the_text_for_editing(open_notebook: Open) -> None:
    page = open_notebook("pages/first")
    page.get_by_role("heading", name="More", exact=True).dblclick()
    expect(page.get_by_role("heading", name="More", exact=True)).to_be_visible()
    assert page.locator(".jp-MarkdownCell .jp-InputArea-editor:visible").count() == 0


@pytest.mark.parametrize("link", ["the second page", "Second page, from a table"])
def test_a_link_opens_the_page_at_its_top_already_run(open_notebook: Open, link: str) -> None:
    page = open_notebook("pages/first")
    page.evaluate(SCROLLED.replace(".scrollTop", ".scrollTo(0, 400)"))
    page.get_by_role("link", name=link).click()
    expect(shown(page, "The second page has run")).to_be_visible()
    wait_until_run(page)
    assert page.url.endswith("/doc/tree/pages/second.ipynb")
    assert page.evaluate(SCROLLED) == 0
    expect(page).to_have_title("Second, by its own title – Commissioning workbook")
    assert page.locator(".jp-NotebookPanel").count() == 1


def test_back_and_forward_lead_where_they_should(open_notebook: Open) -> None:
    page = open_notebook("pages/first")
    page.get_by_role("link", name="the second page").click()
    expect(shown(page, "The second page has run")).to_be_visible()
    page.go_back()
    expect(shown(page, "six times seven is 42")).to_be_visible()
    assert page.url.endswith("first.ipynb")
    page.go_forward()
    expect(shown(page, "The second page has run")).to_be_visible()
    page.reload()
    expect(shown(page, "The second page has run")).to_be_visible()
    page.get_by_role("link", name="Start page").click()
    expect(shown(page, "six times seven is 42")).to_be_visible()


def test_a_link_to_a_heading_goes_there(open_notebook: Open) -> None:
    page = open_notebook("pages/first")
    page.get_by_role("link", name="its reading").click()
    expect(page.get_by_role("heading", name="Reading")).to_be_in_viewport()
    assert page.url.endswith("second.ipynb#reading")


def test_a_link_opens_in_a_new_tab_when_asked(open_notebook: Open) -> None:
    page = open_notebook("pages/first")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="the second page").click(modifiers=["ControlOrMeta"])
    expect(shown(opened.value, "The second page has run")).to_be_visible()
    expect(shown(page, "six times seven is 42")).to_be_visible()


def use(page: Page) -> None:
    """Do what a person does: touch the page now and then, until it says something."""
    for _ in range(8):
        page.get_by_role("heading", level=1).first.click()
        try:
            expect(banner(page)).to_be_visible(timeout=3_500)
            return
        except AssertionError:
            continue


def banner(page: Page) -> Any:
    return page.locator(".wb-page:not(.lm-mod-hidden) .wb-banner")


@pytest.mark.parametrize("how", ["restart", "kill", "stop"])
def test_a_stopped_page_says_so_and_runs_again(open_notebook: Open, kernel: Any, how: str) -> None:
    page = open_notebook("pages/first")
    expect(banner(page)).to_be_hidden()
    getattr(kernel, how)()
    use(page)
    expect(banner(page)).to_contain_text("This page has stopped")
    assert page.locator(".jp-Dialog").count() == 0
    page.get_by_role("button", name="Run it again").click()
    expect(banner(page)).to_be_hidden()
    wait_until_run(page)
    expect(shown(page, "six times seven is 42")).to_be_visible()
    page.wait_for_timeout(500)
    expect(banner(page)).to_be_hidden()


def test_run_all_cells_in_the_menu_works_as_well(open_notebook: Open, kernel: Any) -> None:
    page = open_notebook("pages/first")
    kernel.restart()
    expect(banner(page)).to_be_visible()
    page.get_by_role("menuitem", name="Run").click()
    page.get_by_text("Run All Cells", exact=True).click()
    expect(banner(page)).to_be_hidden()
    expect(shown(page, "six times seven is 42")).to_be_visible()


def test_a_page_with_a_mistake_says_so(open_notebook: Open) -> None:
    page = open_notebook("pages/broken")
    expect(banner(page)).to_contain_text("Part of this page could not be shown")
    expect(shown(page, "before the mistake")).to_be_visible()
    assert page.evaluate(SCROLLED) == 0


def test_a_page_is_never_unsaved_and_its_file_never_changes(lab: Any, open_notebook: Open) -> None:
    file = lab.course / "pages" / "first.ipynb"
    before = file.read_bytes()
    page = open_notebook("pages/first")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.get_by_role("button", name="A plain button").click()
    page.keyboard.press("ControlOrMeta+s")
    expect(page.get_by_role("status").get_by_text("saved as you go")).to_be_visible()
    page.reload()
    wait_until_run(page)
    assert asked == []
    assert file.read_bytes() == before


def test_a_request_to_the_outside_would_be_seen(
    open_notebook: Open, outside_requests: list[str]
) -> None:
    page = open_notebook("pages/first")
    page.evaluate("fetch('https://example.org/').catch(() => 0)")
    assert outside_requests == ["https://example.org/"]
    outside_requests.clear()  # any that is left fails the test, as in every other


def test_the_last_workspace_is_not_brought_back(open_notebook: Open) -> None:
    open_notebook("pages/second")
    page = open_notebook("pages/first")
    page.wait_for_timeout(1000)
    titles = page.locator(".jp-NotebookPanel h1").all_inner_texts()
    assert [title.rstrip("¶") for title in titles] == ["The first page"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 400])
def test_what_we_add_is_accessible(
    new_context: Any, open_notebook: Open, kernel: Any, axe: Any, scheme: Any, width: int
) -> None:
    context = new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    page = open_notebook("pages/second", in_page=context.new_page())
    theme = page.evaluate("document.body.dataset.jpThemeLight")
    assert theme == json.dumps(scheme == "light")
    kernel.restart()
    use(page)
    expect(banner(page)).to_be_visible()
    assert axe(".wb-header", in_page=page) == []
    for part in (".wb-code-button", ".wb-start", ".wb-again"):
        box = page.locator(part).bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width, part
    inner, outer = (
        page.locator(part).bounding_box() for part in (".wb-header-inner", ".wb-header")
    )
    assert inner and outer and inner["height"] <= outer["height"] + 1


def test_a_page_has_no_sideways_scrolling_at_320_px(new_context: Any, open_notebook: Open) -> None:
    context = new_context(viewport={"width": 320, "height": 700})
    page = open_notebook("pages/first", in_page=context.new_page())
    scroller = page.locator(".jp-WindowedPanel-outer")
    assert scroller.evaluate("node => node.scrollWidth - node.clientWidth") <= 0
