"""What was counted in one authority, and in others beside it, each figure with its status."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from course_support.errors import WorkbookError

from .measures import Measure

if TYPE_CHECKING:
    import pandas as pd

    from course_support.sources.published import Published

#: Statuses whose number may be used as it stands.
USABLE = ("ok", "provisional", "low reliability")
_YEAR = re.compile(r"(19|20)\d{2}")


@dataclass(frozen=True)
class Point:
    """One count, what it is out of, and the status of the pair (None where not known)."""

    period: str
    count: float | None
    below: float | None
    status: str

    @property
    def known(self) -> bool:
        """Whether there is a count."""
        return self.count is not None

    @property
    def year(self) -> int:
        """Return the calendar year in which the period ends, or 0 where it names none."""
        return year_of(self.period)


def year_of(period: str) -> int:
    """Return the year in which a period ends: 2025, 2024-25 and 2024/25 are all 2025.

    A quarter such as "January to March 2025" lies in its own year. 0 where no year is named.
    """
    found = _YEAR.search(period)
    if not found:
        return 0
    year = int(found[0])
    span = re.fullmatch(r"\s*(?:19|20)\d{2}\s*[-/]\s*(\d{2}|\d{4})\s*", period)
    if not span:
        return year
    last = int(span[1]) if len(span[1]) == 4 else year // 100 * 100 + int(span[1])
    return last if last >= year else last + 100


def latest(found: Published, measure: Measure) -> str:
    """Return the last period in which the measure was published."""
    rows = _rows(found, measure.count or measure.share, measure.breakdown)
    periods = [str(p) for p in rows["period"].unique()]
    if not periods:
        raise WorkbookError(f"{found.file} has no values for “{measure.text}”.")
    return max(periods, key=lambda p: (year_of(p), p))


def _rows(found: Published, name: str, breakdown: str | None) -> pd.DataFrame:
    rows = found.values[found.values["measure"] == name]
    return rows if breakdown is None else rows[rows["breakdown"] == breakdown]


def series(
    found: Published,
    measure: Measure,
    area: str,
    otherwise: Callable[[int], float | None] = lambda year: None,
) -> tuple[Point, ...]:
    """Return an authority's counts by period, oldest first.

    Parameters
    ----------
    area
        Its name or code, old or new.
    otherwise
        People by year, used where the file does not say what the count is out of.

    Raises
    ------
    WorkbookError
        When the file has no such area, or not this measure for it.
    """
    inside = found.select(area=area)
    counts = _cells(inside, measure.count or measure.share, measure.breakdown)
    below = _cells(inside, measure.below, measure.breakdown) if measure.below else {}
    if not counts:
        raise WorkbookError(f"{found.file} has no values of “{measure.text}” for {area}.")
    points = [_point(period, counts, below, measure, otherwise) for period in counts]
    return tuple(sorted(points, key=lambda p: (p.year, p.period)))


def _cells(
    rows: pd.DataFrame, name: str, breakdown: str | None
) -> dict[str, tuple[float | None, str]]:
    """Return value and status by period; of two codes of one council, the one with a value."""
    rows = rows[rows["measure"] == name]
    # What a count is out of may stand under another breakdown, or under none.
    if breakdown is not None and (rows["breakdown"] == breakdown).any():
        rows = rows[rows["breakdown"] == breakdown]
    found: dict[str, tuple[float | None, str]] = {}
    for period, value, status in zip(rows["period"], rows["value"], rows["status"], strict=True):
        usable = str(status) in USABLE
        if usable or str(period) not in found:
            found[str(period)] = (float(value) if usable else None, str(status))
    return found


def _point(
    period: str,
    counts: Mapping[str, tuple[float | None, str]],
    below: Mapping[str, tuple[float | None, str]],
    measure: Measure,
    otherwise: Callable[[int], float | None],
) -> Point:
    count, status = counts[period]
    under, _ = below.get(period, (None, "not available"))
    under = otherwise(year_of(period)) if under is None else under * measure.times
    if measure.share and count is not None:
        count = None if under is None else round(count / 100 * under)
        status = status if count is not None else "not available"
    return Point(period, count, under, status)


def everywhere(
    found: Published, measure: Measure, level: str = "local authority"
) -> dict[str, Point]:
    """Return the latest counts of every authority, by name; of two codes, the newer."""
    period = latest(found, measure)
    columns: dict[str, dict[str, tuple[float | None, str]]] = {}
    for key, name in (("count", measure.count or measure.share), ("below", measure.below)):
        columns[key] = {}
        if not name:
            continue
        rows = _rows_at(found, name, measure.breakdown, period, level)
        for area, value, status in zip(
            rows["area_name"], rows["value"], rows["status"], strict=True
        ):
            usable = str(status) in USABLE
            if usable or str(area) not in columns[key]:
                columns[key][str(area)] = (float(value) if usable else None, str(status))
    return {
        area: _point(
            period,
            {period: columns["count"][area]},
            {period: columns["below"][area]} if area in columns["below"] else {},
            measure,
            lambda year: None,
        )
        for area in columns["count"]
    }


def _rows_at(
    found: Published, name: str, breakdown: str | None, period: str, level: str
) -> pd.DataFrame:
    rows = _rows(found, name, None)
    if breakdown is not None and (rows["breakdown"] == breakdown).any():
        rows = rows[rows["breakdown"] == breakdown]
    rows = rows[rows["period"] == period]
    levels = rows["level"].astype(object)
    local = level == "local authority"
    return rows[levels.str.endswith("authority") if local else levels == level]


def authorities(*files: Published | None) -> dict[str, str]:
    """Return the authorities found in the files, code by name, those in all files first.

    An authority without a code has its name for one.
    """
    each = [_authorities(f) for f in files if f is not None]
    every: dict[str, str] = {}
    for found in each:
        for name, code in found.items():
            every.setdefault(name, code)
    shared = {name for name in every if all(name in found for found in each)}
    order = sorted(every, key=lambda name: (name not in shared, name))
    return {name: every[name] for name in order}


def _authorities(found: Published) -> dict[str, str]:
    columns = found.values[["area_code", "area_name", "level", "joined_code"]].drop_duplicates()
    local = columns[columns["level"].astype(object).str.endswith("authority")]
    if local.empty:  # a list whose codes are mistyped has names still
        local = columns[columns["area_name"] != ""]
    rows: list[Any] = local.astype(object).to_numpy().tolist()
    return {str(name): str(joined or code or name) for code, name, _, joined in rows if name}
