"""``start.py test``: everything that gates, one after another, and what came of it."""

import os
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from course_support.set_up import browser
from course_support.set_up.environment import Environment

OK, FAILED, LEFT_OUT = "OK", "FAILED", "LEFT OUT"
NOTHING_COLLECTED = 5  # pytest's exit code when no test was found or chosen
TODAY = "2026-11-22"  # the day that pages take for today, as in tests/notebooks/refresh.py
JOURNEYS = "tests/browser"
CODE = ["course_support", "start.py", "tests", "benchmarks"]


@dataclass
class Outcome:
    """What came of one check, for the summary."""

    name: str
    state: str
    detail: str = ""
    seconds: float = 0.0


@dataclass
class Run:
    """One run of all checks: where, with what, and what has come of it so far."""

    env: Environment
    scratch: Path
    selection: list[str]
    outcomes: list[Outcome] = field(default_factory=list)

    def environment(self, **more: str) -> dict[str, str]:
        """Return the variables that keep checks apart from the person's own files."""
        places = ["JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "MPLCONFIGDIR", "IPYTHONDIR"]
        places += ["WORKBOOK_ANSWERS", "WORKBOOK_STATE"]
        own = {name: str(self.scratch / name.lower()) for name in places}
        fixed = {"JUPYTER_PREFER_ENV_PATH": "1", "PYTHONUNBUFFERED": "1", "MPLBACKEND": "Agg"}
        paths = {"PYTHONPATH": str(self.env.root)}
        return {**os.environ, **own, **fixed, **paths, **more}

    def is_path(self, word: str) -> bool:
        """Return whether a word after ``test`` names a file, a folder or a test in one."""
        return not word.startswith("-") and (self.env.root / word.split("::")[0]).exists()

    def is_within(self, word: str, folder: str) -> bool:
        """Return whether a path lies in a folder of the course."""
        path = (self.env.root / word.split("::")[0]).resolve()
        return path.is_relative_to(self.env.root / folder)

    def leave_out(self, name: str, reason: str) -> None:
        """Note that a check was not done, and why."""
        self.outcomes.append(Outcome(name, LEFT_OUT, reason))

    def call(self, name: str, module: str, *words: str, **more: str) -> int:
        """Run a module of the environment, show what it says, and note what came of it."""
        print(f"\n── {name} ──", flush=True)
        begun = time.monotonic()
        command = [str(self.env.python), "-m", module, *words]
        code = subprocess.call(command, cwd=self.env.root, env=self.environment(**more))
        state = FAILED if code else OK
        self.outcomes.append(Outcome(name, state, "", time.monotonic() - begun))
        return code

    def pytest(self, name: str, folder: str, *words: str, **more: str) -> None:
        """Run pytest on a folder, and note how many tests passed, failed and were skipped."""
        chosen = [word for word in self.selection if self.is_path(word)]
        elsewhere = JOURNEYS if folder == "tests" else ""
        paths = [word for word in chosen if self.is_within(word, folder)]
        paths = [word for word in paths if not (elsewhere and self.is_within(word, elsewhere))]
        if chosen and not paths:
            self.leave_out(name, f"nothing in {folder} was asked for")
            return
        options = [word for word in self.selection if not self.is_path(word)]
        report = self.scratch / f"report-{len(self.outcomes)}.xml"
        fixed = ["-q", "-p", "no:cacheprovider", "--disable-warnings", f"--junitxml={report}"]
        code = self.call(name, "pytest", *fixed, *words, *options, *(paths or [folder]), **more)
        outcome = self.outcomes[-1]
        counts = count(report)
        outcome.detail = describe(counts)
        if code == NOTHING_COLLECTED or not counts["tests"]:
            if self.selection and code in (0, NOTHING_COLLECTED):
                outcome.state, outcome.detail = LEFT_OUT, "no test here matches the selection"
            else:
                outcome.state, outcome.detail = FAILED, "no test was found"
        elif counts["tests"] == counts["skipped"] and not self.selection:
            outcome.state, outcome.detail = FAILED, "every test was skipped"


def count(report: Path) -> dict[str, int]:
    """Return the numbers in pytest's report; all zero when there is no report."""
    names = ("tests", "failures", "errors", "skipped")
    try:
        suites = ElementTree.parse(report).getroot().iter("testsuite")
    except (OSError, ElementTree.ParseError):
        return dict.fromkeys(names, 0)
    totals = dict.fromkeys(names, 0)
    for suite in suites:
        for name in names:
            totals[name] += int(suite.get(name, "0"))
    return totals


def describe(counts: dict[str, int]) -> str:
    """Return the numbers as words, such as "412 passed, 3 skipped"."""
    failed = counts["failures"] + counts["errors"]
    passed = counts["tests"] - failed - counts["skipped"]
    numbers = [(passed, "passed"), (failed, "failed"), (counts["skipped"], "skipped")]
    return ", ".join(f"{number} {word}" for number, word in numbers if number)


def run_checks(env: Environment, words: list[str]) -> int:
    """Run every check and print a summary; return 0 when all that was run is well.

    Parameters
    ----------
    env : Environment
        With the test list installed.
    words : list of str
        ``--no-browser`` leaves the browser journeys out; the rest, such as ``-k rank`` or
        a path, goes to pytest, and then only pytest's checks are run.
    """
    no_browser = "--no-browser" in words
    selection = [word for word in words if word != "--no-browser"]
    # Programs that tests start find their helpers where the environment has them.
    os.environ["PATH"] = f"{env.python.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    with tempfile.TemporaryDirectory(prefix="workbook-test-") as scratch:
        run = Run(env, Path(scratch), selection)
        for check in (check_style, check_types, check_units, check_pages):
            check(run)
        check_journeys(run, no_browser)
    print(summary(run.outcomes), flush=True)
    return 1 if failed(run.outcomes) else 0


def check_style(run: Run) -> None:
    """Check style and common mistakes."""
    if run.selection:
        run.leave_out("Style", "only selected tests were asked for")
        return
    present = [name for name in CODE if (run.env.root / name).exists()]
    run.call("Style (ruff check)", "ruff", "check", "--no-cache", *present)
    run.call("Layout (ruff format)", "ruff", "format", "--no-cache", "--check", *present)


def check_types(run: Run) -> None:
    """Check types."""
    if run.selection:
        run.leave_out("Types", "only selected tests were asked for")
        return
    cache = str(run.scratch / "mypy")
    run.call("Types (mypy)", "mypy", "--cache-dir", cache, "course_support")


def check_units(run: Run) -> None:
    """Run the tests of functions and commands."""
    parallel = ["-n", "2", "--dist", "loadfile"]
    run.pytest("Tests of the parts (pytest)", "tests", "-m", "not browser", *parallel)


def check_pages(run: Run) -> None:
    """Run every page and compare with what it is known to show."""
    folder = run.env.root / "notebooks"
    pages = [p for p in folder.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts]
    if not pages:
        run.outcomes.append(Outcome("Pages (nbval)", FAILED, f"there is no page in {folder}"))
        return
    quiet_ipython(run.scratch / "ipythondir")
    rules = run.env.root / "tests" / "notebooks" / "sanitize.cfg"
    nbval = ["--nbval", "--nbval-current-env", "--nbval-sanitize-with", str(rules)]
    # One worker for each page: the cells of a page belong together.
    parallel = ["-n", "2", "--dist", "loadfile"]
    run.pytest("Pages (nbval)", "notebooks", *nbval, *parallel, WORKBOOK_TODAY=TODAY)


def quiet_ipython(folder: Path) -> None:
    """Keep kernels that run side by side from sharing one history file."""
    profile = folder / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)  # an earlier check may have run a page
    (profile / "ipython_config.py").write_text("c.HistoryManager.enabled = False\n")


