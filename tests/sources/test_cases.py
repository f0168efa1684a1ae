"""The cases of poor performance: one for each population, and true to the tables beside them."""

import re
from pathlib import Path

import pandas as pd
import pytest

from course_support.errors import WorkbookError
from course_support.exercises.library import Library
from course_support.sources import cases, package, populations

IDS = tuple(populations.load())


@pytest.mark.parametrize("population", IDS)
def test_a_population_opens_its_own_case(population: str) -> None:
    own = cases.for_population(population)
    assert own.population == own.contract.population == population


def test_a_chosen_case_is_opened_whatever_the_population() -> None:
    assert cases.for_population("older_people", "pc2").title == "Sorrel Lodge"
    with pytest.raises(WorkbookError, match="no case 'pc9'"):
        cases.for_population("older_people", "pc9")


def test_a_population_without_a_case_borrows_the_first() -> None:
    assert cases.for_population("somebody_new").id == "PC1"


@pytest.mark.parametrize("case", cases.cases(), ids=lambda case: case.id)
def test_every_file_holds_what_a_room_has_to_weigh(case: cases.Case) -> None:
    kinds = {paper.kind for paper in case.papers}
    assert {"measure", "complaint", "inspection", "visit note"} <= kinds
    assert kinds & {"letter", "plan"}, "the provider's reply"
    assert case.terms
    assert case.measures
    assert set(case.sequels) == set(cases.COURSES.values())
    assert all(len(story) > 120 for story in case.sequels.values())
    assert all(case.facts[name] for name in cases.DETERMINANTS)
    assert {each.what for each in cases.registers(case)} >= {"Complaints", "Incidents"}


@pytest.mark.parametrize("case", cases.cases(), ids=lambda case: case.id)
def test_nothing_in_the_registers_came_after_the_newest_paper(case: cases.Case) -> None:
    complaints = next(each for each in cases.registers(case) if each.what == "Complaints")
    known = [
        row
        for row in package.rows("complaints", case.population)
        if row["contract_id"] == case.contract.id and row["received_on"] <= case.closed_on
    ]
    assert complaints.number <= len(known)


def table(name: str, case: cases.Case) -> pd.DataFrame:
    """Return a contract's rows as they stand in the file, read without the package's own code."""
    folder = Path(__file__).parents[2] / "data" / "authority"
    rows = pd.read_csv(folder / f"{name}.csv")
    return rows[rows["contract_id"] == case.contract.id]


def in_the_year(rows: pd.DataFrame, column: str, case: cases.Case) -> pd.DataFrame:
    days, last = pd.to_datetime(rows[column]), pd.Timestamp(case.closed_on)
    return rows[(days > last - pd.Timedelta(days=365)) & (days <= last)]


@pytest.mark.parametrize("case", cases.cases(), ids=lambda case: case.id)
def test_registers_say_what_the_files_hold_of_the_year_before(case: cases.Case) -> None:
    evidence = pd.read_csv(Path(__file__).parents[2] / "data" / "authority" / "case_evidence.csv")
    own = evidence[evidence["case_id"] == case.id]
    assert case.closed_on.isoformat() == own["dated"].max()
    complaints, incidents, staff = cases.registers(case)

    rows = in_the_year(table("complaints", case), "received_on", case)
    upheld = rows["finding"].isin(["upheld", "upheld in part"]).sum()
    assert complaints.number == len(rows)
    assert complaints.detail.startswith(f"{upheld} upheld, in whole or part")
    open_ = int(rows["finding"].isna().sum())
    assert (f"{open_} with no finding recorded" in complaints.detail) == (open_ > 0)
    most = rows["theme"].value_counts()
    assert f"Most often: {most.index[0]} ({most.iloc[0]}); " in complaints.detail

    rows = in_the_year(table("incidents", case), "happened_on", case)
    harmed = rows["severity"].isin(["minor harm", "serious harm"]).sum()
    late = (rows["days_to_report"] > 1).sum()
    assert incidents.number == len(rows)
    assert incidents.detail.startswith(f"{harmed} with harm; {late} reported after more than a day")

    quarter = str(pd.Period(case.closed_on, "Q") - 1).replace("Q", " Q")
    rows = table("workforce", case)
    now, year = rows[rows["quarter"] == quarter].iloc[0], rows[rows["quarter"] <= quarter].tail(4)
    assert (staff.what, staff.number) == (f"Posts, {quarter}", now["posts"])
    assert staff.detail == (
        f"{now['vacant']:.0f} vacant, {now['agency']:.0f} filled by agency; "
        f"{year['leavers'].sum():.0f} left in {year['leavers'].count()} quarters."
    )


@pytest.mark.parametrize("case", cases.cases(), ids=lambda case: case.id)
def test_a_case_holds_only_what_is_its_own(case: cases.Case) -> None:
    assert {row["contract_id"] for row in case.measures} == {case.contract.id}
    evidence = pd.read_csv(Path(__file__).parents[2] / "data" / "authority" / "case_evidence.csv")
    assert [paper.content for paper in case.papers] == list(
        evidence.loc[evidence["case_id"] == case.id, "content"]
    )


