"""What a state could change: the ties of its own that strain the network, and what it would cost to change camp."""

from dataclasses import dataclass

from detente.analysis.balance_network import BalanceError, SignedNetwork
from detente.analysis.balance_optima import MAX_COUNTED, Solution


@dataclass(frozen=True, slots=True)
class Shifts:
    """Shifts of one state.

    ``cheapest`` are the smallest sets of its own ties, by the other state, whose change of sign leaves the state no
    strained tie in a best partition. Each tie so changed lowers the frustration index by exactly one: a change of a
    sign lowers it by one at most, and the partition shows that it does. An empty set: in some best partition nothing of
    its own is strained. ``cost_of_changing_camp`` is how many more ties [1] would be strained if the state alone stood
    in the other camp of a best partition; 0 means that it stands between the camps. Both are null if the index is not
    known.
    ``is_complete`` says whether all best partitions were seen.
    """

    state: str
    n_ties: int
    cheapest: tuple[tuple[str, ...], ...] | None
    cost_of_changing_camp: int | None
    is_complete: bool

    @property
    def sentence(self) -> str:
        """Say it in plain words, with the ties that it rests on."""
        base = f"{self.n_ties} signed tie{'' if self.n_ties == 1 else 's'} of its own"
        if self.cheapest is None or self.cost_of_changing_camp is None:
            return f"What {self.state} could change is not known ({base})."
        if not self.cheapest[0]:
            first = f"In a best division nothing strains {self.state}'s own ties"
        else:
            sets = "; or ".join(" and ".join(one) for one in self.cheapest)
            first = f"{self.state}'s ties would be at rest if it changed those with {sets}"
        return f"{first}; to change camp would strain {self.cost_of_changing_camp} more ({base})."


def measure_shifts(network: SignedNetwork, solution: Solution, state: str) -> Shifts:
    """Find the cheapest shifts of a state.

    Raises
    ------
    BalanceError
        If the network does not know the state.
    """
    if state not in network.states:
        raise BalanceError(f"no state is named `{state}`", f"there are {', '.join(network.states)}")
    own = network.states.index(state)
    ties = [(j if i == own else i, sign) for i, j, sign in network.ties if own in (i, j)]
    if not solution.is_exact or not ties:
        return Shifts(state, len(ties), None, None, False)
    found: set[tuple[str, ...]] = set()
    cost = len(ties)
    for sides in solution.partitions(MAX_COUNTED):
        strained = [other for other, sign in ties if int(sides[own]) * int(sides[other]) != sign]
        found.add(tuple(network.states[other] for other in sorted(strained)))
        cost = min(cost, len(ties) - 2 * len(strained))
    least = min(map(len, found))
    cheapest = tuple(sorted(one for one in found if len(one) == least))
    return Shifts(state, len(ties), cheapest, cost, solution.is_counted and solution.n_optimal <= MAX_COUNTED)
