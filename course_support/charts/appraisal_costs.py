"""What options cost over time: today's value, optimism bias, cash, and how far costs may move."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from course_support.errors import WorkbookError
from course_support.folders import course_folder
from course_support.methods.words import and_
from course_support.sources import rules
from course_support.sources.records import read_records

from . import appraisal_drawing as a
from . import drawing as d
from .appraisal_numbers import Sums, million, schedule
from .show import Chart

if TYPE_CHECKING:
    import pandas as pd

    from course_support.methods.costs import BiasOnOne


def today(sums: Sums) -> Chart:
    """Draw the present value of each option's costs, and its net value against standing still."""
    found = sums.money
    by_value = found.ranked_by == "npsv"
    table = found.rows.sort_values("rank")
    base = found.baseline
    drawn = [
        a.Bar(
            row["option"],
            million(row["npsv"] if by_value else row["npc"], 2),
            ((float(row["npsv"] if by_value else row["npc"]), "", _fill(row["option"], base)),),
            f"Costs {million(row['cost'], 2)}, valued benefits {million(row['benefit'], 2)}",
        )
        for _, row in table.iterrows()
    ]
    longest = max((sum(n for n, _, _ in each.parts) for each in drawn), default=1)
    parts, y = a.bars(drawn, max(longest, 1e-6))
    heads = ["Option", "Costs", "Valued benefits", "Net cost", "Each year (annual equivalent)"]
    rows = [
        [
            row["option"],
            million(row["cost"], 2),
            million(row["benefit"], 2),
            million(row["cost"] - row["benefit"], 2),
            "–" if math.isnan(row["eac"]) else million(row["eac"], 2),
            *([million(row["npsv"], 2)] if by_value else []),
            row["not_counted"] or "nothing named",
        ]
        for _, row in table.iterrows()
    ]
    heads += [f"Better than {base} by"] if by_value else []
    return Chart(
        _money_title(sums),
        _money_reading(sums),
        d.svg(a.WIDE, y, parts),
        [*heads, "Not counted in money"],
        rows,
        f"{sums.case.whose}; {' '.join(found.assumptions)}",
    )


def _fill(option: str, base: str | None) -> str:
    return a.GREY if option == base else a.BLUE


def _money_title(sums: Sums) -> str:
    found = sums.money
    best = found.order[0]
    if found.ranked_by != "npsv":
        return f"{best} costs least {sums.over}, in today's value"
    if best == found.baseline:
        return f"In money alone nothing beats {best}"
    ahead = million(found.of(best, "npsv"))
    return f"In money alone {best} does best: {ahead} better than {found.baseline}"


def _money_reading(sums: Sums) -> str:
    found = sums.money
    text = f"{sums.over.capitalize()}, in today's value: "
    column = "npsv" if found.ranked_by == "npsv" else "npc"
    said = [f"{name} {million(found.of(name, column), 2)}" for name in found.order]
    what = "net value against standing still" if column == "npsv" else "net present cost"
    return f"{text}{what} of {', '.join(said)}. What is not in money stands in the last column."


def swing(sums: Sums) -> str:
    """Return what lies between the dearest and the cheapest of these options."""
    cost = sums.money.rows["cost"]
    return (
        f"Cost: from {million(float(cost.max()))} to {million(float(cost.min()))} "
        f"{sums.over}, in today's value"
    )


