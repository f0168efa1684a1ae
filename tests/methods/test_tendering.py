"""Price formulas and the paradox: domain facts, section 5."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.errors import WorkbookError
from course_support.methods import tendering
from course_support.methods.tendering import Bids, TieBreak, evaluate

PRICES = [90, 100, 110, 140]
ABC = Bids.of(["A", "B", "C"], [100, 120, 60], [70, 79, 40])
AB = ABC.without("C")
MARKED = [name for name, formula in tendering.FORMULAS.items() if formula.score]
RELATIVE = [name for name, formula in tendering.FORMULAS.items() if formula.relative]


def marks_for_price(prices: list[float], formula: str, weight: float = 100) -> tuple[float, ...]:
    bids = Bids.of([f"bid {place}" for place, _ in enumerate(prices)], prices, [50] * len(prices))
    return evaluate(bids, formula, weight).price_marks


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("lowest_over_bid", [100, 90, 81.818, 64.286]),
        ("min_max", [100, 80, 60, 0]),
        ("linear_from_lowest", [100, 88.889, 77.778, 44.444]),
        ("linear_about_mean", [68.182, 59.091, 50, 22.727]),
    ],
)
def test_the_table_of_formulas(formula: str, expected: list[float]) -> None:
    assert marks_for_price(PRICES, formula) == pytest.approx(expected, abs=5e-4)


def test_published_price_scores() -> None:
    """Crown Commercial Service via Shakespeare Martineau; Impact Bids (domain facts, 5)."""
    assert marks_for_price([15000, 10000, 30000], "lowest_over_bid") == pytest.approx(
        [66.7, 100, 33.3], abs=5e-2
    )
    assert marks_for_price([100, 105, 108], "lowest_over_bid", 40) == pytest.approx(
        [40, 38.095, 37.037], abs=5e-4
    )


@pytest.mark.parametrize("price", [0, -5])
def test_a_price_of_nought_is_caught(price: float) -> None:
    """Zero price means an undefined division (Bevan Brittan; domain facts, section 5)."""
    with pytest.raises(WorkbookError, match="B is £.* nought or less cannot be scored"):
        Bids.of(["A", "B"], [100, price], [50, 50])


def test_the_relative_paradox() -> None:
    """Quality 60, price 40: a losing bid flips the winner (domain facts, section 5)."""
    alone = evaluate(AB, "lowest_over_bid", 40)
    assert alone.totals == pytest.approx([82.00, 80.73], abs=5e-3)
    assert alone.winner == "A"
    three = evaluate(ABC, "lowest_over_bid", 40)
    assert three.totals == pytest.approx([66.00, 67.40, 64.00], abs=5e-3)
    assert three.winner == "B"


def test_absolute_scoring_does_not_flip() -> None:
    """Ceiling £200: B 63.4, A 62.0 with or without C (domain facts, section 5)."""
    for bids in (AB, ABC):
        result = evaluate(bids, "below_ceiling", 40, ceiling=200)
        assert result.totals[:2] == pytest.approx([62.0, 63.4])
        assert result.winner == "B"


def test_price_per_quality_point() -> None:
    """A 1.4286 < C 1.5 < B 1.5190 (domain facts, section 5)."""
    result = evaluate(ABC, "price_per_quality_point", 40)
    assert result.totals == pytest.approx([1.4286, 1.5190, 1.5], abs=5e-5)
    assert result.order == ("A", "C", "B")
    assert "A wins, £0.0714 a quality point cheaper than C" in result.reading()
    assert "Total" not in result.table()


def test_the_losing_bid_is_found() -> None:
    found = tendering.losing_bids_that_change_the_winner(ABC, "lowest_over_bid", 40)
    assert found.found
    assert [(change.without, change.winner) for change in found.changes] == [(("C",), "A")]
    assert found.singles == {"A": "B", "C": "A"}
    assert "only because C bid and lost" in found.reading()


def test_one_more_losing_bid_that_would_flip_is_found() -> None:
    found = tendering.losing_bids_that_change_the_winner(AB, "lowest_over_bid", 40)
    assert not found.found
    added = found.added[0]
    assert added.winner == "B"
    tried = AB.plus("C", added.highest_price, added.quality)
    assert evaluate(tried, "lowest_over_bid", 40).winner == "B"
    assert "would hand the win from A to B" in found.reading()


def test_a_pair_of_losing_bids_that_only_together_decide_is_found() -> None:
    bids = Bids.of(["A", "B", "C", "D"], [100, 120, 60, 60], [70, 79, 40, 40])
    found = tendering.losing_bids_that_change_the_winner(bids, "lowest_over_bid", 40)
    assert set(found.singles.values()) == {"B"}
    assert [(change.without, change.winner) for change in found.changes] == [(("C", "D"), "A")]
    assert "C and D had not bid" in " ".join(found.table()["If"])


bid_lists = st.lists(
    st.tuples(st.integers(50, 500), st.integers(1, 100)), min_size=2, max_size=6
).map(
    lambda rows: Bids.of(
        [f"bid {number}" for number in range(len(rows))],
        [price for price, _ in rows],
        [quality for _, quality in rows],
    )
)


@given(bid_lists, st.sampled_from(["below_ceiling", "price_per_quality_point"]))
@settings(max_examples=40, deadline=None)
def test_absolute_formulas_have_no_paradox(bids: Bids, formula: str) -> None:
    result = evaluate(bids, formula, 40, ceiling=600)
    if result.winner:
        found = tendering.losing_bids_that_change_the_winner(bids, formula, 40, ceiling=600)
        assert not found.found
        assert not found.added


@given(bid_lists, st.sampled_from(MARKED), st.integers(0, 100))
def test_marks_lie_between_nought_and_w_and_fall_with_price(bids, formula, weight) -> None:
    marks = evaluate(bids, formula, weight, ceiling=400).price_marks
    assert all(0 <= mark <= weight + 1e-9 for mark in marks)
    by_price = sorted(zip(bids.prices, marks, strict=True))
    assert all(
        later[1] <= earlier[1] + 1e-9
        for earlier, later in zip(by_price, by_price[1:], strict=False)
    )


@given(bid_lists, st.sampled_from(sorted(tendering.FORMULAS)), st.randoms())
def test_the_order_of_bids_does_not_matter(bids: Bids, formula: str, random) -> None:
    places = list(range(len(bids.bidders)))
    random.shuffle(places)
    shuffled = Bids.of(
        [bids.bidders[p] for p in places],
        [bids.prices[p] for p in places],
        [bids.quality[p] for p in places],
    )
    one = evaluate(bids, formula, 40, ceiling=600)
    other = evaluate(shuffled, formula, 40, ceiling=600)
    assert set(one.winners) == set(other.winners)
    assert [one.totals[p] for p in places] == pytest.approx(other.totals)


@given(bid_lists, st.sampled_from(sorted(tendering.FORMULAS)))
def test_relative_means_that_the_others_matter(bids: Bids, formula: str) -> None:
    if not tendering.FORMULAS[formula].relative:
        first = bids.bidders[0]
        alone = evaluate(bids.without(*bids.bidders[1:]), formula, 40, ceiling=600)
        assert alone.totals[0] == pytest.approx(evaluate(bids, formula, 40, ceiling=600).totals[0])
        assert alone.winner == first


def test_formulas_side_by_side() -> None:
    compared = tendering.compare_formulas(ABC, 40, ceiling=200)
    assert compared.winners["lowest_over_bid"] == "B"
    assert compared.winners["price_per_quality_point"] == "A"
    assert "The formula decides" in compared.reading()
    assert len(compared.table()) == 6
    without = tendering.compare_formulas(ABC, 40)
    assert without.left_out == ("Below a published ceiling",)


def test_level_bids_need_a_published_tie_break() -> None:
    bids = Bids.of(["A", "B"], [100, 100], [70, 70])
    level = evaluate(bids, "lowest_over_bid", 40)
    assert level.winner is None
    assert "a published tie-break must decide" in level.reading()
    quality = TieBreak("higher quality", {"A": 70, "B": 70})
    top = TieBreak("the criterion with the most weight", {"A": 3, "B": 4})
    broken = evaluate(bids, "lowest_over_bid", 40, tie_breaks=[quality, top])
    assert broken.winner == "B"
    assert broken.tie_broken_by == "the criterion with the most weight"
    assert broken.order == ("B", "A")
    cheaper = TieBreak("lower price", {"A": 1, "B": 2}, higher_wins=False)
    assert tendering.break_tie(["A", "B"], [cheaper]) == (("A",), "lower price")
    with pytest.raises(WorkbookError, match="no value for B"):
        tendering.break_tie(["A", "B"], [TieBreak("x", {"A": 1})])
    with pytest.raises(WorkbookError, match="no one winner"):
        tendering.losing_bids_that_change_the_winner(bids, "min_max", 40)


def test_prices_above_the_ceiling_are_said() -> None:
    result = evaluate(ABC, "below_ceiling", 40, ceiling=110)
    assert result.price_marks[1] == 0
    assert "Above the ceiling and so without marks for price: B." in result.assumptions
    level = evaluate(ABC, "below_ceiling", 40, ceiling=120)
    assert level.price_marks[1] == 0
    assert not any("Above the ceiling" in note for note in level.assumptions)


def test_life_cycle_cost() -> None:
    """£k A 120+30x7 -> 303.436; B 160+20x7 -> 282.291 at 3.5% (domain facts, section 5)."""
    factors = [1.035**-year for year in range(1, 8)]
    result = tendering.life_cycle_costs(
        {"A": 120, "B": 160}, {"A": [30] * 7, "B": [20] * 7}, factors
    )
    assert result.totals["A"] == pytest.approx(303.436, abs=5e-4)
    assert result.totals["B"] == pytest.approx(282.291, abs=5e-4)
    assert result.reading() == "A costs least to buy, but B costs least over its whole life."
    left = tendering.life_cycle_costs({"A": 120}, {"A": [30] * 7}, factors, {"A": 10})
    assert left.totals["A"] == pytest.approx(303.436 - 10 * factors[-1], abs=5e-4)
    with pytest.raises(WorkbookError, match="same years"):
        tendering.life_cycle_costs({"A": 1, "B": 1}, {"A": [1], "B": [1, 2]}, factors)
    with pytest.raises(WorkbookError, match="One|one for each year"):
        tendering.life_cycle_costs({"A": 1}, {"A": [1] * 9}, factors)
    with pytest.raises(WorkbookError, match="7 years but there are 8"):
        tendering.life_cycle_costs({"A": 120}, {"A": [30] * 7}, [1.0, *factors])


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda: evaluate(AB, "cheapest", 40), "is not known"),
        (lambda: evaluate(AB, "below_ceiling", 40), "needs the ceiling price"),
        (lambda: evaluate(ABC, "min_max", 140), "at most 100"),
        (lambda: Bids.of(["A", "A"], [1, 2], [3, 4]), "there twice"),
        (lambda: Bids.of(["A"], [1, 2], [3]), "Make them match"),
        (lambda: Bids.of(["A"], [1], [101]), "at most 100"),
        (lambda: Bids.of([], [], []), "no bids"),
        (lambda: evaluate(AB.plus("Z", 5, 0), "price_per_quality_point", 40), "no quality marks"),
    ],
)
def test_plain_messages(act, said) -> None:
    with pytest.raises(WorkbookError, match=said):
        act()
