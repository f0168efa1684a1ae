"""Tenders as the page on procurement evaluates them: the authority's, or a participant's own.

No pandas: rows are read as they stand and put into the one shape of ``methods.tender``.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from course_support.errors import WorkbookError
from course_support.folders import course_folder
from course_support.methods.abnormally_low import ScreenRules
from course_support.methods.tender import PRICE, Question, Scores, Tender
from course_support.sources import package, rules
from course_support.sources.records import read_records

Row = Mapping[str, Any]

#: Columns of scores in the table into which own tenders are pasted.
SCORE_COLUMNS = tuple(f"score-{number}" for number in range(1, 7))
TOP = 5
#: Per cent of the marks for price where own criteria do not say.
USUAL_PRICE = 40.0


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
    own: Sequence[Row] = (),
    own_criteria: Sequence[Row] = (),
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
    own, own_criteria
        Typed rows of the tables into which own tenders are pasted.
    """
    formula = str(settings.get("formula", "lowest-over-bid")).replace("-", "_")
    if pasted := from_rows(own, own_criteria):
        weight = settings.get("price-weight", pasted.price_weight)
        return replace(pasted, formula=formula, price_weight=float(weight))
    choice = lots(population)
    second = settings.get("lot") == "second" and len(choice) > 1
    tender = authoritys(population, choice[1 if second else 0])
    weight = float(settings.get("price-weight", tender.price_weight))
    tender = replace(tender, formula=formula, price_weight=weight)
    return tender if second else _with_scores(tender, scored or {})


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


# --- own tenders, pasted in --------------------------------------------------------------------


def from_rows(own: Sequence[Row], own_criteria: Sequence[Row] = ()) -> Tender | None:
    """Return a participant's own tenders, or None while fewer than two bids are there.

    Parameters
    ----------
    own
        Rows with ``who``, ``bid-price`` and ``score-1`` … ``score-6``. A first row without
        any number is taken for headings, and a note says so.
    own_criteria
        Rows with ``name``, ``weight``, ``minimum``, ``highest`` and ``what`` (quality or
        price), in the order of the score columns; may be empty. Scores are brought from 0 to
        ``highest`` to 0 to 5. The row of the price may hold ``ceiling`` and ``estimate``.

    Raises
    ------
    WorkbookError
        When a row lacks a name, a price or a score that others have, a name occurs twice, or
        two rows are the price. The message names the row.
    """
    filled = [(number, row) for number, row in enumerate(own, start=1) if _holds_something(row)]
    notes = []
    if filled and not any(isinstance(value, int | float) for value in filled[0][1].values()):
        notes.append(f"“{filled[0][1].get('who')}” has no numbers and was taken for a heading.")
        filled = filled[1:]
    if len(filled) < 2:
        return None
    used = [c for c in SCORE_COLUMNS if any(row.get(c) is not None for _, row in filled)]
    asked = _own_questions(own_criteria, used)
    tops = _own_tops(own_criteria, asked)
    prices: dict[str, float] = {}
    scores: dict[str, dict[str, float | None]] = {}
    for number, row in filled:
        name = _own_name(number, row, prices)
        prices[name] = _own_price(number, name, row)
        scores[name] = {q.id: _own_score(number, name, row, q, tops[q.id]) for q in asked}
    weight = _own_price_weight(own_criteria)
    if weight is None:
        notes.append(f"No weight for price is given: {USUAL_PRICE:g}% stands until you set it.")
    notes += _unweighed(own_criteria)
    return Tender(
        title="Your own tenders",
        source="the tenders you pasted in",
        questions=asked,
        price_weight=USUAL_PRICE if weight is None else weight,
        prices=prices,
        scores=scores,
        ceiling=_own_money(own_criteria, "ceiling", "highest price accepted"),
        expected=_own_money(own_criteria, "estimate", "own estimate"),
        pasted=True,
        notes=tuple(notes),
    )


def _holds_something(row: Row) -> bool:
    return any(value not in (None, "") for key, value in row.items() if key != "id")


def _own_name(number: int, row: Row, known: Mapping[str, float]) -> str:
    name = str(row.get("who") or "").strip()
    if not name:
        raise WorkbookError(f"Your tenders, row {number}: the bidder has no name. Give it one.")
    if name in known:
        raise WorkbookError(
            f"Your tenders, row {number}: “{name}” is there already. Give each bidder one row."
        )
    return name


def _own_price(number: int, name: str, row: Row) -> float:
    price = row.get("bid-price")
    if price is None or not price > 0:
        raise WorkbookError(
            f"Your tenders, row {number}: {name} needs a price above nought, such as 250,000."
        )
    return float(price)


