"""What a page can be given from outside, and whether what is given is allowed.

papermill only warns about a parameter that a page does not have, and passes on whatever
it is given; a batch of forty runs should stop at the first wrong word instead.
"""

import ast
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, create_model

from course_support.errors import WorkbookError, did_you_mean

TAG = "parameters"


def parse_pairs(pairs: Iterable[str]) -> dict[str, str]:
    """Return "key=value" words as a dictionary.

    Raises
    ------
    WorkbookError
        If a word has no equals sign, or one key is given twice.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not key.strip():
            raise WorkbookError(
                f'"{pair}" is not a parameter. Write its name, an equals sign and its value, '
                "without spaces around the sign: --param notice=notice.json"
            )
        if key in found:
            raise WorkbookError(f'The parameter "{key}" is given twice. Give it once.')
        found[key] = value
    return found


def declared(page: Path) -> dict[str, Any]:
    """Return the parameters that a page declares, each with its default.

    They are the plain assignments in its cell tagged "parameters"; a page without such a
    cell takes none.

    Raises
    ------
    WorkbookError
        If the page cannot be read, or a default is not a plain value.
    """
    import nbformat

    try:
        notebook = nbformat.read(page, as_version=4)
    except (OSError, ValueError) as error:
        raise WorkbookError(
            f"{page} cannot be read as a notebook ({error}).\nFetch it again, or give another."
        ) from error
    found: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type == "code" and TAG in cell.metadata.get("tags", []):
            found |= _assignments(cell.source, page)
    return found


def _assignments(source: str, page: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    try:
        for line in ast.parse(source).body:
            if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
                found[line.targets[0].id] = ast.literal_eval(line.value)
    except (SyntaxError, ValueError) as error:
        raise WorkbookError(
            f"{page}: the cell tagged {TAG!r} may only hold lines such as population = "
            f'"children_in_care", with a text or a number after the sign ({error}).'
        ) from error
    return found


def _population(value: str) -> str:
    from course_support.sources import populations

    known = populations.load()
    if value and value not in known:
        raise ValueError(f"it is one of: {', '.join(known)}")
    return value


def _one_line(value: str) -> str:
    if "\n" in value or len(value) > 80:
        raise ValueError("it is one line of at most 80 characters")
    return value.strip()


def _file(value: str) -> str:
    path = Path(value).expanduser()
    if value and not path.is_file():
        raise ValueError(f"there is no file {path.resolve()}")
    # Pages run in their own folder, so a path has to be whole.
    return str(path.resolve()) if value else value


KNOWN: dict[str, Any] = {
    "population": Annotated[str, AfterValidator(_population)],
    "participant": Annotated[str, AfterValidator(_one_line)],
    "group": Annotated[str, AfterValidator(_one_line)],
    "notice": Annotated[str, AfterValidator(_file)],
    "authority": Annotated[str, AfterValidator(_one_line)],
    **{
        f"{role}_file": Annotated[str, AfterValidator(_file)]
        for role in ("population", "need", "providers", "spend", "neighbours")
    },
}


def model(page: Path) -> type[BaseModel]:
    """Return a pydantic model of a page's parameters: names, types and what is allowed."""
    fields: dict[str, Any] = {
        name: (KNOWN.get(name, type(default)), default) for name, default in declared(page).items()
    }
    return create_model("Parameters", __config__=ConfigDict(extra="forbid"), **fields)


def validated(pages: Iterable[Path], given: Mapping[str, str]) -> dict[Path, dict[str, Any]]:
    """Return for each page the parameters to run it with.

    A parameter is passed to the pages that declare it; at least one must.

    Parameters
    ----------
    pages : iterable of Path
        The notebooks to be run.
    given : mapping of str to str
        Names and values as typed; empty values count as not given.

    Raises
    ------
    WorkbookError
        Listing every name that no page has and every value that is not allowed.
    """
    models = {page: model(page) for page in pages}
    chosen = {name: value for name, value in given.items() if value != ""}
    names = sorted({name for found in models.values() for name in found.model_fields})
    mistakes = [_unknown(name, names) for name in chosen if name not in names]
    result: dict[Path, dict[str, Any]] = {}
    for page, found in models.items():
        own = {name: value for name, value in chosen.items() if name in found.model_fields}
        try:
            result[page] = found(**own).model_dump(include=set(own))
        except ValidationError as error:
            mistakes += [_wrong(detail) for detail in error.errors()]
    if mistakes:
        raise WorkbookError("Nothing was run.\n" + "\n".join(dict.fromkeys(mistakes)))
    return result


def _unknown(name: str, names: list[str]) -> str:
    listed = ", ".join(names) or "none"
    hint = did_you_mean(name, names)
    return f'No page here has a parameter "{name}". The parameters are: {listed}.{hint}'


def _wrong(detail: Any) -> str:
    name, value = detail["loc"][0], detail["input"]
    cause = detail.get("ctx", {}).get("error")
    reason = str(cause) if cause else detail["msg"].lower().removeprefix("input should be ")
    return f'{name} = "{value}" is not allowed: {reason}.'
