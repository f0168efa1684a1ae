# ruff: noqa: E501  (descriptions are whole sentences)
"""Options with scores and costs, risks, what people said, and cases of poor performance."""

from __future__ import annotations

from typing import Any

from inputs import populations, read
from market import each_contract
from tables import Row, Table, column, key, population_id

SCALE_RISK = {"minimum": 1, "maximum": 5}


def decision_tables() -> list[Table]:
    """Return every table for choosing between options, and for managing what was chosen."""
    return [
        _criteria(),
        _options(),
        _scores(),
        _costs(),
        _option_risks(),
        _risks(),
        _consultation(),
        *_cases(),
        _contract_terms(),
    ]


def _criteria() -> Table:
    rows = [
        {
            "criterion_id": f"{_short(plan)}-{c['id']}",
            "population_id": plan["population"],
            "order": n,
            "name": c["name"],
            "unit": c["unit"],
            "direction": c["direction"],
            "worst": c["worst"],
            "best": c["best"],
            "swing_points": c["swing"],
        }
        for plan in populations()
        for n, c in enumerate(plan["options"]["criteria"], start=1)
    ]
    return Table(
        "option_criteria",
        "Criteria for options",
        "What options are judged on, with the worst and best ends in words, and the points that the partnership gave to the swing from one end to the other.",
        "Invented; swings in hundredths of the largest",
        [
            key("criterion_id", "Criterion"),
            population_id(),
            column("order", "integer", "Order", required=True, minimum=1),
            key("name", "Name"),
            key("unit", "Unit of the score"),
            column(
                "direction",
                "string",
                "Which way is better",
                required=True,
                enum=["higher", "lower"],
            ),
            key("worst", "The worst end in words"),
            key("best", "The best end in words"),
            column(
                "swing_points",
                "number",
                "Points for the swing from worst to best; 100 for the largest",
                "points",
                required=True,
                minimum=0,
                maximum=100,
            ),
        ],
        rows,
        ["criterion_id"],
        [("population_id", "populations", "id")],
    )


def _short(plan: dict[str, Any]) -> str:
    return str(plan["options"]["options"][0]["id"]).split("-")[0]


def _each_option() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [(plan, option) for plan in populations() for option in plan["options"]["options"]]


def _options() -> Table:
    rows = [
        {
            "option_id": o["id"],
            "population_id": plan["population"],
            "name": o["name"],
            "kind": o["kind"],
            "about": o["about"],
            "benefit_note": o["benefit_note"],
        }
        for plan, o in _each_option()
    ]
    return Table(
        "options",
        "Options for appraisal",
        "Five options for each population; the first is always business as usual. Benefits that are not in money are in the scores.",
        "Invented, at the scale of the council's budgets",
        [
            key("option_id", "Option"),
            population_id(),
            key("name", "Name"),
            column(
                "kind",
                "string",
                "Place in the short list",
                required=True,
                enum=[
                    "business as usual",
                    "do minimum",
                    "preferred way forward",
                    "more ambitious",
                    "less ambitious",
                    "alternative",
                ],
            ),
            key("about", "What it is"),
            key("benefit_note", "What the valued benefits are, and how sure"),
        ],
        rows,
        ["option_id"],
        [("population_id", "populations", "id")],
    )


def _scores() -> Table:
    rows = [
        {
            "option_id": o["id"],
            "criterion_id": f"{_short(plan)}-{c['id']}",
            "population_id": plan["population"],
            "performance": float(score),
        }
        for plan, o in _each_option()
        for c, score in zip(plan["options"]["criteria"], o["scores"], strict=True)
    ]
    return Table(
        "option_scores",
        "How options perform",
        "Expected performance on each criterion in its own unit, by the third year.",
        "Invented",
        [
            key("option_id", "Option"),
            key("criterion_id", "Criterion"),
            population_id(),
            column("performance", "number", "Performance in the criterion's unit", required=True),
        ],
        rows,
        ["option_id", "criterion_id"],
        [
            ("option_id", "options", "option_id"),
            ("criterion_id", "option_criteria", "criterion_id"),
            ("population_id", "populations", "id"),
        ],
    )


