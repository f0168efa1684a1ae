"""Tenders in one shape: the authority's, a participant's scores in them, and pasted ones."""

from typing import Any

import pytest

from course_support.errors import WorkbookError
from course_support.exercises.library import Library
from course_support.methods import tender as methods
from course_support.sources import populations, tenders

IDS = tuple(populations.load())
LIBRARY = Library()


def row(who: str, price: float | None, *scores: float | None, **more: Any) -> dict[str, Any]:
    found = {f"score-{n}": score for n, score in enumerate(scores, 1)}
    return {"id": who, "who": who, "bid-price": price, **found, **more}


QUALITY = {"id": "q", "name": "Quality", "weight": 60.0, "minimum": None, "highest": None}
PRICE = {"id": "p", "name": "Price", "weight": 40.0, "minimum": None, "highest": None}
MORE, NONE = {**QUALITY, "name": "More"}, {**QUALITY, "highest": 0.0}


@pytest.mark.parametrize("population", IDS)
def test_the_authoritys_tender_is_whole(population: str) -> None:
    for lot in tenders.lots(population):
        here = tenders.authoritys(population, lot)
        assert sum(q.weight for q in here.questions) + here.price_weight == pytest.approx(100)
        assert methods.result(here).winner in here.prices
        assert {bid.bidder: bid.price for bid in tenders.bids(population, lot.id)} == here.prices
        whys = tenders.reasons(population, lot.id)
        assert all(whys[b][q.id] for b in here.bidders for q in here.questions)


@pytest.mark.parametrize("population", IDS)
def test_the_exercises_show_the_tender_as_it_is(population: str) -> None:
    first, second = tenders.lots(population)
    here = tenders.authoritys(population, first)
    score: Any = LIBRARY.named("score-the-tenders").for_population(population)
    assert [option.text for option in score.options] == list(here.bidders)
    assert [(c.text, c.weight) for c in score.criteria] == [
        (q.name, q.weight) for q in here.questions
    ]
    said = {bid.bidder: bid.summary for bid in tenders.bids(population, first.id)}
    assert {option.text: option.help for option in score.options} == said
    rules: Any = LIBRARY.named("evaluation-rules").for_population(population)
    settings = {setting.id: setting for setting in rules.settings}
    assert settings["price-weight"].start == here.price_weight
    assert [o.text for o in settings["lot"].options] == [first.name, second.name]


@pytest.mark.parametrize("population", IDS)
def test_short_tables_speak_of_the_ranking_exercise(population: str) -> None:
    ranked: Any = LIBRARY.named("rank-award-criteria").for_population(population)
    ids = {item.id for item in ranked.items}
    known = {q.id for q in tenders.questions(population)} | {"price"}
    tested = tenders.tested_by(population)
    assert set(tested) <= ids
    assert set(tested.values()) <= known
    assert tested["price"] == "price"
    group = tenders.example_group(population)
    assert len(group) == 6
    assert all(sorted(order) == sorted(ids) for order in group.values())


@pytest.mark.parametrize("population", IDS)
def test_the_bidder_with_the_lowest_price_answers(population: str) -> None:
    here = tenders.authoritys(population)
    lowest = min(here.prices, key=lambda name: here.prices[name])
    answers = tenders.explanations(population, lowest)
    assert len(answers) == 4
    assert {answer["about"] for answer in answers} >= {"Pay"}


def test_settings_choose_lot_formula_and_weight() -> None:
    chosen = {"lot": "second", "formula": "below-ceiling", "price-weight": 20.0}
    here = tenders.in_force("older_people", chosen)
    assert (here.title, here.formula, here.price_weight) == ("Tolwindale", "below_ceiling", 20.0)


