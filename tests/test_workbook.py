"""The notebooks' one door: who, for which population, and where the answers go."""

import subprocess
import sys
from pathlib import Path

import pytest

from course_support import Workbook
from course_support.answers import transfer
from course_support.answers.files import FileStore
from course_support.answers.profile import FIRST, Person, load_profile
from course_support.answers.record import Key
from course_support.errors import WorkbookError
from course_support.sources import populations

NAME = "rank-award-criteria"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBOOK_ANSWERS", str(tmp_path / "answers"))
    return tmp_path / "answers"


def rank(workbook: Workbook, *first: str, group: bool | None = None) -> None:
    """Answer the ranking with some items first, as the view would."""
    sheet = workbook.sheet(NAME, group=group)
    order = [*first, *(key for key in sheet.answer.order if key not in first)]
    value = {**sheet.answer.model_dump(mode="json"), "order": order, "ranked": True}
    workbook.store.save(sheet.key, "rank", value)


# --- opening ---------------------------------------------------------------------------------


def test_it_opens_with_nothing_said(home: Path) -> None:
    workbook = Workbook.open()
    assert workbook.population.id in populations.load()
    assert (workbook.person, workbook.home) == (Person(), home)
    assert not workbook.answered(NAME)
    assert repr(workbook) == "Workbook(population='children_in_care', participant='')"


@pytest.mark.parametrize("population", populations.load())
def test_every_population_opens(home: Path, population: str) -> None:
    assert Workbook.open(population).exercise(NAME).title
    assert repr(Workbook.open(population, "Ann")) == repr(Workbook.open(population, "Ann"))


def test_an_unknown_population_is_named_with_those_allowed(home: Path) -> None:
    with pytest.raises(WorkbookError) as raised:
        Workbook.open(population="older-people")
    assert "“older-people” is not a target population" in str(raised.value)
    assert "Did you mean older_people?" in str(raised.value)
    assert all(name in str(raised.value) for name in populations.load())


@pytest.mark.parametrize("what", ["participant", "group"])
def test_a_name_that_is_too_long_is_told(home: Path, what: str) -> None:
    with pytest.raises(WorkbookError, match=f"The {what} “x+…” has 81 letters. Shorten it to 80"):
        Workbook.open(**{what: "x" * 81})
    assert Workbook.open(**{what: " x " + " x" * 39}).person


@pytest.mark.parametrize("what", ["population", "participant", "group"])
@pytest.mark.parametrize("value", [["older_people"], {"a": 1}, 2.5, True])
def test_what_is_no_name_is_told(home: Path, what: str, value: object) -> None:
    with pytest.raises(WorkbookError, match=f"The {what} must be text"):
        Workbook.open(**{what: value})  # type: ignore[arg-type]


def test_a_batch_run_may_number_its_groups_and_leave_things_out(home: Path) -> None:
    workbook = Workbook.open("", 7, 3)  # type: ignore[arg-type]
    assert (workbook.owner, workbook.group) == ("7", "3")
    assert Workbook.open(None, None, None).owner == FIRST  # type: ignore[arg-type]


def test_an_unknown_exercise_names_what_comes_near(home: Path) -> None:
    with pytest.raises(WorkbookError, match="Did you mean rank-award-criteria"):
        Workbook.open().show("rank-award-criterion")


def test_answers_elsewhere(home: Path, tmp_path: Path) -> None:
    workbook = Workbook.open("older_people", "Ann", answers=tmp_path / "other")
    rank(workbook, "capacity")
    assert not home.exists()
    assert Workbook.open("older_people", "Ann", answers=tmp_path / "other").answered(NAME)


# --- answers ----------------------------------------------------------------------------------


def test_an_answer_is_there_when_the_workbook_is_opened_again(home: Path) -> None:
    rank(Workbook.open("older_people"), "capacity")
    assert Workbook.open("older_people").answer(NAME).order[0] == "capacity"
    assert not Workbook.open("homelessness").answered(NAME), "each population has its own"
    assert not Workbook.open("older_people", "Ann").answered(NAME), "each participant too"
    assert Workbook.open("older_people").progress("05_procurement")[NAME].state == "done"


