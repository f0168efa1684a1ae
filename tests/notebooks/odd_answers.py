"""Answers that fit their exercise and that nobody would expect: half done, hostile, extreme."""

from __future__ import annotations

import random
from typing import Any

from course_support.exercises.base import Exercise

HOSTILE = "<script>alert('x')</script> & =1+1 $\\frac{1}{2}$ “‘’” \u202eabc é 中\nline two"
WORDS = (HOSTILE, "A", "Two words", "£", "%", "0", "x" * 300, "Same", "Same", "<b>bold</b> ${x}")
CELLS = {
    "words": WORDS,
    "long-words": WORDS,
    "number": ("0", "-3", "12", "1e9", "lots", "", "3.5", "1,200", "999999"),
    "money": ("0", "£1,200", "-5", "many", "", "1.2 million", "35"),
    "percent": ("0", "100", "12.5%", "-1", "half", "", "250"),
    "date": ("3/4/2027", "soon", "", "31 April 2027", "2026-11-22", "1/1/2099"),
}


def odd_answer(exercise: Exercise[Any], seed: int) -> dict[str, Any]:
    """Return an answer as a page would send it, different for every seed."""
    dice = random.Random(f"{exercise.id} {seed}")
    made: dict[str, Any] = globals()[f"_{exercise.kind}"](exercise, dice)
    return made


def _some(dice: random.Random, things: Any) -> list[Any]:
    things = list(things)
    return dice.sample(things, dice.randint(0, len(things)))


def _rank(made: Any, dice: random.Random) -> dict[str, Any]:
    order = [item.id for item in made.items]
    own = [{"id": "own-1", "text": dice.choice(WORDS)}] if made.add_own else []
    order = [*order, *(each["id"] for each in own)]
    dice.shuffle(order)
    chosen = dice.sample(order, dice.randint(0, made.choose.at_most)) if made.choose else []
    notes = {key: dice.choice(WORDS) for key in _some(dice, order)} if made.note_prompt else {}
    return {"order": order, "chosen": chosen, "own": own, "notes": notes, "ranked": True}


def _sort(made: Any, dice: random.Random) -> dict[str, Any]:
    spots = [each.id for each in made.bins]
    spots = spots or [f"{row.id}/{column.id}" for row in made.rows for column in made.columns]
    placed = {item.id: dice.choice(spots) for item in _some(dice, made.items)}
    return {"placed": placed, "shown": made.has_key and len(placed) == len(made.items)}


def _audit(made: Any, dice: random.Random) -> dict[str, Any]:
    statements = [each for section in made.sections for each in section.statements]
    return {
        "findings": {
            each.id: {
                "rating": dice.choice(["red", "amber", "green", None]),
                **{name: dice.choice(("", HOSTILE.replace("\n", " "))) for name in made.ask},
            }
            for each in _some(dice, statements)
        }
    }


def _poll(made: Any, dice: random.Random) -> dict[str, Any]:
    chosen = dice.sample(list(made.texts()), dice.randint(0, made.choose.at_most))
    other = dice.choice(WORDS).replace("\n", " ") if made.other else ""
    return {"chosen": chosen, "other": other, "comment": dice.choice(WORDS)}


def _write(made: Any, dice: random.Random) -> dict[str, Any]:
    return {"texts": {each.id: dice.choice(WORDS) for each in _some(dice, made.prompts)}}


def _grid(made: Any, dice: random.Random) -> dict[str, Any]:
    cards = [
        {"id": f"card-{number}", "box": dice.choice(made.boxes).id, "text": dice.choice(WORDS)}
        for number in range(dice.randint(0, 12))
    ]
    after = made.next_boxes() if made.links else {}
    pairs = [(a, b) for a in cards for b in cards if b["box"] == after.get(a["box"])]
    links = [
        {"start": a["id"], "end": b["id"], "assumption": dice.choice(("", HOSTILE))}
        for a, b in _some(dice, pairs)
    ]
    return {"cards": cards, "links": links}


def _plan(made: Any, dice: random.Random) -> dict[str, Any]:
    return {
        "rows": [
            {
                "id": f"row-{number}",
                "action": dice.choice(("", *WORDS)),
                "owner": dice.choice(("", "Sam")),
                "date": dice.choice(CELLS["date"]),
                "status": dice.choice(made.statuses).id,
                "more": {each.id: dice.choice(WORDS) for each in _some(dice, made.columns)},
            }
            for number in range(dice.randint(0, min(6, made.at_most)))
        ]
    }


def _table(made: Any, dice: random.Random) -> dict[str, Any]:
    def cell(column: Any) -> str:
        if column.options:
            return str(dice.choice([*(each.id for each in column.options), "", "gone"]))
        return dice.choice(CELLS[column.holds])

    rows = [
        {"id": f"row-{number}", "cells": {each.id: cell(each) for each in made.columns}}
        for number in range(dice.randint(0, min(8, made.at_most)))
    ]
    headings = {each.id: dice.choice(WORDS) for each in made.columns if each.own_heading}
    return {"rows": rows, "headings": headings if dice.randint(0, 1) else {}}


def _assume(made: Any, dice: random.Random) -> dict[str, Any]:
    def value(each: Any) -> Any:
        if each.options:
            return dice.choice(each.options).id
        return dice.choice((each.low, each.high, (each.low + each.high) / 2, each.start))

    return {"values": {each.id: value(each) for each in _some(dice, made.settings)}}


def _score(made: Any, dice: random.Random) -> dict[str, Any]:
    def scores() -> dict[str, dict[str, float]]:
        return {
            option.id: {
                each.id: dice.choice((scale.lowest, scale.highest))
                for each in _some(dice, made.criteria)
                for scale in (each.scale or made.scale,)
            }
            for option in _some(dice, made.options)
        }

    return {"scorers": [{"id": "first", "name": "<b>Ann</b>"}], "scores": {"first": scores()}}


def _decide(made: Any, dice: random.Random) -> dict[str, Any]:
    answers: dict[str, str] = {}
    for _ in range(dice.randint(0, 12)):
        here = made.walk(made.answer_type(answers=answers)).walk
        question = here.question if here else None
        if question is None or question.id in answers:
            break
        typed = dice.choice(("0", "250000", "lots", "1.2 million"))
        choice = question.kind == "choice"
        answers[question.id] = dice.choice(question.options).id if choice else typed
    return {"answers": answers, "comment": dice.choice(WORDS)}
