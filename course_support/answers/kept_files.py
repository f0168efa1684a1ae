"""Files that a person chose for a page, kept with their answers so that it finds them again."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from pathlib import Path

from course_support.errors import WorkbookError

from .place import folder_name

#: Names that are harmless on every system.
_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_ ()-]|\.(?!\.)){0,96}\.[A-Za-z0-9]{1,6}")
#: Names that Windows keeps for devices, whatever follows them.
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{d}{n}" for d in ("COM", "LPT") for n in range(10))}
#: Larger files are read with ``workbook read`` instead of being sent through the browser.
LARGEST = 64 * 1024 * 1024


def kept_file(folder: Path) -> Path | None:
    """Return the file kept in a folder, or None when there is none."""
    with suppress(OSError):
        return next((path for path in sorted(folder.iterdir()) if path.is_file()), None)
    return None


def keep_file(folder: Path, name: str, content: bytes) -> Path:
    """Keep a file in place of the one before.

    Raises
    ------
    WorkbookError
        When it is empty, too large, or cannot be written.
    """
    if not content:
        raise WorkbookError(f"“{name}” is empty. Download it again, then choose it again.")
    if len(content) > LARGEST:
        raise WorkbookError(
            f"“{name}” has {len(content) / 1e6:.0f} MB; {LARGEST / 1e6:.0f} are allowed here. "
            "Choose a smaller extract, or read it with: workbook read FILE"
        )
    safe = _safe(name)
    try:
        forget_file(folder)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / safe
        path.write_bytes(content)
    except OSError as error:
        raise WorkbookError(
            f"“{name}” could not be kept in {folder}: {error.strerror}. "
            "Free some space, then choose it again."
        ) from error
    return path


def take_over(trial: Path, folder: Path) -> None:
    """Keep the file of one folder in another, in place of the one there; it is moved, not copied.

    Raises
    ------
    WorkbookError
        When it cannot be moved.
    """
    try:
        forget_file(folder)
        trial.rename(folder)
    except OSError as error:
        raise WorkbookError(
            f"The file could not be kept in {folder}: {error.strerror}. Close it if it is open in "
            "another program, then choose it again."
        ) from error


def _safe(name: str) -> str:
    """Return a name for the file: its own where every system takes it, so that it can be cited."""
    stem, suffix = Path(name).stem, Path(name).suffix.lower()
    if _PLAIN.fullmatch(name) and stem.upper() not in _DEVICES:
        return name
    return folder_name(stem or "file") + (suffix if suffix[1:].isalnum() else "")


def forget_file(folder: Path) -> None:
    """Remove the file kept in a folder, if any."""
    if folder.exists():
        shutil.rmtree(folder)
