"""How alike two states vote or are rated: agreement, S, pi, kappa and tau-b beside each other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]

N_DRAWS: Final = 2000
MOST_UNDEFINED: Final = 0.05
"""Share of bootstrap draws that may leave a measure undefined; beyond it the interval is null."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A coefficient and its 95 % bootstrap interval [at most 1].

    ``value`` is null where it is not defined, ``low`` and ``high`` where the votes cannot tell how sure it is; then
    ``reason`` says why.
    """

    value: float | None
    low: float | None
    high: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Similarity:
    """The likeness of two columns of votes at one time.

    ``n`` is the number of votes that both cast; ``n_missing`` those in which either did not. ``measures`` holds, under
    its name, each coefficient of `MEASURES`.
    """

    time: str
    n: int
    n_missing: int
    measures: Mapping[str, Measure]


def measure_similarity(
    a: Sequence[str], b: Sequence[str], categories: Sequence[str], time: str = "", seed: int = 1
) -> Similarity:
    """Compare two columns of votes or ratings.

    Parameters
    ----------
    a, b
        One value an item, in the same order. A value outside ``categories`` is missing.
    categories
        The ordered scale, for instance yes, abstain, no. It is fixed beforehand: S depends on the scale's length, not
        on the values that happen to occur.
    seed
        Of the bootstrap over items, which are drawn with replacement, as if votes were independent of each other.

    Raises
    ------
    ValueError
        If the columns differ in length, or the scale has fewer than two categories or one twice.

    Notes
    -----
    All of it follows from the table of a's votes by b's, so neither the order of items nor their names matter, and the
    bootstrap draws tables.
    """
    if len(a) != len(b):
        raise ValueError(f"{len(a)} values stand against {len(b)}")
    if len(categories) < 2 or len(set(categories)) < len(categories):
        raise ValueError("a scale needs two categories or more, each once")
    place = {word: n for n, word in enumerate(categories)}
    k = len(categories)
    table = np.zeros((k, k))
    for x, y in zip(a, b, strict=True):
        if x in place and y in place:
            table[place[x], place[y]] += 1
    n = int(table.sum())
    if not n:
        none = Measure(None, None, None, "no item in which both voted")
        return Similarity(time, 0, len(a), dict.fromkeys(MEASURES, none))
    draws = np.random.default_rng(seed).multinomial(n, table.ravel() / n, N_DRAWS).reshape(-1, k, k).astype(float)
    return Similarity(time, n, len(a) - n, {name: _measure(of, table, draws) for name, of in MEASURES.items()})


def _measure(of: Callable[[Table], Table], table: Table, draws: Table) -> Measure:
    value = float(of(table[None])[0])
    if np.isnan(value):
        return Measure(None, None, None, _why_undefined(table))
    if (table > 0).sum() == 1:
        return Measure(value, None, None, "every item was voted on alike, so drawing again shows no variation")
    drawn = of(draws)
    is_defined = ~np.isnan(drawn)
    if (~is_defined).mean() > MOST_UNDEFINED:
        return Measure(value, None, None, "too few items vary for an interval")
    low, high = (float(end) for end in np.quantile(drawn[is_defined], (0.025, 0.975)))
    if low == high:
        return Measure(value, None, None, "the two never differ, so drawing again shows no variation")
    return Measure(value, low, high)


def _why_undefined(table: Table) -> str:
    rows, columns = (table.sum(axis=1) > 0).sum(), (table.sum(axis=0) > 0).sum()
    who = "both vote" if rows == columns == 1 else "the first votes" if rows == 1 else "the second votes"
    return f"{who} one way throughout, so agreement beyond chance is not defined"


def _agreement(t: Table) -> Table:
    return _expected(t, t, "none")


def _expected(t: Table, joint: Table, weights: str) -> Table:
    """Weighted sum over a table of shares."""
    found: Table = (joint * _weights(t.shape[-1], weights)).sum(axis=(-1, -2)) / joint.sum(axis=(-1, -2))
    return found


def _weights(k: int, kind: str) -> Table:
    gap = np.abs(np.subtract.outer(np.arange(k), np.arange(k))) / (k - 1)
    return np.asarray(gap == 0 if kind == "none" else 1 - gap if kind == "linear" else 1 - gap**2, dtype=float)


def _s(weights: str) -> Callable[[Table], Table]:
    """S of Signorino and Ritter: 1 - 2 d / d_max, and 1 - d / d_max is the weighted agreement."""
    return lambda t: 2 * _expected(t, t, weights) - 1


def _beyond_chance(chance: Callable[[Table], Table], weights: str) -> Callable[[Table], Table]:
    def of(t: Table) -> Table:
        seen, by_chance = _expected(t, t, weights), _expected(t, chance(t), weights)
        # Where either side never varies there is nothing that it could have agreed on beyond chance.
        varies = ((t.sum(axis=-1) > 0).sum(axis=-1) > 1) & ((t.sum(axis=-2) > 0).sum(axis=-1) > 1)
        left = np.where(varies & (by_chance < 1), 1 - by_chance, np.nan)
        found: Table = (seen - by_chance) / left
        return found

    return of


def _of_own_margins(t: Table) -> Table:
    """Cohen's chance: each votes by its own shares."""
    found: Table = t.sum(axis=-1)[..., :, None] * t.sum(axis=-2)[..., None, :]
    return found


