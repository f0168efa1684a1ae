"""Checks on logic models: curriculum, notebook 04; domain facts, section 4."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_support.errors import WorkbookError
from course_support.methods.logic_model import KINDS, Card, check_logic_model, outcome_prompts

CARDS = [
    Card("i", "input", "A part-time worker"),
    Card("o", "output", "Weekly groups"),
    Card("m", "interim", "Fewer children are bullied", ("survey each term",)),
    Card("f", "final", "Children feel safe at school", ("yearly survey",)),
]
LINKS = [("i", "o"), ("o", "m"), ("m", "f")]


def found(cards, links) -> set[tuple[str, str]]:
    return {(one.card, one.what) for one in check_logic_model(cards, links).findings}


def test_a_whole_model_has_no_findings() -> None:
    result = check_logic_model(CARDS, LINKS)
    assert result.findings == ()
    assert "Every output leads somewhere" in result.reading()


def test_what_leads_nowhere_and_what_nothing_leads_to() -> None:
    assert found(CARDS, LINKS[:2]) == {
        ("m", "this interim outcome leads nowhere"),
        ("f", "nothing leads to this final outcome"),
    }
    assert ("o", "this output leads nowhere") in found(CARDS, LINKS[:1])


def test_every_outcome_needs_an_indicator() -> None:
    bare = [*CARDS[:3], Card("f", "final", "Children feel safe at school", (" ",))]
    assert found(bare, LINKS) == {("f", "this final outcome has no indicator")}
    result = check_logic_model(bare, LINKS)
    assert len(result.gaps) == 1
    assert "How would you know" in result.table()["Question"][0]


@pytest.mark.parametrize(
    ("text", "noticed"),
    [
        ("Deliver twelve parenting sessions", "something done"),
        ("Training provided in three schools", "something done"),
        ("Workshops held in three schools", "something done"),
        ("Number of visits made", "an amount"),
        ("A written equal opportunities policy in place", "something done"),
        ("Reduce the staff vacancy rate", "staff or means"),
        ("Young people feel safe and sleep and learn", "several outcomes"),
        ("We will provide mentoring", "something done"),
        ("Advice given to 200 households", "something done"),
        ("Support plans in place for all", "something done"),
        ("Befriending for lonely people", "something done"),
        ("Parents attend a parenting course", "a service received"),
        ("60 young people receive mentoring", "a service received"),
        ("Carers are referred to a support group", "a service received"),
        ("Increase the number of referrals", "what the service does"),
        ("Reduce waiting times", "what the service does"),
        ("More foster places", "what the service does"),
        ("Fewer families lose their tenancy", None),
        ("Children attend school more", None),
        ("People trained by us find work", None),
        ("Young people run their own home", None),
        ("More older people go to places they like with friends", None),
        ("Fewer children in care offend", None),
    ],
)
def test_gentle_prompts(text: str, noticed: str | None) -> None:
    found = " ".join(what for what, _ in outcome_prompts(text))
    assert noticed in found if noticed else not found


def test_prompts_are_for_outcomes_only_and_are_not_gaps() -> None:
    cards = [*CARDS[:3], Card("f", "final", "Run groups", ("x",))]
    result = check_logic_model(cards, LINKS)
    assert [one.kind for one in result.findings] == ["prompt"]
    assert not result.gaps
    assert "0 gaps in the model and 1 questions" in result.reading()


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=15))
def test_a_new_link_never_makes_a_gap(pairs) -> None:
    cards = [Card(str(n), KINDS[n // 2], f"card {n}", ("x",)) for n in range(8)]
    links = [(str(a), str(b)) for a, b in pairs if a // 2 < b // 2]
    for more in (("0", "2"), ("4", "7")):
        before = set(check_logic_model(cards, links).gaps)
        assert set(check_logic_model(cards, [*links, more]).gaps) <= before


@pytest.mark.parametrize(
    ("cards", "links", "said"),
    [
        (CARDS, [("i", "x")], "names the card 'x'"),
        (CARDS, [("f", "m")], "does not lead forward"),
        (CARDS, [("o", "o")], "does not lead forward"),
        ([*CARDS, CARDS[0]], LINKS, "share the id 'i'"),
        ([Card("a", "hope", "X")], [], "of the kind 'hope'"),
        (
            [*CARDS, Card("n", "interim", "Calm", ("x",))],
            [*LINKS, ("m", "n"), ("n", "m")],
            "round in a circle",
        ),
    ],
)
def test_plain_messages(cards, links, said) -> None:
    with pytest.raises(WorkbookError, match=said):
        check_logic_model(cards, links)


@pytest.mark.parametrize("tail", [[], [("m3", "f")], [("o", "m1")]])
def test_the_card_named_is_in_the_circle(tail) -> None:
    """What only leads to a circle, or away from it, is not what has to be mended."""
    round_ = [Card(f"m{n}", "interim", f"Step {n}") for n in (1, 2, 3)]
    links = [*tail, ("m1", "m2"), ("m2", "m1"), ("m2", "m3")]
    with pytest.raises(WorkbookError, match="from “Step [12]” lead round in a circle"):
        check_logic_model([*CARDS, *round_], links)


def test_one_indicator_is_enough() -> None:
    cards = [*CARDS[:3], Card("f", "final", "Children feel safe", (" ", "yearly survey"))]
    assert check_logic_model(cards, LINKS).findings == ()


def test_it_needs_neither_numpy_nor_pandas() -> None:
    code = (
        "import sys, course_support.methods.logic_model\n"
        "assert not {'numpy', 'pandas'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
