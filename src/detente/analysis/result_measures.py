"""The measures that a result may name: each reads the study's statements and gives a number, its interval, or a reason.

Turning points are looked for in the whole study's period, by year or a finer step, so that a result can say that one
falls in some part of it. In events they are those of a share (of conflict, of pressure): their number would follow how
much was read of which year.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from detente.analysis.counts import rate_interval, share_interval
from detente.analysis.dependence import compare_deliveries, measure_concentration
from detente.analysis.relations import By, events_between, first_month, states_of, time_of, time_within
from detente.model.calendars import gregorian_day
from detente.model.dates import Date
from detente.model.records import Event, Figure, Result
from detente.model.study import Study
from detente.model.vocabulary import BEHAVIOURS, DOMAINS, QUAD

if TYPE_CHECKING:
    from detente.analysis.periods import Model

OF_EVENTS: Final = frozenset(("cooperation", "conflict", *DOMAINS, *BEHAVIOURS, *QUAD))
Years = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Number:
    """A number found, with its interval where it has one, from ``n`` statements; or the ``reason`` for none.

    ``observed`` are the times of the series in which turning points were looked for.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    sentence: str = ""
    reason: str = ""
    observed: tuple[str, ...] = ()


def measure_number(study: Study, result: Result, observed: tuple[str, ...] = ()) -> Number:
    """Return what a result's measure finds.

    Turning points in less of a study are held to the threshold at the times ``observed`` in the whole of it: to
    simulate one for each time that falls out would take minutes, and move the yardstick with what it measures.
    """
    if result.measure == "turning-points":
        return _turning_points(study, result, observed)
    return _MEASURES[result.measure](study, result) if result.measure in _MEASURES else none("it names no measure")


def none(reason: str) -> Number:
    """Return that there is no number, and why."""
    return Number(None, reason=reason)


def statements_read(study: Study, result: Result) -> frozenset[str]:
    """Return the statements that a measure reads: taking one of them away may change what it finds."""
    if is_of_events(result):
        of = result.of if result.measure in ("events", "one-sided") else ""
        return frozenset(event.id for event, _ in _events(study, result, of, _window(study, result)))
    return frozenset(figure.id for figure in _figures(study, result, _window(study, result)))


QUADS: Final = ("cooperation", "conflict")


def is_of_events(result: Result) -> bool:
    """Whether a result counts events; else it reads figures."""
    if result.measure == "turning-points":
        return not result.of or result.of in OF_EVENTS
    return result.measure in ("events", "share", "one-sided", "answers")


def _window(study: Study, result: Result) -> Years | None:
    """Return the years read: for turning points, all of the study's."""
    return _years(study.period) if result.measure == "turning-points" else _years(result.years or study.period)


def _years(date: Date | None) -> Years | None:
    bounds = date.bounds() if date else None
    if bounds is None or bounds.first is None or bounds.last is None:
        return None
    return gregorian_day(bounds.first).year, gregorian_day(bounds.last).year


def _pair(study: Study, result: Result) -> tuple[str, str]:
    """Return the two states; the dyad's where the result does not say."""
    first, second = (*study.dyad, "", "")[:2]
    a = next(iter(states_of(study, (result.actor,)))) if result.actor else first
    b = next(iter(states_of(study, (result.target,)))) if result.target else (first if a == second else second)
    return a, b


def _events(study: Study, result: Result, of: str, years: Years | None) -> Iterator[tuple[Event, tuple[str, ...]]]:
    """Yield the events that a result counts, each with its directions: one where the result names who acts."""
    a, b = _pair(study, result)
    is_one_way = (result.actor or result.target) and result.measure != "answers"
    wanted = {f"{a}>{b}"} if is_one_way else {f"{a}>{b}", f"{b}>{a}"}
    for event, ways in events_between(study, a, b, result.side):
        time = time_of(event.date, "year")
        kept = tuple(way for way in ways if way in wanted)
        if kept and time is not None and (years is None or years[0] <= int(time) <= years[1]) and _is_of(event, of):
            yield event, kept


def _is_of(event: Event, of: str) -> bool:
    if of in QUADS:
        return QUAD[event.action].endswith(of)
    return not of or of in (event.domain, event.behaviour, event.action)


def _count(study: Study, result: Result) -> Number:
    n = sum(1 for _ in _events(study, result, result.of, _window(study, result)))
    low, high = rate_interval(n)
    events = "1 event" if n == 1 else f"{n} events"
    return Number(n, low, high, n, f"{events} (a rate of {low:.1f} to {high:.1f})")


