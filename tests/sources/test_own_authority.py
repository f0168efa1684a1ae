"""A real authority in the needs analysis: small files of our own making, and published ones."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from course_support.errors import WorkbookError
from course_support.sources.own_authority import analysis, files, measures, money, need, people
from course_support.sources.own_authority.analysis import Assumed, Chosen, Own
from course_support.sources.own_authority.supply import supply
from course_support.sources.published import Published, read_published

from .published import layouts

REAL = Path(__file__).resolve().parents[3] / "shared" / "real_data"
HEAD = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,"
    "region_name,old_la_code,la_name,new_la_code"
)
YORKSHIRE = "E92000001,England,E12000003,Yorkshire and The Humber"
BANDS = {"0-4": (0, 4), "5-17": (5, 17)}


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def looked_after(tmp_path: Path) -> Path:
    """Four years of counts with a suppressed one, a changed code, and England."""
    lines = [f"{HEAD},population_type,population_estimate,children_count,rate_per_10000"]
    what = "Children looked after on 31 March"
    for year, count, code in (
        (2022, "280", "E08000019"),
        (2023, "c", "E08000019"),
        (2024, "300", "E08000019"),
        (2025, "310", "E08000039"),
    ):
        lines.append(
            f"{year},Reporting year,Local authority,{YORKSHIRE},373,Sheffield,{code},{what},"
            f"100000,{count},x"
        )
        lines.append(
            f"{year},Reporting year,Local authority,{YORKSHIRE},383,Leeds,E08000035,{what},"
            "200000,1400,70"
        )
        lines.append(
            f"{year},Reporting year,National,E92000001,England,,,,,,{what},12000000,81000,67.5"
        )
    return write(tmp_path, "counts.csv", "\n".join(lines) + "\n")


@pytest.fixture
def single_years(tmp_path: Path) -> Path:
    """A Nomis download: 1,000 of each age in Sheffield."""
    lines = ["GEOGRAPHY_NAME,GEOGRAPHY_CODE,DATE_NAME,GENDER_NAME,C_AGE_NAME,OBS_VALUE"]
    for year in (2023, 2024):
        for age in ["All Ages", *(f"Age {n}" for n in range(90)), "Aged 90+"]:
            value = 91_000 if age == "All Ages" else 1000
            lines.append(f"Sheffield,E08000019,{year},Total,{age},{value}")
    return write(tmp_path, "ages.csv", "\n".join(lines) + "\n")


@pytest.fixture
def neighbours(tmp_path: Path) -> Path:
    lines = ["old_la_code,la_name,new_la_code,SN_1,SN_2,SN_3"]
    lines += ["373,Sheffield,E08000039,383,382,381", "383,Leeds,E08000035,373,382,381"]
    lines += ["382,Kirklees,E08000034,383,373,381", "381,Calderdale,E08000033,382,383,373"]
    return write(tmp_path, "near.csv", "\n".join(lines) + "\n")


def assumed(**changed: float) -> Assumed:
    given = {"year": 2030, "share": 0.2, "spread": 0.05, "open_to_us": 0.5, "more_places": 3,
             "growth": 0.01, "price": 300_000.0}  # fmt: skip
    return Assumed(**(given | changed))  # type: ignore[arg-type]


def look(of: str = "children_in_care", /, area: str = "", **paths: Path) -> Own:
    given = tuple((role, str(path)) for role, path in paths.items())
    return analysis.look(Chosen(given, area), of)


# --- roles ------------------------------------------------------------------------------------


def test_a_file_is_known_by_its_content_and_sent_to_its_place(tmp_path: Path) -> None:
    path = write(tmp_path, "population.csv", layouts.OFSTED_2025)
    with pytest.raises(WorkbookError, match="no file for “Population by age”. Choose it under “Pr"):
        files.reader("population")(path)
    assert files.read("providers", path).kind == "ofsted_providers"


def test_a_file_that_fits_nowhere_says_so(tmp_path: Path) -> None:
    path = write(tmp_path, "register.csv", layouts.REGISTER)
    with pytest.raises(WorkbookError, match="has no use for it. What fits “Need"):
        files.read("need", path)


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="There is no file .*gone.csv"):
        files.read("need", tmp_path / "gone.csv")


def test_one_file_may_be_need_and_population(looked_after: Path) -> None:
    assert files.roles_of(read_published(looked_after)) == ("need", "population")


def test_suppressed_cells_and_joined_codes_are_told(looked_after: Path) -> None:
    found = read_published(looked_after)
    assert files.suppressed(found)["suppressed"] == 1
    assert "E08000039" in files.joined_codes(found, "Sheffield")[0]


# --- counts -----------------------------------------------------------------------------------


def measure_of(found: Published, population: str = "") -> measures.Measure:
    return measures.offered(found, population)[0]


def test_a_series_keeps_its_gap_and_joins_the_two_codes(looked_after: Path) -> None:
    found = read_published(looked_after)
    points = need.series(found, measure_of(found), "E08000019")
    assert [(p.period, p.count, p.status) for p in points] == [
        ("2022", 280, "ok"),
        ("2023", None, "suppressed"),
        ("2024", 300, "ok"),
        ("2025", 310, "ok"),
    ]
    assert {p.below for p in points} == {100_000}
    every = need.everywhere(found, measure_of(found))
    assert every["Sheffield"].count == 310 and "England" not in every
    assert need.everywhere(found, measure_of(found), "national")["England"].count == 81_000


def test_per_how_many_is_found_from_the_file_itself(tmp_path: Path) -> None:
    found = read_published(write(tmp_path, "f.csv", layouts.FINGERTIPS))
    measure = measure_of(found)
    assert measure.per == 100  # 40 of 100 is published as 40
    assert "deciles" not in measure.text


def test_homelessness_counts_households_in_thousands(tmp_path: Path) -> None:
    found = read_published(layouts.homelessness(tmp_path / "h.xlsx"))
    offered = {m.id: m for m in measures.offered(found, "homelessness")}
    relief = offered["Households owed a relief duty"]
    (point,) = need.series(found, relief, "Barnsley")
    assert (point.count, point.below, point.year) == (100, 105_000, 2020)
    assert relief.over_time and relief.unit == "per 1,000"
    leeds = need.series(found, relief, "Leeds")[0]
    assert leeds.count is None and leeds.status == "not available"


def test_percentages_alone_are_no_counts(tmp_path: Path) -> None:
    row = f"2025,Reporting year,Local authority,{YORKSHIRE},383,Leeds,E08000035,40"
    text = f"{HEAD},take_up_percent\n{row}\n"
    with pytest.raises(WorkbookError, match="no counts"):
        measures.offered(read_published(write(tmp_path, "p.csv", text)))


def test_a_count_worked_out_from_a_percentage(tmp_path: Path) -> None:
    text = (
        f"{HEAD},Age,Cohort_DJFavg,NEET_percent\n"
        f"2025,Calendar year,Local authority,{YORKSHIRE},383,Leeds,E08000035,16-17,20000,5\n"
        f"2025,Calendar year,Local authority,{YORKSHIRE},382,Kirklees,E08000034,16-17,9000,c\n"
    )
    found = read_published(write(tmp_path, "n.csv", text))
    measure = next(m for m in measures.offered(found) if m.share)
    assert need.series(found, measure, "Leeds")[0].count == 1000
    assert need.series(found, measure, "Kirklees")[0].status == "suppressed"


@pytest.mark.parametrize(
    ("period", "year"),
    [("2025", 2025), ("2024-25", 2025), ("2024/25", 2025), ("1999-2000", 2000), ("", 0),
     ("January to March 2025", 2025), ("31 March 2025", 2025)],
)  # fmt: skip
def test_the_year_of_a_period(period: str, year: int) -> None:
    assert need.year_of(period) == year


# --- population -------------------------------------------------------------------------------


def test_single_years_fill_the_bands(single_years: Path) -> None:
    found = people.people(read_published(single_years), "Sheffield", BANDS)
    assert found.as_asked and found.years[2024] == {"0-4": 5000, "5-17": 13_000}
    old = people.people(read_published(single_years), "Sheffield", {"85+": (85, 120)})
    assert old.years[2024] == {"85+": 6000}, "85 to 89, and 90 and over once"


NOMIS = "GEOGRAPHY_NAME,GEOGRAPHY_CODE,DATE_NAME,GENDER_NAME,C_AGE_NAME,OBS_VALUE"


def by_sex(folder: Path, *lines: str, sexes: tuple[str, ...] = ("Male", "Female")) -> Path:
    """Leeds in 2023 and 2024: 10 of each age and sex from 0 to 17, less or more as given."""
    every = [
        f"Leeds,E08000035,{year},{sex},Age {age},10"
        for year in (2023, 2024)
        for sex in sexes
        for age in range(18)
    ]
    left_out = {line[1:] for line in lines if line.startswith("-")}
    more = [line for line in lines if not line.startswith("-")]
    kept = [line for line in every if line not in left_out]
    return write(folder, "sexes.csv", "\n".join([NOMIS, *kept, *more]) + "\n")


def test_two_sexes_are_added_up_where_there_is_no_total(tmp_path: Path) -> None:
    found = people.people(read_published(by_sex(tmp_path)), "Leeds", BANDS)
    assert found.years == {2023: {"0-4": 100, "5-17": 260}, 2024: {"0-4": 100, "5-17": 260}}


def test_one_sex_alone_is_not_everyone(tmp_path: Path) -> None:
    book = read_published(by_sex(tmp_path, sexes=("Male",)))
    with pytest.raises(WorkbookError, match="has males only"):
        people.people(book, "Leeds", BANDS)


def test_one_band_of_each_sex_is_added_up_too(tmp_path: Path) -> None:
    numbers = {"Male": 90, "Female": 80}
    lines = [f"Leeds,E08000035,2024,{sex},Aged 0 to 17,{n}" for sex, n in numbers.items()]
    book = read_published(write(tmp_path, "w.csv", "\n".join([NOMIS, *lines]) + "\n"))
    assert people.people(book, "Leeds", BANDS).years == {2024: {"0-17": 170}}


def test_ages_missing_in_every_year_are_told(tmp_path: Path) -> None:
    gaps = [f"-Leeds,E08000035,{year},Male,Age {age},10" for year, age in ((2023, 3), (2024, 9))]
    with pytest.raises(WorkbookError, match="ages missing, or more than once, for Leeds"):
        people.people(read_published(by_sex(tmp_path, *gaps)), "Leeds", BANDS)


@pytest.mark.parametrize(
    "odd",
    [
        "-Leeds,E08000035,2024,Male,Age 3,10",  # a cell that is not there
        "Leeds,E08000035,2024,Male,Age 3,10",  # one that is there twice
    ],
)
def test_a_year_with_a_cell_too_few_or_too_many_is_not_added_up(tmp_path: Path, odd: str) -> None:
    found = people.people(read_published(by_sex(tmp_path, odd)), "Leeds", BANDS)
    assert found.years == {2023: {"0-4": 100, "5-17": 260}}


def test_projections_come_with_what_they_are(tmp_path: Path) -> None:
    found = read_published(write(tmp_path, "s.csv", layouts.SNPP))
    ages = people.people(found, "Leeds", {"90+": (90, 120)})
    assert ages.years[2047] == {"90+": 1500} and ages.projected_from == 2023


def test_a_county_is_added_up_from_all_its_districts(tmp_path: Path) -> None:
    """Projections of the Office for National Statistics have districts and no counties."""
    from course_support.sources.published import areas

    codes = [a.code for a in areas.areas().values() if a.county_code == "E10000019"]
    assert len(codes) == 7
    head = "AREA_CODE,AREA_NAME,COMPONENT,SEX,AGE_GROUP,2022,2032"
    lines = [
        f"{c},{areas.areas()[c].name},Population,persons,{n},10.5,20"
        for c in codes
        for n in range(18)
    ]
    whole = read_published(write(tmp_path, "s.csv", "\n".join([head, *lines]) + "\n"))
    found = people.people(whole, "Lincolnshire", BANDS)
    assert found.districts == 7 and found.whole(2032) == 7 * 18 * 20
    assert found.years[2022]["0-4"] == pytest.approx(7 * 5 * 10.5)
    part = read_published(write(tmp_path, "p.csv", "\n".join([head, *lines[18:]]) + "\n"))
    with pytest.raises(WorkbookError, match="no area called 'Lincolnshire'"):
        people.people(part, "Lincolnshire", BANDS)


PROJECTED = "AREA_CODE,AREA_NAME,COMPONENT,SEX,AGE_GROUP,2022,2025,2030"


def projections(folder: Path, name: str = "snpp.csv") -> Path:
    """Sheffield, 900 of each age to 2025 and 1,080 in 2030: a fifth more."""
    lines = [
        f"E08000019,Sheffield,Population,persons,{age},900,900,1080"
        for age in [*range(90), "90 and over"]
    ]
    return write(folder, name, "\n".join([PROJECTED, *lines]) + "\n")


@pytest.fixture
def carried_on(tmp_path: Path, looked_after: Path, single_years: Path) -> Own:
    """Sheffield's estimates, carried on by a projection."""
    return look(
        need=looked_after,
        population=single_years,
        projections=projections(tmp_path),
        area="Sheffield",
    )


