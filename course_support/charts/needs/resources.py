"""Resources: spending in cash and real terms, unit costs, and the cost of doing nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from course_support.charts.drawing import svg, text, trimmed
from course_support.charts.show import BLUE, GREY, ORANGE, Chart
from course_support.methods.outlook import Outlook
from course_support.sources import rules
from course_support.sources.needs import Needs, rows_of

from . import plot

SOURCE = "Marrenshire's table of spending (invented), gross"


def deflators() -> dict[str, float]:
    """Return the GDP deflator by financial year, as the dated table has it."""
    found = rules.table("gdp_deflator").by("financial_year")
    return {str(year): float(str(value)) for year, value in found.items()}


def spending(needs: Needs) -> Chart:
    """Draw spending by year, as paid and in the prices of the latest year."""
    from course_support.methods.deflation import real_terms

    base = needs.spend_year
    years = sorted({y for by in needs.spend.values() for y in by if y <= base})
    amounts: dict[str, float | None] = {}
    for year in years:
        parts = [by.get(year) for by in needs.spend.values()]
        amounts[year] = None if any(p is None for p in parts) else sum(p or 0 for p in parts)
    found = real_terms(amounts, deflators(), base, "GDP deflator, HM Treasury, December 2023")
    rows = found.rows.dropna(subset=["real"])
    change = rows["real"].iloc[-1] / rows["real"].iloc[0] - 1
    verb = "grew" if change > 0 else "fell"
    top = max(needs.services, key=lambda s: needs.spend[s["service_id"]].get(base) or 0)
    most = needs.spend[top["service_id"]][base] or 0
    return Chart(
        f"Spending {verb} by {abs(change):.0%} in real terms since {rows['year'].iloc[0]}",
        f"{found.reading()} The largest line in {base} is {top['name'].lower()}, "
        f"£{most:,.0f} of £{amounts[base] or 0:,.0f}.",
        _lines(rows["year"].tolist(), rows["cash"].tolist(), rows["real"].tolist(), base),
        ["Year", "As paid", f"In {base} prices"],
        [
            [str(year), *("not reported" if v != v else f"£{v:,.0f}" for v in (cash, real))]
            for year, cash, real in found.rows[["year", "cash", "real"]].to_numpy().tolist()
        ],
        f"{SOURCE}. {' '.join(found.assumptions)} Years after 2022-23 use its forecasts",
    )


def _lines(years: Sequence[str], cash: Sequence[float], real: Sequence[float], base: str) -> str:
    marks = plot.ticks(0, max([*cash, *real]) / 1e6)
    x = plot.Scale(0, max(1, len(years) - 1), 54, 320)
    y = plot.Scale(marks[0], marks[-1], 206, 16)
    parts = plot.up(y, marks, 54, 320, lambda v: f"£{v:g}m")
    step = max(1, round(len(years) / 3))
    shown = [n for n in range(len(years)) if n % step == 0 or n == len(years) - 1]
    parts += plot.across(x, shown, 16, 206, lambda n: years[int(n)])
    ends = []
    for values, colour, dashes, name in (
        (cash, ORANGE, "6 4", "as paid"),
        (real, BLUE, "", f"{base} prices"),
    ):
        points = [(x(n), y(value / 1e6)) for n, value in enumerate(values)]
        parts.append(plot.path(points, colour, dashes=dashes))
        away = -20 if values is real else 16
        parts.append(text(points[0][0] + 4, points[0][1] + away, name, size=plot.SMALL))
        ends.append((points[-1][1], f"£{values[-1] / 1e6:,.1f}m"))
    parts += plot.end_labels(328, ends[-1:], 210)
    return svg(plot.WIDTH, 232, parts)


@dataclass(frozen=True)
class _Cost:
    service: str
    unit: str
    year: str
    used: float
    full: float
    utilisation: float


def _costs(needs: Needs) -> list[_Cost]:
    from course_support.methods.unit_costs import unit_cost

    names = {s["service_id"]: s["name"] for s in needs.services}
    found = []
    for row in rows_of("unit_costs", needs.population):
        share = row["utilisation_percent"] / 100
        cost = unit_cost(
            row["direct_gbp"],
            row["available_units"],
            overhead=row["overhead_gbp"] / row["direct_gbp"],
            utilisation=share,
            unit=row["unit"],
        )
        each = cost.each
        found.append(
            _Cost(
                names[row["service_id"]],
                row["unit"],
                row["financial_year"],
                each,
                cost.at_full_use,
                share,
            )
        )
    return found


def unit_costs(needs: Needs) -> Chart:
    """Draw what a used unit costs beside what it would cost if all were used."""
    rows = _costs(needs)
    worst = min(rows, key=lambda row: row.utilisation)
    extra = worst.used / worst.full - 1
    return Chart(
        f"{worst.service}: unused capacity adds {extra:.0%} to the unit cost",
        f"{worst.service}: {worst.utilisation:.0%} of what could have been used was used. That "
        f"makes £{plain(worst.used)} per {worst.unit}; if all were used it would be "
        f"£{plain(worst.full)}. The table has every service.",
        _use(rows),
        ["Service", "Unit", "Share used", "£ a unit used", "£ if all were used"],
        [
            [r.service, r.unit, f"{r.utilisation:.0%}", f"£{r.used:,.2f}", f"£{r.full:,.2f}"]
            for r in rows
        ],
        f"Marrenshire's table of unit costs (invented), {rows[0].year}: direct cost and overheads "
        "over units. Cost is taken to stay the same however many units are used",
    )


def _use(rows: Sequence[_Cost]) -> str:
    x = plot.Scale(0, 1, 20, 330)
    bottom = 6 + 44 * len(rows)
    parts = plot.across(x, (0, 0.5, 1), 6, bottom, lambda share: f"{share:.0%}")
    for number, row in enumerate(rows):
        y = 6 + 44 * number
        said = trimmed(f"{row.service}: £{plain(row.used)} per {row.unit}", 64)
        parts.append(text(20, y + 8, said, size=plot.SMALL, bold=True))
        parts.append(plot.bar(20, y + 18, 310, 14, GREY, hollow=True))
        parts.append(plot.bar(20, y + 18, x(row.utilisation) - 20, 14, BLUE))
        parts.append(text(338, y + 25, f"{row.utilisation:.0%} used", size=plot.SMALL))
    return svg(plot.WIDTH, bottom + 24, parts)


def plain(amount: float) -> str:
    """Return pounds: with pence where that matters."""
    return f"{amount:,.2f}" if amount < 100 else f"{amount:,.0f}"


def used_share(needs: Needs, share: float) -> str:
    """Say what each service's unit would cost at another share of use."""
    said = "; ".join(
        f"{row.service} £{plain(row.full / share)} per {row.unit} (now £{plain(row.used)})"
        for row in _costs(needs)
    )
    return f"If {share:.0%} of the units of every service were used: {said}."


