"""Dated rules: every figure of the domain facts, its source, and what is said without one.

Figures are those of the domain facts, sections 0, 2, 3, 5, 8, 9 and 12.
"""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_support.errors import WorkbookError
from course_support.sources import rule as rule_module
from course_support.sources import rules
from course_support.sources.rules_file import read_rules

NOW = dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def no_own_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep a developer's own values out of the tests."""
    path = tmp_path / "my-rules.csv"
    monkeypatch.setenv(rules.OWN_VARIABLE, str(path))
    return path


@pytest.mark.parametrize(
    ("name", "value"),
    [
        # Section 0: thresholds from 1 January 2026, including VAT; pay
        ("central_goods_services_threshold", 135_018),
        ("sub_central_goods_services_threshold", 207_720),
        ("works_threshold", 5_193_000),
        ("light_touch_threshold", 663_540),
        ("light_touch_concession_threshold", 5_372_609),
        ("national_living_wage", 12.71),
        ("real_living_wage_uk", 13.45),
        ("real_living_wage_london", 14.80),
        ("objectives_minimum_wage_supplement", 1.5),
        ("procurement_act_start", dt.date(2025, 2, 24)),
        ("psr_start", dt.date(2024, 1, 1)),
        ("below_threshold_reservation_start", dt.date(2026, 2, 4)),
        ("insourcing_test_threshold", 1_000_000),
        # Section 5
        ("standstill_working_days", 8),
        ("standstill_first_day_offset", 0),
        ("psr_standstill_working_days", 8),
        ("psr_standstill_first_day_offset", 1),
        ("kpi_duty_threshold", 5_000_000),
        ("kpi_minimum_count", 3),
        ("kpi_rating_interval_months", 12),
        ("contract_performance_notice_start", dt.date(2026, 1, 1)),
        ("contract_details_notice_days", 30),
        ("light_touch_contract_details_notice_days", 120),
        ("modification_term_percent", 10),
        ("modification_below_threshold_percent", 10),
        ("modification_below_threshold_works_percent", 15),
        ("invoice_payment_days", 30),
        ("contract_termination_notice_days", 30),
        ("payment_publication_threshold", 30_000),
        ("payment_publication_start", dt.date(2026, 4, 1)),
        ("pipeline_notice_spend_threshold", 100_000_000),
        ("pipeline_notice_contract_value", 2_000_000),
        ("tendering_period_days", 25),
        ("tendering_period_with_planned_notice_days", 10),
        ("social_value_minimum_percent", 10),
        ("framework_maximum_years", 4),
        ("open_framework_maximum_years", 8),
        ("psr_considerable_change_value", 500_000),
        ("psr_considerable_change_percent", 25),
        ("abnormally_low_average_percent", 15),
        ("abnormally_low_margin_percent", 1),
        ("abnormally_low_margin_minimum", 1_000),
        ("abnormally_low_margin_maximum", 100_000),
        ("abnormally_low_modified_z", -3.5),
        ("abnormally_low_should_cost_percent", 10),
        # Section 3
        ("stpr_pure_time_preference", 0.5),
        ("stpr_catastrophic_risk", 1),
        ("stpr_elasticity", 1),
        ("stpr_growth", 2),
        ("distributional_weight_elasticity", 1.3),
        ("sensitivity_horizon_years", 50),
        ("ahp_consistency_limit", 0.1),
        # Sections 2, 8 and 9
        ("dsr_minimum_count", 10),
        ("byar_minimum_count", 10),
        ("confidence_z_95", 1.959964),
        ("wemwbs_items", 14),
        ("wemwbs_minimum", 14),
        ("wemwbs_maximum", 70),
        ("wemwbs_meaningful_change", 3),
        ("wemwbs_minimum_sample", 30),
        ("swemwbs_mean_men", 23.7),
        ("swemwbs_mean_women", 23.2),
        ("swemwbs_median", 23.2),
        ("swemwbs_sd", 3.9),
        ("swemwbs_low_below", 19.5),
        ("swemwbs_high_above", 27.5),
        ("xmr_limit_factor", 2.66),
        ("xmr_moving_range_factor", 3.267),
        ("xmr_near_limit_factor", 1.773),
        ("run_chart_crossings_probability", 0.05),
        ("run_chart_longest_run_constant", 3),
        ("cqc_council_quality_statements", 9),
        ("cqc_council_score_maximum", 4),
    ],
)
def test_the_figures_of_the_domain_facts(name: str, value: object) -> None:
    found = rules.get(name, on=NOW)
    assert found.value == value
    assert found.source
    assert found.law


