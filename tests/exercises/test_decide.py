"""Decide: every path of every table ends, earlier answers change, reasons and sources show."""

import copy
import json
from dataclasses import replace
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.exercises import decide
from course_support.exercises.base import clean
from course_support.folders import course_folder
from course_support.methods.decisions import every_path
from course_support.sources import rules
from course_support.widgets.exercise import checked, page_of

from .round_trip import taken_and_back

TYPED = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)
ABOUT = {
    "id": "some-choice",
    "kind": "decide",
    "title": "Some choice",
    "purpose": "To see.",
    "minutes": 5,
    "mode": "individual",
    "instructions": "Answer.",
    "source_note": "Made up.",
    "as_of": "2026-11-22",
}
TABLES = sorted(path.stem for path in (course_folder() / "data" / "decisions").glob("*.yaml"))
INLINE = yaml.safe_load(decide.EXAMPLE)


@pytest.fixture(autouse=True)
def _own_values_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOOK_TODAY", "2026-11-22")
    monkeypatch.setenv("WORKBOOK_RULES", "no-such-file.csv")


def named(table: str, **more: object) -> decide.Definition:
    return decide.Definition.model_validate({**ABOUT, "table_name": table, **more})


def inline(**changes: object) -> decide.Definition:
    table = {**copy.deepcopy(INLINE["decision_table"]), **changes}
    return decide.Definition.model_validate({**ABOUT, "decision_table": table})


def paths(made: decide.Definition) -> list[dict[str, str]]:
    """Return the answers of every way through a table, as a view would send them."""
    figures, problem = made._figures()
    assert problem == ""
    return [
        {key: str(given) for key, given in found.answers.items()}
        for found in every_path(made._table, figures)
    ]


def answered(made: decide.Definition, answers: dict[str, str], **more: str) -> decide.Answer:
    return checked(made, {"answers": answers, **more})


# --- every table --------------------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES)
def test_every_path_of_every_table_ends_in_a_recommendation(table: str) -> None:
    made = named(table)
    for answers in paths(made):
        answer = answered(made, answers)
        state = made.walk(answer)
        assert state.problem == ""
        assert state.walk and state.walk.outcome, answers
        assert set(state.used) == set(answers)
        assert all(step.reason and step.law and step.source.title for step in state.walk.trail)
        assert made.progress(answer).state == "done"


