"""How far a result goes while one input moves across its range; light, so that pages open fast."""

from __future__ import annotations


class Reach:
    """Something with the least and the most that a result comes to."""

    least: float
    most: float

    @property
    def swing(self) -> float:
        """How far the result moves across the range, in its own unit."""
        return self.most - self.least
