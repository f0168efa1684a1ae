"""From population to gap in one go: demand, what changes it, and what it hangs on.

Need is prevalence × projection; the places wanted are need × take-up, band by band; the gap is
what is wanted less what there is. Low and high put the low (high) ends of prevalence and of
take-up together, so their range is wide on purpose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from course_support.errors import WorkbookError
from course_support.methods import guards
from course_support.methods.forecast import Decomposition, Forecast, decompose, forecast
from course_support.methods.gap import Gap, gap
from course_support.methods.result import Result
from course_support.methods.sensitivity import Tornado, tornado
from course_support.methods.words import small_first

#: Shares (0 to 1) by scenario and age band.
Shares = Mapping[str, Mapping[str, float]]
#: People by variant of the projection, year and age band.
People = Mapping[str, Mapping[int, Mapping[str, float]]]
WEEKS = 52
CENTRAL = "central"


@dataclass(frozen=True)
class Supposed:
    """What is assumed beyond the figures.

    Attributes
    ----------
    variant
        Which projection of the population.
    year
        The year that is planned for.
    prevalence_factor
        Multiplies every rate: 1 leaves the source's.
    take_up_shift
        Added to every take-up, as a share (0.05 for five points more).
    supply
        Places there will be.
    price
        Cost of a place, in pounds a year.
    """

    variant: str
    year: int
    supply: float
    price: float
    prevalence_factor: float = 1.0
    take_up_shift: float = 0.0


@dataclass(frozen=True)
class Outlook(Result):
    """Demand and gap of one population.

    Attributes
    ----------
    need, wanted
        People in need, and those who would take a place, by scenario, year and band, for the
        variant chosen.
    gap
        By scenario and year.
    change
        The change in places wanted from the first year to the year planned for.
    hangs_on
        Places wanted in that year, one assumption moved at a time.
    """

    supposed: Supposed
    need: Forecast
    wanted: Forecast
    gap: Gap
    change: Decomposition
    hangs_on: Tornado
    assumptions: tuple[str, ...]

    @property
    def first_year(self) -> int:
        """The first year of the projection."""
        return int(self.wanted.bands["year"].min())

    @property
    def years(self) -> list[int]:
        """The years from the first of the projection to the one planned for."""
        return sorted(y for s, y in self._at if s == CENTRAL and y <= self.supposed.year)

    @cached_property
    def _at(self) -> dict[tuple[str, int], tuple[float, float, float, float]]:
        """Need, places wanted, gap and its cost by scenario and year."""
        rows = self.gap.rows[["scenario", "year", "need", "wanted", "gap", "cost"]]
        return {(s, int(y)): (n, w, g, c) for s, y, n, w, g, c in rows.to_numpy().tolist()}

    def _figure(self, scenario: str, year: int, which: int) -> float:
        try:
            return self._at[(scenario, year)][which]
        except KeyError:
            raise WorkbookError(
                f"The forecast has no {scenario} scenario for {year}: it runs from "
                f"{self.first_year} to {max(y for _, y in self._at)}."
            ) from None

    def wanted_in(self, year: int, scenario: str = CENTRAL) -> float:
        """Return the places wanted in a year."""
        return self._figure(scenario, year, 1)

    def need_in(self, year: int, scenario: str = CENTRAL) -> float:
        """Return the people in need in a year."""
        return self._figure(scenario, year, 0)

    def short(self, scenario: str = CENTRAL, year: int | None = None) -> tuple[float, float]:
        """Return the gap in places (below 0: spare) and in pounds a year."""
        when = year or self.supposed.year
        return self._figure(scenario, when, 2), self._figure(scenario, when, 3)

    def table(self) -> pd.DataFrame:
        """Return the gap by year and scenario."""
        return self.gap.table()

    def reading(self) -> str:
        """Say the gap in the year planned for."""
        rows = self.gap.rows
        planned = rows[rows["year"] == self.supposed.year]
        said = Gap(planned, ()).reading()
        return f"In {self.supposed.year} {small_first(said)}"


def outlook(people: People, prevalence: Shares, take_up: Shares, supposed: Supposed) -> Outlook:
    """Work out demand and gap.

    Parameters
    ----------
    people
        By variant, year and band.
    prevalence, take_up
        By scenario ("central" among them) and band.
    supposed
        What the person supposes: variant, year, places, price and how rates move.

    Raises
    ------
    WorkbookError
        When the variant or year is not there, or a share leaves 0 to 1.
    """
    if supposed.variant not in people:
        raise WorkbookError(
            f"There is no projection '{supposed.variant}'. It is one of: {', '.join(people)}."
        )
    years = people[supposed.variant]
    if supposed.year not in years:
        raise WorkbookError(
            f"There is no projection for {supposed.year}: it runs from {min(years)} to "
            f"{max(years)}."
        )
    factor = guards.number(supposed.prevalence_factor, "Factor of prevalence", least=0)
    rates = {s: _moved(bands, times=factor) for s, bands in prevalence.items()}
    shares = {s: _moved(bands, plus=supposed.take_up_shift) for s, bands in take_up.items()}
    both = {s: {b: r * shares[s][b] for b, r in bands.items()} for s, bands in rates.items()}
    need = forecast(years, _long(rates))
    wanted = forecast(years, _long(both))
    first = min(years)
    return Outlook(
        supposed,
        need,
        wanted,
        _gap(need, wanted, supposed),
        decompose(years[first], years[supposed.year], both[CENTRAL]),
        _hangs_on(people, rates, shares, supposed),
        (
            "Rates and take-up stay as they are in every year; only the population changes.",
            "Low takes the low end of prevalence and of take-up together; high, the high ends.",
            "Supply and price stay at what is set.",
        ),
    )


def _moved(bands: Mapping[str, float], *, times: float = 1, plus: float = 0) -> dict[str, float]:
    """Return shares moved, kept between 0 and 1."""
    return {band: min(1.0, max(0.0, share * times + plus)) for band, share in bands.items()}


def _long(shares: Shares) -> pd.DataFrame:
    """Return shares as rows of scenario, band and rate."""
    rows = [(s, band, share) for s, bands in shares.items() for band, share in bands.items()]
    return pd.DataFrame(rows, columns=["scenario", "band", "rate"])


def _gap(need: Forecast, wanted: Forecast, supposed: Supposed) -> Gap:
    """Return the gap by scenario and year; take-up is that of all bands together."""
    needed, places = need.totals(), wanted.totals()
    share = (places["demand"] / needed["demand"]).where(needed["demand"] > 0, 0.0)
    rows = needed[["scenario", "year"]].assign(need=needed["demand"], take_up=share)
    return gap(rows, supply=supposed.supply, price=supposed.price / WEEKS, weeks=WEEKS)


def _sum(people: Mapping[str, float], rates: Mapping[str, float]) -> float:
    return sum(number * rates[band] for band, number in people.items())


def _hangs_on(people: People, rates: Shares, shares: Shares, supposed: Supposed) -> Tornado:
    """Move the rates, the take-up and the population one at a time, each across its range."""
    here = {v: by_year[supposed.year] for v, by_year in people.items()}
    lead = here[supposed.variant]

    def places(by: Mapping[str, float], r: str, t: str) -> float:
        return _sum(by, {band: rates[r][band] * shares[t][band] for band in by})

    central = places(lead, CENTRAL, CENTRAL)

    def factors(values: list[float]) -> tuple[float, float]:
        found = [v / central if central else 1.0 for v in values]
        return min(1.0, *found), max(1.0, *found)

    ranges = {
        "prevalence": factors([places(lead, s, CENTRAL) for s in rates]),
        "take_up": factors([places(lead, CENTRAL, s) for s in shares]),
        "population": factors([places(by, CENTRAL, CENTRAL) for by in here.values()]),
    }
    return tornado(
        lambda prevalence, take_up, population: central * prevalence * take_up * population,
        dict.fromkeys(ranges, 1.0),
        ranges,
        what="Places wanted",
        unit="places",
        names={"take_up": "take-up", "population": "size and age of the population"},
    )
