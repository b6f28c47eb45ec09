"""The charts of an account as Vega-Lite specifications. Each stands above the table that it draws."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from detente.analysis.relations import Relation
from detente.report.drawing import BLUE, CLAY, FAINT, INK, RUST, SAND, Drawing, Spec, draw
from detente.report.schemes import Scheme
from detente.report.series import Series
from detente.report.wording import Wording

_CHARACTER: Final = 6.4
"""Width of a letter of 12 px, on the average [px]."""


def chart_years(relation: Relation, years: Sequence[int], say: Wording) -> Drawing:
    """Draw cooperation above the line and conflict below it, by year, one panel a direction."""
    rows = [
        {"x": int(row.time), "panel": say.direction(row.direction), "kind": kind, "n": n}
        for row in relation.rows
        for kind, n in (("cooperation", row.cooperation), ("conflict", -row.conflict))
        if n
    ]
    return _bars(f"Events by year: {_pair(relation, say)}", rows, _panels(relation, say), years, 0.8, 110)


def chart_months(relation: Relation, years: Sequence[int], say: Wording) -> Drawing:
    """Draw the same by month."""
    rows = [
        {
            "x": int(row.time[:-3]) + (int(row.time[-2:]) - 6.5) / 12,
            "panel": say.direction(row.direction),
            "kind": kind,
            "n": n,
        }
        for row in relation.rows
        for kind, n in (("cooperation", row.cooperation), ("conflict", -row.conflict))
        if n
    ]
    return _bars(f"Events by month: {_pair(relation, say)}", rows, _panels(relation, say), years, 0.075, 80)


def _pair(relation: Relation, say: Wording) -> str:
    return f"{say.state(relation.a)} and {say.state(relation.b)}"


def _panels(relation: Relation, say: Wording) -> Sequence[str]:
    told = {row.direction for row in relation.rows}
    ways = (f"{relation.a}>{relation.b}", f"{relation.b}>{relation.a}")
    return [say.direction(way) for way in ways if way in told]


def chart_sides(relations: Iterable[Relation], years: Sequence[int], say: Wording) -> Drawing:
    """Draw each side's telling of the relation, both directions together, one panel a side."""
    counts: dict[tuple[int, str, str], int] = {}
    for relation in relations:
        for row in relation.rows:
            for kind, n in (("cooperation", row.cooperation), ("conflict", -row.conflict)):
                if n:
                    key = (int(row.time), say.side(relation.side), kind)
                    counts[key] = counts.get(key, 0) + n
    rows = [{"x": x, "panel": panel, "kind": kind, "n": n} for (x, panel, kind), n in counts.items()]
    panels = list(dict.fromkeys(panel for _, panel, _ in counts))
    return _bars("Events by year, as each side attests them", rows, panels, years, 0.8, 60)


def _bars(
    label: str,
    rows: Sequence[Mapping[str, Any]],
    panels: Sequence[str],
    years: Sequence[int],
    share: float,
    height: int,
) -> Drawing:
    """Draw diverging bars over years [calendar years], each ``share`` of a year wide."""
    first, last = years[0], years[-1]

    def spec(width: int) -> Spec:
        inner = width - 40
        half = min(share, 36 * (last - first + 1) / inner) / 2
        data = [{**row, "zero": 0, "x": row["x"] - half, "x2": row["x"] + half} for row in rows]
        bars: Spec = {
            "mark": {"type": "rect"},
            "encoding": {
                "x": _year_axis("x", first, last, inner),
                "x2": {"field": "x2"},
                "y2": {"field": "zero"},
                "y": {
                    "field": "n",
                    "type": "quantitative",
                    "axis": {
                        **{"title": None, "domain": False, "ticks": False, "format": "d"},
                        **{"values": _whole_steps(rows), "labelExpr": "abs(datum.value)"},
                    },
                },
                "color": {
                    "field": "kind",
                    "type": "nominal",
                    "scale": {"domain": ["cooperation", "conflict"], "range": [BLUE, RUST]},
                },
            },
        }
        zero: Spec = {"mark": {"type": "rule", "color": INK}, "encoding": {"y": {"datum": 0}}}
        return {
            "data": {"values": data},
            "facet": {
                "row": {
                    "field": "panel",
                    "type": "nominal",
                    "sort": panels,
                    "header": {"labelOrient": "top", "labelAnchor": "start"},
                }
            },
            "spec": {"width": inner, "height": height, "layer": [bars, zero]},
            "spacing": 14,
        }

    return draw(label, spec)


