"""What the appraisal has found, in sentences: for the page, for drafts, for the options paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from course_support.errors import WorkbookError
from course_support.methods.words import and_, long_date, small_first
from course_support.sources.options import Strategy

from . import appraisal, appraisal_sensitivity
from .appraisal_numbers import Sums, million
from .sentences import Sentences
from .show import per_cent


def findings(sums: Sums) -> Sentences:
    """Return what the figures say so far; what cannot be worked out yet says why."""
    tried: tuple[Callable[[Sums], str], ...] = (
        lambda each: f"These are {each.case.whose}.",
        weighed,
        _money,
        _turn,
        _often,
        _risk,
        lambda each: appraisal_sensitivity.note_on_cost(each),
    )
    return Sentences(tuple(dict.fromkeys(_said(each, sums) for each in tried)))


def _said(tell: Callable[[Sums], str], sums: Sums) -> str:
    try:
        return tell(sums)
    except WorkbookError as error:
        return str(error)


def weighed(sums: Sums) -> str:
    """Say which option leads, by how much, and on what."""
    found = sums.totals
    return f"{appraisal.totals_title(found)}: {found.totals.max():.1f} of 100."


def _money(sums: Sums) -> str:
    found = sums.money
    best = found.order[0]
    if found.ranked_by == "npsv" and best != found.baseline:
        return (
            f"In money alone {best} leads: {million(found.of(best, 'npsv'))} better than "
            f"{found.baseline} {sums.over}, in today's value."
        )
    return f"In money alone {best} leads {sums.over}, in today's value."


def _turn(sums: Sums) -> str:
    turn = appraisal_sensitivity.turning_point(sums)
    if turn is None:
        return f"No single weight, moved alone, puts another option before {sums.leader}."
    name, weight, winner = turn
    now = sums.weights[name]
    past = "more" if weight >= now else "less"
    return (
        f"The nearest turning point: if {name} weighed {past} than {100 * weight:.1f}%, and not "
        f"{100 * now:.1f}%, {winner} would lead."
    )


def _often(sums: Sums) -> str:
    return f"{appraisal_sensitivity.acceptability(sums).title}."


def _risk(sums: Sums) -> str:
    base = sums.case.baseline
    mine = [each for each in sums.case.risks if sums.case.name(each.option) == sums.leader]
    standing = [each for each in sums.case.risks if base and each.option == base.id]
    said = [f"The main risk of {sums.leader}: {_top(mine)}." if mine else ""]
    said.append(f"Of standing still: {_top(standing)}." if standing else "")
    return " ".join(each for each in said if each) or "No risks are named yet."


def _top(risks: list[Any]) -> str:
    worst = max(risks, key=lambda each: (each.likelihood * each.impact, each.impact))
    return small_first(str(worst.risk))


# --- a draft of the decision ------------------------------------------------------------------


def draft(sums: Sums, strategy: Strategy | None) -> dict[str, dict[str, str]]:
    """Return a draft for every question of the decision, from the figures; to be disagreed with."""
    try:
        texts = dict(_draft(sums, strategy))
    except WorkbookError:
        return {"texts": {}}
    return {"texts": texts}


def _draft(sums: Sums, strategy: Strategy | None) -> Iterator[tuple[str, str]]:
    case, leader = sums.case, sums.leader
    option = next(each for each in case.options if each.name == leader)
    yield "preferred", f"{leader}. {option.about}".strip()
    yield "reasons", " ".join(_reasons(sums))
    yield "assumptions", _assumed(sums)
    yield "gains", _gains(sums)
    yield "change", " ".join(_change(sums))
    if strategy:
        yield (
            "review",
            f"On {long_date(strategy.review_on)}, with the review of the {strategy.title}.",
        )


def _reasons(sums: Sums) -> Iterator[str]:
    yield weighed(sums)
    best = _best_on(sums)
    if best:
        yield f"It is the best of these options on {and_(best)}."
    yield _money(sums)


def _best_on(sums: Sums) -> list[str]:
    table = sums.scores
    return [str(name) for name in table.columns if table.loc[sums.leader, name] == 100]


def _assumed(sums: Sums) -> str:
    uplift = and_(f"{100 * by:.0f}% on {kind}" for kind, by in sums.uplift.items()) or "none"
    return (
        f"Costs are at today's prices {sums.over}, discounted by the "
        f"{sums.schedule.name}. Optimism bias on every option: {uplift}. Benefits are counted at "
        f"{sums.number('benefits', 100):.0f}% of their value, and demand is taken at "
        f"{sums.number('demand', 100):.0f}% of the plan. What each option would achieve is an "
        "estimate; whose it is must be said."
    )


def _gains(sums: Sums) -> str:
    groups = [each for each in sums.case.groups if sums.case.name(each.option) == sums.leader]
    gain = [each.group for each in groups if each.gain > 0]
    lose = [each.group for each in groups if each.gain < 0]
    if not groups:
        return ""
    text = f"Gain: {'; '.join(gain) or 'nobody named'}. Lose: {'; '.join(lose) or 'nobody named'}."
    return f"{text} What will be done for those who lose?" if lose else text


def _change(sums: Sums) -> Iterator[str]:
    yield _turn(sums)
    found = sums.money
    if len(found.order) > 1:
        column = "npsv" if found.ranked_by == "npsv" else "npc"
        mine = sums.leader if sums.leader in found.order else found.order[0]
        others = [name for name in found.order if name != mine]
        rival = others[0]
        ahead = abs(found.of(mine, column) - found.of(rival, column))
        if mine == found.order[0]:
            yield (
                f"If {mine} cost {per_cent(ahead / found.of(mine, 'cost'))} more than planned, "
                f"{rival} would be level in money."
            )
        else:
            yield f"In money alone {rival} is ahead of it by {million(ahead)}."
    yield "Say which figure you will watch, and the date by which you would stop."
