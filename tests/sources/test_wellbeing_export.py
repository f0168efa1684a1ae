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


# --- totals without the answers behind them -----------------------------------------------------

#: Totals of the fourteen items; the first seven of them; and those as metric scores.
TOTALS = np.array([[sum(row) for row in wave] for wave in (BEFORE, AFTER)])
RAW = np.array([[sum(row[:7]) for row in wave] for wave in (BEFORE, AFTER)])
#: Domain facts, section 8: raw totals from 7 to 35 as metric scores.
METRIC = (
    7.00, 9.51, 11.25, 12.40, 13.33, 14.08, 14.75, 15.32, 15.84, 16.36, 16.88, 17.43, 17.98, 18.59,
    19.25, 19.98, 20.73, 21.54, 22.35, 23.21, 24.11, 25.03, 26.02, 27.03, 28.13, 29.31, 30.70,
    32.55, 35.00,
)  # fmt: skip
SCORES = np.take(METRIC, RAW - 7)


def totals(values: np.ndarray, head: str = "Total", waves: tuple[str, str] = ("1", "2")) -> Rows:
    """Return one row for each time, the later first."""
    rows: Rows = [["Client", "Wave", head]]
    for wave, given in ((waves[1], values[1]), (waves[0], values[0])):
        rows += [[f"P{at}", wave, value] for at, value in enumerate(given.tolist())]
    return rows


def both(values: np.ndarray, heads: tuple[str, str]) -> Rows:
    rows: Rows = [["Client", "Site", heads[1], heads[0]]]
    return rows + [
        [f"P{at}", "NS"[at % 2], late, early] for at, (early, late) in enumerate(values.T.tolist())
    ]


def held(found: wellbeing_scores.TwoWaves, values: np.ndarray) -> None:
    """Hold mean, interval and people against numpy and scipy's own paired test."""
    from scipy import stats

    change = wellbeing_scores.score(found).change
    expected = stats.ttest_rel(values[1], values[0])
    interval = expected.confidence_interval()
    assert change.people == values.shape[1]
    assert change.mean_change == pytest.approx((values[1] - values[0]).mean())
    assert (change.lower, change.upper) == pytest.approx((interval.low, interval.high))
    assert change.p_value == pytest.approx(expected.pvalue)


@pytest.mark.parametrize("layout", ["waves", "dates", "one row", "sheets", "two headings"])
@pytest.mark.parametrize(
    ("values", "scored", "name", "told"),
    [
        (TOTALS, TOTALS, "WEMWBS total", "fourteen-item scale: all lie from 14 to 70, and some"),
        (
            RAW,
            SCORES,
            "SWEMWBS score",
            "scale, as the heading says. Each is turned into its metric",
        ),
        (SCORES, SCORES, "Wellbeing score", "each stands in the table of metric scores"),
    ],
)
def test_totals_in_every_layout(
    tmp_path: Path, layout: str, values: np.ndarray, scored: np.ndarray, name: str, told: str
) -> None:
    """Means and intervals against numpy and scipy, person by person."""
    if layout in ("waves", "dates"):
        whens = ("1", "2") if layout == "waves" else ("03/04/2025", "17/10/2025")
        rows = totals(values, name, whens)
        rows[0][1] = "Wave" if layout == "waves" else "Date"
        path = written(tmp_path, rows)
    elif layout == "one row":
        path = written(tmp_path, both(values, (f"{name} pre", f"{name} post")))
    elif layout == "two headings":
        rows = both(values, (name, name))
        path = workbook(tmp_path, {"Data": [["", "", "After", "Before"], *rows]})
    else:
        rows = totals(values, name)
        late, early = ([[r[0], r[2]] for r in rows if r[1] in ("Wave", w)] for w in ("2", "1"))
        path = workbook(tmp_path, {"Follow-up": late, "Baseline": early})
    found = wellbeing_scores.from_file(path)
    held(found, scored)
    assert any(told in each for each in found.said)
    assert any("rule for missing answers could not be applied" in each for each in found.said)
    assert wellbeing_scores.score(found).unit == ("points" if values is TOTALS else "metric points")