@pytest.mark.parametrize("table", TABLES)
def test_each_question_of_a_path_is_asked_in_turn(table: str) -> None:
    made = named(table)
    every = paths(made)
    for answers in every[:: max(1, len(every) // 5)]:
        given: dict[str, str] = {}
        for _ in answers:
            found = made.insight(answered(made, given))
            assert found["outcome"] is None
            key = found["question"]["id"]
            assert made.progress(answered(made, given)).of == len(given) + 1
            given[key] = answers[key]
        found = made.insight(answered(made, given))
        assert found["question"] is None
        assert found["outcome"]["title"] and found["outcome"]["text"]
        asked = [step["question"]["id"] for step in found["steps"] if step["question"]]
        assert asked == list(given)
        json.dumps(found)
        shown = made.table(answered(made, given))
        assert all(len(row) == len(shown.columns) for row in shown.rows)
        assert "Recommendation" in [row[0] for row in shown.rows]
        assert all(row[5] for row in shown.rows[: len(found["steps"])]), "no date checked"


# --- walking back -------------------------------------------------------------------------


ROUTE = {
    "urgent": "no",
    "framework": "no",
    "only-provider": "no",
    "patient-choice": "no",
    "satisfied": "yes",
    "character": "no",
    "external": "no",
    "existing-value": "£2m",
    "proposed-value": "2,600,000",
    "identify": "yes",
}


def test_the_trail_gives_law_source_date_and_what_is_uncertain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    percent, known = "psr_considerable_change_percent", rules._known
    unread = tuple(replace(row, certainty="general knowledge") for row in known(percent))
    monkeypatch.setattr(rules, "_known", lambda name: unread if name == percent else known(name))
    found = named("psr-route").insight(answered(named("psr-route"), ROUTE))
    assert found["outcome"]["title"] == "Most suitable provider process"
    first, worked_out = found["steps"][0], found["steps"][-2]
    assert first["law"] == "Regulation 14"
    assert first["source"]["checked"] == "22 November 2026"
    assert first["source"]["url"].startswith("https://www.legislation.gov.uk/")
    assert worked_out["question"] is None
    assert "£600,000" in worked_out["chosen"] and "30%" in worked_out["chosen"]
    assert len(worked_out["figures"]) == 2
    assert all(figure["source"] and figure["text"] for figure in worked_out["figures"])
    unsure = [figure["doubt"] for figure in worked_out["figures"] if figure["doubt"]]
    assert unsure and found["outcome"]["caution"], "an uncertain figure is not called so"


def test_another_answer_keeps_the_later_ones_that_still_apply() -> None:
    made = named("psr-route")
    changed = made.insight(answered(made, {**ROUTE, "character": "yes"}))
    assert [step["question"]["id"] for step in changed["steps"]][-2:] == ["character", "identify"]
    assert changed["outcome"] is not None
    assert changed["later"] == 3, "answers of the other way are to be kept"
    back = made.insight(answered(made, ROUTE))
    assert back["later"] == 0
    stopped = made.insight(answered(made, {**ROUTE, "proposed-value": ""}))
    assert stopped["question"]["id"] == "proposed-value"
    assert stopped["later"] == 1


def test_what_would_have_changed_the_result_is_said() -> None:
    found = named("psr-route").insight(answered(named("psr-route"), ROUTE))
    assert any("Urgent award" in sentence for sentence in found["would_change"])
    assert any("for example £" in sentence for sentence in found["would_change"])
    rows = named("psr-route").table(answered(named("psr-route"), ROUTE)).rows
    changes = [row for row in rows if row[0] == "What would have changed it"]
    assert len(changes) == len(found["would_change"])


@pytest.mark.parametrize(
    ("typed", "problem"),
    [("lots", "“lots” is not a number"), ("0", "above nought"), ("1,2000", "check the commas")],
)
def test_a_number_that_cannot_be_read_is_kept_and_asked_again(typed: str, problem: str) -> None:
    made = inline()
    answer = answered(made, {"capacity": "no", "value": typed})
    found = made.insight(answer)
    assert found["question"]["id"] == "value"
    assert found["question"]["given"] == typed
    assert problem in found["problem"]
    assert problem in made.progress(answer).missing[0]
    assert problem in made.table(answer).rows[-1][2]


def test_a_figure_decides_on_the_value_of_the_date() -> None:
    made = inline()
    figure = made._figures()[0]["light_touch_threshold"].value
    under, at = (
        made.insight(answered(made, {"capacity": "no", "value": str(value)}))["outcome"]["title"]
        for value in (figure - 1, figure)
    )
    assert (under, at) == ("Follow your standing orders", "Tender it")


def test_a_date_without_figures_is_said_and_nothing_breaks() -> None:
    made = named("psr-route", as_of="1999-01-01")
    empty = made.empty()
    found = made.insight(empty)
    assert found["question"] is None
    assert "nothing is recorded for 1 January 1999" in found["problem"]
    assert made.progress(empty).missing
    assert made.table(empty).rows[-1][0] == "Cannot be settled"
    assert made.collate([answered(made, {"urgent": "yes"})]).answered == 1
    page_of(made, "")


# --- what every kind holds ----------------------------------------------------------------


def sent(draw: st.DrawFn, made: decide.Definition) -> dict[str, Any]:
    """Do what a person can do in decide.js, and return what it would send."""
    answer = made.empty().model_dump(mode="json")
    for _ in range(draw(st.integers(0, 8))):
        found = made.insight(checked(made, answer))
        open_ = [step["question"] for step in found["steps"] if step["question"]]
        open_ += [found["question"]] if found["question"] else []
        question = draw(st.sampled_from(open_))
        options = [option["id"] for option in question["options"]]
        typed = TYPED | st.sampled_from(["£250,000", "1.2m", "0"])
        given = draw(st.sampled_from(options)) if options else draw(typed).strip()
        if given:
            answer["answers"][question["id"]] = given
    answer["comment"] = draw(TYPED)
    return answer


@settings(max_examples=15, deadline=None)
@given(st.data(), st.sampled_from([*TABLES, ""]))
def test_whatever_the_view_sends_is_taken_and_comes_back_the_same(
    data: st.DataObject, table: str
) -> None:
    made = named(table) if table else inline()
    taken_and_back(made, data.draw(st.composite(sent)(made)))


STORED = st.builds(
    decide.Answer,
    seen=st.dictionaries(st.text(max_size=9), TYPED.map(clean), max_size=4),
    answers=st.dictionaries(
        st.sampled_from(["capacity", "value", "gone"]),
        TYPED | st.sampled_from(["yes", "no", "gone", "1.2m", "0"]),
        max_size=3,
    ),
    comment=TYPED,
)


@settings(max_examples=40, deadline=None)
@given(STORED)
def test_any_stored_answer_can_be_shown_and_saved_again(answer: decide.Answer) -> None:
    made = inline()
    fitted, _ = made.fit(answer)
    assert made.check(fitted) == []
    assert made.fit(fitted) == (fitted, [])
    table, progress = made.table(fitted), made.progress(fitted)
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert 0 <= progress.done <= progress.of
    assert bool(progress.missing) is (progress.done < progress.of)
    json.dumps(made.insight(fitted))
    made.collate([fitted, answer])


@settings(max_examples=20, deadline=None)
@given(TYPED.map(clean).map(str.strip).filter(bool), st.booleans())
def test_any_definition_gives_a_page(words: str, with_comment: bool) -> None:
    table = copy.deepcopy(INLINE["decision_table"])
    words = words.replace("{", "(").replace("}", ")")  # braces name figures
    for part in (*table["questions"], *table["outcomes"]):
        part["text"] = words
    more = {"comment_prompt": words[:100]} if with_comment else {}
    made = decide.Definition.model_validate(
        {**ABOUT, "decision_table": table, "instructions": words, **more}
    )
    page = page_of(made, "older people")
    json.dumps(page)
    assert page["definition"]["decision_table"] is None, "the view is to be led by the kernel"


def test_what_no_longer_fits_is_said() -> None:
    answer = answered(inline(), {"capacity": "yes", "value": "5"})
    questions = copy.deepcopy(INLINE["decision_table"]["questions"])
    questions[0]["options"][0] = {"id": "maybe", "text": "Maybe"}
    steps = copy.deepcopy(INLINE["decision_table"]["steps"])
    steps[0]["rules"][0]["when"] = "maybe"
    fitted, notes = inline(questions=questions, steps=steps).fit(answer)
    assert fitted.answers == {"value": "5"}
    assert any("“Yes” is no longer part" in note for note in notes)
    assert any("Your answer to “Could your own teams" in note for note in notes)


def test_a_figure_that_changed_since_is_said() -> None:
    made = inline()
    answer = answered(made, {"capacity": "no"})
    then = {**answer.seen, "figure light_touch_threshold": "Light touch: £1"}
    _, notes = made.fit(answer.model_copy(update={"seen": then}))
    assert len(notes) == 1 and notes[0].startswith("“Light touch: £1” now reads “")


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"gone": "yes"}, "belongs to no question"),
        ({"capacity": "perhaps"}, "has no such answer"),
        ({"capacity": 3}, "a form this exercise does not know"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_in_words(answers: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        answered(inline(), answers)


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({}, "table_name"),
        ({"table_name": "psr-route", **INLINE}, "not both"),
        ({"table_name": "no-such-table"}, "it has .*contract-or-grant, direct-award"),
        ({"decision_table": {"id": "x"}}, "has no 'checked'"),
    ],
)
def test_definitions_that_cannot_work_are_refused(wrong: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        decide.Definition.model_validate({**ABOUT, **wrong})


def test_a_figure_that_no_rule_gives_is_refused() -> None:
    steps = copy.deepcopy(INLINE["decision_table"]["steps"])
    steps[1]["rules"][0]["when"] = {"value": {"at_least": "no_such_figure"}}
    with pytest.raises(ValueError, match="data/rules has no figure called no_such_figure"):
        inline(steps=steps)


def test_recommendations_are_counted_over_a_group() -> None:
    made = inline()
    answers = [
        made.empty(),
        answered(made, {"capacity": "yes"}),
        answered(made, {"capacity": "no", "value": "9m"}, comment="Check it."),
        answered(made, {"capacity": "no"}),
    ]
    found = made.collate(answers)
    assert found.answered == 3
    assert found.counts == {"appraise": 1, "tender": 1, "orders": 0}
    ends, on_the_way, comments = found.tables
    assert ends.rows == (
        ("Appraise both", "1", "33%"),
        ("Tender it", "1", "33%"),
        ("Not settled yet", "1", "33%"),
    )
    assert ("Could your own teams provide it within a year?", "No", "2") in on_the_way.rows
    assert comments.rows == (("Check it.",),)
