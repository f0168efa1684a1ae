"""What a data package says about itself: its tables, their columns and their rules.

The format is the Frictionless Data Package with Table Schema (datapackage.json). One
custom property is read: ``statusField`` on a column names the column that says whether a
value was reported, and if it is blank, why.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course_support.errors import WorkbookError

DESCRIPTOR = "datapackage.json"
#: Statuses that go with a value, and statuses that say why there is none.
WITH_VALUE = ("reported", "estimated", "provisional", "revised")
WITHOUT_VALUE = ("missing", "suppressed", "not applicable")
TYPES = ("string", "integer", "number", "boolean", "date", "year", "yearmonth", "any")


@dataclass(frozen=True)
class Field:
    """One column: what it holds and what is allowed in it."""

    name: str
    type: str = "string"
    title: str = ""
    description: str = ""
    unit: str = ""
    constraints: Mapping[str, Any] = field(default_factory=dict)
    status_field: str = ""


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values must be found in columns of another table (or of the same one)."""

    fields: tuple[str, ...]
    resource: str
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Resource:
    """One table of a package."""

    name: str
    folder: Path
    path: Path
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    missing_values: tuple[str, ...] = ("",)
    provenance: str = ""

    def field_names(self) -> list[str]:
        """Return the names of the columns, in order."""
        return [item.name for item in self.fields]


@dataclass(frozen=True)
class Package:
    """A folder of tables and what is said about them."""

    folder: Path
    name: str
    title: str
    resources: Mapping[str, Resource]


def read_descriptor(folder: Path) -> Package:
    """Return the description of the data package in a folder.

    Raises
    ------
    WorkbookError
        When there is no datapackage.json, it is not valid JSON, or it lacks what is needed
        to read a table. The message says where.
    """
    path = folder / DESCRIPTOR
    content = _json(path)
    listed = content.get("resources")
    if not isinstance(listed, list) or not listed:
        raise WorkbookError(f"{DESCRIPTOR}: expected a list 'resources' with at least one table.")
    resources: dict[str, Resource] = {}
    for number, item in enumerate(listed, start=1):
        resource = _resource(folder, number, item)
        if resource.name in resources:
            raise WorkbookError(f"{DESCRIPTOR}: two tables are called '{resource.name}'.")
        resources[resource.name] = resource
    return Package(folder, str(content.get("name", folder.name)), _title(content), resources)


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise WorkbookError(
            f"There is no {path.name} in {path.parent}. A data package needs this file: it "
            "describes every table and column. Copy the course's own as a start."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise WorkbookError(f"{path} cannot be read as UTF-8 text: {error}.") from None
    except json.JSONDecodeError as error:
        raise WorkbookError(
            f"{path.name}, line {error.lineno}, column {error.colno}: not valid JSON "
            f"({error.msg}). Look for a missing comma, quote or bracket just before it."
        ) from None
    if not isinstance(content, dict):
        raise WorkbookError(f"{path.name}: expected an object in curly brackets.")
    return content


def _resource(folder: Path, number: int, item: Any) -> Resource:
    where = f"{DESCRIPTOR}, table {number}"
    if not isinstance(item, dict) or not isinstance(item.get("name"), str):
        raise WorkbookError(f"{where}: expected an object with a 'name'.")
    name = item["name"]
    where = f"{DESCRIPTOR}, table '{name}'"
    path, schema = item.get("path"), item.get("schema")
    if not isinstance(path, str) or Path(path).is_absolute() or ".." in Path(path).parts:
        raise WorkbookError(f"{where}: expected a 'path' to a file in the same folder.")
    if not isinstance(schema, dict) or not isinstance(schema.get("fields"), list):
        raise WorkbookError(f"{where}: expected a 'schema' with a list of 'fields'.")
    fields = tuple(_field(where, entry) for entry in schema["fields"])
    return Resource(
        name=name,
        folder=folder,
        path=folder / path,
        title=_title(item),
        description=str(item.get("description", "")),
        fields=fields,
        primary_key=_names(schema.get("primaryKey", [])),
        foreign_keys=tuple(_foreign_key(where, key) for key in schema.get("foreignKeys", [])),
        missing_values=tuple(schema.get("missingValues", [""])),
        provenance=str(item.get("provenance", "")),
    )


def _field(where: str, entry: Any) -> Field:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        raise WorkbookError(f"{where}: every field needs a 'name'.")
    kind = entry.get("type", "string")
    if kind not in TYPES:
        raise WorkbookError(
            f"{where}, field '{entry['name']}': the type '{kind}' is not known. "
            f"Use one of {', '.join(TYPES)}."
        )
    constraints = entry.get("constraints", {})
    if not isinstance(constraints, dict):
        raise WorkbookError(f"{where}, field '{entry['name']}': expected 'constraints' as object.")
    return Field(
        name=entry["name"],
        type=kind,
        title=str(entry.get("title", "")),
        description=str(entry.get("description", "")),
        unit=str(entry.get("unit", "")),
        constraints=constraints,
        status_field=str(entry.get("statusField", "")),
    )


def _foreign_key(where: str, key: Any) -> ForeignKey:
    reference = key.get("reference") if isinstance(key, dict) else None
    if not isinstance(reference, dict) or "fields" not in key or "fields" not in reference:
        raise WorkbookError(f"{where}: a foreign key needs 'fields' and 'reference' with 'fields'.")
    fields, targets = _names(key["fields"]), _names(reference["fields"])
    if len(fields) != len(targets):
        raise WorkbookError(f"{where}: a foreign key must name as many fields on both sides.")
    return ForeignKey(fields, str(reference.get("resource", "")), targets)


def _names(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(item) for item in value)


def _title(item: Mapping[str, Any]) -> str:
    return str(item.get("title", item.get("name", "")))
