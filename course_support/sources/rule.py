"""One dated figure of law, guidance or convention, and how it shows its source."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import Literal

from course_support.errors import WorkbookError
from course_support.methods.words import long_date

Certainty = Literal["verified", "general knowledge", "unresolved"]
Value = int | float | dt.date | str
#: What a table's own column may hold; None where the cell is blank.
Key = int | float | str | None

#: Units that add nothing to the figure when read aloud.
_BARE_UNITS = ("number", "index", "score", "ratio", "proportion")

#: What each certainty means, in words for a reader.
CERTAINTY_WORDS: dict[str, str] = {
    "verified": "Read in the source named.",
    "general knowledge": "From general knowledge, not checked against a source: check before use.",
    "unresolved": "Unresolved: no firm answer was found. Check before use.",
}


@dataclass(frozen=True)
class Rule:
    """A value that holds between two dates, with the law and source behind it.

    ``value`` is None where the answer is unresolved and no working value exists.
    ``columns`` holds the other columns of a row in a table of rules, such as the years
    of a discount rate; a blank cell is None.
    """

    name: str
    title: str
    value: Value | None
    unit: str
    regime: str
    nation: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    law: str
    source: str
    checked_on: dt.date | None
    check_again_by: dt.date
    certainty: Certainty
    remark: str = ""
    columns: Mapping[str, Key] = field(default_factory=dict)
    #: True when the value comes from the person's own file of values.
    own: bool = False

    def holds_on(self, on: dt.date) -> bool:
        """Say whether this value is the one in force on a date (both ends included)."""
        started = self.valid_from is None or self.valid_from <= on
        return started and (self.valid_to is None or on <= self.valid_to)

    def is_overdue(self, on: dt.date) -> bool:
        """Say whether the date by which this should be checked again has passed."""
        return on > self.check_again_by

    def shown(self) -> str:
        """Return the value with its unit, as a reader would write it: "£663,540 including VAT"."""
        return show_value(self.value, self.unit)

    def period(self) -> str:
        """Return the dates between which the value holds, in words."""
        if self.valid_from and self.valid_to:
            return f"{long_date(self.valid_from)} to {long_date(self.valid_to)}"
        if self.valid_from:
            return f"from {long_date(self.valid_from)}"
        return f"until {long_date(self.valid_to)}" if self.valid_to else "no dates given"

    def note(self, on: dt.date) -> str:
        """Return what a reader must know beside the figure on a date; empty when nothing.

        It says when the figure is uncertain, is the person's own, or is past the date by
        which it should have been checked again.
        """
        notes = []
        if self.own:
            notes.append("Your own value.")
        elif self.certainty != "verified":
            notes.append(CERTAINTY_WORDS[self.certainty])
        if self.is_overdue(on):
            notes.append(
                f"Due to be checked again by {long_date(self.check_again_by)}: "
                "that date has passed, so check it before you rely on it."
            )
        return " ".join(notes)

    def facts(self) -> list[tuple[str, str]]:
        """Return what is known about the figure, as (heading, text) pairs."""
        checked = long_date(self.checked_on) if self.checked_on else "not checked against a source"
        pairs = [
            ("Law or standard", self.law),
            ("Under", self.regime),
            ("Where it applies", self.nation),
            ("In force", self.period()),
            ("Source", self.source),
            ("Checked on", checked),
            ("Check again by", long_date(self.check_again_by)),
            ("How sure", "Your own value." if self.own else CERTAINTY_WORDS[self.certainty]),
            ("Remark", self.remark),
        ]
        return [(heading, text) for heading, text in pairs if text]

    def html(self, on: dt.date) -> str:
        """Return the figure with its source folded underneath, for a reader on a date."""
        note = self.note(on)
        beside = f' <span class="wb-rule-note">{escape(note)}</span>' if note else ""
        return (
            f'<div class="wb-rule"><p>{escape(self.title)}: '
            f"<strong>{escape(self.shown())}</strong>.{beside}</p>"
            f"{details(self.title, self.facts())}</div>"
        )

    def _repr_html_(self) -> str:
        return self.html(today())

    def __str__(self) -> str:
        return self.shown()


@dataclass(frozen=True)
class RuleTable:
    """The rows of one table of rules that hold on a date, in the order of the file."""

    name: str
    title: str
    rows: tuple[Rule, ...]
    #: Columns to show and their headings; all of them where there are none.
    heads: tuple[tuple[str, str], ...] = ()

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def values(self) -> list[Value]:
        """Return the values of the rows, in order."""
        return [row.value for row in self.rows if row.value is not None]

    def records(self) -> list[dict[str, object]]:
        """Return one dict a row: the table's own columns, then ``value`` and ``unit``."""
        return [{**row.columns, "value": row.value, "unit": row.unit} for row in self.rows]

    def by(self, column: str) -> dict[Key, Value]:
        """Return the values by one of the table's own columns, such as age band to weight.

        Raises
        ------
        WorkbookError
            When the table has no such column, or a key occurs twice (use :meth:`where` first).
        """
        self._must_have(column)
        found: dict[Key, Value] = {}
        for row in self.rows:
            place = row.columns[column]
            if place in found:
                raise WorkbookError(f"{self.title}: {column} '{place}' occurs more than once.")
            if row.value is not None:
                found[place] = row.value
        return found

    def where(self, **wanted: Key | tuple[Key, ...]) -> RuleTable:
        """Return the rows whose own columns have the values wanted; a tuple means any of these.

        Raises
        ------
        WorkbookError
            When the table has no such column, or no row is left.
        """
        for column in wanted:
            self._must_have(column)
        any_of = {key: each if isinstance(each, tuple) else (each,) for key, each in wanted.items()}
        rows = tuple(
            row for row in self.rows if all(row.columns[key] in any_of[key] for key in any_of)
        )
        if not rows:
            raise WorkbookError(f"{self.title}: there is no row with {_in_words(wanted)}.")
        return RuleTable(self.name, self.title, rows)

    def showing(self, **heads: str) -> RuleTable:
        """Return the same rows, shown under these headings: ``showing(then="Then", value="Now")``.

        Columns that are not named are left out; ``value``, ``law`` and ``checked`` (the day of
        the last check) may be named beside the table's own.

        Raises
        ------
        WorkbookError
            When the table has no such column.
        """
        for column in heads.keys() - {"value", "law", "checked"}:
            self._must_have(column)
        return replace(self, heads=tuple(heads.items()))

    def _shown(self, row: Rule, column: str) -> str:
        """Return one cell as text."""
        if column == "value":
            return row.shown()
        if column == "law":
            return row.law
        if column == "checked":
            return long_date(row.checked_on) if row.checked_on else "not checked"
        return _cell(row.columns[column])

    def _must_have(self, column: str) -> None:
        if column not in self.rows[0].columns:
            known = ", ".join(self.rows[0].columns)
            raise WorkbookError(f"{self.title}: there is no column '{column}'. It has {known}.")

    def note(self, on: dt.date) -> str:
        """Return what a reader must know beside the table on a date; empty when nothing."""
        return " ".join(dict.fromkeys(row.note(on) for row in self.rows if row.note(on)))

    def html(self, on: dt.date) -> str:
        """Return the table with the sources of its rows folded underneath."""
        own = ((column, _readable(column)) for column in self.rows[0].columns)
        heads = dict(self.heads or (*own, ("value", "Value")))
        head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads.values())
        body = "".join(
            "<tr>"
            + "".join(f"<td>{escape(self._shown(row, column))}</td>" for column in heads)
            + "</tr>"
            for row in self.rows
        )
        note = self.note(on)
        beside = f'<p class="wb-rule-note">{escape(note)}</p>' if note else ""
        facts = list(dict.fromkeys(fact for row in self.rows for fact in row.facts()))
        return (
            f'<div class="wb-rule"><table class="wb-table"><caption>{escape(self.title)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{beside}"
            f"{details(self.title, facts)}</div>"
        )

    def _repr_html_(self) -> str:
        return self.html(today())


