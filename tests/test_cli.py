"""The workbook command: help that reads well, refusals without tracebacks, doctor, check."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from course_support import checks, doctor
from course_support.cli import main
from course_support.errors import WorkbookError
from course_support.folders import find_page
from course_support.lab import EXTENSION_NAME, install, server

ROOT = Path(__file__).parent.parent


def test_help_reads_well() -> None:
    text = CliRunner().invoke(main, ["--help"]).stdout
    assert 'Type "workbook open" to start.' in text
    commands = text.partition("Commands:")[2].split("\n")
    assert " ".join(commands[1].split()) == "open Open the workbook in your web browser."
    assert not [line for line in commands if line.rstrip().endswith("...")]


def test_every_command_has_a_sentence_of_help() -> None:
    def missing(group: click.Group) -> list[str]:
        found = []
        for command in group.commands.values():
            found += [] if command.help else [command.name or "?"]
            found += missing(command) if isinstance(command, click.Group) else []
        return found

    assert missing(main) == []


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom course_support.cli import main\n"
        "main(['--help'], standalone_mode=False)\n"
        "heavy = {'pandas', 'numpy', 'matplotlib', 'jupyterlab', 'papermill', 'pydantic'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_something_a_person_can_put_right_is_said_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise WorkbookError("The sheet is empty. Choose another.")

    monkeypatch.setattr(checks, "check_course", refuse)
    done = CliRunner().invoke(main, ["check"])
    assert done.exit_code == 1
    assert done.stderr == "The sheet is empty. Choose another.\n"
    assert done.stdout == ""


def test_version() -> None:
    assert "version 0." in CliRunner().invoke(main, ["version"]).stdout


# --- which page, which port ---------------------------------------------------------------


@pytest.mark.parametrize("name", ["05", "5", "05_procurement", "05_procurement.ipynb"])
def test_a_page_is_found_by_number_or_name(name: str) -> None:
    assert find_page(name).name == "05_procurement.ipynb"
    assert find_page().name == "00_start_here.ipynb"


def test_a_taken_port_is_said_with_the_cure() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(WorkbookError, match=f"Port {port} is already in use") as raised:
            server.choose_port(port)
    assert "Leave out --port" in str(raised.value)


def test_a_page_outside_the_course_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="outside the course folder"):
        server.page_url(tmp_path / "page.ipynb")


def test_the_state_folder_need_not_be_writable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("WORKBOOK_STATE", str(tmp_path / "file" / "inside"))
    assert server.state_folder().is_dir()


# --- our part of JupyterLab ---------------------------------------------------------------


def test_installing_twice_changes_nothing(tmp_path: Path) -> None:
    assert len(install.install(tmp_path)) == 2
    assert install.install(tmp_path) == []
    assert install.problems(tmp_path) == []


def test_an_old_extension_is_noticed_and_replaced(tmp_path: Path) -> None:
    install.install(tmp_path)
    extension, _ = install.targets(tmp_path)
    (extension / "app" / "left-over.js").write_text("")
    assert install.problems(tmp_path) == ["The JupyterLab extension is missing or out of date."]
    install.install(tmp_path)
    assert not (extension / "app" / "left-over.js").exists()


def test_nothing_installed_is_noticed(tmp_path: Path) -> None:
    assert len(install.problems(tmp_path)) == 2


def test_the_settings_of_others_are_left_alone(tmp_path: Path) -> None:
    overrides = tmp_path / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    overrides.parent.mkdir(parents=True)
    overrides.write_text('{"theirs": 1}')
    install.install(tmp_path)
    assert overrides.read_text() == '{"theirs": 1}'


def test_the_extension_is_not_in_a_folder_that_browsers_keep_for_a_year() -> None:
    package = json.loads(
        (ROOT / "course_support/lab/extension" / EXTENSION_NAME / "package.json").read_text()
    )
    entry = package["jupyterlab"]["_build"]["load"]
    assert package["name"] == EXTENSION_NAME
    assert not entry.startswith("static/")
    assert (ROOT / "course_support/lab/extension" / EXTENSION_NAME / entry).exists()


# --- doctor -------------------------------------------------------------------------------


@pytest.fixture
def prefix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment as start.py leaves it."""
    import hashlib

    folder = tmp_path / "env"
    install.install(folder)
    digest = hashlib.sha256((ROOT / doctor.LOCK).read_bytes()).hexdigest()
    (folder / doctor.STAMP).write_text(json.dumps({"lists": {doctor.LOCK: digest}}))
    monkeypatch.setattr(doctor.sys, "prefix", str(folder))
    monkeypatch.setenv("WORKBOOK_ANSWERS", str(tmp_path / "answers"))
    return folder


