"""A list to choose from: kept, followed, and honest about what is gone."""

from pathlib import Path

import pytest

from course_support import Workbook
from course_support.errors import WorkbookError
from course_support.widgets.chooser import Chooser


@pytest.fixture
def workbook(tmp_path: Path) -> Workbook:
    return Workbook.open("homelessness", answers=tmp_path)


def choose(chooser: Chooser, value: str) -> None:
    chooser._heard(None, {"type": "choose", "value": value}, [])


def test_the_first_stands_there_until_one_is_chosen_and_kept(
    workbook: Workbook, tmp_path: Path
) -> None:
    offered = {"leeds": "Leeds", "york": "York"}
    chooser, told = Chooser(workbook, "own-area", "Your authority", lambda: offered), []
    workbook.on_change(("own-area",), lambda: told.append(chooser.value))
    assert chooser.value == "" and chooser.state["chosen"] == "leeds"
    assert chooser.state["begun"], "the page says that nobody has chosen this"
    choose(chooser, "york")
    assert told == ["york"] and chooser.state["chosen"] == "york" and not chooser.state["begun"]
    again = Chooser(Workbook.open(answers=tmp_path), "own-area", "x", lambda: offered)
    assert again.value == "york"
    assert not list(workbook.store.keys()), "a choice is not taken for an answer"


def test_what_is_not_offered_is_refused(workbook: Workbook) -> None:
    chooser = Chooser(workbook, "own-area", "Your authority", lambda: {"leeds": "Leeds"})
    choose(chooser, "paris")
    assert chooser.state["problem"].startswith("That is not in the list") and chooser.value == ""
    chooser._heard(None, {"type": "other"}, [])


def test_a_choice_that_another_file_lacks_is_named_as_lost(workbook: Workbook) -> None:
    offered = {"leeds": "Leeds", "york": "York"}
    chooser = Chooser(workbook, "own-area", "x", lambda: offered, follows=("own-need",))
    choose(chooser, "york")
    del offered["york"]
    workbook.changed("own-need")
    assert chooser.state["lost"] == "york" and chooser.state["chosen"] == "leeds"
    offered.clear()
    workbook.changed("own-need")
    assert chooser.state == {
        "options": [], "chosen": "", "begun": False, "lost": "", "problem": ""
    }  # fmt: skip


def test_a_file_that_cannot_be_read_leaves_the_list_empty(workbook: Workbook) -> None:
    def broken() -> dict[str, str]:
        raise WorkbookError("no")

    assert Chooser(workbook, "own-area", "x", broken).state["options"] == []


def test_given_from_outside(workbook: Workbook) -> None:
    chooser = Chooser(workbook, "own-area", "x", lambda: {"a": "A", "b": "B"}, given="b")
    assert chooser.value == "b" and repr(chooser) == "Chooser('own-area')"
    choose(chooser, "a")
    assert chooser.value == "a"
