"""Pressure points in supply, by thresholds that the user states."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from course_support.errors import WorkbookError
from course_support.methods import guards
from course_support.methods.result import Result
from course_support.methods.supply import capacity, concentration


@dataclass(frozen=True)
class Thresholds:
    """What counts as a pressure point; a threshold left out is not checked.

    Attributes
    ----------
    occupancy
        A provider at or above this share is full for practical purposes.
    share
        An owner with at least this share of places is one the area depends on.
    poor_ratings
        Quality ratings that are a worry.
    price_rise
        A price rise over the year at or above this share.
    """

    occupancy: float | None = None
    share: float | None = None
    poor_ratings: tuple[str, ...] = ()
    price_rise: float | None = None


@dataclass(frozen=True)
class PressurePoints(Result):
    """Where supply is under pressure, by stated thresholds.

    Attributes
    ----------
    rows
        Columns provider, points (how many), reasons, not_known.
    """

    rows: pd.DataFrame
    thresholds: Thresholds
    assumptions: tuple[str, ...] = ()

    def table(self) -> pd.DataFrame:
        """Return providers with most pressure points first."""
        names = {
            "provider": "Provider",
            "points": "Pressure points",
            "reasons": "Why",
            "not_known": "Not known",
        }
        return self.rows.rename(columns=names).sort_values(
            "Pressure points", ascending=False, kind="stable", ignore_index=True
        )

    def reading(self) -> str:
        """Say how many providers are under pressure and which most."""
        pressed = self.rows[self.rows["points"] > 0]
        if pressed.empty:
            return f"No provider of {len(self.rows)} passes a threshold where figures are known."
        most = pressed.sort_values("points", ascending=False, kind="stable").iloc[0]
        return (
            f"{len(pressed)} of {len(self.rows)} providers pass at least one threshold; "
            f"{most['provider']} passes most ({most['reasons']})."
        )


def pressure_points(providers: pd.DataFrame, thresholds: Thresholds) -> PressurePoints:
    """Mark providers that pass the thresholds given.

    Parameters
    ----------
    providers
        Column provider, and for each threshold set its columns: places and occupied; places and
        owner; rating; price and price_before.

    Raises
    ------
    WorkbookError
        When no threshold is set or a column it needs is missing.
    """
    checks = {
        "occupancy": (thresholds.occupancy is not None, ["places", "occupied"]),
        "share": (thresholds.share is not None, ["places", "owner"]),
        "poor_ratings": (bool(thresholds.poor_ratings), ["rating"]),
        "price_rise": (thresholds.price_rise is not None, ["price", "price_before"]),
    }
    wanted = [name for name, (on, _) in checks.items() if on]
    if not wanted:
        raise WorkbookError("Pressure points: no threshold was set. Set at least one.")
    for name in wanted:
        guards.columns(providers, ["provider", *checks[name][1]], f"Pressure points ({name})")
    found = {name: _CHECKS[name](providers, thresholds) for name in wanted}
    rows = pd.DataFrame(
        {
            "provider": providers["provider"].astype(str).to_numpy(),
            "points": [sum(found[n][0][i] for n in wanted) for i in range(len(providers))],
            "reasons": [
                "; ".join(found[n][1][i] for n in wanted if found[n][0][i])
                for i in range(len(providers))
            ],
            "not_known": [
                ", ".join(_SAY[n] for n in wanted if found[n][2][i]) for i in range(len(providers))
            ],
        }
    )
    return PressurePoints(rows, thresholds, _stated(thresholds))


#: Passed, why, and not known, one a provider.
_Check = tuple[list[bool], list[str], list[bool]]

_SAY = {
    "occupancy": "occupancy",
    "share": "share of places",
    "poor_ratings": "rating",
    "price_rise": "price rise",
}


def _full(providers: pd.DataFrame, thresholds: Thresholds) -> _Check:
    """Check occupancy."""
    share = capacity(providers).rows["occupancy"].to_numpy()
    return _at_least(share, thresholds.occupancy or 0, "{:.0%} full")


def _dependent(providers: pd.DataFrame, thresholds: Thresholds) -> _Check:
    """Check the owner's share of places."""
    found = concentration(providers)
    share = dict(zip(found.owners, found.shares, strict=True))
    held = np.array([share[str(owner)] for owner in providers["owner"]])
    return _at_least(held, thresholds.share or 0, "its owner has {:.0%} of places")


def _poor(providers: pd.DataFrame, thresholds: Thresholds) -> _Check:
    """Check quality ratings."""
    poor = {rating.casefold() for rating in thresholds.poor_ratings}
    ratings = ["" if pd.isna(r) else str(r).strip() for r in providers["rating"]]
    return (
        [r.casefold() in poor for r in ratings],
        [f"rated {r}" for r in ratings],
        [r == "" for r in ratings],
    )


def _dearer(providers: pd.DataFrame, thresholds: Thresholds) -> _Check:
    """Check the price rise."""
    labels = [str(name) for name in providers["provider"]]
    now = guards.numbers(providers["price"], "Price", labels=labels, least=0, gaps=True)
    then = guards.numbers(
        providers["price_before"], "Price before", labels=labels, above=0, gaps=True
    )
    return _at_least(now / then - 1, thresholds.price_rise or 0, "price up {:.0%}")


def _at_least(values: NDArray[np.float64], limit: float, text: str) -> _Check:
    """Return which known values reach a limit."""
    return (
        # Rounded, so that a price that rose by exactly a fifth is not just below 20%.
        [bool(round(v, 9) >= limit) for v in values],
        [text.format(v) for v in values],
        [bool(np.isnan(v)) for v in values],
    )


_CHECKS = {"occupancy": _full, "share": _dependent, "poor_ratings": _poor, "price_rise": _dearer}


def _stated(thresholds: Thresholds) -> tuple[str, ...]:
    """Return the thresholds as sentences."""
    given = []
    if thresholds.occupancy is not None:
        given.append(f"Full: occupancy of {thresholds.occupancy:.0%} or more.")
    if thresholds.share is not None:
        given.append(f"Dependence: an owner with {thresholds.share:.0%} of places or more.")
    if thresholds.poor_ratings:
        given.append(f"Quality: rated {' or '.join(thresholds.poor_ratings)}.")
    if thresholds.price_rise is not None:
        given.append(f"Price: a rise of {thresholds.price_rise:.0%} or more.")
    return (*given, "A threshold is a prompt to look, not a finding.")
