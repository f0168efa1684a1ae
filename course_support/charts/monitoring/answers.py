"""From answers of page 06 to what the methods take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from course_support.exercises import grid, sort
from course_support.methods.measures import (
    Evidence,
    Headlines,
    Mix,
    RatedMeasure,
    Triangulation,
    grid_mix,
    headline_measures,
    triangulation,
)

Row = Mapping[str, Any]
#: The boxes of the exercise, and those of the method.
BOXES = {
    "how-much": "how_much",
    "how-well": "how_well",
    "better-off-number": "better_off_number",
    "better-off-share": "better_off_percent",
}
#: The bins of the offered measures: what a measure is called in the table of headline measures,
#: and what is written beside it in the grid.
KINDS = {
    "how-much": ("count", ""),
    "common": ("common", "common"),
    "specific": ("specific", "this activity"),
    "skills": ("skills", "skills"),
    "attitude": ("attitude", "attitude"),
    "behaviour": ("behaviour", "behaviour"),
    "circumstance": ("circumstance", "circumstance"),
}
CHANGES = ("skills", "attitude", "behaviour", "circumstance")
OUTCOME_NUMBERS = ("one", "two", "three", "four")
#: Months with a figure that make data good, and those below which they are poor.
GOOD_MONTHS, POOR_MONTHS = 30, 18


@dataclass(frozen=True)
class Measure:
    """One measure with its box and kind."""

    text: str
    box: str
    kind: str = ""
    note: str = ""


def offered(exercise: sort.Definition, answer: sort.Answer) -> Iterator[Measure]:
    """Return the offered measures that have a place in the grid (not those for a whole place)."""
    for item in exercise.items:
        spot = answer.placed.get(item.id, "")
        if spot in KINDS:
            kind, note = KINDS[spot]
            box = _change_box(item.text) if spot in CHANGES else (
                "how_much" if spot == "how-much" else "how_well"
            )  # fmt: skip
            yield Measure(item.text, box, kind, note)


def own(answer: grid.Answer) -> Iterator[Measure]:
    """Return the cards of one's own grid."""
    for card in answer.cards:
        box = BOXES.get(card.box, "how_much")
        yield Measure(card.text, box, "count" if box == "how_much" else "")


def authority(rows: Sequence[Row]) -> Iterator[Measure]:
    """Return the measures of the authority's contracts, as the worked example."""
    for row in rows:
        name = str(row["new_name"] or row["name"])
        box = str(row["grid_box"])
        if box == "better_off":
            box = "better_off_percent" if row["unit"] != "number" else "better_off_number"
        yield Measure(name, box, "count" if box == "how_much" else "")


def _change_box(text: str) -> str:
    return "better_off_number" if text.casefold().startswith("number") else "better_off_percent"


def once(measures: Iterator[Measure] | Sequence[Measure]) -> list[Measure]:
    """Return measures, the same words once."""
    return list({_same(one.text): one for one in measures}.values())


def mix_of(measures: Sequence[Measure]) -> tuple[Mix, dict[str, str]]:
    """Return the balance of a set, and the note beside each measure."""
    mix = grid_mix({one.text: one.box for one in measures})
    return mix, {one.text: one.note for one in measures if one.note}


def typed(measures: Sequence[Measure], rows: Sequence[Row]) -> list[Measure]:
    """Return measures with the kind that was given to them in the table of headline measures."""
    given = {_same(str(row["measure"])): row["kind"] for row in rows if row["kind"]}
    notes = dict(KINDS.values())
    return [
        replace(one, kind=given[_same(one.text)], note=notes[given[_same(one.text)]])
        if _same(one.text) in given
        else one
        for one in measures
    ]


def _same(text: str) -> str:
    return " ".join(text.casefold().split())


def kinds_missing(measures: Sequence[Measure]) -> str:
    """Say which of the four kinds of change no measure looks at, where any is typed."""
    typed = {one.kind for one in measures if one.kind in CHANGES}
    if not typed:
        return ""
    missing = [kind for kind in CHANGES if kind not in typed]
    if not missing:
        return "Skills, attitude, behaviour and circumstance are all looked at."
    return f"No measure that is typed looks at {' or '.join(missing)}."


def to_rate(measures: Sequence[Measure]) -> dict[str, Any]:
    """Return measures as the beginning of the table of headline measures."""
    rows = []
    for number, one in enumerate(measures[:30], start=1):
        cells = {"measure": one.text, **({"kind": one.kind} if one.kind else {})}
        rows.append({"id": f"m-{number}", "cells": cells})
    return {"rows": rows}


def example_ratings(rows: Sequence[Row], months: Mapping[str, int]) -> Headlines:
    """Return how the authority rated its own measures at a first go, as the worked example.

    Data power follows from how many months have a figure; the others from what is measured.

    Parameters
    ----------
    rows
        The authority's indicators.
    months
        Months with a figure, by indicator.
    """
    proxy = {"better_off": "high", "how_well": "medium", "how_much": "low"}
    rated = {}
    for row in rows:
        name, known = str(row["new_name"] or row["name"]), months[str(row["kpi_id"])]
        rated[name] = RatedMeasure(
            name,
            "medium" if row["unit"] == "per 1000" or row["grid_box"] == "how_well" else "high",
            proxy[str(row["grid_box"])],  # type: ignore[arg-type]
            "high" if known >= GOOD_MONTHS else "medium" if known >= POOR_MONTHS else "low",
        )
    return headline_measures(list(rated.values()))


def headlines(rows: Sequence[Row]) -> Headlines | None:
    """Return the headline measures among those rated three times; None where there are none."""
    rated: dict[str, RatedMeasure] = {}
    for row in rows:
        if row["measure"] and row["communication"] and row["proxy"] and row["data"]:
            name = str(row["measure"])
            rated[name] = RatedMeasure(name, row["communication"], row["proxy"], row["data"])
    return headline_measures(list(rated.values())) if rated else None


def evidence_for(outcomes: Sequence[str], rows: Sequence[Row]) -> Triangulation | None:
    """Return the evidence planned for numbered outcomes; None where there are no outcomes."""
    if not outcomes:
        return None
    numbered = dict(zip(OUTCOME_NUMBERS, outcomes, strict=False))
    pieces = [
        Evidence(
            numbered[row["outcome"]],
            row["method"],
            row["view"],
            str(row["shows"] or "not-known").replace("-", " "),
        )
        for row in rows
        if row["outcome"] in numbered and row["method"] and row["view"]
    ]
    return triangulation(list(numbered.values()), pieces)