def paid_back(sums: Sums) -> Chart:
    """Draw each option's cost against business as usual, added up year by year, discounted.

    Raises
    ------
    WorkbookError
        When there is no business as usual with costs to measure against.
    """
    against = against_standing_still(sums)
    names = list(against.columns)
    lines = [
        a.Line(
            name,
            tuple((float(year), float(against.loc[year, name])) for year in against.index),
            a.FILLS[place % len(a.FILLS)],
            a.DASHES[place % len(a.DASHES)],
        )
        for place, name in enumerate(names)
    ]
    parts = _years_across(lines, sums.years)
    back = {line.name: _first_year(line) for line in lines}
    entries = [
        (str(n), line.fill, f"{line.name}: {_paid(back[line.name], sums.years)}")
        for n, line in enumerate(lines, start=1)
    ]
    more, y = a.key(entries, 326)
    paid = [name for name in names if back[name] is not None]
    title = (
        f"{and_(paid)} {'pays' if len(paid) == 1 else 'pay'} for change by year {sums.years}"
        if paid
        else f"No option pays for its change by year {sums.years}"
    )
    rows = [
        [str(year), *(million(float(against.loc[year, name])) for name in names)]
        for year in against.index
    ]
    return Chart(
        title,
        "Added up year by year and discounted, against business as usual: "
        + "; ".join(f"{name} {_paid(back[name], sums.years)}" for name in names)
        + ".",
        d.svg(a.WIDE, y, [*parts, *more]),
        ["Up to year", *names],
        rows,
        f"{sums.case.whose}; valued benefits are counted; optimism bias is on every option",
    )


def against_standing_still(sums: Sums) -> pd.DataFrame:
    """Return by year and option how much better it has been so far (£ thousand, discounted).

    Raises
    ------
    WorkbookError
        When there is no business as usual with costs to measure against.
    """
    base = sums.case.baseline
    if base is None or base not in sums.case.costed:
        raise WorkbookError(
            "There is no business as usual with costs, so nothing can be measured against it. "
            "Mark one option as business as usual and give it its costs."
        )
    yearly = net_by_year(sums, discounted=True)
    against = yearly.rsub(yearly[base.name], axis=0).cumsum()
    return against.drop(columns=base.name)


def _years_across(lines: list[a.Line], years: int) -> list[str]:
    values = [value for line in lines for _, value in line.points]
    ticks = _ticks(min([*values, 0.0]), max([*values, 0.0]))
    frame = a.Frame(74, a.WIDE - 34, 40, 270, (0, years), (min(ticks), max(ticks)))
    across = {float(year): str(year) for year in range(years + 1) if year % 2 == 0}
    up = {value: short(value) for value in ticks}
    parts = a.line_chart(lines, frame, across, up, "Year", "Better than standing still")
    x0, y0 = frame.at(0, 0)
    return [*parts, d.line(x0, y0, frame.right, y0, width=1.5)]


def net_by_year(sums: Sums, *, discounted: bool = False) -> pd.DataFrame:
    """Return costs less benefits, uplifted, by year and option (£ thousand).

    Discounted, each kind of money goes by its own schedule, as in the sums of today's value.
    """
    import pandas as pd

    from course_support.methods.discounting import factors

    names = [each.name for each in sums.case.costed]
    found = {name: [0.0] * (sums.years + 1) for name in names}
    flows = sums.flows()
    by_kind = {
        kind: factors(sums.schedule_by_kind.get(kind, sums.schedule), sums.years)
        for kind in flows["kind"].unique()
    }
    for option, year, kind, amount in flows.itertuples(index=False):
        sign = -1 if kind == "benefit" else 1
        worth = float(by_kind[kind][year]) if discounted else 1.0
        found[option][year] += sign * amount * (1 + sums.uplift.get(kind, 0.0)) * worth
    return pd.DataFrame(found, columns=names)


def _first_year(line: a.Line) -> int | None:
    """Return the first year from which a line stays above nought; None when it ends below."""
    found = None
    for year, value in line.points:
        if value < 0:
            found = None
        elif found is None and year > 0:
            found = int(year)
    return found


def _paid(year: int | None, horizon: int) -> str:
    return f"not by year {horizon}" if year is None else f"ahead from year {year}"


def short(thousand: float) -> str:
    """Return thousands of pounds as they fit beside an axis: £25m, £250k."""
    sign, size = ("−" if thousand < 0 else ""), abs(thousand)
    return f"{sign}£{size / 1000:g}m" if size >= 1000 else f"{sign}£{size:g}k" if size else "£0"


