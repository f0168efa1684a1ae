"""Dates as people in Britain type them, read or answered in words."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.exercises.typed_dates import read_date

TODAY = dt.date(2026, 11, 22)
THIRD = dt.date(2027, 4, 3)  # a Saturday


@pytest.mark.parametrize(
    "typed",
    [
        "3/4/2027",
        "03/04/2027",
        " 3 / 4 / 2027 ",
        "3.4.2027",
        "3-4-27",
        "3 April 2027",
        "3rd april 2027",
        "3rd of April 2027",
        "3 Apr 27",
        "3-Apr-2027",
        "Sat 3 April 2027",
        "Saturday, 3 April 2027",
        "April 3, 2027",
        "2027-04-03",
        "2027-04-03 00:00:00",
    ],
)
def test_the_day_stands_before_the_month(typed: str) -> None:
    found = read_date(typed, TODAY)
    assert (found.day, found.problem, found.remark) == (THIRD, "", "")
    assert found.words == "Saturday 3 April 2027"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("31 April 2027", "31 April is not a date: April has 30 days."),
        ("31 April", "31 April is not a date: April has 30 days."),
        ("29/2/2027", "29 February 2027 is not a date: February 2027 has 28 days."),
        ("0/5/2027", "0 May is not a date: May has 31 days."),
        ("4/13/2027", "“4/13/2027” is not a date: there is no month 13. The day comes first."),
        ("2027-13-04", "“2027-13-04” is not a date: there is no month 13."),
        ("3/4", "“3/4” has no year. Write it as 3 April 2027 or 3/4/2027."),
        ("29 February", "“29 February” has no year. Write it as 3 April 2027 or 3/4/2027."),
        ("May 2027", "“May 2027” has no day. Write it as 3 April 2027 or 3/4/2027."),
        ("1/1/207", "“1/1/207” is not a date: write the year with four digits, such as 2027."),
        ("1/1/2807", "“1/1/2807” is not a date for a plan: check the year 2807."),
        ("spring", "“spring” is not a date. Write it as 3 April 2027 or 3/4/2027."),
        ("3 ma 2027", "“3 ma 2027” is not a date. Write it as 3 April 2027 or 3/4/2027."),
    ],
)
def test_what_is_no_date_is_answered_in_words(typed: str, problem: str) -> None:
    found = read_date(typed, TODAY)
    assert (found.day, found.problem) == (None, problem)


def test_nothing_typed_is_neither_a_date_nor_a_mistake() -> None:
    assert read_date("  ", TODAY) == read_date("", TODAY)
    assert (read_date("", TODAY).day, read_date("", TODAY).problem) == (None, "")


def test_past_dates_and_wrong_weekdays_are_noticed_not_refused() -> None:
    past = read_date("21/11/2026", TODAY)
    assert (past.day, past.remark) == (dt.date(2026, 11, 21), "This date is past.")
    assert read_date("22/11/2026", TODAY).remark == ""
    wrong = read_date("Monday 3 April 2027", TODAY)
    assert wrong.remark == "3 April 2027 is a Saturday: check the day of the week."
    assert wrong.day == THIRD
    for day in range(7):
        date = dt.date(2027, 4, 5) + dt.timedelta(day)
        for length in (3, 10):
            assert read_date(f"{date:%A}"[:length] + f" {date:%d/%m/%Y}", TODAY).remark == ""


@settings(max_examples=100, deadline=None)
@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)), st.integers(0, 4))
def test_any_day_comes_back_however_it_is_written(day: dt.date, form: int) -> None:
    written = [
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day} {day:%B} {day.year}",
        f"{day.day} {day:%b} {day.year}",
        day.isoformat(),
        f"{day:%A} {day.day} {day:%B} {day.year}",
    ][form]
    assert read_date(written, dt.date.min).day == day


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60) | st.from_regex(r"[0-9]{1,4}[-/. ][0-9a-z]{1,9}[-/. ][0-9]{1,5}"))
def test_any_text_is_a_date_or_a_sentence(typed: str) -> None:
    found = read_date(typed, TODAY)
    assert (found.day is not None) + bool(found.problem) == bool(typed.split())
    assert not found.problem or found.problem.endswith(".")
