"""From a case and a participant's settings to the numbers that the charts of page 03 draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from course_support.errors import WorkbookError
from course_support.methods import weights as from_rank
from course_support.methods.words import long_date
from course_support.sources import options, own_options, rules
from course_support.sources.options import COST, THOUSAND, Case, Criterion, Option

from .once import Once

if TYPE_CHECKING:
    import pandas as pd

    from course_support.methods.acceptability import Acceptability
    from course_support.methods.costs import CostAppraisal
    from course_support.methods.discounting import Schedule
    from course_support.methods.mcda import WeightedTotals
    from course_support.methods.weight_sensitivity import WeightCrossings
    from course_support.workbook import Workbook

Settings = Mapping[str, float | str]
#: The exercises that hold settings and points.
SETTINGS, POINTS = "appraisal-settings", "swing-points"
#: Draws behind “how often each option comes first”: good to less than a percentage point.
DRAWS = 20_000
SCHEDULES = {
    "standard": "discount_rates_standard",
    "health": "discount_rates_health",
    "sensitivity": "discount_rates_sensitivity",
}


@dataclass(frozen=True)
class Sums:
    """The sums of one case under one set of assumptions, each worked out when it is asked for.

    Attributes
    ----------
    settings
        Values of the exercise ``appraisal-settings``; what is missing stands as planned.
    points
        Points for each swing by criterion id, cost among them.
    """

    case: Case
    settings: Settings
    points: Mapping[str, float]

    # --- settings -----------------------------------------------------------------------

    def number(self, name: str, usual: float) -> float:
        """Return one setting as a number."""
        return float(self.settings.get(name, usual))

    @cached_property
    def years(self) -> int:
        """The last year that is counted: as set, or as far as the costs go."""
        last = max((year for _, year, _, _ in self.case.money), default=0)
        return min(round(self.number("years", 10)), last)

    @property
    def over(self) -> str:
        """The years that are counted, as they stand in a sentence."""
        if not self.years:
            return "in year 0 alone"
        return f"over {self.years} year{'' if self.years == 1 else 's'}"

    @cached_property
    def uplift(self) -> dict[str, float]:
        """Optimism bias by kind of cost, as a share; only kinds that occur."""
        kinds = {kind for _, year, kind, _ in self.case.money if year <= self.years}
        running = self.number("running-bias", 0) / 100
        wanted = {
            "capital": self.number("capital-bias", 0) / 100,
            "revenue": running,
            "transition": running,
        }
        return {kind: by for kind, by in wanted.items() if by and kind in kinds}

    @cached_property
    def schedule(self) -> Schedule:
        """The schedule by which costs are discounted."""
        chosen = str(self.settings.get("schedule", "standard"))
        return schedule("standard" if chosen == "health" else chosen)

    @cached_property
    def schedule_by_kind(self) -> dict[str, Schedule]:
        """Another schedule for benefits, where they are health."""
        health = self.settings.get("schedule") == "health"
        return {"benefit": schedule("health")} if health else {}

    # --- money --------------------------------------------------------------------------

    def flows(self, demand: float | None = None, benefits: float | None = None) -> pd.DataFrame:
        """Return the flows of money, cut and moved as set.

        Raises
        ------
        WorkbookError
            When no option has costs.
        """
        from course_support.methods.option_flows import adjusted

        if not self.case.costed:
            raise WorkbookError(
                "No option has any costs yet. Fill in the table of costs, one row for each option "
                "and kind of money, and this is drawn."
            )
        share = self.number("demand", 100) / 100 if demand is None else demand
        believed = self.number("benefits", 100) / 100 if benefits is None else benefits
        return adjusted(self.case.flows(), years=self.years, demand=share, benefits=believed)

    def appraise(self, demand: float | None = None, benefits: float | None = None) -> CostAppraisal:
        """Return the options' costs and benefits in today's value (£ thousand)."""
        from course_support.methods.costs import appraise

        base = self.case.baseline
        with_base = base is not None and base in self.case.costed
        return appraise(
            self.flows(demand, benefits),
            self.schedule,
            optimism_bias=self.uplift or None,
            schedule_by_kind=self.schedule_by_kind,
            baseline=base.name if base and with_base else None,
            not_counted={each.name: [each.not_counted] for each in self.case.options},
            unit="£ thousand ",
        )

    @cached_property
    def money(self) -> CostAppraisal:
        """The appraisal as set."""
        return self.appraise()

    # --- scores and weights -------------------------------------------------------------

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria that tell these options apart, cost last where all have costs."""
        table = self.performance
        return tuple(each for each in self._every() if each.name in table.columns)

    def _every(self) -> tuple[Criterion, ...]:
        last = Criterion(COST, self.cost_name, "£ million", False, "the dearest", "the cheapest")
        return (*self.case.criteria, last)

    @property
    def cost_name(self) -> str:
        """What the criterion of cost is called here."""
        taken = {each.name for each in self.case.criteria}
        return f"Cost {self.over}" if "Cost" in taken else "Cost"

    @cached_property
    def performance(self) -> pd.DataFrame:
        """Options × criteria in their own units; cost in £ million of today's value.

        A criterion on which all options are alike is left out: it cannot tell them apart.

        Raises
        ------
        WorkbookError
            When fewer than two options have a figure on every criterion, or none differ.
        """
        table = self.case.performance_table()
        if len(table) < 2:
            raise WorkbookError(
                "Fewer than two options have a figure for every criterion, so there is nothing to "
                "compare yet. Fill in the table of options."
            )
        if self.case.costed and set(self.case.scored) <= set(self.case.costed):
            spent = dict(zip(self.money.rows["option"], self.money.rows["cost"], strict=True))
            table[self.cost_name] = [spent[name] / THOUSAND for name in table.index]
        table = table.loc[:, table.nunique() > 1]
        if table.shape[1] == 0:
            raise WorkbookError(
                "All options are alike on every criterion: nothing tells them apart."
            )
        return table

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Scores from 0 for the worst option here to 100 for the best."""
        from course_support.methods.mcda import local_scale

        return local_scale(self.performance, self.better)

    @property
    def better(self) -> dict[str, str]:
        """Which way is better, by name of criterion."""
        return {each.name: "higher" if each.higher else "lower" for each in self.criteria}

    @cached_property
    def weights(self) -> dict[str, float]:
        """Weights from the points, by name of criterion; they add up to one.

        Raises
        ------
        WorkbookError
            When every swing has 0 points.
        """
        return self.weights_of(self.points)

    def weights_of(self, points: Mapping[str, float]) -> dict[str, float]:
        """Return weights from somebody's points; a criterion without any has none."""
        given = [float(points.get(each.id, 0)) for each in self.criteria]
        shares = from_rank.from_points(given)
        return dict(zip((each.name for each in self.criteria), shares, strict=True))

    def weights_in_order(self, order: Sequence[str]) -> dict[str, float]:
        """Return weights from an order of criterion ids alone (rank order centroid)."""
        known = [each.id for each in self.criteria]
        kept = [key for key in order if key in known]
        kept += [key for key in known if key not in kept]
        shares = dict(zip(kept, from_rank.from_ranks(range(1, len(kept) + 1)), strict=True))
        return {each.name: shares[each.id] for each in self.criteria}

    @property
    def equal_weights(self) -> dict[str, float]:
        """Return the same weight for every criterion."""
        return dict(
            zip(
                (each.name for each in self.criteria),
                from_rank.equal(len(self.criteria)),
                strict=True,
            )
        )

    @cached_property
    def totals(self) -> WeightedTotals:
        """The weighted totals."""
        return self.totals_of(self.weights)

    def totals_of(self, given: Mapping[str, float]) -> WeightedTotals:
        """Return the weighted totals under some weights."""
        from course_support.methods.mcda import weighted_totals

        return weighted_totals(self.scores, given)

    @property
    def leader(self) -> str:
        """The option with the highest total; the first of those level."""
        return self.totals.leaders[0]

    @cached_property
    def crossings(self) -> dict[str, WeightCrossings]:
        """Where the winner changes as one weight moves, by name of criterion.

        Raises
        ------
        WorkbookError
            When one criterion holds all the weight, so that there are no proportions to keep.
        """
        from course_support.methods.weight_sensitivity import weight_crossings

        if sum(share > 0 for share in self.weights.values()) < 2:
            raise WorkbookError(
                "Only one swing has any points, so there are no proportions to keep while one "
                "weight moves. Give a second swing some points."
            )
        return {name: weight_crossings(self.scores, self.weights, name) for name in self.weights}

    @cached_property
    def over_all_weights(self) -> Acceptability:
        """How often each option takes each rank over all possible weights."""
        from course_support.methods.acceptability import rank_acceptability

        return rank_acceptability(self.scores, draws=DRAWS)


