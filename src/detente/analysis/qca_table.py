"""The truth table: the combinations of conditions, their cases, and whether they are sufficient for the outcome."""

from dataclasses import dataclass
from itertools import product

import numpy as np

from detente.analysis.qca_data import QcaData, QcaError, Values
from detente.analysis.qca_fit import measure_sufficiency

Configuration = tuple[int, ...]

#: Slack when an inclusion is held against the cut-off, for sums of decimals.
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class TableRow:
    """A combination of conditions.

    ``outcome`` is 1 if it counts as sufficient, 0 if not, null for a logical remainder: a row with fewer cases than the
    cut-off. ``inclusion`` and ``pri`` [0, 1] are null without a case.
    """

    configuration: Configuration
    outcome: int | None
    n: int
    inclusion: float | None
    pri: float | None
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TruthTable:
    """The rows that hold a case. ``between`` are cases of membership exactly 0.5 in a condition: they are in no row."""

    rows: tuple[TableRow, ...]
    between: tuple[str, ...]

    def configurations(self, outcome: int) -> tuple[Configuration, ...]:
        """Return the configurations with an outcome of 1, or of 0."""
        return tuple(row.configuration for row in self.rows if row.outcome == outcome)


def membership(data: QcaData, term: Configuration) -> Values:
    """Return each case's membership in a conjunction; -1 stands for a condition that does not matter."""
    found = np.ones(len(data.cases))
    for column, value in enumerate(term):
        if value >= 0:
            found = np.minimum(found, data.membership((column, value)))
    return found


def build_truth_table(data: QcaData, incl_cut: float = 1.0, n_cut: int = 1, pri_cut: float = 0.0) -> TruthTable:
    """Build the truth table. A row is 1 if its inclusion and PRI reach the cut-offs.

    Raises
    ------
    QcaError
        For a cut-off that is none.
    """
    if not 0 < incl_cut <= 1 or not 0 <= pri_cut <= 1 or n_cut < 1:
        raise QcaError("a cut-off is out of range", "inclusion is above 0 and at most 1, PRI from 0 to 1, n at least 1")
    members: dict[Configuration, list[str]] = {}
    between = []
    for case, values in zip(data.cases, data.values, strict=True):
        if data.kind == "fs" and (values == 0.5).any():
            between.append(case)
            continue
        row = tuple(int(value > 0.5) if data.kind == "fs" else int(value) for value in values)
        members.setdefault(row, []).append(case)
    rows = []
    for configuration, cases in sorted(members.items()):
        fit = measure_sufficiency(membership(data, configuration), data.outcome)
        is_enough = (fit.inclusion or 0) >= incl_cut - _SLACK and (fit.pri or 0) >= pri_cut - _SLACK
        outcome = None if len(cases) < n_cut else int(is_enough)
        rows.append(TableRow(configuration, outcome, len(cases), fit.inclusion, fit.pri, tuple(cases)))
    return TruthTable(tuple(rows), tuple(between))


def complete_rows(data: QcaData, table: TruthTable) -> list[TableRow]:
    """Return the rows of every combination, those without a case as well."""
    there = {row.configuration: row for row in table.rows}
    every = product(*(range(level) for level in data.levels))
    return [there.get(one, TableRow(one, None, 0, None, None, ())) for one in every]
