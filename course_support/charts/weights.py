"""What an order of importance means as weights, and a notice's weights beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from course_support.errors import WorkbookError
from course_support.methods import weights
from course_support.methods.words import and_

from .drawing import box, dot, line, svg, text, trimmed
from .show import BLUE, GREEN, ORANGE, Chart, Charts, per_cent

if TYPE_CHECKING:
    from course_support.sources.notices import Notice

_WIDE = 460
#: A shape for each method, so that no colour has to be seen.
_SHAPES = ("circle", "square", "triangle")


def rank_weights(items: Sequence[str], source: str = "your own order") -> Chart:
    """Draw the weights of an order (most important first) by each method.

    Parameters
    ----------
    items
        The items in order, the most important first.
    source
        Whose order it is, shown under the chart.
    """
    if len(items) < 2:
        raise WorkbookError("Weights need at least two items in order. Add another one.")
    found = weights.compare(list(items), list(range(1, len(items) + 1)))
    rows = [
        [item, *(per_cent(values[place]) for values in found.weights.values())]
        for place, item in enumerate(items)
    ]
    top = [values[0] for values in found.weights.values()]
    title = f"“{items[0]}” would carry {per_cent(min(top))} to {per_cent(max(top))} of the marks"
    return Chart(
        title,
        found.reading(),
        svg(_WIDE, 66 + 34 * len(items), _marks(items, found.weights)),
        ["Item", *(name.capitalize() for name in found.weights)],
        rows,
        source,
    )


def _marks(items: Sequence[str], found: Mapping[str, Sequence[float]]) -> Iterable[str]:
    """Draw a line for each item, with a shape where each method puts its weight."""
    left, most = 196, max(max(values) for values in found.values())
    for number, (name, shape) in enumerate(zip(found, _SHAPES, strict=False)):
        x = 8.0 + 152 * number
        yield _shape(shape, x, 10)
        yield text(x + 12, 10, name.capitalize(), size=12)

    def x_of(share: float) -> float:
        return left + (_WIDE - left - 16) * share / most

    low = 30 + 34 * len(items)
    step = 0.2 if most > 0.45 else 0.1
    for tick in range(int(most / step) + 1):
        yield line(x_of(tick * step), 26, x_of(tick * step), low, width=0.4)
        yield text(
            x_of(tick * step), low + 10, f"{100 * tick * step:.0f}%", size=12, anchor="middle"
        )
    yield text(left, low + 27, "Weight, % of the marks", size=12)
    for place, item in enumerate(items):
        y = 44 + 34 * place
        xs = [x_of(values[place]) for values in found.values()]
        yield text(0, y, trimmed(item, 27), size=13)
        yield line(min(xs), y, max(xs), y, width=1)
        for x, shape in zip(xs, _SHAPES, strict=False):
            yield _shape(shape, x, y)


def _shape(shape: str, x: float, y: float) -> str:
    if shape == "circle":
        return dot(x, y, 6, fill=BLUE)
    if shape == "square":
        return f'<rect x="{x - 6:g}" y="{y - 6:g}" width="12" height="12" fill="{ORANGE}"/>'
    points = f"{x:g},{y - 8:g} {x + 8:g},{y + 6:g} {x - 8:g},{y + 6:g}"
    return f'<polygon points="{points}" fill="{GREEN}"/>'


def side_by_side(
    own: Sequence[str],
    published: Mapping[str, float] | Sequence[tuple[str, float]],
    name: str,
    source: str,
) -> Chart:
    """Draw one's own order as weights beside the weights a notice publishes.

    Parameters
    ----------
    own
        Own items in order, the most important first.
    published
        Weight in per cent of the marks by criterion, as the notice gives it; in pairs
        where two criteria have one name.
    name
        What to call the notice.
    source
        The notice, shown under the chart.

    Raises
    ------
    WorkbookError
        When the notice gives no weights.
    """
    if not published:
        raise WorkbookError(f"{name} gives no weights, so there is nothing to draw beside yours.")
    mine = list(zip(own, weights.from_ranks(range(1, len(own) + 1)), strict=True))
    pairs = published.items() if isinstance(published, Mapping) else published
    theirs = [(key, value / 100) for key, value in pairs]
    rows = [["Yours", key, per_cent(share)] for key, share in mine]
    rows += [["The notice", key, per_cent(share)] for key, share in theirs]
    top, most = max(theirs, key=lambda share: share[1])
    return Chart(
        f"You put “{own[0]}” first; the notice gives most to “{top}”",
        f"Your order would give “{own[0]}” {per_cent(mine[0][1])} of the marks. "
        f"The notice gives “{top}” {per_cent(most)}.",
        svg(_WIDE, 60 + 26 * (len(mine) + len(theirs)), _panels(mine, theirs, name)),
        ["Whose", "Criterion", "Weight"],
        rows,
        f"{source}; your own order turned into weights by rank order centroid",
    )


def _panels(
    mine: Sequence[tuple[str, float]], theirs: Sequence[tuple[str, float]], name: str
) -> Iterable[str]:
    """Draw two lists of bars to one scale, the heaviest of each first."""
    widest = max(share for _, share in (*mine, *theirs))
    y = 10.0
    titles = ("Your order, as weights", trimmed(name, 50))
    for title, shares, colour in zip(titles, (mine, theirs), (BLUE, ORANGE), strict=True):
        yield text(0, y, title, size=14, bold=True)
        y += 14
        for key, share in sorted(shares, key=lambda each: -each[1]):
            yield text(212, y + 10, trimmed(key, 30), size=12, anchor="end")
            yield box(220, y, max(1, 190 * share / widest), 20, fill=colour)
            yield text(226 + 190 * share / widest, y + 10, per_cent(share), size=12)
            y += 26
        y += 14


def beside_notice(own: Sequence[str], notice: Notice) -> Charts:
    """Draw one's own order beside the weights of each lot of a notice.

    Lots that weigh the same criteria alike are drawn once. A lot without weights says so.
    """
    alike: dict[tuple[tuple[str, float], ...], list[str]] = {}
    silent = []
    for lot in notice.lots:
        weighted = tuple((c.name, c.weight) for c in lot.criteria if c.weight is not None)
        if weighted:
            alike.setdefault(weighted, []).append(lot.title or lot.id)
        else:
            silent.append(lot.title or lot.id)
    charts = [
        side_by_side(own, weighted, and_(lots), f"{notice.title}, {notice.buyer}")
        for weighted, lots in alike.items()
    ]
    if not notice.lots:
        silent.append("this notice")
    notes = [
        f"No weights are published for {name}, so there is nothing to draw." for name in silent
    ]
    return Charts(tuple(charts), tuple(notes))
