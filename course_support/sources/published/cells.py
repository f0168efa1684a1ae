"""What a cell says: a number, a marker that stands for one, or nothing.

Zero, blank, suppressed, not applicable and missing are five different things. Every value
is kept with its status, and a status other than ``ok`` never turns into a number.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
import pandas as pd

#: The meanings a value can have, in the order they are counted and shown. They are those of
#: ``course_support.methods.statuses``; a test holds the two together.
STATUSES = (
    "ok",
    "suppressed",
    "not applicable",
    "not available",
    "low reliability",
    "rounds to zero",
    "provisional",
    "redacted",
    "missing",
)
CODE = {name: code for code, name in enumerate(STATUSES)}

#: Markers of the harmonised GSS list and older ones, with or without square brackets.
MARKERS: dict[str, str] = {
    "c": "suppressed",
    "~": "suppressed",
    "*": "suppressed",
    "**": "suppressed",
    "s": "suppressed",
    "supp": "suppressed",
    "suppressed": "suppressed",
    "z": "not applicable",
    "n/a": "not applicable",
    "na": "not applicable",
    "not applicable": "not applicable",
    "-": "not applicable",
    "–": "not applicable",
    "—": "not applicable",
    "x": "not available",
    ":": "not available",
    "..": "not available",
    ".": "not available",
    "...": "not available",
    "m": "not available",
    "#n/a": "not available",
    "#value!": "not available",
    "#ref!": "not available",
    "#div/0!": "not available",
    "#name?": "not available",
    "#num!": "not available",
    "not available": "not available",
    "not yet available": "not available",
    "not known": "not available",
    "not recorded": "not available",
    "tbc": "not available",
    "tba": "not available",
    "tbd": "not available",
    "u": "low reliability",
    "low": "rounds to zero",
    "k": "rounds to zero",
    "redacted": "redacted",
    "redacted personal data": "redacted",
    "null": "missing",
    "none": "missing",
    "nan": "missing",
    "blank": "missing",
}
_ATTACHED = {
    "p": "provisional",
    "provisional": "provisional",
    "u": "low reliability",
    "e": "ok",
    "r": "ok",
    "revised": "ok",
}
_BRACKETED = re.compile(r"\[\s*([^\]]+?)\s*\]")
#: A count too small to be shown, as returns write it in place of a marker.
_TOO_FEW = re.compile(r"<\s*\d{1,2}|(?:fewer|less) than (?:\d{1,2}|three|five|ten)")
#: The same marks in round brackets, which only a figure before them tells from other words.
_ROUND = re.compile(r"(?<=[\d%])\s*\((p|provisional|r|revised|e|u)\)$", re.I)
_NOTE = re.compile(r"\[\s*(?:note|footnote)s?\s*[\d, ]+\]", re.I)
_ODD = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-+−–]?)\s*(?:£|GBP)?\s*(?P<sign2>[-−–]?)"
    r"(?P<digits>\d{1,3}(?:[,\s]\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)"
    r"(?P<power>[eE][-+]?\d{1,3})?\s*(?P<unit>%|£)?\s*(?P<trail>[-−])?\s*(?P<close>\))?"
)
#: The commonest money texts, read without the slower rules.
_PLAIN = re.compile(r"\s*(-?)£?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)%?\s*")
#: What no text of a plain number holds, for many texts at once, each on a line of its own:
#: other characters; a comma, a point, a minus or a pound sign out of its place.
_OUT_OF_PLACE = tuple(
    re.compile(pattern)
    for pattern in (
        r"[^0-9£,.\n-]",
        r",(?:(?<=[0-9]{4},)|(?<![0-9],)|(?![0-9]{3}(?![0-9])))",
        r"\.(?:(?<![0-9]\.)|(?![0-9]+(?:\n|\Z)))",
        r"-(?:(?<=[^\n]-)|(?![£0-9]))",
        r"£(?:(?<=[^\n-]£)|(?![0-9]))",
    )
)
_DIGITS = frozenset("0123456789")
_LAST = itemgetter(slice(-1, None))
_YEARS_MONTHS = re.compile(r"(\d{1,2}):(\d{2})")


@dataclass(frozen=True)
class Parsed:
    """Numbers of one column with what each cell was.

    Attributes
    ----------
    values : float, NaN wherever the cell is no number.
    status : position in `STATUSES` of each cell.
    text : the marker or words of cells that are not plain numbers.
    unread : distinct words that are neither number nor known marker, with how many cells.
    months : which cells were ``YY:MM`` durations, given in months; None where none was.
    """

    values: np.ndarray
    status: np.ndarray
    text: pd.Categorical
    unread: dict[str, int]
    months: np.ndarray | None = None


def read_cell(text: str, markers: Mapping[str, str] = MARKERS) -> tuple[float, str | None]:
    """Return the number and status of one cell's text; status None when not understood."""
    plain = _ROUND.sub(r" [\1]", _NOTE.sub("", text).strip())
    if not plain:
        return math.nan, "missing"
    low = " ".join(plain.lower().split())
    if _TOO_FEW.fullmatch(low):
        return math.nan, "suppressed"
    inner = _BRACKETED.fullmatch(low)
    key = inner.group(1) if inner else low
    if key in markers:
        return math.nan, markers[key]
    if inner and key in _ATTACHED:
        return math.nan, "missing"
    status = "ok"
    for mark in _BRACKETED.findall(low):
        status = _ATTACHED.get(mark, markers.get(mark, status))
    number = _number(_BRACKETED.sub("", plain).strip())
    return (number, status) if number is not None else (math.nan, None)


