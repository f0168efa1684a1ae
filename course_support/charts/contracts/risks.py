"""The risk register as a matrix: likelihood across, impact up, with the risks by number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from course_support.charts.contracts.sheets import Said, count
from course_support.charts.drawing import box, svg, text
from course_support.charts.risk_bands import TABLE, risk_bands
from course_support.charts.show import Chart
from course_support.sources import rules

if TYPE_CHECKING:
    from course_support.methods.risk import Bands, RiskMatrix

_SHADES = (0.0, 0.08, 0.18, 0.32)
_CELL, _LEFT, _TOP, _SIZE = 78, 56, 12, 5


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
    names = _told_apart(graded)
    found = _found(graded, names)
    ordered = [graded[names.index(risk)] for risk in found.rows["risk"]]
    extreme = found.bands[-1][0]
    many = int((found.rows["band"] == extreme).sum())
    return Chart(
        f"{count(many, 'risk').capitalize()} of {len(graded)} in the band “{extreme}”",
        _reading(found, graded, len(named) - len(graded)),
        svg(_LEFT + _CELL * _SIZE + 8, _TOP + _CELL * _SIZE + 50, _drawn(ordered, found.bands)),
        ["Number", "Risk", "Likelihood", "Impact", "Product", "Band", "Control", "Owner"],
        [
            [str(place), *map(str, scored), str(row.get("control") or ""),
             str(row.get("owner") or "nobody")]
            for place, (scored, row) in enumerate(
                zip(found.rows.itertuples(index=False), ordered, strict=True), start=1
            )
        ],
        f"the register above; {rules.table(TABLE).title} (a convention). Equal products can hide "
        "unlike risks: rare and grave is not frequent and slight.",
    )  # fmt: skip


def _told_apart(graded: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the risks' names; one that comes again has its number of times behind it."""
    names: list[str] = []
    for row in graded:
        own = name = str(row["risk"]).strip()
        times = 1
        while name in names:
            times += 1
            name = f"{own} ({times})"
        names.append(name)
    return names


def _reading(found: RiskMatrix, graded: Sequence[Mapping[str, Any]], loose: int) -> str:
    """Return what comes first, which risks only look alike, and what is not written yet."""
    first = found.rows.iloc[0]
    said = [f"First: {first['risk']} ({first['band']})."]
    if alike := sum(len(names) for _, names in found.unlike_ties):
        said.append(f"{alike} risks share a product with an unlike one: look at both.")
    if bare := [str(row["risk"]) for row in graded if not str(row.get("owner") or "").strip()]:
        said.append(f"Without an owner: {'; '.join(bare)}.")
    if loose:
        said.append(f"{count(loose, 'risk').capitalize()} without both grades left out.")
    return " ".join(said)


def _grade(row: Mapping[str, Any], name: str) -> int:
    """Return a grade from 1 to 5, or 0 where there is none."""
    value = row.get(name)
    number = int(value) if isinstance(value, int | float) and value == int(value) else 0
    return number if 1 <= number <= _SIZE else 0


def _found(graded: Sequence[Mapping[str, Any]], names: Sequence[str]) -> RiskMatrix:
    import pandas as pd

    from course_support.methods.risk import risk_matrix

    grades = {name: [_grade(row, name) for row in graded] for name in ("likelihood", "impact")}
    return risk_matrix(pd.DataFrame({"risk": names, **grades}), risk_bands())


def _drawn(ordered: Sequence[Mapping[str, Any]], bands: Bands) -> Iterator[str]:
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, row in enumerate(ordered, start=1):
        cells[_grade(row, "likelihood"), _grade(row, "impact")].append(number)
    for likelihood in range(1, _SIZE + 1):
        for impact in range(1, _SIZE + 1):
            x, y = _LEFT + _CELL * (likelihood - 1), _TOP + _CELL * (_SIZE - impact)
            band = sum(likelihood * impact >= least for _, least, _ in bands) - 1
            yield (
                f'<rect x="{x}" y="{y}" width="{_CELL}" height="{_CELL}" fill="currentColor" '
                f'fill-opacity="{_SHADES[min(max(band, 0), 3)]}"/>'
            )
            yield box(x, y, _CELL, _CELL)
            yield text(x + _CELL - 6, y + 12, str(likelihood * impact), size=10, anchor="end")
            inside = ", ".join(str(number) for number in cells[likelihood, impact])
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
