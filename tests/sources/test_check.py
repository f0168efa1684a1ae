# ruff: noqa: E501  (a row and the message it earns stay on one line)
"""The checker names file, row, column, what it found and what it expected, all at once."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.cli import main
from course_support.errors import WorkbookError
from course_support.sources import package, populations
from course_support.sources.cells import broken_constraint, parse
from course_support.sources.check import check_package
from course_support.sources.descriptor import Field
from tests.sources.make_package import (
    GOOD,
    HEADER,
    POPULATIONS,
    populations_resource,
    services_resource,
    write_package,
)


def said(folder: Path) -> str:
    return check_package(folder).text()


def test_a_good_package_has_nothing_to_put_right(tmp_path: Path) -> None:
    report = check_package(write_package(tmp_path))
    assert report.problems == ()
    assert report.exit_code == 0
    assert "2 tables and 4 rows" in report.text()


def test_the_course_data_passes() -> None:
    assert check_package().text().endswith("Nothing to put right.")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("D,unpaid_carers,advice,1.5,reported,,,,,,", "column capacity: found '1.5'; expected a whole number"),
        ("D,unpaid_carers,advice,-1,reported,,,,,,", "column capacity: found '-1'; expected at least 0"),
        ("D,unpaid_carers,advice,501,reported,,,,,,", "column capacity: found '501'; expected at most 500"),
        ("D,unpaid_carers,party,1,reported,,,,,,", "column kind: found 'party'; expected one of advice, break"),
        ("D,,advice,1,reported,,,,,,", "column population_id: found a blank cell; expected a value"),
        ("D,unpaid_carer,advice,1,reported,,,,,,", "column population_id: found 'unpaid_carer'; expected a value of id in populations.yaml (near: 'unpaid_carers')"),
        ("A,unpaid_carers,advice,1,reported,,,,,,", "column service_id: found 'A' again (first in row 2)"),
        ("D,unpaid_carers,advice,1,reported,£3,,,,,", "column price: found '£3'; expected a number"),
        ("D,unpaid_carers,advice,1,reported,,01/04/2026,,,,", "column from: found '01/04/2026'; expected a date"),
        ("D,unpaid_carers,advice,1,reported,,2026-02-30,,,,", "column from: found '2026-02-30'"),
        ("D,unpaid_carers,advice,1,reported,,,2026-13,,,", "column month: found '2026-13'"),
        ("D,unpaid_carers,advice,1,reported,,,,maybe,,", "column open: found 'maybe'; expected true or false"),
        ("D,unpaid_carers,advice,1,reported,,,,,E06000001,", "column code: found 'E06000001'"),
        ("D,unpaid_carers,advice,1,reported,,,,,,Z", "column part_of: found 'Z'; expected a value of service_id"),
        ("D,unpaid_carers,advice,,reported,,,,,,", "column capacity: found a blank 'reported'; expected a value, or a status of missing, suppressed, not applicable"),
        ("D,unpaid_carers,advice,0,suppressed,,,,,,", "column capacity: found '0' with status 'suppressed'"),
        ("D,unpaid_carers,advice", "found 3 cells; expected 11"),
    ],
)  # fmt: skip
def test_each_kind_of_problem_is_placed(tmp_path: Path, row: str, expected: str) -> None:
    report = check_package(write_package(tmp_path, (*GOOD, row)))
    assert report.exit_code == 1
    assert len(report.problems) == 1
    assert "services.csv, row 5" in report.text()
    assert expected in report.text()


def test_all_problems_are_given_at_once(tmp_path: Path) -> None:
    bad = ("D,nobody,party,x,reported,y,z,q,maybe,E0,Z",)
    columns = {problem.column for problem in check_package(write_package(tmp_path, bad)).problems}
    assert columns == {
        "population_id", "kind", "capacity", "price", "from", "month", "open", "code", "part_of",
    }  # fmt: skip


def test_headings_are_compared_with_the_description(tmp_path: Path) -> None:
    header = HEADER.replace("capacity", "capcity") + ",extra"
    text = said(write_package(tmp_path, ("A,unpaid_carers,advice,1,reported,,,,,,,",), header))
    assert "row 1, column capacity: found no such heading (but 'capcity')" in text
    assert "row 1, column extra: found a column that is not described" in text


def test_many_alike_are_counted_and_not_all_listed(tmp_path: Path) -> None:
    rows = tuple(f"S{n},unpaid_carers,party,1,reported,,,,,," for n in range(200))
    text = said(write_package(tmp_path, rows))
    assert text.count("'party'") == 10
    assert "200 problems" in text
    assert "services.csv, column kind: 190 more like these." in text


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("services.csv", None, "no such file"),
        ("services.csv", b"", "empty"),
        ("services.csv", "service_id\nCaf\u00e9\n".encode("cp1252"), "not saved as UTF-8"),
        ("services.csv", b'service_id\n"A\n', "cannot be told apart"),
        ("services.csv", b"service_id;population_id\nA;unpaid_carers\n", "separated by semicolons"),
        ("populations.yaml", b"- id: [", "not valid YAML"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_problem_among_others(
    tmp_path: Path, name: str, content: bytes | None, expected: str
) -> None:
    folder = write_package(tmp_path)
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)
    assert expected in said(folder)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("{", "line 1, column 2: not valid JSON"),
        ("[]", "expected an object"),
        ("{}", "a list 'resources'"),
        ('{"resources": [{}]}', "table 1: expected an object with a 'name'"),
        ('{"resources": [{"name": "a", "path": "../b.csv"}]}', "in the same folder"),
        ('{"resources": [{"name": "a", "path": "b.csv", "schema": {"fields": [{"name": "c", "type": "colour"}]}}]}', "the type 'colour' is not known"),
    ],
)  # fmt: skip
def test_a_bad_description_is_explained(tmp_path: Path, content: str, expected: str) -> None:
    (tmp_path / "datapackage.json").write_text(content, encoding="utf-8")
    with pytest.raises(WorkbookError, match="datapackage.json") as raised:
        check_package(tmp_path)
    assert expected in str(raised.value)


def test_a_reference_to_no_table_is_a_problem(tmp_path: Path) -> None:
    other = services_resource()
    other["schema"]["foreignKeys"][0]["reference"]["resource"] = "people"
    folder = write_package(tmp_path, resources=[populations_resource(), other])
    assert "found a reference to 'people'; expected a table of the package" in said(folder)


def test_the_command_says_the_same_and_fails(tmp_path: Path) -> None:
    folder = write_package(tmp_path, (*GOOD, "D,nobody,advice,1,reported,,,,,,"))
    result = CliRunner().invoke(main, ["data", "check", str(folder)])
    assert result.exit_code == 1
    assert "services.csv, row 5, column population_id: found 'nobody'" in result.output
    assert CliRunner().invoke(main, ["data", "check"]).exit_code == 0
    missing = CliRunner().invoke(main, ["data", "check", str(tmp_path / "none")])
    assert missing.exit_code == 1
    assert "Traceback" not in missing.output


def test_a_sixth_population_is_added_by_data_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copy the authority, add a population and a few rows: it checks, loads and is served."""
    folder = tmp_path / "authority"
    shutil.copytree(package.open_package().folder, folder)
    with (folder / "populations.yaml").open("a", encoding="utf-8") as file:
        file.write(POPULATIONS)
    added = {
        "services": "UC01,unpaid_carers,Breaks for carers,Break,A day off.,grant,40,carers,true,90,per day,",
        "prevalence": "unpaid_carers,18,120,People who care,people,9.1,8.2,10.1,3000,Invented survey",
        "take_up": "unpaid_carers,18,120,Would use a break,10,20,30,Judgement",
    }  # fmt: skip
    for name, row in added.items():
        with (folder / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.write(row + "\n")
    assert said(folder).endswith("Nothing to put right.")
    monkeypatch.setenv(populations.FOLDER_VARIABLE, str(folder))
    assert list(populations.load())[-1] == "unpaid_carers"
    assert len(populations.load()) == 6
    assert package.table("services", "unpaid_carers")["capacity"].tolist() == [40]
    assert package.rows("prevalence", "unpaid_carers")[0]["rate_percent"] == 9.1
    assert len(package.table("services", "homelessness")) == 7


@given(st.integers(-(10**9), 10**9), st.integers(-1000, 1000), st.integers(0, 1000))
def test_whole_numbers_come_back_and_limits_hold(value: int, low: int, width: int) -> None:
    field = Field("n", "integer", constraints={"minimum": low, "maximum": low + width})
    assert parse(str(value), field) == value
    broken = broken_constraint(value, str(value), field)
    assert (broken is None) == (low <= value <= low + width)


@given(st.dates())
def test_dates_come_back(day: object) -> None:
    assert parse(str(day), Field("d", "date")) == day


@given(st.text(max_size=12), st.sampled_from(["integer", "number", "date", "year", "yearmonth"]))
def test_any_text_is_a_value_or_is_explained(text: str, kind: str) -> None:
    try:
        parse(text, Field("x", kind))
    except ValueError as error:
        assert "such as" in str(error)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8"), max_size=6), min_size=11, max_size=11),
        max_size=4,
    )
)
def test_whatever_is_in_a_table_the_check_answers(
    tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]]
) -> None:
    """Any text at all: never a crash, and a clean report only when the table loads."""
    folder = write_package(tmp_path_factory.mktemp("any"))
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows([HEADER.split(","), *cells])
    (folder / "services.csv").write_text(written.getvalue(), encoding="utf-8", newline="")
    if check_package(folder).exit_code == 0:
        package.rows("services", folder=folder)
