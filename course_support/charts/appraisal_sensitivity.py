"""What the answer hangs on: one weight moved, all weights tried, what would have to be true."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from course_support.errors import WorkbookError
from course_support.methods.words import and_
from course_support.sources.options import COST

from . import appraisal_drawing as a
from . import drawing as d
from .appraisal_numbers import DRAWS, Sums
from .show import Chart, per_cent

if TYPE_CHECKING:
    from course_support.methods.acceptability import Acceptability
    from course_support.methods.weight_sensitivity import WeightCrossings


def best_to_move(sums: Sums) -> str:
    """Return the id of the criterion whose weight need move least before the winner changes."""
    nearest, found = math.inf, sums.criteria[-1].id
    for each in sums.criteria:
        crossing = _turn(sums.crossings[each.name])
        if crossing is not None and abs(crossing - sums.weights[each.name]) < nearest:
            nearest, found = abs(crossing - sums.weights[each.name]), each.id
    return found


def turning_point(sums: Sums) -> tuple[str, float, str] | None:
    """Return the criterion, weight and winner of the change that is nearest to today's weights."""
    name = _name(sums, best_to_move(sums))
    found = sums.crossings[name]
    turn = _turn(found)
    return None if turn is None else (name, turn, _winner_past(found, turn))


def crossing(sums: Sums, criterion: str, weight: float | None = None) -> Chart:
    """Draw every option's total as one weight goes from 0 to 100%, and where the winner changes.

    Parameters
    ----------
    criterion
        Id of the criterion whose weight moves; one that is not there gives way to the nearest.
    weight
        Where the participant has put it, in per cent; None for where it stands.
    """
    if criterion not in {each.id for each in sums.criteria}:
        criterion = best_to_move(sums)
    name = _name(sums, criterion)
    found = sums.crossings[name]
    now = found.current if weight is None else weight / 100
    ends = _ends(sums, name)
    totals = _at(ends, now)
    leaders = _leaders(found, now)
    entries = [
        (str(place + 1), a.FILLS[place % len(a.FILLS)], f"{option}: {total:.1f}")
        for place, (option, total) in enumerate(totals.items())
    ]
    more, y = a.key(entries, 346)
    rows = [
        [f"{100 * start:.1f}% to {100 * end:.1f}%", and_(names)]
        for start, end, names in found.intervals
    ]
    order = sorted(totals, key=lambda option: -totals[option])
    return Chart(
        _crossing_title(found, now),
        f"With the weight of {name} at {per_cent(now)}, {and_(leaders)} "
        f"{'leads' if len(leaders) == 1 else 'lead'}. {_turns(found, now)} "
        f"Totals there: {', '.join(f'{option} {totals[option]:.1f}' for option in order)}.",
        d.svg(a.WIDE, y, [*_lines(found, now, ends, leaders), *more]),
        [f"Weight of {name}", "Leads"],
        rows,
        f"{sums.case.whose}; the other weights keep their proportions. By the points the weight is "
        f"{per_cent(found.current)}",
    )


def _name(sums: Sums, criterion: str) -> str:
    return next(each.name for each in sums.criteria if each.id == criterion)


Ends = tuple[dict[str, float], dict[str, float]]


def _lines(found: WeightCrossings, now: float, ends: Ends, leaders: tuple[str, ...]) -> list[str]:
    """Return a line an option from no weight to all of it, with the marks upon them."""
    at_0, at_1 = ends
    lines = [
        a.Line(
            option,
            ((0, at_0[option]), (100, at_1[option])),
            a.FILLS[place % len(a.FILLS)],
            a.DASHES[place % len(a.DASHES)],
            option in leaders,
        )
        for place, option in enumerate(at_0)
    ]
    frame = a.Frame(34, a.WIDE - 34, 40, 290, (0, 100), (0, 100))
    ticks = {0.0: "0", 25.0: "25", 50.0: "50", 75.0: "75", 100.0: "100"}
    weights = {at: f"{text}%" for at, text in ticks.items()}
    named = d.trimmed(f"Weight of {found.criterion}", 54)
    parts = a.line_chart(lines, frame, weights, ticks, named, "Total")
    return parts + _marks(frame, found, now, lambda weight: max(_at(ends, weight).values()))


def _at(ends: Ends, weight: float) -> dict[str, float]:
    """Return each option's total at a weight from 0 to 1: a straight line between its ends."""
    at_0, at_1 = ends
    return {option: at_0[option] * (1 - weight) + at_1[option] * weight for option in at_0}


