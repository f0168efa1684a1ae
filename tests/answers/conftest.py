"""Every store that answers can be kept in; what holds for one holds for all."""

from collections.abc import Callable
from pathlib import Path

import pytest

from course_support.answers.files import FileStore
from course_support.answers.record import Key
from course_support.answers.store import Store

OpenStore = Callable[[], Store]


def _files(home: Path) -> OpenStore:
    return lambda: FileStore(home)


#: Name of a store, and how to open it once a folder is given. Another store is one line here.
STORES: dict[str, Callable[[Path], OpenStore]] = {"files": _files}


@pytest.fixture(params=STORES)
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> OpenStore:
    """Return a function that opens the same place again, as another window would."""
    return STORES[request.param](tmp_path / "answers")


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    return open_store()


@pytest.fixture
def open_empty_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Store]:
    """Return a function that opens a new, empty store each time (for properties)."""
    return lambda: FileStore(tmp_path_factory.mktemp("store"))


@pytest.fixture
def key() -> Key:
    return Key("me", "rank-award-criteria", "older_people")


#: Names that have broken file systems, shells and databases, and names that look alike.
HOSTILE = [
    'O\'Brien "Bob"',
    "a/b",
    "a\\b",
    "..",
    ".",
    "../../escape",
    "nul\x00byte",
    "👩‍🔧",
    "\u202egnp.exe",
    "con",
    "CON",
    "aux.txt",
    "LPT1",
    "x" * 80,
    "x" * 79 + "y",
    "é" * 80,
    "名" * 80,
    "Ann",
    "ann",
    "ANN",
    "Straße",
    "Strasse",
    "ﬁ",
    "fi",
    "%2e%2e",
    "'; DROP TABLE records; --",
    "a*b?",
    "-rf",
    "~",
    "{owner}",
]


@pytest.fixture
def hostile_names() -> list[str]:
    return HOSTILE
