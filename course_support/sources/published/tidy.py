"""Turning a table as published into one row a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from course_support.sources.published import areas
from course_support.sources.published.cells import (
    MARKERS,
    STATUSES,
    Parsed,
    no_text,
    parse_column,
    text_of,
)
from course_support.sources.published.log import Log

#: The columns of the one result shape, in order.
COLUMNS = (
    "area_code",
    "area_name",
    "level",
    "period",
    "measure",
    "breakdown",
    "value",
    "status",
    "text",
    "is_total",
    "item",
    "joined_code",
    "source",
    "row",
)
_TOTAL = re.compile(
    r"(?:total|all|persons|both|everyone|england|all (?:ages?|persons|people|children|sexes|"
    r"genders|ethnicit\w+|types?|groups?|pupils|phases?|schools?|households?|needs?|others?)|"
    r"all (?:\w+ ){0,4}(?:plans?|requests?|assessments?|reviews?|placements?|budgets?)|"
    r"headcount total|total .*|.* total|aged? all|all .{0,30}\btotal)",
    re.I,
)
_SPLIT = " | "


@dataclass(frozen=True)
class Measure:
    """One column of numbers: its heading, and what it is called in the result.

    ``period`` and ``breakdown`` replace those of the row where the heading carries them.
    """

    header: str
    label: str
    period: str | None = None
    breakdown: str | None = None


@dataclass
class Dimensions:
    """What each row is about. Series have the frame's index; texts hold for every row."""

    area_code: pd.Series | str = ""
    area_name: pd.Series | str = ""
    level: pd.Series | str | None = None
    period: pd.Series | str = ""
    breakdown: pd.Series | str = ""
    item: pd.Series | str = ""


def category(values: pd.Series | str, size: int) -> pd.Categorical:
    """Return one text a row as categories: trimmed, blanks as ''."""
    if isinstance(values, str):
        return pd.Categorical.from_codes(np.zeros(size, dtype=np.int8), categories=_index([values]))
    if isinstance(values.dtype, pd.CategoricalDtype):
        codes: np.ndarray = values.cat.codes.to_numpy()
        if size and codes.min() >= 0 and values.cat.categories.dtype == object:
            return pd.Categorical(values)  # made here before: its texts are clean
        raw = np.asarray(values.cat.categories, dtype=object)
    else:
        codes, raw = pd.factorize(values.to_numpy(dtype=object), use_na_sentinel=True)
    if _all_clean(raw):
        codes = np.where(codes < 0, len(raw), codes)
        return pd.Categorical.from_codes(codes, categories=_index([*raw, ""]))
    texts = [squeeze(u) for u in raw] + [""]
    distinct = list(dict.fromkeys(texts))
    place = {text: at for at, text in enumerate(distinct)}
    remap = np.array([place[t] for t in texts], dtype=np.int32)
    return pd.Categorical.from_codes(remap[codes], categories=_index(distinct))


def _all_clean(raw: np.ndarray) -> bool:
    """Say whether all texts are on one line without spaces round them, by looking once."""
    try:
        whole = "|" + "|".join(raw) + "|"
    except TypeError:
        return False
    return whole.isprintable() and not any(gap in whole for gap in ("  ", " |", "| ", "||"))


def squeeze(cell: object) -> str:
    """Return a cell's text on one line, without spaces round it or doubled."""
    text = cell if isinstance(cell, str) else text_of(cell)
    if text.isprintable() and "  " not in text and text == text.strip():
        return text
    return " ".join(text.split())


def _index(texts: Sequence[str]) -> pd.Index:
    return pd.Index(list(texts), dtype=object)


def joined(frame: pd.DataFrame, headers: Sequence[str]) -> pd.Series | str:
    """Return several filters of a row as one breakdown, parts set apart by a bar."""
    if not headers:
        return ""
    if len(headers) == 1:
        return frame[headers[0]]
    parts = [category(frame[h], len(frame)) for h in headers]
    key = np.zeros(len(frame), dtype=np.int64)
    for part in parts:
        key = key * len(part.categories) + part.codes
    distinct, codes = np.unique(key, return_inverse=True)
    labels = []
    for combined in distinct:
        words = []
        for part in reversed(parts):
            combined, at = divmod(int(combined), len(part.categories))
            words.append(part.categories[at])
        labels.append(_SPLIT.join(w for w in reversed(words) if w))
    merged = list(dict.fromkeys(labels))
    place = {label: at for at, label in enumerate(merged)}
    remap = np.array([place[label] for label in labels], dtype=np.int32)
    whole = pd.Categorical.from_codes(remap[codes], categories=_index(merged))
    return pd.Series(whole, index=frame.index)