def test_ones_own_scores_stand_in_for_the_panels_cell_by_cell() -> None:
    panel = tenders.authoritys("homelessness")
    who, question = panel.bidders[0], panel.questions[0].id
    here = tenders.in_force("homelessness", {}, {who: {question: 1.0, "HO-Q2": None}})
    assert here.scores[who][question] == 1.0
    assert here.scores[who]["HO-Q2"] == panel.scores[who]["HO-Q2"]
    assert here.notes == ("1 of the 16 scores are yours; the rest are the panel's.",)
    second = tenders.in_force("homelessness", {"lot": "second"}, {"Lanternfold": {question: 1.0}})
    assert second.notes == ()


# --- pasted ---------------------------------------------------------------------------------


def test_pasted_tenders_are_taken_as_they_stand() -> None:
    here = tenders.from_rows([row("A", 100.0, 3.5), row("B", 120.0, 3.95)], [QUALITY, PRICE])
    assert here
    assert (here.pasted, here.price_weight, here.notes) == (True, 40.0, ())
    assert here.questions == (methods.Question("score-1", "Quality", 60.0, 0.0),)
    assert methods.result(here).winner == "A"


def test_what_has_no_weight_is_told_and_never_taken_for_nought() -> None:
    two = [row("A", 100.0, 3, 4), row("B", 120.0, 4, 3)]
    blank = {**PRICE, "weight": None}
    here = tenders.from_rows(two, [QUALITY, {**MORE, "weight": None}, blank])
    assert here and here.price_weight == 40.0
    assert here.notes[0].startswith("No weight for price is given: 40% stands")
    assert here.notes[1].endswith("has no weight, so its scores count for nothing yet.")
    nought = tenders.from_rows(two, [QUALITY, {**MORE, "weight": 0.0}, {**PRICE, "weight": 0.0}])
    assert nought and (nought.price_weight, nought.notes) == (0.0, ()), "said to be nought"


def test_the_price_is_one_row() -> None:
    two = [row("A", 100.0, 3.5), row("B", 120.0, 3.95)]
    again = {**PRICE, "name": "Cost", "weight": 20.0, "what": None}
    with pytest.raises(WorkbookError, match="and “Cost”, are taken for the price"):
        tenders.from_rows(two, [QUALITY, PRICE, again])
    scored = [row("A", 100.0, 3, 4), row("B", 120.0, 4, 3)]
    here = tenders.from_rows(scored, [QUALITY, {**again, "what": "quality"}, PRICE])
    assert here and here.price_weight == pytest.approx(100 * 40 / 120)
    assert [question.name for question in here.questions] == ["Quality", "Cost"]


def test_a_row_of_headings_is_known_and_told() -> None:
    heads = {"id": "h", "who": "Bidder", "bid-price": None, "score-1": None}
    here = tenders.from_rows([heads, row("A", 100.0, 3), row("B", 90.0, 3)])
    assert here
    assert list(here.prices) == ["A", "B"]
    assert here.notes[0] == "“Bidder” has no numbers and was taken for a heading."
    assert "40% stands" in here.notes[1]


def test_other_scales_are_brought_to_one() -> None:
    ten = {**QUALITY, "highest": 10.0, "minimum": 6.0}
    here = tenders.from_rows([row("A", 100.0, 8), row("B", 90.0, 5)], [ten, PRICE])
    assert here
    assert here.scores["A"]["score-1"] == 4
    assert [bidder for bidder, *_ in methods.below_minimum(here)] == ["B"]


def test_fewer_than_two_bids_are_no_tender_yet() -> None:
    assert tenders.from_rows([]) is None
    assert tenders.from_rows([row("A", 100.0, 3), {"id": "x", "who": ""}]) is None


def test_own_tenders_may_have_a_ceiling_and_an_estimate() -> None:
    money = {**PRICE, "ceiling": 200.0, "estimate": 110.0}
    here = tenders.from_rows([row("A", 100.0, 3.5), row("B", 120.0, 3.95)], [QUALITY, money])
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
        ([row("A", 100, 3), row("A", 90, 3)], [], "row 2: “A” is there already"),
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
        tenders.from_rows(rows, criteria)


def test_the_screens_take_their_figures_from_the_rules() -> None:
    found = tenders.screen_rules()
    assert (found.average_percent, found.modified_z) == (15, -3.5)
