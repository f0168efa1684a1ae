"""How many people may need a service: prevalence by age band on population projections.

``demand = sum over bands of population × rate``, for each year, scenario and population
variant. This projects present rates on to a future population; it is not what ought to be.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from course_support.errors import WorkbookError
from course_support.methods import guards, statuses
from course_support.methods.result import Result

#: Name of the only variant when the population has none.
ONE_VARIANT = "only projection"


@dataclass(frozen=True)
class Forecast(Result):
    """Demand by variant, scenario, year and band.

    Attributes
    ----------
    bands
        One row a variant, scenario, year and band: population (people), rate (share of
        people), demand (people, NaN where not known) and status.
    """

    bands: pd.DataFrame
    assumptions: tuple[str, ...]

    def totals(self) -> pd.DataFrame:
        """Return demand by variant, scenario and year.

        ``demand`` is NaN where a band is not known; ``known part`` is the rest of it, and
        ``status`` says what is missing.
        """
        keys = ["variant", "scenario", "year"]
        rows = []
        for key, part in self.bands.groupby(keys, sort=False, observed=True):
            whole = statuses.total(part["demand"], part["status"], "Demand")
            rows.append((*key, np.nan if whole.value is None else whole.value, whole.at_least))
            rows[-1] = (*rows[-1], whole.status)
        return pd.DataFrame(rows, columns=[*keys, "demand", "known part", "status"])

    def at(self, year: int, scenario: str = "central", variant: str | None = None) -> float | None:
        """Return demand in one year, or None where it is not known.

        Raises
        ------
        WorkbookError
            When the year, scenario or variant is not in the forecast.
        """
        totals = self.totals()
        wanted = {
            "variant": variant or totals["variant"].iloc[0],
            "scenario": scenario,
            "year": year,
        }
        for column, value in wanted.items():
            known = totals[column].unique().tolist()
            if value not in known:
                listed = ", ".join(str(k) for k in known)
                raise WorkbookError(f"Forecast: there is no {column} '{value}'. It has: {listed}.")
            totals = totals[totals[column] == value]
        found = float(totals["demand"].iloc[0])
        return None if np.isnan(found) else found

    def table(self) -> pd.DataFrame:
        """Return years down, scenarios (and variants) across."""
        totals = self.totals()
        across = ["scenario"] if totals["variant"].nunique() == 1 else ["variant", "scenario"]
        wide = totals.pivot(index="year", columns=across, values="demand")
        order = totals[across].drop_duplicates()
        labels = [tuple(row) if len(across) > 1 else row[0] for row in order.to_numpy().tolist()]
        return wide[labels].rename_axis(index="Year")

    def reading(self) -> str:
        """Say how demand moves from the first year to the last, and the range at the end."""
        totals = self.totals()
        scenario = _central(totals["scenario"].unique().tolist())
        same = totals["variant"] == totals["variant"].iloc[0]
        lead = totals[same & (totals["scenario"] == scenario)]
        first, last = lead.iloc[0], lead.iloc[-1]
        for end in (first, last):
            if np.isnan(end["demand"]):
                return (
                    f"The {scenario} forecast cannot be totalled for {end['year']}: it "
                    f"{end['status']} figures (known part {end['known part']:,.0f})."
                )
        change = f" ({last['demand'] / first['demand'] - 1:+.1%})" if first["demand"] else ""
        return (
            f"On these assumptions the {scenario} forecast goes from {first['demand']:,.0f} people "
            f"in {first['year']} to {last['demand']:,.0f} in {last['year']}{change}."
            f"{_range(totals[totals['year'] == last['year']])}"
        )


def _range(end: pd.DataFrame) -> str:
    """Return the range over scenarios and variants in one year, in words."""
    known = end["demand"].dropna()
    if len(known) < 2:
        return ""
    return f" The range in {end['year'].iloc[0]} is {known.min():,.0f} to {known.max():,.0f}."


def forecast(
    population: pd.DataFrame | Mapping[int, Mapping[str, float]],
    rates: pd.DataFrame | Mapping[str, float],
    scenarios: Mapping[str, float] | None = None,
) -> Forecast:
    """Apply prevalence by age band to a population by age band and year.

    Parameters
    ----------
    population
        Columns band, year, population, and where there are several variant and status; or
        ``{year: {band: people}}``.
    rates
        Columns band and rate (share of people, 0 to 1), and where they differ scenario and
        year, with status; or ``{band: rate}``.
    scenarios
        Multipliers of the rates by name, such as ``{"low": 0.9, "central": 1, "high": 1.1}``.
        Not with rates that already have a scenario column.

    Raises
    ------
    WorkbookError
        When a column is missing, a band has no rate, a row is there twice, or a number is out
        of range (a rate times its multiplier may not exceed 1).
    """
    people = _population(population)
    prevalence = _rates(rates, scenarios)
    keys = [c for c in ("band", "year") if c in prevalence.columns]
    _same_bands(people, prevalence, keys)
    joined = people.merge(prevalence, on=keys, how="left", sort=False)
    joined["demand"] = joined["population"] * joined["rate"]
    joined["status"] = [
        a if a in statuses.UNKNOWN else b
        for a, b in zip(joined["status"], joined["rate status"], strict=True)
    ]
    columns = ["variant", "scenario", "year", "band", "population", "rate", "demand", "status"]
    order = {name: i for i, name in enumerate(prevalence["scenario"].unique())}
    joined["order"] = joined["scenario"].map(order)
    joined = joined.sort_values(["order", "year"], kind="stable", ignore_index=True)
    return Forecast(joined[columns], _assumed(prevalence, scenarios, people))


def _population(population: pd.DataFrame | Mapping[int, Mapping[str, float]]) -> pd.DataFrame:
    """Return the population as checked rows of variant, band, year, people and status."""
    if not isinstance(population, pd.DataFrame):
        rows = [(b, y, n) for y, bands in population.items() for b, n in bands.items()]
        population = pd.DataFrame(rows, columns=["band", "year", "population"])
    guards.columns(population, ["band", "year", "population"], "Population")
    table = population.copy()
    if "variant" not in table:
        table["variant"] = ONE_VARIANT
    guards.no_repeats(
        zip(table["variant"], table["band"], table["year"], strict=True), "Population"
    )
    known = statuses.read(
        table["population"],
        table.get("status"),
        "Population",
        labels=[f"{b}, {y}" for b, y in zip(table["band"], table["year"], strict=True)],
        least=0,
    )
    return table[["variant", "band", "year"]].assign(population=known.value, status=known.status)


def _rates(
    rates: pd.DataFrame | Mapping[str, float], scenarios: Mapping[str, float] | None
) -> pd.DataFrame:
    """Return rates as checked rows of band, scenario, rate and status (and year)."""
    if not isinstance(rates, pd.DataFrame):
        rates = pd.DataFrame({"band": list(rates), "rate": list(rates.values())})
    guards.columns(rates, ["band", "rate"], "Rates")
    if "scenario" in rates and scenarios:
        raise WorkbookError(
            "Forecast: the rates have scenarios of their own, and multipliers were given too. "
            "Use one or the other."
        )
    keys = [c for c in ("band", "scenario", "year") if c in rates]
    guards.no_repeats(zip(*(rates[c] for c in keys), strict=True), "Rates")
    known = statuses.read(
        rates["rate"], rates.get("status"), "Rate", labels=list(rates["band"]), least=0
    )
    base = rates[keys].assign(rate=known.value, **{"rate status": known.status})
    if "scenario" not in base:
        spread = scenarios or {"central": 1.0}
        for name, by in spread.items():
            guards.number(by, f"Multiplier of the {name} scenario", least=0)
        parts = [base.assign(scenario=name, rate=base["rate"] * by) for name, by in spread.items()]
        base = pd.concat(parts, ignore_index=True)
    labels = [f"{b} ({s})" for b, s in zip(base["band"], base["scenario"], strict=True)]
    guards.numbers(base["rate"], "Rate as a share of people", labels=labels, most=1, gaps=True)
    return base


def _same_bands(people: pd.DataFrame, prevalence: pd.DataFrame, keys: list[str]) -> None:
    """Refuse a population band (and year) that has no rate in some scenario."""
    needed = set(people[keys].itertuples(index=False, name=None))
    for scenario, part in prevalence.groupby("scenario", sort=False):
        lacking = needed - set(part[keys].itertuples(index=False, name=None))
        if lacking:
            where = ", ".join(str(v) for v in min(lacking, key=str))
            raise WorkbookError(
                f"Forecast: there is no {scenario} rate for {where}. Give every age band of the "
                "population a rate, or leave the band out of both."
            )


def _assumed(
    prevalence: pd.DataFrame, scenarios: Mapping[str, float] | None, people: pd.DataFrame
) -> tuple[str, ...]:
    """Return what the forecast takes as given."""
    given = ["Prevalence within each age band is that of the source; only what is stated varies."]
    if "year" not in prevalence:
        given.append("Rates stay the same in every year.")
    if scenarios:
        by = ", ".join(f"{name} × {m:g}" for name, m in scenarios.items())
        given.append(f"Scenarios multiply every rate: {by}.")
    if people["variant"].nunique() > 1:
        given.append("Population variants are alternatives; none is more official for being first.")
    return tuple(given)


def _central(scenarios: list[str]) -> str:
    """Return the scenario to tell the story by."""
    return "central" if "central" in scenarios else scenarios[0]


@dataclass(frozen=True)
class Decomposition(Result):
    """The change in demand taken apart: more people, an older population, other rates.

    Attributes
    ----------
    before, after
        Demand at the start and the end (people).
    size, ageing, rate
        Parts of the change (people); they add up to it.
    """

    before: float
    after: float
    size: float
    ageing: float
    rate: float
    assumptions: tuple[str, ...] = (
        "Size is what would happen if every band grew alike; ageing is the change in mix at the "
        "new size, at the old rates; rate is the change in rates in the new population.",
        "The parts depend on that order; another order would share the change differently.",
    )

    @property
    def size_only(self) -> float:
        """Demand at the end if the age mix and the rates had stayed as they were."""
        return self.before + self.size

    def table(self) -> pd.DataFrame:
        """Return the parts of the change and their sum, in people."""
        parts = {
            "More or fewer people": self.size,
            "Change in age mix": self.ageing,
            "Change in rates": self.rate,
            "Whole change": self.after - self.before,
        }
        return pd.DataFrame({"Part": list(parts), "People": list(parts.values())})

    @property
    def in_whole_people(self) -> tuple[int, int, int]:
        """Return size, ageing and rate in whole people that add up to the change as shown.

        Rounded one by one they may miss the difference of the rounded ends by one; what is over
        goes to the parts with the largest remainders.
        """
        parts = (self.size, self.ageing, self.rate)
        moving = [place for place, part in enumerate(parts) if abs(part) > 1e-9]
        whole = [math.floor(part) if n in moving else 0 for n, part in enumerate(parts)]
        over = round(self.after) - round(self.before) - sum(whole)
        nearest = sorted(moving, key=lambda place: whole[place] - parts[place])
        for place in nearest[:over] if over >= 0 else nearest[over:]:
            whole[place] += 1 if over > 0 else -1
        return whole[0], whole[1], whole[2]

    def reading(self) -> str:
        """Say how the change divides."""
        size, ageing, rate = self.in_whole_people
        by_rate = f" and {rate:+,d} from the change in rates" if self.rate else ""
        return (
            f"Of a change of {size + ageing + rate:+,d} people, {size:+,d} comes from the size of "
            f"the population, {ageing:+,d} from its age mix{by_rate}."
        )


def decompose(
    people_before: Mapping[str, float],
    people_after: Mapping[str, float],
    rates_before: Mapping[str, float],
    rates_after: Mapping[str, float] | None = None,
) -> Decomposition:
    """Take the change in demand apart into size, age mix and rates.

    Parameters
    ----------
    people_before, people_after
        People by age band.
    rates_before, rates_after
        Rate by age band; the same when the second is left out.

    Raises
    ------
    WorkbookError
        When bands differ, a number is not known or is below 0, or nobody is there at the start.
    """
    bands = list(people_before)
    later = rates_before if rates_after is None else rates_after
    columns = []
    for what, values in (
        ("Population at the start", people_before),
        ("Population at the end", people_after),
        ("Rates at the start", rates_before),
        ("Rates at the end", later),
    ):
        if set(values) != set(bands):
            odd = sorted(set(values) ^ set(bands), key=str)[0]
            raise WorkbookError(f"{what}: the age band '{odd}' is not in all of the tables.")
        columns.append(guards.numbers([values[b] for b in bands], what, labels=bands, least=0))
    if not columns[0].sum():
        raise WorkbookError("Population at the start: nobody is there, so growth has no meaning.")
    return Decomposition(*decomposition_parts(*columns))


def decomposition_parts(
    n0: NDArray[np.float64],
    n1: NDArray[np.float64],
    r0: NDArray[np.float64],
    r1: NDArray[np.float64],
) -> tuple[float, float, float, float, float]:
    """Return demand before and after, and the size, ageing and rate parts of the change.

    Parameters
    ----------
    n0, n1
        People by band at the start and the end.
    r0, r1
        Rates by band (shares) at the start and the end.

    Returns
    -------
    tuple of float
        Before, after, and the parts due to size, ageing and rates; the three add to the change.
    """
    before, after = float(n0 @ r0), float(n1 @ r1)
    size_only = before * float(n1.sum() / n0.sum())
    at_old_rates = float(n1 @ r0)
    return before, after, size_only - before, at_old_rates - size_only, after - at_old_rates
