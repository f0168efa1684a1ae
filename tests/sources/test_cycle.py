"""The cycle's activities, the topics of the course, and the worked example of the audit."""

import pytest

from course_support.errors import WorkbookError
from course_support.exercises.library import Library
from course_support.sources import cycle, populations

LIBRARY = Library()


def test_every_part_of_the_cycle_has_activities() -> None:
    """Domain facts, section 1: four elements, two rings."""
    places = {(each.element, each.ring) for each in cycle.activities()}
    assert places == {(element, ring) for element in cycle.ELEMENTS for ring in cycle.RINGS}
    ids = [each.id for each in cycle.activities()]
    assert len(set(ids)) == len(ids) >= 40


def test_the_audit_asks_about_every_activity_in_its_place() -> None:
    audit = LIBRARY["audit-your-organisation"]
    asked = [
        (section.id, statement.id) for section in audit.sections for statement in section.statements
    ]
    drawn = [(f"{e.element}-{e.ring}".lower(), e.id) for e in cycle.activities()]
    assert asked == drawn


def test_the_example_has_a_rating_for_every_activity_and_population() -> None:
    ids = {each.id for each in cycle.activities()}
    for population in populations.load():
        found = cycle.example_audit(population)
        assert found.keys() == ids
        assert set(found.values()) <= {"red", "amber", "green", "not-applicable"}
        assert found != cycle.example_audit(cycle.GENERAL), "each population has its own"
    assert cycle.example_audit("a_new_one") == cycle.example_audit(cycle.GENERAL)


def test_twelve_topics_on_pages_of_the_course() -> None:
    """Domain facts, section 11, S1.5."""
    assert [each.number for each in cycle.topics()] == list(range(1, 13))
    assert {each.page for each in cycle.topics()} <= {f"0{number}" for number in range(1, 9)}


@pytest.mark.parametrize("population", ["", *populations.load()])
def test_enough_activities_to_place_some_of_them_arguable(population: str) -> None:
    exercise = LIBRARY["place-the-activities"].for_population(population)
    assert len(exercise.items) >= 24
    assert all(item.key for item in exercise.items)
    assert {item.key.bin for item in exercise.items} == exercise.spots().keys()
    assert sum(bool(item.key.arguable) for item in exercise.items) >= 6


def test_a_place_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"id": "a", "element": "Act", "ring": "Outer", "activity": "A", "explanation": "B"}
    monkeypatch.setattr(cycle, "_rows", lambda _: (row,))
    with pytest.raises(WorkbookError, match="Use one of Analyse, Plan, Do, Review"):
        cycle.activities()
