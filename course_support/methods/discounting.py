"""Discounting by a dated schedule: what money in later years is worth today.

Year 0 is not discounted; factors chain across the bands of the schedule, so that the factor
of year 31 is that of year 30 divided by one plus the rate of year 31. The schedule is a table
that carries its source and date; no rate is written here. Source of the convention: HM
Treasury's Green Book.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from course_support.errors import WorkbookError
from course_support.methods import guards

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Schedule:
    """A discount rate for each span of years.

    Attributes
    ----------
    bands
        (from year, to year, rate): rate as a share a year; to year None for "and after".
    name, source
        Which schedule, and where and when it was published.
    """

    bands: tuple[tuple[int, int | None, float], ...]
    name: str = "discount schedule"
    source: str = ""

    def rate(self, year: int) -> float:
        """Return the rate of one year from 1.

        Raises
        ------
        WorkbookError
            When the schedule ends before that year.
        """
        for start, end, rate in self.bands:
            if start <= year and (end is None or year <= end):
                return rate
        raise WorkbookError(
            f"Discounting: the {self.name} stops before year {year}. Use a shorter horizon or a "
            "schedule that goes further."
        )

    def described(self) -> str:
        """Return the schedule as one sentence for the assumptions."""
        start = f"Discounted by the {self.name}, {self.bands[0][2]:.2%} a year at first"
        return f"{start} ({self.source})." if self.source else f"{start}."


def schedule(
    table: pd.DataFrame | Sequence[tuple[int, int | None, float]],
    name: str = "discount schedule",
    source: str = "",
) -> Schedule:
    """Read a discount schedule.

    Parameters
    ----------
    table
        Columns from_year, to_year (blank for "and after") and rate (share a year), or such rows.
    name, source
        What the schedule is called and where it comes from, as results say it.

    Raises
    ------
    WorkbookError
        When bands overlap, leave a gap, do not start at year 0 or 1, or a rate is not between 0
        and 1.
    """
    if not isinstance(table, Sequence):
        guards.columns(table, ["from_year", "to_year", "rate"], "Discount schedule")
        rows: list[Any] = list(
            zip(table["from_year"], table["to_year"], table["rate"], strict=True)
        )
    else:
        rows = list(table)
    if not rows:
        raise WorkbookError("Discount schedule: it has no rows. Give at least one band of years.")
    bands = tuple(sorted((_band(*row) for row in rows), key=lambda band: band[0]))
    _bands_join(bands)
    return Schedule(bands, name, source)


def _band(start: Any, end: Any, rate: Any) -> tuple[int, int | None, float]:
    """Return one band, checked by itself."""
    first = guards.number(start, "Discount schedule, from year", least=0)
    last = None if end is None or end != end else guards.number(end, "to year", least=first)
    for year in (first, last):
        if year is not None and year != int(year):
            raise WorkbookError(f"Discount schedule: {year:g} is not a whole year.")
    found = guards.number(rate, f"Discount rate from year {first:g}, as a share", least=0)
    if found >= 1:
        raise WorkbookError(f"Discount schedule: a rate of {found:g} a year. Write 3.5% as 0.035.")
    return int(first), None if last is None else int(last), found


def _bands_join(bands: tuple[tuple[int, int | None, float], ...]) -> None:
    """Refuse bands that overlap, leave years out, or start late."""
    if bands[0][0] > 1:
        raise WorkbookError(
            f"Discount schedule: it starts at year {bands[0][0]}; years from 1 need a rate."
        )
    for (_, end, _), (start, _, _) in zip(bands, bands[1:], strict=False):
        if end is None or start != end + 1:
            shown = "an open end" if end is None else f"year {end}"
            raise WorkbookError(
                f"Discount schedule: a band starts at year {start} after one with {shown}. Each "
                "band must start the year after the one before ends."
            )


def factors(by: Schedule, horizon: int) -> NDArray[np.float64]:
    """Return discount factors for years 0 … ``horizon`` (horizon + 1 numbers, the first 1).

    Parameters
    ----------
    by
        The schedule.
    horizon
        The last year, 0 or later.

    Raises
    ------
    WorkbookError
        When the schedule does not reach so far.
    """
    rates = np.array([by.rate(year) for year in range(1, horizon + 1)], dtype=float)
    return np.concatenate([[1.0], 1 / np.cumprod(1 + rates)])


def factor(by: Schedule, year: int) -> float:
    """Return the discount factor of one year.

    Raises
    ------
    WorkbookError
        When the schedule does not reach so far.
    """
    return float(factors(by, year)[-1])


def present_value(flow: Sequence[float] | NDArray[np.float64], by: Schedule) -> float:
    """Return the present value of a flow whose first amount falls in year 0.

    Parameters
    ----------
    flow
        One amount a year, all in one unit, in real terms.
    by
        The schedule.

    Returns
    -------
    float
        In the unit of the flow.

    Raises
    ------
    WorkbookError
        When there are no amounts, one is no number, or the schedule does not reach so far.
    """
    amounts = guards.numbers(flow, "Flow of money")
    if not amounts.size:
        raise WorkbookError("Present value: there are no amounts. Give one a year, from year 0.")
    return float(amounts @ factors(by, len(amounts) - 1))


def equivalent_annual(value: float, by: Schedule, years: int) -> float:
    """Return the level amount in years 1 … ``years`` with this present value.

    Makes options with different lives comparable.

    Parameters
    ----------
    value
        A present value.
    by
        The schedule.
    years
        Years over which it is spread, at least 1.

    Returns
    -------
    float
        In the unit of ``value``, a year.

    Raises
    ------
    WorkbookError
        When there is less than one year, or the schedule does not reach so far.
    """
    if years < 1:
        raise WorkbookError(f"Equivalent annual cost: {years} years; expected at least 1.")
    return value / float(factors(by, years)[1:].sum())
