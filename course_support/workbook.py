"""The notebooks' one door: a participant's workbook, opened for a population."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from course_support.answers import transfer
from course_support.answers.files import FileStore
from course_support.answers.profile import Person, Profile, load_profile, save_profile
from course_support.answers.record import Key, Record, Version
from course_support.answers.store import Store
from course_support.errors import WorkbookError, did_you_mean
from course_support.exercises.base import Answer, Exercise, Progress, clean
from course_support.exercises.library import EXERCISES, Library
from course_support.sources import populations

if TYPE_CHECKING:
    from course_support.reports.paper import Paper
    from course_support.sources.populations import Population
    from course_support.widgets.exercise import ExerciseWidget
    from course_support.widgets.file_picker import FilePicker

DEFAULT_POPULATION = "children_in_care"
LONGEST_NAME = 80
#: What a group is called until it has a name.
NO_GROUP = "our group"


@dataclass(frozen=True)
class Sheet:
    """One exercise as one owner sees it: the definition, the answer, and what to say about it."""

    exercise: Exercise[Any]
    key: Key
    answer: Answer
    record: Record
    notices: tuple[str, ...] = ()
    #: What is said of an answer that is nobody's yet: brought over, or drafted from figures.
    begun: str = ""

    @property
    def progress(self) -> Progress:
        """How much is done. What stands there before anyone has answered does not count."""
        return self.exercise.progress(self.exercise.empty() if self.begun else self.answer)


@dataclass(frozen=True)
class Begin:
    """What stands in an exercise until somebody answers it, and where it comes from."""

    answer: Callable[[], Mapping[str, Any]]
    note: str


class Workbook:
    """A participant's workbook.

    Use :meth:`open`. It knows who is working, for which population, and where the
    answers are; :meth:`show` puts an exercise on the page.
    """

    def __init__(
        self,
        store: Store,
        library: Library,
        population: Population,
        owner: str,
        person: Person,
    ) -> None:
        self.store = store
        self.library = library
        self.population = population
        self.owner = owner
        self.person = person
        #: What to tell about how the people of this computer were found.
        self.notice = ""
        self._watchers: list[tuple[frozenset[str], Callable[[], None]]] = []
        self._begins: dict[str, Begin] = {}

    # --- opening ------------------------------------------------------------------------

    @classmethod
    def open(
        cls,
        population: str = "",
        participant: str = "",
        group: str = "",
        *,
        answers: Path | str | None = None,
        exercises: Path = EXERCISES,
    ) -> Workbook:
        """Open a workbook.

        Parameters
        ----------
        population
            Id of a target population; empty for the one chosen on the start page.
        participant
            Name of a participant; empty for the person who uses this computer.
        group
            Name of a breakout group; empty for the one given on the start page.
        answers
            Folder for answers; without it, the usual one.
        exercises
            Folder of exercise files.

        Raises
        ------
        WorkbookError
            When a value is not allowed; the message names those that are.
        """
        known = populations.load()
        store = FileStore(answers)
        profile = load_profile(store.home)
        population, participant, group = (
            _name(what, value)
            for what, value in (
                ("population", population),
                ("participant", participant),
                ("group", group),
            )
        )
        if participant:
            owner, person = participant, Person(name=participant, group=group)
        else:
            owner, person = profile.current, profile.person
            person = person.model_copy(update={"group": group}) if group else person
        chosen = population or (person.population if person.population in known else "")
        place = _population(chosen or DEFAULT_POPULATION, known)
        workbook = cls(store, Library(exercises), place, owner, person)
        workbook.notice = profile.notice
        return workbook

    # --- exercises and answers ------------------------------------------------------------

    def key(self, exercise: Exercise[Any], *, group: bool | None = None) -> Key:
        """Return whose answer to which exercise is meant: one's own, or the group's."""
        together = exercise.id in self.person.together if group is None else group
        population = self._filed_under(exercise) if exercise.per_population else ""
        return Key(self.group if together else self.owner, exercise.id, population, together)

    def _filed_under(self, exercise: Exercise[Any]) -> str:
        """Return the population whose answer it is: one's own, or that of the case in hand."""
        if not exercise.case_from:
            return self.population.id
        from course_support.sources import cases

        chosen = self.answer(exercise.case_from).chosen
        return cases.case(chosen[0]).population if chosen else self.population.id

    def phrase(self, exercise: Exercise[Any]) -> str:
        """Return whom an exercise is about, within a sentence: the case in hand may be others."""
        here = self._filed_under(exercise)
        there = self.population if here == self.population.id else populations.load()[here]
        return there.phrase

    @property
    def group(self) -> str:
        """The name of the group, or words that stand for it."""
        return self.person.group or NO_GROUP

    def exercise(self, name: str) -> Exercise[Any]:
        """Return an exercise by its id, as this population and this page see it."""
        exercise = self.library.named(name)
        exercise = exercise.for_population(self._filed_under(exercise))
        begin = self._begins.get(name)
        return exercise.starting_at(begin.answer) if begin else exercise

    def sheet(self, name: str, *, group: bool | None = None) -> Sheet:
        """Return an exercise with its answer."""
        exercise = self.exercise(name)
        key = self.key(exercise, group=group)
        loaded = self.store.load(key, exercise.kind)
        begin = self._begins.get(name)
        if begin and not _is_answered(loaded.record):
            first = exercise.beginning(begin.answer())
            note = begin.note if exercise.begins(first) else ""
            return Sheet(exercise, key, first, loaded.record, loaded.notices, note)
        answer, notes = read_answer(exercise, loaded.record.version())
        return Sheet(exercise, key, answer, loaded.record, (*loaded.notices, *notes))

    def answer(self, name: str) -> Any:
        """Return the answer to an exercise; an empty one when nobody has begun."""
        return self.sheet(name).answer

    def answered(self, name: str) -> bool:
        """Return whether anything has been answered."""
        return _is_answered(self.sheet(name).record)

    def settings(self, name: str) -> dict[str, float | str]:
        """Return the value in force of every setting of an exercise of kind ``assume``."""
        sheet = self.sheet(name)
        values: dict[str, float | str] = sheet.exercise.in_force(sheet.answer)  # type: ignore[attr-defined]
        return values

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of an exercise of kind ``table`` with their values read, and "id"."""
        sheet = self.sheet(name)
        return sheet.exercise.typed(sheet.answer)  # type: ignore[attr-defined]

    def wording(self, name: str) -> dict[str, str]:
        """Return the words behind the ids of an answer, a participant's own ones included."""
        sheet = self.sheet(name)
        own = {item.id: item.text for item in getattr(sheet.answer, "own", ())}
        return {**sheet.exercise.texts(), **own}

    def show(
        self,
        name: str,
        *,
        begin: Mapping[str, Any] | Callable[[], Mapping[str, Any]] | None = None,
        begin_note: str = "",
        follows: Iterable[str] = (),
    ) -> ExerciseWidget:
        """Return an exercise, ready to be worked on the page.

        Parameters
        ----------
        name
            Its id.
        begin
            The answer that stands there until somebody has answered: one brought over from an
            earlier page, a draft made from the figures, or where the settings of an ``assume``
            start. It is not kept until something in it is changed, and *Start again* comes
            back to it.
        begin_note
            Says where that comes from.
        follows
            Exercises on whose answers it depends: it is made anew when one of them changes.
        """
        from course_support.widgets.exercise import ExerciseWidget

        if begin is not None:
            self.begin(name, begin, begin_note)
        widget = ExerciseWidget(self, name)
        if names := tuple(follows):
            self.on_change(names, widget.begin_anew)
        return widget

    def begin(
        self,
        name: str,
        begin: Mapping[str, Any] | Callable[[], Mapping[str, Any]],
        note: str = "",
    ) -> None:
        """Say what stands in an exercise until it is answered: see :meth:`show`."""
        make = begin if callable(begin) else lambda: begin
        self._begins[name] = Begin(make, note or "This is where you begin. Change what you like.")

    def file(
        self, name: str, label: str, read: Callable[[Path], Any], given: str = ""
    ) -> FilePicker:
        """Return a field in which a participant chooses a file of their own for this page."""
        from course_support.widgets.file_picker import FilePicker

        return FilePicker(self, name, label, read, given)

    def folder(self, *parts: str) -> Path | None:
        """Return a folder among this person's answers, or None where answers are no files."""
        if not isinstance(self.store, FileStore):
            return None
        return self.store.path(Key(self.owner, "any")).parent.parent.joinpath(*parts)

    def live(self, draw: Callable[[], Any], *names: str) -> None:
        """Show what a function returns, and again whenever one of these answers changes."""
        from course_support.widgets.live import display_live

        display_live(draw, lambda again: self.on_change(names, again))

    def paper(self, name: str, make: Callable[[], Paper], *names: str) -> None:
        """Show a paper put together from these answers, with buttons to print and keep it.

        Parameters
        ----------
        name
            What its file is called, without an ending.
        make
            Puts it together.
        *names
            Exercises on whose answers it depends.
        """
        from IPython.display import display

        from course_support.widgets.paper import PaperButtons

        self.live(make, *names)
        display(PaperButtons(f"{name}-{self.population.id.replace('_', '-')}", make().title, make))

    def progress(self, notebook: str) -> dict[str, Progress]:
        """Return how much of each exercise of a notebook is done."""
        return {name: self.sheet(name).progress for name in self.library.of_notebook(notebook)}

    # --- what depends on answers ------------------------------------------------------------

    def on_change(self, names: tuple[str, ...], call: Callable[[], None]) -> None:
        """Call something whenever the answer to one of these exercises has been saved."""
        self._watchers.append((frozenset(names), call))

    def changed(self, name: str) -> None:
        """Tell everyone who watches an exercise. One that fails never stops the others."""
        for names, call in self._watchers:
            if name in names:
                with suppress(Exception):
                    call()

    # --- who is working ---------------------------------------------------------------------

    def choose(self, **changes: Any) -> None:
        """Keep a person's choices (name, group, organisation, population) for next time.

        Raises
        ------
        WorkbookError
            When a value is not allowed or cannot be kept.
        """
        if population := changes.get("population"):
            self.population = _population(population, populations.load())
        # Another page may have kept other choices since this one was opened: those stay.
        profile = self.profile
        try:
            self.person = Person.model_validate({**self.person.model_dump(), **changes})
            kept = Person.model_validate({**profile.person.model_dump(), **changes})
        except ValidationError as error:
            field = error.errors()[0]["loc"][0]
            raise WorkbookError(
                f"The {field} is too long: {LONGEST_NAME} letters at most."
            ) from None
        self._keep(profile.with_person(kept))

    def work_together(self, name: str, on: bool, group: str, present: tuple[str, ...]) -> None:
        """Answer an exercise for the group from now on, or for oneself again.

        Raises
        ------
        WorkbookError
            When a name is too long or the choice cannot be kept.
        """
        profile = self.profile
        person = profile.person if profile.current == self.owner else self.person
        others = tuple(each for each in person.together if each != name)
        named = group or person.group or NO_GROUP
        self.choose(
            driven=person.driven if named in person.driven else (*person.driven, named),
            together=(*others, name) if on else others,
            present=present,
            **({"group": group} if group else {}),
        )

    def switch(self, person: str | None) -> None:
        """Open the workbook of somebody else on this computer; None for a new person."""
        profile = self.profile
        profile = profile.someone_else() if person is None else profile.as_person(person)
        self._become(profile.with_person(profile.person))

    def _become(self, profile: Profile) -> None:
        """Open the workbook of a profile's current person."""
        known = populations.load()
        chosen = profile.person.population
        self._save(profile)
        self.owner, self.person = profile.current, profile.person
        self.population = known[chosen if chosen in known else DEFAULT_POPULATION]

    # --- everything of mine -------------------------------------------------------------------

    def export(self) -> str:
        """Return everything of this person, and of the groups they drove, as one file's text."""
        return transfer.export(self.store, self.owner, self.person, self._groups())

    def _groups(self) -> tuple[str, ...]:
        """Return every group that this person has driven here, the present one included."""
        return tuple(dict.fromkeys((*self.person.driven, self.group)))

    def take_in(self, bundle: transfer.Bundle) -> str:
        """Add the answers of a saved copy to those here, and say what came of it."""
        said = self.store.merge(transfer.as_owner(bundle, self.owner)).sentence()
        theirs = bundle.person.model_dump(
            include={"name", "group", "organisation", "teaching_ends", "submission"}
        )
        if bundle.person.population in populations.load():
            theirs["population"] = bundle.person.population
        unsaid = {k: v for k, v in theirs.items() if v and not getattr(self.person, k)}
        if unsaid:
            self.choose(**unsaid)
        return said

    def delete_mine(self) -> str:
        """Delete all that this person and the groups they drove answered here, and say so."""
        number = self.store.delete_all(self.owner)
        number += sum(self.store.delete_all(group, group=True) for group in self._groups())
        profile = self.profile
        if self.owner == profile.current:
            self._become(profile.without(self.owner))
        answers = "1 answer" if number == 1 else f"{number} answers"
        return f"Deleted: {answers} and what you said of yourself."

    @property
    def home(self) -> Path | None:
        """The folder of the answers, where they are kept in one."""
        return self.store.home if isinstance(self.store, FileStore) else None

    @property
    def profile(self) -> Profile:
        """The people who use this computer's workbook."""
        return load_profile(self.home) if self.home else Profile(current=self.owner)

    def _keep(self, profile: Profile) -> None:
        if self.owner != profile.current:
            return  # a named participant (a batch run, a cohort) has no say over this computer
        self._save(profile)

    def _save(self, profile: Profile) -> None:
        if self.home is None:
            return
        try:
            save_profile(self.home, profile)
        except OSError as error:
            raise WorkbookError(
                f"Your choice could not be kept in {self.home}: {error.strerror}. "
                "Free some space or choose another folder, then choose again."
            ) from error

    def __repr__(self) -> str:
        return f"Workbook(population={self.population.id!r}, participant={self.person.name!r})"


