"""Series with their times, made fit for the search for breaks: order, gaps, lags, several on one axis."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.analysis.periods_segmentation import Floats

_PART: Final = re.compile(r"(-?\d{1,4})-(?:(H)([12])|(Q)([1-4])|(\d{2}))")
_PARTS: Final = {"H": 2, "Q": 4, "": 12}


class PeriodsError(ValueError):
    """What keeps a series from being analysed: ``message`` is the fact, ``help`` the action or empty."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message, self.help = message, help


@dataclass(frozen=True, slots=True)
class Series:
    """A named series without its missing values, in order of time.

    ``times`` in steps of the axis; ``labels`` as the author wrote them; ``exposure`` is what a count was taken over
    (documents read, months), or the number of trials of a share; 1 where none is given. ``n_missing`` counts the rows
    left out because value or exposure is missing, or exposure is 0.
    """

    name: str
    times: Floats
    labels: tuple[str, ...]
    values: Floats
    exposure: Floats
    n_missing: int


@dataclass(frozen=True, slots=True)
class Axis:
    """All times at which some series is observed: where a break may fall."""

    times: Floats
    labels: tuple[str, ...]

    def starts(self, series: Series) -> NDArray[np.intp]:
        """Return, for each time and the end, the index of the first observation at or after it."""
        return np.append(np.searchsorted(series.times, self.times), len(series.times))


def read_time(label: str) -> float | None:
    """Return a year, or a month, quarter or half-year in such steps, as a number; nothing for other text.

    >>> read_time("1949"), read_time("1949-04"), read_time("1949-Q2"), read_time("1949-H1"), read_time("spring")
    (1949.0, 23391.0, 7797.0, 3898.0, None)
    """
    part = _PART.fullmatch(label.strip())
    if part:
        return int(part[1]) * _PARTS[part[2] or part[4] or ""] + int(part[3] or part[5] or part[6]) - 1.0
    try:
        number = float(label)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _kind(label: str) -> str | None:
    """Return `H` for a half-year, `Q` for a quarter, nothing for a month, None for a year or number."""
    part = _PART.fullmatch(label.strip())
    return part[2] or part[4] or "" if part else None


def build_series(
    name: str,
    labels: Sequence[object],
    values: Sequence[float | None],
    exposure: Sequence[float | None] | None = None,
    lag: float = 0,
) -> Series:
    """Return a series from rows in any order; None and NaN are missing.

    With ``lag`` L the series follows what moved it L steps later, so each value is set L steps back. Raises
    `PeriodsError` if a time cannot be read or stands twice, or if a value is infinite.
    """
    if not len(labels) == len(values) == len(labels if exposure is None else exposure):
        raise PeriodsError(f"`{name}` has {len(labels)} times and {len(values)} values")
    texts = [str(label).strip() for label in labels]
    if len({_kind(text) for text in texts}) > 1:
        raise PeriodsError(
            "times are of several kinds", "write all as years, or all as 1949-04, all as 1949-Q2, or all as 1949-H1"
        )
    rows = []
    for text, value, seen in zip(texts, values, exposure or [1.0] * len(values), strict=True):
        time = read_time(text)
        if time is None:
            raise PeriodsError(
                f"`{text}` is not a time",
                "write a year (1949), a month (1949-04), 1949-Q2, 1949-H1 or a number",
            )
        number = math.nan if value is None else float(value)
        over = math.nan if seen is None else float(seen)
        if math.isinf(number) or math.isinf(over):
            raise PeriodsError(f"`{name}` is infinite at {text}", "leave the cell empty if the value is not known")
        if over < 0:
            raise PeriodsError(f"the exposure of `{name}` at {text} is less than 0")
        rows.append((time, text, number, over))
    rows.sort(key=lambda row: row[0])
    for one, other in pairwise(rows):
        if one[0] == other[0]:
            raise PeriodsError(f"{other[1]} stands twice in `{name}`", "one row a time: add the rows up or drop one")
    kept = [row for row in rows if not math.isnan(row[2]) and row[3] > 0]
    times, numbers, over_all = (np.array([row[c] for row in kept], dtype=float) for c in (0, 2, 3))
    return Series(name, times - lag, tuple(row[1] for row in kept), numbers, over_all, len(rows) - len(kept))


def build_axis(series: Sequence[Series]) -> Axis:
    """Return every time at which some series is observed; its label is that of the first series without a lag."""
    named: dict[float, str] = {}
    for one in series:
        for time, label in zip(one.times, one.labels, strict=True):
            written = read_time(label)
            if written == time:
                named[float(time)] = label
            else:
                named.setdefault(float(time), _label(float(time), label))
    times = sorted(named)
    return Axis(np.array(times), tuple(named[time] for time in times))


def _label(time: float, like: str) -> str:
    kind = _kind(like)
    if kind is None:
        return f"{time:g}"
    year, part = divmod(int(time), _PARTS[kind])
    return f"{year:04d}-{kind}{part + 1}" if kind else f"{year:04d}-{part + 1:02d}"


def in_steps(times: Floats) -> Floats:
    """Return times in their smallest step, from 0: censuses of ten years are one step apart."""
    gaps = np.diff(times)
    step = gaps.min() if len(gaps) else 1.0
    steps: Floats = (times - times[0]) / step if len(times) else times
    return steps


def lags_of(text: str) -> Mapping[str, float]:
    """Return lags by series from ``V=1,W=2``.

    >>> lags_of("trade=1")
    {'trade': 1.0}
    """
    found = {}
    for part in filter(None, text.split(",")):
        name, _, number = part.partition("=")
        steps = read_time(number)
        if steps is None:
            raise PeriodsError(f"`{part}` is not a lag", "write SERIES=STEPS, for instance trade=1")
        found[name.strip()] = steps
    return found
