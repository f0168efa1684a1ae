"""Printing a paper, and keeping it as a page of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from course_support.errors import WorkbookError

from . import assets

if TYPE_CHECKING:
    from course_support.reports.paper import Paper


class PaperButtons(anywidget.AnyWidget):
    """Two buttons under a paper. The kernel makes the page when one is pressed."""

    _esm = assets.view("paper")

    page = traitlets.Dict().tag(sync=True)

    def __init__(self, name: str, title: str, make: Callable[[], Paper]) -> None:
        self._make = make
        super().__init__(page={"name": f"{name}.html", "title": title})
        self.on_msg(self._heard)

    def __repr__(self) -> str:
        return f"PaperButtons({self.page['name']!r})"

    def _heard(self, _: object, message: dict[str, Any], __: object) -> None:
        if message.get("type") != "paper":
            return
        try:
            told = {"text": self._make().document()}
        except WorkbookError as error:
            told = {"problem": str(error)}
        except Exception as error:  # the reader is told, whatever it is
            told = {"problem": f"Something unforeseen went wrong: {error}. Try again."}
        self.send({"type": "paper", "use": message.get("use", ""), **told})
