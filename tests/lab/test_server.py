"""A page's kernel starts while the browser still loads JupyterLab: once, and for pages only."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from course_support.lab import server


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path.resolve() / "course"
    (folder / "notebooks").mkdir(parents=True)
    (folder / "notebooks" / "my page.ipynb").write_text("{}")
    (folder / "notebooks" / "notes.txt").write_text("")
    (tmp_path / "outside.ipynb").write_text("{}")
    monkeypatch.setenv("WORKBOOK_COURSE", str(folder))
    return folder


def asked(path: str, status: int = 200, method: str = "GET") -> Path | None:
    return server.page_asked_for(SimpleNamespace(path=path, method=method), status, "/")


def test_a_page_that_was_served_is_known_by_its_address(course: Path) -> None:
    page = course / "notebooks" / "my page.ipynb"
    assert asked("/doc/tree/notebooks/my%20page.ipynb") == page


@pytest.mark.parametrize(
    ("path", "status", "method"),
    [
        ("/doc/tree/notebooks/my%20page.ipynb", 302, "GET"),  # not signed in
        ("/doc/tree/notebooks/my%20page.ipynb", 200, "HEAD"),
        ("/api/contents/notebooks/my%20page.ipynb", 200, "GET"),
        ("/doc/tree/notebooks/notes.txt", 200, "GET"),
        ("/doc/tree/notebooks/nothing.ipynb", 200, "GET"),
        ("/doc/tree/../outside.ipynb", 200, "GET"),
        ("/doc/tree/%2e%2e/outside.ipynb", 200, "GET"),
        ("/doc/tree/", 200, "GET"),
    ],
)
def test_nothing_else_starts_a_kernel(course: Path, path: str, status: int, method: str) -> None:
    assert asked(path, status, method) is None


class Sessions:
    """A session manager that takes its time."""

    def __init__(self, there: bool = False, fails: bool = False) -> None:
        self.there, self.fails = there, fails
        self.made: list[str] = []

    async def session_exists(self, path: str) -> bool:
        return self.there

    async def create_session(self, path: str, **about: Any) -> None:
        await asyncio.sleep(0.01)
        if self.fails:
            raise OSError("no process could be started")
        self.made.append(path)


def start_twice(course: Path, sessions: Sessions) -> list[str]:
    app = SimpleNamespace(session_manager=sessions)
    page = course / "notebooks" / "my page.ipynb"

    async def both() -> None:
        await asyncio.gather(server.start_kernel(app, page), server.start_kernel(app, page))

    asyncio.run(both())
    return sessions.made


def test_two_requests_at_once_start_one_kernel(course: Path) -> None:
    assert start_twice(course, Sessions()) == ["notebooks/my page.ipynb"]


def test_a_kernel_that_is_there_is_left(course: Path) -> None:
    assert start_twice(course, Sessions(there=True)) == []


def test_where_none_can_be_started_jupyterlab_is_left_to_try(course: Path) -> None:
    failing = Sessions(fails=True)
    assert start_twice(course, failing) == []
    failing.fails = False
    assert start_twice(course, failing) == ["notebooks/my page.ipynb"]


def test_requests_are_still_logged_and_a_page_starts_its_kernel(course: Path) -> None:
    logged: list[Any] = []
    asked_of_loop: list[Any] = []
    app = SimpleNamespace(
        base_url="/",
        web_app=SimpleNamespace(settings={"log_function": logged.append}),
        io_loop=SimpleNamespace(add_callback=lambda *what: asked_of_loop.append(what)),
    )
    server.start_kernels_early(app)
    for path in ("/doc/tree/notebooks/my%20page.ipynb", "/static/x.js"):
        request = SimpleNamespace(path=path, method="GET")
        app.web_app.settings["log_function"](
            SimpleNamespace(request=request, get_status=lambda: 200)
        )
    assert len(logged) == 2
    assert asked_of_loop == [(server.start_kernel, app, course / "notebooks" / "my page.ipynb")]
