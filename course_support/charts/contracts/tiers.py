"""Contracts in tiers of monitoring, and what the tiers cost against the days there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from course_support.charts.contracts.sheets import Sheet, count, faint
from course_support.charts.drawing import ON_FILL, box, dot, line, lines, svg, text
from course_support.charts.show import BLUE, GREY, ORANGE, Chart, Charts
from course_support.methods.contract_risk import FACTORS, MonitoringPlan, Tier, TierRule
from course_support.methods.words import capital_first
from course_support.sources.contracts import Held, held, officer_days, rows_of

#: Each tier's colour; its name always stands beside it.
_COLOURS = (GREY, BLUE, ORANGE)
#: Settings of the exercise that hold the weight of each factor.
_WEIGHTS = {
    "weight-value": "value",
    "weight-vulnerability": "vulnerability",
    "weight-replaceability": "replaceability",
    "weight-record": "track_record",
}
_SOURCE = "Marrenshire (invented), table of contracts; the rule as it is set above"
_WIDTH, _LEFT, _AXIS, _ROW = 430, 14, 220, 58


def authority_rule() -> dict[str, float | str]:
    """Return the authority's own rule as values of the exercise's settings."""
    tiers = {row["tier"]: row for row in rows_of("monitoring_tiers")}
    found: dict[str, float | str] = dict.fromkeys(_WEIGHTS, 1.0)
    for name, row in tiers.items():
        # The authority adds the four factors; here they are averaged, so a fourth.
        if name != "light":
            found[f"{name}-from"] = row["from_score"] / len(FACTORS)
        found[f"{name}-days"] = float(row["officer_days"])
    return {**found, "floor": "none", "days-available": officer_days()}


def meaning() -> Sheet:
    """Say what a contract manager does in each of the authority's tiers."""
    keys = ("tier", "means", "returns_a_year", "samples_a_year", "unannounced_visits_a_year")
    rows = rows_of("monitoring_tiers")
    visits = sum(row["unannounced_visits_a_year"] > 0 for row in rows)
    return Sheet(
        "Three tiers of monitoring",
        f"From a yearly report to unannounced visits, which come in {count(visits, 'tier')} only.",
        ["Tier", "What it means", "Reports a year", "Samples a year", "Unannounced visits a year"],
        [[str(row[key]) for key in keys] for row in rows],
        "Marrenshire (invented), its own rule",
    )


def rule(settings: Mapping[str, float | str]) -> TierRule:
    """Return the rule that the settings make."""
    activities = {row["tier"]: row["means"] for row in rows_of("monitoring_tiers")}
    starts = {"light": 1.0, **{n: float(settings[f"{n}-from"]) for n in ("standard", "enhanced")}}
    tiers = tuple(
        Tier(name, start, float(settings[f"{name}-days"]), activities[name])
        for name, start in starts.items()
    )
    floor = str(settings["floor"])
    return TierRule(
        {factor: float(settings[name]) for name, factor in _WEIGHTS.items()},
        tiers,
        "" if floor == "none" else floor,
        () if floor == "none" else ("vulnerability",),
    )


def plan(contracts: Sequence[Held], settings: Mapping[str, float | str]) -> MonitoringPlan:
    """Place contracts in tiers by the rule that the settings make."""
    import pandas as pd

    from course_support.methods.contract_risk import monitoring_plan

    rows = [
        {
            "contract": f"{each.id} {each.title}",
            "value": each.value,
            "vulnerability": each.vulnerability,
            "replaceability": each.replaceability,
            "track_record": each.track_record,
        }
        for each in contracts
    ]
    return monitoring_plan(pd.DataFrame(rows), rule(settings), float(settings["days-available"]))


def tiers(population: str, settings: Mapping[str, float | str]) -> Charts:
    """Draw a population's contracts by score, and the days that the whole council needs."""
    every = plan(held(), settings)
    own = {f"{each.id} {each.title}": each for each in held(population)}
    return Charts([_scores(every, own), _days(every, own)])


# --- contracts by score ---------------------------------------------------------------------


def _scores(every: MonitoringPlan, own: Mapping[str, Held]) -> Chart:
    rows = [row for row in every.rows if row["Contract"] in own]
    most = every.rule.tiers[-1].name
    named = [own[row["Contract"]].title for row in rows if row["Tier"] == most]
    title = (
        f"{len(named)} of these {len(rows)} would be watched most closely"
        if named
        else f"None of these {len(rows)} would be watched most closely"
    )
    each = "; ".join(f"{own[row['Contract']].title} {row['Tier']}" for row in rows)
    factors = [meaning.capitalize() for meaning in FACTORS.values()]
    return Chart(
        title,
        f"By a score from 1 to 5: {each}.",
        svg(_WIDTH, 66 + _ROW * len(rows), _score_parts(rows, own, every.rule)),
        ["Contract", *factors, "Score", "Tier", "Days a year", "Days today", "Why"],
        [
            [
                own[row["Contract"]].title,
                *(f"{row[factor]:g}" for factor in factors),
                f"{row['Score']:.2f}",
                row["Tier"],
                f"{row['Officer-days a year']:g}",
                f"{own[row['Contract']].days_now:g}",
                row["Why"],
            ]
            for row in rows
        ],
        _SOURCE,
    )


