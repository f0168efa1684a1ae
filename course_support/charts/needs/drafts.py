"""Beginnings made from the figures: rows for tables and drafts for texts, to be rewritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from course_support.methods.outlook import Outlook
from course_support.methods.unknowns import Unknown, Unknowns, in_words, worth_of
from course_support.methods.words import capital_first, small_first
from course_support.sources.needs import Needs, rows_of
from course_support.sources.needs_places import neighbourhoods
from course_support.sources.rule import today

from . import small_areas, supply

#: Providers that the map of supply begins with.
MOST_PROVIDERS = 10
#: Ways of moving the gap whose id the table of unknowns writes otherwise.
_MOVES = {"take_up": "take-up"}


def supply_rows(needs: Needs) -> dict[str, Any]:
    """Return the map of supply as it begins: the largest providers with what figures say."""
    rows = []
    for number, row in enumerate(supply.by_provider(needs)[:MOST_PROVIDERS], start=1):
        cells = {"name": row["provider"], "places": str(row["places"]), "weakness": _says(row)}
        rows.append({"id": f"p{number}", "cells": {k: v for k, v in cells.items() if v}})
    return {"rows": rows}


def _says(row: Mapping[str, Any]) -> str:
    """Return what the figures say against a provider, or nothing."""
    found = []
    if row["rating"] in supply.POOR:
        found.append(f"a site rated {row['rating']}")
    if row["occupied"] is None:
        found.append("did not say how many people it serves")
    elif row["occupied"] >= 0.97 * row["places"]:
        found.append("next to no room")
    elif row["occupied"] <= 0.8 * row["places"]:
        found.append("one place in five empty or more")
    if row["away"]:
        found.append("places outside the county")
    return capital_first("; ".join(found))


def unknown_rows(population: str) -> dict[str, Any]:
    """Return the unknowns as the table begins: the authority's own."""
    rows = []
    for row in rows_of("unknowns", population):
        cells = {
            "name": f"{row['unknown']} ({row['unit']})",
            "low": f"{row['low']:g}",
            "central": f"{row['central']:g}",
            "high": f"{row['high']:g}",
            "moves": _MOVES.get(row["moves"], row["moves"]),
            "how": row["how_to_learn"],
            "when": row["how_long"],
            "cost": f"{row['cost_gbp']:g}",
        }
        rows.append({"id": f"u{row['number']}", "cells": cells})
    return {"rows": rows}


def unknowns(rows: Iterable[Mapping[str, Any]], outlook: Outlook) -> Unknowns:
    """Return what the unknowns of a participant's table are worth; see ``waiting`` for the rest."""
    ids = {v: k for k, v in _MOVES.items()}
    found = []
    for row in rows:
        if _lacks(row):
            continue
        low, high = sorted((row["low"], row["high"]))
        found.append(
            Unknown(
                _name(row),
                low,
                row["central"],
                high,
                ids.get(str(row["moves"]), str(row["moves"])),
                "",
                str(row.get("how") or ""),
                str(row.get("when") or ""),
                row.get("cost"),
            )
        )
    year = outlook.supposed.year
    return worth_of(
        found,
        need=outlook.need_in(year),
        wanted=outlook.wanted_in(year),
        supply=outlook.supposed.supply,
        price=outlook.supposed.price,
        years=year - outlook.first_year,
    )


def waiting(rows: Iterable[Mapping[str, Any]]) -> str:
    """Name the unknowns that are not counted yet, each with what it lacks; or return nothing."""
    said = [f"{_name(row)}: {lack}" for row in rows if (lack := _lacks(row))]
    return f"Not counted yet. {'; '.join(said)}." if said else ""


def _name(row: Mapping[str, Any]) -> str:
    return str(row.get("name") or "Without a name")


def _lacks(row: Mapping[str, Any]) -> str:
    """Return what keeps an unknown from being counted, or nothing."""
    three = [row.get(key) for key in ("low", "central", "high")]
    numbers = [float(value) for value in three if isinstance(value, float | int)]
    if len(numbers) < len(three):
        return "give low, best guess and high as numbers"
    if not row.get("moves"):
        return "say what it changes"
    low, central, high = numbers
    if not min(low, high) <= central <= max(low, high):
        return f"its best guess, {central:g}, is not between {low:g} and {high:g}"
    return ""


def _bare(text: str) -> str:
    """Return a text without its full stop, to stand in a list."""
    return text.rstrip(" .")


def market(needs: Needs, outlook: Outlook) -> dict[str, dict[str, str]]:
    """Return drafts for what to tell the market."""
    texts = {
        "more": _wanted_more(needs, outlook),
        "less": _wanted_less(needs),
        "how": _bought_how(needs),
        "unknown": _first_unknown(needs.population),
    }
    return {"texts": texts}


def _wanted_more(needs: Needs, outlook: Outlook) -> str:
    """Return the gap to expect, and where there is next to no room."""
    short, low, high = (outlook.short(scenario)[0] for scenario in ("central", "low", "high"))
    said = (
        f"By {outlook.supposed.year} we expect to be {in_words(short)} (central; the range runs "
        f"from {in_words(low)} to {in_words(high)})."
    )
    if low < 0 < high:
        said += (
            " Our scenarios do not agree that there is a gap, so we shall not buy it all at once."
        )
    rows = supply.by_provider(needs)
    full = [r["provider"] for r in rows if r["occupied"] and r["occupied"] >= 0.97 * r["places"]]
    return f"{said} There is next to no room at {', '.join(full[:3])}." if full else said


