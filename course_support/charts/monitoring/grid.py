"""A performance grid drawn for a slide, and headline measures by their three powers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from course_support.charts.drawing import box, dot, line, svg, text, wrapped
from course_support.charts.show import BLUE, GREY, Chart
from course_support.methods.measures import POWERS, QUADRANTS, RATINGS, Headlines, Mix

_SIZE, _HALF, _LINE, _LETTERS = 440, 202, 15, 28
_HEADS = {
    "how_much": ("How much", "did we do?"),
    "how_well": ("How well", "did we do it?"),
    "better_off_number": ("Is anyone better off?", "number"),
    "better_off_percent": ("Is anyone better off?", "per cent"),
}


def drawn_grid(mix: Mix, source: str, notes: Mapping[str, str] | None = None) -> Chart:
    """Draw the four boxes with their measures.

    Parameters
    ----------
    mix
        Measures and the box of each.
    source
        Whose grid it is.
    notes
        A word or two for a measure, such as the kind of change; shown in brackets.
    """
    written = {
        name: [
            wrapped(f"• {_with_note(each, notes)}", _LETTERS, "  ")
            for each, where in mix.measures.items()
            if where == name
        ]
        for name in QUADRANTS
    }
    tall = {
        name: 46 + _LINE * sum(map(len, lines)) + 5 * len(lines) for name, lines in written.items()
    }
    rows = [("how_much", "how_well"), ("better_off_number", "better_off_percent")]
    heights = [max(96, *(tall[name] for name in row)) for row in rows]
    parts, top = _edges(heights), 22.0
    for row, height in zip(rows, heights, strict=True):
        for column, name in enumerate(row):
            parts += _box(34 + column * _HALF, top, height, name, written[name])
        top += height
    empty = [QUADRANTS[name] for name, lines in written.items() if not lines]
    title = "The grid has something in every box"
    if mix.notices or empty:
        title = (mix.notices or (f"Nothing yet under “{empty[0]}”",))[0].rstrip(".")
    if not mix.measures:
        title = "No measures yet"
    counts = "; ".join(f"{title} {mix.counts[name]}" for name, title in QUADRANTS.items())
    reading = f"{mix.reading()} {counts}." if mix.measures else mix.reading()
    if empty and mix.measures:
        reading += f" Empty: {'; '.join(empty)}."
    listed = [(QUADRANTS[w], _with_note(n, notes)) for n, w in mix.measures.items()]
    order = list(QUADRANTS.values())
    listed.sort(key=lambda row: order.index(row[0]))
    return Chart(title, reading, svg(_SIZE, top + 4, parts), ("Box", "Measure"), listed, source)


def _with_note(measure: str, notes: Mapping[str, str] | None) -> str:
    note = (notes or {}).get(measure, "")
    return f"{measure} ({note})" if note else measure


def _edges(heights: Sequence[float]) -> list[str]:
    """Write what the rows and columns are."""
    parts = [
        text(34 + _HALF / 2, 10, "QUANTITY", size=11.5, anchor="middle", bold=True),
        text(34 + _HALF * 1.5, 10, "QUALITY", size=11.5, anchor="middle", bold=True),
    ]
    top = 22.0
    for words, height in zip(("EFFORT", "EFFECT"), heights, strict=True):
        y = top + height / 2
        parts.append(
            f'<text transform="translate(14 {y:.0f}) rotate(-90)" font-size="11.5" '
            f'text-anchor="middle" font-weight="600" fill="currentColor">{words}</text>'
        )
        top += height
    return parts


def _box(x: float, y: float, height: float, name: str, measures: Sequence[list[str]]) -> list[str]:
    first, second = _HEADS[name]
    parts = [
        box(x + 2, y + 2, _HALF - 4, height - 4),
        text(x + 10, y + 15, first, size=13, bold=True),
        text(x + 10, y + 31, second, size=12),
    ]
    at = y + 50
    for lines in measures:
        for words in lines:
            parts.append(text(x + 10, at, words.replace("  ", "\u2003"), size=12))
            at += _LINE
        at += 5
    return parts


# --- headline measures --------------------------------------------------------------------


def powers(found: Headlines, source: str) -> Chart:
    """Draw each measure's three ratings as dots, headline measures first."""
    where = dict.fromkeys(found.headline, "Headline")
    where |= dict.fromkeys(found.develop, "Data to develop")
    order = ["Headline", "Data to develop", "Secondary"]
    rated = sorted(found.rated, key=lambda one: order.index(where.get(one.name, "Secondary")))
    parts, y, last = _power_heads(), 40.0, ""
    for one in rated:
        group = where.get(one.name, "Secondary")
        if group != last:
            parts.append(text(4, y, group.upper(), size=11.5, bold=True))
            y, last = y + 20, group
        lines = wrapped(one.name, 29)
        for place, words in enumerate(lines):
            parts.append(text(12, y + _LINE * place, words, size=12.5))
        for column, power in enumerate(POWERS):
            parts += _dots(270 + 62 * column, y, getattr(one, power))
        y += _LINE * len(lines) + 9
    table = found.table()
    return Chart(
        f"{len(found.headline)} headline measure{'' if len(found.headline) == 1 else 's'}, "
        f"{len(found.develop)} to get data for",
        found.reading(),
        svg(_SIZE, y + 4, parts),
        list(table.columns),
        table.astype(str).to_numpy().tolist(),
        f"{source}. {' '.join(found.assumptions)}",
    )


def _power_heads() -> list[str]:
    heads = [
        text(270 + 62 * place, 12, power.capitalize(), size=11.5, anchor="middle", bold=True)
        for place, power in enumerate(("message", "proxy", "data"))
    ]
    return [*heads, line(4, 24, _SIZE - 4, 24, width=1)]


def _dots(x: float, y: float, rating: str) -> list[str]:
    """Return three dots of which one, two or three are filled: low, medium, high."""
    level = RATINGS.index(rating) + 1
    return [
        dot(x - 16 + 16 * place, y, 5, fill=BLUE if place < level else GREY, hollow=place >= level)
        for place in range(3)
    ]
