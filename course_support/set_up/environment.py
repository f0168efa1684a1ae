"""The workbook's own Python environment: made once, checked at every start, repaired.

A stamp is written last, when all is in place. It names the locked lists that are
installed, the Python they were installed for, and where; whatever differs at the next
start is the reason for setting up again, and the person is told it.
"""

import hashlib
import importlib.util
import json
import locale
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course_support.set_up.trouble import Trouble, explain, explain_error

ROOT = Path(__file__).resolve().parents[2]
RUNTIME, TEST = "requirements.lock", "requirements-test.lock"
STAMP = "workbook-set-up.json"
LINK = "commissioning_workbook.pth"
NEEDED_BYTES = 1_000_000_000


@dataclass(frozen=True)
class Environment:
    """Where the environment is, and which course it serves."""

    root: Path
    folder: Path

    @property
    def python(self) -> Path:
        """Return the Python inside the environment."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def packages(self) -> Path:
        """Return the folder that the environment's Python imports from."""
        if os.name == "nt":
            return self.folder / "Lib" / "site-packages"
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        return self.folder / "lib" / version / "site-packages"

    @property
    def stamp(self) -> Path:
        """Return the file that says what is installed."""
        return self.folder / STAMP


def locate(root: Path = ROOT) -> Environment:
    """Return where the environment is or will be.

    ``WORKBOOK_ENV`` chooses; otherwise it is ``.workbook-env`` beside ``start.py``, or, in
    a folder that cannot be written to, a place of the user's own.
    """
    chosen = os.environ.get("WORKBOOK_ENV")
    if chosen:
        return Environment(root, Path(chosen).expanduser().resolve())
    beside = root / ".workbook-env"
    if _writable(beside if beside.exists() else root):
        return Environment(root, beside)
    name = hashlib.sha256(str(root).encode()).hexdigest()[:12]
    folder = _cache_home() / "commissioning-workbook" / name
    print(f"This folder cannot be written to, so the workbook is set up in {folder}.")
    return Environment(root, folder)


