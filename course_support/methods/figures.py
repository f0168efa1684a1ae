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
    return f"{value:{plus}.{figures}g}"
