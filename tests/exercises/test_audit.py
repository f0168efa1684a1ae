"""Auditing statements: definitions, findings, the weakest section first, groups."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from course_support.exercises.audit import Answer, Definition, summary, weakest_first
from course_support.widgets.exercise import page_of

COMMON: dict[str, Any] = {
    "id": "try-this",
    "kind": "audit",
    "title": "Try this",
    "purpose": "To try it.",
    "minutes": 5,
    "mode": "individual",
    "instructions": "Rate them.",
    "source_note": "For tests.",
}


def section(key: str, *statements: str) -> dict[str, Any]:
    each = [{"id": name, "text": name.capitalize()} for name in statements]
    return {"id": key, "text": key.capitalize(), "statements": each}


SECTIONS = [section("needs", "forecast", "voices"), section("market", "talk", "small")]


def exercise(**fields: Any) -> Definition:
    return Definition.model_validate({**COMMON, "sections": SECTIONS, **fields})


def found(**ratings: Any) -> Answer:
    return Answer.model_validate({"findings": {key: {"rating": r} for key, r in ratings.items()}})


# --- what an author may write, what a view may send -------------------------------------------


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"sections": [*SECTIONS, section("needs", "other")]}, "used twice: needs"),
        ({"sections": [*SECTIONS, section("more", "talk")]}, "used twice: talk"),
        ({"ask": ["owner", "owner"]}, "once at most"),
        ({"ask": ["when"]}, "evidence"),
        (
            {"sections": [section(f"s{n}", *(f"a{n}-{m}" for m in range(40))) for n in range(4)]},
            "at most 120 statements",
        ),
    ],
)
def test_a_mistake_of_the_author_is_named(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        exercise(**fields)


def test_an_answer_that_does_not_fit_is_refused() -> None:
    assert exercise().check(found(other="red")) == ["A finding belongs to no statement."]
    assert exercise().check(found(forecast="not-applicable")) == []
    strict = exercise(may_not_apply=False)
    assert strict.check(found(forecast="not-applicable")) == [
        "In this exercise every statement applies."
    ]
    with pytest.raises(ValidationError):
        found(forecast="blue")


# --- the summary --------------------------------------------------------------------------------


def test_the_weakest_section_comes_first() -> None:
    answer = found(forecast="green", voices="amber", talk="red", small="green")
    sections = exercise().insight(answer)["sections"]
    assert [each["id"] for each in sections] == ["market", "needs"]
    assert [each["strength"] for each in sections] == [0.5, 0.75]


def test_not_rated_is_not_a_bad_rating() -> None:
    sections = exercise().insight(found(forecast="green"))["sections"]
    assert [each["id"] for each in sections] == ["needs", "market"]
    assert sections[0]["unrated"] == 1
    assert sections[1]["strength"] is None


def test_of_equally_strong_sections_the_one_with_more_reds_comes_first() -> None:
    mixed = {"name": "mixed", **summary(["red", "green"])}
    middling = {"name": "middling", **summary(["amber", "amber"])}
    assert mixed["strength"] == middling["strength"] == 0.5
    assert [each["name"] for each in weakest_first([middling, mixed])] == ["mixed", "middling"]


def test_what_does_not_apply_counts_neither_way() -> None:
    assert summary(["red", "not-applicable", None])["strength"] == 0
    assert summary(["not-applicable"])["strength"] is None


def test_red_and_amber_without_an_action_are_counted() -> None:
    answer = Answer.model_validate(
        {
            "findings": {
                "forecast": {"rating": "red", "action": "Make one"},
                "voices": {"rating": "amber", "action": " "},
            }
        }
    )
    sections = exercise().insight(answer)["sections"]
    assert sections[0]["without_action"] == 1


# --- progress, changes, table, groups -----------------------------------------------------------


def test_progress_counts_ratings_alone() -> None:
    answer = Answer.model_validate({"findings": {"talk": {"evidence": "Notes"}}})
    assert exercise().progress(answer).done == 0
    progress = exercise().progress(found(talk="red", small="not-applicable", voices="green"))
    assert (progress.done, progress.of) == (3, 4)
    assert progress.missing == ("rate 1 more statement",)


def test_findings_about_removed_statements_go_with_notice() -> None:
    answer = found(forecast="red", talk="not-applicable")
    answer = answer.model_copy(update={"seen": exercise().texts()})
    now = exercise(sections=[section("market", "talk", "new")], may_not_apply=False)
    fitted, notes = now.fit(answer)
    assert list(fitted.findings) == ["talk"]
    assert fitted.findings["talk"].rating is None
    assert "“Forecast” is no longer part" in " ".join(notes)
    assert "“New” is new" in " ".join(notes)


def test_the_table_says_ratings_in_letters_and_words() -> None:
    answer = found(forecast="amber", voices="not-applicable")
    table = exercise(ask=["action"], ratings={"amber": "Some of it"}).table(answer)
    assert table.columns == ("Section", "Statement", "Rating", "Action")
    assert [row[2] for row in table.rows] == [
        "A: Some of it",
        "N: Does not apply",
        "Not rated",
        "Not rated",
    ]


def test_a_group_sees_counts_weakest_first_and_the_actions() -> None:
    act = Answer.model_validate(
        {"findings": {"talk": {"rating": "red", "action": "Meet", "owner": "Jo"}}}
    )
    collated = exercise().collate([act, found(talk="amber", voices="green"), Answer()])
    assert collated.answered == 2
    ratings, actions = collated.tables
    assert ratings.rows[0] == ("Market", "Talk", "1", "1", "0", "0", "0")
    assert ratings.rows[1] == ("Needs", "Voices", "0", "0", "1", "0", "1")
    assert actions.rows == (("Talk", "R: Not in place", "Meet", "Jo"),)
    assert collated.counts["talk:red"] == 1
    assert len(exercise(ask=[]).collate([act]).tables) == 1


# --- properties -----------------------------------------------------------------------------------

KEY = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4})?", fullmatch=True)
TEXT = st.text(min_size=1, max_size=40).filter(lambda text: text.strip())


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    ids = draw(st.lists(KEY, min_size=4, max_size=14, unique=True))
    cut = draw(st.integers(2, len(ids) - 2))
    sections = [
        {"id": part[0], "text": draw(TEXT), "statements": [{"id": k, "text": k} for k in part[1:]]}
        for part in (ids[:cut], ids[cut:])
    ]
    ask = draw(st.lists(st.sampled_from(["evidence", "action", "owner"]), unique=True))
    return exercise(sections=sections, ask=ask, may_not_apply=draw(st.booleans()))


def sent_by_a_view(exercise: Definition, draw: random.Random) -> dict[str, Any]:
    """Return what the script can send: any rating that is offered, any texts."""
    ratings = ["red", "amber", "green", None]
    ratings += ["not-applicable"] if exercise.may_not_apply else []
    findings = {
        each.id: {
            "rating": draw.choice(ratings),
            "evidence": draw.choice(["", "<script>", "\u202eback"]),
            "action": draw.choice(["", "Do it\nsoon"]),
            "owner": draw.choice(["", "Jo"]),
        }
        for each in exercise.statements()
        if draw.random() < 0.8
    }
    return {"findings": findings, "seen": {}}


@settings(max_examples=40, deadline=None)
@given(definitions(), definitions(), st.randoms(use_true_random=False))
def test_whatever_a_view_sends_validates_and_whatever_is_stored_shows(
    before: Definition, now: Definition, draw: random.Random
) -> None:
    assert page_of(before, "children in care")["definition"]["sections"]
    answer = Answer.model_validate(sent_by_a_view(before, draw))
    assert before.check(answer) == []
    for definition in (before, now):
        fitted, _ = definition.fit(answer.model_copy(update={"seen": before.texts()}))
        assert definition.check(fitted) == []
        table = definition.table(fitted)
        assert len(table.rows) == len(list(definition.statements()))
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert len(definition.insight(fitted)["sections"]) == 2
        definition.collate([fitted, definition.empty()])
        definition.progress(fitted)
