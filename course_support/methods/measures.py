"""Choosing measures: the grid, the three powers, the three tests, and triangulation.

Pure Python. Sources: Friedman, Trying Hard Is Not Good Enough (performance measures by
quantity or quality, effort or effect; communication, proxy and data power). The rule for
triangulation is this workbook's suggestion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from course_support.errors import WorkbookError
from course_support.methods.result import Result
from course_support.methods.words import and_

if TYPE_CHECKING:
    import pandas as pd

Rating = Literal["high", "medium", "low"]

#: The four boxes of the grid, in reading order.
QUADRANTS: dict[str, str] = {
    "how_much": "How much did we do?",
    "how_well": "How well did we do it?",
    "better_off_number": "Is anyone better off? (number)",
    "better_off_percent": "Is anyone better off? (per cent)",
}
#: The boxes that count without saying how well or to what effect.
QUANTITY = ("how_much", "better_off_number")
POWERS = {
    "communication": "does it speak clearly to many people?",
    "proxy": "does it say something central about the result?",
    "data": "is there good, timely data?",
}
RATINGS: tuple[Rating, ...] = ("low", "medium", "high")


# --- the grid and its mix --------------------------------------------------------------------


@dataclass(frozen=True)
class Mix(Result):
    """How measures are spread over the four boxes, and what is out of balance."""

    measures: Mapping[str, str]
    notices: tuple[str, ...]
    assumptions: tuple[str, ...] = (
        "The box that matters most, the per cent better off, is the one a service controls least.",
    )

    @property
    def counts(self) -> dict[str, int]:
        """Return how many measures are in each box."""
        return {box: sum(b == box for b in self.measures.values()) for box in QUADRANTS}

    def table(self) -> pd.DataFrame:
        """Return one row a box: how many measures, and which."""
        import pandas as pd

        return pd.DataFrame(
            {
                "Box": list(QUADRANTS.values()),
                "Measures": list(self.counts.values()),
                "Which": [
                    "; ".join(name for name, b in self.measures.items() if b == box)
                    for box in QUADRANTS
                ],
            }
        )

    def reading(self) -> str:
        """Return what is out of balance, or that the mix is broad."""
        if not self.measures:
            return "There are no measures yet."
        if not self.notices:
            return f"The {len(self.measures)} measures cover effort and effect, number and quality."
        return " ".join(self.notices)


def grid_mix(measures: Mapping[str, str]) -> Mix:
    """Look at the balance of a grid.

    Parameters
    ----------
    measures : mapping
        Measure to box, a key of ``QUADRANTS``.

    Raises
    ------
    WorkbookError
        When a box is not known.
    """
    for name, box in measures.items():
        if box not in QUADRANTS:
            raise WorkbookError(
                f"'{name}' is in the box '{box}'. Use one of: {', '.join(QUADRANTS)}."
            )
    boxes = set(measures.values())
    notices = []
    if boxes and boxes <= set(QUANTITY):
        notices.append(
            "Every measure only counts: none says how well, or what share is better off."
        )
    if boxes and not boxes & {"better_off_number", "better_off_percent"}:
        notices.append("No measure says whether anyone is better off.")
    if "better_off_number" in boxes and "better_off_percent" not in boxes:
        notices.append("The number better off is there without the per cent: out of how many?")
    if boxes and "how_well" not in boxes:
        notices.append("No measure says how well it was done.")
    return Mix(dict(measures), tuple(notices))


# --- headline measures ---------------------------------------------------------------------


@dataclass(frozen=True)
class RatedMeasure:
    """A measure with its three powers."""

    name: str
    communication: Rating
    proxy: Rating
    data: Rating

    def points(self) -> int:
        """Return 0 to 6: low 0, medium 1, high 2 for each power."""
        return sum(RATINGS.index(getattr(self, power)) for power in POWERS)


@dataclass(frozen=True)
class Headlines(Result):
    """Headline measures, the secondary ones, and the data still to be developed."""

    headline: tuple[str, ...]
    secondary: tuple[str, ...]
    develop: tuple[str, ...]
    tied_at_the_cut: tuple[str, ...]
    rated: tuple[RatedMeasure, ...]
    assumptions: tuple[str, ...] = ()

    def table(self) -> pd.DataFrame:
        """Return one row a measure: three ratings and where it goes."""
        import pandas as pd

        where = dict.fromkeys(self.headline, "headline")
        where |= dict.fromkeys(self.develop, "data development agenda")
        return pd.DataFrame(
            [
                {
                    "Measure": one.name,
                    "Communication": one.communication,
                    "Proxy": one.proxy,
                    "Data": one.data,
                    "Goes to": where.get(one.name, "secondary"),
                }
                for one in self.rated
            ]
        )

    def reading(self) -> str:
        """Return the headline measures, and what waits for data."""
        if not self.headline:
            return "No measure is at least medium on all three powers yet."
        tied = (
            f" Rated alike at the cut, so choose among: {', '.join(self.tied_at_the_cut)}."
            if self.tied_at_the_cut
            else ""
        )
        wait = f" Worth better data: {', '.join(self.develop)}." if self.develop else ""
        return f"Headline: {', '.join(self.headline)}.{tied}{wait}"


def headline_measures(measures: Sequence[RatedMeasure], most: int = 5) -> Headlines:
    """Choose headline measures by communication, proxy and data power.

    Those with no low rating are put in order by their powers together, proxy first among
    equals, and the first ``most`` are headline; a tie at the cut is said, not hidden. Strong
    on communication and proxy but low on data goes to the data development agenda.

    Parameters
    ----------
    measures : sequence of RatedMeasure
        Each rated high, medium or low on the three powers.
    most : int
        Headline measures at most.

    Raises
    ------
    WorkbookError
        When a measure repeats or a rating is not high, medium or low.
    """
    _check_rated(measures, most)
    fit = [one for one in measures if "low" not in (one.communication, one.proxy, one.data)]
    fit.sort(key=_rank)
    chosen, rest = fit[:most], fit[most:]
    tied = [one for one in fit if rest and _rank(one) == _rank(rest[0]) == _rank(chosen[-1])]
    develop = [
        one
        for one in measures
        if one.data == "low"
        and "low" not in (one.communication, one.proxy)
        and "high" in (one.communication, one.proxy)
    ]
    placed = {one.name for one in (*chosen, *develop)}
    return Headlines(
        tuple(one.name for one in chosen),
        tuple(one.name for one in measures if one.name not in placed),
        tuple(one.name for one in develop),
        tuple(one.name for one in tied),
        tuple(measures),
        (
            f"At most {most} headline measures; three to five is usual.",
            "Ratings are judgements, best made together.",
        ),
    )


def _rank(one: RatedMeasure) -> tuple[int, int]:
    return -one.points(), -RATINGS.index(one.proxy)


def _check_rated(measures: Sequence[RatedMeasure], most: int) -> None:
    if most < 1:
        raise WorkbookError("Choose at least one headline measure.")
    seen: set[str] = set()
    for one in measures:
        if one.name in seen:
            raise WorkbookError(f"'{one.name}' is rated twice. Keep one rating.")
        seen.add(one.name)
        for power in POWERS:
            if getattr(one, power) not in RATINGS:
                raise WorkbookError(
                    f"'{one.name}' is rated '{getattr(one, power)}' on {power}. "
                    f"Use one of: {', '.join(RATINGS)}."
                )


# --- three tests ----------------------------------------------------------------------------

#: The tests of a local measure.
TESTS = {
    "clear": "Does it give a clear message?",
    "important": "Does it say something important?",
    "data": "Is there good data in time?",
}
Verdict = Literal["yes", "no", "unsure"]


@dataclass(frozen=True)
class ThreeTests(Result):
    """Local measures against the three tests; unsure stays unsure."""

    answers: Mapping[str, Mapping[str, Verdict]]
    assumptions: tuple[str, ...] = ("A measure passes when all three answers are yes.",)

    def verdict(self, measure: str) -> Verdict:
        """Return yes when all three are yes, no when any is no, else unsure."""
        given = [self.answers[measure][test] for test in TESTS]
        return "no" if "no" in given else "unsure" if "unsure" in given else "yes"

    def table(self) -> pd.DataFrame:
        """Return one row a measure: three answers and the verdict."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "Measure": name,
                    **{question: given[test] for test, question in TESTS.items()},
                    "Passes": self.verdict(name),
                }
                for name, given in self.answers.items()
            ]
        )

    def reading(self) -> str:
        """Return how many pass, fail or are unsure."""
        counts = dict.fromkeys(("yes", "no", "unsure"), 0)
        for name in self.answers:
            counts[self.verdict(name)] += 1
        return (
            f"Of {len(self.answers)} measures, {counts['yes']} pass all three tests, "
            f"{counts['no']} fail one or more, {counts['unsure']} are unsure."
        )


