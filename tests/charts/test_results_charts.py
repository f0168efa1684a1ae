"""Paying by results and what would have happened anyway, as the page draws them."""

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.charts import results
from course_support.errors import WorkbookError
from course_support.exercises.library import Library
from course_support.sources import outcomes as about
from course_support.sources import populations

LIBRARY = Library()
NO_NUMBER = re.compile(r"\b(nan|inf)\b")
POPULATIONS = (*populations.load(), "a_new_one")


def begun(name: str, **moved: float | str) -> dict[str, float | str]:
    exercise = LIBRARY.named(name)
    return {**exercise.in_force(exercise.empty()), **moved}  # type: ignore[attr-defined]


CASE = about.results_case("homelessness")


def test_the_explorer_begins_with_the_published_figures() -> None:
    """£400,000, 30% on outcomes, 40 to 60, 52 reached: £352,000 (domain facts, section 4)."""
    chart = results.payment(begun("payment-by-results"), CASE).charts[0]
    assert chart.title == "At 52% the provider is paid £352,000 of £400,000"
    assert ["The result", "52%", "£352,000"] in chart.rows
    assert ["Baseline", "40%", "£280,000"] in chart.rows


@pytest.mark.parametrize("reached", [0, 20, 38, 41, 52, 59, 61, 80, 95, 100])
def test_no_upright_line_runs_through_what_is_paid(reached: float) -> None:
    chart = results.payment(begun("payment-by-results", reached=reached), CASE).charts[0]
    words = re.escape(chart.title.split(" paid ")[1].split(" of ")[0])
    found = re.search(rf'x="([\d.]+)" y="[\d.]+"[^>]*anchor="(\w+)"[^>]*>{words}<', chart.svg)
    assert found
    at, wide = float(found[1]), 8 * len(words.replace("\\", ""))
    start = at if found[2] == "start" else at - wide
    assert 62 <= start <= 440 - wide
    for rate in (40, 60):
        assert not start < 62 + 3.6 * rate < start + wide


def test_the_social_return_begins_with_the_published_figures() -> None:
    """30 × £2,500 to £39,900 a year; £86,729.01 today; ratio 1.4455 (domain facts, section 4)."""
    settings_ = begun("what-happens-anyway")
    factors = about.discount_factors(10)
    found = results.social_return(settings_, "people", factors)
    assert found.by_year == pytest.approx((39_900, 29_925, 22_443.75))
    assert found.present_value == pytest.approx(86_729.01, abs=0.01)
    assert found.ratio == pytest.approx(1.4455, abs=0.0001)
    drawn = results.anyway(settings_, "people", factors)
    assert drawn.charts[0].title == "£39,900 of £75,000 is left after three questions"
    assert drawn.charts[1].title.startswith("1.45 to 1: more")
    assert "are not to be compared" in drawn.charts[1].reading


@pytest.mark.parametrize("population", POPULATIONS)
def test_every_population_has_a_case_of_its_own(population: str) -> None:
    case = about.results_case(population)
    assert 0 < case.anyway < case.reached < 100
    paid = LIBRARY.named("payment-by-results").starting_at(  # type: ignore[attr-defined]
        lambda: {"values": case.payment_settings()}
    )
    shown = results.payment(paid.in_force(paid.empty()), case)
    assert len(shown.charts) == 3
    assert "would pay the provider most" in shown.charts[2].title
    claim = LIBRARY.named("what-happens-anyway").starting_at(  # type: ignore[attr-defined]
        lambda: {"values": case.anyway_settings()}
    )
    drawn = results.anyway(claim.in_force(claim.empty()), case.outcome, about.discount_factors(10))
    assert not NO_NUMBER.search(drawn._repr_html_())


def test_the_price_is_the_authority_s_own_where_it_has_one() -> None:
    assert pytest.approx(25 * 10_800) == CASE.total  # Housing First: 25 places, price list
    assert about.results_case("a_new_one").total == 240_000


def test_few_people_let_chance_decide_more_than_many() -> None:
    def wrongly_paid(people: int) -> float:
        settings_ = begun("payment-by-results", people=people, baseline=40, swing="none")
        groups = results.scaled(about.results_case("a_new_one").groups, people)
        terms = results._terms(settings_)
        chart = results.odds(terms, groups, "none")
        return float(chart.rows[1][1].strip("underov% "))

    assert wrongly_paid(10) > wrongly_paid(300)


