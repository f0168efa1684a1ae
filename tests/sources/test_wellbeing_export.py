"""Exports of a wellbeing scale as survey tools write them; every statement here is invented."""

import csv
import datetime as dt
import math
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from course_support.errors import WorkbookError
from course_support.sources import wellbeing_scores
from course_support.sources.published.kinds.wellbeing import ANSWERS
from course_support.sources.wellbeing_export import answer, rank

PEOPLE = 30
_CHANCE = np.random.default_rng(5)
#: Answers of thirty people at two times: a level of each person's own, and a little more later.
LEVEL = _CHANCE.integers(1, 5, (PEOPLE, 1))
BEFORE = np.clip(LEVEL + _CHANCE.integers(-1, 2, (PEOPLE, 14)), 1, 5).tolist()
AFTER = np.clip(np.array(BEFORE) + _CHANCE.integers(0, 2, (PEOPLE, 14)), 1, 5).tolist()
LABELS = {number: label.capitalize() for label, number in ANSWERS.items()}
STATEMENTS = [f"In the last week my invented {letter} went well" for letter in "abcdefghijklmn"]

Rows = list[list[object]]


def written(
    folder: Path, rows: Rows, encoding: str = "utf-8", mark: str = ",", name: str = "export.csv"
) -> Path:
    with (folder / name).open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=mark).writerows(rows)
    return folder / name


def workbook(folder: Path, sheets: dict[str, Rows]) -> Path:
    whole = openpyxl.Workbook()
    for title, rows in sheets.items():
        sheet = whole.create_sheet(title)
        for row in rows:
            sheet.append(row)
    del whole["Sheet"]
    whole.save(folder / "export.xlsx")
    return folder / "export.xlsx"


def long(
    items: int = 7, heads: list[str] | None = None, waves: tuple[str, str] = ("1", "2")
) -> Rows:
    """Return one row for each time a person answered, the later time first."""
    rows: Rows = [["Person", "Wave", *(heads or [f"Q{n}" for n in range(1, items + 1)])]]
    for wave, answers in ((waves[1], AFTER), (waves[0], BEFORE)):
        rows += [[f"P{at}", wave, *row[:items]] for at, row in enumerate(answers)]
    return rows


def check(waves: wellbeing_scores.TwoWaves, items: int = 7) -> None:
    """Hold both times against the answers that were written, person by person."""
    order = sorted(range(PEOPLE), key=lambda at: waves.people[at])
    assert waves.items == items
    names = [waves.people[at] for at in order]
    numbers = [int("".join(c for c in name if c.isdigit())) % 100 for name in names]
    for frame, sent in ((waves.first, BEFORE), (waves.second, AFTER)):
        assert frame.to_numpy()[order].tolist() == [sent[n][:items] for n in numbers]


# --- layouts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("items", [7, 14])
@pytest.mark.parametrize(
    "head", ["Q{n}", "Q{n}. {s}", "{n}. {s}", "{s}", "WEMWBS_{n}", "item {n} ({s})"]
)
def test_items_under_any_heading(tmp_path: Path, items: int, head: str) -> None:
    heads = [head.format(n=n + 1, s=STATEMENTS[n]) for n in range(items)]
    check(wellbeing_scores.from_file(written(tmp_path, long(items, heads))), items)


@pytest.mark.parametrize("form", ["{l}", "{n} - {l}", "{n}: {l}", "{l} ({n})", "{n}.0", " {n} "])
def test_answers_as_labels_and_numbers(tmp_path: Path, form: str) -> None:
    rows = long(7, STATEMENTS[:7])
    for row in rows[1:]:
        row[2:] = [form.format(n=n, l=LABELS[int(str(n))]) for n in row[2:]]
    waves = wellbeing_scores.from_file(written(tmp_path, rows, "cp1252", ";"))
    check(waves)
    assert any("Numbers are taken as the scale has" in t for t in waves.said) is (form != "{l}")


@pytest.mark.parametrize(
    "head",
    ["Q{n} {w}", "{w}_swemwbs_{n}", "{w}Q{n}", "Q{n}{w}", "{w}: {s}", "{s} ({w})"],
)
@pytest.mark.parametrize("waves", [("pre", "post"), ("Pre", "Post")])
def test_both_times_in_one_row(tmp_path: Path, head: str, waves: tuple[str, str]) -> None:
    names = [head.format(n=n + 1, w=w, s=STATEMENTS[n]) for w in waves for n in range(7)]
    rows: Rows = [["ID", *names]]
    rows += [[f"P{at}", *BEFORE[at][:7], *AFTER[at][:7]] for at in range(PEOPLE)]
    found = wellbeing_scores.from_file(written(tmp_path, rows))
    check(found)
    assert found.said[0] == "7 items at 2 times in one row: columns B to H; I to O."
    rows[3][0] = rows[4][0] = ""
    again = wellbeing_scores.from_file(written(tmp_path, rows))
    assert wellbeing_scores.score(again).change.people == PEOPLE, "one row is one person"


