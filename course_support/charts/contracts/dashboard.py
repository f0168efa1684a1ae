"""The dashboard of a population's contracts: one small picture a measure, limits and words."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Any

from course_support.charts.contracts.sheets import count
from course_support.charts.drawing import dot, line, text
from course_support.charts.show import BLUE, GREY, ORANGE, Chart
from course_support.errors import WorkbookError
from course_support.methods.contracts import (
    APPROACHING,
    GOOD,
    IMPROVE,
    INADEQUATE,
    OTHER,
    Indicator,
    KpiRating,
    rate_kpis,
)
from course_support.sources import performance

if TYPE_CHECKING:
    from course_support.methods.monthly import MonthlySeries, Review

Row = dict[str, Any]

#: A sign for each statutory word, so that no colour is needed.
SIGNS = {GOOD: "✓", APPROACHING: "≈", IMPROVE: "▽", INADEQUATE: "✗", OTHER: "–"}
#: A signal counts as present when it lies among so many of the newest months.
RECENT = 6
#: With fewer figures there are no limits.
FEWEST = 8
USUAL = "the usual ups and downs"
_WIDE, _HIGH, _LEFT, _TOP, _BOTTOM = 250, 150, 38, 12, 124
_UNITS = {"percent": "%", "per 1000": " per 1,000", "number": ""}


@dataclass(frozen=True)
class Watched:
    """One measure as the dashboard sees it."""

    name: str
    contract: str
    unit: str
    months: tuple[dt.date, ...]
    #: None where there is no figure.
    values: tuple[float | None, ...]
    #: Months whose figure is in doubt and is not judged.
    doubtful: frozenset[int]
    notes: tuple[str, ...]
    indicator: Indicator
    rating: KpiRating
    latest: dt.date | None
    provisional: bool
    credit: float
    kind: str
    #: Limits, season and lasting change; None with too few figures.
    review: Review | None
    #: The review begins at this month: the first with a figure.
    offset: int

    @property
    def missed(self) -> bool:
        """Say whether the latest figure missed the target."""
        return self.rating.rating in (APPROACHING, IMPROVE, INADEQUATE)

    @property
    def lasting(self) -> str:
        """Return "worse" or "better" where the level changed for good; else nothing."""
        if self.review is None or not self.review.shift.found:
            return ""
        up = self.review.shift.size > 0
        return "better" if up == (self.indicator.better == "higher") else "worse"

    @property
    def standing_out(self) -> tuple[str, dt.date] | None:
        """Return "worse" or "better" and the month: the last of the newest that stands out."""
        if self.review is None:
            return None
        words = {"concern": "worse", "improvement": "better"}
        size = len(self.review.chart.values)
        for place in range(size, max(0, size - RECENT), -1):
            if word := words.get(self.review.chart.kind(place)):
                return word, self.months[place - 1 + self.offset]
        return None

    @property
    def recent(self) -> str:
        """Return "worse" or "better" where one of the newest months stands out; else nothing."""
        return self.standing_out[0] if self.standing_out else ""

    @property
    def signal(self) -> str:
        """Return what the whole series shows, in words."""
        if self.review is None:
            return "too few figures for limits"
        if self.lasting:
            return f"a lasting change for the {self.lasting} since {self.review.shift.when}"
        if self.standing_out:
            word, month = self.standing_out
            return f"a signal for the {word} in {month:%b %Y}"
        return USUAL

    @property
    def cut_offs(self) -> str:
        """Return the contract's own figures for each word, the target first."""
        one = self.indicator
        way = 1 if one.better == "lower" else -1
        near, far = (one.target + way * short for short in (one.approaching, one.improve))
        more = "more" if one.better == "higher" else "less"
        return (
            f"{self.shown(one.target)} or {more}; {APPROACHING} to {figure(near)}; "
            f"{INADEQUATE} beyond {figure(far)}"
        )

    def shown(self, value: float | None) -> str:
        """Return a figure in the measure's unit."""
        return "no figure" if value is None else f"{figure(value)}{_UNITS[self.unit]}"


