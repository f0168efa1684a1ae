"""A browser gets one whole module a view: nothing left to import, every shared part once."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from course_support.exercises.library import kinds
from course_support.widgets import assets

VIEWS = [*kinds(), "start"]


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_is_one_module_that_imports_nothing(name: str) -> None:
    script = assets.script(name)
    lines = script.splitlines()
    assert [line for line in lines if re.match(r"\s*import\b", line)] == []
    assert [line for line in lines if line.startswith("export")] == ["export default { render };"]
    assert not re.search(r"\bimport\s*\(", script)


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_asks_nothing_of_the_outside(name: str) -> None:
    both = assets.view(name)
    assert re.findall(r"https?://[^\s\"'`)]+|//cdn[^\s]*|@import", both) == []


@pytest.mark.parametrize("name", VIEWS)
def test_no_name_is_given_twice_in_a_joined_module(name: str) -> None:
    names = re.findall(
        r"^(?:async )?(?:function|const|let|class) ([A-Za-z_$][\w$]*)", assets.script(name), re.M
    )
    assert len(names) == len(set(names))


def test_every_module_can_be_read_by_a_browser(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed; the browser journeys load the same modules")
    for name in VIEWS:
        (tmp_path / f"{name}.mjs").write_text(assets.view(name), "utf-8")
    for name in VIEWS:
        ran = subprocess.run(
            [node, "--check", str(tmp_path / f"{name}.mjs")], capture_output=True, text=True
        )
        assert ran.returncode == 0, ran.stderr


def test_a_part_that_two_modules_share_comes_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "frame": "export const h = 1;\n",
        "cards": 'import { h } from "./frame.js";\nexport async function card() { return h; }\n',
        "kind_one": 'import { h } from "./frame.js";\nimport {\n  card,\n} from "./cards.js";\n'
        "export default { render };\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.js").write_text(text)
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    assets.script.cache_clear()
    try:
        joined = [line for line in assets.script("kind_one").splitlines() if line]
    finally:
        assets.script.cache_clear()
    assert joined == [
        "const h = 1;",
        "async function card() { return h; }",
        "export default { render };",
    ]


def test_every_view_brings_the_shared_style_and_its_own() -> None:
    def styles(name: str) -> dict[str, str]:
        found = re.search(r"Object\.entries\((\{.*\})\)\) \{$", assets.view(name), re.M)
        assert found
        return dict(json.loads(found[1]))

    shared = (assets.STATIC / "frame.css").read_text("utf-8")
    assert styles("write") == {"frame": shared}
    assert styles("rank") == {"frame": shared, "rank": (assets.STATIC / "rank.css").read_text()}
