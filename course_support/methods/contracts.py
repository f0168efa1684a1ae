"""Indicators, ratings, service credits, key dates and council ratings.

Every cut-off is the contract's own and is passed in: the law sets none. Sources: Procurement
Act 2023 s.71 and Procurement Regulations 2024 reg. 39 (the words of the ratings); CQC
assessment of local authorities (score 1 to 4 for each quality statement, equal weights).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import isnan
from typing import TYPE_CHECKING, Literal

from course_support.errors import WorkbookError
from course_support.methods.dates import add_months
from course_support.methods.guards import no_repeats, number, one_of
from course_support.methods.result import Result
from course_support.methods.words import long_date

if TYPE_CHECKING:
    import pandas as pd

GOOD, APPROACHING, IMPROVE, INADEQUATE, OTHER = (
    "Good",
    "Approaching target",
    "Requires improvement",
    "Inadequate",
    "Other",
)
#: The statutory words, best first; "Other" when none of them describes performance.
RATINGS = (GOOD, APPROACHING, IMPROVE, INADEQUATE, OTHER)


# --- indicators and ratings ---------------------------------------------------------------


@dataclass(frozen=True)
class Indicator:
    """A key performance indicator with the contract's own cut-offs.

    ``approaching`` and ``improve`` say how far short of the target performance may fall and
    still earn those words, in the indicator's own unit; further short is inadequate.
    """

    name: str
    target: float
    approaching: float
    improve: float
    better: Literal["higher", "lower"] = "higher"
    unit: str = ""

    def shortfall(self, actual: float) -> float:
        """Return how far a figure is on the bad side of the target; 0 or less when met."""
        return self.target - actual if self.better == "higher" else actual - self.target


@dataclass(frozen=True)
class KpiRating:
    """One indicator, what was found, and the word it earns."""

    indicator: Indicator
    actual: float | None
    rating: str
    why: str


@dataclass(frozen=True)
class KpiRatings(Result):
    """The ratings of a contract for one period."""

    ratings: tuple[KpiRating, ...]
    period: str = ""
    assumptions: tuple[str, ...] = (
        "The figures at which each word is earned are this contract's own; the law sets none.",
        "One period is one point: look at the chart over time before acting on it.",
    )

    @property
    def failed(self) -> tuple[str, ...]:
        """Return the indicators that missed their target, measured ones only."""
        missed = (APPROACHING, IMPROVE, INADEQUATE)
        return tuple(one.indicator.name for one in self.ratings if one.rating in missed)

    def table(self) -> pd.DataFrame:
        """Return one row an indicator: target, actual, rating, why."""
        import pandas as pd

        return pd.DataFrame(
            {
                "Indicator": [one.indicator.name for one in self.ratings],
                "Unit": [one.indicator.unit for one in self.ratings],
                "Better": [one.indicator.better for one in self.ratings],
                "Target": [one.indicator.target for one in self.ratings],
                "Actual": [one.actual for one in self.ratings],
                "Rating": [one.rating for one in self.ratings],
                "Why": [one.why for one in self.ratings],
            }
        )

    def reading(self) -> str:
        """Return how many indicators earned each word."""
        counts = {word: sum(one.rating == word for one in self.ratings) for word in RATINGS}
        said = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
        when = f" in {self.period}" if self.period else ""
        return f"Of {len(self.ratings)} indicators{when}: {said}."


def rate_kpis(
    indicators: Sequence[Indicator],
    actual: Mapping[str, float | None],
    *,
    not_rated: Mapping[str, str] | None = None,
    period: str = "",
) -> KpiRatings:
    """Give each indicator its statutory word by the contract's own cut-offs.

    Parameters
    ----------
    indicators : sequence of Indicator
    actual : mapping
        Indicator name to the figure of the period; None or missing when there is none.
    not_rated : mapping, optional
        Indicator name to why no figure exists ("suppressed", "not started"); rated Other.
    period : str

    Raises
    ------
    WorkbookError
        When cut-offs are out of order, or an actual names no indicator.
    """
    no_repeats([one.name for one in indicators], "Indicators")
    for one in indicators:
        _check_cutoffs(one)
    unknown = [name for name in actual if name not in {one.name for one in indicators}]
    if unknown:
        raise WorkbookError(
            f"There is a figure for '{unknown[0]}', which is not one of the contract's "
            f"indicators: {', '.join(one.name for one in indicators)}."
        )
    reasons = not_rated or {}
    return KpiRatings(
        tuple(_rate(one, actual.get(one.name), reasons.get(one.name, "")) for one in indicators),
        period,
    )


def _check_cutoffs(one: Indicator) -> None:
    one_of(one.better, ("higher", "lower"), f"Better direction of {one.name}")
    number(one.target, f"Target of {one.name}")
    number(one.approaching, f"Cut-off '{APPROACHING}' of {one.name}", least=0)
    number(one.improve, f"Cut-off '{IMPROVE}' of {one.name}", least=0)
    if one.improve < one.approaching:
        raise WorkbookError(
            f"{one.name}: '{IMPROVE}' reaches {one.improve:g} short of the target, but "
            f"'{APPROACHING}' reaches {one.approaching:g}. The first must reach further."
        )


def _rate(one: Indicator, actual: float | None, reason: str) -> KpiRating:
    if actual is None or isnan(actual):
        return KpiRating(one, None, OTHER, reason or "no figure for this period")
    # Rounded so that a shortfall of exactly the cut-off is not pushed over it.
    short = round(one.shortfall(float(actual)), 9)
    if short <= 0:
        return KpiRating(one, float(actual), GOOD, "meets or exceeds the target")
    word = (
        APPROACHING if short <= one.approaching else IMPROVE if short <= one.improve else INADEQUATE
    )
    return KpiRating(one, float(actual), word, f"{short:g} {one.unit} short of the target".strip())


# --- service credits -------------------------------------------------------------------------


@dataclass(frozen=True)
class ServiceCredits(Result):
    """What is taken off a fee for failed indicators, and where the cap bites."""

    fee: float
    credits: Mapping[str, float]
    cap_percent: float
    assumptions: tuple[str, ...] = (
        "A service credit adjusts the price to the service received; it is no penalty.",
        "Credits are those written in the contract, for failures in this period.",
    )

    @property
    def uncapped(self) -> float:
        """Return the credits added up, in pounds, before the cap."""
        return self.fee * (sum(self.credits.values()) / 100)

    @property
    def cap(self) -> float:
        """Return the most that may be taken off, in pounds."""
        # The share first, so that a cap of 100% is the fee and no penny more.
        return self.fee * (self.cap_percent / 100)

    @property
    def credit(self) -> float:
        """Return what is taken off, in pounds."""
        return min(self.uncapped, self.cap)

    @property
    def payable(self) -> float:
        """Return the fee after credits, in pounds."""
        return self.fee - self.credit

    def table(self) -> pd.DataFrame:
        """Return one row a failed indicator: per cent and pounds."""
        import pandas as pd

        return pd.DataFrame(
            {
                "Failed indicator": list(self.credits),
                "Credit (% of fee)": list(self.credits.values()),
                "Credit (£)": [self.fee * share / 100 for share in self.credits.values()],
            }
        )

    def reading(self) -> str:
        """Return the credit and what is left to pay."""
        capped = f", held to the cap of {self.cap_percent:g}%" if self.uncapped > self.cap else ""
        return (
            f"Of a fee of £{self.fee:,.2f}, £{self.credit:,.2f} is credited{capped}; "
            f"£{self.payable:,.2f} is payable."
        )


def service_credits(
    fee: float, credit_percents: Mapping[str, float], failed: Sequence[str], cap_percent: float
) -> ServiceCredits:
    """Work out service credits: fee × credit % for each failed indicator, capped.

    Parameters
    ----------
    fee : float
        Fee of the period, pounds.
    credit_percents : mapping
        Indicator to credit, per cent of the fee.
    failed : sequence of str
        Indicators failed; those without a credit in the contract bring none.
    cap_percent : float
        The contract's cap, per cent of the fee.

    Raises
    ------
    WorkbookError
        When the fee is below 0, a per cent is not from 0 to 100, or a failed indicator repeats.
    """
    number(fee, "Fee", least=0)
    number(cap_percent, "Cap on service credits", least=0, most=100)
    no_repeats(failed, "Failed indicators")
    for name, share in credit_percents.items():
        number(share, f"Credit for {name}", least=0, most=100)
    credits = {name: float(credit_percents[name]) for name in failed if name in credit_percents}
    return ServiceCredits(float(fee), credits, float(cap_percent))


# --- key dates ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Contract:
    """The dates of a contract that matter for deciding in time."""

    name: str
    start: date
    end: date
    #: Months needed from deciding to procure to a new service in place.
    procurement_months: int
    #: Months of each extension the contract allows, in order.
    extensions: tuple[int, ...] = ()
    #: Months before the end by which an extension has to be notified.
    extension_notice_months: int | None = None
    #: Break dates on which either side may end it, and the months of notice.
    breaks: tuple[date, ...] = ()
    break_notice_months: int | None = None


@dataclass(frozen=True)
class KeyDate:
    """Something due on a contract."""

    due: date
    contract: str
    what: str
    why: str


@dataclass(frozen=True)
class ContractCalendar(Result):
    """Decisions, notices and ends over all contracts, in order of date."""

    on: date
    dates: tuple[KeyDate, ...]
    assumptions: tuple[str, ...] = (
        "Months are calendar months; a shorter month ends on its last day.",
        "Later extensions count only if the ones before them are taken.",
        "The contract's own words on notice decide: check them.",
    )

    @property
    def passed(self) -> tuple[KeyDate, ...]:
        """Return what was due before the date looked at."""
        return tuple(one for one in self.dates if one.due < self.on)

    def within(self, days: int) -> tuple[KeyDate, ...]:
        """Return what is due from the date looked at and within so many days."""
        last = self.on + timedelta(days=days)
        return tuple(one for one in self.dates if self.on <= one.due <= last)

    def table(self) -> pd.DataFrame:
        """Return one row a date: when, which contract, what, why, passed or not."""
        import pandas as pd

        return pd.DataFrame(
            {
                "Date": [one.due for one in self.dates],
                "Contract": [one.contract for one in self.dates],
                "What": [one.what for one in self.dates],
                "Why": [one.why for one in self.dates],
                "When": ["passed" if one.due < self.on else "to come" for one in self.dates],
            }
        )

    def reading(self) -> str:
        """Return what comes next, and what has gone by."""
        coming = [one for one in self.dates if one.due >= self.on]
        gone = f" {len(self.passed)} dates have passed: check each was met." if self.passed else ""
        if not coming:
            return f"Nothing is due from {long_date(self.on)} on.{gone}"
        first = coming[0]
        return f"Next, by {long_date(first.due)}: {first.contract}, {first.what}.{gone}"


def contract_calendar(contracts: Sequence[Contract], on: date) -> ContractCalendar:
    """Lay out decisions, notices, breaks and ends of contracts, in order.

    Parameters
    ----------
    contracts : sequence of Contract
    on : datetime.date
        The date to look from.

    Raises
    ------
    WorkbookError
        When a contract ends before it starts or a break lies outside it.
    """
    no_repeats([one.name for one in contracts], "Contracts")
    found: list[KeyDate] = []
    for contract in contracts:
        _check_contract(contract)
        found += _ends(contract)
        found += _breaks(contract)
    return ContractCalendar(on, tuple(sorted(found, key=lambda one: (one.due, one.contract))))


def _ends(contract: Contract) -> list[KeyDate]:
    """Return, for the end and each extended end: decide, notify, end."""
    found = []
    end = contract.end
    for place, months in enumerate((*contract.extensions, None), start=1):
        if months is not None:
            notice = contract.extension_notice_months or 0
            found.append(
                KeyDate(
                    add_months(end, -notice),
                    contract.name,
                    f"last day to notify extension {place} ({months} months)",
                    f"{notice} months before {long_date(end)}",
                )
            )
        decide = add_months(end, -contract.procurement_months)
        found.append(
            KeyDate(
                decide,
                contract.name,
                f"start procuring if the service is to go on after {long_date(end)}",
                f"{contract.procurement_months} months before that end",
            )
        )
        words = "end" if months is None else "end unless extended"
        found.append(KeyDate(end, contract.name, words, "term of the contract"))
        end = add_months(end, months) if months is not None else end
    return found


def _breaks(contract: Contract) -> list[KeyDate]:
    notice = contract.break_notice_months or 0
    return [
        KeyDate(
            add_months(day, -notice),
            contract.name,
            f"last day to give notice for the break of {long_date(day)}",
            f"{notice} months before it",
        )
        for day in contract.breaks
    ]


def _check_contract(contract: Contract) -> None:
    if contract.end <= contract.start:
        raise WorkbookError(
            f"{contract.name} ends on {long_date(contract.end)}, which is not after its start on "
            f"{long_date(contract.start)}. Correct the dates."
        )
    _check_notice(contract, "extension", contract.extensions, contract.extension_notice_months)
    _check_notice(contract, "break", contract.breaks, contract.break_notice_months)
    last = contract.end
    for months in contract.extensions:
        number(months, f"Extension of {contract.name} in months", above=0)
        last = add_months(last, months)
    for day in contract.breaks:
        if not contract.start < day <= last:
            raise WorkbookError(
                f"{contract.name} has a break on {long_date(day)}, outside its term of "
                f"{long_date(contract.start)} to {long_date(last)}. Correct the date."
            )


def _check_notice(
    contract: Contract, what: str, terms: Sequence[object], months: int | None
) -> None:
    if terms and (months is None or months < 0):
        raise WorkbookError(
            f"{contract.name}: there is no number of months of notice for its {what}. "
            "Look it up in the contract; 0 if none is needed."
        )


# --- CQC ratings of councils -------------------------------------------------------------------

Rounding = Literal["half up", "down"]


@dataclass(frozen=True)
class CouncilRating(Result):
    """A council's percentage and rating, and how the percentage was rounded."""

    scores: tuple[int, ...]
    highest: int
    percent: float
    rounded: int
    rating: str
    rounding: Rounding
    assumptions: tuple[str, ...] = ()

    def table(self) -> pd.DataFrame:
        """Return total, percentage, rounded percentage and rating."""
        import pandas as pd

        return pd.DataFrame(
            {
                "Total score": [sum(self.scores)],
                "Out of": [self.highest * len(self.scores)],
                "Per cent": [self.percent],
                "Rounded": [self.rounded],
                "Rating": [self.rating],
            }
        )

    def reading(self) -> str:
        """Return the rating in a sentence."""
        return (
            f"{sum(self.scores)} of {self.highest * len(self.scores)} is {self.percent:.2f}%, "
            f"rounded {self.rounding} to {self.rounded}%: {self.rating}."
        )


