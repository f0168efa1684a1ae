"""Working days, standstill ends and notice dates, each with its counting rule said.

The lengths of the periods come from the dated rules; the bank holidays are passed in.
Pure Python.

Sources: Procurement Act 2023 s.51 (eight working days beginning with the day of the
contract award notice); Public Contracts Regulations 2015 reg. 87 (ten days after sending,
ending on a working day); Provider Selection Regime Regulations 2023 reg. 12 (eight working
days, counted from the day after the notice). Which bank holidays count differs: those of
any part of the United Kingdom under the Act (s.123), those of England in health care.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from course_support.errors import WorkbookError
from course_support.methods.result import Result
from course_support.methods.words import full_date

if TYPE_CHECKING:
    import pandas as pd

Regime = Literal["pa23", "pcr", "psr"]

#: How each regime counts: the unit, whether the notice day is day 1, and the rule in words.
COUNTING: dict[str, tuple[str, bool, str]] = {
    "pa23": (
        "working",
        True,
        "Procurement Act 2023: working days, and the day of the contract award notice is day 1.",
    ),
    "pcr": (
        "calendar",
        False,
        "Public Contracts Regulations 2015: calendar days, counted from the day after the "
        "notice was sent electronically; if the last is not a working day, the next one.",
    ),
    "psr": (
        "working",
        False,
        "Provider Selection Regime: working days, counted from the day after the notice.",
    ),
}


@dataclass(frozen=True)
class Standstill(Result):
    """When a standstill ends, day by day."""

    regime: str
    notice: date
    length: int
    ends: date
    counted: tuple[date, ...]
    not_counted: tuple[tuple[date, str], ...]
    assumptions: tuple[str, ...] = ()

    @property
    def may_sign_from(self) -> date:
        """Return the first day after the standstill."""
        return self.ends + timedelta(days=1)

    def table(self) -> pd.DataFrame:
        """Return one row a calendar day from the notice to the end: counted or why not."""
        import pandas as pd

        numbers = {day: str(number) for number, day in enumerate(self.counted, start=1)}
        reasons = dict(self.not_counted)
        days = _span(self.notice, self.ends)
        return pd.DataFrame(
            {
                "Date": [_say(day) for day in days],
                "Counts as day": [numbers.get(day, "not counted") for day in days],
                "Note": [reasons.get(day, "") for day in days],
            }
        )

    def reading(self) -> str:
        """Return the end of the standstill and the rule it was counted by."""
        return (
            f"A notice of {_say(self.notice)} gives a standstill that ends at midnight at the "
            f"end of {_say(self.ends)}. {COUNTING[self.regime][2]}"
        )


@dataclass(frozen=True)
class Deadline(Result):
    """A date by which something is due, and how it was counted."""

    what: str
    start: date
    due: date
    rule: str
    assumptions: tuple[str, ...] = ()

    def table(self) -> pd.DataFrame:
        """Return one row: what is due, from when, by when, and the rule."""
        import pandas as pd

        return pd.DataFrame(
            {
                "What": [self.what],
                "Counted from": [_say(self.start)],
                "Due by": [_say(self.due)],
                "Counting rule": [self.rule],
            }
        )

    def reading(self) -> str:
        """Return the due date as a sentence."""
        return f"{self.what}: due by {_say(self.due)}. {self.rule}"


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Return whether a day is neither a Saturday, a Sunday nor a bank holiday."""
    return day.weekday() < 5 and day not in holidays


def add_working_days(
    start: date, days: int, holidays: Collection[date], *, start_is_day_one: bool = False
) -> date:
    """Return the day on which a number of working days is complete.

    Parameters
    ----------
    start : datetime.date
        The day counting begins with, or the day before it.
    days : int
        Working days, at least 1.
    holidays : collection of datetime.date
        Bank holidays; they must cover every year that the count touches.
    start_is_day_one : bool
        Whether ``start`` itself counts, if it is a working day.

    Raises
    ------
    WorkbookError
        When ``days`` is below 1 or a year has no bank holidays in the table.
    """
    return _working_days(start, days, holidays, start_is_day_one)[-1]


