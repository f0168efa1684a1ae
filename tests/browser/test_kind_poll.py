"""Polls, as people answer them: by keyboard, on a phone, in the dark."""

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

PAGE, MANY, ONE = "pages/kind_poll", "Meeting colleagues", "One answer only"


def test_it_is_done_by_keyboard_alone(open_notebook: Open, answers: Path) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, MANY)
    keyed(root, "group-summary").focus()
    tab_to(page, "choose:before-plan")
    page.keyboard.press("Space")
    assert focused(page) == "choose:before-plan"
    expect(root.get_by_text("1 chosen of one to three")).to_be_visible()
    tab_to(page, "own")
    page.keyboard.type("At the café")
    expect(root.get_by_role("checkbox", name="Somewhere else")).to_be_checked()
    tab_to(page, "comment")
    page.keyboard.type("Earlier, <b>please</b>.")
    page.keyboard.press("Tab")
    saved(root)
    kept = stored(answers, "poll-many")
    assert kept["chosen"] == ["before-plan", "other"]
    assert (kept["other"], kept["comment"]) == ("At the café", "Earlier, <b>please</b>.")


def test_a_single_choice_moves_with_the_arrow_keys(open_notebook: Open, answers: Path) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, ONE)
    keyed(root, "choose:week").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert focused(page) == "choose:month"
    expect(root.get_by_role("radio", name="Every month")).to_be_checked()
    keyed(root, "own").fill("Twice a year")
    expect(root.get_by_role("radio", name="Another rhythm")).to_be_checked()
    keyed(root, "own").blur()
    saved(root)
    assert stored(answers, "poll-one")["chosen"] == ["other"]


def test_one_too_many_is_refused_in_words(open_notebook: Open, answers: Path) -> None:
    root = exercise(open_notebook(PAGE), MANY)
    for key in ("before-plan", "writing", "publishing"):
        keyed(root, f"choose:{key}").check()
    keyed(root, "choose:trouble").click()
    expect(keyed(root, "choose:trouble")).not_to_be_checked()
    expect(root.get_by_role("alert")).to_contain_text("Choose one to three: which matters least?")
    keyed(root, "choose:writing").uncheck()
    expect(root.get_by_role("alert")).to_be_empty()
    keyed(root, "choose:trouble").check()
    saved(root)
    assert stored(answers, "poll-many")["chosen"] == ["before-plan", "publishing", "trouble"]


def test_undo_start_again_and_reload(open_notebook: Open) -> None:
    root = exercise(open_notebook(PAGE), MANY)
    keyed(root, "choose:writing").check()
    keyed(root, "comment").fill("Soon")
    keyed(root, "comment").blur()
    saved(root)
    root = exercise(open_notebook(PAGE), MANY)
    expect(keyed(root, "choose:writing")).to_be_checked()
    expect(keyed(root, "comment")).to_have_value("Soon")
    keyed(root, "reset").click()
    expect(keyed(root, "choose:writing")).not_to_be_checked()
    keyed(root, "undo").click()
    expect(keyed(root, "choose:writing")).to_be_checked()
    expect(keyed(root, "comment")).to_have_value("Soon")


def test_names_and_texts(open_notebook: Open) -> None:
    root = exercise(open_notebook(PAGE), MANY)
    question = "Where do you and your procurement colleagues meet most often?"
    expect(root.get_by_role("group", name=question)).to_be_visible()
    hostile = root.get_by_role("checkbox", name="<img src=x onerror=alert(1)> When something")
    expect(hostile).to_be_visible()
    assert root.locator("img").count() == 0
    expect(root.get_by_role("textbox", name="In your own words")).to_be_visible()


def test_it_can_be_used_by_everyone(open_notebook: Open, axe: Callable[..., list[str]]) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, MANY)
    keyed(root, "choose:writing").check()
    for key in ("before-plan", "publishing", "trouble"):
        keyed(root, f"choose:{key}").click()
    for title in (MANY, ONE):
        unfold(exercise(page, title))
    saved(root)
    for look in looks(page, 320, 600, 1200):  # 600: a usual window at 200 % zoom
        for title in (MANY, ONE):
            assert_usable(exercise(page, title))
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), look
        assert axe(".wb-kind-poll") == [], look
    for title in (MANY, ONE):
        assert_no_shortcut_leaks(page, exercise(page, title))
