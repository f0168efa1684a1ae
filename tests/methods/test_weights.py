"""Weights from ranks and from swings."""

import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.errors import WorkbookError
from course_support.methods import weights

# Domain facts, section 3, "Weights from rankings" [C].
PUBLISHED = {
    ("rank order centroid", 3): (0.6111, 0.2778, 0.1111),
    ("rank sum", 3): (0.5, 0.3333, 0.1667),
    ("rank reciprocal", 3): (0.5455, 0.2727, 0.1818),
    ("rank order centroid", 4): (0.5208, 0.2708, 0.1458, 0.0625),
    ("rank sum", 4): (0.4, 0.3, 0.2, 0.1),
    ("rank reciprocal", 4): (0.48, 0.24, 0.16, 0.12),
    ("rank order centroid", 5): (0.4567, 0.2567, 0.1567, 0.09, 0.04),
    ("rank sum", 5): (0.3333, 0.2667, 0.2, 0.1333, 0.0667),
    ("rank reciprocal", 5): (0.438, 0.219, 0.146, 0.1095, 0.0876),
}


@pytest.mark.parametrize(("method", "n"), PUBLISHED)
def test_published_weights(method: str, n: int) -> None:
    assert weights.from_ranks(range(1, n + 1), method) == pytest.approx(
        PUBLISHED[method, n], abs=5e-5
    )


def test_tied_items_share_their_weights() -> None:
    # Domain facts, section 3: 1, 2.5, 2.5, 4.
    assert weights.from_ranks([1, 2.5, 2.5, 4]) == pytest.approx(
        (0.5208, 0.2083, 0.2083, 0.0625), abs=5e-5
    )


@pytest.mark.parametrize("same", [[1, 2, 2, 4], [1, 2, 2, 3], [10, 20, 20, 30]])
def test_every_way_to_write_a_tie_gives_the_same_weights(same: list[float]) -> None:
    assert weights.from_ranks(same) == weights.from_ranks([1, 2.5, 2.5, 4])


def test_swing_points() -> None:
    # Domain facts, section 3: swings 100/70/40/20.
    assert weights.from_points([100, 70, 40, 20]) == pytest.approx(
        (0.434783, 0.304348, 0.173913, 0.086957), abs=5e-7
    )


@pytest.mark.parametrize("n", [1, 2, 3, 7, 12])
def test_centroid_is_the_mean_of_the_corners(n: int) -> None:
    # An independent derivation: weights in this order are mixtures of (1, 0, …),
    # (1/2, 1/2, 0, …) … (1/n, …, 1/n), and the centroid is the mean of those corners.
    corners = [
        [Fraction(1, k) if i < k else Fraction(0) for i in range(n)] for k in range(1, n + 1)
    ]
    centroid = [float(sum(corner[i] for corner in corners) / n) for i in range(n)]
    assert weights.rank_order_centroid(n) == pytest.approx(centroid)


ranks_lists = st.lists(st.integers(1, 12), min_size=1, max_size=12)


@given(ranks=ranks_lists, method=st.sampled_from(list(weights.METHODS)), data=st.data())
@settings(max_examples=60, deadline=None)
def test_weights_sum_to_one_fall_with_rank_and_ignore_the_order_of_items(
    ranks: list[int], method: str, data: st.DataObject
) -> None:
    found = weights.from_ranks(ranks, method)
    assert sum(found) == pytest.approx(1)
    for i, first in enumerate(ranks):
        for j, second in enumerate(ranks):
            assert (first < second) == (found[i] > found[j])
    shuffled = data.draw(st.permutations(range(len(ranks))))
    again = weights.from_ranks([ranks[i] for i in shuffled], method)
    assert again == tuple(found[i] for i in shuffled)


@given(st.lists(st.floats(0, 1e300), min_size=1, max_size=12).filter(any))
@settings(max_examples=60, deadline=None)
def test_points_become_weights_that_sum_to_one(points: list[float]) -> None:
    found = weights.from_points(points)
    assert sum(found) == pytest.approx(1)
    assert all(0 <= weight <= 1 for weight in found)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: weights.from_ranks([]), "no items"),
        (lambda: weights.from_ranks([1, None]), "item 2 has 'None'"),
        (lambda: weights.from_ranks([1, float("nan")]), "item 2"),
        (lambda: weights.from_ranks([1, 2], "best"), "no method called 'best'"),
        (lambda: weights.from_points([100, -1]), "item 2 has -1 points"),
        (lambda: weights.from_points([0, 0]), "every item has 0 points"),
        (lambda: weights.compare(["a"], [1, 2]), "1 items but 2 ranks"),
        (lambda: weights.equal(0), "no items"),
    ],
)
def test_mistakes_are_said_plainly(call, says: str) -> None:
    with pytest.raises(WorkbookError, match=says):
        call()


def test_result_shows_itself() -> None:
    result = weights.compare(["Price", "Quality", "Reach"], [2, 1, 3])
    assert result.table()["Item"].tolist() == ["Quality", "Price", "Reach"]
    assert result.reading() == (
        "“Quality” comes first, with 50% to 61% of the weight, by the method used."
    )
    tied = weights.compare(["Price", "Quality"], [1, 1])
    assert tied.reading() == (
        "2 items tie and come first, with 50% of the weight each by every method."
    )


def test_needs_no_numerical_library() -> None:
    code = (
        "import sys; import course_support.methods.weights as w; w.from_ranks([1, 2]);"
        "w.compare(['a', 'b'], [1, 2]).reading();"
        "sys.exit(bool({'numpy', 'pandas', 'scipy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