def test_estimates_are_carried_on_by_projections(carried_on: Own) -> None:
    """The estimates stay as they are; the projection gives the change from the last of them."""
    found = carried_on.people
    assert found is not None and found.projected_from == 2025
    assert found.whole(2024) == 18_000 and found.whole(2030) == pytest.approx(18_000 * 1.2)
    assert found.moved == pytest.approx(1000 / 900 - 1) and found.ahead.startswith("snpp.csv")


def test_the_forecast_says_which_years_are_projected(carried_on: Own) -> None:
    early = replace(carried_on, points=carried_on.points[:3])  # the last count is of 2024
    made = analysis.ahead(early, assumed(), "children_in_care")
    basis = {b.what: b for b in made.basis}
    assert basis["Population to 2024"].real
    # On a straight line from 2025 to 2030, a fifth more by 2030.
    assert made.outlook.need_in(2027) == pytest.approx(300 * 1.08)
    projected = basis["Population projected from 2025 to 2030"]
    assert not projected.real and "moved up by 11.1%" in projected.source


def test_projections_alone_serve_as_the_population(tmp_path: Path, looked_after: Path) -> None:
    path = projections(tmp_path)
    assert files.roles_of(read_published(path)) == ("projections", "population")
    for role in ("population", "projections"):
        found = look(area="Sheffield", need=looked_after, **{role: path}).people
        assert found is not None and 2030 in found.years
    with pytest.raises(WorkbookError, match="Choose it under “Need"):
        files.reader("projections")(looked_after)


