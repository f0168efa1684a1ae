"""How often each option takes each rank over all plausible weights.

Instead of arguing about one set of weights, draw very many that are all possible, and count.
Weights are uniform on the simplex (all that add up to one are equally likely), also
restricted to an order of importance.

Source: stochastic multicriteria acceptability analysis (Lahdelma, Hokkanen and Salminen 1998;
Lahdelma and Salminen 2001): rank acceptability and central weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from course_support.errors import WorkbookError
from course_support.methods import guards, mcda
from course_support.methods.rankings import midranks
from course_support.methods.result import Result

DRAWS = 100_000


@dataclass(frozen=True)
class Acceptability(Result):
    """Rank acceptability of each option.

    Attributes
    ----------
    shares
        Options × ranks: share of the weights drawn at which the option takes the rank. Rows and
        columns each add up to one.
    central
        Options × criteria: mean of the weights at which the option is first; NaN when it never is.
    draws
        How many sets of weights were tried.
    """

    options: tuple[str, ...]
    criteria: tuple[str, ...]
    shares: NDArray[np.float64]
    central: NDArray[np.float64]
    draws: int
    what_weights: str
    assumptions: tuple[str, ...]

    @property
    def first(self) -> dict[str, float]:
        """Share of weights at which each option comes first."""
        return dict(zip(self.options, self.shares[:, 0].tolist(), strict=True))

    def table(self) -> pd.DataFrame:
        """Return the share of weights for each rank, most often first on top."""
        names = [f"Rank {k + 1}" for k in range(len(self.options))]
        table = pd.DataFrame(self.shares, index=self.options, columns=names).rename_axis("Option")
        return table.sort_values("Rank 1", ascending=False, kind="stable")

    def reading(self) -> str:
        """Say how often the strongest option is first, and which never are."""
        order = sorted(self.first.items(), key=lambda pair: -pair[1])
        name, share = order[0]
        text = f"{name} comes first at {_percent(share)} of {self.what_weights}"
        if len(order) > 1 and order[1][1] > 0:
            text += f", {order[1][0]} at {_percent(order[1][1])}"
        never = [option for option, won in order if won == 0]
        if never:
            text += f". Not first at any weights tried: {', '.join(never)}"
        return f"{text}."


def _percent(share: float) -> str:
    """Return a share in words that do not round to certainty."""
    if 0.995 <= share < 1:
        return "over 99%"
    return "under 1%" if 0 < share < 0.005 else f"{share:.0%}"


def rank_acceptability(
    scores: pd.DataFrame,
    *,
    ranks: Mapping[str, float] | None = None,
    draws: int = DRAWS,
    seed: int = 20_240,
) -> Acceptability:
    """Count how often each option takes each rank over weights drawn at random.

    Parameters
    ----------
    scores
        Options × criteria, higher is better, on a common scale (see ``mcda``).
    ranks
        Importance of the criteria (1 for the most important; ties allowed): only weights in
        that order are drawn. All weights when left out.
    seed
        Fixed, so that the same question gives the same answer.

    Raises
    ------
    WorkbookError
        When a score is blank, a criterion has no rank, or ``draws`` is below 1.
    """
    values, options, criteria = mcda.matrix(scores, "Scores")
    if draws < 1 or int(draws) != draws:
        raise WorkbookError(f"Acceptability: {draws} draws; expected a whole number from 1 up.")
    order = None if ranks is None else _order(ranks, criteria)
    weights = draw_weights(len(criteria), int(draws), np.random.default_rng(seed), order)
    shares, central = count_ranks(values, weights)
    points = 100 / np.sqrt(draws)  # two standard errors at a share of one half
    kept = "all weights" if ranks is None else "the weights in this order of importance"
    return Acceptability(
        tuple(options),
        tuple(criteria),
        shares,
        central,
        int(draws),
        kept,
        (
            f"Every set of weights among {kept} is taken as equally likely.",
            f"{draws:,} sets were drawn; shares are good to about {points:.1f} percentage points.",
            "Scores are taken as certain; only the weights vary.",
        ),
    )


def over_given_weights(scores: pd.DataFrame, weights: pd.DataFrame) -> Acceptability:
    """Count how often each option takes each rank over people's own weights.

    Parameters
    ----------
    weights
        People down, criteria across (the columns of ``scores``, in any order); each row is
        brought to a sum of one.

    Raises
    ------
    WorkbookError
        When scores are not numbers or a name repeats, nobody has given weights, or somebody's lack
        a criterion, are below 0 or all 0.
    """
    values, options, criteria = mcda.matrix(scores, "Scores")
    if weights.empty:
        raise WorkbookError("Acceptability: nobody has given weights yet. At least one must.")
    rows = [
        mcda.shares({str(k): v for k, v in row.items()}, criteria)
        for row in weights.to_dict(orient="records")
    ]
    shares, central = count_ranks(values, np.vstack(rows))
    return Acceptability(
        tuple(options),
        tuple(criteria),
        shares,
        central,
        len(rows),
        f"the {len(rows)} sets of weights given",
        ("Each person's weights count the same.",),
    )


def draw_weights(
    n: int, draws: int, rng: np.random.Generator, ranks: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return draws × n weights, uniform on the simplex (or on the part in a given order).

    Exponential variates divided by their sum are uniform on the simplex. Sorting a draw keeps it
    uniform on the part in that order; tied criteria then share their places at random.

    Parameters
    ----------
    n
        Criteria.
    draws
        Sets of weights.
    rng
        Seeded by the caller, so that the same figures come again.
    ranks
        Places of the criteria, 1 for the most important; ties allowed.

    Returns
    -------
    ndarray, shape (draws, n)
        Each row sums to one.
    """
    drawn = rng.standard_exponential((draws, n))
    drawn /= drawn.sum(axis=1, keepdims=True)
    if ranks is None:
        return drawn
    drawn = np.sort(drawn, axis=1)[:, ::-1]
    weights = np.empty_like(drawn)
    start = 0
    for rank in np.unique(ranks):
        tied = np.flatnonzero(ranks == rank)
        places = drawn[:, start : start + len(tied)]
        weights[:, tied] = rng.permuted(places, axis=1) if len(tied) > 1 else places
        start += len(tied)
    return weights


