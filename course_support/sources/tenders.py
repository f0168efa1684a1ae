"""Tenders as the page on procurement evaluates them: the authority's, or a participant's own.

No pandas: rows are read as they stand and put into the one shape of ``methods.tender``. How a
participant's own are made one is in ``own_tenders``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from course_support.errors import WorkbookError
from course_support.folders import course_folder
from course_support.methods.abnormally_low import ScreenRules
from course_support.methods.tender import PRICE, Question, Scores, Tender, with_price_weight
from course_support.sources import package, rules
from course_support.sources.records import read_records

Row = Mapping[str, Any]

#: Shares of the marks that differ by less, in per cent, are the same one, rounded.
_ROUNDED = 0.001


@dataclass(frozen=True)
class Lot:
    """A part of the authority's tender that is awarded apart."""

    id: str
    name: str
    estimate: float
    ceiling: float


@dataclass(frozen=True)
class Bid:
    """What one bidder offered in a lot of the authority's tender."""

    id: str
    bidder: str
    price: float
    lowest_pay: float
    small_or_medium: bool
    voluntary_or_social: bool
    summary: str
    build_up: Mapping[str, float]


@dataclass(frozen=True)
class Given:
    """One evaluator's score, given alone."""

    bidder: str
    question: Question
    evaluator: str
    score: float
    comment: str


@dataclass(frozen=True)
class About:
    """The authority's tender as a whole."""

    id: str
    title: str
    begun: dt.date
    law: str
    procedure: str
    light_touch: bool
    years: int
    basis: str
    estimate: float


def _rows(table: str, population: str) -> Sequence[Row]:
    """Return a table's rows for one population; what a column holds is in datapackage.json."""
    return package.rows(table, population)


def about(population: str) -> About:
    """Return the tender of a population."""
    row = _only(_rows("tenders", population), "tender")
    return About(
        row["tender_id"], row["title"], row["begun_on"], row["regime"], row["route"],
        bool(row["light_touch"]), row["years"], row["price_basis"], row["estimate_gbp"],
    )  # fmt: skip


def lots(population: str) -> tuple[Lot, ...]:
    """Return the lots of a population's tender, in order."""
    return tuple(
        Lot(row["lot_id"], row["name"], row["estimate_gbp"], row["ceiling_gbp"])
        for row in _rows("tender_lots", population)
    )


def questions(population: str) -> tuple[Question, ...]:
    """Return what is scored, the price left out, in the order of the notice."""
    return tuple(
        Question(
            row["criterion_id"], row["name"], row["weight_percent"], row["minimum_score"],
            row["question"], row["kind"],
        )
        for row in _rows("tender_criteria", population)
        if row["kind"] != PRICE
    )  # fmt: skip


def bids(population: str, lot: str) -> tuple[Bid, ...]:
    """Return the bids for one lot, with the build-up of each price."""
    parts: dict[str, dict[str, float]] = {}
    for row in _rows("bid_build_up", population):
        parts.setdefault(row["bid_id"], {})[row["heading"]] = row["amount_gbp"]
    return tuple(
        Bid(
            row["bid_id"], row["bidder"], row["price_gbp"], row["lowest_hourly_pay_gbp"],
            bool(row["small_or_medium"]), bool(row["voluntary_or_social"]), row["summary"],
            parts.get(row["bid_id"], {}),
        )
        for row in _rows("bids", population)
        if row["lot_id"] == lot
    )  # fmt: skip


def given_alone(population: str, lot: str) -> tuple[Given, ...]:
    """Return what the authority's evaluators scored before they met."""
    asked = {question.id: question for question in questions(population)}
    names = {bid.id: bid.bidder for bid in bids(population, lot)}
    return tuple(
        Given(
            names[row["bid_id"]],
            asked[row["criterion_id"]],
            row["evaluator"],
            row["score"],
            row["comment"],
        )
        for row in _rows("bid_scores", population)
        if row["bid_id"] in names
    )


def reasons(population: str, lot: str) -> dict[str, dict[str, str]]:
    """Return the panel's recorded reason by bidder and question id."""
    return _agreed(population, lot, "reason")


def explanations(population: str, bidder: str) -> tuple[Row, ...]:
    """Return what a bidder answered about its price: rows of about, answer and evidence."""
    ids = {row["bid_id"] for row in _rows("bids", population) if row["bidder"] == bidder}
    found = _rows("bid_explanations", population)
    return tuple(row for row in found if row["bid_id"] in ids)


def _agreed(population: str, lot: str, column: str) -> dict[str, dict[str, Any]]:
    names = {bid.id: bid.bidder for bid in bids(population, lot)}
    found: dict[str, dict[str, Any]] = {name: {} for name in names.values()}
    for row in _rows("bid_moderated", population):
        if row["bid_id"] in names:
            found[names[row["bid_id"]]][row["criterion_id"]] = row[column]
    return found


