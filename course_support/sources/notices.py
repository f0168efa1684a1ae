"""Reading a procurement notice: what is bought, by whom, and how bids will be judged.

Reads Open Contracting (OCDS 1.1) release packages, record packages and single releases from
Find a Tender (Procurement Act 2023, the 2015 and 2016 regulations, Provider Selection Regime)
and Contracts Finder. Imports neither pandas nor numpy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape
from pathlib import Path
from typing import Any

from course_support.errors import WorkbookError
from course_support.methods.words import capital_first, long_date
from course_support.sources import notice_json
from course_support.sources.award_criteria import (
    TOLERANCE,
    Criterion,
    criteria_in_text,
    mentions_weights,
    read_criteria,
    total_weight,
)
from course_support.sources.personal import looks_like_person, without_contacts

PA23 = "Procurement Act 2023"
PCR15 = "Public Contracts Regulations 2015"
PCR15_SCOTLAND = "Public Contracts (Scotland) Regulations 2015"
PSR = "Provider Selection Regime (health care services)"
#: How identifiers of Public Contracts Scotland begin; Scotland has regulations of its own.
_SCOTLAND = "ocds-r6ebe6-"
_LEGAL_BASES = {
    "2023/54": PA23,
    "32014L0024": PCR15,
    "2015/102": PCR15,
    "32014L0025": "Utilities Contracts Regulations 2016",
    "32014L0023": "Concession Contracts Regulations 2016",
    "32009L0081": "Defence and Security Public Contracts Regulations 2011",
    "2023/1348": PSR,
}
_NOTICE_TYPES = {
    "UK1": "Pipeline notice",
    "UK2": "Preliminary market engagement notice",
    "UK3": "Planned procurement notice",
    "UK4": "Tender notice",
    "UK5": "Transparency notice",
    "UK6": "Contract award notice",
    "UK7": "Contract details notice",
    "UK8": "Contract payment notice",
    "UK9": "Contract performance notice",
    "UK10": "Contract change notice",
    "UK11": "Contract termination notice",
    "UK12": "Procurement termination notice",
    "UK13": "Dynamic market intention notice",
    "UK14": "Dynamic market establishment notice",
    "UK15": "Dynamic market modification notice",
    "UK16": "Dynamic market cessation notice",
    "UK17": "Payments compliance notice",
}
#: A highest value this many times the lowest is worth a question to the buyer.
_WIDE_RANGE = 50


@dataclass(frozen=True)
class Money:
    """An amount as published: ``net`` excludes VAT, ``gross`` includes it."""

    net: float | None
    gross: float | None
    currency: str

    def __str__(self) -> str:
        sign = "£" if self.currency in {"GBP", ""} else f"{self.currency} "
        parts = []
        if self.net is not None:
            parts.append(f"{sign}{self.net:,.0f} without VAT")
        if self.gross is not None:
            parts.append(f"{sign}{self.gross:,.0f} with VAT")
        return ", ".join(parts)


@dataclass(frozen=True)
class Period:
    """When a contract runs; ``latest_end`` counts every extension."""

    start: date | None
    end: date | None
    latest_end: date | None = None
    days: int | None = None


@dataclass(frozen=True)
class Lot:
    """One part of a procurement that can be bid for by itself."""

    id: str
    title: str
    description: str
    status: str
    value: Money | None
    period: Period | None
    criteria: tuple[Criterion, ...]
    criteria_from: str
    finer_criteria: tuple[Criterion, ...] = ()
    weights_note: str = ""

    @property
    def total_weight(self) -> float | None:
        """The weights' total, or None where one is not given."""
        return total_weight(self.criteria)


@dataclass(frozen=True)
class Award:
    """A decision: to whom, for how much, for which lots."""

    id: str
    status: str
    date: date | None
    value: Money | None
    suppliers: tuple[str, ...]
    lots: tuple[str, ...]
    period: Period | None


@dataclass(frozen=True)
class PerformanceMeasure:
    """A key performance indicator published with a contract."""

    title: str
    description: str
    target: str


