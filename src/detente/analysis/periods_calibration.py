"""The threshold on the log Bayes factor: what worlds without a break, but with memory, reach in one run of ten.

The 90 % quantile (and higher ones, for several series) of `measure_bayes_factors` over seeded Gaussian AR(1) series,
the largest over the coefficients 0 to 0.8. For complete series `tools/calibrate_periods.py` makes a table by number of
times; for a series with gaps the same is simulated on the spot, at its own times, and kept.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np

from detente.analysis.periods_memory import measure_bayes_factors
from detente.analysis.periods_segmentation import Floats
from detente.cache import cached

#: Above this memory nothing was calibrated, and the output warns.
MOST_MEMORY: Final = 0.8
#: AR coefficients of the worlds without a break.
COEFFICIENTS: Final = (0.0, 0.2, 0.35, 0.5, 0.65, 0.8)
QUANTILES: Final = (0.9, 0.95, 0.98, 0.99)
SEED: Final = 19610403
#: A pattern of gaps is simulated up to so many times; beyond, the threshold of a complete series stands in.
LONGEST_PATTERN: Final = 100
#: Fewer values allow no claim.
FEWEST: Final = 8


@dataclass(frozen=True, slots=True)
class Threshold:
    """The threshold on the log Bayes factor [nats], null where none is calibrated.

    ``how``: ``table`` (complete series), ``simulated`` (at the times of this series), or ``nearest`` (the table's,
    though the series is longer than it goes, or too long to simulate its gaps).
    """

    value: float | None
    how: str


def make_world(generator: np.random.Generator, times: Floats, memory: float) -> Floats:
    """Return a Gaussian AR(1) series at times in steps: unit innovation variance, stationary start, no break."""
    values: Floats = generator.standard_normal(len(times)) / np.sqrt(1 - memory**2)
    kept = memory ** np.diff(times)
    for t in range(1, len(times)):
        values[t] = kept[t - 1] * values[t - 1] + np.sqrt(1 - kept[t - 1] ** 2) * values[t]
    return values


def simulate_quantiles(times: Floats, n_runs: int, coefficients: Sequence[float] = COEFFICIENTS) -> list[float]:
    """Return each of `QUANTILES` of the log Bayes factor [nats], the largest over coefficients."""
    found = []
    for memory in coefficients:
        generator = np.random.default_rng((SEED, len(times), round(100 * memory)))
        worlds = [make_world(generator, times, memory) for _ in range(n_runs)]
        found.append(np.quantile(measure_bayes_factors(times, worlds), QUANTILES))
    return [round(float(x), 3) for x in np.max(found, axis=0)]


@cache
def thresholds() -> tuple[tuple[int, ...], Floats]:
    """Return the table of complete series: numbers of times, and log Bayes factors [nats] by number and quantile."""
    table = json.loads((files("detente.analysis") / "periods_thresholds.json").read_text(encoding="utf-8"))
    return tuple(table["n"]), np.array(table["log_bayes_factor"])


def find_threshold(times: Floats, n_series: int = 1) -> Threshold:
    """Return the threshold for a series observed at times in steps; of several series, for each of them.

    With several series each is held to a higher quantile, 1 - 0.1 / n_series (Bonferroni), up to the table's highest.
    The table is interpolated in log n. What is simulated takes some seconds once, and is kept.
    """
    n = len(times)
    if n < FEWEST:
        return Threshold(None, "none")
    lengths, values = thresholds()
    is_complete = bool(np.all(np.diff(times) == 1))
    if is_complete or n > LONGEST_PATTERN:
        by_quantile = [float(np.interp(np.log(n), np.log(lengths), column)) for column in values.T]
        how = "table" if is_complete and n <= lengths[-1] else "nearest"
    else:
        by_quantile = _of_pattern(times)
        how = "simulated"
    wanted = min(1 - 0.1 / max(n_series, 1), QUANTILES[-1])
    return Threshold(float(np.interp(wanted, QUANTILES, by_quantile)), how)


def _of_pattern(times: Floats) -> list[float]:
    n_runs = int(np.clip(12_000 // len(times), 200, 600))
    kept = cached("periods", [times.tobytes()], lambda: json.dumps(simulate_quantiles(times, n_runs)).encode())
    found: list[float] = json.loads(kept)
    return found
