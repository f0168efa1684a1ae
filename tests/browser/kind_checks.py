"""What the tests of every kind of exercise ask of a page that shows some."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from course_support.answers.record import Record

Open = Callable[..., Page]

SAVED = re.compile(r"^Saved \d\d:\d\d$")
CONTROLS = "button, select, input, textarea, summary, a[href], [tabindex='0']"
NAMELESS = """root => [...root.querySelectorAll("button, select, input, textarea, summary")]
  .filter(each => each.offsetParent && !(each.getAttribute("aria-label") || each.textContent.trim()
    || document.getElementById(each.getAttribute("aria-labelledby"))?.textContent.trim()
    || (each.labels && [...each.labels].some(label => label.textContent.trim()))))
  .map(each => each.outerHTML)"""
SMALL = """root => [...root.querySelectorAll("button, select, input, textarea, summary, .wb-grip")]
  .filter(each => each.offsetParent)
  .map(each => [each.outerHTML.slice(0, 120), (each.closest("label") ?? each).getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""  # noqa: E501
#: What is wider than its place, and shows it; what only a screen reader meets is one pixel wide.
STICKING_OUT = """boxes => boxes.flatMap(box => [box, ...box.querySelectorAll('*:not(svg *)')]
  .filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1
    && !e.closest('[style*="overflow-x"]')
    && getComputedStyle(e).overflow === 'visible' && getComputedStyle(e).display !== 'inline')
  .map(e => e.outerHTML.slice(0, 80)))"""
#: Everything on a page that is ours: exercises, pictures, tables of rules, papers.
OURS = (
    ":is(.jp-Notebook .wb, .jp-OutputArea :is(.wb-live, .wb-figure, .wb-rule, .wb-paper, .wb-bid))"
)
CELLS = """() => [...document.querySelectorAll(".jp-Cell")].map(cell =>
  [cell.matches(".jp-CodeCell"), cell.matches(".jp-MarkdownCell"), cell.matches(".jp-RawCell")])"""


def exercise(page: Page, title: str) -> Locator:
    """Return an exercise on the page by its title."""
    return page.get_by_role("region", name=title, exact=True)


def keyed(root: Locator, key: str) -> Locator:
    """Return a control by its key in the view."""
    return root.locator(f'[data-key="{key}"]')


def saved(root: Locator) -> None:
    """Wait until the kernel has said that all is saved."""
    expect(root.locator(".wb-status:not([data-waiting])")).to_have_text(SAVED)


def stored(answers: Path, name: str) -> dict[str, Any]:
    """Return the answer on the disk, as it stands."""
    (path,) = answers.rglob(f"*{name}*.json")
    version = Record.model_validate_json(path.read_text("utf-8")).version()
    assert version
    return version.value


def focused(page: Page) -> str:
    """Return the key of what has the focus."""
    return str(page.evaluate("() => document.activeElement?.dataset.key ?? ''"))


def tab_to(page: Page, key: str, most: int = 80) -> None:
    """Go on with Tab until a control has the focus."""
    for _ in range(most):
        if focused(page) == key:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{key} is not reached with Tab; the focus is on {focused(page)}")


def unfold(root: Locator) -> None:
    """Open every fold, so that what is inside is looked at as well."""
    root.locator("details").evaluate_all("all => all.forEach(each => { each.open = true; })")


def assert_no_shortcut_leaks(page: Page, root: Locator, every: int = 1) -> None:
    """Press the keys that would change a notebook on every control of an exercise."""
    before = page.evaluate(CELLS)
    controls = root.locator(CONTROLS)
    for place in range(0, controls.count(), every):
        control = controls.nth(place)
        if not control.is_visible():
            continue
        control.focus()
        for key in ("d", "d", "x", "a", "b"):
            page.keyboard.press(key)
        assert page.evaluate(CELLS) == before, control.evaluate("node => node.outerHTML")


def assert_usable(root: Locator) -> None:
    """Check names and sizes of controls, and that nothing sticks out sideways."""
    assert root.evaluate(NAMELESS) == []
    assert root.evaluate(SMALL) == []
    assert root.evaluate("root => root.scrollWidth <= root.clientWidth")


def looks(page: Page, *widths: int) -> Iterator[str]:
    """Show a page in each width and in both themes, one after another."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        for light in ("true", "false"):
            page.evaluate("light => { document.body.dataset.jpThemeLight = light; }", light)
            page.evaluate(
                "light => { document.body.style.background = light === 'true' ? '' : '#111'; }",
                light,
            )
            yield f"{width} px, {'light' if light == 'true' else 'dark'}"


def assert_page_usable(
    page: Page, axe: Callable[..., list[str]], *widths: int, boxes: str = ".wb-figure, .wb-paper"
) -> None:
    """Look at a whole page in every width and theme: nothing sticks out, nothing is wrong for axe.

    axe looks at two of them, which have each theme and the widest and the narrowest layout between
    them: the kinds of exercise have their own tests in every look.
    """
    for look in looks(page, *widths):
        assert page.locator(boxes).evaluate_all(STICKING_OUT) == [], look
        if look in (f"{max(widths)} px, light", f"{min(widths)} px, dark"):
            assert axe(OURS) == [], look
