"""The smallest turning sets where some evidence is assessed given other evidence: an integer programme.

One variable says of each cluster whether it is lost. A cluster that hangs on pieces of other clusters has a state for
each combination of their presence; it is in exactly one state or lost, and a state can hold only if those pieces are as
it says. What a piece's presence is follows from the state of its own cluster. Then the lead over one rival is linear in
states and losses, and the fewest losses that use it up are sought; ties by forbidding each set that was found.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

import highspy

from detente.argument.ledger import Gone, Ledger
from detente.argument.likelihood import Variant, Weights
from detente.argument.turning import LEVEL, MOST_SETS, Clusters, Lead, Turning, is_ahead
from detente.cache import cached

MOST_PARENTS: Final = 10
"""A cluster that hangs on more pieces than that of other clusters is not enumerated."""
SECONDS: Final = 8.0
WORK_FOR_TIES: Final = 50_000
NODES_FOR_A_TIE: Final = 5_000
"""Clusters times ties that are looked for: bounded by work and not by the clock, so that whoever compiles the same
study counts the same. Of few clusters all ties are found, up to `MOST_SETS`; of two thousand, 25."""
_TOLERANCE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class _State:
    """What a cluster weighs, and which of its pieces count, when the pieces it hangs on are there or not."""

    parents: tuple[bool, ...]
    weights: Weights
    there: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A cluster, the pieces of other clusters that it hangs on, and its states."""

    parents: tuple[int, ...]
    states: tuple[_State, ...]


def solve_turning(ledger: Ledger, leader: int, lead: Lead) -> Turning:
    """Return the smallest sets of clusters without which the leader is not ahead, or bounds on their size."""
    units = [_unit(ledger, k) for k in range(len(ledger.clusters))]
    rivals = [n for n in range(len(ledger.group.rivals)) if n != leader]
    if any(unit is None for unit in units):
        reason = f"some evidence hangs on more than {MOST_PARENTS} other pieces: no smallest set was sought"
        return Turning(None, reason=reason, is_complete=False, is_exact=False)
    known = [unit for unit in units if unit is not None]
    made_of = repr((leader, lead.__name__, ledger.priors, ledger.totals, ledger.clusters, known))
    try:
        kept = json.loads(cached("turning", [made_of], lambda: _proven(_solved(ledger, leader, lead, known, rivals))))
    except _UnprovenError as error:
        return error.turning
    return Turning(kept["size"], tuple(frozenset(chosen) for chosen in kept["sets"]), "", kept["is_complete"])


class _UnprovenError(Exception):
    """A search that the clock cut short: shown, but not kept, since another machine may go further."""

    def __init__(self, turning: Turning) -> None:
        super().__init__("unproven")
        self.turning = turning


def _proven(turning: Turning) -> bytes:
    if not turning.is_exact:
        raise _UnprovenError(turning)
    sets = [sorted(chosen) for chosen in turning.sets]
    return json.dumps({"size": turning.size, "sets": sets, "is_complete": turning.is_complete}).encode()


