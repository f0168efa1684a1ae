"""A participant's own tenders: two tables and their headings made one, or told why not."""

from typing import Any

import pytest

from course_support.errors import WorkbookError
from course_support.methods import tender as methods
from course_support.sources import own_tenders
from course_support.sources.own_tenders import Heading


def row(who: str, price: float | None, *scores: float | None, **more: Any) -> dict[str, Any]:
    found = {f"score-{n}": score for n, score in enumerate(scores, 1)}
    return {"id": who, "who": who, "bid-price": price, **found, **more}


QUALITY = {"id": "q", "name": "Quality", "weight": 60.0, "minimum": None, "highest": None}
PRICE = {"id": "p", "name": "Price", "weight": 40.0, "minimum": None, "highest": None}
MORE, NONE = {**QUALITY, "name": "More"}, {**QUALITY, "highest": 0.0}
TWO = [row("A", 100.0, 3, 4), row("B", 120.0, 4, 3)]
HEADS = {"bid-price": "Price £ (40%)", "score-1": "Quality (45%)", "score-2": "Social value (15%)"}


@pytest.mark.parametrize(
    ("typed", "name", "weight", "top"),
    [
        ("Quality (60%)", "Quality", 60, None),
        ("Quality - 60 %", "Quality", 60, None),
        ("60% Quality", "Quality", 60, None),
        ("Safeguarding: 12.5%", "Safeguarding", 12.5, None),
        ("Social value [10%]", "Social value", 10, None),
        ("Workforce (weighting 15%)", "Workforce", 15, None),
        ("Q1 Mobilisation (25%, max 5)", "Q1 Mobilisation", 25, 5),
        ("Method, out of 10", "Method", None, 10),
        ("Quality (0 – 100)", "Quality", None, 100),
        ("Score / 5", "Score", None, 5),
        ("Quality score (%)", "Quality score", None, 100),
        ("Cover 24/7", "Cover 24/7", None, None),
        ("Q1", "Q1", None, None),
    ],
)
def test_a_heading_says_name_weight_and_highest_score(
    typed: str, name: str, weight: float | None, top: float | None
) -> None:
    assert Heading.read(typed) == Heading(name, weight, top)


def test_headings_give_names_weights_and_scales_where_no_criteria_are_given() -> None:
    here = own_tenders.from_rows(TWO, (), HEADS)
    assert here is not None
    assert [(q.name, q.weight) for q in here.questions] == [("Quality", 45), ("Social value", 15)]
    assert (here.price_weight, here.notes) == (40, ())
    bare = own_tenders.from_rows(TWO, (), {"score-1": "Quality (out of 10)", "score-2": "Access"})
    assert bare is not None
    assert [(q.name, q.weight, q.top) for q in bare.questions] == [
        ("Quality", 30, 10), ("Access", 30, 5),
    ]  # fmt: skip
    assert bare.notes[1] == "No weights are given for the criteria: each counts the same."
    rest = own_tenders.from_rows(TWO, (), {**HEADS, "bid-price": "Price for a year"})
    assert rest is not None
    assert rest.notes[0].startswith("No weight for price is given: 40% stands, which the criteria")


def test_criteria_find_their_columns_by_name_whatever_their_order() -> None:
    social = {**QUALITY, "name": "Social value", "weight": 15.0, "minimum": 2.0}
    quality = {**QUALITY, "name": "quality", "weight": 45.0}
    here = own_tenders.from_rows(TWO, [social, PRICE, quality], HEADS)
    assert here is not None
    assert [(q.id, q.name, q.weight, q.minimum) for q in here.questions] == [
        ("score-1", "quality", 45, 0), ("score-2", "Social value", 15, 2),
    ]  # fmt: skip
    order = own_tenders.from_rows(TWO, [QUALITY, MORE, PRICE], {"score-1": "Q1", "score-2": "Q2"})
    assert order is not None
    assert order.notes[1].startswith("Criteria were taken in the order of the columns: “Quality” f")
    with pytest.raises(WorkbookError, match="under “Social value”, and none of your criteria"):
        own_tenders.from_rows(TWO, [QUALITY, MORE, PRICE], HEADS)


