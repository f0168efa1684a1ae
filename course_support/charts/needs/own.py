"""A real authority: what each file is, what was counted, who is beside it, and what is assumed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from course_support.charts.drawing import svg, text, trimmed
from course_support.charts.show import BLUE, GREY, Chart, Charts, table_html
from course_support.errors import WorkbookError
from course_support.exercises.base import Table
from course_support.methods.benchmarking import against_value, between
from course_support.methods.rates import Estimate, proportion, rate
from course_support.methods.words import long_date
from course_support.sources.own_authority import files
from course_support.sources.own_authority.analysis import Ahead, Own
from course_support.sources.own_authority.measures import Measure
from course_support.sources.own_authority.money import without_unit
from course_support.sources.own_authority.need import Point
from course_support.sources.own_authority.people import TOP
from course_support.sources.own_authority.supply import Kind, Supply
from course_support.sources.rule import Rule, RuleTable, details

from . import demand, gap, intervals, plot

if TYPE_CHECKING:
    from course_support.sources.published import Published

ENGLAND = "England"
OVER_TIME = (
    "This counts people over a quarter or a year, not those there are on one day. How long each "
    "stays decides how many places that takes: do not set it against places as it stands."
)
NO_GAP = "No gap is shown: none of your files says how many places there are."
#: Months, shortened where a period stands beside an axis.
_MONTHS = re.compile(r"\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{1,7}\b")


@dataclass(frozen=True)
class Downloads:
    """What to download for a population, with links, and how sure each address is."""

    table: RuleTable
    population: str

    def _repr_html_(self) -> str:
        heads = ("For", "What to download", "Published by", "How often", "Mind")
        head = "".join(f'<th scope="col">{name}</th>' for name in heads)
        body = "".join(self._row(row) for row in self.table.rows)
        caption = escape(f"{self.table.title}: {self.population}")
        sure = self.table.rows[0]
        listed = details(self.table.title, [_provenance(row) for row in self.table.rows])
        return (
            f'<table class="wb-table"><caption>{caption}</caption><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table><p>Addresses change; the day each was last checked "
            f"stands below. These rows are recorded {sure.period()}.</p>{listed}"
        )

    def _row(self, row: Rule) -> str:
        about = row.columns
        where, what = str(about["where"]), escape(str(row.value))
        address, _, more = where.partition(" (")
        link = address.startswith("https://")
        linked = f'<a href="{escape(address)}">{what}</a>' if link else what
        note = f" ({escape(more)}" if more else "" if link else f": {escape(where)}"
        role = files.ROLES[str(about["role"])].label.partition(":")[0]
        cells = (escape(str(about["publisher"])), escape(str(about["how_often"])))
        rest = "".join(f"<td>{cell}</td>" for cell in (*cells, escape(row.remark)))
        return f'<tr><th scope="row">{escape(role)}</th><td>{linked}{note}</td>{rest}</tr>'


def _provenance(row: Rule) -> tuple[str, str]:
    when = f", checked {long_date(row.checked_on)}" if row.checked_on else ""
    return str(row.value), f"{row.source}{when} ({row.certainty})"


@dataclass(frozen=True)
class Cards:
    """What each chosen file is: kind, edition, suppressed cells, joined codes, and its table."""

    files: dict[str, Published]
    area: str = ""

    def _repr_html_(self) -> str:
        return "".join(self._card(role, found) for role, found in self.files.items())

    def _card(self, role: str, found: Published) -> str:
        rows = [[label, said] for label, said in self._facts(found)]
        caption = f"{files.ROLES[role].label}: {found.file}"
        # A table of neighbours has no publisher's mark: that it is one is seen from its columns.
        told = [w for w in found.warnings if role != "neighbours" or "not a kind of file" not in w]
        checks = "".join(f"<li>{escape(warning)}</li>" for warning in told)
        check = f"<p><strong>Check:</strong></p><ul>{checks}</ul>" if checks else ""
        name = escape(caption)
        # The first rows are as wide as the file: they scroll, by keyboard too.
        whole = (
            "<details><summary>The file as it was read, with its first rows</summary>"
            f'<div role="group" tabindex="0" aria-label="{name}, as read" '
            f'style="overflow-x:auto">{found._repr_html_()}</div></details>'
        )
        table = table_html(["About this file", "What was found"], rows, caption)
        # Names of files have no spaces, and would push a narrow page wider.
        head = f'<section class="wb-card" style="overflow-wrap:anywhere" aria-label="{name}">'
        return f"{head}{table}{check}{whole}</section>"

    def _facts(self, found: Published) -> Iterator[tuple[str, str]]:
        sure = "" if found.sure == "certain" else f" ({found.sure})"
        if "neighbours" in files.roles_of(found):
            yield "What it is", "A table of statistical neighbours (columns SN_1, SN_2 and so on)"
        else:
            yield "What it is", f"{found.title}{sure}, {found.publisher or 'publisher not stated'}"
        yield "Edition or period", edition(found)
        yield "Rows", f"{found.rows_read:,} read, {found.rows_refused:,} refused"
        yield "Cells without a figure", _gone(files.suppressed(found))
        yield "Codes joined", _joined(found, self.area)


def edition(found: Published) -> str:
    """Return the edition, or the periods that the file covers."""
    periods = [p for p in found.periods if p]
    if not periods:
        return found.edition or "not stated"
    span = periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
    return found.edition if found.edition and found.edition != span else span


def _gone(by_status: dict[str, int]) -> str:
    if not by_status:
        return "none: every cell has a figure"
    parts = ", ".join(f"{number:,} {status}" for status, number in by_status.items())
    whole = f"{sum(by_status.values()):,}: " if len(by_status) > 1 else ""
    return f"{whole}{parts}. None of them is counted as nought"


def _joined(found: Published, area: str) -> str:
    notes = files.joined_codes(found, area)
    if not notes:
        return "none needed"
    more = f" And {len(notes) - 2} more: see below." if len(notes) > 2 else ""
    return " ".join(notes[:2]) + more


# --- what was counted -------------------------------------------------------------------------


def estimate(measure: Measure, name: str, point: Point) -> Estimate:
    """Return a count as a rate or share with its interval, or with why there is none."""
    why = None if point.known else point.status
    if measure.per == 100:
        return proportion(point.count, point.below, name, status=why)
    return rate(point.count, point.below, name, per=measure.per, status=why)


def trend(own: Own) -> Chart:
    """Draw the authority's rate over the years with its intervals; gaps stay gaps."""
    measure = own.measure
    assert measure is not None
    points = list(own.points)[-12:]
    found = [estimate(measure, _MONTHS.sub(r"\1", p.period), p) for p in points]
    known = [e for e in found if e.value is not None]
    gone = [f"{p.period} {p.status}" for p in points if not p.known]
    last = own.last
    title = f"{own.area}: no count is known"
    if last is not None and last.count is not None:
        title = f"{own.area}: {last.count:,.0f} in {last.period}"
    said = known[-1].reading() if known else _without_rate(points)
    missing = f" Not known, which is not nought: {', '.join(gone)}." if gone else ""
    return Chart(
        title,
        f"{measure.text}. {said}{missing}",
        _whiskers(found, measure) if known else _counts(points),
        ["Period", "Count", "Out of", f"Rate ({measure.unit})", "From", "To"],
        [
            [
                p.period,
                p.status if p.count is None else f"{p.count:,.0f}",
                "–" if p.below is None else f"{p.below:,.0f}",
                *intervals.three(e),
            ]
            for p, e in zip(points, found, strict=True)
        ],
        own.files["need"].file
        + (". 95% intervals show chance alone" if known else "")
        + ("" if measure.below else _against(own, points)),
    )


