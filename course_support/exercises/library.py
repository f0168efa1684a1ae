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
from yaml.constructor import ConstructorError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

import course_support.exercises as package
from course_support.errors import WorkbookError, did_you_mean
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
        hint = did_you_mean(key, self._files)
        raise WorkbookError(f"There is no exercise called “{key}” in {self.folder.name}/.{hint}")

    def of_notebook(self, notebook: str) -> list[str]:
        """Return the ids of a notebook's exercises, in the order of the page."""
        here = [key for key, path in self._files.items() if path.parent.name == notebook]
        return sorted(here, key=lambda key: self[key].place)


def exercise_files(folder: Path = EXERCISES) -> list[Path]:
    """Return every exercise file below a folder, in order."""
    return sorted(path for path in folder.glob("*/*.yaml") if path.parent.name != "tutor_notes")


def _overlooked(folder: Path) -> list[Path]:
    """Return YAML files that stand where no exercise is looked for."""
    found = {*folder.rglob("*.yaml"), *folder.rglob("*.yml")} - set(exercise_files(folder))
    return sorted(path for path in found if "tutor_notes" not in path.parts)


def load_all(folder: Path = EXERCISES) -> Library:
    """Read and check every exercise of a folder.

    Raises
    ------
    ExerciseMistakes
        With all mistakes of all files at once.
    """
    library = Library(folder)
    mistakes = [
        Mistake(path, 1, "", "a file nobody will read", "a name like <page>/<id>.yaml")
        for path in _overlooked(folder)
    ]
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
    node, _, _ = _parse(path)
    for name in exercise.populations:
        if name not in known:
            line = _line_at(node, ("populations", name))
            wanted = f"one of {', '.join(known)}"
            yield Mistake(path, line, "populations", f"“{name}”", wanted)


def read(path: Path) -> Exercise[Any]:
    """Read one exercise file.

    Raises
    ------
    ExerciseMistakes
        With file, line, field, what was found and what is expected, all at once.
    """
    node, fields, mistakes = _parse(path)
    kind = fields.get("kind")
    model = definition_of(kind) if isinstance(kind, str) else None
    if model is None:
        wanted = f"one of {', '.join(kinds())}"
        wrong = Mistake(path, _line_at(node, ("kind",)), "kind", _said(kind), wanted)
        raise ExerciseMistakes([*mistakes, wrong])
    exercise = _validated(model, fields, (), path, node, mistakes)
    if exercise is not None and exercise.id != path.stem:
        line = _line_at(node, ("id",))
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
        line = _line_at(node, (*where, field))
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


_FIELDS, _LIST = "fields, one a line (name: value)", "a list, one a line (- …)"
#: What pydantic expects, in words for people who write exercises.
_PLAIN = {
    **dict.fromkeys(("int_parsing", "int_type", "int_from_float"), "a whole number"),
    **dict.fromkeys(("float_parsing", "float_type"), "a number"),
    **dict.fromkeys(("bool_parsing", "bool_type"), "true or false"),
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type"), _FIELDS),
    **dict.fromkeys(("list_type", "tuple_type"), _LIST),
}


def _mistake(
    error: Any, loc: tuple[str | int, ...], model: type[Exercise[Any]], path: Path, node: Node
) -> Mistake:
    loc = tuple(part for part in loc if part != "[key]")
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
        case "string_too_short" | "string_too_long":
            limit = limits.get("min_length", limits.get("max_length"))
            expected = f"at {'least' if kind == 'string_too_short' else 'most'} {limit} "
            expected += "letter" if limit == 1 else "letters"
        case "too_short" | "too_long":
            limit = limits.get("min_length", limits.get("max_length"))
            found = f"{limits.get('actual_length')} of them"
            expected = f"{'at least' if kind == 'too_short' else 'at most'} {limit}"
        case "value_error":
            expected = f"something else: {limits['error']}"
        case "greater_than_equal" | "less_than_equal":
            expected = f"{limits['ge']} or more" if "ge" in limits else f"{limits['le']} or less"
        case _ if kind in _PLAIN:
            expected = _PLAIN[kind]
        case _:
            expected = error["msg"].removeprefix("Input should be ").replace("String", "text")
    return Mistake(path, _line_at(node, loc), field, found, expected)


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
    """YAML's safe loader, which also notes fields that are given twice, with their lines."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.repeated: list[tuple[str, int]] = []

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys: set[Any] = set()
        for key_node, _ in node.value:
            if key_node.tag == "tag:yaml.org,2002:merge":
                continue
            if not isinstance(key_node, ScalarNode):
                raise ConstructorError(None, None, "a list where a name was", key_node.start_mark)
            key = self.construct_object(key_node)
            if key in keys:
                self.repeated.append((str(key), key_node.start_mark.line + 1))
            keys.add(key)
        return super().construct_mapping(node, deep)

    def construct_object(self, node: Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, OverflowError):  # such as the 45th of the 13th month
            problem = f"{_said(node.value)}, which is no such date or number"
            raise ConstructorError(None, None, problem, node.start_mark) from None


def _parse(path: Path) -> tuple[Node, dict[str, Any], list[Mistake]]:
    """Return a file's YAML as nodes, which know their lines, as plain values, and what is twice."""
    try:
        loader = _Loader(path.read_text("utf-8"))
        node = loader.get_single_node()
        fields = loader.construct_document(node) if node is not None else None
    except OSError as error:
        found = f"no file that can be read ({error.strerror})"
        raise ExerciseMistakes([Mistake(path, 1, "", found, "an exercise file")]) from None
    except UnicodeDecodeError:
        raise ExerciseMistakes(
            [Mistake(path, 1, "", "letters in another encoding", "UTF-8")]
        ) from None
    except RecursionError:
        found = "lists inside lists without end"
        raise ExerciseMistakes([Mistake(path, 1, "", found, "well-formed YAML")]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "text that is not YAML"
        line = mark.line + 1 if mark else 1
        raise ExerciseMistakes([Mistake(path, line, "", problem, "well-formed YAML")]) from None
    if node is None or not isinstance(fields, dict):
        found = "an empty file" if fields is None else _said(fields)
        raise ExerciseMistakes([Mistake(path, 1, "", found, "fields, one a line (title: …)")])
    twice = [
        Mistake(path, line, key, f"“{key}” a second time", "each field once")
        for key, line in loader.repeated
    ]
    return node, fields, twice


def _line_at(node: Node, loc: Iterable[str | int]) -> int:
    """Return the line of a place, counted from 1; or of the nearest place around it."""
    line: int = node.start_mark.line
    for part in loc:
        found: tuple[Node, Node] | None = None  # what marks the line, and what to go on from
        if isinstance(node, MappingNode):
            found = next((pair for pair in node.value if pair[0].value == str(part)), None)
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            found = node.value[part], node.value[part]
        if found is None:
            break
        line, node = found[0].start_mark.line, found[1]
    return line + 1
