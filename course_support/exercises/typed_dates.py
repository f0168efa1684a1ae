"""Dates as people in Britain type them, read or answered in words."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from course_support.methods.words import full_date, long_date

MONTHS = tuple(calendar.month_name[1:])
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]0{1,2}:00(?::00)?)?")
_NUMBERS = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d+)")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s\-]*(?:of\s+)?([a-z]+)\.?[\s\-,]*(\d+)?")
_MONTH_FIRST = re.compile(r"([a-z]+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?(?:[\s,]+(\d+))?")
_NO_DAY = re.compile(r"([a-z]+)\.?[\s,]*(\d{4})")
_NO_YEAR = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})")
_WEEKDAY = re.compile(r"^(mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b[\s,.]*")
_HOW = "Write it as 3 April 2027 or 3/4/2027"


@dataclass(frozen=True)
class TypedDate:
    """What was made of a typed date: the day, or why it is none; and what to look at again."""

    day: dt.date | None = None
    problem: str = ""
    remark: str = ""

    @property
    def words(self) -> str:
        """Return the day with its weekday: “Saturday 3 April 2027”; empty when there is none."""
        return full_date(self.day) if self.day else ""


def read_date(typed: str, today: dt.date) -> TypedDate:
    """Read a date typed in British form, day before month, or as year-month-day.

    Parameters
    ----------
    typed : str
        Such as ``3/4/2027``, ``3 April 2027``, ``Sat 3 Apr 27`` or ``2027-04-03``.
    today : datetime.date
        Dates before it are noticed in the remark, not refused.

    Returns
    -------
    TypedDate
        Without a day and without a problem when nothing was typed.
    """
    text = " ".join(typed.split())
    if not text:
        return TypedDate()
    lower = text.lower()
    weekday = _WEEKDAY.match(lower)
    day = _day_of(text, lower[weekday.end() :] if weekday else lower)
    if isinstance(day, str):
        return TypedDate(problem=day)
    remarks = []
    if weekday and f"{day:%A}".lower()[:3] != weekday[1][:3]:
        remarks.append(f"{long_date(day)} is a {day:%A}: check the day of the week.")
    if day < today:
        remarks.append("This date is past.")
    return TypedDate(day, remark=" ".join(remarks))


def _day_of(text: str, lower: str) -> dt.date | str:
    """Return the day, or a sentence that says why there is none."""
    if found := _ISO.fullmatch(lower):
        return _checked(text, int(found[3]), int(found[2]), found[1])
    if found := _NUMBERS.fullmatch(lower) or _NO_YEAR.fullmatch(lower):
        year = found[3] if found.re is _NUMBERS else None
        if int(found[2]) > 12:
            return f"“{text}” is not a date: there is no month {found[2]}. The day comes first."
        return _checked(text, int(found[1]), int(found[2]), year)
    if (found := _DAY_FIRST.fullmatch(lower)) and (month := _month(found[2])):
        return _checked(text, int(found[1]), month, found[3])
    if (found := _MONTH_FIRST.fullmatch(lower)) and (month := _month(found[1])):
        return _checked(text, int(found[2]), month, found[3])
    if (found := _NO_DAY.fullmatch(lower)) and _month(found[1]):
        return f"“{text}” has no day. {_HOW}."
    return f"“{_short(text)}” is not a date. {_HOW}."


def _checked(text: str, day: int, month: int, year: str | None) -> dt.date | str:
    if not 1 <= month <= 12:
        return f"“{text}” is not a date: there is no month {month}."
    if year and len(year) not in (2, 4):
        return f"“{_short(text)}” is not a date: write the year with four digits, such as 2027."
    # Without a year, 29 February may be one.
    whole = 2000 if not year else int(year) + 2000 if len(year) == 2 else int(year)
    if not 1900 <= whole <= 2199:
        return f"“{text}” is not a date for a plan: check the year {whole}."
    name = MONTHS[month - 1]
    last = calendar.monthrange(whole, month)[1]
    if not 1 <= day <= last:
        in_year = f"{name} {whole}" if month == 2 and year else name
        return f"{day} {in_year} is not a date: {in_year} has {last} days."
    return dt.date(whole, month, day) if year else f"“{text}” has no year. {_HOW}."


def _month(word: str) -> int:
    """Return the number of a month from its name or its first three letters or more; else 0."""
    if len(word) < 3:
        return 0
    return next((i for i, name in enumerate(MONTHS, 1) if name.lower().startswith(word)), 0)


def _short(text: str) -> str:
    return f"{text[:37]}…" if len(text) > 40 else text
