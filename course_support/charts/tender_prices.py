"""Prices of bids: every formula, the losing bid that decides, and what the weights decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from course_support.errors import WorkbookError
from course_support.methods import tender as tenders_
from course_support.methods import tendering
from course_support.methods.figures import about_pounds
from course_support.methods.tender import PRICE, Tender
from course_support.methods.tendering import FORMULAS, Totals
from course_support.methods.weights import METHODS
from course_support.methods.words import and_

from .drawing import ON_FILL, box, dot, line, lines, svg, text, trimmed
from .show import BLUE, GREY, ORANGE, SERIES, Chart, Charts, per_cent

_WIDE = 460


# --- formulas ----------------------------------------------------------------------------------


def every_formula(tender: Tender) -> Charts:
    """Draw the same bids under every price formula, with the winner of each."""
    found, left_out = _by_formula(tender)
    winners = list(dict.fromkeys(_winner(one) for one in found))
    title = f"{winners[0]} wins by every formula"
    if len(winners) > 1:
        title = f"The formula decides: {len(winners)} different bids would win"
    reading = "; ".join(f"{_title(one)}: {_winner(one)}" for one in found) + "."
    names = found[0].bids.bidders
    rows = [
        [
            _title(one),
            one.formula.formula,
            "yes" if one.formula.relative else "no",
            _winner(one),
            *(_number(one, total) for total in one.totals),
        ]
        for one in found
    ]
    notes = [f"Not every formula is shown. {why}" for why in left_out.values()]
    chart = Chart(
        title,
        reading,
        _formula_rows(tender, found),
        ["Formula", "How", "Depends on other bids", "Winner", *names],
        rows,
        f"{tender.source}; price {tender.price_weight:g}% of the marks",
    )
    return Charts([chart], notes)


def _by_formula(tender: Tender) -> tuple[list[Totals], dict[str, str]]:
    found, left_out = [], {}
    for name in FORMULAS:
        try:
            found.append(tenders_.result(tender, name))
        except WorkbookError as error:
            left_out[name] = str(error)
    if not found:
        raise WorkbookError(next(iter(left_out.values())))
    return found, left_out


def _winner(found: Totals) -> str:
    return found.winner or and_(found.winners)


def _title(found: Totals) -> str:
    return found.formula.title


def _formula_rows(tender: Tender, found: Sequence[Totals]) -> str:
    named = letters_key(tender.letters, ", ")
    words = f"Further right is better; the last, in orange, wins. {named}"
    key, count = lines(0, 10, words, 72, size=11, gap=14)
    top = 22 + 14 * count
    rows = [part for n, one in enumerate(found) for part in _formula_row(tender, one, top + 54 * n)]
    return svg(_WIDE, top + 12 + 54 * len(found), [key, *rows])


def _formula_row(tender: Tender, one: Totals, y: float) -> Iterable[str]:
    inner = " (others' prices count)" if one.formula.relative else ""
    yield text(0, y + 8, f"{_title(one)}{inner}", size=12)
    low, high = min(one.totals), max(one.totals)
    span = (high - low) or 1.0
    yield line(14, y + 28, _WIDE - 14, y + 28, width=1)
    # For a ratio the lowest wins: it is drawn on the right like every other winner.
    places = [
        (14 + (_WIDE - 28) * (high - t if one.formula.lowest_wins else t - low) / span, name)
        for name, t in zip(one.bids.bidders, one.totals, strict=True)
    ]
    places.sort(key=lambda place: (place[0], place[1] in one.winners))
    spots = _side_by_side([x for x, _ in places], 14, _WIDE - 14)
    for x, (_, name) in zip(spots, places, strict=True):
        yield dot(x, y + 28, 11, fill=ORANGE if name in one.winners else GREY)
        yield text(x, y + 28, tender.letters[name], size=13, anchor="middle", bold=True,
                   fill=ON_FILL)  # fmt: skip


def _side_by_side(places: Sequence[float], low: float, high: float, gap: float = 23) -> list[float]:
    """Return rising places moved as little as needed to lie a gap apart, between two ends."""
    out = list(places)
    for number in reversed(range(len(out))):
        out[number] = min(out[number], high if number == len(out) - 1 else out[number + 1] - gap)
    for number in range(len(out)):
        out[number] = max(out[number], low if number == 0 else out[number - 1] + gap)
    return out


def letters_key(letters: Mapping[str, str], between: str = "; ") -> str:
    """Say which bidder each letter of a picture stands for, from the letters by bidder."""
    return between.join(f"{letter} {name}" for name, letter in letters.items())


# --- the losing bid that decides ------------------------------------------------------------


def _one_more(added: tendering.AddedBid) -> str:
    low, high = about_pounds(added.lowest_price), about_pounds(added.highest_price)
    return f"one more had bid {low} to {high}, quality {added.quality:g} of 100"


def losing_bids(tender: Tender) -> Charts:
    """Say which losing bid decides who wins, and draw the totals with and without it."""
    bids = tenders_.bids(tender)
    found = tendering.losing_bids_that_change_the_winner(
        bids, tender.formula, tender.price_weight, ceiling=tender.ceiling
    )
    several = [change for change in found.changes if len(change.without) > 1]
    rows = [
        *([f"{name} had not bid", who] for name, who in found.singles.items()),
        *([f"{and_(change.without)} had not bid", change.winner] for change in several),
        *([_one_more(added), added.winner] for added in found.added),
    ]
    title = f"No losing bid changes the win of {found.winner}"
    without: tuple[str, ...] = ()
    if found.changes:
        without = found.changes[0].without
        title = f"A loser decides: without {and_(without)}, {found.changes[0].winner} wins"
    elif found.added:
        title = "No bid here decides, but one more losing bid could"
    after = replace(tender, left_out={**tender.left_out, **dict.fromkeys(without, "tried without")})
    pictures = [tenders_.result(tender)] + ([tenders_.result(after)] if without else [])
    chart = Chart(
        title,
        found.reading(),
        _with_without(pictures),
        ["If", "The winner would be"],
        rows,
        f"{tender.source}; {' '.join(found.assumptions)}",
    )
    return Charts([chart])


def _with_without(pictures: Sequence[Totals]) -> str:
    y, drawn = 4.0, []
    for number, one in enumerate(pictures):
        heading = ("With every bid that stands", "Without the losing bid")[number]
        drawn.append(text(0, y + 8, heading, size=14, bold=True))
        y += 20
        most = max(one.totals)
        for name in one.order:
            total = one.totals[one.bids.bidders.index(name)]
            wins = name in one.winners
            called, count = lines(208, y + 9, name, 26, size=12, gap=14, anchor="end", bold=wins)
            drawn += [
                box(214, y, 190 * total / most, 18, fill=ORANGE if wins else GREY),
                called,
                text(220 + 190 * total / most, y + 9, _number(one, total), size=12, bold=wins),
            ]
            y += 10 + 14 * count
        y += 14
    return svg(_WIDE, y, drawn)


def _number(one: Totals, total: float) -> str:
    return about_pounds(total) if one.formula.lowest_wins else f"{total:.1f}"


# --- weights -------------------------------------------------------------------------------------


def by_price_weight(tender: Tender) -> Chart:
    """Draw every bid's total as the price gets more of the marks, and where the winner changes."""
    parts = [
        (start, end, and_(who)) for start, end, who in tenders_.winners_by_price_weight(tender)
    ]
    ends = [tenders_.result(tender, price_weight=weight) for weight in (0, 100)]
    names = ends[0].bids.bidders
    here = next(who for _, end, who in parts if tender.price_weight <= end)
    title = f"{here} wins whatever the price weighs"
    if len(parts) > 1:
        near = min((abs(s - tender.price_weight), s) for s, _, _ in parts[1:])[1]
        title = f"At {near:.0f}% for price the winner changes"
    reading = "; ".join(f"from {s:.0f}% to {e:.0f}% {who}" for s, e, who in parts)
    return Chart(
        title,
        f"With more of the marks for price, the winner is: {reading}. You are at "
        f"{tender.price_weight:g}%.",
        _lines(tender, names, ends, [s for s, _, _ in parts[1:]]),
        ["From % for price", "To %", "Winner"],
        [[f"{s:.1f}", f"{e:.1f}", who] for s, e, who in parts],
        f"{tender.source}, by “{ends[0].formula.title.lower()}”; the questions "
        "keep their proportions to one another",
    )


