"""Scores of bids: what each one offers, how far evaluators are apart, and the totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from course_support.exercises import score
from course_support.exercises.base import ExerciseSheet
from course_support.methods import tender as tenders_
from course_support.methods.figures import about_pounds, pounds
from course_support.methods.tender import Question, Tender
from course_support.methods.tendering import TieBreak as Step
from course_support.methods.tendering import Totals
from course_support.methods.words import and_
from course_support.sources.rule import Rule
from course_support.sources.tenders import Bid, Given

from .drawing import ON_FILL, box, dot, line, lines, svg, text, trimmed
from .show import BLUE, GREEN, GREY, ORANGE, Chart, Charts, per_cent, table_html
from .tender_prices import letters_key

_WIDE = 460
#: Where the scale of scores begins in the picture of minimum scores, and how long it is.
_LEFT, _LADDER = 20, 420
#: Evaluators' scores this far apart are worth a conversation.
WIDE_APART = 2
_PANEL_COLOURS = (BLUE, ORANGE, GREEN)
YOU = "You"


# --- what was asked -------------------------------------------------------------------------


class Asked:
    """The criteria of a tender: question, share of the marks, scale and least score."""

    def __init__(self, tender: Tender, title: str, basis: str) -> None:
        self.tender, self.title, self.basis = tender, title, basis

    def _repr_html_(self) -> str:
        rows = [
            [q.name, q.text or "–", f"{q.weight:.4g}%", f"0 to {q.top:g}",
             f"{q.minimum:g}" if q.minimum else "none"]
            for q in self.tender.questions
        ]  # fmt: skip
        rows.append(["Price", self.basis, f"{self.tender.price_weight:.4g}%", "by formula", "none"])
        heads = ("Criterion", "Question", "Weight", "Scores", "Least score")
        notes = "".join(f"<p>{escape(note)}</p>" for note in self.tender.notes)
        return table_html(heads, rows, self.title) + notes


# --- what was offered ----------------------------------------------------------------------


class BidSheets:
    """One fold a bid: what it says, what the price is made of, what evaluators noted."""

    def __init__(self, bids: Sequence[Bid], given: Sequence[Given], floor: Rule) -> None:
        self.bids, self.given, self.floor = bids, given, floor

    def _repr_html_(self) -> str:
        return "".join(self._fold(bid) for bid in self.bids)

    def _fold(self, bid: Bid) -> str:
        facts = "".join(f"<li>{escape(fact)}</li>" for fact in self._facts(bid))
        noted: dict[str, list[str]] = {}
        for one in self.given:
            if one.bidder == bid.bidder:
                noted.setdefault(one.question.name, []).append(_without_verdict(one.comment))
        answers = "".join(
            f"<dt>{escape(name)}</dt><dd>{escape(' '.join(dict.fromkeys(said)))}</dd>"
            for name, said in noted.items()
        )
        return (
            f'<details class="wb-bid"><summary><strong>{escape(bid.bidder)}</strong>, '
            f"£{bid.price:,.0f}</summary><p>{escape(bid.summary)}</p><ul>{facts}</ul>"
            f"<p>What readers noted of its answers, their scores left out:</p><dl>{answers}</dl>"
            "</details>"
        )

    def _facts(self, bid: Bid) -> Iterable[str]:
        size = "small or medium-sized" if bid.small_or_medium else "large"
        kind = "voluntary or social organisation" if bid.voluntary_or_social else "company"
        yield f"A {size} {kind}."
        yield (
            f"Lowest hourly pay in the price: £{bid.lowest_pay:.2f}. {self.floor.title} today: "
            f"{self.floor.shown()}."
        )
        shares = [
            f"{name.lower()} {per_cent(part / bid.price)}" for name, part in bid.build_up.items()
        ]
        if shares:
            yield f"Of each pound: {', '.join(shares)}."


def _without_verdict(comment: str) -> str:
    """Return what a reader noted without the word that gives the score away."""
    _, _, noted = comment.partition(". ")
    noted = (noted or comment).split("; more convincing")[0].split("; the evidence could")[0]
    return noted.rstrip(".") + "."


# --- how far apart ------------------------------------------------------------------------------


def agreed(sheet: ExerciseSheet, names: Mapping[str, str]) -> dict[str, dict[str, float | None]]:
    """Return the scores that a participant has agreed, by bidder and question id.

    Parameters
    ----------
    names
        Question's name to its id: the exercise shows the tender's own wording.
    """
    exercise, answer = _read(sheet)
    return {
        bidder: {
            names[words]: exercise.agreed(answer, option, criterion)
            for criterion, words in exercise.all_criteria(answer).items()
            if words in names
        }
        for option, bidder in exercise.all_options(answer).items()
    }


def _read(sheet: ExerciseSheet) -> tuple[score.Definition, score.Answer]:
    return sheet.exercise, sheet.answer


def own_reasons(sheet: ExerciseSheet, names: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the reasons recorded in moderating, by bidder and question id."""
    exercise, answer = _read(sheet)
    words, options = exercise.all_criteria(answer), exercise.all_options(answer)
    return {
        options[option]: {
            names[words[key]]: cell.reason.strip()
            for key, cell in row.items()
            if words.get(key) in names and cell.reason.strip()
        }
        for option, row in answer.moderated.items()
        if option in options
    }


