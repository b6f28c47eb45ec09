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


def mean_segments(times: Floats, values: Floats, starts: NDArray[np.intp], memory: float, scales: Floats) -> Floats:
    """Return log evidence of every period with one mean, shape (scales, n + 1, n + 1).

    ``starts[i]`` is the index of the first observation at or after time i of the common axis. A period without an
    observation has evidence 1 (log 0); what is not a period is ``-inf``. Noise starts anew with each period.
    """
    white, design, log_var = whiten(times, values, np.ones((len(values), 1)), memory)
    ones = design[:, 0]
    sums = [np.append(0.0, np.cumsum(row)) for row in (ones * ones, ones * white, white * white, log_var)]
    i = starts[:, None]
    j = starts[None, :]
    first = np.minimum(i, len(values) - 1)
    count = (j - i).astype(float)
    is_filled = count > 0
    size, cross, square, log_det = (row[j] - row[i] for row in sums)
    size = size - ones[first] ** 2 + 1.0
    cross = cross - (ones * white)[first] + values[first]
    square = square - (white * white)[first] + values[first] ** 2
    log_det = log_det - log_var[first]
    size, cross, square, log_det, count = (
        np.where(is_filled, row, 0.0) for row in (size, cross, square, log_det, count)
    )
    found = np.empty((len(scales), *count.shape))
    for g, (scale, width) in enumerate(zip(scales, widths(scales), strict=True)):
        rest = square - cross**2 / (width**-2 + size)
        found[g] = count * np.log(2 * np.pi * scale**2) + log_det + np.log1p(width**2 * size) + rest / scale**2
    found *= -0.5
    places = np.arange(len(starts))
    found[:, places[:, None] >= places[None, :]] = -np.inf
    return found


def log_line(times: Floats, values: Floats, memory: float, scales: Floats, *, slope: bool = True) -> Floats:
    """Return the log evidence of one line (or, without slope, one mean) through the whole series, by scale."""
    spread = times.std() or 1.0
    columns = np.column_stack([np.ones(len(times)), (times - times.mean()) / spread])[:, : 2 if slope else 1]
    white, design, log_var = whiten(times, values, columns, memory)
    width = widths(scales)[:, None, None]
    precision = design.T @ design + np.eye(columns.shape[1]) / width**2
    cross = design.T @ white
    rest = (
        white @ white
        - np.linalg.solve(precision, np.broadcast_to(cross[:, None], (*precision.shape[:2], 1)))[..., 0] @ cross
    )
    fixed = log_var.sum() + np.linalg.slogdet(width**2 * precision)[1]
    found: Floats = -0.5 * (len(values) * np.log(2 * np.pi * scales**2) + fixed + rest / scales**2)
    return found


def line_segments(times: Floats, values: Floats, starts: NDArray[np.intp], memory: float, scales: Floats) -> Floats:
    """Return log evidence of every period with one line, shape (scales, n + 1, n + 1), as `mean_segments` does.

    The line's level is at the middle of the period, and its slope is by the period's own standard deviation of time.
    """
    n = len(starts)
    found = np.full((len(scales), n, n), -np.inf)
    for i in range(n - 1):
        for j in range(i + 1, n):
            part = slice(starts[i], starts[j])
            kept = times[part]
            found[:, i, j] = log_line(kept, values[part], memory, scales, slope=len(kept) > 2) if len(kept) else 0.0
    return found
