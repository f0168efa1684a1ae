"""Discounting and the cost of options. Figures: domain facts, section 3."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.errors import WorkbookError
from course_support.methods import costs, discounting

# Domain facts, section 3: the schedules of the 2026 Green Book [V], written out for the test.
YEARS = [(0, 30), (31, 75), (76, 125), (126, 200), (201, 300), (301, None)]


def as_schedule(name: str, rates: list[float]) -> discounting.Schedule:
    bands = [(start, end, rate) for (start, end), rate in zip(YEARS, rates, strict=True)]
    return discounting.schedule(bands, name, "Green Book, February 2026")


STANDARD = as_schedule("standard", [0.035, 0.03, 0.025, 0.02, 0.015, 0.01])
HEALTH = as_schedule("health", [0.015, 0.0129, 0.0107, 0.0086, 0.0064, 0.0043])
LOWER = as_schedule("sensitivity", [0.03, 0.0257, 0.0214, 0.0171, 0.0129, 0.0086])

# --- discount factors ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "year", "published"),
    [
        (STANDARD, 1, 0.966184),
        (STANDARD, 5, 0.841973),
        (STANDARD, 10, 0.708919),
        (STANDARD, 30, 0.356278),
        (STANDARD, 31, 0.345901),
        (STANDARD, 50, 0.197263),
        (STANDARD, 60, 0.146782),
        (STANDARD, 75, 0.094214),
        (STANDARD, 76, 0.091916),
        (STANDARD, 100, 0.050818),
        (HEALTH, 10, 0.861667),
        (HEALTH, 30, 0.639762),
        (HEALTH, 60, 0.435534),
        (LOWER, 30, 0.411987),
        (LOWER, 60, 0.192430),
    ],
)
def test_discount_factors_as_published(by, year: int, published: float) -> None:
    assert discounting.factor(by, year) == pytest.approx(published, abs=5e-7)


def test_year_0_is_not_discounted() -> None:
    assert discounting.factor(STANDARD, 0) == 1
    assert discounting.present_value([100], STANDARD) == 100


spans = st.lists(st.tuples(st.integers(1, 40), st.floats(0.0001, 0.2)), min_size=1, max_size=4)


@given(spans)
@settings(max_examples=60, deadline=None)
def test_factors_fall_and_chain(drawn: list[tuple[int, float]]) -> None:
    bands, start = [], 0
    for length, rate in drawn:
        bands.append((start, start + length, rate))
        start += length + 1
    by = discounting.schedule(bands)
    found = discounting.factors(by, start - 1)
    assert np.all(np.diff(found) < 0) and np.all(found > 0)
    rates = [by.rate(year) for year in range(1, start)]
    assert found[:-1] / found[1:] - 1 == pytest.approx(rates)


def test_life_cycle_cost_of_a_single_rate() -> None:
    # Domain facts, section 5, "LCC": 120 + 30 × 7 years at 3.5%.
    assert discounting.present_value([120, *[30] * 7], STANDARD) == pytest.approx(303.436, abs=5e-4)


# --- options (domain facts, section 3, "NPC oracle", £ thousand) -----------------------------


def flow(option: str, capital: float, revenue: list[float], benefit: list[float]) -> list[tuple]:
    return [
        (option, 0, "capital", capital),
        *[(option, t, "revenue", amount) for t, amount in enumerate(revenue, start=1)],
        *[(option, t, "benefit", amount) for t, amount in enumerate(benefit, start=1)],
    ]


WITH_BENEFITS = pd.DataFrame(
    flow("BAU", 0, [500] * 5, [])
    + flow("Do-min", 80, [450] * 5, [40] * 5)
    + flow("Preferred", 300, [380, *[360] * 4], [60, 120, 150, 150, 150])
    + flow("Max", 700, [300, *[280] * 4], [80, 150, 200, 200, 200]),
    columns=["option", "year", "kind", "amount"],
)
COSTS = WITH_BENEFITS[WITH_BENEFITS["kind"] != "benefit"]


def npc(found: costs.CostAppraisal) -> dict[str, float]:
    return dict(zip(found.rows["option"], found.rows["npc"], strict=True))


def test_net_present_cost_as_published() -> None:
    found = costs.appraise(COSTS, STANDARD)
    # The third decimal of Preferred is cut, not rounded, in the source (1944.74253), hence 1e-3.
    assert npc(found) == pytest.approx(
        {"BAU": 2257.526, "Do-min": 2111.774, "Preferred": 1944.742, "Max": 1983.538}, abs=1e-3
    )
    assert npc(found)["Preferred"] == pytest.approx(
        sum(a / 1.035**t for t, a in enumerate([300, 380, 360, 360, 360, 360]))
    )
    assert found.order == ("Preferred", "Max", "Do-min", "BAU")
    assert found.of("Preferred", "eac") == pytest.approx(430.724, abs=5e-4)
    assert found.reading() == (
        "Preferred has the lowest net present cost (£1,944.7), £38.8 ahead of Max."
    )


def test_net_present_value_as_published() -> None:
    found = costs.appraise(WITH_BENEFITS, STANDARD, baseline="BAU")
    assert found.rows["npsv"].tolist() == pytest.approx([0, 326.355, 875.080, 1014.381], abs=5e-4)
    assert found.order[0] == "Max"


def test_optimism_bias_on_one_option_flips_the_order() -> None:
    found = costs.bias_on_one_only(COSTS, STANDARD, {"capital": 0.24}, "Preferred")
    assert npc(found.on_one)["Preferred"] == pytest.approx(2016.742, abs=1e-3)
    assert found.on_one.order[0] == "Max"
    assert npc(found.on_all)["Max"] == pytest.approx(2151.538, abs=5e-4)
    assert found.on_all.order[0] == "Preferred"
    assert found.flips and found.reading().endswith("Uplift every option.")


def test_the_three_ways_stand_side_by_side() -> None:
    """Preferred 2016.742 with 24%, Max 1983.538 without and 2151.538 with (section 3)."""
    found = costs.bias_on_one_only(COSTS, STANDARD, {"capital": 0.24}, "Preferred")
    table = found.table().set_index("Option")
    assert list(table.loc["Preferred"]) == pytest.approx([1944.742, 2016.742, 2016.742], abs=1e-3)
    assert list(table.loc["Max"]) == pytest.approx([1983.538, 1983.538, 2151.538], abs=1e-3)
    assert found.reading() == (
        "With the uplift on Preferred only, Max comes first; with the same uplift on every "
        "option, Preferred does. Uplift every option."
    )
    assert found.on_all.assumptions[-1] == "Optimism bias is on every option."
    assert found.without.assumptions[-1] == "No optimism bias has been added."
    worth = costs.bias_on_one_only(
        WITH_BENEFITS, STANDARD, {"capital": 0.24}, "Preferred", baseline="BAU"
    )
    assert list(worth.table()["No uplift"]) == pytest.approx(
        [0, 326.355, 875.080, 1014.381], abs=5e-4
    )


def test_one_option_and_one_year_are_enough_to_read() -> None:
    alone = pd.DataFrame(
        [("Now", 0, "revenue", 100.0)], columns=["option", "year", "kind", "amount"]
    )
    found = costs.appraise(alone, STANDARD)
    assert found.reading() == "Now has the lowest net present cost (£100.0)."
    assert found.rows["eac"].isna().all(), "nothing falls in a year to be made level"
    assert found.baseline is None
    free = costs.appraise(alone, STANDARD, optimism_bias={"revenue": -1})
    assert free.of("Now", "npc") == 0
    with pytest.raises(WorkbookError, match="at least -1"):
        costs.appraise(alone, STANDARD, optimism_bias={"revenue": -1.1})


def test_optimism_bias_on_some_options_is_refused() -> None:
    with pytest.raises(WorkbookError, match="no uplift is given for BAU"):
        costs.appraise(COSTS, STANDARD, optimism_bias={"Preferred": {"capital": 0.24}})
    each = {o: {"capital": 0.24} for o in ("BAU", "Do-min", "Preferred", "Max")}
    by_option = costs.appraise(COSTS, STANDARD, optimism_bias=each)
    by_kind = costs.appraise(COSTS, STANDARD, optimism_bias={"capital": 0.24})
    assert npc(by_option) == npc(by_kind)


def test_benefits_may_have_a_schedule_of_their_own() -> None:
    usual = costs.appraise(WITH_BENEFITS, STANDARD, baseline="BAU")
    health = costs.appraise(
        WITH_BENEFITS, STANDARD, baseline="BAU", schedule_by_kind={"benefit": HEALTH}
    )
    assert npc(health) == npc(usual)
    expected = np.dot([80, 150, 200, 200, 200], discounting.factors(HEALTH, 5)[1:])
    assert health.of("Max", "benefit") == pytest.approx(expected)


def test_what_is_not_in_money_stays_in_sight() -> None:
    found = costs.appraise(COSTS, STANDARD, not_counted={"Max": ["more choice", "closer to home"]})
    assert "more choice; closer to home" in found.table().to_string()
    assert found.reading().endswith("What is not counted in money is listed beside it.")


def test_equal_options_share_a_rank() -> None:
    twice = pd.concat([COSTS, COSTS.assign(option=COSTS["option"] + " again")])
    assert sorted(costs.appraise(twice, STANDARD).rows["rank"]) == [1, 1, 3, 3, 5, 5, 7, 7]


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=20), st.floats(0, 3))
@settings(max_examples=50, deadline=None)
def test_more_cost_is_never_cheaper_and_the_annual_cost_pays_for_it(amounts, uplift) -> None:
    table = pd.DataFrame(
        {"option": "A", "year": range(len(amounts)), "kind": "revenue", "amount": amounts}
    )
    plain = costs.appraise(table, STANDARD)
    raised = costs.appraise(table, STANDARD, optimism_bias={"revenue": uplift})
    assert raised.of("A", "npc") == pytest.approx(plain.of("A", "npc") * (1 + uplift), abs=1e-6)
    level = [0.0] + [plain.of("A", "eac")] * (len(amounts) - 1)
    assert discounting.present_value(level, STANDARD) == pytest.approx(
        plain.of("A", "npc"), abs=1e-6
    )


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: discounting.schedule([]), "has no rows"),
        (lambda: discounting.schedule([(0, 30, 3.5)]), "Write 3.5% as 0.035"),
        (lambda: discounting.schedule([(5, 30, 0.03)]), "starts at year 5"),
        (lambda: discounting.schedule([(0, 30, 0.03), (32, None, 0.02)]), "starts at year 32"),
        (lambda: discounting.schedule([(0, None, 0.03), (31, None, 0.02)]), "an open end"),
        (lambda: discounting.schedule([(0, 2.5, 0.03)]), "not a whole year"),
        (lambda: discounting.schedule([(0, 30, -0.01)]), "at least 0"),
        (
            lambda: discounting.factors(discounting.schedule([(0, 5, 0.03)]), 6),
            "stops before year 6",
        ),
        (lambda: discounting.present_value([], STANDARD), "no amounts"),
        (lambda: discounting.equivalent_annual(1, STANDARD, 0), "at least 1"),
        (lambda: costs.appraise(COSTS.drop(columns="kind"), STANDARD), "column 'kind' is missing"),
        (lambda: costs.appraise(pd.concat([COSTS, COSTS]), STANDARD), "is there twice"),
        (lambda: costs.appraise(COSTS.assign(amount=np.nan), STANDARD), "found a blank for 'BAU"),
        (lambda: costs.appraise(COSTS, STANDARD, baseline="Z"), "'Z' is not known"),
        (
            lambda: costs.appraise(COSTS, STANDARD, optimism_bias={"land": 0.1}),
            "'land' is not known",
        ),
    ],
)
def test_mistakes_are_said_plainly(call, says: str) -> None:
    with pytest.raises(WorkbookError, match=says):
        call()


def test_schedule_from_a_table() -> None:
    table = pd.DataFrame({"from_year": [31, 0], "to_year": [np.nan, 30], "rate": [0.03, 0.035]})
    by = discounting.schedule(table, "standard", "a table")
    assert discounting.factor(by, 60) == pytest.approx(0.146782, abs=5e-7)
    assert by.described() == "Discounted by the standard, 3.50% a year at first (a table)."