def test_projections_that_do_not_meet_the_estimates_are_told(
    tmp_path: Path, looked_after: Path, single_years: Path
) -> None:
    text = projections(tmp_path).read_text().replace("2022,2025,2030", "2012,2015,2020")
    old = write(tmp_path, "old.csv", text)
    found = look(need=looked_after, population=single_years, projections=old, area="Sheffield")
    assert "the estimates of ages.csv end in 2024" in found.problems["projections"]
    assert found.people and found.people.projected_from is None, "the estimates still serve"


def test_one_number_for_all_children_is_one_band(looked_after: Path) -> None:
    found = people.people(read_published(looked_after), "Leeds", BANDS)
    assert not found.as_asked and found.bands == {"0-17": (0, 17)}
    assert (
        found.whole(2025) == 200_000 and found.whole(1990) is None and found.nearest(1990) == 2022
    )


def test_ages_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    lines = ["GEOGRAPHY_NAME,GEOGRAPHY_CODE,DATE_NAME,GENDER_NAME,C_AGE_NAME,OBS_VALUE"]
    lines += [f"Leeds,E08000035,2024,Total,Age {n},10" for n in range(20, 40)]
    found = read_published(write(tmp_path, "a.csv", "\n".join(lines) + "\n"))
    with pytest.raises(WorkbookError, match="single years of age"):
        people.people(found, "Leeds", BANDS)