def _ends(sums: Sums, name: str) -> Ends:
    """Return each option's total with no weight on a criterion, and with all of it there."""
    others = {key: 0.0 if key == name else share for key, share in sums.weights.items()}
    alone = {key: 1.0 if key == name else 0.0 for key in sums.weights}
    found = [sums.totals_of(given) for given in (others, alone)]
    at_0, at_1 = (dict(zip(f.options, (float(t) for t in f.totals), strict=True)) for f in found)
    return at_0, at_1


def _leaders(found: WeightCrossings, weight: float) -> tuple[str, ...]:
    return next(names for _, end, names in found.intervals if weight <= end + 1e-9)


def _turn(found: WeightCrossings) -> float | None:
    """Return the weight nearest to the current one at which the winner changes."""
    turns = [start for start, _, _ in found.intervals[1:]]
    return min(turns, key=lambda turn: abs(turn - found.current)) if turns else None


def _winner_past(found: WeightCrossings, turn: float) -> str:
    """Return who leads on the other side of a turning point, seen from the current weight."""
    beyond = turn + 1e-6 if found.current <= turn else turn - 1e-6
    return and_(_leaders(found, beyond))


def _crossing_title(found: WeightCrossings, now: float) -> str:
    turns = [start for start, _, _ in found.intervals[1:]]
    if not turns:
        return f"No weight of {found.criterion} changes the answer: {and_(_leaders(found, now))}"
    turn = min(turns, key=lambda each: abs(each - now))
    return f"The winner changes when the weight of {found.criterion} passes {100 * turn:.1f}%"


def _turns(found: WeightCrossings, now: float) -> str:
    said = [
        f"Below {100 * start:.1f}% it is {and_(before)}, above it {and_(after)}."
        for (_, start, before), (_, _, after) in zip(
            found.intervals, found.intervals[1:], strict=False
        )
    ]
    return " ".join(said) or "No weight of it changes that."


def _marks(
    frame: a.Frame, found: WeightCrossings, now: float, top: Callable[[float], float]
) -> list[str]:
    """Return the line at the chosen weight, today's weight, and a mark at every turning point."""
    parts = []
    x, _ = frame.at(100 * now, 0)
    parts += [
        d.line(x, frame.top, x, frame.bottom, width=2),
        d.text(min(max(x, 60), a.WIDE - 80), frame.top - 28, f"here: {per_cent(now)}", size=12,
               anchor="middle", bold=True),
    ]  # fmt: skip
    if abs(now - found.current) > 0.005:
        x, _ = frame.at(100 * found.current, 0)
        parts.append(d.line(x, frame.top, x, frame.bottom, width=1, dashed=True))
    for start, _, _ in found.intervals[1:]:
        x, y = frame.at(100 * start, top(start))
        parts += [
            d.dot(x, y, 8, hollow=True),
            d.text(x, y + 20, f"{100 * start:.1f}%", size=12.5, anchor="middle", bold=True),
        ]
    return parts


def acceptability(sums: Sums, order: Sequence[str] = ()) -> Chart:
    """Draw how often each option comes first over all weights; or over those in an order.

    Parameters
    ----------
    order
        Criterion ids, the most important first: only weights in that order are tried.
    """
    from course_support.methods.acceptability import rank_acceptability

    if order:
        known = [each.id for each in sums.criteria]
        kept = [*(k for k in order if k in known), *(k for k in known if k not in order)]
        ranks = {each.name: float(kept.index(each.id) + 1) for each in sums.criteria}
        found = rank_acceptability(sums.scores, ranks=ranks, draws=DRAWS)
    else:
        found = sums.over_all_weights
    what = "in your order of importance" if order else "that are possible"
    return _how_often(
        sums,
        found,
        lambda share: f"under {_often(share)} of all weights {what}",
        f"{DRAWS:,} sets of weights {what}",
    )


def over_group(sums: Sums, rows: Sequence[Mapping[str, Any]]) -> Chart:
    """Draw how often each option comes first over a group's own weights.

    Parameters
    ----------
    rows
        One a person: points by criterion id. Somebody who lacks a point, or gave none to
        anything, is left out and named: no point is not the same as 0 points.

    Raises
    ------
    WorkbookError
        When nobody has given points.
    """
    import pandas as pd

    from course_support.methods.acceptability import over_given_weights

    wanted = [each.id for each in sums.criteria]
    given = [[row.get(key) for key in wanted] for row in rows]
    whole = [None not in points and any(points) for points in given]
    people = [row for row, found in zip(rows, whole, strict=True) if found]
    lacking = [
        str(row.get("person") or f"row {number}")
        for number, (row, found) in enumerate(zip(rows, whole, strict=True), start=1)
        if not found
    ]
    left_out = f" Left out, as points are missing: {and_(lacking)}." if lacking else ""
    if not people:
        raise WorkbookError(
            "When the points of everyone in your group stand in the table above, you see here "
            f"which option each of them would choose.{left_out}"
        )
    weights = pd.DataFrame([sums.weights_of(points) for points in people])
    found = over_given_weights(sums.scores, weights)
    number = len(people)
    who = "one person" if number == 1 else f"{number} people"

    def led(share: float) -> str:
        """Where options are level, somebody counts in part for each."""
        of = "" if number == 1 else f"{share * number:.1f}".removesuffix(".0") + " of "
        return f"by the points of {of}{who}"

    return _how_often(sums, found, led, f"points of {who}.{left_out}".rstrip("."))


