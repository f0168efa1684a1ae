"""Lists of names as people say them."""

from __future__ import annotations

from collections.abc import Iterable


def and_(names: Iterable[str]) -> str:
    """Return names as people list them: a, b and c; nothing where there are none."""
    every = list(names)
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} and {every[-1]}"
