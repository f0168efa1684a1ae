"""``workbook read`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from course_support.cli import main

NOTICE = Path(__file__).resolve().parents[3] / "data" / "notices" / "care_at_home_tender.json"
TABLE = "Area code,Area,2024 places\nE08000035,Leeds,5\nE08000034,Kirklees,[c]\n"


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["read", *arguments])
    return done.exit_code, done.output


def test_it_says_what_it_found(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(TABLE)
    code, text = run(str(path))
    assert code == 0
    for words in ("What it is", "1 ok, 1 suppressed", "Headings: row 1", "UTF-8", "Check:"):
        assert words in text


def test_json_for_programs_and_values_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(TABLE)
    out = tmp_path / "out.csv"
    code, text = run(str(path), "--json", "--to", str(out))
    assert code == 0
    found = json.loads(text)
    assert found["values_by_status"] == {"ok": 1, "suppressed": 1}
    assert "suppressed" in out.read_text("utf-8-sig")


def test_a_notice_is_read_too() -> None:
    code, text = run(str(NOTICE))
    assert code == 0 and "Weight of award criterion" in text


def test_refusals_are_one_sentence_and_end_with_1(tmp_path: Path) -> None:
    code, text = run(str(tmp_path / "absent.csv"))
    assert code == 1 and "no file at" in text and "Traceback" not in text
    path = tmp_path / "table.csv"
    path.write_text(TABLE)
    code, text = run(str(path), "--to", str(path))
    assert code == 1 and "written over" in text
    code, text = run(str(path), "--to", str(tmp_path / "out.doc"))
    assert code == 1 and "must end in" in text
