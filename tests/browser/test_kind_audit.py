"""Auditing, as people do it: by keyboard, on a phone, in the dark."""

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

PAGE, TITLE, LARGE = "pages/kind_audit", "How well do we work?", "Forty statements"


def test_it_is_done_by_keyboard_alone(open_notebook: Open, answers: Path) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TITLE)
    keyed(root, "group-summary").focus()
    for statement, presses in (("forecast", 1), ("voices", 2), ("talk", 3), ("small", 4)):
        tab_to(page, f"{statement}:none")
        for _ in range(presses):
            page.keyboard.press("ArrowRight")  # from "not rated" round to red, amber, green …
    tab_to(page, "small:more")
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "small:not-applicable"
    expect(root.get_by_text("All 4 statements are rated.")).to_be_visible()
    keyed(root, "forecast:more").focus()
    page.keyboard.press("Enter")
    for name, words in (("evidence", "None"), ("action", "Make one"), ("owner", "Jo")):
        tab_to(page, f"forecast:{name}")
        page.keyboard.type(words)
    keyed(root, "undo").focus()
    saved(root)
    expect(root.locator(".wb-summary tbody tr").first).to_contain_text("Knowing needs")
    findings = stored(answers, "audit-small")["findings"]
    assert findings["forecast"] == {
        "rating": "red",
        "evidence": "None",
        "action": "Make one",
        "owner": "Jo",
    }
    assert [each["rating"] for each in findings.values()] == [
        "red",
        "amber",
        "green",
        "not-applicable",
    ]


def test_the_summary_follows_and_the_weakest_section_leads(open_notebook: Open) -> None:
    root = exercise(open_notebook(PAGE), TITLE)
    rows = root.locator(".wb-summary tbody tr")
    keyed(root, "forecast:green").check()
    keyed(root, "talk:amber").check()
    expect(rows.first).to_contain_text("Working with providers")
    expect(rows.first.get_by_role("cell")).to_have_text(["0", "1", "0", "0", "1", "1"])
    keyed(root, "voices:red").check()
    keyed(root, "forecast:red").check()
    expect(rows.first).to_contain_text("Knowing needs")
    keyed(root, "forecast:none").check()  # a rating can be taken back
    expect(rows.first.get_by_role("cell")).to_have_text(["1", "0", "0", "0", "1", "1"])


def test_a_rating_is_said_without_colour(open_notebook: Open) -> None:
    root = exercise(open_notebook(PAGE), TITLE)
    group = root.get_by_role("group", name="We have a forecast")
    for name in ("Not in place (red)", "Partly in place (amber)", "In place (green)"):
        expect(group.get_by_role("radio", name=name, exact=True)).to_be_visible()
    expect(group.get_by_role("radio", name="Not rated")).to_be_checked()
    expect(group.locator(".wb-rating-red .wb-sign")).to_have_text("◆R")


def test_the_fold_says_what_is_inside_and_what_is_wanting(open_notebook: Open) -> None:
    root = exercise(open_notebook(PAGE), TITLE)
    more = keyed(root, "talk:more")
    expect(more).to_have_text("Evidence, action and owner: We talk with providers before we buy")
    keyed(root, "talk:amber").check()
    expect(more).to_contain_text("– no action yet")
    more.click()
    keyed(root, "talk:action").fill("Meet twice a year")
    expect(more).to_contain_text("(action given)")
    expect(more).not_to_contain_text("no action yet")


def test_undo_start_again_and_reload(open_notebook: Open) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TITLE)
    keyed(root, "voices:amber").check()
    keyed(root, "voices:more").click()
    keyed(root, "voices:action").fill("Ask <b>again</b>")
    keyed(root, "undo").focus()
    saved(root)
    page = open_notebook(PAGE)
    root = exercise(page, TITLE)
    expect(keyed(root, "voices:amber")).to_be_checked()
    expect(keyed(root, "voices:action")).to_have_value("Ask <b>again</b>")
    keyed(root, "reset").click()
    expect(keyed(root, "voices:none")).to_be_checked()
    expect(keyed(root, "voices:action")).to_have_value("")
    keyed(root, "undo").click()
    expect(keyed(root, "voices:action")).to_have_value("Ask <b>again</b>")


def test_hostile_text_stays_text(open_notebook: Open) -> None:
    root = exercise(open_notebook(PAGE), TITLE)
    expect(root.get_by_role("group", name="People told us <em>what</em> matters")).to_be_visible()


def test_it_can_be_used_by_everyone(open_notebook: Open, axe: Callable[..., list[str]]) -> None:
    page = open_notebook(PAGE)
    root = exercise(page, TITLE)
    for rating in ("forecast:red", "voices:amber", "talk:green", "small:not-applicable"):
        keyed(root, rating).check()
    for title in (TITLE, LARGE):
        unfold(exercise(page, title))
    for look in looks(page, 320, 600, 1200):  # 600: a usual window at 200 % zoom
        for title in (TITLE, LARGE):
            assert_usable(exercise(page, title))
        assert axe(".wb-kind-audit") == [], look
    assert_no_shortcut_leaks(page, root)
