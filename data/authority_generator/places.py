# ruff: noqa: E501  (descriptions are whole sentences)
"""Areas, people by age and sex, their projection, small areas and statistical neighbours."""

from __future__ import annotations

import math
from typing import Any

from chance import Chance
from inputs import populations, read
from tables import Row, Table, column, key, population_id, status_of

A = read("authority")
CODE = r"E99\d{6}"
LOCALITY_YEARS = range(2021, 2026)
ESTIMATES, PROJECTIONS = range(2015, 2026), range(2026, 2042)
BANDS = [(low, low + 4) for low in range(0, 90, 5)] + [(90, 120)]
Ages = dict[str, list[float]]


def area_tables() -> list[Table]:
    """Return every table about places and the people who live in them."""
    history, future = _history(), _future()
    return [
        _areas(),
        _estimates(history),
        _projections(future),
        _by_locality(history),
        *_small_areas(history[2025]),
        *_neighbours(),
    ]


def _area_rows() -> list[Row]:
    first = "2009-04-01"
    rows: list[Row] = [
        {
            "area_code": A["code"],
            "area_name": A["name"],
            "area_type": "authority",
            "kind": "Unitary county",
            "households": A["households"],
            "valid_from": first,
        }
    ]
    for place in A["localities"]:
        common = {
            "area_name": place["name"],
            "area_type": "locality",
            "kind": place["kind"],
            "parent_code": A["code"],
        }
        now = {**common, "area_code": place["code"]}
        now["households"] = round(A["households"] * place["share"])
        if "replaced" in place:
            old = {**common, "area_code": place["replaced"], "replaced_by": place["code"]}
            rows.append({**old, "valid_from": first, "valid_to": "2025-03-31"})
            rows.append({**now, "valid_from": "2025-04-01"})
        else:
            rows.append({**now, "valid_from": first})
    return rows


def _areas() -> Table:
    return Table(
        "areas",
        "Areas",
        "The council and its localities. Orlemouth's boundary moved by one street in April 2025, so its code changed: join the two codes to follow it over time.",
        "Invented places; codes beginning E99 belong to no real area",
        [
            key("area_code", "Code of the area, like a GSS code", CODE),
            key("area_name", "Name of the area"),
            column(
                "area_type",
                "string",
                "What the area is",
                required=True,
                enum=["authority", "locality"],
            ),
            column("kind", "string", "What sort of place it is", required=True),
            column(
                "parent_code",
                "string",
                "Code of the area that it is part of; blank for the council",
            ),
            column(
                "households",
                "integer",
                "Households in 2025; blank for a code no longer in use",
                "households",
                minimum=0,
            ),
            column("valid_from", "date", "First day of the code", required=True),
            column("valid_to", "date", "Last day of the code; blank while in use"),
            column("replaced_by", "string", "Code that replaced this one; blank while in use"),
        ],
        _area_rows(),
        ["area_code"],
        [("parent_code", "areas", "area_code"), ("replaced_by", "areas", "area_code")],
    )


def _single_years() -> Ages:
    """Return people in 2025 by sex and single year of age 0 to 90 (90 is 90 and over)."""
    chance, counts = Chance("ages"), {"female": [0.0] * 91, "male": [0.0] * 91}
    for index, total in enumerate(A["age_bands"]):
        for age in range(index * 5, index * 5 + 5) if index < 18 else [90]:
            share = total / 5 if index < 18 else total
            for sex, part in (("female", _female_share(age)), ("male", 1 - _female_share(age))):
                counts[sex][age] = share * part * (1 + chance.normal(0, 0.012))
    return counts


def _female_share(age: int) -> float:
    return 0.488 + (0.0 if age < 30 else 0.022 if age < 70 else 0.022 + (age - 70) * 0.0065)


def _death_rate(age: int, sex: str) -> float:
    """Return the chance of dying in a year: rising by a tenth a year of age, men higher."""
    base = 0.0000115 * math.exp(0.105 * age) + (0.003 if age == 0 else 0.00008)
    return min(0.45, base * (1.0 if sex == "female" else 1.38))


