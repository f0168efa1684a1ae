"""The authority: made again byte for byte, believable, and with its lessons built in."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from course_support.sources import package, populations
from course_support.sources.package import rows

ROOT = Path(__file__).resolve().parents[2]
IDS = list(populations.load())
REAL_NAMES = ROOT.parent / "shared" / "real_data" / "ons_lad_names_codes_dec2024.csv"


def test_the_script_makes_the_same_bytes(tmp_path: Path) -> None:
    command = [sys.executable, "-B", str(ROOT / "data" / "authority_generator"), str(tmp_path)]
    subprocess.run(command, check=True, timeout=120)
    committed = package.open_package().folder
    names = sorted(path.name for path in committed.iterdir())
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    different = [
        name for name in names if (tmp_path / name).read_bytes() != (committed / name).read_bytes()
    ]
    assert different == []


def test_no_real_area_has_these_names_or_codes() -> None:
    if not REAL_NAMES.exists():
        pytest.skip("the list of real area names is not beside the repository")
    real = {
        cell.strip('"').lower()
        for line in REAL_NAMES.read_text(encoding="utf-8-sig").splitlines()
        for cell in line.split(",")
    }
    ours = [*rows("areas"), *rows("neighbours")]
    for area in ours:
        assert str(area["area_name"]).lower() not in real
        assert str(area["area_code"]).startswith("E99")
    assert not any(name.startswith("e99") for name in real)


def test_no_registered_provider_has_these_names() -> None:
    registered = REAL_NAMES.with_name("ofsted_provider_at_march_2025.csv")
    if not registered.exists():
        pytest.skip("the list of registered providers is not beside the repository")
    text = registered.read_text(encoding="utf-8-sig", errors="replace").lower()
    own = ("Marrenshire", "Carers Together", "Hesselwold", "Quarrenby")
    for provider in rows("providers"):
        name = str(provider["name"])
        distinct = name if name.startswith(own) else name.split()[0]
        assert not re.search(rf"\b{distinct.lower()}\b", text), name


def people(year: int, low: int, high: int) -> int:
    return sum(
        int(row["people"])
        for row in rows("population_estimates")
        if row["year"] == year and low <= row["age"] <= high
    )


def test_the_size_is_that_of_a_middling_authority() -> None:
    """Published data, section 11: median 62,500 children, quartiles 44,400 to 90,800."""
    assert 58_000 < people(2025, 0, 17) < 68_000
    share = people(2025, 65, 90) / people(2025, 0, 90)
    assert 0.20 < share < 0.23
    projected: dict[tuple[object, bool], float] = defaultdict(float)
    for row in rows("population_projections"):
        if row["variant"] == "headline":
            projected[row["year"], row["age"] >= 65] += row["people"]
    assert 0.235 < projected[2041, True] / (projected[2041, True] + projected[2041, False]) < 0.26


def test_children_in_care_are_as_the_brief_says() -> None:
    """67 per 10,000 nationally, tenth to ninetieth percentile 40 to 117; the brief's shares."""
    ours = next(
        row
        for row in rows("neighbour_indicators")
        if (row["indicator_id"], row["area_code"], row["period"])
        == ("CC-I1", "E99000001", "2025-26")
    )
    assert ours["numerator"] == 476
    assert 40 < ours["value"] < 117
    homes = [row for row in rows("sites") if row["service_id"] == "CC03"]
    outside = sum(row["capacity"] for row in homes if not row["in_area"])
    assert 0.6 < outside / sum(row["capacity"] for row in homes) < 0.72
    spend = {
        row["service_id"]: row["outturn_gbp_thousand"]
        for row in rows("spend", "children_in_care")
        if row["financial_year"] == "2025-26"
    }
    assert spend["CC03"] > 0.5 * sum(spend.values())


def test_homelessness_and_home_care_are_as_the_briefs_say() -> None:
    """Temporary accommodation near 2.6 per 1,000 households; two providers hold half of hours."""
    rooms = sum(row["in_use"] for row in rows("sites") if row["service_id"] == "HO02")
    assert 2.2 < rooms / 136 < 3.1
    hours = sorted(
        (row["capacity"] for row in rows("sites") if row["service_id"] == "OP01"), reverse=True
    )
    assert sum(hours[:2]) > 0.5 * sum(hours)


