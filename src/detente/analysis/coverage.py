"""What the study's testimony covers: how many events of each year each side tells of."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from detente.analysis.relations import time_of
from detente.model.calendars import gregorian_day
from detente.model.study import Study

MAX_YEARS: Final = 1000


@dataclass(frozen=True, slots=True)
class Coverage:
    """Events told of, by side and year.

    ``years`` are all years of the study's period and of its events, gaps included. ``events`` is the number of events
    that begin in a year [1]; ``told`` the number that a side attests, denies or dates otherwise; ``passages`` the
    number of passages of a side that bear on them. A year in which a side tells of nothing holds 0 in ``told``: it
    counts this study's testimony, never what happened.
    """

    years: tuple[int, ...]
    sides: tuple[str, ...]
    events: Mapping[int, int]
    told: Mapping[tuple[str, int], int]
    passages: Mapping[tuple[str, int], int]
    n_undated: int
    n_one_sided: int


def measure_coverage(study: Study) -> Coverage:
    """Count a study's testimony on its events by side and year. Drafts are left out."""
    events: Counter[int] = Counter()
    told: Counter[tuple[str, int]] = Counter()
    passages: Counter[tuple[str, int]] = Counter()
    n_undated = n_one_sided = 0
    for event in study.events:
        if event.status == "draft":
            continue
        if len(study.sides_of(event.id)) == 1:
            n_one_sided += 1
        time = time_of(event.date, "year")
        if time is None:
            n_undated += 1
            continue
        year = int(time)
        events[year] += 1
        sides = set()
        for row in study.testimony_of.get(event.id, ()):
            passage = study.passage_by_id.get(row.passage)
            if passage is not None and row.stance != "context":
                side = study.speaker(passage)
                sides.add(side)
                passages[side, year] += 1
        told.update((side, year) for side in sides)
    years = _years(study, events)
    named = tuple(side.id for side in study.perspectives)
    others = tuple(sorted({side for side, _ in told if side and side not in named}))
    return Coverage(years, (*named, *others), events, told, passages, n_undated, n_one_sided)


def _years(study: Study, events: Mapping[int, int]) -> tuple[int, ...]:
    known = set(events)
    if study.period is not None:
        bounds = study.period.bounds()
        known |= {gregorian_day(day).year for day in (bounds.first, bounds.last) if day is not None}
    if not known or max(known) - min(known) >= MAX_YEARS:
        return tuple(sorted(known))
    return tuple(range(min(known), max(known) + 1))
