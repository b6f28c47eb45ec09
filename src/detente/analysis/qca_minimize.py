"""Minimisation: prime implicants, and every cover of as few of them as can be.

Quine 1952, "The problem of simplifying truth functions"; McCluskey 1956, "Minimization of Boolean functions". Every
conjunction has a place in a table with one more value (does not matter) on each axis, so that all are judged at once:
an implicant holds no configuration that is off, and it is prime if dropping any literal would bring one in.
"""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.analysis.qca_data import QcaError
from detente.analysis.qca_table import Configuration

MAX_CELLS: Final = 50_000_000
MAX_COVERS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Covers:
    """Covers of minimal size: each a tuple of terms. ``is_complete`` is false if there are more than `MAX_COVERS`."""

    covers: tuple[tuple[Configuration, ...], ...]
    is_complete: bool


def prime_implicants(
    levels: Sequence[int],
    on: Collection[Configuration],
    off: Collection[Configuration] | None = None,
    free: Collection[Configuration] = (),
) -> list[Configuration]:
    """Return the prime implicants that hold a configuration that is on; -1 stands for a condition that does not matter.

    With ``off`` all that is neither on nor off may be used (parsimonious); without it only ``on`` and ``free`` may.

    Raises
    ------
    QcaError
        If there are too many conditions for the table of conjunctions.
    """
    if math.prod(level + 1 for level in levels) > MAX_CELLS:
        raise QcaError(f"{len(levels)} conditions make too many combinations", "use fewer, or fewer values")
    is_on = _mark(levels, on)
    is_off = ~(is_on | _mark(levels, free)) if off is None else _mark(levels, off)
    for axis in range(len(levels)):
        is_on = np.concatenate([is_on, is_on.any(axis=axis, keepdims=True)], axis)
        is_off = np.concatenate([is_off, is_off.any(axis=axis, keepdims=True)], axis)
    prime = is_on & ~is_off
    for axis, level in enumerate(levels):
        kept = [slice(None)] * len(levels)
        kept[axis] = slice(0, level)
        prime[tuple(kept)] &= np.take(is_off, [level], axis=axis)
    return sorted(
        tuple(-1 if v == level else int(v) for v, level in zip(row, levels, strict=True)) for row in np.argwhere(prime)
    )


def _mark(levels: Sequence[int], configurations: Collection[Configuration]) -> NDArray[np.bool_]:
    marked = np.zeros(tuple(levels), bool)
    for configuration in configurations:
        marked[configuration] = True
    return marked


def holds(term: Configuration, configuration: Configuration) -> bool:
    """Whether a configuration lies in a term."""
    return all(a in (-1, b) for a, b in zip(term, configuration, strict=True))


def minimal_covers(primes: Sequence[Configuration], on: Sequence[Configuration]) -> Covers:
    """Find every set of prime implicants, as few as can be, that together hold all that is on."""
    by_mask: dict[int, list[Configuration]] = {}
    for prime in primes:
        mask = sum(1 << n for n, configuration in enumerate(on) if holds(prime, configuration))
        if mask:
            by_mask.setdefault(mask, []).append(prime)
    masks = sorted(by_mask, key=lambda mask: (-mask.bit_count(), mask))
    everything = (1 << len(on)) - 1
    covering = [[mask for mask in masks if mask >> n & 1] for n in range(len(on))]
    largest = [mask for mask in masks if not any(mask != other and mask & other == mask for other in masks)]
    undominated = [[mask for mask in largest if mask >> n & 1] for n in range(len(on))]
    size = next(
        size for size in range(len(on) + 1) if next(_search(everything, size, undominated, ()), None) is not None
    )
    found: list[tuple[Configuration, ...]] = []
    for chosen in _search(everything, size, covering, ()):
        made: list[tuple[Configuration, ...]] = [()]
        for mask in chosen:
            made = [(*cover, prime) for cover in made[: MAX_COVERS + 1] for prime in by_mask[mask]]
        found += made
        if len(found) > MAX_COVERS:
            return Covers(tuple(found[:MAX_COVERS]), False)
    return Covers(tuple(found), True)


def _search(
    left: int, size: int, covering: Sequence[Sequence[int]], banned: tuple[int, ...]
) -> Iterator[tuple[int, ...]]:
    """Give every set of at most ``size`` masks that cover what is left; each once, since siblings are banned."""
    if not left:
        yield ()
        return
    rows = [n for n in range(len(covering)) if left >> n & 1]
    options = {n: [mask for mask in covering[n] if mask not in banned] for n in rows}
    if not _may_do(left, size, options):
        return
    row = min(rows, key=lambda n: len(options[n]))
    for place, mask in enumerate(options[row]):
        for rest in _search(left & ~mask, size - 1, covering, (*banned, *options[row][:place])):
            yield (mask, *rest)


def _may_do(left: int, size: int, options: dict[int, list[int]]) -> bool:
    """Whether rows that share no mask are no more than the masks that may still be taken."""
    n_apart, used = 0, 0
    for row in sorted(options, key=lambda n: len(options[n])):
        if not options[row]:
            return False
        if used >> row & 1:
            continue
        n_apart += 1
        for mask in options[row]:
            used |= mask
    return n_apart <= size
