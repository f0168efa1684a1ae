"""What knowing an unknown would change: the gap across its range, the others at their guess.

Each unknown moves the gap in one stated way (``MOVES``). One that cannot move it is worth
knowing for another reason, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_support.errors import WorkbookError
from course_support.methods import guards
from course_support.methods.reach import Reach
from course_support.methods.result import Result

if TYPE_CHECKING:
    import pandas as pd

#: Ways in which an unknown moves the gap.
MOVES = {
    "people": "people in need beyond the forecast",
    "wanted": "places wanted beyond the forecast",
    "places": "places there will be",
    "take_up": "% of those who do not take a place who would",
    "cut": "% off the places wanted",
    "yearly": "% a year on the rate of need",
    "other": "something else: not the size of the gap",
}


@dataclass(frozen=True)
class Unknown:
    """Something that is not known: its range, how it moves the gap, what learning it costs.

    ``cost`` is in pounds, None where nobody has said.
    """

    name: str
    low: float
    central: float
    high: float
    moves: str
    unit: str = ""
    how: str = ""
    how_long: str = ""
    cost: float | None = None


@dataclass(frozen=True)
class Worth(Reach):
    """What an unknown does to the gap.

    Attributes
    ----------
    least, most
        The gap in places at its ends; both the central gap where it does not move it.
    changes_answer
        Whether the gap turns into spare places, or back, within its range.
    """

    unknown: Unknown
    least: float
    most: float
    changes_answer: bool


@dataclass(frozen=True)
class Unknowns(Result):
    """Unknowns by how far they move the gap, furthest first.

    Attributes
    ----------
    forecast
        The gap as the forecast has it, with none of the unknowns.
    central
        The gap with every unknown at its best guess.
    price
        Pounds a year for a place.
    """

    forecast: float
    central: float
    price: float
    found: tuple[Worth, ...]
    assumptions: tuple[str, ...] = (
        "One unknown moves at a time; the others stay at their best guess.",
        "A range set too narrow makes an unknown look unimportant.",
    )

    def table(self) -> pd.DataFrame:
        """Return one unknown a row."""
        import pandas as pd

        return pd.DataFrame(
            {
                "Unknown": [w.unknown.name for w in self.found],
                "Gap at its least (places)": [w.least for w in self.found],
                "Gap at its most (places)": [w.most for w in self.found],
                "Swing (places)": [w.swing for w in self.found],
                "Swing (£ a year)": [w.swing * self.price for w in self.found],
                "Cost to learn (£)": pd.Series([w.unknown.cost for w in self.found], dtype=float),
            }
        )

    def reading(self) -> str:
        """Name what is most worth knowing."""
        moving = [w for w in self.found if w.swing > 0]
        if not moving:
            return "None of these unknowns moves the size of the gap."
        top = moving[0]
        turns = [f"“{w.unknown.name}”" for w in moving if w.changes_answer]
        tail = (
            f" It could turn a gap into spare places, or back, through {' or '.join(turns)} alone."
            if turns
            else " None of them alone turns a gap into spare places, or back."
        )
        return (
            f"“{top.unknown.name}” moves the gap most: from {in_words(top.least)} to "
            f"{in_words(top.most)}, or £{top.swing * self.price:,.0f} a year between its ends."
            f"{tail}"
        )


def in_words(places: float) -> str:
    """Return a gap in words: so many places short, or spare."""
    if round(places) == 0:
        return "no gap"
    many = "1 place" if round(abs(places)) == 1 else f"{abs(places):,.0f} places"
    return f"{many} {'short' if places > 0 else 'spare'}"


def worth_of(
    unknowns: Iterable[Unknown],
    *,
    need: float,
    wanted: float,
    supply: float,
    price: float,
    years: float,
) -> Unknowns:
    """Work out what each unknown does to the gap.

    Parameters
    ----------
    need, wanted
        People in need and places wanted in the year planned for, central.
    price
        Pounds a year for a place.
    years
        Years from the first of the forecast to the one planned for.
    unknowns
        In any order.
    supply
        Places there are.

    Raises
    ------
    WorkbookError
        When a way of moving is not known, or a best guess is outside its range.
    """
    rows = list(unknowns)
    for row in rows:
        if row.moves not in MOVES:
            raise WorkbookError(
                f"“{row.name}”: '{row.moves}' is no way of moving the gap. Choose one of: "
                f"{', '.join(MOVES)}."
            )
        for value in (row.low, row.central, row.high):
            guards.number(value, f"“{row.name}”, range")
        if not row.low <= row.central <= row.high:
            raise WorkbookError(
                f"“{row.name}” runs from {row.low:g} to {row.high:g}, but its best guess is "
                f"{row.central:g}. Put the three in order."
            )
    guess = [row.central for row in rows]

    def at(values: Sequence[float]) -> float:
        given = zip(rows, values, strict=True)
        return _gap([(r.moves, v) for r, v in given], need, wanted, supply, years)

    central = at(guess)
    found = []
    for place, row in enumerate(rows):
        ends = [at([*guess[:place], v, *guess[place + 1 :]]) for v in (row.low, row.high)]
        least, most = min(ends), max(ends)
        found.append(Worth(row, least, most, least < 0 < most))
    found.sort(key=lambda worth: -worth.swing)
    return Unknowns(wanted - supply, central, price, tuple(found))


def _gap(
    values: Sequence[tuple[str, float]], need: float, wanted: float, supply: float, years: float
) -> float:
    """Return the gap with unknowns at these values."""
    total = _sums(values)
    share = wanted / need if need else 0.0
    grown = 1.0
    for moves, value in values:
        if moves == "yearly":
            grown *= (1 + value / 100) ** years
    needed = need * grown + total["people"]
    places = needed * share
    places += (needed - places) * total["take_up"] / 100 + total["wanted"]
    places *= max(0.0, 1 - total["cut"] / 100)
    return places - (supply + total["places"])


def _sums(values: Sequence[tuple[str, float]]) -> Mapping[str, float]:
    """Return the values added up by how they move the gap."""
    total = dict.fromkeys(MOVES, 0.0)
    for moves, value in values:
        total[moves] += value
    return total
