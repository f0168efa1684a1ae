"""From the command to an exercise on screen, against bare JupyterLab with one widget.

    python benchmarks/opening.py [ROUNDS] [--start]

Both sides in each round, on an environment that is set up: the second start, not the
first. "bare" is ``jupyter lab`` with its own defaults opening a notebook that shows one
ipywidget, with Run All Cells given by a script as soon as that is possible; "workbook" is
``workbook open`` on the procurement page until its first exercise is there. With
``--start`` the workbook's side goes through ``start.py`` and its own environment.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from course_support.set_up import browser  # noqa: E402

WORKBOOK_TARGET = ".wb-page .jp-OutputArea-output li[data-id], .wb-page .wb-exercise"


def launch(command: list[str], folder: Path, env: dict[str, str]) -> tuple[object, str]:
    """Start a server and return it with the address that it prints, once it answers."""
    process = subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout
    for line in process.stdout:
        if found := re.search(r"http://(?:127\.0\.0\.1|localhost):\d+\S*token=\S+", line):
            url = found[0]
            wait_for(url.split("/doc/")[0] + "/api")
            return process, url
    raise SystemExit("the server did not start")


def wait_for(url: str) -> None:
    """Wait until a server answers."""
    while True:
        try:
            urllib.request.urlopen(url, timeout=5)
            return
        except OSError:
            time.sleep(0.05)


def bare(chromium: Browser, folder: Path) -> float:
    """Return seconds from ``jupyter lab`` to a widget on screen."""
    page_file = folder / "bare.ipynb"
    source = "import ipywidgets\n\nipywidgets.Button(description='Here I am')"
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(
        new_notebook(cells=[new_code_cell(source)], metadata={"kernelspec": spec}), page_file
    )
    env = {**os.environ, "JUPYTER_CONFIG_DIR": str(folder / "config"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += ["--ip=127.0.0.1", "--port=8971", "--expose-app-in-browser"]
    command += ["--LabApp.default_url=/doc/tree/bare.ipynb"]

    def run_all(page: Page) -> None:
        page.wait_for_function(
            "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"
            "?.status === 'idle'",
            polling=20,
        )
        page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")

    return timed(chromium, command, folder, env, ".jp-OutputArea button", run_all)


def workbook(chromium: Browser, folder: Path, through_start: bool) -> float:
    """Return seconds from the workbook's command to an exercise on screen."""
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "WORKBOOK_STATE": str(folder / "state"),
        "WORKBOOK_ANSWERS": str(folder / "answers"),
        "PYTHONUNBUFFERED": "1",
    }
    first = ["start.py"] if through_start else ["-m", "course_support.cli"]
    command = [sys.executable, *first, "open", "05", "--no-browser"]
    return timed(chromium, command, ROOT, env, WORKBOOK_TARGET, None)


def timed(
    chromium: Browser,
    command: list[str],
    folder: Path,
    env: dict[str, str],
    target: str,
    act: object,
) -> float:
    """Return seconds from giving a command to a thing being on screen."""
    begun = time.perf_counter()
    process, url = launch(command, folder, env)
    page = chromium.new_page()
    try:
        page.goto(
            url if "/doc/" in url else re.sub(r"/(lab|tree)?\?", "/doc/tree/bare.ipynb?", url)
        )
        if callable(act):
            act(page)
        page.locator(target).first.wait_for(timeout=120_000)
        return time.perf_counter() - begun
    finally:
        page.close()
        process.terminate()  # type: ignore[attr-defined]
        process.wait()  # type: ignore[attr-defined]


def main(rounds: int, through_start: bool) -> None:
    """Measure both sides in turn, as often as asked, and print a table."""
    flags = ["--disable-gpu", "--no-first-run", "--disable-background-networking"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")
    program = browser.find(Path(sys.executable)) or sys.exit(browser.ADVICE)
    taken: dict[str, list[float]] = {"bare JupyterLab, one widget": [], "workbook, exercise": []}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        chromium = playwright.chromium.launch(executable_path=program, args=flags)
        folder = Path(scratch)
        for turn in range(rounds + 1):
            times = [bare(chromium, folder), workbook(chromium, folder, through_start)]
            if turn:  # the first turn fills caches
                for name, seconds in zip(taken, times, strict=True):
                    taken[name].append(seconds)
        chromium.close()
    medians = {name: statistics.median(times) for name, times in taken.items()}
    reference = next(iter(medians.values()))
    print(f"{rounds} rounds, medians{'':<13} seconds   ratio")
    for name, median in medians.items():
        low, high = min(taken[name]), max(taken[name])
        print(f"{name:<30} {median:>7.2f} {median / reference:>7.2f}   ({low:.2f}–{high:.2f})")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    main(numbers[0] if numbers else 3, "--start" in sys.argv)
