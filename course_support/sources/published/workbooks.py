"""Opening Excel and OpenDocument workbooks safely, with python-calamine.

A workbook is a zip of XML that can claim a billion rows in a few kilobytes, and calamine
keeps a full grid of the used area in memory. So the size of every sheet is measured in the
XML first, and a sheet that would not fit is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from course_support.errors import WorkbookError
from course_support.sources.files import CHUNK, SourceFile
from course_support.sources.published.tables import (
    HEAD_ROWS,
    MAX_COLUMNS,
    Table,
    sheet_table,
    text_table,
    too_wide,
)

#: Cells of one sheet's used area; about 400 MB once read.
MAX_CELLS = 12_000_000
#: Unpacked size of one part, larger than any published sheet known.
MAX_PART = 700_000_000
MAX_SHEETS = 500
#: Sheets left over from links to other workbooks, seen in published ODS files.
_PHANTOM = re.compile(r"^'?file:///", re.I)
_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,4})(\d+)"')
#: As nearly every program writes a cell; far quicker to find.
_USUAL_CELL = re.compile(rb'<c r="([A-Z]{1,4})(\d+)"')
_CELL_BEGINS = (b"<c ", b"<c\n", b"<c\r", b"<c\t")
#: A formula with nothing beside it: written by a program that does not work formulas out.
_UNWORKED = re.compile(rb"(?:</f>|<f\b[^>]*/>)\s*(?:<v\s*/>|<v>\s*</v>|</c>)")
_ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"')
#: Content of an ODS that is put in order in memory when it cannot be read as it stands.
MAX_MENDED = 100_000_000
_BETWEEN_CELLS = re.compile(rb"(</?(?:table|office):[^>]*>|</text:p>)\s+(?=<)")
_MANIFEST = (
    b'<?xml version="1.0"?><manifest:manifest '
    b'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)
_REPEAT = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')


def tables_of(source: SourceFile, expected: str) -> tuple[list[Table], tuple[str, ...]]:
    """Return the tables of a CSV file or a workbook, and notes on the encoding.

    Parameters
    ----------
    source : the file, opened.
    expected : what to choose instead, where it is neither; it ends the sentence "Choose …".

    Raises
    ------
    WorkbookError
        If it is neither, or holds no table that can be read.
    """
    if source.kind == "text":
        table, _, notes = text_table(source)
        return [table], notes
    if source.kind in ("xlsx", "xls", "ods"):
        return open_tables(source), ()
    raise WorkbookError(f"{source.name} is no table. Choose {expected}.")


def open_tables(source: SourceFile) -> list[Table]:
    """Return the sheets of a workbook as tables.

    Raises
    ------
    WorkbookError
        If the workbook is damaged, locked, or too large to be safe.
    """
    unworked = measure(source)
    book = _open(source)
    names = [n for n in book.sheet_names if not _PHANTOM.match(n)]
    if len(names) > MAX_SHEETS:
        raise WorkbookError(f"{source.name} has {len(names)} sheets, more than can be real.")
    tables = [t for name in names if (t := _sheet(source, book, name)) is not None]
    if unworked:
        for table in tables:
            table.warnings.append(_unworked(unworked))
    return tables


def _unworked(formulas: int) -> str:
    cells = "1 cell holds a formula" if formulas == 1 else f"{formulas:,} cells hold formulas"
    return (
        f"{cells} without a result, so they are read as empty. Open the file in a spreadsheet "
        "program and save it, so that the results are in it, or save the table as CSV. Then "
        "choose it again."
    )


def _open(source: SourceFile) -> Any:
    import python_calamine as calamine

    try:
        return calamine.load_workbook(source.whole())
    except calamine.PasswordError as fault:
        raise WorkbookError(
            f"{source.name} is locked with a password. Save a copy without one."
        ) from fault
    except Exception as fault:  # calamine raises many kinds, some of them bare
        if source.kind == "ods" and (book := _mended(source)) is not None:
            return book
        raise WorkbookError(
            f"{source.name} is damaged or not a workbook ({fault}). Download it again, or open "
            "it in a spreadsheet program and save it as .xlsx."
        ) from fault


def _mended(source: SourceFile) -> Any:
    """Open an ODS whose form calamine does not take though nothing in it is wrong; else None.

    Some programs leave out the note of its type, or set its parts out on lines of their own.
    """
    import python_calamine as calamine

    try:
        with zipfile.ZipFile(source.whole()) as archive:
            if archive.getinfo("content.xml").file_size > MAX_MENDED:
                return None
            content = archive.read("content.xml")
            manifest = _MANIFEST
            if "META-INF/manifest.xml" in archive.namelist():
                manifest = archive.read("META-INF/manifest.xml")
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("META-INF/manifest.xml", manifest)
            archive.writestr("content.xml", _BETWEEN_CELLS.sub(rb"\1", content))
        whole.seek(0)
        return calamine.load_workbook(whole)
    except Exception:  # it is damaged after all, and the first reason is the one to tell
        return None


def _sheet(source: SourceFile, book: Any, name: str) -> Table | None:
    try:
        sheet = book.get_sheet_by_name(name)
        width = sheet.total_width
        head = sheet.to_python(skip_empty_area=False, nrows=HEAD_ROWS)
    except Exception:  # a chart sheet or a broken one: the others may still be read
        return None
    if not sheet.total_height and not any(cell != "" for row in head for cell in row):
        return None
    if width > MAX_COLUMNS:
        width = _used_width(head)
        if width > MAX_COLUMNS:
            raise too_wide(f"{source.name}, sheet {name},", width)

    return sheet_table(name, lambda: _cells(sheet), head)


def _cells(sheet: Any) -> list[list[Any]]:
    """Return every cell of a sheet; a text that comes again is kept once, as it often does."""
    known: dict[str, str] = {}
    once = known.setdefault
    left = [""] * (sheet.start[1] if sheet.start else 0)
    return [
        [*left, *(once(c, c) if isinstance(c, str) else c for c in row)]
        for row in sheet.iter_rows()
    ]


def _used_width(rows: list[list[Any]]) -> int:
    """Return how far the first rows are really filled (formatting can reach further)."""
    return max((at + 1 for row in rows for at, cell in enumerate(row) if cell != ""), default=0)


def measure(source: SourceFile) -> int:
    """Refuse a workbook whose sheets would not fit in memory, before it is opened.

    Returns
    -------
    Formulas whose result is not in the file.

    Raises
    ------
    WorkbookError
        If a part or a sheet is too large, or the zip is damaged.
    """
    if source.kind == "xls":
        return 0
    try:
        with zipfile.ZipFile(source.whole()) as archive:
            for part in archive.infolist():
                if part.file_size > MAX_PART:
                    raise _too_large(source, part.filename, part.file_size)
            if source.kind != "ods":
                return _measure_xlsx(source, archive)
            _measure_ods(source, archive)
            return 0
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        KeyError,
    ) as fault:
        raise WorkbookError(f"{source.name} is damaged ({fault}). Download it again.") from fault
    except RuntimeError as fault:
        raise WorkbookError(f"{source.name} is locked with a password.") from fault


def _too_large(source: SourceFile, what: str, size: float) -> WorkbookError:
    return WorkbookError(
        f"{source.name}: {what} would need {size:,.0f} bytes or cells. It is not opened, because "
        "that can stop your computer. If the file is genuine, delete the empty rows and columns "
        "below and beside the table in a spreadsheet program, and save it again."
    )


def _chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part's bytes, cut between tags so that no pattern is split."""
    rest = b""
    read = 0
    with archive.open(part) as stream:
        while data := stream.read(CHUNK):
            read += len(data)
            if read > MAX_PART:
                raise zipfile.BadZipFile(f"{part} is larger than it claims")
            data = rest + data
            cut = data.rfind(b"<")
            if cut <= 0:
                rest = data[-65_536:]
                continue
            rest = data[cut:]
            yield data[:cut]
    yield rest


