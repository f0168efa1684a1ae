# ruff: noqa: E501
"""Small files of our own making, each in the layout of a published kind. All names invented."""

from __future__ import annotations

import zipfile
from pathlib import Path

EES = """time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,la_name,new_la_code,population_type,population_estimate,children_count,rate_per_10000
2025,Reporting year,National,E92000001,England,,,,,,Children looked after on 31 March,100000,670,67
2025,Reporting year,Regional,E92000001,England,E12000003,Yorkshire and The Humber,,,,Children looked after on 31 March,60000,420,70
2025,Reporting year,Local authority,E92000001,England,E12000003,Yorkshire and The Humber,383,Leeds,E08000035,Children looked after on 31 March,40000,300,75
2025,Reporting year,Local authority,E92000001,England,E12000003,Yorkshire and The Humber,373,Sheffield,E08000039,Children looked after on 31 March,20000,c,c
2025,Reporting year,Local authority,E92000001,England,E12000003,Yorkshire and The Humber,382,Kirklees,E08000034,Children looked after on 31 March,20000,0,0
2024,Reporting year,Local authority,E92000001,England,E12000003,Yorkshire and The Humber,373,Sheffield,E08000019,Children looked after on 31 March,20000,140,90
"""

EHC_PLANS = """time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,new_la_code,old_la_code,la_name,breakdown_topic,breakdown,ehcplans,special_total,special_total_pc
202425,Academic year,National,E92000001,England,,,,,,All EHC plans,All EHC plans,1000,400,40
202425,Academic year,National,E92000001,England,,,,,,Age,Under 5,100,30,30
202425,Academic year,National,E92000001,England,,,,,,Age,5 to 10,900,370,41.1
202425,Academic year,Local authority,E92000001,England,E12000003,Yorkshire and The Humber,E08000035,383,Leeds,All EHC plans,All EHC plans,60,low,c
"""

ADOPTION = """time_period,time_identifier,geographic_level,country_code,country_name,stage_of_adoption_process,number
202425,Academic year,National,E92000001,England,Entry to decision,00:10
202425,Academic year,National,E92000001,England,Decision to match,01:05
202425,Academic year,National,E92000001,England,Number of children,2960
202425,Academic year,National,E92000001,England,Match to order,k
"""

SNPP = """AREA_CODE,AREA_NAME,COMPONENT,SEX,AGE_GROUP,2022,2023,2047
E08000035,Leeds,Population,persons,0,9000.25,9010.5,9500.125
E08000035,Leeds,Population,persons,90 and over,1000.5,1010,1500
E08000035,Leeds,Population,persons,All ages,10000.75,10020.5,11000.125
E08000034,Kirklees,Population,persons,0,4000,4010,4100
E08000034,Kirklees,Population,persons,90 and over,500,510,600
E08000034,Kirklees,Population,persons,All ages,4500,4520,4700
"""

NOMIS_BULK = """"ONS Population estimates - local authority based by single year of age"
"ONS Crown Copyright Reserved [from Nomis]"

"Date       :","2024"
"Gender     :","Total"
"Age        :","All Ages"

"local authority: district / unitary (as of April 2023)","mnemonic","Total"
"Leeds","E08000035",845189
"Kirklees","E08000034",442033

"Column Total","",1287222
"""

