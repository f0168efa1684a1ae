"""The page on procurement: brings a participant's answers and the tenders together.

A page has one of these. Each of its functions is one line in a cell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from course_support.charts import award, group_order, life_cycle, low_prices, tender_prices
from course_support.charts import tender_scores as scores
from course_support.charts.once import Once
from course_support.charts.show import Charts
from course_support.charts.tally import tally
from course_support.cohort import group_orders
from course_support.errors import WorkbookError
from course_support.exercises import poll
from course_support.methods import tender as tenders_
from course_support.methods import tender_letters
from course_support.methods.figures import pounds
from course_support.methods.tender import Tender
from course_support.reports import award_paper as papers
from course_support.reports import pasted
from course_support.reports.paper import Paper
from course_support.sources import own_tenders, rules, tenders
from course_support.sources.rule import today

if TYPE_CHECKING:
    from course_support.workbook import Workbook

RANKED = "rank-award-criteria"
OWN_TENDERS, OWN_CRITERIA = "tenders-of-your-own", "criteria-of-your-own"
SCORED, SET, DECIDED = "score-the-tenders", "evaluation-rules", "decide-on-a-low-price"
LETTER, FEEDBACK, DATES = "ask-about-a-low-price", "feedback-to-bidders", "award-dates"
PLACES = ("first", "second", "third", "fourth", "fifth")
#: Fields for letters to those below the places above, and to those left out.
FURTHER, LEFT_OUT = "further", "left-out"
#: Answers on which the evaluation depends.
EVALUATION = (OWN_TENDERS, OWN_CRITERIA, SCORED, SET, DECIDED)
#: The highest score on the scale of the setting for the least one.
_SCALE = 5
#: How long after today an award is planned at first.
_FIRST_PLAN = dt.timedelta(days=22)


class TenderPage:
    """What the page shows of the tender in force, for one participant."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.population = workbook.population.id
        self._once = Once(workbook, EVALUATION)
        # Everything above the settings on the page needs to know where they start, too.
        workbook.begin(SET, self.weights_begin)

    # --- the tender in force ----------------------------------------------------------------

    def everyone(self) -> Tender:
        """Return the tender in force with every bid in it."""
        return self._once.find("everyone", self._everyone)

    def _everyone(self) -> Tender:
        book = self.workbook
        found = tenders.in_force(
            self.population,
            book.settings(SET),
            scores.agreed(book.sheet(SCORED), self._names()),
            self._own(),
        )
        least = float(book.settings(SET).get("least", 0)) / _SCALE
        asked = tuple(replace(q, minimum=max(q.minimum, least * q.top)) for q in found.questions)
        return replace(found, questions=asked)

    def _own(self) -> Tender | None:
        """Return the tenders that the participant brought along, or None while there are none."""
        made, asked = (
            pasted.read(called, sheet.exercise, sheet.answer)  # type: ignore[arg-type]
            for called, name in (("Your tenders", OWN_TENDERS), ("Your criteria", OWN_CRITERIA))
            for sheet in (self.workbook.sheet(name),)
        )
        found = own_tenders.from_rows(made.rows, asked.rows, made.headings)
        return found and replace(found, notes=(*made.notes, *asked.notes, *found.notes))

    def tender(self) -> Tender:
        """Return the tender in force; bids below a minimum or set aside are left out."""
        return self._once.find("tender", self._tender)

    def _tender(self) -> Tender:
        here = self.everyone()
        if self.decision_is_about(here):
            here = low_prices.after_decision(here, self.decision())
        return tenders_.without_failures(here)

    def decision(self) -> str:
        """Return the id of the outcome of the guided choice about a low price; empty while open."""
        sheet = self.workbook.sheet(DECIDED)
        return low_prices.decided(sheet.exercise, sheet.answer)  # type: ignore[arg-type]

    def decision_is_about(self, here: Tender) -> bool:
        """Say whether the low price that was decided on is one of these bids.

        The choice is about the lot that was looked at when it was made. Own tenders have to be
        there before it is made: a decision on one bid must not fall on another.
        """
        made, came = (self.workbook.sheet(n).record.version() for n in (DECIDED, OWN_TENDERS))
        if made is None or not low_prices.asked_about(here):
            return False
        if not here.pasted:
            return self.lot() == self._lot_at(made.saved)
        return came is not None and made.saved > came.saved

    def _lot_at(self, moment: dt.datetime) -> tenders.Lot:
        """Return the lot of the authority's tender that was chosen at a moment."""
        versions = self.workbook.sheet(SET).record.versions
        before = [each for each in versions if each.saved <= moment]
        last = max(before, key=lambda each: each.saved).value if before else {}
        return self._lot(str(last.get("values", {}).get("lot", "")))

    def weights_begin(self) -> dict[str, Any]:
        """Return where the settings start when own criteria say what the price weighs."""
        try:
            own = self._own()
        except WorkbookError:
            own = None
        return {"values": {"price-weight": round(own.price_weight, 4)}} if own else {}

    def lot(self) -> tenders.Lot:
        """Return the lot of the authority's tender that is chosen."""
        return self._lot(str(self.workbook.settings(SET).get("lot", "")))

    def _lot(self, choice: str) -> tenders.Lot:
        there = tenders.lots(self.population)
        return there[1 if choice == "second" and len(there) > 1 else 0]

    def bids(self) -> tuple[tenders.Bid, ...]:
        """Return the authority's bids for the lot that is chosen."""
        return tenders.bids(self.population, self.lot().id)

    def reasons(self) -> dict[str, dict[str, str]]:
        """Return the recorded reason by bidder and question: own ones before the panel's."""
        here = self.everyone()
        if here.pasted:
            rows = self.workbook.rows(OWN_TENDERS)
            said = {own_tenders.called(row): str(row.get("why") or "").strip() for row in rows}
            first, *others = here.questions
            see = f"The reason is the one under “{first.name}”."
            return {
                name: {first.id: why, **{q.id: see for q in others if why}}
                for name, why in said.items()
                if name in here.prices
            }
        panel = tenders.reasons(self.population, self.lot().id)
        if self.lot() != tenders.lots(self.population)[0]:
            return panel
        sheet = self.workbook.sheet(SCORED)
        own = scores.own_reasons(sheet, self._names())
        agreed = tenders.authoritys(self.population, self.lot()).scores
        # The panel's reason no longer fits a score that the participant has changed.
        kept = {
            bidder: {q: w for q, w in row.items() if here.scores[bidder][q] == agreed[bidder][q]}
            for bidder, row in panel.items()
        }
        return {bidder: {**row, **own.get(bidder, {})} for bidder, row in kept.items()}

    def _names(self) -> dict[str, str]:
        return {question.name: question.id for question in tenders.questions(self.population)}

    # --- what the page shows ------------------------------------------------------------------

    def asked(self) -> scores.Asked:
        """Return what is asked in the tender in force, and what each answer counts."""
        here = self.everyone()
        bought = tenders.about(self.population)
        if here.pasted:
            return scores.Asked(here, "Your own tenders", "As pasted in")
        return scores.Asked(here, bought.title, bought.basis)

    def bid_sheets(self) -> scores.BidSheets:
        """Return the bids to read, what their readers noted included."""
        first = tenders.lots(self.population)[0].id
        given = tenders.given_alone(self.population, first)
        return scores.BidSheets(
            tenders.bids(self.population, first), given, rules.get("national_living_wage")
        )

    def spread(self) -> Charts:
        """Return how far evaluators, the participant among them, are apart."""
        first = tenders.lots(self.population)[0].id
        return scores.spread(
            tenders.given_alone(self.population, first),
            self.workbook.sheet(SCORED),
        )

    def order(self) -> tuple[list[str], dict[str, str], str]:
        """Return the participant's order of criteria, its words, and whose it is."""
        sheet = self.workbook.sheet(RANKED)
        mine = self.workbook.answered(RANKED)
        whose = "the order in which the criteria were printed"
        if mine:
            whose = "the group's order" if sheet.key.group else "your order"
        return sheet.answer.order, self.workbook.wording(RANKED), whose  # type: ignore[attr-defined]

    def under_own_weights(self) -> Charts:
        """Return which bid would win under the participant's own order of criteria."""
        order, words, whose = self.order()
        asked = tenders.tested_by(self.population)
        return tender_prices.under_own_weights(self.tender(), order, words, asked, whose)

    def group(self) -> Charts:
        """Return the group's one order; an invented group where fewer than two have ranked."""
        found = group_orders.individual(self.workbook, RANKED)
        note = ""
        if len(found) < 2:
            words = self.workbook.exercise(RANKED).texts()
            example = tenders.example_group(self.population)
            if not example:
                return Charts([], ["When two people of your group have ranked, see it here."])
            found = group_orders.Orders(example, words)
            note = (
                "These six people are invented. As soon as two people of your group have ranked "
                "alone on this computer, theirs stands here."
            )
        source = "six invented people" if note else f"{len(found)} people of your group, each alone"
        made = group_order.one_order(group_order.combined(found.by_person, found.words), source)
        return Charts(made.charts, [*([note] if note else []), *made.notes])

    def group_weights(self) -> Charts:
        """Return which bid would win if the group's one order gave the weights."""
        found = group_orders.individual(self.workbook, RANKED)
        by_person: Mapping[str, tuple[str, ...]] = found.by_person
        words, whose = found.words, "your group's one order"
        if len(found) < 2:
            by_person = tenders.example_group(self.population)
            words, whose = self.workbook.exercise(RANKED).texts(), "the invented group's one order"
        if not by_person:
            return Charts([], ["There is no group's order yet."])
        back = {text: key for key, text in words.items()}
        ordered = group_order.combined(by_person, words).kemeny.orders[0]
        order = [back.get(item, item) for item in ordered]
        asked = tenders.tested_by(self.population)
        return tender_prices.under_own_weights(self.tender(), order, words, asked, whose)

    def whole_life(self) -> object:
        """Return what two offers cost over their life, discounted by the rate of today."""
        from course_support.methods.tendering import life_cycle_costs

        values = self.workbook.settings("whole-life-cost")
        names = {
            s.id: s.text.split(":")[0]
            for s in self.workbook.exercise("whole-life-cost").settings  # type: ignore[attr-defined]
        }
        years, left = int(values["years"]), float(values["left"]) / 100
        offers = {names[f"buy-{letter}"]: letter for letter in "ab"}
        bought = {name: float(values[f"buy-{letter}"]) for name, letter in offers.items()}
        found = life_cycle_costs(
            bought,
            {n: [float(values[f"run-{letter}"])] * years for n, letter in offers.items()},
            _factors(years),
            {name: left * price for name, price in bought.items()},
        )
        rate = next(iter(rules.table("discount_rates_standard")))
        return life_cycle.life_cycle(
            found, f"your settings; discounted at {rate.shown()} ({rate.law})"
        )

    def pay_and_build_up(self) -> Charts:
        """Return pay and build-up of the authority's bids; nothing is known of pasted ones."""
        if self.everyone().pasted:
            return Charts([], ["Pay and build-up of your own tenders are not known here. Ask."])
        wage = rules.get("national_living_wage")
        real = rules.get("real_living_wage_uk")
        here = self.bids()
        return Charts([low_prices.pay(here, wage, real), low_prices.build_ups(here)])

    def answers(self) -> low_prices.Answers:
        """Return what the bidder answered whom most screens ask about."""
        bidder = low_prices.asked_about(self.everyone())
        rows = () if self.everyone().pasted else tenders.explanations(self.population, bidder)
        here = {bid.id for bid in self.bids()}
        return low_prices.Answers(bidder, [row for row in rows if row["bid_id"] in here])

    # --- drafts, and the award -------------------------------------------------------------------

    def letter_begin(self) -> dict[str, dict[str, str]]:
        """Return the draft of the letter that asks about the lowest price."""
        try:
            here = self.everyone()
        except WorkbookError:  # what is wrong is said under the charts
            return {"texts": {}}
        bidder = low_prices.asked_about(here)
        if not bidder:
            return {"texts": {"letter": "No screen asks about any of these prices."}}
        flagged = low_prices.screens_of(here).flagged_by(bidder)
        flags = [tender_letters.COMPARED_WITH[name] for name in flagged]
        wage = rules.get("national_living_wage")
        bid = next((b for b in self.bids() if b.bidder == bidder and not here.pasted), None)
        low = bid is not None and bid.lowest_pay < float(wage.value)  # type: ignore[arg-type]
        pay = ""
        if bid and low:
            pay = (
                f"the lowest hourly pay in it, £{bid.lowest_pay:.2f}, is below the {wage.title} "
                f"of {wage.shown()}"
            )
        others = [b.build_up for b in self.bids() if b.bidder != bidder]
        text = tender_letters.enquiry(
            bidder,
            _contract(here),
            pounds(here.prices[bidder]),
            flags,
            pay=pay,
            thin=tender_letters.thin_headings(bid.build_up, others) if bid else (),
            law="We ask under section 19 of the Procurement Act 2023.",
        )
        return {"texts": {"letter": text}}

    def feedback_begin(self) -> dict[str, dict[str, str]]:
        """Return drafts of feedback by place, and of a note to a bidder left out."""
        here = self._or_none()
        if here is None:
            return {"texts": {}}
        drafts = papers.feedback_drafts(here, self.reasons())
        thanks = tender_letters.thanks(_contract(here))
        letters = [f"To {name}\n\n{thanks}\n\n{text}" for name, text in drafts.items()]
        texts = dict(zip(PLACES, letters, strict=False))
        out = [tender_letters.left_out(n, _contract(here), why) for n, why in here.left_out.items()]
        for box, more in ((FURTHER, letters[len(PLACES) :]), (LEFT_OUT, out)):
            if more:
                texts[box] = "\n\n\n".join(more)
        return {"texts": texts}

    def dates_begin(self) -> dict[str, Any]:
        """Return a first plan of the award, three weeks from today."""
        return award.drafted(today() + _FIRST_PLAN, tenders.about(self.population).light_touch)

    def calendar(self) -> award.AwardCalendar:
        """Return the standstill that follows from the plan."""
        steps = award.planned(self.workbook.answer(DATES))
        return award.on_calendar(steps, tenders.about(self.population).light_touch)

    def award(self) -> Paper:
        """Return the award paper: decision, a summary for each bidder, dates."""
        try:
            here = self.tender()
            written = self.workbook.answer(FEEDBACK).texts
            order = tenders_.result(here).order
        except WorkbookError as error:
            return Paper("Award summary", str(error))
        letters = {}
        if self.workbook.answered(FEEDBACK):  # a draft would only say the table again
            letters = _letters(written, order, self.everyone().bidders)
        try:
            dates = self.calendar()
        except WorkbookError:
            dates = None
        about_it = self.decision_is_about(self.everyone())
        comment = self.workbook.answer(DECIDED).comment if about_it else ""
        return papers.award_paper(here, self.reasons(), dates, letters, comment)

    def _or_none(self) -> Tender | None:
        try:
            return self.tender()
        except WorkbookError:
            return None

    def tally(self, name: str) -> Charts:
        """Return how often each answer of a poll was chosen, in this person's group."""
        exercise = self.workbook.exercise(name)
        answers = group_orders.of_group(self.workbook, name)
        whose = "you, and people of your group who answered on this computer"
        if not answers:
            return Charts([], ["Nobody has answered yet. Answers are counted here."])
        return Charts([tally(exercise, answers, whose)])  # type: ignore[arg-type]

    # --- quick wins ----------------------------------------------------------------------------

    def quick_wins_begin(self) -> dict[str, list[dict[str, str]]]:
        """Return the quick wins that were chosen, as rows of a plan."""
        sheet = self.workbook.sheet("choose-quick-wins")
        answer = sheet.answer
        words = {**sheet.exercise.texts(), poll.OTHER: answer.other}  # type: ignore[attr-defined]
        chosen = answer.chosen  # type: ignore[attr-defined]
        return {"rows": [{"id": key, "action": words[key]} for key in chosen if words.get(key)]}


def _contract(tender: Tender) -> str:
    """Return what a contract is called in a letter; tenders that were pasted in have no name."""
    return "" if tender.pasted else tender.title


def _letters(
    written: Mapping[str, str], order: Sequence[str], bidders: Sequence[str]
) -> dict[str, str]:
    """Return the letter to each bidder: to whom it is addressed, or else by its place.

    Places change when the result does, and nobody may get a letter meant for somebody else.
    """
    found: dict[str, str] = {}
    by_place = dict(zip(PLACES, order, strict=False))
    for box, text in written.items():
        own = tender_letters.addressed(text, bidders)
        if not own and box in by_place:
            own = {by_place[box]: text}
        found = {**own, **found}
    return found


def _factors(years: int) -> list[float]:
    """Return discount factors of years 1, 2, … by the standard schedule in force."""
    from course_support.methods.discounting import factor, schedule

    bands: list[Any] = [
        (row["from_year"], row["to_year"], float(row["value"]) / 100)  # type: ignore[arg-type]
        for row in rules.table("discount_rates_standard").records()
    ]
    by = schedule(bands)
    return [factor(by, year) for year in range(1, years + 1)]
