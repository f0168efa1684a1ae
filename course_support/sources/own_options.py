"""A participant's own options: the tables of page 03, what they begin with, what they hold.

The tables begin with the council's rows. What cannot be used is left out and said in the
case's ``notes``; nothing is guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol, TypeVar

from course_support.methods.words import and_
from course_support.sources.options import (
    COST,
    COSTS,
    CRITERIA,
    GROUPS,
    KINDS,
    LONG_LIST,
    MOST_CRITERIA,
    OPTIONS,
    RISKS,
    STANDING,
    TABLES,
    THOUSAND,
    YEARS,
    Case,
    Criterion,
    Group,
    Option,
    Risk,
    authority,
    long_list,
    slug,
)

#: What is said of one option.
_Of = TypeVar("_Of", Risk, Group)
#: An amount for one option and year that no council would plan, in thousands of pounds; the
#: setting that says in what the table of costs is.
MUCH, LITTLE = 100_000.0, 1.0
UNIT_ASKED = "Your table of costs is in"
#: As long as a column's id may be.
_LONGEST_ID = 60


class Answers(Protocol):
    """What is asked of a workbook here."""

    @property
    def population(self) -> Any:
        """The target population."""

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Return the typed rows of a table."""

    def answered(self, name: str) -> bool:
        """Say whether anything has been answered."""

    def settings(self, name: str) -> Mapping[str, float | str]:
        """Return the value in force of every setting."""


# --- what the tables of the page begin with ---------------------------------------------------

Rows = dict[str, list[dict[str, Any]]]


def criteria_rows(case: Case) -> Rows:
    """Return the criteria as rows of the table in which they can be changed."""
    return _rows(
        (
            each.id,
            {
                "name": each.name,
                "unit": each.unit,
                "better": "higher" if each.higher else "lower",
                "worst": each.worst,
                "best": each.best,
            },
        )
        for each in case.criteria
    )


def option_rows(case: Case, shown: Iterable[Criterion]) -> Rows:
    """Return the options as rows, with how each performs on the criteria that have a column."""
    columns = [each.id for each in shown]
    return _rows(
        (
            each.id,
            {
                "name": each.name,
                "place": each.place,
                **{c: _written(case.performance.get((each.id, c))) for c in columns},
                "about": each.about,
                "not-counted": each.not_counted,
            },
        )
        for each in case.options
    )


def cost_rows(case: Case, options: Iterable[Option], unit: float = 1.0) -> Rows:
    """Return costs and benefits as rows of option and kind, a column for each year.

    ``options`` are those of the participant's table: one that was renamed keeps its costs.
    ``unit`` is how many of the table's units are a thousand pounds.
    """
    amounts = {(option, year, kind): amount * unit for option, year, kind, amount in case.money}
    return _rows(
        (
            f"{each.id}-{kind}",
            {
                "option": each.name,
                "kind": kind,
                **{
                    f"y{year}": _written(amounts.get((each.id, year, kind)))
                    for year in range(YEARS + 1)
                },
            },
        )
        for each in options
        for kind in KINDS
        if any((each.id, year, kind) in amounts for year in range(YEARS + 1))
    )


def risk_rows(case: Case, options: Iterable[Option]) -> Rows:
    """Return the risks as rows, under the names that options have in the participant's table."""
    return _rows(
        (
            f"risk-{number}",
            {
                "risk": each.risk,
                "option": name,
                "likelihood": str(each.likelihood),
                "impact": str(each.impact),
                "holder": each.holder,
                "response": each.response,
            },
        )
        for number, name, each in _named(case.risks, options)
    )


def group_rows(case: Case, options: Iterable[Option]) -> Rows:
    """Return who gains and loses as rows, under the names in the participant's table."""
    return _rows(
        (
            f"group-{number}",
            {
                "group": each.group,
                "option": name,
                "number": _written(each.number),
                "income": _written(each.income),
                "gain": _written(each.gain),
            },
        )
        for number, name, each in _named(case.groups, options)
    )


def _named(found: Iterable[_Of], options: Iterable[Option]) -> Iterator[tuple[int, str, _Of]]:
    """Yield number, the option's present name and what is said of it, for options still there."""
    names = {each.id: each.name for each in options}
    for number, each in enumerate(found, start=1):
        if each.option in names:
            yield number, names[each.option], each


