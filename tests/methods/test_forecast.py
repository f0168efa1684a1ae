"""Demand forecasts. Figures: domain facts, section 2 (oracle [C])."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.errors import WorkbookError
from course_support.methods import needs

RATES = {"65-74": 0.017, "75-84": 0.041, "85+": 0.134}
PEOPLE = {
    2026: {"65-74": 9000, "75-84": 5000, "85+": 1800},
    2031: {"65-74": 9600, "75-84": 5900, "85+": 2100},
    2036: {"65-74": 9900, "75-84": 6800, "85+": 2700},
}
SCENARIOS = {"low": 0.9, "central": 1.0, "high": 1.1}


def test_demand_as_published() -> None:
    found = needs.forecast(PEOPLE, RATES, SCENARIOS)
    assert [found.at(year) for year in PEOPLE] == pytest.approx([599.2, 686.5, 808.9])
    assert found.at(2036, "low") == pytest.approx(728.01)
    assert found.at(2036, "high") == pytest.approx(889.79)
    assert found.reading() == (
        "On these assumptions the central forecast goes from 599 people in 2026 to 809 in 2036 "
        "(+35.0%). The range in 2036 is 728 to 890."
    )
    assert list(found.table().columns) == ["low", "central", "high"]


def test_decomposition_as_published() -> None:
    found = needs.decompose(PEOPLE[2026], PEOPLE[2036], RATES)
    assert found.size_only == pytest.approx(735.727, abs=5e-4)
    assert found.ageing == pytest.approx(73.173, abs=5e-4)
    assert found.rate == 0
    assert found.before + found.size + found.ageing == pytest.approx(808.9)


def test_rate_effect() -> None:
    higher = {band: rate * 1.1 for band, rate in RATES.items()}
    found = needs.decompose(PEOPLE[2026], PEOPLE[2036], RATES, higher)
    assert found.rate == pytest.approx(80.89)
    assert "+81 from the change in rates" in found.reading()


def test_parts_told_in_whole_people_add_up_to_the_change_that_is_told() -> None:
    """409.5 to 381.4, by -33.6 and +5.5: rounded one by one they would make -34 and +6."""
    found = needs.Decomposition(409.5, 381.4, -33.6, 5.5, 0.0)
    assert found.in_whole_people == (-34, 5, 0)
    assert found.reading().startswith("Of a change of -29 people, -34 comes")


people = st.lists(st.floats(0, 1e6), min_size=3, max_size=3)
shares = st.lists(st.floats(0, 1), min_size=3, max_size=3)


@given(people.filter(lambda n: sum(n) > 1), people, shares, shares)
@settings(max_examples=60, deadline=None)
def test_parts_add_up_and_a_population_that_only_grows_does_not_age(n0, n1, r0, r1) -> None:
    def by(values):
        return dict(zip("abc", values, strict=True))

    found = needs.decompose(by(n0), by(n1), by(r0), by(r1))
    parts = found.size + found.ageing + found.rate
    assert parts == pytest.approx(found.after - found.before, abs=1e-6 + 1e-9 * sum(n1))
    whole = found.in_whole_people
    if max(abs(found.size), abs(found.ageing), abs(found.rate)) > 1e-6:
        assert sum(whole) == round(found.after) - round(found.before)
    for said, part in zip(whole, (found.size, found.ageing, found.rate), strict=True):
        assert abs(said - part) <= 2
    grown = needs.decompose(by(n0), by([2 * n for n in n0]), by(r0))
    assert grown.ageing == pytest.approx(0, abs=1e-6)
    assert grown.size == pytest.approx(grown.before)


@given(people, people, shares)
@settings(max_examples=40, deadline=None)
def test_demand_is_the_plain_sum_and_never_falls_when_people_are_added(n0, more, rates) -> None:
    bands = ["a", "b", "c"]
    found = needs.forecast(
        {
            2026: dict(zip(bands, n0, strict=True)),
            2027: dict(zip(bands, np.add(n0, more), strict=True)),
        },
        dict(zip(bands, rates, strict=True)),
    )
    assert found.at(2026) == pytest.approx(np.dot(n0, rates))
    assert found.at(2027) >= found.at(2026) - 1e-9


def test_variants_own_rates_and_rates_by_year() -> None:
    population = pd.DataFrame(
        {
            "band": ["0-17"] * 4,
            "year": [2026, 2027] * 2,
            "population": [1000, 1100, 1000, 1300],
            "variant": ["low migration"] * 2 + ["high migration"] * 2,
        }
    )
    rates = pd.DataFrame(
        {"band": ["0-17"] * 2, "year": [2026, 2027], "rate": [0.01, 0.02], "scenario": "trend"}
    )
    found = needs.forecast(population, rates)
    assert found.at(2027, "trend", "high migration") == pytest.approx(26)
    assert found.at(2027, "trend") == pytest.approx(22)
    assert list(found.table().columns) == [("low migration", "trend"), ("high migration", "trend")]
    assert not any("same in every year" in a for a in found.assumptions)


def test_a_band_that_is_not_known_leaves_no_total() -> None:
    population = pd.DataFrame(
        {
            "band": ["0-4", "5-9"] * 2,
            "year": [2026, 2026, 2027, 2027],
            "population": [100, 200, 100, 0],
            "status": ["ok", "ok", "ok", "suppressed"],
        }
    )
    found = needs.forecast(population, {"0-4": 0.5, "5-9": 0.1})
    assert found.at(2026) == pytest.approx(70)
    assert found.at(2027) is None
    row = found.totals().iloc[1]
    assert (row["known part"], row["status"]) == (50, "includes suppressed")
    assert "cannot be totalled for 2027: it includes suppressed figures" in found.reading()
    hidden_rate = pd.DataFrame({"band": ["0-4", "5-9"], "rate": [0.5, None]})
    assert needs.forecast(population, hidden_rate).totals()["status"].tolist()[0] == (
        "includes missing"
    )


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: needs.forecast(PEOPLE, {"65-74": 0.1}), "no central rate for 75-84"),
        (
            lambda: needs.forecast(PEOPLE, RATES, {"wild": 9}),
            r"'85\+ \(wild\)'; expected",
        ),
        (lambda: needs.forecast({2026: {"a": -1}}, {"a": 0.1}), "found -1 for 'a, 2026'"),
        (lambda: needs.forecast(PEOPLE, RATES).at(2050), "no year '2050'. It has: 2026"),
        (lambda: needs.forecast(PEOPLE, RATES).at(2026, "odd"), "no scenario 'odd'"),
        (lambda: needs.forecast(pd.DataFrame({"band": []}), RATES), "column 'year' is missing"),
        (
            lambda: needs.decompose({"a": 1}, {"b": 1}, {"a": 1}),
            "is not in all of the tables",
        ),
        (lambda: needs.decompose({"a": 0}, {"a": 1}, {"a": 1}), "nobody is there"),
        (
            lambda: needs.forecast(
                PEOPLE, pd.DataFrame({"band": ["a"], "rate": [1], "scenario": ["x"]}), SCENARIOS
            ),
            "Use one or the other",
        ),
    ],
)
def test_mistakes_are_said_plainly(call, says: str) -> None:
    with pytest.raises(WorkbookError, match=says):
        call()


def test_shows_itself() -> None:
    html = needs.forecast(PEOPLE, RATES, SCENARIOS)._repr_html_()
    assert "Rates stay the same in every year." in html and "808.9" in html
