"""An order as weights, and a notice's weights beside it."""

import pytest

from course_support.charts import weights
from course_support.errors import WorkbookError
from course_support.sources.award_criteria import Criterion
from course_support.sources.notices import Lot, Notice


def criterion(name: str, weight: float | None) -> Criterion:
    return Criterion(name, "quality", weight, "percentage")


def lot(title: str, *criteria: Criterion) -> Lot:
    return Lot(title, title, "", "active", None, None, criteria, "lot")


class FakeNotice:
    """As much of a notice as the chart looks at."""

    title, buyer = "Care at home", "The council"

    def __init__(self, *lots: Lot) -> None:
        self.lots = lots


def beside(*lots: Lot) -> weights.Charts:
    notice: Notice = FakeNotice(*lots)  # type: ignore[assignment]
    return weights.beside_notice(["Voice", "Price"], notice)


def test_the_weights_of_an_order_by_three_methods() -> None:
    # Domain facts, section 3: rank order centroid, rank sum and reciprocal of three.
    chart = weights.rank_weights(["Voice", "Price", "Staff"])
    assert chart.columns == ["Item", "Rank order centroid", "Rank sum", "Rank reciprocal"]
    assert [list(row) for row in chart.rows] == [
        ["Voice", "61%", "50%", "55%"],
        ["Price", "28%", "33%", "27%"],
        ["Staff", "11%", "17%", "18%"],
    ]
    assert chart.title == "“Voice” would carry 50% to 61% of the marks"
    assert "Voice" in chart.reading
    assert chart.source == "your own order"


@pytest.mark.parametrize("items", [[], ["Price"]])
def test_one_item_has_no_order(items: list[str]) -> None:
    with pytest.raises(WorkbookError, match="at least two items"):
        weights.rank_weights(items)


def test_items_with_the_same_words_both_count() -> None:
    assert len(weights.rank_weights(["Price", "Price", "Staff"]).rows) == 3
    chart = weights.side_by_side(["Price", "Price"], {"Price": 100}, "The notice", "A source")
    assert [list(row) for row in chart.rows if row[0] == "Yours"] == [
        ["Yours", "Price", "75%"],
        ["Yours", "Price", "25%"],
    ]
    assert "“Price” 75% of the marks" in chart.reading


def test_a_notices_weights_stand_beside_ones_own() -> None:
    chart = weights.side_by_side(["Voice", "Price"], {"Quality": 60, "Price": 40}, "N", "S")
    assert chart.title == "You put “Voice” first; the notice gives most to “Quality”"
    assert [list(row) for row in chart.rows] == [
        ["Yours", "Voice", "75%"],
        ["Yours", "Price", "25%"],
        ["The notice", "Quality", "60%"],
        ["The notice", "Price", "40%"],
    ]
    with pytest.raises(WorkbookError, match="gives no weights"):
        weights.side_by_side(["Voice", "Price"], {}, "N", "S")


def test_lots_that_weigh_alike_are_drawn_once_and_silent_ones_are_told() -> None:
    same = (criterion("Quality", 60.0), criterion("Price", 40.0))
    found = beside(
        lot("North", *same), lot("South", *same), lot("East", criterion("Price", None)), lot("West")
    )
    assert len(found.charts) == 1
    assert found.notes == (
        "No weights are published for East, so there is nothing to draw.",
        "No weights are published for West, so there is nothing to draw.",
    )
    assert beside().notes == (
        "No weights are published for this notice, so there is nothing to draw.",
    )


def test_two_criteria_of_one_name_are_both_drawn() -> None:
    (chart,) = beside(
        lot(
            "Lot 1",
            criterion("Quality", 30.0),
            criterion("Quality", 30.0),
            criterion("Price", 40.0),
        )
    ).charts
    assert [row[2] for row in chart.rows if row[0] == "The notice"] == ["30%", "30%", "40%"]


def test_hostile_words_can_be_drawn() -> None:
    weights.rank_weights(["$\\frac{ costs $", "</svg><script>"])
    weights.side_by_side(["$a $b_", "x"], {"$\\bad{$": 100}, "$n_$ $", "s")