def _solved(ledger: Ledger, leader: int, lead: Lead, known: Sequence[_Unit], rivals: Sequence[int]) -> Turning:
    deadline = time.monotonic() + SECONDS
    programmes = [_Programme(ledger, known, leader, rival, lead) for rival in rivals]
    size: int | None = None
    low, is_exact = len(known), True
    for programme in programmes:
        found = programme.fewest(deadline)
        is_exact &= found.is_proven
        if found.bound is not None:
            low = min(low, found.bound)
        if found.size is not None and (size is None or found.size < size):
            size = found.size
    if size is None:
        if is_exact:
            return Turning(None)
        reason = "no turning set was found in the time allowed"
        return Turning(None, reason=reason, is_complete=False, is_exact=False, bounds=(low, len(known)))
    sets: dict[Clusters, None] = {}
    is_complete = is_exact
    for programme in programmes:
        for chosen in programme.all_of_size(size, min(MOST_SETS, WORK_FOR_TIES // len(known))):
            gone = Gone(items=frozenset(n for k in chosen for n in ledger.clusters[k]))
            if not is_ahead(ledger.weigh(gone).totals, leader, lead):
                sets[chosen] = None
        is_complete &= programme.is_exhausted
    return Turning(size, (*sets,), "", is_complete, is_exact, None if is_exact else (low, size))


def _unit(ledger: Ledger, k: int) -> _Unit | None:
    own = ledger.clusters[k]
    parents = sorted(
        {
            number
            for n in own
            for variant in ledger.items[n].variants
            for key in variant.given
            if (number := ledger.number.get(key)) is not None and ledger.cluster_of[number] != k
        }
    )
    if len(parents) > MOST_PARENTS:
        return None
    presences = product((True, False), repeat=len(parents))
    return _Unit(tuple(parents), tuple(_state(ledger, own, parents, there) for there in presences))


def _state(ledger: Ledger, own: Sequence[int], parents: Sequence[int], there: tuple[bool, ...]) -> _State:
    stand_in = Variant(frozenset(), ())
    active: dict[int, Variant | None] = {
        number: stand_in if is_there else None for number, is_there in zip(parents, there, strict=True)
    }
    rank = {n: place for place, n in enumerate(ledger.order)} if len(own) > 1 else {own[0]: 0}
    for n in sorted(own, key=rank.__getitem__):
        active[n] = ledger.active(n, active, Gone())
    weights, _ = ledger.weigh_cluster(own, active, Gone())
    return _State(there, weights, frozenset(n for n in own if active[n] is not None))


@dataclass(frozen=True, slots=True)
class _Found:
    size: int | None
    bound: int | None
    is_proven: bool


class _Programme:
    """The integer programme of one rival against the leader."""

    def __init__(self, ledger: Ledger, units: Sequence[_Unit], leader: int, rival: int, lead: Lead) -> None:
        self.is_exhausted = False
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        solver = self._solver
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("mip_feasibility_tolerance", _TOLERANCE)
        solver.setOptionValue("primal_feasibility_tolerance", _TOLERANCE)
        solver.setOptionValue("mip_abs_gap", 0.5)
        self._lost = [solver.addBinary() for _ in units]
        states = [[solver.addBinary() for _ in unit.states] if len(unit.states) > 1 else None for unit in units]
        presence: dict[int, Any] = {}
        for k, unit in enumerate(units):
            own = states[k]
            if own is not None:
                solver.addConstr(_total(own) + self._lost[k] == 1)
            for n in ledger.clusters[k]:
                if own is None:
                    presence[n] = 1 - self._lost[k] if n in unit.states[0].there else 0
                else:
                    held = [variable for variable, state in zip(own, unit.states, strict=True) if n in state.there]
                    presence[n] = _total(held) if held else 0
        for k, unit in enumerate(units):
            for place, parent in enumerate(unit.parents):
                own = states[k] or []
                yes = [v for v, state in zip(own, unit.states, strict=True) if state.parents[place]]
                no = [v for v, state in zip(own, unit.states, strict=True) if not state.parents[place]]
                solver.addConstr(_total(yes) - presence[parent] <= 0)
                solver.addConstr(_total(no) + presence[parent] <= 1)
        prior = lead(ledger.priors[leader], ledger.priors[rival])
        left: Any = 0
        constant = prior
        for k, unit in enumerate(units):
            own = states[k]
            pulls = [lead(state.weights[leader], state.weights[rival]) for state in unit.states]
            if own is None:
                constant += pulls[0]
                left = left - pulls[0] * self._lost[k]
            else:
                for variable, pull in zip(own, pulls, strict=True):
                    left = left + pull * variable
        solver.addConstr(left <= LEVEL - constant)
        self._objective = _total(self._lost)

    def fewest(self, deadline: float) -> _Found:
        """Return the least number of losses."""
        self._solve(deadline)
        status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            self.is_exhausted = True
            return _Found(None, None, True)
        info = self._solver.getInfo()
        if status == highspy.HighsModelStatus.kOptimal:
            size = round(info.objective_function_value)
            return _Found(size, size, True)
        has_any = info.primal_solution_status == 2
        bound = max(0, int(info.mip_dual_bound + 0.999)) if abs(info.mip_dual_bound) < 1e9 else 0
        return _Found(round(info.objective_function_value) if has_any else None, bound, False)

    def all_of_size(self, size: int, most: int) -> list[Clusters]:
        """Return the sets of a size that use up the lead over this rival; ``is_exhausted`` says if these are all."""
        found: list[Clusters] = []
        if self.is_exhausted:
            return found
        self._solver.addConstr(self._objective <= size)
        self._solver.setOptionValue("time_limit", float("inf"))
        self._solver.setOptionValue("mip_max_nodes", NODES_FOR_A_TIE)
        while len(found) < most:
            self._solver.minimize(self._objective)
            status = self._solver.getModelStatus()
            if status == highspy.HighsModelStatus.kInfeasible:
                self.is_exhausted = True
                break
            if status != highspy.HighsModelStatus.kOptimal:
                break
            values = self._solver.variableValues(self._lost)
            chosen = frozenset(k for k, value in enumerate(values) if value > 0.5)
            found.append(chosen)
            self._solver.addConstr(_total([self._lost[k] for k in sorted(chosen)]) <= len(chosen) - 1)
        return found

    def _solve(self, deadline: float) -> None:
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + max(0.05, deadline - time.monotonic()))
        self._solver.minimize(self._objective)


def _total(variables: Sequence[Any]) -> Any:
    return highspy.Highs.qsum(variables) if variables else highspy.highs.highs_linear_expression()
