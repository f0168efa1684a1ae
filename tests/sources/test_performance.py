"""The authority's measures by month, and what the careful reader finds in them.

The features were planted by the generator (``planted_features.csv``): the readers below know
nothing of that table.
"""

import math

import pytest

from course_support.errors import WorkbookError
from course_support.methods.monthly import MonthlySeries, review
from course_support.methods.series_checks import check_series
from course_support.sources import package, performance, populations

FEATURES = package.rows("planted_features")


def features(kind: str) -> list[tuple[str, object, str]]:
    return [
        (str(row["kpi_id"]), row["month"], str(row["what"]))
        for row in FEATURES
        if row["feature"] == kind
    ]


def mended(kpi: str) -> MonthlySeries:
    return check_series(performance.series(kpi)).series


def months_between(series: MonthlySeries, place: int, month: object) -> int:
    return abs(series.months.index(month) - (place - 1))  # type: ignore[arg-type]


@pytest.mark.parametrize("population", populations.load())
def test_every_population_has_measures_with_their_contract(population: str) -> None:
    found = performance.measures(population)
    assert len(found) >= 7
    assert all(row["contract"] for row in found)


@pytest.mark.parametrize(("kpi", "month", "what"), features("real shift"))
def test_a_planted_shift_is_found_near_its_month(kpi: str, month: object, what: str) -> None:
    series = mended(kpi)
    found = review(series)
    assert found.shift.found
    assert ("lower" in what) == (found.shift.size < 0)
    assert months_between(found.series, found.shift.place, month) <= 3


@pytest.mark.parametrize(
    "kpi", sorted({k for k, *_ in features("season")} - {k for k, *_ in features("real shift")})
)
def test_a_season_is_never_called_a_shift(kpi: str) -> None:
    assert not review(mended(kpi)).shift.found


def test_most_planted_seasons_are_noticed_where_there_is_enough_to_tell() -> None:
    """Small swings drown in chance, and measures of a year cannot show one."""
    long = [k for k, *_ in features("season") if performance.series(k).known >= 30]
    noticed = [k for k in long if (s := review(mended(k)).season) is not None and s.noticed]
    assert len(noticed) >= 0.5 * len(long)


def test_measures_without_a_feature_show_neither() -> None:
    plain = {str(r["kpi_id"]) for r in package.rows("kpis")} - {str(r["kpi_id"]) for r in FEATURES}
    for kpi in sorted(plain):
        assert not review(mended(kpi)).shift.found, kpi


@pytest.mark.parametrize(("kpi", "month", "_what"), features("renamed"))
def test_a_renamed_measure_is_joined_with_a_note(kpi: str, month: object, _what: str) -> None:
    series = performance.series(kpi)
    (place,) = series.joins
    assert series.months[place - 1] == month
    assert "the two are joined here" in series.notes[0]
    assert series.measure == series.recorded_as[-1]


@pytest.mark.parametrize(("kpi", "month", "_what"), features("data quality"))
def test_a_flaw_in_the_data_is_noticed(kpi: str, month: object, _what: str) -> None:
    series = performance.series(kpi)
    found = check_series(series).findings
    label = series.labels[series.months.index(month)]  # type: ignore[arg-type]
    assert label in {m for one in found for m in one.months}


def test_a_proportion_is_put_right_because_the_counts_prove_it() -> None:
    checked = check_series(performance.series("HO-K2"))
    (mend,) = [one for one in checked.findings if one.mended]
    assert mend.months == ("Oct 2024", "Nov 2024", "Dec 2024")
    assert min(v for v in checked.series.values if math.isfinite(v)) > 80


def test_capitals_do_not_matter_and_an_unknown_measure_is_refused() -> None:
    assert performance.measure("ho-k1")["kpi_id"] == "HO-K1"
    with pytest.raises(WorkbookError, match="no measure 'XX-1'"):
        performance.measure("XX-1")


def test_what_happened_is_told_oldest_first() -> None:
    rows = performance.happened("ho-k1")
    assert [row["feature"] for row in rows] == ["season", "real shift"]
