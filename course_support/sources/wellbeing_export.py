"""An export of answers to a wellbeing scale, or of totals, known by what stands in its columns.

Survey tools head a column with a number, a code or the whole statement, and put one row a person
or one row for each time. No wording of any statement is held here or repeated: columns of answers
are named by their letters.
"""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path

from course_support.errors import WorkbookError
from course_support.methods.words import and_
from course_support.sources.files import open_source
from course_support.sources.published.kinds.wellbeing import ANSWERS
from course_support.sources.published.tables import Table
from course_support.sources.published.workbooks import tables_of
from course_support.sources.wellbeing_totals import (
    ONLY_TOTALS,
    Form,
    form_of,
    stands_for_none,
    total,
    total_columns,
)

LONG, SHORT = 14, 7
LOWEST, HIGHEST = 1, 5
#: Rows under the headings that may be headings too: two or three in exports of survey tools.
MOST_HEADING_ROWS = 3
#: A column with more names than this is no column of waves.
MOST_WAVES = 6
#: A longer heading over answers is a statement and no name of a column.
LONGEST_NAME = 25
#: Cells of a column of answers that must be answers, blanks and codes for none left aside.
MOSTLY = 0.8
#: An item that runs against the others this much, in so many rows, was turned round.
AGAINST, ENOUGH_ROWS = -0.2, 20

_LABELLED = re.compile(rf"(?:(\d)\W{{0,4}})?({'|'.join(ANSWERS)})(?:\W{{0,3}}(\d)\W?)?")
_NONE = re.compile(r"|-\d+|[89]|77|88|99|[789]{3}|n/?a|none|null|missing|blank|prefer not.*|\W+")
_PERSON = (
    r"participant|client|person|respondent|user|young|child|pupil|patient|resident|tenant|unique",
    r"\b(?:id|ref|reference|code|urn|no|number|case)\b",
)
_NOT_PERSON = re.compile(
    r"e-?mail|\bip\b|collector|phone|postcode|^staff|^\w* ?worker|name|type|group|gender|age\b|"
    r"ethnic|status|date|time",
    re.I,
)
_WHEN = re.compile(
    r"wave|time|stage|phase|pre\b.{0,5}post|survey|occasion|round|when|assessment|review|point|"
    r"visit|session",
    re.I,
)
_DATE = re.compile(r"complet|submit|date|timestamp|recorded|start|end", re.I)
_EARLY = r"pre|before|start|baseline|entry|initial|intake|admission|referral|opening|beginning"
_LATE = r"post|after|end|final|exit|follow|review|last|leav|discharge|clos|later"
_MIDDLE = r"mid|during|interim|half ?way"
_ORDINAL = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_NUMBERED = re.compile(r"\D{0,20}?(\d{1,2})\s*-?\s*(day|week|month|year|)\D{0,20}")
_MONTHS = {"day": 1 / 30.4, "week": 7 / 30.4, "month": 1.0, "year": 12.0, "": 1.0}
_TOKEN = re.compile(
    rf"(?:^|\W)((?:{_EARLY}|{_LATE}|{_MIDDLE}|first|second)[a-z]*|(?:t|time|wave|w) ?\d|"
    r"\d{1,2} (?:week|month|year)s?)(?=\W|$)"
)

When = tuple[float, float]


@dataclass(frozen=True)
class Answered:
    """One set of answers, or one total: whose, when (in an order), and its row; NaN for none."""

    person: str
    when: When
    answers: tuple[float, ...]
    row: int


@dataclass(frozen=True)
class Export:
    """Every set of answers of a file. ``by_date`` says that ``when`` is a day and no wave.

    ``totals`` are the headings of totals that stand in the place of answers, ``form`` what they
    are.
    """

    file: str
    items: int
    answered: tuple[Answered, ...]
    by_date: bool
    said: tuple[str, ...]
    totals: tuple[str, ...] = ()
    form: Form | None = None


