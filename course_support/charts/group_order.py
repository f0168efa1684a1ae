"""A group's one order from its members' own orders: how far they agree, and where they split."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from course_support.errors import WorkbookError

from .drawing import dot, line, svg, text, trimmed
from .show import BLUE, ORANGE, Chart, Charts

if TYPE_CHECKING:
    from course_support.methods.ranking import GroupRanking

_WIDE, _LEFT, _ROW = 460, 190, 44
_LARGEST_DOT = 13
_LETTERS = 25  # of a name, on each of its two lines
#: The exact consensus takes twice as long with each further criterion.
MOST_CRITERIA = 14


def combined(orders: Mapping[str, Sequence[str]], words: Mapping[str, str]) -> GroupRanking:
    """Combine orders of ids by everyone; criteria that only some have are no opinion of others.

    Raises
    ------
    WorkbookError
        When fewer than two people have an order.
    """
    from course_support.methods.ranking import combine, from_orders

    if len(orders) < 2:
        raise WorkbookError("A group's order needs at least two people who have ranked.")
    keys = list(dict.fromkeys(key for order in orders.values() for key in order))
    names = {key: words.get(key, key) for key in keys}
    if len(set(names.values())) < len(names):  # two own criteria with the same words
        names = {key: f"{text_} ({key})" for key, text_ in names.items()}
    # What only one person added is compared with nothing in the others' lists: it stays out.
    shared = [k for k in keys if sum(k in order for order in orders.values()) > 1] or keys
    shared = shared[:MOST_CRITERIA]
    listed = {who: [names[k] for k in order if k in shared] for who, order in orders.items()}
    return combine(from_orders(listed, [names[k] for k in shared]))


def one_order(found: GroupRanking, source: str) -> Charts:
    """Draw everybody's places along the group's order, and say what the rules make of them."""
    order = found.kemeny.orders[0]
    notes = [_certainty(found), found.splits.reading(), _borda(found)]
    rows = [
        [str(place), item, _place(found, item), f"{_spread(found, item):.2f}", *_ends(found, item)]
        for place, item in enumerate(order, start=1)
    ]
    agreement = found.agreement
    words = agreement.words or "agreement that cannot be worked out"
    chart = Chart(
        f"“{order[0]}” comes first, with {words}",
        f"{agreement.reading()} This order agrees with {found.kemeny.score} of the "
        f"{found.kemeny.possible} preferences expressed. Each dot is one person's place for a "
        "criterion; the further apart the dots, the more the group differs.",
        svg(_WIDE, 46 + _ROW * len(order), _dots(found, order)),
        [
            "Place",
            "Criterion",
            "Place by Borda",
            "Spread, 0 to 1",
            "In the top two of",
            "In the last two of",
        ],
        rows,
        source,
    )
    return Charts([chart], [note for note in notes if note])


def _place(found: GroupRanking, item: str) -> str:
    return f"{found.borda.places[found.rankings.items.index(item)]:g}"


def _spread(found: GroupRanking, item: str) -> float:
    return float(found.splits.spread[found.rankings.items.index(item)])


def _ends(found: GroupRanking, item: str) -> tuple[str, str]:
    at = found.rankings.items.index(item)
    top, bottom = found.splits.top[at], found.splits.bottom[at]
    return ", ".join(top) or "nobody", ", ".join(bottom) or "nobody"


def _certainty(found: GroupRanking) -> str:
    several = found.kemeny.optima
    if several == 1:
        return "The exact consensus is one order: no other agrees with as many preferences."
    return (
        f"{several} orders agree with equally many preferences. The one shown is one of them: "
        "where they differ, the group has not decided."
    )


def _borda(found: GroupRanking) -> str:
    """Say whether counting points gives another order than the exact consensus."""
    items, places = found.rankings.items, found.borda.places
    order = found.kemeny.orders[0]
    moved = [
        (a, b)
        for place, a in enumerate(order)
        for b in order[place + 1 :]
        if places[items.index(a)] > places[items.index(b)]
    ]
    if not moved:
        return "Counting points (Borda) gives the same order, or ties where the order is open."
    above, below = moved[0]
    return (
        f"Counting points (Borda) gives another order: it puts “{below}” above “{above}”. "
        "Points add up how far apart two criteria stand in each list; the exact consensus only "
        "asks how many people put one above the other. Where the two rules differ, say which "
        "one was agreed on before."
    )


def _dots(found: GroupRanking, order: Sequence[str]) -> Iterable[str]:
    steps = max(1, len(order) - 1)
    for number in range(len(order)):
        x = _LEFT + (_WIDE - _LEFT - 14) * number / steps
        yield text(x, 10, str(number + 1), size=12, anchor="middle")
        yield line(x, 20, x, 26 + _ROW * len(order), width=0.4)
    torn = max(order, key=lambda item: _spread(found, item))
    for number, item in enumerate(order):
        y = 42 + _ROW * number
        yield from _row(found, item, y, steps, ORANGE if item == torn else BLUE)
    yield text(_LEFT, 38 + _ROW * len(order), "Place in each person's own list", size=12)


def _row(found: GroupRanking, item: str, y: float, steps: int, colour: str) -> Iterable[str]:
    from math import isnan

    named = textwrap.wrap(trimmed(item, 2 * _LETTERS), _LETTERS)[:2]
    for number, words in enumerate(named):
        at = y + 16 * (number - (len(named) - 1) / 2)
        yield text(0, at, words, size=13, bold=colour == ORANGE)
    ranks = [r for r in found.rankings.ranks[:, found.rankings.items.index(item)] if not isnan(r)]
    xs = [_LEFT + (_WIDE - _LEFT - 14) * (rank - 1) / steps for rank in ranks]
    if xs:
        yield line(min(xs), y, max(xs), y, width=2)
    for x in sorted(set(xs)):
        radius = min(5 * xs.count(x) ** 0.5, _LARGEST_DOT)  # areas grow with people
        yield dot(x, y, radius, fill=colour, hollow=colour == ORANGE)
        if xs.count(x) > 1:
            yield text(x, y - radius - 8, f"{xs.count(x)}", size=11, anchor="middle")
