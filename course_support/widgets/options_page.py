"""The exercises of page 03 tied together: tables that begin with the authority's rows, and
sliders, columns and items that bear the names of the participant's own criteria."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from course_support.charts import appraisal_costs, appraisal_sensitivity
from course_support.charts.appraisal_numbers import Desk
from course_support.errors import WorkbookError
from course_support.exercises.base import Exercise
from course_support.exercises.worded import Worded
from course_support.sources import options, own_options
from course_support.sources.options import COST, COSTS, OPTIONS, Criterion

if TYPE_CHECKING:
    from course_support.workbook import Workbook

#: The needs statement of page 02, and which of its fields objectives are made from.
NEEDS, BROUGHT = "state-the-need", ("gap", "demand", "where")
_FROM_COUNCIL = (
    "These are the authority's. Change them or put your own in their place; Start again brings "
    "them back."
)
_BROUGHT_OVER = "From your needs statement, brought over. Turn it into objectives."
_COST = {"id": COST, "text": "Cost"}


def prepare(workbook: Workbook) -> Desk:
    """Say what every exercise of the page begins with, and in whose words it stands.

    Returns
    -------
    Desk
        What stands in the tables and settings, for the pictures of the page.
    """
    desk = Desk(workbook)
    wording = {
        OPTIONS: lambda each: _columns(each, desk.criteria),
        "group-weights": lambda each: _columns(each, desk.criteria),
        COSTS: lambda each: _years(each, workbook),
        "which-swing": lambda each: _items(desk),
        "swing-points": lambda each: _points(each, desk),
        "move-one-weight": lambda each: _movable(each, desk.criteria),
    }
    workbook.library = Worded(workbook.library, workbook.population.id, wording)
    begins = own_options.beginnings(workbook, lambda: desk.criteria, lambda: desk.options)
    for name, begin in begins.items():
        workbook.begin(name, begin, _FROM_COUNCIL)
    workbook.begin("appraisal-settings", settings_begin)
    workbook.begin("strategy-span", lambda: _span(workbook))
    workbook.begin("purchasing-plan", lambda: options.plan_rows(workbook.population.id))
    if said := needs_statement(workbook):
        workbook.begin("objectives-and-limits", {"texts": {"objectives": said}}, _BROUGHT_OVER)
    workbook.begin("move-one-weight", lambda: _where_it_turns(desk))
    return desk


# --- in the participant's own words -----------------------------------------------------------


def _columns(exercise: Exercise[Any], found: tuple[Criterion, ...]) -> Mapping[str, Any]:
    """Return the columns of a table, with one for each criterion under its name."""
    columns = [each.model_dump(exclude_unset=True) for each in exercise.columns]  # type: ignore[attr-defined]
    ours = [each for each in columns if each["id"].startswith("criterion-")]
    at = columns.index(ours[0])
    others = [each for each in columns if each not in ours]
    like = {key: value for key, value in ours[0].items() if key not in ("id", "text")}
    taken = {str(each["text"]).casefold() for each in others}
    named = []
    for each in found:
        text = f"{each.name} (criterion)" if each.name.casefold() in taken else each.name
        unit = {"unit": each.unit} if each.unit and exercise.id == OPTIONS else {}
        named.append({**like, **unit, "id": each.id, "text": text})
    return {"columns": [*others[:at], *named, *others[at:]]}


def _years(exercise: Exercise[Any], workbook: Workbook) -> Mapping[str, Any]:
    """Return the columns of costs, the years in the unit that the settings name."""
    columns = [each.model_dump(exclude_unset=True) for each in exercise.columns]  # type: ignore[attr-defined]
    if own_options.costs_unit(workbook) == options.THOUSAND:
        columns = [{**each, "unit": "£"} if "unit" in each else each for each in columns]
    return {"columns": columns}


def _items(desk: Desk) -> Mapping[str, Any]:
    case = desk.case
    return {
        "items": [
            *({"id": each.id, "text": options.swing(each, case)} for each in case.criteria),
            {"id": COST, "text": _cost_swing(desk)},
        ]
    }


def _cost_swing(desk: Desk) -> str:
    """Return the swing of cost, as planned so that it stands still."""
    try:
        return appraisal_costs.swing(desk.as_planned)
    except WorkbookError:  # no costs yet
        return "Cost: from the dearest of these options to the cheapest"


def _points(exercise: Exercise[Any], desk: Desk) -> Mapping[str, Any]:
    """Return a slider for each criterion, starting at the points that it was given before."""
    given = {each.id: each.model_dump(exclude_unset=True) for each in exercise.settings}  # type: ignore[attr-defined]
    like = {key: given[COST][key] for key in ("unit", "low", "high", "step")}
    named = [
        {
            **like,
            "id": each.id,
            "text": each.name,
            "start": each.points,
            "help": options.swing(each, desk.case),
        }
        for each in desk.case.criteria
    ]
    return {"settings": [*named, {**given[COST], "help": _cost_swing(desk)}]}


def _movable(exercise: Exercise[Any], found: tuple[Criterion, ...]) -> Mapping[str, Any]:
    which, weight = (each.model_dump(exclude_unset=True) for each in exercise.settings)  # type: ignore[attr-defined]
    named = [{"id": each.id, "text": each.name} for each in found]
    return {"settings": [{**which, "options": [_COST, *named]}, weight]}


# --- what stands there before anyone has answered ---------------------------------------------


def settings_begin() -> dict[str, Any]:
    """Return the settings with the uplift for ordinary buildings, from the dated rules."""
    return {"values": {"capital-bias": 100 * appraisal_costs.ordinary_uplift()}}


def _span(workbook: Workbook) -> dict[str, Any]:
    found = options.strategy(workbook.population.id)
    return (
        {"values": {"first": str(found.first), "last": str(found.last)}}
        if found
        else {"values": {}}
    )


def needs_statement(workbook: Workbook) -> str:
    """Return what the needs statement says of the gap; empty where nobody has written one."""
    if NEEDS not in workbook.library or not workbook.answered(NEEDS):
        return ""
    texts: Mapping[str, str] = getattr(workbook.answer(NEEDS), "texts", {})
    return "\n\n".join(texts[key].strip() for key in BROUGHT if texts.get(key, "").strip())


def _where_it_turns(desk: Desk) -> dict[str, Any]:
    """Return the criterion whose weight is nearest to changing the winner, at its weight now."""
    try:
        which = appraisal_sensitivity.best_to_move(desk.sums)
        names = {each.id: each.name for each in desk.sums.criteria}
        share = desk.sums.weights[names[which]]
    except WorkbookError:  # nothing to weigh yet: the sliders stand where their author put them
        return {"values": {}}
    return {"values": {"criterion": which, "weight": float(round(100 * share))}}
