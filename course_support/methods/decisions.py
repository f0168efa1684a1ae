"""Walk a decision table: the next question or the outcome, with the reasons so far.

The same walk serves the notebooks' guided choices and the ``decide`` exercises. Answers
are a plain mapping (question id to option id or number), so they can be stored and the
walk repeated; figures that a government changes are passed in, resolved for a date.

Pure Python: neither numpy nor pandas.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from typing import Any

from course_support.errors import WorkbookError
from course_support.methods.decision_tables import (
    Condition,
    DecisionTable,
    Outcome,
    Question,
    Rule,
    Source,
    Step,
    needed,
    placeholders,
    problems,
    read_table,
)
from course_support.methods.words import long_date

__all__ = [
    "Alternative",
    "Answer",
    "DecisionTable",
    "Figure",
    "TrailStep",
    "Walk",
    "every_path",
    "figures_for",
    "fill",
    "problems",
    "read_table",
    "walk",
    "what_would_change",
]

Answer = str | int | float
#: A dated figure as passed in: a plain number, or anything with ``value`` and ``unit``.
Resolved = Mapping[str, Any]

_MONEY = re.compile(r"^(£|gbp|pounds?)\b|^£", re.IGNORECASE)
_PERCENT = re.compile(r"^(%|per ?cent|percent|percentage)", re.IGNORECASE)


@dataclass(frozen=True)
class Figure:
    """A dated figure that a step looked at, ready to be shown with its source."""

    name: str
    text: str
    title: str = ""
    source: str = ""
    certainty: str = ""


@dataclass(frozen=True)
class TrailStep:
    """One step taken: what was asked, what was answered, and why it led on."""

    step: str
    question: Question | None
    answer: Answer | None
    chosen: str
    reason: str
    law: str
    source: Source
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Walk:
    """How far the answers lead: the next question, or the outcome, and the trail."""

    table: DecisionTable
    answers: Mapping[str, Answer]
    trail: tuple[TrailStep, ...]
    question: Question | None = None
    outcome: Outcome | None = None

    @property
    def asked(self) -> tuple[str, ...]:
        """Return the ids of the questions answered on the way, in order."""
        return tuple(step.question.id for step in self.trail if step.question)

    @property
    def unused(self) -> tuple[str, ...]:
        """Return answered questions that this way does not ask (kept, but not used)."""
        return tuple(name for name in self.answers if name not in self.asked)

    def rows(self) -> list[dict[str, str]]:
        """Return the trail as plain rows for a table or a report."""
        return [
            {
                "Question": step.question.text if step.question else "Worked out",
                "Answer": step.chosen,
                "Reason": step.reason,
                "Law or rule": step.law,
                "Source": step.source.title,
                "Checked on": step.source.checked,
                "Certainty": step.source.certainty,
            }
            for step in self.trail
        ]


@dataclass(frozen=True)
class Alternative:
    """What another answer to one question would have led to, the others unchanged.

    When the other answer opens questions that were not asked, ``outcomes`` holds every
    outcome it could lead to.
    """

    question: Question
    answer: Answer
    text: str
    outcomes: tuple[Outcome, ...]
    changes: bool

    def sentence(self) -> str:
        """Return the alternative as one plain sentence."""
        ends = " or ".join(f"“{outcome.title}”" for outcome in self.outcomes)
        if not self.changes:
            return f"Answering “{self.text}” to “{self.question.text}” would not change the result."
        lead = "would lead to" if len(self.outcomes) == 1 else "could lead to"
        return f"Answering “{self.text}” to “{self.question.text}” {lead} {ends}."


def walk(
    table: DecisionTable, answers: Mapping[str, Answer], figures: Resolved | None = None
) -> Walk:
    """Follow the answers through the table as far as they lead.

    Parameters
    ----------
    table : DecisionTable
        From :func:`read_table`.
    answers : mapping
        Question id to option id, or to a number. Answers not asked for are left alone.
    figures : mapping, optional
        The dated figures the table names, resolved for the date in question: plain
        numbers, or objects with ``value``, ``unit`` and ``source``.

    Raises
    ------
    WorkbookError
        When an answer is not one of the options, a number is not a number, or a figure
        that the way needs was not passed in.
    """
    figures = figures or {}
    unknown = [name for name in answers if name not in table.questions]
    if unknown:
        raise WorkbookError(
            f"'{table.title}' was given an answer to '{unknown[0]}', which it does not ask. "
            f"Its questions are: {', '.join(table.questions)}."
        )
    trail: list[TrailStep] = []
    step = table.steps[table.start]
    while True:
        question = table.questions.get(step.ask)
        if question and answers.get(question.id) in (None, ""):
            return Walk(table, answers, tuple(trail), question=_asked(question, figures))
        rule = _rule_that_fits(table, step, answers, figures)
        trail.append(_taken(table, step, rule, answers, figures))
        if rule.end:
            outcome = _reached(table.outcomes[rule.end], figures)
            return Walk(table, answers, tuple(trail), outcome=outcome)
        step = table.steps[rule.go]


def what_would_change(
    table: DecisionTable, answers: Mapping[str, Answer], figures: Resolved | None = None
) -> tuple[Alternative, ...]:
    """Say, for each question answered, where its other answers would have led.

    The other answers are kept. For a number, values on either side of each figure it is
    compared with are tried, and the nearest that changes the result is given.

    Parameters
    ----------
    table
        A checked decision table.
    answers
        Question id to option id or number.
    figures
        The dated figures that the table names, resolved.

    Raises
    ------
    WorkbookError
        When an answer is not one the table takes, or a figure that the way needs is missing.
    """
    figures = figures or {}
    here = walk(table, answers, figures)
    if here.outcome is None:
        return ()
    found: list[Alternative] = []
    for question_id in here.asked:
        question = table.questions[question_id]
        tried = [
            _alternative(table, here, question, other, figures)
            for other in _candidates(table, question, figures)
            if other != answers[question_id]
        ]
        given = answers[question_id]
        found.extend(_nearest(tried, float(given)) if question.kind == "number" else tried)
    return tuple(found)


def every_path(
    table: DecisionTable,
    figures: Resolved | None = None,
    answers: Mapping[str, Answer] | None = None,
) -> Iterator[Walk]:
    """Walk every way to an end, from the answers given (none at first).

    Each option is taken; numbers take their examples and values on, just under and just
    over every figure they are compared with. Yields finished walks.

    Raises
    ------
    WorkbookError
        When an answer given is not one the table takes, or a figure that a way needs is missing.
    """
    figures = figures or {}
    here = walk(table, answers or {}, figures)
    if here.question is None:
        yield here
        return
    for answer in _candidates(table, here.question, figures):
        yield from every_path(table, figures, {**here.answers, here.question.id: answer})


def figures_for(
    table: DecisionTable, get: Callable[..., Any], on: date, only: Iterable[str] | None = None
) -> dict[str, Any]:
    """Look up the dated figures a table names, for a date.

    Parameters
    ----------
    table : DecisionTable
    get : callable
        Called as ``get(name, on=date)``, such as ``course_support.sources.rules.get``.
    on : datetime.date
        The date in question. Figures of past law are looked up on the date the table gives.
    only : iterable of str, optional
        Look up just these names.
    """
    names = table.figures() if only is None else only
    return {name: get(name, on=table.figures_on.get(name, on)) for name in names}


def fill(text: str, figures: Resolved) -> str:
    """Put dated figures in the place of ``{names}`` in a text.

    Raises
    ------
    WorkbookError
        When a figure was not passed in.
    """
    for name in placeholders(text):
        text = text.replace("{" + name + "}", _figure(name, figures).text)
    return text


def show_number(value: object, unit: str = "") -> str:
    """Write a number or a date as a person would, with its unit."""
    if isinstance(value, date):
        return long_date(value)
    if unit == "date":
        return show_number(date.fromisoformat(str(value)))
    number = float(value)  # type: ignore[arg-type]
    plain = f"{number:,.0f}" if number == round(number) else f"{number:,.2f}".rstrip("0")
    if _MONEY.match(unit):
        sign = "-" if number < 0 else ""
        return f"{sign}£{plain.lstrip('-')}"
    if _PERCENT.match(unit):
        return f"{plain}%"
    return f"{plain} {unit}".strip()


# --- the steps of a walk ------------------------------------------------------------------


def _asked(question: Question, figures: Resolved) -> Question:
    """Return the question with today's figures in its words."""
    return replace(
        question,
        text=fill(question.text, figures),
        help=fill(question.help, figures),
        options=tuple(replace(o, text=fill(o.text, figures)) for o in question.options),
    )