def council_rating(
    scores: Sequence[int],
    bands: Mapping[str, float],
    *,
    statements: int,
    highest: int,
    rounding: Rounding = "half up",
) -> CouncilRating:
    """Rate a council from the scores of its quality statements.

    percent = sum of scores / (highest × statements) × 100, rounded to a whole number, then
    placed in the published bands.

    Parameters
    ----------
    scores : sequence of int
        1 to ``highest`` for each statement.
    bands : mapping
        Rating to its lowest per cent, from the dated rules.
    statements, highest : int
        From the dated rules.
    rounding : {"half up", "down"}
        How a percentage between two published bands is made whole. Not published: stated.

    Raises
    ------
    WorkbookError
        When a score is missing or not a whole number from 1 to ``highest``, the rounding is not
        known, or the per cent lies below every band.
    """
    if len(scores) != statements:
        raise WorkbookError(
            f"{len(scores)} scores were given; there are {statements} quality statements. "
            "Give one for each."
        )
    for place, score in enumerate(scores, start=1):
        if score not in range(1, highest + 1):
            raise WorkbookError(
                f"Quality statement {place} has the score {score}. Use a whole number from 1 to "
                f"{highest}."
            )
    one_of(rounding, ("half up", "down"), "Rounding")
    percent = Decimal(100) * sum(scores) / (highest * statements)
    whole = int(percent.to_integral_value(ROUND_HALF_UP)) if rounding == "half up" else int(percent)
    reached = [name for name, lowest in bands.items() if whole >= lowest]
    if not reached:
        raise WorkbookError(f"{whole}% lies below every band given: {dict(bands)}.")
    rating = max(reached, key=lambda name: bands[name])
    note = (
        f"The bands are published in whole per cent. A percentage between two is rounded "
        f"{rounding}: that is this workbook's rule."
    )
    return CouncilRating(
        tuple(scores), highest, float(percent), whole, rating, rounding,
        (note, "Every quality statement has the same weight."),
    )  # fmt: skip
