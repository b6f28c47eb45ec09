"""Triangles: how many are balanced, and how many would be if the signs lay by chance.

A triangle is balanced if the product of its signs is positive (Cartwright and Harary 1956, "Structural balance: a
generalization of Heider's theory"). The null deals the signs of the network out anew among its ties: the same ties, the
same number of hostile ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

N_DRAWS: Final = 1000


@dataclass(frozen=True, slots=True)
class Triads:
    """Triangles of a network.

    ``share_balanced`` [0, 1] is null without a triangle. ``null_low``, ``null_mean`` and ``null_high`` are the 2.5 %
    point, the mean and the 97.5 % point of the share when the signs are dealt out anew; ``p`` is the share of draws
    (with the network itself) that are at least as balanced. All four are null without a triangle or with ties of one
    sign only, where every draw is the same.
    """

    n: int
    n_balanced: int
    share_balanced: float | None = None
    null_low: float | None = None
    null_mean: float | None = None
    null_high: float | None = None
    p: float | None = None


def measure_triads(ties: Sequence[tuple[int, int, int]], n_draws: int = N_DRAWS, seed: int = 1) -> Triads:
    """Count balanced triangles, and hold their share against signs dealt out by chance."""
    triangles = _triangles(ties)
    n = len(triangles)
    if not n:
        return Triads(0, 0)
    signs = np.array([sign for _, _, sign in ties], np.int8)
    n_balanced = int((signs[triangles].prod(axis=1) > 0).sum())
    share = n_balanced / n
    if abs(int(signs.sum())) == len(signs) or not n_draws:
        return Triads(n, n_balanced, share)
    dice = np.random.default_rng(seed)
    draws = np.empty(n_draws)
    for draw in range(n_draws):
        dealt = dice.permutation(signs)
        one, two, three = dealt[triangles.T]
        draws[draw] = np.count_nonzero(one * two * three > 0) / n
    low, high = np.quantile(draws, [0.025, 0.975])
    p = (1 + int((draws >= share - 1e-12).sum())) / (1 + n_draws)
    return Triads(n, n_balanced, share, float(low), float(draws.mean()), float(high), p)


def _triangles(ties: Sequence[tuple[int, int, int]]) -> NDArray[np.int64]:
    place = {(i, j): n for n, (i, j, _) in enumerate(ties)}
    later: dict[int, set[int]] = {}
    for i, j, _ in ties:
        later.setdefault(i, set()).add(j)
    found = [
        (n, place[i, k], place[j, k])
        for n, (i, j, _) in enumerate(ties)
        for k in sorted(later[i] & later.get(j, set()))
    ]
    return np.array(found, np.int64).reshape(-1, 3)
