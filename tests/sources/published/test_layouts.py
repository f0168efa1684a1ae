"""Every kind of published file, in small files of our own (domain facts, sections 1-9 and 12)."""

from __future__ import annotations

import importlib.util
import zipfile
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from course_support.errors import WorkbookError
from course_support.methods import statuses
from course_support.sources.published import Published, all_kinds, join, read_published
from course_support.sources.published.cells import STATUSES
from course_support.sources.published.tidy import COLUMNS


def _layouts() -> ModuleType:
    place = Path(__file__).with_name("layouts.py")
    spec = importlib.util.spec_from_file_location("layouts", place)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


layouts = _layouts()


def read(tmp_path: Path, text: str, encoding: str = "utf-8", **options: bool) -> Published:
    path = tmp_path / "download.csv"
    path.write_bytes(text.encode(encoding))
    return read_published(path, **options)


def value(found: Published, area: str, measure: str, **choice: str) -> float:
    rows = found.select(measure, area=area, **choice)
    assert len(rows) == 1
    return float(rows["value"].iloc[0])


@pytest.mark.parametrize("kind", layouts.TEXTS)
def test_each_kind_is_known_by_its_content_and_has_the_one_shape(tmp_path: Path, kind: str) -> None:
    found = read(tmp_path, layouts.TEXTS[kind])
    assert found.kind == kind
    assert tuple(found.values.columns) == COLUMNS
    assert len(found.values) > 0
    known = found.values["status"].isin(["ok", "provisional"])
    assert found.values.loc[known, "value"].notna().all()
    assert (
        found.values.loc[~known & (found.values["status"] != "low reliability"), "value"]
        .isna()
        .all()
    )
    assert "<table" in found._repr_html_()
    assert found.summary().startswith("File: download.csv")


def test_the_statuses_are_those_that_methods_understand() -> None:
    assert set(STATUSES) == {*statuses.USABLE, *statuses.UNKNOWN, statuses.NOT_APPLICABLE}


def test_every_kind_has_its_module_and_name() -> None:
    assert {*layouts.TEXTS, "homelessness", "outturn"} <= set(all_kinds())


def test_education_totals_stay_apart_and_suppressed_is_not_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, layouts.EES)
    total = found.total("children_count", period="2025")
    assert total.value is None and total.at_least == 300 and total.status == "includes suppressed"
    assert found.total("children_count", period="2025", level="national").value == 670
    with pytest.raises(WorkbookError, match="one period"):
        found.total("children_count")
    assert [str(d) for d in found.disagreements] == [
        "Sheffield, 2024: rate_per_10000 is published as 90, but the file's own numbers give 70."
    ]


def test_a_council_that_changed_its_code_is_one_series(tmp_path: Path) -> None:
    found = read(tmp_path, layouts.EES)
    rows = found.select("children_count", area="Sheffield")
    assert set(rows["area_code"]) == {"E08000019", "E08000039"}
    assert set(rows["joined_code"]) == {"E08000039"}
    assert len(found.select("children_count", area="E08000019")) == 2


def test_a_rate_from_a_suppressed_count_has_no_value(tmp_path: Path) -> None:
    found = read(tmp_path, layouts.EES)
    rates = found.rate("children_count", "population_estimate", per=10_000, period="2025")
    rates = rates.set_index("area_name")
    assert rates.loc["Leeds", "rate"] == 75
    assert rates.loc["Kirklees", "rate"] == 0
    assert rates.loc["Sheffield", "status"] == "suppressed"
    assert pd.isna(rates.loc["Sheffield", "rate"])


def test_durations_are_months_not_clock_times(tmp_path: Path) -> None:
    found = read(tmp_path, layouts.ADOPTION)
    rows = found.select("number (months)")
    assert list(rows["value"]) == [10, 17]
    assert found.periods == ["2024-25"]
    assert found.markers["rounds to zero"] == 1
    assert list(found.select("number", breakdown="Number of children")["value"]) == [2960]


