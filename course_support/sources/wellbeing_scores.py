"""A wellbeing scale at two times: from the authority's records, or from one's own licensed export.

Only numbers come in. No wording of any scale is held here; the right to use one is its licence.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_support.errors import WorkbookError
from course_support.methods.words import and_
from course_support.sources import rules, wellbeing_totals
from course_support.sources.distance import Records
from course_support.sources.published.kinds.wellbeing import LICENCE
from course_support.sources.wellbeing_export import (
    HIGHEST,
    LONG,
    LOWEST,
    SHORT,
    Answered,
    Export,
    When,
    read_export,
)

if TYPE_CHECKING:
    import pandas as pd

    from course_support.methods.change import PairedChange, ScaleScores


@dataclass(frozen=True)
class TwoWaves:
    """Answers of the same people at two times, in the same order; NaN where not answered.

    ``form`` says what the one column is where totals stand in the place of answers.
    """

    items: int
    people: tuple[str, ...]
    first: pd.DataFrame
    second: pd.DataFrame
    source: str
    said: tuple[str, ...] = ()
    form: wellbeing_totals.Form | None = None


@dataclass(frozen=True)
class Scored:
    """Totals (or metric scores) at two times, and their change."""

    scale: str
    unit: str
    scores: tuple[ScaleScores, ScaleScores]
    change: PairedChange
    said: tuple[str, ...]
    source: str


def from_records(found: Records, source: str) -> TwoWaves:
    """Return the authority's seven answers at first and last."""
    import pandas as pd

    frames = [
        pd.DataFrame(
            [one.items[time] for one in found.people], index=[p.person for p in found.people]
        )
        for time in (0, 1)
    ]
    return TwoWaves(SHORT, tuple(p.person for p in found.people), frames[0], frames[1], source)


def from_file(path: str | Path) -> TwoWaves:
    """Return the first and last answers (or totals) of each person of an export.

    First is the earliest wave of the whole file: who answered only later has no first answers.
    Where dates alone tell, it is the earliest day of each person.

    Raises
    ------
    WorkbookError
        When the file is no export of the scale, holds no 7 or 14 items nor totals of one form,
        or does not say who answered and when.
    """
    import pandas as pd

    read = read_export(path)
    said = list(read.said)
    people = _by_person(read, said)
    begin = min((when for sets in people.values() for when in sets), default=None)
    names = ["Total"] if read.form else [f"Item {at}" for at in range(1, read.items + 1)]
    blank = (math.nan,) * len(names)
    first, second = {}, {}
    for person, sets in people.items():
        start = min(sets) if read.by_date else begin
        first[person] = sets.get(start, blank) if start else blank
        second[person] = sets[max(sets)] if max(sets) != start else blank
    if not any(first[person] != blank and second[person] != blank for person in people):
        raise WorkbookError(
            f"{read.file}: none of {len(people)} people has answers at two times, so there is no "
            "change to look at. Check that both times are in the file, and that a person has the "
            "same number at both."
        )
    more = sum(len(sets) > 2 for sets in people.values())
    if more:
        who = "1 person" if more == 1 else f"{more} people"
        said.append(f"{who} answered more than twice; the first and last answers count.")
    frames = [
        pd.DataFrame.from_dict(each, orient="index", columns=names) for each in (first, second)
    ]
    said.append(LICENCE)
    source = f"your own file, {read.file}"
    return TwoWaves(read.items, tuple(people), frames[0], frames[1], source, tuple(said), read.form)


def _by_person(read: Export, said: list[str]) -> dict[str, dict[When, tuple[float, ...]]]:
    """Return each person's sets of answers by time; two unlike sets of one time are left out."""
    found: dict[tuple[str, When], list[Answered]] = {}
    for one in read.answered:
        found.setdefault((one.person, one.when), []).append(one)
    people: dict[str, dict[When, tuple[float, ...]]] = {}
    for (person, when), sets in found.items():
        rows = and_(str(one.row) for one in sets)
        if len({repr(one.answers) for one in sets}) > 1:
            said.append(
                f"Rows {rows} give one person two unlike sets of answers for the same time. "
                "Neither counts until you take one of them out of the file."
            )
            continue
        if len(sets) > 1:
            said.append(f"Rows {rows} say the same and count once.")
        people.setdefault(person, {})[when] = sets[0].answers
    return people


def score(waves: TwoWaves, *, blanks_allowed: int = 0, matters: float = 1.0) -> Scored:
    """Score two waves: metric scores for seven items, totals for fourteen; then the change.

    Totals are taken as given; metric scores are not converted again.

    Parameters
    ----------
    blanks_allowed : int
        For the answers of fourteen items only; the seven-item form takes no blanks, and where
        there are only totals no rule can be applied.
    matters : float
        Metric points that count as more than little change for one person on the seven items,
        for which the dated rules give none. For the fourteen items the rules' own figure counts.

    Raises
    ------
    WorkbookError
        When fewer than two people have both scores.
    """
    from course_support.methods.change import metric_scores, paired_change

    totals = [_totals(frame, waves, blanks_allowed) for frame in (waves.first, waves.second)]
    values: list[Any] = [one.totals for one in totals]
    scale, unit = f"Wellbeing, total of {waves.items} items", "points"
    if waves.items == SHORT:
        if not (waves.form and waves.form.metric):
            conversion = wellbeing_totals.conversion()
            values = [metric_scores(one, conversion) for one in values]
        scale, unit = "Wellbeing, metric score of seven items", "metric points"
    change = paired_change(
        *values,
        meaningful=_meaningful(waves.items, matters),
        least_people=int(str(rules.get("wemwbs_minimum_sample").value)),
        measure=scale,
    )
    return Scored(scale, unit, (totals[0], totals[1]), change, waves.said, waves.source)


def _totals(frame: pd.DataFrame, waves: TwoWaves, blanks_allowed: int) -> ScaleScores:
    """Add the answers up, or take the totals as the file gives them."""
    from course_support.methods.change import given_totals, scale_totals

    if waves.form:
        return given_totals(frame["Total"])
    blanks = blanks_allowed if waves.items == LONG else 0
    return scale_totals(
        frame, lowest=LOWEST, highest=HIGHEST, count=waves.items, most_missing=blanks
    )


def _meaningful(items: int, matters: float) -> float:
    return float(str(rules.get("wemwbs_meaningful_change").value)) if items == LONG else matters
