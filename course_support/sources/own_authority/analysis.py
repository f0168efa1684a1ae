"""The needs analysis of a real authority: what the files give, and what has to be assumed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from course_support.errors import WorkbookError, did_you_mean
from course_support.methods.words import and_
from course_support.sources import needs as authority

from . import files, money
from .beside import Beside, beside
from .measures import Measure, named, offered
from .need import Point, authorities, everywhere, series
from .people import People, carried_on, in_year, people
from .supply import Supply, supply

if TYPE_CHECKING:
    from course_support.methods.outlook import Outlook
    from course_support.sources.published import Published

T = TypeVar("T")

#: Years of one's own counts that set the low and high scenario.
RECENT = 5
#: Years ahead, at most, that a steady change of the population is carried on.
FURTHEST = 20


@dataclass(frozen=True)
class Chosen:
    """What a participant chose: a path for each role, the authority, the measure, the line.

    Empty texts where nothing was chosen: the first that is offered is taken.
    """

    paths: tuple[tuple[str, str], ...] = ()
    area: str = ""
    measure: str = ""
    line: str = ""


@dataclass(frozen=True)
class Basis:
    """Where a figure of the analysis comes from."""

    what: str
    value: str
    real: bool
    source: str


@dataclass(frozen=True)
class Own:
    """What the chosen files say of one authority.

    Attributes
    ----------
    files
        The files as read, by role.
    problems
        By role, why a file gave nothing for this authority.
    code
        The authority's latest code, or its name where the files have no codes.
    """

    area: str
    code: str
    files: Mapping[str, Published]
    measure: Measure | None = None
    points: tuple[Point, ...] = ()
    england: Point | None = None
    others: Beside | None = None
    people: People | None = None
    supply: Supply | None = None
    spend: money.Spend | None = None
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def last(self) -> Point | None:
        """Return the latest count that is known."""
        return next((p for p in reversed(self.points) if p.known), None)

    @property
    def spend_each(self) -> float | None:
        """Return spending on the chosen line for each person counted, in pounds."""
        if self.spend is None or self.spend.pounds is None or self.last is None:
            return None
        if not self.spend.whole_year:
            return None
        return self.spend.pounds / self.last.count if self.last.count else None


def read_files(paths: Mapping[str, Path | str | None]) -> dict[str, Published]:
    """Return the files that are there, read for their roles.

    Raises
    ------
    WorkbookError
        When one cannot be read or fits another role.
    """
    return {role: files.read(role, path) for role, path in paths.items() if path}


def choices(found: Mapping[str, Published], population: str) -> dict[str, dict[str, str]]:
    """Return what there is to choose: authority, measure and line of spending, words by id."""
    need, people_in = found.get("need"), found.get("population")
    areas = (
        authorities(need, people_in) if need or people_in else authorities(found.get("providers"))
    )
    return {
        "area": {name: name for name in areas},
        "measure": {m.id: m.text for m in offered(need, population)} if need else {},
        "line": {x: money.without_unit(x) for x in money.lines(found["spend"], population)}
        if "spend" in found
        else {},
    }


def look(chosen: Chosen, population: str) -> Own:
    """Return what the chosen files say of the chosen authority; one question is asked once.

    Raises
    ------
    WorkbookError
        When a file cannot be read, or no authority is in the files. A file that has nothing for
        this authority is told in ``problems`` instead.
    """
    stamps = tuple(Path(path).stat().st_mtime_ns for _, path in chosen.paths if path)
    return _look(chosen, population, stamps)


@lru_cache(maxsize=16)
def _look(chosen: Chosen, population: str, _stamps: tuple[int, ...]) -> Own:
    found = read_files(dict(chosen.paths))
    if not found:
        raise WorkbookError("No file is chosen yet.")
    every = authorities(*found.values()) if len(found) == 1 else _areas(found)
    area = _area(chosen.area, every)
    code = every[area]
    problems: dict[str, str] = {}
    there = _try(lambda: _people(found, area, population), "population", problems)
    there = _try(lambda: _carried_on(there, found, area), "projections", problems) or there
    measure, points, england, others = _need(found, chosen, area, code, population, there, problems)
    providers, accounts = found.get("providers"), found.get("spend")
    return Own(
        area,
        code,
        found,
        measure,
        points,
        england,
        others,
        there,
        _try(lambda: supply(providers, area, code, population), "providers", problems)
        if providers
        else None,
        _try(lambda: _spend(accounts, area, chosen.line, population), "spend", problems)
        if accounts
        else None,
        problems,
    )


def _try(make: Callable[[], T], role: str, problems: dict[str, str]) -> T | None:
    try:
        return make()
    except WorkbookError as error:
        # Here a name is chosen from a list, so another name is no way out.
        cure = "Choose a file that covers it, or another authority."
        problems[role] = str(error).replace("Give its name or its nine-character code.", cure)
        return None


def _areas(found: Mapping[str, Published]) -> dict[str, str]:
    return authorities(found.get("need"), found.get("population")) or authorities(
        found.get("providers"), found.get("spend")
    )


def _area(wanted: str, every: Mapping[str, str]) -> str:
    """Return the authority meant by a name or code, or the first one of the files."""
    from course_support.sources.published import areas

    if not every:
        raise WorkbookError("No local authority was found in the files that are chosen.")
    if not wanted:
        return next(iter(every))
    code, key = areas.latest_code(wanted), areas.name_key(wanted)
    for name, its in every.items():
        if its == code or areas.name_key(name) == key:
            return name
    raise WorkbookError(
        f"“{wanted}” is not among the {len(every)} authorities of the files."
        f"{did_you_mean(wanted, every)} Give its name or its nine-character code."
    )


def _people(found: Mapping[str, Published], area: str, population: str) -> People | None:
    source = _estimates(found)
    if source is None:
        source = found.get("projections")
    return None if source is None else people(source, area, authority.load(population).bands)


def _estimates(found: Mapping[str, Published]) -> Published | None:
    """Return the file of estimates: the one chosen for it, else the one of need with people."""
    if (source := found.get("population")) is not None:
        return source
    need = found.get("need")
    return need if need is not None and "population" in files.roles_of(need) else None


def _carried_on(there: People | None, found: Mapping[str, Published], area: str) -> People | None:
    """Return estimates carried on by projections, where there are both."""
    ahead = found.get("projections")
    if there is None or ahead is None or _estimates(found) is None:
        return there
    return carried_on(there, ahead, area)


def _need(
    found: Mapping[str, Published],
    chosen: Chosen,
    area: str,
    code: str,
    population: str,
    there: People | None,
    problems: dict[str, str],
) -> tuple[Measure | None, tuple[Point, ...], Point | None, Beside | None]:
    source = found.get("need")
    if source is None:
        return None, (), None, None

    def otherwise(year: int) -> float | None:
        return there.whole(there.nearest(year)) if there and there.years else None

    def figures() -> tuple[Measure, tuple[Point, ...], Point | None, Beside]:
        measure = named(offered(source, population), chosen.measure)
        points = series(source, measure, area, otherwise)
        every = everywhere(source, measure)
        whole = everywhere(source, measure, "national")
        near = beside(area, code, every, found.get("neighbours"))
        england = next(iter(whole.values()), None)
        if not measure.below and {"population", "projections"} & {*found}:
            near, england = _filled(near, england, found, population)
        return measure, points, england, near

    return _try(figures, "need", problems) or (None, (), None, None)


def _filled(
    near: Beside, england: Point | None, found: Mapping[str, Published], population: str
) -> tuple[Beside, Point | None]:
    """Put the people of the population files under counts that come without."""

    def fill(name: str, point: Point) -> Point:
        problems: dict[str, str] = {}
        there = _try(lambda: _people(found, name, population), "", problems)
        there = _try(lambda: _carried_on(there, found, name), "", problems) or there
        if there is None:
            return point
        return replace(point, below=there.whole(there.nearest(point.year)))

    points = {name: fill(name, point) for name, point in near.points.items()}
    return replace(near, points=points), fill("England", england) if england else None


def _spend(found: Published, area: str, line: str, population: str) -> money.Spend:
    lines = money.lines(found, population)
    return money.spend(found, area, line if line in lines else lines[0])


# --- the forecast ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Assumed:
    """What a participant assumes where the files end.

    Attributes
    ----------
    share, spread
        Share of those counted who need the kind of place that is set against them, and how much
        less or more it may be (shares of 1).
    open_to_us
        Share of the listed places that the authority's own residents can have.
    more_places
        Places that the list does not have.
    growth
        Yearly change of the population, as a share, in years that the file does not have.
    factor
        Multiplies the present rate.
    price
        Pounds a year for a place.
    """

    year: int
    share: float
    spread: float
    open_to_us: float
    more_places: float
    growth: float
    price: float
    factor: float = 1.0


@dataclass(frozen=True)
class Ahead:
    """A forecast for a real authority, with what it rests on."""

    outlook: Outlook
    base: Point
    basis: tuple[Basis, ...]


def usual_growth(there: People | None) -> float:
    """Return the average yearly change of the population over the file's last years, a share."""
    if there is None or len(there.years) < 2:
        return 0.0
    years = sorted(there.years)[-(RECENT + 1) :]
    first, last = there.whole(years[0]), there.whole(years[-1])
    if not first or not last:
        return 0.0
    return float((last / first) ** (1 / (years[-1] - years[0])) - 1)