@dataclass(frozen=True)
class Notice:
    """One procurement as its notices describe it, updates joined.

    ``silent`` lists in plain words what the notice does not say; ``warnings`` what needs care.
    """

    ocid: str
    id: str
    title: str
    description: str
    buyer: str
    regime: str
    regime_reason: str
    notice_type: str
    procedure: str
    status: str
    category: str
    value: Money | None
    lots: tuple[Lot, ...]
    dates: dict[str, date]
    period: Period | None
    awards: tuple[Award, ...]
    measures: tuple[PerformanceMeasure, ...]
    source: str
    releases: int
    silent: tuple[str, ...]
    warnings: tuple[str, ...]
    contacts: tuple[dict[str, str], ...] = ()

    @property
    def criteria(self) -> tuple[tuple[Lot, Criterion], ...]:
        """Every criterion with its lot."""
        return tuple((lot, c) for lot in self.lots for c in lot.criteria)

    def lot(self, lot_id: str) -> Lot:
        """Return a lot by its id.

        Raises
        ------
        WorkbookError
            If there is no such lot.
        """
        for lot in self.lots:
            if lot.id == lot_id:
                return lot
        known = ", ".join(lot.id for lot in self.lots) or "none"
        raise WorkbookError(f"This notice has no lot {lot_id!r}. Its lots are: {known}.")

    def _repr_html_(self) -> str:
        """Show the notice in a notebook."""
        return _notice_html(self)


@dataclass(frozen=True)
class Notices:
    """Every procurement found in one file."""

    notices: tuple[Notice, ...]
    file: str
    publisher: str
    licence: str
    encoding: str
    releases: int
    warnings: tuple[str, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.notices)

    def __iter__(self) -> Iterator[Notice]:
        return iter(self.notices)

    def __getitem__(self, at: int) -> Notice:
        return self.notices[at]

    @property
    def first_with_weights(self) -> Notice:
        """The first notice that publishes weights; the first one where none does."""
        weighted = (n for n in self.notices if any(c.weight is not None for _, c in n.criteria))
        return next(weighted, self.notices[0])

    def find(self, words: str) -> tuple[Notice, ...]:
        """Return the notices whose title, buyer or identifier holds all the words."""
        wanted = words.lower().split()
        return tuple(
            n
            for n in self.notices
            if all(w in f"{n.title} {n.buyer} {n.ocid} {n.id}".lower() for w in wanted)
        )

    def _repr_html_(self) -> str:
        """Show one notice whole, or a list of several."""
        by = f"Published by {self.publisher}" if self.publisher else ""
        under = f"Licence: {self.licence}" if self.licence else ""
        origin = ". ".join(filter(None, (by, under)))
        head = f"<p>{escape(origin)}</p>" if origin else ""
        notes = "".join(f"<li>{escape(w)}</li>" for w in self.warnings)
        head += f"<ul>{notes}</ul>" if notes else ""
        if len(self.notices) == 1:
            return head + _notice_html(self.notices[0])
        rows = "".join(
            f"<tr><td>{escape(n.title)}</td><td>{escape(n.buyer)}</td><td>{escape(n.regime)}</td>"
            f"<td>{escape(n.notice_type)}</td><td>{escape(str(n.value or 'not stated'))}</td></tr>"
            for n in self.notices[:50]
        )
        more = f"<p>{len(self) - 50} more are not shown.</p>" if len(self) > 50 else ""
        return (
            f"<p>{len(self)} procurements in {escape(self.file)}.</p>{head}"
            '<table class="wb-table"><thead><tr><th>Title</th><th>Buyer</th><th>Law</th>'
            f"<th>Notice</th><th>Value</th></tr></thead><tbody>{rows}</tbody></table>{more}"
        )


def read_notice(path: str | Path, *, keep_personal: bool = False) -> Notices:
    """Read every procurement notice in a file.

    Parameters
    ----------
    path : a JSON file, or a zip with one inside.
    keep_personal : keep named contacts, and suppliers that look like private individuals.

    Raises
    ------
    WorkbookError
        If the file is no notice, or is damaged.
    """
    data, encoding, notes = notice_json.load(path)
    name = Path(path).name
    releases = notice_json.releases_of(data, name)
    groups, grouping = notice_json.group([notice_json.tidy(r) for r in releases])
    package = data if isinstance(data, dict) else {}
    return Notices(
        notices=tuple(_notice(g, keep_personal) for g in groups),
        file=name,
        publisher=_text(_dict(package.get("publisher")).get("name")),
        licence=_text(package.get("license")),
        encoding=encoding,
        releases=len(releases),
        warnings=(*notes, *grouping),
    )


