"""Standstill and notice dates: domain facts, section 5."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_support.errors import WorkbookError
from course_support.methods import dates
from course_support.sources import rules

#: England and Wales, written out here as the oracle's own table.
DATES = """
2024-12-25 2024-12-26 2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25
2025-12-25 2025-12-26 2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31
2026-12-25 2026-12-28 2027-01-01
"""
HOLIDAYS = frozenset(date.fromisoformat(day) for day in DATES.split())
DAYS = st.dates(date(2025, 1, 1), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("notice", "ends"),
    [
        ("2024-12-24", "2025-01-07"),
        ("2026-12-14", "2026-12-23"),
        ("2026-12-23", "2027-01-06"),
    ],
)
def test_standstill_under_the_procurement_act(notice: str, ends: str) -> None:
    """Eight working days, notice day is day 1 (domain facts, section 5)."""
    result = dates.standstill("pa23", date.fromisoformat(notice), 8, HOLIDAYS)
    assert result.ends == date.fromisoformat(ends)
    assert len(result.counted) == 8
    assert result.counted[0] == date.fromisoformat(notice)


def test_the_courses_own_bank_holidays_give_the_same() -> None:
    holidays = rules.bank_holidays(date(2026, 12, 1), date(2027, 1, 31))
    assert dates.standstill("pa23", date(2026, 12, 23), 8, holidays).ends == date(2027, 1, 6)


def test_standstill_under_the_health_regime_starts_the_day_after() -> None:
    """Eight working days from the day after the notice (domain facts, section 5)."""
    result = dates.standstill("psr", date(2026, 12, 14), 8, HOLIDAYS)
    assert result.ends == date(2026, 12, 24)
    assert result.counted[0] == date(2026, 12, 15)


@pytest.mark.parametrize(
    ("notice", "letter"),
    [("2026-12-14", "Tuesday 29 December 2026"), ("2026-11-09", "Friday 20 November 2026"),
     ("2026-11-13", None)],
)  # fmt: skip
def test_the_health_standstill_says_where_the_letter_of_the_law_ends_later(
    notice: str, letter: str | None
) -> None:
    """Regulation 12(2) and (9): the eighth working day after the day on which it begins."""
    result = dates.standstill("psr", date.fromisoformat(notice), 8, HOLIDAYS)
    said = " ".join(result.assumptions)
    assert ("Regulation 12(9)" in said) == bool(letter)
    assert (letter or "") in said


def test_the_act_says_that_holidays_of_every_part_of_the_kingdom_count() -> None:
    """Section 123 of the Procurement Act 2023."""
    said = dates.standstill("pa23", date(2026, 12, 23), 8, HOLIDAYS).assumptions
    assert "any part of the United Kingdom" in said[0]


@pytest.mark.parametrize(
    ("sent", "ends"),
    [("2026-11-05", "2026-11-16"), ("2026-11-09", "2026-11-19"), ("2026-12-15", "2026-12-29")],
)
def test_standstill_under_the_old_regulations(sent: str, ends: str) -> None:
    """Ten calendar days after sending; a last day that is no working day moves on."""
    result = dates.standstill("pcr", date.fromisoformat(sent), 10, HOLIDAYS)
    assert result.ends == date.fromisoformat(ends)


@given(DAYS, st.sampled_from(["pa23", "pcr", "psr"]))
def test_a_later_notice_never_ends_earlier(day: date, regime: dates.Regime) -> None:
    first = dates.standstill(regime, day, 8, HOLIDAYS).ends
    assert dates.standstill(regime, day + timedelta(days=1), 8, HOLIDAYS).ends >= first
    assert dates.is_working_day(first, HOLIDAYS)


@given(DAYS, st.integers(1, 14))
def test_a_longer_standstill_ends_later_and_psr_is_never_before_pa23(
    day: date, length: int
) -> None:
    pa23 = dates.standstill("pa23", day, length, HOLIDAYS).ends
    assert dates.standstill("pa23", day, length + 1, HOLIDAYS).ends > pa23
    assert dates.standstill("psr", day, length, HOLIDAYS).ends >= pa23


@given(DAYS, st.integers(1, 15))
def test_working_days_agree_with_numpy(day: date, days: int) -> None:
    """Second opinion: numpy.busday_offset and busday_count."""
    found = dates.add_working_days(day, days, HOLIDAYS)
    holidays = sorted(HOLIDAYS)
    previous = np.busday_offset(day, 0, roll="preceding", holidays=holidays)
    assert np.datetime64(found) == np.busday_offset(previous, days, holidays=holidays)


def test_notices_count_calendar_days_beginning_with_the_day() -> None:
    """30 days, 120 for light touch contracts (domain facts, section 5)."""
    assert dates.notice_due("Contract details notice", date(2026, 4, 1), 30).due == (
        date(2026, 4, 30)
    )
    light = dates.notice_due("Contract details notice", date(2026, 4, 1), 120)
    assert light.due == date(2026, 7, 29)
    assert "day 1" in light.reading()


def test_the_result_says_its_rule_and_shows_each_day() -> None:
    result = dates.standstill("pa23", date(2026, 12, 23), 8, HOLIDAYS)
    assert "day 1" in result.reading()
    assert "Wednesday 6 January 2027" in result.reading()
    assert result.may_sign_from == date(2027, 1, 7)
    table = result.table()
    assert len(table) == 15
    assert (table["Note"] == "bank holiday").sum() == 3
    assert (table["Note"] == "weekend").sum() == 4
    days = list(table["Counts as day"])
    assert days[:2] == ["1", "2"] and days[-1] == "8"
    assert days.count("not counted") == 7
    assert set(table["Note"][table["Counts as day"] != "not counted"]) == {""}


def test_a_notice_day_that_does_not_count_says_so() -> None:
    table = dates.standstill("psr", date(2026, 11, 9), 8, HOLIDAYS).table()
    assert list(table["Counts as day"])[:2] == ["not counted", "1"]
    assert list(table["Note"])[:2] == ["day of the notice", ""]


def test_calendar_days_run_from_the_day_after_to_a_working_day() -> None:
    """Ten calendar days from the day after it was sent; regulation 87 with 2."""
    found = dates.standstill("pcr", date(2024, 11, 4), 10, HOLIDAYS)
    assert found.ends == date(2024, 11, 14) and len(found.counted) == 10
    assert list(found.table()["Counts as day"])[:3] == ["not counted", "1", "2"]


def test_a_year_without_bank_holidays_is_refused() -> None:
    with pytest.raises(WorkbookError, match="none for 2028"):
        dates.standstill("pa23", date(2028, 3, 1), 8, HOLIDAYS)
    with pytest.raises(WorkbookError, match="none for 2028"):
        dates.standstill("pcr", date(2027, 12, 28), 10, HOLIDAYS)


def test_unknown_regimes_and_lengths_are_refused() -> None:
    with pytest.raises(WorkbookError, match="pa23, pcr, psr"):
        dates.standstill("eu", date(2026, 1, 5), 8, HOLIDAYS)  # type: ignore[arg-type]
    for regime in ("pa23", "pcr"):
        with pytest.raises(WorkbookError, match="at least 1"):
            dates.standstill(regime, date(2026, 1, 5), 0, HOLIDAYS)
    with pytest.raises(WorkbookError, match="at least 1"):
        dates.notice_due("Notice", date(2026, 1, 5), 0)


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-15", 12, "2027-12-15"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
    ],
)
def test_months(day: str, months: int, found: str) -> None:
    assert dates.add_months(date.fromisoformat(day), months) == date.fromisoformat(found)


@given(DAYS, st.integers(-40, 40))
def test_months_agree_with_pandas(day: date, months: int) -> None:
    expected = (pd.Timestamp(day) + pd.DateOffset(months=months)).date()
    assert dates.add_months(day, months) == expected
