"""A risk matrix, likelihood by impact, with what it cannot tell.

The two scales are ordinal: 4 is more than 2, not twice as much. Products of them order risks
roughly at best and give the same number to unlike risks, which is why ties are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from course_support.errors import WorkbookError
from course_support.methods import guards
from course_support.methods.result import Result
from course_support.methods.words import and_

#: Each band's name, lowest and highest score.
Bands = Sequence[tuple[str, int, int]]


@dataclass(frozen=True)
class RiskMatrix(Result):
    """Risks scored and banded, highest first.

    Attributes
    ----------
    rows
        Columns risk, likelihood, impact, score, band.
    unlike_ties
        (score, risks): risks with one score made of different likelihood and impact.
    """

    rows: pd.DataFrame
    unlike_ties: tuple[tuple[int, tuple[str, ...]], ...]
    bands: tuple[tuple[str, int, int], ...]
    assumptions: tuple[str, ...]

    def table(self) -> pd.DataFrame:
        """Return risks with readable headings, highest score first."""
        return self.rows.rename(columns=str.capitalize)

    def reading(self) -> str:
        """Say the highest band in use, and warn where one score hides unlike risks."""
        top = self.rows.iloc[0]
        same = self.rows[self.rows["band"] == top["band"]]["risk"].tolist()
        verb = "is" if len(same) == 1 else "are"
        text = f"{len(same)} of {len(self.rows)} risks {verb} {top['band']}: {', '.join(same)}."
        if self.unlike_ties:
            score, names = self.unlike_ties[0]
            text += (
                f" The score {score} covers unlike risks ({', '.join(names)}): look at likelihood "
                "and impact, not at the product alone."
            )
        return text


def risk_matrix(risks: pd.DataFrame, bands: Bands, size: int = 5) -> RiskMatrix:
    """Score risks by likelihood × impact and put them into bands.

    Parameters
    ----------
    risks
        Columns risk, likelihood and impact (whole numbers from 1 to ``size``).
    bands
        (name, from, to) by score; they are local, so they have no default. Together they cover
        every product that can occur, once.

    Raises
    ------
    WorkbookError
        When a number is out of range or bands overlap or leave a score out.
    """
    guards.columns(risks, ["risk", "likelihood", "impact"], "Risks")
    names = [str(name) for name in risks["risk"]]
    guards.no_repeats(names, "Risks")
    _bands_cover(bands, size)
    rows = pd.DataFrame({"risk": names})
    for column in ("likelihood", "impact"):
        values = guards.numbers(
            risks[column], column.capitalize(), labels=names, least=1, most=size
        )
        for name, value in zip(names, values, strict=True):
            if value != int(value):
                raise WorkbookError(
                    f"{column.capitalize()} of {name}: found {value:g}; expected a whole number."
                )
        rows[column] = values.astype(int)
    rows["score"] = rows["likelihood"] * rows["impact"]
    rows["band"] = [_band(int(score), bands) for score in rows["score"]]
    # Between equal scores the graver one first: a rare catastrophe is no daily nuisance.
    rows = rows.sort_values(["score", "impact"], ascending=False, kind="stable", ignore_index=True)
    return RiskMatrix(rows, _unlike_ties(rows), tuple(bands), _assumed(bands))


def _unlike_ties(rows: pd.DataFrame) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return scores held by risks that differ in likelihood and impact, highest first."""
    found = []
    for score, part in rows.groupby("score", sort=True):
        if part[["likelihood", "impact"]].drop_duplicates().shape[0] > 1:
            found.append((int(str(score)), tuple(part["risk"])))
    return tuple(found[::-1])


def _bands_cover(bands: Bands, size: int) -> None:
    """Refuse bands that leave out a score that can occur, or hold one twice."""
    for score in sorted({a * b for a in range(1, size + 1) for b in range(1, size + 1)}):
        held = [name for name, low, high in bands if low <= score <= high]
        if len(held) != 1:
            how = "no band" if not held else and_(held)
            raise WorkbookError(
                f"Risk bands: the score {score} is in {how}; expected exactly one band. "
                "Correct the limits."
            )


def _band(score: int, bands: Bands) -> str:
    """Return the band of a score."""
    return next(name for name, low, high in bands if low <= score <= high)


def _assumed(bands: Bands) -> tuple[str, ...]:
    """Return the bands and the caveat as sentences."""
    limits = "; ".join(f"{name} {low} to {high}" for name, low, high in bands)
    return (
        f"Bands, as set locally: {limits}.",
        "Likelihood and impact are orders, not amounts: a score of 12 is not twice one of 6.",
        "Risks that share causes can strike together; the matrix does not show that.",
    )
