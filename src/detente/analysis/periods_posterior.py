"""The posterior over segmentations, with worlds and numbers of breaks summed over."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.analysis.periods_segmentation import (
    BreakPrior,
    Floats,
    Segmentations,
    likeliest_by_number,
    log_length_prior,
    log_of_segmentation,
    log_sum,
    number_prior,
)

CREDIBLE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Posterior:
    """P(break at place), the same by number of breaks, P(number), log evidence by number [nats], likeliest of all."""

    p_break: Floats
    by_number: Floats
    p_number: Floats
    log_evidence: Floats
    best: tuple[int, ...]


def measure_posterior(
    log_segment: Floats, log_weight: Floats, found: Segmentations, prior: BreakPrior, shortest: int
) -> Posterior:
    """Return the posterior from the sums over segmentations in every world."""
    n, most = log_segment.shape[1] - 1, found.log_evidence.shape[1] - 1
    weighed = found.log_evidence + log_weight[:, None]
    evidence = log_sum(weighed, 0)
    posterior = evidence + number_prior(most)
    p_number = np.exp(posterior - log_sum(posterior, 0))
    with np.errstate(invalid="ignore"):
        share = np.nan_to_num(np.exp(weighed - evidence))
    by_number = np.einsum("gk,gkt->kt", share, found.p_break)
    likeliest = likeliest_by_number(log_segment, log_weight, found, prior, shortest)
    tried = {}
    for k, breaks in likeliest.items():
        by_length, constant = log_length_prior(n, k, prior, shortest)
        own = float(log_sum(log_of_segmentation(log_segment, breaks) + log_weight, 0))
        tried[k] = own + constant + by_length[np.diff((0, *breaks))].sum() + number_prior(most)[k]
    best = likeliest[max(tried, key=tried.__getitem__)]
    return Posterior(p_number @ by_number, by_number, p_number, evidence, best)


def credible_sets(by_number: Floats, breaks: tuple[int, ...]) -> Mapping[int, tuple[int, ...]]:
    """Return for each break the smallest set of places that holds 95 % of it, given so many breaks."""
    p_break = by_number[min(len(breaks), len(by_number) - 1)]
    return {t: _credible(p_break, breaks, t) for t in breaks}


def _credible(p_break: Floats, best: tuple[int, ...], t: int) -> tuple[int, ...]:
    """Return the smallest set of places that holds 95 % of a break, among those nearer to it than to the others."""
    place = best.index(t)
    first = (best[place - 1] + t) // 2 + 1 if place else 1
    last = (t + best[place + 1]) // 2 if place + 1 < len(best) else len(p_break) - 1
    own = p_break[first : last + 1]
    order = np.argsort(-own, kind="stable")
    n_kept = int(np.searchsorted(np.cumsum(own[order]), CREDIBLE * own.sum())) + 1
    return tuple(sorted(int(first + x) for x in order[:n_kept]))
