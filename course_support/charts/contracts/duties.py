"""What a contract owes in public: indicators, ratings, credits, notices, each with its reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from course_support.charts.contracts.dashboard import SIGNS, Watched, watch
from course_support.charts.contracts.sheets import Sheet, count
from course_support.folders import course_folder
from course_support.methods import decisions, regimes
from course_support.methods.contracts import INADEQUATE, service_credits
from course_support.methods.dates import add_months
from course_support.methods.decision_tables import DecisionTable
from course_support.methods.figures import whole_pounds
from course_support.methods.words import long_date
from course_support.sources import rules
from course_support.sources.contracts import ACT_2023, Held, held, rows_of
from course_support.sources.rule import today

_LAW = {"PCR 2015": "older", ACT_2023: "pa23", "Provider Selection Regime": "psr"}


@cache
def decision_table(name: str) -> DecisionTable:
    """Return a decision table of the course by its name."""
    import yaml

    path = course_folder() / "data" / "decisions" / f"{name}.yaml"
    return decisions.read_table(yaml.safe_load(path.read_text("utf-8")))


def decision(name: str, answers: Mapping[str, Any]) -> regimes.Decision:
    """Walk a decision table of the course with these answers and today's figures."""
    table = decision_table(name)
    return regimes.decide(table, answers, decisions.figures_for(table, rules.get, today()))


# --- indicators: owed or not ---------------------------------------------------------------


def owed(population: str) -> Sheet:
    """Say for each contract whether the law asks for indicators and ratings, and why."""
    found = [(each, *_owed(each)) for each in held(population)]
    must = [each.title for each, yes, _ in found if yes]
    title = (
        f"The duty to publish indicators reaches {count(len(must), 'contract')} of {len(found)}"
        if must
        else f"The duty to publish indicators reaches none of these {len(found)}"
    )
    chosen = sum(bool(each.kpi_count) and not yes for each, yes, _ in found)
    fewest = rules.get("kpi_minimum_count")
    short = [
        f"{each.title} has {each.kpi_count or 'none'}; the law asks for at least {fewest.value}. "
        for each, yes, _ in found
        if yes and each.kpi_count < int(str(fewest.value))
    ]
    reading = (
        (f"It is owed for {'; '.join(must)}. {''.join(short)}" if must else "")
        + f"{count(chosen, 'contract').capitalize()} outside the duty "
        + f"{'has' if chosen == 1 else 'have'} indicators by choice."
    )
    return Sheet(
        title,
        reading,
        ["Contract", "Under", "Whole value", "Indicators it has", "Duty", "Why"],
        [
            [
                each.title,
                f"{each.regime}{', light touch' if each.light_touch else ''}",
                whole_pounds(each.whole) if each.whole else "not fixed",
                str(each.kpi_count) if each.kpi_count else "none",
                "owed" if yes else "not owed",
                why,
            ]
            for each, yes, why in found
        ],
        "Marrenshire (invented); the decision table “Must you set and publish key performance "
        f"indicators?”, on {long_date(today())}",
    )


def _owed(each: Held) -> tuple[bool, str]:
    if each.is_grant:
        return False, "A grant is not a public contract."
    answers: dict[str, Any] = {
        "law": _LAW[each.regime],
        "kind": "light-touch"
        if each.light_touch
        else "framework"
        if each.is_framework
        else "other",
        "value": max(each.whole, 1),
        "suited": "yes",
    }
    found = decision("kpi-duty", answers)
    return found.outcome == "duty", found.walk.trail[-1].reason


# --- service credits -----------------------------------------------------------------------


def credits(population: str, settings: Mapping[str, float | str]) -> Sheet:
    """Work out the newest month's service credits of each contract that has any.

    Parameters
    ----------
    settings : mapping
        ``cap`` ("own" for each contract's own, or per cent of the month's fee) and ``fails``
        ("target" or "inadequate": what counts as failing).
    """
    strict = settings["fails"] == "inadequate"
    rows, lines = [], []
    for each in held(population):
        watched = [
            watch(row["kpi_id"])
            for row in rows_of("kpis", population)
            if row["contract_id"] == each.id and row["service_credit_percent"]
        ]
        if not watched or not each.yearly:
            continue
        due = service_credits(
            each.yearly / 12,
            {one.name: one.credit for one in watched},
            [one.name for one in watched if _fails(one, strict)],
            _cap(each, str(settings["cap"])),
        )
        lines.append(f"{each.title}: {due.reading()}")
        rows += [_credit_row(each, one, strict) for one in watched]
    taken = "inadequate" if strict else "short of its target"
    return Sheet(
        "What the newest month would cost the provider",
        " ".join(lines) or "No contract of this population has service credits.",
        ["Measure", "Contract", "Newest figure", "Rating", "Credit in the contract", "Counts"],
        rows,
        f"Marrenshire (invented). A month's fee is a twelfth of the yearly value; a measure fails "
        f"when it is {taken}",
        (
            "A service credit adjusts the price to the service received. It is no penalty, and "
            "only what is written in the contract can be taken.",
            "A provisional figure is no ground for a credit yet: wait for the one that counts.",
        ),
    )


