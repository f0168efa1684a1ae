"""Choose one of several things that a chosen file offers; the choice is kept on this computer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from course_support.answers.kept_files import forget_file, keep_file, kept_file
from course_support.errors import WorkbookError

from . import assets

if TYPE_CHECKING:
    from course_support.workbook import Workbook


class Chooser(anywidget.AnyWidget):
    """A labelled list to choose from.

    Parameters
    ----------
    workbook
        Whose page it is; the choice is kept with their answers.
    name
        What is chosen, as a short id; those who watch it are told when it changes.
    label, help_text
        What the participant reads.
    offered
        Returns what there is now, words by id; the first is taken until something is chosen. Asked
        again whenever something in ``follows`` changes.
    given
        A choice made from outside (a page's parameter); it is used instead of a kept one.
    follows
        Files or choices on which the list depends.
    """

    _esm = assets.view("chooser")

    page = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        workbook: Workbook,
        name: str,
        label: str,
        offered: Callable[[], Mapping[str, str]],
        *,
        help_text: str = "",
        given: str = "",
        follows: tuple[str, ...] = (),
    ) -> None:
        self._workbook, self._name, self._offered, self._given = workbook, name, offered, given
        super().__init__(page={"label": label, "help": help_text})
        self._tell()
        self.on_msg(self._heard)
        if follows:
            workbook.on_change(follows, self._tell)

    def __repr__(self) -> str:
        return f"Chooser({self._name!r})"

    @property
    def value(self) -> str:
        """The id chosen: from outside, else kept; empty where neither is (still) there."""
        if self._given:
            return self._given
        folder = self._workbook.folder("choices", self._name)
        path = kept_file(folder) if folder else None
        if path is None:
            return ""
        with suppress(OSError, UnicodeDecodeError):
            return path.read_text("utf-8")
        return ""

    def _heard(self, _: object, message: dict[str, Any], __: object) -> None:
        if message.get("type") != "choose":
            return
        folder = self._workbook.folder("choices", self._name)
        try:
            value = str(message.get("value", ""))
            if value not in self._there():
                raise WorkbookError("That is not in the list any more. Choose again.")
            if folder is None:
                raise WorkbookError("There is no folder to keep the choice in.")
            if value:
                keep_file(folder, "choice.txt", value.encode("utf-8"))
            else:
                forget_file(folder)
            self._given = ""
        except WorkbookError as error:
            self._tell(str(error))
            return
        self._tell()
        self._workbook.changed(self._name)

    def _there(self) -> Mapping[str, str]:
        try:
            return self._offered()
        except WorkbookError:
            return {}  # the page says elsewhere what is wrong with the files

    def _tell(self, problem: str = "") -> None:
        offered = self._there()
        chosen = self.value
        self.state = {
            "options": [{"id": key, "text": words} for key, words in offered.items()],
            "chosen": chosen if chosen in offered else next(iter(offered), ""),
            "begun": not chosen and len(offered) > 1,
            "lost": chosen if chosen and offered and chosen not in offered else "",
            "problem": problem,
        }
