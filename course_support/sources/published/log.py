"""What happened while a file was read: said to the reader, never swallowed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from course_support.methods.words import and_

#: Refused rows shown one by one; the rest are counted.
SHOWN = 20
#: Columns with words among their numbers that are warned of one by one.
SHOWN_COLUMNS = 6


@dataclass
class Log:
    """Counts and remarks gathered while reading one file."""

    rows_read: int = 0
    refused: list[tuple[str, int, str]] = field(default_factory=list)
    refused_count: int = 0
    headers: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unread: dict[str, Counter[str]] = field(default_factory=dict)
    orders: dict[str, set[str]] = field(default_factory=dict)
    dated: set[tuple[str, str]] = field(default_factory=set)
    dropped_columns: list[str] = field(default_factory=list)
    skipped_sheets: dict[str, str] = field(default_factory=dict)

    def refuse(self, sheet: str, row: int, reason: str) -> None:
        """Record one row that was not taken in."""
        self.refused_count += 1
        if len(self.refused) < SHOWN:
            self.refused.append((sheet, row, reason))

    def warn(self, text: str) -> None:
        """Record something the reader should check."""
        if text and text not in self.warnings:
            self.warnings.append(text)

    def note(self, text: str) -> None:
        """Record something worth knowing."""
        if text and text not in self.notes:
            self.notes.append(text)

    def words(self, column: str, found: dict[str, int]) -> None:
        """Record cells that hold words where a number was expected."""
        if found:
            self.unread.setdefault(column, Counter()).update(found)

    def order(self, column: str, order: str, note: str = "") -> None:
        """Record in which order day and month were read in one part of a column.

        What is to be said of it is said once, whatever the number of parts.
        """
        if order:
            self.orders.setdefault(column, set()).add(order)
        if not note or (column, order) in self.dated:
            return
        self.dated.add((column, order))
        if "Nothing in" in note or "both" in note:
            self.warn(note)
        else:
            self.note(note)

    def close(self) -> None:
        """Turn the gathered words into warnings."""
        columns = list(self.unread.items())
        for column, found in columns[:SHOWN_COLUMNS]:
            examples = ", ".join(f"'{t[:40]}'" for t, _ in found.most_common(3))
            total = sum(found.values())
            cells = "1 cell holds" if total == 1 else f"{total:,} cells hold"
            self.warn(
                f"In '{column}', {cells} words where a number was expected ({examples}). "
                "They count as missing; the words are kept beside them."
            )
        if more := columns[SHOWN_COLUMNS:]:
            total = sum(sum(found.values()) for _, found in more)
            names = ", ".join(f"'{column}'" for column, _ in more[:3])
            self.warn(
                f"In {len(more)} more columns, {total:,} cells hold words where a number was "
                f"expected (in {names}{' and others' if len(more) > 3 else ''}). They count as "
                "missing; the words are kept beside them."
            )
        self.unread.clear()
        for column, orders in self.orders.items():
            if len(orders) > 1:
                self.warn(
                    f"The file is long, and '{column}' was read {and_(sorted(orders))} in "
                    "different parts of it. Check the dates, or ask the publisher for one form."
                )
