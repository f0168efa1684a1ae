"""What a decision table is, and the checks a table passes before anyone walks it.

A table is data (a YAML file in ``data/decisions/``). Its questions have options or take
a number; its steps hold rules that lead to another step or to an outcome, each with a
reason, the law behind it and a source with the date it was checked. Figures that a
government changes are named, never written: they are passed in when the table is walked.

Pure Python, so that exercises can use it where nothing else is installed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from course_support.errors import WorkbookError

#: How a number may be compared with a named figure.
COMPARISONS = ("at_least", "above", "at_most", "below")
#: How one number is made from two answers.
DERIVATIONS = ("difference", "percent_change", "size_of_percent_change")
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True)
class Source:
    """Where a statement of law comes from, and when it was checked."""

    id: str
    title: str
    checked: str
    url: str = ""
    #: "read" when the source was read; "general knowledge" when it was not re-checked.
    certainty: str = "read"


@dataclass(frozen=True)
class Option:
    """One answer that may be chosen."""

    id: str
    text: str


@dataclass(frozen=True)
class Question:
    """A question with options, or one that takes a number."""

    id: str
    text: str
    help: str = ""
    options: tuple[Option, ...] = ()
    kind: str = "choice"
    unit: str = ""
    #: Numbers worth trying: shown as examples and walked by the tests.
    examples: tuple[float, ...] = ()
    positive: bool = False

    def option(self, option_id: object) -> Option | None:
        """Return the option of that id, or None."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True)
class Derived:
    """A number worked out from two answers: a difference, or a change in per cent.

    ``size_of_percent_change`` leaves out the sign: a fall of ten and a rise of ten are alike.
    """

    id: str
    text: str
    how: str
    of: tuple[str, str]
    unit: str = ""


@dataclass(frozen=True)
class Condition:
    """Either one of some options was chosen, or a number compares with a named figure."""

    about: str
    options: tuple[str, ...] = ()
    comparison: str = ""
    figure: str = ""


@dataclass(frozen=True)
class Rule:
    """When all conditions hold, go on to a step or end at an outcome, for a reason."""

    conditions: tuple[Condition, ...]
    reason: str
    law: str
    source: str
    go: str = ""
    end: str = ""


@dataclass(frozen=True)
class Step:
    """One place in the table: a question to ask (or none) and the rules tried in order."""

    id: str
    ask: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Outcome:
    """Where a walk ends: what it means, what to do and what to be careful of."""

    id: str
    title: str
    text: str
    do: tuple[str, ...] = ()
    caution: tuple[str, ...] = ()


@dataclass(frozen=True)
class DecisionTable:
    """A whole decision table, checked."""

    id: str
    title: str
    about: str
    start: str
    questions: Mapping[str, Question]
    steps: Mapping[str, Step]
    outcomes: Mapping[str, Outcome]
    sources: Mapping[str, Source]
    derived: Mapping[str, Derived] = field(default_factory=dict)
    #: Figures of past law: the date on which each is to be looked up, instead of today.
    figures_on: Mapping[str, date] = field(default_factory=dict)

    def figures(self) -> tuple[str, ...]:
        """Return the names of the dated figures needed to walk or show this table."""
        compared = {c.figure for _, rule in _rules(self) for c in rule.conditions if c.figure}
        shown = {name for text in _texts(self) for name in _PLACEHOLDER.findall(text)}
        return tuple(sorted(compared | shown))


def read_table(data: Mapping[str, Any]) -> DecisionTable:
    """Read a decision table from plain data and check it.

    Parameters
    ----------
    data : mapping
        What ``yaml.safe_load`` gives for a file of ``data/decisions/``.

    Raises
    ------
    WorkbookError
        When a part is missing or misspelt, a step or outcome cannot be reached, or a
        choice leads nowhere. The message lists everything that was found.
    """
    table = _read(data)
    found = problems(table)
    if found:
        listed = "\n".join(f"- {problem}" for problem in found)
        raise WorkbookError(
            f"The decision table '{table.id}' has {len(found)} problem(s) to put right:\n{listed}"
        )
    return table


def problems(table: DecisionTable) -> tuple[str, ...]:
    """Return what is wrong with a table, one plain sentence each; empty when it is sound."""
    unknown = (*_unknown_places(table), *_unknown_conditions(table), *_unnamed_sources(table))
    if unknown:
        return unknown
    circle = _circle(table)
    if circle:
        return (circle,)
    return (*_dead_ends(table), *_unreached(table), *_asked_too_late(table))


