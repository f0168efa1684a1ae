"""Parts of a page that are drawn again whenever an answer changes."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from course_support.errors import WorkbookError


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
            return HTML(f'<div class="wb-live">{html_of(draw())}</div>')
        except WorkbookError as error:
            return HTML(f'<div class="wb-live"><p>{escape(str(error))}</p></div>')

    handle = display(page(), display_id=True)
    if handle is not None:  # None outside a notebook
        watch(lambda: handle.update(page()))
