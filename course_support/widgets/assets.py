"""The scripts and styles of views, joined so that a browser gets one module a view."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([a-z]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?:\{[^}]*\};\n|(?=(?:async )?function|const))", re.MULTILINE)


@cache
def script(name: str) -> str:
    """Return a view's module with the modules it imports written into it, each once.

    anywidget loads a module from memory, where a relative import finds nothing.
    """
    return "\n".join(
        _text(part) if part == name else _EXPORT.sub("", _text(part)) for part in _parts(name)
    )


def _parts(name: str) -> list[str]:
    """Return a module and all it imports, those it needs first."""
    parts: list[str] = []
    for other in _IMPORT.findall((STATIC / f"{name}.js").read_text("utf-8")):
        parts += [part for part in _parts(other) if part not in parts]
    return [*parts, name]


def _text(name: str) -> str:
    return _IMPORT.sub("", (STATIC / f"{name}.js").read_text("utf-8"))


@cache
def style(name: str) -> str:
    """Return the style of a view: the shared one, then its own where it has one."""
    sheets = [STATIC / "frame.css", STATIC / f"{name}.css"]
    return "\n".join(sheet.read_text("utf-8") for sheet in sheets if sheet.exists())
