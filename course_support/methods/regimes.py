"""Which law, which procedure, which duty: guided choices over decision tables.

Thin functions over :mod:`course_support.methods.decisions`. The tables are data in
``data/decisions/``; the figures they name come from the dated rules, resolved for the
date in question. Nothing here reads a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from course_support.errors import WorkbookError
from course_support.methods.decision_tables import DecisionTable, Question
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

#: The tables of this course, by the name of their file in ``data/decisions/``.
WHICH_LAW = "which-law"
PROCEDURE = "procedure"
DIRECT_AWARD = "direct-award"
KPI_DUTY = "kpi-duty"
MODIFICATION = "modification"
PSR_ROUTE = "psr-route"
CONTRACT_OR_GRANT = "contract-or-grant"

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

    @property
    def next_question(self) -> Question | None:
        """Return the question to answer next, or None at the end."""
        return self.walk.question

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
    """
    ready = table if isinstance(table, DecisionTable) else read_table(table)
    here = walk(ready, answers, figures)
    changed = what_would_change(ready, answers, figures) if here.outcome else ()
    return Decision(here, changed, (NOT_ADVICE, *_figures_used(here)))


def which_law(
    table: DecisionTable, answers: Mapping[str, Answer], figures: Mapping[str, Any]
) -> Decision:
    """Say which law governs a purchase: 2023 Act, 2015 Regulations, health regime or none.

    Raises
    ------
    WorkbookError
        When the table is another one, an answer is not one it takes, or a figure is missing.
    """
    return decide(_expect(table, WHICH_LAW), answers, figures)


def procedures(
    table: DecisionTable, answers: Mapping[str, Answer], figures: Mapping[str, Any]
) -> Decision:
    """Say which procedure is open, then and now.

    Raises
    ------
    WorkbookError
        When the table is another one, an answer is not one it takes, or a figure is missing.
    """
    return decide(_expect(table, PROCEDURE), answers, figures)


def direct_award(
    table: DecisionTable, answers: Mapping[str, Answer], figures: Mapping[str, Any]
) -> Decision:
    """Say whether a ground for direct award is shown (Procurement Act 2023, ss.41-43).

    Raises
    ------
    WorkbookError
        When the table is another one, an answer is not one it takes, or a figure is missing.
    """
    return decide(_expect(table, DIRECT_AWARD), answers, figures)


def kpi_duty(
    table: DecisionTable, answers: Mapping[str, Answer], figures: Mapping[str, Any]
) -> Decision:
    """Say whether indicators must be set and published (Procurement Act 2023, s.52).

    Raises
    ------
    WorkbookError
        When the table is another one, an answer is not one it takes, or a figure is missing.
    """
    return decide(_expect(table, KPI_DUTY), answers, figures)


def modification(
    table: DecisionTable, answers: Mapping[str, Answer], figures: Mapping[str, Any]
) -> Decision:
    """Say whether a contract may be changed (s.74; regulation 72; health regime, reg. 13).

    Raises
    ------
    WorkbookError
        When the table is another one, an answer is not one it takes, or a figure is missing.
    """
    return decide(_expect(table, MODIFICATION), answers, figures)


def psr_route(
    table: DecisionTable, answers: Mapping[str, Answer], figures: Mapping[str, Any]
) -> Decision:
    """Say which route of the Provider Selection Regime applies (regulation 6).

    Raises
    ------
    WorkbookError
        When the table is another one, an answer is not one it takes, or a figure is missing.
    """
    return decide(_expect(table, PSR_ROUTE), answers, figures)


def contract_or_grant(
    table: DecisionTable, answers: Mapping[str, Answer], figures: Mapping[str, Any] | None = None
) -> Decision:
    """Say whether an arrangement is a contract or a grant in substance.

    Raises
    ------
    WorkbookError
        When the table is another one, an answer is not one it takes, or a figure is missing.
    """
    return decide(_expect(table, CONTRACT_OR_GRANT), answers, figures)


def _expect(table: DecisionTable, table_id: str) -> DecisionTable:
    if table.id != table_id:
        raise WorkbookError(
            f"This question is answered by the decision table '{table_id}', "
            f"but '{table.id}' was given. Load data/decisions/{table_id}.yaml."
        )
    return table


def _figures_used(here: Walk) -> tuple[str, ...]:
    used = {figure.name: figure for step in here.trail for figure in step.figures}
    return tuple(
        f"{figure.title}: {figure.text}" + (f" ({figure.source})." if figure.source else ".")
        for figure in used.values()
    )
