"""Decide: answer one question at a time, and get a recommendation with its reasons.

The decision table is data and the engine that walks it is
:mod:`course_support.methods.decisions`. Here it meets what a participant types and the
dated figures of law; the view only shows what :meth:`Definition.insight` says.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

import yaml
from pydantic import Field, PrivateAttr, StringConstraints, model_validator

from course_support.errors import WorkbookError
from course_support.folders import course_folder
from course_support.methods import decisions
from course_support.methods.decisions import (
    DecisionTable,
    TrailStep,
    Walk,
    fill,
    read_table,
    what_would_change,
)
from course_support.methods.regimes import NOT_ADVICE
from course_support.methods.words import long_date
from course_support.sources import rules
from course_support.sources.rule import Rule, today

from . import base
from .base import IN_HISTORY, Collation, Kebab, Line, OwnLine, OwnText, Progress, Table
from .poll import share
from .typed_numbers import NotANumber, read_number

QuestionId = Annotated[str, StringConstraints(min_length=1, max_length=100)]
_MOST_TEXTS = 500  # as many wordings as an answer can remember


class Answer(base.Answer):
    """Answers by question: the id of an option, or a number as typed.

    Answers that today's way does not ask for stay, so that changing an earlier answer
    loses nothing.
    """

    answers: dict[QuestionId, OwnLine] = Field(default_factory=dict, max_length=200)
    comment: OwnText = ""


@dataclass(frozen=True)
class State:
    """How far an answer leads: the walk, the answers used, and what stopped it, in words."""

    walk: Walk | None
    used: Mapping[str, decisions.Answer]
    figures: Mapping[str, Rule]
    problem: str = ""


class Definition(base.Exercise[Answer]):
    """A guided choice."""

    answer_type: ClassVar = Answer

    kind: Literal["decide"]
    table_name: Kebab | None = Field(
        None, description="A table of data/decisions/, by its name. Or write decision_table."
    )
    decision_table: dict[str, Any] | None = Field(
        None, description="A decision table written here, in the form of data/decisions/."
    )
    as_of: dt.date | None = Field(
        None, description="Date whose law and figures count (2026-11-22); today without it."
    )
    caution: Line = Field(NOT_ADVICE, description="Said beside every recommendation.")
    comment_prompt: Line | None = Field(
        None, description="Asked below the recommendation, such as “Do you agree? Why?”."
    )

    _table: DecisionTable = PrivateAttr()

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if (self.table_name is None) == (self.decision_table is None):
            raise ValueError(
                "name a table of data/decisions/ as table_name, or write one as decision_table; "
                "not both"
            )
        try:
            self._table = (
                _of_course(course_folder() / "data" / "decisions", self.table_name)
                if self.table_name
                else read_table(self.decision_table or {})
            )
        except WorkbookError as error:
            raise ValueError(str(error)) from None
        if unknown := sorted(set(self._table.figures()) - set(rules.names())):
            raise ValueError(f"data/rules has no figure called {', '.join(unknown)}")
        if len(self.texts()) > _MOST_TEXTS:
            raise ValueError(f"the table has more than {_MOST_TEXTS} questions and options")
        return self

    # --- the walk -----------------------------------------------------------------------

    def walk(self, answer: Answer) -> State:
        """Follow an answer as far as it leads; say in words what stops it."""
        figures, problem = self._figures()
        used: dict[str, decisions.Answer] = {}
        here: Walk | None = None
        while not problem:
            try:
                here = decisions.walk(self._table, used, figures)
            except WorkbookError as error:
                # The last answer cannot stand with the others: ask it again.
                problem = str(error)
                if used:
                    used.popitem()
                    here = decisions.walk(self._table, used, figures)
                break
            question = here.question
            typed = answer.answers.get(question.id, "").strip() if question else ""
            if question is None or not typed:
                break
            try:
                used[question.id] = (
                    typed
                    if question.kind == "choice"
                    else read_number(typed, question.unit, question.positive)
                )
            except NotANumber as error:
                problem = str(error)
        return State(here, used, figures, problem)

    def _figures(self) -> tuple[dict[str, Rule], str]:
        """Return the dated figures the table needs, or what is wrong with them."""
        found: dict[str, Rule] = {}
        day = self.as_of or today()
        for name in self._table.figures():
            try:
                found[name] = rules.get(name, on=self._table.figures_on.get(name, day))
            except WorkbookError as error:
                return found, str(error)
        return found, ""

    # --- what every kind does --------------------------------------------------------------

    def texts(self) -> dict[str, str]:
        """Return questions, options and figures in words: a changed threshold is noticed too."""
        figures, _ = self._figures()
        out: dict[str, str] = {}
        for question in self._table.questions.values():
            out[f"question {question.id}"] = _filled(question.text, figures)
            for option in question.options:
                out[f"option {question.id} {option.id}"] = _filled(option.text, figures)
        for name, rule in figures.items():
            out[f"figure {name}"] = f"{rule.title}: {rule.shown()}"
        return out

    def empty(self) -> Answer:
        return Answer(seen=self.texts())

    def check(self, answer: Answer) -> list[str]:
        problems = []
        for key, given in answer.answers.items():
            question = self._table.questions.get(key)
            if question is None:
                problems.append("An answer belongs to no question of this exercise.")
            elif question.kind == "choice" and given and question.option(given) is None:
                problems.append(f"“{question.text}” has no such answer.")
        return problems

    def reconcile(self, answer: Answer) -> Answer:
        known = {
            key: given
            for key, given in answer.answers.items()
            if (question := self._table.questions.get(key))
            and (question.kind == "number" or question.option(given))
        }
        return answer.model_copy(update={"answers": known})

    def misplaced(self, answer: Answer, fitted: Answer) -> list[str]:
        return [
            f"Your answer to “{self._table.questions[key].text}” has no place here any more. "
            f"{IN_HISTORY}"
            for key, given in answer.answers.items()
            if given and key in self._table.questions and key not in fitted.answers
        ]

    def progress(self, answer: Answer) -> Progress:
        state = self.walk(answer)
        done = len(state.used)
        if state.walk and state.walk.outcome:
            return Progress(max(1, done), max(1, done))
        if state.problem:
            return Progress(done, done + 1, (state.problem.rstrip("."),))
        text = state.walk.question.text if state.walk and state.walk.question else ""
        return Progress(done, done + 1, (f"answer “{text}”",))

    def view_extras(self) -> dict[str, Any]:
        return {"decision_table": None, "about": self._table.about, "asks": self._table.title}

    def insight(self, answer: Answer) -> dict[str, Any]:
        """Return the walk for the view: steps taken, the question to ask, the recommendation."""
        state = self.walk(answer)
        here = state.walk
        out: dict[str, Any] = {
            "answers": answer.answers,
            "steps": [],
            "question": None,
            "outcome": None,
            "would_change": [],
            "later": 0,
            "problem": state.problem,
        }
        if here is None:
            return out
        out["steps"] = [self._step(step, answer, state.figures) for step in here.trail]
        # Answers given earlier to questions that come after this one, or on another way.
        out["later"] = len([key for key in answer.answers if key not in state.used])
        if here.question:
            out["question"] = self._question(here.question, answer)
            out["later"] -= here.question.id in answer.answers
        if here.outcome:
            end = here.outcome
            out["outcome"] = {
                "title": end.title,
                "text": end.text,
                "do": end.do,
                "caution": [*end.caution, *_doubts(here, state.figures)],
            }
            out["would_change"] = self._would_change(state)
        return out

    def _question(self, question: decisions.Question, answer: Answer) -> dict[str, Any]:
        return {
            "id": question.id,
            "text": question.text,
            "help": question.help,
            "kind": question.kind,
            "unit": question.unit,
            "options": [{"id": option.id, "text": option.text} for option in question.options],
            "given": answer.answers.get(question.id, ""),
        }

    def _step(self, step: TrailStep, answer: Answer, figures: Mapping[str, Rule]) -> dict[str, Any]:
        return {
            "question": self._question(step.question, answer) if step.question else None,
            "chosen": step.chosen,
            "reason": step.reason,
            "law": step.law,
            "source": {
                "title": step.source.title,
                "url": step.source.url if step.source.url.startswith("https://") else "",
                "checked": _checked(step),
                "doubt": _doubt(step.source.certainty),
            },
            "figures": [
                {
                    "text": f"{figures[figure.name].title}: {figure.text}",
                    "source": figures[figure.name].source,
                    "checked": _day(figures[figure.name].checked_on),
                    "doubt": figures[figure.name].note(self.as_of or today()),
                }
                for figure in step.figures
            ],
        }

    def _would_change(self, state: State) -> list[str]:
        other = what_would_change(self._table, state.used, state.figures)
        return [each.sentence() for each in other if each.changes]

    def table(self, answer: Answer) -> Table:
        """Return the trail step by step, then the recommendation and what would change it."""
        state = self.walk(answer)
        here = state.walk
        heads = ("Question", "Answer", "Reason", "Law or rule", "Source", "Checked on", "How sure")
        rows = [self._trail_row(step, state.figures) for step in (here.trail if here else ())]
        extra: list[tuple[str, str, str]] = []
        if here and here.outcome:
            end = here.outcome
            extra.append(("Recommendation", end.title, end.text))
            extra += [("To do", line, "") for line in end.do]
            extra += [("Take care", line, "") for line in end.caution]
            extra.append(("Note", self.caution, ""))
            extra += [
                ("What would have changed it", text, "") for text in self._would_change(state)
            ]
        elif here and here.question:
            extra.append((here.question.text, "", state.problem or "Not answered yet."))
        elif state.problem:
            extra.append(("Cannot be settled", "", state.problem))
        if answer.comment.strip():
            extra.append((self.comment_prompt or "Comment", answer.comment, ""))
        rows += [(*each, "", "", "", "") for each in extra]
        return Table(heads, tuple(rows), self.title)

    def _trail_row(self, step: TrailStep, figures: Mapping[str, Rule]) -> tuple[str, ...]:
        sources = [step.source.title]
        sources += [f"{f.text}: {figures[f.name].source}" for f in step.figures]
        doubts = [_doubt(step.source.certainty)]
        doubts += [figures[f.name].note(self.as_of or today()) for f in step.figures]
        return (
            step.question.text if step.question else "Worked out",
            step.chosen,
            step.reason,
            step.law,
            "; ".join(sources),
            _checked(step),
            " ".join(dict.fromkeys(filter(None, doubts))) or "Read in the source named.",
        )

    def collate(self, answers: Sequence[Answer]) -> Collation:
        """Count the recommendations reached, and how each question was answered."""
        given = [a for a in answers if any(text.strip() for text in a.answers.values())]
        walks = [walk for a in given if (walk := self.walk(a).walk)]
        ends = Counter(walk.outcome.id for walk in walks if walk.outcome)
        figures, _ = self._figures()
        reached = [
            (_filled(end.title, figures), str(ends[end.id]), share(ends[end.id], len(walks)))
            for end in self._table.outcomes.values()
            if ends[end.id]
        ]
        if open_still := len(walks) - ends.total():
            reached.append(("Not settled yet", str(open_still), share(open_still, len(walks))))
        said = Counter(
            (step.question.text, step.chosen)
            for walk in walks
            for step in walk.trail
            if step.question
        )
        comments = tuple((a.comment,) for a in given if a.comment.strip())
        return Collation(
            answered=len(given),
            counts={end: ends[end] for end in self._table.outcomes},
            tables=(
                Table(("Recommendation", "Reached by", "Share"), tuple(reached), self.title),
                Table(
                    ("Question", "Answer", "Given by"),
                    tuple((asked, chosen, str(n)) for (asked, chosen), n in said.items()),
                    f"{self.title}: answers on the way",
                ),
                *([Table(("Comment",), comments, self.comment_prompt or "")] if comments else []),
            ),
        )


@cache
def _of_course(folder: Path, name: str) -> DecisionTable:
    """Return a table of the course by name, read once.

    Raises
    ------
    WorkbookError
        When there is none of that name, or it is not sound.
    """
    path = folder / f"{name}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(each.stem for each in folder.glob("*.yaml")))
        raise WorkbookError(f"data/decisions has no table “{name}”; it has {known}")
    try:
        return read_table(yaml.safe_load(path.read_text("utf-8")))
    except yaml.YAMLError as error:
        raise WorkbookError(f"{path.name} is not well-formed YAML: {error}") from None


def _filled(text: str, figures: Mapping[str, Rule]) -> str:
    try:
        return fill(text, figures)
    except WorkbookError:
        return text  # a figure that is not known for the date; the walk says so


def _day(day: dt.date | None) -> str:
    return long_date(day) if day else ""


def _checked(step: TrailStep) -> str:
    try:
        return long_date(dt.date.fromisoformat(step.source.checked))
    except ValueError:
        return step.source.checked


def _doubt(certainty: str) -> str:
    """Return what a reader must know of a source that was not read; empty when it was."""
    if certainty in ("read", "verified", ""):
        return ""
    if certainty == "unresolved":
        return "Unresolved: no firm answer was found. Check before use."
    return "From general knowledge, not checked against the source: check before use."


def _doubts(here: Walk, figures: Mapping[str, Rule]) -> list[str]:
    """Return one line when any step rests on something uncertain."""
    unsure = [step.law for step in here.trail if _doubt(step.source.certainty)]
    unsure += [
        figures[f.name].title
        for step in here.trail
        for f in step.figures
        if figures[f.name].certainty != "verified"
    ]
    if not unsure:
        return []
    named = "; ".join(dict.fromkeys(unsure))
    return [f"This rests on something not checked against its source: {named}."]


EXAMPLE = """\
comment_prompt: Do you agree with the result? What would you check?
decision_table:
  id: own-or-buy
  title: Provide it ourselves, or buy it?
  about: A first look, before the options are appraised.
  checked: 2026-11-22
  sources:
    orders: {title: "Your council's standing orders, contracts chapter"}
    act:
      title: Procurement Act 2023, Schedule 1 (thresholds)
      url: https://www.legislation.gov.uk/ukpga/2023/54/schedule/1
  questions:
    - id: capacity
      text: Could your own teams provide it within a year?
      help: Count recruitment and premises, not only money.
      options:
        - {id: "yes", text: "Yes"}
        - {id: "no", text: "No"}
    - id: value
      text: What would it cost over its whole life, in pounds including VAT?
      kind: number
      unit: "£"
      positive: true
      examples: [300000, 900000]
  start: capacity
  steps:
    - id: capacity
      ask: capacity
      law: Standing orders, make or buy
      source: orders
      rules:
        - {when: "yes", reason: It could be provided without buying., end: appraise}
        - {when: "no", reason: Somebody else has to provide it., go: value}
    - id: value
      ask: value
      law: Procurement Act 2023, light-touch threshold
      source: act
      rules:
        - when: {value: {at_least: light_touch_threshold}}
          reason: "At or above {light_touch_threshold} the full rules apply."
          end: tender
        - otherwise: true
          reason: "Below {light_touch_threshold} your own standing orders decide."
          end: orders
  outcomes:
    - {id: appraise, title: Appraise both, text: Compare providing it yourselves with buying it.}
    - {id: tender, title: Tender it, text: Plan a competition and its notices.}
    - {id: orders, title: Follow your standing orders, text: Ask how many quotations they want.}
"""