def _costs() -> Table:
    rows: list[Row] = []
    for plan, option in _each_option():
        years = plan["options"]["years"]
        bau = plan["options"]["options"][0]["revenue"]
        for year in range(years + 1):
            rows.append(
                {
                    "option_id": option["id"],
                    "population_id": plan["population"],
                    "year": year,
                    "capital_gbp_thousand": option["capital"].get(year, 0),
                    "revenue_gbp_thousand": _revenue(option, bau, year),
                    "transition_gbp_thousand": option["transition"].get(year, 0),
                    "benefit_gbp_thousand": option["benefit"]
                    if option["benefit"] and year >= option["benefit_from"]
                    else 0,
                }
            )
    return Table(
        "option_costs",
        "Costs and benefits by year",
        "Capital, running (revenue) and transition costs and valued benefits in thousands of pounds at 2026-27 prices. Year 0 is 2027-28, the year of change: services run as now until year 1. Growth above general inflation is included. Optimism bias is not: add it to every option.",
        "Invented, from the spend table; growth above inflation of the present services",
        [
            key("option_id", "Option"),
            population_id(),
            column(
                "year",
                "integer",
                "Years from the start; year 0 is not discounted",
                "years",
                required=True,
                minimum=0,
            ),
            column(
                "capital_gbp_thousand",
                "integer",
                "Capital cost",
                "GBP thousand",
                required=True,
                minimum=0,
            ),
            column(
                "revenue_gbp_thousand",
                "integer",
                "Running cost",
                "GBP thousand",
                required=True,
                minimum=0,
            ),
            column(
                "transition_gbp_thousand",
                "integer",
                "Cost of getting from here to there",
                "GBP thousand",
                required=True,
                minimum=0,
            ),
            column(
                "benefit_gbp_thousand",
                "integer",
                "Valued benefit",
                "GBP thousand",
                required=True,
                minimum=0,
            ),
        ],
        rows,
        ["option_id", "year"],
        [("option_id", "options", "option_id"), ("population_id", "populations", "id")],
    )


def _revenue(option: dict[str, Any], bau: float, year: int) -> int:
    """Return running cost: as now in year 0, half way in year 1, the option's own after that."""
    real_growth = max(0.0, option["growth"] - 1.9) / 100
    own = {0: 0.0, 1: 0.5}.get(year, 1.0)
    return round((bau * (1 - own) + option["revenue"] * own) * (1 + real_growth) ** year)


def _option_risks() -> Table:
    rows = [
        {
            "option_id": r["option"],
            "population_id": plan["population"],
            "risk": r["title"],
            "likelihood": r["likelihood"],
            "impact": r["impact"],
            "holder": r["holder"],
            "response": r["response"],
        }
        for plan in populations()
        for r in plan["options"]["risks"]
    ]
    return Table(
        "option_risks",
        "Risks of options",
        "The main risk of each option, doing nothing included: standing still has risks too.",
        "Invented",
        [
            key("option_id", "Option"),
            population_id(),
            key("risk", "What may happen"),
            column(
                "likelihood",
                "integer",
                "1 rare to 5 almost certain",
                "score",
                required=True,
                **SCALE_RISK,
            ),
            column(
                "impact", "integer", "1 slight to 5 severe", "score", required=True, **SCALE_RISK
            ),
            column(
                "holder",
                "string",
                "Who bears it",
                required=True,
                enum=["council", "provider", "shared", "families"],
            ),
            key("response", "What would be done"),
        ],
        rows,
        ["option_id", "risk"],
        [("option_id", "options", "option_id"), ("population_id", "populations", "id")],
    )


def _risks() -> Table:
    rows: list[Row] = []
    for plan in populations():
        for number, r in enumerate(plan["risks"], start=1):
            rows.append(
                {
                    "risk_id": f"{_short(plan)}-R{number}",
                    "population_id": plan["population"],
                    "title": r["title"],
                    "cause": r["cause"],
                    "effect": r["effect"],
                    "likelihood": r["likelihood"],
                    "impact": r["impact"],
                    "mitigation": r["mitigation"],
                    "owner": r["owner"],
                    "likelihood_after": r["after_likelihood"],
                    "impact_after": r["after_impact"],
                }
            )
    return Table(
        "risks",
        "Risk register",
        "Risks of the present services, before and after what is being done. Scores are ordinal: a product can tie unlike risks.",
        "Invented",
        [
            key("risk_id", "Risk"),
            population_id(),
            key("title", "Risk in a line"),
            key("cause", "Because"),
            key("effect", "So that"),
            column(
                "likelihood",
                "integer",
                "1 rare to 5 almost certain",
                "score",
                required=True,
                **SCALE_RISK,
            ),
            column(
                "impact", "integer", "1 slight to 5 severe", "score", required=True, **SCALE_RISK
            ),
            key("mitigation", "What is being done"),
            key("owner", "Who answers for it"),
            column(
                "likelihood_after",
                "integer",
                "Likelihood once done",
                "score",
                required=True,
                **SCALE_RISK,
            ),
            column(
                "impact_after", "integer", "Impact once done", "score", required=True, **SCALE_RISK
            ),
        ],
        rows,
        ["risk_id"],
        [("population_id", "populations", "id")],
    )


