"""Run every page afresh and keep what it shows, for nbval to compare with from then on.

Run ``python tests/notebooks/refresh.py`` after a change that is meant to alter a page,
and read the difference before you commit it. Widgets are left out of what is kept:
answers live outside the pages, and saved widget state goes stale.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
WIDGET = "application/vnd.jupyter.widget-view+json"
#: The day that checks take for today, so that no result depends on the calendar.
TODAY = "2026-11-22"


def main(names: list[str]) -> None:
    """Refresh the named pages, or all of them."""
    sys.path.insert(0, str(ROOT))
    paths = sorted((ROOT / "notebooks").rglob("*.ipynb"))
    for path in paths:
        if names and path.stem not in names or ".ipynb_checkpoints" in path.parts:
            continue
        with tempfile.TemporaryDirectory() as answers:
            os.environ.update(WORKBOOK_ANSWERS=answers, WORKBOOK_TODAY=TODAY, PYTHONPATH=str(ROOT))
            refresh(path)
        print(f"{path.relative_to(ROOT)}: refreshed")


def refresh(path: Path) -> None:
    """Run one page and write it back without what would go stale."""
    page = nbformat.read(path, as_version=4)
    client = NotebookClient(
        page, timeout=120, store_widget_state=False, resources={"metadata": {"path": path.parent}}
    )
    client.execute()
    page.metadata.pop("widgets", None)
    page.metadata["language_info"] = {"name": "python"}
    for cell in page.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)
    nbformat.write(page, path)


if __name__ == "__main__":
    main(sys.argv[1:])
