"""Running pages in bulk: checked before, whole or absent after, failures quoted."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_support.cli import main
from course_support.cohort import run
from course_support.cohort.parameters import declared, parse_pairs, validated
from course_support.cohort.run import Report, Request, Result, run_notebooks
from course_support.errors import WorkbookError

PARAMETERS = 'population = ""\nparticipant = ""\ngroup = ""\nnotice = ""\nrounds = 3\nshare = 0.5'

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Make a page with these code cells, after a cell of parameters."""

    def make_(name: str, *sources: str, parameters: str = PARAMETERS) -> Path:
        cells = [new_markdown_cell(f"# {name}")]
        if parameters:
            cells.append(new_code_cell(parameters, metadata={"tags": ["parameters"]}))
        cells += [new_code_cell(source) for source in sources]
        spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        page = tmp_path / f"{name}.ipynb"
        nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": spec}), page)
        return page

    return make_


def printed(path: Path) -> str:
    notebook = nbformat.read(path, as_version=4)
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    return "".join(out.get("text", "") for out in outputs)


# --- parameters ---------------------------------------------------------------------------


def test_pairs_are_read() -> None:
    assert parse_pairs(["a=1", "b=x=y", "c="]) == {"a": "1", "b": "x=y", "c": ""}


@pytest.mark.parametrize(
    ("pairs", "said"),
    [(["notice"], '"notice" is not a parameter'), (["a=1", "a=2"], "given twice")],
)
def test_pairs_that_are_none_are_refused(pairs: list[str], said: str) -> None:
    with pytest.raises(WorkbookError, match=said):
        parse_pairs(pairs)


def test_a_page_says_what_it_can_be_given(make: Make) -> None:
    names = ("population", "participant", "group", "notice")
    expected = {**dict.fromkeys(names, ""), "rounds": 3, "share": 0.5}
    assert declared(make("page")) == expected
    assert declared(make("none", parameters="")) == {}


def test_a_default_that_is_no_plain_value_is_refused(make: Make) -> None:
    with pytest.raises(WorkbookError, match="may only hold lines such as"):
        declared(make("page", parameters="rounds = len('abc')"))


def test_values_get_the_type_of_the_default(make: Make) -> None:
    page = make("page")
    given = validated([page], {"rounds": "7", "share": "0.25", "group": " North "})
    assert given == {page: {"rounds": 7, "share": 0.25, "group": "North"}}


def test_each_page_gets_what_it_declares(make: Make) -> None:
    first, second = make("first"), make("second", parameters='population = ""')
    given = validated([first, second], {"population": "homelessness", "rounds": "2"})
    assert given[first] == {"population": "homelessness", "rounds": 2}
    assert given[second] == {"population": "homelessness"}


def test_every_mistake_is_listed_with_what_is_allowed(make: Make) -> None:
    with pytest.raises(WorkbookError) as raised:
        validated([make("page")], {"popluation": "x", "population": "childrn", "rounds": "many"})
    text = str(raised.value)
    assert 'no parameter "popluation"' in text.replace("No page here has a", "no")
    assert "Did you mean population?" in text
    assert "children_in_care" in text and "older_people" in text
    assert 'rounds = "many" is not allowed' in text
    assert text.startswith("Nothing was run.")