def count_ranks(
    values: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return rank shares (options × options) and central weights (options × criteria).

    Options with the same scores are level at every weight and share their ranks equally, so that
    each rank is still taken once. Other exact ties share too.

    Parameters
    ----------
    values
        Options × criteria, higher is better.
    weights
        Draws × criteria, as of :func:`draw_weights`.
    """
    totals = values @ weights.T
    above, level = _beaten_by(totals)
    n, draws = totals.shape
    shares = np.zeros((n, n))
    for i in range(n):
        # An option level with k others takes each of k + 1 ranks for 1/(k + 1).
        pairs = np.bincount(above[i].astype(np.intp) * n + level[i], minlength=n * n)
        for at in np.flatnonzero(pairs):
            start, others = divmod(int(at), n)
            shares[i, start : start + others + 1] += pairs[at] / (others + 1)
    held = np.where(above == 0, 1 / (level + 1.0), 0.0)
    won = held.sum(axis=1, keepdims=True)
    central = np.divide(held @ weights, won, out=np.full(values.shape, np.nan), where=won > 0)
    return shares / draws, central


def _beaten_by(
    totals: NDArray[np.float64],
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Return, for each option and draw, how many others are above it and level with it."""
    n, draws = totals.shape
    kind = np.int8 if n < 128 else np.int32
    above, level = np.zeros((n, draws), dtype=kind), np.zeros((n, draws), dtype=kind)
    for a in range(n):
        for b in range(a + 1, n):
            ahead = totals[a] - totals[b]
            same = np.abs(ahead) <= mcda.LEVEL
            first = ahead > mcda.LEVEL
            above[b] += first
            above[a] += ~(first | same)
            level[a] += same
            level[b] += same
    return above, level


def _order(ranks: Mapping[str, float], criteria: Sequence[str]) -> NDArray[np.float64]:
    """Return midranks of the criteria, refusing one without a rank."""
    for name in ranks:
        guards.one_of(name, criteria, "Order of importance")
    missing = [c for c in criteria if c not in ranks]
    if missing:
        raise WorkbookError(f"Order of importance: {missing[0]} has no rank. Rank every criterion.")
    return midranks(guards.numbers([ranks[c] for c in criteria], "Rank", labels=criteria))
