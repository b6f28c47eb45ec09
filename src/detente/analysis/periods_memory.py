"""Is there a break at all? The log Bayes factor of breaks against none, with memory and scale summed over.

Its threshold is calibrated (`periods_calibration`), and every claim of a break passes through here.
"""

from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.analysis import periods_gaussian as gaussian
from detente.analysis.periods_segmentation import (
    Floats,
    Segmentations,
    best_segmentations,
    log_of_segmentation,
    log_sum,
    n_segmentations,
    sum_segmentations,
)

#: Each further break is this much less likely beforehand.
RATIO: Final = 0.25
#: A period of a continuous series holds at least so many times.
SHORTEST: Final = 2
#: Up to this length all worlds are summed over; beyond, the likeliest few.
LONGEST_FULL: Final = 150
#: So many positions of a break are free when it is held against a trend: on fewer, the two can hardly be told apart.
FREE_POSITIONS: Final = 20


@dataclass(frozen=True, slots=True)
class Worlds:
    """Evidence of all periods [nats] under each (memory, scale), with log prior weights that sum to at most 1."""

    log_segment: Floats
    log_weight: Floats
    memory: Floats
    scale: Floats


def number_prior(max_breaks: int) -> Floats:
    """Return log prior probabilities of 0 to ``max_breaks`` breaks: geometric."""
    weights = np.log(RATIO) * np.arange(max_breaks + 1)
    prior: Floats = weights - np.logaddexp.reduce(weights)
    return prior


