"""Every point of the course's material is taught somewhere, and the table says truly where."""

import json
from pathlib import Path

import pytest

from course_support.course import pages
from course_support.exercises import library
from course_support.folders import notebooks_folder

from .coverage import COURSE, Row, Taught, headings_of, points, problems, read

GUIDE = library.EXERCISES / "README.md"


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return read(GUIDE.read_text("utf-8"))


def taught() -> Taught:
    folder = notebooks_folder()
    books = {
        path.relative_to(folder).as_posix().removesuffix(".ipynb"): headings_of(path)
        for path in sorted(folder.rglob("*.ipynb"))
        if ".ipynb_checkpoints" not in path.parts
    }
    notes = {path.stem for path in (library.EXERCISES / "tutor_notes").glob("*.md")}
    return Taught(set(library.Library()), notes, books)


def test_the_material_has_91_points() -> None:
    # Domain facts, section 11: S1 has 27 points, S2 31, S3 11 and S4 22.
    assert len(points()) == 27 + 31 + 11 + 22
    assert points()[:2] == ["S1.1", "S1.2"]
    assert points()[-1] == "S4.22"


def test_every_point_is_listed_once_and_every_place_exists(rows: list[Row]) -> None:
    """Planned or not, none may be missing; and a page that teaches a point must have it."""
    assert problems(rows, taught()) == []


def test_the_points_stand_in_order(rows: list[Row]) -> None:
    assert [row.point for row in rows] == points()


def test_the_course_holds_every_page_there_is() -> None:
    assert {page.folder for page in pages()} <= set(COURSE)


def test_a_short_name_is_short_and_each_its_own(rows: list[Row]) -> None:
    for row in rows:
        assert len(row.name) <= 90, row
    by_source = [(row.point.split(".")[0], row.name) for row in rows]
    assert len(set(by_source)) == len(by_source)


# --- the check itself: each kind of mistake is seen -----------------------------------------

SMALL = Taught({"rank-it"}, {"online"}, {"05_buying": {"The law", "Exercise 1. Rank it"}})


def complete() -> list[Row]:
    return [Row(point, f"about {point}", ("exercise: rank-it",)) for point in points()]


def test_a_complete_table_has_no_problems() -> None:
    places = (
        "exercise: rank-it",
        "tutor note: online",
        "05_buying # The law",
        "planned: 08_my_assignment",
    )
    rows = [Row("S1.1", "First", places), *complete()[1:]]
    assert problems(rows, SMALL) == []
    assert rows[0].planned == ("08_my_assignment",)
    assert rows[1].planned == ()


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("exercise: rank", "S1.1: there is no exercise “rank”"),
        ("tutor note: offline", "S1.1: there is no tutor note “offline.md”"),
        ("05_buying # The  law", "S1.1: “05_buying.ipynb” has no heading “The  law”"),
        ("06_selling # The law", "S1.1: there is no page “06_selling.ipynb”"),
        ("planned: 09_more", "S1.1: “09_more” is no page of the course"),
        ("planned:", "S1.1: “planned:” is no place"),
        ("somewhere", "S1.1: “somewhere” is no place"),
    ],
)
def test_a_place_that_is_not_there_is_told(place: str, said: str) -> None:
    rows = [Row("S1.1", "First", (place,)), *complete()[1:]]
    (problem,) = problems(rows, SMALL)
    assert problem.startswith(said)


def test_points_missing_twice_or_unknown_are_told() -> None:
    rows = [*complete()[1:], Row("S2.3", "Again", ("exercise: rank-it",))]
    rows.append(Row("S4.23", "Unheard of", ("exercise: rank-it",)))
    assert problems(rows, SMALL) == [
        "S1.1 is not in the table",
        "S2.3 is in the table 2 times",
        "S4.23 is no point of the material",
    ]


def test_a_row_without_name_or_place_is_told() -> None:
    rows = [Row("S1.1", "", ()), *complete()[1:]]
    assert problems(rows, SMALL) == [
        "S1.1 has no name",
        "S1.1 says nowhere where it is taught",
    ]


def test_rows_are_read_from_a_guide() -> None:
    text = "| Point | In short | Where |\n|---|---|---|\n| S1.2 | Good manners | a # b ; c: d |\n"
    assert read(text) == [Row("S1.2", "Good manners", ("a # b", "c: d"))]


def test_headings_are_those_of_the_text_only(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# One\n", "text\n", "## Two  \n", "#hash\n"]},
        {"cell_type": "markdown", "source": "```\n# not this\n```\n### Three"},
        {"cell_type": "code", "source": ["# nor this"]},
    ]
    page = tmp_path / "a.ipynb"
    page.write_text(json.dumps({"cells": cells}), "utf-8")
    assert headings_of(page) == {"One", "Two", "Three"}