def test_projections_keep_decimals_and_never_add_the_total(tmp_path: Path) -> None:
    found = read(tmp_path, layouts.SNPP)
    assert "projection" in found.title.lower()
    assert value(found, "Leeds", "Population", period="2022", breakdown="Persons | 90+") == 1000.5
    with pytest.raises(WorkbookError, match="one breakdown"):
        found.total("Population", period="2022")
    parts = found.select("Population", period="2047", area="Leeds")
    assert parts.loc[~parts["is_total"], "value"].sum() == pytest.approx(11_000.125)


def test_projection_in_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "variant.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("2022 SNPP Population persons.csv", layouts.SNPP)
    assert read_published(path).kind == "population"


def test_a_workbook_in_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "release.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(layouts.outturn(tmp_path / "ro3.xlsx"), "tables/ro3.xlsx")
        archive.writestr("read me.txt", "About this release\n")
    assert read_published(path).kind == "outturn"


def test_nomis_bulk_takes_its_year_from_above_and_leaves_the_total_out(tmp_path: Path) -> None:
    found = read(tmp_path, layouts.NOMIS_BULK)
    assert found.kind == "population"
    assert found.total("Population").value == 845_189 + 442_033
    assert found.periods == ["2024"]
    assert any("total row" in n for n in found.notes)


def test_nomis_api_download(tmp_path: Path) -> None:
    text = "GEOGRAPHY_NAME,GEOGRAPHY_CODE,DATE_NAME,GENDER_NAME,C_AGE_NAME,OBS_VALUE\n"
    text += "Leeds,E08000035,2024,Total,All Ages,100\nLeeds,E08000035,2024,Total,Aged 90+,5\n"
    found = read(tmp_path, text)
    assert value(found, "Leeds", "Population", breakdown="Persons | 90+") == 5
    assert list(found.values["is_total"]) == [True, False]


def test_mid_year_workbook_reads_every_sheet(tmp_path: Path) -> None:
    found = read_published(layouts.mid_year(tmp_path / "mye.xlsx"))
    assert value(found, "Leeds", "Population", period="2020", breakdown="Persons | All ages") == 91
    assert value(found, "Leeds", "Population", period="2020", breakdown="Males | 90+") == 1
    assert found.periods == ["2011", "2020"]
    # The long sheet gives 2020 again, and calls the last age 90.
    again = found.select("Population", period="2020", area="Leeds", breakdown="Males | 5")
    assert list(again["value"]) == [1]
    assert value(found, "Leeds", "Population", period="2011", breakdown="Males | 90+") == 3
    assert not any("decimals" in n for n in found.notes), "1,000,001 people is a whole number"


def test_a_customised_download_of_the_statistics_office(tmp_path: Path) -> None:
    text = "v4_1,Data_Marking,calendar_years,time,admin_geography,geography,mid_year_pop_sex,sex,"
    text += "mid_year_pop_age,age\n5371,,2018,2018,E08000035,Leeds,0,All,total,Total\n"
    text += "12,,2018,2018,E08000035,Leeds,1,Male,90+,90+\n"
    found = read(tmp_path, text)
    assert (found.kind, found.periods, found.measures) == ("population", ["2018"], ["Population"])
    assert found.breakdowns == ["Persons | All ages", "Males | 90+"]


def test_nomis_bulk_without_codes_finds_them_by_name(tmp_path: Path) -> None:
    text = layouts.NOMIS_BULK.replace('"mnemonic",', "").replace('"E08000035",', "")
    text = text.replace('"E08000034",', "").replace('"",1287222', "1287222")
    found = read(tmp_path, text)
    assert found.kind == "population" and set(found.values["area_code"]) == {
        "E08000035", "E08000034",
    }  # fmt: skip
    assert found.total("Population").value == 845_189 + 442_033


