"""The files a participant chooses, each for one role; what a file is decides, never its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from course_support.errors import WorkbookError

if TYPE_CHECKING:
    from collections.abc import Callable

    from course_support.sources.published import Published

#: Columns of the Department for Education's table of statistical neighbours.
NEIGHBOUR = re.compile(r"SN_?(\d+)", re.I)
POPULATION_MEASURE = re.compile(r"population", re.I)
#: How the title of a table of projections is told from one of estimates.
PROJECTED = re.compile(r"projection", re.I)
#: Files that stay in memory once read: one a role, and some that were there before.
KEPT = 8
#: Notes of a reader that tell of codes joined or authorities that are gone.
JOINED = re.compile(r"series are joined|became part of|was replaced by|codes were found by name")


@dataclass(frozen=True)
class Role:
    """What a file is for: its id, its label on the page, and what fits it."""

    id: str
    label: str
    fits: str


ROLES = {
    role.id: role
    for role in (
        Role(
            "population",
            "Population by age",
            "Estimates or projections of the Office for National Statistics, a Nomis download, or "
            "the Department for Education's table of children.",
        ),
        Role(
            "projections",
            "Population ahead: projections",
            "Projections of the Office for National Statistics, to carry the estimates on. Leave "
            "it empty if you chose projections above.",
        ),
        Role(
            "need",
            "Need: what was counted",
            "Children looked after, children in need, plans, homelessness tables, adult social "
            "care outcomes, or public health indicators.",
        ),
        Role(
            "providers",
            "Providers",
            "A list of providers of Ofsted or the Care Quality Commission.",
        ),
        Role("spend", "Spending", "A revenue outturn table, or payments over £500."),
        Role(
            "neighbours",
            "Statistical neighbours",
            "The Department for Education's table of statistical neighbours.",
        ),
    )
}


def roles_of(found: Published) -> tuple[str, ...]:
    """Return the roles that a file fits, its first use first."""
    match found.kind:
        case "population" if PROJECTED.search(found.title):
            return ("projections", "population")
        case "population":
            return ("population",)
        case "dfe_ees":
            people = [m for m in found.measures if POPULATION_MEASURE.search(m)]
            others = len(found.measures) > len(people)
            return (*(("need",) if others else ()), *(("population",) if people else ()))
        case "homelessness" | "ascof" | "fingertips":
            return ("need",)
        case "ofsted_providers" | "cqc":
            return ("providers",)
        case "outturn" | "spend":
            return ("spend",)
        case "generic" if sum(bool(NEIGHBOUR.fullmatch(m)) for m in found.measures) >= 3:
            return ("neighbours",)
        case "generic" if any("authority" in level for level in found.levels):
            return ("need",)
        case "generic" if found.records is not None:
            return ("providers",)
    return ()


def check(found: Published, role: str) -> Published:
    """Return a file that fits its role.

    Raises
    ------
    WorkbookError
        When it fits another role, or none; the message says which.
    """
    fit = roles_of(found)
    if role in fit:
        return found
    what = f"{found.file} is read as: {found.title} ({found.publisher or 'publisher not stated'})."
    if fit:
        raise WorkbookError(
            f"{what} That is no file for “{ROLES[role].label}”. "
            f"Choose it under “{ROLES[fit[0]].label}”."
        )
    raise WorkbookError(
        f"{what} The needs analysis has no use for it. What fits “{ROLES[role].label}”: "
        f"{ROLES[role].fits}"
    )


def reader(role: str) -> Callable[[Path], Published]:
    """Return what reads a file for a role: for the field in which it is chosen.

    What it refuses ends with what would fit.
    """

    def read_here(path: Path) -> Published:
        try:
            return read(role, path)
        except WorkbookError as error:
            fits = f"What fits here: {ROLES[role].fits}"
            if ROLES[role].fits in str(error) or "Choose it under" in str(error):
                raise
            raise WorkbookError(f"{error} {fits}") from error

    return read_here


def read(role: str, path: Path | str) -> Published:
    """Read a published file for a role; the same file is read once.

    Raises
    ------
    WorkbookError
        When it cannot be read or is a file for something else.
    """
    path = Path(path)
    try:
        facts = path.stat()
    except OSError:
        raise WorkbookError(
            f"There is no file {path}. Check the name and the folder, or choose it again."
        ) from None
    return check(_read(path, (path.name, facts.st_mtime_ns, facts.st_size)), role)


def _read(path: Path, version: tuple[str, int, int]) -> Published:
    """Read a file once: one that was only moved to another folder is not read again."""
    from course_support.sources.published import read_published

    if version not in _have_read:
        found = read_published(path)
        while len(_have_read) >= KEPT:
            _have_read.pop(next(iter(_have_read)))
        _have_read[version] = found
    return _have_read[version]


_have_read: dict[tuple[str, int, int], Published] = {}


def suppressed(found: Published) -> dict[str, int]:
    """Return the cells of a file that hold no figure, by reason."""
    return {status: n for status, n in found.markers.items() if status not in {"ok", "provisional"}}


def joined_codes(found: Published, *areas: str) -> list[str]:
    """Return the notes on codes that changed; those that name one of these areas first."""
    notes = [note for note in found.notes if JOINED.search(note)]
    own = [n for n in notes if any(area and area.lower() in n.lower() for area in areas)]
    return [*own, *(n for n in notes if n not in own)]