def test_a_low_baseline_pays_a_provider_that_changes_nothing() -> None:
    """The second of the three things to find out, for every population: paid in most years."""
    for population in POPULATIONS:
        case = about.results_case(population)
        start = begun("payment-by-results", **case.payment_settings())
        low = {**start, "baseline": float(start["baseline"]) - 10}
        share = results.payment(low, case).charts[1].rows[0][1]
        assert "over" in share or float(share.strip("%")) > 60, population


def test_the_swing_is_simulated_and_the_same_every_time() -> None:
    first = results.payment(begun("payment-by-results", swing="large"), CASE).charts[1]
    again = results.payment(begun("payment-by-results", swing="large"), CASE).charts[1]
    assert first == again
    assert "simulated 20,000 times" in first.source
    exact = results.payment(begun("payment-by-results", swing="none"), CASE).charts[1]
    assert "worked out exactly" in exact.source


def test_nobody_is_paid_to_leave_anyone_out_when_nothing_hangs_on_outcomes() -> None:
    chart = results.payment(begun("payment-by-results", share=0), CASE).charts[2]
    assert chart.title == "Under these terms it pays nobody to leave anyone out"


def test_a_baseline_that_is_the_target_is_refused_in_words() -> None:
    with pytest.raises(WorkbookError, match="Baseline and target are both 50%"):
        results.payment(begun("payment-by-results", baseline=50, target=50), CASE)


def test_a_target_below_the_baseline_is_refused_in_words() -> None:
    with pytest.raises(WorkbookError, match="40%, lies below the baseline, 60%"):
        results.payment(begun("payment-by-results", baseline=60, target=40), CASE)


def test_a_claim_of_nothing_is_drawn_as_nothing() -> None:
    drawn = results.anyway(begun("what-happens-anyway", value=0), "x", about.discount_factors(10))
    assert drawn.charts[0].title == "£0 of £0 is left after three questions"
    assert "Nothing is left of the value" in drawn.notes[0]


def test_the_worth_of_one_result_is_named_at_which_value_and_inputs_are_level() -> None:
    """Domain facts, section 4: £60,000 in, £86,729.01 out at £2,500 each; level at £1,729.52."""
    settings_ = begun("what-happens-anyway")
    drawn = results.anyway(settings_, "x", about.discount_factors(10))
    level = float(settings_["value"]) * 60_000 / 86_729.01
    assert f"one result worth £{level:,.0f} (now £2,500)" in drawn.notes[0]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 600), st.sampled_from(POPULATIONS))
def test_the_mix_stays_and_nobody_is_lost(people: int, population: str) -> None:
    groups = about.results_case(population).groups
    made = results.scaled(groups, people)
    assert sum(group.people for group in made) == max(people, len(groups))
    assert min(group.people for group in made) >= 1
    whole = sum(group.people for group in groups)
    for before, after in zip(groups, made, strict=True):
        assert math.isclose(after.people, people * before.people / whole, abs_tol=2.0) or people < 6


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 100), st.integers(0, 100), st.integers(0, 100), st.integers(0, 100),
    st.integers(100, 200), st.integers(5, 60),
)  # fmt: skip
def test_whatever_is_set_is_drawn_or_refused_in_words(
    share: int, baseline: int, target: int, reached: int, cap: int, people: int
) -> None:
    moved = begun(
        "payment-by-results", share=share, baseline=baseline, target=target, reached=reached,
        cap=cap, people=people, swing="none",
    )  # fmt: skip
    if target <= baseline:
        with pytest.raises(WorkbookError):
            results.payment(moved, CASE)
        return
    shown = results.payment(moved, CASE)._repr_html_()
    assert not NO_NUMBER.search(shown)


def test_how_often_is_never_only_where_it_is_never() -> None:
    assert [results._often(x) for x in (0, 0.001, 0.5, 0.999, 1)] == [
        "0%", "under 1%", "50%", "over 99%", "100%",
    ]  # fmt: skip
