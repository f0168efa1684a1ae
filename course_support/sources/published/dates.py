"""Dates in every form publishers use, with the order of day and month never guessed silently."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from course_support.sources.published.cells import text_of

_MONTH_NAMES = (
    ("jan", "january"),
    ("feb", "february"),
    ("mar", "march"),
    ("apr", "april"),
    ("may",),
    ("jun", "june"),
    ("jul", "july"),
    ("aug", "august"),
    ("sep", "sept", "september"),
    ("oct", "october"),
    ("nov", "november"),
    ("dec", "december"),
)
_MONTHS = {name: at for at, names in enumerate(_MONTH_NAMES, start=1) for name in names}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s/.-]+([A-Za-z]{3,9})\.?[\s/.,-]+(\d{4}|\d{2})\b.*"
)
_NAMED_US = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b.*")
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[\sT,-]+(.*))?")


@dataclass(frozen=True)
class Dates:
    """Dates of one column: ``values`` as datetime64, how they were read, what was not."""

    values: pd.Series
    note: str
    unread: dict[str, int]
    order: str


def parse_dates(column: pd.Series, name: str = "date") -> Dates:
    """Read a column of dates, deciding the order of day and month from the whole column.

    A day above 12 in first place shows day first, in second place month first (an export
    with American settings). Where nothing shows it, day first is taken and said.
    """
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return Dates(column, "", {}, "")
    codes, uniques = pd.factorize(column.to_numpy(dtype=object), use_na_sentinel=True)
    texts = [text_of(u).strip() for u in uniques]
    pairs = [m for t in texts if (m := _NUMBERS.fullmatch(t))]
    order, note = _order(pairs, name)
    days: list[dt.date | None] = [_one(t, order) for t in texts]
    unread = {}
    counts = np.bincount(codes[codes >= 0], minlength=len(texts)) if len(texts) else np.array([])
    for at, text in enumerate(texts):
        if days[at] is None and text:
            unread[text] = int(counts[at])
    stamps = np.array(
        [np.datetime64(d, "s") if d else np.datetime64("NaT", "s") for d in [*days, None]]
    )
    return Dates(pd.Series(stamps[codes], index=column.index), note, unread, order)


def _order(pairs: list[re.Match[str]], name: str) -> tuple[str, str]:
    if not pairs:
        return "day first", ""
    day_first = any(int(m[1]) > 12 for m in pairs)
    month_first = any(int(m[2]) > 12 for m in pairs)
    if day_first and month_first:
        return "mixed", (
            f"'{name}' has dates both day first and month first. Those that can be read only "
            "one way are kept; the others are left empty."
        )
    if month_first:
        return "month first", (
            f"'{name}' has the month before the day (an American setting), for example "
            f"{next(m[0] for m in pairs if int(m[2]) > 12)}. It was read that way."
        )
    if day_first:
        return "day first", ""
    if any(re.search(r"\b[AP]M\b", m[4] or "", re.I) for m in pairs):
        return "month first", (
            f"Nothing in '{name}' shows whether the day or the month comes first. Times with AM "
            "and PM suggest American settings, so the month was taken first. Check one date."
        )
    return "day first", (
        f"Nothing in '{name}' shows whether the day or the month comes first. The British "
        "order, day first, was taken. Check one date."
    )


def _one(text: str, order: str) -> dt.date | None:
    try:
        if found := _ISO.fullmatch(text):
            return _sane(dt.date(int(found[1]), int(found[2]), int(found[3])))
        if found := _NAMED.fullmatch(text):
            return _make(found[3], _MONTHS.get(found[2].lower(), 0), int(found[1]))
        if found := _NAMED_US.fullmatch(text):
            return _make(found[3], _MONTHS.get(found[1].lower(), 0), int(found[2]))
        if found := _NUMBERS.fullmatch(text):
            return _numbers(found, order)
        if found := _COMPACT.fullmatch(text):
            return _sane(dt.date(int(found[1]), int(found[2]), int(found[3])))
    except ValueError:
        return None
    return None


def _numbers(found: re.Match[str], order: str) -> dt.date | None:
    first, second = int(found[1]), int(found[2])
    if order == "mixed":
        if first <= 12 and second <= 12 and first != second:
            return None
        order = "month first" if second > 12 else "day first"
    day, month = (second, first) if order == "month first" else (first, second)
    return _make(found[3], month, day)


def _make(year: str, month: int, day: int) -> dt.date | None:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < 70 else 1900
    return _sane(dt.date(number, month, day))


def _sane(day: dt.date) -> dt.date | None:
    return day if 1900 <= day.year <= 2100 else None


_QUARTER = re.compile(
    r"(january|april|july|october|jan|apr|jul|oct)[a-z]*\s*(?:to|-|–)\s*"
    r"(march|june|september|december|mar|jun|sep|dec)[a-z]*\s*(\d{4}|\d{2})\b",
    re.I,
)


def quarter_in(text: str) -> str:
    """Return a quarter named in a text ("April to June 2020") in one form, or ''."""
    found = _QUARTER.search(text)
    if not found:
        return ""
    start = _MONTHS[found[1].lower()]
    year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
    names = ("January to March", "April to June", "July to September", "October to December")
    return f"{names[(start - 1) // 3]} {year}"


def tidy_period(text: str, kind: str = "") -> str:
    """Return a period in one form: "202425" as "2024-25", "2024 to 2025" likewise.

    ``kind`` is the publisher's own word for it (Academic year, Financial year).
    """
    plain = text.strip()
    if plain.endswith(".0"):
        plain = plain[:-2]
    found = re.fullmatch(r"(\d{4})(\d{2})", plain)
    if found and int(found[2]) == (int(found[1]) + 1) % 100:
        return f"{found[1]}-{found[2]}"
    found = re.fullmatch(r"(\d{4})\s*(?:to|/|-|–)\s*(\d{4}|\d{2})", plain)
    if found and int(found[2]) % 100 == (int(found[1]) + 1) % 100:
        return f"{found[1]}-{found[2][-2:]}"
    return plain
