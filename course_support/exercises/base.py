"""What every kind of exercise has in common: its definition, its answer, its progress.

A kind is a module of this package that defines ``Definition`` and ``Answer``.
The view of the same name in ``course_support.widgets`` shows it.
"""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Generic, Literal, Protocol, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

SCHEMA_VERSION = 1
IN_HISTORY = "Your earlier answer is in the history."

LONGEST_ID = 60
_KEBAB = StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=LONGEST_ID)
Kebab = Annotated[str, _KEBAB]
PopulationId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]

# Invisible characters that can turn a line of text back to front on somebody else's screen.
_UNSAFE = {0x00AD, 0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def clean(text: str) -> str:
    """Return text without control characters and in one Unicode form (NFC)."""
    # Dropped first: what stood between two letters may have kept them from being joined.
    kept = (
        c
        for c in text
        if c in "\n\t" or (unicodedata.category(c) not in {"Cc", "Cs"} and ord(c) not in _UNSAFE)
    )
    return unicodedata.normalize("NFC", "".join(kept))


def _cleaned(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


#: A heading or label written by an author.
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
#: Markdown written by an author.
Markdown = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=6000)]
#: What a participant types: a line, or as much as they like. Cleaned before it is looked at:
#: half of a character, as a browser may send it, would be refused as no text at all.
OwnLine = Annotated[str, StringConstraints(max_length=1000), BeforeValidator(_cleaned)]
OwnText = Annotated[str, StringConstraints(max_length=50_000), BeforeValidator(_cleaned)]
#: Identifies an item, card or prompt inside one exercise.
ItemId = Annotated[str, _KEBAB]


class Model(BaseModel):
    """A model that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False, frozen=True)


class Item(Model):
    """One thing to rank, sort, score or choose."""

    id: ItemId = Field(description="Stable name of the item, in kebab-case.")
    text: Line = Field(description="What the participant reads.")
    help: Markdown | None = Field(None, description="One or two sentences shown on request.")


class Answer(Model):
    """What one person or group has answered so far."""

    #: What each item said when it was answered, so that a later change can be told.
    seen: dict[str, str] = Field(default_factory=dict, max_length=500)


@dataclass(frozen=True)
class Progress:
    """How much of an exercise is done, and what is missing in words."""

    done: int
    of: int
    missing: tuple[str, ...] = ()

    @property
    def state(self) -> Literal["not started", "started", "done"]:
        """One of three words for the course map."""
        if self.done >= self.of:
            return "done"
        return "started" if self.done else "not started"


@dataclass(frozen=True)
class Table:
    """Rows of plain text for copying out, spreadsheets and Word."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""


