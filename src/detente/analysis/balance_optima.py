"""The best partitions of a network: its blocks solved one by one, and the choices that each leaves open.

A choice is a set of states with the positions that they may take to each other; choices meet in single states, so the
best partitions are all ways of choosing, and their number is a product. A large block is solved by the integer program;
ties that its reduced costs prove to be the same in every best partition are then drawn together, and what is left is
small enough to go through.
"""

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.analysis.balance_blocks import blocks
from detente.analysis.balance_gray import MAX_STATES, Optima, all_optima
from detente.analysis.balance_network import SignedNetwork
from detente.analysis.balance_program import Signed, n_strained, solve_program

#: Best partitions are counted exactly up to this number.
MAX_COUNTED: Final = 10_000


@dataclass(frozen=True, slots=True)
class Choice:
    """Positions of some states to each other: a row each, 1 and -1 the camps, the first state always in 1."""

    states: tuple[int, ...]
    sides: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Solution:
    """Bounds on the frustration index, and the choices that make the best partitions.

    ``is_exact`` says whether the bounds meet. If they do not, the choices hold one partition with ``upper`` strained
    ties. ``is_counted`` says whether the choices are all that there are.
    """

    n_states: int
    lower: int
    upper: int
    choices: tuple[Choice, ...]
    is_counted: bool

    @property
    def is_exact(self) -> bool:
        """Whether the index is known."""
        return self.lower == self.upper

    @property
    def n_optimal(self) -> int:
        """How many best partitions the choices make [1], not more than can be told."""
        return math.prod(len(choice.sides) for choice in self.choices)

    def partitions(self, limit: int) -> Iterator[NDArray[np.int8]]:
        """Give the best partitions, a side for each state; the first state of each component is in camp 1."""
        ways = product(*(range(len(choice.sides)) for choice in self.choices))
        for way in islice(ways, limit):
            camps = _Camps(self.n_states)
            for choice, n in zip(self.choices, way, strict=True):
                camps.join(choice.states, choice.sides[n])
            yield camps.sides()

    def shares_strained(self, ties: Sequence[Signed]) -> list[float]:
        """Return for each tie the share of the best partitions [0, 1] in which it is strained."""
        camps = _Camps(self.n_states)
        open_choices = [choice for choice in self.choices if len(choice.sides) > 1]
        for choice in self.choices:
            if len(choice.sides) == 1:
                camps.join(choice.states, choice.sides[0])
        columns = []
        for choice in open_choices:
            found = [camps.find(state) for state in choice.states]
            columns.append({root: choice.sides[:, n] * side for n, (root, side) in enumerate(found)})
        return [_share(camps, columns, tie) for tie in ties]


def solve_network(network: SignedNetwork, seconds: float, start: Mapping[str, int] | None = None) -> Solution:
    """Solve a network within a time [s]; ``start`` gives states the side of an earlier solution."""
    end = time.monotonic() + seconds
    first = np.array([(start or {}).get(state, 1) for state in network.states], np.int8)
    sign_of = {(i, j): sign for i, j, sign in network.ties}
    found = blocks(sign_of)
    small = [states for states in found if len(states) <= MAX_STATES]
    large = sorted((states for states in found if len(states) > MAX_STATES), key=len)
    lower = upper = 0
    choices: list[Choice] = []
    is_counted = True
    for states in (*small, *large):
        inner = _ties_among(states, sign_of)
        if len(states) <= MAX_STATES:
            optima = _small(len(states), inner)
            low, high, counted = optima.strained, optima.strained, optima.n <= MAX_COUNTED
            choices.append(Choice(tuple(states), optima.sides))
        else:
            low, high, counted, made = _large(states, inner, first, end - time.monotonic())
            choices += made
        lower, upper, is_counted = lower + low, upper + high, is_counted and counted
    return Solution(len(network.states), lower, upper, tuple(choices), is_counted and lower == upper)


def _small(n_states: int, ties: Sequence[Signed]) -> Optima:
    if n_states == 2:
        return Optima(0, 1, np.array([[1, ties[0][2]]], np.int8))
    return all_optima(n_states, ties, MAX_COUNTED)


def _ties_among(states: Sequence[int], sign_of: Mapping[tuple[int, int], int]) -> list[Signed]:
    place = {state: n for n, state in enumerate(states)}
    return [(place[i], place[j], sign) for (i, j), sign in sign_of.items() if i in place and j in place]