def _mover(age: int, migration: dict[str, int]) -> float:
    """Return net movers at one age and one sex in a year."""
    for band, number in migration.items():
        low, high = (int(band[:-1]), 95) if band.endswith("+") else map(int, band.split("-"))
        if low <= age <= high:
            return number / (min(high, 90) - low + 1) / 2
    return 0.0


def _next_year(now: Ages, migration: dict[str, int]) -> Ages:
    mothers = sum(now["female"][20:40])
    births = mothers * A["fertility"] / 20
    later: Ages = {}
    for sex, share in (("female", 0.488), ("male", 0.512)):
        alive = [count * (1 - _death_rate(age, sex)) for age, count in enumerate(now[sex])]
        aged = [births * share, *alive[:89], alive[89] + alive[90]]
        later[sex] = [max(0.0, n + _mover(age, migration)) for age, n in enumerate(aged)]
    return later


def _year_before(now: Ages, migration: dict[str, int]) -> Ages:
    """Return the year before by running the ageing backwards; the oldest are split in half."""
    before: Ages = {}
    for sex in now:
        younger = [
            (now[sex][age + 1] - _mover(age + 1, migration)) / (1 - _death_rate(age, sex))
            for age in range(89)
        ]
        oldest = now[sex][90] * 0.978
        before[sex] = [*younger, younger[-1] * 0.86, oldest]
    return before


def _history() -> dict[int, Ages]:
    found = {2025: _single_years()}
    past = {band: round(number * 0.8) for band, number in A["variants"][0]["migration"].items()}
    for year in reversed(ESTIMATES[:-1]):
        found[year] = _year_before(found[year + 1], past)
    return found


def _future() -> dict[str, dict[int, Ages]]:
    found: dict[str, dict[int, Ages]] = {}
    for variant in A["variants"]:
        now, years = _single_years(), {}
        for year in PROJECTIONS:
            now = _next_year(now, variant["migration"])
            years[year] = now
        found[variant["id"]] = years
    return found


def _age_columns() -> list[dict[str, Any]]:
    return [
        column("sex", "string", "Sex as in the estimates", required=True, enum=["female", "male"]),
        column(
            "age",
            "integer",
            "Age in years; 90 means 90 and over",
            "years",
            required=True,
            minimum=0,
            maximum=90,
        ),
    ]


def _estimates(history: dict[int, Ages]) -> Table:
    rows = [
        {
            "area_code": A["code"],
            "year": year,
            "sex": sex,
            "age": age,
            "people": round(history[year][sex][age]),
        }
        for year in ESTIMATES
        for sex in ("female", "male")
        for age in range(91)
    ]
    return Table(
        "population_estimates",
        "Population estimates",
        "People living in the council's area at 30 June of each year, by sex and single year of age.",
        "A median upper-tier authority: about 63,000 children; one resident in five aged 65 or over",
        [
            key("area_code", "The council's code", CODE),
            column("year", "year", "30 June of this year", required=True),
            *_age_columns(),
            column("people", "integer", "Residents", "people", required=True, minimum=0),
        ],
        rows,
        ["area_code", "year", "sex", "age"],
        [("area_code", "areas", "area_code")],
    )


def _projections(future: dict[str, dict[int, Ages]]) -> Table:
    rows = [
        {
            "variant": variant,
            "area_code": A["code"],
            "year": year,
            "sex": sex,
            "age": age,
            "people": round(ages[sex][age], 1),
        }
        for variant, years in future.items()
        for year, ages in years.items()
        for sex in ("female", "male")
        for age in range(91)
    ]
    names = "; ".join(f"{v['id']} = {v['name']}" for v in A["variants"])
    return Table(
        "population_projections",
        "Population projections",
        f"People by sex and age to 2041, in three variants of migration ({names}). There is no principal projection: say which variant you use. People are fractional; round only what you show. A projection carries present trends on; it is not a forecast of policy.",
        "Layout and variants of the 2022-based subnational projections; synthetic cohort model with births, deaths and migration",
        [
            column(
                "variant",
                "string",
                "Variant of migration",
                required=True,
                enum=[v["id"] for v in A["variants"]],
            ),
            key("area_code", "The council's code", CODE),
            column("year", "year", "30 June of this year", required=True),
            *_age_columns(),
            column("people", "number", "Residents, fractional", "people", required=True, minimum=0),
        ],
        rows,
        ["variant", "area_code", "year", "sex", "age"],
        [("area_code", "areas", "area_code")],
    )