def check_journeys(run: Run, no_browser: bool) -> None:
    """Walk the journeys in a real JupyterLab in a real browser."""
    name = "Journeys in a browser (Playwright)"
    if no_browser:
        run.leave_out(name, "you asked for --no-browser")
        return
    try:
        program = browser.find_or_get(run.env.python)
    except browser.Trouble as trouble:
        print(trouble)
        run.outcomes.append(Outcome(name, FAILED, "there is no browser; see above"))
        return
    # Each worker has a JupyterLab and a browser of its own; a third fills the waits of two.
    parallel = ["-n", "3", "--dist", "worksteal"]
    run.pytest(name, JOURNEYS, "-m", "browser", *parallel, WORKBOOK_BROWSER=program)


def failed(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Return the checks that failed; nothing at all having been run counts as failed."""
    listed = list(outcomes)
    bad = [outcome for outcome in listed if outcome.state == FAILED]
    if not bad and all(outcome.state == LEFT_OUT for outcome in listed):
        return listed
    return bad


def summary(outcomes: list[Outcome]) -> str:
    """Return what was checked and what came of it, for a person to read."""
    width = max(len(outcome.name) for outcome in outcomes)
    lines = ["", "═" * 72, "What was checked", ""]
    for outcome in outcomes:
        seconds = f"{outcome.seconds:6.0f} s" if outcome.seconds else " " * 8
        line = f"  {outcome.state:<9} {outcome.name:<{width}} {seconds}  {outcome.detail}"
        lines.append(line.rstrip())
    bad = failed(outcomes)
    left = sum(outcome.state == LEFT_OUT for outcome in outcomes)
    lines += ["", "Everything that was run is well." if not bad else f"{len(bad)} failed."]
    if bad and all(outcome.state == LEFT_OUT for outcome in outcomes):
        lines[-1] = "Nothing was run: no test matches."
    if left:
        lines.append(f"{left} left out, as said above: this was not a full check.")
    return "\n".join(lines)