def long_list_rows(population: str) -> Rows:
    """Return the council's long list with its verdicts and reasons; only the yardstick without."""
    found = long_list(population)
    if not found:
        whole = {"choice": "Carry on as now", "dimension": "whole", "verdict": "stays"}
        return _rows([("choice-1", {**whole, "reason": "The yardstick for every other option"})])
    return _rows(
        (
            f"choice-{row['order']}",
            {
                "choice": row["choice"],
                "dimension": row["dimension"],
                "verdict": slug(row["verdict"]),
                "reason": row["reason"],
            },
        )
        for row in found
    )


def _rows(found: Iterable[tuple[str, dict[str, str]]]) -> Rows:
    return {"rows": [{"id": id_, "cells": cells} for id_, cells in found]}


def _written(number: float | None) -> str:
    return "" if number is None else f"{number:.10g}"


# --- a participant's --------------------------------------------------------------------------


def case(workbook: Answers) -> Case:
    """Return the case that stands in the tables of the page, the council's where unchanged."""
    theirs = authority(workbook.population.id)
    notes: list[str] = []
    own = any(workbook.answered(name) for name in TABLES)
    found = criteria(workbook, notes)
    options, performance = _options(workbook.rows(OPTIONS), found, notes)
    ids = _ids(options, theirs)
    _taken_over(workbook, found, options, theirs, notes)
    money = _money(workbook, ids, notes)
    _what_is_missing(found, options, performance, money, notes)
    return Case(
        found,
        options,
        performance,
        money,
        _risks(workbook.rows(RISKS), ids, notes),
        _groups(workbook.rows(GROUPS), ids, notes),
        "your own tables above" if own else theirs.whose,
        own,
        tuple(notes),
    )


def criteria(workbook: Answers, notes: list[str] | None = None) -> tuple[Criterion, ...]:
    """Return the criteria in the participant's table.

    The council's keep their ids, and an own one has that of its row: figures and points stay with
    the criterion that they were given for, whatever is added, moved or deleted around it.
    """
    theirs = {each.id: each for each in authority(workbook.population.id).criteria}
    found: list[Criterion] = []
    for row in (row for row in workbook.rows(CRITERIA) if row["name"]):
        name = _line(row["name"], 120)
        id_ = row["id"] if row["id"] in theirs else f"mine-{row['id']}"[:_LONGEST_ID].rstrip("-")
        if len(found) == MOST_CRITERIA:
            _say(notes, f"More than {MOST_CRITERIA} criteria: “{name}” is left out.")
            continue
        if _like(name) == COST:
            name = f"{name} (your own criterion)"
            _say(
                notes,
                "Cost is among your criteria, and a criterion of cost is made from the table of "
                "costs as well: it counts twice. Delete yours, or give one of the two no points.",
            )
        if _like(name) in {_like(each.name) for each in found}:
            _say(notes, f"The criterion “{name}” is there twice. The first one counts.")
            continue
        if row["better"] is None:
            _say(notes, f"“{name}” does not say which way is better; higher is taken as better.")
        found.append(
            Criterion(
                id_,
                name,
                _line(row["unit"] or "", 40),
                row["better"] != "lower",
                _line(row["worst"] or "", 90),
                _line(row["best"] or "", 90),
                theirs[id_].points if id_ in theirs else 50.0,
            )
        )
    if not found:  # nothing could be weighed, and every exercise after this one weighs
        _say(notes, "No criterion in your table has a name yet: the authority's stand until then.")
        return authority(workbook.population.id).criteria
    return tuple(found)


