"""Nearest neighbours. Figures: domain facts, section 2."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from scipy.stats import zscore

from course_support.errors import WorkbookError
from course_support.methods import neighbours

AREAS = pd.DataFrame(
    [[0.21, 0.12, 350], [0.19, 0.15, 420], [0.25, 0.09, 200], [0.20, 0.13, 380]],
    index=["Ours", "B", "C", "D"],
    columns=["poverty", "lone parents", "density"],
)


def test_nearest_neighbours_as_published() -> None:
    found = neighbours.nearest_neighbours(AREAS, "Ours")
    assert found.distances == pytest.approx([0, 1.84372, 2.87339, 0.732247], abs=5e-6)
    assert found.rebased == pytest.approx([0, 0.6417, 1, 0.2548], abs=5e-5)
    assert found.nearest(2) == ("D", "B")
    assert found.reading().startswith("The areas most like Ours on these indicators are D, B, C")


@given(st.permutations(range(4)), st.permutations(range(3)))
def test_neighbours_are_blind_to_order_and_agree_with_scipy(rows, columns) -> None:
    shuffled = AREAS.iloc[list(rows), list(columns)]
    found = neighbours.nearest_neighbours(shuffled, "Ours")
    z = zscore(shuffled.to_numpy(), axis=0)
    peer = cdist(z[[list(shuffled.index).index("Ours")]], z)[0]
    assert found.distances == pytest.approx(peer)


def test_area_without_an_indicator_is_named_not_guessed() -> None:
    areas = AREAS.copy()
    areas.loc["C", "density"] = np.nan
    areas["same everywhere"] = 1.0
    found = neighbours.nearest_neighbours(areas, "Ours")
    assert found.left_out == {"C": "density"}
    assert found.not_used == ("same everywhere",)
    assert "they tell nothing apart: same everywhere." in found.reading()
    assert "C" not in found.nearest()


def test_areas_all_alike_have_no_rebased_distance() -> None:
    alike = pd.DataFrame({"x": [1.0, 1.0]}, index=["a", "b"])
    assert np.isnan(neighbours.nearest_neighbours(alike, "a").rebased).all()


def test_weights_matter() -> None:
    only = neighbours.nearest_neighbours(AREAS, "Ours", {"lone parents": 0, "density": 0})
    assert only.distances[3] == pytest.approx(0.01 / AREAS["poverty"].std(ddof=0))


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: neighbours.nearest_neighbours(AREAS, "Z"), "'Z' is not among the areas"),
        (
            lambda: neighbours.nearest_neighbours(pd.concat([AREAS, AREAS]), "Ours"),
            "'Ours' is there twice",
        ),
        (
            lambda: neighbours.nearest_neighbours(AREAS.assign(gap=np.nan), "Ours"),
            "Ours has no value for 'gap'",
        ),
        (lambda: neighbours.nearest_neighbours(AREAS, "Ours", {"x": 1}), "'x' is not known"),
    ],
)
def test_mistakes_are_said_plainly(call, says: str) -> None:
    with pytest.raises(WorkbookError, match=says):
        call()
