"""What would have happened anyway, and paying by results when numbers are small.

Sources: Social Value UK / Cabinet Office guide to social return on investment (2012) for
deadweight, displacement, attribution and drop-off; binomial and Poisson-binomial
distributions for the odds of being paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_support.errors import WorkbookError
from course_support.methods.guards import no_repeats, number, numbers
from course_support.methods.result import Result

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

# --- social return ---------------------------------------------------------------------------

FILTERS = {
    "deadweight": "would have happened anyway",
    "displacement": "moved from somewhere else",
    "attribution": "due to others",
    "drop_off": "lost each later year",
}


@dataclass(frozen=True)
class ValuedOutcome:
    """An outcome, how many have it, what one is said to be worth, and the filters (0 to 1)."""

    name: str
    quantity: float
    proxy: float
    deadweight: float = 0.0
    displacement: float = 0.0
    attribution: float = 0.0
    drop_off: float = 0.0
    years: int = 1

    def first_year(self) -> float:
        """Return quantity × proxy × (1 − deadweight) × (1 − displacement) × (1 − attribution)."""
        kept = (1 - self.deadweight) * (1 - self.displacement) * (1 - self.attribution)
        return self.quantity * self.proxy * kept

    def by_year(self) -> Floats:
        """Return the value of years 1, 2, …, falling by the drop-off from the second on."""
        kept = np.power(1 - self.drop_off, np.arange(self.years, dtype=float))
        return np.asarray(self.first_year() * kept, dtype=float)


@dataclass(frozen=True)
class SocialReturn(Result):
    """Value by outcome and year, its present value, and the ratio to what was put in."""

    outcomes: tuple[ValuedOutcome, ...]
    inputs: float
    discount_factors: tuple[float, ...]
    assumptions: tuple[str, ...] = ()

    @property
    def by_year(self) -> tuple[float, ...]:
        """Return the value of each year over all outcomes, pounds, not discounted."""
        years = max(one.years for one in self.outcomes)
        total = np.zeros(years)
        for one in self.outcomes:
            total[: one.years] += one.by_year()
        return tuple(total)

    @property
    def present_value(self) -> float:
        """Return the value of all years in today's money."""
        value = np.array(self.by_year)
        return float(value @ np.array(self.discount_factors[: value.size]))

    @property
    def ratio(self) -> float:
        """Return present value / inputs."""
        return self.present_value / self.inputs

    @property
    def net_ratio(self) -> float:
        """Return (present value − inputs) / inputs."""
        return self.ratio - 1

    def table(self) -> pd.DataFrame:
        """Return one row an outcome: gross, each filter, first year, present value (pounds)."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "Outcome": one.name,
                    "Before filters (£)": one.quantity * one.proxy,
                    "Would have happened anyway": one.deadweight,
                    "Moved from elsewhere": one.displacement,
                    "Due to others": one.attribution,
                    "Lost each later year": one.drop_off,
                    "First year (£)": one.first_year(),
                    "Years": one.years,
                    "Today's value (£)": float(
                        one.by_year() @ np.array(self.discount_factors[: one.years])
                    ),
                }
                for one in self.outcomes
            ]
        )

    def reading(self) -> str:
        """Return the ratio with the warning that goes with it."""
        return (
            f"£{self.present_value:,.0f} of value in today's money for £{self.inputs:,.0f} put "
            f"in, {self.ratio:.2f} to 1, if the values and filters hold. Ratios of different "
            "studies are not to be compared: each chooses its own values."
        )

    def switching_value(self, place: int, filter_name: str) -> float:
        """Return where one filter of one outcome brings the ratio to 1; NaN outside 0 to 1."""
        one = self.outcomes[place]
        nothing: dict[str, Any] = {filter_name: 0.0}
        without = replace(one, **nothing)
        most = float(without.by_year() @ np.array(self.discount_factors[: one.years]))
        now = float(one.by_year() @ np.array(self.discount_factors[: one.years]))
        needed = self.inputs - (self.present_value - now)
        value = 1 - needed / most if most > 0 else float("nan")
        return value if 0 <= value <= 1 else float("nan")


def social_return(
    outcomes: Sequence[ValuedOutcome], inputs: float, discount_factors: Sequence[float]
) -> SocialReturn:
    """Work out a social return.

    Parameters
    ----------
    outcomes : sequence of ValuedOutcome
        Filters are shares from 0 to 1.
    inputs : float
        What was put in, pounds, today.
    discount_factors : sequence of float
        For the ends of years 1, 2, …, from the dated discount schedule.

    Raises
    ------
    WorkbookError
        When a filter lies outside 0 to 1, inputs are not above nought, or factors run out.
    """
    if not outcomes:
        raise WorkbookError("There is no outcome to value. Enter at least one.")
    no_repeats([one.name for one in outcomes], "Outcomes")
    for one in outcomes:
        _check_outcome(one)
    longest = max(one.years for one in outcomes)
    if len(discount_factors) < longest:
        raise WorkbookError(
            f"Outcomes last up to {longest} years, but there are {len(discount_factors)} "
            "discount factors. Give one for each year."
        )
    numbers(list(discount_factors), "Discount factor", above=0, most=1)
    return SocialReturn(
        tuple(outcomes),
        number(inputs, "Inputs", above=0),
        tuple(float(factor) for factor in discount_factors[:longest]),
        (
            "Value comes at the end of each year; what was put in is paid today.",
            "Deadweight, displacement and attribution are judgements: show where each comes "
            "from and how the ratio moves with it.",
            "A proxy is what something is said to be worth, not money that anyone saves.",
        ),
    )


def _check_outcome(one: ValuedOutcome) -> None:
    number(one.quantity, f"Number with '{one.name}'", least=0)
    number(one.proxy, f"Value of one '{one.name}'", least=0)
    for name, words in FILTERS.items():
        number(getattr(one, name), f"Share of '{one.name}' that is {words}", least=0, most=1)
    if one.years < 1 or int(one.years) != one.years:
        raise WorkbookError(
            f"'{one.name}' lasts {one.years} years. Give a whole number of at least 1."
        )


# --- payment by results ------------------------------------------------------------------------


@dataclass(frozen=True)
class PaymentTerms:
    """How a contract pays: a fixed part, and a part that follows the result.

    ``baseline`` and ``target`` are rates in per cent of people. The part on outcomes is
    earned in line between them. ``cap`` and ``floor`` are shares of that part (1 is all of
    it). ``provider_bears`` is the share of a shortfall that the provider bears, and
    ``provider_gains`` the share of an excess it keeps, when the cap is above 1.
    """

    total: float
    outcome_share: float
    baseline: float
    target: float
    cap: float = 1.0
    floor: float = 0.0
    provider_bears: float = 1.0
    provider_gains: float = 1.0

    @property
    def fixed(self) -> float:
        """Return the part paid whatever happens, pounds."""
        return self.total * (1 - self.outcome_share)

    @property
    def at_stake(self) -> float:
        """Return the part that follows the result, pounds, at the target."""
        return self.total * self.outcome_share

    def earned_share(self, actual: ArrayLike) -> Floats:
        """Return the share of the outcome part that is paid for a rate in per cent."""
        reached = (np.asarray(actual, dtype=float) - self.baseline) / (self.target - self.baseline)
        short = 1 - self.provider_bears * (1 - reached)
        over = 1 + self.provider_gains * (reached - 1)
        return np.clip(np.where(reached < 1, short, over), self.floor, self.cap)

    def payment(self, actual: ArrayLike) -> Floats:
        """Return what is paid for a rate in per cent, pounds."""
        return self.fixed + self.at_stake * self.earned_share(actual)


def payment_terms(
    total: float,
    outcome_share: float,
    baseline: float,
    target: float,
    *,
    cap: float = 1.0,
    floor: float = 0.0,
    provider_bears: float = 1.0,
    provider_gains: float = 1.0,
) -> PaymentTerms:
    """Check the terms of a payment-by-results contract and put them together.

    Parameters
    ----------
    total : float
        Contract sum, pounds.
    outcome_share : float
        Share of it that follows results, 0 to 1.
    baseline, target : float
        Rates in per cent: nothing is earned at the first, all of it at the second.
    cap, floor : float
        Most and least of the outcome payment, as shares of it (cap 1.2 for 20% on top).
    provider_bears, provider_gains : float
        Share of a shortfall or excess that falls to the provider, 0 to 1.

    Raises
    ------
    WorkbookError
        When baseline and target are the same, or a share is out of range.
    """
    number(total, "Contract sum", above=0)
    number(outcome_share, "Share paid on outcomes", least=0, most=1)
    number(baseline, "Baseline", least=0, most=100)
    number(target, "Target", least=0, most=100)
    number(floor, "Floor", least=0, most=1)
    number(provider_bears, "Share of a shortfall that the provider bears", least=0, most=1)
    number(provider_gains, "Share of an excess that the provider keeps", least=0, most=1)
    number(cap, "Cap", least=floor)
    if baseline == target:
        raise WorkbookError(
            f"Baseline and target are both {target:g}%. Set a target that differs from what "
            "would happen anyway."
        )
    return PaymentTerms(
        total, outcome_share, baseline, target, cap, floor, provider_bears, provider_gains
    )


@dataclass(frozen=True)
class Payment(Result):
    """What one result earns."""

    terms: PaymentTerms
    actual: float
    assumptions: tuple[str, ...] = (
        "The outcome part is earned in a straight line from baseline to target.",
        "The baseline is what would have happened anyway; if it is wrong, so is the payment.",
    )

    @property
    def amount(self) -> float:
        """Return what is paid, pounds."""
        return float(self.terms.payment(self.actual))

    def table(self) -> pd.DataFrame:
        """Return the fixed part, the outcome part and the whole."""
        import pandas as pd

        outcome = self.amount - self.terms.fixed
        return pd.DataFrame(
            {
                "Part": ["Paid whatever happens", "Paid on outcomes", "In all"],
                "Pounds": [self.terms.fixed, outcome, self.amount],
            }
        )

    def reading(self) -> str:
        """Return the payment in a sentence."""
        share = float(self.terms.earned_share(self.actual))
        return (
            f"At {self.actual:g}%, the provider is paid £{self.amount:,.0f}: "
            f"£{self.terms.fixed:,.0f} fixed and {100 * share:.0f}% of the "
            f"£{self.terms.at_stake:,.0f} that follows results."
        )


def payment(terms: PaymentTerms, actual: float) -> Payment:
    """Return what a result (rate in per cent) earns under the terms.

    Raises
    ------
    WorkbookError
        When the result is not from 0 to 100.
    """
    return Payment(terms, number(actual, "Result", least=0, most=100))


# --- the odds of being paid, with small numbers -----------------------------------------------


@dataclass(frozen=True)
class Group:
    """People alike in their chance of the outcome (0 to 1)."""

    name: str
    people: int
    chance: float


@dataclass(frozen=True)
class PaymentOdds(Result):
    """How often chance pays a provider that changes nothing, or fails one that does well."""

    terms: PaymentTerms
    people: int
    rows: tuple[dict[str, float | str], ...]
    method: str
    assumptions: tuple[str, ...] = ()

    def of(self, provider: str) -> dict[str, float | str]:
        """Return the row of one provider."""
        return next(row for row in self.rows if row["Provider"] == provider)

    def table(self) -> pd.DataFrame:
        """Return one row a provider: true rate, mean payment, chances in per cent."""
        import pandas as pd

        frame = pd.DataFrame(list(self.rows))
        for name in ("Paid on outcomes", "Paid in full", "Nothing on outcomes"):
            frame[name] = 100 * frame[name].astype(float)
            frame = frame.rename(columns={name: f"{name} (% of the time)"})
        return frame

    def reading(self) -> str:
        """Return both odds in one sentence."""
        idle, good = self.rows[0], self.rows[1]
        return (
            f"With {self.people} people, a provider that makes no difference is still paid "
            f"something on outcomes {_percent(idle['Paid on outcomes'])} of the time, and one "
            f"that reaches {good['True rate (%)']:.0f}% on average misses full payment "
            f"{_percent(1 - float(good['Paid in full']))} of the time, by chance alone."
        )


def payment_odds(
    terms: PaymentTerms, anyway: Sequence[Group], with_service: Sequence[Group]
) -> PaymentOdds:
    """Work out exactly how often each provider is paid.

    Successes among independent people with their own chances follow a Poisson-binomial
    distribution (binomial when all chances are the same), found by convolution.

    Parameters
    ----------
    terms : PaymentTerms
    anyway : sequence of Group
        The people with the chances they have without the service.
    with_service : sequence of Group
        The same people with the chances a good service gives them.

    Raises
    ------
    WorkbookError
        When the two lists hold different numbers of people, or a chance is not 0 to 1.
    """
    people = _same_people(anyway, with_service)
    rows = (
        _odds("makes no difference", terms, success_distribution(anyway), anyway),
        _odds("does well", terms, success_distribution(with_service), with_service),
    )
    return PaymentOdds(
        terms, people, rows, "exact",
        ("People succeed or not independently of one another.", *_ODDS_NOTES),
    )  # fmt: skip


def simulated_payment_odds(
    terms: PaymentTerms,
    anyway: Sequence[Group],
    with_service: Sequence[Group],
    rng: np.random.Generator,
    *,
    spread: float,
    draws: int = 20_000,
) -> PaymentOdds:
    """Simulate the odds when a whole cohort can have a good or a bad year together.

    In each draw all chances move together on the log-odds scale by a normal amount with
    standard deviation ``spread``; then people succeed or not.

    Parameters
    ----------
    rng : numpy.random.Generator
        Seeded by the caller, so that the same figures come again.
    spread : float
        0 gives the independent case, 0.3 to 0.5 a noticeable shared swing.
    draws : int
    terms : PaymentTerms
    anyway, with_service : sequence of Group
        The same people without the service, and with one that does well.

    Raises
    ------
    WorkbookError
        When the two lists do not add up to the same people, a chance is not from 0 to 1, the
        swing is below 0, or draws are not from 100 to 1,000,000.
    """
    people = _same_people(anyway, with_service)
    number(spread, "Shared swing", least=0)
    number(draws, "Draws", least=100, most=1_000_000)
    swing = rng.normal(0.0, spread, int(draws)) if spread else np.zeros(int(draws))
    rows = tuple(
        _odds(name, terms, _simulated(groups, swing, rng), groups)
        for name, groups in (("makes no difference", anyway), ("does well", with_service))
    )
    return PaymentOdds(
        terms, people, rows, f"simulated {int(draws)} times",
        (
            f"A good or bad year moves everyone's chances together (spread {spread:g}).",
            f"Simulated {int(draws):,} times: the last digits are chance.",
            *_ODDS_NOTES,
        ),
    )  # fmt: skip


_ODDS_NOTES = (
    "The first row has the chances people have anyway; the second those that a good service "
    "gives them.",
    "Payment follows the rate found, not the difference made.",
)


def success_distribution(groups: Sequence[Group]) -> Floats:
    """Return the probability of 0, 1, …, n successes.

    Returns
    -------
    ndarray, shape (n + 1,)
        Sums to 1.
    """
    found = np.ones(1)
    for group in groups:
        found = np.convolve(found, _binomial(group.people, group.chance))
    return found


def _binomial(people: int, chance: float) -> Floats:
    from scipy.special import gammaln, xlog1py, xlogy

    k = np.arange(people + 1)
    ways = gammaln(people + 1) - gammaln(k + 1) - gammaln(people - k + 1)
    return np.exp(ways + xlogy(k, chance) + xlog1py(people - k, -chance))


def _simulated(groups: Sequence[Group], swing: Floats, rng: np.random.Generator) -> Floats:
    from scipy.special import expit, logit

    people = sum(group.people for group in groups)
    successes = np.zeros(swing.size, dtype=int)
    for group in groups:
        chances = expit(logit(group.chance) + swing)
        successes += rng.binomial(group.people, chances)
    return np.bincount(successes, minlength=people + 1) / swing.size


def _odds(
    name: str, terms: PaymentTerms, distribution: Floats, groups: Sequence[Group]
) -> dict[str, float | str]:
    people = distribution.size - 1
    share = terms.earned_share(100 * np.arange(people + 1) / people)
    expected = sum(group.people * group.chance for group in groups) / people
    return {
        "Provider": name,
        "True rate (%)": 100 * expected,
        "Mean payment (£)": terms.fixed + terms.at_stake * float(distribution @ share),
        "Paid on outcomes": float(distribution[share > 1e-12].sum()),
        "Paid in full": float(distribution[share >= 1 - 1e-12].sum()),
        "Nothing on outcomes": float(distribution[share <= 1e-12].sum()),
    }


def _same_people(first: Sequence[Group], second: Sequence[Group]) -> int:
    for group in (*first, *second):
        number(group.chance, f"Chance of '{group.name}'", least=0, most=1)
        number(group.people, f"People in '{group.name}'", least=1)
    counts = [sum(group.people for group in groups) for groups in (first, second)]
    if counts[0] != counts[1] or counts[0] == 0:
        raise WorkbookError(
            f"Without the service there are {counts[0]} people and with it {counts[1]}. Compare "
            "the same people, at least one."
        )
    return counts[0]


@dataclass(frozen=True)
class LeavingOut(Result):
    """What a provider would gain by not taking on each group."""

    rows: tuple[dict[str, float | str], ...]
    assumptions: tuple[str, ...] = (
        "Nobody is accused: this shows what the payment terms reward.",
        "Payment follows the rate among those taken on. Pay more for those it is harder to "
        "help, or set a rate for each group, and look at who is taken on.",
    )

    def table(self) -> pd.DataFrame:
        """Return one row a group: people, chance, and the gain from leaving it out (pounds)."""
        import pandas as pd

        return pd.DataFrame(list(self.rows))

    def reading(self) -> str:
        """Return whom it would pay most to leave out, if anyone."""
        best = max(self.rows, key=lambda row: float(row["Gain if left out (£)"]))
        gain = float(best["Gain if left out (£)"])
        if gain <= 0.5:
            return "Under these terms no group would pay the provider to leave out."
        return (
            f"Under these terms leaving out {best['Group']} would bring the provider about "
            f"£{gain:,.0f} more: the terms reward choosing people."
        )


def whom_it_pays_to_leave_out(terms: PaymentTerms, groups: Sequence[Group]) -> LeavingOut:
    """Work out the expected payment with and without each group, all else the same.

    Parameters
    ----------
    terms : PaymentTerms
    groups : sequence of Group
        Everyone whom the service might take, by group.

    Raises
    ------
    WorkbookError
        When there are fewer than two groups, a name repeats, or a group makes no sense.
    """
    no_repeats([group.name for group in groups], "Groups")
    if len(groups) < 2:
        raise WorkbookError("Give at least two groups: with one there is nobody to leave out.")
    _same_people(groups, groups)
    whole = _expected(terms, groups)
    return LeavingOut(
        tuple(
            {
                "Group": group.name,
                "People": group.people,
                "Chance (%)": 100 * group.chance,
                "Gain if left out (£)": _expected(terms, [g for g in groups if g is not group])
                - whole,
            }
            for group in groups
        )
    )


def _expected(terms: PaymentTerms, groups: Sequence[Group]) -> float:
    return float(_odds("", terms, success_distribution(groups), groups)["Mean payment (£)"])


def _percent(share: float | str) -> str:
    value = 100 * float(share)
    return "less than 1%" if 0 < value < 1 else f"{value:.0f}%"
