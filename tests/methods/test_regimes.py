"""Which law, which duty: the domain facts of sections 0 and 5, walked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from course_support.methods import regimes
from course_support.methods.decisions import figures_for, read_table
from course_support.sources import rules

FOLDER = Path(__file__).parents[2] / "data" / "decisions"


def load(name: str):
    table = read_table(yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")))
    return table, figures_for(table, rules.get, date(2026, 11, 22))


def psr(existing: float, proposed: float) -> regimes.Decision:
    table, figures = load("psr-route")
    answers = {
        "urgent": "no",
        "framework": "no",
        "only-provider": "no",
        "patient-choice": "no",
        "satisfied": "yes",
        "character": "no",
        "external": "no",
        "existing-value": existing,
        "proposed-value": proposed,
    }
    return regimes.decide(table, answers, figures)


def test_psr_600k_and_30_percent_closes_process_c() -> None:
    """Domain facts, section 5: £2.0m to £2.6m leads to most suitable or competitive."""
    decision = psr(2_000_000, 2_600_000)
    assert decision.walk.question.id == "identify"
    table, figures = load("psr-route")
    ends = {
        regimes.decide(table, {**decision.walk.answers, "identify": answer}, figures).outcome
        for answer in ("yes", "no")
    }
    assert ends == {"most-suitable", "competitive"}


def test_psr_600k_and_15_percent_leaves_process_c_open() -> None:
    """Domain facts, section 5: £4.0m to £4.6m, Process C available."""
    decision = psr(4_000_000, 4_600_000)
    assert decision.walk.question.id == "wish"
    table, figures = load("psr-route")
    done = regimes.decide(table, {**decision.walk.answers, "wish": "yes"}, figures)
    assert done.outcome == "process-c"
    assert "8 working days" in done.reading()
    assert any("£500,000 (legislation.gov.uk" in given for given in done.assumptions)


@pytest.mark.parametrize(
    ("existing", "proposed", "open_"),
    [(2_000_000, 2_500_000, False), (2_000_000, 2_499_999, True), (2_000_001, 2_500_001, True)],
)
def test_both_parts_of_the_threshold_must_be_reached(existing, proposed, open_) -> None:
    assert (psr(existing, proposed).walk.question.id == "wish") is open_


@pytest.mark.parametrize(
    ("kind", "value", "outcome"),
    [
        ("other", 5_000_001, "duty"),
        ("other", 5_000_000, "below"),
    ],
)
def test_kpi_duty_by_value(kind, value, outcome) -> None:
    """Section 52: more than £5m; at least three indicators (domain facts, section 5)."""
    table, figures = load("kpi-duty")
    answers = {"law": "pa23", "kind": kind, "value": value, "suited": "yes"}
    decision = regimes.decide(table, answers, figures)
    assert decision.outcome == outcome
    if outcome == "duty":
        assert "3 indicators" in decision.reading()


@pytest.mark.parametrize("kind", ["light-touch", "framework", "concession"])
def test_kpi_duty_does_not_reach(kind) -> None:
    table, figures = load("kpi-duty")
    assert regimes.decide(table, {"law": "pa23", "kind": kind}, figures).outcome == "exempt"


@pytest.mark.parametrize(
    ("kind", "value", "outcome"),
    [
        ("light-touch", 663_540, "light-touch"),
        ("light-touch", 663_539, "below"),
        ("other", 207_720, "full"),
        ("other", 207_719, "below"),
        ("works", 5_193_000, "full"),
        ("works", 5_192_999, "below"),
    ],
)
def test_which_law_by_threshold_of_2026(kind, value, outcome) -> None:
    """Thresholds from 1 January 2026 including VAT (domain facts, section 0)."""
    table, figures = load("which-law")
    answers = {
        "gift": "buying", "health": "out-of-scope", "begun": "after", "kind": kind, "value": value
    }  # fmt: skip
    assert regimes.decide(table, answers, figures).outcome == outcome


def test_which_law_for_old_procurements_and_health_care() -> None:
    table, figures = load("which-law")
    old = {"gift": "buying", "health": "out-of-scope", "begun": "before"}
    assert regimes.decide(table, old, figures).outcome == "pcr"
    health = {"gift": "buying", "health": "in-scope"}
    assert regimes.decide(table, health, figures).outcome == "psr"


def modify(**answers) -> str | None:
    table, figures = load("modification")
    return regimes.decide(table, {k.replace("_", "-"): v for k, v in answers.items()},
                                figures).outcome  # fmt: skip


def test_modification_of_a_public_contract() -> None:
    """Section 74: term at most 10%, goods and services 10%, works 15% (domain facts, 5)."""
    base = {"law": "pa23", "kind": "goods-services", "provided_for": "no", "ground": "none"}
    term = {**base, "scope": "neither", "original_term": 60}
    assert modify(**term, changed_term=66) == "permitted"
    assert modify(**term, changed_term=54) == "permitted"
    value = {**base, "scope": "balance", "original_value": 1_000_000}
    assert modify(**value, changed_value=1_100_000) == "permitted-below"
    assert modify(**value, changed_value=1_100_001) == "new-procurement"
    assert modify(**value, changed_value=899_999) == "new-procurement"
    works = {**value, "kind": "works"}
    assert modify(**works, changed_value=1_150_000) == "permitted-below"
    assert modify(**works, changed_value=1_160_000) == "new-procurement"
    assert modify(**base, scope="scope") == "new-procurement"
    assert modify(law="pa23", kind="light-touch") == "free"


def test_modification_in_total_must_stay_below_the_threshold() -> None:
    answers = {
        "law": "pa23", "kind": "goods-services", "provided_for": "no", "ground": "none",
        "scope": "balance", "original_value": 3_000_000,
    }  # fmt: skip
    assert modify(**answers, changed_value=3_207_719) == "permitted-below"
    assert modify(**answers, changed_value=3_207_720) == "new-procurement"


def test_modification_under_the_old_law() -> None:
    base = {"law": "pcr", "provided_for": "no"}
    capped = {**base, "old_ground": "additional", "original_value": 1_000_000}
    assert modify(**capped, changed_value=1_500_000) == "old-permitted-notice"
    assert modify(**capped, changed_value=1_500_001) == "new-procurement"
    small = {
        **base, "old_ground": "none", "substantial": "yes", "nature": "no",
        "kind": "light-touch", "original_value": 1_000_000,
    }  # fmt: skip
    assert modify(**small, changed_value=1_099_999) == "old-permitted"
    assert modify(**small, changed_value=1_100_000) == "new-procurement"


def test_modification_of_a_health_care_contract() -> None:
    """Regulation 13(2): below £500,000, or less than 25%, cumulatively."""
    base = {
        "law": "psr", "nature": "no", "psr_origin": "no", "provided_for": "no",
        "psr_cause": "decision", "original_value": 2_000_000,
    }  # fmt: skip
    assert modify(**base, changed_value=2_499_999) == "psr-permitted"
    assert modify(**base, changed_value=2_500_000) == "psr-new"
    assert modify(**{**base, "original_value": 4_000_000}, changed_value=4_600_000) == (
        "psr-permitted"
    )


def test_old_law_figures_are_looked_up_on_the_old_date() -> None:
    _, figures = load("modification")
    assert figures["pcr_sub_central_goods_services_threshold"].value == 214904


def test_a_contract_that_must_be_enforced_is_a_contract() -> None:
    table, _ = load("contract-or-grant")
    bought = regimes.decide(table, {"whose": "ours", "enforce": "enforce"})
    assert bought.outcome == "contract"
    gift = {"whose": "theirs", "specify": "outline", "price": "costs", "market": "no"}
    decision = regimes.decide(table, gift)
    assert decision.outcome == "grant"
    assert decision.what_would_change()


def test_procedures_then_and_now() -> None:
    table, figures = load("procedure")
    now = {"law": "pa23", "ground": "no", "framework": "no", "specified": "no"}
    assert regimes.decide(table, now, figures).outcome == "flexible"
    then = {"law": "pcr", "old-light-touch": "yes"}
    assert regimes.decide(table, then, figures).outcome == "old-bespoke"


def test_a_decision_shows_itself() -> None:
    table, figures = load("direct-award")
    decision = regimes.decide(table, {"protect-life": "no", "urgent": "yes"}, figures)
    assert list(decision.table()["Answer"]) == ["No", "Yes, all three"]
    assert "not legal advice" in decision.assumptions[0]
    assert "<table" in decision._repr_html_()
    unfinished = regimes.decide(table, {}, figures)
    assert unfinished.reading().startswith("Not settled yet.")
