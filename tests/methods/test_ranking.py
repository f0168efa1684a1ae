"""Rankings combined, and how far they agree. Figures: domain facts, section 6 [C]."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from course_support.errors import WorkbookError
from course_support.methods import agreement, kemeny, ranking
from course_support.methods.rankings import pairwise
from course_support.sources import rules

PANEL = ranking.read(
    [[1, 2, 3, 4, 5], [2, 1, 3, 5, 4], [1, 3, 2, 4, 5], [1, 2, 4, 3, 5]], items=list("ABCDE")
)
TENNESSEE = ranking.from_orders(
    {"M": "MNCK", "N": "NCKM", "C": "CKNM", "K": "KCNM"}, list("MNCK"), [42, 26, 15, 17]
)
CYCLE = ranking.from_orders({"1": "ABC", "2": "BCA", "3": "CAB"}, counts=[4, 3, 2])


def by_item(items: tuple[str, ...], values) -> dict[str, float]:
    return dict(zip(items, np.asarray(values).tolist(), strict=True))


# --- Kendall's W -------------------------------------------------------------------


def test_panel_concordance() -> None:
    found = ranking.kendalls_w(PANEL)
    assert PANEL.ranks.sum(axis=0).tolist() == [5, 8, 12, 16, 19]
    assert found.spread == 130
    assert found.w == pytest.approx(0.8125)
    assert found.chi2 == pytest.approx(13.0)
    assert found.p == pytest.approx(0.011276, abs=5e-7)
    assert found.mean_spearman == pytest.approx(0.75)
    friedman = stats.friedmanchisquare(*PANEL.ranks.T)
    assert (found.chi2, found.p) == pytest.approx((friedman.statistic, friedman.pvalue))


def test_concordance_with_ties() -> None:
    tied = ranking.read([[1, 2.5, 2.5, 4], [1, 2, 3, 4], [2, 1, 3.5, 3.5]])
    found = ranking.kendalls_w(tied)
    assert (found.spread, found.ties) == (34.5, 12)
    assert found.w == pytest.approx(0.821429, abs=5e-7)
    assert found.chi2 == pytest.approx(7.392857, abs=5e-7)
    assert found.p == pytest.approx(0.060376, abs=5e-7)


def test_concordance_at_its_ends() -> None:
    assert ranking.kendalls_w(ranking.read([[1, 2, 3]] * 3)).w == 1
    assert ranking.kendalls_w(ranking.read([[1, 2, 3], [2, 3, 1], [3, 1, 2]])).w == 0


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([[1, 1, 1], [1, 1, 1]], "ranked all items the same"),
        ([[1, 2, 3]], "at least two people"),
        ([[1], [1]], "at least two items"),
        ([[1, 2, None], [1, 2, 3]], "1 of 2 people did not rank every item"),
    ],
)
def test_undefined_agreement_is_undefined(rows: list[list[float]], why: str) -> None:
    found = ranking.kendalls_w(ranking.read(rows))
    assert found.w is None and found.p is None and found.mean_spearman is None
    assert why in found.reading()


def test_one_flat_list_leaves_w_but_no_mean_correlation() -> None:
    found = ranking.kendalls_w(ranking.read([[1, 1, 1], [1, 2, 3]]))
    assert found.w is not None and found.mean_spearman is None


def test_counts_mean_as_many_people() -> None:
    counted = ranking.kendalls_w(TENNESSEE)
    written_out = ranking.kendalls_w(
        ranking.read(np.repeat(TENNESSEE.ranks, TENNESSEE.counts, axis=0))
    )
    assert (counted.w, counted.p, counted.mean_spearman) == pytest.approx(
        (written_out.w, written_out.p, written_out.mean_spearman)
    )


def test_agreement_in_words() -> None:
    # Domain facts, section 6: bands at .1/.3/.5/.7/.9 are conventions.
    assert ranking.in_words(0.54) == "moderate agreement"
    assert ranking.in_words(0.1 + 0.2) == "weak agreement"  # 0.30000000000000004
    assert ranking.in_words(0.7 - 1e-12) == "strong agreement"  # rounding, not a finding
    assert ranking.in_words(1) == "unusually strong agreement"
    assert ranking.in_words(0) == "next to no agreement"
    assert ranking.kendalls_w(PANEL).reading() == "Strong agreement (W = 0.81, 4 people, 5 items)."


rank_tables = st.integers(2, 5).flatmap(
    lambda n: st.lists(st.lists(st.integers(1, n), min_size=n, max_size=n), min_size=2, max_size=6)
)


@given(rows=rank_tables, data=st.data())
@settings(max_examples=80, deadline=None)
def test_w_is_between_0_and_1_and_blind_to_names_and_agrees_with_friedman(
    rows: list[list[int]], data: st.DataObject
) -> None:
    found = ranking.kendalls_w(ranking.read(rows))
    if found.w is None:
        assert all(len(set(row)) == 1 for row in rows)
        return
    assert 0 <= found.w <= 1
    people = data.draw(st.permutations(range(len(rows))))
    items = data.draw(st.permutations(range(len(rows[0]))))
    again = ranking.kendalls_w(ranking.read([[rows[p][i] for i in items] for p in people]))
    assert again.w == pytest.approx(found.w)
    if len(rows[0]) > 2:
        friedman = stats.friedmanchisquare(*np.array(rows).T)
        assert found.chi2 == pytest.approx(friedman.statistic, abs=1e-9)


# --- two rankings ------------------------------------------------------------------


def test_two_rankings_compared() -> None:
    found = ranking.compare([1, 2, 3, 4, 5], [2, 1, 3, 5, 4])
    assert (found.footrule, found.footrule_most) == (4, 12)
    assert found.footrule_share == pytest.approx(0.3333, abs=5e-5)
    assert found.tau_b == pytest.approx(0.6)
    assert found.rho == pytest.approx(0.8)


def test_two_rankings_with_ties() -> None:
    found = ranking.compare([1, 2.5, 2.5, 4], [1, 2, 3, 4])
    assert found.tau_b == pytest.approx(0.912871, abs=5e-7)
    assert found.rho == pytest.approx(0.948683, abs=5e-7)


def test_correlation_with_a_flat_ranking_is_undefined() -> None:
    flat = ranking.compare([1, 1, 1], [1, 2, 3])
    assert flat.tau_b is None and flat.rho is None
    assert "cannot be worked out: one of them puts all items level" in flat.reading()
    single = ranking.compare([1], [1])
    assert single.tau_b is None and single.footrule_share is None
    assert "only one item" in single.reading()


@given(
    st.integers(2, 9).flatmap(
        lambda n: st.tuples(*[st.lists(st.integers(1, n), min_size=n, max_size=n)] * 2)
    )
)
@settings(max_examples=80, deadline=None)
def test_second_opinion_scipy(pair: tuple[list[int], list[int]]) -> None:
    found = ranking.compare(*pair)
    if found.tau_b is None:
        assert min(len(set(pair[0])), len(set(pair[1]))) == 1
        return
    assert found.tau_b == pytest.approx(stats.kendalltau(*pair).statistic, abs=1e-9)
    assert found.rho == pytest.approx(stats.spearmanr(*pair).statistic, abs=1e-9)
    assert 0 <= found.footrule <= found.footrule_most


# --- Borda, Copeland ---------------------------------------------------------------


def test_panel_combined() -> None:
    assert by_item(PANEL.items, ranking.borda(PANEL).points) == {
        "A": 15,
        "B": 12,
        "C": 8,
        "D": 4,
        "E": 1,
    }
    assert ranking.copeland(PANEL).scores.tolist() == [4, 2, 0, -2, -4]
    found = ranking.kemeny(PANEL)
    assert (found.orders, found.score, found.possible) == ((tuple("ABCDE"),), 36, 40)
    assert found.optima == 1


def test_tennessee() -> None:
    assert by_item(TENNESSEE.items, ranking.borda(TENNESSEE).points) == {
        "N": 194,
        "C": 173,
        "M": 126,
        "K": 107,
    }
    found = ranking.copeland(TENNESSEE)
    wins = {k: (v + 3) / 2 for k, v in by_item(TENNESSEE.items, found.scores).items()}
    assert wins == {"N": 3, "C": 2, "K": 1, "M": 0}
    assert found.condorcet_winner == "N"
    best = ranking.kemeny(TENNESSEE)
    assert (best.orders, best.score) == ((tuple("NCKM"),), 393)
    # "next 377; min 207": every order scored independently.
    assert sorted(all_scores(pairwise(TENNESSEE)), reverse=True)[1] == 377
    assert min(all_scores(pairwise(TENNESSEE))) == 207


def test_cycle() -> None:
    wins = pairwise(CYCLE)
    assert (wins[0, 1], wins[1, 2], wins[2, 0]) == (6, 7, 5)
    assert by_item(CYCLE.items, ranking.borda(CYCLE).points) == {"A": 10, "B": 10, "C": 7}
    assert ranking.copeland(CYCLE).condorcet_winner is None
    best = ranking.kemeny(CYCLE)
    assert (best.orders, best.score) == ((tuple("ABC"),), 17)
    assert sorted(all_scores(wins), reverse=True)[1] == 15
    assert "A and B tie for first" in ranking.borda(CYCLE).reading()
    assert "No item beats every other" in ranking.copeland(CYCLE).reading()


# --- Kemeny ------------------------------------------------------------------------


def all_scores(wins: np.ndarray) -> list[int]:
    n = len(wins)
    return [
        sum(int(wins[a, b]) for a, b in itertools.combinations(order, 2))
        for order in itertools.permutations(range(n))
    ]


incomplete = st.integers(1, 5).flatmap(
    lambda n: st.lists(
        st.lists(st.one_of(st.none(), st.integers(1, n)), min_size=n, max_size=n),
        min_size=1,
        max_size=5,
    )
)


@given(rows=incomplete, unranked=st.sampled_from(["no opinion", "last"]))
@settings(max_examples=80, deadline=None)
def test_every_best_order_is_found_and_counted(rows: list[list[int | None]], unranked: str) -> None:
    rankings = ranking.read(rows, unranked=unranked)
    found = ranking.kemeny(rankings, list_up_to=1000)
    wins = pairwise(rankings)
    n = len(wins)
    orders = list(itertools.permutations(range(n)))
    scores = all_scores(wins)
    best = {
        tuple(rankings.items[i] for i in o)
        for o, s in zip(orders, scores, strict=True)
        if s == max(scores)
    }
    assert found.score == max(scores)
    assert set(found.orders) == best
    assert found.optima == len(best) == len(found.orders)
    for item, (first, last) in zip(rankings.items, found.places, strict=True):
        held = [order.index(item) + 1 for order in best]
        assert (first, last) == (min(held), max(held))


def test_kemeny_agrees_with_an_integer_programme() -> None:
    rng = np.random.default_rng(1)
    rankings = ranking.read(rng.permuted(np.tile(np.arange(9), (7, 1)), axis=1) + 1)
    from scipy.optimize import LinearConstraint, milp

    wins, n = pairwise(rankings), 9
    pairs = list(itertools.permutations(range(n), 2))
    at = {pair: i for i, pair in enumerate(pairs)}
    rows, lower, upper = [], [], []
    for a, b in itertools.combinations(range(n), 2):
        row = np.zeros(len(pairs))
        row[[at[a, b], at[b, a]]] = 1
        rows.append(row), lower.append(1), upper.append(1)
    for a, b, c in itertools.permutations(range(n), 3):
        row = np.zeros(len(pairs))
        row[[at[a, b], at[b, c], at[c, a]]] = 1
        rows.append(row), lower.append(0), upper.append(2)
    solved = milp(
        -np.array([wins[pair] for pair in pairs], dtype=float),
        constraints=LinearConstraint(np.array(rows), lower, upper),
        integrality=np.ones(len(pairs)),
        bounds=(0, 1),
    )
    assert ranking.kemeny(rankings).score == round(-solved.fun)


def test_all_best_orders_are_counted_though_few_are_listed() -> None:
    level = ranking.read([[1] * 12])
    found = ranking.kemeny(level, list_up_to=5)
    assert found.optima == math.factorial(12)
    assert len(set(found.orders)) == 5
    assert found.places.tolist() == [[1, 12]] * 12
    two = ranking.kemeny(ranking.read([[1, 2, 3], [2, 1, 3]], items=list("ABC")))
    assert set(two.orders) == {tuple("ABC"), tuple("BAC")}
    assert two.places.tolist() == [[1, 2], [1, 2], [3, 3]]
    assert two.reading().startswith("2 orders fit the rankings equally well")


def test_kemeny_counts_are_exact_to_the_limit() -> None:
    assert math.factorial(kemeny.MOST_ITEMS) < 2**63
    with pytest.raises(WorkbookError, match="21 items are too many"):
        ranking.kemeny(ranking.read([range(1, 22)]))


# --- reading rankings, splits, the whole -----------------------------------------------


def test_left_out_items() -> None:
    rows = [[1, 2, None, None], [1, None, 2, None]]
    assert pairwise(ranking.read(rows)).sum() == 2
    last = ranking.read(rows, unranked="last")
    assert last.ranks[0].tolist() == [1, 2, 3.5, 3.5]
    assert ranking.kendalls_w(last).w is not None


def test_a_tie_is_half_a_borda_point_to_each() -> None:
    found = ranking.borda(ranking.read([[1, 2, 2], [1, 2, 3]], items=list("ABC")))
    assert found.points.tolist() == [4, 1.5, 0.5]
    assert ranking.borda(ranking.read([[1, 1]])).points.tolist() == [0.5, 0.5]


def test_top_and_bottom_of_a_short_list_do_not_overlap() -> None:
    short = ranking.read([[1, 2, None, None]], items=list("ABCD"), people=["Ann"])
    found = ranking.splits(short, size=2)
    assert found.top == (("Ann",), (), (), ())
    assert found.bottom == ((), ("Ann",), (), ())


def test_item_that_nobody_compared_has_no_borda_place() -> None:
    found = ranking.borda(ranking.read([[1, 2, None]]))
    assert found.points.tolist() == [1, 0, 0]
    assert found.places[:2].tolist() == [1, 2] and np.isnan(found.places[2])


def test_splits_name_who_stands_where() -> None:
    # The wording that the wall shows: who put the item at the top, who at the bottom.
    wall = ranking.read(
        [[1, 2, 3, 4], [1, 2, 4, 3], [4, 1, 2, 3], [4, 2, 1, 3]],
        items=["Social value", "Quality", "Price", "Reach"],
        people=["Group 1", "Group 4", "Group 2", "Group 3"],
    )
    found = ranking.splits(wall)
    assert found.table()["Item"][0] == "Social value"
    assert found.table()["Spread (0 to 1)"][0] == pytest.approx(1)
    assert found.reading() == (
        "The group splits on “Social value”: Group 1 and Group 4 put it in the top 2, "
        "Group 2 and Group 3 in the bottom 2."
    )
    same = ranking.splits(ranking.read([[1, 2, 3, 4]] * 3))
    assert same.spread.tolist() == [0, 0, 0, 0]
    assert same.reading().startswith("No item")


def test_combined_shows_itself() -> None:
    found = ranking.combine(PANEL)
    assert found.table()["Item"].tolist() == list("ABCDE")
    assert "Strong agreement (W = 0.81" in found._repr_html_()


def test_table_with_names_is_taken_as_it_is() -> None:
    frame = pd.DataFrame({"Price": [1, "2"], "Quality": ["", 1]}, index=["Ann", "Bo"])
    rankings = ranking.read(frame)
    assert rankings.people == ("Ann", "Bo")
    assert np.isnan(rankings.ranks[0, 1]) and rankings.ranks[1].tolist() == [2, 1]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: ranking.read([]), "none yet"),
        (lambda: ranking.read([[1, 2], [1]]), "row 2 has 1 ranks but there are 2 items"),
        (lambda: ranking.read([[1, "x"]], items=["a", "b"]), "Person 1 has 'x' for 'b'"),
        (lambda: ranking.read([[1, 2]], items=["a", "a"]), "two items are called 'a'"),
        (lambda: ranking.read([[1, 2]], counts=[1.5]), "whole numbers"),
        (lambda: ranking.read([[1, 2]], counts=[0]), "nobody"),
        (lambda: ranking.read([[1, 2]], unranked="middle"), "'middle' is not a way"),
        (lambda: ranking.from_orders({"Ann": ["a", "a"]}), "Ann lists 'a' twice"),
        (lambda: ranking.from_orders({"Ann": ["c"]}, ["a"]), "not among the items"),
        (lambda: ranking.compare([1], [1, 2]), "one has 1 items, the other 2"),
        (lambda: ranking.compare([1, None], [1, 2]), "a rank is missing"),
        (lambda: ranking.splits(PANEL, 0), "makes no sense"),
    ],
)
def test_mistakes_are_said_plainly(call, says: str) -> None:
    with pytest.raises(WorkbookError, match=says):
        call()


def test_the_words_for_agreement_are_those_of_the_rules() -> None:
    """One set of words in all pages: each holds from its value of W up (Schmidt 1997)."""
    bands = {row.columns["minimum"]: row.value for row in rules.table("kendall_w_bands").rows}
    assert bands == {least: words.removesuffix(" agreement") for least, words in agreement.WORDS}
