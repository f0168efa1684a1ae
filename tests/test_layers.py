"""Arrows point one way.

Notebooks use widgets, cohort and reports; these use charts, exercises and answers; these use
methods and sources. Read from the imports themselves, those inside functions included; what is
imported for type checkers only runs nowhere and does not count.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "course_support"
VIEWS = {"widgets", "cohort", "reports"}
MIDDLE = {"charts", "exercises", "answers"}
GROUND = {"methods", "sources"}
#: What each layer may use of the others. The workbook is the door in front of the answers:
#: views are shown through it.
MAY_USE = {
    "methods": set(),
    "sources": {"methods"},
    "exercises": GROUND,
    "answers": GROUND | {"exercises"},
    "charts": GROUND | {"exercises", "answers"},
    "widgets": GROUND | MIDDLE | {"workbook", "course"},
    "cohort": GROUND | MIDDLE | VIEWS | {"workbook", "course", "lab", "kernels"},
    "reports": GROUND | MIDDLE | VIEWS | {"workbook", "course"},
    "lab": {"kernels"},
    "kernels": set(),
    "errors": set(),
    "folders": set(),
    "course": set(),
    "workbook": GROUND | MIDDLE | {"widgets", "course"},
}
EVERYWHERE = {"errors", "folders"}
#: The command line, and what its commands do: they may use everything, and nothing uses them.
COMMANDS = {"cli", "__main__", "checks", "doctor", "findings", "set_up"}
NUMBERS = {"numpy", "pandas", "matplotlib"}
HEAVY = {"docx", "sqlalchemy", "jupyter_server", "papermill", "scipy.stats"}


@dataclass(frozen=True)
class Import:
    file: Path
    line: int
    name: str
    inside: bool

    @property
    def layer(self) -> str:
        parts = self.file.relative_to(PACKAGE).parts
        return parts[0].removesuffix(".py")

    def __str__(self) -> str:
        return f"{self.file.relative_to(ROOT)}:{self.line} imports {self.name}"


def imports(path: Path) -> list[Import]:
    """Return what a module imports, except for type checkers only."""
    package = ("course_support", *path.relative_to(PACKAGE).parts[:-1])
    return list(_walk(ast.parse(path.read_text("utf-8")), path, package, False))


def _walk(node: ast.AST, path: Path, package: tuple[str, ...], inside: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for other in child.orelse:
                yield from _walk(other, path, package, inside)
            continue
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(path, child.lineno, alias.name, inside)
        elif isinstance(child, ast.ImportFrom):
            base = package[: len(package) - child.level + 1] if child.level else ()
            module = ".".join([*base, *([child.module] if child.module else [])])
            for alias in child.names:
                yield Import(path, child.lineno, f"{module}.{alias.name}", inside)
        function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from _walk(child, path, package, inside or function)


ALL = [each for path in sorted(PACKAGE.rglob("*.py")) for each in imports(path)]


def uses(each: Import, names: set[str]) -> bool:
    return any(each.name == name or each.name.startswith(f"{name}.") for name in names)


def own_layer(each: Import) -> str | None:
    """Return the layer of this package that an import reaches, or None for other packages."""
    parts = each.name.split(".")
    if parts[0] != "course_support" or len(parts) < 2:
        return None
    known = (PACKAGE / parts[1]).is_dir() or (PACKAGE / f"{parts[1]}.py").is_file()
    return parts[1] if known else None


def test_the_reader_of_imports_sees_them_all(tmp_path: Path) -> None:
    seen = {each.name for each in ALL if each.file == PACKAGE / "widgets" / "exercise.py"}
    assert "anywidget" in seen
    assert "course_support.widgets.assets" in seen
    assert "course_support.exercises.base.clean" in seen
    assert "course_support.workbook.Workbook" not in seen, "for type checkers only"
    risk = [each for each in ALL if each.file == PACKAGE / "charts" / "appraisal_risk.py"]
    assert any(each.name == "pandas" and each.inside for each in risk)


def test_every_layer_has_a_rule() -> None:
    found = {each.layer for each in ALL} - COMMANDS - {"__init__"}
    assert found <= set(MAY_USE), "say in MAY_USE what the new layer may use"


def test_arrows_point_one_way() -> None:
    wrong = [
        str(each)
        for each in ALL
        if each.layer in MAY_USE
        and (to := own_layer(each)) is not None
        and to not in MAY_USE[each.layer] | EVERYWHERE | {each.layer, "__init__"}
    ]
    assert wrong == []


def test_nothing_imports_the_command_line() -> None:
    wrong = [str(e) for e in ALL if own_layer(e) in COMMANDS and e.layer not in COMMANDS]
    assert wrong == []


def test_exercises_answers_and_widgets_import_no_numbers_library() -> None:
    light = {"exercises", "answers", "widgets", "workbook", "course", "errors", "folders"}
    assert [str(e) for e in ALL if e.layer in light and uses(e, NUMBERS | {"scipy"})] == []


def test_what_they_reach_when_imported_imports_none_either() -> None:
    """The methods and sources that exercises use are plain Python as far as they are loaded."""
    by_file: dict[Path, list[Import]] = {}
    for each in ALL:
        if not each.inside:
            by_file.setdefault(each.file, []).append(each)
    light = {"exercises", "answers", "widgets", "workbook", "course"}
    waiting = [file for file, found in by_file.items() if found[0].layer in light]
    seen: dict[Path, str] = {file: str(file.relative_to(ROOT)) for file in waiting}
    wrong = []
    while waiting:
        file = waiting.pop()
        for each in by_file.get(file, []):
            if uses(each, NUMBERS | {"scipy"}):
                wrong.append(f"{each} (reached from {seen[file]})")
            for reached in _files(each.name):
                if reached not in seen:
                    seen[reached] = seen[file]
                    waiting.append(reached)
    assert wrong == []


def _files(name: str) -> Iterator[Path]:
    parts = name.split(".")
    for end in range(1, len(parts) + 1):
        place = ROOT.joinpath(*parts[:end])
        both = (place.with_suffix(".py"), place / "__init__.py")
        yield from (file for file in both if file.is_file())


def test_methods_do_no_input_or_output() -> None:
    banned = {"os", "io", "pathlib", "open", "socket", "urllib", "requests", "sqlite3", "tempfile"}
    banned |= {"ipywidgets", "anywidget", "IPython", "matplotlib", "yaml", "openpyxl"}
    wrong = [str(each) for each in ALL if each.layer == "methods" and uses(each, banned)]
    for path in sorted((PACKAGE / "methods").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"open", "print", "input"}:
                wrong.append(f"{path.name}:{node.lineno} calls {ast.unparse(node.func)}")
    assert wrong == []


@pytest.mark.parametrize("layer", ["exercises", "answers", "methods", "sources", "charts"])
def test_only_views_know_widgets(layer: str) -> None:
    widgets = {"ipywidgets", "anywidget", "traitlets"}
    assert [str(each) for each in ALL if each.layer == layer and uses(each, widgets)] == []


def test_heavy_packages_are_imported_where_they_are_used() -> None:
    assert [str(e) for e in ALL if not e.inside and uses(e, HEAVY)] == []
