"""Demand: the population by age, need and places wanted, what changes them, what they hang on."""

from __future__ import annotations

from collections.abc import Mapping

from course_support.charts.drawing import dot, lines, svg, text, uprights
from course_support.charts.show import BLUE, GREEN, GREY, ORANGE, PINK, SERIES, Chart
from course_support.methods.forecast import Decomposition
from course_support.methods.outlook import Outlook
from course_support.methods.sensitivity import Tornado
from course_support.methods.words import capital_first

from . import plot

SCENARIOS = {"high": ("High", "7 4"), "central": ("Central", ""), "low": ("Low", "2 3")}
Years = Mapping[int, Mapping[str, float]]


def population(past: Years, ahead: Years, source: str, until: int) -> Chart:
    """Draw the population by age band, as estimated and as projected, as an index.

    Bands of different size can be compared because each starts at 100 in the last year that was
    estimated.
    """
    years = [*sorted(past), *(y for y in sorted(ahead) if y <= until)]
    every, last = {**past, **ahead}, max(past)
    bands = list(past[last])
    index = {band: [100 * every[year][band] / past[last][band] for year in years] for band in bands}
    changes = {band: values[-1] - 100 for band, values in index.items()}
    most = max(changes, key=lambda band: abs(changes[band]))
    title = f"Ages {most} change most: {changes[most]:+.0f}% by {years[-1]}"
    said = "; ".join(f"{band} {change:+.0f}%" for band, change in changes.items())
    return Chart(
        title,
        f"Change in people from {last} to {years[-1]}, by age: {said}.",
        _lines(years, index, last),
        ["Age", *(str(year) for year in (years[0], last, years[-1]))],
        [
            [band, *(f"{every[y][band]:,.0f}" for y in (years[0], last, years[-1]))]
            for band in bands
        ],
        f"{source}. {last} = 100; dashed where projected",
    )


def _lines(years: list[int], index: Mapping[str, list[float]], last: int) -> str:
    flat = [value for values in index.values() for value in values]
    marks = plot.ticks(min(flat), max(flat))
    x = plot.Scale(years[0], years[-1], 44, 372)
    y = plot.Scale(marks[0], marks[-1], 236, 16)
    parts = plot.up(y, marks, 44, 372, plot.number)
    parts += plot.across(x, _some(years), 16, 236, lambda year: f"{year:.0f}")
    ends = []
    for number, (band, values) in enumerate(index.items()):
        points = [(x(year), y(value)) for year, value in zip(years, values, strict=True)]
        here = years.index(last)
        colour = SERIES[number % len(SERIES)]
        parts += [
            plot.path(points[: here + 1], colour),
            plot.path(points[here:], colour, dashes="5 4"),
        ]
        ends.append((points[-1][1], band))
    parts += plot.end_labels(378, ends, 240)
    return svg(plot.WIDTH, 262, parts)


