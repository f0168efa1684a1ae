"""Months, as people write them in spreadsheets."""

from __future__ import annotations

import datetime as dt
import re

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORD = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NAMED = re.compile(rf"{_WORD}\.?[\s,/'’–-]*(\d{{4}}|\d{{2}})", re.I)
_YEAR_FIRST_NAME = re.compile(rf"(\d{{4}})[\s,/–-]*{_WORD}\.?", re.I)
_ALONE = re.compile(rf"{_WORD}\.?", re.I)
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.]?\s*[mM]?(0[1-9]|1[0-2]|[1-9])")
_MONTH_FIRST = re.compile(r"(0?[1-9]|1[0-2])\s*[-/.]\s*(\d{4})")
_FINANCIAL = re.compile(r"(?:FY\s*)?(\d{4})\s*[-/–]\s*(\d{4}|\d{2})", re.I)
_CALENDAR_YEAR = re.compile(r"(\d{4})(?:\.0)?")
_QUARTER = re.compile(r"\b(?:q(?:uarter|tr)?\.?\s*[1-4])\b", re.I)
_SPAN = re.compile(rf"{_WORD}\.?\s*(?:-|–|to)\s*{_WORD}\b.*", re.I)
#: What is written behind a month or a figure that is not final.
_NOT_FINAL = re.compile(
    r"\s*(?:\*+|[\[(]\s*(?:p|r|e|prov|provisional|revised|estimate)\.?\s*[\])])$", re.I
)
_SOME_YEAR = re.compile(r"(?<!\d)(?:\d{4}\s*[-/–]\s*(?:\d{4}|\d{2})|\d{4})(?![\d/-])")
#: The first month of a financial year in England.
APRIL = 4


def read_month(text: str) -> dt.date | None:
    """Return the first day of a month written as Apr 2024, Apr-24, 2024-04, 04/2024, 202404."""
    plain = _NOT_FINAL.sub("", " ".join(text.split()))
    if found := _NAMED.fullmatch(plain):
        return _day(found[2], month_number(found[1]))
    if found := _YEAR_FIRST_NAME.fullmatch(plain):
        return _day(found[1], month_number(found[2]))
    if found := _YEAR_FIRST.fullmatch(plain):
        return _day(found[1], int(found[2]))
    if found := _MONTH_FIRST.fullmatch(plain):
        return _day(found[2], int(found[1]))
    return None


def month_number(text: str) -> int:
    """Return 1 to 12 for the name of a month alone, else 0."""
    plain = text.strip()
    return _NAMES.index(plain[:3].lower()) + 1 if _ALONE.fullmatch(plain) else 0


def month_in_year(month: int, year: str) -> dt.date | None:
    """Return a month of a calendar year (2024) or of a financial one (2024-25, from April)."""
    plain = year.strip()
    if found := _CALENDAR_YEAR.fullmatch(plain):
        return _day(found[1], month)
    found = _FINANCIAL.fullmatch(plain)
    if not found or int(found[2]) % 100 != (int(found[1]) + 1) % 100:
        return None
    first = int(found[1])
    return _day(str(first if month >= APRIL else first + 1), month)


def is_quarter(text: str) -> bool:
    """Say whether a text names a quarter: Q1 2024, or Apr-Jun 2024."""
    return bool(_QUARTER.search(text) or _SPAN.fullmatch(text.strip()))


def is_year(text: str) -> bool:
    """Say whether a text is a calendar year (2024) or a financial one (2024/25)."""
    return month_in_year(1, text) is not None


def year_in(text: str) -> str:
    """Return the one year that a title names (Performance 2024/25), else an empty text."""
    found = [year for year in _SOME_YEAR.findall(text) if is_year(year)]
    return found[0] if len(found) == 1 else ""


def following(month: dt.date) -> dt.date:
    """Return the first day of the next month."""
    return dt.date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _day(year: str, month: int) -> dt.date | None:
    number = int(year)
    if number < 100:
        number += 2000 if number < 70 else 1900
    return dt.date(number, month, 1) if month and 1950 <= number <= 2100 else None
