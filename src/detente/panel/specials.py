"""Adders that are more than looking up: distance, political relevance, peace years."""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

from detente.panel.errors import PanelError
from detente.panel.request import UNITS

Expression = Any
_RADIUS_KM: Final = 6378.137


def capital_distance(builder: Any, adder: Any) -> None:
    """Great-circle distance [km] between the capitals that the year began with."""
    if len(UNITS[builder.request.unit].sides) == 1:
        builder.add_states(adder)
        return
    places = [builder.side(f"capital_{way}", side) for side in ("_a", "_b") for way in ("latitude", "longitude")]

    def value(t: Expression) -> Expression:
        return _great_circle(*(t[name].radians() for name in places))

    builder.keep("capital_distance_km", "capdist", value)


def _great_circle(lat: Any, lng: Any, lat_b: Any, lng_b: Any) -> Any:
    """The haversine [km], of angles [rad]."""
    half_lat, half_lng = (lat_b - lat) / 2, (lng_b - lng) / 2
    square = half_lat.sin() ** 2 + lat.cos() * lat_b.cos() * half_lng.sin() ** 2
    return (square > 1).ifelse(1.0, square).sqrt().asin() * (2 * _RADIUS_KM)


def politically_relevant(builder: Any, adder: Any) -> None:
    """1 if the two are contiguous in any way or one is a major power; null where it cannot be known."""
    from detente.panel.datasets import DATASETS

    hidden = len(builder.outputs)
    builder.add_dyads(adder, DATASETS["contiguity"])
    found = builder.outputs[hidden:] or [o for o in builder.outputs if o.name == "contiguity"]
    builder.outputs = [o for n, o in enumerate(builder.outputs) if n < hidden]
    border = found[0].value
    names = [builder.side("is_major", side) for side in ("_a", "_b")]

    def value(t: Expression) -> Expression:
        major = (t[names[0]] == 1) | (t[names[1]] == 1)
        return ((border(t) > 0) | major).cast("int8")

    builder.keep("is_politically_relevant", "prd", value)


def spells(builder: Any, adder: Any) -> None:
    """Peace years are counted over the finished rows; `after` does it."""


def after(plan: Any, result: Expression, outputs: list[Any], sides: Sequence[str]) -> Expression:
    """Add what needs the finished rows, and drop those that were not to be kept."""
    request = plan.request
    if any(adder.name == "spells" for adder in request.adders):
        result = _peace_years(plan, result, outputs, sides)
    if "politically-relevant" in request.keeps:
        result = result.filter(result["is_politically_relevant"] == 1)
    return result


def _peace_years(plan: Any, result: Expression, outputs: list[Any], sides: Sequence[str]) -> Expression:
    """Count, for each conflict added, the years of peace that went before: 0 in the first year and after a conflict.

    Null where the conflict itself is null.
    """
    from detente.panel.compile import Output

    for extra in plan.request.tables:
        for name, kind in extra.types:
            if name.endswith("_ongoing") and not kind.startswith(("int", "uint", "float", "bool")):
                raise PanelError(f"{extra.source}: `{name}` is {kind}, where 1 and 0 are needed to count peace")
    unit = [f"{plan.request.system}{side}" for side in sides]
    for column in [name for name in result.columns if name.endswith("_ongoing")]:
        name = f"peace_years_{column.removeprefix('is_').removesuffix('_ongoing')}"
        counted = result["year"] - plan.tables.year_before(result, column, unit) - 1
        result = result.mutate(**{name: result[column].notnull().ifelse(counted, None).cast("int16")})
        outputs.append(Output(name, name, itemgetter(name)))
    return result


SPECIALS: Final[Mapping[str, Callable[[Any, Any], None]]] = {
    "capital_distance": capital_distance,
    "politically_relevant": politically_relevant,
    "spells": spells,
}
