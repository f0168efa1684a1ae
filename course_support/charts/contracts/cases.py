"""A case of poor performance: its file, the five determinants, the course, what happened next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, cast

from course_support.charts.contracts.dashboard import draw, watch
from course_support.charts.contracts.sheets import Said, Sheet, count
from course_support.charts.show import Pieces
from course_support.errors import WorkbookError
from course_support.methods.contract_risk import (
    DETERMINANTS,
    PLAN_PARTS,
    Argument,
    Lean,
    PlanCheck,
    check_action_plan,
    determinants,
)
from course_support.methods.figures import whole_pounds
from course_support.methods.words import long_date
from course_support.sources.cases import COURSES, Case, registers

#: Bins of the exercise, by the lean that each stands for.
LEANS = {"developmental": "developmental", "unclear": "unclear", "punitive": "punitive"}
#: Words for the courses.
COURSE_WORDS = {
    "developmental": "a developmental course",
    "punitive": "a punitive course",
    "sequence": "both, in sequence",
}


# --- the file -------------------------------------------------------------------------------


@dataclass(frozen=True)
class CaseFile:
    """Everything in the file of a case, each paper to be opened by itself."""

    case: Case

    def _repr_html_(self) -> str:
        of = self.case
        return (
            f"<div><p><strong>{escape(of.title)}</strong><br>{escape(of.question)}</p>"
            f"<p>{escape(_about(of))}</p>"
            f"{''.join(_folds(of))}</div>"
        )


def file_of(case: Case) -> Pieces:
    """Return the file of a case: papers, terms, registers, and the measures of its contract."""
    parts: list[Any] = [CaseFile(case), _registers(case)]
    if case.measures:
        watched = [watch(row["kpi_id"], case.closed_on) for row in case.measures]
        titles = {case.contract.id: case.contract.title}
        parts.append(draw(watched, titles, f"up to {long_date(case.closed_on)}"))
    return Pieces(parts)


def _about(of: Case) -> str:
    held = of.contract
    longest = f", at the latest {long_date(held.latest_end)}" if held.extension_months else ""
    return (
        f"{held.provider}. Contract: {held.title}, {whole_pounds(held.yearly)} a year, from "
        f"{long_date(held.start)} to {long_date(held.end)}{longest}. It is "
        f"{long_date(of.closed_on)}. The file holds {len(of.papers)} papers, the terms of the "
        "contract, the registers and the measures. Open them one by one, in order."
    )


def _folds(of: Case) -> Iterator[str]:
    yield _fold("What the contract allows", f"<p>{escape(of.terms)}</p>")
    for number, paper in enumerate(of.papers, start=1):
        head = f"{number}. {long_date(paper.dated)}: {paper.kind} ({paper.source})"
        yield _fold(head, f"<blockquote><p>{escape(paper.content)}.</p></blockquote>")


def _fold(head: str, inside: str) -> str:
    return f"<details><summary>{escape(head)}</summary>{inside}</details>"


def _registers(of: Case) -> Sheet:
    found = registers(of)
    return Sheet(
        "What the registers hold",
        "Counted by somebody else than the provider's manager, in the year up to the newest paper.",
        ["Register", "Number", "What it says"],
        [[each.what, str(each.number), each.detail] for each in found],
        "Marrenshire (invented), registers of complaints, incidents and staffing",
    )


# --- the argument -----------------------------------------------------------------------------


def argued(
    case: Case, placed: Mapping[str, str], notes: Mapping[str, str], danger: str, why: str
) -> Pieces:
    """Lay out the five determinants as argued so far, each beside what the file says on it.

    Parameters
    ----------
    placed, notes : mapping
        Determinant to the bin it was put in, and to the reason given.
    danger : str
        "yes", "no", "unknown" or "": is anyone in danger now, or is the law being broken?
    why : str
        What was written to that question.
    """
    rows = [_argued_row(case, name, placed, notes) for name in DETERMINANTS]
    sheet = Sheet(
        f"{case.title}: the five determinants",
        _pointing(placed, notes, danger, why),
        ["Determinant", "You say it leans towards", "Because", "What the file says"],
        rows,
        "your own arguments; the file of the case",
        (
            "The five are weighed by people, not added up: one can outweigh four.",
            "What the file says on a determinant is shown once you have placed it.",
        ),
    )
    return Pieces([sheet])


def _argued_row(
    case: Case, name: str, placed: Mapping[str, str], notes: Mapping[str, str]
) -> list[str]:
    lean = placed.get(name, "")
    return [
        DETERMINANTS[name],
        lean or "not yet argued",
        notes.get(name, "").strip() or "no reason yet",
        case.facts[name] if lean else "shown when you have argued it",
    ]


def _pointing(placed: Mapping[str, str], notes: Mapping[str, str], danger: str, why: str) -> str:
    if not danger:
        return "First say whether anyone is in danger now: that question comes before the five."
    now = danger == "yes"
    if now and not why.strip():
        return "You say that people may be in danger now. Write what makes you think so."
    lacking = [q for name, q in DETERMINANTS.items() if not placed.get(name)]
    bare = [
        q
        for name, q in DETERMINANTS.items()
        if placed.get(name) and not notes.get(name, "").strip()
    ]
    unsure = (
        " Nobody knows whether anyone is in danger now: find out today, before anything else."
        if danger == "unknown"
        else ""
    )
    if lacking or bare:
        parts = [f"Still to place: {'; '.join(lacking)}"] if lacking else []
        parts += [f"Still without a reason: {'; '.join(bare)}"] if bare else []
        formal = "Act formally now, whatever the five say. " if now else ""
        return f"{formal}{'. '.join(parts)}.{unsure}"
    found = determinants(
        [Argument(n, cast(Lean, LEANS[placed[n]]), notes[n]) for n in DETERMINANTS],
        immediate_safety=now,
        safety_reason=why.strip().rstrip("."),
    )
    return found.reading() + unsure


# --- the course, and what came of it --------------------------------------------------------------


@dataclass(frozen=True)
class Sequel:
    """What happened after the course chosen, with the others to compare folded underneath."""

    case: Case
    course: str
    reason: str
    remark: str

    def _repr_html_(self) -> str:
        others = "".join(
            _fold(
                f"And if you had chosen {COURSE_WORDS[key]}?", f"<p>{escape(self._told(key))}</p>"
            )
            for key in COURSES
            if key != self.course
        )
        remark = f"<p>{escape(self.remark)}</p>" if self.remark else ""
        return (
            f"<div><p><strong>{escape(self.case.title)}: you chose "
            f"{escape(COURSE_WORDS[self.course])}</strong></p>"
            f"<p>Your reasons: {escape(self.reason.strip())}</p>"
            f"<p><strong>What happened next.</strong> {escape(self._told(self.course))}</p>"
            f"{remark}{others}"
            "<p><small>One story of several. Another group's luck might differ, and a bad ending "
            "does not prove a bad decision.</small></p></div>"
        )

    def _told(self, key: str) -> str:
        return self.case.sequels[COURSES[key]]


def what_happened(
    case: Case, chosen: Sequence[str], reason: str, danger: str, leans: Mapping[str, str]
) -> Sequel | Said:
    """Tell what happened next, once a course was chosen and reasons were given."""
    course = chosen[0] if chosen else ""
    if course not in COURSES:
        return Said(
            ["Choose a course above, and give your reasons. What happened next is told then."]
        )
    if not reason.strip():
        return Said(["Write your reasons first. A decision without them cannot be defended later."])
    return Sequel(case, course, reason, _remark(course, danger, leans))


def _remark(course: str, danger: str, leans: Mapping[str, str]) -> str:
    """Return what in the answers does not go together, as a question; or nothing."""
    if danger == "yes" and course == "developmental":
        return (
            "You said that people may be in danger now, and chose a developmental course alone. "
            "What protects them tonight?"
        )
    ways = {leans[name] for name in DETERMINANTS if leans.get(name)} - {"unclear"}
    if course in ("developmental", "punitive") and ways and course not in ways:
        return (
            f"Nothing that you argued leans towards a {course} course, and you chose one. What "
            "outweighed your reasons?"
        )
    return ""


# --- the plan -----------------------------------------------------------------------------------


def plan_check(rows: Sequence[Mapping[str, Any]], on: dt.date) -> Sheet | Said:
    """Say what a corrective action plan still lacks.

    Parameters
    ----------
    rows : sequence of mapping
        Rows of the table exercise, with the columns of ``PLAN_PARTS`` (``_`` written ``-``).
    on : datetime.date
        The day on which the plan is made: that of the case, whatever today's is.
    """
    import pandas as pd

    if not rows:
        return Said(["No line yet. Write the first, and what a plan still lacks is said here."])
    columns = {part: [row.get(part.replace("_", "-")) for row in rows] for part in PLAN_PARTS}
    try:
        found = check_action_plan(pd.DataFrame(columns, dtype=object), on)
    except WorkbookError as error:
        return Said([str(error)])
    return _lacking(found, on)


def _lacking(found: PlanCheck, on: dt.date) -> Sheet:
    table = found.table()
    done = found.complete and not found.overdue
    return Sheet(
        "The plan is complete" if done else "The plan still lacks something",
        found.reading(),
        ["Issue", "To put right"],
        [[str(cell) for cell in row] for row in table.to_numpy().tolist()],
        f"your own plan, on the day of the case, {long_date(on)}. {' '.join(found.assumptions)}",
    )


def record(
    case: Case,
    written: Sequence[tuple[str, str]],
    course: str,
    reason: str,
    danger: str,
    leans: Mapping[str, str],
    notes: Mapping[str, str],
) -> Sheet:
    """Return the decision as it would stand in the contract's file.

    Parameters
    ----------
    written : sequence of pair
        Questions on the file, each with what was answered.
    leans, notes : mapping
        Determinant to the way it was said to lean, and to the reason given.
    """
    words = {"yes": "Yes", "no": "No", "unknown": "Not known"}
    rows = [
        ["Provider and contract", f"{case.contract.provider}; {case.contract.title}"],
        ["Date", long_date(case.closed_on)],
        ["Is anyone in danger now?", words.get(danger, "not yet answered")],
        *([question, answer or "not yet written"] for question, answer in written),
        *([question, _leaning(name, leans, notes)] for name, question in DETERMINANTS.items()),
        ["Course", COURSE_WORDS.get(course, "not yet chosen")],
        ["Reasons", reason.strip() or "not yet written"],
    ]
    open_ = sum(cell.startswith("not yet") for _, cell in rows)
    return Sheet(
        "The decision as it would be filed",
        "Complete." if not open_ else f"{count(open_, 'part').capitalize()} still to come.",
        ["Part", "What is recorded"],
        rows,
        "your own answers",
    )


def _leaning(name: str, leans: Mapping[str, str], notes: Mapping[str, str]) -> str:
    if not leans.get(name):
        return "not yet argued"
    way = "Unclear" if leans[name] == "unclear" else f"Towards {leans[name]}"
    return f"{way}: {notes.get(name, '').strip() or 'no reason written'}"
