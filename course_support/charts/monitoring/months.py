"""Charts of months: XmR, run chart, baseline with forecast. Signals are told by shape as well."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from course_support.charts.drawing import dot, line, svg, text
from course_support.charts.monitoring.plot import (
    TOP,
    WIDTH,
    Frame,
    axes,
    band,
    cross,
    diamond,
    frame_of,
    names_at_right,
    path,
)
from course_support.charts.show import BLUE, GREEN, GREY, ORANGE, PINK, Chart
from course_support.methods.figures import said
from course_support.methods.monthly import MonthlySeries, Outlook, Review
from course_support.methods.two_points import Service, Verdict

UNITS = {"percent": "%", "per 1000": "per 1,000", "number": "number"}
KIND_COLOUR = {"improvement": GREEN, "concern": ORANGE, "change": PINK}


def as_sent(series: MonthlySeries) -> Chart:
    """Draw the figures as they were sent, joined where the name changed."""
    frame = _frame(series, series.values, len(series.months))
    parts = [
        *axes(frame, series.labels, _unit(series)),
        *_joins(frame, series),
        *_target(frame, series),
        path(_points(frame, series.values), BLUE),
        *(dot(x, y, 2.4, fill=BLUE) for x, y in _points(frame, series.values) if math.isfinite(y)),
        *_gaps(frame, series),
    ]
    known = [value for value in series.values if math.isfinite(value)]
    reading = (
        f"{series.measure}, {series.labels[0]} to {series.labels[-1]}: between "
        f"{said(min(known), 4)} and {said(max(known), 4)}{_after(series)}, {said(known[-1], 4)} in "
        "the last month with a figure."
        f"{_gap_words(series)}"
    )
    return Chart(
        f"{series.measure}: {len(known)} months as they were sent",
        reading,
        svg(WIDTH, frame.height, parts),
        ("Month", f"Figure ({_unit(series)})", "Status", "Sent as"),
        [
            (label, _figure(value), status, name)
            for label, value, status, name in zip(
                series.labels, series.values, series.statuses, series.recorded_as, strict=True
            )
        ],
        series.source,
    )


def control_chart(found: Review) -> Chart:
    """Draw an XmR chart with mean, limits, target and the signals of the named rules."""
    chart, series = found.chart, found.series
    lines = [v for s in chart.segments for v in (s.lower, s.upper)]
    frame = _frame(series, [*chart.values, *lines], len(chart.labels))
    parts = [*axes(frame, chart.labels, _unit(series)), *_joins(frame, series)]
    for segment in chart.segments:
        start, stop = frame.x(segment.start) - 3, frame.x(segment.stop - 1) + 3
        parts.append(line(start, frame.y(segment.mean), stop, frame.y(segment.mean), width=1.2))
        for limit in (segment.lower, segment.upper):
            y = frame.y(limit)
            parts.append(line(start, y, stop, y, width=1.2, dashed=True))
    parts += _target(frame, series, named=False)
    parts.append(path(_points(frame, chart.values), BLUE))
    parts += [_mark(found, place, frame) for place in range(len(chart.values))]
    parts += _gaps(frame, series)
    parts.append(names_at_right(_level_names(found, frame), frame.right))
    rows = [
        (
            str(row["Period"]),
            _figure(float(row[chart.measure])),
            str(row["Signals"]) or "–",
            str(row["Kind"]) if math.isfinite(float(row[chart.measure])) else "no figure",
        )
        for row in chart.table().to_dict("records")
    ]
    return Chart(
        found.headline(),
        _control_words(found),
        svg(WIDTH, frame.height, parts),
        ("Month", f"Figure ({_unit(series)})", "Signal", "Kind"),
        rows,
        f"{series.source}. {' '.join(chart.assumptions)}",
    )


def _control_words(found: Review) -> str:
    current = found.chart.current
    season = " The pattern by calendar month is taken out." if found.season_taken_out else ""
    count = sum(found.chart.any_signal)
    several = f"{count} months are signals (diamonds)"
    signals = ("No month is a signal", "1 month is a signal (a diamond)", several)[min(count, 2)]
    return (
        f"{found.series.measure}: mean {said(current.mean)}, limits {said(current.lower)} to "
        f"{said(current.upper)}{_after(found.series)}. {signals}.{season}{_gap_words(found.series)}"
    )


def run_chart(found: Review) -> Chart | None:
    """Draw a run chart: the median, and whether runs and crossings look like chance."""
    run, series = found.run, found.series
    if run is None:
        return None
    frame = _frame(series, run.values, len(run.labels), height=210)
    y = frame.y(run.median)
    parts = [
        *axes(frame, run.labels, _unit(series)),
        line(frame.x(0) - 3, y, frame.x(len(run.labels) - 1) + 3, y, width=1.2),
        path(_points(frame, run.values), BLUE),
        *(dot(x, at, 2.4, fill=BLUE) for x, at in _points(frame, run.values) if math.isfinite(at)),
        *_gaps(frame, series),
        names_at_right([(y, f"median {said(run.median)}")], frame.right),
    ]
    table = run.table().astype(str)
    return Chart(
        "Not chance alone" if run.long_run or run.few_crossings else "What chance would give",
        run.reading(),
        svg(WIDTH, frame.height, parts),
        list(table.columns),
        table.to_numpy().tolist(),
        f"{series.source}. {' '.join(run.assumptions)}",
    )


def baseline(ahead: Outlook, title: str = "") -> Chart:
    """Draw the history and where it leads if nothing changes, with its interval."""
    found, line_ahead = ahead.review, ahead.baseline
    series = found.series
    history = found.chart.values
    last = max(place for place, value in enumerate(history) if math.isfinite(value))
    labels = [*found.chart.labels[: last + 1], *ahead.labels]
    least, most = (0.0, 100.0 if series.unit == "percent" else math.inf)
    lower = [min(most, max(least, v)) for v in line_ahead.lower]
    upper = [min(most, max(least, v)) for v in line_ahead.upper]
    middle = [min(most, max(least, v)) for v in line_ahead.forecast]
    values = [*history[: last + 1], *lower, *upper]
    frame = _frame(series, values, len(labels))
    then = frame.x(last)
    ends = [(frame.x(last + 1 + at), frame.y(v)) for at, v in enumerate(middle)]
    parts = [
        *axes(frame, labels, _unit(series)),
        *_target(frame, series),
        band(frame, last + 1, lower, upper, GREY),
        line(then, TOP, then, frame.bottom, width=1, dashed=True),
        path(_points(frame, history[: last + 1]), BLUE),
        path([(then, frame.y(history[last])), *ends], ORANGE, dashed=True),
        *(dot(x, y, 3, fill=ORANGE, hollow=True) for x, y in ends),
        names_at_right([(ends[-1][1], "if nothing"), (ends[-1][1] + 14, "changes")], frame.right),
    ]
    ready = [f"{v:,.1f}" for v in middle]
    return Chart(
        title or _outlook_title(ahead, middle[-1]),
        f"{series.measure}: {said(history[last])} in {labels[last]}; if nothing changes, about "
        f"{said(middle[-1])} in {labels[-1]}, and by chance anywhere from {said(lower[-1])} to "
        f"{said(upper[-1])}. A straight line through {ahead.why}.",
        svg(WIDTH, frame.height, parts),
        ("Month", "If nothing changes", "From", "To"),
        [
            (label, centre, f"{low:,.1f}", f"{high:,.1f}")
            for label, centre, low, high in zip(ahead.labels, ready, lower, upper, strict=True)
        ],
        f"{series.source}. {' '.join(line_ahead.assumptions)}",
    )


def _outlook_title(ahead: Outlook, end: float) -> str:
    series = ahead.review.series
    if series.target is None or series.better == "neither":
        return f"If nothing changes: about {said(end)}{_after(series)} by {ahead.labels[-1]}"
    meets = end >= series.target if series.better == "higher" else end <= series.target
    verb = "would meet" if meets else "would miss"
    return f"If nothing changes, it {verb} its target in {ahead.labels[-1]}"


# --- parts of a picture -------------------------------------------------------------------


def _points(frame: Frame, values: Sequence[float]) -> list[tuple[float, float]]:
    return [
        (frame.x(place), frame.y(value) if math.isfinite(value) else math.nan)
        for place, value in enumerate(values)
    ]


def _mark(found: Review, place: int, frame: Frame) -> str:
    value = found.chart.values[place]
    if not math.isfinite(value):
        return ""
    x, y = frame.x(place), frame.y(value)
    if not found.chart.any_signal[place]:
        return dot(x, y, 2.4, fill=BLUE)
    return diamond(x, y, 5.4, KIND_COLOUR[found.chart.kind(place + 1)])


def _level_names(found: Review, frame: Frame) -> list[tuple[float, str]]:
    current, series = found.chart.current, found.series
    named = [
        (frame.y(current.mean), f"mean {said(current.mean)}"),
        (frame.y(current.lower), f"lower {said(current.lower)}"),
        (frame.y(current.upper), f"upper {said(current.upper)}"),
    ]
    if series.target is not None:
        named.append((frame.y(series.target), f"target {said(series.target)}"))
    return named


def _joins(frame: Frame, series: MonthlySeries) -> Iterator[str]:
    for place in series.joins:
        x = (frame.x(place - 2) + frame.x(place - 1)) / 2
        yield line(x, TOP, x, frame.bottom, width=1, dashed=True)
        right = x > (frame.right * 0.7)
        yield text(x - 4 if right else x + 4, TOP + 2, "new name", size=11.5,
                   anchor="end" if right else "start")  # fmt: skip


def _target(frame: Frame, series: MonthlySeries, *, named: bool = True) -> Iterator[str]:
    if series.target is None:
        return
    y = frame.y(series.target)
    yield (
        f'<line x1="{frame.x(0) - 3:.1f}" y1="{y:.1f}" x2="{frame.right}" y2="{y:.1f}" '
        f'stroke="{GREEN}" stroke-width="2" stroke-dasharray="2 3"/>'
    )
    if named:
        yield names_at_right([(y, f"target {said(series.target)}")], frame.right)


def _gaps(frame: Frame, series: MonthlySeries) -> Iterator[str]:
    for place, value in enumerate(series.values):
        if not math.isfinite(value):
            yield cross(frame.x(place), frame.bottom - 8)


def _gap_words(series: MonthlySeries) -> str:
    gaps = sum(not math.isfinite(value) for value in series.values)
    if not gaps:
        return ""
    return f" {gaps} month{'s have' if gaps > 1 else ' has'} no figure (crosses); that is not zero."


def _frame(
    series: MonthlySeries, values: Sequence[float], count: int, height: float = 250
) -> Frame:
    """Return a frame for figures and target; per cent of a whole end at 100."""
    within = [*values, *([] if series.target is None else [series.target])]
    known = [value for value in series.values if math.isfinite(value)]
    whole = series.unit == "percent" and max(known, default=0) <= 100
    return frame_of(within, count, most=100 if whole else math.inf, height=height)


def _figure(value: float) -> str:
    return f"{value:,.1f}" if math.isfinite(value) else "–"


def _after(series: MonthlySeries) -> str:
    """Return the unit as it follows a figure; a plain number has none."""
    return {"number": "", "percent": "%"}.get(series.unit, f" {_unit(series)}")


def _unit(series: MonthlySeries) -> str:
    return UNITS.get(series.unit, series.unit)


# --- two points ---------------------------------------------------------------------------


def last_two(services: Sequence[Service]) -> Chart:
    """Draw the last two months of each service and nothing else, as many reports do."""
    parts, rows = [], []
    for place, one in enumerate(services):
        x, y = 8 + 146 * (place % 3), 12 + 118 * (place // 3)
        first, second = one.last_two
        ends = [(x + 30, y + 90 - (first - 60) * 1.5), (x + 100, y + 90 - (second - 60) * 1.5)]
        points = round(second) - round(first)
        moved = f"{'▲' if points > 0 else '▼'} {abs(points)}" if points else "no move"
        parts += [
            text(x, y, f"Service {one.letter.upper()}", size=13, bold=True),
            line(*ends[0], *ends[1], width=2),
            *(dot(*end, 4, fill=BLUE) for end in ends),
            text(ends[0][0], ends[0][1] + 15, f"{first:.0f}%", size=12, anchor="middle"),
            text(ends[1][0], ends[1][1] + 15, f"{second:.0f}%", size=12, anchor="middle"),
            text(x + 126, y, moved, size=12.5, anchor="end"),
        ]
        rows.append((f"Service {one.letter.upper()}", f"{first:.0f}%", f"{second:.0f}%",
                     f"{points:+d}" if points else "0"))  # fmt: skip
    reading = "; ".join(f"{name} {was} then {now}" for name, was, now, _ in rows)
    return Chart(
        "Six services: last month and this month",
        f"Visits on time. {reading}.",
        svg(WIDTH, 250, parts),
        ("Service", "Last month", "This month", "Change, points"),
        rows,
        "figures made by chance for you",
    )


def two_years(verdict: Verdict) -> Chart:
    """Draw the two years behind the two points, each with its mean and limits."""
    from course_support.methods.control_charts import xmr

    parts: list[str] = []
    tall = 72
    for place, one in enumerate(verdict.services):
        chart = xmr(one.values, measure=f"Service {one.letter.upper()}")
        now, top = chart.current, 8 + tall * place
        low, high = min(60.0, *one.values), max(96.0, *one.values)

        def y(value: float, top: float = top, low: float = low, high: float = high) -> float:
            return top + 4 + (tall - 12) * (high - value) / (high - low)

        across = [104 + 10.2 * at for at in range(len(one.values))]
        colour = ORANGE if one.changed else BLUE
        said = "changed" if one.changed else "no change"
        picked = "you chose it" if one.letter in verdict.chosen else ""
        parts += [
            text(2, top + 18, f"Service {one.letter.upper()}", size=13, bold=True),
            text(2, top + 35, said, size=12),
            text(2, top + 51, picked, size=12),
            line(across[0] - 4, y(now.mean), across[-1] + 4, y(now.mean), width=1),
            *(
                line(across[0] - 4, y(limit), across[-1] + 4, y(limit), width=1, dashed=True)
                for limit in (now.lower, now.upper)
            ),
            path([(x, y(value)) for x, value in zip(across, one.values, strict=True)], colour),
            *(
                diamond(x, y(value), 4.6, ORANGE) if signal else dot(x, y(value), 2.2, fill=BLUE)
                for x, value, signal in zip(across, one.values, chart.any_signal, strict=True)
            ),
            text(436, y(now.mean), f"{now.mean:.0f}%", size=12, anchor="end"),
        ]
    return Chart(
        "Five of six did not change at all",
        verdict.reading(),
        svg(WIDTH, 12 + tall * len(verdict.services), parts),
        ("Service", "Mean", "Lower limit", "Upper limit", "Changed"),
        [_limits(one) for one in verdict.services],
        "figures made by chance for you; 24 months with mean and limits (dashed)",
    )


def _limits(one: Service) -> tuple[str, ...]:
    from course_support.methods.control_charts import xmr

    now = xmr(one.values).current
    shown = (f"{value:.1f}" for value in (now.mean, now.lower, now.upper))
    return (f"Service {one.letter.upper()}", *shown, "yes" if one.changed else "no")
