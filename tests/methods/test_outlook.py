"""From population to gap: the worked numbers of the domain facts, section 2, put together."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.errors import WorkbookError
from course_support.methods.outlook import Outlook, Supposed, outlook

PEOPLE = {
    2026: {"65-74": 9000, "75-84": 5000, "85+": 1800},
    2031: {"65-74": 9600, "75-84": 5900, "85+": 2100},
    2036: {"65-74": 9900, "75-84": 6800, "85+": 2700},
}
RATES = {"65-74": 0.017, "75-84": 0.041, "85+": 0.134}


def spread(low: float, high: float, of: dict[str, float]) -> dict[str, dict[str, float]]:
    return {
        name: {band: value * by for band, value in of.items()}
        for name, by in (("low", low), ("central", 1.0), ("high", high))
    }


def make(**changed: object) -> Outlook:
    take_up = {
        name: dict.fromkeys(RATES, share)
        for name, share in (("low", 0.40), ("central", 0.45), ("high", 0.50))
    }
    supposed = Supposed(
        **{"variant": "only", "year": 2036, "supply": 260, "price": 680 * 52} | changed
    )  # type: ignore[arg-type]
    return outlook({"only": PEOPLE}, spread(0.9, 1.1, RATES), take_up, supposed)


def test_the_worked_numbers() -> None:
    """Need 599.2, 686.5, 808.9; low and high 728.01 and 889.79; gap 104.005; £3,677,617."""
    found = make()
    assert [round(found.need_in(year), 1) for year in PEOPLE] == [599.2, 686.5, 808.9]
    assert found.need_in(2036, "low") == pytest.approx(728.01)
    assert found.need_in(2036, "high") == pytest.approx(889.79)
    places, cost = found.short()
    assert places == pytest.approx(104.005)
    assert cost == pytest.approx(3_677_617, abs=1)
    # Low is both low ends: 728.01 × 0.40 − 260, and so is high.
    assert found.short("low")[0] == pytest.approx(728.01 * 0.40 - 260)
    assert found.short("high")[0] == pytest.approx(889.79 * 0.50 - 260)


def test_the_change_is_taken_apart_in_places() -> None:
    """The size-only need is 735.727 and the ageing effect 73.173 people; × 45% take-up."""
    change = make().change
    assert change.size_only == pytest.approx(735.727 * 0.45, abs=0.001)
    assert change.ageing == pytest.approx(73.173 * 0.45, abs=0.001)


def test_what_it_hangs_on() -> None:
    bars = {bar.name: bar for bar in make().hangs_on.bars}
    assert bars["prevalence"].swing == pytest.approx(808.9 * 0.45 * 0.2)
    assert bars["take-up"].swing == pytest.approx(808.9 * 0.10)
    assert bars["size and age of the population"].swing == 0


def test_another_projection_moves_the_places_wanted_up_and_down() -> None:
    take_up = {name: dict.fromkeys(RATES, 0.45) for name in ("low", "central", "high")}
    rates = spread(0.9, 1.1, RATES)
    people = {
        name: {y: {b: n * by for b, n in bands.items()} for y, bands in PEOPLE.items()}
        for name, by in (("low", 0.8), ("principal", 1.0), ("high", 1.3))
    }
    found = outlook(people, rates, take_up, Supposed("principal", 2036, 260, 680 * 52))
    (bar,) = (b for b in found.hangs_on.bars if b.name == "size and age of the population")
    wanted = 808.9 * 0.45
    assert (bar.at_low, bar.at_high) == pytest.approx((wanted * 0.8, wanted * 1.3))


def test_the_years_are_those_up_to_the_one_planned_for() -> None:
    assert make(year=2031).years == [2026, 2031]
    assert make().years == [2026, 2031, 2036]
    table = make(year=2031).table()
    assert len(table) == 9 and not table.isna().any(axis=None)


def test_where_nobody_is_in_need_every_place_is_spare() -> None:
    found = make(prevalence_factor=0)
    assert found.short() == (-260, -260 * 680 * 52)
    assert [bar.swing for bar in found.hangs_on.bars] == [0, 0, 0]
    assert not found.table().isna().any(axis=None)


def test_a_gap_in_words() -> None:
    assert make().reading().startswith("In 2036 supply is 31 to 185 places short, or £")
    both = make(supply=330).reading()
    assert "do not agree that there is a gap" in both


@given(factor=st.floats(0.5, 1.5), shift=st.floats(-0.2, 0.2), supply=st.floats(0, 2000))
@settings(max_examples=12, deadline=None)
def test_more_need_and_more_take_up_never_close_a_gap(
    factor: float, shift: float, supply: float
) -> None:
    base = make(supply=supply)
    moved = make(supply=supply, prevalence_factor=factor, take_up_shift=shift)
    more = factor >= 1 and shift >= 0
    assert not more or moved.short()[0] >= base.short()[0] - 1e-9
    assert moved.short("low")[0] <= moved.short()[0] + 1e-9 <= moved.short("high")[0] + 2e-9


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"variant": "high"}, "no projection 'high'. It is one of: only"),
        ({"year": 2050}, "no projection for 2050: it runs from 2026 to 2036"),
        ({"prevalence_factor": -1}, "Factor of prevalence"),
    ],
)
def test_what_cannot_be_is_refused_in_words(changed: dict[str, object], says: str) -> None:
    with pytest.raises(WorkbookError, match=says):
        make(**changed)


def test_a_year_that_is_not_there_is_said() -> None:
    with pytest.raises(WorkbookError, match="runs from 2026 to 2036"):
        make().short("central", 2040)


def test_shares_stay_between_nothing_and_all() -> None:
    found = make(take_up_shift=0.9)
    assert found.wanted_in(2036) == pytest.approx(found.need_in(2036))
    assert make(take_up_shift=-0.9).wanted_in(2036) == 0
