"""Plan: rows that say what will be done, by whom, by when, and how far it has come."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from course_support.methods.words import long_date
from course_support.sources.rule import today

from . import base
from . import rows as row_lists
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
from .typed_dates import TypedDate, read_date

MOST_ROWS = 100
_OWN_COLUMNS = ("action", "owner", "date", "status")


class Column(Model):
    """A column that the author added."""

    id: ItemId = Field(description="Stable name of the column, in kebab-case.")
    title: Line = Field(description="Heading of the column.")
    help: Markdown | None = Field(None, description="What belongs here.")


class Row(Model):
    """One row. The date is kept as typed, so that nothing typed is lost."""

    id: ItemId
    action: OwnText = ""
    owner: OwnLine = ""
    date: OwnLine = ""
    status: ItemId | Literal[""] = ""
    more: dict[ItemId, OwnText] = Field(default_factory=dict, max_length=4)

    @property
    def blank(self) -> bool:
        """Say whether nothing has been written in this row (a status alone says nothing)."""
        return not any(
            text.strip() for text in (self.action, self.owner, self.date, *self.more.values())
        )


class Answer(base.Answer):
    """Rows, in the order they stand."""

    rows: list[Row] = Field(default_factory=list, max_length=MOST_ROWS)


STATUSES = (
    Item(id="not-started", text="Not started"),
    Item(id="under-way", text="Under way"),
    Item(id="done", text="Done"),
    Item(id="stopped", text="Stopped"),
)


class Definition(base.Exercise[Answer]):
    """An action plan to fill in."""

    answer_type: ClassVar = Answer

    kind: Literal["plan"]
    row_name: Line = Field("action", description="What one row is called: action, improvement.")
    action: Line = Field("What will be done", description="Heading of the first column.")
    owner: Line = Field("Who will see to it", description="Heading of the column of owners.")
    date: Line = Field("By when", description="Heading of the column of dates.")
    status: Line = Field("How far it is", description="Heading of the column of statuses.")
    statuses: list[Item] = Field(
        list(STATUSES),
        min_length=2,
        max_length=8,
        description="Statuses; the first is given to a new row.",
    )
    columns: list[Column] = Field(
        default_factory=list, max_length=4, description="Columns of your own, after the action."
    )
    at_least: int = Field(1, ge=1, le=20, description="Rows that make a complete plan.")
    at_most: int = Field(40, ge=1, le=MOST_ROWS, description="Most rows that can be added.")

    @model_validator(mode="after")
    def _ids(self) -> Self:
        names = [*_OWN_COLUMNS, *(column.id for column in self.columns)]
        if again := repeated(names):
            raise ValueError(f"these column ids are used twice: {', '.join(again)}")
        if again := repeated(status.id for status in self.statuses):
            raise ValueError(f"these status ids are used twice: {', '.join(again)}")
        if self.at_least > self.at_most:
            raise ValueError("at_least is greater than at_most")
        return self

    def texts(self) -> dict[str, str]:
        return {
            **{f"column {column.id}": column.title for column in self.columns},
            **{f"status {status.id}": status.text for status in self.statuses},
        }

    def empty(self) -> Answer:
        return Answer(seen=self.texts())

    def check(self, answer: Answer) -> list[str]:
        statuses = {"", *(status.id for status in self.statuses)}
        columns = {column.id for column in self.columns}
        problems = []
        if repeated(row.id for row in answer.rows):
            problems.append("Two rows have the same id.")
        if any(row.status not in statuses for row in answer.rows):
            problems.append("A row has a status that this plan does not have.")
        if any(not columns.issuperset(row.more) for row in answer.rows):
            problems.append("A row has a column that this plan does not have.")
        return problems

    def reconcile(self, answer: Answer) -> Answer:
        """Keep every row; a status or column that is gone leaves its place empty."""
        statuses = {status.id for status in self.statuses}
        columns = {column.id for column in self.columns}
        kept: list[Row] = []
        for id_, row in row_lists.apart(answer.rows):
            more = {key: text for key, text in row.more.items() if key in columns}
            status = row.status if row.status in statuses else ""
            kept.append(row.model_copy(update={"id": id_, "status": status, "more": more}))
        return answer.model_copy(update={"rows": kept})

    def progress(self, answer: Answer) -> Progress:
        return row_lists.progress(answer.rows, self.at_least, self.row_name, self._lacks)

    def _lacks(self, row: Row) -> list[str]:
        """Return what a row that was begun still needs, in words."""
        needs = []
        if not row.action.strip():
            needs.append("say what will be done")
        if not row.owner.strip():
            needs.append("name who will see to it")
        found = read_date(row.date, dt.date.min)
        if found.problem or found.day is None:
            needs.append(found.problem.rstrip(".") or "give a date")
        return needs

    def insight(self, answer: Answer) -> dict[str, Any]:
        """Return what was made of each typed date: sortable, in words, or the problem."""
        return {"dates": {row.id: _shown(row.date) for row in answer.rows if row.date.strip()}}

    def view_extras(self) -> dict[str, Any]:
        return {"most": self.at_most}

    def table(self, answer: Answer) -> Table:
        rows = [row for row in answer.rows if not row.blank]
        heads = (self.action, *(c.title for c in self.columns), self.owner, self.date, self.status)
        return Table(heads, tuple(self._cells(row) for row in rows), self.title)

    def _cells(self, row: Row) -> tuple[str, ...]:
        status = {each.id: each.text for each in self.statuses}.get(row.status, "")
        more = (row.more.get(column.id, "") for column in self.columns)
        return (row.action, *more, row.owner, written(row.date), status)

    def collate(self, answers: Sequence[Answer]) -> Collation:
        """Put all rows in one table by date, and count the statuses."""
        given = [a for a in answers if any(not row.blank for row in a.rows)]
        rows = [
            (_order(row), (str(number), *self._cells(row)))
            for number, answer in enumerate(given, 1)
            for row in answer.rows
            if not row.blank
        ]
        count = Counter(row.status for a in given for row in a.rows if not row.blank)
        heads = (
            "Plan",
            self.action,
            *(c.title for c in self.columns),
            self.owner,
            self.date,
            self.status,
        )
        by_date = tuple(cells for _, cells in sorted(rows, key=lambda each: each[0]))
        tally = tuple((each.text, str(count[each.id])) for each in self.statuses)
        return Collation(
            answered=len(given),
            counts={each.id: count[each.id] for each in self.statuses},
            tables=(
                Table(heads, by_date, self.title),
                Table((self.status, "Rows"), tally, f"{self.title}: {self.status}"),
            ),
        )


def _shown(typed: str) -> dict[str, str]:
    found: TypedDate = read_date(typed, today())
    return {
        "typed": typed,
        "iso": found.day.isoformat() if found.day else "",
        "words": found.words,
        "problem": found.problem,
        "remark": found.remark,
    }


def written(typed: str) -> str:
    """Return a date in full, or what was typed with a word that it is no date."""
    found = read_date(typed, dt.date.min)
    if found.day:
        return long_date(found.day)
    return f"{typed} (not a date)" if found.problem else ""


def _order(row: Row) -> dt.date:
    return read_date(row.date, dt.date.min).day or dt.date.max


EXAMPLE = """\
row_name: improvement
action: What we will improve
at_least: 1
at_most: 12
columns:
  - id: sign
    title: How we will know
    help: What people will see that they do not see now.
statuses:
  - {id: not-started, text: Not started}
  - {id: under-way, text: Under way}
  - {id: done, text: Done}
"""
