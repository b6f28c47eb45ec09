"""`detente qca`."""

import csv
import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli import fail
from detente.cli.answers import read_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.analysis.qca import Model, Solution
    from detente.analysis.qca_data import QcaData
    from detente.model.records import Cell
    from detente.model.study import Study

NEEDS_ARGUMENTS = True


class SetKind(StrEnum):
    """What the columns hold."""

    CS = "cs"
    MV = "mv"
    FS = "fs"


class SolutionKind(StrEnum):
    """Which remainders a solution may use."""

    CONSERVATIVE = "conservative"
    PARSIMONIOUS = "parsimonious"
    INTERMEDIATE = "intermediate"


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"


def run(
    source: Annotated[
        str,
        typer.Argument(
            metavar="FILE.csv|STUDY:NAME",
            help="A row is a case; or the values of a study's comparison.",
            show_default=False,
        ),
    ],
    outcome: Annotated[str, typer.Option(metavar="Y", help="The outcome: Y, ~Y, or Y[2].")],
    conditions: Annotated[str, typer.Option(metavar="A,B,..", help="The conditions, apart by commas.")],
    type: Annotated[SetKind, typer.Option(help="Crisp, multi-value or fuzzy sets.")] = SetKind.CS,
    solution: Annotated[
        SolutionKind, typer.Option(help="Without remainders, with all, or with the easy ones.")
    ] = SolutionKind.CONSERVATIVE,
    incl_cut: Annotated[float, typer.Option(metavar="X", help="The inclusion from which a row is 1.")] = 1.0,
    pri_cut: Annotated[float, typer.Option(metavar="X", help="The PRI from which a row is 1.")] = 0.0,
    n_cut: Annotated[int, typer.Option(metavar="N", help="The cases from which a row is no remainder.")] = 1,
    negate: Annotated[bool, typer.Option("--negate", help="Explain the absence of the outcome.")] = False,
    expect: Annotated[str, typer.Option(metavar="A,~B", help="What is expected to further the outcome.")] = "",
    calibrate: Annotated[
        list[str] | None,
        typer.Option(metavar="A=1,2,3", help="Thresholds (cs, mv), or exclusion, crossover, inclusion (fs)."),
    ] = None,
    case: Annotated[str, typer.Option(metavar="C", help="The column of cases' names; by default a nameless one.")] = "",
    stability: Annotated[bool, typer.Option("--stability", help="Solve again without each case.")] = False,
    by: Annotated[str, typer.Option(metavar="C", help="With --stability: without all cases of each source.")] = "",
    complete: Annotated[bool, typer.Option("--complete", help="List the rows without a case as well.")] = False,
    format: Annotated[Format, typer.Option(help="How results are printed.")] = Format.TABLE,
) -> None:
    """Find which combinations of conditions are sufficient for an outcome, and what is necessary."""
    from detente.analysis.comparison import without_each
    from detente.analysis.qca import Settings, compare_withdrawals, measure_qca, measure_stability
    from detente.analysis.qca_data import QcaError, build_data

    study, name = _study(source)
    columns = _columns_of(study.comparisons[name]) if study else _columns(Path(source))
    case = case or ("case" if study else "")
    for column in filter(None, (case, by)):
        if column not in columns:
            fail(f"{source} has no column `{column}`")
    wanted = _split(conditions)
    settings = Settings(solution.value, incl_cut, n_cut, pri_cut, _split(expect))

    def data_of(columns: dict[str, list[str]]) -> "QcaData":
        numbers = _numbers(source, columns, {*wanted, outcome.strip().lstrip("~").partition("[")[0]})
        _calibrate(numbers, calibrate or [], type)
        return build_data(numbers, wanted, outcome, kind=type.value, cases=columns.get(case), is_negated=negate)

    def left_of(cells: "Sequence[Cell]") -> "QcaData | None":
        try:
            return data_of(_columns_of(cells))
        except QcaError:
            return None

    try:
        data = data_of(columns)
        found = measure_qca(data, settings)
        names = columns.get(case) or [*map(str, range(1, len(next(iter(columns.values()))) + 1))]
        groups = [columns[by][n] for n, each in enumerate(names) if each in set(data.cases)] if by else None
        withdrawals = measure_stability(data, settings, groups) if stability or by else []
        if study and stability:
            left = [(what, left_of(cells)) for what, cells in without_each(study, name)]
            withdrawals += compare_withdrawals(data, settings, left)
    except QcaError as error:
        fail(f"{source}: {error.message}", error.help)
    document = _document(found, complete)
    if stability or by:
        document["stability"] = [
            {"withdrawn": one.withdrawn, "n": one.n_cases, "is_same": one.is_same, "expressions": one.expressions}
            for one in withdrawals
        ]
    if format is Format.JSON:
        typer.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    typer.echo(found.sentence)
    for model in document["models"]:
        typer.echo(f"\n{model['expression']}\n  {_fit(model)}")
        for term in model["terms"]:
            typer.echo(f"  {term['expression']}: {_fit(term)}: {', '.join(term['cases'])}")
    for one in withdrawals:
        if not one.is_same:
            typer.echo(f"without {one.withdrawn}: {'; '.join(one.expressions) or 'no solution'}")


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _study(source: str) -> "tuple[Study | None, str]":
    """Return the study and the comparison that STUDY:NAME means; no study where a file is meant."""
    folder, colon, name = source.rpartition(":")
    if not colon or Path(source).is_file():
        return None, ""
    from detente.cli.folder import open_study

    study = open_study(Path(folder)).study
    if name not in study.comparisons:
        there = ", ".join(study.comparisons) or "none"
        fail(f"the study has no comparison `{name}`", f"a file of comparisons/ is one; there are: {there}")
    return study, name


