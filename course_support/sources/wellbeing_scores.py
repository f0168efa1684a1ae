"""A wellbeing scale at two times: from the authority's records, or from one's own licensed export.

Only numbers come in. No wording of any scale is held here; the right to use one is its licence.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_support.errors import WorkbookError
from course_support.sources import rules
from course_support.sources.distance import Records

if TYPE_CHECKING:
    import pandas as pd

    from course_support.methods.change import PairedChange, ScaleScores

LONG, SHORT = 14, 7
LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True)
class TwoWaves:
    """Answers of the same people at two times, in the same order; NaN where not answered."""

    items: int
    people: tuple[str, ...]
    first: pd.DataFrame
    second: pd.DataFrame
    source: str
    said: tuple[str, ...] = ()


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
    """Return the first and last answers of each person of an export that was never seen before.

    Raises
    ------
    WorkbookError
        When the file is no export of the scale, holds no 7 or 14 items, or does not say who
        answered and when.
    """
    from course_support.sources.published.reading import read_published

    read = read_published(path)
    if read.kind != "wellbeing" or read.records is None:
        raise WorkbookError(
            f"{read.file} looks like {read.title}, not like answers to a wellbeing scale. "
            "Expected: one row for each time a person answered, with 7 or 14 columns of answers "
            "from 1 to 5, "
            "a column that says who (a number, never a name) and one that says when."
        )
    rows = read.records
    items = [name for name in rows.columns if str(name).startswith("Item ")]
    if len(items) not in (SHORT, LONG):
        raise WorkbookError(
            f"{read.file} holds totals without the answers behind them. The rules for missing "
            "answers need the answers: export them as well."
        )
    if "person" not in rows:
        raise WorkbookError(
            f"{read.file} does not say who answered, so first and second answers cannot be "
            "matched. Add a column headed Person with a number for each."
        )
    order = _order(rows, read.file)
    said = [*read.notes, *read.warnings]
    return _two_waves(rows.loc[order], items, read.file, said)


def _order(rows: Any, file: str) -> Any:
    """Return the rows in time order, by date or else by the name of the wave."""
    from course_support.sources.published.dates import parse_dates

    if "date" in rows:
        read = parse_dates(rows["date"].astype(object), "date")
        if read.values.notna().all():
            return read.values.sort_values(kind="stable").index
    if "wave" not in rows:
        raise WorkbookError(
            f"{file} does not say when each person answered. Add a column headed Wave (1 and 2) or "
            "Date."
        )
    ranked = rows["wave"].map(_wave_rank)
    if ranked.isna().any():
        odd = str(rows["wave"][ranked.isna()].iloc[0])
        raise WorkbookError(
            f"{file}: which comes first, “{odd}” or the others? Call the waves 1 and 2, before and "
            "after, or add a column of dates."
        )
    return ranked.sort_values(kind="stable").index


_EARLY = ("pre", "before", "start", "baseline", "first", "entry", "initial")
_LATE = ("post", "after", "end", "final", "second", "exit", "follow", "review", "last")


def _wave_rank(text: Any) -> float:
    plain = str(text).strip().lower()
    digits = "".join(letter for letter in plain if letter.isdigit())
    if digits:
        return float(digits)
    if any(plain.startswith(word) or word in plain for word in _EARLY):
        return 0.0
    return 99.0 if any(word in plain for word in _LATE) else math.nan


def _two_waves(rows: pd.DataFrame, items: list[str], file: str, said: list[str]) -> TwoWaves:
    import pandas as pd

    first, second, more = {}, {}, 0
    for person, own in rows.groupby(rows["person"].astype(str), sort=False):
        answers = own[items].astype(float).to_numpy()
        first[str(person)] = answers[0]
        second[str(person)] = answers[-1] if len(answers) > 1 else [math.nan] * len(items)
        more += len(answers) > 2
    if more:
        said.append(f"{more} people answered more than twice; their first and last answers count.")
    frames = [
        pd.DataFrame.from_dict(each, orient="index", columns=items) for each in (first, second)
    ]
    return TwoWaves(
        len(items), tuple(first), frames[0], frames[1], f"your own file, {file}", tuple(said)
    )


def score(waves: TwoWaves, *, blanks_allowed: int = 0, matters: float = 1.0) -> Scored:
    """Score two waves: metric scores for seven items, totals for fourteen; then the change.

    Parameters
    ----------
    blanks_allowed : int
        For the fourteen items only; the seven-item form takes no blanks.
    matters : float
        Metric points that count as more than little change for one person on the seven items,
        for which the dated rules give none. For the fourteen items the rules' own figure counts.

    Raises
    ------
    WorkbookError
        When fewer than two people have both scores.
    """
    from course_support.methods.change import metric_scores, paired_change, scale_totals

    blanks = blanks_allowed if waves.items == LONG else 0
    totals = [
        scale_totals(frame, lowest=LOWEST, highest=HIGHEST, count=waves.items, most_missing=blanks)
        for frame in (waves.first, waves.second)
    ]
    values: list[Any] = [one.totals for one in totals]
    scale, unit = f"Wellbeing, total of {waves.items} items", "points"
    if waves.items == SHORT:
        table = rules.table("swemwbs_metric").by("raw_total")
        conversion = {int(str(raw)): float(str(metric)) for raw, metric in table.items()}
        values = [metric_scores(one, conversion) for one in values]
        scale, unit = "Wellbeing, metric score of seven items", "metric points"
    change = paired_change(
        *values,
        meaningful=_meaningful(waves.items, matters),
        least_people=int(str(rules.get("wemwbs_minimum_sample").value)),
        measure=scale,
    )
    return Scored(scale, unit, (totals[0], totals[1]), change, waves.said, waves.source)


def _meaningful(items: int, matters: float) -> float:
    return float(str(rules.get("wemwbs_meaningful_change").value)) if items == LONG else matters
