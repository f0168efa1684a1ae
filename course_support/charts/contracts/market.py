"""The market as contracts show it: pressure, changes to come, and the strategy's outcomes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from course_support.charts.contracts.dashboard import watch
from course_support.charts.contracts.sheets import Sheet
from course_support.methods.dates import add_months
from course_support.methods.figures import whole_pounds
from course_support.methods.words import long_date
from course_support.sources.contracts import held, rows_of
from course_support.sources.rule import today

#: What counts as a pressure point here; each is shown with the table.
FULL, SHARE = 0.95, 0.30
POOR = ("requires improvement", "inadequate")
#: Contracts that end within so many months are changes to come.
AHEAD = 18
_WORST = ("inadequate", "requires improvement", "good", "outstanding")


def pressure(population: str) -> Sheet:
    """Say which providers are under pressure, by thresholds that are shown."""
    import pandas as pd

    from course_support.methods.pressure import Thresholds, pressure_points

    found = pressure_points(
        pd.DataFrame(_providers(population)),
        Thresholds(occupancy=FULL, share=SHARE, poor_ratings=POOR),
    )
    table = found.table()
    pressed = int((found.rows["points"] > 0).sum())
    return Sheet(
        f"Pressure at {pressed} of {len(table)} providers under contract",
        found.reading(),
        list(table.columns),
        [[str(cell) or "nothing" for cell in row] for row in table.to_numpy().tolist()],
        f"Marrenshire (invented), sites and providers. {' '.join(found.assumptions)} Places of "
        "unlike services are added up: read shares with care",
    )


def _providers(population: str) -> list[dict[str, Any]]:
    """Return places, people, owner and worst rating by provider that holds a contract."""
    about = {row["provider_id"]: row for row in rows_of("providers")}
    contracted = {each.provider_id for each in held(population)}
    sites: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of("sites", population):
        if row["provider_id"] in contracted:
            sites.setdefault(row["provider_id"], []).append(row)
    return [
        {
            "provider": about[key]["name"],
            "owner": about[key]["parent"] or about[key]["name"],
            "places": _sum(row["capacity"] for row in rows),
            "occupied": _sum(row["in_use"] for row in rows),
            "rating": _worst([row["rating"] for row in rows]),
        }
        for key, rows in sites.items()
    ]


def _sum(values: Iterator[float | None]) -> float:
    """Add up, or give no number where one is not known."""
    known = list(values)
    return float("nan") if any(value is None for value in known) else float(sum(known))  # type: ignore[arg-type]


def _worst(ratings: list[str | None]) -> str:
    return next((word for word in _WORST if word in ratings), "")


def changes(population: str) -> Sheet:
    """List which contracts end soon: where the market will change, or be made to."""
    last = add_months(today(), AHEAD)
    ending = sorted(
        (each for each in held(population) if each.end <= last or each.latest_end <= last),
        key=lambda each: each.latest_end if each.end < today() else each.end,
    )
    money = sum(each.yearly for each in ending)
    whole = sum(each.yearly for each in held(population))
    share = f"{money / whole:.0%}" if whole else "none"
    return Sheet(
        f"{len(ending)} of {len(held(population))} contracts end or can end within {AHEAD} months",
        f"They hold {share} of the yearly value: {whole_pounds(money)} of {whole_pounds(whole)}. "
        "Each is a question for the plan: again, otherwise, or not at all?",
        ["Contract", "Provider", "A year", "Ends", "At the latest", "State"],
        [
            [
                each.title,
                each.provider,
                whole_pounds(each.yearly) if each.yearly else "varies",
                long_date(each.end),
                long_date(each.latest_end),
                "running under its extension" if each.extended_on(today()) else "in its first term",
            ]
            for each in ending
        ],
        f"Marrenshire (invented), on {long_date(today())}",
    )


def outcomes(population: str) -> Sheet:
    """Set a year of each outcome measure beside its target, under what leaders promised."""
    rows = []
    titles = {each.id: each.title for each in held(population)}
    for kpi in rows_of("kpis", population):
        if kpi["kind"] != "outcome":
            continue
        one = watch(kpi["kpi_id"])
        pairs = list(zip(one.months, one.values, strict=True))[-12:]
        known = [v for place, (_, v) in enumerate(pairs, len(one.values) - len(pairs))
                 if v is not None and place not in one.doubtful]  # fmt: skip
        if not known:
            continue
        met = sum(one.indicator.shortfall(value) <= 0 for value in known)
        rows.append(
            [
                f"{one.name} ({titles[one.contract]})",
                one.shown(round(sum(known) / len(known), 1)),
                one.shown(one.indicator.target),
                f"{met} of {len(known)} months",
                one.signal,
            ]
        )
    never = [row[0] for row in rows if row[3].startswith("0 of")]
    papers = "; ".join(
        f"{row['paper']}: “{row['says']}”" for row in rows_of("local_agenda", population)[:2]
    )
    reading = f"What leaders promised: {papers}. "
    reading += (
        f"Never met in the year: {'; '.join(never)}."
        if never
        else "Every outcome measure met its target at least once."
    )
    return Sheet(
        "The contracts' outcomes beside what the strategy promised",
        reading,
        ["Outcome", "Average of the last 12 months", "Target", "Target met", "What the limits say"],
        rows,
        "Marrenshire (invented), monthly returns and local papers. An average of monthly figures, "
        "whatever the number of people in each",
    )
