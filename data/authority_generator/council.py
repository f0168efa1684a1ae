# ruff: noqa: E501  (descriptions are whole sentences)
"""The council as a whole: facts, priorities, local papers, and how closely contracts are watched."""

from __future__ import annotations

from inputs import read
from tables import Table, column, key, population_id


def council_tables() -> list[Table]:
    """Return every table about the council as a whole."""
    return [_facts(), _priorities(), _agenda(), _tiers()]


def _facts() -> Table:
    names = ("fact_id", "fact", "value", "unit", "note")
    rows = [dict(zip(names, item, strict=True)) for item in read("council")["facts"]]
    return Table(
        "council_facts",
        "The council in figures",
        "A few figures about the council as a whole.",
        "A unitary council of about 313,000 people",
        [
            key("fact_id", "Fact"),
            key("fact", "What it is"),
            column("value", "number", "Value in the unit named", required=True),
            key("unit", "Unit of the value"),
            column("note", "string", "Anything else to know; blank when nothing"),
        ],
        rows,
        ["fact_id"],
    )


def _priorities() -> Table:
    names = ("priority_id", "priority", "aim")
    return Table(
        "council_priorities",
        "The council's priorities",
        "The council plan in five lines, for lining up a commissioning plan with it.",
        "The tone of council plans",
        [key("priority_id", "Priority"), key("priority", "Name"), key("aim", "What it aims for")],
        [dict(zip(names, item, strict=True)) for item in read("council")["priorities"]],
        ["priority_id"],
    )


def _agenda() -> Table:
    names = ("population_id", "paper", "dated", "agreed_by", "says", "priority_id")
    return Table(
        "local_agenda",
        "Local papers and promises",
        "What the council and its partners have agreed locally for each population, with dates. The law and national guidance are in the rules tables (commissioning_duties).",
        "The kinds of paper that councils agree",
        [
            population_id(),
            key("paper", "Name of the paper"),
            column("dated", "date", "Day agreed", required=True),
            key("agreed_by", "Who agreed it"),
            key("says", "What it says, in a line"),
            key("priority_id", "Priority of the council plan that it serves"),
        ],
        [dict(zip(names, item, strict=True)) for item in read("council")["agenda"]],
        ["population_id", "paper"],
        [
            ("population_id", "populations", "id"),
            ("priority_id", "council_priorities", "priority_id"),
        ],
    )


def _tiers() -> Table:
    names = (
        "tier", "from_score", "officer_days", "means",
        "returns_a_year", "samples_a_year", "unannounced_visits_a_year",
    )  # fmt: skip
    return Table(
        "monitoring_tiers",
        "How closely contracts are watched",
        "The council's own rule for monitoring in proportion to risk: add a contract's four scores (value, vulnerability, hard to replace, past problems); the highest tier whose 'from_score' is reached applies. It is a local choice and not a legal one.",
        "Suggested practice: self-report, samples and unannounced visits in proportion to risk",
        [
            key("tier", "Tier"),
            column(
                "from_score",
                "integer",
                "Lowest total score for the tier",
                "score",
                required=True,
                minimum=4,
                maximum=20,
            ),
            column(
                "officer_days",
                "integer",
                "Officer days for one contract in a year",
                "days",
                required=True,
                minimum=0,
            ),
            key("means", "What it means in practice"),
            column(
                "returns_a_year",
                "integer",
                "Returns by the provider",
                "a year",
                required=True,
                minimum=0,
            ),
            column(
                "samples_a_year",
                "integer",
                "Samples of records checked",
                "a year",
                required=True,
                minimum=0,
            ),
            column(
                "unannounced_visits_a_year",
                "integer",
                "Unannounced visits",
                "a year",
                required=True,
                minimum=0,
            ),
        ],
        [dict(zip(names, item, strict=True)) for item in read("council")["tiers"]],
        ["tier"],
    )
