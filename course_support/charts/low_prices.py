"""Prices that look too low: screens, pay, build-up, the bidder's answer and the decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from course_support.exercises import decide
from course_support.methods.abnormally_low import Screens, screen_prices
from course_support.methods.figures import about_pounds, pounds
from course_support.methods.tender import Tender
from course_support.methods.words import and_
from course_support.sources.rule import Rule
from course_support.sources.tenders import Bid, screen_rules

from .drawing import ON_FILL, box, dot, line, lines, svg, text, trimmed, uprights
from .show import BLUE, GREEN, GREY, ORANGE, PINK, Chart, per_cent, table_html

_WIDE = 460
#: Outcomes of the guided choice after which a bid is no longer assessed.
SET_ASIDE = ("set-aside", "must-reject")


def screens_of(tender: Tender) -> Screens:
    """Put every bid, those left out included, through every screen."""
    return screen_prices(
        tender.bidders,
        list(tender.prices.values()),
        screen_rules(),
        expected_cost=tender.expected,
    )


def asked_about(tender: Tender) -> str:
    """Return the bidder whom most screens would ask about; empty when none does."""
    found = screens_of(tender)
    flags = {name: len(found.flagged_by(name)) for name in tender.bidders}
    most = max(flags.values())
    named = [name for name in tender.bidders if flags[name] == most]
    return min(named, key=lambda name: tender.prices[name]) if most else ""


def too_low(tender: Tender) -> Chart:
    """Draw prices on a line with what the screens compare them with, and what each screen says."""
    found = screens_of(tender)
    asked = asked_about(tender)
    # A ceiling is drawn and screens nothing: it is what may be paid, not what the work costs.
    words = {True: "ask", False: "no flag", None: "cannot be worked out"}
    heads = [screen.name for screen in found.screens]
    rows = [
        [name, pounds(price), *(words[screen.flags[n]] for screen in found.screens)]
        for n, (name, price) in enumerate(tender.prices.items())
    ]
    usable = sum(any(flag is not None for flag in s.flags) for s in found.screens)
    title = "No screen asks about any price" if usable else "No screen can be worked out"
    if asked:
        title = f"{len(found.flagged_by(asked))} of {usable} screens ask about {asked}"
    return Chart(
        title,
        f"{found.reading()} They differ because they ask different things.",
        _price_line(tender, asked),
        ["Bidder", "Price", *heads],
        rows,
        f"{tender.source}. " + " ".join(f"{s.name}: {s.rule}" for s in found.screens),
    )


def _price_line(tender: Tender, asked: str) -> str:
    prices = list(tender.prices.values())
    marks = {"Mean": sum(prices) / len(prices)}
    if tender.expected:
        marks["Own estimate"] = tender.expected
    if tender.ceiling:
        marks["Ceiling"] = tender.ceiling
    most = 1.06 * max([*prices, *marks.values()])
    left, y = 8.0, 8.0

    def x(price: float) -> float:
        return left + (_WIDE - 2 * left) * price / most

    spans, drawn = [], []
    for name, price in tender.prices.items():
        called, count = lines(
            left, y + 8, f"{name}, {pounds(price)}", 60, size=12, gap=15, bold=name == asked
        )
        y += 15 * count
        bar = box(left, y + 3, x(price) - left, 20, fill=ORANGE if name == asked else BLUE)
        drawn += [called, bar]
        spans.append((y + 1, y + 27))
        y += 31
    low = y - 4
    for number, (name, price) in enumerate(marks.items()):
        y = low + 20 + 20 * number
        drawn.append(uprights(x(price), [*spans, (low, y)], dashed=True))
        at, anchor = (x(price) - 6, "end") if x(price) > _WIDE / 2 else (x(price) + 6, "start")
        drawn.append(text(at, y, f"{name} {about_pounds(price)}", size=12, anchor=anchor))
    y = low + 26 + 20 * len(marks)
    drawn.append(text(left, y, "Pounds for the whole contract, without VAT", size=12))
    return svg(_WIDE, y + 18, drawn)


def pay(bids: Sequence[Bid], floor: Rule, above: Rule | None = None) -> Chart:
    """Draw the lowest pay in each price beside the wage that the law sets."""
    least = float(floor.value)  # type: ignore[arg-type]
    short = [bid.bidder for bid in bids if bid.lowest_pay < least]
    marks = [(floor.title, least)]
    if above is not None and isinstance(above.value, int | float):
        marks.append((above.title, float(above.value)))
    title = f"Every price holds at least the {floor.title}"
    if short:
        title = f"The price of {and_(short)} holds pay below the {floor.title}"
    return Chart(
        title,
        f"{floor.title}: {floor.shown()}, {floor.period()}. The contract will run in later years, "
        "when it will be higher. Pay below it is a question to ask; the answer decides.",
        svg(_WIDE, 30 + 30 * len(bids) + 22 * len(marks), _pay_lines(bids, least, marks)),
        ["Bidder", "Lowest pay an hour", f"Less the {floor.title}"],
        [[b.bidder, f"£{b.lowest_pay:.2f}", f"{b.lowest_pay - least:+.2f}"] for b in bids],
        f"bids (invented); {floor.law}",
    )


def _pay_lines(
    bids: Sequence[Bid], least: float, marks: Sequence[tuple[str, float]]
) -> Iterable[str]:
    pays = [bid.lowest_pay for bid in bids] + [value for _, value in marks]
    low, high = min(pays) - 0.5, max(pays) + 0.5

    def x(value: float) -> float:
        return 200 + (_WIDE - 300) * (value - low) / (high - low)

    for number, bid in enumerate(bids):
        y = 16 + 30 * number
        below = bid.lowest_pay < least
        yield text(0, y, trimmed(bid.bidder, 27), size=12, bold=below)
        yield dot(x(bid.lowest_pay), y, 7, fill=ORANGE if below else BLUE, hollow=not below)
        told = f"£{bid.lowest_pay:.2f}" + (" below" if below else "")
        yield text(_WIDE, y, told, size=12, anchor="end", bold=below)
    for number, (name, value) in enumerate(marks):
        y = 20 + 30 * len(bids) + 20 * number
        yield line(x(value), 4, x(value), y, width=2, dashed=bool(number))
        yield text(x(value) - 6, y, f"{name} £{value:.2f}", size=12, anchor="end")


def build_ups(bids: Sequence[Bid]) -> Chart:
    """Draw what each pound of each price is for."""
    headings = list(dict.fromkeys(name for bid in bids for name in bid.build_up))
    shares = {b.bidder: [b.build_up.get(h, 0.0) / b.price for h in headings] for b in bids}
    nothing = [
        f"{bidder} has nothing for {headings[n].lower()}"
        for bidder, parts in shares.items()
        for n, share in enumerate(parts)
        if share == 0
    ]
    thin = min(bids, key=lambda b: b.build_up.get("Training", 0) / b.price)
    reading = f"{thin.bidder} puts the smallest share into training."
    if nothing:
        reading = f"{'; '.join(nothing)}. " + reading
    return Chart(
        nothing[0] if nothing else "Every price has something under every heading",
        reading + " What is missing matters as much as what is there.",
        svg(_WIDE, 20 + 44 * len(bids) + 34, _build_up_bars(headings, shares)),
        ["Bidder", *headings],
        [[who, *(per_cent(share) for share in parts)] for who, parts in shares.items()],
        "build-up of each price (invented)",
    )


def _build_up_bars(headings: Sequence[str], shares: Mapping[str, Sequence[float]]) -> Iterable[str]:
    fills = (BLUE, GREEN, PINK, ORANGE, GREY, BLUE, GREEN)
    for number, (bidder, parts) in enumerate(shares.items()):
        y, x = 4 + 44 * number, 0.0
        yield text(0, y + 8, trimmed(bidder, 58), size=13, bold=True)
        for place, share in enumerate(parts):
            width = _WIDE * share
            if width:
                yield box(x, y + 18, width, 20, fill=fills[place % len(fills)])
            if width > 16:
                yield text(x + width / 2, y + 28, str(place + 1), size=12, anchor="middle",
                           bold=True, fill=ON_FILL)  # fmt: skip
            x += width
    key = "; ".join(f"{n} {name.lower()}" for n, name in enumerate(headings, start=1))
    yield lines(0, 14 + 44 * len(shares), key, 72, size=12, gap=15)[0]


class Answers:
    """What the bidder answered, beside the evidence that came with it."""

    def __init__(self, bidder: str, rows: Sequence[Mapping[str, str]]) -> None:
        self.bidder, self.rows = bidder, rows

    def _repr_html_(self) -> str:
        if not self.rows:
            return (
                "<p>No answer is known. In life it would come in writing; here, imagine one "
                "that is half convincing, and decide.</p>"
            )
        rows = [[row["about"], row["answer"], row["evidence"]] for row in self.rows]
        heads = ("Asked about", "What it answered", "Evidence sent with it")
        return table_html(heads, rows, f"{self.bidder} answers (invented)")


def decided(exercise: decide.Definition, answer: decide.Answer) -> str:
    """Return the id of the outcome that the guided choice has reached; empty while open."""
    walk = exercise.walk(answer).walk
    return walk.outcome.id if walk and walk.outcome else ""


def after_decision(tender: Tender, outcome: str) -> Tender:
    """Leave out the bid that was asked about, where the decision was to set it aside."""
    bidder = asked_about(tender) if outcome in SET_ASIDE else ""
    if not bidder:
        return tender
    why = "set aside as abnormally low, after its answer"
    return replace(tender, left_out={**tender.left_out, bidder: why})
