"""Where need is concentrated: use of services by neighbourhood, grouped by deprivation.

Neighbourhoods are grouped and not ranked one by one: counts are small, and the order of
neighbours in a list would mostly be chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from course_support.charts.drawing import dot, svg, text
from course_support.charts.show import BLUE, ORANGE, Chart
from course_support.sources.needs_places import Neighbourhood

from . import plot

#: A suppressed count stands for one of these, by the rule of the table.
LEAST, MOST = 1, 4
#: Tenths that are looked through for people who may be missing.
DEPRIVED = 3


@dataclass(frozen=True)
class Group:
    """The neighbourhoods of one tenth by deprivation.

    ``low`` and ``high`` are users per 1,000 with every suppressed count at its least and most.
    """

    decile: int
    places: tuple[Neighbourhood, ...]
    of_age: int
    known: int
    hidden: int

    @property
    def low(self) -> float:
        return 1000 * (self.known + LEAST * self.hidden) / self.of_age

    @property
    def high(self) -> float:
        return 1000 * (self.known + MOST * self.hidden) / self.of_age


def by_decile(places: Sequence[Neighbourhood]) -> list[Group]:
    """Return the neighbourhoods in tenths, the most deprived first, those without people out."""
    groups = []
    for decile in sorted({p.decile for p in places}):
        here = tuple(p for p in places if p.decile == decile)
        people = sum(p.of_age for p in here)
        if people:
            known = sum(p.users or 0 for p in here if p.users is not None)
            hidden = sum(p.status == "suppressed" for p in here)
            groups.append(Group(decile, here, people, known, hidden))
    return groups


def concentration(places: Sequence[Neighbourhood], of_age: str, source: str) -> Chart:
    """Draw each neighbourhood's use and each tenth's range, most deprived at the top."""
    groups = by_decile(places)
    hidden, known = sum(g.hidden for g in groups), sum(g.known for g in groups)
    first, last = groups[0], groups[-1]
    total = (
        f"{known:,} are known"
        if not hidden
        else f"{known:,} are known, and {hidden} of {len(places)} neighbourhoods are suppressed, "
        f"which stand for {LEAST * hidden:,} to {MOST * hidden:,} more"
    )
    return Chart(
        _finding(first, last, hidden / len(places)),
        f"Users per 1,000 {of_age}, by tenth of deprivation: {_range(first)} in the most deprived "
        f"and {_range(last)} in the least. Of the people who use services, {total}.",
        _dots(groups),
        [
            "Tenth by deprivation",
            "Neighbourhoods",
            "Known users",
            "Suppressed",
            "Per 1,000, from",
            "To",
        ],
        [
            [
                f"{g.decile}{' (most deprived)' if g is first else ''}",
                str(len(g.places)),
                f"{g.known:,}",
                str(g.hidden),
                f"{g.low:,.1f}",
                f"{g.high:,.1f}",
            ]
            for g in groups
        ],
        f"{source}. Counts are rounded to 5; 1 to 4 are suppressed. Use is not need",
    )


def _finding(first: Group, last: Group, hidden: float) -> str:
    """Return what the most and the least deprived tenth show, with a share suppressed."""
    times = first.low / last.high if last.high else 0
    if first.low > last.high and times >= 1.1:
        return (
            f"Use is at least {times:.1f} times as high in the most deprived tenth as in the least"
        )
    if hidden > 1 / 4:
        return "Suppressed counts hide how far use follows deprivation"
    return "Use differs little from the most to the least deprived tenth"


def _range(group: Group) -> str:
    low, high = f"{group.low:,.1f}", f"{group.high:,.1f}"
    return low if low == high else f"{low} to {high}"


def _dots(groups: Sequence[Group]) -> str:
    known = [
        1000 * p.users / p.of_age
        for g in groups
        for p in g.places
        if p.users is not None and p.of_age
    ]
    marks = plot.ticks(0, max([g.high for g in groups] + known), 4)
    x = plot.Scale(marks[0], marks[-1], 104, 424)
    bottom = 18 + 30 * len(groups)
    parts = plot.across(x, marks, 6, bottom, plot.number)
    for number, group in enumerate(groups):
        y = 22 + 30 * number
        label = f"{group.decile}" + (
            " most" if number == 0 else " least" if group is groups[-1] else ""
        )
        parts.append(text(96, y, label, size=plot.SMALL, anchor="end", bold=number == 0))
        for at, place in enumerate(group.places):
            if place.users is not None and place.of_age:
                jitter = (at % 3 - 1) * 5
                parts.append(
                    f'<circle cx="{x(1000 * place.users / place.of_age):.1f}" cy="{y + jitter}" '
                    f'r="3" fill="{BLUE}" fill-opacity=".45"/>'
                )
        left, right = x(group.low), x(group.high)
        if right - left > 2:
            parts.append(plot.bar(left, y - 8, right - left, 16, ORANGE, hollow=True))
        else:
            parts.append(plot.diamond(left, y, 7, ORANGE))
    parts.append(
        text(
            104, bottom + 30, "users per 1,000; tenths by deprivation on the left", size=plot.SMALL
        )
    )
    parts += [
        dot(110, bottom + 50, 3, fill=BLUE),
        text(120, bottom + 50, "a neighbourhood", size=plot.SMALL),
        plot.bar(232, bottom + 42, 18, 16, ORANGE, hollow=True),
        text(256, bottom + 50, "the whole tenth", size=plot.SMALL),
    ]
    return svg(plot.WIDTH, bottom + 66, parts)


def missing_words(places: Sequence[Neighbourhood]) -> str:
    """Say where people may be missing from the data: deprived, and little used."""
    groups = by_decile(places)
    usual = sum(g.low * g.of_age for g in groups) / sum(g.of_age for g in groups)
    poor = [g for g in groups if g.decile <= DEPRIVED]
    low = [p for g in poor for p in g.places if p.of_age and _at_most(p) < usual]
    if not low:
        return (
            "No neighbourhood in the three most deprived tenths shows less use than is usual for "
            "the county. That does not show that everyone in need comes forward."
        )
    there: dict[str, int] = {}
    for place in low:
        there[place.locality] = there.get(place.locality, 0) + 1
    listed = ", ".join(f"{n} in {name}" for name, n in sorted(there.items(), key=lambda i: -i[1]))
    many = f"{len(low)} neighbourhoods show" if len(low) > 1 else "one neighbourhood shows"
    return (
        f"In the three most deprived tenths {many} less use than is usual for the county, even "
        f"with suppressed counts at their highest: {listed}. Either need is lower there, or "
        "people who need help do not come forward or are not written down. These figures cannot "
        "say which; the people who live there can."
    )


def _at_most(place: Neighbourhood) -> float:
    """Return users per 1,000, a suppressed count at its highest."""
    return 1000 * (MOST if place.users is None else place.users) / place.of_age
