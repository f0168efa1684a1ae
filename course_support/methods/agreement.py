"""How far rankings agree: Kendall's W, Spearman, footrule, Kendall's tau-b.

Whatever cannot be worked out is ``None``, with the reason; it is never shown as 1 or 0.
High agreement is not correctness.

Sources: Kendall and Babington Smith (1939), Kendall (1948) for W and its correction for
ties; Diaconis and Graham (1977) for the footrule; Schmidt (1997) for the words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from course_support.errors import WorkbookError
from course_support.methods.rankings import Rankings, midranks
from course_support.methods.result import Result
from course_support.methods.words import capital_first

if TYPE_CHECKING:
    import pandas as pd

#: Words for W, from this value up. A convention (after Schmidt 1997), not a finding.
WORDS: tuple[tuple[float, str], ...] = (
    (0.9, "unusually strong agreement"),
    (0.7, "strong agreement"),
    (0.5, "moderate agreement"),
    (0.3, "weak agreement"),
    (0.1, "very weak agreement"),
    (0.0, "next to no agreement"),
)


@dataclass(frozen=True)
class Concordance(Result):
    """Kendall's coefficient of concordance and its test.

    Attributes
    ----------
    w
        0 to 1, or None when undefined (``why_undefined`` says why).
    spread, ties
        S, the squared deviations of the rank sums, and T, the sum of t³ - t over ties.
    chi2, df, p
        The large-sample test that the rankings have nothing in common.
    mean_spearman
        Mean of Spearman's rho over all pairs of people; None when undefined.
    """

    people: int
    items: int
    w: float | None
    spread: float | None
    ties: float | None
    chi2: float | None
    df: int
    p: float | None
    mean_spearman: float | None
    words: str | None
    why_undefined: str | None = None
    assumptions: tuple[str, ...] = (
        "The words for W are a convention (bands at 0.1, 0.3, 0.5, 0.7 and 0.9), not a finding.",
        "The test is a large-sample one; with fewer than eight items or people, read p as rough.",
        "Agreement is not correctness: a group can agree and be wrong.",
    )

    def table(self) -> pd.DataFrame:
        """Return one measure a row."""
        import pandas as pd

        rows = {
            "Kendall's W (0 to 1)": self.w,
            "Mean Spearman correlation": self.mean_spearman,
            "Chi-squared": self.chi2,
            "Degrees of freedom": self.df,
            "p-value": self.p,
            "People": self.people,
            "Items": self.items,
        }
        return pd.DataFrame(
            {"Measure": list(rows), "Value": pd.Series(list(rows.values()), dtype=float)}
        )

    def reading(self) -> str:
        """Say the agreement in words, with W, or why there is none to state."""
        if self.w is None:
            return f"Agreement cannot be worked out: {self.why_undefined}."
        words = capital_first(self.words or "")
        return f"{words} (W = {self.w:.2f}, {self.people} people, {self.items} items)."


def in_words(w: float, bands: Sequence[tuple[float, str]] = WORDS) -> str:
    """Return the conventional words for W; each band holds from its value up.

    Parameters
    ----------
    w
        Kendall's W, 0 to 1.
    bands
        Least W of each word.
    """
    settled = round(w, 9)
    return next(words for least, words in sorted(bands, reverse=True) if settled >= least)


def kendalls_w(rankings: Rankings, bands: Sequence[tuple[float, str]] = WORDS) -> Concordance:
    """Return Kendall's W with ties, its chi-squared test and the mean Spearman correlation.

    ``W = 12 S / (m²(n³ - n) - m T)``, ``chi2 = m(n - 1)W`` on n - 1 degrees of freedom.

    Parameters
    ----------
    rankings
        Complete ones; else W is undefined and the result says why.
    bands
        As in :func:`in_words`.
    """
    m, n = rankings.votes, len(rankings.items)
    why = _why_no_concordance(rankings)
    if why is not None:
        return Concordance(m, n, None, None, None, None, max(n - 1, 0), None, None, None, why)
    spread, ties = concordance_parts(rankings.ranks, rankings.counts)
    w = min(1.0, 12 * spread / (m**2 * (n**3 - n) - m * ties))
    chi2 = m * (n - 1) * w
    return Concordance(
        people=m,
        items=n,
        w=w,
        spread=spread,
        ties=ties,
        chi2=chi2,
        df=n - 1,
        p=_chi2_tail(chi2, n - 1),
        mean_spearman=mean_spearman(rankings.ranks, rankings.counts),
        words=in_words(w, bands),
    )


def _why_no_concordance(rankings: Rankings) -> str | None:
    """Return why W is undefined, or None."""
    if rankings.votes < 2:
        return "it takes at least two people to agree"
    if len(rankings.items) < 2:
        return "it takes at least two items to rank"
    short = int(rankings.counts[np.isnan(rankings.ranks).any(axis=1)].sum())
    if short:
        return (
            f"{short} of {rankings.votes} people did not rank every item, and W needs complete "
            "rankings"
        )
    held = rankings.ranks[rankings.counts > 0]
    if np.all(held == held[:, :1]):
        return "everyone ranked all items the same, so there is no order to agree on"
    return None


def concordance_parts(ranks: NDArray[np.float64], counts: NDArray[np.int64]) -> tuple[float, float]:
    """Return S and T for complete midranks (m × n) held by ``counts`` people each.

    Parameters
    ----------
    ranks
        People × items, every item ranked.
    counts
        How many hold each row.
    """
    sums = counts @ ranks
    spread = float(((sums - sums.mean()) ** 2).sum())
    # A group of t tied items lowers the variance of its row by (t³ - t) / 12.
    n = ranks.shape[1]
    lost = (n**3 - n) - 12 * ((ranks - (n + 1) / 2) ** 2).sum(axis=1)
    return spread, float(counts @ np.round(lost))


def mean_spearman(ranks: NDArray[np.float64], counts: NDArray[np.int64]) -> float | None:
    """Return the mean Spearman correlation over all pairs, or None when a row is all ties.

    Parameters
    ----------
    ranks
        People × items, every item ranked.
    counts
        How many hold each row.
    """
    centred = ranks - ranks.mean(axis=1, keepdims=True)
    length = np.sqrt((centred**2).sum(axis=1))
    m = int(counts.sum())
    if m < 2 or np.any(length[counts > 0] == 0):
        return None
    unit = centred / np.where(length == 0, 1, length)[:, None]
    # |sum of unit rows|² holds every pair twice, and each row with itself once.
    return float((((counts @ unit) ** 2).sum() - m) / (m * (m - 1)))


def _chi2_tail(chi2: float, df: int) -> float:
    """Return P(chi-squared ≥ chi2) for whole degrees of freedom, without loading scipy.

    From one or two degrees of freedom (erfc and exp) two more are added at a time:
    ``Q(df + 2) = Q(df) + (x/2)^(df/2) e^(-x/2) / Γ(df/2 + 1)``.
    """
    half = chi2 / 2
    tail, reached = (math.erfc(math.sqrt(half)), 1) if df % 2 else (math.exp(-half), 2)
    while reached < df:
        if half > 0:
            power = (reached / 2) * math.log(half) - half - math.lgamma(reached / 2 + 1)
            tail += math.exp(power)
        reached += 2
    return min(1.0, tail)


@dataclass(frozen=True)
class RankComparison(Result):
    """Two rankings of the same items compared; None where a measure is undefined.

    Attributes
    ----------
    footrule, footrule_most, footrule_share
        Sum of the places by which items differ; the most it can be (floor(n²/2)); their ratio.
    tau_b, rho
        Kendall's tau-b and Spearman's rho, -1 to 1.
    """

    items: int
    footrule: float
    footrule_most: int
    footrule_share: float | None
    tau_b: float | None
    rho: float | None
    why_undefined: str | None = None
    assumptions: tuple[str, ...] = ("Tied items share the mean of their places.",)

    def table(self) -> pd.DataFrame:
        """Return one measure a row."""
        import pandas as pd

        rows = {
            "Footrule (places moved)": self.footrule,
            "Most the footrule can be": self.footrule_most,
            "Footrule as a share of the most": self.footrule_share,
            "Kendall's tau-b (-1 to 1)": self.tau_b,
            "Spearman's rho (-1 to 1)": self.rho,
        }
        return pd.DataFrame(
            {"Measure": list(rows), "Value": pd.Series(list(rows.values()), dtype=float)}
        )

    def reading(self) -> str:
        """Say how many places the items moved, and tau-b where it is defined."""
        moved = f"Between the two rankings the items move {self.footrule:g} places in all"
        most = f", of at most {self.footrule_most}" if self.footrule_most else ""
        if self.tau_b is None:
            return f"{moved}{most}. Their correlation cannot be worked out: {self.why_undefined}."
        return f"{moved}{most} (tau-b {self.tau_b:.2f}, where 1 is the same order)."


def compare(first: Sequence[float], second: Sequence[float]) -> RankComparison:
    """Compare two complete rankings of the same items (1 for the best, ties allowed).

    Parameters
    ----------
    first, second
        One rank an item, in the same order of items.

    Raises
    ------
    WorkbookError
        When they differ in length, are empty, or hold a blank.
    """
    if len(first) != len(second) or len(first) == 0:
        raise WorkbookError(
            f"Comparing rankings: one has {len(first)} items, the other {len(second)}. Both must "
            "rank the same items, at least one."
        )
    given = np.array([first, second], dtype=float)
    if not np.isfinite(given).all():
        raise WorkbookError("Comparing rankings: a rank is missing. Rank every item in both lists.")
    a, b = midranks(given[0]), midranks(given[1])
    n = len(a)
    moved, most = footrule(a, b), n * n // 2
    return RankComparison(
        items=n,
        footrule=moved,
        footrule_most=most,
        footrule_share=moved / most if most else None,
        tau_b=tau_b(a, b),
        rho=mean_spearman(np.vstack([a, b]), np.ones(2, dtype=np.int64)),
        why_undefined=_why_no_correlation(a, b),
    )


def _why_no_correlation(a: NDArray[np.float64], b: NDArray[np.float64]) -> str | None:
    """Return why two rankings have no correlation, or None."""
    if len(a) < 2:
        return "there is only one item"
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return "one of them puts all items level"
    return None


def footrule(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Return Spearman's footrule, the sum of |difference in place|.

    Parameters
    ----------
    a, b
        Places of the same items, shape (n,).
    """
    return float(np.abs(a - b).sum())


def tau_b(a: NDArray[np.float64], b: NDArray[np.float64]) -> float | None:
    """Return Kendall's tau-b, or None when either ranking is all ties.

    Parameters
    ----------
    a, b
        Places of the same items, shape (n,).
    """
    one = np.sign(a[:, None] - a[None, :])
    two = np.sign(b[:, None] - b[None, :])
    norm = np.sqrt(float((one**2).sum()) * float((two**2).sum()))
    return float((one * two).sum() / norm) if norm else None