def doing_nothing(outlook: Outlook, rise: float, source: str) -> Chart:
    """Draw what the same service would cost as demand and prices move, year by year.

    Parameters
    ----------
    rise
        Yearly rise of prices above general inflation, as a share; money stays in today's prices.
    """
    first, last = outlook.first_year, outlook.supposed.year
    years = list(range(first, last + 1))
    price = outlook.supposed.price
    whole = [outlook.wanted_in(y) * price * (1 + rise) ** (y - first) for y in years]
    people = [outlook.wanted_in(y) * price for y in years]
    more = whole[-1] - whole[0]
    from_people, from_price = people[-1] - people[0], whole[-1] - people[-1]
    verb = "more" if more >= 0 else "less"
    return Chart(
        f"Doing nothing differently would cost {_millions(abs(more))} {verb} a year by {last}",
        f"In today's prices, meeting all the demand as now would cost {_millions(whole[0])} in "
        f"{first} and {_millions(whole[-1])} in {last}: {_signed(from_people)} from the number "
        f"and age of people, {_signed(from_price)} from prices rising {rise:.1%} a year faster "
        "than others.",
        _two(years, people, whole),
        ["Year", "Places wanted", "At today's price", "With the rise in price"],
        [
            [str(y), f"{outlook.wanted_in(y):,.0f}", f"£{a:,.0f}", f"£{b:,.0f}"]
            for y, a, b in zip(years, people, whole, strict=True)
        ],
        f"{source}. The central forecast × £{price:,.0f} a year for a place. What unmet need costs "
        "others (families, health, police) is not in it",
    )


def _signed(amount: float) -> str:
    return f"{'+' if amount >= 0 else '-'}{_millions(abs(amount))}"


def _millions(amount: float) -> str:
    # A forecast is not known to the pound: thousands are as fine as it can be told.
    return f"£{amount / 1e6:,.1f}m" if amount >= 1e6 else f"£{round(amount, -3):,.0f}"


def _two(years: Sequence[int], people: Sequence[float], whole: Sequence[float]) -> str:
    marks = plot.ticks(0, max([*people, *whole]) / 1e6)
    x = plot.Scale(years[0], max(years[-1], years[0] + 1), 58, 318)
    y = plot.Scale(marks[0], marks[-1], 206, 16)
    parts = plot.up(y, marks, 58, 318, lambda v: f"£{v:g}m")
    step = max(1, round((years[-1] - years[0]) / 4))
    shown = [*range(years[0], years[-1] - step // 2, step), years[-1]]
    parts += plot.across(x, shown, 16, 206, lambda year: f"{year:.0f}")
    ends = []
    for values, colour, dashes, name in (
        (people, ORANGE, "6 4", "people"),
        (whole, BLUE, "", "+ prices"),
    ):
        points = [(x(year), y(v / 1e6)) for year, v in zip(years, values, strict=True)]
        parts.append(plot.path(points, colour, dashes=dashes))
        ends.append((points[-1][1], f"{_millions(values[-1])} {name}"))
    parts += plot.end_labels(322, ends, 212)
    return svg(plot.WIDTH, 232, parts)
