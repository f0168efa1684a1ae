"""Names in a sentence."""

from course_support.methods.words import and_


def test_names_are_listed_as_people_list_them() -> None:
    assert [and_(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip
