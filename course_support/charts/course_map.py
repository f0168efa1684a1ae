"""The course as a line with a stop for each page, and its topics beside the stops."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from course_support.methods.words import and_
from course_support.sources.cycle import Topic

from .cycle import COLOURS
from .drawing import ON_FILL, line, lines, svg, text
from .show import GREY

#: The element of the cycle a page belongs to, by its number; the others belong to the whole.
ELEMENT_OF = {"02": "Analyse", "03": "Plan", "04": "Plan", "05": "Do", "06": "Review", "07": "Do"}
_LINE, _LETTERS, _ROW = 30, 44, 17


@dataclass(frozen=True)
class Stop:
    """A page on the map."""

    number: str
    title: str
    done: int
    of: int

    @property
    def state(self) -> str:
        """Return how far the page's exercises have come, in words."""
        if not self.of:
            return "nothing to fill in"
        return f"{self.done} of {self.of} exercises done"


def course_map(stops: Sequence[Stop], topics: Sequence[Topic]) -> str:
    """Return the map as SVG."""
    parts: list[str] = []
    y, places = 22.0, []
    for stop in stops:
        places.append(y)
        words = [f"{topic.number}. {topic.topic}" for topic in topics if topic.page == stop.number]
        drawn, height = _stop(stop, words, y)
        parts += drawn
        y += height
    track = [line(_LINE, a, _LINE, b, width=6) for a, b in zip(places, places[1:], strict=False)]
    return svg(440, y - 10, [*track, *parts])


def _stop(stop: Stop, words: Sequence[str], y: float) -> tuple[list[str], float]:
    colour = COLOURS.get(ELEMENT_OF.get(stop.number, ""), GREY)
    title, rows = lines(58, y - 8, stop.title, _LETTERS, size=15)
    parts = [*_mark(stop, y, colour), f'<g font-weight="600">{title}</g>']
    below = y - 8 + 17 * rows
    state = f"{ELEMENT_OF[stop.number]}; {stop.state}" if stop.number in ELEMENT_OF else stop.state
    parts.append(text(58, below, state, size=12))
    below += _ROW
    for each in words:
        drawn, number = lines(58, below, each, _LETTERS + 6, size=13, gap=_ROW)
        parts.append(drawn)
        below += _ROW * number
    return parts, max(48.0, below - y + 16)


def _mark(stop: Stop, y: float, colour: str) -> Iterable[str]:
    """Return the stop itself: its number, and a ring that closes as exercises are done."""
    yield f'<circle cx="{_LINE}" cy="{y:g}" r="17" fill="{colour}" stroke="currentColor"/>'
    yield text(_LINE, y, stop.number, size=13, anchor="middle", bold=True, fill=ON_FILL)
    if stop.of and stop.done >= stop.of:
        yield text(_LINE + 16, y - 14, "✓", size=16, anchor="middle", bold=True)


def in_words(stops: Sequence[Stop], topics: Sequence[Topic]) -> str:
    """Return what the map shows, as its text alternative."""
    said = []
    for stop in stops:
        here = [topic.topic for topic in topics if topic.page == stop.number]
        held = f", with {and_(here)}" if here else ""
        said.append(f"{stop.number} {stop.title} ({stop.state}){held}")
    return f"A line with {len(stops)} stops, one a page: {'; '.join(said)}."
