"""The award criteria of a notice, and their weights however the notice gives them.

Notices give weights in three ways: as numbers with a stated kind, as a bare number in the
criterion's description, or in a sentence. A weight is recovered only when it is certain,
and otherwise declined with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

#: How far weights may be from 100 in total and still be a full set.
TOLERANCE = 0.5
_KINDS = {
    "percentageexact": "percentage",
    "percentagerangemiddle": "percentage, middle of a range",
    "decimalexact": "decimal",
    "decimalrangemiddle": "decimal, middle of a range",
    "pointsexact": "points",
    "pointsrangemiddle": "points, middle of a range",
    "order": "order of importance",
    "orderofimportance": "order of importance",
    "ordimp": "order of importance",
}
_NUMBER = re.compile(
    r"\s*(?:weight(?:ing)?\s*[:=-]?\s*)?(\d{1,4}(?:[.,]\d+)?)\s*"
    r"(%|per ?cent|percent|points?)?\s*\.?\s*",
    re.I,
)
_PERCENT = r"(\d{1,3}(?:\.\d+)?)\s*(?:%|per\s?cent\b)"
_LEAD_IN = re.compile(
    r".*?(?:\bbasis of|\bbased on|\bcriteria(?: are| is| will be| were)?|\bas follows|"
    r"\bweight(?:ing|ed|s)?(?: of| at| are| is)?|:)\s*(?=[A-Za-z\d(])",
    re.I,
)


@dataclass(frozen=True)
class Criterion:
    """One award criterion.

    Attributes
    ----------
    name, type, description : as published (type is quality, price or cost; notices often
        put the wrong one).
    weight : percent of the marks, 0 to 100, or None where it cannot be said.
    weight_form : how the notice gives the weight.
    stated : the number as published.
    note : why a weight was not given, or how it was worked out.
    """

    name: str
    type: str
    weight: float | None
    weight_form: str
    stated: float | None = None
    description: str = ""
    note: str = ""


def read_criteria(block: Any) -> tuple[Criterion, ...]:
    """Read an OCDS ``awardCriteria`` object, or the plain list some notices use."""
    raw = block.get("criteria") if isinstance(block, dict) else block
    items = [c for c in raw if isinstance(c, dict)] if isinstance(raw, list) else []
    return _settle([_one(item) for item in items])


def _one(item: dict[str, Any]) -> Criterion:
    name = _clean(item.get("name"))
    text = _clean(item.get("description"))
    kind = _clean(item.get("type"))
    stated, form = _stated_number(item.get("numbers"))
    if form:
        label = name or text or kind or "Not named"
        return Criterion(label, kind, None, form, stated, text if text != label else "")
    found = _NUMBER.fullmatch(text) if text else None
    if found:
        stated = float(found.group(1).replace(",", "."))
        unit = (found.group(2) or "").lower()
        form = "points" if unit.startswith("point") else "number in the description"
        if unit and not unit.startswith("point"):
            form = "percentage in the description"
        return Criterion(name or kind or "Not named", kind, None, form, stated)
    inside = re.search(_PERCENT, f"{name} {text}", re.I)
    if inside:
        label = re.sub(rf"[\s(:\-–]*{_PERCENT}[\s)]*", " ", name, flags=re.I).strip() or name
        return Criterion(label or text, kind, None, "percentage in words", float(inside[1]), text)
    return Criterion(
        name or text or kind or "Not named", kind, None, "not stated", None, text if name else ""
    )


def _stated_number(numbers: Any) -> tuple[float | None, str]:
    """Return the weight and its form; thresholds and fixed prices are not weights."""
    for entry in numbers if isinstance(numbers, list) else []:
        if not isinstance(entry, dict) or not entry.get("weight"):
            continue
        value = entry.get("number")
        key = re.sub(r"[^a-z]", "", str(entry["weight"]).lower())
        form = _KINDS.get(key, f"{entry['weight']} (not a kind this reader knows)")
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value), form
        return None, form
    return None, ""


def _settle(criteria: Sequence[Criterion]) -> tuple[Criterion, ...]:
    """Turn stated numbers into percentages where the whole set makes that certain."""
    return tuple(_weigh(c, criteria) for c in criteria)


def _weigh(criterion: Criterion, every: Sequence[Criterion]) -> Criterion:
    if criterion.stated is None:
        return criterion
    form, stated = criterion.weight_form, criterion.stated
    if form.startswith("percentage"):
        return replace(criterion, weight=stated)
    if form.startswith("decimal"):
        return replace(criterion, weight=round(stated * 100, 6))
    if form == "order of importance":
        return replace(criterion, note="Ranked, not weighted: the notice gives only the order.")
    same = [c.stated for c in every if c.weight_form == form and c.stated is not None]
    total = sum(same)
    whole = len(same) == len(every)
    if form.startswith("points") and whole and total > 0:
        note = f"{stated:g} of {total:g} points."
        return replace(criterion, weight=round(100 * stated / total, 6), note=note)
    if form == "number in the description":
        others = sum(c.stated or 0 for c in every if c.weight_form.startswith("percentage"))
        if abs(total + others - 100) <= TOLERANCE:
            return replace(criterion, weight=stated)
        if whole and len(every) > 1 and abs(total - 1) <= TOLERANCE / 100:
            return replace(criterion, weight=round(stated * 100, 6), note="Given as a decimal.")
        note = f"The numbers in the descriptions add up to {total:g}, not 100: weight not certain."
        return replace(criterion, note=note)
    return replace(
        criterion, note="The kind of number is not known, so no weight is taken from it."
    )


def criteria_in_text(text: str) -> tuple[Criterion, ...]:
    """Find criteria and weights written in sentences.

    Lines, bullets or list items that each name a thing and a percentage are taken together,
    and accepted only if all the percentages of that run add up to 100. Nothing is picked out
    of a run: a list with sub-criteria ("quality 60%, of which staffing 20%") is declined.
    """
    runs: list[list[Criterion]] = [[]]
    for line in re.split(r"[\r\n•;]+", text):
        found = _line(line.strip())
        if found:
            runs[-1] += found
        elif line.strip() and runs[-1]:
            runs.append([])
    whole = [run for run in runs if len(run) > 1 and _is_whole(run)]
    longest: list[Criterion] = max(whole, key=lambda run: len(run), default=[])
    return tuple(longest)


def _is_whole(run: Sequence[Criterion]) -> bool:
    return abs(sum(c.weight or 0 for c in run) - 100) <= TOLERANCE


def _line(line: str) -> list[Criterion]:
    """Read one line: names before their percentages, or percentages before their names."""
    numbers = list(re.finditer(_PERCENT, line, re.I))
    if not numbers or len(line) > 160 * len(numbers):
        return []
    lead = _LEAD_IN.match(line)
    start = lead.end() if lead and lead.end() <= numbers[0].start() else 0
    tail = line[numbers[-1].end() :]
    if not _name(line[start : numbers[0].start()]) and not _name(tail):
        start = 0  # "Quality: 60%": the words before the colon are the name itself
    edges = [start, *(m.end() for m in numbers)]
    before = [line[edges[i] : m.start()] for i, m in enumerate(numbers)]
    if all(_name(b) for b in before) and not _name(tail):
        names = before
    elif not _name(before[0]):
        names = [*before[1:], tail]
    else:
        return []
    if not all(_name(n) for n in names):
        return []
    weights = [float(m.group(1)) for m in numbers]
    form = "percentage in words"
    return [Criterion(_name(n), "", w, form, w) for n, w in zip(names, weights, strict=True)]


def _name(piece: str) -> str:
    """Return the words of a criterion without bullets, brackets and joining words."""
    text = re.sub(r"^(?:[\W\d_]|and\b|of\b|for\b|on\b)+", "", piece.strip(), flags=re.I)
    text = re.sub(r"(?:[\s,:(\[/&=–—-]|\band\b|\bweighted at\b|\bis\b)+$", "", text, flags=re.I)
    return text if re.search(r"[A-Za-z]{3}", text) else ""


def mentions_weights(text: str) -> bool:
    """Say whether a text seems to speak of weights or award criteria at all."""
    return bool(re.search(r"weight(ing|ed)|award criteria|key criteria", text, re.I)) or bool(
        re.search(rf"\b(quality|price|cost|social value)\b[^.\n]{{0,40}}{_PERCENT}", text, re.I)
    )


def total_weight(criteria: Iterable[Criterion]) -> float | None:
    """Sum the weights, or None where any is missing: a part of a total is not a total."""
    weights = [c.weight for c in criteria]
    return sum(w for w in weights if w is not None) if weights and None not in weights else None


def _clean(value: Any) -> str:
    return " ".join(str(value).split()) if isinstance(value, (str, int, float)) else ""
