"""A long file is read part by part: what is written and said is the same, and little is held."""

import json
from pathlib import Path

import pandas as pd
import pytest

from course_support.errors import WorkbookError
from course_support.sources.published import read_published, streaming
from course_support.sources.published.command import report
from course_support.sources.published.reading import survey_published

from . import layouts

HEAD = "time_period,time_identifier,geographic_level,new_la_code,la_name,group,number,rate\n"


@pytest.fixture
def _streams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "STREAMED_FROM", 0)
    monkeypatch.setattr(streaming, "CHUNK_BYTES", 1)  # parts of a thousand rows, the fewest


def long_file(path: Path, rows: int = 2_500) -> Path:
    """Write a file of three parts; a total, a marker and an odd word stand in the last only."""
    lines = [
        f"{2000 + n % 25},Calendar year,Local authority,E0800003{n % 3 + 4},"
        f"{('Kirklees', 'Leeds', 'Wakefield')[n % 3]},Group {n % 7},{n},{n / 10}\n"
        for n in range(rows)
    ]
    last = "2024,Calendar year,Local authority,E08000035,Leeds,Total,c,lots\n"
    path.write_text(HEAD + "".join(lines) + last, "utf-8")
    return path


def plain(table: pd.DataFrame) -> pd.DataFrame:
    texts = table.select_dtypes("category").columns
    whole = table.astype(dict.fromkeys(texts, object))
    order = ["row", "measure"]
    return whole.sort_values(order, kind="stable").reset_index(drop=True)


@pytest.mark.usefixtures("_streams")
@pytest.mark.filterwarnings("ignore:The 'fastparquet' engine is deprecated")
@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_what_is_written_is_what_would_be_read_at_once(tmp_path: Path, suffix: str) -> None:
    file, out = long_file(tmp_path / "long.csv"), tmp_path / f"out{suffix}"
    said = survey_published(file, out)
    whole = read_published(file)
    read = pd.read_csv(out) if suffix == ".csv" else pd.read_parquet(out, engine="fastparquet")
    expected = plain(whole.values)
    assert list(read.columns) == list(expected.columns)
    read = read.sort_values(["row", "measure"], kind="stable").reset_index(drop=True)
    for name in ("area_code", "period", "measure", "breakdown", "status", "is_total", "row"):
        assert read[name].astype(str).tolist() == expected[name].astype(str).tolist(), name
    pd.testing.assert_series_equal(read["value"], expected["value"])
    assert read["is_total"].sum() == 2
    mine, theirs = said.to_dict(), whole.to_dict()
    assert mine == theirs | {"measures": mine["measures"]}
    assert sorted(mine["measures"]) == sorted(theirs["measures"])
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


@pytest.mark.usefixtures("_streams")
def test_the_summary_alone_holds_no_values(tmp_path: Path) -> None:
    file = long_file(tmp_path / "long.csv")
    said = survey_published(file)
    assert said.count == 5_002 and len(said.values) < 100
    assert said.markers == {"ok": 5_000, "suppressed": 1, "missing": 1}
    assert said.levels == {"single-tier authority": 3}
    assert any("'rate', 1 cell holds words" in w for w in said.warnings)
    printed = report(file, as_json=False, to=None, keep_personal=False)
    assert "5,002: 5,000 ok, 1 suppressed, 1 missing" in printed
    assert json.loads(report(file, as_json=True, to=None, keep_personal=False))["values"] == 5_002


@pytest.mark.usefixtures("_streams")
@pytest.mark.parametrize("kind", sorted(layouts.TEXTS))
def test_every_kind_of_text_file_can_be_streamed(tmp_path: Path, kind: str) -> None:
    file, out = tmp_path / "file.csv", tmp_path / "out.csv"
    file.write_text(layouts.TEXTS[kind], "utf-8")
    said, whole = survey_published(file, out), read_published(file)
    assert len(pd.read_csv(out)) == len(whole.values)
    mine, theirs = said.to_dict(), whole.to_dict()
    for name in ("measures", "periods"):
        assert sorted(mine.pop(name)) == sorted(theirs.pop(name))
    assert mine == theirs


@pytest.mark.usefixtures("_streams")
@pytest.mark.parametrize("kind", sorted({*layouts.TEXTS, "places"}))
def test_every_kind_of_text_file_can_be_of_several_parts(tmp_path: Path, kind: str) -> None:
    text = {**layouts.TEXTS, "places": layouts.CQC_LOCATIONS}[kind].rstrip("\n")
    file, out = tmp_path / "file.csv", tmp_path / "out.csv"
    file.write_text(text + ("\n" + text.splitlines()[-1]) * 2_200 + "\n", "utf-8")
    said, whole = survey_published(file, out), read_published(file)
    assert (said.kind, len(pd.read_csv(out))) == (whole.kind, len(whole.values))


@pytest.mark.usefixtures("_streams")
def test_nothing_half_written_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, out = long_file(tmp_path / "long.csv"), tmp_path / "out.csv"
    out.write_text("what stood there before")

    def full(part: pd.DataFrame, path: Path, first: bool) -> None:
        path.write_text("half")
        if not first:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(streaming, "_to_csv", full)
    with pytest.raises(WorkbookError, match=r"out.csv could not be written: No space left"):
        survey_published(file, out)
    assert out.read_text() == "what stood there before"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["long.csv", "out.csv"]


@pytest.mark.usefixtures("_streams")
def test_formulas_are_disarmed_in_every_part(tmp_path: Path) -> None:
    rows = "".join(
        f'2024,Calendar year,National,E92000001,England,"=cmd{n}",{n},1\n' for n in range(1_500)
    )
    file, out = tmp_path / "bad.csv", tmp_path / "out.csv"
    file.write_text(HEAD + rows, "utf-8")
    survey_published(file, out)
    assert not [line for line in out.read_text("utf-8-sig").splitlines() if ",=cmd" in line]


@pytest.mark.usefixtures("_streams")
def test_dates_read_in_two_ways_in_a_long_file_are_told(tmp_path: Path) -> None:
    first = "".join(f"Acme,10.5,{n % 12 + 13}/01/2026\n" for n in range(1_000))
    second = "".join(f"Acme,10.5,01/{n % 12 + 13}/2026\n" for n in range(1_000))
    file = tmp_path / "pay.csv"
    file.write_text(f"Supplier Name,Net Amount,Date Paid\n{first}{second}", "utf-8")
    said = survey_published(file)
    assert any("read day first and month first in different parts" in w for w in said.warnings)


@pytest.mark.usefixtures("_streams")
def test_what_is_said_of_dates_is_said_once_for_all_parts(tmp_path: Path) -> None:
    rows = "".join(f"Acme,10.5,01/{13 + n // 500}/2026\n" for n in range(3_000))
    file = tmp_path / "pay.csv"
    file.write_text(f"Supplier Name,Net Amount,Date Paid\n{rows}", "utf-8")
    notes = [n for n in survey_published(file).notes if "month before the day" in n]
    assert len(notes) == 1
