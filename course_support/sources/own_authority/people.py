"""An authority's population by age band and year, from whichever table was chosen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from course_support.errors import WorkbookError

from .need import USABLE, year_of

if TYPE_CHECKING:
    import pandas as pd

    from course_support.sources.published import Published

Span = tuple[int, int]
#: An age that stands for all above it.
TOP = 120
_ONE = re.compile(r"(?:age[ds]?\s*)?(\d{1,3})\s*(\+|and over|years? and over)?", re.I)
_MANY = re.compile(r".*?(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})(?:\s*years?)?", re.I)


@dataclass(frozen=True)
class People:
    """Population by year and band.

    Attributes
    ----------
    bands
        First and last age by label; not always the bands that were asked for.
    as_asked
        Whether they are.
    years
        People by year and band.
    projected_from
        The first year that is a projection; None where all are estimates.
    districts
        How many districts a county was added up from; 0 where it stands in the file itself.
    ahead
        The projections that carry estimates on, file and edition; empty where one file is all.
    moved
        How far the projections lay from the last estimate, as a share of them: they are moved
        by it, age band by age band.
    """

    bands: Mapping[str, Span]
    as_asked: bool
    years: Mapping[int, Mapping[str, float]]
    projected_from: int | None
    edition: str
    file: str
    districts: int = 0
    ahead: str = ""
    moved: float = 0.0

    def whole(self, year: int) -> float | None:
        """Return everyone in the bands in a year, or None where the file has no such year."""
        bands = self.years.get(year)
        return sum(bands.values()) if bands else None

    def nearest(self, year: int) -> int:
        """Return the year of the file nearest to this one."""
        return min(self.years, key=lambda y: (abs(y - year), y))


def people(found: Published, area: str, wanted: Mapping[str, Span]) -> People:
    """Return an authority's population in these bands, or in the one band that the file has.

    Raises
    ------
    WorkbookError
        When the area is not there, its ages cannot be made into the bands, or the file has one
        sex only.
    """
    rows, districts = _rows(found, area)
    measure = next((m for m in found.measures if re.search("population", m, re.I)), None)
    if measure:
        rows = rows[rows["measure"] == measure]
    rows = rows[rows["status"].isin(USABLE)]
    spans = _spans(rows)
    years = sorted({year_of(str(p)) for p in rows["period"].unique()} - {0})
    if not spans or not years:
        raise WorkbookError(
            f"{found.file} has no population by age and year for {area}. Download it with single "
            "years of age."
        )
    males, females = any(map(_is_male, spans)), any(map(_is_female, spans))
    if males != females:
        raise WorkbookError(
            f"{found.file} has {'males' if males else 'females'} only for {area}. Download the "
            "table with both sexes, or with their total."
        )
    bands: Mapping[str, Span] = wanted
    by_year = _banded(rows, spans, wanted, 2 if males else 1, districts or 1)
    as_asked = by_year is not None
    if by_year == {}:
        raise WorkbookError(
            f"{found.file} has ages missing, or more than once, for {area} in every year, so they "
            "cannot be added up. Download the table again with each age once."
        )
    if by_year is None:
        bands, by_year = _whole(rows, spans, wanted, found.file, area)
    first = _projected(found, years)
    return People(bands, as_asked, by_year, first, found.edition, found.file, districts)


def carried_on(estimates: People, found: Published, area: str) -> People:
    """Return estimates with the years after them from projections.

    Projections begin from an older estimate than the newest there is. So each age band is moved
    to meet the last estimate, and keeps the projection's change from there: the usual rebasing.

    Raises
    ------
    WorkbookError
        When the projections do not have the area, its ages, or a year after the estimates.
    """
    projected = people(found, area, estimates.bands)
    last = max(estimates.years)
    later = [year for year in projected.years if year > last]
    start = in_year(projected.years, last)
    if not later or start is None:
        years = f"{min(projected.years)} to {max(projected.years)}"
        raise WorkbookError(
            f"{found.file} has the years {years}; the estimates of {estimates.file} end in {last}. "
            f"Choose projections that hold {last} and the years after it."
        )
    if projected.bands != estimates.bands:
        raise WorkbookError(
            f"{found.file} cannot be made into the ages {', '.join(estimates.bands)} of "
            f"{estimates.file}. Choose projections by single year of age."
        )
    factor = {b: estimates.years[last][b] / n if n else 1.0 for b, n in start.items()}
    ahead = {y: {b: n * factor[b] for b, n in projected.years[y].items()} for y in later}
    edition = f"{found.file} ({found.edition})" if found.edition else found.file
    return replace(
        estimates,
        years={**estimates.years, **ahead},
        projected_from=later[0],
        ahead=edition,
        moved=(estimates.whole(last) or 0) / (sum(start.values()) or 1) - 1,
    )


def in_year(years: Mapping[int, Mapping[str, float]], year: int) -> dict[str, float] | None:
    """Return people by band in a year, on a straight line between the years there are."""
    if year in years:
        return dict(years[year])
    before = max((y for y in years if y < year), default=None)
    after = min((y for y in years if y > year), default=None)
    if before is None or after is None:
        return None
    share = (year - before) / (after - before)
    return {b: n + share * (years[after][b] - n) for b, n in years[before].items()}


def _rows(found: Published, area: str) -> tuple[pd.DataFrame, int]:
    """Return an area's rows; those of all its districts where a county is not in the file."""
    try:
        return found.select(area=area), 0
    except WorkbookError:
        districts = _districts(area)
        here = found.values["area_code"].isin(districts)
        there = set(found.values.loc[here, "area_code"].astype(str))
        if not districts or there != districts:
            raise
        return found.values[here], len(districts)


