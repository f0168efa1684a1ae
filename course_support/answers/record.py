"""What is stored of an answer: the answer itself, every version before it, and who by."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from course_support.errors import WorkbookError
from course_support.exercises.base import Kebab, PopulationId

SCHEMA_VERSION = 2

#: Saves while somebody is typing replace one another for this long, then a new version begins.
TYPING = timedelta(seconds=60)
#: Beyond this many, the oldest versions are let go, those that undo cannot reach first.
MOST_VERSIONS = 500


@dataclass(frozen=True, order=True)
class Key:
    """Whose answer to which exercise.

    A group's answer belongs to the group, not to the person who typed it: a person's
    own answer to the same exercise stays theirs.
    """

    owner: str
    exercise: str
    population: str = ""
    group: bool = False


class Version(BaseModel):
    """An answer as it was saved at one moment."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    saved: AwareDatetime
    #: When the typing began that this version holds the last of.
    began: AwareDatetime | None = None
    value: dict[str, Any]
    how: Literal["saved", "typing", "reset", "recovered", "imported"] = "saved"
    window: str = ""
    present: tuple[str, ...] = ()


class Record(BaseModel):
    """An answer with its history."""

    model_config = ConfigDict(extra="forbid")

    schema_version: int = SCHEMA_VERSION
    # Held to their form because they name files, and records also come from other computers.
    exercise: Kebab
    kind: str
    owner: str
    population: PopulationId | Literal[""] = ""
    group: bool = False
    revision: int = 0
    current: str | None = None
    #: Since when the current version stands: saved then, or come back to.
    stood: AwareDatetime | None = None
    undo: list[str] = Field(default_factory=list)
    redo: list[str] = Field(default_factory=list)
    versions: list[Version] = Field(default_factory=list)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.current is not None and self.version() is None:
            raise ValueError("the version that stands is missing")
        return self

    @classmethod
    def new(cls, key: Key, kind: str) -> Record:
        """Return a record with nothing in it yet."""
        return cls(
            exercise=key.exercise,
            kind=kind,
            owner=key.owner,
            population=key.population,
            group=key.group,
        )

    @property
    def key(self) -> Key:
        """Whose answer to which exercise this is."""
        return Key(self.owner, self.exercise, self.population, self.group)

    def version(self, id_: str | None = None) -> Version | None:
        """Return one version by its id; without an id, the one that stands now."""
        wanted = id_ or self.current
        return next((v for v in self.versions if v.id == wanted), None)

    def add(self, version: Version) -> None:
        """Make a version the one that stands, and remember the one before it."""
        before = self.version()
        self.revision += 1
        if before is not None and _same_typing(before, version):
            version = version.model_copy(update={"began": before.began or before.saved})
            self.versions.remove(before)
            self.undo = [id_ for id_ in self.undo if id_ != before.id]
        elif before is not None:
            self.undo.append(before.id)
        self.versions.append(version)
        self.current, self.stood = version.id, version.saved
        self.redo.clear()
        self._trim()

    def step_back(self, at: datetime | None = None) -> bool:
        """Go back to the version before this one; False when there is none."""
        return self._step(self.undo, self.redo, at)

    def step_forward(self, at: datetime | None = None) -> bool:
        """Go forward again after :meth:`step_back`; False when there is nothing to redo."""
        return self._step(self.redo, self.undo, at)

    def _step(self, source: list[str], target: list[str], at: datetime | None) -> bool:
        known = {v.id for v in self.versions}
        while source and source[-1] not in known:
            source.pop()
        if not source:
            return False
        if self.current:
            target.append(self.current)
        self.current, self.stood = source.pop(), at or datetime.now(UTC)
        self.revision += 1
        return True

    def merge(self, other: Record) -> bool:
        """Add the versions of a record from elsewhere; say whether anything changed.

        What came to stand last, here or there, then stands: doing it twice changes nothing
        more, and the order in which records are merged makes no difference.
        """
        known = {v.id for v in self.versions}
        new = [v for v in other.versions if v.id not in known]
        newer = other._standing() > self._standing()
        if not new and not newer:
            return False
        if newer and not self.versions:
            self.undo, self.redo = list(other.undo), list(other.redo)
        elif newer and other.current != self.current:
            self.undo = [*self.undo, self.current] if self.current else self.undo
            self.redo = []
        if newer:
            self.current, self.stood = other.current, other.stood
        self.versions = sorted([*self.versions, *new], key=lambda v: (v.saved, v.id))
        self.revision += 1
        self._trim()
        return True

    def _standing(self) -> tuple[datetime, str]:
        """Return since when which version stands."""
        version = self.version()
        since = self.stood or (version.saved if version else datetime.min.replace(tzinfo=UTC))
        return since, self.current or ""

    def _trim(self) -> None:
        """Let the oldest versions go: those out of undo's reach first, then undo's far end."""
        excess = len(self.versions) - MOST_VERSIONS
        if excess <= 0:
            return
        reach = {self.current, *self.undo, *self.redo}
        beyond = [v.id for v in self.versions if v.id not in reach]
        order = dict.fromkeys([*beyond, *self.undo, *self.redo])
        drop = set([id_ for id_ in order if id_ != self.current][:excess])
        self.versions = [v for v in self.versions if v.id not in drop]
        self.undo = [id_ for id_ in self.undo if id_ not in drop]
        self.redo = [id_ for id_ in self.redo if id_ not in drop]


def _same_typing(before: Version, after: Version) -> bool:
    return (
        before.how == after.how == "typing"
        and before.window == after.window != ""
        and after.saved >= before.saved
        and after.saved - (before.began or before.saved) < TYPING
    )


def new_version(value: dict[str, Any], saved: datetime | None = None, **about: Any) -> Version:
    """Return a version with an id of its own, saved now unless said otherwise."""
    at = saved or datetime.now(UTC)
    return Version(id=secrets.token_hex(8), saved=at, value=value, **about)


def upgraded(fields: dict[str, Any]) -> dict[str, Any]:
    """Return a stored record's fields in today's form.

    Raises
    ------
    WorkbookError
        When a newer workbook wrote them.
    ValueError
        When they are no record's.
    """
    version = fields.get("schema_version", 1)
    if type(version) is not int or version < 1:
        raise ValueError("this is no answer's format")
    if version > SCHEMA_VERSION:
        raise WorkbookError(
            f"This answer was saved by a newer workbook (format {version}; this one reads up to "
            f"{SCHEMA_VERSION}). Nothing was changed. "
            "Update the workbook, then open the page again."
        )
    while version < SCHEMA_VERSION:
        fields = _UPGRADES[version](fields)
        version = fields["schema_version"]
    return fields


def _from_1(fields: dict[str, Any]) -> dict[str, Any]:
    """Format 1 held one value and no history."""
    saved = fields["saved"]
    version = {
        "id": f"first-{saved}",
        "saved": saved,
        "value": fields["value"],
        "how": "saved",
    }
    known = ("exercise", "kind", "owner", "population", "group")
    about: dict[str, Any] = {k: fields[k] for k in known if k in fields}
    return {
        **about,
        "schema_version": 2,
        "revision": 1,
        "current": version["id"],
        "versions": [version],
    }


_UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _from_1}
