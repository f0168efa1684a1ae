"""Make the authority's tables: ``python data/authority_generator [FOLDER]``.

Without a folder, the tables go to ``data/authority``. The same inputs give the same bytes.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from council import council_tables
from deciding import decision_tables
from market import market_tables
from needs import need_tables
from people import people_tables
from performance import performance_tables
from places import area_tables
from planning import planning_tables
from tables import Table, column, key, write_descriptor, write_table
from tendering import tender_tables

HOME = Path(__file__).resolve().parents[1] / "authority"
ABOUT = {
    "name": "marrenshire",
    "title": "Marrenshire: a fictional council for learning commissioning",
    "description": (
        "Every place, body, person and figure is invented. Figures are calibrated to published "
        "ones so that they look right; they must not be quoted as facts about anywhere."
    ),
    "version": "2026.11",
    "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
    "sources": [{"title": "Made by data/authority_generator; inputs and seed are in that folder"}],
}


def populations_table() -> Table:
    """Return the description of populations.yaml, which people write and nothing generates."""
    words = {
        "name": "Name, as a title",
        "phrase": "Name, as used inside a sentence",
        "paragraph": "Who they are",
        "brief": "What the commissioner has been asked to do, and by whom",
        "strategic_context": "Duties, strategy, money and politics around the task",
    }
    return Table(
        "populations",
        "Target populations",
        "The groups of people for whom services are commissioned, in words.",
        "Nothing: written by hand",
        [
            column("id", "string", "Population", required=True, pattern="[a-z][a-z0-9_]*"),
            *(key(name, text) for name, text in words.items()),
        ],
        [],
        ["id"],
        path="populations.yaml",
    )


def main(folder: Path) -> None:
    """Write every table and the description into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [
        *council_tables(),
        *area_tables(),
        *need_tables(),
        *market_tables(),
        *performance_tables(),
        *people_tables(),
        *tender_tables(),
        *decision_tables(),
        *planning_tables(),
    ]
    for table in made:
        write_table(folder, table)
    write_descriptor(folder, ABOUT, [populations_table(), *made])
    if folder.resolve() != HOME:
        shutil.copyfile(HOME / "populations.yaml", folder / "populations.yaml")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HOME)