def _share(study: Study, result: Result) -> Number:
    every = [event for event, _ in _events(study, result, "", _window(study, result))]
    return _part(sum(_is_of(event, result.of) for event in every), len(every), "events")


def _one_sided(study: Study, result: Result) -> Number:
    every = [event for event, _ in _events(study, result, result.of, _window(study, result))]
    return _part(sum(len(study.sides_of(event.id)) == 1 for event in every), len(every), "events")


def _part(part: int, n: int, what: str) -> Number:
    if not n:
        return none(f"there are no {what}")
    low, high = share_interval(part, n)
    return Number(part / n, low, high, n, f"{part} of {n} {what}, {part / n:.0%} ({low:.0%} to {high:.0%})")


def _answers(study: Study, result: Result) -> Number:
    from detente.analysis.initiative import measure_exchange

    a, b = _pair(study, result)
    own = measure_exchange(study, a, b, side=result.side).initiatives[0]
    if own.p_value is None or own.expected_answered is None:
        return none("too few days are known to hold the answers against chance")
    said = f"{own.n_answered} of {own.n_acts} acts are answered, {own.expected_answered:.1f} by chance"
    return Number(own.p_value, n=own.n_acts, sentence=f"{said} (p = {own.p_value:.2g})")


def _turning_points(study: Study, result: Result, observed: tuple[str, ...]) -> Number:
    years, sought = _years(study.period), _days(result.years or study.period)
    if years is None or sought is None:
        return none("the study has no period")
    if not is_of_events(result):
        rows, model = _series_of_figures(study, result, years)
        return _breaks_in(sought, rows, model, observed)
    if not result.of:
        return none("the number of events follows the reader's effort: say of which share, for instance `conflict`")
    counts: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    for event, _ in _events(study, result, "", years):
        if time := time_of(event.date, _step(result)):
            totals[time] += 1
            counts[time] += _is_of(event, result.of)
    return _breaks_in(sought, [(t, float(counts[t]), float(n)) for t, n in sorted(totals.items())], "betabin", observed)


Row = tuple[str, float, float]
"""A time, a value, and what it was counted over."""


def _step(result: Result) -> By:
    step: By = result.step or "year"  # type: ignore[assignment]
    return step


def _days(date: Date | None) -> tuple[str, str] | None:
    """Return the months in which a date begins and ends."""
    bounds = date.bounds() if date else None
    if bounds is None or bounds.first is None or bounds.last is None:
        return None
    first, last = gregorian_day(bounds.first), gregorian_day(bounds.last)
    return f"{first.year:04}-{first.month:02}", f"{last.year:04}-{last.month:02}"


def _series_of_figures(study: Study, result: Result, years: Years) -> tuple[Sequence[Row], "Model"]:
    """Return an indicator by time; or, of `votes-alike/votes`, the one as a share of the other where both are known."""
    part, _, whole = result.of.partition("/")
    values = _by_time(study, replace(result, of=part), years)
    if not whole:
        return [(time, value, 1.0) for time, value in sorted(values.items())], "ar1"
    over = _by_time(study, replace(result, of=whole), years)
    return [(time, value, over[time]) for time, value in sorted(values.items()) if time in over], "betabin"


def _by_time(study: Study, result: Result, years: Years) -> Mapping[str, float]:
    found: dict[str, set[float]] = {}
    for figure in _figures(study, result, years):
        time, value = time_within(figure.date, _step(result)), _value_of(figure)
        if time is not None and value is not None:
            found.setdefault(time, set()).add(value)
    return {time: sum(values) / len(values) for time, values in found.items()}


def _breaks_in(sought: tuple[str, str], rows: Sequence[Row], model: "Model", observed: tuple[str, ...]) -> Number:
    times = tuple(time for time, _, seen in rows if seen > 0)
    found, likely, reason = _periods(tuple(rows), model, observed or times)
    if reason:
        return none(reason)
    inside = [time for time in found if sought[0] <= first_month(time) <= sought[1]]
    best = max(
        (time for time in likely if sought[0] <= first_month(time) <= sought[1]), key=likely.__getitem__, default=""
    )
    elsewhere = [time for time in found if time not in inside]
    said = f"{len(inside) or 'no'} turning point{'s' * (len(inside) > 1)} claimed in {_span(sought)}"
    said += f" ({', '.join(inside)})" * bool(inside) + f", elsewhere {', '.join(elsewhere)}" * bool(elsewhere)
    said += f"; the likeliest there is {best}, with a probability of {likely[best]:.2f}" * bool(best)
    return Number(len(inside), n=len(rows), sentence=said, observed=times)


