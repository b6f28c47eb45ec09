"""All that is measured of the focal dyad beyond its counts: who answers whom, in what fields, how, and in what stages.

Every measure here has a file of its own; this one calls them as a study's account wants them.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from detente.analysis.initiative import Exchange, measure_exchange
from detente.analysis.periods import Periods, detect_periods
from detente.analysis.periods_series import build_series
from detente.analysis.perspectives import Exposure, SpreadRow, measure_exposure, measure_perspectives, measure_spread
from detente.analysis.relations import (
    Relation,
    Share,
    by_behaviour,
    by_domain,
    by_kind_of_actor,
    events_between,
    measure_relation,
    time_of,
)
from detente.model.calendars import gregorian_day
from detente.model.study import Study
from detente.model.vocabulary import QUAD

CONFLICT = "share of conflict"


@dataclass(frozen=True, slots=True)
class Dyad:
    """The measures of the focal dyad.

    ``relations`` are by year, all sides together first and then as each perspective tells; ``behaviour`` is under each
    perspective that attests any, all together under an empty name. ``periods`` are those of the share of conflict
    among the events of both directions, year by year; years without an event are missing, not peaceful.
    """

    a: str
    b: str
    relations: tuple[Relation, ...]
    by_month: Relation
    exchange: Exchange
    spread: tuple[SpreadRow, ...]
    exposure: Exposure
    domains: tuple[Share, ...]
    kinds_of_actor: tuple[Share, ...]
    behaviour: Mapping[str, tuple[Share, ...]]
    periods: Periods


def measure_dyad(study: Study) -> Dyad:
    """Measure the relation of a study's two states."""
    a, b = (*study.dyad, "", "")[:2]
    together = measure_relation(study, a, b)
    tellings = measure_perspectives(study, a, b)
    sides = ("", *(side.id for side in study.perspectives))
    behaviour = {side: by_behaviour(study, a, b, side) for side in sides}
    return Dyad(
        a,
        b,
        (together, *tellings),
        measure_relation(study, a, b, "month"),
        measure_exchange(study, a, b),
        measure_spread(tellings),
        measure_exposure(study),
        by_domain(study, a, b),
        by_kind_of_actor(study, a, b),
        {side: shares for side, shares in behaviour.items() if any(share.word for share in shares)},
        periods_of(study, a, b),
    )


def periods_of(study: Study, a: str, b: str) -> Periods:
    """Find the periods of a relation by the share of conflict among its events, beside the study's own schemes.

    An event counts once, also where both act.
    """
    counts = count_conflict(study, a, b)
    hits, trials = zip(*counts.values(), strict=True) if counts else ((), ())
    series = build_series(CONFLICT, [*counts], hits, trials)
    return detect_periods([series], model="betabin", schemes=schemes_by_year(study))


def count_conflict(study: Study, a: str, b: str) -> Mapping[str, tuple[int, int]]:
    """Count the acts of conflict and all acts between two states, each once, by year; years without any are absent."""
    n: Counter[str] = Counter()
    conflict: Counter[str] = Counter()
    for event, _ in events_between(study, a, b):
        if (time := time_of(event.date, "year")) is not None:
            n[time] += 1
            conflict[time] += QUAD[event.action].endswith("conflict")
    return {time: (conflict[time], n[time]) for time in sorted(n)}


def schemes_by_year(study: Study) -> Mapping[str, tuple[str, ...]]:
    """Return for each scheme the years in which its stages begin; stages of no certain year are left out."""
    found: dict[str, set[str]] = {}
    for period in study.periods:
        days = period.start.beginning() if period.start is not None else None
        if days is not None and days.first is not None:
            found.setdefault(period.scheme, set()).add(f"{gregorian_day(days.first).year:04}")
    return {scheme: tuple(sorted(years)) for scheme, years in found.items() if scheme}
