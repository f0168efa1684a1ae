"""Score: options against criteria, weighted or not, alone or moderated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from . import base, collated_scores, scoring
from .base import (
    Collation,
    Item,
    ItemId,
    Line,
    Model,
    OwnLine,
    OwnText,
    Progress,
    Table,
    repeated,
)

MOST = 12  # options, and criteria, that stay comfortable on a screen
MOST_SCORERS = 8
LARGEST_SWING = 100
MODERATED = "moderated"

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Anchor(Model):
    """What one score means."""

    at: float = Field(allow_inf_nan=False, description="The score.")
    text: Line = Field(description="What deserves this score, in words.")


class Scale(Model):
    """The scores that may be given, with words for the ends and perhaps for those between."""

    lowest: float = Field(0, allow_inf_nan=False, description="The worst score.")
    highest: float = Field(5, allow_inf_nan=False, description="The best score.")
    step: float = Field(1, gt=0, allow_inf_nan=False, description="From one score to the next.")
    anchors: list[Anchor] = Field(
        min_length=2, max_length=11, description="What scores mean; both ends need words."
    )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.lowest >= self.highest:
            raise ValueError("lowest must be below highest")
        if not self.fits(self.highest):
            raise ValueError("whole steps from lowest to highest")
        if off := [anchor.at for anchor in self.anchors if not self.fits(anchor.at)]:
            raise ValueError(f"anchors on the scale; {off[0]:g} is not")
        places = [anchor.at for anchor in self.anchors]
        if len(set(places)) < len(places):
            raise ValueError("one anchor a score")
        if not {self.lowest, self.highest} <= set(places):
            raise ValueError("words for the lowest and the highest score")
        return self

    def fits(self, score: float) -> bool:
        """Return whether a score can be given."""
        return scoring.fits(score, self.lowest, self.highest, self.step)


class Criterion(Item):
    """What options are judged by."""

    weight: float | None = Field(
        None, ge=0, allow_inf_nan=False, description="Its weight, where the author fixes weights."
    )
    scale: Scale | None = Field(None, description="Its own scale, where it differs from the rest.")


class Own(Model):
    """An option or criterion that a participant added."""

    id: ItemId
    what: Literal["option", "criterion"]
    text: OwnLine = Field(min_length=1)


class Scorer(Model):
    """Someone who scores on their own before scores are moderated."""

    id: ItemId
    name: OwnLine = ""


class Moderated(Model):
    """A score that was agreed on, and why it differs from what someone gave alone."""

    score: Number
    reason: OwnText = ""


class Answer(base.Answer):
    """Scores by scorer, option and criterion; weights; what was moderated and added."""

    scorers: list[Scorer] = Field(
        default_factory=lambda: [Scorer(id="first")], min_length=1, max_length=MOST_SCORERS
    )
    scores: dict[ItemId, dict[ItemId, dict[ItemId, Number]]] = Field(
        default_factory=dict, max_length=MOST_SCORERS
    )
    moderated: dict[ItemId, dict[ItemId, Moderated]] = Field(default_factory=dict, max_length=100)
    weights: dict[ItemId, Annotated[Number, Field(ge=0, le=LARGEST_SWING)]] = Field(
        default_factory=dict, max_length=100
    )
    own: list[Own] = Field(default_factory=list, max_length=2 * MOST)

    def cells(self) -> Iterator[tuple[str, str, float]]:
        """Yield option, criterion and score of everything scored, alone or moderated."""
        for sheet in self.scores.values():
            for option, row in sheet.items():
                for key, score in row.items():
                    yield option, key, score
        for option, cells in self.moderated.items():
            for key, cell in cells.items():
                yield option, key, cell.score


class Definition(base.Exercise[Answer]):
    """Options to score against criteria."""

    answer_type: ClassVar = Answer

    kind: Literal["score"]
    options: list[Item] = Field(
        default_factory=list, max_length=MOST, description="What is to be scored."
    )
    criteria: list[Criterion] = Field(
        default_factory=list, max_length=MOST, description="What options are scored by."
    )
    scale: Scale = Field(description="The scores that may be given, with words for them.")
    weighting: Literal["swing", "fixed", "none"] = Field(
        "swing",
        description="Weights by swing (100 for the largest), fixed by the author, or none.",
    )
    option_name: Line = Field("option", description="What one option is called: bid, provider.")
    moderate: bool = Field(
        False, description="True when several people score alone and then agree, with reasons."
    )
    add_options: bool = Field(False, description="True when participants may add options.")
    add_criteria: bool = Field(False, description="True when participants may add criteria.")

    @model_validator(mode="after")
    def _ids(self) -> Self:
        ids = [item.id for item in (*self.options, *self.criteria)]
        if again := repeated(ids):
            raise ValueError(f"these ids are used twice: {', '.join(again)}")
        if own := [key for key in ids if key.startswith("own-")]:
            raise ValueError(f"ids that begin with own- are for participants: {', '.join(own)}")
        return self

    @model_validator(mode="after")
    def _enough(self) -> Self:
        if len(self.options) < 2 and not self.add_options:
            raise ValueError("at least two options, or add_options: true")
        if not self.criteria and not self.add_criteria:
            raise ValueError("at least one criterion, or add_criteria: true")
        return self

    @model_validator(mode="after")
    def _weights(self) -> Self:
        given = [each for each in self.criteria if each.weight is not None]
        if self.weighting != "fixed":
            if given:
                raise ValueError(f"no weight for {given[0].id}, or weighting: fixed")
            return self
        if self.add_criteria:
            raise ValueError("add_criteria: false, because an added criterion has no fixed weight")
        if len(given) < len(self.criteria):
            raise ValueError("a weight for every criterion, because weighting is fixed")
        if not any(each.weight for each in given):
            raise ValueError("at least one weight above zero")
        return self

    # --- what is scored, by what ------------------------------------------------------------

    def texts(self) -> dict[str, str]:
        return {item.id: item.text for item in (*self.options, *self.criteria)}

    def all_options(self, answer: Answer) -> dict[str, str]:
        """Return every option by id, a participant's own ones last."""
        own = {item.id: item.text for item in answer.own if item.what == "option"}
        return {**{item.id: item.text for item in self.options}, **own}

    def all_criteria(self, answer: Answer) -> dict[str, str]:
        """Return every criterion by id, a participant's own ones last."""
        own = {item.id: item.text for item in answer.own if item.what == "criterion"}
        return {**{item.id: item.text for item in self.criteria}, **own}

    def scale_of(self, criterion: str) -> Scale:
        """Return the scale of a criterion."""
        own = {each.id: each.scale for each in self.criteria}
        return own.get(criterion) or self.scale

    def shares(self, answer: Answer) -> list[float] | None:
        """Return each criterion's share of the weight; None while weights are incomplete."""
        keys = list(self.all_criteria(answer))
        if self.weighting == "fixed":
            return scoring.shares([each.weight for each in self.criteria])
        if self.weighting == "none":
            return scoring.shares([1.0 for _ in keys])
        return scoring.shares([answer.weights.get(key) for key in keys])

    # --- individual and agreed scores -------------------------------------------------------

    def given(self, answer: Answer, option: str, criterion: str) -> list[float]:
        """Return what the scorers gave on their own; those who gave nothing are left out."""
        sheets = (answer.scores.get(each.id, {}) for each in answer.scorers)
        found = (sheet.get(option, {}).get(criterion) for sheet in sheets)
        return [score for score in found if score is not None]

    def wants_reason(self, answer: Answer, option: str, criterion: str) -> bool:
        """Return whether a moderated score differs from one given alone and has no reason."""
        cell = answer.moderated.get(option, {}).get(criterion)
        if cell is None or cell.reason.strip():
            return False
        return any(score != cell.score for score in self.given(answer, option, criterion))

    def agreed(self, answer: Answer, option: str, criterion: str) -> float | None:
        """Return the score that stands.

        A moderated score stands once it has its reason, where it needs one. Without one,
        what everybody gave alone stands, if they all gave the same.
        """
        cell = answer.moderated.get(option, {}).get(criterion)
        if cell is not None:
            return None if self.wants_reason(answer, option, criterion) else cell.score
        given = self.given(answer, option, criterion)
        same = len(given) == len(answer.scorers) and len(set(given)) == 1
        return given[0] if same else None

    def score(self, answer: Answer, who: str, option: str, criterion: str) -> float | None:
        """Return a score by a scorer's id, or the one that stands after moderation."""
        if who == MODERATED:
            return self.agreed(answer, option, criterion)
        return answer.scores.get(who, {}).get(option, {}).get(criterion)

    def sheets(self, answer: Answer) -> dict[str, str]:
        """Return whose scores there are, by id, with the name shown; what stands comes last."""
        names = {
            each.id: each.name.strip() or f"Scorer {place}"
            for place, each in enumerate(answer.scorers, 1)
        }
        return {**names, MODERATED: "Moderated"} if self.moderate else names

    def final(self, answer: Answer) -> str:
        """Return the id of the sheet that counts."""
        return MODERATED if self.moderate else answer.scorers[0].id

    def totals(self, answer: Answer, who: str) -> dict[str, scoring.Total] | None:
        """Return each option's weighted total out of 100; None while weights are incomplete."""
        weights = self.shares(answer)
        if weights is None:
            return None
        keys = list(self.all_criteria(answer))
        spans = [(self.scale_of(key).lowest, self.scale_of(key).highest) for key in keys]
        return {
            option: scoring.total(
                [self.score(answer, who, option, key) for key in keys], weights, spans
            )
            for option in self.all_options(answer)
        }

    # --- what every kind says -----------------------------------------------------------------

    def empty(self) -> Answer:
        return Answer(seen=self.texts())

    def check(self, answer: Answer) -> list[str]:
        problems = [*self._own_problems(answer), *self._scorer_problems(answer)]
        options, criteria = self.all_options(answer), self.all_criteria(answer)
        cells = list(answer.cells())
        if any(option not in options or key not in criteria for option, key, _ in cells):
            problems.append("A score belongs to no cell of this table.")
        elif off := [cell for cell in cells if not self.scale_of(cell[1]).fits(cell[2])]:
            option, key, score = off[0]
            problems.append(
                f"{score:g} for “{options[option]}” is not on the scale of “{criteria[key]}”."
            )
        if answer.weights and self.weighting != "swing":
            problems.append("The weights of this exercise are not yours to give.")
        if not criteria.keys() >= answer.weights.keys():
            problems.append("A weight belongs to no criterion.")
        return problems

    def _own_problems(self, answer: Answer) -> list[str]:
        own = answer.own
        problems = []
        if any(not each.id.startswith("own-") for each in own) or repeated(e.id for e in own):
            problems.append("Something added has an id that cannot be used.")
        for what, allowed in (("option", self.add_options), ("criterion", self.add_criteria)):
            number = sum(each.what == what for each in own)
            if number and not allowed:
                problems.append(f"This exercise takes no {what} of your own.")
            if number > MOST:
                problems.append(f"At most {MOST} can be added of one sort: {number} {what}.")
        return problems

    def _scorer_problems(self, answer: Answer) -> list[str]:
        ids = [each.id for each in answer.scorers]
        problems = []
        if repeated(ids) or MODERATED in ids:
            problems.append("Two scorers have the same id.")
        if not set(ids).issuperset(answer.scores):
            problems.append("Scores belong to nobody.")
        if not self.moderate and (len(ids) > 1 or answer.moderated):
            problems.append("This exercise has one scorer and no moderation.")
        return problems

    def reconcile(self, answer: Answer) -> Answer:
        """Keep every score whose option, criterion and scale are still there."""
        own = [each for each in answer.own if self._may_add(each.what)]
        scorers = answer.scorers if self.moderate else answer.scorers[:1]
        fitted = answer.model_copy(update={"own": own, "scorers": scorers})
        options, criteria = self.all_options(fitted), self.all_criteria(fitted)

        def fits(option: str, key: str, score: float) -> bool:
            return option in options and key in criteria and self.scale_of(key).fits(score)

        scores = {
            each.id: {
                option: {key: score for key, score in row.items() if fits(option, key, score)}
                for option, row in answer.scores[each.id].items()
                if option in options
            }
            for each in scorers
            if each.id in answer.scores
        }
        moderated = {
            option: {key: cell for key, cell in row.items() if fits(option, key, cell.score)}
            for option, row in answer.moderated.items()
            if option in options
        }
        swing = self.weighting == "swing"
        weights = {k: w for k, w in answer.weights.items() if swing and k in criteria}
        return fitted.model_copy(
            update={
                "scores": scores,
                "moderated": moderated if self.moderate else {},
                "weights": weights,
            }
        )

    def fit(self, answer: Answer) -> tuple[Answer, list[str]]:
        """Return an answer that fits, and what changed; scores off a new scale are counted."""
        fitted, notes = super().fit(answer)
        options, criteria = self.all_options(fitted), self.all_criteria(fitted)
        off: dict[str, int] = {}
        for option, key, score in answer.cells():
            if option in options and key in criteria and not self.scale_of(key).fits(score):
                off[key] = off.get(key, 0) + 1
        notes += [
            f"The scale of “{criteria[key]}” has changed: {number} of the scores you gave "
            f"{'is' if number == 1 else 'are'} not on it and must be given again. "
            "Your earlier answer is in the history."
            for key, number in off.items()
        ]
        return fitted, notes

    def _may_add(self, what: str) -> bool:
        return self.add_options if what == "option" else self.add_criteria

    def progress(self, answer: Answer) -> Progress:
        options, criteria = self.all_options(answer), self.all_criteria(answer)
        cells = [(option, key) for option in options for key in criteria]
        if not cells:
            return Progress(0, 1, (f"add {self.option_name}s and criteria to score",))
        sheets = self.sheets(answer)
        done = sum(self.score(answer, who, *cell) is not None for who in sheets for cell in cells)
        of, missing = len(sheets) * len(cells), []
        if left := of - done:
            missing.append(f"give {left} more {'score' if left == 1 else 'scores'}")
        if reasons := sum(self.wants_reason(answer, *cell) for cell in cells):
            what = "a moderated score" if reasons == 1 else f"{reasons} moderated scores"
            missing.append(f"say why for {what}")
        if self.weighting == "swing":
            of += 1
            if self._swings(answer):
                done += 1
            else:
                missing.append("weigh every criterion, with 100 for the largest swing")
        return Progress(done, of, tuple(missing))

    def _swings(self, answer: Answer) -> bool:
        points = [answer.weights.get(key) for key in self.all_criteria(answer)]
        return None not in points and LARGEST_SWING in points

    def insight(self, answer: Answer) -> dict[str, Any]:
        """Return shares of weight, the totals of every sheet, and where reasons are wanted.

        The view works out the same numbers while people type; these are the reference.
        """
        totals = {who: self.totals(answer, who) for who in self.sheets(answer)}
        return {
            "shares": self.shares(answer),
            "totals": {
                who: {option: asdict(each) for option, each in rows.items()} if rows else None
                for who, rows in totals.items()
            },
            "reasons_wanted": [
                [option, key]
                for option in self.all_options(answer)
                for key in self.all_criteria(answer)
                if self.wants_reason(answer, option, key)
            ],
        }

    def view_extras(self) -> dict[str, Any]:
        return {"most": MOST, "most_scorers": MOST_SCORERS}

    def table(self, answer: Answer) -> Table:
        criteria, weights = self.all_criteria(answer), self.shares(answer)
        columns = [self.option_name.capitalize(), *criteria.values(), "Total out of 100"]
        shares = [f"{each:.0%}" for each in weights] if weights else ["not weighed"] * len(criteria)
        rows = [["Weight", *shares, ""]] if self.weighting != "none" else []
        sheets = self.sheets(answer)
        if self.moderate:
            columns = ["Scored by", *columns, "Why moderated"]
            rows = [["", *row, ""] for row in rows]
        for who, name in sheets.items():
            for row in self._rows(answer, who):
                rows.append([name, *row] if self.moderate else row)
        return Table(tuple(columns), tuple(tuple(row) for row in rows), self.title)

    def _rows(self, answer: Answer, who: str) -> Iterator[list[str]]:
        criteria, totals = self.all_criteria(answer), self.totals(answer, who)
        for option, text in self.all_options(answer).items():
            scores = [self._cell(answer, who, option, key) for key in criteria]
            row = [text, *scores, _total_words(totals[option]) if totals else "not weighed"]
            if self.moderate:
                row.append(self._why(answer, option) if who == MODERATED else "")
            yield row

    def _cell(self, answer: Answer, who: str, option: str, key: str) -> str:
        score = self.score(answer, who, option, key)
        if score is not None:
            return f"{score:g}"
        if who == MODERATED and self.wants_reason(answer, option, key):
            return f"{answer.moderated[option][key].score:g} (needs a reason)"
        return "not scored"

    def _why(self, answer: Answer, option: str) -> str:
        criteria, cells = self.all_criteria(answer), answer.moderated.get(option, {})
        said = [(criteria[key], cell.reason.strip()) for key, cell in cells.items()]
        return "; ".join(f"{name}: {reason}" for name, reason in said if reason)

    def collate(self, answers: Sequence[Answer]) -> Collation:
        return collated_scores.collate(self, answers)


def _total_words(total: scoring.Total) -> str:
    if total.value is not None:
        return scoring.shown(total.value)
    return f"{scoring.shown(total.low)} to {scoring.shown(total.high)} ({total.missing} missing)"


EXAMPLE = """\
option_name: option
weighting: swing
moderate: true
add_options: true
scale:
  lowest: 0
  highest: 4
  anchors:
    - {at: 0, text: No better than today}
    - {at: 2, text: A clear improvement for some people}
    - {at: 4, text: As good as we could hope for}
options:
  - id: as-now
    text: Carry on as now
    help: Keep this in, so that every change is compared with something.
  - id: grow-own
    text: Expand our own service
  - id: framework
    text: Buy from several providers
criteria:
  - id: outcomes
    text: Outcomes for people
    help: What would change in people's lives, and for how many.
  - id: choice
    text: Choice and control
  - id: cost
    text: Cost over five years
    scale:
      lowest: 0
      highest: 100
      step: 5
      anchors:
        - {at: 0, text: The dearest option}
        - {at: 100, text: The cheapest option}
"""