def _notice(releases: list[dict[str, Any]], keep_personal: bool) -> Notice:
    whole: dict[str, Any] = {}
    for release in releases:
        whole = notice_json.merge(whole, release)
    latest = releases[-1]
    tender = _dict(whole.get("tender"))
    planning = _dict(whole.get("planning"))
    prose = (lambda text: text) if keep_personal else without_contacts
    lots = _lots(tender, prose)
    value = _money(tender.get("value")) or _money(_dict(planning.get("budget")).get("amount"))
    regime, reason = _regime(whole, tender)
    contracts = {_text(c.get("awardID")): c for c in _dicts(whole.get("contracts"))}
    awards = tuple(_award(a, contracts, keep_personal) for a in _dicts(whole.get("awards")))
    measures = tuple(_measures(whole))
    notice_type, url = _notice_type(whole, latest)
    title = _text(tender.get("title")) or _text(whole.get("title")) or _award_title(whole)
    return Notice(
        ocid=_text(whole.get("ocid")),
        id=_text(latest.get("id")),
        title=title or "No title given",
        description=prose(_text(tender.get("description")) or _text(whole.get("description"))),
        buyer=_text(_dict(whole.get("buyer")).get("name"))
        or _party(whole, "buyer")
        or "not stated",
        regime=regime,
        regime_reason=reason,
        notice_type=notice_type,
        procedure=_procedure(tender),
        status=_text(tender.get("status")) or "not stated",
        category=_category(whole, tender),
        value=value,
        lots=lots,
        dates=_dates(whole, tender, latest),
        period=_period(tender.get("contractPeriod")) or _contract_period(whole),
        awards=awards,
        measures=measures,
        source=url,
        releases=len(releases),
        silent=_silent(tender, lots, value, awards, measures, whole, regime),
        warnings=_warnings(whole, tender, lots, awards, value),
        contacts=_contacts(whole) if keep_personal else (),
    )


def _category(whole: dict[str, Any], tender: dict[str, Any]) -> str:
    found = [tender, *_dicts(whole.get("awards")), *_dicts(whole.get("contracts"))]
    named = (_text(part.get("mainProcurementCategory")) for part in found)
    return next((name for name in named if name), "not stated")


def _award_title(whole: dict[str, Any]) -> str:
    named = [_text(a.get("title")) for k in ("contracts", "awards") for a in _dicts(whole.get(k))]
    return next((t for t in named if t), "")


def _party(whole: dict[str, Any], role: str) -> str:
    for party in _dicts(whole.get("parties")):
        if role in (party.get("roles") or []):
            return _text(party.get("name"))
    return ""


def _contacts(whole: dict[str, Any]) -> tuple[dict[str, str], ...]:
    found = []
    for party in _dicts(whole.get("parties")):
        point = _dict(party.get("contactPoint"))
        if point:
            kept = {k: _text(v) for k, v in point.items() if _text(v)}
            found.append({"organisation": _text(party.get("name")), **kept})
    return tuple(found)


def _regime(whole: dict[str, Any], tender: dict[str, Any]) -> tuple[str, str]:
    """Say which law the notice is under, and how that is known.

    Provider Selection Regime notices are published with the old regulations as their legal
    basis, so the words of the notice decide between the two.
    """
    basis = _dict(tender.get("legalBasis"))
    code = _text(basis.get("id"))
    law = _LEGAL_BASES.get(code, "")
    if law == PCR15 and _text(whole.get("ocid")).startswith(_SCOTLAND):
        law = PCR15_SCOTLAND
    words = " ".join(
        [
            _text(tender.get("title")),
            _text(tender.get("description")),
            _text(whole.get("description")),
        ]
        + [_text(lot.get("description")) for lot in _dicts(tender.get("lots"))]
        + [_text(tender.get("procurementMethodRationale"))]
    )
    named = re.search(r"Provider Selection Regime|\(PSR\)|\bPSR\b", words, re.I)
    denied = re.search(
        r"\b(?:not|outside|exempt)\b[^.\n]{0,60}(?:Provider Selection Regime|\bPSR\b)", words, re.I
    )
    if named and not denied and law in {"", PCR15}:
        said = f"its legal basis is given as {law}" if law else "it gives no legal basis"
        return PSR, f"The notice's own words name the Provider Selection Regime, though {said}."
    if law:
        return law, f"The notice gives its legal basis as {_text(basis.get('scheme'))} {code}."
    if code:
        return f"another law ({code})", "The notice gives a legal basis this reader does not know."
    return "not stated", "The notice gives no legal basis."


