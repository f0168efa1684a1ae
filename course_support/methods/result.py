"""What every method gives back: a table, a sentence, and what was assumed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


class Result(ABC):
    """A computed answer that can show itself.

    Subclasses are frozen dataclasses. They hold plain numbers and tables for
    charts and reports, and say in one sentence what those numbers mean.
    """

    #: What was taken as given, one short sentence each.
    assumptions: tuple[str, ...] = ()

    @abstractmethod
    def table(self) -> pd.DataFrame:
        """Return the numbers as a table with readable column names and units."""

    @abstractmethod
    def reading(self) -> str:
        """Return one plain sentence that says what the numbers show."""

    def _repr_html_(self) -> str:
        """Show the reading, the table and the assumptions in a notebook."""
        table = self.table().to_html(border=0, escape=True, classes="wb-table", na_rep="–")
        given = "".join(f"<li>{escape(text)}</li>" for text in self.assumptions)
        assumed = f"<p>Assumed:</p><ul>{given}</ul>" if given else ""
        return f'<div class="wb-result"><p>{escape(self.reading())}</p>{table}{assumed}</div>'