def test_a_group_keeps_ones_own_answer_apart(home: Path) -> None:
    workbook = Workbook.open("older_people")
    rank(workbook, "capacity")
    workbook.work_together(NAME, True, "Group 1", ("Ann", "Bob"))
    assert not workbook.answered(NAME)
    rank(workbook, "voice")
    again = Workbook.open("older_people")
    assert again.group == "Group 1"
    assert again.person.present == ("Ann", "Bob")
    assert again.answer(NAME).order[0] == "voice", "the choice to work as a group is kept"
    assert again.sheet(NAME, group=False).answer.order[0] == "capacity"
    again.work_together(NAME, False, "", ())
    assert again.answer(NAME).order[0] == "capacity"
    assert again.group == "Group 1"


def test_wording_has_ones_own_items_too(home: Path) -> None:
    workbook = Workbook.open("older_people")
    sheet = workbook.sheet(NAME)
    value = sheet.answer.model_dump(mode="json")
    value |= {"own": [{"id": "own-1", "text": "Kindness"}], "order": [*value["order"], "own-1"]}
    workbook.store.save(sheet.key, "rank", value)
    words = workbook.wording(NAME)
    assert words["own-1"] == "Kindness"
    assert words["capacity"] == workbook.exercise(NAME).texts()["capacity"]


def test_an_answer_of_another_form_is_told_and_stays_in_the_history(home: Path) -> None:
    workbook = Workbook.open("older_people")
    sheet = workbook.sheet(NAME)
    workbook.store.save(sheet.key, "rank", {"cards": ["from another kind"]})
    found = workbook.sheet(NAME)
    assert found.answer == sheet.answer
    assert "of a form this exercise no longer has" in found.notices[0]
    assert len(workbook.store.history(sheet.key)) == 1


# --- who is working -----------------------------------------------------------------------------


def test_choices_are_kept_for_next_time(home: Path) -> None:
    Workbook.open().choose(name="Ann", group="Group 1", population="older_people")
    again = Workbook.open()
    assert (again.person.name, again.group, again.population.id) == (
        "Ann",
        "Group 1",
        "older_people",
    )


def test_a_population_that_is_gone_gives_the_usual_one(home: Path) -> None:
    Workbook.open().choose(population="older_people")
    path = home / "profile.json"
    path.write_text(path.read_text().replace("older_people", "martians"))
    assert Workbook.open().population.id == "children_in_care"


def test_two_open_pages_do_not_undo_each_others_choices(home: Path) -> None:
    start, page = Workbook.open(), Workbook.open(group="Only for this run")
    start.choose(name="Ann", organisation="The council", population="older_people")
    page.work_together(NAME, True, "", ("Bob",))
    start.work_together("friedman-grid", True, "", ())
    kept = load_profile(home).person
    assert (kept.name, kept.organisation, kept.population) == ("Ann", "The council", "older_people")
    assert set(kept.together) == {NAME, "friedman-grid"}
    assert kept.group == "", "what was given for one run is not kept"
    assert page.group == "Only for this run"


@pytest.mark.parametrize("field", ["name", "group", "organisation"])
def test_a_choice_that_is_too_long_is_told(home: Path, field: str) -> None:
    with pytest.raises(WorkbookError, match=f"The {field} is too long: 80 letters at most"):
        Workbook.open().choose(**{field: "x" * 81})


def test_a_choice_that_cannot_be_kept_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workbook = Workbook.open()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("course_support.workbook.save_profile", fail)
    for act in (
        lambda: workbook.choose(name="Ann"),
        lambda: workbook.switch(None),
        workbook.delete_mine,
    ):
        with pytest.raises(WorkbookError, match="could not be kept .*No space left"):
            act()


def test_a_named_participant_has_no_say_over_this_computer(home: Path) -> None:
    Workbook.open().choose(name="Me", population="older_people")
    before = (home / "profile.json").read_text()
    workbook = Workbook.open("homelessness", "Ann")
    workbook.choose(group="Group 1")
    workbook.work_together(NAME, True, "Group 2", ())
    rank(workbook, "access")
    workbook.delete_mine()
    assert (workbook.owner, workbook.population.id) == ("Ann", "homelessness")
    assert (home / "profile.json").read_text() == before


