"""A tiny data package for tests: an authority with one population of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

POPULATIONS = """- id: unpaid_carers
  name: Unpaid carers
  phrase: unpaid carers
  paragraph: People who look after someone without pay.
  brief: Find out who they are and what would help.
  strategic_context: The council must assess carers who ask.
"""
TEXT: dict[str, Any] = {"type": "string", "constraints": {"required": True}}


def populations_resource() -> dict[str, Any]:
    names = ["id", "name", "phrase", "paragraph", "brief", "strategic_context"]
    return {
        "name": "populations",
        "path": "populations.yaml",
        "schema": {"fields": [{"name": name, **TEXT} for name in names], "primaryKey": "id"},
    }


def services_resource() -> dict[str, Any]:
    return {
        "name": "services",
        "path": "services.csv",
        "title": "Services",
        "description": "What there is.",
        "schema": {
            "fields": [
                {"name": "service_id", **TEXT},
                {"name": "population_id", **TEXT},
                {"name": "kind", "type": "string", "constraints": {"enum": ["advice", "break"]}},
                {
                    "name": "capacity",
                    "type": "integer",
                    "unit": "people",
                    "statusField": "status",
                    "constraints": {"minimum": 0, "maximum": 500},
                },
                {"name": "status", "type": "string"},
                {"name": "price", "type": "number"},
                {"name": "from", "type": "date"},
                {"name": "month", "type": "yearmonth"},
                {"name": "open", "type": "boolean"},
                {"name": "code", "type": "string", "constraints": {"pattern": r"E99\d{6}"}},
                {"name": "part_of", "type": "string"},
            ],
            "primaryKey": ["service_id"],
            "foreignKeys": [
                {
                    "fields": "population_id",
                    "reference": {"resource": "populations", "fields": "id"},
                },
                {"fields": "part_of", "reference": {"resource": "", "fields": "service_id"}},
            ],
        },
    }  # fmt: skip


HEADER = "service_id,population_id,kind,capacity,status,price,from,month,open,code,part_of"
GOOD = (
    "A,unpaid_carers,advice,12,reported,3.5,2026-04-01,2026-04,true,E99000001,",
    "B,unpaid_carers,break,,suppressed,,,,,,A",
    "C,unpaid_carers,break,0,reported,,,,false,,A",
)


def write_package(
    folder: Path, rows: tuple[str, ...] = GOOD, header: str = HEADER, **descriptor: Any
) -> Path:
    """Write the package into a folder and return the folder."""
    (folder / "populations.yaml").write_text(POPULATIONS, encoding="utf-8")
    (folder / "services.csv").write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    content = {"name": "tiny", "resources": [populations_resource(), services_resource()]}
    content.update(descriptor)
    (folder / "datapackage.json").write_text(json.dumps(content), encoding="utf-8")
    return folder
