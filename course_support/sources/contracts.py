"""The authority's contracts as their manager holds them: providers, terms, dates, payments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from course_support.errors import WorkbookError
from course_support.folders import course_folder
from course_support.methods.words import long_date
from course_support.sources import package
from course_support.sources.records import read_records

Row = dict[str, Any]

ACT_2023 = "Procurement Act 2023"
#: The regimes of the table of contracts, by the name that the decision tables give them.
LAWS = {"PCR 2015": "pcr", ACT_2023: "pa23", "Provider Selection Regime": "psr"}


@dataclass(frozen=True)
class Held:
    """One contract or grant, with what its manager has to know. Money in pounds."""

    id: str
    population: str
    service: str
    provider_id: str
    provider: str
    title: str
    regime: str
    route: str
    light_touch: bool
    start: dt.date
    end: dt.date
    latest_end: dt.date
    yearly: float
    initial: float
    whole: float
    payment: str
    value: int
    vulnerability: int
    replaceability: int
    track_record: int
    kpi_count: int
    days_now: float

    @property
    def is_grant(self) -> bool:
        """Say whether it is a grant and not a contract."""
        return self.payment == "grant"

    @property
    def is_framework(self) -> bool:
        """Say whether it is a framework, under which places are bought one at a time."""
        return self.payment == "framework"

    @property
    def extension_months(self) -> int:
        """Return the months by which it may be extended, 0 when not at all."""
        apart = (self.latest_end.year - self.end.year) * 12 + self.latest_end.month - self.end.month
        return max(0, apart)

    def extended_on(self, day: dt.date) -> bool:
        """Say whether it can only be running on a day because it was extended."""
        return self.end < day <= self.latest_end


def rows_of(table: str, population: str | None = None) -> list[Row]:
    """Return a table of the authority as plain rows, all of it or one population's."""
    return package.rows(table, population)


def held(population: str | None = None) -> tuple[Held, ...]:
    """Return the contracts and grants of one population, or of the whole authority."""
    names = {row["provider_id"]: row["name"] for row in rows_of("providers")}
    return tuple(_held(row, names) for row in rows_of("contracts", population))


def contract(contract_id: str) -> Held:
    """Return one contract by its id.

    Raises
    ------
    WorkbookError
        When the authority has none of that id.
    """
    for each in held():
        if each.id == contract_id:
            return each
    raise WorkbookError(f"The authority has no contract '{contract_id}' in its table of contracts.")


def _held(row: Row, names: dict[str, str]) -> Held:
    return Held(
        id=row["contract_id"],
        population=row["population_id"],
        service=row["service_id"],
        provider_id=row["provider_id"],
        provider=names[row["provider_id"]],
        title=row["title"],
        regime=row["regime"],
        route=row["route"],
        light_touch=row["light_touch"],
        start=row["start"],
        end=row["end"],
        latest_end=row["latest_end"] or row["end"],
        yearly=float(row["annual_value_gbp"] or 0),
        initial=float(row["initial_value_gbp"] or 0),
        whole=float(row["whole_value_gbp"] or 0),
        payment=row["payment"],
        value=row["value_score"],
        vulnerability=row["vulnerability"],
        replaceability=row["hard_to_replace"],
        track_record=row["past_problems"],
        kpi_count=row["kpi_count"],
        days_now=float(row["officer_days"]),
    )


def officer_days() -> float:
    """Return the officer-days a year that the whole council has for its contracts."""
    facts = {row["fact_id"]: row["value"] for row in rows_of("council_facts")}
    return float(facts["officer_days"])


def risks(population: str) -> list[Row]:
    """Return the population's risks, as the authority's own register holds them."""
    return rows_of("risks", population)


def register(population: str) -> dict[str, Any]:
    """Return those risks as rows to begin a register with."""
    return {
        "rows": [
            {
                "id": row["risk_id"].lower(),
                "cells": {
                    "risk": row["title"],
                    "cause": row["cause"],
                    "likelihood": str(row["likelihood"]),
                    "impact": str(row["impact"]),
                    "control": row["mitigation"],
                    "owner": row["owner"],
                },
            }
            for row in risks(population)
        ]
    }


# --- a request for a change ---------------------------------------------------------------


@dataclass(frozen=True)
class ChangeRequest:
    """A request to change a contract, with its effects and the facts that the law asks for."""

    contract: Held
    asked_by: str
    dated: dt.date
    request: str
    effects: dict[str, str]
    smaller: str
    #: Answers to the decision table of modifications, for the request and for a smaller one.
    answers: dict[str, str | float]
    smaller_answers: dict[str, str | float]


