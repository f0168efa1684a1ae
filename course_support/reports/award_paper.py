"""The award on paper: the decision, and an assessment summary for every bidder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from course_support.charts import tender_scores
from course_support.charts.award import AwardCalendar
from course_support.errors import WorkbookError
from course_support.exercises.base import Table
from course_support.methods import tender as tenders_
from course_support.methods import tender_letters
from course_support.methods.assessment import (
    AssessmentSummary,
    CriterionFeedback,
    assessment_summaries,
)
from course_support.methods.figures import pounds
from course_support.methods.tender import Tender
from course_support.methods.tendering import Totals
from course_support.reports.paper import Paper, Section

NO_REASON = "No reason is recorded. Write one before this is sent."

Reasons = Mapping[str, Mapping[str, str]]


def summaries(tender: Tender, reasons: Reasons) -> tuple[AssessmentSummary, ...]:
    """Return the assessment summary of every bid that was assessed, the winner's first.

    Raises
    ------
    WorkbookError
        When the bids are level after the published tie-breaks, or no marks go to the price.
    """
    found = tenders_.result(tender)
    if found.winner is None:
        raise WorkbookError(found.reading())
    here = tender.standing()
    names = {question.id: question.name for question in tender.questions}
    ratio = found.formula.lowest_wins
    marks = dict(zip(found.bids.bidders, found.price_marks, strict=True))
    price_in = not ratio and tender.price_weight > 0
    scores = {
        bidder: {
            **{
                names[q]: float(s)
                for q, s in here.scores[bidder].items()
                if s is not None and q in names
            },
            **({tender_letters.PRICE: round(marks[bidder], 2)} if price_in else {}),
        }
        for bidder in here.bidders
    }
    why = {bidder: _why(bidder, tender, reasons, found, price_in) for bidder in here.bidders}
    weights = {question.name: question.weight for question in tender.questions}
    tops = {question.name: question.top for question in tender.questions}
    if price_in:
        weights[tender_letters.PRICE], tops[tender_letters.PRICE] = (
            tender.price_weight,
            tender.price_weight,
        )
    quality = tenders_.quality(here)
    totals = quality if ratio else dict(zip(found.bids.bidders, found.totals, strict=True))
    made = assessment_summaries(scores, why, weights, found.winner, highest=tops, totals=totals)
    return tuple(sorted(made, key=lambda each: found.order.index(each.bidder)))


def _why(
    bidder: str, tender: Tender, reasons: Reasons, found: Totals, price_in: bool
) -> dict[str, str]:
    given = reasons.get(bidder, {})
    why = {q.name: given.get(q.id, "").strip() or NO_REASON for q in tender.questions}
    if price_in:
        price = f"{pounds(tender.prices[bidder])}, by “{found.formula.title.lower()}”"
        marks = f"W being the {tender.price_weight:.4g} marks for price"
        why[tender_letters.PRICE] = f"{price}: {found.formula.formula}, {marks}"
    return why


def feedback_drafts(tender: Tender, reasons: Reasons) -> dict[str, str]:
    """Return a first draft of feedback by bidder; nothing while there is no one winner."""
    try:
        made, found = summaries(tender, reasons), tenders_.result(tender)
    except WorkbookError:
        return {}
    return {s.bidder: tender_letters.feedback(s, _opening(s, found)) for s in made}


def _opening(summary: AssessmentSummary, found: Totals) -> str:
    """Return the result in words, where totals alone do not say it; else nothing."""
    level = found.tie_broken_by and summary.total >= round(summary.winner_total, found.decimals)
    tie = f" The totals are level, and {found.tie_broken_by} decided, as published."
    own, won = (_has(name, found) for name in (summary.bidder, summary.winner))
    if summary.successful and found.formula.lowest_wins:
        return f"Your tender {own}. No other costs less for each point.{tie if level else ''}"
    if summary.successful:
        return f"Your tender wins with {summary.total:.1f} of 100 marks.{tie}" if level else ""
    if found.formula.lowest_wins or level:
        said = f"Your tender {own}. The tender of {summary.winner} {won}."
        return said + (tie if level else "")
    return ""


def _has(bidder: str, found: Totals) -> str:
    at = found.bids.bidders.index(bidder)
    if not found.formula.lowest_wins:
        return f"has {found.totals[at]:.1f} of 100 marks"
    price, marks = found.bids.prices[at], found.bids.quality[at]
    return (
        f"costs £{found.totals[at]:,.2f} for each point of quality ({pounds(price)} for "
        f"{marks:.1f} points of 100)"
    )


def award_paper(
    tender: Tender,
    reasons: Reasons,
    dates: AwardCalendar | None = None,
    letters: Mapping[str, str] | None = None,
    contested: str = "",
) -> Paper:
    """Put together the award paper: decision, each bidder's summary, and the dates.

    Parameters
    ----------
    reasons
        Recorded reason by bidder and question id.
    letters
        Feedback by bidder, as written by a person.
    contested
        Anything about the award that a reader must know, such as a bid set aside.
    """
    try:
        made = summaries(tender, reasons)
    except WorkbookError as error:
        return Paper("Award summary", f"There is nothing to award yet. {error}")
    found = tenders_.result(tender)
    return Paper(
        f"Award summary: {tender.title}",
        found.reading(),
        (
            Section("The decision", tender_scores.totals(tender), _left_out(tender), contested),
            *(_section(each, (letters or {}).get(each.bidder, ""), found) for each in made),
            *(Section(f"{name} (left out)", letters[name]) for name in tender.left_out
              if letters and name in letters),
            Section("Dates", dates.chart if dates else "", *_problems(dates),
                    missing="Give the contract award notice a date to see the standstill here."),
        ),
        f"Source: {tender.source}. {' '.join(made[0].assumptions)} Teaching material, not legal "
        "advice.",
    )  # fmt: skip


def _left_out(tender: Tender) -> Table:
    rows = tuple((name, why) for name, why in tender.left_out.items())
    return Table(("Bidder", "Why it was not assessed"), rows, "Bids that were left out")


def _section(summary: AssessmentSummary, letter: str, found: Totals) -> Section:
    heads = ["Criterion and weight", "This bid"]
    if not summary.successful:
        heads.append("The winning bid")
    rows = tuple(
        (
            f"{f.criterion} ({f.weight:.4g})",
            f"{f.score:g} of {f.highest:g}. {f.reason}",
            *(() if summary.successful else _winning(f)),
        )
        for f in summary.feedback
    )
    role = " (successful)" if summary.successful else ""
    table = Table(tuple(heads), rows, f"Assessment summary for {summary.bidder}")
    says = summary.reading()
    if found.formula.lowest_wins:
        says = f"The tender of {summary.bidder} {_has(summary.bidder, found)}."
    return Section(f"{summary.bidder}{role}", says, table, letter)


def _winning(feedback: CriterionFeedback) -> tuple[str]:
    won = feedback
    return (f"{won.winner_score:g} of {won.highest:g}. {won.winner_reason}",)


def _problems(dates: AwardCalendar | None) -> Sequence[str]:
    return dates.problems if dates else ()
