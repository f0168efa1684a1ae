"""The authority's tables by name, typed as datapackage.json says.

``rows`` gives plain Python values and imports no pandas; ``table`` gives a DataFrame.
The package in use is ``data/authority``, or the folder that the environment variable
``WORKBOOK_DATA`` names.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from course_support.errors import WorkbookError, did_you_mean
from course_support.sources.cells import Cell, parse
from course_support.sources.descriptor import (
    DESCRIPTOR,
    Field,
    Package,
    Resource,
    read_descriptor,
)
from course_support.sources.populations import data_folder
from course_support.sources.records import read_records

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Cell]


def open_package(folder: Path | str | None = None) -> Package:
    """Return what a package says about itself (the one in use when no folder is given).

    Raises
    ------
    WorkbookError
        When the folder has no readable datapackage.json.
    """
    chosen = Path(folder) if folder is not None else data_folder()
    return _package(chosen, _stamp(chosen / DESCRIPTOR))


def names(folder: Path | str | None = None) -> list[str]:
    """Return the names of the tables, in the order of the description."""
    return list(open_package(folder).resources)


def describe(name: str, folder: Path | str | None = None) -> Resource:
    """Return what is said about one table: its columns, units, provenance.

    Raises
    ------
    WorkbookError
        When there is no table of that name; the message suggests near names.
    """
    package = open_package(folder)
    if name in package.resources:
        return package.resources[name]
    hint, every = did_you_mean(name, package.resources), ", ".join(package.resources)
    raise WorkbookError(f"There is no table called '{name}'.{hint} The tables are: {every}.")


def rows(
    name: str, population: str | None = None, *, folder: Path | str | None = None
) -> list[Row]:
    """Return a table as a list of dicts of plain values; a blank cell is None.

    Parameters
    ----------
    name
        The table's name.
    population
        Keep only the rows of this population (tables with a ``population_id`` column).

    Raises
    ------
    WorkbookError
        For an unknown table, a cell that does not fit its column, or a population asked
        of a table that is not by population.
    """
    resource = describe(name, folder)
    found = _rows(resource.folder, name, _stamps(resource))
    if population is None:
        return [dict(row) for row in found]
    if "population_id" not in resource.field_names():
        raise WorkbookError(f"The table '{name}' is not divided by population.")
    return [dict(row) for row in found if row["population_id"] == population]


def table(
    name: str, population: str | None = None, *, folder: Path | str | None = None
) -> pd.DataFrame:
    """Return a table as a DataFrame of its own (changing it changes nothing else).

    Whole numbers are ``int64``, or ``Int64`` where cells are blank; numbers ``float64``;
    dates and months ``datetime64``; truth values ``boolean``; the rest text.

    Raises
    ------
    WorkbookError
        As for :func:`rows`.
    """
    resource = describe(name, folder)
    frame = _frame(resource.folder, name, _stamps(resource)).copy()
    if population is None:
        return frame
    if "population_id" not in frame.columns:
        raise WorkbookError(f"The table '{name}' is not divided by population.")
    return frame[frame["population_id"] == population].reset_index(drop=True)


def _stamp(path: Path) -> int:
    """Return when a file last changed, so that an edited table is read again."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _stamps(resource: Resource) -> tuple[int, int]:
    return _stamp(resource.path), _stamp(resource.folder / DESCRIPTOR)


@cache
def _package(folder: Path, _changed: int) -> Package:
    return read_descriptor(folder)


@cache
def _rows(folder: Path, name: str, _changed: tuple[int, int]) -> tuple[Row, ...]:
    return tuple(_typed(describe(name, folder)))


def _typed(resource: Resource) -> list[Row]:
    records = read_records(resource.path)
    fields = {field.name: field for field in resource.fields}
    missing = [name for name in fields if name not in records.header]
    if missing:
        raise WorkbookError(
            f"{resource.path.name}, row 1: the column {', '.join(missing)} is missing. "
            f"{_check_hint(resource)}"
        )
    found = []
    for number, cells in enumerate(records.rows, start=records.first_row):
        if len(cells) != len(records.header):
            raise WorkbookError(
                f"{resource.path.name}, row {number}: found {len(cells)} cells, expected "
                f"{len(records.header)}. {_check_hint(resource)}"
            )
        raw = dict(zip(records.header, cells, strict=True))
        found.append({n: _cell(resource, f, number, raw[n]) for n, f in fields.items()})
    return found


def _cell(resource: Resource, field: Field, number: int, text: str) -> Cell:
    if text in resource.missing_values:
        return None
    try:
        return parse(text, field)
    except ValueError as expected:
        raise WorkbookError(
            f"{resource.path.name}, row {number}, column {field.name}: found '{text}', "
            f"expected {expected}. {_check_hint(resource)}"
        ) from None


def _check_hint(resource: Resource) -> str:
    return f'To see every problem at once: workbook data check "{resource.folder}"'


@cache
def _frame(folder: Path, name: str, changed: tuple[int, int]) -> pd.DataFrame:
    import pandas as pd

    every = _rows(folder, name, changed)
    columns = {
        field.name: _series([row[field.name] for row in every], field)
        for field in describe(name, folder).fields
    }
    return pd.DataFrame(columns)


def _series(values: list[Cell], field: Field) -> pd.Series:
    import pandas as pd

    if field.type in ("integer", "year"):
        return pd.Series(values, dtype="Int64" if None in values else "int64")
    if field.type == "number":
        return pd.Series(values, dtype="float64")
    if field.type == "boolean":
        return pd.Series(values, dtype="boolean" if None in values else "bool")
    if field.type in ("date", "yearmonth"):
        return _dates(values)
    return pd.Series(values, dtype="str")


def _dates(values: list[Cell]) -> pd.Series:
    import numpy as np
    import pandas as pd

    days = [value.isoformat() if isinstance(value, dt.date) else "NaT" for value in values]
    return pd.Series(np.array(days, dtype="datetime64[s]"))
