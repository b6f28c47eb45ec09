"""What every coefficient of agreement says of itself: its value, its interval, or why it has none."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

N_DRAWS: Final = 2000
_AT_ONCE: Final = 2_000_000
"""Numbers drawn at a time, so that many texts take time and not memory."""
MOST_UNDEFINED: Final = 0.05
"""Share of draws that may leave a coefficient undefined; beyond it the interval is null."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """Agreement beyond chance [at most 1], and its 95 % bootstrap interval.

    ``value`` is null where it is not defined, ``low`` and ``high`` where the cases cannot tell how sure it is;
    ``reason`` says why.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return its keys."""
        return {"value": self.value, "low": self.low, "high": self.high, "reason": self.reason}


ONE_VALUE: Final = "one value throughout, so agreement beyond chance is not defined"


def with_interval(of: Callable[[Numbers], Numbers], times: Numbers, seed: int) -> Coefficient:
    """Return a coefficient and its interval over cases drawn with replacement.

    Parameters
    ----------
    of
        The coefficient, given how often each kind of case occurs: an array of draws by kinds to one of draws, NaN where
        it is not defined.
    times
        How often each kind of case was seen.
    """
    n = int(times.sum())
    if not n:
        return Coefficient(None, reason="nothing that two coders judged")
    value = float(of(times[None])[0])
    if np.isnan(value):
        return Coefficient(None, reason=ONE_VALUE)
    draw = np.random.default_rng(seed)
    size = max(1, min(N_DRAWS, _AT_ONCE // len(times)))
    sizes = [min(size, N_DRAWS - done) for done in range(0, N_DRAWS, size)]
    drawn = np.concatenate([of(draw.multinomial(n, times / n, each).astype(float)) for each in sizes])
    is_defined = ~np.isnan(drawn)
    if n < 2 or (~is_defined).mean() > MOST_UNDEFINED:
        return Coefficient(value, reason="too few cases vary for an interval")
    low, high = (float(end) for end in np.quantile(drawn[is_defined], (0.025, 0.975)))
    if low == high:
        return Coefficient(value, reason="every draw gives the same, so drawing again shows no variation")
    return Coefficient(value, low, high)


def beyond_chance(seen: Numbers, by_chance: Numbers) -> Numbers:
    """Return 1 - D_o / D_e; NaN where chance would not disagree either, since nothing varies."""
    possible = by_chance > 1e-12
    found: Numbers = np.where(possible, 1 - seen / np.where(possible, by_chance, 1), np.nan)
    return found
