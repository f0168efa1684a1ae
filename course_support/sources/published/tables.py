"""Tables of a text file or a workbook, with their headings found and nothing yet understood."""

from __future__ import annotations

import csv
import itertools
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

import numpy as np
import pandas as pd

from course_support.errors import WorkbookError
from course_support.sources.files import SourceFile, find_encoding, lines_of, open_text
from course_support.sources.published import headers as hd
from course_support.sources.published.cells import text_of

#: Rows looked at to find the headings.
HEAD_ROWS = 60
#: Text read at a time, so that a file of any length fits in memory.
CHUNK_BYTES = 24_000_000
#: The end of a file that is looked at to see whether it was cut short.
TAIL_BYTES = 65_536
CUT_SHORT = (
    "The file breaks off in the middle of its last row: the download was probably cut short, and "
    "rows are missing. Download it again."
)
#: More columns than any published table has; the widest known has about 500.
MAX_COLUMNS = 5_000
#: Headings whose values are read as text even where they look like numbers.
TEXT_HEADERS = re.compile(
    r"code|\bref|reference|\bid\b|_id$|identifier|urn|cd$|_key$|number$|\bno\.?$|postcode|phone|"
    r"time[_ ]?period|\byear|^period|date|quarter|^age\b|age[_ ]group|\bname|cpv|uprn|upin|"
    r"transaction|invoice (?:no|num|ref)|charity|company",
    re.I,
)