def _own_scores(sheet: ExerciseSheet) -> Iterable[tuple[str, str, str, float]]:
    """Return scorer, bidder, question's name and score for all that was scored alone."""
    exercise, answer = _read(sheet)
    options, criteria = exercise.all_options(answer), exercise.all_criteria(answer)
    for place, scorer in enumerate(answer.scorers, start=1):
        name = scorer.name.strip() or (YOU if place == 1 else f"Scorer {place}")
        for option, row in answer.scores.get(scorer.id, {}).items():
            for criterion, value in row.items():
                if option in options and criterion in criteria:
                    yield name, options[option], criteria[criterion], value


def spread(given: Sequence[Given], sheet: ExerciseSheet | None = None) -> Charts:
    """Draw what each evaluator gave alone, yourself included, and what to talk about first."""
    mine = list(_own_scores(sheet)) if sheet else []
    names = {each.question.name for each in given}
    every = [(g.evaluator, g.bidder, g.question.name, g.score) for g in given]
    every += [each for each in mine if each[2] in names]
    cells: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for who, bidder, question, value in every:
        cells.setdefault((bidder, question), []).append((who, value))
    ranges = {
        cell: max(v for _, v in found) - min(v for _, v in found) for cell, found in cells.items()
    }
    wide = sorted((c for c in cells if ranges[c] >= WIDE_APART), key=lambda c: -ranges[c])
    people = list(dict.fromkeys(who for who, *_ in every))
    rows = [
        [
            bidder,
            question,
            *_by_person(cells[bidder, question], people),
            f"{ranges[bidder, question]:g}",
        ]
        for bidder, question in cells
    ]
    title = "Nobody differs by two points or more"
    if wide:
        title = f"Talk first about “{wide[0][1]}” of {wide[0][0]}"
    chart = Chart(
        title,
        f"{len(wide)} of {len(cells)} answers have scores that lie {WIDE_APART} or more apart. "
        + (f"Yours are among them: {len(mine)}. " if mine else "Yours are not in yet. ")
        + "A wide spread is no failure: somebody saw something that the others did not.",
        _ranges(cells, people),
        ["Bid", "Question", *people, "Apart"],
        rows,
        "scores given alone, before the panel met (invented)" + (", and your own" if mine else ""),
    )
    return Charts([chart], [_agreement(every)])


def _by_person(found: Sequence[tuple[str, float]], people: Sequence[str]) -> list[str]:
    known = dict(found)
    return [f"{known[who]:g}" if who in known else "not scored" for who in people]


def _agreement(every: Sequence[tuple[str, str, str, float]]) -> str:
    """Say how far each pair of evaluators agrees beyond chance."""
    from itertools import combinations
    from math import isnan

    from course_support.methods.moderation import weighted_kappa

    sheets: dict[str, dict[tuple[str, str], float]] = {}
    for who, bidder, question, value in every:
        sheets.setdefault(who, {})[bidder, question] = value
    said = []
    for one, other in combinations(sheets, 2):
        both = [cell for cell in sheets[one] if cell in sheets[other]]
        if len(both) < 4 or any(v % 1 for s in (sheets[one], sheets[other]) for v in s.values()):
            continue
        kappa = weighted_kappa(
            [sheets[one][c] for c in both], [sheets[other][c] for c in both], range(6)
        )
        if not isnan(kappa):
            said.append(f"{one} and {other} {kappa:.2f}")
    if not said:
        return ""
    return (
        f"Agreement by pairs (weighted kappa: 1 is full, 0 is what chance would give): "
        f"{'; '.join(said)}. Agreeing does not show that a score is right."
    )


