"""A participant's own monthly file: what is recognised, what is said, what is refused."""

import datetime as dt
import math
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from course_support.errors import WorkbookError
from course_support.exercises import library
from course_support.sources.monthly import MOST_MEASURES, read_monthly
from course_support.sources.months import month_in_year, read_month

MONTHS = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)]


def written(folder: Path, text: str, name: str = "mine.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def csv(folder: Path, headings: str, *rows: str) -> Path:
    return written(folder, "\n".join([headings, *rows]) + "\n")


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("Apr 2024", (2024, 4)), ("April 2024", (2024, 4)), ("Apr-24", (2024, 4)),
        ("Sept '23", (2023, 9)), ("2024-04", (2024, 4)), ("04/2024", (2024, 4)),
        ("202404", (2024, 4)), ("2024 M04", (2024, 4)), ("2024 May", (2024, 5)),
    ],
)  # fmt: skip
def test_months_as_people_write_them(text: str, month: tuple[int, int]) -> None:
    assert read_month(text) == dt.date(*month, 1)


@pytest.mark.parametrize("text", ["2024", "13/2024", "Q1 2024", "Apr", "mayor 2024", "2024-13", ""])
def test_what_is_no_month(text: str) -> None:
    assert read_month(text) is None


def test_a_financial_year_begins_in_april() -> None:
    assert month_in_year(4, "2024-25") == dt.date(2024, 4, 1)
    assert month_in_year(3, "2024/25") == dt.date(2025, 3, 1)
    assert month_in_year(3, "2024") == dt.date(2024, 3, 1)
    assert month_in_year(3, "2024-26") is None


def test_a_month_and_a_figure(tmp_path: Path) -> None:
    path = csv(
        tmp_path, "Month,Visits on time (%)", *(f"{m},{80 + i}" for i, m in enumerate(MONTHS))
    )
    found = read_monthly(path)
    (one,) = found.series
    assert one.measure == "Visits on time (%)"
    assert (one.months[0], one.months[-1]) == (dt.date(2024, 1, 1), dt.date(2025, 12, 1))
    assert one.values[:2] == (80, 81)
    assert one.unit == "percent"
    assert found.said[0].startswith(
        "1 measure: “Visits on time (%)”. 24 months, Jan 2024 to Dec 2025"
    )
    assert "the month from “Month”" in found.said[0]


def test_numerator_and_denominator_give_the_rate(tmp_path: Path) -> None:
    rows = (f"{month},{40 + at},50,95" for at, month in enumerate(MONTHS[:8]))
    found = read_monthly(csv(tmp_path, "Period,Achieved,Out of,Target", *rows))
    (one,) = found.series
    assert one.measure == "Achieved out of Out of"
    assert one.values[:2] == (80, 82)
    assert one.numerators[0] == 40
    assert one.denominators[0] == 50
    assert one.unit == "percent"
    assert one.target == 95
    assert any("worked out in per cent from its two counts" in each for each in found.said)
    assert found.said[0].endswith(
        "Read: the month from “Period”; the numerator from “Achieved”; the denominator from "
        "“Out of”; the target from “Target”."
    )


def test_a_share_of_nothing_does_not_apply(tmp_path: Path) -> None:
    rows = (
        f"{month},{0 if at == 3 else 4},{0 if at == 3 else 5}"
        for at, month in enumerate(MONTHS[:8])
    )
    (one,) = read_monthly(csv(tmp_path, "Period,Achieved,Out of", *rows)).series
    assert one.statuses[3] == "not applicable"
    rows = (f"{m},{at % 2},1" for at, m in enumerate(MONTHS[:8]))
    (one,) = read_monthly(csv(tmp_path, "Period,Achieved,Out of", *rows)).series
    assert one.values[:2] == (0, 100), "one out of one is the whole"
    rows = (f"{m},{4 if at else ''},5" for at, m in enumerate(MONTHS[:8]))
    (one,) = read_monthly(csv(tmp_path, "Period,Achieved,Out of", *rows)).series
    assert one.statuses[0] == "missing"
    rows = (
        f"{month},{0 if at == 3 else 4},{0 if at == 3 else 5}"
        for at, month in enumerate(MONTHS[:8])
    )
    (one,) = read_monthly(csv(tmp_path, "Period,Achieved,Out of", *rows)).series
    assert one.statuses.count("reported") == 7


