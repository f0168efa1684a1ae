"""Six series by chance, one of which changed: the same for the same person, always."""

from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.methods.control_charts import xmr
from course_support.methods.two_points import JUMP, LETTERS, STILL, Verdict, services


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=20))
def test_every_participant_meets_a_fair_exercise(who: str) -> None:
    six = services(who)
    assert six == services(who)
    assert "".join(one.letter for one in six) == LETTERS
    (real,) = [one for one in six if one.changed]
    assert abs(real.step) <= STILL
    still = [one for one in six if not one.changed]
    assert sum(abs(one.step) >= JUMP for one in still) == 3
    for one in still:
        assert not any(xmr(one.values).any_signal), one
    assert any(xmr(real.values).any_signal)


def test_two_people_meet_different_figures() -> None:
    assert services("Ann") != services("Bob")


def test_what_is_concluded_is_told_without_blame() -> None:
    six = services("Ann")
    (real,) = [one.letter for one in six if one.changed]
    wrong = next(one.letter for one in six if not one.changed)
    caught = Verdict(six, (wrong,))
    assert caught.false_alarms == (wrong,)
    assert caught.missed
    assert "You took chance for news in service" in caught.reading()
    careful = Verdict(six, ())
    assert careful.reading().startswith("You took no chance step for news.")
    assert "two points could not have told you so" in Verdict(six, (real,)).reading()
