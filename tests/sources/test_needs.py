"""What the needs analysis starts from, against the tables themselves."""

import csv
from pathlib import Path

import pytest

from course_support.errors import WorkbookError
from course_support.sources import needs, needs_places, populations
from course_support.sources.needs import SCENARIOS

DATA = Path(__file__).parents[2] / "data" / "authority"
EVERY = tuple(populations.load())


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("population", EVERY)
def test_people_by_band_are_those_of_the_table(population: str) -> None:
    found = needs.load(population)
    assert set(found.projected) == {"headline", "higher_migration", "lower_migration"}
    band, (first, last) = next(iter(found.bands.items()))
    by_hand = sum(
        float(row["people"])
        for row in rows("population_projections")
        if (row["variant"], row["year"]) == ("headline", "2036")
        and first <= int(row["age"]) <= last
    )
    assert found.projected["headline"][2036][band] == pytest.approx(by_hand)
    assert max(found.past) == 2025 and min(found.projected["headline"]) == 2026


@pytest.mark.parametrize("population", EVERY)
def test_supply_price_and_shares(population: str) -> None:
    found = needs.load(population)
    places = sum(
        int(row["capacity"])
        for row in rows("sites")
        if row["population_id"] == population and row["counts_as_supply"] == "true"
    )
    assert found.supply == places > 0
    assert found.spend_year == "2025-26" and found.price > 0
    for shares in (found.prevalence, found.take_up):
        assert tuple(shares) == SCENARIOS
        for band in found.bands:
            low, central, high = (shares[s][band] for s in SCENARIOS)
            assert 0 <= low <= central <= high <= 1


def test_settings_become_assumptions() -> None:
    found = needs.load("homelessness")
    plain = needs.suppose(found, {})
    assert (plain.variant, plain.year, plain.supply) == ("headline", 2036, found.supply)
    moved = needs.suppose(
        found,
        {"projection": "higher-migration", "ahead": 3, "places": -20, "prevalence": 110,
         "take-up": -5, "price": 9000},
    )  # fmt: skip
    assert moved.variant in found.projected and moved.year == 2029
    assert moved.supply == found.supply - 20 and moved.price == 9000
    assert moved.prevalence_factor == pytest.approx(1.1)
    assert moved.take_up_shift == pytest.approx(-0.05)
    assert needs.looked_ahead("homelessness", moved) is needs.looked_ahead("homelessness", moved)


def test_a_population_without_rates_says_what_to_add() -> None:
    with pytest.raises(WorkbookError, match="Add its age bands"):
        needs.load("veterans")


@pytest.mark.parametrize("population", EVERY)
def test_places_within_and_beside(population: str) -> None:
    within = needs_places.localities(population)
    assert len(within.places) == 5 and len(within.bands) == len(within.standard)
    counted = sum(sum(place.counts) for place in within.places)
    people = [r for r in rows("people") if r["population_id"] == population and r["age"]]
    assert counted == len(people)
    around, _ = needs_places.neighbourhoods(population)
    assert len(around) == 190
    assert all((p.users is None) == (p.status != "ok") for p in around)
    first = needs_places.indicator(population)
    other = needs_places.indicator(population, "XX-I1")
    assert first == other, "another population's indicator is not there: the first is shown"
    assert first.own in first.rows and len(first.rows) == 16


def test_indicators_to_choose_are_those_of_the_exercise() -> None:
    from course_support.exercises.library import Library

    for population in EVERY:
        exercise = Library()["choose-what-to-compare"].for_population(population)
        (choice,) = (each for each in exercise.settings if each.id == "indicator")
        asked = {option.id.upper(): option.text for option in choice.options}
        assert asked == {
            row["indicator_id"]: row["name"]
            for row in rows("indicators")
            if row["population_id"] == population
        }
