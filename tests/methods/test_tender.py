"""One tender, whole: published figures, and a second opinion for the weights."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.errors import WorkbookError
from course_support.methods import tender
from course_support.methods.tender import Question, Tender
from course_support.methods.weight_sensitivity import weight_crossings

#: Domain facts, section 5, the relative paradox: quality 60%, price 40%.
PARADOX = Tender(
    "Paradox", "domain facts", (Question("q", "Quality", 60.0),), 40.0,
    {"A": 100.0, "B": 120.0, "C": 60.0},
    {"A": {"q": 3.5}, "B": {"q": 3.95}, "C": {"q": 2.0}}, ceiling=200.0,
)  # fmt: skip
TWO = (Question("care", "Care", 30, minimum=3), Question("value", "Social value", 10))


def two(**scores: tuple[float, float]) -> Tender:
    given_ = {who: {"care": a, "value": b} for who, (a, b) in scores.items()}
    return Tender("Two", "here", TWO, 60, dict.fromkeys(scores, 100.0), given_)


def test_the_relative_paradox() -> None:
    totals = dict(zip("ABC", tender.result(PARADOX).totals, strict=True))
    assert totals == pytest.approx({"A": 66.0, "B": 67.4, "C": 64.0})
    without = replace(PARADOX, left_out={"C": "tried"})
    assert tender.result(without).totals == pytest.approx((82.0, 80.7333), abs=1e-4)
    assert tender.result(without).winner == "A"
    absolute = tender.result(PARADOX, "below_ceiling")
    assert dict(zip("AB", absolute.totals, strict=False)) == pytest.approx({"A": 62.0, "B": 63.4})


def test_quality_is_the_weighted_share_of_the_highest_score() -> None:
    # By hand: (30 × 4/5 + 10 × 2/5) / 40 = 0.7.
    assert tender.quality(two(A=(4, 2))) == pytest.approx({"A": 70.0})
    with pytest.raises(WorkbookError, match="A has no score for “Social value”"):
        tender.quality(replace(two(A=(4, 2)), scores={"A": {"care": 4, "value": None}}))
    with pytest.raises(WorkbookError, match="A has 6 for “Care”"):
        tender.quality(two(A=(6, 2)))
    with pytest.raises(WorkbookError, match="No question has a weight"):
        tender.quality(replace(two(A=(4, 2)), questions=(Question("care", "Care", 0),)))


def test_below_a_published_minimum_is_out_with_the_reason() -> None:
    left = tender.without_failures(two(A=(2, 5), B=(3, 0))).left_out
    assert left == {"A": "2 for “Care”, below the published minimum 3"}
    everyone = replace(two(A=(2, 5)), left_out={})
    with pytest.raises(WorkbookError, match="Every bid is left out"):
        tender.bids(tender.without_failures(everyone))


def test_a_tie_is_broken_as_published() -> None:
    level = two(A=(4, 1), B=(3, 4))  # the same quality: 26 of 40 each
    assert tender.quality(level)["A"] == pytest.approx(tender.quality(level)["B"])
    found = tender.result(level)
    assert (found.winner, found.tie_broken_by) == ("A", "the higher score for “Care”")


def test_the_last_tie_break_is_the_lower_price() -> None:
    level = replace(two(A=(4, 1), B=(4, 1)), price_weight=0, prices={"A": 100.0, "B": 90.0})
    found = tender.result(level)
    assert (found.winner, found.tie_broken_by) == ("B", "the lower price")


def test_letters_follow_the_order_of_the_tender() -> None:
    assert PARADOX.letters == {"A": "A", "B": "B", "C": "C"}
    many = replace(PARADOX, prices={f"Bidder {n}": 1.0 for n in range(28)})
    assert [many.letters[f"Bidder {n}"] for n in (0, 1, 25, 26)] == ["A", "B", "Z", "A"]


def test_the_weights_of_an_order_fall_on_the_questions_that_test_it() -> None:
    # Domain facts, section 3: rank order centroid of four.
    asked = {"first": "care", "second": "price", "fourth": "care"}
    found = tender.asked_weights(["first", "second", "third", "fourth"], asked)
    assert found.by_question == pytest.approx({"care": 0.5208 + 0.0625, "price": 0.2708}, abs=1e-4)
    assert found.unasked == pytest.approx({"third": 0.1458}, abs=1e-4)
    own = tender.reweighted(two(A=(4, 2)), found.by_question)
    assert own.price_weight == pytest.approx(100 * 0.2708 / 0.8542, abs=0.01)
    assert [q.weight for q in own.questions] == pytest.approx([100 - own.price_weight, 0])
    with pytest.raises(WorkbookError, match="all nought"):
        tender.reweighted(two(A=(4, 2)), {})
    only_price = tender.reweighted(two(A=(4, 2)), {"price": 1})
    assert tender.quality(only_price) == pytest.approx({"A": 70.0})


def test_the_price_at_which_the_second_draws_level() -> None:
    # By hand: A needs 40 × 60 / p = 67.4 - 42, so p = 94.488.
    assert tender.price_to_draw_level(PARADOX, "A") == pytest.approx(94.488, abs=0.02)
    hopeless = replace(PARADOX, price_weight=0.0)
    assert tender.price_to_draw_level(hopeless, "A") is None


def test_who_wins_as_the_price_weighs_more() -> None:
    parts = tender.winners_by_price_weight(replace(PARADOX, left_out={"C": "tried"}))
    # By hand: 79 - 70 against 100 - 83.33 marks: level at 9 / (9 + 16.667).
    assert [who for *_, who in parts] == [("B",), ("A",)]
    assert parts[0][1] == pytest.approx(100 * 9 / (9 + 50 / 3))
    with pytest.raises(WorkbookError, match="no weight to move"):
        tender.winners_by_price_weight(replace(PARADOX, formula="price_per_quality_point"))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(50, 500), st.integers(1, 10)), min_size=2, max_size=5))
def test_the_turns_are_those_of_the_sensitivity_of_weights(bids: list[tuple[int, int]]) -> None:
    prices = {f"B{n}": float(price) for n, (price, _) in enumerate(bids)}
    scores = {f"B{n}": {"q": half / 2} for n, (_, half) in enumerate(bids)}
    here = Tender("T", "s", (Question("q", "Q", 60),), 40, prices, scores)
    ends = [tender.result(here, price_weight=weight).totals for weight in (0, 100)]
    frame = pd.DataFrame({"quality": ends[0], "price": ends[1]}, index=list(prices))
    other = weight_crossings(frame, {"quality": 0.6, "price": 0.4}, "price").intervals
    mine = tender.winners_by_price_weight(here)
    assert [who for *_, who in mine] == [who for *_, who in other]
    assert [s for s, *_ in mine] == pytest.approx([100 * s for s, *_ in other], abs=1e-6)