def _without_rate(points: Sequence[Point]) -> str:
    if not any(p.known for p in points):
        return "So there is no rate, and nothing to compare."
    return "There is no population to set the count against."


def _against(own: Own, points: Sequence[Point]) -> str:
    """Say which people counts are set against that come without, and from which year."""
    there = own.people
    if there is None:
        return ""
    first = min(a for a, _ in there.bands.values())
    last = max(b for _, b in there.bands.values())
    ages = f"{first} and over" if last >= TOP else f"{first} to {last}"
    late = [p.period for p in points if p.known and p.year not in there.years]
    years = f", in the nearest year that it has for {', '.join(late)}" if late else ""
    return f". Set against the population aged {ages} of {there.file}{years}"


def _whiskers(found: Sequence[Estimate], measure: Measure) -> str:
    return intervals.whiskers([(each, "") for each in found], measure.unit, plain=True)


def _counts(points: Sequence[Point]) -> str:
    most = max([p.count or 0 for p in points] or [1]) or 1
    x = plot.Scale(0, most, 140, 360)
    parts = []
    for number, point in enumerate(points):
        y = 6 + 26 * number
        parts.append(text(132, y + 9, trimmed(point.period, 20), size=plot.SMALL, anchor="end"))
        if point.count is None:
            parts.append(text(140, y + 9, point.status, size=plot.SMALL))
        else:
            parts.append(plot.bar(140, y, x(point.count) - 140, 18, BLUE))
            label = f"{point.count:,.0f}"
            parts.append(text(x(point.count) + 6, y + 9, label, size=plot.SMALL, bold=True))
    return svg(plot.WIDTH, 12 + 26 * max(1, len(points)), parts)