def test_somebody_else_has_a_workbook_of_their_own(home: Path) -> None:
    workbook = Workbook.open()
    workbook.choose(name="Ann", population="older_people")
    rank(workbook, "capacity")
    workbook.switch(None)
    assert workbook.person == Person()
    assert workbook.population.id == "children_in_care", "Ann's choice is not the next person's"
    workbook.choose(name="Bob", population="homelessness")
    assert not workbook.answered(NAME)
    assert Workbook.open().person.name == "Bob"
    workbook.switch(FIRST)
    assert (workbook.person.name, workbook.population.id) == ("Ann", "older_people")
    assert workbook.answer(NAME).order[0] == "capacity"
    people = len(load_profile(home).people)
    workbook.switch("nobody known")
    workbook.switch("")
    assert (workbook.person.name, len(load_profile(home).people)) == ("Ann", people)


# --- everything of mine ---------------------------------------------------------------


def test_deleting_leaves_nothing_of_mine_and_all_of_others(home: Path) -> None:
    workbook = Workbook.open("older_people")
    workbook.choose(name="Zebedee", group="Group 9", organisation="Marmalade")
    rank(workbook, "capacity")
    rank(workbook, "voice", group=True)
    workbook.switch(None)
    workbook.choose(name="Bob")
    rank(workbook, "price")
    workbook.switch(FIRST)
    assert workbook.delete_mine() == "Deleted: 2 answers and what you said of yourself."
    assert (workbook.person.name, workbook.answered(NAME)) == ("Bob", True)
    left = "".join(path.read_text() for path in home.rglob("*") if path.is_file())
    assert "Zebedee" not in left
    assert "Marmalade" not in left
    assert "Group 9" not in left
    assert workbook.delete_mine() == "Deleted: 1 answer and what you said of yourself."
    assert [p.name for p in home.rglob("*") if p.is_file()] == ["profile.json"]
    assert Workbook.open().owner == FIRST


def test_a_copy_taken_to_another_computer_is_all_there(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Workbook.open()
    here.choose(name="Ann", group="Group 1", population="older_people")
    rank(here, "capacity")
    rank(here, "voice", group=True)
    copy = transfer.read_bundle(here.export())
    monkeypatch.setenv("WORKBOOK_ANSWERS", str(tmp_path / "there"))
    there = Workbook.open()
    there.choose(name="Annie")
    assert there.take_in(copy).startswith("2 answers read: 2 new")
    assert there.take_in(copy).endswith("2 already here.")
    assert (there.person.name, there.group, there.population.id) == (
        "Annie",
        "Group 1",
        "older_people",
    ), "what was not said here is taken from the copy"
    assert there.answer(NAME).order[0] == "capacity"
    assert there.sheet(NAME, group=True).answer.order[0] == "voice"


# --- what depends on answers ----------------------------------------------------------


def test_a_watcher_that_fails_never_stops_the_others(home: Path) -> None:
    workbook, heard = Workbook.open(), []

    def fails() -> None:
        raise RuntimeError("a chart that cannot be drawn")

    workbook.on_change((NAME,), fails)
    workbook.on_change((NAME, "other"), lambda: heard.append("both"))
    workbook.on_change(("other",), lambda: heard.append("other"))
    workbook.changed(NAME)
    assert heard == ["both"]


def test_keys_say_whose_answer_it_is(home: Path) -> None:
    workbook = Workbook.open("older_people", "Ann", "Group 1")
    exercise = workbook.exercise(NAME)
    assert workbook.key(exercise) == Key("Ann", NAME, "older_people")
    assert workbook.key(exercise, group=True) == Key("Group 1", NAME, "older_people", True)
    shared = exercise.model_copy(update={"per_population": False})
    assert workbook.key(shared) == Key("Ann", NAME)


def test_each_case_keeps_its_own_answer(home: Path) -> None:
    workbook = Workbook.open("children_in_care", "Ann")
    name, choice = "what-the-file-tells", "choose-a-case"

    def write(exercise: str, value: dict[str, object]) -> None:
        sheet = workbook.sheet(exercise)
        workbook.store.save(sheet.key, sheet.exercise.kind, value)

    write(name, {"texts": {"know": "Two papers say so."}})
    write(choice, {"chosen": ["pc2"]})  # the case of this population: nothing changes
    assert workbook.answer(name).texts["know"] == "Two papers say so."
    widget = workbook.show(name, follows=(choice,))
    write(choice, {"chosen": ["pc1"]})
    workbook.changed(choice)
    assert widget.state["answer"]["texts"] == {}
    assert widget.page["meta"].endswith("for older people who need care and support")
    assert "alone and did not ring" in workbook.exercise(name).prompts[1].help  # type: ignore[attr-defined]
    write(name, {"texts": {"know": "Late since October."}})
    write(choice, {"chosen": ["pc2"]})
    assert workbook.answer(name).texts["know"] == "Two papers say so."
    write(choice, {"chosen": ["pc1"]})
    assert workbook.answer(name).texts["know"] == "Late since October."


def test_a_damaged_answer_is_told_on_its_sheet(home: Path) -> None:
    workbook = Workbook.open("older_people")
    rank(workbook, "capacity")
    assert isinstance(workbook.store, FileStore)
    workbook.store.path(workbook.sheet(NAME).key).write_bytes(b"\x00" * 100)
    assert "damaged" in workbook.sheet(NAME).notices[0]


def test_showing_an_exercise_needs_no_numbers_library(tmp_path: Path) -> None:
    code = """
import sys
from course_support import Workbook
workbook = Workbook.open("older_people")
for name in workbook.library:
    print(repr(workbook.show(name)))
heavy = "numpy pandas matplotlib scipy docx sqlalchemy papermill jupyter_server filelock".split()
print(sorted({name.partition(".")[0] for name in sys.modules} & set(heavy)))
"""
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"WORKBOOK_ANSWERS": str(tmp_path), "PATH": "", "PYTHONPATH": "."},
        cwd=Path(__file__).parent.parent,
    )
    *shown, heavy = ran.stdout.splitlines()
    assert heavy == "[]"
    assert "Exercise('rank-award-criteria', 'older_people')" in shown
    assert all(line.startswith("Exercise('") and "0x" not in line for line in shown)


