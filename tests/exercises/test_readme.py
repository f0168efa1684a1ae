"""The authors' guide says of every field what the models say, and its examples are real."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from course_support.exercises import authoring, library
from course_support.exercises.base import Exercise

GUIDE = (library.EXERCISES / "README.md").read_text("utf-8")
KINDS = library.kinds()
COMMON = tuple(Exercise.model_fields)
SHORT = 400  # the longest line; what may be longer is Markdown


@dataclass(frozen=True)
class Field:
    """A field as authors meet it: where it stands, what it holds, what happens without it."""

    path: str
    holds: str
    required: str


def fields(kind: str) -> dict[str, Field]:
    """Return every field of a kind, those inside others as ``boxes → title``."""
    model = library.definition_of(kind)
    assert model is not None
    schema = model.model_json_schema()
    return {each.path: each for each in _walk(schema, schema, ())}


def _walk(part: dict[str, Any], whole: dict[str, Any], above: tuple[str, ...]) -> Iterator[Field]:
    for name, raw in part.get("properties", {}).items():
        field = _resolved(raw, whole)
        required = "yes" if name in part.get("required", ()) else _without(raw)
        path = (*above, name)
        yield Field(" → ".join(path), _holds(field, whole), required)
        inner = _resolved(field["items"], whole) if field.get("type") == "array" else field
        yield from _walk(inner, whole, path)


def _resolved(part: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """Return a part of a schema without references and without “or nothing”."""
    some = [each for each in part.get("anyOf", ()) if each.get("type") != "null"]
    part = some[0] if some else part
    if "$ref" in part:
        return whole["$defs"][part["$ref"].rpartition("/")[2]]
    return part


def _without(raw: dict[str, Any]) -> str:
    """Return “no”, with what is taken where that is a word, a number, or true or false."""
    default = raw.get("default")
    if isinstance(default, bool):
        return f"no: `{str(default).lower()}`"
    if isinstance(default, float):
        return f"no: `{default:g}`"
    return f"no: `{default}`" if isinstance(default, (str, int)) else "no"


def _holds(field: dict[str, Any], whole: dict[str, Any]) -> str:
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return " or ".join(f"`{each}`" for each in field["enum"])
    match field.get("type"):
        case "string" if field.get("format") == "date":
            return "date"
        case "string" if "pattern" in field:
            return "id"
        case "string":
            return "Markdown" if field.get("maxLength", 0) > SHORT else "line of text"
        case "integer":
            return f"whole number{_limits(field, 'minimum', 'maximum')}"
        case "number":
            return f"number{_limits(field, 'minimum', 'maximum')}"
        case "boolean":
            return "true or false"
        case "array":
            return f"list{_limits(field, 'minItems', 'maxItems')}"
    return "fields"


def _limits(field: dict[str, Any], low: str, high: str) -> str:
    if low in field and high in field:
        return f", {field[low]:g} to {field[high]:g}"
    if high in field:
        return f", up to {field[high]:g}"
    return f", {field[low]:g} or more" if low in field else ""


def section(heading: str) -> str:
    """Return what stands under a heading of the guide, up to the next of its level or above."""
    level = heading.split()[0]
    found = re.search(
        rf"^{re.escape(heading)}\n(.*?)(?=^#{{1,{len(level)}}} |\Z)", GUIDE, re.S | re.M
    )
    assert found, f"exercises/README.md has no heading “{heading}”"
    return found[1]


def rows(text: str) -> list[Field]:
    """Return the rows of the field table in a part of the guide; each must say its meaning."""
    out = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and len(cells) == 4:
            assert len(cells[3]) > 5, f"what does {cells[0]} mean?"
            out.append(Field(cells[0].strip("`"), cells[1], cells[2]))
    return out


def differences(written: list[Field], real: dict[str, Field]) -> list[str]:
    """Say how a table of the guide differs from the model, in words to act on."""
    names = [field.path for field in written]
    return [
        *(f"{name}: named twice" for name in sorted({n for n in names if names.count(n) > 1})),
        *(f"{name}: no such field" for name in names if name not in real),
        *(f"missing: {field}" for name, field in real.items() if name not in names),
        *(
            f"{field.path}: write “{real[field.path].holds} | {real[field.path].required}”"
            for field in written
            if field.path in real and field != real[field.path]
        ),
    ]


def own(kind: str) -> dict[str, Field]:
    """Return the fields that not every kind has."""
    return {k: f for k, f in fields(kind).items() if k.split(" → ")[0] not in COMMON}


def test_the_fields_of_every_kind_are_described() -> None:
    real = {name: field for name, field in fields("rank").items() if name in COMMON}
    real["kind"] = Field("kind", "name of a kind", "yes")
    assert differences(rows(section("## What every kind has")), real) == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_fields_of_a_kind_are_described(kind: str) -> None:
    assert differences(rows(section(f"### `{kind}`")), own(kind)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_all_kinds_share_is_the_same_in_each(kind: str) -> None:
    first = fields(KINDS[0])
    assert [f for n, f in fields(kind).items() if n in COMMON and n != "kind"] == [
        f for n, f in first.items() if n in COMMON and n != "kind"
    ]


def test_no_section_describes_a_kind_that_does_not_exist() -> None:
    described = re.findall(r"^### `(.+)`$", GUIDE, re.M)
    assert described == sorted(described) == list(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_how_groups_are_gathered_is_said_for_each_kind(kind: str) -> None:
    assert len(re.findall(rf"^\| `{kind}` \| [^|]{{20,}} \|$", section("### Groups"), re.M)) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_when_to_use_a_kind_is_said_in_one_sentence(kind: str) -> None:
    said = authoring.when_to_use(kind)
    assert said.startswith("Use it ")
    assert said.endswith(".")
    assert said.count(". ") == 0


def test_the_mistakes_shown_are_those_that_are_told(tmp_path: Path) -> None:
    blocks = re.findall(
        r"^```(yaml|text)\n(.*?)^```$", section("## When something is wrong"), re.S | re.M
    )
    (_, written), (_, said) = blocks
    path = tmp_path / "what-matters.yaml"
    path.write_text(written, "utf-8")
    with pytest.raises(library.ExerciseMistakes) as told:
        library.read(path)
    assert str(told.value) == said.strip()


def test_the_example_of_a_population_is_valid(tmp_path: Path) -> None:
    (variant,) = re.findall(
        r"^```yaml\n(.*?)^```$", section("### One exercise, five populations"), re.S | re.M
    )
    path = authoring.begin("rank", "05_procurement/what-matters", tmp_path)
    path.write_text(path.read_text("utf-8") + variant, "utf-8")
    exercise = library.read(path).for_population("homelessness")
    assert [item.text for item in exercise.items] == ["Price", "Open doors"]


def test_the_command_shown_begins_an_exercise(tmp_path: Path) -> None:
    (kind, name) = re.findall(r"^python3 start.py exercise new (\S+) (\S+)$", GUIDE, re.M)[0]
    path = authoring.begin(kind, name, tmp_path)
    assert f"exercises/{path.relative_to(tmp_path).as_posix()}" in GUIDE


# --- the comparison itself: each kind of difference is seen -----------------------------------


def test_a_table_that_differs_is_told() -> None:
    real = {each.path: each for each in (Field("a", "id", "yes"), Field("b", "list", "no"))}
    table = """
| Field | Holds | Required | Meaning |
|---|---|---|---|
| `a` | id | no | Something. |
| `a` | id | yes | Again the same. |
| `c → d` | fields | no | Something else. |
"""
    assert differences(rows(table), real) == [
        "a: named twice",
        "c → d: no such field",
        "missing: Field(path='b', holds='list', required='no')",
        "a: write “id | yes”",
    ]


def test_a_field_without_a_meaning_is_told() -> None:
    with pytest.raises(AssertionError, match="what does"):
        rows("| `a` | id | yes | – |")
