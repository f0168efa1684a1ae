"""Table: rows that participants type, or paste from a spreadsheet, read into typed values."""

from __future__ import annotations

import datetime as dt
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from course_support.methods.words import long_date

from . import base
from . import rows as row_lists
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
from .typed_dates import read_date
from .typed_numbers import NotANumber, read_number

MOST_ROWS = 200
MOST_COLUMNS = 16
MOST_OPTIONS = 30

Holds = Literal["words", "long-words", "number", "money", "percent", "date", "choice"]
Value = str | float | dt.date | None

_NUMBERS = frozenset({"number", "money", "percent"})
_SIGN = {"money": "£", "percent": "%"}
#: How accounts and spreadsheets write less than nought: (1,200), £(1,200) or 1,200-.
_LESS = re.compile(r"£?\s*\(\s*([^()+−-]*\d[^()+−-]*?)\s*\)|(£?\s*\d[\d,.]*)\s*[−-]")
#: How spreadsheets set out as accounts write that there is nothing.
_NOTHING = re.compile(r"£?\s*[-–—]\s*")
#: What a number of each kind bears, as sign or word.
_BEARS = (r"£|\bgbp\b|\bpounds?\b", r"%|\bper ?cent\b", r"\$", "€")


class Column(Model):
    """One column, as the author wrote it."""

    id: ItemId = Field(description="Stable name of the column, in kebab-case.")
    text: Line = Field(description="Heading of the column.")
    holds: Holds = Field("words", description="What its cells hold.")
    options: list[Item] = Field(
        default_factory=list, max_length=MOST_OPTIONS, description="What a choice chooses from."
    )
    optional: bool = Field(False, description="True when a cell may stay empty.")
    help: Markdown | None = Field(None, description="What belongs here.")
    low: float | None = Field(None, description="The least a number may be.")
    high: float | None = Field(None, description="The most a number may be.")
    unit: Line | None = Field(None, description="What a number counts: beds, months.")
    also: list[Line] = Field(
        default_factory=list,
        max_length=40,
        description="Other headings under which a spreadsheet may have this column.",
    )
    own_heading: bool = Field(
        False,
        description="True: takes a pasted column whose heading is no other column's, and shows it.",
    )

    @model_validator(mode="after")
    def _fields_fit(self) -> Self:
        if (self.holds == "choice") != bool(self.options):
            raise ValueError(
                f"the column “{self.id}” needs options if it is a choice, and only then"
            )
        names = [_alike(option.text) for option in self.options]
        if again := repeated(
            [*names, *(o.id for o, n in zip(self.options, names, strict=True) if o.id != n)]
        ):
            raise ValueError(f"options of “{self.id}” cannot be told apart: {', '.join(again)}")
        if again := repeated(option.id for option in self.options):
            raise ValueError(f"these option ids are used twice: {', '.join(again)}")
        if self.holds not in _NUMBERS and (self.low, self.high, self.unit) != (None, None, None):
            raise ValueError(f"low, high and unit are for numbers, and “{self.id}” holds none")
        if self.holds in _SIGN and self.unit:
            raise ValueError(f"the unit of “{self.id}” is {_SIGN[self.holds]} already")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError(f"low of “{self.id}” is not below high")
        return self

    @property
    def heading(self) -> str:
        """Return its heading with the unit."""
        return f"{self.text} ({self.unit})" if self.unit else self.text

    def shown(self, number: float) -> str:
        """Return a number as it is written in this column: £1,200, 12.5%, 36."""
        figures = f"{abs(number):,.6f}".rstrip("0").rstrip(".")
        if self.holds == "money" and "." in figures:
            figures = f"{abs(number):,.2f}" if round(number, 2) == number else figures
        sign = "-" if number < 0 else ""
        before, after = (
            "£" if self.holds == "money" else "",
            "%" if self.holds == "percent" else "",
        )
        return f"{sign}{before}{figures}{after}"


@dataclass(frozen=True)
class Cell:
    """What was made of one cell: its value, or why it has none; how it was read, where in doubt."""

    value: Value = None
    problem: str = ""
    words: str = ""


class Row(Model):
    """One row. Every cell is kept as typed, so that nothing typed is lost."""

    id: ItemId
    cells: dict[ItemId, OwnText] = Field(default_factory=dict, max_length=MOST_COLUMNS * 4)

    @property
    def blank(self) -> bool:
        """Say whether nothing stands in this row."""
        return not any(text.strip() for text in self.cells.values())


