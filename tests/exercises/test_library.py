"""Exercise files: every mistake at once, with its place, and every file of the course is sound."""

from collections.abc import Callable
from pathlib import Path

import pytest

from course_support.errors import WorkbookError
from course_support.exercises import library
from course_support.exercises.library import ExerciseMistakes, Library
from course_support.sources import populations
from course_support.widgets.exercise import page_of

GOOD = """\
schema_version: 1
id: a-good-one
kind: rank
title: A good one
purpose: To see.
minutes: 10
mode: individual
instructions: Rank them.
source_note: Made up.
items:
  - {id: first, text: The first}
  - {id: second, text: The second}
"""
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes an exercise file and returns its path."""

    def write(text: str | bytes, name: str = "05_page/a-good-one.yaml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def mistakes(path: Path) -> list[tuple[int, str, str, str]]:
    with pytest.raises(ExerciseMistakes) as raised:
        library.check([path])
    return [(m.line, m.field, m.found, m.expected) for m in raised.value.mistakes]


# --- the course's own files ------------------------------------------------------------------


@pytest.mark.parametrize("path", library.exercise_files(), ids=lambda path: path.stem)
def test_every_exercise_of_the_course_works_for_every_population(path: Path) -> None:
    exercise = library.read(path)
    for population in populations.load().values():
        theirs = exercise.for_population(population.id)
        assert page_of(theirs, population.phrase)["title"]
        empty = theirs.empty()
        assert theirs.check(empty) == []
        assert theirs.fit(empty) == (empty, [])
        assert theirs.progress(empty).state == "not started"
        assert theirs.table(empty).columns
        theirs.collate([empty])


def test_the_whole_course_is_free_of_mistakes_and_every_id_is_used_once() -> None:
    found = library.load_all()
    assert set(found) == {path.stem for path in library.exercise_files()}
    assert len(found) == len(library.exercise_files())
    assert library.check() == list(found)


def test_every_exercise_has_a_place_of_its_own_on_its_page() -> None:
    found = library.load_all()
    for page in {path.parent.name for path in library.exercise_files()}:
        places = [found[name].place for name in found.of_notebook(page)]
        assert places == sorted(set(places)), page


# --- mistakes ----------------------------------------------------------------------------------


def test_all_mistakes_come_at_once_with_line_field_found_and_expected(write: Write) -> None:
    path = write(
        """\
schema_version: 1
id: a-good-one
kind: rank
titel: A good one
minutes: ten
mode: alone
instructions: 2024
source_note: ""
show_weights: perhaps
items:
  - id: First One
    text: The first
  - text: The second
choose: 3
"""
    )
    found = mistakes(path)
    assert (1, "purpose", "nothing", "this field; it is required") in found
    assert (4, "titel", "a field called “titel”", "“title”") in found
    assert (5, "minutes", "“ten”", "a whole number") in found
    assert (6, "mode", "“alone”", "one of 'individual', 'breakout' or 'plenary'") in found
    assert (7, "instructions", "“2024”", "text (put it in quotes)") in found
    assert (8, "source_note", "“”", "at least 1 letter") in found
    assert (9, "show_weights", "“perhaps”", "true or false") in found
    assert [m[:3] for m in found if m[1] == "items → 1 → id"] == [
        (11, "items → 1 → id", "“First One”")
    ]
    assert (13, "items → 2 → id", "nothing", "this field; it is required") in found
    assert (14, "choose", "“3”", "fields, one a line (name: value)") in found


def test_a_message_reads_well(write: Write) -> None:
    path = write(GOOD.replace("minutes: 10", "minutes: 0"))
    with pytest.raises(WorkbookError) as raised:
        library.read(path)
    assert str(raised.value) == (
        "1 mistake to put right:\n- a-good-one.yaml, line 6, minutes: found “0”; expected 1 or more"
    )


def test_a_field_given_twice_is_told_with_all_the_other_mistakes(write: Write) -> None:
    path = write(
        GOOD.replace("minutes: 10", "title: Again\nminutes: 500").replace(
            "{id: first, text: The first}", "{id: first, text: The first, text: Again}"
        )
    )
    assert mistakes(path) == [
        (6, "title", "“title” a second time", "each field once"),
        (12, "text", "“text” a second time", "each field once"),
        (7, "minutes", "“500”", "240 or less"),
    ]


@pytest.mark.parametrize(
    ("content", "found", "expected"),
    [
        (b"", "an empty file", "fields, one a line (title: \u2026)"),
        (b"# only a comment\n", "an empty file", "fields, one a line (title: \u2026)"),
        (b"- a\n- b\n", "a list", "fields, one a line (title: \u2026)"),
        (b"just words\n", "“just words”", "fields, one a line (title: \u2026)"),
        (GOOD.encode("utf-16"), "letters in another encoding", "UTF-8"),
        (
            GOOD.replace("good", "g\u00f6\u00f6d").encode("latin-1"),
            "letters in another encoding",
            "UTF-8",
        ),
    ],
)
def test_what_is_no_exercise_file(write: Write, content: bytes, found: str, expected: str) -> None:
    assert mistakes(write(content)) == [(1, "", found, expected)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (GOOD.replace("title: A", "title: [A"), 5),
        (GOOD.replace("  - {id: second", "\t- {id: second"), 12),
        (GOOD + "? [a, b]\n: c\n", 13),
        (GOOD.replace("A good one", "2024-13-45"), 4),
        (GOOD.replace("A good one", "!!python/name:os.system x"), 4),
        (GOOD.replace("A good one", "!!int abc"), 4),
        (GOOD.replace("A good one", "a\x00b"), 1),
        (GOOD + "---\n" + GOOD, 13),
        ("a: &a [*a]\n" + GOOD, 1),
        ("[" * 1100, 1),
    ],
)
def test_yaml_that_cannot_be_read_is_told_with_its_line(write: Write, text: str, line: int) -> None:
    found = mistakes(write(text))
    assert all(each[3] for each in found)
    assert abs(found[0][0] - line) <= 1


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert mistakes(tmp_path / "nowhere.yaml") == [
        (1, "", "no file that can be read (No such file or directory)", "an exercise file")
    ]


def test_no_kind_and_an_unknown_kind(write: Write) -> None:
    (line, field, found, expected), *_ = mistakes(write(GOOD.replace("kind: rank", "kind: rnak")))
    assert (line, field, found) == (3, "kind", "“rnak”")
    assert "rank" in expected
    assert mistakes(write(GOOD.replace("kind: rank\n", "")))[0][1:3] == ("kind", "nothing")
    assert mistakes(write(GOOD.replace("kind: rank", "kind: base")))[0][2] == "“base”"


def test_the_id_is_the_name_of_the_file(write: Write) -> None:
    assert mistakes(write(GOOD, "05_page/other-name.yaml")) == [
        (2, "id", "“a-good-one”", "“other-name”, as in the file's name")
    ]


def test_mistakes_in_populations(write: Write) -> None:
    path = write(
        GOOD
        + """\