def authoritys(population: str, lot: Lot | None = None) -> Tender:
    """Return one lot of the authority's tender (the first one unless said otherwise)."""
    here, whole = lot or lots(population)[0], about(population)
    prices = {bid.bidder: bid.price for bid in bids(population, here.id)}
    return Tender(
        title=here.name,
        source=f"tender {whole.id} of Marrenshire (invented), lot “{here.name}”",
        questions=questions(population),
        price_weight=_price_weight(population),
        prices=prices,
        scores=_agreed(population, here.id, "score"),
        ceiling=here.ceiling,
        expected=here.estimate,
        years=whole.years,
    )


def _price_weight(population: str) -> float:
    rows = _rows("tender_criteria", population)
    return float(_only([row for row in rows if row["kind"] == PRICE], "price")["weight_percent"])


# --- which tender the page is about ----------------------------------------------------------


def in_force(
    population: str,
    settings: Mapping[str, float | str],
    scored: Scores | None = None,
    own: Tender | None = None,
) -> Tender:
    """Return the tender that the page evaluates now.

    Own tenders go before the authority's. Scores that a participant agreed go before the
    panel's, cell by cell.

    Parameters
    ----------
    settings
        ``lot`` (first or second), ``formula`` and ``price-weight`` of the exercise in which
        the rules of the evaluation are set.
    scored
        Scores by bidder and question id that a participant has agreed, for the first lot.
    own
        Tenders that a participant brought along, if any.
    """
    formula = str(settings.get("formula", "lowest-over-bid")).replace("-", "_")
    choice = lots(population)
    second = settings.get("lot") == "second" and len(choice) > 1
    tender = own or authoritys(population, choice[1 if second else 0])
    weight = float(settings.get("price-weight", tender.price_weight))
    if own and abs(weight - own.price_weight) > _ROUNDED:
        said = (
            f"The price has {weight:.4g}% of the marks, as set in “The rules of the evaluation”. "
            f"Your criteria give it {own.price_weight:.4g}%: set it back there if you mean that."
        )
        tender = replace(tender, notes=(*tender.notes, said))
    tender = with_price_weight(replace(tender, formula=formula), weight)
    return tender if own or second else _with_scores(tender, scored or {})


def _with_scores(tender: Tender, scored: Scores) -> Tender:
    """Put a participant's agreed scores in the place of the panel's."""
    known = {
        bidder: {q: s for q, s in row.items() if s is not None and bidder in tender.prices}
        for bidder, row in scored.items()
    }
    mine = sum(map(len, known.values()))
    if not mine:
        return tender
    cells = len(tender.prices) * len(tender.questions)
    note = f"{mine} of the {cells} scores are yours; the rest are the panel's."
    scores = {bidder: {**row, **known.get(bidder, {})} for bidder, row in tender.scores.items()}
    return replace(
        tender, scores=scores, notes=("All scores are yours." if mine == cells else note,)
    )


# --- short tables --------------------------------------------------------------------------


def tested_by(population: str) -> dict[str, str]:
    """Return the question (or ``price``) that tests each criterion of the ranking exercise."""
    price = {
        row["criterion_id"] for row in _rows("tender_criteria", population) if row["kind"] == PRICE
    }
    return {
        row["criterion"]: PRICE if row["question"] in price else row["question"]
        for row in _lookup("criteria_in_tenders.csv")
        if row["population"] == population and row["question"]
    }


def example_group(population: str) -> dict[str, tuple[str, ...]]:
    """Return how six invented people rank the criteria, by person; empty where there are none."""
    return {
        row["person"]: tuple(row["order"].split())
        for row in _lookup("example_group.csv")
        if row["population"] == population
    }


def screen_rules() -> ScreenRules:
    """Return today's figures of the screens for abnormally low prices."""
    names = {
        "average_percent": "abnormally_low_average_percent",
        "margin_percent": "abnormally_low_margin_percent",
        "margin_minimum": "abnormally_low_margin_minimum",
        "margin_maximum": "abnormally_low_margin_maximum",
        "modified_z": "abnormally_low_modified_z",
        "mean_percent": "abnormally_low_should_cost_percent",
        "expected_percent": "abnormally_low_should_cost_percent",
    }
    return ScreenRules(**{field: float(rules.get(name).value) for field, name in names.items()})  # type: ignore[arg-type]


@cache
def _lookup(name: str) -> tuple[dict[str, str], ...]:
    records = read_records(course_folder() / "data" / "lookups" / name)
    return tuple(dict(zip(records.header, row, strict=True)) for row in records.rows)


def _only(rows: Sequence[Row], what: str) -> Row:
    if len(rows) != 1:
        raise WorkbookError(
            f"The authority has {len(rows)} rows for the {what} of this population; expected one. "
            "To see every problem at once: workbook data check"
        )
    return rows[0]
