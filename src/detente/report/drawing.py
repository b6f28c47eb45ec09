"""Vega-Lite specifications drawn as SVG that may stand in a page: no styles, no scripts, no roles."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from detente.cache import cached

Spec = dict[str, Any]

#: The colours of charts. The style sheet gives each its counterpart for the dark.
INK: Final = "#3d3a34"
FAINT: Final = "#d8d2c4"
BLUE: Final = "#2f6690"
RUST: Final = "#b4532a"
SAND: Final = "#e9dfc7"
CLAY: Final = "#d3c19b"
WIDTHS: Final = {"wide": 720, "narrow": 310}

CONFIG: Final[Mapping[str, Any]] = {
    **{"aria": False, "background": None, "font": "Liberation Sans", "padding": 4, "view": {"stroke": None}},
    "axis": {
        **{"labelColor": INK, "titleColor": INK, "domainColor": INK, "tickColor": INK, "gridColor": FAINT},
        **{"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelLimit": 140},
    },
    "header": {"labelColor": INK, "labelFontSize": 12.5, "labelFontWeight": "bold", "labelLimit": 280, "title": None},
    "legend": {"orient": "top", "title": None, "labelColor": INK, "labelFontSize": 12, "symbolType": "square"},
    "text": {"color": INK, "fontSize": 12},
}

_SVG: Final = re.compile(r"<svg [^>]*viewBox=\"0 0 ([\d.]+) ([\d.]+)\"[^>]*>(.*)</svg>\s*\Z", re.DOTALL)
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG: Final = re.compile(r"<[a-z][^<>]*>")
_NEEDLESS: Final = re.compile(
    r' (?:class|role|aria-[a-z]+|pointer-events|font-family|stroke-miterlimit|xmlns(?::\w+)?|opacity="1")(?:="[^"]*")?'
)
_EMPTY: Final = re.compile(r'<path d="(?:M0,0h0v0h0Z)?"(?: display="none")?/>')
_LONG: Final = re.compile(r"(\d+\.\d\d)\d+")


def amount(field: str, **more: Any) -> Spec:
    """Encode a field by where it lies on a scale."""
    return {"field": field, "type": "quantitative", **more}


def name(field: str, **more: Any) -> Spec:
    """Encode a field by its words."""
    return {"field": field, "type": "nominal", **more}


def layer(mark: str, encoding: Spec, **style: Any) -> Spec:
    """Draw a mark for every value."""
    return {"mark": {"type": mark, **style}, "encoding": encoding}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart in words and, for wide and for narrow pages, in lines."""

    label: str
    svg: Markup


def draw(label: str, spec: Callable[[int], Spec], *, widths: Mapping[str, int] = WIDTHS) -> Drawing:
    """Draw a chart at each width; the style sheet shows the one that the page has room for.

    Parameters
    ----------
    label
        What the chart shows, for those who do not see it.
    spec
        Gives the Vega-Lite specification for a width [px].
    """
    drawn = (_figure(label, name, svg_of({**spec(width), "config": CONFIG})) for name, width in widths.items())
    return Drawing(label, Markup().join(drawn))


def _figure(label: str, name: str, svg: str) -> Markup:
    match = _SVG.fullmatch(svg)
    if match is None:
        raise ValueError("the drawing is no SVG")
    width, height, inner = match.groups()
    head = '<svg class="chart {}" role="img" aria-label="{}" width="{}" height="{}" viewBox="0 0 {} {}">'
    return Markup(head).format(name, label, width, height, width, height) + Markup(inner + "</svg>")  # noqa: S704


def svg_of(spec: Spec) -> str:
    """Return the SVG of a specification, from the cache if it was drawn before."""
    text = json.dumps(_in_xml(spec), ensure_ascii=False, sort_keys=True)
    return cached("chart", [text], lambda: _drawn(text).encode()).decode()


def _in_xml(value: Any) -> Any:
    """Return a specification without the characters that XML cannot hold; at one of them the renderer would abort."""
    if isinstance(value, str):
        return _NO_XML.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {_in_xml(key): _in_xml(part) for key, part in value.items()}
    return [_in_xml(part) for part in value] if isinstance(value, list | tuple) else value


def _drawn(text: str) -> str:
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(text, allowed_base_urls=[])
    svg = _TAG.sub(
        lambda tag: _LONG.sub(r"\1", tag[0] if tag[0].startswith("<svg") else _NEEDLESS.sub("", tag[0])), svg
    )
    return _EMPTY.sub("", svg)
