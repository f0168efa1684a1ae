"""Worked out once between two changes of answers, however many pictures ask for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Watched(Protocol):
    """What tells when an answer has changed: a workbook."""

    def on_change(self, names: tuple[str, ...], call: Callable[[], None]) -> None:
        """Call something whenever the answer to one of these exercises has been saved."""


class Once:
    """What follows from some answers; a change of any of them forgets it.

    Pictures are drawn in a thread of their own. What one of them began to work out before a
    change stays with what was there then, and never stands for what came after.

    Parameters
    ----------
    workbook
        Tells of changes.
    names
        The exercises that everything kept here follows from.
    """

    def __init__(self, workbook: Watched, names: tuple[str, ...]) -> None:
        self._forget()
        workbook.on_change(names, self._forget)

    def _forget(self) -> None:
        self._kept: dict[str, Any] = {}

    def find(self, name: str, make: Callable[[], T]) -> T:
        """Return what is kept under a name; made now where nothing is."""
        kept = self._kept
        if name not in kept:
            kept[name] = make()
        found: T = kept[name]
        return found
