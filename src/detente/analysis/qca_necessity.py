"""What is necessary for the outcome: single values, conjunctions, and disjunctions that cannot be shortened.

A conjunction is never more necessary than its parts, so conjunctions grow only from those that pass; a disjunction is
never less, so one is given only if no part of it passes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from detente.analysis.qca_data import Literal_, QcaData
from detente.analysis.qca_fit import Necessity, measure_necessity

MAX_DISJUNCTS: Final = 3
_SLACK: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Necessary:
    """An expression and its parameters of necessity; `*` is and, `+` is or."""

    expression: str
    fit: Necessity


def measure_literals(data: QcaData) -> list[Necessary]:
    """Measure how necessary each value of each condition is."""
    return [Necessary(data.name(one), measure_necessity(data.membership(one), data.outcome)) for one in _literals(data)]


def find_necessary(data: QcaData, incl_cut: float = 0.9, ron_cut: float = 0.5) -> list[Necessary]:
    """Find conjunctions, and disjunctions of at most three, whose inclusion and RoN reach the cut-offs."""
    literals = _literals(data)
    found: list[Necessary] = []
    level: list[tuple[Literal_, ...]] = [(one,) for one in literals]
    passing: set[frozenset[Literal_]] = set()
    while level:
        kept = []
        for term in level:
            fit = measure_necessity(np.minimum.reduce([data.membership(one) for one in term]), data.outcome)
            if _reaches(fit.inclusion, incl_cut):
                kept.append(term)
                if _reaches(fit.ron, ron_cut):
                    found.append(Necessary("*".join(map(data.name, term)), fit))
        if len(level[0]) == 1:
            passing = {frozenset(term) for term in kept}
        level = [(*term, one) for term in kept for one in literals if one[0] > term[-1][0]]
    for size in range(2, MAX_DISJUNCTS + 1):
        for term in combinations(literals, size):
            if len({column for column, _ in term}) < size or any(part <= {*term} for part in passing):
                continue
            fit = measure_necessity(np.maximum.reduce([data.membership(one) for one in term]), data.outcome)
            if _reaches(fit.inclusion, incl_cut):
                passing.add(frozenset(term))
                if _reaches(fit.ron, ron_cut):
                    found.append(Necessary(" + ".join(map(data.name, term)), fit))
    return found


def _literals(data: QcaData) -> list[Literal_]:
    values: Iterable[range] = (range(level - 1, -1, -1) for level in data.levels)
    return [(column, value) for column, those in enumerate(values) for value in those]


def _reaches(value: float | None, cut: float) -> bool:
    return value is not None and value >= cut - _SLACK
