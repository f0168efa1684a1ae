"""Council payments over £500 (or £250): every council names its columns differently."""

from __future__ import annotations

import re
from itertools import islice

import pandas as pd

from course_support.methods.words import long_date
from course_support.sources.published import areas
from course_support.sources.published.cells import read_cell, text_of
from course_support.sources.published.kind import (
    Dimensions,
    Draft,
    Kind,
    Material,
    hide_people,
    months_of,
    records_from,
    usual_text,
    values_of,
)
from course_support.sources.published.tables import Table
from course_support.sources.published.tidy import recategorise

#: Concept: patterns in order of preference, and what such a heading must not say.
_CONCEPTS: dict[str, tuple[tuple[str, ...], str]] = {
    "supplier": (
        (
            r"suppl(?:ier)?s?[ _(]*(?:benef\w*\)?)?[ _]*name",
            r"(?:vendor|ben[ei]f\w*|creditor|payee|merchant)[ _]*name",
            r"^suppl(?:ier)?s?(?: text| \(t\))?$|supplier id\(t\)",
            r"^(?:vendor|beneficiary|benificiary|payee|creditor)$|supplier|vendor|ben[ei]fic|payee",
        ),
        r"\bno\b|num|code|\bref|uri|type|post|address|registered|charity|vat|company|categ",
    ),
    "amount": (
        (
            r"nett?[ _]*(?:amount|value|invoice|total|amt)|"
            r"amount.*(?:excl|net)|(?:excl|net of|excludes).*vat",
            r"^nett?$",
            r"^amount\b|amount paid|payment amount|^amount",
            r"(?:invoice|line|invoiced|transaction|payment|"
            r"distribution)[ _]*(?:line[ _]*)?(?:value|amount)",
            r"^(?:total|grand total|spend|value|sum|gross|gross amount|total amount)\b",
            r"amount|\bspend\b|£",
        ),
        r"irrecov|vat amount|^vat\b|date|number|type|threshold",
    ),
    "date": (
        (
            r"pay(?:ment)?[ _]*date|date[ _]*(?:paid|of[ _]*pay)|paid[ _]*date",
            r"clear|^(?:invoice )?gl date|posting",
            r"transaction[ _]*date|invoice[ _]*(?:payment[ _]*)?date|^date\b|^updated$",
            r"date",
            r"^period$|^month$",
        ),
        r"effective|registered|birth|created",
    ),
    "service": (
        (
            r"service[ _]*(?:area|label|name|division|level|unit)?$|^service\b",
            r"direct[oe]r?[ac]?t?or?at?t?e|direc\w*ate|department|portfolio",
            r"expense[ _]*area|strategic|organi[sz]ational[ _]*unit|"
            r"business unit|n?strg|cost cent(?:re|er) name",
        ),
        r"code|uri|\bid$",
    ),
    "category": (
        (
            r"expen\w*[ _]*(?:type|category)|purpose|account|"
            r"g/l desc|description of spend|cost element",
            r"subjective|category|cipf|proclass|summary of",
        ),
        r"code|uri|number|document|\bno\b",
    ),
    "transaction": (
        (r"trans\w*[ _.]*(?:no|num|ref|id)?\w*", r"document|invoice|voucher|internal ref|sap"),
        r"date|amount|value|descr",
    ),
    "organisation": (
        (
            r"^(?:body|organi[sz]ation|authority|council|entity)[ _]*name$|^body$",
            r"^(?:organi[sz]ation|authority|council|entity|department family|body)$",
        ),
        r"code|uri",
    ),
}
_FINDERS = {
    concept: ([re.compile(each, re.I) for each in patterns], re.compile(without, re.I))
    for concept, (patterns, without) in _CONCEPTS.items()
}
#: Dates without a day: 2015-11, Apr-15, April 2015, July 2010-September 2010, Q1 2015.
_NO_DAY = re.compile(
    r"^\d{4}-\d{2}$|^[A-Za-z]{3,9}[\s-]+(?:\d{4}|\d{2})$|[A-Za-z]{3,}\s+\d{4}\s*(?:-|to)|^Q[1-4]\b"
)
#: What some heading of every list of payments says.
_PAYEE = re.compile(r"suppl|vendor|ben[ei]f|creditor|payee|merchant", re.I)
_REGISTER = re.compile(
    r"contract[ _]*(?:title|start|end|ref|value|description)|expiry|extension", re.I
)


def columns_of(headers: list[str]) -> dict[str, str]:
    """Return concept -> heading, each heading used once."""
    found: dict[str, str] = {}
    for concept, (patterns, without) in _FINDERS.items():
        for pattern in patterns:
            hit = next(
                (
                    h
                    for h in headers
                    if h not in found.values() and pattern.search(h) and not without.search(h)
                ),
                None,
            )
            if hit:
                found[concept] = hit
                break
    return found