def test_discount_schedules() -> None:
    """Section 3, the table of rates."""
    expected = {
        "discount_rates_standard": [3.5, 3.0, 2.5, 2.0, 1.5, 1.0],
        "discount_rates_health": [1.5, 1.29, 1.07, 0.86, 0.64, 0.43],
        "discount_rates_sensitivity": [3.0, 2.57, 2.14, 1.71, 1.29, 0.86],
    }
    for name, values in expected.items():
        records = rules.table(name, on=NOW).records()
        assert [record["value"] for record in records] == values
        assert [record["from_year"] for record in records] == [0, 31, 76, 126, 201, 301]
        assert [record["to_year"] for record in records] == [30, 75, 125, 200, 300, None]


def test_the_schedule_reproduces_the_published_factors() -> None:
    """Section 3: factors chain across bands; 0.356278 at 30 years, 0.345901 at 31."""
    factor = 1.0
    for year in range(1, 61):
        for row in rules.table("discount_rates_standard", on=NOW):
            last = row.columns["to_year"] or 10_000
            if row.columns["from_year"] <= year <= last:
                factor /= 1 + float(row.value) / 100
        if year in (10, 30, 31, 60):
            expected = {10: 0.708919, 30: 0.356278, 31: 0.345901, 60: 0.146782}[year]
            assert factor == pytest.approx(expected, abs=5e-7)


def test_optimism_bias_standard_population_and_wellbeing() -> None:
    """Sections 3, 2 and 8."""
    assert rules.table("optimism_bias_upper_bounds", on=NOW).values() == [24, 51, 44, 66, 200, 41]
    esp = {r["age_band"]: r["value"] for r in rules.table("esp2013", on=NOW).records()}
    assert sum(esp.values()) == 100_000
    assert (esp["0-4"], esp["45-49"], esp["85-89"], esp["90+"]) == (5000, 7000, 1500, 1000)
    metric = {r["raw_total"]: r["value"] for r in rules.table("swemwbs_metric", on=NOW).records()}
    assert list(metric) == list(range(7, 36))
    assert (metric[7], metric[23], metric[32], metric[35]) == (7, 20.73, 29.31, 35)
    pre, post = [18, 20, 15, 22, 19, 17, 21, 16], [22, 23, 18, 22, 24, 20, 20, 21]
    assert sum(metric[x] for x in pre) / 8 == pytest.approx(17.78875)
    assert sum(metric[x] for x in post) / 8 == pytest.approx(19.51125)


def test_bands_ratings_and_rule_sets() -> None:
    """Sections 5 and 9."""
    bands = rules.table("cqc_council_rating_bands", on=NOW).records()
    assert [(b["value"], b["minimum_percent"], b["maximum_percent"]) for b in bands] == [
        ("inadequate", 25, 38),
        ("requires improvement", 39, 62),
        ("good", 63, 87),
        ("outstanding", 88, 100),
    ]
    assert rules.table("contract_performance_ratings", on=NOW).values() == [
        "Good",
        "Approaching target",
        "Requires improvement",
        "Inadequate",
        "Other",
    ]
    signals = {
        r["signal"]: r["value"]
        for r in rules.table("control_chart_rules", on=NOW).records()
        if r["rule_set"] == "making_data_count"
    }
    assert signals == {
        "outside_limits": 1,
        "run_one_side": 7,
        "trend": 7,
        "two_of_three_near_limit": 2,
    }
    assert rules.table("ahp_random_index", on=NOW).values() == [0.58, 0.90, 1.12, 1.24]
    risk = rules.table("risk_bands_npsa_2008", on=NOW).records()
    assert [(r["minimum"], r["maximum"]) for r in risk] == [(1, 3), (4, 6), (8, 12), (15, 25)]


def test_notices_and_procedures() -> None:
    """Section 5: UK1 to UK17; open, competitive flexible or direct award; five before."""
    notices = rules.table("procurement_notices", on=NOW).records()
    assert [record["code"] for record in notices] == [f"UK{n}" for n in range(1, 18)]
    now = rules.table("procurement_procedures", on=NOW).values()
    assert now == ["Open procedure", "Competitive flexible procedure", "Direct award"]
    then = rules.table("procurement_procedures", on=dt.date(2021, 6, 1)).values()
    assert len(then) == 6
    assert len(rules.table("psr_key_criteria", on=NOW)) == 5


