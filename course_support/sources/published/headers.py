"""Finding the row of headings by its text, and cleaning what it says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from course_support.sources.files import mend_mojibake
from course_support.sources.published.cells import text_of

#: Area codes of the Office for National Statistics: a letter for the country, eight digits.
GSS = re.compile(r"[EWSNKJ]\d{8}")
_NOTE = re.compile(r"\s*\[\s*(?:notes?|footnotes?)\s*[\d, and]+\]", re.I)
_MOSTLY_NUMBER = re.compile(r"[-+£(]?[\d,]*\.?\d+%?\)?")
_DATE_LIKE = re.compile(r"\d{1,4}[-/]\w{1,9}[-/]\d{1,4}.*")


#: Markers in the place of numbers, which no heading consists of.
_MARKS = frozenset({"x", "..", ".", "-", "*", "~", ":", "c", "z", "n/a", "[x]", "[c]", "[z]", "k"})


def clean(header: object) -> str:
    """Return a heading on one line, mended, without note marks."""
    return _clean(text_of(header))


@lru_cache(maxsize=20_000)
def _clean(text: str) -> str:
    text = mend_mojibake(text).replace("\ufeff", "")
    text = _NOTE.sub("", text)
    text = "".join(c for c in text if c.isprintable() or c.isspace())
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ")).strip()


@lru_cache(maxsize=20_000)
def key(header: str) -> str:
    """Return a heading for comparison: lower case letters and digits alone."""
    return re.sub(r"[^a-z0-9]+", "", header.lower().replace("&", "and"))


def unique(headers: Sequence[object]) -> tuple[list[str], list[str]]:
    """Clean headings and make each one its own; return them with what had to be done."""
    seen: dict[str, int] = {}
    names, notes = [], []
    for at, raw in enumerate(headers, start=1):
        name = clean(raw) or f"(column {at} has no heading)"
        times = seen[name] = seen.get(name, 0) + 1
        if times > 1:
            notes.append(
                f"Two columns are headed '{name}'. The later is called '{name} ({times})'."
            )
            name = f"{name} ({times})"
            seen[name] = 1
        names.append(name)
    return names, list(dict.fromkeys(notes))


@lru_cache(maxsize=50_000)
def is_label(cell: str) -> bool:
    """Say whether a cell could be a heading: words, or a year."""
    text = cell.strip()
    if not text or len(text) > 400:
        return False
    if re.fullmatch(r"(19|20)\d{2}(\.0)?", text):
        return True
    if text.lower() in _MARKS:
        return False
    return not (_MOSTLY_NUMBER.fullmatch(text) or _DATE_LIKE.fullmatch(text) or GSS.fullmatch(text))


def _counts_up(cells: Sequence[str]) -> bool:
    """Say whether cells are 0, 1, 2 …: single years of age across the top."""
    if len(cells) < 5 or not all(re.fullmatch(r"\d{1,3}", c) for c in cells):
        return False
    numbers = [int(c) for c in cells]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def find_header(rows: Sequence[Sequence[object]]) -> int | None:
    """Return the position of the headings among the first rows, or None.

    It is the first row that is nearly as full as the fullest, made of labels that hardly
    repeat, and followed by something. Where headings are merged over several rows there may be
    none; then it is the last row of labels above the first row of numbers.
    """
    cells = [[text_of(c).strip() for c in row] for row in rows]
    fills = [sum(bool(c) for c in row) for row in cells]
    fullest = max(fills, default=0)
    if fullest < 2:
        return None
    for at, row in enumerate(cells):
        filled = [c for c in row if c]
        labels = [c for c in filled if is_label(c)]
        if _counts_up([c for c in filled if not is_label(c)]):
            labels = filled
        enough = fills[at] >= max(2, 0.6 * fullest)
        if fills[at] <= 2 and any(c.endswith(":") for c in filled):
            continue  # a labelled line above the table, such as "Date : 2024"
        if not enough or len(labels) < 0.75 * len(filled) or not any(fills[at + 1 :]):
            continue
        if len({key(c) for c in labels}) < 0.5 * len(labels):
            continue
        return at
    return _above_numbers(cells, fullest)


def _above_numbers(cells: list[list[str]], fullest: int) -> int | None:
    """Return the last row of labels above the first rows that are mostly numbers or markers."""

    def numbers(row: list[str]) -> bool:
        filled = [c for c in row if c]
        data = [c for c in filled if not is_label(c)]
        return len(filled) >= max(4, 0.5 * fullest) and len(data) >= 0.6 * len(filled)

    first = next((at for at, row in enumerate(cells) if numbers(row)), 0)
    following = [row for row in cells[first : first + 6] if any(row)]
    if not first or sum(map(numbers, following)) < min(3, len(following)):
        return None
    for at in range(first - 1, -1, -1):
        filled = [c for c in cells[at] if c]
        if len(filled) >= max(2, 0.3 * fullest) and all(map(is_label, filled)):
            return at
    return None


def grouped(rows: Sequence[Sequence[object]], at: int) -> list[str]:
    """Return the headings of a row, those that repeat or are empty named by the rows above.

    "2024 | Number | % | Number | %" under "Boys" and "Girls" is "Boys > Number", and so on.
    """
    own = [clean(c) for c in rows[at]]
    for above in range(at - 1, max(at - 4, -1), -1):
        over = [clean(c) for c in rows[above]] + [""] * len(own)
        filled = [text for text in over[: len(own)] if text]
        if len(filled) < 2 or not all(map(is_label, filled)):
            break
        counts = Counter(key(text) for text in own if text)
        group = ""
        for place, text in enumerate(own):
            group = over[place] or group
            if not text and above == at - 1:
                own[place] = over[place]
            elif counts[key(text)] > 1 and group:
                own[place] = f"{group} > {text}"
        if len({key(text) for text in own if text}) == sum(map(bool, own)):
            break
    return own


def pick(headers: Iterable[str], *aliases: str) -> str | None:
    """Return the first heading that equals an alias, aliases tried in order of preference."""
    known: dict[str, str] = {}
    for header in headers:
        known.setdefault(key(header), header)
    for alias in aliases:
        if (found := known.get(key(alias))) is not None:
            return found
    return None


def pick_like(headers: Iterable[str], pattern: str, without: str = "") -> str | None:
    """Return the first heading that matches a pattern and not another."""
    for header in headers:
        if re.search(pattern, header, re.I) and not (without and re.search(without, header, re.I)):
            return header
    return None


def has_all(headers: Iterable[str], *names: str) -> bool:
    """Say whether every name is among the headings."""
    known = {key(h) for h in headers}
    return all(key(n) in known for n in names)


def rename(headers: Iterable[str], table: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return heading -> standard name for each standard name whose alias is found."""
    known: dict[str, list[str]] = {}
    for header in headers:
        known.setdefault(key(header), []).append(header)
    found: dict[str, str] = {}
    for standard, aliases in table.items():
        for alias in (standard, *aliases):
            free = [h for h in known.get(key(alias), ()) if h not in found]
            if free:
                found[free[0]] = standard
                break
    return found