def mark_totals(values: pd.DataFrame) -> None:
    """Mark the values whose breakdown is a total of others in the same file.

    "All ages" is a total where single ages stand beside it; "Persons" is none where no other
    sex does.
    """
    parts = [text.split(_SPLIT) for text in values["breakdown"].cat.categories]
    used = set(np.unique(values["breakdown"].cat.codes).tolist())
    width = max((len(p) for p in parts), default=0)
    total = np.zeros(len(parts) + 1, dtype=bool)
    for place in range(width):
        here = {at: p[place].strip() for at, p in enumerate(parts) if place < len(p)}
        names = {text for at, text in here.items() if at in used and text}
        sums = {text for text in names if _TOTAL.fullmatch(text)}
        if sums and names - sums:
            total[[at for at, text in here.items() if text in sums]] = True
    values["is_total"] = total[values["breakdown"].cat.codes.to_numpy()]


def melt(
    frame: pd.DataFrame,
    measures: Sequence[Measure],
    about: Dimensions,
    *,
    sheet: str,
    log: Log,
    markers: Mapping[str, str] = MARKERS,
) -> pd.DataFrame:
    """Return one row a value, in the order of `COLUMNS`.

    Texts are categories, so that a long table stays small: each distinct text is kept once.
    """
    size, many = len(frame), len(measures)
    if not size or not many:
        return empty()
    read = _Read(size, many)
    for at, measure in enumerate(measures):
        read.take(at, measure, parse_column(frame[measure.header], markers), log)
    code = category(about.area_code, size)
    name = category(about.area_name, size)
    period = _own_or([m.period for m in measures], category(about.period, size), many)
    breakdown = _own_or([m.breakdown for m in measures], category(about.breakdown, size), many)
    return pd.DataFrame(
        {
            "area_code": _tile(code, many),
            "area_name": _tile(name, many),
            "level": _tile(_levels(about.level, code, name, size), many),
            "period": period,
            "measure": read.measures(),
            "breakdown": breakdown,
            "value": read.values,
            "status": pd.Categorical.from_codes(read.status, categories=_index(STATUSES)),
            "text": stack(read.texts),
            "is_total": np.zeros(size * many, dtype=bool),
            "item": _tile(category(about.item, size), many),
            "joined_code": _tile(recategorise(code, areas.latest_code), many),
            "source": category(sheet, size * many),
            "row": np.tile(frame.index.to_numpy(dtype=np.int32), many),
        },
        copy=False,
    )


class _Read:
    """The values of several columns, one column after another, in arrays made once."""

    def __init__(self, size: int, many: int) -> None:
        self.size = size
        self.values = np.empty(size * many)
        self.status = np.empty(size * many, dtype=np.int8)
        self.texts: list[pd.Categorical] = []
        self.labels: list[str] = []
        self.in_months: dict[int, np.ndarray] = {}

    def take(self, at: int, measure: Measure, parsed: Parsed, log: Log) -> None:
        """Put a column in its place, and tell what was odd in it."""
        here = slice(at * self.size, (at + 1) * self.size)
        self.values[here], self.status[here] = parsed.values, parsed.status
        self.texts.append(parsed.text)
        self.labels.append(measure.label)
        if parsed.months is not None:
            self.in_months[at] = parsed.months
            log.note(
                f"'{measure.header}' holds years and months as YY:MM, not clock times. "
                "It is given in months."
            )
        log.words(measure.header, parsed.unread)

    def measures(self) -> pd.Categorical:
        """Return each value's measure; durations turned into months are named so."""
        monthly = [f"{self.labels[at]} (months)" for at in self.in_months]
        names = list(dict.fromkeys([*self.labels, *monthly]))
        place = {label: at for at, label in enumerate(names)}
        each = np.array([place[label] for label in self.labels], dtype=np.int32)
        codes = np.repeat(each, self.size)
        for at, where in self.in_months.items():
            named = place[f"{self.labels[at]} (months)"]
            codes[at * self.size : (at + 1) * self.size][where] = named
        return pd.Categorical.from_codes(codes, categories=_index(names))


