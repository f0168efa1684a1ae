# ruff: noqa: E501  (descriptions are whole sentences)
"""Services, providers, sites, activity, money and contracts."""

from __future__ import annotations

import math
from typing import Any

from chance import Chance
from inputs import populations, read
from tables import Row, Table, column, key, population_id, status_of

RATINGS = {"O": "outstanding", "G": "good", "R": "requires improvement", "I": "inadequate"}
MONTHS = [f"{2023 + (9 + n) // 12}-{(9 + n) % 12 + 1:02d}" for n in range(36)]
#: Services whose system was replaced in February 2025: two months are lost.
LOST_MONTHS = ("EH02", "CD02", "CC04", "HO05", "OP07")
YEARS = ["2019-20", "2020-21", "2021-22", "2022-23", "2023-24", "2024-25", "2025-26", "2026-27"]


def market_tables() -> list[Table]:
    """Return every table about supply, money and contracts."""
    return [
        _providers(),
        _services(),
        _sites(),
        _activity(),
        _spend(),
        _unit_costs(),
        _payments(),
        _contracts(),
    ]


def each_service() -> list[tuple[str, dict[str, Any]]]:
    """Return (population, service) for every service."""
    return [(plan["population"], item) for plan in populations() for item in plan["services"]]


def each_contract() -> list[tuple[str, dict[str, Any]]]:
    """Return (population, contract) for every contract."""
    return [(plan["population"], item) for plan in populations() for item in plan["contracts"]]


def _providers() -> Table:
    rows = [
        {
            "provider_id": p["id"],
            "name": p["name"],
            "ownership": p["kind"],
            "parent": p.get("parent"),
            "since": p["since"],
            "staff_local": p["size"],
            "small_or_medium": p["kind"] != "council" and p["size"] < 250 and "parent" not in p,
            "voluntary_or_social": p["kind"]
            in ("charity", "social enterprise", "housing association"),
        }
        for p in read("providers")
    ]
    return Table(
        "providers",
        "Providers",
        "Organisations that provide services, the council's own included. Three share one owner group.",
        "Mix of ownership of adult and children's markets; names invented",
        [
            key("provider_id", "Provider"),
            key("name", "Name"),
            column(
                "ownership",
                "string",
                "Kind of owner",
                required=True,
                enum=[
                    "council",
                    "company",
                    "charity",
                    "social enterprise",
                    "housing association",
                    "NHS body",
                ],
            ),
            column("parent", "string", "Group that owns it; blank when none"),
            column("since", "year", "Year it began", required=True),
            column(
                "staff_local",
                "integer",
                "People employed in the county",
                "people",
                required=True,
                minimum=1,
            ),
            column(
                "small_or_medium",
                "boolean",
                "Fewer than 250 people and no parent group",
                required=True,
            ),
            column(
                "voluntary_or_social",
                "boolean",
                "Charity, social enterprise or housing association",
                required=True,
            ),
        ],
        rows,
        ["provider_id"],
    )


def _services() -> Table:
    rows = [
        {
            "service_id": s["id"],
            "population_id": population,
            "name": s["name"],
            "kind": s["kind"],
            "about": s["about"],
            "delivery": s["delivery"],
            "capacity": s["capacity"],
            "capacity_unit": s["unit"],
            "counts_as_supply": s["supply"],
            "price_gbp": float(s["price"]),
            "price_unit": s["price_unit"],
            "regulator": None if s["regulator"] == "none" else s["regulator"],
        }
        for population, s in each_service()
    ]
    return Table(
        "services",
        "Services",
        "What each population may be offered, how it is bought, how much of it there is and what it costs in 2026-27.",
        "Published unit costs and typical volumes for an authority of this size",
        [
            key("service_id", "Service"),
            population_id(),
            key("name", "Name"),
            key("kind", "Kind of service"),
            key("about", "What it is"),
            column(
                "delivery",
                "string",
                "How it is bought or run",
                required=True,
                enum=["in house", "contract", "framework", "spot", "grant", "direct payment"],
            ),
            column(
                "capacity",
                "integer",
                "How many can be served, in the unit named",
                required=True,
                minimum=0,
            ),
            key("capacity_unit", "What capacity counts"),
            column(
                "counts_as_supply",
                "boolean",
                "True when the service meets the need in the prevalence table",
                required=True,
            ),
            column(
                "price_gbp",
                "number",
                "Average price or cost of one unit",
                "GBP",
                required=True,
                minimum=0,
            ),
            key("price_unit", "What the price is for"),
            column(
                "regulator",
                "string",
                "Who inspects it; blank when nobody does",
                enum=["CQC", "Ofsted"],
            ),
        ],
        rows,
        ["service_id"],
        [("population_id", "populations", "id")],
    )


