"""``workbook doctor``: is everything in order, and what to do if not."""

import hashlib
import importlib.metadata
import json
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from course_support import __version__
from course_support.errors import WorkbookError
from course_support.findings import Finding, Findings
from course_support.folders import course_folder, numbered_pages, package_home

STAMP = "workbook-set-up.json"
LOCK = "requirements.lock"
LOW_SPACE = 200_000_000
SHOWN = ("jupyterlab", "ipywidgets", "anywidget", "pandas", "matplotlib", "papermill")
AGAIN = "Run this, and it is set up again: python3 start.py"


def examine() -> Findings:
    """Look at everything the workbook needs on this computer."""
    checks = (_program, _parts, _set_up, _jupyterlab, _pages, _figures, _answers, _space)
    return Findings(tuple(finding for check in checks for finding in check()))


def _program() -> Iterator[Finding]:
    yield Finding(f"The workbook, version {__version__}, in {course_folder()}")
    old = sys.version_info < (3, 11)
    problem = "Install Python 3.11 or newer from python.org." if old else ""
    yield Finding(f"Python {platform.python_version()}, {sys.executable}", problem)


def _parts() -> Iterator[Finding]:
    """Compare what is installed with the locked list."""
    installed = {name: _version(name) for name in SHOWN}
    listed = ", ".join(f"{name} {version or 'missing'}" for name, version in installed.items())
    wanted = pinned(package_home() / LOCK)
    differing = []
    for name in sorted(set(_needed()) | set(SHOWN)):
        have, want = _version(name), wanted.get(name)
        if have is None:
            differing.append(f"{name} is missing")
        elif want and have not in want:
            differing.append(f"{name} is {have}, not {' or '.join(sorted(want))}")
    problem = f"{'; '.join(differing)}.\n{AGAIN}" if differing else ""
    yield Finding(f"Its parts: {listed}", problem)


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _needed() -> list[str]:
    """Return the names of the parts that the workbook itself asks for."""
    import tomllib

    try:
        project = tomllib.loads((package_home() / "pyproject.toml").read_text("utf-8"))
    except OSError:
        return []  # installed as a package: the installer has seen to its parts
    names = (re.match(r"[\w.-]+", line) for line in project["project"]["dependencies"])
    return [found[0] for found in names if found]


def pinned(lock: Path) -> dict[str, set[str]]:
    """Return the versions that a locked list allows for each part (some vary by system)."""
    found: dict[str, set[str]] = {}
    if lock.exists():
        for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock.read_text("utf-8"), re.M):
            found.setdefault(name, set()).add(version)
    return found


def _set_up() -> Iterator[Finding]:
    """Compare the stamp of start.py with the locked list as it is now."""
    stamp, lock = Path(sys.prefix) / STAMP, package_home() / LOCK
    if not stamp.exists() or not lock.exists():
        yield Finding(f"Set up by other means than start.py, in {sys.prefix}")
        return
    try:
        installed = json.loads(stamp.read_text("utf-8"))["lists"][LOCK]
    except (OSError, ValueError, KeyError):
        installed = None
    current = installed == hashlib.sha256(lock.read_bytes()).hexdigest()
    yield Finding(f"Set up in {sys.prefix}", "" if current else f"It is out of date. {AGAIN}")


def _jupyterlab() -> Iterator[Finding]:
    from course_support.lab.install import problems

    found = problems()
    cure = f"Run this: {sys.executable} -m course_support.lab.install"
    problem = f"{' '.join(found)}\n{cure}" if found else ""
    yield Finding("JupyterLab: our extension and settings", problem)


def _pages() -> Iterator[Finding]:
    pages = numbered_pages()
    problem = "" if pages else "There is none. Fetch the course again: files are missing."
    yield Finding(f"Pages: {len(pages)}", problem)


def _figures() -> Iterator[Finding]:
    """List the figures of law that are past their date or were never settled."""
    from course_support.sources import rules

    try:
        count, lines = len(rules.names()), rules.to_check()
    except WorkbookError as error:
        yield Finding("Figures of law and guidance", str(error))
        return
    listed = "".join(f"\n         {line}" for line in lines)
    yield Finding(f"Figures of law and guidance: {count}{listed}")


def _answers() -> Iterator[Finding]:
    from course_support.answers.place import answers_home

    try:
        yield Finding(f"Your answers are kept in {answers_home()}")
    except WorkbookError as error:
        yield Finding("Your answers", str(error))


def _space() -> Iterator[Finding]:
    from course_support.answers.place import answers_home

    try:
        free = shutil.disk_usage(answers_home()).free
    except (OSError, WorkbookError):
        return  # said above
    low = "The disk is nearly full, and answers may not be saved. Free some space."
    yield Finding(f"Free space for answers: {free // 1_000_000:,} MB", low * (free < LOW_SPACE))
