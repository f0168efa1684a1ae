"""What reading a published file gives: values with their status, and everything to know."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from course_support.errors import WorkbookError
from course_support.sources.published import areas, show, tidy
from course_support.sources.published.cells import STATUSES

if TYPE_CHECKING:
    from course_support.methods.statuses import Total

#: Words for groups of tiers, as ``level=`` understands them.
LEVELS = {
    "local authority": areas.LOCAL,
    "upper": ("single-tier authority", "upper-tier authority"),
    "lower": ("single-tier authority", "lower-tier authority"),
    "national": ("national",),
    "region": ("region",),
}


@dataclass(frozen=True)
class Disagreement:
    """A published rate that its own counts do not give."""

    area: str
    period: str
    measure: str
    published: float
    recomputed: float

    def __str__(self) -> str:
        return (
            f"{self.area}, {self.period}: {self.measure} is published as {self.published:,.4g}, "
            f"but the file's own numbers give {self.recomputed:,.4g}."
        )


@dataclass
class Published:
    """A published file, read.

    Attributes
    ----------
    kind, title, publisher, edition : what the file is.
    values : one row a value, with the columns of `tidy.COLUMNS`.
    records : for lists (providers, payments, contracts), one row a thing in standard columns.
    file, encoding, header_rows : how it was read. Workbooks have no encoding.
    rows_read, rows_refused, refused : rows taken in, not taken in, and why (the first 20).
    warnings : what to check. notes : what is worth knowing.
    disagreements : published rates that do not follow from their counts.
    withheld : columns left out because they hold personal data.
    """

    kind: str
    title: str
    publisher: str
    edition: str
    values: pd.DataFrame
    file: str
    encoding: str = ""
    records: pd.DataFrame | None = None
    header_rows: dict[str, int] = field(default_factory=dict)
    rows_read: int = 0
    rows_refused: int = 0
    refused: list[tuple[str, int, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    sheets_left_out: dict[str, str] = field(default_factory=dict)
    sure: str = "certain"
    #: Of a long file whose values were written and not kept: how many there were by status.
    counted: dict[str, int] | None = None

    # what is in it ---------------------------------------------------------------

    @cached_property
    def markers(self) -> dict[str, int]:
        """Values by status, in the order of `STATUSES`, those that occur."""
        counts = self.counted or self.values["status"].value_counts()
        return {s: int(counts[s]) for s in STATUSES if counts.get(s, 0)}

    @cached_property
    def measures(self) -> list[str]:
        """The names of the measures."""
        return _present(self.values["measure"])

    @cached_property
    def periods(self) -> list[str]:
        """The periods, oldest first where their names sort so."""
        return sorted(_present(self.values["period"]))

    @cached_property
    def breakdowns(self) -> list[str]:
        """The breakdowns."""
        return _present(self.values["breakdown"])

    @cached_property
    def levels(self) -> dict[str, int]:
        """The number of different areas at each level."""
        seen = self.values[["level", "area_code", "area_name"]].drop_duplicates().astype(object)
        named = seen["area_name"].where(seen["area_code"] == "", seen["area_code"])
        seen = seen.assign(area=named)[["level", "area"]].drop_duplicates()
        return {str(k): int(v) for k, v in seen["level"].value_counts().items() if v}

    @property
    def count(self) -> int:
        """The number of values, kept or written."""
        return sum(self.counted.values()) if self.counted else len(self.values)

    # asking it -------------------------------------------------------------------

    def select(
        self,
        measure: str | None = None,
        *,
        period: str | None = None,
        breakdown: str | None = None,
        level: str | None = None,
        area: str | None = None,
    ) -> pd.DataFrame:
        """Return the values that fit; texts may be given in part where that is unmistakable.

        Raises
        ------
        WorkbookError
            If a text fits nothing, or several things.
        """
        found = self.values
        for column, wanted in (("measure", measure), ("period", period), ("breakdown", breakdown)):
            if wanted is not None:
                found = found[found[column] == self._one(found, column, wanted)]
        if area is not None:
            found = found[self._in_area(found, area)]
        if level is not None:
            found = found[found["level"].isin(LEVELS.get(level, (level,)))]
            if found.empty:
                raise WorkbookError(
                    f"{self.file} has no values at the level '{level}'. It has: "
                    f"{', '.join(self.levels)}."
                )
        return found

    def _one(self, found: pd.DataFrame, column: str, wanted: str) -> str:
        names = _present(found[column])
        if wanted in names:
            return wanted
        close = [n for n in names if wanted.lower() in n.lower()]
        if len(close) == 1:
            return close[0]
        shown = "; ".join((close or names)[:12]) + (" …" if len(close or names) > 12 else "")
        problem = "fits several" if close else "is not one"
        raise WorkbookError(
            f"'{wanted}' {problem} of the {column}s in {self.file}. Choose one of: {shown}."
        )

    def _in_area(self, found: pd.DataFrame, area: str) -> pd.Series:
        """Say which rows are of an area given by code (old or new) or name."""
        newest = areas.latest_code(area)
        by_code = (found["joined_code"] == newest) | (found["area_code"] == area)
        if by_code.any():
            return by_code
        key = areas.name_key(area)
        names = [n for n in _present(found["area_name"]) if areas.name_key(n) == key]
        if not names:
            raise WorkbookError(
                f"{self.file} has no area called '{area}'. Give its name or its "
                "nine-character code."
            )
        return found["area_name"].isin(names)

    def total(
        self,
        measure: str | None = None,
        *,
        period: str | None = None,
        breakdown: str | None = None,
        level: str = "local authority",
    ) -> Total:
        """Add up areas of one level, saying what could not be added.

        Parts are never added to their total, districts never to their county, nor regions to
        England; a value that is suppressed is never taken as nothing.

        Raises
        ------
        WorkbookError
            If the choice leaves several measures, periods or breakdowns, or mixes tiers.
        """
        from course_support.methods import statuses

        found = self.select(measure, period=period, breakdown=breakdown, level=level)
        for column in ("measure", "period", "breakdown"):
            names = _present(found[column])
            if len(names) > 1:
                shown = "; ".join(names[:12]) + (" …" if len(names) > 12 else "")
                raise WorkbookError(
                    f"A total needs one {column}, so that nothing is counted twice. "
                    f"Choose one of: {shown}."
                )
        tiers = set(_present(found["level"]))
        if {"upper-tier authority", "lower-tier authority"} <= tiers:
            raise WorkbookError(
                "The file has counties and the districts inside them. Adding both counts people "
                "twice: choose level='upper' or level='lower'."
            )
        return statuses.total(
            found["value"].tolist(), found["status"].astype(str).tolist(), found["measure"].iloc[0]
        )

    def rate(
        self,
        numerator: str,
        denominator: str,
        *,
        per: float = 1_000,
        period: str | None = None,
        breakdown: str | None = None,
    ) -> pd.DataFrame:
        """Return one rate an area; no rate where either number is not known.

        Returns
        -------
        Table with area_code, area_name, level, period, breakdown, rate, status.
        """
        keys = ["area_code", "area_name", "level", "period", "breakdown"]
        both = []
        for measure in (numerator, denominator):
            one = self.select(measure, period=period, breakdown=breakdown)
            one = one[[*keys, "value", "status"]].astype(dict.fromkeys([*keys, "status"], object))
            both.append(one)
        table = both[0].merge(both[1], on=keys, suffixes=("", "_below"))
        usable = ("ok", "provisional")
        top = table["status"].where(~table["status"].isin(usable), "ok")
        low = table["status_below"].where(~table["status_below"].isin(usable), "ok")
        status = top.where(top != "ok", low)
        below = table["value_below"].where(table["value_below"] > 0)
        table["rate"] = (table["value"] / below * per).where(status == "ok")
        table["status"] = status.where((status != "ok") | below.notna(), "not available")
        return table[[*keys, "rate", "status"]]

    # showing it ------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the values themselves, for programs."""
        return {
            "kind": self.kind,
            "title": self.title,
            "publisher": self.publisher,
            "edition": self.edition,
            "recognised": self.sure,
            "file": self.file,
            "encoding": self.encoding,
            "header_rows": self.header_rows,
            "rows_read": self.rows_read,
            "rows_refused": self.rows_refused,
            "refused": [{"sheet": s, "row": r, "reason": w} for s, r, w in self.refused],
            "values": self.count,
            "values_by_status": self.markers,
            "areas_by_level": self.levels,
            "periods": self.periods,
            "measures": self.measures,
            "warnings": self.warnings,
            "disagreements": [str(d) for d in self.disagreements],
            "notes": self.notes,
            "personal_data_left_out": self.withheld,
            "sheets_left_out": self.sheets_left_out,
        }

    def summary(self) -> str:
        """Return what was found as lines to read."""
        return show.as_text(self)

    def _repr_html_(self) -> str:
        """Show what was found and the first rows, in a notebook."""
        return show.as_html(self)

    def save(self, path: str | Path) -> None:
        """Write the values to a CSV or Parquet file.

        Raises
        ------
        WorkbookError
            If the name ends in neither, or the file cannot be written.
        """
        path = Path(path)
        table = self.values
        try:
            if path.suffix.lower() == ".csv":
                show.without_formulas(table).to_csv(path, index=False, encoding="utf-8-sig")
            elif path.suffix.lower() == ".parquet":
                with warnings.catch_warnings():
                    # pandas would rather have pyarrow, which costs 50 MB in every kernel.
                    warnings.simplefilter("ignore")
                    table.to_parquet(path, engine="fastparquet", index=False)
            else:
                raise WorkbookError(
                    f"{path.name}: the name must end in .csv or .parquet, to say which is wanted."
                )
        except OSError as fault:
            raise WorkbookError(f"{path} could not be written: {fault.strerror}.") from fault

    def to_json(self) -> str:
        """Return `to_dict` as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1, default=str)


def _present(column: pd.Series) -> list[str]:
    """Return the texts of a column that occur, in order of first appearance by category."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        used = pd.unique(column.cat.codes.to_numpy())
        return [str(column.cat.categories[int(c)]) for c in used if c >= 0]
    return [str(v) for v in column.unique()]