def test_groups_driven_under_other_names_are_saved_and_deleted_too(tmp_path: Path) -> None:
    workbook = Workbook.open("homelessness", answers=tmp_path)
    for name in ("Group 1", "Group 2"):
        workbook.work_together("friedman-grid", True, name, ("Ann",))
        key = workbook.sheet("friedman-grid").key
        workbook.store.save(key, "grid", {"cards": []}, present=("Ann",))
    assert workbook.export().count('"exercise": "friedman-grid"') == 2
    workbook.delete_mine()
    assert not [
        path for path in tmp_path.rglob("*") if path.is_file() and "Ann" in path.read_text()
    ]


def test_what_stands_first_is_nobodys_answer_until_it_is_changed(home: Path) -> None:
    workbook = Workbook.open("older_people")
    draft = {"order": ["price", "quality"]}
    name = "how-well-are-we-doing"
    prompt = workbook.exercise(name).prompts[0].id  # type: ignore[attr-defined]
    widget = workbook.show(name, begin={"texts": {prompt: "Words"}}, begin_note="A draft.")
    assert widget.state["begun"] == {"note": "A draft."}
    # A note about nothing would offer to keep nothing.
    assert workbook.show(name, begin={"texts": {}}, begin_note="A draft.").state["begun"] is None
    with pytest.raises(ValueError):
        workbook.show("how-well-are-we-doing", begin=draft)


def test_a_draft_follows_the_figures_until_somebody_answers(home: Path) -> None:
    workbook, drafts = Workbook.open("older_people"), ["first"]
    name = "how-well-are-we-doing"
    prompt = workbook.exercise(name).prompts[0].id  # type: ignore[attr-defined]
    widget = workbook.show(
        name, begin=lambda: {"texts": {prompt: drafts[-1]}}, follows=("audit-your-organisation",)
    )
    assert workbook.answer(name).texts == {prompt: "first"}
    assert not workbook.answered(name)
    assert workbook.sheet(name).progress.state == "not started"
    drafts.append("second")
    workbook.changed("audit-your-organisation")
    assert widget.state["answer"]["texts"] == {prompt: "second"}

    mine = {"texts": {prompt: "mine"}}
    widget._heard(None, {"type": "save", "seq": 1, "window": "a", "value": mine, "base": 0}, None)
    drafts.append("third")
    workbook.changed("audit-your-organisation")
    assert widget.state["answer"]["texts"] == {prompt: "mine"}
    assert widget.state["begun"] is None
    assert workbook.answered(name)
    widget._heard(None, {"type": "reset", "seq": 2, "window": "a"}, None)
    assert widget.state["answer"]["texts"] == {prompt: "third"}
    assert not workbook.answered(name)
    widget._heard(None, {"type": "undo", "seq": 3, "window": "a"}, None)
    assert widget.state["answer"]["texts"] == {prompt: "mine"}
