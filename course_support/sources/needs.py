"""What the needs analysis of one population starts from: the authority's tables, gathered.

Plain numbers by age band and year; the arithmetic is in ``course_support.methods``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from course_support.errors import WorkbookError
from course_support.sources import package

if TYPE_CHECKING:
    from course_support.methods.outlook import Outlook, Supposed

SCENARIOS = ("low", "central", "high")
#: Years ahead that a forecast looks until somebody says otherwise.
AHEAD = 10
#: An age from which a band has no upper end.
OPEN_FROM = 120


def rows_of(table: str, population: str | None = None) -> list[dict[str, Any]]:
    """Return a table's rows, each column of the type that the package describes."""
    return [dict(row) for row in package.rows(table, population)]


def band_label(age_from: int, age_to: int) -> str:
    """Return an age band as people write it: 0-4, 85+."""
    return f"{age_from}+" if age_to >= OPEN_FROM else f"{age_from}-{age_to}"


@dataclass(frozen=True)
class Needs:
    """Everything the page needs to know about one population.

    Attributes
    ----------
    population
        Its id.
    counted
        Who is counted, as in "children"; ``need`` and ``taken`` say what the rates mean.
    bands
        First and last age of each band, by its label, youngest first.
    prevalence, take_up
        Share (0 to 1) by scenario and band.
    """

    population: str
    counted: str
    need: str
    need_source: str
    taken: str
    taken_source: str
    bands: Mapping[str, tuple[int, int]]
    prevalence: Mapping[str, Mapping[str, float]]
    take_up: Mapping[str, Mapping[str, float]]

    @cached_property
    def projected(self) -> dict[str, dict[int, dict[str, float]]]:
        """People by variant, year and band, from the projections."""
        rows = rows_of("population_projections")
        return {
            variant: self._by_band(row for row in rows if row["variant"] == variant)
            for variant in dict.fromkeys(str(row["variant"]) for row in rows)
        }

    @cached_property
    def past(self) -> dict[int, dict[str, float]]:
        """People by year and band, from the estimates."""
        return self._by_band(rows_of("population_estimates"))

    def _by_band(self, rows: Iterable[Mapping[str, Any]]) -> dict[int, dict[str, float]]:
        band = {
            age: label
            for label, (first, last) in self.bands.items()
            for age in range(first, min(last, 90) + 1)
        }
        found: dict[int, dict[str, float]] = {}
        for row in rows:
            if label := band.get(row["age"]):
                year = found.setdefault(row["year"], dict.fromkeys(self.bands, 0.0))
                year[label] += row["people"]
        return found

    @cached_property
    def services(self) -> list[dict[str, Any]]:
        """The population's services."""
        return rows_of("services", self.population)

    @cached_property
    def sites(self) -> list[dict[str, Any]]:
        """The population's sites, each with its provider's name, owner and kind of owner."""
        providers = {row["provider_id"]: row for row in rows_of("providers")}
        found = []
        for row in rows_of("sites", self.population):
            owner = providers[row["provider_id"]]
            whose = {"provider": owner["name"], "ownership": owner["ownership"]}
            found.append({**row, **whose, "owner": owner["parent"] or owner["name"]})
        return found

    @cached_property
    def answers_need(self) -> frozenset[str]:
        """Ids of the services that meet the need in the prevalence table."""
        return frozenset(s["service_id"] for s in self.services if s["counts_as_supply"])

    @property
    def supply(self) -> int:
        """Places in or near the county that meet the need."""
        return sum(site["capacity"] for site in self.sites if site["counts_as_supply"])

    @property
    def away(self) -> list[dict[str, Any]]:
        """Sites outside the county."""
        return [site for site in self.sites if not site["in_area"]]

    @cached_property
    def spend(self) -> dict[str, dict[str, float | None]]:
        """Gross spending in pounds by service and financial year; None where not reported."""
        found: dict[str, dict[str, float | None]] = {s["service_id"]: {} for s in self.services}
        for row in rows_of("spend", self.population):
            thousand = row["outturn_gbp_thousand"]
            if thousand is not None or row["outturn_status"] in {"missing", "suppressed"}:
                amount = None if thousand is None else thousand * 1000.0
                found[row["service_id"]][row["financial_year"]] = amount
        return found

    @cached_property
    def spend_year(self) -> str:
        """The latest year in which every service reported spending."""
        years = set.intersection(*(set(years) for years in self.spend.values()))
        known = [
            year
            for year in sorted(years)
            if all(by_year[year] is not None for by_year in self.spend.values())
        ]
        if not known:
            raise WorkbookError("No year of spending is complete in the table 'spend'.")
        return known[-1]

    @property
    def price(self) -> float:
        """Average gross cost in pounds of one person served for a year, over all places in use."""
        paid = sum(self.spend[name][self.spend_year] or 0 for name in self.answers_need)
        served = sum(s["in_use"] or 0 for s in self.sites if s["service_id"] in self.answers_need)
        if not served:
            raise WorkbookError("The table 'sites' has nobody in any place, so no price follows.")
        return paid / served


