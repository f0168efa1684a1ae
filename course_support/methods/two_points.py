"""Six series made by chance, two of whose points are shown: an exercise in restraint.

Pure Python, so that the same person always meets the same figures on every computer. Five series
never change; one changes for good a year before the end, where two points cannot show it. Those
that do not change are chosen among chance series that the rules find nothing in and, for three of
them, that happen to jump in the last month: that is what makes people misread them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from random import Random
from statistics import fmean

from course_support.methods.words import and_

LETTERS = "abcdef"
MONTHS = 24
#: Level and spread of every series, and how far the level of one falls.
LEVEL, SPREAD, FALL = 80.0, 4.0, 11.0
#: The month (0 for the first) from which that one is lower.
FROM = 12
#: A jump that people take for news, and a step that they pass over.
JUMP, STILL = 7.0, 1.5
JUMPING = 3
_TRIES = 4000


@dataclass(frozen=True)
class Service:
    """One service: its letter, its months, and whether anything really changed."""

    letter: str
    values: tuple[float, ...]
    changed: bool

    @property
    def last_two(self) -> tuple[float, float]:
        """Return the figures of the last month but one and the last."""
        return self.values[-2], self.values[-1]

    @property
    def step(self) -> float:
        """Return the change from one to the other."""
        return round(self.values[-1] - self.values[-2], 1)


def services(who: str) -> tuple[Service, ...]:
    """Return six services for a participant; the same for the same name, always."""
    random = Random(int(hashlib.sha256(who.encode()).hexdigest()[:12], 16))
    really = random.randrange(len(LETTERS))
    others = [place for place in range(len(LETTERS)) if place != really]
    jumping = set(random.sample(others, JUMPING))
    return tuple(
        Service(letter, _series(random, place == really, place in jumping), place == really)
        for place, letter in enumerate(LETTERS)
    )


def _series(random: Random, changes: bool, jumps: bool) -> tuple[float, ...]:
    """Return a series that fits its part in the exercise; the nearest one after many tries."""
    best: tuple[int, tuple[float, ...]] | None = None
    for _ in range(_TRIES):
        values = tuple(
            round(random.gauss(LEVEL - (FALL if changes and at >= FROM else 0), SPREAD), 1)
            for at in range(MONTHS)
        )
        step = abs(values[-1] - values[-2])
        faults = (step < JUMP if jumps else step > STILL) + (_signals(values) != changes)
        if best is None or faults < best[0]:
            best = faults, values
        if not faults:
            break
    assert best is not None
    return best[1]


def _signals(values: tuple[float, ...]) -> bool:
    """Say whether any of the four rules of ``control_charts`` marks a point.

    Written again in plain Python, so that the exercise needs no numbers library; a test holds
    the two together.
    """
    mean = fmean(values)
    moving = fmean(abs(b - a) for a, b in zip(values, values[1:], strict=False))
    sides = [1 if value > mean else -1 if value < mean else 0 for value in values]
    steps = [(b > a) - (b < a) for a, b in zip(values, values[1:], strict=False)]
    far = [abs(value - mean) > 1.773 * moving for value in values]
    near_limit = any(
        abs(sum(sides[at : at + 3])) == 3 and sum(far[at : at + 3]) >= 2
        for at in range(len(values) - 2)
    )
    outside = any(abs(value - mean) > 2.66 * moving for value in values)
    return outside or near_limit or _longest(sides) >= 7 or _longest(steps) >= 6


def _longest(signs: list[int]) -> int:
    """Return the longest stretch of equal signs that are not 0."""
    best = run = 0
    before = 0
    for sign in signs:
        run = run + 1 if sign == before else 1
        before = sign
        best = max(best, run if sign else 0)
    return best


@dataclass(frozen=True)
class Verdict:
    """What somebody concluded from two points, beside what there was to find."""

    services: tuple[Service, ...]
    chosen: tuple[str, ...]

    @property
    def false_alarms(self) -> tuple[str, ...]:
        """Return the services called changed that are not."""
        still = {one.letter for one in self.services if not one.changed}
        return tuple(letter for letter in self.chosen if letter in still)

    @property
    def missed(self) -> bool:
        """Return whether the one that changed was passed over."""
        return not any(one.changed and one.letter in self.chosen for one in self.services)

    def reading(self) -> str:
        """Return what two points led to, without blame."""
        (real,) = [one.letter.upper() for one in self.services if one.changed]
        wrong = and_(letter.upper() for letter in self.false_alarms)
        said = {
            0: "You took no chance step for news.",
            1: f"You took chance for news in service {wrong}.",
        }.get(len(self.false_alarms), f"You took chance for news in services {wrong}.")
        found = (
            f"The only service that changed is {real}, a year ago; its last two months hide it."
            if self.missed
            else f"You did pick service {real}, which changed a year ago; two points could not "
            "have told you so."
        )
        return f"{said} {found}"