def test_the_deflators_carry_that_they_are_superseded() -> None:
    table = rules.table("gdp_deflator", on=NOW)
    index = {r["financial_year"]: r["value"] for r in table.records()}
    assert index["2022-23"] == 100
    assert index["2024-25"] == pytest.approx(100 * 1.061 * 1.0168, abs=5e-4)
    assert all("Superseded" in row.remark for row in table)


def test_working_days_over_christmas() -> None:
    """Section 5: notice on 23 December 2026, eight working days, ends 6 January 2027."""
    holidays = rules.bank_holidays(dt.date(2026, 12, 1), dt.date(2027, 1, 31))
    day, left = dt.date(2026, 12, 23), 8
    while True:
        left -= day.weekday() < 5 and day not in holidays
        if not left:
            break
        day += dt.timedelta(days=1)
    assert day == dt.date(2027, 1, 6)


def test_bank_holidays_follow_easter() -> None:
    easter = pytest.importorskip("dateutil.easter").easter
    for year in range(2024, 2029):
        days = rules.bank_holidays(dt.date(year, 1, 1), dt.date(year, 12, 31))
        assert len(days) == 8
        assert easter(year) - dt.timedelta(days=2) in days
        assert easter(year) + dt.timedelta(days=1) in days
        assert all(day.weekday() < 5 for day in days)


def test_bank_holidays_outside_the_table_are_refused() -> None:
    with pytest.raises(WorkbookError, match="2029 are not in the tables, which hold 2024 to 2028"):
        rules.bank_holidays(dt.date(2028, 12, 20), dt.date(2029, 1, 10))


def test_all_bank_holidays() -> None:
    assert len(rules.bank_holidays()) == 5 * 8


def test_bank_holidays_that_only_other_parts_of_the_kingdom_keep() -> None:
    """Five a year: two in Northern Ireland, three in Scotland; one more for the World Cup."""
    only = rules.bank_holidays(anywhere=True) - rules.bank_holidays()
    assert len(only) == 5 * 5 + 1
    assert {dt.date(2025, 1, 2), dt.date(2026, 6, 15), dt.date(2027, 1, 4)} <= only
    assert all(day.weekday() < 5 for day in only)


def test_a_table_by_a_column_and_where() -> None:
    assert rules.table("swemwbs_metric", on=NOW).by("raw_total")[23] == 20.73
    charts = rules.table("control_chart_rules", on=NOW)
    assert charts.where(rule_set="run_of_8_trend_of_6").by("signal")["run_one_side"] == 8
    with pytest.raises(WorkbookError, match="occurs more than once"):
        charts.by("signal")
    with pytest.raises(WorkbookError, match="no column 'colour'. It has rule_set, signal"):
        charts.by("colour")
    with pytest.raises(WorkbookError, match="no row with rule_set 'mine'"):
        charts.where(rule_set="mine")


def test_a_table_shows_the_columns_that_are_asked_for() -> None:
    duties = rules.table("commissioning_duties", on=NOW)
    both = duties.where(population=("all", "children_with_disabilities"))
    assert {row.columns["population"] for row in both} == {"all", "children_with_disabilities"}
    html = both.showing(value="What is asked", law="Law", checked="Checked").html(NOW)
    heads = re.findall(r'<th scope="col">([^<]+)</th>', html)
    assert heads == ["What is asked", "Law", "Checked"]
    assert "children_with_disabilities" not in html.partition("<details>")[0]
    assert "<td>not checked</td>" in html
    assert "Where this comes from" in html
    with pytest.raises(WorkbookError, match="no column 'colour'"):
        both.showing(colour="Colour")


def test_the_answer_depends_on_the_date() -> None:
    before = rules.get("sub_central_goods_services_threshold", on=dt.date(2025, 12, 31))
    after = rules.get("sub_central_goods_services_threshold", on=dt.date(2026, 1, 1))
    assert (before.value, after.value) == (214_904, 207_720)


def test_a_wrong_name_suggests_near_ones() -> None:
    with pytest.raises(WorkbookError, match="Did you mean light_touch_threshold"):
        rules.get("light_tuch_threshold", on=NOW)


