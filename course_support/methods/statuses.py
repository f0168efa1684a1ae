"""Values with a status: suppressed, missing, not applicable and zero stay different things.

A published number comes with a status. Only some statuses carry a number that may be used;
a withheld one is unknown, and an unknown number is never taken as zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from course_support.errors import WorkbookError
from course_support.methods import guards
from course_support.methods.result import Result
from course_support.methods.words import and_

#: Statuses whose number may be used as it stands.
USABLE = ("ok", "provisional", "low reliability")
#: Statuses whose number is not known.
UNKNOWN = ("suppressed", "redacted", "not available", "rounds to zero", "missing")
#: No number belongs here, so nothing is lost by leaving it out.
NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True)
class Known:
    """Numbers beside what is known of them.

    Attributes
    ----------
    value
        The numbers; NaN wherever the number may not be used.
    status
        One status a number, from ``USABLE``, ``UNKNOWN`` and ``NOT_APPLICABLE``.
    """

    value: NDArray[np.float64]
    status: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether no number that belongs here is unknown."""
        return not any(status in UNKNOWN for status in self.status)

    @property
    def unknown(self) -> NDArray[np.bool_]:
        """Which numbers belong here but are not known."""
        return np.array([status in UNKNOWN for status in self.status], dtype=bool)


def read(
    values: Any,
    status: Sequence[Any] | pd.Series | None = None,
    what: str = "Values",
    *,
    labels: Sequence[Any] | None = None,
    least: float | None = None,
    above: float | None = None,
) -> Known:
    """Take values with an optional status column.

    Without a status a masked value is suppressed, and NaN, None or NA is missing. With one, a
    number beside a status that withholds it is not used, whatever it says (some files hold 0
    there).

    Parameters
    ----------
    values
        One-dimensional; masked, NaN, None or NA where there is none.
    status
        One a value.
    what
        What they are, as it should stand in a message.
    labels
        A name for each value, for messages.
    least, above
        Limits; ``above`` is a strict one.

    Raises
    ------
    WorkbookError
        When a value is not a number or is below its limit, a status is unknown, or the
        columns differ in length.
    """
    given = _statuses(values, status, what)
    # A withheld cell may hold a marker such as "c", or 0; its content is not looked at.
    kept = [v if s in USABLE else np.nan for v, s in zip(values, given, strict=True)]
    shown = guards.numbers(kept, what, labels=labels, gaps=True)
    settled = tuple(
        "missing" if s in USABLE and np.isnan(v) else s for v, s in zip(shown, given, strict=True)
    )
    value = np.where([s in USABLE for s in settled], shown, np.nan)
    guards.numbers(value, what, labels=labels, least=least, above=above, gaps=True)
    return Known(value, settled)


def _statuses(values: Any, status: Sequence[Any] | pd.Series | None, what: str) -> list[str]:
    """Return one status a value, as given or as the mask says."""
    if status is None:
        hidden = np.ma.getmaskarray(values) if isinstance(values, np.ma.MaskedArray) else None
        return [
            "ok" if hidden is None or not hidden[i] else "suppressed" for i in range(len(values))
        ]
    guards.same_length(list(values), list(status), f"{what} and their statuses")
    words = ["ok" if _blank(s) else str(s).strip().lower().replace("_", " ") for s in status]
    for place, word in enumerate(words, start=1):
        if word not in (*USABLE, *UNKNOWN, NOT_APPLICABLE):
            raise WorkbookError(
                f"{what}: the status '{word}' at place {place} is not known. Expected one of: "
                f"{', '.join((*USABLE, *UNKNOWN, NOT_APPLICABLE))}."
            )
    return words


def _blank(status: Any) -> bool:
    """Whether a status cell is empty, which means nothing is amiss."""
    return bool(pd.isna(status)) or status == ""


def gaps(status: Sequence[str]) -> str:
    """Return what is not known, in words: "2 suppressed and 1 missing", or ""."""
    counts = Counter(s for s in status if s in UNKNOWN)
    parts = [f"{counts[s]} {_plain(s)}" for s in UNKNOWN if counts[s]]
    return and_(parts)


def _plain(status: str) -> str:
    """Return a status as it stands in a sentence."""
    return "rounded to zero" if status == "rounds to zero" else status


def together(status: Sequence[str]) -> str:
    """Return one status for a figure made of cells: ok, or what it includes."""
    if not any(s in UNKNOWN for s in status):
        return "ok"
    return f"includes {next(s for s in UNKNOWN if s in status)}"


@dataclass(frozen=True)
class Total(Result):
    """A sum that says what it could not include.

    Attributes
    ----------
    value
        The sum, or None when a cell that belongs in it is not known.
    at_least
        The sum of what is known. A floor for counts, which cannot be negative.
    cells, unknown
        How many cells belong in the sum, and how many of them are not known.
    status
        "ok", or "includes suppressed" and the like.
    """

    what: str
    value: float | None
    at_least: float
    cells: int
    unknown: int
    missing_in_words: str
    status: str
    assumptions: tuple[str, ...] = (
        "A number that is not known is left out and said to be; it is never counted as zero.",
        "Cells that are not applicable do not belong in the sum.",
    )

    def table(self) -> pd.DataFrame:
        """Return the total, the known part and the number of unknown cells in one row."""
        return pd.DataFrame(
            {
                "Measure": [self.what],
                "Total": pd.Series([self.value], dtype=float),
                "Known part": [self.at_least],
                "Cells": [self.cells],
                "Not known": [self.unknown],
                "Status": [self.status],
            }
        )

    def reading(self) -> str:
        """Say the total, or the part that is known."""
        if self.value is not None:
            return f"{self.what}: {self.value:,.10g}."
        if self.unknown == self.cells:
            return f"{self.what}: not known ({self.missing_in_words})."
        return (
            f"{self.what}: the known part is {self.at_least:,.10g}. {self.missing_in_words} of "
            f"{self.cells} cells are not in it, so the true total is that or more."
        )


def total(
    values: Any, status: Sequence[Any] | pd.Series | None = None, what: str = "Total"
) -> Total:
    """Add up counts, carrying through what is suppressed or missing.

    Parameters
    ----------
    values, status, what
        As in :func:`read`.

    Raises
    ------
    WorkbookError
        When a count is below zero or is not a number.
    """
    known = read(values, status, what, least=0)
    belongs = [s for s in known.status if s != NOT_APPLICABLE]
    unknown = int(known.unknown.sum())
    part = float(np.nansum(known.value))
    return Total(
        what=what,
        value=None if unknown or not belongs else part,
        at_least=part,
        cells=len(belongs),
        unknown=unknown,
        missing_in_words=gaps(known.status) or "no cell applies",
        status=together(known.status) if belongs else NOT_APPLICABLE,
    )
