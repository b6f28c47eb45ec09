"""Is there a break at all, and which shifts may be claimed, with memory and scale of the noise summed over.

The threshold of the log Bayes factor of breaks against none is calibrated (`periods_calibration`); every claim of a
break passes through here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.analysis import periods_gaussian as gaussian
from detente.analysis.periods_segmentation import (
    Floats,
    Segmentations,
    likeliest_by_number,
    log_of_segmentation,
    log_sum,
    n_segmentations,
    number_prior,
    sum_segmentations,
)
from detente.analysis.periods_spikes import pull_spikes

#: Up to this length all worlds are summed over; beyond, the likeliest few.
LONGEST_FULL: Final = 300
#: So many positions of a break are free when it is held against a trend: on fewer, the two can hardly be told apart.
FREE_POSITIONS: Final = 20
#: The least shift that is claimed, in standard deviations of the whole series: a medium effect (Cohen 1988).
LEAST_SHIFT: Final = 0.5
#: So many numbers of log evidence are held at once where many series are measured.
AT_ONCE: Final = 2_000_000
#: Memory as it is measured around the periods claimed, beyond what the calibration covers.
MEASURED: Final = (*gaussian.MEMORIES, 0.85, 0.9, 0.95, 0.98)


@dataclass(frozen=True, slots=True)
class Worlds:
    """Evidence of all periods [nats] under each (memory, scale), with log prior weights that sum to at most 1."""

    log_segment: Floats
    log_weight: Floats
    memory: Floats
    scale: Floats


def most_breaks(n: int) -> int:
    """Return how many breaks are looked for in n times: a fifth, from 1 to 10; 0 without room for one."""
    return 0 if n < 4 else min(10, max(1, n // 5))


def shortest_period(n: int) -> int:
    """Return how many times a period of a continuous series holds at least: two, or one in a hundred."""
    return max(2, round(n / 100))


def is_constant(values: Floats) -> bool:
    """Return whether values differ by no more than rounding."""
    return bool(values.max() / 2 - values.min() / 2 <= 1e-12 * np.abs(values).max())


def standardize(values: Floats) -> Floats:
    """Return values with spikes pulled in, mean 0 and standard deviation 1."""
    pulled = pull_spikes(values / np.max(np.abs(values)), shortest_period(len(values)))
    scored: Floats = (pulled - pulled.mean()) / pulled.std()
    return scored


def build_worlds(
    times: Floats, values: Floats, starts: NDArray[np.intp], memories: tuple[float, ...], *, slope: bool = False
) -> Worlds:
    """Return the evidence of every period of a standardised series under each world; with ``slope``, of lines."""
    n = len(starts) - 1
    scales = gaussian.SCALES
    weights = gaussian.world_weights(memories, scales)
    pairs = [(m, s) for m in memories for s in scales]
    if n > LONGEST_FULL:
        chosen = _likeliest(times, values, starts, memories, weights, slope)
        pairs = [pairs[g] for g in chosen]
        weights = weights[chosen]
    parts = []
    for memory in dict.fromkeys(m for m, _ in pairs):
        of_it = np.array([s for m, s in pairs if m == memory])
        parts.append(gaussian.measure_periods(times, values, starts, memory, of_it, slope=slope))
    log_segment = np.concatenate(parts)
    forbid_short(log_segment)
    return Worlds(log_segment, weights, np.array([m for m, _ in pairs]), np.array([s for _, s in pairs]))


def forbid_short(log_segment: Floats) -> None:
    """Set the evidence of periods that are too short to ``-inf``."""
    places = np.arange(log_segment.shape[1])
    log_segment[:, places[None, :] - places[:, None] < shortest_period(len(places) - 1)] = -np.inf


def _likeliest(
    times: Floats, values: Floats, starts: NDArray[np.intp], memories: tuple[float, ...], weights: Floats, slope: bool
) -> list[int]:
    """Return the likeliest worlds of a long series, by a climb from the middle; few, since they hardly overlap."""
    scales = gaussian.SCALES
    seen: dict[int, float] = {}
    n = len(starts) - 1
    prior = number_prior(most_breaks(n))

    def look(m: int, among: list[int]) -> None:
        among = [s for s in among if 0 <= s < len(scales) and m * len(scales) + s not in seen]
        if not among:
            return
        tried = np.array([scales[s] for s in among])
        segments = gaussian.measure_periods(times, values, starts, memories[m], tried, slope=slope)
        forbid_short(segments)
        found = sum_segmentations(segments, most_breaks(n), shortest=shortest_period(n), positions=False)
        for s, fit in zip(among, log_sum(found.log_evidence + prior, 1), strict=True):
            seen[m * len(scales) + s] = float(fit + weights[m * len(scales) + s])

    look(len(memories) // 2, list(range(1, len(scales), 2)))
    for _ in range(2):
        s = max(seen, key=seen.__getitem__) % len(scales)
        for m in range(len(memories)):
            look(m, [s])
        top = max(seen, key=seen.__getitem__)
        look(top // len(scales), [top % len(scales) - 1, top % len(scales) + 1])
    return sorted(sorted(seen, key=seen.__getitem__)[-3:])


def log_none(times: Floats, values: Floats, memories: tuple[float, ...], *, slope: bool) -> float:
    """Return the log evidence of no break, all worlds summed over: one mean, or (``slope``) one line."""
    scales = np.array(gaussian.SCALES)
    rows = [gaussian.measure_whole(times, values, memory, scales, slope=slope) for memory in memories]
    return float(log_sum(np.concatenate(rows) + gaussian.world_weights(memories, gaussian.SCALES), 0))


def log_bayes_factor(log_evidence: Floats) -> float:
    """Return the log Bayes factor [nats] of some break against none, from log evidence by number of breaks."""
    prior = number_prior(len(log_evidence) - 1)[1:]
    return float(log_sum(log_evidence[1:] + prior - np.logaddexp.reduce(prior), 0) - log_evidence[0])


def evidence_by_number(worlds: Worlds, found: Segmentations, none: float) -> Floats:
    """Return log evidence by number of breaks, worlds summed over; ``none`` is that of no break."""
    by_number = log_sum(found.log_evidence + worlds.log_weight[:, None], 0)
    by_number[0] = none
    return by_number


def measure_bayes_factors(times: Floats, many: Sequence[Floats]) -> Floats:
    """Return the log Bayes factor of some break against none in each of many series over the same times."""
    n = len(times)
    starts, most, shortest = np.arange(n + 1), most_breaks(n), shortest_period(n)
    at_once = max(1, AT_ONCE // (len(gaussian.MEMORIES) * len(gaussian.SCALES) * n * n))
    factors = []
    for first in range(0, len(many), at_once):
        scored = [standardize(values) for values in many[first : first + at_once]]
        worlds = [build_worlds(times, values, starts, gaussian.MEMORIES) for values in scored]
        joined = np.concatenate([one.log_segment for one in worlds])
        found = sum_segmentations(joined, most, shortest=shortest, positions=False).log_evidence
        for one, values, evidence in zip(worlds, scored, np.split(found, len(worlds)), strict=True):
            by_number = log_sum(evidence + one.log_weight[:, None], 0)
            if n > LONGEST_FULL:
                by_number[0] = log_none(times, values, gaussian.MEMORIES, slope=False)
            factors.append(log_bayes_factor(by_number))
    return np.array(factors)


@dataclass(frozen=True, slots=True)
class Claim:
    """Breaks that hold against memory and trend.

    ``log_bayes_factor`` of some break against none; ``log_best``, the log evidence of the segmentation held against the
    trend: its first break's position is free (up to 20 of them), each further one pays for its own.
    All in nats.
    """

    breaks: tuple[int, ...]
    log_bayes_factor: float
    log_best: float
    log_trend: float
    is_above: bool


def detect_claims(
    scored: Floats, worlds: Worlds, found: Segmentations, by_number: Floats, trend: float, threshold: float
) -> Claim:
    """Return the breaks that may be claimed, in two steps: whether there is any, and which.

    Any, if the log Bayes factor is above the threshold and some segmentation better than a line. Then the likeliest
    segmentation of each number of breaks is looked at, the likeliest number first, until all shifts of one are large.
    """
    n, max_breaks = len(scored), len(by_number) - 1
    factor = log_bayes_factor(by_number)
    likeliest = likeliest_by_number(worlds.log_segment, worlds.log_weight, found)
    free = log(min(max(n_segmentations(n, 1, shortest_period(n)), 1), FREE_POSITIONS))
    log_best = -np.inf
    for breaks in likeliest.values():
        if breaks:
            own = float(log_sum(log_of_segmentation(worlds.log_segment, breaks) + worlds.log_weight, 0))
            log_best = max(log_best, own - log(n_segmentations(n, len(breaks), shortest_period(n))) + free)
    is_above = factor > threshold
    kept: tuple[int, ...] = ()
    if is_above and log_best > trend:
        posterior = by_number + number_prior(max_breaks)
        numbers = sorted((k for k in likeliest if k), key=lambda k: -posterior[k])
        kept = next((likeliest[k] for k in numbers if _least_shift(scored, likeliest[k]) >= LEAST_SHIFT), ())
    return Claim(kept, factor, log_best, trend, is_above)


def _least_shift(scored: Floats, breaks: tuple[int, ...]) -> float:
    means = [part.mean() for part in np.split(scored, breaks)]
    return float(np.min(np.abs(np.diff(means))))


def measure_memory(times: Floats, values: Floats, breaks: tuple[int, ...]) -> float:
    """Return the posterior mean of the AR coefficient [1] around the means of the periods that breaks make."""
    rest = np.concatenate([part - part.mean() for part in np.split(values, breaks)])
    if np.ptp(rest) <= 1e-12:
        return 0.0
    scales = np.array(gaussian.SCALES)
    rows = [gaussian.measure_whole(times, rest / rest.std(), m, scales, slope=False) for m in MEASURED]
    weight = log_sum(np.array(rows) + np.log(scales), 1) - gaussian.MEMORY_DECAY * np.array(MEASURED)
    return float(np.exp(weight - log_sum(weight, 0)) @ np.array(MEASURED))
