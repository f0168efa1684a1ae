"""Pictures of monitoring: each says its finding, has a text alternative and its numbers."""

import datetime as dt
import math
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from course_support.charts.monitoring import (
    answers,
    evidence,
    findings,
    grid,
    loop,
    months,
    overview,
    plot,
    tables,
    travelled,
)
from course_support.charts.show import Chart
from course_support.exercises import library
from course_support.methods import two_points
from course_support.methods.change import distance_travelled, paired_change
from course_support.methods.measures import Evidence, grid_mix, triangulation
from course_support.methods.monthly import MonthlySeries, outlook, review
from course_support.reports.turn_the_curve import turn_the_curve
from course_support.sources import monitoring, performance, populations
from course_support.workbook import Workbook

NAUGHTY = "<script>alert(1)</script> & $x$"
EXERCISES = library.Library()


def sound(chart: Chart) -> None:
    """Check that a chart is whole: words, well-formed picture, rows as wide as their headings."""
    assert chart.title
    assert chart.reading
    assert chart.source
    picture = ET.fromstring(chart.svg)
    values = [value for each in picture.iter() for value in each.attrib.values()]
    assert not [value for value in values if re.search(r"\bnan\b|\binf\b", value)]
    assert all(len(row) == len(chart.columns) for row in chart.rows)
    assert "<script>" not in chart._repr_html_()


