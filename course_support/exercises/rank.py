"""Rank: put items in order, perhaps choose a few, and say why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import fsum
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from course_support.methods import weights

from . import base
from .base import (
    IN_HISTORY,
    Collation,
    Item,
    ItemId,
    Line,
    Model,
    OwnLine,
    OwnText,
    Progress,
    Table,
    kept,
    repeated,
)

MOST_OWN = 12


class Choice(Model):
    """How many items to choose."""

    at_least: int = Field(ge=0, description="Fewest that make a complete answer.")
    at_most: int = Field(ge=1, description="Most that can be chosen.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.at_least > self.at_most:
            raise ValueError("at_least is greater than at_most")
        return self

    def words(self) -> str:
        """Return the numbers as people say them: “three or four”."""
        few, many = _spell(self.at_least), _spell(self.at_most)
        if self.at_least == self.at_most:
            return few
        if self.at_least == 0:
            return f"up to {many}"
        return f"{few} or {many}" if self.at_most == self.at_least + 1 else f"{few} to {many}"


class Own(Model):
    """An item that a participant added."""

    id: ItemId
    text: OwnLine = Field(min_length=1)


class Answer(base.Answer):
    """An order of item ids, with what was chosen, noted and added."""

    order: list[ItemId] = Field(default_factory=list, max_length=100)
    chosen: list[ItemId] = Field(default_factory=list, max_length=100)
    notes: dict[ItemId, OwnText] = Field(default_factory=dict, max_length=100)
    own: list[Own] = Field(default_factory=list, max_length=MOST_OWN)
    ranked: bool = False  # true once the participant has moved something, or said the order stands


class Definition(base.Exercise[Answer]):
    """Items to put in order."""

    answer_type: ClassVar = Answer

    kind: Literal["rank"]
    items: list[Item] = Field(min_length=2, max_length=40, description="What is to be ranked.")
    heading: Line = Field("Rank these", description="What is to be done, read out before the list.")
    order_means: Line = Field(
        "most important first", description="What the top of the list means, in a few words."
    )
    choose: Choice | None = Field(None, description="Also choose a few of the items.")
    note_prompt: Line | None = Field(None, description="Question asked about each item.")
    add_own: bool = Field(False, description="True when participants may add items of their own.")
    show_weights: bool = Field(False, description="Draw what the order would mean as weights.")

    @model_validator(mode="after")
    def _ids(self) -> Self:
        if again := repeated(item.id for item in self.items):
            raise ValueError(f"these item ids are used twice: {', '.join(again)}")
        if own := [item.id for item in self.items if item.id.startswith("own-")]:
            raise ValueError(f"ids that begin with own- are for participants: {', '.join(own)}")
        if self.choose and self.choose.at_most > len(self.items):
            raise ValueError("choose.at_most is greater than the number of items")
        return self

    def texts(self) -> dict[str, str]:
        return {item.id: item.text for item in self.items}

    def empty(self) -> Answer:
        return Answer(order=[item.id for item in self.items], seen=self.texts())

    def check(self, answer: Answer) -> list[str]:
        own = [item.id for item in answer.own]
        known = {*self.texts(), *own}
        problems = []
        if own and not self.add_own:
            problems.append("This exercise does not take items of your own.")
        if any(not key.startswith("own-") for key in own) or repeated(own):
            problems.append("An added item has an id that cannot be used.")
        if sorted(answer.order) != sorted(known):
            problems.append("The order must name every item once.")
        if self.choose is None and answer.chosen:
            problems.append("This exercise does not ask you to choose.")
        if repeated(answer.chosen) or not known.issuperset(answer.chosen):
            problems.append("The choice must name items of this exercise, each once.")
        if self.choose and len(answer.chosen) > self.choose.at_most:
            problems.append(f"Choose {self.choose.words()}: which matters least?")
        if not known.issuperset(answer.notes):
            problems.append("A note belongs to no item.")
        return problems

    def reconcile(self, answer: Answer) -> Answer:
        usable = {item.id: item for item in answer.own if item.id.startswith("own-")}
        own = list(usable.values()) if self.add_own else []
        known = [*self.texts(), *(item.id for item in own)]
        order = kept(answer.order, known)
        order += [key for key in known if key not in order]
        chosen = kept(answer.chosen, known) if self.choose else []
        return answer.model_copy(
            update={
                "own": own,
                "order": order,
                "chosen": chosen[: self.choose.at_most] if self.choose else [],
                "notes": {key: text for key, text in answer.notes.items() if key in known},
            }
        )

    def misplaced(self, answer: Answer, fitted: Answer) -> list[str]:
        still = {item.id for item in fitted.own}
        notes = [
            f"“{item.text}”, which you added, has no place here any more. {IN_HISTORY}"
            for item in answer.own
            if item.id not in still
        ]
        if answer.chosen and not self.choose:
            notes.append("Nothing is to be chosen here any more. Your choice is in the history.")
        elif self.choose:
            names = {**self.texts(), **{item.id: item.text for item in fitted.own}}
            notes += [
                f"“{names[key]}” is no longer chosen: you may choose {self.choose.words()}. "
                f"{IN_HISTORY}"
                for key in kept(answer.chosen, names)
                if key not in fitted.chosen
            ]
        return notes

    def progress(self, answer: Answer) -> Progress:
        missing = [] if answer.ranked else ["put the items in order"]
        needed = self.choose.at_least if self.choose else 0
        if self.choose and len(answer.chosen) < needed:
            missing.append(f"choose {self.choose.words()}")
        of = 2 if needed else 1
        return Progress(of - len(missing), of, tuple(missing))

    def insight(self, answer: Answer) -> dict[str, Any]:
        """Return the weight of each position by each method, as fractions of one."""
        if not self.show_weights:
            return {}
        number = len(answer.order)
        return {
            "weights": [
                {"name": name.capitalize(), "values": method(number)}
                for name, method in weights.METHODS.items()
            ]
        }

    def view_extras(self) -> dict[str, Any]:
        extras: dict[str, Any] = {"most_own": MOST_OWN}
        if self.choose:
            extras["choose"] = {**self.choose.model_dump(), "words": self.choose.words()}
        return extras

    def table(self, answer: Answer) -> Table:
        names = self._words(answer)
        columns = ["Position", "Item"]
        if self.choose:
            columns.append("Chosen")
        if self.note_prompt:
            columns.append(self.note_prompt)
        rows = []
        for position, key in enumerate(answer.order, 1):
            row = [str(position), names.get(key, key)]
            if self.choose:
                row.append("Yes" if key in answer.chosen else "No")
            if self.note_prompt:
                row.append(answer.notes.get(key, ""))
            rows.append(tuple(row))
        return Table(tuple(columns), tuple(rows), self.title)

    def collate(self, answers: Sequence[Answer]) -> Collation:
        """Gather the orders, the choices and the notes.

        ``rankings`` are the orders as given, for an exact consensus; added items of the same
        words count as one. The first table orders the items by their mean place.
        """
        given = [a for a in answers if a.ranked or a.chosen]
        orders = [[self._shared(a, key) for key in a.order] for a in given if a.ranked]
        chosen = Counter(self._shared(a, key) for a in given for key in a.chosen)
        tables = [self._mean_places(given, orders, chosen)]
        if self.note_prompt:
            notes = tuple(
                (self._words(a).get(key, key), text)
                for a in given
                for key, text in a.notes.items()
                if text.strip()
            )
            tables.append(Table(("Item", self.note_prompt), notes, self.note_prompt))
        return Collation(
            answered=len(given),
            rankings=tuple(tuple(order) for order in orders),
            counts={key: chosen[key] for key in self.texts()} if self.choose else {},
            tables=tuple(tables),
        )

    def _mean_places(
        self, given: Sequence[Answer], orders: list[list[str]], chosen: Counter[str]
    ) -> Table:
        places: dict[str, list[int]] = {}
        for order in orders:
            for place, key in enumerate(order, 1):
                places.setdefault(key, []).append(place)
        words = {self._shared(a, key): text for a in given for key, text in self._words(a).items()}
        means = sorted((fsum(found) / len(found), key) for key, found in places.items())
        rows = [
            (words.get(key, key), f"{mean:.1f}", str(places[key].count(1)), str(len(places[key])))
            + ((str(chosen[key]),) if self.choose else ())
            for mean, key in means
        ]
        columns = ("Item", "Mean place", "Times first", "Ranked by")
        return Table(columns + (("Chosen by",) if self.choose else ()), tuple(rows), self.title)

    def _words(self, answer: Answer) -> dict[str, str]:
        return {**answer.seen, **self.texts(), **{item.id: item.text for item in answer.own}}

    def _shared(self, answer: Answer, key: str) -> str:
        """Return an item's id; for an added item, one that everyone who typed the same shares."""
        own = next((item.text for item in answer.own if item.id == key), None)
        return key if own is None else "own: " + " ".join(own.casefold().split())


def _spell(number: int) -> str:
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number] if number < len(words) else str(number)


EXAMPLE = """\
items:
  - id: first-thing
    text: The first thing to put in order
  - id: second-thing
    text: The second thing
  - id: third-thing
    text: The third thing
    help: A sentence or two, shown when someone asks.
note_prompt: Why here?
add_own: true
"""
