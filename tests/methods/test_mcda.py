"""The linear additive model. Figures: domain facts, section 3, "MCDA" [C]."""

import numpy as np
import pandas as pd
import pytest
import skcriteria
from hypothesis import example, given, settings
from hypothesis import strategies as st
from skcriteria.agg.simple import WeightedSumModel

from course_support.errors import WorkbookError
from course_support.methods import mcda, weight_sensitivity, weights

PERFORMANCE = pd.DataFrame(
    [[70, 12, 3, 40], [85, 20, 4, 55], [60, 6, 5, 30], [90, 30, 2, 60]],
    index=list("ABCD"),
    columns=["quality", "wait", "choice", "cost"],
)
BETTER = {"quality": "higher", "wait": "lower", "choice": "higher", "cost": "lower"}
SCORES = mcda.local_scale(PERFORMANCE, BETTER)
SWING = dict(zip(SCORES.columns, weights.from_points([100, 70, 40, 20]), strict=True))


def test_totals_as_published() -> None:
    found = mcda.weighted_totals(SCORES, SWING)
    assert found.totals == pytest.approx([48.913, 61.957, 56.522, 43.478], abs=5e-4)
    assert found.leaders == ("B",)
    assert found.contributions.sum(axis=1).tolist() == pytest.approx(found.totals.tolist())
    assert found.reading() == "With these weights B comes first with 62.0, 5.4 ahead of C."


def test_crossings_as_published() -> None:
    found = weight_sensitivity.weight_crossings(SCORES, SWING, "cost")
    by_pair = {(a, b): w for w, a, b in found.crossings[["weight", "first", "second"]].to_numpy()}
    assert by_pair["B", "C"] == pytest.approx(0.142857, abs=5e-7)
    assert by_pair["A", "B"] == pytest.approx(0.275862, abs=5e-7)
    assert [names for _, _, names in found.intervals] == [("B",), ("C",)]
    assert found.crossings["changes_winner"].sum() == 1
    assert found.reading() == (
        "With the weight of cost at 0.087, B comes first; above 0.143 it is C."
    )


def test_global_scale_is_anchored() -> None:
    found = mcda.global_scale(PERFORMANCE[["cost"]], {"cost": 100}, {"cost": 20})
    assert found["cost"].tolist() == [75, 56.25, 87.5, 50]
    beyond = mcda.global_scale(PERFORMANCE[["cost"]], {"cost": 50}, {"cost": 35})
    assert beyond["cost"].min() < 0 and beyond["cost"].max() > 100


def test_local_scale_runs_from_0_to_100() -> None:
    assert SCORES.min().tolist() == [0] * 4 and SCORES.max().tolist() == [100] * 4
    assert SCORES.loc["C", "cost"] == 100 and SCORES.loc["C", "quality"] == 0


def test_dominated_options_are_named() -> None:
    scores = pd.DataFrame([[50, 50], [50, 60], [60, 40], [50, 60]], index=list("abcd"))
    assert mcda.dominance(scores) == {"a": "b"}  # b and d are the same: neither dominates
    assert "a is nowhere better than b" in mcda.weighted_totals(scores, {"0": 1, "1": 1}).reading()


tables = st.integers(2, 5).flatmap(
    lambda n: st.integers(2, 4).flatmap(
        lambda m: st.tuples(
            st.lists(st.lists(st.integers(0, 100), min_size=m, max_size=m), min_size=n, max_size=n),
            st.lists(st.integers(1, 100), min_size=m, max_size=m),
        )
    )
)


def named(rows, points) -> tuple[pd.DataFrame, dict[str, float]]:
    scores = pd.DataFrame(
        np.array(rows, dtype=float),
        index=[f"o{i}" for i in range(len(rows))],
        columns=[f"c{j}" for j in range(len(points))],
    )
    return scores, dict(zip(scores.columns, points, strict=True))


@given(tables)
@settings(max_examples=40, deadline=None)
def test_second_opinion_scikit_criteria(drawn) -> None:
    scores, points = named(*drawn)
    found = mcda.weighted_totals(scores, points)
    given_weights = list(found.weights.values())
    assert sum(given_weights) == pytest.approx(1)
    matrix = skcriteria.mkdm(scores.to_numpy() + 1, [max] * scores.shape[1], weights=given_weights)
    peer = WeightedSumModel().evaluate(matrix)
    assert found.totals + 1 == pytest.approx(np.asarray(peer.e_.score))


@given(tables, st.data())
@settings(max_examples=40, deadline=None)
def test_better_scores_never_lower_a_total_and_order_does_not_matter(drawn, data) -> None:
    scores, points = named(*drawn)
    totals = mcda.weighted_totals(scores, points).totals
    better = scores.copy()
    better.iloc[0, 0] += 5
    assert mcda.weighted_totals(better, points).totals[0] > totals[0]
    rows = data.draw(st.permutations(range(len(scores))))
    columns = data.draw(st.permutations(range(scores.shape[1])))
    again = mcda.weighted_totals(scores.iloc[list(rows), list(columns)], points)
    assert again.totals == pytest.approx(totals[list(rows)])


