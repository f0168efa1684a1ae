"""Office for Health Improvement and Disparities, Fingertips: indicator data as CSV."""

from __future__ import annotations

import pandas as pd

from course_support.sources.published.cells import parse_column, text_of
from course_support.sources.published.headers import has_all, pick, pick_like
from course_support.sources.published.kind import (
    Dimensions,
    Draft,
    Kind,
    Material,
    Measure,
    melt,
    text_unless,
)
from course_support.sources.published.rates import RateRule, disagreements, infer_per
from course_support.sources.published.tables import Table
from course_support.sources.published.tidy import joined

_NAMES = (
    "Indicator Name",
    "Area Code",
    "Area Name",
    "Area Type",
    "Sex",
    "Age",
    "Category Type",
    "Category",
    "Time period",
    "Value note",
)


def recognise(table: Table) -> float:
    """Return how surely this is a Fingertips download."""
    needed = ("Area Code", "Area Name", "Time period", "Value")
    return 0.98 if has_all(table.headers, "Indicator Name", *needed) else 0.0


def read(material: Material) -> Draft:
    """Read indicator values with their limits, counts and denominators."""
    draft = material.draft()
    for table in material.fitting(recognise):
        numbers = _numbers(table.headers)
        standard = {pick(table.headers, name): name for name in _NAMES}
        for frame in material.frames(table, text_unless(*numbers.values())):
            frame = frame.rename(columns=standard)
            _clear_sentinels(frame, numbers, material)
            draft.values.append(_values(frame, numbers, table, material))
            draft.disagreements += _rates(frame, numbers)
            _note_remarks(frame, material)
    return draft


def _numbers(headers: list[str]) -> dict[str, str]:
    """Return what each numeric heading is; limits are named by their own percentage."""
    found = {"Value": pick(headers, "Value"), "Count": pick(headers, "Count")}
    found["Denominator"] = pick(headers, "Denominator")
    for header in headers:
        if pick_like([header], r"^(lower|upper) ci\b"):
            found[header] = header
    return {label: header for label, header in found.items() if header}


def _clear_sentinels(frame: pd.DataFrame, numbers: dict[str, str], material: Material) -> None:
    """Empty confidence limits of -1: the publisher's sign for none."""
    count = 0
    for label, header in numbers.items():
        if " CI " in f"{label} " and pd.api.types.is_numeric_dtype(frame[header].dtype):
            value = frame[pick(frame.columns, "Value") or header]
            odd = (frame[header] == -1) & ~(pd.to_numeric(value, errors="coerce") < 0)
            count += int(odd.sum())
            frame.loc[odd, header] = float("nan")
    if count:
        material.log.note(f"{count:,} confidence limits of -1 mean 'none' and are left empty.")


def _values(
    frame: pd.DataFrame, numbers: dict[str, str], table: Table, material: Material
) -> pd.DataFrame:
    names = frame["Indicator Name"].map(text_of)
    several = names.nunique() > 1
    filters = [
        h for h in ("Sex", "Age", "Category Type", "Category") if pick(frame.columns, h) == h
    ]
    parts = ([("Indicator Name")] if several else []) + filters
    title = "" if several else f"{names.iloc[0]}: "
    measures = [Measure(header, f"{title}{label}") for label, header in numbers.items()]
    level = frame.get("Area Type")
    about = Dimensions(
        frame["Area Code"],
        frame["Area Name"],
        level,
        frame["Time period"],
        joined(frame, parts),
    )
    found = melt(frame, measures, about, sheet=table.sheet, log=material.log)
    if "Category" in frame.columns:
        _keep_categories_apart(found, frame, len(measures))
    return found


def _keep_categories_apart(found: pd.DataFrame, frame: pd.DataFrame, times: int) -> None:
    """Mark England's deprivation deciles, which repeat its code, as groups of areas."""
    grouped = pd.concat([frame["Category"].fillna("").map(text_of) != ""] * times).to_numpy()
    if grouped.any():
        levels = found["level"].astype(object)
        levels[grouped] = "group of areas"
        found["level"] = levels.astype("category")


def _rates(frame: pd.DataFrame, numbers: dict[str, str]) -> list:
    if not {"Value", "Count", "Denominator"} <= set(numbers):
        return []
    value, count, below = (numbers[k] for k in ("Value", "Count", "Denominator"))
    parsed = [parse_column(frame[h]).values for h in (value, count, below)]
    per = infer_per(*parsed)
    if per is None:
        return []
    rule = RateRule(value, count, below, per, count_rounding=1)
    name = text_of(frame["Indicator Name"].iloc[0])
    return disagreements(frame, rule, frame["Area Name"], frame["Time period"], name[:80])


def _note_remarks(frame: pd.DataFrame, material: Material) -> None:
    """Pass on the publisher's remarks on values, such as areas merged for disclosure."""
    if "Value note" not in frame:
        return
    found = frame["Value note"].dropna().map(text_of).value_counts()
    for text, count in list(found.items())[:5]:
        material.log.note(f"Publisher's remark on {count:,} values: {str(text)[:160]}")


KIND = Kind(
    "fingertips",
    "Public health indicators (Fingertips)",
    "Office for Health Improvement and Disparities",
    recognise,
    read,
)
