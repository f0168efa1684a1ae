"""Spending of one authority on one line: of a revenue outturn, or added up from payments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_support.errors import WorkbookError

from .need import USABLE

if TYPE_CHECKING:
    from course_support.sources.published import Published

#: Services that a population looks for first, by words of the line before its last part.
LOOKS_FOR = {
    "children_in_care": (r"total.*looked after|looked after.*total", r"looked after", r"child"),
    "early_help": (r"total.*family support", r"family support", r"early|sure start", r"child"),
    "children_with_disabilities": (
        r"short break|respite",
        r"^(?!.*(?:adult|older)).*disab",
        r"child.*family support|family support.*child",
        r"child",
    ),
    "homelessness": (r"homeless.*total|total.*homeless", r"homeless|temporary", r"housing"),
    "older_people": (r"(65|older).*(total)|total.*(65|older)", r"65|older", r"adult"),
}
#: Figures of one service in the order in which they answer "what does it cost us?".
_FIGURES = (
    r"net current expenditure",
    r"net total cost|net expenditure",
    r"total expenditure|gross|^total$|^$",
    r"expenditure|cost",
)
#: Income, and parts of expenditure: never the first choice.
_PARTS = re.compile(r"income|employees|running|fees|charges|grants?\b|capital", re.I)
#: How the return numbers its columns: "(C1)", "(C7 = C3 - C6)".
_FORMULA = re.compile(r"\s*\(C\d+(?: = [^)]*)?\)\s*$")
_UNIT = re.compile(r"\s*\(£\s*(?:000s?|thousands?)\)\s*$", re.I)


@dataclass(frozen=True)
class Spend:
    """One line of spending, in pounds; None where the return has no figure, with its status."""

    line: str
    pounds: float | None
    status: str
    period: str
    file: str
    note: str
    whole_year: bool


def lines(found: Published, population: str = "") -> list[str]:
    """Return the lines of spending in a file, what this population looks for first."""
    column = "breakdown" if found.kind == "spend" else "measure"
    every = [str(line) for line in found.values[column].unique() if str(line).strip()]
    if not every:
        raise WorkbookError(f"{found.file} has no lines of spending with a name.")
    wanted = [re.compile(p, re.I) for p in LOOKS_FOR.get(population, ())]

    def rank(line: str) -> tuple[int, int]:
        service, figure = _parted(line)
        hits = (n for n, pattern in enumerate(wanted) if pattern.search(service))
        return next(hits, len(wanted)), _order(figure)

    return sorted(every, key=rank)


def without_unit(line: str) -> str:
    """Return a line for sentences: no "(£ thousand)", as sums are in pounds, nor "(C1)"."""
    return _FORMULA.sub("", _UNIT.sub("", line))


def _parted(line: str) -> tuple[str, str]:
    """Return the service of a line, and which of its figures it is ("Total expenditure")."""
    service, dash, figure = without_unit(line).rpartition(" - ")
    known = _PARTS.search(figure) or any(re.search(p, figure, re.I) for p in _FIGURES[:3])
    return (service, figure) if dash and known else (line, "")


def _order(figure: str) -> int:
    if _PARTS.search(figure):
        return len(_FIGURES) + 1
    return next((n for n, p in enumerate(_FIGURES) if re.search(p, figure, re.I)), len(_FIGURES))


def spend(found: Published, area: str, line: str) -> Spend:
    """Return an authority's spending on a line.

    Raises
    ------
    WorkbookError
        When the file has no such authority or line.
    """
    if found.kind == "spend":
        return _payments(found, area, line)
    rows = found.select(area=area)
    rows = rows[rows["measure"] == line]
    if rows.empty:
        raise WorkbookError(f"{found.file} has no line “{line}” for {area}. Choose another line.")
    row = rows.iloc[0]
    status = str(row["status"])
    thousands = any("thousand" in note for note in found.notes)
    known = status in USABLE
    note = "published in thousands of pounds" if thousands else "taken as pounds: check the file"
    return Spend(
        line,
        float(row["value"]) * (1000 if thousands else 1) if known else None,
        status,
        str(row["period"]) or found.edition,
        found.file,
        note,
        True,
    )


def _payments(found: Published, area: str, line: str) -> Spend:
    from course_support.sources.published import areas

    whose = "the file does not name its council: check that it is yours"
    if found.publisher:
        whose = f"the file names {found.publisher}"
        code = areas.code_for_name(found.publisher)
        if code and areas.name_key(found.publisher) != areas.name_key(area):
            raise WorkbookError(
                f"{found.file} lists payments of {found.publisher}, and you look at {area}. "
                f"Choose the payments of {area}."
            )
    rows = found.values[(found.values["breakdown"] == line) & found.values["status"].isin(USABLE)]
    return Spend(
        line,
        float(rows["value"].sum()),
        "ok",
        found.edition,
        found.file,
        f"{len(rows):,} payments over £500 added up; credits are taken off, smaller payments and "
        f"pay are not in it, the period may not be a year, and {whose}",
        False,
    )
