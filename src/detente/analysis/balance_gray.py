"""All best partitions of a small network, by going through every partition in the order of a Gray code.

The frustration index is the least weight of ties that a division of the states into two camps leaves strained: friendly
across, hostile within (Harary 1959, "On the measurement of structural balance"). Successive words of a Gray code differ
in one bit, so each step moves one state and updates the sums. The last states move by code; all positions of the first
are carried along as one vector.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

MAX_STATES: Final = 24
_N_VECTOR: Final = 12

Weighted = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Optima:
    """Best partitions: a row each, a column a state, 1 and -1 the camps, the first state always in 1.

    ``strained`` is the weight of strained ties [1] in each of them. ``n`` is their number; ``sides`` holds at most the
    asked number of them.
    """

    strained: int
    n: int
    sides: NDArray[np.int8]


def all_optima(n_states: int, ties: Sequence[Weighted], limit: int) -> Optima:
    """Return every best partition of at most `MAX_STATES` states, up to the switch of all camps.

    A tie (i, j, w) is friendly if w > 0, hostile if w < 0; |w| is what it costs to strain it.
    """
    weights = np.zeros((n_states, n_states), np.int64)
    for i, j, weight in ties:
        weights[i, j] += weight
        weights[j, i] += weight
    n_low = min(n_states, _N_VECTOR + 1)
    words = np.arange(1 << (n_low - 1))
    low = np.ones((n_low, words.size), np.int64)
    for bit in range(n_low - 1):
        low[bit + 1] = 1 - 2 * (words >> bit & 1)
    agreement = np.einsum("ik,ik->k", low, weights[:n_low, :n_low] @ low) // 2
    fields = weights[n_low:, :n_low] @ low
    among = weights[n_low:, n_low:]
    high = np.ones(n_states - n_low, np.int64)
    agreement = agreement + fields.sum(axis=0) + int(among.sum()) // 2
    best, n, kept = -(1 << 62), 0, list[NDArray[np.int8]]()
    for step in range(1 << high.size):
        if step:
            bit = (step & -step).bit_length() - 1
            high[bit] = -high[bit]
            agreement += 2 * high[bit] * (fields[bit] + int(among[bit] @ high))
        top = int(agreement.max())
        if top < best:
            continue
        if top > best:
            best, n, kept = top, 0, []
        places = np.flatnonzero(agreement == top)
        if n < limit:
            chosen = low[:, places[: limit - n]].T.astype(np.int8)
            tail = np.tile(high.astype(np.int8), (chosen.shape[0], 1))
            kept.append(np.hstack([chosen, tail]))
        n += places.size
    sides = np.concatenate(kept)
    sides = sides[np.lexsort(-sides.T[::-1])]
    strained = (sum(abs(weight) for _, _, weight in ties) - best) // 2
    return Optima(strained, n, sides)
