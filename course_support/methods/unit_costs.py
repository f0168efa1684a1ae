"""Unit cost: what a unit of service costs, with overhead and with unused units.

Source: cost over units, in the manner of the annual unit cost volumes for health and social
care. Users bring their own figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from course_support.methods import guards
from course_support.methods.result import Result


@dataclass(frozen=True)
class UnitCost(Result):
    """Cost of a unit of service, as delivered and at full use.

    Attributes
    ----------
    cost
        Direct cost with overhead, in pounds.
    at_full_use
        Cost over the units that could be delivered.
    each
        Cost over the units that are used (the same at full use).
    """

    cost: float
    units: float
    utilisation: float
    unit: str
    at_full_use: float
    each: float
    assumptions: tuple[str, ...] = ("Cost stays the same whatever share of the units is used.",)

    def table(self) -> pd.DataFrame:
        """Return the parts of the unit cost."""
        rows: Mapping[str, float] = {
            "Cost with overhead (£)": self.cost,
            f"Units available ({self.unit}s)": self.units,
            "Share used": self.utilisation,
            f"£ a {self.unit} if all were used": self.at_full_use,
            f"£ a {self.unit} used": self.each,
        }
        return pd.DataFrame({"Measure": list(rows), "Value": list(rows.values())})

    def reading(self) -> str:
        """Say the unit cost, and what unused units add."""
        if self.utilisation == 1:
            return f"Each {self.unit} costs £{self.each:,.2f}."
        return (
            f"Each {self.unit} used costs £{self.each:,.2f}; if all were used it would cost "
            f"£{self.at_full_use:,.2f}."
        )


def unit_cost(
    direct: float,
    units: float,
    *,
    overhead: float = 0.0,
    utilisation: float = 1.0,
    unit: str = "hour",
) -> UnitCost:
    """Return (direct cost + overhead) over units, and over the units that are used.

    Parameters
    ----------
    direct
        Direct cost in pounds.
    overhead
        As a share of direct cost (0.18 for 18%).
    utilisation
        Share of the units that are used, above 0 and at most 1.
    units
        Units there are, such as hours in a year.
    unit
        What one is called, in the singular.

    Raises
    ------
    WorkbookError
        When a cost is below 0, there are no units, or a share is out of range.
    """
    cost = guards.number(direct, "Direct cost", least=0) * (
        1 + guards.number(overhead, "Overhead as a share of direct cost", least=0)
    )
    available = guards.number(units, "Units", above=0)
    used = guards.number(utilisation, "Utilisation as a share", above=0, most=1)
    return UnitCost(cost, available, used, unit, cost / available, cost / (available * used))