def test_times_above_the_items(tmp_path: Path) -> None:
    rows: Rows = [["", "After", *[""] * 13, "Before", *[""] * 13]]
    rows += [["Person", *(f"Q{n}" for n in range(1, 15)), *(f"Q{n}" for n in range(1, 15))]]
    rows += [[f"P{at}", *AFTER[at], *BEFORE[at]] for at in range(PEOPLE)]
    check(wellbeing_scores.from_file(workbook(tmp_path, {"Data": rows})), 14)


def test_a_sheet_for_each_time(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {"About": [["Made by hand"], ["Nothing here"]]}
    for name, answers in (("Post", AFTER), ("Pre", BEFORE)):
        head: list[object] = ["Person", *(f"Q{n}" for n in range(1, 8))]
        sheets[name] = [head, *([f"P{at}", *row[:7]] for at, row in enumerate(answers))]
    found = wellbeing_scores.from_file(workbook(tmp_path, sheets))
    check(found)
    assert "Each sheet is one time" in found.said[-2]
    assert "under its licence" in found.said[-1] and "personal data" in found.said[-1]
    pre = [[row[0], *row[2:]] for row in long(14)[31:]]
    unlike = {"Pre": [["Person", *(f"Q{n}" for n in range(1, 15))], *pre], "Post": sheets["Post"]}
    with pytest.raises(WorkbookError, match="none of 30 people has answers at two times"):
        wellbeing_scores.from_file(workbook(tmp_path, unlike))  # type: ignore[arg-type]
    again = wellbeing_scores.from_file(workbook(tmp_path, {"A": long(), "B": long()}))
    check(again)
    assert again.said[-2] == "Read: sheet “A”. The other sheets were not."


def test_a_form_with_its_own_number_for_each_response(tmp_path: Path) -> None:
    """The tool's ID is another in each row; the participant's number comes twice."""
    head: list[object] = ["ID", "Start time", "Completion time", "Email", "Name"]
    rows: Rows = [[*head, "What is your number, as the worker gave it?", *STATEMENTS]]
    for time, answers in enumerate((BEFORE, AFTER)):
        when = dt.datetime(2025, 3 + 6 * time, 4, 10, 30)
        for at, row in enumerate(answers):
            own = [LABELS[n] for n in row]
            rows.append([len(rows), when, when, "anonymous", "", 100 + at, *own])
    check(wellbeing_scores.from_file(workbook(tmp_path, {"Form1": rows})), 14)


@pytest.mark.parametrize("labels", [True, False])
def test_two_rows_of_headings(tmp_path: Path, labels: bool) -> None:
    top: list[object] = ["Respondent ID", "Collector ID", "Start Date", "Client number"]
    rows: Rows = [
        [*top, "Which survey is this?", "Tick the box that fits", *[""] * 6],
        ["", "", "", "Open-Ended Response", "Response", *STATEMENTS[:7]],
    ]
    for wave, answers in (("After", AFTER), ("Before", BEFORE)):
        for at, row in enumerate(answers):
            own = [LABELS[n] if labels else n for n in row[:7]]
            rows.append([9000 + len(rows), 44, "04/03/2025 10:01:12 AM", 100 + at, wave, *own])
    found = wellbeing_scores.from_file(written(tmp_path, rows))
    check(found)
    assert "“Client number Open-Ended Response”" in found.said[0]
    keys: list[object] = [f'{{"ImportId":"Q{at}"}}' for at in range(12)]
    found = wellbeing_scores.from_file(written(tmp_path, [*rows[:2], keys, *rows[2:]]))
    check(found)
    assert "ImportId" not in " ".join(found.said)


def test_the_scale_is_found_beside_others(tmp_path: Path) -> None:
    rows = long(7, [f"SWEMWBS {n}" for n in range(1, 8)])
    mood: list[object] = [f"Mood {n}" for n in range(1, 8)]
    rows = [[*row[:2], *(mood if at == 0 else [1 + at % 4] * 7), *row[2:], at or "Sum"]
            for at, row in enumerate(rows)]  # fmt: skip
    check(wellbeing_scores.from_file(written(tmp_path, rows)))
    # Numbered alike is enough where the scale is not named; so is standing side by side.
    for heads in ([f"Q{n}" for n in range(1, 8)], STATEMENTS[:7]):
        rows = [[*row[:2], row[2], "North", *row[2:]] for row in long(7, heads)]
        rows[0][2] = "Band"
        check(wellbeing_scores.from_file(written(tmp_path, rows)))


# --- who and when -------------------------------------------------------------------------------


def test_five_people_are_no_answers(tmp_path: Path) -> None:
    """Numbers of people may look like answers; statements may speak of a person or of time."""
    heads = ["I had time for every other person", *STATEMENTS[1:7]]
    rows = long(7, heads)
    rows = [rows[0], *([int(str(row[0])[1:]) + 1, *row[1:]] for row in rows if str(row[0]) < "P5"
            and len(str(row[0])) == 2)]  # fmt: skip
    found = wellbeing_scores.from_file(written(tmp_path, rows))
    assert found.people == ("1", "2", "3", "4", "5")
    assert found.first.to_numpy().tolist() == [row[:7] for row in BEFORE[:5]]
    for row in rows:
        row.insert(2, "Minutes" if row[0] == "Person" else len(row) + rows.index(row))
    rows[0][2] = "Time taken"
    assert wellbeing_scores.from_file(written(tmp_path, rows)).first.equals(found.first)
    for row in rows:
        row.insert(1, "Survey" if row[0] == "Person" else "Survey 1")
    assert wellbeing_scores.from_file(written(tmp_path, rows)).first.equals(found.first)


def test_people_are_the_same_in_small_letters_and_with_blanks(tmp_path: Path) -> None:
    rows = long()
    for at in range(1, 11):
        rows[at][0] = f" p{at - 1}"
    check(wellbeing_scores.from_file(written(tmp_path, rows)))


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ("Pre", "Post"), ("T0", "T1"), ("Baseline", "6 months"), ("First", "Second"),
        ("Entry", "Exit"), ("Initial", "Review 1"), ("2 weeks", "1 month"), ("6 months", "1 year"),
        ("First", "Last"), ("Pre-survey 2025", "Post-survey 2025"), ("Review 1", "Review 2"),
        ("Pre", "Mid-point"), ("Halfway", "Post"),
        ("Start of support", "End of support"), ("Wave 9", "Wave 10"), ("0 months", "12 months"),
    ],
)  # fmt: skip
def test_waves_in_order(early: str, late: str) -> None:
    first, second = rank(early), rank(late)
    assert first is not None and second is not None and first < second


