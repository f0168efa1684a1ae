"""pyproject.toml, environment.yml and both locked lists say the same."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNTIME = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
TEST = [Requirement(line) for line in PROJECT["dependency-groups"]["test"]]
PIN = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)(?: ; (?P<marker>[^\\\n]+?))? \\$", re.M
)


def pins(name: str) -> dict[str, set[tuple[str, str]]]:
    """Return version and marker of each part in a locked list (some vary by system)."""
    found: dict[str, set[tuple[str, str]]] = {}
    for pin in PIN.finditer((ROOT / name).read_text("utf-8")):
        key = canonicalize_name(pin["name"])
        found.setdefault(key, set()).add((pin["version"], pin["marker"] or ""))
    return found


LOCK, TEST_LOCK = pins("requirements.lock"), pins("requirements-test.lock")


@pytest.mark.parametrize("needed", RUNTIME, ids=lambda needed: needed.name)
def test_each_part_is_locked_within_its_range(needed: Requirement) -> None:
    locked = LOCK[canonicalize_name(needed.name)]
    assert all(needed.specifier.contains(version) for version, _ in locked)


@pytest.mark.parametrize("needed", TEST, ids=lambda needed: needed.name)
def test_each_part_of_the_checks_is_locked_within_its_range(needed: Requirement) -> None:
    locked = TEST_LOCK[canonicalize_name(needed.name)]
    assert all(needed.specifier.contains(version) for version, _ in locked)


def test_the_test_list_contains_the_runtime_list_pin_for_pin() -> None:
    versions = {name: {version for version, _ in found} for name, found in TEST_LOCK.items()}
    for name, found in LOCK.items():
        assert {version for version, _ in found} <= versions[name], name


def test_every_locked_part_has_hashes() -> None:
    for name in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / name).read_text("utf-8")
        blocks = re.split(r"^(?=\S)", text, flags=re.M)
        parts = [block for block in blocks if re.match(r"[\w.-]+==", block)]
        assert len(parts) > 50
        assert [block.split()[0] for block in parts if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
@pytest.mark.parametrize("python", ["3.11.9", "3.12.5", "3.13.1"])
def test_one_version_of_each_part_applies_to_each_system(system: str, python: str) -> None:
    here = {"sys_platform": system, "python_full_version": python, "python_version": python[:4]}
    for needed in RUNTIME:
        locked = LOCK[canonicalize_name(needed.name)]
        fitting = [
            version for version, marker in locked if not marker or Marker(marker).evaluate(here)
        ]
        assert len(fitting) == 1, f"{needed.name}: {fitting}"


def test_conda_users_get_the_same_parts() -> None:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    python, *parts = [Requirement(line) for line in listed]
    assert str(python.specifier) == PROJECT["project"]["requires-python"]
    assert {str(part) for part in parts} == {str(part) for part in RUNTIME}


def test_jupyterlab_is_held_to_the_version_that_the_extension_was_written_for() -> None:
    jupyterlab = next(part for part in RUNTIME if part.name == "jupyterlab")
    assert jupyterlab.specifier.contains("4.6.9")
    assert not jupyterlab.specifier.contains(Version("4.7.0"))


def test_start_asks_for_the_python_that_the_project_asks_for() -> None:
    text = (ROOT / "start.py").read_text("utf-8")
    assert "NEEDED = (3, 11)" in text
    assert PROJECT["project"]["requires-python"] == ">=3.11"