def three_tests(answers: Mapping[str, Mapping[str, Verdict]]) -> ThreeTests:
    """Put measures to the three tests.

    Parameters
    ----------
    answers : mapping
        Measure to test ("clear", "important", "data") to "yes", "no" or "unsure".

    Raises
    ------
    WorkbookError
        When a test has no answer, or another one than yes, no or unsure.
    """
    for name, given in answers.items():
        for test, question in TESTS.items():
            if given.get(test) not in ("yes", "no", "unsure"):
                raise WorkbookError(
                    f"'{name}': “{question}” has the answer '{given.get(test)}'. "
                    "Answer yes, no or unsure."
                )
    return ThreeTests({name: dict(given) for name, given in answers.items()})


# --- triangulation -------------------------------------------------------------------------

METHODS = ("questionnaire", "interview", "observation", "documents")
VIEWS = ("perception", "objective")
SHOWS = ("better", "same", "worse", "not known")


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence on an outcome: how it was got, and what it shows."""

    outcome: str
    method: str
    view: str
    shows: str = "not known"


@dataclass(frozen=True)
class Triangulation(Result):
    """Which outcomes are seen from enough sides, and whether the sides agree."""

    outcomes: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    assumptions: tuple[str, ...] = (
        "Enough means two methods or more, with perception and something objective: this "
        "workbook's suggestion.",
        "Agreement makes a finding firmer; disagreement is worth a conversation.",
    )

    def missing(self, outcome: str) -> tuple[str, ...]:
        """Return what an outcome still lacks."""
        mine = [one for one in self.evidence if one.outcome == outcome]
        lacks = [f"{view} evidence" for view in VIEWS if view not in {one.view for one in mine}]
        if len({one.method for one in mine}) < 2:
            lacks.append("a second method" if mine else "two methods")
        return tuple(lacks)

    def concordance(self, outcome: str) -> str:
        """Return whether the evidence that shows something points one way."""
        shown = {
            one.shows
            for one in self.evidence
            if one.outcome == outcome and one.shows != "not known"
        }
        count = sum(one.outcome == outcome and one.shows != "not known" for one in self.evidence)
        if count < 2:
            return "too little to say"
        return "agrees" if len(shown) == 1 else "disagrees"

    @property
    def covered(self) -> tuple[str, ...]:
        """Return the outcomes that lack nothing."""
        return tuple(name for name in self.outcomes if not self.missing(name))

    def table(self) -> pd.DataFrame:
        """Return one row an outcome: methods, views, what is missing, agreement."""
        import pandas as pd

        rows = []
        for name in self.outcomes:
            mine = [one for one in self.evidence if one.outcome == name]
            rows.append(
                {
                    "Outcome": name,
                    "Methods": ", ".join(m for m in METHODS if m in {o.method for o in mine}),
                    "Views": ", ".join(v for v in VIEWS if v in {o.view for o in mine}),
                    "Missing": "; ".join(self.missing(name)),
                    "Evidence": self.concordance(name),
                }
            )
        return pd.DataFrame(rows)

    def reading(self) -> str:
        """Return how many outcomes are covered, and the first gap."""
        lacking = [name for name in self.outcomes if self.missing(name)]
        if not lacking:
            return f"All {len(self.outcomes)} outcomes are seen from two sides or more."
        first = lacking[0]
        return (
            f"{len(self.covered)} of {len(self.outcomes)} outcomes are covered; {first} lacks "
            f"{and_(self.missing(first))}."
        )


def triangulation(outcomes: Sequence[str], evidence: Sequence[Evidence]) -> Triangulation:
    """Check the evidence planned or gathered for each outcome.

    Parameters
    ----------
    outcomes : sequence of str
        Every outcome, with evidence or without.
    evidence : sequence of Evidence
        What there is or will be, an outcome and method each.

    Raises
    ------
    WorkbookError
        When evidence names an unknown outcome, method, view or finding.
    """
    if not outcomes:
        raise WorkbookError("There are no outcomes to look at. Enter at least one.")
    for one in evidence:
        for value, known, what in (
            (one.outcome, tuple(outcomes), "outcome"),
            (one.method, METHODS, "method"),
            (one.view, VIEWS, "view"),
            (one.shows, SHOWS, "finding"),
        ):
            if value not in known:
                raise WorkbookError(
                    f"Evidence on '{one.outcome}' has the {what} '{value}'. "
                    f"Use one of: {', '.join(known)}."
                )
    return Triangulation(tuple(dict.fromkeys(outcomes)), tuple(evidence))
