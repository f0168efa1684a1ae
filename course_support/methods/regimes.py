"""Which law, which procedure, which duty: a guided choice over any decision table.

A result over :mod:`course_support.methods.decisions`. The tables are data in
``data/decisions/``; the figures they name come from the dated rules, resolved for the
date in question. Nothing here reads a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from course_support.methods.decision_tables import DecisionTable
from course_support.methods.decisions import (
    Alternative,
    Answer,
    Walk,
    read_table,
    walk,
    what_would_change,
)
from course_support.methods.result import Result

if TYPE_CHECKING:
    import pandas as pd

NOT_ADVICE = "This is teaching material for England, not legal advice."


@dataclass(frozen=True)
class Decision(Result):
    """How far a guided choice has come, with its reasons and sources."""

    walk: Walk
    alternatives: tuple[Alternative, ...] = ()
    assumptions: tuple[str, ...] = (NOT_ADVICE,)

    @property
    def outcome(self) -> str | None:
        """Return the id of the outcome, or None while questions are open."""
        return self.walk.outcome.id if self.walk.outcome else None

    def table(self) -> pd.DataFrame:
        """Return one row a step: question, answer, reason, law, source, date checked."""
        import pandas as pd

        columns = (
            "Question",
            "Answer",
            "Reason",
            "Law or rule",
            "Source",
            "Checked on",
            "Certainty",
        )
        return pd.DataFrame(self.walk.rows(), columns=list(columns))

    def reading(self) -> str:
        """Return the outcome, or the question that is still open, as a sentence."""
        if self.walk.outcome:
            return f"{self.walk.outcome.title}. {self.walk.outcome.text}"
        assert self.walk.question is not None
        return f"Not settled yet. Next: {self.walk.question.text}"

    def what_would_change(self) -> tuple[str, ...]:
        """Return the answers that would have led elsewhere, one sentence each."""
        return tuple(one.sentence() for one in self.alternatives if one.changes)


def decide(
    table: DecisionTable | Mapping[str, Any],
    answers: Mapping[str, Answer],
    figures: Mapping[str, Any] | None = None,
) -> Decision:
    """Walk any decision table with these answers.

    Parameters
    ----------
    table : DecisionTable or mapping
        A checked table, or what ``yaml.safe_load`` gives for its file.
    answers : mapping
        Question id to option id or number.
    figures : mapping, optional
        The dated figures the table names (see ``DecisionTable.figures``), resolved.

    Raises
    ------
    WorkbookError
        When the table is not sound, an answer is not one it takes, or a figure is missing.
    """
    ready = table if isinstance(table, DecisionTable) else read_table(table)
    here = walk(ready, answers, figures)
    changed = what_would_change(ready, answers, figures) if here.outcome else ()
    return Decision(here, changed, (NOT_ADVICE, *_figures_used(here)))


def _figures_used(here: Walk) -> tuple[str, ...]:
    used = {figure.name: figure for step in here.trail for figure in step.figures}
    return tuple(
        f"{figure.title}: {figure.text}" + (f" ({figure.source})." if figure.source else ".")
        for figure in used.values()
    )
