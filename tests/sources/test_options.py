"""The authority's options, and a participant's own in their place."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from course_support import Workbook
from course_support.sources import options, own_options, package, populations
from course_support.sources.options import (
    COSTS,
    CRITERIA,
    MOST_CRITERIA,
    OPTIONS,
    RISKS,
    STANDING,
)
from course_support.widgets import options_page

POPULATIONS = tuple(populations.load())


@pytest.fixture
def workbook(tmp_path: Path) -> Workbook:
    book = Workbook.open("children_in_care", "Ann", answers=tmp_path)
    options_page.prepare(book)
    return book


def cells(workbook: Workbook, name: str) -> dict[str, dict[str, str]]:
    """Return what stands in a table, by row."""
    return {row.id: dict(row.cells) for row in workbook.answer(name).rows}


def save(workbook: Workbook, name: str, rows: dict[str, dict[str, str]]) -> None:
    sheet = workbook.sheet(name)
    value: dict[str, Any] = {"rows": [{"id": k, "cells": v} for k, v in rows.items()]}
    workbook.store.save(sheet.key, "table", {**value, "seen": sheet.exercise.texts()})
    workbook.changed(name)


@pytest.mark.parametrize("population", POPULATIONS)
def test_untouched_tables_give_back_the_authoritys_case(population: str, tmp_path: Path) -> None:
    book = Workbook.open(population, "Ann", answers=tmp_path)
    options_page.prepare(book)
    found, theirs = own_options.case(book), options.authority(population)
    assert (found.notes, found.own) == ((), False)
    assert (found.criteria, found.options) == (theirs.criteria, theirs.options)
    assert found.performance == theirs.performance
    assert sorted(found.money) == sorted(theirs.money)
    assert (found.risks, found.groups) == (theirs.risks, theirs.groups)


@pytest.mark.parametrize("population", POPULATIONS)
def test_every_population_has_what_the_page_needs(population: str) -> None:
    case = options.authority(population)
    assert case.baseline is not None and case.baseline.place == STANDING
    assert len(case.scored) == len(case.costed) == len(case.options) == 5
    assert {each.option for each in case.risks} == {each.id for each in case.options}
    losers = {each.option for each in case.groups if each.gain < 0}
    assert losers, "somebody loses under some option"
    span = options.strategy(population)
    assert span is not None and span.first < span.last and isinstance(span.review_on, dt.date)
    verdicts = {row["verdict"] for row in options.long_list(population)}
    assert {"stays", "drop", "carry forward", "preferred way forward"} <= verdicts
    assert all(row["reason"] for row in options.long_list(population))


@pytest.mark.parametrize("population", POPULATIONS)
def test_swings_in_the_exercises_are_those_of_the_data(population: str, tmp_path: Path) -> None:
    """The files hold the words for the wall; the page makes its own from the tables."""
    book = Workbook.open(population, "Ann", answers=tmp_path)
    rows = package.rows("option_criteria", population)
    items = book.exercise("which-swing").items  # type: ignore[attr-defined]
    points = {each.id: each.start for each in book.exercise("swing-points").settings}  # type: ignore[attr-defined]
    assert len(items) == len(points) == len(rows) + 1
    for item, row in zip(items, rows, strict=False):
        assert item.text.startswith(f"{row['name']}: from “{row['worst']}”")
        assert points[item.id] == row["swing_points"]


def test_a_renamed_option_keeps_its_costs_risks_and_groups(workbook: Workbook) -> None:
    rows = cells(workbook, OPTIONS)
    rows["cc-o2"]["name"] = "More carers"
    save(workbook, OPTIONS, rows)
    found = own_options.case(workbook)
    assert found.own
    assert found.notes[0].startswith(
        "More carers stands in the row of Foster families first, so its costs, risks, gains and"
    )
    assert found.name("cc-o2") == "More carers"
    assert "cc-o2" in {option for option, _, _, _ in found.money}
    # Costs that nobody has typed stand there under the new name.
    assert "More carers" in {row["option"] for row in cells(workbook, COSTS).values()}


def test_costs_saved_under_the_old_name_still_count(workbook: Workbook) -> None:
    save(workbook, COSTS, cells(workbook, COSTS))
    rows = cells(workbook, OPTIONS)
    rows["cc-o2"]["name"] = "More carers"
    save(workbook, OPTIONS, rows)
    assert "cc-o2" in {option for option, _, _, _ in own_options.case(workbook).money}


def test_own_options_replace_the_authoritys_and_say_what_they_lack(workbook: Workbook) -> None:
    save(
        workbook,
        OPTIONS,
        {
            "a": {"name": "Wait", "place": STANDING, "criterion-1": "50", "criterion-2": "10",
                  "criterion-3": "1", "criterion-4": "0"},
            "b": {"name": "Hub", "place": "do-minimum", "criterion-1": "60"},
            "c": {"name": "hub ", "place": "alternative"},
            "d": {"name": "Two homes\nof our own", "place": "alternative"},
        },
    )  # fmt: skip
    found = own_options.case(workbook)
    assert [each.name for each in found.options] == ["Wait", "Hub", "Two homes of our own"]
    assert [each.name for each in found.scored] == ["Wait"]
    said = " ".join(found.notes)
    assert "“hub” is there twice" in said
    assert "Hub has no figure for Homes that last two years and Real choice" in said
    assert "No costs yet for Wait, Hub" in said


def test_costs_for_an_option_that_is_not_there_are_left_out_and_said(workbook: Workbook) -> None:
    rows = cells(workbook, COSTS)
    rows["own"] = {"option": "Hubb", "kind": "capital", "y0": "10"}
    rows["kindless"] = {"option": "Better buying", "y0": "10"}
    save(workbook, COSTS, rows)
    notes = own_options.case(workbook).notes
    assert f"Row {len(rows) - 1} of the costs is for “Hubb”" in notes[0]
    assert "has no kind" in notes[1]


def test_without_business_as_usual_the_page_asks_for_it(workbook: Workbook) -> None:
    rows = cells(workbook, OPTIONS)
    rows["cc-o0"]["place"] = "alternative"
    save(workbook, OPTIONS, rows)
    found = own_options.case(workbook)
    assert found.baseline is None
    assert "Standing still is always one of the options" in found.notes[0]


def test_the_table_of_costs_is_in_pounds_where_the_settings_say_so(workbook: Workbook) -> None:
    sheet = workbook.sheet("appraisal-settings")
    workbook.store.save(sheet.key, "assume", {"values": {"money-unit": "pounds"}})
    before = own_options.case(workbook).money
    assert before == options.authority("children_in_care").money or sorted(before) == sorted(
        options.authority("children_in_care").money
    )
    rows = cells(workbook, COSTS)
    assert rows["cc-o0-revenue"]["y0"] == "30480000"  # the authority's stand there in pounds too
    rows["cc-o0-revenue"]["y0"] = "£30,480,000"
    save(workbook, COSTS, rows)
    money = {(o, y, k): a for o, y, k, a in own_options.case(workbook).money}
    assert money["cc-o0", 0, "revenue"] == 30480


def test_costs_come_with_the_signs_of_a_spreadsheet(workbook: Workbook) -> None:
    """Pounds, brackets, dashes and a total row; the headings say in what amounts are."""
    options_of = workbook.rows(OPTIONS)
    name = options_of[0]["name"]
    save(
        workbook,
        COSTS,
        {
            "a": {"option": name, "kind": "revenue", "y0": "£1,200", "y1": "(£30)", "y2": "£-"},
            "b": {"option": "Total", "kind": "revenue", "y0": "£1,200"},
        },
    )
    found = own_options.case(workbook)
    assert [row[1:] for row in found.money] == [(0, "revenue", 1200), (1, "revenue", -30)]
    assert "Row 2 of the costs is for “Total”" in found.notes[0]
    columns = workbook.exercise(COSTS).columns  # type: ignore[attr-defined]
    assert columns[2].heading == "Year 0 (£000)"


def test_two_rows_for_the_same_money_are_added_up_and_said(workbook: Workbook) -> None:
    """Own costs pasted under the authority's would count on top of them."""
    name = workbook.rows(OPTIONS)[0]["name"]
    row = {"option": name, "kind": "revenue", "y0": "100"}
    save(workbook, COSTS, {"a": row, "b": {**row, "y0": "20"}})
    found = own_options.case(workbook)
    assert [amount for *_, amount in found.money] == [120]
    assert found.notes[0].startswith(f"{name} has 2 rows of revenue, which are added up.")