@pytest.mark.parametrize("population", IDS)
def test_every_population_has_enough_for_every_notebook(population: str) -> None:
    least = {
        "local_agenda": 3, "prevalence": 3, "take_up": 3,
        "unknowns": 3, "indicators": 5, "small_area_use": 150,
        "services": 5, "sites": 8, "activity": 180, "spend": 40, "unit_costs": 5, "payments": 10,
        "contracts": 4, "kpis": 7, "performance": 252, "planted_features": 5, "complaints": 30,
        "incidents": 30, "workforce": 48, "people": 60, "outcome_records": 100, "wheel_areas": 8,
        "tenders": 1, "tender_lots": 2, "tender_criteria": 5, "bids": 7, "bid_build_up": 49,
        "bid_scores": 84, "bid_moderated": 28, "bid_explanations": 4, "options": 5,
        "option_criteria": 4,
        "option_scores": 20, "option_costs": 55, "option_risks": 5, "risks": 5,
        "consultation": 12,
    }  # fmt: skip
    short = {name: len(rows(name, population)) for name in least}
    assert {name: count for name, count in short.items() if count < least[name]} == {}
    bands = [(row["age_from"], row["age_to"]) for row in rows("prevalence", population)]
    assert bands == [(row["age_from"], row["age_to"]) for row in rows("take_up", population)]


@pytest.mark.parametrize("population", IDS)
def test_the_performance_figures_carry_the_planted_features(population: str) -> None:
    features = {row["feature"] for row in rows("planted_features", population)}
    assert features == {"real shift", "renamed", "data quality", "season"}
    series: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in rows("performance", population):
        series[str(row["kpi_id"])].append(dict(row))
    for planted in rows("planted_features", population):
        points = series[str(planted["kpi_id"])]
        assert len(points) == 36
        start = next(n for n, point in enumerate(points) if point["month"] == planted["month"])
        if planted["feature"] == "real shift":
            before = [p["value"] for p in points[:start] if p["value"] is not None]
            after = [p["value"] for p in points[start:] if p["value"] is not None]
            moved = sum(after) / len(after) - sum(before) / len(before)
            size, way = re.search(r"is ([\d.]+) (higher|lower) from", str(planted["what"])).groups()
            promised = float(size) * (1 if way == "higher" else -1)
            assert moved * promised > 0
            assert abs(moved) > 0.5 * abs(promised)
        if planted["feature"] == "renamed":
            assert points[start - 1]["reported_as"] != points[start]["reported_as"]
            assert points[start]["reported_as"] in str(planted["what"])
    assert any(point["status"] == "revised" for points in series.values() for point in points)


def scores(population: str) -> tuple[dict[str, float], dict[str, float], dict[str, list[str]]]:
    """Return quality points out of 100, price weight by tender and bids by lot."""
    weights = {row["criterion_id"]: row["weight_percent"] for row in rows("tender_criteria")}
    quality: dict[str, float] = defaultdict(float)
    for row in rows("bid_moderated", population):
        quality[row["bid_id"]] += weights[row["criterion_id"]] * row["score"] / 5
    price = {
        row["tender_id"]: row["weight_percent"]
        for row in rows("tender_criteria", population)
        if row["kind"] == "price"
    }
    lots: dict[str, list[str]] = defaultdict(list)
    for row in rows("bids", population):
        lots[row["lot_id"]].append(row["bid_id"])
    return quality, price, lots


def winner(bids: list[str], quality: dict[str, float], prices: dict[str, int], w: float) -> str:
    """Return the best under relative scoring: lowest price over price (domain facts, 5)."""
    low = min(prices[bid] for bid in bids)
    return max(bids, key=lambda bid: quality[bid] + w * low / prices[bid])


@pytest.mark.parametrize("population", IDS)
def test_a_losing_bid_changes_the_winner_and_is_abnormally_low(population: str) -> None:
    """Domain facts, section 5: the relative paradox, and the screen of the Scottish handbook."""
    quality, price, lots = scores(population)
    prices = {row["bid_id"]: row["price_gbp"] for row in rows("bids", population)}
    weight = next(iter(price.values()))
    first = next(iter(lots.values()))
    best = winner(first, quality, prices, weight)
    changers = [
        bid
        for bid in first
        if bid != best and winner([b for b in first if b != bid], quality, prices, weight) != best
    ]
    lowest = min(first, key=lambda bid: prices[bid])
    assert changers == [lowest]
    others = sorted(prices[bid] for bid in first)[:-1]
    average = sum(others) / len(others)
    assert prices[lowest] < 0.85 * average
    assert others[1] - prices[lowest] > min(max(0.01 * others[1], 1_000), 100_000)


@pytest.mark.parametrize("population", IDS)
def test_a_tender_adds_up(population: str) -> None:
    weights = [row["weight_percent"] for row in rows("tender_criteria", population)]
    assert sum(weights) == 100
    ceilings = {row["lot_id"]: row["ceiling_gbp"] for row in rows("tender_lots", population)}
    totals: dict[str, int] = defaultdict(int)
    for row in rows("bid_build_up", population):
        totals[row["bid_id"]] += row["amount_gbp"]
    for bid in rows("bids", population):
        assert totals[bid["bid_id"]] == bid["price_gbp"]
        assert bid["price_gbp"] <= ceilings[bid["lot_id"]]
    evaluators = {row["evaluator"] for row in rows("bid_scores", population)}
    assert len(evaluators) == 3


