"""A participant's twenty minutes, as a person lives them: by keyboard, mouse and touch."""

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import copy_course, start_lab, stop_lab
from .kind_checks import exercise, saved

Open = Callable[..., Page]
ROOT = Path(__file__).parents[2]
#: The first exercises of two pages on one that opens quickly.
CORE = "pages/core"


def rank(page: Page) -> Locator:
    return exercise(page, "Rank the award criteria")


def order(box: Locator) -> list[str]:
    return box.locator("ol > li .wb-text").all_inner_texts()


def choose_population(page: Page, name: str) -> None:
    form = exercise(page, "About you")
    form.get_by_label("Your target population").select_option(name)
    saved(form)


def test_the_start_page_is_short_and_remembers(open_notebook: Open) -> None:
    """Journey A, step 1."""
    page = open_notebook("00_start_here")
    form = exercise(page, "About you")
    form.get_by_label("Your name or a nickname").fill("Sam <b>O'Neil</b>")
    form.get_by_label("Your breakout group").fill("Group 3")
    choose_population(page, "Homelessness")
    page.reload()
    again = exercise(open_notebook("00_start_here"), "About you")
    expect(again.get_by_label("Your name or a nickname")).to_have_value("Sam <b>O'Neil</b>")
    expect(again.get_by_label("Your breakout group")).to_have_value("Group 3")
    expect(again.get_by_label("Your target population")).to_have_value("homelessness")


def test_the_next_page_is_about_the_population_chosen(open_notebook: Open) -> None:
    """Journey A, step 2: a link leads to the page, already run, for this population."""
    page = open_notebook("00_start_here")
    choose_population(page, "Older people")
    page.get_by_role("link", name="Procurement and tendering").first.click()
    page.locator(".wb-page.wb-ran:not(.lm-mod-hidden)").wait_for()
    expect(page.get_by_role("heading", name="Procurement and tendering").first).to_be_in_viewport()
    expect(rank(page)).to_contain_text("care at home for older people")


def test_ranking_by_keyboard_alone(open_notebook: Open) -> None:
    """Journey A, steps 4 and 5."""
    page = open_notebook(CORE)
    box = rank(page)
    assert box.get_by_role("list", name="Rank these criteria, most important first").count() == 1
    before = order(box)
    down = box.get_by_role("button", name=f"Move down: {before[0]}, item 1 of 8")
    down.focus()
    page.keyboard.press("Enter")
    assert order(box) == [before[1], before[0], *before[2:]]
    focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused == f"Move down: {before[0]}, item 2 of 8"
    expect(box.get_by_text(f"{before[0]}, item 2 of 8.", exact=True)).to_be_attached()
    saved(box)
    page.keyboard.press("Alt+ArrowDown")
    assert order(box)[2] == before[0]
    place = box.get_by_label(f"Place of {before[7]}")
    place.focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    place.select_option("0")
    assert order(box)[0] == before[7]
    box.get_by_label("Add one of your own").focus()
    page.keyboard.type("Kindness <script>alert(1)</script>")
    page.keyboard.press("Enter")
    expect(box.locator("ol > li")).to_have_count(9)
    assert order(box)[-1] == "Kindness <script>alert(1)</script>"
    fold = box.locator("ol > li").first.locator("summary").filter(has_text="Add a note")
    fold.focus()
    page.keyboard.press("Enter")
    box.get_by_label("What evidence would you ask for?").first.fill("Two references & a visit")
    page.keyboard.press("Tab")
    saved(box)
    box.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(box.get_by_label("What evidence would you ask for?").first).not_to_have_value(
        "Two references & a visit"
    )
    box.get_by_role("button", name="Redo").click()
    expect(box.get_by_label("What evidence would you ask for?").first).to_have_value(
        "Two references & a visit"
    )


