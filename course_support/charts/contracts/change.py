"""A request for a change, taken through its effects, its approval and the test of the law."""

from __future__ import annotations

from course_support.charts.contracts.duties import decision
from course_support.charts.contracts.sheets import Said, Sheet
from course_support.charts.show import Pieces
from course_support.methods.figures import whole_pounds
from course_support.methods.regimes import Decision
from course_support.methods.words import long_date
from course_support.sources import rules
from course_support.sources.contracts import ACT_2023, ChangeRequest, change_request
from course_support.sources.rule import today


def worked(population: str) -> Pieces:
    """Take the population's worked request through every step."""
    asked = change_request(population)
    whole = decision("modification", asked.answers)
    less = decision("modification", asked.smaller_answers)
    return Pieces(
        [_request(asked), _outcome(asked, whole, less), _trail(asked, whole), _steps(asked, whole)]
    )


def _request(asked: ChangeRequest) -> Sheet:
    return Sheet(
        f"The request: {asked.request}",
        f"{asked.contract.title}, with {asked.contract.provider}. Asked by: {asked.asked_by}, on "
        f"{long_date(asked.dated)}.",
        ["Effect on", "What it would do"],
        [[effect, words] for effect, words in asked.effects.items()],
        "Marrenshire (invented)",
    )


def _outcome(asked: ChangeRequest, whole: Decision, less: Decision) -> Said:
    before, after = (float(asked.answers[name]) for name in ("original-value", "changed-value"))
    rise = after - before
    said = [
        f"The contract was let at {whole_pounds(before)}, before any extension. The request adds "
        f"{whole_pounds(rise)}, or {rise / before:.1%}. {_ended(whole)}",
        f"And a smaller request? {asked.smaller}: {_ended(less, first=False)}",
    ]
    return Said(said)


def _ended(found: Decision, *, first: bool = True) -> str:
    end = found.walk.outcome
    assert end is not None  # the worked requests answer every question
    why = found.walk.trail[-1].reason
    return f"{end.title}. {why}" if first else f"{end.title[0].lower()}{end.title[1:]}. {why}"


def _trail(asked: ChangeRequest, whole: Decision) -> Sheet:
    return Sheet(
        f"How the law was applied to it: {asked.contract.regime}",
        whole.reading(),
        ["Question", "Answer", "Reason", "Law"],
        [
            [step.question.text if step.question else "", step.chosen, step.reason, step.law]
            for step in whole.walk.trail
        ],
        f"the decision table of modifications, on {long_date(today())}. {whole.assumptions[0]}",
    )


def _steps(asked: ChangeRequest, whole: Decision) -> Sheet:
    """Lay out what is done with the request, in order, and where this one has come to."""
    end = whole.walk.outcome
    assert end is not None  # the worked requests answer every question
    stops = end.title.startswith("Not permitted")
    price = asked.effects["Price"].removesuffix(" more")
    rows = [
        ["Request", "In writing, by one side, with a reason",
         f"{asked.asked_by}, {long_date(asked.dated)}"],
        ["Effects", "By someone who did not ask for it", "Scope, price, time and risk: above"],
        ["Approval", "By whoever the scheme of delegation names for the sum",
         f"To be asked for {price}; the law may still say no"],
        ["Test of the law", "Changed, or bought anew?", end.title],
        ["Variation", "Signed by both sides before anything is done differently",
         "Nothing to sign: it stops here. The need does not" if stops else "To be signed"],
        ["Notice", "Where the law asks for one", "Not due, as nothing is changed" if stops else
         "See below"],
        ["Log", "So that the next change is added to this one",
         "A line all the same: a refusal is worth remembering" if stops else "The line below"],
    ]  # fmt: skip
    return Sheet(
        f"Seven steps: this request {'stops at the fourth' if stops else 'can go through them'}",
        "Whoever signs first and tests later has bought without a tender.",
        ["Step", "How", "This request"],
        rows,
        "Marrenshire (invented); the order is this workbook's",
    )


def notice(population: str) -> str:
    """Return in a few sentences whether notices are due for the worked request."""
    asked = change_request(population)
    law = asked.contract.regime
    if law == ACT_2023 and asked.contract.light_touch:
        return (
            "No notice is due: section 75 of the Procurement Act 2023, which asks for contract "
            "change notices, leaves light touch contracts out. Log it all the same."
        )
    if law == ACT_2023:
        row = next(iter(rules.table("procurement_notices").where(code="UK10")))
        value = rules.get("change_notice_value_percent")
        term = rules.get("change_notice_term_percent")
        return (
            f"{row.shown()}: published before the change is made. No notice is due "
            f"where the value changes by at most {value.shown()}, or the term by at most "
            f"{term.shown()}, as with the smaller request ({value.law})."
        )
    if law == "Provider Selection Regime":
        value = rules.get("psr_modification_notice_value")
        return f"{value.title} {value.shown()} ({value.law})."
    return (
        "Under the 2015 Regulations a notice of modification is due for changes made on the "
        "grounds of additional or unforeseen needs, and not for small changes (general "
        "knowledge: check before use)."
    )
