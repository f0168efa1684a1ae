"""Answers as files: whole or not at all, whatever stops the computer, fills it or damages it."""

import errno
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from course_support.answers import files
from course_support.answers.files import FileStore, not_kept
from course_support.answers.record import Key
from course_support.errors import WorkbookError

KEY = Key("me", "some-exercise", "older_people")
posix = pytest.mark.skipif(os.name != "posix", reason="needs processes that can be forked")


def text(words: str) -> dict[str, Any]:
    return {"texts": {"a": words}}


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "answers")


def now(store: FileStore, key: Key = KEY) -> str | None:
    version = store.load(key).record.version()
    return version.value["texts"]["a"] if version else None


# --- stopped in the middle ------------------------------------------------------------------


def _write_for_ever(home: Path, begun: Any) -> None:
    store = FileStore(home)
    for number in range(1_000_000):
        store.save(KEY, "write", text(f"{number} " + "x" * 20_000), how="typing", window="w")
        begun.set()


@posix
def test_a_writer_killed_at_any_moment_leaves_a_whole_answer(store: FileStore) -> None:
    context = multiprocessing.get_context("fork")
    moments = random.Random(1)
    versions: set[str] = set()
    for _ in range(12):
        begun = context.Event()
        writer = context.Process(target=_write_for_ever, args=(store.home, begun))
        writer.start()
        assert begun.wait(20)
        time.sleep(moments.uniform(0, 0.02))
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        found = store.load(KEY)
        assert found.notices == ()
        assert found.record.version() is not None
        assert versions <= {v.id for v in found.record.versions}, "an answer went missing"
        # A version of its own, which the next writer must not lose.
        versions.add(str(store.save(KEY, "write", text("mine")).record.current))
    assert store.keys() == [KEY], "what was half-written is nobody's answer"
    assert store.delete_all("me") == 1
    assert [path for path in store.home.rglob("*") if path.is_file()] == []


@posix
def test_a_lock_left_by_a_killed_writer_does_not_hold_up_the_next_save(store: FileStore) -> None:
    context = multiprocessing.get_context("fork")

    def hold(held: Any) -> None:
        with store._locked(KEY):
            held.set()
            time.sleep(60)

    held = context.Event()
    holder = context.Process(target=hold, args=(held,))
    holder.start()
    assert held.wait(20)
    assert holder.pid is not None
    os.kill(holder.pid, signal.SIGKILL)
    holder.join()
    begun = time.perf_counter()
    store.save(KEY, "write", text("next"))
    assert time.perf_counter() - begun < files.LOCK_SECONDS / 2


def test_a_lock_that_nobody_lets_go_of_does_not_stop_a_save(
    store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LOCK_SECONDS", 0.05)
    with store._locked(KEY):
        FileStore(store.home).save(KEY, "write", text("saved all the same"))
    assert now(store) == "saved all the same"


def _save_some(home: Path, window: str, number: int) -> None:
    store = FileStore(home)
    for each in range(number):
        store.save(KEY, "write", text(f"{window}{each}"), window=window)


@posix
def test_two_processes_that_save_at_once_lose_nothing(store: FileStore) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_save_some, args=(store.home, w, 20)) for w in "ab"]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert store.load(KEY).notices == ()
        time.sleep(0.01)
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    kept = [v.value["texts"]["a"] for v in store.history(KEY)]
    assert sorted(kept) == sorted(f"{w}{n}" for w in "ab" for n in range(20))
    for window in "ab":
        mine = [each for each in kept if each.startswith(window)]
        assert mine == sorted(mine, key=lambda each: int(each[1:]))


# --- nowhere to write ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "cure"),
    [
        (errno.ENOSPC, "The disk is full. Delete or move some files"),
        (errno.EDQUOT, "Your share of the disk is full"),
        (errno.EROFS, "Ask for a folder that you can write to"),
        (errno.EACCES, "You may not write there"),
        (errno.EIO, "The computer says: "),
    ],
)
@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_a_save_that_fails_says_the_cure_and_leaves_the_old_answer(
    store: FileStore, monkeypatch: pytest.MonkeyPatch, code: int, cure: str, fails: str
) -> None:
    store.save(KEY, "write", text("old"))
    before = store.path(KEY).read_bytes()

    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patched:
        patched.setattr(os, fails, fail)
        with pytest.raises(WorkbookError) as raised:
            store.save(KEY, "write", text("new"))
    assert cure in str(raised.value)
    assert "Keep this page open" in str(raised.value)
    assert store.path(KEY).read_bytes() == before
    assert [path.name for path in store.path(KEY).parent.iterdir()] == [store.path(KEY).name]
    store.save(KEY, "write", text("new"))
    assert now(store) == "new"