def series(values: list[float], **more: object) -> MonthlySeries:
    first = [dt.date(2023 + (9 + at) // 12, (9 + at) % 12 + 1, 1) for at in range(len(values))]
    blank = (math.nan,) * len(values)
    status = tuple("reported" if math.isfinite(v) else "missing" for v in values)
    given = {"numerators": blank, "denominators": blank, "recorded_as": (NAUGHTY,) * len(values)}
    given |= {"source": "here", **more}
    return MonthlySeries(NAUGHTY, tuple(first), tuple(values), status, **given)  # type: ignore[arg-type]


SHIFTED = [*np.random.default_rng(1).normal(80, 3, 20), *np.random.default_rng(2).normal(60, 3, 16)]


# --- months ------------------------------------------------------------------------------------


@pytest.mark.parametrize("population", populations.load())
def test_every_measure_of_the_authority_can_be_drawn(population: str) -> None:
    for row in performance.measures(population):
        one = performance.series(row["kpi_id"])
        found = review(one)
        sound(months.as_sent(one))
        sound(months.control_chart(found))
        sound(months.baseline(outlook(found)))
        if run := months.run_chart(found):
            sound(run)


def test_signals_are_told_by_shape_and_in_words() -> None:
    found = review(series(SHIFTED, better="higher", target=85.0, unit="percent"))
    chart = months.control_chart(found)
    sound(chart)
    assert chart.title.startswith("A lasting change: down by about")
    assert "months are signals (diamonds)" in chart.reading
    assert {row[3] for row in chart.rows} >= {"usual variation", "concern"}
    assert "7 in a row on one side of the mean" in chart.source
    assert "target 85" in chart.svg


def test_a_gap_is_a_cross_and_never_a_point() -> None:
    values = [80.0, 81, math.nan, 79, 82, 80, 81, 79, 80, 82]
    chart = months.as_sent(series(values))
    sound(chart)
    assert "1 month has no figure (crosses); that is not zero." in chart.reading
    assert chart.rows[2][1] == "–"
    (drawn,) = re.findall(r'<path d="([^"]+)" fill="none" stroke="#0072b2"', chart.svg)
    assert drawn.count("M") == 2, "the line is broken at the gap"


def test_per_cent_of_a_whole_end_at_100_and_forecasts_stay_possible() -> None:
    rising = [80 + 0.8 * at for at in range(24)]
    chart = months.baseline(outlook(review(series(rising, unit="percent", better="higher")), 12))
    sound(chart)
    assert max(float(row[3]) for row in chart.rows) <= 100
    assert plot.frame_of([96, 99], 5, most=100).high == 100
    high = review(series([97, 99, 95, 100, 96, 99, 94, 98], unit="percent"))
    assert high.chart.current.worked_out[1] > 104
    assert high.chart.current.upper == 100
    assert ">upper 100<" in months.control_chart(high).svg
    assert not re.search(r">10[1-9]<|>1[1-9]\d<", months.control_chart(high).svg)


def test_the_unit_stands_clear_of_the_figures_of_its_axis() -> None:
    drawn = ET.fromstring(months.as_sent(series([5.0, 12, 9, 15])).svg)
    texts = {each.text: each.attrib for each in drawn.iter() if each.tag.endswith("text")}
    assert texts["15"]["text-anchor"] == "end"
    assert float(texts["number"]["x"]) > float(texts["15"]["x"])


def test_one_month_that_is_a_signal_is_one() -> None:
    calm = [10.0, 12, 11, 13, 10, 12, 11, 13, 12, 10, 11, 12, 13, 10, 12, 11, 13, 11]
    readings = [months.control_chart(review(series([*calm, *more]))).reading
                for more in ([], [30.0], [30.0, 11, 30])]  # fmt: skip
    assert "No month is a signal." in readings[0]
    assert "1 month is a signal (a diamond)." in readings[1]
    assert "2 months are signals (diamonds)." in readings[2]


def test_the_baseline_says_whether_the_target_would_be_met() -> None:
    flat = [80.0, 81, 79, 80, 82, 80, 81, 79, 80, 82, 80, 81]
    low = outlook(review(series(flat, better="higher", target=95.0)))
    assert months.baseline(low).title == "If nothing changes, it would miss its target in Mar 2025"
    high = outlook(review(series(flat, better="higher", target=70.0)))
    assert months.baseline(high).title.startswith("If nothing changes, it would meet")


def test_two_points_and_the_two_years_behind_them() -> None:
    six = two_points.services("Ann")
    sound(months.last_two(six))
    chart = months.two_years(two_points.Verdict(six, ("a",)))
    sound(chart)
    assert [row[4] for row in chart.rows].count("yes") == 1


@pytest.mark.parametrize("high", [0.004, 1, 7, 93, 1350, 20_000])
def test_axes_have_a_few_round_steps(high: float) -> None:
    frame = plot.frame_of([0, high], 36)
    assert 2 <= (frame.high - frame.low) / frame.step <= 10
    assert plot.frame_of([5, 5, 5], 3).high > 5
    assert len(plot.month_places(36)) <= 8


def test_the_overview_has_a_row_for_each_measure_and_short_ones_say_so() -> None:
    shown = overview.overview(
        [series(SHIFTED, better="higher", target=75.0), series([5.0, 6, 5], target=4.0)]
    )._repr_html_()
    assert "from Jun 2025" in shown
    assert "too few months to tell" in shown
    shares = overview.overview([series(SHIFTED, unit="percent")])._repr_html_()
    rising = [50 + 0.8 * at + 0.5 * (at % 3) for at in range(36)]
    assert "a year, steadily" in overview.overview([series(rising)])._repr_html_()
    assert " points from Jun 2025" in shares and " points" not in shown
    assert "cannot, unless something changes" in shown


# --- grid, powers, evidence ---------------------------------------------------------------------


def test_a_grid_of_counts_only_is_noticed() -> None:
    chart = grid.drawn_grid(grid_mix({"People seen": "how_much"}), "mine")
    sound(chart)
    assert (
        chart.title == "Every measure only counts: none says how well, or what share is better off"
    )


def test_an_empty_grid_and_naughty_words() -> None:
    assert grid.drawn_grid(grid_mix({}), "mine").title == "No measures yet"
    sound(grid.drawn_grid(grid_mix({NAUGHTY * 8: "how_well"}), "mine", {NAUGHTY * 8: "common"}))


@pytest.mark.parametrize("population", populations.load())
def test_offered_measures_go_into_the_box_their_kind_belongs_to(population: str) -> None:
    exercise = EXERCISES["offered-measures"].for_population(population)
    placed = {item.id: item.key.bin for item in exercise.items}  # type: ignore[attr-defined]
    answer = exercise.empty().model_copy(update={"placed": placed})
    found = list(answers.offered(exercise, answer))  # type: ignore[arg-type]
    assert len(found) == 9  # the tenth belongs to a whole population
    assert {one.kind for one in found} >= set(answers.CHANGES)
    mix, notes = answers.mix_of(found)
    assert mix.counts["better_off_percent"] >= 4
    assert "Skills, attitude, behaviour and circumstance are all" in answers.kinds_missing(found)
    sound(grid.drawn_grid(mix, "offered", notes))


def test_the_example_rates_data_by_the_months_there_are() -> None:
    rows = performance.measures("homelessness")
    known = {row["kpi_id"]: performance.series(row["kpi_id"]).known for row in rows}
    found = answers.example_ratings(rows, known)
    by_name = {one.name: one for one in found.rated}
    assert by_name["Rooms that passed inspection"].data == "low"  # begun in the last year
    sound(grid.powers(found, "example"))


def test_ones_own_measures_get_the_kind_given_to_them_later() -> None:
    own = [answers.Measure("Feels safe", "better_off_percent"), answers.Measure("B", "how_well")]
    rows = [{"measure": " feels  SAFE", "kind": "attitude"}, {"measure": "B", "kind": None}]
    safe, other = answers.typed(own, rows)
    assert (safe.kind, safe.note) == ("attitude", "attitude")
    assert other == own[1]
    assert answers.kinds_missing([safe, other]) == (
        "No measure that is typed looks at skills or behaviour or circumstance."
    )


def test_half_rated_measures_wait() -> None:
    row = {"measure": "A", "communication": "high", "proxy": None, "data": "low"}
    assert answers.headlines([row]) is None
    done = answers.headlines([row, {**row, "measure": "B", "proxy": "high"}])
    assert done is not None
    assert done.develop == ("B",)


def test_evidence_says_what_is_missing() -> None:
    rows = [
        {"outcome": "one", "method": "interview", "view": "perception", "shows": None},
        {"outcome": "four", "method": "interview", "view": "perception", "shows": None},
        {"outcome": None, "method": None, "view": None, "shows": None},
    ]
    found = answers.evidence_for([NAUGHTY, "Safe"], rows)
    assert found is not None
    chart = evidence.matrix(found, "mine")
    sound(chart)
    assert chart.title == "2 of 2 outcomes lack a side"
    assert answers.evidence_for([], rows) is None
    whole = triangulation(
        ["A"], [Evidence("A", "interview", "perception"), Evidence("A", "documents", "objective")]
    )
    assert evidence.matrix(whole, "x").title == "Every outcome is seen from two sides"


def test_the_loop_and_where_one_is() -> None:
    sound(loop.loop())
    for here in (1, 2, 3, 4):
        shown = loop.step(here)._repr_html_()
        assert f'aria-label="Step {here} of 4' in shown
        ET.fromstring(loop.step(here).svg)


# --- distance travelled --------------------------------------------------------------------------


def test_radar_and_dots_say_the_same() -> None:
    shown = travelled.TwoTimes(
        "One person", ("Home", "Money", NAUGHTY), (3, 5, math.nan), (6, 4, 7), "records"
    )
    for chart in (travelled.radar(shown), travelled.dots(shown)):
        sound(chart)
        assert chart.title == "One person: most gained in “Home” (+3.0); 1 of 2 went down"
        assert "not scored then 7" in chart.reading
        assert chart.rows[2][3] == "–"


def test_what_would_have_come_anyway_is_told() -> None:
    rng = np.random.default_rng(3)
    before = rng.normal(4, 1.2, 30)
    after = before + 1
    after[:5] = np.nan
    found = distance_travelled(
        before, after, population_mean=6, reliability=0.7, meaningful=1, least_people=30
    )
    chart = travelled.by_start(found, "records")
    sound(chart)
    assert "to be expected anyway" in chart.title
    assert "17% were not seen again" in chart.reading


@pytest.mark.parametrize("shift", [2.0, 0.0, -2.0])
def test_every_change_is_drawn_with_the_mean(shift: float) -> None:
    noise = np.random.default_rng(4).normal(0, 1, 30)
    found = paired_change(noise, noise[::-1] + shift, meaningful=1, least_people=30)
    chart = travelled.paired(found, "records", "points")
    sound(chart)
    assert ("could be chance" in chart.title) == (shift == 0)


# --- what answers show ----------------------------------------------------------------------------


def test_both_versions_stand_side_by_side() -> None:
    before = [{"id": "a", "outcome": "Safe", "for-whom": "All"}, {"id": "b", "outcome": "Well"}]
    after = [
        {"id": "a", "outcome": "Feels safe", "for-whom": "All", "indicator": NAUGHTY},
        {"id": "c", "outcome": "Home", "indicator": ""},
    ]
    shown = tables.side_by_side(before, after, "Mine")._repr_html_()
    assert "Mine: 1 changed; 1 new; 1 dropped." in shown
    assert "1 of 2 outcomes have no indicator yet." in shown
    assert "Say why" in shown
    assert "<script>" not in shown
    told = [{**row, "why-changed": "We asked."} for row in after]
    assert "Say why" not in tables.side_by_side(before, told, "Mine")._repr_html_()


@pytest.mark.parametrize("population", populations.load())
def test_there_is_an_example_for_every_population(population: str) -> None:
    examples = monitoring.example_outcomes(population)
    assert len(examples) == 3
    assert examples[-1].revised
    assert examples[-1].why_changed
    shown = tables.side_by_side(
        tables.example_rows(examples), tables.example_rows(examples, now=True), "An example"
    )._repr_html_()
    assert "An example: 2 same; 1 changed." in shown
    assert monitoring.collections(population)
    assert monitoring.national(population)


def test_local_measures_are_tested_and_doubles_found() -> None:
    row = dict.fromkeys(("clear", "important"), "yes") | {"data": "no", "also-collected": None}
    row |= {"measure": "Children at school", "state": "existing", "decision": "keep"}
    empty = dict.fromkeys(row)
    shown = tables.tested([row, empty], monitoring.collections("early_help"))._repr_html_()
    assert "Of 1 measures, 0 pass all three tests, 1 fail" in shown
    assert "1 of 1 measures may be collected by somebody else already" in shown
    assert tables.tested([empty], [])._repr_html_().startswith("<p>No measure is named yet")


def test_findings_wait_for_answers_and_then_tell_each_part(
    tmp_path: object,
) -> None:
    workbook = Workbook.open("homelessness", "Ann", answers=str(tmp_path))
    assert "Nothing is answered yet" in findings.findings(workbook)._repr_html_()
    cards = [{"id": "a", "box": "fails", "text": "Nobody reads it"}]
    workbook.store.save(workbook.key(workbook.exercise("why-monitor")), "grid", {"cards": cards})
    workbook.store.save(workbook.key(workbook.exercise("two-points")), "poll", {"chosen": ["a"]})
    told = findings.findings(workbook)._repr_html_()
    assert "0 reasons for it, 1 ways in which it fails" in told
    assert "Two points: " in told


def test_the_board_waits_for_four_cards() -> None:
    exercise = EXERCISES["why-monitor"]
    assert "4 more cards" in tables.gathered(exercise.empty(), monitoring.arguments())._repr_html_()
    cards = [{"id": f"c{n}", "box": "fails", "text": str(n)} for n in range(4)]
    answer = exercise.answer_type.model_validate({"cards": cards})
    shown = tables.gathered(answer, monitoring.arguments())._repr_html_()
    assert "4 on how it fails" in shown
    assert "What guards against it" in shown


@pytest.mark.parametrize("population", populations.load())
def test_the_measures_to_choose_from_are_those_of_the_authority(population: str) -> None:
    exercise = EXERCISES["measure-in-view"].for_population(population)
    setting = exercise.settings[0]  # type: ignore[attr-defined]
    known = [str(row["kpi_id"]).lower() for row in performance.measures(population)]
    assert [option.id for option in setting.options] == known


def test_the_page_names_what_is_still_to_find() -> None:
    ahead = outlook(review(series(SHIFTED, better="higher")))
    page = turn_the_curve(ahead, {"what-works": NAUGHTY, "story": "Because."}, "For people")
    shown = page._repr_html_()
    assert "Still to find: little or no cost; off the wall." in shown
    assert "Write this under" in shown
    assert "<script>" not in shown
    assert "Because." in page.document()
