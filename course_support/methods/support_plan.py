"""When support sessions and tutorials fall between the last teaching day and the submission.

The first session comes two to three weeks after teaching ends, a tutorial follows it, there is
a session midway, and another session and tutorial about six and about four weeks before the
work is due. Weekends and bank holidays are avoided. Pure Python.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from course_support.errors import WorkbookError
from course_support.methods.dates import is_working_day
from course_support.methods.result import Result
from course_support.methods.words import capital_first, full_date

if TYPE_CHECKING:
    import pandas as pd

FIRST_FROM, FIRST_TO = timedelta(weeks=2), timedelta(weeks=3)
LATE_SESSION, LATE_TUTORIAL = timedelta(weeks=6), timedelta(weeks=4)
#: "About": how far a date may move from the one aimed at to miss a weekend or holiday.
ABOUT = timedelta(days=6)
#: Dates closer together than this leave no time to do anything in between.
APART = timedelta(days=7)


@dataclass(frozen=True)
class Event:
    """One date of the plan, and why it is there."""

    name: str
    day: date
    aim: date
    why: str

    @property
    def moved(self) -> int:
        """Return by how many days the date was moved to miss a weekend or bank holiday."""
        return (self.day - self.aim).days


@dataclass(frozen=True)
class SupportPlan(Result):
    """The dates in order, and what is wrong with them, if anything."""

    teaching_ends: date
    submission: date
    events: tuple[Event, ...]
    problems: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = (
        "These are dates to propose. Agree them with your tutor, who may be away.",
        "Bank holidays are those of England and Wales. School holidays are not looked at.",
    )

    def table(self) -> pd.DataFrame:
        """Return one row a date: what, when, and why then."""
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=["What", "When", "Why then"])

    def rows(self) -> list[tuple[str, str, str]]:
        """Return the dates as text, the last teaching day and the submission included."""
        own = [(each.name, full_date(each.day), _why(each)) for each in self.events]
        return [
            ("Last day of teaching", full_date(self.teaching_ends), "Your own date"),
            *own,
            ("Work is due", full_date(self.submission), "Your own date"),
        ]

    def reading(self) -> str:
        """Return the plan in a sentence, or what is wrong with the dates."""
        if self.problems:
            return " ".join(self.problems)
        weeks = (self.submission - self.teaching_ends).days // 7
        return (
            f"You have {weeks} weeks. The first session is on {full_date(self.events[0].day)}, and "
            f"the last tutorial on {full_date(self.events[-1].day)}."
        )


def plan(teaching_ends: date, submission: date, holidays: Collection[date]) -> SupportPlan:
    """Return the dates of sessions and tutorials.

    Parameters
    ----------
    teaching_ends, submission
        The last day of teaching, and the day the work is due.
    holidays
        Bank holidays between the two.

    Raises
    ------
    WorkbookError
        When the work would be due before teaching has ended, or with no room for a first session.
    """
    if submission <= teaching_ends:
        raise WorkbookError(
            f"The work would be due on {full_date(submission)}, and teaching ends on "
            f"{full_date(teaching_ends)}. Check the two dates: the second must be later."
        )
    if submission - teaching_ends <= FIRST_FROM:
        raise WorkbookError(
            f"There are {_days(submission - teaching_ends)} between the two dates. The first "
            "session comes two weeks after teaching, so nothing fits. Ask for a later date to "
            "submit."
        )
    events = tuple(_events(teaching_ends, submission, holidays))
    problems = [*_too_close(events), *_on_a_day_off(submission, holidays)]
    return SupportPlan(teaching_ends, submission, events, tuple(problems))


def _events(start: date, end: date, holidays: Collection[date]) -> Iterator[Event]:
    first = working_day_near(
        start + FIRST_FROM, holidays, earliest=start + FIRST_FROM, latest=start + FIRST_TO
    )
    midway = start + (end - start) / 2
    after_first = first + (midway - first) / 2
    aims = [
        ("Tutorial after the first session", after_first, "between the first and the midway one"),
        ("Midway session", midway, "halfway between teaching and submission"),
        ("Late session", end - LATE_SESSION, "about six weeks before the work is due"),
        ("Last tutorial", end - LATE_TUTORIAL, "about four weeks before the work is due"),
    ]
    yield Event(
        "First session", first, start + FIRST_FROM, "two to three weeks after teaching ends"
    )
    for name, aim, why in aims:
        yield Event(name, working_day_near(aim, holidays), aim, why)


def working_day_near(
    aim: date,
    holidays: Collection[date],
    *,
    earliest: date | None = None,
    latest: date | None = None,
) -> date:
    """Return the working day nearest to a date, the later of two as near.

    Parameters
    ----------
    aim
        The date aimed at.
    holidays
        Bank holidays.
    earliest, latest
        Days that it may not leave, where there are any.

    Raises
    ------
    WorkbookError
        When there is none within six days, or between the two dates given.
    """
    for distance in range(ABOUT.days + 2):
        for day in (aim + timedelta(days=distance), aim - timedelta(days=distance)):
            inside = (earliest or day) <= day <= (latest or day)
            if inside and is_working_day(day, holidays):
                return day
    raise WorkbookError(f"There is no working day near {full_date(aim)}. Check the bank holidays.")


def _too_close(events: tuple[Event, ...]) -> Iterator[str]:
    for before, after in zip(events, events[1:], strict=False):
        if after.day < before.day:
            yield (
                f"“{after.name}” would fall before “{before.name}”: there is too little time "
                "between the two dates for all of them."
            )
        elif after.day - before.day < APART:
            yield (
                f"“{before.name}” and “{after.name}” are only {_days(after.day - before.day)} "
                "apart. Leave one out, or ask for a later date to submit."
            )


def _on_a_day_off(submission: date, holidays: Collection[date]) -> Iterator[str]:
    if not is_working_day(submission, holidays):
        kind = "on a bank holiday" if submission in holidays else "at a weekend"
        due = full_date(submission)
        yield f"The work is due {kind}, {due}. Check the date, and plan to be early."


def _days(length: timedelta) -> str:
    return "1 day" if length.days == 1 else f"{length.days} days"


def _why(event: Event) -> str:
    why = capital_first(event.why)
    if not event.moved:
        return why
    how = f"{_days(timedelta(days=abs(event.moved)))} {'later' if event.moved > 0 else 'earlier'}"
    return f"{why}; {how}, to miss a weekend or bank holiday"