def test_weights_may_stand_with_the_names_of_criteria() -> None:
    bare = {"weight": None, "minimum": None, "highest": None}
    rows = [
        {**bare, "name": "Care (45%)"},
        {**bare, "name": "Staff 15%"},
        {**bare, "name": "Price (40%)"},
    ]
    here = own_tenders.from_rows(TWO, rows)
    assert here is not None
    assert [(q.name, q.weight) for q in here.questions] == [("Care", 45), ("Staff", 15)]
    assert (here.price_weight, here.notes) == (40, ())


def test_weights_that_do_not_add_to_100_are_brought_there_and_told() -> None:
    here = own_tenders.from_rows(TWO, [QUALITY, MORE, PRICE])
    assert here is not None
    assert [question.weight for question in here.questions] == pytest.approx([37.5, 37.5])
    assert here.price_weight == 25
    assert here.notes == (
        "Your weights add to 160 and not to 100: each counts as its share of them.",
    )


@pytest.mark.parametrize("name", ["Price", "price (£)", "Total tender price", "Cost", "Commercial"])
def test_the_price_is_known_under_its_usual_names(name: str) -> None:
    here = own_tenders.from_rows(
        [row("A", 100.0, 3), row("B", 120.0, 4)], [QUALITY, {**PRICE, "name": name}]
    )
    assert here is not None
    assert (here.price_weight, len(here.questions)) == (40, 1)


def test_more_than_one_price_a_bidder_is_told() -> None:
    heads = {"score-1": "Price year 1", "score-2": "Price year 2"}
    with pytest.raises(WorkbookError, match="“Price year 1” stands among the scores"):
        own_tenders.from_rows([row("A", None, 90, 90), row("B", None, 80, 80)], (), heads)


def test_prices_a_year_are_said_to_be_so() -> None:
    here = own_tenders.from_rows(TWO, (), {"bid-price": "Annual price (£)"})
    assert here is not None
    assert any(note.startswith("The prices stand under “Annual price (£)”") for note in here.notes)


def test_pasted_tenders_are_taken_as_they_stand() -> None:
    here = own_tenders.from_rows([row("A", 100.0, 3.5), row("B", 120.0, 3.95)], [QUALITY, PRICE])
    assert here
    assert (here.pasted, here.price_weight, here.notes) == (True, 40.0, ())
    assert here.questions == (methods.Question("score-1", "Quality", 60.0, 0.0),)
    assert methods.result(here).winner == "A"


def test_what_has_no_weight_is_told_and_never_taken_for_nought() -> None:
    two = [row("A", 100.0, 3, 4), row("B", 120.0, 4, 3)]
    blank = {**PRICE, "weight": None}
    here = own_tenders.from_rows(two, [QUALITY, {**MORE, "weight": None}, blank])
    assert here and here.price_weight == 40.0
    assert here.notes[0].startswith("No weight for price is given: 40% stands")
    assert here.notes[1].endswith("has no weight, so its scores count for nothing yet.")
    nought = own_tenders.from_rows(
        two, [{**QUALITY, "weight": 100.0}, {**MORE, "weight": 0.0}, {**PRICE, "weight": 0.0}]
    )
    assert nought and (nought.price_weight, nought.notes) == (0.0, ()), "said to be nought"


def test_the_price_is_one_row() -> None:
    two = [row("A", 100.0, 3.5), row("B", 120.0, 3.95)]
    again = {**PRICE, "name": "Cost", "weight": 20.0, "what": None}
    with pytest.raises(WorkbookError, match="and “Cost”, are taken for the price"):
        own_tenders.from_rows(two, [QUALITY, PRICE, again])
    scored = [row("A", 100.0, 3, 4), row("B", 120.0, 4, 3)]
    here = own_tenders.from_rows(scored, [QUALITY, {**again, "what": "quality"}, PRICE])
    assert here and here.price_weight == pytest.approx(100 * 40 / 120)
    assert [question.name for question in here.questions] == ["Quality", "Cost"]