def test_weights_follow_the_order(open_notebook: Open) -> None:
    page = open_notebook("05_procurement")
    box = rank(page)
    first = box.locator("ol > li").first
    expect(first).to_contain_text(re.compile(r"Rank order centroid weight A?34%"))
    expect(first).to_contain_text(re.compile(r"Rank sum weight B?22%"))
    top = order(box)[1]
    box.get_by_role("button", name=f"Move up: {top}").click()
    chart = page.locator("figure.wb-figure figcaption")
    expect(chart.filter(has_text=f"“{top}” would carry")).to_be_visible()
    expect(chart.filter(has_text=f"You put “{top}” first").first).to_be_visible()


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
def test_dragging(open_notebook: Open, new_context: Any, touch: bool) -> None:
    page = open_notebook("05_procurement", in_page=new_context(has_touch=touch).new_page())
    box = rank(page)
    before = order(box)
    box.get_by_text("Rank these criteria").scroll_into_view_if_needed()
    grips = box.locator("ol .wb-grip")
    start, end = grips.nth(0).bounding_box(), grips.nth(2).bounding_box()
    assert start and end
    x, y0 = start["x"] + 8, start["y"] + start["height"] / 2
    y1 = end["y"] + end["height"] / 2 + 60
    steps = [y0 + (y1 - y0) * i / 8 for i in range(1, 9)]
    if touch:
        session = page.context.new_cdp_session(page)

        def send(kind: str, *points: dict[str, float]) -> None:
            event = {"type": kind, "touchPoints": list(points)}
            session.send("Input.dispatchTouchEvent", event)

        send("touchStart", {"x": x, "y": y0})
        for y in steps:
            send("touchMove", {"x": x, "y": y})
        send("touchEnd")
    else:
        page.mouse.move(x, y0)
        page.mouse.down()
        for y in steps:
            page.mouse.move(x, y)
        page.mouse.up()
    saved(box)
    assert order(box).index(before[0]) == 2
    assert order(box)[:2] == before[1:3]


def test_a_fifth_choice_is_refused_kindly(open_notebook: Open) -> None:
    """Journey A, step 6."""
    page = open_notebook(CORE)
    box = exercise(page, "Choose what makes a provider fit for the job")
    boxes = box.get_by_role("checkbox")
    for number in range(4):
        boxes.nth(number).focus()
        page.keyboard.press("Space")
    expect(box.get_by_text("4 chosen of three or four")).to_be_visible()
    boxes.nth(4).focus()
    page.keyboard.press("Space")
    expect(boxes.nth(4)).not_to_be_checked()
    expect(box.get_by_role("alert")).to_contain_text(
        "Choose three or four: which matters least? You have chosen Financial standing"
    )
    saved(box)


def test_a_notice_of_one_s_own_is_read_and_a_wrong_file_refused(
    open_notebook: Open, tmp_path: Path
) -> None:
    """Journey A, step 7, first with the notice that comes with the course."""
    page = open_notebook("05_procurement")
    expect(page.get_by_text("Care and support at home for adults").first).to_be_visible()
    expect(page.get_by_text("The notice gives most to").first).to_be_visible()
    notice = json.loads((ROOT / "data" / "notices" / "care_at_home_tender.json").read_text())
    notice["releases"][0]["tender"]["title"] = "Homes <b>near</b> home"
    notice["padding"] = "x" * 1_500_000  # arrives in several parts
    own = tmp_path / "own.json"
    own.write_text(json.dumps(notice))
    field = page.get_by_label("A notice of your own")
    field.set_input_files(own)
    expect(page.get_by_text("Read: own.json.")).to_be_visible()
    expect(page.get_by_text("Homes <b>near</b> home").first).to_be_visible()
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"releases": ')
    field.set_input_files(wrong)
    expect(page.locator(".wb-file .wb-bad")).to_contain_text("wrong")
    expect(page.get_by_text("Homes <b>near</b> home").first).to_be_visible()
    page = open_notebook("05_procurement")
    expect(page.get_by_text("Homes <b>near</b> home").first).to_be_visible()


