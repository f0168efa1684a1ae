"""What the answers of page 06 show, as tables and sentences: board, tests, outcomes, findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from course_support.charts.sentences import bullets, paragraph
from course_support.charts.show import Pieces, table_html
from course_support.exercises import grid
from course_support.methods.duplicates import alike, overlaps
from course_support.methods.measures import three_tests
from course_support.sources.monitoring import Argument, ExampleOutcome

Row = Mapping[str, Any]
#: Cards on the board before the arguments of others are shown.
ENOUGH_CARDS = 4


# --- the board ------------------------------------------------------------------------------------


def gathered(answer: grid.Answer, known: Sequence[Argument]) -> Pieces:
    """Return the arguments of others, once enough cards of one's own are up."""
    own = len(answer.cards)
    if own < ENOUGH_CARDS:
        left = ENOUGH_CARDS - own
        cards = "1 more card" if left == 1 else f"{left} more cards"
        said = f"{cards}, and the arguments that others have made are shown here."
        return Pieces((paragraph(said),))
    count = {box: sum(card.box == box for card in answer.cards) for box in ("helps", "fails")}
    said = f"Your board: {count['helps']} for monitoring, {count['fails']} on how it fails."
    rows = {kind: [a for a in known if a.kind == kind] for kind in ("helps", "fails")}
    return Pieces(
        (
            paragraph(f"{said} Compare them with these, and add what you missed."),
            table_html(
                ("It helps, because", "What that looks like", "What makes it so"),
                [(a.argument, a.looks_like, a.guard) for a in rows["helps"]],
                "What monitoring is for",
            ),
            table_html(
                ("It fails, when", "What that looks like", "What guards against it"),
                [(a.argument, a.looks_like, a.guard) for a in rows["fails"]],
                "How monitoring fails to help",
            ),
        )
    )


# --- local measures -------------------------------------------------------------------------------


def tested(rows: Sequence[Row], collections: Sequence[Row]) -> Pieces:
    """Return how local measures do in the three tests, and what others collect already."""
    named = [row for row in rows if row["measure"]]
    if not named:
        return Pieces((paragraph("No measure is named yet. Name one above."),))
    judged = {
        str(row["measure"]): {test: row[test] for test in ("clear", "important", "data")}
        for row in named
        if row["clear"] and row["important"] and row["data"]
    }
    parts = []
    if judged:
        result = three_tests(judged)
        parts.append(paragraph(result.reading()))
        table = result.table()
        parts.append(table_html(list(table.columns), table.to_numpy().tolist(), "The three tests"))
    else:
        parts.append(paragraph("Put a measure to all three tests, and the result appears here."))
    parts += _duplication(named, collections)
    parts += _gaps(named)
    return Pieces(tuple(parts))


def _duplication(named: Sequence[Row], collections: Sequence[Row]) -> list[str]:
    names = [str(row["measure"]) for row in named]
    found = overlaps(names, collections)
    decided = {str(row["measure"]): row["decision"] for row in named}
    words = {"keep": "keep", "borrow": "take it from them", "change": "change", "cut": "stop"}
    rows = [
        (
            one.measure,
            f"{one.collection} ({one.body}, {one.how_often}); shared word: “{one.shared}”",
            words.get(str(decided[one.measure]), "not decided"),
        )
        for one in found
    ]
    rows += [
        (
            str(row["measure"]),
            f"{row['also-collected']}, named by you",
            words.get(str(row["decision"]), "not decided"),
        )
        for row in named
        if row["also-collected"]
    ]
    parts = []
    if rows:
        doubled = {row[0] for row in rows}
        still = [name for name in doubled if decided[name] in (None, "keep")]
        parts.append(
            paragraph(
                f"{len(doubled)} of {len(names)} measures may be collected by somebody else "
                f"already; {len(still)} of them you still collect. Words match here: ask whether "
                "the same thing is counted."
            )
        )
        heads = ("Measure", "May be held in", "You decide")
        parts.append(table_html(heads, rows, "Possible duplication"))
    else:
        parts.append(paragraph("No duplication was found by its words. You may know of some."))
    parts += [paragraph(f"“{a}” and “{b}” are nearly the same measure.") for a, b in alike(names)]
    return parts


