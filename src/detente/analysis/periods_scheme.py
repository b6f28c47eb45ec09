"""A historian's periods held against none, the best and chance; agreement of indicators."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.analysis.periods_segmentation import (
    BreakPrior,
    Floats,
    likeliest_by_number,
    log_of_segmentation,
    log_sum,
    sum_segmentations,
)
from detente.analysis.periods_series import Axis, PeriodsError, read_time

N_DRAWS: Final = 2000
SEED: Final = 1961


@dataclass(frozen=True, slots=True)
class SchemeScore:
    """Log evidence [nats] of one proposed scheme of periods and of its rivals.

    ``breaks`` are those that fall inside the series; ``outside`` the others. ``log_best`` is the likeliest scheme with
    as many breaks, ``log_chance`` the mean over all of them; ``share_as_good`` is the share of 2,000 seeded schemes
    with as many breaks, drawn at random, whose evidence is no less. Null where the scheme has no break inside, or
    periods too short for the model.
    """

    name: str
    breaks: tuple[str, ...]
    outside: tuple[str, ...]
    log_evidence: float | None
    log_none: float | None
    log_best: float | None
    log_chance: float | None
    share_as_good: float | None


def measure_scheme(
    name: str,
    labels: Sequence[str],
    axis: Axis,
    evidence: tuple[Floats, Floats],
    prior: BreakPrior,
    shortest: int,
) -> SchemeScore:
    """Return a scheme, given by the first times of its periods, beside its rivals; evidence is (segments, weights)."""
    places: dict[int, None] = {}
    outside: list[str] = []
    timed = []
    for label in labels:
        time = read_time(label)
        if time is None:
            raise PeriodsError(f"`{label}` in scheme `{name}` is not a time")
        timed.append((time, label))
    for time, label in sorted(timed):
        place = int(np.searchsorted(axis.times, time))
        if 0 < place < len(axis.times):
            places[place] = None
        else:
            outside.append(label)
    at = tuple(places)
    inside = tuple(axis.labels[place] for place in at)
    score = _against_rivals(*evidence, at, prior, shortest) if at else None
    return SchemeScore(name, inside, tuple(outside), *(score or (None,) * 5))


def _against_rivals(
    log_segment: Floats, log_weight: Floats, places: tuple[int, ...], prior: BreakPrior, shortest: int
) -> tuple[float, float, float, float, float] | None:
    """Return log evidence of breaks at places, of none, the best and chance, and the share of schemes as good."""
    n, k = log_segment.shape[1] - 1, len(places)
    draw = np.random.default_rng(SEED)

    def score(breaks: Sequence[int]) -> float:
        return float(log_sum(log_of_segmentation(log_segment, tuple(breaks)) + log_weight, 0))

    own = score(places)
    if not np.isfinite(own):
        return None
    sums = sum_segmentations(log_segment, k, prior, shortest, positions=False)
    best = likeliest_by_number(log_segment, log_weight, sums, prior, shortest)[k]
    chance = float(log_sum(sums.log_evidence[:, k] + log_weight, 0))
    others = np.array([])
    for _ in range(20):
        drawn = np.sort(draw.random((N_DRAWS, n - 1)).argsort(axis=1)[:, :k], axis=1) + 1
        edges = np.pad(drawn, ((0, 0), (1, 1)), constant_values=((0, 0), (0, n)))
        tried = log_sum(log_segment[:, edges[:, :-1], edges[:, 1:]].sum(axis=2) + log_weight[:, None], 0)
        others = np.append(others, tried[np.isfinite(tried)])[:N_DRAWS]
        if len(others) == N_DRAWS:
            break
    as_good = float(np.mean(others >= own)) if len(others) else 1.0
    return own, score(()), max(score(best), own), chance, as_good


def measure_agreement(
    p_break: Mapping[str, Mapping[str, float]], labels: Sequence[str], wanted: Iterable[str]
) -> dict[str, dict[str, float]]:
    """Return, by wanted time and indicator, P(a break at that time or one step beside it), at most 1.

    Of each indicator the sum of P(break at t) over the three neighbouring times: where breaks are close together it
    counts them together. A time at which the indicator is not observed counts 0.
    """
    found: dict[str, dict[str, float]] = {}
    for label in wanted:
        place = labels.index(label)
        near = labels[max(0, place - 1) : place + 2]
        found[label] = {
            name: min(1.0, sum(by_time.get(other, 0.0) for other in near)) for name, by_time in p_break.items()
        }
    return found