def _cap(each: Held, chosen: str) -> float:
    """Return the cap in per cent; a contract that names none has none."""
    if chosen != "own":
        return float(chosen)
    terms = {row["contract_id"]: row["credit_cap_percent"] for row in rows_of("contract_terms")}
    return float(terms[each.id] if terms.get(each.id) is not None else 100)


def _fails(one: Watched, strict: bool) -> bool:
    return one.rating.rating == INADEQUATE if strict else one.missed


def _credit_row(each: Held, one: Watched, strict: bool) -> list[str]:
    return [
        one.name,
        each.title,
        f"{one.shown(one.rating.actual)}{', provisional' if one.provisional else ''}",
        f"{SIGNS[one.rating.rating]} {one.rating.rating}",
        f"{one.credit:g}% of {whole_pounds(each.yearly / 12)}",
        "yes" if _fails(one, strict) else "no",
    ]


# --- what must be published ------------------------------------------------------------------


def publication(population: str) -> Sheet:
    """List what must be published about these contracts, with dates where they follow."""
    rows = [row for each in held(population) for row in _published(each)]
    title = (
        f"{count(len(rows), 'thing')} to publish about these contracts"
        if rows
        else "Nothing about these contracts has to be published under the 2023 Act"
    )
    return Sheet(
        title,
        "Contracts let under older law, grants and health contracts follow their own rules. A "
        "council also publishes its spending under the transparency code, whatever the law of "
        "the contract.",
        ["What", "Contract", "When", "Law"],
        rows,
        f"Marrenshire (invented); dated rules on {long_date(today())}",
        (
            _doubt(),
            "The Act counts from the very day: the day of signing, or the last day of the quarter, "
            "is the first of the days.",
            "Section 70 excepts concessions and schools, and not light touch contracts: their "
            "payments are published too.",
        ),
    )


def _published(each: Held) -> Iterator[list[str]]:
    if each.regime != ACT_2023 or each.is_grant:
        return
    yield from _on_signing(each)
    if not each.light_touch:
        yield from _on_performance(each)
    yield from _on_payments(each)
    ended = rules.get("contract_termination_notice_days")
    when = f"within {ended.shown()} of the end, {long_date(each.end)} at first"
    yield ["Contract termination notice", each.title, when, ended.law]


def _on_signing(each: Held) -> Iterator[list[str]]:
    kind = "light_touch_" if each.light_touch else ""
    details = rules.get(f"{kind}contract_details_notice_days")
    yield ["Contract details notice", each.title,
           f"within {details.shown()} of signing; it began on {long_date(each.start)}",
           details.law]  # fmt: skip
    large = rules.get("contract_copy_threshold")
    if each.whole > float(str(large.value)):
        copy = rules.get(f"{kind}contract_copy_days")
        yield [f"A copy of the contract, as it is over {large.shown()}", each.title,
               f"within {copy.shown()} of signing", copy.law]  # fmt: skip


def _on_performance(each: Held) -> Iterator[list[str]]:
    if _owed(each)[0]:
        months = rules.get("kpi_rating_interval_months")
        due = add_months(each.start, int(str(months.value)))
        while due < today():
            due = add_months(due, int(str(months.value)))
        yield ["Rating against each indicator (contract performance notice)", each.title,
               f"by {long_date(min(due, each.latest_end))}; every {months.shown()}, and at the end",
               months.law]  # fmt: skip
    failed = rules.get("performance_failure_notice_days")
    yield ["Breach, or poor performance not put right (contract performance notice)", each.title,
           f"within {failed.shown()}, if it comes to that", failed.law]  # fmt: skip


def _on_payments(each: Held) -> Iterator[list[str]]:
    over = rules.get("payment_publication_threshold")
    paid = [
        row
        for row in rows_of("payments", each.population)
        if (row["provider_id"], row["service_id"]) == (each.provider_id, each.service)
        and row["amount_gbp"] > float(str(over.value))
    ]
    if not paid:
        return
    first, last = _quarter(max(row["paid_on"] for row in paid))
    days = rules.get("payment_notice_days")
    # The Act counts the last day of the quarter as the first of the days.
    by = last + dt.timedelta(days=int(str(days.value)) - 1)
    yield [f"{count(len(paid), 'payment')} over {over.shown()}, {first:%B} to {last:%B %Y}",
           each.title, f"by {long_date(by)}", over.law]  # fmt: skip


def _quarter(day: dt.date) -> tuple[dt.date, dt.date]:
    first = dt.date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return first, add_months(first, 3) - dt.timedelta(days=1)


def _doubt() -> str:
    names = (
        "payment_notice_days",
        "contract_termination_notice_days",
        "contract_copy_days",
        "light_touch_contract_copy_days",
    )
    unsure = [rules.get(name).title for name in names if rules.get(name).certainty != "verified"]
    if not unsure:
        return "Every figure was read in its source."
    return f"From general knowledge, to be checked before use: {'; '.join(unsure)}."
