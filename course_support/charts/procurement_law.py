"""The layers of procurement law then and now, and how freedom shrinks on the way to an award."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from course_support.exercises import decide
from course_support.methods.decisions import TrailStep
from course_support.sources import rules
from course_support.sources.rule import RuleTable
from course_support.sources.tenders import About

from .drawing import ON_FILL, box, line, lines, svg, text
from .show import BLUE, GREY, ORANGE, Chart, table_html

_WIDE = 460

#: What can still be changed at each stage, in teaching terms; months before the service starts.
FREEDOM: tuple[tuple[str, str, str, float], ...] = (
    ("18 to 12 months", "Commissioning", "the need, the outcomes, whether to buy at all", 1.0),
    ("12 to 9 months", "Talking with the market", "the model, the lots, a real price", 0.75),
    ("9 to 7 months", "Writing the tender", "specification, criteria, weights", 0.5),
    ("7 to 4 months", "Tender is out", "answers to questions, the same for all", 0.15),
    ("4 to 3 months", "Assessing and award", "nothing that was published", 0.0),
    ("From the start", "Contract", "small things, by agreement and by law", 0.2),
)  # fmt: skip


def layers() -> Chart:
    """Draw the layers from international agreement down to local practice, then and now."""
    table = rules.table("procurement_law_layers")
    rows = [
        [str(row.columns["layer"]), str(row.columns["then"]), row.shown(), row.law]
        for row in table
    ]  # fmt: skip
    drawn, tall = _stairs(rows)
    return Chart(
        "The higher layer wins, and one layer has gone",
        "Six layers, the strongest at the top. What a lower one says must fit those above it. "
        "European directives stood second and no longer bind. The lowest, local practice, is "
        "no law at all, although it often feels like the strictest.",
        svg(_WIDE, tall, drawn),
        ["Layer", "Under the rules of 2015", "Now", "Law"],
        rows,
        f"rules tables of this workbook. {_sure(table)}",
    )


def _stairs(rows: Sequence[Sequence[str]], letters: int = 62) -> tuple[list[str], float]:
    """Return the boxes, each as tall as its words need, and how tall they are together."""
    drawn, y = [], 8.0
    for number, (layer, _, now, _) in enumerate(rows):
        inset = 12 * number
        gone = now.startswith("Gone")
        ink = "currentColor" if gone else ON_FILL
        words, count = lines(
            inset + 10, y + 34, now, letters - 2 * number, size=12, gap=15, fill=ink
        )
        name = f"{number + 1}. {layer}" + (" (gone)" if gone else "")
        tall = 32 + 15 * count
        drawn += [
            box(inset, y, _WIDE - inset, tall, fill="none" if gone else BLUE, dashed=gone),
            text(inset + 10, y + 15, name, bold=True, size=14, fill=ink),
            words,
        ]
        y += tall + 12
    return drawn, y


def _sure(table: RuleTable) -> str:
    unsure = [str(row.columns["layer"]) for row in table if row.certainty != "verified"]
    return f"From general knowledge, not re-checked: {', '.join(unsure)}." if unsure else ""


def freedom() -> Chart:
    """Draw what may still be changed at each stage of a purchase."""
    rows = [[when, stage, can] for when, stage, can, _ in FREEDOM]
    return Chart(
        "Ideas are cheap before the advert and forbidden after it",
        "Long bars stand for much freedom to change, short ones for little. Most of it is gone on "
        "the day the tender is published, because everyone is then held to the same words.",
        svg(_WIDE, 52 * len(rows) + 6, _freedom()),
        ["Before the service starts", "Stage", "What can still be changed"],
        rows,
        "a teaching sketch; the months are typical for a care contract, and lengths of bars are "
        "judgement, not measurement",
    )


def _freedom() -> Iterable[str]:
    for number, (when, stage, can, share) in enumerate(FREEDOM):
        y = 6 + 52 * number
        yield text(0, y + 9, stage, bold=True, size=14)
        yield text(_WIDE, y + 9, when, anchor="end", size=12)
        yield box(0, y + 20, _WIDE, 20)
        if share:
            yield box(0, y + 20, max(18, _WIDE * share), 20, fill=BLUE if number < 3 else ORANGE)
        inside = share > 0.45
        ink, x = (ON_FILL, 8) if inside else ("currentColor", _WIDE * share + 10)
        yield text(max(x, 8 if inside else 26 if share else 8), y + 30, can, size=12, fill=ink)


class Trail:
    """How a guided choice came out for a case that is given, with the reasons."""

    def __init__(self, exercise: decide.Definition, answers: dict[str, str], caption: str) -> None:
        state = exercise.walk(decide.Answer(answers=answers))
        self.walk, self.caption = state.walk, caption

    @property
    def outcome(self) -> str:
        """The recommendation's title; empty while questions are open."""
        return self.walk.outcome.title if self.walk and self.walk.outcome else ""

    def _repr_html_(self) -> str:
        steps = [self._row(step) for step in (self.walk.trail if self.walk else ())]
        end = self.walk.outcome if self.walk else None
        if end:
            steps.append(("So", end.title, end.text, ""))
        return table_html(("Question", "Answer", "Reason", "Law"), steps, self.caption)

    @staticmethod
    def _row(step: TrailStep) -> tuple[str, str, str, str]:
        asked = step.question.text if step.question else "Worked out"
        return asked, step.chosen, step.reason, step.law