def _sites() -> Table:
    rows: list[Row] = []
    for population, service in each_service():
        for number, site in enumerate(service["sites"], start=1):
            rows.append(_site(population, service, number, site))
    return Table(
        "sites",
        "Sites and branches",
        "Where services are run: capacity, use, quality rating, price. The prices of one market are skewed: a few places cost far more. 'Out of area' sites are beyond the county.",
        "Care homes and providers rated good or outstanding near the national share; two thirds of children's home places out of area",
        [
            key("site_id", "Site or branch"),
            key("service_id", "Service"),
            population_id(),
            key("provider_id", "Provider"),
            key("name", "Name"),
            column("locality_code", "string", "Locality; blank when out of area"),
            column("in_area", "boolean", "True when in the county", required=True),
            column(
                "miles_from_county",
                "integer",
                "Miles beyond the county's edge; 0 when inside",
                "miles",
                required=True,
                minimum=0,
            ),
            column("capacity", "integer", "How many can be served", required=True, minimum=0),
            column(
                "in_use",
                "integer",
                "How many were served on 30 September 2026",
                status="in_use_status",
                minimum=0,
            ),
            status_of("in_use_status", "the number in use"),
            column(
                "counts_as_supply",
                "boolean",
                "True when it counts towards meeting the need in or near the county",
                required=True,
            ),
            column("price_gbp", "number", "Price of one unit", "GBP", required=True, minimum=0),
            key("price_unit", "What the price is for"),
            column(
                "rating",
                "string",
                "Regulator's overall rating",
                status="rating_status",
                enum=list(RATINGS.values()),
            ),
            status_of("rating_status", "the rating"),
            column("rated_on", "date", "Date of the rating; blank without one"),
        ],
        rows,
        ["site_id"],
        [
            ("service_id", "services", "service_id"),
            ("population_id", "populations", "id"),
            ("provider_id", "providers", "provider_id"),
            ("locality_code", "areas", "area_code"),
        ],
    )


def _site(population: str, service: dict[str, Any], number: int, site: list[Any]) -> Row:
    provider, name, place, share, rating, factor = site
    chance = Chance(f"site {service['id']} {number}")
    capacity = max(1, round(service["capacity"] * share))
    outside = place == "OUT"
    row: Row = {
        "site_id": f"{service['id']}-S{number}",
        "service_id": service["id"],
        "population_id": population,
        "provider_id": provider,
        "name": name,
        "in_area": not outside,
        "locality_code": None if outside else place,
        "miles_from_county": chance.whole(12, 74) if outside else 0,
        "capacity": capacity,
        "counts_as_supply": bool(service["supply"])
        and not (outside and population == "children_in_care"),
        "price_gbp": round(service["price"] * factor, 2),
        "price_unit": service["price_unit"],
    }
    if name == "Siskinfield branch":
        row["in_use_status"] = "missing"
    else:
        row |= {
            "in_use": min(
                capacity, round(capacity * min(1.0, service["used"] * chance.uniform(0.95, 1.04)))
            ),
            "in_use_status": "reported",
        }
    if rating in RATINGS:
        row |= {
            "rating": RATINGS[rating],
            "rating_status": "reported",
            "rated_on": f"{chance.whole(2023, 2026)}-{chance.whole(1, 9):02d}-{chance.whole(1, 28):02d}",
        }
    else:
        row["rating_status"] = "missing" if rating == "N" else "not applicable"
    return row


def _months_of(service: dict[str, Any]) -> list[tuple[int, int, int]]:
    """Return (starts, ends, open at the end) for each month of one service."""
    chance, found = Chance(f"activity {service['id']}"), []
    level = service["capacity"] * service["used"]
    if "in a year" in service["unit"]:
        level = service["starts"] * service["length"]
    size, peak = service["season"]
    open_now = round(level * (1 - service["trend"] * 3))
    for index, month in enumerate(MONTHS):
        wave = 1 + size * math.cos((int(month[-2:]) - peak) / 12 * 2 * math.pi)
        grown = 1 + service["trend"] * (index - 35) / 12
        starts = chance.count(service["starts"] * wave * grown)
        # The more are open than the service can hold, the more leave.
        pressure = 0.5 * (open_now + starts - (service["starts"] + level) * grown)
        leaving = chance.count(service["starts"] * grown) + round(pressure)
        ends = min(open_now + starts, max(0, leaving))
        open_now += starts - ends
        found.append((starts, ends, open_now))
    return found