def _measure_xlsx(source: SourceFile, archive: zipfile.ZipFile) -> int:
    """Find the furthest row and column of every sheet; return the formulas without a result."""
    unworked = 0
    for part in archive.namelist():
        if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", part):
            continue
        last_row, columns = 1, {b"A"}
        for data in _chunks(archive, part):
            found = _USUAL_CELL.findall(data)
            if len(found) < sum(map(data.count, _CELL_BEGINS)):  # attributes in another order
                found = _CELL.findall(data)
            columns.update({letters for letters, _ in found})
            rows = {row for _, row in found} | set(_ROW.findall(data))
            last_row = max(last_row, max(map(int, rows), default=1))
            unworked += len(_UNWORKED.findall(data)) if b"<f" in data else 0
        area = last_row * max(map(_column_number, columns))
        if area > MAX_CELLS:
            raise _too_large(source, part, area)
    return unworked


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _measure_ods(source: SourceFile, archive: zipfile.ZipFile) -> None:
    """Measure the filled rows and columns of every sheet, repeats counted.

    Empty cells repeated to the edge of the sheet are normal and cost nothing.
    """
    rows = width = 0
    for row in _ods_rows(archive):
        if b"<table:table " in row:
            rows = width = 0
        start = row.find(b"<table:table-row")
        if start < 0:
            continue
        tag, _, cells = row[start:].partition(b">")
        cells = _without_empty_tail(cells)
        if not cells:
            continue
        repeated = b"-repeated" in cells
        repeats = [int(n[:12]) for n in _REPEAT.findall(cells)] if repeated else []
        width = max(width, cells.count(b"table-cell") - len(repeats) + sum(repeats))
        down = _REPEAT.search(tag) if b"-repeated" in tag else None
        rows += int(down.group(1)[:12]) if down else 1
        if rows * width > MAX_CELLS:
            raise _too_large(source, "a sheet", rows * width)


def _without_empty_tail(cells: bytes) -> bytes:
    """Cut the empty cells off the end of a row."""
    cells = cells.rstrip()
    while cells.endswith(b"/>"):
        last = cells.rfind(b"<")
        if b"table-cell" not in cells[last:] or b"office:" in cells[last:]:
            break
        cells = cells[:last].rstrip()
    return cells


def _ods_rows(archive: zipfile.ZipFile) -> Iterator[bytes]:
    """Yield each row of the content, with whatever stands before it."""
    rest = b""
    for data in _chunks(archive, "content.xml"):
        *rows, rest = (rest + data).split(b"</table:table-row>")
        yield from rows
        if len(rest) > 64 * CHUNK:
            raise zipfile.BadZipFile("one row of a sheet is larger than 64 MB")
