"""The threshold on the log Bayes factor: what worlds without a break, but with memory, reach in one run of ten.

`tools/calibrate_periods.py` makes the table: for each number of years the 90 % quantile (and higher ones, for several
series) of `measure_bayes_factor` over seeded Gaussian AR(1) series, the largest over the coefficients 0 to 0.8.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np

from detente.analysis.periods_segmentation import Floats

#: Above this memory nothing was calibrated, and the output warns.
MOST_MEMORY: Final = 0.8


def make_world(generator: np.random.Generator, n: int, memory: float) -> Floats:
    """Return a Gaussian AR(1) series: unit innovation variance, stationary start, no break."""
    shocks = generator.standard_normal(n)
    values = np.empty(n)
    values[0] = shocks[0] / np.sqrt(1 - memory**2)
    for t in range(1, n):
        values[t] = memory * values[t - 1] + shocks[t]
    return values


@cache
def thresholds() -> tuple[tuple[int, ...], tuple[float, ...], Floats]:
    """Return the table: lengths, quantiles, and log Bayes factors [nats] by length and quantile."""
    table = json.loads((files("detente.analysis") / "periods_thresholds.json").read_text(encoding="utf-8"))
    return tuple(table["n"]), tuple(table["quantiles"]), np.array(table["log_bayes_factor"])


def threshold(n: int, n_series: int = 1) -> float | None:
    """Return the threshold [nats] for n observations, interpolated in log n; of several series, for each of them.

    With several series each is held to a higher quantile, 1 - 0.1 / n_series (Bonferroni), up to the table's highest.
    Beyond the longest length of the table its value holds; null for fewer observations than the table begins with.
    """
    lengths, quantiles, values = thresholds()
    if n < lengths[0]:
        return None
    by_quantile = [float(np.interp(np.log(n), np.log(lengths), values[:, q])) for q in range(len(quantiles))]
    wanted = min(1 - 0.1 / max(n_series, 1), quantiles[-1])
    return float(np.interp(wanted, quantiles, by_quantile))
