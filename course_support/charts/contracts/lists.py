"""Self-audit, top tens and improvements: what participants wrote, put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from course_support.charts.contracts.sheets import Said, Sheet, count
from course_support.charts.show import Pieces
from course_support.exercises import audit, grid, plan, rank
from course_support.exercises.base import ExerciseSheet
from course_support.methods.words import and_

#: The signs of the ratings, so that no colour is needed.
_SIGNS = {"red": "■ red", "amber": "◆ amber", "green": "● green"}
_ORDER = ("red", "amber", "", "green")
#: How many improvements count as the three; the first goes to the chat.
THREE = 3
TOP = 10


# --- duties and conditions -------------------------------------------------------------------


def audited(sheet: ExerciseSheet) -> Sheet | Said:
    """Show a self-audit with the weakest first, and what will be done about each."""
    exercise, answer = sheet.exercise, sheet.answer
    assert isinstance(exercise, audit.Definition)
    assert isinstance(answer, audit.Answer)
    found = [(each.text, exercise.finding(answer, each.id)) for each in exercise.statements()]
    rated = [(text, finding) for text, finding in found if finding.rating]
    if not rated:
        return Said(["Nothing is rated yet. Rate the ten above, and the weakest stand here first."])
    green = sum(finding.rating == "green" for _, finding in rated)
    red = [text for text, finding in rated if finding.rating == "red"]
    rated.sort(key=lambda pair: _ORDER.index(pair[1].rating) if pair[1].rating in _ORDER else 2)
    bare = sum(f.rating == "green" and not f.evidence.strip() for _, f in rated)
    reading = f"Weakest: {'; '.join(red)}." if red else "Nothing is red."
    if bare:
        reading += f" {count(bare, 'green').capitalize()} without evidence."
    return Sheet(
        f"{green} of {len(found)} {'is' if green == 1 else 'are'} in place",
        reading,
        ["Duty or condition", "Rating", "Evidence", "Action"],
        [
            [text, _SIGNS.get(str(f.rating), "does not apply"), f.evidence or "none written",
             f.action or "none written"]
            for text, f in rated
        ],
        "your own rating",
    )  # fmt: skip


# --- top tens ------------------------------------------------------------------------------------


def top_tens(
    sheets: Mapping[str, tuple[ExerciseSheet, ExerciseSheet]], group: str
) -> Pieces | Said:
    """Show one's top ten of each list; merged with the group's where there is one.

    Parameters
    ----------
    sheets : mapping
        Heading to (one's own sheet, the group's sheet) of a ranking.
    """
    parts = [_top_ten(head, mine, ours, group) for head, (mine, ours) in sheets.items()]
    made = [part for part in parts if part is not None]
    if not made:
        return Said(["Nothing is ranked yet. Rank either list above, and your ten stand here."])
    return Pieces(made)


def _top_ten(head: str, mine: ExerciseSheet, ours: ExerciseSheet, group: str) -> Sheet | None:
    orders = {
        name: words for name, sheet in (("you", mine), (group, ours)) if (words := _words(sheet))
    }
    if not orders:
        return None
    notes = {**_notes(ours), **_notes(mine)}
    if len(orders) == 1:
        (who, order), together = next(iter(orders.items())), ""
    else:
        order, together = _merged(orders)
        who = f"you and {group}, made one by Borda points"
    ten = order[:TOP]
    told = sum(bool(notes.get(word)) for word in ten)
    return Sheet(
        f"{head}: {ten[0]} comes first",
        f"{together}{count(told, 'of the ten', 'of the ten').capitalize()} "
        f"{'has' if told == 1 else 'have'} an example.",
        ["Place", head, "An example"],
        [[str(place), word, notes.get(word, "none yet")] for place, word in enumerate(ten, 1)],
        who if who != "you" else "your own order",
    )


def _words(sheet: ExerciseSheet) -> list[str]:
    exercise, answer = sheet.exercise, sheet.answer
    assert isinstance(exercise, rank.Definition)
    assert isinstance(answer, rank.Answer)
    if not answer.ranked:
        return []
    words = {**exercise.texts(), **{own.id: own.text for own in answer.own}}
    return list(dict.fromkeys(words[key] for key in answer.order if key in words))


def _notes(sheet: ExerciseSheet) -> dict[str, str]:
    exercise, answer = sheet.exercise, sheet.answer
    assert isinstance(exercise, rank.Definition)
    assert isinstance(answer, rank.Answer)
    words = {**exercise.texts(), **{own.id: own.text for own in answer.own}}
    return {
        words[key]: note.strip()
        for key, note in answer.notes.items()
        if key in words and note.strip()
    }


def _merged(orders: Mapping[str, Sequence[str]]) -> tuple[list[str], str]:
    """Return one order of several, and where they differ most."""
    from course_support.methods.ranking import borda
    from course_support.methods.rankings import from_orders

    found = borda(from_orders(orders))
    order = [str(item) for item in found.table()["Item"]]
    first, second = list(orders.values())[:2]
    apart = {
        word: abs(list(first).index(word) - list(second).index(word))
        for word in first
        if word in second
    }
    widest = max(apart, key=lambda word: apart[word], default="")
    if not widest or not apart[widest]:
        return order, "You and the group agree in every place. "
    return (
        order,
        f"You and the group differ most on “{widest}”, by {count(apart[widest], 'place')}. ",
    )


def findings(
    audit_sheet: ExerciseSheet,
    tens: Mapping[str, ExerciseSheet],
    case: str,
    course_sheet: ExerciseSheet,
) -> list[str]:
    """Return in sentences what was found on the page so far; none where nothing was answered."""
    said = []
    own = audited(audit_sheet)
    if isinstance(own, Sheet):
        said.append(f"Of six duties and four conditions, {own.title}. {own.reading}")
    for head, sheet in tens.items():
        if words := _words(sheet):
            said.append(f"{head}: first {'; '.join(words[:3])}.")
    chosen = getattr(course_sheet.answer, "chosen", [])
    if chosen:
        texts = course_sheet.exercise.texts()
        said.append(f"In the case “{case}” you chose: {texts[chosen[0]]}.")
    return said


# --- improvements -----------------------------------------------------------------------------


def boxes(sheet: ExerciseSheet) -> Sheet | Said:
    """Show what stands in each of the four boxes, and which is empty."""
    exercise, answer = sheet.exercise, sheet.answer
    assert isinstance(exercise, grid.Definition)
    assert isinstance(answer, grid.Answer)
    cards = {box.title: [c.text for c in answer.cards if c.box == box.id] for box in exercise.boxes}
    empty = [title for title, words in cards.items() if not words]
    if len(empty) == len(cards):
        return Said(["Nothing is in the boxes yet. What you write there is counted here."])
    thin = min(cards, key=lambda title: len(cards[title]))
    most = max(len(words) for words in cards.values())
    reading = f"Thinnest: {thin}." if len(cards[thin]) < most else "No box is thinner than another."
    return Sheet(
        f"Nothing yet under {and_(empty)}" if empty else "Every box has something in it",
        reading,
        ["Box", "Cards", "What we do now"],
        [[title, str(len(words)), "; ".join(words) or "nothing yet"]
         for title, words in cards.items()],
        "your own boxes",
    )  # fmt: skip


def chat_line(sheet: ExerciseSheet) -> Said:
    """Return the first improvement as one line to post."""
    rows = improvements(sheet)
    if not rows:
        return Said(["Write one improvement above, and the line to post in the chat stands here."])
    first = rows[0]
    step = first.more.get("first-step", "").strip()
    line = f"{_action(first)}."
    line += f" First step: {step.rstrip('.')}." if step else ""
    by = f"by {plan.written(first.date)}" if first.date.strip() else ""
    who_and_when = ", ".join(filter(None, (first.owner.strip(), by)))
    line += f" {who_and_when[0].upper()}{who_and_when[1:]}" if who_and_when else ""
    line += "" if line.endswith(".") else "."
    rest = THREE - len(rows)
    more = f"{count(rest, 'improvement')} short of three." if rest > 0 else "You have three."
    bare = [f"“{_action(row)}” lacks {and_(gaps)}" for row in rows if (gaps := _gaps(row))]
    more += f" Still to be settled: {'; '.join(bare)}." if bare else ""
    return Said([f"For the chat: “{line}”", more])


def _action(row: plan.Row) -> str:
    return row.action.strip().rstrip(".") or "…"


def _gaps(row: plan.Row) -> list[str]:
    """Return what an improvement needs before it will happen, and does not have."""
    parts = {
        "somebody to see to it": row.owner,
        "a date": row.date,
        "a first step": row.more.get("first-step", ""),
    }
    return [what for what, given in parts.items() if not given.strip()]


def gathered(mine: ExerciseSheet, ours: ExerciseSheet, group: str) -> Pieces:
    """Return the line for the chat, and one's own and the group's improvements in one list."""
    parts: list[Said | Sheet] = [chat_line(mine)]
    rows = [
        (whose, row)
        for whose, sheet in (("you", mine), (group, ours))
        for row in improvements(sheet)
    ]
    if any(whose == group for whose, _ in rows):
        parts.append(
            Sheet(
                f"{count(len(rows), 'improvement').capitalize()} of you and {group}",
                "Two that are alike? Put the people in touch.",
                ["What will be better", "Whose", "Who will see to it", "By when"],
                [[row.action, whose, row.owner or "nobody yet", plan.written(row.date) or "no date"]
                 for whose, row in rows],
                f"you and {group}",
            )
        )  # fmt: skip
    return Pieces(parts)


def improvements(sheet: ExerciseSheet) -> list[plan.Row]:
    """Return the rows of a plan in which something is written."""
    answer = sheet.answer
    assert isinstance(answer, plan.Answer)
    return [row for row in answer.rows if not row.blank]
