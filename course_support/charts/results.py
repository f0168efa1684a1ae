"""Paying by results, and what would have happened anyway: pictures that follow moved settings.

Each function takes the settings in force of an ``assume`` exercise and the population's worked
example, and gives charts. The arithmetic is in ``course_support.methods.outcomes``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from course_support.errors import WorkbookError
from course_support.methods import outcomes
from course_support.methods.words import capital_first
from course_support.sources.outcomes import Group, ResultsCase

from .drawing import box, dot, line, svg, text
from .show import BLUE, GREEN, GREY, ORANGE, Chart, Charts, per_cent

Settings = Mapping[str, float | str]

#: How far a shared good or bad year moves everybody's chances (log-odds, standard deviation).
SWINGS = {"none": 0.0, "some": 0.3, "large": 0.6}
DRAWS = 20_000
_SEED = 20261122
SOURCE = "chances invented for this page, your settings"


def payment(settings: Settings, case: ResultsCase) -> Charts:
    """Draw what is earned, how often chance decides, and whom it would pay to leave out.

    Raises
    ------
    WorkbookError
        When baseline and target are the same.
    """
    terms = _terms(settings)
    groups = scaled(case.groups, round(_number(settings, "people")))
    return Charts(
        [
            earned(terms, _number(settings, "reached"), case),
            odds(terms, groups, str(settings["swing"])),
            left_out(terms, groups),
        ]
    )


def _number(settings: Settings, name: str) -> float:
    return float(settings[name])


def _terms(settings: Settings) -> outcomes.PaymentTerms:
    baseline, target = _number(settings, "baseline"), _number(settings, "target")
    if target < baseline:
        raise WorkbookError(
            f"The target, {target:g}%, lies below the baseline, {baseline:g}%: the provider would "
            "be paid for fewer people with the result. Put the target above the baseline."
        )
    return outcomes.payment_terms(
        _number(settings, "sum"),
        _number(settings, "share") / 100,
        baseline,
        target,
        cap=_number(settings, "cap") / 100,
    )


def scaled(groups: Sequence[Group], people: int) -> list[Group]:
    """Return the same mix of groups for another number of people, none of them empty.

    What is left over by rounding goes to the groups with the largest remainders.
    """
    people = max(people, len(groups))
    whole = sum(group.people for group in groups)
    exact = [people * group.people / whole for group in groups]
    counts = [max(1, int(each)) for each in exact]
    order = sorted(range(len(groups)), key=lambda place: exact[place] - counts[place])
    while sum(counts) < people:
        counts[order.pop()] += 1
    while sum(counts) > people:
        counts[counts.index(max(counts))] -= 1
    return [
        Group(group.name, count, group.anyway, group.with_service)
        for group, count in zip(groups, counts, strict=True)
    ]


# --- what is earned ---------------------------------------------------------------------------


def earned(terms: outcomes.PaymentTerms, reached: float, case: ResultsCase) -> Chart:
    """Draw what is paid for every result, with the contract's points and one result marked."""
    found = outcomes.payment(terms, reached)
    points = sorted({0.0, 100.0, terms.baseline, terms.target, reached, *_at_cap(terms)})
    most = max(float(terms.payment(rate)) for rate in points) or 1.0
    parts = list(_frame(most, terms))
    path = " ".join(
        f"{'M' if not number else 'L'}{_x(rate):.1f} {_y(float(terms.payment(rate)), most):.1f}"
        for number, rate in enumerate(points)
    )
    parts.append(f'<path d="{path}" fill="none" stroke="{BLUE}" stroke-width="3"/>')
    x, y = _x(reached), _y(found.amount, most)
    parts += [line(x, y, x, 230, dashed=True, width=1.2), dot(x, y, 6, fill=ORANGE)]
    parts.append(_amount(x, y, f"£{found.amount:,.0f}", [_x(terms.baseline), _x(terms.target)]))
    rows = [
        [_mark(rate, terms, reached), f"{rate:g}%", f"£{float(terms.payment(rate)):,.0f}"]
        for rate in points
    ]
    return Chart(
        f"At {reached:g}% the provider is paid £{found.amount:,.0f} of £{terms.total:,.0f}",
        f"{found.reading()} The rate is the share of {case.outcome}.",
        svg(440, 282, parts),
        ["Point", "Result", "Paid in the year"],
        rows,
        "your settings",
    )


