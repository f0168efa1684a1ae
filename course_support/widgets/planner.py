"""The planner of support and tutorials: two dates in, a timeline and a calendar file out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from course_support.charts.timeline import timeline
from course_support.errors import WorkbookError
from course_support.methods import support_plan
from course_support.methods.calendar_file import Entry, calendar
from course_support.sources import rules

from . import assets

if TYPE_CHECKING:
    from course_support.methods.support_plan import SupportPlan
    from course_support.workbook import Workbook

FIELDS = ("teaching_ends", "submission")
_NAMES = {"teaching_ends": "last day of teaching", "submission": "day your work is due"}
CALENDAR = "Commissioning course: support and assignment"
FILE = "commissioning-course.ics"


class PlannerWidget(anywidget.AnyWidget):
    """Two dates of the participant, kept with what they said about themselves."""

    _esm = assets.view("planner")

    page = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        super().__init__()
        self._tell()
        self.on_msg(self._heard)
        workbook.on_change(("profile",), self._tell)  # somebody else may be working now

    def __repr__(self) -> str:
        return "Planner()"

    def _heard(self, _: object, message: dict[str, Any], __: object) -> None:
        ack = {"window": message.get("window", ""), "seq": message.get("seq", 0)}
        if message.get("type") == "calendar":
            self._send_calendar(ack)
            return
        if message.get("type") != "save":
            return
        wanted = message.get("value") or {}
        try:
            self._workbook.choose(**{name: _iso(name, wanted.get(name, "")) for name in FIELDS})
        except WorkbookError as error:
            problem = {"text": str(error), "final": True}
            self.state = {**self.state, "ack": ack, "problem": problem}
            return
        self._tell(ack)

    def _send_calendar(self, ack: dict[str, Any]) -> None:
        try:
            plan = plan_of(self._workbook)
        except WorkbookError:
            plan = None
        if plan is not None:
            text = calendar(entries(plan), datetime.now(UTC), CALENDAR)
            self.send({"type": "calendar", "name": FILE, "text": text})
        self._tell(ack, f"{FILE} is in the folder where your browser puts downloads.")

    def _tell(self, ack: dict[str, Any] | None = None, said: str = "") -> None:
        person = self._workbook.person
        self.state = {
            "key": sha256(f"planner {self._workbook.owner}".encode()).hexdigest()[:16],
            "revision": self.state.get("revision", 0) + 1,
            "answer": {name: getattr(person, name) for name in FIELDS},
            "saved": datetime.now(UTC).isoformat() if ack else None,
            "said": said,
            "problem": None,
            "ack": ack,
            **_shown(self._workbook),
        }


def plan_of(workbook: Workbook) -> SupportPlan | None:
    """Return the plan for a participant's two dates; None while one is missing.

    Raises
    ------
    WorkbookError
        When the dates are impossible, or bank holidays are not known so far ahead.
    """
    kept = [getattr(workbook.person, name) for name in FIELDS]
    if not all(kept):
        return None
    first, last = (date.fromisoformat(day) for day in kept)
    holidays = rules.bank_holidays(first, last) if first < last else frozenset()
    return support_plan.plan(first, last, holidays)


def entries(plan: SupportPlan) -> list[Entry]:
    """Return a plan as entries of a calendar, the submission included."""
    own = [
        Entry(each.name, each.day, f"{each.why[0].upper()}{each.why[1:]}.") for each in plan.events
    ]
    return [*own, Entry("Work is due", plan.submission)]


def _shown(workbook: Workbook) -> dict[str, Any]:
    try:
        plan = plan_of(workbook)
    except WorkbookError as error:
        return {"refused": str(error), "chart_html": "", "ready": False}
    if plan is None:
        return {"refused": "", "chart_html": "", "ready": False}
    return {"refused": "", "chart_html": timeline(plan)._repr_html_(), "ready": True}


def _iso(name: str, value: object) -> str:
    """Return a date as kept, or nothing; what is no date is refused."""
    if not value:
        return ""
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise WorkbookError(
            f"“{str(value)[:20]}” is no date for the {_NAMES[name]}. "
            "Choose a day, or type it as day, month and year."
        ) from None