def which_law(exercise: decide.Definition, tender: About) -> Trail:
    """Walk the authority's tender through the choice of law."""
    begun = rules.get("procurement_act_start").value
    new = not hasattr(begun, "year") or tender.begun >= begun  # type: ignore[operator]
    answers = {
        "gift": "buying",
        "health": "out-of-scope",
        "begun": "after" if new else "before",
        "kind": "light-touch" if tender.light_touch else "other",
        "value": f"{tender.estimate * 1.2:.0f}",
    }
    caption = f"“{tender.title}”, with VAT of a fifth added to the estimate"
    return Trail(exercise, answers, caption)


def procedures() -> Chart:
    """Draw the procedures of the old rules beside those of today."""
    then = rules.table("procurement_procedures", on=_before()).rows
    now = rules.table("procurement_procedures").rows
    rows = [
        ["2015" if rule in then else "Today", rule.shown().removesuffix(" (2015)"),
         str(rule.columns["description"]), _talks(rule.columns["negotiation"]), rule.law]
        for rule in (*then, *now)
    ]  # fmt: skip
    return Chart(
        "Five procedures and a free regime have become two, and direct award",
        "On the left the procedures of 2015, on the right those of today. A double arrow marks "
        "those that leave room to talk with bidders. The competitive flexible procedure can be "
        "designed to do what four of the old ones did.",
        svg(_WIDE, 64 + 46 * len(then), _sides([r for r in rows if r[0] == "2015"],
                                               [r for r in rows if r[0] == "Today"])),
        ["Rules", "Procedure", "How it goes", "Talking with bidders", "Law"],
        rows,
        "rules tables of this workbook; the grouping is the workbook's own",
    )  # fmt: skip


def _before() -> dt.date:
    start = rules.get("procurement_act_start").value
    assert isinstance(start, dt.date)
    return start - dt.timedelta(days=1)


def _talks(word: object) -> str:
    return {"yes": "yes", "no": "no", "may": "as designed"}.get(str(word), str(word))


def _sides(then: Sequence[Sequence[str]], now: Sequence[Sequence[str]]) -> Iterable[str]:
    half = 206
    right = _WIDE - half
    yield text(0, 12, "Rules of 2015", bold=True, size=14)
    yield text(right, 12, "Act of 2023", bold=True, size=14)
    ends = {"Open": 0, "Light touch regime": 1}
    places = [26 + 46 * n for n in range(len(then))]
    tall = (46 * len(then) - 12 * (len(now) - 1)) / len(now)
    tops = [26 + (tall + 12) * n for n in range(len(now))]
    for y, row in zip(places, then, strict=True):
        yield box(0, y, half, 38, fill=GREY)
        yield lines(
            8, y + (19 if len(row[1]) < 26 else 12), _marked(row), 27, size=12, gap=14, fill=ON_FILL
        )[0]
        target = tops[ends.get(row[1], 1)] + tall / 2
        yield line(half + 4, y + 19, right - 4, target, width=1)
    for top, row in zip(tops, now, strict=True):
        yield box(right, top, half, tall, fill=BLUE)
        yield lines(right + 8, top + tall / 2, _marked(row), 27, size=13, gap=15, fill=ON_FILL)[0]
    yield text(0, 26 + 46 * len(then) + 14, "⇄ leaves room to talk with bidders", size=12)


def _marked(row: Sequence[str]) -> str:
    return f"{row[1]} ⇄" if row[3] in ("yes", "as designed") else row[1]
