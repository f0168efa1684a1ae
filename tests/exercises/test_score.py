"""Scoring options: definitions, weights, moderation with reasons, changes, groups."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from course_support.exercises.score import Answer, Definition
from course_support.widgets.exercise import page_of

COMMON: dict[str, Any] = {
    "id": "try-this",
    "kind": "score",
    "title": "Try this",
    "purpose": "To try it.",
    "minutes": 5,
    "mode": "breakout",
    "instructions": "Score them.",
    "source_note": "For tests.",
}
SCALE: dict[str, Any] = {
    "anchors": [{"at": 0, "text": "Nothing"}, {"at": 5, "text": "Everything"}],
}
OPTIONS = [{"id": "alder", "text": "Alder"}, {"id": "birch", "text": "Birch"}]
CRITERIA: list[dict[str, Any]] = [
    {"id": "quality", "text": "Quality"},
    {"id": "price", "text": "Price"},
]


def exercise(**fields: Any) -> Definition:
    parts = {"scale": SCALE, "options": OPTIONS, "criteria": CRITERIA}
    return Definition.model_validate({**COMMON, **parts, **fields})


def scored(**fields: Any) -> Answer:
    """Return an answer: Alder 4 and 3, Birch 2 and 5, weights 100 and 50."""
    scores = {"alder": {"quality": 4, "price": 3}, "birch": {"quality": 2, "price": 5}}
    weights = {"quality": 100, "price": 50}
    return Answer.model_validate({"scores": {"first": scores}, "weights": weights, **fields})


def two_scorers(**moderated: Any) -> Answer:
    """Return an answer where two people agree on Alder's quality only."""
    ann = {"alder": {"quality": 4, "price": 3}, "birch": {"quality": 2, "price": 5}}
    ben = {"alder": {"quality": 4, "price": 1}, "birch": {"quality": 3, "price": 4}}
    return scored(
        scorers=[{"id": "first", "name": "Ann"}, {"id": "own-ben", "name": ""}],
        scores={"first": ann, "own-ben": ben},
        moderated=moderated,
    )


# --- what an author may write ---------------------------------------------------------------


