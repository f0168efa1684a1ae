"""No page asks for a reader older than fifteen: the median adult reads at about that age."""

from pathlib import Path

import pytest

from course_support.exercises.library import Library

from .reading_age import prose, reading_age, sentences, syllables, wording

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
OLDEST = 15
LIBRARY = Library()


def everything(page: Path) -> list[str]:
    exercises = [LIBRARY[name].model_dump() for name in LIBRARY.of_notebook(page.stem)]
    return [*prose(page), *wording(exercises)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_fifteen_year_old_can_read_it(page: Path) -> None:
    assert reading_age(everything(page)) <= OLDEST


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_text_between_two_exercises_is_much_harder(page: Path) -> None:
    """One hard cell among easy ones would hide in the average."""
    long = [text for text in prose(page) if sum(map(len, sentences(text))) >= 60]
    hard = {text[:60]: round(reading_age([text]), 1) for text in long}
    assert {start: age for start, age in hard.items() if age > OLDEST + 3} == {}


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("the", 1), ("people", 2), ("plan", 1), ("outcome", 2), ("service", 2), ("named", 1),
        ("needed", 2), ("commissioning", 4), ("review", 2), ("table", 2),
        ("rated", 2), ("made", 1),
    ],
)  # fmt: skip
def test_syllables(word: str, number: int) -> None:
    assert syllables(word) == number


def test_the_formula_by_hand() -> None:
    # Six words of one syllable in one sentence: 0.39 × 6 + 11.8 − 15.59 + 5.
    assert reading_age(["The cat sat on the mat."]) == pytest.approx(0.39 * 6 + 11.8 - 10.59)


def test_hard_text_is_seen_as_hard() -> None:
    hard = (
        "Notwithstanding the aforementioned considerations, contracting authorities are "
        "nevertheless obliged to demonstrate proportionality and transparency throughout the "
        "implementation of competitive procedures, irrespective of organisational capacity."
    )
    assert reading_age([hard]) > 20


def test_headings_code_and_addresses_are_no_prose() -> None:
    text = "# A heading of many words here\n\nSee [the law of the land](https://x.y) and `a b c`."
    assert list(sentences(text)) == [["See", "the", "law", "of", "the", "land", "and"]]
