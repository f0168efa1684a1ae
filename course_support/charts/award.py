"""From the decision to the signed contract: standstill and notices on a calendar."""

from __future__ import annotations

import calendar as months
import datetime as dt
from base64 import b64encode
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from course_support.errors import WorkbookError
from course_support.exercises import plan
from course_support.exercises.typed_dates import read_date
from course_support.methods import calendar_file
from course_support.methods.dates import Standstill, add_working_days, notice_due, standstill
from course_support.methods.words import and_, full_date
from course_support.sources import rules
from course_support.sources.rule import today

from .drawing import ON_FILL, box, svg, text
from .show import BLUE, GREY, ORANGE, Chart, table_html

_CELL, _WIDE = 62, 448
#: Rows of the plan that dates are read from, by their id.
SUMMARIES, NOTICE, SIGN, DETAILS = "summaries", "award-notice", "sign", "details-notice"


@dataclass(frozen=True)
class Steps:
    """The dates of an award as planned; None where none is given yet."""

    summaries: dt.date | None
    notice: dt.date | None
    sign: dt.date | None
    details: dt.date | None


def drafted(start: dt.date, light_touch: bool = True) -> dict[str, list[dict[str, str]]]:
    """Return a first plan of an award that begins with assessment summaries on a day."""
    notice = start + dt.timedelta(days=1)
    while notice.weekday() > 3:
        notice += dt.timedelta(days=1)
    sign = _first_to_sign(_by_section_123(notice))
    details = notice_due("details", sign, _details_days(light_touch)).due
    rows = (
        (SUMMARIES, "Send assessment summaries to every bidder", "Commissioner", start),
        (NOTICE, "Publish the contract award notice", "Procurement lead", notice),
        (SIGN, "Sign the contract", "Director", sign),
        (DETAILS, "Publish the contract details notice", "Procurement lead", details),
    )
    return {
        "rows": [
            {"id": key, "action": what, "owner": who, "date": day.isoformat()}
            for key, what, who, day in rows
        ]
    }


def planned(answer: plan.Answer) -> Steps:
    """Return the dates that a plan gives to the four steps; a date that cannot be read is None."""
    found = {row.id: _day(row.date) for row in answer.rows}
    return Steps(*(found.get(key) for key in (SUMMARIES, NOTICE, SIGN, DETAILS)))


def _day(typed: str) -> dt.date | None:
    return read_date(typed, today()).day


def _length() -> int:
    return int(rules.get("standstill_working_days").value)  # type: ignore[arg-type]


def _by_section_123(notice: dt.date) -> Standstill:
    """Return the standstill counted without the bank holidays of any part of the kingdom."""
    holidays = rules.bank_holidays(dt.date(notice.year, 1, 1), anywhere=True)
    return standstill("pa23", notice, _length(), holidays)


def _first_to_sign(found: Standstill) -> dt.date:
    """Return the first day after a standstill that is a working day in England."""
    holidays = rules.bank_holidays(dt.date(found.notice.year, 1, 1))
    return add_working_days(found.may_sign_from, 1, holidays, start_is_day_one=True)


def _details_days(light_touch: bool) -> int:
    name = (
        "light_touch_contract_details_notice_days"
        if light_touch
        else "contract_details_notice_days"
    )
    return int(rules.get(name).value)  # type: ignore[arg-type]


@dataclass(frozen=True)
class AwardCalendar:
    """The standstill day by day, what does not fit, and the dates as a file."""

    chart: Chart
    problems: tuple[str, ...]
    steps: Mapping[str, dt.date]
    rule: str

    def _repr_html_(self) -> str:
        said = "".join(f"<li><strong>{escape(each)}</strong></li>" for each in self.problems)
        warned = (
            f"<ul>{said}</ul>" if said else "<p>The dates fit the rules that are checked here.</p>"
        )
        return f"{self.chart._repr_html_()}{warned}{self._link()}"

    def _link(self) -> str:
        made = dt.datetime.combine(today(), dt.time(), dt.UTC)
        entries = [calendar_file.Entry(name, day, self.rule) for name, day in self.steps.items()]
        content = calendar_file.calendar(entries, made, "Award dates")
        data = b64encode(content.encode()).decode()
        return (
            f'<p><a download="award-dates.ics" href="data:text/calendar;base64,{data}">'
            "Save these dates for your calendar (award-dates.ics)</a></p>"
        )


def on_calendar(steps: Steps, light_touch: bool = True) -> AwardCalendar:
    """Draw the standstill that follows from the award notice, and check the other dates.

    Raises
    ------
    WorkbookError
        When the award notice has no date, or a year has no bank holidays in the table.
    """
    if steps.notice is None:
        raise WorkbookError(
            "Give the contract award notice a date in the plan above, such as 14 December 2026, "
            "to see the standstill counted."
        )
    notice = steps.notice
    holidays = rules.bank_holidays(dt.date(notice.year, 1, 1))
    found = standstill("pa23", notice, _length(), holidays)
    strict = _by_section_123(notice)
    first = _first_to_sign(strict)
    days = {
        "Contract award notice; standstill, day 1": notice,
        "Standstill ends at midnight": strict.ends,
        "First working day to sign": first,
    }
    if steps.sign:
        signed = steps.sign
        due = notice_due("details", signed, _details_days(light_touch)).due
        days |= {"Contract is signed": signed, "Contract details notice due by": due}
    rule = f"{found.reading()}{_strictly(found, strict)}"
    chart = Chart(
        f"The standstill ends on {_say(found.ends)}",
        f"{rule} The first working day after it is {_say(first)}.",
        svg(_WIDE, _tall(notice, first), _grid(found, first, holidays)),
        ["Date", "Counts as day", "Note"],
        _rows(found),
        f"{rules.get('standstill_working_days').source}; bank holidays of England and Wales from "
        "gov.uk. " + " ".join(found.assumptions),
    )
    problems = tuple(_problems(steps, found, strict.ends, light_touch))
    return AwardCalendar(chart, problems, days, rule)


