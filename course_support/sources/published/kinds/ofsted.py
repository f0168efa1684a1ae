"""Ofsted: children's social care providers, one row a provider, 2015 to now."""

from __future__ import annotations

import re

import pandas as pd

from course_support.methods.words import capital_first
from course_support.sources.published import areas
from course_support.sources.published.headers import pick, pick_like, rename
from course_support.sources.published.kind import (
    Dimensions,
    Draft,
    Kind,
    Material,
    records_from,
    say_newest,
    text_unless,
    values_of,
)
from course_support.sources.published.tables import Table
from course_support.sources.published.tidy import concat, joined, recategorise

#: Standard name: the headings that have meant it, newest first.
_COLUMNS = {
    "urn": ("URN",),
    "provision_type": ("Provision type",),
    "registered": ("Registration date",),
    "registration_status": ("Registration status", "Reg Status"),
    "name": ("Name", "Setting Name", "Provider name"),
    "postcode": ("Postcode",),
    "region": ("Government Office Region", "Ofsted region", "Region"),
    "local_authority": ("Local authority",),
    "sector": ("Sector",),
    "places": ("Places", "Maximum number of places"),
    "organisation": (
        "Organisation which owns the provider",
        "Organisation name",
        "Organisation",
        "Owner",
    ),
    "inspection_type": ("Latest full inspection event type", "Event type", "Inspection type"),
    "inspected": ("Latest full inspection date", "Inspection date", "Inspection Date"),
    "published": ("Latest full inspection publication date", "Publication date"),
}
_OVERALL = r"overall (?:experiences and progress|effectiveness)"
_NAMED_SO = {
    "childrenshome": "Children's home",
    "securechildrenshome": "Secure children's home",
    "residentialspecialschool": "Residential special school",
    "residentialspecialschoolregisteredasachildrenshome": (
        "Residential special school (registered as a children's home)"
    ),
}


def recognise(table: Table) -> float:
    """Return how surely this is a list of social care providers."""
    if not pick(table.headers, "URN") or not pick(table.headers, "Provision type"):
        return 0.0
    if not pick(table.headers, "Local authority", "Local authority area"):
        return 0.6
    return 0.97 if pick(table.headers, "Sector", "Registration status", "Reg Status") else 0.6


def read(material: Material) -> Draft:
    """Read the list of providers; of several lists in a workbook, the latest inspected."""
    draft = material.draft(edition=_edition(material.tables))
    fitting = material.fitting(recognise)
    table = max(fitting, key=_preference)
    for other in fitting:
        if other is not table:
            material.log.skipped_sheets[other.sheet] = (
                f"it lists providers again; sheet {table.sheet} was read"
            )
    columns = rename(table.headers, _COLUMNS)
    overall = pick_like(table.headers, _OVERALL, "previous|date")
    if overall:
        columns[overall] = "overall_judgement"
        if "effectiveness" in overall.lower():
            material.log.note(
                "'Overall effectiveness' was renamed 'Overall experiences and progress of children "
                "and young people' in 2017-18, with new inspection criteria: judgements before and "
                "after are alike in name, not in test."
            )
    for frame in material.frames(table, text_unless("Places")):
        records = records_from(
            frame,
            columns,
            numbers=("places",),
            days=("registered", "inspected", "published"),
            log=material.log,
        )
        records = _tidy(records, material)
        draft.records.append(records)
        draft.values.append(_values(records, table, draft.edition, material))
        say_newest(draft.edition, records, ("inspected", "published", "registered"), material.log)
    return draft


def _preference(table: Table) -> tuple[bool, bool, int]:
    judged = bool(pick_like(table.headers, _OVERALL))
    return ("year" not in table.sheet.lower(), judged, len(table.headers))


def _edition(tables: list[Table]) -> str:
    """Return the date the list is true at, from its title or sheet."""
    for table in tables:
        for text in [*table.preamble, table.sheet.replace("_", " ")]:
            found = re.search(r"as at\s+((?:\d{1,2}\s+)?[A-Z][a-z]+\s+\d{4})", text) or re.search(
                r"\bat\s+(\d{1,2}\s+[A-Z][a-z]+\s+\d{4})", text
            )
            if found:
                return found[1]
    return ""


def _tidy(records: pd.DataFrame, material: Material) -> pd.DataFrame:
    """Give spellings one form and add area codes."""
    for name, change in (
        ("provision_type", _type),
        ("overall_judgement", _judgement),
        ("sector", _sector),
    ):
        if name in records:
            records[name] = _recode(records[name], change)
    if "local_authority" in records:
        names = records["local_authority"]
        codes = {c: areas.code_for_name(c) for c in names.cat.categories}
        unknown = [c for c, code in codes.items() if c and not code]
        if unknown:
            material.log.note(
                f"No English council is called: {', '.join(unknown[:8])}. They keep their names."
            )
        records["area_code"] = _recode(names, lambda c: codes[c])
    if "name" in records:
        gone = int((records["name"].astype(object).str.upper() == "REDACTED").sum())
        if gone:
            material.log.note(f"The names and addresses of {gone:,} homes are withheld by Ofsted.")
    return records


def _recode(column: pd.Series, change: object) -> pd.Series:
    return pd.Series(recategorise(pd.Categorical(column), change), index=column.index)


def _type(text: str) -> str:
    """Return one spelling: "Children's Home" and "Children's home" are the same."""
    plain = " ".join(text.replace("’", "'").split())
    letters = re.sub(r"[^a-z]", "", plain.lower())
    return _NAMED_SO.get(letters, plain.capitalize())


def _judgement(text: str) -> str:
    plain = text.strip().lower()
    if plain.startswith("requires improvement"):
        return "Requires improvement to be good"
    return capital_first(plain)


def _sector(text: str) -> str:
    plain = text.strip()
    return plain.capitalize()


def _values(records: pd.DataFrame, table: Table, edition: str, material: Material) -> pd.DataFrame:
    """Return one provider and its places a row, by type and sector."""
    counted = records.assign(providers=1.0)
    about = Dimensions(
        counted.get("area_code", ""),
        counted.get("local_authority", ""),
        None,
        edition,
        joined(counted, [c for c in ("provision_type", "sector") if c in counted]),
        counted.get("urn", ""),
    )
    parts = [values_of(counted, {"providers": "Providers"}, about, table.sheet)]
    if "places" in counted:
        parts.append(values_of(counted, {"places": "Places"}, about, table.sheet))

    return concat(parts)


KIND = Kind(
    "ofsted_providers",
    "Children's social care providers",
    "Ofsted",
    recognise,
    read,
)
