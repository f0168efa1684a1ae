"""Providers in one authority: kinds, places, judgements and owners, as the regulator lists them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_support.errors import WorkbookError
from course_support.methods.words import and_
from course_support.sources.personal import WITHHELD

from .need import USABLE

if TYPE_CHECKING:
    import pandas as pd

    from course_support.sources.published import Published

#: Kinds of provision that a population looks at first, by words of the kind.
LOOKS_AT = {
    "children_in_care": r"^children's home|^supported accommodation",
    "children_with_disabilities": r"^children's home|^residential special school",
    "early_help": r"family centre",
    "homelessness": r"supported accommodation",
    "older_people": r"^care home|nursing|^residential|social care org",
}
GOOD = ("good", "outstanding")
NOT_JUDGED = ("", "not judged", "not rated", "not applicable", "not yet inspected")


@dataclass(frozen=True)
class Kind:
    """Providers of one kind.

    Attributes
    ----------
    places
        Sum of the places that are known; None where the list has none.
    no_places
        Providers whose places are not given.
    judged, good
        Providers with a judgement, and those judged good or better.
    """

    name: str
    providers: int
    places: float | None
    no_places: int
    judged: int
    good: int


@dataclass(frozen=True)
class Supply:
    """What a list of providers says of one authority.

    Attributes
    ----------
    kinds
        All kinds, those that this population looks at first.
    counted
        Names of the kinds that are taken to meet the need.
    owners
        Share of the places in them by owner, the largest first; of providers where places are
        not given.
    dormant
        Providers registered there that care for nobody now: in no other figure.
    """

    area: str
    kinds: tuple[Kind, ...]
    counted: tuple[str, ...]
    owners: tuple[tuple[str, float], ...]
    by_places: bool
    edition: str
    file: str
    dormant: int = 0

    @property
    def places(self) -> float | None:
        """Places in the kinds that are counted, or None where the list does not give them.

        0 where the list covers the authority and has none of these kinds there.
        """
        if not self.counted:
            return 0.0
        found = [k.places for k in self.kinds if k.name in self.counted and k.places is not None]
        return sum(found) if found else None

    @property
    def providers(self) -> int:
        """Providers of the kinds that are counted."""
        return sum(k.providers for k in self.kinds if k.name in self.counted)


def supply(found: Published, area: str, code: str, population: str) -> Supply:
    """Return the providers of an authority.

    Parameters
    ----------
    area, code
        Its name, and its latest code; either finds it.

    Raises
    ------
    WorkbookError
        When the list has no providers there.
    """
    records = found.records
    if records is None:
        raise WorkbookError(f"{found.file} is no list of providers. Choose a list of providers.")
    rows = _there(records, area, code)
    if rows.empty:
        raise WorkbookError(
            f"{found.file} lists no provider in {area}. {_before(records, code)}Check the "
            "authority, or choose a list that covers it: lists for one region are common."
        )
    asleep = _dormant(rows)
    rows = rows[~asleep]
    places = next((c for c in ("places", "beds") if c in rows), "")
    kind = next(
        (c for c in ("provision_type", "care_home", "services", "category", "type") if c in rows),
        "",
    )
    labels = (
        rows[kind].astype(object).fillna("").map(_kind_name)
        if kind
        else rows.index.map(lambda _: "Provider")
    )
    judgement = next((c for c in ("overall_judgement", "rating") if c in rows), "")
    kinds = tuple(
        _kind(str(name), part, places, judgement)
        for name, part in sorted(rows.groupby(labels), key=lambda pair: -len(pair[1]))
    )
    pattern = re.compile(LOOKS_AT.get(population, "."), re.I)
    counted = tuple(k.name for k in kinds if pattern.search(k.name))
    inside = rows[labels.isin(counted)]
    owners, by_places = _owners(inside, places)
    ordered = tuple(sorted(kinds, key=lambda k: (k.name not in counted, -k.providers)))
    return Supply(
        area, ordered, counted, owners, by_places, found.edition, found.file, int(asleep.sum())
    )


def _dormant(rows: pd.DataFrame) -> pd.Series:
    if "dormant" not in rows:
        return rows.index.to_series().map(lambda _: False).astype(bool)
    return rows["dormant"].astype(object).map(lambda d: str(d).strip().upper() in {"Y", "YES"})


def _there(records: pd.DataFrame, area: str, code: str) -> pd.DataFrame:
    from course_support.sources.published import areas

    found = records.iloc[0:0]
    if code and "area_code" in records:
        found = records[
            records["area_code"].astype(object).map(lambda c: areas.latest_code(str(c))) == code
        ]
    name = next((c for c in ("local_authority", "area_name") if c in records), "")
    if found.empty and name:
        key = areas.name_key(area)
        found = records[records[name].astype(object).map(lambda n: areas.name_key(str(n))) == key]
    return found


def _before(records: pd.DataFrame, code: str) -> str:
    """Say which councils of the list became part of this one later."""
    from course_support.sources.published import areas

    if "area_code" not in records:
        return ""
    listed = set(records["area_code"].astype(object))
    found = {c.old_name for c in areas.changes() if c.new_code == code and c.old_code in listed}
    if not found:
        return ""
    return f"It is older: it lists {and_(sorted(found))}, which became part of {_area_of(code)}. "


def _area_of(code: str) -> str:
    """Return the name that belongs to a code, or the code."""
    from course_support.sources.published import areas

    return areas.known_codes().get(code, code)


def _kind_name(text: str) -> str:
    plain = {"Yes": "Care home", "No": "Not a care home"}.get(str(text), str(text).strip())
    return plain.partition(";")[0].partition("|")[0].strip() or "Kind not stated"


def _kind(name: str, rows: pd.DataFrame, places: str, judgement: str) -> Kind:
    known = rows[places].notna() if places else None
    if known is not None and f"{places}_status" in rows:
        known &= rows[f"{places}_status"].isin(USABLE)
    judged = _judgements(rows, judgement)
    return Kind(
        name,
        len(rows),
        float(rows.loc[known, places].sum()) if known is not None and known.any() else None,
        len(rows) if known is None else int((~known).sum()),
        sum(judged.values()),
        sum(n for word, n in judged.items() if word in GOOD),
    )


def _judgements(rows: pd.DataFrame, judgement: str) -> Mapping[str, int]:
    if not judgement:
        return {}
    words = rows[judgement].astype(object).fillna("").map(lambda w: str(w).strip().lower())
    return Counter(word for word in words if word not in NOT_JUDGED)


def _owners(rows: pd.DataFrame, places: str) -> tuple[tuple[tuple[str, float], ...], bool]:
    owner = next((c for c in ("organisation", "provider") if c in rows), "")
    if not owner or rows.empty:
        return (), False
    names = rows[owner].astype(object).fillna("").map(lambda n: str(n).strip() or "not named")
    # Private people have one wording in the place of their names, and are many owners.
    number = next((c for c in ("provider_id", "urn") if c in rows), "")
    private = names == WITHHELD
    keys = names.where(~private, rows[number].astype(object).map(str)) if number else names
    held = rows[places].fillna(0) if places else None
    by_places = held is not None and float(held.sum()) > 0
    weights = held if by_places and held is not None else names.map(lambda _: 1.0)
    sums = weights.groupby(keys).sum().sort_values(ascending=False)
    whole = float(sums.sum())
    named = dict(zip(keys, names, strict=True))
    return tuple((named[k], float(v) / whole) for k, v in sums.items()), by_places