def recognise(table: Table) -> float:
    """Return how surely each row is a payment to a supplier."""
    if not any(map(_PAYEE.search, table.headers)):
        return 0.0
    columns = columns_of(table.headers)
    if not {"supplier", "amount"} <= set(columns):
        return 0.0
    if sum(bool(_REGISTER.search(h)) for h in table.headers) >= 2:
        return 0.0
    named = [c for c in table.column(columns["supplier"]) if c.strip()]
    if sum(read_cell(c)[1] == "ok" for c in named) > 0.5 * len(named):
        return 0.0
    amounts = [c for c in table.column(columns["amount"]) if c.strip()]
    numbers = [c for c in amounts if read_cell(c)[1] == "ok"]
    if not amounts or len(numbers) < (0.6 if "date" in columns else 0.8) * len(amounts):
        return 0.0
    return 0.93 if "date" in columns else 0.6


def read(material: Material) -> Draft:
    """Read payments into date, supplier, amount and service."""
    draft = material.draft()
    for table in material.fitting(recognise):
        columns = columns_of(table.headers)
        shown = "; ".join(f"{c} from '{h}'" for c, h in columns.items())
        material.log.note(f"Columns taken: {shown}.")
        by_header = {h: c for c, h in columns.items()}
        _say_vat(columns["amount"], material)
        text = usual_text(*(h for h in table.headers if h != columns["amount"]))
        for frame in material.frames(table, text):
            records = _records(frame, by_header, material)
            draft.records.append(records)
            draft.values.append(_values(records, table))
    draft.publisher = _council(draft.records)
    _range(draft, material)
    material.log.note("Negative amounts are credits and corrections; they are kept.")
    return draft


def _say_vat(header: str, material: Material) -> None:
    if re.search(r"gross|incl", header, re.I):
        material.log.warn(f"'{header}' includes VAT.")
    elif not re.search(r"net|excl", header, re.I):
        material.log.note(f"'{header}' does not say whether VAT is in it. Ask the publisher.")


def _records(frame: pd.DataFrame, by_header: dict[str, str], material: Material) -> pd.DataFrame:
    wanted = {h: c for h, c in by_header.items() if h in frame.columns}
    frame = _without_totals(frame, {c: h for h, c in wanted.items()}, material)
    days = ["date"] if _has_days(frame, wanted) else []
    records = records_from(frame, wanted, numbers=("amount",), days=days, log=material.log)
    if not material.keep_personal:
        records["supplier"] = hide_people(records["supplier"], material.log, "suppliers")
    return records


def _without_totals(
    frame: pd.DataFrame, columns: dict[str, str], material: Material
) -> pd.DataFrame:
    """Refuse rows with an amount but no supplier and no date: totals under the payments."""
    bare = frame[columns["supplier"]].isna()
    if not bare.any():
        return frame
    if "date" in columns:
        bare &= frame[columns["date"]].isna()
    for row in frame.index[bare & frame[columns["amount"]].notna()]:
        material.log.refuse("", int(row), "it has an amount but no supplier or date: a total")
    material.log.rows_read -= int(bare.sum())
    return frame[~bare]


def _has_days(frame: pd.DataFrame, wanted: dict[str, str]) -> bool:
    """Say whether the date column holds days; some hold a month, or a quarter in words."""
    header = next((h for h, c in wanted.items() if c == "date"), None)
    if header is None:
        return False
    first = [text_of(c) for c in islice(filter(pd.notna, frame[header]), 20)]
    return bool(first) and not any(_NO_DAY.search(c.strip()) for c in first)


def _values(records: pd.DataFrame, table: Table) -> pd.DataFrame:
    date = records.get("date")
    period: pd.Series | str = ""
    if date is not None and pd.api.types.is_datetime64_any_dtype(date.dtype):
        period = months_of(date)
    elif date is not None:
        period = date
    organisation = records.get("organisation")
    code: pd.Series | str = ""
    if organisation is not None:
        code = pd.Series(
            recategorise(pd.Categorical(organisation), areas.code_for_name), index=records.index
        )
    about = Dimensions(
        code,
        organisation if organisation is not None else "",
        None,
        period,
        records.get("service", records.get("category", "")),
        records.get("transaction", ""),
    )
    return values_of(records, {"amount": "Spend (£)"}, about, table.sheet)


def _council(parts: list[pd.DataFrame]) -> str:
    for records in parts:
        if "organisation" in records:
            names = records["organisation"].value_counts()
            if len(names) and names.iloc[0] > 0.9 * len(records):
                name = str(names.index[0])
                return "" if "://" in name else name  # an address in the web of data is no name
    return ""


def _range(draft: Draft, material: Material) -> None:
    days = [r["date"].dropna() for r in draft.records if "date" in r]
    days = [d for d in days if len(d) and pd.api.types.is_datetime64_any_dtype(d.dtype)]
    if days:
        first, last = min(d.min() for d in days), max(d.max() for d in days)
        draft.edition = f"{long_date(first)} to {long_date(last)}"
        if (last - first).days > 800:
            material.log.warn(
                f"Dates run from {first:%Y-%m-%d} to {last:%Y-%m-%d}: some are probably mistyped."
            )


KIND = Kind("spend", "Council payments to suppliers", "", recognise, read)
