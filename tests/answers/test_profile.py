"""Who uses this computer's workbook, and what they chose."""

from pathlib import Path

import pytest

from course_support.answers.profile import FIRST, Person, Profile, load_profile, save_profile


def test_a_new_computer_has_one_person_without_a_name(tmp_path: Path) -> None:
    profile = load_profile(tmp_path)
    assert (profile.current, profile.person, profile.people) == (FIRST, Person(), {})


def test_choices_are_there_next_time(tmp_path: Path) -> None:
    person = Person(name="Ann", group="Group 1", population="older_people", present=("Bob",))
    save_profile(tmp_path / "new", Profile().with_person(person))
    assert load_profile(tmp_path / "new").person == person


def test_people_are_kept_apart() -> None:
    ann = Profile().with_person(Person(name="Ann"))
    bob = ann.someone_else().with_person(Person(name="Bob"))
    assert bob.current != FIRST
    assert bob.person.name == "Bob"
    assert bob.as_person(FIRST).person.name == "Ann"
    assert bob.as_person("nobody known").current == bob.current
    assert bob.someone_else().current not in bob.people


def test_forgetting_one_person_leaves_the_others() -> None:
    both = Profile().with_person(Person(name="Ann")).someone_else().with_person(Person(name="Bob"))
    left = both.without(both.current)
    assert (left.current, list(left.people)) == (FIRST, [FIRST])
    assert left.without(FIRST) == Profile()


def test_forgetting_somebody_else_does_not_change_who_is_working() -> None:
    both = Profile().with_person(Person(name="Ann")).someone_else().with_person(Person(name="Bob"))
    assert both.without(FIRST).current == both.current
    assert both.without("nobody known") == both


def test_names_are_cleaned_and_limited() -> None:
    assert Person(name="  A\u202enn\x00 ").name == "Ann"
    assert Person(name="\ud800Ann").name == "Ann"
    with pytest.raises(ValueError):
        Person(name="x" * 81)


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 40, b"[]", b'{"people": 3}', b"\xff\xfe", b"nul"]
)
def test_a_damaged_profile_is_kept_aside_and_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "profile.json"
    path.write_bytes(content)
    profile = load_profile(tmp_path)
    assert profile == Profile(notice=profile.notice)
    assert "could not be read" in profile.notice
    save_profile(tmp_path, profile.with_person(Person(name="Ann")))
    aside = list(tmp_path.glob("profile.damaged-*"))
    assert [each.read_bytes() for each in aside] == [content]
    assert load_profile(tmp_path).notice == ""
    assert load_profile(tmp_path).person.name == "Ann"


def test_fields_of_a_later_workbook_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "profile.json").write_text('{"colour": 1, "people": {}}')
    assert load_profile(tmp_path) == Profile()
