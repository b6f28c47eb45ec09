"""Exact sums over all segmentations of a series, by dynamic programming.

A segmentation of ``n`` times into ``k + 1`` periods is weighed by the evidence of each period. Sums over all of them
take O(k n^2): Fearnhead (2006), "Exact and efficient Bayesian inference for multiple changepoint problems", Statistics
and Computing 16, 203-213, in the form of Auger and Lawrence (1989) for a fixed number of breaks.

Throughout, ``log_segment`` has shape (worlds, n + 1, n + 1): ``[g, i, j]`` is the log evidence of the period that holds
times ``i`` to ``j - 1`` under world ``g`` (a value of what all periods share: scale, memory), and ``-inf`` where no
period may be. A break at ``t`` is the first time of a new period.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import comb, log
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln

Floats = NDArray[np.float64]
BreakPrior = Literal["uniform", "chib"]

#: Chib's prior on staying in a period is Beta(CHIB n / (k + 1), CHIB), as in R's MCMCpack.
CHIB: Final = 0.1


#: Each further break is this much less likely beforehand.
RATIO: Final = 0.25
#: Sums less than this share of a good segmentation are taken as 0, and their best segmentation then stands for them,
#: unless they are so many nats below what other worlds give.
TINY: Final = 1e-150
NEGLIGIBLE: Final = 40.0


@dataclass(frozen=True, slots=True)
class Segmentations:
    """What all segmentations amount to, for each number of breaks and world.

    ``log_evidence`` [nats], shape (worlds, breaks + 1): averaged over positions by the prior; ``-inf`` where that many
    breaks have no room. ``p_break``, shape (worlds, breaks + 1, n): P(break at t) given their number; 0 where none is.
    """

    log_evidence: Floats
    p_break: Floats


def log_sum(values: Floats, axis: int) -> Floats:
    """Return the log of a sum of exponentials along an axis; ``-inf`` where all are."""
    highest = np.max(values, axis=axis, keepdims=True)
    safe = np.where(np.isfinite(highest), highest, 0.0)
    with np.errstate(divide="ignore"):
        total: Floats = np.log(np.sum(np.exp(values - safe), axis=axis)) + np.squeeze(safe, axis=axis)
    return total


def n_segmentations(n: int, n_breaks: int, shortest: int = 1) -> int:
    """Return how many ways there are to cut ``n`` times into periods of at least ``shortest``.

    >>> n_segmentations(5, 1), n_segmentations(5, 1, shortest=2), n_segmentations(3, 3)
    (4, 2, 0)
    """
    free = n - (n_breaks + 1) * (shortest - 1) - 1
    return comb(free, n_breaks) if free >= n_breaks else 0


def number_prior(max_breaks: int) -> Floats:
    """Return log prior probabilities of 0 to ``max_breaks`` breaks: geometric."""
    weights = np.log(RATIO) * np.arange(max_breaks + 1)
    prior: Floats = weights - np.logaddexp.reduce(weights)
    return prior


def log_length_prior(n: int, n_breaks: int, prior: BreakPrior, shortest: int) -> tuple[Floats, float]:
    """Return log weights of the length of a period that is not the last, by length 0 to n, and one for all.

    ``uniform``: each segmentation is as likely as another. ``chib``: Chib (1998), "Estimation and comparison of
    multiple change-point models", Journal of Econometrics 86, 221-241: the time spent in a period is beta-geometric,
    the last period takes what is left and nothing is renormalised, so that what never reaches it is lost.
    """
    if prior == "uniform":
        n_ways = n_segmentations(n, n_breaks, shortest)
        return np.zeros(n + 1), -log(n_ways) if n_ways else -np.inf
    stay = CHIB * n / (n_breaks + 1)
    length = np.arange(n + 1)
    weights = betaln(stay + np.maximum(length, 1) - 1, CHIB + 1) - betaln(stay, CHIB)
    return weights, 0.0


def sum_segmentations(
    log_segment: Floats, max_breaks: int, prior: BreakPrior = "uniform", shortest: int = 1, *, positions: bool = True
) -> Segmentations:
    """Sum over all segmentations with 0 to ``max_breaks`` breaks.

    Without ``positions``, ``p_break`` is left at 0 and half of the work is spared.
    """
    n_worlds, n = log_segment.shape[0], log_segment.shape[1] - 1
    evidence = np.full((n_worlds, max_breaks + 1), -np.inf)
    p_break = np.zeros((n_worlds, max_breaks + 1, n))
    if prior == "uniform":
        groups = [(max_breaks, range(max_breaks + 1))]
    else:
        groups = [(k, range(k, k + 1)) for k in range(max_breaks + 1)]
    for most, numbers in groups:
        by_length, _ = log_length_prior(n, most, prior, shortest)
        inner = log_segment if prior == "uniform" else log_segment + _of_length(by_length)
        level = _levels(inner)
        ended = np.where(np.isfinite(level), level, 0.0)
        ratio = np.exp(inner - ended[:, None, :] + level[:, :, None])
        last = np.exp(log_segment[:, :, n] - ended[:, n, None] + level)
        ratio[ratio < TINY] = last[last < TINY] = 0.0
        forward = _powers(ratio[:, 0], ratio, most)
        backward = _powers(last, ratio.transpose(0, 2, 1), most) if positions else None
        for k in numbers:
            whole = last[:, 0] if k == 0 else np.einsum("gi,gi->g", forward[:, k - 1], last)
            with np.errstate(divide="ignore"):
                evidence[:, k] = np.log(whole) + ended[:, n] + log_length_prior(n, k, prior, shortest)[1]
            if k and backward is not None:
                found = np.einsum("gat,gat->gt", forward[:, :k, :n], backward[:, k - 1 :: -1, :n][:, :k])
                p_break[:, k] = found / np.where(whole > 0, whole, np.inf)[:, None]
            vanished = (whole < TINY) & (ended[:, n] + log(TINY) > evidence[:, k].max() - NEGLIGIBLE)
            for g in np.flatnonzero(vanished):
                paths = best_segmentations(log_segment[g], k, by_length if prior == "chib" else None)
                if len(paths) > k:
                    edges = (0, *paths[k])
                    total = sum(inner[g, i, j] for i, j in pairwise(edges)) + log_segment[g, edges[-1], n]
                    evidence[g, k] = total + log_length_prior(n, k, prior, shortest)[1]
                    p_break[g, k, list(paths[k])] = 1.0
    return Segmentations(evidence, p_break)


def best_segmentations(log_segment: Floats, max_breaks: int, by_length: Floats | None = None) -> list[tuple[int, ...]]:
    """Return the likeliest segmentation in one world for each number of breaks that has room (Viterbi's recursion).

    ``log_segment`` is one world's, shape (n + 1, n + 1). Of two as likely, the earlier breaks win.
    """
    n = log_segment.shape[0] - 1
    inner = log_segment if by_length is None else log_segment + _of_length(by_length)
    best = inner[0].copy()
    came_from: list[NDArray[np.intp]] = []
    found: list[tuple[int, ...]] = [()] if np.isfinite(log_segment[0, n]) else []
    for _ in range(max_breaks):
        last = best + log_segment[:, n]
        if not np.isfinite(last.max()):
            break
        at = int(last.argmax())
        breaks = [at]
        for pointers in reversed(came_from):
            breaks.append(int(pointers[breaks[-1]]))
        found.append(tuple(reversed(breaks)))
        scores = best[:, None] + inner
        came_from.append(scores.argmax(axis=0))
        best = scores.max(axis=0)
    return found


def likeliest_by_number(
    log_segment: Floats,
    log_weight: Floats,
    found: Segmentations,
    prior: BreakPrior = "uniform",
    shortest: int = 1,
) -> dict[int, tuple[int, ...]]:
    """Return, for each number of breaks that has room, the likeliest segmentation in its likeliest world."""
    weighed = found.log_evidence + log_weight[:, None]
    n = log_segment.shape[1] - 1
    likeliest = {}
    for k in np.flatnonzero(np.isfinite(weighed).any(axis=0)).tolist():
        by_length = log_length_prior(n, k, prior, shortest)[0] if prior == "chib" else None
        paths = best_segmentations(log_segment[np.argmax(weighed[:, k])], k, by_length)
        if len(paths) > k:
            likeliest[k] = paths[k]
    return likeliest


def log_of_segmentation(log_segment: Floats, breaks: tuple[int, ...]) -> Floats:
    """Return the log evidence of one segmentation in every world [nats], without a prior on its breaks."""
    edges = (0, *breaks, log_segment.shape[1] - 1)
    total: Floats = np.sum([log_segment[:, i, j] for i, j in pairwise(edges)], axis=0)
    return total


def _of_length(by_length: Floats) -> Floats:
    n = len(by_length) - 1
    length = np.arange(n + 1)[None, :] - np.arange(n + 1)[:, None]
    return np.where(length > 0, by_length[np.clip(length, 0, n)], -np.inf)


def _levels(inner: Floats) -> Floats:
    """Return [g, j]: the log evidence of a good way to cut times 0 to j - 1, each period paying log n.

    Sums are taken in units of it, so that they neither overflow nor, where it matters, vanish; ``-inf`` where none is.
    """
    n_worlds, n = inner.shape[0], inner.shape[1] - 1
    found = np.full((n_worlds, n + 1), -np.inf)
    found[:, 0] = 0.0
    for j in range(1, n + 1):
        found[:, j] = np.max(found[:, :j] + inner[:, :j, j], axis=1) - log(n)
    return found


def _powers(first: Floats, ratio: Floats, most: int) -> Floats:
    """Return [g, k, j]: the sum over ways to cut times before j (or, transposed, from j on) into k + 1 periods."""
    rows = [first]
    for _ in range(most - 1):
        row = np.matmul(rows[-1][:, None, :], ratio)[:, 0]
        row[row < TINY] = 0.0
        rows.append(row)
    return np.stack(rows, axis=1)