class Answer(base.Answer):
    """Rows, in the order they stand, and the headings that columns brought from a spreadsheet."""

    rows: list[Row] = Field(default_factory=list, max_length=MOST_ROWS)
    headings: dict[ItemId, OwnText] = Field(default_factory=dict, max_length=MOST_COLUMNS * 4)


class Definition(base.Exercise[Answer]):
    """A table to fill in."""

    answer_type: ClassVar = Answer

    kind: Literal["table"]
    row_name: Line = Field("row", description="What one row is called: option, provider.")
    columns: list[Column] = Field(
        min_length=1, max_length=MOST_COLUMNS, description="The columns; the first names the row."
    )
    left_out: list[Line] = Field(
        default_factory=list,
        max_length=40,
        description="Headings of a spreadsheet whose columns are left out, and told.",
    )
    at_least: int = Field(1, ge=1, le=50, description="Rows that make a complete table.")
    at_most: int = Field(30, ge=1, le=MOST_ROWS, description="Most rows that can be added.")

    @model_validator(mode="after")
    def _columns_fit(self) -> Self:
        if again := repeated(column.id for column in self.columns):
            raise ValueError(f"these column ids are used twice: {', '.join(again)}")
        if again := repeated(_alike(column.text) for column in self.columns):
            raise ValueError(f"these columns have the same heading: {', '.join(again)}")
        others = [_alike(other) for column in self.columns for other in column.also]
        named = [_alike(column.text) for column in self.columns]
        if again := repeated([*named, *others, *map(_alike, self.left_out)]):
            raise ValueError(f"these headings belong to two columns: {', '.join(again)}")
        if any(column.id == "id" for column in self.columns):
            raise ValueError("“id” is the name of the row itself; call the column something else")
        if self.at_least > self.at_most:
            raise ValueError("at_least is greater than at_most")
        return self

    def texts(self) -> dict[str, str]:
        out = {}
        for column in self.columns:
            out[f"column {column.id}"] = column.text
            out |= {_option_key(column.id, option.id): option.text for option in column.options}
        return out

    def empty(self) -> Answer:
        return Answer(seen=self.texts())

    def check(self, answer: Answer) -> list[str]:
        columns = {column.id for column in self.columns}
        problems = []
        if repeated(row.id for row in answer.rows):
            problems.append("Two rows have the same id.")
        cells = [row.cells for row in answer.rows]
        if any(not columns.issuperset(found) for found in (*cells, answer.headings)):
            problems.append("A row has a column that this table does not have.")
        return problems

    def reconcile(self, answer: Answer) -> Answer:
        """Keep every row; of a choice that is gone its words stay, of a column nothing."""
        columns = {column.id for column in self.columns}
        now = self.texts()
        kept: list[Row] = []
        for id_, row in row_lists.apart(answer.rows):
            cells = {
                key: answer.seen[option] if _gone(option, answer.seen, now) else text
                for key, text in row.cells.items()
                if key in columns
                for option in (_option_key(key, text),)
            }
            kept.append(row.model_copy(update={"id": id_, "cells": cells}))
        headings = {key: text for key, text in answer.headings.items() if key in columns}
        return answer.model_copy(update={"rows": kept, "headings": headings})

    def misplaced(self, answer: Answer, fitted: Answer) -> list[str]:
        known = {column.id for column in self.columns}
        unknown = dict.fromkeys(
            key
            for row in answer.rows
            for key, text in row.cells.items()
            if key not in known and f"column {key}" not in answer.seen and text.strip()
        )
        return [f"What stood under “{key}” has no column here. {IN_HISTORY}" for key in unknown]

    def typed(self, answer: Answer) -> list[dict[str, Any]]:
        """Return the rows with their values read; rows in which nothing stands are left out.

        Returns
        -------
        list of dict
            For each row ``id`` and, by column id, its value: text for words, float for numbers,
            money (pounds) and percent (12.5 for ``12.5%``), ``datetime.date``, option id; None
            where a cell is empty or cannot be read.
        """
        return [
            {
                "id": row.id,
                **{c.id: read_cell(c, row.cells.get(c.id, "")).value for c in self.columns},
            }
            for row in answer.rows
            if not row.blank
        ]

    def unread(self, answer: Answer) -> list[tuple[int, Column, str]]:
        """Return each cell that cannot be read: number of its row on the page, column, and why."""
        return [
            (number, column, problem)
            for number, row in enumerate(answer.rows, 1)
            for column in self.columns
            if (problem := read_cell(column, row.cells.get(column.id, "")).problem)
        ]

    def progress(self, answer: Answer) -> Progress:
        return row_lists.progress(answer.rows, self.at_least, self.row_name, self._lacks)

    def _lacks(self, row: Row) -> list[str]:
        """Return what a row that was begun still needs, in words."""
        needs = []
        for column in self.columns:
            typed = row.cells.get(column.id, "")
            if not typed.strip() and not column.optional:
                needs.append(f"fill in “{column.text}”")
            elif problem := read_cell(column, typed).problem:
                needs.append(f"{column.text}: {problem.rstrip('.')}")
        return needs

    def insight(self, answer: Answer) -> dict[str, Any]:
        """Return, by row and column, what is to be said under a cell: a problem, or its reading."""
        said: dict[str, dict[str, dict[str, str]]] = {}
        for row in answer.rows:
            for column in self.columns:
                typed = row.cells.get(column.id, "")
                found = read_cell(column, typed)
                if found.problem or found.words:
                    note = {"typed": typed, "problem": found.problem, "words": found.words}
                    said.setdefault(row.id, {})[column.id] = note
        return {"cells": said}

    def view_extras(self) -> dict[str, Any]:
        return {"most": self.at_most}

    def table(self, answer: Answer) -> Table:
        columns = self._used([answer])
        rows = tuple(_shown(columns, row) for row in answer.rows if not row.blank)
        heads = tuple(_headed(column, answer) for column in columns)
        return Table(heads, rows, self.title)

    def _used(self, answers: Sequence[Answer]) -> list[Column]:
        """Return the columns, those left out that wait for a heading and hold nothing."""
        return [
            column
            for column in self.columns
            if not column.own_heading
            or any(row.cells.get(column.id, "").strip() for each in answers for row in each.rows)
        ]

    def collate(self, answers: Sequence[Answer]) -> Collation:
        """Put all rows in one table; say how far numbers lie apart, and count choices."""
        given = [answer for answer in answers if any(not row.blank for row in answer.rows)]
        columns = self._used(given)
        rows = [
            (str(number), *_with_headings(columns, row, answer))
            for number, answer in enumerate(given, 1)
            for row in answer.rows
            if not row.blank
        ]
        heads = ("Table", *(column.heading for column in columns))
        read = [row for answer in given for row in self.typed(answer)]
        tables = [Table(heads, tuple(rows), self.title)]
        # Under a heading of their own, numbers of two tables need not be about the same thing.
        alike = [c for c in self.columns if c.holds in _NUMBERS and not c.own_heading]
        if spread := tuple(_spread(column, read) for column in alike):
            over = ("Column", "Rows with a number", "Lowest", "Middle", "Highest")
            tables.append(Table(over, spread, f"{self.title}: numbers"))
        counts: dict[str, int] = {}
        for column in (each for each in self.columns if each.options):
            count = Counter(row[column.id] for row in read)
            tally = tuple((option.text, str(count[option.id])) for option in column.options)
            tables.append(Table((column.text, "Rows"), tally, f"{self.title}: {column.text}"))
            counts |= {f"{column.id}/{o.id}": count[o.id] for o in column.options}
        return Collation(answered=len(given), counts=counts, tables=tuple(tables))


