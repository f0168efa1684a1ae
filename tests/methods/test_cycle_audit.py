"""Balance and weakest first, by hand-made audits (domain facts, section 1: equal elements)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_support.methods.cycle_audit import (
    Rated,
    balance,
    cells,
    differences,
    percent,
    to_do_first,
    weakest,
)

ELEMENTS = ("Analyse", "Plan", "Do", "Review")
RINGS = ("Outer", "Inner")


def rated(*places: tuple[str, str, str | None]) -> list[Rated]:
    return [Rated(f"s{n}", f"S {n}", e, r, rating) for n, (e, r, rating) in enumerate(places)]


def test_each_element_counts_the_same_however_many_statements() -> None:
    found = rated(
        ("Analyse", "Outer", "green"),
        *[("Plan", "Outer", "amber")] * 7,
        ("Do", "Inner", "green"),
        ("Do", "Inner", "green"),
        ("Review", "Inner", "red"),
    )
    result = balance(found, ELEMENTS)
    assert [cell.strength for cell in result.cells] == [1.0, 0.5, 1.0, 0.0]
    assert result.shares() == {"Analyse": 0.4, "Plan": 0.2, "Do": 0.4, "Review": 0.0}
    assert (result.strongest, result.weakest) == (("Analyse", "Do"), ("Review",))
    assert result.finding() == "Strongest in Analyse and Do, weakest in Review"
    assert result.reading() == (
        "Strength, out of all that is possible: Analyse 100%, Plan 50%, Do 100%, Review 0%. "
        "You spend your effort on Analyse and Do; Review comes last. "
        "The cycle asks for four that are equal."
    )
    assert list(result.table()["Rated"]) == ["1 of 1", "7 of 7", "2 of 2", "1 of 1"]


def test_not_rated_and_not_applicable_are_no_bad_ratings() -> None:
    found = rated(
        ("Do", "Outer", None), ("Do", "Outer", "not-applicable"), ("Do", "Outer", "green")
    )
    (cell,) = cells(found, ["Do"], ["Outer"])
    assert (cell.rated, cell.of, cell.red, cell.strength) == (1, 3, 0, 1.0)
    assert cells(found, ["Plan"], ["Outer"])[0].strength is None
    result = balance(found, ELEMENTS)
    assert result.spread is None
    assert result.finding() == "Rate statements of at least two elements to see a balance"


def test_even_elements_are_called_even() -> None:
    found = rated(*[(element, "Outer", "amber") for element in ELEMENTS])
    assert balance(found, ELEMENTS).finding() == "The four elements are about even"
    assert "No element stands out" in balance(found, ELEMENTS).reading()
    assert balance(found[:2], ELEMENTS).finding() == "About even"


def test_all_red_has_no_shares_and_no_division_by_nothing() -> None:
    result = balance(rated(*[(element, "Outer", "red") for element in ELEMENTS]), ELEMENTS)
    assert result.shares() == {}
    assert list(result.table()["Share of all strength, %"]) == ["–"] * 4


def test_what_to_do_first_follows_its_rule() -> None:
    found = rated(
        ("Review", "Outer", "red"),
        ("Analyse", "Inner", "red"),
        ("Analyse", "Outer", "amber"),
        ("Analyse", "Outer", "red"),
        ("Do", "Outer", "green"),
        ("Plan", "Outer", None),
    )
    assert [each.id for each in to_do_first(found, ELEMENTS)] == ["s3", "s1", "s0", "s2"]
    assert [each.id for each in to_do_first(found, ELEMENTS, 2)] == ["s3", "s1"]


def test_weakest_part_first_and_of_equals_the_one_with_more_reds() -> None:
    found = rated(
        ("Plan", "Outer", "amber"),
        ("Plan", "Outer", "amber"),
        ("Do", "Outer", "red"),
        ("Do", "Outer", "green"),
        ("Review", "Outer", "green"),
    )
    order = [cell.element for cell in weakest(cells(found, ELEMENTS, RINGS))]
    assert order == ["Do", "Plan", "Review"]


def test_two_audits_differ_where_both_have_rated() -> None:
    mine = rated(("Do", "Outer", "red"), ("Do", "Outer", "amber"), ("Do", "Outer", None))
    other = rated(("Do", "Outer", "green"), ("Do", "Outer", "green"), ("Do", "Outer", "red"))
    assert [(a.id, b.rating) for a, b in differences(mine, other)] == [
        ("s0", "green"),
        ("s1", "green"),
    ]
    assert differences(mine, mine) == []


def test_the_widest_difference_comes_first() -> None:
    mine = rated(("Do", "Outer", "amber"), ("Do", "Outer", "green"), ("Do", "Outer", "green"))
    other = rated(("Do", "Outer", "green"), ("Do", "Outer", "amber"), ("Do", "Outer", "red"))
    assert [a.id for a, _ in differences(mine, other)] == ["s2", "s0", "s1"]


def test_three_elements_are_listed_as_one_says_them() -> None:
    found = rated(*[(element, "Outer", "green") for element in ELEMENTS[:3]])
    found += [Rated("r", "R", ELEMENTS[3], "Outer", "red")]
    assert balance(found, ELEMENTS).finding() == (
        "Strongest in Analyse, Plan and Do, weakest in Review"
    )


@pytest.mark.parametrize(("share", "said"), [(None, "–"), (0.0, "0"), (0.125, "12"), (1.0, "100")])
def test_percent(share: float | None, said: str) -> None:
    assert percent(share) == said


RATINGS = st.sampled_from(["red", "amber", "green", "not-applicable", None])


@given(st.lists(st.tuples(st.sampled_from(ELEMENTS), st.sampled_from(RINGS), RATINGS), max_size=40))
def test_any_audit_gives_sense(places: list[tuple[str, str, str | None]]) -> None:
    found = rated(*places)
    result = balance(found, ELEMENTS)
    assert result.reading().endswith(".")
    assert sum(result.shares().values()) == pytest.approx(1) or result.shares() == {}
    assert all(0 <= (cell.strength or 0) <= 1 for cell in result.cells)
    first = to_do_first(found, ELEMENTS, 50)
    points = [each.points or 0.0 for each in first]
    assert points == sorted(points)
    assert all(each.rating in ("red", "amber") for each in first)
