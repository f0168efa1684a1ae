"""Procurement notices in the one result shape, from the notices reader."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from course_support.methods.words import long_date
from course_support.sources.notices import Lot, Notice, Notices, read_notice
from course_support.sources.published.kind import Dimensions, Measure, melt
from course_support.sources.published.log import Log
from course_support.sources.published.result import Published
from course_support.sources.published.tidy import concat


def from_notices(path: Path, keep_personal: bool) -> Published:
    """Read a file of notices as a table: values of lots and awards, weights of criteria."""
    found = read_notice(path, keep_personal=keep_personal)
    warnings = list(found.warnings)
    for notice in found:
        warnings += [f"{notice.title[:60]}: {w}" for w in notice.warnings]
    return Published(
        kind="notices",
        title="Procurement notices (Open Contracting data)",
        publisher=found.publisher,
        edition=_dates(found),
        values=_values(found),
        file=found.file,
        encoding=found.encoding,
        records=_records(found),
        rows_read=found.releases,
        warnings=warnings,
        notes=_silences(found),
        withheld=[] if keep_personal else ["contact points", "private people among suppliers"],
    )


def _dates(found: Notices) -> str:
    days = sorted(n.dates["published"] for n in found if "published" in n.dates)
    if not days:
        return ""
    first, last = days[0], days[-1]
    return long_date(first) if first == last else f"{long_date(first)} to {long_date(last)}"


def _records(found: Notices) -> pd.DataFrame:
    rows = [
        {
            "ocid": n.ocid,
            "notice": n.id,
            "title": n.title,
            "buyer": n.buyer,
            "law": n.regime,
            "notice_type": n.notice_type,
            "procedure": n.procedure,
            "status": n.status,
            "value_net": n.value.net if n.value else None,
            "value_gross": n.value.gross if n.value else None,
            "lots": len(n.lots),
            "criteria": len(n.criteria),
            "published": n.dates.get("published"),
            "tenders_by": n.dates.get("tenders by"),
            "suppliers": "; ".join(s for a in n.awards for s in a.suppliers),
            "does_not_say": "; ".join(n.silent),
            "source": n.source,
        }
        for n in found
    ]
    return pd.DataFrame(rows)


def _values(found: Notices) -> pd.DataFrame:
    rows = [r for n in found for r in _rows(n)]
    if not rows:
        return concat([])
    table = pd.DataFrame(rows)
    parts = []
    for measure, here in table.groupby("measure", sort=False):
        about = Dimensions(
            "", here["buyer"], "buyer", here["period"], here["breakdown"], here["item"]
        )
        parts.append(melt(here, [Measure("value", str(measure))], about, sheet="", log=Log()))
    return concat(parts)


def _rows(notice: Notice) -> list[dict[str, object]]:
    base: dict[str, object] = {
        "buyer": notice.buyer,
        "period": str(notice.dates.get("published", "")),
        "item": notice.ocid,
    }
    rows: list[dict[str, object]] = [
        {
            **base,
            "measure": "Value (£, without VAT)",
            "breakdown": _lot(lot),
            "value": lot.value.net,
        }
        for lot in notice.lots
        if lot.value
    ]
    if not rows:
        value = notice.value.net if notice.value else None
        rows = [{**base, "measure": "Value (£, without VAT)", "breakdown": "", "value": value}]
    for award in notice.awards:
        if award.value:
            rows.append(
                {
                    **base,
                    "measure": "Value awarded (£, without VAT)",
                    "breakdown": award.id,
                    "value": award.value.net,
                }
            )
    for lot, criterion in notice.criteria:
        rows.append(
            {
                **base,
                "measure": "Weight of award criterion (%)",
                "breakdown": f"{_lot(lot)} | {criterion.name}",
                "value": criterion.weight,
            }
        )
    return rows


def _lot(lot: Lot) -> str:
    return f"Lot {lot.id} {lot.title}".strip()


def _silences(found: Notices) -> list[str]:
    if len(found) == 1:
        return [f"It does not say: {'; '.join(found[0].silent)}."] if found[0].silent else []
    counts: dict[str, int] = {}
    for notice in found:
        for gap in notice.silent:
            counts[gap] = counts.get(gap, 0) + 1
    return [f"{n:,} of {len(found):,} do not say {gap}." for gap, n in counts.items()]
