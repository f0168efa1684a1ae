"""Rank: any answer the view sends is taken, any stored one is shown, changes are said."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.exercises import rank
from course_support.exercises.base import clean
from course_support.widgets.exercise import checked, page_of

from .round_trip import taken_and_back

TYPED = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
IDS = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)


def exercise(*items: str, **more: object) -> rank.Definition:
    return rank.Definition.model_validate(
        {
            "id": "some-order",
            "kind": "rank",
            "title": "Some order",
            "purpose": "To see.",
            "minutes": 5,
            "mode": "individual",
            "instructions": "Rank them.",
            "source_note": "Made up.",
            "items": [{"id": item, "text": item.upper()} for item in items],
            **more,
        }
    )


@st.composite
def definitions(draw: st.DrawFn) -> rank.Definition:
    """Draw a valid exercise, hostile words included."""
    words = TYPED.map(clean).map(str.strip).filter(bool)
    ids = draw(st.lists(IDS.filter(lambda i: not i.startswith("own-")), min_size=2, unique=True))
    items = [{"id": i, "text": draw(words), "help": draw(st.none() | words)} for i in ids[:40]]
    most = draw(st.integers(1, len(items)))
    least = draw(st.integers(0, most))
    choose = draw(st.sampled_from([None, {"at_least": least, "at_most": most}]))
    more = {
        "note_prompt": draw(st.none() | words),
        "add_own": draw(st.booleans()),
        "show_weights": draw(st.booleans()),
        "choose": choose,
        "instructions": draw(words),
    }
    return rank.Definition.model_validate(
        {**exercise("a", "b").model_dump(), "items": items, **more}
    )


def sent(draw: st.DrawFn, made: rank.Definition) -> dict[str, Any]:
    """Do what a person can do in rank.js, and return what it would send."""
    answer = made.empty().model_dump(mode="json")
    acts = ["move", "stands"]
    acts += ["choose"] if made.choose else []
    acts += ["note"] if made.note_prompt else []
    acts += ["add", "remove"] if made.add_own else []
    for act in draw(st.lists(st.sampled_from(acts), max_size=10)):
        key = draw(st.sampled_from(answer["order"]))
        if act == "move":
            answer["order"].remove(key)
            answer["order"].insert(draw(st.integers(0, len(answer["order"]))), key)
            answer["ranked"] = True
        elif act == "stands":
            answer["ranked"] = True
        elif act == "choose" and key in answer["chosen"]:
            answer["chosen"].remove(key)
        elif act == "choose" and made.choose and len(answer["chosen"]) < made.choose.at_most:
            answer["chosen"].append(key)
        elif act == "note":
            answer["notes"][key] = draw(TYPED)
        elif act == "add" and len(answer["own"]) < rank.MOST_OWN:
            own = f"own-{draw(st.from_regex('[0-9a-f]{10}', fullmatch=True))}"
            text = draw(TYPED.map(str.strip).filter(lambda text: clean(text)))
            if own not in answer["order"]:
                answer["own"].append({"id": own, "text": text})
                answer["order"].append(own)
        elif act == "remove" and key.startswith("own-"):
            answer["own"] = [item for item in answer["own"] if item["id"] != key]
            answer["order"].remove(key)
            answer["chosen"] = [other for other in answer["chosen"] if other != key]
            answer["notes"].pop(key, None)
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
    assert "populations" not in page["definition"]
    assert all("help" not in item for item in page["definition"]["items"])


STORED = st.builds(
    rank.Answer,
    seen=st.dictionaries(IDS, TYPED.map(clean), max_size=4),
    order=st.lists(st.sampled_from(["a", "b", "gone", "own-1", "own-2"]), max_size=8),
    chosen=st.lists(st.sampled_from(["a", "b", "c", "gone", "own-1"]), max_size=8),
    notes=st.dictionaries(st.sampled_from(["a", "gone", "own-1"]), TYPED, max_size=3),
    own=st.lists(
        st.builds(rank.Own, id=st.sampled_from(["own-1", "own-2", "a", "x"]), text=st.just("Mine")),
        max_size=4,
    ),
    ranked=st.booleans(),
)


@settings(max_examples=40, deadline=None)
@given(STORED, st.booleans(), st.sampled_from([None, {"at_least": 0, "at_most": 2}]))
def test_any_stored_answer_can_be_shown_and_saved_again(
    answer: rank.Answer, add_own: bool, choose: dict[str, int] | None
) -> None:
    made = exercise("a", "b", "c", add_own=add_own, choose=choose, show_weights=True)
    fitted, _ = made.fit(answer)
    assert made.check(fitted) == []
    assert made.fit(fitted) == (fitted, [])
    table, progress = made.table(fitted), made.progress(fitted)
    assert len(table.rows) == len(fitted.order)
    assert len(table.columns) == len(table.rows[0])
    assert 0 <= progress.done <= progress.of
    assert bool(progress.missing) is (progress.done < progress.of)
    assert all(len(m["values"]) == len(fitted.order) for m in made.insight(fitted)["weights"])
    made.collate([fitted, answer])


def test_own_items_and_choices_that_lose_their_place_are_said() -> None:
    before = exercise("a", "b", "c", add_own=True, choose={"at_least": 1, "at_most": 3})
    answer = checked(
        before,
        {
            "order": ["c", "own-1", "a", "b"],
            "chosen": ["a", "own-1", "c"],
            "notes": {"own-1": "why"},
            "own": [{"id": "own-1", "text": "Kindness"}],
        },
    )
    fitted, notes = exercise("a", "b", "c", choose={"at_least": 1, "at_most": 1}).fit(answer)
    assert fitted.order == ["c", "a", "b"]
    assert fitted.chosen == ["a"]
    assert notes == [
        "“Kindness”, which you added, has no place here any more. "
        "Your earlier answer is in the history.",
        "“C” is no longer chosen: you may choose one. Your earlier answer is in the history.",
    ]
    _, notes = exercise("a", "b", "c", add_own=True).fit(answer)
    assert notes == ["Nothing is to be chosen here any more. Your choice is in the history."]


def test_new_items_come_last_and_removed_ones_go() -> None:
    answer = checked(exercise("a", "b", "c"), {"order": ["c", "b", "a"], "ranked": True})
    fitted, notes = exercise("a", "c", "new").fit(answer)
    assert fitted.order == ["c", "a", "new"]
    assert fitted.ranked
    assert len(notes) == 2


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"order": ["a"]}, "The order must name every item once."),
        ({"order": ["a", "b", "b"]}, "The order must name every item once."),
        ({"order": ["a", "b"], "chosen": ["a"]}, "This exercise does not ask you to choose."),
        (
            {"order": ["a", "b", "own-1"], "own": [{"id": "own-1", "text": "x"}]},
            "This exercise does not take items of your own.",
        ),
        ({"order": ["a", "b"], "notes": {"c": "x"}}, "A note belongs to no item."),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_in_words(answer: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        checked(exercise("a", "b"), answer)


def test_too_many_chosen_is_refused_with_the_number() -> None:
    made = exercise("a", "b", "c", choose={"at_least": 1, "at_most": 2})
    with pytest.raises(ValueError, match="Choose one or two: which matters least"):
        checked(made, {"order": ["a", "b", "c"], "chosen": ["a", "b", "c"]})


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [(3, 4, "three or four"), (2, 2, "two"), (0, 3, "up to three"), (1, 5, "one to five")],
)
def test_choice_in_words(least: int, most: int, words: str) -> None:
    assert rank.Choice(at_least=least, at_most=most).words() == words
    assert rank.Choice(at_least=11, at_most=12).words() == "11 or 12"


def test_progress_asks_only_for_what_is_needed() -> None:
    made = exercise("a", "b", "c", choose={"at_least": 2, "at_most": 2})
    assert made.progress(made.empty()).missing == ("put the items in order", "choose two")
    free = exercise("a", "b", choose={"at_least": 0, "at_most": 1})
    assert free.progress(free.empty()).state == "not started"
    done = free.empty().model_copy(update={"ranked": True})
    assert free.progress(done).state == "done"


@pytest.mark.parametrize(
    "wrong",
    [
        {"items": [{"id": "a", "text": "x"}, {"id": "a", "text": "y"}]},
        {"items": [{"id": "own-a", "text": "x"}, {"id": "b", "text": "y"}]},
        {"items": [{"id": "a", "text": "x"}]},
        {"choose": {"at_least": 2, "at_most": 1}},
        {"choose": {"at_least": 1, "at_most": 3}},
    ],
)
def test_definitions_that_cannot_work_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        exercise("a", "b", **wrong)


def test_collation_counts_choices_and_keeps_only_orders_that_were_made() -> None:
    made = exercise("a", "b", choose={"at_least": 1, "at_most": 1})
    answers = [
        made.empty(),
        made.empty().model_copy(update={"order": ["b", "a"], "ranked": True}),
        made.empty().model_copy(update={"chosen": ["b"]}),
    ]
    found = made.collate(answers)
    assert (found.answered, found.rankings, found.counts) == (2, (("b", "a"),), {"a": 0, "b": 1})


def test_the_group_s_order_is_by_mean_place_and_like_added_items_are_one() -> None:
    made = exercise("a", "b", add_own=True, note_prompt="Why?")
    first = rank.Answer(
        order=["b", "own-1", "a"],
        own=[rank.Own(id="own-1", text="Kindness")],
        notes={"own-1": "It shows"},
        ranked=True,
    )
    second = rank.Answer(
        order=["b", "a", "own-2"], own=[rank.Own(id="own-2", text=" kindness ")], ranked=True
    )
    means, notes = made.collate([first, second]).tables
    assert [row[:3] for row in means.rows] == [
        (made.texts()["b"], "1.0", "2"),
        (made.texts()["a"], "2.5", "0"),
        (" kindness ", "2.5", "0"),
    ]
    assert notes.rows == (("Kindness", "It shows"),)
