"""A monthly series of one's own, from a CSV file or a workbook that was never seen before.

Three layouts are known: a column of months with a figure (or its two counts) beside it; the
same with several measures, as columns or as rows under a name; and months or years across the
top. Everything taken is said; what cannot be taken for sure is refused with a sentence.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise, permutations
from pathlib import Path

from course_support.errors import WorkbookError
from course_support.methods.monthly import MonthlySeries
from course_support.sources.files import open_source
from course_support.sources.monthly_columns import Group, Roles, groups_of, roles_of
from course_support.sources.monthly_layout import (
    LEAST_MONTHS,
    NoMonths,
    Sheet,
    laid_out,
    month_of_rows,
    no_table,
    quarters,
    years,
)
from course_support.sources.months import following
from course_support.sources.published.cells import read_cell
from course_support.sources.published.tables import Table
from course_support.sources.published.workbooks import tables_of

#: No series of months is longer: a hundred years.
MOST_MONTHS = 1200
MOST_MEASURES = 60
_RUNNING = re.compile(
    r"cumulative|year to date|\bytd\b|rolling|moving average|12[- ]month|running total", re.I
)
_PERCENT = re.compile(r"%|per ?cent|percentage|proportion", re.I)
_PER_1000 = re.compile(r"per 1,?000\b", re.I)
#: How targets are worded before the figure: at least 95%, <5.
_BOUND = re.compile(
    r"^(?:[<>≤≥=~]+|at (?:least|most)|(?:no )?(?:more|less|fewer) than|over|under|below|above|"
    r"max(?:imum)?|min(?:imum)?)\s*(?:of\s+)?",
    re.I,
)


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
    tables, notes = tables_of(source, "a CSV file or a workbook with one row a month")
    found, refused = _read_tables(source.name, tables)
    if not found:
        # The sheet in which months were found says more than a sheet of guidance.
        raise next((one for one in refused if not isinstance(one, NoMonths)), refused[0])
    read, *others = found
    said = list(read.said)
    if len(tables) > 1:
        said[0] = f"S{read.file.removeprefix(f'{source.name}, s')} was read. {said[0]}"
    if others:
        left = " and ".join(one.file.removeprefix(f"{source.name}, ") for one in others)
        said.append(
            f"Not read, though months stand there too: {left}. To look at them together, put all "
            "months on one sheet."
        )
    return MonthlyFile(source.name, read.series, tuple(said), (*notes, *read.warnings))


def _read_tables(
    file: str, tables: Sequence[Table]
) -> tuple[list[MonthlyFile], list[WorkbookError]]:
    """Return the tables that hold months, and why each of the others was refused."""
    found: list[MonthlyFile] = []
    refused: list[WorkbookError] = []
    for table in tables:
        where = f"{file}, sheet “{table.sheet}”" if table.sheet else file
        try:
            found.append(_read_table(where, table))
        except WorkbookError as refusal:
            refused.append(refusal)
    return found, refused or [no_table(file)]


def _read_table(where: str, table: Table) -> MonthlyFile:
    sheet = laid_out(where, table)
    months, month_heading = month_of_rows(sheet)
    roles = roles_of(sheet, month_heading)
    groups = groups_of(sheet, roles, months)
    series = [one for group in groups for one in _series(sheet, roles, group)]
    if not series:
        raise _no_series(sheet, roles)
    if len(series) > MOST_MEASURES:
        raise WorkbookError(
            f"{where} holds {len(series)} measures. Keep the few you want to look at "
            f"({MOST_MEASURES} at most) and choose it again."
        )
    sheet.warnings += _perhaps_renamed(series)
    said = [_told(series, roles), *dict.fromkeys(sheet.said)]
    return MonthlyFile(where, tuple(series), tuple(said), tuple(dict.fromkeys(sheet.warnings)))


def _no_series(sheet: Sheet, roles: Roles) -> WorkbookError:
    """Say why no column gave a series, with the cell that was no figure where there is one."""
    if sheet.warnings:
        return WorkbookError(f"{sheet.where}: {sheet.warnings[-1]}")
    odd = [
        f"“{heading}”, row {number}: “{text[:30]}”"
        for heading in sheet.headers
        if heading != roles.month
        for number, cells in sheet.rows
        if re.search(r"\d", text := cells.get(heading, "")) and read_cell(text)[1] is None
    ]
    example = (
        f" Looked at and not taken: {odd[0]}. Write it as a number, such as 8 or 8.5."
        if odd
        else ""
    )
    return WorkbookError(
        f"{sheet.where}: the months are in the column “{roles.month}”, but no other column holds "
        f"figures.{example} Found the columns: {', '.join(sheet.headers)}."
    )


def _perhaps_renamed(series: Sequence[MonthlySeries]) -> Iterator[str]:
    """Say where one measure ends in the month before another begins."""
    for one, other in permutations(series, 2):
        if following(one.months[-1]) == other.months[0]:
            yield (
                f"“{one.measure}” ends in {one.labels[-1]} and “{other.measure}” begins in "
                f"{other.labels[0]}. If it is one measure under two names, counted in the same "
                "way, give both the same name in your file and choose it again."
            )


# --- making series -----------------------------------------------------------------------------


def _series(sheet: Sheet, roles: Roles, group: tuple[str, Group]) -> Iterator[MonthlySeries]:
    name, rows = group
    _no_month_twice(sheet, roles, name, rows)
    rows = sorted(rows, key=lambda row: row[1])
    _months_at_all(sheet, rows)
    counts = roles.above is not None and roles.below is not None
    columns = [roles.value] if roles.value or counts else []
    columns += [h for h in roles.others if not columns or not roles.measure]
    for column in columns:
        main = column == roles.value
        heading = column or f"{roles.above} out of {roles.below}"
        title = _title(name, heading, main or column is None, len(columns))
        with_all = main or column is None or len(columns) == 1
        one = _one(sheet, roles if with_all else _alone(roles), rows, column, title)
        if one.known >= LEAST_MONTHS:
            if _RUNNING.search(title):
                sheet.warnings.append(_running(title))
            yield one
        elif one.known:
            sheet.warnings.append(
                f"“{title}” has {one.known} months with a figure; {LEAST_MONTHS} are the least, "
                "so it is left out. Add the earlier months."
            )


def _alone(roles: Roles) -> Roles:
    """Return the roles for a further column: the counts and the target are another's."""
    return replace(roles, above=None, below=None, target=None)