@given(tables, st.floats(0.0005, 0.9995))
# Two pairs cross at 9/13, and on a computer a hair apart.
@example(([[0, 29], [0, 36], [4, 20], [16, 0]], [1, 4]), 0.5)
@settings(max_examples=60, deadline=None)
def test_intervals_cover_and_name_the_winner_everywhere(drawn, weight: float) -> None:
    scores, points = named(*drawn)
    found = weight_sensitivity.weight_crossings(scores, points, "c0")
    ends = [(a, b) for a, b, _ in found.intervals]
    assert ends[0][0] == 0 and ends[-1][1] == 1
    assert all(one[1] == two[0] for one, two in zip(ends, ends[1:], strict=False))
    if any(abs(weight - w) < 1e-6 for w in found.crossings["weight"]):
        return
    rest = sum(points[c] for c in scores.columns[1:])
    moved = {c: (1 - weight) * points[c] / rest for c in scores.columns[1:]} | {"c0": weight}
    winners = next(names for a, b, names in found.intervals if a <= weight <= b)
    assert set(mcda.weighted_totals(scores, moved).leaders) == set(winners)


# --- what would have to be true -----------------------------------------------------


def test_what_would_have_to_be_true_for_c() -> None:
    found = weight_sensitivity.what_would_have_to_be_true(SCORES, SWING, "C")
    level = mcda.weighted_totals(SCORES, found.weights)
    assert level.totals[2] == pytest.approx(level.totals.max())
    assert sum(found.weights.values()) == pytest.approx(1)
    # Moving the cost weight alone, others pro rata, to 0.142857 moves 0.0559 of the weight.
    assert 0 < found.moved <= 0.142857 - 0.086957 + 1e-6
    cost = found.rows.set_index("criterion").loc["cost"]
    assert cost["leads_between"] == "0.14 to 1.00"
    quality = found.rows.set_index("criterion").loc["quality"]
    assert quality["needed"] == pytest.approx((61.957 - 56.522) / 0.434783, abs=2e-3)
    assert "C would draw level if" in found.reading()


@given(tables)
@settings(max_examples=40, deadline=None)
def test_nearest_weights_do_put_it_first_or_nothing_does(drawn) -> None:
    scores, points = named(*drawn)
    found = weight_sensitivity.what_would_have_to_be_true(scores, points, "o0")
    if found.weights is None:
        # Then it is not first at the corners or at a spread of other weights either.
        tried = np.vstack(
            [
                np.eye(scores.shape[1]),
                np.random.default_rng(0).dirichlet(np.ones(scores.shape[1]), 200),
            ]
        )
        totals = tried @ scores.to_numpy().T
        assert (totals[:, 0] < totals.max(axis=1)).all()
        assert found.reading().startswith("No weights at all")
        return
    totals = mcda.weighted_totals(scores, found.weights).totals
    assert totals[0] == pytest.approx(totals.max(), abs=1e-6)
    if found.leads_now:
        assert found.moved == pytest.approx(0, abs=1e-6)


def test_an_option_between_two_others_can_never_win() -> None:
    scores = pd.DataFrame([[0, 100], [100, 0], [40, 40]], index=list("abc"), columns=["x", "y"])
    found = weight_sensitivity.what_would_have_to_be_true(scores, {"x": 1, "y": 1}, "c")
    assert mcda.dominance(scores) == {}
    assert found.reading() == "No weights at all put c first: only better scores could."


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (
            lambda: mcda.local_scale(PERFORMANCE.assign(cost=40), BETTER),
            "Scale of cost: worst and best are both 40",
        ),
        (lambda: mcda.local_scale(PERFORMANCE, {}), "'higher' or 'lower' is better"),
        (lambda: mcda.local_scale(PERFORMANCE, BETTER | {"cost": "less"}), "'less' is not known"),
        (lambda: mcda.global_scale(PERFORMANCE, {}, {}), "needs a worst and a best"),
        (lambda: mcda.weighted_totals(SCORES, {"cost": 1}), "quality has none"),
        (lambda: mcda.weighted_totals(SCORES, SWING | {"x": 1}), "'x' is not known"),
        (lambda: mcda.weighted_totals(SCORES, dict.fromkeys(SWING, 0)), "all are 0"),
        (lambda: mcda.weighted_totals(SCORES, SWING | {"cost": -1}), "found -1 for 'cost'"),
        (
            lambda: mcda.weighted_totals(SCORES.mask(SCORES == 100), SWING),
            "found a blank for",
        ),
        (lambda: mcda.weighted_totals(pd.DataFrame(), {}), "at least one option"),
        (lambda: weight_sensitivity.weight_crossings(SCORES, SWING, "x"), "'x' is not known"),
        (
            lambda: weight_sensitivity.weight_crossings(
                SCORES, dict.fromkeys(SWING, 0) | {"cost": 1}, "cost"
            ),
            "holds all the weight",
        ),
    ],
)
def test_mistakes_are_said_plainly(call, says: str) -> None:
    with pytest.raises(WorkbookError, match=says):
        call()