def _activity() -> Table:
    rows = [
        _activity_row(population, service, index, counts)
        for population, service in each_service()
        for index, counts in enumerate(_months_of(service))
    ]
    return Table(
        "activity",
        "Placements and packages over time",
        "How many began, ended and were open at the end of each month, October 2023 to September 2026. The last two months are provisional. Five services lost two months when their system was replaced.",
        "Seasons: homelessness and hospital discharge rise in winter, short breaks in summer, family support in autumn",
        [
            key("service_id", "Service"),
            population_id(),
            column("month", "yearmonth", "Month", required=True),
            column("starts", "integer", "Began in the month", status="status", minimum=0),
            column("ends", "integer", "Ended in the month", status="status", minimum=0),
            column("open_at_end", "integer", "Open on the last day", status="status", minimum=0),
            status_of("status", "the month"),
        ],
        rows,
        ["service_id", "month"],
        [("service_id", "services", "service_id"), ("population_id", "populations", "id")],
    )


def _activity_row(
    population: str, service: dict[str, Any], index: int, counts: tuple[int, int, int]
) -> Row:
    row: Row = {
        "service_id": service["id"],
        "population_id": population,
        "month": MONTHS[index],
    }
    if service["id"] in LOST_MONTHS and index in (16, 17):
        return {**row, "status": "missing"}
    values = dict(zip(("starts", "ends", "open_at_end"), counts, strict=True))
    return {**row, **values, "status": "provisional" if index >= 34 else "reported"}


def _spend() -> Table:
    rows: list[Row] = []
    for population, service in each_service():
        chance = Chance(f"spend {service['id']}")
        for index, year in enumerate(YEARS):
            back = (1 + service["growth"] / 100) ** (index - 6)
            gross = service["spend"] * back * (1 if index == 6 else 1 + chance.normal(0, 0.012))
            over = {"CC03": 0.10, "HO02": 0.28, "CC04": 0.06}.get(
                service["id"], 0.0
            ) + chance.normal(0.004, 0.012)
            row: Row = {
                "service_id": service["id"],
                "population_id": population,
                "financial_year": year,
                "budget_gbp_thousand": round(gross / (1 + over)),
                "income_gbp_thousand": round(service["income"] * back),
            }
            if year == "2026-27":
                rows.append({**row, "outturn_status": "not applicable"})
            else:
                rows.append(
                    {
                        **row,
                        "outturn_gbp_thousand": round(gross),
                        "outturn_status": "provisional" if year == "2025-26" else "reported",
                    }
                )
    return Table(
        "spend",
        "Budgets and spending",
        "Gross budget, gross spending (outturn) and income by service and year, in cash terms: deflate before you compare years. There is no outturn yet for 2026-27.",
        "Shares and growth of national returns for 2024-25; children's homes and temporary accommodation overspend",
        [
            key("service_id", "Service"),
            population_id(),
            key("financial_year", "April to March", r"\d{4}-\d{2}"),
            column(
                "budget_gbp_thousand",
                "integer",
                "Gross budget",
                "GBP thousand",
                required=True,
                minimum=0,
            ),
            column(
                "outturn_gbp_thousand",
                "integer",
                "Gross spending",
                "GBP thousand",
                status="outturn_status",
                minimum=0,
            ),
            status_of("outturn_status", "spending"),
            column(
                "income_gbp_thousand",
                "integer",
                "Income: grants, charges, health",
                "GBP thousand",
                required=True,
                minimum=0,
            ),
        ],
        rows,
        ["service_id", "financial_year"],
        [("service_id", "services", "service_id"), ("population_id", "populations", "id")],
    )


