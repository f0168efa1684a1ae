"""The gallery for authors shows every kind of exercise, with its file and when to use it."""

import json
import os
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from course_support.exercises import authoring, library
from course_support.folders import notebooks_folder

PAGE = notebooks_folder() / "tutor" / "exercise_gallery.ipynb"
KINDS = library.kinds()


def test_an_example_of_every_kind_is_written_and_valid(tmp_path: Path) -> None:
    examples = authoring.gallery(tmp_path)
    assert [each.kind for each in examples] == list(KINDS)
    shown = library.load_all(tmp_path)
    for each in examples:
        assert shown[each.id].kind == each.kind
        assert (tmp_path / "gallery" / f"{each.id}.yaml").read_text("utf-8") == each.text


def test_a_kind_that_the_guide_does_not_describe_yet_is_shown_all_the_same(tmp_path: Path) -> None:
    assert authoring.when_to_use("rank", tmp_path / "no-guide.md") == ""
    guide = tmp_path / "guide.md"
    guide.write_text("### `rank`\n\n### `sort`\n\nUse it to sort.\n\nMore.\n", "utf-8")
    assert authoring.when_to_use("rank", guide) == ""
    assert authoring.when_to_use("sort", guide) == "Use it to sort."


def test_the_page_names_no_kind_itself() -> None:
    """A new kind appears by being there: what lists kinds by hand would miss it."""
    cells = json.loads(PAGE.read_text("utf-8"))["cells"]
    code = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    assert [kind for kind in KINDS if re.search(rf"\b{kind}\b", code)] == []


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What the page shows when it is run."""
    folder = tmp_path_factory.mktemp("gallery")
    page = nbformat.read(PAGE, as_version=4)
    environment = {**os.environ, "WORKBOOK_ANSWERS": str(folder / "answers")}
    environment["PYTHONPATH"] = str(PAGE.parents[2])
    client = NotebookClient(page, timeout=120, resources={"metadata": {"path": PAGE.parent}})
    client.execute(env=environment)
    assert not list(folder.rglob("*-example*")), "the gallery keeps nothing among one's own answers"
    return [out["data"] for cell in page.cells for out in cell.get("outputs", ())]


@pytest.mark.notebook
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_shows_the_kind_live_with_its_file(
    kind: str, outputs: list[dict[str, Any]], tmp_path: Path
) -> None:
    texts = [out.get("text/markdown", out["text/plain"]) for out in outputs]
    heading = f"### {kind.capitalize()}\n\n{authoring.when_to_use(kind)}"
    at = texts.index(heading)
    widget, file = outputs[at + 1], texts[at + 2]
    assert widget["text/plain"].startswith(f"Exercise('{kind}-example'")
    assert "application/vnd.jupyter.widget-view+json" in widget
    path = tmp_path / f"{kind}-example.yaml"
    path.write_text(re.findall(r"```yaml\n(.*)```", file, re.S)[0], "utf-8")
    assert library.read(path).kind == kind
