"""From a drop to its acknowledged save, against a plain ipywidgets button's round trip.

    python benchmarks/saving.py [ROUNDS]

"saved" is the time from letting go of a dragged criterion until the exercise says that the
kernel has the answer safely on the disk, as the browser's own clock has it. "bare" is the time
from a click on a core ipywidgets button until a label that its callback sets has changed:
nothing is kept. The target for the first is a median of at most 30 ms on a quiet machine.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from course_support.set_up import browser  # noqa: E402
from tests.browser.conftest import FLAGS, copy_course, start_lab, stop_lab, wait_until_run  # noqa: E402

ROOT_FLAGS = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
BARE = """import ipywidgets as w
button, label = w.Button(description="Press"), w.Label("0")
button.on_click(lambda b: setattr(label, "value", str(int(label.value) + 1)))
w.VBox([button, label])"""

WATCH_DROP = """() => {
  const status = document.querySelector('.wb-kind-rank .wb-status');
  window.waits = [];
  document.addEventListener('pointerup', () => { window.dropped = performance.now(); }, true);
  new MutationObserver(() => {
    if (status.hasAttribute('data-waiting') || !status.textContent.startsWith('Saved')) return;
    if (!window.dropped) return;
    window.waits.push(performance.now() - window.dropped);
    window.dropped = 0;
  }).observe(status, { attributes: true, childList: true, characterData: true, subtree: true });
}"""
WATCH_CLICK = """() => {
  const label = document.querySelector('.jp-OutputArea .widget-label');
  window.waits = [];
  document.addEventListener('click', () => { window.pressed = performance.now(); }, true);
  new MutationObserver(() => {
    if (!window.pressed) return;
    window.waits.push(performance.now() - window.pressed);
    window.pressed = 0;
  }).observe(label, { childList: true, characterData: true, subtree: true });
}"""


def drop(page: Page) -> None:
    """Drag the first criterion below the third."""
    grips = page.locator(".wb-kind-rank ol .wb-grip")
    start, end = grips.nth(0).bounding_box(), grips.nth(2).bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 8, end["y"] + 40, steps=6)
    page.mouse.up()


def measure(page: Page, rounds: int, watch: str, act) -> list[float]:
    """Return milliseconds a round; the first two warm up and are left out."""
    page.evaluate(watch)
    for number in range(rounds + 2):
        act()
        page.wait_for_function(f"window.waits.length > {number}")
        page.wait_for_timeout(1000)  # about as fast as people drag
    return page.evaluate("window.waits")[2:]


def main(rounds: int = 20) -> None:
    """Measure and print a small table."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        course = copy_course(folder / "course")
        spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        metadata = {"kernelspec": spec, "workbook": {"autorun": True, "title": "Bare"}}
        bare_page = new_notebook(cells=[new_code_cell(BARE)], metadata=metadata)
        nbformat.write(bare_page, course / "pages" / "bare.ipynb")
        lab = start_lab(course, folder)
        program = browser.find(Path(sys.executable)) or sys.exit(browser.ADVICE)
        chromium = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *ROOT_FLAGS])
        try:
            page = chromium.new_page(viewport={"width": 1200, "height": 1000})
            page.goto(lab.address("05_procurement"))
            wait_until_run(page)
            page.locator(".wb-kind-rank .wb-label").first.scroll_into_view_if_needed()
            saved = measure(page, rounds, WATCH_DROP, lambda: drop(page))
            page.goto(lab.address("pages/bare"))
            wait_until_run(page)
            button = page.get_by_role("button", name="Press")
            bare = measure(page, rounds, WATCH_CLICK, button.click)
        finally:
            chromium.close()
            stop_lab(lab)
    print(f"{'':28}{'median':>10}{'least':>10}{'most':>10}   milliseconds, {rounds} rounds")
    for label, times in (("drop to acknowledged save", saved), ("bare button to label", bare)):
        print(f"{label:28}{statistics.median(times):10.1f}{min(times):10.1f}{max(times):10.1f}")
    print(f"ratio of the medians        {statistics.median(saved) / statistics.median(bare):10.2f}")


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:]))
