"""Figures as people say them, in sentences and beside lines of a chart."""

from __future__ import annotations


def said(value: float, figures: int = 3, *, sign: bool = False) -> str:
    """Return a number with so many figures, and with all its whole ones: 87.5, 1,322.

    Parameters
    ----------
    value
        A finite number.
    figures
        Significant figures of a small number. A large one is not cut to them: "1.3e+03" is
        nothing that anyone would say.
    sign
        True to put a plus before what is above nought.
    """
    plus = "+" if sign else ""
    if abs(value) >= 10**figures - 0.5:
        return f"{value:{plus},.0f}"
    return f"{value:{plus},.{figures}g}"


def about_pounds(value: float) -> str:
    """Return an amount that was worked out: whole pounds, with pence below a thousand."""
    return pounds(round(value, 0 if abs(value) >= 1000 else 2))


def pounds(value: float) -> str:
    """Return an amount as people write it: £1,250, with pence where there are any or it is small.

    A price of £980,500.50 is not £980,500 in a letter, and £1.20 a point is not £1.
    """
    whole = value == round(value) or abs(value) >= 1e7
    return f"{'−' if value < 0 else ''}£{abs(value):,.{0 if whole else 2}f}"


def whole_pounds(value: float) -> str:
    """Return an amount to the pound, with its sign before it: £1,250, −£40."""
    return pounds(round(value))
