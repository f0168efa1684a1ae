"""Fixtures for journeys in a real JupyterLab in a real Chromium.

One JupyterLab serves the whole session, started by ``workbook open`` on a copy of the
course, so that no test can touch the checkout. What a test may use:

``open_notebook(name)``  open a page, wait until it has run, return the Playwright page
``page``                 the Playwright page itself (1200 × 900, light theme)
``answers``              the folder where answers are kept; empty at the start of a test
``kernel``               ``kernel.restart()``, ``kernel.kill()``, ``kernel.stop()``
``axe``                  ``axe(selector)`` returns accessibility violations as text, [] when none
``outside_requests``     every request that tried to leave this computer: all are blocked, and
                         one that is left in the list fails the test
``lab``                  the running server: ``lab.url``, ``lab.course``, ``lab.get(path)``

Everything in this folder carries the marker ``browser``. The browser is the program that
``WORKBOOK_BROWSER`` names, or one found on the computer; when there is none the tests
fail, they are not skipped (``start.py test --no-browser`` leaves them out).
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from course_support.set_up import browser

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]

expect.set_options(timeout=45_000)  # a busy machine is slow, not wrong


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that it can be left out by the marker."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab of the workbook, spoken to as its own front end would."""

    url: str
    token: str
    course: Path
    answers: Path
    process: subprocess.Popen[str]

    def address(self, name: str) -> str:
        """Return the address of a page, by its name ("05_procurement" or "pages/links")."""
        found = [self.course / "notebooks" / f"{name}.ipynb", self.course / f"{name}.ipynb"]
        page = next((path for path in found if path.exists()), None)
        assert page, f"no page {name} in {self.course}"
        inside = page.relative_to(self.course).as_posix()
        return f"{self.url}/doc/tree/{inside}?reset&token={self.token}"

    def request(self, method: str, path: str) -> Any:
        """Call Jupyter's REST interface and return what it answers, read from JSON."""
        headers = {"Authorization": f"token {self.token}"}
        call = urllib.request.Request(f"{self.url}{path}", method=method, headers=headers)
        if method == "POST":
            call.data = b"{}"
        with urllib.request.urlopen(call, timeout=20) as reply:
            text = reply.read()
        return json.loads(text) if text else None

    def get(self, path: str) -> Any:
        """Read from Jupyter's REST interface."""
        return self.request("GET", path)


