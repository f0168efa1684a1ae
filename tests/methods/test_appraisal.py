"""AHP, TOPSIS, the risk matrix and distributional weights. Figures: domain facts, section 3."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymcdm.methods import TOPSIS
from pymcdm.normalizations import vector_normalization
from pymcdm.weights.subjective import AHP

from course_support.errors import WorkbookError
from course_support.methods import appraisal

# --- AHP ---------------------------------------------------------------------------------

JUDGED = [[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]]


def test_ahp_as_published() -> None:
    found = appraisal.ahp(JUDGED, ["a", "b", "c"])
    assert found.weights == pytest.approx([0.636986, 0.258285, 0.104729], abs=5e-7)
    assert found.largest_eigenvalue == pytest.approx(3.038511, abs=5e-7)
    assert found.consistency_ratio == pytest.approx(0.0332, abs=5e-5)
    assert "consistent enough by convention" in found.reading()


def test_ahp_second_opinion_pymcdm() -> None:
    judged = [[1, 2, 6, 1 / 2], [1 / 2, 1, 4, 1 / 3], [1 / 6, 1 / 4, 1, 1 / 7], [2, 3, 7, 1]]
    peer = AHP(matrix=np.array(judged))()
    assert appraisal.ahp(judged).weights == pytest.approx(np.asarray(peer), abs=5e-3)


@given(st.lists(st.floats(0.1, 9), min_size=1, max_size=8))
@settings(max_examples=50, deadline=None)
def test_consistent_judgements_give_back_their_weights(points: list[float]) -> None:
    found = appraisal.ahp([[a / b for b in points] for a in points])
    assert found.weights == pytest.approx(np.array(points) / sum(points))
    assert found.weights.sum() == pytest.approx(1)
    if len(points) >= 3:
        assert found.consistency_ratio == pytest.approx(0, abs=1e-9)
    else:
        assert found.consistency_ratio is None
        assert "cannot contradict each other" in found.reading()


def test_contradictions_are_pointed_at() -> None:
    points = np.array([8.0, 4, 2, 1])
    judged = points[:, None] / points[None, :]
    judged[0, 3], judged[3, 0] = 1 / 8, 8.0  # one judgement the wrong way round
    found = appraisal.ahp(judged.tolist(), ["a", "b", "c", "d"])
    assert found.consistency_ratio > 0.1
    assert found.least_consistent == ("a", "d")
    assert "look again at a against d" in found.reading()


def test_among_three_items_no_one_pair_stands_out() -> None:
    found = appraisal.ahp([[1, 3, 1 / 9], [1 / 3, 1, 3], [9, 1 / 3, 1]])
    assert found.consistency_ratio > 0.1 and found.least_consistent is None
    assert found.reading().endswith("look again at all of them.")


def test_no_random_index_beyond_the_table() -> None:
    found = appraisal.ahp(np.ones((11, 11)).tolist())
    assert found.consistency_ratio is None and "for 11 items" in found.reading()


# --- TOPSIS --------------------------------------------------------------------------------

PHONES = pd.DataFrame(
    [
        [250, 16, 12, 5],
        [200, 16, 8, 3],
        [300, 32, 16, 4],
        [275, 32, 8, 4],
        [225, 16, 16, 2],
    ],
    index=list("ABCDE"),
    columns=["price", "memory", "camera", "looks"],
)
EQUAL = dict.fromkeys(PHONES.columns, 1.0)
BETTER = {"price": "lower", "memory": "higher", "camera": "higher", "looks": "higher"}


def test_topsis_as_published() -> None:
    found = appraisal.topsis(PHONES, EQUAL, BETTER)
    published = [0.534277, 0.308368, 0.691632, 0.534737, 0.401046]
    assert found.closeness == pytest.approx(published, abs=5e-7)
    assert found.reading() == "By this method C is nearest to the ideal (0.692)."


@pytest.mark.filterwarnings("ignore:Alternatives with indices")
@given(
    st.lists(st.lists(st.integers(1, 50), min_size=3, max_size=3), min_size=2, max_size=5),
    st.lists(st.integers(1, 9), min_size=3, max_size=3),
)
@settings(max_examples=40, deadline=None)
def test_topsis_second_opinion_pymcdm(rows, points) -> None:
    table = pd.DataFrame(rows, columns=["x", "y", "z"], index=[f"o{i}" for i in range(len(rows))])
    found = appraisal.topsis(
        table, dict(zip("xyz", points, strict=True)), {"x": "lower", "y": "higher", "z": "higher"}
    )
    if len({tuple(row) for row in rows}) == 1:
        assert np.isnan(found.closeness).all() and "all options are the same" in found.reading()
        return
    share = np.array(points) / sum(points)
    # pymcdm flips a cost while it normalises; the textbook form flips ideal and anti-ideal.
    plain = TOPSIS(
        lambda x, cost=False: -vector_normalization(x) if cost else vector_normalization(x)
    )
    peer = plain(table.to_numpy(dtype=float), share, np.array([-1, 1, 1]))
    assert found.closeness == pytest.approx(np.asarray(peer))
    assert ((found.closeness >= 0) & (found.closeness <= 1)).all()


# --- risk ------------------------------------------------------------------------------------

# Domain facts, section 3: the bands of the National Patient Safety Agency (2008) [K].
BANDS = [("low", 1, 3), ("moderate", 4, 6), ("high", 8, 12), ("extreme", 15, 25)]


def test_the_highest_unlike_score_is_warned_of() -> None:
    risks = pd.DataFrame(
        {
            "risk": ["a", "b", "c", "d", "e"],
            "likelihood": [3, 4, 1, 2, 1],
            "impact": [4, 3, 2, 1, 2],
        }
    )
    found = appraisal.risk_matrix(risks, BANDS)
    assert [score for score, _ in found.unlike_ties] == [12, 2]
    assert "The score 12 covers unlike risks (a, b)" in found.reading()
    assert found.reading().startswith("2 of 5 risks are high: a, b.")


def test_risk_matrix_orders_and_warns() -> None:
    risks = pd.DataFrame(
        {
            "risk": ["late forms", "provider fails", "no referrals", "fire"],
            "likelihood": [5, 2, 4, 1],
            "impact": [1, 5, 4, 5],
        }
    )
    found = appraisal.risk_matrix(risks, BANDS)
    assert found.rows["risk"].tolist() == ["no referrals", "provider fails", "fire", "late forms"]
    assert found.rows["band"].tolist() == ["extreme", "high", "moderate", "moderate"]
    assert found.unlike_ties == ((5, ("fire", "late forms")),)
    assert "The score 5 covers unlike risks (fire, late forms)" in found.reading()
    assert found.reading().startswith("1 of 4 risks is extreme: no referrals.")
    assert any("orders, not amounts" in text for text in found.assumptions)


def graded(*grades: tuple[float, float]) -> pd.DataFrame:
    rows = [(f"Risk {place}", *one) for place, one in enumerate(grades, start=1)]
    return pd.DataFrame(rows, columns=["risk", "likelihood", "impact"])


def test_a_product_at_the_edge_of_a_band_is_in_it() -> None:
    """NPSA 2008: 1-3 low, 4-6 moderate, 8-12 high, 15-25 extreme (domain facts, section 3)."""
    edges = {(1, 3): "low", (1, 4): "moderate", (3, 2): "moderate", (2, 4): "high"}
    edges |= {(4, 3): "high", (3, 5): "extreme", (5, 5): "extreme"}
    found = appraisal.risk_matrix(graded(*edges), BANDS).rows
    assert {(row.likelihood, row.impact): row.band for row in found.itertuples()} == edges


def test_the_risk_with_half_a_grade_is_the_one_named() -> None:
    with pytest.raises(WorkbookError, match="Likelihood of Risk 2: found 2.5; expected a whole"):
        appraisal.risk_matrix(graded((3, 3), (2.5, 1), (1, 1)), BANDS)


@given(st.integers(1, 5), st.integers(1, 5))
def test_every_product_has_one_band(likelihood: int, impact: int) -> None:
    one = pd.DataFrame({"risk": ["r"], "likelihood": [likelihood], "impact": [impact]})
    row = appraisal.risk_matrix(one, BANDS).rows.iloc[0]
    assert row["score"] == likelihood * impact and row["band"] in [name for name, _, _ in BANDS]


# --- distribution ------------------------------------------------------------------------------


def test_distributional_weights_as_published() -> None:
    # Domain facts, section 3: elasticity 1.3; 15k v 30k and 45k v 30k [C].
    assert appraisal.distributional_weight(15_000, 30_000, 1.3) == pytest.approx(2.4623, abs=5e-5)
    assert appraisal.distributional_weight(45_000, 30_000, 1.3) == pytest.approx(0.5903, abs=5e-5)
    assert appraisal.distributional_weight(30_000, 30_000, 1.3) == 1


@given(st.floats(1, 1e6), st.floats(1, 1e6), st.floats(0, 3))
@settings(max_examples=50, deadline=None)
def test_poorer_groups_never_weigh_less(one: float, two: float, elasticity: float) -> None:
    poor, rich = sorted((one, two))
    heavy = appraisal.distributional_weight(poor, 30_000, elasticity)
    assert heavy >= appraisal.distributional_weight(rich, 30_000, elasticity) - 1e-12


def test_who_gains_and_loses() -> None:
    found = appraisal.distribution(
        {"lower": 15_000, "upper": 45_000},
        {"lower": -100, "upper": 150},
        reference=30_000,
        elasticity=1.3,
    )
    assert found.rows["weighted"].sum() == pytest.approx(-246.23 + 88.55, abs=0.02)
    assert found.reading() == (
        "Net benefit is £50, or −£158 when a pound counts for more to people with less. Weighting "
        "changes whether it is a gain. Worse off: lower."
    )


def test_gains_and_losses_that_cancel_out_are_neither() -> None:
    """0.1 + 0.2 - 0.3 is not quite nought on a computer, and "-£0" is no amount."""
    level = dict.fromkeys("abc", 30_000)
    benefits = {"a": 0.1, "b": 0.2, "c": -0.3}
    found = appraisal.distribution(level, benefits, reference=30_000, elasticity=1.3)
    turned = appraisal.distribution(
        level, {k: -v for k, v in benefits.items()}, reference=30_000, elasticity=1.3
    )
    for each in (found, turned):
        assert each.reading().startswith("Net benefit is £0, or £0 when")
        assert "changes whether" not in each.reading()
    none = appraisal.distribution(
        {"a": 15_000, "b": 45_000}, {"a": 0, "b": 20}, reference=30_000, elasticity=1.3
    )
    assert none.reading().endswith("No group is worse off.")
    assert list(none.table()["Weighted net benefit (£)"]) == pytest.approx([0, 11.81], abs=0.01)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: appraisal.ahp([]), "no items"),
        (lambda: appraisal.ahp([[1, 2]], ["a", "b"]), "expected 2 rows of 2"),
        (
            lambda: appraisal.ahp([[1, 2], [2, 1]], ["a", "b"]),
            "the reverse is 2; expected 0.5",
        ),
        (lambda: appraisal.ahp([[1, 0], [1, 1]], ["a", "b"]), "found 0 for 'b'"),
        (lambda: appraisal.topsis(PHONES, EQUAL, {}), "Better on price"),
        (lambda: appraisal.topsis(PHONES.assign(looks=0), EQUAL, BETTER), "every option has 0 on"),
        (
            lambda: appraisal.risk_matrix(
                pd.DataFrame({"risk": ["r"], "likelihood": [6], "impact": [1]}), BANDS
            ),
            "Likelihood: found 6 for 'r'; expected a number of at least 1 and at most 5",
        ),
        (
            lambda: appraisal.risk_matrix(
                pd.DataFrame({"risk": ["r"], "likelihood": [1], "impact": [1]}), BANDS[1:]
            ),
            "the score 1 is in no band",
        ),
        (lambda: appraisal.distributional_weight(0, 1, 1), "found 0; expected a number above 0"),
        (
            lambda: appraisal.distribution({"a": 1}, {"b": 1}, reference=1, elasticity=1),
            "'a' has an income or a net benefit, not both",
        ),
    ],
)
def test_mistakes_are_said_plainly(call, says: str) -> None:
    with pytest.raises(WorkbookError, match=says):
        call()
