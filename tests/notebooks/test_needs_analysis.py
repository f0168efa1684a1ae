"""The page of needs analysis with real files given from outside, and the keys of its exercise."""

import json
from pathlib import Path

import pytest

from course_support.cohort.run import Request, run_notebooks
from course_support.exercises.library import Library
from course_support.methods.benchmarking import difference_limits
from course_support.methods.rates import proportion

PAGE = "02_needs_analysis"
LAYOUTS = Path(__file__).parents[1] / "sources" / "published" / "layouts.py"


@pytest.mark.notebook
def test_a_real_authority_headless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files named on the command line do what files chosen on the page do."""
    scope: dict[str, str] = {}
    exec(compile(LAYOUTS.read_text("utf-8"), "layouts", "exec"), scope)  # type: ignore[arg-type]
    counts, listed = tmp_path / "counts.csv", tmp_path / "listed.csv"
    counts.write_text(scope["EES"], "utf-8")
    listed.write_text(scope["OFSTED_2025"], "utf-8")
    monkeypatch.setenv("WORKBOOK_ANSWERS", str(tmp_path / "answers"))
    given = {
        "population": "children_in_care",
        "participant": "Ann",
        "need_file": str(counts),
        "providers_file": str(listed),
        "authority": "Leeds",
    }
    report = run_notebooks(Request((PAGE,), tmp_path / "out", given))
    assert report.exit_code == 0, report
    page = json.loads(report.results[0].written.read_text("utf-8"))
    shown = "".join(
        "".join(output.get("data", {}).get("text/html", ""))
        for cell in page["cells"]
        for output in cell.get("outputs", [])
    )
    assert "Leeds: 300 in 2025" in shown
    assert "Leeds: 2 providers, 7 places" in shown
    assert "The data ends where these begin" in shown
    assert "Sheffield: has had the code E08000039" in shown


@pytest.mark.parametrize(
    ("card", "a", "b"),
    [
        ("apart", (41.2, 38.0, 44.6), (52.9, 49.3, 56.7)),
        ("just-overlap", (12.2, 11.0, 13.5), (10.0, 8.9, 11.2)),
        ("deep-overlap", (18.4, 14.9, 22.5), (20.1, 16.6, 24.1)),
        ("same-figure", (22.5, 15.9, 30.8), (22.5, 20.9, 24.2)),
        ("many", (20.1, 19.9, 20.3), (20.6, 20.4, 20.8)),
    ],
)
def test_the_suggested_places_follow_from_the_figures(
    card: str, a: tuple[float, float, float], b: tuple[float, float, float]
) -> None:
    low, high = difference_limits(a, b)
    place = "higher" if low > 0 else "lower" if high < 0 else "cannot-tell"
    items = {item.id: item for item in Library()["read-the-intervals"].items}  # type: ignore[attr-defined]
    assert items[card].key.bin == place
    for figure in a[:1] + b[:1]:
        assert f"{figure}" in items[card].text


def test_the_few_are_as_unsure_as_the_card_says() -> None:
    three, six = proportion(3, 20), proportion(6, 20)
    assert [round(100 * (x or 0)) for x in (three.lower, three.upper)] == [5, 36]
    assert [round(100 * (x or 0)) for x in (six.lower, six.upper)] == [15, 52]
    hundred = proportion(27, 120)
    assert [round(100 * (x or 0)) for x in (hundred.lower, hundred.upper)] == [16, 31]