def placeholders(text: str) -> tuple[str, ...]:
    """Return the names of figures that a text shows in braces."""
    return tuple(_PLACEHOLDER.findall(text))


# --- reading ---------------------------------------------------------------------------


def _read(data: Mapping[str, Any]) -> DecisionTable:
    if not isinstance(data, Mapping):
        raise WorkbookError(
            "A decision table must be a list of named parts (id, title, questions, steps, "
            f"outcomes, sources); found {type(data).__name__}."
        )
    name = f"The decision table '{data.get('id', 'without an id')}'"
    checked = str(_need(data, "checked", name))
    return DecisionTable(
        id=str(_need(data, "id", name)),
        title=str(_need(data, "title", name)),
        about=str(data.get("about", "")),
        start=str(_need(data, "start", name)),
        sources=_by_id((_source(i, s, checked) for i, s in _need(data, "sources", name).items())),
        questions=_by_id(_question(q, name) for q in _need(data, "questions", name)),
        derived=_by_id(_derived(d, name) for d in data.get("derived", ())),
        steps=_by_id(_step(s, name) for s in _need(data, "steps", name)),
        outcomes=_by_id(_outcome(o, name) for o in _need(data, "outcomes", name)),
        figures_on={str(k): _date(v, name) for k, v in data.get("figures_on", {}).items()},
    )


def _date(value: object, where: str) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise WorkbookError(
            f"{where} has the date '{value}'. Write it as year-month-day, such as 2025-02-23."
        ) from None


def _need(part: Mapping[str, Any], key: str, where: str) -> Any:
    if not isinstance(part, Mapping) or part.get(key) in (None, ""):
        raise WorkbookError(f"{where} has no '{key}'. Add it.")
    return part[key]


