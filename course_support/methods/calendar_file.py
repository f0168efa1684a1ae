"""Dates as a calendar file (``.ics``) that other programs read (RFC 5545). Pure text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

#: A line of a calendar file has at most this many octets, its line end not counted (section 3.1).
LONGEST = 75


@dataclass(frozen=True)
class Entry:
    """A whole day in a calendar."""

    name: str
    day: date
    description: str = ""


def calendar(entries: Iterable[Entry], made: datetime, name: str = "") -> str:
    """Return a calendar file's text.

    Parameters
    ----------
    entries
        The days.
    made
        When the file was made, with its time zone.
    name
        A name for the calendar; many programs show it.
    """
    stamp = f"{made.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Commissioning workbook//Planner//EN"]
    lines += [f"X-WR-CALNAME:{escaped(name)}"] if name else []
    for entry in entries:
        lines += _event(entry, stamp, name)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(entry: Entry, stamp: str, calendar_name: str) -> list[str]:
    # The same entry of the same calendar keeps its identifier when its day moves, so that a
    # program that takes in the file again changes it and does not have it twice.
    known = sha256(f"{calendar_name} {entry.name}".encode()).hexdigest()[:24]
    return [
        "BEGIN:VEVENT",
        f"UID:{known}@commissioning-workbook",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(entry.name)}",
        *([f"DESCRIPTION:{escaped(entry.description)}"] if entry.description else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """Return text as a value: backslash, semicolon, comma and line ends escaped (3.3.11)."""
    for plain in ("\\", ";", ","):
        text = text.replace(plain, f"\\{plain}")
    return "\\n".join(text.splitlines())


def folded(line: str) -> str:
    """Return a line cut so that no part is too long, never inside a letter (3.1)."""
    parts, part = [], b""
    for letter in line:
        more = letter.encode()
        if len(part) + len(more) > LONGEST:
            parts.append(part)
            part = b" "
        part += more
    return b"\r\n".join([*parts, part]).decode()