def test_a_part_and_its_whole_are_known_by_their_names_and_figures(tmp_path: Path) -> None:
    rows = [f"{m},{40 + at},{60 + at}" for at, m in enumerate(MONTHS[:8])]
    (one,) = read_monthly(csv(tmp_path, "Month,Calls answered,Calls", *rows)).series
    assert one.measure == "Calls answered out of Calls"
    assert one.values[0] == pytest.approx(100 * 40 / 60)
    gaps = [f"{m},{'' if at == 2 else 40},{'' if at == 4 else 60}" for at, m in
            enumerate(MONTHS[:10])]  # fmt: skip
    (one,) = read_monthly(csv(tmp_path, "Month,Calls answered,Calls", *gaps)).series
    assert one.known == 8
    rows = [f"{m},{60 + at},{40 + at}" for at, m in enumerate(MONTHS[:8])]
    found = read_monthly(csv(tmp_path, "Month,Calls answered,Calls", *rows))
    assert [each.measure for each in found.series] == ["Calls answered", "Calls"]


def test_value_with_counts_beside_it(tmp_path: Path) -> None:
    rows = (f"{month},{40 + at},50,{(40 + at) / 50}" for at, month in enumerate(MONTHS[:8]))
    found = read_monthly(csv(tmp_path, "Month,Numerator,Denominator,Value", *rows))
    (one,) = found.series
    assert one.values[:2] == pytest.approx((80, 82))
    assert any("holds shares of one" in each for each in found.said)
    rows = (f"{month},{40 + at},50,{2 * (40 + at)}" for at, month in enumerate(MONTHS[:8]))
    found = read_monthly(csv(tmp_path, "Month,Numerator,Denominator,Value", *rows))
    (one,) = found.series
    assert (one.unit, one.values[:2]) == ("percent", (80, 82)), "the counts prove it"
    rows = (f"{month},{40 + at},50,{at}" for at, month in enumerate(MONTHS[:8]))
    (one,) = read_monthly(csv(tmp_path, "Month,Numerator,Denominator,Value", *rows)).series
    assert one.unit == "number", "figures that the counts do not give are left as they are"


def test_a_share_may_be_the_whole(tmp_path: Path) -> None:
    rows = [f"{m},{1 if at < 3 else 0.5}" for at, m in enumerate(months())]
    (one,) = read_monthly(csv(tmp_path, "Month,% in time", *rows)).series
    assert one.values[2:4] == (100, 50)
    rows = [f"{m},{1.2 if at < 3 else 0.5}" for at, m in enumerate(months())]
    assert read_monthly(csv(tmp_path, "Month,% late", *rows)).series[0].values[2:4] == (1.2, 0.5)
    rows = [f"{m},{-0.2 if at < 3 else 0.5}" for at, m in enumerate(months())]
    assert read_monthly(csv(tmp_path, "Month,% more", *rows)).series[0].values[2:4] == (-0.2, 0.5)


def test_suppressed_missing_and_zero_stay_different(tmp_path: Path) -> None:
    cells = ["10", "0", "c", "", "z", "12", "13", "14", "15", "about ten", "17", "18", "19"]
    rows = (f"{month},{cell}" for month, cell in zip(MONTHS, cells, strict=False))
    found = read_monthly(csv(tmp_path, "Month,Falls", *rows))
    (one,) = found.series
    assert one.values[1] == 0
    assert [math.isnan(v) for v in one.values[:6]] == [False, False, True, True, True, False]
    assert one.statuses[2:5] == ("suppressed", "missing", "not applicable")
    assert any("“about ten” is no figure" in each for each in found.warnings)


def test_a_month_left_out_is_a_gap_and_said(tmp_path: Path) -> None:
    rows = [f"{m},5" for m in MONTHS[:10] if m != "2024-03"]
    found = read_monthly(csv(tmp_path, "Month,Moves", *rows))
    assert math.isnan(found.series[0].values[2])
    assert any("1 month between the first and the last is not in the file" in s for s in found.said)


