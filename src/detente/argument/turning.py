"""The smallest loss of evidence that turns a verdict.

A set of clusters *turns* the verdict when without it another rival is level with the leader or ahead, all weights at
their middles. It *shakes* the verdict when without it the leader's total at its low end no longer exceeds every other's
at its high end: then there is some way to read the words in which another is level.

Where weights only add, a smallest set is found rival by rival by taking the clusters that tell most for the leader
first; no smaller set can take away more. Where evidence is given other evidence, whose loss changes or takes away what
hangs on it, `conditions` solves an integer programme. Every smallest set is counted, up to a limit.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from detente.argument.ledger import Ledger
from detente.argument.likelihood import Weights
from detente.argument.words import Interval

LEVEL: Final = 1e-6
"""Totals that differ by no more [dB] are level."""
MOST_SETS: Final = 2000
"""Ties beyond this number are not counted one by one."""

Clusters = frozenset[int]
Lead = Callable[[Interval, Interval], float]
"""How far a leader is ahead of a rival [dB], by their totals."""


def by_middles(leader: Interval, rival: Interval) -> float:
    """Return the lead at the middles."""
    return leader.middle - rival.middle


def at_worst(leader: Interval, rival: Interval) -> float:
    """Return the lead when everything uncertain goes against the leader."""
    return leader.low - rival.high


@dataclass(frozen=True, slots=True)
class Turning:
    """The smallest sets of clusters whose loss turns a verdict.

    ``size`` is None where no loss does, and ``reason`` says why. ``sets`` are all of them if ``is_complete``, else
    those that were found. Where the search was cut short, ``is_exact`` is false and the size lies in ``bounds``.
    """

    size: int | None
    sets: tuple[Clusters, ...] = ()
    reason: str = ""
    is_complete: bool = True
    is_exact: bool = True
    bounds: tuple[int, int] | None = None


def leader_of(totals: Weights) -> int | None:
    """Return the rival whose total at the middles exceeds every other's, or None where the first are level."""
    if not totals:
        return None
    middles = [total.middle for total in totals]
    best = max(range(len(middles)), key=middles.__getitem__)
    is_alone = all(middles[best] - middle > LEVEL for n, middle in enumerate(middles) if n != best)
    return best if is_alone and len(middles) > 1 else None


def is_ahead(totals: Weights, leader: int, lead: Lead) -> bool:
    """Whether the leader is ahead of every other."""
    return all(lead(totals[leader], total) > LEVEL for n, total in enumerate(totals) if n != leader)


def find_turning(ledger: Ledger, leader: int | None, lead: Lead) -> Turning:
    """Return the smallest sets of clusters without which the leader is not ahead any more."""
    name = ledger.group.rivals[leader].label or ledger.group.rivals[leader].id if leader is not None else ""
    if leader is None:
        return Turning(None, reason="no rival leads, so there is no verdict to turn")
    if not is_ahead(ledger.totals, leader, lead):
        return Turning(None, reason=f"the ranges overlap already: “{name}” is not ahead in every reading of the words")
    if has_conditions(ledger):
        from detente.argument.conditions import solve_turning

        found = solve_turning(ledger, leader, lead)
    else:
        found = _sorted_turning(ledger, leader, lead)
    if found.size is None and not found.reason:
        return Turning(None, reason=f"“{name}” leads by what was thought beforehand; no loss of evidence turns that")
    return found


def has_conditions(ledger: Ledger) -> bool:
    """Whether the loss of one cluster can change what another weighs."""
    return any(
        ledger.cluster_of[n] != ledger.cluster_of[other] for n, others in ledger.dependents.items() for other in others
    )


def _sorted_turning(ledger: Ledger, leader: int, lead: Lead) -> Turning:
    pulls = {
        rival: [lead(weights[leader], weights[rival]) for weights, _ in ledger.cluster_weights]
        for rival in range(len(ledger.group.rivals))
        if rival != leader
    }
    ahead = {rival: lead(ledger.totals[leader], ledger.totals[rival]) for rival in pulls}
    sizes = {rival: _fewest(ahead[rival], pulls[rival]) for rival in pulls}
    size = min((n for n in sizes.values() if n is not None), default=None)
    if size is None:
        return Turning(None)
    found: dict[Clusters, None] = {}
    for rival, its_size in sizes.items():
        if its_size == size:
            for chosen in _all_of_size(ahead[rival], pulls[rival], size):
                found[chosen] = None
                if len(found) > MOST_SETS:
                    return Turning(size, (*found,)[:MOST_SETS], is_complete=False)
    return Turning(size, (*found,))


def _fewest(ahead: float, pulls: Sequence[float]) -> int | None:
    """Return how many of the strongest pulls use up a lead, or None if all that are positive do not."""
    for n, pull in enumerate(sorted(pulls, reverse=True), 1):
        ahead -= pull
        if pull <= 0:
            return None
        if ahead <= LEVEL:
            return n
    return None


def _all_of_size(ahead: float, pulls: Sequence[float], size: int) -> Iterator[Clusters]:
    """Yield every set of a size that uses up a lead; a branch is entered only if its best ending does."""
    order = sorted(range(len(pulls)), key=lambda k: -pulls[k])
    ranked = [pulls[k] for k in order]
    sums = [0.0]
    for pull in ranked:
        sums.append(sums[-1] + pull)
    stack: list[tuple[int, float, tuple[int, ...]]] = [(0, ahead, ())]
    while stack:
        start, left, chosen = stack.pop()
        missing = size - len(chosen)
        if not missing:
            yield frozenset(chosen)
            continue
        branches: list[tuple[int, float, tuple[int, ...]]] = []
        for n in range(start, len(order) - missing + 1):
            if left - (sums[n + missing] - sums[n]) > LEVEL:
                break
            branches.append((n + 1, left - ranked[n], (*chosen, order[n])))
        stack.extend(reversed(branches))
