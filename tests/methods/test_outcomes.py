"""Social return and payment by results: domain facts, section 4."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from course_support.errors import WorkbookError
from course_support.methods import outcomes as out
from course_support.methods.outcomes import Group, ValuedOutcome

JOBS = ValuedOutcome("Jobs", 30, 2_500, 0.20, 0.05, 0.30, 0.25, 3)
FACTORS = [1.035**-year for year in range(1, 4)]
TERMS = out.payment_terms(400_000, 0.30, 40, 60)


def test_social_return() -> None:
    """75,000 -> 39,900 -> 29,925 -> 22,443.75; PV 86,729.01; 1.4455 (section 4)."""
    found = out.social_return([JOBS], 60_000, FACTORS)
    assert JOBS.quantity * JOBS.proxy == 75_000
    assert found.by_year == pytest.approx((39_900, 29_925, 22_443.75))
    assert sum(found.by_year) == pytest.approx(92_268.75)
    assert found.present_value == pytest.approx(86_729.01, abs=5e-3)
    assert found.ratio == pytest.approx(1.4455, abs=5e-5)
    assert found.net_ratio == pytest.approx(0.4455, abs=5e-5)
    assert "not to be compared" in found.reading()


def test_switching_values_bring_the_ratio_to_one() -> None:
    found = out.social_return([JOBS, ValuedOutcome("Calm", 1, 100)], 60_000, FACTORS)
    value = found.switching_value(0, "deadweight")
    changed = ValuedOutcome("Jobs", 30, 2_500, value, 0.05, 0.30, 0.25, 3)
    again = out.social_return([changed, ValuedOutcome("Calm", 1, 100)], 60_000, FACTORS)
    assert again.ratio == pytest.approx(1)
    assert np.isnan(found.switching_value(1, "attribution"))
    rich = out.social_return([ValuedOutcome("Calm", 1, 100)], 100, [1.0])
    poor = out.social_return([ValuedOutcome("Calm", 1, 100, deadweight=0.5)], 150, [1.0])
    for name in ("deadweight", "displacement", "attribution"):
        assert rich.switching_value(0, name) == 0
        assert np.isnan(poor.switching_value(0, name))
    assert len(found.table()) == 2


shares = st.floats(0, 1)


@given(shares, shares, shares, shares, st.floats(0, 0.5))
def test_more_of_any_filter_never_raises_the_value(a, b, c, d, more) -> None:
    before = ValuedOutcome("X", 10, 100, a, b, c, d, 3)
    value = out.social_return([before], 1_000, FACTORS).present_value
    assert 0 <= value <= 3_000
    for name in ("deadweight", "displacement", "attribution", "drop_off"):
        raised = out.replace(before, **{name: min(1.0, getattr(before, name) + more)})
        assert out.social_return([raised], 1_000, FACTORS).present_value <= value + 1e-9


def test_payment_by_results() -> None:
    """£400k, 70/30, 40 to 60, actual 52 -> 280,000 + 72,000 = £352,000 (section 4)."""
    found = out.payment(TERMS, 52)
    assert TERMS.fixed == pytest.approx(280_000)
    assert found.amount == pytest.approx(352_000)
    assert "60% of the £120,000" in found.reading()
    assert list(found.table()["Pounds"]) == pytest.approx([280_000, 72_000, 352_000])


@pytest.mark.parametrize(("actual", "paid"), [(30, 280_000), (40, 280_000), (75, 400_000)])
def test_capped_at_both_ends(actual, paid) -> None:
    assert out.payment(TERMS, actual).amount == pytest.approx(paid)


def test_caps_floors_and_shared_risk() -> None:
    shared = out.payment_terms(
        400_000, 0.3, 40, 60, cap=1.2, floor=0.25, provider_bears=0.5, provider_gains=0.5
    )
    assert out.payment(shared, 50).amount == pytest.approx(280_000 + 120_000 * 0.75)
    assert out.payment(shared, 40).amount == pytest.approx(280_000 + 120_000 * 0.5)
    assert out.payment(shared, 64).amount == pytest.approx(280_000 + 120_000 * 1.1)
    assert out.payment(shared, 100).amount == pytest.approx(280_000 + 120_000 * 1.2)
    assert out.payment(shared, 0).amount == pytest.approx(280_000 + 120_000 * 0.25)


def test_a_target_below_the_baseline_pays_for_a_fall() -> None:
    terms = out.payment_terms(100, 1, 30, 20)
    assert out.payment(terms, 25).amount == pytest.approx(50)
    assert out.payment(terms, 35).amount == 0


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_better_result_never_pays_less(one, other) -> None:
    low, high = sorted([one, other])
    paid = [out.payment(TERMS, value).amount for value in (low, high)]
    assert paid[0] <= paid[1] + 1e-9
    assert TERMS.fixed - 1e-9 <= paid[0] <= TERMS.total + 1e-9


groups = st.lists(
    st.tuples(st.integers(1, 20), st.floats(0, 1)).map(lambda g: Group("g", g[0], g[1])),
    min_size=1,
    max_size=4,
)


@given(groups)
def test_the_distribution_is_one(people: list[Group]) -> None:
    found = out.success_distribution(people)
    assert found.sum() == pytest.approx(1)
    expected = sum(g.people * g.chance for g in people)
    assert found @ np.arange(found.size) == pytest.approx(expected)


@pytest.mark.parametrize(("people", "chance"), [(1, 0.5), (20, 0.4), (60, 0.99), (10, 0), (10, 1)])
def test_one_group_is_binomial(people: int, chance: float) -> None:
    found = out.success_distribution([Group("g", people, chance)])
    assert found == pytest.approx(stats.binom.pmf(np.arange(people + 1), people, chance))


@given(groups)
@settings(max_examples=20)
def test_mixed_groups_agree_with_scipy(people: list[Group]) -> None:
    chances = [g.chance for g in people for _ in range(g.people)]
    theirs = stats.poisson_binom(chances).pmf(np.arange(len(chances) + 1))
    assert out.success_distribution(people) == pytest.approx(theirs, abs=1e-9)


def test_a_provider_that_makes_no_difference_is_often_paid_when_numbers_are_small() -> None:
    small = out.payment_odds(TERMS, [Group("all", 20, 0.4)], [Group("all", 20, 0.6)])
    assert small.of("makes no difference")["Paid on outcomes"] == pytest.approx(
        stats.binom.sf(8, 20, 0.4)
    )
    assert small.of("does well")["Paid in full"] == pytest.approx(stats.binom.sf(11, 20, 0.6))
    large = out.payment_odds(TERMS, [Group("all", 400, 0.4)], [Group("all", 400, 0.6)])
    idle = [odds.of("makes no difference")["Mean payment (£)"] for odds in (small, large)]
    assert idle[0] > idle[1] > TERMS.fixed
    assert small.people == 20
    assert [row["True rate (%)"] for row in small.rows] == pytest.approx([40, 60])
    assert small.reading() == (
        "With 20 people, a provider that makes no difference is still paid something on outcomes "
        "40% of the time, and one that reaches 60% on average misses full payment 40% of the "
        "time, by chance alone."
    )
    assert "Paid in full (% of the time)" in small.table()


def test_the_simulation_agrees_with_the_exact_odds_and_repeats() -> None:
    anyway, helped = [Group("a", 12, 0.3), Group("b", 8, 0.5)], [Group("a", 20, 0.6)]
    exact = out.payment_odds(TERMS, anyway, helped)
    run = [
        out.simulated_payment_odds(TERMS, anyway, helped, np.random.default_rng(1), spread=0)
        for _ in range(2)
    ]
    assert run[0].rows == run[1].rows
    for row, other in zip(exact.rows, run[0].rows, strict=True):
        assert row["Paid on outcomes"] == pytest.approx(other["Paid on outcomes"], abs=0.015)
    swinging = out.simulated_payment_odds(
        TERMS, [Group("a", 400, 0.4)], [Group("a", 400, 0.6)], np.random.default_rng(1), spread=0.5
    )
    calm = out.payment_odds(TERMS, [Group("a", 400, 0.4)], [Group("a", 400, 0.6)])
    idle = "makes no difference"
    assert swinging.of(idle)["Mean payment (£)"] > calm.of(idle)["Mean payment (£)"]


def test_whom_it_pays_to_leave_out() -> None:
    found = out.whom_it_pays_to_leave_out(
        TERMS, [Group("easier", 30, 0.6), Group("harder", 20, 0.3)]
    )
    gains = {row["Group"]: row["Gain if left out (£)"] for row in found.rows}
    assert [row["Chance (%)"] for row in found.rows] == pytest.approx([60, 30])
    alone = [
        out.payment_odds(TERMS, [one], [one]).rows[0]["Mean payment (£)"]
        for one in (Group("harder", 20, 0.3), Group("easier", 30, 0.6))
    ]
    both = [Group("easier", 30, 0.6), Group("harder", 20, 0.3)]
    together = out.payment_odds(TERMS, both, both).rows[0]["Mean payment (£)"]
    assert [gains["easier"], gains["harder"]] == pytest.approx([a - together for a in alone])
    assert gains["harder"] > 0 > gains["easier"]
    assert "leaving out harder" in found.reading()
    alike = out.whom_it_pays_to_leave_out(
        out.payment_terms(100, 0.0, 40, 60), [Group("a", 5, 0.5), Group("b", 5, 0.4)]
    )
    assert "no group" in alike.reading()


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda: out.social_return([], 1, FACTORS), "no outcome"),
        (lambda: out.social_return([JOBS], 0, FACTORS), "Inputs"),
        (lambda: out.social_return([JOBS], 1, FACTORS[:2]), "one for each year"),
        (
            lambda: out.social_return([out.replace(JOBS, deadweight=20)], 1, FACTORS),
            "would have happened anyway: found 20",
        ),
        (lambda: out.social_return([out.replace(JOBS, years=0)], 1, FACTORS), "lasts 0 years"),
        (lambda: out.payment_terms(1, 0.3, 40, 40), "both 40%"),
        (lambda: out.payment_terms(1, 30, 40, 60), "Share paid on outcomes"),
        (lambda: out.payment(TERMS, 120), "at most 100"),
        (
            lambda: out.payment_odds(TERMS, [Group("a", 5, 0.5)], [Group("a", 6, 0.5)]),
            "5 people and with it 6",
        ),
        (lambda: out.payment_odds(TERMS, [Group("a", 5, 50)], []), "Chance of 'a'"),
        (lambda: out.whom_it_pays_to_leave_out(TERMS, [Group("a", 5, 0.5)]), "at least two"),
    ],
)
def test_plain_messages(act, said) -> None:
    with pytest.raises(WorkbookError, match=said):
        act()