@pytest.mark.parametrize("how", ["restart", "kill"])
def test_everything_is_there_after_the_kernel_stopped(
    open_notebook: Open, kernel: Any, how: str
) -> None:
    """Journey A, step 9: Not saved, then Run All Cells, and even the last change is there."""
    page = open_notebook(CORE)
    box = rank(page)
    before = order(box)
    box.get_by_role("button", name=f"Move down: {before[0]}").click()
    saved(box)
    getattr(kernel, how)()
    page.wait_for_timeout(1500)
    box.get_by_role("button", name=f"Move up: {before[7]}").click()
    expect(box.locator(".wb-status")).to_contain_text("Not saved", timeout=6_000)
    expect(box.locator(".wb-status")).to_contain_text("choose Run, then Run All Cells")
    wanted = order(box)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    fresh = rank(page)
    saved(fresh)
    assert order(fresh) == wanted
    assert wanted[:2] == [before[1], before[0]]
    assert wanted[6] == before[7]


def test_everything_is_there_after_a_reload(open_notebook: Open, answers: Path) -> None:
    """Journey A, step 10."""
    page = open_notebook(CORE)
    grid = exercise(page, "Build a performance grid")
    grid.get_by_label("Add a measure to How much did we do?").fill("Nights <i>of care</i>")
    page.keyboard.press("Enter")
    text = exercise(page, "What would your measures tell you?").get_by_role("textbox").first
    text.fill("Stability, because “moves” hurt.\nAnd two more.")
    page.keyboard.press("Tab")
    saved(exercise(page, "What would your measures tell you?"))
    page = open_notebook(CORE)
    cards = exercise(page, "Build a performance grid").locator(".wb-card .wb-text")
    expect(cards).to_have_text(["Nights <i>of care</i>"])
    again = exercise(page, "What would your measures tell you?").get_by_role("textbox").first
    expect(again).to_have_value("Stability, because “moves” hurt.\nAnd two more.")
    start = open_notebook("00_start_here")
    row = start.get_by_role("row").filter(has_text="What would your measures tell you?")
    expect(row).to_contain_text("Started")


def test_typed_text_survives_a_quick_reload(open_notebook: Open) -> None:
    """Text that had no time to be saved is put back when the page opens again."""
    page = open_notebook(CORE)
    box = exercise(page, "What would your measures tell you?")
    box.get_by_role("textbox").first.fill("typed and gone")
    page.reload()
    page.locator(".wb-page.wb-ran:not(.lm-mod-hidden)").wait_for()
    again = exercise(page, "What would your measures tell you?").get_by_role("textbox").first
    expect(again).to_have_value("typed and gone")


def test_two_windows_on_one_answer(open_notebook: Open, new_context: Any) -> None:
    """The later save wins, the earlier is in the history, both windows are told."""
    first = open_notebook(CORE)
    second = open_notebook(CORE, in_page=new_context().new_page())
    one, two = rank(first), rank(second)
    before = order(one)
    one.get_by_role("button", name=f"Move down: {before[0]}").click()
    saved(one)
    expect(two.locator(".wb-notices")).to_contain_text("changed in another window")
    expect(two.locator("ol > li .wb-text").first).to_have_text(before[1])
    two.get_by_role("button", name="Start again").click()
    expect(one.locator(".wb-notices")).to_contain_text("changed in another window")
    expect(one.locator("ol > li .wb-text").first).to_have_text(before[0])
    one.get_by_role("button", name="Undo").click()
    expect(one.locator("ol > li .wb-text").first).to_have_text(before[1])