@dataclass
class _Sheet:
    """A table with its headings whole and the rows that are no headings."""

    where: str
    name: str
    heads: list[str]
    rows: list[tuple[int, list[str]]]

    def column(self, at: int) -> list[str]:
        return [cells[at] for _, cells in self.rows]


def read_export(path: str | Path) -> Export:
    """Read who answered what and when; totals where the answers are not there.

    Parameters
    ----------
    path : CSV, XLSX, XLS or ODS, or a zip with one of them inside.

    Raises
    ------
    WorkbookError
        When there are no 7 or 14 columns of answers from 1 to 5 and no totals of a form that is
        clear, or it is not clear who answered, or in what order.
    """
    source = open_source(path)
    tables, notes = tables_of(source, "a CSV file or a workbook")
    found: list[Export] = []
    refused: list[WorkbookError] = []
    for table in tables:
        where = f"{source.name}, sheet “{table.sheet}”" if table.sheet else source.name
        try:
            found.append(_read(_whole(where, table)))
        except WorkbookError as refusal:
            refused.append(refusal)
    if not found:
        # What nearly was an export says more than a sheet of guidance.
        raise max(refused or [_no_answers(source.name, [])], key=_how_near)
    found.sort(key=lambda one: bool(one.totals))  # answers say more than a sheet of totals
    whole = _together(source.name, found, notes)
    return _with_form(whole) if whole.totals else whole


def _how_near(refusal: WorkbookError) -> int:
    return refusal.columns if isinstance(refusal, _NoAnswers) else LONG


def _together(file: str, found: Sequence[Export], notes: Sequence[str]) -> Export:
    """Put sheets together that are a time each (Before, After); else take the first."""
    first = found[0]
    each_its_time = len({one.answered[0].when for one in found if one.answered}) == len(found)
    if len(found) > 1 and all(len({a.when for a in one.answered}) == 1 for one in found):
        alike = len({(one.items, bool(one.totals)) for one in found}) == 1
        if each_its_time and alike:
            every = tuple(each for one in found for each in one.answered)
            said = tuple(dict.fromkeys(text for one in found for text in one.said))
            told = "Each sheet is one time: first and later answers are told apart by its name."
            heads = tuple(head for one in found for head in one.totals)
            return Export(file, first.items, every, False, (*notes, *said, told), heads)
    said = first.said
    if len(found) > 1:
        said = (*said, f"Read: {first.file.removeprefix(file + ', ')}. The other sheets were not.")
    return replace(first, file=file, said=(*notes, *said))


def _whole(where: str, table: Table) -> _Sheet:
    """Return the table with the rows of headings above and below taken into its headings."""
    above = table.head[table.header_row - 2] if table.header_row > 1 else []
    above = above if sum(map(bool, above)) > 1 else []  # one cell alone is a title
    heads = ["" if h.startswith("(column ") else h for h in table.headers]
    heads = [
        h if not over or over in h else f"{over} {h}"
        for h, over in zip_longest(heads, above[: len(heads)], fillvalue="")
    ]
    rows = [(number, list(cells.values())) for number, cells in table.texts()]
    for _ in range(MOST_HEADING_ROWS):
        if not rows or not _is_heading(rows):
            break
        more = ["" if cell.startswith("{") else cell for cell in rows[0][1]]
        heads = [f"{h} {cell}".strip() for h, cell in zip(heads, more, strict=True)]
        rows = rows[1:]
    return _Sheet(where, table.sheet, heads, rows)


def _is_heading(rows: Sequence[tuple[int, Sequence[str]]]) -> bool:
    """Say whether the first row is one more row of headings: it has words over numbers."""
    (_, first), *below = rows
    if any(map(_is_number, first)):
        return False
    return any(
        cell and any(_is_number(cells[at]) for _, cells in below) for at, cell in enumerate(first)
    )


def _is_number(cell: str) -> bool:
    return math.isfinite(answer(cell)) or math.isfinite(total(cell))


# --- answers ------------------------------------------------------------------------------------


