"""Turning the text of a cell into a value, or saying why it cannot be."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from course_support.sources.descriptor import Field

Cell = int | float | bool | str | dt.date | None
_INTEGER = re.compile(r"[+-]?\d+")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_YEAR = re.compile(r"\d{4}")
_YEARMONTH = re.compile(r"(\d{4})-(\d{2})")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")
_WORDS = {
    "integer": "a whole number, such as 12 (no commas, £ or %)",
    "number": "a number, such as 12.5 (no commas, £ or %)",
    "boolean": "true or false",
    "date": "a date as year-month-day, such as 2026-04-30",
    "year": "a year, such as 2026",
    "yearmonth": "a month as year-month, such as 2026-04",
}


def parse(text: str, field: Field) -> Cell:
    """Return the value of a cell that is not blank.

    A month becomes the date of its first day.

    Raises
    ------
    ValueError
        Saying what was expected, when the text does not fit the column's type.
    """
    value = _PARSERS[field.type](text)
    if value is None:
        raise ValueError(_WORDS[field.type])
    return value


def broken_constraint(value: Cell, text: str, field: Field) -> str | None:
    """Return what was expected, when a value breaks a constraint of its column; else None."""
    rules = field.constraints
    allowed = rules.get("enum")
    if allowed is not None and text not in _texts(tuple(allowed)):
        return "one of " + ", ".join(str(item) for item in allowed)
    for name, words, wrong in (("minimum", "at least", -1), ("maximum", "at most", 1)):
        if name in rules and _compare(value, _limit(rules[name], field)) == wrong:
            return f"{words} {rules[name]}"
    if "pattern" in rules and not re.fullmatch(str(rules["pattern"]), text):
        return f"text of the form {rules['pattern']}"
    if "minLength" in rules and len(text) < int(rules["minLength"]):
        return f"at least {rules['minLength']} characters"
    if "maxLength" in rules and len(text) > int(rules["maxLength"]):
        return f"at most {rules['maxLength']} characters"
    return None


def _integer(text: str) -> Cell:
    return int(text) if _INTEGER.fullmatch(text) else None


def _number(text: str) -> Cell:
    return float(text) if _NUMBER.fullmatch(text) else None


def _boolean(text: str) -> Cell:
    lower = text.lower()
    return True if lower in _TRUE else False if lower in _FALSE else None


def _year(text: str) -> Cell:
    return int(text) if _YEAR.fullmatch(text) else None


@cache
def _date(text: str) -> Cell:
    try:
        return dt.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


@cache
def _yearmonth(text: str) -> Cell:
    match = _YEARMONTH.fullmatch(text)
    try:
        return dt.date(int(match[1]), int(match[2]), 1) if match else None
    except ValueError:
        return None


_PARSERS: dict[str, Callable[[str], Cell]] = {
    "string": str,
    "any": str,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "year": _year,
    "yearmonth": _yearmonth,
}


@cache
def _texts(allowed: tuple[Any, ...]) -> frozenset[str]:
    return frozenset(str(item) for item in allowed)


def _limit(limit: Any, field: Field) -> Any:
    return parse(limit, field) if isinstance(limit, str) else limit


def _compare(value: Any, limit: Any) -> int:
    """Return -1, 0 or 1 as a value is below, at or above a limit."""
    return (value > limit) - (value < limit)
