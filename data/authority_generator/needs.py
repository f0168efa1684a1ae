# ruff: noqa: E501  (descriptions are whole sentences)
"""Prevalence, take-up, indicators compared with neighbours, and what is not known."""

from __future__ import annotations

import math
from typing import Any

from chance import Chance
from inputs import populations, read
from places import CODE
from tables import Row, Table, column, key, population_id, status_of

Z = 1.959964
#: (id, name, unit, definition, higher is, denominator, Marrenshire's value a rate base, spread)
INDICATORS: dict[str, list[tuple[str, str, str, str, int, float, float]]] = {
    "early_help": [
        ("EH-I1", "Children in need", "per 10,000 children", "lower is better", 63100, 338, 0.20),
        (
            "EH-I2",
            "Referrals that were made before within a year",
            "percent",
            "lower is better",
            3350,
            24.1,
            0.14,
        ),
        ("EH-I3", "Pupils persistently absent", "percent", "lower is better", 41200, 20.8, 0.10),
        (
            "EH-I4",
            "Children ready for school at 5",
            "percent",
            "higher is better",
            3300,
            66.3,
            0.05,
        ),
        (
            "EH-I5",
            "16 and 17 year olds not in education, work or training, or not known",
            "percent",
            "lower is better",
            7100,
            6.1,
            0.24,
        ),
    ],
    "children_with_disabilities": [
        (
            "CD-I1",
            "Pupils with an education, health and care plan",
            "percent",
            "no good direction",
            49500,
            5.6,
            0.13,
        ),
        ("CD-I2", "Plans issued within 20 weeks", "percent", "higher is better", 620, 41.9, 0.30),
        (
            "CD-I3",
            "Children using short breaks",
            "per 10,000 children",
            "no good direction",
            63100,
            118,
            0.35,
        ),
        (
            "CD-I4",
            "Pupils with plans in mainstream schools",
            "percent",
            "no good direction",
            2780,
            42.0,
            0.10,
        ),
        (
            "CD-I5",
            "Young adults with learning disability in paid work",
            "percent",
            "higher is better",
            690,
            4.3,
            0.40,
        ),
    ],
    "children_in_care": [
        (
            "CC-I1",
            "Children looked after at 31 March",
            "per 10,000 children",
            "no good direction",
            63100,
            75.4,
            0.26,
        ),
        (
            "CC-I2",
            "Started to be looked after in the year",
            "per 10,000 children",
            "no good direction",
            63100,
            28.4,
            0.22,
        ),
        (
            "CC-I3",
            "Three or more placements in the year",
            "percent",
            "lower is better",
            476,
            12.2,
            0.16,
        ),
        (
            "CC-I4",
            "Same home for two years or more",
            "percent",
            "higher is better",
            158,
            64.6,
            0.07,
        ),
        (
            "CC-I5",
            "Placed more than 20 miles from home",
            "percent",
            "lower is better",
            476,
            24.8,
            0.22,
        ),
        (
            "CC-I6",
            "Care leavers aged 19 to 21 in suitable homes",
            "percent",
            "higher is better",
            171,
            86.0,
            0.05,
        ),
    ],
    "homelessness": [
        (
            "HO-I1",
            "Households owed a prevention duty, quarter",
            "per 1,000 households",
            "no good direction",
            136000,
            1.46,
            0.24,
        ),
        (
            "HO-I2",
            "Households owed a relief duty, quarter",
            "per 1,000 households",
            "lower is better",
            136000,
            1.86,
            0.22,
        ),
        (
            "HO-I3",
            "Households in temporary accommodation",
            "per 1,000 households",
            "lower is better",
            136000,
            2.65,
            0.42,
        ),
        (
            "HO-I4",
            "Prevention ended with a home for six months",
            "percent",
            "higher is better",
            196,
            51.0,
            0.10,
        ),
        (
            "HO-I5",
            "Relief ended with a home for six months",
            "percent",
            "higher is better",
            248,
            32.7,
            0.14,
        ),
        (
            "HO-I6",
            "People sleeping rough on one night",
            "per 100,000 people",
            "lower is better",
            312000,
            7.1,
            0.38,
        ),
    ],
    "older_people": [
        (
            "OP-I1",
            "Admissions to care homes, aged 65 and over",
            "per 100,000 people aged 65+",
            "lower is better",
            66600,
            611,
            0.16,
        ),
        (
            "OP-I2",
            "No further support after reablement",
            "percent",
            "higher is better",
            1140,
            74.6,
            0.06,
        ),
        (
            "OP-I3",
            "People with control over daily life",
            "percent",
            "higher is better",
            412,
            76.1,
            0.03,
        ),
        ("OP-I4", "Carers satisfied with services", "percent", "higher is better", 268, 33.9, 0.12),
        (
            "OP-I5",
            "Care workers who left in the year",
            "percent",
            "lower is better",
            4150,
            26.4,
            0.11,
        ),
        (
            "OP-I6",
            "Providers rated good or outstanding",
            "percent",
            "higher is better",
            61,
            78.7,
            0.05,
        ),
    ],
}
PER = {
    "percent": 100,
    "per 10,000 children": 10_000,
    "per 1,000 households": 1_000,
    "per 100,000 people": 100_000,
    "per 100,000 people aged 65+": 100_000,
}


