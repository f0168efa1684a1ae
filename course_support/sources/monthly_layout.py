"""How figures by month are laid out: one row a month, months across the top, or a year a column.

Whatever the layout, rows come out with a month each. A month without a year is never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from course_support.errors import WorkbookError
from course_support.sources.months import (
    is_quarter,
    is_year,
    month_in_year,
    month_number,
    read_month,
    year_in,
)
from course_support.sources.published.cells import text_of
from course_support.sources.published.dates import parse_dates
from course_support.sources.published.headers import clean, pick_like
from course_support.sources.published.tables import HEAD_ROWS, Table

#: Fewer months than this are no series to read.
LEAST_MONTHS = 6
#: Rows that are enough to see what a column holds.
SAMPLE = 200
#: A row of headings is one of months when so many of its cells are months.
MONTHS_ACROSS = 4
TARGET = r"target|\bgoal\b|threshold|ambition"
#: Figures about a target: how many met it, and by how much it was missed.
NO_TARGET = r"within|\bmet\b|meet|against|achiev|miss|hit\b|number|count|\b[io]n target|from target"
#: A column of months by number; "Months waited" counts something.
_MONTH_NUMBER = re.compile(r"(?:\w+ )?(?:month|mth)(?: ?(?:no\.?|number|num))?", re.I)
#: Columns before the months that are no part of a measure's name.
_ASIDE = (
    r"baseline|owner|\blead\b|responsible|frequency|\brag\b|status|comment|polarity|direction|"
    r"good is|tolerance|source|previous|last year"
)


@dataclass
class Sheet:
    """Rows of text under headings, with the numbers of the rows and where they stand."""

    where: str
    headers: list[str]
    rows: list[tuple[int, dict[str, str]]]
    said: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    numeric: dict[str, bool] = field(default_factory=dict)

    def texts(self, heading: str) -> list[str]:
        """Return the cells under a heading, blank ones too."""
        return [cells.get(heading, "") for _, cells in self.rows]


class NoMonths(WorkbookError):
    """A sheet in which no months were found: another of the same file may hold them."""


def no_table(where: str) -> NoMonths:
    """Return the refusal of a sheet without any table of months."""
    return NoMonths(
        f"{where} has no table of months. Expected: one row a month, with the month in one column "
        "(such as Apr 2025) and the figure in another."
    )


def laid_out(where: str, table: Table) -> Sheet:
    """Return the rows of a table, each with one month or none.

    Raises
    ------
    WorkbookError
        When months stand across the top and nothing says of which year.
    """
    across = _months_across(where, table)
    sheet = _turned(where, table, *across) if across else _by_year(_upright(where, table))
    sheet.warnings += table.warnings
    if not sheet.rows:
        raise no_table(where)
    return sheet


def _upright(where: str, table: Table) -> Sheet:
    sheet = Sheet(where, list(table.headers), list(table.texts()), list(table.notes))
    for number, reason in table.refused:
        sheet.warnings.append(f"Row {number} was not read: it {reason}.")
    return sheet


def _by_year(sheet: Sheet) -> Sheet:
    """Turn a column a year, with the months down the side, into one row a month."""
    years = [h for h in sheet.headers if is_year(h)]
    names = [h for h in sheet.headers if sum(map(bool, map(month_number, sheet.texts(h)))) >= 2]
    if not years or len(names) != 1:
        return sheet
    rest = [h for h in sheet.headers if h not in (*years, *names)]
    rows = []
    for number, cells in sheet.rows:
        month = month_number(cells.get(names[0], ""))
        for year in years:
            day = month_in_year(month, year) if month else None
            when = f"{day:%Y-%m}" if day else cells.get(names[0], "")
            more = {h: cells.get(h, "") for h in rest}
            rows.append((number, {"Month": when, "Value": cells.get(year, ""), **more}))
    said = [*sheet.said, f"Each year has a column of its own: {', '.join(years)}."]
    return Sheet(sheet.where, ["Month", "Value", *rest], rows, said, sheet.warnings)


# --- months across the top ----------------------------------------------------------------------


def _as_month(text: str) -> dt.date | None:
    """Return the month of a heading, which a spreadsheet may hold as a date."""
    if month := read_month(text):
        return month
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()):
        return dt.date.fromisoformat(text.strip()).replace(day=1)
    return None


def _months_across(where: str, table: Table) -> tuple[int, dict[int, dt.date]] | None:
    """Return the row of headings that are months, and which column is which month."""
    for number, row in enumerate(table.head):
        found = {at: month for at, cell in enumerate(row) if (month := _as_month(cell))}
        if len(found) >= MONTHS_ACROSS:
            return number, found
        bare = {at: named for at, cell in enumerate(row) if (named := month_number(cell))}
        if len(bare) >= MONTHS_ACROSS:
            return number, _with_years(where, table, number, bare)
    return None


def _with_years(where: str, table: Table, header: int, bare: dict[int, int]) -> dict[int, dt.date]:
    """Return the months of headings such as Apr, with the year from the rows above them."""
    year, years = "", {}
    over = table.head[header - 1] if header else []
    for at in range(max(bare) + 1):
        year = year_in(over[at] if at < len(over) else "") or year
        years[at] = year
    if not all(years[at] for at in bare):
        above = [clean(cell) for row in table.head[:header] for cell in row]
        named = dict.fromkeys(each for text in above if (each := year_in(text)))
        years = dict.fromkeys(bare, next(iter(named), "") if len(named) == 1 else "")
    found = {at: month_in_year(month, years[at]) for at, month in bare.items()}
    known = [month for month in found.values() if month]
    if len(known) < len(bare) or known != sorted(set(known)):
        raise WorkbookError(
            f"{where}, row {header + 1}: the months across the top have no year that can be "
            "trusted. Write them as Apr 2024, or one financial year such as 2024/25 above them."
        )
    return {at: month for at, month in found.items() if month}


def _turned(where: str, table: Table, header: int, months: dict[int, dt.date]) -> Sheet:
    """Turn months across the top into rows: measure, month, value, target."""
    raw = table.cells() if table.cells else table.head
    heads = [clean(cell) for cell in table.head[header]]
    before = range(min(months))
    goal = next((at for at in before if _matches(TARGET, heads[at])), None)
    aside = [at for at in before if at != goal and _matches(_ASIDE, heads[at])]
    rows: list[tuple[int, dict[str, str]]] = []
    for number, cells in enumerate(raw[header + 1 :], start=header + 2):
        texts = [text_of(cell).strip() for cell in cells] + [""] * len(heads)
        name = " ".join(texts[at] for at in before if at != goal and at not in aside and texts[at])
        if not name or not any(texts[at] for at in months):
            continue
        target = {} if goal is None else {"Target": texts[goal]}
        for at, month in months.items():
            about = {"Measure": name, "Month": f"{month:%Y-%m}", "Value": texts[at]}
            rows.append((number, {**about, **target}))
    sheet = Sheet(where, list(rows[0][1]) if rows else [], rows)
    sheet.said.append(f"The months stand across the top, in row {header + 1}.")
    after = [at for at in range(min(months), len(heads)) if at not in months]
    if left := [heads[at] for at in (*aside, *after) if heads[at]]:
        sheet.said.append(f"Columns beside the months that were not read: {', '.join(left)}.")
    if table.cells is None and len(table.head) >= HEAD_ROWS:
        sheet.warnings.append(f"Only the first {HEAD_ROWS} rows were read.")
    return sheet


def _matches(pattern: str, heading: str) -> bool:
    return bool(pick_like([heading], pattern, NO_TARGET if pattern == TARGET else ""))


# --- the month of each row ----------------------------------------------------------------------


def month_of_rows(sheet: Sheet) -> tuple[list[dt.date | None], str]:
    """Return the month of each row, and the heading it was read from.

    Raises
    ------
    WorkbookError
        When no column holds months; where it holds quarters, years or months without a year,
        the message says so.
    """
    # The first rows show which column it is; then that one is read to its end.
    first = Sheet(sheet.where, sheet.headers, sheet.rows[:SAMPLE])
    counts = {h: sum(m is not None for m in _months_in(first, h)) for h in sheet.headers}
    heading = max(counts, key=lambda each: counts[each], default="")
    filled = sum(any(cells.values()) for _, cells in first.rows)
    if heading and counts[heading] >= max(2, 0.5 * filled):
        return _months_in(sheet, heading), heading
    _refuse_other_periods(first)
    if heading and counts[heading] == filled == 1:
        raise WorkbookError(
            f"{sheet.where} holds one month. {LEAST_MONTHS} are the least, and two years are "
            "better: one figure says nothing about what is usual. Add the earlier months."
        )
    raise NoMonths(
        f"{sheet.where}: no column of months was found among {', '.join(sheet.headers[:12])}. "
        "Write each month in one column as Apr 2025, 2025-04 or 01/04/2025."
    )


def _months_in(sheet: Sheet, heading: str) -> list[dt.date | None]:
    texts = sheet.texts(heading)
    found = [read_month(text) for text in texts]
    if sum(month is not None for month in found) >= 0.5 * max(1, sum(map(bool, texts))):
        return found
    numbers = [_numbered(text) for text in texts] if _MONTH_NUMBER.fullmatch(heading) else []
    if any(numbers):
        return _with_year_beside(sheet, heading, numbers, calendar=True)
    if any(map(month_number, texts)):
        return _with_year_beside(sheet, heading, [month_number(text) for text in texts])
    return _full_dates(sheet, heading, texts)


def _numbered(text: str) -> int:
    """Return 1 to 12 for a month written as a number, else 0."""
    found = re.fullmatch(r"0?([1-9]|1[0-2])(?:\.0)?", text)
    return int(found[1]) if found else 0


def _with_year_beside(
    sheet: Sheet, heading: str, months: list[int], *, calendar: bool = False
) -> list[dt.date | None]:
    """Read months that stand in one column and their years in another, or in rows above them.

    A year stands for the rows below it until the next one. A month that is a number is taken
    only beside a calendar year: month 1 of a financial year may be April or January.
    """
    year = pick_like([h for h in sheet.headers if h != heading], r"year|\bfy\b")
    years = list(accumulate(sheet.texts(year or heading), _last_year))
    financial = any(re.search(r"[-/–]", each) for each in years)
    if calendar and (financial or not year):
        return [None] * len(months)
    found = [
        month_in_year(month, each) if month else None
        for month, each in zip(months, years, strict=True)
    ]
    if any(found) and financial:
        sheet.said.append(
            f"“{year or heading}” holds financial years, so January to March fall in the second."
        )
    return found


def _last_year(before: str, text: str) -> str:
    return text if is_year(text) else before


def _full_dates(sheet: Sheet, heading: str, texts: list[str]) -> list[dt.date | None]:
    import pandas as pd

    if not any(re.search(r"\d", text) and re.search(r"[-/. ]", text) for text in texts):
        return [None] * len(texts)
    read = parse_dates(pd.Series(texts, dtype=object), heading)
    if read.note and read.values.notna().sum() >= 0.5 * len(texts):
        sheet.said.append(read.note)
    return [None if pd.isna(day) else day.date().replace(day=1) for day in read.values]


def _refuse_other_periods(sheet: Sheet) -> None:
    """Say what stands where months were looked for: quarters, months without a year, years."""
    columns = {h: [text for text in sheet.texts(h) if text] for h in sheet.headers}
    if sum(map(is_quarter, sheet.headers)) >= 2 or any(
        _mostly(is_quarter, texts) for texts in columns.values()
    ):
        raise quarters(sheet.where)
    for heading, texts in columns.items():
        known = _MONTH_NUMBER.fullmatch(heading) or heading.casefold() == "period"
        numbers = known and _mostly(_numbered, texts)
        if numbers or _mostly(month_number, texts):
            raise WorkbookError(
                f"{sheet.where}: the months in “{heading}” (such as {texts[0]}) have no year that "
                "can be trusted. Write them as Apr 2024, or the month's name with a column headed "
                "Year beside it (2024, or 2024/25 for a financial year)."
            )
    for texts in columns.values():
        if _mostly(is_year, texts) and len(set(texts)) > 2:
            raise years(sheet.where, *texts[:2])


def quarters(where: str) -> WorkbookError:
    """Return the refusal of a file with a figure a quarter."""
    return WorkbookError(
        f"{where} holds quarters. This part reads months: a run of quarters is too short for "
        "these charts. Ask for the months behind them."
    )


def years(where: str, one: str, other: str) -> WorkbookError:
    """Return the refusal of a file with a figure a year."""
    return WorkbookError(
        f"{where} holds years ({one}, {other}). This part reads months. Ask for the months behind "
        "them."
    )


def _mostly(test: object, texts: Sequence[str]) -> bool:
    known = [bool(test(text)) for text in texts]  # type: ignore[operator]
    return len(known) >= 3 and sum(known) >= 0.8 * len(known)
