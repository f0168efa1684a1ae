"""An exercise on the page: hands the view what to show, and keeps what it sends back."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets
from pydantic import ValidationError

from course_support.answers.record import Key, Record
from course_support.errors import WorkbookError
from course_support.exercises.base import Exercise, clean
from course_support.exercises.text import render
from course_support.workbook import Sheet

from . import assets, watch

if TYPE_CHECKING:
    from course_support.workbook import Workbook

MODES = {"individual": "alone", "breakout": "in breakout groups", "plenary": "by the whole room"}
MOST_PRESENT = 20


class ExerciseWidget(anywidget.AnyWidget):
    """One exercise, shown by the view of its kind.

    ``page`` is what the author wrote; it changes only where an exercise is worded from other
    answers. ``state`` is the answer and what is known about its saving. The view sends messages
    (save, undo, redo, reset, group); each is answered with a new ``state`` once the answer is
    safe.
    """

    page = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __new__(cls, workbook: Workbook, name: str) -> ExerciseWidget:
        return super().__new__(_view_of(workbook.exercise(name).kind))

    def __init__(self, workbook: Workbook, name: str) -> None:
        self._workbook = workbook
        self._name = name
        self._last_known: object = None
        #: Whose answer was meant by each ``key`` that views were told.
        self._places: dict[str, tuple[Exercise[Any], Key]] = {}
        sheet = workbook.sheet(name)
        self._shown = sheet.exercise
        # Both at once: a view that is drawn between them would have nothing to show.
        super().__init__(
            page=page_of(sheet.exercise, workbook.phrase(sheet.exercise)), state=self._told(sheet)
        )
        self.on_msg(self._heard)
        watch.begin(self)
        workbook.on_change(("profile",), self.begin_anew)  # somebody else may be working now

    def __repr__(self) -> str:
        return f"Exercise({self._name!r}, {self._workbook.population.id!r})"

    # --- what the view sends --------------------------------------------------------------

    def _heard(self, _: object, message: dict[str, Any], __: object) -> None:
        if message.get("type") == "table":
            self._send_table()
            return
        act = {
            "save": self._save,
            "undo": lambda m: self._step(self._workbook.store.undo),
            "redo": lambda m: self._step(self._workbook.store.redo),
            "reset": self._reset,
            "group": self._group,
        }.get(message.get("type", ""))
        if act is None:
            return
        ack = {"window": message.get("window", ""), "seq": message.get("seq", 0)}
        try:
            notices = act(message)
        except WorkbookError as error:
            final = isinstance(error, _Refused)
            self._refuse(ack, str(error), final)
            return
        except Exception as error:  # whatever it is, the page must not believe in a save
            said = f"Something unforeseen went wrong: {error}. Keep this page open and try again."
            self._refuse(ack, said, False)
            return
        sheet = self._workbook.sheet(self._name)
        # What was put back after a stop is not on screen yet; an ordinary save is, unless
        # somebody else or another case has come to the page meanwhile.
        moved_on = message.get("key", "") not in ("", _place(sheet.key))
        ordinary = message["type"] == "save" and message.get("how") != "recovered"
        ack["redraw"] = moved_on or not ordinary
        self._tell(sheet, ack, notices)
        # Only now: whatever redraws because of this answer must not hold up its saving.
        self._workbook.changed(self._name)

    def _refuse(self, ack: dict[str, Any], text: str, final: bool) -> None:
        self.state = {**self.state, "ack": ack, "problem": {"text": text, "final": final}}

    def _save(self, message: dict[str, Any]) -> list[dict[str, str]]:
        exercise = self._workbook.exercise(self._name)
        key = self._workbook.key(exercise)
        # An answer belongs to whom it was given for, even where another window has since
        # chosen another person, population or case.
        meant = self._places.get(message.get("key", ""))
        if meant and meant[1] != key:
            exercise, key = meant
        answer = checked(exercise, message.get("value"))
        saved = self._workbook.store.save(
            key,
            exercise.kind,
            answer.model_dump(mode="json"),
            base=message.get("base"),
            empty=exercise.empty().model_dump(mode="json"),
            window=message.get("window", ""),
            how=message.get("how", "saved"),
            present=self._workbook.person.present if key.group else (),
        )
        notes = [{"text": text} for text in saved.notices]
        if saved.overtook:
            notes.append(_overtook(message.get("window", "")))
        return notes

    def _step(self, go: Any) -> list[dict[str, str]]:
        go(self._workbook.key(self._workbook.exercise(self._name)))
        return []

    def _reset(self, message: dict[str, Any]) -> list[dict[str, str]]:
        exercise = self._workbook.exercise(self._name)
        key, empty = self._workbook.key(exercise), exercise.empty().model_dump(mode="json")
        window = message.get("window", "")
        self._workbook.store.save(key, exercise.kind, empty, window=window, how="reset")
        return []

    def _group(self, message: dict[str, Any]) -> list[dict[str, str]]:
        present = [_line(each) for each in message.get("present", [])]
        self._workbook.work_together(
            self._name,
            bool(message.get("on")),
            _line(message.get("name", "")),
            tuple(filter(None, present))[:MOST_PRESENT],
        )
        return []

    def _send_table(self) -> None:
        sheet = self._workbook.sheet(self._name)
        table = sheet.exercise.table(sheet.answer)
        whole = {"title": sheet.exercise.title, "columns": table.columns, "rows": table.rows}
        self.send({"type": "table", "table": whole})

    # --- what the view is told --------------------------------------------------------------

    def _tell(
        self,
        sheet: Sheet,
        ack: dict[str, Any] | None = None,
        notices: list[dict[str, str]] | None = None,
    ) -> None:
        self.state = self._told(sheet, ack, notices)

    def _told(
        self,
        sheet: Sheet,
        ack: dict[str, Any] | None = None,
        notices: list[dict[str, str]] | None = None,
    ) -> dict[str, Any]:
        record, progress = sheet.record, sheet.progress
        version = record.version()
        self._last_known = self._workbook.store.stamp(sheet.key)
        place = _place(sheet.key)
        self._places[place] = sheet.exercise, sheet.key
        return {
            "key": place,
            "answer": sheet.answer.model_dump(mode="json"),
            "revision": record.revision,
            "saved": version.saved.isoformat() if version else None,
            "can_undo": bool(record.undo),
            "can_redo": bool(record.redo),
            "progress": {"done": progress.done, "of": progress.of, "missing": progress.missing},
            "insight": sheet.exercise.insight(sheet.answer),
            "begun": {"note": sheet.begun} if sheet.begun else None,
            "notices": [*({"text": text} for text in sheet.notices), *(notices or [])],
            "group": {
                "on": sheet.key.group,
                "name": self._workbook.group,
                "present": self._workbook.person.present,
            },
            "problem": None,
            "ack": ack,
        }

    def begin_anew(self) -> None:
        """Show what now stands here, and in today's words; answers stay as they are.

        An exercise may begin from another answer, be worded from it, or belong to the case that
        is chosen there.
        """
        sheet = self._workbook.sheet(self._name)
        with self.hold_sync():  # a view must never see new words with an old answer
            if sheet.exercise != self._shown:
                self._shown = sheet.exercise
                self.page = page_of(sheet.exercise, self._workbook.phrase(sheet.exercise))
            self._tell(sheet)

    def look_again(self) -> None:
        """Show what another window has saved, if anything, and say so."""
        exercise = self._workbook.exercise(self._name)
        if self._workbook.store.stamp(self._workbook.key(exercise)) == self._last_known:
            return
        sheet = self._workbook.sheet(self._name)
        if sheet.record.revision == self.state["revision"]:
            self._last_known = self._workbook.store.stamp(sheet.key)
            return
        self._tell(sheet, None, [{"text": _elsewhere(sheet.record)}])
        self._workbook.changed(self._name)


def _place(key: Key) -> str:
    """Return a short name for a place of answers, which tells nobody whose it is."""
    return sha256(repr(key).encode()).hexdigest()[:16]


class _Refused(WorkbookError):
    """An answer that does not fit its exercise: trying again would not help."""


def checked(exercise: Exercise[Any], value: object) -> Any:
    """Return what a view sent as an answer to this exercise.

    Raises
    ------
    WorkbookError
        When it is no answer to it.
    """
    try:
        answer = exercise.answer_type.model_validate(value)
    except ValidationError as error:
        raise _Refused(_why_refused(error.errors(include_url=False)[0])) from None
    if problems := exercise.check(answer):
        raise _Refused(" ".join(problems))
    return exercise.sealed(answer)


def _why_refused(error: Any) -> str:
    text, limits = isinstance(error["input"], str), error.get("ctx", {})
    match error["type"]:
        case "string_too_long" | "too_long" if text:
            return f"A text is longer than {limits['max_length']:,} letters. Shorten it."
        case "string_too_short" | "too_short" if text:
            return "A text holds nothing that can be read. Type some words."
        case "too_long":
            return f"{limits['max_length']} is the most that fits here. Take something away first."
    return "The answer came in a form this exercise does not know."


def _line(value: object) -> str:
    """Return what somebody typed as one clean line of a name's length."""
    return " ".join(clean(str(value)).split())[:80]