def _reached(outcome: Outcome, figures: Resolved) -> Outcome:
    """Return the outcome with today's figures in its words."""
    return replace(
        outcome,
        title=fill(outcome.title, figures),
        text=fill(outcome.text, figures),
        do=tuple(fill(line, figures) for line in outcome.do),
        caution=tuple(fill(line, figures) for line in outcome.caution),
    )


def _rule_that_fits(
    table: DecisionTable, step: Step, answers: Mapping[str, Answer], figures: Resolved
) -> Rule:
    question = table.questions.get(step.ask)
    if question:
        _check_answer(table, question, answers[question.id])
    for rule in step.rules:
        if all(_holds(table, condition, answers, figures) for condition in rule.conditions):
            return rule
    raise WorkbookError(
        f"'{table.title}' has no rule for these answers at its step '{step.id}'. "
        "Add one to the decision table."
    )


def _check_answer(table: DecisionTable, question: Question, answer: Answer) -> None:
    if question.kind == "choice":
        if question.option(answer) is None:
            offered = ", ".join(f"'{option.id}'" for option in question.options)
            raise WorkbookError(
                f"“{question.text}” was answered with '{answer}'. It offers: {offered}."
            )
        return
    _number(question, answer)


def _number(question: Question, answer: Answer) -> float:
    try:
        if isinstance(answer, bool):
            raise ValueError
        number = float(str(answer).replace(",", "").replace("£", "").replace("%", "").strip())
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise WorkbookError(
            f"“{question.text}” was answered with '{answer}'. Write a number, such as 250000."
        )
    if question.positive and number <= 0:
        raise WorkbookError(
            f"“{question.text}” was answered with {show_number(number, question.unit)}. "
            "Write a number greater than nought."
        )
    return number


