"""The short list weighed: scores, weighted totals, weights three ways, scales."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_support.errors import WorkbookError
from course_support.methods.words import and_, capital_first
from course_support.sources.options import STANDING, Case, Option

from . import appraisal_drawing as a
from . import drawing as d
from .appraisal_numbers import Sums
from .show import Chart, Charts, per_cent, table_html

if TYPE_CHECKING:
    from course_support.methods.mcda import WeightedTotals

#: What options of the short list are called by their place.
PLACES = {
    STANDING: "Business as usual",
    "do-minimum": "Do minimum",
    "preferred-way-forward": "Preferred way forward",
    "more-ambitious": "More ambitious",
    "less-ambitious": "Less ambitious",
    "alternative": "Another way",
}


def with_notes(case: Case, draw: Callable[[], Chart]) -> Charts:
    """Return a chart, or why there is none, with what was left out of the tables, and why."""
    try:
        return Charts([draw()], case.notes)
    except WorkbookError as error:
        return Charts([], [str(error), *case.notes])


@dataclass(frozen=True)
class ShortList:
    """The options in words, as a table."""

    case: Case

    def _repr_html_(self) -> str:
        heads = ["Option, and its place", "What it is", "Not in money, and how sure"]
        rows = [
            [f"{each.name}: {_place(each)}", each.about, each.not_counted]
            for each in self.case.options
        ]
        return table_html(heads, rows, f"The options being weighed: {self.case.whose}")


def _place(option: Option) -> str:
    return PLACES.get(option.place, "place not said").lower()


def scores(sums: Sums) -> Chart:
    """Draw every option's score on every criterion, with the figure behind it."""
    table, figures = sums.scores, sums.performance
    best = {name: str(table[name].idxmax()) for name in table.columns}
    wins = {option: sum(option == each for each in best.values()) for option in table.index}
    most = max(wins, key=lambda option: wins[option])
    title = f"{most} is best on {wins[most]} of {len(best)} criteria, and no option is on all"
    if wins[most] == len(best):
        title = f"{most} is best on every criterion"
    parts, y = _score_grid(sums)
    rows = [
        [
            str(option),
            *(
                f"{round(float(table.loc[option, name]))} ({figures.loc[option, name]:,.4g})"
                for name in table.columns
            ),
        ]
        for option in table.index
    ]
    reading = f"Scores run from 0 for the worst option here to 100 for the best. {title}."
    units = [f"{each.name} ({each.unit})" if each.unit else each.name for each in sums.criteria]
    return Chart(
        title,
        reading,
        d.svg(a.WIDE, y, parts),
        ["Option", *units],
        rows,
        f"{sums.case.whose}; in brackets the figure in its own unit",
    )


def _score_grid(sums: Sums) -> tuple[list[str], float]:
    """Return boxes, darker for better, with the score in each; criteria are numbered."""
    table = sums.scores
    left, wide = 176, (a.WIDE - 180) / len(table.columns)
    parts = [
        d.text(left + wide * (place + 0.5), 12, str(place + 1), anchor="middle", bold=True)
        for place in range(len(table.columns))
    ]
    y: float = 24
    for option in table.index:
        drawn, number = d.lines(4, y + 15, str(option), 24, size=12.5, gap=14)
        tall = max(30, 14 * number + 6)
        parts.append(drawn)
        for place, name in enumerate(table.columns):
            score = float(table.loc[option, name])
            x = left + wide * place
            parts += [
                a.rect(x + 1, y + 1, wide - 2, tall - 2, a.BLUE, 0.06 + 0.5 * score / 100),
                d.text(x + wide / 2, y + tall / 2, str(round(score)), anchor="middle", size=13),
            ]
        y += tall
    y += 18
    for place, each in enumerate(sums.criteria, start=1):
        unit = f", {each.unit}" if each.unit else ""
        way = "" if each.higher else "; lower is better"
        drawn, number = d.lines(4, y, f"{place}  {each.name}{unit}{way}", 60, size=12.5, gap=15)
        parts.append(drawn)
        y += 15 * number + 3
    return parts, y


def totals(sums: Sums, whose: str = "the points given to each swing") -> Chart:
    """Draw weighted totals as bars built up from the criteria."""
    return _stacked(sums, sums.totals, whose)