def _ticks(low: float, high: float) -> list[float]:
    """Return about five round values that hold a range."""
    span = (high - low) or 1.0
    step = 10 ** math.floor(math.log10(span / 4))
    step = next((step * times for times in (1, 2, 5, 10) if span / (step * times) <= 6), step * 10)
    first = math.floor(low / step)
    return [step * n for n in range(first, math.ceil(high / step) + 1)]


def factors(sums: Sums) -> Chart:
    """Draw what a pound of each year is worth today, by the standard and the health rates."""
    from course_support.methods import discounting

    years = max(sums.years, 1)
    named = {"Standard": schedule("standard"), "Health": schedule("health")}
    lines = [
        a.Line(
            name,
            tuple((float(t), float(v)) for t, v in enumerate(discounting.factors(by, years))),
            a.FILLS[place],
            a.DASHES[place],
        )
        for place, (name, by) in enumerate(named.items())
    ]
    least = math.floor(10 * min(v for line in lines for _, v in line.points)) / 10
    frame = a.Frame(40, a.WIDE - 34, 40, 220, (0, years), (least, 1))
    ticks = {least: f"{100 * least:.0f}p", (1 + least) / 2: f"{50 * (1 + least):.0f}p", 1.0: "£1"}
    parts = a.line_chart(
        lines,
        frame,
        {float(t): str(t) for t in range(0, years + 1, 2)},
        ticks,
        "Year",
        "Worth today of £1 in that year",
    )
    worth = [f"{100 * line.points[-1][1]:.0f}p" for line in lines]
    named_worth = zip(lines, worth, strict=True)
    entries = [
        (str(n), line.fill, f"{line.name} rates: {pence} in year {years}")
        for n, (line, pence) in enumerate(named_worth, start=1)
    ]
    more, y = a.key(entries, 276)
    rows = [[str(t), *(f"{line.points[t][1]:.4f}" for line in lines)] for t in range(years + 1)]
    title = f"A pound in year {years} counts as {worth[0]} today, or {worth[1]} for health"
    checked = "; ".join(f"{by.name}: {by.source}" for by in named.values())
    return Chart(
        title,
        f"{title}. Year 0 is not discounted.",
        d.svg(a.WIDE, y, [*parts, *more]),
        ["Year", *(f"{name} rates" for name in named)],
        rows,
        checked,
    )


def bias_example() -> Chart:
    """Draw the invented example in which an uplift on one option alone changes the answer."""
    import pandas as pd

    from course_support.methods.costs import bias_on_one_only

    records = read_records(course_folder() / "data" / "lookups" / "bias_example.csv")
    flows = pd.DataFrame([dict(zip(records.header, row, strict=True)) for row in records.rows])
    flows = flows.astype({"year": int, "amount": float})
    uplift = ordinary_uplift()
    found = bias_on_one_only(flows, schedule("standard"), {"capital": uplift}, "Preferred")
    return _bias(found, f"an invented example of four options; uplift of {100 * uplift:.0f}%")


def ordinary_uplift() -> float:
    """Return the upper bound of optimism bias for ordinary buildings, as a share."""
    found = rules.table("optimism_bias_upper_bounds").by("category")["Standard buildings"]
    return float(str(found)) / 100


def bias_on_leader(sums: Sums) -> Chart | str:
    """Draw what the uplift does on the option that is best in money alone; say so if nothing.

    Raises
    ------
    WorkbookError
        When no uplift is set, or nothing is there to raise.
    """
    if not sums.uplift:
        raise WorkbookError(
            "There is no optimism bias to put on anything: it is set at 0, or no option has costs "
            "of that kind."
        )
    found = bias(sums, sums.money.order[0])
    by = and_(f"{100 * share:.0f}% on {kind}" for kind, share in sums.uplift.items())
    if not found.flips:
        return (
            f"On these options it changes nothing: with {by} put on {found.option} alone, it still "
            "leads in money. Raise the uplift above, or change the costs, and look again."
        )
    return _bias(found, f"{sums.case.whose}; uplift of {by}")


