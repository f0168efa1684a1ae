"""Who is using the workbook on this computer, and which population they chose."""

from __future__ import annotations

import json
import secrets
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from course_support.exercises.base import clean

from .files import set_aside, write_whole

Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=80),
    BeforeValidator(lambda value: clean(value) if isinstance(value, str) else value),
]


def _day(value: object) -> str:
    """Return a day as kept (2027-06-07), and nothing where there is none."""
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        return ""


Day = Annotated[str, BeforeValidator(_day)]

#: The first person on a computer; their answers stay put when they change their name.
FIRST = "whoever uses this computer"


_DAMAGED = (
    "The file that says who uses this computer could not be read, so please say again who you "
    "are. Answers are not touched by this."
)


class Person(BaseModel):
    """One person's choices. A name is only what they chose to give."""

    model_config = ConfigDict(extra="ignore")

    name: Name = ""
    group: Name = ""
    organisation: Name = ""
    population: str = ""
    #: Exercises this person drives for their group at present, and who else is there.
    together: tuple[str, ...] = ()
    present: tuple[Name, ...] = ()
    #: Every group this person has driven here, so that saving and deleting miss none.
    driven: tuple[Name, ...] = ()
    #: The two dates of the planner, as year-month-day; empty until given.
    teaching_ends: Day = ""
    submission: Day = ""


class Profile(BaseModel):
    """The people who use this computer's workbook, and who it is now."""

    model_config = ConfigDict(extra="ignore")

    current: str = FIRST
    people: dict[str, Person] = Field(default_factory=dict)
    #: What to tell about how this was found; not kept.
    notice: str = Field("", exclude=True)

    @property
    def person(self) -> Person:
        """The person whose workbook is open."""
        return self.people.get(self.current) or Person()

    def with_person(self, person: Person) -> Profile:
        """Return a profile in which the current person's choices are these."""
        return self.model_copy(update={"people": {**self.people, self.current: person}})

    def someone_else(self) -> Profile:
        """Return a profile for a new person, whose answers are kept apart."""
        return self.model_copy(update={"current": f"person-{secrets.token_hex(4)}"})

    def as_person(self, key: str) -> Profile:
        """Return a profile in which somebody known here is the current person."""
        return self.model_copy(update={"current": key if key in self.people else self.current})

    def without(self, key: str) -> Profile:
        """Return a profile that has forgotten a person."""
        people = {k: v for k, v in self.people.items() if k != key}
        current = next(iter(people), FIRST) if key == self.current else self.current
        return Profile(current=current, people=people)


def load_profile(home: Path) -> Profile:
    """Return the profile kept in an answers folder; an empty one where there is none.

    A damaged one is set aside, and the notice of the empty one says so.
    """
    path = _path(home)
    try:
        return Profile.model_validate(json.loads(path.read_text("utf-8")))
    except OSError:
        return Profile()
    except (ValueError, RecursionError):
        with suppress(OSError):
            aside = set_aside(path)
            return Profile(notice=f"{_DAMAGED} It has been kept as {aside.name} in {home}.")
        return Profile(notice=_DAMAGED)


def save_profile(home: Path, profile: Profile) -> None:
    """Keep a profile.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    write_whole(_path(home), profile.model_dump_json(indent=1))


def _path(home: Path) -> Path:
    return home / "profile.json"
