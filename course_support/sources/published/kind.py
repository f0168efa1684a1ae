"""What a kind of published file is, and what its reader is given and gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from course_support.methods.words import long_date
from course_support.sources import personal
from course_support.sources.published import dates
from course_support.sources.published.cells import MARKERS, STATUSES, parse_column
from course_support.sources.published.log import Log
from course_support.sources.published.result import Disagreement
from course_support.sources.published.tables import TEXT_HEADERS, Table, nearly_empty
from course_support.sources.published.tidy import Dimensions, Measure, category, melt


@dataclass
class Material:
    """An opened file: its tables, and the log to write in."""

    file: str
    tables: list[Table]
    log: Log
    keep_personal: bool = False
    #: Where values and records go; lists in memory unless the file is streamed.
    values: list[pd.DataFrame] = field(default_factory=list)
    records: list[pd.DataFrame] = field(default_factory=list)

    def draft(self, *, publisher: str = "", edition: str = "") -> Draft:
        """Return a draft whose parts go where this file's are to go."""
        return Draft(self.values, self.records, publisher=publisher, edition=edition)

    def frames(
        self, table: Table, as_text: Callable[[str], bool] | None = None
    ) -> Iterator[pd.DataFrame]:
        """Yield the rows of a table, counted, with personal columns left out."""
        self.log.headers[table.sheet] = table.header_row
        hidden = self._personal(table.headers)
        for note in table.notes:
            self.log.note(note)
        for warning in table.warnings:
            self.log.warn(warning)
        for frame in table.frames(as_text):
            frame = self._without_notes(table, frame)
            self.log.rows_read += len(frame)
            yield frame.drop(columns=[h for h in hidden if h in frame.columns])
        for row, reason in table.refused:
            self.log.refuse(table.sheet, row, reason)

    def _without_notes(self, table: Table, frame: pd.DataFrame) -> pd.DataFrame:
        """Leave out lines of text above or below the rows: one cell filled, all others empty."""
        if frame.shape[1] < 4:
            return frame
        alone = nearly_empty(frame)
        if not alone.any():
            return frame
        texts = frame.loc[alone].iloc[:, 0]
        for row, text in zip(texts.index.tolist(), texts, strict=True):
            shown = str(text)[:60]
            self.log.refuse(table.sheet, row, f"only its first cell is filled: '{shown}'")
        return frame[~alone]

    def _personal(self, headers: Sequence[str]) -> list[str]:
        if self.keep_personal:
            return []
        hidden = [h for h in headers if personal.is_contact_header(h)]
        self.log.dropped_columns += [h for h in hidden if h not in self.log.dropped_columns]
        return hidden

    def fitting(self, recognise: Callable[[Table], float]) -> list[Table]:
        """Return the tables that a kind recognises."""
        return [t for t in self.tables if recognise(t) >= 0.5]


@dataclass
class Draft:
    """What a reader found, before it is checked and shown."""

    values: list[pd.DataFrame] = field(default_factory=list)
    records: list[pd.DataFrame] = field(default_factory=list)
    title: str = ""
    publisher: str = ""
    edition: str = ""
    disagreements: list[Disagreement] = field(default_factory=list)


@dataclass(frozen=True)
class Kind:
    """A kind of published file.

    ``recognise`` says from a table's headings and first rows how surely it is of this kind,
    0 to 1; a reader is chosen at 0.5 and above, the surest first.
    """

    id: str
    title: str
    publisher: str
    recognise: Callable[[Table], float]
    read: Callable[[Material], Draft]


def text_unless(*numeric: str) -> Callable[[str], bool]:
    """Return a rule: every heading holds text, except these."""
    names = set(numeric)
    return lambda header: header not in names


def usual_text(*also: str) -> Callable[[str], bool]:
    """Return a rule: headings that usually hold codes or words, and these."""
    names = set(also)
    return lambda header: header in names or bool(TEXT_HEADERS.search(header))


