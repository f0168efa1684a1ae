"""Reading a file too long to hold: its values go to disk part by part, and are counted."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from course_support.errors import WorkbookError
from course_support.sources.published import show, tidy
from course_support.sources.published.cells import STATUSES

#: Text files from this size on are streamed where nobody asks for all values at once.
STREAMED_FROM = 20_000_000
#: Text read at a time when streaming.
CHUNK_BYTES = 5_000_000
_AREA = ["area_code", "area_name", "level"]
_TEXTS = ("period", "measure", "breakdown", "source")
_HEAD = 50


class Spill(list[pd.DataFrame]):
    """A list of parts that keeps each part on disk and only its first rows in memory.

    It also keeps what a summary needs: how many values of each status, and the distinct
    areas, periods, measures and breakdowns.
    """

    def __init__(self, folder: Path | None) -> None:
        """Begin with nothing; without a folder, values are counted and then let go."""
        super().__init__()
        self._folder = folder
        self._files: list[Path] = []
        self._areas: dict[tuple[str, ...], None] = {}
        self._texts: dict[str, dict[str, None]] = {name: {} for name in _TEXTS}
        self.statuses: Counter[str] = Counter()

    def append(self, part: pd.DataFrame) -> None:
        """Put a part on disk."""
        if not len(part):
            return
        if self._folder is not None:
            self._files.append(self._put_aside(part, self._folder))
        codes = part["status"].cat.codes.to_numpy()
        counts = np.bincount(codes, minlength=len(STATUSES))
        self.statuses.update({s: int(n) for s, n in zip(STATUSES, counts, strict=True) if n})
        seen = part[_AREA].drop_duplicates()
        self._areas |= dict.fromkeys(seen.astype(object).itertuples(index=False, name=None))
        for name, texts in self._texts.items():
            used = np.unique(part[name].cat.codes.to_numpy())
            texts |= dict.fromkeys(part[name].cat.categories[used[used >= 0]])
        kept = part.head(_HEAD).drop(columns=["item", "text"])
        super().append(kept)

    def _put_aside(self, part: pd.DataFrame, folder: Path) -> Path:
        path = folder / f"{len(self._files)}.part"
        try:
            part.to_pickle(path)
        except OSError as fault:
            raise WorkbookError(
                f"There is no room to put parts of the file aside in {folder.parent}: "
                f"{fault.strerror}. Free some space, then try again."
            ) from fault
        return path

    def extend(self, parts: Iterable[pd.DataFrame]) -> None:
        """Put parts on disk, one after the other."""
        for part in parts:
            self.append(part)

    def __iadd__(self, parts: Iterable[pd.DataFrame]) -> Spill:  # type: ignore[override, misc]
        self.extend(parts)
        return self

    def outline(self) -> pd.DataFrame:
        """Return a short table with every distinct area and text in it once at least.

        Its rows stand for nothing; its columns are what a summary of all values asks for.
        """
        if not self._areas:
            return tidy.empty()
        columns: dict[str, list[Any]] = {
            name: list(places)
            for name, places in zip(_AREA, zip(*self._areas, strict=True), strict=True)
        }
        columns |= {name: list(texts) or [""] for name, texts in self._texts.items()}
        longest = max(map(len, columns.values()))
        filled = {
            name: tidy.category(
                pd.Series(texts + texts[-1:] * (longest - len(texts)), dtype=object), longest
            )
            for name, texts in columns.items()
        }
        table = pd.DataFrame(filled)
        table["is_total"] = False
        tidy.mark_totals(table)
        return table

    def parts(self, outline: pd.DataFrame) -> Iterator[pd.DataFrame]:
        """Yield the parts from disk, totals marked by what the whole file holds."""
        sums = set(outline.loc[outline["is_total"], "breakdown"].astype(object))
        for path in self._files:
            part = pd.read_pickle(path)
            texts = part["breakdown"].cat.categories
            is_sum = np.array([text in sums for text in texts] + [False])
            part["is_total"] = is_sum[part["breakdown"].cat.codes.to_numpy()]
            yield part
            path.unlink()


class Glimpse(list[pd.DataFrame]):
    """A list of parts that keeps of each only first rows, and those of its first and last day."""

    def append(self, part: pd.DataFrame) -> None:
        """Keep a few rows of a part."""
        if not len(part):
            return
        wanted = set(range(min(_HEAD, len(part))))
        for name in part.columns:
            if pd.api.types.is_datetime64_any_dtype(part[name].dtype) and part[name].notna().any():
                days = part[name].reset_index(drop=True)
                wanted |= {int(days.argmin()), int(days.argmax())}
        few = part.iloc[sorted(wanted)]
        texts = few.select_dtypes("category").columns
        super().append(few.astype(dict.fromkeys(texts, object)))


def write(spill: Spill, outline: pd.DataFrame, path: Path) -> None:
    """Write all parts to a CSV or Parquet file.

    Raises
    ------
    WorkbookError
        If it cannot be written. Nothing half written is left.
    """
    number, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(number)
    half = Path(unfinished)
    try:
        half.unlink()
        save = _to_csv if path.suffix.lower() == ".csv" else _to_parquet
        for at, part in enumerate(spill.parts(outline)):
            save(part, half, at == 0)
        half.replace(path)
    except OSError as fault:
        raise WorkbookError(f"{path} could not be written: {fault.strerror}.") from fault
    finally:
        half.unlink(missing_ok=True)


def _to_csv(part: pd.DataFrame, path: Path, first: bool) -> None:
    show.without_formulas(part).to_csv(
        path,
        index=False,
        header=first,
        mode="w" if first else "a",
        encoding="utf-8-sig" if first else "utf-8",
    )


def _to_parquet(part: pd.DataFrame, path: Path, first: bool) -> None:
    texts = part.select_dtypes("category").columns
    plain = part.astype(dict.fromkeys(texts, object))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pandas would rather have pyarrow, as in Published.save
        plain.to_parquet(
            path,
            engine="fastparquet",
            index=False,
            append=not first,
            object_encoding={str(name): "utf8" for name in texts},
        )