def _how_often(sums: Sums, found: Acceptability, led: Callable[[float], str], source: str) -> Chart:
    """Draw how often each option comes first; ``led`` says for a share how often that is."""
    table = found.table()
    first = {str(option): float(row["Rank 1"]) for option, row in table.iterrows()}
    drawn = [
        a.Bar(option, _often(share), ((100 * share, "", a.BLUE),), _central(found, option))
        for option, share in first.items()
    ]
    parts, y = a.bars(drawn, 100)
    best, share = next(iter(first.items()))
    never = [option for option, won in first.items() if won == 0]
    title = f"{best} leads {led(share)}"
    reading = f"{title}."
    others = [f"{option} {_often(won)}" for option, won in list(first.items())[1:] if won]
    reading += f" {'; '.join(others)}." if others else ""
    reading += f" Never first: {and_(never)}." if never else ""
    rows = [
        [str(option), *(_often(float(v)) for v in row.tolist())] for option, row in table.iterrows()
    ]
    places = ["First", "Second", "Third", *(f"Place {n}" for n in range(4, len(table) + 1))]
    return Chart(
        title,
        reading,
        d.svg(a.WIDE, y, parts),
        ["Option", *places[: len(table)]],
        rows,
        f"{sums.case.whose}; {source}. Scores are taken as certain",
    )


def _often(share: float) -> str:
    """Return a share that does not round to certainty."""
    if 0.995 <= share < 1:
        return "over 99%"
    return "under 1%" if 0 < share < 0.005 else per_cent(share)


def _central(found: Acceptability, option: str) -> str:
    """Say what somebody who would choose an option typically weighs most."""
    row = found.central[found.options.index(option)]
    if math.isnan(float(row[0])):
        return "Never first"
    top = max(range(len(row)), key=lambda at: float(row[at]))
    return f"Chosen by those who weigh most: {found.criteria[top]} ({per_cent(float(row[top]))})"


def what_would_have_to_be_true(sums: Sums) -> Chart:
    """Draw, for every option that does not lead, how much weight must change hands."""
    from course_support.methods.weight_sensitivity import what_would_have_to_be_true as needed

    leader = sums.leader
    found = {
        option: needed(sums.scores, sums.weights, option)
        for option in sums.totals.options
        if option != leader
    }
    ordered = sorted(found.items(), key=lambda pair: 9 if pair[1].moved is None else pair[1].moved)
    drawn, rows = [], []
    for option, each in ordered:
        said = _needed(each.reading())
        share = each.moved
        value = "no weights do" if share is None else f"{100 * share:.0f}% of the weight"
        drawn.append(a.Bar(option, value, ((100 * (share or 0), "", a.BLUE),), said))
        rows.append([option, value, said, _score(each)])
    parts, y = a.bars(drawn, 100)
    option, nearest = ordered[0]
    title = (
        f"No weights at all put another option before {leader}"
        if nearest.moved is None
        else f"{option} would be level with the first if {100 * nearest.moved:.0f}% of the weight "
        "changed hands"
    )
    return Chart(
        title,
        f"{leader} leads. " + " ".join(f"{row[0]}: {row[2]}" for row in rows),
        d.svg(a.WIDE, y, parts),
        ["Option", "Weight that must change hands", "How", "Or one better score, by itself"],
        rows,
        f"{sums.case.whose}; the smallest change that is enough. Other changes may do as well",
    )


def _needed(reading: str) -> str:
    """Return the reading from where the change begins."""
    at = reading.find("most of all ")
    return reading[at].upper() + reading[at + 1 :] if at >= 0 else reading


def _score(each: Any) -> str:
    """Return the criteria on which a better score alone would be enough."""
    able = [
        f"{row['criterion']} {row['score']:.0f} to {row['needed']:.0f}"
        for _, row in each.rows.iterrows()
        if row["needed"] <= 100
    ]
    return "; ".join(able) or "out of reach"


def note_on_cost(sums: Sums) -> str:
    """Say whether cost is among the criteria, and if not why."""
    if any(each.id == COST for each in sums.criteria):
        return "Cost is one of the criteria; benefits in money are not, so nothing counts twice."
    return "Cost is not among the criteria: not every option that is scored has costs."
