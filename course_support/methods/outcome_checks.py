"""Five questions to an outcome, answered by rules that say what they looked at.

Pure Python, so that it can run beside the exercise. The rules look at words only. They never
mark: each gives what it saw and a question, and a person may well know better.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from course_support.methods.logic_model import outcome_prompts
from course_support.methods.result import Result
from course_support.methods.words import and_, capital_first

if TYPE_CHECKING:
    import pandas as pd

#: ``said``: the words are there. ``look again``: a rule noticed something. ``open``: not said.
State = Literal["said", "look again", "open"]
Control = Literal["mostly", "partly", "little", ""]

QUESTIONS = {
    "people": "Is it a result for people?",
    "whose": "Whose result is it?",
    "know": "How would you know?",
    "when": "By when?",
    "control": "What is in your control?",
}
#: From here on, nobody in the room may still be there to see it.
FAR_YEARS = 5


@dataclass(frozen=True)
class Outcome:
    """One outcome as somebody wrote it.

    ``due`` is the day that ``by_when`` names, where it names one; reading dates is left to
    whoever read the answer.
    """

    outcome: str
    for_whom: str = ""
    how: str = ""
    by_when: str = ""
    due: dt.date | None = None
    control: Control = ""


@dataclass(frozen=True)
class Check:
    """One question to one outcome: what was seen in the words, and what one might ask."""

    question: str
    state: State
    seen: str
    ask: str = ""


@dataclass(frozen=True)
class OutcomeChecks(Result):
    """The five questions to each outcome of a set, and questions to the set as a whole."""

    outcomes: tuple[Outcome, ...]
    checks: tuple[tuple[Check, ...], ...]
    together: tuple[Check, ...]
    assumptions: tuple[str, ...] = (
        "These rules look for words. They cannot tell whether an outcome is right or wise.",
        "Nothing here is a mark. Where you disagree and can say why, you are probably right.",
    )

    def count(self, state: State) -> int:
        """Return how many of the questions to single outcomes are in a state."""
        return sum(check.state == state for each in self.checks for check in each)

    def table(self) -> pd.DataFrame:
        """Return one row a question: outcome, question, state, what was seen, what to ask."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "Outcome": outcome.outcome,
                    "Question": check.question,
                    "State": check.state,
                    "Seen": check.seen,
                    "Ask": check.ask,
                }
                for outcome, each in zip(self.outcomes, self.checks, strict=True)
                for check in each
            ]
        )

    def reading(self) -> str:
        """Return how many questions are open or worth a second look."""
        if not self.outcomes:
            return "No outcome is written yet."
        number = _counted(len(self.outcomes), "outcome")
        open_, again = self.count("open"), self.count("look again")
        if not open_ and not again:
            return f"{number}: all five questions are answered for each."
        parts = []
        if open_:
            parts.append(f"{_counted(open_, 'question')} not answered yet")
        if again:
            parts.append(f"{again} worth a second look")
        return f"{number}: {and_(parts)}."


def check_outcomes(outcomes: Sequence[Outcome], today: dt.date) -> OutcomeChecks:
    """Put the five questions to every outcome that has any words, and some to the whole set.

    Parameters
    ----------
    outcomes : sequence of Outcome
    today : date
        Against which a date is past, or far away.
    """
    written = tuple(one for one in outcomes if _said(one))
    checks = tuple(check_outcome(one, today) for one in written)
    return OutcomeChecks(written, checks, _together(written, today))


def check_outcome(one: Outcome, today: dt.date) -> tuple[Check, ...]:
    """Put the five questions to one outcome, in their order."""
    return (_people(one), _whose(one), _know(one), _when(one, today), _control(one))


def _said(one: Outcome) -> bool:
    return any(text.strip() for text in (one.outcome, one.for_whom, one.how, one.by_when))


# --- is it a result for people? ---------------------------------------------------------------

_SYSTEM = re.compile(
    r"\b(service|system|pathway|provision|contract|partnership|waiting list|capacity|"
    r"offer|process|saving|savings|cost|costs|spend|spending|overspend|beds?|places)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(people|person|child|children|famil(y|ies)|parents?|mothers?|fathers?|carers?|"
    r"residents?|tenants?|households?|young|men|women|man|woman|adults?|they|them|their|who|"
    r"pupils?|leavers?|patients?|brothers?|sisters?|everyone|nobody|someone)\b",
    re.IGNORECASE,
)


