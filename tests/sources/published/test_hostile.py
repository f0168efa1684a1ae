"""Files that are damaged, absurd or meant to harm: a sentence, soon, and little memory."""

from __future__ import annotations

import importlib.util
import io
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course_support.errors import WorkbookError
from course_support.sources.published import Published, read_published
from course_support.sources.published.reading import UNEXPECTED

_PLACE = Path(__file__).with_name("layouts.py")
_SPEC = importlib.util.spec_from_file_location("layouts", _PLACE)
assert _SPEC and _SPEC.loader
layouts = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(layouts)

# ruff: noqa: E501
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def book(path: Path, sheet: str) -> Path:
    """Write a workbook, then put other XML in place of its sheet."""
    plain = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "x"
    workbook.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = sheet.encode() if name == "xl/worksheets/sheet1.xml" else old.read(name)
            new.writestr(name, content)
    return path


def ods(path: Path, rows: str) -> Path:
    content = (
        '<?xml version="1.0"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            "</manifest:manifest>",
        )
    return path


def refused(path: Path, says: str) -> None:
    """Assert a refusal in a sentence, within a few seconds."""
    start = time.process_time()
    with pytest.raises(WorkbookError, match=says):
        read_published(path)
    assert time.process_time() - start < 5


def test_a_cell_at_the_far_corner_is_refused(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    refused(book(tmp_path / "far.xlsx", SHEET.format(cells)), "can stop your computer")


def test_a_sheet_that_claims_a_billion_rows_is_refused(tmp_path: Path) -> None:
    value = '<table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
    rows = f'<table:table-row table:number-rows-repeated="1000000000">{value}</table:table-row>'
    refused(ods(tmp_path / "rows.ods", rows), "can stop your computer")
    wide = value.replace(
        "<table:table-cell", '<table:table-cell table:number-columns-repeated="99999999"'
    )
    refused(ods(tmp_path / "wide.ods", f"<table:table-row>{wide}</table:table-row>"), "can stop")
    gap = '<table:table-cell table:number-columns-repeated="99999999"/>'
    refused(
        ods(tmp_path / "gap.ods", f"<table:table-row>{gap}{value}</table:table-row>"), "can stop"
    )


def test_empty_cells_to_the_edge_are_normal(tmp_path: Path) -> None:
    def cell(text: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    tail = '<table:table-cell table:number-columns-repeated="16380"/></table:table-row>'
    rows = "".join(
        "<table:table-row>" + "".join(map(cell, row)) + tail
        for row in (["Area code", "Area", "Places"], ["E08000035", "Leeds", "5"])
    )
    rows += f'<table:table-row table:number-rows-repeated="1048500">{tail}'
    assert len(read_published(ods(tmp_path / "edge.ods", rows)).values) == 1


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("big.csv", "w", force_zip64=True) as stream,
    ):
        for _ in range(160):
            stream.write(b"0" * 1_000_000)
    refused(path, "times its size")


def test_a_million_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{n}" for n in range(1_000_000)) + "\n" + "1," * 999_999 + "1\n")
    refused(path, "(columns|longer than)")
    path.write_text(",".join(f"c{n}" for n in range(100_000)) + "\n" + "1," * 99_999 + "1\n")
    refused(path, "100,000 columns")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"   \n\n", "is empty"),
        (b"hello\n", "no table"),
        (b"%PDF-1.4 x", "a PDF"),
        (b"<!DOCTYPE html><html></html>", "a web page"),
        (b"PK\x03\x04garbage", "damaged"),
        (b"\x00\x01\x02\x03binary", "not text"),
        (b"a,b\n", "no table"),
        (b'Area code,Area,Places\nE08000035,"Leeds,5\nE08000034,Kirklees,6\n', "end"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "download.csv"
    path.write_bytes(content)
    refused(path, says)


def test_wrong_places_are_refused(tmp_path: Path) -> None:
    refused(tmp_path / "absent.csv", "no file at")
    refused(tmp_path, "is a folder")
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", layouts.EES)
        archive.writestr("b.csv", layouts.EES)
    refused(path, "holds 2 tables")


def test_a_row_with_too_many_fields_is_refused_and_counted(tmp_path: Path) -> None:
    text = "Area code,Area,Places\n" + "E08000035,Leeds,5\n" * 100 + "E08000034,Kirklees,6,7,8,9\n"
    path = tmp_path / "long.csv"
    path.write_text(text)
    found = read_published(path)
    assert found.rows_read == 100 and found.rows_refused == 1
    assert found.refused[0][1] == 102 and "fields" in found.refused[0][2]


def test_formulas_in_a_workbook_give_their_last_value_or_nothing(tmp_path: Path) -> None:
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Area code</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>Places</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>E08000035</t></is></c>'
        '<c r="B2"><f>1+1</f><v>2</v></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>E08000034</t></is></c><c r="B3"><f>1+1</f></c></row>'
    )
    found = read_published(book(tmp_path / "formulas.xlsx", SHEET.format(cells)))
    assert list(found.values["value"].fillna(-1)) == [2, -1]
    assert found.markers["missing"] == 1


