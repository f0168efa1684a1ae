"""The dates of support (domain facts, section 11, S1.3), away from weekends and holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_support.errors import WorkbookError
from course_support.methods.dates import is_working_day
from course_support.methods.support_plan import plan, working_day_near

HOLIDAYS = {
    date(2026, 12, 25),
    date(2026, 12, 28),
    date(2027, 1, 1),
    date(2027, 3, 26),
    date(2027, 3, 29),
    date(2027, 5, 3),
    date(2027, 5, 31),
    date(2027, 8, 30),
    date(2027, 12, 27),
}


def test_half_a_year_by_hand() -> None:
    result = plan(date(2027, 1, 29), date(2027, 7, 30), HOLIDAYS)
    assert [(each.name, each.day) for each in result.events] == [
        ("First session", date(2027, 2, 12)),
        ("Tutorial after the first session", date(2027, 3, 22)),  # 22 March: a Monday
        ("Midway session", date(2027, 4, 30)),
        ("Late session", date(2027, 6, 18)),  # six weeks before
        ("Last tutorial", date(2027, 7, 2)),  # four weeks before
    ]
    assert result.problems == ()
    assert result.reading() == (
        "You have 26 weeks. The first session is on Friday 12 February 2027, and the last "
        "tutorial on Friday 2 July 2027."
    )
    assert list(result.table()["What"])[0] == "Last day of teaching"
    assert list(result.table()["When"])[-1] == "Friday 30 July 2027"


def test_a_weekend_and_a_bank_holiday_are_missed_and_it_is_said() -> None:
    # Two weeks after Friday 11 December 2026 is Christmas Day; Monday 28 is a holiday too.
    result = plan(date(2026, 12, 11), date(2027, 6, 25), HOLIDAYS)
    first = result.events[0]
    assert first.day == date(2026, 12, 29)
    assert result.rows()[1][2] == (
        "Two to three weeks after teaching ends; 4 days later, to miss a weekend or bank holiday"
    )


def test_too_little_time_is_said() -> None:
    close = plan(date(2027, 1, 29), date(2027, 4, 30), HOLIDAYS)
    assert "only" in close.reading() and "days apart" in close.reading()
    crossed = plan(date(2027, 1, 29), date(2027, 4, 9), HOLIDAYS)
    assert "would fall before" in crossed.reading()


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (date(2027, 1, 29), "the second must be later"),
        (date(2026, 7, 1), "the second must be later"),
        (date(2027, 2, 5), "7 days between the two dates"),
        (date(2027, 2, 12), "nothing fits"),
    ],
)
def test_impossible_dates_are_refused(last: date, said: str) -> None:
    with pytest.raises(WorkbookError, match=said):
        plan(date(2027, 1, 29), last, HOLIDAYS)


@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2027, 8, 30), "on a bank holiday"), (date(2027, 8, 28), "at a weekend")],
)
def test_work_due_on_a_day_off_is_told(day: date, said: str) -> None:
    assert said in plan(date(2027, 1, 29), day, HOLIDAYS).reading()


def test_of_two_days_as_near_the_later_is_taken() -> None:
    monday = date(2027, 5, 31)  # holiday; Friday 28 May is three days away, Tuesday one
    assert working_day_near(monday, HOLIDAYS) == date(2027, 6, 1)
    saturday = date(2027, 6, 5)
    assert working_day_near(saturday, HOLIDAYS) == date(2027, 6, 4)
    week = {date(2027, 6, 7) + timedelta(days=n) for n in range(-10, 20)}
    with pytest.raises(WorkbookError, match="no working day"):
        working_day_near(date(2027, 6, 9), week)


@given(st.dates(date(2026, 1, 1), date(2027, 6, 1)), st.integers(98, 400))
def test_any_dates_far_enough_apart_make_a_plan(first: date, days: int) -> None:
    result = plan(first, first + timedelta(days=days), HOLIDAYS)
    assert all(is_working_day(each.day, HOLIDAYS) for each in result.events)
    after = (result.events[0].day - first).days
    assert 14 <= after <= 21
    assert all(abs(each.moved) <= 6 for each in result.events)
