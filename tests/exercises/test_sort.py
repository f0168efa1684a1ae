"""Sorting into bins: what an author may write, what a view may send, and the reasons shown."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from course_support.exercises.sort import Answer, Definition
from course_support.widgets.exercise import page_of

COMMON: dict[str, Any] = {
    "id": "try-this",
    "kind": "sort",
    "title": "Try this",
    "purpose": "To try it.",
    "minutes": 5,
    "mode": "individual",
    "instructions": "Sort them.",
    "source_note": "For tests.",
}
BINS = [{"id": "output", "text": "Output"}, {"id": "outcome", "text": "Outcome"}]
ITEMS: list[dict[str, Any]] = [
    {"id": "visits", "text": "Visits", "key": {"bin": "output", "reason": "It is **done**."}},
    {
        "id": "finish",
        "text": "Finishing",
        "key": {
            "bin": "output",
            "reason": "It was delivered.",
            "arguable": [{"bin": "outcome", "reason": "It can be a change."}],
        },
    },
    {"id": "open", "text": "Open to both"},
]


def exercise(**fields: Any) -> Definition:
    return Definition.model_validate({**COMMON, "items": ITEMS, "bins": BINS, **fields})


def cycle(**fields: Any) -> Definition:
    items = [
        {"id": "map", "text": "Map", "key": {"bin": "analyse/inner", "reason": "First."}},
        {"id": "buy", "text": "Buy"},
    ]
    rows = [{"id": "analyse", "text": "Analyse"}, {"id": "do", "text": "Do"}]
    columns = [{"id": "inner", "text": "Inner"}, {"id": "outer", "text": "Outer"}]
    names = {"row_name": "Phase", "column_name": "Ring"}
    parts = {"items": items, "rows": rows, "columns": columns}
    return Definition.model_validate({**COMMON, **parts, **names, **fields})


def tried(shown: bool = True, **placed: str) -> Answer:
    return Answer(placed=placed, shown=shown)


# --- what an author may write ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"bins": []}, "bins, or rows and columns"),
        ({"rows": BINS}, "but not both"),
        ({"bins": [], "rows": BINS}, "bins, or rows and columns"),
        ({"bins": BINS[:1]}, "at least two bins"),
        ({"bins": [*BINS, BINS[0]]}, "used twice: output"),
        ({"bins": [*BINS, {"id": "visits", "text": "Same id as an item"}]}, "used twice: visits"),
        (
            {"items": [*ITEMS[:2], {**ITEMS[2], "key": {"bin": "other", "reason": "R"}}]},
            "the key of open names other; bins are output, outcome",
        ),
        (
            {
                "items": [
                    *ITEMS[:2],
                    {
                        **ITEMS[2],
                        "key": {
                            "bin": "output",
                            "reason": "R",
                            "arguable": [{"bin": "output", "reason": "R"}],
                        },
                    },
                ]
            },
            "names output twice",
        ),
    ],
)
def test_a_mistake_of_the_author_is_named(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        exercise(**fields)


def test_a_reason_is_required_for_a_key() -> None:
    with pytest.raises(ValidationError, match="reason"):
        exercise(items=[*ITEMS, {"id": "more", "text": "More", "key": {"bin": "output"}}])


# --- what a view may send -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (tried(False, other="output"), "no item"),
        (tried(False, visits="elsewhere"), "no place"),
        (Answer(notes={"other": "Because"}), "belongs to no item"),
        (tried(True, visits="output"), "once every item has a place"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(answer: Answer, words: str) -> None:
    assert words in " ".join(exercise().check(answer))


def test_reasons_cannot_be_asked_for_where_there_are_none() -> None:
    plain = exercise(items=[{"id": "a", "text": "A"}, {"id": "b", "text": "B"}])
    assert plain.check(tried(True, a="output", b="output"))
    assert plain.check(tried(False, a="output", b="output")) == []


def test_the_key_stays_in_the_kernel_until_everything_is_placed() -> None:
    sorting = exercise()
    assert "delivered" not in str(page_of(sorting, "children in care"))
    assert sorting.insight(tried(False, visits="output", finish="output", open="output")) == {}


def test_reasons_are_given_for_the_place_where_an_item_stands() -> None:
    shown = exercise().insight(tried(visits="outcome", finish="outcome", open="output"))["reasons"]
    assert shown["visits"]["words"] == "Suggested: Output."
    assert shown["visits"]["reasons"] == [
        {"about": "", "html": "<p>It is <strong>done</strong>.</p>\n"}
    ]
    assert shown["finish"]["verdict"] == "arguable"
    assert "accepted" in shown["finish"]["words"]
    assert [reason["about"] for reason in shown["finish"]["reasons"]] == [
        "For Outcome",
        "For Output",
    ]
    assert shown["open"]["verdict"] == "open"


def test_a_reason_of_ones_own_is_acknowledged() -> None:
    answer = Answer(
        placed={"visits": "outcome", "finish": "output", "open": "output"},
        notes={"visits": "They are company."},
        shown=True,
    )
    reasons = exercise().insight(answer)["reasons"]
    assert "reason of your own" in reasons["visits"]["words"]
    assert reasons["finish"]["words"] == "As suggested."


def test_two_levels_make_a_place_of_two() -> None:
    sorting = cycle()
    assert list(sorting.spots()) == ["analyse/inner", "analyse/outer", "do/inner", "do/outer"]
    assert sorting.check(tried(False, map="analyse")) != []
    assert sorting.check(tried(False, map="do/outer")) == []
    table = sorting.table(tried(False, map="do/outer"))
    assert table.columns == ("Item", "Phase", "Ring")
    assert table.rows == (("Map", "Do", "Outer"), ("Buy", "", ""))


# --- when the exercise has changed since ------------------------------------------------------


def test_what_lost_its_bin_waits_to_be_placed_again() -> None:
    before = exercise()
    answer = tried(visits="output", finish="outcome", open="outcome")
    answer = answer.model_copy(update={"seen": before.texts()})
    now = exercise(bins=[BINS[0], {"id": "impact", "text": "Impact"}], items=ITEMS[:1] + ITEMS[2:])
    fitted, notes = now.fit(answer)
    assert fitted.placed == {"visits": "output"}
    assert fitted.shown is False  # a new try, as there is something to place again
    assert "“Finishing” is no longer part of this exercise" in " ".join(notes)
    assert "“Impact” is new" in " ".join(notes)
    assert now.check(fitted) == []


def test_progress_counts_what_is_placed() -> None:
    progress = exercise(item_name="statement").progress(tried(False, visits="output"))
    assert (progress.done, progress.of) == (1, 3)
    assert progress.missing == ("place 2 more statements",)
    assert exercise().progress(Answer()).state == "not started"


# --- copied out, and over a group -------------------------------------------------------------


def test_the_table_holds_suggestions_only_once_shown() -> None:
    placed = {"visits": "output", "finish": "output", "open": "output"}
    sorting = exercise(note_prompt="Why?")
    assert sorting.table(tried(False, **placed)).columns == ("Item", "Place", "Why?")
    shown = sorting.table(tried(True, **placed))
    assert shown.rows[0] == ("Visits", "Output", "", "Output", "It is **done**.")
    assert shown.rows[2][-2:] == ("", "")


def test_a_group_sees_agreement_and_ties() -> None:
    answers = [
        Answer(placed={"visits": "output", "finish": "output"}, notes={"visits": "Done"}),
        Answer(placed={"visits": "output", "finish": "outcome"}),
        Answer(placed={"visits": "outcome"}),
        Answer(),
    ]
    found = exercise(note_prompt="Why?").collate(answers)
    assert found.answered == 3
    assert found.tables[0].rows == (
        ("Visits", "Output", "2 of 3", "Outcome (1)"),
        ("Finishing", "Output or Outcome", "1 of 2", ""),
        ("Open to both", "", "", ""),
    )
    assert found.tables[1].rows == (("Visits", "Output", "Done"),)
    assert found.counts["visits:output"] == 2


# --- properties -------------------------------------------------------------------------------

KEY = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4})?", fullmatch=True)
TEXT = st.text(min_size=1, max_size=40).filter(lambda text: text.strip())


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    ids = draw(st.lists(KEY, min_size=6, max_size=14, unique=True))
    two_level = draw(st.booleans())
    parts = [{"id": key, "text": draw(TEXT)} for key in ids[:4]]
    bins = {"rows": parts[:2], "columns": parts[2:]} if two_level else {"bins": parts}
    spots = (
        [f"{row['id']}/{column['id']}" for row in parts[:2] for column in parts[2:]]
        if two_level
        else [part["id"] for part in parts]
    )
    items = []
    for key in ids[4:]:
        item: dict[str, Any] = {"id": key, "text": draw(TEXT)}
        if draw(st.booleans()):
            chosen = draw(st.lists(st.sampled_from(spots), min_size=1, max_size=3, unique=True))
            others = [{"bin": spot, "reason": draw(TEXT)} for spot in chosen[1:]]
            item["key"] = {"bin": chosen[0], "reason": draw(TEXT), "arguable": others}
        items.append(item)
    note = draw(st.none() | TEXT)
    return Definition.model_validate({**COMMON, **bins, "items": items, "note_prompt": note})


def sent_by_a_view(exercise: Definition, draw: random.Random) -> dict[str, Any]:
    """Return what the script can send: items placed, some noted, reasons shown or not."""
    spots, keys = list(exercise.spots()), [item.id for item in exercise.items]
    placed = {key: draw.choice(spots) for key in keys if draw.random() < 0.8}
    shown = exercise.has_key and len(placed) == len(keys) and draw.random() < 0.5
    notes = {key: "<b>“note”</b>\n\u202e" for key in keys if draw.random() < 0.3}
    return {"placed": placed, "notes": notes, "shown": shown, "seen": {}}


@settings(max_examples=40, deadline=None)
@given(definitions(), st.randoms(use_true_random=False))
def test_whatever_a_view_sends_validates_and_whatever_is_stored_shows(
    exercise: Definition, draw: random.Random
) -> None:
    assert page_of(exercise, "children in care")["definition"]["items"]
    answer = Answer.model_validate(sent_by_a_view(exercise, draw))
    assert exercise.check(answer) == []
    fitted, _ = exercise.fit(answer)
    assert exercise.check(fitted) == []
    assert fitted.placed == answer.placed
    exercise.insight(fitted)
    table = exercise.table(fitted)
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert exercise.collate([fitted, exercise.empty()]).answered == int(bool(fitted.placed))


@settings(max_examples=40, deadline=None)
@given(definitions(), definitions(), st.randoms(use_true_random=False))
def test_an_answer_to_an_older_version_still_shows(
    before: Definition, now: Definition, draw: random.Random
) -> None:
    answer = Answer.model_validate(sent_by_a_view(before, draw))
    fitted, _ = now.fit(answer.model_copy(update={"seen": before.texts()}))
    assert now.check(fitted) == []
    now.table(fitted)
    now.insight(fitted)