def schedule(name: str) -> Schedule:
    """Return a discount schedule from the dated rules; its source says when it was checked."""
    from course_support.methods.discounting import schedule as read

    table = rules.table(SCHEDULES[name])
    rows = [
        (row.columns["from_year"], row.columns["to_year"], float(str(row.value)) / 100)
        for row in table.rows
    ]
    first = table.rows[0]
    checked = f", checked {long_date(first.checked_on)}" if first.checked_on else ""
    title = table.title.removeprefix("Green Book discount rates: ")
    return read(rows, f"Green Book's {title} rates", f"{first.source}{checked}")  # type: ignore[arg-type]


def million(thousand: float, places: int = 1) -> str:
    """Return thousands of pounds as millions, or as thousands where they are few."""
    sign, size = ("−" if thousand < 0 else ""), abs(thousand)
    if size < 0.0005:
        return "£0"
    if size < 950:
        return f"{sign}£{size:,.0f},000" if size >= 1 else f"{sign}£{size * 1000:,.0f}"
    return f"{sign}£{size / THOUSAND:,.{places}f} million"


class Desk:
    """What stands in a participant's tables and settings, worked out once for each change.

    Many pictures hang on the same answers; reading them anew for each would be felt while a
    slider moves.
    """

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._once = Once(workbook, (*options.TABLES, SETTINGS, POINTS))

    @property
    def case(self) -> Case:
        """The case in the participant's tables."""
        return self._once.find("case", lambda: own_options.case(self._workbook))

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria in the participant's table, for whatever bears their names."""
        return self._once.find("criteria", lambda: own_options.criteria(self._workbook))

    @property
    def options(self) -> tuple[Option, ...]:
        """The options in the participant's table, for the tables that name them."""
        return self._once.find("options", lambda: own_options.named(self._workbook))

    @property
    def sums(self) -> Sums:
        """The sums of that case, under the participant's settings and points."""
        return self._once.find("sums", self._sums)

    def _sums(self) -> Sums:
        given = self._workbook.settings(POINTS)
        points = {name: float(value) for name, value in given.items()}
        return Sums(self.case, self._workbook.settings(SETTINGS), points)

    @property
    def as_planned(self) -> Sums:
        """The sums of that case before optimism bias and settings, which stand still."""
        return self._once.find("as planned", lambda: Sums(self.case, {}, {}))