def test_homelessness_headings_are_put_together(tmp_path: Path) -> None:
    found = read_published(layouts.homelessness(tmp_path / "renamed.xlsx"))
    assert found.kind == "homelessness" and found.edition == "April to June 2020"
    assert value(found, "Barnsley", "Households owed a relief duty") == 100
    assert value(found, "Barnsley", "Owed a prevention duty: valid section 21 notice") == 4
    odd = [str(d) for d in found.disagreements]
    assert odd[0].startswith("England, April to June 2020: Relief duty rate per 1,000 households")
    assert "0.62" in odd[0] and "1.616" in odd[0] and len(odd) == 1
    leeds = found.select(area="Leeds").set_index("measure")["status"]
    assert leeds["Initial assessments"] == "not available"
    assert leeds["Owed a prevention duty: valid section 21 notice"] == "suppressed"


def test_homelessness_columns_that_say_the_same_are_told_apart(tmp_path: Path) -> None:
    found = read_published(layouts.homelessness_types(tmp_path / "types.xlsx"))
    assert found.measures == [
        "A5P: Total owed a prevention duty",
        "A5P: Single parent with children > Male",
        "A5P: Single parent with children > Female",
        "A5P: Single adult > Male",
        "A5P: Single adult > Other / sex or gender not known",
        "A6: Total owed a duty",
        "A6: 16-17",
        "A6: 16-17 (%)",
        "A6: 18-24",
        "A6: 18-24 (%)",
    ]
    assert value(found, "England", "A5P: Single parent with children > Female") == 20
    # A row without a name is known by its code, and dots shown as a percentage are dots.
    assert value(found, "Bradford", "A5P: Single adult > Male") == 3
    assert any("Row 5 of A5P has no name" in note for note in found.notes)
    assert set(found.select("A6: 18-24 (%)", area="Leeds")["status"]) == {"not available"}
    assert not found.warnings
    assert any("without a heading of their own are left out" in note for note in found.notes)


def test_homelessness_words_that_changed_give_one_series(tmp_path: Path) -> None:
    old = read_published(layouts.homelessness_types(tmp_path / "a.xlsx"))
    new = read_published(layouts.homelessness_types(tmp_path / "b.xlsx", end="sex"))
    assert old.measures == new.measures


def test_homelessness_editions_join_over_the_change_of_code(tmp_path: Path) -> None:
    old = read_published(layouts.homelessness(tmp_path / "a.xlsx"))
    new = read_published(
        layouts.homelessness(tmp_path / "b.xlsx", quarter="October to December 2025", wrong=False)
    )
    both = join(old, new)
    assert len(both.select("Households owed a relief duty", area="E08000038")) == 2
    assert new.disagreements == []


@pytest.mark.parametrize(
    ("when", "period"), [("2015-11", "2015-11"), ("Nov-15", "Nov-15"), ("Q1 2015", "Q1 2015")]
)
def test_payments_dated_by_month_alone_keep_it(tmp_path: Path, when: str, period: str) -> None:
    rows = "".join(f"Leeds,Acme Care Ltd,{when},{n}.50\n" for n in range(500, 506))
    found = read(tmp_path, f"Body,Supplier Name,Date,Invoice Nett Amount\n{rows}")
    assert (found.kind, found.periods, found.warnings) == ("spend", [period], [])


def test_fingertips_keeps_deciles_apart_and_drops_sentinels(tmp_path: Path) -> None:
    found = read(tmp_path, layouts.FINGERTIPS)
    assert len(found.select("Invented indicator: Value", level="national")) == 1
    low = found.select("Lower CI 95.0 limit", level="national")
    assert low["value"].isna().all()
    assert [d.area for d in found.disagreements] == ["Calderdale"]
    assert any("disclosure control" in n for n in found.notes)


def test_ascof_groups_of_councils_are_no_council(tmp_path: Path) -> None:
    found = read_published(layouts.ascof(tmp_path / "ascof.xlsx"))
    assert found.kind == "ascof" and found.edition == "2024-25"
    numerator = next(m for m in found.measures if m.endswith("numerator"))
    total = found.total(numerator, period="2024-25")
    assert total.at_least == 180 and total.unknown == 1
    assert [d.area for d in found.disagreements] == ["Bradford"]


