"""The one kind of error that is written for a commissioner to read."""

from __future__ import annotations

from collections.abc import Iterable


class WorkbookError(ValueError):
    """Something a person can put right, said in sentences they can act on.

    The message says what was found, where (file, sheet, row, column), what was
    expected, and what to do next. Notebooks and the command line show the message
    alone, never a traceback.
    """

    def _render_traceback_(self) -> list[str]:
        """Tell IPython to show the message and nothing else."""
        return [str(self)]


def did_you_mean(asked: str, known: Iterable[str]) -> str:
    """Return a question that names what comes near, to stand after a sentence; or nothing."""
    from difflib import get_close_matches

    near = get_close_matches(asked, list(known), n=3, cutoff=0.5)
    return f" Did you mean {' or '.join(near)}?" if near else ""