def _people(one: Outcome) -> Check:
    question = QUESTIONS["people"]
    if not one.outcome.strip():
        return Check(
            question, "open", "The outcome itself is not written yet.", "What will be different?"
        )
    noticed = outcome_prompts(one.outcome)
    if noticed:
        seen = "; ".join(what for what, _ in noticed)
        return Check(question, "look again", _sentence(seen), " ".join(ask for _, ask in noticed))
    system = _SYSTEM.search(one.outcome)
    if system and not _PERSON.search(one.outcome):
        return Check(
            question,
            "look again",
            f"It speaks of “{system[0].lower()}” and names nobody.",
            "If that came true, who would notice, and what would they say?",
        )
    return Check(
        question, "said", "Nothing in the words points to an activity, an amount or a means."
    )


# --- whose? -----------------------------------------------------------------------------------

_EVERYBODY = re.compile(
    r"^\W*(all|everyone|everybody|people|residents|service users|users|clients|customers|"
    r"the public|the community|communities|citizens|all (residents|people|children|families))\W*$",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(r"\d|\b(one|two|three|four|five|ten|half|third|quarter|most|every)\b", re.I)


def _whose(one: Outcome) -> Check:
    question, whom = QUESTIONS["whose"], one.for_whom.strip()
    if not whom:
        return Check(
            question, "open", "Nobody is named yet.", "Whom could you ask whether it came true?"
        )
    if _EVERYBODY.match(whom):
        return Check(
            question,
            "look again",
            f"“{whom}” could be anybody.",
            "Who needs this most, and how many are they?",
        )
    if not _HOW_MANY.search(whom):
        return Check(question, "said", f"It says who: {_short(whom)}. It does not say how many.")
    return Check(question, "said", "It says who, and gives an idea of how many.")


# --- how would you know? ----------------------------------------------------------------------

_COUNTED = re.compile(
    r"\b(number|per ?cent|percentage|rates?|share|proportion|how many|count(ed)?|figures?|"
    r"records?|register|data|statistics|score|average|fewer|more|attendance|returns?|days|weeks|"
    r"months|bills?|tenanc(y|ies))\b|\d|%",
    re.IGNORECASE,
)
_HEARD = re.compile(
    r"\b(say|says|said|tell|tells|told|ask(ed)?|feel|feels|hear|heard|stor(y|ies)|interviews?|"
    r"surveys?|views?|talk(ed|ing)?|describe|conversations?|words|feedback|wheel|star)\b",
    re.IGNORECASE,
)
_OF_THE_SERVICE = re.compile(
    r"\b(contract monitoring|kpis?|sessions?|visits? made|hours delivered|hours of|referrals|"
    r"beds|placements made|appointments|take-?up of the service)\b",
    re.IGNORECASE,
)


def _know(one: Outcome) -> Check:
    question, how = QUESTIONS["know"], one.how.strip()
    if not how:
        return Check(
            question, "open", "No sign is named yet.", "What would you see, count or hear?"
        )
    counted, heard = bool(_COUNTED.search(how)), bool(_HEARD.search(how))
    if (found := _OF_THE_SERVICE.search(how)) and not heard:
        return Check(
            question,
            "look again",
            f"“{found[0].lower()}” is about what the service did.",
            "What would show that somebody's life changed?",
        )
    if counted and heard:
        return Check(question, "said", "There is something to count and something to hear.")
    if counted:
        return Check(
            question, "said", "There is something to count.", "Whose word would you set beside it?"
        )
    if heard:
        return Check(
            question, "said", "There is something to hear.", "What could be counted as well?"
        )
    return Check(
        question,
        "look again",
        "No word for counting and none for listening was found.",
        "Who would look where, and what would they find?",
    )


# --- by when? ---------------------------------------------------------------------------------

_NO_END = re.compile(
    r"\b(on-?going|always|continuous(ly)?|asap|soon|as soon as possible|in due course|tbc|"
    r"to be confirmed|tba)\b",
    re.IGNORECASE,
)
_SOME_TIME = re.compile(
    r"\b(\d{4}|\d+ (days?|weeks?|months?|years?)|(one|two|three|four|five|six|nine|twelve|"
    r"eighteen) (days?|weeks?|months?|years?)|a year|first|second|third|next|end of|winter|"
    r"spring|summer|autumn|christmas|easter|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|quarter|birthday)\b",
    re.IGNORECASE,
)


def _when(one: Outcome, today: dt.date) -> Check:
    question, when = QUESTIONS["when"], one.by_when.strip()
    if not when:
        return Check(
            question, "open", "No date yet.", "When would you look, even if it is not finished?"
        )
    if one.due and one.due < today:
        return Check(
            question, "look again", f"“{when}” is past.", "What is the next date that counts?"
        )
    if one.due and one.due.year - today.year >= FAR_YEARS:
        return Check(
            question,
            "look again",
            f"“{when}” is {one.due.year - today.year} years away.",
            "What would you see on the way there, within a year or two?",
        )
    if _NO_END.search(when):
        return Check(
            question,
            "look again",
            f"“{when}” never comes, or nobody can say when.",
            "At which meeting will somebody look?",
        )
    if one.due or _SOME_TIME.search(when):
        return Check(question, "said", f"There is a time to look: {_short(when)}.")
    return Check(
        question,
        "look again",
        f"No date or season was found in “{_short(when)}”.",
        "Which month would it be in the diary?",
    )


# --- in your control? -------------------------------------------------------------------------

_CONTROL: dict[str, tuple[State, str, str]] = {
    "mostly": (
        "said",
        "You say: mostly.",
        "Results for people are rarely ours alone. Is it one, or something we do?",
    ),
    "partly": ("said", "You say: partly.", "Who else must act, and do they want the same?"),
    "little": (
        "said",
        "You say: little.",
        "Then no provider should be paid by it alone. Which step towards it is in your hands?",
    ),
}


def _control(one: Outcome) -> Check:
    state, seen, ask = _CONTROL.get(
        one.control, ("open", "Not said yet.", "If it fails, will it be for want of what you do?")
    )
    return Check(QUESTIONS["control"], state, seen, ask)


# --- the set as a whole -----------------------------------------------------------------------

_SMALL_WORDS = frozenset(
    ("a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "have", "in", "is", "it", "of")
    + ("on", "or", "that", "the", "their", "they", "to", "who", "will", "with", "people")
)


def _together(outcomes: Sequence[Outcome], today: dt.date) -> tuple[Check, ...]:
    found = []
    if pair := _alike(outcomes):
        found.append(
            Check(
                "Are they different?",
                "look again",
                f"Outcomes {pair[0]} and {pair[1]} share most of their words.",
                "Would they be measured apart? If not, one may do.",
            )
        )
    if len(outcomes) > 1 and all(one.control == "mostly" for one in outcomes):
        found.append(
            Check(
                "Do they reach far enough?",
                "look again",
                "All of them are mostly in your control.",
                "What would people wish for that you cannot bring about alone?",
            )
        )
    dated = [one.due for one in outcomes if one.due]
    if len(dated) == len(outcomes) > 1 and min(dated).year - today.year >= 2:
        found.append(
            Check(
                "Would you know in time?",
                "look again",
                "None of them can be looked at within two years.",
                "Which of them has a step on the way?",
            )
        )
    return tuple(found)


def _alike(outcomes: Sequence[Outcome]) -> tuple[int, int] | None:
    """Return the numbers of the first two outcomes that share most of their longer words."""
    words = [
        {word for word in re.findall(r"\w+", one.outcome.casefold()) if word not in _SMALL_WORDS}
        for one in outcomes
    ]
    for later in range(len(words)):
        for earlier in range(later):
            fewer = min(len(words[earlier]), len(words[later]))
            if fewer >= 2 and len(words[earlier] & words[later]) / fewer >= 0.75:
                return earlier + 1, later + 1
    return None


def _sentence(words: str) -> str:
    return f"{capital_first(words)}."


def _short(words: str, letters: int = 60) -> str:
    return words if len(words) <= letters else words[: letters - 1].rstrip() + "…"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
