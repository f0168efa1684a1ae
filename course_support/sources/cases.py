"""Cases of poor performance: the file of each, what a room may choose, what happened next."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from course_support.errors import WorkbookError
from course_support.sources.contracts import Held, contract, rows_of

Row = dict[str, Any]

#: The three courses, by the id that exercises use for them.
COURSES = {
    "developmental": "developmental",
    "punitive": "punitive",
    "sequence": "both in sequence",
}
#: The columns of a case that speak to each determinant, in the order in which they are argued.
DETERMINANTS = ("seriousness", "risks", "breach", "relationship", "response")
#: Months of a case's complaints and incidents that lie in its file.
MONTHS_BACK = 12


@dataclass(frozen=True)
class Paper:
    """One piece of evidence."""

    dated: dt.date
    kind: str
    source: str
    content: str


@dataclass(frozen=True)
class Case:
    """A provider that is not doing what it should, with everything in its file."""

    id: str
    population: str
    title: str
    question: str
    terms: str
    contract: Held
    #: What the file says on each determinant.
    facts: dict[str, str]
    papers: tuple[Paper, ...]
    sequels: dict[str, str]

    @property
    def closed_on(self) -> dt.date:
        """Return the day of the newest paper: what came later is not in the file."""
        return max(paper.dated for paper in self.papers)

    @property
    def measures(self) -> tuple[Row, ...]:
        """Return the indicators of its contract."""
        return tuple(r for r in rows_of("kpis") if r["contract_id"] == self.contract.id)


def cases() -> tuple[Case, ...]:
    """Return every case, in the order of the table."""
    return tuple(_case(row) for row in rows_of("cases"))


def case(case_id: str) -> Case:
    """Return one case by its id, in small or capital letters.

    Raises
    ------
    WorkbookError
        When there is none of that id.
    """
    for row in rows_of("cases"):
        if row["case_id"].casefold() == case_id.casefold():
            return _case(row)
    raise WorkbookError(f"There is no case '{case_id}'. Choose one from the list above the file.")


def for_population(population: str, chosen: str = "") -> Case:
    """Return the case that was chosen, else the population's own, else the first."""
    if chosen:
        return case(chosen)
    every = cases()
    return next((each for each in every if each.population == population), every[0])


def _case(row: Row) -> Case:
    own = row["case_id"]
    papers = tuple(
        Paper(each["dated"], each["kind"], each["source"], each["content"])
        for each in rows_of("case_evidence")
        if each["case_id"] == own
    )
    sequels = {
        each["course"]: each["what_happened"]
        for each in rows_of("case_sequels")
        if each["case_id"] == own
    }
    return Case(
        own,
        row["population_id"],
        row["title"],
        row["question"],
        row["terms"],
        contract(row["contract_id"]),
        {name: row[name] for name in DETERMINANTS},
        papers,
        sequels,
    )


# --- what the registers hold beside the papers -------------------------------------------------


@dataclass(frozen=True)
class Register:
    """Complaints, incidents or staffing of a contract in the year before its file was closed."""

    what: str
    number: int
    detail: str


def registers(of: Case) -> tuple[Register, ...]:
    """Return what complaints, incidents and staffing say, in the year up to the newest paper."""
    first = of.closed_on - dt.timedelta(days=round(MONTHS_BACK * 30.44))
    complaints = _within("complaints", "received_on", of, first)
    incidents = _within("incidents", "happened_on", of, first)
    late = sum((row["days_to_report"] or 0) > 1 for row in incidents)
    harmed = [row for row in incidents if row["severity"] != "no harm"]
    upheld = sum(str(row["finding"]).startswith("upheld") for row in complaints)
    open_ = sum(row["finding"] is None for row in complaints)
    unknown = f"; {open_} with no finding recorded" if open_ else ""
    found = [
        Register(
            "Complaints",
            len(complaints),
            f"{upheld} upheld, in whole or part{unknown}. "
            f"{_common(row['theme'] for row in complaints)}",
        ),
        Register(
            "Incidents",
            len(incidents),
            f"{len(harmed)} with harm; {late} reported after more than a day. "
            f"{_common(row['kind'] for row in incidents)}",
        ),
    ]
    if staff := _staffing(of):
        found.append(staff)
    return tuple(found)


def _within(table: str, column: str, of: Case, first: dt.date) -> list[Row]:
    return [
        row
        for row in rows_of(table, of.population)
        if row["contract_id"] == of.contract.id and first < row[column] <= of.closed_on
    ]


def _common(kinds: Iterable[str]) -> str:
    most = Counter(kinds).most_common(2)
    return "Most often: " + "; ".join(f"{kind} ({number})" for kind, number in most) if most else ""


def _staffing(of: Case) -> Register | None:
    last = f"{of.closed_on.year} Q{(of.closed_on.month - 1) // 3 + 1}"
    rows = [
        row
        for row in rows_of("workforce", of.population)
        if row["contract_id"] == of.contract.id and row["quarter"] < last and row["posts"]
    ]
    if not rows:
        return None
    now = rows[-1]
    year = [row["leavers"] for row in rows[-4:] if row["leavers"] is not None]
    return Register(
        f"Posts, {now['quarter']}",
        now["posts"],
        f"{_said(now['vacant'])} vacant, {_said(now['agency'])} filled by agency; "
        f"{sum(year)} left in {len(year)} quarters.",
    )


def _said(number: int | None) -> str:
    return "not known" if number is None else str(number)
