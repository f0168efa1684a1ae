"""Supply: who provides, how full, how good, at what price, and how far it rests on few."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from course_support.charts.drawing import svg, text, trimmed
from course_support.charts.show import BLUE, GREY, ORANGE, Chart
from course_support.methods.words import and_
from course_support.sources.needs import Needs

from . import plot

if TYPE_CHECKING:
    import pandas as pd

    from course_support.methods.pressure import PressurePoints

SOURCE = "Marrenshire's tables of services and sites (invented), 30 September 2026"
#: Ratings that are a worry, worst first.
POOR = ("inadequate", "requires improvement")
NO_RATING = {"not applicable": "not rated by a regulator", "missing": "no rating yet"}


def by_provider(needs: Needs) -> list[dict[str, Any]]:
    """Return providers of services that meet the need, with places in reach of the county.

    ``occupied`` is None where a site did not report, ``rating`` the worst of its sites.
    """
    found: dict[str, dict[str, Any]] = {}
    for site in needs.sites:
        if site["service_id"] not in needs.answers_need:
            continue
        row = found.setdefault(
            site["provider_id"],
            {
                "provider": site["provider"],
                "owner": site["owner"],
                "ownership": site["ownership"],
                "places": 0,
                "occupied": 0,
                "away": 0,
                "sites": [],
            },
        )
        row["sites"].append(site)
        row["places"] += site["capacity"]
        row["away"] += 0 if site["in_area"] else site["capacity"]
        known = row["occupied"] is not None and site["in_use"] is not None
        row["occupied"] = row["occupied"] + site["in_use"] if known else None
    for row in found.values():
        row["rating"] = worst_rating(row["sites"])
    return sorted(found.values(), key=lambda row: -row["places"])


def worst_rating(sites: Sequence[Mapping[str, Any]]) -> str:
    """Return the worst rating among sites, or why there is none."""
    ratings = [site["rating"] for site in sites if site["rating"]]
    for level in (*POOR, "good", "outstanding"):
        if level in ratings:
            return level
    return NO_RATING.get(sites[0]["rating_status"], sites[0]["rating_status"])


def frame(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return providers as the table that ``methods.supply`` and ``methods.pressure`` take."""
    import pandas as pd

    table = pd.DataFrame(
        {
            "provider": [row["provider"] for row in rows],
            "owner": [row["owner"] for row in rows],
            "places": [row["places"] for row in rows],
            "occupied": pd.Series([row["occupied"] for row in rows], dtype=float),
            "rating": [row["rating"] for row in rows],
        }
    )
    table["occupied_status"] = ["missing" if gone else "ok" for gone in table["occupied"].isna()]
    return table


def places(needs: Needs) -> Chart:
    """Draw places and people by provider, with rating and kind of owner."""
    from course_support.methods.supply import capacity

    rows = by_provider(needs)
    found = capacity(frame(rows))
    full = [r["provider"] for r in rows if r["occupied"] and r["occupied"] >= 0.97 * r["places"]]
    overall = "not known" if found.occupancy is None else f"{found.occupancy:.0%}"
    return Chart(
        f"Places are {overall} full; next to no room at {len(full)} of {len(rows)} providers",
        f"{found.reading()} At 97% or more: {', '.join(full) or 'none'}.",
        _capacity(rows),
        ["Provider", "Kind of owner", "Places", "of which away", "People", "Full", "Worst rating"],
        [
            [
                row["provider"],
                row["ownership"],
                f"{row['places']:,}",
                f"{row['away']:,}" if row["away"] else "–",
                "not reported" if row["occupied"] is None else f"{row['occupied']:,}",
                "–" if row["occupied"] is None else f"{row['occupied'] / row['places']:.0%}",
                row["rating"],
            ]
            for row in rows
        ],
        f"{SOURCE}. Away: outside the county",
    )