def test_scores_keep_the_scale_that_was_published() -> None:
    ten = {**QUALITY, "highest": 10.0, "minimum": 6.0}
    here = own_tenders.from_rows([row("A", 100.0, 8), row("B", 90.0, 5)], [ten, PRICE])
    assert here
    assert (here.scores["A"]["score-1"], here.questions[0].top) == (8, 10)
    assert methods.quality(here)["A"] == pytest.approx(80)
    assert [bidder for bidder, *_ in methods.below_minimum(here)] == ["B"]


def test_fewer_than_two_bids_are_no_tender_yet() -> None:
    assert own_tenders.from_rows([]) is None
    assert own_tenders.from_rows([row("A", 100.0, 3), {"id": "x", "who": ""}]) is None


def test_own_tenders_may_have_a_ceiling_and_an_estimate() -> None:
    money = {**PRICE, "ceiling": 200.0, "estimate": 110.0}
    here = own_tenders.from_rows([row("A", 100.0, 3.5), row("B", 120.0, 3.95)], [QUALITY, money])
    assert here is not None
    assert (here.ceiling, here.expected) == (200.0, 110.0)
    # Domain facts, section 5: below a published ceiling of £200, B has 63.4 and A 62.0.
    found = methods.result(here, "below_ceiling", 40)
    assert dict(zip(found.bids.bidders, found.totals, strict=True)) == pytest.approx(
        {"A": 62.0, "B": 63.4}
    )


@pytest.mark.parametrize(
    ("rows", "criteria", "said"),
    [
        ([row("A", 100, 3), row("a ", 90, 3)], [], "row 2: “a” is there already"),
        ([row("A", 100, 3), row("B", None, 3)], [], "row 2: B needs a price above nought"),
        ([row("A,100,4", None), row("B,90,3", None)], [], "is one cell with commas in it"),
        ([row("A", 1, 3), row("B", 9, 3), row("Total:", 10, 6)], [], "row 3: “Total:” is taken"),
        ([row("A", 1, 3), row("B", 9, 3)], [QUALITY, PRICE, {"name": "Total", "weight": 100.0}],
         "criteria, row 3: “Total” is taken for a total"),
        ([row("A", 1, 3), row("B", 9, 3)], [{**QUALITY, "minimum": 60.0}],
         "least score for “Quality” is 60, and scores run from 0 to 5"),
        ([row("A", 1, 3), row("B", 9, 3)], [{**QUALITY, "name": "Price", "what": "quality"}],
         "scored is called “Price”"),
        ([row("A", 100, 3), row("", 90, 3)], [], "row 2: the bidder has no name"),
        ([row("A", 100, 3), row("B", 0, 3)], [], "row 2: B needs a price above nought"),
        ([row("A", 100, 3), row("B", 90, None)], [], "row 2: B has no score for “Criterion 1”"),
        ([row("A", 100, 3), row("B", 90, 7)], [], "has 7 for “Criterion 1”, where scores run"),
        ([row("A", 100), row("B", 90)], [], "have no scores yet"),
        ([row("A", 100, 3), row("B", 90, 3)], [QUALITY, MORE], "name 2 criteria"),
        ([row("A", 1, 3, 4), row("B", 9, 3, 4)], [QUALITY, QUALITY], "Two of your criteria"),
        ([row("A", 1, 3), row("B", 9, 3)], [{**QUALITY, "ceiling": 5.0}, PRICE], "row 1: “Q"),
        ([row("A", 1, 3), row("B", 9, 3)], [QUALITY, {**PRICE, "estimate": -1.0}], "row 2: the"),
        ([row("A", 1, 3), row("B", 9, 3)], [NONE], "highest score for “Quality” is 0"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_row(rows: Any, criteria: Any, said: str) -> None:
    with pytest.raises(WorkbookError, match=said):
        own_tenders.from_rows(rows, criteria)