@cache
def _view_of(kind: str) -> type[ExerciseWidget]:
    """Return the widget class of a kind: the same class with that kind's script."""
    return type(f"{kind.capitalize()}Widget", (ExerciseWidget,), {"_esm": assets.view(kind)})


def page_of(exercise: Exercise[Any], population: str) -> dict[str, Any]:
    """Return what a view shows of an exercise, every Markdown text as safe HTML."""
    definition = exercise.model_dump(
        mode="json",
        exclude={
            "populations",
            "instructions",
            "source_note",
            "schema_version",
            "purpose",
            "minutes",
        },
    )
    about = [f"About {exercise.minutes} minutes", f"usually done {MODES[exercise.mode]}"]
    if exercise.per_population:
        about.append(f"for {population}")
    return {
        "kind": exercise.kind,
        "title": exercise.title,
        "purpose": exercise.purpose,
        "meta": ", ".join(about),
        "minutes": exercise.minutes,
        "instructions_html": render(exercise.instructions),
        "definition": {**_with_html(definition), **exercise.view_extras()},
    }


def _with_html(value: Any) -> Any:
    """Replace every ``help`` text by ``help_html``."""
    if isinstance(value, list):
        return [_with_html(each) for each in value]
    if not isinstance(value, dict):
        return value
    out = {key: _with_html(each) for key, each in value.items() if key != "help"}
    if value.get("help"):
        out["help_html"] = render(value["help"])
    return out


def _overtook(window: str) -> dict[str, str]:
    text = (
        "Another window had saved a different answer just before. Yours stands now; "
        "theirs is in the history: Undo shows it."
    )
    return {"text": text, "window": window}


def _elsewhere(record: Record) -> str:
    if record.current is None:
        return "The answer that was here is no longer there: it was deleted, or its file is gone."
    return (
        "This answer was changed in another window. What you see now is that later answer; "
        "what you had before is in the history: Undo shows it."
    )