def standstill(regime: Regime, notice: date, length: int, holidays: Collection[date]) -> Standstill:
    """Work out when a standstill ends.

    Parameters
    ----------
    regime : {"pa23", "pcr", "psr"}
        Procurement Act 2023, Public Contracts Regulations 2015, Provider Selection Regime.
    notice : datetime.date
        The day the notice was published (2023 Act, health regime) or sent (2015).
    length : int
        Days of the period, from the dated rules.
    holidays : collection of datetime.date
        Bank holidays of the nations that count, from the dated rules.

    Raises
    ------
    WorkbookError
        For an unknown regime, a length below 1, or bank holidays missing for a year.
    """
    if regime not in COUNTING:
        raise WorkbookError(
            f"The regime '{regime}' has no standstill rule here. Use one of: {', '.join(COUNTING)}."
        )
    unit, notice_counts, _ = COUNTING[regime]
    if unit == "working":
        counted = _working_days(notice, length, holidays, notice_counts)
    else:
        counted = _calendar_days(notice, length, holidays)
    return Standstill(
        regime,
        notice,
        length,
        counted[-1],
        tuple(counted),
        tuple(_not_counted(notice, counted, holidays, notice_counts)),
        (
            *_assumed(regime, notice, length, counted[-1], holidays),
            "Nobody has started court proceedings, which would hold up signing.",
        ),
    )


def _assumed(
    regime: Regime, notice: date, length: int, ends: date, holidays: Collection[date]
) -> Iterable[str]:
    """Yield where the law, read to the letter, may end a standstill later than counted here."""
    if regime == "pa23":
        yield (
            "Section 123 of the Act leaves out bank holidays of any part of the United Kingdom. "
            "Those of England and Wales alone can end the period a day early, as at New Year."
        )
    if regime == "psr":
        begins = notice + timedelta(days=1)
        later = _working_days(begins, length, holidays, inclusive=False)[-1]
        if later > ends:
            yield (
                "Regulation 12(9) ends the standstill with the eighth working day after the day on "
                f"which it begins. Read to the letter, that is {_say(later)}: sign after that day."
            )


def notice_due(what: str, start: date, days: int) -> Deadline:
    """Return when a notice is due, so many calendar days after an event.

    For instance the contract details notice: 30 days after the contract is entered into,
    120 for a light touch contract (Procurement Act 2023 s.53; the figures are dated rules).
    The period begins with the day of the event, as the Act's wording does for this notice,
    so day 1 is that day.

    Parameters
    ----------
    what : str
        What the notice is called.
    start : datetime.date
        The day of the event, which is day 1.
    days : int
        Calendar days, at least 1.

    Raises
    ------
    WorkbookError
        When ``days`` is below 1.
    """
    if days < 1:
        raise WorkbookError(f"{what}: {days} days were given. Give a whole number of at least 1.")
    due = start + timedelta(days=days - 1)
    rule = f"{days} calendar days beginning with {_say(start)}, which is day 1."
    return Deadline(what, start, due, rule, ("Weekends and bank holidays count.",))


def add_months(day: date, months: int) -> date:
    """Return the same day so many months on, or the last day of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    next_first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), next_first - timedelta(days=1))


# --- counting --------------------------------------------------------------------------


def _working_days(
    start: date, days: int, holidays: Collection[date], inclusive: bool
) -> list[date]:
    if days < 1:
        raise WorkbookError(f"{days} working days were asked for. Give a number of at least 1.")
    counted: list[date] = []
    day = start if inclusive else start + timedelta(days=1)
    while len(counted) < days:
        if is_working_day(day, holidays):
            counted.append(day)
        day += timedelta(days=1)
    _check_years(holidays, start, counted[-1])
    return counted


def _calendar_days(start: date, days: int, holidays: Collection[date]) -> list[date]:
    if days < 1:
        raise WorkbookError(f"{days} days were asked for. Give a number of at least 1.")
    counted = [start + timedelta(days=number) for number in range(1, days + 1)]
    while not is_working_day(counted[-1], holidays):
        counted.append(counted[-1] + timedelta(days=1))
    _check_years(holidays, start, counted[-1])
    return counted


def _check_years(holidays: Collection[date], first: date, last: date) -> None:
    known = {day.year for day in holidays}
    missing = [year for year in range(first.year, last.year + 1) if year not in known]
    if missing:
        raise WorkbookError(
            f"The table of bank holidays has none for {missing[0]}, so days in that year cannot "
            "be counted. Add that year's bank holidays to the table."
        )


def _not_counted(
    notice: date, counted: list[date], holidays: Collection[date], notice_counts: bool
) -> Iterable[tuple[date, str]]:
    for day in _span(notice, counted[-1]):
        if day in counted:
            continue
        if day == notice and not notice_counts:
            yield day, "day of the notice"
        else:
            yield day, "bank holiday" if day in holidays else "weekend"


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _say(day: date) -> str:
    return full_date(day)
