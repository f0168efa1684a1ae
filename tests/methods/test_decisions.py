"""Decision tables: the course's own, walked to every end, and bad ones refused plainly."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.errors import WorkbookError
from course_support.methods import decisions
from course_support.methods.decision_tables import problems
from course_support.methods.decisions import (
    every_path,
    figures_for,
    fill,
    read_table,
    show_number,
    walk,
    what_would_change,
)
from course_support.sources import rules

FOLDER = Path(__file__).parents[2] / "data" / "decisions"
DATE = date(2026, 11, 22)
TABLES = {
    path.stem: read_table(yaml.safe_load(path.read_text(encoding="utf-8")))
    for path in sorted(FOLDER.glob("*.yaml"))
}
FIGURES = {name: figures_for(table, rules.get, DATE) for name, table in TABLES.items()}

SMALL = """
id: small
title: May we buy it?
checked: 2026-11-22
sources:
  standing: {title: Standing orders}
questions:
  - {id: need, text: "Is it needed?", options: [{id: "yes", text: "Yes"}, {id: "no", text: "No"}]}
  - {id: value, text: "What does it cost?", kind: number, unit: "£", positive: true}
start: first
steps:
  - id: first
    ask: need
    law: Order 1
    source: standing
    rules:
      - {when: "yes", reason: Needed., go: second}
      - {when: "no", reason: Not needed., end: leave}
  - id: second
    ask: value
    law: Order 2
    source: standing
    rules:
      - {when: {value: {at_least: limit}}, reason: "It reaches {limit}.", end: tender}
      - {otherwise: true, reason: "It is under {limit}.", end: buy}
outcomes:
  - {id: leave, title: Leave it, text: Do not buy.}
  - {id: tender, title: Tender, text: Compete.}
  - {id: buy, title: Buy, text: "Get three quotes, as it is under {limit}."}