def _capacity(rows: Sequence[Mapping[str, Any]]) -> str:
    marks = plot.ticks(0, max(row["places"] for row in rows), 4)
    x = plot.Scale(marks[0], marks[-1], 12, 330)
    bottom = 10 + 44 * len(rows)
    parts = plot.across(x, marks, 6, bottom, plot.number)
    for number, row in enumerate(rows):
        y = 10 + 44 * number
        poor = row["rating"] in POOR
        said = (
            f"{'⚠ ' if poor else ''}{row['rating']}"
            if row["rating"] not in NO_RATING.values()
            else ""
        )
        parts.append(text(14, y + 8, trimmed(row["provider"], 36), size=plot.SMALL, bold=True))
        parts.append(text(432, y + 8, said, size=plot.SMALL, anchor="end"))
        parts.append(plot.bar(x(0), y + 18, x(row["places"]) - x(0), 16, BLUE, hollow=True))
        if row["occupied"] is not None:
            parts.append(plot.bar(x(0), y + 18, x(row["occupied"]) - x(0), 16, BLUE))
        share = "?" if row["occupied"] is None else f"{row['occupied'] / row['places']:.0%}"
        parts.append(
            text(
                x(row["places"]) + 6,
                y + 26,
                f"{row['places']:,} places, {share} full",
                size=plot.SMALL,
            )
        )
    return svg(plot.WIDTH, bottom + 24, parts)


def outside_the_council(needs: Needs) -> list[dict[str, Any]]:
    """Return the providers that the council does not own: the market it depends on."""
    return [row for row in by_provider(needs) if row["ownership"] != "council"]


def dependence(needs: Needs) -> Chart:
    """Draw owners' shares of the market outside the council, and what hangs on the largest."""
    from course_support.methods.supply import concentration

    rows = outside_the_council(needs)
    found = concentration(frame(rows))
    every = sum(row["places"] for row in by_provider(needs))
    outside = sum(row["places"] for row in rows)
    own = (
        f"The council itself runs {1 - outside / every:.0%} of all places. Of the others: "
        if outside < every
        else ""
    )
    shares = sorted(
        zip(found.owners, found.shares.tolist(), strict=True), key=lambda pair: -pair[1]
    )
    return Chart(
        f"{found.largest} holds {found.largest_share:.0%} of the places outside the council",
        f"{own}{found.reading()} {_service_by_service(needs)}",
        _shares(shares),
        ["Owner", "Share of places outside the council"],
        [[owner, f"{share:.1%}"] for owner, share in shares],
        f"{SOURCE}. Providers with one owner are counted together. {' '.join(found.assumptions)}",
    )


def mapped(rows: Sequence[Mapping[str, Any]]) -> Chart | str:
    """Draw a participant's own map of supply: shares of places, and what is still to be said.

    Parameters
    ----------
    rows
        Rows of the table: name, places (None where not given), strength, weakness, opportunity.
    """
    import pandas as pd

    from course_support.methods.supply import concentration

    named = [row for row in rows if str(row.get("name") or "").strip()]
    counted = [(str(row["name"]).strip(), row["places"]) for row in named if row.get("places")]
    if not counted:
        return "Give at least one provider its places, and the shares of your map are drawn here."
    found = concentration(pd.DataFrame(counted, columns=["owner", "places"]))
    shares = sorted(
        zip(found.owners, found.shares.tolist(), strict=True), key=lambda pair: -pair[1]
    )
    whole = sum(places for _, places in counted)
    return Chart(
        f"Your map: {len(named)} provider{'' if len(named) == 1 else 's'}, {whole:,.0f} places",
        f"{found.reading()} {_still_to_say(named)}",
        _shares(shares),
        ["Provider", "Places", "Strength", "Weakness", "Opportunity for change"],
        [
            [str(row["name"]), f"{row['places']:,.0f}" if row.get("places") else "not given",
             *(str(row.get(part) or "–") for part in ("strength", "weakness", "opportunity"))]
            for row in named
        ],
        "your own map; each name is taken to be an owner of its own",
    )  # fmt: skip


