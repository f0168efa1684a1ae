"""Choose a file of one's own for a page; it stays on this computer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from course_support.answers.kept_files import LARGEST, forget_file, keep_file, kept_file, take_over
from course_support.errors import WorkbookError

from . import assets

if TYPE_CHECKING:
    from course_support.workbook import Workbook


class FilePicker(anywidget.AnyWidget):
    """A labelled field for one file.

    Parameters
    ----------
    workbook
        Whose page it is; the file is kept with their answers.
    name
        What the file is for, as a short id; those who watch it are told when it changes.
    label
        What the participant reads.
    read
        Reads the file; a :class:`WorkbookError` it raises is shown, and the file not kept.
    given
        A file named from outside (a page's parameter): it is used instead of a chosen one.
    about
        What fits, in a few words.
    own
        Whether the page has a file of its own, which stands in until one is chosen.

    Raises
    ------
    WorkbookError
        When the file given from outside cannot be read.
    """

    _esm = assets.view("file_picker")

    page = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        workbook: Workbook,
        name: str,
        label: str,
        read: Callable[[Path], Any],
        given: str = "",
        *,
        about: str = "",
        own: bool = True,
    ) -> None:
        self._workbook, self._name, self._read, self._own = workbook, name, read, own
        self._given = Path(given) if given else None
        if self._given:
            read(self._given)  # a page that was given a file it cannot read stops here
        self._arriving: list[bytes] = []
        self._told = 0
        super().__init__(
            page={"label": label, "largest": LARGEST, "about": about, "own": own},
        )
        self._tell("")
        self.on_msg(self._heard)

    def __repr__(self) -> str:
        return f"FilePicker({self._name!r})"

    @property
    def path(self) -> Path | None:
        """The file to use: the one given from outside, else the one chosen, else None."""
        return self._given or (kept_file(self._folder) if self._folder else None)

    @property
    def _folder(self) -> Path | None:
        return self._workbook.folder("files", self._name)

    def _heard(self, _: object, message: dict[str, Any], buffers: list[memoryview]) -> None:
        try:
            if message.get("type") == "part":
                if message.get("first"):
                    self._arriving = []
                self._arriving += [bytes(part) for part in buffers]
                if message.get("last"):
                    self._take(str(message.get("name", "file")))
            elif message.get("type") == "forget" and self._folder:
                forget_file(self._folder)
                self._given = None
                self._tell(
                    "The course's own file is used again."
                    if self._own
                    else "No file is chosen now."
                )
                self._workbook.changed(self._name)
        except WorkbookError as error:
            self._tell("", str(error))
        except OSError as error:
            self._tell("", f"The file could not be kept: {error.strerror}. Choose it again.")
        except Exception as error:  # whoever chose it is told, whatever it is
            self._tell(
                "",
                f"Something unforeseen went wrong with this file: {error}. Nothing was taken from "
                "it. Open it in a spreadsheet, save the table you need as CSV, and choose that.",
            )

    def _take(self, name: str) -> None:
        content, self._arriving = b"".join(self._arriving), []
        if self._folder is None:
            raise WorkbookError("There is no folder to keep the file in. See: workbook doctor")
        # Tried in a place of its own first: a file that cannot be read replaces nothing.
        trial = self._folder.with_name(f"{self._folder.name}-trial")
        try:
            self._read(keep_file(trial, name, content))
            take_over(trial, self._folder)  # moved, so that what was read need not be read again
        finally:
            forget_file(trial)
        self._given = None
        self._tell(f"Read: {name}.")
        self._workbook.changed(self._name)

    def _tell(self, said: str, problem: str = "") -> None:
        path = self.path
        if problem and path:
            problem += f" {path.name} stays in use."
        self._told += 1  # so that the view hears of the same answer to another file
        name = path.name if path else ""
        self.state = {"file": name, "said": said, "problem": problem, "told": self._told}
