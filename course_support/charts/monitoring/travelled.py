"""Distance travelled: a wheel at two times as radar and as dots, and what would have come anyway.

A radar is what people know, and its area misleads: it depends on the order of the spokes and
grows with the square of the scores. So the same figures stand beside it as dots on a line.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from course_support.charts.drawing import dot, line, on_circle, svg, text, wrapped
from course_support.charts.monitoring.plot import diamond, faint
from course_support.charts.show import BLUE, GREEN, GREY, ORANGE, Chart
from course_support.methods.change import DistanceTravelled, PairedChange

#: The scale of the workbook's own wheel.
MOST = 10


@dataclass(frozen=True)
class TwoTimes:
    """Scores by area at two times, of one person or as means of a group."""

    who: str
    areas: tuple[str, ...]
    first: tuple[float, ...]
    second: tuple[float, ...]
    source: str
    when: tuple[str, str] = ("first", "later")

    def changes(self) -> list[tuple[float, str]]:
        """Return each area's change, where both scores are known."""
        both = zip(self.areas, self.first, self.second, strict=True)
        return [(b - a, area) for area, a, b in both if math.isfinite(a) and math.isfinite(b)]

    def title(self) -> str:
        """Return the finding: most gained, and where not."""
        known = self.changes()
        if not known:
            return f"{self.who}: nothing was scored twice"
        gain, area = max(known)
        worse = [name for change, name in known if change < 0]
        down = f"; {len(worse)} of {len(known)} went down" if worse else "; none went down"
        return f"{self.who}: most gained in “{area}” ({gain:+.1f}){down}"

    def reading(self) -> str:
        """Return every area in words."""
        both = zip(self.areas, self.first, self.second, strict=True)
        return "; ".join(f"{area} {_score(a)} then {_score(b)}" for area, a, b in both) + "."

    def rows(self) -> list[tuple[str, str, str, str]]:
        """Return the table: area, two scores, change."""
        both = zip(self.areas, self.first, self.second, strict=True)
        return [
            (area, _score(a), _score(b), f"{b - a:+.1f}" if math.isfinite(a + b) else "–")
            for area, a, b in both
        ]