populations:
  older_people:
    id: another
    minuts: 3
    items:
      - {id: one, text: One}
  Older People:
    title: x
  homelessness:
  martians:
    title: Others
"""
    )
    found = mistakes(path)
    assert (
        15,
        "populations → older_people",
        "“id”, which is the same for every population",
        "other fields",
    ) in found
    assert (
        16,
        "populations → older_people → minuts",
        "a field called “minuts”",
        "“minutes”",
    ) in found
    assert (17, "populations → older_people → items", "1 of them", "at least 2") in found
    assert [m[:2] for m in found if "Older People" in m[1]] == [(19, "populations → Older People")]
    assert (
        21,
        "populations → homelessness",
        "nothing",
        "fields, one a line (name: value)",
    ) in found


def test_a_population_nobody_knows(write: Write) -> None:
    (line, field, found, expected), *more = mistakes(
        write(GOOD + "populations:\n  martians:\n    title: Others\n")
    )
    assert (line, field, found) == (14, "populations", "“martians”")
    assert "older_people" in expected
    assert not more


def test_two_pages_cannot_use_one_id_and_other_mistakes_are_told_too(
    write: Write, tmp_path: Path
) -> None:
    write(GOOD)
    write(GOOD, "06_page/a-good-one.yaml")
    write(GOOD.replace("minutes: 10", "minutes: x"), "07_page/bad.yaml")
    with pytest.raises(ExerciseMistakes) as raised:
        library.load_all(tmp_path)
    said = str(raised.value)
    assert "a-good-one.yaml, line 1, id: found “a-good-one”, used in 05_page" in said
    assert "bad.yaml, line 6, minutes" in said


@pytest.mark.parametrize("name", ["05_page/x.yml", "x.yaml", "05_page/deeper/x.yaml"])
def test_a_file_that_would_be_overlooked_is_told(write: Write, tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    write(GOOD, name)
    with pytest.raises(ExerciseMistakes, match="a name like <page>/<id>.yaml"):
        library.load_all(tmp_path)


def test_tutor_notes_are_no_exercises(write: Write, tmp_path: Path) -> None:
    write("free text", "tutor_notes/a-good-one.yaml")
    assert library.exercise_files(tmp_path) == []
    assert len(library.load_all(tmp_path)) == 0


def test_pieces_can_be_used_again_with_anchors(write: Write) -> None:
    text = GOOD.replace("  - {id: second", "  - {<<: &more {help: See.}, id: second")
    read = library.read(write(text))
    assert read.model_dump()["items"][1]["help"] == "See."


# --- the library ---------------------------------------------------------------------------------


def test_the_library_reads_a_file_when_asked_and_only_once(write: Write, tmp_path: Path) -> None:
    write(GOOD)
    write("broken: [", "05_page/broken.yaml")
    found = Library(tmp_path)
    assert list(found) == ["a-good-one", "broken"]
    assert found["a-good-one"] is found["a-good-one"]
    with pytest.raises(KeyError):
        found["nothing"]


def test_a_page_has_its_exercises_in_order(write: Write, tmp_path: Path) -> None:
    write(GOOD.replace("minutes", "place: 2\nminutes"))
    write(GOOD.replace("id: a-good-one", "id: z-first"), "05_page/z-first.yaml")
    assert Library(tmp_path).of_notebook("05_page") == ["z-first", "a-good-one"]
    assert Library(tmp_path).of_notebook("06_page") == []


def test_an_unknown_exercise_names_what_comes_near() -> None:
    with pytest.raises(WorkbookError, match="Did you mean rank-award-criteria"):
        Library().named("rank-award-criterion")
    with pytest.raises(WorkbookError, match="no exercise called “§§§”"):
        Library().named("§§§")


def test_kinds_are_the_modules_that_define_one() -> None:
    assert {"grid", "rank", "write"} <= set(library.kinds())
    assert not {"base", "library", "text", "authoring"} & set(library.kinds())
    assert library.definition_of("base") is None
    assert library.definition_of("no-such-kind") is None
