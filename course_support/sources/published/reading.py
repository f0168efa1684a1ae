"""Reading a published file: opened, recognised by its content, read, checked."""

from __future__ import annotations

import importlib
import pkgutil
import tempfile
from functools import cache
from pathlib import Path

import pandas as pd

from course_support.errors import WorkbookError
from course_support.sources import notice_json
from course_support.sources.files import SourceFile, open_source
from course_support.sources.published import areas, kinds, streaming, tidy
from course_support.sources.published.kind import Draft, Kind, Material
from course_support.sources.published.log import Log
from course_support.sources.published.result import Published
from course_support.sources.published.streaming import Spill
from course_support.sources.published.tables import Table, text_table
from course_support.sources.published.workbooks import open_tables

#: Marks a refusal that shows a fault of a reader, so that tests can tell it from the others.
UNEXPECTED = "unexpected layout"
#: Below this a file is read as an unknown table.
SURE = 0.5


@cache
def all_kinds() -> dict[str, Kind]:
    """Return every kind: each module of the ``kinds`` folder that defines ``KIND``."""
    found = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(kinds.__path__)):
        loaded = importlib.import_module(f"{kinds.__name__}.{module}")
        if hasattr(loaded, "KIND"):
            found[loaded.KIND.id] = loaded.KIND
    return found


def read_published(path: str | Path, *, keep_personal: bool = False) -> Published:
    """Read a file as a department, council or regulator published it.

    Parameters
    ----------
    path : CSV, ODS, XLSX, XLS or JSON, or a zip with one of them inside.
    keep_personal : keep columns of named contacts, and suppliers that look like people.

    Returns
    -------
    The values with their status, and everything to know about how they were read.

    Raises
    ------
    WorkbookError
        If it cannot be read, in a sentence that says why and what to do.
    """
    try:
        return _read(open_source(path), keep_personal)
    except MemoryError as fault:
        raise WorkbookError(
            f"{Path(path).name} is too large for this computer's memory. Download a smaller part."
        ) from fault


def survey_published(
    path: str | Path, to: Path | None = None, *, keep_personal: bool = False
) -> Published:
    """Read a published file for its summary, and write its values to a file if one is named.

    A long text file is never held as a whole: its parts are written as they are read, and what
    is returned knows its summary alone.

    Raises
    ------
    WorkbookError
        If it cannot be read or written.
    """
    source = open_source(path)
    if source.kind != "text" or source.size < streaming.STREAMED_FROM:
        found = read_published(path, keep_personal=keep_personal)
        if to is not None:
            found.save(to)
        return found
    if to is None:
        return _read(source, keep_personal, Spill(None))
    with tempfile.TemporaryDirectory(prefix="workbook-read-") as folder:
        spill = Spill(Path(folder))
        found = _read(source, keep_personal, spill)
        streaming.write(spill, found.values, to)
    return found


def _read(source: SourceFile, keep_personal: bool, spill: Spill | None = None) -> Published:
    if source.kind == "json" or (source.kind == "text" and notice_json.is_flattened(source)):
        from course_support.sources.published.notice_table import from_notices

        return from_notices(source.path, keep_personal)
    log = Log()
    tables, encoding = _open(source, log)
    kind, sure = recognise(tables)
    material = Material(source.name, tables, log, keep_personal)
    if spill is not None:
        material.values, material.records = spill, streaming.Glimpse()
        for table in tables:
            table.chunk_bytes = streaming.CHUNK_BYTES
    draft = _read_as(kind, material)
    for table in tables:
        if table.sheet and table.sheet not in log.headers:
            log.skipped_sheets.setdefault(table.sheet, "it is no such table")
    values = tidy.concat(draft.values) if spill is None else spill.outline()
    draft.values.clear()
    if spill is None:
        tidy.mark_totals(values)
    if not len(values) and not draft.records:
        known = kind.id != "generic"
        seems = f"looks like {kind.title}" if known else "is not a kind the workbook knows"
        raise WorkbookError(
            f"{source.name} {seems}, {'but' if known else 'and'} no values were found in it. "
            f"{_why_nothing(log)}"
        )
    if spill is not None:
        draft.records = []  # a few rows of each part, which are no list of anything
    found = _finish(source, kind, sure, draft, values, encoding, log)
    found.counted = dict(spill.statuses) if spill is not None else None
    return found


