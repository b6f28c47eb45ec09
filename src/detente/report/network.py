"""The signed network of each year, as the study's events make it, and which ties keep it from two camps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Final

from detente.analysis.balance import Balance, measure_balance
from detente.analysis.balance_events import Tie, ties_of_events
from detente.analysis.balance_network import build_network
from detente.model.study import Study
from detente.report.drawing import BLUE, FAINT, INK, RUST, Drawing, Spec, amount, draw, layer, name
from detente.report.wording import Wording

MOST_STATES: Final = 40
"""Beyond these a year's balance is not measured with the page, and no chart is drawn."""
MOST_YEARS: Final = 80
"""Years that are drawn; the CSV has all."""
_SIDE: Final = 420
_FACTS: Final = {1: "friendly", -1: "hostile", 0: "even"}


@dataclass(frozen=True, slots=True)
class YearNetwork:
    """The ties of a year; ``balance`` is None where there are too many states, ``drawing`` too where no tie has a sign.

    ``strained`` gives the pairs of strained ties the share [0, 1] of best divisions that strain them.
    """

    year: str
    ties: Sequence[Tie]
    balance: Balance | None
    strained: Mapping[tuple[str, str], float]
    drawing: Drawing | None

    @property
    def listed(self) -> Sequence[Tie]:
        """All ties: what is strained first, what is not known last."""
        return sorted(
            self.ties, key=lambda tie: (-self.strained.get(tie[:2], 0.0), tie[2] is None, tie[2] or 0, tie[:2])
        )

    @property
    def signed(self) -> Sequence[Tie]:
        """Ties that are friendly or hostile."""
        return [tie for tie in self.ties if tie[2]]


def networks_of(study: Study, say: Wording) -> tuple[YearNetwork, ...]:
    """Return the networks of the years in which events are recorded; each state keeps its place from year to year."""
    by_year = ties_of_events(study)
    named = {state for ties in by_year.values() for a, b, sign in ties if sign is not None for state in (a, b)}
    first = [state for state in (*study.dyad, *study.context) if state in named]
    places = _circle([*first, *sorted(named.difference(first))])
    return tuple(
        _network(year, ties, places, say, is_drawn=n < MOST_YEARS) for n, (year, ties) in enumerate(by_year.items())
    )


def _circle(states: Sequence[str]) -> Mapping[str, tuple[float, float]]:
    step = 2 * pi / max(1, len(states))
    return {state: (sin(n * step), cos(n * step)) for n, state in enumerate(states)}


def _network(
    year: str, ties: Sequence[Tie], places: Mapping[str, tuple[float, float]], say: Wording, *, is_drawn: bool
) -> YearNetwork:
    network = build_network(ties)
    if len(network.states) > MOST_STATES:
        return YearNetwork(year, ties, None, {}, None)
    balance = measure_balance(network, slice=year, n_draws=0)
    strained = {(tie.a, tie.b): tie.share for tie in balance.strained}
    is_drawn = is_drawn and bool(network.ties)
    return YearNetwork(year, ties, balance, strained, _draw(year, ties, strained, places, say) if is_drawn else None)


def _draw(
    year: str,
    ties: Sequence[Tie],
    strained: Mapping[tuple[str, str], float],
    places: Mapping[str, tuple[float, float]],
    say: Wording,
) -> Drawing:
    lines: list[Spec] = [
        dict(zip(("x", "y", "x2", "y2"), (*places[a], *places[b]), strict=True))
        | {"kind": _FACTS[sign], "width": 4 if (a, b) in strained else 1.6}
        for a, b, sign in ties
        if sign is not None
    ]
    here = {state for a, b, sign in ties if sign is not None for state in (a, b)}
    points = [
        {"x": x, "y": y, "lx": 1.06 * x, "ly": 1.12 * y, "name": say.state(state), "side": (x > 0.2) - (x < -0.2)}
        for state, (x, y) in places.items()
        if state in here
    ]

    def spec(width: int) -> Spec:
        x_scale, y_scale = ({"domain": [-end, end], "nice": False, "zero": False} for end in (1.75, 1.2))
        x, y = amount("x", scale=x_scale, axis=None), amount("y", scale=y_scale, axis=None)
        colours = {"domain": ["friendly", "hostile", "even"], "range": [BLUE, RUST, FAINT]}
        line = {"x": x, "y": y, "x2": {"field": "x2"}, "y2": {"field": "y2"}}
        line |= {"color": name("kind", scale=colours), "strokeWidth": amount("width", scale=None, legend=None)}
        label = {"x": amount("lx", scale=x_scale, axis=None), "y": amount("ly", scale=y_scale, axis=None)}
        label |= {"text": name("name")}
        words = [
            {
                "data": {"values": [p for p in points if p["side"] == side]},
                **layer("text", label, color=INK, align=align),
            }
            for side, align in ((-1, "right"), (0, "center"), (1, "left"))
        ]
        return {
            "width": width - 20,
            "height": 0.7 * width,
            "layer": [
                {"data": {"values": lines}, **layer("rule", line)},
                {"data": {"values": points}, **layer("point", {"x": x, "y": y}, filled=True, color=INK, opacity=1)},
                *words,
            ],
        }

    n = sum(1 for tie in ties if tie[2])
    return draw(f"Signed ties in {year}: {n}, of which {len(strained)} strained", spec, widths={"small": _SIDE})
