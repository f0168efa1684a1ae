"""Exercises from YAML: load them, and say plainly what is wrong with one."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from yaml.nodes import MappingNode, Node, SequenceNode

import course_support.exercises as package
from course_support.errors import WorkbookError
from course_support.folders import course_folder
from course_support.sources import populations

from .base import Exercise

EXERCISES = course_folder() / "exercises"


@dataclass(frozen=True)
class Mistake:
    """One thing to put right in an exercise file."""

    file: Path
    line: int
    field: str
    found: str
    expected: str

    def __str__(self) -> str:
        where = f"{self.file.name}, line {self.line}"
        what = f", {self.field}" if self.field else ""
        return f"{where}{what}: found {self.found}; expected {self.expected}"


class ExerciseMistakes(WorkbookError):
    """All the mistakes found in one or several exercise files."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        count = len(self.mistakes)
        intro = f"{count} {'mistake' if count == 1 else 'mistakes'} to put right:\n"
        super().__init__(intro + "\n".join(f"- {mistake}" for mistake in self.mistakes))


@cache
def kinds() -> tuple[str, ...]:
    """Return the names of all kinds: the modules here that define a ``Definition``."""
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return tuple(name for name in names if hasattr(_module(name), "Definition"))


def _module(name: str) -> Any:
    return importlib.import_module(f"{package.__name__}.{name}")


def definition_of(kind: str) -> type[Exercise[Any]] | None:
    """Return the model of a kind, or None when there is no such kind."""
    names = {module.name for module in pkgutil.iter_modules(package.__path__)}
    return getattr(_module(kind), "Definition", None) if kind in names else None


def example_of(kind: str) -> str:
    """Return a kind's example fields as YAML."""
    return str(_module(kind).EXAMPLE)


class Library(Mapping[str, Exercise[Any]]):
    """The exercises of a folder, by id. Each file is read when first asked for."""

    def __init__(self, folder: Path = EXERCISES) -> None:
        self.folder = folder
        self._files = {path.stem: path for path in exercise_files(folder)}
        self._read: dict[str, Exercise[Any]] = {}

    def __getitem__(self, key: str) -> Exercise[Any]:
        if key not in self._read:
            if key not in self._files:
                raise KeyError(key)
            self._read[key] = read(self._files[key])
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def named(self, key: str) -> Exercise[Any]:
        """Return an exercise by id, or say which ids come near.

        Raises
        ------
        WorkbookError
            When there is no such exercise.
        """
        if key in self._files:
            return self[key]
        near = difflib.get_close_matches(key, self._files, 3, 0.5)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise WorkbookError(f"There is no exercise called “{key}” in {self.folder.name}/.{hint}")

    def notebook_of(self, key: str) -> str:
        """Return the folder of an exercise, which names its notebook."""
        return self._files[key].parent.name

    def of_notebook(self, notebook: str) -> list[str]:
        """Return the ids of a notebook's exercises, in the order of the page."""
        here = [key for key, path in self._files.items() if path.parent.name == notebook]
        return sorted(here, key=lambda key: self[key].place)


def exercise_files(folder: Path = EXERCISES) -> list[Path]:
    """Return every exercise file below a folder, in order."""
    return sorted(path for path in folder.glob("*/*.yaml") if path.parent.name != "tutor_notes")


def load_all(folder: Path = EXERCISES) -> Library:
    """Read and check every exercise of a folder.

    Raises
    ------
    ExerciseMistakes
        With all mistakes of all files at once.
    """
    library = Library(folder)
    mistakes: list[Mistake] = []
    seen: dict[str, Path] = {}
    for path in exercise_files(folder):
        try:
            exercise = read(path)
        except ExerciseMistakes as found:
            mistakes += found.mistakes
            continue
        if exercise.id in seen:
            other = seen[exercise.id].relative_to(folder)
            mistakes.append(
                Mistake(path, 1, "id", f"“{exercise.id}”, used in {other}", "an id of its own")
            )
        seen[exercise.id] = path
        mistakes += _unknown_populations(path, exercise)
    if mistakes:
        raise ExerciseMistakes(mistakes)
    return library


def check(files: Sequence[Path] = ()) -> list[str]:
    """Check some exercise files, or all; return the ids of those read.

    Raises
    ------
    ExerciseMistakes
        With all mistakes of all files at once.
    """
    if not files:
        return list(load_all())
    read_ids: list[str] = []
    mistakes: list[Mistake] = []
    for path in files:
        try:
            exercise = read(path)
            mistakes += _unknown_populations(path, exercise)
            read_ids.append(exercise.id)
        except ExerciseMistakes as found:
            mistakes += found.mistakes
    if mistakes:
        raise ExerciseMistakes(mistakes)
    return read_ids


def _unknown_populations(path: Path, exercise: Exercise[Any]) -> Iterator[Mistake]:
    known = populations.load()
    node, _ = _parse(path)
    for name in exercise.populations:
        if name not in known:
            line = _node_at(node, ("populations", name)).start_mark.line + 1
            wanted = f"one of {', '.join(known)}"
            yield Mistake(path, line, "populations", f"“{name}”", wanted)


