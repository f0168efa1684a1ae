"""Assume: numbers and choices to move, each with a start to go back to, and what follows."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from . import base
from .base import (
    IN_HISTORY,
    Collation,
    Item,
    ItemId,
    Line,
    Markdown,
    Model,
    OwnText,
    Progress,
    Table,
    repeated,
)

#: What a setting stands at: a number in its unit, or the id of an option.
Value = Annotated[float, Field(allow_inf_nan=False)] | ItemId


class Setting(Model):
    """One assumption: a number between two ends, or a choice."""

    id: ItemId = Field(description="Stable name of the setting, in kebab-case.")
    text: Line = Field(description="What is assumed.")
    help: Markdown | None = Field(None, description="What it means and where it comes from.")
    unit: Line | None = Field(None, description="Unit of a number: %, £, places.")
    low: float | None = Field(None, allow_inf_nan=False, description="Least that can be set.")
    high: float | None = Field(None, allow_inf_nan=False, description="Most that can be set.")
    step: float = Field(1, gt=0, allow_inf_nan=False, description="Step of the slider.")
    options: list[Item] = Field(
        default_factory=list, max_length=12, description="What can be chosen, instead of a number."
    )
    start: Value = Field(description="Where it stands until someone moves it.")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.options:
            if len(self.options) < 2 or self.low is not None or self.high is not None:
                raise ValueError("give either low and high, or at least two options")
            if repeated(option.id for option in self.options):
                raise ValueError("two options have the same id")
        elif self.low is None or self.high is None or self.low >= self.high:
            raise ValueError("give low and high, and low must be less than high; or options")
        if problem := self.problem(self.start):
            raise ValueError(f"start: {problem}")
        return self

    def problem(self, value: Value) -> str:
        """Say why a value does not fit this setting; nothing when it does."""
        if self.options:
            known = {option.id for option in self.options}
            return "" if value in known else f"“{self.text}” has no option “{value}”."
        assert self.low is not None
        assert self.high is not None
        if isinstance(value, str):
            return f"“{self.text}” needs a number."
        if not self.low <= value <= self.high:
            ends = f"{self.words(self.low)} and {self.words(self.high)}"
            return f"“{self.text}” lies between {ends}, not at {self.words(value)}."
        return ""

    def starting_at(self, value: Value) -> Self:
        """Return this setting with another start; the ends make room for it."""
        ends = {}
        if not self.options and isinstance(value, int | float):
            assert self.low is not None
            assert self.high is not None
            ends = {"low": min(self.low, value), "high": max(self.high, value)}
        return type(self).model_validate({**self.model_dump(), **ends, "start": value})

    def words(self, value: Value) -> str:
        """Return a value as people write it: £1,250, 62%, 40 places, or the option's text."""
        if isinstance(value, str):
            return {option.id: option.text for option in self.options}.get(value, value)
        number = f"{abs(value):,.{self._places(value)}f}"
        sign = "−" if value < 0 and float(number.replace(",", "")) else ""
        match self.unit:
            case "£":
                return f"{sign}£{number}"
            case None | "%":
                return f"{sign}{number}{self.unit or ''}"
        return f"{sign}{number} {self.unit}"

    def _places(self, value: float) -> int:
        """Return how many decimals to write: those of the step, or those that were typed."""
        most = max(len(f"{n:.4f}".rstrip("0").partition(".")[2]) for n in (self.step, value))
        return 2 if most and self.unit == "£" else most


class Answer(base.Answer):
    """What was moved, by setting, and why. A setting that nobody moved is not among them."""

    values: dict[ItemId, Value] = Field(default_factory=dict, max_length=40)
    why: dict[ItemId, OwnText] = Field(default_factory=dict, max_length=40)
    #: Where the settings stood at the start when this was saved: they may come from data.
    starts: dict[ItemId, Value] = Field(default_factory=dict, max_length=40)


