# ruff: noqa: E501
"""Numbers, markers, dates and area codes (domain facts on published files, sections 0 and 7)."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.sources.published import areas, dates
from course_support.sources.published.cells import STATUSES, parse_column, read_cell
from course_support.sources.published.headers import find_header, unique


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("37.00%", 37), ("£1,234.50", 1234.5), ("(120)", -120), ("-£5", -5), ("£-5", -5),
        (" 1 234 ", 1234), ("120-", -120), ("1,000,000", 1e6), ("20.599999999999998", 20.6),
        ("12.3 [r]", 12.3), ("1e3", 1000), (".5", 0.5), ("0", 0), ("£0.00", 0), ("3 [note 4]", 3),
    ],
)  # fmt: skip
def test_odd_numbers(text: str, number: float) -> None:
    value, status = read_cell(text)
    assert value == pytest.approx(number) and status == "ok"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("c", "suppressed"), ("[c]", "suppressed"), ("~", "suppressed"), ("*", "suppressed"),
        ("z", "not applicable"), ("[z]", "not applicable"), ("-", "not applicable"),
        ("x", "not available"), ("[x]", "not available"), (":", "not available"),
        ("..", "not available"), ("#N/A", "not available"), ("TBC", "not available"),
        ("low", "rounds to zero"), ("k", "rounds to zero"), ("u", "low reliability"),
        ("REDACTED PERSONAL DATA", "redacted"), ("", "missing"), ("NULL", "missing"),
        ("[note 4]", "missing"),
    ],
)  # fmt: skip
def test_markers_have_a_meaning_and_no_number(text: str, status: str) -> None:
    value, found = read_cell(text)
    assert math.isnan(value) and found == status


@pytest.mark.parametrize(
    "text", ["1,23", "1.234,50", "12,34,567", "abc", "(5", "1_000", "inf", "0x1A"]
)
def test_what_is_not_certainly_a_number_is_not_guessed(text: str) -> None:
    assert read_cell(text)[1] is None
    parsed = parse_column(pd.Series([text, "5"]))
    assert parsed.unread == {text: 1} and list(parsed.values)[1] == 5
    assert STATUSES[parsed.status[0]] == "missing"


def test_a_number_with_a_mark_keeps_both() -> None:
    assert read_cell("12.5 [p]") == (12.5, "provisional")
    assert read_cell("7 [u]") == (7.0, "low reliability")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_any_text_gives_a_number_or_a_status(text: str) -> None:
    value, status = read_cell(text)
    assert status is None or status in STATUSES
    assert (status in {"ok", "provisional", "low reliability"}) or math.isnan(value)


@settings(max_examples=100, deadline=None)
@given(st.floats(min_value=-1e9, max_value=1e9).map(lambda v: round(v, 2)))
def test_money_as_councils_write_it_comes_back(amount: float) -> None:
    written = f"£{amount:,.2f}" if amount >= 0 else f"(£{-amount:,.2f})"
    assert parse_column(pd.Series([written])).values[0] == pytest.approx(amount)


@pytest.mark.parametrize(
    ("texts", "first", "says"),
    [
        (["24/12/2010", "01/02/2011"], "2010-12-24", ""),
        (["05/29/2026", "01/02/2026"], "2026-05-29", "month before the day"),
        (["6/26/2025 12:00:00 AM"], "2025-06-26", "month before the day"),
        (["01/02/2026", "03/04/2026"], "2026-02-01", "Nothing in"),
        (["14/Apr/2022 - 00:00"], "2022-04-14", ""),
        (["11-Dec-2012", "20-Dec-13"], "2012-12-11", ""),
        (["2022-08-25"], "2022-08-25", ""),
        (["2020-04-01T10:00:00Z"], "2020-04-01", ""),
        (["31st March 2025"], "2025-03-31", ""),
        (["20250131"], "2025-01-31", ""),
    ],
)
def test_dates_in_every_form_and_never_guessed_silently(
    texts: list[str], first: str, says: str
) -> None:
    read = dates.parse_dates(pd.Series(texts), "paid")
    assert str(read.values.iloc[0].date()) == first
    assert says in read.note and bool(read.note) == bool(says)


def test_mixed_orders_keep_only_the_certain() -> None:
    read = dates.parse_dates(pd.Series(["24/12/2010", "12/24/2010", "01/02/2010", "TBC"]), "paid")
    assert list(read.values.isna()) == [False, False, True, True]
    assert "both day first and month first" in read.note


@pytest.mark.parametrize(
    ("text", "period"),
    [("202425", "2024-25"), ("2024 to 2025", "2024-25"), ("2024/25", "2024-25"), ("2025", "2025"), ("202412", "202412")],
)  # fmt: skip
def test_periods_have_one_form(text: str, period: str) -> None:
    assert dates.tidy_period(text) == period


def test_quarters() -> None:
    assert dates.quarter_in("Apr-Jun 18") == "April to June 2018"
    assert dates.quarter_in("England, October to December 2025") == "October to December 2025"


def test_area_codes() -> None:
    assert areas.latest_code("E08000016") == "E08000038"
    assert areas.latest_code("E10000002") == "E06000060"
    assert areas.latest_code("E10000006") == "E10000006"  # Cumbria split: nothing to join
    assert areas.code_for_name("Kingston upon Hull, City of") == "E06000010"
    assert areas.code_for_name("Bristol City Council") == "E06000023"
    assert areas.code_for_name("St. Helens") == "E08000013"
    assert areas.code_for_name("Nowhere") == ""
    checked = areas.check_codes(
        [("E0800009", "Trafford"), ("E06000099", "New"), ("E10000006", "Cumbria")]
    )
    assert checked.suspect == ("E0800009",)
    assert any("not known" in w for w in checked.warnings)
    assert any("Cumberland and Westmorland and Furness" in n for n in checked.notes)


def test_every_change_leads_to_a_place_that_exists() -> None:
    for change in areas.changes():
        assert change.new_code in areas.known_codes(), change
        assert change.kind in {"new code", "merged", "split"}


def test_headings_are_found_by_their_text() -> None:
    rows = [
        ["Title", "", ""],
        ["Date:", "2024", ""],
        ["", "", ""],
        ["Area", "Code", "2024"],
        ["a", "b", "1"],
    ]
    assert find_header(rows) == 3
    assert find_header([["1", "2"], ["3", "4"]]) is None
    assert unique(["A", "A", "", "A\n b"])[0] == ["A", "A (2)", "(column 3 has no heading)", "A b"]


def test_a_council_that_is_gone_keeps_its_last_code() -> None:
    assert areas.code_for_name("Cumbria") == "E10000006"
    assert areas.code_for_name("Poole") == "E06000029"
    assert areas.code_for_name("Dorset") == "E06000059", "a council of today goes before"