def _cache_home() -> Path:
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _writable(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def ensure(lock: str = RUNTIME, root: Path = ROOT) -> Environment:
    """Return an environment with everything in a locked list, setting it up if need be.

    Raises
    ------
    Trouble
        With the cause and the cure, when it cannot be set up.
    """
    env = locate(root)
    try:
        if _is_ready(env, lock):
            _link(env)
            return env
        env.folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone(env):
            if not _is_ready(env, lock):  # another window may have done it meanwhile
                _set_up(env, lock)
    except OSError as error:
        raise Trouble(explain_error(error)) from error
    return env


def _is_ready(env: Environment, lock: str) -> bool:
    stamp = _read_stamp(env)
    if _why_anew(env, stamp):
        return False
    listed = stamp["lists"].get(lock) == _digest(env.root / lock)
    return listed and stamp["lab"] == _lab_digest(env.root)


def _why_anew(env: Environment, stamp: dict[str, Any]) -> str:
    """Return why an environment has to be made from nothing, or "" when it is sound."""
    if not env.folder.exists():
        return "Setting up the workbook, the first time only."
    if not stamp or not env.python.exists():
        return "The set-up was interrupted last time, so it is done again."
    if stamp["place"] != str(env.folder):
        return "This folder has moved, so the workbook is set up again."
    if stamp["python"] != _python():
        return f"Python has changed from {stamp['python']} to {_python()}: setting up again."
    if stamp["lists"].get(RUNTIME) != _digest(env.root / RUNTIME):
        return "The workbook needs other parts than before, so it is set up again."
    return ""


def _set_up(env: Environment, lock: str) -> None:
    stamp = _read_stamp(env)
    if reason := _why_anew(env, stamp):
        print(reason, flush=True)
        _check_room(env.folder.parent)
        _remove(env.folder)
        stamp = {"lists": {}}
    lists: dict[str, str] = stamp["lists"]
    if lists.get(lock) != _digest(env.root / lock):
        env.stamp.unlink(missing_ok=True)
        _install(env, lock)
        # The test list contains the runtime list, pin for pin (a test holds this).
        lists |= {name: _digest(env.root / name) for name in (RUNTIME, lock)}
    _link(env)
    _install_lab(env)
    _write_stamp(env, lists)
    print("The workbook is set up.", flush=True)


def _read_stamp(env: Environment) -> dict[str, Any]:
    """Return what the stamp says, or nothing when there is none that can be trusted."""
    try:
        stamp = json.loads(env.stamp.read_text("utf-8"))
        complete = {"lists", "python", "place", "lab"} <= stamp.keys()
    except (OSError, ValueError, AttributeError):
        return {}
    return stamp if complete else {}


def _write_stamp(env: Environment, lists: dict[str, str]) -> None:
    lab = _lab_digest(env.root)
    stamp = {"lists": lists, "python": _python(), "place": str(env.folder), "lab": lab}
    fresh = env.stamp.with_suffix(".new")
    fresh.write_text(json.dumps(stamp, indent=1), "utf-8")
    fresh.replace(env.stamp)


def _python() -> str:
    return f"{platform.python_implementation()} {platform.python_version()} {platform.machine()}"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _lab_digest(root: Path) -> str:
    """Return a mark that changes when our JupyterLab extension or settings do."""
    mark = hashlib.sha256()
    for path in sorted((root / "course_support" / "lab").rglob("*")):
        if path.suffix in {".js", ".css", ".json"}:
            mark.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return mark.hexdigest()


def _check_room(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        raise Trouble(
            f"The disk is nearly full: {free // 1_000_000} MB are free, and the workbook needs "
            f"about {NEEDED_BYTES // 1_000_000} MB.\nDelete what you do not need, or move this "
            "folder to a disk with more room, then run this again."
        )


def _remove(folder: Path) -> None:
    try:
        if folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        raise Trouble(
            f"The old set-up in {folder} cannot be removed ({error.strerror}).\n"
            "Close every window of the workbook (press Ctrl and C in it), then run this again."
        ) from error


def _install(env: Environment, lock: str) -> None:
    """Make the environment if there is none, and install a locked list into it."""
    uv = shutil.which("uv")
    if uv:
        try:
            _install_with_uv(uv, env, lock)
            return
        except _Failed as failed:
            if meaning := explain(failed.output):
                raise Trouble(meaning) from failed
            print("The quick installer did not work here; using the one that Python brings.")
            _remove(env.folder)
    try:
        _install_with_pip(env, lock)
    except _Failed as failed:
        raise Trouble(explain(failed.output) or _unknown(failed.output)) from failed


def _install_with_uv(uv: str, env: Environment, lock: str) -> None:
    if not env.python.exists():
        _run([uv, "venv", "--quiet", "--python", sys.executable, str(env.folder)])
    command = [uv, "pip", "install", "--quiet", "--python", str(env.python)]
    _run([*command, "--require-hashes", "-r", str(env.root / lock)])


def _install_with_pip(env: Environment, lock: str) -> None:
    if not env.python.exists():
        _need_venv()
        _run([sys.executable, "-m", "venv", str(env.folder)])
    command = [str(env.python), "-m", "pip", "install", "--quiet", "--no-input"]
    command += ["--disable-pip-version-check", "--no-compile", "--progress-bar", "off"]
    _run([*command, "--require-hashes", "-r", str(env.root / lock)])


def _need_venv() -> None:
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Trouble(
            f'This Python lacks its part "{missing[0]}", which the workbook needs.\n'
            f"On Debian and Ubuntu: sudo apt install python{version}-venv\n"
            "Elsewhere: install Python from python.org. Then run this again."
        )


class _Failed(Exception):
    """A command ended with an error; ``output`` is all that it printed."""

    def __init__(self, output: str) -> None:
        super().__init__(output)
        self.output = output


def _run(command: list[str]) -> None:
    """Run an installer quietly, with a dot every few seconds so that life is seen."""
    quiet = {"PIP_NO_COLOR": "1", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    with tempfile.TemporaryFile() as heard:
        process = subprocess.Popen(
            command, stdout=heard, stderr=subprocess.STDOUT, env={**os.environ, **quiet}
        )
        try:
            _wait(process)
        except BaseException:
            process.kill()
            process.wait()
            raise
        heard.seek(0)
        output = heard.read().decode("utf-8", "replace")
    if process.returncode:
        raise _Failed(output)


def _wait(process: subprocess.Popen[bytes], every: float = 3) -> None:
    dots = 0
    while True:
        try:
            process.wait(every)
            break
        except subprocess.TimeoutExpired:
            dots += 1
            print(".", end="", flush=True)
    if dots:
        print(flush=True)


def _unknown(output: str) -> str:
    last = "\n".join(f"    {line}" for line in output.strip().splitlines()[-12:])
    return (
        "The workbook could not be set up, for a reason it does not know. What the installer "
        f"said last:\n{last}\n"
        "Run this again. If it happens again, send these lines to the person who gave you the "
        "workbook."
    )


def _link(env: Environment) -> None:
    """Let the environment's Python import the course, wherever the course now is."""
    text = f"{env.root}\n"
    encoding = "utf-8" if sys.version_info >= (3, 13) else locale.getpreferredencoding(False)
    path = env.packages / LINK
    if not path.exists() or path.read_text(encoding, "replace") != text:
        path.write_text(text, encoding)


def _install_lab(env: Environment) -> None:
    try:
        _run([str(env.python), "-m", "course_support.lab.install"])
    except _Failed as failed:
        raise Trouble(explain(failed.output) or _unknown(failed.output)) from failed


@contextmanager
def _alone(env: Environment) -> Iterator[None]:
    """Hold the set-up for this window: a second one waits until the first has finished.

    The operating system lets go of the lock when its holder dies, so none is left behind.
    """
    with env.folder.with_name(env.folder.name + ".lock").open("a+") as file:
        told = False
        while not _try_lock(file.fileno()):
            if not told:
                print("Another window is setting the workbook up; waiting for it.", flush=True)
                told = True
            time.sleep(0.5)
        yield


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