FINGERTIPS = """Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,Denominator,Value note,Recent Trend,Compared to England value or percentiles,Compared to percentiles,Time period Sortable,New data,Compared to goal,Time period range
1,Invented indicator,,,E92000001,England,England,Persons,All ages,,,2023/24,50,-1,-1,,,500,1000,,,,,20230000,,,1y
1,Invented indicator,,,E92000001,England,England,Persons,All ages,Deprivation deciles,Most deprived decile,2023/24,70,-1,-1,,,70,100,,,,,20230000,,,1y
1,Invented indicator,E92000001,England,E08000035,Leeds,UA,Persons,All ages,,,2023/24,40,35,45,,,40,100,,,,,20230000,,,1y
1,Invented indicator,E92000001,England,E08000034,Kirklees,UA,Persons,All ages,,,2023/24,30,25,35,,,30,100,,,,,20230000,,,1y
1,Invented indicator,E92000001,England,E08000036,Wakefield,UA,Persons,All ages,,,2023/24,60,25,35,,,60,100,,,,,20230000,,,1y
1,Invented indicator,E92000001,England,E08000033,Calderdale,UA,Persons,All ages,,,2023/24,90,25,35,,,20,100,,,,,20230000,,,1y
1,Invented indicator,E92000001,England,E08000032,Bradford,UA,Persons,All ages,,,2023/24,,,,,,,,"Value suppressed for disclosure control",,,,20230000,,,1y
"""
FINGERTIPS += "".join(
    f"1,Invented indicator,E92000001,England,E0600000{n},{name},UA,Persons,All ages,,,2023/24,"
    f"{10 * n},1,2,,,{10 * n},100,,,,,20230000,,,1y\n"
    for n, name in enumerate(
        ["Hartlepool", "Middlesbrough", "Redcar and Cleveland", "Stockton-on-Tees", "Darlington",
         "Halton", "Warrington", "Blackburn with Darwen", "Blackpool"], start=1)
)  # fmt: skip

OFSTED_2018 = """Provider information,,,,,,,,,,Latest Full Inspection,,
Web link,URN,Provision type,Registration status,Name,Local authority,Government Office Region,Sector,Places,Organisation,Event type,Inspection date,Overall effectiveness
Page,SC000001,Children's home,Active,REDACTED,Leeds,Yorkshire and The Humber,Private,4,Acme Care Ltd,Full inspection,21/10/2017,Requires improvement
Page,SC000002,Children's home,Active,REDACTED,Kirklees,Yorkshire and The Humber,Voluntary,,Acme Care Ltd,Full inspection,03/09/2017,Good
"""

OFSTED_2025 = """"Children's social care data in England 2025 – Provider level as at 31 March 2025",,,,,,,,,,,,
"This worksheet contains one table, this table begins in cell A4.",,,,,,,,,,,,
Some cells in this table are empty.,,,,,,,,,,,,
Web link,URN,Provision type,Registration date,Registration status,Name,Local authority,Government Office Region,Sector,Places,Organisation which owns the provider,"Latest full inspection
date","Overall experiences and progress
of children and young people",,,
Page,1000001,Children's home,11/11/2014,Active,REDACTED,Leeds,Yorkshire and The Humber,Private,4,Acme Care Ltd,21/10/2024,Requires improvement to be good,,,
Page,1000002,Children's Home,12/11/2014,Active,REDACTED,Leeds,Yorkshire and The Humber,Private,3,Acme Care Ltd,13/10/2024,Good,,,
"""

CQC_RATINGS = """Location ID,Location Name,Care Home?,Location Local Authority,Service / Population Group,Domain,Latest Rating,Publication Date,Provider ID,Provider Name
1-1,Oak House,Y,Leeds,Overall,Overall,Good,05/29/2026,1-9,Acme Care Ltd
1-1,Oak House,Y,Leeds,Overall,Safe,Good,05/29/2026,1-9,Acme Care Ltd
1-1,Oak House,Y,Leeds,Care Homes,Overall,Good,05/29/2026,1-9,Acme Care Ltd
1-1,Oak House,Y,Leeds,Overall,Well-led,Outstanding,05/29/2026,1-9,Acme Care Ltd
1-2,Elm Help,N,Kirklees,Homecare,Overall,Inadequate,01/13/2026,1-9,Acme Care Ltd
1-2,Elm Help,N,Kirklees,Homecare,Safe,Inadequate,01/13/2026,1-9,Acme Care Ltd
1-3,Ash,N,Leeds,Homecare,Overall,Good,03/20/2026,1-7,Mrs A Example
1-3,Ash,N,Leeds,Supported living,Overall,Inadequate,03/20/2026,1-7,Mrs A Example
"""

CQC_DIRECTORY = """CQC directory of places where care is provided,,,,,,,,,
14 April 2022,,,,,,,,,
Contact: enquiries,,,,,,,,,
,,,,,,,,,
Name,Also known as,Address,Postcode,Phone number,Service types,Date of latest check,Specialisms/services,Local authority,CQC Location ID (for office use only)
Oak House,,1 High Street,LS1 1AA,01632960001,"Residential homes|Nursing homes",14/Apr/2022 - 00:00,Dementia,Leeds,1-1
Elm Help,,2 High Street,LS1 1AB,01632960002,Homecare agencies,13/Apr/2022 - 00:00,Dementia,"Kingston upon Hull, City of",1-2
"""