def join(*editions: Published) -> Published:
    """Put several editions of one kind together as one series.

    Councils that only changed their code share ``joined_code``. Measures that were renamed
    carry one name already; the notes of every edition are kept.

    Raises
    ------
    WorkbookError
        If the editions are of different kinds.
    """
    kinds = {e.kind for e in editions}
    if len(kinds) != 1:
        raise WorkbookError(
            f"Only editions of one kind can be joined; these are: {', '.join(sorted(kinds))}."
        )
    first = editions[0]
    records = [e.records for e in editions if e.records is not None]
    values = tidy.concat([e.values for e in editions])
    tidy.mark_totals(values)
    return Published(
        kind=first.kind,
        title=first.title,
        publisher=first.publisher,
        edition=", ".join(dict.fromkeys(e.edition for e in editions if e.edition)),
        values=values,
        file=", ".join(e.file for e in editions),
        encoding=", ".join(sorted({e.encoding for e in editions if e.encoding})),
        records=pd.concat(records, ignore_index=True) if records else None,
        rows_read=sum(e.rows_read for e in editions),
        rows_refused=sum(e.rows_refused for e in editions),
        refused=[r for e in editions for r in e.refused],
        warnings=list(dict.fromkeys(w for e in editions for w in e.warnings)),
        notes=list(dict.fromkeys(n for e in editions for n in e.notes)),
        disagreements=[d for e in editions for d in e.disagreements],
        withheld=list(dict.fromkeys(w for e in editions for w in e.withheld)),
    )
