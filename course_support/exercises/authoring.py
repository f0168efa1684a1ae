"""For authors: begin a new exercise, and the schema that helps an editor write one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from course_support.errors import WorkbookError

from .base import LONGEST_ID
from .library import EXERCISES, definition_of, example_of, exercise_files, kinds

SCHEMA_FILE = "exercise.schema.json"
GUIDE = EXERCISES / "README.md"
_HEAD = """\
# yaml-language-server: $schema=../{schema}
schema_version: 1
id: {id}
kind: {kind}
title: {title}
purpose: One sentence that says why people are asked to do this.
place: 1
minutes: 10
mode: individual
instructions: |
  What to do, in a few short sentences.
source_note: Where this exercise comes from.
"""


def begin(kind: str, name: str, folder: Path = EXERCISES) -> Path:
    """Write a new exercise file that is valid as it stands, and return it.

    Parameters
    ----------
    kind
        A kind of exercise.
    name
        Its page and id: ``05_procurement/my-exercise``.

    Raises
    ------
    WorkbookError
        When the kind is unknown, the name does not fit, or the file exists.
    """
    if definition_of(kind) is None:
        raise WorkbookError(
            f"There is no kind of exercise called “{kind}”. Choose one of: {', '.join(kinds())}."
        )
    found = re.fullmatch(r"([A-Za-z0-9_]+)/([a-z0-9]+(?:-[a-z0-9]+)*)(?:\.yaml)?", name)
    if not found or found[1] == "tutor_notes" or len(found[2]) > LONGEST_ID:
        raise WorkbookError(
            f"“{name}” does not say page and exercise. Write the page's folder, a slash and a name "
            f"in small letters with hyphens, at most {LONGEST_ID}, "
            "such as 05_procurement/my-exercise."
        )
    path = folder / found[1] / f"{found[2]}.yaml"
    for other in exercise_files(folder):
        if other.stem == path.stem:
            raise WorkbookError(
                f"{other} exists already, and each exercise needs a name of its own. "
                "Choose another name, or change that file."
            )
    title = found[2].replace("-", " ").capitalize()
    head = _HEAD.format(schema=SCHEMA_FILE, id=_text(found[2]), kind=kind, title=_text(title))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + example_of(kind), "utf-8")
    return path


def _text(word: str) -> str:
    """Return a word as YAML, in quotes where it would be taken for a number, a date or a yes."""
    return yaml.safe_dump(word).splitlines()[0]


@dataclass(frozen=True)
class Example:
    """A kind of exercise, shown by an example: its id, its file's text, when to use the kind."""

    kind: str
    id: str
    text: str
    when: str


def gallery(folder: Path) -> list[Example]:
    """Write an example of every kind into a folder, each as :func:`begin` begins it."""
    examples = []
    for kind in kinds():
        path = begin(kind, f"gallery/{kind}-example", folder)
        examples.append(Example(kind, path.stem, path.read_text("utf-8"), when_to_use(kind)))
    return examples


def when_to_use(kind: str, guide: Path = GUIDE) -> str:
    """Return what the authors' guide says first about a kind; "" when it says nothing yet."""
    text = guide.read_text("utf-8") if guide.exists() else ""
    found = re.search(rf"^### `{re.escape(kind)}`\n+(?!#)(.+)$", text, re.M)
    return found[1] if found else ""


def schema() -> str:
    """Return the JSON Schema of every kind, for editors that check YAML as it is typed."""
    branches: list[dict[str, Any]] = []
    for kind in kinds():
        model = definition_of(kind)
        assert model is not None
        # Each kind's own definitions stay inside its branch: kinds may use the same names.
        found = model.model_json_schema()
        names = {name: f"{kind}-{name}" for name in found.get("$defs", {})}
        text = json.dumps(found)
        for name, own in names.items():
            text = text.replace(f'"#/$defs/{name}"', f'"#/$defs/{own}"')
        found = json.loads(text)
        definitions = {names[name]: each for name, each in found.pop("$defs", {}).items()}
        branches.append({"schema": found, "definitions": definitions, "kind": kind})
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An exercise of the commissioning workbook",
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": list(kinds())}},
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": branch["kind"]}}},
                "then": {"$ref": f"#/$defs/{branch['kind']}"},
            }
            for branch in branches
        ],
        "$defs": {
            name: each
            for branch in branches
            for name, each in {branch["kind"]: branch["schema"], **branch["definitions"]}.items()
        },
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"