def _amount(x: float, y: float, words: str, marks: Sequence[float]) -> str:
    """Return what is paid beside its point, below the line, where no upright line crosses it."""
    wide = 8.5 * len(words)
    right, left = x + 9, x - 9
    for mark in sorted(marks):
        right = mark + 6 if right - 4 < mark < right + wide + 4 else right
    for mark in sorted(marks, reverse=True):
        left = mark - 6 if left - wide - 4 < mark < left + 4 else left
    if right + wide <= 440:
        return text(right, y + 20, words, bold=True)
    return text(left, y + 44, words, bold=True, anchor="end")


def _at_cap(terms: outcomes.PaymentTerms) -> list[float]:
    """Return the result from which the cap holds, where it lies within 0 to 100."""
    rate = terms.baseline + terms.cap * (terms.target - terms.baseline)
    return [rate] if 0 <= rate <= 100 else []


def _mark(rate: float, terms: outcomes.PaymentTerms, reached: float) -> str:
    names = {terms.baseline: "Baseline", terms.target: "Target", reached: "The result"}
    return names.get(rate, "Cap" if rate in _at_cap(terms) else "End of the scale")


def _x(rate: float) -> float:
    return 62 + 3.6 * rate


def _y(pounds: float, most: float) -> float:
    return 230 - 195 * pounds / (1.1 * most)


def _frame(most: float, terms: outcomes.PaymentTerms) -> Iterable[str]:
    yield line(62, 30, 62, 230, width=1)
    yield line(62, 230, 424, 230, width=1)
    for share in (0, 0.5, 1):
        y = _y(share * most, most)
        yield text(56, y, f"£{share * most / 1000:,.0f}k" if share else "£0", size=12, anchor="end")
    for tick in range(0, 101, 20):
        yield text(_x(tick), 244, f"{tick}%", size=12, anchor="middle")
    yield text(62, 14, "Paid in the year", size=12)
    yield text(424, 268, "Result: share of people with the outcome", size=12, anchor="end")
    for name, rate in (("baseline", terms.baseline), ("target", terms.target)):
        yield line(_x(rate), 40, _x(rate), 230, width=1, dashed=True)
        yield text(_x(rate), 34, name, size=12, anchor="middle")
    y = _y(terms.fixed, most)
    if terms.fixed:
        yield text(68, y + 13, f"fixed £{terms.fixed:,.0f}", size=12)


# --- chance -----------------------------------------------------------------------------------


def odds(terms: outcomes.PaymentTerms, groups: Sequence[Group], swing: str) -> Chart:
    """Draw how often a provider that changes nothing is paid, and a good one is not."""
    anyway, good = _chances(groups)
    spread = SWINGS.get(swing, 0.0)
    rng = np.random.default_rng(_SEED)
    found = (
        outcomes.simulated_payment_odds(terms, anyway, good, rng, spread=spread, draws=DRAWS)
        if spread
        else outcomes.payment_odds(terms, anyway, good)
    )
    bars = [
        (
            "Changes nothing, and is paid on outcomes",
            float(found.rows[0]["Paid on outcomes"]),
            ORANGE,
        ),
        ("Changes nothing, and is paid in full", float(found.rows[0]["Paid in full"]), ORANGE),
        ("Does well, and is not paid in full", 1 - float(found.rows[1]["Paid in full"]), BLUE),
        (
            "Does well, and gets nothing on outcomes",
            float(found.rows[1]["Nothing on outcomes"]),
            BLUE,
        ),
    ]
    parts = [part for number, one in enumerate(bars) for part in _bar(number, *one)]
    idle = bars[0][1]
    rates = [float(row["True rate (%)"]) for row in found.rows]
    how = "worked out exactly" if not spread else f"simulated {DRAWS:,} times"
    return Chart(
        f"A provider that changes nothing is paid on outcomes {_often(idle)} of the time",
        f"With {found.people} people. One that changes nothing reaches {rates[0]:.0f}% on average, "
        f"a good one {rates[1]:.0f}%. A good one misses part of its payment "
        f"{_often(bars[2][1])} of the time.",
        svg(440, 8 + 52 * len(bars), parts),
        ["Provider", "How often"],
        [[words, _often(share)] for words, share, _ in bars],
        f"{SOURCE}, {how}",
    )


