"""The risk register as a matrix: likelihood across, impact up, with the risks by number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from course_support.charts.contracts.sheets import Said, count
from course_support.charts.drawing import box, svg, text
from course_support.charts.show import Chart
from course_support.methods.contract_risk import RiskRegister
from course_support.sources import rules

_BANDS = "risk_bands_npsa_2008"
_SHADES = (0.0, 0.08, 0.18, 0.32)
_CELL, _LEFT, _TOP, _SIZE = 78, 56, 12, 5


def bands() -> dict[str, float]:
    """Return each band's lowest product, from the dated rules, lowest first."""
    rows = [(row.value, row.columns["minimum"]) for row in rules.table(_BANDS)]
    return {str(name): float(str(lowest)) for name, lowest in rows}


def register(rows: Sequence[Mapping[str, Any]]) -> Chart | Said:
    """Draw a register; risks without both grades are named and left out.

    Parameters
    ----------
    rows : sequence of mapping
        Rows of the table exercise: ``risk``, ``likelihood`` and ``impact`` (1 to 5),
        ``control``, ``owner``.
    """
    named = [row for row in rows if str(row.get("risk") or "").strip()]
    graded = [row for row in named if _grade(row, "likelihood") and _grade(row, "impact")]
    if not graded:
        return Said(["No risk has both grades yet. Give each a likelihood and an impact, 1 to 5."])
    found = _found(graded)
    table = found.table()
    order = {str(risk): place for place, risk in enumerate(table["Risk"], start=1)}
    loose = len(named) - len(graded)
    bare = [str(row["risk"]) for row in graded if not str(row.get("owner") or "").strip()]
    reading = found.reading()
    if bare:
        reading += f" Without an owner: {'; '.join(bare)}."
    if loose:
        reading += f" {count(loose, 'risk').capitalize()} without both grades left out."
    extreme = list(bands())[-1]
    many = int((table["Band"] == extreme).sum())
    return Chart(
        f"{count(many, 'risk').capitalize()} of {len(graded)} in the band “{extreme}”",
        reading,
        svg(_LEFT + _CELL * _SIZE + 8, _TOP + _CELL * _SIZE + 50, _drawn(graded, order)),
        ["Number", "Risk", "Likelihood", "Impact", "Product", "Band", "Control", "Owner"],
        [
            [str(place), *(str(row[c]) for c in
             ("Risk", "Likelihood", "Impact", "Product", "Band", "Control", "Owner"))]
            for place, row in enumerate(table.to_dict("records"), start=1)
        ],
        f"the register above; {rules.table(_BANDS).title} (a convention). "
        f"{found.assumptions[1]}",
    )  # fmt: skip


def _grade(row: Mapping[str, Any], name: str) -> int:
    """Return a grade from 1 to 5, or 0 where there is none."""
    value = row.get(name)
    number = int(value) if isinstance(value, int | float) and value == int(value) else 0
    return number if 1 <= number <= _SIZE else 0


def _found(graded: Sequence[Mapping[str, Any]]) -> RiskRegister:
    import pandas as pd

    from course_support.methods.contract_risk import risk_register

    seen: dict[str, int] = defaultdict(int)
    lines = []
    for row in graded:
        name = str(row["risk"]).strip()
        seen[name] += 1
        lines.append(
            {
                "risk": name if seen[name] == 1 else f"{name} ({seen[name]})",
                "likelihood": _grade(row, "likelihood"),
                "impact": _grade(row, "impact"),
                "Control": str(row.get("control") or ""),
                "Owner": str(row.get("owner") or "nobody"),
            }
        )
    return risk_register(pd.DataFrame(lines), bands())


def _drawn(graded: Sequence[Mapping[str, Any]], order: Mapping[str, int]) -> Iterator[str]:
    lowest = list(bands().values())
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    seen: dict[str, int] = defaultdict(int)
    for row in graded:
        name = str(row["risk"]).strip()
        seen[name] += 1
        shown = name if seen[name] == 1 else f"{name} ({seen[name]})"
        cells[_grade(row, "likelihood"), _grade(row, "impact")].append(order[shown])
    for likelihood in range(1, _SIZE + 1):
        for impact in range(1, _SIZE + 1):
            x, y = _LEFT + _CELL * (likelihood - 1), _TOP + _CELL * (_SIZE - impact)
            band = sum(likelihood * impact >= least for least in lowest) - 1
            yield (
                f'<rect x="{x}" y="{y}" width="{_CELL}" height="{_CELL}" fill="currentColor" '
                f'fill-opacity="{_SHADES[min(max(band, 0), 3)]}"/>'
            )
            yield box(x, y, _CELL, _CELL)
            yield text(x + _CELL - 6, y + 12, str(likelihood * impact), size=10, anchor="end")
            inside = ", ".join(str(number) for number in sorted(cells[likelihood, impact]))
            if inside:
                yield text(
                    x + _CELL / 2, y + _CELL / 2 + 4, inside, size=18, anchor="middle", bold=True
                )
    for grade in range(1, _SIZE + 1):
        middle = _CELL * (grade - 0.5)
        foot = _TOP + _CELL * _SIZE + 14
        yield text(_LEFT + middle, foot, str(grade), anchor="middle")
        yield text(_LEFT - 10, _TOP + _CELL * _SIZE - middle, str(grade), anchor="end")
    yield text(
        _LEFT + _CELL * _SIZE / 2,
        _TOP + _CELL * _SIZE + 36,
        "Likelihood",
        anchor="middle",
        bold=True,
    )
    yield (
        f'<g transform="rotate(-90 14 {_TOP + _CELL * _SIZE / 2})">'
        f"{text(14, _TOP + _CELL * _SIZE / 2, 'Impact', anchor='middle', bold=True)}</g>"
    )
