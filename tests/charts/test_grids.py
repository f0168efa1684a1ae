"""How the cards of a grid spread over its boxes."""

from course_support.charts import grids
from course_support.exercises import grid


def drawn(*boxes_of_cards: str, name: str = "measure") -> grids.Chart:
    made = grid.Definition.model_validate(
        {
            "id": "some-grid",
            "kind": "grid",
            "title": "Some grid",
            "purpose": "To see.",
            "minutes": 5,
            "mode": "breakout",
            "instructions": "Fill the boxes.",
            "source_note": "Made up.",
            "card_name": name,
            "boxes": [{"id": "a", "title": "How much?"}, {"id": "b", "title": "$x$ better $off?"}],
        }
    )
    cards = [
        grid.Card(id=f"c{number}", box=box, text="A card")
        for number, box in enumerate(boxes_of_cards)
    ]
    return grids.spread(made, grid.Answer(cards=cards))


def test_no_cards_yet() -> None:
    chart = drawn()
    assert chart.title == "No measures yet"
    assert [list(row) for row in chart.rows] == [["How much?", "0"], ["$x$ better $off?", "0"]]


def test_an_empty_box_is_the_finding() -> None:
    chart = drawn("a", "a")
    assert chart.title == "Nothing yet under “$x$ better $off?”"
    assert chart.reading == "You have 2 measures. How much? 2; $x$ better $off? 0."


def test_one_card_is_one_and_many_are_counted() -> None:
    assert drawn("a").reading.startswith("You have 1 measure. ")
    chart = drawn("a", "b", "b", name="idea")
    assert chart.title == "Every box has at least one idea"
    assert chart.columns == ["Box", "Number of ideas"]
    assert [row[1] for row in chart.rows] == ["1", "2"]
