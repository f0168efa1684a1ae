"""Showing what was read: as lines for a terminal, as a table for a notebook, safely in a CSV."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from course_support.sources.published import areas

if TYPE_CHECKING:
    from course_support.sources.published.result import Published

_ENCODINGS = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}


def as_text(found: Published) -> str:
    """Return what was found as lines to read."""
    lines = [f"{label}: {text}" for label, text in facts(found)]
    for label, texts in remarks(found):
        lines += ["", f"{label}:", *(f"  - {t}" for t in texts)]
    return "\n".join(lines)


def facts(found: Published) -> list[tuple[str, str]]:
    """Return what the file is and how it was read, label by label."""
    header = ", ".join(f"{s} row {r}" if s else f"row {r}" for s, r in found.header_rows.items())
    if len(found.header_rows) > 6:
        header = f"found in {len(found.header_rows)} sheets"
    refused = f", {found.rows_refused:,} refused" if found.rows_refused else ", none refused"
    statuses = ", ".join(f"{n:,} {s}" for s, n in found.markers.items())
    pairs = [
        ("File", found.file),
        ("What it is", found.title + ("" if found.sure == "certain" else f" ({found.sure})")),
        ("Publisher", found.publisher or "not stated"),
        ("Edition", found.edition or "not stated"),
        ("Periods", listed(found.periods)),
        ("Areas", ", ".join(f"{n:,} {plural(k, n)}" for k, n in found.levels.items())),
        ("Rows", f"{found.rows_read:,} read{refused}"),
        ("Values", f"{found.count:,}: {statuses}"),
        ("Measures", listed(found.measures)),
        ("Headings", header),
        ("Encoding", _ENCODINGS.get(found.encoding, found.encoding)),
        ("Left out as personal data", ", ".join(found.withheld)),
    ]
    return [(label, text) for label, text in pairs if text]


def remarks(found: Published) -> list[tuple[str, list[str]]]:
    """Return what to check and what is worth knowing, under headings."""
    refused = [f"{s + ', ' if s else ''}row {r}: {why}" for s, r, why in found.refused]
    if found.rows_refused > len(refused):
        refused.append(f"and {found.rows_refused - len(refused):,} more")
    odd = [str(d) for d in found.disagreements[:10]]
    if len(found.disagreements) > 10:
        odd.append(f"and {len(found.disagreements) - 10:,} more")
    left = [f"{sheet}: {why}" for sheet, why in found.sheets_left_out.items()]
    parts = [
        ("Check", found.warnings),
        ("Rates that do not follow from their counts", odd),
        ("Rows refused", refused),
        ("Worth knowing", found.notes),
        ("Sheets not read", left[:12]),
    ]
    return [(label, texts) for label, texts in parts if texts]


def as_html(found: Published) -> str:
    """Return what was found and the first rows, for a notebook."""
    rows = "".join(
        f"<tr><th scope='row'>{escape(k)}</th><td>{escape(v)}</td></tr>" for k, v in facts(found)
    )
    folded = "".join(_folded(label, texts) for label, texts in remarks(found))
    first = found.records if found.records is not None else found.values
    table = first.head(8).to_html(
        border=0, escape=True, index=False, classes="wb-table", na_rep="–"
    )
    return (
        f'<div class="wb-published"><table class="wb-table"><tbody>{rows}</tbody></table>'
        f"{folded}<p>The first rows:</p>{table}</div>"
    )


def _folded(label: str, texts: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(t)}</li>" for t in texts)
    opened = " open" if label == "Check" else ""
    return (
        f"<details{opened}><summary>{escape(label)} ({len(texts)})</summary>"
        f"<ul>{items}</ul></details>"
    )


def listed(names: Sequence[str], most: int = 6) -> str:
    """Return names in a line, the middle of a long list left out."""
    real = [n for n in names if n]
    if len(real) <= most:
        return "; ".join(real)
    return f"{'; '.join(real[: most - 1])}; … {real[-1]} ({len(real)} in all)"


def plural(level: str, number: int) -> str:
    """Return a tier for a number of areas."""
    if number == 1 or level in {"national", areas.UNKNOWN, "other"}:
        return level
    if " of " in level:
        return level.replace("group of", "groups of").replace("part of", "parts of")
    return level[:-1] + "ies" if level.endswith("y") else level + "s"


def without_formulas(table: pd.DataFrame) -> pd.DataFrame:
    """Disarm texts that a spreadsheet would run as a formula when the CSV is opened."""
    safe = table.copy(deep=False)
    for name in safe.columns:
        column = safe[name]
        if not isinstance(column.dtype, pd.CategoricalDtype) or name == "status":
            continue
        risky = {
            c: "'" + c
            for c in column.cat.categories
            if isinstance(c, str) and len(c) > 1 and c[0] in "=+-@\t\r"
        }
        if risky:
            safe[name] = column.cat.rename_categories(risky)
    return safe