def test_outturn_that_was_not_sent_is_not_zero(tmp_path: Path) -> None:
    found = read_published(layouts.outturn(tmp_path / "ro3.xlsx"))
    assert found.kind == "outturn" and found.periods == ["2024-25"]
    total = found.total("Fostering: total")
    assert total.at_least == 100.5 and total.value is None
    assert any("Kirklees" in w for w in found.warnings)


def test_ofsted_editions_give_one_schema(tmp_path: Path) -> None:
    old = read(tmp_path, layouts.OFSTED_2018)
    new = read(tmp_path, layouts.OFSTED_2025)
    assert old.records is not None and new.records is not None
    shared = {"urn", "provision_type", "local_authority", "sector", "places", "overall_judgement"}
    assert shared <= set(old.records) & set(new.records)
    assert set(new.records["provision_type"]) == {"Children's home"}
    assert set(old.records["overall_judgement"]) == {"Requires improvement to be good", "Good"}
    assert new.total("Providers", breakdown="Children's home | Private").value == 2
    assert old.markers["missing"] == 1  # places not given are not 0
    assert any("renamed" in n for n in old.notes)
    assert any("newest date in it is 21 October 2017" in n for n in old.notes)
    gone = layouts.OFSTED_2018.replace("Kirklees", "Northamptonshire")
    assert "E10000021" in set(read(tmp_path, gone).values["area_code"])


def test_a_care_home_is_counted_once(tmp_path: Path) -> None:
    found = read(tmp_path, layouts.CQC_RATINGS)
    assert found.records is not None
    assert sorted(found.records["location_id"].astype(str)) == ["1-1", "1-2", "1-3"]
    # Rated by service alone, as since 2026: counted, without a rating of the whole.
    assert list(found.records["rating"].astype(str)) == ["Good", "Inadequate", ""]
    assert any(
        w.startswith("Without a rating as a whole, rated by service or not at all: 1 ")
        for w in found.warnings
    )
    assert "Example" not in found.records.to_string()
    assert str(found.records["published"].iloc[0].date()) == "2026-05-29"
    assert any("month before the day" in n for n in found.notes)
    assert set(found.values["area_code"]) == {"E08000035", "E08000034"}


def test_cqc_directory_and_locations(tmp_path: Path) -> None:
    directory = read(tmp_path, layouts.CQC_DIRECTORY)
    assert directory.kind == "cqc" and directory.records is not None
    assert "Phone number" in directory.withheld
    assert list(directory.records["services"])[0] == "Residential homes; Nursing homes"
    assert str(directory.records["last_check"].iloc[0].date()) == "2022-04-14"
    assert "E06000010" in set(directory.values["area_code"])
    places = read(tmp_path, layouts.CQC_LOCATIONS)
    assert places.withheld == ["Registered Manager"]
    assert places.records is not None and "Example" not in places.records.to_string()
    assert value(places, "Leeds", "Beds") == 40
    assert read(tmp_path, layouts.CQC_LOCATIONS, keep_personal=True).withheld == []
    partner = layouts.CQC_LOCATIONS.replace("Registered Manager", "Provider Main Partner Name")
    assert read(tmp_path, partner).withheld == ["Provider Main Partner Name"]


def test_cqc_directories_of_2017_to_2020_name_the_location_otherwise(tmp_path: Path) -> None:
    found = read(tmp_path, layouts.CQC_DIRECTORY_2017)
    assert (found.kind, found.edition, found.rows_read) == ("cqc", "23 August 2017", 3)
    assert found.records is not None
    assert list(found.records["location_id"]) == ["1-1", "1-2"]
    assert any("name no location: 1." in n for n in found.notes)
    assert "Example" not in found.records.to_string()


def test_places_that_have_ended_are_not_counted(tmp_path: Path) -> None:
    found = read(tmp_path, layouts.CQC_ENDED)
    assert found.total("Beds").value == 20
    assert any(w.startswith("Locations with an end date: 1 of 2.") for w in found.warnings)
    ended = layouts.CQC_ENDED.replace("01/10/2010,,Y", "01/10/2010,31/08/2026,Y")
    with pytest.raises(WorkbookError, match="registered no longer: all 2 have an end date"):
        read(tmp_path, ended)