def _number(text: str) -> float | None:
    """Read ``37.00%``, ``£1,234.50``, ``(120)``, ``1 234`` and ``120-``."""
    found = _ODD.fullmatch(text) if len(text) < 60 else None
    if not found or bool(found["open"]) != bool(found["close"]):
        return None
    value = float(re.sub(r"[,\s]", "", found["digits"]) + (found["power"] or ""))
    if not math.isfinite(value):
        return None
    minus = found["open"] or found["trail"] or (found["sign"] + found["sign2"]).strip("+")
    return -value if minus else value


def text_of(cell: object) -> str:
    """Return a workbook cell as the text a person would see."""
    if isinstance(cell, str):
        return cell
    if cell is None or cell is pd.NaT:
        return ""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float):
        if math.isnan(cell):
            return ""
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(float(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    if isinstance(cell, dt.time):
        return f"{cell.hour:02d}:{cell.minute:02d}"
    if isinstance(cell, dt.timedelta):
        minutes = int(cell.total_seconds() // 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(cell)


def parse_column(column: pd.Series, markers: Mapping[str, str] = MARKERS) -> Parsed:
    """Read a column of a table into numbers, statuses and the words that were there."""
    size = len(column)
    status = np.zeros(size, dtype=np.int8)
    if pd.api.types.is_bool_dtype(column.dtype):
        column = column.map({True: "Yes", False: "No"})
    if pd.api.types.is_numeric_dtype(column.dtype):
        values = column.to_numpy(dtype=float, na_value=np.nan)
        bad = ~np.isfinite(values)
        if bad.any():
            values = np.where(bad, np.nan, values)
            status[bad] = CODE["missing"]
        return Parsed(values, status, no_text(size), {})
    return _parse_text(column, markers)


def _parse_text(column: pd.Series, markers: Mapping[str, str]) -> Parsed:
    """Read each distinct text once: published columns repeat their markers."""
    codes, uniques = pd.factorize(column.to_numpy(dtype=object), use_na_sentinel=True)
    number, odd = _plain_numbers(uniques)
    months = _months(uniques, odd)
    state = np.zeros(len(uniques) + 1, dtype=np.int8)
    words = np.full(len(uniques) + 1, -1, dtype=np.int32)
    kept: list[str] = []
    unread: dict[int, str] = {}
    for at in odd:
        text = text_of(uniques[at])
        if months is not None and at in months:
            number[at] = months[at]
            continue
        value, name = read_cell(text, markers)
        number[at] = value
        if name is None:
            unread[int(at)] = text.strip()
            name = "missing"
        state[at] = CODE[name]
        if name != "ok" and text.strip():
            words[at] = len(kept)
            kept.append(text.strip())
    state[-1] = CODE["missing"]
    values = np.append(number, np.nan)[codes]
    counts = np.bincount(codes[codes >= 0], minlength=len(uniques))
    found = {text: int(counts[at]) for at, text in unread.items()}
    where = np.isin(codes, list(months)) if months else None
    return Parsed(values, state[codes], _categories(words[codes], kept), found, where)


def _plain_numbers(cells: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """Return the numbers of cells that leave no doubt, and the places of all others.

    Texts that end in a digit are looked at together: one look at the joined text says whether
    all are plain, which is far quicker than a look at each.
    """
    number = np.full(len(cells), np.nan)
    texts = cells.tolist()
    rest: Sequence[int] = range(len(texts))
    if pd.api.types.infer_dtype(cells, skipna=False) == "string":
        likely: Sequence[int] = rest
        if not _DIGITS.issuperset(map(_LAST, texts)):
            likely = [at for at, text in enumerate(texts) if text[-1:].isdigit()]
        whole = "\n".join(texts if len(likely) == len(texts) else [texts[at] for at in likely])
        one_line_each = whole.count("\n") == len(likely) - 1
        if one_line_each and not any(pattern.search(whole) for pattern in _OUT_OF_PLACE):
            number[likely] = _floats(whole.replace("£", "").replace(",", ""))
            rest = np.flatnonzero(np.isnan(number)).tolist()
    odd = []
    for at in rest:
        cell = texts[at]
        if isinstance(cell, str):
            if plain := _PLAIN.fullmatch(cell):
                number[at] = float(plain[1] + plain[2].replace(",", ""))
            else:
                odd.append(at)
        elif isinstance(cell, (int, float)) and math.isfinite(cell):
            number[at] = cell
        else:
            odd.append(at)
    return number, odd


def _floats(lines: str) -> np.ndarray:
    """Return the number on each line; the reader of CSV files is the quickest there is."""
    if len(lines) < 20_000:
        return np.array(lines.split("\n"), dtype=float)
    return pd.read_csv(io.StringIO(lines), header=None, dtype=float)[0].to_numpy()


def _months(texts: np.ndarray, odd: Sequence[int]) -> dict[int, int] | None:
    """Return months for texts of the form ``YY:MM`` ("01:05" is one year and five months).

    Publishers use it for adoption durations; it is no clock time. None where there are none,
    or where any has more than 11 months, which shows that it is something else.
    """
    found = {}
    for at in odd:
        text = texts[at]
        plain = text if isinstance(text, str) else text_of(text)
        if ":" in plain and (m := _YEARS_MONTHS.fullmatch(plain.strip())):
            if int(m[2]) > 11:
                return None
            found[int(at)] = 12 * int(m[1]) + int(m[2])
    return found or None


def _categories(codes: np.ndarray, texts: list[str]) -> pd.Categorical:
    """Return texts as categories; the same words may come from differently spaced cells."""
    if not texts:
        return no_text(len(codes))
    distinct = list(dict.fromkeys(texts))
    place = {text: at for at, text in enumerate(distinct)}
    remap = np.array([place[t] for t in texts] + [-1], dtype=np.int32)
    return pd.Categorical.from_codes(remap[codes], categories=pd.Index(distinct, dtype=object))


_NOTHING = pd.CategoricalDtype(pd.Index([], dtype=object))


def no_text(size: int) -> pd.Categorical:
    """Return a column of nothing."""
    return pd.Categorical.from_codes(np.full(size, -1, dtype=np.int8), dtype=_NOTHING)