def _whole_steps(rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return ticks at whole numbers on both sides of nought, up to four on the longer one."""
    low, high = min(0, 0, *(row["n"] for row in rows)), max(0, 0, *(row["n"] for row in rows))
    step = _step(max(high, -low), 4)
    return [*range(-(-low // step) * step, high + 1, step)]


def _step(length: float, n: float) -> int:
    """Return the least of 1, 2, 5, 10, 20, ... that divides a length into at most ``n`` parts."""
    return next((m * 10**p for p in range(10) for m in (1, 2, 5) if length <= m * 10**p * n), 10**10)


def _year_axis(field: str, first: float, last: float, width: float, title: str | None = None) -> Mapping[str, Any]:
    step = _step(last - first + 1, max(2, width / 44))
    start = -(-int(first) // step) * step
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [first - 0.5, last + 0.5], "nice": False, "zero": False},
        "axis": {"title": title, "values": [*range(start, int(last) + 1, step)], "format": "d", "grid": False},
    }


def chart_series(series: Series) -> Drawing:
    """Draw dated values: a line for the time that each is of, a stroke for its interval."""
    points = series.points
    first, last = min(p.first for p in points), max(p.last for p in points)

    def spec(width: int) -> Spec:
        x = _year_axis("x", round(first - 0.49), round(last - 0.51), width - 60)
        x = {**x, "scale": {"domain": [first - 0.1, last + 0.1], "nice": False, "zero": False}}
        y = {
            "field": "y",
            "type": "quantitative",
            "scale": {"zero": series.starts_at_zero},
            "axis": {"title": None, "tickCount": 4},
        }
        return {
            "width": width - 60,
            "height": 120,
            "data": {
                "values": [
                    {
                        "x": p.first,
                        "x2": p.last,
                        "m": (p.first + p.last) / 2,
                        "y": p.value,
                        "low": p.low,
                        "high": p.high,
                    }
                    for p in points
                ]
            },
            "layer": [
                {
                    "mark": {"type": "rule", "color": BLUE, "strokeWidth": 2.5},
                    "encoding": {"x": x, "x2": {"field": "x2"}, "y": y},
                },
                {
                    "mark": {"type": "rule", "color": BLUE, "strokeWidth": 1.5},
                    "encoding": {
                        "x": {"field": "m", "type": "quantitative"},
                        "y": {"field": "low", "type": "quantitative"},
                        "y2": {"field": "high"},
                    },
                },
                {
                    "mark": {"type": "point", "filled": True, "color": BLUE, "size": 34, "opacity": 1},
                    "encoding": {
                        "x": {"field": "m", "type": "quantitative"},
                        "y": {"field": "y", "type": "quantitative"},
                    },
                },
            ],
        }

    return draw(f"{series.title}: {len(points)} dated values", spec, widths={"small": 300})


def chart_schemes(schemes: Sequence[Scheme], first: float, last: float) -> Drawing:
    """Draw each scheme as a band of stages; what no stage covers stays empty."""

    def spec(width: int) -> Spec:
        scale = (width - 20) / (last - first + 1)
        rows = []
        for scheme in schemes:
            for n, stage in enumerate(scheme.stages):
                x, x2 = max(stage.first, first), min(stage.last, last + 1)
                if x2 > x:
                    label = _fitting(stage.record.label, (x2 - x) * scale - 8)
                    rows.append({"scheme": scheme.name, "x": x, "x2": x2, "label": label, "shade": n % 2})
        x_axis = _year_axis("x", first, last, width - 20)
        x_axis = {**x_axis, "scale": {"domain": [first, last + 1], "nice": False, "zero": False}}
        axis = {**x_axis["axis"], "domainColor": FAINT}
        return {
            "data": {"values": rows},
            "facet": {
                "row": {
                    "field": "scheme",
                    "type": "nominal",
                    "sort": [scheme.name for scheme in schemes],
                    "header": {"labelOrient": "top", "labelAnchor": "start"},
                }
            },
            "spacing": 10,
            "spec": {
                "width": width - 20,
                "height": 26,
                "layer": [
                    {
                        "mark": {"type": "rect", "stroke": INK, "strokeWidth": 0.6},
                        "encoding": {
                            "x": {**x_axis, "axis": axis},
                            "x2": {"field": "x2"},
                            "color": {
                                "field": "shade",
                                "type": "nominal",
                                "scale": {"domain": [0, 1], "range": [SAND, CLAY]},
                                "legend": None,
                            },
                        },
                    },
                    {
                        "mark": {"type": "text", "align": "left", "dx": 4, "baseline": "middle"},
                        "encoding": {
                            "x": {"field": "x", "type": "quantitative"},
                            "text": {"field": "label", "type": "nominal"},
                        },
                    },
                ],
            },
        }

    return draw("Schemes of periods side by side", spec, widths={"wide": 700, "narrow": 300})


def _fitting(text: str, width: float) -> str:
    """Return as much of a text as a width [px] holds."""
    n = int(width / _CHARACTER)
    if len(text) <= n:
        return text
    return text[: n - 1].rstrip() + "…" if n > 3 else ""
