"""Charts of what the analyses give, whatever it is about: lines with intervals, bars, and a grid of cases."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from detente.report.charts import year_axis
from detente.report.drawing import BLUE, CLAY, INK, RUST, SAND, Drawing, Spec, draw

COLOURS: Final = (BLUE, RUST, INK, CLAY)


class Point(NamedTuple):
    """A value at a time [years, decimal], with its interval; a null value leaves a gap in the line."""

    x: float
    value: float | None
    low: float | None = None
    high: float | None = None


def chart_lines(label: str, lines: Mapping[str, Sequence[Point]], breaks: Sequence[float] = ()) -> Drawing:
    """Draw up to four lines over years, a stroke for each interval, and an upright at each break, where it is given."""
    rows = [{"line": name, **point._asdict()} for name, points in lines.items() for point in points]
    first, last = min(row["x"] for row in rows), max(row["x"] for row in rows)
    colour = {"domain": [*lines], "range": [*COLOURS[: len(lines)]]}
    legend = {"labelLimit": 320}

    def spec(width: int) -> Spec:
        inner = width - 60
        x = year_axis("x", first, last, inner)
        y = {"field": "value", "type": "quantitative", "scale": {"zero": False}}
        y["axis"] = {"title": None, "tickCount": 4}
        by: Spec = {"color": {"field": "line", "type": "nominal", "scale": colour, "legend": legend}, "x": x}
        known = [row for row in rows if row["value"] is not None]
        ranges = [row for row in rows if row["low"] is not None and row["high"] is not None]
        ends = {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}}
        layers: list[Spec] = [
            {"mark": {"type": "line", "strokeWidth": 1.6}, "encoding": {**by, "y": y}},
            {
                "data": {"values": known},
                "mark": {"type": "point", "filled": True, "size": 30, "opacity": 1},
                "encoding": {**by, "y": y},
            },
        ]
        if ranges:
            stroke: Spec = {"mark": {"type": "rule", "strokeWidth": 1.1}, "encoding": {**by, **ends}}
            layers.append({"data": {"values": ranges}, **stroke})
        layers += [
            {
                "mark": {"type": "rule", "color": INK, "strokeDash": [4, 3]},
                "encoding": {"x": {"datum": each, "type": "quantitative"}},
            }
            for each in breaks
        ]
        return {"width": inner, "height": 170, "data": {"values": rows}, "layer": layers}

    return draw(label, spec)


def chart_bars(label: str, bars: Sequence[tuple[str, float, str]]) -> Drawing:
    """Draw a bar for each name, value and kind, in their order; a kind is a colour."""
    kinds = list(dict.fromkeys(kind for _, _, kind in bars))
    rows = [{"name": name, "value": value, "kind": kind} for name, value, kind in bars]
    colour: dict[str, Any] = {"domain": kinds, "range": [*COLOURS[: len(kinds)]]}

    def spec(width: int) -> Spec:
        axis = {"title": None, "tickCount": 5}
        names = {"title": None, "labelLimit": 190, "ticks": False, "domain": False}
        return {
            "width": width - 210,
            "height": {"step": 17},
            "data": {"values": rows},
            "mark": {"type": "bar"},
            "encoding": {
                "y": {"field": "name", "type": "nominal", "sort": None, "axis": names},
                "x": {"field": "value", "type": "quantitative", "axis": axis},
                "color": {"field": "kind", "type": "nominal", "scale": colour},
            },
        }

    return draw(label, spec)


def chart_grid(label: str, cells: Sequence[tuple[str, str, float | None]]) -> Drawing:
    """Draw a square for each case, field and value [0, 1]: the darker, the more; a cross where none is given."""
    rows = [{"case": case, "field": field, "value": value} for case, field, value in cells]

    def spec(width: int) -> Spec:
        axes: Spec = {
            "y": {"field": "case", "type": "nominal", "sort": None, "axis": _names(150)},
            "x": {"field": "field", "type": "nominal", "sort": None, "axis": {**_names(150), "labelAngle": -30}},
        }
        shade = {"domain": [0, 1], "range": [SAND, BLUE]}
        return {
            "width": width - 180,
            "height": {"step": 20},
            "data": {"values": rows},
            "layer": [
                {
                    "transform": [{"filter": "datum.value !== null"}],
                    "mark": {"type": "rect", "stroke": "#fff", "strokeWidth": 2},
                    "encoding": {
                        **axes,
                        "color": {"field": "value", "type": "quantitative", "scale": shade, "legend": None},
                    },
                },
                {
                    "transform": [{"filter": "datum.value === null"}],
                    "mark": {"type": "text", "text": "×"},
                    "encoding": axes,
                },
            ],
        }

    return draw(label, spec)


def _names(limit: int) -> dict[str, Any]:
    return {"title": None, "labelLimit": limit, "ticks": False, "domain": False}
