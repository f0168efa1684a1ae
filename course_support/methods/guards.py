"""Checks on what people give to a method, said plainly. The mathematics is elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from course_support.errors import WorkbookError

if TYPE_CHECKING:
    import pandas as pd


def numbers(
    values: Any,
    what: str,
    *,
    labels: Sequence[Any] | None = None,
    least: float | None = None,
    most: float | None = None,
    above: float | None = None,
    gaps: bool = False,
) -> NDArray[np.float64]:
    """Return one-dimensional numbers, or say which one is wrong and what was expected.

    Parameters
    ----------
    what
        What the numbers are, as it should stand in a message ("Population").
    labels
        A name for each value (an age band, an option); positions when left out.
    least, most, above
        Limits; ``above`` is a strict one.
    gaps
        Whether blanks (NaN) may stay.
    values
        A list, column or array.

    Raises
    ------
    WorkbookError
        When one is no number, is blank though blanks may not stay, or lies beyond a limit.
    """
    try:
        found = to_floats(values)
    except (TypeError, ValueError) as error:
        raise WorkbookError(
            f"{what}: found something that is not a number ({error}). Put numbers only; leave a "
            "cell blank where the number is not known."
        ) from None
    good = np.isfinite(found) | (np.isnan(found) if gaps else False)
    for limit, keeps in (
        (least, found >= (least if least is not None else 0)),
        (most, found <= (most if most is not None else 0)),
        (above, found > (above if above is not None else 0)),
    ):
        if limit is not None:
            good &= keeps | np.isnan(found)
    if not good.all():
        place = int(np.argmin(good))
        where = f"place {place + 1}" if labels is None else f"'{labels[place]}'"
        raise WorkbookError(
            f"{what}: found {_say(found[place])} for {where}; expected "
            f"{_expected(least, most, above)}. Correct it and run again."
        )
    return found


def number(
    value: Any,
    what: str,
    *,
    least: float | None = None,
    most: float | None = None,
    above: float | None = None,
) -> float:
    """Return one finite number within its limits, or say what was found and expected.

    Raises
    ------
    WorkbookError
        When it is no number, not finite, or lies beyond a limit.
    """
    try:
        found = float(value)
    except (TypeError, ValueError):
        found = float("nan")
    if (
        not np.isfinite(found)
        or (least is not None and found < least)
        or (most is not None and found > most)
        or (above is not None and found <= above)
    ):
        raise WorkbookError(
            f"{what}: found {value}; expected {_expected(least, most, above)}. Correct it and run "
            "again."
        )
    return found


def columns(table: pd.DataFrame, needed: Iterable[str], what: str) -> None:
    """Refuse a table that lacks a column, naming those it has; or one with no rows.

    Raises
    ------
    WorkbookError
        When a column is missing or there are no rows.
    """
    missing = [name for name in needed if name not in table.columns]
    if missing:
        has = ", ".join(str(name) for name in table.columns) or "none"
        raise WorkbookError(
            f"{what}: the column '{missing[0]}' is missing. The table has: {has}. Rename or add it."
        )
    if table.empty:
        raise WorkbookError(f"{what}: the table has no rows. Give it at least one.")


def same_length(first: Any, second: Any, what: str) -> None:
    """Refuse two lists that should go side by side and do not.

    Raises
    ------
    WorkbookError
        When they differ in length.
    """
    a, b = len(first), len(second)
    if a != b:
        raise WorkbookError(f"{what}: one list has {a} values, the other {b}. Make them match.")


def one_of(value: str, known: Iterable[str], what: str) -> str:
    """Refuse a word that is not among those known.

    Raises
    ------
    WorkbookError
        When the word is not known.
    """
    words = list(known)
    if value not in words:
        raise WorkbookError(f"{what}: '{value}' is not known. Choose one of: {', '.join(words)}.")
    return value


def no_repeats(names: Iterable[Any], what: str) -> None:
    """Refuse a name that appears twice.

    Raises
    ------
    WorkbookError
        When a name is there twice.
    """
    seen: set[Any] = set()
    for name in names:
        if name in seen:
            raise WorkbookError(f"{what}: '{name}' is there twice. Keep one of them.")
        seen.add(name)


def to_floats(values: Any) -> NDArray[np.float64]:
    """Return a flat float array; masked and missing cells become NaN, never 0."""
    if isinstance(values, np.ma.MaskedArray):
        return np.where(np.ma.getmaskarray(values), np.nan, values.data).astype(float).ravel()
    kind = getattr(values, "dtype", None)
    if isinstance(kind, np.dtype) and kind.kind in "fiu":
        return np.asarray(values, dtype=float).ravel()
    if kind is None:
        values = list(values)
        # Plain numbers need no pandas, which a page would wait for.
        if all(isinstance(v, int | float) and not isinstance(v, bool) for v in values):
            return np.array(values, dtype=float)
    import pandas as pd

    series = pd.Series(values)
    if not pd.api.types.is_numeric_dtype(series.dtype):
        series = series.map(lambda value: np.nan if pd.isna(value) else float(value))
    return series.to_numpy(dtype=float, na_value=np.nan)


def _expected(least: float | None, most: float | None, above: float | None) -> str:
    """Return the limits in words."""
    if above is not None:
        low = f"a number above {above:g}"
    elif least is not None:
        low = f"a number of at least {least:g}"
    else:
        low = "a number"
    return low if most is None else f"{low} and at most {most:g}"


def _say(value: float) -> str:
    """Return a number as people write it."""
    return "a blank" if np.isnan(value) else f"{value:,.10g}"
