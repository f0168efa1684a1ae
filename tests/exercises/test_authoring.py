"""A new exercise is valid as it stands, and editors know the format."""

from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.errors import WorkbookError
from course_support.exercises import authoring, library

KINDS = library.kinds()


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    import json

    schema = json.loads(authoring.schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_schema_for_editors_is_current() -> None:
    kept = library.EXERCISES / authoring.SCHEMA_FILE
    assert kept.read_text("utf-8") == authoring.schema(), "run: workbook exercise schema"


@pytest.mark.parametrize("path", library.exercise_files(), ids=lambda path: path.stem)
def test_the_schema_accepts_every_exercise(
    path: Path, validator: jsonschema.Draft202012Validator
) -> None:
    fields = yaml.safe_load(path.read_text("utf-8"))
    assert [error.message for error in validator.iter_errors(fields)] == []


def test_the_schema_refuses_what_the_library_refuses(
    validator: jsonschema.Draft202012Validator,
) -> None:
    fields = yaml.safe_load(library.exercise_files()[0].read_text("utf-8"))
    for wrong in ({"kind": "unheard-of"}, {"minutes": 0}, {"titel": "x"}, {"id": "Not Kebab"}):
        assert not validator.is_valid({**fields, **wrong}), wrong


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_exercise_of_every_kind_is_valid(kind: str, tmp_path: Path) -> None:
    path = authoring.begin(kind, "05_procurement/my-exercise", tmp_path)
    exercise = library.read(path)
    assert (exercise.id, exercise.kind, exercise.title) == ("my-exercise", kind, "My exercise")
    assert path.read_text("utf-8").startswith("# yaml-language-server: $schema=../exercise.schema")


# Words that YAML would take for a number, a date, or yes and no.
TRAPS = ["2024", "on", "yes", "null", "1e3", "0x1f", "2024-01-01", "true", "12-30-45", "n"]


@pytest.mark.parametrize("name", TRAPS)
def test_any_name_gives_a_valid_exercise(name: str, tmp_path: Path) -> None:
    path = authoring.begin("write", f"05_procurement/{name}", tmp_path)
    assert library.read(path).id == name


@settings(max_examples=15, deadline=None)
@given(st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,3}", fullmatch=True))
def test_any_kebab_name_gives_a_valid_exercise(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    path = authoring.begin("write", f"05_page/{name}", tmp_path_factory.mktemp("new"))
    assert library.read(path).id == name


@pytest.mark.parametrize(
    "name",
    ["my-exercise", "05_page/My Exercise", "../x/y", "a/b/c", "05_page/", "05_page/" + "x" * 61],
)
def test_a_name_that_does_not_fit_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="05_procurement/my-exercise"):
        authoring.begin("rank", name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_kind_is_refused_with_those_that_exist(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="Choose one of: .*grid.*rank.*write"):
        authoring.begin("dance", "05_page/x", tmp_path)


def test_a_file_that_exists_is_never_overwritten(tmp_path: Path) -> None:
    path = authoring.begin("rank", "05_page/mine", tmp_path)
    path.write_text("my work", "utf-8")
    with pytest.raises(WorkbookError, match="exists already"):
        authoring.begin("rank", "05_page/mine", tmp_path)
    assert path.read_text("utf-8") == "my work"


def test_an_id_of_another_page_and_the_tutors_folder_are_refused(tmp_path: Path) -> None:
    authoring.begin("rank", "05_page/mine", tmp_path)
    with pytest.raises(WorkbookError, match="05_page.*already"):
        authoring.begin("rank", "06_page/mine", tmp_path)
    with pytest.raises(WorkbookError, match="page"):
        authoring.begin("rank", "tutor_notes/other", tmp_path)
