"""From the settings of the own-authority exercise to what the forecast assumes, and back."""

from __future__ import annotations

from collections.abc import Mapping

from course_support.sources.needs import Needs
from course_support.sources.own_authority.analysis import Assumed, Own, usual_growth

#: Kinds of service whose cost stands in for a place of the kind that files list.
LIKE = {
    "children_with_disabilities": ("Residential short break",),
    "children_in_care": ("Residential care", "Supported accommodation"),
    "homelessness": ("Temporary accommodation",),
    "older_people": ("Care home", "Care home with nursing"),
}


def assumed(settings: Mapping[str, float | str], own: Own) -> Assumed:
    """Return the assumptions that the settings make; years are counted from the latest count."""

    def number(name: str) -> float:
        return float(settings[name])

    return Assumed(
        year=(own.last.year if own.last else 0) + int(number("own-ahead")),
        share=number("own-share") / 100,
        spread=number("own-spread") / 100,
        open_to_us=number("own-open") / 100,
        more_places=number("own-more"),
        growth=number("own-growth") / 100,
        price=number("own-price"),
        factor=number("own-factor") / 100,
    )


def begin(own: Own | None, needs: Needs) -> dict[str, dict[str, float]]:
    """Return where the settings begin: from the files where they say, else from Marrenshire."""
    each = own.spend_each if own is not None else None
    growth = usual_growth(own.people) if own is not None else 0.0
    return {
        "values": {
            "own-growth": round(100 * growth, 1),
            "own-price": float(round(each if each else price_like(needs))),
        }
    }


def price_like(needs: Needs) -> float:
    """Return the invented authority's average cost of a place of the kind that files list."""
    kinds = LIKE.get(needs.population, ())
    names = {s["service_id"] for s in needs.services if s["kind"] in kinds}
    paid = sum(needs.spend[name][needs.spend_year] or 0 for name in names)
    served = sum(s["in_use"] or 0 for s in needs.sites if s["service_id"] in names)
    return paid / served if served else needs.price