def today() -> dt.date:
    """Return the date of today, or the one set by ``WORKBOOK_TODAY`` (2026-11-22).

    The variable is for checks that must not change with the calendar, and for seeing what
    a page will say on a later day.
    """
    chosen = os.environ.get("WORKBOOK_TODAY")
    return dt.date.fromisoformat(chosen) if chosen else dt.date.today()


def details(title: str, facts: list[tuple[str, str]]) -> str:
    """Return facts as a list that opens on request, named so that each is told apart."""
    rows = "".join(f"<dt>{escape(head)}</dt><dd>{escape(text)}</dd>" for head, text in facts)
    label = f"Where this comes from: {title}"
    return f"<details><summary>{escape(label)}</summary><dl>{rows}</dl></details>"


def show_value(value: Value | None, unit: str) -> str:
    """Return a value and its unit as a reader would write them."""
    if value is None:
        return "not known"
    if isinstance(value, dt.date):
        return long_date(value)
    if isinstance(value, str):
        return value
    if unit.startswith("GBP"):
        pounds = f"£{value:,.2f}" if "per hour" in unit or value != int(value) else f"£{value:,.0f}"
        return pounds + {"": "", "per hour": " an hour"}.get(unit[4:], f" {unit[4:]}")
    number = f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"
    if unit.startswith("percent"):
        return f"{number}%{unit.removeprefix('percent')}"
    if unit in _BARE_UNITS:
        return number
    return f"{number} {unit.removesuffix('s') if value == 1 else unit}"


def _in_words(wanted: Mapping[str, object]) -> str:
    return " and ".join(f"{column} '{value}'" for column, value in wanted.items())


def _cell(value: Key) -> str:
    return "" if value is None else str(value)


def _readable(column: str) -> str:
    return column.replace("_", " ").capitalize()