def _locality_weight(place: dict[str, Any], age: int) -> float:
    return place["share"] * math.exp(place["older"] * (age - 42) / 45)


def _by_locality(history: dict[int, Ages]) -> Table:
    rows = [row for year in LOCALITY_YEARS for row in _localities_in(year, history[year])]
    return Table(
        "population_localities",
        "Population of the localities",
        "People by locality and five-year age band, rounded to 10, so the parts do not add to the council's total. Orlemouth's code changes in 2025.",
        "As the council's estimates, with an older coast and dale",
        [
            key("area_code", "The locality's code", CODE),
            column("year", "year", "30 June of this year", required=True),
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
            column(
                "people", "integer", "Residents, rounded to 10", "people", required=True, minimum=0
            ),
        ],
        rows,
        ["area_code", "year", "age_from"],
        [("area_code", "areas", "area_code")],
    )


def _localities_in(year: int, now: Ages) -> list[Row]:
    rows: list[Row] = []
    for low, high in BANDS:
        total = sum(sum(now[sex][low : min(high, 90) + 1]) for sex in now)
        weights = [_locality_weight(place, low + 2) for place in A["localities"]]
        for place, weight in zip(A["localities"], weights, strict=True):
            code = place.get("replaced", place["code"]) if year < 2025 else place["code"]
            people = 10 * round(total * weight / sum(weights) / 10)
            band = {"age_from": low, "age_to": high, "people": people}
            rows.append({"area_code": code, "year": year, **band})
    return rows


def _small_areas(now: Ages) -> list[Table]:
    chance, rows = Chance("small areas"), []
    total = sum(map(sum, now.values()))
    for place in A["localities"]:
        number = round(A["small_areas"] * place["share"])
        for index in range(number):
            score = max(2.1, 21 * math.exp(chance.normal(place["deprived"] * 0.55, 0.52)))
            people = round(total * place["share"] / number * (1 + chance.normal(0, 0.11)))
            young = 0.203 + 0.0016 * (score - 23) - 0.03 * place["older"]
            old = 0.213 - 0.0012 * (score - 23) + 0.075 * place["older"]
            rows.append(
                {
                    "small_area": f"E9901{len(rows) + 1:04d}",
                    "name": f"{place['name']} {index // 4 + 1:03d}{'ABCD'[index % 4]}",
                    "locality_code": place["code"],
                    "people": people,
                    "aged_0_17": round(people * young),
                    "aged_65_plus": round(people * old),
                    "households": round(people / 2.29),
                    "deprivation_score": round(score, 1),
                    "income_deprived_percent": round(
                        min(48, 2.2 + score * 0.52 + chance.normal(0, 1.3)), 1
                    ),
                }
            )
    for row in rows:
        row["deprivation_decile"] = _decile(row["deprivation_score"])
    table = Table(
        "small_areas",
        "Small areas and deprivation",
        "Neighbourhoods of about 1,650 people with an invented deprivation score. Decile 1 is the most deprived tenth of the country.",
        "Size of lower-layer super output areas; spread of scores of a mixed county",
        [
            key("small_area", "Code of the small area", CODE),
            key("name", "Name of the small area"),
            key("locality_code", "Locality that it is in", CODE),
            column("people", "integer", "Residents in 2025", "people", required=True, minimum=0),
            column(
                "aged_0_17", "integer", "Residents aged 0 to 17", "people", required=True, minimum=0
            ),
            column(
                "aged_65_plus",
                "integer",
                "Residents aged 65 and over",
                "people",
                required=True,
                minimum=0,
            ),
            column("households", "integer", "Households", "households", required=True, minimum=1),
            column(
                "deprivation_score",
                "number",
                "Higher is more deprived",
                "score",
                required=True,
                minimum=0,
            ),
            column(
                "income_deprived_percent",
                "number",
                "People in income-deprived households",
                "percent",
                required=True,
                minimum=0,
                maximum=100,
            ),
            column(
                "deprivation_decile",
                "integer",
                "1 is the most deprived tenth nationally",
                "decile",
                required=True,
                minimum=1,
                maximum=10,
            ),
        ],
        rows,
        ["small_area"],
        [("locality_code", "areas", "area_code")],
    )
    return [table, _small_area_use(rows)]


