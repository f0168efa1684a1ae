"""Indicators, credits, dates and council ratings: domain facts, sections 5 and 9."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_support.errors import WorkbookError
from course_support.methods import contracts as con
from course_support.sources import rules

SEEN = con.Indicator("Seen in 5 days", 90, 5, 15, "higher", "%")
COMPLAINTS = con.Indicator("Complaints", 4, 1, 3, "lower")
BANDS = {
    row.value: row.columns["minimum_percent"] for row in rules.table("cqc_council_rating_bands")
}


@pytest.mark.parametrize(
    ("actual", "word"),
    [
        (95, "Good"),
        (90, "Good"),
        (89.9, "Approaching target"),
        (85, "Approaching target"),
        (84.9, "Requires improvement"),
        (75, "Requires improvement"),
        (74.9, "Inadequate"),
        (None, "Other"),
        (float("nan"), "Other"),
    ],
)
def test_the_statutory_words_by_the_contracts_cut_offs(actual, word) -> None:
    """Good, approaching target, requires improvement, inadequate, other (section 71)."""
    assert con.rate_kpis([SEEN], {SEEN.name: actual}).ratings[0].rating == word


def test_the_words_are_those_of_the_dated_rules() -> None:
    assert tuple(row.value for row in rules.table("contract_performance_ratings")) == con.RATINGS


def test_lower_is_better_and_no_figure_is_not_nought() -> None:
    found = con.rate_kpis(
        [SEEN, COMPLAINTS], {COMPLAINTS.name: 6}, not_rated={SEEN.name: "suppressed"}, period="June"
    )
    assert [one.rating for one in found.ratings] == ["Other", "Requires improvement"]
    assert found.ratings[0].why == "suppressed"
    assert found.failed == ("Complaints",)
    assert found.reading() == "Of 2 indicators in June: 1 Requires improvement, 1 Other."
    assert len(found.table()) == 2


@given(st.floats(0, 200), st.floats(0, 200))
def test_better_performance_never_earns_a_worse_word(one: float, other: float) -> None:
    low, high = sorted([one, other])
    rated = [
        con.RATINGS.index(con.rate_kpis([SEEN], {SEEN.name: value}).ratings[0].rating)
        for value in (low, high)
    ]
    assert rated[1] <= rated[0]


def test_service_credits() -> None:
    """£50,000, 2% + 1% -> £1,500; cap 10% (domain facts, section 9)."""
    terms = {"Seen": 2, "Reports": 1, "Staff": 12}
    found = con.service_credits(50_000, terms, ["Seen", "Reports"], 10)
    assert found.credit == pytest.approx(1_500)
    assert found.payable == pytest.approx(48_500)
    capped = con.service_credits(50_000, terms, ["Seen", "Staff", "Other"], 10)
    assert capped.uncapped == pytest.approx(7_000)
    assert capped.credit == pytest.approx(5_000)
    assert "held to the cap of 10%" in capped.reading()
    assert "no penalty" in capped.assumptions[0]
    assert len(capped.table()) == 2


@given(st.lists(st.floats(0, 100), max_size=6), st.floats(0, 100), st.floats(0, 1e6))
def test_credits_never_exceed_the_cap(shares, cap, fee) -> None:
    terms = {str(place): share for place, share in enumerate(shares)}
    found = con.service_credits(fee, terms, list(terms), cap)
    assert 0 <= found.credit <= found.cap + 1e-9
    assert 0 <= found.payable <= fee + 1e-9


HOMES = con.Contract(
    "Homes", date(2024, 4, 1), date(2027, 3, 31), 12, extensions=(12, 12),
    extension_notice_months=6, breaks=(date(2026, 4, 1),), break_notice_months=3,
)  # fmt: skip


def test_the_calendar() -> None:
    found = con.contract_calendar([HOMES], date(2026, 11, 22))
    said = {one.what: one.due for one in found.dates}
    assert said["last day to notify extension 1 (12 months)"] == date(2026, 9, 30)
    assert said["last day to notify extension 2 (12 months)"] == date(2027, 9, 30)
    assert said["last day to give notice for the break of 1 April 2026"] == date(2026, 1, 1)
    assert said["start procuring if the service is to go on after 31 March 2027"] == (
        date(2026, 3, 31)
    )
    assert said["end"] == date(2029, 3, 31)
    assert [one.due for one in found.dates] == sorted(one.due for one in found.dates)
    assert {one.due for one in found.passed} == {
        date(2026, 1, 1), date(2026, 3, 31), date(2026, 9, 30)
    }  # fmt: skip
    assert "Next, by 31 March 2027: Homes, " in found.reading()
    assert "3 dates have passed" in found.reading()
    assert len(found.within(130)) == 2
    assert set(found.table()["When"]) == {"passed", "to come"}
    assert "Nothing is due" in con.contract_calendar([HOMES], date(2040, 1, 1)).reading()


def rate(total: int, **kwargs) -> con.CouncilRating:
    each, more = divmod(total, 9)
    scores = [each + (place < more) for place in range(9)]
    return con.council_rating(scores, BANDS, statements=9, highest=4, **kwargs)


@pytest.mark.parametrize(
    ("total", "percent", "rating"),
    [
        (25, 69.44, "good"),
        (18, 50.00, "requires improvement"),
        (32, 88.89, "outstanding"),
        (31, 86.11, "good"),
        (13, 36.11, "inadequate"),
        (14, 38.89, "requires improvement"),
    ],
)
def test_council_ratings(total: int, percent: float, rating: str) -> None:
    """Percent = sum / 36; 14 rounds to 39 (domain facts, section 9)."""
    found = rate(total)
    assert found.percent == pytest.approx(percent, abs=5e-3)
    assert found.rating == rating
    assert "rounded half up" in found.reading()


def test_only_a_total_of_14_depends_on_the_rounding_rule() -> None:
    differs = [t for t in range(9, 37) if rate(t).rating != rate(t, rounding="down").rating]
    assert differs == [14]
    assert rate(14, rounding="down").rating == "inadequate"


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda: con.rate_kpis([con.Indicator("X", 9, 5, 1)], {}), "must reach further"),
        (lambda: con.rate_kpis([SEEN], {"Else": 1}), "not one of the contract's"),
        (lambda: con.rate_kpis([SEEN, SEEN], {}), "there twice"),
        (lambda: con.service_credits(-1, {}, [], 10), "Fee"),
        (lambda: con.service_credits(1, {}, [], 101), "at most 100"),
        (
            lambda: con.contract_calendar(
                [con.Contract("X", date(2026, 1, 1), date(2025, 1, 1), 6)], date(2026, 1, 1)
            ),
            "not after its start",
        ),
        (
            lambda: con.contract_calendar(
                [con.Contract("X", date(2026, 1, 1), date(2027, 1, 1), 6, extensions=(12,))],
                date(2026, 1, 1),
            ),
            "no number of months of notice for its extension",
        ),
        (
            lambda: con.contract_calendar(
                [
                    con.Contract(
                        "X", date(2026, 1, 1), date(2027, 1, 1), 6,
                        breaks=(date(2028, 1, 1),), break_notice_months=3,
                    )
                ],
                date(2026, 1, 1),
            ),
            "outside its term",
        ),
        (lambda: con.council_rating([3] * 8, BANDS, statements=9, highest=4), "8 scores"),
        (lambda: con.council_rating([5] * 9, BANDS, statements=9, highest=4), "from 1 to 4"),
    ],
)  # fmt: skip
def test_plain_messages(act, said) -> None:
    with pytest.raises(WorkbookError, match=said):
        act()