def _span(sought: tuple[str, str]) -> str:
    """Say from when to when: whole years as years.

    >>> _span(("1948-01", "1950-12")), _span(("1948-01", "1948-12")), _span(("1948-03", "1948-03"))
    ('1948-1950', '1948', '1948-03')
    """
    first, last = sought
    if first.endswith("-01") and last.endswith("-12"):
        first, last = first[:-3], last[:-3]
    return first if first == last else f"{first}-{last}" if "-" not in first else f"{first} to {last}"


@lru_cache(maxsize=4096)
def _periods(
    rows: tuple[Row, ...], model: "Model", observed: tuple[str, ...]
) -> tuple[tuple[str, ...], Mapping[str, float], str]:
    """Return the turning points claimed in a series and P(break at t), or the reason why nothing can be said."""
    import numpy as np

    from detente.analysis.periods import detect_periods
    from detente.analysis.periods_calibration import find_threshold
    from detente.analysis.periods_series import PeriodsError, build_series, in_steps, read_time

    times, values, exposure = zip(*rows, strict=True) if rows else ((), (), ())
    try:
        series = build_series("the series", times, values, exposure)
        limit = find_threshold(in_steps(np.array([read_time(time) for time in observed], dtype=float)))
        periods = detect_periods([series], model=model, limit=limit)
    except PeriodsError as error:
        return (), {}, error.message
    if periods.threshold is None and not periods.reason:
        return (), {}, "too few times are observed to tell a break from memory"
    return periods.is_break, periods.p_break, periods.reason


def _figures(study: Study, result: Result, years: Years | None) -> Iterator[Figure]:
    seen: set[str] = set()
    of = result.of.split("/") if result.measure == "turning-points" else (result.of,)
    for figure in study.figures:
        if figure.indicator not in of or figure.status == "draft" or figure.id in seen:
            continue
        if result.actor and figure.actor != result.actor:
            continue
        if figure.target != result.target and (result.target or result.measure == "figure"):
            continue
        if result.side and result.side not in study.sides_of(figure.id):
            continue
        own = _years(figure.date)
        if years is None or (own is not None and years[0] <= own[0] and own[1] <= years[1]):
            seen.add(figure.id)
            yield figure


def _value_of(figure: Figure) -> float | None:
    if figure.value is not None:
        return float(figure.value)
    return (float(figure.low) + float(figure.high)) / 2 if figure.low is not None and figure.high is not None else None


def _figure(study: Study, result: Result) -> Number:
    found = [*_figures(study, result, _window(study, result))]
    if len(found) != 1:
        names = ", ".join(f"`{figure.id}`" for figure in found[:5])
        return none(f"{len(found)} figures fit ({names}), and one is wanted" if found else "no figure fits")
    figure = found[0]
    value = _value_of(figure)
    if value is None:
        return none(f"`{figure.id}` has no value")
    low, high = (None if end is None else float(end) for end in (figure.low, figure.high))
    unit = " ".join(filter(None, (figure.unit, figure.currency)))
    return Number(value, low, high, 1, f"{value:g} {unit}")


def _concentration(study: Study, result: Result) -> Number:
    found = [*_figures(study, result, _window(study, result))]
    partners: dict[str, float | None] = {}
    for figure in found:
        if not figure.target:
            continue
        if figure.target in partners:
            return none(f"several figures for {figure.target} fit: narrow the years")
        partners[figure.target] = _value_of(figure)
    if len({(figure.unit, figure.currency) for figure in found}) > 1:
        return none("the figures are in several units")
    own = measure_concentration(partners)
    if own.hirschman is None or own.low is None or own.high is None:
        return none(own.reason)
    said = f"a concentration of {own.hirschman:.2f} ({own.low:.2f} to {own.high:.2f}) over {own.n_partners} partners"
    return Number(own.hirschman, own.low, own.high, len(found), said)


def _delivered(study: Study, result: Result) -> Number:
    found = [figure for figure in _figures(study, result, _window(study, result)) if figure.kind in _DEEDS]
    if len({(figure.unit, figure.currency, figure.price_base) for figure in found}) > 1:
        return none("promises and deliveries are in several units or prices")
    totals = compare_deliveries(("all", figure.kind, _value_of(figure)) for figure in found)
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