def _decile(score: float) -> int:
    limits = [45.0, 35.8, 29.3, 24.2, 20.1, 16.7, 13.7, 10.9, 7.7]
    return next((n + 1 for n, limit in enumerate(limits) if score >= limit), 10)


def _small_area_use(areas: list[Row]) -> Table:
    """Return people known to services by small area, small numbers suppressed, others to 5."""
    chance, rows = Chance("small area use"), []
    for plan in populations():
        used = sum(s["capacity"] * s["used"] for s in plan["services"] if s["supply"])
        weights = [a["people"] * _need_weight(plan["population"], a) for a in areas]
        for area, weight in zip(areas, weights, strict=True):
            count = chance.count(used * weight / sum(weights))
            row = {
                "small_area": area["small_area"],
                "population_id": plan["population"],
                "period": "2025-26",
            }
            if 0 < count < 5:
                rows.append({**row, "status": "suppressed"})
            else:
                rows.append({**row, "people": 5 * round(count / 5), "status": "reported"})
    return Table(
        "small_area_use",
        "People known to services, by small area",
        "People or households using the population's services in 2025-26. Counts of 1 to 4 are suppressed and others rounded to 5: a suppressed cell is not a zero. Low use is not low need.",
        "Total use of the services table; use rises with deprivation less than need does",
        [
            key("small_area", "Code of the small area", CODE),
            population_id(),
            key("period", "Financial year"),
            column(
                "people",
                "integer",
                "People or households known, rounded to 5",
                "people",
                status="status",
                minimum=0,
            ),
            status_of("status", "the count"),
        ],
        rows,
        ["small_area", "population_id"],
        [("small_area", "small_areas", "small_area"), ("population_id", "populations", "id")],
    )


def _need_weight(population: str, area: Row) -> float:
    if population == "older_people":
        return area["aged_65_plus"] / area["people"] * (0.7 + area["deprivation_score"] / 80)
    pull = {
        "early_help": 0.45,
        "children_with_disabilities": 0.25,
        "children_in_care": 0.95,
        "homelessness": 1.1,
    }.get(population, 0.5)
    return area["deprivation_score"] ** pull


def _neighbours() -> list[Table]:
    chance, rows, values = Chance("neighbours"), [], []
    for rank, area in enumerate(
        [{"code": A["code"], "name": A["name"], "near": 0.0}, *A["neighbours"]]
    ):
        rows.append({"area_code": area["code"], "area_name": area["name"], "is_own": rank == 0})
        for item in A["matching"]:
            far = area["near"] * item["spread"] * (chance.uniform(0.55, 1.3) * chance.pick([-1, 1]))
            values.append(
                {
                    "area_code": area["code"],
                    "measure_id": item["id"],
                    "measure": item["name"],
                    "unit": item["unit"],
                    "value": round(max(0.1, item["value"] + far), 1),
                }
            )
    return [
        Table(
            "neighbours",
            "Statistical neighbours",
            "Marrenshire and fifteen invented areas that are like it.",
            "Fifteen neighbours, as councils usually compare",
            [
                key("area_code", "Code of the area", CODE),
                key("area_name", "Name of the area"),
                column("is_own", "boolean", "True for Marrenshire itself", required=True),
            ],
            rows,
            ["area_code"],
        ),
        Table(
            "neighbour_profile",
            "What neighbours are matched on",
            "Social and economic measures on which likeness is judged.",
            "The kinds of measure in nearest-neighbour models; values invented",
            [
                key("area_code", "Code of the area", CODE),
                key("measure_id", "Measure"),
                key("measure", "Name of the measure"),
                key("unit", "Unit of the value"),
                column("value", "number", "Value in the unit named", required=True, minimum=0),
            ],
            values,
            ["area_code", "measure_id"],
            [("area_code", "neighbours", "area_code")],
        ),
    ]
