"""Poll: choose one or several answers, perhaps one of your own, perhaps with a comment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from . import base
from .base import (
    IN_HISTORY,
    Collation,
    Item,
    ItemId,
    Line,
    OwnLine,
    OwnText,
    Progress,
    Table,
    kept,
    repeated,
)
from .rank import Choice

#: Stands for the participant's own answer among those chosen.
OTHER = "other"


class Answer(base.Answer):
    """The answers chosen, by id, with the own one and the comment in words."""

    chosen: list[ItemId] = Field(default_factory=list, max_length=41)
    other: OwnLine = ""  # kept while “other” is not chosen, so that choosing it again restores it
    comment: OwnText = ""


class Definition(base.Exercise[Answer]):
    """A question with answers to choose from."""

    answer_type: ClassVar = Answer

    kind: Literal["poll"]
    question: Line = Field(description="The question, read out before the answers.")
    options: list[Item] = Field(min_length=2, max_length=40, description="The answers offered.")
    choose: Choice = Field(
        Choice(at_least=1, at_most=1), description="How many may be chosen; one without it."
    )
    other: Line | None = Field(
        None, description="Wording of an answer of one's own, such as “Something else”."
    )
    comment_prompt: Line | None = Field(None, description="Asks for a comment, which may be empty.")
    comment_needed: bool = Field(
        False, description="The choice is finished only with the comment: reasons are asked for."
    )

    @model_validator(mode="after")
    def _ids(self) -> Self:
        if again := repeated(option.id for option in self.options):
            raise ValueError(f"these option ids are used twice: {', '.join(again)}")
        if any(option.id == OTHER for option in self.options):
            raise ValueError(
                "“other” is no id for an option: for an answer of one's own write "
                "“other: Something else” beside the options"
            )
        if self.comment_needed and not self.comment_prompt:
            raise ValueError("comment_needed asks for reasons: say so in a comment_prompt")
        if self.choose.at_most > len(self.texts()):
            raise ValueError("choose.at_most is greater than the number of answers")
        return self

    def texts(self) -> dict[str, str]:
        own = {OTHER: self.other} if self.other else {}
        return {**{option.id: option.text for option in self.options}, **own}

    def empty(self) -> Answer:
        return Answer(seen=self.texts())

    def check(self, answer: Answer) -> list[str]:
        problems = []
        if repeated(answer.chosen) or not self.texts().keys() >= set(answer.chosen):
            problems.append("The choice must name answers of this poll, each once.")
        if len(answer.chosen) > self.choose.at_most:
            problems.append(f"Choose {self.choose.words()}, not {len(answer.chosen)}.")
        if answer.other.strip() and not self.other:
            problems.append("This poll does not take an answer of your own.")
        return problems

    def reconcile(self, answer: Answer) -> Answer:
        return answer.model_copy(
            update={
                "chosen": kept(answer.chosen, self.texts())[: self.choose.at_most],
                "other": answer.other if self.other else "",
            }
        )

    def misplaced(self, answer: Answer, fitted: Answer) -> list[str]:
        known = self.texts()
        return [
            f"“{known[key]}” is no longer chosen: you may choose {self.choose.words()}. "
            f"{IN_HISTORY}"
            for key in kept(answer.chosen, known)
            if key not in fitted.chosen
        ]

    def progress(self, answer: Answer) -> Progress:
        missing = []
        if len(answer.chosen) < max(1, self.choose.at_least):
            missing.append(f"choose {self.choose.words()}")
        elif OTHER in answer.chosen and not answer.other.strip():
            missing.append(f"say what “{self.other}” is")
        if self.comment_needed and not answer.comment.strip():
            missing.append("write the reasons asked for")
        parts = 1 + self.comment_needed
        return Progress(parts - len(missing), parts, tuple(missing))

    def view_extras(self) -> dict[str, Any]:
        return {"choose": {**self.choose.model_dump(), "words": self.choose.words()}}

    def table(self, answer: Answer) -> Table:
        rows = [
            (text, "Yes" if key in answer.chosen else "No")
            for key, text in self.texts().items()
            if key != OTHER
        ]
        if self.other:
            own = f"{self.other}: {answer.other}" if answer.other.strip() else self.other
            rows.append((own, "Yes" if OTHER in answer.chosen else "No"))
        if self.comment_prompt or answer.comment.strip():
            rows.append((self.comment_prompt or "Comment", answer.comment))
        return Table((self.question, "Chosen"), tuple(rows), self.title)

    def collate(self, answers: Sequence[Answer]) -> Collation:
        """Count who chose what; own answers and comments are listed word for word."""
        given = [a for a in answers if a.chosen or a.comment.strip()]
        voted = [a for a in given if a.chosen]
        count = Counter(key for a in voted for key in a.chosen)
        tally = Table(
            ("Answer", "Chosen by", "Share"),
            tuple(
                (text, str(count[key]), share(count[key], len(voted)))
                for key, text in self.texts().items()
            ),
            f"{self.question} (n = {len(voted)})",
        )
        own = [a.other for a in voted if OTHER in a.chosen and a.other.strip()]
        said = [a.comment for a in given if a.comment.strip()]
        lists = ((self.other, own), (self.comment_prompt or "Comment", said))
        return Collation(
            answered=len(given),
            counts={key: count[key] for key in self.texts()},
            tables=(
                tally,
                *(
                    Table((head,), tuple((t,) for t in texts), head)
                    for head, texts in lists
                    if head and texts
                ),
            ),
        )


def share(part: int, whole: int) -> str:
    """Return a count as a whole percentage of those who answered; a dash when nobody did."""
    return f"{100 * part / whole:.0f}%" if whole else "–"


EXAMPLE = """\
question: Where do you and your procurement colleagues meet most often?
choose: {at_least: 1, at_most: 3}
other: Somewhere else
comment_prompt: What would you change about it?
options:
  - id: before-plan
    text: While the need is still being understood
    help: Before anybody has decided that something is to be bought.
  - id: writing
    text: When the specification is written
  - id: publishing
    text: When the notice has to go out
  - id: trouble
    text: When something has gone wrong
"""
