"""Audit: rate statements red, amber or green, with evidence, an action and its owner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from . import base
from .base import (
    Collation,
    Item,
    ItemId,
    Line,
    Markdown,
    Model,
    OwnLine,
    OwnText,
    Progress,
    Table,
    repeated,
)

Rating = Literal["red", "amber", "green", "not-applicable"]
Detail = Literal["evidence", "action", "owner"]

MOST = 120
POINTS: Mapping[str, int] = {"red": 0, "amber": 1, "green": 2}
LETTERS: Mapping[str, str] = {"red": "R", "amber": "A", "green": "G", "not-applicable": "N"}
NOT_RATED = "Not rated"


class Words(Model):
    """What each rating means in this audit."""

    red: Line = "Not in place"
    amber: Line = "Partly in place"
    green: Line = "In place"


class Prompts(Model):
    """What is asked beside a rating."""

    evidence: Line = "What is the evidence?"
    action: Line = "What will be done?"
    owner: Line = "Who will do it?"


class Section(Model):
    """Statements that belong together."""

    id: ItemId = Field(description="Stable name of the section, in kebab-case.")
    text: Line = Field(description="Heading of the section.")
    help: Markdown | None = Field(None, description="What the section is about.")
    statements: list[Item] = Field(min_length=1, max_length=40, description="What is rated.")


class Finding(Model):
    """What was found about one statement."""

    rating: Rating | None = None
    evidence: OwnText = ""
    action: OwnText = ""
    owner: OwnLine = ""

    @property
    def begun(self) -> bool:
        """Return whether anything was said."""
        return bool(self.rating or self.evidence.strip() or self.action.strip() or self.owner)


class Answer(base.Answer):
    """Findings by statement."""

    findings: dict[ItemId, Finding] = Field(default_factory=dict, max_length=MOST)


class Definition(base.Exercise[Answer]):
    """Statements to rate."""

    answer_type: ClassVar = Answer

    kind: Literal["audit"]
    sections: list[Section] = Field(min_length=1, max_length=20, description="The sections.")
    ratings: Words = Field(Words(), description="What red, amber and green mean here.")
    ask: list[Detail] = Field(
        default=["evidence", "action", "owner"], description="What is asked beside the rating."
    )
    prompts: Prompts = Field(Prompts(), description="How it is asked.")
    may_not_apply: bool = Field(True, description="True when a statement may not apply.")

    @model_validator(mode="after")
    def _ids(self) -> Self:
        ids = [section.id for section in self.sections]
        ids += [statement.id for statement in self.statements()]
        if again := repeated(ids):
            raise ValueError(f"these ids are used twice: {', '.join(again)}")
        if repeated(self.ask):
            raise ValueError("each of evidence, action and owner once at most")
        if len(list(self.statements())) > MOST:
            raise ValueError(f"at most {MOST} statements in all sections together")
        return self

    def statements(self) -> Iterator[Item]:
        """Yield the statements of all sections, in order."""
        for section in self.sections:
            yield from section.statements

    def texts(self) -> dict[str, str]:
        out = {}
        for section in self.sections:
            out[section.id] = section.text
            out |= {statement.id: statement.text for statement in section.statements}
        return out

    def empty(self) -> Answer:
        return Answer(seen=self.texts())

    def _known(self) -> set[str]:
        return {statement.id for statement in self.statements()}

    def check(self, answer: Answer) -> list[str]:
        problems = []
        if not self._known().issuperset(answer.findings):
            problems.append("A finding belongs to no statement.")
        if any(not self._allows(each.rating) for each in answer.findings.values()):
            problems.append("In this exercise every statement applies.")
        return problems

    def _allows(self, rating: Rating | None) -> bool:
        return self.may_not_apply or rating != "not-applicable"

    def reconcile(self, answer: Answer) -> Answer:
        """Keep what was found about statements that are still here."""
        known = self._known()
        findings = {
            key: each if self._allows(each.rating) else each.model_copy(update={"rating": None})
            for key, each in answer.findings.items()
            if key in known
        }
        return answer.model_copy(update={"findings": findings})

    def finding(self, answer: Answer, statement: str) -> Finding:
        """Return what was found about a statement; an empty finding when nothing was."""
        return answer.findings.get(statement) or Finding()

    def progress(self, answer: Answer) -> Progress:
        of = len(self._known())
        done = sum(each.rating is not None for each in answer.findings.values())
        left = of - done
        what = "statement" if left == 1 else "statements"
        return Progress(done, of, (f"rate {left} more {what}",) if left else ())

    def insight(self, answer: Answer) -> dict[str, Any]:
        """Return each section's ratings and their count, weakest section first."""
        return {"sections": weakest_first(self._summaries(answer))}

    def _summaries(self, answer: Answer) -> Iterator[dict[str, Any]]:
        for section in self.sections:
            found = [self.finding(answer, each.id) for each in section.statements]
            yield {"id": section.id, **summary(each.rating for each in found)} | {
                "without_action": sum(
                    each.rating in ("red", "amber") and not each.action.strip() for each in found
                )
            }

    def words(self, rating: Rating | None) -> str:
        """Return a rating as letter and words: “R: Not in place”."""
        if rating is None:
            return NOT_RATED
        if rating == "not-applicable":
            return "N: Does not apply"
        return f"{LETTERS[rating]}: {getattr(self.ratings, rating)}"

    def table(self, answer: Answer) -> Table:
        rows = []
        for section in self.sections:
            for statement in section.statements:
                found = self.finding(answer, statement.id)
                details = [getattr(found, each) for each in self.ask]
                rows.append((section.text, statement.text, self.words(found.rating), *details))
        columns = ("Section", "Statement", "Rating", *(each.capitalize() for each in self.ask))
        return Table(columns, tuple(rows), self.title)

    def collate(self, answers: Sequence[Answer]) -> Collation:
        """Count the ratings of each statement, weakest first, and list what will be done."""
        given = [a for a in answers if any(each.begun for each in a.findings.values())]
        counts: dict[str, int] = {}
        rated = []
        for section in self.sections:
            for statement in section.statements:
                found = summary(self.finding(a, statement.id).rating for a in given)
                counts |= {f"{statement.id}:{name}": found[name] for name in LETTERS}
                rated.append({**found, "section": section.text, "text": statement.text})
        rows = tuple(
            (each["section"], each["text"], *(str(each[name]) for name in (*LETTERS, "unrated")))
            for each in weakest_first(rated)
        )
        columns = ("Section", "Statement", "Red", "Amber", "Green", "Does not apply", NOT_RATED)
        tables = [Table(columns, rows, self.title)]
        if "action" in self.ask:
            tables.append(self._actions(given))
        return Collation(answered=len(given), tables=tuple(tables), counts=counts)

    def _actions(self, given: Sequence[Answer]) -> Table:
        found = [
            (statement.text, self.finding(answer, statement.id))
            for statement in self.statements()
            for answer in given
        ]
        rows = tuple(
            (text, self.words(each.rating), each.action, each.owner)
            for text, each in found
            if each.action.strip()
        )
        return Table(("Statement", "Rating", "Action", "Owner"), rows, "What will be done")