def need_tables() -> list[Table]:
    """Return every table about need."""
    return [_prevalence(), _take_up(), *_indicators(), _unknowns()]


def _wilson(count: int, number: int) -> tuple[float, float]:
    half = Z * math.sqrt(Z * Z + 4 * count * (1 - count / number))
    return (2 * count + Z * Z - half) / (2 * (number + Z * Z)), (2 * count + Z * Z + half) / (
        2 * (number + Z * Z)
    )


def _band_columns() -> list[dict[str, Any]]:
    return [
        column(
            "age_from", "integer", "Youngest age of the band", "years", required=True, minimum=0
        ),
        column(
            "age_to",
            "integer",
            "Oldest age of the band; 120 means no upper limit",
            "years",
            required=True,
            maximum=120,
        ),
    ]


def _prevalence() -> Table:
    rows: list[Row] = []
    for plan in populations():
        said = plan["prevalence"]
        for low, high, rate, sample in said["bands"]:
            cases = round(sample * rate / 100)
            lower, upper = _wilson(cases, sample)
            rows.append(
                {
                    "population_id": plan["population"],
                    "age_from": low,
                    "age_to": high,
                    "measure": said["measure"],
                    "unit_counted": plan["unit"],
                    "rate_percent": rate,
                    "lower_percent": round(100 * lower, 2),
                    "upper_percent": round(100 * upper, 2),
                    "sample": sample,
                    "source": said["source"],
                }
            )
    return Table(
        "prevalence",
        "Prevalence by age",
        "How common the need is in each age band, with 95% limits (Wilson) from the size of the sample.",
        "Invented rates of a believable size: for older people and children in care, near published national ones",
        [
            population_id(),
            *_band_columns(),
            key("measure", "What is counted"),
            key("unit_counted", "Who is counted: people, children, households"),
            column(
                "rate_percent",
                "number",
                "Central estimate",
                "percent",
                required=True,
                minimum=0,
                maximum=100,
            ),
            column(
                "lower_percent",
                "number",
                "Lower 95% limit",
                "percent",
                required=True,
                minimum=0,
                maximum=100,
            ),
            column(
                "upper_percent",
                "number",
                "Upper 95% limit",
                "percent",
                required=True,
                minimum=0,
                maximum=100,
            ),
            column(
                "sample",
                "integer",
                "People asked or counted in the band",
                "people",
                required=True,
                minimum=1,
            ),
            key("source", "Where the rate comes from"),
        ],
        rows,
        ["population_id", "age_from"],
        [("population_id", "populations", "id")],
    )


def _take_up() -> Table:
    rows: list[Row] = []
    for plan in populations():
        said = plan["take_up"]
        for low, high, least, central, most in said["bands"]:
            rows.append(
                {
                    "population_id": plan["population"],
                    "age_from": low,
                    "age_to": high,
                    "measure": said["measure"],
                    "low_percent": least,
                    "central_percent": central,
                    "high_percent": most,
                    "source": said["source"],
                }
            )
    return Table(
        "take_up",
        "Take-up by age",
        "The share of those in need who would use a service of this kind: low, central and high. The range is judgement and not a confidence interval.",
        "Invented; the range is as wide as such judgements are",
        [
            population_id(),
            *_band_columns(),
            key("measure", "What the share means"),
            column(
                "low_percent",
                "number",
                "Low scenario",
                "percent",
                required=True,
                minimum=0,
                maximum=100,
            ),
            column(
                "central_percent",
                "number",
                "Central scenario",
                "percent",
                required=True,
                minimum=0,
                maximum=100,
            ),
            column(
                "high_percent",
                "number",
                "High scenario",
                "percent",
                required=True,
                minimum=0,
                maximum=100,
            ),
            key("source", "Where the shares come from"),
        ],
        rows,
        ["population_id", "age_from"],
        [("population_id", "populations", "id")],
    )