def test_the_doctor_finds_nothing_wrong(prefix: Path) -> None:
    done = CliRunner().invoke(main, ["doctor"])
    assert done.exit_code == 0, done.stdout
    assert "Everything is in order." in done.stdout
    assert f"Your answers are kept in {prefix.parent / 'answers'}" in done.stdout


def test_the_doctor_notices_an_old_set_up(prefix: Path) -> None:
    (prefix / doctor.STAMP).write_text(json.dumps({"lists": {doctor.LOCK: "old"}}))
    done = CliRunner().invoke(main, ["doctor"])
    assert done.exit_code == 1
    assert "It is out of date. Run this, and it is set up again: python3 start.py" in done.stdout


def test_the_doctor_notices_a_missing_extension(prefix: Path) -> None:
    import shutil

    shutil.rmtree(prefix / "share")
    text = CliRunner().invoke(main, ["doctor"]).stdout
    assert "The JupyterLab extension is missing" in text
    assert "-m course_support.lab.install" in text


def test_the_doctor_notices_another_version(prefix: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_version", lambda name: "0.0.1" if name == "pandas" else "1")
    monkeypatch.setattr(doctor, "pinned", lambda lock: {"pandas": {"3.1.1"}})
    text = CliRunner().invoke(main, ["doctor"]).stdout
    assert "pandas is 0.0.1, not 3.1.1" in text


def test_the_doctor_says_when_answers_cannot_be_kept(
    prefix: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("WORKBOOK_ANSWERS", str(tmp_path / "file" / "inside"))
    done = CliRunner().invoke(main, ["doctor"])
    assert done.exit_code == 1
    assert "Answers cannot be kept in" in done.stdout


def test_the_doctor_notices_a_full_disk(prefix: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = type("Usage", (), {"free": 10_000_000})
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda folder: usage)
    assert "The disk is nearly full" in CliRunner().invoke(main, ["doctor"]).stdout


# --- check --------------------------------------------------------------------------------


def test_what_authors_write_is_in_order() -> None:
    done = CliRunner().invoke(main, ["check"])
    assert done.exit_code == 0, done.stdout
    for part in ("Exercises", "Populations", "Data", "Pages"):
        assert f"OK       {part}: " in done.stdout


def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    page = tmp_path / "page.ipynb"
    cell = {"cell_type": "markdown", "source": ["[a](gone.ipynb#x) and [b](page.ipynb)"]}
    about = {"workbook": {"title": "A page"}}
    page.write_text(json.dumps({"cells": [cell], "metadata": about}))
    mistakes = checks.page_mistakes(page)
    assert len(mistakes) == 1
    assert 'cell 1: the link to "gone.ipynb" leads nowhere' in mistakes[0]


def test_a_page_without_its_metadata_or_damaged_is_named(tmp_path: Path) -> None:
    page = tmp_path / "page.ipynb"
    page.write_text(json.dumps({"cells": [], "metadata": {}}))
    assert 'lacks "workbook"' in checks.page_mistakes(page)[0]
    page.write_text("{")
    assert "cannot be read as a notebook" in checks.page_mistakes(page)[0]