def _running(title: str) -> str:
    return (
        f"“{title}” seems to hold running totals or averages: each figure has earlier months in "
        "it, so limits and rules say nothing true of it. Look at the figures of single months."
    )


def _title(name: str, heading: str, main: bool, columns: int) -> str:
    if not name:
        return heading
    return name if main or columns == 1 else f"{name}: {heading}"


def _no_month_twice(sheet: Sheet, roles: Roles, name: str, rows: Group) -> None:
    counted = Counter(month for _, month, _ in rows)
    twice = [month for month, count in counted.items() if count > 1]
    if not twice:
        return
    same = [(number, cells.get(roles.month, "")) for number, m, cells in rows if m == twice[0]]
    if len(rows) >= 2 * len(counted) and len({text for _, text in same}) == len(same):
        raise WorkbookError(
            f"{sheet.where} holds several dates in a month (rows {same[0][0]} and {same[1][0]}: "
            f"{same[0][1]}, {same[1][1]}), so weeks or days. This part reads months: add them up, "
            "one row a month, and choose the file again."
        )
    where = ", ".join(str(number) for number, _ in same[:5])
    whose = f" for “{name}”" if name else ""
    raise WorkbookError(
        f"{sheet.where}: {twice[0]:%B %Y} comes {len(same)} times{whose} (rows {where}). "
        "One row a month is expected. If the rows are different measures or places, keep one, or "
        "give each its name in a column headed Measure."
    )


def _months_at_all(sheet: Sheet, rows: Group) -> None:
    """Refuse dates that lie three or twelve months apart throughout."""
    places = [12 * month.year + month.month for _, month, _ in rows]
    steps = {later - earlier for earlier, later in pairwise(places)}
    if len(places) < 4 or any(step % 3 for step in steps):
        return
    if any(step % 12 for step in steps):
        raise quarters(sheet.where)
    raise years(sheet.where, *(f"{month:%B %Y}" for _, month, _ in rows[:2]))


def _one(sheet: Sheet, roles: Roles, rows: Group, column: str | None, title: str) -> MonthlySeries:
    by_month = {month: cells for _, month, cells in rows}
    months = _every_month(sheet, rows[0][1], rows[-1][1])
    above = _column(by_month, months, roles.above)
    below = _column(by_month, months, roles.below)
    if column is None:
        values = [_share(a, b) for a, b in zip(above, below, strict=True)]
        statuses = [_why(v, b) for v, b in zip(values, below, strict=True)]
        unit = "percent"
        sheet.said.append(f"“{title}” is worked out in per cent from its two counts.")
    else:
        values, statuses = _figures(sheet, by_month, months, column, title)
        sent = [cells.get(column, "") for cells in by_month.values()]
        unit = _unit(f"{title} {column}", sent)
        if not any("%" in text for text in sent):
            values, unit = _as_percent(sheet, title, values, above, below, unit)
    values, statuses, months = _trim(values, statuses, months)
    _tell_gaps(sheet, title, sum(month not in by_month for month in months))
    size = len(months)
    return MonthlySeries(
        measure=title,
        months=tuple(months),
        values=tuple(values),
        statuses=tuple(statuses),
        numerators=tuple(above[:size]),
        denominators=tuple(below[:size]),
        unit=unit,
        target=_target(sheet, by_month, roles.target, values, unit),
        recorded_as=(title,) * size,
        source="your own file",
    )


