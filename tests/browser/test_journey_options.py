"""Page 03 by keyboard: own options in place of the authority's, and the weight that turns them."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .kind_checks import Open, assert_page_usable, exercise, keyed, saved, tab_to

#: Own options: name, place, then a figure for each of the four criteria.
OPTIONS = (
    "Wait and see\tBusiness as usual\t70\t60\t1\t20\n"
    "Kin first\tDo minimum\t80\t70\t2\t60\n"
    "Two homes of our own\tMore ambitious\t90\t80\t2.5\t90\n"
)
#: What they cost, in thousands of pounds, as accounts set it out.
COSTS = (
    "Option\tType of cost\t2026/27\t2027/28\t2028/29\tTotal\n"
    "Wait and see\tRevenue costs\t£1,000\t£1,000\t£1,000\t£3,000\n"
    "Kin first\tCapital\t£60\t£-\t-\t£60\nKin first\tRevenue\t£1,000\t£950\t£900\t£2,850\n"
    "Kin first\tCapital\t(£10)\t\t\t(£10)\n"
    "Two homes of our own\tCapital\t£900\t\t\t£900\n"
    "Two homes of our own\tRevenue\t£1,000\t£1,100\t£1,100\t£3,200\n"
    "Total\t\t£3,950\t£3,050\t£3,000\t£10,000\n"
)


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    target.focus()
    page.keyboard.press(key)


def write(page: Page, field: Locator, words: str) -> None:
    press(page, field, "ControlOrMeta+a")
    page.keyboard.insert_text(words)
    page.keyboard.press("Tab")


def paste_rows(page: Page, box: Locator, rows: str) -> None:
    press(page, keyed(box, "paste"))
    page.keyboard.insert_text(rows)
    tab_to(page, "box-add")
    page.keyboard.press("Enter")
    saved(box)


def live(page: Page, words: str) -> Locator:
    return page.locator(".wb-live").filter(has_text=words).first


def test_own_options_from_objectives_to_the_paper(open_notebook: Open, axe: Any) -> None:
    """Journey C, step 3, by keyboard; then the looks of the page."""
    page = open_notebook("03_options_appraisal")
    expect(live(page, "Foster families first leads, well ahead")).to_be_visible()

    # Objectives, and the specification beside them.
    aims = exercise(page, "From needs to objectives")
    write(page, aims.get_by_role("textbox").first, "Nine in ten live <b>near</b> home by 2030.")
    saved(aims)
    check = exercise(page, "Check a service specification")
    outcomes = check.get_by_role("group", name=re.compile("^The three or four outcomes"))
    press(page, outcomes.get_by_role("radio", name="Not in it"), "Space")
    expect(live(page, "though you wrote: “Nine in ten live <b>near</b> home")).to_be_visible()

    # Business as usual always stays.
    sift = exercise(page, "Build and sift the long list")
    verdict = sift.get_by_label("What becomes of it (choice 1)", exact=True)
    verdict.focus()
    verdict.select_option("Drop")
    expect(live(page, "it stays as the yardstick, and it is drawn here as staying")).to_be_visible()

    # A criterion in one's own words reaches columns and sliders.
    criteria = exercise(page, "What the options are judged by")
    write(page, criteria.get_by_label("Criterion (criterion 1)", exact=True), "Close to school")
    saved(criteria)
    short_list = exercise(page, "The short list, and how each option does")
    expect(
        short_list.get_by_role("columnheader", name=re.compile("^Close to school"))
    ).to_be_visible()
    points = exercise(page, "Give each swing its points")
    slider = points.get_by_role("slider", name="Close to school")
    expect(slider).to_have_attribute("aria-valuetext", "100 points")

    # One that is deleted takes its column along, and brings it back.
    last = short_list.get_by_role("columnheader", name=re.compile("^Council's hold on quality"))
    expect(last).to_be_visible()
    press(page, criteria.get_by_role("button", name=re.compile("^Delete: Council's hold")))
    expect(last).to_have_count(0)
    expect(live(page, "Foster families first is best on")).to_be_visible()
    press(page, keyed(criteria, "undo"))
    expect(last).to_be_visible()

    # Own options, pasted; the authority's go.
    paste_rows(page, short_list, OPTIONS)
    while (rows := short_list.locator("tbody tr").count()) > 3:
        press(page, short_list.get_by_role("button", name=re.compile("^Delete: ")).first)
        expect(short_list.locator("tbody tr")).to_have_count(rows - 1)
    saved(short_list)
    expect(
        live(page, "No costs yet for Wait and see, Kin first, Two homes of our own")
    ).to_be_visible()
    expect(live(page, "Two homes of our own leads, well ahead of Kin first")).to_be_visible()
    costs = exercise(page, "What each option costs, year by year")
    expect(costs.locator("tbody tr")).to_have_count(0)
    paste_rows(page, costs, COSTS)
    report = costs.locator(".wb-report")
    expect(report).to_contain_text(
        "Years were taken in their order: “2026/27” as Year 0, “2027/28”"
    )
    expect(report).to_contain_text("Not recognised, so left out: “Total”.")
    expect(report).not_to_contain_text("could not be read")
    expect(live(page, "Row 7 of the costs is for “Total”")).to_be_visible()
    expect(live(page, "Kin first has 2 rows of capital, which are added up")).to_be_visible()
    expect(live(page, "Kin first costs least over 2 years")).to_be_visible()

    # Which swing first, and how many points.
    swings = exercise(page, "Which swing would you most want?")
    expect(swings.get_by_text(re.compile("^Cost: from £.* to £.* over 2 years"))).to_be_visible()
    press(page, swings.get_by_role("button", name=re.compile("^Move up: Cost|^Cost.* up")).first)
    saved(swings)
    expect(
        live(page, "as rank order centroid weights").filter(has_text="your order")
    ).to_be_visible()

    # The weight of cost is moved until another option leads; the value is named.
    move = exercise(page, "Move one weight until the answer changes")
    which = keyed(move, "choose:criterion")
    which.focus()
    which.select_option("Cost")
    weight = move.get_by_role("slider", name="Its weight")
    turned = live(page, "The winner changes when the weight of Cost passes")
    expect(turned).to_be_visible()
    press(page, weight, "Home")
    expect(turned).to_contain_text("With the weight of Cost at 0%, Two homes of our own leads.")
    press(page, weight, "End")
    expect(turned).to_contain_text("With the weight of Cost at 100%, Kin first leads.")

    # The group's own weights, the plan, and the decision in one's own words.
    ours = exercise(page, "The points of everyone in your group")
    paste_rows(page, ours, "A\t100\t50\t0\t0\t0\nB\t0\t0\t0\t0\t100\n")
    expect(live(page, "by the points of 1 of 2 people")).to_be_visible()
    plan = exercise(page, "Your purchasing plan")
    write(page, plan.get_by_role("textbox", name=re.compile("^By when")).first, "30/06/2032")
    expect(live(page, "One step lies beyond the end of the strategy")).to_be_visible()
    decision = exercise(page, "The decision")
    preferred = decision.get_by_role("textbox").first
    expect(preferred).to_have_value(re.compile("^Two homes of our own|^Kin first"))
    write(page, preferred, "Kin first, because it lasts.")
    saved(decision)
    paper = page.get_by_role("article", name=re.compile("^Options paper"))
    expect(paper).to_contain_text("Kin first, because it lasts.")
    expect(paper).to_contain_text("Nine in ten live <b>near</b> home by 2030.")
    expect(paper).not_to_contain_text("Foster families first")

    # Nothing sticks out, and everything has a name, in both themes.
    assert_page_usable(page, axe, 1200, 400)
