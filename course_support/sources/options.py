"""The options of page 03: the authority's, or a participant's own from the tables of the page.

A :class:`Case` holds everything an appraisal needs. :func:`authority` makes the council's;
:mod:`course_support.sources.own_options` the one that stands in the participant's tables.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from course_support.folders import course_folder
from course_support.sources import package
from course_support.sources.records import read_records

if TYPE_CHECKING:
    import pandas as pd

CRITERIA, OPTIONS, COSTS = "my-criteria", "my-options", "costs-by-year"
RISKS, GROUPS, LONG_LIST = "option-risks", "who-gains", "sift-the-long-list"
#: Every table from which a case is made.
TABLES = (CRITERIA, OPTIONS, COSTS, RISKS, GROUPS)

MOST_CRITERIA, YEARS = 6, 10
#: Kinds of money, and the place of business as usual in the list of options.
KINDS = ("capital", "revenue", "transition", "benefit")
STANDING = "business-as-usual"
COST = "cost"
THOUSAND = 1000.0


@dataclass(frozen=True)
class Criterion:
    """One thing that options are judged by, with its two ends in words."""

    id: str
    name: str
    unit: str
    higher: bool
    worst: str
    best: str
    points: float = 50.0


@dataclass(frozen=True)
class Option:
    """One option. ``place`` is its place in the short list, such as ``do-minimum``."""

    id: str
    name: str
    place: str
    about: str = ""
    not_counted: str = ""


@dataclass(frozen=True)
class Risk:
    """One risk of one option, with who bears it."""

    option: str
    risk: str
    likelihood: int
    impact: int
    holder: str
    response: str


@dataclass(frozen=True)
class Group:
    """People whom an option makes better or worse off; income and gain in pounds a year."""

    option: str
    group: str
    number: float
    income: float
    gain: float


@dataclass(frozen=True)
class Case:
    """Everything that an appraisal needs.

    Attributes
    ----------
    performance
        By option id and criterion id, in the criterion's unit.
    money
        (option id, year, kind, £ thousand), at real prices.
    whose
        Whose options these are, for the source under a chart.
    own
        Whether a participant has changed any of the tables.
    notes
        What was left out and what to do about it.
    """

    criteria: tuple[Criterion, ...]
    options: tuple[Option, ...]
    performance: Mapping[tuple[str, str], float]
    money: tuple[tuple[str, int, str, float], ...]
    risks: tuple[Risk, ...] = ()
    groups: tuple[Group, ...] = ()
    whose: str = ""
    own: bool = False
    notes: tuple[str, ...] = field(default=())

    @property
    def baseline(self) -> Option | None:
        """Business as usual, where there is one."""
        return next((each for each in self.options if each.place == STANDING), None)

    def name(self, option: str) -> str:
        """Return the name of an option."""
        return next(each.name for each in self.options if each.id == option)

    @property
    def scored(self) -> tuple[Option, ...]:
        """Options with a figure on every criterion."""
        wanted = [each.id for each in self.criteria]
        return tuple(
            each for each in self.options if all((each.id, c) in self.performance for c in wanted)
        )

    @property
    def costed(self) -> tuple[Option, ...]:
        """Options with at least one cost."""
        with_money = {option for option, _, kind, _ in self.money if kind != "benefit"}
        return tuple(each for each in self.options if each.id in with_money)

    def performance_table(self) -> pd.DataFrame:
        """Return the scored options down and the criteria across, in their own units."""
        import pandas as pd

        return pd.DataFrame(
            [[self.performance[each.id, c.id] for c in self.criteria] for each in self.scored],
            index=[each.name for each in self.scored],
            columns=[c.name for c in self.criteria],
            dtype=float,
        )

    def flows(self) -> pd.DataFrame:
        """Return option, year, kind and amount (£ thousand) of the costed options."""
        import pandas as pd

        names = {each.id: each.name for each in self.costed}
        rows = [
            (names[option], year, kind, amount)
            for option, year, kind, amount in self.money
            if option in names
        ]
        return pd.DataFrame(rows, columns=["option", "year", "kind", "amount"])


# --- the authority's --------------------------------------------------------------------------


def authority(population: str) -> Case:
    """Return the council's options for a population; an empty case where it has none."""
    criteria = _table("option_criteria", population)
    slots = {row["criterion_id"]: f"criterion-{n}" for n, row in enumerate(criteria, start=1)}
    return Case(
        tuple(_criterion(slots[row["criterion_id"]], row) for row in criteria),
        tuple(map(_option, _table("options", population))),
        {
            (slug(row["option_id"]), slots[row["criterion_id"]]): row["performance"]
            for row in _table("option_scores", population)
        },
        tuple(
            (slug(row["option_id"]), row["year"], kind, float(row[f"{kind}_gbp_thousand"]))
            for row in _table("option_costs", population)
            for kind in KINDS
            if row[f"{kind}_gbp_thousand"]
        ),
        tuple(map(_risk, _table("option_risks", population))),
        tuple(map(_group, _table("option_groups", population))),
        "the options of Marrenshire, an invented council",
    )