def test_the_unit_of_the_costs_is_asked_about_where_it_can_hardly_be(workbook: Workbook) -> None:
    name = workbook.rows(OPTIONS)[0]["name"]
    save(workbook, COSTS, {"a": {"option": name, "kind": "revenue", "y0": "250000"}})
    assert "is £250 million in one year" in own_options.case(workbook).notes[0]
    sheet = workbook.sheet("appraisal-settings")
    asked = {each.id: each.text for each in sheet.exercise.settings}  # type: ignore[attr-defined]
    assert asked["money-unit"] == own_options.UNIT_ASKED
    workbook.store.save(sheet.key, "assume", {"values": {"money-unit": "pounds"}})
    assert "million" not in " ".join(own_options.case(workbook).notes)
    assert workbook.exercise(COSTS).columns[2].heading == "Year 0 (£)"  # type: ignore[attr-defined]
    save(workbook, COSTS, {"a": {"option": name, "kind": "revenue", "y0": "250"}})
    assert "is £250 in one year" in own_options.case(workbook).notes[0]


@pytest.mark.parametrize("name", ["Cost", "cost ", "Who", "Option", "What it is", "Its weight"])
def test_a_criterion_may_be_called_as_a_column_is(workbook: Workbook, name: str) -> None:
    rows = cells(workbook, CRITERIA)
    save(workbook, CRITERIA, {**rows, "row-1": {"name": name, "better": "lower"}})
    for each in (OPTIONS, "group-weights", "which-swing", "swing-points", "move-one-weight"):
        heads = list(workbook.sheet(each).exercise.texts().values())
        assert len(heads) == len({head.casefold() for head in heads}), each
    counted_twice = "counts twice" in " ".join(own_options.case(workbook).notes)
    assert counted_twice is (name.strip().lower() == "cost")