def test_a_folder_that_cannot_be_flushed_is_no_failure(
    store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def no_folders(path: Any, flags: int, *more: Any, **named: Any) -> int:
        if Path(os.fsdecode(path)).is_dir() and flags == os.O_RDONLY:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, flags, *more, **named)

    monkeypatch.setattr(os, "open", no_folders)
    store.save(KEY, "write", text("kept"))
    assert now(store) == "kept"


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a disk of 128 kB, where this may be made."""
    place = tmp_path / "disk"
    place.mkdir()
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only root on Linux may make a tiny disk")
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(place)], capture_output=True
    )
    if made.returncode:
        pytest.skip("this machine does not let a disk be made")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_is_really_full(tiny_disk: Path) -> None:
    store = FileStore(tiny_disk / "answers")
    store.save(KEY, "write", text("old"))
    with pytest.raises(WorkbookError, match="The disk is full"):
        for _ in range(20):
            store.save(KEY, "write", text("x" * 20_000))
    kept = len(store.history(KEY))
    with pytest.raises(WorkbookError, match="The disk is full"):
        store.save(KEY, "write", text("x" * 100_000))
    assert len(store.history(KEY)) == kept
    assert not list(store.home.rglob("*.tmp"))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_can_only_be_read(store: FileStore) -> None:
    store.save(KEY, "write", text("old"))
    folder = store.path(KEY).parent
    folder.chmod(0o555)
    try:
        with pytest.raises(WorkbookError, match="You may not write there"):
            store.save(KEY, "write", text("new"))
        assert now(store) == "old"
    finally:
        folder.chmod(0o755)


def test_a_file_in_the_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("I am a file")
    store = FileStore(tmp_path / "answers")
    assert store.load(KEY).record.current is None
    with pytest.raises(WorkbookError, match="could not be kept"):
        store.save(KEY, "write", text("new"))
    assert (tmp_path / "answers").read_text() == "I am a file"


def test_an_unknown_failure_is_told_in_the_computers_words(tmp_path: Path) -> None:
    assert "The computer says: odd" in not_kept(tmp_path / "x.json", OSError("odd"))


# --- damaged files ---------------------------------------------------------------------------


def whole(store: FileStore) -> bytes:
    store.save(KEY, "write", text("old"))
    return store.path(KEY).read_bytes()


DAMAGE = {
    "empty": lambda b: b"",
    "cut short": lambda b: b[: len(b) // 2],
    "zeros": lambda b: b"\x00" * len(b),
    "zeros at the end": lambda b: b[:-10] + b"\x00" * 10,
    "another encoding": lambda b: b.decode().replace("old", "öld").encode("latin-1"),
    "UTF-16": lambda b: b.decode().encode("utf-16"),
    "a list": lambda b: b"[]",
    "a word": lambda b: b'"hello"',
    "nothing": lambda b: b"null",
    "no fields": lambda b: b"{}",
    "fields of something else": lambda b: b'{"schema_version": 2, "colour": "red"}',
    "no such version": lambda b: b.replace(b'"current":"', b'"current":"x').replace(
        b'"current": "', b'"current": "x'
    ),
    "a web page": lambda b: b"<!doctype html><p>Sign in to your drive",
    "without end": lambda b: b"[" * 100_000,
    "format is a word": lambda b: b.replace(b'"schema_version": 2', b'"schema_version": "two"'),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_set_aside_and_told_and_never_overwritten(
    store: FileStore, damage: str
) -> None:
    content = DAMAGE[damage](whole(store))
    path = store.path(KEY)
    path.write_bytes(content)
    found = store.load(KEY, "write")
    assert found.record.current is None
    assert len(found.notices) == 1
    assert "damaged" in found.notices[0]
    (aside,) = path.parent.glob("*.damaged-*")
    assert aside.name in found.notices[0]
    store.save(KEY, "write", text("new"))
    assert aside.read_bytes() == content
    assert store.load(KEY).notices == ()
    assert store.keys() == [KEY]


def test_a_save_onto_a_damaged_file_sets_it_aside_and_tells(store: FileStore) -> None:
    whole(store)
    store.path(KEY).write_bytes(b"{")
    saved = store.save(KEY, "write", text("new"))
    assert "damaged" in saved.notices[0]
    assert [p.read_bytes() for p in store.path(KEY).parent.glob("*.damaged-*")] == [b"{"]
    assert now(store) == "new"


def test_damage_that_cannot_be_moved_aside_is_left_alone_and_told(
    store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole(store)
    store.path(KEY).write_bytes(b"{")

    def fail(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(WorkbookError, match="damaged.*has not been touched"):
        store.save(KEY, "write", text("new"))
    assert store.path(KEY).read_bytes() == b"{"


def test_a_file_of_a_newer_workbook_is_refused_and_untouched(store: FileStore) -> None:
    content = whole(store).replace(b'"schema_version": 2', b'"schema_version": 3')
    assert b'"schema_version": 3' in content
    store.path(KEY).write_bytes(content)
    for act in (
        lambda: store.load(KEY),
        lambda: store.save(KEY, "write", text("new")),
        lambda: store.undo(KEY),
    ):
        with pytest.raises(WorkbookError, match="newer workbook"):
            act()
    assert store.path(KEY).read_bytes() == content
    assert store.keys() == []


def test_a_file_that_cannot_be_read_is_told_and_untouched(
    store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = whole(store)

    def fail(*_: object, **__: object) -> str:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_text", fail)
        with pytest.raises(WorkbookError, match="cannot be read .Permission denied.*not been"):
            store.load(KEY)
    assert store.path(KEY).read_bytes() == content


def test_a_file_of_format_1_is_read_and_kept_in_todays_form(store: FileStore) -> None:
    key = Key("me", "rank-award-criteria", "older_people")
    old = Path(__file__).parent / "data" / "answer_format_1.json"
    store.path(key).parent.mkdir(parents=True)
    store.path(key).write_bytes(old.read_bytes())
    version = store.load(key).record.version()
    assert version is not None
    assert version.value["order"] == ["outcomes", "price", "workforce"]
    assert store.keys() == [key]
    store.save(key, "rank", {"order": []})
    store.undo(key)
    assert store.load(key).record.version() == version


# --- files that others put there ---------------------------------------------------------------


def test_copies_that_a_synced_folder_leaves_are_not_answers_but_are_deleted(
    store: FileStore,
) -> None:
    content = whole(store)
    path = store.path(KEY)
    path.with_name("some-exercise (1).json").write_bytes(content)
    path.with_name("some-exercise-LAPTOP.json").write_bytes(content)
    path.with_name("half.tmp").write_bytes(content[:20])
    path.with_name("some-exercise.damaged-1.txt").write_bytes(b"{")
    assert store.keys() == [KEY]
    assert len(list(store.records("me"))) == 1
    assert store.delete_all("me") == 1
    assert [each for each in store.home.rglob("*") if each.is_file()] == []


def test_deleting_removes_what_was_set_aside_even_when_nothing_else_is_left(
    store: FileStore,
) -> None:
    whole(store)
    store.path(KEY).write_bytes(b"{")
    store.load(KEY)
    assert store.delete_all("me") == 0
    assert [each for each in store.home.rglob("*") if each.is_file()] == []


def test_a_file_copied_to_another_place_belongs_to_that_place(store: FileStore) -> None:
    content = whole(store)
    other = Key("bob", "some-exercise", "homelessness")
    store.path(other).parent.mkdir(parents=True)
    store.path(other).write_bytes(content)
    assert store.load(other).record.key == other
    store.save(other, "write", text("Bob's"))
    assert now(store) == "old"
    assert now(store, other) == "Bob's"


def test_something_that_cannot_be_deleted_is_told(
    store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole(store)

    def fail(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "unlink", fail)
    with pytest.raises(WorkbookError, match="Not everything .* could be deleted"):
        store.delete_all("me")


def test_an_empty_place_means_the_usual_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBOOK_ANSWERS", str(tmp_path / "usual"))
    assert FileStore("").home == FileStore(None).home == tmp_path / "usual"
    monkeypatch.chdir(tmp_path)
    assert FileStore("relative").home == tmp_path / "relative"