CQC_DIRECTORY_2017 = """CQC Locations data,,,,,,
,,,,,,
This data was produced on 23 August 2017,,,,,,
,,,,,,
Name,Service types,Date of latest check,Provider name,Local Authority,CQC Location (for office use only,CQC Provider ID (for office use only)
Oak House,Residential homes|Nursing homes,25/07/2017 - 00:00,Acme Care Ltd,Leeds,1-1,1-9
Elm Help,Homecare agencies,13/06/2017 - 00:00,Mr A B Example,Kirklees,1-2,1-8
Acme Care Ltd,Organisation,,Acme Care Ltd,Leeds,,1-9
"""

CQC_ENDED = """Location ID,Location Name,Location Status,Location HSCA start date,Location HSCA End Date,Care home?,Care homes beds at point location de-activated,Location Local Authority,Provider ID,Provider Name
1-1,Oak House,Inactive,01/10/2010,31/07/2026,Y,40,Leeds,1-9,Acme Care Ltd
1-2,Elm House,Active,01/10/2010,,Y,20,Leeds,1-9,Acme Care Ltd
"""

CQC_LOCATIONS = """Location ID,Location HSCA start date,Care home?,Location Name,Location Local Authority,Location Latest Overall Rating,Care homes beds,Registered Manager,Service type - Care home service with nursing,Service type - Homecare
1-1,6/26/2025 12:00:00 AM,Y,Oak House,Leeds,Good,40,"Example, Jo",Y,
1-2,1/2/2024 12:00:00 AM,N,Elm Help,Kirklees,Not Rated,,"Example, Al",,Y
"""

ASCOF_OLD = """Geographical Code,Geographical Description,Geographical Level,ONS Area Code,ASCOF Measure Code,Disaggregation Level,Measure Type,Measure Value,Measure Group,Measure Group Description
,England,England,E92000001,1A,Total,Outcome,19.1,1A1,Total
211,Leeds,Council,E08000035,1A,Total,Outcome,19.4,1A1,Total
211,Leeds,Council,E08000035,1A,Total,Denominator,*,1A1,Total
"""

SPEND = """ï»¿Body Name,Directotate,Supplier(Beneficiary) Name,Date Paid,Net Amount £,Narrative
Leeds City Council,Adults,Acme Care Ltd,24/12/2025,"£1,234.50",Care
Leeds City Council,Adults,Mrs A Example,20/12/2025,(120.00),Refund
Leeds City Council,Children,REDACTED PERSONAL DATA,03/12/2025,500,Support
Leeds City Council,Adults,18 Sea View Villas,02/12/2025,1540.00,Shared Lives
,,,,3154.50,
"""

SPEND_ALIASES = (
    "Supplier Name,Net Amount,Payment Date,Service Label",
    "SupplierName,NetAmount,Date Paid,Directorate",
    "Vendor Name,Amount,Clearing Date,Expense Area",
    "Beneficiary Name,Amount Excluding VAT,GL Date,Portfolio",
    "Supplier ID(T),Amount,Updated,Nstrg(T)",
    "Benificiary Name,Total (excludes VAT),Transaction Date,Strategic Group",
)

REGISTER = """Directorate Name,Contract Reference,Contract Title,Supplier Company Name,Annual Value,Total Contract Value (including extensions),Start Date,End Date,Contract Duration (months),SME Supplier?,Contract Manager
Adults,C1,Help at home,Acme Care Ltd,"£100,000.00","£300,000.00",01/04/2024,31/03/2027,36,Yes,Jo Example
Adults,C2,Day care,Beech Ltd,TBC,0,13/04/2024,TBC,,No,Jo Example
"""

