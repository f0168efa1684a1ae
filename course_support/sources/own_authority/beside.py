"""Which authorities to set beside one's own: statistical neighbours, or the region."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_support.errors import WorkbookError

from .files import NEIGHBOUR
from .need import Point

if TYPE_CHECKING:
    from course_support.sources.published import Published


@dataclass(frozen=True)
class Beside:
    """Other authorities with their latest count, in the order to show them, and why these."""

    points: Mapping[str, Point]
    words: str


def beside(
    area: str, code: str, every: Mapping[str, Point], neighbours: Published | None, most: int = 10
) -> Beside:
    """Return the authorities to compare with.

    Parameters
    ----------
    every
        Latest count of all authorities by name.
    neighbours
        The department's table of statistical neighbours, if one was chosen.
    """
    if neighbours is not None:
        names = neighbour_names(neighbours, area)
        return Beside(
            _found(names, every, most),
            f"statistical neighbours as in {neighbours.file}, nearest first",
        )
    names = _region(area, code, every)
    return Beside(
        _found(names, every, most),
        "authorities of the same region and tier, by name: choose the table of statistical "
        "neighbours for areas that are more alike",
    )


def _found(names: list[str], every: Mapping[str, Point], most: int) -> dict[str, Point]:
    from course_support.sources.published import areas

    keys = {areas.name_key(name): name for name in every}
    here = [keys[areas.name_key(n)] for n in names if areas.name_key(n) in keys]
    return {name: every[name] for name in here[:most]}


def neighbour_names(found: Published, area: str) -> list[str]:
    """Return the names of an authority's statistical neighbours, nearest first.

    The table names them by the department's three-figure codes, which it also holds.
    """
    own = found.select(area=area)
    codes = found.values[found.values["measure"] == "old_la_code"]
    by_code = dict(zip(codes["value"], codes["area_name"].astype(str), strict=True))
    if not by_code:
        raise WorkbookError(
            f"{found.file} names neighbours by codes that it does not explain. Use the table with "
            "the columns old_la_code and SN_1 to SN_10."
        )
    ranked = sorted(
        (int(m[1]), float(value))
        for name, value in zip(own["measure"].astype(str), own["value"], strict=True)
        if (m := NEIGHBOUR.fullmatch(name)) and value == value
    )
    return [by_code[value] for _, value in ranked if value in by_code]


def _region(area: str, code: str, every: Mapping[str, Point]) -> list[str]:
    from course_support.sources.published import areas

    lookup = areas.areas()
    mine = lookup.get(code) or lookup.get(areas.code_for_name(area))
    if mine is None:
        return []
    tiers = {mine.level, *(("single-tier authority",) if mine.level.startswith("upper") else ())}
    alike = {
        areas.name_key(each.name)
        for each in lookup.values()
        if each.region_code == mine.region_code and each.level in tiers and each.code != mine.code
    }
    return [name for name in sorted(every) if areas.name_key(re.sub(r"\s+", " ", name)) in alike]
