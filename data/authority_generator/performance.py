# ruff: noqa: E501  (descriptions are whole sentences)
"""Key performance indicators, 36 months of figures with flaws built in, and what goes with them."""

from __future__ import annotations

import math
from calendar import month_name
from typing import Any

from chance import Chance
from inputs import populations
from market import MONTHS, each_contract
from tables import Row, Table, column, key, population_id, status_of

REVISED_MONTHS = (11, 12)


def performance_tables() -> list[Table]:
    """Return every table about how contracts perform."""
    return [_kpis(), _performance(), _planted(), _complaints(), _incidents(), _workforce()]


def each_kpi() -> list[tuple[str, dict[str, Any]]]:
    """Return (population, indicator) for every indicator."""
    return [(plan["population"], item) for plan in populations() for item in plan["kpis"]]


def _kpis() -> Table:
    rows: list[Row] = []
    for population, k in each_kpi():
        row = {
            "kpi_id": k["id"],
            "contract_id": k["contract"],
            "population_id": population,
            "name": k["name"],
            "definition": k["definition"],
            "grid_box": k["grid"],
            "kind": k["kind"],
            "unit": k["unit"],
            "direction": k["direction"],
            "target": float(k["target"]),
            "approaching_from": float(k["approaching"]),
            "inadequate_beyond": float(k["inadequate"]),
            "service_credit_percent": float(k["credit"]),
        }
        if "rename" in k:
            index, name, why = k["rename"]
            row |= {"renamed_in": MONTHS[index], "new_name": name, "why_renamed": why}
        rows.append(row)
    return Table(
        "kpis",
        "Key performance indicators",
        "What each contract is measured by, with the contract's own cut-offs: at target or better is Good; at least 'approaching_from' is Approaching target; beyond 'inadequate_beyond' is Inadequate; between is Requires improvement. The cut-offs are the contract's, not the law's.",
        "Typical indicators and targets of such contracts",
        [
            key("kpi_id", "Indicator"),
            key("contract_id", "Contract"),
            population_id(),
            key("name", "Name at the start"),
            key("definition", "What is counted, out of what"),
            column(
                "grid_box",
                "string",
                "Box of the performance grid",
                required=True,
                enum=["how_much", "how_well", "better_off"],
            ),
            column(
                "kind",
                "string",
                "What it measures",
                required=True,
                enum=["output", "process", "outcome"],
            ),
            column("unit", "string", "Unit", required=True, enum=["percent", "number", "per 1000"]),
            column(
                "direction",
                "string",
                "Which way is better",
                required=True,
                enum=["higher", "lower"],
            ),
            column("target", "number", "Target", required=True),
            column("approaching_from", "number", "Cut-off for Approaching target", required=True),
            column("inadequate_beyond", "number", "Cut-off for Inadequate", required=True),
            column(
                "service_credit_percent",
                "number",
                "Part of the month's fee credited when the target is missed",
                "percent",
                required=True,
                minimum=0,
                maximum=100,
            ),
            column("renamed_in", "yearmonth", "First month under a new name; blank when never"),
            column("new_name", "string", "New name; blank when never renamed"),
            column("why_renamed", "string", "Why, and what else changed; blank when never renamed"),
        ],
        rows,
        ["kpi_id"],
        [("contract_id", "contracts", "contract_id"), ("population_id", "populations", "id")],
    )


def _performance() -> Table:
    rows: list[Row] = []
    for population, kpi in each_kpi():
        series = _series(kpi)
        _flaw(kpi, series)
        _rename(kpi, series)
        rows += [
            {"kpi_id": kpi["id"], "population_id": population, "month": month, **point}
            for month, point in zip(MONTHS, series, strict=True)
        ]
    return Table(
        "performance",
        "Monthly performance",
        "Figures as providers sent them, October 2023 to September 2026, with the flaws that such returns have. 'reported_as' is the name in use that month. Where a month was sent again, 'first_sent' holds the first figure. See planted_features for what was built in.",
        "Typical levels and month-to-month variation",
        [
            key("kpi_id", "Indicator"),
            population_id(),
            column("month", "yearmonth", "Month", required=True),
            key("reported_as", "Name of the measure that month"),
            column(
                "numerator",
                "number",
                "Counted; blank for a plain number or without a return",
                minimum=0,
            ),
            column(
                "denominator",
                "number",
                "Out of; blank for a plain number or without a return",
                minimum=0,
            ),
            column(
                "value",
                "number",
                "Figure in the indicator's unit, as sent",
                status="status",
                minimum=0,
            ),
            status_of("status", "the figure"),
            column(
                "first_sent",
                "number",
                "Figure first sent, where it was revised; otherwise blank",
                minimum=0,
            ),
        ],
        rows,
        ["kpi_id", "month"],
        [("kpi_id", "kpis", "kpi_id"), ("population_id", "populations", "id")],
    )