def _lines(
    tender: Tender, names: Sequence[str], ends: Sequence[Totals], turns: Sequence[float]
) -> str:
    low = 236
    named = {name: tender.letters[name] for name in names}
    key, count = lines(0, low + 50, letters_key(named), 72, size=11, gap=13)
    return svg(_WIDE, low + 51 + 13 * count, [*_slopes(tender, names, ends, turns, low), key])


def _slopes(
    tender: Tender,
    names: Sequence[str],
    ends: Sequence[Totals],
    turns: Sequence[float],
    low: float,
) -> Iterable[str]:
    """Draw each bid's total as a line from no weight on the price to all of it."""
    left, right, top = 34, _WIDE - 34, 14

    def x(weight: float) -> float:
        return left + (right - left) * weight / 100

    def y(total: float) -> float:
        return low - (low - top) * total / 100

    for mark in (0, 25, 50, 75, 100):
        yield line(x(mark), top, x(mark), low, width=0.4)
        yield text(x(mark), low + 14, f"{mark}%", size=12, anchor="middle")
        yield text(left - 8, y(mark), str(mark), size=12, anchor="end")
    yield text(x(50), low + 32, "Share of the marks for price", size=12, anchor="middle")
    yield line(x(tender.price_weight), top, x(tender.price_weight), low, width=2, dashed=True)
    yield text(x(tender.price_weight), 6, "now", size=12, anchor="middle")
    spots = _apart([y(ends[1].totals[n]) for n in range(len(names))], top, low)
    for number, name in enumerate(names):
        colour = SERIES[number % len(SERIES)]
        start, end = (one.totals[number] for one in ends)
        yield (
            f'<line x1="{x(0):g}" y1="{y(start):g}" x2="{x(100):g}" y2="{y(end):g}" '
            f'stroke="{colour}" stroke-width="2.5"/>'
        )
        yield line(right, y(end), right + 12, spots[number], width=0.8)
        yield text(right + 15, spots[number], tender.letters[name], size=14, bold=True)
    for turn in turns:
        yield line(x(turn), low - 6, x(turn), low + 6, width=4)


