"""Solutions of a truth table: conservative, parsimonious, and intermediate by directional expectations.

The intermediate solution follows Ragin and Sonnett 2005 ("Between complexity and parsimony"): of the remainders that
the parsimonious solution uses, those count as easy that differ from a case of the conservative solution only towards
what one expects. The rows that are 1 and the easy remainders are minimised again; only the former need be covered.
"""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Literal

from detente.analysis.qca_minimize import MAX_COVERS, Covers, holds, minimal_covers, prime_implicants
from detente.analysis.qca_table import Configuration, TruthTable

Kind = Literal["conservative", "parsimonious", "intermediate"]

#: For a condition, the values that one expects to further the outcome.
Expectations = Mapping[int, frozenset[int]]


def solve(levels: Sequence[int], table: TruthTable, kind: Kind, expected: Expectations) -> Covers:
    """Return every minimal solution of a table that has a row of 1."""
    on, off = table.configurations(1), table.configurations(0)
    conservative = minimal_covers(prime_implicants(levels, on), on)
    if kind == "conservative":
        return conservative
    parsimonious = minimal_covers(prime_implicants(levels, on, off), on)
    if kind == "parsimonious":
        return parsimonious
    pairs = [*product(conservative.covers, parsimonious.covers)][:MAX_COVERS]
    is_complete = len(pairs) == len(conservative.covers) * len(parsimonious.covers)
    known = {*on, *off}
    easy_of: dict[tuple[Configuration, Configuration], frozenset[Configuration]] = {}
    sets: dict[frozenset[Configuration], None] = {}
    for full, short in pairs:
        easy: set[Configuration] = set()
        for pair in product(full, short):
            if pair not in easy_of:
                easy_of[pair] = frozenset(_easy(levels, *pair, expected)) - known
            easy |= easy_of[pair]
        sets.setdefault(frozenset(easy))
    found: dict[frozenset[Configuration], tuple[Configuration, ...]] = {}
    for one in sets:
        covers = minimal_covers(prime_implicants(levels, on, free=one), on)
        is_complete = is_complete and covers.is_complete
        for cover in covers.covers:
            found.setdefault(frozenset(cover), cover)
    is_complete = is_complete and conservative.is_complete and parsimonious.is_complete
    return Covers(tuple(found.values()), is_complete)


def _easy(
    levels: Sequence[int], full: Configuration, short: Configuration, expected: Expectations
) -> list[Configuration]:
    """Return the configurations of a parsimonious term that differ from a conservative one only as one expects."""
    if not all(b in {-1, a} for a, b in zip(full, short, strict=True)):
        return []
    axes = []
    for column, value in enumerate(full):
        wanted = expected.get(column, frozenset())
        if value == -1:
            axes.append([*range(levels[column])])
        elif short[column] != -1 or value in wanted:
            axes.append([value])
        else:
            axes.append(sorted({value, *wanted}))
    return [one for one in product(*axes) if not holds(full, one)]