def _chances(groups: Sequence[Group]) -> tuple[list[outcomes.Group], list[outcomes.Group]]:
    anyway = [outcomes.Group(g.name, g.people, g.anyway / 100) for g in groups]
    good = [outcomes.Group(g.name, g.people, g.with_service / 100) for g in groups]
    return anyway, good


def _bar(number: int, words: str, share: float, colour: str) -> Iterable[str]:
    y = 8 + 52 * number
    yield text(4, y + 8, words)
    width = max(1.0, 350 * share)
    yield f'<rect x="4" y="{y + 20}" width="{width:.1f}" height="20" fill="{colour}"/>'
    yield box(4, y + 20, 350, 20)
    yield text(362, y + 30, _often(share), bold=True)


def _often(share: float) -> str:
    """Return how often something happens: never and always only where that is so."""
    if 0 < share < 0.005:
        return "under 1%"
    return "over 99%" if 0.995 <= share < 1 else f"{100 * share:.0f}%"


# --- whom it pays to leave out ----------------------------------------------------------------


def left_out(terms: outcomes.PaymentTerms, groups: Sequence[Group]) -> Chart:
    """Draw what the provider would gain by leaving out each group, all else the same."""
    _, good = _chances(groups)
    found = outcomes.whom_it_pays_to_leave_out(terms, good)
    gains = [float(row["Gain if left out (£)"]) for row in found.rows]
    widest = max(map(abs, gains)) or 1.0
    parts: list[str] = []
    for number, (row, gain) in enumerate(zip(found.rows, gains, strict=True)):
        parts += _gain(number, str(row["Group"]), float(row["Chance (%)"]), gain, widest)
    best = max(gains)
    title = (
        f"Leaving out {found.rows[gains.index(best)]['Group']} would pay the provider most"
        if best > 0.5
        else "Under these terms it pays nobody to leave anyone out"
    )
    return Chart(
        title,
        f"{found.reading()} {found.assumptions[0]}",
        svg(440, 10 + 56 * len(gains), parts),
        ["Group", "People", "Chance with a good service", "Gain if left out"],
        [
            [
                str(row["Group"]),
                str(row["People"]),
                f"{float(row['Chance (%)']):.0f}%",
                _pounds(gain),
            ]
            for row, gain in zip(found.rows, gains, strict=True)
        ],
        SOURCE,
    )


def _gain(number: int, name: str, chance: float, gain: float, widest: float) -> Iterable[str]:
    y = 6 + 56 * number
    yield text(4, y + 8, f"{capital_first(name)} (chance {chance:.0f}%)")
    yield line(220, y + 16, 220, y + 44, width=1)
    length = 120 * abs(gain) / widest
    x = 220 if gain >= 0 else 220 - length
    colour = ORANGE if gain >= 0 else GREY
    width = max(length, 1)
    yield f'<rect x="{x:.1f}" y="{y + 20}" width="{width:.1f}" height="20" fill="{colour}"/>'
    at = 220 + length + 6 if gain >= 0 else 220 - length - 6
    yield text(at, y + 30, _pounds(gain), bold=True, anchor="start" if gain >= 0 else "end")


def _pounds(amount: float) -> str:
    whole = round(amount)
    return "£0" if not whole else f"{'+' if whole > 0 else '−'}£{abs(whole):,}"


# --- what would have happened anyway ----------------------------------------------------------

_STEPS = (
    ("deadweight", "deadweight", "Would have had it anyway"),
    ("displacement", "displacement", "Moved from elsewhere"),
    ("attribution", "attribution", "Due to others"),
)


def anyway(settings: Settings, name: str, factors: Sequence[float]) -> Charts:
    """Draw what is left of a result after each filter, and over the years.

    Parameters
    ----------
    settings
        Inputs and worth in pounds, filters in per cent, years.
    name
        Whose result it is.
    factors
        Discount factors for the ends of years 1, 2, …, at least as many as years.
    """
    found = social_return(settings, name, factors)
    return Charts([_filters(found), _years(found)], [_sensitive(found)])


