"""How sure we are: values with their intervals, beside each other or beside one value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from course_support.charts.drawing import dot, line, svg, text, trimmed
from course_support.charts.show import BLUE, ORANGE, Chart
from course_support.methods.benchmarking import between
from course_support.methods.rates import (
    Estimate,
    directly_standardised_rate,
    proportion,
    rate,
)
from course_support.methods.words import and_
from course_support.sources.needs_places import Indicator, Localities

from . import plot

#: How a verdict is drawn, so that it can be told without colour.
SIGN = {"higher": "▲ higher", "lower": "▼ lower", "cannot tell": "? cannot tell"}


def estimates(found: Indicator) -> dict[str, Estimate]:
    """Return one estimate an area: proportions with Wilson's limits, rates with Byar's."""
    made = {}
    for name, (top, below, status) in found.rows.items():
        why = None if status == "ok" else status
        made[name] = (
            proportion(top, below, name, status=why)
            if found.per == 100
            else rate(top, below, name, per=found.per, status=why)
        )
    return made


def beside_neighbours(found: Indicator, alike: Sequence[str]) -> Chart:
    """Compare the authority with each of its neighbours, the most alike first.

    Each comparison is by the interval of the difference; an overlap of two intervals decides
    nothing.
    """
    every = estimates(found)
    own = every[found.own]
    rows = [(every[name], between(own, every[name])) for name in alike if name in every]
    verdicts = [comparison.verdict for _, comparison in rows]
    counts = {word: verdicts.count(word) for word in ("higher", "lower", "cannot tell")}
    return Chart(
        f"Of {len(rows)} neighbours {found.own} is higher than {counts['higher']}, lower than "
        f"{counts['lower']}; cannot tell for {counts['cannot tell']}",
        f"{found.name}, {found.period}. {own.reading()} Of {len(rows)} neighbours it is higher "
        f"than {counts['higher']} and lower than {counts['lower']}; for {counts['cannot tell']} "
        "the figures cannot tell, which does not mean that they are alike.",
        whiskers([(own, ""), *((e, SIGN[c.verdict]) for e, c in rows)], found.unit),
        ["Area", "Counted", "Out of", f"Value ({found.unit})", "From", "To", f"{found.own} is"],
        [_row(own, found, "–"), *(_row(e, found, c.verdict) for e, c in rows)],
        f"Marrenshire's table of indicators (invented), {found.period}; 95% intervals "
        f"({own.method}). {_polarity(found)}",
    )


def _polarity(found: Indicator) -> str:
    if found.polarity == "no good direction":
        return "Here neither higher nor lower is good in itself."
    return f"Here {found.polarity}."


def _row(estimate: Estimate, found: Indicator, verdict: str) -> list[str]:
    if estimate.value is None:
        return [estimate.name, "–", "–", estimate.status, "–", "–", verdict]
    numbers = (estimate.value, estimate.lower or 0, estimate.upper or 0)
    return [
        estimate.name,
        f"{estimate.count or 0:,.0f}",
        f"{estimate.denominator or 0:,.0f}",
        *(f"{_shown(value, found.per):,.1f}" for value in numbers),
        verdict,
    ]


def _shown(value: float, per: float) -> float:
    """Return proportions in percent; rates come per so many already."""
    return value * 100 if per == 100 else value


def whiskers(
    rows: Sequence[tuple[Estimate, str]],
    unit: str,
    value: float | None = None,
    *,
    plain: bool = False,
) -> str:
    """Draw estimates under each other; ``value`` is a line to compare with."""
    limits = [_percent(e, edge) for e, _ in rows for edge in (e.lower, e.upper) if edge is not None]
    marks = plot.ticks(
        min([*limits, *([value] if value is not None else [])]),
        max([*limits, *([value] if value is not None else [])]),
        4,
    )
    x = plot.Scale(marks[0], marks[-1], 128, 338)
    bottom = 14 + 23 * len(rows)
    parts = plot.across(x, marks, 6, bottom, plot.number)
    if value is not None:
        parts.append(line(x(value), 6, x(value), bottom, width=1.5, dashed=True))
    for number, (estimate, said) in enumerate(rows):
        y = 16 + 23 * number
        first = number == 0 and not said and not plain
        colour = ORANGE if first else BLUE
        name = trimmed(estimate.name, 15)
        parts.append(text(120, y, name, size=plot.SMALL, anchor="end", bold=first))
        if estimate.value is None or estimate.lower is None or estimate.upper is None:
            parts.append(text(132, y, estimate.status, size=plot.SMALL))
        else:
            low, high = _percent(estimate, estimate.lower), _percent(estimate, estimate.upper)
            parts.append(plot.whisker(y, x(low), x(high), colour))
            middle = x(_percent(estimate, estimate.value))
            parts.append(
                plot.diamond(middle, y, 6, colour) if first else dot(middle, y, 4, fill=colour)
            )
        parts.append(text(346, y, said, size=plot.SMALL))
    parts.append(text(233, bottom + 30, unit, size=plot.SMALL, anchor="middle"))
    return svg(plot.WIDTH, bottom + 42, parts)


def _percent(estimate: Estimate, value: float) -> float:
    share = estimate.per == 1 and estimate.denominator is not None
    return value * 100 if share else value


def three(estimate: Estimate) -> Iterable[str]:
    for value in (estimate.value, estimate.lower, estimate.upper):
        yield "–" if value is None else f"{_percent(estimate, value):,.1f}"


def standardised(found: Localities, per: float = 10_000) -> Chart:
    """Draw each locality's rate as counted and directly standardised for age."""
    rows: list[tuple[Estimate, str]] = []
    table = []
    for place in found.places:
        crude = rate(sum(place.counts), sum(place.residents), place.name, per=per)
        even = directly_standardised_rate(
            place.counts, place.residents, found.standard, "same ages", bands=found.bands, per=per
        )
        moved = "" if even.value is None or crude.value is None else _moved(crude.value, even.value)
        rows += [(crude, "as counted"), (even, moved or "not given")]
        table.append([place.name, str(sum(place.counts)), *three(crude), *three(even)])
    few = [place.name for place in found.places if sum(place.counts) < 10]
    gone = (
        f" No such rate is given for {and_(few)}, where fewer than ten people were counted."
        if few
        else ""
    )
    return Chart(
        _age_matters(found, rows),
        f"People who began {found.service.lower()}, per {per:,.0f} residents of the ages that use "
        "it, by locality: as counted, and as it would be if every place had the same ages."
        f"{gone}",
        _pairs(rows, f"per {per:,.0f} residents of those ages"),
        ["Locality", "People", "As counted", "From", "To", "Same ages", "From", "To"],
        table,
        f"invented records, with residents of {found.year} in the bands {found.bands[0]} to "
        f"{found.bands[-1]}; European Standard Population 2013; 95% intervals (Byar; Dobson)",
    )


