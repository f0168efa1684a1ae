"""The two rings of the commissioning cycle, and what an audit against it shows.

The drawing is the course's own. The cycle it shows, four elements in two rings, is that of the
Institute of Public Care at Oxford Brookes University.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from course_support.exercises import audit
from course_support.methods.cycle_audit import (
    Cell,
    Rated,
    balance,
    cells,
    differences,
    percent,
    to_do_first,
    weakest,
)
from course_support.methods.words import and_
from course_support.sources.cycle import ELEMENTS, RINGS, Activity

from .drawing import ON_FILL, box, dot, line, lines, on_circle, sector, svg, text, trimmed
from .show import BLUE, GREEN, ORANGE, PINK, Chart

COLOURS = dict(zip(ELEMENTS, (BLUE, ORANGE, GREEN, PINK), strict=True))
SOURCE = "own drawing, after the commissioning cycle of the Institute of Public Care"
_SIZE, _MIDDLE = 440, 220
#: Inner and outer edge of each ring, and the radius of its dots.
_RING = {"Outer": (146, 216, 13), "Inner": (76, 130, 12)}
#: Degrees left free on either side of each element, for the arrows.
_GAP = 5
_RATING = {key: f"{letter} {key.replace('-', ' ')}" for key, letter in audit.LETTERS.items()}

TEXT_ALTERNATIVE = (
    "Two rings, one inside the other, around the words “outcomes for people”. Both are cut into "
    "four equal parts that follow each other clockwise: Analyse, Plan, Do, Review. The outer ring "
    "is commissioning, the inner one purchasing and contracting. Arrows inwards say that the outer "
    "ring drives the inner one; arrows outwards, that the inner ring teaches the outer one. "
    "Numbered dots are the activities, which are listed below under the same numbers."
)


def rings(activities: Sequence[Activity]) -> str:
    """Return the two rings as SVG; each activity is a numbered dot with ``data-activity``."""
    parts = [part for ring in RINGS for part in _ring(ring)]
    numbers = {each.id: number for number, each in enumerate(activities, start=1)}
    for ring in RINGS:
        for place, element in enumerate(ELEMENTS):
            here = [e for e in activities if (e.element, e.ring) == (element, ring)]
            parts += _dots(ring, element, place, here, numbers)
    parts += _names()
    return svg(_SIZE, _SIZE + 62, parts)


def _ring(ring: str) -> Iterable[str]:
    inner, outer, _ = _RING[ring]
    for place, element in enumerate(ELEMENTS):
        start, end = 90 * place + _GAP, 90 * place + 90 - _GAP
        yield sector(_MIDDLE, _MIDDLE, inner, outer, start, end, COLOURS[element], 0.16)


def _dots(
    ring: str, element: str, place: int, here: Sequence[Activity], numbers: Mapping[str, int]
) -> Iterable[str]:
    inner, outer, radius = _RING[ring]
    away = 15 if ring == "Outer" else 0  # room for the element's name beneath the dots
    for number, each in enumerate(here):
        angle = 90 * place + _GAP + (90 - 2 * _GAP) * (number + 0.5) / len(here)
        x, y = on_circle(_MIDDLE, _MIDDLE, (inner + outer) / 2 + away, angle)
        number_drawn = text(
            x, y, str(numbers[each.id]), size=12, anchor="middle", bold=True, fill=ON_FILL
        )
        drawn = dot(x, y, radius, fill=COLOURS[element])
        yield f'<g data-activity="{each.id}">{drawn}{number_drawn}</g>'


def _names() -> Iterable[str]:
    for place, element in enumerate(ELEMENTS):
        x, y = on_circle(_MIDDLE, _MIDDLE, _RING["Outer"][0] + 10, 90 * place + 45)
        yield text(x, y, element, size=15, anchor="middle", bold=True)
    yield text(_MIDDLE, _MIDDLE - 9, "Outcomes", size=15, anchor="middle", bold=True)
    yield text(_MIDDLE, _MIDDLE + 9, "for people", size=15, anchor="middle", bold=True)
    for angle in (0, 90, 180, 270):
        yield _arrow(angle, inwards=angle % 180 == 0)
    for number, words in enumerate(
        (
            "Outer ring: commissioning. Inner ring: contracting.",
            "▼ inwards: the outer ring drives the inner one",
            "▲ outwards: the inner ring teaches the outer one",
        )
    ):
        yield text(_MIDDLE, _SIZE + 14 + 18 * number, words, size=13, anchor="middle")


def _arrow(angle: float, *, inwards: bool) -> str:
    """Return an arrow in the gap between two elements, across both rings."""
    far, near = _RING["Outer"][1] - 14, _RING["Inner"][1] - 8
    tail, head = (far, near) if inwards else (near, far)
    back = head + (12 if inwards else -12)
    (x1, y1), (x2, y2) = (on_circle(_MIDDLE, _MIDDLE, r, angle) for r in (tail, back))
    across, along = on_circle(0, 0, 7, angle + 90), on_circle(_MIDDLE, _MIDDLE, head, angle)
    corners = [
        (x2 + across[0], y2 + across[1]),
        (x2 - across[0], y2 - across[1]),
        along,
    ]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    return f'{line(x1, y1, x2, y2, width=3)}<polygon points="{points}"/>'


# --- what an audit shows -----------------------------------------------------------------


def rated(
    exercise: audit.Definition, answer: audit.Answer, activities: Sequence[Activity]
) -> list[Rated]:
    """Return the statements of an audit with their place in the cycle and their rating."""
    place = {each.id: each for each in activities}
    found = []
    for statement in exercise.statements():
        where, finding = place[statement.id], exercise.finding(answer, statement.id)
        found.append(
            Rated(
                statement.id,
                where.activity,
                where.element,
                where.ring,
                finding.rating,
                finding.action.strip(),
            )
        )
    return found


def example(ratings: Mapping[str, str], activities: Sequence[Activity]) -> list[Rated]:
    """Return ratings by activity as the statements of an audit."""
    return [Rated(e.id, e.activity, e.element, e.ring, ratings[e.id]) for e in activities]


def heat_map(found: Sequence[Rated], source: str) -> Chart:
    """Draw each element and ring with its strength: a number, and a shade."""
    grid = cells(found, ELEMENTS, RINGS)
    ordered = weakest(grid)
    return Chart(
        _heat_title(ordered),
        _heat_reading(ordered, len(grid)),
        svg(440, 62 + 66 * len(ELEMENTS), _heat(grid)),
        ["Element", "Ring", "Rated", "Red", "Strength, %"],
        [
            [c.element, c.ring, f"{c.rated} of {c.of}", str(c.red), percent(c.strength)]
            for c in grid
        ],
        f"{source}. Strength: green counts 1, amber a half, red 0; not rated is left out",
    )


def _heat_title(ordered: Sequence[Cell]) -> str:
    if not ordered:
        return "Nothing is rated yet"
    least = [cell for cell in ordered if cell.strength == ordered[0].strength]
    if len(least) > 2:
        return f"{len(least)} parts of the cycle share the last place"
    return f"Weakest: {and_(_part(cell) for cell in least)}"


def _heat_reading(ordered: Sequence[Cell], parts: int) -> str:
    if not ordered:
        return "Rate statements in the audit above, and each part of the cycle is shaded here."
    said = "; ".join(f"{_part(cell)} {percent(cell.strength)}%" for cell in ordered)
    missing = parts - len(ordered)
    more = f" Not rated yet: {missing} of {parts} parts." if missing else ""
    return f"From weakest to strongest: {said}.{more}"


def _part(cell: Cell) -> str:
    return f"{cell.element}, {cell.ring.lower()} ring"


#: From weak to strong, darker each time, with the colour of the words on it.
_SHADES: tuple[tuple[str, str], ...] = (
    ("#e8eef4", "#111418"),
    ("#b9d3e8", "#111418"),
    ("#6fa8d0", "#111418"),
    ("#2f76ad", "#ffffff"),
    ("#0b4a7a", "#ffffff"),
)


def _heat(grid: Sequence[Cell]) -> Iterable[str]:
    for column, ring in enumerate(RINGS):
        yield text(100 + 168 * column + 80, 18, f"{ring} ring", anchor="middle", bold=True)
    for number, cell in enumerate(grid):
        row, column = divmod(number, len(RINGS))
        x, y = 100 + 168 * column, 36 + 66 * row
        if column == 0:
            yield text(92, y + 30, cell.element, anchor="end", bold=True, size=14)
        if cell.strength is None:
            yield box(x, y, 160, 60, dashed=True)
            yield text(x + 80, y + 30, "Not rated", anchor="middle")
            continue
        shade, ink = _SHADES[min(4, int(cell.strength * 5))]
        reds = f"{cell.red} red of {cell.rated} rated"
        yield box(x, y, 160, 60, fill=shade)
        yield text(x + 80, y + 22, f"{percent(cell.strength)}%", size=20, anchor="middle", fill=ink)
        yield text(x + 80, y + 44, reds, size=12, anchor="middle", fill=ink)
    yield text(100, 46 + 66 * len(ELEMENTS), "Darker is stronger.", size=12)


def balance_chart(
    found: Sequence[Rated], source: str, effort: str = "You spend your effort"
) -> Chart:
    """Draw the strength of the four elements side by side, each out of all that is possible."""
    result = balance(found, ELEMENTS, effort)
    shares = result.shares()
    return Chart(
        result.finding(),
        result.reading(),
        svg(440, 30 + 44 * len(ELEMENTS), _bars(result.cells)),
        ["Element", "Rated", "Red", "Strength, %", "Share of all strength, %"],
        [
            [
                c.element,
                f"{c.rated} of {c.of}",
                str(c.red),
                percent(c.strength),
                percent(shares.get(c.element)),
            ]
            for c in result.cells
        ],
        f"{source}. {' '.join(result.assumptions)}",
    )


def _bars(found: Sequence[Cell]) -> Iterable[str]:
    for number, cell in enumerate(found):
        y = 8 + 44 * number
        yield text(76, y + 16, cell.element, anchor="end", bold=True, size=14)
        yield box(84, y, 290, 32)
        if cell.strength:
            yield box(84, y, 290 * cell.strength, 32, fill=COLOURS[cell.element])
        words = "not rated" if cell.strength is None else f"{percent(cell.strength)}%"
        yield text(380, y + 16, words, size=14)
    yield text(84, 16 + 44 * len(found), "Strength, % of all that is possible", size=12)


def first_steps(found: Sequence[Rated], source: str) -> Chart | None:
    """Return what to mend first as a drawn list with its table; None when nothing is weak."""
    steps = to_do_first(found, ELEMENTS)
    if not steps:
        return None
    without = sum(not each.action for each in steps)
    title = f"Begin with: {steps[0].text[0].lower()}{steps[0].text[1:]}"
    reading = (
        "Reds come before ambers, what is early in the cycle before what rests on it, and the "
        f"outer ring before the inner. {_actions(without, len(steps))}"
    )
    rows = [
        [
            str(number),
            each.text,
            f"{each.element}, {each.ring.lower()}",
            _RATING[each.rating or ""],
            each.action or "none yet",
        ]
        for number, each in enumerate(steps, start=1)
    ]
    return Chart(
        title,
        reading,
        svg(440, 12 + 40 * len(steps), _steps(steps)),
        ["Place", "Activity", "Element and ring", "Rating", "Action"],
        rows,
        source,
    )


def _actions(without: int, of: int) -> str:
    if not without:
        return "Each has an action."
    if without == of:
        return "None of these has an action yet."
    return f"{without} of these {of} {'has' if without == 1 else 'have'} no action yet."


def _steps(steps: Sequence[Rated]) -> Iterable[str]:
    for number, each in enumerate(steps, start=1):
        y = 24 + 40 * (number - 1)
        colour = COLOURS[each.element]
        yield dot(20, y, 14, fill=colour)
        yield text(20, y, str(number), anchor="middle", bold=True, fill=ON_FILL)
        yield text(44, y - 8, each.text, size=14, bold=True)
        words = f"{each.element}, {each.ring.lower()} ring. {_RATING[each.rating or '']}"
        yield text(44, y + 9, words, size=12)


def apart(mine: Sequence[Rated], group: Sequence[Rated], name: str) -> Chart:
    """Draw one's own strength by element beside the group's, and list where they differ."""
    own, theirs = balance(mine, ELEMENTS), balance(group, ELEMENTS)
    found = differences(mine, group)
    title = f"You and {name} rate {len(found)} statements differently"
    if len(found) == 1:
        title = f"You and {name} rate one statement differently"
    if not found:
        title = f"Where both have rated, you and {name} agree"
    pairs = zip(own.cells, theirs.cells, strict=True)
    each = "; ".join(
        f"{a.element}: you {percent(a.strength)}%, {name} {percent(b.strength)}%" for a, b in pairs
    )
    rows = [
        [a.text, a.element, a.ring, _RATING[a.rating or ""], _RATING[b.rating or ""]]
        for a, b in found
    ]
    return Chart(
        title,
        f"{each}. Ask what the other has seen: a difference is a question, not a mistake.",
        svg(440, 24 + 60 * len(ELEMENTS), _pairs(own.cells, theirs.cells, name)),
        ["Activity", "Element", "Ring", "You", name],
        rows,
        f"your own audit and that of {name}",
    )


def _pairs(own: Sequence[Cell], theirs: Sequence[Cell], name: str) -> Iterable[str]:
    for number, both in enumerate(zip(own, theirs, strict=True)):
        for half, (cell, who) in enumerate(zip(both, ("You", name), strict=True)):
            y = 6 + 60 * number + 24 * half
            if half == 0:
                yield text(66, y + 22, cell.element, anchor="end", bold=True, size=14)
            width = 230 * (cell.strength or 0)
            if width:
                yield box(74, y, width, 20, fill=COLOURS[cell.element] if half == 0 else "none")
            words = f"{percent(cell.strength)}% {who}" if cell.strength is not None else f"– {who}"
            room = round((350 - width) / 6.5)
            yield text(80 + width, y + 11, trimmed(words, room), size=12)


def foundations(exercise: audit.Definition, answer: audit.Answer) -> Chart:
    """Draw the statements of a short audit with the letter of each rating, and count them."""
    found = [(each.text, exercise.finding(answer, each.id)) for each in exercise.statements()]
    green = sum(finding.rating == "green" for _, finding in found)
    rated_now = [finding for _, finding in found if finding.rating]
    missing = [text_ for text_, finding in found if finding.rating == "red"]
    title = f"{green} of {len(found)} foundations are in place"
    reading = f"You have rated {len(rated_now)} of {len(found)}."
    if missing:
        reading += f" Not in place: {'; '.join(missing)}."
    if not rated_now:
        title, reading = "Nothing is rated yet", "Rate the six foundations above to see them here."
    rows = [
        [text_, exercise.words(finding.rating), finding.evidence, finding.action]
        for text_, finding in found
    ]
    letters = [audit.LETTERS[f.rating] if f.rating else "" for _, f in found]
    return Chart(
        title,
        reading,
        svg(440, 12 + 46 * len(found), _letters([text_ for text_, _ in found], letters)),
        ["Foundation", "Rating", "What the provider would say", "What you could do"],
        rows,
        "your own ratings. G in place, A in part, R not in place, empty box: not rated",
    )


def _letters(texts: Sequence[str], letters: Sequence[str]) -> Iterable[str]:
    fills = {"R": "#b3261e", "A": ORANGE, "G": GREEN}
    for number, (words, letter) in enumerate(zip(texts, letters, strict=True)):
        y = 8 + 46 * number
        yield box(4, y, 32, 32, fill=fills.get(letter, "none"), dashed=not letter)
        if letter:
            yield text(20, y + 16, letter, size=16, anchor="middle", bold=True, fill=ON_FILL)
        drawn, rows = lines(48, y + 16, words, 56, size=13, gap=16)
        yield f'<g transform="translate(0 {-8 * (rows - 1)})">{drawn}</g>'