def _unit_costs() -> Table:
    rows: list[Row] = []
    for population, service in each_service():
        chance = Chance(f"unit cost {service['id']}")
        overhead = chance.uniform(0.09, 0.19)
        direct = service["spend"] * 1000 / (1 + overhead)
        rows.append(
            {
                "service_id": service["id"],
                "population_id": population,
                "financial_year": "2025-26",
                "direct_gbp": round(direct),
                "overhead_gbp": round(service["spend"] * 1000 - direct),
                "units": service["units"],
                "unit": service["price_unit"].removeprefix("per "),
                "available_units": round(service["units"] / service["used"]),
                "utilisation_percent": round(100 * service["used"], 1),
                "unit_cost_gbp": round(service["spend"] * 1000 / service["units"], 2),
            }
        )
    return Table(
        "unit_costs",
        "Unit costs",
        "Direct cost and overheads, divided by units delivered. Utilisation is units delivered as a share of units that could have been.",
        "Published unit costs of the same services; overheads of 9% to 19%",
        [
            key("service_id", "Service"),
            population_id(),
            key("financial_year", "April to March"),
            column("direct_gbp", "integer", "Direct cost", "GBP", required=True, minimum=0),
            column("overhead_gbp", "integer", "Overheads", "GBP", required=True, minimum=0),
            column("units", "number", "Units delivered", required=True, minimum=0),
            key("unit", "What one unit is"),
            column(
                "available_units",
                "integer",
                "Units that could have been delivered",
                required=True,
                minimum=0,
            ),
            column(
                "utilisation_percent",
                "number",
                "Units delivered out of units available",
                "percent",
                required=True,
                minimum=0,
                maximum=100,
            ),
            column(
                "unit_cost_gbp",
                "number",
                "Direct cost and overheads for each unit delivered",
                "GBP",
                required=True,
                minimum=0,
            ),
        ],
        rows,
        ["service_id", "financial_year"],
        [("service_id", "services", "service_id"), ("population_id", "populations", "id")],
    )


def _payments() -> Table:
    """Return the published payments over £500 of one quarter, as untidy as such lists are."""
    chance, rows = Chance("payments"), []
    names = {p["id"]: p["name"] for p in read("providers")}
    for population, contract in each_contract():
        for month in ("2026-04", "2026-05", "2026-06"):
            for _ in range(chance.whole(1, 4)):
                amount = max(510.0, chance.skewed(max(contract["annual"], 60000) / 30, 0.5))
                rows.append(_payment(chance, population, contract, month, names, amount))
                if chance.yes(0.07):
                    credit = _payment(
                        chance,
                        population,
                        contract,
                        month,
                        names,
                        -amount * chance.uniform(0.05, 1),
                    )
                    rows.append({**credit, "description": "Credit note"})
    rows.sort(key=lambda row: (row["paid_on"], row["service_id"], row["amount_gbp"]))
    for number, row in enumerate(rows, start=1):
        row["payment_id"] = f"PAY{number:04d}"
    return Table(
        "payments",
        "Payments over £500",
        "Payments of April to June 2026 as the council publishes them, net of VAT. Credits are negative; some names are withheld because they are of private people.",
        "Spending lists of councils: credits, withheld names, skewed amounts",
        [
            key("payment_id", "Payment"),
            column("paid_on", "date", "Date paid", required=True),
            population_id(),
            key("service_id", "Service"),
            column("provider_id", "string", "Provider; blank when withheld"),
            key("supplier", "Supplier as published"),
            key("description", "What for"),
            column(
                "amount_gbp",
                "number",
                "Amount net of VAT; a credit is negative",
                "GBP",
                required=True,
            ),
        ],
        rows,
        ["payment_id"],
        [
            ("population_id", "populations", "id"),
            ("service_id", "services", "service_id"),
            ("provider_id", "providers", "provider_id"),
        ],
    )


def _payment(
    chance: Chance,
    population: str,
    contract: dict[str, Any],
    month: str,
    names: dict[str, str],
    amount: float,
) -> Row:
    withheld = contract["service"] in ("CC02", "CD03") and chance.yes(0.3)
    return {
        "paid_on": f"{month}-{chance.whole(1, 28):02d}",
        "population_id": population,
        "service_id": contract["service"],
        "provider_id": None if withheld else contract["provider"],
        "supplier": "REDACTED PERSONAL DATA" if withheld else names[contract["provider"]],
        "description": chance.pick(
            ["Service charge", "Block payment", "Placements", "Adjustment"], [6, 3, 4, 1]
        ),
        "amount_gbp": round(amount, 2),
    }


