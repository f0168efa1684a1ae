"""Grid: add cards to named boxes (a Friedman grid, four boxes, a turn-the-curve page).

With ``links``, a card can be linked to cards of the box to its right: a logic model.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from . import base
from .base import Collation, ItemId, Line, Markdown, Model, OwnText, Progress, Table, repeated

MOST_CARDS = 200
MOST_LINKS = 400


class Box(Model):
    """One box of the grid."""

    id: ItemId = Field(description="Stable name of the box, in kebab-case.")
    title: Line = Field(description="Heading of the box.")
    help: Markdown | None = Field(None, description="What belongs here.")
    example: Line | None = Field(None, description="One example, shown in the empty field.")
    at_least: int = Field(1, ge=0, le=20, description="Cards that make this box complete.")
    planning: Line | None = Field(None, description="Question to ask of this box when planning.")
    monitoring: Line | None = Field(
        None, description="Question to ask of this box when looking back."
    )
    sign: Line | None = Field(None, description="Asked beside each card: how would you know?")


class Card(Model):
    """One card in a box."""

    id: ItemId
    box: ItemId
    text: OwnText = Field(min_length=1)
    #: What would show that it has come about, where the box asks for it.
    sign: OwnText = ""


class Link(Model):
    """From a card to one that it is expected to bring about, and what that rests on."""

    start: ItemId
    end: ItemId
    assumption: OwnText = ""


class Answer(base.Answer):
    """Cards, in the order they stand, and links between them."""

    cards: list[Card] = Field(default_factory=list, max_length=MOST_CARDS)
    links: list[Link] = Field(default_factory=list, max_length=MOST_LINKS)


class Definition(base.Exercise[Answer]):
    """Boxes to fill with cards."""

    answer_type: ClassVar = Answer

    kind: Literal["grid"]
    boxes: list[Box] = Field(min_length=1, max_length=12, description="The boxes, row by row.")
    columns: int = Field(2, ge=1, le=4, description="Boxes side by side on a wide screen.")
    card_name: Line = Field("card", description="What one card is called: measure, idea, risk.")
    links: bool = Field(False, description="Cards may be linked to those of the next box.")
    assumption_prompt: Line = Field(
        "This follows only if …", description="Asked about each link: what must be true?"
    )

    @model_validator(mode="after")
    def _ids(self) -> Self:
        if again := repeated(box.id for box in self.boxes):
            raise ValueError(f"these box ids are used twice: {', '.join(again)}")
        return self

    def texts(self) -> dict[str, str]:
        return {box.id: box.title for box in self.boxes}

    def next_boxes(self) -> dict[str, str]:
        """Return which box stands to the right of which, in the same row."""
        pairs = zip(self.boxes, self.boxes[1:], strict=False)
        return {
            box.id: right.id
            for place, (box, right) in enumerate(pairs, start=1)
            if place % self.columns
        }

    def view_extras(self) -> dict[str, Any]:
        return {"next": self.next_boxes() if self.links else {}}

    def empty(self) -> Answer:
        return Answer(seen=self.texts())

    def check(self, answer: Answer) -> list[str]:
        problems = []
        if repeated(card.id for card in answer.cards):
            problems.append("Two cards have the same id.")
        if any(card.box not in self.texts() for card in answer.cards):
            problems.append("A card is in a box that this exercise does not have.")
        if len(self._fitting(answer.cards, answer.links)) < len(answer.links):
            problems.append("A link does not lead to a card of the next box, or is there twice.")
        return problems

    def _fitting(self, cards: Sequence[Card], links: Sequence[Link]) -> list[Link]:
        """Return the links that lead from a card to one of the next box, each once."""
        box = {card.id: card.box for card in cards}
        right = self.next_boxes() if self.links else {}
        once = {(link.start, link.end): link for link in reversed(links)}
        return [
            link
            for link in reversed(once.values())
            if link.start in box and link.end in box and right.get(box[link.start]) == box[link.end]
        ]

    def reconcile(self, answer: Answer) -> Answer:
        """Move cards whose box is gone into the first box: a card is never dropped.

        A link that no longer leads from a box to the next one has nothing to hold on to.
        """
        known, first = self.texts(), self.boxes[0].id
        cards: list[Card] = []
        taken: set[str] = set()
        for card in answer.cards:
            # A hand-made or joined file may use an id twice, and then nothing could be saved.
            id_ = next(name for name in _names(card.id) if name not in taken)
            taken.add(id_)
            box = card.box if card.box in known else first
            cards.append(card.model_copy(update={"id": id_, "box": box}))
        links = self._fitting(cards, answer.links)
        return answer.model_copy(update={"cards": cards, "links": links})

    def misplaced(self, answer: Answer, fitted: Answer) -> list[str]:
        notes = []
        if moved := sum(card.box not in self.texts() for card in answer.cards):
            cards = (
                "1 card whose box is gone is"
                if moved == 1
                else f"{moved} cards whose box is gone are"
            )
            notes.append(f"{cards} now under “{self.boxes[0].title}”.")
        if lost := len(answer.links) - len(fitted.links):
            links = "1 link has" if lost == 1 else f"{lost} links have"
            notes.append(f"{links} no place any more. {base.IN_HISTORY}")
        return notes

    def progress(self, answer: Answer) -> Progress:
        count = Counter(card.box for card in answer.cards)
        wanted = [box for box in self.boxes if box.at_least]
        missing = [f"add to “{box.title}”" for box in wanted if count[box.id] < box.at_least]
        of = len(wanted)
        if not wanted:
            of, missing = 1, [] if answer.cards else ["add to any box"]
        if self.links:
            of += 1
            missing += [] if answer.links else [f"link one {self.card_name} to the next"]
        return Progress(of - len(missing), of, tuple(missing))

    def table(self, answer: Answer) -> Table:
        signs = next((box.sign for box in self.boxes if box.sign), None)
        heads = ["Box", self.card_name.capitalize()]
        heads += [signs] if signs else []
        heads += ["Leads to"] if self.links else []
        rows = [
            (
                box.title,
                card.text,
                *([card.sign] if signs else []),
                *([_ends(card, answer)] if self.links else []),
            )
            for box in self.boxes
            for card in answer.cards
            if card.box == box.id
        ]
        return Table(tuple(heads), tuple(rows), self.title)

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
        if not self.links:
            return Collation(answered=len(given), tables=(merged,))
        return Collation(answered=len(given), tables=(merged, self._links_together(given)))

    def _links_together(self, given: Sequence[Answer]) -> Table:
        """Count links between like cards; of each pair, the words that came first are kept."""
        first: dict[tuple[str, str], tuple[str, str]] = {}
        count: Counter[tuple[str, str]] = Counter()
        for answer in given:
            text = {card.id: card.text for card in answer.cards}
            pairs = [
                (text[link.start], text[link.end])
                for link in answer.links
                if link.start in text and link.end in text
            ]
            for key, pair in {(_alike(a), _alike(b)): (a, b) for a, b in pairs}.items():
                first.setdefault(key, pair)
                count[key] += 1
        rows = tuple((*first[key], str(number)) for key, number in count.most_common())
        return Table(("From", "To", "Groups"), rows, f"{self.title}: links")


def _names(id_: str) -> Iterator[str]:
    """Return an id, then others made from it."""
    yield id_
    yield from (f"{id_[:50]}-{number}" for number in itertools.count(2))


def _ends(card: Card, answer: Answer) -> str:
    """Return what a card leads to, each with what it rests on."""
    text = {other.id: other.text for other in answer.cards}
    ends = [link for link in answer.links if link.start == card.id]
    return "; ".join(
        f"{text[link.end]} (only if {link.assumption.strip()})"
        if link.assumption.strip()
        else text[link.end]
        for link in ends
    )


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
