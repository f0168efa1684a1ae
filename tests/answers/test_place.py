"""Where answers are kept, and what a name becomes as a folder."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_support.answers import place
from course_support.errors import WorkbookError

RESERVED = {"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10))}


@pytest.fixture
def homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Return a course folder and a home folder that the workbook then uses."""
    course, home = tmp_path / "course", tmp_path / "home"
    course.mkdir()
    home.mkdir()
    monkeypatch.delenv(place.VARIABLE, raising=False)
    monkeypatch.setenv("WORKBOOK_COURSE", str(course))
    monkeypatch.setattr(Path, "home", lambda: home)
    return course, home


def shut(monkeypatch: pytest.MonkeyPatch, *folders: Path) -> None:
    """Make folders read-only, also for the all-powerful user that tests may run as."""
    real = place.why_not
    closed = {str(folder) for folder in folders}
    monkeypatch.setattr(
        place,
        "why_not",
        lambda at: "Permission denied" if str(at.parent) in closed else real(at),
    )


def test_answers_are_beside_the_course(homes: tuple[Path, Path]) -> None:
    assert place.answers_home() == homes[0] / place.BESIDE


def test_a_read_only_course_falls_back_to_the_home_folder(
    homes: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    shut(monkeypatch, homes[0])
    assert place.answers_home() == homes[1] / place.AT_HOME


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_really_read_only_course_falls_back_to_the_home_folder(homes: tuple[Path, Path]) -> None:
    homes[0].chmod(0o555)
    assert place.answers_home() == homes[1] / place.AT_HOME


def test_nowhere_to_write_names_both_places_and_the_cure(
    homes: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    shut(monkeypatch, *homes)
    with pytest.raises(WorkbookError) as raised:
        place.answers_home()
    said = str(raised.value)
    assert str(homes[0]) in said
    assert str(homes[1]) in said
    assert place.VARIABLE in said


def test_a_chosen_folder_is_respected(
    homes: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(place.VARIABLE, str(tmp_path / "chosen" / "deep"))
    assert place.answers_home() == tmp_path / "chosen" / "deep"
    assert not (homes[0] / place.BESIDE).exists()
    monkeypatch.setenv(place.VARIABLE, "~/mine")
    monkeypatch.setenv("HOME", str(homes[1]))
    assert place.answers_home() == homes[1] / "mine"


def test_a_chosen_folder_that_cannot_be_used_is_never_replaced_by_another(
    homes: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("I am a file")
    monkeypatch.setenv(place.VARIABLE, str(tmp_path / "file"))
    with pytest.raises(WorkbookError, match=f"it is a file, not a folder.*{place.VARIABLE}"):
        place.answers_home()
    monkeypatch.setenv(place.VARIABLE, str(tmp_path / "file" / "below"))
    with pytest.raises(WorkbookError, match=place.VARIABLE):
        place.answers_home()


def test_a_folder_name_is_safe_everywhere(hostile_names: list[str]) -> None:
    for name in [*hostile_names, "", " ", "\ud800", "a" * 5000]:
        folder = place.folder_name(name)
        assert set(folder) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert folder[0] != "-"
        assert 8 <= len(folder) <= 60
        assert folder not in RESERVED
        assert folder == place.folder_name(name)


def test_different_names_have_different_folders(hostile_names: list[str]) -> None:
    assert len({place.folder_name(name) for name in hostile_names}) == len(hostile_names)


def test_one_name_typed_on_two_systems_has_one_folder() -> None:
    assert place.folder_name("Zoë") == place.folder_name("Zoe\u0308")


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_any_name_gives_a_safe_folder(name: str) -> None:
    folder = place.folder_name(name)
    assert folder.isascii()
    assert folder.replace("-", "").isalnum()
    assert len(folder) <= 60
