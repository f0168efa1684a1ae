"""The people of one group on one computer, and what each of them ranked alone."""

from pathlib import Path
from typing import Any

import pytest

from course_support import Workbook
from course_support.answers.profile import Person, Profile, save_profile
from course_support.cohort import group_orders

NAME = "rank-award-criteria"
ORDER = [
    "stability",
    "price",
    "outcomes",
    "workforce",
    "voice",
    "local",
    "safeguarding",
    "social-value",
]


@pytest.fixture
def workbook(tmp_path: Path) -> Workbook:
    people = {
        "one": Person(name="Ann", group="Group 3", population="children_in_care"),
        "two": Person(name="Bo", group="group  3"),
        "three": Person(name="Cy", group="Group 4"),
        "four": Person(group="Group 3"),
    }
    save_profile(tmp_path, Profile(current="one", people=people))
    return Workbook.open(answers=tmp_path)


def ranks(workbook: Workbook, owner: str, order: list[str], **more: Any) -> None:
    from course_support.answers.record import Key

    value = {"order": order, "ranked": True, **more}
    workbook.store.save(Key(owner, NAME, "children_in_care"), "rank", value)


def test_only_people_of_the_group_who_have_ranked_alone_count(workbook: Workbook) -> None:
    assert list(group_orders.members(workbook).values()) == ["you", "Bo", "person 3"]
    ranks(workbook, "one", ORDER)
    assert len(group_orders.individual(workbook, NAME)) == 1
    ranks(workbook, "two", ORDER[::-1])
    ranks(workbook, "three", ORDER)
    ranks(workbook, "four", ORDER, ranked=False)
    found = group_orders.individual(workbook, NAME)
    assert found.by_person == {"you": tuple(ORDER), "Bo": tuple(ORDER[::-1])}


def test_criteria_of_the_same_words_are_one(workbook: Workbook) -> None:
    ranks(workbook, "one", ["own-1", *ORDER], own=[{"id": "own-1", "text": "Kindness"}])
    ranks(workbook, "two", [*ORDER, "own-9"], own=[{"id": "own-9", "text": " kindness "}])
    found = group_orders.individual(workbook, NAME)
    assert found.by_person["you"][0] == found.by_person["Bo"][-1] == "own: kindness"
    assert found.words["own: kindness"].strip().lower() == "kindness"


def test_an_answer_taken_back_does_not_count(workbook: Workbook) -> None:
    ranks(workbook, "one", ORDER)
    exercise = workbook.exercise(NAME)
    workbook.store.save(
        workbook.key(exercise), "rank", exercise.empty().model_dump(mode="json"), how="reset"
    )
    assert len(group_orders.individual(workbook, NAME)) == 0
    assert group_orders.of_group(workbook, NAME) == []
