"""Proportionate monitoring, the five determinants, action plans and the risk register.

Nothing here decides. Tiers come from a rule that is shown and can be changed; the five
determinants are laid out with their reasons, not added up. The tier rule is a suggestion of
this workbook, not law or guidance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from course_support.errors import WorkbookError
from course_support.methods.guards import columns, no_repeats, number, numbers, one_of
from course_support.methods.result import Result
from course_support.methods.words import long_date

if TYPE_CHECKING:
    import pandas as pd

# --- monitoring tiers ----------------------------------------------------------------------

#: What each contract is scored on, 1 (little cause for concern) to 5 (much).
FACTORS = {
    "value": "money at stake",
    "vulnerability": "how vulnerable the people are",
    "replaceability": "how hard the provider is to replace",
    "track_record": "how poor or unknown the record is",
}


@dataclass(frozen=True)
class Tier:
    """A tier of monitoring: from which score, with what activities, at what cost."""

    name: str
    from_score: float
    officer_days: float
    activities: str


#: A starting point to be changed; mean score 1 to 5, officer-days a year.
SUGGESTED_TIERS = (
    Tier("light", 1.0, 2.0, "provider's own report, a sample checked once a year"),
    Tier("standard", 2.5, 6.0, "quarterly review, random samples, one visit"),
    Tier("enhanced", 3.5, 15.0, "monthly review, samples, unannounced visits, talks with users"),
)


@dataclass(frozen=True)
class TierRule:
    """How factors make a score and scores make tiers; all of it can be changed."""

    weights: Mapping[str, float]
    tiers: tuple[Tier, ...] = SUGGESTED_TIERS
    #: A factor scored 5 lifts a contract to at least this tier; empty for no such rule.
    floor_tier: str = ""
    floor_factors: tuple[str, ...] = ()

    @classmethod
    def suggested(cls) -> TierRule:
        """Return equal weights, and at least standard where people are most vulnerable."""
        return cls(dict.fromkeys(FACTORS, 1.0), SUGGESTED_TIERS, "standard", ("vulnerability",))


@dataclass(frozen=True)
class MonitoringPlan(Result):
    """Contracts in tiers, with the score that put them there and the days they cost."""

    rows: tuple[dict[str, Any], ...]
    rule: TierRule
    days_available: float | None = None
    assumptions: tuple[str, ...] = ()

    @property
    def days_needed(self) -> float:
        """Return officer-days a year over all contracts."""
        return float(sum(row["Officer-days a year"] for row in self.rows))

    def table(self) -> pd.DataFrame:
        """Return one row a contract, highest score first: factors, score, tier, days, why."""
        import pandas as pd

        return pd.DataFrame(list(self.rows))

    def reading(self) -> str:
        """Return how many contracts are in each tier and whether the days suffice."""
        counts = ", ".join(
            f"{sum(row['Tier'] == tier.name for row in self.rows)} {tier.name}"
            for tier in self.rule.tiers
        )
        needed = f"{counts}; {self.days_needed:g} officer-days a year"
        if self.days_available is None:
            return f"{needed} in all."
        gap = self.days_available - self.days_needed
        if gap >= 0:
            return f"{needed}, {gap:g} fewer than there are."
        return (
            f"{needed}, {-gap:g} more than there are: change the rule, the activities or the team."
        )


def monitoring_plan(
    contracts: pd.DataFrame, rule: TierRule, days_available: float | None = None
) -> MonitoringPlan:
    """Place contracts in monitoring tiers by a rule that is shown.

    score = weighted mean of the factors (each 1 to 5); the tier is the highest one whose
    ``from_score`` is reached.

    Parameters
    ----------
    contracts : DataFrame
        Columns ``contract`` and the four of ``FACTORS``.
    rule : TierRule
    days_available : float, optional
        Officer-days a year.

    Raises
    ------
    WorkbookError
        When a factor is missing, blank or not from 1 to 5, or the rule is inconsistent.
    """
    columns(contracts, ("contract", *FACTORS), "Contracts")
    names = [str(name) for name in contracts["contract"]]
    no_repeats(names, "Contracts")
    _check_rule(rule)
    for factor, meaning in FACTORS.items():
        numbers(contracts[factor], f"Score for {meaning}", labels=names, least=1, most=5)
    rows = [_placed(row, rule) for row in contracts.to_dict("records")]
    rows.sort(key=lambda row: -row["Score"])
    return MonitoringPlan(
        tuple(rows),
        rule,
        days_available,
        (
            "The rule is this workbook's suggestion and yours to change; it is not law.",
            "Scores put in order, they do not measure: two contracts may reach one score for "
            "different reasons.",
            *(f"{t.name.capitalize()} from {t.from_score:g}: {t.activities}." for t in rule.tiers),
        ),
    )


def _placed(row: Mapping[Any, Any], rule: TierRule) -> dict[str, Any]:
    total = sum(rule.weights[factor] for factor in FACTORS)
    score = sum(rule.weights[factor] * float(row[factor]) for factor in FACTORS) / total
    place = max(p for p, tier in enumerate(rule.tiers) if round(score, 9) >= tier.from_score)
    lifted = [factor for factor in rule.floor_factors if float(row[factor]) == 5]
    least = next((p for p, tier in enumerate(rule.tiers) if tier.name == rule.floor_tier), 0)
    why = f"score {score:.2f}"
    if lifted and place < least:
        place = least
        why += f", lifted because {FACTORS[lifted[0]]} is scored 5"
    tier = rule.tiers[place]
    return {
        "Contract": str(row["contract"]),
        **{FACTORS[factor].capitalize(): float(row[factor]) for factor in FACTORS},
        "Score": score,
        "Tier": tier.name,
        "Officer-days a year": tier.officer_days,
        "Why": why,
        "Activities": tier.activities,
    }


def _check_rule(rule: TierRule) -> None:
    missing = [factor for factor in FACTORS if factor not in rule.weights]
    if missing:
        raise WorkbookError(f"The tier rule has no weight for '{missing[0]}'. Give it one.")
    for factor in FACTORS:
        number(rule.weights[factor], f"Weight of {FACTORS[factor]}", least=0)
    if sum(rule.weights[factor] for factor in FACTORS) == 0:
        raise WorkbookError("All the weights of the tier rule are nought. Give one a weight.")
    starts = [tier.from_score for tier in rule.tiers]
    # Two that start at one score are allowed: the lower of them then holds no contract.
    if not starts or starts[0] > 1 or starts != sorted(starts):
        found = ", ".join(f"{tier.name} from {tier.from_score:g}" for tier in rule.tiers)
        raise WorkbookError(
            "A closer tier cannot begin at a lower score, and the first begins at 1 or below; "
            f"found: {found or 'none'}. Move one of them."
        )
    tiers = [tier.name for tier in rule.tiers]
    if rule.floor_tier:
        one_of(rule.floor_tier, tiers, "Least tier")


# --- the five determinants --------------------------------------------------------------------

Lean = Literal["developmental", "unclear", "punitive"]

#: The five questions, with what each answer leans towards.
DETERMINANTS = {
    "seriousness": "How serious is the failure?",
    "risks": "What are the risks to people, the service and the council?",
    "breach": "Is it a breach of the contract?",
    "relationship": "What is the relationship with the provider like?",
    "response": "How has the provider responded?",
}


@dataclass(frozen=True)
class Argument:
    """One determinant argued: which way it leans, and why."""

    determinant: str
    lean: Lean
    reason: str
    evidence: str = ""


@dataclass(frozen=True)
class Determinants(Result):
    """The five determinants laid out, with the override for immediate safety."""

    arguments: tuple[Argument, ...]
    immediate_safety: bool
    safety_reason: str = ""
    assumptions: tuple[str, ...] = (
        "The five are weighed by people, not added up: one can outweigh four.",
        "Immediate danger or unlawfulness calls for formal action whatever the rest says. "
        "That rule is this workbook's suggestion.",
    )

    def leaning(self, lean: Lean) -> tuple[str, ...]:
        """Return the determinants that lean one way."""
        return tuple(one.determinant for one in self.arguments if one.lean == lean)

    @property
    def course(self) -> str:
        """Return the course the arguments point to: formal now, one way, or to be argued."""
        if self.immediate_safety:
            return "formal action now"
        leans = {one.lean for one in self.arguments} - {"unclear"}
        if len(leans) == 1:
            return f"{leans.pop()} action"
        return "mixed: argue which determinants matter most here"

    def table(self) -> pd.DataFrame:
        """Return one row a determinant: question, lean, reason, evidence."""
        import pandas as pd

        return pd.DataFrame(
            {
                "Question": [DETERMINANTS[one.determinant] for one in self.arguments],
                "Leans towards": [one.lean for one in self.arguments],
                "Because": [one.reason for one in self.arguments],
                "Evidence": [one.evidence or "none recorded" for one in self.arguments],
            }
        )

    def reading(self) -> str:
        """Return where the arguments point, saying what is unclear."""
        if self.immediate_safety:
            return (
                f"People may be in immediate danger or the law is being broken "
                f"({self.safety_reason}): act formally now; a developmental course may follow."
            )
        counts = ", ".join(
            f"{len(self.leaning(lean))} {lean}"
            for lean in ("developmental", "punitive", "unclear")
            if self.leaning(lean)
        )
        return f"Of five determinants: {counts}. That points to: {self.course}."


def determinants(
    arguments: Sequence[Argument], *, immediate_safety: bool, safety_reason: str = ""
) -> Determinants:
    """Lay out the five determinants of how to act on poor performance.

    Parameters
    ----------
    arguments : sequence of Argument
        One for each of ``DETERMINANTS``, with its lean and reason.
    immediate_safety : bool
        Whether somebody is in danger now, or the law is broken.
    safety_reason : str
        What makes it so.

    Raises
    ------
    WorkbookError
        When one is missing, argued twice or has no reason.
    """
    no_repeats([one.determinant for one in arguments], "Determinants")
    for one in arguments:
        one_of(one.determinant, DETERMINANTS, "Determinant")
        one_of(one.lean, ("developmental", "unclear", "punitive"), f"Lean of '{one.determinant}'")
        if not one.reason.strip():
            raise WorkbookError(
                f"“{DETERMINANTS[one.determinant]}” has no reason. Write why it leans "
                f"“{one.lean}”: the reason is the point."
            )
    missing = [name for name in DETERMINANTS if name not in {one.determinant for one in arguments}]
    if missing:
        raise WorkbookError(f"Not yet argued: “{DETERMINANTS[missing[0]]}”. Argue all five.")
    if immediate_safety and not safety_reason.strip():
        raise WorkbookError("Say what makes this an immediate danger or unlawful.")
    order = list(DETERMINANTS)
    return Determinants(
        tuple(sorted(arguments, key=lambda one: order.index(one.determinant))),
        immediate_safety,
        safety_reason.strip(),
    )


# --- corrective action plan ----------------------------------------------------------------

#: What a corrective action plan has to say for each issue.
PLAN_PARTS = {
    "issue": "what is wrong",
    "root_cause": "why it happened",
    "action": "what will be done",
    "owner": "who will do it",
    "due": "by when",
    "evidence": "what will show that it worked",
    "review": "when it is looked at again",
    "escalation": "what happens if it does not work",
}


@dataclass(frozen=True)
class PlanCheck(Result):
    """What a corrective action plan still lacks."""

    gaps: tuple[tuple[str, str], ...]
    overdue: tuple[tuple[str, date], ...]
    late_review: tuple[str, ...]
    actions: int
    assumptions: tuple[str, ...] = (
        "Complete means that every part is written, not that the plan is good.",
    )

    @property
    def complete(self) -> bool:
        """Return whether every part of every action is there."""
        return not self.gaps and not self.late_review

    def table(self) -> pd.DataFrame:
        """Return one row for each thing missing, overdue or out of order."""
        import pandas as pd

        rows = [(issue, f"missing: {PLAN_PARTS[part]}") for issue, part in self.gaps]
        rows += [(issue, "the review is before the action is due") for issue in self.late_review]
        rows += [
            (issue, f"due on {long_date(due)}, which has passed") for issue, due in self.overdue
        ]
        return pd.DataFrame(rows, columns=["Issue", "To put right"])

    def reading(self) -> str:
        """Return whether the plan is complete, in a sentence."""
        one = len(self.overdue) == 1
        late = f" {len(self.overdue)} {'is' if one else 'are'} due on a day that has passed."
        late = late if self.overdue else ""
        actions = f"{self.actions} action{'' if self.actions == 1 else 's'}"
        if self.complete:
            return f"Every part is written: {actions}.{late}"
        count = len(self.gaps) + len(self.late_review)
        things = "1 thing is" if count == 1 else f"{count} things are"
        return f"{things} missing or out of order: {actions}.{late}"


def check_action_plan(plan: pd.DataFrame, on: date) -> PlanCheck:
    """Check that each row of a corrective action plan says everything it must.

    Parameters
    ----------
    plan : DataFrame
        Columns as in ``PLAN_PARTS``; ``due`` and ``review`` hold dates.
    on : datetime.date
        The date to look from, for what is overdue.

    Raises
    ------
    WorkbookError
        When a column is missing, the plan has no rows, or a date cannot be read.
    """
    import pandas as pd

    columns(plan, PLAN_PARTS, "Corrective action plan")
    gaps, overdue, late = [], [], []
    for place, row in enumerate(plan.to_dict("records"), start=1):
        name = str(row["issue"]).strip() if _given(row["issue"]) else f"row {place}"
        gaps += [(name, part) for part in PLAN_PARTS if not _given(row[part])]
        if _given(row["due"]):
            due = _date(row["due"], f"Due date of '{name}'")
            if due < on:
                overdue.append((name, due))
            review = row["review"]
            if _given(review) and pd.Timestamp(_date(review, f"Review of '{name}'")).date() < due:
                late.append(name)
    return PlanCheck(tuple(gaps), tuple(overdue), tuple(late), len(plan))


def _given(value: object) -> bool:
    import pandas as pd

    return not pd.isna(value) and bool(str(value).strip())  # type: ignore[call-overload]


def _date(value: object, what: str) -> date:
    import pandas as pd

    try:
        return pd.Timestamp(value).date()  # type: ignore[arg-type]
    except ValueError:
        raise WorkbookError(
            f"{what}: '{value}' is not a date. Write it as year-month-day, such as 2026-12-31."
        ) from None