def _line(text: str, most: int) -> str:
    """Return text as one line that other exercises can bear as a heading."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _options(
    rows: Iterable[Mapping[str, Any]], found: Iterable[Criterion], notes: list[str]
) -> tuple[tuple[Option, ...], dict[tuple[str, str], float]]:
    options: dict[str, Option] = {}
    performance: dict[tuple[str, str], float] = {}
    for row in rows:
        name = " ".join((row["name"] or "").split())  # a cell may hold a line break
        if not name:
            notes.append("A row of the options has no name, so it is left out. Name it.")
            continue
        if _like(name) in options:
            notes.append(f"The option “{name}” is there twice. The first one counts.")
            continue
        each = Option(
            row["id"], name, row["place"] or "", row["about"] or "", row["not-counted"] or ""
        )
        options[_like(name)] = each
        for criterion in found:
            value = row.get(criterion.id)
            if value is not None:
                performance[each.id, criterion.id] = value
    return tuple(options.values()), performance


def _ids(options: Iterable[Option], theirs: Case) -> dict[str, str]:
    """Return option ids by name: today's, and for a row of the council's the name it had."""
    now = {each.id for each in options}
    before = {_like(each.name): each.id for each in theirs.options if each.id in now}
    return {**before, **{_like(each.name): each.id for each in options}}


def _taken_over(
    workbook: Answers,
    found: Iterable[Criterion],
    options: Iterable[Option],
    theirs: Case,
    notes: list[str],
) -> None:
    """Say which options and criteria still carry what the council's in the same row had.

    Renaming one and writing another one over it look the same from here.
    """
    if not workbook.answered(OPTIONS):
        called = {each.id: each.name for each in theirs.criteria}
        notes += [
            f"“{each.name}” stands in the row of “{called[each.id]}”, so the figures of every "
            "option for it are still those. Put its own in the table of options."
            for each in found
            if _like(called.get(each.id, each.name)) != _like(each.name)
        ]
    names = {each.id: each.name for each in theirs.options}
    untouched = {COSTS: "costs", RISKS: "risks", GROUPS: "gains and losses"}
    kept = [words for name, words in untouched.items() if not workbook.answered(name)]
    for each in options:
        before = names.get(each.id, each.name)
        if kept and _like(before) != _like(each.name):
            notes.append(
                f"{each.name} stands in the row of {before}, so its {', '.join(kept)} are still "
                "those. If it is another option, give it its own in the tables below."
            )


def _money(
    workbook: Answers, ids: Mapping[str, str], notes: list[str]
) -> tuple[tuple[str, int, str, float], ...]:
    each = costs_unit(workbook)
    found: dict[tuple[str, int, str], float] = {}
    several: Counter[tuple[str, str]] = Counter()
    for number, row in enumerate(workbook.rows(COSTS), start=1):
        option = _option(row, number, "costs", ids, notes)
        if option is None:
            continue
        if row["kind"] is None:
            notes.append(f"Row {number} of the costs has no kind, so it is left out. Choose one.")
            continue
        several[row["option"], row["kind"]] += 1
        for year in range(YEARS + 1):
            amount = row[f"y{year}"]
            if amount:
                key = (option, year, row["kind"])
                found[key] = found.get(key, 0.0) + amount / each
    notes += [
        f"{name} has {rows} rows of {kind}, which are added up. Delete one if it takes the place "
        "of the other."
        for (name, kind), rows in several.items()
        if rows > 1
    ]
    if workbook.answered(COSTS):
        _units_doubted(max(map(abs, found.values()), default=0.0), each == THOUSAND, notes)
    return tuple((option, year, kind, amount) for (option, year, kind), amount in found.items())


def costs_unit(workbook: Answers) -> float:
    """Return how many units of the table of costs are a thousand pounds: a thousand, or one."""
    in_pounds = workbook.settings("appraisal-settings").get("money-unit") == "pounds"
    return THOUSAND if in_pounds else 1.0


def _units_doubted(most: float, in_pounds: bool, notes: list[str]) -> None:
    """Ask whether pounds were typed for thousands, or the other way round."""
    if not in_pounds and most >= MUCH:
        notes.append(
            f"The largest amount in your table of costs is £{most / THOUSAND:,.0f} million in one "
            f"year. If you typed pounds, say so in the settings: “{UNIT_ASKED}”."
        )
    if in_pounds and 0 < most < LITTLE:
        notes.append(
            f"The largest amount in your table of costs is £{most * THOUSAND:,.0f} in one year. If "
            f"you typed thousands, say so in the settings: “{UNIT_ASKED}”."
        )


def _risks(
    rows: Iterable[Mapping[str, Any]], ids: Mapping[str, str], notes: list[str]
) -> tuple[Risk, ...]:
    found = []
    for number, row in enumerate(rows, start=1):
        option = _option(row, number, "risks", ids, notes)
        likelihood, impact = row["likelihood"], row["impact"]
        if option is None:
            continue
        if not row["risk"] or likelihood is None or impact is None:
            notes.append(f"Row {number} of the risks is not complete, so it is not drawn.")
            continue
        found.append(
            Risk(
                option,
                row["risk"],
                round(likelihood),
                round(impact),
                row["holder"] or "",
                row["response"] or "",
            )
        )
    return tuple(found)


def _groups(
    rows: Iterable[Mapping[str, Any]], ids: Mapping[str, str], notes: list[str]
) -> tuple[Group, ...]:
    found = []
    for number, row in enumerate(rows, start=1):
        option = _option(row, number, "gains and losses", ids, notes)
        figures = [row[key] for key in ("number", "income", "gain")]
        if option is None:
            continue
        if not row["group"] or any(figure is None for figure in figures) or not row["income"]:
            notes.append(
                f"Row {number} of the gains and losses lacks a group, a number, an income or a "
                "gain, so it is left out."
            )
            continue
        found.append(Group(option, row["group"], *figures))
    return tuple(found)


def _option(
    row: Mapping[str, Any], number: int, table: str, ids: Mapping[str, str], notes: list[str]
) -> str | None:
    """Return the id of the option that a row is for; None, and a note, when there is none."""
    name = row["option"]
    if name and _like(name) in ids:
        return ids[_like(name)]
    said = f"is for “{name}”, which is not one of your options" if name else "names no option"
    notes.append(
        f"Row {number} of the {table} {said}, so it is left out. Give it the same name as in the "
        "table of options."
    )
    return None


def _what_is_missing(
    found: tuple[Criterion, ...],
    options: tuple[Option, ...],
    performance: Mapping[tuple[str, str], float],
    money: Iterable[tuple[str, int, str, float]],
    notes: list[str],
) -> None:
    """Say which options cannot be scored or costed, and whether standing still is among them."""
    standing = [each.name for each in options if each.place == STANDING]
    if options and not standing:
        notes.append(
            "No option is marked as business as usual. Standing still is always one of the "
            "options: add it, so that the others have a yardstick."
        )
    if len(standing) > 1:
        notes.append(f"Two options are marked as business as usual; {standing[0]} is taken.")
    for each in options:
        lacks = [c.name for c in found if (each.id, c.id) not in performance]
        if lacks:
            notes.append(f"{each.name} has no figure for {and_(lacks[:2])}, so it is not scored.")
    costed = {option for option, _, kind, _ in money if kind != "benefit"}
    without = [each.name for each in options if each.id not in costed]
    if without:
        notes.append(f"No costs yet for {', '.join(without)}: left out of the sums of money.")


def _like(name: str) -> str:
    """Return a name as it is compared: without case and doubled spaces."""
    return " ".join(name.casefold().split())


def _say(notes: list[str] | None, text: str) -> None:
    if notes is not None:
        notes.append(text)


# --- the page's tables, ready to be shown -----------------------------------------------------


def named(workbook: Answers) -> tuple[Option, ...]:
    """Return the options in the participant's table, by their names alone."""
    return _options(workbook.rows(OPTIONS), (), [])[0]


def beginnings(
    workbook: Answers,
    found: Callable[[], tuple[Criterion, ...]],
    now: Callable[[], tuple[Option, ...]],
) -> dict[str, Callable[[], Rows]]:
    """Return what each table begins with, by exercise; made anew when options are renamed.

    Parameters
    ----------
    workbook
        Whose tables.
    found, now
        The criteria and the options that stand in them.
    """
    theirs = authority(workbook.population.id)
    return {
        CRITERIA: lambda: criteria_rows(theirs),
        OPTIONS: lambda: option_rows(theirs, found()),
        COSTS: lambda: cost_rows(theirs, now(), costs_unit(workbook)),
        RISKS: lambda: risk_rows(theirs, now()),
        GROUPS: lambda: group_rows(theirs, now()),
        LONG_LIST: lambda: long_list_rows(workbook.population.id),
    }
