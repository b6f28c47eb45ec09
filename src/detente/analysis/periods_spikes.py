"""Spikes: single values far from those around them, which are no period and must not pass for one."""

from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from detente.analysis.periods_segmentation import Floats

#: A value counts as at most so many times the 90 % quantile of all departures away from the median around it: about
#: four standard deviations of Gaussian noise, and untouched by wild values while they are fewer than one in ten.
FARTHEST: Final = 2.5
QUANTILE: Final = 0.9


def pull_spikes(values: Floats, reach: int) -> Floats:
    """Return values with each spike pulled in to the edge; ``reach`` is the length of the shortest period.

    A value is held against the median of itself and the ``reach`` values on either side, which follows a step but not
    what lasts less than a period (Hampel 1974, Journal of the American Statistical Association 69, 383-393).

    >>> pull_spikes(np.array([0.0, 1, 0, 1, 0, 1, 50, 0, 1, 0, 1, 0, 1]), 2).round(1)[6] < 50
    np.True_
    """
    around = sliding_window_view(np.pad(values, reach, mode="reflect"), 2 * reach + 1)
    middle: Floats = np.median(around, axis=1)
    limit = FARTHEST * np.quantile(np.abs(values - middle), QUANTILE)
    return np.clip(values, middle - limit, middle + limit) if limit > 0 else values


def find_spikes(values: Floats, reach: int) -> list[int]:
    """Return the places of the values that `pull_spikes` changes."""
    return np.flatnonzero(pull_spikes(values, reach) != values).tolist()
