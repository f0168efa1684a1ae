"""The authority's contract measures by month, as they were sent."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from course_support.errors import WorkbookError
from course_support.sources import package

if TYPE_CHECKING:
    from course_support.methods.monthly import MonthlySeries

Row = dict[str, Any]


def measures(population: str) -> list[Row]:
    """Return the indicators of a population's contracts, each with its contract's title."""
    titles = {row["contract_id"]: row["title"] for row in package.rows("contracts", population)}
    return [
        {**row, "contract": titles.get(row["contract_id"], "")}
        for row in package.rows("kpis", population)
    ]


def measure(kpi: str) -> Row:
    """Return one indicator by its id, in small or capital letters.

    Raises
    ------
    WorkbookError
        When there is none of that id.
    """
    for row in package.rows("kpis"):
        if str(row["kpi_id"]).casefold() == kpi.casefold():
            return row
    raise WorkbookError(f"The authority has no measure '{kpi}'. Choose one from the list.")


def series(kpi: str) -> MonthlySeries:
    """Return an indicator's months, its old and new names joined with a note.

    Raises
    ------
    WorkbookError
        When there is no such indicator.
    """
    from course_support.methods.monthly import MonthlySeries

    about = measure(kpi)
    sent: list[Row] = [r for r in package.rows("performance") if r["kpi_id"] == about["kpi_id"]]
    sent.sort(key=lambda row: str(row["month"]))
    titles = {row["contract_id"]: row["title"] for row in package.rows("contracts")}
    return MonthlySeries(
        measure=about["new_name"] or about["name"],
        months=tuple(row["month"] for row in sent),
        values=_numbers(sent, "value"),
        statuses=tuple(row["status"] for row in sent),
        numerators=_numbers(sent, "numerator"),
        denominators=_numbers(sent, "denominator"),
        unit=about["unit"],
        better=about["direction"],
        target=about["target"],
        recorded_as=tuple(row["reported_as"] for row in sent),
        source=f"Marrenshire (invented), returns under “{titles.get(about['contract_id'], '')}”",
        notes=_renamed(about),
    )


def happened(kpi: str) -> list[Row]:
    """Return what the authority later learned about a measure, oldest first."""
    rows = [
        row for row in package.rows("planted_features") if row["kpi_id"] == measure(kpi)["kpi_id"]
    ]
    return sorted(rows, key=lambda row: str(row["month"]))


def _numbers(rows: list[Row], column: str) -> tuple[float, ...]:
    return tuple(math.nan if row[column] is None else float(row[column]) for row in rows)


def _renamed(about: Row) -> tuple[str, ...]:
    if not about["new_name"]:
        return ()
    return (
        f"Until {about['renamed_in']:%B %Y} this measure was called “{about['name']}”; the two are "
        f"joined here. {about['why_renamed']}.",
    )
