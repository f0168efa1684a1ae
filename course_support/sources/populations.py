"""The target populations, read from the data folder (no pandas: exercises use this)."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from course_support.errors import WorkbookError
from course_support.folders import course_folder

#: Set this environment variable to the folder of another authority's data package.
FOLDER_VARIABLE = "WORKBOOK_DATA"
FILE_NAME = "populations.yaml"


class Population(BaseModel):
    """One target population, in the words used about it across the workbook."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    #: As a title: "Children in care".
    name: str = Field(min_length=1)
    #: As used inside a sentence: "children in care".
    phrase: str = Field(min_length=1)
    #: Who they are, in three or four sentences.
    paragraph: str = Field(min_length=1)
    #: What the commissioner has been asked to do, and by whom.
    brief: str = Field(min_length=1)
    #: Duties, strategy, money and politics around the task.
    strategic_context: str = Field(min_length=1)


def data_folder() -> Path:
    """Return the folder of the authority's data package.

    The course's own one, unless the environment variable ``WORKBOOK_DATA`` names another.
    """
    chosen = os.environ.get(FOLDER_VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    return course_folder() / "data" / "authority"


def load(folder: Path | str | None = None) -> dict[str, Population]:
    """Return every population by its id, in the order of the file.

    Parameters
    ----------
    folder
        A data package's folder; without it, the one in use (see :func:`data_folder`).

    Raises
    ------
    WorkbookError
        When the file is missing, cannot be read, or an entry lacks something.
    """
    path = (Path(folder) if folder is not None else data_folder()) / FILE_NAME
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        raise WorkbookError(
            f"There is no file {FILE_NAME} in {path.parent}. It lists the target populations. "
            f"Check the folder, or the environment variable {FOLDER_VARIABLE} if you set it."
        ) from None
    return dict(_read(path, changed))


@cache
def _read(path: Path, _changed: int) -> dict[str, Population]:
    """Read the file once for each time it changes."""
    entries = _entries(path)
    found: dict[str, Population] = {}
    for number, entry in enumerate(entries, start=1):
        population = _population(path, number, entry)
        if population.id in found:
            raise WorkbookError(
                f"{path.name}, entry {number}: the id '{population.id}' is used twice. "
                "Give each population its own id."
            )
        found[population.id] = population
    return found


def _entries(path: Path) -> list[object]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise WorkbookError(f"{path.name} is not saved as UTF-8 text. Save it as UTF-8.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "the layout is not valid YAML"
        raise WorkbookError(
            f"{path.name}{where}: {problem}. Compare it with the entries before it."
        ) from None
    if not isinstance(content, list) or not content:
        raise WorkbookError(f"{path.name}: expected a list of populations, each starting '- id:'.")
    return content


def _population(path: Path, number: int, entry: object) -> Population:
    try:
        return Population.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the entry"
        raise WorkbookError(
            f"{path.name}, entry {number}, {field}: {first['msg'].lower()}. Each entry needs "
            f"{', '.join(Population.model_fields)}; the id is lower-case letters and underscores."
        ) from None
