"""Sorting, as people do it: by keyboard, by dragging, on a phone, in the dark."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, expect

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

PAGE, TITLE, LARGE = "pages/kind_sort", "Input, output or outcome?", "The cycle, by phase and ring"


def place(root: Locator, **items: str) -> None:
    for item, spot in items.items():
        keyed(root, f"{item}:place").select_option(spot)


def test_it_is_done_by_keyboard_alone(open_notebook: Open, answers: Path) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TITLE)
    expect(root.locator(".wb-tray h4")).to_have_text("To place (4 of 4)")
    keyed(root, "group-summary").focus()
    tab_to(page, "workers:place")
    # The arrow keys only look through the list; Enter decides and goes on to the next item.
    page.keyboard.press("ArrowDown")
    expect(root.locator(".wb-tray .wb-card")).to_have_count(4)
    page.keyboard.press("Enter")
    expect(root.get_by_role("list", name="Input")).to_contain_text("Two workers")
    expect(root.get_by_text("placed in Input. 3 statements left to place.")).to_be_attached()
    assert focused(page) == "visits:place"
    # Leaving a list with Tab decides as well, and does not lose the place on the page.
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(root.get_by_role("list", name="Output")).to_contain_text("Ten visits")
    assert focused(page) == "visits:about"
    for item in ("finish", "safe"):
        keyed(root, f"{item}:place").focus()
        for _ in range(3):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    expect(root.get_by_role("button", name="Show me the suggested places")).to_be_focused()
    page.keyboard.press("Enter")
    expect(root.locator('[data-id="finish"] .wb-verdict')).to_contain_text("Arguable, and accepted")
    expect(root.locator('[data-id="workers"]')).to_contain_text("Staff are what the money buys")
    saved(root)
    assert stored(answers, "sort-small")["placed"] == {
        "workers": "input",
        "visits": "output",
        "finish": "outcome",
        "safe": "outcome",
    }


def test_a_choice_from_an_opened_list_decides_at_once(open_notebook: Open) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TITLE)
    keyed(root, "workers:place").focus()
    for key in ("Space", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
        page.wait_for_timeout(150)  # the list is drawn by the browser, outside the page
    expect(root.get_by_role("list", name="Output")).to_contain_text("Two workers")
    expect(root.locator(".wb-tray .wb-card")).to_have_count(3)


def test_escape_leaves_an_item_where_it_was(open_notebook: Open) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TITLE)
    keyed(root, "workers:place").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    keyed(root, "safe:place").focus()
    expect(root.locator(".wb-tray .wb-card")).to_have_count(4)


def test_reasons_come_only_after_a_try_and_go_when_something_is_taken_back(
    open_notebook: Open,
) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TITLE)
    assert "Staff are what the money buys" not in page.content()
    show = keyed(root, "show")
    show.press("Enter")
    expect(root.locator(".wb-verdict")).to_have_count(0)
    expect(root.get_by_text("First place everything: 4 statements to go.")).to_be_attached()
    place(root, workers="output", visits="output", finish="output", safe="outcome")
    show.click()
    expect(root.locator(".wb-verdict")).to_have_count(4)
    expect(root.locator('[data-id="workers"] .wb-verdict')).to_have_text("Suggested: Input.")
    place(root, workers="input")  # what was said of the old place goes at once
    expect(root.locator('[data-id="workers"] .wb-verdict')).to_have_text("As suggested.")
    place(root, safe="")
    expect(root.locator(".wb-verdict")).to_have_count(0)
    expect(root.locator(".wb-tray h4")).to_have_text("To place (1 of 4)")


def test_items_are_dragged_to_bins_and_back(open_notebook: Open, answers: Path) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TITLE)

    def drag(item: str, spot: str) -> None:
        grip = root.locator(f'[data-id="{item}"] .wb-grip').bounding_box()
        bin_ = root.locator(f'[data-spot="{spot}"]').bounding_box()
        assert grip and bin_
        page.mouse.move(grip["x"] + 8, grip["y"] + 8)
        page.mouse.down()
        page.mouse.move(bin_["x"] + 20, bin_["y"] + 20, steps=4)
        page.mouse.up()

    root.locator(".wb-tray").scroll_into_view_if_needed()
    drag("workers", "input")
    drag("safe", "outcome")
    expect(root.get_by_role("list", name="Outcome")).to_contain_text("feel safe")
    drag("workers", "")
    expect(root.locator(".wb-tray .wb-card")).to_have_count(3)
    saved(root)
    assert stored(answers, "sort-small")["placed"] == {"safe": "outcome"}


def test_undo_start_again_and_reload(open_notebook: Open) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TITLE)
    place(root, workers="input", visits="output")
    keyed(root, "workers:fold").click()
    keyed(root, "workers:note").fill("They are <b>paid</b> for.")
    keyed(root, "undo").click()
    keyed(root, "redo").click()
    saved(root)
    page = open_notebook(PAGE)
    root = exercise(page, TITLE)
    expect(keyed(root, "workers:note")).to_have_value("They are <b>paid</b> for.")
    expect(root.get_by_role("list", name="Output")).to_contain_text("Ten visits")
    keyed(root, "reset").click()
    expect(root.locator(".wb-tray .wb-card")).to_have_count(4)
    keyed(root, "undo").click()
    expect(root.locator(".wb-tray .wb-card")).to_have_count(2)


def test_hostile_text_stays_text(open_notebook: Open) -> None:
    root = exercise(open_notebook(PAGE), TITLE)
    expect(root.get_by_text("Ten visits are made <b>a week</b>").first).to_be_visible()
    names = keyed(root, "visits:place").get_attribute("aria-label")
    assert names == "Place of Ten visits are made <b>a week</b>"


def test_two_levels_make_a_pair(open_notebook: Open, answers: Path) -> None:
    root = exercise(open_notebook(PAGE), LARGE)
    place(root, **{"activity-1": "plan/outer"})
    expect(root.get_by_role("list", name="Plan, Commissioning")).to_contain_text("number 1,")
    expect(root.locator(".wb-tray h4")).to_have_text("To place (39 of 40)")
    saved(root)
    assert stored(answers, "sort-large")["placed"] == {"activity-1": "plan/outer"}


def test_it_can_be_used_by_everyone(open_notebook: Open, axe: Callable[..., list[str]]) -> None:
    page = open_notebook(PAGE)
    small, large = exercise(page, TITLE), exercise(page, LARGE)
    place(small, workers="output", visits="output", finish="outcome", safe="outcome")
    keyed(small, "show").click()
    expect(small.locator(".wb-verdict")).to_have_count(4)
    place(large, **{"activity-7": "do/inner"})
    for root in (small, large):
        unfold(root)
    for look in looks(page, 320, 600, 1200):  # 600: a usual window at 200 % zoom
        for root in (small, large):
            assert_usable(root)
        assert axe(".wb-kind-sort") == [], look
    assert_no_shortcut_leaks(page, small)
