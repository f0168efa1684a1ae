"""Councils' registers of contracts."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from course_support.sources.published import areas
from course_support.sources.published.headers import has_all
from course_support.sources.published.kind import (
    Dimensions,
    Draft,
    Kind,
    Material,
    hide_people,
    records_from,
    usual_text,
    values_of,
)
from course_support.sources.published.tables import Table
from course_support.sources.published.tidy import concat, recategorise

_CONCEPTS: dict[str, tuple[tuple[str, ...], str]] = {
    "title": (
        (
            r"(?:contract|agreement)[ _]*(?:title|name)|title of (?:agreement|contract)|^title$",
            r"description of (?:goods|service)|contract$|description",
        ),
        r"ref|date|value|number|proclass",
    ),
    "start": ((r"start|commence|from date",), r"value"),
    "end": (
        (r"^(?:contract )?end(?:[ _]*date)?$|end date|to date", r"expir|current end|finish"),
        r"extend|extension|review|value",
    ),
    "expiry": ((r"current expiry|expir\w*",), r"value"),
    "annual_value": ((r"annual|per (?:year|annum)|estimated.*year",), r"date|review"),
    "total_value": (
        (
            r"(?:total|whole|overall|contract|award\w*|"
            r"lifetime)[ _]*(?:contract[ _]*)?(?:value|sum|amount|cost)",
            r"value|£",
        ),
        r"annual|per (?:year|annum)|date|vat$|spend to date",
    ),
    "supplier": (
        (r"suppl\w*(?:[ _]*company)?[ _]*name|name of suppl|contractor|provider", r"suppl|vendor"),
        r"post|address|type|sme|vcse|\bid\b|number|ref|email|contact",
    ),
    "reference": (
        (
            r"ref\w*(?:erence)?(?:[ _]*(?:no|number))?$|"
            r"contract (?:no|number|id)|reference|^id$",
        ),
        r"date",
    ),
    "service": (
        (
            r"director|department|service|"
            r"portfolio|division|team",
        ),
        r"descr|provider|type|date|code",
    ),
    "buyer": (
        (r"purchasing body|organi[sz]ation(?: name)?|authority|council|local authority",),
        r"code|"
        r"type",
    ),
    "procedure": ((r"process|procure\w* (?:route|method|process)|tender process",), r"date"),
    "sme": ((r"\bsme\b|small.*medium",), r""),
    "duration_months": ((r"duration|length|term \(months\)",), r"date"),
    "extension_months": ((r"(?:option|extension).*(?:month|extend)",), r"date|taken"),
}
_NUMBERS = ("annual_value", "total_value", "duration_months", "extension_months")


def columns_of(headers: list[str], concepts: Sequence[str] = tuple(_CONCEPTS)) -> dict[str, str]:
    """Return concept -> heading, each heading used once."""
    found: dict[str, str] = {}
    for concept in concepts:
        patterns, without = _CONCEPTS[concept]
        for pattern in patterns:
            hits = [
                h
                for h in headers
                if h not in found.values()
                and re.search(pattern, h, re.I)
                and not (without and re.search(without, h, re.I))
            ]
            if hits:
                found[concept] = hits[0]
                break
    return found


def recognise(table: Table) -> float:
    """Return how surely each row is a contract."""
    if has_all(table.headers, "Notice Identifier") or has_all(table.headers, "Location ID"):
        return 0.0
    columns = columns_of(table.headers, ("title", "start", "end"))
    if len(columns) < 3:
        return 0.0
    columns = columns_of(table.headers)
    worth = {"annual_value", "total_value"} & set(columns)
    if not {"title", "start", "end"} <= set(columns) or not (worth or "supplier" in columns):
        return 0.0
    said = sum("contract" in h.lower() for h in table.headers)
    return 0.95 if said and worth and "supplier" in columns else 0.7


def read(material: Material) -> Draft:
    """Read contracts with their values and dates."""
    draft = material.draft()
    for table in material.fitting(recognise):
        columns = columns_of(table.headers)
        shown = "; ".join(f"{c.replace('_', ' ')} from '{h}'" for c, h in columns.items())
        material.log.note(f"Columns taken: {shown}.")
        numeric = {columns[c] for c in _NUMBERS if c in columns}
        text = usual_text(*(h for h in table.headers if h not in numeric))
        for frame in material.frames(table, text):
            wanted = {h: c for c, h in columns.items() if h in frame.columns}
            records = records_from(
                frame, wanted, numbers=_NUMBERS, days=("start", "end", "expiry"), log=material.log
            )
            if "supplier" in records and not material.keep_personal:
                records["supplier"] = hide_people(records["supplier"], material.log, "suppliers")
            _check(records, material)
            draft.records.append(records)
            draft.values.append(_values(records, table))
    draft.publisher = _publisher(draft.records)
    return draft


def _check(records: pd.DataFrame, material: Material) -> None:
    if "end" in records and "start" in records:
        wrong = int((records["end"] < records["start"]).sum())
        if wrong:
            material.log.warn(f"{wrong:,} contracts end before they start.")
    if {"annual_value", "total_value"} <= set(records):
        odd = int((records["annual_value"] > records["total_value"] * 1.01).sum())
        if odd:
            material.log.note(
                f"{odd:,} contracts have an annual value above their total value (shorter than a "
                "year, or mistyped)."
            )
    zero = sum(int((records[c] == 0).sum()) for c in _NUMBERS[:2] if c in records)
    if zero:
        material.log.warn(f"{zero:,} values are exactly 0: probably not stated, not free.")


def _values(records: pd.DataFrame, table: Table) -> pd.DataFrame:
    start = records["start"].dt.strftime("%Y").astype("category")
    buyer = records.get("buyer")
    code: pd.Series | str = ""
    if buyer is not None:
        code = pd.Series(
            recategorise(pd.Categorical(buyer), areas.code_for_name), index=records.index
        )
    about = Dimensions(
        code,
        buyer if buyer is not None else "",
        None,
        start,
        records.get("service", ""),
        records.get("reference", records["title"]),
    )
    names = {"annual_value": "Annual value (£)", "total_value": "Total value (£)"}
    parts = [
        values_of(records, {column: label}, about, table.sheet)
        for column, label in names.items()
        if column in records
    ]
    return concat(parts)


def _publisher(parts: list[pd.DataFrame]) -> str:
    for records in parts:
        if "buyer" in records and len(records):
            names = records["buyer"].value_counts()
            if names.iloc[0] > 0.8 * len(records):
                return str(names.index[0])
    return ""


KIND = Kind("contracts_register", "Council register of contracts", "", recognise, read)
