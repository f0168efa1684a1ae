"""From four boxes to three improvements, on paper, for two populations."""

from pathlib import Path

import pytest

from course_support.charts.contracts import lists
from course_support.reports.improvement_plan import improvement_paper
from course_support.workbook import Workbook


def save(book: Workbook, name: str, value: dict[str, object]) -> None:
    sheet = book.sheet(name)
    assert sheet.exercise.check(sheet.exercise.answer_type.model_validate(value)) == []
    book.store.save(sheet.key, sheet.exercise.kind, value)


def paper(book: Workbook) -> str:
    tens = {"Good": book.sheet("top-ten-attributes")}
    facts = lists.findings(
        book.sheet("duties-and-conditions"), tens, "Two awake", book.sheet("choose-the-course")
    )
    made = improvement_paper(
        book.sheet("current-approach"), book.sheet("three-improvements"), facts,
        book.population.phrase,
    )  # fmt: skip
    return made._repr_html_()


@pytest.mark.parametrize("population", ["children_with_disabilities", "homelessness"])
def test_four_boxes_become_three_improvements(tmp_path: Path, population: str) -> None:
    book = Workbook.open(population, "Ann", answers=tmp_path)
    cold = paper(book)
    assert "Add cards to the four boxes above." in cold
    assert "Write one improvement, or three." in cold
    boxes = [box.id for box in book.exercise("current-approach").boxes]  # type: ignore[attr-defined]
    cards = [{"id": f"c{n}", "box": box, "text": f"now <{box}>"} for n, box in enumerate(boxes)]
    save(book, "current-approach", {"cards": cards})
    stands = lists.boxes(book.sheet("current-approach"))
    assert "Every box has something in it" in stands._repr_html_()
    rows = [
        {"id": f"r{n}", "action": f"better {n}", "owner": "Jo", "date": "2027-03-01",
         "more": {"first-step": f"step {n}", "sign": "a call fewer"}}
        for n in range(3)
    ]  # fmt: skip
    save(book, "three-improvements", {"rows": rows})
    save(book, "choose-the-course", {"chosen": ["sequence"], "comment": "because"})
    made = paper(book)
    assert book.population.phrase in made
    assert "3 improvements" in made
    assert "1 March 2027" in made
    assert all(f"now &lt;{box}&gt;" in made for box in boxes)
    assert all(f"better {n}" in made and f"step {n}" in made for n in range(3))
    assert "In the case “Two awake” you chose: Both, in sequence" in made
    line, more = lists.chat_line(book.sheet("three-improvements")).paragraphs
    assert line.endswith("First step: step 0. Jo, by 1 March 2027.”")
    assert more == "You have three."


def test_the_line_for_the_chat_ends_as_a_sentence(tmp_path: Path) -> None:
    book = Workbook.open("older_people", "Ann", answers=tmp_path)
    for row, line in (
        ({"date": "2027-03-01"}, "Visit. By 1 March 2027."),
        ({"owner": "Jo"}, "Visit. Jo."),
        ({}, "Visit."),
    ):
        save(book, "three-improvements", {"rows": [{"id": "r1", "action": "Visit.", **row}]})
        said = lists.chat_line(book.sheet("three-improvements")).paragraphs[0]
        assert f"“{line}”" in said


def test_a_row_that_is_blank_is_no_improvement(tmp_path: Path) -> None:
    book = Workbook.open("older_people", "Ann", answers=tmp_path)
    save(book, "three-improvements", {"rows": [{"id": "r1", "status": "not-started"}]})
    assert "Write one improvement, or three." in paper(book)
