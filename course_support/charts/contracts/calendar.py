"""Ends, extensions, notices and breaks of contracts, on one line of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from course_support.charts.contracts.sheets import Sheet, count, faint
from course_support.charts.drawing import dot, line, svg, text
from course_support.charts.show import BLUE, GREY, ORANGE, Chart
from course_support.methods.contracts import (
    Contract,
    ContractCalendar,
    KeyDate,
    contract_calendar,
)
from course_support.methods.dates import add_months
from course_support.methods.words import long_date
from course_support.sources.contracts import Held, held, rows_of
from course_support.sources.rule import today

#: How far the picture looks back and ahead.
_BACK, _AHEAD = 9, 40
_WIDTH, _LEFT, _RIGHT, _ROW = 430, 8, 420, 62


def terms(each: Held, procurement_months: int) -> Contract:
    """Return a contract's dates with what it says about notice."""
    row = next((r for r in rows_of("contract_terms") if r["contract_id"] == each.id), {})
    months = each.extension_months
    notice = row.get("extension_notice_months")
    return Contract(
        each.title,
        each.start,
        each.end,
        procurement_months,
        (months,) if months else (),
        (0 if notice is None else notice) if months else None,
        (row["break_on"],) if row.get("break_on") else (),
        row.get("break_notice_months"),
    )


def dates(population: str, settings: Mapping[str, float | str]) -> ContractCalendar:
    """Return every date of a population's contracts that somebody has to meet."""
    months = int(float(settings["procurement-months"]))
    return contract_calendar([terms(each, months) for each in held(population)], today())


def calendar(population: str, settings: Mapping[str, float | str]) -> Chart:
    """Draw the contracts on one line of time, with the dates that call for a decision."""
    found = dates(population, settings)
    contracts = held(population)
    soon = found.within(183)
    coming = [one for one in found.dates if one.due >= today()]
    title = (
        f"{count(len(soon), 'date').capitalize()} to meet in the next six months"
        if soon
        else "Nothing to decide in the next six months"
    )
    late = [
        one
        for one in found.passed
        if one.what.startswith("start procuring") and not _over(one, contracts)
    ]
    reading = found.reading()
    if late:
        names = "; ".join(dict.fromkeys(one.contract for one in late))
        reading += f" The day to begin buying has gone by for: {names}."
    return Chart(
        title,
        reading,
        svg(_WIDTH, 70 + _ROW * len(contracts), _drawn(contracts, found)),
        ["Date", "Contract", "What", "Why", "When"],
        [
            [long_date(one.due), one.contract, one.what, one.why,
             "to come" if one.due >= today() else "passed"]
            for one in (*found.passed, *coming)
        ],
        f"Marrenshire (invented), on {long_date(today())}, with "
        f"{settings['procurement-months']:g} months to buy anew. {found.assumptions[-1]}",
    )  # fmt: skip


#: What is done on the way out, in months before the end; less than nought is after it.
_WAY_OUT = (
    (12, "Decide: again, otherwise, or not at all. Tell the provider.", "Before rumours do"),
    (9, "Agree the exit plan, and who pays for what in it", "Both sides still want something"),
    (6, "List people, staff, property, data, money owed", "With the provider, and checked"),
    (4, "Name who takes over; staff who transfer are told by their employer", "Law on transfers"),
    (3, "Tell people who use it, in person, and hear what they want to keep", "Choice takes time"),
    (1, "Hand over records, keys, passwords, risks and the change log", "And try that they open"),
    (0, "The last day: somebody is there", "So that nobody falls between two providers"),
    (-1, "Settle the account; write down what was learned; publish what the law asks", "The next "
     "specification begins here"),
)  # fmt: skip


def way_out(population: str) -> Sheet:
    """Lay out exit and handover, with dates, for the contract that ends first for good."""
    coming = [each for each in held(population) if each.latest_end >= today()]
    first = min(coming, key=lambda each: each.latest_end)
    rows = []
    for months, what, why in _WAY_OUT:
        day = add_months(first.latest_end, -months)
        rows.append([long_date(day), what, why, "passed" if day < today() else "to come"])
    passed = sum(row[3] == "passed" for row in rows)
    return Sheet(
        f"{first.title}: {passed} of {len(rows)} steps should be behind it",
        f"It ends for good on {long_date(first.latest_end)}. Were these steps taken?",
        ["By", "What", "Why then", "When"],
        rows,
        f"Marrenshire (invented), on {long_date(today())}; the months are a suggestion",
    )