@pytest.mark.parametrize(
    ("words", "span"),
    [("Persons | 5", (5, 5)), ("90+", (90, 120)), ("Aged 0 to 17", (0, 17)), ("Persons", None),
     ("Children aged 0 to 17 years", (0, 17)), ("Males | 90 and over", (90, 120))],
)  # fmt: skip
def test_ages_in_words(words: str, span: tuple[int, int] | None) -> None:
    assert people.span_of(words) == span


# --- providers and money ----------------------------------------------------------------------


def test_providers_of_one_authority(tmp_path: Path, looked_after: Path) -> None:
    listed = write(tmp_path, "o.csv", layouts.OFSTED_2025)
    found = look(need=looked_after, providers=listed, area="Leeds").supply
    assert found and (found.providers, found.places) == (2, 7)
    assert found.owners == (("Acme Care Ltd", 1.0),) and found.by_places
    (kind,) = found.kinds
    assert (kind.judged, kind.good) == (2, 1)


def test_kinds_that_meet_the_need_come_first_and_alone_are_counted(tmp_path: Path) -> None:
    head, *_ = layouts.OFSTED_2025.split("Page,")
    row = "Page,{},{},11/11/2014,Active,X,Leeds,Yorkshire and The Humber,Private,{},{},,{},,,\n"
    listed = [
        ("Adoption Support Agency", "", "Acme", "Good"),
        ("Adoption Support Agency", "", "Acme", "Good"),
        ("Adoption Support Agency", "", "Acme", "Good"),
        ("Children's home", 4, "Acme", "Outstanding"),
        ("Children's home", "", "Birch", "Not judged"),
        ("Supported accommodation", 12, "Cedar", "Requires improvement to be good"),
        ("Secure children's home", 24, "The council", "Good"),
    ]
    text = head + "".join(row.format(n, *each) for n, each in enumerate(listed, 1000001))
    found = look(providers=write(tmp_path, "o.csv", text), area="Leeds").supply
    assert found and set(found.counted) == {"Children's home", "Supported accommodation"}
    assert (found.providers, found.places) == (3, 16), "what is not given adds nothing"
    assert [k.name for k in found.kinds] == [
        "Children's home", "Supported accommodation",
        "Adoption support agency", "Secure children's home",
    ]  # fmt: skip
    home, accommodation, adoption, _ = found.kinds
    assert (home.providers, home.places, home.no_places) == (2, 4, 1)
    assert (home.judged, home.good) == (1, 1), "not judged is no judgement"
    assert (accommodation.judged, accommodation.good) == (1, 0)
    assert (adoption.places, adoption.no_places) == (None, 3)
    assert found.by_places
    assert dict(found.owners) == {"Cedar": 0.75, "Acme": 0.25, "Birch": 0}


