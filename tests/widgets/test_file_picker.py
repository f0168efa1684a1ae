"""Choosing a file: kept when it can be read, refused in words when not, gone when deleted."""

from pathlib import Path
from typing import Any

import pytest

from course_support import Workbook
from course_support.answers import kept_files
from course_support.errors import WorkbookError
from course_support.sources.notices import read_notice
from course_support.widgets.file_picker import FilePicker

NOTICE = Path(__file__).parents[2] / "data" / "notices" / "care_at_home_tender.json"


@pytest.fixture
def workbook(tmp_path: Path) -> Workbook:
    return Workbook.open("homelessness", answers=tmp_path)


def send(picker: FilePicker, name: str, content: bytes, part: int = 1000) -> None:
    """Send a file as the view does, in parts."""
    for at in range(0, max(1, len(content)), part):
        message = {
            "type": "part",
            "name": name,
            "first": at == 0,
            "last": at + part >= len(content),
        }
        picker._heard(None, message, [memoryview(content[at : at + part])])


def picker_of(workbook: Workbook, given: str = "") -> FilePicker:
    return workbook.file("notice", "A notice of your own", read_notice, given)


def test_a_file_is_kept_and_found_again(workbook: Workbook, tmp_path: Path) -> None:
    picker, told = picker_of(workbook), []
    workbook.on_change(("notice",), lambda: told.append(True))
    send(picker, "../My <notice>.json", NOTICE.read_bytes())
    assert picker.state["said"] == "Read: ../My <notice>.json."
    assert told == [True]
    assert picker.path and tmp_path in picker.path.parents
    assert picker.path.read_bytes() == NOTICE.read_bytes()
    assert picker_of(Workbook.open(answers=tmp_path)).path == picker.path
    assert not list(workbook.store.keys())  # a chosen file is not taken for an answer


@pytest.mark.parametrize("content", [b"", b"not json", b"{}", b"\x00" * 2000])
def test_what_cannot_be_read_is_refused_and_replaces_nothing(
    workbook: Workbook, content: bytes
) -> None:
    picker = picker_of(workbook)
    send(picker, "good.json", NOTICE.read_bytes())
    before = picker.path
    send(picker, "bad.json", content)
    assert picker.state["problem"]
    assert picker.path == before
    assert before and before.read_bytes() == NOTICE.read_bytes()


def test_the_course_s_own_file_can_be_used_again(workbook: Workbook) -> None:
    picker = picker_of(workbook)
    send(picker, "good.json", NOTICE.read_bytes())
    picker._heard(None, {"type": "forget"}, [])
    assert picker.path is None
    assert picker.state["file"] == ""


def test_a_file_given_from_outside_goes_first(workbook: Workbook) -> None:
    send(picker_of(workbook), "good.json", NOTICE.read_bytes())
    assert picker_of(workbook, str(NOTICE)).path == NOTICE


def test_a_file_given_from_outside_must_be_readable(workbook: Workbook, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{")
    with pytest.raises(WorkbookError):
        picker_of(workbook, str(wrong))
    with pytest.raises(WorkbookError):
        picker_of(workbook, str(tmp_path / "missing.json"))


def test_deleting_everything_of_mine_takes_the_file_too(workbook: Workbook, tmp_path: Path) -> None:
    send(picker_of(workbook), "good.json", NOTICE.read_bytes())
    workbook.delete_mine()
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and "good" in path.name]


def test_too_large_and_unwritable_are_said(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(kept_files, "LARGEST", 10)
    with pytest.raises(WorkbookError, match="workbook read"):
        kept_files.keep_file(tmp_path / "slot", "a.json", b"x" * 11)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WorkbookError, match="could not be kept"):
        kept_files.keep_file(tmp_path / "file" / "slot", "a.json", b"x")


@pytest.mark.parametrize(
    ("name", "kept"),
    [("dfe_ees_cla 2025 (final).csv", True), ("CON.csv", False), ("a..b.csv", False),
     ("../up.csv", False), ("caf\u00e9.csv", False), ("x" * 200 + ".csv", False)],
)  # fmt: skip
def test_a_plain_name_is_kept_so_that_the_file_can_be_cited(
    tmp_path: Path, name: str, kept: bool
) -> None:
    path = kept_files.keep_file(tmp_path / "files", name, b"x")
    assert (path.name == name) is kept
    assert path.parent == tmp_path / "files" and path.read_bytes() == b"x"


def test_a_field_without_a_file_of_the_course(workbook: Workbook) -> None:
    picker = FilePicker(
        workbook, "own-need", "Need", read_notice, about="Counts of people.", own=False
    )
    assert picker.page["about"] == "Counts of people." and picker.page["own"] is False
    send(picker, "good.json", NOTICE.read_bytes())
    picker._heard(None, {"type": "forget"}, [])
    assert picker.state["file"] == "" and picker.state["problem"] == ""
    assert picker.state["said"] == "No file is chosen now."


def test_the_same_wrong_file_chosen_twice_is_answered_twice(workbook: Workbook) -> None:
    """Or the field would say "Reading…" for ever: a state that is the same is not sent again."""
    picker, heard = picker_of(workbook), []
    picker.observe(lambda change: heard.append(change["new"]["problem"]), "state")
    send(picker, "bad.json", b"{}")
    send(picker, "bad.json", b"{}")
    assert len(heard) == 2 and heard[0] == heard[1] != ""


def test_a_refusal_says_which_file_stays_in_use(workbook: Workbook) -> None:
    picker = picker_of(workbook)
    send(picker, "good.json", NOTICE.read_bytes())
    send(picker, "bad.json", b"{}")
    assert picker.state["problem"].endswith("good.json stays in use.")


def test_a_fault_of_a_reader_is_told_too(workbook: Workbook) -> None:
    def faulty(path: Path) -> None:
        raise ZeroDivisionError("by zero")

    picker = FilePicker(workbook, "own-need", "Need", faulty)
    send(picker, "a.csv", b"a,b")
    assert "by zero" in picker.state["problem"] and "save the table" in picker.state["problem"]
    assert picker.path is None


def test_a_file_is_read_once_for_trial_and_use(workbook: Workbook) -> None:
    from course_support.sources.own_authority import files

    text = "la_name,new_la_code,2023,2024\nLeeds,E08000035,1,2\nKirklees,E08000034,3,4\n"
    picker = FilePicker(workbook, "own-need", "Need", files.reader("need"))
    send(picker, "once.csv", text.encode())
    assert picker.path
    before = list(files._have_read.values())
    assert files.read("need", picker.path) is before[-1], "moved into place, not read anew"
