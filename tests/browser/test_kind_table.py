"""Tables, as people fill them: by keyboard, by pasting, on a phone, in the dark."""

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

PAGE, WIDE, SHORT = "pages/kind_table", "Options and what they cost", "Who supplies what"
PASTE = """(node, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  node.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""  # noqa: E501


def said(root: Locator, words: str) -> None:
    expect(root.get_by_role("status").filter(has_text=words).last).to_be_attached()


def report(root: Locator) -> Locator:
    return root.locator(".wb-report")


def add(root: Locator, *cells: str) -> None:
    """Add a row as a quick typist does: Tab from field to field."""
    rows = root.locator("tbody tr").count()
    keyed(root, "add").click()
    expect(root.locator("tbody tr")).to_have_count(rows + 1)
    for text in cells:
        root.page.keyboard.type(text)
        root.page.keyboard.press("Tab")


def paste(root: Locator, field: str, text: str) -> None:
    """Paste into a field by its name, such as “Option (option 1)”."""
    target = root.get_by_label(field, exact=True)
    target.focus()
    target.evaluate(PASTE, text)


def cells(answers: Path, name: str) -> list[dict[str, str]]:
    return [row["cells"] for row in stored(answers, name)["rows"]]


def test_it_is_done_by_keyboard_alone(open_notebook: Open, answers: Path) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, WIDE)
    expect(root.get_by_text("Nothing here yet. Press “Add an option”")).to_be_visible()
    keyed(root, "group-summary").focus()
    tab_to(page, "add")
    page.keyboard.press("Enter")
    said(root, "Added option 1.")
    for text in ("Home first", "1.2m", "lots"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    said(root, "Places, Home first: “lots” is not a number.")
    for text in ("3%", "3/4/2027"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(root.get_by_text("Read as £1,200,000.").first).to_be_visible()
    expect(root.get_by_text("Saturday 3 April 2027.").first).to_be_visible()
    places = root.get_by_role("textbox", name="Places (beds) (option 1)")
    expect(places).to_have_attribute("aria-invalid", "true")
    expect(places).to_have_accessible_description(
        "“lots” is not a number. Write digits, such as 36."
    )
    expect(root.locator(".wb-refusal")).to_contain_text("1 cell could not be read")
    root.get_by_role("button", name="Go there: Places, Home first").press("Enter")
    expect(places).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("40 beds")
    expect(places).not_to_have_attribute("aria-invalid", "true")  # not while it is being typed
    keyed(root, "add").click()
    expect(root.locator(".wb-refusal")).to_be_hidden()
    saved(root)
    assert cells(answers, "table-wide")[0] == {
        "name": "Home first",
        "capital": "1.2m",
        "beds": "40 beds",
        "growth": "3%",
        "start": "3/4/2027",
        "level": "high",
    }


def names(root: Locator) -> list[str]:
    fields = root.locator("tbody tr > :nth-child(2) input")
    return [str(value) for value in fields.evaluate_all("all => all.map(one => one.value)")]


def test_rows_are_renamed_moved_deleted_and_brought_back(open_notebook: Open) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, WIDE)
    for each in ("One", "Two", "Three"):
        add(root, each)
    first = root.get_by_label("Option (option 1)", exact=True)
    first.focus()
    page.keyboard.press("Enter")  # as in a spreadsheet: the cell below
    expect(root.get_by_label("Option (option 2)", exact=True)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(first).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" more")
    root.get_by_role("button", name="Move up: Three").press("Enter")
    said(root, "Three: 2 of 3.")
    page.keyboard.press("Alt+ArrowUp")
    assert names(root) == ["Three", "One more", "Two"]
    root.get_by_role("button", name="Delete: One more").press("Enter")
    said(root, "Deleted: One more. Undo brings it back.")
    expect(root.get_by_role("button", name="Delete: Two")).to_be_focused()
    keyed(root, "undo").click()
    expect(root.locator("tbody tr")).to_have_count(3)
    assert names(root) == ["Three", "One more", "Two"]
    saved(root)
    assert names(exercise(open_notebook(PAGE), WIDE)) == ["Three", "One more", "Two"]


def test_cells_pasted_into_a_field_fill_to_the_right_and_down(
    open_notebook: Open, answers: Path
) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, WIDE)
    add(root, "Home", "5")
    add(root, "Beds")
    saved(root)
    paste(root, "Capital, year 0 (optional) (option 1)", "£7\t8\r\n\tnine\r\n£9\t10\r\n")
    expect(report(root)).to_contain_text("5 cells came: 1 row added, 2 rows filled in.")
    expect(report(root)).to_contain_text("Replaced what stood in 1 cell.")
    expect(report(root)).to_contain_text("1 cell could not be read: Places, Beds.")
    saved(root)
    assert [
        (c.get("name"), c.get("capital"), c.get("beds")) for c in cells(answers, "table-wide")
    ] == [
        ("Home", "£7", "8"),
        ("Beds", None, "nine"),
        (None, "£9", "10"),
    ]
    # On the last column what is beside it has no place, and that is said; a choice by its words.
    paste(root, "Support (option 2)", "HIGH\tmore\nhgih")
    expect(report(root)).to_contain_text("No column was left for 1 cell: “more”.")
    expect(report(root)).to_contain_text("could not be read: Support, option 3")
    expect(root.get_by_label("Support (option 2)", exact=True)).to_have_value("high")
    for _ in range(2):
        keyed(root, "undo").click()
    expect(root.locator("tbody tr")).to_have_count(2)
    expect(root.get_by_label("Capital, year 0 (optional) (option 1)", exact=True)).to_have_value(
        "5"
    )
    expect(report(root)).to_be_empty()
    paste(root, "Option (option 1)", "one word")  # no cells: left to the browser
    expect(report(root)).to_be_empty()


def test_rows_are_pasted_with_their_headings_in_any_order(
    open_notebook: Open, answers: Path
) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, WIDE)
    add(root, "Home")
    add(root)  # left blank: it makes way
    tab_to(page, "paste")
    page.keyboard.press("Enter")
    assert focused(page) == "box"
    page.keyboard.insert_text(
        "SUPPORT\toption\tCost\tbeds\n\nlow\tOutreach\t£3\t20\nmid\tBeds\t£4\t£5\n"
    )
    tab_to(page, "box-add")
    page.keyboard.press("Enter")
    expect(report(root)).to_contain_text(
        "6 cells came: 2 rows added. The first row was taken as headings"
    )
    expect(report(root)).to_contain_text(
        "Not recognised, so left out: “Cost”. Columns here are: Option,"
    )
    expect(report(root)).to_contain_text("2 cells could not be read: Places, Beds; Support, Beds.")
    assert focused(page) == "paste"
    saved(root)
    assert cells(answers, "table-wide") == [
        {"name": "Home"},
        {"name": "Outreach", "level": "low", "beds": "20"},
        {"name": "Beds", "level": "mid", "beds": "£5"},
    ]
    expect(root.get_by_label("Support (option 3)", exact=True)).to_have_value("mid")
    keyed(root, "undo").click()
    expect(root.locator("tbody tr")).to_have_count(2)


def test_what_does_not_fit_stays_in_the_box(open_notebook: Open, answers: Path) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, SHORT)
    keyed(root, "paste").click()
    keyed(root, "box-add").click()
    expect(report(root)).to_contain_text("Nothing to add yet.")
    keyed(root, "box").fill('A\t"two\nlines"\nB\t<b>x</b>\tz\nC\nD\nE\tgood\n')
    keyed(root, "box-add").click()
    expect(report(root)).to_contain_text(
        "4 rows added. The first row names no column, so cells went in"
    )
    expect(report(root)).to_contain_text("No column was left for 1 cell: “z”.")
    expect(report(root)).to_contain_text("1 row did not fit, as this table takes 4 at most: “E”.")
    expect(keyed(root, "box")).to_have_value("E\tgood")
    saved(root)
    assert cells(answers, "table-short")[:2] == [
        {"name": "A", "what": "two\nlines"},
        {"name": "B", "what": "<b>x</b>"},
    ]
    assert root.locator("b").count() == 0
    keyed(root, "add").press("Enter")
    said(root, "This table takes 4 rows at most.")
    # Prose of several lines is no block of cells in a field for long words.
    paste(root, "What they do well (optional) (provider 1)", "one\ntwo")
    expect(report(root)).to_have_text(re.compile("^This table takes 4 rows at most"))


def test_thirty_rows_come_in_one_paste_and_no_shortcut_leaks(open_notebook: Open) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, WIDE)
    keyed(root, "paste").click()
    keyed(root, "box").fill("".join(f"Option {i}\t{i}k\t{i}\n" for i in range(1, 41)))
    keyed(root, "box-add").click()
    expect(report(root)).to_contain_text("90 cells came: 30 rows added.")
    expect(report(root)).to_contain_text(
        "10 rows did not fit, as this table takes 30 at most: “Option 31”,"
    )
    expect(root.locator("tbody tr")).to_have_count(30)
    expect(root.get_by_text("Read as £30,000.").first).to_be_visible()
    heads = root.get_by_role("columnheader").all_inner_texts()
    assert heads[1:3] == ["Option", "Capital, year 0 (optional)"]
    expect(root.get_by_role("row")).to_have_count(31)
    assert_no_shortcut_leaks(page, root, every=29)


def test_it_looks_right_in_both_themes_and_in_every_width(
    open_notebook: Open, axe: Callable[..., list[str]]
) -> None:
    page = open_notebook(PAGE)
    assert axe(".wb-kind-table") == []
    for title in (WIDE, SHORT):
        root = exercise(page, title)
        add(root, "<img src=x onerror=alert(1)>" + "Very long " * 20, "lots")
        add(root, "Beds", "1.2m")
        assert root.locator("img").count() == 0
        keyed(root, "paste").click()
        keyed(root, "box").fill("Care\n")
        keyed(root, "box-add").click()
        keyed(root, "paste").click()
        unfold(root)
        saved(root)
    for look in looks(page, 320, 600, 900, 1200):  # 600: a usual window at 200 % zoom
        assert axe(".wb-kind-table") == [], look
        for title in (WIDE, SHORT):
            assert_usable(exercise(page, title))
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), look
    page.set_viewport_size({"width": 600, "height": 800})
    expect(exercise(page, WIDE).locator("tbody label").first).to_be_visible()
