"""What a result of `results.csv` reads: the statements that fit it, in its years and directions, and what it finds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from detente.analysis.relations import events_between, states_of, time_of
from detente.model.calendars import gregorian_day
from detente.model.dates import Date
from detente.model.records import Event, Figure, Result
from detente.model.study import Study
from detente.model.vocabulary import BEHAVIOURS, DOMAINS, QUAD

QUADS: Final = ("cooperation", "conflict")
OF_EVENTS: Final = frozenset((*QUADS, *DOMAINS, *BEHAVIOURS, *QUAD))
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


def none(reason: str) -> Number:
    """Return that there is no number, and why."""
    return Number(None, reason=reason)


def statements_read(study: Study, result: Result) -> frozenset[str]:
    """Return the statements that a measure reads: taking one of them away may change what it finds."""
    if is_of_events(result):
        of = result.of if result.measure in ("events", "one-sided") else ""
        return frozenset(event.id for event, _ in events_of(study, result, of, window_of(study, result)))
    return frozenset(figure.id for figure in figures_of(study, result, window_of(study, result)))


def is_of_events(result: Result) -> bool:
    """Whether a result counts events; else it reads figures."""
    if result.measure == "turning-points":
        return not result.of or result.of in OF_EVENTS
    return result.measure in ("events", "share", "one-sided", "answers")


def window_of(study: Study, result: Result) -> Years | None:
    """Return the years read: for turning points, all of the study's."""
    return years_of(study.period) if result.measure == "turning-points" else years_of(result.years or study.period)


def years_of(date: Date | None) -> Years | None:
    """Return the years in which a date begins and ends; None where an end is open."""
    bounds = date.bounds() if date else None
    if bounds is None or bounds.first is None or bounds.last is None:
        return None
    return gregorian_day(bounds.first).year, gregorian_day(bounds.last).year


def pair_of(study: Study, result: Result) -> tuple[str, str]:
    """Return the two states; the dyad's where the result does not say."""
    first, second = (*study.dyad, "", "")[:2]
    a = next(iter(states_of(study, (result.actor,)))) if result.actor else first
    b = next(iter(states_of(study, (result.target,)))) if result.target else (first if a == second else second)
    return a, b


def events_of(study: Study, result: Result, of: str, years: Years | None) -> Iterator[tuple[Event, tuple[str, ...]]]:
    """Yield the events that a result counts, each with its directions: one where the result names who acts."""
    a, b = pair_of(study, result)
    is_one_way = (result.actor or result.target) and result.measure != "answers"
    wanted = {f"{a}>{b}"} if is_one_way else {f"{a}>{b}", f"{b}>{a}"}
    for event, ways in events_between(study, a, b, result.side):
        time = time_of(event.date, "year")
        kept = tuple(way for way in ways if way in wanted)
        if kept and time is not None and (years is None or years[0] <= int(time) <= years[1]) and is_of(event, of):
            yield event, kept


def is_of(event: Event, of: str) -> bool:
    """Whether an event is of a field, a behaviour, an action or a half of the quad categories; all are of nothing."""
    if of in QUADS:
        return QUAD[event.action].endswith(of)
    return not of or of in (event.domain, event.behaviour, event.action)


def figures_of(study: Study, result: Result, years: Years | None) -> Iterator[Figure]:
    """Yield the figures that a result reads, each once; drafts are none."""
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
        own = years_of(figure.date)
        if years is None or (own is not None and years[0] <= own[0] and own[1] <= years[1]):
            seen.add(figure.id)
            yield figure


def value_of(figure: Figure) -> float | None:
    """Return a figure's value, in its unit; the middle of its range where it has no more."""
    if figure.value is not None:
        return float(figure.value)
    return (float(figure.low) + float(figure.high)) / 2 if figure.low is not None and figure.high is not None else None