def test_dormant_places_are_left_out_and_private_owners_stay_apart(tmp_path: Path) -> None:
    head = (
        "Location ID,Dormant (Y/N),Care home?,Location Name,Care homes beds,"
        "Location Local Authority,Provider ID,Provider Name,Service type - Care home\n"
    )
    rows = [
        "1-1,N,Y,Ash,10,Leeds,1-7,Mrs A Example,Y",
        "1-2,N,Y,Beech,10,Leeds,1-8,Mr B Example,Y",
        "1-3,Y,Y,Cedar,40,Leeds,1-9,Acme Care Ltd,Y",
    ]
    listed = write(tmp_path, "c.csv", head + "\n".join(rows) + "\n")
    found = analysis.look(Chosen((("providers", str(listed)),), "Leeds"), "older_people").supply
    assert found and (found.providers, found.places, found.dormant) == (2, 20, 1)
    assert [share for _, share in found.owners] == [0.5, 0.5]
    assert "Example" not in repr(found.owners)


def test_an_authority_without_providers_is_told_and_the_rest_stands(
    tmp_path: Path, looked_after: Path
) -> None:
    listed = write(tmp_path, "o.csv", layouts.OFSTED_2025)
    found = look(need=looked_after, providers=listed, area="Sheffield")
    assert found.supply is None and "lists no provider in Sheffield" in found.problems["providers"]
    assert found.last and found.last.count == 310


def test_places_that_are_not_given_are_not_nought(tmp_path: Path) -> None:
    listed = write(tmp_path, "o.csv", layouts.OFSTED_2018)
    found = look(providers=listed, area="Kirklees").supply
    assert found and found.places is None and found.kinds[0].no_places == 1


def test_spending_from_a_return_and_from_payments(tmp_path: Path) -> None:
    book = read_published(layouts.outturn(tmp_path / "ro.xlsx"))
    line = next(x for x in money.lines(book) if "otal" in x)
    assert line == "Fostering: total"
    spent = money.spend(book, "Leeds", line)
    assert spent.pounds == 100_500 and spent.whole_year, "published in thousands"
    in_pounds = money.spend(replace(book, notes=()), "Leeds", line)
    assert in_pounds.pounds == 100.5 and "check the file" in in_pounds.note
    withheld = money.spend(book, "Kirklees", line)
    assert withheld.pounds is None and withheld.status == "not available"
    paid = read_published(write(tmp_path, "p.csv", layouts.SPEND))
    adults = money.spend(paid, "Leeds", "Adults")
    assert adults.pounds == pytest.approx(1234.50 - 120 + 1540) and not adults.whole_year
    assert "the file names Leeds City Council" in adults.note
    with pytest.raises(WorkbookError, match="payments of Leeds City Council, and you look at Kirk"):
        money.spend(paid, "Kirklees", "Adults")
    unnamed = money.spend(replace(paid, publisher=""), "Leeds", "Adults")
    assert "does not name its council" in unnamed.note


