"""What the page on outcomes shows: short tables in data/lookups, and prices of the authority.

Everything about chances and worth in these tables is invented, as the tables' guide says. A
population without rows of its own gets those called ``general``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from course_support.errors import WorkbookError
from course_support.folders import course_folder
from course_support.sources import package, rules
from course_support.sources.records import read_records

GENERAL = "general"
#: From what is put in to what comes of it.
LEVELS = ("input", "process", "output", "outcome")
#: An age from which a band has no upper end.
OPEN_FROM = 120


@dataclass(frozen=True)
class Group:
    """People alike in their chances of the result, in per cent."""

    name: str
    people: int
    anyway: float
    with_service: float


@dataclass(frozen=True)
class ResultsCase:
    """A service that might be paid by results, and what is said of its results.

    Money in pounds a year; shares in per cent. ``total`` is people × price, where the
    authority's price list has the service; otherwise what the table says.
    """

    what: str
    outcome: str
    people_are: str
    total: float
    share: float
    value: float
    value_is: str
    displacement: float
    attribution: float
    drop_off: float
    years: int
    groups: tuple[Group, ...]

    @property
    def people(self) -> int:
        """Return how many people the contract is for."""
        return sum(group.people for group in self.groups)

    @property
    def anyway(self) -> float:
        """Return the rate that would be reached without the service, per cent."""
        return sum(group.people * group.anyway for group in self.groups) / self.people

    @property
    def reached(self) -> float:
        """Return the rate that a good service reaches, per cent."""
        return sum(group.people * group.with_service for group in self.groups) / self.people

    def payment_settings(self) -> dict[str, float]:
        """Return where the settings of the payment explorer begin."""
        return {
            "sum": self.total,
            "share": self.share,
            "baseline": round(self.anyway),
            "target": round(self.reached),
            "reached": round(self.reached) - 3,
            "people": self.people,
        }

    def anyway_settings(self) -> dict[str, float]:
        """Return where the settings of “what would have happened anyway” begin.

        Deadweight follows from the groups: of those with the result, the share that would
        have had it without the service.
        """
        return {
            "inputs": self.total,
            "quantity": round(self.people * self.reached / 100),
            "value": self.value,
            "deadweight": round(100 * self.anyway / self.reached),
            "displacement": self.displacement,
            "attribution": self.attribution,
            "drop-off": self.drop_off,
            "years": self.years,
        }


@dataclass(frozen=True)
class AgeBand:
    """How many of the population there are thought to be in an age band, in a year."""

    ages: str
    people: float
    low: float
    high: float


@dataclass(frozen=True)
class Who:
    """Who the people are, as far as figures say: by age, and how support ended for some."""

    counted: str
    measure: str
    source: str
    year: int
    bands: tuple[AgeBand, ...]
    service: str
    endings: dict[str, int]


def who(population: str) -> Who:
    """Return estimates by age (rate × residents of the latest year), and how support ended.

    Raises
    ------
    WorkbookError
        When the authority has no rates for the population.
    """
    rates = package.rows("prevalence", population)
    if not rates:
        raise WorkbookError(
            f"The table 'prevalence' has no rows for {population}. Add its age bands with their "
            "rates: see the README of data/authority_generator."
        )
    residents = package.rows("population_estimates")
    year = max(row["year"] for row in residents)  # type: ignore[type-var]
    by_age = Counter[int]()
    for row in residents:
        if row["year"] == year:
            by_age[int(str(row["age"]))] += int(str(row["people"]))
    records = package.rows("people", population)
    names = {row["service_id"]: str(row["name"]) for row in package.rows("services", population)}
    return Who(
        str(rates[0]["unit_counted"]),
        str(rates[0]["measure"]),
        str(rates[0]["source"]),
        int(str(year)),
        tuple(_band(row, by_age) for row in rates),
        names.get(records[0]["service_id"], "") if records else "",
        dict(Counter(str(row["left_how"]) for row in records)),
    )


def _band(row: package.Row, by_age: Mapping[int, int]) -> AgeBand:
    start, end = int(str(row["age_from"])), int(str(row["age_to"]))
    residents = sum(people for age, people in by_age.items() if start <= age <= end)
    rate, low, high = (
        float(str(row[name])) / 100 for name in ("rate_percent", "lower_percent", "upper_percent")
    )
    ages = f"{start} and over" if end >= OPEN_FROM else f"{start} to {end}"
    return AgeBand(ages, residents * rate, residents * low, residents * high)


def voices(population: str) -> list[tuple[str, str, str]]:
    """Return who was asked what, and what they said; those without a word are left out."""
    return [
        (str(row["respondent"]), str(row["question"]), str(row["response"]))
        for row in package.rows("consultation", population)
        if row["response"]
    ]


def levels(population: str) -> dict[str, str]:
    """Return the population's examples by level: input, process, output, outcome, and more.

    The rest is one person: what is the matter with them (``matter-with``), what matters to
    them, the outcome they set (``one-person``), and the same for everyone (``all-people``).
    """
    return {row["level"]: row["example"] for row in _of("outcome_levels.csv", population)}


def results_case(population: str) -> ResultsCase:
    """Return the worked example of paying by results for a population."""
    row = _of("results_cases.csv", population)[0]
    groups = tuple(
        Group(
            each["group"], int(each["people"]), float(each["anyway"]), float(each["with_service"])
        )
        for each in _of("results_groups.csv", population)
    )
    people = sum(group.people for group in groups)
    price = _price(population, row["service_id"])
    total = people * float(row["units_each"]) * price if price else float(row["total"])
    return ResultsCase(
        what=row["what"],
        outcome=row["outcome"],
        people_are=row["people_are"],
        total=total,
        share=float(row["share"]),
        value=float(row["value"]),
        value_is=row["value_is"],
        displacement=float(row["displacement"]),
        attribution=float(row["attribution"]),
        drop_off=float(row["drop_off"]),
        years=int(row["years"]),
        groups=groups,
    )


def first_cards(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return outcomes that were set as the last column of a logic model, to begin from.

    Parameters
    ----------
    rows
        Of the exercise in which outcomes are set, as the workbook reads them.
    """
    return {
        "cards": [
            {
                "id": f"outcome-{number}",
                "box": "final",
                "text": str(row["outcome"]),
                "sign": str(row["how-we-would-know"] or ""),
            }
            for number, row in enumerate(rows, start=1)
            if row["outcome"]
        ]
    }


