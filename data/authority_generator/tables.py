"""A table with its description, and how tables are written."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Row = dict[str, Any]
STATUSES = ["reported", "estimated", "provisional", "revised"]
NO_VALUE = ["missing", "suppressed", "not applicable"]


def column(
    name: str, kind: str, description: str, unit: str = "", status: str = "", **constraints: Any
) -> dict[str, Any]:
    """Return a Table Schema field. ``status`` names the column that explains a blank."""
    made: dict[str, Any] = {"name": name, "type": kind, "description": description}
    if unit:
        made["unit"] = unit
    if status:
        made["statusField"] = status
    if constraints:
        made["constraints"] = constraints
    return made


def key(name: str, description: str, pattern: str = "") -> dict[str, Any]:
    """Return a field that identifies something: text, required."""
    extra = {"pattern": pattern} if pattern else {}
    return column(name, "string", description, required=True, **extra)


def population_id() -> dict[str, Any]:
    """Return the field that says which target population a row is about."""
    return key("population_id", "The target population, as in populations.yaml")


def status_of(name: str, what: str) -> dict[str, Any]:
    """Return the field that says whether a value was reported, and if not why not."""
    return column(
        name,
        "string",
        f"Whether {what} was reported; when it is blank, why. A zero is a reported value",
        required=True,
        enum=[*STATUSES, *NO_VALUE],
    )


@dataclass
class Table:
    """A table: what it is, its columns, its keys and its rows."""

    name: str
    title: str
    description: str
    calibrated_to: str
    columns: list[dict[str, Any]]
    rows: list[Row]
    primary_key: list[str]
    foreign_keys: list[tuple[str, str, str]] = field(default_factory=list)
    path: str = ""

    def resource(self) -> dict[str, Any]:
        """Return the table's entry in datapackage.json."""
        schema: dict[str, Any] = {
            "fields": self.columns,
            "primaryKey": self.primary_key,
            "missingValues": [""],
        }
        if self.foreign_keys:
            schema["foreignKeys"] = [
                {"fields": [a], "reference": {"resource": b, "fields": [c]}}
                for a, b, c in self.foreign_keys
            ]
        return {
            "name": self.name,
            "path": self.path or f"{self.name}.csv",
            "title": self.title,
            "description": self.description,
            "provenance": f"Synthetic. Calibrated to: {self.calibrated_to}",
            "schema": schema,
        }


def write_table(folder: Path, table: Table) -> None:
    """Write the rows as CSV: UTF-8, line feeds, blank for no value."""
    names = [item["name"] for item in table.columns]
    kinds = {item["name"]: item["type"] for item in table.columns}
    with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for row in table.rows:
            extra = set(row) - set(names)
            if extra:
                raise KeyError(f"{table.name}: {extra} not described")
            writer.writerow([text(row.get(name), kinds[name]) for name in names])


def text(value: Any, kind: str) -> str:
    """Return a value as it is written: numbers without needless zeros, never with an exponent."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if kind == "number":
        plain = f"{value:.4f}".rstrip("0").rstrip(".")
        return "0" if plain == "-0" else plain
    return " ".join(str(value).split()) if kind == "string" else str(value)


def write_descriptor(folder: Path, about: dict[str, Any], tables: list[Table]) -> None:
    """Write datapackage.json."""
    package = {**about, "resources": [table.resource() for table in tables]}
    content = json.dumps(package, indent=1, ensure_ascii=False) + "\n"
    (folder / "datapackage.json").write_text(content, encoding="utf-8", newline="\n")
