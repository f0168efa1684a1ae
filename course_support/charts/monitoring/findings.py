"""What the answers of page 06 say together, as sentences to write from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from course_support.charts.monitoring import answers
from course_support.charts.sentences import Sentences
from course_support.methods.two_points import Verdict, services


class Door(Protocol):
    """What is needed of a workbook."""

    owner: str

    def answered(self, name: str) -> bool:
        """Say whether an exercise is answered."""

    def answer(self, name: str) -> Any:
        """Return an answer."""

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of a table."""

    def sheet(self, name: str) -> Any:
        """Return an exercise with its answer."""


def findings(workbook: Door) -> Sentences:
    """Return one sentence for each part of the page that is answered."""
    said = [
        sentence
        for name, tell in _TELL.items()
        if workbook.answered(name)
        for sentence in tell(workbook, name)
    ]
    return Sentences(tuple(said))


def _board(workbook: Door, name: str) -> Iterator[str]:
    count = {"helps": 0, "fails": 0, "guards": 0}
    for card in workbook.answer(name).cards:
        count[card.box] += 1
    yield (
        f"Monitoring: {count['helps']} reasons for it, {count['fails']} ways in which it fails, "
        f"{count['guards']} guards against them."
    )


def _national(workbook: Door, name: str) -> Iterator[str]:
    rows = workbook.rows(name)
    ask = [str(row["collection"]) for row in rows if row["sent-by"] == "unknown"]
    enough = sum(row["enough"] == "enough" for row in rows)
    yield f"National collections: {len(rows)}, of which {enough} answer a question of yours."
    if ask:
        yield f"Find out who sends: {'; '.join(ask)}."


def _local(workbook: Door, name: str) -> Iterator[str]:
    rows = [row for row in workbook.rows(name) if row["measure"]]
    passed = [
        str(row["measure"])
        for row in rows
        if all(row[test] == "yes" for test in ("clear", "important", "data"))
    ]
    yield f"Local measures: {len(passed)} of {len(rows)} pass all three tests."
    for decision, words in (("cut", "You stop collecting"), ("borrow", "You take from others")):
        chosen = [str(row["measure"]) for row in rows if row["decision"] == decision]
        if chosen:
            yield f"{words}: {'; '.join(chosen)}."


def _grid(workbook: Door, name: str) -> Iterator[str]:
    measures = answers.once(answers.own(workbook.answer(name)))
    if measures:
        mix, _ = answers.mix_of(measures)
        yield f"Your grid: {mix.reading()}"


def _headlines(workbook: Door, name: str) -> Iterator[str]:
    found = answers.headlines(workbook.rows(name))
    if found:
        yield found.reading()


def _audit(workbook: Door, name: str) -> Iterator[str]:
    sheet = workbook.sheet(name)
    rated = {
        each.id: sheet.exercise.finding(sheet.answer, each.id).rating
        for each in sheet.exercise.statements()
    }
    words = sheet.exercise.texts()
    red = [words[key] for key, rating in rated.items() if rating == "red"]
    green = sum(rating == "green" for rating in rated.values())
    yield f"{sheet.exercise.title}: {green} of {len(rated)} green."
    if red:
        yield f"Red: {'; '.join(red)}."


def _outcomes(workbook: Door, name: str) -> Iterator[str]:
    rows = [row for row in workbook.rows(name) if row["outcome"]]
    changed = sum(bool(row["why-changed"]) for row in rows)
    indicators = sum(bool(row["indicator"]) for row in rows)
    yield (
        f"Outcomes: {len(rows)}, {indicators} with an indicator, {changed} changed with a reason "
        "after you tried to measure them."
    )


def _two_points(workbook: Door, name: str) -> Iterator[str]:
    chosen = tuple(key for key in workbook.answer(name).chosen if len(key) == 1)
    yield f"Two points: {Verdict(services(workbook.owner), chosen).reading()}"


def _curve(workbook: Door, name: str) -> Iterator[str]:
    texts: Mapping[str, str] = workbook.answer(name).texts
    ideas = sum(bool(texts.get(k, "").strip()) for k in ("what-works", "low-cost", "off-the-wall"))
    story = "has its story" if texts.get("story", "").strip() else "has no story yet"
    action = "an action" if texts.get("action", "").strip() else "no action yet"
    yield f"Your curve {story}, {ideas} of three ideas, and {action}."


_TELL: dict[str, Callable[[Door, str], Iterator[str]]] = {
    "why-monitor": _board,
    "national-measures": _national,
    "local-measures": _local,
    "friedman-grid": _grid,
    "headline-measures": _headlines,
    "eight-checks": _audit,
    "revise-your-outcomes": _outcomes,
    "two-points": _two_points,
    "turn-the-curve": _curve,
    "getting-it-right": _audit,
}
EXERCISES = tuple(_TELL)
