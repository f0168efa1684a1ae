"""Worked out once between two changes: never too often, and never too old."""

from collections.abc import Callable

import pytest

from course_support.charts.once import Once


class Book:
    def __init__(self) -> None:
        self.answer, self.watchers = 1, list[Callable[[], None]]()

    def on_change(self, names: tuple[str, ...], call: Callable[[], None]) -> None:
        assert names == ("some-exercise",)
        self.watchers.append(call)

    def change(self, to: int) -> None:
        self.answer = to
        for call in self.watchers:
            call()


def test_it_is_made_once_between_two_changes() -> None:
    book, made = Book(), list[int]()
    once = Once(book, ("some-exercise",))

    def make() -> int:
        made.append(book.answer)
        return 10 * book.answer

    assert [once.find("ten times", make) for _ in range(3)] == [10, 10, 10]
    assert once.find("another", lambda: "word") == "word"
    book.change(2)
    assert [once.find("ten times", make) for _ in range(3)] == [20, 20, 20]
    assert made == [1, 2]


def test_what_was_begun_before_a_change_is_not_kept_after_it() -> None:
    book = Book()
    once = Once(book, ("some-exercise",))

    def slow() -> int:
        began_with = book.answer
        book.change(2)  # somebody saves while a picture is being drawn
        return began_with

    assert once.find("number", slow) == 1
    assert once.find("number", lambda: book.answer) == 2


def test_what_could_not_be_made_is_tried_again() -> None:
    once = Once(Book(), ("some-exercise",))

    def fail() -> int:
        raise ValueError("not yet")

    with pytest.raises(ValueError, match="not yet"):
        once.find("number", fail)
    assert once.find("number", lambda: 3) == 3
