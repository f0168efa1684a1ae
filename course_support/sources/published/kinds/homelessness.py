"""Statutory homelessness, detailed local authority tables (H-CLIC), 2018 to now.

Every sheet has its headings over several merged rows, at a place that moves from edition to
edition, sometimes with rows of internal names above them. So the first area's row is found
first, and the headings are put together upwards from it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pandas as pd

from course_support.sources.published import dates
from course_support.sources.published.areas import known_codes
from course_support.sources.published.cells import MARKERS, text_of
from course_support.sources.published.headers import GSS, clean
from course_support.sources.published.kind import Dimensions, Draft, Kind, Material, Measure, melt
from course_support.sources.published.rates import RateRule, disagreements
from course_support.sources.published.tables import Table, cell_column

_TITLE = re.compile(r"table\s+([A-Z]{1,2}\d{1,2}[A-Za-z]?)\b\s*[-–—:]?\s*(.*)", re.I | re.S)
_UNIT = re.compile(r"(?:number|percentage|%) of households|percentage|number", re.I)
_FOOTNOTE = re.compile(r"(?<=[A-Za-z)%])\d{1,2}(?:\s*,\s*\d{1,2})*(?=\s|$|-)")
_RAISED = re.compile("[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+")
_LOOSE_NOTE = re.compile(r"(?<=\w)\s[1-9]$")
#: In these tables two dots mean that the council sent no data, a dash none or not applicable.
#: One edition shows the dots as a percentage.
_MARKERS = {**MARKERS, "..": "not available", "..00%": "not available", "-": "not applicable"}
_MEANINGS = (
    (r"suppress|confidential", "suppressed"),
    (
        r"not (?:been )?(?:suppl|provid|submit|avail|report)|missing|no data|did not",
        "not available",
    ),
    (r"not applicable|n/a", "not applicable"),
)
#: Headings that changed between editions: pattern on "table | heading path", one name.
_SAME = (
    (r"A1 \| .*total initial assess", "Initial assessments"),
    (r"A1 \| .*owed a duty > total", "Households owed a duty"),
    (r"A1 \| .*section 21", "Owed a prevention duty: valid section 21 notice"),
    (r"A1 \| .*owed a duty > .*prevention duty", "Households owed a prevention duty"),
    (r"A1 \| .*owed a duty > .*relief duty", "Households owed a relief duty"),
    (r"A1 \| .*not homeless nor threat|A1 \| .*not threatened", "Not owed a duty: not homeless"),
    (r"\w+ \| .*number of households in area", "Households in area (thousands)"),
    (r"A1 \| .*threatened with homelessness per", "Prevention duty rate per 1,000 households"),
    (r"A1 \| .*assessed as homeless per", "Relief duty rate per 1,000 households"),
    (
        r"TA1 \|"
        r" total number of households in ta(?: at end.*)?$",
        "Households in temporary accommodation",
    ),
    (r"TA1 \| .*households in ta per", "Temporary accommodation rate per 1,000 households"),
    (
        r"TA1 \|"
        r" total number of households in ta with children",
        "Households with children in temporary accommodation",
    ),
    (r"TA1 \| total number of children in ta", "Children in temporary accommodation"),
)
#: Wordings that changed while what is counted stayed the same.
_RENAMED = (
    (r"(?:gender|sex) not known", "sex or gender not known"),
    (r"\bNational Probation Service", "Probation Service"),
    (r" \(retired option\)(?: \d)?$", ""),
    (r"where (prevention|relief) duty ended", r"whose \1 duty ended"),
    (r"^(Private|Social) rented sector > Total$", r"\1 rented sector > Total \1 rented sector"),
    (r"> Total PRS$", "> Total Private rented sector"),
    (r"> Total SRS$", "> Total Social rented sector"),
    (r"one or more support needs owed duty", "one or more support needs"),
    (r"Voluntarily ceased to occupy TA$", "Voluntarily ceased to occupy"),
    (r"^EEA citizen > Total EEA$", "EEA citizen > Total"),
    (
        r"private rented tenancy, due to > Total$",
        "private rented tenancy, due to > Total end of AST",
    ),
)
#: The groups over ethnicities are read as headings in some editions; only totals need them.
_ETHNIC = re.compile(r"^(?:White|Black|Asian|Mixed|Other ethnic)[^>]* > (?!Total$)")
_CHANGED = (
    "Since October to December 2023 table A1 has two more columns for people who were owed no "
    "duty (withdrew; not eligible). 'Not owed a duty: not homeless' is narrower from then on."
)
_RATES = (
    ("Prevention duty rate per 1,000 households", "Households owed a prevention duty"),
    ("Relief duty rate per 1,000 households", "Households owed a relief duty"),
    (
        "Temporary accommodation rate per 1,000 households",
        "Households in temporary accommodation",
    ),
)
_IN_AREA = "Households in area (thousands)"


def recognise(table: Table) -> float:
    """Return how surely this sheet is one of the detailed tables."""
    start = _first_area(table.head)
    if start is None:
        return 0.0
    title = _title(table)
    if title and re.search(r"homeless|household|duty|main applicant", title[1], re.I):
        return 0.97
    return 0.0


def _first_area(rows: list[list[str]]) -> int | None:
    """Return the row of England, or else of the first area."""
    for at, row in enumerate(rows):
        if row and GSS.fullmatch(row[0].strip()):
            return at
    return None


def _title(table: Table) -> tuple[str, str] | None:
    """Return the number and words of a table, from the texts above it."""
    for row in table.head[:6]:
        for cell in row[:6]:
            if found := _TITLE.match(clean(cell)):
                return found[1].upper(), found[2].strip()
    return None


def read(material: Material) -> Draft:
    """Read all the tables of an edition."""
    draft = material.draft(edition=_edition(material.tables))
    if not draft.edition:
        material.log.warn("The quarter was not found in the file; the period is left empty.")
    for table in material.fitting(recognise):
        _read_sheet(table, draft, material)
    if any(" withdrew" in m.lower() for v in draft.values for m in v["measure"].cat.categories):
        material.log.note(_CHANGED)
    material.log.note(
        "National and regional numbers are rounded to the nearest 10, councils' are not. "
        "Editions are reissued: note which one this is."
    )
    return draft


def _edition(tables: list[Table]) -> str:
    """Return the quarter the contents page names, or the titles of the tables."""
    for table in sorted(tables, key=lambda t: "content" not in t.sheet.lower()):
        for row in table.head[:12]:
            for cell in row:
                if quarter := dates.quarter_in(clean(cell)):
                    return quarter
    for table in tables:
        if quarter := dates.quarter_in(table.sheet):
            return quarter
    return ""


def _read_sheet(table: Table, draft: Draft, material: Material) -> None:
    rows = table.cells() if table.cells else []
    texts = [[text_of(c) for c in row] for row in rows[:40]]
    start = _first_area(texts)
    found = _title(table)
    if start is None or found is None:
        return
    number, title = found
    material.log.headers[table.sheet] = start
    body, index, legend = [], [], {}
    for at, row in enumerate(rows[start:], start=start + 1):
        code, name = text_of(row[0]).strip(), text_of(row[1]).strip() if len(row) > 1 else ""
        if meaning := _legend(code, name):
            legend[code.lower()] = meaning
        elif GSS.fullmatch(code) or (code == "-" and name):
            if not name:
                row = _with_name(row, code, table.sheet, at, material)
            body.append(row)
            index.append(at)
        elif re.fullmatch(r"[A-Z]\d{6,9}", code):
            material.log.refuse(table.sheet, at, f"'{code}' is not an area code")
    material.log.rows_read += len(body)
    if not body:
        return
    filled = _filled(body)
    paths = _paths(texts[:start], filled)
    if filled - paths.keys():
        material.log.note("Percentages in columns without a heading of their own are left out.")
    frame, measures = _frame(body, pd.Index(index), paths, number)
    codes = frame.pop("code").replace("-", "")
    names = frame.pop("name").map(_area_name)
    about = Dimensions(codes, names, None, draft.edition)
    draft.values.append(
        melt(
            frame,
            measures,
            about,
            sheet=table.sheet,
            log=material.log,
            markers={**_MARKERS, **legend},
        )
    )
    _check_rates(frame, measures, names, draft)
    material.log.note(f"Table {number}: {title[:150]}")


def _with_name(row: list[Any], code: str, sheet: str, at: int, material: Material) -> list[Any]:
    """Return a row whose name was left out with the one its code stands for."""
    name = known_codes().get(code, "")
    material.log.note(f"Row {at} of {sheet} has no name; its code {code} stands for {name or '?'}.")
    return [row[0], name or code, *row[2:]]


def _filled(body: list[list[Any]]) -> set[int]:
    """Return the columns that hold numbers, headed or not."""
    return {
        at
        for at in range(2, max(map(len, body)))
        if any(isinstance(row[at], (int, float)) for row in body if at < len(row))
    }


def _legend(mark: str, text: str) -> str:
    """Return what a mark means where a line under the table explains it.

    A dash is "suppressed" in the tables of support needs, household types and ages, and "not
    applicable" elsewhere.
    """
    if len(mark) > 3 or GSS.fullmatch(mark) or len(text) < 20:
        return ""
    for pattern, meaning in _MEANINGS:
        if re.search(pattern, text, re.I):
            return meaning
    return ""


def _area_name(name: str) -> str:
    """Return a council's name without footnote figures and the R that marks a revision."""
    if name.isupper():
        return name.title()
    plain = re.sub(r"\s*\d{1,2}(?:,\s*\d{1,2})*$", "", name)
    return re.sub(r"(?<=[a-z])\s?R$", "", plain)


