"""A table as a page reads it: headings known, and nothing passed over that cannot be read."""

from typing import Any

import pytest

from course_support.errors import WorkbookError
from course_support.exercises.library import Library
from course_support.exercises.table import Answer
from course_support.reports import pasted

TABLE: Any = Library().named("tenders-of-your-own")


def answer(*rows: dict[str, str], **headings: str) -> Answer:
    return Answer.model_validate(
        {
            "rows": [{"id": f"r{n}", "cells": cells} for n, cells in enumerate(rows)],
            "headings": {key.replace("_", "-"): text for key, text in headings.items()},
        }
    )


BIDS = ({"who": "A", "bid-price": "£100", "score-1": "3"}, {"who": "B", "bid-price": "90"})


def test_a_first_row_without_numbers_is_headings() -> None:
    heads = {"who": "Bidder", "bid-price": "Price", "score-1": "Quality\n(60%)"}
    found = pasted.read("Your tenders", TABLE, answer(heads, {}, *BIDS))
    assert [(row["number"], row["who"]) for row in found.rows] == [(3, "A"), (4, "B")]
    assert found.headings["score-1"] == "Quality (60%)"
    assert found.notes == ("Your tenders, row 1, has no numbers and was taken for headings.",)


def test_headings_that_came_with_a_paste_are_kept() -> None:
    found = pasted.read("Your tenders", TABLE, answer(*BIDS, score_1="Quality (60%)"))
    assert found.headings == {"score-1": "Quality (60%)"}
    assert len(found.rows) == 2


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("4/5", "row 2, under “Quality”: “4/5” is not a number. Write digits, such as 4."),
        ("Good (4)", "row 2, under “Quality”: “Good "),
        ("80%", "row 2, under “Quality”: “80%” says %"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_and_never_passed_over(cell: str, said: str) -> None:
    bad = {**BIDS[1], "score-1": cell}
    with pytest.raises(WorkbookError) as caught:
        pasted.read("Your tenders", TABLE, answer(BIDS[0], bad, score_1="Quality"))
    assert str(caught.value).startswith(f"Your tenders, {said}")
