"""A monthly series of one's own, from a CSV file or a workbook that was never seen before.

Three layouts are known: a column of months with a figure (or its two counts) beside it; the
same with several measures, as columns or as rows under a name; and months across the top.
Everything taken is said; what cannot be taken for sure is refused with a sentence.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from course_support.errors import WorkbookError
from course_support.methods.monthly import MonthlySeries
from course_support.sources.files import open_source
from course_support.sources.months import (
    following,
    is_quarter,
    month_in_year,
    month_number,
    read_month,
)
from course_support.sources.published.cells import read_cell
from course_support.sources.published.dates import parse_dates
from course_support.sources.published.headers import pick_like
from course_support.sources.published.tables import Table, text_table
from course_support.sources.published.workbooks import open_tables

#: Fewer months than this are no series to read.
LEAST_MONTHS = 6
#: No series of months is longer: a hundred years.
MOST_MONTHS = 1200
MOST_MEASURES = 60
#: Rows that are enough to see what a column holds.
SAMPLE = 200
#: A row of headings is one of months when so many of its cells are months.
MONTHS_ACROSS = 4

_VALUE = r"value|per ?cent|percentage|%|\brate\b|performance|actual|result|figure|\bscore\b|outturn"
_ABOVE = r"numerator|achieved|\bmet\b|in time|on time|success|number who|\bcount\b"
_BELOW = (
    r"denominator|out of|\bbase\b|eligible|cohort|total (?:number|cases|people)|\bdue\b|\btotal\b"
)
_TARGET = r"target|\bgoal\b|threshold|ambition"
_MEASURE = r"measure|indicator|\bkpi\b|\bpi\b|metric|description|\btitle\b|\bname\b"
_STATUS = r"^status$|^marker$|\bflag\b"
_SUM_ROW = re.compile(r"\b(total|average|mean|year to date|ytd|cumulative)\b", re.I)
_PERCENT = re.compile(r"%|per ?cent|percentage|proportion", re.I)
_PER_1000 = re.compile(r"per 1,?000\b", re.I)


@dataclass(frozen=True)
class MonthlyFile:
    """What was found in a file: its series, and how they were read."""

    file: str
    series: tuple[MonthlySeries, ...]
    said: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    def named(self, measure: str) -> MonthlySeries:
        """Return a series by its name; the first where there is none of that name."""
        return next((one for one in self.series if one.measure == measure), self.series[0])

    def sentences(self) -> tuple[str, ...]:
        """Return what was found and what to check, as sentences."""
        return (*self.said, *self.warnings)

    def _repr_html_(self) -> str:
        told = "".join(f"<li>{escape(each)}</li>" for each in self.sentences())
        found = f"What was found in {escape(self.file)}:"
        return f'<div class="wb-result"><p>{found}</p><ul>{told}</ul></div>'


@dataclass
class _Sheet:
    """Rows of text under headings, with the numbers of the rows."""

    name: str
    headers: list[str]
    rows: list[tuple[int, dict[str, str]]]
    said: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    numeric: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class _Roles:
    """Which heading holds what."""

    month: str
    value: str | None
    above: str | None
    below: str | None
    target: str | None
    measure: str | None
    status: str | None
    others: tuple[str, ...]


def read_monthly(path: str | Path) -> MonthlyFile:
    """Read a file with figures by month.

    Parameters
    ----------
    path : CSV, XLSX, XLS or ODS, or a zip with one of them inside.

    Raises
    ------
    WorkbookError
        When no months, no figures or fewer than six months are found, when a month comes twice,
        or when the file holds quarters or years. The message says what was looked for.
    """
    source = open_source(path)
    if source.kind == "text":
        tables, notes = [_text(source)[0]], _text(source)[1]
    elif source.kind in ("xlsx", "xls", "ods"):
        tables, notes = open_tables(source), ()
    else:
        raise WorkbookError(
            f"{source.name} is not a table. Choose a CSV file or a workbook with one row a month."
        )
    refusals: list[WorkbookError] = []
    for table in tables:
        try:
            found = _read_table(source.name, table)
        except WorkbookError as refusal:
            refusals.append(refusal)
            continue
        where = f"Sheet “{table.sheet}” was read. " if len(tables) > 1 else ""
        said = (f"{where}{found.said[0]}", *found.said[1:])
        return MonthlyFile(found.file, found.series, said, (*notes, *found.warnings))
    raise refusals[0] if refusals else _nothing(source.name)


def _text(source: object) -> tuple[Table, tuple[str, ...]]:
    table, _, notes = text_table(source)  # type: ignore[arg-type]
    return table, notes


def _nothing(file: str) -> WorkbookError:
    return WorkbookError(
        f"{file} has no table of months. Expected: one row a month, with the month in one column "
        "(such as Apr 2025) and the figure in another."
    )


def _read_table(file: str, table: Table) -> MonthlyFile:
    across = _months_across(table)
    sheet = _turned(table, *across) if across else _upright(table)
    if not sheet.rows:
        raise _nothing(file)
    months, month_heading = _month_of_rows(file, sheet)
    roles = _roles(sheet, month_heading)
    groups = _groups(sheet, roles, months)
    series = [one for group in groups for one in _series(file, sheet, roles, group)]
    if not series and sheet.warnings:
        raise WorkbookError(f"{file}: {sheet.warnings[-1]} Add the earlier months.")
    if not series:
        raise WorkbookError(
            f"{file}: the months are in the column “{month_heading}”, but no other column holds "
            f"figures. Found the columns: {', '.join(sheet.headers)}."
        )
    if len(series) > MOST_MEASURES:
        raise WorkbookError(
            f"{file} holds {len(series)} measures. Keep the few you want to look at "
            f"({MOST_MEASURES} at most) and choose it again."
        )
    said = [_told(series, roles), *dict.fromkeys(sheet.said)]
    return MonthlyFile(file, tuple(series), tuple(said), tuple(dict.fromkeys(sheet.warnings)))


# --- getting at the rows -----------------------------------------------------------------------


def _upright(table: Table) -> _Sheet:
    rows = []
    for frame in table.frames(lambda _: True):
        texts = frame.astype(object).where(frame.notna(), "")
        for number, row in zip(texts.index, texts.itertuples(index=False, name=None), strict=True):
            cells = {h: str(c).strip() for h, c in zip(table.headers, row, strict=False)}
            rows.append((int(number), cells))
    sheet = _Sheet(table.sheet, list(table.headers), rows, list(table.notes))
    for number, reason in table.refused:
        sheet.warnings.append(f"Row {number} was not read: it {reason}.")
    return sheet


def _as_month(text: str) -> dt.date | None:
    """Return the month of a heading, which a spreadsheet may hold as a date."""
    if month := read_month(text):
        return month
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()):
        return dt.date.fromisoformat(text.strip()).replace(day=1)
    return None


def _months_across(table: Table) -> tuple[int, dict[int, dt.date]] | None:
    """Return the row of headings that are months, and which column is which month."""
    for number, row in enumerate(table.head):
        found = {at: month for at, cell in enumerate(row) if (month := _as_month(cell))}
        if len(found) >= MONTHS_ACROSS:
            return number, found
    return None


def _turned(table: Table, header: int, months: dict[int, dt.date]) -> _Sheet:
    """Turn months across the top into rows: measure, month, value."""
    raw = table.cells() if table.cells else table.head
    from course_support.sources.published.cells import text_of

    rows: list[tuple[int, dict[str, str]]] = []
    for number, cells in enumerate(raw[header + 1 :], start=header + 2):
        texts = [text_of(cell).strip() for cell in cells]
        name = " ".join(t for at, t in enumerate(texts) if at < min(months) and t)
        if not name or not any(texts[at] for at in months if at < len(texts)):
            continue
        for at, month in months.items():
            value = texts[at] if at < len(texts) else ""
            rows.append((number, {"Measure": name, "Month": f"{month:%Y-%m}", "Value": value}))
    sheet = _Sheet(table.sheet, ["Measure", "Month", "Value"], rows)
    sheet.said.append(f"The months stand across the top, in row {header + 1}.")
    if table.cells is None and len(table.head) >= 60:
        sheet.warnings.append("Only the first 60 rows were read.")
    return sheet


# --- the month of each row ---------------------------------------------------------------------


def _month_of_rows(file: str, sheet: _Sheet) -> tuple[list[dt.date | None], str]:
    """Return the month of each row, and the heading it was read from."""
    # The first rows show which column it is; then that one is read to its end.
    first = _Sheet(sheet.name, sheet.headers, sheet.rows[:SAMPLE])
    counts = {h: sum(m is not None for m in _months_in(first, h)) for h in sheet.headers}
    heading = max(counts, key=lambda each: counts[each], default="")
    filled = sum(any(cells.values()) for _, cells in first.rows)
    if not heading or counts[heading] < max(2, 0.5 * filled):
        _refuse_other_periods(file, sheet)
        if heading and counts[heading] == filled == 1:
            raise WorkbookError(
                f"{file} holds one month. {LEAST_MONTHS} are the least, and two years are better: "
                "one figure says nothing about what is usual. Add the earlier months."
            )
        raise WorkbookError(
            f"{file}: no column of months was found among {', '.join(sheet.headers[:12])}. Write "
            "each month in one column as Apr 2025, 2025-04 or 01/04/2025."
        )
    return _months_in(sheet, heading), heading


def _months_in(sheet: _Sheet, heading: str) -> list[dt.date | None]:
    texts = [cells.get(heading, "") for _, cells in sheet.rows]
    found = [read_month(text) for text in texts]
    if sum(month is not None for month in found) >= 0.5 * max(1, sum(map(bool, texts))):
        return found
    if any(month_number(text) for text in texts):
        return _name_and_year(sheet, heading, texts)
    return _full_dates(sheet, heading, texts)


def _name_and_year(sheet: _Sheet, heading: str, texts: list[str]) -> list[dt.date | None]:
    """Read months that stand in one column and their years in another."""
    year = pick_like([h for h in sheet.headers if h != heading], r"year|\bfy\b")
    if not year:
        return [None] * len(texts)
    years = [cells.get(year, "") for _, cells in sheet.rows]
    found = [
        month_in_year(month_number(text), each) if month_number(text) else None
        for text, each in zip(texts, years, strict=True)
    ]
    if any(found) and any(re.search(r"[-/–]", each) for each in years):
        sheet.said.append(
            f"“{year}” holds financial years, so January to March fall in the second."
        )
    return found


def _full_dates(sheet: _Sheet, heading: str, texts: list[str]) -> list[dt.date | None]:
    import pandas as pd

    if not any(re.search(r"\d", text) and re.search(r"[-/. ]", text) for text in texts):
        return [None] * len(texts)
    read = parse_dates(pd.Series(texts, dtype=object), heading)
    if read.note and read.values.notna().sum() >= 0.5 * len(texts):
        sheet.said.append(read.note)
    return [None if pd.isna(day) else day.date().replace(day=1) for day in read.values]


def _refuse_other_periods(file: str, sheet: _Sheet) -> None:
    texts = [text for _, cells in sheet.rows for text in cells.values() if text]
    if sum(is_quarter(text) for text in texts) >= 3 or any(map(is_quarter, sheet.headers)):
        raise WorkbookError(
            f"{file} holds quarters. This part reads months: a run of quarters is too short for "
            "these charts. Ask for the months behind them."
        )


# --- which column is what ----------------------------------------------------------------------


def _roles(sheet: _Sheet, month: str) -> _Roles:
    used = {month}
    rest = [h for h in sheet.headers if h != month]

    def take(pattern: str, without: str = "", numeric: bool = True) -> str | None:
        open_ = [h for h in rest if h not in used and _numeric(sheet, h) == numeric]
        found = pick_like(open_, pattern, without)
        if found:
            used.add(found)
        return found

    measure = take(_MEASURE, numeric=False)
    if measure and len({cells.get(measure, "") for _, cells in sheet.rows}) == len(sheet.rows):
        measure = None  # a comment of its own in every row is no name of a measure
    status = take(_STATUS, numeric=False)
    target = take(_TARGET)
    below = take(_BELOW, "^month|year")
    above = take(_ABOVE) if below else None
    if below and not above:
        used.discard(below)
        below = None
    value = take(_VALUE)
    others = tuple(
        h for h in rest if h not in used and _numeric(sheet, h) and not _is_year(sheet, h)
    )
    if value is None and above is None and len(others) == 2 and (pair := _part(sheet, *others)):
        above, below = pair
        others = ()
    return _Roles(month, value, above, below, target, measure, status, others)


def _part(sheet: _Sheet, one: str, two: str) -> tuple[str, str] | None:
    """Return part and whole, where two columns are named and counted so: Calls answered, Calls."""
    words = {heading: set(re.findall(r"[a-z]+", heading.lower())) for heading in (one, two)}
    for above, below in ((one, two), (two, one)):
        if not words[below] or not words[below] < words[above]:
            continue
        pairs = [
            (read_cell(cells.get(above, ""))[0], read_cell(cells.get(below, ""))[0])
            for _, cells in sheet.rows
        ]
        known = [(a, b) for a, b in pairs if math.isfinite(a) and math.isfinite(b)]
        if known and all(a <= b for a, b in known):
            return above, below
    return None


def _numeric(sheet: _Sheet, heading: str) -> bool:
    """Say whether a column holds figures, by its first rows that are filled."""
    if heading not in sheet.numeric:
        filled = [text for _, cells in sheet.rows if (text := cells.get(heading, ""))][:SAMPLE]
        read = [read_cell(text) for text in filled]
        good = sum(status is not None for _, status in read)
        some = any(math.isfinite(number) for number, _ in read)
        sheet.numeric[heading] = bool(filled) and some and good >= 0.8 * len(filled)
    return sheet.numeric[heading]


def _is_year(sheet: _Sheet, heading: str) -> bool:
    texts = [cells[heading] for _, cells in sheet.rows if cells.get(heading)]
    return all(re.fullmatch(r"(19|20)\d{2}(\.0)?", text) for text in texts)


_Group = list[tuple[int, dt.date, dict[str, str]]]


def _groups(
    sheet: _Sheet, roles: _Roles, months: Sequence[dt.date | None]
) -> list[tuple[str, _Group]]:
    """Return the rows of each measure; rows of totals and rows without a month are left out."""
    groups: dict[str, _Group] = {}
    left: list[int] = []
    for (number, cells), month in zip(sheet.rows, months, strict=True):
        if month is None:
            if any(cells.values()):
                left.append(number)
            continue
        groups.setdefault(cells.get(roles.measure or "", ""), []).append((number, month, cells))
    if left:
        sums = [n for n, c in sheet.rows if n in left and any(map(_SUM_ROW.search, c.values()))]
        why = "totals" if len(sums) == len(left) else "no month in them"
        shown = ", ".join(map(str, left[:6])) + (" and more" if len(left) > 6 else "")
        sheet.said.append(
            f"Left out, because they are {why}: rows {shown}."
            if why == "totals"
            else f"Left out, because there is {why}: rows {shown}."
        )
    return list(groups.items())


# --- making series -----------------------------------------------------------------------------


def _series(
    file: str, sheet: _Sheet, roles: _Roles, group: tuple[str, _Group]
) -> Iterator[MonthlySeries]:
    name, rows = group
    _no_month_twice(file, name, rows)
    rows = sorted(rows, key=lambda row: row[1])
    counts = roles.above is not None and roles.below is not None
    columns = [roles.value] if roles.value or counts else []
    columns += [h for h in roles.others if not (roles.value or counts) or not roles.measure]
    for column in columns:
        main = column == roles.value
        heading = column or f"{roles.above} out of {roles.below}"
        title = _title(name, heading, main or column is None, len(columns))
        one = _one(sheet, roles, rows, column, title, with_counts=main or column is None)
        if one.known >= LEAST_MONTHS:
            yield one
        elif one.known:
            sheet.warnings.append(
                f"“{title}” has {one.known} months with a figure; {LEAST_MONTHS} are the least, "
                "so it is left out."
            )


def _title(name: str, heading: str, main: bool, columns: int) -> str:
    if not name:
        return heading
    return name if main or columns == 1 else f"{name}: {heading}"


def _no_month_twice(file: str, name: str, rows: _Group) -> None:
    twice = [month for month, count in Counter(month for _, month, _ in rows).items() if count > 1]
    if not twice:
        return
    where = [str(number) for number, month, _ in rows if month == twice[0]]
    whose = f" for “{name}”" if name else ""
    raise WorkbookError(
        f"{file}: {twice[0]:%B %Y} comes {len(where)} times{whose} (rows {', '.join(where[:5])}). "
        "One row a month is expected. If the rows are different measures or places, keep one, or "
        "give each its name in a column headed Measure."
    )


def _one(
    sheet: _Sheet,
    roles: _Roles,
    rows: _Group,
    column: str | None,
    title: str,
    *,
    with_counts: bool,
) -> MonthlySeries:
    by_month = {month: cells for _, month, cells in rows}
    months = _every_month(rows[0][1], rows[-1][1])
    values, statuses = [], []
    for month in months:
        text = by_month.get(month, {}).get(column or "", "")
        number, status = read_cell(text)
        if status is None:
            sheet.warnings.append(
                f"“{title}”, {month:%B %Y}: “{text[:30]}” is no figure; it is left as a gap."
            )
        values.append(number)
        statuses.append("reported" if math.isfinite(number) else (status or "missing"))
    above = _column(by_month, months, roles.above if with_counts else None)
    below = _column(by_month, months, roles.below if with_counts else None)
    if column is None:
        values = [_share(a, b) for a, b in zip(above, below, strict=True)]
        statuses = [_why(v, b) for v, b in zip(values, below, strict=True)]
        sheet.said.append(f"“{title}” is worked out in per cent from its two counts.")
    unit = "percent" if column is None else _unit(title, column, by_month)
    values, unit = _as_percent(sheet, title, values, above, below, unit)
    values, statuses, months = _trim(values, statuses, months)
    gaps = sum(month not in by_month for month in months)
    if gaps:
        sheet.said.append(
            f"“{title}”: {gaps} month{'s' if gaps > 1 else ''} between the first and the last "
            f"{'are' if gaps > 1 else 'is'} not in the file; kept as a gap, not as zero."
        )
    size = len(months)
    return MonthlySeries(
        measure=title,
        months=tuple(months),
        values=tuple(values),
        statuses=tuple(statuses),
        numerators=tuple(above[:size]),
        denominators=tuple(below[:size]),
        unit=unit,
        target=_target(by_month, roles.target, unit),
        recorded_as=(title,) * size,
        source="your own file",
    )


def _why(share: float, below: float) -> str:
    """Return the status of a share: out of none there is nothing to count."""
    if math.isfinite(share):
        return "reported"
    return "not applicable" if below == 0 else "missing"


def _every_month(first: dt.date, last: dt.date) -> list[dt.date]:
    months = [first]
    while months[-1] < last and len(months) < MOST_MONTHS:
        months.append(following(months[-1]))
    if months[-1] < last:
        raise WorkbookError(
            f"The months run from {first:%B %Y} to {last:%B %Y}. One of them must be mistyped."
        )
    return months


def _column(
    by_month: dict[dt.date, dict[str, str]], months: Sequence[dt.date], heading: str | None
) -> list[float]:
    if heading is None:
        return [math.nan] * len(months)
    return [read_cell(by_month.get(month, {}).get(heading, ""))[0] for month in months]


def _share(above: float, below: float) -> float:
    return 100 * above / below if math.isfinite(above) and below > 0 else math.nan


def _unit(title: str, column: str, by_month: dict[dt.date, dict[str, str]]) -> str:
    words = f"{title} {column}"
    texts = [cells.get(column, "") for cells in by_month.values()]
    if _PER_1000.search(words):
        return "per 1000"
    return "percent" if _PERCENT.search(words) or any("%" in text for text in texts) else "number"


def _as_percent(
    sheet: _Sheet,
    title: str,
    values: list[float],
    above: Sequence[float],
    below: Sequence[float],
    unit: str,
) -> tuple[list[float], str]:
    """Turn shares of one into per cent, where the heading or the counts prove that they are."""
    known = [v for v in values if math.isfinite(v)]
    shares = [_share(a, b) for a, b in zip(above, below, strict=True)]
    pairs = [
        (v, s) for v, s in zip(values, shares, strict=True) if math.isfinite(v) and math.isfinite(s)
    ]
    if (
        known
        and max(known) <= 1
        and (unit == "percent" or (pairs and all(abs(100 * v - s) <= 1 for v, s in pairs)))
    ):
        sheet.said.append(f"“{title}” holds shares of one (0.85); they are shown in per cent (85).")
        return [100 * v for v in values], "percent"
    if pairs and all(abs(v - s) <= 1 for v, s in pairs):
        return values, "percent"
    return values, unit


def _trim(
    values: list[float], statuses: list[str], months: list[dt.date]
) -> tuple[list[float], list[str], list[dt.date]]:
    """Leave out months at the end that are still to come, and those before the first figure."""
    known = [place for place, value in enumerate(values) if math.isfinite(value)]
    stop = known[-1] + 1 if known else 0
    return values[:stop], statuses[:stop], months[:stop]


def _target(
    by_month: dict[dt.date, dict[str, str]], heading: str | None, unit: str
) -> float | None:
    """Return the target of the last month that has one."""
    found = [read_cell(by_month[month].get(heading or "", ""))[0] for month in sorted(by_month)]
    known = [value for value in found if math.isfinite(value)]
    if not known:
        return None
    return 100 * known[-1] if unit == "percent" and known[-1] <= 1 else known[-1]


def _told(series: Sequence[MonthlySeries], roles: _Roles) -> str:
    first = series[0]
    names = ", ".join(f"“{one.measure}”" for one in series[:6])
    more = f" and {len(series) - 6} more" if len(series) > 6 else ""
    columns = [f"the month from “{roles.month}”"]
    for what, heading in (
        ("the figure", roles.value),
        ("the numerator", roles.above),
        ("the denominator", roles.below),
        ("the target", roles.target),
        ("the measure's name", roles.measure),
    ):
        if heading:
            columns.append(f"{what} from “{heading}”")
    count = "1 measure" if len(series) == 1 else f"{len(series)} measures"
    return (
        f"{count}: {names}{more}. {len(first.months)} months, {first.labels[0]} to "
        f"{first.labels[-1]}. Read: {'; '.join(columns)}."
    )
