"""Risks of the options in a matrix, with what the matrix cannot tell; who gains and who loses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from course_support.errors import WorkbookError
from course_support.methods.figures import whole_pounds
from course_support.methods.words import and_, small_first
from course_support.sources import rules
from course_support.sources.options import Case, Group, Risk
from course_support.sources.rule import today

from . import appraisal_drawing as a
from . import drawing as d
from .risk_bands import risk_bands
from .show import Chart

if TYPE_CHECKING:
    from course_support.methods.risk import Bands

#: Who bears a risk, as it stands in a sentence.
HOLDERS = {
    "council": "the council",
    "provider": "the provider",
    "shared": "both sides",
    "families": "people and families",
}
_SIZE, _TOP, _LEFT, _CELL = 5, 30, 96, 66


def matrix(case: Case) -> Chart:
    """Draw the risks of every option by likelihood and impact.

    Raises
    ------
    WorkbookError
        When there are no risks.
    """
    import pandas as pd

    from course_support.methods.risk import risk_matrix

    if not case.risks:
        raise WorkbookError("No risks yet. Name at least one for each option, standing still too.")
    labels = [f"{each.risk} ({case.name(each.option)})" for each in case.risks]
    unique = [label if labels.count(label) == 1 else f"{label} {n}" for n, label in
              enumerate(labels, start=1)]  # fmt: skip
    bands = risk_bands()
    frame = pd.DataFrame(
        {
            "risk": unique,
            "likelihood": [each.likelihood for each in case.risks],
            "impact": [each.impact for each in case.risks],
        }
    )
    found = risk_matrix(frame, bands)
    ordered = [case.risks[unique.index(risk)] for risk in found.rows["risk"]]
    parts, y = _grid(found.rows, bands)
    for number, risk in enumerate(ordered, start=1):
        words = f"{number}  {risk.risk}. {case.name(risk.option)}; {_holder(risk.holder)}"
        drawn, lines = d.lines(4, y, words, 60, size=12.5, gap=15)
        parts.append(drawn)
        y += 15 * lines + 5
    rows = [
        _risk_row(f"{number}. {risk.risk}", case.name(risk.option), risk, str(band))
        for number, (risk, band) in enumerate(
            zip(ordered, found.rows["band"], strict=True), start=1
        )
    ]
    limits = "; ".join(f"{name} {low} to {high}" for name, low, high in bands)
    return Chart(
        _title(case),
        found.reading(),
        d.svg(a.WIDE, y, parts),
        ["Risk", "Option", "Likelihood", "Impact", "Band", "Who bears it", "What would be done"],
        rows,
        f"{case.whose}. Bands are a convention ({limits}). Likelihood and impact are orders, not "
        "amounts: a 4 is not twice a 2, and one score can hide unlike risks",
    )


def _risk_row(name: str, option: str, risk: Risk, band: str) -> list[str]:
    return [
        name,
        option,
        str(risk.likelihood),
        str(risk.impact),
        band,
        HOLDERS.get(risk.holder, "not said"),
        risk.response or "nothing named",
    ]


def _title(case: Case) -> str:
    base = case.baseline
    standing = [each for each in case.risks if base and each.option == base.id]
    if not standing:
        return "Standing still has no risk named yet: it always has one"
    worst = max(standing, key=lambda each: each.likelihood * each.impact)
    higher = sum(
        each.likelihood * each.impact > worst.likelihood * worst.impact for each in case.risks
    )
    if not higher:
        return "Standing still is among the greatest risks of all"
    return f"Standing still has risks too; {higher} of {len(case.risks)} score higher"


def _holder(holder: str) -> str:
    return f"borne by {HOLDERS[holder]}" if holder in HOLDERS else "nobody is named to bear it"


def _grid(rows: object, bands: Bands) -> tuple[list[str], float]:
    """Return the boxes, darker for higher bands, each with the numbers of its risks."""
    parts = [
        d.text(_LEFT + _CELL * (impact - 0.5), 14, str(impact), anchor="middle", size=12)
        for impact in range(1, _SIZE + 1)
    ]
    at = Counter((int(r["likelihood"]), int(r["impact"])) for _, r in rows.iterrows())  # type: ignore[attr-defined]
    numbers: dict[tuple[int, int], list[str]] = {place: [] for place in at}
    for number, (_, row) in enumerate(rows.iterrows(), start=1):  # type: ignore[attr-defined]
        numbers[int(row["likelihood"]), int(row["impact"])].append(str(number))
    for likelihood in range(_SIZE, 0, -1):
        y = _TOP + 40 * (_SIZE - likelihood)
        parts.append(d.text(_LEFT - 10, y + 20, str(likelihood), anchor="end", size=12))
        for impact in range(1, _SIZE + 1):
            score = likelihood * impact
            band = next(n for n, (_, low, high) in enumerate(bands) if low <= score <= high)
            x = _LEFT + _CELL * (impact - 1)
            parts.append(a.rect(x + 1, y + 1, _CELL - 2, 38, a.ORANGE, 0.05 + 0.13 * band))
            held = ", ".join(numbers.get((likelihood, impact), []))
            if held:
                parts.append(
                    d.text(x + _CELL / 2, y + 20, held, anchor="middle", size=14, bold=True)
                )
    bottom = _TOP + 40 * _SIZE
    parts += [
        d.text(4, _TOP + 100, "Likelihood", size=12),
        d.text(_LEFT + _CELL * 2.5, bottom + 16, "Impact", size=12, anchor="middle"),
    ]
    return parts, bottom + 42


def gains(case: Case, option: str, reference: float) -> Chart:
    """Draw who gains and who loses from one option, a pound counting for more to the poorer.

    Parameters
    ----------
    option
        Name of the option.
    reference
        The income in pounds a year at which a pound counts as one.

    Raises
    ------
    WorkbookError
        When nobody is named for the option.
    """
    from course_support.methods.distribution import distribution

    groups = [each for each in case.groups if case.name(each.option) == option]
    if not groups:
        raise WorkbookError(
            f"Nobody is named yet who gains or loses under {option}. Add them to the table above."
        )
    power = rules.get("distributional_weight_elasticity")
    names = [each.group for each in groups]
    unique = [n if names.count(n) == 1 else f"{n} ({i})" for i, n in enumerate(names, start=1)]
    found = distribution(
        dict(zip(unique, (each.income for each in groups), strict=True)),
        {n: each.number * each.gain for n, each in zip(unique, groups, strict=True)},
        reference=reference,
        elasticity=float(str(power.value)),
        source=power.source,
    )
    weighed = list(zip(groups, found.rows.to_dict("records"), strict=True))
    drawn = [_gain_bar(each, row) for each, row in weighed]
    most = max(0.0, *(bar.parts[0][0] for bar in drawn))
    parts, y = a.bars(drawn, most or 1e-9)
    return Chart(
        _who_loses(option, dict(zip(unique, groups, strict=True))),
        found.reading(),
        d.svg(a.WIDE, y, parts),
        ["Who", "How many", "Income", "Gain each", "Gain in all", "A pound counts", "Weighted"],
        [_gain_row(each, row) for each, row in weighed],
        f"{case.whose}; {' '.join(found.assumptions)} {power.note(today())}".strip(),
    )


def _gain_bar(each: Group, row: Mapping[Any, Any]) -> a.Bar:
    weighted = float(row["weighted"])
    return a.Bar(
        row["group"],
        whole_pounds(weighted),
        ((weighted, "", a.BLUE if weighted >= 0 else a.ORANGE),),
        f"{each.number:,.0f} × {whole_pounds(each.gain)} = {whole_pounds(row['net_benefit'])}; at "
        f"£{row['income']:,.0f} a pound counts {row['weight']:.2f}",
    )


def _gain_row(each: Group, row: Mapping[Any, Any]) -> list[str]:
    return [
        row["group"],
        f"{each.number:,.0f}",
        f"£{row['income']:,.0f}",
        whole_pounds(each.gain),
        whole_pounds(row["net_benefit"]),
        f"{row['weight']:.2f}",
        whole_pounds(row["weighted"]),
    ]


def _who_loses(option: str, groups: Mapping[str, Group]) -> str:
    losers = [name for name, each in groups.items() if each.gain < 0]
    if not losers:
        return f"Under {option}, nobody named is worse off"
    poorest = min(groups, key=lambda name: groups[name].income)
    if poorest in losers:
        return f"Under {option}, the people with least lose: {small_first(poorest)}"
    return f"Under {option}, {and_(map(small_first, losers))} lose"
