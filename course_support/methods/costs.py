"""The cost of options over time: net present cost and value, optimism bias, sensitivity.

Costs and benefits are given as one table of option, year, kind and amount. Optimism bias is an
uplift for costs that are commonly underestimated; it belongs on every option, because an
uplift on one alone can turn the order round.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from course_support.errors import WorkbookError
from course_support.methods import guards
from course_support.methods.discounting import Schedule, equivalent_annual, factors
from course_support.methods.result import Result

#: The kind that counts as gain; every other kind is a cost.
BENEFIT = "benefit"


@dataclass(frozen=True)
class CostAppraisal(Result):
    """Options by what they cost and bring over time, in today's value.

    Attributes
    ----------
    rows
        Columns option, cost, benefit (present values), npc, npsv (against ``baseline``; NaN
        without benefits and baseline), eac, rank (1 = best), not_counted (text).
    ranked_by
        "npsv" where benefits are counted, else "npc".
    """

    rows: pd.DataFrame
    baseline: str | None
    ranked_by: str
    unit: str
    assumptions: tuple[str, ...]

    def of(self, option: str, what: str) -> float:
        """Return one number of one option, such as ``of("Preferred", "npc")``.

        Parameters
        ----------
        option
            Its name, as in the flows.
        what
            A column of ``rows``: cost, benefit, npc, npsv, eac or rank.

        Raises
        ------
        WorkbookError
            When there is no such option.
        """
        known = self.rows["option"].tolist()
        guards.one_of(option, known, "Options")
        return float(self.rows[what].iloc[known.index(option)])

    @property
    def order(self) -> tuple[str, ...]:
        """Options, best first."""
        return tuple(self.rows.sort_values("rank", kind="stable")["option"])

    def table(self) -> pd.DataFrame:
        """Return one option a row, in the order given."""
        names = {
            "option": "Option",
            "cost": f"Cost, present value ({self.unit})",
            "benefit": f"Benefit, present value ({self.unit})",
            "npc": f"Net present cost ({self.unit})",
            "npsv": f"Net present value against {self.baseline} ({self.unit})",
            "eac": f"Equivalent annual cost ({self.unit})",
            "rank": "Rank",
            "not_counted": "Not counted in money",
        }
        shown = self.rows.dropna(axis=1, how="all")
        if not self.rows["not_counted"].any():
            shown = shown.drop(columns="not_counted")
        if self.ranked_by == "npc":
            shown = shown.drop(columns="benefit")
        return shown.rename(columns=names)

    def reading(self) -> str:
        """Say which option comes first, by how much, and what is not in the sums."""
        column, what = (
            ("npsv", "highest net present value")
            if self.ranked_by == "npsv"
            else ("npc", "lowest net present cost")
        )
        best = self.order[0]
        text = f"{best} has the {what} ({self.unit}{self.of(best, column):,.1f})"
        if len(self.order) > 1:
            lead = abs(self.of(best, column) - self.of(self.order[1], column))
            text += f", {self.unit}{lead:,.1f} ahead of {self.order[1]}"
        left_out = " What is not counted in money is listed beside it." if self._leaves_out else ""
        return f"{text}.{left_out}"

    @property
    def _leaves_out(self) -> bool:
        """Whether something is listed as not counted."""
        return bool(self.rows["not_counted"].any())


def appraise(
    flows: pd.DataFrame,
    schedule: Schedule,
    *,
    optimism_bias: Mapping[str, float] | Mapping[str, Mapping[str, float]] | None = None,
    schedule_by_kind: Mapping[str, Schedule] | None = None,
    baseline: str | None = None,
    not_counted: Mapping[str, Sequence[str]] | None = None,
    unit: str = "£",
) -> CostAppraisal:
    """Discount the costs and benefits of each option.

    Parameters
    ----------
    flows
        Columns option, year (whole, from 0), kind and amount in real terms. The kind "benefit"
        counts as gain; any other (capital, revenue, transition …) as cost.
    optimism_bias
        Uplift by kind (``{"capital": 0.24}``), put on every option; or by option and kind, and
        then every option must be there.
    schedule_by_kind
        Another schedule for some kinds (benefits in health, for instance).
    baseline
        The option that values are measured against; business as usual as a rule.
    not_counted
        By option, what matters but is not in money: it stays in sight.
    unit
        Of the amounts, such as "£" or "£ thousand".

    Raises
    ------
    WorkbookError
        When a column is missing, a row is there twice, a year or amount makes no sense, or an
        uplift is missing for some options.
    """
    amounts = _uplifted(_flows(flows), optimism_bias)
    place, names = pd.factorize(amounts["option"])
    options = names.tolist()
    if baseline is not None:
        guards.one_of(baseline, options, "Baseline option")
    horizon = int(amounts["year"].max())
    value = _discounted(amounts, schedule, schedule_by_kind or {}, horizon).to_numpy()
    gains = (amounts["kind"] == BENEFIT).to_numpy()
    cost, gain = (
        np.bincount(place[which], value[which], minlength=len(options)) for which in (~gains, gains)
    )
    net = gain - cost
    by_value = bool(gains.any()) and baseline is not None
    npsv = net - net[options.index(str(baseline))] if by_value else np.full(len(options), np.nan)
    score = pd.Series(net if by_value else -cost)
    rows = pd.DataFrame(
        {
            "option": options,
            "cost": cost,
            "benefit": gain,
            "npc": cost,
            "npsv": npsv,
            "eac": _annual(cost, schedule, horizon),
            "rank": score.round(9).rank(ascending=False, method="min").astype(int).to_numpy(),
            "not_counted": ["; ".join((not_counted or {}).get(o, ())) for o in options],
        }
    )
    return CostAppraisal(
        rows,
        baseline if by_value else None,
        "npsv" if by_value else "npc",
        unit,
        _assumed(schedule, schedule_by_kind, optimism_bias, horizon),
    )


def _flows(flows: pd.DataFrame) -> pd.DataFrame:
    """Return the flows, checked: whole years from 0, known amounts, no repeats."""
    guards.columns(flows, ["option", "year", "kind", "amount"], "Costs over time")
    table = flows[["option", "year", "kind", "amount"]].reset_index(drop=True).copy()
    labels = [
        f"{o}, {k}, year {y}"
        for o, k, y in zip(table["option"], table["kind"], table["year"], strict=True)
    ]
    guards.no_repeats(labels, "Costs over time")
    years = guards.numbers(table["year"], "Year", labels=labels, least=0)
    odd = np.flatnonzero(years != np.floor(years))
    if odd.size:
        raise WorkbookError(f"Costs over time: {labels[odd[0]]} is not a whole year.")
    table["year"] = years.astype(int)
    table["amount"] = guards.numbers(table["amount"], "Amount", labels=labels)
    return table


def _uplifted(
    flows: pd.DataFrame,
    optimism_bias: Mapping[str, float] | Mapping[str, Mapping[str, float]] | None,
) -> pd.DataFrame:
    """Return the flows with optimism bias on the kinds named, for every option."""
    if not optimism_bias:
        return flows
    options = list(dict.fromkeys(flows["option"]))
    uplift = _by_option(optimism_bias, options)
    missing = [option for option in options if option not in uplift]
    if missing:
        raise WorkbookError(
            f"Optimism bias: no uplift is given for {missing[0]}. Put it on every option (0 where "
            "the evidence supports that), or the comparison is tilted."
        )
    return _raised(flows, uplift)


def _by_option(
    optimism_bias: Mapping[str, float] | Mapping[str, Mapping[str, float]], options: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Return uplifts by option and kind, whichever way they were given."""
    plain: dict[str, float] = {}
    uplift: dict[str, dict[str, float]] = {}
    for key, given in optimism_bias.items():
        if isinstance(given, Mapping):
            guards.one_of(key, options, "Optimism bias, option")
            uplift[key] = dict(given)
        else:
            plain[key] = given
    if plain and uplift:
        raise WorkbookError("Optimism bias: give uplifts by kind or by option, not both at once.")
    return dict.fromkeys(options, plain) if plain else uplift