def _stacked(sums: Sums, found: WeightedTotals, whose: str) -> Chart:
    table = found.table()
    names = [str(name) for name in table.columns if name != "Total"]
    drawn = [
        a.Bar(
            str(option),
            f"{row['Total']:.1f}",
            tuple(
                (float(row[name]), str(place + 1), a.FILLS[place])
                for place, name in enumerate(names)
            ),
            _dominated(sums.case, found, str(option)),
        )
        for option, row in table.iterrows()
    ]
    parts, y = a.bars(drawn, max(float(table["Total"].max()), 1))
    entries = [
        (str(place + 1), a.FILLS[place], f"{name}: weight {per_cent(found.weights[name])}")
        for place, name in enumerate(names)
    ]
    more, y = a.key(entries, y + 6)
    rows = [
        [str(option), *(f"{row[name]:.1f}" for name in names), f"{row['Total']:.1f}"]
        for option, row in table.iterrows()
    ]
    return Chart(
        totals_title(found),
        totals_reading(sums.case, found),
        d.svg(a.WIDE, y, [*parts, *more]),
        ["Option", *names, "Total of 100"],
        rows,
        f"{sums.case.whose}; weights from {whose}",
    )


def totals_title(found: WeightedTotals) -> str:
    """Say which option leads and by how much."""
    if len(found.leaders) > 1:
        return f"{and_(found.leaders)} are level"
    ahead = sorted(found.totals, reverse=True)
    second = found.options[sorted(range(len(ahead)), key=lambda i: -found.totals[i])[1]]
    lead = ahead[0] - ahead[1]
    how = "just ahead" if lead < 3 else "ahead" if lead < 10 else "well ahead"
    return f"With these weights {found.leaders[0]} leads, {how} of {second}"


def totals_reading(case: Case, found: WeightedTotals) -> str:
    """Say the totals in a sentence, and which options are nowhere better than another."""
    order = sorted(range(len(found.options)), key=lambda i: -found.totals[i])
    said = ", ".join(f"{found.options[i]} {found.totals[i]:.1f}" for i in order)
    text = f"Weighted totals out of 100: {said}."
    for worse, than in found.dominated.items():
        if _stands(case, worse):
            text += (
                f" {worse} is nowhere better than {than}, but it stays: it is what happens if "
                "nobody decides."
            )
        else:
            text += f" {worse} is nowhere better than {than}: no weights can put it ahead."
    return text


def _stands(case: Case, option: str) -> bool:
    return case.baseline is not None and case.baseline.name == option


def _dominated(case: Case, found: WeightedTotals, option: str) -> str:
    if option not in found.dominated:
        return ""
    stays = "; stays as the yardstick" if _stands(case, option) else ""
    return f"Nowhere better than {found.dominated[option]}{stays}"


def weights_three_ways(sums: Sums, order: Sequence[str], ordered: bool) -> Chart:
    """Draw weights from points, from the order alone and equal ones, and who would win.

    Parameters
    ----------
    order
        Criterion ids, the swing most wanted first.
    ordered
        Whether the participant has put them in order.
    """
    ways = {
        "From the points": sums.weights,
        "From the order alone": sums.weights_in_order(order),
        "All equal": sums.equal_weights,
    }
    winners = {way: and_(sums.totals_of(given).leaders) for way, given in ways.items()}
    parts: list[str] = []
    y: float = 14
    for way, given in ways.items():
        parts += [d.text(4, y, way, size=13, bold=True), *_shared_bar(given.values(), y + 18)]
        drawn, lines = d.lines(4, y + 44, f"Leads: {winners[way]}", 58, size=12.5)
        parts.append(drawn)
        y += 56 + 16 * lines
    entries = [
        (str(place + 1), a.FILLS[place], each.name) for place, each in enumerate(sums.criteria)
    ]
    more, y = a.key(entries, y + 2)
    same = len(set(winners.values())) == 1
    first = winners["From the points"]
    title = (
        f"{first} leads whichever way the weights are made"
        if same
        else "The way the weights are made changes which option leads"
    )
    said = "; ".join(f"{way.lower()}: {name}" for way, name in winners.items())
    rows = [[name, *(per_cent(given[name]) for given in ways.values())] for name in sums.weights]
    rows.append(["Leads", *winners.values()])
    whose = "your order" if ordered else "the order in which the swings were printed"
    return Chart(
        title,
        f"{title}. {capital_first(said)}.",
        d.svg(a.WIDE, y, [*parts, *more]),
        ["Criterion", *ways],
        rows,
        f"points as given above; {whose}, as rank order centroid weights",
    )


