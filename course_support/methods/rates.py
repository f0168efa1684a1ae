"""Counts, proportions and rates with their intervals, as public health reports them in England.

Sources: the methods of the Office for Health Improvement and Disparities (Fingertips) as in
its R package PHEindicatormethods: Wilson (1927) for proportions; Byar's approximation for
counts of ten or more and the exact Poisson limits below; Dobson and others (1991) for
directly standardised rates, which are not given for fewer than ten events.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from course_support.errors import WorkbookError
from course_support.methods import guards, statuses
from course_support.methods.result import Result

#: Byar's approximation is good from here up; below, exact limits (PHEindicatormethods).
BYAR_FROM = 10
#: A directly standardised rate on fewer events is not given (PHEindicatormethods).
STANDARDISE_FROM = 10


@dataclass(frozen=True)
class Estimate(Result):
    """A count, proportion or rate with the interval it may lie in by chance.

    Attributes
    ----------
    value, lower, upper
        In units of ``per`` (1 for counts and proportions); None when not known.
    status
        "ok"; or why there is no value ("suppressed", "missing", "too few events" …).
    """

    name: str
    value: float | None
    lower: float | None
    upper: float | None
    count: float | None
    denominator: float | None
    per: float
    confidence: float
    method: str
    status: str = "ok"
    assumptions: tuple[str, ...] = (
        "The interval shows chance variation only, not errors in counting or recording.",
    )

    def table(self) -> pd.DataFrame:
        """Return the estimate in one row."""
        return tabulate([self])

    def reading(self) -> str:
        """Say the value with its interval, or why there is none."""
        if self.value is None or self.lower is None or self.upper is None:
            return f"{self.name}: no figure can be given ({self.status})."
        unit = "" if self.per == 1 else f" per {self.per:,.0f}"
        value, lower, upper = self._in_words()
        return (
            f"{self.name}: {value}{unit} ({self.confidence:.0%} confidence interval {lower} to "
            f"{upper})."
        )

    def _in_words(self) -> tuple[str, str, str]:
        """Return value and limits as people write them: shares as percentages."""
        share = self.per == 1 and self.denominator is not None
        numbers = (self.value or 0, self.lower or 0, self.upper or 0)
        texts = [f"{x:.1%}" if share else f"{x:,.1f}" for x in numbers]
        return texts[0], texts[1], texts[2]


def tabulate(estimates: Sequence[Estimate]) -> pd.DataFrame:
    """Return one estimate a row, with its status; a value that is not known stays blank."""
    return pd.DataFrame(
        {
            "Name": [e.name for e in estimates],
            "Count": pd.Series([e.count for e in estimates], dtype=float),
            "Out of": pd.Series([e.denominator for e in estimates], dtype=float),
            "Value": pd.Series([e.value for e in estimates], dtype=float),
            "Lower": pd.Series([e.lower for e in estimates], dtype=float),
            "Upper": pd.Series([e.upper for e in estimates], dtype=float),
            "Per": [e.per for e in estimates],
            "Method": [e.method for e in estimates],
            "Status": [e.status for e in estimates],
        }
    )


# --- The mathematics: arrays in, arrays out, nothing checked ------------------------------


def normal_quantile(confidence: float) -> float:
    """Return z for a two-sided interval (1.959964 for 0.95)."""
    from scipy.special import ndtri

    return float(ndtri(0.5 + confidence / 2))


def wilson(x: Any, n: Any, z: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return Wilson's limits for proportions ``x / n``.

    Parameters
    ----------
    x, n
        Counts and what they are out of, n above 0.
    z
        Normal quantile, as of :func:`normal_quantile`.

    Returns
    -------
    tuple of ndarray
        Lower and upper limits as shares (Wilson 1927).
    """
    x, n = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    middle = 2 * x + z * z
    reach = z * np.sqrt(z * z + 4 * x * (1 - x / n))
    below = 2 * (n + z * z)
    # At 0 and n one limit is exact; rounding must not carry it past the end.
    lower = np.where(x == 0, 0.0, np.clip((middle - reach) / below, 0, 1))
    return lower, np.where(x == n, 1.0, np.clip((middle + reach) / below, 0, 1))


