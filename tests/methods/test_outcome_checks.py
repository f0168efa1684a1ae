"""Five questions to an outcome: each rule says what it looked at, and none is a mark."""

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.methods.outcome_checks import (
    QUESTIONS,
    Check,
    Control,
    Outcome,
    check_outcome,
    check_outcomes,
)

TODAY = dt.date(2026, 11, 22)
GOOD = Outcome(
    "Young people who leave care keep their first home for a year",
    "About 40 care leavers a year",
    "Tenancies still held after 12 months, and what they tell us",
    "31 March 2028",
    dt.date(2028, 3, 31),
    "partly",
)


def asked(one: Outcome) -> dict[str, Check]:
    return dict(zip(QUESTIONS, check_outcome(one, TODAY), strict=True))


def test_an_outcome_that_answers_all_five() -> None:
    found = check_outcomes([GOOD], TODAY)
    assert [check.state for check in found.checks[0]] == ["said"] * 5
    assert found.reading() == "1 outcome: all five questions are answered for each."
    assert found.together == ()


def test_an_empty_row_is_no_outcome_and_a_begun_one_asks_for_the_rest() -> None:
    found = check_outcomes([Outcome(""), Outcome("", for_whom="40 care leavers")], TODAY)
    assert len(found.outcomes) == 1
    assert [check.state for check in found.checks[0]] == ["open", "said", "open", "open", "open"]
    assert found.reading() == "1 outcome: 4 questions not answered yet."
    assert check_outcomes([], TODAY).reading() == "No outcome is written yet."


@pytest.mark.parametrize(
    ("words", "state", "seen"),
    [
        ("Fewer people lose their tenancy", "said", "Nothing in the words"),
        ("Children in care feel that they belong", "said", "Nothing in the words"),
        ("Provide 30 more beds", "look again", "This reads like something done"),
        ("Workshops held for landlords", "look again", "This reads like something done"),
        ("Number of families seen", "look again", "This reads like an amount"),
        ("Lower staff turnover", "look again", "This is about staff or means"),
        ("A better pathway", "look again", "It speaks of “pathway” and names nobody."),
        ("Fewer people wait for a service", "said", "Nothing in the words"),
    ],
)
def test_a_result_for_people_or_something_else(words: str, state: str, seen: str) -> None:
    found = asked(Outcome(words))["people"]
    assert found.state == state
    assert found.seen.startswith(seen)
    assert bool(found.ask) is (state == "look again")


@pytest.mark.parametrize(
    ("whom", "state", "seen"),
    [
        ("", "open", "Nobody is named"),
        ("Everyone", "look again", "“Everyone” could be anybody."),
        ("service users", "look again", "“service users” could be anybody."),
        ("Mothers in temporary accommodation", "said", "It says who: Mothers"),
        ("The 90 households in hotels", "said", "It says who, and gives an idea"),
    ],
)
def test_whose(whom: str, state: str, seen: str) -> None:
    found = asked(Outcome("x", for_whom=whom))["whose"]
    assert (found.state, found.seen[: len(seen)]) == (state, seen)


@pytest.mark.parametrize(
    ("how", "state", "seen"),
    [
        ("", "open", "No sign"),
        ("Contract monitoring", "look again", "“contract monitoring” is about what the service"),
        ("Number of sessions", "look again", "“sessions” is about what the service did."),
        ("Per cent still housed; they tell us so", "said", "There is something to count and"),
        ("The share in work", "said", "There is something to count."),
        ("Parents say so", "said", "There is something to hear."),
        ("It will be obvious", "look again", "No word for counting"),
    ],
)
def test_how_one_would_know(how: str, state: str, seen: str) -> None:
    found = asked(Outcome("x", how=how))["know"]
    assert (found.state, found.seen[: len(seen)]) == (state, seen)


@pytest.mark.parametrize(
    ("when", "due", "state", "seen"),
    [
        ("", None, "open", "No date yet."),
        ("1 May 2025", dt.date(2025, 5, 1), "look again", "“1 May 2025” is past."),
        ("2036", dt.date(2036, 1, 1), "look again", "“2036” is 10 years away."),
        ("ongoing", None, "look again", "“ongoing” never comes"),
        ("the second winter", None, "said", "There is a time to look"),
        ("31.3.28", dt.date(2028, 3, 31), "said", "There is a time to look"),
        ("when we can", None, "look again", "No date or season"),
    ],
)
def test_by_when(when: str, due: dt.date | None, state: str, seen: str) -> None:
    found = asked(Outcome("x", by_when=when, due=due))["when"]
    assert (found.state, found.seen[: len(seen)]) == (state, seen)


@pytest.mark.parametrize("control", ["mostly", "partly", "little"])
def test_control_is_never_held_against_anyone(control: Control) -> None:
    found = asked(Outcome("x", control=control))["control"]
    assert found.state == "said"
    assert found.ask


def test_the_set_is_looked_at_as_a_whole() -> None:
    one = Outcome("Families stay in their home", control="mostly", due=dt.date(2030, 1, 1))
    like = Outcome("More families stay in a home", control="mostly", due=dt.date(2029, 1, 1))
    other = Outcome("Children sleep well", control="mostly", due=dt.date(2029, 1, 1))
    found = check_outcomes([one, other, like], TODAY)
    assert [check.question for check in found.together] == [
        "Are they different?",
        "Do they reach far enough?",
        "Would you know in time?",
    ]
    assert found.together[0].seen == "Outcomes 1 and 3 share most of their words."


@settings(max_examples=50, deadline=None)
@given(
    st.builds(
        Outcome,
        outcome=st.text(max_size=80),
        for_whom=st.text(max_size=40),
        how=st.text(max_size=40),
        by_when=st.text(max_size=40),
        due=st.none() | st.dates(),
        control=st.sampled_from(["mostly", "partly", "little", ""]),
    )
)
def test_whatever_is_typed_gets_five_answers_and_no_mark(one: Outcome) -> None:
    checks = check_outcome(one, TODAY)
    assert [check.question for check in checks] == list(QUESTIONS.values())
    for check in checks:
        assert check.seen
        assert check.ask or check.state == "said"
        said = re.sub(r"“[^”]*”|:.*", "", check.seen)
        assert not re.search(r"\b(wrong|bad|poor|fail(ed)?|incorrect)\b", said)


def test_the_table_has_a_row_for_each_question() -> None:
    table = check_outcomes([GOOD, GOOD], TODAY).table()
    assert list(table.columns) == ["Outcome", "Question", "State", "Seen", "Ask"]
    assert len(table) == 10
