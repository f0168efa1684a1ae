"""Plans, as people make them: by keyboard, on a phone, in the dark, with dates as typed."""

import re
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

PAGE, CARDS, TABLE = "pages/kind_plan", "Your next improvements", "Actions for the provider"


def said(root: Locator, words: str) -> None:
    expect(root.get_by_role("status").filter(has_text=words).last).to_be_attached()


def add(root: Locator, action: str, owner: str = "", date: str = "") -> None:
    """Add a row as a quick typist does: Tab from field to field."""
    page = root.page
    rows = root.locator("tbody tr").count()
    keyed(root, "add").click()
    expect(root.locator("tbody tr")).to_have_count(rows + 1)
    page.keyboard.type(action)
    tab_to(page, focused(page).replace(":action", ":owner"))
    page.keyboard.type(owner)
    page.keyboard.press("Tab")
    page.keyboard.type(date)
    page.keyboard.press("Tab")


def test_it_is_done_by_keyboard_alone(open_notebook: Open, answers: Path) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, CARDS)
    expect(root.get_by_text("Nothing planned yet. Press “Add an improvement”")).to_be_visible()
    keyed(root, "group-summary").focus()
    tab_to(page, "add")
    page.keyboard.press("Enter")
    said(root, "Added improvement 1.")
    for text in ("Meet providers", "Minutes show it", "Sam", "3/4/2027"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    expect(root.get_by_text("Saturday 3 April 2027.").first).to_be_visible()
    said(root, "Saturday 3 April 2027.")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    saved(root)
    (row,) = stored(answers, "plan-short")["rows"]
    assert row["more"] == {"sign": "Minutes show it"}
    expected = {"action": "Meet providers", "owner": "Sam", "date": "3/4/2027"}
    assert {key: row[key] for key in expected} == expected
    assert row["status"] == "under-way"


def test_a_date_that_is_none_is_said_in_words_and_kept(open_notebook: Open) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TABLE)
    add(root, "Visit", "Jo", "31 April 2027")
    date = root.get_by_role("textbox", name="By when (action 1)")
    expect(date).to_have_attribute("aria-invalid", "true")
    expect(date).to_have_accessible_description("31 April is not a date: April has 30 days.")
    said(root, "31 April is not a date")
    date.fill("30 April 2020")
    expect(date).not_to_have_attribute("aria-invalid", "true")  # not while it is being typed
    date.blur()
    expect(root.get_by_text("Thursday 30 April 2020. This date is past.").first).to_be_visible()
    saved(root)
    date.fill("soon")
    date.blur()
    saved(root)
    root = exercise(open_notebook(PAGE), TABLE)
    expect(root.get_by_text("“soon” is not a date.").first).to_be_visible()


def test_a_date_can_be_picked_from_the_calendar(open_notebook: Open, answers: Path) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TABLE)
    add(root, "Visit")
    root.get_by_role("button", name="Pick a date: action 1").click()
    root.locator(".wb-picker").evaluate(
        "node => { node.value = '2027-04-03'; node.dispatchEvent(new Event('change')); }"
    )
    date = root.get_by_role("textbox", name="By when (action 1)")
    expect(date).to_have_value("3 April 2027")
    expect(date).to_be_focused()
    saved(root)
    assert stored(answers, "plan-plain")["rows"][0]["date"] == "3 April 2027"


def actions(root: Locator) -> list[str]:
    fields = root.locator("tbody tr textarea")
    return [str(value) for value in fields.evaluate_all("all => all.map(one => one.value)")]


def test_rows_are_sorted_moved_deleted_and_brought_back(open_notebook: Open) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TABLE)
    for action, date in (("Late", "1/5/2027"), ("Never", ""), ("Soon", "1 March 2027")):
        add(root, action, "Sam", date)
    keyed(root, "sort").click()  # at once: the last date may not have been read yet
    said(root, "Sorted by date, earliest first. Without a date, so last: 1.")
    assert actions(root) == ["Soon", "Late", "Never"]
    expect(keyed(root, "sort")).to_be_focused()
    keyed(root, "sort").press("Enter")
    said(root, "Already in order of date.")
    root.get_by_role("button", name="Move up: Never").press("Enter")
    said(root, "Never: 2 of 3.")
    expect(root.get_by_role("button", name="Move up: Never")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    assert actions(root) == ["Never", "Soon", "Late"]
    root.get_by_role("button", name="Delete: Soon").press("Enter")
    said(root, "Deleted: Soon. Undo brings it back.")
    expect(root.get_by_role("button", name="Delete: Late")).to_be_focused()
    assert actions(root) == ["Never", "Late"]
    keyed(root, "undo").click()
    expect(root.locator("tbody tr")).to_have_count(3)
    assert actions(root) == ["Never", "Soon", "Late"]
    saved(root)
    assert actions(exercise(open_notebook(PAGE), TABLE)) == ["Never", "Soon", "Late"]


def test_names_and_texts(open_notebook: Open) -> None:
    root = exercise(open_notebook(PAGE), TABLE)
    add(root, "<img src=x onerror=alert(1)>" + "Very long " * 40, "<b>Sam</b>", "1/1/2028")
    assert root.locator("img, b").count() == 0
    heads = root.get_by_role("columnheader").all_inner_texts()
    assert heads[1:5] == ["What will be done", "Who will see to it", "By when", "How far it is"]
    expect(root.get_by_role("row")).to_have_count(2)
    expect(root.get_by_role("combobox", name="How far it is (action 1)")).to_be_visible()
    expect(root.get_by_role("textbox", name="Who will see to it (action 1)")).to_be_visible()


def test_forty_rows_stay_usable(open_notebook: Open) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TABLE)
    keyed(root, "add").evaluate("node => { for (let i = 0; i < 45; i += 1) node.click(); }")
    expect(root.locator("tbody tr")).to_have_count(40)
    said(root, "This plan takes 40 rows at most.")
    page.keyboard.type("The last of forty")
    expect(root.get_by_role("textbox", name=re.compile(r"\(action 40\)")).first).to_have_value(
        "The last of forty"
    )
    page.keyboard.press("Tab")
    saved(root)
    assert_usable(root)


def test_it_can_be_used_by_everyone(open_notebook: Open, axe: Callable[..., list[str]]) -> None:
    page = open_notebook(PAGE)
    assert axe(".wb-kind-plan") == [], "empty"
    for title in (CARDS, TABLE):
        root = exercise(page, title)
        add(root, "Visit every home that asked for it", "Sam", "31 April 2027")
        add(root, "Ask", "Jo", "soon")
        unfold(root)
        saved(root)
    for look in looks(page, 320, 600, 1200):  # 600: a usual window at 200 % zoom
        for title in (CARDS, TABLE):
            root = exercise(page, title)
            if not look.startswith("1200"):  # rows become cards, with the headings as labels
                expect(root.locator("tbody label").first).to_be_visible()
            assert_usable(root)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), look
        assert axe(".wb-kind-plan") == [], look
    for title in (CARDS, TABLE):
        assert_no_shortcut_leaks(page, exercise(page, title))