def test_cqc_workbook_says_its_day_its_dormant_places_and_what_it_left_out(tmp_path: Path) -> None:
    found = read_published(layouts.cqc_workbook(tmp_path / "locations.xlsx"))
    assert (found.kind, found.edition, found.count) == ("cqc", "03 March 2025", 4)
    assert any("two providers have registered the place: 1." in n for n in found.notes)
    assert found.total("Beds", breakdown="Care home").value == 20
    assert any(w.startswith("1 of the 2 locations are dormant") for w in found.warnings)
    assert set(found.sheets_left_out) == {"README", "Dual_Registration_Locations"}
    assert found.records is not None
    assert list(found.records["services"]) == ["Homecare", "Care home; Homecare"]


def test_spend_reads_odd_amounts_and_hides_people(tmp_path: Path) -> None:
    found = read(tmp_path, layouts.SPEND)
    assert found.records is not None
    assert list(found.records["amount"]) == [1234.5, -120, 500, 1540]
    names = list(found.records["supplier"])
    assert names[0] == "Acme Care Ltd"
    assert "Example" not in repr(names) and "Sea View" not in repr(names)
    assert found.rows_refused == 1 and "total" in found.refused[0][2]
    assert set(found.values["area_code"]) == {"E08000035"}
    kept = read(tmp_path, layouts.SPEND, keep_personal=True)
    assert kept.records is not None and "Mrs A Example" in list(kept.records["supplier"])


@pytest.mark.parametrize("heading", layouts.SPEND_ALIASES)
def test_six_councils_map_to_supplier_amount_date_and_service(tmp_path: Path, heading: str) -> None:
    found = read(tmp_path, heading + '\nAcme Care Ltd," £1,000.00 ",20-Dec-13,Adults\n' * 1)
    assert found.kind == "spend" and found.records is not None
    row = found.records.iloc[0]
    assert (row["supplier"], row["amount"], row["service"]) == ("Acme Care Ltd", 1000, "Adults")
    assert str(row["date"].date()) == "2013-12-20"


def test_contract_register_zero_and_to_be_confirmed_are_not_values(tmp_path: Path) -> None:
    found = read(tmp_path, layouts.REGISTER)
    assert found.markers == {"ok": 3, "not available": 1}
    assert "Contract Manager" in found.withheld
    assert any("exactly 0" in w for w in found.warnings)
    assert found.records is not None and pd.isna(found.records["end"].iloc[1])


def test_contracts_finder_export(tmp_path: Path) -> None:
    found = read(tmp_path, layouts.CONTRACTS_FINDER)
    assert found.records is not None
    assert list(found.records["region"]) == ["England", "England"]
    assert list(found.records["supplier"]) == ["", "Acme Care Ltd"]
    assert any("£472,083,300" in w for w in found.warnings)
    low = found.select("Value, lowest (£)")
    assert list(low["status"]) == ["ok", "not available"]
    assert pd.isna(found.records["closing"].iloc[1])
    assert "960123" not in found.records.to_string()
    assert {"Contact Name", "Contact Email", "Supplier's contact name"} <= set(found.withheld)


def test_wellbeing_items_labels_and_wrong_answers(tmp_path: Path) -> None:
    found = read(tmp_path, layouts.WELLBEING)
    assert len(found.measures) == 14 and found.markers["missing"] == 2
    assert any("99 (1 times)" in w for w in found.warnings)
    assert any("same id" in w for w in found.warnings)
    words = "who," + ",".join(f"Statement {n}" for n in range(7)) + "\n"
    words += "a," + ",".join(["Often"] * 7) + "\nb," + ",".join(["None of the time"] * 7) + "\n"
    short = read(tmp_path, words)
    assert short.kind == "wellbeing" and set(short.values["value"]) == {4, 1}


def test_an_unknown_table_is_read_and_said_to_be_unknown(tmp_path: Path) -> None:
    found = read(tmp_path, layouts.UNKNOWN)
    assert found.kind == "generic" and found.sure == "not a known kind"
    assert found.periods == ["2023-24", "2024-25"] and found.measures == ["places"]
    assert any("E08000039 (Sheffield)" in w for w in found.warnings)
    assert found.total("places", period="2023-24").status == "includes suppressed"