def ahead(own: Own, assumed: Assumed, population: str) -> Ahead:
    """Return the forecast and gap of the authority.

    The present rate is real: the latest count over the population. Low and high rates are the
    lowest and highest of the authority's own last years, where the file has them. How a rate
    differs by age is borrowed from the course's invented authority, scaled so that the total is
    the real count; where the file gives one age band only, there is nothing to borrow.

    Raises
    ------
    WorkbookError
        When the files have no count, or no population to set it against.
    """
    from course_support.methods.outlook import Supposed, outlook

    base = own.last
    if own.measure is None or base is None or base.count is None:
        raise WorkbookError(_no_count(own))
    bands, years, living = _population_ahead(own, base, assumed)
    start = min(years)
    pattern, borrowed = _pattern(own, bands, population)
    expected = sum(years[start][b] * pattern[b] for b in bands)
    low, high, range_note = _recent_range(own.points, base)
    level = base.count / expected
    rates = {
        "low": {b: pattern[b] * level * low for b in bands},
        "central": {b: pattern[b] * level for b in bands},
        "high": {b: pattern[b] * level * high for b in bands},
    }
    shares = {
        "low": dict.fromkeys(bands, max(0.0, assumed.share - assumed.spread)),
        "central": dict.fromkeys(bands, assumed.share),
        "high": dict.fromkeys(bands, min(1.0, assumed.share + assumed.spread)),
    }
    listed = (own.supply.places if own.supply else None) or 0.0
    places = listed * assumed.open_to_us + assumed.more_places
    found = outlook(
        {"chosen": years},
        rates,
        shares,
        Supposed("chosen", assumed.year, places, assumed.price, assumed.factor),
    )
    basis = _basis(own, assumed, base, living, borrowed, range_note, listed)
    return Ahead(found, base, basis)