def _some(years: list[int]) -> list[int]:
    """Return years for the axis: the first, the last, and a few between."""
    step = max(1, round((years[-1] - years[0]) / 4))
    inner = list(range(years[0], years[-1] - step // 2, step))
    return [*inner, years[-1]]


def demand(outlook: Outlook, counted: str, source: str) -> Chart:
    """Draw the places wanted by year, low, central and high."""
    first, year = outlook.first_year, outlook.supposed.year
    now, then = outlook.wanted_in(first), outlook.wanted_in(year)
    low, high = outlook.wanted_in(year, "low"), outlook.wanted_in(year, "high")
    change = then / now - 1 if now else 0.0
    verb = (
        "stay much the same"
        if abs(change) < 0.01
        else f"{'rise' if change > 0 else 'fall'} {abs(change):.0%}"
    )
    years = outlook.years
    rows = [
        [
            str(y),
            f"{outlook.need_in(y):,.0f}",
            *(f"{outlook.wanted_in(y, s):,.0f}" for s in ("low", "central", "high")),
        ]
        for y in years
    ]
    return Chart(
        f"Places wanted {verb} by {year}",
        f"Central: {now:,.0f} in {first} and {then:,.0f} in {year}, out of "
        f"{outlook.need_in(year):,.0f} {counted} with this need. In {year} the range is "
        f"{low:,.0f} to {high:,.0f}.",
        _fan(outlook, years),
        ["Year", "With this need, central", "Wanted: low", "Central", "High"],
        rows,
        f"{source}. Low and high take both ends of prevalence and of take-up together",
    )


def _fan(outlook: Outlook, years: list[int]) -> str:
    by = {(s, year): outlook.wanted_in(year, s) for s in SCENARIOS for year in years}
    marks = plot.ticks(0, max(by[("high", y)] for y in years))
    x = plot.Scale(years[0], max(years[-1], years[0] + 1), 52, 340)
    y = plot.Scale(marks[0], marks[-1], 226, 16)
    lines = {s: [(x(year), y(by[(s, year)])) for year in years] for s in SCENARIOS}
    parts = plot.up(y, marks, 52, 340, plot.number)
    parts += plot.across(x, _some(years), 16, 226, lambda year: f"{year:.0f}")
    parts.append(plot.between(lines["high"], lines["low"], BLUE))
    ends = []
    for name, (label, dashes) in SCENARIOS.items():
        parts.append(plot.path(lines[name], BLUE, dashes=dashes))
        ends.append((lines[name][-1][1], f"{label} {by[(name, years[-1])]:,.0f}"))
    parts += plot.end_labels(346, ends, 230)
    return svg(plot.WIDTH, 252, parts)


def taken_apart(change: Decomposition, first: int, last: int, source: str, unit: str) -> Chart:
    """Draw the change as steps: size of the population, its age mix, the rates."""
    size, ageing, rate = change.in_whole_people
    steps = [("More or fewer people", size), ("Older or younger mix", ageing)]
    if abs(change.rate) > 1e-9:
        steps.append(("Change in rates", rate))
    return Chart(
        f"{first} to {last}: " + ", ".join(f"{name.lower()} {part:+,d}" for name, part in steps),
        change.reading().replace("people", unit),
        _steps(change, steps, first, last),
        ["Part", unit.capitalize()],
        [
            [f"In {first}", f"{change.before:,.0f}"],
            *([name, f"{value:+,d}"] for name, value in steps),
            [f"In {last}", f"{change.after:,.0f}"],
        ],
        f"{source}. {' '.join(change.assumptions)}",
    )


def _steps(change: Decomposition, steps: list[tuple[str, int]], first: int, last: int) -> str:
    sums = [round(change.before)]
    for _, value in steps:
        sums.append(sums[-1] + value)
    room = max(max(sums) - min(sums), 0.02 * max(sums), 1)
    low = max(0.0, min(sums) - room)
    marks = plot.ticks(low, max(sums) + 0.3 * room, 4)
    x = plot.Scale(marks[0], marks[-1], 150, 372)
    bottom = 22 + 34 * (len(steps) + 2)
    parts = plot.across(x, marks, 14, bottom, plot.number)
    rows = [
        (f"In {first}", marks[0], sums[0], GREY),
        *(
            (name, sums[n], sums[n + 1], ORANGE if value > 0 else GREEN)
            for n, (name, value) in enumerate(steps)
        ),
        (f"In {last}", marks[0], sums[-1], GREY),
    ]
    for n, (name, start, end, colour) in enumerate(rows):
        y = 20 + 34 * n
        whole = n in (0, len(rows) - 1)
        label = f"{end:,.0f}" if whole else f"{end - start:+,.0f}"
        parts.append(text(142, y + 11, name, size=plot.SMALL, anchor="end"))
        if whole:  # a mark, since the axis need not begin at nought
            parts.append(plot.diamond(x(end), y + 11, 8, colour))
        else:
            parts.append(plot.bar(x(start), y, x(end) - x(start), 22, colour, hollow=True))
        parts.append(
            text(
                (x(end) if whole else max(x(start), x(end))) + 11,
                y + 11,
                label,
                size=plot.SMALL,
                bold=True,
            )
        )
    return svg(plot.WIDTH, bottom + 26, parts)


def hangs_on(found: Tornado, source: str) -> Chart:
    """Draw how far the places wanted move across the range of each assumption."""
    bars = [bar for bar in found.bars if bar.swing > 0]
    if not bars:
        return Chart(
            "No assumption has a range",
            "None of the assumptions has a range, so none moves the places wanted.",
            svg(plot.WIDTH, 30, [text(10, 15, "Nothing to draw.")]),
            ["Assumption", "From", "To"],
            [],
            source,
        )
    said = "; ".join(f"{b.name}, {b.least:,.0f} to {b.most:,.0f}" for b in bars)
    return Chart(
        f"The forecast hangs most on the {bars[0].name}",
        f"Moving one assumption at a time across its range, the places wanted go: {said}. All at "
        f"their central values: {found.central:,.0f}.",
        _tornado(found),
        ["Assumption", "Least places", "Most places", "Swing"],
        [[b.name, f"{b.least:,.0f}", f"{b.most:,.0f}", f"{b.swing:,.0f}"] for b in bars],
        f"{source}. {' '.join(found.assumptions)}",
    )


def _tornado(found: Tornado) -> str:
    bars = [bar for bar in found.bars if bar.swing > 0]
    marks = plot.ticks(min(b.least for b in bars), max(b.most for b in bars), 4)
    x = plot.Scale(marks[0], marks[-1], 40, 400)
    parts, spans, y = list[str](), list[tuple[float, float]](), 20.0
    for n, b in enumerate(bars):
        drawn, count = lines(40, y, capital_first(b.name), 50, size=13, bold=True)
        y += 16 * count - 4
        left, right = x(b.least), x(b.most)
        parts += [drawn, plot.bar(left, y, right - left, 18, BLUE, hollow=n > 0)]
        parts.append(dot(x(found.central), y + 9, 3, fill=PINK))
        spans.append((y - 3, y + 22))
        y += 38
    bottom = y - 12
    parts.append(uprights(x(found.central), spans, width=1.5))
    return svg(plot.WIDTH, bottom + 26, [*plot.across(x, marks, 10, bottom, plot.number), *parts])
