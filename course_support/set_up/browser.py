"""Find a browser for the journeys, or get one in the way the platform allows."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from course_support.set_up.trouble import Trouble

VARIABLE = "WORKBOOK_BROWSER"
NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
NAMES += ["chrome", "microsoft-edge", "microsoft-edge-stable", "msedge"]
ADVICE = (
    "Install Google Chrome, Microsoft Edge or Chromium and run this again, or name the\n"
    f"program in the environment variable {VARIABLE}. To leave the browser journeys out:\n"
    "    python3 start.py test --no-browser"
)


def find(python: Path | None = None) -> str | None:
    """Return a Chromium, Chrome or Edge that starts on this computer, or None.

    Parameters
    ----------
    python : Path, optional
        A Python with Playwright, to look for a browser that Playwright has fetched.

    Raises
    ------
    Trouble
        If ``WORKBOOK_BROWSER`` names a program that does not start.
    """
    if chosen := os.environ.get(VARIABLE):
        if starts(chosen):
            return chosen
        raise Trouble(f"{VARIABLE} names {chosen}, which does not start.\n{ADVICE}")
    return next((found for found in candidates(python) if starts(found)), None)


def candidates(python: Path | None) -> Iterator[str]:
    """Give the places to look in, the likeliest first."""
    for name in NAMES:
        if found := shutil.which(name):
            yield found
    if sys.platform == "darwin":
        for name in ("Google Chrome", "Microsoft Edge", "Chromium"):
            yield f"/Applications/{name}.app/Contents/MacOS/{name}"
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if base := os.environ.get(variable):
            yield str(Path(base) / "Google" / "Chrome" / "Application" / "chrome.exe")
            yield str(Path(base) / "Microsoft" / "Edge" / "Application" / "msedge.exe")
    if python and (fetched := _fetched_by_playwright(python)):
        yield fetched


def _fetched_by_playwright(python: Path) -> str:
    code = (
        "from playwright.sync_api import sync_playwright as s\n"
        "with s() as p: print(p.chromium.executable_path)"
    )
    done = subprocess.run([str(python), "-c", code], capture_output=True, text=True)
    return done.stdout.strip()


def starts(program: str) -> bool:
    """Return whether a browser is there and its libraries are too."""
    if not Path(program).is_file():
        return False
    if os.name == "nt":
        return True  # Chrome on Windows opens a window when asked for its version
    try:
        done = subprocess.run([program, "--version"], capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def find_or_get(python: Path) -> str:
    """Return a browser, getting one when there is none.

    Raises
    ------
    Trouble
        When none is found and none can be got; it says what to install.
    """
    if found := find(python):
        print(f"Browser: {found}", flush=True)
        return found
    for what, get in ways():
        print(f"No browser was found. Getting one: {what}.", flush=True)
        if get(python) and (found := find(python)):
            print(f"Browser: {found}", flush=True)
            return found
        print("That did not work.", flush=True)
    raise Trouble(f"No browser was found, and none could be got.\n{ADVICE}")


Way = tuple[str, Callable[[Path], bool]]


def ways() -> list[Way]:
    """Return the ways of getting a browser on this platform, the best first."""
    system = linux_name()
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    apt: Way = ("the package chromium, with apt-get", _with_apt)
    playwright: Way = ("a Chromium, with Playwright", _with_playwright)
    if is_root and shutil.which("apt-get"):
        # Ubuntu's package is a stub for a snap, which containers cannot run.
        return [apt, playwright] if system == "debian" else [playwright, apt]
    return [playwright]


def linux_name() -> str:
    """Return the ID that a Linux distribution gives itself, such as "debian"."""
    try:
        lines = Path("/etc/os-release").read_text("utf-8").splitlines()
    except OSError:
        return ""
    return next((line[3:].strip('"') for line in lines if line.startswith("ID=")), "")


def _with_apt(python: Path) -> bool:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = [
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        + ["chromium", "fonts-dejavu-core"],
    ]
    return all(_quietly(command, env) for command in commands)


def _with_playwright(python: Path) -> bool:
    command = [str(python), "-m", "playwright", "install", "chromium"]
    if linux_name() == "ubuntu" and os.geteuid() == 0:
        command.insert(-1, "--with-deps")
    return _quietly(command, dict(os.environ))


def _quietly(command: list[str], env: dict[str, str]) -> bool:
    """Run a command; show what it said only when it fails."""
    try:
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"    {error}")
        return False
    if done.returncode:
        for line in (done.stdout + done.stderr).strip().splitlines()[-6:]:
            print(f"    {line}")
    return done.returncode == 0
