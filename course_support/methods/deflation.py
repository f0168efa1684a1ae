"""Real terms: money of different years in the prices of one year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from course_support.errors import WorkbookError
from course_support.methods import guards
from course_support.methods.result import Result


@dataclass(frozen=True)
class RealTerms(Result):
    """Amounts as paid and in the prices of one year.

    Attributes
    ----------
    rows
        Columns year, cash, deflator, real (pounds of ``base_year``; NaN where not known).
    """

    rows: pd.DataFrame
    base_year: str
    assumptions: tuple[str, ...]

    def table(self) -> pd.DataFrame:
        """Return one year a row."""
        return self.rows.rename(
            columns={
                "year": "Year",
                "cash": "As paid (£)",
                "deflator": "Deflator",
                "real": f"In {self.base_year} prices (£)",
            }
        )

    def reading(self) -> str:
        """Say how the amount moved in cash and in real terms, first year to last."""
        known = self.rows.dropna(subset=["real"])
        if len(known) < 2 or not known["cash"].iloc[0]:
            return f"There are too few amounts to compare in {self.base_year} prices."
        first, last = known.iloc[0], known.iloc[-1]
        cash, real = last["cash"] / first["cash"] - 1, last["real"] / first["real"] - 1
        return (
            f"From {first['year']} to {last['year']} the amount changed by {cash:+.1%} in cash and "
            f"{real:+.1%} in real terms."
        )


def real_terms(
    amounts: Mapping[str, float | None],
    deflators: Mapping[str, float],
    base_year: str,
    source: str = "",
) -> RealTerms:
    """Put amounts into the prices of ``base_year``: ``amount × D[base] / D[year]``.

    Parameters
    ----------
    amounts
        Pounds by year (None where not known: it stays not known).
    deflators
        An index by year, such as the GDP deflator, on any base.
    source
        Which deflator, for the record.

    Raises
    ------
    WorkbookError
        When a year has no deflator, or an index is not above 0.
    """
    for year in (base_year, *amounts):
        if year not in deflators:
            known = ", ".join(str(y) for y in deflators) or "none"
            raise WorkbookError(
                f"Real terms: there is no deflator for {year}. The table has: {known}. Use a later "
                "edition of it, or leave the year out."
            )
    years = list(amounts)
    cash = guards.numbers(list(amounts.values()), "Amount", labels=years, gaps=True)
    if not years:
        raise WorkbookError("Real terms: there are no amounts. Give at least one.")
    index = guards.numbers([deflators[y] for y in years], "Deflator", labels=years, above=0)
    base = guards.number(deflators[base_year], f"Deflator of {base_year}", above=0)
    rows = pd.DataFrame(
        {"year": years, "cash": cash, "deflator": index, "real": cash * base / index}
    )
    named = f"Deflator: {source}." if source else "The deflator is the one given."
    return RealTerms(
        rows,
        str(base_year),
        (named, "A general deflator: prices of this service may have moved differently."),
    )
