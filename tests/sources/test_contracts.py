"""Contracts as their manager holds them: read from the authority's tables, never guessed."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from course_support.errors import WorkbookError
from course_support.sources import contracts, package, populations

IDS = tuple(populations.load())


def test_a_contract_is_read_with_its_provider_and_dates() -> None:
    lodge = contracts.contract("CC-C4")
    assert lodge.provider == "Sorrelbank Residential Ltd"
    assert (lodge.start, lodge.end) == (dt.date(2024, 4, 1), dt.date(2027, 3, 31))
    assert lodge.extension_months == 0
    assert lodge.yearly == 1_010_000


def test_extensions_are_whole_months_and_say_when_they_run() -> None:
    scheme = contracts.contract("HO-C2")
    assert scheme.extension_months == 36
    assert scheme.extended_on(dt.date(2026, 11, 22))
    assert not scheme.extended_on(scheme.end)


def test_a_contract_nobody_has_is_refused_with_a_sentence() -> None:
    with pytest.raises(WorkbookError, match="no contract 'XX-1'"):
        contracts.contract("XX-1")


@pytest.mark.parametrize("population", IDS)
def test_grants_and_frameworks_are_told_apart(population: str) -> None:
    for each in contracts.held(population):
        assert each.is_grant == (each.regime == "Grant")
        assert each.is_framework == (each.payment == "framework")
        assert not (each.is_grant and each.is_framework)


def test_every_contract_has_its_terms_and_no_break_lies_outside_it() -> None:
    terms = {row["contract_id"]: row for row in package.rows("contract_terms")}
    every = {each.id: each for each in contracts.held()}
    assert set(terms) == set(every)
    for name, each in every.items():
        extended = each.extension_months > 0
        assert (terms[name]["extension_notice_months"] is not None) == extended, name
        if day := terms[name]["break_on"]:
            assert each.start < day <= each.latest_end, name
            assert terms[name]["break_notice_months"] is not None, name


def test_the_days_there_are_come_from_the_council() -> None:
    assert contracts.officer_days() == 400


@pytest.mark.parametrize("population", IDS)
def test_the_register_begins_with_the_populations_own_risks(population: str) -> None:
    rows = contracts.register(population)["rows"]
    assert [row["cells"]["risk"] for row in rows] == [
        row["title"] for row in package.rows("risks", population)
    ]
    assert len({row["id"] for row in rows}) == len(rows) >= 3


@pytest.mark.parametrize("population", IDS)
def test_each_population_has_a_request_for_one_of_its_own_contracts(population: str) -> None:
    asked = contracts.change_request(population)
    assert asked.contract.population == population
    assert asked.answers["original-value"] == asked.contract.initial
    assert asked.answers["changed-value"] > asked.smaller_answers["changed-value"]
    assert all(asked.effects[effect] for effect in contracts.EFFECTS)


def test_a_population_without_a_request_of_its_own_borrows_one() -> None:
    assert contracts.change_request("somebody_new").contract.id == "EH-C1"


def test_payments_are_set_beside_a_quarter_of_a_fixed_fee() -> None:
    breaks = next(each for each in contracts.paid("children_with_disabilities"))
    assert breaks.contract.id == "CD-C1"
    assert breaks.expected == 1_190_000 / 4
    rows = package.rows("payments", "children_with_disabilities")
    assert breaks.amount == pytest.approx(
        sum(row["amount_gbp"] for row in rows if row["provider_id"] == "P07")
    )
    assert breaks.questions[0] == "93% over: why?"


def test_what_varies_with_use_has_no_expected_sum() -> None:
    every = {each.contract.id: each for each in contracts.paid("older_people")}
    assert every["OP-C1"].expected is None  # a framework
    assert every["OP-C4"].expected == 2_150_000 / 4  # a block


def test_what_a_manager_would_ask_of_payments() -> None:
    """The same questions, worked out from the file by other means."""
    rows = pd.read_csv(Path(__file__).parents[2] / "data" / "authority" / "payments.csv")
    for population in IDS:
        for each in contracts.paid(population):
            own = rows[
                (rows["provider_id"] == each.contract.provider_id)
                & (rows["service_id"] == each.contract.service)
            ]
            said = " ".join(each.questions)
            assert (each.lines, each.amount) == (len(own), pytest.approx(own["amount_gbp"].sum()))
            credits, odd = (own["amount_gbp"] < 0).sum(), own["description"] == "Adjustment"
            words = {0: "", 1: "1 credit:"}.get(credits, f"{credits} credits:")
            assert words in said and ("credit" in said) == (credits > 0)
            together = f"of £{own.loc[odd, 'amount_gbp'].sum():,.0f}: of what?"
            assert (together in said) == odd.any() and ("adjust" in said) == odd.any()
            share = own["amount_gbp"].sum() / each.expected - 1 if each.expected else 0
            way = f"{abs(share):.0%} {'over' if share > 0 else 'under'}: why?"
            assert (way in said) == (abs(share) > 0.1), each.contract.id
    assert contracts.quarter() == (dt.date(2026, 4, 1), dt.date(2026, 6, 28))


def test_a_difference_within_what_is_tolerated_is_not_asked_about() -> None:
    here = {e.contract.id: e.questions for e in contracts.paid("early_help", tolerance=0.2)}
    assert "46% under: why?" in here["EH-C1"]
    assert not any("why?" in question for question in here["EH-C2"])  # 15% over


def test_a_payment_under_an_extension_asks_for_its_letter() -> None:
    every = {each.contract.id: each for each in contracts.paid("early_help")}
    assert any("letter that extends" in question for question in every["EH-G2"].questions)
    assert not any("letter" in question for question in every["EH-G1"].questions)


@pytest.mark.parametrize("population", IDS)
def test_no_payment_is_lost_between_contracts_and_the_rest(population: str) -> None:
    counted = sum(each.lines for each in contracts.paid(population))
    loose = len(contracts.without_contract(population))
    assert counted + loose == len(package.rows("payments", population))
