"""The long list by its five questions: what goes forward, and whether reasons are recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from . import drawing as d
from .appraisal_drawing import BLUE, GREEN, GREY, ORANGE, WIDE
from .show import Chart, Charts

DIMENSIONS = {
    "whole": "Business as usual",
    "scope": "Scope: how much is covered",
    "solution": "Solution: how it is met",
    "delivery": "Delivery: who does it",
    "implementation": "Implementation: how fast",
    "funding": "Funding: who pays",
}
VERDICTS = {
    "stays": ("stays", "S", GREY),
    "carry-forward": ("carried forward", "F", BLUE),
    "preferred-way-forward": ("preferred way forward", "P", GREEN),
    "drop": ("dropped", "D", ORANGE),
}


def sifted(rows: Sequence[Mapping[str, Any]], whose: str) -> Charts:
    """Draw the long list, and say kindly what the record still lacks."""
    found = [row for row in rows if row["choice"]]
    parts: list[str] = []
    y = 12.0
    shown: list[list[str]] = []
    for id_, heading in [*DIMENSIONS.items(), (None, "Not said which question it answers")]:
        here = [row for row in found if row["dimension"] == id_]
        if not here:
            continue
        parts.append(d.text(4, y, heading, size=13, bold=True))
        y += 20
        for row in here:
            words, mark, fill = VERDICTS.get(_verdict(row), ("not decided", "?", GREY))
            drawn, number = d.lines(36, y, f"{row['choice']}: {words}", 60, size=12.5, gap=15)
            parts += [
                d.dot(17, y, 9, fill=fill),
                d.text(17, y + 0.5, mark, size=11, anchor="middle", fill=d.ON_FILL),
                drawn,
            ]
            y += 15 * number + 8
            shown.append([row["choice"], heading, words, row["reason"] or ""])
        y += 6
    chart = Chart(
        _title(found),
        _reading(found),
        d.svg(WIDE, y, parts),
        ["Choice", "Question", "What becomes of it", "Why"],
        shown,
        f"{whose}. S stays, F carried forward, P preferred way forward, D dropped",
    )
    return Charts([chart], problems(found))


def _verdict(row: Mapping[str, Any]) -> str:
    """Return what becomes of a choice; business as usual stays whatever was typed."""
    return "stays" if row["dimension"] == "whole" else str(row["verdict"] or "")


def _title(found: Sequence[Mapping[str, Any]]) -> str:
    dropped = [row for row in found if _verdict(row) == "drop"]
    with_reason = sum(bool(row["reason"]) for row in dropped)
    if len(dropped) == with_reason:
        return f"{len(found)} choices looked at, {len(dropped)} dropped, each with its reason"
    return f"{len(dropped)} choices dropped, only {with_reason} of them with a reason"


def _reading(found: Sequence[Mapping[str, Any]]) -> str:
    counts = {
        words: sum(_verdict(row) == id_ for row in found) for id_, (words, _, _) in VERDICTS.items()
    }
    said = ", ".join(f"{number} {words}" for words, number in counts.items() if number)
    return f"Of {len(found)} choices: {said}."


def problems(found: Sequence[Mapping[str, Any]]) -> list[str]:
    """Say what the record of a sift lacks, and what to do about it."""
    out = []
    whole = [row for row in found if row["dimension"] == "whole"]
    if not whole:
        out.append(
            "Business as usual is not on the list. It always stays: without it nobody can see what "
            "the others are better than. Add it."
        )
    elif any(row["verdict"] == "drop" for row in whole):
        out.append(
            "Business as usual has been dropped. You may well not want it, but it stays as the "
            "yardstick, and it is drawn here as staying."
        )
    out += [
        f"“{row['choice']}” is dropped without a reason. Which success factor does it fail?"
        for row in found
        if _verdict(row) == "drop" and not row["reason"]
    ]
    for id_, heading in DIMENSIONS.items():
        here = [row for row in found if row["dimension"] == id_]
        if id_ != "whole" and here and all(_verdict(row) == "drop" for row in here):
            out.append(f"Everything under “{heading}” is dropped, so nothing can be put together.")
        if id_ != "whole" and not here:
            out.append(f"Nothing is listed under “{heading}” yet.")
    return out
