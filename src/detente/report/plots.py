"""Charts of what the analyses give, whatever it is about: lines with intervals, bars, and a grid of cases."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from detente.report.charts import year_axis
from detente.report.drawing import BLUE, CLAY, INK, RUST, SAND, Drawing, Spec, amount, draw, layer, name

COLOURS: Final = (BLUE, RUST, INK, CLAY)
_NAMES: Final = {"title": None, "labelLimit": 190, "ticks": False, "domain": False}


class Point(NamedTuple):
    """A value at a time [years, decimal], with its interval; a null value leaves a gap in the line."""

    x: float
    value: float | None
    low: float | None = None
    high: float | None = None


def chart_lines(label: str, lines: Mapping[str, Sequence[Point]], breaks: Sequence[float] = ()) -> Drawing:
    """Draw up to four lines over years, a stroke for each interval, and an upright at each break, where it is given."""
    rows = [{"line": line, **point._asdict()} for line, points in lines.items() for point in points]
    first, last = min(row["x"] for row in rows), max(row["x"] for row in rows)
    known = {"values": [row for row in rows if row["value"] is not None]}
    ranges = {"values": [row for row in rows if row["low"] is not None and row["high"] is not None]}

    def spec(width: int) -> Spec:
        inner = width - 60
        by = {"x": year_axis("x", first, last, inner), "color": name("line", **_colours(lines))}
        y = amount("value", scale={"zero": False}, axis={"title": None, "tickCount": 4})
        interval = {"y": amount("low"), "y2": {"field": "high"}}
        layers = [
            layer("line", {**by, "y": y}, strokeWidth=1.6),
            {"data": known, **layer("point", {**by, "y": y}, filled=True, size=30, opacity=1)},
            *([{"data": ranges, **layer("rule", {**by, **interval}, strokeWidth=1.1)}] if ranges["values"] else []),
            *(layer("rule", {"x": {"datum": x, "type": "quantitative"}}, color=INK, strokeDash=[4, 3]) for x in breaks),
        ]
        return {"width": inner, "height": 170, "data": {"values": rows}, "layer": layers}

    return draw(label, spec)


def chart_bars(label: str, bars: Sequence[tuple[str, float, str]]) -> Drawing:
    """Draw a bar for each name, value and kind, in their order; a kind is a colour."""
    rows = [{"name": bar, "value": value, "kind": kind} for bar, value, kind in bars]
    encoding = {
        "y": name("name", sort=None, axis=_NAMES),
        "x": amount("value", axis={"title": None, "tickCount": 5}),
        "color": name("kind", **_colours(dict.fromkeys(kind for _, _, kind in bars))),
    }

    def spec(width: int) -> Spec:
        size = {"width": width - 210, "height": {"step": 17}}
        return {**size, "data": {"values": rows}, **layer("bar", encoding)}

    return draw(label, spec)


def chart_grid(label: str, cells: Sequence[tuple[str, str, float | None]]) -> Drawing:
    """Draw a square for each case, field and value [0, 1]: the darker, the more; a cross where none is given."""
    rows = [{"case": case, "field": field, "value": value} for case, field, value in cells]
    axes = {
        "y": name("case", sort=None, axis=_NAMES),
        "x": name("field", sort=None, axis={**_NAMES, "labelAngle": -30}),
    }
    shade = amount("value", scale={"domain": [0, 1], "range": [SAND, BLUE]}, legend=None)
    layers = [
        {
            "transform": [{"filter": "datum.value !== null"}],
            **layer("rect", {**axes, "color": shade}, stroke="#fff", strokeWidth=2),
        },
        {"transform": [{"filter": "datum.value === null"}], **layer("text", axes, text="×")},
    ]

    def spec(width: int) -> Spec:
        return {"width": width - 180, "height": {"step": 20}, "data": {"values": rows}, "layer": layers}

    return draw(label, spec)


def _colours(lines: Mapping[str, object]) -> Spec:
    scale = {"domain": [*lines], "range": [*COLOURS[: len(lines)]]}
    return {"scale": scale, "legend": {"labelLimit": 320}}
