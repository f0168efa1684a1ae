"""The gap between need and supply, in places and in money, by scenario.

``gap = need × take-up - supply``; money is the gap at a price for each place and week. A gap
below zero is spare places, and stays below zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from course_support.errors import WorkbookError
from course_support.methods import guards, statuses
from course_support.methods.result import Result
from course_support.methods.words import capital_first


@dataclass(frozen=True)
class Gap(Result):
    """The gap by scenario (and year).

    Attributes
    ----------
    rows
        Columns scenario, (year,) need, take_up, wanted, supply, gap (places), price, weeks, cost
        (pounds a year) and status. NaN where not known.
    """

    rows: pd.DataFrame
    assumptions: tuple[str, ...]

    def table(self) -> pd.DataFrame:
        """Return the gap with readable headings."""
        names = {
            "scenario": "Scenario",
            "year": "Year",
            "need": "Need (people)",
            "take_up": "Take-up",
            "wanted": "Places wanted",
            "supply": "Places supplied",
            "gap": "Gap (places)",
            "price": "Price (£ a week)",
            "weeks": "Weeks a year",
            "cost": "Cost of the gap (£ a year)",
            "status": "Status",
        }
        return self.rows.rename(columns=names)[[n for c, n in names.items() if c in self.rows]]

    def reading(self) -> str:
        """Say the gap from least to most, and whether all scenarios agree that there is one."""
        last = self.rows
        when = ""
        if "year" in last and last["year"].nunique() > 1:
            last = last[last["year"] == last["year"].max()]
            when = f"In {last['year'].iloc[0]}, "
        known = last["gap"].dropna()
        if known.empty:
            return "The gap cannot be worked out: need, take-up or supply is not known."
        low, high = float(known.min()), float(known.max())
        money = self._money(last)
        text = f"{when}{_span(low, high)}{money}."
        if low < 0 < high:
            text += " The scenarios do not agree that there is a gap."
        if last["gap"].isna().any():
            text += f" Scenarios that cannot be worked out: {int(last['gap'].isna().sum())}."
        return capital_first(text)

    def _money(self, last: pd.DataFrame) -> str:
        """Return the cost in words, where there is a price and a shortage."""
        cost = last["cost"].dropna()
        if cost.empty or cost.max() <= 0:
            return ""
        low, high = max(cost.min(), 0), cost.max()
        if low == high:
            return f", or £{high:,.0f} a year"
        return f", or £{low:,.0f} to £{high:,.0f} a year"


def _span(low: float, high: float) -> str:
    """Return a range of gaps in words."""
    if high <= 0:
        less, more = sorted((abs(low), abs(high)))
        spare = f"{more:,.0f}" if less == more else f"{less:,.0f} to {more:,.0f}"
        return "supply meets the need exactly" if more == 0 else f"there are {spare} spare places"
    if low < 0:
        return f"the range goes from {-low:,.0f} spare places to {high:,.0f} places short"
    short = f"{high:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"
    return f"supply is {short} places short"


def gap(
    scenarios: pd.DataFrame,
    *,
    supply: float | None = None,
    price: float | None = None,
    weeks: float = 52,
) -> Gap:
    """Work out the gap for each scenario.

    Parameters
    ----------
    scenarios
        Columns scenario, need (people) and take_up (share, 0 to 1); where they differ by row
        also year, supply (places), price (pounds a place and week), weeks and status (of need).
    supply, price, weeks
        For all rows, where the table has no such column. Without a price no money is given.

    Raises
    ------
    WorkbookError
        When a column is missing or a number is out of range.
    """
    guards.columns(scenarios, ["scenario", "need", "take_up"], "Gap")
    labels = [str(name) for name in scenarios["scenario"]]
    need = statuses.read(scenarios["need"], scenarios.get("status"), "Need", labels=labels, least=0)
    rows = scenarios[[c for c in ("scenario", "year") if c in scenarios]].reset_index(drop=True)
    rows["need"] = need.value
    rows["take_up"] = guards.numbers(
        scenarios["take_up"], "Take-up", labels=labels, least=0, most=1, gaps=True
    )
    rows["wanted"] = rows["need"] * rows["take_up"]
    for name, given, least in (("supply", supply, 0), ("price", price, 0), ("weeks", weeks, 0)):
        values = scenarios[name] if name in scenarios else [given] * len(rows)
        rows[name] = guards.numbers(
            values, name.capitalize(), labels=labels, least=least, gaps=True
        )
    if rows["supply"].isna().all():
        raise WorkbookError("Gap: no supply was given. Say how many places there are (0 if none).")
    rows["gap"] = rows["wanted"] - rows["supply"]
    rows["cost"] = rows["gap"] * rows["price"] * rows["weeks"]
    rows["status"] = need.status
    return Gap(
        rows,
        (
            "Take-up is the share of people in need who would use a place.",
            "A place is priced the same whoever uses it; a negative cost is money not needed.",
            "What people do about a gap (unpaid care, waiting, going elsewhere) is not counted.",
        ),
    )
