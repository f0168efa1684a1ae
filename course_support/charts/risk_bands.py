"""The bands of a five by five risk matrix, from the dated rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from course_support.sources import rules

if TYPE_CHECKING:
    from course_support.methods.risk import Bands

TABLE = "risk_bands_npsa_2008"


def risk_bands() -> Bands:
    """Return each band's name, lowest and highest score, lowest band first."""
    return [
        (str(row.value), int(str(row.columns["minimum"])), int(str(row.columns["maximum"])))
        for row in rules.table(TABLE)
    ]
