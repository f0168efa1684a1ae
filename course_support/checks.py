"""``workbook check``: are the exercises, the data and the pages fit to be used?"""

import json
from collections.abc import Callable
from pathlib import Path

from course_support.errors import WorkbookError
from course_support.findings import Finding, Findings
from course_support.folders import course_folder, notebooks_folder


def check_course() -> Findings:
    """Check everything that authors write."""
    parts: list[tuple[str, Callable[[], str]]] = [
        ("Exercises", _exercises),
        ("Populations", _populations),
        ("Data", _data),
        ("Pages", _pages),
    ]
    return Findings(tuple(_finding(name, part) for name, part in parts))


def _finding(name: str, part: Callable[[], str]) -> Finding:
    try:
        return Finding(f"{name}: {part()}")
    except WorkbookError as error:
        return Finding(name, str(error))


def _exercises() -> str:
    from course_support.exercises.library import check

    return f"{len(check())} in order"


def _populations() -> str:
    from course_support.sources import populations

    return ", ".join(populations.load())


def _data() -> str:
    """Check the authority's data package against its own description."""
    from course_support.sources.check import check_package

    report = check_package()
    if report.exit_code:
        raise WorkbookError(report.text())
    return f"{report.tables} tables with {report.rows:,} rows in order"


def _pages() -> str:
    """Check that pages can be read, carry what JupyterLab needs, and lead somewhere."""
    pages = [
        page
        for page in sorted(notebooks_folder().rglob("*.ipynb"))
        if ".ipynb_checkpoints" not in page.parts
    ]
    mistakes = [mistake for page in pages for mistake in page_mistakes(page)]
    if mistakes:
        raise WorkbookError("\n".join(mistakes))
    if not pages:
        raise WorkbookError(f"There is no page in {notebooks_folder()}.")
    return f"{len(pages)} in order"


def page_mistakes(page: Path) -> list[str]:
    """Return what is wrong with a page, each as one line."""
    name = _inside(page)
    try:
        notebook = json.loads(page.read_text("utf-8"))
        cells, about = notebook["cells"], notebook["metadata"].get("workbook")
    except (OSError, ValueError, KeyError) as error:
        return [f"{name}: it cannot be read as a notebook ({error})."]
    mistakes = []
    if not isinstance(about, dict) or not about.get("title"):
        mistakes.append(f'{name}: its metadata lacks "workbook" with a "title".')
    for number, cell in enumerate(cells, start=1):
        if cell["cell_type"] == "markdown":
            text = "".join(cell["source"])
            mistakes += [
                f'{name}, cell {number}: the link to "{link}" leads nowhere.'
                for link in _links(text)
                if not (page.parent / link).exists()
            ]
    return mistakes


def _links(markdown: str) -> list[str]:
    """Return the paths of the links to other files in a Markdown text."""
    from urllib.parse import unquote

    from markdown_it import MarkdownIt

    found = []
    for block in MarkdownIt().parse(markdown):
        for token in block.children or []:
            target = str(token.attrGet("href") or "")
            path = target.partition("#")[0]
            if path and ":" not in path:
                found.append(unquote(path))
    return found


def _inside(page: Path) -> str:
    try:
        return page.relative_to(course_folder()).as_posix()
    except ValueError:
        return str(page)