FUZZ = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
texts = st.sampled_from(list(layouts.TEXTS.values()))


def survives(path: Path, content: bytes) -> Published | None:
    """Read, or be refused in a sentence; anything else is a fault."""
    path.write_bytes(content)
    try:
        found = read_published(path)
    except WorkbookError as refusal:
        assert len(str(refusal)) > 20 and "Traceback" not in str(refusal)
        assert UNEXPECTED not in str(refusal)
        return None
    assert found.summary()
    return found


@FUZZ
@given(text=texts, cut=st.integers(1, 4_000))
def test_truncated_files(tmp_path: Path, text: str, cut: int) -> None:
    survives(tmp_path / "f.csv", text.encode()[:cut])


@FUZZ
@given(text=texts, encoding=st.sampled_from(["utf-8-sig", "utf-16", "cp1252", "latin-1", "utf-32"]))
def test_re_encoded_files(tmp_path: Path, text: str, encoding: str) -> None:
    survives(tmp_path / "f.csv", text.encode(encoding, errors="replace"))


@FUZZ
@given(text=texts, noise=st.binary(max_size=40), at=st.integers(0, 3_000))
def test_files_with_noise_inside(tmp_path: Path, text: str, noise: bytes, at: int) -> None:
    raw = text.encode()
    survives(tmp_path / "f.csv", raw[:at] + noise + raw[at:])


@FUZZ
@given(order=st.permutations(range(14)))
def test_shuffled_columns_give_the_same_values(tmp_path: Path, order: list[int]) -> None:
    rows = [line.split(",") for line in layouts.EES.strip().splitlines()]
    shuffled = "\n".join(",".join(row[at] for at in order) for row in rows) + "\n"
    found = survives(tmp_path / "f.csv", shuffled.encode())
    assert found is not None
    total = found.total("children_count", period="2025")
    assert (total.at_least, total.status) == (300, "includes suppressed")


@FUZZ
@given(text=texts, at=st.integers(0, 6))
def test_repeated_headings_are_kept_apart(tmp_path: Path, text: str, at: int) -> None:
    lines = text.splitlines()
    again = [
        ",".join([*line.split(","), line.split(",")[min(at, line.count(","))]]) for line in lines
    ]
    survives(tmp_path / "f.csv", ("\n".join(again) + "\n").encode())


@FUZZ
@given(content=st.binary(max_size=300))
def test_any_bytes_at_all(tmp_path: Path, content: bytes) -> None:
    survives(tmp_path / "f.csv", content)


@settings(FUZZ, max_examples=10)
@given(cut=st.integers(1, 9_000), flip=st.integers(0, 8_000))
def test_damaged_workbooks(tmp_path: Path, cut: int, flip: int) -> None:
    raw = bytearray(layouts.homelessness(tmp_path / "whole.xlsx").read_bytes())
    raw[flip % len(raw)] ^= 0xFF
    survives(tmp_path / "f.xlsx", bytes(raw[: max(cut, 1)] if cut < 4_000 else raw))


def test_a_download_that_breaks_off_is_told_and_its_half_row_left_out(tmp_path: Path) -> None:
    """Half a number is a wrong number: 1,498 cut after two figures would be 14."""
    lines = layouts.EES.rstrip("\n")

    def put(folder: Path, name: str, text: str) -> Path:
        (folder / name).write_text(text, "utf-8")
        return folder / name

    whole = read_published(put(tmp_path, "whole.csv", lines))
    assert not [w for w in whole.warnings if "breaks off" in w], "no line break at the end is usual"
    cut = read_published(put(tmp_path, "cut.csv", lines[: lines.rindex(",") - 1]))
    assert any("breaks off" in w and "Download it again" in w for w in cut.warnings)
    assert cut.rows_refused == 1 and cut.rows_read == whole.rows_read - 1
    noted = read_published(put(tmp_path, "noted.csv", lines + "\nSource: a department"))
    assert not [w for w in noted.warnings if "breaks off" in w], "a note below the table is no row"


def test_a_quotation_that_never_ends_is_told_with_its_row_and_what_to_do(tmp_path: Path) -> None:
    """The row is the one that a spreadsheet would show, for the whole file is read before."""
    file = tmp_path / "spend.csv"
    rows = [f"01/04/2026,Supplier {n} Limited,{n}.00" for n in range(500)]
    rows[400] = '02/04/2026,"Supplier without an end,9.00'
    file.write_text("\n".join(["Date Paid,Supplier Name,Net Amount", *rows]))
    refused(file, r"opened near row 402 and never closed.*download the file again")


def test_formulas_without_results_are_told(tmp_path: Path) -> None:
    """A program that writes formulas and does not work them out leaves their cells empty."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["la_name", "new_la_code", "2024", "2025"])
    for row, (name, code) in enumerate([("Leeds", "E08000035"), ("Kirklees", "E08000034")], 2):
        sheet.append([name, code, 10 * row, f"=C{row}*2"])
    made.save(tmp_path / "formulas.xlsx")
    found = read_published(tmp_path / "formulas.xlsx")
    assert any("2 cells hold formulas without a result" in w for w in found.warnings)
