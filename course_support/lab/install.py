"""Put our JupyterLab extension and settings into an environment.

``workbook open`` reads both from this package and needs no copy. The copy is for whoever
starts JupyterLab in another way in the same environment: a hub, a plain ``jupyter lab``,
a browser-only site.
"""

import hashlib
import json
import shutil
import sys
from pathlib import Path

from course_support.errors import WorkbookError
from course_support.lab import EXTENSION_NAME, EXTENSIONS, SETTINGS

SETTINGS_FILE = "commissioning-workbook.json"


def targets(prefix: Path) -> tuple[Path, Path]:
    """Return where the extension and the settings go in an environment."""
    share = prefix / "share" / "jupyter"
    return (
        share / "labextensions" / EXTENSION_NAME,
        # A file of our own among the overrides, so that nobody else's is replaced.
        share / "lab" / "settings" / "overrides.d" / SETTINGS_FILE,
    )


def install(prefix: Path | None = None) -> list[Path]:
    """Copy the extension and the settings into an environment; return what was replaced.

    Doing it twice changes nothing: files that are there already and equal are left.

    Parameters
    ----------
    prefix : Path, optional
        The environment's folder; by default that of the Python that runs this.

    Raises
    ------
    WorkbookError
        If the environment cannot be written to.
    """
    prefix = prefix or Path(sys.prefix)
    extension, settings = targets(prefix)
    replaced = []
    try:
        if digest(extension) != digest(EXTENSIONS / EXTENSION_NAME):
            shutil.rmtree(extension, ignore_errors=True)
            shutil.copytree(EXTENSIONS / EXTENSION_NAME, extension)
            replaced.append(extension)
        wanted = (SETTINGS / "overrides.json").read_bytes()
        if not settings.exists() or settings.read_bytes() != wanted:
            settings.parent.mkdir(parents=True, exist_ok=True)
            settings.write_bytes(wanted)
            replaced.append(settings)
    except OSError as error:
        raise WorkbookError(
            f"The workbook's part of JupyterLab could not be copied to {error.filename}: "
            f"{error.strerror}.\nCheck that you may write there, then run start.py again."
        ) from error
    return replaced


def problems(prefix: Path | None = None) -> list[str]:
    """Return what is missing or out of date in an environment, in plain words."""
    extension, settings = targets(prefix or Path(sys.prefix))
    found = []
    if digest(extension) != digest(EXTENSIONS / EXTENSION_NAME):
        found.append("The JupyterLab extension is missing or out of date.")
    wanted = json.loads((SETTINGS / "overrides.json").read_text("utf-8"))
    try:
        installed = json.loads(settings.read_text("utf-8"))
    except (OSError, ValueError):
        installed = None
    if installed != wanted:
        found.append("The JupyterLab settings are missing or out of date.")
    return found


def digest(folder: Path) -> str:
    """Return a mark for the content of a folder; "" when there is no such folder."""
    if not folder.is_dir():
        return ""
    mark = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        mark.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return mark.hexdigest()


if __name__ == "__main__":
    for path in install():
        print(f"Installed {path}")