def _of_common_margins(t: Table) -> Table:
    """Scott's chance: both vote by the shares of the two together."""
    common = t.sum(axis=-1) + t.sum(axis=-2)
    found: Table = common[..., :, None] * common[..., None, :]
    return found


def _tau_b(t: Table) -> Table:
    """Kendall's tau-b: concordant less discordant pairs, over pairs untied on each side."""
    n = t.sum(axis=(-1, -2))
    concordant, discordant = np.zeros_like(n), np.zeros_like(n)
    k = t.shape[-1]
    for i in range(k):
        for j in range(k):
            concordant += t[..., i, j] * t[..., i + 1 :, j + 1 :].sum(axis=(-1, -2))
            discordant += t[..., i, j] * t[..., i + 1 :, :j].sum(axis=(-1, -2))
    untied = [(n**2 - (t.sum(axis=axis) ** 2).sum(axis=-1)) / 2 for axis in (-1, -2)]
    product = untied[0] * untied[1]
    found: Table = (concordant - discordant) / np.sqrt(np.where(product > 0, product, np.nan))
    return found


MEASURES: Final[Mapping[str, Callable[[Table], Table]]] = {
    "agreement": _agreement,
    "s_absolute": _s("linear"),
    "s_squared": _s("squared"),
    "pi": _beyond_chance(_of_common_margins, "none"),
    "kappa": _beyond_chance(_of_own_margins, "none"),
    "tau_b": _tau_b,
    "pi_linear": _beyond_chance(_of_common_margins, "linear"),
    "pi_squared": _beyond_chance(_of_common_margins, "squared"),
    "kappa_linear": _beyond_chance(_of_own_margins, "linear"),
    "kappa_squared": _beyond_chance(_of_own_margins, "squared"),
}
"""The coefficients. S: C. S. Signorino and J. M. Ritter. 1999. Tau-b or Not Tau-b. International Studies Quarterly
43(1): 115-144. Chance-corrected, and why S misleads where votes are skewed: F. M. Häge. 2011. Choice or Circumstance?
Political Analysis 19(3): 287-305. pi: W. A. Scott. 1955. Public Opinion Quarterly 19(3): 321-325. kappa: J. Cohen.
1960. Educational and Psychological Measurement 20(1): 37-46; weighted, 1968. Psychological Bulletin 70(4): 213-220.
tau-b: M. G. Kendall. 1945. Biometrika 33(3): 239-251."""
