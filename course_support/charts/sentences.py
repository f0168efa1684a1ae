"""Sentences that show themselves: what a page has found so far, to write from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape


def paragraph(words: str) -> str:
    """Return a text as a paragraph of HTML."""
    return f"<p>{escape(words)}</p>"


def bullets(sentences: Iterable[str]) -> str:
    """Return sentences as a list in HTML."""
    return f"<ul>{''.join(f'<li>{escape(each)}</li>' for each in sentences)}</ul>"


@dataclass(frozen=True)
class Sentences:
    """Sentences as a list, or the word that nothing is answered yet."""

    sentences: tuple[str, ...]

    def _repr_html_(self) -> str:
        if not self.sentences:
            return paragraph("Nothing is answered yet. What you find above is gathered here.")
        return bullets(self.sentences)