def _indicators() -> list[Table]:
    authority, rows, values = read("authority"), [], []
    areas = [(authority["code"], 0.0), *((n["code"], n["near"]) for n in authority["neighbours"])]
    for population, items in INDICATORS.items():
        for ident, name, unit, polarity, base, level, spread in items:
            rows.append(
                {
                    "indicator_id": ident,
                    "population_id": population,
                    "name": name,
                    "unit": unit,
                    "polarity": polarity,
                    "per": PER[unit],
                }
            )
            values += _indicator_values(ident, base, level, spread, PER[unit], areas)
    described = Table(
        "indicators",
        "Indicators",
        "What is compared with statistical neighbours, and which direction is better. For some, no direction is good in itself.",
        "Names follow published collections in own words",
        [
            key("indicator_id", "Indicator"),
            population_id(),
            key("name", "Name in plain words"),
            key("unit", "Unit of the value"),
            column(
                "polarity",
                "string",
                "Which direction is better",
                required=True,
                enum=["higher is better", "lower is better", "no good direction"],
            ),
            column(
                "per",
                "integer",
                "The rate is the numerator divided by the denominator times this",
                required=True,
                minimum=1,
            ),
        ],
        rows,
        ["indicator_id"],
        [("population_id", "populations", "id")],
    )
    compared = Table(
        "neighbour_indicators",
        "Indicators of the neighbours",
        "Counts and denominators of the indicators for Marrenshire and fifteen neighbours over four years. Small numerators are suppressed; one area made no return; one value was revised.",
        "England and upper-tier spreads of 2024-25 (looked-after rate 67 per 10,000, tenth to ninetieth percentile 40 to 117, and so on)",
        [
            key("indicator_id", "Indicator"),
            key("area_code", "Code of the area", CODE),
            key("period", "Financial year, or year of the count"),
            column("numerator", "integer", "Counted", status="status", minimum=0),
            column("denominator", "integer", "Out of", required=True, minimum=1),
            column(
                "value",
                "number",
                "Rate or percentage, in the indicator's unit",
                status="status",
                minimum=0,
            ),
            status_of("status", "the value"),
        ],
        values,
        ["indicator_id", "area_code", "period"],
        [("indicator_id", "indicators", "indicator_id"), ("area_code", "neighbours", "area_code")],
    )
    return [described, compared]


def _indicator_values(
    ident: str, base: int, level: float, spread: float, per: int, areas: list[tuple[str, float]]
) -> list[Row]:
    chance, rows = Chance(f"indicator {ident}"), []
    for code, near in areas:
        own = near == 0.0
        size = 1.0 if own else chance.skewed(0.95, 0.28)
        rate = level if own else level * math.exp(chance.normal(-0.06, spread * (0.6 + 0.5 * near)))
        drift = chance.normal(0.012, 0.02)
        for back, period in enumerate(["2025-26", "2024-25", "2023-24", "2022-23"]):
            number = max(1, round(base * size * (1 - 0.006 * back)))
            expected = min(rate * (1 - drift * back) / per, 0.97)
            count = (
                round(number * expected)
                if own and back == 0
                else min(number, chance.count(number * expected))
            )
            row: Row = {
                "indicator_id": ident,
                "area_code": code,
                "period": period,
                "denominator": number,
            }
            if code == "E99000018" and back == 0:
                rows.append({**row, "status": "missing"})
            elif 0 < count < 5 and not own:
                rows.append({**row, "status": "suppressed"})
            else:
                status = (
                    "revised"
                    if code == "E99000013" and back == 1
                    else "provisional"
                    if back == 0 and ident.endswith("1")
                    else "reported"
                )
                rows.append(
                    {
                        **row,
                        "numerator": count,
                        "value": round(count / number * per, 2),
                        "status": status,
                    }
                )
    return rows


def _unknowns() -> Table:
    rows: list[Row] = []
    for plan in populations():
        for number, item in enumerate(plan["unknowns"], start=1):
            rows.append(
                {
                    "population_id": plan["population"],
                    "number": number,
                    "unknown": item["name"],
                    "affects": item["affects"],
                    "moves": item["moves"],
                    "low": item["low"],
                    "central": item["central"],
                    "high": item["high"],
                    "unit": item["unit"],
                    "how_to_learn": item["how"],
                    "how_long": item["when"],
                    "cost_gbp": item["cost"],
                }
            )
    return Table(
        "unknowns",
        "What is not known",
        "Things that matter to the plan and are not known: the range they may take, how they could be learnt, how long that takes and what it costs.",
        "Invented judgements",
        [
            population_id(),
            column("number", "integer", "Number within the population", required=True, minimum=1),
            key("unknown", "What is not known"),
            column(
                "affects",
                "string",
                "What it changes",
                required=True,
                enum=["demand", "take_up", "supply", "cost", "benefit"],
            ),
            column(
                "moves",
                "string",
                "How its value moves the gap: people in need beyond the forecast; places wanted beyond it; places there; percent of those who do not take a place who would; percent off the places wanted; percent a year on the rate of need; or something else, not the size of the gap",
                required=True,
                enum=["people", "wanted", "places", "take_up", "cut", "yearly", "other"],
            ),
            column("low", "number", "Low end of the range", required=True),
            column("central", "number", "Best guess", required=True),
            column("high", "number", "High end of the range", required=True),
            key("unit", "Unit of the range"),
            key("how_to_learn", "How it could be learnt"),
            key("how_long", "How long that would take"),
            column(
                "cost_gbp",
                "integer",
                "What learning it would cost",
                "GBP",
                required=True,
                minimum=0,
            ),
        ],
        rows,
        ["population_id", "number"],
        [("population_id", "populations", "id")],
    )