def social_return(settings: Settings, name: str, factors: Sequence[float]) -> outcomes.SocialReturn:
    """Return the social return for the settings of an exercise."""
    shares = {key: _number(settings, key.replace("_", "-")) / 100 for key in outcomes.FILTERS}
    one = outcomes.ValuedOutcome(
        name,
        _number(settings, "quantity"),
        _number(settings, "value"),
        years=round(_number(settings, "years")),
        **shares,
    )
    return outcomes.social_return([one], _number(settings, "inputs"), factors)


def _filters(found: outcomes.SocialReturn) -> Chart:
    one = found.outcomes[0]
    gross = float(one.quantity * one.proxy)
    left = gross
    rows = [["Before anything is taken off", "–", f"£{gross:,.0f}"]]
    amounts = [(rows[0][0], gross, 0.0)]
    for key, _, words in _STEPS:
        share = getattr(one, key)
        amounts.append((f"{words}: {per_cent(share)}", left * (1 - share), left * share))
        left *= 1 - share
        rows.append([words, per_cent(share), f"£{left:,.0f}"])
    parts = [p for n, each in enumerate(amounts) for p in _fallen(n, *each, gross or 1.0)]
    kept = left / gross if gross else 0.0
    return Chart(
        f"£{left:,.0f} of £{gross:,.0f} is left after three questions",
        f"{per_cent(kept)} of what is claimed for {one.name} in the first year is left once what "
        "would have happened anyway, what only moved, and the part of others are taken off.",
        svg(440, 8 + 54 * len(amounts), parts),
        ["Filter", "Taken off", "Left in the first year"],
        rows,
        "your settings. Light and dashed: taken off",
    )


def _fallen(number: int, words: str, left: float, gone: float, gross: float) -> Iterable[str]:
    y = 8 + 54 * number
    yield text(4, y + 8, words)
    width, away = 330 * left / gross, 330 * gone / gross
    yield f'<rect x="4" y="{y + 20}" width="{max(width, 1):.1f}" height="20" fill="{GREEN}"/>'
    if away:
        yield box(4 + width, y + 20, away, 20, dashed=True)
    yield text(342, y + 30, f"£{left:,.0f}", bold=True)


def _years(found: outcomes.SocialReturn) -> Chart:
    values, factors = found.by_year, found.discount_factors
    today = [value * factor for value, factor in zip(values, factors, strict=False)]
    most = max([*values, 1.0])
    parts = [
        p for n, both in enumerate(zip(values, today, strict=True)) for p in _year(n, *both, most)
    ]
    more = found.present_value >= found.inputs
    return Chart(
        f"{found.ratio:.2f} to 1: "
        + ("more" if more else "less")
        + " than was put in, if all of this holds",
        found.reading(),
        svg(440, 8 + 40 * len(values), parts),
        ["Year", "Value in that year", "In today's money"],
        [
            [str(number), f"£{value:,.0f}", f"£{now:,.0f}"]
            for number, (value, now) in enumerate(zip(values, today, strict=True), start=1)
        ]
        + [["All years", f"£{sum(values):,.0f}", f"£{found.present_value:,.0f}"]]
        + [["Put in", "–", f"£{found.inputs:,.0f}"]],
        "your settings; today's money by the Treasury's dated discount schedule",
    )


def _year(number: int, value: float, today: float, most: float) -> Iterable[str]:
    y = 8 + 40 * number
    yield text(4, y + 12, f"Year {number + 1}", bold=True)
    width = max(240 * today / most, 1)
    yield f'<rect x="62" y="{y}" width="{width:.1f}" height="24" fill="{BLUE}"/>'
    yield box(62, y, max(240 * value / most, 1), 24, dashed=True)
    yield text(310, y + 12, f"£{today:,.0f} today")


def _sensitive(found: outcomes.SocialReturn) -> str:
    """Say how far each filter, and the worth of one result, could go before the ratio is one."""
    said = []
    if found.present_value > 0:
        worth = found.outcomes[0].proxy
        said.append(f"one result worth £{worth / found.ratio:,.0f} (now £{worth:,.0f})")
    for key, name, _ in _STEPS:
        switch = found.switching_value(0, key)
        if switch == switch:
            now = getattr(found.outcomes[0], key)
            said.append(f"{name} {per_cent(switch)} (now {per_cent(now)})")
    if not said:
        return "Nothing is left of the value, so no single figure would bring it level with inputs."
    return f"Value and inputs would be level at: {'; '.join(said)}. Each moved by itself."
