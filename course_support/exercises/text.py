"""Markdown to HTML that is safe to show: no HTML of its own, no pictures, no scripts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


@cache
def _renderer() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # "js-default" leaves HTML switched off and refuses javascript: and data: links. A picture
    # would be fetched from somewhere, and pages make no request to the outside.
    return MarkdownIt("js-default").disable("image")


def render(markdown: str) -> str:
    """Return author's Markdown as HTML."""
    return _renderer().render(markdown)
