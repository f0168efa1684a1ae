"""The pictures of the needs analysis: what they say, for every population, and at the edges."""

import re
from pathlib import Path
from typing import Any

import pytest

from course_support.charts.needs import (
    demand,
    drafts,
    gap,
    intervals,
    own,
    own_settings,
    plot,
    resources,
    small_areas,
    supply,
    worked,
)
from course_support.charts.show import Chart
from course_support.exercises.base import Table
from course_support.methods.outlook import Outlook
from course_support.sources import needs, needs_places, populations
from course_support.sources.needs_places import Neighbourhood
from course_support.sources.own_authority import analysis

EVERY = tuple(populations.load())
LAYOUTS = Path(__file__).parents[1] / "sources" / "published"


#: What a number that went wrong looks like; "None of them" is English.
ODD = r"\bnan\b|\bNone\b(?! of)|£-|\binf\b"


def whole(chart: Chart) -> str:
    """Return a chart's page after checking what every chart must have."""
    html = chart._repr_html_()
    assert chart.title and chart.reading.endswith(".") and chart.source
    assert all(len(row) == len(chart.columns) for row in chart.rows)
    assert 'aria-hidden="true"' in chart.svg and "http" not in chart.svg
    assert re.findall(rf".{{0,30}}(?:{ODD}).{{0,20}}", html) == []
    for x in re.findall(r'\bx\d?="(-?[\d.]+)"', chart.svg):
        assert -1 <= float(x) <= plot.WIDTH + 1, chart.title
    return html


def looked(population: str, **settings: float | str) -> Outlook:
    here = needs.loaded(population)
    given = {key.replace("_", "-"): value for key, value in settings.items()}
    return needs.looked_ahead(population, needs.suppose(here, given))


@pytest.mark.parametrize("population", EVERY)
def test_every_picture_for_every_population(population: str) -> None:
    here, found = needs.loaded(population), looked(population)
    places, words = needs_places.neighbourhoods(population)
    profile, name = needs_places.profile()
    others = [area for area in profile if area != name]
    rows = [
        {**row["cells"], **{k: float(row["cells"][k]) for k in ("low", "central", "high")}}
        for row in drafts.unknown_rows(population)["rows"]
    ]
    for row in rows:
        row["cost"] = float(row["cost"])
    for chart in (
        demand.population(here.past, here.projected["headline"], "x", 2036),
        demand.demand(found, here.counted, "x"),
        demand.taken_apart(found.change, 2026, 2036, "x", here.counted),
        demand.hangs_on(found.hangs_on, "x"),
        intervals.standardised(needs_places.localities(population)),
        small_areas.concentration(places, words, "x"),
        supply.places(here),
        supply.dependence(here),
        supply.pressure(here),
        supply.prices(here),
        resources.spending(here),
        resources.unit_costs(here),
        resources.doing_nothing(found, 0.01, "x"),
        gap.gap(found, "x"),
        gap.unknowns(drafts.unknowns(rows, found), "x"),
        *(
            intervals.beside_neighbours(needs_places.indicator(population, each), others)
            for each in (row["indicator_id"] for row in needs.rows_of("indicators", population))
        ),
    ):
        whole(chart)


@pytest.mark.parametrize("population", EVERY)
def test_at_the_ends_of_the_settings(population: str) -> None:
    for settings in (
        {"ahead": 1, "prevalence": 50, "take_up": -30, "places": -5000, "price": 0},
        {"ahead": 15, "prevalence": 200, "take_up": 30, "places": 1500, "price": 350_000},
    ):
        found = looked(population, **settings)
        whole(demand.demand(found, "people", "x"))
        whole(demand.taken_apart(found.change, 2026, found.supposed.year, "x", "people"))
        whole(gap.gap(found, "x"))
        whole(resources.doing_nothing(found, 0.05, "x"))


