"""Write: questions answered in the participant's own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from . import base
from .base import Collation, ItemId, Line, Markdown, Model, OwnText, Progress, Table, repeated


class Prompt(Model):
    """One question."""

    id: ItemId = Field(description="Stable name of the question, in kebab-case.")
    text: Line = Field(description="The question.")
    help: Markdown | None = Field(None, description="What a good answer covers.")
    lines: int = Field(4, ge=1, le=30, description="Height of the field in lines.")
    optional: bool = Field(False, description="True when it may be left empty.")


class Answer(base.Answer):
    """Text by question."""

    texts: dict[ItemId, OwnText] = Field(default_factory=dict, max_length=50)


class Definition(base.Exercise[Answer]):
    """Questions to answer in words."""

    answer_type: ClassVar = Answer

    kind: Literal["write"]
    prompts: list[Prompt] = Field(min_length=1, max_length=20, description="The questions.")

    @model_validator(mode="after")
    def _ids(self) -> Self:
        if again := repeated(prompt.id for prompt in self.prompts):
            raise ValueError(f"these question ids are used twice: {', '.join(again)}")
        return self

    def texts(self) -> dict[str, str]:
        return {prompt.id: prompt.text for prompt in self.prompts}

    def empty(self) -> Answer:
        return Answer(seen=self.texts())

    def check(self, answer: Answer) -> list[str]:
        unknown = answer.texts.keys() - self.texts().keys()
        return ["A text belongs to no question."] if unknown else []

    def reconcile(self, answer: Answer) -> Answer:
        known = self.texts()
        return answer.model_copy(
            update={"texts": {key: text for key, text in answer.texts.items() if key in known}}
        )

    def progress(self, answer: Answer) -> Progress:
        wanted = [p for p in self.prompts if not p.optional]
        if not wanted:
            lacking = () if _any(answer) else ("answer any question",)
            return Progress(1 - len(lacking), 1, lacking)
        empty = [p for p in wanted if not answer.texts.get(p.id, "").strip()]
        missing = tuple(f"answer “{p.text}”" for p in empty)
        return Progress(len(wanted) - len(empty), len(wanted), missing)

    def table(self, answer: Answer) -> Table:
        rows = tuple((p.text, answer.texts.get(p.id, "")) for p in self.prompts)
        return Table(("Question", "Answer"), rows, self.title)

    def collate(self, answers: Sequence[Answer]) -> Collation:
        """Set the texts side by side, one table a question."""
        given = [a for a in answers if _any(a)]
        tables = tuple(
            Table(
                ("Answer",),
                tuple((a.texts[p.id],) for a in given if a.texts.get(p.id, "").strip()),
                p.text,
            )
            for p in self.prompts
        )
        return Collation(answered=len(given), tables=tables)


def _any(answer: Answer) -> bool:
    return any(text.strip() for text in answer.texts.values())


EXAMPLE = """\
prompts:
  - id: what-happened
    text: What happened?
    help: Two or three sentences are enough.
  - id: what-next
    text: What will you do next?
    lines: 2
"""
