"""Setting up: what is done, what is said when it cannot be, and the run of all checks."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from course_support.set_up import browser, checks, environment, main, trouble
from course_support.set_up.environment import RUNTIME, TEST, Environment
from course_support.set_up.trouble import Trouble

ROOT = Path(__file__).parent.parent

FAKE_UV = """#!{python}
import os, pathlib, sys
words = sys.argv[1:]
with open({log!r}, "a") as log: print(" ".join(words), file=log)
problem = os.environ.get("FAKE_UV_SAYS")
if problem:
    sys.exit(problem)
if words[0] == "venv":
    env = pathlib.Path(words[-1])
    (env / "bin").mkdir(parents=True)
    version = "python%d.%d" % sys.version_info[:2]
    (env / "lib" / version / "site-packages").mkdir(parents=True)
    python = env / "bin" / "python"
    python.write_text("#!/bin/sh\\nexit 0\\n")
    python.chmod(0o755)
"""

posix = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are POSIX scripts")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course folder of bare bones, with a stand-in for uv on the PATH."""
    root = tmp_path / "course"
    (root / "course_support" / "lab").mkdir(parents=True)
    (root / "course_support" / "lab" / "plugin.js").write_text("// version 1")
    for name in (RUNTIME, TEST):
        (root / name).write_text(f"# {name}\n")
    programs = tmp_path / "programs"
    programs.mkdir()
    uv = programs / "uv"
    uv.write_text(FAKE_UV.format(python=sys.executable, log=str(tmp_path / "uv.log")))
    uv.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.delenv("WORKBOOK_ENV", raising=False)
    return root


def asked_of_uv(course: Path) -> list[str]:
    log = course.parent / "uv.log"
    lines = log.read_text().splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return [" ".join(line.split()[:2]) for line in lines]


# --- the file that any Python has to be able to read -------------------------------------


def test_an_old_python_can_read_the_first_file() -> None:
    source = (ROOT / "start.py").read_text("utf-8")
    tree = ast.parse(source, feature_version=(3, 4))
    modern = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Nonlocal)
    assert not [node for node in ast.walk(tree) if isinstance(node, modern)]
    assert source.isascii()  # Python 2 refuses anything else without a declaration


def test_an_old_python_is_told_what_to_do() -> None:
    source = (ROOT / "start.py").read_text("utf-8").replace("(3, 11)", "(9, 0)")
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True)
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr
    assert "python.org" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_wrappers_can_be_double_clicked() -> None:
    assert os.access(ROOT / "start.command", os.X_OK) or os.name == "nt"
    assert b"\r\n" in (ROOT / "start.bat").read_bytes()
    assert b"\r" not in (ROOT / "start.command").read_bytes()


# --- making, keeping and repairing the environment ---------------------------------------


@posix
def test_the_first_start_sets_up_and_the_second_uses_it(course: Path) -> None:
    env = environment.ensure(RUNTIME, course)
    assert env.folder == course / ".workbook-env"
    assert asked_of_uv(course) == ["venv --quiet", "pip install"]
    assert (env.packages / environment.LINK).read_text().strip() == str(course)
    environment.ensure(RUNTIME, course)
    assert asked_of_uv(course) == []


@posix
def test_everything_is_installed_by_hash(course: Path) -> None:
    environment.ensure(RUNTIME, course)
    assert "--require-hashes" in (course.parent / "uv.log").read_text()