def test_encoding_is_tried_in_order_and_said(tmp_path: Path) -> None:
    text = "Area code,Area,Cost £\nE08000035,Leeds,5\nE08000034,Kirklees – north,6\n"
    plain, old = read(tmp_path, text, "utf-8-sig"), read(tmp_path, text, "cp1252")
    assert plain.encoding == "utf-8-sig" and plain.measures == ["Cost £"]
    assert old.encoding == "cp1252" and old.measures == ["Cost £"]
    assert any("Windows-1252" in w for w in old.warnings)
    stray = text.encode() + b"E08000036,Wakefield \xd0,7\n"
    path = tmp_path / "stray.csv"
    path.write_bytes(stray)
    assert len(read_published(path).values) == 3
    assert read(tmp_path, text.replace(",", "\t"), "utf-16").encoding == "utf-16"


def test_values_without_a_heading_stay_in_their_column(tmp_path: Path) -> None:
    text = "Area code,Area,Places\nE08000035,Leeds,5,#N/A\nE08000034,Kirklees,6,#N/A\n"
    found = read(tmp_path, text)
    assert list(found.select("Places")["value"]) == [5, 6]
    assert any("3 headings" in n for n in found.notes)


def test_saved_values_come_back_and_run_no_formula(tmp_path: Path) -> None:
    found = read(tmp_path, layouts.UNKNOWN.replace("Leeds", "=cmd|calc"))
    found.save(tmp_path / "out.parquet")
    found.save(tmp_path / "out.csv")
    back = pd.read_parquet(tmp_path / "out.parquet")
    assert list(back["status"].astype(str)) == list(found.values["status"].astype(str))
    assert "\n=cmd" not in (tmp_path / "out.csv").read_text("utf-8-sig").replace(",", "\n")
    with pytest.raises(WorkbookError, match="must end in"):
        found.save(tmp_path / "out.doc")


def test_headings_over_several_rows_are_put_together(tmp_path: Path) -> None:
    found = read(tmp_path, layouts.MERGED)
    assert found.kind == "generic"
    assert found.measures == ["Number", "Percentage > Normal", "Percentage > Concern"]
    assert found.periods == ["2012", "2013"]
    leeds = found.select("Percentage > Concern", area="Leeds", period="2013")
    assert list(leeds["value"]) == [45]
    kirklees = found.select("Percentage > Normal", area="Kirklees", period="2012")
    assert list(kirklees["status"]) == ["not available"]


def test_nomis_columns_of_codes_are_kept_apart_and_said(tmp_path: Path) -> None:
    found = read(tmp_path, layouts.NOMIS_CODES)
    assert found.kind == "population" and found.periods == ["2024", "2025"]
    assert found.breakdowns == ["C_AGE 0 | Males", "C_AGE 1 | Males", "C_AGE 0 | Females"]
    assert any("C_AGE_NAME" in w for w in found.warnings)


def test_every_dimension_of_a_nomis_download_sorts_its_values(tmp_path: Path) -> None:
    text = "GEOGRAPHY_CODE,HOUSEHOLD_TYPE,PROJECTED_YEAR_NAME,INDUSTRY,INDUSTRY_TYPE,OBS_VALUE\n"
    text += "E08000035,One person,2031,37,section,10\nE08000035,Couple,2031,37,section,20\n"
    text += "E08000035,Couple,2031,38,section,30\n"
    found = read(tmp_path, text)
    assert found.breakdowns == [
        "One person | INDUSTRY 37", "Couple | INDUSTRY 37", "Couple | INDUSTRY 38",
    ]  # fmt: skip
    assert any("INDUSTRY_NAME" in w for w in found.warnings)