def _gaps(named: Sequence[Row]) -> list[str]:
    kinds = {kind: [str(r["measure"]) for r in named if r["state"] == kind]
             for kind in ("wanted", "gap")}  # fmt: skip
    cut = [str(row["measure"]) for row in named if row["decision"] == "cut"]
    said = [f"Wanted: {'; '.join(kinds['wanted'])}."] if kinds["wanted"] else []
    said += [f"Gaps: {'; '.join(kinds['gap'])}."] if kinds["gap"] else []
    said += [f"You stop collecting: {'; '.join(cut)}."] if cut else []
    return [bullets(said)] if said else []


# --- outcomes met again ---------------------------------------------------------------------------


def outcome_list(outcomes: Sequence[str]) -> str:
    """Return outcomes with their numbers, as a list."""
    return f"<ol>{''.join(f'<li>{escape(each)}</li>' for each in outcomes)}</ol>"


def side_by_side(before: Sequence[Row], after: Sequence[Row], whose: str) -> Pieces:
    """Return both versions of a set of outcomes beside each other, with why they differ.

    Rows are told to be the same outcome by their id; one that is new or gone is said to be.
    """
    then = {str(row["id"]): row for row in before if row.get("outcome")}
    now = {str(row["id"]): row for row in after if row.get("outcome")}
    rows = []
    counts = {"same": 0, "changed": 0, "new": 0, "dropped": 0}
    for key in dict.fromkeys([*then, *now]):
        first, second = then.get(key), now.get(key)
        what = _what_changed(first, second)
        counts[what] += 1
        rows.append((_said(first), _said(second), _measured(second), _happened(what, second)))
    keys = list(dict.fromkeys([*then, *now]))
    lacking = [key for key, row in now.items() if not row.get("indicator")]
    unsaid = [
        key
        for key in keys
        if _what_changed(then.get(key), now.get(key)) in ("changed", "new")
        and not _text(now.get(key), "why-changed")
    ]
    told = "; ".join(f"{number} {what}" for what, number in counts.items() if number)
    said = [f"{whose}: {told}."]
    if lacking:
        said.append(f"{len(lacking)} of {len(now)} outcomes have no indicator yet.")
    if unsaid:
        said.append("Say why for each that you changed or added.")
    heads = ("As first set", "As it stands now", "How we would know now", "What happened, and why")
    return Pieces((bullets(said), table_html(heads, rows, "Both versions of the outcomes")))


def _measured(row: Row | None) -> str:
    return ". ".join(part for c in ("indicator", "how-we-get-it") if (part := _text(row, c)))


def _happened(what: str, row: Row | None) -> str:
    why = _text(row, "why-changed")
    return f"{what}: {why}" if why else what


def _what_changed(first: Row | None, second: Row | None) -> str:
    if first is None:
        return "new"
    if second is None:
        return "dropped"
    same = all(_text(first, c) == _text(second, c) for c in ("outcome", "for-whom", "by-when"))
    return "same" if same else "changed"


def _text(row: Row | None, column: str) -> str:
    value = row.get(column) if row else None
    return str(value).strip() if value else ""


def _said(row: Row | None) -> str:
    if row is None:
        return "–"
    more = [_text(row, "for-whom"), _text(row, "by-when")]
    return _text(row, "outcome") + "".join(f"; {each}" for each in more if each)


def begin_rows(rows: Sequence[Row], columns: Sequence[str]) -> dict[str, Any]:
    """Return typed rows as an answer of kind ``table`` to begin from; ids are kept."""
    return {
        "rows": [
            {
                "id": str(row["id"]),
                "cells": {c: str(row[c]) for c in columns if row.get(c) not in (None, "")},
            }
            for row in rows
        ]
    }


def example_rows(examples: Sequence[ExampleOutcome], *, now: bool = False) -> list[dict[str, Any]]:
    """Return the worked example as rows, as first set or as they stand after revision."""
    return [
        {"id": f"example-{number}", **(each.now() if now else each.first)}
        for number, each in enumerate(examples, start=1)
    ]