def test_several_measures_as_columns(tmp_path: Path) -> None:
    rows = (f"{month},{at},{2 * at},note" for at, month in enumerate(MONTHS))
    found = read_monthly(csv(tmp_path, "Month,Referrals,Closures,Comment", *rows))
    assert [one.measure for one in found.series] == ["Referrals", "Closures"]
    assert found.named("Closures").values[3] == 6
    assert found.named("Nothing of the kind") is found.series[0]


def test_several_measures_as_rows(tmp_path: Path) -> None:
    rows = [f"{m},{name},{at}" for at, m in enumerate(MONTHS) for name in ("Calls", "Visits")]
    found = read_monthly(csv(tmp_path, "Month,Measure,Value", *rows))
    assert [one.measure for one in found.series] == ["Calls", "Visits"]
    rows = [f"{row},900" for row in rows]
    found = read_monthly(csv(tmp_path, "Month,Measure,Value,Residents", *rows))
    assert [one.measure for one in found.series] == ["Calls", "Visits"]


def test_months_across_the_top_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Contract monitoring return"])
    sheet.append([])
    sheet.append(["Ref", "Indicator", *(dt.datetime(2025, month, 1) for month in range(1, 13))])
    sheet.append(["1", "Rooms in use", *range(90, 102)])
    sheet.append(["2", "Moves on", *range(12)])
    path = tmp_path / "return.xlsx"
    book.save(path)
    found = read_monthly(path)
    assert [one.measure for one in found.series] == ["1 Rooms in use", "2 Moves on"]
    assert found.series[0].values == tuple(range(90, 102))
    assert any("across the top, in row 3" in each for each in found.said)


def test_real_dates_in_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Month ending", "% answered in time"])
    for month in range(1, 13):
        sheet.append([dt.date(2025, month, 28), 0.8 + month / 100])
    path = tmp_path / "dates.xlsx"
    book.save(path)
    (one,) = read_monthly(path).series
    assert one.values[0] == pytest.approx(81)
    assert one.months[0] == dt.date(2025, 1, 1)


def test_month_and_financial_year_in_two_columns(tmp_path: Path) -> None:
    names = ("April", "May", "June", "July", "August", "September", "October", "November",
             "December", "January", "February", "March")  # fmt: skip
    rows = (f"2024/25,{name},{at}" for at, name in enumerate(names))
    found = read_monthly(csv(tmp_path, "Financial year,Month,Complaints", *rows))
    assert found.series[0].months[-1] == dt.date(2025, 3, 1)
    assert found.series[0].values[-1] == 11
    assert any("financial years" in each for each in found.said)


def test_rows_of_totals_are_left_out_and_said(tmp_path: Path) -> None:
    rows = [f"{m},10" for m in MONTHS[:12]]
    found = read_monthly(csv(tmp_path, "Month,Missed visits", *rows, "Total,120"))
    assert found.series[0].known == 12
    assert any("Left out, because they are totals: row 14" in each for each in found.said)


def test_months_still_to_come_are_no_gaps(tmp_path: Path) -> None:
    rows = [f"{m},10" for m in MONTHS[:9]] + [f"{m}," for m in MONTHS[9:12]]
    found = read_monthly(csv(tmp_path, "Month,Missed visits", *rows))
    assert len(found.series[0].months) == 9