def test_people_come_with_the_flaws_of_real_records() -> None:
    records = rows("outcome_records")
    areas = [row[f"area_{n}"] for row in records for n in range(1, 9)]
    answers = [row[f"wellbeing_{n}"] for row in records for n in range(1, 8)]
    assert any(value is None for value in areas)
    assert any(value is not None and not 1 <= value <= 10 for value in areas)
    assert any(value is not None and not 1 <= value <= 5 for value in answers)
    assert sum(row["entered_twice"] for row in records) == 1
    seen: dict[str, set[int]] = defaultdict(set)
    for row in records:
        seen[row["person_id"]].add(row["occasion"])
    stopped = {row["person_id"] for row in rows("people") if row["left_how"] == "stopped coming"}
    assert stopped == {person for person, occasions in seen.items() if occasions == {1}}
    assert 0.15 < len(stopped) / len(seen) < 0.45


def test_suppressed_zero_missing_and_not_applicable_all_occur_apart() -> None:
    use = rows("small_area_use")
    assert any(row["status"] == "suppressed" and row["people"] is None for row in use)
    assert any(row["status"] == "reported" and row["people"] == 0 for row in use)
    assert {row["rating_status"] for row in rows("sites")} == {
        "reported",
        "missing",
        "not applicable",
    }
    assert any(row["amount_gbp"] < 0 for row in rows("payments"))
    assert any(row["annual_value_gbp"] == 0 for row in rows("contracts"))
    assert any(row["replaced_by"] for row in rows("areas"))


def test_options_begin_with_business_as_usual_and_the_cases_with_evidence() -> None:
    for population in IDS:
        assert rows("options", population)[0]["kind"] == "business as usual"
    assert {case["population_id"] for case in rows("cases")} == set(IDS)
    for case in rows("cases"):
        papers = [row for row in rows("case_evidence") if row["case_id"] == case["case_id"]]
        assert len(papers) >= 6
        assert len({row["kind"] for row in papers}) >= 5
        assert [row["dated"] for row in papers] == sorted(row["dated"] for row in papers)
    assert len(rows("case_sequels")) == 3 * len(rows("cases"))


def test_monitoring_every_contract_closely_would_take_more_days_than_there_are() -> None:
    """The tiers must force a choice, and leave one that can be afforded."""
    days = {row["tier"]: row["officer_days"] for row in rows("monitoring_tiers")}
    there_are = next(r["value"] for r in rows("council_facts") if r["fact_id"] == "officer_days")
    parts = ("value_score", "vulnerability", "hard_to_replace", "past_problems")
    need, used = 0, set()
    for contract in rows("contracts"):
        score = sum(contract[part] for part in parts)
        tier = [row for row in rows("monitoring_tiers") if row["from_score"] <= score][-1]["tier"]
        need += days[tier]
        used.add(tier)
    assert used == set(days)
    assert need <= there_are * 1.1
    assert days["enhanced"] * len(rows("contracts")) > there_are


def test_no_free_text_is_shared_between_populations() -> None:
    for name, column in [("consultation", "response"), ("risks", "title"), ("options", "about"),
                         ("services", "about"), ("kpis", "definition")]:  # fmt: skip
        owner: dict[str, str] = {}
        for row in rows(name):
            text = row[column]
            if text:
                assert owner.setdefault(text, row["population_id"]) == row["population_id"], text


def test_the_figures_in_the_briefs_are_those_of_the_tables() -> None:
    """What a brief says in numbers can be found: contract ends, overspend, vacancies."""
    ends = {row["contract_id"]: str(row["latest_end"]) for row in rows("contracts")}
    assert ends["EH-C1"] == "2027-09-30"  # "ends in September 2027"
    assert ends["CC-C1"] == "2028-03-31"  # "ends in March 2028"
    assert ends["OP-C1"] == "2028-05-31"  # "ends in 18 months"
    rooms = {row["financial_year"]: row for row in rows("spend") if row["service_id"] == "HO02"}
    last, growth = rooms["2025-26"]["outturn_gbp_thousand"], 1.135
    assert 1_700 < last * growth - rooms["2026-27"]["budget_gbp_thousand"] < 2_300
    posts = [row for row in rows("workforce", "older_people") if row["vacant"] is not None]
    vacant = sum(row["vacant"] for row in posts) / sum(row["posts"] for row in posts)
    assert 0.06 < vacant < 0.085
    houses = [row for row in rows("sites") if row["service_id"] == "CD01"]
    dale = next(row for row in houses if row["locality_code"] == "E99100005")
    assert dale["rating"] == "requires improvement"