def _read_as(kind: Kind, material: Material) -> Draft:
    """Run a reader; a layout it cannot cope with is a refusal, never a traceback."""
    try:
        return kind.read(material)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as fault:
        if isinstance(fault, WorkbookError):
            raise
        raise WorkbookError(
            f"{material.file} looks like {kind.title}, but its layout differs from every edition "
            f"this workbook knows ({UNEXPECTED}: {type(fault).__name__} {fault}). Nothing was "
            "taken from it. Save the table you need as a CSV with one row of headings."
        ) from fault


def _open(source: SourceFile, log: Log) -> tuple[list[Table], str]:
    if source.kind == "text":
        table, encoding, notes = text_table(source)
        for note in notes:
            log.warn(note)
        return [table], encoding
    tables = open_tables(source)
    for table in tables:
        if not table.header_row:
            log.skipped_sheets[table.sheet] = "no row of headings was found"
    if not tables:
        raise WorkbookError(f"{source.name} has no sheet with anything in it.")
    return tables, ""


def recognise(tables: list[Table]) -> tuple[Kind, float]:
    """Return the kind that fits a file's tables best, and how surely."""
    scores = [
        (max(kind.recognise(table) for table in tables), kind.id, kind)
        for kind in all_kinds().values()
    ]
    best, _, kind = max(scores, key=lambda s: s[0])
    if best < SURE:
        return all_kinds()["generic"], best
    return kind, best


def _why_nothing(log: Log) -> str:
    if log.refused:
        sheet, row, reason = log.refused[0]
        return f"{log.refused_count:,} rows were refused, for example row {row}: {reason}."
    return "It may be a blank template. Open it in a spreadsheet to see."


def _finish(
    source: SourceFile,
    kind: Kind,
    sure: float,
    draft: Draft,
    values: pd.DataFrame,
    encoding: str,
    log: Log,
) -> Published:
    log.close()
    pairs = values[["area_code", "area_name"]].drop_duplicates()
    checked = areas.check_codes(zip(pairs["area_code"], pairs["area_name"], strict=True))
    for text in checked.warnings:
        log.warn(text)
    for text in checked.notes:
        log.note(text)
    if draft.disagreements:
        log.warn(
            f"{len(draft.disagreements):,} published rates do not follow from the counts beside "
            f"them, for example: {draft.disagreements[0]}"
        )
    read = set(values["source"].cat.categories) | set(log.headers)
    left = {s: w for s, w in log.skipped_sheets.items() if s not in read}
    return Published(
        kind=kind.id,
        title=draft.title or kind.title,
        publisher=draft.publisher or kind.publisher,
        edition=draft.edition,
        values=values,
        file=source.name,
        encoding=encoding,
        records=_stack_records(draft.records),
        header_rows=log.headers,
        rows_read=log.rows_read,
        rows_refused=log.refused_count,
        refused=log.refused,
        warnings=log.warnings,
        notes=log.notes,
        disagreements=draft.disagreements,
        withheld=log.dropped_columns,
        sheets_left_out=left,
        sure="certain" if sure >= 0.9 else "probable" if sure >= SURE else "not a known kind",
    )


def _stack_records(parts: list[pd.DataFrame]) -> pd.DataFrame | None:
    """Put parts of a list under each other, texts kept as categories."""
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0].reset_index(drop=True)
    whole = {}
    for name in list(dict.fromkeys(c for p in parts for c in p.columns)):
        columns = [
            p.pop(name) if name in p else pd.Series(index=p.index, dtype=object) for p in parts
        ]
        if all(isinstance(c.dtype, pd.CategoricalDtype) for c in columns):
            whole[name] = pd.Series(tidy.stack([pd.Categorical(c) for c in columns]))
        else:
            whole[name] = pd.concat(columns, ignore_index=True)
    return pd.DataFrame(whole)