def _wanted_less(needs: Needs) -> str:
    """Return the services that answer the need and are little used."""
    used = {
        s["name"].lower(): _used(needs, s["service_id"])
        for s in needs.services
        if s["service_id"] in needs.answers_need
    }
    empty = [f"{name} ({share:.0%} used)" for name, share in used.items() if share < 0.85]
    said = (
        f"Less used than they could be: {'; '.join(empty)}."
        if empty
        else "Nothing stands much unused. What we want is different, rather than less."
    )
    away = " We mean to need fewer places outside the county." if supply.away(needs) else ""
    return said + away


def _bought_how(needs: Needs) -> str:
    """Return how services are bought now, and when their contracts end."""
    ways = sorted({s["delivery"] for s in needs.services if s["delivery"] != "in house"})
    ends = _contract_ends(needs.population)
    until = f" Contracts end, at the latest, in {', '.join(ends[:4])}." if ends else ""
    return f"Now by {', '.join(ways)}.{until}"


def _first_unknown(population: str) -> str:
    """Return the first thing that is not known, and how it will be learnt."""
    first = rows_of("unknowns", population)[0]
    return (
        f"{first['unknown']}: between {first['low']:g} and {first['high']:g} {first['unit']}. "
        f"How we shall learn: {small_first(first['how_to_learn'])}. "
        f"That takes {first['how_long']}."
    )


def _contract_ends(population: str) -> list[str]:
    """Return the months in which contracts that still run end at the latest, soonest first."""
    last = {row["latest_end"] or row["end"] for row in rows_of("contracts", population)}
    return [f"{day:%B %Y}" for day in sorted(d for d in last if d and d >= today())]


def _used(needs: Needs, service: str) -> float:
    here = [s for s in needs.sites if s["service_id"] == service and s["in_use"] is not None]
    places = sum(s["capacity"] for s in here)
    return sum(s["in_use"] for s in here) / places if places else 1.0


def voices(population: str) -> tuple[list[list[str]], int, int]:
    """Return who answered the consultation: respondent and answers; how many; and blanks."""
    rows = rows_of("consultation", population)
    given = [row for row in rows if row["status"] == "reported"]
    by: dict[str, int] = {}
    for row in given:
        by[row["respondent"]] = by.get(row["respondent"], 0) + 1
    table = [[who, str(number)] for who, number in sorted(by.items(), key=lambda i: -i[1])]
    return table, len(given), len(rows) - len(given)


def statement(
    needs: Needs,
    outlook: Outlook,
    found: Unknowns,
    *,
    spending: str,
    nothing: str,
    comparison: str,
    strain: str,
    opportunities: Sequence[str] = (),
    missing: Sequence[str] = (),
    steps: Sequence[str] = (),
) -> dict[str, dict[str, str]]:
    """Return drafts of the needs statement, one a question.

    Parameters
    ----------
    spending, nothing, comparison, strain
        Sentences of the pictures above: spending, the cost of doing nothing, the comparison with
        neighbours, and pressure on providers.
    opportunities
        Opportunities for change in the participant's map of supply.
    missing
        Whose voice the participant found missing.
    steps
        Steps of their plan to involve people.
    """
    year, first = outlook.supposed.year, outlook.first_year
    duties = [row["says"] for row in rows_of("local_agenda", needs.population)]
    low, high = outlook.wanted_in(year, "low"), outlook.wanted_in(year, "high")
    places, _ = neighbourhoods(needs.population)
    table, answers, _ = voices(needs.population)
    heard = f"{answers} people answered, among them {', '.join(w.lower() for w, _ in table[:3])}."
    texts = {
        "who": f"{needs.need}: {outlook.need_in(first):,.0f} {needs.counted} in {first}. Locally "
        f"we have said: {'; '.join(duties)}.",
        "demand": f"Places wanted go from {outlook.wanted_in(first):,.0f} in {first} to "
        f"{outlook.wanted_in(year):,.0f} in {year} (central), between {low:,.0f} and {high:,.0f}. "
        f"{outlook.change.reading().replace('people', needs.counted)} {outlook.hangs_on.reading()}"
        f" {comparison}",
        "where": small_areas.missing_words(places),
        "supply": f"There are {outlook.supposed.supply:,.0f} places in reach. {strain}"
        + (
            f" What could change: {'; '.join(_bare(o) for o in opportunities)}."
            if opportunities
            else ""
        ),
        "resources": f"{spending} {nothing}",
        "gap": outlook.reading(),
        "unknown": found.reading(),
        "people": " ".join(
            part
            for part in (
                f"Heard so far: {heard}",
                f"Missing: {'; '.join(missing)}." if missing else "",
                f"Next: {'; '.join(steps)}." if steps else "",
            )
            if part
        ),
    }
    return {"texts": {key: " ".join(text.split()) for key, text in texts.items()}}
