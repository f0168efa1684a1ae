"""Words of any length and breadth keep to the room they are given."""

import pytest

from course_support.charts import drawing as d

LONG = "Carers who would take a teenager for the right support, near to home and for as long"


def test_ordinary_words_are_broken_as_their_letters_are_counted() -> None:
    assert d.wrapped(LONG, 60) == [
        "Carers who would take a teenager for the right support, near",
        "to home and for as long",
    ]
    assert d.wrapped("", 10) == []
    assert d.wrapped("one two three", 9, indent="  ") == ["one two", "  three"]


@pytest.mark.parametrize("words", ["W" * 200, "名" * 200, "WORKING TOGETHER " * 12, LONG, "m"])
@pytest.mark.parametrize("letters", [12, 27, 60])
def test_broad_letters_take_more_room(words: str, letters: int) -> None:
    broken = d.wrapped(words, letters)
    assert all(d.breadth(each) <= 1.15 * letters for each in broken)
    assert "".join(broken).replace(" ", "") == words.replace(" ", "")
    short = d.trimmed(words, letters)
    assert d.breadth(short) <= 1.15 * letters + 1
    assert short == words or short.endswith("…")


def test_short_words_are_left_as_they_are() -> None:
    assert d.trimmed("short", 5) == "short"
    assert d.trimmed("x" * 50, 10) == "x" * 9 + "…"
    assert d.trimmed("£5 or $6", 20) == "£5 or $6"


def test_lines_take_the_look_of_a_text() -> None:
    drawn, count = d.lines(0, 0, LONG, 60, bold=True)
    assert count == 2
    assert drawn.count('font-weight="600"') == 2


def test_an_upright_line_stands_only_beside_what_it_is_for() -> None:
    drawn = d.uprights(7, [(0, 10), (40, 50)])
    assert 'y1="0" x2="7" y2="10"' in drawn
    assert 'y1="40" x2="7" y2="50"' in drawn