def _notice_type(whole: dict[str, Any], latest: dict[str, Any]) -> tuple[str, str]:
    """Return the kind of the newest notice, and its address."""
    wanted = _text(latest.get("id"))
    found = [d for d in _documents(whole) if "otice" in _text(d.get("documentType"))]
    found.sort(key=lambda d: (_text(d.get("id")) == wanted, _text(d.get("datePublished"))))
    if found:
        last = found[-1]
        code = _text(last.get("noticeType"))
        url = _text(last.get("url"))
        if code:
            return f"{code} {_NOTICE_TYPES.get(code, '')}".strip(), url
        return _kind_in_words(last), url
    raw = latest.get("tag")
    tags = [str(t) for t in raw] if isinstance(raw, list) else []
    return f"not stated (tagged {', '.join(tags) or 'with nothing'})", _address(whole, wanted)


def _kind_in_words(document: dict[str, Any]) -> str:
    """Return what kind of notice it is, from its description or from the document's type.

    Contracts Finder describes the notice ("Awarded contract notice on Contracts Finder"); the
    Welsh and Scottish portals put there what is bought.
    """
    said = _text(document.get("description"))
    if len(said) <= 80 and re.search(r"\bnotice\b", said, re.I):
        return said
    return _spaced(_text(document.get("documentType"))) or "not stated"


def _spaced(name: str) -> str:
    """Return a name in words: "contractNotice" as "Contract notice"."""
    return capital_first(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower())


def _address(whole: dict[str, Any], notice: str) -> str:
    """Return the public page of a Find a Tender notice from its identifier."""
    if _text(whole.get("ocid")).startswith("ocds-h6vhtk-") and re.fullmatch(r"\d{6}-\d{4}", notice):
        return f"https://www.find-tender.service.gov.uk/Notice/{notice}"
    return ""