@dataclass(frozen=True)
class Collation:
    """What several people or groups answered, gathered but not yet interpreted."""

    answered: int
    tables: tuple[Table, ...] = ()
    rankings: tuple[tuple[str, ...], ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


A = TypeVar("A", bound=Answer)


class Exercise(Model, ABC, Generic[A]):
    """One exercise, as its author wrote it.

    Subclasses add the fields of their kind and say how its answers behave.
    """

    answer_type: ClassVar[type[Answer]]

    schema_version: Literal[1] = Field(1, description="Version of this file's format.")
    id: Kebab = Field(description="Stable name of the exercise, in kebab-case. Never reuse one.")
    kind: str = Field(description="The kind of exercise.")
    title: Line = Field(description="Short title, as a heading.")
    purpose: Line = Field(description="One sentence: why people are asked to do this.")
    minutes: int = Field(ge=1, le=240, description="Suggested minutes.")
    mode: Literal["individual", "breakout", "plenary"] = Field(
        description="How it is usually done: alone, in a breakout group, or by the whole room."
    )
    instructions: Markdown = Field(description="What to do, in Markdown.")
    source_note: Line = Field(
        description="Where the exercise comes from and its points in the course."
    )
    place: int = Field(1, ge=1, le=99, description="Place on its page: 1 for the first exercise.")
    per_population: bool = Field(
        True, description="True when each target population gets an answer of its own."
    )
    case_from: Kebab | None = Field(
        None,
        description="Id of the poll in which a case is chosen; each case keeps its own answer.",
    )
    populations: dict[PopulationId, dict[str, Any]] = Field(
        default_factory=dict,
        description="Fields that differ for a population; each replaces its namesake.",
    )

    # What a population may never change: these say which exercise it is.
    fixed: ClassVar[frozenset[str]] = frozenset(
        {"schema_version", "id", "kind", "populations", "per_population", "case_from"}
    )

    def for_population(self, population: str) -> Self:
        """Return this exercise as one population sees it."""
        changed = self.populations.get(population)
        if not changed:
            return self
        fields = self.model_dump(exclude={"populations"}, exclude_unset=True)
        return type(self).model_validate({**fields, **changed})

    def beginning(self, begin: Mapping[str, Any]) -> A:
        """Return the answer that stands before anyone has answered.

        Raises
        ------
        ValueError
            When what a page gives to begin with is no answer to this exercise.
        """
        answer = self.answer_type.model_validate(begin)
        if problems := self.check(answer):  # type: ignore[arg-type]
            raise ValueError(f"{self.id}: {' '.join(problems)}")
        return self.sealed(answer)  # type: ignore[arg-type]

    def begins(self, first: A) -> bool:
        """Return whether what a page gives to begin with is anything to see."""
        return first != self.sealed(self.empty())

    def starting_at(self, begin: Callable[[], Mapping[str, Any]]) -> Self:
        """Return this exercise with its own starts taken from a page, where it has any."""
        return self

    def sealed(self, answer: A) -> A:
        """Return an answer with what must be kept beside it: the wording it was given to."""
        return answer.model_copy(update={"seen": self.texts()})

    @abstractmethod
    def empty(self) -> A:
        """Return the answer of someone who has not begun."""

    @abstractmethod
    def texts(self) -> dict[str, str]:
        """Return the wording behind every id an answer can refer to."""

    @abstractmethod
    def check(self, answer: A) -> list[str]:
        """Say what in an answer does not fit this exercise (empty when all is well)."""

    @abstractmethod
    def reconcile(self, answer: A) -> A:
        """Fit an older answer to this exercise, keeping all that still has a place."""

    @abstractmethod
    def progress(self, answer: A) -> Progress:
        """Say how much is done."""

    @abstractmethod
    def table(self, answer: A) -> Table:
        """Return the answer as a table of text."""

    @abstractmethod
    def collate(self, answers: Sequence[A]) -> Collation:
        """Gather the answers of several people or groups."""

    def misplaced(self, answer: A, fitted: A) -> list[str]:
        """Say what of an older answer moved or has no place any more, beyond the texts."""
        return []

    def insight(self, answer: A) -> dict[str, Any]:
        """Return numbers the view draws beside the answer, if the kind has any."""
        return {}

    def view_extras(self) -> dict[str, Any]:
        """Return what the view needs beyond the fields, if anything."""
        return {}

    def fit(self, answer: A) -> tuple[A, list[str]]:
        """Return an answer that fits today's wording, and what changed since, in words."""
        now, then = self.texts(), answer.seen
        notes = [
            f"“{text}” is no longer part of this exercise. {IN_HISTORY}"
            for key, text in then.items()
            if key not in now and not key.startswith("own-")
        ]
        if then:
            notes += [
                f"“{text}” is new since you answered."
                for key, text in now.items()
                if key not in then
            ]
            notes += [
                f"“{then[key]}” now reads “{text}”."
                for key, text in now.items()
                if key in then and then[key] != text
            ]
        fitted = self.reconcile(answer)
        notes += self.misplaced(answer, fitted)
        return fitted.model_copy(update={"seen": now}), notes


class ExerciseSheet(Protocol):
    """An exercise with its answer: what charts and papers need of a participant's sheet.

    Of any kind: whoever draws from one says which kind it reads.
    """

    @property
    def exercise(self) -> Any:
        """The definition, of the kind that is drawn."""

    @property
    def answer(self) -> Any:
        """The answer to it."""


def kept(ids: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return ids that are known, each once, in the order given."""
    allowed, out = set(known), []
    for key in ids:
        if key in allowed:
            out.append(key)
            allowed.discard(key)
    return out


def repeated(ids: Iterable[str]) -> list[str]:
    """Return the ids that occur more than once."""
    seen: set[str] = set()
    return sorted({key for key in ids if key in seen or seen.add(key)})  # type: ignore[func-returns-value]