def test_rows_in_any_order(tmp_path: Path) -> None:
    rows = [f"{m},{at}" for at, m in enumerate(MONTHS[:9])]
    (one,) = read_monthly(csv(tmp_path, "Month,Starts", *reversed(rows))).series
    assert one.values == tuple(range(9))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Month,Rate\n2024-01,5\n2024-01,6\n2024-02,7\n", "January 2024 comes 2 times (rows 2, 3)"),
        ("Quarter,Rate\nQ1 2024,5\nQ2 2024,6\nQ3 2024,7\nQ4 2024,7\n", "holds quarters"),
        ("Name,Rate\nAnn,5\nBob,6\nCid,7\n", "no column of months was found among Name, Rate"),
        ("Month,Why\n2024-01,good\n2024-02,bad\n2024-03,so\n", "no other column holds figures"),
        ("Month,Rate\n2024-01,5\n", "holds one month. 6 are the least"),
        ("Month,Rate\n2024-01,5\n2024-02,6\n2024-03,7\n", "has 3 months with a figure; 6 are the"),
    ],
)
def test_what_is_refused(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(WorkbookError) as refusal:
        read_monthly(written(tmp_path, text))
    assert said in str(refusal.value)


def test_a_picture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "chart.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    with pytest.raises(WorkbookError, match="picture"):
        read_monthly(path)


def test_the_reading_is_shown_as_text(tmp_path: Path) -> None:
    rows = [f"{m},10" for m in MONTHS[:9]]
    found = read_monthly(csv(tmp_path, "Month,<b>Moves</b>", *rows))
    assert "&lt;b&gt;Moves" in found._repr_html_()


# --- exports as they come ------------------------------------------------------------------------


def months(first: str = "2024-04", size: int = 12) -> list[str]:
    return [str(each) for each in pd.period_range(first, periods=size, freq="M")]


def book(folder: Path, sheets: dict[str, list[list[object]]], name: str = "mine.xlsx") -> Path:
    whole = openpyxl.Workbook()
    for title, rows in sheets.items():
        sheet = whole.create_sheet(title)
        for row in rows:
            sheet.append(row)
    del whole["Sheet"]
    whole.save(folder / name)
    return folder / name


def test_counts_beside_a_figure_are_found_by_what_they_give(tmp_path: Path) -> None:
    """“Within target” is a count here and no target; the figures prove which columns belong."""
    rows = [
        f"{m},{40 + at},{50 + at},{100 * (40 + at) / (50 + at):.1f}%,90%,{at}"
        for at, m in enumerate(months())
    ]
    headings = "Month,Number answered within target,All calls,% within target,Target,Staff"
    one, other = read_monthly(csv(tmp_path, headings, *rows)).series
    assert (one.measure, one.unit, one.target) == ("% within target", "percent", 90)
    assert (one.numerators[3], one.denominators[3]) == (43, 53)
    assert (other.measure, other.target) == ("Staff", None)
    assert math.isnan(other.numerators[3])


def test_a_rate_per_thousand_finds_its_counts(tmp_path: Path) -> None:
    rows = [f"{m},{9 + at},{1500},{(9 + at) / 1.5:.2f}" for at, m in enumerate(months())]
    headings = "Month,Falls,Bed days,Falls per 1000 bed days"
    (one,) = read_monthly(csv(tmp_path, headings, *rows)).series
    assert (one.unit, one.numerators[0], one.denominators[0]) == ("per 1000", 9, 1500)
    (one,) = read_monthly(csv(tmp_path, headings, *rows[:6])).series
    assert one.numerators[0] == 9, "six months are proof enough"
    gap = [*rows[:3], f"{months()[3]},,,", *rows[4:]]
    (one,) = read_monthly(csv(tmp_path, headings, *gap)).series
    assert one.denominators[4] == 1500, "a gap is no proof against it"
    unlike = [row.rpartition(",")[0] + ",7.5" for row in rows]
    assert len(read_monthly(csv(tmp_path, headings, *unlike)).series) == 3


@pytest.mark.parametrize(
    ("cells", "values", "unit"),
    [
        (["0.2%", "0.9%"], [0.2, 0.9], "percent"),
        (["20%", "90%"], [20, 90], "percent"),
        (["0.2", "0.9"], [0.2, 0.9], "number"),
        (["0", "1"], [0, 1], "number"),
    ],
)
def test_a_share_is_never_guessed(
    tmp_path: Path, cells: list[str], values: list[float], unit: str
) -> None:
    rows = [f"{m},{cells[at % 2]}" for at, m in enumerate(months())]
    found = read_monthly(csv(tmp_path, "Month,Late", *rows))
    assert (found.series[0].values[:2], found.series[0].unit) == (tuple(values), unit)
    asked = any("write % in its heading" in each for each in found.warnings)
    assert asked is (cells[0] == "0.2")


@pytest.mark.parametrize(
    ("figure", "target", "read"),
    [
        ("85%", "≥95%", 95), ("85%", "at least 95", 95), ("85", "0.95", 95), ("0.85", "0.95", 95),
        ("85", "1", 100), ("85", "1.1", 1.1), ("8.5", "0.9", 0.9), ("10", "1", 100),
        ("2.1", "0.5", 0.5), ("0.4%", "0.5%", 0.5), ("85", "0.95%", 0.95),
        ("85", "<5", 5), ("85", "tbc", None),
    ],
)  # fmt: skip
def test_targets_as_people_write_them(
    tmp_path: Path, figure: str, target: str, read: float | None
) -> None:
    rows = [f"{m},{figure},{target}" for m in months()]
    found = read_monthly(csv(tmp_path, "Month,% in time,Target", *rows))
    assert found.series[0].target == read
    assert any("so no target is shown" in each for each in found.warnings) is (read is None)


def test_a_target_that_changed_is_told(tmp_path: Path) -> None:
    rows = [f"{m},{80 + at},{85 if at < 5 else 90}" for at, m in enumerate(months())]
    found = read_monthly(csv(tmp_path, "Month,Actual,Target", *rows))
    assert found.series[0].target == 90
    assert "“Target” changed after August 2024. The last one counts for every month." in found.said
    thrice = [f"{m},{80 + at},{(80, 85, 90, 90)[at // 3]}" for at, m in enumerate(months())]
    found = read_monthly(csv(tmp_path, "Month,Actual,Target", *thrice))
    assert (
        "“Target” changed after September 2024. The last one counts for every month." in found.said
    )
    back = [f"{m},{80 + at},{90 if at == 4 else 85}" for at, m in enumerate(months())]
    assert read_monthly(csv(tmp_path, "Month,Actual,Target", *back)).series[0].target == 85
    same = [f"{m},{80 + at},85" for at, m in enumerate(months())]
    assert "changed" not in " ".join(read_monthly(csv(tmp_path, "Month,Actual,Target", *same)).said)


def test_columns_that_name_the_row_or_the_year_are_no_measures(tmp_path: Path) -> None:
    rows = [f"{at},{m[:4]},{m},{80 + at}" for at, m in enumerate(months(), start=1)]
    found = read_monthly(csv(tmp_path, "No.,Year,Month,Starts", *rows))
    assert [one.measure for one in found.series] == ["Starts"]


def test_running_totals_are_told(tmp_path: Path) -> None:
    rows = [f"{m},5,{5 * at}" for at, m in enumerate(months())]
    found = read_monthly(csv(tmp_path, "Month,Moves,Moves year to date", *rows))
    assert [w.partition("”")[0] for w in found.warnings] == ["“Moves year to date"]


def test_several_rows_a_month_are_told_apart_by_the_column_that_does_so(tmp_path: Path) -> None:
    rows = [
        f"{site},{what},{m},{at},fine"
        for site in ("Hill", "Lane")
        for what in ("Voids", "Moves")
        for at, m in enumerate(months())
    ]
    found = read_monthly(csv(tmp_path, "Site,Measure,Month,Value,Note", *rows))
    names = ["Voids, Hill", "Moves, Hill", "Voids, Lane", "Moves, Lane"]
    assert [one.measure for one in found.series] == names
    assert all(one.values == tuple(range(12)) for one in found.series)
    assert "A month has several rows; “Site” tells them apart." in found.said
    # Without a column of measures it takes both of the other two.
    found = read_monthly(csv(tmp_path, "Site,Service,Month,Value,Note", *rows))
    assert [one.measure for one in found.series] == [
        ", ".join(reversed(name.split(", "))) for name in names
    ]


def test_a_remark_of_its_own_in_every_row_names_no_measure(tmp_path: Path) -> None:
    rows = [f"{m},{at},in week {at}" for at, m in enumerate(months())]
    (one,) = read_monthly(csv(tmp_path, "Month,Moves,Description", *rows)).series
    assert one.measure == "Moves"
    rows = [f"{m},{at},{at if at < 9 else 'see note'}" for at, m in enumerate(months())]
    found = read_monthly(csv(tmp_path, "Month,Moves,Remark", *rows))
    assert [one.measure for one in found.series] == ["Moves"], "three words in twelve are too many"


def test_places_side_by_side_and_their_total_are_measures(tmp_path: Path) -> None:
    rows = [f"{m},{at},{9 + at},{9 + 2 * at}" for at, m in enumerate(months())]
    found = read_monthly(csv(tmp_path, "Month,Hill,Lane,Total", *rows))
    assert [one.measure for one in found.series] == ["Hill", "Lane", "Total"]


def test_a_column_of_figures_names_no_measure(tmp_path: Path) -> None:
    rows = [f"{m},{beds},{at}" for beds in (20, 30) for at, m in enumerate(months())]
    with pytest.raises(WorkbookError, match="April 2024 comes 2 times"):
        read_monthly(csv(tmp_path, "Month,Beds,Moves", *rows))


def test_a_slip_is_not_told_apart_by_a_remark(tmp_path: Path) -> None:
    rows = [f"{m},{at},{'red' if at % 2 else 'green'}" for at, m in enumerate(months())]
    with pytest.raises(WorkbookError, match=r"June 2024 comes 2 times \(rows 4, 14\)"):
        read_monthly(csv(tmp_path, "Month,Moves,RAG", *rows, "2024-06,9,red"))


def test_a_row_that_comes_twice_counts_once(tmp_path: Path) -> None:
    rows = [f"{m},{at}" for at, m in enumerate(months())]
    found = read_monthly(csv(tmp_path, "Month,Moves", *rows, rows[2]))
    assert found.series[0].values == tuple(range(12))
    assert "Row 14 says the same as row 4 and counts once." in found.said


def test_a_measure_that_ends_where_another_begins_may_be_renamed(tmp_path: Path) -> None:
    rows = [f"{m},{'Settled' if at < 12 else 'Kept'},{at}" for at, m in enumerate(months(size=24))]
    found = read_monthly(csv(tmp_path, "Month,Measure,Value", *rows))
    assert "“Settled” ends in Mar 2025 and “Kept” begins in Apr 2025" in found.warnings[0]
    assert "12 months, Apr 2024 to Mar 2026" in found.said[0]
    apart = [row for at, row in enumerate(rows) if at != 12]
    assert read_monthly(csv(tmp_path, "Month,Measure,Value", *apart)).warnings == ()


def test_measures_of_other_lengths_are_told_with_their_span(tmp_path: Path) -> None:
    rows = [f"{m},{at},{at if at > 3 else ''}" for at, m in enumerate(months())]
    rows += [f"{m},,{at}" for at, m in enumerate(months("2025-04", 3))]
    found = read_monthly(csv(tmp_path, "Month,Calls,Visits", *rows))
    assert "12 to 15 months, Apr 2024 to Jun 2025." in found.said[0]


def test_every_measure_has_its_number(tmp_path: Path) -> None:
    """The number is what the participant chooses by."""
    rows = [",".join([m, *(str(at + n) for n in range(14))]) for at, m in enumerate(months())]
    headings = ",".join(["Month", *(f"Count {n:02}" for n in range(1, 15))])
    found = read_monthly(csv(tmp_path, headings, *rows))
    assert found.said[0].startswith("14 measures: 1 “Count 01”, 2 “Count 02”, 3 “Count 03”,")
    assert "14 “Count 14”. 12 months, Apr 2024 to Mar 2025." in found.said[0]
    asked = library.Library()["own-series"].settings[0]  # type: ignore[attr-defined]
    assert asked.high == MOST_MEASURES


def test_every_sheet_is_told(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Month", "Voids"], *([m, 5] for m in months())]
    guide: list[list[object]] = [["How to fill it in"], ["Each month"]]
    found = read_monthly(book(tmp_path, {"Help": guide, "2024": rows, "2025": rows}))
    assert found.said[0].startswith("Sheet “2024” was read. 1 measure: “Voids”")
    assert found.said[-1].startswith("Not read, though months stand there too: sheet “2025”.")
    bad = [*rows, ["2024-04", 6]]
    with pytest.raises(WorkbookError, match="mine.xlsx, sheet “2024”: April 2024 comes 2 times"):
        read_monthly(book(tmp_path, {"Help": guide, "2024": bad}))
    with pytest.raises(WorkbookError, match="mine.xlsx, sheet “Help” has no table of months"):
        read_monthly(book(tmp_path, {"Help": guide}))


@pytest.mark.parametrize(
    ("headings", "row", "said"),
    [
        ("Week commencing,Calls", "{d:%d/%m/%Y},5", r"weeks or days.*add them up"),
        ("Quarter ending,Calls", "{q:%d/%m/%Y},5", "holds quarters"),
        ("Year ending,Calls", "{y:%d/%m/%Y},5", r"holds years \(April 2024, April 2025\)"),
        ("Year,Calls", "{y.year},5", r"holds years \(2024, 2025\)"),
        ("Quarter,Calls", "Apr-Jun {y.year},5", "holds quarters"),
        ("Month,Calls", "{q:%B},5", r"the months in “Month” \(such as April\) have no year"),
        ("Year,Period,Calls", "2024/25,{q.month},5", r"the months in “Period” .* have no year"),
        ("Month,Days", "{m:%b-%y},8 days", "“Days”, row 2: “8 days”. Write it as a number"),
    ],
)
def test_what_is_no_figure_by_month_is_refused_by_its_name(
    tmp_path: Path, headings: str, row: str, said: str
) -> None:
    first = dt.date(2024, 4, 1)
    rows = [
        row.format(
            d=first + dt.timedelta(weeks=at),
            m=pd.Timestamp(first) + pd.DateOffset(months=at),
            q=pd.Timestamp(first) + pd.DateOffset(months=3 * at),
            y=pd.Timestamp(first) + pd.DateOffset(years=at),
        )
        for at in range(8)
    ]
    with pytest.raises(WorkbookError, match=said):
        read_monthly(csv(tmp_path, headings, *rows))


def test_a_mistyped_year_is_refused_with_its_file(tmp_path: Path) -> None:
    rows = [f"{m},5" for m in months()] + ["1950-01,5", "2099-12,5"]
    with pytest.raises(WorkbookError, match="mine.csv: the months run from January 1950 to Dec"):
        read_monthly(csv(tmp_path, "Month,Moves", *rows))


def test_rows_without_a_month_are_told_with_what_stands_there(tmp_path: Path) -> None:
    rows = [f"{'Juny-24' if at == 2 else m},{at}" for at, m in enumerate(months())]
    found = read_monthly(csv(tmp_path, "Month,Moves", *rows, "Total,60", "Average,5"))
    assert "Left out, because they are totals: rows 14, 15." in found.said
    assert "Left out, because “Juny-24” is no month: row 4." in found.said
    assert found.series[0].known == 11


def test_marks_of_figures_that_are_not_final_are_no_part_of_them(tmp_path: Path) -> None:
    rows = [f"{m}{' (p)' if at > 9 else ''},{at}{' (r)' if at < 2 else ''}" for at, m in
            enumerate(months())]  # fmt: skip
    assert read_monthly(csv(tmp_path, "Month,Moves", *rows)).series[0].values == tuple(range(12))


def test_too_few_to_show_is_suppressed(tmp_path: Path) -> None:
    shown = ["<5", "fewer than 5", "*", "[c]", *map(str, range(5, 13))]
    rows = [f"{m},{cell}" for m, cell in zip(["2024-03", *months()], ["9", *shown], strict=True)]
    assert (
        read_monthly(csv(tmp_path, "Month,Moves", *rows)).series[0].statuses[1:5]
        == ("suppressed",) * 4
    )


REAL = Path(__file__).parents[3] / "shared" / "real_data"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ofsted_provider_at_march_2025.csv", "comes .* times"),
        ("salford_contracts_register_2022-07.csv", "comes .* times"),
        ("hmt_gdp_deflators_dec2023.csv", "holds years"),
        ("dfe_neet_nccis_la_2025.csv", "no column of months"),
    ],
)
def test_a_published_file_that_holds_no_months_is_refused_with_a_sentence(
    name: str, said: str
) -> None:
    path = REAL / name
    if not path.exists():
        pytest.skip("the files as published are not beside this checkout")
    with pytest.raises(WorkbookError, match=said):
        read_monthly(path)