def summary(ratings: Iterable[Rating | None]) -> dict[str, Any]:
    """Count ratings, and say how strong they are.

    ``strength`` runs from 0 (all red) to 1 (all green), an amber counting half. It is None
    where nothing was rated: no rating is not a bad rating.
    """
    given = list(ratings)
    count = Counter(given)
    points = [POINTS[each] for each in given if each is not None and each in POINTS]
    return {
        "ratings": given,
        **{name: count[name] for name in LETTERS},  # type: ignore[index]
        "unrated": count[None],
        "strength": sum(points) / (2 * len(points)) if points else None,
    }


def weakest_first(summaries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sort by strength; of equals the one with more reds first; those not rated come last."""

    def weakness(each: dict[str, Any]) -> tuple[bool, float, int]:
        strength = each["strength"]
        return strength is None, strength or 0.0, -each["red"]

    return sorted(summaries, key=weakness)


EXAMPLE = """\
ratings:
  red: We do not do this
  amber: We do some of this
  green: We do this, and can show it
sections:
  - id: knowing-needs
    text: Knowing what people need
    statements:
      - id: forecast
        text: We have a forecast of need for the next five years
        help: By age group, with what it rests on written down.
      - id: unknowns
        text: We know what we do not know, and who will find out
      - id: voices
        text: People who use services have told us what matters to them
  - id: working-with-providers
    text: Working with providers
    help: Think of the last twelve months.
    statements:
      - id: market
        text: We have talked with providers before deciding what to buy
      - id: small-providers
        text: Small and local providers can take part
"""
