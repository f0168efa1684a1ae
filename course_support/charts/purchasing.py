"""A purchasing plan on a timeline, tied to the longer span of the strategy that it serves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from course_support.exercises.plan import Row
from course_support.exercises.typed_dates import read_date
from course_support.methods.words import long_date

from . import drawing as d
from .appraisal_drawing import BLUE, GREY, ORANGE, WIDE, rect
from .show import Chart
from .timeline import spread

_TOP, _APART = 40, 58


@dataclass(frozen=True)
class Span:
    """The years of a strategy; a financial year is named by the year in which it begins."""

    title: str
    first: int
    last: int

    @property
    def begins(self) -> dt.date:
        """Its first day."""
        return dt.date(self.first, 4, 1)

    @property
    def ends(self) -> dt.date:
        """Its last day."""
        return dt.date(self.last + 1, 3, 31)


@dataclass(frozen=True)
class Step:
    """One dated step of a plan."""

    day: dt.date
    action: str
    owner: str
    supplier: str


def steps(rows: Sequence[Row]) -> tuple[list[Step], list[str]]:
    """Return the steps of a plan that have a date, in its order of time, and what has none."""
    found, without = [], []
    for row in rows:
        if row.blank:
            continue
        name = row.action.strip() or "A step without a name"
        day = read_date(row.date, dt.date.min).day if row.date.strip() else None
        if day is None:
            without.append(name)
        else:
            supplier = row.more.get("supplier", "").strip()
            found.append(Step(day, name, row.owner.strip(), supplier))
    return sorted(found, key=lambda each: each.day), without


def plan_timeline(rows: Sequence[Row], span: Span, today: dt.date, whose: str) -> Chart:
    """Draw the steps from the first at the top to the last, beside the years of the strategy."""
    found, without = steps(rows)
    days = [each.day for each in found] or [today]
    first = min(span.begins, *days)
    last = max(span.ends, *days)
    tall = max(420, _APART * len(found) + 60)
    scale = tall / max(1, (last - first).days)

    def place(day: dt.date) -> float:
        return _TOP + (day - first).days * scale

    parts = [
        rect(40, place(span.begins), 24, place(span.ends) - place(span.begins), BLUE, 0.25),
        d.text(4, 14, f"{d.trimmed(span.title, 40)}, {span.first}-{(span.first + 1) % 100:02d} to "
               f"{span.last}-{(span.last + 1) % 100:02d}", size=12.5),
    ]  # fmt: skip
    parts += _years(first, last, place)
    if first <= today <= last:
        y = place(today)
        parts += [d.line(34, y, 84, y, dashed=True), d.text(88, y, "today", size=11.5)]
    words_at = spread([place(each.day) for each in found], _APART, _TOP + tall)
    for each, y in zip(found, words_at, strict=True):
        outside = not span.begins <= each.day <= span.ends
        at = place(each.day)
        parts += [
            d.line(64, at, 122, y, width=1),
            d.dot(52, at, 7, fill=ORANGE if outside else BLUE, hollow=outside),
            *_words(each, y),
        ]
    late = [each for each in found if each.day > span.ends]
    return Chart(
        _title(found, late, span),
        _reading(found, late, without, span),
        d.svg(WIDE, _TOP + tall + 30, parts),
        ["By when", "What", "Who sees to it", "Best placed, and why"],
        [[long_date(s.day), s.action, s.owner, s.supplier] for s in found],
        f"{whose}. A hollow mark lies outside the years of the strategy",
    )


def _words(step: Step, y: float) -> list[str]:
    """Return a step's date and owner, and what is done, beside its mark."""
    who = f", {step.owner}" if step.owner else ""
    what = d.trimmed(step.action, 84)
    drawn, _ = d.lines(126, y + 5, what, 43, size=12.5, gap=15)
    return [
        d.text(126, y - 11, d.trimmed(f"{long_date(step.day)}{who}", 39), size=12, bold=True),
        drawn,
    ]


def _years(first: dt.date, last: dt.date, place: object) -> list[str]:
    parts = []
    for year in range(first.year, last.year + 1):
        day = dt.date(year, 4, 1)
        if first <= day <= last:
            y = place(day)  # type: ignore[operator]
            parts += [d.line(34, y, 40, y, width=1), d.text(2, y, str(year), size=11.5)]
    parts.append(rect(64, _TOP, 1, place(last) - _TOP, GREY))  # type: ignore[operator]
    return parts


def _title(found: Sequence[Step], late: Sequence[Step], span: Span) -> str:
    if not found:
        return "No step has a date yet"
    if late:
        steps_ = "One step lies" if len(late) == 1 else f"{len(late)} steps lie"
        return f"{steps_} beyond the end of the strategy: extend it, or shorten the plan"
    return f"{len(found)} steps by {long_date(found[-1].day)}, all within the strategy"


def _reading(
    found: Sequence[Step], late: Sequence[Step], without: Sequence[str], span: Span
) -> str:
    text = f"{span.title} runs from {long_date(span.begins)} to {long_date(span.ends)}."
    if found:
        years = (found[-1].day - found[0].day).days / 365.25
        text += f" The plan runs over {years:.1f} years, from {long_date(found[0].day)}."
    if found and (found[-1].day - found[0].day).days > 3 * 366:
        text += " That is more than the one to three years of a purchasing plan."
    unowned = sum(not each.owner for each in found)
    if unowned:
        text += f" Steps with nobody named: {unowned}."
    if without:
        text += f" Without a date, so not drawn: {'; '.join(without)}."
    if late:
        text += f" After the strategy ends: {'; '.join(each.action for each in late)}."
    return text