@pytest.mark.parametrize(
    ("case", "kpi", "month", "said"),
    [
        ("PC1", "OP-K1", "2025-09", "88%"), ("PC1", "OP-K1", "2025-11", "84%"),
        ("PC2", "CC-K7", "2025-12", "99%"),
        ("PC3", "HO-K2", "2025-08", "92%"), ("PC3", "HO-K1", "2025-10", "50%"),
        ("PC4", "EH-K1", "2025-08", "67%"), ("PC4", "EH-K4", "2025-10", "411"),
        ("PC5", "CD-K1", "2025-11", "83%"),
    ],
)  # fmt: skip
def test_what_a_paper_says_of_a_measure_is_what_was_sent(
    case: str, kpi: str, month: str, said: str
) -> None:
    sent = next(
        row["value"]
        for row in package.rows("performance")
        if row["kpi_id"] == kpi and f"{row['month']:%Y-%m}" == month
    )
    assert float(re.sub("%", "", said)) == pytest.approx(sent, abs=0.5 + 1e-9)
    papers = " ".join(paper.content for paper in cases.case(case).papers)
    assert said in papers


def whole_file(case: cases.Case) -> str:
    """Return all that a room can read: question, terms, papers and registers, in one text."""
    parts = [case.question, case.terms]
    parts += [f"{paper.source} {paper.content}" for paper in case.papers]
    parts += [f"{each.number} {each.what} {each.detail}" for each in cases.registers(case)]
    return " ".join(parts)


@pytest.mark.parametrize("case", cases.cases(), ids=lambda case: case.id)
def test_a_figure_told_on_a_determinant_stands_in_the_file(case: cases.Case) -> None:
    file = set(re.findall(r"\d[\d,]*", whole_file(case)))
    for name, fact in case.facts.items():
        # A stretch of months is counted from dates, and asked about below.
        told = set(re.findall(r"\d[\d,]*(?! months)\b", fact))
        assert told <= file, (name, told - file)


@pytest.mark.parametrize(
    ("case", "determinant", "told", "read"),
    [
        ("PC1", "seriousness", "until eleven the next day", "found at eleven"),
        ("PC1", "seriousness", "register holds ten incidents with harm", "10 with harm"),
        ("PC1", "relationship", "Nine years and two contracts", "since 2016, under two contracts"),
        ("PC2", "seriousness", "boy of 13", "Boy of 13 missing for 38 hours, over two nights"),
        ("PC2", "seriousness", "medicine was given twice", "a medicine was given twice"),
        ("PC2", "breach", "No registered manager for five months", "No registered manager since"),
        ("PC2", "relationship", "did not visit in the autumn", "Neither owner has been here"),
        ("PC3", "risks", "rival eager to take over", "we could take over both houses"),
        ("PC3", "risks", "in debt to its landlord", "loan from the landlord"),
        ("PC3", "relationship", "Four contract managers", "Four contract managers in two years"),
        ("PC3", "response", "within a day, and not the question", "yours of yesterday"),
        ("PC4", "seriousness", "nearly three times as long", "takes 14 working days"),
        ("PC4", "seriousness", "went on to a protection plan", "went on to a protection plan"),
        ("PC4", "relationship", "no formal review for 14 months", "review was in October 2024"),
        ("PC5", "risks", "Sixty-two children", "62 children stay at the two houses"),
        ("PC5", "risks", "no other overnight house", "There is no other overnight house"),
        ("PC5", "relationship", "praised its staff in public", "gave these workers an award"),
    ],
)  # fmt: skip
def test_what_is_told_on_a_determinant_can_be_read_before(
    case: str, determinant: str, told: str, read: str
) -> None:
    """A room that argued well must not learn afterwards what it could not have known."""
    own = cases.case(case)
    assert told in own.facts[determinant]
    assert read in whole_file(own)


def test_the_provider_that_spoke_first_did() -> None:
    """Late calls: the letter is dated before the return that shows the fall."""
    papers = cases.case("PC1").papers
    assert [paper.kind for paper in papers[:2]] == ["letter", "measure"]


def test_a_sequel_takes_what_the_contract_allows() -> None:
    """By hand: £4.7m a year is £391,667 a month; two measures at 2% each, three months."""
    taken = 4_700_000 / 12 * 0.04 * 3
    assert taken == pytest.approx(47_000)
    assert "£47,000" in cases.case("PC1").sequels["punitive"]


@pytest.mark.parametrize("population", IDS)
def test_each_population_chooses_among_three_its_own_first(population: str) -> None:
    exercise = Library().named("choose-a-case").for_population(population)
    offered = [cases.case(option.id) for option in exercise.options]  # type: ignore[attr-defined]
    assert len(offered) == 3
    assert offered[0].population == population
    for option, case in zip(exercise.options, offered, strict=True):  # type: ignore[attr-defined]
        assert option.text.startswith(case.title)