def _age_matters(found: Localities, rows: Sequence[tuple[Estimate, str]]) -> str:
    """Say which place changes most once all have the same ages, or that none does by much."""
    change = {
        place.name: even.value / crude.value - 1
        for place, (crude, _), (even, _) in zip(found.places, rows[::2], rows[1::2], strict=True)
        if crude.value and even.value
    }
    if not change:
        return "Too few people for rates that take out differences in age"
    name = max(change, key=lambda place: abs(change[place]))
    if abs(change[name]) < 0.05:
        return "Differences in age explain almost none of the differences between places"
    return f"With the same ages everywhere, {name} changes most: {change[name]:+.0%}"


def _moved(crude: float, even: float) -> str:
    change = even / crude - 1
    return "same ages" if abs(change) < 0.005 else f"same ages {change:+.0%}"


def _pairs(rows: Sequence[tuple[Estimate, str]], unit: str) -> str:
    """Draw two estimates a place, the second hollow and without repeating the name."""
    limits = [edge for e, _ in rows for edge in (e.lower, e.upper) if edge is not None]
    marks = plot.ticks(0, max(limits), 4)
    x = plot.Scale(marks[0], marks[-1], 100, 320)
    bottom = 12 + 50 * (len(rows) // 2)
    parts = plot.across(x, marks, 6, bottom, plot.number)
    for number, (estimate, said) in enumerate(rows):
        second = number % 2 == 1
        y = 18 + 50 * (number // 2) + (20 if second else 0)
        if not second:
            parts.append(
                text(92, y + 10, trimmed(estimate.name, 14), size=plot.SMALL, anchor="end")
            )
        if estimate.value is None or estimate.lower is None or estimate.upper is None:
            parts.append(text(106, y, "too few people for a rate", size=plot.SMALL))
        else:
            parts.append(plot.whisker(y, x(estimate.lower), x(estimate.upper), BLUE))
            parts.append(dot(x(estimate.value), y, 4, fill=BLUE, hollow=second))
            parts.append(text(328, y, said, size=plot.SMALL))
    parts.append(text(210, bottom + 30, unit, size=plot.SMALL, anchor="middle"))
    return svg(plot.WIDTH, bottom + 42, parts)
