"""Opening a file someone brings: zip, encoding, size. No tables are read here.

Nothing in this module imports pandas, so that a notice can be read before it is loaded.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from course_support.errors import WorkbookError

CHUNK = 1 << 20
#: More than this, unpacked, and the file is refused before it can fill the computer's memory.
MAX_UNPACKED = 1_500_000_000
#: The largest workbook taken out of a zip.
MAX_WORKBOOK = 200_000_000
#: A table that packs smaller than this share of its size is a trap, not data.
MAX_PACKING = 400
_WORKBOOK_PARTS = {
    "xl/workbook.xml": "xlsx",
    "content.xml": "ods",
    "xl/workbook.bin": "xlsb",
    "word/document.xml": "docx",
}
_MAGIC = (
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"PAR1", "parquet"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"$FL2", "spss"),
    (b"$FL3", "spss"),
)
_CANNOT = {
    "pdf": "a PDF. Tables cannot be read from it with certainty. Look for the same figures "
    "as a CSV, ODS or Excel file on the publisher's page",
    "docx": "a Word document. Copy its table into a spreadsheet and save that as CSV",
    "xlsb": "a binary Excel workbook (.xlsb). Open it in Excel and save it as .xlsx",
    "gzip": "a gzip archive. Unpack it first and choose the file inside",
    "7z": "a 7-Zip archive. Unpack it first and choose the file inside",
    "rar": "a RAR archive. Unpack it first and choose the file inside",
    "picture": "a picture. Look for the same figures as a CSV, ODS or Excel file",
    "spss": "an SPSS file. Export it as CSV from SPSS first",
    "parquet": "a Parquet file. Save it as CSV first",
    "html": "a web page, not the file itself. Go back to the page and use its download link",
    "binary": "not text and not a workbook of a known kind. Save the table as CSV or .xlsx",
}


@dataclass(frozen=True)
class SourceFile:
    """A file that can be opened, perhaps the one file inside a zip.

    Attributes
    ----------
    path : where it is on disk.
    member : its name inside the zip, or None.
    kind : ``text``, ``json``, ``xlsx``, ``xls``, ``ods`` or ``parquet``.
    size : bytes once unpacked.
    """

    path: Path
    member: str | None
    kind: str
    size: int

    @property
    def name(self) -> str:
        """The name to show: the file's, and what it was inside."""
        return f"{self.path.name} ({self.member})" if self.member else self.path.name

    def open(self) -> IO[bytes]:
        """Open for reading bytes."""
        if self.member is None:
            return self.path.open("rb")
        return zipfile.ZipFile(self.path).open(self.member)

    def whole(self) -> Path | io.BytesIO:
        """Return a workbook for libraries that read one: its path, or its bytes from a zip."""
        return self.path if self.member is None else io.BytesIO(self.read(MAX_WORKBOOK))

    def read(self, limit: int, what: str = "file") -> bytes:
        """Return all bytes, or refuse a file larger than ``limit``.

        Raises
        ------
        WorkbookError
            If the file is too large, or its zip is damaged.
        """
        if self.size > limit:
            raise WorkbookError(
                f"{self.name} is {self.size / 1e6:,.0f} MB. A {what} of more than "
                f"{limit / 1e6:,.0f} MB is not read, to protect your computer's memory. "
                "Download a smaller part, for example one month or one area."
            )
        try:
            with self.open() as stream:
                return stream.read(limit + 1)
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as fault:
            raise _damaged(self.name, fault) from fault


@dataclass(frozen=True)
class Text:
    """Decoded text with how it was decoded."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def open_source(path: str | Path) -> SourceFile:
    """Find the one readable file at ``path``, looking inside a zip.

    Raises
    ------
    WorkbookError
        If there is no such file, it is empty, it is of a kind that cannot be read, or a
        zip holds none or several readable files.
    """
    path = Path(path)
    if not path.exists():
        raise WorkbookError(
            f"There is no file at {path}. Check the name, and that the download finished."
        )
    if path.is_dir():
        raise WorkbookError(f"{path} is a folder. Choose one file inside it.")
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as fault:
        raise WorkbookError(f"{path.name} could not be opened: {fault.strerror}.") from fault
    if not head.strip():
        raise WorkbookError(f"{path.name} is empty. Download it again.")
    if head.startswith(b"PK"):
        return _inside_zip(path)
    kind = sniff(head)
    _refuse(path.name, kind)
    return SourceFile(path, None, kind, path.stat().st_size)


def sniff(head: bytes) -> str:
    """Say what the first bytes look like."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)):
        return "text"
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if re.match(rb"(?i)<(!doctype html|html|head|body)", start):
        return "html"
    if b"\x00" in head:
        return "binary"
    if re.match(rb"\{\s*(\"|\}|$)|\[\s*(\{|\])", start):
        return "json"
    return "text"


def _refuse(name: str, kind: str) -> None:
    if kind in _CANNOT:
        raise WorkbookError(f"{name} is {_CANNOT[kind]}.")


def _damaged(name: str, fault: Exception) -> WorkbookError:
    return WorkbookError(
        f"{name} is damaged and could not be unpacked ({fault}). Download it again."
    )


