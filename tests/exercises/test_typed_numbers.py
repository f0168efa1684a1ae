"""Amounts as people type them, read or answered in words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.exercises.typed_numbers import NotANumber, read_number


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        ("250000", "£", 250_000),
        ("£250,000", "£", 250_000),
        ("£ 250,000.50", "£", 250_000.5),
        ("250k", "£", 250_000),
        ("£1.1m", "£", 1_100_000),
        ("1.2 million pounds", "£", 1_200_000),
        ("-£5", "£", -5),
        ("36 months", "months", 36),
        ("10%", "%", 10),
        ("10 per cent", "%", 10),
        (".5", "", 0.5),
    ],
)
def test_amounts_are_read_as_meant(typed: str, unit: str, number: float) -> None:
    assert read_number(typed, unit) == number


@pytest.mark.parametrize(
    ("typed", "unit", "problem"),
    [
        ("lots", "£", "“lots” is not a number. Write digits, such as 250,000 or 1.2 million."),
        ("£", "£", "is not a number"),
        ("1£2", "£", "is not a number"),
        ("1.200.000", "£", "is not a number"),
        ("1,2000", "£", "can be read in two ways: check the commas"),
        ("36 m", "months", "“m” is not understood. Write digits, such as 36."),
        ("5 potatoes", "£", "“potatoes” is not understood"),
        ("0", "£", "Write a number above nought"),
        ("-3", "£", "Write a number above nought"),
        ("9" * 30, "£", "too large: check the number of noughts"),
    ],
)
def test_what_is_no_amount_is_answered_in_words(typed: str, unit: str, problem: str) -> None:
    with pytest.raises(NotANumber) as said:
        read_number(typed, unit, positive=True)
    assert problem in str(said.value)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**12))
def test_any_whole_number_comes_back_with_or_without_commas(number: int) -> None:
    assert read_number(f"{number:,}", "£") == read_number(str(number), "£") == number


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["", "£", "%", "months"]), st.booleans())
def test_any_text_is_a_number_or_a_sentence(typed: str, unit: str, positive: bool) -> None:
    try:
        number = read_number(typed, unit, positive)
    except NotANumber as said:
        assert str(said).endswith(".")
    else:
        assert number > 0 or not positive
