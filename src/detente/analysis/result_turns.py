"""Turning points as a result states them: how many are claimed in some part of the study's period.

They are looked for in the whole of it, by year or a finer step. In events they are those of a share (of conflict, of
pressure): their number would follow how much was read of which year.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from detente.analysis.relations import By, first_month, time_of, time_within
from detente.analysis.result_reads import (
    Number,
    Years,
    events_of,
    figures_of,
    is_of,
    is_of_events,
    none,
    value_of,
    years_of,
)
from detente.model.calendars import gregorian_day
from detente.model.dates import Date
from detente.model.records import Result
from detente.model.study import Study

if TYPE_CHECKING:
    from detente.analysis.periods import Model

Row = tuple[str, float, float]
"""A time, a value, and what it was counted over."""


def turning_points(study: Study, result: Result, observed: tuple[str, ...]) -> Number:
    """Return how many turning points are claimed in a result's years; ``observed`` as `measure_number` says."""
    years, sought = years_of(study.period), _days(result.years or study.period)
    if years is None or sought is None:
        return none("the study has no period")
    if not is_of_events(result):
        rows, model = _series_of_figures(study, result, years)
        return _breaks_in(sought, rows, model, observed)
    if not result.of:
        return none("the number of events follows the reader's effort: say of which share, for instance `conflict`")
    counts: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    for event, _ in events_of(study, result, "", years):
        if time := time_of(event.date, _step(result)):
            totals[time] += 1
            counts[time] += is_of(event, result.of)
    return _breaks_in(sought, [(t, float(counts[t]), float(n)) for t, n in sorted(totals.items())], "betabin", observed)


def _step(result: Result) -> By:
    return cast("By", result.step or "year")


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
    for figure in figures_of(study, result, years):
        time, value = time_within(figure.date, _step(result)), value_of(figure)
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
