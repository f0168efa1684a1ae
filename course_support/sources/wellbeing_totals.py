"""Totals of a wellbeing scale without the answers behind them: of which form they are.

What the values prove decides first, then what the headings say; else the file is refused. The
metric scores of the seven-item form are a dated table.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from course_support.errors import WorkbookError
from course_support.methods.words import and_
from course_support.sources import rules

TOTAL = re.compile(
    r"(?:s?wemwbs|well-?being).{0,20}(?:total|score|sum|metric)|"
    r"(?:total|sum|score|metric).{0,20}(?:s?wemwbs|well-?being)",
    re.I,
)
_SCALE = re.compile(r"wemwbs", re.I)
_ANY_TOTAL = re.compile(
    r"total|score|\bsum\b|metric|^\W*(?:pre|post|before|after|baseline|follow\W?up|t\W?\d)\W*$",
    re.I,
)
#: Worked out from two totals, or from one: no total.
_DERIVED = re.compile(
    r"\bchange|differ|\bband|categor|\blevel|percentile|\bgain|improve|\bdate|time taken", re.I
)
#: Numbers of a heading that are a time: "month 7", "14 weeks", "7/3/2025".
_TIMES = re.compile(
    r"(?<![a-z])(?:day|week|month|year|wave|time|visit|session|review|stage|t|w)s?[ _-]?\d+|"
    r"\d+[ _-]?(?:day|week|month|year)s?|\d+[/.-]\d+[/.-]\d+",
    re.I,
)
_NAMES_METRIC = re.compile(r"metric|rasch|transformed|converted", re.I)
_NAMES_SHORT = re.compile(
    r"swemwbs|s-wemwbs|\bshort(?!\W?(?:break|term|stay))|seven|(?<!\d)(?:7|35)(?!\d)", re.I
)
_NAMES_LONG = re.compile(r"fourteen|(?<!\d)(?:14|70)(?!\d)", re.I)
_NUMBER = re.compile(r"-?\d{1,3}(?:\.\d+)?")
#: Numbers that stand for no total in exports: 0, below 0, and these.
_CODES = frozenset({77, 88, 99, *range(777, 1000)})
#: How far a score may stand from the table's, which has two decimals; and one rounded to one.
EXACT, ROUNDED = 0.0051, 0.0501
LOWEST_TOTAL, HIGHEST_TOTAL = 7, 70


@dataclass(frozen=True)
class Form:
    """What totals are: of how many items, and whether they are metric scores already."""

    name: str
    items: int
    metric: bool = False

    @property
    def lowest(self) -> int:
        """Return the lowest total: 1 for each item."""
        return self.items

    @property
    def scored(self) -> str:
        """Return how the scores come from what the file gives."""
        if self.metric:
            return "They are not converted again."
        if self is FULL:
            return "They are compared as they stand."
        return "Each is turned into its metric score by the dated table."

    @property
    def highest(self) -> int:
        """Return the highest total: 5 for each item."""
        return 5 * self.items

    def takes(self, value: float, metric: Iterable[float], named: bool) -> bool:
        """Say whether a value can be of this form; a name lets decimals pass that prove nothing."""
        if not self.lowest <= value <= self.highest:
            return False
        if self.metric:
            return any(abs(value - score) <= (ROUNDED if named else EXACT) for score in metric)
        return value % 1 == 0 or (named and self is FULL)


FULL = Form("totals of the fourteen-item scale", 14)
RAW = Form("raw totals of the seven-item scale", 7)
METRIC = Form("metric scores of the seven-item scale", 7, metric=True)

ONLY_TOTALS = (
    "Only totals are in the file, so the rule for missing answers could not be applied. A blank "
    "is a person without a score."
)


def conversion() -> dict[int, float]:
    """Return the dated table from a raw total of seven items to its metric score."""
    table = rules.table("swemwbs_metric").by("raw_total")
    return {int(str(raw)): float(str(metric)) for raw, metric in table.items()}


def total(text: str) -> float:
    """Return the number of a cell, or NaN for none."""
    return float(text) if _NUMBER.fullmatch(text.strip()) else math.nan


def stands_for_none(value: float) -> bool:
    """Say whether a number is one that exports put where there is no total."""
    return value <= 0 or value in _CODES


def total_columns(
    heads: Sequence[str], cells: Callable[[int], Sequence[str]], *, any_total: bool = False
) -> list[int]:
    """Return the places of the columns of totals.

    Parameters
    ----------
    heads : headings of the table.
    cells : gives the texts of the column at a place.
    any_total : a heading such as Total, Score or a time alone will do where none names the scale.
    """
    free = [at for at, head in enumerate(heads) if not _DERIVED.search(head)]
    found = [
        at
        for at in free
        if TOTAL.search(heads[at]) or (_SCALE.search(heads[at]) and _like_totals(cells(at)))
    ]
    if found or not any_total:
        return found
    return [at for at in free if _ANY_TOTAL.search(heads[at]) and _like_totals(cells(at))]


def _like_totals(cells: Sequence[str]) -> bool:
    filled = [value for value in map(total, filter(None, cells)) if not stands_for_none(value)]
    good = sum(LOWEST_TOTAL <= value <= HIGHEST_TOTAL for value in filled)
    return bool(good) and 2 * good > len(filled)


def form_of(
    where: str, heads: Sequence[str], values: Sequence[tuple[int, float]]
) -> tuple[Form, str]:
    """Return the form of totals, and the sentence that says why.

    Parameters
    ----------
    where : file (and sheet), for messages.
    heads : headings of the columns of totals.
    values : row and total of every cell that has one.

    Raises
    ------
    WorkbookError
        When there are none, they fit no form, contradict their heading, or fit two forms.
    """
    if not values:
        raise WorkbookError(
            f"{where}: no numbers stand under {_quoted(heads)}. Export the totals as numbers."
        )
    named = list(dict.fromkeys(form for head in heads if (form := _named(head))))
    if len(named) > 1:
        raise WorkbookError(
            f"{where}: {_quoted(heads)} name two forms of the scale, and only scores of one form "
            "can be compared. Keep one form in the file."
        )
    fits = _fitting(where, heads, values, named)
    if {FULL, RAW} <= set(fits) and any(map(_SCALE.search, heads)):
        raise WorkbookError(
            f"{where}: all totals under {_quoted(heads)} lie from {FULL.lowest} to {RAW.highest}, "
            "so they may be of seven items or of fourteen. Write 7 or 14 into the heading, such as "
            "“WEMWBS 7 total”, and choose the file again."
        )
    form = RAW if RAW in fits else fits[0]
    return form, _why(form, fits, heads, values, bool(named))


def _named(head: str) -> Form | None:
    """Return the form that a heading names, or None."""
    words = _TIMES.sub(" ", head)
    for pattern, form in ((_NAMES_METRIC, METRIC), (_NAMES_SHORT, RAW), (_NAMES_LONG, FULL)):
        if pattern.search(words):
            return form
    return None


def _fitting(
    where: str,
    heads: Sequence[str],
    values: Sequence[tuple[int, float]],
    named: Sequence[Form],
) -> list[Form]:
    """Return the forms that every value can be of; a short form may be metric already."""
    metric = set(conversion().values())
    forms = {RAW: (RAW, METRIC), METRIC: (METRIC,), FULL: (FULL,)}[named[0]] if named else None
    fits = [
        form
        for form in forms or (FULL, RAW, METRIC)
        if all(form.takes(value, metric, form in named) for _, value in values)
    ]
    if fits:
        return fits
    if named:
        row, odd = next((r, v) for r, v in values if not named[0].takes(v, metric, named=True))
        raise WorkbookError(
            f"{where}: {_quoted(heads)} should hold {named[0].name} "
            f"({named[0].lowest} to {named[0].highest}), but row {row} holds {odd:g}, which is "
            "none. Mend that cell or the heading, and choose the file again."
        )
    low, high = min(v for _, v in values), max(v for _, v in values)
    raise WorkbookError(
        f"{where}: the totals under {_quoted(heads)} run from {low:g} to {high:g}, "
        f"which fits neither whole totals of fourteen items ({FULL.lowest} to {FULL.highest}) or "
        f"of seven ({RAW.lowest} to {RAW.highest}) nor the table of metric scores. Look for a "
        "mistyped cell, or write 14, 7 or metric into the heading, such as “WEMWBS 14 total”."
    )


def _why(
    form: Form,
    fits: Sequence[Form],
    heads: Sequence[str],
    values: Sequence[tuple[int, float]],
    named: bool,
) -> str:
    """Return what the totals are and what shows it."""
    said = f"Under {_quoted(heads)} stand {form.name}"
    if form.metric:
        known = conversion().values()
        odd = [value for _, value in values if not form.takes(value, known, named=False)]
        if odd:
            return (
                f"{said}, as the heading says. {len(odd)} of "
                f"{len(values)} are not in the table ({odd[0]:g} is the first), but within "
                "rounding of it. They are taken as they stand."
            )
        return f"{said}: each stands in the table of metric scores."
    parts = sum(value % 1 != 0 for _, value in values)
    if named:
        filled = f" {parts} are no whole numbers: blanks were filled in before the export."
        return f"{said}, as the heading says.{filled if parts else ''}"
    if len(fits) > 1:
        return (
            f"{said}: none is above {RAW.highest}. If they are of fourteen items, write 14 into "
            "the heading."
        )
    proof = f"some are above {RAW.highest}" if form is FULL else f"some are below {FULL.lowest}"
    return f"{said}: all lie from {form.lowest} to {form.highest}, and {proof}."


def _quoted(heads: Sequence[str]) -> str:
    return and_(f"“{head}”" for head in dict.fromkeys(heads))
