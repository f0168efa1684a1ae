"""Council spending returns: revenue outturn by authority (RO3 social care, RO4, RSX …)."""

from __future__ import annotations

import re

import pandas as pd

from course_support.sources.published import dates
from course_support.sources.published.cells import MARKERS, text_of
from course_support.sources.published.headers import GSS, pick, pick_like
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

_ABOUT = re.compile(
    r"^e-?code|^ons code|^(?:local )?authority|^region$|^class$|^detailed class|notes?$|^certif",
    re.I,
)
_THOUSANDS = re.compile(r"£\s*(?:000|thousand)", re.I)
#: In this return M means that the council's form was not received.
_MARKERS = {**MARKERS, "y": "not applicable", "n": "not available", "m": "not available"}


def recognise(table: Table) -> float:
    """Return how surely this is a return by authority."""
    if pick(table.headers, "E-code", "Ecode") and pick(table.headers, "ONS Code"):
        return 0.97 if pick(table.headers, "Class", "Detailed Class") else 0.8
    return 0.0


def read(material: Material) -> Draft:
    """Read the authorities' rows; totals below them are kept apart."""
    draft = material.draft()
    for table in material.fitting(recognise):
        title = " ".join(table.preamble)
        found = re.search(r"(\d{4}\s*[-/]\s*\d{2,4})", title)
        period = dates.tidy_period(found[1]) if found else ""
        said = " ".join([title, table.sheet, *table.headers])
        unit = "£ thousand" if _THOUSANDS.search(said) else ""
        measures = [h for h in table.headers if not _ABOUT.search(h)]
        code = pick(table.headers, "ONS Code") or ""
        name = pick(table.headers, "Local authority", "Authority") or ""
        for frame in material.frames(table, usual_text(code, name)):
            codes = frame[code].map(text_of).str.strip()
            good = codes.map(lambda c: bool(GSS.fullmatch(c)))
            kept = frame[
                good | frame[name].map(text_of).str.contains(r"^england$|total", case=False)
            ]
            kept = kept[~kept[name].isna()]
            about = Dimensions(
                codes.loc[kept.index].where(good.loc[kept.index], ""),
                kept[name],
                good.loc[kept.index].map({True: "", False: "group of areas"}),
                period,
                "",
            )
            draft.values.append(
                melt(
                    kept,
                    [Measure(h, h) for h in measures if kept[h].notna().any()],
                    about,
                    sheet=table.sheet,
                    log=material.log,
                    markers=_MARKERS,
                )
            )
            _missing_forms(kept, name, material)
        draft.edition = period or draft.edition
        draft.title = _title(table.preamble[0] if table.preamble else "")
        if unit:
            material.log.note(f"Amounts are in {unit}s, as published.")
    return draft


def _title(text: str) -> str:
    found = re.search(r"\b(RO\d|RSX|RS|RG|SAR)\b", text)
    subject = re.search(r"(?:Revenue Outturn|\(RO\)|RO\d?\)?)[^:]{0,20}:\s*([^.;]{5,80})", text)
    words = f"{found[1]} " if found else ""
    return f"Revenue outturn {words}{subject[1].strip() if subject else ''}".strip()


def _missing_forms(frame: pd.DataFrame, name: str, material: Material) -> None:
    notes = pick_like(frame.columns, r"^notes?$")
    if notes is None:
        return
    absent = frame.loc[frame[notes].map(text_of).str.strip() == "M", name].map(text_of)
    if len(absent):
        material.log.warn(
            f"{len(absent)} {'authority' if len(absent) == 1 else 'authorities'} had not sent "
            f"a return (marked M): {', '.join(absent.head(6))}. What they spent is not available, "
            "not zero."
        )


KIND = Kind(
    "outturn",
    "Council revenue outturn",
    "Ministry of Housing, Communities and Local Government",
    recognise,
    read,
)