@lru_cache(maxsize=10_000)
def answer(text: str) -> float:
    """Return the number of an answer: 4, 4.0, its label, or both together; NaN for none.

    Raises
    ------
    WorkbookError
        When a label stands beside another number than the scale gives it.
    """
    low = " ".join(text.lower().split())
    if found := _LABELLED.fullmatch(low):
        value = ANSWERS[found[2]]
        if any(digit and int(digit) != value for digit in (found[1], found[3])):
            raise WorkbookError(
                f"The file gives “{text.strip()}”, but on this scale “{found[2]}” counts {value}: "
                "the answers may have been coded the other way round. Export the labels alone, or "
                "mend the coding in the survey tool."
            )
        return float(value)
    return float(low) if re.fullmatch(r"\d{1,3}(?:\.0*)?", low) else math.nan


def _is_column_of_answers(cells: Sequence[str]) -> bool:
    filled = [c for cell in cells if not _NONE.fullmatch(c := cell.strip().lower())]
    good = sum(answer(cell) in range(HIGHEST + 1) for cell in filled)
    return bool(filled) and good >= MOSTLY * len(filled)


def _items(sheet: _Sheet, columns: Sequence[int]) -> list[int]:
    """Return the 7 or 14 columns of the scale among columns of answers.

    By name where the headings name the scale or are numbered, else those that stand together.
    """

    def fits(found: Sequence[int]) -> bool:
        return len(found) in (SHORT, LONG)

    named = [at for at in columns if re.search("wemwbs", sheet.heads[at], re.I)]
    stems: dict[str, list[int]] = {}
    runs: list[list[int]] = []
    for at in columns:
        stem = re.sub(r"\d.*", "", sheet.heads[at])
        stems.setdefault(stem, []).append(at)
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    for several in ([named], list(stems.values()), runs, [list(columns)]):
        good = [found for found in several if fits(found)]
        if len(good) == 1:
            return good[0]
    return []