def _value(table: DecisionTable, about: str, answers: Mapping[str, Answer]) -> float:
    """Return the number a condition looks at: an answer, or one worked out from two."""
    if about not in table.derived:
        return _number(table.questions[about], answers[about])
    later, earlier = (_value(table, name, answers) for name in table.derived[about].of)
    if table.derived[about].how == "difference":
        return later - earlier
    if earlier == 0:
        raise WorkbookError(
            f"A change in per cent cannot be worked out from nought: "
            f"see “{table.questions[table.derived[about].of[1]].text}”."
        )
    # Rounded so that a change of exactly the limit is not pushed over it by binary fractions.
    change = round(100 * (later - earlier) / earlier, 9)
    return abs(change) if table.derived[about].how == "size_of_percent_change" else change


def _holds(
    table: DecisionTable, condition: Condition, answers: Mapping[str, Answer], figures: Resolved
) -> bool:
    if not condition.comparison:
        return answers.get(condition.about) in condition.options
    number = _value(table, condition.about, answers)
    limit = float(_amount(condition.figure, figures))
    return {
        "at_least": number >= limit,
        "above": number > limit,
        "at_most": number <= limit,
        "below": number < limit,
    }[condition.comparison]


def _amount(name: str, figures: Resolved) -> Any:
    if name not in figures:
        raise WorkbookError(
            f"The figure '{name}' is needed here and was not given. "
            "Look it up in the dated rules for the date in question and pass it in."
        )
    return getattr(figures[name], "value", figures[name])