def scale(**fields: Any) -> dict[str, Any]:
    return {"scale": {**SCALE, **fields}}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (scale(lowest=5, highest=0), "lowest must be below highest"),
        (scale(step=2), "whole steps"),
        (scale(highest=4), "anchors on the scale; 5 is not"),
        (scale(anchors=SCALE["anchors"] * 2), "one anchor a score"),
        (scale(highest=10), "words for the lowest and the highest"),
        ({"options": OPTIONS[:1]}, "at least two options"),
        ({"criteria": []}, "at least one criterion"),
        ({"criteria": [*CRITERIA, {"id": "alder", "text": "X"}]}, "used twice: alder"),
        ({"options": [*OPTIONS, {"id": "own-x", "text": "X"}]}, "for participants: own-x"),
        ({"weighting": "fixed"}, "a weight for every criterion"),
        ({"criteria": [{**CRITERIA[0], "weight": 3}]}, "no weight for quality"),
        (
            {"weighting": "fixed", "criteria": [{**CRITERIA[0], "weight": 0}]},
            "at least one weight above zero",
        ),
        (
            {
                "weighting": "fixed",
                "add_criteria": True,
                "criteria": [{**CRITERIA[0], "weight": 1}],
            },
            "no fixed weight",
        ),
    ],
)
def test_a_mistake_of_the_author_is_named(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        exercise(**fields)


# --- what a view may send -------------------------------------------------------------------


def own(what: str, key: str = "own-x") -> list[dict[str, str]]:
    return [{"id": key, "what": what, "text": "Mine"}]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"scores": {"first": {"alder": {"quality": 6}}}}, "6 for “Alder” is not on the scale"),
        ({"scores": {"first": {"alder": {"quality": 1.5}}}}, "not on the scale of “Quality”"),
        ({"scores": {"first": {"other": {"quality": 1}}}}, "no cell of this table"),
        ({"scores": {"nobody": {}}}, "Scores belong to nobody"),
        ({"weights": {"other": 3}}, "A weight belongs to no criterion"),
        ({"own": own("option")}, "takes no option of your own"),
        ({"moderated": {"alder": {"quality": {"score": 1}}}}, "no moderation"),
        ({"scorers": [{"id": "a"}, {"id": "a"}], "scores": {}}, "the same id"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(fields: dict[str, Any], words: str) -> None:
    assert words in " ".join(exercise().check(scored(**fields)))


def test_an_own_id_must_be_an_own_one() -> None:
    assert exercise(add_options=True).check(scored(own=own("option", "alder-2")))
    assert exercise(add_options=True).check(scored(own=own("option"))) == []


def test_weights_are_not_taken_where_the_author_fixed_them() -> None:
    fixed = exercise(weighting="fixed", criteria=[{**each, "weight": 1} for each in CRITERIA])
    assert "not yours to give" in " ".join(fixed.check(scored()))


@pytest.mark.parametrize("score", [True, "3", float("nan"), float("inf"), None])
def test_only_numbers_are_scores(score: object) -> None:
    with pytest.raises(ValidationError):
        Answer.model_validate({"scores": {"first": {"alder": {"quality": score}}}})


@pytest.mark.parametrize("points", [-1, 101])
def test_swing_points_run_from_nothing_to_a_hundred(points: float) -> None:
    with pytest.raises(ValidationError):
        Answer.model_validate({"weights": {"quality": points}})


# --- totals -----------------------------------------------------------------------------------


def test_totals_follow_weights_and_scores() -> None:
    insight = exercise().insight(scored())
    assert insight["shares"] == pytest.approx([2 / 3, 1 / 3])
    totals = insight["totals"]["first"]
    assert totals["alder"]["value"] == pytest.approx(100 * (2 / 3 * 0.8 + 1 / 3 * 0.6))
    assert totals["birch"]["value"] == pytest.approx(100 * (2 / 3 * 0.4 + 1 / 3 * 1.0))


def test_fixed_and_no_weights() -> None:
    criteria = [{**CRITERIA[0], "weight": 3}, {**CRITERIA[1], "weight": 1}]
    fixed = exercise(weighting="fixed", criteria=criteria)
    assert fixed.shares(scored(weights={})) == [0.75, 0.25]
    assert exercise(weighting="none").shares(scored(weights={})) == [0.5, 0.5]
    assert exercise().insight(scored(weights={"quality": 100}))["totals"] == {"first": None}


def test_a_criterion_may_have_its_own_scale() -> None:
    wide = {"highest": 100, "anchors": [{"at": 0, "text": "Dear"}, {"at": 100, "text": "Cheap"}]}
    priced = exercise(weighting="none", criteria=[CRITERIA[0], {**CRITERIA[1], "scale": wide}])
    answer = Answer.model_validate({"scores": {"first": {"alder": {"quality": 5, "price": 50}}}})
    assert priced.check(answer) == []
    assert priced.totals(answer, "first")["alder"].value == 75  # type: ignore[index]


# --- moderation ---------------------------------------------------------------------------------


def test_what_all_gave_alike_stands_and_what_differs_waits() -> None:
    moderating, answer = exercise(moderate=True), two_scorers()
    assert moderating.check(answer) == []
    assert moderating.agreed(answer, "alder", "quality") == 4
    assert moderating.agreed(answer, "alder", "price") is None


def test_a_moderated_score_counts_only_with_its_reason() -> None:
    moderating = exercise(moderate=True)
    without = two_scorers(alder={"price": {"score": 2}})
    assert moderating.agreed(without, "alder", "price") is None
    assert moderating.insight(without)["reasons_wanted"] == [["alder", "price"]]
    assert "say why for a moderated score" in moderating.progress(without).missing
    given = two_scorers(alder={"price": {"score": 2, "reason": "Ben read it again."}})
    assert moderating.agreed(given, "alder", "price") == 2
    assert moderating.insight(given)["reasons_wanted"] == []
    blank = two_scorers(alder={"price": {"score": 2, "reason": "  "}})
    assert moderating.wants_reason(blank, "alder", "price")


def test_agreeing_with_everyone_needs_no_reason() -> None:
    answer = two_scorers(alder={"quality": {"score": 4}})
    assert exercise(moderate=True).agreed(answer, "alder", "quality") == 4


def test_the_table_shows_everyones_scores_and_the_reasons() -> None:
    answer = two_scorers(
        alder={"price": {"score": 2, "reason": "Read again."}, "quality": {"score": 5}}
    )
    table = exercise(moderate=True).table(answer)
    assert table.columns == (
        "Scored by",
        "Option",
        "Quality",
        "Price",
        "Total out of 100",
        "Why moderated",
    )
    assert table.rows[0] == ("", "Weight", "67%", "33%", "", "")
    assert table.rows[1][:4] == ("Ann", "Alder", "4", "3")
    assert table.rows[3][:4] == ("Scorer 2", "Alder", "4", "1")
    assert table.rows[5] == (
        "Moderated",
        "Alder",
        "5 (needs a reason)",
        "2",
        "13.3 to 80.0 (1 missing)",
        "Price: Read again.",
    )
    assert table.rows[6][2:4] == ("not scored", "not scored")


# --- progress, changes ------------------------------------------------------------------------


def test_progress_counts_cells_and_weights() -> None:
    assert exercise().progress(scored()).state == "done"
    progress = exercise().progress(scored(weights={"quality": 90, "price": 50}))
    assert progress.missing == ("weigh every criterion, with 100 for the largest swing",)
    assert (progress.done, progress.of) == (4, 5)
    empty = exercise(options=[], criteria=[], add_options=True, add_criteria=True)
    assert empty.progress(empty.empty()).missing == ("add options and criteria to score",)


def test_scores_off_a_new_scale_are_said_to_be_gone() -> None:
    shorter = {"highest": 4, "anchors": [{"at": 0, "text": "No"}, {"at": 4, "text": "Yes"}]}
    now = exercise(scale=shorter)
    fitted, notes = now.fit(scored(seen=exercise().texts()))
    assert fitted.scores["first"] == {"alder": {"quality": 4, "price": 3}, "birch": {"quality": 2}}
    assert any("scale of “Price” has changed: 1 of the scores you gave is" in n for n in notes)
    assert now.check(fitted) == []


def test_removed_options_and_criteria_take_their_scores_along() -> None:
    now = exercise(options=[OPTIONS[1], {"id": "cedar", "text": "Cedar"}], criteria=CRITERIA[1:])
    fitted, notes = now.fit(scored(seen=exercise().texts()))
    assert fitted.scores == {"first": {"birch": {"price": 5}}}
    assert fitted.weights == {"price": 50}
    assert "“Alder” is no longer part" in " ".join(notes)
    assert now.check(fitted) == []


def test_what_people_added_is_kept_and_scored() -> None:
    open_ = exercise(add_options=True, add_criteria=True)
    answer = scored(
        own=[*own("option", "own-o"), *own("criterion", "own-c")],
        scores={"first": {"own-o": {"own-c": 5}}},
    )
    fitted, _ = open_.fit(answer)
    assert open_.check(fitted) == []
    assert fitted.scores["first"]["own-o"] == {"own-c": 5}
    assert open_.table(fitted).rows[-1][:2] == ("Mine", "not scored")


# --- over a group -----------------------------------------------------------------------------


def test_a_group_sees_totals_and_where_scores_differ_most() -> None:
    other = {"alder": {"quality": 0, "price": 3}, "birch": {"quality": 2, "price": 4}}
    answers = [scored(), scored(scores={"first": other}), Answer(), scored(scores={})]
    found = exercise().collate(answers)
    assert found.answered == 3
    totals, spread, _ = found.tables
    assert totals.rows[0] == ("Alder", "46.7", "20.0", "73.3", "2")
    assert spread.rows[0] == ("Alder", "Quality", "0, 4", "2", "80%")
    assert [row[-1] for row in spread.rows] == ["80%", "20%", "0%", "0%"]
    assert found.rankings == (("alder", "birch"), ("birch", "alder"))


def test_equal_totals_are_no_order() -> None:
    same = {"alder": {"quality": 3, "price": 3}, "birch": {"quality": 3, "price": 3}}
    assert exercise().collate([scored(scores={"first": same})]).rankings == ()


# --- properties -------------------------------------------------------------------------------

KEY = st.from_regex(r"[a-n][a-z0-9]{0,5}(-[a-z0-9]{1,4})?", fullmatch=True)
TEXT = st.text(min_size=1, max_size=40).filter(lambda text: text.strip())


@st.composite
def scales(draw: st.DrawFn) -> dict[str, Any]:
    lowest, step = draw(st.integers(-3, 3)), draw(st.sampled_from([0.1, 0.5, 1, 5]))
    highest = lowest + step * draw(st.integers(1, 20))
    ends = [{"at": lowest, "text": draw(TEXT)}, {"at": highest, "text": draw(TEXT)}]
    return {"lowest": lowest, "highest": highest, "step": step, "anchors": ends}


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    ids = draw(st.lists(KEY, min_size=5, max_size=12, unique=True))
    weighting = draw(st.sampled_from(["swing", "fixed", "none"]))
    criteria: list[dict[str, Any]] = [{"id": key, "text": draw(TEXT)} for key in ids[2:]]
    for each in criteria:
        if weighting == "fixed":
            each["weight"] = draw(st.integers(1, 100))
        if draw(st.booleans()):
            each["scale"] = draw(scales())
    return exercise(
        options=[{"id": key, "text": draw(TEXT)} for key in ids[:2]],
        criteria=criteria,
        scale=draw(scales()),
        weighting=weighting,
        moderate=draw(st.booleans()),
        add_options=draw(st.booleans()),
        add_criteria=weighting != "fixed" and draw(st.booleans()),
    )


def sent_by_a_view(exercise: Definition, draw: random.Random) -> dict[str, Any]:
    """Return what the script can send: any cells on their scales, anything that may be added."""
    added = [{"id": "own-o1", "what": "option", "text": "<i>"}] if exercise.add_options else []
    if exercise.add_criteria:
        added.append({"id": "own-c1", "what": "criterion", "text": "\u202eMine"})
    scorers = [{"id": "first", "name": ""}]
    if exercise.moderate and draw.random() < 0.6:
        scorers.append({"id": "own-s1", "name": "Bo"})
    answer = Answer.model_validate({"own": added, "scorers": scorers})
    options, criteria = exercise.all_options(answer), exercise.all_criteria(answer)

    def score(key: str) -> float:
        scale = exercise.scale_of(key)
        steps = round((scale.highest - scale.lowest) / scale.step)
        # as a person types it: one decimal place is enough for the scales above
        return round(scale.lowest + scale.step * draw.randint(0, steps), 1)

    def sheet() -> dict[str, dict[str, float]]:
        return {
            option: {key: score(key) for key in criteria if draw.random() < 0.7}
            for option in options
            if draw.random() < 0.9
        }

    moderated = {
        option: {key: {"score": value, "reason": draw.choice(["", "Why not"])}}
        for option, row in sheet().items()
        for key, value in row.items()
    }
    return {
        "own": added,
        "scorers": scorers,
        "scores": {each["id"]: sheet() for each in scorers},
        "moderated": moderated if exercise.moderate else {},
        "weights": {key: draw.choice([0, 33.3, 100]) for key in criteria if draw.random() < 0.9}
        if exercise.weighting == "swing"
        else {},
        "seen": {},
    }


@settings(max_examples=40, deadline=None)
@given(definitions(), st.randoms(use_true_random=False))
def test_whatever_a_view_sends_validates_and_whatever_is_stored_shows(
    exercise: Definition, draw: random.Random
) -> None:
    assert page_of(exercise, "children in care")["definition"]["scale"]
    answer = Answer.model_validate(sent_by_a_view(exercise, draw))
    assert exercise.check(answer) == []
    fitted, _ = exercise.fit(answer)
    assert exercise.check(fitted) == []
    assert list(fitted.scores.values()) == list(answer.scores.values())
    for rows in exercise.insight(fitted)["totals"].values():
        for total in (rows or {}).values():
            assert -1e-9 <= total["low"] <= total["high"] + 1e-9 <= 100 + 2e-9
    table = exercise.table(fitted)
    assert all(len(row) == len(table.columns) for row in table.rows)
    exercise.collate([fitted, exercise.empty()])
    exercise.progress(fitted)


@settings(max_examples=40, deadline=None)
@given(definitions(), definitions(), st.randoms(use_true_random=False))
def test_an_answer_to_an_older_version_still_shows(
    before: Definition, now: Definition, draw: random.Random
) -> None:
    answer = Answer.model_validate(sent_by_a_view(before, draw))
    fitted, _ = now.fit(answer.model_copy(update={"seen": before.texts()}))
    assert now.check(fitted) == []
    now.table(fitted)
    now.insight(fitted)