@pytest.mark.parametrize("population", EVERY)
def test_a_unit_is_named_so_that_any_word_fits(population: str) -> None:
    """No “a hour”, and no carer who is used."""
    said = resources.unit_costs(needs.loaded(population)).reading
    said += resources.used_share(needs.loaded(population), 0.9)
    assert not re.search(r"\ba [aeiou]", said) and "carer used" not in said
    assert " per " in said


def test_a_forecast_of_money_is_told_in_thousands() -> None:
    title = resources.doing_nothing(looked("children_in_care"), 0.01, "x").title
    sum_told = re.search(r"£([\d,]+) more", title)
    assert sum_told and int(sum_told[1].replace(",", "")) % 1000 == 0


def test_nothing_wanted_draws_too() -> None:
    found = looked("homelessness", prevalence=50, take_up=-100)
    assert whole(demand.demand(found, "households", "x"))
    assert "No assumption has a range" in whole(demand.hangs_on(found.hangs_on, "x"))
    whole(gap.gap(found, "x"))


def test_the_worked_example_has_the_worked_numbers() -> None:
    """Every number of the domain facts, section 2, that a hand can check."""
    said = " ".join(" ".join(row) for row in worked.Worked().rows())
    for number in (
        "599.2 / 686.5 / 808.9 (+35.0%)", "728.0 to 889.8", "735.7", "+73.2", "63.6 / 104.0 / 144.",
        "£2,247,482 / £3,677,617 / £5,107,752", "£78.67", "£92.55", "22.5%", "15.9% to 30.8%",
        "520.0 (401.3 to 662.8)", "8 (3.5 to 15.8)", "1,622.8 (1,423.6 to 1,842.0)", "1,519.0",
    ):  # fmt: skip
        assert number in said, number


def test_suppressed_counts_widen_the_box_and_are_never_nought() -> None:
    places = [
        Neighbourhood("A", "Coast", 1, 1000, 20, "ok"),
        Neighbourhood("B", "Coast", 1, 1000, None, "suppressed"),
        Neighbourhood("C", "Dale", 10, 2000, 0, "ok"),
    ]
    first, last = small_areas.by_decile(places)
    assert (first.low, first.high) == (10.5, 12.0) and (last.low, last.high) == (0, 0)
    chart = small_areas.concentration(places, "people", "x")
    assert "stand for 1 to 4 more" in chart.reading
    assert "one neighbourhood shows less use" in small_areas.missing_words(places)


def test_pressure_follows_the_thresholds() -> None:
    here = needs.loaded("children_in_care")
    many, few = supply.pressed(here, 0.8, 0.1), supply.pressed(here, 1.0, 0.6)
    assert (many.rows["points"] > 0).sum() > (few.rows["points"] > 0).sum()
    assert "Marrenshire Council" not in set(many.rows["provider"])


def test_places_outside_the_county_are_told_where_there_are_any() -> None:
    assert "44 of 66" in supply.away(needs.loaded("children_in_care"))
    assert supply.away(needs.loaded("older_people")) == ""


@pytest.mark.parametrize("population", EVERY)
def test_drafts_are_whole_sentences_of_the_population(population: str) -> None:
    here, found = needs.loaded(population), looked(population)
    texts = drafts.market(here, found)["texts"]
    statement = drafts.statement(
        here, found, drafts.unknowns([], found), spending="S.", nothing="N.", comparison="C.",
        strain="T.", missing=["Children"], steps=["Ask"],
    )["texts"]  # fmt: skip
    assert set(statement) == {
        "who", "demand", "where", "supply", "resources", "gap", "unknown", "people",
    }  # fmt: skip
    for text in (*texts.values(), *statement.values()):
        assert text.endswith((".", ".”")) and not re.search(ODD, text) and "  " not in text
    assert "Missing: Children. Next: Ask." in statement["people"]