def read_cell(column: Column, typed: str) -> Cell:
    """Read what was typed in a cell of a column.

    Returns
    -------
    Cell
        Without value and without problem when the cell is empty.
    """
    text = typed.strip()
    if not text:
        return Cell()
    if column.holds in _NUMBERS:
        return _number(column, text)
    if column.holds == "date":
        found = read_date(text, dt.date.min)
        words = f"{found.words}. {found.remark}".strip() if found.day else ""
        return Cell(found.day, found.problem, words)
    if column.holds == "choice":
        return _choice(column, text)
    return Cell(text)


def _number(column: Column, text: str) -> Cell:
    if column.optional and _NOTHING.fullmatch(text):
        return Cell(words="Read as nothing.")
    if problem := _other_sign(column, text):
        return Cell(problem=problem)
    less = _LESS.fullmatch(text)
    try:
        number = read_number(
            f"-{less[1] or less[2]}" if less else text,
            _SIGN.get(column.holds) or column.unit or "",
        )
    except NotANumber as error:
        return Cell(problem=str(error))
    if problem := _outside(column, number):
        return Cell(problem=f"“{_short(text)}” is {problem} that can stand here.")
    plain = _plain(text.lower().removesuffix((column.unit or "").lower()))
    return Cell(number, words="" if plain == number else f"Read as {column.shown(number)}.")


