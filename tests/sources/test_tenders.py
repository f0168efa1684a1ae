"""Tenders in one shape: the authority's, a participant's scores in them, and pasted ones."""

from typing import Any

import pytest

from course_support.exercises.library import Library
from course_support.methods import tender as methods
from course_support.sources import populations, tenders

IDS = tuple(populations.load())
LIBRARY = Library()


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


def test_another_share_for_price_leaves_the_rest_to_the_questions() -> None:
    here = tenders.in_force("older_people", {"price-weight": 20.0})
    assert sum(question.weight for question in here.questions) == pytest.approx(80)
    published = tenders.authoritys("older_people")
    ratios = {a.weight / b.weight for a, b in zip(here.questions, published.questions, strict=True)}
    assert max(ratios) == pytest.approx(min(ratios))


def test_the_screens_take_their_figures_from_the_rules() -> None:
    found = tenders.screen_rules()
    assert (found.average_percent, found.modified_z) == (15, -3.5)