def figure(value: float) -> str:
    """Return a figure as people write it: 1,203; 83.6; 5."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def watch(kpi: str, until: dt.date | None = None) -> Watched:
    """Read one measure, check its figures, set its limits and rate its newest month.

    Parameters
    ----------
    until : datetime.date, optional
        Leave out months whose return came after this day (a return comes with the month's end).
    """
    from course_support.methods.series_checks import check_series

    about = performance.measure(kpi)
    checks = check_series(performance.series(kpi))
    series = checks.series
    size = sum(1 for month in series.months if until is None or _ends(month) <= until)
    values = tuple(None if value != value else float(value) for value in series.values[:size])
    labels = series.labels[:size]
    asked = {m for one in checks.findings if not one.mended for m in one.months}
    doubtful = frozenset(
        place for place, label in enumerate(labels) if label in asked and values[place] is not None
    )
    offset = next((place for place, value in enumerate(values) if value is not None), 0)
    known = [place for place, value in enumerate(values) if value is not None]
    latest = next((place for place in reversed(known) if place not in doubtful), None)
    indicator = _indicator(about)
    notes = tuple(one.sentence() for one in checks.findings if set(one.months) & set(labels))
    actual = None if latest is None else values[latest]
    return Watched(
        name=series.measure,
        contract=about["contract_id"],
        unit=about["unit"],
        months=series.months[:size],
        values=values,
        doubtful=doubtful,
        notes=(*performance_notes(series), *notes),
        indicator=indicator,
        rating=rate_kpis([indicator], {indicator.name: actual}).ratings[0],
        latest=None if latest is None else series.months[latest],
        provisional=latest is not None and series.statuses[latest] == "provisional",
        credit=float(about["service_credit_percent"]),
        kind=about["kind"],
        review=_review(series, values, doubtful),
        offset=offset,
    )  # fmt: skip


def performance_notes(series: MonthlySeries) -> tuple[str, ...]:
    """Return what is known about a series apart from its checks, such as a change of name."""
    return tuple(note for note in series.notes if "called" in note)


def _ends(month: dt.date) -> dt.date:
    following = dt.date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def _indicator(about: Row) -> Indicator:
    target = float(about["target"])
    return Indicator(
        about["new_name"] or about["name"],
        target,
        abs(target - float(about["approaching_from"])),
        abs(target - float(about["inadequate_beyond"])),
        about["direction"],
        _UNITS[about["unit"]].strip(),
    )


def _review(
    series: MonthlySeries, values: Sequence[float | None], doubtful: frozenset[int]
) -> Review | None:
    """Read a series, leaving out months in doubt; None with too few figures."""
    from course_support.methods.monthly import review

    judged = [
        math.nan if value is None or place in doubtful else value
        for place, value in enumerate(values)
    ]
    if sum(not math.isnan(value) for value in judged) < FEWEST:
        return None
    size = len(values)
    cut = replace(
        series,
        months=series.months[:size],
        values=tuple(judged),
        statuses=series.statuses[:size],
        numerators=series.numerators[:size],
        denominators=series.denominators[:size],
        recorded_as=series.recorded_as[:size],
    )
    try:
        return review(cut)
    except WorkbookError:
        return None


# --- the dashboard ----------------------------------------------------------------------------


def dashboard(population: str) -> Chart:
    """Draw every measure of a population's contracts, each by itself."""
    every = [watch(row["kpi_id"]) for row in performance.measures(population)]
    titles = {row["contract_id"]: row["contract"] for row in performance.measures(population)}
    return draw(every, titles, "all contracts of this population that have measures")


def draw(every: Sequence[Watched], titles: dict[str, str], whose: str) -> Chart:
    """Draw measures as small pictures with their words and their table."""
    missed = [each for each in every if each.missed]
    worse = [each for each in every if each.lasting == "worse"]
    both = [each for each in missed if each in worse]
    shown = "none shows" if not worse else "one shows" if len(worse) == 1 else f"{len(worse)} show"
    title = (
        f"{len(missed)} of {len(every)} measures missed the target in the newest month; {shown} "
        "a lasting change for the worse"
    )
    if len(every) == 1:
        title = (
            f"The one measure {'missed' if missed else 'met'} its target in the newest month; it "
            f"shows {every[0].signal}"
        )
    named = f": {'; '.join(each.name for each in worse)}" if worse else ": none"
    reading = (
        f"A missed target and a change are two things. {count(len(both), 'measure')} "
        f"{'has' if len(both) == 1 else 'have'} both. A lasting change for the worse{named}."
    )
    reading = reading.replace(" no measures have", " No measure has")
    return Chart(
        title,
        reading,
        _grid(every, titles),
        ["Measure", "Contract", "Latest", "Target and the contract's cut-offs", "Rating",
         "What the limits say", "What to know about the figures"],
        [_table_row(each, titles) for each in every],
        f"Marrenshire (invented), monthly returns; {whose}. Limits: mean ± 2.66 × mean moving "
        "range of the first 12 months; a pattern of every year is taken out where there is one",
    )  # fmt: skip


def _table_row(each: Watched, titles: dict[str, str]) -> list[str]:
    when = f"{each.latest:%B %Y}" if each.latest else ""
    sent = ", provisional" if each.provisional else ""
    return [
        each.name,
        titles.get(each.contract, each.contract),
        f"{each.shown(each.rating.actual)} ({when}{sent})" if each.latest else "no figure",
        each.cut_offs,
        f"{SIGNS[each.rating.rating]} {each.rating.rating}",
        each.signal,
        " ".join(_to_know(each)) or "nothing odd",
    ]


def _to_know(each: Watched) -> Iterator[str]:
    yield from each.notes
    if each.review is not None and each.review.season_taken_out:
        yield "A pattern that returns every year is taken out of the picture."


def _grid(every: Sequence[Watched], titles: dict[str, str]) -> str:
    cells = "".join(
        '<div style="min-width:0">'
        f'<p style="margin:0"><strong>{escape(each.name)}</strong><br>'
        f"<small>{escape(titles.get(each.contract, ''))}</small></p>"
        f"{_panel(each)}"
        f'<p style="margin:0 0 .6em"><small>{escape(_status(each))}</small></p></div>'
        for each in every
    )
    across = f"repeat(auto-fill,minmax(min(100%,{_WIDE - 10}px),1fr))"
    style = f"display:grid;gap:.4em 1.2em;grid-template-columns:{across}"
    return f'<div style="{style}">{cells}</div>'


def _status(each: Watched) -> str:
    latest = f"{each.latest:%B %Y}" if each.latest else "No month"
    sent = " (provisional)" if each.provisional else ""
    sign = {"worse": "▼", "better": "▲"}.get(each.lasting or each.recent, "●")
    return (
        f"{latest}{sent}: {each.shown(each.rating.actual)}. "
        f"{SIGNS[each.rating.rating]} {each.rating.rating}. "
        f"{sign} {each.signal[0].upper()}{each.signal[1:]}."
    )


def _panel(each: Watched) -> str:
    parts = "".join(_drawn(each))
    return (
        f'<svg viewBox="0 0 {_WIDE} {_HIGH}" aria-hidden="true" focusable="false" '
        'style="width:100%;max-width:340px;height:auto;display:block" '
        f'font-family="system-ui, sans-serif" fill="currentColor">{parts}</svg>'
    )


def _drawn(each: Watched) -> Iterator[str]:
    shown = _shown_values(each)
    # Months in doubt do not stretch the scale: they stand at its edge where they lie beyond.
    known = [v for place, v in enumerate(shown) if v is not None and place not in each.doubtful]
    if not known:
        yield text(_WIDE / 2, _HIGH / 2, "no figures yet", anchor="middle")
        return
    inside = [*known, each.indicator.target]
    segments = each.review.chart.segments if each.review else ()
    inside += [value for s in segments for value in (s.lower, s.upper)]
    low, high = min(inside), max(inside)
    low = max(0, low)  # nothing that is counted here can be less
    if each.unit == "percent":
        high = min(100, high)
    span = (high - low) or 1

    def down(value: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * (min(max(value, low), high) - low) / span

    step = (_WIDE - _LEFT - 8) / max(1, len(each.values) - 1 - each.offset)

    def across(place: float) -> float:
        return _LEFT + (place - each.offset) * step

    yield from _frame(each, low, high, down)
    for s in segments:
        x, end = across(s.start + each.offset), across(s.stop - 1 + each.offset)
        top, foot = down(s.upper), down(s.lower)
        yield (
            f'<rect x="{x:.1f}" y="{top:.1f}" width="{max(0, end - x):.1f}" '
            f'height="{max(0, foot - top):.1f}" fill="currentColor" fill-opacity=".06"/>'
        )
        yield line(x, down(s.mean), end, down(s.mean), width=1)
    target = down(each.indicator.target)
    yield line(_LEFT, target, _WIDE - 8, target, width=1.5, dashed=True)
    yield _trace(shown, across, down)
    for place, value in enumerate(shown):
        if value is not None:
            yield _mark(each, place, across(place), down(value))


def _shown_values(each: Watched) -> list[float | None]:
    """Return the figures as drawn: without the season where it was taken out."""
    if each.review is None:
        return list(each.values)
    drawn = list(each.values)
    for place, value in enumerate(each.review.chart.values, start=each.offset):
        if not math.isnan(value):
            drawn[place] = value
    return drawn


def _frame(each: Watched, low: float, high: float, down: Any) -> Iterator[str]:
    for value in (low, high):
        yield text(_LEFT - 5, down(value), _short(value), size=10, anchor="end")
    target = each.indicator.target
    if abs(down(target) - down(low)) > 11 and abs(down(target) - down(high)) > 11:
        yield text(_LEFT - 5, down(target), _short(target), size=10, anchor="end", bold=True)
    yield text(_LEFT, _HIGH - 10, f"{each.months[each.offset]:%b %Y}", size=10)
    yield text(_WIDE - 8, _HIGH - 10, f"{each.months[-1]:%b %Y}", size=10, anchor="end")


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _trace(values: Sequence[float | None], across: Any, down: Any) -> str:
    """Return the line through the figures, broken where there is none."""
    parts, pen = [], "M"
    for place, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        parts.append(f"{pen}{across(place):.1f} {down(value):.1f}")
        pen = "L"
    return f'<path d="{"".join(parts)}" fill="none" stroke="{GREY}" stroke-width="1.2"/>'


def _mark(each: Watched, place: int, x: float, y: float) -> str:
    if place in each.doubtful:
        return dot(x, y, 3.4, fill=GREY, hollow=True)
    kind = each.review.chart.kind(place - each.offset + 1) if each.review else ""
    if kind == "concern":
        return _triangle(x, y, 4.6, ORANGE, up=False)
    if kind == "improvement":
        return _triangle(x, y, 4.6, BLUE, up=True)
    return dot(x, y, 1.6, fill=GREY)


def _triangle(x: float, y: float, size: float, fill: str, *, up: bool) -> str:
    tip = -size if up else size
    return (
        f'<path d="M{x:.1f} {y + tip:.1f}L{x - size:.1f} {y - tip * 0.8:.1f}'
        f'L{x + size:.1f} {y - tip * 0.8:.1f}Z" fill="{fill}"/>'
    )