def free_port() -> int:
    """Return a port that nothing uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_lab(course: Path, folder: Path, *arguments: str, **settings: str) -> Lab:
    """Start ``workbook open`` on a course folder, with its own answers and state."""
    answers = folder / "answers"
    places = {"WORKBOOK_COURSE": course, "WORKBOOK_ANSWERS": answers, "WORKBOOK_STATE": folder}
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    env |= {name: str(place) for name, place in places.items()} | settings
    env["MPLCONFIGDIR"] = str(folder / "matplotlib")
    if "--port" not in arguments:  # a port of its own: several of these may start at once
        arguments = (*arguments, "--port", str(free_port()))
    command = [sys.executable, "-m", "course_support.cli", "open", "--no-browser", *arguments]
    log = (folder / "server.log").open("w")
    process = subprocess.Popen(
        command, env=env, cwd=folder, stdout=subprocess.PIPE, stderr=log, text=True
    )
    assert process.stdout
    for line in process.stdout:
        if found := re.search(r"(http://127\.0\.0\.1:\d+)/\S*token=(\S+)", line):
            lab = Lab(found[1], found[2], course, answers, process)
            _wait_until_ready(lab)
            return lab
    raise AssertionError(f"the server did not start:\n{(folder / 'server.log').read_text()}")


def _wait_until_ready(lab: Lab, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            lab.get("/api/status")
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server at {lab.url} did not answer in {seconds} s")


def stop_lab(lab: Lab) -> None:
    """Stop a server that :func:`start_lab` started."""
    lab.process.terminate()
    try:
        lab.process.wait(15)
    except subprocess.TimeoutExpired:
        lab.process.kill()


def copy_course(target: Path) -> Path:
    """Copy what a course folder holds, and the small pages of these tests beside it."""
    target.mkdir(parents=True)
    for part in ("notebooks", "exercises", "data"):
        skip = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
        shutil.copytree(ROOT / part, target / part, ignore=skip)
    shutil.copytree(HERE / "pages", target / "pages")
    return target


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """One JupyterLab for all browser tests, on a copy of the course."""
    folder = tmp_path_factory.mktemp("lab")
    opening = "../pages/plain.ipynb"
    running = start_lab(copy_course(folder / "course"), folder, opening)
    yield running
    stop_lab(running)


def find_browser() -> str:
    """Return the browser to use; fail with the cure when there is none."""
    try:
        found = browser.find(Path(sys.executable))
    except browser.Trouble as trouble:
        pytest.fail(str(trouble))
    return found or pytest.fail(f"No Chromium, Chrome or Edge was found.\n{browser.ADVICE}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser program for all browser tests."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    flags = [*FLAGS, "--no-sandbox"] if is_root else FLAGS
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=find_browser(), args=flags)
        yield running
        running.close()


@pytest.fixture
def answers(lab: Lab) -> Path:
    """The folder of answers, empty."""
    shutil.rmtree(lab.answers, ignore_errors=True)
    return lab.answers


@pytest.fixture
def outside_requests() -> Iterator[list[str]]:
    """The addresses that pages tried to reach outside this computer. All were blocked.

    A test in which any page asked for something from outside fails.
    """
    asked: list[str] = []
    yield asked
    assert asked == []


NewContext = Callable[..., BrowserContext]


@pytest.fixture
def new_context(
    chromium: Browser, lab: Lab, outside_requests: list[str], answers: Path
) -> Iterator[NewContext]:
    """Make a fresh browser profile: ``new_context(color_scheme="dark", has_touch=True)``.

    After the test all profiles are closed and all kernels stopped, so that the next test
    starts as a person does.
    """
    opened: list[BrowserContext] = []

    def block(route: Route) -> None:
        outside_requests.append(route.request.url)
        route.abort()

    def make(**options: Any) -> BrowserContext:
        context = chromium.new_context(**{"viewport": {"width": 1200, "height": 900}, **options})
        context.set_default_timeout(60_000)
        context.route(re.compile(r"^(?!https?://127\.0\.0\.1[:/])(?:https?|wss?):"), block)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()
    for session in lab.get("/api/sessions"):
        lab.request("DELETE", f"/api/sessions/{session['id']}")


@pytest.fixture
def page(new_context: NewContext) -> Page:
    """A page in a fresh browser profile; requests that leave this computer are blocked."""
    return new_context().new_page()


def wait_until_run(page: Page) -> None:
    """Wait until the workbook page on screen has run all its cells."""
    page.locator(".wb-page.wb-ran:not(.lm-mod-hidden)").wait_for()


@pytest.fixture
def open_notebook(lab: Lab, page: Page) -> Callable[..., Page]:
    """Open a page by name and wait until it has run: ``open_notebook("05_procurement")``.

    ``open_notebook(name, in_page=other)`` opens it in another Playwright page, for a
    second window or another theme; ``wait=False`` does not wait for it to run.
    """

    def open_(name: str, in_page: Page | None = None, wait: bool = True) -> Page:
        window = in_page or page
        window.goto(lab.address(name))
        if wait:
            wait_until_run(window)
        return window

    return open_


@dataclass(frozen=True)
class Kernel:
    """The kernel behind the page on screen (the newest session of the server)."""

    lab: Lab

    @property
    def id(self) -> str:
        """Return Jupyter's identifier of the kernel."""
        sessions = self.lab.get("/api/sessions")
        return max(sessions, key=lambda s: s["kernel"]["last_activity"])["kernel"]["id"]

    def restart(self) -> None:
        """Restart it, as "Restart Kernel" does: a new process that knows nothing."""
        self.lab.request("POST", f"/api/kernels/{self.id}/restart")

    def stop(self) -> None:
        """Shut it down for good, as an idle kernel is."""
        self.lab.request("DELETE", f"/api/kernels/{self.id}")

    def kill(self) -> None:
        """Kill its process, as the system does when memory runs out."""
        self._process().kill()

    def suspend(self) -> None:
        """Freeze its process: it is there and does not answer. Undone by :meth:`resume`."""
        self._process().suspend()

    def resume(self) -> None:
        """Let a frozen process go on."""
        self._process().resume()

    def _process(self) -> Any:
        import psutil

        connection = f"kernel-{self.id}.json"
        for process in psutil.Process(self.lab.process.pid).children(recursive=True):
            if any(connection in part for part in process.cmdline()):
                return process
        raise AssertionError(f"no process for {connection}")


@pytest.fixture
def kernel(lab: Lab) -> Kernel:
    """Restart, stop or kill the kernel of the page that was opened last."""
    return Kernel(lab)


@pytest.fixture
def axe(page: Page) -> Callable[..., list[str]]:
    """Check a part of the page with axe-core: ``assert axe(".wb-exercise") == []``.

    ``axe(selector, in_page=other)`` checks another page. Each violation is one line:
    rule, impact, what is wrong, and the first elements concerned.
    """
    from axe_playwright_python.sync_playwright import Axe

    def check(selector: str, in_page: Page | None = None) -> list[str]:
        window = in_page or page
        assert window.locator(selector).count(), f"nothing on the page matches {selector}"
        violations = Axe().run(window, context=selector).response["violations"]
        return [
            f"{found['id']} ({found['impact']}): {found['help']}: "
            + "; ".join(str(node["target"]) for node in found["nodes"][:5])
            for found in violations
        ]

    return check
