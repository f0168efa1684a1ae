"""A wellbeing scale at two times, from an export never seen before; no wording of any item."""

from pathlib import Path

import pytest

from course_support.errors import WorkbookError
from course_support.sources import distance, populations, wellbeing_scores

# Domain facts, section 8: raw totals of eight people before and after.
BEFORE = (18, 20, 15, 22, 19, 17, 21, 16)
AFTER = (22, 23, 18, 22, 24, 20, 20, 21)


def answers(total: int, items: int = 7) -> list[int]:
    """Return answers from 1 to 5 that add up to a total."""
    base, more = divmod(total, items)
    return [base + (place < more) for place in range(items)]


def export(folder: Path, *, headings: str = "Person,Wave", items: int = 7, rows: str = "") -> Path:
    path = folder / "export.csv"
    named = ",".join(f"SWEMWBS{number}" for number in range(1, items + 1))
    path.write_text(f"{headings},{named}\n{rows}", "utf-8")
    return path


def oracle(folder: Path, waves: tuple[str, str] = ("1", "2")) -> Path:
    lines = []
    for person, both in enumerate(zip(BEFORE, AFTER, strict=True)):
        for wave, total in zip(waves, both, strict=True):
            lines.append(f"P{person},{wave},{','.join(map(str, answers(total)))}")
    return export(folder, rows="\n".join(reversed(lines)) + "\n")


@pytest.mark.parametrize("waves", [("1", "2"), ("Before", "After"), ("Baseline", "Follow-up")])
def test_the_published_change_is_reproduced(tmp_path: Path, waves: tuple[str, str]) -> None:
    """Domain facts, section 8: 17.78875 to 19.51125, change 1.7225 (.5293 to 2.9157), p .0112."""
    scored = wellbeing_scores.score(wellbeing_scores.from_file(oracle(tmp_path, waves)))
    change = scored.change
    assert change.people == 8
    assert change.mean_before == pytest.approx(17.78875)
    assert change.mean_after == pytest.approx(19.51125)
    assert (change.lower, change.upper) == pytest.approx((0.5293, 2.9157), abs=1e-4)
    assert change.p_value == pytest.approx(0.0112, abs=1e-4)
    assert "does not show what caused it" in change.reading()


def test_a_blank_on_the_seven_items_gives_no_score(tmp_path: Path) -> None:
    rows = "A,1,3,3,3,3,3,3,\nA,2,4,4,4,4,4,4,4\nB,1,2,2,2,2,2,2,2\nB,2,3,3,3,3,3,3,3\n"
    rows += "C,1,3,3,3,3,3,3,3\nC,2,3,3,3,3,3,3,4\n"
    waves = wellbeing_scores.from_file(export(tmp_path, rows=rows))
    scored = wellbeing_scores.score(waves, blanks_allowed=3)
    assert scored.change.people == 2
    assert "1 too many items missing" in scored.scores[0].reading()


def test_blanks_on_the_fourteen_items_are_a_choice(tmp_path: Path) -> None:
    whole, gap = ",".join("3" * 14), ",".join([*"3" * 13, ""])
    rows = "".join(f"{p},{w},{gap if p == 'A' else whole}\n" for p in "ABC" for w in "12")
    waves = wellbeing_scores.from_file(export(tmp_path, items=14, rows=rows))
    assert wellbeing_scores.score(waves).change.people == 2
    assert wellbeing_scores.score(waves, blanks_allowed=1).change.people == 3
    assert wellbeing_scores.score(waves).unit == "points"
    # Domain facts, section 8: three points matter to one person on the 14 items; the seven have
    # no agreed figure, so the participant's counts.
    assert wellbeing_scores.score(waves, matters=2.5).change.meaningful == 3
    seven = wellbeing_scores.from_file(oracle(tmp_path))
    assert wellbeing_scores.score(seven, matters=2.5).change.meaningful == 2.5
    assert wellbeing_scores.score(seven).unit == "metric points"


def test_dates_tell_first_from_last_and_more_than_two_are_said(tmp_path: Path) -> None:
    rows = "".join(
        f"{person},{day},{','.join(str(score) for _ in range(7))}\n"
        for person in "AB"
        for day, score in (("14/03/2026", 4), ("20/01/2026", 2), ("25/02/2026", 5))
    )
    waves = wellbeing_scores.from_file(export(tmp_path, headings="Person,Date", rows=rows))
    assert waves.first.to_numpy().tolist() == [[2.0] * 7] * 2
    assert waves.second.to_numpy().tolist() == [[4.0] * 7] * 2
    assert any("more than twice" in each for each in waves.said)


@pytest.mark.parametrize(
    ("headings", "rows", "said"),
    [
        (
            "Site,Wave",
            "North,1,3,3,3,3,3,3,3\nNorth,2,3,3,3,3,3,3,3\n",
            "does not say who answered",
        ),
        ("Person,Site", "A,N,3,3,3,3,3,3,3\nB,N,3,3,3,3,3,3,3\n", "does not say when"),
        ("Person,Wave", "A,blue,3,3,3,3,3,3,3\nA,red,3,3,3,3,3,3,3\n", "which comes first, “"),
    ],
)
def test_what_cannot_be_matched_is_refused(
    tmp_path: Path, headings: str, rows: str, said: str
) -> None:
    with pytest.raises(WorkbookError, match=said):
        wellbeing_scores.from_file(export(tmp_path, headings=headings, rows=rows))


def test_another_table_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "months.csv"
    path.write_text("Month,Visits\nJan 2026,5\nFeb 2026,6\nMar 2026,7\n", "utf-8")
    with pytest.raises(WorkbookError, match="not like answers to a wellbeing scale"):
        wellbeing_scores.from_file(path)


@pytest.mark.parametrize("population", populations.load())
def test_the_authoritys_records_are_scored_and_their_flaws_are_said(population: str) -> None:
    records = distance.records(population)
    assert len(records.areas) == 8
    assert all(1 <= s <= 10 for one in records.people for s in one.areas[0] if s == s)
    assert any("without the person" in each for each in records.said)
    example = records.example()
    assert example.twice
    scored = wellbeing_scores.score(wellbeing_scores.from_records(records, "invented"))
    assert scored.change.people >= 20
    assert scored.change.only_before > 0


def test_a_record_entered_twice_counts_once_and_is_said() -> None:
    assert distance.records("early_help").said[0] == "1 record was entered twice and counts once."