def _frame(
    body: list[list[Any]], index: pd.Index, paths: dict[int, str], number: str
) -> tuple[pd.DataFrame, list[Measure]]:
    data: dict[str, pd.Series] = {
        "code": cell_column([r[0] for r in body], index, as_text=True).fillna(""),
        "name": cell_column([r[1] for r in body], index, as_text=True).fillna(""),
    }
    measures = []
    for at, path in paths.items():
        column = [row[at] if at < len(row) else "" for row in body]
        if not any(isinstance(c, (int, float)) for c in column):
            continue
        label = _label(number, path)
        header = label if label not in data else f"{label} (column {at + 1})"
        data[header] = cell_column(column, index)
        measures.append(Measure(header, header))
    return pd.DataFrame(data, index=index), measures


def _label(number: str, path: str) -> str:
    """Return one name for a heading, whatever this edition calls it."""
    path = _ETHNIC.sub("", path)
    for pattern, words in _RENAMED:
        path = re.sub(pattern, words, path)
    for pattern, name in _SAME:
        if re.match(pattern, f"{number} | {path}", re.I):
            return name if number in {"A1", "TA1"} and name != _IN_AREA else f"{number}: {name}"
    return f"{number}: {path}"


def _paths(rows: list[list[str]], filled: set[int]) -> dict[int, str]:
    """Return each column's headings from the top down, joined by ">".

    The lowest text over a column is its own heading. The block of headings starts where the
    topmost of these stands; rows above it hold internal names, and are headings only where
    columns cannot be told apart without them.
    """
    width = max(map(len, rows), default=0)
    grid = [[clean(c) for c in row] + [""] * (width - len(row)) for row in rows]
    leaves = {
        at: max(
            (r for r in range(1, len(grid)) if grid[r][at] and not _is_unit(grid[r][at])), default=0
        )
        for at in range(2, width)
    }
    leaves = {at: row for at, row in leaves.items() if row}
    if not leaves:
        return {}
    lowest = max(leaves.values())
    leaves = {at: row for at, row in leaves.items() if row > lowest - 6}
    top = _top_row(leaves, lowest)
    grid = _shares_named(grid, leaves)

    def path(at: int, first: int) -> str:
        over = _parents(grid, at, leaves[at], first, leaves, filled)
        return " > ".join([*over, _plain(grid[leaves[at]][at])])

    paths = {at: path(at, top) for at, row in leaves.items() if row >= top}
    counts = Counter(paths[at] for at in paths if at in filled)
    for at, words in paths.items():
        if counts[words] > 1:
            paths[at] = path(at, max(1, leaves[at] - 1)) if words.find(" > ") < 0 else words
    _tell_apart(paths, grid, leaves, filled)
    return paths