def beside(own: Own) -> Chart | None:
    """Compare the authority with others and with England, or None where there is nothing to."""
    measure, last = own.measure, own.last
    if measure is None or last is None or own.others is None or not last.below:
        return None
    mine = estimate(measure, own.area, last)
    rows = [(estimate(measure, name, point), name) for name, point in own.others.points.items()]
    compared = [(each, between(mine, each)) for each, _ in rows]
    shown = [(mine, ""), *((e, intervals.SIGN[c.verdict]) for e, c in compared)]
    line, nation = None, ""
    if own.england is not None and own.england.count and own.england.below:
        scale = 1 if measure.per == 100 else measure.per
        value = own.england.count / own.england.below * scale
        found = against_value(mine, value, ENGLAND)
        line = value * (100 if measure.per == 100 else 1)
        nation = f" England's rate is {line:,.1f} {measure.unit}: {found.reading()}"
    if not rows and line is None:
        return None
    counts = {v: sum(c.verdict == v for _, c in compared) for v in intervals.SIGN}
    return Chart(
        f"{own.area} is higher than {counts['higher']} of {len(rows)}, lower than "
        f"{counts['lower']}; cannot tell for {counts['cannot tell']}"
        if rows
        else f"{own.area} beside England: no other authority is in the file",
        f"{measure.text}, {last.period}. {mine.reading()}{nation}{_other_period(own, last)}",
        intervals.whiskers(shown, f"{measure.unit}; dashed line: England", line),
        ["Authority", "Count", f"Rate ({measure.unit})", "From", "To", f"{own.area} is"],
        [
            [mine.name, f"{mine.count or 0:,.0f}", *intervals.three(mine), "–"],
            *(
                [
                    e.name,
                    e.status if e.count is None else f"{e.count:,.0f}",
                    *intervals.three(e),
                    c.verdict,
                ]
                for e, c in compared
            ),
        ],
        f"{own.files['need'].file}. Compared with {own.others.words}. Higher is not worse: that "
        "depends on what is counted",
    )


def _other_period(own: Own, last: Point) -> str:
    """Say so where the others' figures are of another period than one's own last one."""
    others = [*own.others.points.values()] if own.others else []
    periods = {p.period for p in others} - {last.period}
    if not periods:
        return ""
    newest = ", ".join(sorted(periods))
    return f" The others' figures are of {newest}: {own.area} has none for it."


def _alone(own: Own) -> str:
    """Say why there is no comparison."""
    return (
        f"Nothing is there to compare {own.area} with: {own.files['need'].file} has no figure for "
        "England and none for another authority of its kind. Download the table for the whole of "
        "England."
    )


