"""The options paper of page 03: two pages, put together from answers and figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from course_support.charts import appraisal, appraisal_risk, appraisal_sensitivity
from course_support.charts.appraisal_drawing import small_bars
from course_support.charts.appraisal_numbers import Sums, million
from course_support.charts.purchasing import Span, steps
from course_support.charts.show import Chart, per_cent
from course_support.errors import WorkbookError
from course_support.exercises.base import Table
from course_support.methods.words import long_date, small_first
from course_support.reports.paper import Paper, Part, Section

if TYPE_CHECKING:
    from course_support.workbook import Workbook

#: Exercises of which the paper is made, beside those behind its figures.
MADE_OF = ("objectives-and-limits", "sift-the-long-list", "purchasing-plan", "the-decision")
_CLOSE = (
    "th,td{overflow-wrap:normal}@media print{body{font-size:9.5pt;line-height:1.35}"
    "h1{font-size:1.4rem;margin:0}"
    "h2{font-size:1.05rem;margin:.6rem 0 .1rem}p{margin:.3rem 0}figure,table{margin:.4rem 0}"
    "th,td{padding:.1rem .35rem}}"
)
_FOOT = (
    "Teaching material: the authority is invented, unless these are your own options. Discount "
    "rates and uplifts come from the course's dated tables of rules."
)


class TwoPages(Paper):
    """A paper that is printed small and close, so that it fits on two sides of A4."""

    def document(self) -> str:
        """Return it as a page of its own."""
        return super().document().replace("</style>", f"{_CLOSE}</style>", 1)


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
    return TwoPages(
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
                "The short list",
                *_parts(sums, (_overview, _weighed)),
                _dropped(workbook.rows("sift-the-long-list")),
            ),
            Section(
                "Why this one",
                said.get("reasons", ""),
                _labelled("Who gains, and who loses", said.get("gains", "")),
                *_parts(sums, (_risks,)),
                missing="Give your reasons in the decision above.",
            ),
            Section(
                "What it hangs on",
                _labelled("Assumed", said.get("assumptions", "")),
                *_parts(sums, (_turning,)),
                _labelled("What would change our mind", said.get("change", "")),
            ),
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


def _dropped(rows: Sequence[dict[str, Any]]) -> str:
    """Return what was dropped from the long list, each with its reason, as one paragraph."""
    found = [
        f"{row['choice']} ({row['reason'] or 'no reason recorded'})"
        for row in rows
        if row["verdict"] == "drop" and row["dimension"] != "whole" and row["choice"]
    ]
    return _labelled("Looked at and dropped", "; ".join(found))


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
                "not scored" if total is None else f"{total:.0f}",
                "not costed" if cost is None else _short(cost["cost"]),
                *([] if base is None else [_better(cost)]),
                each.not_counted or "nothing named",
            )
        )
    heads = ["Option", "Total", "Cost", "Not in money"]
    if base is not None:
        heads.insert(3, "Gain")
    gain = f"; gain: in money, against {base}" if base else ""
    title = f"Total of 100; cost: {sums.over} in today's value{gain}"
    return Table(tuple(heads), tuple(rows), title)


def _better(cost: Any) -> str:
    return "not costed" if cost is None else _short(cost["npsv"])


def _short(thousand: float) -> str:
    return million(thousand).replace(" million", "m")


def _weighed(sums: Sums) -> Chart:
    """Return the weighted totals as small bars; the weights are in the sentence."""
    chart = appraisal.totals(sums)
    weights = ", ".join(f"{name} {per_cent(share)}" for name, share in sums.weights.items())
    order = sorted(sums.totals.options, key=lambda name: -_total(sums, name))
    drawn = small_bars([(name, _total(sums, name)) for name in order])
    return replace(chart, reading=f"Weights: {weights}.", svg=drawn)


def _total(sums: Sums, option: str) -> float:
    return float(sums.totals.totals[sums.totals.options.index(option)])


def _risks(sums: Sums) -> str:
    """Return the greatest risk of the leading option and of standing still, with who bears it."""
    base = sums.case.baseline
    said = []
    for name in dict.fromkeys([sums.leader, base.name if base else sums.leader]):
        risks = [each for each in sums.case.risks if sums.case.name(each.option) == name]
        if risks:
            worst = max(risks, key=lambda each: (each.likelihood * each.impact, each.impact))
            holder = appraisal_risk.HOLDERS.get(worst.holder, "nobody named")
            answer = f"; {small_first(worst.response)}" if worst.response else ""
            said.append(f"{name}: {worst.risk} (borne by {holder}{answer})")
    return _labelled("Greatest risks", "; ".join(said))


def _turning(sums: Sums) -> str:
    """Return how often each option leads over all weights."""
    found = appraisal_sensitivity.acceptability(sums)
    often = ", ".join(f"{row[0]} {row[1]}" for row in found.rows if row[1] != per_cent(0))
    return f"Of all possible weights, these options lead under: {often}."


def _plan(workbook: Workbook, span: Span) -> Table:
    found, _ = steps(workbook.answer("purchasing-plan").rows)
    rows = tuple(
        (long_date(each.day), each.action, "; ".join(filter(None, (each.owner, each.supplier))))
        for each in found
    )
    title = f"Purchasing plan within the {span.title}, to {long_date(span.ends)}"
    return Table(("By when", "What", "Who, and why"), rows, title)
