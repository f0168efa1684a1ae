"""What in a published file can be counted: a count, what it is out of, and per how many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_support.errors import WorkbookError
from course_support.methods.words import capital_first

if TYPE_CHECKING:
    from course_support.sources.published import Published

_COUNT = re.compile(
    r"count|number|episodes|_child\b|child(ren)?$|plans|headcount|referrals|pupils|people", re.I
)
_NO_COUNT = re.compile(
    r"percent|(?<![a-z])rate|_pc\b|pct|quintile|change|estimate|per_?10|average|population|"
    r"median|score|attainment|hours|days|weeks",
    re.I,
)
_COHORT = re.compile(r"^cohort_?(djf\w*|march)?$", re.I)
_SHARE = re.compile(r"^(neet\w*|not_?known)_percent$", re.I)
_OVER_TIME = re.compile(
    r"in the quarter|starting|ceasing|started|ended|referral|admission|any ?point|during the year",
    re.I,
)
_ASCOF = re.compile(r"(.+): numerator")
_FINGERTIPS = re.compile(r"(.+): Count")
#: A file with more breakdowns than this offers its totals only.
MOST_BREAKDOWNS = 24
#: Columns whose name says nothing to most readers.
_PLANS = ("ehcplans", "ehc_plans")
_TOTALS = ("", "total", "all", "all ehc plans")
_HOUSEHOLDS = "A1: Households in area (thousands)"
_HOMELESS = (
    ("Households owed a relief duty", "in the quarter"),
    ("Households owed a prevention duty", "in the quarter"),
    ("Households owed a duty", "in the quarter"),
    ("Households in temporary accommodation", "on the last day of the quarter"),
    ("Households with children in temporary accommodation", "on the last day of the quarter"),
)
#: What a population looks for first, by words of the measure.
_FIRST = {
    "early_help": (r"children in need.*at31|at31", r"neet_not", r"referral"),
    "children_with_disabilities": (r"ehc|plans|disab",),
    "children_in_care": (r"looked after on 31",),
    "homelessness": (r"households in temporary", r"relief duty"),
    "older_people": (r"^2c", r"65"),
}


@dataclass(frozen=True)
class Measure:
    """Something that a file counts.

    Attributes
    ----------
    id, text
        A name to keep, and the words to show.
    count, below
        Names of the measures of the file that hold the count and what it is out of; ``below``
        is empty where the file does not say. ``times`` turns ``below`` into people.
    breakdown
        Which breakdown; None where the file has none to choose from.
    share
        A published percentage from which the count is worked out, where no count is given.
    per
        The rate's base as it is usually shown; 100 for percentages.
    """

    id: str
    text: str
    count: str
    below: str
    breakdown: str | None
    per: float
    times: float = 1
    share: str = ""

    @property
    def over_time(self) -> bool:
        """Whether it counts over a quarter or year, and not those there are on one day."""
        return bool(_OVER_TIME.search(self.text))

    @property
    def unit(self) -> str:
        """Return the rate's unit in words."""
        return "%" if self.per == 100 else f"per {self.per:,.0f}"


def offered(found: Published, population: str = "") -> list[Measure]:
    """Return what a file counts, what this population looks for first.

    Raises
    ------
    WorkbookError
        When nothing in the file is a count.
    """
    makers = {
        "dfe_ees": _of_education,
        "homelessness": _of_homelessness,
        "ascof": _of_ascof,
        "fingertips": _of_fingertips,
    }
    measures = list(makers.get(found.kind, _of_others)(found))
    if not measures:
        raise WorkbookError(
            f"{found.file} ({found.title}) has rates or percentages, but no counts. An analysis of "
            "need begins with how many people: choose a file that gives numbers of people too."
        )
    wanted = [re.compile(p, re.I) for p in _FIRST.get(population, ())]

    def rank(measure: Measure) -> int:
        hits = (n for n, pattern in enumerate(wanted) if pattern.search(measure.text))
        return next(hits, len(wanted))

    return sorted(measures, key=rank)


def named(measures: list[Measure], wanted: str) -> Measure:
    """Return the measure of this id, else the first."""
    return next((m for m in measures if m.id == wanted), measures[0])


def _breakdowns(found: Published, measure: str) -> list[str | None]:
    rows = found.values[found.values["measure"] == measure]
    every = [str(b) for b in rows["breakdown"].unique()]
    if len(every) <= MOST_BREAKDOWNS:
        return [*every] or [None]
    totals = [str(b) for b in rows.loc[rows["is_total"], "breakdown"].unique()]
    return [*(totals or every)[:MOST_BREAKDOWNS]]


