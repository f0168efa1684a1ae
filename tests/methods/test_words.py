"""Names in a sentence, and dates."""

import datetime as dt
import re
from pathlib import Path

from course_support.methods.words import and_, capital_first, full_date, long_date, small_first

PACKAGE = Path(__file__).parents[2] / "course_support"


def test_names_are_listed_as_people_list_them() -> None:
    assert [and_(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip


def test_words_within_a_sentence_and_at_its_head() -> None:
    asked = ("Staff leave", "A fire", "NHS beds close", "A&E waits", "EHC plans", "")
    assert [small_first(words) for words in asked] == [
        "staff leave", "a fire", "NHS beds close", "A&E waits", "EHC plans", "",
    ]  # fmt: skip
    assert [capital_first(words) for words in ("a fire", "NHS", "")] == ["A fire", "NHS", ""]


def test_no_nought_stands_before_the_day() -> None:
    assert long_date(dt.date(2026, 3, 5)) == "5 March 2026"
    assert full_date(dt.date(2026, 12, 31)) == "Thursday 31 December 2026"


def test_dates_are_written_in_one_place() -> None:
    by_hand = re.compile(r"%d %[bB]|\.day\} \{[^}]*%B")
    others = (path for path in PACKAGE.rglob("*.py") if path.name != "words.py")
    assert [path.name for path in others if by_hand.search(path.read_text("utf-8"))] == []