def _columns_of(cells: "Sequence[Cell]") -> dict[str, list[str]]:
    from detente.analysis.comparison import columns_of

    cases, columns = columns_of(cells)
    texts = {field: ["" if value is None else repr(value) for value in values] for field, values in columns.items()}
    return {"case": [*cases], **texts}


def _columns(file: Path) -> dict[str, list[str]]:
    lines = [line for line in read_file(file).splitlines() if line.strip() and not line.startswith("#")]
    if not lines:
        fail(f"{file} is empty")
    head, *rows = csv.reader(lines, delimiter=max(",;\t", key=lines[0].count))
    head = [name.strip() for name in head]
    if len(set(head)) < len(head):
        fail(f"{file} has two columns of one name")
    if not rows:
        fail(f"{file} has no rows")
    return {name: [row[n].strip() if n < len(row) else "" for row in rows] for n, name in enumerate(head)}


def _numbers(file: str, columns: dict[str, list[str]], wanted: set[str]) -> dict[str, list[float | None]]:
    found: dict[str, list[float | None]] = {}
    for name in columns.keys() & wanted:
        found[name] = []
        for line, text in enumerate(columns[name], 2):
            try:
                found[name].append(None if text.upper() in {"", "NA", "NAN"} else float(text))
            except ValueError:
                fail(f"{file}:{line}: `{text}` in column `{name}` is no number", "leave the cell empty if not known")
    return found


def _calibrate(numbers: dict[str, list[float | None]], asked: list[str], kind: SetKind) -> None:
    from detente.analysis.qca_calibrate import calibrate

    for text in asked:
        name, _, anchors = text.partition("=")
        try:
            points = [float(part) for part in _split(anchors)]
        except ValueError:
            fail(f"--calibrate {text} is not A=1,2,3")
        if name.strip() not in numbers:
            fail(f"--calibrate {text}: `{name}` is neither a condition nor the outcome")
        numbers[name.strip()] = calibrate(numbers[name.strip()], points, kind.value)


def _document(found: "Solution", complete: bool) -> dict[str, Any]:
    from detente.analysis.qca_necessity import find_necessary, measure_literals
    from detente.analysis.qca_table import complete_rows

    data: QcaData = found.data
    rows = complete_rows(data, found.table) if complete else found.table.rows
    necessary = {one.expression: one for one in (*measure_literals(data), *find_necessary(data))}
    return {
        "solution": found.kind,
        "outcome": data.outcome_name,
        "models": [_model(model) for model in found.models],
        "is_complete": found.is_complete,
        "reason": found.reason or None,
        "truth_table": [
            {
                "configuration": dict(zip(data.conditions, row.configuration, strict=True)),
                "outcome": row.outcome,
                "n": row.n,
                "inclusion": row.inclusion,
                "pri": row.pri,
                "cases": row.cases,
            }
            for row in rows
        ],
        "necessity": [
            {
                "expression": one.expression,
                "inclusion": one.fit.inclusion,
                "ron": one.fit.ron,
                "coverage": one.fit.coverage,
            }
            for one in necessary.values()
        ],
        "n_cases": len(data.cases),
        "left_out": data.left_out,
        "between": found.table.between,
        "sentence": found.sentence,
    }


def _model(model: "Model") -> dict[str, Any]:
    from detente.analysis.qca import fit_json

    terms = [
        {"expression": term.expression, **fit_json(term.fit), "unique_coverage": term.unique, "cases": term.cases}
        for term in model.terms
    ]
    return {"expression": model.expression, **fit_json(model.fit), "terms": terms}


def _fit(one: dict[str, Any]) -> str:
    shown = (f"{name} {one[name]:.3f}" for name in ("inclusion", "pri", "coverage") if one[name] is not None)
    return ", ".join(shown)