def _inside_zip(path: Path) -> SourceFile:
    """Return a workbook as itself, or the one readable member of an archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            _check_packing(path.name, members)
            names = {m.filename for m in members}
            for part, kind in _WORKBOOK_PARTS.items():
                if part in names:
                    _refuse(path.name, kind)
                    return SourceFile(path, None, kind, path.stat().st_size)
            return _one_member(path, archive, members)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as fault:
        raise _damaged(path.name, fault) from fault
    except RuntimeError as fault:
        raise WorkbookError(
            f"{path.name} is locked with a password. Unpack it first and choose the file inside."
        ) from fault


def _nested_kind(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> str:
    """Say what a zip inside a zip is: a workbook, or something that is not opened."""
    if member.file_size > MAX_WORKBOOK:
        return "zip"
    with zipfile.ZipFile(io.BytesIO(archive.read(member))) as inner:
        _check_packing(member.filename, inner.infolist())
        names = set(inner.namelist())
    return next(
        (k for part, k in _WORKBOOK_PARTS.items() if part in names and k not in _CANNOT), "zip"
    )


def _check_packing(name: str, members: list[zipfile.ZipInfo]) -> None:
    """Refuse a zip that unpacks to far more than its size suggests."""
    packed = sum(m.compress_size for m in members)
    unpacked = sum(m.file_size for m in members)
    ratio = unpacked / max(packed, 1)
    if unpacked > MAX_UNPACKED or (unpacked > 100_000_000 and ratio > MAX_PACKING):
        raise WorkbookError(
            f"{name} would unpack to {unpacked / 1e6:,.0f} MB, {ratio:,.0f} times its size. "
            "It is not opened, because that can stop your computer. If the file is genuine, "
            "unpack it yourself and choose the smaller file inside."
        )
    if len(members) > 20_000:
        raise WorkbookError(f"{name} holds {len(members):,} files. Unpack it and choose one.")


def _one_member(path: Path, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> SourceFile:
    """Return the one readable file of an archive."""
    readable = []
    for member in members:
        base = member.filename.rsplit("/", 1)[-1]
        if member.filename.startswith("__MACOSX/") or base.startswith("."):
            continue
        with archive.open(member) as stream:
            head = stream.read(4096)
        kind = _nested_kind(archive, member) if head.startswith(b"PK") else sniff(head)
        text = base.lower().endswith((".csv", ".json", ".tsv", ".txt")) and kind in {"text", "json"}
        if text or kind in {"xlsx", "ods", "xls"}:
            readable.append((member, kind))
    tables = [r for r in readable if not r[0].filename.lower().endswith(".txt")] or readable
    if len(tables) == 1:
        member, kind = tables[0]
        return SourceFile(path, member.filename, kind, member.file_size)
    inside = ", ".join(sorted(m.filename for m in members)[:8]) or "nothing"
    if not tables:
        raise WorkbookError(
            f"{path.name} holds no CSV, workbook or JSON file that can be read (it holds "
            f"{inside}). Unpack it and choose the table inside."
        )
    raise WorkbookError(
        f"{path.name} holds {len(tables)} tables ({inside}). Unpack it and choose the one you want."
    )


#: Bytes that stand for nothing in Windows-1252.
_NO_LETTER = b"\x81\x8d\x8f\x90\x9d"


def find_encoding(source: SourceFile) -> tuple[str, tuple[str, ...]]:
    """Return the encoding to read with, and what a reader should know about it.

    UTF-8 is tried first, then Windows-1252. Guessing libraries are not used: they were
    seen to call Windows-1252 files cp1250, which turns £ into Ł.
    """
    utf8 = codecs.getincrementaldecoder("utf-8")()
    first = b""
    offset = 0
    bad_at = -1
    odd = 0
    try:
        with source.open() as stream:
            while chunk := stream.read(CHUNK):
                first = first or chunk[:4]
                if bad_at < 0:
                    try:
                        utf8.decode(chunk)
                    except UnicodeDecodeError as fault:
                        bad_at = offset + fault.start
                if bad_at >= 0:
                    odd += len(chunk) - len(chunk.translate(None, _NO_LETTER))
                offset += len(chunk)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as fault:
        raise _damaged(source.name, fault) from fault
    if first.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32", ("The file is in UTF-32, a rare encoding.",)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", ("The file is in UTF-16, the encoding Excel calls Unicode Text.",)
    if bad_at < 0:
        return "utf-8-sig", ()
    notes: tuple[str, ...] = (
        f"The file is not valid UTF-8 (first at byte {bad_at + 1:,}), so it was read as "
        "Windows-1252. Check pound signs, dashes and accents.",
    )
    if odd:
        notes += (
            f"{odd} bytes have no letter in Windows-1252 and show as \N{REPLACEMENT CHARACTER}.",
        )
    return "cp1252", notes


def read_text(source: SourceFile, limit: int) -> Text:
    """Return the whole file as text."""
    encoding, notes = find_encoding(source)
    data = source.read(limit)
    return Text(data.decode(encoding, errors="replace"), encoding, notes)


def open_text(source: SourceFile, encoding: str) -> IO[str]:
    """Open for streaming text in an encoding found by `find_encoding`."""
    return io.TextIOWrapper(source.open(), encoding=encoding, errors="replace", newline="")


_MOJIBAKE = re.compile(
    "[\u00c2\u00c3\u00e2\u00ef][\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u2122]"
)


def mend_mojibake(text: str) -> str:
    """Undo UTF-8 that was once read as Windows-1252 (``Â£`` becomes ``£``).

    Text that does not come back whole is left as it is.
    """
    if not _MOJIBAKE.search(text):
        return text
    for codec in ("cp1252", "latin-1"):
        try:
            return text.encode(codec).decode("utf-8").lstrip("\ufeff")
        except UnicodeError:
            continue
    return text


def lines_of(stream: IO[str], longest: int = 2_000_000) -> Iterator[str]:
    """Yield lines, refusing one so long that it cannot be a row of a table."""
    while line := stream.readline(longest):
        if len(line) >= longest:
            raise WorkbookError(
                f"One line of the file is longer than {longest:,} characters. "
                "That is not a table. Check that the right file was chosen."
            )
        yield line
