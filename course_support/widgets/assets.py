"""The scripts and styles of views, joined so that a browser gets one module a view."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([a-z]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?:\{[^}]*\};\n|(?=(?:async )?function|const))", re.MULTILINE)


@cache
def view(name: str) -> str:
    """Return a view's module, which sees to its own style.

    anywidget would write the style of every single widget into the page again, and the
    browser would look at the whole page anew each time: on a page of twenty-five exercises
    that took longer than all else.
    """
    parts = {"frame": _sheet("frame"), name: _sheet(name)}
    styles = {part: text for part, text in parts.items() if text}
    return f"{_DRESS.replace('STYLES', json.dumps(styles))}\n{script(name)}"


_DRESS = """\
for (const [part, text] of Object.entries(STYLES)) {
  const there = document.querySelector(`style[data-workbook="${part}"]`);
  if (there?.textContent === text) continue;
  const style = there ?? document.head.appendChild(document.createElement("style"));
  style.dataset.workbook = part;
  style.textContent = text;
}"""


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


def _sheet(name: str) -> str:
    """Return a style sheet; nothing where there is none."""
    path = STATIC / f"{name}.css"
    return path.read_text("utf-8") if path.exists() else ""
