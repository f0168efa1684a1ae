"""Who gains and loses: distributional weights on benefits and costs by income.

``weight = (reference income / group's income) ** elasticity``. The elasticity is a figure that
government sets, so it is given by the caller with its source. Source of the formula: HM
Treasury's Green Book.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from course_support.errors import WorkbookError
from course_support.methods import guards
from course_support.methods.figures import whole_pounds
from course_support.methods.result import Result


@dataclass(frozen=True)
class Distribution(Result):
    """Net benefit by group, plain and weighted.

    Attributes
    ----------
    rows
        Columns group, income, weight, net_benefit, weighted.
    """

    rows: pd.DataFrame
    assumptions: tuple[str, ...]

    def table(self) -> pd.DataFrame:
        """Return one group a row."""
        return self.rows.rename(
            columns={
                "group": "Group",
                "income": "Income (£ a year)",
                "weight": "Weight",
                "net_benefit": "Net benefit (£)",
                "weighted": "Weighted net benefit (£)",
            }
        )

    def reading(self) -> str:
        """Say the total, plain and weighted, and who loses."""
        # Whole pounds, as they are said: a sum of gains and losses is seldom exactly nought.
        plain, weighted = (round(self.rows[which].sum()) for which in ("net_benefit", "weighted"))
        losers = self.rows[self.rows["net_benefit"] < 0]["group"].tolist()
        text = (
            f"Net benefit is {whole_pounds(plain)}, or {whole_pounds(weighted)} when a pound "
            "counts for more to people with less."
        )
        if (plain < 0) != (weighted < 0):
            text += " Weighting changes whether it is a gain."
        return f"{text} {_and_losers(losers)}"


def _and_losers(losers: list[str]) -> str:
    """Return who loses, in words."""
    return f"Worse off: {', '.join(losers)}." if losers else "No group is worse off."


def distributional_weight(income: float, reference: float, elasticity: float) -> float:
    """Return (reference / income) ** elasticity; 1 at the reference income.

    Parameters
    ----------
    income, reference
        Pounds a year, in the same terms (a household of the same size).
    elasticity
        How fast the worth of one more pound falls as income rises; a dated rule.

    Raises
    ------
    WorkbookError
        When an income is not above 0 or the elasticity is below 0.
    """
    group = guards.number(income, "Income of the group", above=0)
    middle = guards.number(reference, "Reference income", above=0)
    return float((middle / group) ** guards.number(elasticity, "Elasticity", least=0))


def distribution(
    incomes: Mapping[str, float],
    net_benefits: Mapping[str, float],
    *,
    reference: float,
    elasticity: float,
    source: str = "",
) -> Distribution:
    """Weight the net benefit of each group by its income.

    Parameters
    ----------
    incomes
        Pounds a year by group.
    net_benefits
        Pounds by group; a loss is below 0.
    reference
        The income whose pound counts as one, such as the median.
    elasticity
        As in :func:`distributional_weight`.
    source
        Where the elasticity comes from.

    Raises
    ------
    WorkbookError
        When the groups differ or a number makes no sense.
    """
    odd = sorted(set(incomes) ^ set(net_benefits))
    if odd or not incomes:
        what = (
            f"'{odd[0]}' has an income or a net benefit, not both" if odd else "there are no groups"
        )
        raise WorkbookError(f"Distribution: {what}. Give every group both.")
    groups = list(incomes)
    given = guards.numbers(list(incomes.values()), "Income", labels=groups, above=0)
    benefit = guards.numbers([net_benefits[g] for g in groups], "Net benefit", labels=groups)
    weights = [distributional_weight(float(x), reference, elasticity) for x in given]
    rows = pd.DataFrame(
        {
            "group": groups,
            "income": given,
            "weight": weights,
            "net_benefit": benefit,
            "weighted": benefit * weights,
        }
    )
    cited = f" ({source})" if source else ""
    return Distribution(
        rows,
        (
            f"The weight is ({reference:,.0f} / income) to the power {elasticity:g}{cited}.",
            "People within a group are taken to have the same income.",
        ),
    )
