"""What a participant has found on the page on procurement, in sentences to write from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from course_support.charts import low_prices
from course_support.charts.sentences import Sentences
from course_support.errors import WorkbookError
from course_support.methods import tender as tenders_
from course_support.methods import tendering

from .tender_page import DECIDED, RANKED, TenderPage

#: Guided choices of the page, with what their outcome answers.
CHOICES = {
    "which-law": "The law that governs your case",
    "which-procedure": "The procedure you chose",
    "direct-award-grounds": "On awarding without competition",
    "health-route": "The route for a health care service",
    "contract-or-grant": "Your arrangement is",
}
#: What the page's sentences depend on.
WATCHED = (
    *CHOICES, RANKED, "choose-provider-competence", "six-joint-duties", "fitting-social-value",
    "evaluation-rules", "score-the-tenders", "tenders-of-your-own", "criteria-of-your-own",
    DECIDED, "quick-wins-plan",
)  # fmt: skip


def findings(page: TenderPage) -> Sentences:
    """Return what the answers on this page show, in its order; nothing when none is given."""
    book = page.workbook
    if not any(book.answered(name) for name in WATCHED):
        return Sentences(())
    return Sentences((*_choices(page), *_ranked(page), *_duties(page), *_tender(page)))


def _choices(page: TenderPage) -> Iterator[str]:
    for name, said in CHOICES.items():
        sheet: Any = page.workbook.sheet(name)
        walk = sheet.exercise.walk(sheet.answer).walk
        if page.workbook.answered(name) and walk and walk.outcome:
            yield f"{said}: {walk.outcome.title}."


def _ranked(page: TenderPage) -> Iterator[str]:
    book = page.workbook
    if book.answered(RANKED):
        order, words, whose = page.order()
        yield f"First in {whose}: {'; '.join(words[key] for key in order[:3])}."
        noted = sum(bool(note.strip()) for note in book.answer(RANKED).notes.values())
        yield f"Criteria with the evidence that you would ask for: {noted} of {len(order)}."
    chosen = book.answer("choose-provider-competence").chosen
    if chosen:
        names = book.wording("choose-provider-competence")
        yield f"Tests of a provider: {'; '.join(names[key] for key in chosen)}."


def _duties(page: TenderPage) -> Iterator[str]:
    sheet: Any = page.workbook.sheet("six-joint-duties")
    ratings = {
        each.text: sheet.exercise.finding(sheet.answer, each.id).rating
        for each in sheet.exercise.statements()
    }
    rated = [rating for rating in ratings.values() if rating]
    if rated:
        yield f"Of six joint duties you rated {len(rated)}: {rated.count('green')} are kept."
        red = [words for words, rating in ratings.items() if rating == "red"]
        if red:
            yield f"Not done: {'; '.join(red)}."


def _tender(page: TenderPage) -> Iterator[str]:
    """Say who wins the tender in force, how close it is, and what it hangs on."""
    try:
        here = page.tender()
        found = tenders_.result(here)
        compared = tendering.compare_formulas(
            tenders_.bids(here), here.price_weight, ceiling=here.ceiling
        )
    except WorkbookError as error:
        yield str(error)
        return
    whose = "your own tenders" if here.pasted else f"“{here.title}”"
    yield f"For {whose}: {found.reading()}"
    others = sorted({one.winner for one in compared.by_formula if one.winner} - {found.winner})
    if others:
        yield f"By another formula it could be {' or '.join(others)}."
    if (
        page.decision()
        and page.workbook.answered(DECIDED)
        and page.decision_is_about(page.everyone())
    ):
        sheet: Any = page.workbook.sheet(DECIDED)
        walk = sheet.exercise.walk(sheet.answer).walk
        bidder = low_prices.asked_about(page.everyone())
        yield f"On the low price of {bidder}: {walk.outcome.title.lower()}."
