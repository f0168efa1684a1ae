"""Exports of a wellbeing scale from a survey tool: 14 or 7 items, or totals.

The scale's wording is under copyright and its users hold a licence; no wording is kept here,
items are known by their number.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from course_support.errors import WorkbookError
from course_support.methods.words import and_
from course_support.sources.published.cells import CODE, parse_column, text_of
from course_support.sources.published.headers import pick_like
from course_support.sources.published.kind import (
    Dimensions,
    Draft,
    Kind,
    Material,
    Measure,
    melt,
    text_unless,
)
from course_support.sources.published.tables import Table
from course_support.sources.published.tidy import joined
from course_support.sources.wellbeing_totals import (
    ONLY_TOTALS,
    form_of,
    stands_for_none,
    total_columns,
)

_ITEM = re.compile(
    r"(?:(?:s|sh?ort[ _]?)?wemwbs|q|qu|question|item|wb|wellbeing)[ _.-]*(\d{1,2}|[a-n])", re.I
)
#: The five answers of the scale in order, as survey tools export their labels.
ANSWERS = {
    "none of the time": 1, "rarely": 2, "some of the time": 3, "often": 4, "all of the time": 5,
}  # fmt: skip
#: What goes with every reading of answers.
LICENCE = (
    "The scale may be used only under its licence, which its owners give free of charge for many "
    "uses. Individual answers are personal data: keep the file safe."
)
_WAVE = r"^(?:wave|time ?point|time|stage|pre.?post|survey|phase|occasion|round|when)\b"
_PERSON = (
    r"(?:^|[ _])(?:id|ref|reference|participant|respondent|client|case|person|code|urn)\b|^id$"
)
_MOST = {14: 70, 7: 35}


def items_of(table: Table) -> list[str]:
    """Return the headings of the items, in order, or an empty list."""
    by_name = [h for h in table.headers if _ITEM.fullmatch(h.strip())]
    if len(by_name) in (7, 14) and (
        any("wemwbs" in h.lower() for h in by_name) or all(_answers(table, h) for h in by_name)
    ):
        return by_name
    by_label = [h for h in table.headers if _labelled(table, h)]
    return by_label if len(by_label) in (7, 14) else []


def _totals_of(table: Table) -> list[str]:
    """Return the headings of totals."""
    heads = table.headers
    return [heads[at] for at in total_columns(heads, lambda at: table.column(heads[at]))]


def _cells(table: Table, header: str) -> list[str]:
    return [c.strip().lower() for c in table.column(header) if c.strip()]


def _labelled(table: Table, header: str) -> bool:
    """Say whether a column holds the labels of the five answers."""
    cells = _cells(table, header)
    return bool(cells) and sum(c in ANSWERS for c in cells) >= 0.6 * len(cells)


def _answers(table: Table, header: str) -> bool:
    cells = _cells(table, header)
    good = sum(c in ANSWERS or bool(re.fullmatch(r"[1-5](?:\.0)?", c)) for c in cells)
    return bool(cells) and good >= 0.8 * len(cells)


def recognise(table: Table) -> float:
    """Return how surely this is an export of the scale."""
    if items_of(table):
        return 0.95
    return 0.9 if _totals_of(table) else 0.0


def read(material: Material) -> Draft:
    """Read items (1 to 5) or totals, with who and when."""
    draft = material.draft()
    given: dict[str, list[tuple[int, float]]] = {}
    for table in material.fitting(recognise):
        items = items_of(table)
        totals = [h for h in _totals_of(table) if h not in items]
        rest = [h for h in table.headers if h not in items and h not in totals]
        person, wave = pick_like(rest, _PERSON), pick_like(rest, _WAVE)
        date = pick_like(rest, r"date|completed|submitted|timestamp")
        for frame in material.frames(table, text_unless(*totals)):
            if not items:
                for header in totals:
                    given.setdefault(header, []).extend(_given(frame[header]))
            frame = _named(frame, items, totals, material)
            labels = [f"Item {n}" for n in range(1, len(items) + 1)] + totals
            about = Dimensions(
                "",
                "",
                "person",
                frame[date] if date else "",
                joined(frame, [wave] if wave else []),
                frame[person] if person else pd.Series(frame.index.map(str), index=frame.index),
            )
            measures = [Measure(label, label) for label in labels]
            draft.values.append(melt(frame, measures, about, sheet=table.sheet, log=material.log))
            draft.records.append(_record(frame, labels, person, wave, date))
            _duplicates(frame, [h for h in (person, wave, date) if h], material)
        if not person:
            material.log.warn("No column says who answered, so change cannot be matched by person.")
        if items:
            material.log.note(f"{len(items)} items were found, numbered in the order of the file.")
    _say_forms(given, material)
    material.log.note(LICENCE)
    return draft


def _given(cells: pd.Series) -> list[tuple[int, float]]:
    """Return the row and total of every cell that has one."""
    parsed = parse_column(cells)
    known = np.isfinite(parsed.values) & (parsed.status == CODE["ok"])
    rows = zip(cells.index[known].tolist(), parsed.values[known].tolist(), strict=True)
    return [(row, value) for row, value in rows if not stands_for_none(value)]


def _say_forms(given: dict[str, list[tuple[int, float]]], material: Material) -> None:
    """Say of what form the totals are; forms that stand side by side each for themselves."""
    forms: dict[tuple[bool, ...], list[str]] = {}
    for head in given:
        words = tuple(word in head.lower() for word in ("metric", "swemwbs", "short"))
        forms.setdefault(words, []).append(head)
    for heads in forms.values():
        values = [each for head in heads for each in given[head]]
        if not values:
            continue
        try:
            _, why = form_of(material.file, heads, values)
        except WorkbookError as unclear:
            material.log.warn(str(unclear))
        else:
            material.log.note(why)
    if given:
        material.log.note(ONLY_TOTALS)


def _named(
    frame: pd.DataFrame, items: list[str], totals: list[str], material: Material
) -> pd.DataFrame:
    """Turn answers into 1 to 5 and check totals; what cannot be is missing, and said so."""
    frame = frame.copy(deep=False)
    wrong: dict[str, int] = {}
    for number, header in enumerate(items, start=1):
        lowered = frame[header].map(lambda c: ANSWERS.get(text_of(c).strip().lower(), c))
        parsed = parse_column(lowered.astype(object))
        good = np.isin(parsed.values, [1, 2, 3, 4, 5])
        for value in parsed.values[np.isfinite(parsed.values) & ~good]:
            wrong[f"{value:g}"] = wrong.get(f"{value:g}", 0) + 1
        frame[f"Item {number}"] = np.where(good, parsed.values, np.nan)
    for header in totals:
        parsed = parse_column(frame[header])
        highest = _MOST.get(len(items), 70)
        bad = np.isfinite(parsed.values) & ((parsed.values < 7) | (parsed.values > highest))
        for value in parsed.values[bad]:
            wrong[f"total {value:g}"] = wrong.get(f"total {value:g}", 0) + 1
        frame[header] = np.where(bad | (parsed.status != CODE["ok"]), np.nan, parsed.values)
    if wrong:
        shown = ", ".join(f"{v} ({n} times)" for v, n in list(wrong.items())[:5])
        material.log.warn(f"Answers outside the scale count as missing: {shown}.")
    return frame


def _record(
    frame: pd.DataFrame, labels: list[str], person: str | None, wave: str | None, date: str | None
) -> pd.DataFrame:
    names = {person: "person", wave: "wave", date: "date"}
    kept = {new: frame[old].map(text_of) for old, new in names.items() if old}
    return pd.DataFrame({**kept, **{label: frame[label] for label in labels}}, index=frame.index)


def _duplicates(frame: pd.DataFrame, keys: list[str], material: Material) -> None:
    if not keys:
        return
    count = int(frame.duplicated(keys, keep=False).sum())
    if count:
        material.log.warn(
            f"{count:,} rows have the same {and_(keys)} as another. Decide which to keep: "
            "all are in the values."
        )


KIND = Kind("wellbeing", "Wellbeing scale answers (survey export)", "", recognise, read)
