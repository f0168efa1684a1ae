"""The course as its pages tell it."""

import json
from pathlib import Path

import pytest

from course_support.course import pages
from course_support.errors import WorkbookError
from course_support.exercises.library import exercise_files
from course_support.folders import notebooks_folder


def page(folder: Path, name: str, **about: object) -> None:
    metadata = {"workbook": {"title": "T", "minutes": 5, "questions": [], "objectives": []} | about}
    (folder / name).write_text(json.dumps({"metadata": metadata, "cells": []}), "utf-8")


def test_the_pages_are_those_of_the_course_in_order() -> None:
    found = pages()
    assert [each.file for each in found] == sorted(
        path.name for path in notebooks_folder().glob("[0-9][0-9]_*.ipynb")
    )
    for each in found:
        assert each.title
        assert each.minutes > 0
        assert each.folder == each.file.removesuffix(".ipynb")
        assert isinstance(each.questions, tuple)


def test_every_exercise_belongs_to_a_page() -> None:
    folders = {path.parent.name for path in exercise_files()}
    assert folders <= {each.folder for each in pages()}


def test_only_numbered_pages_count(tmp_path: Path) -> None:
    page(tmp_path, "02_second.ipynb", title="Second", minutes=10, questions=["Why?"])
    page(tmp_path, "01_first.ipynb")
    page(tmp_path, "notes.ipynb")
    assert [each.title for each in pages(tmp_path)] == ["T", "Second"]
    assert pages(tmp_path)[1].questions == ("Why?",)


@pytest.mark.parametrize(
    "content", ["{", '{"metadata": {}}', '{"metadata": {"workbook": {"title": "x"}}}', "[]"]
)
def test_a_page_that_does_not_describe_itself_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "01_first.ipynb").write_text(content)
    with pytest.raises(WorkbookError, match="01_first.ipynb"):
        pages(tmp_path)
