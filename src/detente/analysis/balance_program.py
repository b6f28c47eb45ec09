"""The frustration index of a large network, as an integer program.

Binary x says the camp of a state, f whether a tie is strained: f >= |x_i - x_j| on a friendly tie, f >= |x_i + x_j - 1|
on a hostile one (the XOR model of Aref, Mason and Wilson 2020, "A modeling and computational study of the frustration
index in signed networks"). Every triangle has an even or odd number of strained ties, as the product of its signs is
positive or negative; the inequalities of that parity (Barahona and Mahjoub 1986, "On the cut polytope") cut the
relaxation, on networks of alliances down to the integers.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import highspy
import numpy as np
from numpy.typing import NDArray

MAX_TRIANGLES: Final = 60_000
_NEAR: Final = 1e-6
_N_STARTS: Final = 20

Signed = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Solved:
    """What the program found.

    ``sides`` is the best partition seen, ``upper`` its strained ties; no partition has fewer than ``lower``. ``fixed``
    are ties that are strained or not alike in every best partition, as reduced costs prove; there may be more.
    """

    sides: NDArray[np.int8]
    lower: int
    upper: int
    fixed: tuple[bool, ...]


def n_strained(ties: Sequence[Signed], sides: NDArray[np.int8]) -> int:
    """Count the ties that a partition strains."""
    return sum(int(sides[i]) * int(sides[j]) != sign for i, j, sign in ties)


def solve_program(n_states: int, ties: Sequence[Signed], start: NDArray[np.int8], seconds: float) -> Solved:
    """Find the best partition of a connected network, from a first one, within a time [s]."""
    start = _first(n_states, ties, start)
    upper = n_strained(ties, start)
    model, top = _model(n_states, ties)
    solver = _solver(model, max(seconds, 0.01))
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.99)
    solver.changeColsIntegrality(
        n_states, np.arange(n_states, dtype=np.int32), np.full(n_states, highspy.HighsVarType.kInteger)
    )
    solver.setSolution(_solution(n_states, ties, start * start[top]))
    solver.run()
    sides = start
    found = np.asarray(solver.getSolution().col_value)
    if found.size >= n_states:
        seen = np.where(found[:n_states] > 0.5, -1, 1).astype(np.int8)
        if n_strained(ties, seen) < upper:
            sides, upper = seen, n_strained(ties, seen)
    bound = solver.getInfo().mip_dual_bound
    lower = max(packed_triangles(ties), math.ceil(bound - _NEAR) if math.isfinite(bound) else 0)
    lower = min(lower, upper)
    fixed = _fixed(model, n_states, upper, seconds) if lower == upper else (False,) * len(ties)
    return Solved(sides, lower, upper, fixed)


def packed_triangles(ties: Sequence[Signed]) -> int:
    """Count triangles of negative product that share no tie: in each of them at least one tie is strained.

    >>> packed_triangles([(0, 1, 1), (0, 2, 1), (1, 2, -1)])
    1
    """
    signs = {(i, j): sign for i, j, sign in ties}
    later: dict[int, list[int]] = {}
    for i, j, _ in ties:
        later.setdefault(i, []).append(j)
    used: set[tuple[int, int]] = set()
    n = 0
    for i, j, sign in ties:
        for k in later.get(j, ()):
            three = {(i, j), (i, k), (j, k)}
            if (i, k) in signs and sign * signs[i, k] * signs[j, k] < 0 and not three & used:
                used |= three
                n += 1
    return n


def _first(n_states: int, ties: Sequence[Signed], start: NDArray[np.int8]) -> NDArray[np.int8]:
    """Return the best of the given division and seeded random ones, each improved by single moves."""
    dice = np.random.default_rng(0)
    tries = [start, *(dice.choice(np.array([1, -1], np.int8), n_states) for _ in range(_N_STARTS))]
    return min((improve(n_states, ties, sides) for sides in tries), key=lambda sides: n_strained(ties, sides))


def improve(n_states: int, ties: Sequence[Signed], sides: NDArray[np.int8]) -> NDArray[np.int8]:
    """Move single states while that leaves fewer ties strained."""
    weights = np.zeros((n_states, n_states), np.int64)
    for i, j, sign in ties:
        weights[i, j] = weights[j, i] = sign
    better = sides.astype(np.int64)
    while True:
        gain = -(better * (weights @ better))
        worst = int(gain.argmax())
        if gain[worst] <= 0:
            return better.astype(np.int8)
        better[worst] = -better[worst]


def _fixed(model: Any, n_states: int, upper: int, seconds: float) -> tuple[bool, ...]:
    solver = _solver(model, max(seconds, 1.0))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return (False,) * (int(model.num_col_) - n_states)
    gap = upper - solver.getObjectiveValue()
    costs = np.abs(np.asarray(solver.getSolution().col_dual)[n_states:])
    return tuple(bool(cost > gap + _NEAR) for cost in costs)


def _solver(model: Any, seconds: float) -> Any:
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("random_seed", 0)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("time_limit", float(seconds))
    solver.passModel(model)
    return solver


def _solution(n_states: int, ties: Sequence[Signed], sides: NDArray[np.int8]) -> Any:
    solution = highspy.HighsSolution()
    values = [float(side < 0) for side in sides]
    solution.col_value = values + [float(int(sides[i]) * int(sides[j]) != sign) for i, j, sign in ties]
    return solution


def _model(n_states: int, ties: Sequence[Signed]) -> tuple[Any, int]:
    rows, bounds = _rows(n_states, ties)
    degree = np.zeros(n_states, np.int64)
    for i, j, _ in ties:
        degree[[i, j]] += 1
    top = int(degree.argmax())
    n_columns = n_states + len(ties)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = n_columns, len(rows)
    model.col_cost_ = np.r_[np.zeros(n_states), np.ones(len(ties))]
    model.col_lower_ = np.zeros(n_columns)
    model.col_upper_ = np.where(np.arange(n_columns) == top, 0.0, 1.0)
    model.row_lower_ = np.asarray(bounds, float)
    model.row_upper_ = np.full(len(rows), highspy.kHighsInf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.arange(len(rows) + 1) * 3
    model.a_matrix_.index_ = np.asarray([column for row, _ in rows for column in row])
    model.a_matrix_.value_ = np.asarray([value for _, row in rows for value in row], float)
    return model, top


_Row = tuple[tuple[int, int, int], tuple[int, int, int]]


def _rows(n_states: int, ties: Sequence[Signed]) -> tuple[list[_Row], list[int]]:
    rows: list[_Row] = []
    bounds: list[int] = []
    place = {(i, j): n_states + n for n, (i, j, _) in enumerate(ties)}
    signs = {(i, j): sign for i, j, sign in ties}
    later: dict[int, set[int]] = {}
    for i, j, sign in ties:
        columns = (i, j, place[i, j])
        later.setdefault(i, set()).add(j)
        if sign > 0:
            rows += [(columns, (-1, 1, 1)), (columns, (1, -1, 1))]
            bounds += [0, 0]
        else:
            rows += [(columns, (-1, -1, 1)), (columns, (1, 1, 1))]
            bounds += [-1, 1]
    n = 0
    for i, j, _ in ties:
        for k in sorted(later.get(i, set()) & later.get(j, set())):
            if (n := n + 1) > MAX_TRIANGLES:
                return rows, bounds
            three = (place[i, j], place[i, k], place[j, k])
            is_odd = signs[i, j] * signs[i, k] * signs[j, k] < 0
            rows += [(three, (1, 1, 1) if is_odd else (-1, -1, -1))]
            bounds += [1 if is_odd else -2]
            for odd in ((1, -1, -1), (-1, 1, -1), (-1, -1, 1)):
                rows.append((three, odd if is_odd else (-odd[0], -odd[1], -odd[2])))
                bounds.append(-1 if is_odd else 0)
    return rows, bounds
