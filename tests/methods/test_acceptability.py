"""Rank acceptability over all plausible weights."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymcdm.methods import WSM
from scipy import stats

from course_support.errors import WorkbookError
from course_support.methods import acceptability, mcda, weights

# Domain facts, section 3, "MCDA".
SCORES = mcda.local_scale(
    pd.DataFrame(
        [[70, 12, 3, 40], [85, 20, 4, 55], [60, 6, 5, 30], [90, 30, 2, 60]],
        index=list("ABCD"),
        columns=["quality", "wait", "choice", "cost"],
    ),
    {"quality": "higher", "wait": "lower", "choice": "higher", "cost": "lower"},
)
TWO = pd.DataFrame([[100, 0], [0, 100]], index=["a", "b"], columns=["x", "y"])


def test_known_answers() -> None:
    # a wins where w > 1 - w: half of the line; with x first in importance, always.
    assert acceptability.rank_acceptability(TWO).first["a"] == pytest.approx(0.5, abs=0.006)
    ordered = acceptability.rank_acceptability(TWO, ranks={"x": 1, "y": 2})
    assert ordered.first == {"a": 1.0, "b": 0.0}
    # a wins where 25 w > 75 (1 - w), that is w > 3/4: a quarter of the line.
    quarter = pd.DataFrame([[100, 0], [75, 75]], index=["a", "b"], columns=["x", "y"])
    found = acceptability.rank_acceptability(quarter)
    assert found.first["a"] == pytest.approx(0.25, abs=0.006)
    # Central weights: mean of w over (3/4, 1) and over (0, 3/4).
    assert found.central[:, 0] == pytest.approx([0.875, 0.375], abs=0.006)


def test_drawn_weights_are_uniform_on_the_simplex() -> None:
    drawn = acceptability.draw_weights(4, 20_000, np.random.default_rng(3))
    assert drawn.sum(axis=1) == pytest.approx(1)
    for j in range(4):  # each margin of a uniform simplex is Beta(1, n - 1)
        assert stats.kstest(drawn[:, j], stats.beta(1, 3).cdf).pvalue > 1e-3


def test_ordered_weights_keep_the_order_and_centre_on_the_centroid() -> None:
    rng = np.random.default_rng(3)
    drawn = acceptability.draw_weights(4, 40_000, rng, np.array([2.0, 1, 3, 4]))
    assert (np.diff(drawn[:, [1, 0, 2, 3]], axis=1) <= 0).all()
    # The mean of the ordered simplex is the rank order centroid (domain facts, section 3).
    assert drawn.mean(axis=0) == pytest.approx([0.2708, 0.5208, 0.1458, 0.0625], abs=0.005)
    tied = acceptability.draw_weights(4, 40_000, rng, np.array([1.0, 2.5, 2.5, 4]))
    assert tied.mean(axis=0) == pytest.approx(weights.from_ranks([1, 2.5, 2.5, 4]), abs=0.005)
    assert 0.45 < (tied[:, 1] > tied[:, 2]).mean() < 0.55


def test_second_opinion_pymcdm() -> None:
    drawn = acceptability.draw_weights(4, 300, np.random.default_rng(5))
    values = SCORES.to_numpy()
    shares, _ = acceptability.count_ranks(values, drawn)
    wsm = WSM(normalization_function=lambda x, *_, **__: x)
    ranks = np.array([wsm.rank(wsm(values, w, np.ones(4))) for w in drawn])
    peer = [[(ranks[:, i] == k).mean() for k in range(1, 5)] for i in range(4)]
    assert shares == pytest.approx(np.array(peer))


@given(
    st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=1, max_size=5),
    st.data(),
)
@settings(max_examples=40, deadline=None)
def test_every_rank_is_taken_once_and_names_do_not_matter(rows, data) -> None:
    drawn = acceptability.draw_weights(3, 500, np.random.default_rng(0))
    values = np.array(rows, dtype=float)
    shares, central = acceptability.count_ranks(values, drawn)
    assert shares.sum(axis=0) == pytest.approx(1)
    assert shares.sum(axis=1) == pytest.approx(1)
    never = shares[:, 0] == 0
    assert (np.isnan(central).all(axis=1) == never).all()
    assert central[~never].sum(axis=1) == pytest.approx(1)
    order = list(data.draw(st.permutations(range(len(rows)))))
    assert acceptability.count_ranks(values[order], drawn)[0] == pytest.approx(shares[order])


def test_options_alike_share_their_ranks() -> None:
    alike = pd.DataFrame([[50, 50], [50, 50], [0, 0]], index=list("abc"), columns=["x", "y"])
    found = acceptability.rank_acceptability(alike, draws=1000)
    assert found.shares == pytest.approx(np.array([[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]]))


def test_never_first_has_no_central_weights_and_is_named() -> None:
    worse = pd.DataFrame([[50, 50], [40, 40]], index=["a", "b"], columns=["x", "y"])
    found = acceptability.rank_acceptability(worse, draws=1000)
    assert np.isnan(found.central[1]).all()
    assert found.reading() == (
        "a comes first at 100% of all weights. Not first at any weights tried: b."
    )


def test_same_question_same_answer() -> None:
    one = acceptability.rank_acceptability(SCORES, draws=2000)
    assert (one.shares == acceptability.rank_acceptability(SCORES, draws=2000).shares).all()


def test_over_the_groups_own_weights() -> None:
    own = pd.DataFrame({"y": [1, 3, 1], "x": [3, 1, 1]}, index=["Ann", "Bo", "Cy"])
    found = acceptability.over_given_weights(TWO, own)
    assert found.first == pytest.approx({"a": 0.5, "b": 0.5})
    assert found.draws == 3 and "the 3 sets of weights given" in found.reading()


def test_a_share_never_rounds_to_certainty() -> None:
    assert acceptability._percent(0.9999) == "over 99%"
    assert acceptability._percent(0.0001) == "under 1%"
    assert acceptability._percent(1.0) == "100%"


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: acceptability.rank_acceptability(TWO, draws=0), "0 draws"),
        (lambda: acceptability.rank_acceptability(TWO, ranks={"x": 1}), "y has no rank"),
        (lambda: acceptability.rank_acceptability(TWO, ranks={"z": 1}), "'z' is not known"),
        (lambda: acceptability.over_given_weights(TWO, pd.DataFrame()), "nobody has given"),
    ],
)
def test_mistakes_are_said_plainly(call, says: str) -> None:
    with pytest.raises(WorkbookError, match=says):
        call()