def _figure(name: str, figures: Resolved) -> Figure:
    value = _amount(name, figures)
    rule = figures[name]
    shown = getattr(rule, "shown", None)
    text = shown() if shown else show_number(value, str(getattr(rule, "unit", "") or ""))
    title, source, certainty = (
        str(getattr(rule, part, None) or "") for part in ("title", "source", "certainty")
    )
    return Figure(name, text, title or name.replace("_", " "), source, certainty)


def _taken(
    table: DecisionTable,
    step: Step,
    rule: Rule,
    answers: Mapping[str, Answer],
    figures: Resolved,
) -> TrailStep:
    question = table.questions.get(step.ask)
    compared = [c.figure for tried in step.rules for c in tried.conditions if c.figure]
    names = dict.fromkeys([*compared, *placeholders(rule.reason)])
    return TrailStep(
        step=step.id,
        question=_asked(question, figures) if question else None,
        answer=answers[question.id] if question else None,
        chosen=_chosen(table, step, question, answers, figures),
        reason=fill(rule.reason, figures),
        law=rule.law,
        source=table.sources[rule.source],
        figures=tuple(_figure(name, figures) for name in names),
    )


def _chosen(
    table: DecisionTable,
    step: Step,
    question: Question | None,
    answers: Mapping[str, Answer],
    figures: Resolved,
) -> str:
    if question:
        return _answer_text(question, answers[question.id], figures)
    worked_out = dict.fromkeys(
        c.about for rule in step.rules for c in rule.conditions if c.about in table.derived
    )
    return "; ".join(
        f"{table.derived[name].text}: "
        f"{show_number(_value(table, name, answers), table.derived[name].unit)}"
        for name in worked_out
    )


def _answer_text(question: Question, answer: Answer, figures: Resolved) -> str:
    option = question.option(answer)
    if option:
        return fill(option.text, figures)
    return show_number(_number(question, answer), question.unit)


# --- trying other answers -----------------------------------------------------------------


def _candidates(table: DecisionTable, question: Question, figures: Resolved) -> list[Answer]:
    if question.kind == "choice":
        return [option.id for option in question.options]
    values = set(question.examples)
    for name in _compared_with(table, question.id):
        limit = float(_amount(name, figures))
        near = 1.0 if limit >= 100 else 0.01
        values |= {limit - near, limit, limit + near}
    return [value for value in sorted(values) if value > 0 or not question.positive]


def _compared_with(table: DecisionTable, question_id: str) -> set[str]:
    return {
        condition.figure
        for step in table.steps.values()
        for rule in step.rules
        for condition in rule.conditions
        if condition.figure and needed(table, condition.about) == (question_id,)
    }


def _alternative(
    table: DecisionTable, here: Walk, question: Question, other: Answer, figures: Resolved
) -> Alternative:
    ends = {
        end.outcome.id: end.outcome
        for end in every_path(table, figures, {**here.answers, question.id: other})
        if end.outcome
    }
    text = _answer_text(question, other, figures)
    if question.kind == "number":
        text = f"for example {text}"
    same = here.outcome is not None and set(ends) == {here.outcome.id}
    return Alternative(_asked(question, figures), other, text, tuple(ends.values()), not same)


def _nearest(tried: list[Alternative], given: float) -> list[Alternative]:
    """Keep, for each different result, the number nearest to the one given."""
    kept: dict[tuple[str, ...], Alternative] = {}
    for one in sorted(tried, key=lambda one: abs(float(one.answer) - given)):
        if one.changes:
            kept.setdefault(tuple(sorted(outcome.id for outcome in one.outcomes)), one)
    return list(kept.values())
