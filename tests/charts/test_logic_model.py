"""The logic model as a drawing: across and downwards, with what it rests on and what it lacks."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.charts import logic_model
from course_support.exercises import grid
from course_support.exercises.base import clean
from course_support.exercises.library import Library
from course_support.sources.outcomes import example_model

EXERCISE = Library().named("build-logic-model")
assert isinstance(EXERCISE, grid.Definition)


def answer(**more: Any) -> grid.Answer:
    made = grid.Answer.model_validate(more)
    assert EXERCISE.check(made) == []
    return made


def texts(svg: str) -> str:
    return " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))


WORKED = answer(**example_model())


def test_the_worked_model_leaves_nothing_open() -> None:
    assert logic_model.check(EXERCISE, WORKED).findings == ()
    chart = logic_model.draw(EXERCISE, WORKED, "invented")
    assert chart.title == "Everything in this model leads somewhere and has a cause"
    assert "15 links, 5 with what it rests on" in chart.reading
    assert len(chart.rows) == len(WORKED.cards) == 13
    leads = {row[1]: row[2] for row in chart.rows}
    assert leads["Three trained volunteers"].endswith("(only if they stay for at least a year)")


def test_every_link_is_an_arrow_and_every_assumption_a_number() -> None:
    wide, narrow = logic_model.draw(EXERCISE, WORKED, "x").svg.split("</svg></div>")[:2]
    assert wide.count('<path d="M') == 15
    assert wide.count("<polygon") == 15
    numbers = re.findall(r">(\d)</text>", wide)
    assert sorted(numbers) == sorted("12345" * 2)  # on the link, and in the list below
    assert "→ leads to 10 (if 3), 8, 9 (if 5)" in texts(narrow)
    assert "they stay for at least a year" in texts(wide)
    assert "they stay for at least a year" in texts(narrow)


def test_one_of_the_two_drawings_has_room_and_the_other_has_none() -> None:
    drawn = logic_model.draw(EXERCISE, WORKED, "x").svg
    rooms = re.findall(r"max-width:max\(0px,calc\(\((.*?)\)\*9999\)\)", drawn)
    assert rooms == ["100% - 620px", "620px - 100%"]


def test_gaps_are_named_marked_without_colour_alone_and_asked_about() -> None:
    made = answer(
        cards=[
            {"id": "a", "box": "input", "text": "A worker"},
            {"id": "b", "box": "final", "text": "Provide beds", "sign": ""},
        ]
    )
    chart = logic_model.draw(EXERCISE, made, "x")
    assert chart.title == "2 of 2 cards still ask for something"
    assert "stroke-dasharray" in chart.svg
    assert ">?</text>" in chart.svg
    assert "1. A worker (?)" in texts(chart.svg)
    marks = re.findall(r'<circle cx="([\d.]+)" cy="[\d.]+" r="8"', chart.svg)
    assert marks and max(map(float, marks)) + 8 + 1 <= 960, "cut off at the right"
    assert (
        chart.rows[1][4]
        == "nothing leads to this final outcome; this final outcome has no indicator"
    )
    shown = logic_model.findings(EXERCISE, made)._repr_html_()
    assert "this input leads nowhere" in shown
    assert "What will be different for people because of it?" in shown


def test_the_model_is_read_aloud() -> None:
    said = logic_model.findings(EXERCISE, WORKED).sentences
    assert said[2] == (
        "If we have “One full-time youth worker”, then “Drama and sport in groups for 40 young "
        "people”."
    )
    assert any(
        one.startswith("If “A safe place") and one.endswith("provided that fear was why they "
        "stayed away.") for one in said
    )  # fmt: skip


def test_an_empty_model_shows_its_columns() -> None:
    chart = logic_model.draw(EXERCISE, EXERCISE.empty(), "x")
    assert chart.title == "No card yet"
    assert "Interim outcomes" in texts(chart.svg)
    assert "Nothing to check yet" in logic_model.findings(EXERCISE, EXERCISE.empty())._repr_html_()


def test_what_people_type_stays_text() -> None:
    made = answer(cards=[{"id": "a", "box": "input", "text": "<b>Hall</b> & $x$ " + "w" * 90}])
    for shown in (
        logic_model.draw(EXERCISE, made, "x")._repr_html_(),
        logic_model.findings(EXERCISE, made)._repr_html_(),
    ):
        assert "<b>" not in shown
        assert "&lt;b&gt;Hall" in shown


CARDS = st.lists(
    st.tuples(
        st.sampled_from(["input", "output", "interim", "final"]), st.text(min_size=1).filter(clean)
    ),
    max_size=9,
)


@settings(max_examples=25, deadline=None)
@given(CARDS, st.data())
def test_whatever_is_on_the_cards_it_is_drawn(
    cards: list[tuple[str, str]], data: st.DataObject
) -> None:
    made = [{"id": f"c{n}", "box": box, "text": text} for n, (box, text) in enumerate(cards)]
    right = EXERCISE.next_boxes()
    pairs = [
        {"start": a["id"], "end": b["id"], "assumption": data.draw(st.sampled_from(["", "so"]))}
        for a in made
        for b in made
        if right.get(a["box"]) == b["box"]
    ]
    links = data.draw(st.lists(st.sampled_from(pairs), unique_by=str)) if pairs else []
    given_ = grid.Answer.model_validate({"cards": made, "links": links})
    chart = logic_model.draw(EXERCISE, given_, "x")
    assert len(chart.rows) == len(made)
    assert chart.svg.count("<svg") == 2
    assert logic_model.findings(EXERCISE, given_)._repr_html_()


@pytest.mark.parametrize("points", [(0.0, 0.0, 50.0, 80.0), (3.0, 90.0, 60.0, 10.0)])
def test_a_number_stands_on_its_curve(points: tuple[float, float, float, float]) -> None:
    assert logic_model._on_curve(*points, 0.0) == pytest.approx(points[:2])
    assert logic_model._on_curve(*points, 1.0) == pytest.approx(points[2:])
    x, y = logic_model._clear_place(points, [], [])
    middle = ((points[0] + points[2]) / 2, (points[1] + points[3]) / 2)
    assert (x, y) == pytest.approx(middle)
    again = logic_model._clear_place(points, [], [(x, y)])
    assert again != pytest.approx(middle)
