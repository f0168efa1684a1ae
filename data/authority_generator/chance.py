"""Seeded chance that gives the same numbers on every computer and Python version.

Only ``random.Random.random`` is used, which Python promises not to change; the shapes are
made from it here. Each table draws from a stream of its own name, so changing how one
table is made does not shift the others.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from statistics import NormalDist
from typing import TypeVar

SEED = "Marrenshire 2026"
T = TypeVar("T")
_NORMAL = NormalDist()


class Chance:
    """A named stream of random numbers."""

    def __init__(self, name: str) -> None:
        self._random = random.Random(f"{SEED}/{name}")

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        """Return a number between low and high."""
        return low + (high - low) * self._random.random()

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def yes(self, probability: float) -> bool:
        """Return True with a probability."""
        return self._random.random() < probability

    def normal(self, mean: float, sd: float) -> float:
        """Return a draw from a normal distribution."""
        return mean + sd * _NORMAL.inv_cdf(min(max(self._random.random(), 1e-9), 1 - 1e-9))

    def skewed(self, median: float, spread: float) -> float:
        """Return a draw skewed to the right (log-normal)."""
        return median * math.exp(self.normal(0, spread))

    def count(self, mean: float) -> int:
        """Return a Poisson count (a rounded normal above 40)."""
        if mean > 40:
            return max(0, round(self.normal(mean, math.sqrt(mean))))
        limit, total, product = math.exp(-mean), 0, self._random.random()
        while product > limit:
            total += 1
            product *= self._random.random()
        return total

    def out_of(self, number: int, probability: float) -> int:
        """Return how many of a number happen (a binomial count)."""
        return sum(self._random.random() < probability for _ in range(number))

    def pick(self, items: Sequence[T], weights: Sequence[float] | None = None) -> T:
        """Return one of the items."""
        if weights is None:
            return items[int(self._random.random() * len(items))]
        mark = self._random.random() * sum(weights)
        for item, weight in zip(items, weights, strict=True):
            mark -= weight
            if mark < 0:
                return item
        return items[-1]