def example_model() -> dict[str, Any]:
    """Return the worked logic model as an answer to a grid with links."""
    return {
        "cards": [dict(row) for row in _rows("logic_model_cards.csv")],
        "links": [dict(row) for row in _rows("logic_model_links.csv")],
    }


def contract_types() -> list[dict[str, str]]:
    """Return kinds of contract, what each pays for, and who bears which risk."""
    return [dict(row) for row in _rows("contract_types.csv")]


def discount_factors(years: int) -> tuple[float, ...]:
    """Return the factors for the ends of years 1, 2, …, by the dated standard schedule.

    Years up to 30 only: results of a service are not counted for longer.
    """
    first = next(iter(rules.table("discount_rates_standard")))
    rate = float(str(first.value)) / 100
    return tuple((1 + rate) ** -year for year in range(1, years + 1))


def _price(population: str, service: str) -> float | None:
    """Return what one unit of a service costs in the authority's price list."""
    for row in package.rows("services", population):
        if service and row["service_id"] == service:
            return float(str(row["price_gbp"]))
    return None


def _of(name: str, population: str) -> list[dict[str, str]]:
    rows = _rows(name)
    own = [row for row in rows if row["population"] == population]
    return own or [row for row in rows if row["population"] == GENERAL]


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    records = read_records(course_folder() / "data" / "lookups" / name)
    return tuple(dict(zip(records.header, row, strict=True)) for row in records.rows)