def test_a_date_without_a_value_says_what_is_known() -> None:
    with pytest.raises(WorkbookError, match=r"1 January 2020.*£663,540.*24 February 2025"):
        rules.get("light_touch_threshold", on=dt.date(2020, 1, 1))


def test_a_table_is_not_one_value() -> None:
    with pytest.raises(WorkbookError, match=r"use rules\.table"):
        rules.get("esp2013", on=NOW)


UNRESOLVED = [
    "discount_review_outcome",
    "social_outcomes_contract_count",
    "two_tier_code_commencement",
    "procurement_act_amendment",
    "cqc_council_reassessment_thresholds",
    "green_book_2026_csf_wording",
    "making_data_count_trend_length",
    "wemwbs_uk_mean",
    "wemwbs_uk_sd",
    "real_living_wage_uk",
    "real_living_wage_london",
]


def test_what_is_unresolved_is_marked_so() -> None:
    """Section 12, every item."""
    assert {row.name for row in rules.unresolved(NOW)} == set(UNRESOLVED)
    assert "Unresolved" in rules.look_up("wemwbs_uk_mean", on=NOW).note(NOW)
    assert rules.look_up("two_tier_code_commencement", on=NOW).shown() == "not known"


@pytest.mark.parametrize("name", ["two_tier_code_commencement", "real_living_wage_uk"])
def test_an_unresolved_rule_says_how_to_set_it(name: str, no_own_values: Path) -> None:
    with pytest.raises(WorkbookError, match="no firm answer") as raised:
        rules.get(name, on=dt.date(2027, 6, 1))
    assert str(no_own_values) in str(raised.value)


def test_own_values_are_used_and_shown_as_own(no_own_values: Path) -> None:
    no_own_values.write_text(
        "rule,value,source,valid_from\n"
        "real_living_wage_uk,13.95,Living Wage Foundation page,2027-05-01\n"
        "two_tier_code_commencement,2026-10-01,Commencement regulations,\n",
        encoding="utf-8",
    )
    found = rules.get("real_living_wage_uk", on=dt.date(2027, 6, 1))
    assert (found.value, found.own, found.source) == (13.95, True, "Living Wage Foundation page")
    assert "Your own value" in found.html(NOW)
    assert rules.get("real_living_wage_uk", on=NOW).value == 13.45
    assert rules.get("two_tier_code_commencement", on=NOW).value == dt.date(2026, 10, 1)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("real_living_wage,1,x", "Did you mean"),
        ("real_living_wage_uk,£13.95,x", "expected a plain number"),
        ("real_living_wage_uk,,x", "both a value and the source"),
        ("real_living_wage_uk,13.95,", "both a value and the source"),
        ("esp2013,1,x", "is a table"),
        ("real_living_wage_uk,13", "as many cells"),
    ],
)
def test_a_bad_own_value_is_explained(no_own_values: Path, line: str, said: str) -> None:
    no_own_values.write_text(f"rule,value,source\n{line}\n", encoding="utf-8")
    with pytest.raises(WorkbookError, match=said) as raised:
        rules.get("kpi_duty_threshold", on=NOW)
    assert "line 2" in str(raised.value)


def test_overdue_by_a_set_clock() -> None:
    assert rules.overdue(NOW) == []
    late = {row.name for row in rules.overdue(dt.date(2027, 2, 1))}
    assert late == {"real_living_wage_uk", "real_living_wage_london"}
    found = rules.get("real_living_wage_uk", on=dt.date(2027, 2, 1))
    assert "that date has passed" in found.note(dt.date(2027, 2, 1))
    assert found.note(NOW) == ""