def _series(kpi: dict[str, Any]) -> list[Row]:
    chance, size = Chance(f"performance {kpi['id']}"), float(kpi["n"])
    swing, peak = kpi["season"]
    points: list[Row] = []
    for index, month in enumerate(MONTHS):
        level = kpi["base"] + swing * math.cos((int(month[-2:]) - peak) / 12 * 2 * math.pi)
        if "shift" in kpi and index >= kpi["shift"][0]:
            level += kpi["shift"][1]
        if index < kpi.get("from", 0):
            points.append({"reported_as": kpi["name"], "status": "not applicable"})
        elif size == 0:
            points.append(
                {
                    "reported_as": kpi["name"],
                    "value": _plain_number(chance, kpi, level),
                    "status": "reported",
                }
            )
        else:
            points.append(
                {
                    "reported_as": kpi["name"],
                    **_ratio(chance, kpi, level, size),
                    "status": "reported",
                }
            )
    _revise(points, chance, 1000 if kpi["unit"] == "per 1000" else 100)
    return points


def _plain_number(chance: Chance, kpi: dict[str, Any], level: float) -> int:
    return (
        chance.count(level) if level < 20 else round(chance.normal(level, max(1.5, level * 0.022)))
    )


def _ratio(chance: Chance, kpi: dict[str, Any], level: float, size: float) -> Row:
    per = 1000 if kpi["unit"] == "per 1000" else 100
    number = max(5, round(chance.normal(size, size * 0.06)))
    # Real months differ by more than counting alone: half as much again.
    probability = min(
        0.995, max(0.002, level / per + chance.normal(0, 0.0075 if per == 100 else 0.0004))
    )
    count = (
        chance.out_of(number, probability)
        if number < 4000
        else min(number, chance.count(number * probability))
    )
    return {"numerator": count, "denominator": number, "value": round(per * count / number, 1)}


def _revise(points: list[Row], chance: Chance, per: int) -> None:
    """Send two months again with slightly other figures, as providers do."""
    for index in REVISED_MONTHS:
        point = points[index]
        if point["status"] == "reported" and point.get("denominator"):
            taken = chance.whole(1, max(1, round(point["numerator"] * 0.04)))
            count = max(0, point["numerator"] - taken)
            value = round(per * count / point["denominator"], 1)
            first = point["value"]
            point |= {"numerator": count, "value": value, "first_sent": first, "status": "revised"}
    for index in (34, 35):
        if points[index]["status"] == "reported":
            points[index]["status"] = "provisional"


def _flaw(kpi: dict[str, Any], series: list[Row]) -> None:
    """Build in the one problem of data quality that the indicator has, if any."""
    if "dq" not in kpi:
        return
    kind, start, why = kpi["dq"]
    if kind == "repeated":
        for index in (start + 1, start + 2):
            series[index]["value"] = series[start]["value"]
            series[index].pop("first_sent", None)
    elif kind == "proportion":
        for index in range(start, start + 3):
            series[index]["value"] = round(series[index]["value"] / 100, 3)
    elif kind == "swapped":
        for index in (start, start + 1):
            series[index]["value"] = round(series[index]["value"] / 4.1)
    else:
        status = next(
            (s for s in ("suppressed", "not applicable", "missing") if s in why), "missing"
        )
        for index in (start, start + 1, start + 2):
            series[index] = {"reported_as": series[index]["reported_as"], "status": status}


def _rename(kpi: dict[str, Any], series: list[Row]) -> None:
    if "rename" in kpi:
        for point in series[kpi["rename"][0] :]:
            point["reported_as"] = kpi["rename"][1]


def _by(size: float) -> str:
    """Return a change as people say it: 9 lower."""
    return f"{abs(size):g} {'higher' if size > 0 else 'lower'}"


