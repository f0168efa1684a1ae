"""Adult social care outcomes framework (ASCOF): department's ODS, and the older CSV."""

from __future__ import annotations

import re

import pandas as pd

from course_support.sources.published import dates
from course_support.sources.published.cells import text_of
from course_support.sources.published.headers import GSS, clean, has_all, pick, pick_like
from course_support.sources.published.kind import (
    Dimensions,
    Draft,
    Kind,
    Material,
    Measure,
    melt,
    usual_text,
)
from course_support.sources.published.rates import RateRule, disagreements
from course_support.sources.published.tables import Table
from course_support.sources.published.tidy import changed, concat, joined

_COLUMN = re.compile(
    r"(?P<period>\d{4}\s*(?:to|-|/)\s*\d{2,4})\s*[-–:]\s*(?:(?P<code>\d[a-z]\S*)\s+)?(?P<what>.+)",
    re.I,
)
_TITLE = re.compile(r"table\s+(\d+[a-z](?:\([^)]*\))?)\s*[:\-–]\s*(.+)", re.I)


def recognise(table: Table) -> float:
    """Return how surely this is a table of ASCOF measures."""
    if has_all(table.headers, "ASCOF Measure Code", "Measure Value"):
        return 0.97
    code = pick_like(table.headers, r"ONS (area )?code")
    outcomes = [h for h in table.headers if (m := _COLUMN.fullmatch(h)) and "outcome" in m["what"]]
    return 0.97 if code and outcomes else 0.0


def read(material: Material) -> Draft:
    """Read every measure's table."""
    draft = material.draft()
    for table in material.fitting(recognise):
        if has_all(table.headers, "ASCOF Measure Code", "Measure Value"):
            draft.values += (_old(f, table, material) for f in material.frames(table))
        else:
            _sheet(table, draft, material)
    periods = sorted({p for v in draft.values for p in v["period"].cat.categories if p})
    draft.edition = periods[-1] if periods else ""
    material.log.note(
        "Measures were renumbered in 2023-24, and 2A to 2C use a new source since 2024-25: their "
        "earlier figures are not comparable. Carers are surveyed every other year."
    )
    return draft


def _sheet(table: Table, draft: Draft, material: Material) -> None:
    found = next((m for t in table.preamble if (m := _TITLE.match(t))), None)
    label = f"{found[1].upper()} {found[2]}" if found else table.sheet
    label = re.sub(r"\s*\[[^\]]*\]", "", label).split(",")[0][:110]
    code = pick_like(table.headers, r"ONS (area )?code") or ""
    name = pick_like(
        table.headers, r"^local authority$|^(?:local )?authority name|^geograph.*descr"
    )
    columns = {h: m for h in table.headers if (m := _COLUMN.fullmatch(h))}
    others = [h for h in table.headers if h not in columns]
    filters = [
        h for h in others if h not in (code, name) and not pick_like([h], r"code$|authority|region")
    ]
    for frame in material.frames(table, usual_text(*others)):
        frame = _twice_given(frame, list(columns), material)
        codes = changed(frame[code], lambda c: c if GSS.fullmatch(c) else "")
        level = changed(frame[code], lambda c: "" if GSS.fullmatch(c) else "group of areas")
        about = Dimensions(
            codes,
            frame[name] if name else "",
            level,
            "",
            joined(frame, filters),
        )
        measures = [
            Measure(h, f"{label}: {_what(m['what'])}", dates.tidy_period(m["period"]))
            for h, m in columns.items()
        ]
        draft.values.append(melt(frame, measures, about, sheet=table.sheet, log=material.log))
        _rates(frame, columns, name or code, label, draft)


def _what(text: str) -> str:
    return clean(text).lower()


_TWICE = re.compile(r"\s*([\d.,]+)\s*\(([\d.,:]+)\)\s*")


def _twice_given(frame: pd.DataFrame, headers: list[str], material: Material) -> pd.DataFrame:
    """Keep the first of two figures in one cell: "7.7 (7.6)" is new and old weighting."""
    count = 0
    frame = frame.copy(deep=False)
    for header in headers:
        if pd.api.types.is_numeric_dtype(frame[header].dtype):
            continue
        found = {
            c: m[1]
            for c in {c for c in frame[header].tolist() if isinstance(c, str) and "(" in c}
            if (m := _TWICE.fullmatch(c))
        }
        if found:
            count += int(frame[header].isin(list(found)).sum())
            frame[header] = frame[header].map(lambda c, f=found: f.get(c, c))
    if count:
        material.log.warn(
            f"{count:,} cells hold two figures, such as 7.7 (7.6): the second is under an earlier "
            "method. The first was taken."
        )
    return frame


def _rates(
    frame: pd.DataFrame, columns: dict[str, re.Match[str]], name: str, label: str, draft: Draft
) -> None:
    by = {(m["period"], _what(m["what"])): h for h, m in columns.items()}
    for (period, what), rate in by.items():
        top, below = by.get((period, "numerator")), by.get((period, "denominator"))
        if what != "outcome" or not top or not below:
            continue
        per = 100_000.0 if re.search(r"per 100,?000", label, re.I) else 100.0
        found = disagreements(
            frame,
            RateRule(rate, top, below, per, count_rounding=5, rate_rounding=0.1),
            frame[name],
            dates.tidy_period(period),
            f"{label}: outcome",
        )
        # A different basis (an average, a rate per 100,000) makes every row differ: no error.
        if len(found) <= 0.2 * len(frame):
            draft.disagreements += found


def _old(frame: pd.DataFrame, table: Table, material: Material) -> pd.DataFrame:
    """Read the long CSV published to 2019-20: one row a measure, group and kind of number."""
    value = pick(frame.columns, "Measure Value") or ""
    code = pick(frame.columns, "ONS Area Code", "ONS Code")
    name = pick(frame.columns, "Geographical Description", "Geography Description")
    kind = pick(frame.columns, "Measure Type")
    group = [
        h
        for h in (
            pick(frame.columns, "Disaggregation Level"),
            pick(frame.columns, "Measure Group Description"),
        )
        if h
    ]
    period = pick_like(frame.columns, r"^(collection )?(year|period)")
    measure = joined(frame, [h for h in (pick(frame.columns, "ASCOF Measure Code"), kind) if h])
    parts = []
    labels = measure if isinstance(measure, pd.Series) else pd.Series(measure, index=frame.index)
    level = frame.get("Geographical Level")
    for label, rows in frame.groupby(labels.astype(object), sort=False):
        about = Dimensions(
            rows[code] if code else "",
            rows[name] if name else "",
            level.loc[rows.index] if level is not None else None,
            rows[period].map(lambda t: dates.tidy_period(text_of(t))) if period else "",
            joined(rows, group),
        )
        words = str(label).replace(" | ", ": ")
        parts.append(
            melt(rows, [Measure(value, words)], about, sheet=table.sheet, log=material.log)
        )

    return concat(parts)


KIND = Kind(
    "ascof",
    "Adult social care outcomes framework (ASCOF)",
    "Department of Health and Social Care",
    recognise,
    read,
)
