"""Names that participants type may be long, broad or hostile: they stay words, in the picture."""

import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from course_support.charts import (
    appraisal,
    appraisal_costs,
    appraisal_risk,
    group_order,
    logic_model,
    low_prices,
    purchasing,
    tender_prices,
    tender_scores,
    weights,
)
from course_support.charts import appraisal_sensitivity as firm
from course_support.charts.appraisal_drawing import small_bars
from course_support.charts.appraisal_numbers import Sums
from course_support.charts.contracts import risks
from course_support.charts.drawing import breadth
from course_support.charts.monitoring import answers, evidence
from course_support.charts.monitoring import grid as friedman
from course_support.charts.needs import demand, drafts, gap
from course_support.charts.show import Chart, Charts
from course_support.exercises import grid
from course_support.exercises.library import Library
from course_support.exercises.plan import Row
from course_support.methods.tender import Question, Tender
from course_support.sources import needs, options

#: Each begins with what tells names apart; one has no place to break, one would be a script.
LONG = {
    "prose": "{} and all that can be said of it by somebody who wants to say everything about it, "
    "and who goes on to say more of it than there is room for beside any bar in any picture",
    "capitals": "{}" + "W" * 190,
    "hostile": "{}</text><script>alert('$5 & more')</script><text>" + "costs $5 or \\$6 " * 9,
}
Name = Callable[[str], str]


def _tender(name: Name) -> Tender:
    bidders = {
        name(letter): (price, quality)
        for letter, price, quality in (
            ("Ann", 100_000.0, 3.5),
            ("Bo", 120_000.0, 3.95),
            ("Cy", 60_000.0, 2.0),
        )
    }
    return Tender(
        name("Own"),
        "x",
        (Question("q", name("Quality"), 60.0, minimum=2.5),),
        40.0,
        {bidder: price for bidder, (price, _) in bidders.items()},
        {bidder: {"q": quality} for bidder, (_, quality) in bidders.items()},
        expected=9_000.0,
        ceiling=130_000.0,
    )


def _sums(name: Name) -> Sums:
    case = options.authority("children_in_care")
    named = replace(
        case,
        criteria=tuple(replace(each, name=name(each.name)) for each in case.criteria),
        options=tuple(replace(each, name=name(each.name)) for each in case.options),
        risks=tuple(replace(each, risk=name(each.risk)) for each in case.risks),
        groups=tuple(replace(each, group=name(each.group)) for each in case.groups),
    )
    return Sums(
        named,
        {"capital-bias": 24},
        {**{each.id: each.points for each in named.criteria}, options.COST: 60},
    )


def _of_tenders(name: Name) -> Iterator[Chart | Charts | str]:
    tender = _tender(name)
    yield tender_scores.totals(tender)
    yield tender_scores.totals(replace(tender, formula="price_per_quality_point"))
    yield tender_scores.minimums(tender)
    yield tender_prices.every_formula(tender)
    yield tender_prices.losing_bids(tender)
    yield tender_prices.by_price_weight(tender)
    yield low_prices.too_low(tender)
    items = [name(each) for each in ("Care", "Cost", "Voice")]
    yield weights.rank_weights(items)
    yield weights.side_by_side(items, {name("Quality"): 60, name("Price"): 40}, name("It"), "x")
    orders = {name("Ann"): ("a", "b"), name("Bo"): ("b", "a"), name("Cy"): ("a", "b")}
    found = group_order.combined(orders, {"a": items[0], "b": items[1]})
    yield group_order.one_order(found, name("the group"))
    words = dict(zip("abc", items, strict=True))
    asked = {"a": "q", "b": "price"}
    yield tender_prices.under_own_weights(tender, list("abc"), words, asked, "your order")


def _of_options(name: Name) -> Iterator[Chart | Charts | str]:
    sums = _sums(name)
    for draw in (
        appraisal.scores,
        appraisal.totals,
        appraisal.scales,
        appraisal_costs.today,
        appraisal_costs.paid_back,
        appraisal_costs.in_cash,
        appraisal_costs.margins,
        firm.acceptability,
        firm.what_would_have_to_be_true,
    ):
        yield draw(sums)
    yield appraisal.weights_three_ways(sums, ["cost"], True)
    yield firm.crossing(sums, firm.best_to_move(sums))
    yield appraisal_risk.matrix(sums.case)
    yield appraisal_risk.gains(sums.case, sums.leader, 34_000)
    yield small_bars([(name("One"), 40), (name("Two"), 90)])
    biased = appraisal_costs.bias_on_leader(sums)
    if isinstance(biased, Chart):
        yield biased
    span = purchasing.Span(name("Strategy"), 2026, 2027)
    rows = [
        Row(id=f"s{n}", action=name("Tender"), owner=name("Ann"), date=f"0{n}/05/2027")
        for n in (1, 2, 3)
    ]
    yield purchasing.plan_timeline(rows, span, dt.date(2026, 11, 22), "yours")