def _planted() -> Table:
    rows: list[Row] = []
    words = {
        "repeated": "the same figure sent for three months",
        "proportion": "three months sent as a proportion",
        "swapped": "two months with two boxes swapped",
        "gaps": "three months without a figure",
    }
    for population, kpi in each_kpi():
        common = {"kpi_id": kpi["id"], "population_id": population}
        if "shift" in kpi:
            index, by, why = kpi["shift"]
            rows.append(
                {
                    **common,
                    "month": MONTHS[index],
                    "feature": "real shift",
                    "what": f"The level is {_by(by)} from this month on",
                    "why": why,
                }
            )
        if "rename" in kpi:
            index, name, why = kpi["rename"]
            rows.append(
                {
                    **common,
                    "month": MONTHS[index],
                    "feature": "renamed",
                    "what": f"Called '{name}' from this month on",
                    "why": why,
                }
            )
        if "dq" in kpi:
            kind, index, why = kpi["dq"]
            rows.append(
                {
                    **common,
                    "month": MONTHS[index],
                    "feature": "data quality",
                    "what": f"Begins here: {words[kind]}",
                    "why": why,
                }
            )
        if abs(kpi["season"][0]) > 0:
            rows.append(
                {
                    **common,
                    "month": MONTHS[0],
                    "feature": "season",
                    "what": f"Up to {_by(kpi['season'][0])} around {month_name[kpi['season'][1]]} of each year",
                    "why": "Happens every year: not a change in performance",
                }
            )
    return Table(
        "planted_features",
        "What was built into the performance figures",
        "The answer key: shifts, seasons, problems of data quality and new names that were put into the monthly figures, with the story behind each. For tutors, and for showing after the exercise.",
        "Nothing: this table says how the figures were made",
        [
            key("kpi_id", "Indicator"),
            population_id(),
            column("month", "yearmonth", "First month affected", required=True),
            column(
                "feature",
                "string",
                "What kind of thing it is",
                required=True,
                enum=["real shift", "renamed", "data quality", "season"],
            ),
            key("what", "What was done"),
            key("why", "The story behind it"),
        ],
        rows,
        ["kpi_id", "feature"],
        [("kpi_id", "kpis", "kpi_id"), ("population_id", "populations", "id")],
    )


def _rate(contract: dict[str, Any]) -> float:
    """Return complaints to expect in a year: more for larger contracts and poorer records."""
    return (
        1.5
        + (6 - contract["record"]) * 1.4
        + math.log10(max(contract["annual"], 40000) / 40000) * 2
    )


COMPLAINTS = [
    "Late or missed",
    "Not kept informed",
    "Change of worker",
    "Attitude of staff",
    "Quality of the place",
    "Not what was agreed",
    "Money or charges",
    "Safety",
]
INCIDENTS = {
    "early_help": [
        "Data sent to the wrong person",
        "Threat to a worker",
        "Concern about a child not passed on",
    ],
    "children_with_disabilities": [
        "Medicine error",
        "Injury during moving",
        "Choking scare",
        "Restraint recorded late",
    ],
    "children_in_care": [
        "Missing episode",
        "Allegation against a carer",
        "Restraint",
        "Self-harm",
        "Damage",
    ],
    "homelessness": [
        "Overdose",
        "Assault between residents",
        "Fire alarm or fire",
        "Self-harm",
        "Eviction without notice",
    ],
    "older_people": [
        "Fall",
        "Medicine error",
        "Pressure sore",
        "Missed visit",
        "Door code failure",
    ],
}


def _complaints() -> Table:
    rows: list[Row] = []
    for population, contract in each_contract():
        chance = Chance(f"complaints {contract['id']}")
        for month in MONTHS[12:]:
            for _ in range(chance.count(_rate(contract) / 12)):
                rows.append(
                    {
                        "complaint_id": f"CP{len(rows) + 1:04d}",
                        "contract_id": contract["id"],
                        "population_id": population,
                        "received_on": f"{month}-{chance.whole(1, 28):02d}",
                        "theme": chance.pick(COMPLAINTS, [7, 6, 5, 3, 3, 3, 2, 1]),
                        "from_whom": chance.pick(
                            ["Person or family", "Professional", "Councillor", "Neighbour"],
                            [8, 2, 1, 1],
                        ),
                        **_answered(chance),
                    }
                )
    return Table(
        "complaints",
        "Complaints",
        "Complaints about contracted services, October 2024 to September 2026. Those still open have no date and no finding.",
        "Most answered within ten working days",
        [
            key("complaint_id", "Complaint"),
            key("contract_id", "Contract"),
            population_id(),
            column("received_on", "date", "Day received", required=True),
            key("theme", "What about"),
            key("from_whom", "Who complained"),
            column(
                "working_days_to_answer",
                "integer",
                "Working days to a full answer",
                "working days",
                status="status",
                minimum=0,
            ),
            column(
                "finding",
                "string",
                "Finding; blank while open",
                enum=["upheld", "upheld in part", "not upheld"],
            ),
            status_of("status", "the answer"),
        ],
        rows,
        ["complaint_id"],
        [("contract_id", "contracts", "contract_id"), ("population_id", "populations", "id")],
    )


