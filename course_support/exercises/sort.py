"""Sort: put items into bins, perhaps with a suggested place and a reason for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from . import base
from .base import (
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
from .text import render

#: A bin's id, or where bins have two levels the ids of row and column: ``plan/inner``.
Spot = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$", max_length=121
    ),
]


class Bin(Model):
    """One place to put items; or one row or column, where bins have two levels."""

    id: ItemId = Field(description="Stable name of the bin, in kebab-case.")
    text: Line = Field(description="Heading of the bin.")
    help: Markdown | None = Field(None, description="What belongs here.")


class Arguable(Model):
    """Another place that can be argued for."""

    bin: Spot = Field(description="Id of the bin; row/column where bins have two levels.")
    reason: Markdown = Field(description="Why someone might well put it here.")


class Key(Model):
    """Where the author would put an item, and why."""

    bin: Spot = Field(description="Id of the bin; row/column where bins have two levels.")
    reason: Markdown = Field(description="Why it belongs here.")
    arguable: list[Arguable] = Field(
        default_factory=list, max_length=6, description="Other places that are accepted, and why."
    )


class Sortable(Item):
    """An item to sort."""

    key: Key | None = Field(None, description="The suggested place, shown after a try.")


class Answer(base.Answer):
    """The place of each item that has one, and what was noted."""

    placed: dict[ItemId, Spot] = Field(default_factory=dict, max_length=100)
    notes: dict[ItemId, OwnText] = Field(default_factory=dict, max_length=100)
    shown: bool = False  # true once the suggested places were asked for


class Definition(base.Exercise[Answer]):
    """Items to put into bins."""

    answer_type: ClassVar = Answer

    kind: Literal["sort"]
    items: list[Sortable] = Field(min_length=2, max_length=60, description="What is to be sorted.")
    item_name: Line = Field("item", description="What one item is called: activity, objective.")
    bins: list[Bin] = Field(
        default_factory=list, max_length=12, description="The bins. Leave out for rows and columns."
    )
    rows: list[Bin] = Field(
        default_factory=list, max_length=8, description="First level of two-level bins."
    )
    columns: list[Bin] = Field(
        default_factory=list, max_length=4, description="Second level of two-level bins."
    )
    row_name: Line = Field("Row", description="What a row is called: phase.")
    column_name: Line = Field("Column", description="What a column is called: ring.")
    note_prompt: Line | None = Field(None, description="Question asked about each item.")

    @model_validator(mode="after")
    def _places(self) -> Self:
        if self.bins and (self.rows or self.columns):
            raise ValueError("either bins, or rows and columns, but not both")
        if not self.bins and not (self.rows and self.columns):
            raise ValueError("bins, or rows and columns, to put the items into")
        if len(self.spots()) < 2:
            raise ValueError("at least two bins")
        return self

    @model_validator(mode="after")
    def _ids(self) -> Self:
        parts: list[Item | Bin] = [*self.items, *self.bins, *self.rows, *self.columns]
        if again := repeated(part.id for part in parts):
            raise ValueError(f"these ids are used twice: {', '.join(again)}")
        return self

    @model_validator(mode="after")
    def _keys(self) -> Self:
        spots = self.spots()
        for item in self.items:
            if item.key is None:
                continue
            named = [item.key.bin, *(other.bin for other in item.key.arguable)]
            if unknown := [spot for spot in named if spot not in spots]:
                known = ", ".join(spots)
                raise ValueError(f"the key of {item.id} names {unknown[0]}; bins are {known}")
            if again := repeated(named):
                raise ValueError(f"the key of {item.id} names {again[0]} twice")
        return self

    def spots(self) -> dict[str, str]:
        """Return every place by its id, with its heading."""
        if self.bins:
            return {each.id: each.text for each in self.bins}
        return {
            f"{row.id}/{column.id}": f"{row.text}, {column.text}"
            for row in self.rows
            for column in self.columns
        }

    @property
    def has_key(self) -> bool:
        """Return whether the author suggested a place for any item."""
        return any(item.key for item in self.items)

    def texts(self) -> dict[str, str]:
        parts: list[Item | Bin] = [*self.items, *self.bins, *self.rows, *self.columns]
        return {part.id: part.text for part in parts}

    def empty(self) -> Answer:
        return Answer(seen=self.texts())

    def _item_ids(self) -> list[str]:
        return [item.id for item in self.items]

    def check(self, answer: Answer) -> list[str]:
        known, spots = set(self._item_ids()), self.spots()
        problems = []
        if not known.issuperset(answer.placed):
            problems.append("Something was placed that is no item of this exercise.")
        if any(spot not in spots for spot in answer.placed.values()):
            problems.append("An item was put where this exercise has no place.")
        if not known.issuperset(answer.notes):
            problems.append("A note belongs to no item.")
        if answer.shown and not (self.has_key and known <= answer.placed.keys()):
            problems.append("Reasons are shown once every item has a place.")
        return problems

    def reconcile(self, answer: Answer) -> Answer:
        """Keep what still has its place; an item whose bin is gone waits to be placed again."""
        known, spots = self._item_ids(), self.spots()
        placed = {
            key: spot for key, spot in answer.placed.items() if key in known and spot in spots
        }
        return answer.model_copy(
            update={
                "placed": placed,
                "notes": {key: text for key, text in answer.notes.items() if key in known},
                "shown": answer.shown and self.has_key and len(placed) == len(known),
            }
        )

    def progress(self, answer: Answer) -> Progress:
        left = len(self.items) - len(answer.placed)
        things = self.item_name if left == 1 else f"{self.item_name}s"
        missing = (f"place {left} more {things}",) if left else ()
        return Progress(len(answer.placed), len(self.items), missing)

    def insight(self, answer: Answer) -> dict[str, Any]:
        """Return the suggested places and reasons, once they have been asked for."""
        if not answer.shown:
            return {}
        return {"reasons": {item.id: self._reasons(item, answer) for item in self.items}}

    def _reasons(self, item: Sortable, answer: Answer) -> dict[str, Any]:
        """Return what is said about an item where it stands: reasons, never marks."""
        spot, names = answer.placed[item.id], self.spots()
        if item.key is None:
            return _said(spot, "open", "No place is suggested here: your own reason counts.")
        suggested = f"Suggested: {names[item.key.bin]}."
        if spot == item.key.bin:
            return _said(spot, "suggested", "As suggested.", ("", item.key.reason))
        for other in item.key.arguable:
            if spot == other.bin:
                for_here = (f"For {names[spot]}", other.reason)
                for_key = (f"For {names[item.key.bin]}", item.key.reason)
                words = f"Arguable, and accepted. {suggested}"
                return _said(spot, "arguable", words, for_here, for_key)
        if answer.notes.get(item.id, "").strip():
            suggested += " You gave a reason of your own: keep it if it answers this one."
        return _said(spot, "elsewhere", suggested, ("", item.key.reason))

    def view_extras(self) -> dict[str, Any]:
        """Return the items without their key, which reaches a page only after a try."""
        items = [
            {
                "id": item.id,
                "text": item.text,
                **({"help_html": render(item.help)} if item.help else {}),
            }
            for item in self.items
        ]
        return {"items": items, "has_key": self.has_key}

    def _place_columns(self) -> tuple[str, ...]:
        return ("Place",) if self.bins else (self.row_name, self.column_name)

    def _place_cells(self, spot: str | None) -> tuple[str, ...]:
        """Return a place as one cell, or as row and column; empty when there is none."""
        names = self.texts()
        parts = spot.split("/") if spot else [""] * len(self._place_columns())
        return tuple(names.get(part, "") for part in parts)

    def table(self, answer: Answer) -> Table:
        columns = [self.item_name.capitalize(), *self._place_columns()]
        columns += [self.note_prompt] if self.note_prompt else []
        columns += ["Suggested place", "Reason"] if answer.shown else []
        rows = []
        for item in self.items:
            row = [item.text, *self._place_cells(answer.placed.get(item.id))]
            row += [answer.notes.get(item.id, "")] if self.note_prompt else []
            if answer.shown:
                key = item.key
                row += [self.spots()[key.bin], key.reason] if key else ["", ""]
            rows.append(tuple(row))
        return Table(tuple(columns), tuple(rows), self.title)

    def collate(self, answers: Sequence[Answer]) -> Collation:
        """Count where each item was put; say how many agree and where the others went."""
        given = [answer for answer in answers if answer.placed]
        counts = {
            item.id: Counter(a.placed[item.id] for a in given if item.id in a.placed)
            for item in self.items
        }
        columns = (self.item_name.capitalize(), "Most often placed in", "Agree", "Also placed in")
        rows = tuple(self._agreement(item, counts[item.id]) for item in self.items)
        tables = [Table(columns, rows, self.title)]
        if self.note_prompt:
            noted = Table(
                (self.item_name.capitalize(), "Place", self.note_prompt),
                tuple(self._noted(given)),
                self.note_prompt,
            )
            tables.append(noted)
        return Collation(
            answered=len(given),
            tables=tuple(tables),
            counts={
                f"{key}:{spot}": number
                for key, places in counts.items()
                for spot, number in places.items()
            },
        )

    def _agreement(self, item: Item, places: Counter[str]) -> tuple[str, str, str, str]:
        names, number = self.spots(), sum(places.values())
        if not number:
            return item.text, "", "", ""
        # A tie is a tie: every place that leads is named, in the order of the bins.
        most = max(places.values())
        lead = [spot for spot in names if places[spot] == most]
        rest = [f"{names[spot]} ({places[spot]})" for spot in names if 0 < places[spot] < most]
        first = " or ".join(names[spot] for spot in lead)
        return item.text, first, f"{most} of {number}", "; ".join(rest)

    def _noted(self, given: Sequence[Answer]) -> Iterator[tuple[str, str, str]]:
        names = self.spots()
        for item in self.items:
            for answer in given:
                if note := answer.notes.get(item.id, "").strip():
                    yield item.text, names.get(answer.placed.get(item.id, ""), ""), note


def _said(spot: str, verdict: str, words: str, *reasons: tuple[str, str]) -> dict[str, Any]:
    told = [{"about": about, "html": render(reason)} for about, reason in reasons]
    return {"spot": spot, "verdict": verdict, "words": words, "reasons": told}


EXAMPLE = """\
item_name: statement
note_prompt: Why there?
bins:
  - id: input
    text: Input
    help: What goes in, such as money, staff, buildings or time.
  - id: output
    text: Output
    help: What the service does or delivers, which can be counted.
  - id: outcome
    text: Outcome
    help: What changes for people because of it.
items:
  - id: two-workers
    text: Two family workers are employed
    key:
      bin: input
      reason: Staff are what the money buys. Nothing has happened for a family yet.
  - id: ten-visits
    text: Each family is visited ten times
    help: A visit lasts about an hour, at home.
    key:
      bin: output
      reason: A visit can be counted. It does not show that anything changed.
  - id: feel-safe
    text: Children say that they feel safe at home
    key:
      bin: outcome
      reason: This is a change for the child, and the child is the one who says so.
  - id: parents-finish
    text: Parents complete the course
    key:
      bin: output
      reason: Completing a course shows that it was delivered.
      arguable:
        - bin: outcome
          reason: For parents who never finished anything before, completing is itself a change.
"""
