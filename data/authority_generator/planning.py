# ruff: noqa: E501  (descriptions are whole sentences)
"""Planning around the options: the long list they came from, who gains, the strategy's span."""

from __future__ import annotations

from inputs import populations, read
from tables import Table, column, key, population_id

DIMENSIONS = ["whole", "scope", "solution", "delivery", "implementation", "funding"]
VERDICTS = ["stays", "carry forward", "preferred way forward", "drop"]
_ORDER = [plan["population"] for plan in populations()]
_OF_POPULATION = ("population_id", "populations", "id")


def planning_tables() -> list[Table]:
    """Return the tables of page 03 that are not the options themselves."""
    return [_long_list(), _groups(), _strategies()]


def _long_list() -> Table:
    lists = read("planning/long_lists")
    rows = [
        {
            "population_id": population,
            "order": number,
            "dimension": dimension,
            "choice": choice,
            "verdict": verdict,
            "reason": reason,
        }
        for population in _ORDER
        for number, (dimension, choice, verdict, reason) in enumerate(lists[population], start=1)
    ]
    return Table(
        "option_long_list",
        "Long list of choices",
        "The choices from which the options were put together, along five dimensions in their order, with what became of each and why. Business as usual always stays.",
        "Invented",
        [
            population_id(),
            column("order", "integer", "Order", required=True, minimum=1),
            column(
                "dimension",
                "string",
                "Which question it answers; whole for business as usual",
                required=True,
                enum=DIMENSIONS,
            ),
            key("choice", "The choice"),
            column("verdict", "string", "What became of it", required=True, enum=VERDICTS),
            key("reason", "Why, as recorded"),
        ],
        rows,
        ["population_id", "order"],
        [_OF_POPULATION],
    )


def _groups() -> Table:
    groups = read("planning/groups")
    rows = [
        {
            "population_id": population,
            "option_id": option,
            "group": group,
            "number": number,
            "income_gbp": income,
            "gain_each_gbp": gain,
        }
        for population in _ORDER
        for option, group, number, income, gain in groups[population]
    ]
    return Table(
        "option_groups",
        "Who gains and who loses",
        "The groups that each option makes better or worse off in a usual year once it is in place, against business as usual. Rough estimates, for comparing options with one another.",
        "Invented",
        [
            population_id(),
            key("option_id", "Option"),
            key("group", "Who"),
            column(
                "number",
                "integer",
                "How many people or households",
                "count",
                required=True,
                minimum=1,
            ),
            column(
                "income_gbp",
                "integer",
                "Income of a household",
                "GBP a year",
                required=True,
                minimum=1,
            ),
            column(
                "gain_each_gbp",
                "integer",
                "What each gains; a loss is below 0",
                "GBP a year",
                required=True,
            ),
        ],
        rows,
        ["option_id", "group"],
        [("option_id", "options", "option_id"), _OF_POPULATION],
    )


def _strategies() -> Table:
    found = read("planning/strategies")
    rows = [
        {
            "population_id": population,
            "title": found[population]["title"],
            "first_year": found[population]["first"],
            "last_year": found[population]["last"],
            "review_on": found[population]["review"],
        }
        for population in _ORDER
    ]
    return Table(
        "strategies",
        "Strategies and their span",
        "The written strategy behind each purchasing plan. Financial years are named by the year in which they begin.",
        "Invented",
        [
            population_id(),
            key("title", "Strategy"),
            column("first_year", "integer", "First financial year", required=True),
            column("last_year", "integer", "Last financial year", required=True),
            column("review_on", "date", "Day of its next review", required=True),
        ],
        rows,
        ["population_id"],
        [_OF_POPULATION],
    )
