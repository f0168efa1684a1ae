"""What an audit of the commissioning cycle shows: strength, balance, weakest, what first.

A rating counts 0 (red), a half (amber) or 1 (green). What was not rated, or does not apply,
counts nowhere: no rating is not a bad rating. The four elements matter equally, so each gets
its own average, however many statements it has. Pure Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_support.methods.result import Result
from course_support.methods.words import and_

if TYPE_CHECKING:
    import pandas as pd

POINTS = {"red": 0.0, "amber": 0.5, "green": 1.0}
#: Elements whose averages lie no further apart than this are called even.
EVEN = 0.10


@dataclass(frozen=True)
class Rated:
    """One statement of an audit, its place in the cycle, and what was found."""

    id: str
    text: str
    element: str
    ring: str
    rating: str | None = None
    action: str = ""

    @property
    def points(self) -> float | None:
        """Return 0, 0.5 or 1; None where nothing counts."""
        return POINTS.get(self.rating or "")


@dataclass(frozen=True)
class Cell:
    """The ratings of one element in one ring (or of a whole element)."""

    element: str
    ring: str
    rated: int
    of: int
    red: int
    strength: float | None


@dataclass(frozen=True)
class Balance(Result):
    """How strong each element is, in the order of the cycle, and how even they are."""

    cells: tuple[Cell, ...]
    #: Who spends effort, as the beginning of a sentence.
    effort: str = "You spend your effort"
    assumptions: tuple[str, ...] = (
        "Red counts 0, amber a half, green 1. What was not rated or does not apply is left out.",
        "Each element counts the same, however many statements it has.",
    )

    @property
    def known(self) -> tuple[Cell, ...]:
        """Return the elements with at least one rating."""
        return tuple(cell for cell in self.cells if cell.strength is not None)

    @property
    def strongest(self) -> tuple[str, ...]:
        """Return the element or elements that lead."""
        return _at(self.known, max)

    @property
    def weakest(self) -> tuple[str, ...]:
        """Return the element or elements that come last."""
        return _at(self.known, min)

    @property
    def spread(self) -> float | None:
        """Return the distance between strongest and weakest; None with fewer than two."""
        values = [cell.strength or 0.0 for cell in self.known]
        return max(values) - min(values) if len(values) > 1 else None

    def shares(self) -> dict[str, float]:
        """Return each element's share of all strength; a quarter each would be even."""
        total = sum(cell.strength or 0.0 for cell in self.known)
        return {c.element: (c.strength or 0.0) / total for c in self.known} if total else {}

    def finding(self) -> str:
        """Return the balance in a few words, as a title."""
        if self.spread is None:
            return "Rate statements of at least two elements to see a balance"
        if self.spread <= EVEN:
            return "The four elements are about even" if len(self.known) == 4 else "About even"
        return f"Strongest in {and_(self.strongest)}, weakest in {and_(self.weakest)}"

    def table(self) -> pd.DataFrame:
        """Return one row an element: statements rated, reds, strength and share in per cent."""
        import pandas as pd

        shares = self.shares()
        return pd.DataFrame(
            {
                "Element": [cell.element for cell in self.cells],
                "Rated": [f"{cell.rated} of {cell.of}" for cell in self.cells],
                "Red": [cell.red for cell in self.cells],
                "Strength, %": [percent(cell.strength) for cell in self.cells],
                "Share of all strength, %": [percent(shares.get(c.element)) for c in self.cells],
            }
        )

    def reading(self) -> str:
        """Return the balance as sentences: where the effort seems to go."""
        if self.spread is None:
            return f"{self.finding()}."
        each = ", ".join(f"{cell.element} {percent(cell.strength)}%" for cell in self.known)
        said = f"Strength, out of all that is possible: {each}."
        if self.spread <= EVEN:
            return f"{said} No element stands out: the cycle asks for four that are equal."
        return (
            f"{said} {self.effort} on {and_(self.strongest)}; "
            f"{and_(self.weakest)} comes last. The cycle asks for four that are equal."
        )


def cells(found: Sequence[Rated], elements: Iterable[str], rings: Iterable[str]) -> list[Cell]:
    """Return a cell for each element and ring, element by element."""
    by_ring = list(rings)
    return [
        _cell(
            [each for each in found if (each.element, each.ring) == (element, ring)], element, ring
        )
        for element in elements
        for ring in by_ring
    ]


def balance(
    found: Sequence[Rated], elements: Iterable[str], effort: str = Balance.effort
) -> Balance:
    """Return how the four elements compare.

    Parameters
    ----------
    found
        The statements of both rings with their ratings.
    elements
        The elements, in the order of the cycle.
    effort
        Who spends effort, as the beginning of a sentence.
    """
    found_cells = (_cell([e for e in found if e.element == name], name, "") for name in elements)
    return Balance(tuple(found_cells), effort)


def to_do_first(found: Sequence[Rated], elements: Sequence[str], most: int = 5) -> list[Rated]:
    """Return what to mend first, at most so many, by a rule that is said.

    Reds before ambers. Then what comes earlier in the cycle, since what follows rests on it.
    Then the outer ring, since it drives the inner one. Greens are left out.
    """
    weak = [each for each in found if each.points is not None and each.points < 1]
    place = {element: number for number, element in enumerate(elements)}
    weak.sort(key=lambda each: (each.points, place[each.element], each.ring != "Outer"))
    return weak[:most]


def weakest(found: Sequence[Cell]) -> list[Cell]:
    """Return the cells with ratings, weakest first; of equals the one with more reds."""
    known = [cell for cell in found if cell.strength is not None]
    return sorted(known, key=lambda cell: (cell.strength, -cell.red))


def differences(mine: Sequence[Rated], others: Sequence[Rated]) -> list[tuple[Rated, Rated]]:
    """Return the statements that two audits rate differently, the furthest apart first."""
    theirs = {each.id: each for each in others}
    pairs = [(each, theirs[each.id]) for each in mine if each.id in theirs]
    apart = [(a, b) for a, b in pairs if None not in (a.points, b.points) and a.points != b.points]
    return sorted(apart, key=lambda pair: -abs((pair[0].points or 0) - (pair[1].points or 0)))


def percent(share: float | None) -> str:
    """Return a share of one as a whole number of per cent; a dash where there is none."""
    return "–" if share is None else f"{100 * share:.0f}"


def _cell(found: Sequence[Rated], element: str, ring: str) -> Cell:
    points = [each.points for each in found if each.points is not None]
    strength = sum(points) / len(points) if points else None
    return Cell(element, ring, len(points), len(found), points.count(0.0), strength)


def _at(known: Sequence[Cell], edge: object) -> tuple[str, ...]:
    if not known:
        return ()
    wanted = edge(cell.strength for cell in known)  # type: ignore[operator]
    return tuple(cell.element for cell in known if cell.strength == wanted)
