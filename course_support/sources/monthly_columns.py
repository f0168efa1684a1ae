"""Which column of a table with figures by month holds what, and which rows are one measure."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from course_support.methods.words import and_
from course_support.sources.monthly_layout import LEAST_MONTHS, NO_TARGET, SAMPLE, TARGET, Sheet
from course_support.sources.published.cells import read_cell
from course_support.sources.published.headers import pick_like

#: More columns of figures than this are not tried for one that is part of another.
MOST_PAIRED = 8
_VALUE = (
    r"value|per ?cent|percentage|%|\brate\b|per 1,?000\b|performance|actual|result|figure|"
    r"\bscore\b|outturn"
)
_ABOVE = r"numerator|achieved|\bmet\b|in time|on time|success|number who|\bcount\b"
_BELOW = (
    r"denominator|out of|\bbase\b|eligible|cohort|total (?:number|cases|people)|\bdue\b|\btotal\b"
)
_MEASURE = r"measure|indicator|\bkpi\b|\bpi\b|metric|description|\btitle\b|\bname\b"
#: Numbers that name a row and count nothing.
_ROW_NAME = re.compile(r"#|(?:s/?n|id|ref(?:erence)?|no\.?|row|index|code|week)\b.{0,8}", re.I)
_SUM_ROW = re.compile(r"\b(total|average|mean|year to date|ytd|cumulative)\b", re.I)


@dataclass(frozen=True)
class Roles:
    """Which heading holds what."""

    month: str
    value: str | None
    above: str | None
    below: str | None
    target: str | None
    measure: str | None
    others: tuple[str, ...]


def roles_of(sheet: Sheet, month: str) -> Roles:
    """Return which heading holds what, the heading of the months being known."""
    used = {month}
    rest = [h for h in sheet.headers if h != month]

    def take(pattern: str, without: str = "", numeric: bool = True) -> str | None:
        open_ = [h for h in rest if h not in used and _numeric(sheet, h) == numeric]
        found = pick_like(open_, pattern, without)
        if found:
            used.add(found)
        return found

    measure = take(_MEASURE, numeric=False)
    if measure and len(set(sheet.texts(measure))) == len(sheet.rows):
        measure = None  # a comment of its own in every row is no name of a measure
    target = pick_like([h for h in rest if h not in used], TARGET, NO_TARGET)
    used.add(target or "")
    below = take(_BELOW, "^month|year")
    above = take(_ABOVE) if below else None
    if below and not above:
        used.discard(below)
        below = None
    value = take(_VALUE)
    others = tuple(h for h in rest if h not in used and _counts(sheet, h))
    if above is None and (pair := _pair(sheet, value, others)):
        above, below = pair
        others = tuple(h for h in others if h not in pair)
    return Roles(month, value, above, below, target, measure, others)


def _counts(sheet: Sheet, heading: str) -> bool:
    """Say whether a column counts something: figures that are no years and no names of rows."""
    year = all(re.fullmatch(r"(19|20)\d{2}(\.0)?", text) for text in sheet.texts(heading) if text)
    return _numeric(sheet, heading) and not year and not _ROW_NAME.fullmatch(heading)


def _pair(sheet: Sheet, value: str | None, others: Sequence[str]) -> tuple[str, str] | None:
    """Return numerator and denominator where the figures prove them, or two names do."""
    if value is None:
        return _part(sheet, others[0], others[1]) if len(others) == 2 else None
    if len(others) > MOST_PAIRED:
        return None
    columns = {h: [read_cell(text)[0] for text in sheet.texts(h)] for h in (value, *others)}
    for above, below in permutations(others, 2):
        rows = zip(columns[value], columns[above], columns[below], strict=True)
        if _gives([row for row in rows if all(map(math.isfinite, row))]):
            return above, below
    return None


def _gives(rows: Sequence[tuple[float, float, float]]) -> bool:
    """Say whether a figure is, in every row, one count out of another: a share, % or per 1,000."""
    return len(rows) >= LEAST_MONTHS and any(
        all(b > 0 and math.isclose(times * a / b, v, rel_tol=0.01) for v, a, b in rows)
        for times in (100, 1, 1000)
    )


def _part(sheet: Sheet, one: str, two: str) -> tuple[str, str] | None:
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


def _numeric(sheet: Sheet, heading: str) -> bool:
    """Say whether a column holds figures, by its first rows that are filled."""
    if heading not in sheet.numeric:
        filled = [text for text in sheet.texts(heading) if text][:SAMPLE]
        read = [read_cell(text) for text in filled]
        good = sum(status is not None for _, status in read)
        some = any(math.isfinite(number) for number, _ in read)
        sheet.numeric[heading] = bool(filled) and some and good >= 0.8 * len(filled)
    return sheet.numeric[heading]


# --- which row belongs to which measure --------------------------------------------------------

Row = tuple[int, dt.date, dict[str, str]]
Group = list[Row]


def groups_of(
    sheet: Sheet, roles: Roles, months: Sequence[dt.date | None]
) -> list[tuple[str, Group]]:
    """Return the rows of each measure; rows of totals and rows without a month are left out."""
    rows: Group = []
    left: dict[int, dict[str, str]] = {}
    for (number, cells), month in zip(sheet.rows, months, strict=True):
        if month is not None:
            rows.append((number, month, cells))
        elif any(cells.values()):
            left[number] = cells
    _tell_left_out(sheet, roles.month, left)
    rows = _once(sheet, rows)
    names = _naming(sheet, roles, rows)
    groups: dict[str, Group] = {}
    for row in rows:
        name = ", ".join(text for heading in names if (text := row[2].get(heading, "")))
        groups.setdefault(name, []).append(row)
    return list(groups.items())


def _tell_left_out(sheet: Sheet, heading: str, left: dict[int, dict[str, str]]) -> None:
    """Say which rows have no month: totals, or a text in its place that is shown."""
    sums = [n for n, cells in left.items() if any(map(_SUM_ROW.search, cells.values()))]
    others = [n for n in left if n not in sums]
    if sums:
        sheet.said.append(f"Left out, because they are totals: {_rows_named(sums)}.")
    if others:
        text = left[others[0]].get(heading, "")
        why = f"“{text[:40]}” is no month" if text else "there is no month in them"
        sheet.said.append(f"Left out, because {why}: {_rows_named(others)}.")


def _rows_named(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:6])) + (" and more" if len(numbers) > 6 else "")
    return f"{'row' if len(numbers) == 1 else 'rows'} {shown}"


def _once(sheet: Sheet, rows: Group) -> Group:
    """Return each row once; one that says the same as another in every cell is no new figure."""
    first: dict[tuple[str, ...], int] = {}
    kept = []
    for number, month, cells in rows:
        key = (str(month), *cells.values())
        if key in first and first[key] != number:
            sheet.said.append(f"Row {number} says the same as row {first[key]} and counts once.")
            continue
        first[key] = number
        kept.append((number, month, cells))
    return kept


def _naming(sheet: Sheet, roles: Roles, rows: Group) -> list[str]:
    """Return the columns that name a measure: more than one where a month has several rows."""
    names = [roles.measure] if roles.measure else []
    if _each_month_once(rows, names):
        return names
    known = {roles.month, roles.target, *names}
    words = [h for h in sheet.headers if h not in known and not _numeric(sheet, h)]
    for size in (1, 2):
        for more in combinations(words, size):
            if _tells_apart(rows, names, more):
                told = and_(f"“{heading}”" for heading in more)
                sheet.said.append(f"A month has several rows; {told} tells them apart.")
                return [*names, *more]
    return names


def _each_month_once(rows: Group, names: Sequence[str]) -> bool:
    keys = [(month, *(cells.get(name, "") for name in names)) for _, month, cells in rows]
    return len(set(keys)) == len(keys)


def _tells_apart(rows: Group, names: Sequence[str], more: Sequence[str]) -> bool:
    """Say whether columns name several series, and not only tell two slips of the pen apart."""
    if not _each_month_once(rows, [*names, *more]):
        return False
    months = {(month, *(cells.get(name, "") for name in names)) for _, month, cells in rows}
    values = Counter(tuple(cells.get(name, "") for name in more) for _, _, cells in rows)
    return len(rows) >= 1.5 * len(months) and min(values.values()) > 1