def most_breaks(n: int) -> int:
    """Return how many breaks are looked for in n times: a fifth, from 1 to 10; 0 without room for one."""
    return 0 if n < 2 * SHORTEST else min(10, max(1, n // 5))


def standardize(values: Floats) -> Floats:
    """Return values with mean 0 and standard deviation 1."""
    scored: Floats = (values - values.mean()) / values.std()
    return scored


def build_worlds(times: Floats, values: Floats, starts: NDArray[np.intp], memories: tuple[float, ...]) -> Worlds:
    """Return the evidence of every period of a standardised series under each world."""
    n = len(starts) - 1
    scales = gaussian.SCALES
    weights = gaussian.world_weights(memories, scales)
    pairs = [(m, s) for m in memories for s in scales]
    if n > LONGEST_FULL:
        chosen = _likeliest(times, values, starts, memories, weights)
        pairs = [pairs[g] for g in chosen]
        weights = weights[chosen]
    parts = []
    for memory in dict.fromkeys(m for m, _ in pairs):
        of_it = np.array([s for m, s in pairs if m == memory])
        parts.append(gaussian.mean_segments(times, values, starts, memory, of_it))
    log_segment = np.concatenate(parts)
    _forbid_short(log_segment)
    return Worlds(log_segment, weights, np.array([m for m, _ in pairs]), np.array([s for _, s in pairs]))


def _forbid_short(log_segment: Floats) -> None:
    places = np.arange(log_segment.shape[1])
    log_segment[:, places[None, :] - places[:, None] < SHORTEST] = -np.inf


def _likeliest(
    times: Floats, values: Floats, starts: NDArray[np.intp], memories: tuple[float, ...], weights: Floats
) -> list[int]:
    """Return the likeliest worlds of a long series, by a climb from the middle; few, since they hardly overlap."""
    scales = gaussian.SCALES
    seen: dict[int, float] = {}
    penalty = np.log(len(starts))

    def look(m: int, among: list[int]) -> None:
        among = [s for s in among if 0 <= s < len(scales) and m * len(scales) + s not in seen]
        if not among:
            return
        found = gaussian.mean_segments(times, values, starts, memories[m], np.array([scales[s] for s in among]))
        _forbid_short(found)
        for row, s in zip(found, among, strict=True):
            best = np.full(row.shape[0], -np.inf)
            best[0] = 0.0
            for j in range(1, row.shape[0]):
                best[j] = np.max(best[:j] + row[:j, j]) - penalty
            seen[m * len(scales) + s] = float(best[-1]) + float(weights[m * len(scales) + s])

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
    rows = [gaussian.log_line(times, values, memory, scales, slope=slope) for memory in memories]
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


def measure_bayes_factor(values: Floats) -> float:
    """Return the log Bayes factor of some break against none in a complete series, as the calibration takes it."""
    n = len(values)
    times, scored, starts = np.arange(n, dtype=float), standardize(values), np.arange(n + 1)
    worlds = build_worlds(times, scored, starts, gaussian.MEMORIES)
    none = log_none(times, scored, gaussian.MEMORIES, slope=False)
    found = sum_segmentations(worlds.log_segment, most_breaks(n), shortest=SHORTEST, positions=False)
    return log_bayes_factor(evidence_by_number(worlds, found, none))


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


def detect_claims(worlds: Worlds, found: Segmentations, by_number: Floats, trend: float, threshold: float) -> Claim:
    """Return the breaks that may be claimed: the whole above the threshold, better than a line, each one on its own."""
    n = worlds.log_segment.shape[1] - 1
    max_breaks = len(by_number) - 1
    factor = log_bayes_factor(by_number)
    scored: list[tuple[float, float, tuple[int, ...]]] = []
    prior = number_prior(max_breaks)
    order = _by_fit(worlds, found)
    free = log(min(max(n_segmentations(n, 1, SHORTEST), 1), FREE_POSITIONS))
    for g in order:
        for breaks in best_segmentations(worlds.log_segment[g], max_breaks)[1:]:
            evidence = float(log_sum(log_of_segmentation(worlds.log_segment, breaks) + worlds.log_weight, 0))
            paid = evidence - log(n_segmentations(n, len(breaks), SHORTEST))
            scored.append((paid + prior[len(breaks)], paid + free, breaks))
    if not scored:
        return Claim((), factor, -np.inf, trend, False)
    _, _, breaks = max(scored)
    log_best = max(row[1] for row in scored)
    is_above = factor > threshold
    kept = prune(worlds, breaks, threshold) if is_above and log_best > trend else ()
    if is_above and log_best > trend and not kept:
        single = max((row for row in scored if len(row[2]) == 1), default=None)
        kept = single[2] if single else ()
    return Claim(kept, factor, log_best, trend, is_above)


def _by_fit(worlds: Worlds, found: Segmentations) -> list[int]:
    """Return the worlds whose best segmentation may be the best of all: the likeliest of each number of breaks."""
    fit = found.log_evidence + worlds.log_weight[:, None]
    return sorted({int(g) for g in np.argmax(fit[:, 1:], axis=0)})


def measure_memory(times: Floats, values: Floats, breaks: tuple[int, ...]) -> float:
    """Return the posterior mean of the AR coefficient [1] around the means of the periods that breaks make."""
    rest = np.concatenate([part - part.mean() for part in np.split(values, breaks)])
    if np.ptp(rest) <= 1e-12:
        return 0.0
    scales = np.array(gaussian.SCALES)
    rows = [gaussian.log_line(times, standardize(rest), m, scales, slope=False) for m in gaussian.MEMORIES]
    weight = log_sum(np.array(rows) + np.log(scales), 1) - gaussian.MEMORY_DECAY * np.array(gaussian.MEMORIES)
    return float(np.exp(weight - log_sum(weight, 0)) @ np.array(gaussian.MEMORIES))


def prune(worlds: Worlds, breaks: tuple[int, ...], threshold: float) -> tuple[int, ...]:
    """Drop the weakest break until each one's log Bayes factor, its neighbours held, is above the threshold."""
    n = worlds.log_segment.shape[1] - 1
    while breaks:
        edges = (0, *breaks, n)
        strength = [_strength(worlds, edges, place) for place in range(1, len(edges) - 1)]
        weakest = int(np.argmin(strength))
        if strength[weakest] > threshold:
            return breaks
        breaks = breaks[:weakest] + breaks[weakest + 1 :]
    return breaks


def _strength(worlds: Worlds, edges: tuple[int, ...], place: int) -> float:
    before, after = edges[place - 1], edges[place + 1]
    others = (*edges[1:place], *edges[place + 1 : -1])
    without = log_of_segmentation(worlds.log_segment, others) + worlds.log_weight
    inside = slice(before + 1, after)
    split = log_sum(worlds.log_segment[:, before, inside] + worlds.log_segment[:, inside, after], 1)
    n_ways = n_segmentations(after - before, 1, SHORTEST)
    change = split - worlds.log_segment[:, before, after] - np.log(n_ways)
    return float(log_sum(without + change, 0) - log_sum(without, 0))