def bias(sums: Sums, option: str) -> BiasOnOne:
    """Return the sums of money without uplift, with it on one option, and on every option.

    Raises
    ------
    WorkbookError
        When no option has costs, or the one named has none.
    """
    from course_support.methods.costs import bias_on_one_only

    base = sums.case.baseline
    with_base = base is not None and base in sums.case.costed
    return bias_on_one_only(
        sums.flows(),
        sums.schedule,
        sums.uplift,
        option,
        schedule_by_kind=sums.schedule_by_kind,
        baseline=base.name if base and with_base else None,
    )


def _bias(found: BiasOnOne, source: str) -> Chart:
    """Draw the order of options three ways: no uplift, on one only, on every option."""
    table = found.table()
    ways = [name for name in table.columns if name != "Option"]
    value = found.without.ranked_by == "npsv"
    names = table["Option"].astype(str).tolist()
    parts: list[str] = []
    y: float = 14
    for way in ways:
        amounts = [float(amount) for amount in table[way]]
        best = max(amounts) if value else min(amounts)
        drawn, number = d.lines(4, y, way, 56, size=13, bold=True)
        parts.append(drawn)
        y += 16 * number
        for name, amount in zip(names, amounts, strict=True):
            parts += _option_line(name, amount, y + 6, first=amount == best)
            y += 20
        y += 16
    rows = [
        [str(row["Option"]), *(million(float(row[way]), 2) for way in ways)]
        for _, row in table.iterrows()
    ]
    title = (
        f"Put on {found.option} alone, the uplift changes the answer; on every option it does not"
        if found.flips and found.on_all.order[0] == found.without.order[0]
        else f"The uplift on {found.option} alone changes the answer"
    )
    what = "net present value" if value else "net present cost"
    return Chart(
        title,
        f"{found.reading()} The figures are {what}.",
        d.svg(a.WIDE, y, parts),
        ["Option", *ways],
        rows,
        source,
    )


def _option_line(name: str, amount: float, y: float, *, first: bool) -> list[str]:
    """Return an option with its amount; the one that comes first is told by more than colour."""
    said = million(amount, 2) + (" first" if first else "")
    return [
        d.dot(12, y, 5, fill=a.BLUE if first else a.GREY, hollow=not first),
        d.text(26, y, d.trimmed(name, 40), size=12.5, bold=first),
        d.text(a.WIDE - 4, y, said, size=12.5, anchor="end", bold=first),
    ]


def in_cash(sums: Sums) -> Chart:
    """Draw the leading option's yearly cost in real terms, in cash and in today's value."""
    name = sums.leader if sums.leader in sums.money.order else sums.money.order[0]
    rate = sums.number("inflation", 2) / 100
    real, present = (
        [float(v) for v in net_by_year(sums, discounted=each)[name]] for each in (False, True)
    )
    cash = [v * (1 + rate) ** t for t, v in enumerate(real)]
    series = {"In cash, as the budget will show it": cash, "At today's prices": real}
    series["In today's value (discounted)"] = present
    lines = [
        a.Line(label, tuple((float(t), v) for t, v in enumerate(values)), a.FILLS[n], a.DASHES[n])
        for n, (label, values) in enumerate(series.items())
    ]
    every = [*cash, *real, *present]
    ticks = _ticks(min(every), max(every))
    frame = a.Frame(74, a.WIDE - 34, 40, 240, (0, sums.years), (min(ticks), max(ticks)))
    parts = a.line_chart(
        lines,
        frame,
        {float(t): str(t) for t in range(0, sums.years + 1, 2)},
        {v: short(v) for v in ticks},
        "Year",
        "Net cost in the year",
    )
    more, y = a.key(
        [
            (str(n), line.fill, f"{line.name}: {million(line.points[-1][1])} in year {sums.years}")
            for n, line in enumerate(lines, start=1)
        ],
        296,
    )
    rows = [
        [str(t), million(cash[t]), million(real[t]), million(present[t])]
        for t in range(sums.years + 1)
    ]
    title = f"One bill for {name}, three figures: say which one you mean"
    return Chart(
        title,
        f"In year {sums.years} {name} costs {million(real[-1])} at today's prices, "
        f"{million(cash[-1])} in cash if prices rise by {100 * rate:.1f}% a year, and "
        f"{million(present[-1])} in today's value.",
        d.svg(a.WIDE, y, [*parts, *more]),
        ["Year", *series],
        rows,
        f"{sums.case.whose}; the rise in prices is an assumption, set above",
    )