@pytest.mark.parametrize("text", ["blue", "A", "", "04/03/2025", "Before the end", "2025"])
def test_what_is_no_wave(text: str) -> None:
    assert rank(text) is None


def test_waves_count_more_than_the_day_of_typing_in(tmp_path: Path) -> None:
    rows = [[row[0], row[1], "01/11/2025", *row[2:]] for row in long()]
    rows[0][2] = "Date entered"
    check(wellbeing_scores.from_file(written(tmp_path, rows)))


def test_rows_that_do_not_say_who_or_when_are_left_out_and_told(tmp_path: Path) -> None:
    rows = long()
    rows[3][0] = ""
    rows[5][1] = ""
    mean: list[object] = ["Mean", "", *["3.2"] * 7]
    found = wellbeing_scores.from_file(written(tmp_path, [*rows, [""] * 9, mean]))
    assert "Left out, because they do not say who answered: 1 row (4)." in found.said
    assert "Left out, because they do not say when: 2 rows (6, 63)." in found.said
    assert wellbeing_scores.score(found).change.people == PEOPLE - 2


def test_later_answers_alone_are_no_first_answers(tmp_path: Path) -> None:
    """One row at the second wave, or two at the same, is no change of anybody."""
    extra: Rows = [["Z1", "2", *[5] * 7], ["Z2", "1", *[1] * 7], ["Z2", "1", *[5] * 7]]
    extra += [["Z3", "1", *[2] * 7], ["Z3", "1", *[2] * 7]]
    found = wellbeing_scores.from_file(written(tmp_path, [*long(), *extra]))
    change = wellbeing_scores.score(found).change
    assert (change.people, change.only_before, change.only_after) == (PEOPLE, 1, 1)
    assert any(text.startswith("Rows 63 and 64 give one person two unlike") for text in found.said)
    assert "Rows 65 and 66 say the same and count once." in found.said
    assert "z2" not in found.people


def test_more_than_two_times(tmp_path: Path) -> None:
    rows = long(waves=("1", "3"))
    found = wellbeing_scores.from_file(written(tmp_path, [*rows, ["P0", "2", *[5] * 7]]))
    check(found)
    assert "1 person answered more than twice; the first and last answers count." in found.said


# --- what is refused ----------------------------------------------------------------------------