@dataclass
class Table:
    """One table: its headings, what stands above them, and its rows on demand.

    Attributes
    ----------
    sheet : name of the sheet, '' for a text file.
    headers : cleaned headings, each its own.
    header_row : row of the headings as a spreadsheet numbers it; 0 where there are none.
    preamble : the texts above the headings.
    sample : some rows below them, as text.
    head : all the first rows as text, for readers that find their own headings.
    chunk_bytes : text read at a time, so that a file of any length fits in memory.
    """

    sheet: str
    headers: list[str]
    header_row: int
    preamble: list[str]
    sample: list[list[str]]
    head: list[list[str]]
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    chunk_bytes: int = CHUNK_BYTES
    load: Callable[[Table, Callable[[str], bool]], Iterator[pd.DataFrame]] | None = None
    cells: Callable[[], list[list[Any]]] | None = None

    def frames(self, as_text: Callable[[str], bool] | None = None) -> Iterator[pd.DataFrame]:
        """Yield the rows in parts; the index is the row a spreadsheet would show.

        ``as_text`` says which headings hold words or codes rather than numbers.
        """
        if self.load is None:
            return
        chosen = as_text or (lambda header: bool(TEXT_HEADERS.search(header)))
        for part in self.load(self, chosen):
            kept = _without_blank_rows(part)
            if len(kept):
                yield kept

    def texts(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield each row as texts under the headings, with the row a spreadsheet would show."""
        for frame in self.frames(lambda _: True):
            cells = frame.astype(object).where(frame.notna(), "")
            for number, row in zip(
                cells.index, cells.itertuples(index=False, name=None), strict=True
            ):
                texts = (str(cell).strip() for cell in row)
                yield int(number), dict(zip(self.headers, texts, strict=False))

    def column(self, header: str) -> list[str]:
        """Return the sampled cells under a heading."""
        at = self.headers.index(header)
        return [row[at] for row in self.sample if at < len(row)]

    def above(self) -> str:
        """Return everything above the headings as one text."""
        return "\n".join(self.preamble)


def nearly_empty(frame: pd.DataFrame) -> pd.Series:
    """Say which rows have nothing beyond their first cell; quick where none has."""
    width = frame.shape[1]
    maybe = pd.Series(True, index=frame.index)
    for at in {1, width // 2, width - 1} & set(range(1, width)):
        maybe &= frame.iloc[:, at].isna()
        if not maybe.any():
            return maybe
    rows = frame.loc[maybe]
    maybe.loc[maybe] = rows.iloc[:, 1:].isna().all(axis=1)
    return maybe


def _without_blank_rows(frame: pd.DataFrame) -> pd.DataFrame:
    blank = nearly_empty(frame)
    if not blank.any():
        return frame
    blank &= frame.iloc[:, 0].isna()
    return frame[~blank]


def text_table(source: SourceFile) -> tuple[Table, str, tuple[str, ...]]:
    """Open a delimited text file; return its table, encoding, and notes on the encoding.

    Raises
    ------
    WorkbookError
        If it holds no table.
    """
    encoding, notes = find_encoding(source)
    with open_text(source, encoding) as stream:
        first = list(itertools.islice(lines_of(stream), 400))
    delimiter = _delimiter(first)
    rows = _head_rows(first, delimiter, source.name)
    at = hd.find_header(rows)
    if at is None:
        shown = next((" | ".join(r)[:80] for r in rows if any(c.strip() for c in r)), "")
        raise WorkbookError(
            f"{source.name} holds no table that can be recognised: no row of headings with rows "
            f"below it was found. It begins: {shown!r}. Open it in a spreadsheet, check that the "
            "headings are in one row, and save it as CSV."
        )
    names, header_notes = hd.unique(_trimmed(hd.grouped(rows, at)))
    table = Table(
        sheet="",
        headers=names,
        header_row=at + 1,
        preamble=[t for r in rows[:at] if (t := " ".join(c for c in map(hd.clean, r) if c))],
        sample=[r for r in rows[at + 1 :] if any(c.strip() for c in r)],
        head=rows,
        notes=header_notes,
    )
    if len(names) > MAX_COLUMNS:
        raise too_wide(source.name, len(names))
    _widen(table, rows[at + 1 :])
    if any("\ufeff" in c or "ï»¿" in c for c in rows[at][:1]):
        table.notes.append("A mark left by a wrong encoding (ï»¿) was taken off the first heading.")
    fields = _fields_of_cut_row(source, encoding, delimiter, len(names))

    def load(t: Table, as_text: Callable[[str], bool]) -> Iterator[pd.DataFrame]:
        parts = _read_csv(source, encoding, delimiter, t, as_text)
        return _without_cut_row(parts, t, fields) if fields else parts

    table.load = load
    return table, encoding, (*notes, CUT_SHORT) if fields else notes


def _fields_of_cut_row(source: SourceFile, encoding: str, delimiter: str, width: int) -> int:
    """Return how many fields the last row has, where it breaks off in the middle; else 0.

    A download that was cut short ends without a line break, and its last row has too few fields.
    A zip checks its own ends, and a line of one field is a note below the table.
    """
    if source.member is not None or encoding not in ("utf-8-sig", "cp1252"):
        return 0
    with source.open() as stream:
        stream.seek(max(0, source.size - TAIL_BYTES))
        end = stream.read(TAIL_BYTES)
    if end.endswith((b"\n", b"\r")) or len(lines := end.splitlines()) < 2:
        return 0
    text = lines[-1].decode(encoding, errors="replace")
    try:
        fields = len(next(csv.reader([text], delimiter=delimiter), []))
    except csv.Error:
        return 0
    return fields if 1 < fields < width else 0


def _without_cut_row(
    parts: Iterator[pd.DataFrame], table: Table, fields: int
) -> Iterator[pd.DataFrame]:
    """Refuse the last row: its last cell may be half a number."""
    held: pd.DataFrame | None = None
    for part in parts:
        if held is not None:
            yield held
        held = part
    if held is not None and len(held):
        reason = f"breaks off: it has {fields} of {len(table.headers)} fields"
        table.refused.append((int(held.index[-1]), reason))
        yield held.iloc[:-1]


def too_wide(name: str, columns: int) -> WorkbookError:
    """Return the refusal of a table with absurdly many columns."""
    return WorkbookError(
        f"{name} has {columns:,} columns. No published table is that wide (the limit here is "
        f"{MAX_COLUMNS:,}), so it is not read. Check that the right file was chosen."
    )


def _delimiter(lines: Sequence[str]) -> str:
    """Return the mark between fields: the one that splits most lines alike."""
    body = [line for line in lines[:HEAD_ROWS] if line.strip()]

    def evenness(mark: str) -> tuple[int, int]:
        counts = [len(next(csv.reader([line], delimiter=mark), [])) for line in body]
        common = max(set(counts), key=lambda n: (counts.count(n) * (n > 1), n), default=1)
        return (counts.count(common) if common > 1 else 0, common)

    try:
        return max(",\t;|", key=evenness)
    except csv.Error:
        return ","


def _head_rows(lines: list[str], delimiter: str, name: str) -> list[list[str]]:
    csv.field_size_limit(10_000_000)
    try:
        reader = csv.reader(iter(lines), delimiter=delimiter)
        return list(itertools.islice(reader, HEAD_ROWS))
    except csv.Error as fault:
        raise WorkbookError(
            f"{name} could not be read as a table: {fault}. Open it in a spreadsheet and save it "
            "as CSV again."
        ) from fault


def _trimmed(row: list[str]) -> list[str]:
    """Drop empty headings at the end (spreadsheets leave trailing commas)."""
    last = max((at for at, cell in enumerate(row) if cell.strip()), default=-1)
    return row[: last + 1]


def _widen(table: Table, body: list[list[str]]) -> None:
    """Give names to fields that have no heading, so that no column slides sideways."""
    filled = [
        max((at for at, cell in enumerate(row) if cell.strip()), default=-1) + 1 for row in body
    ]
    width = max(filled, default=0)
    if width > len(table.headers):
        table.notes.append(
            f"Rows have up to {width} fields but there are {len(table.headers)} headings. "
            "The extra fields at the end are kept without a name."
        )
        for at in range(len(table.headers) + 1, width + 1):
            table.headers.append(f"(column {at} has no heading)")


def _read_csv(
    source: SourceFile,
    encoding: str,
    delimiter: str,
    table: Table,
    as_text: Callable[[str], bool],
) -> Iterator[pd.DataFrame]:
    """Read the rows below the headings with pandas, in parts, noting refused rows."""
    names = list(table.headers)
    # Rows may end in more empty fields than the headings do; without names for them pandas would
    # take the first column for an index.
    empty = max(map(len, table.head[table.header_row - 1 :])) - len(names)
    spare = [f"(column {len(names) + n} has no heading)" for n in range(1, empty + 1)]
    kinds = {name: object for name in names if as_text(name)}
    average = max(20, sum(map(len, map(",".join, table.sample))) // max(len(table.sample), 1))
    with open_text(source, encoding) as stream:
        _skip_rows(stream, delimiter, table.header_row)
        start = table.header_row + 1
        options: dict[str, Any] = {
            "header": None,
            "names": names + spare,
            "sep": delimiter,
            "dtype": kinds,
            "na_values": [""],
            "keep_default_na": False,
            "skip_blank_lines": False,
            "on_bad_lines": "warn",
            "low_memory": False,
            "chunksize": max(1_000, table.chunk_bytes // average),
        }
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                for part in pd.read_csv(stream, **options):
                    part.index = part.index + start
                    unused = [s for s in spare if part[s].isna().all()]
                    yield part.drop(columns=unused) if unused else part
            except (pd.errors.EmptyDataError, StopIteration):
                return
            except (pd.errors.ParserError, ValueError, OverflowError) as fault:
                raise _cannot_parse(source.name, fault, table.header_row) from fault
            finally:
                _note_refused(table, caught)


def _skip_rows(stream: IO[str], delimiter: str, count: int) -> None:
    """Step over the rows up to and with the headings; a heading may span several lines."""
    reader = csv.reader(stream, delimiter=delimiter)
    for _ in range(count):
        next(reader, None)


def _cannot_parse(name: str, fault: Exception, above: int) -> WorkbookError:
    """Say why a text file could not be read to its end, and what to do."""
    if opened := re.search(r"EOF inside string starting at row (\d+)", str(fault)):
        row = int(opened[1]) + above + 1
        return WorkbookError(
            f"{name} could not be read to its end: a quotation mark is opened near row {row:,} and "
            "never closed. The download was probably cut short: download the file again. If it is "
            "still so, open it in a spreadsheet, look at that row, and save it as CSV."
        )
    reason = str(fault).strip().splitlines()[-1] if str(fault).strip() else "unknown reason"
    return WorkbookError(
        f"{name} could not be read to its end. The download was probably cut short, or the file "
        "is no table: download it again, or open it in a spreadsheet and save it as CSV. "
        f"(The computer says: {reason}.)"
    )


def _note_refused(table: Table, caught: list[warnings.WarningMessage]) -> None:
    for warning in caught:
        for line, expected, saw in re.findall(
            r"line (\d+): expected (\d+) fields, saw (\d+)", str(warning.message)
        ):
            at = int(line) + table.header_row
            table.refused.append((at, f"has {saw} fields where {expected} were expected"))


def sheet_table(sheet: str, cells: Callable[[], list[list[Any]]], head: list[list[Any]]) -> Table:
    """Wrap the rows of a workbook's sheet; headings are looked for, and may be absent."""
    rows = [[text_of(c) for c in row] for row in head]
    at = hd.find_header(rows)
    names, notes = hd.unique(_trimmed(hd.grouped(rows, at))) if at is not None else ([], [])
    table = Table(
        sheet=sheet,
        headers=names,
        header_row=at + 1 if at is not None else 0,
        preamble=[t for r in rows[: at or 0] if (t := " ".join(c for c in map(hd.clean, r) if c))],
        sample=[r for r in rows[(at or 0) + 1 :] if any(c.strip() for c in r)],
        head=rows,
        notes=notes,
        cells=cells,
    )
    table.load = lambda t, as_text: _sheet_frame(t, as_text)
    return table


def _sheet_frame(table: Table, as_text: Callable[[str], bool]) -> Iterator[pd.DataFrame]:
    if not table.header_row or table.cells is None:
        return
    rows = table.cells()[table.header_row :]
    width = len(table.headers)
    columns = list(zip(*(row[:width] for row in rows), strict=False)) if rows else []
    index = pd.RangeIndex(table.header_row + 1, table.header_row + 1 + len(rows))
    data = {}
    for name, column in zip(table.headers, columns, strict=False):
        data[name] = cell_column(column, index, as_text(name))
    if data:
        yield pd.DataFrame(data, index=index)


def cell_column(column: Sequence[Any], index: pd.Index, as_text: bool = False) -> pd.Series:
    """Return workbook cells as numbers where all are, else as they are, blanks as NaN."""
    if as_text:
        return pd.Series([text_of(c) or None for c in column], index=index, dtype=object)
    kinds = set(map(type, column))
    if kinds <= {int, float}:
        return pd.Series(np.array(column, dtype=float), index=index)
    if kinds <= {int, float, str, type(None)} and not any(c for c in column if type(c) is str):
        plain = [float("nan") if c == "" or c is None else c for c in column]
        return pd.Series(np.array(plain, dtype=float), index=index)
    return pd.Series([None if c == "" else c for c in column], index=index, dtype=object)