def margins(sums: Sums) -> Chart:
    """Draw how far the cheapest option's cost may rise before each rival is level."""
    from course_support.methods import option_flows

    found = option_flows.margins(
        lambda demand, benefits: sums.appraise(demand, benefits),
        sums.number("demand", 100) / 100,
        sums.number("benefits", 100) / 100,
    )
    if found.rows.empty:
        raise WorkbookError("Only one option has costs, so there is no rival to compare it with.")
    rivals = found.rows.to_dict("records")
    drawn = [_margin_bar(rival) for rival in rivals]
    parts, y = a.bars(drawn, max(0.1, *(each.parts[0][0] for each in drawn)))
    rows = [_margin_row(rival) for rival in rivals]
    return Chart(
        _margin_title(found.leader, rivals[0]),
        f"How much more {found.leader} may cost before each rival is level: "
        + "; ".join(f"{row[0]} {row[2]}" for row in rows)
        + ".",
        d.svg(a.WIDE, y, parts),
        [
            "Rival",
            f"{found.leader} is ahead by",
            f"Cost of {found.leader} may rise by",
            "Or the rival must be cheaper by",
            "Or demand would have to be",
            "Or benefits would have to be",
        ],
        rows,
        f"{sums.case.whose}; one thing moves at a time",
    )


def _margin_bar(rival: Mapping[Any, Any]) -> a.Bar:
    """Return how far the leader's cost may rise, with the other ways of drawing level."""
    dearer, cheaper = rival["leader_cost"], rival["rival_cost"]
    ways = [
        "" if math.isnan(cheaper) else f"{rival['rival']} {100 * cheaper:.1f}% cheaper",
        _demand(rival["demand"]),
        _benefits(rival["benefits"]),
    ]
    length = 0.0 if math.isnan(dearer) else 100 * dearer
    return a.Bar(rival["rival"], _by("+", dearer), ((length, "", a.BLUE),), _or(ways))


def _margin_row(rival: Mapping[Any, Any]) -> list[str]:
    return [
        rival["rival"],
        million(rival["ahead"]),
        _by("+", rival["leader_cost"]),
        _by("−", rival["rival_cost"]),
        _demand(rival["demand"]) or "no change would do it",
        _benefits(rival["benefits"]) or "no belief in them would do it",
    ]


def _margin_title(leader: str, nearest: Mapping[Any, Any]) -> str:
    if math.isnan(nearest["leader_cost"]):
        ahead = million(nearest["ahead"])
        return f"{leader} is ahead of {nearest['rival']} by {ahead} and costs nothing itself"
    return (
        f"{nearest['rival']} is level with {leader} in money if {leader} costs "
        f"{100 * nearest['leader_cost']:.1f}% more"
    )


def _by(sign: str, share: float) -> str:
    """Return a change of a cost in per cent; a cost of nought has none."""
    return "no cost to change" if math.isnan(share) else f"{sign}{100 * share:.1f}%"


def _or(ways: list[str]) -> str:
    """Return the other ways of drawing level; those that cannot happen are left out."""
    found = [way for way in ways if way]
    return f"Or {'; or '.join(found)}" if found else ""


def _demand(share: float) -> str:
    """Return the demand at which two options are level, where it is one that could come about."""
    if math.isnan(share) or not 0.2 <= share <= 3:
        return ""
    return f"demand at {100 * share:.0f}% of the plan"


def _benefits(share: float) -> str:
    if math.isnan(share) or share > 3:
        return ""
    return f"benefits at {100 * share:.0f}% of those valued"