class Definition(base.Exercise[Answer]):
    """Assumptions to move."""

    answer_type: ClassVar = Answer

    kind: Literal["assume"]
    settings: list[Setting] = Field(min_length=1, max_length=40, description="What can be moved.")
    ask_why: Line | None = Field(
        None, description="Asked beside each setting, such as “Why this value?”."
    )

    @model_validator(mode="after")
    def _ids(self) -> Self:
        if again := repeated(setting.id for setting in self.settings):
            raise ValueError(f"these setting ids are used twice: {', '.join(again)}")
        return self

    def starting_at(self, begin: Callable[[], Mapping[str, Any]]) -> Self:
        """Return this exercise with its settings standing where ``values`` says."""
        starts = begin().get("values", {})
        settings = [
            each.starting_at(starts[each.id]) if each.id in starts else each
            for each in self.settings
        ]
        return self.model_copy(update={"settings": settings})

    def beginning(self, begin: Mapping[str, Any]) -> Answer:
        """Return an answer in which nothing is moved: what begins is where the settings stand."""
        return self.empty()

    def begins(self, first: Answer) -> bool:
        """Return True: where settings stand is always to be seen."""
        return True

    def in_force(self, answer: Answer) -> dict[str, float | str]:
        """Return the value of every setting: moved, or where it starts."""
        return {each.id: answer.values.get(each.id, each.start) for each in self.settings}

    def texts(self) -> dict[str, str]:
        return {setting.id: setting.text for setting in self.settings}

    def empty(self) -> Answer:
        return Answer(seen=self.texts())

    def sealed(self, answer: Answer) -> Answer:
        """Keep with an answer where the settings started, which no other page may know."""
        starts = {each.id: each.start for each in self.settings}
        return super().sealed(answer).model_copy(update={"starts": starts})

    def check(self, answer: Answer) -> list[str]:
        settings = {each.id: each for each in self.settings}
        if (answer.values.keys() | answer.why.keys()) - settings.keys():
            return ["A value belongs to no setting of this exercise."]
        found = (settings[key].problem(value) for key, value in answer.values.items())
        return [problem for problem in found if problem]

    def reconcile(self, answer: Answer) -> Answer:
        settings = {each.id: each for each in self.settings}
        values = {
            key: value
            for key, value in answer.values.items()
            if key in settings and not settings[key].problem(value)
        }
        kept = {key: text for key, text in answer.why.items() if key in settings}
        starts = {key: value for key, value in answer.starts.items() if key in settings}
        return answer.model_copy(update={"values": values, "why": kept, "starts": starts})

    def misplaced(self, answer: Answer, fitted: Answer) -> list[str]:
        settings = {each.id: each for each in self.settings}
        return [
            f"{settings[key].problem(value)} It is back at its start. {IN_HISTORY}"
            for key, value in answer.values.items()
            if key in settings and key not in fitted.values
        ]

    def progress(self, answer: Answer) -> Progress:
        if answer.values or any(text.strip() for text in answer.why.values()):
            return Progress(1, 1)
        ask = " or say why one stays where it is" if self.ask_why else ""
        return Progress(0, 1, (f"move a setting{ask}",))

    def insight(self, answer: Answer) -> dict[str, Any]:
        """Return where every setting starts, its ends, and the starts in words."""
        return {
            each.id: {
                "start": each.start,
                "low": each.low,
                "high": each.high,
                "words": each.words(each.start),
            }
            for each in self.settings
        }

    def table(self, answer: Answer) -> Table:
        heads = ("Assumption", "Set at", "Start", *((self.ask_why,) if self.ask_why else ()))
        return Table(heads, tuple(self._row(each, answer) for each in self.settings), self.title)

    def _row(self, setting: Setting, answer: Answer) -> tuple[str, ...]:
        start = answer.starts.get(setting.id, setting.start)
        now = answer.values.get(setting.id, start)
        why = (answer.why.get(setting.id, ""),) if self.ask_why else ()
        return (setting.text, setting.words(now), setting.words(start), *why)

    def collate(self, answers: Sequence[Answer]) -> Collation:
        """Set the lowest, middle and highest of each number side by side; count choices."""
        given = [a for a in answers if self.progress(a).done]
        rows = tuple(
            self._spread(each, [self._stood(each, answer) for answer in given])
            for each in self.settings
            if given
        )
        heads = ("Assumption", "Lowest", "Middle", "Highest", "Moved by")
        return Collation(
            answered=len(given),
            counts={s.id: sum(s.id in a.values for a in given) for s in self.settings},
            tables=(Table(heads, rows, self.title),),
        )

    def _stood(self, setting: Setting, answer: Answer) -> tuple[Value, bool]:
        start = answer.starts.get(setting.id, setting.start)
        return answer.values.get(setting.id, start), setting.id in answer.values

    def _spread(self, setting: Setting, stood: list[tuple[Value, bool]]) -> tuple[str, ...]:
        moved = str(sum(was_moved for _, was_moved in stood))
        if setting.options:
            count = Counter(str(value) for value, _ in stood)
            chosen = "; ".join(f"{setting.words(key)}: {n}" for key, n in count.most_common())
            return (setting.text, "", chosen, "", moved)
        numbers = [float(value) for value, _ in stood]
        middle = statistics.median(numbers)
        ends = (min(numbers), middle, max(numbers))
        return (setting.text, *(setting.words(each) for each in ends), moved)


EXAMPLE = """\
ask_why: Why this value?
settings:
  - id: people
    text: People who need the service in a year
    help: From the needs analysis. Half of one in ten is a guess; say whose.
    unit: people
    low: 0
    high: 2000
    step: 10
    start: 800
  - id: take-up
    text: Share of them who come forward
    unit: "%"
    low: 0
    high: 100
    start: 60
  - id: pace
    text: How soon they come
    options:
      - {id: at-once, text: All in the first year}
      - {id: slowly, text: Over three years}
    start: slowly
"""
