"""Poll: what a person can choose is taken, what changed since is said, tallies say their n."""

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.exercises import poll
from course_support.exercises.base import clean
from course_support.widgets.exercise import checked, page_of

from .round_trip import taken_and_back

TYPED = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
IDS = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
ABOUT = {
    "id": "some-poll",
    "kind": "poll",
    "title": "Some poll",
    "purpose": "To see.",
    "minutes": 5,
    "mode": "plenary",
    "instructions": "Choose.",
    "source_note": "Made up.",
}


def exercise(*options: str, **more: object) -> poll.Definition:
    items = [{"id": each, "text": each.upper()} for each in options]
    return poll.Definition.model_validate({**ABOUT, "question": "Which?", "options": items, **more})


@st.composite
def definitions(draw: st.DrawFn) -> poll.Definition:
    words = TYPED.map(clean).map(str.strip).filter(bool)
    ids = draw(st.lists(IDS.filter(lambda i: i != "other"), min_size=2, max_size=40, unique=True))
    other = draw(st.none() | words)
    most = draw(st.integers(1, len(ids) + bool(other)))
    return exercise(
        options=[{"id": i, "text": draw(words), "help": draw(st.none() | words)} for i in ids],
        question=draw(words),
        other=other,
        comment_prompt=draw(st.none() | words),
        choose={"at_least": draw(st.integers(0, most)), "at_most": most},
    )


def sent(draw: st.DrawFn, made: poll.Definition) -> dict[str, Any]:
    """Do what a person can do in poll.js, and return what it would send."""
    answer = made.empty().model_dump(mode="json")
    acts = ["choose"] + (["other"] if made.other else []) + ["comment"]
    for act in draw(st.lists(st.sampled_from(acts), max_size=10)):
        key = "other" if act == "other" else draw(st.sampled_from(sorted(made.texts())))
        if act == "comment":
            answer["comment"] = draw(TYPED)
            continue
        if act == "other":
            answer["other"] = draw(TYPED)
        if made.choose.at_most == 1:
            answer["chosen"] = [key]
        elif key in answer["chosen"]:
            answer["chosen"].remove(key)
        elif len(answer["chosen"]) < made.choose.at_most:
            answer["chosen"].append(key)
    return answer


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_whatever_the_view_sends_is_taken_and_comes_back_the_same(data: st.DataObject) -> None:
    made = data.draw(definitions())
    taken_and_back(made, data.draw(st.composite(sent)(made)))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_definition_gives_a_page(data: st.DataObject) -> None:
    page = page_of(data.draw(definitions()), "older people")
    json.dumps(page)
    assert page["definition"]["choose"]["words"]
    assert all("help" not in item for item in page["definition"]["options"])


STORED = st.builds(
    poll.Answer,
    seen=st.dictionaries(IDS, TYPED.map(clean), max_size=4),
    chosen=st.lists(st.sampled_from(["a", "b", "other", "gone"]), max_size=8),
    other=TYPED,
    comment=TYPED,
)


@settings(max_examples=40, deadline=None)
@given(STORED, st.sampled_from([None, "Something else"]), st.integers(1, 2))
def test_any_stored_answer_can_be_shown_and_saved_again(
    answer: poll.Answer, other: str | None, most: int
) -> None:
    made = exercise("a", "b", other=other, choose={"at_least": 1, "at_most": most})
    fitted, _ = made.fit(answer)
    assert made.check(fitted) == []
    assert made.fit(fitted) == (fitted, [])
    table, progress = made.table(fitted), made.progress(fitted)
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert 0 <= progress.done <= progress.of
    assert bool(progress.missing) is (progress.done < progress.of)
    made.collate([fitted, answer])