def test_the_group_has_an_answer_of_its_own(open_notebook: Open) -> None:
    """Journey A, step 8."""
    page = open_notebook(CORE)
    box = rank(page)
    before = order(box)
    box.get_by_role("button", name=f"Move down: {before[0]}").click()
    saved(box)
    box.get_by_text("My own answer. Working as a group?").click()
    box.get_by_label("Name of the group").fill("Group 3")
    box.get_by_label("Who is here").fill("Ann\nBo, Cy\nDee")
    box.get_by_role("button", name="Work as a group").click()
    expect(box.get_by_text("Group answer: Group 3, with Ann, Bo, Cy, Dee")).to_be_visible()
    assert order(box) == before
    box.get_by_role("button", name=f"Move up: {before[7]}").click()
    saved(box)
    box.get_by_role("button", name="Back to my own answer").click()
    expect(box.locator("ol > li .wb-text").first).to_have_text(before[1])


def test_shortcuts_do_not_leak_from_any_control(open_notebook: Open) -> None:
    page = open_notebook(CORE)
    cells = page.locator(".jp-Cell").count()
    controls = rank(page).locator("button, select, summary, input, textarea")
    for number in range(0, controls.count(), 5):
        controls.nth(number).focus()
        for key in ("d", "d", "x", "a", "b", "m", "Escape", "d", "d"):
            page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert page.locator(".jp-Cell").count() == cells


def test_a_copy_is_saved_loaded_and_everything_deleted(
    open_notebook: Open, answers: Path, tmp_path: Path
) -> None:
    page = open_notebook(CORE)
    box = rank(page)
    box.get_by_role("button", name="This order is right as it stands").click()
    saved(box)
    page = open_notebook("00_start_here")
    form = exercise(page, "About you")
    form.get_by_text("Your answers: where they are").click()
    with page.expect_download() as download:
        form.get_by_role("button", name="Save a copy").click()
    copy = tmp_path / download.value.suggested_filename
    download.value.save_as(copy)
    assert json.loads(copy.read_text())["records"][0]["exercise"] == "rank-award-criteria"
    form.get_by_role("button", name="Delete everything of mine").click()
    form.get_by_role("button", name="Yes, delete everything of mine").click()
    expect(form.locator(".wb-told")).to_contain_text("Deleted: 1 answer")
    assert not list(answers.glob("**/rank-award-criteria.json"))
    form.get_by_label("Load a copy").set_input_files(copy)
    expect(form.locator(".wb-told")).to_contain_text("1 answer read: 1 new")
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}")
    form.get_by_label("Load a copy").set_input_files(wrong)
    expect(form.locator(".wb-status")).to_contain_text("not a saved workbook")


@pytest.fixture
def read_only_course(tmp_path: Path) -> Iterator[Path]:
    """A copy of the course in which nobody can write, root included."""
    place = tmp_path / "shelf"
    place.mkdir()
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root:
        done = subprocess.run(["mount", "-t", "tmpfs", "workbook", str(place)])
        if done.returncode:
            pytest.skip("root may write anywhere, and may not mount a read-only folder here")
    course = copy_course(place / "course")
    if is_root:
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    else:
        for path in [course, *course.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
    yield course
    if is_root:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
    else:
        for path in [course, *course.rglob("*")]:
            path.chmod(0o755)


def test_a_course_folder_that_can_only_be_read(
    read_only_course: Path, new_context: Any, tmp_path: Path
) -> None:
    """Answers then go to the home folder, and the page says nothing frightening."""
    home, state = tmp_path / "home", tmp_path / "state"
    home.mkdir()
    state.mkdir()
    settings = {"HOME": str(home), "USERPROFILE": str(home), "WORKBOOK_ANSWERS": ""}
    other = start_lab(read_only_course, state, **settings)
    try:
        page = new_context().new_page()
        page.goto(other.address(CORE))
        page.locator(".wb-page.wb-ran").wait_for()
        box = rank(page)
        top = order(box)[0]
        box.get_by_role("button", name=f"Move down: {top}").click()
        saved(box)
        assert page.locator(".jp-Dialog, .wb-banner:visible").count() == 0
    finally:
        stop_lab(other)
    assert list((home / "workbook-answers").rglob("rank-award-criteria.json"))
