"""The scripts and styles of views, joined so that a browser gets one module a view."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([a-z]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(async )?function|const)", re.MULTILINE)


@cache
def script(name: str) -> str:
    """Return a view's module with the modules it imports written into it.

    anywidget loads a module from memory, where a relative import finds nothing.
    """
    text = (STATIC / f"{name}.js").read_text("utf-8")
    shared = [_EXPORT.sub("", script(other)) for other in _IMPORT.findall(text)]
    return "\n".join([*shared, _IMPORT.sub("", text)])


@cache
def style() -> str:
    """Return the one style sheet of all views."""
    return (STATIC / "frame.css").read_text("utf-8")