def _districts(area: str) -> set[str]:
    """Return the codes of the districts of a county, by its name or code."""
    from course_support.sources.published import areas

    code = area if area in areas.areas() else areas.code_for_name(area)
    return {each.code for each in areas.areas().values() if code and each.county_code == code} - {
        code
    }


def _projected(found: Published, years: list[int]) -> int | None:
    """Return the first projected year: projections begin with an estimate, their base."""
    return years[0] + 1 if "projection" in found.title.lower() and len(years) > 1 else None


def span_of(breakdown: str) -> Span | None:
    """Return the ages that a breakdown names: "Persons | 5", "90+", "Aged 0 to 17"."""
    for part in reversed(breakdown.split(" | ")):
        if one := _ONE.fullmatch(part.strip()):
            age = int(one[1])
            return (age, TOP if one[2] else age)
        if many := _MANY.fullmatch(part.strip()):
            return int(many[1]), int(many[2])
    return None


def _spans(rows: pd.DataFrame) -> dict[str, Span]:
    """Return ages by breakdown; one sex only where there is no total of both."""
    every = {str(b): span_of(str(b)) for b in rows["breakdown"].unique()}
    known = {b: s for b, s in every.items() if s}
    if not known and rows["measure"].astype(str).str.contains("population", case=False).any():
        # The department's tables of children give one number: everyone under 18.
        return dict.fromkeys(every, (0, 17))
    both = {b: s for b, s in known.items() if "persons" in b.lower().split(" | ")}
    return both or known


def _banded(
    rows: pd.DataFrame,
    spans: Mapping[str, Span],
    wanted: Mapping[str, Span],
    sexes: int,
    places: int,
) -> dict[int, dict[str, float]] | None:
    """Return people by year and band, or None where the ages do not fill the bands.

    A year in which an age is missing, or there twice, is left out: its sum would be wrong.

    Parameters
    ----------
    sexes, places
        How many each age is given for in a year.
    """
    inside: dict[str, str] = {}
    for breakdown, (first, last) in spans.items():
        label = next((w for w, (a, b) in wanted.items() if a <= first and last <= b), None)
        if label:
            inside[breakdown] = label
    once = {label: sexes * (b - a + 1) for label, (a, b) in wanted.items()}
    if _filled(inside, spans) != once:
        return None
    found: dict[int, dict[str, float]] = {}
    stands: dict[int, list[str]] = {}
    for breakdown, period, value in zip(
        rows["breakdown"], rows["period"], rows["value"], strict=True
    ):
        if label := inside.get(str(breakdown)):
            year = year_of(str(period))
            found.setdefault(year, dict.fromkeys(wanted, 0.0))[label] += float(value)
            stands.setdefault(year, []).append(str(breakdown))
    every = Counter(dict.fromkeys(inside, places))
    return {year: found[year] for year in sorted(found) if Counter(stands[year]) == every}


def _filled(inside: Mapping[str, str], spans: Mapping[str, Span]) -> dict[str, int]:
    """Return how many single years of age the breakdowns of each band hold together."""
    filled = Counter[str]()
    for breakdown, label in inside.items():
        first, last = spans[breakdown]
        filled[label] += last - first + 1
    return dict(filled)


def _is_male(breakdown: str) -> bool:
    return "males" in breakdown.lower().split(" | ")


def _is_female(breakdown: str) -> bool:
    return "females" in breakdown.lower().split(" | ")


def _whole(
    rows: pd.DataFrame, spans: Mapping[str, Span], wanted: Mapping[str, Span], file: str, area: str
) -> tuple[dict[str, Span], dict[int, dict[str, float]]]:
    """Return one band where the file has only one that serves: everyone under 18, say."""
    first, last = min(a for a, _ in wanted.values()), max(b for _, b in wanted.values())
    serving = {b: s for b, s in spans.items() if s[0] <= first and s[1] + 8 >= min(last, 90)}
    if not serving:
        ages = sorted(set(spans.values()))
        shown = ", ".join(f"{a}-{b}" if b != a else f"{a}" for a, b in ages[:6])
        raise WorkbookError(
            f"{file} has the ages {shown}{' …' if len(ages) > 6 else ''} for {area}; needed are "
            f"{', '.join(wanted)}. Download the table with single years of age."
        )
    breakdown, (low, high) = min(serving.items(), key=lambda item: item[1][1] - item[1][0])
    label = f"{low}+" if high >= TOP else f"{low}-{high}"
    found: dict[int, dict[str, float]] = {}
    one_sex = _is_male(breakdown) or _is_female(breakdown)
    both = [b for b, span in serving.items() if span == (low, high)]
    chosen = rows[rows["breakdown"].isin(both if one_sex else [breakdown])]
    for period, value in zip(chosen["period"], chosen["value"], strict=True):
        year = found.setdefault(year_of(str(period)), {label: 0.0})
        year[label] += float(value)
    return {label: (low, high)}, dict(sorted(found.items()))