def _no_count(own: Own) -> str:
    """Say why there is no count to begin from, and what to do."""
    if own.points:
        statuses = and_(dict.fromkeys(p.status for p in own.points))
        return (
            f"{own.files['need'].file} has no figure for {own.area} in any of its "
            f"{len(own.points)} periods: {statuses}. That is not nought. The forecast begins "
            "with a count: choose another measure, or a file that gives one."
        )
    return (
        own.problems.get("need")
        or "Choose a file for “Need: what was counted”: the forecast begins with a count."
    )


def _population_ahead(
    own: Own, base: Point, assumed: Assumed
) -> tuple[list[str], dict[int, dict[str, float]], tuple[Basis, ...]]:
    """Return bands and people by year from the count's year to the year planned for."""
    by_year, source = _people_by_year(own, base)
    last = max(by_year)
    first = min(by_year, key=lambda y: (abs(y - base.year), y))
    if not first < assumed.year <= first + FURTHEST:
        raise WorkbookError(
            f"The forecast begins in {first}. Plan for a year from {first + 1} to "
            f"{first + FURTHEST}."
        )
    years: dict[int, dict[str, float]] = {}
    for year in range(first, assumed.year + 1):
        known = in_year(by_year, year)
        if known is None:
            known = {band: n * (1 + assumed.growth) for band, n in years[year - 1].items()}
        years[year] = dict(known)
    apart = (
        ""
        if first == base.year
        else f"; the count is of {base.period}, set against the population of {first}"
    )
    rows = _living(own, {y: sum(bands.values()) for y, bands in years.items()}, last, source, apart)
    if last < assumed.year:
        end = sum(years[assumed.year].values())
        rows.append(
            Basis(
                f"Population from {last + 1} on",
                f"{assumed.growth:+.1%} a year: {end:,.0f} in {assumed.year}",
                False,
                f"your setting: the files end in {last}",
            )
        )
    return list(years[first]), years, tuple(rows)


def _living(
    own: Own, years: Mapping[int, float], last: int, source: str, apart: str
) -> list[Basis]:
    """Return where people were counted or estimated, and from which year they are projected."""
    first, until = min(years), min(last, max(years))
    there = own.people
    begins = there.projected_from if there is not None else None
    rows = []
    if begins is None or first < begins:
        counted = [y for y in there.years if begins is None or y < begins] if there else []
        to = min(until, max(counted, default=until))
        value = f"{years[first]:,.0f} in {first}"
        rows.append(Basis(f"Population to {to}", value, True, f"{source}{apart}"))
    if there is not None and begins is not None and until >= begins:
        what = f"Population projected from {max(first, begins)} to {until}"
        rows.append(Basis(what, f"{years[until]:,.0f} in {until}", False, _projection(there)))
    return rows


