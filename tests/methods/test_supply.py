"""Capacity, concentration, pressure points, unit cost, real terms."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.errors import WorkbookError
from course_support.methods import needs
from course_support.methods.supply import herfindahl

HOMES = pd.DataFrame(
    {
        "provider": ["Ash", "Beech", "Cedar", "Dogwood"],
        "owner": ["Grove", "Grove", "Solo", "Third"],
        "places": [30, 20, 30, 20],
        "occupied": [30, 18, 27, 10],
        "rating": ["Good", "Requires improvement", None, "Good"],
        "price": [110, 100, 100, 100],
        "price_before": [100, 100, 98, None],
    }
)


def test_capacity_and_occupancy() -> None:
    found = needs.capacity(HOMES)
    assert found.places.value == 100 and found.occupied.value == 85
    assert found.occupancy == pytest.approx(0.85)
    assert found.rows["free"].tolist() == [0, 2, 3, 10]
    assert found.table()["Free places"].tolist() == [0, 2, 3, 10]
    closed = needs.capacity(HOMES.assign(places=[30, 20, 30, 0]))
    assert np.isnan(closed.rows["occupancy"][3])
    assert closed.occupancy == pytest.approx(85 / 80)


def test_provider_that_does_not_report_is_not_empty() -> None:
    some = HOMES.assign(occupied_status=["ok", "suppressed", "ok", "ok"])
    found = needs.capacity(some)
    assert found.occupied.value is None and found.occupied.at_least == 67
    assert found.occupancy == pytest.approx(67 / 80) and found.compared == 3
    none = needs.capacity(HOMES.assign(occupied=np.nan))
    assert none.occupancy is None and "not known" in none.reading()


def test_concentration_by_owner() -> None:
    found = needs.concentration(HOMES)
    # 50² + 30² + 20²
    assert found.hhi == pytest.approx(3800)
    assert (found.largest, found.largest_share) == ("Grove", 0.5)
    assert (found.lost, found.spare_elsewhere) == (48, 13)
    assert "they could not all be placed there" in found.reading()
    assert found.equal_owners == pytest.approx(1 / (0.5**2 + 0.3**2 + 0.2**2))
    assert "as 2.6 owners of equal size (index 3,800 of 10,000)" in found.reading()
    assert found.table()["Owner"].tolist() == ["Grove", "Solo", "Third"]
    just = needs.concentration(HOMES.assign(occupied=[10, 3, 27, 10]))
    assert (just.lost, just.spare_elsewhere) == (13, 13) and "so they could be" in just.reading()
    unknown = needs.concentration(HOMES.assign(occupied=[30, None, 27, 10]))
    assert unknown.lost is None and "If it left" not in unknown.reading()
    assert needs.concentration(HOMES.drop(columns="occupied")).spare_elsewhere is None


def test_concentration_with_a_gap_is_undefined() -> None:
    found = needs.concentration(HOMES.assign(places=[30, None, 30, 20]))
    assert found.hhi is None and np.isnan(found.shares).all()
    assert "places are not known for some (1 missing)" in found.reading()
    assert needs.concentration(HOMES.assign(places=0)).hhi is None


@given(st.lists(st.floats(0.01, 1e4), min_size=1, max_size=12), st.randoms())
@settings(max_examples=60, deadline=None)
def test_hhi_lies_between_equal_shares_and_one_owner(sizes: list[float], random) -> None:
    shares = np.array(sizes) / sum(sizes)
    found = herfindahl(shares)
    assert 10_000 / len(sizes) - 1e-6 <= found <= 10_000 + 1e-6
    random.shuffle(sizes)
    assert herfindahl(np.array(sizes) / sum(sizes)) == pytest.approx(found)


def test_pressure_points_by_stated_thresholds() -> None:
    found = needs.pressure_points(
        HOMES,
        needs.Thresholds(
            occupancy=0.95,
            share=0.5,
            poor_ratings=("Inadequate", "requires improvement"),
            price_rise=0.05,
        ),
    )
    assert found.rows["points"].tolist() == [3, 2, 0, 0]
    assert found.rows["reasons"][0] == ("100% full; its owner has 50% of places; price up 10%")
    assert found.rows["not_known"].tolist() == ["", "", "rating", "price rise"]
    assert "Full: occupancy of 95% or more." in found.assumptions
    assert found.table()["Provider"][0] == "Ash"


def test_a_rise_of_just_so_much_reaches_the_threshold() -> None:
    """120 / 100 - 1 is a little less than 0.2 on a computer."""
    rows = pd.DataFrame({"provider": ["A", "B"], "price": [120, 119.9], "price_before": 100})
    found = needs.pressure_points(rows, needs.Thresholds(price_rise=0.2))
    assert found.rows["points"].tolist() == [1, 0]
    assert found.reading() == (
        "1 of 2 providers pass at least one threshold; A passes most (price up 20%)."
    )
    calm = needs.pressure_points(rows, needs.Thresholds(price_rise=0.3))
    assert calm.reading() == "No provider of 2 passes a threshold where figures are known."


def test_the_provider_with_most_points_is_named_wherever_it_stands() -> None:
    rows = HOMES.iloc[[3, 1, 0, 2]]
    thresholds = needs.Thresholds(occupancy=0.9, price_rise=0.05)
    assert "Ash passes most (100% full; price up 10%)" in (
        needs.pressure_points(rows, thresholds).reading()
    )
    free = pd.DataFrame({"provider": ["A"], "price": [0.0], "price_before": [5.0]})
    assert needs.pressure_points(free, needs.Thresholds(price_rise=0.1)).rows["points"][0] == 0


def test_only_thresholds_that_are_set_are_checked() -> None:
    found = needs.pressure_points(
        HOMES[["provider", "rating"]], needs.Thresholds(poor_ratings=("Good",))
    )
    assert found.rows["points"].tolist() == [1, 0, 0, 1]


def test_unit_cost_as_published() -> None:
    # Domain facts, section 2, "Unit cost".
    full = needs.unit_cost(312_000, 4_680, overhead=0.18)
    assert full.each == pytest.approx(78.67, abs=5e-3)
    used = needs.unit_cost(312_000, 4_680, overhead=0.18, utilisation=0.85)
    assert used.each == pytest.approx(92.55, abs=5e-3)
    assert used.reading() == ("Each hour used costs £92.55; if all were used it would cost £78.67.")


@given(st.floats(0, 1e8), st.floats(0.5, 1e5), st.floats(0, 1), st.floats(0.01, 1))
@settings(max_examples=60, deadline=None)
def test_unused_units_never_make_a_unit_cheaper(direct, units, overhead, used) -> None:
    found = needs.unit_cost(direct, units, overhead=overhead, utilisation=used)
    assert found.each >= found.at_full_use >= direct / units - 1e-9


def test_real_terms() -> None:
    found = needs.real_terms(
        {"2022-23": 100.0, "2023-24": None, "2024-25": 110.0},
        {"2022-23": 80.0, "2023-24": 85.0, "2024-25": 88.0},
        "2024-25",
    )
    assert found.rows["real"][0] == pytest.approx(110)
    assert np.isnan(found.rows["real"][1])
    assert found.reading() == (
        "From 2022-23 to 2024-25 the amount changed by +10.0% in cash and +0.0% in real terms."
    )


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: needs.capacity(HOMES.drop(columns="places")), "column 'places' is missing"),
        (lambda: needs.capacity(pd.concat([HOMES, HOMES])), "'Ash' is there twice"),
        (lambda: needs.capacity(HOMES.assign(places=-1)), "found -1 for 'Ash'"),
        (lambda: needs.pressure_points(HOMES, needs.Thresholds()), "no threshold was set"),
        (
            lambda: needs.pressure_points(
                HOMES.drop(columns="rating"), needs.Thresholds(poor_ratings=("x",))
            ),
            "column 'rating' is missing",
        ),
        (lambda: needs.unit_cost(1, 0), "Units: found 0; expected a number above 0"),
        (lambda: needs.unit_cost(1, 1, utilisation=1.2), "at most 1"),
        (lambda: needs.real_terms({"2030": 1}, {"2029": 1}, "2029"), "no deflator for 2030"),
    ],
)
def test_mistakes_are_said_plainly(call, says: str) -> None:
    with pytest.raises(WorkbookError, match=says):
        call()
