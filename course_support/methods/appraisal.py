"""Options appraisal in one place: what notebooks and reports use.

Each part stands in a module of its own: ``discounting``, ``costs``, ``deflation``, ``mcda``,
``weight_sensitivity``, ``acceptability``, ``ahp``, ``topsis``, ``risk``, ``distribution``,
``option_flows`` and ``sensitivity``.
"""

from course_support.methods.acceptability import (
    Acceptability,
    over_given_weights,
    rank_acceptability,
)
from course_support.methods.ahp import PairwiseWeights, ahp
from course_support.methods.costs import (
    BiasOnOne,
    CostAppraisal,
    appraise,
    bias_on_one_only,
)
from course_support.methods.deflation import RealTerms, real_terms
from course_support.methods.discounting import (
    Schedule,
    equivalent_annual,
    factor,
    factors,
    present_value,
    schedule,
)
from course_support.methods.distribution import (
    Distribution,
    distribution,
    distributional_weight,
)
from course_support.methods.mcda import (
    WeightedTotals,
    dominance,
    global_scale,
    local_scale,
    weighted_totals,
)
from course_support.methods.option_flows import Margins, margins
from course_support.methods.risk import RiskMatrix, risk_matrix
from course_support.methods.sensitivity import SwitchingValue, Tornado, switching_value, tornado
from course_support.methods.topsis import Closeness, topsis
from course_support.methods.weight_sensitivity import (
    WeightCrossings,
    WhatWouldHaveToBeTrue,
    weight_crossings,
    what_would_have_to_be_true,
)

__all__ = [
    "Acceptability",
    "BiasOnOne",
    "Closeness",
    "CostAppraisal",
    "Distribution",
    "Margins",
    "PairwiseWeights",
    "RealTerms",
    "RiskMatrix",
    "Schedule",
    "SwitchingValue",
    "Tornado",
    "WeightCrossings",
    "WeightedTotals",
    "WhatWouldHaveToBeTrue",
    "ahp",
    "appraise",
    "bias_on_one_only",
    "distribution",
    "distributional_weight",
    "dominance",
    "equivalent_annual",
    "factor",
    "factors",
    "global_scale",
    "local_scale",
    "margins",
    "over_given_weights",
    "present_value",
    "rank_acceptability",
    "real_terms",
    "risk_matrix",
    "schedule",
    "switching_value",
    "topsis",
    "tornado",
    "weight_crossings",
    "weighted_totals",
    "what_would_have_to_be_true",
]