def byar(o: Any, z: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return Byar's limits for Poisson counts of ten or more.

    Parameters
    ----------
    o
        Counts, ten or more.
    z
        Normal quantile.

    Returns
    -------
    tuple of ndarray
        Lower and upper limits, as counts (Breslow and Day 1987).
    """
    o = np.asarray(o, dtype=float)
    lower = o * (1 - 1 / (9 * o) - z / (3 * np.sqrt(o))) ** 3
    above = o + 1
    return lower, above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3


def exact_poisson(o: Any, confidence: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the exact limits for Poisson counts (chi-squared form; 0 has lower limit 0).

    Parameters
    ----------
    o
        Counts, 0 or more.
    confidence
        Such as 0.95.

    Returns
    -------
    tuple of ndarray
        Lower and upper limits, as counts.
    """
    from scipy.special import gammaincinv

    o = np.asarray(o, dtype=float)
    tail = (1 - confidence) / 2
    # chi2(p, 2k) / 2 is the p quantile of a gamma distribution with shape k.
    lower = np.where(o > 0, gammaincinv(np.maximum(o, 1e-300), tail), 0.0)
    return lower, gammaincinv(o + 1, 1 - tail)


def poisson_limits(o: Any, confidence: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return exact limits below ten events and Byar's from ten up.

    Parameters
    ----------
    o
        Counts, 0 or more.
    confidence
        Such as 0.95.

    Returns
    -------
    tuple of ndarray, shape (n,)
        Lower and upper limits, as counts.
    """
    o = np.atleast_1d(np.asarray(o, dtype=float))
    many = o >= BYAR_FROM
    low, high = exact_poisson(np.where(many, 1, o), confidence)
    wide = byar(np.where(many, o, BYAR_FROM), normal_quantile(confidence))
    return np.where(many, wide[0], low), np.where(many, wide[1], high)


def standardised(
    o: NDArray[np.float64], n: NDArray[np.float64], w: NDArray[np.float64], confidence: float
) -> tuple[float, float, float]:
    """Return a directly standardised rate (a share of 1) and Dobson's limits, for O > 0.

    Parameters
    ----------
    o, n, w
        Events, people and standard population, one an age band.
    confidence
        Such as 0.95.

    Returns
    -------
    tuple of float
        Rate, lower and upper limit (Dobson and others 1991).
    """
    whole, events = w.sum(), o.sum()
    rate = (w * o / n).sum() / whole
    variance = (w**2 * o / n**2).sum() / whole**2
    low, high = poisson_limits(events, confidence)
    scale = np.sqrt(variance / events)
    return (
        float(rate),
        float(rate + scale * (low[0] - events)),
        float(rate + scale * (high[0] - events)),
    )


# --- The guards: one estimate from what people have ------------------------------------------


def proportion(
    count: float | None,
    denominator: float | None,
    name: str = "Proportion",
    *,
    status: str | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """Return a proportion with Wilson's interval.

    Parameters
    ----------
    count, denominator
        People counted and people in all; None where not known.
    name
        Whose figure it is.
    status
        Why a figure is withheld, where it is.
    confidence
        Such as 0.95.

    Returns
    -------
    Estimate
        As a share of 1, or without a value and with its status.

    Raises
    ------
    WorkbookError
        When the count is below 0 or above the denominator, or the denominator is not above 0.
    """
    z = normal_quantile(_confidence(confidence))
    withheld = _withheld([count, denominator], status, name)
    if withheld:
        return _none(name, 1, confidence, "Wilson", withheld)
    n = guards.number(denominator, f"{name}, the number it is out of", above=0)
    x = guards.number(count, f"{name}, count", least=0, most=n)
    lower, upper = wilson(x, n, z)
    return Estimate(name, x / n, float(lower), float(upper), x, n, 1, confidence, "Wilson")


def count_interval(
    count: float | None,
    name: str = "Count",
    *,
    status: str | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """Return a count of events with its Poisson interval (exact below ten, Byar from ten up).

    Parameters
    ----------
    count
        Events; None where not known.
    name
        Whose figure it is.
    status
        Why it is withheld, where it is.
    confidence
        Such as 0.95.

    Raises
    ------
    WorkbookError
        When the count is below 0 or no number, the status is not known, or the confidence is not
        between 0 and 1.
    """
    _confidence(confidence)
    withheld = _withheld([count], status, name)
    if withheld:
        return _none(name, 1, confidence, "Poisson", withheld)
    o = guards.number(count, name, least=0)
    lower, upper = poisson_limits(o, confidence)
    return Estimate(
        name, o, float(lower[0]), float(upper[0]), o, None, 1, confidence, _poisson_method(o)
    )


def rate(
    count: float | None,
    population: float | None,
    name: str = "Rate",
    *,
    per: float = 100_000,
    status: str | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """Return a crude rate of events with its Poisson interval.

    Parameters
    ----------
    count, population
        Events and people; None where not known.
    name
        Whose figure it is.
    per
        How many people the rate is for.
    status
        Why a figure is withheld, where it is.
    confidence
        Such as 0.95.

    Returns
    -------
    Estimate
        Per so many people, or without a value and with its status.

    Raises
    ------
    WorkbookError
        When the count is below 0, or the population or ``per`` is not above 0.
    """
    _confidence(confidence)
    scale = guards.number(per, f"{name}, per how many people", above=0)
    withheld = _withheld([count, population], status, name)
    if withheld:
        return _none(name, scale, confidence, "Poisson", withheld)
    n = guards.number(population, f"{name}, population", above=0)
    o = guards.number(count, f"{name}, count", least=0)
    lower, upper = (float(x[0]) * scale / n for x in poisson_limits(o, confidence))
    value = o * scale / n
    return Estimate(name, value, lower, upper, o, n, scale, confidence, _poisson_method(o))


def directly_standardised_rate(
    counts: Any,
    populations: Any,
    standard: Any,
    name: str = "Directly standardised rate",
    *,
    bands: Sequence[str] | None = None,
    status: Sequence[str] | None = None,
    per: float = 100_000,
    confidence: float = 0.95,
) -> Estimate:
    """Return a directly standardised rate with Dobson's interval.

    Parameters
    ----------
    counts, populations, standard
        One value an age band: events, people, and people in the standard population.
    status
        One status a band for ``counts``. If any band's count is not known, no rate is given.
    name
        Whose figure it is.
    bands
        Names of the age bands, for messages.
    per
        How many people the rate is for.
    confidence
        Such as 0.95.

    Returns
    -------
    Estimate
        With status "too few events" and no value below ten events.

    Raises
    ------
    WorkbookError
        When bands do not match, a count is below 0 or above its population, or a population or
        standard weight is not above 0.
    """
    _confidence(confidence)
    o, n, w = _bands(counts, populations, standard, name, bands, status)
    unknown = statuses.gaps(o.status) or statuses.gaps(n.status)
    events = float(np.nansum(o.value))
    if unknown:
        return _none(name, per, confidence, "Dobson", f"{unknown} among {len(w)} bands")
    if events < STANDARDISE_FROM:
        why = f"too few events: {events:g}, and at least {STANDARDISE_FROM} are needed"
        return _none(name, per, confidence, "Dobson", why)
    value, lower, upper = standardised(o.value, n.value, w, confidence)
    people = float(n.value.sum())
    return Estimate(
        name, value * per, lower * per, upper * per, events, people, per, confidence, "Dobson"
    )


def _bands(
    counts: Any,
    populations: Any,
    standard: Any,
    name: str,
    bands: Sequence[str] | None,
    status: Sequence[str] | None,
) -> tuple[statuses.Known, statuses.Known, NDArray[np.float64]]:
    """Return counts, populations and standard weights band by band, checked."""
    guards.same_length(list(counts), list(populations), f"{name}: counts and populations")
    guards.same_length(list(counts), list(standard), f"{name}: counts and standard population")
    o = statuses.read(counts, status, f"{name}, count", labels=bands, least=0)
    n = statuses.read(populations, None, f"{name}, population", labels=bands, above=0)
    w = guards.numbers(standard, f"{name}, standard population", labels=bands, above=0)
    over = np.flatnonzero(o.value > n.value)
    if over.size:
        band = over[0]
        where = f"band {band + 1}" if bands is None else f"'{bands[band]}'"
        raise WorkbookError(
            f"{name}: in {where} there are {o.value[band]:,g} events among {n.value[band]:,g} "
            "people. Check that counts and populations belong to the same band and year."
        )
    return o, n, w


def _poisson_method(o: float) -> str:
    """Return which Poisson limits a count gets."""
    return "Byar" if o >= BYAR_FROM else "exact Poisson"


def _confidence(confidence: float) -> float:
    """Refuse a confidence level that is no share between 0 and 1."""
    found = guards.number(confidence, "Confidence level (0.95 is usual)", above=0)
    if found >= 1:
        raise WorkbookError(f"Confidence level: found {confidence}; expected one below 1, as 0.95.")
    return found


def _withheld(values: Sequence[float | None], status: str | None, name: str) -> str | None:
    """Return why a figure cannot be given, or None."""
    given = ["missing" if pd.isna(v) else "ok" for v in values]
    known = statuses.read([1.0] * len(values), [status or given[0], *given[1:]], name)
    return next((s for s in known.status if s not in statuses.USABLE), None) or next(
        (s for s in given if s != "ok"), None
    )


def _none(name: str, per: float, confidence: float, method: str, status: str) -> Estimate:
    """Return an estimate that has no figure, with the reason."""
    return Estimate(name, None, None, None, None, None, per, confidence, method, status)
