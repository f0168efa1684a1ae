"""One small example from population to price, with round numbers that can be checked by hand."""

from __future__ import annotations

from collections.abc import Iterator

from course_support.charts.show import table_html

#: Invented for teaching: an area with three age bands.
PEOPLE = {
    2026: {"65-74": 9000, "75-84": 5000, "85+": 1800},
    2031: {"65-74": 9600, "75-84": 5900, "85+": 2100},
    2036: {"65-74": 9900, "75-84": 6800, "85+": 2700},
}
RATES = {"65-74": 0.017, "75-84": 0.041, "85+": 0.134}
TAKE_UP = {"low": 0.40, "central": 0.45, "high": 0.50}
SUPPLY, WEEKLY_PRICE = 260, 680
DIRECT, OVERHEAD, HOURS, USED = 312_000, 0.18, 4680, 0.85
EVENTS, STANDARD = (40, 90, 110), (10_500, 6500, 2500)


class Worked:
    """The example as a table: what is asked, how it is worked out, what comes out."""

    def rows(self) -> list[list[str]]:
        """Return question, working and result, one row each."""
        return [*self._demand(), *self._gap(), *self._cost(), *self._sure()]

    def _demand(self) -> Iterator[list[str]]:
        from course_support.methods import needs

        found = needs.forecast(PEOPLE, RATES, {"low": 0.9, "central": 1.0, "high": 1.1})
        years = " / ".join(f"{found.at(year) or 0:,.1f}" for year in PEOPLE)
        first, last = found.at(2026) or 0, found.at(2036) or 0
        yield [
            "How many people will need help?",
            "9,000 × 1.7% + 5,000 × 4.1% + 1,800 × 13.4% in 2026, and so on",
            f"2026 / 2031 / 2036: {years} ({last / first - 1:+.1%})",
        ]
        yield [
            "What if the rates are 10% lower or higher?",
            "every rate × 0.9 or × 1.1, in 2036",
            f"{found.at(2036, 'low'):,.1f} to {found.at(2036, 'high'):,.1f}",
        ]
        parts = needs.decompose(PEOPLE[2026], PEOPLE[2036], RATES)
        yield [
            "Is it more people, or older people?",
            f"if all ages had grown alike there would be {parts.size_only:,.1f} in 2036",
            f"size {parts.size:+,.1f}, age mix {parts.ageing:+,.1f}",
        ]

    def _gap(self) -> Iterator[list[str]]:
        import pandas as pd

        from course_support.methods import needs

        need = needs.forecast(PEOPLE, RATES).at(2036)
        table = pd.DataFrame(
            {"scenario": list(TAKE_UP), "need": need, "take_up": list(TAKE_UP.values())}
        )
        rows = needs.gap(table, supply=SUPPLY, price=WEEKLY_PRICE).rows
        places = " / ".join(f"{v:,.1f}" for v in rows["gap"])
        cost = " / ".join(f"£{v:,.0f}" for v in rows["cost"])
        yield [
            "How many places are missing in 2036?",
            "808.9 × take-up of 40 / 45 / 50% − 260 places",
            f"{places} places",
        ]
        yield ["What would they cost?", "places × £680 a week × 52 weeks", f"{cost} a year"]

    def _cost(self) -> Iterator[list[str]]:
        from course_support.methods import needs

        all_used = needs.unit_cost(DIRECT, HOURS, overhead=OVERHEAD)
        some = needs.unit_cost(DIRECT, HOURS, overhead=OVERHEAD, utilisation=USED)
        yield [
            "What does an hour cost?",
            "£312,000 + 18% overhead, over 4,680 hours",
            f"£{all_used.each:,.2f}; £{some.each:,.2f} if 85% of the hours are used",
        ]

    def _sure(self) -> Iterator[list[str]]:
        from course_support.methods import needs

        share = needs.proportion(27, 120)
        each = needs.rate(65, 12_500)
        few = needs.count_interval(8)
        ages = [str(band) for band in RATES]
        crude = needs.rate(sum(EVENTS), sum(PEOPLE[2026].values()))
        even = needs.directly_standardised_rate(
            EVENTS, list(PEOPLE[2026].values()), STANDARD, bands=ages
        )
        yield [
            "How sure is 27 out of 120?",
            "Wilson's 95% interval",
            share.reading().removeprefix("Proportion: ").rstrip("."),
        ]
        yield [
            "And 65 events among 12,500 people?",
            "Byar's interval, per 100,000",
            f"{each.value:,.1f} ({each.lower:,.1f} to {each.upper:,.1f})",
        ]
        yield [
            "And only 8 events?",
            "exact interval, below ten",
            f"8 ({few.lower:,.1f} to {few.upper:,.1f})",
        ]
        yield [
            "What if everywhere had the same ages?",
            "40, 90 and 110 events by age band, directly standardised, per 100,000",
            f"{even.value:,.1f} ({even.lower:,.1f} to {even.upper:,.1f}); "
            f"as counted {crude.value:,.1f}",
        ]

    def _repr_html_(self) -> str:
        return table_html(
            ["Question", "Working", "Result"],
            self.rows(),
            "From population to price: a small example",
        )
