"""Parts of a page that are drawn again whenever an answer changes."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from html import escape
from typing import Any

from course_support.errors import WorkbookError

#: Changes that follow one another within this time are drawn once.
PAUSE_SECONDS = 0.02
#: JupyterLab sets what stands between two dollars as mathematics; here it is someone's own words.
LIVE = "wb-live mathjax_ignore"
UNFORESEEN = (
    "Something unforeseen went wrong in this picture: {}. Your answers are kept. Undo the last "
    "change to see it again, and tell whoever runs the course."
)


def html_of(thing: Any) -> str:
    """Return anything that can show itself as HTML; plain text is shown as text."""
    show = getattr(thing, "_repr_html_", None)
    return str(show()) if show else f"<p>{escape(str(thing))}</p>"


def display_live(draw: Callable[[], Any], watch: Callable[[Callable[[], None]], None]) -> None:
    """Show what ``draw`` returns, and show it anew whenever ``watch`` calls back.

    The picture is an ordinary output of the cell, so a page that was run without a
    browser holds it too. A :class:`WorkbookError` is shown as its sentence.
    """
    from IPython.display import HTML, display

    def page() -> Any:
        try:
            return HTML(f'<div class="{LIVE}">{html_of(draw())}</div>')
        except WorkbookError as error:
            return HTML(f'<div class="{LIVE}"><p>{escape(str(error))}</p></div>')

    def again() -> Any:
        try:
            return page()
        except Exception as error:  # the old picture would stand there as if it were the new one
            return HTML(f'<div class="{LIVE}"><p>{escape(UNFORESEEN.format(error))}</p></div>')

    handle = display(page(), display_id=True)
    if handle is not None:  # None outside a notebook
        watch(Redraw(again, handle.update).ask)


class Redraw:
    """Draws again without holding anything up.

    Drawing a chart takes longer than saving an answer. It happens beside the loop that
    saves, so the next save never waits for a picture; and a run of changes is drawn once.
    """

    def __init__(self, make: Callable[[], Any], show: Callable[[Any], None]) -> None:
        self._make = make
        self._show = show
        self._task: asyncio.Task[None] | None = None
        self._again = False

    def ask(self) -> None:
        """Draw soon; at once where no event loop runs (a script, a test)."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._show(self._make())
            return
        self._again = True
        if self._task is None or self._task.done():
            self._task = loop.create_task(self._run())

    async def _run(self) -> None:
        while self._again:
            await asyncio.sleep(PAUSE_SECONDS)
            self._again = False
            self._show(await _beside(self._make))


async def _beside(make: Callable[[], Any]) -> Any:
    """Run something in the one thread for drawing, or here where there are no threads."""
    try:
        return await asyncio.get_running_loop().run_in_executor(_drawing_thread(), make)
    except RuntimeError:  # "can't start new thread": a page in a browser without a server
        return make()


@cache
def _drawing_thread() -> ThreadPoolExecutor:
    # Saving hands over to this thread at every touch of the disk; Python's usual 5 ms before
    # it comes back would add up to more than the save itself.
    sys.setswitchinterval(0.0005)
    # One only: pictures come in the order of the page, and never crowd out a save.
    return ThreadPoolExecutor(1, "drawing")