# --- supply and money -------------------------------------------------------------------------


def supply(own: Own) -> Chart | None:
    """Draw the listed providers of the authority by kind, or None where no list was chosen."""
    found = own.supply
    if found is None:
        return None
    kinds = found.kinds[:8]
    places = (
        "places are not in this list" if found.places is None else f"{found.places:,.0f} places"
    )
    what = "places" if found.by_places else "providers"
    top = (
        f" The largest owner, {found.owners[0][0]}, has {found.owners[0][1]:.0%} of the {what}; "
        f"{_alike(found.owners):.1f} owners of equal size would be as concentrated."
        if found.owners
        else ""
    )
    title = (
        f"{found.area}: {found.providers} providers, {places}"
        if found.counted
        else f"{found.area}: none of the kinds that this population needs is listed"
    )
    return Chart(
        title,
        f"Counted here: {'; '.join(found.counted) or 'none'}. {_quality(found)}{top}",
        _kinds(kinds, found.counted),
        ["Kind", "Counted", "Providers", "Places", "Judged", "Good or better"],
        [
            [
                k.name,
                "yes" if k.name in found.counted else "no",
                str(k.providers),
                "not given" if k.places is None else f"{k.places:,.0f}",
                str(k.judged),
                str(k.good),
            ]
            for k in found.kinds
        ],
        f"{found.file}, {found.edition or 'edition not stated'}. A list says where places are, not "
        "whose residents live in them, nor which are free",
    )


def _quality(found: Supply) -> str:
    """Return how good what is counted is judged to be, and what is in no figure."""
    inside = [k for k in found.kinds if k.name in found.counted]
    judged, good = sum(k.judged for k in inside), sum(k.good for k in inside)
    said = [f"Of {judged} judged, {good} are good or outstanding." if judged else "None is judged."]
    silent = sum(k.no_places for k in inside)
    if silent and found.places is not None:
        said.append(f"For {silent} of {found.providers} no places are given: they are in no sum.")
    if found.dormant:
        said.append(f"Dormant, registered but caring for nobody now, left out: {found.dormant}.")
    return " ".join(said)


def _alike(owners: Sequence[tuple[str, float]]) -> float:
    """Return how many owners of equal size would be as concentrated."""
    return 1 / sum(share**2 for _, share in owners)


def _kinds(kinds: Sequence[Kind], counted: Sequence[str]) -> str:
    most = max((k.places or 0) for k in kinds) or max(k.providers for k in kinds)
    by_places = any(k.places for k in kinds)
    x = plot.Scale(0, most, 14, 280)
    parts = []
    for number, kind in enumerate(kinds):
        y = 6 + 42 * number
        inside = kind.name in counted
        size = (kind.places or 0) if by_places else kind.providers
        label = f"{kind.providers} provider{'' if kind.providers == 1 else 's'}" + (
            f", {kind.places:,.0f} places" if kind.places is not None else ""
        )
        parts.append(text(14, y + 8, trimmed(kind.name, 60), size=plot.SMALL, bold=inside))
        colour = BLUE if inside else GREY
        parts.append(plot.bar(14, y + 18, max(2, x(size) - 14), 14, colour, hollow=not inside))
        parts.append(text(max(16, x(size)) + 6, y + 25, label, size=12))
    return svg(plot.WIDTH, 12 + 42 * len(kinds), parts)


def money(own: Own) -> str:
    """Say what was spent on the chosen line, or nothing where no file was chosen."""
    found = own.spend
    if found is None:
        return ""
    line = without_unit(found.line)
    if found.pounds is None:
        return f"Spending on “{line}” in {found.period}: no figure ({found.status})."
    each = own.spend_each
    per = f", or £{each:,.0f} for each one counted" if each else ""
    return (
        f"Spending on “{line}”, {found.period}: £{found.pounds:,.0f}{per} "
        f"({found.file}; {found.note})."
    )


