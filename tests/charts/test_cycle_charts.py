"""The pictures of the first two pages: what they say, and that each can be read unseen."""

import re
from datetime import date
from typing import Any

import pytest

from course_support.charts import alignment, course_map, cycle, cycle_findings
from course_support.charts.course_map import Stop
from course_support.charts.show import Chart
from course_support.charts.timeline import spread, timeline
from course_support.exercises import audit
from course_support.exercises.library import Library
from course_support.methods.cycle_audit import Rated
from course_support.methods.support_plan import plan
from course_support.sources.cycle import activities, example_audit, topics
from course_support.workbook import Sheet

LIBRARY = Library()
AUDIT = LIBRARY["audit-your-organisation"]


def rated(**ratings: str) -> list[Rated]:
    value = {key.replace("_", "-"): {"rating": rating} for key, rating in ratings.items()}
    answer = audit.Answer.model_validate({"findings": value})
    return cycle.rated(AUDIT, answer, activities())


def whole(chart: Chart) -> str:
    """Return a chart's page after checking what every chart must have."""
    html = chart._repr_html_()
    assert chart.title and chart.reading.endswith(".") and chart.source
    assert all(len(row) == len(chart.columns) for row in chart.rows)
    assert 'aria-hidden="true"' in chart.svg and "http" not in chart.svg
    return html


def test_every_activity_is_a_dot_with_its_number() -> None:
    svg = cycle.rings(activities())
    numbers = re.findall(r'data-activity="([a-z-]+)">.*?>(\d+)</text>', svg)
    place = {each.id: str(number) for number, each in enumerate(activities(), start=1)}
    assert dict(numbers) == place and len(numbers) == len(place)


def test_dots_do_not_touch_each_other_or_leave_the_picture() -> None:
    svg = cycle.rings(activities())
    found = re.findall(r'<g data-activity.*?cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', svg)
    dots = [tuple(map(float, each)) for each in found]
    assert len(dots) == len(activities())
    for n, (x, y, r) in enumerate(dots):
        assert r < x < 440 - r and r < y < 440 - r
        for a, b, c in dots[:n]:
            assert ((x - a) ** 2 + (y - b) ** 2) ** 0.5 > r + c


def test_nothing_rated_says_so() -> None:
    heat = cycle.heat_map(rated(), "x")
    assert heat.title == "Nothing is rated yet"
    assert heat.svg.count("Not rated") == 8
    whole(heat)
    whole(cycle.balance_chart(rated(), "x"))
    assert cycle.first_steps(rated(), "x") is None


def test_the_worked_example_by_hand() -> None:
    """Two ambers and two reds of four that apply: (0.5 + 0 + 0 + 0.5) / 4 is 25%."""
    found = cycle.example(example_audit("children_in_care"), activities())
    inner_plan = [each.rating for each in found if (each.element, each.ring) == ("Plan", "Inner")]
    assert inner_plan == ["amber", "red", "red", "not-applicable", "amber"]
    heat = cycle.heat_map(found, "invented")
    assert heat.title == "Weakest: Plan, inner ring"
    assert ["Plan", "Inner", "4 of 5", "2", "25"] in heat.rows
    assert "25%" in heat.svg and "2 red of 4 rated" in heat.svg
    chart = cycle.balance_chart(found, "invented", effort="It spends its effort")
    assert "It spends its effort on Do; Plan comes last." in chart.reading
    whole(chart)


def test_what_to_do_first_names_what_has_no_action() -> None:
    steps = cycle.first_steps(rated(consult="red", forecast_demand="amber"), "x")
    assert steps is not None
    assert steps.title == "Begin with: consult"
    assert "None of these has an action yet." in steps.reading
    assert [row[1] for row in steps.rows] == ["Consult", "Forecast demand"]
    whole(steps)


def test_beside_the_group() -> None:
    chart = cycle.apart(rated(consult="red"), rated(consult="green"), "Group <3>")
    assert chart.title == "You and Group <3> rate one statement differently"
    assert chart.rows == [["Consult", "Plan", "Outer", "R red", "G green"]]
    assert "<3>" not in whole(chart)
    agree = cycle.apart(rated(consult="red"), rated(consult="red"), "Group 3")
    assert agree.title == "Where both have rated, you and Group 3 agree"