def _contracts() -> Table:
    rows: list[Row] = []
    for population, c in each_contract():
        years, longest = _years(c["start"], c["end"]), _years(c["start"], c["extend"])
        rows.append(
            {
                "contract_id": c["id"],
                "population_id": population,
                "service_id": c["service"],
                "provider_id": c["provider"],
                "title": c["title"],
                "regime": c["regime"],
                "route": c["route"],
                "light_touch": c["light_touch"],
                "start": c["start"],
                "end": c["end"],
                "latest_end": c["extend"],
                "annual_value_gbp": c["annual"],
                "initial_value_gbp": _thousands(c["annual"] * years),
                "whole_value_gbp": _thousands(c["annual"] * longest),
                "payment": c["payment"],
                "vulnerability": c["vulnerability"],
                "hard_to_replace": 6 - c["replaceability"],
                "past_problems": 6 - c["record"],
                "kpi_count": _kpi_count(c["id"]),
                "officer_days": _officer_days(c),
            }
        )
    for row in rows:
        row["value_score"] = next(
            score
            for score, limit in ((5, 5e6), (4, 1e6), (3, 5e5), (2, 1e5), (1, -1))
            if row["annual_value_gbp"] > limit
        )
    return Table(
        "contracts",
        "Contracts and grants",
        "What has been let: values, dates, the law under which it was let, and scores from 1 (low) to 5 (high) for deciding how closely to monitor. A value of 0 is a framework with no promise of work.",
        "Contract registers of councils; no value includes VAT",
        [
            key("contract_id", "Contract"),
            population_id(),
            key("service_id", "Service"),
            key("provider_id", "Provider"),
            key("title", "Title"),
            column(
                "regime",
                "string",
                "Law under which it was let",
                required=True,
                enum=["PCR 2015", "Procurement Act 2023", "Provider Selection Regime", "Grant"],
            ),
            key("route", "Procedure used"),
            column("light_touch", "boolean", "True when a light touch contract", required=True),
            column("start", "date", "First day", required=True),
            column("end", "date", "Last day before extension", required=True),
            column("latest_end", "date", "Last day with every extension", required=True),
            column(
                "annual_value_gbp",
                "integer",
                "Value a year; 0 for a framework with no promise of work",
                "GBP",
                required=True,
                minimum=0,
            ),
            column(
                "initial_value_gbp",
                "integer",
                "Value of the first term",
                "GBP",
                required=True,
                minimum=0,
            ),
            column(
                "whole_value_gbp",
                "integer",
                "Value with every extension",
                "GBP",
                required=True,
                minimum=0,
            ),
            column(
                "payment",
                "string",
                "How it is paid",
                required=True,
                enum=[
                    "block",
                    "spot",
                    "framework",
                    "cost and volume",
                    "payment by results",
                    "grant",
                ],
            ),
            *(
                column(n, "integer", d, "score", required=True, minimum=1, maximum=5)
                for n, d in (
                    ("value_score", "Value: 5 is over £5 million a year"),
                    ("vulnerability", "How vulnerable people are"),
                    ("hard_to_replace", "How hard the provider is to replace"),
                    ("past_problems", "How troubled its record is"),
                )
            ),
            column(
                "kpi_count",
                "integer",
                "Key performance indicators in use",
                required=True,
                minimum=0,
            ),
            column(
                "officer_days",
                "integer",
                "Contract officer days spent in 2025-26",
                "days",
                required=True,
                minimum=0,
            ),
        ],
        rows,
        ["contract_id"],
        [
            ("population_id", "populations", "id"),
            ("service_id", "services", "service_id"),
            ("provider_id", "providers", "provider_id"),
        ],
    )


def _years(first: Any, last: Any) -> float:
    return float(last.year - first.year + (last.month - first.month + 1) / 12)


def _thousands(amount: float) -> int:
    return round(amount / 1000) * 1000


def _kpi_count(contract_id: str) -> int:
    return sum(k["contract"] == contract_id for plan in populations() for k in plan["kpis"])


def _officer_days(contract: dict[str, Any]) -> int:
    """Return days as they happen to be spent: more by habit than by risk."""
    chance = Chance(f"days {contract['id']}")
    return max(
        1,
        round(
            4 + 5 * math.log10(max(contract["annual"], 30000) / 10000) * chance.uniform(0.4, 1.7)
        ),
    )