CONTRACTS_FINDER = """Notice Identifier,Notice Type,Organisation Name,Status,Published Date,Title,Description,Nationwide,Postcode,Region,Cpv Codes,Contact Name,Contact Email,Start Date,End Date,Closing Date,Value Low,Value High,Awarded Date,Awarded Value,"Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE]",Supplier's contact name,Contract start date,Contract end date
N1,Contract,Nowhere Council,Open,2020-04-01T10:00:00Z,Supported living,Ring 01632 960123,No,LS1 1AA,"
   England
",85312000 85000000 ,Jo Example,jo@example.org,13/04/2020,31/03/2025,30/04/2020,3000000,472083300,,0,,,,
N2,Award,Nowhere Council,Awarded,2020-04-02T10:00:00Z,Home care,,No,,England,85312000,Jo Example,jo@example.org,13/04/2020,31/03/2025,01/01/2001,0,0,25/04/2020,90000,"[Acme Care Ltd|1 High Street|NONE||Yes|No]",Al Example,01/01/2001,01/01/2001
"""

WELLBEING = "id,date,stage," + ",".join(f"WEMWBS{n}" for n in range(1, 15)) + """
p1,2026-01-05,pre,3,3,3,3,3,3,3,3,3,3,3,3,3,3
p2,2026-01-05,pre,3,3,3,3,3,3,3,,3,3,3,3,3,99
p1,2026-03-05,post,4,4,4,4,4,4,4,4,4,4,4,4,4,4
p1,2026-03-05,post,4,4,4,4,4,4,4,4,4,4,4,4,4,4
"""  # fmt: skip

UNKNOWN = """An invented table of our own
Area code,Area,2023-24 places,2024-25 places
E08000035,Leeds,10,12
E08000034,Kirklees,[c],9
E0800039,Sheffield,..,7
"""


def homelessness(path: Path, *, quarter: str = "April to June 2020", wrong: bool = True) -> Path:
    """Write a workbook with headings over merged rows, as the detailed tables have them."""
    import openpyxl

    book = openpyxl.Workbook()
    contents = book.active
    contents.title = "Contents"
    contents["D4"] = "Statutory homelessness: detailed local authority tables"
    contents["D5"] = quarter
    sheet = book.create_sheet("A1")
    sheet["A1"] = f"Table A1 - Number of households by initial assessment England, {quarter}"
    sheet.append(["", "", "", "", "internal", "", "internal", "internal", "", "internal"])
    sheet.append(
        ["", "", "", "", "Total initial assessments1,2", "", "Assessed as owed a duty", "", "", ""]
        + ["", "Number of households\n in area4 (000s)"]
        + ["Households assessed as threatened with homelessness\nper (000s)"]
        + ["Households assessed as homeless\nper (000s)"]
    )
    sheet.append(
        ["", "", "", "", "", "", "Total owed a prevention or relief duty"]
        + ["Threatened with homelessness within 56 days - \nPrevention duty owed", "Of which:"]
        + ["Homeless - \nRelief duty owed4"]
    )
    sheet.append([""] * 8 + ["due to service of valid Section 21 Notice3"])
    relief = 0.62 if wrong else 1.62
    rows = [
        ["E92000001", "ENGLAND", "", "", 66670, "", 63570, 25520, 1560, 38040, "", 23542.8, 1.084, relief],
        ["-", "Rest of England", "", "", 53090, "", 50630, 19720, 1200, 30910, "", 19999.8, 0.986, 1.5455],
        ["E12000003", "Yorkshire and The Humber", "", "", 6640, "", 6400, 2910, 100, 3490, "", 2332.3, 1.2477, 1.4964],
        ["E08000016", "Barnsley", "", "", 200, "", 180, 80, 4, 100, "", 105.0, 0.762, 0.952],
        ["E08000035", "LeedsR", "", "", "..", "", "..", "..", "-", "..", "", 330.0, "..", ".."],
    ]  # fmt: skip
    for row in rows:
        sheet.append(row)
    sheet.append([])
    sheet.append(["..", "The local authority did not supply the data for this quarter."])
    sheet.append(
        ["-", "Breakdowns have been suppressed for authorities with fewer than 5 households."]
    )
    book.save(path)
    return path