def test_foundations() -> None:
    exercise = LIBRARY["provider-prerequisites"]
    assert len(list(exercise.statements())) == 6
    empty = cycle.foundations(exercise, exercise.empty())
    assert empty.title == "Nothing is rated yet"
    value = {"findings": {"costs": {"rating": "green"}, "promises": {"rating": "red"}}}
    chart = cycle.foundations(exercise, exercise.answer_type.model_validate(value))
    assert chart.title == "1 of 6 foundations are in place"
    assert "Not in place: What was promised in the tender" in chart.reading
    whole(chart)


def sheet(name: str, value: dict[str, Any]) -> Any:
    exercise = LIBRARY[name]
    return Sheet(exercise, None, exercise.answer_type.model_validate(value), None)  # type: ignore[arg-type]


def test_findings_are_gathered_from_all_three() -> None:
    names = ("audit-your-organisation", "provider-difficulties", "provider-prerequisites")
    nothing = cycle_findings.findings(*(sheet(name, {}) for name in names))
    assert nothing.sentences == ()
    assert "Nothing is answered yet" in nothing._repr_html_()
    values: list[dict[str, Any]] = [
        {
            "findings": {
                "consult": {"rating": "green"},
                "join-data": {"rating": "red", "action": "x"},
            }
        },
        {"chosen": ["history", "other"], "other": "<b>rain</b>"},
        {"findings": {"costs": {"rating": "green"}}},
    ]
    found = cycle_findings.findings(*(map(sheet, names, values)))
    said = found._repr_html_()
    assert "You rated 2 of 41 activities." in said
    assert "Green, and to be shown: Consult." in said
    assert "To mend first: Join money, activity and outcomes." in said
    assert "Things went badly before; &lt;b&gt;rain&lt;/b&gt;." in said
    assert "in place: 1 of 6." in said


def test_alignment_names_the_gaps() -> None:
    exercise = LIBRARY["align-with-priorities"]
    texts = {"vision": "Good <lives>", "vision-means": "A home", "values": "Kind"}
    value = exercise.answer_type.model_validate({"texts": texts})
    found = alignment.alignment(exercise, value, "older people")
    assert [row[0] for row in found.rows] == ["Vision", "Outcomes", "Values", "Priorities"]
    assert found.gaps == (
        "No outcomes yet.",
        "No priorities yet.",
        "Values: what it means for older people is open.",
    )
    assert found.reading().startswith("1 of 4 aims have a meaning.")
    assert "Good &lt;lives&gt;" in found._repr_html_()
    empty = alignment.alignment(exercise, exercise.empty(), "older people")
    assert empty.reading().startswith("Nothing is written yet")


def test_every_prompt_of_the_alignment_has_its_pair() -> None:
    ids = [prompt.id for prompt in LIBRARY["align-with-priorities"].prompts]
    assert ids[1::2] == [f"{key}-means" for key in ids[::2]]


def test_the_timeline_keeps_its_labels_apart() -> None:
    chart = timeline(plan(date(2027, 1, 29), date(2027, 7, 30), set()))
    whole(chart)
    assert "Friday 18 June 2027" in chart.svg
    places = spread([24.0, 25.0, 26.0, 460.0, 462.0, 464.0])
    assert all(b - a >= 40 for a, b in zip(places, places[1:], strict=False))
    assert places[-1] <= 464
    close = timeline(plan(date(2027, 1, 29), date(2027, 4, 9), set()))
    assert close.title == "The dates are too close"


@pytest.mark.parametrize("done", [0, 2])
def test_the_map_says_what_it_shows(done: int) -> None:
    stops = [Stop("01", "The <cycle>", done, 2), Stop("08", "My assignment", 0, 0)]
    words = course_map.in_words(stops, topics())
    assert f"01 The <cycle> ({done} of 2 exercises done), with National and local agenda" in words
    assert "08 My assignment (nothing to fill in)" in words
    svg = course_map.course_map(stops, topics())
    assert "The &lt;cycle&gt;" in svg
    assert svg.count("✓") == (done == 2)