#: What a change is looked at for, in order.
EFFECTS = ("Scope", "Price", "Time", "Risk")


def change_request(population: str) -> ChangeRequest:
    """Return the worked request of a population; that of another where it has none of its own."""
    rows = _requests()
    row = next((each for each in rows if each["population"] == population), rows[0])
    about = contract(row["contract"])
    common = {"law": LAWS[about.regime], **_pairs(row["answers"])}
    return ChangeRequest(
        about,
        row["asked_by"],
        dt.date.fromisoformat(row["dated"]),
        row["request"],
        {effect: row[effect.lower()] for effect in EFFECTS},
        row["smaller"],
        {**common, "original-value": about.initial, "changed-value": float(row["changed_value"])},
        {
            **common,
            "original-value": about.initial,
            "changed-value": float(row["smaller_value"]),
            **_pairs(row["smaller_answers"]),
        },
    )


def change_log(population: str) -> dict[str, Any]:
    """Return a change log with the worked request as its first row."""
    asked = change_request(population)
    words = {effect.lower(): text for effect, text in asked.effects.items()}
    return {
        "rows": [
            {
                "id": "worked-example",
                "cells": {
                    "change": asked.request,
                    "asked-by": f"{asked.asked_by}, {long_date(asked.dated)}",
                    "impact": " ".join(f"{text}." for text in words.values()),
                },
            }
        ]
    }


def _pairs(text: str) -> dict[str, str | float]:
    """Read "kind=light-touch; nature=no" as answers by question; numbers as numbers."""
    found: dict[str, str | float] = {}
    for part in filter(None, (each.strip() for each in text.split(";"))):
        name, _, value = part.partition("=")
        found[name.strip()] = float(value) if value.strip().isdigit() else value.strip()
    return found


@cache
def _requests() -> tuple[dict[str, str], ...]:
    records = read_records(course_folder() / "data" / "lookups" / "change_requests.csv")
    return tuple(dict(zip(records.header, row, strict=True)) for row in records.rows)


# --- payments ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Paid:
    """What was paid under one contract in a quarter, beside a quarter of its yearly value."""

    contract: Held
    lines: int
    amount: float
    expected: float | None
    questions: tuple[str, ...]


def quarter() -> tuple[dt.date, dt.date]:
    """Return the first and last day on which the payments that are held were made."""
    days = [row["paid_on"] for row in rows_of("payments")]
    return min(days), max(days)


def paid(population: str, tolerance: float = 0.1) -> tuple[Paid, ...]:
    """Set what was paid beside what each contract says, and ask what a manager would ask.

    Parameters
    ----------
    tolerance : float
        Share of a quarter's value by which payments may differ before a question is asked.
    """
    rows = rows_of("payments", population)
    return tuple(
        _paid(each, [row for row in rows if _belongs(row, each)], tolerance)
        for each in held(population)
    )


def without_contract(population: str) -> tuple[Row, ...]:
    """Return payments that fit no contract by provider and service, withheld names among them."""
    own = held(population)
    return tuple(
        row
        for row in rows_of("payments", population)
        if not any(_belongs(row, each) for each in own)
    )


def _belongs(row: Row, each: Held) -> bool:
    return bool(row["provider_id"] == each.provider_id and row["service_id"] == each.service)


def _paid(each: Held, rows: list[Row], tolerance: float) -> Paid:
    amount = sum(row["amount_gbp"] for row in rows)
    # Only a block or a grant promises the same sum every quarter.
    expected = each.yearly / 4 if each.payment in ("block", "grant") and each.yearly else None
    return Paid(
        each,
        len(rows),
        amount,
        expected,
        tuple(_questions(each, rows, amount, expected, tolerance)),
    )


def _questions(
    each: Held, rows: list[Row], amount: float, expected: float | None, tolerance: float
) -> Iterator[str]:
    if expected and abs(amount - expected) > tolerance * expected:
        yield f"{abs(amount / expected - 1):.0%} {'over' if amount > expected else 'under'}: why?"
    if rows and any(each.extended_on(row["paid_on"]) for row in rows):
        yield "paid after the first end: where is the letter that extends it?"
    credits = sum(row["amount_gbp"] < 0 for row in rows)
    if credits:
        yield f"{_lines(credits, 'credit')}: for what, and agreed by whom?"
    odd = [row for row in rows if row["description"] == "Adjustment"]
    if odd:
        together = sum(row["amount_gbp"] for row in odd)
        yield f"{_lines(len(odd), 'adjustment')} of £{together:,.0f}: of what?"


def _lines(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
