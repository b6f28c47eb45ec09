"""Evidence of a period of counts: Poisson with exposure, negative binomial, share of trials.

Each period has its own rate or share with a conjugate prior, so that its evidence has a closed form (Gelman et al.,
Bayesian Data Analysis, chapters 2 and 3).
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, gammaln

from detente.analysis.periods_segmentation import Floats

#: Gamma(shape, rate) prior on a Poisson rate; Beta(1, 1) on a share.
SHAPE: Final = 1.0
RATE: Final = 1.0
#: Sizes of the negative binomial that are summed over, equally likely: the smaller, the more the counts cluster.
SIZES: Final = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 64.0)


def poisson_segments(counts: Floats, exposure: Floats, starts: NDArray[np.intp]) -> Floats:
    """Return log evidence of every period with one rate per exposure, shape (1, n + 1, n + 1).

    >>> round(float(poisson_segments(np.array([3.0]), np.array([1.0]), np.array([0, 1]))[0, 0, 1]), 6) == round(
    ...     float(np.log(0.5**4)), 6
    ... )
    True
    """
    fixed = np.where(counts > 0, counts * np.log(exposure), 0.0) - gammaln(counts + 1)
    total, seen, constant = (_between(row, starts) for row in (counts, exposure, fixed))
    found = constant + gammaln(SHAPE + total) - gammaln(SHAPE)
    found += SHAPE * np.log(RATE) - (SHAPE + total) * np.log(RATE + seen)
    return _periods(found)[None]


def negative_binomial_segments(counts: Floats, exposure: Floats, starts: NDArray[np.intp]) -> Floats:
    """Return log evidence of every period with one rate, shape (sizes, n + 1, n + 1); the share has a Beta(1, 1)."""
    found = []
    for size in SIZES:
        sizes = size * exposure
        fixed = gammaln(counts + sizes) - gammaln(sizes) - gammaln(counts + 1)
        total, seen, constant = (_between(row, starts) for row in (counts, sizes, fixed))
        found.append(_periods(constant + betaln(1 + seen, 1 + total)))
    return np.stack(found)


def share_segments(hits: Floats, trials: Floats, starts: NDArray[np.intp]) -> Floats:
    """Return log evidence of every period with one share of hits, shape (1, n + 1, n + 1): beta-binomial."""
    fixed = gammaln(trials + 1) - gammaln(hits + 1) - gammaln(trials - hits + 1)
    total, misses, constant = (_between(row, starts) for row in (hits, trials - hits, fixed))
    return _periods(constant + betaln(1 + total, 1 + misses))[None]


def stable_rates(counts: Floats, exposure: Floats) -> Floats:
    """Return rates on a scale where noise is even (Anscombe 1948, Biometrika 35, 246-254)."""
    return 2 * np.sqrt((counts + 0.375) / exposure)


def stable_shares(hits: Floats, trials: Floats) -> Floats:
    """Return shares on a scale where noise is even: the arcsine of the root."""
    return np.arcsin(np.sqrt((hits + 0.375) / (trials + 0.75)))


def _between(row: Floats, starts: NDArray[np.intp]) -> Floats:
    sums = np.append(0.0, np.cumsum(row))[starts]
    between: Floats = sums[None, :] - sums[:, None]
    return np.maximum(between, 0.0) if np.all(row >= 0) else between


def _periods(found: Floats) -> Floats:
    places = np.arange(len(found))
    return np.where(places[:, None] < places[None, :], found, -np.inf)
