# ruff: noqa: E501  (descriptions are whole sentences)
"""Tenders: lots, criteria, bids, prices and what evaluators scored.

In lot 1 of every tender the lowest bid is abnormally low, and under relative price scoring
(lowest price divided by price) its presence changes the winner. A test holds this.
"""

from __future__ import annotations

from typing import Any

from chance import Chance
from inputs import populations, read
from tables import Row, Table, column, key, population_id

#: Shares of the price, by heading, in a bid of ordinary shape.
BUILD_UP = [
    ("Front-line pay", 0.60),
    ("Managers and supervision", 0.11),
    ("Training", 0.025),
    ("Travel", 0.035),
    ("Premises and equipment", 0.08),
    ("Overheads", 0.10),
    ("Surplus or profit", 0.05),
]
LOW_BUILD_UP = [
    ("Front-line pay", 0.74),
    ("Managers and supervision", 0.08),
    ("Training", 0.005),
    ("Travel", 0.0),
    ("Premises and equipment", 0.055),
    ("Overheads", 0.09),
    ("Surplus or profit", 0.03),
]


def tender_tables() -> list[Table]:
    """Return every table about tenders."""
    return [_tenders(), _lots(), _criteria(), _bids(), _build_up(), *_scores(), _explanations()]


def _tenders() -> Table:
    rows: list[Row] = []
    for plan in populations():
        t = plan["tender"]
        rows.append(
            {
                "tender_id": t["id"],
                "population_id": plan["population"],
                "title": t["title"],
                "begun_on": t["begun"],
                "regime": t["regime"],
                "route": t["route"],
                "light_touch": t["light_touch"],
                "years": t["years"],
                "price_basis": t["price_basis"],
                "estimate_gbp": sum(lot[2] for lot in t["lots"]),
            }
        )
    return Table(
        "tenders",
        "Tenders",
        "What is being bought. Estimates do not include VAT.",
        "Light touch contracts of such a size; price 35% to 40%, social value 10%",
        [
            key("tender_id", "Tender"),
            population_id(),
            key("title", "Title"),
            column("begun_on", "date", "Day on which the procurement began", required=True),
            key("regime", "Law that governs it"),
            key("route", "Procedure"),
            column("light_touch", "boolean", "True when a light touch contract", required=True),
            column("years", "integer", "Years of the contract", "years", required=True, minimum=1),
            key("price_basis", "What bidders price"),
            column(
                "estimate_gbp",
                "integer",
                "Estimated value of all lots",
                "GBP",
                required=True,
                minimum=0,
            ),
        ],
        rows,
        ["tender_id"],
        [("population_id", "populations", "id")],
    )


def _lots() -> Table:
    rows = [
        {
            "lot_id": lot[0],
            "tender_id": plan["tender"]["id"],
            "population_id": plan["population"],
            "name": lot[1],
            "estimate_gbp": lot[2],
            "ceiling_gbp": lot[3],
        }
        for plan in populations()
        for lot in plan["tender"]["lots"]
    ]
    return Table(
        "tender_lots",
        "Lots",
        "Parts of a tender that are awarded apart. The ceiling was published: a price above it is not accepted, and absolute price scoring uses it.",
        "Two lots of unlike size",
        [
            key("lot_id", "Lot"),
            key("tender_id", "Tender"),
            population_id(),
            key("name", "Name"),
            column("estimate_gbp", "integer", "Estimated value", "GBP", required=True, minimum=0),
            column(
                "ceiling_gbp", "integer", "Highest price accepted", "GBP", required=True, minimum=0
            ),
        ],
        rows,
        ["lot_id"],
        [("tender_id", "tenders", "tender_id"), ("population_id", "populations", "id")],
    )


def _criteria() -> Table:
    rows = [
        {
            "criterion_id": c["id"],
            "tender_id": plan["tender"]["id"],
            "population_id": plan["population"],
            "order": n,
            "name": c["name"],
            "kind": c["kind"],
            "weight_percent": c["weight"],
            "minimum_score": c["minimum"],
            "question": c["question"],
        }
        for plan in populations()
        for n, c in enumerate(plan["tender"]["criteria"], start=1)
    ]
    return Table(
        "tender_criteria",
        "Award criteria",
        "Criteria with weights that add to 100 and minimum scores, as published. Scores run from 0 to 5.",
        "Typical weights",
        [
            key("criterion_id", "Criterion"),
            key("tender_id", "Tender"),
            population_id(),
            column("order", "integer", "Order in the notice", required=True, minimum=1),
            key("name", "Name"),
            column(
                "kind",
                "string",
                "What it judges",
                required=True,
                enum=["quality", "social value", "price"],
            ),
            column(
                "weight_percent",
                "number",
                "Weight",
                "percent",
                required=True,
                minimum=0,
                maximum=100,
            ),
            column(
                "minimum_score",
                "integer",
                "Least score to stay in",
                "score",
                required=True,
                minimum=0,
                maximum=5,
            ),
            key("question", "What bidders were asked"),
        ],
        rows,
        ["criterion_id"],
        [("tender_id", "tenders", "tender_id"), ("population_id", "populations", "id")],
    )


