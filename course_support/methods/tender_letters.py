"""First drafts of letters to bidders, from the facts alone, for a person to change.

A draft says what is known and asks or tells it plainly. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from course_support.methods.assessment import AssessmentSummary, CriterionFeedback
from course_support.methods.words import and_

#: What a screen compares a price with, as a bidder may be told it.
COMPARED_WITH = {
    "Adjusted average": "the average of all prices but the highest",
    "Modified z score": "the middle one of all prices",
    "Mean price": "the average of all prices",
    "Expected cost": "our own estimate",
}
#: What the price is called among the criteria of an assessment summary.
PRICE = "Price"
#: Shares of the price below which a heading looks thin beside the other bids.
_THIN = 0.5


def thin_headings(
    build_up: Mapping[str, float], others: Sequence[Mapping[str, float]]
) -> tuple[str, ...]:
    """Return headings of a price that hold less than half the share that other bids give them.

    Parameters
    ----------
    build_up
        Heading to pounds, for the bid in question.
    others
        The same for the other bids.
    """
    own = sum(build_up.values())
    wholes = [sum(other.values()) for other in others]
    if not own or not others or not all(wholes):
        return ()
    found = []
    for heading, amount in build_up.items():
        usual = sum(
            other.get(heading, 0.0) / whole for other, whole in zip(others, wholes, strict=True)
        ) / len(others)
        if usual > 0 and amount / own < _THIN * usual:
            found.append(heading)
    return tuple(found)


def enquiry(
    bidder: str,
    title: str,
    price: str,
    screens: Sequence[str],
    *,
    pay: str = "",
    thin: Sequence[str] = (),
    law: str = "",
    answer_within: str = "ten working days",
) -> str:
    """Draft a letter that asks about a low price, and rejects nothing.

    Parameters
    ----------
    bidder, title, price
        Who is asked, about which contract (empty where it has no name), at which price (as text).
    screens
        What the screens that prompt the question compare the price with.
    pay
        A sentence about the lowest pay in the price, if it is a reason to ask.
    thin
        Headings of the price that look thin beside the other bids.
    law
        Under which law the question is asked.
    answer_within
        How long the bidder has, in words.
    """
    reasons = [f"- your price of {price} is far below what we compared it with ({and_(screens)})"]
    if pay:
        reasons.append(f"- {pay}")
    reasons += [f"- little or nothing is shown for {heading.lower()}" for heading in thin]
    questions = [
        "1. How is the price made up, and what is it based on?",
        "2. How many paid hours, by role and grade, are in it?",
    ]
    if pay:
        questions.append(
            "3. How will everyone who works on the contract be paid lawfully, year by year?"
        )
    if thin:
        questions.append(
            f"{len(questions) + 1}. How will you provide for {and_([h.lower() for h in thin])}?"
        )
    questions.append(
        f"{len(questions) + 1}. What evidence shows that you can deliver at this price?"
    )
    parts = (
        f"To {bidder}",
        *([f"Your tender: {title}"] if title else []),
        "Thank you for your tender. We have not yet decided anything about it. Your price appears "
        "to be abnormally low, for these reasons:",
        "\n".join(reasons),
        "We would like to understand it. Please tell us:",
        "\n".join(questions),
        f"Please answer in writing within {answer_within}, with whatever evidence you wish us to "
        "see. If you need longer, say so and say why. We treat what you send in confidence.",
        f"{law + ' ' if law else ''}We put the same questions to every bidder whose price prompts "
        "them. If your answer shows that you can deliver for this price, it will not count "
        "against you.",
    )
    return "\n\n".join(parts)


def feedback(summary: AssessmentSummary, opening: str = "") -> str:
    """Draft fair feedback to one bidder from its assessment summary.

    Parameters
    ----------
    opening
        The result in a sentence or two, where totals alone do not say it: after a tie, or where
        bids are ranked by pounds for each quality point.
    """
    quality = [f for f in summary.feedback if f.criterion != PRICE] or list(summary.feedback)
    lines = [
        f"- {f.criterion}: {f.score:g} of {f.highest:g}. {_sentence(f.reason)}"
        for f in summary.feedback
    ]
    parts = [opening or _opening(summary), "Your scores, and why:", "\n".join(lines)]
    parts += [*_best(quality), *_most_difference(summary)]
    return "\n\n".join(parts)


def _opening(summary: AssessmentSummary) -> str:
    if summary.successful:
        return f"Your tender has the highest total, {summary.total:.1f} of 100 marks."
    return (
        f"Your tender has {summary.total:.1f} of 100 marks. The tender of {summary.winner} has "
        f"{summary.winner_total:.1f}."
    )


def _best(quality: Sequence[CriterionFeedback]) -> list[str]:
    """Say where a bid did best; nothing where it did equally well everywhere."""
    most = max(f.score / f.highest for f in quality)
    best = [f"“{f.criterion}”" for f in quality if f.score / f.highest == most]
    if not most or 1 < len(best) == len(quality):
        return []
    scores = "score for quality is" if len(best) == 1 else "scores for quality are"
    return [f"Your highest {scores} for {and_(best)}."]


def _most_difference(summary: AssessmentSummary) -> list[str]:
    """Say on what the winning tender was furthest ahead, counted in marks."""
    ahead = [f for f in summary.feedback if f.criterion in summary.winner_advantages and f.weight]
    if summary.successful or not ahead:
        return []
    marks = {f.criterion: f.weight * (f.winner_score - f.score) / f.highest for f in ahead}
    gap = max(ahead, key=lambda f: marks[f.criterion])
    level = [
        f"“{f.criterion}”" for f in ahead if abs(marks[f.criterion] - marks[gap.criterion]) < 1e-9
    ]
    if len(level) > 1:
        return [f"What made the most difference is {and_(level)}, each as much as the other."]
    return [
        f"What made the most difference is “{gap.criterion}”, for which the winning tender "
        f"has {gap.winner_score:g} of {gap.highest:g}. {_sentence(gap.winner_reason)}".rstrip()
    ]


def left_out(bidder: str, title: str, why: str) -> str:
    """Draft a note to a bidder whose tender was not assessed further."""
    return f"To {bidder}\n\n{thanks(title)} It was not assessed further: {why}."


def thanks(title: str) -> str:
    """Thank for a tender, by the name of its contract where there is one."""
    return f"Thank you for your tender for “{title}”." if title else "Thank you for your tender."


def addressed(text: str, bidders: Sequence[str]) -> dict[str, str]:
    """Return the letters in a text by the bidder to whom each one says it goes.

    A letter begins with a line such as “To Larkmoss Family Services”; what stands before the
    first of them is not addressed, and left out.
    """
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in text.splitlines():
        name = line.strip().removeprefix("To ").strip() if line.startswith("To ") else ""
        if name in bidders:
            current = found.setdefault(name, [])
        current.append(line)
    return {name: "\n".join(lines).strip() for name, lines in found.items()}


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."
