"""The two ranges of a posterior: what it may be at the worst, and where it lies in nearly all of the ways.

The outer range is exact: a rival is least probable when its own total lies at its low end and every other's at its high
one. The inner range is the central 95 % of draws in which every weight lies anywhere in its interval, uniformly and by
itself. It is narrower because so many judgements do not all err in one direction, if they err independently; since they
may not, words follow the outer range.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from detente.argument.likelihood import Weights, total
from detente.argument.words import Interval

DRAWS: Final = 4000
SEED: Final = 1961
SHARE: Final = 0.95
_OVERFLOW: Final = 3000.0


def outer_ranges(totals: Weights) -> tuple[Interval, ...]:
    """Return the least and the greatest probability of each rival: low_i / (low_i + sum of high_j), and the converse.

    ``totals`` [dB] are priors and weights.

    >>> outer_ranges((Interval(0, 0), Interval(-10, 0)))[0]
    Interval(low=0.5, high=0.909090...)
    """
    ranges: list[Interval] = []
    for n, own in enumerate(totals):
        others = (*totals[:n], *totals[n + 1 :])
        low = _share(own.low, [other.high for other in others])
        ranges.append(Interval(low, _share(own.high, [other.low for other in others])))
    return tuple(ranges)


def _share(own: float, others: Sequence[float]) -> float:
    return 1 / (1 + sum(float(10 ** (min(other - own, _OVERFLOW) / 10)) for other in others))


def inner_ranges(priors: Weights, weights: Sequence[Weights], n_draws: int = DRAWS) -> tuple[Interval, ...]:
    """Return the central 95 % of each rival's probability over independent uniform draws; the seed is fixed.

    ``weights`` [dB] are those of independent evidence, one tuple a piece.
    """
    if not priors:
        return ()
    rng = np.random.default_rng(SEED)
    totals = np.zeros((n_draws, len(priors)))
    for row in (priors, *weights):
        ends = np.array(row)
        totals += ends[:, 0]
        if np.any(width := ends[:, 1] - ends[:, 0]):
            totals += rng.random(totals.shape) * width
    totals -= totals.max(axis=1, keepdims=True)
    odds = np.power(10.0, totals / 10)
    shares = odds / odds.sum(axis=1, keepdims=True)
    tail = (1 - SHARE) / 2
    low, high = np.quantile(shares, (tail, 1 - tail), axis=0)
    outer = outer_ranges(total((priors, *weights)))
    return tuple(
        Interval(min(max(float(a), bound.low), bound.high), max(min(float(b), bound.high), bound.low))
        for a, b, bound in zip(low, high, outer, strict=True)
    )