def the_contracts(population: str) -> Sheet:
    """List the contracts and grants of a population, the largest first."""
    every = sorted(held(population), key=lambda each: -each.yearly)
    grants = sum(each.is_grant for each in every)
    bare = [each.title for each in every if not each.kpi_count]
    yearly = sum(each.yearly for each in every)
    return Sheet(
        f"{count(len(every), 'agreement')}, £{yearly:,.0f} a year",
        f"{count(grants, 'grant').capitalize()} among them. Without any indicator: "
        f"{'; '.join(bare) or 'none'}.",
        ["Contract or grant", "Provider", "A year", "Paid by", "Let under", "Runs to"],
        [
            [each.title, each.provider, f"£{each.yearly:,.0f}" if each.yearly else "varies",
             each.payment, each.regime, long_date(each.latest_end if each.extended_on(today())
                                                  else each.end)]
            for each in every
        ],
        f"Marrenshire (invented), table of contracts, on {long_date(today())}",
    )  # fmt: skip


def _over(one: KeyDate, contracts: Sequence[Held]) -> bool:
    """Say whether what the date was about is over: the contract has been extended since."""
    each = next(c for c in contracts if c.title == one.contract)
    return each.extended_on(today()) and long_date(each.latest_end) not in one.what


def _drawn(contracts: Sequence[Held], found: ContractCalendar) -> Iterator[str]:
    first, last = add_months(today(), -_BACK), add_months(today(), _AHEAD)
    whole = (last - first).days

    def across(day: dt.date) -> float:
        inside = min(max(day, first), last)
        return _LEFT + (_RIGHT - _LEFT) * (inside - first).days / whole

    bottom = 30 + _ROW * len(contracts)
    for year in range(first.year + 1, last.year + 1):
        x = across(dt.date(year, 1, 1))
        yield faint(x, 20, x, bottom - 10)
        yield text(x, 10, str(year), size=11, anchor="middle")
    x = across(today())
    yield faint(x, 20, x, bottom - 10)
    yield text(x, bottom, "today", size=11, anchor="middle", bold=True)
    yield from _legend(bottom + 24)
    for number, each in enumerate(contracts):
        y = 40 + _ROW * number
        yield text(_LEFT, y - 8, each.title, size=12, bold=True)
        yield from _bar(each, y + 12, across, first)
        for one in found.dates:
            if one.contract == each.title and first <= one.due <= last:
                yield _sign(one, across(one.due), y + 12)


def _legend(y: float) -> Iterator[str]:
    """Say what the signs mean."""
    yield f'<path d="M{_LEFT + 8} {y - 7}l7 13h-14Z" fill="{ORANGE}"/>'
    yield text(_LEFT + 22, y, "begin buying", size=11)
    yield dot(_LEFT + 104, y, 5.5, fill=BLUE, hollow=True)
    yield text(_LEFT + 115, y, "last day for notice", size=11)
    yield dot(_LEFT + 232, y, 4, fill=GREY)
    yield text(_LEFT + 242, y, "an end", size=11)
    yield line(_LEFT + 294, y, _LEFT + 318, y, dashed=True)
    yield text(_LEFT + 324, y, "if extended", size=11)


def _bar(each: Held, y: float, across: object, first: dt.date) -> Iterator[str]:
    at = across  # a function of a date
    end, latest = at(each.end), at(each.latest_end)  # type: ignore[operator]
    start = at(max(each.start, first))  # type: ignore[operator]
    if each.end > first:
        yield line(start, y, end, y, width=6)
    if each.latest_end > each.end:
        yield line(max(end, start), y, latest, y, width=2, dashed=True)
    words = f"to {each.end:%b %Y}"
    if each.latest_end > each.end:
        words += f", at the latest {each.latest_end:%b %Y}"
    yield text(_LEFT, y + 16, words, size=11)


def _sign(one: KeyDate, x: float, y: float) -> str:
    """Return the sign of a date: a triangle to begin buying, a ring for notice, a dot for ends."""
    if one.what.startswith("start"):
        return f'<path d="M{x:.1f} {y - 7:.1f}l7 13h-14Z" fill="{ORANGE}"/>'
    if one.what.startswith("last day"):
        return dot(x, y, 5.5, fill=BLUE, hollow=True)
    return dot(x, y, 4, fill=GREY)