def _tell_apart(
    paths: dict[int, str], grid: list[list[str]], leaves: dict[int, int], filled: set[int]
) -> None:
    """Give a lower heading that says the same as a higher one the group it stands in."""
    highest: dict[str, int] = {}
    for at, words in paths.items():
        if at in filled:
            highest[words] = min(highest.get(words, leaves[at]), leaves[at])
    for at, words in list(paths.items()):
        row = highest.get(words, leaves[at])
        if at in filled and leaves[at] > row:
            group = next((grid[row][left] for left in range(at, 1, -1) if grid[row][left]), "")
            paths[at] = f"{_plain(group)} > {words}" if group else words


def _shares_named(grid: list[list[str]], leaves: dict[int, int]) -> list[list[str]]:
    """Name columns headed by a bare percent sign after the number they are the share of."""
    for at, row in sorted(leaves.items()):
        if grid[row][at] == "%" and leaves.get(at - 1) == row:
            grid[row][at] = f"{_plain(grid[row][at - 1])} (%)"
    return grid


def _top_row(leaves: dict[int, int], lowest: int) -> int:
    """Return the first row of headings: that of the first column's own heading."""
    return leaves[min(leaves)] if leaves[min(leaves)] >= lowest - 4 else min(leaves.values())


def _parents(
    grid: list[list[str]],
    at: int,
    row: int,
    top: int,
    leaves: dict[int, int],
    filled: set[int],
) -> Iterator[str]:
    """Yield the merged headings over a cell: the nearest text to the left in each row above.

    An empty column is a gap between groups, one of percentages without a heading is not; a
    text that is a column's own heading spans nothing.
    """
    last = ""
    for above in range(top, row):
        for left in range(at, 1, -1):
            if left != at and left not in leaves and left not in filled:
                break
            text = grid[above][left]
            if not text:
                continue
            if leaves.get(left, above) > above and not _is_unit(text):
                text = _plain(text)
                if text != last and text.lower() != "of which":
                    yield text
                    last = text
            break


def _is_unit(text: str) -> bool:
    return bool(_UNIT.fullmatch(text.strip()))


def _plain(text: str) -> str:
    """Return a heading without the small figures of its footnotes."""
    text = _FOOTNOTE.sub("", _RAISED.sub("", text))
    text = re.sub(r"(?<=\d\+)\s[1-9]$", "", text)
    if len(text.split()) > 3:
        text = _LOOSE_NOTE.sub("", text)
    return " ".join(text.replace("–", "-").split()).strip(" -").rstrip(" :.…")


def _check_rates(
    frame: pd.DataFrame, measures: list[Measure], names: pd.Series, draft: Draft
) -> None:
    headers = {m.header for m in measures}
    below = next((h for h in headers if h.endswith(_IN_AREA)), None)
    for rate, top in _RATES:
        if below and rate in headers and top in headers:
            rule = RateRule(rate, top, below, 1.0, count_rounding=10)
            draft.disagreements += disagreements(frame, rule, names, draft.edition)


KIND = Kind(
    "homelessness",
    "Statutory homelessness: detailed local authority tables",
    "Ministry of Housing, Communities and Local Government",
    recognise,
    read,
)
