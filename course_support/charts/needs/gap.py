"""The gap by scenario and year, and what the unknowns would change in it."""

from __future__ import annotations

from course_support.charts.drawing import dot, lines, svg, text, uprights
from course_support.charts.show import BLUE, GREEN, ORANGE, PINK, Chart
from course_support.methods.outlook import Outlook
from course_support.methods.unknowns import MOVES, Unknowns, in_words
from course_support.methods.words import small_first

from . import plot
from .demand import SCENARIOS

ORDER = ("low", "central", "high")


def money(cost: float) -> str:
    """Return the yearly cost of a gap; nothing is owed for spare places."""
    return f"£{cost:,.0f} a year" if cost > 0 else "no further cost"


def _with_cost(places: float, cost: float) -> str:
    return f", £{cost:,.0f} a year" if places >= 0.5 else ""


def gap(outlook: Outlook, source: str) -> Chart:
    """Draw the places wanted by scenario and year against the places there are."""
    year = outlook.supposed.year
    ends = {s: outlook.short(s) for s in ORDER}
    agree = len({places > 0 for places, _ in ends.values()}) == 1
    years = outlook.years
    rows = []
    for y in _spaced(years):
        for s in ORDER:
            places, cost = outlook.short(s, y)
            wanted = outlook.wanted_in(y, s)
            cells = [f"{wanted:,.0f}", f"{outlook.supposed.supply:,.0f}", in_words(places)]
            rows.append([str(y), SCENARIOS[s][0], *cells, money(cost)])
    said = "; ".join(f"{s} {in_words(p)}{_with_cost(p, c)}" for s, (p, c) in ends.items())
    doubt = "" if agree else " The scenarios do not agree that there is a gap: say so."
    return Chart(
        f"{year}: {in_words(ends['central'][0])} in the central scenario",
        f"With {outlook.supposed.supply:,.0f} places at £{outlook.supposed.price:,.0f} a year each,"
        f" in {year}: {said}.{doubt}",
        _against_supply(outlook, years),
        ["Year", "Scenario", "Places wanted", "Places there are", "Gap", "Cost of the gap"],
        rows,
        f"{source}. {' '.join(outlook.gap.assumptions)}",
    )


def _spaced(years: list[int]) -> list[int]:
    """Return the first year, the last, and one between."""
    return sorted({years[0], years[len(years) // 2], years[-1]})


def _against_supply(outlook: Outlook, years: list[int]) -> str:
    wanted = {s: [outlook.wanted_in(y, s) for y in years] for s in ORDER}
    supply = outlook.supposed.supply
    marks = plot.ticks(0, max([*wanted["high"], supply]))
    x = plot.Scale(years[0], max(years[-1], years[0] + 1), 52, 322)
    y = plot.Scale(marks[0], marks[-1], 226, 16)
    parts = plot.up(y, marks, 52, 322, plot.number)
    step = max(1, round((years[-1] - years[0]) / 4))
    shown = [*range(years[0], years[-1] - step // 2, step), years[-1]]
    parts += plot.across(x, shown, 16, 226, lambda year: f"{year:.0f}")
    ends = []
    for s in ORDER:
        points = [(x(year), y(v)) for year, v in zip(years, wanted[s], strict=True)]
        parts.append(plot.path(points, BLUE, dashes=SCENARIOS[s][1]))
        ends.append((points[-1][1], f"{SCENARIOS[s][0]} {wanted[s][-1]:,.0f}"))
    parts.append(plot.path([(52, y(supply)), (322, y(supply))], ORANGE))
    parts.append(plot.diamond(322, y(supply), 6, ORANGE))
    ends.append((y(supply), f"Supply {supply:,.0f}"))
    parts += plot.end_labels(332, ends, 232)
    return svg(plot.WIDTH, 252, parts)


def unknowns(found: Unknowns, source: str, waiting: str = "") -> Chart:
    """Draw how far each unknown moves the gap, and say what it costs to learn.

    Parameters
    ----------
    waiting
        What is said of unknowns that cannot be counted yet, if there are any.
    """
    moving = [w for w in found.found if w.swing > 0]
    title = (
        f"Most worth knowing: {small_first(moving[0].unknown.name)}"
        if moving
        else "None of the unknowns moves the size of the gap"
    )
    rows = []
    for w in found.found:
        cost = "not stated" if w.unknown.cost is None else f"£{w.unknown.cost:,.0f}"
        span = f"{w.unknown.low:g} to {w.unknown.high:g} {w.unknown.unit}".strip()
        moves = f"{w.least:,.0f} to {w.most:,.0f}" if w.swing else "not moved"
        worth = f"£{w.swing * found.price:,.0f}" if w.swing else "–"
        rows.append([w.unknown.name, span, MOVES[w.unknown.moves], moves, worth, cost])
    return Chart(
        title,
        f"{found.reading()} The forecast alone says "
        f"{in_words(found.forecast)}; with every unknown at its best guess, "
        f"{in_words(found.central)}. {waiting}".rstrip(),
        _bars(found),
        ["Unknown", "Range", "It moves", "Gap, places", "Worth a year", "Cost to learn"],
        rows,
        f"{source}. {' '.join(found.assumptions)}",
    )


def _bars(found: Unknowns) -> str:
    moving = [w for w in found.found if w.swing > 0]
    if not moving:
        return svg(plot.WIDTH, 30, [text(10, 15, "Nothing here moves the gap.")])
    ends = [0.0, found.forecast, found.central, *(v for w in moving for v in (w.least, w.most))]
    marks = plot.ticks(min(ends), max(ends), 4)
    x = plot.Scale(marks[0], marks[-1], 30, 410)
    parts, spans, y = list[str](), list[tuple[float, float]](), 20.0
    for worth in moving:
        drawn, count = lines(30, y, worth.unknown.name, 52, size=plot.SMALL, bold=True)
        y += 16 * count - 4
        hollow = not worth.changes_answer
        left, right = x(worth.least), x(worth.most)
        parts += [drawn, plot.bar(left, y, right - left, 16, GREEN, hollow=hollow)]
        spans.append((y - 3, y + 20))
        y += 36
    bottom = y - 12
    parts = [*plot.across(x, marks, 10, bottom, plot.number), *parts]
    parts.append(uprights(x(0), spans, width=1.5))
    parts += [
        plot.path([(x(found.central), top), (x(found.central), low)], PINK, dashes="4 4")
        for top, low in spans
    ]
    legend = bottom + 34
    parts += [
        text(30, legend, "gap in places; solid line: no gap; dashed: all at best guess", size=12),
        dot(36, legend + 20, 5, fill=GREEN),
        text(46, legend + 20, "filled: could turn a gap into spare places, or back", size=12),
    ]
    return svg(plot.WIDTH, legend + 34, parts)