def each_bid() -> list[tuple[dict[str, Any], dict[str, Any], str]]:
    """Return (population's plan, bid, bid id) for every bid."""
    return [
        (plan, bid, f"{bid['lot']}-B{number}")
        for plan in populations()
        for number, bid in enumerate(plan["tender"]["bids"], start=1)
    ]


def _bids() -> Table:
    names = {p["id"]: p["name"] for p in read("providers")}
    rows = [
        {
            "bid_id": bid_id,
            "lot_id": bid["lot"],
            "population_id": plan["population"],
            "provider_id": bid["provider"],
            "bidder": names[bid["provider"]],
            "price_gbp": bid["price"],
            "lowest_hourly_pay_gbp": bid["hourly"],
            "small_or_medium": bid["sme"],
            "voluntary_or_social": bid["vcse"],
            "summary": bid["summary"],
        }
        for plan, bid, bid_id in each_bid()
    ]
    return Table(
        "bids",
        "Bids",
        "Who bid, at what price, and what they offered. Every summary says something good and something to worry about.",
        "Spread of prices of such tenders; one in each first lot is abnormally low",
        [
            key("bid_id", "Bid"),
            key("lot_id", "Lot"),
            population_id(),
            key("provider_id", "Provider"),
            key("bidder", "Name of the bidder"),
            column("price_gbp", "integer", "Price, without VAT", "GBP", required=True, minimum=1),
            column(
                "lowest_hourly_pay_gbp",
                "number",
                "Lowest hourly pay in the price",
                "GBP per hour",
                required=True,
                minimum=0,
            ),
            column(
                "small_or_medium",
                "boolean",
                "Bidder is a small or medium enterprise",
                required=True,
            ),
            column(
                "voluntary_or_social",
                "boolean",
                "Bidder is a voluntary or social organisation",
                required=True,
            ),
            key("summary", "The bid in a few sentences"),
        ],
        rows,
        ["bid_id"],
        [
            ("lot_id", "tender_lots", "lot_id"),
            ("population_id", "populations", "id"),
            ("provider_id", "providers", "provider_id"),
        ],
    )


def _is_low(plan: dict[str, Any], bid: dict[str, Any]) -> bool:
    prices = [other["price"] for other in plan["tender"]["bids"] if other["lot"] == bid["lot"]]
    return bool(bid["price"] < 0.8 * sum(prices) / len(prices))


def _build_up() -> Table:
    rows: list[Row] = []
    for plan, bid, bid_id in each_bid():
        chance = Chance(f"build-up {bid_id}")
        shape = LOW_BUILD_UP if _is_low(plan, bid) else BUILD_UP
        parts = [share * chance.uniform(0.92, 1.08) for _, share in shape]
        amounts = [round(bid["price"] * part / sum(parts)) for part in parts]
        amounts[0] += bid["price"] - sum(amounts)
        rows += [
            {
                "bid_id": bid_id,
                "population_id": plan["population"],
                "heading": heading,
                "amount_gbp": amount,
            }
            for (heading, _), amount in zip(shape, amounts, strict=True)
        ]
    return Table(
        "bid_build_up",
        "How prices are built up",
        "Each bid's price by heading; the headings add to the price. What is missing matters as much as what is there.",
        "Pay near three fifths of the price of care",
        [
            key("bid_id", "Bid"),
            population_id(),
            key("heading", "Heading"),
            column(
                "amount_gbp", "integer", "Amount over the contract", "GBP", required=True, minimum=0
            ),
        ],
        rows,
        ["bid_id", "heading"],
        [("bid_id", "bids", "bid_id"), ("population_id", "populations", "id")],
    )


def _judged(plan: dict[str, Any], bid: dict[str, Any], bid_id: str) -> list[tuple[list[Row], Row]]:
    """Return, for each criterion of one bid, the scores given alone and the one agreed."""
    chance, tender, found = Chance(f"scores {bid_id}"), plan["tender"], []
    criteria = [item for item in tender["criteria"] if item["kind"] != "price"]
    for criterion, score in zip(criteria, bid["scores"], strict=True):
        common = {"bid_id": bid_id, "criterion_id": criterion["id"]}
        common["population_id"] = plan["population"]
        given = [_own_score(chance, score, place) for place in range(len(tender["evaluators"]))]
        first = chance.whole(0, len(FAIR) - 1)
        alone = [
            {
                **common,
                "evaluator": evaluator,
                "score": own,
                "comment": _comment(criterion, place, own, score),
            }
            for place, (evaluator, own) in enumerate(
                zip(tender["evaluators"], given, strict=True), start=first
            )
        ]
        spread = max(given) - min(given)
        reason = _reason(chance, criterion, score, given)
        found.append((alone, {**common, "score": score, "spread": spread, "reason": reason}))
    return found


