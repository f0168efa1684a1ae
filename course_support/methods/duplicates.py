"""Finding measures that somebody else collects already, by the words they share.

A match of words is a reason to ask, never proof: the same word may count different things.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Overlap:
    """A local measure, and a collection that may hold the same."""

    measure: str
    collection: str
    body: str
    how_often: str
    shared: str


def overlaps(
    measures: Sequence[str], collections: Sequence[Mapping[str, object]]
) -> tuple[Overlap, ...]:
    """Return measures and collections that share a word.

    Parameters
    ----------
    measures
        Local measures, in words.
    collections
        Mappings with ``collection``, ``body``, ``how_often`` and ``words``: beginnings of words
        that give a match, split by blanks; a hyphen joins words that must stand together.
    """
    found = []
    for measure in measures:
        text = f" {' '.join(re.findall(r'[a-z0-9]+', measure.casefold()))}"
        for each in collections:
            words = [word.replace("-", " ") for word in str(each["words"]).casefold().split()]
            shared = next((word for word in words if f" {word}" in text), "")
            if shared:
                found.append(
                    Overlap(
                        measure,
                        str(each["collection"]),
                        str(each["body"]),
                        str(each["how_often"]),
                        shared,
                    )
                )
    return tuple(found)


def alike(measures: Sequence[str], least: float = 0.6) -> tuple[tuple[str, str], ...]:
    """Return pairs of one's own measures that share most of their words.

    Words of up to three letters do not count; ``least`` is the share of all their words.
    """
    words = [{w for w in re.findall(r"[a-z]+", m.casefold()) if len(w) > 3} for m in measures]
    return tuple(
        (measures[one], measures[two])
        for one in range(len(measures))
        for two in range(one + 1, len(measures))
        if words[one] | words[two]
        and len(words[one] & words[two]) >= least * len(words[one] | words[two])
    )