def _plain(name: str) -> str:
    """Return a column's name in words: "children_count" as "Children count"."""
    if name.lower() in _PLANS:
        return "Education, health and care plans"
    return capital_first(name.replace("_", " ").strip())


def _worded(breakdown: str | None) -> str:
    """Return a breakdown without its totals: "Age | Under 5" stays, "Total | Total" goes."""
    parts = [part.strip() for part in (breakdown or "").split(" | ")]
    return " | ".join(part for part in parts if part.lower() not in _TOTALS)


def _said(counts: list[str], name: str, breakdown: str | None) -> bool:
    """Whether the breakdown says all: "Children looked after on 31 March", and one count of it."""
    words = _worded(breakdown)
    return len(counts) == 1 and "count" in name.lower() and len(words) > len(name)


def _of_education(found: Published) -> Iterator[Measure]:
    below = next((m for m in found.measures if re.search(r"population", m, re.I)), "")
    counts = [m for m in found.measures if _COUNT.search(m) and not _NO_COUNT.search(m)]
    for name in counts:
        for breakdown in _breakdowns(found, name):
            words = "" if _said(counts, name, breakdown) else _plain(name)
            what = " · ".join(t for t in (_worded(breakdown), words) if t)
            yield Measure(f"{name}|{breakdown or ''}", what, name, below, breakdown, 10_000)
    cohort = next((m for m in found.measures if _COHORT.match(m)), "")
    for name in found.measures if cohort else ():
        if _SHARE.match(name):
            for breakdown in _breakdowns(found, name):
                what = " · ".join(t for t in (_plain(name), breakdown) if t)
                yield Measure(
                    f"{name}|{breakdown or ''}", what, "", cohort, breakdown, 100, 1, name
                )


def _of_homelessness(found: Published) -> Iterator[Measure]:
    here = set(found.measures)
    for name, when in _HOMELESS:
        if name in here:
            below = _HOUSEHOLDS if _HOUSEHOLDS in here else ""
            yield Measure(name, f"{name}, {when}", name, below, None, 1000, 1000)


def _of_ascof(found: Published) -> Iterator[Measure]:
    for name in found.measures:
        if (match := _ASCOF.fullmatch(name)) and f"{match[1]}: denominator" in found.measures:
            below = f"{match[1]}: denominator"
            per = _per(found, f"{match[1]}: outcome", name, below)
            # The publisher's headings are longer than a name can be, and end in mid-sentence.
            words = match[1] + ("…" if len(match[1]) >= 100 else "")
            yield Measure(match[1], words, name, below, None, per)


def _of_fingertips(found: Published) -> Iterator[Measure]:
    for name in found.measures:
        match = _FINGERTIPS.fullmatch(name)
        below = f"{match[1]}: Denominator" if match else ""
        if match and below in found.measures:
            per = _per(found, f"{match[1]}: Value", name, below)
            rows = found.values[found.values["measure"] == name]
            for each in dict.fromkeys(str(b) for b in rows["breakdown"].unique()):
                if each.count("|") <= 1:
                    yield Measure(f"{name}|{each}", f"{match[1]} · {each}", name, below, each, per)


def _of_others(found: Published) -> Iterator[Measure]:
    for name in found.measures:
        if not _NO_COUNT.search(name):
            for breakdown in _breakdowns(found, name):
                what = " · ".join(t for t in (_plain(name), breakdown) if t)
                yield Measure(f"{name}|{breakdown or ''}", what, name, "", breakdown, 1000)


def _per(found: Published, rate: str, count: str, below: str) -> float:
    """Return per how many a published rate is, found from its own counts."""
    if rate not in found.measures:
        return 100
    rows = found.values[found.values["measure"].isin([rate, count, below])]
    rows = rows[rows["status"].isin(["ok", "provisional"])]
    keys = ["area_code", "area_name", "period", "breakdown"]
    texts = rows[keys].astype(object)
    wide = (
        texts.assign(measure=rows["measure"].astype(object), value=rows["value"])
        .drop_duplicates([*keys, "measure"])
        .pivot(index=keys, columns="measure", values="value")
        .dropna()
    )
    wide = wide[(wide[count] > 0) & (wide[below] > 0)]
    if wide.empty:
        return 100
    times = float((wide[rate] / (wide[count] / wide[below])).median())
    return min((100.0, 1000.0, 10_000.0, 100_000.0), key=lambda base: abs(times / base - 1))
