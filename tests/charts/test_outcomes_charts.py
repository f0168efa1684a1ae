"""Pictures and findings of the page on outcomes, and the sheet made from them."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import pytest

from course_support.charts import outcome_findings, outcomes
from course_support.exercises.library import Library
from course_support.reports import outcomes_sheet
from course_support.sources import outcomes as about
from course_support.sources import populations

LIBRARY = Library()
POPULATIONS = tuple(populations.load())


@dataclass(frozen=True)
class Sheet:
    exercise: Any
    answer: Any


def sheet(name: str, population: str = "homelessness", **answer: Any) -> Sheet:
    exercise = LIBRARY.named(name).for_population(population)
    made = exercise.answer_type.model_validate({"seen": {}, **answer})
    assert exercise.check(made) == []
    return Sheet(exercise, made)


def rated(name: str, **ratings: str) -> Sheet:
    found = {key.replace("_", "-"): {"rating": rating} for key, rating in ratings.items()}
    return sheet(name, findings=found)


def test_the_exercise_says_how_many_objectives_can_be_argued() -> None:
    """Domain facts, section 4: only fewer lost tenancies and less offending are beyond dispute."""
    exercise = LIBRARY.named("classify-objectives")
    argued = [each for each in exercise.items if each.key.arguable]  # type: ignore[attr-defined]
    said = ("none", "one", "two", "three", "four", "five", "six", "seven")[len(argued)]
    assert f"{said} of the seven can be argued" in exercise.instructions.lower()


ROWS = [
    {
        "id": "a",
        "cells": {
            "outcome": "Families keep their home",
            "for-whom": "90 households in hotels",
            "how-we-would-know": "Number still housed, and what they tell us",
            "by-when": "31 March 2028",
            "in-our-control": "Partly",
        },
    },
    {"id": "b", "cells": {"outcome": "Provide <b>beds</b>"}},
]


@pytest.mark.parametrize("population", [*POPULATIONS, "a_new_one"])
def test_the_four_words_have_examples_for_everyone(population: str) -> None:
    chart = outcomes.levels(about.levels(population), "invented")
    assert [row[0] for row in chart.rows] == ["Input", "Process", "Output", "Outcome"]
    assert all(row[2] for row in chart.rows)


@pytest.mark.parametrize("population", POPULATIONS)
def test_who_they_are_by_age(population: str) -> None:
    found = about.who(population)
    chart = outcomes.by_age(found)
    assert len(chart.rows) == len(found.bands) > 2
    for band in found.bands:
        assert band.low < band.people < band.high
    assert chart.source.endswith("residents of 2025")
    assert outcomes.endings(found).startswith(f"Of {sum(found.endings.values())} people")
    assert all(words for _, _, words in about.voices(population))


@pytest.mark.parametrize(
    ("number", "words"), [(4.4, "4"), (87.6, "88"), (1824, "1,800"), (9950, "10,000"), (0.2, "0")]
)
def test_estimates_have_no_more_figures_than_they_bear(number: float, words: str) -> None:
    assert outcomes._round(number) == words


def test_a_table_as_the_workbook_reads_it_gets_the_five_questions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WORKBOOK_TODAY", "2026-11-22")
    made = sheet("set-your-outcomes", rows=ROWS)
    found = outcomes.questions(made.exercise.typed(made.answer)).found
    assert found.outcomes[0].due == dt.date(2028, 3, 31)
    assert found.outcomes[0].control == "partly"
    assert [check.state for check in found.checks[0]] == ["said"] * 5
    shown = outcomes.Questions(found)._repr_html_()
    assert "✓ said" in shown
    assert "? look again" in shown
    assert "○ open" in shown
    assert "Provide &lt;b&gt;beds&lt;/b&gt;" in shown
    assert "Nothing here is a mark" in shown
    assert not re.search(r"\d+ (of|out of) \d+ (right|correct|marks?)", shown)


@pytest.mark.parametrize(
    ("words", "year"), [("the winter of 2029", 2029), ("soon", None), ("2027 or 2028", 2028)]
)
def test_a_year_in_words_is_a_date(words: str, year: int | None) -> None:
    found = outcomes._outcome({"by-when": words}).due
    assert (found.year if found else None) == year


def test_no_outcome_yet() -> None:
    assert "Type the first one above" in outcomes.questions([])._repr_html_()


def test_shifts_are_marked_by_letter_and_place() -> None:
    empty = rated("six-shifts")
    assert "nobody stands on them yet" in outcomes.shifts(empty.exercise, empty.answer).title
    made = rated("six-shifts", deficits_strengths="red", outputs_outcomes="green")
    chart = outcomes.shifts(made.exercise, made.answer)
    assert chart.title == "Furthest to go: deficits to strengths"
    assert chart.reading.startswith("You rated 2 of 6: 1 still at the old end, 0 on the way")
    assert ">R</text>" in chart.svg
    done = rated("six-shifts", deficits_strengths="green")
    assert "1 of 6 shifts are mostly made" in outcomes.shifts(done.exercise, done.answer).title


def test_the_weakest_part_of_the_system_is_named() -> None:
    empty = rated("whole-system")
    chart = outcomes.parts_of_the_system(empty.exercise, empty.answer)
    assert chart.title == "Nothing is rated yet"
    made = rated("whole-system", vision="red", culture="amber", mechanisms="green")
    chart = outcomes.parts_of_the_system(made.exercise, made.answer)
    assert chart.title == "Weakest so far: the setting"
    assert chart.rows[0] == ["1. The setting", "0", "1", "1", "2"]


CARDS = [
    {"id": "a", "box": "inside", "text": "Pay by hours"},
    {"id": "b", "box": "inside-remedy", "text": "A trial"},
    {"id": "c", "box": "outside", "text": "No data"},
]


def test_the_board_pairs_challenges_with_remedies() -> None:
    made = sheet("outcome-challenges", cards=CARDS, links=[{"start": "a", "end": "b"}])
    board = outcomes.Board(made.exercise, made.answer, made.exercise.empty(), "Group 3")
    shown = board._repr_html_()
    assert "Challenges with nothing beside them yet: 1 of 2." in shown
    assert "as one" not in shown


def test_both_boards_are_one_where_the_group_has_one() -> None:
    mine = sheet("outcome-challenges", cards=CARDS)
    ours = sheet("outcome-challenges", cards=[{**CARDS[2], "text": "no data."}])
    shown = outcomes.Board(mine.exercise, mine.answer, ours.answer, "Group <3>")._repr_html_()
    assert "Your board and that of Group &lt;3&gt;, as one" in shown
    assert '<th scope="row">Challenges outside</th><td>No data</td><td>2</td>' in shown
    none = outcomes.Board(mine.exercise, mine.exercise.empty(), None, "")
    assert "No card yet" in none._repr_html_()


def everything() -> dict[str, Sheet]:
    return {
        "classify-objectives": sheet("classify-objectives", placed={"tenancies": "outcome"}),
        "six-shifts": rated("six-shifts", problems_solutions="red"),
        "why-outcomes": sheet("why-outcomes", chosen=["whole", "other"], other="Time", comment="?"),
        "set-your-outcomes": sheet("set-your-outcomes", rows=ROWS),
        "outcome-challenges": sheet("outcome-challenges", cards=CARDS),
        "whole-system": rated("whole-system", vision="red"),
        "build-logic-model": sheet("build-logic-model", **about.example_model()),
        "three-commitments": sheet("three-commitments", rows=[{"id": "r", "action": "Ring her"}]),
        "who-are-they": sheet("who-are-they", texts={"groups": "Mothers <i>in hotels</i>"}),
    }


def test_what_was_answered_is_said_in_sentences() -> None:
    said = outcome_findings.findings(everything()).sentences
    assert (
        said[0] == "Of seven objectives you called 1 an outcome: Fewer people lose their tenancy."
    )
    assert "Six shifts. Furthest to go: problems to solutions" in said[1]
    assert said[2].startswith("What would matter most to them: It sees health, money and my daugh")
    assert said[2].endswith("; Time.")
    assert any(one.startswith("Your outcomes. 2 outcomes:") for one in said)
    assert any("Nothing beside them yet: Pay by hours; No data." in one for one in said)
    assert said[-1] == "You commit yourself to: Ring her."


def test_nothing_is_said_of_nothing() -> None:
    empty = {name: sheet(name) for name in outcome_findings.NAMES}
    assert outcome_findings.findings(empty).sentences == ()
    assert "Nothing is answered yet" in outcome_findings.findings({})._repr_html_()


def test_the_sheet_holds_outcomes_open_questions_and_the_model() -> None:
    shown = outcomes_sheet.outcomes_sheet(everything(), "people who are homeless")._repr_html_()
    for words in (
        "2 outcomes for people who are homeless.",
        "Mothers &lt;i&gt;in hotels&lt;/i&gt;",
        "Families keep their home",
        "What is still open",
        "What will be different for people because of it?",
        "own logic model",
        "Ring her",
    ):
        assert words in shown


def test_the_model_has_a_page_of_its_own_for_a_slide() -> None:
    made = outcomes_sheet.model_page(everything()["build-logic-model"], "older people")
    assert made.title == "Logic model: older people"
    assert "Everything in this model leads somewhere" in made.document()
    empty = outcomes_sheet.model_page(sheet("build-logic-model"), "older people")
    assert "No card yet" in empty._repr_html_()


def test_the_sheet_begins_with_what_to_do() -> None:
    empty = {name: sheet(name) for name in outcomes_sheet.NAMES}
    shown = outcomes_sheet.outcomes_sheet(empty, "older people")._repr_html_()
    assert "Set your outcomes above." in shown
    assert "What is written above is put together here." in shown