def _still_to_say(rows: Sequence[Mapping[str, Any]]) -> str:
    """Say how far the map is written, and which providers have no places in it."""
    done = and_(
        f"{what} for {sum(bool(row.get(part)) for row in rows)}"
        for part, what in (("strength", "a strength"), ("opportunity", "an opportunity"))
    )
    bare = [str(row["name"]) for row in rows if not row.get("places")]
    left = f" Without places, so in no share: {'; '.join(bare)}." if bare else ""
    return f"Written: {done}, of {len(rows)}.{left}"


def opportunities(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the opportunities for change of a map, each with its provider."""
    return [
        f"{str(row.get('name') or 'a provider').strip()}: {str(row['opportunity']).strip()}"
        for row in rows
        if str(row.get("opportunity") or "").strip()
    ]


def _service_by_service(needs: Needs) -> str:
    """Say where one owner has half of a service or more: a market is narrower than the whole."""
    half = []
    for service in needs.services:
        here = [s for s in needs.sites if s["service_id"] == service["service_id"]]
        whole = sum(s["capacity"] for s in here)
        if service["service_id"] not in needs.answers_need or not whole:
            continue
        if service["delivery"] == "in house":
            continue
        by: dict[str, int] = {}
        for site in here:
            by[site["owner"]] = by.get(site["owner"], 0) + site["capacity"]
        owner, most = max(by.items(), key=lambda pair: pair[1])
        if most >= whole / 2:
            half.append(f"{service['name']} ({owner})")
    if not half:
        return "In no single service does one owner have half of the places."
    return f"One owner has half of the places or more in: {'; '.join(half)}."


def _shares(shares: Sequence[tuple[str, float]]) -> str:
    left = 12
    x = plot.Scale(0, max(0.1, shares[0][1]), left, 390)
    parts = []
    for number, (owner, share) in enumerate(shares):
        y = 6 + 42 * number
        colour = ORANGE if number == 0 else GREY
        parts.append(text(left, y + 8, trimmed(owner, 52), size=plot.SMALL))
        parts.append(plot.bar(left, y + 18, x(share) - left, 16, colour, hollow=number > 0))
        parts.append(text(x(share) + 6, y + 26, f"{share:.0%}", size=plot.SMALL, bold=True))
    return svg(plot.WIDTH, 12 + 42 * len(shares), parts)


def pressed(needs: Needs, full_from: float, share_from: float) -> PressurePoints:
    """Return where supply is under pressure, by the thresholds given (shares of 1)."""
    from course_support.methods.pressure import Thresholds, pressure_points

    return pressure_points(
        frame(outside_the_council(needs)),
        Thresholds(occupancy=full_from, share=share_from, poor_ratings=POOR),
    )


def pressure(needs: Needs, full_from: float = 0.95, share_from: float = 0.25) -> Chart:
    """Draw the pressure points of each provider as marks, most first."""
    found = pressed(needs, full_from, share_from)
    table = found.table()
    some = [row for row in table.itertuples(index=False) if row[1]]
    title = (
        f"Pressure points: {len(some)} of {len(table)} outside providers"
        if some
        else "No provider passes a threshold"
    )
    return Chart(
        title,
        found.reading(),
        _marks(some),
        ["Provider", "Pressure points", "Why", "Not known"],
        [
            [str(r[0]), str(r[1]), str(r[2]) or "–", str(r[3]) or "–"]
            for r in table.itertuples(index=False)
        ],
        f"{SOURCE}. {' '.join(found.assumptions)}",
    )


def _marks(rows: Sequence[Any]) -> str:
    parts: list[str] = []
    for number, row in enumerate(rows):
        y = 14 + 40 * number
        parts.append(text(8, y, "●" * int(row[1]) + "○" * (3 - int(row[1])), size=15, fill=ORANGE))
        parts.append(text(66, y, trimmed(str(row[0]), 44), size=13, bold=True))
        parts.append(text(66, y + 17, trimmed(str(row[2]), 58), size=plot.SMALL))
    if not rows:
        parts.append(text(8, 14, "Nothing passes a threshold.", size=13))
    return svg(plot.WIDTH, 14 + 40 * max(1, len(rows)), parts)


def prices(needs: Needs) -> Chart:
    """Draw what sites charge for the same service: the spread within each."""
    spread = []
    for service in needs.services:
        here = [s for s in needs.sites if s["service_id"] == service["service_id"]]
        if service["service_id"] in needs.answers_need and len(here) > 1:
            middle = float(service["price_gbp"])
            spread.append((service, sorted(float(s["price_gbp"]) for s in here), middle))
    widest = max(spread, key=lambda one: one[1][-1] / one[1][0])
    ratio = widest[1][-1] / widest[1][0] - 1
    return Chart(
        f"{widest[0]['name']}: the dearest site asks {ratio:.0%} more than the cheapest",
        "From the cheapest to the dearest site: "
        + "; ".join(
            f"{s['name']} £{p[0]:,.2f} to £{p[-1]:,.2f} {s['price_unit']}" for s, p, _ in spread
        )
        + ".",
        _prices(spread),
        ["Service", "Sites", "Lowest", "Usual", "Highest", "For"],
        [
            [
                s["name"],
                str(len(p)),
                f"£{p[0]:,.2f}",
                f"£{m:,.2f}",
                f"£{p[-1]:,.2f}",
                s["price_unit"],
            ]
            for s, p, m in spread
        ],
        f"{SOURCE}. A price is what is asked, not what it costs to run",
    )


def _prices(spread: Iterable[tuple[Mapping[str, Any], Sequence[float], float]]) -> str:
    rows = list(spread)
    most = max(price / middle for _, found, middle in rows for price in found)
    least = min(price / middle for _, found, middle in rows for price in found)
    marks = plot.ticks(100 * least, 100 * most, 4)
    x = plot.Scale(marks[0], marks[-1], 20, 420)
    bottom = 8 + 44 * len(rows)
    parts = plot.across(x, marks, 6, bottom, lambda mark: f"{mark:.0f}%")
    for number, (service, found, middle) in enumerate(rows):
        y = 12 + 44 * number
        parts.append(text(20, y + 4, service["name"], size=plot.SMALL, bold=True))
        parts.append(
            plot.whisker(y + 22, x(100 * found[0] / middle), x(100 * found[-1] / middle), BLUE)
        )
        parts += [plot.diamond(x(100 * price / middle), y + 22, 5, BLUE) for price in found]
    parts.append(text(20, bottom + 30, "share of the service's usual price", size=plot.SMALL))
    return svg(plot.WIDTH, bottom + 42, parts)


def away(needs: Needs) -> str:
    """Say how many people live or are served outside the county, and how far, or nothing."""
    sites = [s for s in needs.away if s["service_id"] in needs.answers_need]
    if not sites:
        return ""
    people = sum(s["in_use"] or 0 for s in sites)
    whole = sum(s["in_use"] or 0 for s in needs.sites if s["service_id"] in needs.answers_need)
    by: dict[str, list[int]] = {}
    for site in needs.sites:
        if site["service_id"] in {s["service_id"] for s in sites}:
            both = by.setdefault(site["service_id"], [0, 0])
            both[0] += 0 if site["in_area"] else site["in_use"] or 0
            both[1] += site["in_use"] or 0
    names = {s["service_id"]: s["name"] for s in needs.services}
    parts = "; ".join(f"{names[key]}, {out} of {both}" for key, (out, both) in by.items())
    far = max(s["miles_from_county"] for s in sites)
    return (
        f"{people} of {whole} people ({people / whole:.0%}) are placed outside the county, up to "
        f"{far} miles beyond its edge: {parts}. Those places are left out of the supply that is "
        "set against need: they exist and are paid for, but they are far from home."
    )
