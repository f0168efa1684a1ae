"""Measures that somebody else may collect already."""

from course_support.methods.duplicates import alike, overlaps

SCHOOL = {
    "collection": "Attendance",
    "body": "Schools",
    "how_often": "daily",
    "words": "attend school",
}
WEEKS = {"collection": "SEN2", "body": "Department", "how_often": "yearly", "words": "20-weeks"}


def test_a_shared_word_is_a_reason_to_ask() -> None:
    (one,) = overlaps(["Young people back in school or training", "Hours of support"], [SCHOOL])
    assert (one.measure, one.shared) == ("Young people back in school or training", "school")
    assert one.body == "Schools"


def test_words_begin_words_and_joined_ones_stand_together() -> None:
    assert overlaps(["Better attendance"], [SCHOOL])
    assert not overlaps(["Unattended children"], [SCHOOL])
    assert overlaps(["Plans within 20 weeks"], [WEEKS])
    assert not overlaps(["Weeks and 20 plans"], [WEEKS])


def test_ones_own_near_doubles_are_found() -> None:
    measures = ["People who moved on as planned", "Moved on as planned: people", "Rooms in use"]
    assert alike(measures) == ((measures[0], measures[1]),)
    assert alike(["", "  "]) == ()
