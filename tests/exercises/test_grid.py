"""Grid: any answer the view sends is taken, any stored one is shown, no card is ever lost."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.exercises import grid
from course_support.exercises.base import clean
from course_support.widgets.exercise import checked, page_of

from .round_trip import taken_and_back

TYPED = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
WORDS = TYPED.map(clean).map(str.strip).filter(bool)
IDS = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)


def exercise(*boxes: str, **more: object) -> grid.Definition:
    return grid.Definition.model_validate(
        {
            "id": "some-grid",
            "kind": "grid",
            "title": "Some grid",
            "purpose": "To see.",
            "minutes": 5,
            "mode": "breakout",
            "instructions": "Fill the boxes.",
            "source_note": "Made up.",
            "boxes": [{"id": box, "title": box.upper()} for box in boxes],
            **more,
        }
    )


def card(id_: str, box: str, text: str = "A card") -> dict[str, str]:
    return {"id": id_, "box": box, "text": text}


@st.composite
def definitions(draw: st.DrawFn) -> grid.Definition:
    """Draw a valid exercise, hostile words included."""
    boxes = [
        {
            "id": id_,
            "title": draw(WORDS),
            "help": draw(st.none() | WORDS),
            "example": draw(st.none() | WORDS),
            "at_least": draw(st.integers(0, 3)),
            "planning": draw(st.none() | WORDS),
            "sign": draw(st.none() | WORDS),
        }
        for id_ in draw(st.lists(IDS, min_size=1, max_size=12, unique=True))
    ]
    return exercise(
        boxes=boxes,
        card_name=draw(WORDS),
        columns=draw(st.integers(1, 4)),
        links=draw(st.booleans()),
    )


def sent(draw: st.DrawFn, made: grid.Definition) -> dict[str, Any]:
    """Do what a person can do in grid.js, and return what it would send."""
    answer = made.empty().model_dump(mode="json")
    cards = answer["cards"]
    typed = TYPED.map(str.strip).filter(lambda text: clean(text))
    boxes = st.sampled_from([box.id for box in made.boxes])
    for number, act in enumerate(
        draw(st.lists(st.sampled_from(["add", "add", "edit", "delete", "put"]), max_size=10))
    ):
        if act == "add":
            cards.append(card(f"card-{number:010x}", draw(boxes), draw(typed)))
        elif cards:
            chosen = draw(st.sampled_from(cards))
            if act == "edit":
                chosen["text"] = draw(typed)
            else:
                cards.remove(chosen)
            if act == "put":
                place = draw(st.integers(0, len(cards)))
                cards.insert(place, {**chosen, "box": draw(boxes)})
    for chosen in cards:
        chosen["sign"] = draw(st.just("") | TYPED)
    right = made.next_boxes() if made.links else {}
    answer["links"] = [
        {"start": one["id"], "end": other["id"], "assumption": draw(TYPED)}
        for one in cards
        for other in cards
        if right.get(one["box"]) == other["box"] and draw(st.booleans())
    ]
    return answer


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_whatever_the_view_sends_is_taken_and_comes_back_the_same(data: st.DataObject) -> None:
    made = data.draw(definitions())
    taken_and_back(made, data.draw(st.composite(sent)(made)))


@settings(max_examples=15, deadline=None)
@given(definitions())
def test_any_definition_gives_a_page(made: grid.Definition) -> None:
    page = page_of(made, "older people")
    json.dumps(page)
    assert all("help" not in box for box in page["definition"]["boxes"])


STORED = st.builds(
    grid.Answer,
    seen=st.dictionaries(IDS, WORDS, max_size=4),
    cards=st.lists(
        st.builds(
            grid.Card,
            id=st.sampled_from(["c", "c-2", "d"]),
            box=st.sampled_from(["a", "b", "gone"]),
            text=st.just("A card"),
        ),
        max_size=8,
    ),
    links=st.lists(
        st.builds(
            grid.Link,
            start=st.sampled_from(["c", "c-2", "d"]),
            end=st.sampled_from(["c", "c-2", "e"]),
            assumption=st.just("they want to"),
        ),
        max_size=4,
    ),
)


@settings(max_examples=60, deadline=None)
@given(STORED, st.integers(0, 2), st.booleans())
def test_any_stored_answer_can_be_shown_and_saved_again(
    answer: grid.Answer, least: int, links: bool
) -> None:
    boxes = [{"id": id_, "title": id_, "at_least": least} for id_ in ("a", "b")]
    made = exercise(boxes=boxes, links=links)
    fitted, _ = made.fit(answer)
    assert made.check(fitted) == []
    assert made.fit(fitted) == (fitted, [])
    assert len(fitted.cards) == len(answer.cards) == len(made.table(fitted).rows)
    progress = made.progress(fitted)
    assert 0 <= progress.done <= progress.of
    assert bool(progress.missing) is (progress.done < progress.of)
    made.collate([fitted, answer])


def test_cards_of_a_box_that_is_gone_move_to_the_first_and_this_is_said() -> None:
    before = exercise("a", "b")
    answer = checked(before, {"cards": [card("c1", "b"), card("c2", "a"), card("c3", "b")]})
    fitted, notes = exercise("first", "a").fit(answer)
    assert [(c.id, c.box) for c in fitted.cards] == [("c1", "first"), ("c2", "a"), ("c3", "first")]
    assert notes[-1] == "2 cards whose box is gone are now under “FIRST”."
    assert "“B” is no longer part of this exercise" in notes[0]


def test_boxes_that_need_no_card_are_done_once_there_is_one() -> None:
    made = exercise(boxes=[{"id": "a", "title": "A", "at_least": 0}])
    assert made.progress(made.empty()).state == "not started"
    assert made.progress(made.empty()).missing == ("add to any box",)
    assert made.progress(checked(made, {"cards": [card("c", "a")]})).state == "done"


def test_progress_counts_boxes_that_have_enough() -> None:
    made = exercise(boxes=[{"id": i, "title": i, "at_least": 2} for i in ("a", "b")])
    answer = checked(made, {"cards": [card("c1", "a"), card("c2", "a"), card("c3", "b")]})
    assert made.progress(answer).missing == ("add to “b”",)
    assert made.progress(answer).state == "started"


@pytest.mark.parametrize(
    ("cards", "problem"),
    [
        ([card("c", "a"), card("c", "a")], "Two cards have the same id."),
        ([card("c", "nowhere")], "A card is in a box that this exercise does not have."),
        ([card("c", "a", "\u00ad\u200e")], "A text holds nothing that can be read"),
        ([card("c", "a", "x" * 50_001)], "longer than 50,000 letters"),
        ([card(f"c{n}", "a") for n in range(201)], "200 is the most"),
        ([{"id": "c"}], "in a form this exercise does not know"),
        ("cards", "in a form this exercise does not know"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_in_words(cards: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        checked(exercise("a"), {"cards": cards})


def test_two_boxes_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="used twice: a"):
        exercise("a", "a")


def test_collation_counts_like_cards_once_a_group() -> None:
    made = exercise("a", "b")
    first = checked(made, {"cards": [card("1", "a", "On time."), card("2", "a", "on  TIME")]})
    second = checked(made, {"cards": [card("1", "a", "On time"), card("2", "b", "On time")]})
    found = made.collate([first, second, made.empty()])
    assert found.answered == 2
    assert found.tables[0].rows == (("A", "on  TIME", "2"), ("B", "On time", "1"))


# --- links ------------------------------------------------------------------------------------


def model(**more: object) -> grid.Definition:
    boxes = [{"id": id_, "title": id_.upper(), "sign": "How?"} for id_ in ("in", "out", "end")]
    return exercise(boxes=boxes, columns=3, links=True, **more)


def link(start: str, end: str, assumption: str = "") -> dict[str, str]:
    return {"start": start, "end": end, "assumption": assumption}


CHAIN = [card("1", "in", "Money"), card("2", "out", "Visits"), card("3", "end", "Sleep")]


def test_an_answer_from_before_there_were_links_stays_readable() -> None:
    stored = {"seen": {}, "cards": [card("c", "in")]}
    fitted, notes = model().fit(grid.Answer.model_validate(stored))
    assert notes == []
    assert (fitted.links, fitted.cards[0].sign) == ([], "")


def test_the_next_box_is_the_one_to_the_right_in_the_same_row() -> None:
    four = exercise("a", "b", "c", "d", columns=2)
    assert four.next_boxes() == {"a": "b", "c": "d"}
    assert model().next_boxes() == {"in": "out", "out": "end"}
    assert page_of(model(), "x")["definition"]["next"] == {"in": "out", "out": "end"}
    assert page_of(four, "x")["definition"]["next"] == {}


@pytest.mark.parametrize(
    "links",
    [
        [link("1", "3")],
        [link("2", "1")],
        [link("1", "1")],
        [link("1", "gone")],
        [link("1", "2"), link("1", "2")],
    ],
)
def test_a_link_that_does_not_lead_on_is_refused(links: list[dict[str, str]]) -> None:
    with pytest.raises(ValueError, match="does not lead to a card of the next box"):
        checked(model(), {"cards": CHAIN, "links": links})


def test_links_stay_out_of_a_grid_without_them() -> None:
    plain = exercise("in", "out", "end", columns=3)
    with pytest.raises(ValueError, match="does not lead"):
        checked(plain, {"cards": CHAIN, "links": [link("1", "2")]})
    linked = checked(model(), {"cards": CHAIN, "links": [link("1", "2"), link("2", "3")]})
    fitted, notes = plain.fit(linked)
    assert fitted.links == []
    assert notes == ["2 links have no place any more. Your earlier answer is in the history."]


def test_a_table_says_what_leads_where_and_on_what_it_rests() -> None:
    cards = [*CHAIN[:2], {**CHAIN[2], "sign": "They say so"}]
    links = [link("1", "2", "we find workers"), link("2", "3")]
    made = model(card_name="step")
    answer = checked(made, {"cards": cards, "links": links})
    table = made.table(answer)
    assert table.columns == ("Box", "Step", "How?", "Leads to")
    assert table.rows == (
        ("IN", "Money", "", "Visits (only if we find workers)"),
        ("OUT", "Visits", "", "Sleep"),
        ("END", "Sleep", "They say so", ""),
    )


def test_a_model_is_done_when_something_is_linked() -> None:
    made = model()
    alone = checked(made, {"cards": CHAIN})
    assert made.progress(alone).missing == ("link one card to the next",)
    assert made.progress(alone).state == "started"
    linked = checked(made, {"cards": CHAIN, "links": [link("1", "2")]})
    assert made.progress(linked).state == "done"


def test_links_of_several_groups_are_counted_by_their_words() -> None:
    made = model()
    first = checked(made, {"cards": CHAIN, "links": [link("1", "2"), link("2", "3")]})
    cards = [card("x", "in", "money."), card("y", "out", "visits")]
    second = checked(made, {"cards": cards, "links": [link("x", "y")]})
    found = made.collate([first, second]).tables[1]
    assert found.rows == (("Money", "Visits", "2"), ("Visits", "Sleep", "1"))
