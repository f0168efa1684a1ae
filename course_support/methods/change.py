"""Change in people between two times: paired change, distance travelled, wellbeing scores.

Who dropped out and what regression to the mean alone would do are shown beside every
change. No item of any licensed scale is held here: only numbers come in.

Sources: paired t interval (any textbook); regression to the mean, Barnett, van der Pols and
Dobson 2005 (Int J Epidemiol 34: 215-220); seven-item metric conversion, Stewart-Brown and
others 2009 (the table is passed in from the dated rules or the user's licensed file).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_support.errors import WorkbookError
from course_support.methods.guards import number, numbers, same_length
from course_support.methods.result import Result

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

# --- paired change ---------------------------------------------------------------------------


@dataclass(frozen=True)
class PairedChange(Result):
    """The mean change of people seen twice, with its interval and who was not seen twice."""

    measure: str
    changes: tuple[float, ...]
    mean_before: float
    mean_after: float
    lower: float
    upper: float
    t: float
    p_value: float
    level: float
    meaningful: float
    only_before: int
    only_after: int
    mean_before_of_leavers: float
    least_people: int
    assumptions: tuple[str, ...] = ()

    @property
    def people(self) -> int:
        """Return how many people have both scores."""
        return len(self.changes)

    @property
    def mean_change(self) -> float:
        """Return the mean change of those with both scores."""
        return self.mean_after - self.mean_before

    @property
    def counts(self) -> dict[str, int]:
        """Return how many people changed by a meaningful amount, each way, or less."""
        change = np.array(self.changes)
        up = int((change >= self.meaningful).sum())
        down = int((change <= -self.meaningful).sum())
        return {"higher": up, "little change": self.people - up - down, "lower": down}

    @property
    def share_lost(self) -> float:
        """Return the share of those scored first who have no second score."""
        first = self.people + self.only_before
        return self.only_before / first if first else float("nan")

    def table(self) -> pd.DataFrame:
        """Return the figures behind the reading."""
        import pandas as pd

        rows: list[tuple[str, float]] = [
            ("People with both scores", self.people),
            ("Scored first only (dropped out)", self.only_before),
            ("Scored second only", self.only_after),
            ("Mean first score, those with both", self.mean_before),
            ("Mean first score, those who dropped out", self.mean_before_of_leavers),
            ("Mean second score", self.mean_after),
            ("Mean change", self.mean_change),
            (f"{100 * self.level:.0f}% interval, from", self.lower),
            (f"{100 * self.level:.0f}% interval, to", self.upper),
            (f"Higher by {self.meaningful:g} or more", self.counts["higher"]),
            ("Little change", self.counts["little change"]),
            (f"Lower by {self.meaningful:g} or more", self.counts["lower"]),
        ]
        return pd.DataFrame(rows, columns=["What", "Figure"])

    def reading(self) -> str:
        """Return the change with its interval, and what it does not show."""
        lost = (
            f" {self.only_before} of {self.people + self.only_before} were not scored again."
            if self.only_before
            else ""
        )
        few = (
            f" With fewer than {self.least_people} people this is a first sign only."
            if self.people < self.least_people
            else ""
        )
        return (
            f"{self.measure}: mean change {self.mean_change:+.2f} ({100 * self.level:.0f}% "
            f"interval {self.lower:.2f} to {self.upper:.2f}) among {self.people} people seen "
            f"twice.{lost}{few} Without a comparison group it does not show what caused it."
        )


def paired_change(
    before: ArrayLike,
    after: ArrayLike,
    *,
    meaningful: float,
    least_people: int,
    measure: str = "Score",
    level: float = 0.95,
) -> PairedChange:
    """Compare scores of the same people at two times.

    mean ± t(n − 1) × sd / √n of the differences.

    Parameters
    ----------
    before, after : array_like, shape (n,)
        In the same order of people; NaN where a score is missing.
    meaningful : float
        Change that matters for one person, from the dated rules.
    least_people : int
        Below this the result is called a first sign only, from the dated rules.
    measure : str
        What is scored, for messages and headings.
    level : float
        Probability that the interval should hold the mean change, such as 0.95.

    Raises
    ------
    WorkbookError
        When fewer than two people have both scores.
    """
    same_length(before, after, "First and second scores")
    first = numbers(before, f"{measure}, first", gaps=True)
    second = numbers(after, f"{measure}, second", gaps=True)
    number(meaningful, "Meaningful change", above=0)
    number(level, "Level of the interval", above=0, most=0.999)
    both = ~np.isnan(first) & ~np.isnan(second)
    if both.sum() < 2:
        raise WorkbookError(
            f"{measure}: {int(both.sum())} people have both scores. At least two are needed to "
            "say anything about change, and far more to say it firmly."
        )
    change = second[both] - first[both]
    lower, upper, t, p_value = _t_test(change, level)
    leavers = first[~np.isnan(first) & np.isnan(second)]
    return PairedChange(
        measure=measure,
        changes=tuple(change),
        mean_before=float(first[both].mean()),
        mean_after=float(second[both].mean()),
        lower=lower,
        upper=upper,
        t=t,
        p_value=p_value,
        level=level,
        meaningful=meaningful,
        only_before=int(leavers.size),
        only_after=int((np.isnan(first) & ~np.isnan(second)).sum()),
        mean_before_of_leavers=float(leavers.mean()) if leavers.size else float("nan"),
        least_people=least_people,
        assumptions=(
            "Only people with both scores are compared; those who left may differ.",
            "People change independently of one another.",
            "People referred at a low point tend to score higher later in any case.",
        ),
    )


def _t_test(change: Floats, level: float) -> tuple[float, float, float, float]:
    """Return the interval of the mean of differences, t, and its two-sided p."""
    from scipy.special import stdtr, stdtrit

    mean, spread = float(change.mean()), float(change.std(ddof=1) / np.sqrt(change.size))
    t = _t(mean, spread)
    reach = float(stdtrit(change.size - 1, (1 + level) / 2)) * spread
    return mean - reach, mean + reach, t, float(2 * stdtr(change.size - 1, -abs(t)))


def _t(mean: float, spread: float) -> float:
    if spread > 0:
        return mean / spread
    return 0.0 if mean == 0 else float(np.copysign(np.inf, mean))


# --- distance travelled ---------------------------------------------------------------------


@dataclass(frozen=True)
class DistanceTravelled(Result):
    """Change by where people started, beside what regression to the mean would bring."""

    paired: PairedChange
    by_start: tuple[dict[str, float | str], ...]
    expected_anyway: float
    reliability: float
    population_mean: float
    assumptions: tuple[str, ...] = ()

    @property
    def beyond(self) -> float:
        """Return the mean change beyond what regression to the mean alone would bring."""
        return self.paired.mean_change - self.expected_anyway

    def table(self) -> pd.DataFrame:
        """Return one row a third of the starters: how many, mean start, change, expected."""
        import pandas as pd

        return pd.DataFrame(list(self.by_start))

    def reading(self) -> str:
        """Return the change, the part that could come anyway, and who is missing."""
        lost = (
            f" {100 * self.paired.share_lost:.0f}% were not seen again and are not in it."
            if self.paired.only_before
            else ""
        )
        return (
            f"{self.paired.measure}: {self.paired.mean_change:+.2f} on average, of which about "
            f"{self.expected_anyway:+.2f} could come from regression to the mean alone.{lost}"
        )


def distance_travelled(
    before: ArrayLike,
    after: ArrayLike,
    *,
    population_mean: float,
    reliability: float,
    meaningful: float,
    least_people: int,
    measure: str = "Score",
) -> DistanceTravelled:
    """Show how far people have come, and how far they might have come anyway.

    Regression to the mean: expected change = (1 − reliability) × (population mean − first
    score), on average.

    Parameters
    ----------
    before, after : array_like, shape (n,)
        Scores of the same people; NaN where missing.
    population_mean : float
        Mean of the people from whom these were drawn (all referred, or the country).
    reliability : float
        Correlation of two scores of a person who has not changed, 0 to 1.
    meaningful, least_people, measure
        As in :func:`paired_change`.

    Raises
    ------
    WorkbookError
        When fewer than two people have both scores, or a number is out of range.
    """
    paired = paired_change(
        before, after, meaningful=meaningful, least_people=least_people, measure=measure
    )
    number(reliability, "Reliability", least=0, most=1)
    number(population_mean, "Population mean")
    first, second = numbers(before, measure, gaps=True), numbers(after, measure, gaps=True)
    both = ~np.isnan(first) & ~np.isnan(second)
    pull = (1 - reliability) * (population_mean - first[both])
    return DistanceTravelled(
        paired,
        _thirds(first[both], second[both], pull),
        float(pull.mean()),
        reliability,
        population_mean,
        (
            f"Without any help, people drift towards a mean of {population_mean:g}; two scores "
            f"of an unchanged person correlate {reliability:g}.",
            *paired.assumptions[:2],
        ),
    )


def _thirds(first: Floats, second: Floats, pull: Floats) -> tuple[dict[str, float | str], ...]:
    """Return figures for the lowest, middle and highest starters; equal scores stay together."""
    low, high = np.quantile(first, [1 / 3, 2 / 3])
    groups = {
        "lowest": first <= low,
        "middle": (first > low) & (first <= high),
        "highest": first > high,
    }
    return tuple(
        {
            "Started": name,
            "People": int(mine.sum()),
            "Mean first score": float(first[mine].mean()),
            "Mean change": float((second - first)[mine].mean()),
            "Expected anyway": float(pull[mine].mean()),
        }
        for name, mine in groups.items()
        if mine.any()
    )


# --- wellbeing totals and metric scores --------------------------------------------------------

SCORED, ESTIMATED = "scored", "estimated from the items answered"
TOO_FEW, OUT_OF_RANGE, NOTHING = "too many items missing", "an answer out of range", "no answers"
NO_TOTAL = "without a score in the file"


@dataclass(frozen=True)
class ScaleScores(Result):
    """A total for each person, and why some have none."""

    totals: tuple[float, ...]
    statuses: tuple[str, ...]
    people: tuple[str, ...]
    assumptions: tuple[str, ...] = ()

    def table(self) -> pd.DataFrame:
        """Return one row a person: total, or why there is none."""
        import pandas as pd

        return pd.DataFrame({"Person": self.people, "Total": self.totals, "Status": self.statuses})

    def reading(self) -> str:
        """Return how many people have a score, and why others have none."""
        counts = {status: self.statuses.count(status) for status in dict.fromkeys(self.statuses)}
        said = "; ".join(f"{count} {status}" for status, count in counts.items())
        return f"{len(self.people)} people: {said}."


def scale_totals(
    items: pd.DataFrame, *, lowest: int, highest: int, count: int, most_missing: int = 0
) -> ScaleScores:
    """Add up the items of a scale for each person.

    Parameters
    ----------
    items : DataFrame, people × items
        Whole numbers; blank where an item was not answered.
    lowest, highest : int
        Range of an answer.
    count : int
        How many items the scale has.
    most_missing : int
        Up to so many blanks, the total is the mean of the answers × ``count``, rounded to a
        whole number. 0 for a scale that allows none, such as the seven-item one.

    Returns
    -------
    ScaleScores
        With NaN for people without a score, never 0.

    Raises
    ------
    WorkbookError
        When the table has not as many items as the scale, an answer is no number, or more may be
        missing than the scale has.
    """
    if items.shape[1] != count:
        raise WorkbookError(
            f"The table has {items.shape[1]} items; the scale has {count}. Choose the columns of "
            "the scale and no others."
        )
    if not 0 <= most_missing < count:
        raise WorkbookError(f"Allow between 0 and {count - 1} missing items.")
    totals, statuses = [], []
    for person, row in zip(items.index, items.itertuples(index=False), strict=True):
        answers = numbers(list(row), f"Answers of {person}", gaps=True)
        total, status = _total(answers, lowest, highest, count, most_missing)
        totals.append(total)
        statuses.append(status)
    return ScaleScores(
        tuple(totals),
        tuple(statuses),
        tuple(str(person) for person in items.index),
        (
            f"Answers run from {lowest} to {highest} over {count} items.",
            f"Up to {most_missing} missing items are filled with the person's own mean."
            if most_missing
            else "A person with any item missing has no total.",
        ),
    )


def _total(
    answers: Floats, lowest: int, highest: int, count: int, most_missing: int
) -> tuple[float, str]:
    known = answers[~np.isnan(answers)]
    if known.size == 0:
        return float("nan"), NOTHING
    if ((known < lowest) | (known > highest) | (known % 1 != 0)).any():
        return float("nan"), OUT_OF_RANGE
    missing = count - known.size
    if missing > most_missing:
        return float("nan"), TOO_FEW
    if missing:
        return float(np.floor(known.mean() * count + 0.5)), ESTIMATED
    return float(known.sum()), SCORED


def given_totals(totals: pd.Series) -> ScaleScores:
    """Take totals as they are given, where the answers behind them are not known.

    Parameters
    ----------
    totals : Series, one a person
        NaN for a person without a score.
    """
    values = numbers(totals.tolist(), "Total", gaps=True)
    return ScaleScores(
        tuple(values.tolist()),
        tuple(NO_TOTAL if np.isnan(value) else SCORED for value in values),
        tuple(str(person) for person in totals.index),
        ("The answers are not known, so no rule for missing ones was applied.",),
    )


def metric_scores(totals: Sequence[float], conversion: Mapping[int, float]) -> Floats:
    """Turn whole seven-item totals into metric scores by a table.

    Parameters
    ----------
    totals : sequence of float
        Raw totals; NaN stays NaN.
    conversion : mapping
        Raw total to metric score, from the dated rules or the user's licensed file.

    Raises
    ------
    WorkbookError
        When a total is not a whole number in the table.
    """
    found = []
    for place, total in enumerate(numbers(list(totals), "Total", gaps=True), start=1):
        if np.isnan(total):
            found.append(float("nan"))
        elif total % 1 or int(total) not in conversion:
            raise WorkbookError(
                f"Person {place} has the total {total:g}. The conversion table takes whole "
                f"numbers from {min(conversion)} to {max(conversion)}, with no item missing."
            )
        else:
            found.append(float(conversion[int(total)]))
    return np.array(found)