def homelessness_types(path: Path, *, end: str = "gender") -> Path:
    """Write tables of household types and ages: shares without a heading, headings that repeat."""
    import openpyxl

    book = openpyxl.Workbook()
    quarter = "January to March 2025"
    contents = book.active
    contents.title = "Contents"
    contents["D4"] = "Statutory homelessness: detailed local authority tables"
    contents["D5"] = quarter
    types = book.create_sheet("A5P")
    types["A1"] = f"Table A5P - Number of households owed a prevention duty by type, {quarter}"
    none = [""] * 4
    types.append([*none, "Total owed a prevention duty", "", "", "Single parent with children"]
                 + [""] * 4 + ["Single adult"])  # fmt: skip
    types.append(
        [*none, "", "", "", "Male", "", "Female", "", "", "Male", "", f"Other / {end} not known"]
    )
    types.append(["E92000001", "ENGLAND", "", "", 100, 1, "", 10, 0.1, 20, 0.2, "", 30, 0.3, 40])
    types.append(["E08000032", "", "", "", 10, 1, "", 1, 0.1, 2, 0.2, "", 3, 0.3, 4])
    ages = book.create_sheet("A6")
    ages["A1"] = f"Table A6 - Age of main applicants owed a duty, {quarter}"
    ages.append([*none, "Total owed a duty\u2077", "", "16-17", "%", "18-24", "%"])
    ages.append(["E92000001", "ENGLAND", "", "", 100, 1, 10, 0.1, 90, 0.9])
    ages.append(["E08000035", "Leeds", "", "", "..", "", "..", "..00%", "..", "..00%"])
    book.save(path)
    return path