def _tile(values: pd.Categorical, times: int) -> pd.Categorical:
    return pd.Categorical.from_codes(np.tile(values.codes, times), dtype=values.dtype)


def recategorise(values: pd.Categorical, change: object) -> pd.Categorical:
    """Return categories changed by a function, those that become alike joined."""
    assert callable(change)
    new = [change(c) for c in values.categories]
    distinct = list(dict.fromkeys(new))
    place = {text: at for at, text in enumerate(distinct)}
    remap = np.array([place[t] for t in new], dtype=np.int32)
    return pd.Categorical.from_codes(remap[values.codes], categories=_index(distinct))


def changed(values: pd.Series, change: Callable[[str], str]) -> pd.Series:
    """Return texts changed by a function that looks at each distinct text once."""
    whole = recategorise(category(values, len(values)), change)
    return pd.Series(whole, index=values.index, name=values.name)


def _own_or(own: Sequence[str | None], shared: pd.Categorical, many: int) -> pd.Categorical:
    """Return each measure's own text where it has one, else the row's."""
    if not any(own):
        return _tile(shared, many)
    size = len(shared)
    extra = list(dict.fromkeys(o for o in own if o is not None and o not in shared.categories))
    everything = [*shared.categories, *extra]
    place = {text: at for at, text in enumerate(everything)}
    codes = [
        shared.codes.astype(np.int32) if o is None else np.full(size, place[o], dtype=np.int32)
        for o in own
    ]
    return pd.Categorical.from_codes(np.concatenate(codes), categories=_index(everything))


def _levels(
    given: pd.Series | str | None, code: pd.Categorical, name: pd.Categorical, size: int
) -> pd.Categorical:
    """Return the tier of each row: from its code, its name, or what the file says of it."""
    said = category(given if given is not None else "", size)
    key = (
        code.codes.astype(np.int64) * (len(name.categories) * len(said.categories))
        + name.codes.astype(np.int64) * len(said.categories)
        + said.codes
    )
    distinct, inverse = np.unique(key, return_inverse=True)
    levels = []
    for combined in distinct:
        rest, at_said = divmod(int(combined), len(said.categories))
        at_code, at_name = divmod(rest, len(name.categories))
        level = areas.level_of(code.categories[at_code], name.categories[at_name])
        if level == areas.UNKNOWN and said.categories[at_said]:
            level = said.categories[at_said]
        levels.append(level)
    place = {text: at for at, text in enumerate(dict.fromkeys(levels))}
    remap = np.array([place[text] for text in levels], dtype=np.int32)
    return pd.Categorical.from_codes(remap[inverse], categories=_index(list(place)))


def stack(parts: Sequence[pd.Categorical]) -> pd.Categorical:
    """Put categories of several columns under each other."""
    if len(parts) == 1:
        return parts[0]
    place: dict[str, int] = {}
    codes = []
    for part in parts:
        new = [place.setdefault(str(text), len(place)) for text in part.categories]
        codes.append(np.array([*new, -1], dtype=np.int32)[part.codes])
    return pd.Categorical.from_codes(np.concatenate(codes), categories=_index(list(place)))


def concat(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put several results under each other, keeping texts as categories."""
    full = [p for p in parts if len(p)]
    if not full:
        return empty()
    if len(full) == 1:
        return full[0].reset_index(drop=True)
    data: dict[str, object] = {}
    names = list(full[0].columns)
    held = [dict(p.items()) for p in full]
    full, parts = [], ()
    for name in names:
        columns = [p.pop(name) for p in held]  # let go of each part's column once it is joined
        if isinstance(columns[0].dtype, pd.CategoricalDtype) and name != "status":
            data[name] = stack([pd.Categorical(c) for c in columns])
        elif name == "status":
            codes = np.concatenate([c.cat.codes.to_numpy() for c in columns])
            data[name] = pd.Categorical.from_codes(codes, categories=_index(STATUSES))
        else:
            data[name] = np.concatenate([c.to_numpy() for c in columns])
    return pd.DataFrame(data, copy=False)


def empty() -> pd.DataFrame:
    """Return a result with no values."""
    frame = pd.DataFrame({name: no_text(0) for name in COLUMNS})
    frame["value"] = np.array([], dtype=float)
    frame["is_total"] = np.array([], dtype=bool)
    frame["row"] = np.array([], dtype=np.int32)
    frame["status"] = pd.Categorical([], categories=_index(STATUSES))
    return frame