def _ranges(
    cells: Mapping[tuple[str, str], Sequence[tuple[str, float]]], people: Sequence[str]
) -> str:
    bottom = 32 + 26 * len(cells) + 24 * len({bidder for bidder, _ in cells})
    named, count = lines(
        8, bottom + 16, "; ".join(trimmed(who, 60) for who in people), 62, size=12, gap=15
    )
    how = "Thick line: two points or more apart. At one score, from left:"
    below = [text(8, bottom, how, size=12), named]
    return svg(_WIDE, bottom + 12 + 15 * count, [*_range_rows(cells, people), *below])


def _range_rows(
    cells: Mapping[tuple[str, str], Sequence[tuple[str, float]]], people: Sequence[str]
) -> Iterable[str]:
    left, step = 210, 44
    for number in range(6):
        yield text(left + step * number, 10, str(number), size=12, anchor="middle")
    y, last = 22.0, ""
    for (bidder, question), found in cells.items():
        if bidder != last:
            yield text(0, y + 12, trimmed(bidder, 54), size=13, bold=True)
            y, last = y + 24, bidder
        values = [value for _, value in found]
        far = max(values) - min(values) >= WIDE_APART
        yield text(8, y + 10, trimmed(question, 29), size=12, bold=far)
        ends = left + step * min(values), left + step * max(values)
        yield line(ends[0], y + 10, ends[1], y + 10, width=5 if far else 2)
        for who, value in found:
            place = people.index(who)
            x = left + step * value + 5 * (place - (len(people) - 1) / 2)
            yield dot(x, y + 10, 5, fill=(*_PANEL_COLOURS, GREY)[min(place, 3)], hollow=place > 2)
        if far:
            yield text(_WIDE, y + 10, "talk", size=12, anchor="end")
        y += 26


# --- totals and minimum scores --------------------------------------------------------------


def totals(tender: Tender) -> Charts:
    """Draw marks for quality and price of the bids that stand, the winner first."""
    found = tenders_.result(tender)
    notes = [*tender.notes, *(f"{who} is left out: {why}." for who, why in tender.left_out.items())]
    if found.formula.lowest_wins:
        return Charts([_ratio(tender, found)], notes)
    best = found.winner or and_(found.winners)
    rows = [
        [name, pounds(tender.prices[name]), *(f"{value:.2f}" for value in _parts(found, name))]
        for name in found.order
    ]
    chart = Chart(
        f"{best} would win" if found.winner else f"{best} are level",
        found.reading() + _closeness(tender, found),
        _stacks(found),
        ["Bidder", "Price", "Marks for quality", "Marks for price", "Total"],
        rows,
        f"{tender.source}; price {tender.price_weight:g}% of the marks, by “"
        f"{found.formula.title.lower()}”",
    )
    return Charts([chart], notes)


def _parts(found: Totals, name: str) -> tuple[float, float, float]:
    at = found.bids.bidders.index(name)
    return found.quality_marks[at], found.price_marks[at], found.totals[at]


def _closeness(tender: Tender, found: Totals) -> str:
    if len(found.order) < 2 or found.winner is None or found.tie_broken_by:
        return ""
    second = found.order[1]
    level = tenders_.price_to_draw_level(tender, second)
    if level is None:
        return f" No lower price at all would bring {second} level."
    less = tender.prices[second] - level
    return (
        f" {second} would draw level with a price {about_pounds(less)} lower "
        f"({per_cent(less / tender.prices[second])} less)."
    )