def test_unknowns_that_cannot_be_counted_wait_and_say_why() -> None:
    rows: list[dict[str, Any]] = [
        {"name": "Half", "low": 1.0, "central": None, "high": 3.0, "moves": "people"},
        {"name": "No way", "low": 1.0, "central": 2.0, "high": 3.0, "moves": None},
        {"name": "Outside", "low": 30.0, "central": 10.0, "high": 20.0, "moves": "take-up"},
        {"name": "Turned", "low": 30.0, "central": 20.0, "high": 10.0, "moves": "take-up"},
    ]
    counted = drafts.unknowns(rows, looked("homelessness"))
    (one,) = counted.found
    assert (one.unknown.name, one.unknown.low, one.unknown.high) == ("Turned", 10, 30)
    said = drafts.waiting(rows)
    assert "Half: give low, best guess and high as numbers" in said
    assert "No way: say what it changes" in said
    # A best guess is never changed for another of the three.
    assert "Outside: its best guess, 10, is not between 30 and 20" in said
    assert said in gap.unknowns(counted, "x", said).reading
    assert drafts.waiting(rows[3:]) == ""


def test_a_provider_that_is_added_moves_the_map() -> None:
    rows: list[dict[str, Any]] = [
        {"name": "A", "places": 30.0, "strength": "kind", "opportunity": "open on Sundays."},
        {"name": "B", "places": 10.0},
    ]
    before = supply.mapped(rows)
    assert isinstance(before, Chart) and "A has 75% of places" in before.reading
    # 30, 10 and 40 of 80: 37.5² + 12.5² + 50² = 4,062.5, or 2.5 owners of equal size.
    added = supply.mapped([*rows, {"name": "<b>C</b>" * 20, "places": 40.0}, {"name": "D"}])
    assert isinstance(added, Chart) and added.title == "Your map: 4 providers, 80 places"
    assert "2.5 owners of equal size (index 4,062 of 10,000)" in added.reading
    assert "Without places, so in no share: D." in added.reading
    assert "<b>" not in whole(added)
    assert supply.opportunities(rows) == ["A: open on Sundays."]


def test_owners_are_named_in_full_beside_their_shares() -> None:
    here = needs.loaded("children_in_care")
    assert "Meridale Capital Partners LLP</text>" in supply.dependence(here).svg
    assert "…" not in supply.dependence(here).svg


def test_an_empty_map_says_what_to_do() -> None:
    assert "Give at least one provider its places" in str(supply.mapped([]))
    assert "Give at least one" in str(supply.mapped([{"name": "A", "places": 0.0}]))


def test_round_numbers_on_the_axis() -> None:
    assert plot.ticks(0, 497) == [0, 100, 200, 300, 400, 500]
    assert plot.ticks(5, 5)[0] <= 5 < plot.ticks(5, 5)[-1]
    assert [plot.number(v) for v in (1200, 0.25, 3, 2_500_000)] == ["1,200", "0.25", "3", "2.5m"]


# --- a real authority -------------------------------------------------------------------------


@pytest.fixture
def leeds(tmp_path: Path) -> analysis.Own:
    text = (LAYOUTS / "layouts.py").read_text("utf-8")
    scope: dict[str, Any] = {}
    exec(compile(text, "layouts", "exec"), scope)
    counts, listed = tmp_path / "counts.csv", tmp_path / "<listed>.csv"
    counts.write_text(scope["EES"], "utf-8")
    listed.write_text(scope["OFSTED_2025"], "utf-8")
    paths = (("need", str(counts)), ("providers", str(listed)))
    return analysis.look(analysis.Chosen(paths, "Leeds"), "children_in_care")