def test_a_column_of_codes_beside_its_words_counts_nothing(tmp_path: Path) -> None:
    text = "Upper tier local authorities Code,Upper tier local authorities,"
    text += "Ethnic group (20 categories) Code,Ethnic group (20 categories),Observation\n"
    text += "E08000035,Leeds,1,Asian,5\nE08000035,Leeds,2,Black,6\nE08000034,Kirklees,1,Asian,7\n"
    found = read(tmp_path, text)
    assert found.kind == "generic" and found.measures == ["Observation"]


@pytest.mark.parametrize(("spaced", "typed"), [(True, True), (False, False), (True, False)])
def test_a_workbook_of_an_unusual_program_is_read(
    tmp_path: Path, spaced: bool, typed: bool
) -> None:
    found = read_published(layouts.odd_ods(tmp_path / "a.ods", spaced=spaced, typed=typed))
    assert value(found, "Kirklees", "Homes") == 8


def test_a_column_that_names_no_area_is_not_taken_for_one(tmp_path: Path) -> None:
    rows = "".join(
        f"E0600000{n},LA page,Place {n},{n}\n" for n in range(1, 10)
    )  # nine codes, each beside a name that is not its own
    found = read(tmp_path, f"Area code,Authority web page,Authority,Homes\n{rows}")
    assert "LA page" not in set(found.values["area_name"])
    odd = [w for w in found.warnings if "is the code of" in w or "names that are not theirs" in w]
    assert len(odd) == 6 and odd[-1].startswith("4 more area codes")


def test_a_table_about_supplements_is_no_list_of_payments(tmp_path: Path) -> None:
    rows = "".join(f"E0600000{n},Place {n},{n},{n * 1000}\n" for n in range(1, 9))
    found = read(tmp_path, f"LA code,LA,Supplementary funding,Total amount\n{rows}")
    assert found.kind == "generic"


def test_words_in_many_columns_are_told_in_a_few_sentences(tmp_path: Path) -> None:
    heads = ",".join(f"Measure {n}" for n in range(20))
    rows = "".join(f"Leeds,{','.join([str(n)] * 20)}\n" for n in range(9))
    found = read(tmp_path, f"Council,{heads}\n{rows}Leeds,{','.join(['see note'] * 20)}\n")
    told = [w for w in found.warnings if "words where a number" in w]
    assert len(told) == 7 and told[-1].startswith("In 14 more columns, 14 cells")


def test_rows_that_end_in_more_commas_than_the_headings_slide_nowhere(tmp_path: Path) -> None:
    rows = "E08000035,Leeds,5,,,,\nE08000034,Kirklees,7,,,,\n"
    found = read(tmp_path, f"Area code,Council,Homes,,\n{rows}")
    assert value(found, "Leeds", "Homes") == 5
    assert list(found.values["row"]) == [2, 3]


def test_all_plans_are_the_total_of_their_ages(tmp_path: Path) -> None:
    found = read(tmp_path, layouts.EHC_PLANS)
    plans = found.values[found.values["measure"] == "ehcplans"]
    plans = plans[plans["level"] == "national"]
    assert plans.loc[~plans["is_total"], "value"].sum() == 1000
    assert "Education, health and care plans" in found.title


def test_sheets_named_after_years_are_no_sum_of_years(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for year, homes in (("2023", 10), ("2024", 12)):
        sheet = book.create_sheet(year)
        sheet.append(["LA code", "Authority", "Homes"])
        sheet.append(["E08000035", "Leeds", homes])
        sheet.append(["E08000034", "Kirklees", homes])
    book.save(path := tmp_path / "stock.xlsx")
    found = read_published(path)
    assert found.periods == ["2023", "2024"]
    assert value(found, "Leeds", "Homes", period="2024") == 12


def test_payments_without_a_service_are_sorted_by_their_category(tmp_path: Path) -> None:
    text = "Vendor Name,Expenditure Account,Clearing Date,Amount\n"
    text += "Acme Care Ltd,Residential care,05/10/2025,600\nBirch Ltd,Day care,15/10/2025,700\n"
    assert read(tmp_path, text).breakdowns == ["Residential care", "Day care"]
    text = text.replace("Expenditure Account", "Strgrpcc(T)")
    assert read(tmp_path, text).breakdowns == ["Residential care", "Day care"]
