"""Grid: add cards to named boxes (a Friedman grid, four boxes, a turn-the-curve page)."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from . import base
from .base import Collation, ItemId, Line, Markdown, Model, OwnText, Progress, Table, repeated

MOST_CARDS = 200


class Box(Model):
    """One box of the grid."""

    id: ItemId = Field(description="Stable name of the box, in kebab-case.")
    title: Line = Field(description="Heading of the box.")
    help: Markdown | None = Field(None, description="What belongs here.")
    example: Line | None = Field(None, description="One example, shown in the empty field.")
    at_least: int = Field(1, ge=0, le=20, description="Cards that make this box complete.")


class Card(Model):
    """One card in a box."""

    id: ItemId
    box: ItemId
    text: OwnText = Field(min_length=1)


class Answer(base.Answer):
    """Cards, in the order they stand."""

    cards: list[Card] = Field(default_factory=list, max_length=MOST_CARDS)


class Definition(base.Exercise[Answer]):
    """Boxes to fill with cards."""

    answer_type: ClassVar = Answer

    kind: Literal["grid"]
    boxes: list[Box] = Field(min_length=1, max_length=12, description="The boxes, row by row.")
    columns: int = Field(2, ge=1, le=4, description="Boxes side by side on a wide screen.")
    card_name: Line = Field("card", description="What one card is called: measure, idea, risk.")

    @model_validator(mode="after")
    def _ids(self) -> Self:
        if again := repeated(box.id for box in self.boxes):
            raise ValueError(f"these box ids are used twice: {', '.join(again)}")
        return self

    def texts(self) -> dict[str, str]:
        return {box.id: box.title for box in self.boxes}

    def empty(self) -> Answer:
        return Answer(seen=self.texts())

    def check(self, answer: Answer) -> list[str]:
        problems = []
        if repeated(card.id for card in answer.cards):
            problems.append("Two cards have the same id.")
        if any(card.box not in self.texts() for card in answer.cards):
            problems.append("A card is in a box that this exercise does not have.")
        return problems

    def reconcile(self, answer: Answer) -> Answer:
        """Move cards whose box is gone into the first box: a card is never dropped."""
        known, first = self.texts(), self.boxes[0].id
        cards: list[Card] = []
        taken: set[str] = set()
        for card in answer.cards:
            # A hand-made or joined file may use an id twice, and then nothing could be saved.
            id_ = next(name for name in _names(card.id) if name not in taken)
            taken.add(id_)
            box = card.box if card.box in known else first
            cards.append(card.model_copy(update={"id": id_, "box": box}))
        return answer.model_copy(update={"cards": cards})

    def misplaced(self, answer: Answer, fitted: Answer) -> list[str]:
        moved = sum(card.box not in self.texts() for card in answer.cards)
        if not moved:
            return []
        cards = (
            "1 card whose box is gone is" if moved == 1 else f"{moved} cards whose box is gone are"
        )
        return [f"{cards} now under “{self.boxes[0].title}”."]

    def progress(self, answer: Answer) -> Progress:
        count = Counter(card.box for card in answer.cards)
        wanted = [box for box in self.boxes if box.at_least]
        if not wanted:
            return Progress(1, 1) if answer.cards else Progress(0, 1, ("add to any box",))
        short = [box for box in wanted if count[box.id] < box.at_least]
        missing = tuple(f"add to “{box.title}”" for box in short)
        return Progress(len(wanted) - len(short), len(wanted), missing)

    def table(self, answer: Answer) -> Table:
        rows = [
            (box.title, card.text)
            for box in self.boxes
            for card in answer.cards
            if card.box == box.id
        ]
        return Table(("Box", self.card_name.capitalize()), tuple(rows), self.title)

    def collate(self, answers: Sequence[Answer]) -> Collation:
        """Put like cards together: the same words in the same box, however typed, count once."""
        given = [a for a in answers if a.cards]
        first: dict[tuple[str, str], str] = {}
        count: Counter[tuple[str, str]] = Counter()
        for answer in given:
            for key in {(card.box, _alike(card.text)): card for card in answer.cards}.items():
                first.setdefault(key[0], key[1].text)
                count[key[0]] += 1
        rows = [
            (box.title, first[key], str(number))
            for box in self.boxes
            for key, number in count.most_common()
            if key[0] == box.id
        ]
        merged = Table(("Box", self.card_name.capitalize(), "Groups"), tuple(rows), self.title)
        return Collation(answered=len(given), tables=(merged,))


def _names(id_: str) -> Iterator[str]:
    """Return an id, then others made from it."""
    yield id_
    yield from (f"{id_[:50]}-{number}" for number in itertools.count(2))


def _alike(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".;,!")


EXAMPLE = """\
card_name: idea
boxes:
  - id: keep
    title: Keep
    help: What already works.
  - id: change
    title: Change
    example: Meet providers every month
"""