def test_own_criteria_name_columns_sliders_and_items(workbook: Workbook) -> None:
    rows = cells(workbook, CRITERIA)
    rows["criterion-1"]["name"] = "Close to school"
    rows["mine"] = {"name": "Siblings together", "unit": "percent", "better": "higher"}
    save(workbook, CRITERIA, rows)
    heads = [each.heading for each in workbook.exercise(OPTIONS).columns]  # type: ignore[attr-defined]
    assert "Close to school (percent)" in heads and "Siblings together (percent)" in heads
    sliders = [each.text for each in workbook.exercise("swing-points").settings]  # type: ignore[attr-defined]
    assert sliders[0] == "Close to school" and "Siblings together" in sliders
    moved = workbook.exercise("move-one-weight").settings[0]  # type: ignore[attr-defined]
    assert "Siblings together" in [each.text for each in moved.options]
    assert workbook.exercise("which-swing").items[0].text.startswith("Close to school")  # type: ignore[attr-defined]


def test_criteria_that_cannot_be_used_are_told(workbook: Workbook) -> None:
    names = ["Safe", "safe ", "Near", *(f"More {n}" for n in range(8))]
    rows = {f"own-{n}": {"name": name, "better": "lower"} for n, name in enumerate(names)}
    rows["own-2"] = {"name": "Near", "unit": "u" * 60}
    save(workbook, CRITERIA, rows)
    notes: list[str] = []
    found = own_options.criteria(workbook, notes)
    assert len(found) <= MOST_CRITERIA
    assert "The criterion “safe” is there twice. The first one counts." in notes
    assert any("“Near” does not say which way is better; higher is" in note for note in notes)
    assert any(f"More than {MOST_CRITERIA} criteria" in note for note in notes)
    by_name = {each.name: each for each in found}
    assert (by_name["Safe"].higher, by_name["Near"].higher) == (False, True)
    assert len(by_name["Near"].unit) == 40 and by_name["Near"].unit.endswith("…")
    assert own_options.criteria(workbook) == found, "asked without notes, the same"


def test_no_criterion_at_all_leaves_the_authoritys(workbook: Workbook) -> None:
    save(workbook, CRITERIA, {"criterion-1": {"name": ""}})
    notes: list[str] = []
    theirs = options.authority("children_in_care").criteria
    assert own_options.criteria(workbook, notes) == theirs
    assert "the authority's stand until then" in notes[0]