def test_a_blank_total_is_a_person_without_a_score(tmp_path: Path) -> None:
    """The first row may be the blank one; codes and words for none are told."""
    rows = totals(TOTALS, "WEMWBS total", ("Before", "After"))
    rows[1][2], rows[2][2], rows[3][2], rows[31][2] = "", "99", "not done", 0
    rows.append(["New", "After", 50])
    found = wellbeing_scores.from_file(written(tmp_path, rows))
    scored = wellbeing_scores.score(found, blanks_allowed=3)
    # P0 has neither; P1 and P2 have no second.
    assert (scored.change.people, scored.change.only_before) == (PEOPLE - 3, 2)
    assert scored.change.only_after == 1
    assert scored.scores[1].reading() == "31 people: 3 without a score in the file; 28 scored."
    assert "who answered is read from “Client”." in found.said[0]
    told = "No totals of this scale, so missing: “99” (1 times), “not done” (1 times), “0” (1"
    assert any(each.startswith(told) for each in found.said)


def test_a_first_row_without_answers_is_a_person(tmp_path: Path) -> None:
    rows = long(waves=("Before", "After"))
    rows[1][2:] = [""] * 7
    found = wellbeing_scores.from_file(written(tmp_path, rows))
    assert wellbeing_scores.score(found).change.only_before == 1
    assert "who answered is read from “Person”." in found.said[0]


def test_metric_scores_over_words_are_no_headings(tmp_path: Path) -> None:
    """A row without a whole number is a person all the same."""
    scores = SCORES.copy()
    scores[:, 0], scores[:, 1] = 18.59, 35
    rows = totals(scores, "SWEMWBS metric", ("Before", "After"))
    held(wellbeing_scores.from_file(written(tmp_path, rows)), scores)


@pytest.mark.parametrize(
    ("head", "values", "told", "metric"),
    [
        ("Total", (9, 30), "some are below 14", False),
        ("Total", (15, 30), "If they are of fourteen items, write 14 into the heading", False),
        ("WEMWBS 14 total", (15, 30), "fourteen-item scale, as the heading says", False),
        ("Score out of 35", (15, 30), "seven-item scale, as the heading says", False),
        ("Score /70 (14)", (15, 30), "fourteen-item scale, as the heading says", False),
        ("WEMWBS-7", (15, 30), "seven-item scale, as the heading says", False),
        ("Short WEMWBS total", (15, 30), "seven-item scale, as the heading says", False),
        ("SWEMWBS", (15.84, 27.03), "table of metric scores. They are not conv", True),
        ("SWEMWBS metric", (15.8, 27.0), "within rounding of it", True),
        ("WEMWBS 14", (40.5, 60), "1 are no whole numbers: blanks were filled in", False),
        ("WEMWBS total, month 7", (40, 60), "some are above 35", False),
    ],
)
def test_values_prove_the_form_or_the_heading_names_it(
    tmp_path: Path, head: str, values: tuple[float, float], told: str, metric: bool
) -> None:
    low, high = values
    rows: Rows = [["Client", "Wave", head], ["A", 1, low], ["A", 2, high], ["B", 1, high]]
    found = wellbeing_scores.from_file(written(tmp_path, [*rows, ["B", 2, high]]))
    assert any(told in each for each in found.said), found.said
    assert found.form is not None and found.form.metric is metric
    assert found.items == (14 if "14" in head or "month" in head else 7)


@pytest.mark.parametrize(
    ("head", "values", "said"),
    [
        ("WEMWBS total", (15, 30), "may be of seven items or of fourteen. Write 7 or 14 into"),
        ("Total", (10, 40), "run from 10 to 40, which fits neither whole totals of fourteen"),
        ("WEMWBS total", (40.5, 60), "write 14, 7 or metric into the heading, such as"),
        ("SWEMWBS total", (20, 40), "seven-item scale (7 to 35), but row 3 holds 40, which is"),
        ("WEMWBS 14 total", (12, 40), "(14 to 70), but row 2 holds 12, which is none"),
        ("SWEMWBS metric", (21, 23.21), "of the seven-item scale (7 to 35), but row 2"),
        ("Wellbeing score", (3, 6), "run from 3 to 6, which fits neither"),
        ("Wellbeing score", (50, 95), "run from 50 to 95, which fits neither"),
        ("WEMWBS total", ("high", "low"), "no numbers stand under “WEMWBS total”"),
    ],
)  # fmt: skip
def test_totals_of_no_clear_form_are_refused_with_what_to_do(
    tmp_path: Path, head: str, values: tuple[object, object], said: str
) -> None:
    rows: Rows = [["Client", "Wave", head], ["A", 1, values[0]], ["A", 2, values[1]]]
    with pytest.raises(WorkbookError) as refused:
        wellbeing_scores.from_file(written(tmp_path, rows))
    assert said in str(refused.value)