def no_repeat(rows: Rows) -> Rows:
    return [row for row in rows if row[1] != "2"]


def test_one_time_alone_is_refused_with_what_to_look_at(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="none of 30 people has answers at two times"):
        wellbeing_scores.from_file(written(tmp_path, no_repeat(long())))
    others = [[f"X{row[0]}", *row[1:]] if row[1] == "1" else row for row in long()]
    with pytest.raises(WorkbookError, match="none of 60 people has answers at two times"):
        wellbeing_scores.from_file(written(tmp_path, others))


def test_answers_from_nought_to_four_are_refused(tmp_path: Path) -> None:
    rows = [[*row[:2], *(min(3, int(str(n)) - 1) for n in row[2:])] for row in long()[1:]]
    with pytest.raises(WorkbookError, match=r"export.csv: the answers run from 0 to 3, and"):
        wellbeing_scores.from_file(written(tmp_path, [long()[0], *rows]))


def test_answers_outside_the_scale_are_missing_and_told(tmp_path: Path) -> None:
    rows = long()
    rows[1][2], rows[2][2], rows[3][2], rows[4][3] = 99, 99, 0, -9
    rows[5][2:] = [5] * 7
    found = wellbeing_scores.from_file(written(tmp_path, rows))
    assert "Answers outside the scale count as missing: 99 (2 times), 0 (1 times)." in found.said
    assert int(found.second.isna().to_numpy().sum()) == 4


def test_what_is_no_answer_is_missing_and_told(tmp_path: Path) -> None:
    rows = long()
    rows[1][2], rows[2][2], rows[3][2], rows[4][3] = "3.5", "3.5", "often?", "n/a"
    found = wellbeing_scores.from_file(written(tmp_path, rows))
    told = "No answers of this scale, so missing: “3.5” (2 times), “often?” (1 times)."
    assert told in found.said
    assert int(found.second.isna().to_numpy().sum()) == 4


@pytest.mark.parametrize("text", ["1 - All of the time", "All of the time (1)"])
def test_a_label_with_another_number_is_refused(text: str) -> None:
    with pytest.raises(WorkbookError, match="counts 5: the answers may have been coded the other"):
        answer(text)
    assert answer(text.replace("1", "5")) == 5
    assert math.isnan(answer("Not at all"))


def test_an_item_turned_round_is_told(tmp_path: Path) -> None:
    rows = long(14)
    assert not any("falls where" in t for t in
                   wellbeing_scores.from_file(written(tmp_path, rows)).said)  # fmt: skip
    for row in rows[1:]:
        row[6] = 6 - int(str(row[6]))
    rows[4][3] = ""
    said = wellbeing_scores.from_file(written(tmp_path, rows)).said
    assert [t[:22] for t in said if "falls where" in t] == ["Item 5 falls where the"]


def test_headings_that_come_twice_are_not_fourteen_items(tmp_path: Path) -> None:
    heads = [f"Q{n}" for n in range(1, 8)] * 2
    with pytest.raises(WorkbookError, match="columns C to I come again in J to P"):
        wellbeing_scores.from_file(written(tmp_path, long(14, heads)))


@pytest.mark.parametrize(
    ("drop", "said"),
    [
        (0, "does not say who answered"),
        (1, "export.xlsx, sheet “S” does not say when each person answered"),
        (5, r"6 columns hold answers from 1 to 5 \(C to H\), and 7 or 14 are"),
    ],
)
def test_what_lacks_is_named(tmp_path: Path, drop: int, said: str) -> None:
    rows = [row[:drop] + row[drop + 1 :] for row in long()]
    with pytest.raises(WorkbookError, match=said):
        wellbeing_scores.from_file(workbook(tmp_path, {"Help": [["a"], ["b"]], "S": rows}))


def test_scores_from_one_to_ten_are_another_tool(tmp_path: Path) -> None:
    rows = [[*row[:2], *(2 * int(str(n)) for n in row[2:])] for row in long()[1:]]
    with pytest.raises(WorkbookError, match="no columns of answers from 1 to 5 were found"):
        wellbeing_scores.from_file(written(tmp_path, [long()[0], *rows]))


def test_totals_alone_are_refused_by_name(tmp_path: Path) -> None:
    rows: Rows = [["Person", "Wave", "WEMWBS total"]]
    rows += [[f"P{at}", wave, sum(row)] for wave, answers in ((1, BEFORE), (2, AFTER))
             for at, row in enumerate(answers)]  # fmt: skip
    with pytest.raises(WorkbookError, match="holds totals without the answers behind them"):
        wellbeing_scores.from_file(written(tmp_path, rows))
