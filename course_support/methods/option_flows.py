"""Costs over time under other assumptions, and how far each may move before a rival is level.

Net present values are sums, so they are straight lines in a cost, in demand and in the share of
the benefits that is believed: every switching value is found exactly, without searching.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from course_support.methods import guards
from course_support.methods.costs import BENEFIT, CostAppraisal
from course_support.methods.result import Result

#: Kinds that move with demand; the rest is paid whether people come or not.
WITH_DEMAND = ("revenue", BENEFIT)


def adjusted(
    flows: pd.DataFrame, *, years: int, demand: float = 1.0, benefits: float = 1.0
) -> pd.DataFrame:
    """Return flows cut to a horizon, with demand and belief in the benefits moved.

    Parameters
    ----------
    flows
        Columns option, year, kind, amount.
    years
        The last year that is counted.
    demand
        Demand as a share of the plan: running costs and benefits move with it from year 1.
    benefits
        Share of the valued benefits that is counted.

    Returns
    -------
    DataFrame
        The same columns, rows up to that year only.

    Raises
    ------
    WorkbookError
        When a share is not a number or is below 0.
    """
    guards.number(demand, "Demand as a share of the plan", least=0)
    guards.number(benefits, "Share of the benefits", least=0)
    kept = flows[flows["year"] <= years].reset_index(drop=True)
    moves = kept["kind"].isin(WITH_DEMAND) & (kept["year"] > 0)
    times = np.where(moves, demand, 1.0) * np.where(kept["kind"] == BENEFIT, benefits, 1.0)
    return kept.assign(amount=kept["amount"] * times)


@dataclass(frozen=True)
class Margins(Result):
    """How far the first option is ahead in money, and what would bring each rival level.

    Attributes
    ----------
    rows
        Columns rival, ahead (£ thousand of present value), leader_cost (share by which the
        leader's cost may rise), rival_cost (share by which the rival's must fall; both NaN where
        that option costs nothing, or saves), demand and benefits (share of the plan at which
        they are level; NaN where no share from 0 up does).
    """

    leader: str
    rows: pd.DataFrame
    assumptions: tuple[str, ...] = (
        "One thing moves at a time; everything else stays as it is.",
        "Costs here are what is counted after optimism bias.",
    )

    def table(self) -> pd.DataFrame:
        """Return one rival a row."""
        return self.rows.rename(
            columns={
                "rival": "Rival",
                "ahead": f"{self.leader} is ahead by (£ thousand)",
                "leader_cost": f"Cost of {self.leader} may rise by",
                "rival_cost": "Or the rival's cost must fall by",
                "demand": "Or demand must be, of the plan",
                "benefits": "Or benefits must be, of those valued",
            }
        )

    def reading(self) -> str:
        """Say by how much the leader's cost may rise before somebody is level."""
        if self.rows.empty:
            return f"{self.leader} has no rival in the sums of money."
        nearest = self.rows.iloc[0]
        if np.isnan(nearest["leader_cost"]):
            return (
                f"{self.leader} is £{nearest['ahead']:,.0f} thousand ahead of {nearest['rival']} "
                "and costs nothing itself, so no rise in per cent brings them level."
            )
        return (
            f"{nearest['rival']} would be level if {self.leader} cost "
            f"{nearest['leader_cost']:.1%} more than planned."
        )


def margins(
    run: Callable[[float, float], CostAppraisal], demand: float = 1.0, benefits: float = 1.0
) -> Margins:
    """Find what would bring each rival level with the option that comes first in money.

    Parameters
    ----------
    run
        Appraises at a demand and a share of the benefits (both 1 as planned).
    demand, benefits
        Where they stand now.

    Raises
    ------
    WorkbookError
        When ``run`` cannot appraise at these shares, or at 0.
    """
    now = run(demand, benefits)
    leader = now.order[0]
    value = _values(now)
    no_demand, no_benefits = _values(run(0.0, benefits)), _values(run(demand, 0.0))
    rows = []
    for rival in now.order[1:]:
        ahead = value[leader] - value[rival]
        rows.append(
            {
                "rival": rival,
                "ahead": ahead,
                "leader_cost": _share(ahead, now.of(leader, "cost")),
                "rival_cost": _share(ahead, now.of(rival, "cost")),
                "demand": _level(no_demand[leader] - no_demand[rival], ahead, demand),
                "benefits": _level(no_benefits[leader] - no_benefits[rival], ahead, benefits),
            }
        )
    columns = ["rival", "ahead", "leader_cost", "rival_cost", "demand", "benefits"]
    found = pd.DataFrame(rows, columns=columns).sort_values("ahead", ignore_index=True)
    return Margins(leader, found)


def _values(found: CostAppraisal) -> Mapping[str, float]:
    """Return what options are ranked by: net benefit less net cost, whatever the baseline."""
    rows = found.rows
    net = rows["benefit"] - rows["cost"] if found.ranked_by == "npsv" else -rows["cost"]
    return dict(zip(rows["option"], net.astype(float), strict=True))


def _share(part: float, whole: float) -> float:
    """Return a part as a share of a cost; of one that is nought or a saving there is no share."""
    return part / whole if whole > 0 else float("nan")


def _level(at_zero: float, now: float, at: float) -> float:
    """Return where the line through (0, at_zero) and (at, now) is nought; only from 0 up."""
    if at == 0 or at_zero == now:
        return float("nan")
    found = at * at_zero / (at_zero - now)
    return found if found >= 0 else float("nan")
