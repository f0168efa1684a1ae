"""Populations come from the data folder, and mistakes in it are explained."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from course_support.errors import WorkbookError
from course_support.sources import populations

ENTRY = """- id: {id}
  name: Unpaid carers
  phrase: unpaid carers
  paragraph: People who look after someone.
  brief: Find out who they are.
  strategic_context: The council must assess carers.
"""


def test_the_course_has_its_five_populations_in_order() -> None:
    assert list(populations.load()) == [
        "early_help",
        "children_with_disabilities",
        "children_in_care",
        "homelessness",
        "older_people",
    ]


def test_each_text_is_the_populations_own() -> None:
    """No two populations share a sentence: the text is written, not substituted."""
    seen: dict[str, str] = {}
    for population in populations.load().values():
        text = " ".join((population.paragraph, population.brief, population.strategic_context))
        for sentence in text.replace("\n", " ").split(". "):
            if len(sentence) > 60:
                assert sentence not in seen, (sentence, seen.get(sentence), population.id)
                seen[sentence] = population.id
        assert 120 <= len(population.brief.split()) <= 260
        assert 120 <= len(population.strategic_context.split()) <= 260


def test_a_sixth_population_is_added_by_data(tmp_path: Path) -> None:
    (tmp_path / "populations.yaml").write_text(ENTRY.format(id="unpaid_carers"), encoding="utf-8")
    assert populations.load(tmp_path)["unpaid_carers"].name == "Unpaid carers"


def test_the_folder_can_be_set_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "populations.yaml").write_text(ENTRY.format(id="unpaid_carers"), encoding="utf-8")
    monkeypatch.setenv(populations.FOLDER_VARIABLE, str(tmp_path))
    assert list(populations.load()) == ["unpaid_carers"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ENTRY.format(id="Not An Id"), "entry 1, id"),
        (ENTRY.format(id="a") + ENTRY.format(id="a"), "used twice"),
        ("- id: a\n  name: b\n", "phrase"),
        ("a: [1", "line"),
        ("", "expected a list"),
    ],
)
def test_a_bad_file_is_explained(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "populations.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(WorkbookError, match=said):
        populations.load(tmp_path)


def test_a_missing_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="no file populations.yaml"):
        populations.load(tmp_path)


def test_no_heavy_import() -> None:
    code = (
        "import sys; from course_support.sources import populations; populations.load();"
        "print([m for m in ('pandas', 'numpy', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
