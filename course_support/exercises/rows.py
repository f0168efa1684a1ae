"""Rows that people fill in: kept apart by their ids, and how far each has come."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from .base import Progress


class Row(Protocol):
    """A row of an answer."""

    @property
    def id(self) -> str: ...

    @property
    def blank(self) -> bool: ...


R = TypeVar("R", bound=Row)


def apart(rows: Iterable[R]) -> Iterator[tuple[str, R]]:
    """Yield each row after its id, or after another one where an earlier row has that id.

    A hand-made or joined file may use an id twice, and then nothing could be saved.
    """
    taken: set[str] = set()
    for row in rows:
        others = (f"{row.id[:50].rstrip('-')}-{number}" for number in itertools.count(2))
        name = next(each for each in itertools.chain((row.id,), others) if each not in taken)
        taken.add(name)
        yield name, row


def progress(
    rows: Sequence[R], at_least: int, row_name: str, lacks: Callable[[R], list[str]]
) -> Progress:
    """Say how many rows are whole, and what the others still need, by number and in words."""
    needs = [(number, lacks(row)) for number, row in enumerate(rows, 1) if not row.blank]
    missing = [f"{row_name} {number}: {', '.join(each)}" for number, each in needs if each]
    if short := max(0, at_least - len(needs)):
        missing.append(f"add {short} more" if needs else f"add at least {at_least}")
    done = len(needs) - sum(bool(each) for _, each in needs)
    return Progress(done, len(needs) + short, tuple(missing))
