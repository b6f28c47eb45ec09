"""Qualitative comparative analysis: which combinations of conditions are sufficient for an outcome.

Ragin 1987, *The Comparative Method*; 2000, *Fuzzy-Set Social Science*; for multi-value sets Cronqvist and
Berg-Schlosser 2009. A solution describes these cases under these cut-offs; every solution of minimal size is given,
since none of them is better borne out than another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.analysis.qca_data import QcaData, QcaError
from detente.analysis.qca_fit import Sufficiency, measure_sufficiency
from detente.analysis.qca_solution import Expectations, Kind, solve
from detente.analysis.qca_table import Configuration, TruthTable, build_truth_table, membership


@dataclass(frozen=True, slots=True)
class Term:
    """A conjunction of a solution. ``unique`` is the coverage [0, 1] that it alone has; null if it is the only term.

    ``cases`` are those of the truth table's rows of 1 that it holds.
    """

    expression: str
    fit: Sufficiency
    unique: float | None
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A solution of minimal size: its terms joined by or."""

    expression: str
    fit: Sufficiency
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """Cut-offs of the truth table (inclusion and PRI [0, 1], cases [1]), the solution, and what one expects."""

    solution: Kind = "conservative"
    incl_cut: float = 1.0
    n_cut: int = 1
    pri_cut: float = 0.0
    expected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """Every minimal model. Without one, ``reason`` says why; ``is_complete`` is false if there are more than 10,000."""

    data: QcaData
    table: TruthTable
    kind: Kind
    models: tuple[Model, ...]
    is_complete: bool
    reason: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The models when a case, or all cases of a source, are withdrawn; ``is_same`` if they are the models of all."""

    withdrawn: str
    n_cases: int
    expressions: tuple[str, ...]
    is_same: bool


def measure_qca(data: QcaData, settings: Settings = Settings()) -> Solution:
    """Find the solutions of a kind.

    Raises
    ------
    QcaError
        For a cut-off out of range, an expectation that names no condition, and too many conditions.

    Examples
    --------
    >>> from detente.analysis.qca_data import build_data
    >>> table = {"A": [1, 1, 0, 0], "B": [1, 0, 1, 0], "Y": [1, 1, 1, 0]}
    >>> measure_qca(build_data(table, ["A", "B"], "Y")).models[0].expression
    'A + B'
    """
    table = build_truth_table(data, settings.incl_cut, settings.n_cut, settings.pri_cut)
    expected = _expectations(data, settings)
    reason = _reason(data, table)
    if reason:
        return Solution(data, table, settings.solution, (), True, reason, _sentence(data, table, settings, (), reason))
    covers = solve(data.levels, table, settings.solution, expected)
    memory: dict[Configuration, Term] = {}
    models = sorted(
        (_model(data, table, cover, memory) for cover in covers.covers),
        key=lambda model: (sum(term.expression.count("*") for term in model.terms), model.expression),
    )
    sentence = _sentence(data, table, settings, models, "")
    return Solution(data, table, settings.solution, tuple(models), covers.is_complete, "", sentence)


def measure_stability(data: QcaData, settings: Settings, groups: Sequence[str] | None = None) -> list[Withdrawal]:
    """Solve again without each case, or without all cases of each group (a source, say; one name a case)."""
    names = groups if groups is not None else data.cases
    smaller = []
    for name in dict.fromkeys(names):
        places = [n for n, other in enumerate(names) if other == name]
        smaller.append((name, data.without(places) if len(places) < len(data.cases) else None))
    return compare_withdrawals(data, settings, smaller)


def compare_withdrawals(
    data: QcaData, settings: Settings, smaller: Iterable[tuple[str, QcaData | None]]
) -> list[Withdrawal]:
    """Solve again for what each withdrawal leaves, None where it leaves no case, and hold it against the whole."""
    whole = _expressions(data, settings)
    found = []
    for name, left in smaller:
        expressions = _expressions(left, settings) if left is not None else ()
        n_gone = len(data.cases) - (len(left.cases) if left is not None else 0)
        found.append(Withdrawal(name, n_gone, expressions, expressions == whole))
    return found


def _expressions(data: QcaData, settings: Settings) -> tuple[str, ...]:
    return tuple(model.expression for model in measure_qca(data, settings).models)


def _expectations(data: QcaData, settings: Settings) -> Expectations:
    if settings.expected and settings.solution != "intermediate":
        raise QcaError(f"the {settings.solution} solution uses no expectations", "ask for the intermediate solution")
    expected: dict[int, set[int]] = {}
    for text in settings.expected:
        column, value = data.read_literal(text)
        expected.setdefault(column, set()).add(value)
    return {column: frozenset(values) for column, values in expected.items()}


def _reason(data: QcaData, table: TruthTable) -> str:
    if np.ptp(data.outcome) < 1e-12:
        return f"{data.outcome_name} does not vary among the cases, so there is nothing to explain"
    if not table.configurations(1):
        return "no combination reaches the cut-offs"
    if not table.configurations(0):
        return "every combination reaches the cut-offs, so nothing tells cases with the outcome from those without"
    return ""


def _model(
    data: QcaData, table: TruthTable, cover: Sequence[Configuration], memory: dict[Configuration, Term]
) -> Model:
    ordered = sorted(cover, key=_order)
    members = [membership(data, term) for term in ordered]
    whole = measure_sufficiency(np.maximum.reduce(members), data.outcome)
    terms = []
    for n, term in enumerate(ordered):
        if term not in memory:
            memory[term] = _term(data, table, term)
        one, unique = memory[term], None
        rest = members[:n] + members[n + 1 :]
        if rest:
            others = measure_sufficiency(np.maximum.reduce(rest), data.outcome)
            unique = (whole.coverage or 0.0) - (others.coverage or 0.0)
        terms.append(Term(one.expression, one.fit, unique, one.cases))
    return Model(" + ".join(term.expression for term in terms), whole, tuple(terms))


def _term(data: QcaData, table: TruthTable, term: Configuration) -> Term:
    literals = [(column, value) for column, value in enumerate(term) if value >= 0]
    cases = tuple(
        case
        for row in table.rows
        if row.outcome == 1 and all(row.configuration[column] == value for column, value in literals)
        for case in row.cases
    )
    fit = measure_sufficiency(membership(data, term), data.outcome)
    return Term("*".join(map(data.name, literals)), fit, None, cases)


def _order(term: Configuration) -> tuple[int, list[tuple[bool, int]]]:
    """Short terms first; then those with the first conditions, high values before low ones."""
    return sum(value >= 0 for value in term), [(value < 0, -value) for value in term]


def _sentence(data: QcaData, table: TruthTable, settings: Settings, models: Sequence[Model], reason: str) -> str:
    n_rows, n_all = len(table.rows), int(np.prod(data.levels))
    base = f"{len(data.cases)} cases in {n_rows} of {n_all} combinations"
    base += f"; {len(data.left_out)} left out for missing values" if data.left_out else ""
    base += f"; {len(table.between)} in no combination, at 0.5" if table.between else ""
    if not models:
        return f"No solution for {data.outcome_name}: {reason} ({base})."
    one = models[0]
    others = f", one of {len(models):,} models of the same size," if len(models) > 1 else ""
    return (
        f"{settings.solution.capitalize()}: {one.expression}{others} is sufficient for {data.outcome_name}"
        f" with inclusion {_three(one.fit.inclusion)}, PRI {_three(one.fit.pri)}"
        f" and coverage {_three(one.fit.coverage)} ({base})."
    )


def _three(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.3f}"


def fit_json(fit: Sufficiency) -> Mapping[str, float | None]:
    """Return the parameters under the names of the JSON."""
    return {"inclusion": fit.inclusion, "pri": fit.pri, "coverage": fit.coverage}
