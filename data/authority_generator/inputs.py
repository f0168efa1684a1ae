"""Reading what people decided: the YAML files in ``inputs``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent / "inputs"
NOT_POPULATIONS = ("authority", "council", "providers", "cases", "contract_terms", "explanations")


@cache
def read(name: str) -> Any:
    """Return the content of one file."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def populations() -> list[dict[str, Any]]:
    """Return the decisions about every population, in the order of populations.yaml."""
    written = FOLDER.parents[1] / "authority" / "populations.yaml"
    order = [entry["id"] for entry in yaml.safe_load(written.read_text(encoding="utf-8"))]
    found = [read(path.stem) for path in FOLDER.glob("*.yaml") if path.stem not in NOT_POPULATIONS]
    return sorted(found, key=lambda item: order.index(item["population"]))
