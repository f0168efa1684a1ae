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
def style(name: str) -> str:
    """Return the style of a view: the shared one, then its own where it has one."""
    sheets = [STATIC / "frame.css", STATIC / f"{name}.css"]
    return "\n".join(sheet.read_text("utf-8") for sheet in sheets if sheet.exists())