def _documents(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key in ("planning", "tender"):
        yield from _dicts(_dict(whole.get(key)).get("documents"))
    for key in ("awards", "contracts"):
        for item in _dicts(whole.get(key)):
            yield from _dicts(item.get("documents"))
            yield from _dicts(_dict(item.get("implementation")).get("documents"))


def _procedure(tender: dict[str, Any]) -> str:
    detail, method = (
        _text(tender.get("procurementMethodDetails")),
        _text(tender.get("procurementMethod")),
    )
    if detail and method and method.lower() not in detail.lower():
        return f"{detail} ({method})"
    return detail or method or "not stated"


def _lots(tender: dict[str, Any], prose: Any) -> tuple[Lot, ...]:
    """Read the lots; a notice without lots becomes one, so that criteria have a place."""
    raw = _dicts(tender.get("lots"))
    shared = tender.get("awardCriteria")
    if not raw and (shared or tender.get("awardCriteriaDetails")):
        raw = [{"id": "1", "title": _text(tender.get("title")), "value": tender.get("value")}]
    return tuple(_lot(lot, tender, prose) for lot in raw)


def _lot(lot: dict[str, Any], tender: dict[str, Any], prose: Any) -> Lot:
    criteria, origin = read_criteria(lot.get("awardCriteria")), "the lot"
    if not criteria:
        criteria, origin = read_criteria(tender.get("awardCriteria")), "the whole notice"
    texts = _weight_texts(lot, tender)
    written = next((found for t in texts if (found := criteria_in_text(t))), ())
    finer: tuple[Criterion, ...] = ()
    note = ""
    if not criteria and written:
        criteria, origin = written, "the notice's own sentences"
        note = "The criteria and weights were found in sentences: check them against the notice."
    elif criteria and written:
        if total_weight(criteria) is None and len(written) == len(criteria):
            note = "The weights are given in sentences: see the second table."
        finer = written if _differ(criteria, written) else ()
    if criteria and not note:
        note = _weights_note(criteria)
    elif not criteria:
        origin = ""
        note = _declined(texts)
    return Lot(
        id=_text(lot.get("id")) or "1",
        title=_text(lot.get("title")),
        description=prose(_text(lot.get("description"))),
        status=_text(lot.get("status")) or "not stated",
        value=_money(lot.get("value")),
        period=_period(lot.get("contractPeriod")),
        criteria=criteria,
        criteria_from=origin,
        finer_criteria=finer,
        weights_note=note,
    )


def _differ(one: tuple[Criterion, ...], other: tuple[Criterion, ...]) -> bool:
    def key(found: tuple[Criterion, ...]) -> list[tuple[str, float | None]]:
        return sorted((c.name.lower(), c.weight) for c in found)

    return key(one) != key(other)


def _weight_texts(lot: dict[str, Any], tender: dict[str, Any]) -> list[str]:
    """Return the places where a notice may put weights into sentences, nearest first."""
    texts = []
    for holder in (lot, tender):
        block = holder.get("awardCriteria")
        if isinstance(block, dict):
            texts += [_text(block.get("weightingDescription")), _text(block.get("description"))]
            texts += [_text(c.get("description")) for c in _dicts(block.get("criteria"))]
        texts += [_text(holder.get("awardCriteriaDetails")), _text(holder.get("description"))]
    return [t for t in texts if t]


def _weights_note(criteria: tuple[Criterion, ...]) -> str:
    total = total_weight(criteria)
    odd = [c for c in criteria if c.weight is not None and not 0 <= c.weight <= 100]
    if odd:
        said = ", ".join(f"“{c.name}” {c.weight:g}" for c in odd)
        return (
            f"A weight cannot be below 0 or above 100: {said}. It is shown as published; look in "
            "the tender documents."
        )
    if total is None:
        missing = [c.name for c in criteria if c.weight is None]
        reasons = sorted({c.note for c in criteria if c.weight is None and c.note})
        return f"No certain weight for {', '.join(missing)}. {' '.join(reasons)}".strip()
    if abs(total - 100) > TOLERANCE:
        return f"The weights add up to {total:g}, not 100. They are shown as published."
    return ""


def _declined(texts: list[str]) -> str:
    if any(mentions_weights(t) for t in texts):
        return (
            "The notice speaks of criteria or weights in sentences, but they could not be read "
            "with certainty: read the description yourself."
        )
    return "The notice gives no award criteria; look in its tender documents."


def _award(raw: dict[str, Any], contracts: dict[str, dict[str, Any]], keep_personal: bool) -> Award:
    """Read an award; what it does not say is taken from its contract."""
    contract = contracts.get(_text(raw.get("id")), {})
    names = [_text(s.get("name")) or "not named" for s in _dicts(raw.get("suppliers"))]
    if not keep_personal:
        names = [
            "a private individual (name withheld)" if looks_like_person(n) else n for n in names
        ]
    lots = raw.get("relatedLots")
    return Award(
        id=_text(raw.get("id")),
        status=_text(raw.get("status")) or "not stated",
        date=_day(raw.get("date")),
        value=_money(raw.get("value")) or _money(contract.get("value")),
        suppliers=tuple(names),
        lots=tuple(str(x) for x in lots) if isinstance(lots, list) else (),
        period=_period(raw.get("contractPeriod")) or _period(contract.get("period")),
    )


def _measures(whole: dict[str, Any]) -> Iterator[PerformanceMeasure]:
    for contract in _dicts(whole.get("contracts")):
        done = _dict(contract.get("implementation"))
        for metric in [*_dicts(contract.get("agreedMetrics")), *_dicts(done.get("metrics"))]:
            targets = [
                _text(o.get("notes")) or _measure(o) for o in _dicts(metric.get("observations"))
            ]
            yield PerformanceMeasure(
                _text(metric.get("title")),
                _text(metric.get("description")),
                "; ".join(t for t in targets if t),
            )


def _measure(observation: dict[str, Any]) -> str:
    unit = _text(_dict(observation.get("unit")).get("name"))
    return f"{_text(observation.get('measure'))} {unit}".strip()


def _dates(
    whole: dict[str, Any], tender: dict[str, Any], latest: dict[str, Any]
) -> dict[str, date]:
    awards = _dicts(whole.get("awards"))
    contracts = _dicts(whole.get("contracts"))
    found = {
        "published": _day(latest.get("date")),
        "questions by": _day(_dict(tender.get("enquiryPeriod")).get("endDate")),
        "tenders by": _day(_dict(tender.get("tenderPeriod")).get("endDate")),
        "award expected by": _day(_dict(tender.get("awardPeriod")).get("endDate")),
        "first award": min((d for a in awards if (d := _day(a.get("date")))), default=None),
        "first contract signed": min(
            (d for c in contracts if (d := _day(c.get("dateSigned")))), default=None
        ),
    }
    return {name: day for name, day in found.items() if day is not None}


def _silent(
    tender: dict[str, Any],
    lots: tuple[Lot, ...],
    value: Money | None,
    awards: tuple[Award, ...],
    measures: tuple[PerformanceMeasure, ...],
    whole: dict[str, Any],
    regime: str,
) -> tuple[str, ...]:
    """List in plain words what the notice does not say."""
    gaps = []
    if value is None and not any(lot.value for lot in lots) and not any(a.value for a in awards):
        gaps.append("what it is worth")
    if regime == "not stated":
        gaps.append("which law it is under")
    if not lots:
        gaps.append("any lots")
    if not any(lot.criteria for lot in lots):
        gaps.append("how bids are judged (award criteria)")
    elif any(c.weight is None for lot in lots for c in lot.criteria):
        gaps.append("a certain weight for every award criterion")
    if not _dict(tender.get("tenderPeriod")).get("endDate") and not awards:
        gaps.append("when tenders are due")
    periods = [_period(tender.get("contractPeriod")), _contract_period(whole)]
    if not any([*periods, *(lot.period for lot in lots), *(a.period for a in awards)]):
        gaps.append("how long the contract runs")
    if _dicts(whole.get("contracts")) and not measures:
        gaps.append("any key performance indicators")
    return tuple(gaps)


def _warnings(
    whole: dict[str, Any],
    tender: dict[str, Any],
    lots: tuple[Lot, ...],
    awards: tuple[Award, ...],
    value: Money | None,
) -> tuple[str, ...]:
    notes = []
    if _is_zero(tender.get("value")) or any(
        _is_zero(a.get("value")) for a in _dicts(whole.get("awards"))
    ):
        notes.append("A value of 0 is published. It is read as not stated, never as free.")
    low = _money(tender.get("minValue"))
    if low and value and low.net and value.net and value.net >= _WIDE_RANGE * low.net:
        notes.append(
            f"The highest value, £{value.net:,.0f}, is {value.net / low.net:,.0f} times the "
            f"lowest, £{low.net:,.0f}. Check it with the buyer before using it."
        )
    won = {lot for a in awards if a.status in {"active", "pending"} for lot in a.lots}
    for lot in lots:
        if lot.status == "cancelled" and lot.id in won:
            notes.append(f"Lot {lot.id} is marked cancelled although it has an active award.")
        if lot.weights_note and lot.criteria and "add up" in lot.weights_note:
            notes.append(f"Lot {lot.id}: {lot.weights_note}")
    for stat in _dicts(_dict(whole.get("bids")).get("statistics")):
        number = stat.get("value")
        if (
            isinstance(number, (int, float))
            and 0 < number < 1
            and "Value" in _text(stat.get("measure"))
        ):
            notes.append(f"A bid of £{number:g} is published: a placeholder, not a price.")
            break
    return tuple(notes)


def _is_zero(raw: Any) -> bool:
    block = _dict(raw)
    numbers = [block.get(k) for k in ("amount", "amountGross")]
    given = [n for n in numbers if isinstance(n, (int, float))]
    return bool(given) and all(n == 0 for n in given)


def _money(raw: Any) -> Money | None:
    """Read a value; 0 means unstated in these notices."""
    block = _dict(raw)
    net, gross = _number(block.get("amount")), _number(block.get("amountGross"))
    if not net and not gross:
        return None
    return Money(net or None, gross or None, _text(block.get("currency")))


def _number(value: Any) -> float | None:
    if isinstance(value, str):
        try:
            return float(value.replace(",", "").replace("£", "").strip())
        except ValueError:
            return None
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _period(raw: Any) -> Period | None:
    block = _dict(raw)
    days = block.get("durationInDays")
    found = Period(
        _day(block.get("startDate")),
        _day(block.get("endDate")),
        _day(block.get("maxExtentDate")),
        int(days) if isinstance(days, (int, float)) else None,
    )
    return found if any((found.start, found.end, found.latest_end, found.days)) else None


def _contract_period(whole: dict[str, Any]) -> Period | None:
    periods = [_period(c.get("period")) for c in _dicts(whole.get("contracts"))]
    return next((p for p in periods if p), None)


def _day(value: Any) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value.strip()).date()
    except ValueError:
        return None


