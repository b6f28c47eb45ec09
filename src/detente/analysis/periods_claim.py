"""What one series allows to be claimed by itself, held against the threshold at its own times."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.analysis import periods_counts as counts
from detente.analysis import periods_gaussian as gaussian
from detente.analysis import periods_memory as memory
from detente.analysis.periods_calibration import MOST_MEMORY, Threshold, find_threshold
from detente.analysis.periods_segmentation import Segmentations, sum_segmentations
from detente.analysis.periods_series import Series, in_steps
from detente.analysis.periods_spikes import find_spikes

#: Counts and shares are held against memory on a scale where their noise is even.
STABLE: Final = {"poisson": counts.stable_rates, "negbin": counts.stable_rates, "betabin": counts.stable_shares}


@dataclass(frozen=True, slots=True)
class Own:
    """What one series allows by itself; without a claim where its values, made even, are constant."""

    limit: Threshold
    claim: memory.Claim | None = None
    worlds: memory.Worlds | None = None
    sums: Segmentations | None = None
    spikes: tuple[str, ...] = ()
    kept: float = 0.0


def assess_series(series: Series, model: str, n_series: int, limit: Threshold | None = None) -> Own:
    """Return what a series allows by itself, as one of ``n_series``; held against ``limit`` where one is given."""
    even = STABLE[model](series.values, series.exposure) if model in STABLE else series.values
    times, n = in_steps(series.times), len(even)
    limit = limit or find_threshold(times, n_series)
    if memory.is_constant(even):
        return Own(limit)
    scored, shortest = memory.standardize(even), memory.shortest_period(n)
    worlds = memory.build_worlds(times, scored, np.arange(n + 1), gaussian.MEMORIES)
    none, trend = (memory.log_none(times, scored, gaussian.MEMORIES, slope=slope) for slope in (False, True))
    sums = sum_segmentations(worlds.log_segment, memory.most_breaks(n), shortest=shortest)
    by_number = memory.evidence_by_number(worlds, sums, none)
    claim = memory.detect_claims(scored, worlds, sums, by_number, trend, np.inf if limit.value is None else limit.value)
    spikes = tuple(series.labels[i] for i in find_spikes(even, shortest))
    return Own(limit, claim, worlds, sums, spikes, memory.measure_memory(times, scored, claim.breaks))


def warn_of(series: Series, own: Own) -> list[str]:
    """Return what a reader of claims about the series must know."""
    name, found = f"`{series.name}`", []
    if own.limit.value is None:
        found.append(f"{name} has too few values for the calibration: no break is claimed")
    if own.limit.how == "nearest":
        found.append(f"{name} is longer than what was simulated: its threshold is that of the nearest complete series")
    if own.kept > MOST_MEMORY:
        found.append(f"{name} has memory {own.kept:.2f}; above {MOST_MEMORY} nothing is calibrated")
    if own.spikes:
        times = ", ".join(own.spikes[:8]) + (" .." if len(own.spikes) > 8 else "")
        found.append(f"{name} stands out in {times}; what lasts less than a period counts in part only")
    if series.n_missing:
        found.append(f"{name} lacks {series.n_missing} values, which are not filled")
    return found
