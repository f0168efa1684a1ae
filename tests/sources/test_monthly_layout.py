"""Layouts of figures by month: across the top, a year a column, months and years apart."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from course_support.errors import WorkbookError
from course_support.sources.monthly import read_monthly
from course_support.sources.months import is_quarter, is_year, read_month, year_in

NAMES = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
FIGURES = ",".join(map(str, range(12)))


def written(folder: Path, *lines: str) -> Path:
    path = folder / "mine.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Performance 2024/25", "2024/25"), ("2024-25", "2024-25"), ("FY 2023/2024", "2023/2024"),
        ("Calls in 2024", "2024"), ("April 2024 to March 2025", ""), ("2024/26", ""),
        ("Contract 20244", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_year_of_a_title(text: str, year: str) -> None:
    assert year_in(text) == year


def test_other_periods_are_known() -> None:
    assert is_year("2024") and is_year("2024/25") and not is_year("2024/26") and not is_year("1")
    assert is_quarter("Q1 2024") and is_quarter("Apr-Jun 2024") and is_quarter("July to Sept")
    assert not is_quarter("Apr 2024")
    assert read_month("Apr-24 (provisional)") == read_month("Apr-24*") == dt.date(2024, 4, 1)


def test_months_without_a_year_take_that_of_the_title(tmp_path: Path) -> None:
    lines = ("Return 2024/25", "", f"Measure,{','.join(NAMES)}", f"Voids,{FIGURES}")
    (one,) = read_monthly(written(tmp_path, *lines)).series
    assert (one.measure, one.months[0], one.months[-1]) == (
        "Voids", dt.date(2024, 4, 1), dt.date(2025, 3, 1)
    )  # fmt: skip
    assert one.values == tuple(range(12))


def test_two_years_stand_above_their_months(tmp_path: Path) -> None:
    years = ["", "2023/24", *[""] * 11, "2024/25", *[""] * 11]
    lines = (",".join(years), f"Measure,{','.join(NAMES * 2)}", f"Voids,{FIGURES},{FIGURES}")
    (one,) = read_monthly(written(tmp_path, *lines)).series
    assert (one.months[0], one.months[12]) == (dt.date(2023, 4, 1), dt.date(2024, 4, 1))
    assert one.values == (*range(12), *range(12))


@pytest.mark.parametrize("title", ["Return", "Years 2023/24 and 2024/25", "Return 2024"])
def test_months_whose_year_is_not_sure_are_refused(tmp_path: Path, title: str) -> None:
    """From April to March of the calendar year 2024 would run backwards in January."""
    lines = (title, f"Measure,{','.join(NAMES)}", f"Voids,{FIGURES}", f"Moves,{FIGURES}")
    with pytest.raises(WorkbookError, match=r"mine.csv, row 2: the months across the top have no"):
        read_monthly(written(tmp_path, *lines))


def test_what_stands_beside_months_across_the_top(tmp_path: Path) -> None:
    across = ",".join(f"{name}-24" for name in NAMES[:9])
    lines = (
        f"Ref,Indicator,Target,Baseline,Owner,{across},YTD,RAG",
        "1,Voids %,5%,12%,Ann,11%,10%,9%,8%,8%,7%,7%,6%,6%,8%,green",
        "2,Moves,>20,,Bob,1,2,3,4,5,6,7,8,9,45,red",
        ",,,,,1,1,1,1,1,1,1,1,1,1,",
        "3,Not begun,5,,Cid,,,,,,,,,,,",
    )
    found = read_monthly(written(tmp_path, *lines))
    assert [(one.measure, one.target) for one in found.series] == [
        ("1 Voids %", 5),
        ("2 Moves", 20),
    ]
    assert found.series[0].values[0] == 11
    assert "The months stand across the top, in row 1." in found.said
    left = "Columns beside the months that were not read: Baseline, Owner, YTD, RAG."
    assert left in found.said


@pytest.mark.parametrize(
    ("years", "first"), [("2023,2024", (2023, 1)), ("2023/24,2024/25", (2023, 4))]
)
def test_a_column_a_year(tmp_path: Path, years: str, first: tuple[int, int]) -> None:
    names = NAMES if "/" in years else (*NAMES[9:], *NAMES[:9])
    lines = (f"Month,{years}", *(f"{name},{at},{at + 12}" for at, name in enumerate(names)),
             "Total,66,210")  # fmt: skip
    found = read_monthly(written(tmp_path, *lines))
    (one,) = found.series
    assert one.months[0] == dt.date(*first, 1)
    assert one.values == tuple(range(24))
    assert f"Each year has a column of its own: {years.replace(',', ', ')}." in found.said
    assert "Left out, because they are totals: row 14." in found.said


def test_a_month_that_is_a_number_needs_a_calendar_year(tmp_path: Path) -> None:
    rows = [f"{2024 + at // 12},{at % 12 + 1},{at}" for at in range(14)]
    (one,) = read_monthly(written(tmp_path, "Year,Month,Moves", *rows)).series
    assert (one.months[0], one.months[-1]) == (dt.date(2024, 1, 1), dt.date(2025, 2, 1))
    assert one.values == tuple(range(14))
    assert "financial" not in " ".join(read_monthly(tmp_path / "mine.csv").said)
    waited = [f"{row},{dt.date(2024 + at // 12, at % 12 + 1, 1):%b %Y}" for at, row in
              enumerate(rows)]  # fmt: skip
    found = read_monthly(written(tmp_path, "Year,Months waited,Moves,Sent in", *waited))
    assert [one.measure for one in found.series] == ["Months waited", "Moves"]
    for heading in ("month", "Month no.", "Reporting month number", "MTH"):
        (one,) = read_monthly(written(tmp_path, f"Year,{heading},Moves", *rows)).series
        assert one.values == tuple(range(14))
    rows = [row.replace("2024", "2024/25").replace("2025,", "2025/26,") for row in rows]
    with pytest.raises(WorkbookError, match=r"the months in “Month” \(such as 1\) have no year"):
        read_monthly(written(tmp_path, "Year,Month,Moves", *rows))


@pytest.mark.parametrize("beside", [True, False])
def test_a_year_stands_for_the_rows_below_it(tmp_path: Path, beside: bool) -> None:
    """As merged cells come out, and as years that head their months in the same column."""
    rows = []
    for at in range(24):
        year = f"{2023 + at // 12}/{24 + at // 12}" if at % 12 == 0 else ""
        if year and not beside:
            rows.append(f"{year},")
        rows.append(f"{year},{NAMES[at % 12]},{at}" if beside else f"{NAMES[at % 12]},{at}")
    heading = "Year,Month,Voids" if beside else "Month,Voids"
    found = read_monthly(written(tmp_path, heading, *rows))
    (one,) = found.series
    assert (one.months[0], one.months[-1]) == (dt.date(2023, 4, 1), dt.date(2025, 3, 1))
    assert one.values == tuple(range(24))
    told = "“Year”" if beside else "“Month”"
    assert f"{told} holds financial years, so January to March fall in the second." in found.said


@pytest.mark.parametrize(
    ("days", "said"),
    [("{:02d}/%m/%Y", "day first, was taken"), ("%m/28/%Y", "the month before the day")],
)
def test_the_order_of_day_and_month_is_told(tmp_path: Path, days: str, said: str) -> None:
    rows = [f"{dt.date(2024, at, 1).strftime(days.format(1))},{at}" for at in range(1, 13)]
    found = read_monthly(written(tmp_path, "Date,Calls", *rows))
    assert found.series[0].values == tuple(range(1, 13))
    assert any(said in each for each in found.said)
    sure = [f"28/{at:02d}/2024,{at}" for at in range(1, 13)]
    assert len(read_monthly(written(tmp_path, "Date,Calls", *sure)).said) == 1


def test_quarters_across_the_top_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="mine.csv holds quarters"):
        read_monthly(written(tmp_path, "Measure,Q1 2024,Q2 2024", "Voids,1,2", "Moves,3,4"))


def test_a_long_list_of_measures_is_told_where_it_was_cut(tmp_path: Path) -> None:
    across = ",".join(f"{name}-24" for name in NAMES[:9])
    figures = "1,2,3,4,5,6,7,8,9"
    rows = [f"Measure {at},{figures if at in (0, 50, 70) else ',' * 8}" for at in range(72)]
    found = read_monthly(written(tmp_path, f"Indicator,{across}", *rows))
    assert [one.measure for one in found.series] == ["Measure 0", "Measure 50"]
    assert found.warnings == ("Only the first 60 rows were read.",)
    short = read_monthly(written(tmp_path, f"Indicator,{across}", *rows[:52]))
    assert short.warnings == ()
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (f"Indicator,{across}", *rows):
        sheet.append([int(cell) if cell.isdigit() else cell for cell in line.split(",")])
    book.save(tmp_path / "mine.xlsx")
    whole = read_monthly(tmp_path / "mine.xlsx")
    assert [one.measure for one in whole.series] == ["Measure 0", "Measure 50", "Measure 70"]
    assert whole.warnings == ()