def test_what_to_check_is_listed_for_doctor(
    no_own_values: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = (
        "Due to be checked again since 31 January 2027: Real Living Wage, UK (real_living_wage_uk)"
    )
    lines = rules.to_check(dt.date(2027, 2, 1))
    assert lines[0] == late
    assert len(lines) == 3
    assert all(name in lines[2] for name in UNRESOLVED)
    no_own_values.write_text("rule,value,source\nwemwbs_uk_sd,8.4,A survey\n", encoding="utf-8")
    assert "wemwbs_uk_sd" not in rules.to_check(dt.date(2027, 2, 1))[2]
    monkeypatch.setattr(rule_module, "today", lambda: dt.date(2027, 2, 1))
    from course_support import doctor

    (finding,) = doctor._figures()
    assert late in finding.text()
    assert finding.text().startswith("OK ")


def test_two_values_on_one_day_are_not_chosen_between(no_own_values: Path) -> None:
    no_own_values.write_text(
        "rule,value,source\nwemwbs_uk_sd,8.4,A survey\nwemwbs_uk_sd,9,Another\n", encoding="utf-8"
    )
    with pytest.raises(WorkbookError, match="two values hold on the same day, 8.4 and 9"):
        rules.get("wemwbs_uk_sd", on=NOW)


def test_duties_and_collections_cover_the_five_populations() -> None:
    five = {
        "early_help",
        "children_with_disabilities",
        "children_in_care",
        "homelessness",
        "older_people",
    }
    duties = {r["population"] for r in rules.table("commissioning_duties", on=NOW).records()}
    assert duties == five | {"all"}
    collected = rules.table("national_collections", on=NOW).records()
    assert {record["population"] for record in collected} == five


def test_every_figure_that_decision_tables_name_is_here() -> None:
    folder = Path(__file__).resolve().parents[2] / "data" / "decisions"
    tables = sorted(folder.glob("*.yaml"))
    assert tables
    for path in tables:
        text = path.read_text(encoding="utf-8")
        compared = set(re.findall(r"(?:at_least|above|at_most|below): ([a-z]\w*)", text))
        shown = set(re.findall(r"{([a-z]\w*)}", text))
        assert compared | shown <= set(rules.names()), path.name


def test_a_figure_shows_its_source_to_a_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_module, "today", lambda: dt.date(2028, 6, 1))
    shown = rules.get("light_touch_threshold", on=NOW)._repr_html_()
    assert "<summary>Where this comes from: Light touch contract threshold</summary>" in shown
    for text in ("£663,540 including VAT", "section 9", "PPN 023", "22 November 2026", "passed"):
        assert text in shown
    table = rules.table("optimism_bias_upper_bounds", on=NOW)._repr_html_()
    assert "<caption>" in table
    assert 'scope="col"' in table


def test_general_knowledge_is_said_to_be_so() -> None:
    found = rules.get("abnormally_low_should_cost_percent", on=NOW)
    assert found.certainty == "general knowledge"
    assert "not checked against a source" in found.note(NOW)


def test_no_two_values_hold_on_one_day() -> None:
    for name in rules.names():
        single = [row for row in rules.history(name) if not row.columns]
        for earlier, later in zip(single, single[1:], strict=False):
            assert later.valid_from and not earlier.holds_on(later.valid_from), name


def test_the_tables_agree_with_themselves() -> None:
    for name in rules.names():
        for row in rules.history(name):
            assert not (row.valid_from and row.valid_to) or row.valid_from <= row.valid_to, name
            assert row.check_again_by > (row.checked_on or dt.date(2026, 11, 22)), name
            assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
            assert row.checked_on or row.certainty == "general knowledge", name


@given(st.dates(dt.date(1990, 1, 1), dt.date(2040, 1, 1)), st.sampled_from(rules.names()))
def test_any_date_gives_values_in_force_or_an_explanation(day: dt.date, name: str) -> None:
    try:
        found = rules.table(name, on=day)
    except WorkbookError as error:
        assert "nothing is recorded" in str(error)
        assert not any(row.holds_on(day) for row in rules.history(name))
    else:
        assert found.rows
        assert all(row.holds_on(day) for row in found)
        assert found.html(day)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("2026-01-01", "01/01/2026"), "line 2, column valid_from: found '01/01/2026'"),
        (("verified", "sure"), "column certainty: found 'sure'"),
        ((",A law,", ",,"), "column law: empty"),
        ((",5,", ",,"), "column value: empty"),
        (("rule,", "name,"), "heading rule is missing"),
    ],
)
def test_a_bad_rules_file_is_explained(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    text = (
        "rule,title,value,unit,regime,nation,valid_from,valid_to,law,source,checked_on,"
        "check_again_by,certainty,remark\n"
        "a,An A,5,days,R,England,2026-01-01,,A law,A source,2026-11-22,2027-11-22,verified,\n"
    )
    path = tmp_path / "a.csv"
    path.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(WorkbookError, match=said):
        read_rules(path)


def test_no_heavy_import_and_quick() -> None:
    code = (
        "import sys, datetime; from course_support.sources import rules;"
        "rules.get('light_touch_threshold', on=datetime.date(2026, 11, 22));"
        "print([m for m in ('pandas', 'numpy', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
