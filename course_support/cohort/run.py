"""Run pages without opening them: many in one go, each result whole or absent."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course_support.cohort.parameters import parse_pairs, validated
from course_support.errors import WorkbookError
from course_support.folders import find_page, numbered_pages, package_home
from course_support.kernels import quiet_kernels, skip_slow_grammar

__all__ = ["Report", "Request", "Result", "parse_pairs", "run_notebooks"]

CELL_SECONDS = 600
KERNEL = "python3"


@dataclass(frozen=True)
class Request:
    """What is to be run: pages as typed (none for all), where to, and with what."""

    notebooks: tuple[str, ...]
    output: Path
    chosen: dict[str, str] = field(default_factory=dict)
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Failure:
    """The cell at which a page stopped, and why."""

    cell: int
    source: str
    reason: str


@dataclass(frozen=True)
class Result:
    """What came of one page: where it is, or why it is not there."""

    page: str
    seconds: float
    written: Path | None
    failure: Failure | None = None


@dataclass(frozen=True)
class Report:
    """What came of all pages."""

    results: tuple[Result, ...]

    @property
    def exit_code(self) -> int:
        """Return 0 when every page was run to its end, else 1."""
        return int(any(result.failure for result in self.results))

    def text(self) -> str:
        """Return a table of the pages, and the cell at which each failed one stopped."""
        width = max(len(result.page) for result in self.results)
        lines = [f"{'Page':<{width}}  {'Result':<7}  {'Seconds':>7}  Written to"]
        for result in self.results:
            state = "failed" if result.failure else "done"
            where = result.written or "(nothing)"
            lines.append(f"{result.page:<{width}}  {state:<7}  {result.seconds:>7.1f}  {where}")
        failed = [result for result in self.results if result.failure]
        lines += ["", f"{len(self.results) - len(failed)} done, {len(failed)} failed."]
        for result in failed:
            lines += ["", _quoted(result)]
        return "\n".join(lines)


def _quoted(result: Result) -> str:
    failure = result.failure
    assert failure is not None
    if not failure.source:
        return f"{result.page}: {failure.reason}"
    source = "\n".join(f"    {line}" for line in failure.source.strip().splitlines())
    return f"{result.page} stopped at cell {failure.cell}:\n{source}\n{failure.reason}"


def run_notebooks(request: Request) -> Report:
    """Run pages one after another in one process and write each finished one to a folder.

    Raises
    ------
    WorkbookError
        Before anything is run: a page that is not there, a parameter that no page has, a
        value that is not allowed, or a folder that cannot be written to. A page that
        fails while it runs is no error here; the report says so.
    """
    from tqdm import tqdm

    skip_slow_grammar()
    pages = [find_page(name) for name in request.notebooks] or numbered_pages()
    if not pages:
        raise WorkbookError("There is no page to run. Name one: workbook run 05")
    _check_names(pages)
    parameters = validated(pages, {**request.chosen, **request.params})
    output = _ready(request.output)
    results = []
    with _quiet_environment(), tqdm(pages, unit="page", disable=None) as progress:
        for page in progress:
            progress.set_description(page.stem)
            results.append(run_one(page, parameters[page], output))
    return Report(tuple(results))


def _check_names(pages: list[Path]) -> None:
    names = [page.name for page in pages]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise WorkbookError(
            f"{', '.join(twice)} is to be run more than once, and the results would overwrite "
            "each other. Name each page once."
        )


def _ready(folder: Path) -> Path:
    folder = folder.expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        raise WorkbookError(
            f"Nothing was run: results cannot be written to {folder} ({error.strerror}).\n"
            "Give another folder: --output FOLDER"
        ) from error


@contextmanager
def _quiet_environment() -> Iterator[None]:
    """Let kernels import this course, from this environment, without warnings on screen."""
    before = dict(os.environ)
    paths = [str(package_home()), before.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    os.environ.setdefault("JUPYTER_PREFER_ENV_PATH", "1")
    try:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["IPYTHONDIR"] = str(quiet_kernels(Path(folder)))
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def run_one(page: Path, parameters: dict[str, Any], output: Path) -> Result:
    """Run one page; write it when it came to its end, and leave nothing when it did not."""
    target = output / page.name
    begun = time.monotonic()
    failure: Failure | None = None
    try:
        write_whole(_executed(page, parameters), target)
    except _Stopped as stopped:
        failure = stopped.failure
        target.unlink(missing_ok=True)  # an older result would pass for this run's
    seconds = time.monotonic() - begun
    return Result(page.stem, seconds, None if failure else target, failure)


class _Stopped(Exception):
    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


def _executed(page: Path, parameters: dict[str, Any]) -> Any:
    """Return the finished notebook; a kernel that could not start is tried once more.

    Kernels choose their ports before they bind them, so two that start together can pick
    the same one. Nothing has been run then, and the second try finds others.
    """
    try:
        return _execute(page, parameters)
    except _NotStarted:
        try:
            return _execute(page, parameters)
        except _NotStarted as error:
            reason = f"Python could not be started for this page, twice: {error}."
            raise _Stopped(Failure(0, "", reason)) from error


class _NotStarted(Exception):
    """The kernel did not come up; no cell has been run."""


def _execute(page: Path, parameters: dict[str, Any]) -> Any:
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill import PapermillExecutionError, execute_notebook
    from zmq import ZMQError

    try:
        return execute_notebook(
            page,
            None,
            parameters=parameters,
            kernel_name=KERNEL,
            progress_bar=False,
            cwd=page.parent,
            execution_timeout=CELL_SECONDS,
        )
    except PapermillExecutionError as error:
        raise _Stopped(_explained(error, page)) from error
    except CellTimeoutError as error:
        reason = f"A cell took longer than {CELL_SECONDS // 60} minutes, so the page was stopped."
        raise _Stopped(Failure(0, "", reason)) from error
    except DeadKernelError as error:
        reason = "Python stopped while the page was running, perhaps for lack of memory."
        raise _Stopped(Failure(0, "", reason)) from error
    except (ZMQError, RuntimeError) as error:
        raise _NotStarted(str(error)) from error


def _explained(error: Any, page: Path) -> Failure:
    plain = error.ename == WorkbookError.__name__
    reason = error.evalue if plain else f"{error.ename}: {error.evalue}"
    return Failure(_number(error, page), error.source, reason)


def _number(error: Any, page: Path) -> int:
    """Return the failed cell's number in the page itself.

    papermill counts in the notebook that it ran, which has its own cell of parameters more.
    """
    import nbformat

    sources = [cell.source for cell in nbformat.read(page, as_version=4).cells]
    index = error.cell_index
    for place in (index, index - 1):
        if 0 <= place < len(sources) and sources[place] == error.source:
            return place + 1
    return int(index) + 1


def write_whole(notebook: Any, target: Path) -> None:
    """Write a notebook so that the file is there whole or not at all, even if power fails.

    Raises
    ------
    WorkbookError
        If it cannot be written.
    """
    import nbformat

    text = nbformat.writes(notebook)
    part = target.with_name(f".{target.stem}-{os.getpid()}.part")
    try:
        try:
            with part.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise WorkbookError(
            f"{target} could not be written ({error.strerror}). Free some space or give "
            "another folder: --output FOLDER"
        ) from error
