"""The page of needs analysis by keyboard: forecast, gap, unknowns, one's own authority, statement.

Journey C, steps 1 and 2, with small files in published layouts.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .kind_checks import assert_page_usable, exercise, keyed, saved

Open = Callable[..., Page]
#: As long as the department's own, and without a space: a narrow page must bear it.
LONG_NAME = "dfe_ees_cla_number_and_rate_per_10k_children"
LAYOUTS = Path(__file__).parents[1] / "sources" / "published" / "layouts.py"


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    target.focus()
    page.keyboard.press(key)


def type_in(page: Page, target: Locator, words: str) -> None:
    press(page, target, "ControlOrMeta+a")
    page.keyboard.insert_text(words)
    page.keyboard.press("Tab")


def files(folder: Path) -> dict[str, Path]:
    """Write a table of counts and a list of providers, as published."""
    scope: dict[str, str] = {}
    exec(compile(LAYOUTS.read_text("utf-8"), "layouts", "exec"), scope)  # type: ignore[arg-type]
    made = {LONG_NAME: scope["EES"], "providers": scope["OFSTED_2025"]}
    for name, text in made.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return {name: folder / f"{name}.csv" for name in made}


def test_from_a_question_to_a_needs_statement(
    open_notebook: Open, tmp_path: Path, axe: Any
) -> None:
    page = open_notebook("02_needs_analysis")
    figures = page.locator("figure.wb-figure:not(.wb-paper *) figcaption")
    paper = page.get_by_role("article", name="Needs statement: children in care")
    expect(figures.filter(has_text="Places wanted fall 7% by 2036")).to_be_visible()
    expect(paper).to_contain_text("from 107 spare places to 90 places short")

    # A setting moves the forecast, the gap, the drafts and the paper.
    forecast = exercise(page, "Move the forecast")
    type_in(page, keyed(forecast, "number:prevalence"), "120")
    saved(forecast)
    expect(figures.filter(has_text="60 places short in the central scenario")).to_be_visible()
    expect(paper).to_contain_text("60 places short in the central scenario")
    compare = exercise(page, "Choose what to compare")
    indicator = keyed(compare, "choose:indicator")
    indicator.select_option("Three or more placements in the year")
    expect(figures.filter(has_text="Three or more placements in the year, 2025")).to_be_visible()

    # Reading intervals; the alarm bells; the map of supply by key.
    pairs = exercise(page, "Higher, lower, or cannot tell?")
    keyed(pairs, "just-overlap:place").select_option("A is higher")
    saved(pairs)
    bells = exercise(page, "Set the alarm bells")
    type_in(page, keyed(bells, "number:full-from"), "99")
    expect(figures.filter(has_text="Pressure points: 4 of 9 outside providers")).to_be_visible()
    supply = exercise(page, "Map the supply")
    strength = supply.get_by_role("textbox", name=re.compile("^Strength")).first
    type_in(page, strength, "Carers <b>stay</b> for years")
    saved(supply)
    mapped = figures.filter(has_text="Your map: 10 providers, 483 places")
    expect(mapped).to_contain_text("Written: a strength for 1")

    # The gap, and an unknown whose range is widened.
    gap = exercise(page, "Move the gap")
    type_in(page, keyed(gap, "number:places"), "60")
    expect(figures.filter(has_text="no gap in the central scenario")).to_be_visible()
    unknowns = exercise(page, "What you do not know")
    type_in(page, unknowns.get_by_role("textbox", name=re.compile("^High")).nth(1), "150")
    expect(figures.filter(has_text="from 150 places spare to 4 places spare")).to_be_visible()

    # People.
    voice = exercise(page, "Whose voice is not in the evidence?")
    press(page, voice.get_by_role("checkbox", name="Children placed far away"), "Space")
    expect(paper).to_contain_text("Missing: Children placed far away.")

    # One's own authority: a file in the wrong place is sent to the right one.
    made = files(tmp_path)
    page.get_by_label("Need: what was counted", exact=True).set_input_files(made["providers"])
    expect(page.get_by_text("Choose it under “Providers”")).to_be_visible()
    page.get_by_label("Need: what was counted", exact=True).set_input_files(made[LONG_NAME])
    area = page.get_by_label("Your authority", exact=True)
    expect(area).to_be_enabled()
    area.select_option("Leeds")
    page.get_by_label("Providers", exact=True).set_input_files(made["providers"])
    expect(figures.filter(has_text="Leeds: 300 in 2025")).to_be_visible()
    expect(figures.filter(has_text="Leeds: 2 providers, 7 places")).to_be_visible()
    card = page.get_by_role("region", name=f"Need: what was counted: {LONG_NAME}.csv")
    expect(card).to_contain_text("2 suppressed")
    expect(card).to_contain_text("Sheffield: has had the code E08000039")
    rests = page.get_by_role("table", name="What is data here, and what is assumed")
    expect(rests).to_contain_text("22%, give or take 5%")
    ours = exercise(page, "Your own authority: what you assume where the data ends")
    type_in(page, keyed(ours, "number:own-share"), "30")
    saved(ours)
    expect(rests).to_contain_text("30%, give or take 5%")
    said = exercise(page, "Your own authority: two sentences")
    type_in(page, said.get_by_role("textbox").first, "In 2025 Leeds counted 300.")
    expect(paper).to_contain_text("In 2025 Leeds counted 300.")

    # The statement begins as a draft, and becomes one's own.
    statement = exercise(page, "Your needs statement")
    gap_text = statement.get_by_label("What is the gap, in places and in money?")
    expect(gap_text).to_have_value(re.compile("^In 2036"))
    type_in(page, gap_text, "We lack homes for <b>teenagers</b>.")
    saved(statement)
    expect(paper).to_contain_text("We lack homes for <b>teenagers</b>.")

    # Nothing wrong for axe, nothing sticking out, in any look.
    boxes = ":is(.wb-figure, .wb-choose, .wb-file, .wb-card, .wb-paper)"
    assert_page_usable(page, axe, 1200, 400, boxes=boxes)

    # Gone and back: the files, the authority and the answers are there.
    page = open_notebook("02_needs_analysis")
    expect(figures.filter(has_text="Leeds: 300 in 2025")).to_be_visible()
    expect(paper).to_contain_text("We lack homes for <b>teenagers</b>.")
