"""The gap, what knowing an unknown is worth, and switching values."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.errors import WorkbookError
from course_support.methods import needs, sensitivity

SCENARIOS = pd.DataFrame(
    {"scenario": ["low", "central", "high"], "need": 808.9, "take_up": [0.40, 0.45, 0.50]}
)


def test_gap_as_published() -> None:
    # Domain facts, section 2, "Gap analysis".
    found = needs.gap(SCENARIOS, supply=260, price=680, weeks=52)
    assert found.rows["gap"].tolist() == pytest.approx([63.56, 104.005, 144.45])
    assert found.rows["cost"].tolist() == pytest.approx([2_247_482, 3_677_617, 5_107_752], abs=0.5)
    assert found.reading() == (
        "Supply is 64 to 144 places short, or £2,247,482 to £5,107,752 a year."
    )


def test_spare_places_are_not_a_gap_of_zero() -> None:
    spare = needs.gap(SCENARIOS, supply=500)
    assert (spare.rows["gap"] < 0).all() and spare.rows["cost"].isna().all()
    assert spare.reading() == "There are 96 to 176 spare places."
    mixed = needs.gap(SCENARIOS, supply=364, price=1)
    assert "The scenarios do not agree that there is a gap." in mixed.reading()


def test_suppressed_need_gives_no_gap() -> None:
    hidden = SCENARIOS.assign(status=["ok", "suppressed", "ok"])
    found = needs.gap(hidden, supply=260)
    assert found.rows["gap"].isna().tolist() == [False, True, False]
    assert "Scenarios that cannot be worked out: 1." in found.reading()


# --- what knowing is worth -----------------------------------------------------------

CENTRAL = {"need": 808.9, "take_up": 0.45, "supply": 260}


def gap(need: float, take_up: float, supply: float) -> float:
    return need * take_up - supply


def moved(**ranges: tuple[float, float]) -> sensitivity.Tornado:
    return sensitivity.tornado(
        gap, CENTRAL, ranges, what="Gap", unit="places", threshold=0, names={"take_up": "take-up"}
    )


def test_which_unknown_matters_most() -> None:
    found = moved(take_up=(0.40, 0.50), need=(728.01, 889.79), supply=(255, 370))
    # take-up: 63.56 to 144.45 places (domain facts, section 2); need: 161.78 × 0.45.
    swings = {bar.name: bar.swing for bar in found.bars}
    assert swings == pytest.approx({"supply": 115, "take-up": 80.89, "need": 72.801})
    assert [bar.name for bar in found.bars] == ["supply", "take-up", "need"]
    assert [bar.changes_answer for bar in found.bars] == [True, False, False]
    assert found.reading() == (
        "Knowing “supply” better is worth most: across its range it moves the gap by 115 places. "
        "On its own it could pass 0 through “supply”."
    )


@given(st.floats(0, 0.45), st.floats(0.45, 1))
@settings(max_examples=40, deadline=None)
def test_a_wider_range_never_swings_less(low: float, high: float) -> None:
    wide = moved(take_up=(low, high)).bars[0]
    narrow = moved(take_up=((low + 0.45) / 2, 0.45)).bars[0]
    assert wide.swing >= narrow.swing - 1e-9


def test_a_bend_inside_the_range_is_seen() -> None:
    found = sensitivity.tornado(lambda x: (x - 1) ** 2, {"x": 0.0}, {"x": (0, 2)}, threshold=0.5)
    assert (found.bars[0].at_low, found.bars[0].at_high) == (1, 1)
    assert found.bars[0].least == 0 and found.bars[0].changes_answer


# --- switching values ------------------------------------------------------------------


def test_switching_value_of_take_up() -> None:
    found = needs.switching_value(lambda take_up: gap(808.9, take_up, 260), 0, 1, "take-up", 0.45)
    assert found.values == pytest.approx((260 / 808.9,))
    assert found.reading() == (
        "The answer changes when take-up passes 0.321424 (-28.6% from 0.45)."
    )


def test_every_switch_is_found_and_a_touch_is_none() -> None:
    found = sensitivity.switching_value(math.cos, 0, 10)
    assert found.values == pytest.approx([math.pi / 2, 3 * math.pi / 2, 5 * math.pi / 2])
    assert sensitivity.switching_value(lambda x: (x - 5) ** 2, 0, 10).values == ()
    assert sensitivity.switching_value(lambda x: x - 5, 0, 10).values == pytest.approx((5,))


def test_no_switch_is_said() -> None:
    found = sensitivity.switching_value(lambda x: x + 1, 0, 10, "cost")
    assert found.nearest is None
    assert found.reading() == "Whatever cost is between 0 and 10, the answer stays the same."


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: needs.gap(SCENARIOS), "no supply was given"),
        (lambda: needs.gap(SCENARIOS.assign(take_up=1.2), supply=1), "found 1.2 for 'low'"),
        (lambda: needs.gap(SCENARIOS.drop(columns="need"), supply=1), "column 'need' is missing"),
        (lambda: moved(weather=(0, 1)), "'weather' has a range but no central"),
        (lambda: moved(), "no unknowns"),
        (lambda: moved(take_up=(0.5, 0.6)), "must hold the central"),
        (lambda: sensitivity.switching_value(lambda x: x, 1, 0), "is no range"),
        (lambda: sensitivity.switching_value(lambda x: math.nan, 0, 1), "no number came out"),
    ],
)
def test_mistakes_are_said_plainly(call, says: str) -> None:
    with pytest.raises(WorkbookError, match=says):
        call()