def _strictly(found: Standstill, strict: Standstill) -> str:
    """Return what section 123 adds, after a space; empty where it changes nothing."""
    if strict.ends == found.ends:
        return ""
    kept = [day for day in found.counted if day not in strict.counted]
    return (
        f" But section 123 of the Act leaves out the bank holidays of every part of the United "
        f"Kingdom, here {and_(_say(day) for day in kept)} too: counted so, it ends at midnight at "
        f"the end of {_say(strict.ends)}. Sign after that."
    )


def _rows(found: Standstill) -> list[list[str]]:
    numbers = {day: str(n) for n, day in enumerate(found.counted, start=1)}
    why = dict(found.not_counted)
    span = (found.ends - found.notice).days + 1
    days = [found.notice + dt.timedelta(days=n) for n in range(span)]
    return [[_say(day), numbers.get(day, "not counted"), why.get(day, "")] for day in days]


def _problems(steps: Steps, found: Standstill, ends: dt.date, light_touch: bool) -> Iterable[str]:
    if steps.summaries and steps.notice and steps.summaries > steps.notice:
        yield (
            f"The assessment summaries would go out on {_say(steps.summaries)}, after the award "
            "notice. They go first."
        )
    if found.counted[0] != found.notice:
        yield (f"{_say(found.notice)} is no working day, so day 1 is {_say(found.counted[0])}.")
    if steps.sign and steps.sign <= ends:
        mandatory = (
            "For a light touch contract the standstill is voluntary; a council that announces one "
            "must keep it." if light_touch else "The law forbids it."
        )  # fmt: skip
        yield f"Signing on {_say(steps.sign)} falls within the standstill. {mandatory}"
    if steps.sign and steps.details:
        limit = _details_days(light_touch)
        due = notice_due("details", steps.sign, limit).due
        if steps.details > due:
            yield (
                f"The contract details notice is planned for {_say(steps.details)}. It is due by "
                f"{_say(due)}: {limit} days, the day of signing included."
            )
        if steps.details < steps.sign:
            yield "The contract details notice is planned before the contract is signed."


def _weeks(first: dt.date, last: dt.date) -> list[list[dt.date]]:
    start = first - dt.timedelta(days=first.weekday())
    number = (last - start).days // 7 + 1
    return [[start + dt.timedelta(days=7 * w + d) for d in range(7)] for w in range(number)]


def _tall(first: dt.date, last: dt.date) -> float:
    return 34 + 58 * len(_weeks(first, last)) + 40


def _grid(found: Standstill, sign: dt.date, holidays: Collection[dt.date]) -> Iterable[str]:
    numbers = {day: n for n, day in enumerate(found.counted, start=1)}
    for place, name in enumerate(months.day_abbr):
        yield text(8 + _CELL * place + 29, 12, name, size=13, anchor="middle", bold=True)
    weeks = _weeks(found.notice, sign)
    for row, week in enumerate(weeks):
        for place, day in enumerate(week):
            x, y = 8 + _CELL * place, 26 + 58 * row
            number = numbers.get(day)
            fill = BLUE if number else "none"
            if day == sign:
                fill = ORANGE
            elif day in holidays:
                fill = GREY
            ink = "currentColor" if fill == "none" else ON_FILL
            yield box(x, y, _CELL - 4, 54, fill=fill, dashed=fill == "none")
            yield text(x + 6, y + 12, f"{day.day} {day:%b}", size=11, fill=ink)
            for line_, words in enumerate(_words(day, number, day in holidays, day == sign, found)):
                yield text(x + 29, y + 30 + 14 * line_, words, size=12, anchor="middle",
                           bold=True, fill=ink)  # fmt: skip
    y = 26 + 58 * len(weeks) + 12
    yield text(8, y, "Blue: counted. Grey: bank holiday. Dashed: not counted.", size=12)
    yield text(8, y + 16, "Orange: the first working day after the standstill.", size=12)


def _words(
    day: dt.date, number: int | None, holiday: bool, sign: bool, found: Standstill
) -> Sequence[str]:
    if number:
        return (f"day {number}", "notice") if day == found.notice else (f"day {number}",)
    if sign:
        return ("may", "sign")
    return ("holiday",) if holiday else ()


def _say(day: dt.date) -> str:
    return full_date(day)


def notices() -> str:
    """Return the notices of a competition in their order, as a table."""
    wanted = ("UK2", "UK3", "UK4", "UK6", "UK7", "UK9", "UK10", "UK11")
    rows = [
        [str(rule.columns["code"]), rule.shown(), str(rule.columns["when"])]
        for rule in rules.table("procurement_notices")
        if rule.columns["code"] in wanted
    ]
    return table_html(("Notice", "Name", "When"), rows, "Notices on the way, in order")
