"""Where answers are kept on this computer."""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from hashlib import sha256
from pathlib import Path

from course_support.errors import WorkbookError
from course_support.folders import course_folder

#: Set this environment variable to keep answers in a folder of your own choice.
VARIABLE = "WORKBOOK_ANSWERS"
BESIDE, AT_HOME = "my-answers", "workbook-answers"


def answers_home() -> Path:
    """Return the folder for answers, making it if need be.

    The folder named by ``WORKBOOK_ANSWERS``; without it ``my-answers`` beside the
    course; where the course cannot be written to, ``workbook-answers`` in the home folder.

    Raises
    ------
    WorkbookError
        When no such folder can be written to.
    """
    chosen = os.environ.get(VARIABLE)
    if chosen:
        place = Path(chosen).expanduser().absolute()
        if problem := why_not(place):
            raise WorkbookError(
                f"Answers cannot be kept in {place}: {problem}. "
                f"Set {VARIABLE} to a folder that you can write to, or leave it unset."
            )
        return place
    places = [course_folder() / BESIDE, Path.home() / AT_HOME]
    problems = []
    for place in places:
        problem = why_not(place)
        if not problem:
            return place
        problems.append(f"{place} ({problem})")
    raise WorkbookError(
        f"There is nowhere to keep your answers. Tried {' and '.join(problems)}. "
        f"Free some space, or set {VARIABLE} to a folder that you can write to."
    )


def why_not(place: Path) -> str | None:
    """Return why nothing can be written in a folder, or None when something can."""
    if place.is_file():
        return "it is a file, not a folder"
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"written")
            file.flush()
    except OSError as error:
        return error.strerror or type(error).__name__
    return None


def folder_name(name: str) -> str:
    """Return a name as a safe folder name, different for different names.

    Names keep their letters where every system takes them; a short digest keeps
    apart those that look alike afterwards (Ann and ann are two people), and keeps clear
    of names that Windows reserves.
    """
    plain = unicodedata.normalize("NFC", name)
    letters = unicodedata.normalize("NFKD", plain.casefold())
    ascii_only = letters.encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:40].strip("-")
    digest = sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{words}-{digest}" if words else digest