def odd_ods(path: Path, *, spaced: bool = False, typed: bool = True) -> Path:
    """Write an ODS as some programs do: on lines of its own, or without the note of its type."""
    rows = [["Area code", "Council", "Beds", "Homes"]]
    rows += [[f"E0800003{n}", name, n, 2 * n] for n, name in ((5, "Leeds"), (4, "Kirklees"))]
    gap = "\n     " if spaced else ""
    cells = [
        gap.join(
            f'<table:table-cell office:value-type="float" office:value="{c}"/>'
            if isinstance(c, int)
            else f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
            for c in row
        )
        for row in rows
    ]
    body = gap.join(f"<table:table-row>{gap}{c}{gap}</table:table-row>" for c in cells)
    names = "".join(
        f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content{names}><office:body><office:spreadsheet>'
        f'{gap}<table:table table:name="Homes">{gap}{body}{gap}</table:table>{gap}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        if typed:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return path


def cqc_workbook(path: Path) -> Path:
    """Write a workbook of active locations: a sheet about it, blank rows, flags across."""
    import openpyxl

    book = openpyxl.Workbook()
    about = book.active
    about.title = "README"
    about.append(["Care directory with filters"])
    about.append(["Issues since 12 January 2025: some of our files are late. " * 40])
    about.append(["Source: CQC database as at 03 March 2025"])
    sheet = book.create_sheet("HSCA_Active_Locations")
    for _ in range(6):
        sheet.append([])
    sheet.append(
        ["Location ID", "Location HSCA start date", "Dormant (Y/N)", "Care home?", "Location Name"]
        + ["Care homes beds", "Location Local Authority", "Service type - Care home"]
        + ["Service type - Homecare", "Service user band - Older People"]
        + ["Location Dual Registered", "Primary ID (Dual registration locations)"]
    )
    sheet.append(["1-1", "13/04/2015", "Y", "N", "Ash", "", "Leeds", "", "Y", "Y", "", ""])
    twice = ["Dual Registration", "1-2"]
    sheet.append(["1-2", "01/10/2010", "N", "Y", "Beech", 20, "Kirklees", "Y", "Y", "", *twice])
    sheet.append(["1-3", "01/10/2012", "N", "Y", "Beech", 20, "Kirklees", "Y", "Y", "", *twice])
    links = book.create_sheet("Dual_Registration_Locations")
    links.append(
        ["Location ID", "Location Name", "Location HSCA Start Date", "Location Type/Sector"]
        + ["Provider ID", "Provider Name", "Linked Organisation ID", "Linked Organisation Name"]
        + ["Relationship", "Relationship Start Date", "Primary ID"]
    )
    for own, other, first in (("1-2", "1-3", "Y"), ("1-3", "1-2", "N")):
        links.append(
            [own, "Beech", "01/10/2010", "Social Care Org", "1-9", "Acme Care Ltd"]
            + [other, "Beech", "Dual Registration", "01/10/2012", first]
        )
    book.save(path)
    return path


def outturn(path: Path) -> Path:
    """Write a workbook in the layout of a revenue outturn by authority."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "RO3_LA_Data_202425"
    sheet.append(["Worksheet 2: Revenue Outturn (RO) 2024-25: Social Care (RO3) data £ thousand"])
    sheet.append(["This worksheet contains one table."])
    sheet.append([])
    sheet.append(
        [
            "E-code",
            "ONS Code",
            "Local authority",
            "Notes",
            "Class",
            "Fostering: total",
            "Homes: total",
        ]
    )
    sheet.append(["E1", "E08000035", "Leeds", "", "MD", 100.5, 200])
    sheet.append(["E2", "E08000034", "Kirklees", "M", "MD", "[x]", "[x]"])
    sheet.append(["", "", "England", "", "", 100.5, 200])
    book.save(path)
    return path


def ascof(path: Path) -> Path:
    """Write a workbook in the layout of the outcomes framework."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Table_2a"
    sheet.append(["Table 2a: people who received short term support, proportion"])
    sheet.append(["This worksheet contains one table. Some cells refer to notes."])
    sheet.append(
        ["Local authority code", "Local authority", "ONS area code"]
        + [f"2024 to 2025 - {w}" for w in ("numerator", "denominator", "outcome")]
    )
    sheet.append(["England", "England", "E92000001", 770, 1000, 77.0])
    sheet.append(["S", "Shire Counties", "[z]", 400, 500, 80.0])
    sheet.append(["211", "Leeds", "E08000035", 80, 100, 80.0])
    sheet.append(["212", "Kirklees", "E08000034", "[c]", "[c]", "[c]"])
    sheet.append(["213", "Wakefield", "E08000036", 50, 100, 50.0])
    sheet.append(["214", "Bradford", "E08000032", 50, 100, 90.0])
    book.save(path)
    return path


def mid_year(path: Path) -> Path:
    """Write a workbook in the layout of the mid-year estimates by single year of age."""
    import openpyxl

    book = openpyxl.Workbook()
    first = book.active
    first.title = "Contents"
    first["A1"] = "Population estimates"
    for name in ("MYE2 - Persons", "MYE2 - Males"):
        sheet = book.create_sheet(name)
        sheet.append([f"{name}: population estimates, mid-2020"])
        for _ in range(6):
            sheet.append([])
        sheet.append(["Code", "Name", "Geography", "All ages", *range(90), "90+"])
        sheet.append(["E92000001", "ENGLAND", "Country", 1_000_001, *[10] * 91])
        sheet.append(["E08000035", "Leeds", "Metropolitan District", 91, *[1] * 91])
    long = book.create_sheet("MYEB1")
    long.append(["code", "name", "geography", "sex", "age", "population_2011", "population_2020"])
    for age in range(91):
        long.append(["E08000035", "Leeds", "Metropolitan District", "M", age, 3, 1])
    book.save(path)
    return path


#: Headings over three rows, the upper ones merged: a form of older releases.
MERGED = """Table LA7: invented,,,,,,,,
Coverage: England,,,,,,,,
,,2012,,,2013,,,
,,Number,Percentage,,Number,Percentage,,
LA code,Council,,Normal,Concern,,Normal,Concern,
E08000035,Leeds,100,60,40,200,55,45,
E08000034,Kirklees,x,x,x,300,50,50,
E08000036,Wakefield,10,20,80,..,..,..,
E08000033,Calderdale,10,30,70,40,10,90,
"""

NOMIS_CODES = """GEOGRAPHY_CODE,C_AGE,PROJECTED_YEAR_NAME,OBS_VALUE,GENDER
E08000035,0,2024,2822.0,1
E08000035,1,2024,2999.0,1
E08000035,0,2025,2963.0,2
"""


TEXTS = {
    "dfe_ees": EES,
    "population": SNPP,
    "fingertips": FINGERTIPS,
    "ofsted_providers": OFSTED_2025,
    "cqc": CQC_RATINGS,
    "ascof": ASCOF_OLD,
    "spend": SPEND,
    "contracts_register": REGISTER,
    "contracts_finder": CONTRACTS_FINDER,
    "wellbeing": WELLBEING,
    "generic": UNKNOWN,
}