def _projection(there: People) -> str:
    """Say whose projection it is, and how far it was moved to meet the estimates."""
    said = f"{there.ahead or there.file}: a projection, which carries recent trends on"
    if not there.ahead:
        return said
    way = "up" if there.moved >= 0 else "down"
    return f"{said}; moved {way} by {abs(there.moved):.1%} to meet the last estimate"


def _people_by_year(own: Own, base: Point) -> tuple[dict[int, Mapping[str, float]], str]:
    """Return the population that the rate is worked out on, and where it comes from."""
    there = own.people
    if there is not None:
        known = [y for y in there.years if not there.projected_from or y < there.projected_from]
        edition = there.edition or f"years to {max(known or there.years)}"
        parts = f", added up from {there.districts} districts" if there.districts else ""
        return dict(there.years), f"{there.file} ({edition}{parts})"
    if not base.below:
        raise WorkbookError(
            own.problems.get("population")
            or "Choose a file for “Population by age”: without it there is no rate, and nothing "
            "to project."
        )
    return {base.year: {"everyone": base.below}}, f"{own.files['need'].file}, {base.period}"


def _pattern(own: Own, bands: list[str], population: str) -> tuple[dict[str, float], bool]:
    """Return how rates differ by age: borrowed where there are bands, else the same for all."""
    if own.people is None or not own.people.as_asked:
        return dict.fromkeys(bands, 0.01), False
    central = authority.load(population).prevalence["central"]
    return {band: central[band] for band in bands}, True


def _recent_range(points: tuple[Point, ...], base: Point) -> tuple[float, float, str]:
    """Return the lowest and highest recent rate as shares of the present one, and why."""
    known = [p for p in points if p.count is not None and p.below][-RECENT:]
    if len(known) < 3 or not base.below or not base.count:
        return (*_by_chance(base), "")
    now = base.count / base.below
    rates = [(p.count or 0) / (p.below or 1) / now for p in known]
    return min(1.0, *rates), max(1.0, *rates), f"{known[0].period} to {known[-1].period}"


def _by_chance(base: Point) -> tuple[float, float]:
    """Return the count's own interval as shares of it."""
    from course_support.methods.rates import count_interval

    found = count_interval(base.count)
    if not base.count or found.lower is None or found.upper is None:
        return 1.0, 1.0
    return found.lower / base.count, found.upper / base.count


def _basis(
    own: Own,
    assumed: Assumed,
    base: Point,
    living: tuple[Basis, ...],
    borrowed: bool,
    recent: str,
    listed: float,
) -> tuple[Basis, ...]:
    """Return every figure of the forecast with where it comes from."""
    return (
        *_basis_of_need(own, base, living, borrowed, recent),
        Basis(
            "Change in the rate",
            f"× {assumed.factor:.2f}",
            False,
            "your setting; 1.00 leaves it as it is",
        ),
        Basis(
            "Share who need this kind of place",
            f"{assumed.share:.0%}, give or take {assumed.spread:.0%}",
            False,
            "your setting: published files do not say",
        ),
        *_basis_of_supply(own, assumed, listed),
    )


def _basis_of_need(
    own: Own, base: Point, living: tuple[Basis, ...], borrowed: bool, recent: str
) -> Iterator[Basis]:
    measure = own.measure.text if own.measure else ""
    how = "; worked out from a rounded percentage" if own.measure and own.measure.share else ""
    where = f"{measure}, {base.period}: {own.files['need'].file}{how}"
    yield Basis("Counted", f"{base.count:,.0f}", True, where)
    yield from living
    yield Basis(
        "Low and high rate",
        "own last years" if recent else "chance alone",
        True,
        f"lowest and highest of {recent}" if recent else "95% interval of the one count",
    )
    if borrowed:
        yield Basis(
            "How the rate differs by age",
            "borrowed",
            False,
            "the course's invented authority, scaled to the real count",
        )


def _basis_of_supply(own: Own, assumed: Assumed, listed: float) -> Iterator[Basis]:
    if own.supply is not None and own.supply.places is not None:
        yield Basis(
            "Places listed",
            f"{listed:,.0f}",
            True,
            f"{', '.join(own.supply.counted[:3])}: {own.supply.file}, {own.supply.edition}",
        )
        yield Basis(
            "Share of them open to you",
            f"{assumed.open_to_us:.0%}",
            False,
            "your setting: the list says where places are, not who uses them",
        )
    yield Basis("Places not in the list", f"{assumed.more_places:,.0f}", False, "your setting")
    each = own.spend_each
    yield Basis(
        "Cost of a place",
        f"£{assumed.price:,.0f} a year",
        False,
        "your setting"
        + (f"; the chosen line is £{each:,.0f} for each one counted" if each else ""),
    )