def read_answer(exercise: Exercise[Any], version: Version | None) -> tuple[Answer, list[str]]:
    """Return a stored version as an answer that fits the exercise, and what changed since."""
    if version is None:
        return exercise.empty(), []
    try:
        answer = exercise.answer_type.model_validate(version.value)
    except ValidationError:
        return exercise.empty(), [
            "Your earlier answer was of a form this exercise no longer has. It is in the history."
        ]
    return exercise.fit(answer)


def _is_answered(record: Record) -> bool:
    """Return whether an answer stands in a record: not after the last one was taken back."""
    version = record.version()
    return version is not None and version.how != "reset"


def _name(what: str, value: object) -> str:
    if value is None:
        return ""
    # A batch run reads “3” as a number, and a group may well be called that.
    if not isinstance(value, str) and type(value) is not int:
        raise WorkbookError(
            f"The {what} must be text, and {value!r} is not. Put it in quotes, or leave it out."
        )
    name = " ".join(clean(str(value)).split())
    if len(name) > LONGEST_NAME:
        raise WorkbookError(
            f"The {what} “{name[:30]}…” has {len(name)} letters. Shorten it to {LONGEST_NAME}."
        )
    return name


def _population(chosen: str, known: dict[str, Population]) -> Population:
    if chosen in known:
        return known[chosen]
    raise WorkbookError(
        f"“{chosen}” is not a target population of this workbook.{did_you_mean(chosen, known)} "
        f"Choose one of: {', '.join(known)}."
    )