def _figures(
    sheet: Sheet,
    by_month: dict[dt.date, dict[str, str]],
    months: Sequence[dt.date],
    column: str,
    title: str,
) -> tuple[list[float], list[str]]:
    """Return the figure of each month and, where there is none, why."""
    values, statuses = [], []
    for month in months:
        text = by_month.get(month, {}).get(column, "")
        number, status = read_cell(text)
        if status is None:
            sheet.warnings.append(
                f"“{title}”, {month:%B %Y}: “{text[:30]}” is no figure; it is left as a gap."
            )
        values.append(number)
        statuses.append("reported" if math.isfinite(number) else (status or "missing"))
    return values, statuses


def _tell_gaps(sheet: Sheet, title: str, gaps: int) -> None:
    if gaps:
        sheet.said.append(
            f"“{title}”: {gaps} month{'s' if gaps > 1 else ''} between the first and the last "
            f"{'are' if gaps > 1 else 'is'} not in the file; kept as a gap, not as zero."
        )


def _why(share: float, below: float) -> str:
    """Return the status of a share: out of none there is nothing to count."""
    if math.isfinite(share):
        return "reported"
    return "not applicable" if below == 0 else "missing"


def _every_month(sheet: Sheet, first: dt.date, last: dt.date) -> list[dt.date]:
    months = [first]
    while months[-1] < last and len(months) < MOST_MONTHS:
        months.append(following(months[-1]))
    if months[-1] < last:
        raise WorkbookError(
            f"{sheet.where}: the months run from {first:%B %Y} to {last:%B %Y}. One of them must "
            "be mistyped. Mend it and choose the file again."
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


def _unit(words: str, sent: Sequence[str]) -> str:
    if _PER_1000.search(words):
        return "per 1000"
    return "percent" if _PERCENT.search(words) or any("%" in text for text in sent) else "number"


def _as_percent(
    sheet: Sheet,
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
    small = bool(known) and min(known) >= 0 and max(known) <= 1
    if small and (unit == "percent" or (pairs and all(abs(100 * v - s) <= 1 for v, s in pairs))):
        sheet.said.append(f"“{title}” holds shares of one (0.85); they are shown in per cent (85).")
        return [100 * v for v in values], "percent"
    if pairs and all(abs(v - s) <= 1 for v, s in pairs):
        return values, "percent"
    if small and unit == "number" and any(not v.is_integer() for v in known):
        sheet.warnings.append(
            f"“{title}” lies between 0 and 1 throughout. If these are shares, write % in its "
            "heading and choose the file again: they are then shown in per cent."
        )
    return values, unit


def _trim(
    values: list[float], statuses: list[str], months: list[dt.date]
) -> tuple[list[float], list[str], list[dt.date]]:
    """Leave out the months after the last figure: they are still to come."""
    known = [place for place, value in enumerate(values) if math.isfinite(value)]
    stop = known[-1] + 1 if known else 0
    return values[:stop], statuses[:stop], months[:stop]


def _target(
    sheet: Sheet,
    by_month: dict[dt.date, dict[str, str]],
    heading: str | None,
    values: Sequence[float],
    unit: str,
) -> float | None:
    """Return the target of the last month that has one; a change of target is said."""
    sent = {m: text for m in sorted(by_month) if (text := by_month[m].get(heading or "", ""))}
    read = {month: read_cell(_BOUND.sub("", text))[0] for month, text in sent.items()}
    known = [(month, value) for month, value in read.items() if math.isfinite(value)]
    if sent and not known:
        sheet.warnings.append(
            f"“{heading}” holds “{next(iter(sent.values()))[:30]}”, which is no figure, so no "
            "target is shown. Write it as a number, such as 95."
        )
    if not known:
        return None
    month, value = next((m, v) for m, v in known if v == known[-1][1])
    if value != known[0][1]:
        month = next(m for m, v in reversed(known) if v != value)
        sheet.said.append(
            f"“{heading}” changed after {month:%B %Y}. The last one counts for every month."
        )
    # 0.95 beside figures such as 85 is a share of one; 0.5 beside figures such as 2 is not.
    high = max((v for v in values if math.isfinite(v)), default=0)
    share = unit == "percent" and 10 * value <= min(10, high) and "%" not in sent[known[-1][0]]
    return 100 * value if share else value


def _told(series: Sequence[MonthlySeries], roles: Roles) -> str:
    names = [f"“{one.measure}”" for one in series]
    if len(names) > 1:
        names = [f"{number} {name}" for number, name in enumerate(names, start=1)]
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
    sizes = sorted({len(one.months) for one in series})
    size = f"{sizes[0]}" if len(sizes) == 1 else f"{sizes[0]} to {sizes[-1]}"
    first = min(series, key=lambda one: one.months[0])
    last = max(series, key=lambda one: one.months[-1])
    return (
        f"{count}: {', '.join(names)}. {size} months, {first.labels[0]} to {last.labels[-1]}. "
        f"Read: {'; '.join(columns)}."
    )
