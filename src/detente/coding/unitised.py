"""Krippendorff's u-alpha: agreement on where in a text something stands, and on what it is.

K. Krippendorff, Y. Mathet, S. Bouvry and A. Widlöcher. 2016. On the Reliability of Unitizing Textual Continua: Further
Developments. Quality & Quantity 50(6): 2347-2364. The same in K. Krippendorff. 2019. Content Analysis. 4th ed., section
12.6, whose equations are named here. Lengths count code points.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.coding.coefficients import Coefficient, Numbers, beyond_chance, with_interval

Stretch = tuple[int, int]
"""Where something begins, and where it has ended: 0-based, the end excluded."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of a text that a coder gave a value."""

    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Continuum:
    """A text of ``length`` code points, and the units that each coder found in it.

    A coder who read it and found none is there with no unit; one who did not read it is not there.
    """

    length: int
    coders: Mapping[str, Sequence[Unit]]


@dataclass(frozen=True, slots=True)
class Family:
    """The four coefficients.

    ``u`` judges where and what; ``binary`` only what is a unit and what a gap; ``cu`` only what, where units meet;
    ``values`` the same for each value. ``coverage`` [0, 1] is the share of each value's length that meets a unit of
    another coder, on which ``values`` rests.
    """

    u: Coefficient
    binary: Coefficient
    cu: Coefficient
    values: Mapping[str, Coefficient]
    coverage: Mapping[str, float]


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return stretches with those that overlap or touch made one.

    >>> merged([(5, 9), (0, 3), (2, 5)])
    [(0, 9)]
    """
    done: list[Stretch] = []
    for start, end in sorted(stretches):
        if done and start <= done[-1][1]:
            done[-1] = (done[-1][0], max(end, done[-1][1]))
        else:
            done.append((start, end))
    return done


def measure_unitised(continua: Sequence[Continuum], seed: int = 1) -> Family:
    """Measure agreement on the units of texts; the interval is over texts, so a single one has none.

    Texts may have been read by different coders. A text with fewer than two of them says nothing.

    Raises
    ------
    ValueError
        If two units of one coder overlap, or one leaves its text.
    """
    continua = [continuum for continuum in continua if len(continuum.coders) > 1]
    values = sorted({unit.value for text in continua for units in text.coders.values() for unit in units})
    tables = [_tables(text, {value: n for n, value in enumerate(values, 1)}) for text in continua]
    shape = (len(tables), len(values) + 1)
    seen = np.array([table[0] for table in tables]).reshape(*shape, shape[1])
    alone = np.array([table[1] for table in tables]).reshape(shape)
    met = np.array([table[2] for table in tables]).reshape(shape)
    times = np.ones(len(tables))

    def whole(drawn: Numbers) -> tuple[Numbers, Numbers]:
        return _with_chance(drawn, seen, alone)

    def valued(drawn: Numbers) -> tuple[Numbers, Numbers]:
        return _with_chance(drawn, seen[:, 1:, 1:], met[:, 1:])

    def u(drawn: Numbers) -> Numbers:
        observed, expected = whole(drawn)
        return beyond_chance(_off_diagonal(observed), _off_diagonal(expected))

    def binary(drawn: Numbers) -> Numbers:
        observed, expected = whole(drawn)
        return beyond_chance(observed[:, 0, 1:].sum(axis=-1), expected[:, 0, 1:].sum(axis=-1))

    def cu(drawn: Numbers) -> Numbers:
        observed, expected = valued(drawn)
        return beyond_chance(_off_diagonal(observed), _off_diagonal(expected))

    def of_value(n: int) -> Callable[[Numbers], Numbers]:
        def alpha(drawn: Numbers) -> Numbers:
            observed, expected = (table[:, :, n] for table in valued(drawn))
            seen_apart, apart = (table.sum(axis=-1) - table[:, n] for table in (observed, expected))
            total = np.maximum(observed.sum(axis=-1), 1e-12)
            return beyond_chance(expected.sum(axis=-1) / total * seen_apart, apart)

        return alpha

    summed = seen.sum(axis=0)
    return Family(
        u=with_interval(u, times, seed),
        binary=with_interval(binary, times, seed),
        cu=with_interval(cu, times, seed),
        values={value: with_interval(of_value(n), times, seed) for n, value in enumerate(values)},
        coverage={value: float(summed[1:, n].sum() / summed[:, n].sum()) for n, value in enumerate(values, 1)},
    )


def _off_diagonal(tables: Numbers) -> Numbers:
    found: Numbers = tables.sum(axis=(-1, -2)) - np.trace(tables, axis1=-2, axis2=-1)
    return found


def _with_chance(drawn: Numbers, seen: Numbers, alone: Numbers) -> tuple[Numbers, Numbers]:
    """Return observed coincidences (equation 32) and expected ones (equation 33), draws by values by values.

    A unit cannot meet itself by chance: ``alone`` holds what its own length would add.
    """
    observed = np.tensordot(drawn, seen, 1)
    without = drawn @ alone
    of_value = observed.sum(axis=-1)
    total = of_value.sum(axis=-1)
    met = of_value[:, :, None] * of_value[:, None, :] - without[:, :, None] * np.eye(seen.shape[-1])
    left = total - without.sum(axis=-1) / np.maximum(total, 1e-12)
    return observed, met / np.where(left > 1e-12, left, np.inf)[:, None, None]


def _tables(text: Continuum, place: Mapping[str, int]) -> tuple[Numbers, Numbers, Numbers]:
    """Return the coincidences of one text, and each value's squared lengths: all of them, and where they meet a unit.

    Value 0 is the gap, whose parts have no length of their own: each code point stands for itself.
    """
    m, k = len(text.coders), len(place) + 1
    parts = [_partition(text.length, units, place) for units in text.coders.values()]
    cuts = sorted({cut for part in parts for cut in part[0]})
    lengths = np.diff([*cuts, text.length]).astype(float)
    own = np.array([np.searchsorted(starts, cuts, "right") - 1 for starts, _ in parts]).reshape(m, -1)
    labels = np.array([np.array(values)[index] for (_, values), index in zip(parts, own, strict=True)])
    seen, alone, met = np.zeros((k, k)), np.zeros(k), np.zeros(k)
    for i in range(m):
        for j in range(m):
            if i != j:
                np.add.at(seen, (labels[i], labels[j]), lengths / (m - 1))
        length_of = np.bincount(own[i], lengths)
        others = (np.delete(labels, i, axis=0) > 0).sum(axis=0) / (m - 1)
        met_of = np.bincount(own[i], lengths * others)
        values = np.array(parts[i][1])
        np.add.at(alone, values, np.where(values > 0, length_of**2, length_of))
        np.add.at(met, values, met_of**2)
    return seen, alone, met


def _partition(length: int, units: Sequence[Unit], place: Mapping[str, int]) -> tuple[list[int], list[int]]:
    """Return where the parts of a text begin, units and gaps, and the place of each one's value."""
    starts, values, at = [], [], 0
    for unit in sorted(units, key=lambda unit: unit.start):
        if not at <= unit.start < unit.end <= length:
            raise ValueError(f"{unit.start} to {unit.end} overlaps another unit, or leaves a text of {length}")
        if unit.start > at:
            starts.append(at)
            values.append(0)
        starts.append(unit.start)
        values.append(place[unit.value])
        at = unit.end
    if at < length:
        starts.append(at)
        values.append(0)
    return starts, values
