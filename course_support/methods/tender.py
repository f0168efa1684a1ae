"""One tender, whole: questions, weights, bids and scores, and what follows from them.

The authority's tenders and those a participant pastes in have this one shape, so that
every analysis serves both. The mathematics is that of ``tendering``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import fsum

from course_support.errors import WorkbookError
from course_support.methods import tendering
from course_support.methods.tendering import Bids, TieBreak, Totals
from course_support.methods.weights import METHODS

#: What the price is called where it stands among the questions.
PRICE = "price"
#: Tries when looking for the price at which two bids are level; each halves the range.
_HALVINGS = 40

#: Bidder, then question, then score; None where nobody has scored.
Scores = Mapping[str, Mapping[str, float | None]]


@dataclass(frozen=True)
class Question:
    """A question that is scored.

    Its share of all the marks, the least score to stay in, and the highest that can be given.
    """

    id: str
    name: str
    weight: float
    minimum: float = 0
    text: str = ""
    kind: str = "quality"
    top: float = 5


@dataclass(frozen=True)
class Tender:
    """Bids for one contract, and how they are to be judged.

    Attributes
    ----------
    questions
        Quality and social value; the price is apart. Weights in per cent of all marks.
    price_weight
        Per cent of all marks for price.
    formula
        A name in ``tendering.FORMULAS``.
    prices, scores
        By bidder; pounds, and scores from 0 to the question's ``top`` by question id.
    ceiling, expected
        Published highest price and the authority's own estimate, pounds; None when unknown.
    left_out
        Bidder to the reason why the bid is not assessed.
    pasted
        True when these are a participant's own tenders.
    """

    title: str
    source: str
    questions: tuple[Question, ...]
    price_weight: float
    prices: Mapping[str, float]
    scores: Scores
    formula: str = "lowest_over_bid"
    ceiling: float | None = None
    expected: float | None = None
    years: int | None = None
    left_out: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    pasted: bool = False

    @property
    def bidders(self) -> tuple[str, ...]:
        """Every bidder, in the order of the tender."""
        return tuple(self.prices)

    @property
    def letters(self) -> dict[str, str]:
        """A short name for each bidder, for charts: A, B, C in the order of the tender."""
        return {name: chr(ord("A") + place % 26) for place, name in enumerate(self.prices)}

    def standing(self) -> Tender:
        """Return the tender without the bids that are left out.

        Raises
        ------
        WorkbookError
            When every bid is left out.
        """
        stay = [name for name in self.prices if name not in self.left_out]
        if not stay:
            raise WorkbookError("Every bid is left out, so there is nothing to award.")
        return replace(
            self,
            prices={name: self.prices[name] for name in stay},
            scores={name: self.scores[name] for name in stay},
        )


def shares(questions: Sequence[Question], whole: float) -> tuple[Question, ...]:
    """Return questions whose weights keep their proportions and add to a whole, in per cent.

    Where they add to nought, or the whole is nought, they stay as they are.
    """
    now = fsum(question.weight for question in questions)
    if not now > 0 or not whole > 0 or now == whole:
        return tuple(questions)
    return tuple(replace(q, weight=q.weight * whole / now) for q in questions)


def with_price_weight(tender: Tender, price_weight: float) -> Tender:
    """Return the tender with another share of the marks for price; the questions have the rest."""
    questions = shares(tender.questions, 100 - price_weight)
    return replace(tender, price_weight=price_weight, questions=questions)


def quality(tender: Tender) -> dict[str, float]:
    """Return each bidder's quality marks, 0 to 100: the weighted mean of score / top.

    Raises
    ------
    WorkbookError
        When a score is missing or no question has a weight.
    """
    whole = fsum(question.weight for question in tender.questions)
    if not whole > 0:
        raise WorkbookError("No question has a weight. Give at least one of them some.")
    found = {}
    for bidder in tender.bidders:
        parts = [
            _score(tender, bidder, question) / question.top * question.weight
            for question in tender.questions
        ]
        found[bidder] = 100 * fsum(parts) / whole
    return found


def _score(tender: Tender, bidder: str, question: Question) -> float:
    score = tender.scores[bidder].get(question.id)
    if score is None:
        raise WorkbookError(
            f"{bidder} has no score for “{question.name}”. Give it one from 0 to {question.top:g}."
        )
    if not 0 <= score <= question.top:
        raise WorkbookError(
            f"{bidder} has {score:g} for “{question.name}”. Scores run from 0 to {question.top:g}."
        )
    return score


def below_minimum(tender: Tender) -> tuple[tuple[str, Question, float], ...]:
    """Return each bidder, question and score that is below the published minimum.

    Raises
    ------
    WorkbookError
        When a score is missing or beyond the scale.
    """
    return tuple(
        (bidder, question, score)
        for bidder in tender.bidders
        for question in tender.questions
        if (score := _score(tender, bidder, question)) < question.minimum
    )


def without_failures(tender: Tender) -> Tender:
    """Return the tender with bids below a minimum left out, and the reason for each.

    Raises
    ------
    WorkbookError
        When a score is missing or beyond the scale.
    """
    reasons: dict[str, str] = {}
    for bidder, question, score in below_minimum(tender):
        said = f"{score:g} for “{question.name}”, below the published minimum {question.minimum:g}"
        reasons[bidder] = f"{reasons[bidder]}; {said}" if bidder in reasons else said
    return replace(tender, left_out={**reasons, **tender.left_out})


def bids(tender: Tender) -> Bids:
    """Return the bids that stand, as ``tendering`` takes them.

    Raises
    ------
    WorkbookError
        When every bid is left out, a score is missing or beyond the scale, or a price is not above
        nought.
    """
    here = tender.standing()
    marks = quality(here)
    return Bids.of(here.bidders, list(here.prices.values()), [marks[b] for b in here.bidders])


def tie_breaks(tender: Tender) -> tuple[TieBreak, ...]:
    """Return the order in which a tie is broken: quality, the heaviest question, the price.

    Raises
    ------
    WorkbookError
        When every bid is left out, a score is missing or beyond the scale, or no question has a
        weight.
    """
    here = tender.standing()
    heaviest = max(here.questions, key=lambda question: question.weight)
    scores = {name: _score(here, name, heaviest) for name in here.bidders}
    return (
        TieBreak("the higher mark for quality", quality(here)),
        TieBreak(f"the higher score for “{heaviest.name}”", scores),
        TieBreak("the lower price", dict(here.prices), higher_wins=False),
    )


def result(tender: Tender, formula: str = "", price_weight: float | None = None) -> Totals:
    """Return totals and winner of the bids that stand, ties broken as published.

    Raises
    ------
    WorkbookError
        When no bid stands, a score is missing, the formula is not known or cannot be worked out.
    """
    return tendering.evaluate(
        bids(tender),
        formula or tender.formula,
        tender.price_weight if price_weight is None else price_weight,
        ceiling=tender.ceiling,
        tie_breaks=tie_breaks(tender),
    )


def reweighted(tender: Tender, weights: Mapping[str, float]) -> Tender:
    """Return the tender under other weights: question id (or ``price``) to share of the marks.

    Raises
    ------
    WorkbookError
        When all the weights are nought.
    """
    whole = fsum(weights.values())
    if not whole > 0:
        raise WorkbookError("These weights are all nought. Rank the criteria first.")
    share = {key: 100 * value / whole for key, value in weights.items()}
    questions = tuple(replace(q, weight=share.get(q.id, 0.0)) for q in tender.questions)
    if not any(question.weight for question in questions):
        # Price alone decides: any weights within quality then say the same.
        questions = tender.questions
    return replace(tender, questions=questions, price_weight=share.get(PRICE, 0.0))


@dataclass(frozen=True)
class AskedWeights:
    """What an order of criteria gives to the questions that a tender really asks.

    ``by_question`` adds to 1 less ``unasked``, the weight of criteria that no question tests.
    """

    by_question: Mapping[str, float]
    unasked: Mapping[str, float]


def asked_weights(
    order: Sequence[str], asked: Mapping[str, str], method: str = "rank order centroid"
) -> AskedWeights:
    """Turn an order of criteria into weights for a tender's questions.

    Parameters
    ----------
    order
        Criteria, the most important first.
    asked
        Criterion to the id of the question that tests it (``price`` for the price). A
        criterion that is not there, or is blank, is tested by none.
    method
        A name in ``weights.METHODS``.
    """
    by_question: dict[str, float] = {}
    unasked: dict[str, float] = {}
    for criterion, weight in zip(order, METHODS[method](len(order)), strict=True):
        question = asked.get(criterion, "")
        into, key = (by_question, question) if question else (unasked, criterion)
        into[key] = into.get(key, 0.0) + weight
    return AskedWeights(by_question, unasked)


def price_to_draw_level(tender: Tender, bidder: str) -> float | None:
    """Return the highest price at which a losing bid would draw level, the others unchanged.

    None when no price above nought would do it. A lower price never lowers a bid's place, so
    the range can be halved.

    Raises
    ------
    WorkbookError
        When a score is missing, or the formula is not known or cannot be worked out.
    """
    here = tender.standing()

    def wins(price: float) -> bool:
        tried = replace(here, prices={**here.prices, bidder: price})
        found = tendering.evaluate(
            bids(tried), here.formula, here.price_weight, ceiling=here.ceiling
        )
        return bidder in found.winners

    low, high = here.prices[bidder] / 1000, here.prices[bidder]
    return _highest(wins, low, high) if wins(low) else None


def _highest(holds: Callable[[float], bool], low: float, high: float) -> float:
    """Return the highest number at which something still holds; it holds at ``low``."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def winners_by_price_weight(tender: Tender) -> tuple[tuple[float, float, tuple[str, ...]], ...]:
    """Return who wins in each stretch of the price's share of the marks, 0 to 100 per cent.

    Totals are straight lines in that share, so every crossing is found exactly.

    Raises
    ------
    WorkbookError
        Where the formula gives no marks, and the price has no weight to move.
    """
    low, high = (result(tender, price_weight=weight) for weight in (0, 100))
    if low.formula.lowest_wins:
        raise WorkbookError(
            "By price per quality point the price has no weight to move. Choose another formula "
            "above to see what its weight decides."
        )
    names = low.bids.bidders
    lines = list(zip(low.totals, high.totals, strict=True))
    turns = {0.0, 1.0}
    for place, (a0, a1) in enumerate(lines):
        for b0, b1 in lines[place + 1 :]:
            slope = (a1 - a0) - (b1 - b0)
            if slope and 0 < (b0 - a0) / slope < 1:
                turns.add((b0 - a0) / slope)
    found: list[tuple[float, float, tuple[str, ...]]] = []
    ends = sorted(turns)
    for start, end in zip(ends, ends[1:], strict=False):
        middle = (start + end) / 2
        totals = [a0 + (a1 - a0) * middle for a0, a1 in lines]
        best = tuple(n for n, t in zip(names, totals, strict=True) if max(totals) - t < 1e-9)
        if found and found[-1][2] == best:
            found[-1] = (found[-1][0], 100 * end, best)
        else:
            found.append((100 * start, 100 * end, best))
    return tuple(found)
