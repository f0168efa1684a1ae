"""Figures as people say them."""

import pytest

from course_support.methods.figures import about_pounds, pounds, said, whole_pounds


@pytest.mark.parametrize(
    ("value", "figures", "words"),
    [
        (87.54, 3, "87.5"), (1321.5, 3, "1,322"), (999.7, 3, "1,000"), (120.4, 2, "120"),
        (1234567, 4, "1,234,567"), (-1321.5, 3, "-1,322"), (0.1234, 2, "0.12"), (0, 3, "0"),
        (82.6, 4, "82.6"), (1350, 4, "1,350"), (3e15, 4, "3,000,000,000,000,000"),
    ],
)  # fmt: skip
def test_no_figure_is_said_by_powers_of_ten(value: float, figures: int, words: str) -> None:
    assert said(value, figures) == words


def test_a_change_may_bear_its_sign() -> None:
    assert said(8.84, 2, sign=True) == "+8.8"
    assert said(-1200, 2, sign=True) == "-1,200"


def test_pounds_keep_their_pence_where_they_have_any() -> None:
    assert [pounds(v) for v in (980500.5, 1250000, -3.2)] == ["£980,500.50", "£1,250,000", "−£3.20"]
    assert [whole_pounds(v) for v in (1234.6, -1234.4, -0.3)] == ["£1,235", "−£1,234", "£0"]
    assert [about_pounds(v) for v in (1.2, 5.487, 1322.6)] == ["£1.20", "£5.49", "£1,323"]