def _shared_bar(shares: Iterable[float], y: float) -> Iterator[str]:
    """Return one bar cut by the weights, each part numbered where there is room."""
    x = 4.0
    for place, share in enumerate(shares):
        wide = share * (a.WIDE - 8)
        yield a.rect(x, y - 8, wide - 1, 20, a.FILLS[place])
        mark = f"{place + 1}: {100 * share:.0f}%"
        mark = mark if wide > 46 else str(place + 1) if wide > 14 else ""
        if mark:
            yield d.text(x + wide / 2, y + 2, mark, size=11.5, anchor="middle", fill=d.ON_FILL)
        x += wide


def scales(sums: Sums) -> Chart:
    """Show what a scale that is fixed by the options does when one option is taken away.

    The option removed is the one that sets most of the ends without coming first.

    Raises
    ------
    WorkbookError
        When fewer than three options differ, so that nothing is left to compare without one.
    """
    out = _sets_most_ends(sums)
    local, fixed = _without(sums, out)
    before, now, still = (
        dict(zip(found.options, found.totals, strict=True)) for found in (sums.totals, local, fixed)
    )
    rows = [
        [name, f"{before[name]:.1f}", f"{still[name]:.1f}", f"{now[name]:.1f}"]
        for name in local.options
    ]
    moved = max(local.options, key=lambda name: abs(now[name] - still[name]))
    drawn = [
        a.Bar(
            name,
            f"{still[name]:.0f} then {now[name]:.0f}",
            ((float(now[name]), "", a.ORANGE),),
        )
        for name in local.options
    ]
    parts, y = a.bars(drawn, 100)
    ends = (
        f"{and_(local.leaders)} would lead in place of {and_(fixed.leaders)}"
        if local.leaders != fixed.leaders
        else f"{and_(local.leaders)} still leads"
    )
    title = f"Take {out} away, and the scores of the others move though nothing about them changed"
    return Chart(
        title,
        f"Without {out}, the worst and best of the rest become 0 and 100. {moved} moves from "
        f"{still[moved]:.1f} to {now[moved]:.1f}. {ends}. On a scale with fixed ends no total "
        "would move.",
        d.svg(a.WIDE, y, parts),
        [
            "Option",
            "All options, scale from these",
            f"Without {out}, fixed ends",
            f"Without {out}, scale from the rest",
        ],
        rows,
        f"{sums.case.whose}; the same weights throughout. The bars show the last column",
    )


def _sets_most_ends(sums: Sums) -> str:
    """Return the option, neither leader nor yardstick, that is alone at most ends of the scales."""
    table = sums.performance
    counts = dict.fromkeys((str(name) for name in table.index), 0)
    for name in table.columns:
        for end in (table[name].max(), table[name].min()):
            at = [str(option) for option in table.index if table.loc[option, name] == end]
            if len(at) == 1:
                counts[at[0]] += 1
    stay = {sums.leader, sums.case.baseline.name if sums.case.baseline else ""}
    others = [name for name in counts if name not in stay] or list(counts)
    return max(others, key=lambda name: counts[name])


def _without(sums: Sums, out: str) -> tuple[WeightedTotals, WeightedTotals]:
    """Return the totals without one option: scaled by the rest, and by the ends as they were."""
    from course_support.methods.mcda import global_scale, local_scale, weighted_totals

    table = sums.performance
    left = table.drop(index=out)
    told = left.loc[:, left.nunique() > 1]
    if told.empty:
        raise WorkbookError(
            f"Without {out} there is nothing left to compare. With three options or more you see "
            "here what becomes of the scores when one is taken away."
        )
    kept = {name: sums.weights[name] for name in told.columns}
    better = {name: sums.better[name] for name in told.columns}
    high, low = table.max(), table.min()
    best = {n: float(high[n] if better[n] == "higher" else low[n]) for n in told.columns}
    worst = {n: float(low[n] if better[n] == "higher" else high[n]) for n in told.columns}
    local = weighted_totals(local_scale(told, better), kept)
    return local, weighted_totals(global_scale(told, worst, best), kept)
