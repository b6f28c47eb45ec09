"""The measures that a result may name: each gives a number and its interval, or the reason for none."""

from collections.abc import Callable, Mapping
from typing import Final

from detente.analysis.counts import rate_interval, share_interval
from detente.analysis.dependence import compare_deliveries, measure_concentration
from detente.analysis.result_reads import Number, events_of, figures_of, is_of, none, pair_of, value_of, window_of
from detente.analysis.result_turns import turning_points
from detente.model.records import Result
from detente.model.study import Study


def measure_number(study: Study, result: Result, observed: tuple[str, ...] = ()) -> Number:
    """Return what a result's measure finds.

    Turning points in less of a study are held to the threshold at the times ``observed`` in the whole of it: to
    simulate one for each time that falls out would take minutes, and move the yardstick with what it measures.
    """
    if result.measure == "turning-points":
        return turning_points(study, result, observed)
    return _MEASURES[result.measure](study, result) if result.measure in _MEASURES else none("it names no measure")


def _count(study: Study, result: Result) -> Number:
    n = sum(1 for _ in events_of(study, result, result.of, window_of(study, result)))
    low, high = rate_interval(n)
    events = "1 event" if n == 1 else f"{n} events"
    return Number(n, low, high, n, f"{events} (a rate of {low:.1f} to {high:.1f})")


def _share(study: Study, result: Result) -> Number:
    every = [event for event, _ in events_of(study, result, "", window_of(study, result))]
    return _part(sum(is_of(event, result.of) for event in every), len(every), "events")


def _one_sided(study: Study, result: Result) -> Number:
    every = [event for event, _ in events_of(study, result, result.of, window_of(study, result))]
    return _part(sum(len(study.sides_of(event.id)) == 1 for event in every), len(every), "events")


def _part(part: int, n: int, what: str) -> Number:
    if not n:
        return none(f"there are no {what}")
    low, high = share_interval(part, n)
    return Number(part / n, low, high, n, f"{part} of {n} {what}, {part / n:.0%} ({low:.0%} to {high:.0%})")


def _answers(study: Study, result: Result) -> Number:
    from detente.analysis.initiative import measure_exchange

    a, b = pair_of(study, result)
    own = measure_exchange(study, a, b, side=result.side).initiatives[0]
    if own.p_value is None or own.expected_answered is None:
        return none("too few days are known to hold the answers against chance")
    said = f"{own.n_answered} of {own.n_acts} acts are answered, {own.expected_answered:.1f} by chance"
    return Number(own.p_value, n=own.n_acts, sentence=f"{said} (p = {own.p_value:.2g})")


def _figure(study: Study, result: Result) -> Number:
    found = [*figures_of(study, result, window_of(study, result))]
    if len(found) != 1:
        names = ", ".join(f"`{figure.id}`" for figure in found[:5])
        return none(f"{len(found)} figures fit ({names}), and one is wanted" if found else "no figure fits")
    figure = found[0]
    value = value_of(figure)
    if value is None:
        return none(f"`{figure.id}` has no value")
    low, high = (None if end is None else float(end) for end in (figure.low, figure.high))
    unit = " ".join(filter(None, (figure.unit, figure.currency)))
    return Number(value, low, high, 1, f"{value:g} {unit}")


def _concentration(study: Study, result: Result) -> Number:
    found = [*figures_of(study, result, window_of(study, result))]
    partners: dict[str, float | None] = {}
    for figure in found:
        if not figure.target:
            continue
        if figure.target in partners:
            return none(f"several figures for {figure.target} fit: narrow the years")
        partners[figure.target] = value_of(figure)
    if len({(figure.unit, figure.currency) for figure in found}) > 1:
        return none("the figures are in several units")
    own = measure_concentration(partners)
    if own.hirschman is None or own.low is None or own.high is None:
        return none(own.reason)
    said = f"a concentration of {own.hirschman:.2f} ({own.low:.2f} to {own.high:.2f}) over {own.n_partners} partners"
    return Number(own.hirschman, own.low, own.high, len(found), said)


def _delivered(study: Study, result: Result) -> Number:
    found = [figure for figure in figures_of(study, result, window_of(study, result)) if figure.kind in _DEEDS]
    if len({(figure.unit, figure.currency, figure.price_base) for figure in found}) > 1:
        return none("promises and deliveries are in several units or prices")
    totals = compare_deliveries(("all", figure.kind, value_of(figure)) for figure in found)
    if not totals or totals[0].share_delivered is None:
        return none("nothing is known to be promised, or nothing of what was delivered")
    total = totals[0]
    said = f"{total.delivered:g} delivered of {total.promised:g} promised, {total.share_delivered:.0%}"
    return Number(total.share_delivered, n=len(found), sentence=said)


_DEEDS: Final = ("promised", "delivered")
_MEASURES: Final[Mapping[str, Callable[[Study, Result], Number]]] = {
    "events": _count,
    "share": _share,
    "one-sided": _one_sided,
    "answers": _answers,
    "figure": _figure,
    "concentration": _concentration,
    "delivered": _delivered,
}
