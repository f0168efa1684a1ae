"""Any other table: places found by their codes, years by their headings, nothing assumed."""

from __future__ import annotations

import re

import pandas as pd

from course_support.sources.published import areas, dates
from course_support.sources.published.cells import read_cell, text_of
from course_support.sources.published.headers import GSS, pick_like
from course_support.sources.published.kind import (
    Dimensions,
    Draft,
    Kind,
    Material,
    Measure,
    melt,
    usual_text,
)
from course_support.sources.published.tables import Table
from course_support.sources.published.tidy import joined

_YEAR = re.compile(
    r"(.*?)[\s_:,-]*(?<!\d)((?:19|20)\d{2}(?:\s*(?:-|/|–|to)\s*(?:20)?\d{2})?)(?!\d)[\s_:,-]*(.*)"
)
#: The measure of a list that has no numbers: one a row.
ROWS = "Rows listed"
_PERIOD = re.compile(
    r"^(?:time[_ ]?period|period|year|financial[_ ]year|quarter|date|month)\b", re.I
)
_AREA_NAME = re.compile(
    r"(?:area|la|lad|authority|council|county|district|geography)[_ ]?(?:name|nm)|"
    r"lad\d\dnm|[lu]tla\d\dnm|(?:local )?authority|council|^area$|geography|district|county",
    re.I,
)
_NO_NUMBER = re.compile(
    r"objectid|(?:^|[_ ])(?:lat|lon|latitude|longitude|easting|northing|x|y)$|phone|fid", re.I
)


def recognise(table: Table) -> float:
    """Return a low score always: the last resort."""
    return 0.1 if table.headers else 0.0


def read(material: Material) -> Draft:
    """Read every sheet that has headings and numbers."""
    draft = material.draft()
    for table in material.tables:
        if not table.header_row:
            continue
        plan: _Plan | None = None
        year = _year_of(table)
        for frame in material.frames(table, usual_text()):
            plan = plan or _Plan(frame, material)
            draft.values.append(plan.values(frame, table, material, year))
            if not plan.measures:
                draft.records.append(frame)
    material.log.warn(
        "This is not a kind of file the workbook knows. Its columns were read by their headings "
        "and contents alone: check them against the file before relying on them."
    )
    return draft


class _Plan:
    """What each column of an unknown table is, from its heading and first rows."""

    def __init__(self, frame: pd.DataFrame, material: Material) -> None:
        headers = list(frame.columns)
        texts = {h: _first(frame[h]) for h in headers}
        self.code = next((h for h in headers if _share(texts[h], GSS) >= 0.6), None)
        if self.code is None:
            self.code = next((h for h in headers if _near_codes(texts[h])), None)
        numeric = [h for h in headers if _is_numeric(frame[h], texts[h])]
        words = [h for h in headers if h not in numeric and h != self.code and texts[h]]
        self.period = next((h for h in headers if _PERIOD.search(h) and h != self.code), None)
        named = [h for h in words if h != self.period]
        self.name = _area_name_of(texts, named, bool(self.code))
        self.measures = [
            h
            for h in numeric
            if h not in (self.code, self.period)
            and not _NO_NUMBER.search(h)
            and texts[h]
            # "Ethnic group Code" beside "Ethnic group" numbers the groups and counts nothing.
            and not (h.lower().endswith(" code") and h[:-5] in headers)
        ]
        rest = [h for h in named if h != self.name]
        size = max(len(frame), 1)
        self.filters = [h for h in rest if frame[h].nunique() <= max(30, 0.05 * size) and size > 1][
            :6
        ]
        self.item = next((h for h in rest if h not in self.filters and frame[h].is_unique), None)
        left = [h for h in rest if h not in self.filters and h != self.item]
        if left:
            material.log.note(
                f"Columns of free text are not in the values: {', '.join(left[:10])}."
            )
        if self.code is None and self.name is None:
            material.log.note("No column of area codes or council names was found.")

    def values(
        self, frame: pd.DataFrame, table: Table, material: Material, year: str
    ) -> pd.DataFrame:
        if year and not self.period:
            material.log.note("The period of each sheet is the year that it is named after.")
        about = Dimensions(
            frame[self.code] if self.code else self._codes(frame),
            frame[self.name] if self.name else "",
            None,
            frame[self.period].map(lambda c: dates.tidy_period(text_of(c)))
            if self.period
            else year,
            joined(frame, self.filters),
            frame[self.item] if self.item else "",
        )
        measures = [self._measure(h) for h in self.measures]
        if not measures:  # a list without numbers: its rows can still be counted by area
            frame = frame.assign(**{ROWS: 1.0})
            measures = [Measure(ROWS, ROWS)]
        return melt(frame, measures, about, sheet=table.sheet, log=material.log)

    def _codes(self, frame: pd.DataFrame) -> pd.Series | str:
        """Return codes found by name where the file has names alone."""
        if not self.name:
            return ""
        names = frame[self.name].map(text_of)
        return names.map({n: areas.code_for_name(n) for n in names.unique()})

    def _measure(self, header: str) -> Measure:
        """Take a year out of a heading, so that years form one series."""
        found = _YEAR.fullmatch(header)
        if not found or self.period:
            return Measure(header, header)
        label = " ".join(t for t in (found[1], found[3]) if t and t.strip()).strip(" >") or "Value"
        return Measure(header, label, dates.tidy_period(found[2]))


def _year_of(table: Table) -> str:
    """Return the year that a sheet is named after ("2024", "Table 3 2023-24"), or ''."""
    found = _YEAR.fullmatch(table.sheet)
    return dates.tidy_period(found[2]) if found else ""


def _area_name_of(texts: dict[str, list[str]], named: list[str], coded: bool) -> str | None:
    """Return the column of area names: the one with most names of councils, else by heading."""
    if found := _places(texts, named):
        return found
    # "LA web page" holds one and the same words for every council, and is no name.
    varied = [h for h in named if len(set(texts[h])) > 1 or len(texts[h]) == 1]
    return pick_like(varied, _AREA_NAME.pattern) if coded else None


def _first(column: pd.Series) -> list[str]:
    return [t for c in column.dropna().head(200) if (t := text_of(c)).strip()]


def _share(texts: list[str], pattern: re.Pattern[str]) -> float:
    return sum(bool(pattern.fullmatch(t.strip())) for t in texts) / len(texts) if texts else 0.0


def _near_codes(texts: list[str]) -> bool:
    """Say whether a column seems to hold area codes with a digit lost or added."""
    return _share(texts, re.compile(r"[EWSN]\d{7,9}")) >= 0.6


def _is_numeric(column: pd.Series, texts: list[str]) -> bool:
    """Say whether most of a column that is no marker is numbers."""
    if pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype):
        return True
    read = [read_cell(t)[1] for t in texts[:60]]
    numbers = read.count("ok") + read.count("provisional")
    return numbers > 0 and read.count(None) <= 0.1 * len(read)


def _places(texts: dict[str, list[str]], named: list[str]) -> str | None:
    """Return the first column in which most words are names of councils."""
    for header in named:
        cells = list(dict.fromkeys(texts[header]))[:60]
        if cells and sum(bool(areas.code_for_name(c)) for c in cells) >= 0.6 * len(cells):
            return header
    return None


KIND = Kind("generic", "A table this workbook does not know", "", recognise, read)