def test_a_file_has_to_be_there_and_its_path_is_made_whole(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = make("page")
    (tmp_path / "notice.json").write_text("{}")
    given = validated([page], {"notice": "notice.json"})
    assert given[page]["notice"] == str((tmp_path / "notice.json").resolve())
    with pytest.raises(WorkbookError, match=r"there is no file .*missing\.json"):
        validated([page], {"notice": "missing.json"})


# --- running ------------------------------------------------------------------------------


@pytest.mark.notebook
def test_pages_are_run_with_their_parameters_and_a_failing_cell_is_quoted(
    make: Make, tmp_path: Path
) -> None:
    good = make("good", "print('for', population, rounds)")
    message = "The column Age is missing. Add it."
    plain = f"from course_support.errors import WorkbookError\nraise WorkbookError({message!r})"
    bad = make("bad", "total = 1", plain, "print('never')")
    output = tmp_path / "out"
    output.mkdir()
    (output / "bad.ipynb").write_text("from an earlier run")
    chosen = {"population": "homelessness", "rounds": "4"}
    report = run_notebooks(Request((str(good), str(bad)), output, chosen))
    assert sorted(path.name for path in output.iterdir()) == ["good.ipynb"]
    assert printed(output / "good.ipynb") == "for homelessness 4\n"
    text = report.text()
    assert report.exit_code == 1
    assert "1 done, 1 failed." in text
    assert "bad stopped at cell 4:" in text
    assert "    raise WorkbookError" in text
    assert text.endswith(f"\n{message}")
    assert "Traceback" not in text


def answers(monkeypatch: pytest.MonkeyPatch, *outcomes: Any) -> list[Path]:
    """Let papermill answer as told, in turn, and return what it was asked to run."""
    import papermill

    asked: list[Path] = []
    left = list(outcomes)

    def execute(page: Path, output: None, **options: Any) -> Any:
        asked.append(page)
        outcome = left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(papermill, "execute_notebook", execute)
    return asked


def test_a_clash_at_the_start_is_tried_once_more(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zmq import ZMQError

    asked = answers(monkeypatch, ZMQError(98), new_notebook())
    result = run.run_one(make("page"), {}, tmp_path)
    assert len(asked) == 2
    assert result.failure is None


def test_a_second_clash_is_said(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    died = RuntimeError("Kernel died before replying to kernel_info")
    answers(monkeypatch, died, died)
    page = make("page")
    (tmp_path / "out").mkdir()
    result = run.run_one(page, {}, tmp_path / "out")
    assert result.failure is not None
    assert "could not be started for this page, twice" in result.failure.reason
    assert list((tmp_path / "out").iterdir()) == []


def test_a_kernel_that_dies_while_running_is_not_tried_again(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nbclient.exceptions import DeadKernelError

    asked = answers(monkeypatch, DeadKernelError("Kernel died"))
    result = run.run_one(make("page"), {}, tmp_path / "out")
    assert len(asked) == 1
    assert result.failure is not None
    assert "perhaps for lack of memory" in result.failure.reason


def test_a_result_is_whole_or_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "page.ipynb"

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(run.os, "fsync", full)
    with pytest.raises(WorkbookError, match="No space left on device"):
        run.write_whole(new_notebook(), target)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_refused_before_anything_is_run(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answers(monkeypatch)
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkbookError, match="results cannot be written to"):
        run_notebooks(Request((str(make("page")),), tmp_path / "file"))
    assert asked == []


def test_two_pages_of_one_name_are_refused(make: Make, tmp_path: Path) -> None:
    page = str(make("page"))
    with pytest.raises(WorkbookError, match="more than once"):
        run_notebooks(Request((page, page), tmp_path / "out"))


def test_the_table_can_be_read() -> None:
    done = Result("00_start_here", 1.25, Path("/out/00_start_here.ipynb"))
    text = Report((done,)).text()
    assert text.splitlines()[1].split() == ["00_start_here", "done", "1.2", str(done.written)]
    assert text.endswith("1 done, 0 failed.")


def test_the_command_refuses_in_plain_words(make: Make, tmp_path: Path) -> None:
    words = ["run", str(make("page")), "--population", "dragons", "--output", str(tmp_path / "o")]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 1
    assert 'population = "dragons" is not allowed: it is one of: early_help' in done.stderr
    assert done.stdout == ""


def test_a_page_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["run", "97", "--output", str(tmp_path)])
    assert done.exit_code == 1
    assert 'no page called "97"' in done.stderr
    assert "00_start_here" in done.stderr
