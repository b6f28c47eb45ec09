"""Parameters of fit: inclusion, PRI and coverage of the sufficient; inclusion, RoN and coverage of the necessary.

With memberships X and Y: inclusion is sum min(X, Y) / sum X and coverage sum min(X, Y) / sum Y (Ragin 2006, "Set
relations in social research"). PRI takes off what X has in common with Y and its negation at once (Ragin's fsQCA;
Schneider and Wagemann 2012, *Set-Theoretic Methods*, 9.2). RoN, the relevance of a necessary condition, is
sum (1 - X) / sum (1 - min(X, Y)) (Schneider and Wagemann 2012, 9.2.1).
"""

from dataclasses import dataclass

import numpy as np

from detente.analysis.qca_data import Values


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """How far X is a subset of Y, each [0, 1]; null where there is nothing to divide by."""

    inclusion: float | None
    pri: float | None
    coverage: float | None


@dataclass(frozen=True, slots=True)
class Necessity:
    """How far X is a superset of Y, each [0, 1]; ``ron`` is low where X is near to being always present."""

    inclusion: float | None
    ron: float | None
    coverage: float | None


def measure_sufficiency(x: Values, y: Values) -> Sufficiency:
    """Measure how sufficient X is for Y."""
    both = float(np.minimum(x, y).sum())
    neither_nor = float(np.minimum(x, np.minimum(y, 1 - y)).sum())
    size = float(x.sum())
    return Sufficiency(_ratio(both, size), _ratio(both - neither_nor, size - neither_nor), _ratio(both, float(y.sum())))


def measure_necessity(x: Values, y: Values) -> Necessity:
    """Measure how necessary X is for Y."""
    both = np.minimum(x, y)
    ron = _ratio(float((1 - x).sum()), float((1 - both).sum()))
    return Necessity(_ratio(float(both.sum()), float(y.sum())), ron, _ratio(float(both.sum()), float(x.sum())))


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole > 1e-12 else None