def _ratio(tender: Tender, found: Totals) -> Chart:
    ratios = dict(zip(found.bids.bidders, found.totals, strict=True))
    marks = dict(zip(found.bids.bidders, found.bids.quality, strict=True))
    rows = [
        [name, pounds(tender.prices[name]), f"{marks[name]:.1f}", about_pounds(ratios[name])]
        for name in found.order
    ]
    return Chart(
        f"{found.winner or and_(found.winners)} costs least for each quality point",
        found.reading() + " No weight is given to the price: it is divided by the quality marks.",
        _ratio_bars(found, ratios),
        ["Bidder", "Price", "Quality, 0 to 100", "Pounds a quality point"],
        rows,
        tender.source,
    )


def _ratio_bars(found: Totals, ratios: Mapping[str, float]) -> str:
    scale, y, drawn = (_WIDE - 110) / max(ratios.values()), 6.0, []
    for number, name in enumerate(found.order):
        heading, count = lines(0, y + 9, name, 54, bold=number == 0)
        y += 16 * count
        wide = ratios[name] * scale
        drawn += [
            heading,
            box(0, y + 4, wide, 24, fill=BLUE if number == 0 else GREY),
            text(wide + 8, y + 16, about_pounds(ratios[name]), size=13),
        ]
        y += 38
    return svg(_WIDE, y + 6, drawn)


def _stacks(found: Totals) -> str:
    scale, y, drawn = (_WIDE - 60) / 100, 6.0, []
    for name in found.order:
        crown = " ★" if name in found.winners else ""
        heading, count = lines(0, y + 9, f"{name}{crown}", 54, bold=bool(crown))
        y += 16 * count
        drawn += [heading, *_stack(*_parts(found, name), y + 4, scale)]
        y += 38
    drawn.append(text(0, y + 10, "Marks out of 100. ★ highest total", size=12))
    return svg(_WIDE, y + 28, drawn)


def _stack(quality: float, price: float, total: float, y: float, scale: float) -> Iterable[str]:
    yield box(0, y, max(1, quality * scale), 26, fill=BLUE)
    yield box(quality * scale, y, max(1, price * scale), 26, fill=ORANGE)
    if quality * scale > 70:
        yield text(8, y + 13, f"quality {quality:.1f}", size=12, fill=ON_FILL)
    if price * scale > 70:
        yield text(quality * scale + 8, y + 13, f"price {price:.1f}", size=12, fill=ON_FILL)
    yield text(total * scale + 8, y + 13, f"{total:.1f}", size=14, bold=True)


def minimums(tender: Tender) -> Chart:
    """Draw each bid's scores beside the least that was published, and say who falls out."""
    failures = tenders_.below_minimum(tender)
    out = list(dict.fromkeys(bidder for bidder, *_ in failures))
    near = [
        f"{bidder} on “{q.name}”"
        for bidder in tender.bidders
        for q in tender.questions
        if q.minimum and tender.scores[bidder].get(q.id) == q.minimum
    ]
    reading = ""
    if any(question.minimum for question in tender.questions):
        every = len(tender.bidders) * len(tender.questions)
        are = "is" if len(failures) == 1 else "are"
        reading = f"{len(failures)} of {every} scores {are} too low. "
    if near:
        reading += f"On the line, with nothing to spare: {_some(near)}. "
    rows = [
        [bidder, *(f"{tender.scores[bidder][q.id]:g}" for q in tender.questions),
         "out" if bidder in out else "stays in"]
        for bidder in tender.bidders
    ]  # fmt: skip
    return Chart(
        _who_is_out(tender, out),
        reading + "A minimum counts only if it was published before bids came in.",
        _ladder(tender),
        ["Bid", *(f"{q.name} ({_least(q)})" for q in tender.questions), "Result"],
        rows,
        tender.source,
    )


def _who_is_out(tender: Tender, out: Sequence[str]) -> str:
    if out:
        return f"{and_(out)} {'falls' if len(out) == 1 else 'fall'} below a minimum score"
    if not any(question.minimum for question in tender.questions):
        return "No minimum score is asked for, so every bid stays in"
    return "Every bid meets the published minimum scores"


def _least(question: Question) -> str:
    scale = f"0 to {question.top:g}"
    return f"least {question.minimum:g}, scores {scale}" if question.minimum else f"scores {scale}"


def _some(names: Sequence[str], most: int = 4) -> str:
    """Return the first few names, and how many more there are."""
    more = len(names) - most
    return f"{', '.join(names[:most])} and {more} more" if more > 0 else and_(names)


