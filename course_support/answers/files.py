"""Answers as files: one small JSON file per owner and exercise, replaced whole."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from course_support.errors import WorkbookError

from .place import answers_home, folder_name
from .record import Key, Record, upgraded
from .store import Loaded, Store

#: A save waits this long for another window's save, then goes ahead: saving comes first.
LOCK_SECONDS = 2.0
#: What reading a file raises when it is not what was written there.
_DAMAGE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


class FileStore(Store):
    """Answers below one folder.

    ``people/<name>/<population>/<exercise>.json``, and ``groups/…`` for what a group
    answered together. A file is written beside its place, flushed to the disk and moved
    into place in one step: a reader sees the old one or the new one, never half of one.
    """

    def __init__(self, home: Path | str | None = None) -> None:
        self.home = Path(home).absolute() if home else answers_home()
        #: What was read last of each file: a page asks for the same answers many times over.
        self._read_before: dict[Path, tuple[object, Record]] = {}

    def describe(self) -> str:
        return str(self.home)

    def path(self, key: Key) -> Path:
        """Return the file of one record."""
        who = "groups" if key.group else "people"
        population = key.population or "any"
        return self.home / who / folder_name(key.owner) / population / f"{key.exercise}.json"

    def keys(self, owner: str | None = None) -> list[Key]:
        name = folder_name(owner) if owner is not None else "*"
        found = ((path, self._read(path)) for path in self.home.glob(f"*/{name}/*/*.json"))
        # Synced folders leave copies under other names beside a file: those are nobody's answer.
        return sorted(
            record.key for path, record in found if record and self.path(record.key) == path
        )

    def stamp(self, key: Key) -> object:
        try:
            found = self.path(key).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def load(self, key: Key, kind: str = "") -> Loaded:
        path, stamp = self.path(key), self.stamp(key)
        before, record = self._read_before.get(path, (None, None))
        if record is None or stamp is None or stamp != before:
            try:
                text = path.read_text("utf-8")
                record = Record.model_validate(upgraded(json.loads(text)))
            except (FileNotFoundError, NotADirectoryError):
                return Loaded(Record.new(key, kind))
            except OSError as error:
                raise WorkbookError(
                    f"Your answer in {path} cannot be read ({error.strerror}). "
                    "It has not been touched. Close other programs that may hold the file, "
                    "then run the page again."
                ) from error
            except WorkbookError:
                raise
            except _DAMAGE:
                return self._set_aside(path, key, kind)
            self._read_before[path] = stamp, record
        return Loaded(_as_of(record, key))

    def _read(self, path: Path) -> Record | None:
        try:
            return Record.model_validate(upgraded(json.loads(path.read_text("utf-8"))))
        except (OSError, *_DAMAGE):
            return None

    def _set_aside(self, path: Path, key: Key, kind: str) -> Loaded:
        """Move a damaged file out of the way, keep it, and say so."""
        try:
            aside = set_aside(path)
        except OSError as error:
            raise WorkbookError(
                f"The file of your answer, {path}, is damaged and cannot be moved aside "
                f"({error.strerror}). It has not been touched. Move or rename it, then run the "
                "page again."
            ) from error
        notice = (
            "The file of your earlier answer was damaged and could not be read. It has been kept "
            f"as {aside.name} in {aside.parent}. You start afresh here."
        )
        return Loaded(Record.new(key, kind), (notice,))

    def _write(self, record: Record) -> None:
        path = self.path(record.key)
        try:
            write_whole(path, record.model_dump_json(indent=1))
            self._read_before.pop(path, None)
        except OSError as error:
            raise WorkbookError(not_kept(path, error)) from error

    @contextmanager
    def _locked(self, key: Key) -> Iterator[None]:
        # Imported here: it costs a tenth of a second, and showing an exercise needs no lock.
        from filelock import SoftFileLock, Timeout

        path = self.path(key).with_suffix(".lock")
        lock = SoftFileLock(path, timeout=LOCK_SECONDS)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire(poll_interval=0.01)
        except (Timeout, OSError):
            pass  # saving comes first; where nothing can be written, the save itself says so
        try:
            yield
        finally:
            with suppress(OSError):
                lock.release()

    def delete_all(self, owner: str, *, group: bool = False) -> int:
        folder = self.path(Key(owner, "any", group=group)).parent.parent
        try:
            number = super().delete_all(owner, group=group)
            # What was set aside, left half-written or copied beside an answer is theirs too.
            if folder.exists():
                shutil.rmtree(folder)
        except OSError as error:
            raise WorkbookError(
                f"Not everything in {folder} could be deleted ({error.strerror}). Close other "
                "programs that may hold a file there, then delete again."
            ) from error
        return number

    def _erase(self, key: Key) -> None:
        path = self.path(key)
        for each in [path, *path.parent.glob(f"{path.stem}.damaged-*")]:
            each.unlink(missing_ok=True)
        for folder in (path.parent, path.parent.parent):
            with suppress(OSError):  # not empty yet
                folder.rmdir()


def _as_of(record: Record, key: Key) -> Record:
    """Return a record as its reader's own, to change as they like.

    A file that was copied here from another place belongs to whoever's place this is.
    """
    whose = {"owner": key.owner, "population": key.population, "exercise": key.exercise}
    lists = {name: list(getattr(record, name)) for name in ("undo", "redo", "versions")}
    return record.model_copy(update={**whose, "group": key.group, **lists})


def set_aside(path: Path) -> Path:
    """Move a damaged file out of the way, keep it, and return its new place.

    Raises
    ------
    OSError
        When it cannot be moved.
    """
    when = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    aside = path.with_name(f"{path.stem}.damaged-{when}.txt")
    with suppress(FileNotFoundError):  # another window has just done the same
        path.rename(aside)
    return aside


def write_whole(path: Path, text: str) -> None:
    """Replace a file in one step, and return once it is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)  # noqa: PTH108 - a plain string is all we have
        raise
    if os.name == "posix":
        _flush_folder(path.parent)


def _flush_folder(path: Path) -> None:
    """Make a new name in a folder last; some network drives cannot, and the file is there."""
    with suppress(OSError):
        folder = os.open(path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _replace(name: str, path: Path) -> None:
    """Move into place; Windows refuses for a moment while a scanner reads the old file."""
    for wait in (0.02, 0.05, 0.1, 0.2, 0.4):
        try:
            os.replace(name, path)  # noqa: PTH105
            return
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(wait)
    os.replace(name, path)  # noqa: PTH105


def not_kept(path: Path, error: OSError) -> str:
    """Say why an answer could not be kept, and what to do."""
    cures = {
        errno.ENOSPC: "The disk is full. Delete or move some files, then change your answer again.",
        errno.EDQUOT: "Your share of the disk is full. Delete some files, then try again.",
        errno.EROFS: "That place can only be read. Ask for a folder that you can write to.",
        errno.EACCES: "You may not write there. Ask for a folder that you can write to.",
    }
    cure = cures.get(error.errno or 0, f"The computer says: {error.strerror or error}.")
    return (
        f"Your answer could not be kept in {path.parent}. {cure} "
        "Keep this page open until it is saved."
    )
