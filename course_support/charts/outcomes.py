"""Pictures of the page on outcomes: four words, five questions, six shifts, a group's board.

What is paid for and what would have happened anyway is drawn in ``results.py``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from course_support.exercises import audit, grid, poll
from course_support.exercises.typed_dates import read_date
from course_support.methods.outcome_checks import Check, Outcome, OutcomeChecks, check_outcomes
from course_support.sources.outcomes import AgeBand, Who
from course_support.sources.rule import today

from .drawing import ON_FILL, box, dot, line, svg, text, wrapped
from .show import BLUE, GREEN, GREY, ORANGE, Chart, table_html

_WORDS = {
    "input": ("Input", "what is put in", GREY),
    "process": ("Process", "how it is done", BLUE),
    "output": ("Output", "how much is produced", ORANGE),
    "outcome": ("Outcome", "what is different for somebody", GREEN),
}


def levels(examples: Mapping[str, str], source: str) -> Chart:
    """Draw input, process, output and outcome as four steps, each with an example."""
    parts: list[str] = []
    y = 4.0
    for number, (level, (name, meaning, colour)) in enumerate(_WORDS.items()):
        x = 4 + 26 * number
        rows = wrapped(examples[level], 48)
        height = 30 + 17 * len(rows)
        parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{352:g}" height="{height:g}" rx="5" '
            f'fill="{colour}" fill-opacity=".1"/>'
        )
        parts.append(f'<rect x="{x:g}" y="{y:g}" width="6" height="{height:g}" fill="{colour}"/>')
        parts.append(text(x + 14, y + 14, f"{name}: {meaning}", bold=True))
        parts += [text(x + 14, y + 33 + 17 * row, words) for row, words in enumerate(rows)]
        y += height
        if level != "outcome":
            parts += _step_down(x + 18, y)
            y += 22
    return Chart(
        "Three of the four can be delivered. The fourth has to happen in somebody's life",
        "Four steps, each leading to the next: input, process, output, outcome. "
        + " ".join(f"{_WORDS[level][0]}: {examples[level]}." for level in _WORDS),
        svg(440, y + 4, parts),
        ["Word", "Meaning", "Example"],
        [[name, meaning, examples[level]] for level, (name, meaning, _) in _WORDS.items()],
        source,
    )


def _step_down(x: float, y: float) -> list[str]:
    return [
        line(x, y + 2, x, y + 12),
        f'<polygon points="{x - 5:g},{y + 11:g} {x + 5:g},{y + 11:g} {x:g},{y + 20:g}"/>',
    ]


# --- who the people are ------------------------------------------------------------------------


def by_age(found: Who) -> Chart:
    """Draw how many people there are thought to be in each age band, with their limits."""
    most = max(band.high for band in found.bands) or 1.0
    parts = [p for number, band in enumerate(found.bands) for p in _age_bar(number, band, most)]
    whole = sum(band.people for band in found.bands)
    largest = max(found.bands, key=lambda band: band.people)
    return Chart(
        f"About {_round(whole)} {found.counted}; the largest group is {largest.ages}",
        f"{found.measure}: {'; '.join(f'{b.ages}: {_round(b.people)}' for b in found.bands)}. "
        "The thin lines show how far chance alone could move each number.",
        svg(440, 10 + 40 * len(found.bands), parts),
        ["Age", f"About how many {found.counted}", "Least", "Most"],
        [[b.ages, _round(b.people), _round(b.low), _round(b.high)] for b in found.bands],
        f"{found.source}; residents of {found.year}",
    )


def _age_bar(number: int, band: AgeBand, most: float) -> Iterable[str]:
    y, width = 8 + 40 * number, 240 / most
    yield text(96, y + 11, band.ages, anchor="end")
    yield (
        f'<rect x="104" y="{y}" width="{max(1.0, band.people * width):.1f}" height="22" '
        f'fill="{BLUE}"/>'
    )
    low, high = 104 + band.low * width, 104 + band.high * width
    yield line(low, y + 11, high, y + 11, width=1.5)
    for x in (low, high):
        yield line(x, y + 6, x, y + 16, width=1.5)
    yield text(high + 8, y + 11, _round(band.people), bold=True)


def _round(number: float) -> str:
    """Return an estimate in as many figures as it bears: two."""
    if number < 10:
        return f"{number:.0f}"
    step = 10 ** (len(str(round(number))) - 2)
    return f"{round(number / step) * step:,}"


def endings(found: Who) -> str:
    """Say how support ended in the service whose records there are."""
    whole = sum(found.endings.values())
    if not whole:
        return "The authority holds no records of people for this population."
    gone = found.endings.get("stopped coming", 0)
    planned = found.endings.get("finished as planned", 0)
    return (
        f"Of {whole} people in the records of {found.service}, {planned} finished as planned and "
        f"{gone} left before that. Nobody knows what became of those {gone}: the records end there."
    )


# --- the five questions -----------------------------------------------------------------------

_SIGNS = {"said": "✓ said", "look again": "? look again", "open": "○ open"}


@dataclass(frozen=True)
class Questions:
    """The five questions beside each outcome: what was seen, and what one might ask."""

    found: OutcomeChecks

    def _repr_html_(self) -> str:
        if not self.found.outcomes:
            return (
                "<p>No outcome is written yet. Type the first one above, and five questions to it "
                "appear here.</p>"
            )
        parts = [f"<p><strong>{escape(self.found.reading())}</strong></p>"]
        for number, (outcome, checks) in enumerate(
            zip(self.found.outcomes, self.found.checks, strict=True), start=1
        ):
            words = outcome.outcome.strip() or "not written yet"
            parts.append(_asked(checks, f"Outcome {number}: {words}"))
        if self.found.together:
            parts.append(_asked(self.found.together, "All of them together"))
        notes = "".join(f"<li>{escape(note)}</li>" for note in self.found.assumptions)
        return f"{''.join(parts)}<ul>{notes}</ul>"


def questions(rows: Sequence[Mapping[str, Any]]) -> Questions:
    """Return the five questions to the rows of a table of outcomes, as the workbook reads it."""
    return Questions(check_outcomes([_outcome(row) for row in rows], today()))


def _outcome(row: Mapping[str, Any]) -> Outcome:
    when = str(row.get("by-when") or "")
    return Outcome(
        str(row.get("outcome") or ""),
        str(row.get("for-whom") or ""),
        str(row.get("how-we-would-know") or ""),
        when,
        read_date(when, today()).day or _year(when),
        row.get("in-our-control") or "",
    )


def _year(words: str) -> dt.date | None:
    """Return the last day of the latest year that is named, if one is."""
    years = re.findall(r"\b(20\d\d)\b", words)
    return dt.date(int(max(years)), 12, 31) if years else None


def _asked(checks: Sequence[Check], caption: str) -> str:
    rows = [[each.question, _SIGNS[each.state], each.seen, each.ask or "–"] for each in checks]
    return table_html(
        ["Question", "Is it said?", "What a rule saw", "What you might ask"], rows, caption
    )


def sheet_rows(found: OutcomeChecks) -> list[list[str]]:
    """Return the outcomes as rows of text, as they stand on the outcomes sheet."""
    control = {"mostly": "Mostly", "partly": "Partly", "little": "Little", "": "Not said"}
    return [
        [
            one.outcome or "Not written yet",
            one.for_whom or "Not said",
            one.how or "Not said",
            one.by_when or "Not said",
            control[one.control],
        ]
        for one in found.outcomes
    ]


# --- the six shifts ---------------------------------------------------------------------------

_PLACES = {"red": 0, "amber": 1, "green": 2}


def shifts(exercise: audit.Definition, answer: audit.Answer) -> Chart:
    """Draw each shift as a line from the old end to the new, with a mark where one stands."""
    found = [
        (each.text, exercise.finding(answer, each.id).rating) for each in exercise.statements()
    ]
    parts = [part for number, one in enumerate(found) for part in _shift(number, *one)]
    rated = [rating for _, rating in found if rating in _PLACES]
    rows = [[words, exercise.words(rating)] for words, rating in found]
    title, reading = _shift_words(found, rated)
    return Chart(
        title,
        reading,
        svg(440, 10 + 62 * len(found), parts),
        ["Shift", "Where you stand"],
        rows,
        "your own rating. An empty line: not rated",
    )


def _shift(number: int, words: str, rating: str | None) -> Iterable[str]:
    y = 18 + 62 * number
    old, _, new = words.removeprefix("From ").partition(" to ")
    yield text(8, y, old, size=13)
    yield text(432, y, new, size=13, anchor="end", bold=True)
    yield line(20, y + 22, 420, y + 22, dashed=rating not in _PLACES)
    for place in range(3):
        yield dot(20 + 200 * place, y + 22, 4, fill=GREY)
    if rating in _PLACES:
        x = 20 + 200 * _PLACES[rating]
        yield dot(x, y + 22, 12, fill=BLUE)
        letter = audit.LETTERS[rating]
        yield text(x, y + 22, letter, size=13, anchor="middle", bold=True, fill=ON_FILL)


def _shift_words(
    found: Sequence[tuple[str, str | None]], rated: Sequence[str | None]
) -> tuple[str, str]:
    if not rated:
        return (
            "Six lines, and nobody stands on them yet",
            "Rate the six shifts above, and your place on each line is marked.",
        )
    names = [words.removeprefix("From ") for words, rating in found if rating == "red"]
    green = rated.count("green")
    title = (
        f"Furthest to go: {names[0]}"
        if names
        else f"{green} of {len(found)} shifts are mostly made"
    )
    reading = (
        f"You rated {len(rated)} of {len(found)}: {rated.count('red')} still at the old end, "
        f"{rated.count('amber')} on the way, {green} mostly at the new end."
    )
    return title, reading


# --- three parts of the whole system ----------------------------------------------------------


def parts_of_the_system(exercise: audit.Definition, answer: audit.Answer) -> Chart:
    """Draw how many lines of each part are red, amber, green or not rated."""
    rows = []
    drawn: list[str] = []
    for number, section in enumerate(exercise.sections):
        ratings = [exercise.finding(answer, each.id).rating for each in section.statements]
        y = 8 + 66 * number
        drawn.append(text(6, y + 10, section.text, bold=True, size=14))
        drawn += [part for place, r in enumerate(ratings) for part in _lamp(place, y + 22, r)]
        counts = [ratings.count(each) for each in ("green", "amber", "red")]
        rows.append([section.text, *map(str, counts), str(len(ratings) - sum(counts))])
    title, reading = _system_words(rows)
    return Chart(
        title,
        reading,
        svg(440, 10 + 66 * len(rows), drawn),
        ["Part", "In place", "Partly", "Not in place", "Not rated"],
        rows,
        "your own rating. G in place, A in part, R not in place, empty box: not rated",
    )


def _lamp(place: int, y: float, rating: str | None) -> Iterable[str]:
    fills = {"red": "#b3261e", "amber": ORANGE, "green": GREEN}
    x = 6 + 44 * place
    yield box(x, y, 34, 30, fill=fills.get(rating or "", "none"), dashed=rating not in fills)
    if rating in fills:
        letter = audit.LETTERS[rating or ""]
        yield text(x + 17, y + 15, letter, size=15, anchor="middle", bold=True, fill=ON_FILL)


def _system_words(rows: Sequence[Sequence[str]]) -> tuple[str, str]:
    begun = [row for row in rows if sum(map(int, row[1:4]))]
    if not begun:
        return "Nothing is rated yet", "Rate the three parts above to see which one is weakest."
    weakest = min(begun, key=lambda row: (_strength(row), row[0]))
    reading = " ".join(
        f"{row[0][3:]}: {row[1]} in place, {row[2]} partly, {row[3]} not." for row in begun
    )
    return f"Weakest so far: {weakest[0][3:].lower()}", reading


def _strength(row: Sequence[str]) -> float:
    green, amber, red = map(int, row[1:4])
    return (2 * green + amber) / (2 * (green + amber + red))


# --- challenges, one's own and the group's ----------------------------------------------------


@dataclass(frozen=True)
class Board:
    """Challenges and remedies: what has a remedy, and both boards as one where there are two."""

    exercise: grid.Definition
    mine: grid.Answer
    group: grid.Answer | None
    group_name: str

    def _repr_html_(self) -> str:
        if not self.mine.cards and not (self.group and self.group.cards):
            return "<p>No card yet. What you put on the board is paired here.</p>"
        parts = [self._pairs()] if self.mine.cards else []
        if self.group and self.group.cards:
            parts.append(self._merged())
        return "".join(parts)

    def _pairs(self) -> str:
        texts = {card.id: card.text for card in self.mine.cards}
        right = self.exercise.next_boxes()
        titles = {each.id: each.title for each in self.exercise.boxes}
        rows = []
        for card in self.mine.cards:
            if card.box not in right:
                continue
            ends = [texts[link.end] for link in self.mine.links if link.start == card.id]
            rows.append([card.text, titles[card.box], "; ".join(ends) or "Nothing yet"])
        bare = sum(row[2] == "Nothing yet" for row in rows)
        said = (
            f"Challenges with nothing beside them yet: {bare} of {len(rows)}."
            if bare
            else "Every challenge has something beside it."
        )
        heads = ["Challenge", "Where", "What would overcome it"]
        return f"<p><strong>{escape(said)}</strong></p>{table_html(heads, rows, 'Your board')}"

    def _merged(self) -> str:
        assert self.group
        both = [answer for answer in (self.mine, self.group) if answer.cards]
        cards = self.exercise.collate(both).tables[0]
        caption = f"Your board and that of {self.group_name}, as one"
        heads = ["Box", "Card", "On how many boards"]
        return table_html(heads, cards.rows, caption)


def chosen(exercise: poll.Definition, answer: poll.Answer) -> str:
    """Return what was chosen in a poll, in the participant's own words where they gave some."""
    words = {option.id: option.text for option in exercise.options} | {poll.OTHER: answer.other}
    return "; ".join(words[each].strip() for each in answer.chosen if words.get(each, "").strip())