@posix
def test_a_changed_list_is_a_reason_to_set_up_again(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.ensure(RUNTIME, course)
    asked_of_uv(course)
    (course / RUNTIME).write_text("# another\n")
    environment.ensure(RUNTIME, course)
    assert asked_of_uv(course) == ["venv --quiet", "pip install"]
    assert "needs other parts" in capsys.readouterr().out


@posix
@pytest.mark.parametrize("damage", ["no stamp", "half a stamp", "no python"])
def test_an_interrupted_set_up_is_noticed_and_repaired(
    course: Path, damage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    env = environment.ensure(RUNTIME, course)
    asked_of_uv(course)
    if damage == "no stamp":
        env.stamp.unlink()
    elif damage == "half a stamp":
        env.stamp.write_text(env.stamp.read_text()[:20])
    else:
        env.python.unlink()
    environment.ensure(RUNTIME, course)
    assert asked_of_uv(course) == ["venv --quiet", "pip install"]
    assert "interrupted" in capsys.readouterr().out


@posix
def test_an_error_half_way_leaves_no_stamp(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(env: Environment) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(environment, "_install_lab", interrupt)
    with pytest.raises(KeyboardInterrupt):
        environment.ensure(RUNTIME, course)
    assert not (course / ".workbook-env" / environment.STAMP).exists()


@posix
def test_a_moved_folder_is_set_up_again(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    environment.ensure(RUNTIME, course)
    moved = course.rename(course.with_name("moved"))
    env = environment.ensure(RUNTIME, moved)
    assert "has moved" in capsys.readouterr().out
    assert json.loads(env.stamp.read_text())["place"] == str(moved / ".workbook-env")


@posix
def test_another_python_is_a_reason_to_set_up_again(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.ensure(RUNTIME, course)
    monkeypatch.setattr(environment, "_python", lambda: "CPython 3.99.0 x86_64")
    environment.ensure(RUNTIME, course)
    assert "Python has changed" in capsys.readouterr().out


@posix
def test_the_parts_of_the_checks_are_added_to_what_is_there(course: Path) -> None:
    environment.ensure(RUNTIME, course)
    asked_of_uv(course)
    environment.ensure(TEST, course)
    assert asked_of_uv(course) == ["pip install"]
    environment.ensure(RUNTIME, course)
    environment.ensure(TEST, course)
    assert asked_of_uv(course) == []


@posix
def test_a_changed_extension_is_copied_without_fetching_anything(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.ensure(RUNTIME, course)
    asked_of_uv(course)
    copied: list[Environment] = []
    monkeypatch.setattr(environment, "_install_lab", copied.append)
    (course / "course_support" / "lab" / "plugin.js").write_text("// version 2")
    environment.ensure(RUNTIME, course)
    assert asked_of_uv(course) == []
    assert len(copied) == 1


def test_a_read_only_folder_is_set_up_elsewhere_and_it_is_said(
    course: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(environment, "_writable", lambda folder: False)
    monkeypatch.setattr(environment, "_cache_home", lambda: tmp_path / "cache")
    env = environment.locate(course)
    assert env.folder.is_relative_to(tmp_path / "cache")
    assert f"set up in {env.folder}" in capsys.readouterr().out


# --- what is said when it cannot be done --------------------------------------------------

SAID: list[tuple[str, str, str]] = [
    ("error: No space left on device (os error 28)", "disk is full", "Delete"),
    ("error: dns error: failed to lookup address", "no connection", "Connect"),
    ("NewConnectionError: Failed to establish a new connection", "no connection", "Connect"),
    ("THESE PACKAGES DO NOT MATCH THE HASHES FROM", "not the one expected", "again"),
    ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "inspects", "IT service"),
    ("[WinError 5] Access is denied: 'C:\\\\x.pyd'", "still open", "Close"),
    ("ERROR: No matching distribution found for scipy", "no ready-made", "64-bit"),
]


@posix
@pytest.mark.parametrize(("said", "what", "cure"), SAID, ids=[what for _, what, _ in SAID])
def test_an_installers_error_becomes_a_sentence_with_the_cure(
    course: Path, monkeypatch: pytest.MonkeyPatch, said: str, what: str, cure: str
) -> None:
    monkeypatch.setenv("FAKE_UV_SAYS", said)
    with pytest.raises(Trouble, match=what) as raised:
        environment.ensure(RUNTIME, course)
    assert cure in str(raised.value)


@posix
def test_when_uv_fails_for_no_known_reason_pip_is_used(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FAKE_UV_SAYS", "a riddle")
    called: list[str] = []

    def pip(env: Environment, lock: str) -> None:
        called.append(lock)
        env.packages.mkdir(parents=True)
        env.python.parent.mkdir(parents=True)
        env.python.write_text("#!/bin/sh\nexit 0\n")
        env.python.chmod(0o755)

    monkeypatch.setattr(environment, "_install_with_pip", pip)
    environment.ensure(RUNTIME, course)
    assert called == [RUNTIME]
    assert "using the one that Python brings" in capsys.readouterr().out


@posix
def test_an_unknown_error_shows_the_last_lines(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(environment, "_need_venv", lambda: None)

    def fail(command: list[str]) -> None:
        raise environment._Failed("first\nlast words of the installer")

    monkeypatch.setattr(environment, "_run", fail)
    with pytest.raises(Trouble, match="last words of the installer"):
        environment.ensure(RUNTIME, course)


def test_a_python_without_venv_is_told_the_package_to_install(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    with pytest.raises(Trouble, match=f"apt install python{version}-venv"):
        environment.ensure(RUNTIME, course)


def test_a_nearly_full_disk_is_said_before_anything_is_fetched(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 50_000_000})
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda folder: usage)
    with pytest.raises(Trouble, match="50 MB are free"):
        environment.ensure(RUNTIME, course)
    assert asked_of_uv(course) == []


@posix
def test_files_in_use_by_a_running_copy_are_said(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.ensure(RUNTIME, course)
    (course / RUNTIME).write_text("# another\n")

    def refuse(folder: Path) -> None:
        raise PermissionError(13, "The process cannot access the file", str(folder))

    monkeypatch.setattr(environment.shutil, "rmtree", refuse)
    with pytest.raises(Trouble, match="Close every window of the workbook"):
        environment.ensure(RUNTIME, course)


@posix
def test_a_second_window_waits_for_the_first(course: Path) -> None:
    env = environment.locate(course)
    lock = env.folder.with_name(env.folder.name + ".lock")
    with environment._alone(env), lock.open("a+") as second:
        assert not environment._try_lock(second.fileno())
    with environment._alone(env):
        pass


def test_trouble_is_shown_alone_and_ends_with_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(lock: str) -> Environment:
        raise Trouble("The disk is full.")

    monkeypatch.setattr(main, "ensure", fail)
    assert main.main([]) == 1
    shown = capsys.readouterr().err
    assert "The disk is full." in shown
    assert "Traceback" not in shown


@pytest.mark.parametrize(
    ("words", "handed"),
    [([], ["open"]), (["doctor"], ["doctor"]), (["run", "05"], ["run", "05"])],
)
def test_words_go_to_the_workbook_command(
    monkeypatch: pytest.MonkeyPatch, words: list[str], handed: list[str]
) -> None:
    env = Environment(ROOT, ROOT / ".workbook-env")
    monkeypatch.setattr(main, "ensure", lambda lock: env)
    heard: list[list[str]] = []
    monkeypatch.setattr(main, "_hand_over", lambda env, words: heard.append(words) or 0)
    assert main.main(words) == 0
    assert heard == [handed]


# --- all checks ---------------------------------------------------------------------------


class FakeEnvironment:
    """Stands where the modules of the environment are run; answers as told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **codes: int) -> None:
        self.calls: list[list[str]] = []
        self.codes = codes
        self.tests = {"passed": 3, "skipped": 0}
        monkeypatch.setattr(checks.subprocess, "call", self.call)
        monkeypatch.setattr(browser, "find_or_get", lambda python: "/a/browser")

    def call(self, command: list[str], **options: Any) -> int:
        module, words = command[2], command[3:]
        self.calls.append([module, *words])
        for word in words:
            if word.startswith("--junitxml="):
                self.report(Path(word.partition("=")[2]))
        return self.codes.get(module, 0)

    def report(self, path: Path) -> None:
        total = sum(self.tests.values())
        numbers = f'tests="{total}" failures="0" errors="0" skipped="{self.tests["skipped"]}"'
        path.write_text(f"<testsuites><testsuite {numbers}/></testsuites>")


@pytest.fixture
def env(tmp_path: Path) -> Environment:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "00_start_here.ipynb").write_text("{}")
    (tmp_path / "tests" / "browser").mkdir(parents=True)
    return Environment(tmp_path, tmp_path / "env")


Shown = Callable[[], str]


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str]) -> Shown:
    return lambda: capsys.readouterr().out


def test_all_checks_are_run_and_summed_up(
    env: Environment, monkeypatch: pytest.MonkeyPatch, shown: Shown
) -> None:
    fake = FakeEnvironment(monkeypatch)
    assert checks.run_checks(env, []) == 0
    assert [call[0] for call in fake.calls] == ["ruff", "ruff", "mypy", *["pytest"] * 3]
    text = shown()
    assert "Everything that was run is well." in text
    assert "3 passed" in text
    assert "LEFT OUT" not in text


def test_leaving_the_browser_out_is_said(
    env: Environment, monkeypatch: pytest.MonkeyPatch, shown: Shown
) -> None:
    fake = FakeEnvironment(monkeypatch)
    assert checks.run_checks(env, ["--no-browser"]) == 0
    assert not [call for call in fake.calls if "tests/browser" in call]
    text = shown()
    assert "LEFT OUT  Journeys in a browser" in text
    assert "this was not a full check" in text


@pytest.mark.parametrize("module", ["ruff", "mypy", "pytest"])
def test_one_failure_is_enough(
    env: Environment, monkeypatch: pytest.MonkeyPatch, shown: Shown, module: str
) -> None:
    FakeEnvironment(monkeypatch, **{module: 1})
    assert checks.run_checks(env, []) == 1
    assert "FAILED" in shown()


def test_no_test_found_is_a_failure(
    env: Environment, monkeypatch: pytest.MonkeyPatch, shown: Shown
) -> None:
    fake = FakeEnvironment(monkeypatch, pytest=checks.NOTHING_COLLECTED)
    fake.tests = {"passed": 0, "skipped": 0}
    assert checks.run_checks(env, []) == 1
    assert "no test was found" in shown()


def test_every_test_skipped_is_a_failure(
    env: Environment, monkeypatch: pytest.MonkeyPatch, shown: Shown
) -> None:
    fake = FakeEnvironment(monkeypatch)
    fake.tests = {"passed": 0, "skipped": 4}
    assert checks.run_checks(env, []) == 1
    assert "every test was skipped" in shown()


def test_no_page_is_a_failure(
    env: Environment, monkeypatch: pytest.MonkeyPatch, shown: Shown
) -> None:
    FakeEnvironment(monkeypatch)
    (env.root / "notebooks" / "00_start_here.ipynb").unlink()
    assert checks.run_checks(env, []) == 1
    assert "there is no page" in shown()


def test_no_browser_is_a_failure_with_the_cure(
    env: Environment, monkeypatch: pytest.MonkeyPatch, shown: Shown
) -> None:
    FakeEnvironment(monkeypatch)

    def none(python: Path) -> str:
        raise Trouble(f"No browser was found.\n{browser.ADVICE}")

    monkeypatch.setattr(browser, "find_or_get", none)
    assert checks.run_checks(env, []) == 1
    text = shown()
    assert "Install Google Chrome" in text
    assert "there is no browser" in text


def test_a_selection_goes_to_pytest_alone(
    env: Environment, monkeypatch: pytest.MonkeyPatch, shown: Shown
) -> None:
    fake = FakeEnvironment(monkeypatch)
    assert checks.run_checks(env, ["-k", "rank"]) == 0
    assert {call[0] for call in fake.calls} == {"pytest"}
    assert all(call[call.index("-k") + 1] == "rank" for call in fake.calls)
    assert "LEFT OUT  Style" in shown()


def test_a_path_goes_to_the_check_that_it_belongs_to(
    env: Environment, monkeypatch: pytest.MonkeyPatch, shown: Shown
) -> None:
    fake = FakeEnvironment(monkeypatch)
    assert checks.run_checks(env, ["notebooks/00_start_here.ipynb", "--no-browser"]) == 0
    assert len(fake.calls) == 1
    assert "--nbval" in fake.calls[0]


def test_a_selection_that_matches_nothing_is_a_failure(
    env: Environment, monkeypatch: pytest.MonkeyPatch, shown: Shown
) -> None:
    fake = FakeEnvironment(monkeypatch, pytest=checks.NOTHING_COLLECTED)
    fake.tests = {"passed": 0, "skipped": 0}
    assert checks.run_checks(env, ["-k", "nothing"]) == 1
    assert "no test matches" in shown()


def test_pages_are_compared_on_the_day_they_were_kept() -> None:
    refresh = (ROOT / "tests" / "notebooks" / "refresh.py").read_text("utf-8")
    assert f'TODAY = "{checks.TODAY}"' in refresh


def test_the_checks_of_the_host_are_the_same_command() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert lines[1:] == ['cd "$(dirname "$0")/.." && exec python3 start.py test "$@"']


# --- finding a browser --------------------------------------------------------------------


@posix
def test_the_browser_named_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = script(tmp_path / "mine", "exit 0")
    monkeypatch.setenv(browser.VARIABLE, str(program))
    assert browser.find() == str(program)


@posix
def test_a_browser_named_that_does_not_start_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(browser.VARIABLE, str(script(tmp_path / "mine", "exit 127")))
    with pytest.raises(Trouble, match="does not start"):
        browser.find()


@posix
def test_a_browser_that_lacks_its_libraries_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(browser.VARIABLE, raising=False)
    script(tmp_path / "chromium", "exit 127")
    good = script(tmp_path / "google-chrome", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.find() == str(good)


@posix
def test_a_browser_is_got_when_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shown: Shown
) -> None:
    monkeypatch.delenv(browser.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))

    def get(python: Path) -> bool:
        script(tmp_path / "chromium", "exit 0")
        return True

    ways = [("the first way", lambda python: False), ("the second way", get)]
    monkeypatch.setattr(browser, "ways", lambda: ways)
    monkeypatch.setattr(browser, "_fetched_by_playwright", lambda python: "")
    assert browser.find_or_get(Path(sys.executable)) == str(tmp_path / "chromium")
    text = shown()
    assert text.index("the first way") < text.index("the second way")


@posix
def test_when_no_way_works_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(browser.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser, "ways", lambda: [("a way", lambda python: False)])
    monkeypatch.setattr(browser, "_fetched_by_playwright", lambda python: "")
    with pytest.raises(Trouble, match="--no-browser"):
        browser.find_or_get(Path(sys.executable))


def script(path: Path, body: str) -> Path:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def test_an_unknown_text_has_no_explanation() -> None:
    assert trouble.explain("a riddle") is None
