"""Krippendorff's alpha for units that were given: any number of coders, values missing, three levels of measurement.

K. Krippendorff. 2011. Computing Krippendorff's Alpha-Reliability. University of Pennsylvania, Annenberg School for
Communication; sections C and D.
"""

from collections.abc import Hashable, Iterable, Sequence
from enum import StrEnum
from typing import Any, Final

import numpy as np

from detente.coding.coefficients import Coefficient, Numbers, beyond_chance, with_interval


class Level(StrEnum):
    """What the difference of two values means."""

    NOMINAL = "nominal"
    """They differ or they do not."""
    ORDINAL = "ordinal"
    """They stand so far apart as there are values between them."""
    INTERVAL = "interval"
    """They are numbers."""


_SEED: Final = 1


def measure_alpha(
    units: Iterable[Iterable[Hashable]], scale: Sequence[Any], level: Level = Level.NOMINAL, seed: int = _SEED
) -> Coefficient:
    """Measure agreement on units.

    Parameters
    ----------
    units
        Of each unit the values that coders gave it; one that a coder did not give is left out, and units with fewer
        than two values say nothing.
    scale
        The values in order; numbers if the level is interval. Others count as missing.

    >>> round(measure_alpha([(1, 1), (2, 2), (1, 2)], [1, 2]).value, 4)
    0.4444
    """
    counts, times = _kinds(units, scale)
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(len(scale))
    coincidences = pairs / np.maximum(counts.sum(axis=1) - 1, 1)[:, None, None]

    def alpha(drawn: Numbers) -> Numbers:
        seen = (drawn @ coincidences.reshape(len(times), -1)).reshape(-1, len(scale), len(scale))
        n_c = seen.sum(axis=-1)
        n = n_c.sum(axis=-1)
        apart = _squared_differences(n_c, scale, level)
        by_chance = (n_c[:, :, None] * n_c[:, None, :] * apart).sum(axis=(-1, -2)) / np.maximum(n - 1, 1)
        return beyond_chance((seen * apart).sum(axis=(-1, -2)), by_chance)

    return with_interval(alpha, times, seed)


def _kinds(units: Iterable[Iterable[Hashable]], scale: Sequence[Any]) -> tuple[Numbers, Numbers]:
    """Return the kinds of units, as how often each value was given, and how often each kind occurs."""
    place = {value: n for n, value in enumerate(scale)}
    rows = [np.bincount([place[v] for v in unit if v in place], minlength=len(scale)) for unit in units]
    rows = [row for row in rows if row.sum() > 1]
    if not rows:
        return np.zeros((0, len(scale))), np.zeros(0)
    kinds, times = np.unique(np.array(rows), axis=0, return_counts=True)
    return kinds.astype(float), times.astype(float)


def _squared_differences(n_c: Numbers, scale: Sequence[Any], level: Level) -> Numbers:
    """Return the squared differences of all pairs of values, draws by values by values."""
    k = len(scale)
    if level is Level.INTERVAL:
        numbers = np.array([float(value) for value in scale])
        return np.broadcast_to(np.subtract.outer(numbers, numbers) ** 2, (len(n_c), k, k))
    if level is Level.NOMINAL:
        return np.broadcast_to(1 - np.eye(k), (len(n_c), k, k))
    middle = np.cumsum(n_c, axis=1) - n_c / 2
    found: Numbers = (middle[:, :, None] - middle[:, None, :]) ** 2
    return found
