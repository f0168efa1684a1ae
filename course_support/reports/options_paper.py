"""The options paper of page 03: two pages, put together from answers and figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from course_support.charts import appraisal, appraisal_risk, appraisal_sensitivity
from course_support.charts.appraisal_numbers import Sums, million
from course_support.charts.purchasing import Span, steps
from course_support.charts.show import per_cent
from course_support.errors import WorkbookError
from course_support.exercises.base import Table
from course_support.reports.paper import Paper, Part, Section
from course_support.sources.rule import long_date

if TYPE_CHECKING:
    from course_support.workbook import Workbook

#: Exercises of which the paper is made, beside those behind its figures.
MADE_OF = ("objectives-and-limits", "sift-the-long-list", "purchasing-plan", "the-decision")
_FOOT = (
    "Teaching material: the authority is invented, unless these are your own options. Discount "
    "rates and uplifts come from the course's dated tables of rules."
)


def options_paper(workbook: Workbook, sums: Sums, span: Span) -> Paper:
    """Put the paper together.

    Parameters
    ----------
    sums
        The figures under the participant's settings and points.
    span
        The years of the strategy that the purchasing plan serves.
    """
    said = dict(workbook.answer("the-decision").texts)
    aims = dict(workbook.answer("objectives-and-limits").texts)
    return Paper(
        f"Options paper: {workbook.population.phrase}",
        said.get("preferred", ""),
        (
            Section(
                "What any option must achieve",
                aims.get("objectives", ""),
                _labelled("Limits", aims.get("constraints", "")),
                _labelled("Rests on others", aims.get("dependencies", "")),
                missing="Write your objectives at the top of the page.",
            ),
            Section(
                "What was looked at, and dropped",
                _dropped(workbook.rows("sift-the-long-list")),
                missing="Nothing has been dropped.",
            ),
            Section("The short list", *_parts(sums, (_overview, appraisal.totals))),
            Section(
                "Why this one",
                said.get("reasons", ""),
                missing="Give your reasons in the decision above.",
            ),
            Section("Risk", *_parts(sums, (_risks,)), missing="No risks are named yet."),
            Section(
                "What it hangs on",
                said.get("assumptions", ""),
                *_parts(sums, (_turning,)),
                _labelled("What would change our mind", said.get("change", "")),
            ),
            Section("Who gains and who loses", said.get("gains", ""), missing="Not said yet."),
            Section(
                "How it is brought about",
                _plan(workbook, span),
                _labelled("Review", said.get("review", "")),
                missing="The purchasing plan has no dated step yet.",
            ),
        ),
        f"{_FOOT} {' '.join(sums.case.notes)}".strip(),
    )


def _labelled(label: str, text: str) -> str:
    return f"{label}: {text.strip()}" if text.strip() else ""


def _parts(sums: Sums, makers: Sequence[Callable[[Sums], Part]]) -> Iterator[Part]:
    """Yield what can be made; of the rest, why it cannot."""
    for make in makers:
        try:
            yield make(sums)
        except WorkbookError as error:
            yield str(error)


def _dropped(rows: Sequence[dict[str, Any]]) -> Table:
    found = tuple(
        (row["choice"], row["reason"] or "no reason recorded")
        for row in rows
        if row["verdict"] == "drop" and row["dimension"] != "whole" and row["choice"]
    )
    return Table(("Dropped", "Why"), found, "Choices dropped from the long list")


def _overview(sums: Sums) -> Table:
    """Return the options with their total, money and what is not in money."""
    totals = dict(zip(sums.totals.options, sums.totals.totals, strict=True))
    money = {row["option"]: row for _, row in sums.money.rows.iterrows()}
    base = sums.money.baseline
    rows = []
    for each in sums.case.options:
        cost = money.get(each.name)
        total = totals.get(each.name)
        rows.append(
            (
                each.name,
                appraisal.PLACES.get(each.place, "not said"),
                "not scored" if total is None else f"{total:.0f}",
                "not costed" if cost is None else million(cost["cost"]),
                *([] if base is None else [_better(cost)]),
                each.not_counted or "nothing named",
            )
        )
    heads = ["Option", "Place", "Total of 100", "Cost, today's value", "Not in money"]
    if base is not None:
        heads.insert(4, f"Better in money than {base}")
    return Table(tuple(heads), tuple(rows), f"The short list over {sums.years} years")


def _better(cost: Any) -> str:
    return "not costed" if cost is None else million(cost["npsv"])


def _risks(sums: Sums) -> Table:
    """Return the risks of the leading option and of standing still, with who bears them."""
    base = sums.case.baseline
    leader = sums.leader if len(sums.case.scored) > 1 else ""
    rows = tuple(
        (
            each.risk,
            sums.case.name(each.option),
            f"{each.likelihood} × {each.impact}",
            appraisal_risk.HOLDERS.get(each.holder, "not said"),
            each.response or "nothing named",
        )
        for each in sums.case.risks
        if sums.case.name(each.option) == leader or (base and each.option == base.id)
    )
    heads = ("Risk", "Option", "Likelihood × impact", "Who bears it", "What would be done")
    return Table(heads, rows, "Risks of changing and of standing still")


def _turning(sums: Sums) -> Table:
    """Return where one weight changes the winner, and how often each option comes first."""
    found = appraisal_sensitivity.acceptability(sums)
    often = ", ".join(f"{row[0]} {row[1]}" for row in found.rows if row[1] != per_cent(0))
    rows = [("Leads under, of all possible weights", often)]
    turn = appraisal_sensitivity.turning_point(sums)
    if turn:
        name, weight, winner = turn
        now = f"{name} at {per_cent(weight)} (now {per_cent(sums.weights[name])}): {winner}"
        rows.insert(0, ("Nearest weight at which the winner changes", now))
    return Table(("Test", "Result"), tuple(rows), "How firm the answer is")


def _plan(workbook: Workbook, span: Span) -> Table:
    found, _ = steps(workbook.answer("purchasing-plan").rows)
    rows = tuple(
        (long_date(each.day), each.action, each.owner or "nobody named", each.supplier)
        for each in found
    )
    title = f"Purchasing plan within the {span.title}, to {long_date(span.ends)}"
    return Table(("By when", "What", "Who", "Best placed, and why"), rows, title)
