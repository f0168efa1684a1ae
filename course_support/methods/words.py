"""Names and dates as people write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable


def and_(names: Iterable[str]) -> str:
    """Return names as people list them: a, b and c; nothing where there are none."""
    every = list(names)
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} and {every[-1]}"


def long_date(day: dt.date) -> str:
    """Return a date as "5 March 2026"; no nought stands before the day."""
    return f"{day.day} {day:%B %Y}"


def full_date(day: dt.date) -> str:
    """Return a date with its weekday: "Thursday 5 March 2026"."""
    return f"{day:%A} {long_date(day)}"
