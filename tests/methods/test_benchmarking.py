"""Benchmark language. Figures: domain facts, section 2."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from course_support.errors import WorkbookError
from course_support.methods import benchmarking, rates

# --- the words -----------------------------------------------------------------------


def test_against_a_benchmark_value() -> None:
    # Domain facts, section 2: 65 per 12,500 is 401.31 to 662.79 per 100,000.
    area = rates.rate(65, 12_500, "Ours")
    assert benchmarking.against_value(area, 400).verdict == "higher"
    assert benchmarking.against_value(area, 663).verdict == "lower"
    unsure = benchmarking.against_value(area, 500, "England")
    assert unsure.verdict == "cannot tell"
    assert unsure.reading() == (
        "The figures cannot tell whether Ours is higher or lower than England. That does not show "
        "that they are the same."
    )


def test_limit_on_the_benchmark_is_not_a_difference() -> None:
    area = rates.rate(65, 12_500)
    assert benchmarking.against_value(area, area.lower).verdict == "cannot tell"
    assert benchmarking.against_value(area, area.upper).verdict == "cannot tell"


def test_overlap_of_two_intervals_is_not_proof_of_no_difference() -> None:
    # Domain facts, section 2, decision rule.
    one, two = rates.proportion(120, 1000, "A"), rates.proportion(155, 1000, "B")
    found = benchmarking.between(one, two)
    assert one.upper > two.lower
    assert found.overlap is True and found.verdict == "lower"


def test_a_figure_that_is_not_known_is_never_judged() -> None:
    hidden = rates.rate(None, 1000, "Hidden", status="suppressed")
    seen = rates.rate(65, 12_500, "Ours")
    assert benchmarking.against_value(hidden, 0).verdict == "cannot tell"
    found = benchmarking.between(seen, hidden)
    assert (found.verdict, found.difference) == ("cannot tell", None)
    assert "Hidden has no figure (suppressed)" in found.reading()


shares = st.integers(5, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(shares, shares)
@settings(max_examples=60, deadline=None)
def test_difference_of_proportions_agrees_with_statsmodels(a, b) -> None:
    found = benchmarking.between(rates.proportion(*a, "A"), rates.proportion(*b, "B"))
    peer = confint_proportions_2indep(*a, *b, method="newcomb", compare="diff")
    assert (found.lower, found.upper) == pytest.approx(peer, abs=1e-9)
    assert found.lower <= found.difference <= found.upper
    if found.overlap is False:  # apart for certain: the careful rule must say so too
        assert found.verdict == ("higher" if found.difference > 0 else "lower")
    back = benchmarking.between(rates.proportion(*b, "B"), rates.proportion(*a, "A"))
    assert (back.lower, back.upper) == pytest.approx((-found.upper, -found.lower), abs=1e-12)


def test_difference_limits_by_hand() -> None:
    # Zou and Donner (2008): d = 5, sqrt((10-8)² + (7-5)²) and sqrt((13-10)² + (5-1)²).
    assert benchmarking.difference_limits((10, 8, 13), (5, 1, 7)) == pytest.approx(
        (5 - math.sqrt(8), 10)
    )


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (
            lambda: benchmarking.between(rates.rate(1, 10), rates.rate(1, 10, per=10)),
            "Work both out the same way",
        ),
    ],
)
def test_mistakes_are_said_plainly(call, says: str) -> None:
    with pytest.raises(WorkbookError, match=says):
        call()
