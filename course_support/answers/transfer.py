"""Everything of one person as one file, to keep safe, send in, or take to another computer."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from course_support.errors import WorkbookError

from .profile import Person
from .record import Record, upgraded
from .store import Store

FORMAT = "commissioning-workbook-answers"
FORMAT_VERSION = 1


class Bundle(BaseModel):
    """A person's workbook as one file holds it."""

    format: str = FORMAT
    format_version: int = FORMAT_VERSION
    made: datetime
    person: Person = Field(default_factory=Person)
    owner: str
    records: list[Record] = Field(default_factory=list)


def export(store: Store, owner: str, person: Person, groups: tuple[str, ...] = ()) -> str:
    """Return everything of one person, and of the groups they drove, as the text of one file."""
    own = [r for r in store.records(owner) if not r.group]
    shared = [r for group in groups for r in store.records(group) if r.group]
    bundle = Bundle(made=datetime.now(UTC), person=person, owner=owner, records=[*own, *shared])
    return bundle.model_dump_json(indent=1)


def read_bundle(content: bytes | str) -> Bundle:
    """Return what a file holds.

    Raises
    ------
    WorkbookError
        When it is no such file, is damaged, or was made by a newer workbook.
    """
    try:
        fields: Any = json.loads(content)
    except (ValueError, RecursionError):
        raise WorkbookError(
            "This file is not a saved workbook, or it is damaged: its text cannot be read. "
            "Choose the file that “Save a copy” made; its name ends in .workbook.json."
        ) from None
    if not isinstance(fields, dict) or fields.get("format") != FORMAT:
        raise WorkbookError(
            "This file is not a saved workbook. "
            "Choose the file that “Save a copy” made; its name ends in .workbook.json."
        )
    version = fields.get("format_version")
    if not isinstance(version, int) or version > FORMAT_VERSION:
        raise WorkbookError(
            "This copy was made by a newer workbook. Nothing was changed. "
            "Update the workbook, then load the copy again."
        )
    try:
        fields["records"] = [upgraded(record) for record in fields.get("records", [])]
        return Bundle.model_validate(fields)
    except (ValidationError, KeyError, TypeError, AttributeError) as error:
        raise WorkbookError(
            "This copy is damaged: part of it is missing or altered. Nothing was changed. "
            "Load another copy, or ask for the file to be sent again."
        ) from error


def as_owner(bundle: Bundle, owner: str) -> list[Record]:
    """Return a bundle's records with the person's own under another owner's key."""
    return [r if r.group else r.model_copy(update={"owner": owner}) for r in bundle.records]