def _scores() -> list[Table]:
    judged = [pair for each in each_bid() for pair in _judged(*each)]
    single = [row for alone, _ in judged for row in alone]
    agreed = [row for _, row in judged]
    about = [
        ("bid_id", "bids", "bid_id"),
        ("criterion_id", "tender_criteria", "criterion_id"),
        ("population_id", "populations", "id"),
    ]
    score = column(
        "score",
        "integer",
        "0 unacceptable, 1 poor, 2 limited, 3 satisfactory, 4 good, 5 excellent",
        "score",
        required=True,
        minimum=0,
        maximum=5,
    )
    return [
        Table(
            "bid_scores",
            "What each evaluator scored alone",
            "Scores before the moderation meeting, with a comment. Evaluators differ; the person who uses services often sees what others miss.",
            "Agreement of good panels: mostly within one point",
            [
                key("bid_id", "Bid"),
                key("criterion_id", "Criterion"),
                population_id(),
                key("evaluator", "Role of the evaluator"),
                score,
                key("comment", "Why"),
            ],
            single,
            ["bid_id", "criterion_id", "evaluator"],
            about,
        ),
        Table(
            "bid_moderated",
            "What the panel agreed",
            "Scores after moderation, with the reason recorded. 'spread' is how far apart the evaluators had been.",
            "As above",
            [
                key("bid_id", "Bid"),
                key("criterion_id", "Criterion"),
                population_id(),
                score,
                column(
                    "spread",
                    "integer",
                    "Highest less lowest score given alone",
                    "score",
                    required=True,
                    minimum=0,
                ),
                key("reason", "Reason recorded"),
            ],
            agreed,
            ["bid_id", "criterion_id"],
            about,
        ),
    ]


def _own_score(chance: Chance, score: int, place: int) -> int:
    lean = [0.0, 0.25, -0.25][place % 3]
    return min(5, max(0, round(chance.normal(score + lean, 0.55))))


#: Said of an answer that is neither strong nor weak.
FAIR = [
    "Answers every part without much detail",
    "Sound, with nothing that stands out",
    "Meets what was asked; the evidence is thin",
    "The method is clear and the results are not",
]
WORDS = ["No answer.", "Poor.", "Limited.", "Satisfactory.", "Good.", "Excellent."]


def _facts(criterion: dict[str, Any], agreed: int) -> list[str]:
    """Return what may be said of an answer: one bid's evaluators read the same facts."""
    if agreed == 3:
        return FAIR
    return list(criterion["strong"] if agreed > 3 else criterion["weak"])


def _comment(criterion: dict[str, Any], place: int, own: int, agreed: int) -> str:
    facts = _facts(criterion, agreed)
    said = facts[place % len(facts)]
    doubt = "; the evidence could be stronger" if own < agreed else ""
    praise = "; more convincing than the others found it" if own > agreed else ""
    return f"{WORDS[own]} {said}{doubt}{praise}."


def _reason(chance: Chance, criterion: dict[str, Any], agreed: int, given: list[int]) -> str:
    said = chance.pick(_facts(criterion, agreed))
    said = said if said[1].isupper() else said[0].lower() + said[1:]
    if max(given) - min(given) >= 2:
        return (
            f"Scores ran from {min(given)} to {max(given)}. "
            f"After reading the answer again the panel agreed {agreed}: {said}."
        )
    return f"Agreed {agreed}: {said}."


def _explanations() -> Table:
    """Return what bidders answered who were asked about a low price."""
    ids = {(bid["lot"], bid["provider"]): (plan, bid_id) for plan, bid, bid_id in each_bid()}
    rows = []
    for entry in read("explanations"):
        plan, bid_id = ids[entry["lot"], entry["provider"]]
        rows += [
            {
                "bid_id": bid_id,
                "population_id": plan["population"],
                "about": about,
                "answer": answer,
                "evidence": evidence,
            }
            for about, answer, evidence in entry["answers"]
        ]
    return Table(
        "bid_explanations",
        "What bidders answered about a low price",
        "The council asked each bidder whose price looked abnormally low to explain it. What came back, and what evidence came with it.",
        "Nothing: written by hand",
        [
            key("bid_id", "Bid"),
            population_id(),
            key("about", "What was asked about"),
            key("answer", "What the bidder answered"),
            key("evidence", "Evidence sent with the answer"),
        ],
        rows,
        ["bid_id", "about"],
        [("bid_id", "bids", "bid_id"), ("population_id", "populations", "id")],
    )