"""


def small(**changes: object) -> dict[str, object]:
    return {**yaml.safe_load(SMALL), **changes}


LIMIT = {"limit": 1000}


@pytest.mark.parametrize("name", TABLES)
def test_every_path_of_the_courses_tables_ends_with_reasons_and_sources(name: str) -> None:
    walks = list(every_path(TABLES[name], FIGURES[name]))
    assert walks
    for one in walks:
        assert one.outcome is not None
        for row in one.rows():
            assert all(row[key] for key in ("Reason", "Law or rule", "Source"))
            assert row["Checked on"] == "2026-11-22"
            assert "{" not in row["Reason"] + row["Question"] + row["Answer"]
        assert "{" not in one.outcome.title + one.outcome.text


@pytest.mark.parametrize("name", TABLES)
def test_every_outcome_and_every_rule_is_reached(name: str) -> None:
    table = TABLES[name]
    walks = list(every_path(table, FIGURES[name]))
    assert {one.outcome.id for one in walks if one.outcome} == set(table.outcomes)
    taken = {(step.step, step.reason) for one in walks for step in one.trail}
    for step in table.steps.values():
        for rule in step.rules:
            assert (step.id, fill(rule.reason, FIGURES[name])) in taken


@pytest.mark.parametrize("name", TABLES)
def test_no_figure_that_changes_is_written_in_a_table(name: str) -> None:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    shown = [line for line in text.splitlines() if "examples:" not in line]
    assert "£" not in "".join(shown).replace('unit: "£"', "")
    assert "%" not in "".join(shown)


def test_next_question_then_outcome_with_the_trail() -> None:
    table = read_table(small())
    assert walk(table, {}, LIMIT).question.id == "need"
    halfway = walk(table, {"need": "yes"}, LIMIT)
    assert halfway.question.id == "value"
    assert halfway.outcome is None
    done = walk(table, {"need": "yes", "value": 1000}, LIMIT)
    assert done.outcome.id == "tender"
    assert [step.chosen for step in done.trail] == ["Yes", "£1,000"]
    assert done.trail[1].reason == "It reaches 1,000."
    assert done.trail[1].figures[0].name == "limit"
    assert walk(table, {"need": "yes", "value": "£999"}, LIMIT).outcome.id == "buy"


def test_a_dated_rule_can_be_passed_as_it_is() -> None:
    table = TABLES["which-law"]
    answers = {
        "gift": "buying",
        "health": "out-of-scope",
        "begun": "after",
        "kind": "light-touch",
        "value": 663540,
    }
    done = walk(table, answers, FIGURES["which-law"])
    assert done.outcome.id == "light-touch"
    assert "£663,540 including VAT" in done.trail[-1].reason
    figure = done.trail[-1].figures[0]
    assert (figure.title, figure.certainty) == ("Light touch contract threshold", "verified")
    assert figure.source
    below = walk(table, {**answers, "value": 663539.99}, FIGURES["which-law"])
    assert below.outcome.id == "below"


def test_an_answer_no_longer_asked_for_is_kept_beside() -> None:
    table = read_table(small())
    changed = walk(table, {"need": "no", "value": 5}, LIMIT)
    assert changed.outcome.id == "leave"
    assert changed.unused == ("value",)


def test_what_would_have_changed_the_answer() -> None:
    table = read_table(small())
    found = what_would_change(table, {"need": "yes", "value": 5}, LIMIT)
    by_question = {one.question.id: one for one in found}
    assert [o.id for o in by_question["need"].outcomes] == ["leave"]
    assert by_question["value"].answer == 1000
    assert "for example £1,000" in by_question["value"].sentence()
    opened = what_would_change(table, {"need": "no"}, LIMIT)
    assert {o.id for o in opened[0].outcomes} == {"tender", "buy"}
    assert "could lead to" in opened[0].sentence()


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_answers_end_or_ask_and_changing_agrees_with_walking(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(TABLES)))
    table, figures = TABLES[name], FIGURES[name]
    answers: dict[str, decisions.Answer] = {}
    for _ in range(len(table.questions) + 1):
        here = walk(table, answers, figures)
        if here.question is None:
            break
        question = here.question
        answers[question.id] = (
            data.draw(st.sampled_from([option.id for option in question.options]))
            if question.kind == "choice"
            else data.draw(st.integers(1, 10**8))
        )
    assert here.outcome is not None
    for one in what_would_change(table, answers, figures):
        ends = every_path(table, figures, {**answers, one.question.id: one.answer})
        assert {o.id for o in one.outcomes} == {end.outcome.id for end in ends if end.outcome}


def test_the_engine_needs_neither_numpy_nor_pandas() -> None:
    code = (
        "import sys, course_support.methods.decisions\n"
        "assert not {'numpy', 'pandas'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("answers", "figures", "said"),
    [
        ({"need": "perhaps"}, LIMIT, "It offers: 'yes', 'no'"),
        ({"need": "yes", "value": "lots"}, LIMIT, "Write a number"),
        ({"need": "yes", "value": "nan"}, LIMIT, "Write a number"),
        ({"need": "yes", "value": True}, LIMIT, "Write a number"),
        ({"need": "yes", "value": -1}, LIMIT, "greater than nought"),
        ({"need": "yes", "value": 0}, LIMIT, "greater than nought"),
        ({"need": "yes", "value": 5}, {}, "'limit' is needed"),
        ({"colour": "red"}, LIMIT, "does not ask"),
    ],
)
def test_answers_that_cannot_be_used_are_refused_plainly(answers, figures, said) -> None:
    with pytest.raises(WorkbookError, match=said):
        walk(read_table(small()), answers, figures)


def edited(*changes: tuple[str, str]) -> dict[str, object]:
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return yaml.safe_load(text)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([("end: tender", "end: nowhere")], "no outcome has that id"),
        ([("go: second", "go: third")], "no step has that id"),
        ([("go: second", "end: buy")], "The step 'second' can never be reached"),
        ([("      - {otherwise: true", "      #")], "is a dead end when no rule fits"),
        ([('      - {when: "no"', "      #")], "Choosing 'no' at the step 'first' is a dead end"),
        ([("at_least: limit", "at_least: 1000")], "Figures change"),
        ([("at_least: limit", "over: limit")], "Use one of: at_least"),
        ([('when: "no"', "when: maybe")], "has no such option"),
        ([("end: leave}\n  - id: second", "go: first}\n  - id: second")], "round in a circle"),
        ([('id: "no"', "id: no")], "true or false"),
        ([("law: Order 1", "note: none")], "has no 'law'"),
        ([("Order 2\n    source: standing", "Order 2\n    source: x")], "not listed under"),
        ([("checked: 2026-11-22", "note: none")], "has no 'checked'"),
        ([("ask: value", "ask: price")], "no question has that id"),
        ([("{id: buy, title", "{id: leave, title")], "used twice"),
    ],
)  # fmt: skip
def test_bad_tables_are_refused_plainly(changes, said) -> None:
    with pytest.raises(WorkbookError, match=said):
        read_table(edited(*changes))


def test_a_rule_may_not_look_at_what_was_not_asked() -> None:
    data = edited(('{when: "yes", reason: Needed.', "{when: {value: {above: limit}}, reason: X."))
    data["steps"][0]["rules"].append({"when": "yes", "reason": "Y.", "go": "second"})
    with pytest.raises(WorkbookError, match="has not been asked on every way there"):
        read_table(data)


def test_a_sound_table_has_no_problems() -> None:
    assert problems(read_table(small())) == ()


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (663540, "GBP including VAT", "£663,540"),
        (25, "percent", "25%"),
        (12.5, "%", "12.5%"),
        (30, "days", "30 days"),
        (-600000, "£", "-£600,000"),
        ("2025-02-24", "date", "24 February 2025"),
        (date(2025, 2, 24), "", "24 February 2025"),
    ],
)
def test_numbers_are_written_as_people_write_them(value, unit, shown) -> None:
    assert show_number(value, unit) == shown