def test_what_the_files_say_and_what_is_assumed(leeds: analysis.Own) -> None:
    for chart in own.counted_charts(leeds).charts:
        whole(chart)
    settings: dict[str, float | str] = {
        "own-ahead": 5, "own-factor": 100, "own-share": 20, "own-spread": 5, "own-open": 50,
        "own-more": 0, "own-growth": 0, "own-price": 300_000,
    }  # fmt: skip
    ahead = analysis.ahead(leeds, own_settings.assumed(settings, leeds), "children_in_care")
    html = own.Forecast(ahead, leeds)._repr_html_()
    assert "300 children with this need" in html and "In 2030" in html or "2030" in html
    assert "The data ends where these begin" in html
    assert html.count(">data<") == 4 and html.count(">assumed<") == 6
    cards = own.Cards(dict(leeds.files), "Leeds")._repr_html_()
    assert "&lt;listed&gt;.csv" in cards and "<listed>" not in cards
    assert "1 suppressed" in cards or "2 suppressed" in cards


def test_no_gap_is_drawn_where_no_places_are_known(leeds: analysis.Own) -> None:
    from dataclasses import replace

    alone = replace(leeds, supply=None)
    settings: dict[str, float | str] = {
        "own-ahead": 5, "own-factor": 100, "own-share": 20, "own-spread": 5, "own-open": 50,
        "own-more": 0, "own-growth": 0, "own-price": 1,
    }  # fmt: skip
    made = analysis.ahead(alone, own_settings.assumed(settings, alone), "children_in_care")
    assert "No gap is shown" in own.Forecast(made, alone)._repr_html_()


def assumed_of(real: analysis.Own) -> analysis.Ahead:
    settings: dict[str, float | str] = {
        "own-ahead": 5, "own-factor": 100, "own-share": 20, "own-spread": 5, "own-open": 50,
        "own-more": 0, "own-growth": 0, "own-price": 1,
    }  # fmt: skip
    return analysis.ahead(real, own_settings.assumed(settings, real), "children_in_care")


def test_the_needs_statement_says_what_has_no_figure(leeds: analysis.Own) -> None:
    first, ahead, *_, table = own.in_statement(lambda: leeds, assumed_of)
    assert str(first).startswith("From published files. Leeds: 300 in 2025.")
    assert "The data ends where these begin: population from 2026 on" in str(ahead)
    assert isinstance(table, Table) and table.rows[0][0] == "counts.csv"
    assert "suppressed. None of them is counted as nought" in table.rows[0][2]
    assert own.in_statement(lambda: None, assumed_of) == []


def test_a_suppressed_count_in_the_needs_statement(leeds: analysis.Own, tmp_path: Path) -> None:
    paths = (("need", str(tmp_path / "counts.csv")),)
    sheffield = analysis.look(analysis.Chosen(paths, "Sheffield"), "children_in_care")
    said = own.in_statement(lambda: sheffield, assumed_of)
    assert "Not known, which is not nought: 2025 suppressed." in str(said[0])
    assert " 0 in 2025" not in " ".join(map(str, said))


def test_no_comparison_is_drawn_with_nobody(leeds: analysis.Own) -> None:
    from dataclasses import replace

    assert leeds.others is not None
    alone = replace(leeds, england=None, others=replace(leeds.others, points={}))
    assert own.beside(alone) is None
    notes = own.counted_charts(alone).notes
    assert any("Nothing is there to compare Leeds with" in note for note in notes)


def test_places_that_are_not_given_are_said_beside_the_sum(leeds: analysis.Own) -> None:
    from dataclasses import replace

    assert leeds.supply is not None
    (kind, *rest) = leeds.supply.kinds
    hidden = replace(leeds, supply=replace(leeds.supply, kinds=(replace(kind, no_places=1), *rest)))
    chart = own.supply(hidden)
    assert chart and "For 1 of 2 no places are given: they are in no sum." in chart.reading


def test_settings_begin_at_the_files_where_they_say(leeds: analysis.Own) -> None:
    here = needs.loaded("children_in_care")
    assert own_settings.begin(None, here)["values"]["own-price"] > 3 * here.price
    early = needs.loaded("early_help")
    assert own_settings.begin(None, early)["values"]["own-price"] == round(early.price)
    assert own_settings.begin(leeds, here)["values"]["own-growth"] == 0