def records_from(
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    *,
    numbers: Iterable[str] = (),
    days: Iterable[str] = (),
    log: Log,
    markers: Mapping[str, str] = MARKERS,
) -> pd.DataFrame:
    """Return standard columns: texts as categories, numbers with a status, dates.

    ``columns`` maps headings to standard names. A number ``x`` also gives ``x_status``.
    """
    found: dict[str, object] = {}
    for header, name in columns.items():
        if name in set(numbers):
            parsed = parse_column(frame[header], markers)
            found[name] = parsed.values
            found[f"{name}_status"] = _status(parsed.status)
            log.words(header, parsed.unread)
        elif name in set(days):
            read = dates.parse_dates(frame[header], header)
            found[name] = read.values.to_numpy()
            log.order(header, read.order, read.note)
            _unread_dates(header, read.unread, log)
        else:
            found[name] = category(frame[header], len(frame))
    return pd.DataFrame(found, index=frame.index)


def _status(codes: np.ndarray) -> pd.Categorical:

    return pd.Categorical.from_codes(codes, categories=pd.Index(STATUSES, dtype=object))


def _unread_dates(header: str, unread: dict[str, int], log: Log) -> None:
    """Say which dates could not be read, unless they are words for "none"."""
    odd = {t: n for t, n in unread.items() if t.lower() not in MARKERS}
    if odd:
        shown = ", ".join(f"'{t[:30]}'" for t in list(odd)[:3])
        log.warn(
            f"In '{header}', {sum(odd.values()):,} cells are not dates this reader knows "
            f"({shown}). They are left empty."
        )


def hide_people(names: pd.Series, log: Log, what: str) -> pd.Series:
    """Replace names that look like private people's; redacted ones are said so."""
    categories = names.cat.categories.tolist()
    doubtful = personal.not_clearly_organisations(categories)
    hidden = {c: personal.WITHHELD for c in doubtful if personal.looks_like_person(c)}
    hidden |= {c: personal.ADDRESS_WITHHELD for c in doubtful if personal.looks_like_address(c)}
    redacted = [c for c in doubtful if personal.is_redacted(c)]
    count = int(names.isin(list(hidden)).sum())
    if count:
        log.note(f"{count:,} {what} look like private people or homes; their names are left out.")
    gone = int(names.isin(redacted).sum())
    if gone:
        log.note(f"The publisher withheld the name in {gone:,} rows (redacted).")
        hidden |= dict.fromkeys(redacted, "redacted by the publisher")
    if not hidden:
        return names
    changed = [hidden.get(c, c) for c in categories]
    distinct = list(dict.fromkeys(changed))
    place = {c: at for at, c in enumerate(distinct)}
    remap = pd.Series([place[c] for c in changed] + [-1]).to_numpy()
    codes = remap[names.cat.codes.to_numpy()]
    whole = pd.Categorical.from_codes(codes, categories=pd.Index(distinct, dtype=object))
    return pd.Series(whole, index=names.index, name=names.name)


def months_of(days: pd.Series) -> pd.Series:
    """Return the month of each day as text ("2026-04"), '' where there is none."""
    months = days.to_numpy().astype("datetime64[M]")
    codes, uniques = pd.factorize(months)
    names = [str(m) for m in uniques] + [""]
    whole = pd.Categorical.from_codes(
        np.where(codes < 0, len(names) - 1, codes), categories=pd.Index(names, dtype=object)
    )
    return pd.Series(whole, index=days.index)


def say_newest(edition: str, records: pd.DataFrame, days: Sequence[str], log: Log) -> None:
    """Where a list names no day that it is true at, say how new its newest date is."""
    newest = [records[day].max() for day in days if day in records and records[day].notna().any()]
    if newest and not edition:
        log.note(
            "The file does not say what day it shows. The newest date in it is "
            f"{long_date(max(newest))}."
        )


def values_of(
    records: pd.DataFrame, measures: Mapping[str, str], about: Dimensions, sheet: str
) -> pd.DataFrame:
    """Return the numbers of records in the one result shape, statuses kept."""
    table = melt(
        records,
        [Measure(column, label) for column, label in measures.items()],
        about,
        sheet=sheet,
        log=Log(),
    )
    statuses = [records[f"{c}_status"].cat.codes for c in measures if f"{c}_status" in records]
    if len(statuses) == len(measures) and len(table):
        table["status"] = _status(pd.concat(statuses).to_numpy())
    return table


__all__ = [
    "Dimensions",
    "Disagreement",
    "Draft",
    "Kind",
    "Material",
    "Measure",
    "hide_people",
    "melt",
    "months_of",
    "records_from",
    "say_newest",
    "text_unless",
    "usual_text",
    "values_of",
]