def _of_needs(name: Name) -> Iterator[Chart | Charts | str]:
    here = needs.loaded("children_in_care")
    found = needs.looked_ahead("children_in_care", needs.suppose(here, {}))
    rows = [
        {**row["cells"], **{k: float(row["cells"][k]) for k in ("low", "central", "high", "cost")}}
        for row in drafts.unknown_rows("children_in_care")["rows"]
    ]
    for row in rows:
        row["name"] = name(row["name"])
    yield gap.unknowns(drafts.unknowns(rows, found), "x")
    bars = tuple(replace(bar, name=name(bar.name)) for bar in found.hangs_on.bars)
    yield demand.hangs_on(replace(found.hangs_on, bars=bars), "x")


def _of_months(name: Name) -> Iterator[Chart | Charts | str]:
    named = [name(each) for each in ("First", "Second")]
    mix, notes = answers.mix_of([answers.Measure(each, "how_well") for each in named])
    yield friedman.drawn_grid(mix, "mine", notes)
    rated = {"communication": "high", "proxy": "high", "data": "low"}
    headlines = answers.headlines([{"measure": each, **rated} for each in named])
    assert headlines is not None
    yield friedman.powers(headlines, "mine")
    row = {"outcome": "one", "method": "interview", "view": "perception", "shows": None}
    found = answers.evidence_for(named, [row])
    assert found is not None
    yield evidence.matrix(found, "mine")
    risk = {"risk": named[0], "likelihood": 3, "impact": 4, "owner": named[1], "response": ""}
    register = risks.register([risk, {**risk, "risk": named[1]}])
    assert isinstance(register, Chart)
    yield register


def _model(name: Name) -> Iterator[Chart | Charts | str]:
    exercise = Library().named("build-logic-model")
    assert isinstance(exercise, grid.Definition)
    boxes = [each.id for each in exercise.boxes]
    cards = [{"id": f"c{n}", "box": box, "text": name(box)} for n, box in enumerate(boxes)]
    links = [{"start": "c0", "end": "c1", "assumption": name("if")}]
    answer = exercise.answer_type.model_validate({"cards": cards, "links": links})
    yield logic_model.draw(exercise, answer, "x")


GROUPS = {
    "tenders": _of_tenders,
    "options": _of_options,
    "needs": _of_needs,
    "months": _of_months,
    "model": _model,
}


def drawings(group: str, kind: str) -> Iterator[str]:
    """Return the pictures of a group of charts, drawn with long names of a kind."""
    for one in GROUPS[group](lambda word: LONG[kind].replace("{}", word)):
        charts = [one] if isinstance(one, Chart) else one.charts if isinstance(one, Charts) else []
        for chart in charts:
            yield from re.findall(r"<svg.*?</svg>", chart.svg, re.DOTALL)
        if isinstance(one, str):
            yield one


@pytest.mark.parametrize("kind", LONG)
@pytest.mark.parametrize("group", GROUPS)
def test_long_names_stay_words_and_inside(group: str, kind: str) -> None:
    for svg in drawings(group, kind):
        root = ET.fromstring(svg)
        tags = {each.tag.rpartition("}")[2] for each in root.iter()}
        assert tags <= {"svg", "text", "rect", "line", "circle", "path", "polygon", "polyline", "g"}
        *_, width, height = map(float, root.get("viewBox", "").split())
        turned = {
            each
            for group in root.iter("g")
            if group.get("transform")
            for each in group.iter("text")
        }
        for each in root.iter("text"):
            words, size = "".join(each.itertext()), float(each.get("font-size", "13"))
            # An ordinary letter is half as wide as its size says, or a little more.
            wide = 0.5 * size * breadth(words)
            if each in turned or each.get("transform"):
                continue
            share = {"start": 0.0, "middle": 0.5, "end": 1.0}[each.get("text-anchor", "start")]
            left = float(each.get("x", "0")) - share * wide
            assert left >= -6, words
            assert left + wide <= width + 6, words
            assert 0 <= float(each.get("y", "0")) <= height, words


@pytest.mark.parametrize("kind", LONG)
def test_upright_lines_do_not_cross_the_names_of_unknowns(kind: str) -> None:
    for svg in drawings("needs", kind):
        root = ET.fromstring(svg)
        lines = [each for each in root.iter("line") if "stroke-opacity" not in each.attrib]
        names = [each for each in root.iter("text") if each.get("font-weight") and each.text]
        assert lines and names
        for line in lines:
            ends = sorted(float(line.get(end, "")) for end in ("y1", "y2"))
            assert not [
                each.text for each in names if ends[0] - 4 < float(each.get("y", "")) < ends[1] + 4
            ]