def _letters(columns: Sequence[int]) -> str:
    """Return columns as a spreadsheet names them: D to J."""

    def letter(at: int) -> str:
        return (letter(at // 26 - 1) if at >= 26 else "") + chr(65 + at % 26)

    if len(columns) > 1 and columns[-1] - columns[0] == len(columns) - 1:
        return f"{letter(columns[0])} to {letter(columns[-1])}"
    return ", ".join(map(letter, columns))


class _NoAnswers(WorkbookError):
    """A sheet without answers to the scale: another of the same file may hold them."""

    def __init__(self, message: str, columns: int) -> None:
        super().__init__(message)
        self.columns = columns


def _no_answers(where: str, columns: Sequence[int]) -> _NoAnswers:
    many = "1 column holds" if len(columns) == 1 else f"{len(columns)} columns hold"
    seen = f"{many} answers from 1 to 5 ({_letters(columns)})"
    return _NoAnswers(
        f"{where} is not like answers to a wellbeing scale: "
        f"{seen if columns else 'no columns of answers from 1 to 5 were found'}, and 7 or 14 are "
        "expected. Give one row for each time a person answered: a column that says who (a "
        "number, never a name), one that says when, and the scale's answers side by side, or a "
        "column headed “WEMWBS 14 total” or “SWEMWBS 7 total”.",
        len(columns),
    )


# --- one sheet ----------------------------------------------------------------------------------


def _read(sheet: _Sheet) -> Export:
    columns = [at for at in range(len(sheet.heads)) if _is_column_of_answers(sheet.column(at))]
    if waves := _waves_across(sheet, columns):
        return _read_across(sheet, waves)
    person = _person(sheet, columns)
    when = _when(sheet, person, columns)
    items = _items(sheet, [at for at in columns if at not in (person, when)])
    if not items:
        return _read_totals(sheet, [at for at in columns if at not in (person, when)])
    if person is None:
        raise _nobody(sheet)
    _not_twice(sheet, items)
    said: list[str] = []
    whens, by_date = _whens(sheet, person, when, items, said)
    answered = _answered(sheet, person, whens, items, said, answer)
    said.insert(0, f"{len(items)} items in columns {_letters(items)}; who answered is read from "
                   f"“{sheet.heads[person]}”.")  # fmt: skip
    _check(sheet, items, answered, said)
    return Export(sheet.where, len(items), tuple(answered), by_date, tuple(said))


def _not_twice(sheet: _Sheet, items: Sequence[int]) -> None:
    """Refuse seven headings that come twice: no 14 items, but two times, and which is later?"""
    first, second = ([sheet.heads[at] for at in half] for half in (items[:SHORT], items[SHORT:]))
    if second == [f"{head} (2)" for head in first]:
        raise WorkbookError(
            f"{sheet.where}: the headings of columns {_letters(items[:SHORT])} come again in "
            f"{_letters(items[SHORT:])}. If these are two times, say which is the later: write "
            "before or after into each heading, and choose the file again."
        )


def _nobody(sheet: _Sheet) -> WorkbookError:
    return WorkbookError(
        f"{sheet.where} does not say who answered, so first and second answers cannot be "
        "matched. Add a column headed Person with a number for each."
    )


def _person(sheet: _Sheet, answers: Sequence[int], totals: Sequence[int] = ()) -> int | None:
    """Return the column that says who: a number that comes more than once rather than one a row."""
    found = [
        at
        for pattern in _PERSON
        for at, head in enumerate(sheet.heads)
        if re.search(pattern, head.replace("_", " "), re.I) and not _NOT_PERSON.search(head)
    ]
    found = [at for at in dict.fromkeys(found) if any(sheet.column(at))]
    found = [at for at in found if at not in totals and not _is_statement(sheet, at, answers)]

    def repeats(at: int) -> bool:
        known = [text for text in map(_who, sheet.column(at)) if text]
        return len(set(known)) < len(known)

    return next((at for at in found if repeats(at)), found[0] if found else None)


def _who(text: str) -> str:
    """Return a person's number as it is compared: 7, 7.0 and " 7" are one, and so p7 and P7."""
    return re.sub(r"(?<=\d)\.0$", "", " ".join(text.casefold().split()))


def _is_statement(sheet: _Sheet, at: int, answers: Sequence[int]) -> bool:
    """Say whether a column of answers is headed with a statement, whatever words stand in it."""
    return at in answers and len(sheet.heads[at]) > LONGEST_NAME


def _when(
    sheet: _Sheet, person: int | None, answers: Sequence[int], totals: Sequence[int] = ()
) -> int | None:
    """Return the column of waves: so headed, or one in which every cell is before or after."""
    columns = [
        at
        for at in range(len(sheet.heads))
        if at not in (person, *totals) and not _is_statement(sheet, at, answers)
    ]
    ranked = {at: [rank(c) for c in sheet.column(at) if c] for at in columns}
    sure = [
        at for at in columns if None not in ranked[at] and 1 <= len(set(ranked[at])) <= MOST_WAVES
    ]
    sure.sort(key=lambda at: len(set(ranked[at])) < 2)  # one wave alone tells nothing apart
    headed = [at for at in sure if _WHEN.search(sheet.heads[at])]
    worded = [at for at in sure if {each[0] for each in ranked[at] if each} == {0.0, 2.0}]
    unclear = [at for at in columns if _WHEN.search(sheet.heads[at]) and _few_words(sheet, at)]
    return next(iter((*headed, *worded, *unclear)), None)


def _few_words(sheet: _Sheet, at: int) -> bool:
    """Say whether a column holds a few names again and again, as names of waves would be."""
    known = [text for text in sheet.column(at) if text]
    dates = any(re.search(r"\d[/:-]\d|\d{4}", text) for text in known)
    return bool(known) and not dates and len(set(known)) <= MOST_WAVES


@lru_cache(maxsize=10_000)
def rank(text: str) -> When | None:
    """Return where a wave stands in an order: before, the numbered ones, after; None if unclear."""
    low = re.sub(r"[_.:-]+", " ", text.lower()).strip()
    early, late = (re.search(rf"\b(?:{words})", low) for words in (_EARLY, _LATE))
    ordinal = next((n for word, n in _ORDINAL.items() if re.search(rf"\b{word}\b", low)), 0)
    found = _NUMBERED.fullmatch(low)
    number = int(found[1]) * _MONTHS[found[2]] if found else float(ordinal)
    if re.search(rf"\b(?:{_MIDDLE})", low) and not number:
        return (1.0, 0.0)
    if early and late:
        return None
    if early or late:
        return (0.0 if early else 2.0, number)
    return (1.0, number) if found or ordinal else None


def _whens(
    sheet: _Sheet, person: int, when: int | None, items: Sequence[int], said: list[str]
) -> tuple[list[When | None], bool]:
    """Return when each row was answered, and whether that is a date."""
    if when is not None:
        said.append(f"First and later answers are told apart by “{sheet.heads[when]}”.")
        whens = [rank(text) if text else None for text in sheet.column(when)]
        odd = [
            (number, cells[when])
            for (number, cells), each in zip(sheet.rows, whens, strict=True)
            if each is None and cells[when]
        ]
        if odd:
            raise WorkbookError(
                f"{sheet.where}, row {odd[0][0]}, “{sheet.heads[when]}”: which comes first, "
                f"“{odd[0][1]}” or the others? Call the waves 1 and 2, before and after, or add a "
                "column of dates."
            )
        return whens, False
    for at, head in enumerate(sheet.heads):
        if at in (person, *items) or not _DATE.search(head):
            continue
        if dates := _dates(sheet, at, said):
            return dates, True
    if each := rank(sheet.name):
        return [each] * len(sheet.rows), False
    raise WorkbookError(
        f"{sheet.where} does not say when each person answered. Add a column headed Wave (1 and 2) "
        "or Date."
    )


def _dates(sheet: _Sheet, at: int, said: list[str]) -> list[When | None] | None:
    """Return the days of a column, or None where it holds few dates."""
    import pandas as pd

    from course_support.sources.published.dates import parse_dates

    texts = sheet.column(at)
    read = parse_dates(pd.Series(texts, dtype=object), sheet.heads[at])
    if read.values.notna().sum() < MOSTLY * max(1, sum(map(bool, texts))):
        return None
    said.append(f"First and later answers are told apart by the date in “{sheet.heads[at]}”.")
    if read.note:
        said.append(read.note)
    return [None if pd.isna(day) else (day.timestamp(), 0.0) for day in read.values]


def _answered(
    sheet: _Sheet,
    person: int,
    whens: Sequence[When | None],
    items: Sequence[int],
    said: list[str],
    number_of: Callable[[str], float],
) -> list[Answered]:
    """Return the sets of answers of rows that say who and when; the others are told."""
    found, nobody, never = [], [], []
    for (number, cells), when in zip(sheet.rows, whens, strict=True):
        if not any(cells):
            continue
        who = _who(cells[person])
        if not who:
            nobody.append(number)
        elif when is None:
            never.append(number)
        else:
            values = tuple(number_of(cells[at]) for at in items)
            found.append(Answered(who, when, values, number))
    for rows, what in ((nobody, "who answered"), (never, "when")):
        if rows:
            shown = ", ".join(map(str, rows[:6])) + (" and more" if len(rows) > 6 else "")
            said.append(
                f"Left out, because they do not say {what}: {len(rows)} "
                f"row{'s' if len(rows) > 1 else ''} ({shown})."
            )
    return found


# --- both times in one row ----------------------------------------------------------------------


def _waves_across(sheet: _Sheet, columns: Sequence[int]) -> dict[When, list[int]]:
    """Return the columns of each time, where headings say before and after; else nothing."""
    for place in (0, -1):  # "Pre: in the last week …", or "In the last week … (pre)"
        waves = _by_time(sheet, columns, place)
        sizes = {len(found) for found in waves.values()}
        if len(waves) > 1 and sizes in ({SHORT}, {LONG}):
            return waves
    return {}


def _by_time(sheet: _Sheet, columns: Iterable[int], place: int) -> dict[When, list[int]]:
    """Return columns by the first (0) or last (-1) time that their headings say."""
    waves: dict[When, list[int]] = {}
    for at in columns:
        head = re.sub(r"(?<=\d)(?=[a-z])|[_\W]+", " ", sheet.heads[at].lower())
        head = re.sub(r"\b(pre|post)(?=q|item)", r"\1 ", head)
        tokens = _TOKEN.findall(head)
        if tokens and (when := rank(tokens[place])):
            waves.setdefault(when, []).append(at)
    return waves


def _read_across(sheet: _Sheet, waves: dict[When, list[int]]) -> Export:
    columns = [at for found in waves.values() for at in found]
    answered = _answered_across(sheet, waves, _person(sheet, columns), answer)
    size = len(columns) // len(waves)
    times = "; ".join(_letters(waves[when]) for when in sorted(waves))
    said = [f"{size} items at {len(waves)} times in one row: columns {times}."]
    _check(sheet, columns, answered, said)
    return Export(sheet.where, size, tuple(answered), False, tuple(said))


def _answered_across(
    sheet: _Sheet,
    waves: Mapping[When, Sequence[int]],
    person: int | None,
    number_of: Callable[[str], float],
) -> list[Answered]:
    """Return each time's answers of each row; a row that says no number is a person too."""
    answered: list[Answered] = []
    for number, cells in sheet.rows:
        who = (_who(cells[person]) if person is not None else "") or f"row {number}"
        for when, items in waves.items():
            values = tuple(number_of(cells[at]) for at in items)
            if any(map(math.isfinite, values)):
                answered.append(Answered(who, when, values, number))
    return answered


# --- totals without the answers behind them -----------------------------------------------------


def _read_totals(sheet: _Sheet, columns: Sequence[int]) -> Export:
    """Read totals in the place of answers: both times in one row, or a row for each."""
    said: list[str] = []
    found = total_columns(sheet.heads, sheet.column, any_total=True)
    totals = _without_metric(sheet, found, said)
    if not totals:
        raise _no_answers(sheet.where, columns)
    person = _person(sheet, (), totals)
    waves = max((_by_time(sheet, totals, place) for place in (-1, 0)), key=len)
    by_date = False
    if len(totals) > 1 and len(waves) == len(totals):
        answered = _answered_across(sheet, waves, person, total)
    elif len(totals) > 1:
        raise _several_totals(sheet, totals)
    elif person is None:
        raise _nobody(sheet)
    else:
        whens, by_date = _whens(sheet, person, _when(sheet, person, (), totals), totals, said)
        answered = _answered(sheet, person, whens, totals, said, total)
    who = "the row" if person is None else f"“{sheet.heads[person]}”"
    several = "s" * (len(totals) > 1)
    said.insert(0, f"Totals stand in column{several} {_letters(totals)}; who answered is read "
                   f"from {who}.")  # fmt: skip
    _check_totals(sheet, totals, answered, said)
    heads = tuple(sheet.heads[at] for at in totals)
    return Export(sheet.where, 1, tuple(answered), by_date, tuple(said), heads)


def _without_metric(sheet: _Sheet, columns: Sequence[int], said: list[str]) -> list[int]:
    """Leave metric scores aside where the totals they come from stand beside them."""
    metric = [at for at in columns if "metric" in sheet.heads[at].lower()]
    raw = [at for at in columns if at not in metric]
    if not (metric and raw) or {*_by_time(sheet, raw, -1)} != {*_by_time(sheet, metric, -1)}:
        return list(columns)
    said.append(f"Not read: metric scores in {_letters(metric)}, as the totals stand beside them.")
    return raw


def _several_totals(sheet: _Sheet, totals: Sequence[int]) -> WorkbookError:
    shown = and_(f"“{sheet.heads[at]}”" for at in totals)
    return WorkbookError(
        f"{sheet.where} holds {len(totals)} columns of totals ({shown}), and which to compare is "
        "not clear. If they are times, write before or after into each heading; else keep one "
        "form alone. Then choose the file again."
    )


def _check_totals(
    sheet: _Sheet, totals: Sequence[int], answered: list[Answered], said: list[str]
) -> None:
    """Count words and codes for none as missing, and say so."""
    cells = [cells[at] for _, cells in sheet.rows for at in totals]
    odd = [
        cell
        for cell in cells
        if (stands_for_none(total(cell)) if math.isfinite(total(cell)) else _words(cell))
    ]
    if odd:
        said.append(f"No totals of this scale, so missing: {_counted(odd)}.")
    for place, one in enumerate(answered):
        (value,) = one.answers
        kept = math.nan if math.isnan(value) or stands_for_none(value) else value
        answered[place] = replace(one, answers=(kept,))


def _counted(cells: Sequence[str]) -> str:
    """Return the first texts with how often each stands there."""
    few = list(dict.fromkeys(cells))[:5]
    return ", ".join(f"“{cell[:30]}” ({cells.count(cell)} times)" for cell in few)


def _words(cell: str) -> bool:
    return not _NONE.fullmatch(cell.lower())


def _with_form(export: Export) -> Export:
    """Say of what form the totals of the whole file are."""
    values = [(one.row, one.answers[0]) for one in export.answered if math.isfinite(one.answers[0])]
    form, why = form_of(export.file, export.totals, values)
    return replace(
        export,
        items=form.items,
        form=form,
        said=(*export.said, f"{why} {form.scored}", ONLY_TOTALS),
    )


# --- what may be wrong with the answers ---------------------------------------------------------


def _check(
    sheet: _Sheet, columns: Sequence[int], answered: list[Answered], said: list[str]
) -> None:
    """Refuse answers from 0 to 4, count others outside the scale as missing, and say so."""
    values = [value for one in answered for value in one.answers if math.isfinite(value)]
    if 0 in values and HIGHEST not in values:
        raise WorkbookError(
            f"{sheet.where}: the answers run from 0 to {max(v for v in values if v < 5):g}, and "
            "those of the scale from 1 to 5. The survey tool may have coded them from 0 to 4. Add "
            "1 to each answer, or export the labels; where 0 stands for no answer, empty the cell. "
            "Then choose the file again."
        )
    rows = {one.row for one in answered}
    words = [cells[at] for number, cells in sheet.rows for at in columns if number in rows]
    words = [w for w in words if math.isnan(answer(w)) and not _NONE.fullmatch(w.lower())]
    if words:
        said.append(f"No answers of this scale, so missing: {_counted(words)}.")
    odd = [value for value in values if not LOWEST <= value <= HIGHEST]
    if odd:
        shown = ", ".join(f"{v:g} ({odd.count(v)} times)" for v in list(dict.fromkeys(odd))[:5])
        said.append(f"Answers outside the scale count as missing: {shown}.")
    if any(re.search(r"\d", cells[at]) for _, cells in sheet.rows for at in columns):
        said.append(
            f"Numbers are taken as the scale has them: {LOWEST} for the lowest answer, {HIGHEST} "
            "for the highest. Every item counts upwards."
        )
    for place, one in enumerate(answered):
        kept = tuple(v if LOWEST <= v <= HIGHEST else math.nan for v in one.answers)
        answered[place] = Answered(one.person, one.when, kept, one.row)
    _turned_round(answered, said)


def _turned_round(answered: Sequence[Answered], said: list[str]) -> None:
    """Say which item falls where the others rise: it may have been coded the other way round."""
    whole = [one.answers for one in answered if all(map(math.isfinite, one.answers))]
    if len(whole) < ENOUGH_ROWS:
        return
    for place in range(len(whole[0])):
        item = [answers[place] for answers in whole]
        others = [sum(answers) - answers[place] for answers in whole]
        if len(set(item)) < 2 or len(set(others)) < 2:
            continue
        if statistics.correlation(item, others) < AGAINST:
            said.append(
                f"Item {place + 1} falls where the others rise. Was it coded the other way round? "
                "It is read as it stands. Look at it before you trust the scores."
            )