def _across(score: float) -> float:
    return _LEFT + _AXIS * (score - 1) / 4


def _score_parts(
    rows: Sequence[Mapping[str, Any]], own: Mapping[str, Held], how: TierRule
) -> Iterator[str]:
    bottom = 50 + _ROW * len(rows)
    for place, tier in enumerate(how.tiers):
        x = _across(tier.from_score)
        height = 10 if place % 2 else 26
        if any(later.from_score == tier.from_score for later in how.tiers[place + 1 :]):
            continue  # it holds no contract
        if place:
            yield faint(x, height + 8, x, bottom)
        yield text(x, height, f"{tier.name} from {tier.from_score:g}", size=11)
    for number, row in enumerate(rows):
        y = 64 + _ROW * number
        place = [tier.name for tier in how.tiers].index(row["Tier"])
        yield text(_LEFT, y - 8, own[row["Contract"]].title, size=13, bold=True)
        yield line(_LEFT, y + 14, _LEFT + _AXIS, y + 14, width=1)
        yield dot(_across(row["Score"]), y + 14, 7, fill=_COLOURS[min(place, 2)])
        yield text(_LEFT + _AXIS + 16, y + 14, f"{row['Score']:.2f}", size=13)
        days = f"{row['Tier']}, {row['Officer-days a year']:g} days"
        yield text(_LEFT + _AXIS + 52, y + 14, days, size=13)
    for score in range(1, 6):
        yield text(_across(score), bottom + 8, str(score), size=11, anchor="middle")


# --- what it costs ----------------------------------------------------------------------------


def _days(every: MonitoringPlan, own: Mapping[str, Held]) -> Chart:
    there_are = every.days_available or 0
    by_tier = [
        (tier.name, [row for row in every.rows if row["Tier"] == tier.name])
        for tier in every.rule.tiers
    ]
    needed = every.days_needed
    today = sum(each.days_now for each in held())
    apart = there_are - needed
    title = (
        f"The rule asks for {needed:g} officer-days a year; there are {there_are:g}"
        if apart < 0
        else f"The rule asks for {needed:g} officer-days a year, {apart:g} fewer than there are"
    )
    mine = sum(row["Officer-days a year"] for row in every.rows if row["Contract"] in own)
    reading = (
        f"All {len(every.rows)} contracts of the council: {every.reading()} "
        f"Of these days, {mine:g} would go to the contracts above. Today {today:g} are spent."
    )
    return Chart(
        title,
        capital_first(reading),
        svg(_WIDTH, 150, _day_parts(by_tier, there_are)),
        ["Tier", "Contracts", "Days each", "Days a year", "What it means"],
        [
            [name, str(len(rows)), f"{tier.officer_days:g}",
             f"{len(rows) * tier.officer_days:g}", tier.activities]
            for (name, rows), tier in zip(by_tier, every.rule.tiers, strict=True)
        ],
        _SOURCE,
    )  # fmt: skip


def _day_parts(
    by_tier: Sequence[tuple[str, Sequence[Mapping[str, Any]]]], there_are: float
) -> Iterator[str]:
    days = [sum(row["Officer-days a year"] for row in rows) for _, rows in by_tier]
    whole = max(sum(days), there_are, 1) * 1.02
    x = 8.0
    for place, ((name, rows), many) in enumerate(zip(by_tier, days, strict=True)):
        width = (_WIDTH - 16) * many / whole
        if width:
            yield box(x, 34, width, 44, fill=_COLOURS[min(place, 2)])
            if width > 34:
                yield text(x + width / 2, 56, f"{many:g}", anchor="middle", bold=True, fill=ON_FILL)
            drawn, _ = lines(x + 2, 92, f"{name}: {len(rows)}", 14, size=12)
            yield drawn if width > 50 else ""
        x += width
    mark = 8 + (_WIDTH - 16) * there_are / whole
    yield line(mark, 24, mark, 116, width=3)
    yield text(min(mark, _WIDTH - 8), 128, f"{there_are:g} days there are", anchor="end", bold=True)
    yield text(8, 12, "Officer-days a year, all contracts of the council", size=12)