def _large(
    states: Sequence[int], ties: Sequence[Signed], first: NDArray[np.int8], seconds: float
) -> tuple[int, int, bool, list[Choice]]:
    solved = solve_program(len(states), ties, first[list(states)], seconds)
    if solved.lower < solved.upper:
        return solved.lower, solved.upper, False, [Choice(tuple(states), solved.sides[None, :] * solved.sides[0])]
    camps = _Camps(len(states))
    for (i, j, _), is_fixed in zip(ties, solved.fixed, strict=True):
        if is_fixed:
            camps.join((i, j), np.array([1, solved.sides[i] * solved.sides[j]], np.int8))
    groups: dict[int, list[int]] = {}
    for state in range(len(states)):
        groups.setdefault(camps.find(state)[0], []).append(state)
    choices = [
        Choice(tuple(states[member] for member in group), solved.sides[None, group] * solved.sides[group[0]])
        for group in groups.values()
        if len(group) > 1
    ]
    kernel: dict[tuple[int, int], int] = {}
    for i, j, sign in ties:
        (a, side_a), (b, side_b) = camps.find(i), camps.find(j)
        if a != b:
            pair = (min(a, b), max(a, b))
            kernel[pair] = kernel.get(pair, 0) + sign * side_a * side_b
    counted = True
    for members in blocks(kernel):
        weighted = _ties_among(members, kernel)
        if len(members) <= MAX_STATES:
            optima = all_optima(len(members), weighted, MAX_COUNTED)
            counted &= optima.n <= MAX_COUNTED
            sides = optima.sides
        else:
            sides, counted = _by_single_moves(len(members), weighted, solved.sides[members]), False
        choices.append(Choice(tuple(states[member] for member in members), sides))
    assert n_strained(ties, solved.sides) == solved.upper  # noqa: S101
    return solved.lower, solved.upper, counted, choices


def _by_single_moves(n_states: int, ties: Sequence[Signed], best: NDArray[np.int8]) -> NDArray[np.int8]:
    """Return the best partitions that moves of single states lead to from one of them: perhaps not all."""
    weights = np.zeros((n_states, n_states), np.int64)
    for i, j, weight in ties:
        weights[i, j] = weights[j, i] = weight
    first = best * best[0]
    seen = {first.tobytes(): first}
    queue = [first]
    for sides in queue:
        level = np.flatnonzero(sides * (weights @ sides.astype(np.int64)) == 0)
        for state in level:
            moved = sides.copy()
            moved[state] = -moved[state]
            moved *= moved[0]
            if moved.tobytes() not in seen and len(seen) < MAX_COUNTED:
                seen[moved.tobytes()] = moved
                queue.append(moved)
    return np.stack(queue)


def _share(camps: "_Camps", columns: Sequence[Mapping[int, NDArray[np.int8]]], tie: Signed) -> float:
    i, j, sign = tie
    (a, side_a), (b, side_b) = camps.find(i), camps.find(j)
    relation = sign * side_a * side_b
    if a == b:
        return float(relation < 0)
    for column in columns:
        if a in column and b in column:
            return float((column[a] * column[b] * relation < 0).mean())
    raise AssertionError(f"no choice holds both ends of the tie {tie}")


class _Camps:
    """States whose positions to each other are settled (union-find with the sign of each link)."""

    def __init__(self, n_states: int) -> None:
        self._parent = [*range(n_states)]
        self._side = [1] * n_states

    def find(self, state: int) -> tuple[int, int]:
        """Return the state that stands for this one, and 1 if they are in one camp, -1 if not."""
        side = 1
        while self._parent[state] != state:
            side *= self._side[state]
            state = self._parent[state]
        return state, side

    def join(self, states: Sequence[int], sides: NDArray[np.int8]) -> None:
        """Settle the positions of states to the first of them."""
        for state, side in zip(states[1:], sides[1:], strict=True):
            (a, side_a), (b, side_b) = self.find(states[0]), self.find(state)
            if a != b:
                a, b = min(a, b), max(a, b)
                self._parent[b], self._side[b] = a, side_a * side_b * int(sides[0]) * int(side)

    def sides(self) -> NDArray[np.int8]:
        """Return a side for each state, the first of each component in camp 1."""
        return np.array([self.find(state)[1] for state in range(len(self._parent))], np.int8)