# --- all together -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Rests:
    """Every figure of a forecast, and whether it is data or an assumption."""

    ahead: Ahead

    def _repr_html_(self) -> str:
        rows = [
            [b.what, b.value, "data" if b.real else "assumed", b.source] for b in self.ahead.basis
        ]
        said = (
            f"{_where_data_ends(self.ahead)} Your settings can be changed above; say all of them "
            "aloud wherever you use the figures."
        )
        caption = "What is data here, and what is assumed"
        head = ["Figure", "Value", "Data or assumed", "Where from"]
        return f"<p><strong>{escape(said)}</strong></p>{table_html(head, rows, caption)}"


def counted_charts(own: Own) -> Charts:
    """Return what the files say as they are: counts, comparison, providers, spending."""
    compared = beside(own)
    drawn = [trend(own) if own.measure else None, compared, supply(own)]
    notes = [*own.problems.values()]
    if own.measure and own.measure.over_time:
        notes.append(OVER_TIME)
    if compared is None and own.last is not None and own.last.below:
        notes.append(_alone(own))
    if said := money(own):
        notes.append(said)
    return Charts([chart for chart in drawn if chart], notes)


@dataclass(frozen=True)
class Forecast:
    """The forecast and gap of a real authority with, underneath, what is data and what is not."""

    ahead: Ahead
    own: Own

    def _repr_html_(self) -> str:
        drawn = [self.wanted()]
        notes = []
        if self.has_gap():
            drawn.append(gap.gap(self.ahead.outlook, self._source()))
        else:
            notes.append(
                f"{NO_GAP} Set “places that the list does not have”, or choose a list of providers "
                "with places."
            )
        if self.own.measure and self.own.measure.over_time:
            notes.append(OVER_TIME)
        return Charts(drawn, notes)._repr_html_() + Rests(self.ahead)._repr_html_()

    def wanted(self) -> Chart:
        """Draw the places wanted by year."""
        text = self.own.measure.text if self.own.measure else ""
        who = counted_who(self.own.files["need"], text)
        return demand.demand(self.ahead.outlook, who, self._source())

    def has_gap(self) -> bool:
        """Whether it is known how many places there are: a list may say that there are none."""
        listed = self.own.supply is not None and self.own.supply.places == 0
        return self.ahead.outlook.supposed.supply > 0 or listed

    def _source(self) -> str:
        return f"{self.own.area}: {self.own.files['need'].file} and the assumptions below"


def in_statement(look: Callable[[], Own | None], made: Callable[[Own], Ahead]) -> list[str | Table]:
    """Return what a needs statement says of a real authority; nothing where no file is chosen.

    Parameters
    ----------
    look
        Looks into the chosen files.
    made
        Makes the forecast. What stops either is said instead.
    """
    try:
        own = look()
    except WorkbookError as error:
        return [str(error)]
    if own is None:
        return []
    said: list[str] = []
    if own.measure is not None:
        chart = trend(own)
        said.append(f"From published files. {chart.title}. {chart.reading}")
        try:
            ahead = made(own)
        except WorkbookError as error:
            said.append(str(error))
        else:
            made_of = Forecast(ahead, own)
            gone = ahead.outlook.reading() if made_of.has_gap() else f"{made_of.wanted().title}."
            said.append(f"{gone} {'' if made_of.has_gap() else NO_GAP} {_where_data_ends(ahead)}")
    said += [*own.problems.values()]
    if spent := money(own):
        said.append(spent)
    rows = ((f.file, edition(f), _gone(files.suppressed(f))) for f in own.files.values())
    heads = ("File", "Edition or period", "Cells without a figure")
    return [*said, Table(heads, tuple(rows), "The files, and what they do not tell")]


def _where_data_ends(ahead: Ahead) -> str:
    assumed = [b.what.lower() for b in ahead.basis if not b.real]
    return f"The data ends where these begin: {', '.join(assumed)}."


def counted_who(found: Published, text: str) -> str:
    """Return who a file counts, for a sentence."""
    if found.kind == "homelessness":
        return "households"
    if "plans" in text.lower():
        return "children and young people"
    return "children" if "child" in f"{text} {found.title}".lower() else "people"
