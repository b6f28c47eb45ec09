"""Cohen's kappa of two coders and Fleiss's of several, over the units that all of them judged."""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np

from detente.coding.coefficients import Coefficient, Numbers, beyond_chance, with_interval


def measure_cohen(pairs: Iterable[tuple[Hashable, Hashable]], scale: Sequence[Any], seed: int = 1) -> Coefficient:
    """Measure the agreement of two coders, each with his own habits.

    J. Cohen. 1960. A Coefficient of Agreement for Nominal Scales. Educational and Psychological Measurement 20(1):
    37-46, equation 1. Pairs with a value that is not in ``scale`` are missing.
    """
    place = {value: n for n, value in enumerate(scale)}
    k = len(scale)
    table = np.zeros((k, k))
    for a, b in pairs:
        if a in place and b in place:
            table[place[a], place[b]] += 1

    def kappa(drawn: Numbers) -> Numbers:
        shares = (drawn / drawn.sum(axis=1, keepdims=True)).reshape(-1, k, k)
        chance = (shares.sum(axis=1) * shares.sum(axis=2)).sum(axis=1)
        return beyond_chance(1 - np.trace(shares, axis1=1, axis2=2), 1 - chance)

    return with_interval(kappa, table.ravel(), seed)


def measure_fleiss(units: Iterable[Sequence[Hashable]], scale: Sequence[Any], seed: int = 1) -> Coefficient:
    """Measure the agreement of several coders who need not be the same from unit to unit.

    J. L. Fleiss. 1971. Measuring Nominal Scale Agreement among Many Raters. Psychological Bulletin 76(5): 378-382,
    equations 3 to 7. Every unit must hold as many values as there are coders, each of ``scale``.
    """
    place = {value: n for n, value in enumerate(scale)}
    rows = [np.bincount([place[value] for value in unit], minlength=len(scale)) for unit in units]
    counts = np.array(rows, dtype=float).reshape(-1, len(scale))
    m = counts[0].sum() if len(counts) else 0
    if (counts.sum(axis=1) != m).any() or m == 1:
        raise ValueError("Fleiss's kappa asks for the same number of values, two or more, of every unit")
    kinds, times = np.unique(counts, axis=0, return_counts=True)
    alike = (kinds * (kinds - 1)).sum(axis=1) / (m * (m - 1)) if m else np.zeros(0)

    def kappa(drawn: Numbers) -> Numbers:
        n = drawn.sum(axis=1)
        chance = ((drawn @ kinds / (n * m)[:, None]) ** 2).sum(axis=1)
        return beyond_chance(1 - drawn @ alike / n, 1 - chance)

    return with_interval(kappa, times.astype(float), seed)
