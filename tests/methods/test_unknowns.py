"""What knowing an unknown would change."""

import pytest

from course_support.errors import WorkbookError
from course_support.methods.unknowns import MOVES, Unknown, Unknowns, in_words, worth_of


def worth(*unknowns: Unknown, **changed: float) -> Unknowns:
    given = {"need": 1000.0, "wanted": 400.0, "supply": 380.0, "price": 5000.0, "years": 10.0}
    return worth_of(unknowns, **(given | changed))


@pytest.mark.parametrize(
    ("moves", "value", "gap"),
    [
        ("people", 100, 60),  # 100 more in need, four in ten of whom want a place
        ("wanted", 100, 120),
        ("places", 30, -10),
        ("take_up", 10, 80),  # a tenth of the 600 who take nothing up
        ("cut", 10, -20),
        ("yearly", 1, 400 * 1.01**10 - 380),
        ("other", 50, 20),
    ],
)
def test_each_way_of_moving_by_hand(moves: str, value: float, gap: float) -> None:
    found = worth(Unknown("x", 0, 0, value, moves))
    (one,) = found.found
    assert [one.least, one.most] == pytest.approx(sorted([20.0, gap]))
    assert found.central == found.forecast == 20


def test_every_way_is_tried() -> None:
    assert set(MOVES) == {"people", "wanted", "places", "take_up", "cut", "yearly", "other"}


def test_the_furthest_comes_first_and_says_what_it_is_worth() -> None:
    found = worth(Unknown("small", 0, 5, 10, "wanted"), Unknown("large", 0, 50, 100, "places"))
    assert [w.unknown.name for w in found.found] == ["large", "small"]
    assert found.central == 20 + 5 - 50
    said = found.reading()
    assert "“large” moves the gap most: from 75 places spare to 25 places short" in said
    assert "£500,000 a year between its ends" in said
    assert "through “large” alone" in said


@pytest.mark.parametrize(("places", "turns"), [(19, False), (20, False), (21, True)])
def test_a_gap_that_just_closes_has_not_turned(places: float, turns: bool) -> None:
    found = worth(Unknown("x", 0, 0, places, "places"))
    assert found.found[0].changes_answer is turns
    said = "turn a gap into spare places" if turns else "None of them alone turns a gap"
    assert said in found.reading()


def test_half_a_place_is_no_gap_and_has_a_price_all_the_same() -> None:
    said = worth(Unknown("x", 0, 0, 0.5, "wanted"), supply=400).reading()
    assert "from no gap to no gap, or £2,500 a year" in said


def test_one_that_moves_nothing_is_worth_nothing_here() -> None:
    found = worth(Unknown("health's share", 10, 20, 30, "other"))
    assert found.reading() == "None of these unknowns moves the size of the gap."
    assert found.found[0].swing == 0 and len(found.table()) == 1


def test_nobody_in_need_is_no_division_by_nothing() -> None:
    assert worth(Unknown("x", 0, 1, 2, "people"), need=0, wanted=0).central == -380


@pytest.mark.parametrize(
    ("unknown", "says"),
    [
        (Unknown("x", 0, 5, 1, "people"), "runs from 0 to 1, but its best guess is 5"),
        (Unknown("x", 0, 0, 1, "luck"), "'luck' is no way of moving the gap"),
        (Unknown("x", float("nan"), 0, 1, "people"), "range"),
    ],
)
def test_what_makes_no_sense_is_refused(unknown: Unknown, says: str) -> None:
    with pytest.raises(WorkbookError, match=says):
        worth(unknown)


def test_a_gap_of_one_and_of_none_is_said_as_people_say_it() -> None:
    said = [in_words(places) for places in (0.4, 1.2, -0.9, 1500.0, -12.0)]
    assert said == [
        "no gap", "1 place short", "1 place spare", "1,500 places short", "12 places spare",
    ]  # fmt: skip
