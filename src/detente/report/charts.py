"""The charts of an account as Vega-Lite specifications. Each stands above the table that it draws."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final, NamedTuple

from detente.analysis.periods import Periods
from detente.analysis.relations import Relation, RelationRow
from detente.report.drawing import BLUE, CLAY, FAINT, INK, RUST, SAND, Drawing, Spec, amount, draw, layer, name
from detente.report.schemes import Scheme
from detente.report.series import Series
from detente.report.wording import Wording

_HEADER: Final = {"labelOrient": "top", "labelAnchor": "start"}
_APART: Final = {"scale": {"color": "independent"}, "legend": {"color": "independent"}}
NOUGHT: Final = {"y": {"datum": 0}}
_CHARACTER: Final = 6.4
"""Width of a letter of 12 px, on the average [px]."""


def chart_years(relation: Relation, years: Sequence[int], say: Wording) -> Drawing:
    """Draw cooperation above the line and conflict below it, by year, one panel a direction."""
    bars = [_Bar(int(row.time), say.direction(row.direction), kind, n) for row, kind, n in _counts(relation)]
    return _draw_bars(f"Events by year: {_pair(relation, say)}", bars, _panels(relation, say), years, 0.8, 110)


def chart_months(relation: Relation, years: Sequence[int], say: Wording) -> Drawing:
    """Draw the same by month."""
    bars = [
        _Bar(int(row.time[:-3]) + (int(row.time[-2:]) - 6.5) / 12, say.direction(row.direction), kind, n)
        for row, kind, n in _counts(relation)
    ]
    return _draw_bars(f"Events by month: {_pair(relation, say)}", bars, _panels(relation, say), years, 0.075, 80)


def chart_sides(relations: Iterable[Relation], years: Sequence[int], say: Wording) -> Drawing:
    """Draw each side's telling of the relation, both directions together, one panel a side."""
    counts: Counter[tuple[int, str, str]] = Counter()
    for relation in relations:
        for row, kind, n in _counts(relation):
            counts[int(row.time), say.side(relation.side), kind] += n
    bars = [_Bar(*key, n) for key, n in counts.items()]
    panels = list(dict.fromkeys(bar.panel for bar in bars))
    return _draw_bars("Events by year, as each side attests them", bars, panels, years, 0.8, 60)


class _Bar(NamedTuple):
    """A bar at a time [years, decimal]: ``n`` events, below the line where it is negative."""

    x: float
    panel: str
    kind: str
    n: int


def _counts(relation: Relation) -> Iterator[tuple[RelationRow, str, int]]:
    for row in relation.rows:
        for kind, n in (("cooperation", row.cooperation), ("conflict", -row.conflict)):
            if n:
                yield row, kind, n


def _pair(relation: Relation, say: Wording) -> str:
    return f"{say.state(relation.a)} and {say.state(relation.b)}"


def _panels(relation: Relation, say: Wording) -> Sequence[str]:
    told = {row.direction for row in relation.rows}
    ways = (f"{relation.a}>{relation.b}", f"{relation.b}>{relation.a}")
    return [say.direction(way) for way in ways if way in told]


def _draw_bars(
    label: str, bars: Sequence[_Bar], panels: Sequence[str], years: Sequence[int], share: float, height: int
) -> Drawing:
    """Draw bars above and below a line over years, each ``share`` of a year wide."""
    first, last = years[0], years[-1]

    def spec(width: int) -> Spec:
        inner = width - 40
        half = min(share, 36 * (last - first + 1) / inner) / 2
        axis = {"title": None, "domain": False, "ticks": False, "format": "d", "values": _whole_steps(bars)}
        count = amount("n", axis={**axis, "labelExpr": "abs(datum.value)"})
        colours = {"domain": ["cooperation", "conflict"], "range": [BLUE, RUST]}
        place = {"x": year_axis("x", first, last, inner), "x2": {"field": "x2"}, "y": count, "y2": {"field": "zero"}}
        layers = [layer("rect", {**place, "color": name("kind", scale=colours)}), layer("rule", NOUGHT, color=INK)]
        values = [{**bar._asdict(), "zero": 0, "x": bar.x - half, "x2": bar.x + half} for bar in bars]
        return {
            **{"data": {"values": values}, "spacing": 14, "facet": {"row": name("panel", sort=panels, header=_HEADER)}},
            "spec": {"width": inner, "height": height, "layer": layers},
        }

    return draw(label, spec)


