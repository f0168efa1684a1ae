"""What all exercises share: clean text, progress in words, and texts that changed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_support.exercises import base, write

ANYTHING = st.text(st.characters(codec=None, exclude_categories=()))


@given(ANYTHING)
def test_clean_text_is_one_form_and_has_nothing_invisible_that_turns_lines(text: str) -> None:
    cleaned = base.clean(text)
    assert base.clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not set(cleaned) & {*map(chr, range(0x202A, 0x202F)), "\x00", "\u200f", "\ud800"}
    cleaned.encode("utf-8")


def test_clean_keeps_lines_tabs_and_joined_emoji() -> None:
    assert base.clean("one\r\ntwo\tthree 👩‍🔧") == "one\ntwo\tthree 👩‍🔧"
    assert base.clean("e\u0000\u0301") == "é"


@pytest.mark.parametrize(
    ("done", "of", "state"), [(0, 2, "not started"), (1, 2, "started"), (2, 2, "done")]
)
def test_progress_in_three_words(done: int, of: int, state: str) -> None:
    assert base.Progress(done, of).state == state


def test_kept_and_repeated() -> None:
    assert base.kept(["b", "x", "a", "b"], ["a", "b", "c"]) == ["b", "a"]
    assert base.repeated(["b", "a", "b", "b", "c", "c"]) == ["b", "c"]


def questions(*prompts: tuple[str, str], **more: object) -> write.Definition:
    return write.Definition.model_validate(
        {
            "id": "some-questions",
            "kind": "write",
            "title": "Some questions",
            "purpose": "To see.",
            "minutes": 5,
            "mode": "individual",
            "instructions": "Answer.",
            "source_note": "Made up.",
            "prompts": [{"id": id_, "text": text} for id_, text in prompts],
            **more,
        }
    )


def test_what_changed_since_somebody_answered_is_said() -> None:
    before = questions(("why", "Why?"), ("who", "Who?"))
    answer = before.empty().model_copy(update={"texts": {"why": "Because", "who": "Us"}})
    now = questions(("why", "Why exactly?"), ("when", "When?"))
    fitted, notes = now.fit(answer)
    assert notes == [
        "“Who?” is no longer part of this exercise. Your earlier answer is in the history.",
        "“When?” is new since you answered.",
        "“Why?” now reads “Why exactly?”.",
    ]
    assert fitted.texts == {"why": "Because"}
    assert now.fit(fitted) == (fitted, [])


def test_nothing_is_said_to_someone_who_has_not_answered() -> None:
    exercise = questions(("why", "Why?"))
    assert exercise.fit(write.Answer()) == (exercise.empty(), [])


def test_a_population_replaces_fields_and_keeps_the_rest() -> None:
    exercise = questions(
        ("why", "Why?"),
        populations={"older_people": {"title": "Questions about care", "minutes": 20}},
    )
    theirs = exercise.for_population("older_people")
    assert (theirs.title, theirs.minutes, theirs.id) == ("Questions about care", 20, exercise.id)
    assert theirs.prompts == exercise.prompts
    assert exercise.for_population("homelessness") is exercise
