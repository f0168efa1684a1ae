"""Suppressed, missing, not applicable and zero stay different things."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.errors import WorkbookError
from course_support.methods import statuses


def test_a_total_says_what_it_could_not_include() -> None:
    found = statuses.total(
        [12, "c", 0, None, "z"],
        ["ok", "suppressed", "ok", "ok", "not applicable"],
        "Children looked after",
    )
    assert found.value is None
    assert (found.at_least, found.cells, found.unknown) == (12, 4, 2)
    assert found.status == "includes suppressed"
    assert found.reading() == (
        "Children looked after: the known part is 12. 1 suppressed and 1 missing of 4 cells are "
        "not in it, so the true total is that or more."
    )


def test_a_true_zero_is_a_total() -> None:
    assert statuses.total([0, 0]).value == 0
    assert statuses.total([0, 5], ["ok", "not applicable"]).value == 0


def test_nothing_known_is_not_zero() -> None:
    found = statuses.total(np.ma.masked_all(2), what="Placements")
    assert found.value is None
    assert found.reading() == "Placements: not known (2 suppressed)."
    assert statuses.total([1], ["not applicable"]).value is None


def test_a_withheld_cell_is_not_used_whatever_it_holds() -> None:
    known = statuses.read([7, 0, 3], ["suppressed", "redacted", "low_reliability"])
    assert np.isnan(known.value[:2]).all() and known.value[2] == 3


values = st.lists(st.integers(0, 1000), min_size=1, max_size=12)


@given(values, st.data())
@settings(max_examples=60, deadline=None)
def test_suppressed_never_counts(numbers: list[int], data: st.DataObject) -> None:
    status = data.draw(
        st.lists(
            st.sampled_from(["ok", "suppressed", "missing", "not applicable"]),
            min_size=len(numbers),
            max_size=len(numbers),
        )
    )
    found = statuses.total(numbers, status)
    kept = [n for n, s in zip(numbers, status, strict=True) if s == "ok"]
    assert found.at_least == sum(kept)
    assert (found.value is None) == ("suppressed" in status or "missing" in status or not kept)
    # What a withheld cell holds makes no difference.
    other = [n if s == "ok" else 999 for n, s in zip(numbers, status, strict=True)]
    assert statuses.total(other, status) == found


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: statuses.total([1], ["hidden"]), "status 'hidden' at place 1"),
        (lambda: statuses.total([1, 2], ["ok"]), "one list has 2 values, the other 1"),
        (lambda: statuses.total([-1]), "found -1"),
        (lambda: statuses.total(["12 children"]), "not a number"),
    ],
)
def test_mistakes_are_said_plainly(call, says: str) -> None:
    with pytest.raises(WorkbookError, match=says):
        call()


def test_blank_status_means_nothing_is_amiss() -> None:
    assert statuses.total([1, 2, 3], [None, "", pd.NA]).value == 6