def _whole_steps(bars: Sequence[_Bar]) -> list[int]:
    """Return ticks at whole numbers on both sides of nought, up to four on the longer one."""
    low, high = min(0, 0, *(bar.n for bar in bars)), max(0, 0, *(bar.n for bar in bars))
    step = _step(max(high, -low), 4)
    return [*range(-(-low // step) * step, high + 1, step)]


def _step(length: float, n: float) -> int:
    """Return the least of 1, 2, 5, 10, 20, ... that divides a length into at most ``n`` parts."""
    return next((m * 10**p for p in range(10) for m in (1, 2, 5) if length <= m * 10**p * n), 10**10)


def year_axis(field: str, first: float, last: float, width: float) -> Spec:
    """Return an axis of whole years, with as many of them named as a width [px] holds."""
    step = _step(last - first + 1, max(2, width / 44))
    start = -(-int(first) // step) * step
    scale = {"domain": [first - 0.5, last + 0.5], "nice": False, "zero": False}
    axis = {"title": None, "values": [*range(start, int(last) + 1, step)], "format": "d", "grid": False}
    return amount(field, scale=scale, axis=axis)


def chart_series(series: Series) -> Drawing:
    """Draw dated values: a line for the time that each is of, a stroke for its interval."""
    points = series.points
    first, last = min(p.first for p in points), max(p.last for p in points)

    def spec(width: int) -> Spec:
        inner = width - 60
        x = year_axis("first", round(first - 0.49), round(last - 0.51), inner)
        x["scale"] = {"domain": [first - 0.1, last + 0.1], "nice": False, "zero": False}
        y = amount("value", scale={"zero": series.starts_at_zero}, axis={"title": None, "tickCount": 4})
        middle, interval = amount("middle"), {"y": amount("low"), "y2": {"field": "high"}}
        values = [{**asdict(p), "middle": (p.first + p.last) / 2} for p in points]
        layers = [
            layer("rule", {"x": x, "x2": {"field": "last"}, "y": y}, color=BLUE, strokeWidth=2.5),
            layer("rule", {"x": middle, **interval}, color=BLUE, strokeWidth=1.5),
            layer("point", {"x": middle, "y": amount("value")}, filled=True, color=BLUE, size=34, opacity=1),
        ]
        return {"width": inner, "height": 120, "data": {"values": values}, "layer": layers}

    return draw(f"{series.title}: {len(points)} dated values", spec, widths={"small": 300})


def chart_breaks(periods: Periods) -> Drawing:
    """Draw how probable a new period is from each year on; what is claimed stands out."""
    years = [int(time) for time in periods.p_break]
    label = f"Probability that a new period begins, by year: {', '.join(periods.names)}"
    return draw(label, lambda width: _breaks(periods, years[0] - 0.5, years[-1] + 0.5, width - 40))


def _breaks(periods: Periods, first: float, last: float, inner: int, middle: float = 0.0) -> Spec:
    """Return the bars of P(break) between two times; a year's bar stands ``middle`` after the year's number."""
    claimed = set(periods.is_break)
    rows = [
        {
            **{"x": int(time) + middle - 0.4, "x2": int(time) + middle + 0.4, "p": p, "zero": 0},
            "kind": "claimed" if time in claimed else "not claimed",
        }
        for time, p in periods.p_break.items()
    ]
    y_axis = {"title": None, "domain": False, "ticks": False, "format": "%", "values": [0, 0.5, 1]}
    colours = {"domain": ["claimed", "not claimed"], "range": [RUST, CLAY]}
    x = year_axis("x", first, last, inner)
    x["scale"]["domain"] = [first, last]
    return {
        "data": {"values": rows},
        "width": inner,
        "height": 110,
        "mark": {"type": "rect"},
        "encoding": {
            "x": x,
            "x2": {"field": "x2"},
            "y": {"field": "p", "type": "quantitative", "axis": y_axis, "scale": {"domain": [0, 1]}},
            "y2": {"field": "zero"},
            "color": {"field": "kind", "type": "nominal", "scale": colours},
        },
    }


def chart_schemes(schemes: Sequence[Scheme], first: int, last: int) -> Drawing:
    """Draw each scheme as a band of stages; what no stage covers stays empty."""
    return draw("Schemes of periods side by side", lambda width: _stages(schemes, first, last, width - 20))


def chart_periods(periods: Periods, schemes: Sequence[Scheme], first: int, last: int) -> Drawing:
    """Draw P(break) and below it the schemes, on one axis of time."""
    first, last = min(first, *map(int, periods.p_break)), max(last, *map(int, periods.p_break))

    def spec(width: int) -> Spec:
        inner = width - 50
        above = _breaks(periods, first, last + 1, inner, 0.5)
        return {"vconcat": [above, _stages(schemes, first, last, inner)], "spacing": 12, "resolve": _APART}

    label = f"Probability that a new period begins, by year ({', '.join(periods.names)}), and the schemes below it"
    return draw(label, spec)


def _stages(schemes: Sequence[Scheme], first: int, last: int, inner: int) -> Spec:
    x = year_axis("x", first, last, inner)
    x["scale"] = {"domain": [first, last + 1], "nice": False, "zero": False}
    x["axis"]["domainColor"] = FAINT
    shades = {"domain": [0, 1], "range": [SAND, CLAY]}
    colour = name("shade", scale=shades, legend=None)
    layers = [
        layer("rect", {"x": x, "x2": {"field": "x2"}, "color": colour}, stroke=INK, strokeWidth=0.6),
        layer("text", {"x": amount("x"), "text": name("label")}, align="left", dx=4, baseline="middle"),
    ]
    values = [*_bands(schemes, first, last, inner / (last - first + 1))]
    rows = name("scheme", sort=[scheme.name for scheme in schemes], header=_HEADER)
    return {
        **{"data": {"values": values}, "spacing": 10, "facet": {"row": rows}},
        "spec": {"width": inner, "height": 26, "layer": layers},
    }


def _bands(schemes: Iterable[Scheme], first: int, last: int, scale: float) -> Iterator[Mapping[str, Any]]:
    """Yield stages cut to the years drawn, ``scale`` [px] a year, with as much of their names as they hold."""
    for scheme in schemes:
        for n, stage in enumerate(scheme.stages):
            x, x2 = max(stage.first, first), min(stage.last, last + 1)
            if x2 > x:
                label = _fitting(stage.record.label, (x2 - x) * scale - 8)
                yield {"scheme": scheme.name, "x": x, "x2": x2, "label": label, "shade": n % 2}


def _fitting(text: str, width: float) -> str:
    """Return as much of a text as a width [px] holds."""
    n = int(width / _CHARACTER)
    if len(text) <= n:
        return text
    return text[: n - 1].rstrip() + "…" if n > 3 else ""
