"""The contract of every answer store, and all that does not depend on where it keeps things."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .record import Key, Record, Version, new_version


@dataclass(frozen=True)
class Loaded:
    """A record, and anything its owner should be told about how it was found."""

    record: Record
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Saved:
    """What a save did.

    ``overtook`` is set when another window had saved since the caller last looked: that
    version is in the history.
    """

    record: Record
    overtook: Version | None = None
    notices: tuple[str, ...] = ()


@dataclass
class Merged:
    """What an import did, by record."""

    added: list[Key] = field(default_factory=list)
    updated: list[Key] = field(default_factory=list)
    unchanged: list[Key] = field(default_factory=list)

    def sentence(self) -> str:
        """Say in one sentence what came of it."""
        total = len(self.added) + len(self.updated) + len(self.unchanged)
        if not total:
            return "The file holds no answers."
        return (
            f"{_answers(total)} read: {len(self.added)} new, {len(self.updated)} with something "
            f"newer or older than here, {len(self.unchanged)} already here."
        )


def _answers(count: int) -> str:
    return "1 answer" if count == 1 else f"{count} answers"


class Store(ABC):
    """Keeps answers. Subclasses say how one record is read, written, locked and erased.

    Every operation that changes a record reads it, changes it and writes it under a
    lock, so that two windows never lose each other's versions.
    """

    # --- what a place must be able to do ------------------------------------------------

    @abstractmethod
    def describe(self) -> str:
        """Say in a few words where the answers are."""

    @abstractmethod
    def keys(self, owner: str | None = None) -> list[Key]:
        """List what is kept, for one owner or for all."""

    @abstractmethod
    def load(self, key: Key, kind: str = "") -> Loaded:
        """Return a record; an empty one where nothing is kept."""

    @abstractmethod
    def stamp(self, key: Key) -> object:
        """Return something that changes whenever the record does, at little cost."""

    @abstractmethod
    def _write(self, record: Record) -> None:
        """Keep a record, whole or not at all, safely on the medium when this returns."""

    @abstractmethod
    def _locked(self, key: Key) -> AbstractContextManager[None]:
        """Hold off other writers of one record."""

    @abstractmethod
    def _erase(self, key: Key) -> None:
        """Remove a record and anything set aside from it."""

    # --- the same everywhere ------------------------------------------------------------

    def save(
        self,
        key: Key,
        kind: str,
        value: dict[str, Any],
        *,
        base: int | None = None,
        empty: dict[str, Any] | None = None,
        saved: datetime | None = None,
        **about: Any,
    ) -> Saved:
        """Keep an answer.

        Parameters
        ----------
        key, kind
            Whose answer to which exercise, and of which kind.
        value
            The answer as plain data.
        base
            The revision the caller last saw. When the stored one is later, another window
            has saved in between; this save wins and the other version stays in the history.
        empty
            The answer of someone who has not begun: what undoing the first save leads to.
        saved
            When; now unless said otherwise.
        **about
            ``how``, ``window`` and ``present`` of :class:`Version`.
        """
        with self._locked(key):
            found = self.load(key, kind)
            record = found.record
            current = record.version()
            window = about.get("window", "")
            other = current is not None and current.window != window
            overtook = current if other and base is not None and record.revision > base else None
            if current is None and empty is not None:
                record.add(new_version(empty, saved, window=window, how="reset"))
            record.add(new_version(value, saved, **about))
            self._write(record)
        return Saved(record, overtook, found.notices)

    def undo(self, key: Key) -> Record:
        """Go back one version; the same record again where there is none."""
        return self._change(key, lambda record: record.step_back())

    def redo(self, key: Key) -> Record:
        """Go forward again one version; the same record again where there is none."""
        return self._change(key, lambda record: record.step_forward())

    def history(self, key: Key) -> list[Version]:
        """Return every version, the oldest first."""
        return list(self.load(key).record.versions)

    def _change(self, key: Key, change: Callable[[Record], object]) -> Record:
        with self._locked(key):
            record = self.load(key).record
            if change(record):
                self._write(record)
        return record

    def records(self, owner: str | None = None) -> Iterator[Record]:
        """Return what is kept, for one owner or for all."""
        for key in self.keys(owner):
            yield self.load(key).record

    def merge(self, records: list[Record]) -> Merged:
        """Take in records from elsewhere. Doing it twice changes nothing more."""
        report = Merged()
        for theirs in records:
            with self._locked(theirs.key):
                ours = self.load(theirs.key, theirs.kind).record
                fresh = not ours.versions
                if ours.merge(theirs):
                    self._write(ours)
                    (report.added if fresh else report.updated).append(theirs.key)
                else:
                    report.unchanged.append(theirs.key)
        return report

    def delete_all(self, owner: str, *, group: bool = False) -> int:
        """Remove everything of one person, or of one group; return how many records there were."""
        keys = [key for key in self.keys(owner) if key.group is group]
        for key in keys:
            self._erase(key)
        return len(keys)
