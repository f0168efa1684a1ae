"""Needs and resource analysis in one place: what notebooks and reports use.

Each part stands in a module of its own: ``forecast``, ``rates``, ``statuses``,
``benchmarking``, ``neighbours``, ``supply``, ``pressure``, ``unit_costs``, ``gap``,
``sensitivity`` and ``deflation``.
"""

from course_support.methods.benchmarking import (
    Comparison,
    against_value,
    between,
)
from course_support.methods.deflation import RealTerms, real_terms
from course_support.methods.forecast import Decomposition, Forecast, decompose, forecast
from course_support.methods.gap import Gap, gap
from course_support.methods.neighbours import Neighbours, nearest_neighbours
from course_support.methods.pressure import PressurePoints, Thresholds, pressure_points
from course_support.methods.rates import (
    Estimate,
    count_interval,
    directly_standardised_rate,
    proportion,
    rate,
    tabulate,
)
from course_support.methods.sensitivity import SwitchingValue, Tornado, switching_value, tornado
from course_support.methods.statuses import Known, Total, total
from course_support.methods.supply import Capacity, Concentration, capacity, concentration
from course_support.methods.unit_costs import UnitCost, unit_cost

__all__ = [
    "Capacity",
    "Comparison",
    "Concentration",
    "Decomposition",
    "Estimate",
    "Forecast",
    "Gap",
    "Known",
    "Neighbours",
    "PressurePoints",
    "RealTerms",
    "SwitchingValue",
    "Thresholds",
    "Tornado",
    "Total",
    "UnitCost",
    "against_value",
    "between",
    "capacity",
    "concentration",
    "count_interval",
    "decompose",
    "directly_standardised_rate",
    "forecast",
    "gap",
    "nearest_neighbours",
    "pressure_points",
    "proportion",
    "rate",
    "real_terms",
    "switching_value",
    "tabulate",
    "tornado",
    "total",
    "unit_cost",
]