def test_columns_of_totals_that_do_not_say_when_are_refused(tmp_path: Path) -> None:
    for heads in (("WEMWBS total", "WEMWBS total"), ("WEMWBS total", "SWEMWBS total")):
        with pytest.raises(WorkbookError, match="2 columns of totals .* write before or after"):
            wellbeing_scores.from_file(written(tmp_path, both(TOTALS, heads)))
    heads = ("WEMWBS 14 total pre", "SWEMWBS total post")
    with pytest.raises(WorkbookError, match="name two forms of the scale"):
        wellbeing_scores.from_file(written(tmp_path, both(RAW, heads)))
    rows = [row[1:] for row in totals(TOTALS, "WEMWBS total")]
    with pytest.raises(WorkbookError, match="does not say who answered"):
        wellbeing_scores.from_file(written(tmp_path, rows))
    rows = [[row[0], row[2]] for row in totals(TOTALS, "WEMWBS total")]
    with pytest.raises(WorkbookError, match="does not say when each person answered"):
        wellbeing_scores.from_file(written(tmp_path, rows))


def test_totals_are_found_beside_other_columns(tmp_path: Path) -> None:
    """Metric scores and a change worked out by the tool stand beside them."""
    head = "Young person SWEMWBS total"
    rows = [
        [*row, round(METRIC[int(str(row[2])) - 7], 2) if at else "SWEMWBS metric",
         1 if at else "WEMWBS change score", 1 + at % 5 if at else "Band"]
        for at, row in enumerate(totals(RAW, head))
    ]  # fmt: skip
    found = wellbeing_scores.from_file(written(tmp_path, rows))
    held(found, SCORES)
    alone = wellbeing_scores.from_file(written(tmp_path, both(TOTALS, ("Pre", "Post"))))
    held(alone, TOTALS)
    assert "Not read: metric scores in D, as the totals stand beside them." in found.said


@pytest.mark.parametrize(
    "heads",
    [
        ("WEMWBS 14 baseline", "WEMWBS 14 mid-point", "WEMWBS 14 final"),
        ("Baseline WEMWBS", "WEMWBS 6 months", "WEMWBS 12 months"),
        ("WEMWBS total T0", "WEMWBS total T1", "WEMWBS total T2"),
        ("WEMWBS pre", "WEMWBS 6 month follow-up", "WEMWBS 12 month follow-up"),
    ],
)
def test_three_times_in_one_row(tmp_path: Path, heads: tuple[str, str, str]) -> None:
    rows = [
        [row[0], row[2], 20 + at if at else heads[1], row[3]]
        for at, row in enumerate(both(TOTALS, (heads[0], heads[2])))
    ]
    found = wellbeing_scores.from_file(written(tmp_path, rows))
    held(found, TOTALS)
    assert f"{PEOPLE} people answered more than twice; the first and last answers count." in (
        found.said
    )


def test_a_sheet_of_answers_counts_more_than_one_of_totals(tmp_path: Path) -> None:
    sheets = {"Totals": totals(TOTALS, "WEMWBS total"), "Answers": long(14)}
    found = wellbeing_scores.from_file(workbook(tmp_path, sheets))
    check(found, 14)
    assert found.form is None


def test_the_reader_of_files_says_the_same(tmp_path: Path) -> None:
    """`workbook read` names the form in the same words, and warns where the page refuses."""
    from course_support.sources.published import read_published

    for values, name in ((TOTALS, "WEMWBS total"), (RAW, "SWEMWBS"), (SCORES, "SWEMWBS metric")):
        path = written(tmp_path, both(values, (f"{name} pre", f"{name} post")))
        read, found = read_published(path), wellbeing_scores.from_file(path)
        assert read.kind == "wellbeing"
        form, only, _ = found.said[-3:]
        (why,) = (each for each in read.notes if " stand " in each)
        assert form.startswith(f"{why} ") and only in read.notes
        assert "turned" not in why, "the reader converts nothing"
    rows = [[*row, raw[2]] for row, raw in zip(totals(TOTALS, "WEMWBS"), totals(RAW, "SWEMWBS"),
            strict=True)]  # fmt: skip
    notes = " ".join(read_published(written(tmp_path, rows)).notes)
    assert "“WEMWBS” stand totals of the fourteen" in notes
    assert "“SWEMWBS” stand raw totals of the seven" in notes
    path = written(tmp_path, totals(np.clip(TOTALS, 14, 35), "WEMWBS total"))
    with pytest.raises(WorkbookError) as refused:
        wellbeing_scores.from_file(path)
    assert str(refused.value) in read_published(path).warnings
