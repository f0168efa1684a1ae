"""Tables behind the page on outcomes: complete, by population, with a case for newcomers."""

from pathlib import Path
from typing import get_args

import pandas as pd
import pytest

from course_support.errors import WorkbookError
from course_support.methods.logic_model import Kind
from course_support.sources import outcomes, populations, rules

EVERYONE = (*populations.load(), "a_new_one")


@pytest.mark.parametrize("population", EVERYONE)
def test_every_population_has_examples_of_its_own(population: str) -> None:
    found = outcomes.levels(population)
    assert set(outcomes.LEVELS) <= set(found)
    assert {"matter-with", "matters-to", "one-person", "all-people"} <= set(found)
    others = [outcomes.levels(other) for other in EVERYONE if other != population]
    assert not any(other["outcome"] == found["outcome"] for other in others)


@pytest.mark.parametrize("population", EVERYONE)
def test_a_case_begins_within_what_can_be_set(population: str) -> None:
    case = outcomes.results_case(population)
    for group in case.groups:
        assert 0 < group.anyway < group.with_service < 100
        assert group.people >= 1
    settings = case.payment_settings()
    assert settings["baseline"] < settings["reached"] < settings["target"]
    assert 0 < case.anyway_settings()["deadweight"] < 100


def test_deadweight_follows_from_the_groups() -> None:
    """(7×60 + 12×30 + 6×15)/25 = 34.8% anyway, (7×90 + 12×80 + 6×65)/25 = 79.2% with it."""
    case = outcomes.results_case("homelessness")
    assert case.anyway == pytest.approx(34.8)
    assert case.reached == pytest.approx(79.2)
    assert case.anyway_settings()["deadweight"] == 44  # 34.8 / 79.2
    assert case.anyway_settings()["quantity"] == 20  # 79.2% of 25


DATA = Path(__file__).parents[2] / "data"


@pytest.mark.parametrize("population", populations.load())
def test_estimates_by_age_are_the_rate_times_the_residents(population: str) -> None:
    rates = pd.read_csv(DATA / "authority" / "prevalence.csv").query("population_id == @population")
    living = pd.read_csv(DATA / "authority" / "population_estimates.csv")
    latest = living[living["year"] == living["year"].max()]
    found = outcomes.who(population)
    assert found.year == latest["year"].iloc[0]
    assert (found.counted, found.measure, found.source) == (
        rates["unit_counted"].iloc[0],
        rates["measure"].iloc[0],
        rates["source"].iloc[0],
    )
    for band, (_, rate) in zip(found.bands, rates.iterrows(), strict=True):
        here = latest.loc[latest["age"].between(rate["age_from"], rate["age_to"]), "people"].sum()
        share = rate[["rate_percent", "lower_percent", "upper_percent"]].astype(float) / 100
        assert (band.people, band.low, band.high) == pytest.approx(tuple(here * share))
        assert band.low < band.people < band.high
        last = "and over" if rate["age_to"] >= 120 else f"to {rate['age_to']}"
        assert band.ages == f"{rate['age_from']} {last}"
    people = pd.read_csv(DATA / "authority" / "people.csv").query("population_id == @population")
    assert sum(found.endings.values()) == len(people)
    names = pd.read_csv(DATA / "authority" / "services.csv").set_index("service_id")["name"]
    assert found.service == names[people["service_id"].iloc[0]]


@pytest.mark.parametrize("population", EVERYONE)
def test_the_contracts_sum_is_people_times_units_times_price(population: str) -> None:
    rows = pd.read_csv(DATA / "lookups" / "results_cases.csv").set_index("population")
    row = rows.loc[population if population in rows.index else outcomes.GENERAL]
    prices = pd.read_csv(DATA / "authority" / "services.csv").set_index("service_id")["price_gbp"]
    case = outcomes.results_case(population)
    listed = prices.get(row["service_id"])
    expected = row["total"] if listed is None else case.people * row["units_each"] * listed
    assert case.total == case.payment_settings()["sum"] == pytest.approx(float(expected))
    settings = case.payment_settings()
    assert settings["baseline"] == pytest.approx(case.anyway, abs=0.5)
    assert settings["target"] == pytest.approx(case.reached, abs=0.5)
    assert all(float(value).is_integer() for key, value in settings.items() if key != "sum")


def test_discount_factors_are_those_of_the_dated_schedule() -> None:
    """At 3.5% the end of years 1 and 2 count 0.9662 and 0.9335 (Green Book schedule)."""
    assert outcomes.discount_factors(2) == pytest.approx((0.96618, 0.93351), abs=1e-5)
    assert len(outcomes.discount_factors(10)) == 10


def test_the_worked_model_has_every_column() -> None:
    model = outcomes.example_model()
    assert {card["box"] for card in model["cards"]} == set(get_args(Kind))


def test_outcomes_that_were_set_are_the_last_column() -> None:
    rows = [
        {"outcome": "They sleep", "how-we-would-know": None},
        {"outcome": None, "how-we-would-know": "x"},
        {"outcome": "They eat", "how-we-would-know": "They say so"},
    ]
    assert outcomes.first_cards(rows)["cards"] == [
        {"id": "outcome-1", "box": "final", "text": "They sleep", "sign": ""},
        {"id": "outcome-3", "box": "final", "text": "They eat", "sign": "They say so"},
    ]


def test_every_contract_says_who_bears_which_risk() -> None:
    who = {"We", "Provider", "Shared", "Investor"}
    for row in outcomes.contract_types():
        assert {row["numbers"], row["cost"], row["result"]} <= who


def test_voices_that_were_not_given_are_left_out() -> None:
    assert ("Mother in temporary accommodation", "What should be kept?", "None") not in (
        outcomes.voices("homelessness")
    )


def test_a_population_without_rates_is_told() -> None:
    with pytest.raises(WorkbookError, match="'prevalence' has no rows for a_new_one"):
        outcomes.who("a_new_one")


def test_what_is_said_of_social_outcomes_contracts_is_dated() -> None:
    for row in rules.table("social_outcomes_contracts"):
        assert row.checked_on
        assert row.source
