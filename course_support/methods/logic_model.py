"""Checks on a logic model: what leads nowhere, what nothing leads to, what has no indicator.

Pure Python, so that it can run beside the exercise. Gaps are facts about the drawing;
prompts about wording are gentle questions, and may be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from course_support.errors import WorkbookError
from course_support.methods.result import Result

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["input", "output", "interim", "final"]

#: The columns of a logic model, left to right.
KINDS: tuple[Kind, ...] = ("input", "output", "interim", "final")
KIND_WORDS = {
    "input": "input",
    "output": "output",
    "interim": "interim outcome",
    "final": "final outcome",
}


@dataclass(frozen=True)
class Card:
    """One card in a column of the model."""

    id: str
    kind: Kind
    text: str
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """Something to look at: a gap in the model, or a gentle prompt about wording."""

    card: str
    kind: Literal["gap", "prompt"]
    what: str
    question: str


@dataclass(frozen=True)
class LogicModelCheck(Result):
    """What a logic model still lacks, and what its wording might be asked."""

    cards: tuple[Card, ...]
    links: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    assumptions: tuple[str, ...] = (
        "A link says that one thing is expected to lead to another; the model does not show "
        "that it does.",
        "Prompts about wording look for words only. Disagree when you have a reason.",
    )

    @property
    def gaps(self) -> tuple[Finding, ...]:
        """Return the gaps in the drawing."""
        return tuple(one for one in self.findings if one.kind == "gap")

    @property
    def prompts(self) -> tuple[Finding, ...]:
        """Return the questions about wording."""
        return tuple(one for one in self.findings if one.kind == "prompt")

    def table(self) -> pd.DataFrame:
        """Return one row a finding: card, what was found, question."""
        import pandas as pd

        texts = {card.id: card.text for card in self.cards}
        return pd.DataFrame(
            {
                "Card": [texts[one.card] for one in self.findings],
                "Found": [one.what for one in self.findings],
                "Question": [one.question for one in self.findings],
            }
        )

    def reading(self) -> str:
        """Return how many gaps and prompts there are."""
        if not self.findings:
            return "Every output leads somewhere and every outcome has a cause and an indicator."
        return f"{len(self.gaps)} gaps in the model and {len(self.prompts)} questions on wording."


def check_logic_model(cards: Sequence[Card], links: Iterable[tuple[str, str]]) -> LogicModelCheck:
    """Check a logic model.

    Parameters
    ----------
    cards : sequence of Card
    links : iterable of (str, str)
        From card id to card id.

    Raises
    ------
    WorkbookError
        When two cards share an id, or a link names no card or points back or at itself.
    """
    by_id = _by_id(cards)
    arrows = tuple(dict.fromkeys((str(a), str(b)) for a, b in links))
    for start, end in arrows:
        _check_link(by_id, start, end)
    _check_circle(by_id, arrows)
    starts, ends = {a for a, _ in arrows}, {b for _, b in arrows}
    findings: list[Finding] = []
    for card in cards:
        findings += _gaps(card, starts, ends)
        findings += [Finding(card.id, "prompt", *one) for one in _wording(card)]
    return LogicModelCheck(tuple(cards), arrows, tuple(findings))


def _by_id(cards: Sequence[Card]) -> Mapping[str, Card]:
    found: dict[str, Card] = {}
    for card in cards:
        if card.id in found:
            raise WorkbookError(f"Two cards share the id '{card.id}'. Give each its own.")
        if card.kind not in KINDS:
            raise WorkbookError(
                f"The card '{card.text}' is of the kind '{card.kind}'. Use one of: "
                f"{', '.join(KINDS)}."
            )
        found[card.id] = card
    return found


def _check_link(cards: Mapping[str, Card], start: str, end: str) -> None:
    for name in (start, end):
        if name not in cards:
            raise WorkbookError(f"A link names the card '{name}', which is not in the model.")
    order = KINDS.index(cards[end].kind) - KINDS.index(cards[start].kind)
    if start == end or order < 0:
        raise WorkbookError(
            f"The link from “{cards[start].text}” to “{cards[end].text}” does not lead forward. "
            "Links go from inputs towards final outcomes."
        )


def _check_circle(cards: Mapping[str, Card], links: Sequence[tuple[str, str]]) -> None:
    """Refuse links that come round to where they began (possible within one column)."""
    left = list(links)
    while left:
        starts, ends = {start for start, _ in left}, {end for _, end in left}
        open_ = [link for link in left if link[0] in ends and link[1] in starts]
        if len(open_) == len(left):
            raise WorkbookError(
                f"The links from “{cards[left[0][0]].text}” lead round in a circle. Take one out."
            )
        left = open_


def _gaps(card: Card, starts: set[str], ends: set[str]) -> list[Finding]:
    words = KIND_WORDS[card.kind]
    found = []
    if card.kind != "final" and card.id not in starts:
        found.append(
            Finding(card.id, "gap", f"this {words} leads nowhere", "What should come of it?")
        )
    if card.kind != "input" and card.id not in ends:
        found.append(
            Finding(card.id, "gap", f"nothing leads to this {words}", "What will bring it about?")
        )
    if card.kind in ("interim", "final") and not any(text.strip() for text in card.indicators):
        question = "How would you know that it has happened?"
        found.append(Finding(card.id, "gap", f"this {words} has no indicator", question))
    return found


# --- gentle prompts about wording -----------------------------------------------------------

_ACTIVITY = re.compile(
    r"^\s*((we|the\s+\w+|staff)\s+(will|shall|should)\s+|to\s+)?(deliver|provide|run|hold|offer|"
    r"set\s+up|establish|develop|produce|write|publish|recruit|train|commission|implement|launch|"
    r"create|arrange|organi[sz]e|complete)(s|es|ed|ing)?\b",
    re.IGNORECASE,
)
_WORK = (
    r"(sessions?|workshops?|courses?|programmes?|classes|meetings?|groups?|visits?|drop-ins?|"
    r"training|mentoring|counselling|therapy|coaching|befriending|advocacy|outreach|advice|respite|"
    r"signposting|support|packages?|plans?|leaflets?|campaigns?|polic(y|ies)|strateg(y|ies)|hubs?|"
    r"register|assessments?|appointments?|referrals?|interventions?)"
)
_DELIVERED = re.compile(
    rf"\b{_WORK}\b.*\b(held|delivered|provided|given|made|completed|written|produced|in place|"
    r"attended|offered|run|opens?|opened|launched|set up)\b",
    re.IGNORECASE,
)
#: A service that stands there by itself: “Mentoring for care leavers”.
_NAMED = re.compile(rf"^\s*(\w+\s+)?{_WORK}\s+(for|to|with|in)\b", re.IGNORECASE)
_SERVED = re.compile(
    r"\b(attend|receiv|complet|access|take part in|enrol|(are|were|is|being) (offered|given|"
    rf"referred|seen|signposted))\w*\b.*\b{_WORK}\b",
    re.IGNORECASE,
)
_BUSIER = re.compile(
    r"^\s*(more|fewer|shorter|faster|quicker|better|higher|lower|increas|rais|reduc|improv|expand)"
    r"\w*\b.*\b(referrals?|home visits|sessions|contacts|appointments|assessments|capacity|"
    r"caseloads?|waiting (times?|lists?)|beds|take-?up|partnership working|places\s*$)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(r"^\s*(the\s+)?(number|volume|amount|count|total)\s+of\b", re.IGNORECASE)
_STAFF = re.compile(r"\b(staff|workers?|practitioners?|vacanc(y|ies)|budget)\b", re.IGNORECASE)


def outcome_prompts(text: str) -> tuple[tuple[str, str], ...]:
    """Return gentle questions about an outcome's wording, each with what it noticed.

    They look for activity or counting dressed as an outcome, several outcomes in one, and
    outcomes about staff. None of them is a verdict.
    """
    found = []
    if any(each.search(text) for each in (_ACTIVITY, _DELIVERED, _NAMED)):
        found.append(
            ("this reads like something done", "What will be different for people because of it?")
        )
    elif _SERVED.search(text):
        found.append(
            ("this reads like a service received", "What is different for them afterwards?")
        )
    elif _BUSIER.search(text):
        found.append(
            ("this is about what the service does", "Who would notice it, and in what way?")
        )
    if _COUNT.search(text):
        found.append(
            ("this reads like an amount", "Is it how much was done, or a change for people?")
        )
    if _STAFF.search(text):
        found.append(("this is about staff or means", "Who is it that benefits in the end?"))
    if len(re.findall(r"\band\b|;", text, re.IGNORECASE)) >= 2:
        found.append(("this may be several outcomes", "Would they be measured apart?"))
    return tuple(found)


def _wording(card: Card) -> tuple[tuple[str, str], ...]:
    return outcome_prompts(card.text) if card.kind in ("interim", "final") else ()