def test_an_option_without_a_name_is_left_out_and_said(workbook: Workbook) -> None:
    rows = cells(workbook, OPTIONS)
    rows["own"] = {"name": "", "about": "Something"}
    save(workbook, OPTIONS, rows)
    found = own_options.case(workbook)
    assert len(found.options) == len(rows) - 1
    assert "A row of the options has no name, so it is left out. Name it." in found.notes


def test_benefits_alone_are_no_costs(workbook: Workbook) -> None:
    rows = {k: v for k, v in cells(workbook, COSTS).items() if "Better buying" not in v["option"]}
    rows["b"] = {"option": "Better buying", "kind": "benefit", "y1": "5"}
    save(workbook, COSTS, rows)
    found = own_options.case(workbook)
    assert "No costs yet for Better buying: left out of the sums of money." in found.notes
    assert "Better buying" not in {each.name for each in found.costed}


def test_figures_stay_with_their_criterion_when_another_is_deleted(workbook: Workbook) -> None:
    rows = cells(workbook, CRITERIA)
    del rows["criterion-2"]
    rows["mine"] = {"name": "New", "better": "lower"}
    save(workbook, CRITERIA, rows)
    found = {each.name: each.id for each in own_options.criteria(workbook)}
    assert found["Real choice of home when a child needs one"] == "criterion-3"
    assert found["New"] == "mine-mine"


def test_own_criteria_in_place_of_the_councils_begin_without_figures(workbook: Workbook) -> None:
    """The table of options has columns for these criteria only, and nobody else's figures."""
    kept = cells(workbook, CRITERIA)["criterion-3"]
    own = {f"row-{n}": {"name": f"Own {n}", "better": "higher"} for n in range(5)}
    save(workbook, CRITERIA, {"criterion-3": kept, **own})
    columns = [each.id for each in workbook.exercise(OPTIONS).columns]  # type: ignore[attr-defined]
    assert columns[2:8] == ["criterion-3", *(f"mine-{id_}" for id_ in own)]
    for row in cells(workbook, OPTIONS).values():
        assert row["criterion-3"] and not any(row[f"mine-{id_}"] for id_ in own)
    case = own_options.case(workbook)
    assert {criterion for _, criterion in case.performance} == {"criterion-3"}
    assert case.scored == ()


def test_a_swing_without_figures_or_ends_in_words_still_reads(workbook: Workbook) -> None:
    own = {f"row-{n}": {"name": f"Own {n}", "better": "higher"} for n in range(3)}
    own["row-2"]["best"] = "Everyone safe"
    save(workbook, CRITERIA, own)
    items = [each.text for each in workbook.exercise("which-swing").items]  # type: ignore[attr-defined]
    assert items[0] == "Own 0: from its bad end to its good end"
    assert items[2] == "Own 2: from its bad end to “Everyone safe”"


def test_a_criterion_written_over_the_councils_says_whose_figures_stand(
    workbook: Workbook,
) -> None:
    rows = cells(workbook, CRITERIA)
    rows["criterion-3"]["name"] = "Days until a bed is found"
    save(workbook, CRITERIA, rows)
    (note,) = own_options.case(workbook).notes
    assert note.startswith("“Days until a bed is found” stands in the row of “Real choice of home")
    save(workbook, OPTIONS, cells(workbook, OPTIONS))
    assert own_options.case(workbook).notes == ()


def test_a_risk_that_is_not_complete_is_not_drawn(workbook: Workbook) -> None:
    save(workbook, RISKS, {"r": {"risk": "Fire", "option": "Better buying", "likelihood": "2"}})
    found = own_options.case(workbook)
    assert found.risks == ()
    assert "Row 1 of the risks is not complete" in found.notes[0]


def test_a_population_without_a_long_list_begins_with_the_yardstick() -> None:
    rows = own_options.long_list_rows("nobody")["rows"]
    assert [row["cells"]["dimension"] for row in rows] == ["whole"]


def test_a_plan_begins_with_the_contracts_by_the_day_they_end() -> None:
    rows = options.plan_rows("homelessness")["rows"]
    days = [dt.datetime.strptime(row["date"], "%d/%m/%Y") for row in rows]
    assert days == sorted(days) and len(rows) == len(package.rows("contracts", "homelessness"))


def test_ways_of_paying_name_the_authoritys_contracts() -> None:
    ways = {row[0]: row[-1] for row in options.ways_to_pay("homelessness")}
    assert "Housing First" in ways["Payment by results"]
    assert ways["Direct payment"] == "none"