def _consultation() -> Table:
    rows: list[Row] = []
    for plan in populations():
        for number, (who, question, words) in enumerate(plan["consultation"], start=1):
            row = {
                "response_id": f"{_short(plan)}-V{number:02d}",
                "population_id": plan["population"],
                "respondent": who,
                "question": question,
                "status": "reported" if words else "missing",
            }
            rows.append({**row, "response": words} if words else row)
    return Table(
        "consultation",
        "What people said",
        "Free texts from consultations of 2025 and 2026, every one invented. Some left the box blank; a name was taken out; not all are kind or to the point.",
        "The tone of real consultations",
        [
            key("response_id", "Response"),
            population_id(),
            key("respondent", "Who wrote, in their own description"),
            key("question", "What they were asked"),
            column("response", "string", "What they wrote", status="status"),
            column(
                "status",
                "string",
                "Whether anything was written",
                required=True,
                enum=["reported", "missing"],
            ),
        ],
        rows,
        ["response_id"],
        [("population_id", "populations", "id")],
    )


def _contract_terms() -> Table:
    terms = read("contract_terms")
    rows = [
        {
            "contract_id": contract["id"],
            "population_id": population,
            "extension_notice_months": terms[contract["id"]].get("extension_notice"),
            "break_on": terms[contract["id"]].get("break_on"),
            "break_notice_months": terms[contract["id"]].get("break_notice"),
            "credit_cap_percent": terms[contract["id"]].get("cap"),
        }
        for population, contract in each_contract()
    ]
    return Table(
        "contract_terms",
        "Notice, breaks and caps",
        "What each contract or grant says about notice for its extension, an early end, and the most that service credits may take off. Blank where it has no such term.",
        "Typical terms of such contracts",
        [
            key("contract_id", "Contract"),
            population_id(),
            column(
                "extension_notice_months",
                "integer",
                "Months before the end by which an extension has to be notified",
                "months",
                minimum=0,
            ),
            column("break_on", "date", "Day on which either side may end it early"),
            column("break_notice_months", "integer", "Notice for that", "months", minimum=0),
            column(
                "credit_cap_percent",
                "number",
                "Most that service credits may take off a month's fee",
                "percent",
                minimum=0,
                maximum=100,
            ),
        ],
        rows,
        ["contract_id"],
        [("contract_id", "contracts", "contract_id"), ("population_id", "populations", "id")],
    )


def _cases() -> list[Table]:
    cases = read("cases")
    rows = [
        {
            "case_id": c["id"],
            "population_id": c["population"],
            "contract_id": c["contract"],
            "provider_id": c["provider"],
            "title": c["title"],
            "question": c["question"],
            "terms": c["terms"],
            **c["determinants"],
        }
        for c in cases
    ]
    evidence = [
        {
            "case_id": c["id"],
            "number": n,
            "dated": day,
            "kind": kind,
            "source": source,
            "content": content,
        }
        for c in cases
        for n, (day, kind, source, content) in enumerate(c["evidence"], start=1)
    ]
    sequels = [
        {"case_id": c["id"], "course": course, "what_happened": story}
        for c in cases
        for course, story in c["sequels"]
    ]
    return [
        Table(
            "cases",
            "Cases of poor performance",
            "Providers that are not doing what they should, one for each population, for the breakout exercise, with what is known on the five determinants.",
            "Invented",
            [
                key("case_id", "Case"),
                population_id(),
                key("contract_id", "Contract"),
                key("provider_id", "Provider"),
                key("title", "Title"),
                key("question", "Question to the group"),
                key("terms", "What the contract allows"),
                key("seriousness", "How serious it is"),
                key("risks", "What is at risk"),
                key("breach", "Whether there is a breach"),
                key("relationship", "How relations have been"),
                key("response", "How the provider has answered"),
            ],
            rows,
            ["case_id"],
            [
                ("population_id", "populations", "id"),
                ("contract_id", "contracts", "contract_id"),
                ("provider_id", "providers", "provider_id"),
            ],
        ),
        Table(
            "case_evidence",
            "Evidence on the cases",
            "Papers in the order in which they came: measures, complaints, visits, letters, inspections.",
            "Invented; inspections are not real reports",
            [
                key("case_id", "Case"),
                column("number", "integer", "Order", required=True, minimum=1),
                column("dated", "date", "Date", required=True),
                key("kind", "Kind of evidence"),
                key("source", "Where from"),
                key("content", "What it says"),
            ],
            evidence,
            ["case_id", "number"],
            [("case_id", "cases", "case_id")],
        ),
        Table(
            "case_sequels",
            "What happened next",
            "Three possible stories for each case, by the course chosen. They are stories to argue with: the monthly figures follow none of them, and another group's luck might differ.",
            "Invented",
            [
                key("case_id", "Case"),
                column(
                    "course",
                    "string",
                    "Course chosen",
                    required=True,
                    enum=["developmental", "punitive", "both in sequence"],
                ),
                key("what_happened", "What happened"),
            ],
            sequels,
            ["case_id", "course"],
            [("case_id", "cases", "case_id")],
        ),
    ]
