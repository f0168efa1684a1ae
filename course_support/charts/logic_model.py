"""A logic model drawn from its cards and links: across where there is room, else downwards.

The drawing needs no script and no style sheet: each of the two takes the room that the other
leaves, so that it also works in a saved page and on paper.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from course_support.exercises import grid
from course_support.methods import logic_model
from course_support.methods.logic_model import LogicModelCheck

from .drawing import ON_FILL, box, dot, line, svg, text, wrapped
from .show import BLUE, GREEN, GREY, ORANGE, PINK, Chart, table_html

COLOURS = (GREY, BLUE, ORANGE, GREEN, PINK)
#: Below this width of its place, in pixels, the model is drawn downwards.
NARROW = 620

_WIDE, _GAP, _LETTERS, _LINE = 960, 62, 24, 17
_TALL, _TALL_LETTERS = 340, 42
_Point = tuple[float, float]


@dataclass(frozen=True)
class _Placed:
    """A card with its place on the wide drawing."""

    card: grid.Card
    column: int
    x: float
    y: float
    width: float
    lines: tuple[str, ...]
    asks: bool

    @property
    def height(self) -> float:
        return _LINE * len(self.lines) + 16


def draw(exercise: grid.Definition, answer: grid.Answer, source: str) -> Chart:
    """Draw a logic model, with what it rests on and what it still lacks.

    Parameters
    ----------
    exercise
        Its boxes are the columns, from left to right.
    answer
        Cards and links; a model with no cards yet gives its empty columns.
    source
        Whose model it is.
    """
    found = check(exercise, answer)
    title, reading = _words(exercise, answer, found)
    wide = _fits(_across(exercise, answer, found), f"100% - {NARROW}px")
    narrow = _fits(_downwards(exercise, answer, found), f"{NARROW}px - 100%")
    return Chart(title, reading, wide + narrow, *_rows(exercise, answer, found), source)


def check(exercise: grid.Definition, answer: grid.Answer) -> LogicModelCheck:
    """Check a model: what leads nowhere, what nothing leads to, what has no sign.

    The boxes stand for inputs, outputs, interim outcomes and final outcomes, in this order.
    """
    kinds = dict(zip((each.id for each in exercise.boxes), logic_model.KINDS, strict=False))
    cards = [
        logic_model.Card(card.id, kinds[card.box], card.text, (card.sign,))
        for each in exercise.boxes
        for card in answer.cards
        if card.box == each.id
    ]
    return logic_model.check_logic_model(cards, [(link.start, link.end) for link in answer.links])


def _fits(drawing: str, room: str) -> str:
    """Return a drawing that is shown only where the room is more than nothing."""
    return f'<div style="max-width:max(0px,calc(({room})*9999));overflow:hidden">{drawing}</div>'


# --- in words ---------------------------------------------------------------------------------


def _words(
    exercise: grid.Definition, answer: grid.Answer, found: LogicModelCheck
) -> tuple[str, str]:
    if not answer.cards:
        return "No card yet", "Add cards to the columns, link them, and the model is drawn here."
    counts = {each.id: 0 for each in exercise.boxes}
    for card in answer.cards:
        counts[card.box] += 1
    listed = ", ".join(f"{each.title}: {counts[each.id]}" for each in exercise.boxes)
    links = len(answer.links)
    reading = f"Cards in each column, left to right. {listed}. {_counted(links, 'link')}"
    resting = sum(bool(link.assumption.strip()) for link in answer.links)
    reading += f", {resting} with what it rests on." if resting else "."
    if not found.gaps:
        return "Everything in this model leads somewhere and has a cause", reading
    asked = len({one.card for one in found.gaps})
    title = f"{asked} of {_counted(len(answer.cards), 'card')} still ask for something"
    return title, f"{reading} Cards with a question mark and a dashed line are named below."


def _rows(
    exercise: grid.Definition, answer: grid.Answer, found: LogicModelCheck
) -> tuple[list[str], list[list[str]]]:
    columns = ["Column", "Card", "Leads to", "How you would know", "Still asks for"]
    texts = {card.id: card.text for card in answer.cards}
    rows = []
    for each in exercise.boxes:
        for card in answer.cards:
            if card.box != each.id:
                continue
            ends = [link for link in answer.links if link.start == card.id]
            leads = "; ".join(texts[link.end] + _only_if(link) for link in ends)
            asks = "; ".join(one.what for one in found.gaps if one.card == card.id)
            rows.append([each.title, card.text, leads or "–", card.sign or "–", asks or "–"])
    return columns, rows


def _only_if(link: grid.Link) -> str:
    words = link.assumption.strip()
    return f" (only if {words})" if words else ""


@dataclass(frozen=True)
class Findings:
    """What the checks found, and the model read aloud."""

    found: LogicModelCheck
    sentences: tuple[str, ...]

    def _repr_html_(self) -> str:
        texts = {card.id: card.text for card in self.found.cards}
        rows = [[texts[one.card], one.what, one.question] for one in self.found.findings]
        parts = []
        if rows:
            heads = ["Card", "What a rule noticed", "A question to it"]
            parts.append(table_html(heads, rows, "Questions to this model"))
            parts.append("<p>Rules look for gaps and words. You may have a good answer.</p>")
        elif self.found.cards:
            parts.append("<p>Nothing is left without a cause, an end or a sign.</p>")
        if self.sentences:
            items = "".join(f"<li>{escape(one)}</li>" for one in self.sentences)
            parts.append(
                "<details><summary>Read it aloud: does each “then” follow?</summary>"
                f"<p>Where you hesitate, something is missing in between.</p><ul>{items}</ul>"
                "</details>"
            )
        return "".join(parts) or "<p>Nothing to check yet.</p>"


def findings(exercise: grid.Definition, answer: grid.Answer) -> Findings:
    """Return the questions to a model, and its links as sentences with if and then."""
    cards = {card.id: card for card in answer.cards}
    first = exercise.boxes[0].id
    sentences = []
    for link in answer.links:
        start, end = cards[link.start], cards[link.end]
        have = "If we have" if start.box == first else "If"
        rest = link.assumption.strip().rstrip(".")
        ending = f", provided that {rest}." if rest else "."
        sentences.append(f"{have} “{_inside(start.text)}”, then “{_inside(end.text)}”{ending}")
    return Findings(check(exercise, answer), tuple(sentences))


def _inside(words: str) -> str:
    return " ".join(words.split()).rstrip(".")


# --- across -----------------------------------------------------------------------------------


def _across(exercise: grid.Definition, answer: grid.Answer, found: LogicModelCheck) -> str:
    placed = _place(exercise, answer, found)
    columns = len(exercise.boxes)
    width = _column_width(columns)
    foot = max((one.y + one.height for one in placed.values()), default=90) + 14
    parts = [
        part
        for number, each in enumerate(exercise.boxes)
        for part in _heading(each.title, number, width, foot)
    ]
    parts += [part for one in placed.values() for part in _card(one)]
    notes, arrows = _arrows(answer, placed)
    parts += arrows
    below, height = _notes(notes, foot + 16, _WIDE - 20, 118)
    return svg(_WIDE, height, [*parts, *below])


def _column_width(columns: int) -> float:
    return (_WIDE - 8 - _GAP * (columns - 1)) / columns


def _place(
    exercise: grid.Definition, answer: grid.Answer, found: LogicModelCheck
) -> dict[str, _Placed]:
    width = _column_width(len(exercise.boxes))
    letters = max(10, round(_LETTERS * width / 192))
    asks = {one.card for one in found.gaps}
    out = {}
    for number, each in enumerate(exercise.boxes):
        y = 58.0
        for card in answer.cards:
            if card.box != each.id:
                continue
            lines = tuple(wrapped(card.text, letters)) or (card.text,)
            at = 4 + number * (width + _GAP)
            out[card.id] = _Placed(card, number, at, y, width, lines, card.id in asks)
            y += out[card.id].height + 14
    return out


def _heading(words: str, number: int, width: float, foot: float) -> Iterable[str]:
    x, colour = 4 + number * (width + _GAP), COLOURS[number % len(COLOURS)]
    yield (
        f'<rect x="{x - 4:g}" y="4" width="{width + 8:g}" height="{foot - 4:g}" rx="6" '
        f'fill="{colour}" fill-opacity=".1"/>'
    )
    yield (f'<rect x="{x - 4:g}" y="4" width="{width + 8:g}" height="40" rx="6" fill="{colour}"/>')
    for row, part in enumerate(broken := wrapped(words, 24)[:2]):
        y = 24 + 16 * row - 8 * (len(broken) - 1)
        yield text(x + width / 2, y, part, size=14, anchor="middle", bold=True, fill=ON_FILL)


def _card(one: _Placed) -> Iterable[str]:
    # The page's own colour lies beneath, so that lines do not shine through.
    yield (
        f'<rect x="{one.x:g}" y="{one.y:g}" width="{one.width:g}" height="{one.height:g}" rx="4" '
        'fill="var(--jp-layout-color0, Canvas)"/>'
    )
    yield box(one.x, one.y, one.width, one.height, dashed=one.asks)
    for row, words in enumerate(one.lines):
        yield text(one.x + 9, one.y + 17 + _LINE * row, words, size=14)
    if one.asks:
        x, y = one.x + one.width - 6, one.y + 3  # in the last column, inside the drawing
        yield dot(x, y, 8, fill=ORANGE)
        yield text(x, y, "?", size=12, anchor="middle", bold=True, fill=ON_FILL)


def _arrows(answer: grid.Answer, placed: Mapping[str, _Placed]) -> tuple[list[str], list[str]]:
    """Return what links rest on, in the order of their numbers, and the arrows."""
    notes: list[str] = []
    links = [link for link in answer.links if link.start in placed and link.end in placed]
    curves = [_ends(link, links, placed) for link in links]
    drawn, marks = [_curve(*curve) for curve in curves], list[_Point]()
    for link, curve in zip(links, curves, strict=True):
        if words := link.assumption.strip():
            notes.append(words)
            marks.append(_clear_place(curve, [each for each in curves if each != curve], marks))
    for number, (x, y) in enumerate(marks, start=1):
        drawn.append(dot(x, y, 9, fill=BLUE))
        drawn.append(text(x, y, str(number), size=12, anchor="middle", bold=True, fill=ON_FILL))
    return notes, drawn


def _ends(
    link: grid.Link, links: Sequence[grid.Link], placed: Mapping[str, _Placed]
) -> tuple[float, float, float, float]:
    """Return where a link begins and where it ends."""
    start, end = placed[link.start], placed[link.end]
    y1 = _port(start, link, [each for each in links if each.start == link.start], placed, "end")
    y2 = _port(end, link, [each for each in links if each.end == link.end], placed, "start")
    return start.x + start.width, y1, end.x - 1, y2


def _clear_place(
    curve: tuple[float, float, float, float],
    others: Sequence[tuple[float, float, float, float]],
    taken: Sequence[_Point],
) -> _Point:
    """Return the point of a curve farthest from other curves, not on a number already there."""
    crowd = [_on_curve(*other, t / 12) for other in others for t in range(13)]

    def room(point: _Point) -> float:
        free = min((math.dist(point, other) for other in taken), default=99.0)
        return min([18.0, *(math.dist(point, other) for other in crowd)]) + (free > 19) * 100

    return max((_on_curve(*curve, t) for t in (0.5, 0.35, 0.65, 0.25, 0.75)), key=room)


def _on_curve(x1: float, y1: float, x2: float, y2: float, t: float) -> _Point:
    """Return the point of the curve drawn by :func:`_curve` at a share of its way."""
    bend = (x2 - x1) / 2
    a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
    x = a * x1 + b * (x1 + bend) + c * (x2 - bend) + d * x2
    return x, (a + b) * y1 + (c + d) * y2


def _port(
    card: _Placed,
    link: grid.Link,
    same: Sequence[grid.Link],
    placed: Mapping[str, _Placed],
    other: str,
) -> float:
    """Return where on its card a link begins or ends, so that several do not lie on one another."""
    ordered = sorted(same, key=lambda each: placed[getattr(each, other)].y)
    return card.y + card.height * (ordered.index(link) + 1) / (len(ordered) + 1)


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    """Return a curved line with a point at its end."""
    tip = x2 - 7
    bend = (tip - x1) / 2
    return (
        f'<path d="M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {tip - bend:.1f} {y2:.1f} '
        f'{tip:.1f} {y2:.1f}" fill="none" stroke="currentColor" stroke-width="1.6"/>'
        f'<polygon points="{x2:.1f},{y2:.1f} {tip - 1:.1f},{y2 - 4.5:.1f} '
        f'{tip - 1:.1f},{y2 + 4.5:.1f}"/>'
    )


def _notes(notes: Sequence[str], y: float, width: float, letters: int) -> tuple[list[str], float]:
    """Return the numbered list of what links rest on, and where it ends."""
    if not notes:
        return [], y
    parts = [text(4, y + 4, "A numbered link follows only if …", bold=True)]
    y += 26
    for number, words in enumerate(notes, start=1):
        parts.append(dot(14, y, 9, fill=BLUE))
        parts.append(text(14, y, str(number), size=12, anchor="middle", bold=True, fill=ON_FILL))
        for row in wrapped(f"… {words}", letters):
            parts.append(text(30, y, row))
            y += _LINE
        y += 8
    return parts, y


# --- downwards --------------------------------------------------------------------------------


def _downwards(exercise: grid.Definition, answer: grid.Answer, found: LogicModelCheck) -> str:
    """Return the model from top to bottom: cards are numbered, and say which they lead to."""
    asks = {one.card for one in found.gaps}
    ordered = [c for each in exercise.boxes for c in answer.cards if c.box == each.id]
    numbers = {card.id: number for number, card in enumerate(ordered, start=1)}
    notes = [link for link in answer.links if link.assumption.strip()]
    parts: list[str] = []
    y = 4.0
    for place, each in enumerate(exercise.boxes):
        colour = COLOURS[place % len(COLOURS)]
        if place:
            parts += _down_arrow(y)
            y += 24
        parts.append(
            f'<rect x="4" y="{y:g}" width="{_TALL - 8}" height="30" rx="5" fill="{colour}"/>'
        )
        parts.append(text(14, y + 15, each.title, size=14, bold=True, fill=ON_FILL))
        y += 38
        for card in (card for card in ordered if card.box == each.id):
            drawn, y = _listed(card, y, numbers, answer, notes, card.id in asks)
            parts += drawn
    below, y = _notes([link.assumption.strip() for link in notes], y + 8, _TALL, 40)
    return svg(_TALL, y + 4, [*parts, *below])


def _listed(
    card: grid.Card,
    y: float,
    numbers: Mapping[str, int],
    answer: grid.Answer,
    notes: Sequence[grid.Link],
    asks: bool,
) -> tuple[list[str], float]:
    rows = wrapped(f"{numbers[card.id]}. {card.text}{' (?)' if asks else ''}", _TALL_LETTERS)
    ends = [
        str(numbers[link.end]) + (f" (if {notes.index(link) + 1})" if link in notes else "")
        for link in answer.links
        if link.start == card.id
    ]
    leads = wrapped(f"→ leads to {', '.join(ends)}", _TALL_LETTERS) if ends else []
    height = _LINE * len(rows + leads) + 14
    parts = [box(4, y, _TALL - 8, height, dashed=asks)]
    parts += [text(12, y + 15 + _LINE * row, words) for row, words in enumerate(rows)]
    parts += [
        text(12, y + 15 + _LINE * row, words, bold=True)
        for row, words in enumerate(leads, start=len(rows))
    ]
    return parts, y + height + 8


def _down_arrow(y: float) -> list[str]:
    middle = _TALL / 2
    return [
        line(middle, y, middle, y + 10, width=3),
        f'<polygon points="{middle - 7:g},{y + 9:g} {middle + 7:g},{y + 9:g} '
        f'{middle:g},{y + 19:g}"/>',
    ]


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
