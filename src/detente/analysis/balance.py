"""Structural balance of a network of states: how far it is from two camps, and what keeps it from them.

Balance is a hypothesis, not an assumption: the frustration index says how many ties would have to change before
friends' friends were friends everywhere, and the share of balanced triangles is held against signs dealt out by chance.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from detente.analysis.balance_blocks import components
from detente.analysis.balance_network import SignedNetwork
from detente.analysis.balance_optima import MAX_COUNTED, Solution, solve_network
from detente.analysis.balance_triads import N_DRAWS, Triads, measure_triads


@dataclass(frozen=True, slots=True)
class StrainedTie:
    """A tie that some best partition strains; ``share`` [0, 1] is the share of best partitions that do."""

    a: str
    b: str
    sign: int
    share: float


@dataclass(frozen=True, slots=True)
class Balance:
    """Balance of one network.

    ``lower`` and ``upper`` bound the frustration index: the fewest ties [1] that a division into two camps leaves
    friendly across or hostile within. ``frustration`` is the index, null if the bounds do not meet or no tie has a
    sign.
    ``n_optimal`` counts the best partitions up to the global switch of each connected component: exact up to 10,000 if
    ``is_count_exact``, else a lower bound; null if the index is not known. ``camps`` is one best partition, or the best
    that was seen: a state's camp, 1 or -1, where the first state of each component is in 1. ``isolates`` are states
    named without a signed tie. ``strained`` are ties of best partitions (of those that were seen, if the count is a
    lower bound; of ``camps``, if the index is not known). Ties whose sign is not known are in no number; each could add
    at most one to the index.
    """

    slice: str
    network: SignedNetwork
    solution: Solution
    frustration: int | None
    lower: int | None
    upper: int | None
    n_optimal: int | None
    is_count_exact: bool
    component_sizes: tuple[int, ...]
    isolates: tuple[str, ...]
    camps: Mapping[str, int]
    strained: tuple[StrainedTie, ...]
    triads: Triads
    sentence: str

    @property
    def is_exact(self) -> bool:
        """Whether the index is known."""
        return self.frustration is not None

    def partitions(self, limit: int) -> list[dict[str, int]]:
        """Return best partitions, not more than a limit; none if the index is not known."""
        if not self.is_exact:
            return []
        states = self.network.states
        return [
            {state: int(side) for state, side in zip(states, sides, strict=True)}
            for sides in self.solution.partitions(limit)
        ]


def measure_balance(
    network: SignedNetwork,
    *,
    slice: str = "",
    seconds: float = 60.0,
    start: Mapping[str, int] | None = None,
    n_draws: int = N_DRAWS,
    seed: int = 1,
) -> Balance:
    """Measure the balance of a network within a time [s].

    ``start`` is a division to begin with, such as the camps of an earlier year; it changes the time, not the result.

    Examples
    --------
    >>> from detente.analysis.balance_network import build_network
    >>> found = measure_balance(build_network([("A", "B", 1), ("B", "C", 1), ("A", "C", -1)]))
    >>> found.frustration, found.n_optimal
    (1, 3)
    """
    solution = solve_network(network, seconds, start)
    ties = network.ties
    triads = measure_triads(ties, n_draws, seed)
    groups = components((i, j) for i, j, _ in ties)
    tied = {state for group in groups for state in group}
    isolates = tuple(state for n, state in enumerate(network.states) if n not in tied)
    sides = next(solution.partitions(1))
    camps = {state: int(side) for state, side in zip(network.states, sides, strict=True)}
    shares = solution.shares_strained(ties)
    strained = tuple(
        StrainedTie(network.states[i], network.states[j], sign, share)
        for (i, j, sign), share in zip(ties, shares, strict=True)
        if share
    )
    is_known = bool(ties) and solution.is_exact
    n_optimal = min(solution.n_optimal, MAX_COUNTED) if is_known else None
    is_count_exact = is_known and solution.is_counted and solution.n_optimal <= MAX_COUNTED
    return Balance(
        slice=slice,
        network=network,
        solution=solution,
        frustration=solution.upper if is_known else None,
        lower=solution.lower if ties else None,
        upper=solution.upper if ties else None,
        n_optimal=n_optimal,
        is_count_exact=is_count_exact,
        component_sizes=tuple(sorted(map(len, groups), reverse=True)),
        isolates=isolates,
        camps=camps,
        strained=strained,
        triads=triads,
        sentence=_sentence(network, solution, n_optimal, is_count_exact, triads),
    )


def _sentence(
    network: SignedNetwork, solution: Solution, n_optimal: int | None, is_count_exact: bool, triads: Triads
) -> str:
    n_ties = len(network.ties)
    rest = f"; the signs of {network.n_missing} pairs are not known" if network.n_missing else ""
    base = f"{_many(len(network.states), 'state')} and {_many(n_ties, 'signed tie')}"
    if not n_ties:
        return f"No tie has a sign, so balance says nothing ({base}{rest})."
    if n_optimal is None:
        first = (
            f"The time ran out: between {solution.lower} and {solution.upper} of {_many(n_ties, 'tie')} must change"
            " before two camps remain"
        )
    elif not solution.upper:
        first = "The network is balanced: no tie stands between two camps, or one"
    else:
        ways = (
            f"{_many(n_optimal, 'division', 's')} into camps" if is_count_exact else f"{n_optimal:,} divisions or more"
        )
        first = f"{solution.upper} of {_many(n_ties, 'tie')} must change before two camps remain, by {ways}"
    chance = ""
    if triads.share_balanced is not None:
        chance = f"; {triads.n_balanced:,} of {_many(triads.n, 'triangle')} are balanced"
        if triads.null_low is not None and triads.null_high is not None:
            chance += f", by chance {100 * triads.null_low:.0f} to {100 * triads.null_high:.0f} %"
    return f"{first}{chance} ({base}{rest})."


def _many(n: int, noun: str, ending: str = "s") -> str:
    return f"{n:,} {noun}{'' if n == 1 else ending}"