def read(path: Path) -> Exercise[Any]:
    """Read one exercise file.

    Raises
    ------
    ExerciseMistakes
        With file, line, field, what was found and what is expected, all at once.
    """
    node, fields = _parse(path)
    kind = fields.get("kind")
    model = definition_of(kind) if isinstance(kind, str) else None
    if model is None:
        wanted = f"one of {', '.join(kinds())}"
        line = _node_at(node, ("kind",)).start_mark.line + 1
        raise ExerciseMistakes([Mistake(path, line, "kind", _said(kind), wanted)])
    mistakes: list[Mistake] = []
    exercise = _validated(model, fields, (), path, node, mistakes)
    if exercise is not None and exercise.id != path.stem:
        line = _node_at(node, ("id",)).start_mark.line + 1
        mistakes.append(
            Mistake(path, line, "id", f"“{exercise.id}”", f"“{path.stem}”, as in the file's name")
        )
    variants = fields.get("populations")
    for population, changed in variants.items() if isinstance(variants, dict) else ():
        if isinstance(changed, dict):
            mistakes += _variant_mistakes(model, fields, population, changed, path, node)
    if mistakes or exercise is None:
        raise ExerciseMistakes(mistakes)
    return exercise


def _variant_mistakes(
    model: type[Exercise[Any]],
    fields: dict[str, Any],
    population: str,
    changed: dict[str, Any],
    path: Path,
    node: Node,
) -> list[Mistake]:
    """Check an exercise as one population sees it, apart from what all populations share."""
    where = ("populations", population)
    mistakes: list[Mistake] = []
    for field in sorted(model.fixed & changed.keys()):
        line = _node_at(node, (*where, field)).start_mark.line + 1
        found = f"“{field}”, which is the same for every population"
        mistakes.append(Mistake(path, line, f"populations → {population}", found, "other fields"))
    shared = {name: value for name, value in fields.items() if name != "populations"}
    merged = {**shared, **{k: v for k, v in changed.items() if k not in model.fixed}}
    _validated(model, merged, where, path, node, mistakes, set(changed))
    return mistakes


def _validated(
    model: type[Exercise[Any]],
    fields: dict[str, Any],
    where: tuple[str, ...],
    path: Path,
    node: Node,
    mistakes: list[Mistake],
    only: set[str] | None = None,
) -> Exercise[Any] | None:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        for each in error.errors(include_url=False):
            loc = each["loc"]
            # A population's variant repeats the mistakes of the fields it did not change.
            if only is not None and loc and loc[0] not in only:
                continue
            mistakes.append(_mistake(each, (*where, *loc), model, path, node))
        return None


def _mistake(
    error: Any, loc: tuple[str | int, ...], model: type[Exercise[Any]], path: Path, node: Node
) -> Mistake:
    at = _node_at(node, loc)
    field = " → ".join(str(part + 1) if isinstance(part, int) else part for part in loc)
    kind, given, limits = error["type"], error.get("input"), error.get("ctx", {})
    found = _said(given)
    match kind:
        case "missing":
            found, expected = "nothing", "this field; it is required"
        case "extra_forbidden":
            near = difflib.get_close_matches(str(loc[-1]), list(model.model_fields), 1)
            found = f"a field called “{loc[-1]}”"
            expected = f"“{near[0]}”" if near else f"a field of kind {_kind_of(model)}"
        case "string_type":
            expected = "text (put it in quotes)"
        case "string_pattern_mismatch":
            expected = (
                "small letters and digits, words joined by hyphens (or _ in population names)"
            )
        case "literal_error":
            expected = f"one of {limits['expected']}"
        case "too_short" | "too_long":
            limit = limits.get("min_length", limits.get("max_length"))
            found = f"{limits.get('actual_length')} of them"
            expected = f"{'at least' if kind == 'too_short' else 'at most'} {limit}"
        case "value_error":
            expected = f"something else: {limits['error']}"
        case _:
            expected = error["msg"].removeprefix("Input should be ").replace("String", "text")
    return Mistake(path, at.start_mark.line + 1, field, found, expected)


def _kind_of(model: type[Exercise[Any]]) -> str:
    return model.__module__.rpartition(".")[2]


def _said(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"{'yes' if value else 'no'} (read as true or false)"
    if isinstance(value, Mapping):
        return "a group of fields"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return f"“{text[:57]}…”" if len(text) > 60 else f"“{text}”"


class _Loader(yaml.SafeLoader):
    """YAML's safe loader, which also refuses the same field twice."""

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in keys:
                raise yaml.constructor.ConstructorError(
                    None, None, f"“{key}” a second time", key_node.start_mark
                )
            keys.add(key)
        return super().construct_mapping(node, deep)


def _parse(path: Path) -> tuple[Node, dict[str, Any]]:
    """Return a file's YAML as nodes, which know their lines, and as plain values."""
    try:
        text = path.read_text("utf-8")
        loader = _Loader(text)
        node = loader.get_single_node()
        fields = loader.construct_document(node) if node is not None else None
    except UnicodeDecodeError:
        raise ExerciseMistakes(
            [Mistake(path, 1, "", "letters in another encoding", "UTF-8")]
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "text that is not YAML"
        line = mark.line + 1 if mark else 1
        raise ExerciseMistakes([Mistake(path, line, "", problem, "well-formed YAML")]) from None
    if node is None or not isinstance(fields, dict):
        found = "an empty file" if fields is None else _said(fields)
        raise ExerciseMistakes([Mistake(path, 1, "", found, "fields, one a line (title: …)")])
    return node, fields


def _node_at(node: Node, loc: Iterable[str | int]) -> Node:
    """Return the node at a place, or the nearest one around it."""
    for part in loc:
        found: Node | None = None
        if isinstance(node, MappingNode):
            found = next((value for key, value in node.value if key.value == str(part)), None)
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            found = node.value[part]
        if found is None:
            return node
        node = found
    return node
