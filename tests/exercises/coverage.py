"""Where each point of the course's material is taught, as the authors' guide lists it.

A row of the table names a point and one or more places, split by semicolons::

    | S1.10 | Grid of measures | exercise: friedman-grid; 06_monitoring_and_review # Reading |

A place is ``exercise: <id>``, ``tutor note: <file without .md>``, ``<page> # <heading>``,
or ``planned: <page>`` for what a page of the course will still teach.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

#: The four source documents of the course and how many numbered points each holds.
SOURCES: Mapping[str, int] = {"S1": 27, "S2": 31, "S3": 11, "S4": 22}
#: The pages of the course, written or still to be written.
COURSE = (
    "00_start_here",
    "01_commissioning_cycle",
    "02_needs_analysis",
    "03_options_appraisal",
    "04_outcomes",
    "05_procurement",
    "06_monitoring_and_review",
    "07_contract_management",
    "08_my_assignment",
)
_ROW = re.compile(r"^\|\s*(S\d+\.\d+)\s*\|([^|]*)\|([^|]*)\|\s*$", re.M)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.S | re.M)


@dataclass(frozen=True)
class Row:
    """One point of the course's material, and where it is taught."""

    point: str
    name: str
    places: tuple[str, ...]

    @property
    def planned(self) -> tuple[str, ...]:
        """The pages that will teach it, or more of it."""
        return tuple(found for place in self.places if (found := _after("planned:", place)))


@dataclass(frozen=True)
class Taught:
    """What there is to point at: exercises, tutor notes, and the headings of each page."""

    exercises: Collection[str]
    tutor_notes: Collection[str]
    headings: Mapping[str, Collection[str]]


def read(text: str) -> list[Row]:
    """Return the rows of the table in a guide's text."""
    return [
        Row(point, name.strip(), tuple(part.strip() for part in places.split(";") if part.strip()))
        for point, name, places in _ROW.findall(text)
    ]


def points() -> list[str]:
    """Return every point of the course's material, in order."""
    return [f"{source}.{number}" for source, last in SOURCES.items() for number in _to(last)]


def _to(last: int) -> range:
    return range(1, last + 1)


def headings_of(page: Path) -> set[str]:
    """Return the headings in a notebook's text."""
    cells = json.loads(page.read_text("utf-8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    found = (re.findall(r"^#{1,6}\s+(.+?)\s*$", _FENCE.sub("", text), re.M) for text in texts)
    return {heading for each in found for heading in each}


def problems(rows: Sequence[Row], taught: Taught) -> list[str]:
    """Say what is wrong with the table: points missing or twice, places that are not there."""
    given = [row.point for row in rows]
    wanted = points()
    return [
        *(f"{point} is not in the table" for point in wanted if point not in given),
        *(
            f"{point} is in the table {given.count(point)} times"
            for point in dict.fromkeys(given)
            if given.count(point) > 1
        ),
        *(f"{point} is no point of the material" for point in given if point not in wanted),
        *(f"{row.point} has no name" for row in rows if not row.name),
        *(f"{row.point} says nowhere where it is taught" for row in rows if not row.places),
        *(f"{row.point}: {said}" for row in rows for said in _wrong_places(row, taught)),
    ]


def _wrong_places(row: Row, taught: Taught) -> Iterator[str]:
    for place in row.places:
        if page := _after("planned:", place):
            if page not in COURSE:
                yield f"“{page}” is no page of the course, so nothing can be planned there"
        elif key := _after("exercise:", place):
            if key not in taught.exercises:
                yield f"there is no exercise “{key}”"
        elif note := _after("tutor note:", place):
            if note not in taught.tutor_notes:
                yield f"there is no tutor note “{note}.md”"
        elif " # " in place:
            page, heading = (part.strip() for part in place.split(" # ", 1))
            if page not in taught.headings:
                yield f"there is no page “{page}.ipynb”"
            elif heading not in taught.headings[page]:
                yield f"“{page}.ipynb” has no heading “{heading}”"
        else:
            yield (
                f"“{place}” is no place; write exercise: id, tutor note: file, "
                "page # heading, or planned: page"
            )


def _after(word: str, place: str) -> str:
    return place.removeprefix(word).strip() if place.startswith(word) else ""
