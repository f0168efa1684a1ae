"""Payments of a quarter beside what the contracts say, with the questions that follow."""

from __future__ import annotations

from course_support.charts.contracts.sheets import Sheet, count
from course_support.methods.figures import whole_pounds
from course_support.methods.words import long_date
from course_support.sources.contracts import paid, quarter, without_contract


def checks(population: str) -> Sheet:
    """Set payments beside contracts, and list what a contract manager would ask."""
    found = paid(population)
    asked = [each for each in found if each.questions]
    loose = without_contract(population)
    first, last = quarter()
    largest = max(
        (each for each in found if each.expected),
        key=lambda each: abs(each.amount - (each.expected or 0)),
        default=None,
    )
    reading = (
        f"{count(sum(each.lines for each in found), 'payment')} were set beside the contracts."
    )
    if largest is not None and largest.expected:
        reading += (
            f" Furthest apart: {largest.contract.title}, {whole_pounds(largest.amount)} paid where "
            f"a quarter of the yearly value is {whole_pounds(largest.expected)}."
        )
    if loose:
        reading += f" {count(len(loose), 'payment')} fit no contract by provider and service."
    return Sheet(
        f"{len(asked)} of {len(found)} contracts raise a question for whoever approves invoices",
        reading,
        ["Contract", "Paid", "Payments", "A quarter of the yearly value", "To ask"],
        [
            [
                each.contract.title,
                whole_pounds(each.amount),
                str(each.lines),
                whole_pounds(each.expected) if each.expected else "varies with use",
                " ".join(f"{q[0].upper()}{q[1:]}" for q in each.questions) or "nothing stands out",
            ]
            for each in found
        ],
        f"Marrenshire (invented), payments from {long_date(first)} to {long_date(last)}",
        (
            "A difference is a question and no finding: bills come late, and some pay in advance.",
            "Names of people are withheld in published payments; the contract manager sees them.",
        ),
    )
