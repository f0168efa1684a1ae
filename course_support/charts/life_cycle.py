"""What offers cost over their whole life, drawn side by side."""

from __future__ import annotations

from collections.abc import Iterable

from course_support.methods.tendering import LifeCycleCosts

from .drawing import ON_FILL, box, svg, text
from .show import BLUE, ORANGE, Chart

_WIDE = 460


def life_cycle(found: LifeCycleCosts, source: str) -> Chart:
    """Draw what two offers cost to buy, to run, and less what is left."""
    rows = [
        [n, f"£{p:,.0f}", f"£{r:,.0f}", f"£{left:,.0f}", f"£{found.totals[n]:,.0f}"]
        for n, p, r, left in zip(
            found.names, found.purchase, found.running, found.residual, strict=True
        )
    ]
    best = min(found.totals, key=lambda name: found.totals[name])
    gap = max(found.totals.values()) - found.totals[best]
    return Chart(
        f"Cheaper over its life by £{gap:,.0f}: {best}" if gap >= 1 else "The offers cost the same",
        found.reading(),
        svg(_WIDE, 24 + 64 * len(rows), _life(found)),
        ["Offer", "To buy", "To run, in today's money", "Left at the end", "Whole life"],
        rows,
        f"{source}. {' '.join(found.assumptions)}",
    )


def _life(found: LifeCycleCosts) -> Iterable[str]:
    most = max(p + r for p, r in zip(found.purchase, found.running, strict=True)) or 1
    scale = (_WIDE - 100) / most
    for number, name in enumerate(found.names):
        y, bought, run = 6 + 64 * number, found.purchase[number], found.running[number]
        yield text(0, y + 9, name, size=14, bold=True)
        yield box(0, y + 20, bought * scale, 26, fill=BLUE)
        yield box(bought * scale, y + 20, run * scale, 26, fill=ORANGE)
        for x, value, word in ((6, bought, "to buy"), (bought * scale + 6, run, "to run")):
            if value * scale > 60:
                yield text(x, y + 33, word, size=12, fill=ON_FILL)
        whole = f"£{found.totals[name]:,.0f}"
        yield text((bought + run) * scale + 8, y + 33, whole, size=13, bold=True)
    yield text(0, 12 + 64 * len(found.names), "Pounds in today's money", size=12)