def _criterion(slot: str, row: Mapping[str, Any]) -> Criterion:
    return Criterion(
        slot,
        row["name"],
        row["unit"],
        row["direction"] == "higher",
        row["worst"],
        row["best"],
        row["swing_points"],
    )


def _option(row: Mapping[str, Any]) -> Option:
    kind, note = slug(row["kind"]), row["benefit_note"]
    return Option(slug(row["option_id"]), row["name"], kind, row["about"], note)


def _risk(row: Mapping[str, Any]) -> Risk:
    parts = (row[column] for column in ("risk", "likelihood", "impact", "holder", "response"))
    return Risk(slug(row["option_id"]), *parts)


def _group(row: Mapping[str, Any]) -> Group:
    parts = (row[column] for column in ("group", "number", "income_gbp", "gain_each_gbp"))
    return Group(slug(row["option_id"]), *parts)


def slug(text: str) -> str:
    """Return words of the data as an id: business-as-usual."""
    return text.lower().replace(" ", "-")


def _table(name: str, population: str) -> list[dict[str, Any]]:
    """Return the authority's rows of a table; their cells are typed as its description says."""
    found: list[dict[str, Any]] = package.rows(name, population)
    return found


def swing(criterion: Criterion, case: Case) -> str:
    """Return what lies between the worst and the best of these options on a criterion."""
    figures = [
        case.performance[each.id, criterion.id]
        for each in case.options
        if (each.id, criterion.id) in case.performance
    ]
    if len(set(figures)) < 2:
        bad, good = (
            f"“{words}”" if words else end
            for words, end in ((criterion.worst, "its bad end"), (criterion.best, "its good end"))
        )
        return f"{criterion.name}: from {bad} to {good}"
    worst, best = (min(figures), max(figures)) if criterion.higher else (max(figures), min(figures))
    unit = f" {criterion.unit}" if criterion.unit and "score" not in criterion.unit else ""
    return f"{criterion.name}: from {worst:,.10g} to {best:,.10g}{unit}"


# --- the strategy and the contracts that a purchasing plan begins with ------------------------


@dataclass(frozen=True)
class Strategy:
    """A written strategy; financial years are named by the year in which they begin."""

    title: str
    first: int
    last: int
    review_on: dt.date


def strategy(population: str) -> Strategy | None:
    """Return the authority's strategy for a population, where it has one."""
    for row in _table("strategies", population):
        return Strategy(row["title"], row["first_year"], row["last_year"], row["review_on"])
    return None


def plan_rows(population: str) -> dict[str, list[dict[str, Any]]]:
    """Return the first rows of a purchasing plan: the contracts, by the day they must end."""
    found = sorted(_table("contracts", population), key=lambda row: _ends(row))
    return {
        "rows": [
            {
                "id": f"step-{number}",
                "action": f"What follows “{row['title']}”",
                "date": f"{_ends(row):%d/%m/%Y}",
                "status": "not-started",
                "more": {"paid": f"Now: {row['payment']}"},
            }
            for number, row in enumerate(found, start=1)
        ]
    }


def _ends(row: Mapping[str, Any]) -> dt.date:
    end: dt.date = row["latest_end"] or row["end"]
    return end


def long_list(population: str) -> list[dict[str, Any]]:
    """Return the council's long list: order, dimension, choice, verdict and reason."""
    return _table("option_long_list", population)


def ways_to_pay(population: str) -> list[list[str]]:
    """Return ways of paying as rows of a table, with the authority's contracts of each kind."""
    records = read_records(course_folder() / "data" / "lookups" / "ways_to_pay.csv")
    contracts = _table("contracts", population)
    services = _table("services", population)
    rows = []
    for id_, way, paid_for, risk, watch in records.rows:
        here = [row["title"] for row in contracts if row["payment"] == id_]
        here += [row["name"] for row in services if row["delivery"] == id_]
        rows.append([way, paid_for, risk, watch, "; ".join(dict.fromkeys(here)) or "none"])
    return rows