def test_an_older_list_says_which_councils_became_the_one_looked_at(tmp_path: Path) -> None:
    older = layouts.OFSTED_2018.replace("Kirklees", "Poole").replace("Leeds", "Bournemouth")
    listed = write(tmp_path, "o.csv", older)
    area = "Bournemouth, Christchurch and Poole"
    with pytest.raises(WorkbookError, match="it lists Bournemouth and Poole, which became part"):
        supply(read_published(listed), area, "E06000058", "children_in_care")


def test_what_a_service_costs_comes_before_its_parts_and_its_income(tmp_path: Path) -> None:
    """In the layout of RO3: each service in several figures, thousands of pounds."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Revenue Outturn (RO) 2024-25: Social Care (RO3)"])
    services = ("Fostering services - Short breaks", "Children looked after - Residential care",
                "Total Children looked after")  # fmt: skip
    figures = ("Employees", "Total Expenditure", "Total Income", "Net Current Expenditure")
    heads = [f"{s} - {f} (£ thousand)" for s in services for f in figures]
    heads += [
        "Family Support Services - Total Expenditure (C3 = C1 + C2)",
        "Family Support Services - Net Current Expenditure (C7 = C3 - C6)",
        "Learning disability support - adults (18-64) - Net Current Expenditure (C7 = C3 - C6)",
    ]
    sheet.append(["E-code", "ONS Code", "Local authority", "Region", "Class", *heads])
    numbers = range(100, 100 + len(heads))
    sheet.append(["E1", "E08000035", "Leeds", "YH", "MD", *numbers])
    sheet.append(["E2", "E08000034", "Kirklees", "YH", "MD", *numbers])
    book.save(tmp_path / "ro3.xlsx")
    found = read_published(tmp_path / "ro3.xlsx")
    lines = money.lines(found, "children_in_care")
    assert lines[0] == "Total Children looked after - Net Current Expenditure (£ thousand)"
    assert lines[1].endswith("Total Expenditure (£ thousand)"), "then gross, then the parts"
    assert "Region" not in lines
    assert money.spend(found, "Leeds", lines[0]).pounds == 111_000
    (first, *rest) = money.lines(found, "children_with_disabilities")
    assert "Short breaks - Net Current" in first
    families = [x for x in rest if x.startswith("Family Support")]
    said = "Family Support Services - Net Current Expenditure"
    assert money.without_unit(families[0]) == said, (
        "the numbers of columns in brackets are no part of it"
    )
    assert rest.index(families[0]) < next(n for n, x in enumerate(rest) if "adults" in x)


# --- the whole --------------------------------------------------------------------------------


def test_the_forecast_by_hand(looked_after: Path) -> None:
    """310 counted among 100,000; growth 1% a year from 2025; a fifth need the place."""
    found = look(need=looked_after, area="E08000039")
    made = analysis.ahead(found, assumed(), "children_in_care")
    assert made.outlook.need_in(2025) == pytest.approx(310)
    assert made.outlook.need_in(2030) == pytest.approx(310 * 1.01**5)
    assert made.outlook.short()[0] == pytest.approx(310 * 1.01**5 * 0.2 - 3)
    # Low is the lowest of its own years, 280 of 310, and the lower share.
    assert made.outlook.wanted_in(2030, "low") == pytest.approx(280 * 1.01**5 * 0.15)
    # The present rate is the highest of its own years, so only the share moves.
    assert made.outlook.wanted_in(2030, "high") == pytest.approx(310 * 1.01**5 * 0.25)
    real = {basis.what: basis.real for basis in made.basis}
    assert real["Counted"] and real["Population to 2025"] and real["Low and high rate"]
    assert not real["Population from 2026 on"] and not real["Cost of a place"]


def test_ages_are_borrowed_and_the_total_stays_real(looked_after: Path, single_years: Path) -> None:
    found = look(need=looked_after, population=single_years, area="Sheffield")
    made = analysis.ahead(found, assumed(growth=0), "children_in_care")
    assert made.outlook.need_in(2024) == pytest.approx(310)
    borrowed = next(basis for basis in made.basis if "differs by age" in basis.what)
    assert not borrowed.real
    population = next(basis for basis in made.basis if basis.what == "Population to 2024")
    assert "the count is of 2025" in population.source


def test_one_count_has_the_range_of_chance(tmp_path: Path) -> None:
    book = layouts.homelessness(tmp_path / "h.xlsx")
    found = look("homelessness", area="Barnsley", need=book)
    made = analysis.ahead(found, assumed(year=2025, share=1, spread=0), "homelessness")
    # Byar's limits of 100 are 81.36 and 121.63 (domain facts, section 2).
    assert made.outlook.need_in(2025, "low") / made.outlook.need_in(2025) == pytest.approx(
        0.8136, abs=1e-4
    )
    assert made.outlook.need_in(2025, "high") / made.outlook.need_in(2025) == pytest.approx(
        1.2163, abs=1e-4
    )
    (note,) = (basis for basis in made.basis if basis.what == "Low and high rate")
    assert "chance" in f"{note.value} {note.source}" and "own last years" not in note.value


def test_spending_for_each_person_counted(looked_after: Path) -> None:
    spent = money.Spend("Fostering: total", 6_200_000.0, "ok", "2025", "f.xlsx", "", True)
    own = replace(look(need=looked_after, area="E08000039"), spend=spent)
    assert own.spend_each == pytest.approx(6_200_000 / 310)
    assert replace(own, spend=replace(spent, whole_year=False)).spend_each is None
    assert replace(own, spend=replace(spent, pounds=None)).spend_each is None
    nobody = replace(own.points[-1], count=0.0)
    assert replace(own, points=(nobody,)).spend_each is None


def test_growth_is_that_of_the_last_years_of_the_file(single_years: Path) -> None:
    there = look(population=single_years, area="Sheffield").people
    assert there is not None and analysis.usual_growth(there) == 0
    assert analysis.usual_growth(None) == 0
    grown = {year: {"everyone": 1000 * 1.02 ** (year - 2015)} for year in range(2015, 2026)}
    assert analysis.usual_growth(replace(there, years=grown)) == pytest.approx(0.02)
    assert analysis.usual_growth(replace(there, years={2025: {"everyone": 1.0}})) == 0
    two = {2024: {"everyone": 100.0}, 2025: {"everyone": 103.0}}
    assert analysis.usual_growth(replace(there, years=two)) == pytest.approx(0.03)


def test_statistical_neighbours_nearest_first(looked_after: Path, neighbours: Path) -> None:
    found = look(need=looked_after, neighbours=neighbours, area="Sheffield").others
    assert found and "as in" in found.words and list(found.points) == ["Leeds"]
    region = look(need=looked_after, area="Sheffield").others
    assert region and "same region" in region.words


def test_an_authority_that_is_not_there_is_told_with_those_that_are_near(
    looked_after: Path,
) -> None:
    with pytest.raises(WorkbookError, match="Did you mean Sheffield"):
        look(need=looked_after, area="Sheffeld")


def test_the_first_that_is_in_every_file_is_shown_until_one_is_chosen(
    looked_after: Path, single_years: Path
) -> None:
    assert look(need=looked_after).area == "Leeds"
    assert look(need=looked_after, population=single_years).area == "Sheffield"


def test_without_a_count_the_forecast_says_what_to_choose(single_years: Path) -> None:
    with pytest.raises(WorkbookError, match="Choose a file for “Need"):
        analysis.ahead(look(population=single_years), assumed(), "children_in_care")


def suppressed_everywhere(folder: Path, looked_after: Path) -> Path:
    text = "\n".join(
        re.sub(r",(100000|200000),\w+,\w+$", r",\1,c,c", line)
        for line in looked_after.read_text().splitlines()
    )
    return write(folder, "hidden.csv", text + "\n")


def test_counts_that_are_all_suppressed_are_not_nought_and_not_no_file(
    tmp_path: Path, looked_after: Path
) -> None:
    found = look(need=suppressed_everywhere(tmp_path, looked_after), area="Sheffield")
    assert found.last is None and {p.status for p in found.points} == {"suppressed"}
    with pytest.raises(WorkbookError, match="hidden.csv has no figure for Sheffield .* not nought"):
        analysis.ahead(found, assumed(), "children_in_care")


def test_an_authority_that_a_file_lacks_is_told_with_a_way_out(
    tmp_path: Path, looked_after: Path
) -> None:
    book = layouts.outturn(tmp_path / "ro.xlsx")
    found = look(need=looked_after, spend=book, area="Sheffield")
    assert "Choose a file that covers it, or another authority." in found.problems["spend"]


def test_plans_are_named_in_words(tmp_path: Path) -> None:
    """The layout of the 2026 release: two columns of breakdowns, a column of plans."""
    lines = [f"{HEAD},breakdown_topic,breakdown,ehcplans,mainstream_total"]
    for topic, part, count in (("Total", "Total", "3000"), ("Age", "Under 5", "c")):
        place = f"{YORKSHIRE},383,Leeds,E08000035"
        lines.append(f"2026,Reporting year,Local authority,{place},{topic},{part},{count},{count}")
    found = read_published(write(tmp_path, "plans.csv", "\n".join(lines) + "\n"))
    whole, young = measures.offered(found, "children_with_disabilities")[:2]
    assert whole.text == "Education, health and care plans"
    assert young.text == "Age | Under 5 · Education, health and care plans"
    assert need.series(found, young, "Leeds")[0].status == "suppressed"


def test_a_year_too_far_or_past_is_refused(looked_after: Path) -> None:
    for year in (2025, 2060):
        with pytest.raises(WorkbookError, match="Plan for a year from 2026 to 2045"):
            analysis.ahead(look(need=looked_after), assumed(year=year), "children_in_care")


def test_choices_are_what_the_files_offer(looked_after: Path) -> None:
    offered = analysis.choices({"need": read_published(looked_after)}, "children_in_care")
    assert list(offered["area"]) == ["Leeds", "Sheffield"]
    assert len(offered["measure"]) == 1 and offered["line"] == {}


# --- files as published -----------------------------------------------------------------------

CASES = [
    ("children_in_care", "Sheffield", {"need": "dfe_ees_cla_number_and_rate_per_10k_children.csv",
      "population": "dfe_ons_mye_0_17_2012_to_2024.csv",
      "providers": "ofsted_provider_at_march_2025.csv",
      "neighbours": "dfe_statistical_neighbours_2025_wide.csv"}, 624, 183),
    ("homelessness", "Sheffield", {"need": "Detailed_LA_202503.ods"}, 694, None),
    ("older_people", "Lincolnshire", {"need": "dhsc_ascof_2024_25.ods",
      "population": "nomis_api_mye2024_single_year_lincolnshire.csv",
      "providers": "cqc_latest_ratings_long_lincolnshire.csv"}, 1121, None),
    ("early_help", "Leeds", {"need": "dfe_ees_b1_children_in_need_2013_to_2025.csv",
      "population": "dfe_ons_mye_0_17_2012_to_2024.csv"}, 5775, None),
]  # fmt: skip


@pytest.mark.parametrize(("population", "area", "given", "count", "places"), CASES)
def test_files_as_published(
    population: str, area: str, given: dict[str, str], count: float, places: float | None
) -> None:
    paths = {role: REAL / name for role, name in given.items()}
    if absent := [p.name for p in paths.values() if not p.exists()]:
        pytest.skip(f"published files are not here: {', '.join(absent)}")
    found = look(population, area=area, **paths)
    assert not found.problems
    assert found.last and found.last.count == count
    assert (found.supply.places if found.supply else None) == places
    made = analysis.ahead(found, assumed(), population)
    first = made.outlook.first_year
    assert made.outlook.need_in(first) == pytest.approx(count)
    assert any(basis.real for basis in made.basis) and not all(basis.real for basis in made.basis)
    assert found.others and len(found.others.points) == 10 or population == "older_people"


def test_a_suppressed_count_is_never_nought() -> None:
    path = REAL / "dfe_ees_cla_number_and_rate_per_10k_children.csv"
    if not path.exists():
        pytest.skip("published files are not here")
    found = look(need=path, area="City of London")
    assert found.points[-1].status == "suppressed" and found.points[-1].count is None
    assert found.last and (found.last.period, found.last.count) == ("2024", 7)
