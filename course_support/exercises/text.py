"""Markdown to HTML that is safe to show: no HTML of its own, no pictures, no scripts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict


@cache
def _renderer() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # "js-default" leaves HTML switched off and refuses javascript: and data: links. A picture
    # would be fetched from somewhere, and pages make no request to the outside.
    markdown = MarkdownIt("js-default").disable("image")
    safe = markdown.validateLink
    # It lets data: through for pictures, which are of no use as links.
    markdown.validateLink = (  # type: ignore[method-assign]
        lambda url: safe(url) and not url.strip().lower().startswith("data:")
    )
    markdown.add_render_rule("link_open", _outside_in_a_new_tab)
    return markdown


def _outside_in_a_new_tab(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    place: int,
    options: OptionsDict,
    _: EnvType,
) -> str:
    """Leave the page, and whatever is being written on it, open behind a link to the outside."""
    if str(tokens[place].attrGet("href")).startswith(("http://", "https://")):
        tokens[place].attrSet("target", "_blank")
        tokens[place].attrSet("rel", "noopener noreferrer")
    return renderer.renderToken(tokens, place, options, {})


def render(markdown: str) -> str:
    """Return author's Markdown as HTML."""
    return _renderer().render(markdown)
