"""Procurement notices as JSON: mending what publishers send, and joining updates.

Find a Tender and Contracts Finder have sent numbers that are not valid JSON (``1e9999``,
`` 000,``) and bytes that are not UTF-8. Each mend is reported. Contracts Finder's files of a
day or month hold the same releases flattened into a CSV, one column for each place in the tree.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from course_support.errors import WorkbookError
from course_support.sources.files import SourceFile, mend_mojibake, open_source, read_text

#: Larger than any package of 100 notices by far; keeps memory under about 500 MB.
MAX_JSON = 50_000_000
_TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*"|(?P<number>-?\d[\d ]*(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=\s*[,}\]])', re.S
)
#: How the headings of flattened releases begin, whatever stands in the first column.
_FLAT = re.compile(r'\ufeff?(?:[^\n]{0,3000},)?"?releases/\d+/')
#: Deeper than any heading of a flattened release.
MAX_DEPTH = 30
_IN_RELEASES = re.compile(r"releases/(\d+)/(.+)")
#: Places in the tree that hold numbers; a CSV says of none what it is.
_NUMBERS = frozenset(
    {"amount", "amountGross", "durationInDays", "minValue", "number", "value", "maximumValue"}
)
_TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])', re.S)


def load(path: str | Path) -> tuple[Any, str, list[str]]:
    """Read JSON from a file or a zip, mended where that is certain.

    Returns
    -------
    data, encoding, notes on everything that was mended.

    Raises
    ------
    WorkbookError
        If the file is no JSON, or too large.
    """
    source = open_source(path)
    if source.kind in {"xlsx", "xls", "ods"}:
        raise WorkbookError(
            f"{source.name} is a workbook, not a notice. A notice is a JSON file: on the "
            "notice's page choose the link to the open data (OCDS) version."
        )
    text = read_text(source, MAX_JSON)
    notes = list(text.notes)
    if _FLAT.match(text.text):
        return _unflattened(text.text, source.name), text.encoding, notes
    return _parse(text.text, source.name, notes), text.encoding, notes


def is_flattened(source: SourceFile) -> bool:
    """Say whether a text file holds releases flattened into a table."""
    with source.open() as stream:
        return bool(_FLAT.match(stream.read(4096).decode("utf-8", errors="replace")))


def _unflattened(text: str, name: str) -> dict[str, Any]:
    """Return a package from a table: one release a row, or several side by side."""
    csv.field_size_limit(10_000_000)
    releases: list[dict[str, Any]] = []
    publisher = ""
    try:
        for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline="")):
            publisher = publisher or row.get("publisher/name") or ""
            releases += _of_row(row)
    except csv.Error as fault:
        raise WorkbookError(
            f"{name} could not be read as a table: {fault}. Download it again."
        ) from fault
    return {"publisher": {"name": publisher}, "releases": releases}


def _of_row(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    trees: dict[str, Any] = {}
    for header, cell in row.items():
        place = _IN_RELEASES.fullmatch(header) if header and cell else None
        if place and cell.strip() and place[2].count("/") < MAX_DEPTH:
            _put(trees.setdefault(place[1], {}), place[2].split("/"), cell)
    for tree in trees.values():
        yield _listed(tree)


def _put(tree: dict[str, Any], path: list[str], cell: str) -> None:
    """Put a cell where its heading says; lists are kept by number until all is in."""
    for step in path[:-1]:
        tree = tree.setdefault(step, {})
        if not isinstance(tree, dict):  # one heading ends where another goes on
            return
    tree[path[-1]] = _cell(path[-1], cell)


def _cell(name: str, cell: str) -> Any:
    plain = cell.strip()
    if plain.lower() in {"true", "false"}:
        return plain.lower() == "true"
    if name in _NUMBERS:
        try:
            return float(plain)
        except ValueError:
            return cell
    return cell


def _listed(tree: Any) -> Any:
    """Turn what is numbered 0, 1, 2 … into lists; numbers that the table lacks are no gaps."""
    if not isinstance(tree, dict):
        return tree
    if all(key.isdecimal() for key in tree):
        return [_listed(tree[key]) for key in sorted(tree, key=int)]
    return {key: _listed(value) for key, value in tree.items()}


def _parse(text: str, name: str, notes: list[str]) -> Any:
    found = text.lstrip()
    if found[:1] not in {"{", "["}:
        raise WorkbookError(
            f"{name} is not a notice in JSON: it starts with {found[:30]!r}, where a curly "
            "bracket was expected. Download the open data (OCDS) version of the notice."
        )
    hooks: dict[str, Any] = {
        "parse_float": _float_hook(notes),
        "parse_constant": _constant_hook(notes),
    }
    try:
        return json.loads(text, strict=False, **hooks)
    except RecursionError as fault:
        raise WorkbookError(f"{name} is nested too deeply to be a notice.") from fault
    except ValueError:
        mended = _mend(text, notes)
    try:
        return json.loads(mended, strict=False, **hooks)
    except RecursionError as fault:
        raise WorkbookError(f"{name} is nested too deeply to be a notice.") from fault
    except json.JSONDecodeError as fault:
        raise WorkbookError(
            f"{name} is not complete or not valid JSON: at line {fault.lineno}, column "
            f"{fault.colno}, {fault.msg.lower()}. Download it again."
        ) from fault
    except ValueError as fault:
        raise WorkbookError(f"{name} holds a number that cannot be read: {fault}.") from fault


def _float_hook(notes: list[str]) -> Any:
    def read(text: str) -> float | None:
        value = float(text)
        if math.isfinite(value):
            return value
        notes.append(f"The number {text} is too large to be real and was left out.")
        return None

    return read


def _constant_hook(notes: list[str]) -> Any:
    def read(text: str) -> None:
        notes.append(f"{text} stands where a number should be and was left out.")

    return read


def _mend(text: str, notes: list[str]) -> str:
    """Mend numbers with leading zeros or spaces inside, and commas before a bracket."""

    def number(match: re.Match[str]) -> str:
        found = match.group("number")
        if found is None:
            return match.group(0)
        digits = found.strip()
        if not re.search(r" |^-?0\d", digits):
            return found
        joined = re.sub(r"^(-?)0+(?=\d)", r"\1", digits.replace(" ", ""))
        notes.append(f"The number {digits!r} is not valid JSON and was read as {joined}.")
        return joined

    text = _TOKEN.sub(number, text)
    return _TRAILING_COMMA.sub(lambda m: m.group(1) or "", text)


def releases_of(data: Any, name: str) -> list[dict[str, Any]]:
    """Return the releases of a package, a record package, a list, or a single release.

    Raises
    ------
    WorkbookError
        If there are none.
    """
    found = list(_walk(data, 0))
    if not found:
        if isinstance(data, dict) and data.get("releases") == []:
            raise WorkbookError(
                f"{name} is a package with no notice in it: what was searched for found none. "
                "Search again with other dates or words."
            )
        if isinstance(data, dict) and data.get("releases"):
            raise WorkbookError(
                f"{name} has releases, and none of them says whose it is or what is bought. "
                "Download the OCDS version from Find a Tender or Contracts Finder again."
            )
        keys = ", ".join(list(data)[:6]) if isinstance(data, dict) else f"a {type(data).__name__}"
        raise WorkbookError(
            f"{name} is JSON but holds no procurement notice: it has {keys or 'nothing'}, where "
            "'releases' was expected. Download the OCDS version from Find a Tender or "
            "Contracts Finder."
        )
    return found


def _walk(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(data, list):
        for item in data:
            yield from _walk(item, depth + 1)
    elif isinstance(data, dict):
        if "ocid" in data and ("tender" in data or "tag" in data or "awards" in data):
            yield data
            return
        for key in ("releases", "records", "results"):
            if isinstance(data.get(key), list):
                yield from _walk(data[key], depth + 1)
                return
        for key in ("compiledRelease", "release", "releasePackage"):
            if isinstance(data.get(key), dict):
                yield from _walk(data[key], depth + 1)
                return


def tidy(value: Any) -> Any:
    """Clean every text: mended letters, plain line ends, no stray spaces round it."""
    if isinstance(value, str):
        text = mend_mojibake(value).replace("\r\n", "\n").replace("\r", "\n")
        return "\n".join(line.strip() for line in text.split("\n")).strip()
    if isinstance(value, list):
        return [tidy(v) for v in value]
    if isinstance(value, dict):
        return {k: tidy(v) for k, v in value.items()}
    return value


def merge(older: Any, newer: Any) -> Any:
    """Join an update onto what went before.

    Objects join key by key, lists of things with an ``id`` join by it, a null removes, and
    anything else is replaced (the merging rules of the Open Contracting Data Standard 1.1).
    """
    if isinstance(older, dict) and isinstance(newer, dict):
        joined = dict(older)
        for key, value in newer.items():
            if value is None:
                joined.pop(key, None)
            else:
                joined[key] = merge(joined.get(key), value)
        return joined
    if _identified(older) and _identified(newer):
        by_id = {str(item["id"]): item for item in older}
        for item in newer:
            by_id[str(item["id"])] = merge(by_id.get(str(item["id"])), item)
        return list(by_id.values())
    return newer


def _identified(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, dict) and "id" in item for item in value)
    )


def group(releases: list[dict[str, Any]]) -> tuple[list[list[dict[str, Any]]], list[str]]:
    """Gather the releases of one procurement, oldest first.

    An ``ocid`` is sometimes reused by several buyers (framework call-offs). Those are kept
    apart, so that one council's award is never shown as another's.
    """
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    notes = []
    for release in sorted(releases, key=lambda r: str(r.get("date") or "")):
        ocid = str(release.get("ocid") or release.get("id") or "")
        buyer = _buyer_key(release)
        mine = [k for k in groups if k[0] == ocid]
        if not buyer and len(mine) == 1:
            key = mine[0]
        elif buyer and (ocid, "") in groups and len(mine) == 1:
            groups[ocid, buyer] = groups.pop((ocid, ""))
            key = (ocid, buyer)
        else:
            key = (ocid, buyer)
        groups.setdefault(key, []).append(release)
    seen: dict[str, int] = {}
    for ocid, _ in groups:
        seen[ocid] = seen.get(ocid, 0) + 1
    for ocid, times in seen.items():
        if times > 1:
            notes.append(f"{ocid} is used by {times} buyers; their notices are kept apart.")
    return list(groups.values()), notes


def _buyer_key(release: dict[str, Any]) -> str:
    buyer = release.get("buyer")
    return str(buyer.get("id") or buyer.get("name") or "") if isinstance(buyer, dict) else ""
