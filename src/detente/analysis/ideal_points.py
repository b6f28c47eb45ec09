"""Two states' ideal points in UN votes, year by year, from the published table.

M. A. Bailey, A. Strezhnev and E. Voeten. 2017. Estimating Dynamic State Preferences from United Nations Voting Data.
Journal of Conflict Resolution 61(2): 430-456.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite


@dataclass(frozen=True, slots=True)
class IdealPoint:
    """A state's posterior mean in one year [scale units], with its 5 % and 95 % quantiles; null where not published."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where two states stand in one year.

    ``distance`` is a's point less b's [scale units], null where either has none. ``is_apart`` says whether their
    90 % intervals lie apart; null where either has none. The joint posterior is not published, so intervals that
    overlap do not show that the two stand together.
    """

    year: int
    a: IdealPoint
    b: IdealPoint
    distance: float | None
    is_apart: bool | None


def compare_ideal_points(a: Mapping[int, IdealPoint], b: Mapping[int, IdealPoint]) -> tuple[Standing, ...]:
    """Compare two states in every year in which either has a row.

    Raises
    ------
    ValueError
        If a figure is not finite or an interval does not hold its point.

    >>> point = IdealPoint
    >>> compare_ideal_points({1949: point(-1.5, -1.8, -1.2)}, {1949: point(-2.5, -2.8, -2.2)})[0].is_apart
    True
    """
    nothing = IdealPoint(None)
    rows = []
    for year in sorted(a.keys() | b.keys()):
        one, other = _checked(year, a.get(year, nothing)), _checked(year, b.get(year, nothing))
        distance = one.value - other.value if one.value is not None and other.value is not None else None
        rows.append(Standing(year, one, other, distance, _is_apart(one, other)))
    return tuple(rows)


def _checked(year: int, point: IdealPoint) -> IdealPoint:
    known = [each for each in (point.low, point.value, point.high) if each is not None]
    if not all(map(isfinite, known)) or known != sorted(known):
        raise ValueError(f"the ideal point of {year} is no point within its interval")
    return point


def _is_apart(a: IdealPoint, b: IdealPoint) -> bool | None:
    if a.low is None or a.high is None or b.low is None or b.high is None:
        return None
    return a.low > b.high or b.low > a.high
