"""What in a published file can be counted, on small files made for each rule."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from course_support.errors import WorkbookError
from course_support.sources.own_authority import measures as own

Rows = list[tuple[str, str, float]]


def published(kind: str, rows: Rows, totals: tuple[str, ...] = ()) -> Any:
    """Return a file of one area and year, as far as measures are looked for in it."""
    values = pd.DataFrame(rows, columns=["measure", "breakdown", "value"])
    values["is_total"] = values["breakdown"].isin(totals)
    values["status"] = "ok"
    for name, text in (("area_code", "E1"), ("area_name", "Here"), ("period", "2025")):
        values[name] = text
    names = list(dict.fromkeys(values["measure"]))
    return SimpleNamespace(kind=kind, file="f.csv", title="A file", values=values, measures=names)


def found(kind: str, rows: Rows, population: str = "", **more: Any) -> list[own.Measure]:
    return own.offered(published(kind, rows, **more), population)


def test_counts_of_education_are_out_of_its_population() -> None:
    rows = [("children_count", "Total", 5.0), ("rate_per_10000", "Total", 2.0),
            ("population_count", "Total", 900.0), ("average_number", "Total", 3.0),
            ("days", "Total", 3.0)]  # fmt: skip
    (first,) = found("dfe_ees", rows)
    assert first == own.Measure("children_count|Total", "Children count", "children_count",
                                "population_count", "Total", 10_000)  # fmt: skip
    assert first.unit == "per 10,000"
    without = found("dfe_ees", [("ehcplans", "Age | Under 5", 5.0), ("ehcplans", "Total", 9.0)])
    assert [(one.text, one.below) for one in without] == [
        ("Age | Under 5 · Education, health and care plans", ""),
        ("Education, health and care plans", ""),
    ]


def test_a_breakdown_that_says_all_stands_alone() -> None:
    """Only where there is one count and it is called so: else two would have the same name."""
    long = "Children looked after on 31 March | Total"
    assert [m.text for m in found("dfe_ees", [("number", long, 5.0)])] == [
        "Children looked after on 31 March · Number"
    ]
    assert [m.text for m in found("dfe_ees", [("count", long, 5.0)])] == [
        "Children looked after on 31 March"
    ]
    two = found("dfe_ees", [("count", long, 5.0), ("headcount", long, 5.0)])
    assert [m.text.rpartition(" · ")[2] for m in two] == ["Count", "Headcount"]
    words = [found("dfe_ees", [("count", w, 5.0)])[0].text for w in ("Girls", "Female")]
    assert words == ["Girls · Count", "Female"], "a short word alone is no name of a measure"


def test_a_published_share_is_out_of_its_cohort() -> None:
    rows = [("neet_percent", "Male", 5.0), ("cohort_DJFavg", "", 400.0), ("known_percent", "", 9.0)]
    (share,) = found("dfe_ees", rows)
    assert (share.share, share.below, share.per, share.times) == (
        "neet_percent", "cohort_DJFavg", 100, 1,
    )  # fmt: skip
    assert (share.unit, share.count, share.id) == ("%", "", "neet_percent|Male")
    with pytest.raises(WorkbookError, match="has rates or percentages, but no counts"):
        found("dfe_ees", [rows[0], rows[2]])


@pytest.mark.parametrize(("size", "offered"), [(24, 24), (25, 1), (26, 1)])
def test_many_breakdowns_are_offered_as_totals(size: int, offered: int) -> None:
    rows = [("referrals", f"Ward {at}", 1.0) for at in range(size)]
    kept = found("dfe_ees", rows, totals=("Ward 3",))
    assert len(kept) == offered
    if offered == 1:
        assert kept[0].breakdown == "Ward 3"
        assert len(found("dfe_ees", rows)) == own.MOST_BREAKDOWNS, "no totals: the first ones"


def test_households_are_out_of_all_households() -> None:
    rows = [("Households owed a relief duty", "", 40.0),
            ("Households in temporary accommodation", "", 30.0),
            ("A1: Households in area (thousands)", "", 90.0)]  # fmt: skip
    relief, housed = found("homelessness", rows)
    assert (relief.text, relief.times, relief.per) == (
        "Households owed a relief duty, in the quarter", 1000, 1000
    )  # fmt: skip
    assert relief.below == "A1: Households in area (thousands)"
    assert relief.over_time and not housed.over_time
    assert found("homelessness", rows[:1])[0].below == ""
    first = found("homelessness", rows, "homelessness")[0]
    assert first.count == "Households in temporary accommodation", "what is looked for first"


def ascof(times: float, name: str = "2A", below: str = "denominator") -> Rows:
    return [(f"{name}: numerator", "", 3.0), (f"{name}: {below}", "", 40.0),
            (f"{name}: outcome", "", times * 3 / 40)]  # fmt: skip


@pytest.mark.parametrize("per", [100, 1000, 10_000, 100_000])
def test_per_how_many_is_found_from_the_counts(per: float) -> None:
    (one,) = found("ascof", ascof(per))
    assert (one.per, one.count, one.below) == (per, "2A: numerator", "2A: denominator")
    assert found("ascof", ascof(1.02 * per))[0].per == per


def test_without_a_rate_or_a_count_it_is_per_hundred() -> None:
    assert found("ascof", ascof(1000)[:2])[0].per == 100
    assert found("ascof", [*ascof(1000)[1:], ("2A: numerator", "", 0.0)])[0].per == 100
    nothing = [("2A: numerator", "", 3.0), ("2A: denominator", "", 0.0), ("2A: outcome", "", 75.0)]
    assert found("ascof", nothing)[0].per == 100


def test_a_numerator_without_its_denominator_is_no_measure() -> None:
    with pytest.raises(WorkbookError, match=r"f.csv \(A file\) has rates or percentages"):
        found("ascof", ascof(100, below="base"))
    long = "x" * 100
    assert found("ascof", ascof(100, long))[0].text == long + "…"
    assert found("ascof", ascof(100, long[1:]))[0].text == long[1:]


def test_indicators_with_counts_by_one_breakdown() -> None:
    rows: Rows = []
    for breakdown in ("Sex | Male", "Sex | Male | 65+"):
        rows += [("Falls: Count", breakdown, 3.0), ("Falls: Denominator", breakdown, 40.0),
                 ("Falls: Value", breakdown, 7500.0)]  # fmt: skip
    (one,) = found("fingertips", rows)
    assert (one.text, one.per, one.id) == ("Falls · Sex | Male", 100_000, "Falls: Count|Sex | Male")
    with pytest.raises(WorkbookError):
        found("fingertips", [row for row in rows if "Denom" not in row[0]])


def test_any_other_file_offers_what_is_no_rate() -> None:
    (one,) = found("generic", [("people_waiting", "", 3.0), ("average wait", "", 9.0)])
    assert (one.text, one.per, one.below) == ("People waiting", 1000, "")
    two = found("generic", [("people_waiting", "North", 3.0), ("people_waiting", "South", 3.0)])
    assert [m.text for m in two] == ["People waiting · North", "People waiting · South"]
    assert own.named(two, "people_waiting|South") is two[1]
    assert own.named(two, "nothing") is two[0]
