"""Notice when another window saves the same answer."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING
from weakref import WeakSet

if TYPE_CHECKING:
    from .exercise import ExerciseWidget

SECONDS = 1.0

_watched: WeakSet[ExerciseWidget] = WeakSet()
_task: asyncio.Task[None] | None = None


def begin(widget: ExerciseWidget) -> None:
    """Keep an eye on a widget's answer for as long as the widget lives.

    Without a running event loop (a plain script, a test) nothing is watched.
    """
    global _task
    _watched.add(widget)
    if _task is None or _task.done():
        with suppress(RuntimeError):
            _task = asyncio.get_running_loop().create_task(_watch())


async def _watch() -> None:
    while True:
        await asyncio.sleep(SECONDS)
        _look_at_all()


def _look_at_all() -> None:
    # A function of its own, so that no widget is held on to between two rounds.
    for widget in list(_watched):
        with suppress(Exception):  # one answer that cannot be read must not blind the others
            widget.look_again()
