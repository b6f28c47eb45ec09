"""Who moves first and who answers how soon, held against what mere coincidence would show."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.analysis.relations import events_between
from detente.model.study import Study

WINDOW_DAYS: Final = 30
MAX_SHIFTS: Final = 20_000
Days = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Initiative:
    """What one state does towards the other, and whether it is answered.

    Parameters
    ----------
    direction
        `A>B`: the acts of A.
    n_acts
        One-sided acts dated to the day; joint ones (a treaty) have no first mover and are left out.
    n_opening
        Of these, acts before which the other had done nothing within the window: A moves first.
    n_answered
        Acts after which the other acts within the window, from the next day on.
    median_delay_days
        Median delay of those answers [days]; null without any.
    expected_answered
        Answered acts if the two calendars had nothing to do with each other [1]; null if that cannot be told.
    p_value
        Share of circular shifts in which at least as many are answered, the real one counted; null as above.
    """

    direction: str
    n_acts: int
    n_opening: int
    n_answered: int
    median_delay_days: float | None
    expected_answered: float | None
    p_value: float | None


@dataclass(frozen=True, slots=True)
class Exchange:
    """Both directions, the window [days], and how many one-sided events could not be used for want of a day."""

    window_days: int
    initiatives: tuple[Initiative, ...]
    n_without_day: int


def measure_exchange(study: Study, a: str, b: str, window_days: int = WINDOW_DAYS, side: str = "") -> Exchange:
    """Say who initiates and who answers.

    The null: the other's acts keep their own spacing but are shifted round the calendar by every number of days, so
    that bursts stay bursts and only the tie between the two goes. It does not keep a common trend: two states that both
    grow busier seem to answer each other.
    """
    acts: dict[str, list[int]] = {f"{a}>{b}": [], f"{b}>{a}": []}
    n_without_day = 0
    for event, ways in events_between(study, a, b, side):
        if len(ways) != 1:
            continue
        days = event.date.beginning() if event.date else None
        if days is None or days.first is None or days.first != days.last:
            n_without_day += 1
        else:
            acts[ways[0]].append(days.first)
    there, back = (np.sort(np.array(days, dtype=np.int64)) for days in acts.values())
    way, way_back = acts
    forward, backward = _initiative(way, there, back, window_days), _initiative(way_back, back, there, window_days)
    return Exchange(window_days, (forward, backward), n_without_day)


def _initiative(way: str, own: Days, other: Days, window: int) -> Initiative:
    delays = _delays(own, other)
    answered = delays[delays <= window]
    since = own - other[np.maximum(np.searchsorted(other, own, side="left") - 1, 0)] if len(other) else own
    is_opening = (since > window) | (since <= 0) if len(other) else np.ones(len(own), dtype=bool)
    expected, p_value = _null(own, other, window, len(answered))
    return Initiative(
        way,
        len(own),
        int(is_opening.sum()),
        len(answered),
        float(np.median(answered)) if len(answered) else None,
        expected,
        p_value,
    )


def _delays(own: Days, other: Days) -> Days:
    """Days from each act to the other's next one, after the same day; acts that nothing follows are left out."""
    place = np.searchsorted(other, own, side="right")
    is_followed = place < len(other)
    found: Days = other[place[is_followed]] - own[is_followed]
    return found


def _null(own: Days, other: Days, window: int, observed: int) -> tuple[float | None, float | None]:
    if not len(own) or not len(other):
        return None, None
    first, last = min(own[0], other[0]), max(own[-1], other[-1])
    length = int(last - first + 1)
    if length <= 2 * window:
        return None, None
    counts = _answered_by_shift(own - first, other - first, length, window)[1 :: -(-length // MAX_SHIFTS)]
    return float(counts.mean()), float((1 + (counts >= observed).sum()) / (1 + len(counts)))


def _answered_by_shift(own: Days, other: Days, length: int, window: int) -> Days:
    """Count the acts answered within the window when the other's days are shifted round by 0, 1, ... days.

    A shift by k answers an act on day d if it brings one of the other's days to d + 1, ..., d + window: so each pair of
    days names the shifts that count, and none need be tried.
    """
    counts = np.zeros(length, dtype=np.int64)
    for day in own:
        wanted = np.arange(day + 1, min(day + window, length - 1) + 1)
        counts[np.unique((wanted[:, None] - other[None, :]) % length)] += 1
    return counts
