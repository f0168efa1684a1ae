"""The one-page needs statement: texts of the participant, with the figures they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from course_support.charts.show import Shown
from course_support.reports.paper import Paper, Part, Section

if TYPE_CHECKING:
    from course_support.exercises import write

#: Which question stands under which heading, in order.
HEADINGS = {
    "who": "Who, and what is asked of us",
    "demand": "Need, now and later",
    "where": "Where, and who is missing",
    "supply": "What there is",
    "resources": "What we spend",
    "gap": "The gap",
    "unknown": "What we do not know",
    "people": "Who was heard, and who will be",
}


def needs_statement(
    answer: write.Answer,
    population: str,
    lead: str,
    pictures: Mapping[str, Sequence[Shown]],
    *,
    own_words: Sequence[str] = (),
    own_figures: Sequence[Part] = (),
    foot: str = "",
) -> Paper:
    """Return the statement as a paper.

    Parameters
    ----------
    answer
        Of the exercise ``state-the-need``.
    population
        In the words used inside a sentence.
    lead
        The main thing in a sentence or two.
    pictures
        Charts by question.
    own_words
        What the participant wrote about a real authority.
    own_figures
        What the chosen files say of it.
    """
    sections = [
        Section(
            heading,
            answer.texts.get(key, ""),
            *pictures.get(key, ()),
            missing="Not written yet.",
        )
        for key, heading in HEADINGS.items()
    ]
    if own_figures or any(text.strip() for text in own_words):
        sections.append(Section("A real authority", *own_words, *own_figures))
    return Paper(f"Needs statement: {population}", lead, tuple(sections), foot)
