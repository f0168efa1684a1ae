"""What can go wrong while setting up, and what a person can do about each."""

import errno

PIECE = "the parts it needs (about 200 MB the first time)"

# Words that installers print, all in lower case, and what they mean in plain English.
CAUSES: list[tuple[tuple[str, ...], str]] = [
    (
        ("no space left on device", "not enough space on the disk", "errno 28", "os error 28"),
        "The disk is full. The workbook needs about 1 GB of free space.\n"
        "Delete what you do not need, or move this folder to a disk with more room, then run "
        "this again.",
    ),
    (
        ("do not match the hashes", "hash mismatch", "hash digest"),
        "A file that was fetched is not the one expected, so it was not installed.\n"
        "Run this again. If it happens again, something on your network changes downloads: "
        "ask your IT service.",
    ),
    (
        ("certificate verify failed", "sslerror", "invalid peer certificate", "unknownissuer"),
        "Your network inspects secure connections, and the download was refused because of "
        "that.\nAsk your IT service to allow Python packages, or set up once on another "
        "network.",
    ),
    (
        ("failed to establish a new connection", "name resolution", "getaddrinfo failed")
        + ("network is unreachable", "dns error", "connecttimeout", "nodename nor servname")
        + ("name or service not known", "error sending request", "proxyerror", "connect error")
        + ("connection refused", "connection timed out", "failed to lookup address", "offline"),
        f"There is no connection to the internet, and the workbook has to fetch {PIECE}.\n"
        "Connect, then run this again. Once set up, the workbook works without a connection.\n"
        "If you are connected, your network may block Python packages: ask your IT service.",
    ),
    (
        ("winerror 32", "winerror 5]", "access is denied", "being used by another process"),
        "A file is in use, probably by a copy of the workbook that is still open.\n"
        "Close the other window of the workbook (press Ctrl and C in it), then run this again.",
    ),
    (
        ("permission denied", "read-only file system", "errno 13", "os error 13"),
        "A file could not be written. Check that you may write in this folder, or move it to "
        "your own documents, then run this again.",
    ),
    (
        ("no matching distribution", "could not find a version", "no solution found"),
        "A part has no ready-made version for this Python on this computer.\n"
        "Use a 64-bit Python 3.11, 3.12 or 3.13 from python.org, then run this again.",
    ),
]


class Trouble(Exception):
    """Something a person can put right; the message says what happened and the cure."""


def explain(text: str) -> str | None:
    """Return what an installer's output means for a person, or None when that is unknown."""
    low = text.lower()
    for words, meaning in CAUSES:
        if any(word in low for word in words):
            return meaning
    return None


def explain_error(error: OSError) -> str:
    """Return what an operating system's error means for a person."""
    if error.errno == errno.ENOSPC:
        return CAUSES[0][1]
    where = f" ({error.filename})" if error.filename else ""
    return explain(str(error)) or f"The computer refused: {error.strerror or error}{where}."
