"""An organisation's aims beside what they mean for a population, with the gaps named."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from course_support.exercises import write

from .show import table_html

MEANS = "-means"


@dataclass(frozen=True)
class Alignment:
    """Aims and their meaning, row by row; an empty text is one not yet written."""

    rows: tuple[tuple[str, str, str], ...]
    phrase: str

    @property
    def gaps(self) -> tuple[str, ...]:
        """Return what is missing, in words."""
        unsaid = [aim for aim, said, _ in self.rows if not said]
        unmeant = [aim for aim, said, means in self.rows if said and not means]
        out = [f"No {aim.lower()} yet." for aim in unsaid]
        return (*out, *(f"{aim}: what it means for {self.phrase} is open." for aim in unmeant))

    def reading(self) -> str:
        """Return how far the table has come."""
        whole = sum(bool(said and means) for _, said, means in self.rows)
        if not any(said or means for _, said, means in self.rows):
            return "Nothing is written yet. The table fills as you answer above."
        if whole == len(self.rows):
            return f"Every aim has a meaning for {self.phrase}."
        return f"{whole} of {len(self.rows)} aims have a meaning. {' '.join(self.gaps)}"

    def _repr_html_(self) -> str:
        rows = [(aim, said or "–", means or "–") for aim, said, means in self.rows]
        heads = ("Aim", "What we have published", f"What it means for {self.phrase}")
        return f"<p>{escape(self.reading())}</p>{table_html(heads, rows, 'From aims to people')}"


def alignment(exercise: write.Definition, answer: write.Answer, phrase: str) -> Alignment:
    """Pair each question with the one that asks what it means (its id ends in ``-means``)."""

    def said(key: str) -> str:
        return answer.texts.get(key, "").strip()

    rows = tuple(
        (prompt.text.partition(":")[0], said(prompt.id), said(f"{prompt.id}{MEANS}"))
        for prompt in exercise.prompts
        if not prompt.id.endswith(MEANS)
    )
    return Alignment(rows, phrase)
