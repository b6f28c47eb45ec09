"""`detente argue`."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli import fail
from detente.cli.findings import has_findings, summary
from detente.cli.folder import StudyFolder, open_study
from detente.model.dates import DateError, parse_date
from detente.model.study import Study
from detente.study.withdraw import WithdrawError, as_known, without


class Format(StrEnum):
    """How verdicts are printed."""

    TABLE = "table"
    JSON = "json"
    ARGDOWN = "argdown"


def run(
    study: StudyFolder = Path(),
    set: Annotated[str, typer.Option("--set", metavar="SET", help="Argue this set of rivals alone.")] = "",
    withdrawn: Annotated[
        list[str] | None,
        typer.Option(
            "--without",
            metavar="WHAT",
            help="Take away speaker:X, publisher:X, archive:X, source:X, passage:X or analyst:X.",
        ),
    ] = None,
    known: Annotated[str, typer.Option("--as-known", metavar="DATE", help="Use only what readers had by then.")] = "",
    only: Annotated[
        list[str] | None, typer.Option(metavar="SIDE", help="Say what is left with these speakers' testimony alone.")
    ] = None,
    since: Annotated[
        str, typer.Option(metavar="REV", help="Say what changed since a commit, and because of which rows.")
    ] = "",
    format: Annotated[Format, typer.Option(help="How verdicts are printed.")] = Format.TABLE,
) -> None:
    """Say what the evidence says of each set of rivals, and what would change it."""
    from detente.argument.account import verdict_lines
    from detente.argument.argdown import argdown
    from detente.argument.json_form import left_json, verdicts_json
    from detente.argument.leave_out import with_only
    from detente.argument.verdict import assess_study
    from detente.build import measured

    opened = open_study(study)
    whole = opened.study
    if set and set not in {group.id for group in whole.hypotheses}:
        names = ", ".join(f"`{group.id}`" for group in whole.hypotheses)
        fail(f"no set of rivals is named `{set}`", f"there are {names}" if names else "hypotheses.yaml holds none")
    for side in only or ():
        if side not in whole.perspective_by_id:
            fail(f"no side is named `{side}`", "study.yaml lists them under `perspectives`")
    smaller = _smaller(whole, withdrawn or [], known)
    for evidence, given in _followed(whole, smaller):
        typer.echo(
            f"note: `{evidence}` leaves with {given}, which it is given; it has no assessment of its own", err=True
        )
    verdicts = assess_study(_of_set(smaller, set), whole, measured(smaller))
    alone = {one.id: with_only(one.ledger, only) for one in verdicts} if only else {}
    changes = _changes(study, since, set, withdrawn or [], known, verdicts) if since else ()
    if format is Format.JSON:
        document: dict[str, Any] = verdicts_json(verdicts)
        for entry, one in zip(document["sets"], verdicts, strict=True):
            if only:
                entry["with_only"] = left_json(alone[one.id], one)
        if since:
            document["since"] = [
                {"id": change.id, "sentence": change.sentence, "causes": [_cause(cause) for cause in change.causes]}
                for change in changes
            ]
        typer.echo(json.dumps(document, ensure_ascii=False, indent=1))
    elif format is Format.ARGDOWN:
        typer.echo(argdown(smaller, verdicts))
    else:
        for n, one in enumerate(verdicts):
            typer.echo("\n" if n else "", nl=False)
            for line in verdict_lines(one):
                typer.echo(line)
            if only:
                typer.echo(f"\nWith the testimony of {' and '.join(only)} alone: {alone[one.id].sentence}.")
        for change in changes:
            typer.echo(f"\nSince {since}, {change.id}: {change.sentence}")
            for cause in change.causes:
                typer.echo(f"  {cause.sentence}")
        if not verdicts:
            typer.echo("no set of rivals is in hypotheses.yaml", err=True)
    typer.echo(summary(opened.diagnostics), err=True)
    raise typer.Exit(1 if has_findings(opened.diagnostics) else 0)


def _smaller(whole: Study, withdrawn: list[str], known: str) -> Study:
    """Return the study without what is to be taken away; leave with 2 if that is not there."""
    try:
        for what in withdrawn:
            whole = without(whole, what)
        return as_known(whole, parse_date(known)) if known else whole
    except WithdrawError as error:
        fail(str(error))
    except DateError as error:
        fail(f"--as-known: {error.message}", error.help)


def _followed(whole: Study, smaller: Study) -> list[tuple[str, str]]:
    """Return the evidence that is still there but weighed no longer, with what it was given."""
    weighed = {(row.set, row.parts) for row in smaller.assessments}
    there = {
        *smaller.passage_by_id,
        *smaller.statement_by_id,
        *(search.id for search in smaller.searches),
        *smaller.result_by_id,
    }
    found: dict[str, str] = {}
    for row in whole.assessments:
        is_there = all(part.partition(":")[2] in there for part in row.parts)
        if row.given and is_there and (row.set, row.parts) not in weighed:
            found.setdefault(row.evidence, " and ".join(f"`{name}`" for name in row.given))
    return [*found.items()]


def _of_set(study: Study, set: str) -> Study:
    from dataclasses import replace

    return replace(study, hypotheses=tuple(group for group in study.hypotheses if set in ("", group.id)))


def _changes(folder: Path, since: str, set: str, withdrawn: list[str], known: str, after: Any) -> Any:
    from detente.argument.since import compare_studies
    from detente.argument.verdict import assess_study
    from detente.build import measured
    from detente.study.history import HistoryError, read_study_at

    try:
        old = read_study_at(folder, since)
    except HistoryError as error:
        fail(f"--since: {error.message}", error.help)
    smaller = _smaller(old, withdrawn, known)
    return compare_studies(assess_study(_of_set(smaller, set), old, measured(smaller)), after)


def _cause(cause: Any) -> dict[str, Any]:
    return {
        "what": cause.what,
        "shift_db": cause.shift_db,
        "why": cause.why,
        "rows": [f"{row.span.file}:{row.span.line}" for row in cause.added],
        "sentence": cause.sentence,
    }