def _own_score(number: int, name: str, row: Row, question: Question, top: float) -> float:
    score = row.get(question.id)
    if score is None:
        raise WorkbookError(
            f"Your tenders, row {number}: {name} has no score for “{question.name}”, and others "
            f"have. Give it one from 0 to {top:g}; a missing score is not nought."
        )
    if not 0 <= score <= top:
        raise WorkbookError(
            f"Your tenders, row {number}: {name} has {score:g} for “{question.name}”, where scores "
            f"run from 0 to {top:g}. Correct it, or say the highest score in the table of criteria."
        )
    return float(score) * TOP / top


def _own_tops(rows: Sequence[Row], asked: Sequence[Question]) -> dict[str, float]:
    """Return the highest score of each question, 5 unless said otherwise."""
    named = [row for row in rows if _holds_something(row) and not _is_price(row)]
    given = [_highest(row) for row in named] or [float(TOP)] * len(asked)
    return {question.id: top for question, top in zip(asked, given, strict=True)}


def _highest(row: Row) -> float:
    top = row.get("highest")
    if top is not None and not top > 0:
        raise WorkbookError(
            f"The highest score for “{row.get('name')}” is {top:g}. Give one above nought, as 5."
        )
    return float(top or TOP)


def _is_price(row: Row) -> bool:
    """Return whether a row of criteria is the price: said so, or called so."""
    if row.get("what"):
        return bool(row["what"] == PRICE)
    return str(row.get("name") or "").strip().casefold() in ("price", "cost", "total price")


def _own_questions(rows: Sequence[Row], used: Sequence[str]) -> tuple[Question, ...]:
    named = [row for row in rows if _holds_something(row) and not _is_price(row)]
    if not used:
        raise WorkbookError(
            "Your tenders have no scores yet. Put at least one score from 0 to 5 in each row."
        )
    if named and len(named) != len(used):
        raise WorkbookError(
            f"You name {len(named)} criteria besides the price, and your tenders have scores in "
            f"{len(used)} columns. Name as many as there are columns, in their order, or none."
        )
    if not named:
        return tuple(
            Question(column, f"Criterion {number}", 1.0)
            for number, column in enumerate(used, start=1)
        )
    twice = [name for name, n in Counter(str(row.get("name")) for row in named).items() if n > 1]
    if twice:
        raise WorkbookError(f"Two of your criteria are called “{twice[0]}”. Rename one of them.")
    return tuple(
        Question(column, str(row.get("name") or column), float(row.get("weight") or 0),
                 float(row.get("minimum") or 0) * TOP / _highest(row))
        for column, row in zip(used, named, strict=True)
    )  # fmt: skip


def _own_price_weight(rows: Sequence[Row]) -> float | None:
    """Return the share of the marks that goes to price, or None where none is given.

    Raises
    ------
    WorkbookError
        When two rows are taken for the price.
    """
    price = [row for row in rows if _is_price(row)]
    if len(price) > 1:
        first, second = (f"“{row.get('name') or 'no name'}”" for row in price[:2])
        raise WorkbookError(
            f"Two of your criteria, {first} and {second}, are taken for the price. Keep one, or "
            "choose Quality under “What it judges” for the other."
        )
    whole = sum(float(row.get("weight") or 0) for row in rows)
    given = price[0].get("weight") if price else None
    return None if given is None or not whole > 0 else 100 * float(given) / whole


def _unweighed(rows: Sequence[Row]) -> Iterator[str]:
    """Say which criteria count for nothing because others have a weight and they have none."""
    named = [row for row in rows if _holds_something(row) and not _is_price(row)]
    if any(row.get("weight") for row in named):
        for row in named:
            if row.get("weight") is None:
                yield f"“{row.get('name')}” has no weight, so its scores count for nothing yet."


def _own_money(rows: Sequence[Row], column: str, called: str) -> float | None:
    """Return what the row of the price says of a column in pounds, or None where it says nothing.

    Raises
    ------
    WorkbookError
        When another row says it, or it is not above nought.
    """
    for number, row in enumerate(rows, start=1):
        value = row.get(column)
        if value in (None, ""):
            continue
        if not _is_price(row):
            raise WorkbookError(
                f"Your criteria, row {number}: “{row.get('name') or 'no name'}” has a figure under "
                f"“{called}”. Put it in the row of the price."
            )
        if not float(value) > 0:
            raise WorkbookError(
                f"Your criteria, row {number}: the {called} is {float(value):g} pounds. Give an "
                "amount above nought, or leave it empty."
            )
        return float(value)
    return None


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
