"""Grids, powers, tests and triangulation: domain facts, sections 7 and 8."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_support.errors import WorkbookError
from course_support.methods import measures as mea
from course_support.methods.measures import Evidence, RatedMeasure


def test_a_grid_that_only_counts_is_noticed() -> None:
    mix = mea.grid_mix({"Visits": "how_much", "People in work": "better_off_number"})
    assert "Every measure only counts" in mix.reading()
    assert "out of how many?" in mix.reading()
    assert mix.counts["how_much"] == 1
    assert len(mix.table()) == 4


def test_a_broad_mix_is_left_in_peace() -> None:
    mix = mea.grid_mix({box: box for box in mea.QUADRANTS})
    assert mix.notices == ()
    assert "cover effort and effect" in mix.reading()
    effort = mea.grid_mix({"Visits": "how_much", "On time": "how_well"})
    assert effort.notices == ("No measure says whether anyone is better off.",)
    assert mea.grid_mix({}).reading() == "There are no measures yet."


def rated(name: str, letters: str) -> RatedMeasure:
    words = {"H": "high", "M": "medium", "L": "low"}
    return RatedMeasure(name, *(words[letter] for letter in letters))


def test_headline_measures_and_the_data_development_agenda() -> None:
    """Rate each for communication, proxy and data power (domain facts, section 7)."""
    found = mea.headline_measures(
        [rated("A", "HHH"), rated("B", "HHL"), rated("C", "MMM"), rated("D", "LHH"),
         rated("E", "HMH"), rated("F", "MHH")],
        most=2,
    )  # fmt: skip
    assert found.headline == ("A", "F")
    assert found.develop == ("B",)
    assert found.secondary == ("C", "D", "E")
    assert found.tied_at_the_cut == ()
    assert "Worth better data: B." in found.reading()
    assert dict(zip(found.table()["Measure"], found.table()["Goes to"], strict=True))["D"] == (
        "secondary"
    )


def test_a_tie_at_the_cut_is_said() -> None:
    found = mea.headline_measures([rated(name, "HMH") for name in "ABC"], most=2)
    assert found.tied_at_the_cut == ("A", "B", "C")
    assert "choose among: A, B, C" in found.reading()
    assert mea.headline_measures([rated("A", "LLL")]).reading().startswith("No measure")


def test_only_those_rated_as_the_last_one_in_and_the_first_one_out_are_tied() -> None:
    letters = {"A": "HHH", "B": "HHM", "C": "MMM", "D": "MMM", "E": "MMM"}
    ratings = [rated(name, one) for name, one in letters.items()]
    assert mea.headline_measures(ratings, most=3).tied_at_the_cut == ("C", "D", "E")
    assert mea.headline_measures(ratings[:4], most=3).tied_at_the_cut == ("C", "D")
    assert mea.headline_measures([*ratings[:3], rated("F", "MMH")], 3).tied_at_the_cut == ()


def test_five_measures_are_headline_unless_said_otherwise() -> None:
    """Three to five headline measures (domain facts, section 7)."""
    found = mea.headline_measures([rated(name, "HHH") for name in "ABCDEF"])
    assert found.headline == tuple("ABCDE")


@given(st.lists(st.text("HML", min_size=3, max_size=3), min_size=1, max_size=9), st.integers(1, 6))
def test_every_measure_goes_to_one_place(letters, most) -> None:
    found = mea.headline_measures([rated(str(n), one) for n, one in enumerate(letters)], most)
    placed = [*found.headline, *found.secondary, *found.develop]
    assert sorted(placed) == sorted(str(n) for n in range(len(letters)))
    assert len(found.headline) <= most


def test_three_tests_keep_unsure_apart() -> None:
    found = mea.three_tests(
        {
            "A": {"clear": "yes", "important": "yes", "data": "yes"},
            "B": {"clear": "yes", "important": "unsure", "data": "yes"},
            "C": {"clear": "unsure", "important": "no", "data": "yes"},
        }
    )
    assert [found.verdict(name) for name in "ABC"] == ["yes", "unsure", "no"]
    assert "1 pass all three tests, 1 fail one or more, 1 are unsure" in found.reading()
    assert len(found.table()) == 3


def test_triangulation_coverage() -> None:
    """One of each view, two methods or more; concordance reported (section 8)."""
    found = mea.triangulation(
        ["Safe", "Settled", "Heard"],
        [
            Evidence("Safe", "interview", "perception", "better"),
            Evidence("Safe", "documents", "objective", "better"),
            Evidence("Settled", "questionnaire", "perception", "better"),
            Evidence("Settled", "questionnaire", "objective", "worse"),
        ],
    )
    assert found.covered == ("Safe",)
    assert found.missing("Settled") == ("a second method",)
    assert found.missing("Heard") == ("perception evidence", "objective evidence", "two methods")
    assert [found.concordance(name) for name in found.outcomes] == [
        "agrees", "disagrees", "too little to say"
    ]  # fmt: skip
    assert found.reading() == "1 of 3 outcomes are covered; Settled lacks a second method."
    table = found.table().set_index("Outcome")
    assert list(table["Methods"]) == ["interview, documents", "questionnaire", ""]
    assert list(table["Views"]) == ["perception, objective", "perception, objective", ""]
    assert table.loc["Heard", "Missing"] == ("perception evidence; objective evidence; two methods")


@given(
    st.lists(
        st.tuples(st.sampled_from(mea.METHODS), st.sampled_from(mea.VIEWS)).map(
            lambda one: Evidence("Safe", *one)
        ),
        max_size=8,
    ),
    st.sampled_from(mea.METHODS),
    st.sampled_from(mea.VIEWS),
)
def test_more_evidence_never_covers_less(evidence, method, view) -> None:
    before = mea.triangulation(["Safe"], evidence)
    after = mea.triangulation(["Safe"], [*evidence, Evidence("Safe", method, view)])
    assert set(before.covered) <= set(after.covered)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda: mea.grid_mix({"A": "top left"}), "in the box 'top left'"),
        (lambda: mea.headline_measures([rated("A", "HHH")] * 2), "rated twice"),
        (lambda: mea.headline_measures([RatedMeasure("A", "high", "ok", "low")]), "'ok' on proxy"),
        (lambda: mea.headline_measures([], 0), "at least one"),
        (lambda: mea.three_tests({"A": {"clear": "yes"}}), "Answer yes, no or unsure"),
        (lambda: mea.triangulation([], []), "no outcomes"),
        (lambda: mea.triangulation(["A"], [Evidence("B", "interview", "perception")]), "'B'"),
        (lambda: mea.triangulation(["A"], [Evidence("A", "gossip", "perception")]), "gossip"),
    ],
)
def test_plain_messages(act, said) -> None:
    with pytest.raises(WorkbookError, match=said):
        act()
