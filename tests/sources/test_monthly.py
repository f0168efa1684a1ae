"""A participant's own monthly file: what is recognised, what is said, what is refused."""

import datetime as dt
import math
from pathlib import Path

import openpyxl
import pytest

from course_support.errors import WorkbookError
from course_support.sources.monthly import read_monthly
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


def test_a_share_of_nothing_does_not_apply(tmp_path: Path) -> None:
    rows = (
        f"{month},{0 if at == 3 else 4},{0 if at == 3 else 5}"
        for at, month in enumerate(MONTHS[:8])
    )
    (one,) = read_monthly(csv(tmp_path, "Period,Achieved,Out of", *rows)).series
    assert one.statuses[3] == "not applicable"
    assert one.statuses.count("reported") == 7


def test_a_part_and_its_whole_are_known_by_their_names_and_figures(tmp_path: Path) -> None:
    rows = [f"{m},{40 + at},{60 + at}" for at, m in enumerate(MONTHS[:8])]
    (one,) = read_monthly(csv(tmp_path, "Month,Calls answered,Calls", *rows)).series
    assert one.measure == "Calls answered out of Calls"
    assert one.values[0] == pytest.approx(100 * 40 / 60)
    rows = [f"{m},{60 + at},{40 + at}" for at, m in enumerate(MONTHS[:8])]
    found = read_monthly(csv(tmp_path, "Month,Calls answered,Calls", *rows))
    assert [each.measure for each in found.series] == ["Calls answered", "Calls"]


def test_value_with_counts_beside_it(tmp_path: Path) -> None:
    rows = (f"{month},{40 + at},50,{(40 + at) / 50}" for at, month in enumerate(MONTHS[:8]))
    found = read_monthly(csv(tmp_path, "Month,Numerator,Denominator,Value", *rows))
    (one,) = found.series
    assert one.values[:2] == pytest.approx((80, 82))
    assert any("holds shares of one" in each for each in found.said)


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


def test_several_measures_as_rows(tmp_path: Path) -> None:
    rows = [f"{m},{name},{at}" for at, m in enumerate(MONTHS) for name in ("Calls", "Visits")]
    found = read_monthly(csv(tmp_path, "Month,Measure,Value", *rows))
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
    assert any("Left out, because they are totals: rows 14" in each for each in found.said)


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


REAL = Path(__file__).parents[3] / "shared" / "real_data"


@pytest.mark.parametrize(
    "name",
    [
        "ofsted_provider_at_march_2025.csv",
        "salford_contracts_register_2022-07.csv",
        "hmt_gdp_deflators_dec2023.csv",
        "dfe_neet_nccis_la_2025.csv",
    ],
)
def test_a_published_file_that_holds_no_months_is_refused_with_a_sentence(name: str) -> None:
    path = REAL / name
    if not path.exists():
        pytest.skip("the files as published are not beside this checkout")
    with pytest.raises(WorkbookError, match="no column of months|comes .* times"):
        read_monthly(path)
