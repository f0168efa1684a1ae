"""The first two pages by keyboard: the course map, the planner, the rings, one's own audit."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .kind_checks import assert_page_usable, exercise, saved

Open = Callable[..., Page]


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    target.focus()
    page.keyboard.press(key)


def write(page: Page, field: Locator, words: str) -> None:
    press(page, field, "ControlOrMeta+a")
    page.keyboard.insert_text(words)
    page.keyboard.press("Tab")


def test_from_the_map_to_a_plan(open_notebook: Open, tmp_path: Path) -> None:
    """Journey A, steps 1, 2 and 10, and the planner."""
    page = open_notebook("00_start_here")
    form = exercise(page, "About you")
    form.get_by_label("Your target population").select_option("Homelessness")
    saved(form)
    map_ = page.get_by_role("img", name=re.compile("^A line with .* stops"))
    expect(map_).to_be_visible()
    expect(page.get_by_text("Begin: Start here")).to_be_visible()

    # What the organisation says, and what it means: the table follows.
    aims = exercise(page, "From your organisation's aims to your population")
    write(page, aims.get_by_label("Vision: what does your organisation"), "Homes <b>for all</b>")
    saved(aims)
    table = page.get_by_role("table", name="From aims to people")
    expect(table).to_contain_text("Homes <b>for all</b>")
    expect(page.get_by_text("Continue: Start here")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="From your organisation's aims")
    expect(row).to_contain_text("Started")

    # Two dates: refused, then a plan, then a file.
    planner = exercise(page, "Plan your support and your assignment")
    planner.get_by_label("Last day of teaching").fill("2027-01-29")
    saved(planner)
    planner.get_by_label("Day your work is due").fill("2027-01-08")
    expect(planner.get_by_text("the second must be later")).to_be_visible()
    expect(planner.get_by_role("button", name="Put these dates")).to_be_hidden()
    planner.get_by_label("Day your work is due").fill("2027-07-30")
    expect(planner.get_by_text("Your support, from teaching to submission").first).to_be_visible()
    expect(planner.get_by_role("img", name=re.compile("^You have 26 weeks"))).to_be_visible()
    with page.expect_download() as download:
        press(page, planner.get_by_role("button", name="Put these dates in my calendar"))
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name == "commissioning-course.ics"
    assert file.read_bytes().count(b"BEGIN:VEVENT\r\n") == 6

    # A week later everything is there, and the link leads on.
    page = open_notebook("00_start_here")
    planner = exercise(page, "Plan your support and your assignment")
    expect(planner.get_by_label("Day your work is due")).to_have_value("2027-07-30")
    press(page, page.get_by_role("link", name="The commissioning cycle").first)
    page.locator(".wb-page.wb-ran:not(.lm-mod-hidden)").wait_for()
    expect(page.get_by_role("heading", name="The commissioning cycle").first).to_be_in_viewport()
    expect(
        page.get_by_role("heading", name=re.compile("population: people who are homeless"))
    ).to_be_visible()


def rate(page: Page, box: Locator, statement: str, rating: str) -> None:
    group = box.get_by_role("group", name=statement).or_(
        box.get_by_role("radiogroup", name=statement)
    )
    press(page, group.first.get_by_role("radio", name=rating), "Space")


def test_through_the_cycle_by_keyboard(open_notebook: Open) -> None:
    page = open_notebook("01_commissioning_cycle")

    # The rings: a line of the list by key, a dot by mouse; both explain.
    rings = page.get_by_role("region", name="The commissioning cycle")
    expect(rings.get_by_role("img", name=re.compile("^Two rings"))).to_be_visible()
    about = rings.get_by_text("Estimate how many people will need which kind of help")
    expect(about).to_be_hidden()
    press(page, rings.get_by_text("2. Forecast demand"))
    expect(about).to_be_visible()
    expect(rings.locator(".wb-open[data-activity='forecast-demand']")).to_have_count(1)
    rings.locator("[data-activity='consult'] text").click()
    expect(rings.get_by_text("Ask people who use services, carers, providers")).to_be_visible()
    assert "11. Consult" in str(page.evaluate("document.activeElement.textContent"))

    # Sorting by key, in the population's own words.
    words = exercise(page, "Commissioning, procurement or contracting?")
    place = words.get_by_label("Place of Publish a tender notice")
    place.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    saved(words)
    tasks = exercise(page, "Place the activities in the cycle")
    expect(tasks.get_by_text("Recruit foster carers together").first).to_be_attached()

    # The audit, and what it shows.
    expect(
        page.locator(".wb-live").get_by_text("Nothing is rated yet. Until you begin")
    ).to_be_visible()
    audit = exercise(page, "Audit your organisation against the cycle")
    rate(page, audit, "We have a forecast of demand, and it says what it rests on", "Red")
    saved(audit)
    figures = page.locator("figure.wb-figure figcaption")
    expect(figures.filter(has_text="Weakest: Analyse, outer ring")).to_be_visible()
    expect(figures.filter(has_text="Begin with: forecast demand")).to_be_visible()
    rate(page, audit, "Awards follow what was published", "Green")
    expect(figures.filter(has_text="Strongest in Do, weakest in Analyse")).to_be_visible()
    expect(figures.filter(has_text="You spend your effort on Do")).to_be_visible()

    # Relationships with providers, and the findings to write from.
    poll = exercise(page, "What gets in the way between you and your providers?")
    press(page, poll.get_by_role("checkbox", name="Things went badly before"), "Space")
    saved(poll)
    found = page.get_by_role("listitem").filter(has_text="Between you and your providers:")
    expect(found).to_contain_text("Things went badly before")
    six = exercise(page, "What does a good relationship with providers rest on?")
    rate(page, six, "Each side knows the other's costs", "Green")
    expect(figures.filter(has_text="1 of 6 foundations are in place")).to_be_visible()
    statement = exercise(page, "What is commissioning, and how well are we doing it?")
    write(page, statement.get_by_role("textbox").first, "To decide what people need.")
    saved(statement)

    # The group's audit is another one, and the two are set side by side.
    press(page, audit.get_by_text("My own answer. Working as a group?"))
    write(page, audit.get_by_label("Name of the group"), "Group 3")
    press(page, audit.get_by_role("button", name="Work as a group"))
    expect(audit.get_by_text("Group answer: Group 3")).to_be_visible()
    rate(page, audit, "We have a forecast of demand, and it says what it rests on", "Green")
    apart = figures.filter(has_text="You and Group 3 rate one statement differently")
    expect(apart).to_be_visible()

    # Gone and back: all of it is there.
    page = open_notebook("01_commissioning_cycle")
    again = exercise(page, "What is commissioning, and how well are we doing it?")
    expect(again.get_by_role("textbox").first).to_have_value("To decide what people need.")
    expect(figures.filter(has_text="You and Group 3 rate one statement")).to_be_visible()


@pytest.mark.parametrize("name", ["00_start_here", "01_commissioning_cycle"])
def test_the_page_is_accessible(open_notebook: Open, axe: Any, name: str) -> None:
    """Our output, charts and tables included; nothing sticks out of a narrow screen."""
    page = open_notebook(name)
    if name == "00_start_here":
        planner = exercise(page, "Plan your support and your assignment")
        planner.get_by_label("Last day of teaching").fill("2027-01-29")
        planner.get_by_label("Day your work is due").fill("2027-07-30")
        expect(planner.locator("figure")).to_be_visible()
    page.locator(".wb details").evaluate_all("all => all.forEach(d => { d.open = true; })")
    boxes = ":is(section.wb, .wb-map, .wb-figure)"
    assert_page_usable(page, axe, 1200, 400, 320, boxes=boxes)
