"""Evidence of a period of a continuous series: a mean or a line, and noise with memory.

Values are in standard deviations of the whole series. Given memory and scale, which all periods share and which are
summed over, a period's mean is normal around the series' mean, with the variance that noise leaves; so its evidence has
a closed form (Gelman et al., Bayesian Data Analysis, section 14.8, for the regression; the noise is a stationary AR(1)
that starts anew with each period). Between observations ``g`` steps apart the noise correlates as ``memory ** g``, so
that gaps need no filling.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.analysis.periods_segmentation import Floats

#: Memory (AR coefficient), as far as the calibration goes, and scale of the noise (standard deviations of the whole
#: series), that are summed over.
MEMORIES: Final = (0.0, 0.2, 0.4, 0.6, 0.8)
SCALES: Final = tuple(float(x) for x in np.geomspace(0.1, 1.6, 9))
#: The prior on memory is proportional to exp(-2 memory), that on scale to its cube: most of the variance is noise.
MEMORY_DECAY: Final = 2.0
SCALE_POWER: Final = 3.0
#: Least prior standard deviation of a period's mean, in scales.
LEAST_WIDTH: Final = 0.5


def world_weights(memories: Sequence[float], scales: Sequence[float]) -> Floats:
    """Return log prior weights of (memory, scale), memories outermost; they sum to 1."""
    weights = np.array([(SCALE_POWER + 1) * np.log(s) - MEMORY_DECAY * m for m in memories for s in scales])
    total: Floats = weights - np.logaddexp.reduce(weights)
    return total


def widths(scales: Floats) -> Floats:
    """Return the prior standard deviation of a period's mean (or slope), in scales: what noise leaves of variance 1.

    >>> widths(np.array([0.6, 1.2])).round(3).tolist()
    [1.333, 0.5]
    """
    left: Floats = np.maximum(np.sqrt(np.maximum(1 - scales**2, 0.0)) / scales, LEAST_WIDTH)
    return left


def whiten(times: Floats, values: Floats, columns: Floats, memory: float) -> tuple[Floats, Floats, Floats]:
    """Return values and design, each freed of what the observation before it tells, and log variances given it.

    Between observations ``g`` steps apart the correlation is ``memory ** g``; the first row is left as it is.
    """
    kept = memory ** np.diff(times) if memory else np.zeros(len(times) - 1)
    variance = 1.0 - kept**2
    spread = np.sqrt(variance)
    white = np.append(values[:1], (values[1:] - kept * values[:-1]) / spread)
    design = np.vstack([columns[:1], (columns[1:] - kept[:, None] * columns[:-1]) / spread[:, None]])
    return white, design, np.append(0.0, np.log(variance))


def measure_periods(
    times: Floats, values: Floats, starts: NDArray[np.intp], memory: float, scales: Floats, *, slope: bool = False
) -> Floats:
    """Return log evidence of every period with one mean, or (``slope``) one line, shape (scales, n + 1, n + 1).

    ``starts[i]`` is the index of the first observation at or after time i of the common axis. A period without an
    observation has evidence 1 (log 0); what is not a period is ``-inf``. Noise starts anew with each period. A line's
    level is at the middle of the period, its slope by the period's own standard deviation of time; fewer than three
    observations have none.
    """
    when = times - times.mean()
    ahead = np.column_stack([np.ones(len(values)), when])
    white, design, log_var = whiten(times, values, ahead, memory)
    i, j = starts[:, None], starts[None, :]
    first = np.minimum(i, len(values) - 1)
    n_seen = np.maximum(j - i, 0).astype(float)

    def total(whitened: Floats, raw: Floats) -> Floats:
        sums = np.append(0.0, np.cumsum(whitened))
        return np.where(n_seen > 0, sums[j] - sums[i] - whitened[first] + raw[first], 0.0)

    one, slant = design.T
    ones = np.ones(len(values))
    size, cross, square = total(one**2, ones), total(one * white, values), total(white**2, values**2)
    log_det = total(log_var, 0 * ones)
    if slope:
        middle, by_spread = _moments(when, i, j, n_seen)
        mixed, steep, along = total(one * slant, when), total(slant**2, when**2), total(slant * white, when * values)
        steep = (steep - 2 * middle * mixed + middle**2 * size) * by_spread**2
        mixed, along = (mixed - middle * size) * by_spread, (along - middle * cross) * by_spread
    found = np.empty((len(scales), *n_seen.shape))
    for g, (scale, width) in enumerate(zip(scales, widths(scales), strict=True)):
        level = width**-2 + size
        if slope:
            other = width**-2 + steep
            det = level * other - mixed**2
            told = (cross**2 * other - 2 * cross * along * mixed + along**2 * level) / det
            fixed = np.log(width**4 * det)
        else:
            told = cross**2 / level
            fixed = np.log(width**2 * level)
        found[g] = n_seen * np.log(2 * np.pi * scale**2) + log_det + fixed + (square - told) / scale**2
    found *= -0.5
    places = np.arange(len(starts))
    found[:, places[:, None] >= places[None, :]] = -np.inf
    return found


def _moments(when: Floats, i: NDArray[np.intp], j: NDArray[np.intp], n_seen: Floats) -> tuple[Floats, Floats]:
    """Return the mean of the times of every period, and one over their standard deviation.

    Both are 0 for fewer than three observations.
    """
    sums, squares = (np.append(0.0, np.cumsum(row)) for row in (when, when**2))
    middle = np.where(n_seen > 2, sums[j] - sums[i], 0.0) / np.maximum(n_seen, 1)
    variance = np.where(n_seen > 2, (squares[j] - squares[i]) / np.maximum(n_seen, 1) - middle**2, np.inf)
    return middle, 1 / np.sqrt(variance)


def measure_whole(times: Floats, values: Floats, memory: float, scales: Floats, *, slope: bool) -> Floats:
    """Return the log evidence of one mean, or one line, through the whole series, by scale."""
    return measure_periods(times, values, np.array([0, len(values)]), memory, scales, slope=slope)[:, 0, 1]