def test_what_no_longer_fits_is_said() -> None:
    several = {"at_least": 1, "at_most": 3}
    before = exercise("a", "b", "c", choose=several, other="Something else")
    answer = checked(before, {"chosen": ["c", "a", "other"], "other": "Tea"})
    fitted, notes = exercise("a", "c").fit(answer)
    assert (fitted.chosen, fitted.other) == (["c"], "")
    assert notes == [
        "“B” is no longer part of this exercise. Your earlier answer is in the history.",
        "“Something else” is no longer part of this exercise. "
        "Your earlier answer is in the history.",
        "“A” is no longer chosen: you may choose one. Your earlier answer is in the history.",
    ]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"chosen": ["gone"]}, "must name answers of this poll"),
        ({"chosen": ["a", "a"]}, "each once"),
        ({"chosen": ["a", "b"]}, "Choose one, not 2"),
        ({"other": "Tea"}, "does not take an answer of your own"),
        ({"chosen": "a"}, "a form this exercise does not know"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_in_words(answer: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        checked(exercise("a", "b"), answer)


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"options": [{"id": "a", "text": "x"}] * 2}, "used twice: a"),
        ({"options": [{"id": "a", "text": "x"}]}, "at least 2"),
        (
            {"options": [{"id": "other", "text": "x"}, {"id": "b", "text": "y"}]},
            "other: Something else",
        ),
        ({"choose": {"at_least": 1, "at_most": 3}}, "greater than the number of answers"),
        ({"choose": {"at_least": 2, "at_most": 1}}, "at_least is greater"),
    ],
)
def test_definitions_that_cannot_work_are_refused(wrong: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        exercise("a", "b", **wrong)


def test_progress_asks_for_a_choice_and_for_the_words_of_an_own_one() -> None:
    made = exercise("a", "b", other="Something else")
    assert made.progress(made.empty()).missing == ("choose one",)
    assert made.progress(made.empty()).state == "not started"
    own = checked(made, {"chosen": ["other"], "other": " "})
    assert made.progress(own).missing == ("say what “Something else” is",)
    assert made.progress(checked(made, {"chosen": ["other"], "other": "Tea"})).state == "done"
    assert made.progress(checked(made, {"chosen": ["a"]})).state == "done"


def test_the_table_says_what_was_chosen_and_what_was_said() -> None:
    made = exercise("a", "b", other="Else", comment_prompt="Why?")
    table = made.table(checked(made, {"chosen": ["other"], "other": "Tea", "comment": "<b>"}))
    assert table.columns == ("Which?", "Chosen")
    assert table.rows == (("A", "No"), ("B", "No"), ("Else: Tea", "Yes"), ("Why?", "<b>"))


def test_tallies_count_people_and_list_own_words() -> None:
    made = exercise("a", "b", other="Else", choose={"at_least": 1, "at_most": 2})
    answers = [
        made.empty(),
        checked(made, {"chosen": ["a"]}),
        checked(made, {"chosen": ["a", "other"], "other": "Tea"}),
        checked(made, {"chosen": ["b"], "other": "not chosen", "comment": "Well."}),
        checked(made, {"comment": "Only a comment."}),
    ]
    found = made.collate(answers)
    assert found.answered == 4
    assert found.counts == {"a": 2, "b": 1, "other": 1}
    tally, own, said = found.tables
    assert tally.title == "Which? (n = 3)"
    assert tally.rows == (("A", "2", "67%"), ("B", "1", "33%"), ("Else", "1", "33%"))
    assert own.rows == (("Tea",),)
    assert said.rows == (("Well.",), ("Only a comment.",))


def test_a_poll_that_nobody_answered_has_no_shares() -> None:
    made = exercise("a", "b")
    found = made.collate([made.empty()])
    assert found.tables[0].rows == (("A", "0", "–"), ("B", "0", "–"))
    assert len(found.tables) == 1


def test_the_example_is_a_whole_exercise() -> None:
    made = poll.Definition.model_validate({**ABOUT, **yaml.safe_load(poll.EXAMPLE)})
    assert made.other and made.comment_prompt and any(option.help for option in made.options)


def test_a_choice_whose_reasons_are_asked_for_is_finished_with_them() -> None:
    made = exercise("a", "b", comment_prompt="Why?", comment_needed=True)
    bare = poll.Answer(chosen=["a"], comment="  ")
    assert made.progress(made.empty()).state == "not started"
    assert made.progress(bare).state == "started"
    assert made.progress(bare).missing == ("write the reasons asked for",)
    assert made.progress(bare.model_copy(update={"comment": "because"})).missing == ()
    assert exercise("a", "b", comment_prompt="Why?").progress(bare).missing == ()
    with pytest.raises(ValueError, match="say so in a comment_prompt"):
        exercise("a", "b", comment_needed=True)
