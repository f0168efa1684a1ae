"""Tenders that a participant brings along, made one from two tables that they filled in.

What is missing, or could be meant in two ways, is told with its row and never guessed. What
stands in for something that is not given is said in the tender's notes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from course_support.errors import WorkbookError
from course_support.methods.tender import PRICE, Question, Tender, shares
from course_support.methods.words import and_
from course_support.sources.award_criteria import read_criteria

Row = Mapping[str, Any]

#: Columns of the table of tenders: its bidder, its price, and its scores.
WHO, BID_PRICE = "who", "bid-price"
SCORE_COLUMNS = tuple(f"score-{number}" for number in range(1, 11))
#: The highest score where nobody says another.
TOP = 5.0
#: Per cent of the marks for price where nothing says what it weighs.
USUAL_PRICE = 40.0
#: Most that weights may be away from 100 and still be all of the marks.
_ROUNDING = 0.5

#: First cells of rows that are no bidder and no criterion.
_SUMS = frozenset(
    ("total", "totals", "grand total", "sum", "average", "averages", "mean", "median", "minimum",
     "min", "lowest", "lowest score", "maximum", "max", "max score", "maximum score", "highest",
     "highest score", "out of", "weight", "weights", "weighting", "weightings", "rank", "ranking")
)  # fmt: skip
_PRICE_NAME = re.compile(
    r"(?:(?:total|tender|tendered|bid|contract|whole[ -]life|overall|commercial|the)\s+)*"
    r"(?:prices?|costs?|pricing|commercial)(?:\s+(?:score|evaluation))?"
)
_OUT_OF = re.compile(
    r"[(\[,:–-]*\s*(?:(?:scored?\s+)?(?:out of|max(?:imum)?(?:\s+score)?)[\s:]*|(?<!\d)/\s*|"
    r"\b0\s*(?:-|–|to)\s*)(\d{1,4})\b(?!\s*%)\s*[)\]]*",
    re.I,
)
#: Scores in per cent: no figure stands before the sign.
_PER_CENT = re.compile(r"[(\[]\s*(?:in\s+)?(?:%|per\s?cent)\s*[)\]]\s*$", re.I)
#: What is left of a heading's brackets when the figure in them is taken out.
_LEFT_OVER = re.compile(r"[(\[]\s*(?:weight(?:ing|ed)?(?:\s+(?:of|at))?)?[\s:]*[)\]]?\s*$", re.I)
_MONEY = re.compile(r"£|\b(?:prices?|costs?|gbp|year \d)\b", re.I)
_A_YEAR = re.compile(r"\b(?:annual|annually|yearly|(?:per|a|each) (?:year|annum)|p\.?\s?a)\b", re.I)


@dataclass(frozen=True)
class Heading:
    """What a heading of a spreadsheet says: a name, per cent of the marks, the highest score."""

    name: str
    weight: float | None = None
    top: float | None = None

    @classmethod
    def read(cls, typed: str) -> Heading:
        """Read such as ``Quality (60%)`` or ``Method, out of 10``."""
        line = " ".join(typed.split())
        rest, top = line, None
        if found := _OUT_OF.search(line):
            rest = (line[: found.start()] + " " + line[found.end() :]).strip(" ,:–-")
            top = float(found[1]) or None
        elif _PER_CENT.search(line):
            rest, top = _PER_CENT.sub("", line).strip(), 100.0
        named = read_criteria([{"name": rest or line}])[0]
        name = _LEFT_OVER.sub("", named.name).strip(" ,:–-")
        return cls(name or line, named.weight, top)


@dataclass(frozen=True)
class _Criteria:
    """The table of criteria: rows that are scored, and the row of the price if there is one."""

    scored: tuple[Row, ...]
    price: Row | None


def from_rows(
    own: Sequence[Row],
    own_criteria: Sequence[Row] = (),
    headings: Mapping[str, str] | None = None,
) -> Tender | None:
    """Return a participant's own tenders, or None while fewer than two bids are there.

    Parameters
    ----------
    own
        Rows with ``who``, ``bid-price`` and ``score-1`` … ``score-10``. A row may have its
        ``number``, by which messages call it.
    own_criteria
        Rows with ``name``, ``weight``, ``minimum``, ``highest`` and ``what`` (quality or
        price); may be empty. They belong to the columns of scores by name, or by order where
        the columns have no headings. The row of the price may hold ``ceiling`` and ``estimate``.
    headings
        By column of ``own``, the heading under which its cells stood in a spreadsheet. Where
        no criteria are given, names, weights and highest scores are taken from it.

    Raises
    ------
    WorkbookError
        When a row lacks a name, a price or a score that others have, a name occurs twice, two
        rows are the price, or criteria and columns of scores do not fit each other. The
        message names the row.
    """
    filled = [(row.get("number", at), row) for at, row in enumerate(own, 1) if _says_anything(row)]
    if len(filled) < 2:
        return None
    heads = {key: Heading.read(typed) for key, typed in (headings or {}).items()}
    criteria = _criteria(own_criteria)
    used = [c for c in SCORE_COLUMNS if any(row.get(c) is not None for _, row in filled)]
    if not used and all(called(row).count(",") > 1 for _, row in filled):
        raise WorkbookError(
            "Each row of your tenders is one cell with commas in it. Open the file in a "
            "spreadsheet, and copy the cells from there."
        )
    asked, weighed, notes = _questions(criteria, used, heads)
    prices: dict[str, float] = {}
    scores: dict[str, dict[str, float | None]] = {}
    for number, row in filled:
        name = _name(number, row, prices)
        prices[name] = _price(number, name, row, headings or {})
        scores[name] = {q.id: _score(number, name, row, q) for q in asked}
    price_weight, told = _price_weight(criteria, asked, weighed, heads.get(BID_PRICE))
    typed = (headings or {}).get(BID_PRICE, "")
    if _A_YEAR.search(typed):
        told.append(
            f"The prices stand under “{typed}”: a highest price accepted and an own estimate "
            "have to be for a year too."
        )
    return Tender(
        title="Your own tenders",
        source="the tenders you pasted in",
        questions=shares(asked, 100 - price_weight),
        price_weight=price_weight,
        prices=prices,
        scores=scores,
        ceiling=_money(own_criteria, "ceiling", "highest price accepted"),
        expected=_money(own_criteria, "estimate", "own estimate"),
        pasted=True,
        notes=(*told, *notes),
    )


# --- bids ----------------------------------------------------------------------------------------


def _says_anything(row: Row) -> bool:
    return any(v not in (None, "") for key, v in row.items() if key not in ("id", "number"))


def called(row: Row) -> str:
    """Return what a bidder is called, in one line."""
    return " ".join(str(row.get(WHO) or "").split())


def _name(number: int, row: Row, known: Mapping[str, float]) -> str:
    name = called(row)
    if not name:
        raise WorkbookError(f"Your tenders, row {number}: the bidder has no name. Give it one.")
    if _alike(name) in _SUMS:
        raise WorkbookError(
            f"Your tenders, row {number}: “{name}” is taken for sums, averages or weights, and for "
            "no bidder. Delete this row. Weights belong in the table of criteria above."
        )
    if _alike(name) in map(_alike, known):
        raise WorkbookError(
            f"Your tenders, row {number}: “{name}” is there already. Give each bidder one row, or "
            "add to the name what tells the two apart, such as the lot."
        )
    return name


def _price(number: int, name: str, row: Row, headings: Mapping[str, str]) -> float:
    price = row.get(BID_PRICE)
    if price is None or not price > 0:
        astray = [headings[c] for c in SCORE_COLUMNS if _MONEY.search(headings.get(c, ""))]
        among = [f" “{each}” stands among the scores: bring one price a bidder." for each in astray]
        raise WorkbookError(
            f"Your tenders, row {number}: {name} needs a price above nought, such as 250,000."
            f"{''.join(among[:1])}"
        )
    return float(price)


def _score(number: int, name: str, row: Row, question: Question) -> float:
    score = row.get(question.id)
    if score is None:
        raise WorkbookError(
            f"Your tenders, row {number}: {name} has no score for “{question.name}”, and others "
            f"have. Give it one from 0 to {question.top:g}; a missing score is not nought."
        )
    if not 0 <= score <= question.top:
        raise WorkbookError(
            f"Your tenders, row {number}: {name} has {score:g} for “{question.name}”, where scores "
            f"run from 0 to {question.top:g}. Correct it, or say the highest score in the table of "
            "criteria, or in the heading of the column, as “Quality (out of 100)”. A column that "
            "holds no scores has to be left out."
        )
    return float(score)


# --- criteria ------------------------------------------------------------------------------------


def _criteria(rows: Sequence[Row]) -> _Criteria:
    """Tell the row of the price from those that are scored.

    Raises
    ------
    WorkbookError
        When a row is a total, or two rows are taken for the price.
    """
    filled: list[Row] = [
        {"number": at, **row, "weight": _weight(row)}
        for at, row in enumerate(rows, 1)
        if _says_anything(row)
    ]
    for row in filled:
        if _alike(str(row.get("name") or "")) in _SUMS:
            raise WorkbookError(
                f"Your criteria, row {row['number']}: “{row['name']}” is taken for a total, and "
                "for no criterion. Delete this row."
            )
    price = [row for row in filled if _is_price(row)]
    if len(price) > 1:
        first, second = (f"“{row.get('name') or 'no name'}”" for row in price[:2])
        raise WorkbookError(
            f"Two of your criteria, {first} and {second}, are taken for the price. Keep one, or "
            "choose Quality under “What it judges” for the other."
        )
    return _Criteria(tuple(r for r in filled if not _is_price(r)), price[0] if price else None)


def _weight(row: Row) -> float | None:
    """Return the weight of a criterion: in its own column, or written with its name."""
    given = row.get("weight")
    return Heading.read(str(row.get("name") or "")).weight if given is None else float(given)


def _is_price(row: Row) -> bool:
    """Return whether a row of criteria is the price: said so, or called so."""
    if row.get("what"):
        return bool(row["what"] == PRICE)
    name = Heading.read(str(row.get("name") or "")).name
    return bool(_PRICE_NAME.fullmatch(_alike(re.sub(r"\(.*?\)", " ", name))))


def _questions(
    criteria: _Criteria, used: Sequence[str], heads: Mapping[str, Heading]
) -> tuple[tuple[Question, ...], bool, list[str]]:
    """Return what is scored in each column used, whether it was weighed, and what has to be told.

    Where nothing has a weight, each question counts the same.
    """
    if not used:
        raise WorkbookError(
            "Your tenders have no scores yet. Put at least one score in each row, from 0 to 5 "
            "unless your criteria say another highest score."
        )
    rows, notes = _joined(criteria.scored, used, heads) if criteria.scored else ([], [])
    found = [heads.get(c, Heading(f"Criterion {n}")) for n, c in enumerate(used, start=1)]
    asked = tuple(
        _question(c, row, heads.get(c)) for c, row in zip(used, rows, strict=True)
    ) if rows else tuple(
        Question(c, each.name, each.weight or 0.0, top=each.top or TOP)
        for c, each in zip(used, found, strict=True)
    )  # fmt: skip
    _no_name_twice(asked)
    given = [row.get("weight") for row in rows] or [each.weight for each in found]
    if all(weight is None for weight in given):
        if len(asked) > 1:
            notes.append("No weights are given for the criteria: each counts the same.")
        return tuple(replace(question, weight=1.0) for question in asked), False, notes
    notes += [
        f"“{question.name}” has no weight, so its scores count for nothing yet."
        for question, weight in zip(asked, given, strict=True)
        if weight is None
    ]
    return asked, True, notes


def _joined(
    rows: Sequence[Row], used: Sequence[str], heads: Mapping[str, Heading]
) -> tuple[list[Row], list[str]]:
    """Return the row of criteria for each column of scores: by name, or by order."""
    if len(rows) != len(used):
        named = and_([f"“{heads[c].name}”" for c in used if c in heads])
        raise WorkbookError(
            f"You name {len(rows)} criteria besides the price, and your tenders have scores in "
            f"{len(used)} columns{f' ({named})' if named else ''}. Name as many as there are "
            "columns, or none."
        )
    by_name = {_alike(Heading.read(str(row.get("name") or "")).name): row for row in rows}
    wanted = [_alike(heads[column].name) if column in heads else "" for column in used]
    if len(by_name) == len(rows) and all(name in by_name for name in wanted):
        return [by_name[name] for name in wanted], []
    known = [column for column, name in zip(used, wanted, strict=True) if name in by_name]
    if known:
        strange = next(c for c, name in zip(used, wanted, strict=True) if name not in by_name)
        column = f"“{heads[strange].name}”" if strange in heads else "a column without a heading"
        raise WorkbookError(
            f"Your tenders have scores under {column}, and none of your criteria is called so. Use "
            "the same names in both tables."
        )
    if any(wanted):
        pairs = [
            f"“{row.get('name')}” for “{heads[column].name}”"
            for column, row in zip(used, rows, strict=True)
            if column in heads
        ]
        return list(rows), [f"Criteria were taken in the order of the columns: {and_(pairs)}."]
    return list(rows), []


def _question(column: str, row: Row, head: Heading | None) -> Question:
    own = Heading.read(str(row.get("name") or ""))
    top, least = row.get("highest"), float(row.get("minimum") or 0)
    name = own.name or column
    if top is not None and not top > 0:
        raise WorkbookError(
            f"The highest score for “{name}” is {top:g}. Give one above nought, as 5."
        )
    highest = float(top or own.top or (head.top if head else None) or TOP)
    if least > highest:
        raise WorkbookError(
            f"Your criteria: the least score for “{name}” is {least:g}, and scores run from 0 to "
            f"{highest:g}. Correct it, or say the highest score."
        )
    return Question(column, name, float(row.get("weight") or 0), least, top=highest)


def _no_name_twice(asked: Sequence[Question]) -> None:
    seen = Counter(_alike(question.name) for question in asked)
    for question in asked:
        if seen[_alike(question.name)] > 1:
            raise WorkbookError(
                f"Two of your criteria are called “{question.name}”. Rename one of them."
            )
        if _alike(question.name) == PRICE:
            raise WorkbookError(
                "One of your criteria that is scored is called “Price”, as the price itself is. "
                "Rename it, or leave its column out."
            )


def _price_weight(
    criteria: _Criteria, asked: Sequence[Question], weighed: bool, head: Heading | None
) -> tuple[float, list[str]]:
    """Return the per cent of the marks that go to price, and what has to be told about it."""
    rest = sum(question.weight for question in asked) if weighed else 0.0
    given = criteria.price.get("weight") if criteria.price else head.weight if head else None
    if given is None:
        if _ROUNDING < rest < 100 - _ROUNDING:
            left, why = 100 - rest, ", which the criteria leave,"
        else:
            left, why = USUAL_PRICE, ""
        return left, [f"No weight for price is given: {left:.4g}% stands{why} until you set it."]
    whole = rest + float(given)
    if not weighed or not whole > 0:
        return min(float(given), 100.0), []
    if abs(whole - 100) > _ROUNDING and abs(whole - 1) > _ROUNDING / 100:
        told = f"Your weights add to {whole:g} and not to 100: each counts as its share of them."
        return 100 * float(given) / whole, [told]
    return 100 * float(given) / whole, []


def _money(rows: Sequence[Row], column: str, called: str) -> float | None:
    """Return what the row of the price says of a column in pounds, or None where it says nothing.

    Raises
    ------
    WorkbookError
        When another row says it, or it is not above nought.
    """
    for at, row in enumerate(rows, start=1):
        value, number = row.get(column), row.get("number", at)
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


def _alike(text: str) -> str:
    """Return a name as it is compared: without case, doubled spaces and a colon at the end."""
    return " ".join(text.casefold().split()).rstrip(":").strip()
