"""Names and dates as people write them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable


def and_(names: Iterable[str]) -> str:
    """Return names as people list them: a, b and c; nothing where there are none."""
    every = list(names)
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} and {every[-1]}"


def small_first(words: str) -> str:
    """Return words as they stand within a sentence; NHS and A&E stay as they are."""
    return words if re.match(r"\w[A-Z&]", words) else words[:1].lower() + words[1:]


def capital_first(words: str) -> str:
    """Return words as they begin a sentence."""
    return words[:1].upper() + words[1:]


def long_date(day: dt.date) -> str:
    """Return a date as "5 March 2026"; no nought stands before the day."""
    return f"{day.day} {day:%B %Y}"


def full_date(day: dt.date) -> str:
    """Return a date with its weekday: "Thursday 5 March 2026"."""
    return f"{day:%A} {long_date(day)}"
