"""Every exercise has its note for tutors, complete, dated, and without typed figures of law."""

import re
from pathlib import Path

import pytest

from course_support.exercises import library
from course_support.sources import populations, rules

NOTES = library.EXERCISES / "tutor_notes"
EXERCISES = library.Library()
HEADINGS = [
    "Purpose",
    "Timing",
    "Listen for",
    "Common traps",
    "What is contested",
    "Debrief",
    "By population",
]
#: Notes that belong to no exercise.
GENERAL = {"online-sessions"}
MINUTES = 20


def parts(text: str) -> dict[str, str]:
    """Return what stands under each heading of the second level."""
    found = re.split(r"^## (.+)$", text, flags=re.M)[1:]
    return dict(zip(found[::2], (part.strip() for part in found[1::2]), strict=True))


def lacking(text: str) -> list[str]:
    """Say which headings a note lacks, or has with nothing under them, or in another order."""
    under = parts(text)
    short = [heading for heading in HEADINGS if len(under.get(heading, "").split()) < 10]
    order = [heading for heading in under if heading in HEADINGS]
    return short or ([] if order == HEADINGS else ["the headings in their order"])


def note(key: str) -> str:
    path = NOTES / f"{key}.md"
    assert path.exists(), f"{key} needs its note for tutors: {path.relative_to(library.EXERCISES)}"
    return path.read_text("utf-8")


@pytest.mark.parametrize("key", sorted(EXERCISES))
def test_every_exercise_has_a_complete_note(key: str) -> None:
    text = note(key)
    assert lacking(text) == []
    assert text.startswith(f"# {EXERCISES[key].title}\n")


def test_no_note_belongs_to_an_exercise_that_is_gone() -> None:
    assert {path.stem for path in NOTES.glob("*.md")} == {*EXERCISES, *GENERAL}


@pytest.mark.parametrize("key", sorted(EXERCISES))
def test_the_plan_fills_the_breakout(key: str) -> None:
    minutes = re.findall(r"^\| (\d+) \|", parts(note(key))["Timing"], re.M)
    assert len(minutes) >= 3
    assert sum(map(int, minutes)) == MINUTES


@pytest.mark.parametrize("key", sorted(EXERCISES))
def test_what_is_contested_is_dated_and_has_its_source(key: str) -> None:
    said = parts(note(key))["What is contested"]
    points = re.findall(r"^- .+$", said, re.M)
    assert points or said.startswith("Nothing")
    for point in points:
        assert re.search(r"\(Checked \d{1,2} [A-Z][a-z]+ 20\d\d\. Source: .{5,}\)$", point), point


@pytest.mark.parametrize("key", sorted(EXERCISES))
def test_every_population_with_a_form_of_its_own_is_thought_of(key: str) -> None:
    said = parts(note(key))["By population"].casefold()
    known = populations.load()
    for population in (known[name] for name in EXERCISES[key].populations):
        assert f"**{population.name.casefold()}:**" in said, population.name


@pytest.mark.parametrize("path", sorted(NOTES.glob("*.md")), ids=lambda path: path.stem)
def test_rules_that_are_named_exist(path: Path) -> None:
    named = set(re.findall(r"`([a-z0-9]+(?:_[a-z0-9]+)+)`", path.read_text("utf-8")))
    assert named <= set(rules.names())


@pytest.mark.parametrize("path", sorted(NOTES.glob("*.md")), ids=lambda path: path.stem)
def test_no_sum_of_money_and_no_share_is_typed(path: Path) -> None:
    """They change; a note names the rule that holds them."""
    assert re.findall(r"£\s?\d[\d,.]*|\d+\s?(?:%|per cent)", path.read_text("utf-8")) == []


def test_a_note_that_lacks_something_is_told() -> None:
    whole = "".join(f"## {heading}\n\n{'word ' * 10}\n\n" for heading in HEADINGS)
    assert lacking(whole) == []
    assert lacking(whole.replace("## Debrief", "## Questions")) == ["Debrief"]
    assert lacking(whole.replace("word ", "", 5)) == ["Purpose"]
    swapped = (
        whole.replace("Timing", "X").replace("Listen for", "Timing").replace("X", "Listen for")
    )
    assert lacking(swapped) == ["the headings in their order"]