def _text(value: Any) -> str:
    return (
        value if isinstance(value, str) else str(value) if isinstance(value, (int, float)) else ""
    )


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a list; some notices number them in an object instead."""
    if isinstance(value, dict):
        value = list(value.values())
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def _notice_html(notice: Notice) -> str:
    """Return the notice as headed facts and one table of criteria a lot."""
    facts = {
        "Buyer": notice.buyer,
        "Law": notice.regime,
        "How that is known": notice.regime_reason,
        "Notice": notice.notice_type,
        "Procedure": notice.procedure,
        "Value": str(notice.value) if notice.value else "not stated",
        **{k.capitalize(): long_date(d) for k, d in notice.dates.items()},
    }
    rows = "".join(
        f"<tr><th scope='row'>{escape(k)}</th><td>{escape(v)}</td></tr>" for k, v in facts.items()
    )
    lots = "".join(_lot_html(lot) for lot in notice.lots)
    gaps = f"<p>It does not say: {escape('; '.join(notice.silent))}.</p>" if notice.silent else ""
    notes = "".join(f"<li>{escape(w)}</li>" for w in notice.warnings)
    notes = f"<p>Take care:</p><ul>{notes}</ul>" if notes else ""
    return (
        f'<div class="wb-notice"><p><strong>{escape(notice.title)}</strong></p>'
        f'<table class="wb-table"><tbody>{rows}</tbody></table>{lots}{gaps}{notes}</div>'
    )


def _lot_html(lot: Lot) -> str:
    title = f"Lot {lot.id}: {lot.title}" if lot.title else f"Lot {lot.id}"
    said = [lot.weights_note] if lot.weights_note else []
    if lot.criteria_from == "the whole notice":
        said.append("These criteria are given for the whole notice, not for this lot by itself.")
    finer = ""
    if lot.finer_criteria:
        finer = _criteria_html(
            f"{title}: criteria found in the notice's own sentences", lot.finer_criteria
        )
        said.append("Check what was found in sentences against the notice itself.")
    table = _criteria_html(title, lot.criteria) if lot.criteria else f"<p>{escape(title)}</p>"
    return table + finer + "".join(f"<p>{escape(each)}</p>" for each in said)


def _criteria_html(title: str, criteria: tuple[Criterion, ...]) -> str:
    rows = "".join(
        f"<tr><td>{escape(c.name)}</td><td>{escape(c.type)}</td>"
        f"<td>{'–' if c.weight is None else f'{c.weight:g}%'}</td>"
        f"<td>{escape('. '.join(filter(None, (c.weight_form, c.note))))}</td></tr>"
        for c in criteria
    )
    return (
        f'<table class="wb-table"><caption>{escape(title)}</caption><thead><tr><th>Criterion</th>'
        f"<th>Type</th><th>Weight</th><th>How given</th></tr></thead><tbody>{rows}</tbody></table>"
    )
