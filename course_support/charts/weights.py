"""What an order of importance means as weights, and a notice's weights beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from course_support.errors import WorkbookError
from course_support.methods import weights

from .show import MARKERS, SERIES, Chart, Charts, blank, per_cent, shorten, to_svg

if TYPE_CHECKING:
    from course_support.sources.notices import Notice


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
    names = [shorten(item) for item in items]
    figure, axes = blank(8, 0.9 + 0.42 * len(items), names)
    places = range(len(items), 0, -1)
    for number, (name, values) in enumerate(found.weights.items()):
        shares = [100 * value for value in values]
        axes.plot(
            shares, places, MARKERS[number], color=SERIES[number], label=name.capitalize(), ms=8
        )
    by_item = list(zip(*found.weights.values(), strict=True))
    least, most = [100 * min(each) for each in by_item], [100 * max(each) for each in by_item]
    axes.hlines(places, least, most, color=SERIES[-1], lw=1, zorder=0)
    axes.set_yticks(list(places), names)
    axes.set_xlabel("Weight, % of the marks")
    axes.set_xlim(left=0)
    axes.grid(axis="x")
    axes.legend(loc="lower right", frameon=False)
    rows = [
        [item, *(per_cent(values[place]) for values in found.weights.values())]
        for place, item in enumerate(items)
    ]
    top = [values[0] for values in found.weights.values()]
    title = f"“{items[0]}” would carry {per_cent(min(top))} to {per_cent(max(top))} of the marks"
    return Chart(
        title,
        found.reading(),
        to_svg(figure),
        ["Item", *(name.capitalize() for name in found.weights)],
        rows,
        source,
    )


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
    tall = max(len(mine), len(theirs))
    widest = 118 * max(share for _, share in [*mine, *theirs])
    names = [shorten(key, 26) for key, _ in (*mine, *theirs)]
    figure, pair = blank(9, 1.1 + 0.4 * tall, names, columns=2)
    titles = ("Your order, as weights", shorten(name, 40))
    for axes, shares, colour, title in zip(pair, (mine, theirs), SERIES, titles, strict=False):
        ordered = sorted(shares, key=lambda share: -share[1])
        places = range(tall, tall - len(ordered), -1)
        bars = axes.barh(places, [100 * share for _, share in ordered], color=colour, height=0.6)
        axes.bar_label(bars, [per_cent(share) for _, share in ordered], padding=3)
        axes.set_yticks(list(places), [shorten(key, 26) for key, _ in ordered])
        axes.set_title(title, loc="right", fontsize=11, fontweight="bold")
        axes.set_xlabel("% of the marks")
        axes.set_xlim(0, widest)
        axes.set_ylim(0.4, tall + 0.6)
    rows = [["Yours", key, per_cent(share)] for key, share in mine]
    rows += [["The notice", key, per_cent(share)] for key, share in theirs]
    top, most = max(theirs, key=lambda share: share[1])
    return Chart(
        f"You put “{own[0]}” first; the notice gives most to “{top}”",
        f"Your order would give “{own[0]}” {per_cent(mine[0][1])} of the marks. "
        f"The notice gives “{top}” {per_cent(most)}.",
        to_svg(figure),
        ["Whose", "Criterion", "Weight"],
        rows,
        f"{source}; your own order turned into weights by rank order centroid",
    )


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
        side_by_side(own, weighted, " and ".join(lots), f"{notice.title}, {notice.buyer}")
        for weighted, lots in alike.items()
    ]
    if not notice.lots:
        silent.append("this notice")
    notes = [
        f"No weights are published for {name}, so there is nothing to draw." for name in silent
    ]
    return Charts(tuple(charts), tuple(notes))