def _by_id(parts: Iterable[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in parts:
        if part.id in found:
            raise WorkbookError(
                f"The id '{part.id}' is used twice in the decision table. Give each part its own."
            )
        found[part.id] = part
    return found


def _name(value: object, where: str) -> str:
    if isinstance(value, bool):
        raise WorkbookError(
            f"{where} has an id that YAML reads as true or false. "
            'Put it in quotes, as in "yes", or use another word.'
        )
    return str(value)


def _source(source_id: str, data: Mapping[str, Any], checked: str) -> Source:
    where = f"The source '{source_id}'"
    return Source(
        id=source_id,
        title=str(_need(data, "title", where)),
        url=str(data.get("url", "")),
        checked=str(data.get("checked", checked)),
        certainty=str(data.get("certainty", "read")),
    )


def _question(data: Mapping[str, Any], table: str) -> Question:
    question_id = _name(_need(data, "id", f"A question of {table}"), "A question")
    where = f"The question '{question_id}'"
    kind = str(data.get("kind", "choice"))
    if kind not in ("choice", "number"):
        raise WorkbookError(f"{where} has the kind '{kind}'. Use 'choice' or 'number'.")
    if kind == "choice" and len(data.get("options", ())) < 2:
        raise WorkbookError(f"{where} needs at least two options, or 'kind: number'.")
    options = tuple(
        Option(_name(_need(o, "id", where), where), str(_need(o, "text", where)))
        for o in data.get("options", ())
    )
    _by_id(options)
    return Question(
        id=question_id,
        text=str(_need(data, "text", where)),
        help=str(data.get("help", "")),
        options=options,
        kind=kind,
        unit=str(data.get("unit", "")),
        examples=tuple(float(value) for value in data.get("examples", ())),
        positive=bool(data.get("positive", False)),
    )


def _derived(data: Mapping[str, Any], table: str) -> Derived:
    derived_id = str(_need(data, "id", f"A worked-out number of {table}"))
    how = [key for key in DERIVATIONS if key in data]
    if len(how) != 1 or len(data[how[0]]) != 2:
        raise WorkbookError(
            f"The worked-out number '{derived_id}' needs one of {', '.join(DERIVATIONS)} "
            "with two questions: the later or larger first, the one it is compared with second."
        )
    first, second = data[how[0]]
    return Derived(
        id=derived_id,
        text=str(data.get("text", derived_id)),
        how=how[0],
        of=(str(first), str(second)),
        unit=str(data.get("unit", "" if how[0] == "difference" else "%")),
    )


def _step(data: Mapping[str, Any], table: str) -> Step:
    step_id = str(_need(data, "id", f"A step of {table}"))
    ask = str(data.get("ask", ""))
    plain = "go" in data or "end" in data
    rules = [dict(data, otherwise=True)] if plain else _need(data, "rules", f"The step '{step_id}'")
    return Step(step_id, ask, tuple(_rule(rule, data, ask) for rule in rules))


def _rule(data: Mapping[str, Any], step: Mapping[str, Any], ask: str) -> Rule:
    where = f"A rule of the step '{step['id']}'"
    if ("go" in data) == ("end" in data):
        raise WorkbookError(f"{where} must either 'go' to a step or 'end' at an outcome.")
    if "when" not in data and not data.get("otherwise"):
        raise WorkbookError(f"{where} needs 'when' (its conditions) or 'otherwise: true'.")
    return Rule(
        conditions=_conditions(data.get("when", {}), ask, where),
        reason=str(_need(data, "reason", where)),
        law=str(_need({**step, **data}, "law", where)),
        source=str(_need({**step, **data}, "source", where)),
        go=str(data.get("go", "")),
        end=str(data.get("end", "")),
    )


def _conditions(when: Any, ask: str, where: str) -> tuple[Condition, ...]:
    if not isinstance(when, Mapping):
        when = {ask: when}
    return tuple(
        condition
        for about, wanted in when.items()
        for condition in _condition(str(about), wanted, where)
    )


def _condition(about: str, wanted: Any, where: str) -> list[Condition]:
    if not isinstance(wanted, Mapping):
        options = wanted if isinstance(wanted, list) else [wanted]
        return [Condition(about, options=tuple(_name(option, where) for option in options))]
    return [_compared(about, str(how), figure, where) for how, figure in wanted.items()]


def _compared(about: str, how: str, figure: object, where: str) -> Condition:
    if how not in COMPARISONS:
        raise WorkbookError(
            f"{where} compares '{about}' by '{how}'. Use one of: {', '.join(COMPARISONS)}."
        )
    if not isinstance(figure, str):
        raise WorkbookError(
            f"{where} compares '{about}' with the number {figure}. Figures change: write the "
            "name of a rule from data/rules/ instead."
        )
    return Condition(about, comparison=how, figure=figure)


def _outcome(data: Mapping[str, Any], table: str) -> Outcome:
    outcome_id = str(_need(data, "id", f"An outcome of {table}"))
    where = f"The outcome '{outcome_id}'"
    return Outcome(
        id=outcome_id,
        title=str(_need(data, "title", where)),
        text=str(_need(data, "text", where)),
        do=tuple(str(line) for line in data.get("do", ())),
        caution=tuple(str(line) for line in data.get("caution", ())),
    )


# --- checks ----------------------------------------------------------------------------


def _rules(table: DecisionTable) -> Iterable[tuple[Step, Rule]]:
    return ((step, rule) for step in table.steps.values() for rule in step.rules)


def _texts(table: DecisionTable) -> Iterable[str]:
    for question in table.questions.values():
        yield from (question.text, question.help, *(option.text for option in question.options))
    for outcome in table.outcomes.values():
        yield from (outcome.title, outcome.text, *outcome.do, *outcome.caution)
    for _, rule in _rules(table):
        yield rule.reason


def _unknown_places(table: DecisionTable) -> tuple[str, ...]:
    found = []
    if table.start not in table.steps:
        found.append(f"It starts at '{table.start}', but no step has that id.")
    for step in table.steps.values():
        if step.ask and step.ask not in table.questions:
            found.append(f"The step '{step.id}' asks '{step.ask}', but no question has that id.")
    for step, rule in _rules(table):
        if rule.go and rule.go not in table.steps:
            found.append(f"The step '{step.id}' goes to '{rule.go}', but no step has that id.")
        if rule.end and rule.end not in table.outcomes:
            found.append(f"The step '{step.id}' ends at '{rule.end}', but no outcome has that id.")
    return tuple(found)


def _unknown_conditions(table: DecisionTable) -> tuple[str, ...]:
    numbers = {q.id for q in table.questions.values() if q.kind == "number"} | set(table.derived)
    found = [
        f"The worked-out number '{d.id}' uses '{name}', but no question that takes a number "
        "has that id."
        for d in table.derived.values()
        for name in d.of
        if name not in numbers or name in table.derived
    ]
    for step, rule in _rules(table):
        for condition in rule.conditions:
            found.extend(_unknown_condition(table, step, condition, numbers))
    return tuple(found)


def _unknown_condition(
    table: DecisionTable, step: Step, condition: Condition, numbers: set[str]
) -> list[str]:
    where = f"The step '{step.id}' has a rule about '{condition.about}'"
    if condition.comparison:
        return [] if condition.about in numbers else [f"{where}, but that is not a number."]
    question = table.questions.get(condition.about)
    if question is None:
        return [f"{where}, but no question has that id."]
    return [
        f"{where} with the option '{option}', but the question has no such option."
        for option in condition.options
        if question.option(option) is None
    ]


def _unnamed_sources(table: DecisionTable) -> tuple[str, ...]:
    used = {rule.source for _, rule in _rules(table)}
    missing = [
        f"The source '{source}' is named by a rule, but not listed under 'sources'."
        for source in sorted(used - set(table.sources))
    ]
    idle = [
        f"The source '{source}' is listed, but no rule names it."
        for source in sorted(set(table.sources) - used)
    ]
    return (*missing, *idle)


def _next(step: Step) -> list[str]:
    return [rule.go for rule in step.rules if rule.go]


def _circle(table: DecisionTable) -> str:
    """Return a sentence when some steps lead round in a circle, else an empty text."""
    finished: set[str] = set()

    def visit(step_id: str, path: tuple[str, ...]) -> str:
        if step_id in path:
            return f"Steps lead round in a circle: {' → '.join((*path, step_id))}."
        if step_id in finished:
            return ""
        for following in _next(table.steps[step_id]):
            circle = visit(following, (*path, step_id))
            if circle:
                return circle
        finished.add(step_id)
        return ""

    return next((circle for step in table.steps if (circle := visit(step, ()))), "")


def _dead_ends(table: DecisionTable) -> list[str]:
    found = []
    for step in table.steps.values():
        if any(not rule.conditions for rule in step.rules):
            continue
        question = table.questions.get(step.ask)
        if question is None or question.kind == "number":
            found.append(
                f"The step '{step.id}' is a dead end when no rule fits. "
                "End its rules with 'otherwise: true'."
            )
            continue
        found.extend(
            f"Choosing '{option.id}' at the step '{step.id}' is a dead end: no rule covers it."
            for option in question.options
            if not _covered(step, option.id)
        )
    return found


def _covered(step: Step, option_id: str) -> bool:
    return any(
        len(rule.conditions) == 1
        and rule.conditions[0].about == step.ask
        and option_id in rule.conditions[0].options
        for rule in step.rules
    )


def _reached(table: DecisionTable) -> set[str]:
    reached: set[str] = set()
    waiting = [table.start]
    while waiting:
        step_id = waiting.pop()
        if step_id not in reached:
            reached.add(step_id)
            waiting.extend(_next(table.steps[step_id]))
    return reached


def _unreached(table: DecisionTable) -> list[str]:
    steps = _reached(table)
    asked = {table.steps[step].ask for step in steps}
    ended = {rule.end for step in steps for rule in table.steps[step].rules}
    lost: list[tuple[str, Sequence[str]]] = [
        ("step", [step for step in table.steps if step not in steps]),
        ("question", [question for question in table.questions if question not in asked]),
        ("outcome", [outcome for outcome in table.outcomes if outcome not in ended]),
    ]
    return [f"The {what} '{name}' can never be reached." for what, names in lost for name in names]


def _asked_too_late(table: DecisionTable) -> list[str]:
    """Return rules that look at an answer some paths have not asked for yet."""
    found: dict[str, None] = {}

    def visit(step_id: str, asked: frozenset[str]) -> None:
        step = table.steps[step_id]
        if step.ask:
            asked |= {step.ask}
        for rule in step.rules:
            for condition in rule.conditions:
                for name in needed(table, condition.about):
                    if name not in asked:
                        found[
                            f"The step '{step.id}' has a rule about '{condition.about}', but "
                            f"'{name}' has not been asked on every way there."
                        ] = None
            if rule.go:
                visit(rule.go, asked)

    visit(table.start, frozenset())
    return list(found)


def needed(table: DecisionTable, name: str) -> tuple[str, ...]:
    """Return the questions whose answers a condition about ``name`` looks at."""
    return table.derived[name].of if name in table.derived else (name,)
