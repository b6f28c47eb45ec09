"""Cases, conditions and an outcome as sets: crisp (in or out), multi-value (one of several) or fuzzy (a degree)."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from detente.model.vocabulary import MAX_KINDS

Kind = Literal["cs", "mv", "fs"]
Values = NDArray[np.float64]

#: A literal: the place of a condition and one of its values (1 and 0 in crisp and fuzzy sets).
Literal_ = tuple[int, int]

_NAMED: Final = re.compile(r"(~?)([^~\[\]*+]+?)(?:\[(\d+)\])?")


class QcaError(ValueError):
    """Data or a question that QCA cannot answer: a fact in ``message``, what to do in ``help``."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help


@dataclass(frozen=True, slots=True)
class QcaData:
    """Cases as rows.

    ``values`` has a row a case and a column a condition: 0 or 1 in crisp sets, 0, 1, 2, .. in multi-value ones, a
    membership [0, 1] in fuzzy ones. ``outcome`` is each case's membership in the outcome [0, 1], already negated if the
    name begins with `~`. ``levels`` is the number of values of each condition. ``left_out`` are cases that lack a
    value; they are in nothing else.
    """

    kind: Kind
    cases: tuple[str, ...]
    conditions: tuple[str, ...]
    values: Values
    outcome_name: str
    outcome: Values
    levels: tuple[int, ...]
    left_out: tuple[str, ...] = ()

    def membership(self, literal: Literal_) -> Values:
        """Return each case's membership [0, 1] in one value of a condition."""
        column, value = literal
        if self.kind == "fs":
            return self.values[:, column] if value else 1 - self.values[:, column]
        return np.asarray(self.values[:, column] == value, float)

    def name(self, literal: Literal_) -> str:
        """Write a literal: `A`, `~A`, or `A[2]` in multi-value sets."""
        column, value = literal
        if self.kind == "mv":
            return f"{self.conditions[column]}[{value}]"
        return f"{'' if value else '~'}{self.conditions[column]}"

    def read_literal(self, text: str) -> Literal_:
        """Read a literal: `A`, `~A`, `A[2]`.

        Raises
        ------
        QcaError
            If the condition, or the value, is not there.
        """
        found = _NAMED.fullmatch(text.strip())
        if found is None or found[2].strip() not in self.conditions:
            raise QcaError(f"`{text}` names no condition", f"there are {', '.join(self.conditions)}")
        column = self.conditions.index(found[2].strip())
        value = int(found[3]) if found[3] else 0 if found[1] else 1
        if value >= self.levels[column]:
            raise QcaError(f"`{text}`: {self.conditions[column]} has the values 0 to {self.levels[column] - 1}")
        return column, value

    def without(self, cases: Sequence[int]) -> "QcaData":
        """Return the data without some cases, by their places."""
        kept = [n for n in range(len(self.cases)) if n not in set(cases)]
        names = tuple(self.cases[n] for n in kept)
        return replace(self, cases=names, values=self.values[kept], outcome=self.outcome[kept])


def build_data(
    columns: Mapping[str, Sequence[float | None]],
    conditions: Sequence[str],
    outcome: str,
    *,
    kind: Kind = "cs",
    cases: Sequence[str] | None = None,
    is_negated: bool = False,
) -> QcaData:
    """Build the sets from columns of numbers; None is a value that is not known, and its case is left out.

    ``outcome`` may be `Y`, `~Y`, or `Y[2]`: then it is present where the column holds 2.

    Raises
    ------
    QcaError
        For a column that is not there or named twice, a value that is no membership of the kind, two cases of one name,
        and data without a complete case.
    """
    found = _NAMED.fullmatch(outcome.strip())
    if found is None or found[2].strip() not in columns:
        raise QcaError(f"`{outcome}` is no column", f"there are {', '.join(columns)}")
    target = found[2].strip()
    if not conditions:
        raise QcaError("no condition is named", "name at least one")
    for name in conditions:
        if name not in columns:
            raise QcaError(f"`{name}` is no column", f"there are {', '.join(columns)}")
    if len({*conditions, target}) != len(conditions) + 1:
        raise QcaError("a column is named twice", "each column is one condition or the outcome")
    n = len(columns[target])
    names = tuple(cases) if cases is not None else tuple(str(row + 1) for row in range(n))
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise QcaError(f"two cases are named `{twice}`", "each row is one case with a name of its own")
    table = [[columns[name][row] for name in (*conditions, target)] for row in range(n)]
    complete = [row for row in range(n) if not any(_is_missing(value) for value in table[row])]
    if not complete:
        raise QcaError("no case has all its values", "each case needs every condition and the outcome")
    numbers = np.array([table[row] for row in complete], float)
    is_multi = bool(found[3])
    for column, name in enumerate((*conditions, target)):
        is_valued = kind == "mv" if column < len(conditions) else is_multi
        _check(numbers[:, column], name, "mv" if is_valued else "fs" if kind == "fs" else "cs")
    values, wanted = numbers[:, :-1], numbers[:, -1]
    present = (wanted == int(found[3])).astype(float) if is_multi else wanted
    negated = is_negated != bool(found[1])
    top = [int(np.max(values[:, column])) if kind == "mv" else 1 for column in range(len(conditions))]
    return QcaData(
        kind=kind,
        cases=tuple(names[row] for row in complete),
        conditions=tuple(conditions),
        values=values,
        outcome_name=("~" if negated else "") + target + (f"[{found[3]}]" if is_multi else ""),
        outcome=1 - present if negated else present,
        levels=tuple(max(level, 1) + 1 for level in top),
        left_out=tuple(names[row] for row in range(n) if row not in set(complete)),
    )


def _is_missing(value: float | None) -> bool:
    return value is None or math.isnan(value)


def _check(column: Values, name: str, kind: Kind) -> None:
    if kind == "fs":
        bad, rule = ~((column >= 0) & (column <= 1)), "a fuzzy set holds memberships from 0 to 1; calibrate it"
    elif kind == "cs":
        bad, rule = ~np.isin(column, (0, 1)), "a crisp set holds 0 and 1; calibrate it, or use --type mv or fs"
    else:
        bad = ~(np.isfinite(column) & (column >= 0) & (column < MAX_KINDS) & (np.floor(column) == column))
        rule = f"a multi-value set holds 0, 1, 2, .. below {MAX_KINDS}; calibrate it"
    if bad.any():
        raise QcaError(f"`{name}` holds {column[bad][0]:g}", rule)
