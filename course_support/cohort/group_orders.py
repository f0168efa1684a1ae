"""What the people of one group answered alone, found where answers are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_support.answers.record import Key
from course_support.exercises import rank
from course_support.exercises.base import Answer
from course_support.workbook import read_answer

if TYPE_CHECKING:
    from course_support.workbook import Workbook

#: Who stands first in a list of a group's people: the one whose page it is.
YOU = "you"


@dataclass(frozen=True)
class Orders:
    """Orders by person, most important first, and the words behind what they name."""

    by_person: Mapping[str, tuple[str, ...]]
    words: Mapping[str, str]

    def __len__(self) -> int:
        return len(self.by_person)


def members(workbook: Workbook) -> dict[str, str]:
    """Return who is in this person's group on this computer: owner of answers to name shown."""
    found = {workbook.owner: YOU}
    group = _folded(workbook.person.group)
    for owner, person in workbook.profile.people.items():
        if group and _folded(person.group) == group and owner not in found:
            name = person.name or f"person {len(found) + 1}"
            found[owner] = name if name not in found.values() else f"{name} ({len(found) + 1})"
    return found


def individual(workbook: Workbook, name: str, people: Mapping[str, str] | None = None) -> Orders:
    """Return the rankings that people made alone; those who have not ranked are left out.

    Parameters
    ----------
    name
        Id of an exercise of kind ``rank``.
    people
        Owner of answers to the name shown; without it, those of this person's group on this
        computer. A roster can name the people of a whole cohort.
    """
    exercise = workbook.exercise(name)
    population = workbook.population.id if exercise.per_population else ""
    chosen = people if people is not None else members(workbook)
    by_person: dict[str, tuple[str, ...]] = {}
    words: dict[str, str] = dict(exercise.texts())
    for owner, shown in chosen.items():
        record = workbook.store.load(Key(owner, name, population), exercise.kind).record
        version = record.version()
        if version is None or version.how == "reset":
            continue
        answer, _ = read_answer(exercise, version)
        if not isinstance(answer, rank.Answer) or not answer.ranked:
            continue
        own = {item.id: item.text for item in answer.own}
        by_person[shown] = tuple(_shared_id(key, own) for key in answer.order)
        words |= {_shared_id(key, own): text for key, text in own.items()}
    return Orders(by_person, words)


def of_group(workbook: Workbook, name: str) -> list[Answer]:
    """Return the answers that the people of this person's group gave alone on this computer."""
    exercise = workbook.exercise(name)
    population = workbook.population.id if exercise.per_population else ""
    found = []
    for owner in members(workbook):
        version = workbook.store.load(Key(owner, name, population), exercise.kind).record.version()
        if version is not None and version.how != "reset":
            found.append(read_answer(exercise, version)[0])
    return found


def _shared_id(key: str, own: Mapping[str, str]) -> str:
    """Return an id under which two people's criteria of the same words are the same."""
    return f"own: {_folded(own[key])}" if key in own else key


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