def _raised(flows: pd.DataFrame, uplift: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
    """Return the flows with each (option, kind) raised by its uplift."""
    kinds = set(flows["kind"])
    for option, by_kind in uplift.items():
        for kind, by in by_kind.items():
            guards.one_of(kind, sorted(kinds), "Optimism bias, kind of cost")
            guards.number(by, f"Optimism bias on {kind} of {option}, as a share", least=-1)
    keys = zip(flows["option"], flows["kind"], strict=True)
    times = np.array([1 + uplift.get(option, {}).get(kind, 0.0) for option, kind in keys])
    return flows.assign(amount=flows["amount"] * times)


def _discounted(
    flows: pd.DataFrame, schedule: Schedule, by_kind: Mapping[str, Schedule], horizon: int
) -> pd.Series[float]:
    """Return each amount times its discount factor."""
    used = {
        kind: factors(by_kind.get(str(kind), schedule), horizon) for kind in flows["kind"].unique()
    }
    factor = [used[k][y] for k, y in zip(flows["kind"], flows["year"], strict=True)]
    return flows["amount"] * np.array(factor)


def _annual(cost: Iterable[float], schedule: Schedule, horizon: int) -> list[float]:
    """Return equivalent annual costs (NaN when everything falls in year 0)."""
    return [
        equivalent_annual(float(value), schedule, horizon) if horizon else float("nan")
        for value in cost
    ]


def _assumed(
    schedule: Schedule,
    by_kind: Mapping[str, Schedule] | None,
    optimism_bias: Mapping[str, object] | None,
    horizon: int,
) -> tuple[str, ...]:
    """Return what the appraisal takes as given."""
    given = [schedule.described(), f"Year 0 is not discounted; the horizon is year {horizon}."]
    given += [f"{kind.capitalize()}: {by.described()}" for kind, by in (by_kind or {}).items()]
    given.append("Amounts are in real terms, before inflation.")
    if optimism_bias:
        given.append("Optimism bias is on every option.")
    else:
        given.append("No optimism bias has been added.")
    return tuple(given)


@dataclass(frozen=True)
class BiasOnOne(Result):
    """What happens to the order when optimism bias is put on one option only.

    Attributes
    ----------
    without, on_one, on_all
        Appraisals without the uplift, with it on ``option`` only, and on every option.
    """

    option: str
    without: CostAppraisal
    on_one: CostAppraisal
    on_all: CostAppraisal
    assumptions: tuple[str, ...] = (
        "An uplift on one option only is shown as a warning; it is not a fair comparison.",
    )

    @property
    def flips(self) -> bool:
        """Whether an uplift on one option only changes which option comes first."""
        return self.on_one.order[0] != self.on_all.order[0]

    def table(self) -> pd.DataFrame:
        """Return net present cost by option, three ways."""
        by = {
            "No uplift": self.without,
            f"On {self.option} only": self.on_one,
            "On every option": self.on_all,
        }
        column = "npsv" if self.without.ranked_by == "npsv" else "npc"
        table = pd.DataFrame({"Option": self.without.rows["option"]})
        return table.assign(**{name: found.rows[column] for name, found in by.items()})

    def reading(self) -> str:
        """Say whether the one-sided uplift changes the answer."""
        if not self.flips:
            return (
                f"{self.on_all.order[0]} comes first with the uplift on {self.option} only and "
                "with it on every option."
            )
        return (
            f"With the uplift on {self.option} only, {self.on_one.order[0]} comes first; with the "
            f"same uplift on every option, {self.on_all.order[0]} does. Uplift every option."
        )


def bias_on_one_only(
    flows: pd.DataFrame,
    schedule: Schedule,
    uplift: Mapping[str, float],
    option: str,
    *,
    schedule_by_kind: Mapping[str, Schedule] | None = None,
    baseline: str | None = None,
    unit: str = "£",
) -> BiasOnOne:
    """Show what optimism bias on one option alone does to the order.

    Parameters
    ----------
    uplift
        Uplift by kind of cost, as a share.
    option
        The option that would carry it alone.
    schedule_by_kind
        Another schedule for some kinds, as in :func:`appraise`.
    flows, schedule, baseline, unit
        As in :func:`appraise`.

    Raises
    ------
    WorkbookError
        When the flows do not make sense, or the option, the baseline or a kind of cost is not
        among them.
    """
    checked = _flows(flows)
    options = list(dict.fromkeys(checked["option"]))
    guards.one_of(option, options, "Optimism bias, option")

    def run(table: pd.DataFrame, bias: Mapping[str, float] | None = None) -> CostAppraisal:
        return appraise(
            table,
            schedule,
            optimism_bias=bias,
            schedule_by_kind=schedule_by_kind,
            baseline=baseline,
            unit=unit,
        )

    return BiasOnOne(
        option, run(checked), run(_raised(checked, {option: uplift})), run(checked, uplift)
    )
