"""Trajectories laid over each other at a break, and whether series of the same memory would shift as much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

N_SURROGATES: Final = 2000
FEWEST: Final = 8
"""Values below which a spectrum says nothing."""
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trajectory:
    """One series round its break.

    ``values`` holds, for each step of the window, the value in the series' unit, null where the series has none.
    ``shift`` is the mean from the break on (step 0 and after) less the mean before; null where either has no value.
    ``p_value`` is the share of phase-randomised series that shift as much in either direction, the real one counted;
    null for the ``reason`` given.
    """

    name: str
    at: int
    values: tuple[float | None, ...]
    n_before: int
    n_after: int
    shift: float | None
    p_value: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BandRow:
    """The trajectories at one step from the break: how many, their mean, and its 95 % t interval.

    The interval is null where fewer than two trajectories have a value, or all have the same.
    """

    step: int
    n: int
    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Alignment:
    """Trajectories, the band over them, and their mean shift with the share of chance worlds that shift as much."""

    steps: tuple[int, ...]
    trajectories: tuple[Trajectory, ...]
    band: tuple[BandRow, ...]
    mean_shift: float | None
    p_value: float | None


def align_series(
    series: Mapping[str, Mapping[int, float | None]],
    at: Mapping[str, int],
    before: int = 5,
    after: int = 5,
    seed: int = 1,
) -> Alignment:
    """Lay series over each other at their breaks.

    Parameters
    ----------
    series
        By name, the value at each time (years or months counted through); None or no key where it is missing.
    at
        The break of each series: the first time of the new period.
    before, after
        Steps of the window before the break, and from it on.

    Raises
    ------
    ValueError
        If a series has no break, a value is not finite, or the window has no step on one side.

    Notes
    -----
    The null is J. Theiler et al. 1992. Testing for nonlinearity in time series: the method of surrogate data. Physica D
    58: 77-94: a series keeps its spectrum, hence its memory, and loses what happened when. It wants a series without
    gaps, and takes it for stationary and Gaussian; a trend from end to end is taken for slow memory, so that it is
    slow to call a shift real. A break that was chosen because the series shifts there makes every p too small.
    """
    if before < 1 or after < 1:
        raise ValueError("a window needs a step before the break and one from it on")
    steps = tuple(range(-before, after))
    rng = np.random.default_rng(seed)
    trajectories, chance = [], []
    for name in sorted(series):
        if name not in at:
            raise ValueError(f"{name} has no break")
        own, drawn = _trajectory(name, series[name], at[name], steps, rng)
        trajectories.append(own)
        chance.append(drawn)
    shifts = [each.shift for each in trajectories if each.shift is not None]
    mean = float(np.mean(shifts)) if shifts else None
    is_whole = bool(chance) and all(drawn is not None for drawn in chance)
    drawn_means = np.mean([drawn for drawn in chance if drawn is not None], axis=0) if is_whole else None
    p_value = None if mean is None or drawn_means is None else _share_as_far(drawn_means, mean)
    return Alignment(steps, tuple(trajectories), _band(steps, trajectories), mean, p_value)


def _trajectory(
    name: str, values: Mapping[int, float | None], at: int, steps: Sequence[int], rng: np.random.Generator
) -> tuple[Trajectory, Values | None]:
    known = {time: float(value) for time, value in sorted(values.items()) if value is not None}
    if not all(np.isfinite(value) for value in known.values()):
        raise ValueError(f"{name} holds a value that is not finite")
    window = tuple(known.get(at + step) for step in steps)
    past = [value for step, value in zip(steps, window, strict=True) if step < 0 and value is not None]
    new = [value for step, value in zip(steps, window, strict=True) if step >= 0 and value is not None]
    shift = float(np.mean(new) - np.mean(past)) if past and new else None
    reason = _why_no_null(known, shift)
    if reason or shift is None:
        return Trajectory(name, at, window, len(past), len(new), shift, None, reason), None
    first = min(known)
    inside = [at + step - first for step in steps if at + step in known]
    n_past = len(past)
    worlds = phase_randomised(np.array([*known.values()]), N_SURROGATES, rng)[:, inside]
    drawn: Values = worlds[:, n_past:].mean(axis=1) - worlds[:, :n_past].mean(axis=1)
    return Trajectory(name, at, window, len(past), len(new), shift, _share_as_far(drawn, shift)), drawn


def _why_no_null(known: Mapping[int, float], shift: float | None) -> str:
    if shift is None:
        return "no value on one side of the break"
    if len(known) < FEWEST:
        return f"{len(known)} values are too few for a spectrum: {FEWEST} are needed"
    if max(known) - min(known) + 1 > len(known):
        return "the series has gaps, and a spectrum needs every step"
    if len(set(known.values())) == 1:
        return "the series is constant"
    return ""


def phase_randomised(series: Values, n: int, rng: np.random.Generator) -> Values:
    """Return ``n`` series of the same mean and spectrum with phases drawn at random, one a row."""
    length = len(series)
    amplitude = np.abs(np.fft.rfft(series - series.mean()))
    phases = rng.uniform(0, 2 * np.pi, (n, len(amplitude)))
    spectrum = amplitude * np.exp(1j * phases)
    spectrum[:, 0] = 0
    if length % 2 == 0:  # the highest frequency of an even length is real
        spectrum[:, -1] = amplitude[-1] * np.where(phases[:, -1] < np.pi, 1, -1)
    worlds: Values = np.fft.irfft(spectrum, length, axis=1) + series.mean()
    return worlds


def _share_as_far(drawn: Values, shift: float) -> float:
    return float((1 + (np.abs(drawn) >= abs(shift) - 1e-12).sum()) / (1 + len(drawn)))


def _band(steps: Sequence[int], trajectories: Sequence[Trajectory]) -> tuple[BandRow, ...]:
    from scipy.stats import t

    rows = []
    for place, step in enumerate(steps):
        found = [value for each in trajectories if (value := each.values[place]) is not None]
        mean = float(np.mean(found)) if found else None
        if mean is None or len(set(found)) < 2:
            rows.append(BandRow(step, len(found), mean, None, None))
            continue
        half = float(t.ppf(0.975, len(found) - 1) * np.std(found, ddof=1) / len(found) ** 0.5)
        rows.append(BandRow(step, len(found), mean, mean - half, mean + half))
    return tuple(rows)