def _outside(column: Column, number: float) -> str:
    """Say on which side a number lies outside what its column takes."""
    if column.low is not None and number < column.low:
        return f"less than {column.shown(column.low)}, the least"
    if column.high is not None and number > column.high:
        return f"more than {column.shown(column.high)}, the most"
    return ""


def _plain(text: str) -> float | None:
    """Return a number that leaves no doubt how it is read."""
    try:
        return float(re.sub(r"[£%,\s]", "", text))
    except ValueError:
        return None


def _other_sign(column: Column, text: str) -> str:
    """Say when a number bears the sign of another kind: a share where an amount belongs."""
    wanted = {"money": "an amount in pounds", "percent": "a share in per cent"}.get(
        column.holds, f"a number of {column.unit}" if column.unit else "a plain number"
    )
    own = f"{_SIGN.get(column.holds, '')} {column.unit or ''}"
    for pattern in _BEARS:
        found = re.search(pattern, text, re.IGNORECASE)
        if found and not re.search(pattern, own, re.IGNORECASE):
            return f"“{_short(text)}” says {found[0]}, and {wanted} belongs here."
    return ""


def _choice(column: Column, text: str) -> Cell:
    for option in column.options:
        if text == option.id or _alike(text) == _alike(option.text):
            return Cell(option.id)
    offered = ", ".join(f"“{option.text}”" for option in column.options[:6])
    more = "…" if len(column.options) > 6 else ""
    return Cell(problem=f"“{_short(text)}” is not one of the choices. Choose {offered}{more}.")


def _shown(columns: Sequence[Column], row: Row) -> tuple[str, ...]:
    return tuple(_written(column, row.cells.get(column.id, "")) for column in columns)


def _with_headings(columns: Sequence[Column], row: Row, answer: Answer) -> tuple[str, ...]:
    """Return a row with the heading that each of its cells brought along, if it did."""
    brought = [answer.headings.get(c.id, "") if c.own_heading else "" for c in columns]
    cells = _shown(columns, row)
    return tuple(
        f"{heading}: {cell}" if heading and cell else cell
        for heading, cell in zip(brought, cells, strict=True)
    )


def _headed(column: Column, answer: Answer) -> str:
    """Return the heading that a column brought along, where it takes any; else its own."""
    brought = answer.headings.get(column.id, "") if column.own_heading else ""
    return brought or column.heading


def _written(column: Column, typed: str) -> str:
    """Return a cell as it is read, or what was typed with a word that it cannot be."""
    found = read_cell(column, typed)
    if found.problem:
        return f"{typed.strip()} (could not be read)"
    if isinstance(found.value, dt.date):
        return long_date(found.value)
    if isinstance(found.value, float):
        return column.shown(found.value)
    if column.options and found.value:
        return next(option.text for option in column.options if option.id == found.value)
    return typed.strip()


def _spread(column: Column, rows: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """Return how many rows have a number in a column, and the least, middle and most."""
    numbers = [row[column.id] for row in rows if row[column.id] is not None]
    if not numbers:
        return (column.heading, "0", "", "", "")
    found = (min(numbers), statistics.median(numbers), max(numbers))
    return (column.heading, str(len(numbers)), *(column.shown(each) for each in found))


def _option_key(column: str, option: str) -> str:
    return f"option {column}/{option}"


def _gone(option: str, then: dict[str, str], now: dict[str, str]) -> bool:
    return option in then and option not in now


def _alike(text: str) -> str:
    """Return a heading or choice as it is compared: without case and doubled spaces."""
    return " ".join(text.casefold().split())


def _short(text: str) -> str:
    return f"{text[:37]}…" if len(text) > 40 else text


EXAMPLE = """\
row_name: option
at_least: 2
at_most: 12
columns:
  - id: name
    text: Option
    help: A few words that everybody will know it by.
  - id: people
    text: People helped in a year
    holds: number
    low: 0
    unit: people
  - id: cost
    text: Cost a year
    holds: money
    optional: true
  - id: start
    text: Could begin on
    holds: date
    optional: true
  - id: support
    text: Support among providers
    holds: choice
    options:
      - {id: strong, text: Strong}
      - {id: mixed, text: Mixed}
      - {id: weak, text: Weak}
"""
