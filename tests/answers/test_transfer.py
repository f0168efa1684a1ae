"""A saved copy: what it holds, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from course_support.answers.files import FileStore
from course_support.answers.profile import Person
from course_support.answers.record import Key
from course_support.answers.transfer import Bundle, as_owner, export, read_bundle
from course_support.errors import WorkbookError


@pytest.fixture
def copy(tmp_path: Path) -> str:
    store = FileStore(tmp_path / "here")
    store.save(Key("me", "one"), "write", {"texts": {"a": "mine"}})
    store.save(Key("team", "one", group=True), "write", {"texts": {"a": "ours"}})
    store.save(Key("other team", "one", group=True), "write", {"texts": {"a": "theirs"}})
    store.save(Key("bob", "one"), "write", {"texts": {"a": "Bob's"}})
    return export(store, "me", Person(name="Ann", group="team"), ("team",))


def test_a_copy_holds_mine_and_my_groups_answers_and_nobody_elses(copy: str) -> None:
    bundle = read_bundle(copy)
    assert [(r.owner, r.group) for r in bundle.records] == [("me", False), ("team", True)]
    assert bundle.person.name == "Ann"
    assert read_bundle(copy.encode()) == bundle


def test_on_another_computer_mine_become_the_owners_and_the_groups_stay(copy: str) -> None:
    records = as_owner(read_bundle(copy), "person-1")
    assert [(r.owner, r.group) for r in records] == [("person-1", False), ("team", True)]


def changed(copy: str, **fields: Any) -> str:
    return json.dumps({**json.loads(copy), **fields})


@pytest.mark.parametrize(
    "content",
    ["", "hello", "{", b"\xff\xfe\x00", b"PK\x03\x04 a Word file", "[" * 100_000, "null"],
)
def test_what_is_no_copy_is_refused_with_what_to_choose(content: str | bytes) -> None:
    with pytest.raises(WorkbookError, match=r"not a saved workbook.*\.workbook\.json"):
        read_bundle(content)


@pytest.mark.parametrize("content", ["[]", "3", '{"format": "something else"}', "{}"])
def test_other_json_is_refused(content: str) -> None:
    with pytest.raises(WorkbookError, match="not a saved workbook"):
        read_bundle(content)


def test_a_newer_copy_is_refused(copy: str) -> None:
    with pytest.raises(WorkbookError, match="newer workbook. Nothing was changed"):
        read_bundle(changed(copy, format_version=99))
    records = json.loads(copy)["records"]
    records[0]["schema_version"] = 99
    with pytest.raises(WorkbookError, match="newer workbook"):
        read_bundle(changed(copy, records=records))


@pytest.mark.parametrize(
    "wrong",
    [{"records": [{}]}, {"records": 3}, {"records": ["x"]}, {"made": "never"}, {"owner": None}],
)
def test_a_damaged_copy_is_refused(copy: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(WorkbookError, match="damaged.*Nothing was changed"):
        read_bundle(changed(copy, **wrong))


@pytest.mark.parametrize(
    ("field", "value"),
    [("exercise", "../../../../escape"), ("population", "../../escape"), ("exercise", "/etc/x")],
)
def test_a_copy_cannot_write_outside_the_answers(
    copy: str, tmp_path: Path, field: str, value: str
) -> None:
    records = json.loads(copy)["records"]
    records[0][field] = value
    with pytest.raises(WorkbookError, match="damaged"):
        FileStore(tmp_path / "there").merge(read_bundle(changed(copy, records=records)).records)
    assert not (tmp_path / "there").exists()


def test_a_copy_of_an_older_workbook_is_taken(copy: str) -> None:
    old = json.loads((Path(__file__).parent / "data" / "answer_format_1.json").read_text("utf-8"))
    bundle = read_bundle(changed(copy, records=[old]))
    assert isinstance(bundle, Bundle)
    assert bundle.records[0].version() is not None