def load(population: str) -> Needs:
    """Return what the analysis of a population starts from.

    Raises
    ------
    WorkbookError
        When the authority has no rates for it, or rates and take-up are of different ages.
    """
    rates = rows_of("prevalence", population)
    shares = rows_of("take_up", population)
    if not rates or not shares:
        raise WorkbookError(
            f"The tables 'prevalence' and 'take_up' have no rows for {population}. Add its age "
            "bands with their rates: see the README of data/authority_generator."
        )
    bands = {band_label(r["age_from"], r["age_to"]): (r["age_from"], r["age_to"]) for r in rates}
    if [*bands] != [band_label(r["age_from"], r["age_to"]) for r in shares]:
        raise WorkbookError(
            f"For {population} the tables 'prevalence' and 'take_up' have different age bands. "
            "Give both the same ones, in the same order."
        )
    return Needs(
        population,
        rates[0]["unit_counted"],
        rates[0]["measure"],
        rates[0]["source"],
        shares[0]["measure"],
        shares[0]["source"],
        bands,
        _shares(rates, ("lower_percent", "rate_percent", "upper_percent")),
        _shares(shares, ("low_percent", "central_percent", "high_percent")),
    )


def _shares(
    rows: list[dict[str, Any]], columns: tuple[str, str, str]
) -> dict[str, dict[str, float]]:
    return {
        scenario: {band_label(r["age_from"], r["age_to"]): r[column] / 100 for r in rows}
        for scenario, column in zip(SCENARIOS, columns, strict=True)
    }


@cache
def looked_ahead(needs_of: str, supposed: Supposed) -> Outlook:
    """Return demand and gap of a population; the same question is worked out once."""
    from course_support.methods.outlook import outlook

    needs = loaded(needs_of)
    return outlook(needs.projected, needs.prevalence, needs.take_up, supposed)


@cache
def loaded(population: str) -> Needs:
    """Return what the analysis of a population starts from, read once a session."""
    return load(population)


def suppose(needs: Needs, settings: Mapping[str, float | str]) -> Supposed:
    """Return the assumptions that a page's settings make, the authority's own for the rest.

    Parameters
    ----------
    settings
        By id: prevalence (percent of the rates' own), take-up (points more or less), projection
        (a variant), ahead (years from the projection's first), places (more or fewer than
        today), price (pounds a year).
    """
    from course_support.methods.outlook import Supposed

    def number(name: str, otherwise: float) -> float:
        return float(settings.get(name, otherwise))

    first = min(needs.projected["headline"])
    return Supposed(
        variant=str(settings.get("projection", "headline")).replace("-", "_"),
        year=min(first + int(number("ahead", AHEAD)), max(needs.projected["headline"])),
        supply=max(0.0, needs.supply + number("places", 0)),
        price=number("price", round(needs.price)),
        prevalence_factor=number("prevalence", 100) / 100,
        take_up_shift=number("take-up", 0) / 100,
    )