def _apart(places: Sequence[float], top: float, low: float, gap: float = 15) -> list[float]:
    """Return label places a gap apart between two ends, together as near as may be to their own."""
    order = sorted(range(len(places)), key=lambda n: places[n])
    blocks: list[list[float]] = []  # labels that touch: their mean place less their gaps, and count
    for number, which in enumerate(order):
        blocks.append([places[which] - number * gap, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, count = blocks.pop()
            before, many = blocks[-1]
            blocks[-1] = [(before * many + mean * count) / (many + count), many + count]
    out = [0.0] * len(places)
    starts = [mean for mean, count in blocks for _ in range(int(count))]
    most = low - gap * (len(places) - 1)
    for number, (which, start) in enumerate(zip(order, starts, strict=True)):
        out[which] = max(top, min(start, most)) + number * gap
    return out


def under_own_weights(
    tender: Tender,
    order: Sequence[str],
    words: Mapping[str, str],
    asked: Mapping[str, str],
    whose: str,
) -> Charts:
    """Draw which bid would win if an order of criteria gave the weights, and how close it is."""
    if tender.pasted:
        raise WorkbookError(
            "Your own tenders have their own criteria, so the order of these criteria says "
            "nothing about them. Their winner is shown further down."
        )
    found = {}
    for method in METHODS:
        given = tenders_.asked_weights(order, asked, method)
        if not given.by_question:
            raise WorkbookError("No question of this tender tests a criterion of yours.")
        tried = tenders_.without_failures(tenders_.reweighted(tender, given.by_question))
        found[method] = (given, tenders_.result(tried), tried)
    given, first, tried = next(iter(found.values()))
    winners = list(dict.fromkeys(_winner(one) for _, one, _ in found.values()))
    title = f"Under {whose}, {winners[0]} would win"
    if len(winners) > 1:
        title = f"Under {whose}, the winner depends on how the order is turned into weights"
    second = first.order[1] if len(first.order) > 1 else ""
    close = (
        f" By rank order centroid it is {first.margin:.1f} marks ahead of {second}."
        if second
        else ""
    )
    rows = [
        [name.capitalize(), _winner(one), f"{one.margin:.2f}", per_cent(_price_share(g))]
        for name, (g, one, _) in found.items()
    ]
    chart = Chart(
        title,
        "; ".join(f"{name.capitalize()}: {_winner(one)}" for name, (_, one, _) in found.items())
        + f".{close} As published, with {tender.price_weight:g}% for price: "
        f"{_winner(tenders_.result(tender))}.",
        svg(_WIDE, 30 + 30 * (len(tried.questions) + 1), _shares(tender, tried)),
        ["Weights from the order by", "Winner", "Marks ahead", "Share of price"],
        rows,
        f"{tender.source}; the panel's scores; {whose}",
    )
    return Charts([chart], _unasked(given, words))


def _price_share(given: tenders_.AskedWeights) -> float:
    whole = sum(given.by_question.values())
    return given.by_question.get(PRICE, 0.0) / whole if whole else 0.0


def _unasked(given: tenders_.AskedWeights, words: Mapping[str, str]) -> list[str]:
    if not given.unasked:
        return ["Every criterion of this order is tested by a question of the tender."]
    named = "; ".join(f"“{words.get(k, k)}” ({per_cent(w)})" for k, w in given.unasked.items())
    return [
        f"No question of the tender tests {named}. That share of your weights is spread over the "
        "rest here. In life it would be lost: what no question asks, no bidder is chosen for."
    ]


def _shares(published: Tender, own: Tender) -> Iterable[str]:
    yield text(212, 10, "as published", size=12)
    yield text(340, 10, "from the order", size=12)
    pairs = [
        *zip(
            [question.name for question in published.questions],
            [question.weight for question in published.questions],
            [question.weight for question in own.questions],
            strict=True,
        ),
        ("Price", published.price_weight, own.price_weight),
    ]
    for number, (name, theirs, mine) in enumerate(pairs):
        y = 22 + 30 * number
        yield text(0, y + 11, trimmed(name, 28), size=13)
        for x, value, colour in ((212, theirs, GREY), (340, mine, BLUE)):
            yield box(x, y, max(1, 0.8 * value), 22, fill=colour)
            yield text(x + 0.8 * value + 6, y + 11, f"{value:.0f}%", size=13)
