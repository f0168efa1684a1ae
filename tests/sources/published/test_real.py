"""Files as published, outside the repository (domain facts on published files, section 12)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from course_support.sources.published import Published, read_published

REAL = Path(__file__).resolve().parents[4] / "shared" / "real_data"
KINDS = {
    "DetailedLA_202006.ods": "homelessness",
    "Detailed_LA_202503.ods": "homelessness",
    "contracts_finder_ocds_201_releases_assembled.json": "notices",
    "cqc_latest_ratings_long_lincolnshire.csv": "cqc",
    "darlington_spend_2022-09.csv": "spend",
    "dfe_ees_b1_children_in_need_2013_to_2025.csv": "dfe_ees",
    "dfe_ees_cla_number_and_rate_per_10k_children.csv": "dfe_ees",
    "dfe_neet_nccis_la_2025.csv": "dfe_ees",
    "dfe_ons_mye_0_17_2012_to_2024.csv": "dfe_ees",
    "dfe_statistical_neighbours_2025_wide.csv": "generic",
    "dhsc_ascof_2024_25.ods": "ascof",
    "fingertips_90284_hospital_admissions_injuries_ctyua.csv": "fingertips",
    "fts_UK4_tender_032703-2026_no_contact.json": "notices",
    "fts_UK7_contract_028961-2025_transcribed.json": "notices",
    "hmt_gdp_deflators_dec2023.csv": "generic",
    "nomis_api_mye2024_single_year_lincolnshire.csv": "population",
    "ofsted_provider_at_march_2025.csv": "ofsted_providers",
    "ons_lad_names_codes_dec2024.csv": "generic",
    "salford_contracts_register_2022-07.csv": "contracts_register",
    "trafford_care_homes_bad_gss.csv": "generic",
}


@cache
def real(name: str) -> Published:
    path = REAL / name
    if not path.exists():
        pytest.skip(f"{name} is not here: real published files are kept out of the repository")
    return read_published(path)


@pytest.mark.parametrize("name", KINDS)
def test_every_file_is_recognised_and_loses_no_row_silently(name: str) -> None:
    found = real(name)
    assert found.kind == KINDS[name]
    assert found.rows_read > 0 and len(found.values) > 0
    assert found.rows_refused == 0 or found.refused
    assert found.summary() and found.to_json()


def test_children_looked_after_in_england() -> None:
    found = real("dfe_ees_cla_number_and_rate_per_10k_children.csv")
    choice = {"period": "2025", "breakdown": "Children looked after on 31 March each year"}
    assert found.total("children_count", level="national", **choice).value == 81_770
    local = found.total("children_count", **choice)
    assert (
        local.at_least == pytest.approx(81_770, rel=0.01) and local.status == "includes suppressed"
    )


def test_markers_of_children_in_need_are_counted_by_meaning() -> None:
    found = real("dfe_ees_b1_children_in_need_2013_to_2025.csv")
    assert {"suppressed", "not available", "low reliability"} <= set(found.markers)
    assert found.total("At31_episodes", period="2025", level="national").value == 402_400


def test_the_relief_rate_of_june_2020_is_reported() -> None:
    found = real("DetailedLA_202006.ods")
    areas = {d.area for d in found.disagreements if d.measure.startswith("Relief")}
    assert areas == {"England", "London", "Rest of England"}
    england = next(d for d in found.disagreements if d.area == "England")
    assert england.published == pytest.approx(0.62, abs=0.005)
    assert england.recomputed == pytest.approx(1.62, abs=0.005)


def test_homelessness_march_2025() -> None:
    found = real("Detailed_LA_202503.ods")
    assert found.edition == "January to March 2025" and found.disagreements == []
    owed = found.select("Households owed a relief duty", level="national")
    assert owed["value"].iloc[0] == 45_840
    accommodation = found.select("Households in temporary accommodation", level="national")
    assert accommodation["value"].iloc[0] == 131_140
    barnsley = found.select("Households owed a relief duty", area="E08000038")
    assert list(barnsley["area_code"]) == ["E08000016"]
    assert len(found.select("Households owed a relief duty", level="local authority")) == 296
    assert found.markers["suppressed"] > 100  # dashes explained under their own tables


def test_the_mistyped_code_of_trafford_is_flagged() -> None:
    found = real("trafford_care_homes_bad_gss.csv")
    assert any("'E0800009'" in w and "E08000009 (Trafford)" in w for w in found.warnings)
    assert set(found.values["area_code"]) == {"E0800009"}
    assert "telephone" in found.withheld


def test_reablement_in_the_outcomes_framework() -> None:
    found = real("dhsc_ascof_2024_25.ods")
    measure = next(m for m in found.measures if m.startswith("2A ") and m.endswith(": outcome"))
    england = found.select(measure, level="national", period="2024-25")
    assert england["value"].iloc[0] == pytest.approx(77.1)


def test_both_spellings_of_a_childrens_home_are_one() -> None:
    found = real("ofsted_provider_at_march_2025.csv")
    assert found.records is not None
    counts = found.records["provision_type"].value_counts()
    assert counts["Children's home"] == 3_938 + 8
    assert found.rows_read == 5_600


def test_each_care_location_of_lincolnshire_once() -> None:
    found = real("cqc_latest_ratings_long_lincolnshire.csv")
    assert found.records is not None and found.records["location_id"].is_unique
    assert any("month before the day" in n for n in found.notes)


def test_lincolnshire_by_single_year() -> None:
    found = real("nomis_api_mye2024_single_year_lincolnshire.csv")
    county = found.select("Population", area="E10000019", breakdown="Persons | All ages")
    assert county["value"].iloc[0] == 789_502
    rows = found.select("Population", area="E10000019")
    # Neither Persons nor All ages: males and females by single year make the same whole.
    assert rows.loc[~rows["is_total"], "value"].sum() == 789_502


def test_the_blank_headings_of_darlington_move_nothing() -> None:
    found = real("darlington_spend_2022-09.csv")
    assert found.records is not None and found.rows_read == 1_487
    assert found.records["amount"].iloc[0] == 555.72
    assert str(found.records["date"].iloc[0].date()) == "2022-08-25"
