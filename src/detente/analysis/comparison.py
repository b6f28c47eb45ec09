"""Structured, focused comparison: the same questions asked of every case, and who bears each answer.

George and Bennett 2005, *Case Studies and Theory Development in the Social Sciences*, chapter 3. A cell without an
answer is a gap: it is counted and shown, and it is no zero.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.analysis.qca import (
    Settings,
    Solution,
    Withdrawal,
    compare_withdrawals,
    measure_qca,
    measure_stability,
)
from detente.analysis.qca_data import Kind, QcaData, QcaError, build_data
from detente.analysis.qca_solution import Kind as SolutionKind
from detente.model.records import Cell
from detente.model.study import Study
from detente.study.withdraw import without


@dataclass(frozen=True, slots=True)
class Comparison:
    """A table of cases by fields; a case and field without an entry in ``cells`` was not asked.

    ``sides`` are the speakers of each answered cell's passages, each once. ``alone`` counts the answers that one side
    alone bears, under its state where it has one: perspectives of one state are one side. ``n_places`` is cases times
    fields.
    """

    name: str
    cases: tuple[str, ...]
    fields: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    sides: Mapping[tuple[str, str], tuple[str, ...]]
    alone: Mapping[str, int]
    n_answered: int
    n_places: int
    sentence: str


def build_comparison(study: Study, name: str) -> Comparison:
    """Build the table of one comparison; of two answers in one place the first is taken (CMP004 complains).

    Raises
    ------
    KeyError
        If the study has no comparison of this name.
    """
    rows = study.comparisons[name]
    cells: dict[tuple[str, str], Cell] = {}
    for cell in rows:
        cells.setdefault((cell.case, cell.field), cell)
    answered = {place: cell for place, cell in cells.items() if cell.is_answered}
    sides = {place: _sides(study, cell) for place, cell in answered.items()}
    camp = {side.id: side.state or side.id for side in study.perspectives}
    alone: dict[str, int] = {}
    for speakers in sides.values():
        camps = {camp.get(side, side) for side in speakers}
        if len(camps) == 1:
            alone[min(camps)] = alone.get(min(camps), 0) + 1
    cases = tuple(dict.fromkeys(cell.case for cell in rows))
    fields = tuple(dict.fromkeys(cell.field for cell in rows))
    n_places = len(cases) * len(fields)
    sentence = _sentence(len(cases), len(fields), len(answered), n_places, sum(alone.values()))
    return Comparison(name, cases, fields, cells, sides, alone, len(answered), n_places, sentence)


def columns_of(cells: Sequence[Cell]) -> tuple[tuple[str, ...], Mapping[str, list[float | None]]]:
    """Return the cases, and under each field that has values one number a case: None where none is given."""
    cases = {case: n for n, case in enumerate(dict.fromkeys(cell.case for cell in cells))}
    columns: dict[str, list[float | None]] = {
        cell.field: [None] * len(cases) for cell in cells if cell.value is not None
    }
    for cell in reversed(cells):
        if cell.value is not None:
            columns[cell.field][cases[cell.case]] = float(cell.value)
    return tuple(cases), columns


def _sides(study: Study, cell: Cell) -> tuple[str, ...]:
    passages = (study.passage_by_id.get(name) for name in cell.passages)
    return tuple(dict.fromkeys(side for each in passages if each is not None and (side := study.speaker(each))))


def _sentence(n_cases: int, n_fields: int, n_answered: int, n_places: int, n_alone: int) -> str:
    text = f"Of {n_places} answers ({n_cases} cases, {n_fields} questions) {n_answered} are known"
    return text + (f", {n_alone} of them from one side alone." if n_alone else ".")


def without_each(study: Study, name: str) -> Iterator[tuple[str, Sequence[Cell]]]:
    """Yield the comparison's cells as each source that bears any is withdrawn, and then each side that speaks in any.

    A case whose cells lose their last passage stays, with nothing known of it.
    """
    passages = [p for cell in study.comparisons[name] for p in cell.passages if p in study.passage_by_id]
    heard = [study.passage_by_id[passage] for passage in dict.fromkeys(passages)]
    sources = (f"source:{passage.source}" for passage in heard if passage.source in study.source_by_id)
    speakers = (f"speaker:{side}" for passage in heard if (side := study.speaker(passage)))
    for what in dict.fromkeys((*sources, *speakers)):
        yield what, without(study, what).comparisons[name]


def build_sets(cells: Sequence[Cell], outcome: str) -> QcaData:
    """Build the sets of QCA from a comparison: every field with values but the outcome's is a condition.

    The kind follows from the values: crisp where all are 0 or 1, multi-value where all are whole, else fuzzy.

    Raises
    ------
    QcaError
        As `build_data`.
    """
    cases, columns = columns_of(cells)
    known = {value for values in columns.values() for value in values if value is not None}
    kind: Kind = "cs" if known <= {0, 1} else "mv" if all(value == int(value) for value in known) else "fs"
    conditions = [field for field in columns if field != outcome.lstrip("~").partition("[")[0]]
    return build_data(columns, conditions, outcome, kind=kind, cases=cases)


def solve_comparison(study: Study, name: str, outcome: str) -> tuple[tuple[Solution, ...], Sequence[Withdrawal]]:
    """Return all models of an outcome, without remainders and with them, and what is left without each case and source.

    Raises
    ------
    QcaError
        As `build_sets`, and for too many conditions.
    """
    data = build_sets(study.comparisons[name], outcome)
    kinds: tuple[SolutionKind, ...] = ("conservative", "parsimonious")
    solutions = tuple(measure_qca(data, Settings(kind)) for kind in kinds)
    settings = Settings("parsimonious")

    def left_of(cells: Sequence[Cell]) -> QcaData | None:
        try:
            return build_sets(cells, outcome)
        except QcaError:
            return None

    left = [(what, left_of(cells)) for what, cells in without_each(study, name)]
    return solutions, [*measure_stability(data, settings), *compare_withdrawals(data, settings, left)]
