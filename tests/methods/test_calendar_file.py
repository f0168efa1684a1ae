"""A calendar file that other programs read. A reader by RFC 5545 stands here as second opinion."""

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from course_support.methods.calendar_file import Entry, calendar, escaped, folded

MADE = datetime(2027, 1, 4, 13, 30, tzinfo=timezone(timedelta(hours=1)))


def unescaped(value: str) -> str:
    """Read a text value back (RFC 5545, 3.3.11)."""
    out, letters = "", iter(value)
    for letter in letters:
        if letter == "\\":
            nxt = next(letters)
            out += "\n" if nxt in "nN" else nxt
        else:
            assert letter not in ",;", "a comma or semicolon that is not escaped ends a value"
            out += letter
    return out


def read(text: str) -> list[dict[str, str]]:
    """Read the events of a calendar file: unfold, then name, parameters and value."""
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").split("\r\n")[:-1]
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR"
    assert lines[1] == "VERSION:2.0" and lines[2].startswith("PRODID:")
    events: list[dict[str, str]] = []
    inside = False
    for line in lines[1:-1]:
        name, _, value = line.partition(":")
        if line in ("BEGIN:VEVENT", "END:VEVENT"):
            inside = not inside
            events += [{}] if inside else []
        elif inside:
            assert name not in events[-1], "each property once"
            events[-1][name] = value
    assert not inside
    return events


def test_whole_days_that_end_on_the_next() -> None:
    text = calendar([Entry("Late session", date(2027, 12, 31), "About six weeks")], MADE, "Course")
    (event,) = read(text)
    assert event.pop("UID").endswith("@commissioning-workbook")
    assert event == {
        "DTSTAMP": "20270104T123000Z",
        "DTSTART;VALUE=DATE": "20271231",
        "DTEND;VALUE=DATE": "20280101",
        "SUMMARY": "Late session",
        "DESCRIPTION": "About six weeks",
        "TRANSP": "TRANSPARENT",
    }
    assert "X-WR-CALNAME:Course\r\n" in text


def test_an_entry_that_moves_keeps_its_name_for_programs() -> None:
    ids = [
        read(calendar([Entry("A", day)], MADE))[0]["UID"]
        for day in (date.min, date.max - timedelta(1))
    ]
    assert ids[0] == ids[1]
    both = read(calendar([Entry("A", date(2027, 1, 1)), Entry("B", date(2027, 1, 1))], MADE))
    assert both[0]["UID"] != both[1]["UID"]


def test_what_has_a_meaning_is_escaped() -> None:
    assert escaped("a,b;c\\d\ne") == "a\\,b\\;c\\\\d\\ne"


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=200)
)
def test_any_text_comes_back(text: str) -> None:
    (event,) = read(calendar([Entry(text, date(2027, 1, 1), text)], datetime.now(UTC)))
    assert unescaped(event["SUMMARY"]) == unescaped(event["DESCRIPTION"]) == text


def test_a_letter_is_never_cut_in_two() -> None:
    cut = folded("é" * 60)
    assert cut.replace("\r\n ", "") == "é" * 60
    assert all(len(line.encode()) <= 75 for line in cut.split("\r\n"))
