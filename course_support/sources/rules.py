"""Dated rules: what a figure of law or guidance is on a date, and where it comes from.

The figures are in ``data/rules``. A person's own values, for what is unresolved or for
what has changed since, go in a file ``my-rules.csv`` in the answers folder (or wherever
the environment variable ``WORKBOOK_RULES`` points) with the columns ``rule``, ``value``
and ``source``, and if wanted ``valid_from`` and ``valid_to``.

No pandas or numpy here: exercises use this.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from course_support.errors import WorkbookError, did_you_mean
from course_support.folders import course_folder
from course_support.methods.words import and_, long_date
from course_support.sources import rule as _rule
from course_support.sources.rule import Rule, RuleTable
from course_support.sources.rules_file import parse_date, parse_value, read_rows, read_rules

#: Set this environment variable to use a file of own values kept elsewhere.
OWN_VARIABLE = "WORKBOOK_RULES"
OWN_FILE = "my-rules.csv"
_OWN_COLUMNS = ("rule", "value", "source")


def get(name: str, on: dt.date | None = None) -> Rule:
    """Return the one value of a rule on a date (today when none is given).

    Raises
    ------
    WorkbookError
        When the name is unknown, nothing is recorded for the date, the answer is
        unresolved without a working value, or the name is that of a table.
    """
    found = _in_force(name, on or _rule.today())
    if any(row.columns for row in found):
        raise WorkbookError(f"'{name}' is a table of several rows: use rules.table('{name}').")
    if len(found) > 1:
        values = and_(row.shown() for row in found)
        raise WorkbookError(
            f"{found[0].title} ({name}): two values hold on the same day, {values}. End one of "
            f"the rows in data/rules or in {own_file().name} with a valid_to date."
        )
    if found[0].value is None:
        raise WorkbookError(_unresolved_message(found[0]))
    return found[0]


def table(name: str, on: dt.date | None = None) -> RuleTable:
    """Return the rows of a table of rules that hold on a date (today when none is given).

    Raises
    ------
    WorkbookError
        When the name is unknown or nothing is recorded for the date.
    """
    found = _in_force(name, on or _rule.today())
    return RuleTable(name, found[0].title, found)


def look_up(name: str, on: dt.date | None = None) -> Rule:
    """Return a rule to show, even an unresolved one without a value (then value is None)."""
    return _in_force(name, on or _rule.today())[0]


def history(name: str) -> tuple[Rule, ...]:
    """Return every dated row of a rule, oldest first, own values included."""
    rows = _known(name)
    return tuple(sorted(rows, key=lambda row: row.valid_from or dt.date.min))


def names() -> list[str]:
    """Return the name of every rule and table, in alphabetical order."""
    return sorted(_all_rules())


def bank_holidays(
    first: dt.date | None = None, last: dt.date | None = None, *, anywhere: bool = False
) -> frozenset[dt.date]:
    """Return the bank holidays of England and Wales between two dates, both included.

    Without a date, the table's first or last day stands in its place. With ``anywhere``,
    those that only Scotland or Northern Ireland keep are among them.

    Raises
    ------
    WorkbookError
        When a year between the dates is not in the table, so that none is missed in silence.
    """
    known = (*_known("bank_holidays"), *(_known("bank_holidays_elsewhere") if anywhere else ()))
    days = {row.value for row in known if isinstance(row.value, dt.date)}
    start, end = first or min(days), last or max(days)
    years = {day.year for day in days}
    for year in range(start.year, end.year + 1):
        if year not in years:
            raise WorkbookError(
                f"The bank holidays of {year} are not in the tables, which hold {min(years)} to "
                f"{max(years)}. Add them to data/rules/bank_holidays.csv from gov.uk."
            )
    return frozenset(day for day in days if start <= day <= end)


def overdue(on: dt.date | None = None) -> list[Rule]:
    """Return the rules that should have been checked again before a date, one for each name.

    Rows that no longer hold on the date are left out: nobody relies on them.
    """
    day = on or _rule.today()
    return _first_of_each(
        row for row in _every_row() if not row.own and row.is_overdue(day) and not _past(row, day)
    )


def unresolved(on: dt.date | None = None) -> list[Rule]:
    """Return the rules without a firm answer that matter on or after a date, one a name."""
    day = on or _rule.today()
    return _first_of_each(
        row for row in _every_row() if row.certainty == "unresolved" and not _past(row, day)
    )


def to_check(on: dt.date | None = None) -> list[str]:
    """Return a line for each figure that is overdue, and one for all without a firm answer.

    For ``workbook doctor``. An unresolved figure that the person has set is left out.
    """
    day = on or _rule.today()
    lines = [
        f"Due to be checked again since {long_date(row.check_again_by)}: {row.title} ({row.name})"
        for row in overdue(day)
    ]
    open_ = [row.name for row in unresolved(day) if not any(r.own for r in _known(row.name))]
    if open_:
        listed = ", ".join(open_)
        lines.append(f"Without a firm answer: {listed}. You can set your own in {own_file()}")
    return lines


def own_file() -> Path:
    """Return where a person's own values are kept (the file need not exist)."""
    chosen = os.environ.get(OWN_VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    answers = os.environ.get("WORKBOOK_ANSWERS")
    if answers:
        return Path(answers).expanduser() / OWN_FILE
    beside = course_folder() / "my-answers" / OWN_FILE
    at_home = Path.home() / "workbook-answers" / OWN_FILE
    return at_home if at_home.exists() and not beside.exists() else beside


def _in_force(name: str, on: dt.date) -> tuple[Rule, ...]:
    rows = _known(name)
    own = tuple(row for row in rows if row.own and row.holds_on(on))
    found = own or tuple(row for row in rows if row.holds_on(on))
    if not found:
        raise WorkbookError(_no_value_message(name, rows, on))
    return found


def _known(name: str) -> tuple[Rule, ...]:
    every = _all_rules()
    if name in every:
        return every[name]
    hint = did_you_mean(name, every) or " rules.names() lists them all."
    raise WorkbookError(f"There is no rule called '{name}'.{hint}")


def _no_value_message(name: str, rows: tuple[Rule, ...], on: dt.date) -> str:
    known = dict.fromkeys(
        f"{row.shown() if not row.columns else 'rows'} {row.period()}"
        for row in sorted(rows, key=lambda row: row.valid_from or dt.date.min)
    )
    return (
        f"{rows[0].title} ({name}): nothing is recorded for {long_date(on)}. "
        f"Known: {'; '.join(known)}. Choose a date within these, or add a dated row with its "
        f"source to data/rules or to your own {OWN_FILE}."
    )


def _unresolved_message(row: Rule) -> str:
    looked = f" when it was last checked on {long_date(row.checked_on)}" if row.checked_on else ""
    return (
        f"{row.title} ({row.name}): no firm answer was found{looked}. {row.source}. "
        f"{row.remark} To set your own value, add a line to {own_file()} with the columns "
        f"{', '.join(_OWN_COLUMNS)}, for example: {row.name},VALUE,where you found it"
    ).replace("..", ".")


def _first_of_each(rows: Iterable[Rule]) -> list[Rule]:
    found: dict[str, Rule] = {}
    for row in rows:
        found.setdefault(row.name, row)
    return list(found.values())


def _past(row: Rule, on: dt.date) -> bool:
    return row.valid_to is not None and row.valid_to < on


def _every_row() -> list[Rule]:
    return [row for rows in _all_rules().values() for row in rows]


def _all_rules() -> dict[str, tuple[Rule, ...]]:
    path = own_file()
    changed = path.stat().st_mtime_ns if path.is_file() else None
    return _with_own(path, changed)


@cache
def _course_rules() -> dict[str, tuple[Rule, ...]]:
    """Return the rules of ``data/rules`` by name, read once."""
    found: dict[str, list[Rule]] = {}
    for path in sorted((course_folder() / "data" / "rules").glob("*.csv")):
        for row in read_rules(path):
            found.setdefault(row.name, []).append(row)
    if not found:
        raise WorkbookError("The folder data/rules of the course is missing or empty.")
    return {name: tuple(rows) for name, rows in found.items()}


@cache
def _with_own(path: Path, changed: int | None) -> dict[str, tuple[Rule, ...]]:
    """Return the course's rules with a person's own values added, read once a version."""
    every = dict(_course_rules())
    if changed is None:
        return every
    for line, row in read_rows(path, _OWN_COLUMNS):
        where = f"{path.name}, line {line}"
        every[row["rule"]] = (*_own_target(every, where, row), _own_rule(every, where, row))
    return every


def _own_target(
    every: dict[str, tuple[Rule, ...]], where: str, row: dict[str, str]
) -> tuple[Rule, ...]:
    name = row["rule"]
    if name not in every:
        hint = did_you_mean(name, every)
        raise WorkbookError(f"{where}, column rule: there is no rule called '{name}'.{hint}")
    if every[name][0].columns:
        raise WorkbookError(
            f"{where}, column rule: '{name}' is a table, and an own value can only replace a "
            "single figure. Change the table in data/rules instead."
        )
    return every[name]


def _own_rule(every: dict[str, tuple[Rule, ...]], where: str, row: dict[str, str]) -> Rule:
    """Return an own value, typed like the course's and described as its latest row is."""
    value = parse_value(row["value"])
    if value is None or not row["source"]:
        raise WorkbookError(f"{where}: give both a value and the source you took it from.")
    like = next(item for item in reversed(every[row["rule"]]) if not item.own)
    known = next((item.value for item in every[row["rule"]] if item.value is not None), None)
    wants_number = isinstance(known, int | float) or like.unit.startswith("GBP")
    if wants_number and not isinstance(value, int | float):
        raise WorkbookError(
            f"{where}, column value: found '{row['value']}', expected a plain number "
            f"({like.unit}), without £, % or commas."
        )
    return replace(
        like,
        value=value,
        source=row["source"],
        valid_from=parse_date(where, "valid_from", row.get("valid_from", "")),
        valid_to=parse_date(where, "valid_to", row.get("valid_to", "")),
        checked_on=None,
        remark="Set in your own file of values.",
        own=True,
    )
