"""Start JupyterLab on the workbook, apart from any other Jupyter on the computer.

The extension and the settings are read straight from this package, so they always match
the code; a person's own Jupyter settings, workspaces and themes are neither used nor
changed.
"""

import os
import secrets
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

from course_support.errors import WorkbookError
from course_support.folders import course_folder, find_page, notebooks_folder, package_home
from course_support.kernels import quiet_kernels, skip_slow_grammar
from course_support.lab import EXTENSIONS, SETTINGS

FIRST_PORT = 8765
PORTS_TRIED = 50
IDLE_KERNEL_SECONDS = 60 * 60  # a page left an hour ago gives its memory back


def state_folder() -> Path:
    """Return the folder for what JupyterLab remembers: workspaces, settings, signatures.

    ``WORKBOOK_STATE`` chooses it; otherwise it is the operating system's place for such
    things, and a temporary folder where that cannot be written.
    """
    from platformdirs import user_state_path

    chosen = os.environ.get("WORKBOOK_STATE")
    folder = Path(chosen) if chosen else user_state_path("commissioning-workbook", False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="workbook-state-"))


def choose_port(wanted: int | None) -> int:
    """Return a port that is free on this computer.

    Raises
    ------
    WorkbookError
        If the port asked for, or every port tried, is in use.
    """
    for port in [wanted] if wanted else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        if _is_free(port):
            return port
    if wanted:
        raise WorkbookError(
            f"Port {wanted} is already in use by another program on this computer, perhaps "
            "by another window of the workbook.\nLeave out --port and a free one is chosen, "
            f"or name another: workbook open --port {wanted + 1 if wanted < 65535 else 8765}"
        )
    raise WorkbookError(
        f"No free port was found between {FIRST_PORT} and {FIRST_PORT + PORTS_TRIED - 1}.\n"
        "Close other programs that run Jupyter, or name a port: workbook open --port 9000"
    )


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            # Without this a port closed a moment ago still counts as taken; on Windows
            # the same option would say that a taken port is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def environment(state: Path) -> dict[str, str]:
    """Return the environment variables that keep this Jupyter apart from others."""
    python_path = os.pathsep.join(
        part for part in (str(package_home()), os.environ.get("PYTHONPATH", "")) if part
    )
    return {
        "JUPYTER_CONFIG_DIR": str(state / "config"),
        "JUPYTER_DATA_DIR": str(state / "data"),
        "JUPYTER_RUNTIME_DIR": str(state / "runtime"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_PLATFORM_DIRS": "1",
        "IPYTHONDIR": str(state / "ipython"),
        "PYTHONPATH": python_path,
    }


def configuration(address: str, port: int, token: str, browser: bool, state: Path) -> Any:
    """Return the traitlets configuration of the server and of JupyterLab."""
    from traitlets.config import Config

    config = Config()
    config.Application.log_level = 50  # what goes wrong is said in the page
    config.ServerApp.update(
        ip="127.0.0.1",
        port=port,
        port_retries=0,
        root_dir=str(course_folder()),
        open_browser=browser,
        answer_yes=True,  # one Ctrl+C stops, with no question
        allow_root=True,
        terminals_enabled=False,
        jpserver_extensions={"jupyterlab": True},
    )
    config.IdentityProvider.token = token
    config.MappingKernelManager.update(
        cull_idle_timeout=IDLE_KERNEL_SECONDS, cull_interval=300, cull_connected=False
    )
    config.LabApp.update(
        default_url=address,
        app_settings_dir=str(SETTINGS),
        extra_labextensions_path=[str(EXTENSIONS)],
        user_settings_dir=str(state / "settings"),
        workspaces_dir=str(state / "workspaces"),
        extension_manager="readonly",
        news_url=None,
        check_for_updates_class="jupyterlab.NeverCheckForUpdate",
    )
    return config


def trust(folder: Path) -> None:
    """Sign the course's notebooks, so that JupyterLab shows their output without asking."""
    import nbformat
    from nbformat.sign import NotebookNotary

    notary = NotebookNotary()
    for path in sorted(folder.rglob("*.ipynb")):
        if ".ipynb_checkpoints" in path.parts:
            continue
        try:
            notary.sign(nbformat.read(path, as_version=4))
        except (OSError, ValueError):
            continue  # a damaged page is reported when it is opened


def page_url(page: Path) -> str:
    """Return the address of a page inside JupyterLab, without the server's own part."""
    from urllib.parse import quote

    try:
        inside = page.relative_to(course_folder())
    except ValueError:
        raise WorkbookError(
            f"{page} is outside the course folder {course_folder()}.\n"
            "Move the page into the course folder, then open it again."
        ) from None
    return f"/doc/tree/{quote(inside.as_posix())}?reset"


def serve(notebook: str | None = None, *, port: int | None = None, browser: bool = True) -> int:
    """Open the workbook and stay until it is stopped; return the exit code."""
    page = find_page(notebook)
    address, state = page_url(page), state_folder()
    first = choose_port(port)
    os.environ.update(environment(state))
    quiet_kernels(state / "ipython")
    print("Starting the workbook…", flush=True)
    skip_slow_grammar()

    from jupyterlab.labapp import LabApp

    token = secrets.token_urlsafe(24)
    settings = configuration(address, first, token, browser, state)
    if port is None:
        settings.ServerApp.port_retries = PORTS_TRIED  # another may take ours meanwhile
    app = LabApp.initialize_server(argv=[], config=settings)
    trust(notebooks_folder())
    print(_welcome(address, app.port, token, browser), flush=True)
    app.io_loop.add_callback(start_kernel, app, page)
    start_kernels_early(app)
    app.start()
    return 0


async def start_kernel(app: Any, page: Path) -> None:
    """Start a page's kernel while the browser is still loading JupyterLab.

    JupyterLab looks for a session of the page's path, finds this one and uses it.
    """
    import contextlib

    path, sessions = page.relative_to(course_folder()).as_posix(), app.session_manager
    if path in _STARTING:
        return
    _STARTING.add(path)
    try:
        with contextlib.suppress(Exception):  # without it, JupyterLab starts one itself
            if not await sessions.session_exists(path=path):
                await sessions.create_session(
                    path=path, name=page.name, type="notebook", kernel_name="python3"
                )
    finally:
        _STARTING.discard(path)


#: Pages whose kernels are being started: a second request must not start a second one.
_STARTING: set[str] = set()


def start_kernels_early(app: Any) -> None:
    """Start a page's kernel as soon as a browser has been given JupyterLab for it."""
    log = app.web_app.settings["log_function"]

    def served(handler: Any) -> None:
        log(handler)
        if page := page_asked_for(handler.request, handler.get_status(), app.base_url):
            app.io_loop.add_callback(start_kernel, app, page)

    app.web_app.settings["log_function"] = served


def page_asked_for(request: Any, status: int, base: str) -> Path | None:
    """Return the page that a request opened; None where it opened none."""
    from urllib.parse import unquote

    start = f"{base}doc/tree/"
    if request.method != "GET" or status != 200 or not request.path.startswith(start):
        return None
    page = (course_folder() / unquote(request.path.removeprefix(start))).resolve()
    inside = page.is_relative_to(course_folder()) and page.suffix == ".ipynb"
    return page if inside and page.is_file() else None


def _welcome(address: str, port: int, token: str, browser: bool) -> str:
    url = f"http://127.0.0.1:{port}{address}&token={token}"
    return "\n".join(
        [
            "The workbook opens in your web browser."
            if browser
            else "The workbook is ready for your web browser.",
            f"If it does not appear, copy this address into the browser:\n  {url}",
            "Keep this window open while you work. To stop, press Ctrl and C here.",
        ]
    )


if __name__ == "__main__":
    sys.exit(serve())