def _ladder(tender: Tender) -> str:
    bottom = 14 + 64 * len(tender.questions)
    key, count = lines(0, bottom, letters_key(tender.letters), 72, size=11, gap=14)
    return svg(_WIDE, bottom + 2 + 14 * count, [*_rungs(tender), key])


def _rungs(tender: Tender) -> Iterable[str]:
    """Draw for each question its scale, the bids on it, and the least score asked for."""
    for number, question in enumerate(tender.questions):
        top = 8 + 64 * number
        yield text(0, top + 6, _above(question), size=13, bold=True)
        yield line(_LEFT, top + 30, _LEFT + _LADDER, top + 30, width=1)
        for tick in range(6):
            mark = question.top * tick / 5
            yield text(_on(mark, question), top + 45, f"{mark:g}", size=11, anchor="middle")
        yield from _bids_on(tender, question, top)


def _above(question: Question) -> str:
    least = f"least {question.minimum:g} of {question.top:g}" if question.minimum else ""
    return f"{trimmed(question.name, 44)}{': ' + least if least else ''}"


def _on(score: float, question: Question) -> float:
    return _LEFT + _LADDER * score / question.top


def _bids_on(tender: Tender, question: Question, top: float) -> Iterable[str]:
    """Draw the letters of bids at their scores, side by side where scores are close."""
    at: dict[float, list[str]] = {}
    for bidder in tender.bidders:
        at.setdefault(float(tender.scores[bidder][question.id] or 0), []).append(
            tender.letters[bidder]
        )
    values = sorted(at)
    if question.minimum:
        below = max([v for v in values if v < question.minimum], default=0.0)
        edge = _on(
            (question.minimum + max(below, question.minimum - question.top / 5)) / 2, question
        )
        yield line(edge, top + 16, edge, top + 44, width=3, dashed=True)
    widths = [20 * len(at[value]) + 8 for value in values]
    for x, width, value in zip(
        _beside([_on(value, question) for value in values], widths), widths, values, strict=True
    ):
        fill = ORANGE if value < question.minimum else BLUE
        yield box(x - width / 2, top + 18, width, 20, fill=fill)
        yield text(x, top + 28, " ".join(at[value]), size=13, anchor="middle", bold=True,
                   fill=ON_FILL)  # fmt: skip


def _beside(places: Sequence[float], widths: Sequence[float]) -> list[float]:
    """Return rising places moved as little as needed for boxes on them not to overlap."""
    out = list(places)
    for n in reversed(range(len(out))):
        room = _WIDE if n == len(out) - 1 else out[n + 1] - widths[n + 1] / 2 - 2
        out[n] = min(out[n], room - widths[n] / 2)
    for n in range(len(out)):
        room = 0 if n == 0 else out[n - 1] + widths[n - 1] / 2 + 2
        out[n] = max(out[n], room + widths[n] / 2)
    return out


class TieBreak:
    """What would decide if the first two bids were level: each published step, side by side."""

    def __init__(self, tender: Tender) -> None:
        self.tender = tender

    def _repr_html_(self) -> str:
        found = tenders_.result(self.tender)
        if len(found.order) < 2:
            return "<p>There is only one bid, so nothing can be level.</p>"
        first, second = found.order[:2]
        steps = tenders_.tie_breaks(self.tender)
        rows = [self._row(number, step, first, second) for number, step in enumerate(steps, 1)]
        decided = next((row[-1] for row in rows if row[-1] != "still level"), "")
        says = (
            f"{decided} would win the tie." if decided else "They would still be level: draw lots."
        )
        heads = ("Published step", first, second, "Decides for")
        table = table_html(heads, rows, f"If {first} and {second} had equal totals")
        return f"{table}<p>{escape(says)} Steps count only if they were published beforehand.</p>"

    @staticmethod
    def _row(number: int, step: Step, first: str, second: str) -> list[str]:
        one, other = step.values[first], step.values[second]
        decides = first if (one > other) == step.higher_wins else second
        name = f"{number}. {step.name[0].upper()}{step.name[1:]}"
        decides = "still level" if one == other else decides
        return [name, *(_value(v, not step.higher_wins) for v in (one, other)), decides]


def _value(value: float, in_pounds: bool) -> str:
    return pounds(value) if in_pounds else f"{value:.1f}"
