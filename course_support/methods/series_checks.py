"""Is the figure sound? Checks on a monthly series before anybody reads a signal into it.

What the series itself proves is put right and said; everything else is only pointed out.
The cut-offs are this workbook's suggestions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from course_support.methods.monthly import MonthlySeries
from course_support.methods.result import Result

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

#: So many months with the very same figure are asked about.
SAME_RUN = 3
#: A point is far from everything else beyond so many mean moving ranges from the median.
FAR = 5.0
#: A rate may differ from its own counts by so much, in its own units, through rounding.
ROUNDING = 0.6
PER = {"percent": 100.0, "per 1000": 1000.0}


@dataclass(frozen=True)
class Finding:
    """Something about some months of a series."""

    months: tuple[str, ...]
    what: str
    mended: bool = False

    def sentence(self) -> str:
        """Return the months and what is the matter with them."""
        when = self.months[0]
        if len(self.months) > 1:
            when = f"{self.months[0]} to {self.months[-1]}"
        return f"{when}: {self.what}"


@dataclass(frozen=True)
class SeriesChecks(Result):
    """What was noticed in a series, and the series with what could be put right."""

    series: MonthlySeries
    findings: tuple[Finding, ...]
    assumptions: tuple[str, ...] = (
        "Only what the file itself proves is put right; the rest is for a conversation.",
    )

    def table(self) -> pd.DataFrame:
        """Return one row a finding."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "Months": ", ".join(one.months),
                    "Noticed": one.what,
                    "Put right": "yes" if one.mended else "no",
                }
                for one in self.findings
            ],
            columns=["Months", "Noticed", "Put right"],
        )

    def reading(self) -> str:
        """Return everything noticed, or that nothing was."""
        if not self.findings:
            return f"{self.series.measure}: nothing odd was noticed in the figures themselves."
        return " ".join(one.sentence() for one in self.findings)


def check_series(series: MonthlySeries) -> SeriesChecks:
    """Look for proportions sent as per cent, repeats, rates unlike their counts, and more.

    Also shares beyond their whole, and heights that stand alone.

    A proportion is put right only where the counts beside it prove it.
    """
    values = np.array(series.values)
    findings: list[Finding] = []
    values, found = _proportions(series, values)
    findings += found
    findings += _unlike_counts(series, values)
    findings += _beyond_the_whole(series, values)
    findings += _repeats(series, values)
    findings += _far_off(series, values, findings)
    findings += _gaps(series)
    mended = series.with_values(values.tolist(), *(one.sentence() for one in findings))
    return SeriesChecks(mended, tuple(findings))


def _stretches(marks: Sequence[bool]) -> list[range]:
    """Return the stretches of marked places."""
    found, start = [], None
    for place, marked in enumerate([*marks, False]):
        if marked and start is None:
            start = place
        elif not marked and start is not None:
            found.append(range(start, place))
            start = None
    return found


def _named(series: MonthlySeries, places: range) -> tuple[str, ...]:
    return tuple(series.labels[place] for place in places)


def _rates(series: MonthlySeries) -> Floats:
    """Return the rate that the counts give; NaN where they give none."""
    above, below = np.array(series.numerators), np.array(series.denominators)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = PER.get(series.unit, np.nan) * above / below
    return np.where(np.isfinite(found), found, np.nan)


def _proportions(series: MonthlySeries, values: Floats) -> tuple[Floats, list[Finding]]:
    if series.unit != "percent" or not np.nanmedian(values) > 5:
        return values, []
    rates = _rates(series)
    suspect = (values <= 1) & (np.isnan(rates) | (rates > 2))
    proven = suspect & (np.abs(100 * values - rates) <= 1)
    mended = np.where(proven, 100 * values, values)
    words = {
        True: "sent as a proportion and not as a percentage. The counts prove it, so it is put "
        "right.",
        False: "may have been sent as a proportion and not as a percentage. Nothing beside it "
        "proves that, so it is left as sent. Ask.",
    }
    findings = [
        Finding(_named(series, places), words[sure], sure)
        for sure, marks in ((True, proven), (False, suspect & ~proven))
        for places in _stretches(marks.tolist())
    ]
    return mended, findings


def _unlike_counts(series: MonthlySeries, values: Floats) -> list[Finding]:
    unlike = np.abs(values - _rates(series)) > ROUNDING
    return [
        Finding(
            _named(series, places), "the figure does not follow from the counts beside it. Ask."
        )
        for places in _stretches(unlike.tolist())
    ]


def _beyond_the_whole(series: MonthlySeries, values: Floats) -> list[Finding]:
    if series.unit != "percent":
        return []
    return [
        Finding(
            _named(series, places),
            "not between 0 and 100 per cent, as a share of a whole would be. Ask what is counted, "
            "out of what.",
        )
        for places in _stretches(((values > 100) | (values < 0)).tolist())
    ]


def _repeats(series: MonthlySeries, values: Floats) -> list[Finding]:
    """Find the same figure several times running, in a series that otherwise moves."""
    known = values[np.isfinite(values)]
    if known.size < 8 or np.unique(known).size < known.size / 2:
        return []
    same = np.concatenate([[False], values[1:] == values[:-1]])
    # The same rate from other counts is chance; the same counts again are not.
    for counts in (np.array(series.numerators), np.array(series.denominators)):
        other = np.isfinite(counts[1:]) & np.isfinite(counts[:-1]) & (counts[1:] != counts[:-1])
        same[1:] &= ~other
    return [
        Finding(
            _named(series, range(places.start - 1, places.stop)),
            f"the very same figure was sent {len(places) + 1} months running. Ask whether it was "
            "counted.",
        )
        for places in _stretches(same.tolist())
        if len(places) + 1 >= SAME_RUN
    ]


def _far_off(series: MonthlySeries, values: Floats, so_far: list[Finding]) -> list[Finding]:
    """Find a few months far from everything else, of which one would ask if boxes were swapped."""
    known = np.isfinite(values)
    if known.sum() < 8:
        return []
    steps = np.abs(np.diff(values[known]))
    usual = float(np.median(steps)) / 0.6745 if np.median(steps) > 0 else float(steps.mean())
    if usual == 0:
        return []
    off = np.abs(values - np.nanmedian(values)) > FAR * usual * 1.5
    told = {month for one in so_far for month in one.months}
    return [
        Finding(
            _named(series, places),
            "far from every other month. Ask whether two boxes were swapped, or what happened.",
        )
        for places in _stretches(off.tolist())
        if len(places) <= 2 and not told.issuperset(_named(series, places))
    ]


_WHY = {
    "suppressed": "suppressed: too few people to show. It is a gap, not a zero.",
    "not applicable": "does not apply: there was nothing to count. It is a gap, not a zero.",
    "missing": "missing: nothing was sent. It is a gap, not a zero.",
}


def _gaps(series: MonthlySeries) -> list[Finding]:
    """Say why months between others have no figure (those before the first are no gaps)."""
    known = np.flatnonzero(np.isfinite(series.values))
    first = int(known[0]) if known.size else 0
    findings = []
    for status in dict.fromkeys(series.statuses[first:]):
        marks = [
            place >= first and each == status and not np.isfinite(series.values[place])
            for place, each in enumerate(series.statuses)
        ]
        words = _WHY.get(status, f"no figure ({status}). It is a gap, not a zero.")
        findings += [Finding(_named(series, places), words) for places in _stretches(marks)]
    return findings
