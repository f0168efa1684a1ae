"""The authority beside others and within itself: neighbours, localities, neighbourhoods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from course_support.errors import WorkbookError
from course_support.sources import rules
from course_support.sources.needs import rows_of

#: The package's words for a value's status, in those of ``methods.statuses``.
STATUS = {"reported": "ok", "revised": "ok", "estimated": "ok"}
#: Which column of the table of neighbourhoods the users of a service belong to.
OF_AGE = {
    "early_help": ("aged_0_17", "children"),
    "children_with_disabilities": ("aged_0_17", "children"),
    "children_in_care": ("aged_0_17", "children"),
    "homelessness": ("households", "households"),
    "older_people": ("aged_65_plus", "people aged 65 and over"),
}


@dataclass(frozen=True)
class Indicator:
    """One indicator for the authority and its neighbours, in the latest period.

    Attributes
    ----------
    rows
        By area name: numerator, denominator (None where not known) and status.
    """

    id: str
    name: str
    unit: str
    per: float
    polarity: str
    period: str
    own: str
    rows: Mapping[str, tuple[float | None, float | None, str]]


def indicator(population: str, wanted: str = "") -> Indicator:
    """Return an indicator's latest figures; the first one when none, or another's, is asked."""
    every = {row["indicator_id"]: row for row in rows_of("indicators", population)}
    if not every:
        raise WorkbookError(f"The table 'indicators' has no rows for {population}.")
    about = every.get(wanted) or next(iter(every.values()))
    values = [
        r for r in rows_of("neighbour_indicators") if r["indicator_id"] == about["indicator_id"]
    ]
    period = max(row["period"] for row in values)
    names, own = _areas()
    return Indicator(
        about["indicator_id"],
        about["name"],
        about["unit"],
        float(about["per"]),
        about["polarity"],
        period,
        own,
        {
            names[row["area_code"]]: (
                row["numerator"],
                row["denominator"],
                STATUS.get(row["status"], row["status"]),
            )
            for row in values
            if row["period"] == period and row["area_code"] in names
        },
    )


def _areas() -> tuple[dict[str, str], str]:
    rows = rows_of("neighbours")
    names = {row["area_code"]: row["area_name"] for row in rows}
    return names, next(row["area_name"] for row in rows if row["is_own"])


def profile() -> tuple[dict[str, dict[str, float]], str]:
    """Return what makes areas alike: by area, measure and value; and the authority's own name."""
    names, own = _areas()
    found: dict[str, dict[str, float]] = {name: {} for name in names.values()}
    for row in rows_of("neighbour_profile"):
        found[names[row["area_code"]]][row["measure"]] = row["value"]
    return found, own


@dataclass(frozen=True)
class Locality:
    """People who began a service, and residents, by five-year age band."""

    name: str
    counts: tuple[int, ...]
    residents: tuple[int, ...]


@dataclass(frozen=True)
class Localities:
    """The authority's localities over the age bands that use a service, with the standard's."""

    service: str
    bands: tuple[str, ...]
    standard: tuple[float, ...]
    places: tuple[Locality, ...]
    year: int


def localities(population: str) -> Localities:
    """Return users of the population's recorded service by locality and age, with residents."""
    people = rows_of("people", population)
    if not people:
        raise WorkbookError(f"The table 'people' has no rows for {population}.")
    residents = rows_of("population_localities")
    year = max(row["year"] for row in residents)
    now = [row for row in residents if row["year"] == year]
    ages = [row["age"] for row in people if row["age"] is not None]
    spans = sorted({(row["age_from"], row["age_to"]) for row in now})
    used = [s for s in spans if s[1] >= min(ages) and s[0] <= max(ages)]
    weights = rules.table("esp2013").by("age_band")
    services = {row["service_id"]: row["name"] for row in rows_of("services", population)}
    labels = [f"{a}+" if b >= 120 else f"{a}-{b}" for a, b in used]
    return Localities(
        services[people[0]["service_id"]],
        tuple(labels),
        tuple(float(str(weights[label])) for label in labels),
        tuple(_locality(code, name, people, now, used) for code, name in _latest_localities()),
        year,
    )


def _latest_localities() -> list[tuple[str, str]]:
    return [
        (row["area_code"], row["area_name"])
        for row in rows_of("areas")
        if row["area_type"] == "locality" and row["replaced_by"] is None
    ]


def _locality(
    code: str,
    name: str,
    people: Sequence[Mapping[str, Any]],
    residents: Sequence[Mapping[str, Any]],
    spans: Sequence[tuple[int, int]],
) -> Locality:
    here = [p["age"] for p in people if p["locality_code"] == code and p["age"] is not None]
    living = {
        (r["age_from"], r["age_to"]): r["people"] for r in residents if r["area_code"] == code
    }
    counts = tuple(sum(a <= age <= b for age in here) for a, b in spans)
    return Locality(name, counts, tuple(living[span] for span in spans))


@dataclass(frozen=True)
class Neighbourhood:
    """One small area: who lives there, and how many use services (None where not given)."""

    name: str
    locality: str
    decile: int
    of_age: int
    users: int | None
    status: str


def neighbourhoods(population: str) -> tuple[list[Neighbourhood], str]:
    """Return every small area with the use of this population's services, and who is counted.

    Raises
    ------
    WorkbookError
        When there is no count for the population.
    """
    column, words = OF_AGE.get(population, ("people", "people"))
    use = {row["small_area"]: row for row in rows_of("small_area_use", population)}
    if not use:
        raise WorkbookError(f"The table 'small_area_use' has no rows for {population}.")
    names = {row["area_code"]: row["area_name"] for row in rows_of("areas")}
    found = []
    for row in rows_of("small_areas"):
        count = use[row["small_area"]]
        status = STATUS.get(count["status"], count["status"])
        place = names[row["locality_code"]]
        found.append(
            Neighbourhood(
                row["name"], place, row["deprivation_decile"], row[column], count["people"], status
            )
        )
    return found, words