def _answered(chance: Chance) -> Row:
    if chance.yes(0.05):
        return {"status": "missing"}
    return {
        "working_days_to_answer": max(1, round(chance.skewed(7.2, 0.45))),
        "finding": chance.pick(["upheld", "upheld in part", "not upheld"], [3, 3, 4]),
        "status": "reported",
    }


def _incidents() -> Table:
    rows: list[Row] = []
    for population, contract in each_contract():
        chance = Chance(f"incidents {contract['id']}")
        for month in MONTHS[12:]:
            for _ in range(chance.count(_rate(contract) * contract["vulnerability"] / 48)):
                severity = chance.pick(["no harm", "minor harm", "serious harm"], [12, 6, 1])
                rows.append(
                    {
                        "incident_id": f"IN{len(rows) + 1:04d}",
                        "contract_id": contract["id"],
                        "population_id": population,
                        "happened_on": f"{month}-{chance.whole(1, 28):02d}",
                        "kind": chance.pick(INCIDENTS.get(population, ["Incident"])),
                        "severity": severity,
                        "days_to_report": max(0, round(chance.skewed(1.4, 0.9) - 0.5)),
                        "lessons_recorded": chance.yes(0.9 if severity == "serious harm" else 0.55),
                    }
                )
    return Table(
        "incidents",
        "Incidents",
        "Incidents that providers told the council about, October 2024 to September 2026. A provider that reports none may be safe, or silent.",
        "Invented; serious harm is rare",
        [
            key("incident_id", "Incident"),
            key("contract_id", "Contract"),
            population_id(),
            column("happened_on", "date", "Day it happened", required=True),
            key("kind", "What happened"),
            column(
                "severity",
                "string",
                "Harm",
                required=True,
                enum=["no harm", "minor harm", "serious harm"],
            ),
            column(
                "days_to_report",
                "integer",
                "Days until the council was told",
                "days",
                required=True,
                minimum=0,
            ),
            column(
                "lessons_recorded", "boolean", "Whether lessons were written down", required=True
            ),
        ],
        rows,
        ["incident_id"],
        [("contract_id", "contracts", "contract_id"), ("population_id", "populations", "id")],
    )


def _workforce() -> Table:
    rows: list[Row] = []
    for population, contract in each_contract():
        chance = Chance(f"workforce {contract['id']}")
        posts = max(4, round(max(contract["annual"], 150000) / 38000))
        yearly = (
            0.12 + (6 - contract["record"]) * 0.045 + (0.05 if population == "older_people" else 0)
        )
        for index, quarter in enumerate(
            [f"{year} Q{q}" for year in (2023, 2024, 2025, 2026) for q in (1, 2, 3, 4)][3:15]
        ):
            row: Row = {
                "contract_id": contract["id"],
                "population_id": population,
                "quarter": quarter,
                "posts": posts + round(index * chance.uniform(-0.1, 0.2)),
            }
            if contract["id"] == "HO-C4" or (contract["record"] == 1 and index >= 10):
                rows.append(
                    {**row, "status": "not applicable" if contract["id"] == "HO-C4" else "missing"}
                )
            else:
                rows.append(
                    {
                        **row,
                        "leavers": min(posts, chance.count(posts * yearly / 4)),
                        "vacant": min(posts, chance.count(posts * 0.075)),
                        "agency": min(posts, chance.count(posts * 0.06)),
                        "status": "reported",
                    }
                )
    return Table(
        "workforce",
        "Staff turnover",
        "Posts, leavers, vacancies and agency workers by contract and calendar quarter. Two providers stopped sending them.",
        "Care workforce turnover near 24% a year; higher where the record is poor",
        [
            key("contract_id", "Contract"),
            population_id(),
            key("quarter", "Calendar quarter", r"\d{4} Q[1-4]"),
            column("posts", "integer", "Posts", "posts", required=True, minimum=0),
            column(
                "leavers", "integer", "Left in the quarter", "people", status="status", minimum=0
            ),
            column("vacant", "integer", "Vacant at the end", "posts", status="status", minimum=0),
            column(
                "agency",
                "integer",
                "Filled by agency at the end",
                "posts",
                status="status",
                minimum=0,
            ),
            status_of("status", "the quarter"),
        ],
        rows,
        ["contract_id", "quarter"],
        [("contract_id", "contracts", "contract_id"), ("population_id", "populations", "id")],
    )
