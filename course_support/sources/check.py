"""Checking a data package: every problem at once, each with file, row and column.

Checks what Table Schema can say (types, required, unique, enum, minimum and maximum,
pattern, lengths, primary and foreign keys), and that missing, suppressed, not applicable
and zero are kept apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from course_support.errors import WorkbookError
from course_support.sources import populations
from course_support.sources.cells import broken_constraint, parse
from course_support.sources.descriptor import (
    DESCRIPTOR,
    WITH_VALUE,
    WITHOUT_VALUE,
    Field,
    ForeignKey,
    Package,
    Resource,
    read_descriptor,
)
from course_support.sources.records import Records, read_records

#: Problems of one kind in one column that are written out; the rest are counted.
SHOWN_PER_COLUMN = 10


@dataclass(frozen=True)
class Problem:
    """One thing to put right. ``row`` is 0 when it is about the whole file."""

    file: str
    row: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        where = [self.file]
        if self.row:
            where.append(f"row {self.row}")
        if self.column:
            where.append(f"column {self.column}")
        return f"{', '.join(where)}: found {self.found}; expected {self.expected}."


@dataclass(frozen=True)
class CheckReport:
    """What the check found. ``exit_code`` is 0 when there is nothing to put right."""

    folder: Path
    tables: int
    rows: int
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        return 1 if self.problems else 0

    def text(self) -> str:
        """Return the report in lines for a person to work through."""
        size = f"{self.tables} tables and {self.rows:,} rows in {self.folder}"
        if not self.problems:
            return "\n".join([f"Checked {size}. Nothing to put right.", *self.remarks])
        count = len(self.problems)
        head = f"Checked {size}. {count:,} problem{'s' if count > 1 else ''} to put right:"
        return "\n".join([head, *self._lines(), *self.remarks])

    def _lines(self) -> Iterator[str]:
        seen: Counter[tuple[str, str]] = Counter()
        for problem in self.problems:
            place = (problem.file, problem.column)
            seen[place] += 1
            if seen[place] <= SHOWN_PER_COLUMN:
                yield f"  {problem}"
        for (file, column), count in seen.items():
            if count > SHOWN_PER_COLUMN:
                where = f"{file}, column {column}" if column else file
                yield f"  {where}: {count - SHOWN_PER_COLUMN:,} more like these."


def check_package(folder: Path | str | None = None) -> CheckReport:
    """Check the data package in a folder (the one in use when none is given).

    Raises
    ------
    WorkbookError
        Only when datapackage.json itself cannot be read; everything else is in the report.
    """
    chosen = Path(folder) if folder is not None else populations.data_folder()
    package = read_descriptor(chosen)
    tables: dict[str, _Table] = {}
    problems: list[Problem] = []
    for resource in package.resources.values():
        try:
            tables[resource.name] = _Table(resource, read_records(resource.path))
        except WorkbookError as error:
            problems.append(_file_problem(resource, error))
    for table in tables.values():
        problems += table.problems()
    for table in tables.values():
        problems += _foreign_problems(table, package, tables)
    problems += _population_problems(package)
    rows = sum(len(table.records.rows) for table in tables.values())
    return CheckReport(
        chosen, len(package.resources), rows, tuple(problems), tuple(_undescribed(package))
    )


@dataclass
class _Table:
    """One table's text with its description, checked on its own."""

    resource: Resource
    records: Records
    columns: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.columns = {name: place for place, name in enumerate(self.records.header)}

    @property
    def file(self) -> str:
        return self.resource.path.name

    def problems(self) -> list[Problem]:
        return [
            *self._header(),
            *self._lengths(),
            *(p for f in self._present() for p in self._column(f)),
            *(p for f in self._present() if f.status_field for p in self._status(f)),
            *self._keys(),
        ]

    def cells(self, name: str) -> Iterator[tuple[int, str]]:
        """Yield (row number, text) down one column; short rows are left out."""
        place = self.columns[name]
        for number, row in enumerate(self.records.rows, start=self.records.first_row):
            if place < len(row):
                yield number, row[place]

    def blank(self, text: str) -> bool:
        return text in self.resource.missing_values

    def _present(self) -> list[Field]:
        return [item for item in self.resource.fields if item.name in self.columns]

    def _header(self) -> Iterator[Problem]:
        expected = self.resource.field_names()
        repeated = [n for n, count in Counter(self.records.header).items() if count > 1]
        for name in repeated:
            yield Problem(self.file, 1, name, "this heading twice", "each heading once")
        unknown = [name for name in self.columns if name not in expected]
        for name in expected:
            if name not in self.columns:
                near = get_close_matches(name, unknown, n=1, cutoff=0.6)
                found = f"no such heading (but '{near[0]}')" if near else "no such heading"
                yield Problem(self.file, 1, name, found, "this column")
        for name in unknown:
            yield Problem(
                self.file, 1, name, "a column that is not described", f"it in {DESCRIPTOR}"
            )

    def _lengths(self) -> Iterator[Problem]:
        wanted = len(self.records.header)
        for number, row in enumerate(self.records.rows, start=self.records.first_row):
            if len(row) != wanted:
                yield Problem(
                    self.file, number, "", f"{len(row)} cells", f"{wanted}, one a heading"
                )

    def _column(self, item: Field) -> Iterator[Problem]:
        required = bool(item.constraints.get("required"))
        seen: dict[str, int] = {}
        for number, text in self.cells(item.name):
            expected = self._expected(item, text, required)
            if expected:
                found = "a blank cell" if self.blank(text) else f"'{_short(text)}'"
                yield Problem(self.file, number, item.name, found, expected)
            elif item.constraints.get("unique") and not self.blank(text):
                if text in seen:
                    found = f"'{_short(text)}' again (first in row {seen[text]})"
                    yield Problem(self.file, number, item.name, found, "each value once")
                seen.setdefault(text, number)

    def _expected(self, item: Field, text: str, required: bool) -> str | None:
        if self.blank(text):
            return "a value" if required else None
        try:
            value = parse(text, item)
        except ValueError as error:
            return str(error)
        return broken_constraint(value, text, item)

    def _status(self, item: Field) -> Iterator[Problem]:
        """Hold a value and its status together: blank has a reason, and only then."""
        if item.status_field not in self.columns:
            return
        for number, (text, status) in self.tuples((item.name, item.status_field)):
            if self.blank(text) and status in WITH_VALUE:
                expected = f"a value, or a status of {', '.join(WITHOUT_VALUE)}"
                yield Problem(self.file, number, item.name, f"a blank '{status}'", expected)
            elif not self.blank(text) and status in WITHOUT_VALUE:
                found = f"'{_short(text)}' with status '{status}'"
                yield Problem(self.file, number, item.name, found, "a blank, as there is no value")

    def _keys(self) -> Iterator[Problem]:
        key = self.resource.primary_key
        if not key or any(name not in self.columns for name in key):
            return
        seen: dict[tuple[str, ...], int] = {}
        for number, values in self.tuples(key):
            named = ", ".join(key)
            if any(self.blank(value) for value in values):
                yield Problem(self.file, number, named, "a blank in the key", "every part filled")
            elif values in seen:
                found = f"'{' / '.join(values)}' again (first in row {seen[values]})"
                yield Problem(self.file, number, named, found, "each key once")
            else:
                seen[values] = number

    def tuples(self, names: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield (row number, texts) over several columns; short rows are left out."""
        places = [self.columns[name] for name in names]
        for number, row in enumerate(self.records.rows, start=self.records.first_row):
            if max(places) < len(row):
                yield number, tuple(row[place] for place in places)


def _foreign_problems(
    table: _Table, package: Package, tables: dict[str, _Table]
) -> Iterator[Problem]:
    for key in table.resource.foreign_keys:
        name = key.resource or table.resource.name
        if name not in package.resources:
            yield Problem(DESCRIPTOR, 0, "", f"a reference to '{name}'", "a table of the package")
        elif name in tables:
            yield from _unmatched(table, key, tables[name])


def _unmatched(table: _Table, key: ForeignKey, target: _Table) -> Iterator[Problem]:
    if not set(key.fields) <= set(table.columns) or not set(key.targets) <= set(target.columns):
        return
    known = {values for _, values in target.tuples(key.targets)}
    expected = f"a value of {', '.join(key.targets)} in {target.file}"
    for number, values in table.tuples(key.fields):
        if not any(table.blank(value) for value in values) and values not in known:
            near = get_close_matches(values[-1], [item[-1] for item in known], n=1, cutoff=0.8)
            hint = f" (near: '{near[0]}')" if near else ""
            found = f"'{_short(' / '.join(values))}'"
            yield Problem(table.file, number, ", ".join(key.fields), found, expected + hint)


def _file_problem(resource: Resource, error: WorkbookError) -> Problem:
    said = str(error).removeprefix(f"{resource.path.name}: ").rstrip(".")
    return Problem(resource.path.name, 0, "", said, "the table described as " + resource.title)


def _population_problems(package: Package) -> Iterator[Problem]:
    """The workbook itself needs the populations: say so when they cannot be read."""
    try:
        populations.load(package.folder)
    except WorkbookError as error:
        yield Problem(populations.FILE_NAME, 0, "", str(error).rstrip("."), "populations to read")


def _undescribed(package: Package) -> Iterator[str]:
    described = {resource.path.name for resource in package.resources.values()}
    for path in sorted(package.folder.glob("*.csv")):
        if path.name not in described:
            yield f"Note: {path.name} is not described in {DESCRIPTOR}, so it is not used."


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
