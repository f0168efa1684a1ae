"""Write: any answer the view sends is taken, any stored one is shown."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.exercises import write
from course_support.exercises.base import clean
from course_support.widgets.exercise import checked, page_of

from .round_trip import taken_and_back

TYPED = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
WORDS = TYPED.map(clean).map(str.strip).filter(bool)
IDS = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)


def exercise(*prompts: str, **more: object) -> write.Definition:
    return write.Definition.model_validate(
        {
            "id": "some-questions",
            "kind": "write",
            "title": "Some questions",
            "purpose": "To see.",
            "minutes": 5,
            "mode": "plenary",
            "instructions": "Answer.",
            "source_note": "Made up.",
            "prompts": [{"id": prompt, "text": f"{prompt}?"} for prompt in prompts],
            **more,
        }
    )


@st.composite
def definitions(draw: st.DrawFn) -> write.Definition:
    """Draw a valid exercise, hostile words included."""
    prompts = [
        {
            "id": id_,
            "text": draw(WORDS),
            "help": draw(st.none() | WORDS),
            "lines": draw(st.integers(1, 30)),
            "optional": draw(st.booleans()),
        }
        for id_ in draw(st.lists(IDS, min_size=1, max_size=20, unique=True))
    ]
    return exercise(prompts=prompts)


def sent(draw: st.DrawFn, made: write.Definition) -> dict[str, Any]:
    """Do what a person can do in write.js, and return what it would send."""
    answer = made.empty().model_dump(mode="json")
    for prompt in draw(st.lists(st.sampled_from(made.prompts), max_size=5)):
        answer["texts"][prompt.id] = draw(TYPED)
    return answer


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_whatever_the_view_sends_is_taken_and_comes_back_the_same(data: st.DataObject) -> None:
    made = data.draw(definitions())
    taken_and_back(made, data.draw(st.composite(sent)(made)))


@settings(max_examples=15, deadline=None)
@given(definitions())
def test_any_definition_gives_a_page(made: write.Definition) -> None:
    page = page_of(made, "older people")
    json.dumps(page)
    assert all("help" not in prompt for prompt in page["definition"]["prompts"])


@settings(max_examples=25, deadline=None)
@given(
    st.builds(
        write.Answer,
        seen=st.dictionaries(IDS, WORDS, max_size=4),
        texts=st.dictionaries(st.sampled_from(["a", "b", "gone"]), TYPED, max_size=3),
    ),
    st.booleans(),
)
def test_any_stored_answer_can_be_shown_and_saved_again(
    answer: write.Answer, optional: bool
) -> None:
    prompts = [{"id": id_, "text": id_, "optional": optional} for id_ in ("a", "b")]
    made = exercise(prompts=prompts)
    fitted, _ = made.fit(answer)
    assert made.check(fitted) == []
    assert made.fit(fitted) == (fitted, [])
    assert len(made.table(fitted).rows) == 2
    progress = made.progress(fitted)
    assert 0 <= progress.done <= progress.of
    assert bool(progress.missing) is (progress.done < progress.of)
    made.collate([fitted, answer])


def test_progress_leaves_optional_questions_out() -> None:
    made = exercise(
        prompts=[{"id": "a", "text": "A?"}, {"id": "b", "text": "B?", "optional": True}]
    )
    assert made.progress(made.empty()).missing == ("answer “A?”",)
    assert made.progress(checked(made, {"texts": {"a": " \n"}})).state == "not started"
    assert made.progress(checked(made, {"texts": {"a": "Yes"}})).state == "done"


def test_where_every_question_is_optional_one_answer_is_enough() -> None:
    made = exercise(prompts=[{"id": i, "text": i, "optional": True} for i in ("a", "b")])
    assert made.progress(made.empty()).missing == ("answer any question",)
    assert made.progress(checked(made, {"texts": {"b": "Yes"}})).state == "done"


def test_a_text_without_a_question_is_refused() -> None:
    with pytest.raises(ValueError, match="A text belongs to no question"):
        checked(exercise("a"), {"texts": {"b": "x"}})


def test_a_text_that_is_too_long_is_refused_with_the_limit() -> None:
    with pytest.raises(ValueError, match="longer than 50,000 letters"):
        checked(exercise("a"), {"texts": {"a": "x" * 50_001}})


def test_two_questions_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="used twice: a"):
        exercise("a", "a")


def test_collation_sets_answers_side_by_side_and_leaves_empty_ones_out() -> None:
    made = exercise("a", "b")
    answers = [
        checked(made, {"texts": texts}) for texts in ({"a": "One"}, {"a": " "}, {"b": "Two"})
    ]
    found = made.collate(answers)
    assert found.answered == 2
    assert [(t.title, t.rows) for t in found.tables] == [("a?", (("One",),)), ("b?", (("Two",),))]
