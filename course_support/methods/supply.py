"""What there is: capacity, occupancy, and how far it rests on few owners.

Source: the Herfindahl-Hirschman index as competition authorities use it (squared percentage
shares, 0 to 10,000).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from course_support.methods import guards, statuses
from course_support.methods.result import Result


@dataclass(frozen=True)
class Capacity(Result):
    """Places and how full they are, by provider.

    Attributes
    ----------
    rows
        Columns provider, places, occupied, occupancy (share), free (places); NaN if not known.
    occupancy
        Occupied over places, among providers for which both are known; None if there are none.
    """

    rows: pd.DataFrame
    places: statuses.Total
    occupied: statuses.Total
    occupancy: float | None
    compared: int
    assumptions: tuple[str, ...] = (
        "A place counts the same wherever it is and whoever it suits.",
        "Occupancy uses only providers that report both places and people.",
    )

    def table(self) -> pd.DataFrame:
        """Return one provider a row."""
        return self.rows.rename(
            columns={
                "provider": "Provider",
                "places": "Places",
                "occupied": "People",
                "occupancy": "Occupancy",
                "free": "Free places",
            }
        )

    def reading(self) -> str:
        """Say how many places there are and how full."""
        full = (
            "Occupancy is not known."
            if self.occupancy is None
            else f"Occupancy is {self.occupancy:.0%} over {self.compared} providers that report it."
        )
        return f"{self.places.reading()} {full}"


def capacity(
    providers: pd.DataFrame, *, places: str = "places", occupied: str = "occupied"
) -> Capacity:
    """Return places, people and occupancy by provider and overall.

    Parameters
    ----------
    providers
        Columns provider, ``places``, ``occupied``, and where there are any places_status and
        occupied_status. More people than places is allowed (it happens) and shows as over 100%.

    Raises
    ------
    WorkbookError
        When a column is missing, a provider is there twice, or a number is below 0.
    """
    guards.columns(providers, ["provider", places, occupied], "Capacity")
    labels = [str(name) for name in providers["provider"]]
    guards.no_repeats(labels, "Providers")
    have = statuses.read(
        providers[places], providers.get(f"{places}_status"), "Places", labels=labels, least=0
    )
    used = statuses.read(
        providers[occupied], providers.get(f"{occupied}_status"), "People", labels=labels, least=0
    )
    share = np.divide(
        used.value, have.value, out=np.full(len(labels), np.nan), where=have.value > 0
    )
    both = ~np.isnan(have.value) & ~np.isnan(used.value)
    whole = have.value[both].sum()
    rows = pd.DataFrame(
        {
            "provider": labels,
            "places": have.value,
            "occupied": used.value,
            "occupancy": share,
            "free": have.value - used.value,
        }
    )
    return Capacity(
        rows,
        statuses.total(have.value, have.status, "Places"),
        statuses.total(used.value, used.status, "People in places"),
        float(used.value[both].sum() / whole) if whole > 0 else None,
        int(both.sum()),
    )


@dataclass(frozen=True)
class Concentration(Result):
    """How far supply rests on few owners.

    Attributes
    ----------
    hhi
        Herfindahl-Hirschman index, 0 to 10,000; None when a share is not known.
    equal_owners
        How many owners of equal size would give the same index.
    lost, spare_elsewhere
        If the largest left: people who would need a place, and free places with the others;
        None when not given.
    """

    owners: tuple[str, ...]
    shares: NDArray[np.float64]
    hhi: float | None
    equal_owners: float | None
    largest: str | None
    largest_share: float | None
    lost: float | None
    spare_elsewhere: float | None
    why_undefined: str | None = None
    assumptions: tuple[str, ...] = (
        "Shares are of places, added up by owner. The market is taken to be the table given.",
    )

    def table(self) -> pd.DataFrame:
        """Return one owner a row, largest first."""
        table = pd.DataFrame({"Owner": self.owners, "Share of places": self.shares})
        return table.sort_values(
            "Share of places", ascending=False, kind="stable", ignore_index=True
        )

    def reading(self) -> str:
        """Say the index in plain terms and what hangs on the largest owner."""
        if self.hhi is None or self.largest_share is None or self.equal_owners is None:
            return f"Concentration cannot be worked out: {self.why_undefined}."
        text = (
            f"{self.largest} has {self.largest_share:.0%} of places. The market is as concentrated "
            f"as {self.equal_owners:.1f} owners of equal size (index {self.hhi:,.0f} of 10,000)."
        )
        if self.lost is None or self.spare_elsewhere is None:
            return text
        stay = "could" if self.spare_elsewhere >= self.lost else "could not all"
        return (
            f"{text} If it left, {self.lost:,.0f} people would need a place; the others have "
            f"{self.spare_elsewhere:,.0f} free, so they {stay} be placed there."
        )


def concentration(providers: pd.DataFrame, *, owner: str = "owner") -> Concentration:
    """Return the Herfindahl-Hirschman index over owners and dependence on the largest.

    Parameters
    ----------
    providers
        Columns ``owner`` and places; with occupied (and provider) also what happens if the
        largest owner left. Statuses as in ``capacity``.

    Raises
    ------
    WorkbookError
        When a column is missing or a number is below 0.
    """
    guards.columns(providers, [owner, "places"], "Concentration")
    named = [str(name) for name in providers[owner]]
    have = statuses.read(
        providers["places"], providers.get("places_status"), "Places", labels=named, least=0
    )
    owners = tuple(dict.fromkeys(named))
    unknown = statuses.gaps(have.status)
    held = np.array([have.value[[n == o for n in named]].sum() for o in owners])
    if unknown or not np.nansum(held):
        why = f"places are not known for some ({unknown})" if unknown else "there are no places"
        nothing = np.full(len(owners), np.nan)
        return Concentration(owners, nothing, None, None, None, None, None, None, why)
    shares = np.nan_to_num(held) / np.nansum(held)
    hhi = herfindahl(shares)
    top = int(shares.argmax())
    lost, spare = _if_it_left(providers, [n == owners[top] for n in named], have.value)
    return Concentration(
        owners, shares, hhi, 10_000 / hhi, owners[top], float(shares[top]), lost, spare
    )


def herfindahl(shares: NDArray[np.float64]) -> float:
    """Return the sum of squared percentage shares (shares sum to 1)."""
    return float(((100 * shares) ** 2).sum())


def _if_it_left(
    providers: pd.DataFrame, theirs: Sequence[bool], places: NDArray[np.float64]
) -> tuple[float | None, float | None]:
    """Return people who would lose their place, and free places with the others."""
    if "occupied" not in providers:
        return None, None
    used = statuses.read(providers["occupied"], providers.get("occupied_status"), "People", least=0)
    if not used.complete:
        return None, None
    gone = np.asarray(theirs)
    free = np.maximum(places - used.value, 0)
    return float(np.nansum(used.value[gone])), float(np.nansum(free[~gone]))
