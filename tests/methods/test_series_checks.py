"""Is the figure sound? Each check by hand, on short series made for it."""

from __future__ import annotations

import datetime as dt
from math import nan

import pytest

from course_support.methods.monthly import MonthlySeries
from course_support.methods.series_checks import Finding, SeriesChecks, check_series

#: Ten months of per cent that move a little, and nothing else.
MOVING = [80.0, 83.0, 81.0, 84.0, 82.0, 85.0, 81.5, 83.5, 82.5, 84.5]


def checked(
    values: list[float],
    above: list[float] | None = None,
    below: list[float] | None = None,
    unit: str = "percent",
    statuses: dict[int, str] | None = None,
) -> SeriesChecks:
    """Check a series from January 2025; statuses by place where they are not "ok"."""
    n = len(values)
    blank = [nan] * n
    said = tuple((statuses or {}).get(place, "ok") for place in range(n))
    months = tuple(dt.date(2025 + m // 12, m % 12 + 1, 1) for m in range(n))
    series = MonthlySeries(
        "On time", months, tuple(values), said, tuple(above or blank), tuple(below or blank), unit
    )
    return check_series(series)


def found(checks: SeriesChecks, words: str) -> list[tuple[str, ...]]:
    return [one.months for one in checks.findings if words in one.what]


def test_sound_figures_are_called_so() -> None:
    checks = checked(MOVING)
    assert checks.findings == () and checks.table().empty
    assert checks.reading() == "On time: nothing odd was noticed in the figures themselves."


def test_a_proportion_that_the_counts_prove_is_put_right_and_only_that() -> None:
    values = [*MOVING[:8], 0.82, 0.9]
    above, below = [nan] * 8 + [41, nan], [nan] * 8 + [50, nan]
    checks = checked(values, above, below)
    assert checks.series.values[:8] == tuple(MOVING[:8])
    assert checks.series.values[8:] == (82.0, 0.9)
    assert found(checks, "The counts prove it") == [("Sep 2025",)]
    assert found(checks, "Nothing beside it proves that") == [("Oct 2025",)]
    assert [one.mended for one in checks.findings] == [True, False]
    assert list(checks.table()["Put right"]) == ["yes", "no"]
    assert "Sep 2025: sent as a proportion" in checks.series.notes[0]


@pytest.mark.parametrize(
    ("value", "above", "suspected"),
    [(1.0, nan, True), (1.1, nan, False), (1.0, 0.5, False), (1.0, 1.25, True)],
)
def test_what_may_be_a_proportion(value: float, above: float, suspected: bool) -> None:
    """One per cent of 50 is what the counts say of the third; 2.5% is not what 1.0 says."""
    gap = [nan] * 9
    checks = checked([*MOVING[:9], value], [*gap, above], [*gap, 50.0])
    assert bool(found(checks, "as a proportion")) is suspected


@pytest.mark.parametrize("unit", ["percent", "number"])
def test_small_figures_throughout_are_no_proportions(unit: str) -> None:
    small = [0.5, 0.9, 4.0, 5.0, 5.0, 5.0, 6.0, 7.0, 4.5, 5.5]
    assert not found(checked(small, unit=unit), "proportion")
    assert not found(checked([*MOVING[:9], 0.9], unit="number"), "proportion")


@pytest.mark.parametrize(("sent", "asked"), [(80.0, False), (80.6, False), (80.7, True)])
def test_a_rate_may_differ_from_its_counts_by_rounding_only(sent: float, asked: bool) -> None:
    gap = [nan] * 9
    checks = checked([*MOVING[:9], sent], [*gap, 40.0], [*gap, 50.0])
    assert bool(found(checks, "does not follow from the counts")) is asked


def test_a_rate_per_thousand_is_held_against_its_own_counts() -> None:
    rates = [12.0, 14.0, 13.0]
    assert not checked(rates, [12, 14, 13], [1000] * 3, "per 1000").findings
    assert found(checked(rates, [12, 14, 15], [1000] * 3, "per 1000"), "does not follow")
    assert not checked(rates, [12, 14, 15], [1000] * 3, "number").findings


@pytest.mark.parametrize(("last", "asked"), [(100.0, False), (100.5, True), (-1.0, True)])
def test_a_share_lies_between_nothing_and_the_whole(last: float, asked: bool) -> None:
    values = [99.0, 97.0, 98.0, last]
    assert bool(found(checked(values), "not between 0 and 100")) is asked
    assert not found(checked(values, unit="number"), "not between 0 and 100")


def test_the_same_figure_three_months_running_is_asked_about() -> None:
    twice = [*MOVING[:8], 82.5, 82.5]
    assert not checked(twice).findings
    thrice = [*MOVING[:7], 90.0, 90.0, 90.0]
    checks = checked(thrice)
    assert found(checks, "the very same figure was sent 3 months running") == [
        ("Aug 2025", "Sep 2025", "Oct 2025")
    ]
    assert checks.findings[0].sentence().startswith("Aug 2025 to Oct 2025: the very same")
    # Seven figures are too few to ask, and so is a series that hardly moves.
    assert not found(checked(thrice[3:]), "very same")
    assert not found(checked([80.0, 81.0] * 3 + [80.0] * 4), "very same")


def test_the_same_rate_from_other_counts_is_chance() -> None:
    values = [*MOVING[:7], 90.0, 90.0, 90.0]
    gap = [nan] * 7
    assert not found(checked(values, [*gap, 9, 18, 27], [*gap, 10, 20, 30]), "very same")
    assert found(checked(values, [*gap, 9, 9, 9], [*gap, 10, 10, 10]), "very same")
    # Counts known of one month only say nothing of the others.
    assert found(checked(values, [*gap, 9, nan, nan], [*gap, 10, nan, nan]), "very same")


def test_a_month_far_from_all_others_is_asked_about() -> None:
    checks = checked([*MOVING[:9], 8.0])
    assert found(checks, "far from every other month") == [("Oct 2025",)]
    assert not found(checked([*MOVING[:6], 8.0]), "far from"), "seven are too few"
    level = checked([*MOVING[:5], 8.0, 9.0, 8.5, *MOVING[5:]])
    assert not found(level, "far from"), "three months are no slip"
    assert not checked([80.0] * 10, unit="number").findings


@pytest.mark.parametrize(("jump", "asked"), [(5.5, False), (12.0, False), (30.0, True)])
def test_how_far_is_far_follows_the_usual_step(jump: float, asked: bool) -> None:
    """Steps of 2 have a usual size of 2 / 0.6745 = 2.97; far is 7.5 of those: 22.2."""
    values = [50.0, 52.0] * 5 + [51.0 + jump]
    assert bool(found(checked(values, unit="number"), "far from")) is asked


def test_gaps_say_why_and_are_no_zeros() -> None:
    values = [nan, 80.0, nan, 82.0, nan, nan, 81.0]
    why = {0: "missing", 2: "suppressed", 4: "missing", 5: "withheld"}
    checks = checked(values, statuses=why)
    assert [(one.months, one.what.partition(":")[0]) for one in checks.findings] == [
        (("Mar 2025",), "suppressed"),
        (("May 2025",), "missing"),
        (("Jun 2025",), "no figure (withheld). It is a gap, not a zero."),
    ]
    assert not checked([nan, nan, 80.0], statuses={0: "missing", 1: "missing"}).findings


def test_a_finding_names_its_months() -> None:
    assert Finding(("May 2025",), "odd").sentence() == "May 2025: odd"
    assert Finding(("May 2025", "Jun 2025"), "odd").sentence() == "May 2025 to Jun 2025: odd"