def _score(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if math.isfinite(value) else "not scored"


def radar(shown: TwoTimes) -> Chart:
    """Draw two times on a wheel: the first dashed with rings, the second solid with diamonds."""
    size, middle, reach = 440, 158, 118
    count = len(shown.areas)
    parts = [
        f'<circle cx="220" cy="{middle}" r="{reach * ring / MOST:g}" fill="none" '
        'stroke="currentColor" stroke-opacity=".2"/>'
        for ring in (2, 4, 6, 8, 10)
    ]
    for place, area in enumerate(shown.areas):
        angle = 360 * place / count
        x, y = on_circle(220, middle, reach, angle)
        parts.append(faint(220, middle, x, y))
        parts += _spoke_name(area, angle, middle, reach + 12)
    for ring in (2, 6, 10):
        x, y = on_circle(220, middle, reach * ring / MOST, 180 / count)
        parts.append(text(x, y, str(ring), size=10.5, anchor="middle"))
    parts += _outline(shown.first, middle, reach, ORANGE, first=True)
    parts += _outline(shown.second, middle, reach, BLUE, first=False)
    parts += _key(shown, 318)
    return Chart(
        shown.title(),
        shown.reading(),
        svg(size, 334, parts),
        ("Area", shown.when[0].capitalize(), shown.when[1].capitalize(), "Change"),
        shown.rows(),
        f"{shown.source}. Scale 1 to {MOST}, the workbook's own wheel.",
    )


def _spoke_name(area: str, angle: float, middle: float, reach: float) -> Iterator[str]:
    x, y = on_circle(220, middle, reach, angle)
    anchor = "middle" if abs(x - 220) < 20 else "start" if x > 220 else "end"
    lines = wrapped(area, 14)
    for place, words in enumerate(lines):
        up = (len(lines) - 1) / 2 if abs(x - 220) >= 20 else (len(lines) - 1 if y < middle else 0)
        yield text(x, y + 14 * (place - up), words, size=12, anchor=anchor)


def _outline(
    scores: Sequence[float], middle: float, reach: float, colour: str, *, first: bool
) -> Iterator[str]:
    """Draw a polygon through the scores; areas that were not scored are left out."""
    points = [
        on_circle(220, middle, reach * score / MOST, 360 * place / len(scores))
        for place, score in enumerate(scores)
        if math.isfinite(score)
    ]
    joined = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dash = ' stroke-dasharray="5 4"' if first else ""
    if points:
        yield f'<path d="M{joined}Z" fill="none" stroke="{colour}" stroke-width="2"{dash}/>'
    for x, y in points:
        yield dot(x, y, 4, fill=colour, hollow=True) if first else diamond(x, y, 5, colour)


def _key(shown: TwoTimes, y: float) -> Iterator[str]:
    yield dot(96, y, 4, fill=ORANGE, hollow=True)
    yield text(106, y, shown.when[0], size=12.5)
    yield diamond(246, y, 5, BLUE)
    yield text(256, y, shown.when[1], size=12.5)


def dots(shown: TwoTimes) -> Chart:
    """Draw the same as dots on a line: change can be read off, area by area."""
    known = sorted(
        zip(shown.areas, shown.first, shown.second, strict=True),
        key=lambda row: -(row[2] - row[1]) if math.isfinite(row[1] + row[2]) else math.inf,
    )
    top, each = 26, 30
    bottom = top + each * len(known)
    parts = [
        *(faint(_across(v), top - 10, _across(v), bottom) for v in (0, 2, 4, 6, 8, 10)),
        *(text(_across(v), top - 17, str(v), size=11.5, anchor="middle") for v in (0, 5, 10)),
    ]
    for place, (area, a, b) in enumerate(known):
        y = top + each * (place + 0.5)
        lines = wrapped(area, 20)
        for number, words in enumerate(lines):
            parts.append(text(4, y + 13 * (number - (len(lines) - 1) / 2), words, size=12))
        if math.isfinite(a + b):
            parts.append(line(_across(a), y, _across(b), y, width=1.5))
        if math.isfinite(a):
            parts.append(dot(_across(a), y, 4.5, fill=ORANGE, hollow=True))
        if math.isfinite(b):
            parts.append(diamond(_across(b), y, 5.5, BLUE))
        if math.isfinite(a + b):
            parts.append(text(438, y, f"{b - a:+.1f}", size=12, anchor="end"))
    parts += _key(shown, bottom + 16)
    return Chart(
        shown.title(),
        shown.reading(),
        svg(440, bottom + 30, parts),
        ("Area", shown.when[0].capitalize(), shown.when[1].capitalize(), "Change"),
        shown.rows(),
        f"{shown.source}. Sorted by change. Scale 1 to {MOST}.",
    )


def _across(score: float) -> float:
    return 150 + 246 * score / MOST


# --- what would have come anyway ----------------------------------------------------------


def by_start(found: DistanceTravelled, source: str) -> Chart:
    """Draw the change of low, middle and high starters beside what regression would bring."""
    rows = found.by_start
    values = [float(r[k]) for r in rows for k in ("Mean change", "Expected anyway")] + [0.0]
    low, high = min(values) - 0.3, max(values) + 0.3

    def x(value: float) -> float:
        return 158 + 256 * (value - low) / (high - low)

    parts = [
        line(x(0), 14, x(0), 26 + 56 * len(rows), width=1),
        text(x(0), 8, "no change", size=11.5, anchor="middle"),
    ]
    for place, row in enumerate(rows):
        parts += _third(row, 48 + 56 * place, x)
    bottom = 36 + 56 * len(rows)
    parts += [
        diamond(60, bottom, 6, GREEN),
        text(72, bottom, "change found", size=12.5),
        dot(190, bottom, 4.5, fill=GREY, hollow=True),
        text(200, bottom, "would come anyway (assumed)", size=12.5),
    ]
    return Chart(
        f"Change of {found.paired.mean_change:+.1f} on average, "
        f"{_anyway(found)} to be expected anyway",
        found.reading(),
        svg(440, bottom + 16, parts),
        ("Started", "People", "Mean first score", "Mean change", "Expected anyway"),
        [
            (
                str(row["Started"]),
                str(row["People"]),
                *(
                    f"{float(row[k]):.2f}"
                    for k in ("Mean first score", "Mean change", "Expected anyway")
                ),
            )
            for row in rows
        ],
        f"{source}. {' '.join(found.assumptions)}",
    )


def _third(row: Mapping[str, float | str], y: float, x: Callable[[float], float]) -> list[str]:
    """Return the change of one third of the starters beside what would have come anyway."""
    change, anyway = float(row["Mean change"]), float(row["Expected anyway"])
    who = f"{row['People']} people, from {float(row['Mean first score']):.1f}"
    return [
        text(4, y - 8, f"{str(row['Started']).capitalize()} third", size=13, bold=True),
        text(4, y + 9, who, size=12),
        line(x(anyway), y, x(change), y, width=1.5),
        dot(x(anyway), y, 4.5, fill=GREY, hollow=True),
        diamond(x(change), y, 6, GREEN),
        text(x(change), y - 15, f"{change:+.1f}", size=12, anchor="middle"),
        text(x(anyway), y + 16, f"{anyway:+.1f}", size=12, anchor="middle"),
    ]


def _anyway(found: DistanceTravelled) -> str:
    """Return how much of the change would come without the service, in words."""
    mean = found.paired.mean_change
    share = found.expected_anyway / mean if mean else 0
    if 0 < share <= 1:
        return f"about {share:.0%} of it"
    return "none of it" if share <= 0 else "all of it"


def paired(found: PairedChange, source: str, unit: str) -> Chart:
    """Draw every person's change, and the mean with its interval."""
    low = min(-1.0, *found.changes, found.lower)
    high = max(1.0, *found.changes, found.upper)

    def x(value: float) -> float:
        return 20 + 400 * (value - low) / (high - low)

    heights = _stacked([x(change) for change in sorted(found.changes)])
    floor = 30 + 8 * max(level for _, level in heights)
    parts = [
        *(dot(at, floor - 8 * level, 3, fill=BLUE) for at, level in heights),
        line(14, floor, 426, floor, width=1),
        line(x(0), 16, x(0), floor + 6, width=1, dashed=True),
        text(x(0), 8, "no change", size=11.5, anchor="middle"),
        line(x(found.lower), floor + 22, x(found.upper), floor + 22, width=3),
        diamond(x(found.mean_change), floor + 22, 6, ORANGE),
        text(
            220,
            floor + 42,
            f"mean {found.mean_change:+.1f}, {found.level:.0%} interval {found.lower:.1f} to "
            f"{found.upper:.1f}",
            size=12.5,
            anchor="middle",
        ),
        text(14, floor + 12, f"{low:+.0f}", size=11.5),
        text(426, floor + 12, f"{high:+.0f}", size=11.5, anchor="end"),
    ]
    sure = "up" if found.lower > 0 else "down" if found.upper < 0 else ""
    title = (
        f"On average {sure} by {abs(found.mean_change):.1f} {unit} among those seen twice"
        if sure
        else "The change could be chance: its interval holds zero"
    )
    table = found.table()
    return Chart(
        title,
        found.reading(),
        svg(440, floor + 56, parts),
        ("What", "Figure"),
        [(str(what), _figure(float(figure))) for what, figure in table.to_numpy().tolist()],
        f"{source}. {' '.join(found.assumptions)}",
    )


def _stacked(places: Iterable[float]) -> list[tuple[float, int]]:
    """Return each place with its level, so that dots that would cover one another are stacked."""
    levels: Counter[int] = Counter()
    found = []
    for at in places:
        levels[round(at / 9)] += 1
        found.append((at, levels[round(at / 9)]))
    return found


def _figure(value: float) -> str:
    return f"{value:,.2f}".removesuffix(".00") if math.isfinite(value) else "–"
