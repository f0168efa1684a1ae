"""Contracts Finder: notices exported as CSV."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from course_support.sources import personal
from course_support.sources.published.cells import CODE, STATUSES, text_of
from course_support.sources.published.headers import has_all, pick, rename
from course_support.sources.published.kind import (
    Dimensions,
    Draft,
    Kind,
    Material,
    hide_people,
    months_of,
    records_from,
    text_unless,
    values_of,
)
from course_support.sources.published.tables import Table
from course_support.sources.published.tidy import concat, recategorise

_COLUMNS = {
    "notice": ("Notice Identifier",),
    "notice_type": ("Notice Type",),
    "buyer": ("Organisation Name",),
    "status": ("Status",),
    "published": ("Published Date",),
    "title": ("Title",),
    "description": ("Description",),
    "region": ("Region",),
    "postcode": ("Postcode",),
    "cpv": ("Cpv Codes",),
    "start": ("Contract start date", "Start Date"),
    "end": ("Contract end date", "End Date"),
    "closing": ("Closing Date",),
    "sme": ("Suitable for SME",),
    "voluntary": ("Suitable for VCO",),
    "low_value": ("Value Low",),
    "high_value": ("Value High",),
    "awarded": ("Awarded Date",),
    "awarded_value": ("Awarded Value",),
    "supplier": (
        "Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE]",
        "Supplier",
        "Supplier Name",
    ),
    "procedure": ("OJEU Procedure Type", "Procedure Type"),
}
_VALUES = ("low_value", "high_value", "awarded_value")
_DAYS = ("published", "start", "end", "closing", "awarded")
#: The site writes this day where no date was given.
_NO_DATE = np.datetime64("2001-01-01")
_WIDE = 50


def recognise(table: Table) -> float:
    """Return how surely this is an export of notices."""
    return 0.98 if has_all(table.headers, "Notice Identifier", "Organisation Name") else 0.0


def read(material: Material) -> Draft:
    """Read notices with their values, dates and suppliers."""
    draft = material.draft()
    for table in material.fitting(recognise):
        columns = rename(table.headers, _COLUMNS)
        for frame in material.frames(table, text_unless()):
            wanted = {h: n for h, n in columns.items() if h in frame.columns}
            supplier = pick(wanted, *_COLUMNS["supplier"])
            if supplier:
                frame = frame.assign(**{supplier: frame[supplier].map(_supplier_names)})
            records = records_from(frame, wanted, numbers=_VALUES, days=_DAYS, log=material.log)
            _settle(records, material)
            draft.records.append(records)
            draft.values.append(_values(records, table))
    return draft


def _supplier_names(cell: object) -> str:
    """Return the names alone of ``[Name|Address|…][Name|Address|…]``."""
    text = " ".join(text_of(cell).split())
    if "|" not in text:
        return text
    parts = re.findall(r"\[([^\]]*)\]", text) or [text]
    return "; ".join(name for p in parts if (name := p.split("|")[0].strip()))


def _settle(records: pd.DataFrame, material: Material) -> None:
    """Read 0 as not stated and 1 January 2001 as no date; flag implausible values."""
    log = material.log
    zeros = 0
    for name in _VALUES:
        if name in records:
            none = records[name] == 0
            zeros += int(none.sum())
            records.loc[none, name] = np.nan
            codes = records[f"{name}_status"].cat.codes.to_numpy().copy()
            codes[none.to_numpy()] = CODE["not available"]
            records[f"{name}_status"] = pd.Categorical.from_codes(
                codes, categories=pd.Index(STATUSES, dtype=object)
            )
    if zeros:
        log.note(f"Values of 0, which mean 'not stated': {zeros:,}. They are not available.")
    for name in _DAYS:
        if name in records and pd.api.types.is_datetime64_any_dtype(records[name].dtype):
            records.loc[records[name] == _NO_DATE, name] = pd.NaT
    if {"low_value", "high_value"} <= set(records):
        wide = records[records["high_value"] >= _WIDE * records["low_value"]]
        for _, row in wide.head(3).iterrows():
            log.warn(
                f"'{str(row['title'])[:70]}' has a high value of £{row['high_value']:,.0f} against "
                f"a low value of £{row['low_value']:,.0f}. Check it before using it."
            )
    if "supplier" in records and not material.keep_personal:
        records["supplier"] = hide_people(records["supplier"], log, "suppliers")
    if "description" in records and not material.keep_personal:
        records["description"] = pd.Series(
            recategorise(pd.Categorical(records["description"]), personal.without_contacts),
            index=records.index,
        )


def _values(records: pd.DataFrame, table: Table) -> pd.DataFrame:
    period: pd.Series | str = ""
    if "published" in records and pd.api.types.is_datetime64_any_dtype(records["published"].dtype):
        period = months_of(records["published"])
    about = Dimensions(
        "",
        records.get("region", ""),
        "region as written",
        period,
        records.get("notice_type", ""),
        records["notice"],
    )
    names = {
        "low_value": "Value, lowest (£)",
        "high_value": "Value, highest (£)",
        "awarded_value": "Value awarded (£)",
    }
    return concat(
        [
            values_of(records, {column: label}, about, table.sheet)
            for column, label in names.items()
            if column in records
        ]
    )


KIND = Kind(
    "contracts_finder", "Procurement notices (Contracts Finder)", "Cabinet Office", recognise, read
)
