"""Page 06 by keyboard: the homelessness thread from page 04, two files never seen, one page."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from course_support import Workbook

from .kind_checks import assert_page_usable, exercise, keyed, saved

Open = Callable[..., Page]
OUTCOME = "People keep <i>their</i> home"
MONTHS = [f"{m:02d}/{year},{80 + m},100,90" for year in (2024, 2025) for m in range(1, 13)]
SERIES = "\n".join(["Month,Calls answered,Calls,Target", *MONTHS, "Total,2100,2400,"])
HEADINGS = ",".join(f"SWEMWBS{number}" for number in range(1, 8))
EXPORT = "\n".join(
    [f"Person,Wave,{HEADINGS}"]
    + [
        f"P{person},{wave}," + ",".join(str(2 + wave + (person + n) % 2) for n in range(7))
        for person in range(9)
        for wave in (1, 2)
    ]
)


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    target.focus()
    page.keyboard.press(key)


def type_in(page: Page, target: Locator, words: str, then: str = "Tab") -> None:
    press(page, target, "ControlOrMeta+a")
    page.keyboard.insert_text(words)
    page.keyboard.press(then)


def card(page: Page, box: Locator, place: str, words: str) -> None:
    type_in(page, keyed(box, f"{place}:new"), words, "Enter")
    expect(box.locator(f'.wb-cards[data-box="{place}"]')).to_contain_text(words)


def choose(page: Page, box: Locator, row: str, **cells: str) -> None:
    """Choose in the lists of a row of a table."""
    for column, option in cells.items():
        keyed(box, f"{row}/{column}").select_option(option)


def outcomes_of_page_04(answers: Path) -> None:
    workbook = Workbook.open(answers=answers)
    workbook.choose(population="homelessness")
    rows = [{"id": "one", "cells": {"outcome": OUTCOME, "for-whom": "90 households"}}]
    workbook.store.save(
        workbook.key(workbook.exercise("set-your-outcomes")), "table", {"rows": rows}
    )


def test_from_outcomes_to_one_page(
    open_notebook: Open, answers: Path, axe: Any, tmp_path: Path
) -> None:
    outcomes_of_page_04(answers)
    page = open_notebook("06_monitoring_and_review")
    figures = page.locator("figure.wb-figure figcaption")
    expect(
        page.get_by_role("heading", name="Your population: people who are homeless")
    ).to_be_visible()

    # The board, and what others have said once four cards are up.
    board = exercise(page, "Why monitor, and how can it fail to help?")
    for place, words in (("helps", "See it early"), ("fails", "Nobody reads it"),
                         ("fails", "People are turned away"), ("guards", "Drop one")):  # fmt: skip
        card(page, board, place, words)
    saved(board)
    expect(page.get_by_role("table", name="How monitoring fails to help")).to_be_visible()

    # A local measure in three tests; a possible double is found.
    local = exercise(page, "Put local measures to three tests")
    choose(page, local, "l-1", clear="yes", important="yes", data="no", decision="borrow")
    saved(local)
    expect(page.get_by_role("table", name="The three tests")).to_contain_text("moved on as planned")
    expect(page.get_by_role("table", name="Possible duplication")).to_contain_text("take it from")

    # A grid of counts only is noticed; then it has a share of people better off.
    built = exercise(page, "Build a performance grid")
    card(page, built, "how-much", "People seen")
    paper = page.get_by_role("article", name="Performance grid")
    expect(paper).to_contain_text("Every measure only counts")
    card(page, built, "better-off-share", "Per cent still housed")
    expect(paper).not_to_contain_text("Every measure only counts")

    # It is brought over, rated, and headline.
    rating = exercise(page, "Choose your headline measures")
    expect(keyed(rating, "m-2/measure")).to_have_value("Per cent still housed")
    choose(page, rating, "m-2", communication="high", proxy="high", data="low")
    saved(rating)
    expect(figures.filter(has_text="0 headline measures, 1 to get data for")).to_be_visible()

    # The outcome of page 04 comes over as text, is changed, and both versions stand.
    again = exercise(page, "Meet your outcomes again, and revise them")
    expect(again.get_by_text("Brought over from page 04.")).to_be_visible()
    expect(keyed(again, "one/outcome")).to_have_value(OUTCOME)
    type_in(page, keyed(again, "one/outcome"), "People are at home a year on")
    type_in(page, keyed(again, "one/indicator"), "Per cent in the same home")
    type_in(page, keyed(again, "one/why-changed"), "Keep is a word, a year is a measure")
    saved(again)
    both = page.get_by_role("table", name="Both versions of the outcomes").last
    expect(both).to_contain_text(OUTCOME)
    expect(both).to_contain_text("People are at home a year on")
    expect(figures.filter(has_text="1 of 1 outcomes lack a side")).to_be_visible()

    # What would have come anyway follows the settings.
    anyway = exercise(page, "What would have come anyway?")
    type_in(page, keyed(anyway, "number:reliability"), "1", "Enter")
    expect(figures.filter(has_text="none of it to be expected anyway")).to_be_visible()

    # Two points.
    expect(page.locator(".wb-live").get_by_text("Answer first. The two years")).to_be_visible()
    poll = exercise(page, "Which of these services has changed?")
    press(page, poll.get_by_role("checkbox", name="Service A"), "Space")
    expect(figures.filter(has_text="Five of six did not change at all")).to_be_visible()

    # A measure: the planted shift; another one, with the flaw that its counts prove.
    change = "A lasting change: down by about 19 percentage points from Aug 2025"
    fell = figures.filter(has_text=change)
    expect(fell.first).to_be_visible()
    view = exercise(page, "Choose a measure to read")
    keyed(view, "choose:measure").select_option("ho-k2")
    expect(
        page.locator(".wb-live").get_by_text("sent as a proportion and not as a percentage").first
    ).to_be_visible()
    expect(page.get_by_role("article", name="Turn the curve: Rooms in use")).to_be_visible()
    keyed(view, "choose:measure").select_option("ho-k1")
    expect(fell.first).to_be_visible()

    # Two files that the page has never seen; a picture is refused with a sentence.
    for name, text in (("mine.csv", SERIES), ("export.csv", EXPORT)):
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "chart.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    field = page.get_by_label("A file with figures by month (CSV or a workbook)")
    field.set_input_files(tmp_path / "chart.png")
    expect(page.locator(".wb-file .wb-bad", has_text="picture")).to_be_visible()
    field.set_input_files(tmp_path / "mine.csv")
    expect(page.get_by_text("24 months, Jan 2024 to Dec 2025").first).to_be_visible()
    expect(page.get_by_text("is worked out in per cent from its two counts").first).to_be_visible()
    page.get_by_label("Answers to a wellbeing scale, or their totals").set_input_files(
        tmp_path / "export.csv"
    )
    expect(figures.filter(has_text="On average up by").first).to_be_visible()

    # One page, kept as a file; and the findings.
    curve = exercise(page, "Turn the curve")
    story = curve.get_by_role("textbox", name="The story behind the baseline")
    type_in(page, story, "A landlord stopped taking people with arrears <b>")
    saved(curve)
    one_page = page.get_by_role("article", name="Turn the curve: People who moved on as planned")
    expect(one_page).to_contain_text("A landlord stopped taking people with arrears <b>")
    with page.expect_download() as download:
        press(page, page.get_by_role("button", name="Save as a page: Turn the curve"))
    file = tmp_path / "page.html"
    download.value.save_as(file)
    assert "arrears &lt;b&gt;" in file.read_text("utf-8")
    found = page.get_by_role("listitem")
    expect(found.filter(has_text="Your curve has its story, 0 of three ideas")).to_be_visible()
    expect(found.filter(has_text="Outcomes: 1, 1 with an indicator")).to_be_visible()

    # Light, dark, a laptop and a telephone.
    assert_page_usable(page, axe, 1200, 400, boxes=":is(.wb-figure, .wb-paper, .wb-file)")
